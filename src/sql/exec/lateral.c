/* SPDX-License-Identifier: Apache-2.0 */
/* lateral.c - joins whose right side reads columns of the left: it is run anew for each left row. */
#include "sql/exec/exec_int.h"

struct lateral_op {
    struct nd_op op;
    struct nd_op *inner; /* the right side for the row at hand; NULL: not begun */
    struct nd_arena inner_ops;
    struct nd_batch left;
    size_t row;
    bool has_partner;
    struct nd_datum *values; /* of the variables that the right reads */
};

static void end_inner(struct lateral_op *lateral)
{
    nd__op_free(lateral->inner);
    lateral->inner = NULL;
    nd_arena_reset(&lateral->inner_ops);
}

/* The left row beside rows of the right; right NULL: one row of NULLs. */
static void make_batch(struct lateral_op *lateral, const struct nd_batch *right, struct nd_batch *out)
{
    const struct nd_plan *plan = lateral->op.plan;
    struct nd_arena *arena = &lateral->op.arena;
    size_t left_width = plan->left->width;
    *out = (struct nd_batch){.rows = right == NULL ? 1 : right->rows, .columns = plan->width};
    out->vecs = nd_arena_alloc(arena, sizeof *out->vecs * (plan->width + 1));
    for (size_t c = 0; c < plan->width; c++) {
        if (c >= left_width && right != NULL) {
            out->vecs[c] = right->vecs[c - left_width];
            continue;
        }
        struct nd_datum datum = {.is_null = true};
        if (c < left_width) datum = nd_vec_get(&lateral->left.vecs[c], lateral->row);
        out->vecs[c] = nd_vec_new(arena, nd__var_type(lateral->op.exec, plan->vars[c]), out->rows + 1);
        for (size_t i = 0; i < out->rows; i++) nd_vec_set(&out->vecs[c], i, datum);
    }
}

static enum nd_status next_inner(struct lateral_op *lateral, struct nd_batch *in)
{
    struct nd_exec *exec = lateral->op.exec;
    const struct nd_plan *plan = lateral->op.plan;
    if (lateral->inner == NULL) {
        nd__ctes_forget(exec, plan->join.lateral_vars, plan->join.lateral_count);
        lateral->inner = nd__op_build_on(exec, plan->right, &lateral->inner_ops);
        lateral->has_partner = false;
    }
    for (size_t i = 0; i < plan->join.lateral_count; i++)
        lateral->values[i] = nd_vec_get(&lateral->left.vecs[plan->join.lateral_slots[i]], lateral->row);
    nd__outer_swap(exec, plan->join.lateral_vars, lateral->values, plan->join.lateral_count);
    enum nd_status status = nd__op_next(lateral->inner, in);
    nd__outer_swap(exec, plan->join.lateral_vars, lateral->values, plan->join.lateral_count);
    return status;
}

static enum nd_status next_lateral(struct nd_op *op, struct nd_batch *out)
{
    struct lateral_op *lateral = (struct lateral_op *)op;
    const struct nd_plan *plan = op->plan;
    struct nd_batch in;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        if (lateral->row >= lateral->left.rows) {
            lateral->row = 0;
            ND_TRY(nd__op_next(op->left, &lateral->left));
            if (lateral->left.rows == 0) return ND_STATUS_OK;
        }
        ND_TRY(next_inner(lateral, &in));
        if (in.rows == 0) {
            bool is_alone = plan->join.kind == ND_JOIN_LEFT && !lateral->has_partner;
            end_inner(lateral);
            if (is_alone) make_batch(lateral, NULL, out);
            lateral->row++;
            if (is_alone) return ND_STATUS_OK;
            continue;
        }
        make_batch(lateral, &in, out);
        if (plan->join.rest != NULL) {
            size_t count;
            uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * (out->rows + 1));
            ND_TRY(nd_expr_filter(&op->eval, plan->join.rest, out, NULL, rows, &count));
            if (count == 0) {
                *out = (struct nd_batch){0}; /* the left may end here */
                continue;
            }
            if (count < out->rows) *out = nd__batch_gather(&op->arena, out, rows, count);
        }
        lateral->has_partner = true;
        return ND_STATUS_OK;
    }
}

static void close_lateral(struct nd_op *op)
{
    struct lateral_op *lateral = (struct lateral_op *)op;
    nd__op_free(lateral->inner);
    nd_arena_deinit(&lateral->inner_ops);
}

struct nd_op *nd__op_lateral(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct lateral_op));
    struct lateral_op *lateral = (struct lateral_op *)op;
    nd_arena_init(&lateral->inner_ops, exec->env.heap);
    lateral->values = nd_arena_array(exec->ops, struct nd_datum, plan->join.lateral_count + 1);
    op->next = next_lateral;
    op->close = close_lateral;
    return op;
}
