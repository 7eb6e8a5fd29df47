/* SPDX-License-Identifier: Apache-2.0 */
/* Operators and functions of numeric. */
#include "sql/func/func_int.h"
#include "sql/types/numeric.h"

static enum nd_status binary(struct nd_func_call *call)
{
    enum nd_numeric_op op = (enum nd_numeric_op)call->func->param;
    ND__ROWS (row)
        ND_TRY(nd_numeric_binary(op, call->args[0].s[row], call->args[1].s[row], call->ctx->arena, &call->out->s[row],
                                 call->err));
    return ND_STATUS_OK;
}

static enum nd_status unary(struct nd_func_call *call)
{
    enum nd_numeric_fn fn = (enum nd_numeric_fn)call->func->param;
    ND__ROWS (row) ND_TRY(nd_numeric_unary(fn, call->args[0].s[row], call->ctx->arena, &call->out->s[row], call->err));
    return ND_STATUS_OK;
}

static enum nd_status identity(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->s[row] = call->args[0].s[row];
    return ND_STATUS_OK;
}

/* round, trunc (param 1); the scale is optional */
static enum nd_status round_trunc(struct nd_func_call *call)
{
    ND__ROWS (row) {
        int64_t scale = call->arg_count == 2 ? call->args[1].i[row] : 0;
        scale = scale < -2000 ? -2000 : scale > 2000 ? 2000 : scale;
        ND_TRY(nd_numeric_round(call->args[0].s[row], (int)scale, call->func->param == 1, call->ctx->arena,
                                &call->out->s[row], call->err));
    }
    return ND_STATUS_OK;
}

/* param 0: display scale, 1: the least that shows all digits */
static enum nd_status scale(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice numeric = call->args[0].s[row];
        if (nd_numeric_is_nan(numeric) || nd_numeric_is_inf(numeric)) {
            call->out->nulls[row] = 1;
            continue;
        }
        if (call->func->param == 1)
            ND_TRY(nd_numeric_unary(ND_NUMERIC_TRIM, numeric, call->ctx->arena, &numeric, call->err));
        call->out->i[row] = nd_numeric_scale(numeric);
    }
    return ND_STATUS_OK;
}

static enum nd_status factorial(struct nd_func_call *call)
{
    ND__ROWS (row) ND_TRY(nd_numeric_factorial(call->args[0].i[row], call->ctx->arena, &call->out->s[row], call->err));
    return ND_STATUS_OK;
}

