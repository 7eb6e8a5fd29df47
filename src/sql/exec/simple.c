/* SPDX-License-Identifier: Apache-2.0 */
/* simple.c - operators that keep nothing: result, values, filter, project, limit. */
#include "sql/exec/exec_int.h"

struct simple {
    struct nd_op op;
    size_t at;               /* rows handed on so far */
    bool is_started, is_done;
    uint64_t skip, left;     /* LIMIT */
    struct nd_arena kept;    /* WITH TIES: the keys of the last row that counted */
    struct nd_datum *last;   /* NULL: not yet there */
};

static enum nd_status next_result(struct nd_op *op, struct nd_batch *out)
{
    struct simple *simple = (struct simple *)op;
    if (simple->is_done) return ND_STATUS_OK;
    simple->is_done = true;
    *out = (struct nd_batch){.rows = 1};
    return ND_STATUS_OK;
}

/* ---- VALUES ---------------------------------------------------------------------------------------------- */

static enum nd_status next_values(struct nd_op *op, struct nd_batch *out)
{
    struct simple *simple = (struct simple *)op;
    const struct nd_plan *plan = op->plan;
    size_t count = plan->values.rows - simple->at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    if (count == 0) return ND_STATUS_OK;
    ND_TRY(nd__op_begin(op));
    out->columns = plan->width;
    out->vecs = nd_arena_alloc(&op->arena, sizeof *out->vecs * (plan->width + 1));
    for (size_t c = 0; c < plan->width; c++) out->vecs[c] = nd_vec_new(&op->arena, nd__var_type(op->exec, plan->vars[c]), count);
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < plan->width; c++) {
            const struct nd_expr *expr = plan->values.exprs[(simple->at + r) * plan->width + c];
            struct nd_datum datum = expr->value;
            if (expr->kind != ND_EXPR_CONST) ND_TRY(nd_expr_eval_datum(&op->eval, expr, &datum));
            nd_vec_set(&out->vecs[c], r, datum);
        }
    simple->at += count;
    out->rows = count;
    return ND_STATUS_OK;
}

/* ---- FILTER, PROJECT --------------------------------------------------------------------------------------------- */

static enum nd_status next_filter(struct nd_op *op, struct nd_batch *out)
{
    struct nd_batch in;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__op_next(op->left, &in));
        if (in.rows == 0) return ND_STATUS_OK;
        uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * in.rows);
        size_t count;
        ND_TRY(nd_expr_filter(&op->eval, op->plan->filter.cond, &in, NULL, rows, &count));
        if (op->exec->stats != NULL) op->exec->stats[op->plan->id].filtered += in.rows - count;
        if (count == 0) continue;
        *out = count == in.rows ? in : nd__batch_gather(&op->arena, &in, rows, count);
        return ND_STATUS_OK;
    }
}

static enum nd_status next_project(struct nd_op *op, struct nd_batch *out)
{
    struct nd_batch in;
    ND_TRY(nd__op_begin(op));
    ND_TRY(nd__op_next(op->left, &in));
    if (in.rows == 0) return ND_STATUS_OK;
    out->columns = op->plan->width;
    out->vecs = nd_arena_alloc(&op->arena, sizeof *out->vecs * (out->columns + 1));
    for (size_t i = 0; i < out->columns; i++) ND_TRY(nd_expr_eval(&op->eval, op->plan->project.exprs[i], &in, NULL, &out->vecs[i]));
    out->rows = in.rows;
    return ND_STATUS_OK;
}

/* ---- LIMIT ---------------------------------------------------------------------------------------------------------- */

static enum nd_status eval_count(struct nd_op *op, const struct nd_expr *expr, const char *clause, const char *sqlstate, uint64_t otherwise, uint64_t *out)
{
    *out = otherwise;
    if (expr == NULL) return ND_STATUS_OK;
    struct nd_datum datum;
    ND_TRY(nd_expr_eval_datum(&op->eval, expr, &datum));
    if (datum.is_null) return ND_STATUS_OK;
    if (datum.i < 0) return nd_err_set(op->exec->err, sqlstate, "%s must not be negative", clause);
    *out = (uint64_t)datum.i;
    return ND_STATUS_OK;
}

