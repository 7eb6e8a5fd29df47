/* SPDX-License-Identifier: Apache-2.0 */
/* spill.h - rows that do not fit a statement's memory go to temporary files.
 *
 * Role.       A space is a node's folder for them; a spill is one file, an operator's; streams are sequences of rows in
 *             it, written, then read as often as wanted. Sorts write runs, hash tables write partitions.
 * Owner.      The space: nd_sql_system. A spill and its streams: the operator.
 * Threading.  The session's fiber; file operations run on the space's worker.
 * Format.     A stream is a list of blocks, in memory; a block in the file:
 *               u64 checksum of the rest (xxhash) · batches: v rows · per column: a byte a row (NULL or not), then values:
 *               bool a byte, numbers 8 bytes, bytes v length and bytes (of NULLs: nothing)
 * Invariants. L1 a file goes with its operator, whatever ends it; those that a crash left go when the node starts.
 *             L2 what is read is checked: a damaged block is an error (58030), never wrong rows.
 * Errors.     53100 where the disk is full, 58030 for others. */
#ifndef ND_SQL_EXEC_SPILL_H
#define ND_SQL_EXEC_SPILL_H

#include "sql/exec/exec.h"

struct nd_spill_space;
/* Makes the folder, removes what is in it. Blocks: at the start of a node only. */
ND_RESULT nd_spill_space_open(struct nd_env *env, const char *folder, struct nd_spill_space **space_out);
void nd_spill_space_close(struct nd_spill_space *space); /* no spill is open; NULL is fine */
void nd_spill_space_register_metrics(struct nd_spill_space *space, struct nd_metrics *metrics);

struct nd_exec;
struct nd__spill;
ND_YIELDS ND_RESULT nd__spill_open(struct nd_exec *exec, struct nd__spill **spill_out);
void nd__spill_restart(struct nd__spill *spill); /* what was written is not read any more: its room is used again */
void nd__spill_close(struct nd__spill *spill); /* the file goes, soon; NULL is fine */

struct nd__spill_block {
    uint64_t offset;
    uint32_t bytes;
};

struct nd__spill_stream {
    struct nd__spill *spill;
    const struct nd_type *types;
    size_t columns;
    struct nd_buf buffer; /* the block that is being written, or read */
    struct nd__spill_block *blocks;
    size_t count, cap, at;
    size_t read_at; /* in buffer */
    uint64_t rows;
};
void nd__spill_stream_init(struct nd__spill_stream *stream, struct nd__spill *spill, const struct nd_type *types, size_t columns);
void nd__spill_stream_deinit(struct nd__spill_stream *stream);
/* The selected rows (NULL: all) of a batch. */
ND_YIELDS ND_RESULT nd__spill_write(struct nd__spill_stream *stream, const struct nd_batch *batch, const struct nd_sel *sel);
/* Nothing more is written; reading begins at the first row. Again: reading begins anew. */
ND_YIELDS ND_RESULT nd__spill_rewind(struct nd__spill_stream *stream);
/* The next rows, at most ND_SQL_BATCH_ROWS; rows 0: the end. Vectors are on `arena`, their bytes valid until the next call. */
ND_YIELDS ND_RESULT nd__spill_read(struct nd__spill_stream *stream, struct nd_arena *arena, struct nd_batch *out);

/* The statement holds more than it should, and has where to put it. held: what the asking operator could put away. */
bool nd__exec_wants_spill(const struct nd_exec *exec, size_t held);

#define ND__SPILL_PARTITIONS 16
/* Which of them a row of this hash belongs to, at a depth of partitioning. */
static inline size_t nd__spill_partition(uint64_t hash, unsigned depth) { return (size_t)(hash >> (60 - 4 * depth)) & (ND__SPILL_PARTITIONS - 1); }
#define ND__SPILL_DEPTH_MAX 6
/* Rows rows[0..count) (NULL: 0..count) of a batch to their partitions' streams; hashes are by row. */
ND_YIELDS ND_RESULT nd__spill_scatter(struct nd__spill_stream *streams, unsigned depth, const struct nd_batch *in, const uint32_t *rows, size_t count,
                                      const uint64_t *hashes, struct nd_arena *arena);

/* ---- rows of a hash table that is full --------------------------------------------------------------------------- */

/* An operator takes its child's rows; those that it has no room for go to partitions by their hash, and come again as its input,
 * one partition after the other, when the table is empty. A partition that is too large is parted again. */
struct nd__partition {
    struct nd__spill_stream stream;
    unsigned depth;
};
struct nd__partitions {
    struct nd__spill *spill;
    const struct nd_type *types;   /* of the child's columns */
    struct nd__partition *waiting; /* a stack */
    size_t count, cap;
    struct nd__partition now;         /* being read; its stream's spill NULL: the child itself */
    struct nd__spill_stream *filling; /* ND__SPILL_PARTITIONS, of depth now.depth; NULL: none */
};
struct nd_op;
ND_YIELDS ND_RESULT nd__partitions_next(struct nd__partitions *parts, struct nd_op *op, struct nd_batch *out);
/* Rows may go there: the statement holds too much, of which the operator `held`, or it began already. */
bool nd__partitions_can_add(const struct nd__partitions *parts, const struct nd_op *op, size_t held);
ND_YIELDS ND_RESULT nd__partitions_add(struct nd__partitions *parts, struct nd_op *op, const struct nd_batch *in, const uint32_t *rows, size_t count,
                                       const uint64_t *hashes);
/* After the end of the input at hand: on to the next partition. false: there is none. */
ND_YIELDS ND_RESULT nd__partitions_advance(struct nd__partitions *parts, bool *has_more_out);
void nd__partitions_deinit(struct nd__partitions *parts);

#endif
