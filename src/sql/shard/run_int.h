/* SPDX-License-Identifier: Apache-2.0 */
/* run_int.h - shared by the files of this folder. */
#ifndef ND_SQL_SHARD_RUN_INT_H
#define ND_SQL_SHARD_RUN_INT_H

#include "sql/shard/program.h"

/* groups.c: partial groups of a program. */
struct nd__group {
    uint64_t hash;
    struct nd_datum *keys;
    uint8_t *states;
};
struct nd__groups {
    const struct nd_program *program;
    struct nd_arena keep; /* keys and states */
    struct nd__group *list;
    size_t count, cap;
    uint32_t *buckets; /* position in list + 1; 0: free */
    size_t bucket_count;
    size_t *offsets; /* of each aggregate's state in a group's block */
    size_t block_bytes;
    struct nd_func_ctx ctx;
    uint8_t **blocks; /* of the rows of the batch at hand */
};
void nd__groups_init(struct nd__groups *groups, const struct nd_program *program, const struct nd_type_ctx *types, struct nd_arena *arena);
void nd__groups_deinit(struct nd__groups *groups);
bool nd__groups_are_full(const struct nd__groups *groups);
/* ND_STATUS_SQL: an expression failed. */
ND_RESULT nd__groups_take(struct nd__groups *groups, const struct nd_eval *eval, const struct nd_batch *in, const struct nd_sel *sel);
void nd__groups_put(const struct nd__groups *groups, struct nd_buf *out);

#endif
