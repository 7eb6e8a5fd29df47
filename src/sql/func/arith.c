/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic of integers and floats, checked for overflow. */
#include <math.h>

#include "sql/func/func_int.h"

enum { ADD, SUB, MUL };

static void range_of(enum nd_type_id type, int64_t *min_out, int64_t *max_out)
{
    *min_out = type == INT2 ? INT16_MIN : type == INT4 ? INT32_MIN : INT64_MIN;
    *max_out = type == INT2 ? INT16_MAX : type == INT4 ? INT32_MAX : INT64_MAX;
}

static enum nd_status out_of_range(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22003", "%s out of range", nd_type_name(call->func->result));
}
static enum nd_status division_by_zero(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22012", "division by zero");
}

static enum nd_status int_add_sub_mul(struct nd_func_call *call)
{
    const int64_t *a = call->args[0].i, *b = call->args[1].i;
    int64_t *out = call->out->i, min, max;
    range_of(call->func->result, &min, &max);
    bool is_over = false;
    switch (call->func->param) {
    case ADD:
        ND__ROWS (row) is_over |= __builtin_add_overflow(a[row], b[row], &out[row]) || out[row] < min || out[row] > max;
        break;
    case SUB:
        ND__ROWS (row) is_over |= __builtin_sub_overflow(a[row], b[row], &out[row]) || out[row] < min || out[row] > max;
        break;
    default:
        ND__ROWS (row) is_over |= __builtin_mul_overflow(a[row], b[row], &out[row]) || out[row] < min || out[row] > max;
        break;
    }
    return is_over ? out_of_range(call) : ND_STATUS_OK;
}

static enum nd_status int_div(struct nd_func_call *call)
{
    const int64_t *a = call->args[0].i, *b = call->args[1].i;
    int64_t min, max;
    range_of(call->func->result, &min, &max);
    ND__ROWS (row) {
        if (b[row] == 0) return division_by_zero(call);
        if (b[row] == -1 && a[row] == min) return out_of_range(call);
        call->out->i[row] = a[row] / b[row];
    }
    return ND_STATUS_OK;
}

static enum nd_status int_mod(struct nd_func_call *call)
{
    const int64_t *a = call->args[0].i, *b = call->args[1].i;
    ND__ROWS (row) {
        if (b[row] == 0) return division_by_zero(call);
        call->out->i[row] = b[row] == -1 ? 0 : a[row] % b[row];
    }
    return ND_STATUS_OK;
}

/* param 0: -x, 1: |x|, 2: +x */
static enum nd_status int_unary(struct nd_func_call *call)
{
    const int64_t *a = call->args[0].i;
    int64_t min, max;
    range_of(call->func->result, &min, &max);
    int mode = call->func->param;
    ND__ROWS (row) {
        bool negate = mode == 0 || (mode == 1 && a[row] < 0);
        if (negate && a[row] == min) return out_of_range(call);
        call->out->i[row] = negate ? -a[row] : a[row];
    }
    return ND_STATUS_OK;
}

static uint64_t magnitude(int64_t v) { return v < 0 ? -(uint64_t)v : (uint64_t)v; }

/* param 0: gcd, 1: lcm */
static enum nd_status int_gcd(struct nd_func_call *call)
{
    int64_t min, max;
    range_of(call->func->result, &min, &max);
    ND__ROWS (row) {
        uint64_t x = magnitude(call->args[0].i[row]), y = magnitude(call->args[1].i[row]), a = x, b = y, result;
        while (b != 0) {
            uint64_t r = a % b;
            a = b, b = r;
        }
        result = a;
        if (call->func->param == 1) {
            if (x == 0 || y == 0)
                result = 0;
            else if (__builtin_mul_overflow(x / a, y, &result))
                return out_of_range(call);
        }
        if (result > (uint64_t)max) return out_of_range(call);
        call->out->i[row] = (int64_t)result;
    }
    return ND_STATUS_OK;
}

/* ---- floats -------------------------------------------------------------------------------------- */

static enum nd_status overflow(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22003", "value out of range: overflow");
}
static enum nd_status underflow(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22003", "value out of range: underflow");
}

static double narrow(struct nd_func_call *call, double f)
{
    return call->func->result == FLOAT4 ? (double)(float)f : f;
}

static enum nd_status float_add_sub(struct nd_func_call *call)
{
    const double *a = call->args[0].f, *b = call->args[1].f;
    double sign = call->func->param == SUB ? -1 : 1;
    ND__ROWS (row) {
        double f = narrow(call, a[row] + sign * b[row]);
        if (isinf(f) && !isinf(a[row]) && !isinf(b[row])) return overflow(call);
        call->out->f[row] = f;
    }
    return ND_STATUS_OK;
}

