/* SPDX-License-Identifier: Apache-2.0 */
/* multiraft_int.h - what the files of src/multiraft share.
 *
 *   multiraft.c  life, timers of groups, end of turn, housekeeping (compaction, cache), metrics
 *   group.c      one group: events in, updates out
 *   deliver.c    what a group tells its owner: commits (read back from the log where needed), role, reads
 *   peer.c       other nodes: liveness, batches of messages
 *   retire.c     leadership given away
 *
 * Whatever comes in (a message, a completion, time, an owner's call) becomes nd__mr_step; its
 * update is carried out at once, but for what concerns the owner, which waits for notice_task, and
 * messages, which wait in their peer's batch for flush_task.
 *
 * Batch. The payload of ND_RPC_RAFT and ND_RPC_RAFT_URGENT is a sequence of records:
 *
 *     offset size
 *          0    1  kind (enum nd__mr_record)
 *          1    4  bytes of the body n
 *          5    8  range id
 *         13    n  body: MSG: nd_raft_msg_encode; BOUND: replica ids of sender and receiver, index (8 each);
 *                    ABSENT: replica ids that is not there and that asked (8 each)
 */
#ifndef ND_MULTIRAFT_INT_H
#define ND_MULTIRAFT_INT_H

#include "base/arena.h"
#include "base/hmap.h"
#include "multiraft/liveness.h"
#include "multiraft/multiraft.h"

#define ND__MR_BATCH_BYTES (1u << 20) /* a batch that has grown to this leaves at once */
#define ND__MR_BATCH_MSGS 1024        /* likewise: the other node does other things between two batches, such as beats */
#define ND__MR_TICKS_MAX 256          /* deadlines of groups in one turn: where a node is gone, thousands are due at once */
#define ND__MR_WINDOW_ENTRIES 4096    /* delivered to an owner and not applied */
#define ND__MR_WINDOW_BYTES ((size_t)16 << 20)
#define ND__MR_WINDOW_PARTS 64     /* calls of on_commit not applied yet */
#define ND__MR_DELIVER_ENTRIES 256 /* in one call of on_commit */
#define ND__MR_DELIVER_BYTES ((size_t)1 << 20)
#define ND__MR_LOAD_BYTES ((size_t)1 << 20)
#define ND__MR_LOADS_MAX (2 * ND_REPLICAS_MAX) /* reads of the log at a time, of one group */
#define ND__MR_HOUSEKEEPING_NS (1 * ND_SEC)
#define ND__MR_RETIRE_NS (2 * ND_SEC)       /* a leader with a stuck disk asks others to lead this often */
#define ND__MR_EVICT_STEP ((size_t)1 << 20) /* growth of the cache between looks for something to evict */
#define ND__MR_POOL_MAX 256
#define ND__MR_GUESTS 4 /* the newest take the place of the oldest */

enum nd__mr_record { ND__MR_MSG = 1, ND__MR_BOUND = 2, ND__MR_ABSENT = 3 };
#define ND__MR_RECORD_HEADER_BYTES 13
#define ND__MR_BOUND_BYTES 24
#define ND__MR_ABSENT_BYTES 16
#define ND__MR_ABSENT_NS (1 * ND_SEC) /* a replica that is still not here so long after the first message to it */
#define ND__MR_ABSENT_MAX 4096
#define ND__MR_LAG_ENTRIES 10000      /* a member that is up and further behind is not waited for when the log is far too large */

struct nd__mr_peer {
    struct nd_multiraft *multiraft;
    struct nd_list link; /* multiraft->peers */
    struct nd_node_id node;
    struct nd_rpc_peer *rpc;
    struct nd_liveness liveness;
    struct nd_list members; /* struct nd__mr_member of the groups shared with that node */
    size_t shared;
    uint64_t beat_sent_ns;
    struct nd_buf batches[2]; /* by is_urgent */
    size_t batch_msgs[2];
};

