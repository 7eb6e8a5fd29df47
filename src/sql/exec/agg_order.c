/* SPDX-License-Identifier: Apache-2.0 */
/* agg_order.c - aggregates with ORDER BY among their arguments: rows are kept, sorted by group and keys, then taken in. */
#include "sql/exec/exec_int.h"

void nd__agg_order_init(struct nd__agg_order *order, struct nd_exec *exec, const struct nd_agg_use *use)
{
    size_t width = use->arg_count + use->order_count + 1;
    order->types = nd_arena_array(exec->ops, struct nd_type, width);
    for (size_t i = 0; i < use->arg_count; i++) order->types[i] = use->args[i]->type;
    for (size_t i = 0; i < use->order_count; i++) order->types[use->arg_count + i] = use->order[i]->type;
    order->types[width - 1] = (struct nd_type){ND_TYPE_INT8, -1};
    nd__rowset_init(&order->rows, exec->env.heap, order->types, width);
}

void nd__agg_order_deinit(struct nd__agg_order *order, struct nd_exec *exec) { nd__rowset_deinit(&order->rows, exec); }

void nd__agg_order_forget(struct nd__agg_order *order, struct nd_exec *exec)
{
    size_t columns = order->rows.columns;
    nd__rowset_deinit(&order->rows, exec);
    nd__rowset_init(&order->rows, exec->env.heap, order->types, columns);
}

enum nd_status nd__agg_order_keep(struct nd_op *op, struct nd__agg_order *order, const struct nd_agg_use *use, const struct nd_vec *args, const struct nd_batch *in,
                                  const struct nd_sel *sel, const uint32_t *groups)
{
    size_t width = use->arg_count + use->order_count + 1;
    struct nd_batch wide = {.rows = in->rows, .columns = width};
    wide.vecs = nd_arena_alloc(&op->arena, sizeof *wide.vecs * width);
    for (size_t i = 0; i < use->arg_count; i++) wide.vecs[i] = args[i];
    for (size_t i = 0; i < use->order_count; i++) ND_TRY(nd_expr_eval(&op->eval, use->order[i], in, sel, &wide.vecs[use->arg_count + i]));
    wide.vecs[width - 1] = nd_vec_new(&op->arena, order->types[width - 1], in->rows + 1);
    for (size_t i = 0; i < in->rows; i++) nd_vec_set(&wide.vecs[width - 1], i, (struct nd_datum){.i = groups[i]});
    return nd__rowset_add(&order->rows, op->exec, &wide, sel);
}

static int compare(const struct nd__agg_order *order, const struct nd_agg_use *use, uint32_t a, uint32_t b)
{
    size_t group = use->arg_count + use->order_count;
    int64_t x = nd__rowset_get(&order->rows, a, group).i, y = nd__rowset_get(&order->rows, b, group).i;
    if (x != y) return x < y ? -1 : 1;
    for (size_t i = 0; i < use->order_count; i++) {
        size_t at = use->arg_count + i;
        int c = nd_vec_cmp(nd__rowset_vec(&order->rows, a, at), a % ND_SQL_BATCH_ROWS, nd__rowset_vec(&order->rows, b, at), b % ND_SQL_BATCH_ROWS,
                           use->order_flags[i]);
        if (c != 0) return c;
    }
    return 0;
}

#define ROWS_PER_CHECK 4096

static enum nd_status merge_sort(struct nd_op *op, const struct nd__agg_order *order, const struct nd_agg_use *use, uint32_t *list, uint32_t *room, size_t count)
{
    if (count < 2) return ND_STATUS_OK;
    size_t half = count / 2, a = 0, b = half, n = 0;
    ND_TRY(merge_sort(op, order, use, list, room, half));
    ND_TRY(merge_sort(op, order, use, list + half, room, count - half));
    while (a < half && b < count) {
        room[n++] = compare(order, use, list[a], list[b]) <= 0 ? list[a++] : list[b++];
        if (n % ROWS_PER_CHECK == 0) ND_TRY(nd_exec_check(&op->exec->env, &op->exec->pace));
    }
    while (a < half) room[n++] = list[a++];
    while (b < count) room[n++] = list[b++];
    memcpy(list, room, sizeof *list * count);
    return ND_STATUS_OK;
}

static enum nd_status feed(struct nd_op *op, struct nd__agg_order *order, const struct nd_agg_use *use, const struct nd_func_ctx *ctx, uint8_t *const *blocks, size_t offset,
                           const uint32_t *list, size_t first, size_t count)
{
    ND_TRY(nd__op_begin(op));
    struct nd_batch batch = nd__rowset_batch(&order->rows, &op->arena, list, first, count);
    struct nd_sel all = {NULL, count};
    void **states = nd_arena_alloc(&op->arena, sizeof *states * (count + 1));
    for (size_t i = 0; i < count; i++) states[i] = blocks[nd_vec_get(&batch.vecs[batch.columns - 1], i).i] + offset;
    struct nd_agg_call call = {use->agg, ctx, op->exec->err};
    return use->agg->update(&call, batch.vecs, &all, states);
}

enum nd_status nd__agg_order_take(struct nd_op *op, struct nd__agg_order *order, const struct nd_agg_use *use, const struct nd_func_ctx *ctx, uint8_t *const *blocks,
                                  size_t offset)
{
    size_t count = order->rows.rows;
    struct nd_heap *heap = op->exec->env.heap;
    uint32_t *list = nd_heap_alloc(heap, sizeof *list * (count + 1)), *room = nd_heap_alloc(heap, sizeof *room * (count + 1));
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count; i++) list[i] = (uint32_t)i;
    ND_TRY_OR(merge_sort(op, order, use, list, room, count), out);
    for (size_t first = 0; first < count; first += ND_SQL_BATCH_ROWS) {
        size_t some = count - first < ND_SQL_BATCH_ROWS ? count - first : ND_SQL_BATCH_ROWS;
        ND_TRY_OR(feed(op, order, use, ctx, blocks, offset, list, first, some), out);
    }
out:
    nd_heap_free(heap, list);
    nd_heap_free(heap, room);
    return status;
}