static bool is_tie(const struct simple *simple, const struct nd_batch *in, size_t row)
{
    const struct nd_plan *plan = simple->op.plan;
    for (size_t i = 0; i < plan->limit.tie_count; i++) {
        const struct nd_vec *vec = &in->vecs[plan->limit.ties[i].slot];
        struct nd_datum value = nd_vec_get(vec, row);
        if (value.is_null != simple->last[i].is_null) return false;
        if (!value.is_null && !nd_datum_eq(vec->type.id, &value, &simple->last[i])) return false;
    }
    return true;
}

static void keep_last(struct simple *simple, const struct nd_batch *in, size_t row)
{
    const struct nd_plan *plan = simple->op.plan;
    simple->last = nd_arena_array(&simple->kept, struct nd_datum, plan->limit.tie_count + 1);
    for (size_t i = 0; i < plan->limit.tie_count; i++) {
        const struct nd_vec *vec = &in->vecs[plan->limit.ties[i].slot];
        simple->last[i] = nd_vec_get(vec, row);
        if (!simple->last[i].is_null && nd_type_phys(vec->type.id) == ND_PHYS_BYTES) simple->last[i].s = nd_arena_copy(&simple->kept, simple->last[i].s);
    }
}

/* How many rows from `first` on are handed on. */
static size_t take_rows(struct simple *simple, const struct nd_batch *in, size_t first)
{
    size_t count = in->rows - first;
    if (count > simple->left) count = (size_t)simple->left;
    simple->left -= count;
    if (simple->op.plan->limit.ties == NULL || simple->left > 0) return count;
    if (simple->last == NULL) keep_last(simple, in, first + count - 1);
    while (first + count < in->rows && is_tie(simple, in, first + count)) count++;
    simple->is_done = first + count < in->rows;
    return count;
}

static enum nd_status start_limit(struct simple *simple)
{
    struct nd_op *op = &simple->op;
    simple->is_started = true;
    ND_TRY(nd__op_begin(op));
    ND_TRY(eval_count(op, op->plan->limit.limit, "LIMIT", "2201W", UINT64_MAX, &simple->left));
    ND_TRY(eval_count(op, op->plan->limit.offset, "OFFSET", "2201X", 0, &simple->skip));
    simple->is_done = simple->left == 0;
    return ND_STATUS_OK;
}

static enum nd_status next_limit(struct nd_op *op, struct nd_batch *out)
{
    struct simple *simple = (struct simple *)op;
    struct nd_batch in;
    if (!simple->is_started) ND_TRY(start_limit(simple));
    for (;;) {
        ND_TRY(nd__op_begin(op));
        if (simple->is_done || (simple->left == 0 && simple->last == NULL)) return ND_STATUS_OK;
        ND_TRY(nd__op_next(op->left, &in));
        if (in.rows == 0) return ND_STATUS_OK;
        if (simple->skip >= in.rows) {
            simple->skip -= in.rows;
            continue;
        }
        size_t first = (size_t)simple->skip, count = take_rows(simple, &in, first);
        simple->skip = 0;
        if (count == 0) return ND_STATUS_OK;
        if (first == 0) {
            *out = in;
            out->rows = count;
            return ND_STATUS_OK;
        }
        uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * count);
        for (size_t i = 0; i < count; i++) rows[i] = (uint32_t)(first + i);
        *out = nd__batch_gather(&op->arena, &in, rows, count);
        return ND_STATUS_OK;
    }
}

static void close_limit(struct nd_op *op) { nd_arena_deinit(&((struct simple *)op)->kept); }

struct nd_op *nd__op_simple(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct simple));
    switch (plan->kind) {
    case ND_PLAN_RESULT: op->next = next_result; break;
    case ND_PLAN_VALUES: op->next = next_values; break;
    case ND_PLAN_FILTER: op->next = next_filter; break;
    case ND_PLAN_PROJECT: op->next = next_project; break;
    case ND_PLAN_LIMIT:
        op->next = next_limit;
        op->close = close_limit;
        nd_arena_init(&((struct simple *)op)->kept, exec->env.heap);
        break;
    default: ND_UNREACHABLE();
    }
    return op;
}
