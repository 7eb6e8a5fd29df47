/* SPDX-License-Identifier: Apache-2.0 */
/* sort.c - ORDER BY: a stable merge sort of row numbers; under a limit only the first rows are kept. */
#include "sql/exec/exec_int.h"

struct sort_op {
    struct nd_op op;
    struct nd_rowset rows;
    struct nd_type *types;
    uint32_t *order;
    size_t at, end;
    uint64_t top; /* rows that can still be wanted; UINT64_MAX: all */
    bool is_done;
};

static int compare(const struct sort_op *sort, const struct nd_rowset *rows, uint32_t a, uint32_t b)
{
    const struct nd_plan *plan = sort->op.plan;
    for (size_t i = 0; i < plan->sort.key_count; i++) {
        size_t slot = plan->sort.keys[i].slot;
        int c = nd_vec_cmp(nd__rowset_vec(rows, a, slot), a % ND_SQL_BATCH_ROWS, nd__rowset_vec(rows, b, slot),
                           b % ND_SQL_BATCH_ROWS, plan->sort.keys[i].flags);
        if (c != 0) return c;
    }
    return 0;
}

#define ROWS_PER_CHECK 4096

static enum nd_status merge_sort(const struct sort_op *sort, uint32_t *list, uint32_t *room, size_t count)
{
    if (count < 2) return ND_STATUS_OK;
    size_t half = count / 2, a = 0, b = half, n = 0;
    ND_TRY(merge_sort(sort, list, room, half));
    ND_TRY(merge_sort(sort, list + half, room, count - half));
    while (a < half && b < count) {
        room[n++] = compare(sort, &sort->rows, list[a], list[b]) <= 0 ? list[a++] : list[b++];
        if (n % ROWS_PER_CHECK == 0) ND_TRY(nd_exec_check(&sort->op.exec->env, &sort->op.exec->pace));
    }
    while (a < half) room[n++] = list[a++];
    while (b < count) room[n++] = list[b++];
    memcpy(list, room, sizeof *list * count);
    return ND_STATUS_OK;
}

static enum nd_status sorted_order(struct sort_op *sort, struct nd_arena *arena, uint32_t **order_out)
{
    size_t count = sort->rows.rows;
    uint32_t *order = nd_arena_alloc(arena, sizeof *order * (count + 1));
    uint32_t *room = nd_arena_alloc(arena, sizeof *room * (count + 1));
    for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
    *order_out = order;
    return merge_sort(sort, order, room, count);
}

/* Keeps the first `top` rows of those gathered so far. */
static enum nd_status shrink(struct sort_op *sort)
{
    struct nd_exec *exec = sort->op.exec;
    struct nd_rowset kept;
    struct nd_arena scratch;
    nd_arena_init(&scratch, exec->env.heap);
    nd__rowset_init(&kept, exec->env.heap, sort->types, sort->op.plan->width);
    uint32_t *order;
    enum nd_status status = sorted_order(sort, &scratch, &order);
    for (size_t first = 0; first < sort->top && status == ND_STATUS_OK; first += ND_SQL_BATCH_ROWS) {
        size_t count = (size_t)sort->top - first < ND_SQL_BATCH_ROWS ? (size_t)sort->top - first : ND_SQL_BATCH_ROWS;
        struct nd_batch batch = nd__rowset_batch(&sort->rows, &scratch, order, first, count);
        status = nd__rowset_add(&kept, exec, &batch, NULL);
    }
    nd_arena_deinit(&scratch);
    nd__rowset_deinit(&sort->rows, exec);
    sort->rows = kept;
    return status;
}

static enum nd_status eval_top(struct sort_op *sort)
{
    struct nd_op *op = &sort->op;
    struct nd_datum limit, offset = {.i = 0};
    sort->top = UINT64_MAX;
    if (op->plan->sort.limit == NULL) return ND_STATUS_OK;
    ND_TRY(nd_expr_eval_datum(&op->eval, op->plan->sort.limit, &limit));
    if (op->plan->sort.offset != NULL) ND_TRY(nd_expr_eval_datum(&op->eval, op->plan->sort.offset, &offset));
    if (limit.is_null || limit.i < 0 || offset.is_null || offset.i < 0) return ND_STATUS_OK;
    sort->top = (uint64_t)limit.i + (uint64_t)offset.i;
    return ND_STATUS_OK;
}

static enum nd_status take_all(struct sort_op *sort)
{
    struct nd_op *op = &sort->op;
    struct nd_batch in;
    ND_TRY(nd__op_begin(op));
    ND_TRY(eval_top(sort));
    do {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__op_next(op->left, &in));
        ND_TRY(nd__rowset_add(&sort->rows, op->exec, &in, NULL));
        if (sort->top < UINT64_MAX / 4 && sort->rows.rows > sort->top * 2 + ND_SQL_BATCH_ROWS) ND_TRY(shrink(sort));
    } while (in.rows > 0);
    if (op->exec->stats != NULL) op->exec->stats[op->plan->id].peak_bytes = sort->rows.arena.bytes;
    ND_TRY(sorted_order(sort, &sort->rows.arena, &sort->order));
    size_t more = sort->rows.arena.bytes - sort->rows.charged;
    sort->rows.charged += more;
    ND_TRY(nd__exec_charge(op->exec, more));
    sort->end = sort->rows.rows < sort->top ? sort->rows.rows : (size_t)sort->top;
    return ND_STATUS_OK;
}

static enum nd_status next_sort(struct nd_op *op, struct nd_batch *out)
{
    struct sort_op *sort = (struct sort_op *)op;
    if (!sort->is_done) {
        ND_TRY(take_all(sort));
        sort->is_done = true;
    }
    ND_TRY(nd__op_begin(op));
    size_t count = sort->end - sort->at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    if (count == 0) return ND_STATUS_OK;
    *out = nd__rowset_batch(&sort->rows, &op->arena, sort->order, sort->at, count);
    sort->at += count;
    return ND_STATUS_OK;
}

static void close_sort(struct nd_op *op) { nd__rowset_deinit(&((struct sort_op *)op)->rows, op->exec); }

struct nd_op *nd__op_sort(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct sort_op));
    struct sort_op *sort = (struct sort_op *)op;
    sort->types = nd_arena_array(exec->ops, struct nd_type, plan->width + 1);
    for (size_t i = 0; i < plan->width; i++) sort->types[i] = nd__var_type(exec, plan->vars[i]);
    nd__rowset_init(&sort->rows, exec->env.heap, sort->types, plan->width);
    op->next = next_sort;
    op->close = close_sort;
    return op;
}
