/* SPDX-License-Identifier: Apache-2.0 */
/* join.c - joins: the right side is kept, in a hash table where there are equal keys; left rows probe it. */
#include "sql/exec/exec_int.h"
#include "sql/exec/spill.h"

struct join_op {
    struct nd_op op;
    struct nd_rowset right; /* its columns, then its keys */
    struct nd_rowhash hash;
    struct nd_type *types;
    bool *right_matched; /* RIGHT, FULL: rows that found a partner */
    bool is_built, left_done, has_left;
    struct nd_batch left; /* the left batch at hand */
    struct nd_vec *left_keys;
    uint64_t *left_hashes;
    bool *left_matched;
    size_t row;                 /* of the left batch */
    size_t bucket;              /* where the search of its partners stands */
    uint32_t loop;              /* without keys: next right row */
    size_t right_at;            /* RIGHT, FULL: unmatched rows handed on */
    struct nd_arena left_arena; /* keys of the left batch */
    /* both sides in partitions on disk, where the right side does not fit; one after the other is joined */
    struct nd__spill *spill;
    struct nd__spill_stream *right_parts, *left_parts;
    struct nd_type *left_types;
    size_t part;
};

static bool keeps_left(const struct nd_plan *plan)
{
    return plan->join.kind == ND_JOIN_LEFT || plan->join.kind == ND_JOIN_FULL;
}
static bool keeps_right(const struct nd_plan *plan)
{
    return plan->join.kind == ND_JOIN_RIGHT || plan->join.kind == ND_JOIN_FULL;
}

static bool keeps_left_only(const struct nd_plan *plan)
{
    return plan->join.kind == ND_JOIN_SEMI || plan->join.kind == ND_JOIN_ANTI;
}

static bool has_null_key(const struct nd_vec *keys, size_t count, size_t row)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i].nulls[row]) return true;
    return false;
}

static enum nd_status eval_keys(struct nd_op *op, struct nd_expr *const *exprs, size_t count, const struct nd_batch *in,
                                struct nd_arena *arena, struct nd_vec **keys_out, uint64_t **hashes_out)
{
    struct nd_eval eval = op->eval;
    struct nd_sel all = {NULL, in->rows};
    eval.arena = arena;
    *keys_out = nd_arena_alloc(arena, sizeof **keys_out * (count + 1));
    *hashes_out = nd_arena_array(arena, uint64_t, in->rows + 1);
    for (size_t i = 0; i < count; i++) {
        ND_TRY(nd_expr_eval(&eval, exprs[i], in, NULL, &(*keys_out)[i]));
        nd_vec_hash(&(*keys_out)[i], &all, *hashes_out);
    }
    return ND_STATUS_OK;
}

static uint64_t *hash_wide(const struct join_op *join, const struct nd_batch *wide, struct nd_arena *arena)
{
    uint64_t *hashes = nd_arena_array(arena, uint64_t, wide->rows + 1);
    struct nd_sel all = {NULL, wide->rows};
    for (size_t c = join->op.plan->right->width; c < wide->columns; c++) nd_vec_hash(&wide->vecs[c], &all, hashes);
    return hashes;
}

static void forget_right(struct join_op *join)
{
    struct nd_exec *exec = join->op.exec;
    size_t columns = join->right.columns;
    nd__rowset_deinit(&join->right, exec);
    nd__rowhash_deinit(&join->hash);
    nd__rowset_init(&join->right, exec->env.heap, join->types, columns);
    nd__rowhash_init(&join->hash, exec);
}

