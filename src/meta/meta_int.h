/* SPDX-License-Identifier: Apache-2.0 */
/* meta_int.h - shared by the files of this folder. */
#ifndef ND_META_META_INT_H
#define ND_META_META_INT_H

#include "base/hmap.h"
#include "base/omap.h"
#include "meta/meta.h"
#include "meta/placement.h"
#include "range/command.h"

enum {
    ND__META_PENDING_MAX = 65536,
    ND__META_WINDOW_MS = 3000,
    ND__META_JUMP_MS_MAX = 600000, /* a clock that leaps further ahead than this is not followed */
    ND__META_LOOKUP_DESCS = 8,
};

struct nd__meta_shard {
    struct nd_omap_node node; /* by first key */
    struct nd_range_desc desc;
    uint64_t changed_ns; /* but for merges; as far as this leadership knows */
    uint64_t rest_until_ns; /* a merge came to nothing */
};
struct nd__meta_node {
    struct nd_meta_node node; /* slices on the heap */
};
struct nd__meta_counter {
    struct nd_omap_node node; /* by name */
    uint64_t next;
    uint8_t name[];
};
struct nd__meta_discard {
    struct nd_list link;
    uint64_t seq, since_ms;
    struct nd_slice first, end; /* behind the struct */
    uint8_t bytes[];
};

struct nd__meta_seen { /* a node */
    uint64_t heard_ns;
    bool is_draining;
};
struct nd__meta_stat { /* a shard, as its leader told last; who leads, as last heard of */
    struct nd_meta_stat stat;
    uint64_t led_ns; /* it was asked to give the leadership away */
    uint64_t requests; /* a second, over half a minute or so: a burst moves nothing */
};
struct nd__meta_place {  /* asked of a shard's leader */
    struct nd_list link; /* meta->places */
    struct nd_meta *meta;
    struct nd_range_id range;
    struct nd_placement_step step;
    uint64_t since_ns;
    struct nd_rpc_call call;
};

/* Two shards that shall become one; merge.id 0: not agreed on yet, descriptors as last looked at. */
struct nd__meta_merge {
    struct nd_list link; /* meta->merges */
    struct nd_meta *meta;
    struct nd_merge merge; /* slices on the heap */
    bool is_storing, is_asking;
    bool is_stored; /* the record is durable: steps that need it may be asked for */
    bool is_concluding;
    uint64_t since_ns;
    uint64_t patience_s;
    uint64_t ripe_ns; /* when MERGE may be asked for; 0: not settled yet */
    struct nd_merge_next asked;
    struct nd_rpc_call call;
};

/* A request that waits for a round or for its records. */
struct nd__meta_pending {
    struct nd_range_raw_op raw;
    struct nd_list link;
    struct nd_meta *meta;
    struct nd_rpc_request *rpc_request;
    struct nd_meta_request request;
    struct nd_meta_reply reply;
};

struct nd_meta {
    struct nd_meta_options options;
    struct nd_heap *heap;
    struct nd_range *range; /* range 1 while it leads here; else NULL */
    struct nd_range_extension extension;

    struct nd_omap shards, counters;
    struct nd_meta_node *nodes;
    size_t node_count, node_cap;
    struct nd_list discards;
    uint64_t next_discard;
    struct nd_timer discard_timer;
    bool is_discarding;
    uint64_t discarding_seq;

    struct nd_timer collect_timer;
    bool is_collecting;
    uint64_t collect_began_ns;
    struct nd_ts safepoint_asked; /* of the walk under way */
    struct nd_ts safepoint;       /* all shards have it: they may collect below it */

    /* oracle */
    uint64_t ts_next, ts_window;   /* [next, window) may be handed out */
    uint64_t base_ms, base_ns;     /* the oracle's time when the leadership began, by either clock */
    uint64_t ts_window_asked;      /* end of the window being replicated; 0: none */
    struct nd_list ts_arrived;     /* wait for the next round */
    struct nd_list ts_confirmed;   /* wait for the window */
    struct nd_task ts_task;
    size_t pending_count;

    /* placement */
    uint64_t led_since_ns, leadership;
    size_t unsettled; /* shards' records that this leadership has taken, and that are not known to be on a quorum */
    struct nd_hmap seen;    /* node id -> nd__meta_seen */
    struct nd_hmap stats;   /* range id -> nd__meta_stat */
    struct nd_list places;
    size_t place_count, place_turn;
    struct nd_timer place_timer;
    bool is_place_soon;
    uint64_t looks; /* of placement */
    uint64_t changes, changes_seen; /* of what placement goes by; as of its last look */
    uint64_t nodes_seen; /* the state of the nodes then, folded */
    uint64_t looked_ns, look_cost_ns;
    struct nd_placement_rule *rules; /* by key; what they borrow from is on rule_arena */
    size_t rule_count;
    bool is_told; /* which they are, since it leads */
    struct nd_arena rule_arena;

    /* meta_merge.c */
    struct nd_list merges;
    size_t merge_count;
    struct nd_timer merge_timer;

    /* meta_waits.c */
    struct nd_list waits;
    struct nd_hmap waits_by_id; /* start_ts -> nd__meta_wait */
    size_t wait_count;

