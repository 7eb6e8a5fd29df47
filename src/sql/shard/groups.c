/* SPDX-License-Identifier: Apache-2.0 */
/* groups.c - partial aggregates at the leader of a shard: a hash table of groups, a block of states each. */
#include "sql/shard/run_int.h"
#include "sql/types/compare.h"

enum { GROUPS_BYTES_MAX = 4 << 20,
       BUCKETS_MIN = 64 };

void nd__groups_init(struct nd__groups *groups, const struct nd_program *program, const struct nd_type_ctx *types, struct nd_arena *arena)
{
    *groups = (struct nd__groups){.program = program};
    nd_arena_init(&groups->keep, arena->heap);
    groups->offsets = nd_arena_array(arena, size_t, program->agg_count + 1);
    for (size_t i = 0; i < program->agg_count; i++) {
        groups->offsets[i] = groups->block_bytes;
        groups->block_bytes += program->aggs[i].agg->state_bytes;
    }
    if (groups->block_bytes == 0) groups->block_bytes = 16;
    groups->blocks = nd_arena_array(arena, uint8_t *, ND_SQL_BATCH_ROWS);
    groups->ctx = (struct nd_func_ctx){.types = types, .arena = &groups->keep, .heap = arena->heap};
}

void nd__groups_deinit(struct nd__groups *groups) { nd_arena_deinit(&groups->keep); }

bool nd__groups_are_full(const struct nd__groups *groups) { return groups->count >= ND_PROGRAM_GROUPS_MAX || groups->keep.bytes >= GROUPS_BYTES_MAX; }

static void rehash(struct nd__groups *groups)
{
    groups->bucket_count = groups->bucket_count == 0 ? BUCKETS_MIN : groups->bucket_count * 4;
    groups->buckets = nd_arena_array(&groups->keep, uint32_t, groups->bucket_count);
    for (size_t i = 0; i < groups->count; i++) {
        size_t bucket = (size_t)groups->list[i].hash & (groups->bucket_count - 1);
        while (groups->buckets[bucket] != 0) bucket = (bucket + 1) & (groups->bucket_count - 1);
        groups->buckets[bucket] = (uint32_t)i + 1;
    }
}

static struct nd__group *add_group(struct nd__groups *groups, uint64_t hash, const struct nd_vec *keys, size_t row)
{
    size_t key_count = groups->program->group_count;
    if (groups->count == groups->cap) {
        groups->cap = groups->cap == 0 ? 16 : groups->cap * 2;
        struct nd__group *list = nd_arena_array(&groups->keep, struct nd__group, groups->cap);
        if (groups->count > 0) memcpy(list, groups->list, sizeof *list * groups->count);
        groups->list = list;
    }
    struct nd__group *group = &groups->list[groups->count++];
    group->hash = hash;
    group->keys = nd_arena_array(&groups->keep, struct nd_datum, key_count + 1);
    group->states = nd_arena_zalloc(&groups->keep, groups->block_bytes);
    for (size_t i = 0; i < key_count; i++) {
        group->keys[i] = nd_vec_get(&keys[i], row);
        if (!group->keys[i].is_null && nd_type_phys(keys[i].type.id) == ND_PHYS_BYTES) group->keys[i].s = nd_arena_copy(&groups->keep, group->keys[i].s);
    }
    return group;
}

static bool is_same(const struct nd__group *group, const struct nd_vec *keys, size_t key_count, size_t row)
{
    for (size_t i = 0; i < key_count; i++) {
        struct nd_datum value = nd_vec_get(&keys[i], row);
        if (value.is_null != group->keys[i].is_null) return false;
        if (!value.is_null && !nd_datum_eq(keys[i].type.id, &value, &group->keys[i])) return false;
    }
    return true;
}

