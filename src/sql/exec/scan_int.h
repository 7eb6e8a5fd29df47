/* SPDX-License-Identifier: Apache-2.0 */
/* scan_int.h - the state of a scan; scan.c walks, scan_merge.c walks buckets side by side, scan_shard.c has what shards do for it. */
#ifndef ND_SQL_EXEC_SCAN_INT_H
#define ND_SQL_EXEC_SCAN_INT_H

#include "sql/exec/exec_int.h"
#include "sql/shard/program.h"

struct span {
    struct nd_slice first, end; /* end empty: `first` is one key */
};

struct scan_op {
    struct nd_op op;
    const struct nd_scan *scan;
    struct nd_arena keep; /* spans, the decoder, programs: as long as the operator */
    struct nd_decoder decoder;
    struct span *spans;
    size_t span_count, span_at;
    struct nd_txn_scan *cursors; /* one a span; of those before span_at, the last is at work, the others are over */
    size_t opened;               /* of them: the spans of a hash-sharded index begin before their turn */
    struct nd__merge *merge;     /* is_merged; NULL: not begun */
    bool is_open, is_started;
    bool locks_first, is_nowait; /* keys are locked as they are read */
    enum nd_lock_mode lock_mode;
    uint64_t limit;             /* rows still worth handing on; UINT64_MAX: all */
    struct nd_arena pairs;      /* what the transaction returned for the batch at hand */
    struct nd_kv_pair *pending; /* of it, not handed on yet */
    size_t pending_count;
    /* what shards do */
    const struct nd_plan *agg; /* whose partial groups are wanted; NULL: rows */
    struct nd_slice program;   /* at the moment; empty: none */
    bool is_program_made;
    struct nd_payload payload; /* what is left of the last one */
    struct nd_bloom blooms[ND_SCAN_BLOOMS_MAX]; /* keys of joins above */
    size_t bloom_count;
    uint32_t *outputs;         /* slots that travel */
    size_t output_count;
};

/* The cursor at work, with is_open. */
static inline struct nd_txn_scan *nd__scan_cursor(struct scan_op *scan_op) { return &scan_op->cursors[scan_op->span_at - 1]; }
/* A cursor over a span, as the plan wants it. */
struct nd_txn_scan nd__scan_cursor_of(struct scan_op *scan_op, const struct span *span);

/* Spans of several buckets as one, in the order of the keys without their buckets (scan_merge.c): up to `room` pairs more, on
 * scan_op->pairs. *count_out == 0: the end. */
ND_YIELDS ND_RESULT nd__scan_merge_next(struct scan_op *scan_op, struct nd_kv_pair *pairs, size_t room, size_t *count_out);
void nd__scan_merge_close(struct scan_op *scan_op);

/* The program that the next requests carry, as far as the scan has one by now. */
void nd__scan_make_program(struct scan_op *scan_op);
/* The next batch of a payload's rows; the conditions that shards could not look at are still to be asked. */
ND_RESULT nd__scan_payload_rows(struct scan_op *scan_op, struct nd_batch *out);
/* Looks at a new payload: rows, or groups, which are the caller's. */
ND_RESULT nd__scan_open_payload(struct scan_op *scan_op, struct nd_slice bytes);

#endif