    struct nd_counter ts_served, ts_rounds, places_done, leads_done, merges_done, merges_off, deadlocks;
};

/* meta_state.c: memory and records */
ND_RESULT nd__meta_load(struct nd_meta *meta);
void nd__meta_unload(struct nd_meta *meta);
struct nd__meta_shard *nd__meta_shard_for(struct nd_meta *meta, struct nd_slice key); /* last with first <= key; NULL */
/* Shards that are part of it now go: their records, copied, into *gone as far as there is room (a record that stays is found out of date
 * when it is loaded). NULL: they are not asked for. false: not newer. */
struct nd__meta_gone {
    struct nd_buf keys[4];
    size_t count;
};
bool nd__meta_put_shard(struct nd_meta *meta, const struct nd_range_desc *desc, struct nd__meta_gone *gone);
void nd__meta_replicate_shard(struct nd_meta *meta, struct nd_range_raw_op *raw, const struct nd_range_desc *desc, struct nd__meta_gone *gone); /* frees *gone's buffers */
struct nd_meta_node *nd__meta_find_node(struct nd_meta *meta, struct nd_node_id id);
void nd__meta_put_node(struct nd_meta *meta, const struct nd_meta_node *node);
uint64_t *nd__meta_counter(struct nd_meta *meta, struct nd_slice name);
void nd__meta_add_discard(struct nd_meta *meta, uint64_t seq, uint64_t since_ms, struct nd_slice first, struct nd_slice end);
void nd__meta_record_key(struct nd_buf *out, char what, struct nd_slice rest);
/* meta_ts.c */
void nd__meta_ts_lead(struct nd_meta *meta);
void nd__meta_ts_stop(struct nd_meta *meta);
void nd__meta_ts_ask(struct nd_meta *meta, struct nd__meta_pending *pending);
bool nd__meta_ts_draw(struct nd_meta *meta, struct nd_ts *ts_out); /* nd_range_extension.draw */
void nd__meta_ts_flush(struct nd_task *task);
uint64_t nd__meta_now_ms(const struct nd_meta *meta); /* of the oracle */
/* meta_place.c */
void nd__meta_place_open(struct nd_meta *meta);
void nd__meta_place_close(struct nd_meta *meta);
void nd__meta_note_leader(struct nd_meta *meta, struct nd_range_id range, struct nd_node_id leader);
struct nd_node_id nd__meta_leader_of(struct nd_meta *meta, const struct nd_range_desc *desc);
bool nd__meta_is_placing(struct nd_meta *meta, struct nd_range_id range);
const struct nd_placement_rule *nd__meta_rule_of(const struct nd_meta *meta, const struct nd_range_desc *desc); /* NULL: none */
void nd__meta_ask_step(struct nd_meta *meta, const struct nd_range_desc *desc, const struct nd_placement_step *step);
/* meta_merge.c */
void nd__meta_merge_open(struct nd_meta *meta);
void nd__meta_merge_close(struct nd_meta *meta);
void nd__meta_merge_lead(struct nd_meta *meta); /* the records are loaded: what was agreed on goes on */
void nd__meta_merge_stop(struct nd_meta *meta);
bool nd__meta_merge_load(struct nd_meta *meta, uint64_t id, struct nd_slice value); /* false: malformed */
size_t nd__meta_tell_merges(struct nd_meta *meta, struct nd_meta_move *moves_out, size_t count_max); /* under way */
bool nd__meta_is_merging(struct nd_meta *meta, struct nd_range_id range);
/* Every look of placement: what began to come together goes on; may_begin: something new, if it is worth it. */
void nd__meta_merge_look(struct nd_meta *meta, const struct nd_placement_node *nodes, size_t count, bool may_begin);
/* meta_stats.c */
void nd__meta_stats_open(struct nd_meta *meta);
void nd__meta_stats_close(struct nd_meta *meta);
void nd__meta_saw(struct nd_meta *meta, struct nd_node_id node); /* it asked something */
size_t nd__meta_replicas_on(struct nd_meta *meta, struct nd_node_id node);
struct nd__meta_stat *nd__meta_stat(struct nd_meta *meta, struct nd_range_id range); /* made if absent */
void nd__meta_join_stats(struct nd_meta *meta, struct nd_range_id left, struct nd_range_id right); /* of two that have become one */
void nd__meta_take_stats(struct nd_meta *meta, struct nd_node_id from, const struct nd_meta_request *request);
/* Are they there? Without what they carry, which the second one adds. */
size_t nd__meta_look_at_nodes(struct nd_meta *meta, struct nd_placement_node nodes_out[ND_NODES_MAX]);
void nd__meta_add_loads(const struct nd_meta *meta, struct nd_placement_node *nodes, size_t count);
void nd__meta_answer_shards(struct nd__meta_pending *pending);
/* meta_waits.c: DEADLOCK: the caller gives up */
ND_RESULT nd__meta_take_wait(struct nd_meta *meta, const struct nd_meta_request *request);
void nd__meta_forget_waits(struct nd_meta *meta);
/* meta.c */
void nd__meta_take_desc(struct nd_meta *meta, const struct nd_range_desc *desc); /* as its leader told, unasked */
void nd__meta_finish(struct nd__meta_pending *pending, enum nd_status status);

#endif
