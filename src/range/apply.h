/* SPDX-License-Identifier: Apache-2.0 */
/* apply.h - committed entries into the engine, on the apply worker.
 *
 * Role.       Turns batches of effects into one engine write together with the applied index, so that
 *             both survive or vanish together.
 * Invariants. Y1 applied only grows, and rides in the same write as what it covers.
 *             Y2 the same entries leave the same records on every replica. */
#ifndef ND_RANGE_APPLY_H
#define ND_RANGE_APPLY_H

#include "engine/engine.h"
#include "range/command.h"

/* A range's own records under 'm' range_id: 'a' applied, 'd' descriptor, 'g' gc safepoint, 's' a snapshot is
 * being installed: the records are not whole, 'x' buried, 'e' the span that a buried one left to be erased. */
#define ND_REPLICA_NEVER ((struct nd_replica_id){UINT64_MAX}) /* lowest id that may come of a range that was merged away: none */
struct nd_range_state {
    struct nd_range_desc desc; /* slices on the heap given */
    uint64_t applied_index, applied_term;
    bool is_newborn; /* of a split, now; not read */
    struct nd_ts gc_safepoint;
};
void nd_range_state_put_applied(struct nd_engine_batch *batch, struct nd_range_id range, uint64_t index, uint64_t term, struct nd_heap *heap);
void nd_range_state_put_desc(struct nd_engine_batch *batch, const struct nd_range_desc *desc, struct nd_heap *heap);
void nd_range_state_put_safepoint(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_ts safepoint, struct nd_heap *heap);
void nd_range_state_drop_applied(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_heap *heap);
/* Its records go but two: replicas with ids below `next` never come back to this node, and the keys in [first, end) are to be erased. */
void nd_range_state_bury(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_replica_id next, struct nd_slice first, struct nd_slice end,
                         struct nd_heap *heap);
/* It was merged into its left neighbour: its records go but 'x', its keys stay. */
void nd_range_state_subsume(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_heap *heap);
/* {0}: nobody was buried. */
ND_RESULT nd_range_state_buried(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, struct nd_replica_id *next_out);
void nd_range_state_put_erased(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_heap *heap); /* its span has gone */
/* After a crash, first of all: buries those whose last applied change of members removed the replica here, which had no time to. CORRUPT, IO. */
ND_RESULT nd_range_state_bury_removed(struct nd_engine *engine, struct nd_node_id self, struct nd_heap *heap);
/* After a crash, before ranges are opened: erases what buried ones left. Blocks. CORRUPT, IO. */
ND_RESULT nd_range_state_erase_buried(struct nd_engine *engine, struct nd_heap *heap);
ND_RESULT nd_range_state_load_buried(struct nd_engine *engine, void *arg,
                                     void (*on_buried)(void *arg, struct nd_range_id range, struct nd_replica_id next));
/* NOT_FOUND: the engine does not hold it. CORRUPT. */
ND_RESULT nd_range_state_load(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, struct nd_range_state *state_out);
/* Calls on_range for every range that the engine holds. CORRUPT. */
ND_RESULT nd_range_state_load_all(struct nd_engine *engine, struct nd_heap *heap, void *arg,
                                  void (*on_range)(void *arg, struct nd_range_state *state));
/* Likewise while snapshots are being installed: some states are not whole. */
ND_RESULT nd_range_state_load_descs(struct nd_engine *engine, struct nd_heap *heap, void *arg,
                                    void (*on_range)(void *arg, struct nd_range_state *state));
/* Below it versions may be gone. {0}: nothing was collected. */
ND_RESULT nd_range_state_safepoint(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, struct nd_ts *ts_out);
/* The applied index that would survive a crash now. */
ND_RESULT nd_range_state_durable(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, uint64_t *index_out);

struct nd_apply_entry {
    uint64_t index, term;
    struct nd_raft_payload *payload; /* NULL: a NOOP */
    bool is_stale;                   /* out: the epoch was not the range's: no effect */
    uint64_t collected;              /* out: versions and provisional records that went for good */
    uint64_t superseding;            /* out: records that leave others to be collected later on, or are to be themselves */
};

struct nd_apply_input {
    struct nd_engine *engine;
    struct nd_heap *heap;
    struct nd_range_id range;
    struct nd_range_epoch epoch;
    struct nd_apply_entry *entries;
    size_t count;
    struct nd_counter *bytes;        /* of payloads applied; may be NULL */
    bool ignores_epoch, forgets_gates; /* simulation only: rules broken on purpose */
};
/* Blocks. No split among the entries. CORRUPT: an entry that was committed cannot be read; IO. */
ND_RESULT nd_apply_entries(const struct nd_apply_input *input);
/* The one entry that changes the descriptor alone: members, a mark. */
ND_RESULT nd_apply_change(const struct nd_apply_input *input, const struct nd_range_desc *after);
/* The one merge entry: the descriptor with the span of `right`, which is here and frozen, and is no range any more. */
ND_RESULT nd_apply_merge(const struct nd_apply_input *input, const struct nd_range_desc *after, struct nd_range_id right, struct nd_slice right_first);
/* The one split entry: writes both descriptors and the child's empty state. */
ND_RESULT nd_apply_split(const struct nd_apply_input *input, const struct nd_range_desc *parent_after, const struct nd_range_desc *child);

#endif