/* What is kept of the right side goes to disk; so will the rest of it, and all of the left side. */
static enum nd_status begin_parts(struct join_op *join)
{
    struct nd_exec *exec = join->op.exec;
    const struct nd_plan *left = join->op.plan->left;
    struct nd_heap *heap = exec->env.heap;
    ND_TRY(nd__spill_open(exec, &join->spill));
    join->right_parts = nd_heap_zalloc(heap, sizeof *join->right_parts * ND__SPILL_PARTITIONS);
    join->left_parts = nd_heap_zalloc(heap, sizeof *join->left_parts * ND__SPILL_PARTITIONS);
    join->left_types = nd_heap_zalloc(heap, sizeof *join->left_types * (left->width + 1));
    for (size_t i = 0; i < left->width; i++) join->left_types[i] = nd__var_type(exec, left->vars[i]);
    for (size_t i = 0; i < ND__SPILL_PARTITIONS; i++) {
        nd__spill_stream_init(&join->right_parts[i], join->spill, join->types, join->right.columns);
        nd__spill_stream_init(&join->left_parts[i], join->spill, join->left_types, left->width);
    }
    for (size_t i = 0; i < join->right.chunk_count; i++) {
        const struct nd_batch *chunk = join->right.chunks[i];
        ND_TRY(nd__spill_scatter(join->right_parts, 0, chunk, NULL, chunk->rows, hash_wide(join, chunk, &join->op.arena), &join->op.arena));
    }
    forget_right(join);
    return ND_STATUS_OK;
}

static enum nd_status part_left(struct join_op *join)
{
    struct nd_op *op = &join->op;
    struct nd_batch in;
    for (;;) {
        struct nd_vec *keys;
        uint64_t *hashes;
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__op_next(op->left, &in));
        if (in.rows == 0) return ND_STATUS_OK;
        ND_TRY(eval_keys(op, op->plan->join.left_keys, op->plan->join.key_count, &in, &op->arena, &keys, &hashes));
        ND_TRY(nd__spill_scatter(join->left_parts, 0, &in, NULL, in.rows, hashes, &op->arena));
    }
}

static enum nd_status keep_right(struct join_op *join, const struct nd_batch *wide, const uint64_t *hashes)
{
    const struct nd_plan *plan = join->op.plan;
    size_t first = join->right.rows;
    if (first + wide->rows >= UINT32_MAX)
        return nd_err_set(join->op.exec->err, "54000", "a join keeps more than %u rows", UINT32_MAX);
    ND_TRY(nd__rowset_add(&join->right, join->op.exec, wide, NULL));
    for (size_t i = 0; i < wide->rows && plan->join.key_count > 0; i++)
        if (!has_null_key(wide->vecs + plan->right->width, plan->join.key_count, i))
            ND_TRY(nd__rowhash_put(&join->hash, hashes[i], (uint32_t)(first + i)));
    return ND_STATUS_OK;
}

static enum nd_status load_part(struct join_op *join)
{
    struct nd_op *op = &join->op;
    struct nd__spill_stream *stream = &join->right_parts[join->part];
    struct nd_batch wide;
    forget_right(join);
    join->right_matched = NULL;
    join->right_at = 0;
    join->left_done = join->has_left = false;
    ND_TRY(nd__spill_rewind(stream));
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__spill_read(stream, &op->arena, &wide));
        if (wide.rows == 0) break;
        ND_TRY(keep_right(join, &wide, hash_wide(join, &wide, &op->arena)));
    }
    if (keeps_right(op->plan)) join->right_matched = nd_arena_array(&join->right.arena, bool, join->right.rows + 1);
    return nd__spill_rewind(&join->left_parts[join->part]);
}

/* The scan at the end of the left sides may leave rows out (opt/shard.c). */
static bool wants_bloom(const struct nd_plan *plan)
{
    const struct nd_plan *scan = plan->left;
    while (scan->kind == ND_PLAN_JOIN) scan = scan->left;
    if (scan->kind != ND_PLAN_SCAN) return false;
    for (size_t i = 0; i < scan->scan.bloom_count; i++)
        if (scan->scan.blooms[i] == plan) return true;
    return false;
}