struct nd__mr_member {
    struct nd_list link; /* peer->members */
    struct nd_group *group;
    struct nd_raft_member member;
    struct nd__mr_peer *peer; /* NULL: this replica itself */
};

/* An append on its way to the disk, and the messages that wait for it. */
struct nd__mr_append {
    struct nd_log_append log;
    struct nd_list link; /* group->appends, oldest first; or the pool */
    struct nd_group *group;
    bool is_reset;      /* the log begins anew behind a snapshot */
    struct nd_buf msgs; /* records, each behind 8 bytes (node) and a byte (is_urgent) */
};

struct nd__mr_load {
    struct nd_log_read read;
    struct nd_list link; /* group->loads */
    struct nd_group *group;
    struct nd_replica_id replica; /* {0}: for the owner of the group */
    uint64_t generation;
};

struct nd__mr_recovered {
    struct nd_replica_id replica;
    struct nd_raft_hard_state hard_state;
    uint64_t prev_index, prev_term;
    struct nd_raft_entry *entries;
    size_t entry_count;
    bool is_recovering;
};

struct nd_group {
    struct nd_multiraft *multiraft;
    struct nd_list link; /* multiraft->groups, least lately evicted from first */
    struct nd_range_id range;
    struct nd_replica_id self;
    struct nd_raft *raft;
    const struct nd_group_handler *handler;
    void *owner;
    struct nd__mr_member *members;
    size_t member_count;
    struct nd__mr_member *guests; /* of members that this replica has not heard of yet; they are not watched. NULL: there were none */
    size_t guest_count;
    bool is_closed, wants_to_lead;
    unsigned pins; /* appends, loads and callbacks that still refer to it */

    uint64_t deadline_ns;
    size_t heap_pos; /* 0: no deadline */

    struct nd_list appends;
    uint64_t durable_seq; /* highest append_seq reported */
    struct nd_list loads;
    size_t load_count;

    /* Owner's side. */
    struct nd_list notice_link;
    uint64_t commit_known, delivered, applied;
    struct nd__mr_part {
        uint64_t last;
        size_t bytes;
    } *window; /* ND__MR_WINDOW_PARTS of them, or NULL while none is under way */
    size_t window_head, window_count, window_bytes;
    bool is_loading; /* entries for the owner */
    bool is_installing;
    uint64_t install_index, install_term;
    uint64_t log_generation; /* grows when the log begins anew: what was read from the old one is ignored */
    struct nd_raft_member *wanted; /* ND_REPLICAS_MAX of them, or NULL: snapshots that the owner has not heard of */
    size_t wanted_count;
    struct nd_group_role role_told;
    struct nd_raft_read *reads;
    size_t read_count, read_cap;

    /* Housekeeping. */
    struct nd_list keep_link; /* multiraft->keep; a list of its own: nothing to do */
    uint64_t engine_durable, bound, bound_sent;
    uint64_t hold; /* 0: none */
    bool must_repeat_bound;
    size_t payload_bytes; /* as counted in multiraft->cache_bytes */
};

struct nd__mr_metrics {
    struct nd_counter msgs_in, msgs_out, batches_out, batches_dropped, dropped_foreign, dropped_malformed, dropped_full;
    struct nd_counter snapshots_wanted, installs;
    struct nd_counter proposals, commits, loads, loaded_bytes, evictions, role_changes, compactions, beats_in,
        beats_out, liveness_changes, stalls;
    struct nd_gauge groups, leaders, recovering, peers_up, cache_bytes;
};

struct nd_multiraft {
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
    struct nd_log *log;
    struct nd_node_id self;
    uint64_t heartbeat_ns, down_after_ns, log_keep_bytes;
    uint64_t lease_ns, promise_until_ns;
    bool reads_by_lease, is_space_low, is_space_out;
    struct nd_hmap absent; /* range id -> when a message to it first came; not here since */
    uint64_t breakages;

