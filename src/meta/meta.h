/* SPDX-License-Identifier: Apache-2.0 */
/* meta.h - the meta shard: shard map, node registry, ids, timestamp oracle, spans to discard.
 *
 * Role.       An extension of range 1: its records ride in that range's Raft group; whoever leads range
 *             1 answers, from memory loaded when it began to lead.
 * Owner.      The node; every node has one, and those that do not lead say who does.
 * Threading.  The store's reactor.
 * Format.     Engine keys 'M' 'r' first-key · 'M' 'n' id · 'M' 'i' name · 'M' 't' · 'M' 'g' seq · 'M' 'm' id (meta_state.c).
 * Invariants. T1 timestamps are unique and never fall: a window of 3 s is replicated before any of it is
 *                handed out, a new leader begins above the last window, whatever its clock says.
 *             T2 real-time order needs no clock: a batch of timestamps is answered only after a quorum
 *                confirmed, after the batch arrived, that this node still leads.
 *             T3 in memory state is dropped when leadership goes. */
#ifndef ND_META_META_H
#define ND_META_META_H

#include "meta/locality.h"
#include "meta/merge.h"
#include "meta/meta_wire.h"
#include "range/store.h"

struct nd_meta;

struct nd_meta_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
    struct nd_store *store;
    struct nd_engine *engine;
    struct nd_node_id self;
    uint64_t cluster_uuid[2];
    uint64_t gc_window_ms;
    uint64_t replace_after_ns; /* a node silent for so long has its replicas made anew elsewhere */
    size_t voters;             /* wanted, of each shard */
    bool has_rules;            /* somebody tells which shards shall be where (nd_meta_set_rules); until then nothing is moved or merged */
    struct nd_merge_wish merge; /* which shards are merged */
    /* Empties a span over all shards; done(arg, status) is called once, later. */
    void *discard_owner;
    void (*discard)(void *owner, struct nd_slice first, struct nd_slice end, struct nd_ts safepoint, void *arg, void (*done)(void *arg, enum nd_status status));
    /* Takes a safepoint through all shards (nd_txn_system_collect); `discard_owner` likewise. */
    void (*collect)(void *owner, struct nd_ts safepoint, struct nd_ts collect_below, void *arg, void (*done)(void *arg, enum nd_status status));
};
struct nd_meta *nd_meta_open(const struct nd_meta_options *options);
/* Range 1 came to this node after the opening. */
void nd_meta_attach(struct nd_meta *meta, struct nd_range *range);
void nd_meta_close(struct nd_meta *meta); /* after the store is closed: its last answers come then */
bool nd_meta_is_leader(const struct nd_meta *meta);
uint64_t nd_meta_leadership(const struct nd_meta *meta); /* its leaderships here, counted; 0: it does not lead */
/* Which shards shall be where: takes the place of what was said before. By key; copied. In memory alone: whoever knows the tables says it to
 * each new leader, and again whenever it changes. Until a leader is told, it replaces voters that are dead or leave, and that alone. */
void nd_meta_set_rules(struct nd_meta *meta, const struct nd_placement_rule *rules, size_t count);
void nd_meta_register_metrics(struct nd_meta *meta, struct nd_metrics *metrics);

#endif