static void give_bloom(struct join_op *join)
{
    uint64_t *hashes = nd_arena_array(&join->op.arena, uint64_t, join->hash.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < join->hash.cap; i++)
        if (join->hash.numbers[i] != 0) hashes[count++] = join->hash.hashes[i];
    nd__scan_want_bloom(join->op.left, join->op.plan, hashes, count);
}

static enum nd_status build_right(struct join_op *join)
{
    struct nd_op *op = &join->op;
    const struct nd_plan *plan = op->plan;
    struct nd_batch in;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__op_next(op->right, &in));
        if (in.rows == 0) break;
        struct nd_vec *keys;
        uint64_t *hashes;
        ND_TRY(eval_keys(op, plan->join.right_keys, plan->join.key_count, &in, &op->arena, &keys, &hashes));
        struct nd_batch wide = {.rows = in.rows, .columns = in.columns + plan->join.key_count};
        wide.vecs = nd_arena_alloc(&op->arena, sizeof *wide.vecs * (wide.columns + 1));
        if (in.columns > 0) memcpy(wide.vecs, in.vecs, sizeof *wide.vecs * in.columns);
        if (plan->join.key_count > 0) memcpy(wide.vecs + in.columns, keys, sizeof *wide.vecs * plan->join.key_count);
        if (join->spill != NULL) {
            ND_TRY(nd__spill_scatter(join->right_parts, 0, &wide, NULL, wide.rows, hashes, &op->arena));
            continue;
        }
        ND_TRY(keep_right(join, &wide, hashes));
        if (plan->join.key_count > 0 && nd__exec_wants_spill(op->exec, join->right.charged)) ND_TRY(begin_parts(join));
    }
    if (join->spill != NULL) {
        join->is_built = true;
        ND_TRY(part_left(join));
        return load_part(join);
    }
    if (wants_bloom(plan)) give_bloom(join);
    if (keeps_right(plan)) join->right_matched = nd_arena_array(&join->right.arena, bool, join->right.rows + 1);
    if (op->exec->stats != NULL) op->exec->stats[plan->id].peak_bytes = join->right.arena.bytes;
    join->is_built = true;
    return ND_STATUS_OK;
}

static enum nd_status next_left(struct join_op *join)
{
    struct nd_op *op = &join->op;
    nd_arena_reset(&join->left_arena);
    if (join->spill != NULL) ND_TRY(nd__spill_read(&join->left_parts[join->part], &join->left_arena, &join->left));
    else ND_TRY(nd__op_next(op->left, &join->left));
    join->row = 0;
    join->bucket = SIZE_MAX;
    join->loop = 0;
    join->has_left = join->left.rows > 0;
    join->left_done = !join->has_left;
    if (join->left_done) return ND_STATUS_OK;
    join->left_matched = nd_arena_array(&join->left_arena, bool, join->left.rows);
    return eval_keys(op, op->plan->join.left_keys, op->plan->join.key_count, &join->left, &join->left_arena,
                     &join->left_keys, &join->left_hashes);
}

static bool keys_equal(struct join_op *join, uint32_t number)
{
    const struct nd_plan *plan = join->op.plan;
    size_t base = plan->right->width;
    for (size_t i = 0; i < plan->join.key_count; i++)
        if (!nd_vec_is_same(&join->left_keys[i], join->row, nd__rowset_vec(&join->right, number, base + i),
                            number % ND_SQL_BATCH_ROWS))
            return false;
    return true;
}

/* The next right row that may go with the left row at hand; UINT32_MAX: no more. */
static uint32_t next_candidate(struct join_op *join)
{
    const struct nd_plan *plan = join->op.plan;
    if (plan->join.key_count == 0) return join->loop < join->right.rows ? join->loop++ : UINT32_MAX;
    if (has_null_key(join->left_keys, plan->join.key_count, join->row)) return UINT32_MAX;
    uint32_t number;
    while ((number = nd__rowhash_next(&join->hash, join->left_hashes[join->row], &join->bucket)) != UINT32_MAX)
        if (keys_equal(join, number)) return number;
    return UINT32_MAX;
}

