/* SPDX-License-Identifier: Apache-2.0 */
/* distinct.c - DISTINCT [ON], UNION, INTERSECT, EXCEPT. */
#include "sql/exec/exec_int.h"
#include "sql/exec/spill.h"

struct distinct_op {
    struct nd_op op;
    struct nd_rowset seen;
    struct nd_rowhash hash;
    struct nd_type *types;
    uint64_t *counts; /* INTERSECT ALL, EXCEPT ALL: how often the right side has the row; else 1 until used */
    size_t count_cap;
    bool left_done, is_built;
    struct nd__partitions parts; /* DISTINCT: rows that did not fit */
};

static struct nd_batch key_batch(struct distinct_op *distinct, const struct nd_batch *in)
{
    const struct nd_plan *plan = distinct->op.plan;
    if (plan->kind != ND_PLAN_DISTINCT || plan->distinct.key_count == 0) return *in;
    struct nd_batch keys = {.rows = in->rows, .columns = plan->distinct.key_count};
    keys.vecs = nd_arena_alloc(&distinct->op.arena, sizeof *keys.vecs * keys.columns);
    for (size_t i = 0; i < keys.columns; i++) keys.vecs[i] = in->vecs[plan->distinct.slots[i]];
    return keys;
}

static uint64_t *hash_rows(struct distinct_op *distinct, const struct nd_batch *keys)
{
    uint64_t *hashes = nd_arena_array(&distinct->op.arena, uint64_t, keys->rows + 1);
    struct nd_sel all = {NULL, keys->rows};
    for (size_t c = 0; c < keys->columns; c++) nd_vec_hash(&keys->vecs[c], &all, hashes);
    return hashes;
}

static uint32_t find_row(const struct distinct_op *distinct, uint64_t h, const struct nd_batch *keys, size_t row)
{
    size_t at = SIZE_MAX;
    uint32_t number;
    while ((number = nd__rowhash_next(&distinct->hash, h, &at)) != UINT32_MAX) {
        size_t c = 0;
        while (c < keys->columns && nd_vec_is_same(nd__rowset_vec(&distinct->seen, number, c),
                                                   number % ND_SQL_BATCH_ROWS, &keys->vecs[c], row))
            c++;
        if (c == keys->columns) return number;
    }
    return UINT32_MAX;
}

static enum nd_status add_row(struct distinct_op *distinct, uint64_t h, const struct nd_batch *keys, uint32_t row,
                              uint32_t *number_out)
{
    struct nd_sel one = {&row, 1};
    *number_out = (uint32_t)distinct->seen.rows;
    ND_TRY(nd__rowset_add(&distinct->seen, distinct->op.exec, keys, &one));
    return nd__rowhash_put(&distinct->hash, h, *number_out);
}

static void forget_seen(struct distinct_op *distinct)
{
    struct nd_exec *exec = distinct->op.exec;
    nd__rowset_deinit(&distinct->seen, exec);
    nd__rowhash_deinit(&distinct->hash);
    nd__rowset_init(&distinct->seen, exec->env.heap, distinct->types, distinct->op.plan->width);
    nd__rowhash_init(&distinct->hash, exec);
}

static enum nd_status next_distinct(struct nd_op *op, struct nd_batch *out)
{
    struct distinct_op *distinct = (struct distinct_op *)op;
    struct nd_batch in;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__partitions_next(&distinct->parts, op, &in));
        if (in.rows == 0) { /* what is on disk now, a part at a time */
            bool has_more;
            ND_TRY(nd__partitions_advance(&distinct->parts, &has_more));
            if (!has_more) return ND_STATUS_OK;
            forget_seen(distinct);
            continue;
        }
        struct nd_batch keys = key_batch(distinct, &in);
        uint64_t *hashes = hash_rows(distinct, &keys);
        uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * in.rows), number;
        size_t count = 0;
        /* DISTINCT ON keeps the first row as it comes: its rows stay in memory */
        bool is_full = op->plan->distinct.key_count == 0 && nd__partitions_can_add(&distinct->parts, op, distinct->seen.charged);
        uint32_t *away = nd_arena_alloc(&op->arena, sizeof *away * in.rows);
        size_t away_count = 0;
        for (size_t i = 0; i < in.rows; i++) {
            if (find_row(distinct, hashes[i], &keys, i) != UINT32_MAX) continue;
            if (is_full) {
                away[away_count++] = (uint32_t)i;
                continue;
            }
            ND_TRY(add_row(distinct, hashes[i], &keys, (uint32_t)i, &number));
            rows[count++] = (uint32_t)i;
        }
        if (away_count > 0) ND_TRY(nd__partitions_add(&distinct->parts, op, &in, away, away_count, hashes));
        if (count == 0) continue;
        *out = count == in.rows ? in : nd__batch_gather(&op->arena, &in, rows, count);
        return ND_STATUS_OK;
    }
}