static uint8_t *find_block(struct nd__groups *groups, uint64_t hash, const struct nd_vec *keys, size_t row)
{
    if (groups->count * 2 >= groups->bucket_count) rehash(groups);
    size_t bucket = (size_t)hash & (groups->bucket_count - 1);
    for (; groups->buckets[bucket] != 0; bucket = (bucket + 1) & (groups->bucket_count - 1)) {
        const struct nd__group *group = &groups->list[groups->buckets[bucket] - 1];
        if (group->hash == hash && is_same(group, keys, groups->program->group_count, row)) return group->states;
    }
    uint8_t *states = add_group(groups, hash, keys, row)->states;
    groups->buckets[bucket] = (uint32_t)groups->count;
    return states;
}

static enum nd_status find_blocks(struct nd__groups *groups, const struct nd_eval *eval, const struct nd_batch *in, const struct nd_sel *sel)
{
    const struct nd_program *program = groups->program;
    if (program->group_count == 0) {
        uint8_t *states = groups->count > 0 ? groups->list[0].states : add_group(groups, 0, NULL, 0)->states;
        ND_SEL_FOREACH (row, sel) groups->blocks[row] = states;
        return ND_STATUS_OK;
    }
    struct nd_vec *keys = nd_arena_array(eval->arena, struct nd_vec, program->group_count);
    uint64_t *hashes = nd_arena_array(eval->arena, uint64_t, in->rows + 1);
    for (size_t i = 0; i < program->group_count; i++) {
        ND_TRY(nd_expr_eval(eval, program->groups[i], in, sel, &keys[i]));
        nd_vec_hash(&keys[i], sel, hashes);
    }
    ND_SEL_FOREACH (row, sel) groups->blocks[row] = find_block(groups, hashes[row], keys, row);
    return ND_STATUS_OK;
}

static enum nd_status update(struct nd__groups *groups, const struct nd_eval *eval, size_t which, const struct nd_batch *in, const struct nd_sel *sel, void **states)
{
    const struct nd_program_agg *use = &groups->program->aggs[which];
    struct nd_sel chosen = *sel;
    struct nd_vec arg = {0};
    if (use->filter != NULL) {
        uint32_t *rows = nd_arena_array(eval->arena, uint32_t, in->rows + 1);
        ND_TRY(nd_expr_filter(eval, use->filter, in, sel, rows, &chosen.count));
        chosen.rows = rows;
    }
    if (use->arg != NULL) ND_TRY(nd_expr_eval(eval, use->arg, in, &chosen, &arg));
    ND_SEL_FOREACH (row, &chosen) states[row] = groups->blocks[row] + groups->offsets[which];
    struct nd_agg_call call = {use->agg, &groups->ctx, eval->err};
    return use->agg->update(&call, &arg, &chosen, states);
}

enum nd_status nd__groups_take(struct nd__groups *groups, const struct nd_eval *eval, const struct nd_batch *in, const struct nd_sel *sel)
{
    if (sel->count == 0) return ND_STATUS_OK;
    ND_TRY(find_blocks(groups, eval, in, sel));
    void **states = nd_arena_alloc(eval->arena, sizeof *states * (in->rows + 1));
    for (size_t i = 0; i < groups->program->agg_count; i++) ND_TRY(update(groups, eval, i, in, sel, states));
    return ND_STATUS_OK;
}

void nd__groups_put(const struct nd__groups *groups, struct nd_buf *out)
{
    const struct nd_program *program = groups->program;
    for (size_t g = 0; g < groups->count; g++) {
        const struct nd__group *group = &groups->list[g];
        for (size_t i = 0; i < program->group_count; i++) {
            nd_buf_put_u8(out, group->keys[i].is_null);
            if (!group->keys[i].is_null) nd_shard_datum_encode(program->groups[i]->type.id, &group->keys[i], out);
        }
        for (size_t i = 0; i < program->agg_count; i++) {
            struct nd_agg_call call = {program->aggs[i].agg, &groups->ctx, NULL};
            program->aggs[i].agg->save(&call, group->states + groups->offsets[i], out);
        }
    }
}