struct pairs {
    uint32_t left[ND_SQL_BATCH_ROWS], right[ND_SQL_BATCH_ROWS]; /* right UINT32_MAX: NULLs */
    size_t count;
};

static void make_batch(struct join_op *join, const struct pairs *pairs, struct nd_batch *out)
{
    const struct nd_plan *plan = join->op.plan;
    struct nd_arena *arena = &join->op.arena;
    size_t left_width = plan->left->width, width = left_width + plan->right->width;
    *out = (struct nd_batch){.rows = pairs->count, .columns = width};
    out->vecs = nd_arena_alloc(arena, sizeof *out->vecs * (width + 1));
    for (size_t c = 0; c < width; c++) {
        struct nd_vec *vec = &out->vecs[c];
        uint32_t var = c < left_width ? plan->left->vars[c] : plan->right->vars[c - left_width];
        *vec = nd_vec_new(arena, nd__var_type(join->op.exec, var), pairs->count + 1);
        if (c >= left_width) {
            nd__rowset_copy(&join->right, c - left_width, pairs->right, pairs->count, vec);
            continue;
        }
        for (size_t i = 0; i < pairs->count; i++) {
            struct nd_datum datum = {.is_null = true};
            if (pairs->left[i] != UINT32_MAX) datum = nd_vec_get(&join->left.vecs[c], pairs->left[i]);
            nd_vec_set(vec, i, datum);
        }
    }
}

/* Drops pairs for which the rest of the condition is not true; marks the partners of the others. */
static enum nd_status check_pairs(struct join_op *join, struct pairs *pairs, struct nd_batch *out)
{
    struct nd_op *op = &join->op;
    make_batch(join, pairs, out);
    size_t count = pairs->count;
    uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * (count + 1));
    for (size_t i = 0; i < count; i++) rows[i] = (uint32_t)i;
    if (op->plan->join.rest != NULL) ND_TRY(nd_expr_filter(&op->eval, op->plan->join.rest, out, NULL, rows, &count));
    for (size_t i = 0; i < count; i++) {
        join->left_matched[pairs->left[rows[i]]] = true;
        if (join->right_matched != NULL) join->right_matched[pairs->right[rows[i]]] = true;
    }
    if (op->exec->stats != NULL) op->exec->stats[op->plan->id].filtered += pairs->count - count;
    if (count < pairs->count) *out = nd__batch_gather(&op->arena, out, rows, count);
    return ND_STATUS_OK;
}

static void unmatched_left(struct join_op *join, struct pairs *pairs)
{
    for (size_t i = 0; i < join->left.rows; i++) {
        if (join->left_matched[i]) continue;
        pairs->left[pairs->count] = (uint32_t)i;
        pairs->right[pairs->count++] = UINT32_MAX;
    }
}

static void unmatched_right(struct join_op *join, struct pairs *pairs)
{
    while (join->right_at < join->right.rows && pairs->count < ND_SQL_BATCH_ROWS) {
        size_t at = join->right_at++;
        if (join->right_matched[at]) continue;
        pairs->left[pairs->count] = UINT32_MAX;
        pairs->right[pairs->count++] = (uint32_t)at;
    }
}

/* Collects candidates of the left batch; false: it is used up. */
static bool collect(struct join_op *join, struct pairs *pairs)
{
    while (join->row < join->left.rows) {
        while (pairs->count < ND_SQL_BATCH_ROWS) {
            bool is_settled =
                keeps_left_only(join->op.plan) && join->left_matched[join->row]; /* one partner is enough */
            uint32_t number = is_settled ? UINT32_MAX : next_candidate(join);
            if (number == UINT32_MAX) break;
            pairs->left[pairs->count] = (uint32_t)join->row;
            pairs->right[pairs->count++] = number;
        }
        if (pairs->count == ND_SQL_BATCH_ROWS) return true;
        join->row++;
        join->bucket = SIZE_MAX;
        join->loop = 0;
    }
    return false;
}

