/* SPDX-License-Identifier: Apache-2.0 */
/* expr_array.c - op ANY (array), op ALL (array): the operator over all elements of a row's array at once. */
#include "sql/bind/expr.h"
#include "sql/types/array.h"

/* The elements of one array and as many copies of the left value, as vectors. */
struct any {
    const struct nd_eval *eval;
    const struct nd_expr *expr;
    struct nd_vec args[2], holds;
    size_t room, count;
    struct nd_slice last; /* whose elements args[1] holds */
    bool has_last;
};

static void make_room(struct any *any, const struct nd_vec args[2], size_t count)
{
    if (count <= any->room && any->room > 0) return;
    any->room = count < 16 ? 16 : count * 2;
    struct nd_arena *arena = any->eval->arena;
    any->args[0] = nd_vec_new(arena, args[0].type, any->room);
    any->args[1] = nd_vec_new(arena, (struct nd_type){nd_type_element(args[1].type.id), -1}, any->room);
    any->holds = nd_vec_new(arena, any->expr->type, any->room);
}

static void load_items(struct any *any, const struct nd_vec args[2], struct nd_slice bytes)
{
    if (any->has_last && nd_slice_eq(any->last, bytes)) return;
    struct nd_array array;
    bool is_ok = nd_array_open(bytes, &array);
    ND_ASSERT(is_ok);
    make_room(any, args, array.count);
    struct nd_dec dec = nd_dec_of(array.items);
    for (size_t i = 0; i < array.count; i++) {
        struct nd_datum item;
        nd_array_take(&dec, any->args[1].type.id, &item);
        nd_vec_set(&any->args[1], i, item);
    }
    any->count = array.count;
    any->last = bytes;
    any->has_last = true;
}

/* true wins for ANY, false for ALL; NULL where neither and some comparison was NULL */
static void reduce(const struct any *any, struct nd_vec *out, size_t row)
{
    bool is_all = any->expr->is_all, has_null = false;
    for (size_t i = 0; i < any->count; i++) {
        if (any->holds.nulls[i]) {
            has_null = true;
        } else if ((any->holds.b[i] != 0) != is_all) {
            out->nulls[row] = 0;
            out->b[row] = !is_all;
            return;
        }
    }
    out->nulls[row] = has_null;
    out->b[row] = is_all;
}

enum nd_status nd__eval_array_op(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_vec args[2],
                                 const struct nd_sel *sel, struct nd_vec *out)
{
    struct any any = {.eval = eval, .expr = expr};
    struct nd_func_ctx ctx = {.types = eval->types, .services = eval->services, .arena = eval->arena, .heap = eval->heap};
    ND_SEL_FOREACH (row, sel) {
        out->nulls[row] = args[1].nulls[row];
        if (args[1].nulls[row]) continue;
        load_items(&any, args, args[1].s[row]);
        struct nd_datum left = nd_vec_get(&args[0], row);
        for (size_t i = 0; i < any.count; i++) nd_vec_set(&any.args[0], i, left);
        struct nd_sel all = {NULL, any.count};
        if (any.count > 0) ND_TRY(nd_func_eval(expr->func, &ctx, any.args, 2, &all, &any.holds, eval->err));
        reduce(&any, out, row);
    }
    return ND_STATUS_OK;
}