static enum nd_status width_bucket(struct nd_func_call *call)
{
    struct nd_arena *arena = call->ctx->arena;
    ND__ROWS (row) {
        struct nd_slice v = call->args[0].s[row], low = call->args[1].s[row], high = call->args[2].s[row], part, whole,
                        bucket;
        int64_t count = call->args[3].i[row], at;
        if (count <= 0) return nd_err_set(call->err, "2201G", "count must be greater than zero");
        if (nd_numeric_is_nan(v) || nd_numeric_is_nan(low) || nd_numeric_is_nan(high))
            return nd_err_set(call->err, "2201G", "operand, lower bound, and upper bound cannot be NaN");
        if (nd_numeric_is_inf(low) || nd_numeric_is_inf(high))
            return nd_err_set(call->err, "2201G", "lower and upper bounds must be finite");
        int order = nd_numeric_cmp(low, high);
        if (order == 0) return nd_err_set(call->err, "2201G", "lower bound cannot equal upper bound");
        if (nd_numeric_cmp(v, low) * order > 0) {
            at = 0;
        } else if (nd_numeric_cmp(v, high) * order <= 0) {
            at = count + 1;
        } else {
            ND_TRY(nd_numeric_binary(ND_NUMERIC_SUB, v, low, arena, &part, call->err));
            ND_TRY(nd_numeric_binary(ND_NUMERIC_SUB, high, low, arena, &whole, call->err));
            ND_TRY(nd_numeric_binary(ND_NUMERIC_MUL, part, nd_numeric_of_i64(count, arena), arena, &part, call->err));
            ND_TRY(nd_numeric_binary(ND_NUMERIC_DIV_TRUNC, part, whole, arena, &bucket, call->err));
            ND_TRY(nd_numeric_to_i64(bucket, "integer", &at, call->err));
            at++;
        }
        if (at > INT32_MAX) return nd_err_set(call->err, "22003", "integer out of range");
        call->out->i[row] = at;
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    OP("+", NUMERIC, binary, ND_NUMERIC_ADD, NUMERIC, NUMERIC),
    OP("-", NUMERIC, binary, ND_NUMERIC_SUB, NUMERIC, NUMERIC),
    OP("*", NUMERIC, binary, ND_NUMERIC_MUL, NUMERIC, NUMERIC),
    OP("/", NUMERIC, binary, ND_NUMERIC_DIV, NUMERIC, NUMERIC),
    OP("%", NUMERIC, binary, ND_NUMERIC_MOD, NUMERIC, NUMERIC),
    OP("^", NUMERIC, binary, ND_NUMERIC_POWER, NUMERIC, NUMERIC),
    OP("-", NUMERIC, unary, ND_NUMERIC_NEG, NUMERIC),
    OP("+", NUMERIC, identity, 0, NUMERIC),
    OP("@", NUMERIC, unary, ND_NUMERIC_ABS, NUMERIC),
    F("mod", NUMERIC, binary, ND_NUMERIC_MOD, NUMERIC, NUMERIC),
    F("div", NUMERIC, binary, ND_NUMERIC_DIV_TRUNC, NUMERIC, NUMERIC),
    F("power", NUMERIC, binary, ND_NUMERIC_POWER, NUMERIC, NUMERIC),
    F("pow", NUMERIC, binary, ND_NUMERIC_POWER, NUMERIC, NUMERIC),
    F("log", NUMERIC, binary, ND_NUMERIC_LOG, NUMERIC, NUMERIC),
    F("log", NUMERIC, unary, ND_NUMERIC_LOG10, NUMERIC),
    F("log10", NUMERIC, unary, ND_NUMERIC_LOG10, NUMERIC),
    F("abs", NUMERIC, unary, ND_NUMERIC_ABS, NUMERIC),
    F("sign", NUMERIC, unary, ND_NUMERIC_SIGN, NUMERIC),
    F("ceil", NUMERIC, unary, ND_NUMERIC_CEIL, NUMERIC),
    F("ceiling", NUMERIC, unary, ND_NUMERIC_CEIL, NUMERIC),
    F("floor", NUMERIC, unary, ND_NUMERIC_FLOOR, NUMERIC),
    F("sqrt", NUMERIC, unary, ND_NUMERIC_SQRT, NUMERIC),
    F("exp", NUMERIC, unary, ND_NUMERIC_EXP, NUMERIC),
    F("ln", NUMERIC, unary, ND_NUMERIC_LN, NUMERIC),
    F("trim_scale", NUMERIC, unary, ND_NUMERIC_TRIM, NUMERIC),
    F("round", NUMERIC, round_trunc, 0, NUMERIC),
    F("round", NUMERIC, round_trunc, 0, NUMERIC, INT4),
    F("trunc", NUMERIC, round_trunc, 1, NUMERIC),
    F("trunc", NUMERIC, round_trunc, 1, NUMERIC, INT4),
    F("scale", INT4, scale, 0, NUMERIC),
    F("min_scale", INT4, scale, 1, NUMERIC),
    F("factorial", NUMERIC, factorial, 0, INT8),
    F("gcd", NUMERIC, binary, ND_NUMERIC_GCD, NUMERIC, NUMERIC),
    F("lcm", NUMERIC, binary, ND_NUMERIC_LCM, NUMERIC, NUMERIC),
    F("width_bucket", INT4, width_bucket, 0, NUMERIC, NUMERIC, NUMERIC, INT4),
};
const struct nd__func_table nd__funcs_numeric = ND__TABLE(funcs);
