/* SPDX-License-Identifier: Apache-2.0 */
/* Running functions; the forms that have no name in pg_proc. */
#include "sql/func/func_int.h"
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