/* ---- set operations ------------------------------------------------------------------------------------------ */

static enum nd_status next_union(struct nd_op *op, struct nd_batch *out)
{
    struct distinct_op *distinct = (struct distinct_op *)op;
    ND_TRY(nd__op_begin(op));
    if (!distinct->left_done) {
        ND_TRY(nd__op_next(op->left, out));
        if (out->rows > 0) return ND_STATUS_OK;
        distinct->left_done = true;
    }
    return nd__op_next(op->right, out);
}

static void grow_counts(struct distinct_op *distinct, size_t number)
{
    if (number < distinct->count_cap) return;
    size_t cap = distinct->count_cap == 0 ? 64 : distinct->count_cap * 2;
    uint64_t *counts = nd_arena_array(&distinct->seen.arena, uint64_t, cap);
    if (distinct->count_cap > 0) memcpy(counts, distinct->counts, sizeof *counts * distinct->count_cap);
    distinct->counts = counts;
    distinct->count_cap = cap;
}

static enum nd_status build_right(struct distinct_op *distinct)
{
    struct nd_op *op = &distinct->op;
    struct nd_batch in;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__op_next(op->right, &in));
        if (in.rows == 0) break;
        uint64_t *hashes = hash_rows(distinct, &in);
        for (size_t i = 0; i < in.rows; i++) {
            uint32_t number = find_row(distinct, hashes[i], &in, i);
            if (number == UINT32_MAX) ND_TRY(add_row(distinct, hashes[i], &in, (uint32_t)i, &number));
            grow_counts(distinct, number);
            distinct->counts[number]++;
        }
    }
    distinct->is_built = true;
    return ND_STATUS_OK;
}

/* Does the left row belong to the result? ALL pairs rows off one by one; without ALL each comes once. */
static enum nd_status takes_row(struct distinct_op *distinct, uint64_t h, const struct nd_batch *in, size_t row,
                                bool *takes_out)
{
    const struct nd_plan *plan = distinct->op.plan;
    bool is_intersect = plan->setop.op == ND_SETOP_INTERSECT;
    uint32_t number = find_row(distinct, h, in, row);
    if (number == UINT32_MAX) { /* not on the right */
        *takes_out = !is_intersect;
        if (is_intersect || plan->setop.is_all) return ND_STATUS_OK;
        ND_TRY(add_row(distinct, h, in, (uint32_t)row, &number)); /* EXCEPT: once */
        grow_counts(distinct, number);
        return ND_STATUS_OK;
    }
    bool has_left = distinct->counts[number] > 0;
    if (plan->setop.is_all) {
        if (has_left) distinct->counts[number]--;
        *takes_out = is_intersect ? has_left : !has_left;
    } else {
        *takes_out = is_intersect && has_left;
        if (is_intersect) distinct->counts[number] = 0;
    }
    return ND_STATUS_OK;
}

static enum nd_status next_setop(struct nd_op *op, struct nd_batch *out)
{
    struct distinct_op *distinct = (struct distinct_op *)op;
    struct nd_batch in;
    if (!distinct->is_built) ND_TRY(build_right(distinct));
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__op_next(op->left, &in));
        if (in.rows == 0) return ND_STATUS_OK;
        uint64_t *hashes = hash_rows(distinct, &in);
        uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * in.rows);
        size_t count = 0;
        for (size_t i = 0; i < in.rows; i++) {
            bool takes;
            ND_TRY(takes_row(distinct, hashes[i], &in, i, &takes));
            if (takes) rows[count++] = (uint32_t)i;
        }
        if (count == 0) continue;
        *out = nd__batch_gather(&op->arena, &in, rows, count);
        return ND_STATUS_OK;
    }
}

static void close_distinct(struct nd_op *op)
{
    struct distinct_op *distinct = (struct distinct_op *)op;
    nd__rowset_deinit(&distinct->seen, op->exec);
    nd__rowhash_deinit(&distinct->hash);
    nd__partitions_deinit(&distinct->parts);
}

struct nd_op *nd__op_distinct(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct distinct_op));
    struct distinct_op *distinct = (struct distinct_op *)op;
    bool is_on = plan->kind == ND_PLAN_DISTINCT && plan->distinct.key_count > 0;
    size_t width = is_on ? plan->distinct.key_count : plan->width;
    distinct->types = nd_arena_array(exec->ops, struct nd_type, width + 1);
    for (size_t i = 0; i < width; i++)
        distinct->types[i] = nd__var_type(exec, is_on ? plan->distinct.keys[i] : plan->vars[i]);
    nd__rowset_init(&distinct->seen, exec->env.heap, distinct->types, width);
    nd__rowhash_init(&distinct->hash, exec);
    op->close = close_distinct;
    if (plan->kind == ND_PLAN_DISTINCT)
        op->next = next_distinct;
    else
        op->next = plan->setop.op == ND_SETOP_UNION ? next_union : next_setop;
    return op;
}