static enum nd_status float_mul(struct nd_func_call *call)
{
    const double *a = call->args[0].f, *b = call->args[1].f;
    ND__ROWS (row) {
        double f = narrow(call, a[row] * b[row]);
        if (isinf(f) && !isinf(a[row]) && !isinf(b[row])) return overflow(call);
        if (f == 0 && a[row] != 0 && b[row] != 0) return underflow(call);
        call->out->f[row] = f;
    }
    return ND_STATUS_OK;
}

static enum nd_status float_div(struct nd_func_call *call)
{
    const double *a = call->args[0].f, *b = call->args[1].f;
    ND__ROWS (row) {
        if (b[row] == 0 && !isnan(a[row])) return division_by_zero(call);
        double f = narrow(call, b[row] == 0 ? NAN : a[row] / b[row]);
        if (isinf(f) && !isinf(a[row])) return overflow(call);
        if (f == 0 && a[row] != 0 && !isinf(b[row])) return underflow(call);
        call->out->f[row] = f;
    }
    return ND_STATUS_OK;
}

/* param 0: -x, 1: |x|, 2: +x */
static enum nd_status float_unary(struct nd_func_call *call)
{
    const double *a = call->args[0].f;
    int mode = call->func->param;
    ND__ROWS (row) call->out->f[row] = mode == 0 ? -a[row] : mode == 1 ? fabs(a[row]) : a[row];
    return ND_STATUS_OK;
}

/* clang-format off */
#define INT_PAIRS(symbol, fn, par)                                                                                                  \
    OP(symbol, INT2, fn, par, INT2, INT2), OP(symbol, INT4, fn, par, INT4, INT4), OP(symbol, INT8, fn, par, INT8, INT8),            \
        OP(symbol, INT4, fn, par, INT2, INT4), OP(symbol, INT4, fn, par, INT4, INT2), OP(symbol, INT8, fn, par, INT2, INT8),        \
        OP(symbol, INT8, fn, par, INT8, INT2), OP(symbol, INT8, fn, par, INT4, INT8), OP(symbol, INT8, fn, par, INT8, INT4)
#define INT_SAME(symbol, fn, par) OP(symbol, INT2, fn, par, INT2, INT2), OP(symbol, INT4, fn, par, INT4, INT4), OP(symbol, INT8, fn, par, INT8, INT8)
#define INT_UNARY(symbol, par) OP(symbol, INT2, int_unary, par, INT2), OP(symbol, INT4, int_unary, par, INT4), OP(symbol, INT8, int_unary, par, INT8)
#define FLOAT_PAIRS(symbol, fn, par)                                                                                                \
    OP(symbol, FLOAT4, fn, par, FLOAT4, FLOAT4), OP(symbol, FLOAT8, fn, par, FLOAT8, FLOAT8), OP(symbol, FLOAT8, fn, par, FLOAT4, FLOAT8), \
        OP(symbol, FLOAT8, fn, par, FLOAT8, FLOAT4)
#define FLOAT_UNARY(symbol, par) OP(symbol, FLOAT4, float_unary, par, FLOAT4), OP(symbol, FLOAT8, float_unary, par, FLOAT8)

static const struct nd_func funcs[] = {
    INT_PAIRS("+", int_add_sub_mul, ADD),
    INT_PAIRS("-", int_add_sub_mul, SUB),
    INT_PAIRS("*", int_add_sub_mul, MUL),
    INT_PAIRS("/", int_div, 0),
    INT_SAME("%", int_mod, 0),
    INT_UNARY("-", 0),
    INT_UNARY("+", 2),
    INT_UNARY("@", 1),
    FLOAT_PAIRS("+", float_add_sub, ADD),
    FLOAT_PAIRS("-", float_add_sub, SUB),
    FLOAT_PAIRS("*", float_mul, 0),
    FLOAT_PAIRS("/", float_div, 0),
    FLOAT_UNARY("-", 0),
    FLOAT_UNARY("+", 2),
    FLOAT_UNARY("@", 1),
    F("mod", INT2, int_mod, 0, INT2, INT2),
    F("mod", INT4, int_mod, 0, INT4, INT4),
    F("mod", INT8, int_mod, 0, INT8, INT8),
    F("abs", INT2, int_unary, 1, INT2),
    F("abs", INT4, int_unary, 1, INT4),
    F("abs", INT8, int_unary, 1, INT8),
    F("abs", FLOAT4, float_unary, 1, FLOAT4),
    F("abs", FLOAT8, float_unary, 1, FLOAT8),
    F("gcd", INT4, int_gcd, 0, INT4, INT4),
    F("gcd", INT8, int_gcd, 0, INT8, INT8),
    F("lcm", INT4, int_gcd, 1, INT4, INT4),
    F("lcm", INT8, int_gcd, 1, INT8, INT8),
};
/* clang-format on */
const struct nd__func_table nd__funcs_arith = ND__TABLE(funcs);