/* SEMI: the left rows that found a partner; ANTI: the others. */
static bool hand_on_left(struct join_op *join, struct nd_batch *out)
{
    const bool wanted = join->op.plan->join.kind == ND_JOIN_SEMI;
    uint32_t *rows = nd_arena_alloc(&join->op.arena, sizeof *rows * (join->left.rows + 1));
    size_t count = 0;
    for (size_t i = 0; i < join->left.rows; i++)
        if (join->left_matched[i] == wanted) rows[count++] = (uint32_t)i;
    if (count == 0) return false;
    *out = count == join->left.rows ? join->left : nd__batch_gather(&join->op.arena, &join->left, rows, count);
    return true;
}

static enum nd_status next_join(struct nd_op *op, struct nd_batch *out)
{
    struct join_op *join = (struct join_op *)op;
    const struct nd_plan *plan = op->plan;
    if (!join->is_built) ND_TRY(build_right(join));
    for (;;) {
        ND_TRY(nd__op_begin(op));
        struct pairs *pairs = nd_arena_alloc(&op->arena, sizeof *pairs);
        pairs->count = 0;
        if (!join->has_left && !join->left_done) ND_TRY(next_left(join));
        if (join->left_done) {
            if (keeps_right(plan)) unmatched_right(join, pairs);
            if (pairs->count > 0) {
                make_batch(join, pairs, out);
                return ND_STATUS_OK;
            }
            if (join->spill == NULL || join->part + 1 == ND__SPILL_PARTITIONS) return ND_STATUS_OK;
            join->part++;
            ND_TRY(load_part(join));
            continue;
        }
        if (join->row < join->left.rows) {
            (void)collect(join, pairs);
            if (pairs->count > 0) ND_TRY(check_pairs(join, pairs, out));
            if (pairs->count > 0 && out->rows > 0 && !keeps_left_only(plan)) return ND_STATUS_OK;
            *out = (struct nd_batch){0};
            continue;
        }
        join->has_left = false; /* the batch is used up: its rows without a partner */
        if (keeps_left_only(plan)) {
            if (hand_on_left(join, out)) return ND_STATUS_OK;
            continue;
        }
        if (!keeps_left(plan)) continue;
        unmatched_left(join, pairs);
        if (pairs->count == 0) continue;
        make_batch(join, pairs, out);
        return ND_STATUS_OK;
    }
}

static void close_join(struct nd_op *op)
{
    struct join_op *join = (struct join_op *)op;
    nd__rowset_deinit(&join->right, op->exec);
    nd__rowhash_deinit(&join->hash);
    nd_arena_deinit(&join->left_arena);
    if (join->spill == NULL) return;
    for (size_t i = 0; i < ND__SPILL_PARTITIONS; i++) {
        nd__spill_stream_deinit(&join->right_parts[i]);
        nd__spill_stream_deinit(&join->left_parts[i]);
    }
    nd_heap_free(op->exec->env.heap, join->right_parts);
    nd_heap_free(op->exec->env.heap, join->left_parts);
    nd_heap_free(op->exec->env.heap, join->left_types);
    nd__spill_close(join->spill);
}

struct nd_op *nd__op_join(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct join_op));
    struct join_op *join = (struct join_op *)op;
    size_t width = plan->right->width + plan->join.key_count;
    join->types = nd_arena_array(exec->ops, struct nd_type, width + 1);
    for (size_t i = 0; i < plan->right->width; i++) join->types[i] = nd__var_type(exec, plan->right->vars[i]);
    for (size_t i = 0; i < plan->join.key_count; i++)
        join->types[plan->right->width + i] = plan->join.right_keys[i]->type;
    nd__rowset_init(&join->right, exec->env.heap, join->types, width);
    nd__rowhash_init(&join->hash, exec);
    nd_arena_init(&join->left_arena, exec->env.heap);
    op->next = next_join;
    op->close = close_join;
    return op;
}
