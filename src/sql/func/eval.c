/* SPDX-License-Identifier: Apache-2.0 */
/* Running functions; the forms that have no name in pg_proc. */
#include "sql/func/func_int.h"
#include "sql/types/array.h"
#include "sql/types/compare.h"
#include "sql/types/numeric.h"

/* Rows whose arguments are all not NULL; the others are NULL in `out`. NULL: all of them. */
static const uint32_t *without_nulls(const struct nd_func_ctx *ctx, const struct nd_vec *args, size_t arg_count,
                                     const struct nd_sel *sel, struct nd_vec *out, size_t *count_out)
{
    bool has_null = false;
    ND_SEL_FOREACH (row, sel) {
        uint8_t is_null = 0;
        for (size_t i = 0; i < arg_count; i++) is_null |= args[i].nulls[row];
        out->nulls[row] = is_null;
        has_null |= is_null != 0;
    }
    if (!has_null) return NULL;
    uint32_t *rows = nd_arena_alloc(ctx->arena, sel->count * sizeof *rows);
    size_t count = 0;
    ND_SEL_FOREACH (row, sel)
        if (!out->nulls[row]) rows[count++] = (uint32_t)row;
    *count_out = count;
    return rows;
}

enum nd_status nd_func_eval(const struct nd_func *func, const struct nd_func_ctx *ctx, const struct nd_vec *args,
                            size_t arg_count, const struct nd_sel *sel, struct nd_vec *out, struct nd_err *err)
{
    ND_ASSERT(func->is_variadic ? arg_count >= func->arg_count : arg_count == func->arg_count);
    struct nd_sel rest = *sel;
    if (func->is_lax) {
        ND_SEL_FOREACH (row, sel) out->nulls[row] = 0;
    } else {
        size_t count = 0;
        const uint32_t *rows = without_nulls(ctx, args, arg_count, sel, out, &count);
        if (rows != NULL) rest = (struct nd_sel){rows, count};
        if (rest.count == 0) return ND_STATUS_OK;
    }
    struct nd_func_call call = {
        .func = func, .ctx = ctx, .args = args, .arg_count = arg_count, .sel = &rest, .out = out, .err = err};
    return func->kernel(&call);
}

/* One row: its array taken apart. */
static enum nd_status eval_spread_row(const struct nd_func *func, const struct nd_func_ctx *ctx, const struct nd_vec *args, size_t arg_count, size_t row, struct nd_vec *out, struct nd_err *err)
{
    size_t fixed = arg_count - 1, count = 0;
    const struct nd_vec *last = &args[fixed];
    enum nd_type_id element = nd_type_element(last->type.id);
    struct nd_array array = {0};
    struct nd_datum *items = NULL;
    bool is_empty = last->nulls[row] != 0;
    if (is_empty && strcmp(func->name, "format") != 0) { /* without values format() is its template */
        out->nulls[row] = 1;
        return ND_STATUS_OK;
    }
    if (!is_empty) {
        bool is_ok = nd_array_open(last->s[row], &array);
        ND_ASSERT(is_ok);
        count = array.count;
        items = nd_array_items(&array, element, ctx->arena);
    }
    struct nd_vec *flat = nd_arena_alloc(ctx->arena, (fixed + count + 1) * sizeof *flat), one = nd_vec_new(ctx->arena, out->type, 1);
    for (size_t i = 0; i < fixed + count; i++) {
        flat[i] = nd_vec_new(ctx->arena, i < fixed ? args[i].type : ND_TYPE(element), 1);
        nd_vec_set(&flat[i], 0, i < fixed ? nd_vec_get(&args[i], row) : items[i - fixed]);
    }
    struct nd_sel first = {NULL, 1};
    struct nd_func_call call = {.func = func, .ctx = ctx, .args = flat, .arg_count = fixed + count, .sel = &first, .out = &one, .err = err};
    ND_TRY(func->kernel(&call));
    nd_vec_set(out, row, nd_vec_get(&one, 0));
    return ND_STATUS_OK;
}

enum nd_status nd_func_eval_spread(const struct nd_func *func, const struct nd_func_ctx *ctx, const struct nd_vec *args, size_t arg_count, const struct nd_sel *sel, struct nd_vec *out,
                                   struct nd_err *err)
{
    ND_ASSERT(func->is_variadic && func->is_lax && arg_count > 0);
    ND_SEL_FOREACH (row, sel) ND_TRY(eval_spread_row(func, ctx, args, arg_count, row, out, err));
    return ND_STATUS_OK;
}

/* ---- GREATEST, LEAST ----------------------------------------------------------------------------- */

static enum nd_status extreme(struct nd_func_call *call)
{
    int wanted = call->func->param;
    ND__ROWS (row) {
        const struct nd_vec *best = NULL;
        for (size_t i = 0; i < call->arg_count; i++) {
            const struct nd_vec *arg = &call->args[i];
            if (arg->nulls[row]) continue;
            if (best == NULL || nd_vec_cmp(arg, row, best, row, 0) * wanted > 0) best = arg;
        }
        if (best == NULL)
            call->out->nulls[row] = 1;
        else
            nd_vec_set(call->out, row, nd_vec_get(best, row));
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_extreme(bool is_least)
{
    static const struct nd_func greatest = F_LAX("greatest", ANY, extreme, 1, ND_IMMUTABLE, true, ANY);
    static const struct nd_func least = F_LAX("least", ANY, extreme, -1, ND_IMMUTABLE, true, ANY);
    return is_least ? &least : &greatest;
}

/* ---- IS DISTINCT FROM ---------------------------------------------------------------------------- */

static enum nd_status distinct(struct nd_func_call *call)
{
    bool is_negated = call->func->param != 0;
    ND__ROWS (row) call->out->b[row] = nd_vec_is_same(&call->args[0], row, &call->args[1], row) == is_negated;
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_distinct(bool is_negated)
{
    static const struct nd_func is_distinct =
        F_LAX("is distinct from", BOOL, distinct, 0, ND_IMMUTABLE, false, ANY, ANY);
    static const struct nd_func is_not_distinct =
        F_LAX("is not distinct from", BOOL, distinct, 1, ND_IMMUTABLE, false, ANY, ANY);
    return is_negated ? &is_not_distinct : &is_distinct;
}

enum nd_status nd__no_service(struct nd_func_call *call, const char *what)
{
    return nd_err_unsupported(call->err, what);
}

bool nd__value_is_valid(enum nd_type_id type, const struct nd_datum *datum)
{
    switch (type) {
    case NUMERIC: return nd_numeric_is_valid(datum->s);
    case UUID:
    case INTERVAL: return datum->s.n == 16;
    default: return true;
    }
}
