/* SPDX-License-Identifier: Apache-2.0 */
/* span_walk.h - all records of a span of keys, kind by kind, in pieces.
 *
 * Role.       Finds what goes when a table, or a replica, goes. The engine has no range deletions
 *             (docs/adr/0013-no-range-deletions.md), so a span is emptied in steps, each one write.
 * Threading.  Blocks: jobs of the read pool or the apply worker. */
#ifndef ND_RANGE_SPAN_WALK_H
#define ND_RANGE_SPAN_WALK_H

#include "base/slice.h"
#include "engine/engine.h"
#include "range/kv_wire.h"

struct nd_span_walk {
    struct nd_range_id range;
    struct nd_buf first, end;
    struct nd_buf cursor; /* the engine's key to go on from; empty: the kind's first */
    size_t tag_at;
    bool is_done;
};
/* The keys in [first, end), copied; end empty: no end. range 1: the meta shard's own records, too. */
void nd_span_walk_init(struct nd_span_walk *walk, struct nd_range_id range, struct nd_slice first, struct nd_slice end, struct nd_heap *heap);
void nd_span_walk_deinit(struct nd_span_walk *walk);
/* Calls on_record for the next records, `limit` at most. IO, CORRUPT. */
ND_RESULT nd_span_walk_on(struct nd_span_walk *walk, struct nd_engine *engine, size_t limit, void *arg, void (*on_record)(void *arg, struct nd_slice key));
/* Deletes the next records, in one write. IO, CORRUPT. */
ND_RESULT nd_span_erase_step(struct nd_span_walk *walk, struct nd_engine *engine);

/* Where a first piece of [first, end) with about `records` records of each kind ends: *cut_out is a key above first, or empty
 * if all of the span fits. IO, CORRUPT. */
ND_RESULT nd_span_cut(struct nd_engine *engine, struct nd_heap *heap, struct nd_slice first, struct nd_slice end, size_t records, struct nd_buf *cut_out);

#endif