    struct nd_hmap groups_by_range, recovered; /* recovered: what no group was opened from yet */
    struct nd_hmap used; /* range id -> id of the replica that a group was opened for last, in this process */
    struct nd_list groups, closing; /* closing: closed, but the log still has something of them */
    struct nd_hmap peers_by_node;
    struct nd_list peers;  /* in order of creation */
    struct nd_arena arena; /* of the message at hand */

    struct nd_group **heap_slots; /* 1.. : groups by deadline */
    size_t heap_count, heap_cap;
    struct nd_timer group_timer;

    struct nd_list notices;
    struct nd_task notice_task;
    struct nd_task flush_task;

    struct nd_timer beat_timer;
    uint64_t beat_at_ns, beat_due_ns, retired_ns;
    bool disk_ok, is_draining;

    struct nd_list keep;
    struct nd_timer keep_timer;
    size_t cache_bytes, cache_bytes_looked_at;

    struct nd_list append_pool;
    size_t append_pool_count;
    struct nd__mr_metrics metrics;
};

static inline void nd__mr_list_move(struct nd_list *to, struct nd_list *from)
{
    while (!nd_list_is_empty(from)) {
        struct nd_list *it = from->next;
        nd_list_remove(it);
        nd_list_push_back(to, it);
    }
}

/* multiraft.c */
void nd__mr_set_deadline(struct nd_group *group, uint64_t deadline_ns); /* 0: none */
void nd__mr_needs_keeping(struct nd_group *group);                      /* soon: bound, compaction */
void nd__mr_count_cache(struct nd_group *group);

/* group.c */
/* Advances the group by one event and carries out what follows. */
ND_RESULT nd__mr_step(struct nd_group *group, struct nd_raft_event *event);
struct nd__mr_member *nd__mr_member_of(struct nd_group *group, struct nd_replica_id replica); /* NULL: none */
void nd__mr_on_msg(struct nd_multiraft *multiraft, struct nd_node_id from, struct nd_range_id range,
                   struct nd_slice body);
void nd__mr_on_bound(struct nd_multiraft *multiraft, struct nd_node_id from, struct nd_range_id range,
                     struct nd_slice body);
void nd__mr_on_absent(struct nd_multiraft *multiraft, struct nd_node_id from, struct nd_range_id range, struct nd_slice body);
void nd__mr_feed_liveness(struct nd_group *group, struct nd_node_id node, bool is_up, bool has_restarted);
void nd__mr_group_unpin(struct nd_group *group); /* may free it */

/* deliver.c */
void nd__mr_notice(struct nd_group *group); /* the owner has something to hear at the end of the turn */
void nd__mr_run_notices(struct nd_task *task);
void nd__mr_load(struct nd_group *group, struct nd_replica_id replica, uint64_t first, uint64_t last);
bool nd__mr_role_differs(const struct nd_group *group);

/* peer.c */
struct nd__mr_peer *nd__mr_peer_get(struct nd_multiraft *multiraft, struct nd_node_id node);
void nd__mr_peer_free(struct nd__mr_peer *peer);
void nd__mr_watch(struct nd__mr_member *member);
void nd__mr_unwatch(struct nd__mr_member *member);
/* Begins a record in the peer's batch; put_end fills in its length and sends the batch if it is large. */
struct nd_buf *nd__mr_record_begin(struct nd_buf *out, enum nd__mr_record kind, struct nd_range_id range,
                                   size_t *at_out);
void nd__mr_record_end(struct nd_buf *out, size_t at);
void nd__mr_batch_touched(struct nd__mr_peer *peer, bool is_urgent);
void nd__mr_flush(struct nd_task *task);
void nd__mr_on_batch(void *arg, struct nd_rpc_request *request);
void nd__mr_on_beat(void *arg, struct nd_rpc_request *request);
void nd__mr_on_peer_change(void *arg, struct nd_node_id node, bool is_connected);
void nd__mr_beat_timer(struct nd_timer *timer);
void nd__mr_send_beat(struct nd__mr_peer *peer);

/* retire.c */
void nd__mr_look_at_disk(struct nd_multiraft *multiraft, uint64_t now_ns);

#endif
