/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of double precision. */
#include <math.h>

#include "sql/func/func_int.h"

enum fn {
    CEIL,
    FLOOR,
    ROUND,
    TRUNC,
    SIGN,
    SQRT,
    CBRT,
    EXP,
    LN,
    LOG10,
    SIN,
    COS,
    TAN,
    COT,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    TANH,
    ASINH,
    ACOSH,
    ATANH,
    DEGREES,
    RADIANS,
};

#define PI 3.14159265358979323846

static enum nd_status input_range(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22003", "input is out of range");
}
static enum nd_status overflow(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22003", "value out of range: overflow");
}
static enum nd_status underflow(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22003", "value out of range: underflow");
}

static enum nd_status check_domain(struct nd_func_call *call, enum fn fn, double x)
{
    switch (fn) {
    case SQRT:
        return x < 0 ? nd_err_set(call->err, "2201F", "cannot take square root of a negative number") : ND_STATUS_OK;
    case LN:
    case LOG10:
        if (x == 0) return nd_err_set(call->err, "2201E", "cannot take logarithm of zero");
        return x < 0 ? nd_err_set(call->err, "2201E", "cannot take logarithm of a negative number") : ND_STATUS_OK;
    case SIN:
    case COS:
    case TAN:
    case COT: return isinf(x) ? input_range(call) : ND_STATUS_OK;
    case ASIN:
    case ACOS:
    case ATANH: return x < -1 || x > 1 ? input_range(call) : ND_STATUS_OK;
    case ACOSH: return x < 1 ? input_range(call) : ND_STATUS_OK;
    default: return ND_STATUS_OK;
    }
}

static double apply(enum fn fn, double x)
{
    switch (fn) {
    case CEIL: return ceil(x);
    case FLOOR: return floor(x);
    case ROUND: return rint(x);
    case TRUNC: return trunc(x);
    case SIGN: return x > 0 ? 1 : x < 0 ? -1 : 0;
    case SQRT: return sqrt(x);
    case CBRT: return cbrt(x);
    case EXP: return exp(x);
    case LN: return log(x);
    case LOG10: return log10(x);
    case SIN: return sin(x);
    case COS: return cos(x);
    case TAN: return tan(x);
    case COT: return 1.0 / tan(x);
    case ASIN: return asin(x);
    case ACOS: return acos(x);
    case ATAN: return atan(x);
    case SINH: return sinh(x);
    case COSH: return cosh(x);
    case TANH: return tanh(x);
    case ASINH: return asinh(x);
    case ACOSH: return acosh(x);
    case ATANH: return x == 1 ? INFINITY : x == -1 ? -INFINITY : atanh(x);
    case DEGREES: return x / (PI / 180.0);
    case RADIANS: return x * (PI / 180.0);
    }
    ND_UNREACHABLE();
}

static enum nd_status unary(struct nd_func_call *call)
{
    enum fn fn = (enum fn)call->func->param;
    ND__ROWS (row) {
        double x = call->args[0].f[row];
        if (!isnan(x)) ND_TRY(check_domain(call, fn, x));
        double y = apply(fn, x);
        bool may_be_inf = fn == COT || fn == ATANH || fn == SINH || fn == COSH;
        if (isinf(y) && !isinf(x) && !may_be_inf) return overflow(call);
        if (fn == EXP && y == 0 && !isinf(x)) return underflow(call);
        call->out->f[row] = y;
    }
    return ND_STATUS_OK;
}

static enum nd_status power(struct nd_func_call *call)
{
    ND__ROWS (row) {
        double x = call->args[0].f[row], y = call->args[1].f[row];
        if (x == 0 && y < 0) return nd_err_set(call->err, "2201F", "zero raised to a negative power is undefined");
        if (x < 0 && !isinf(y) && !isnan(y) && floor(y) != y)
            return nd_err_set(call->err, "2201F",
                              "a negative number raised to a non-integer power yields a complex result");
        double z = pow(x, y);
        if (isinf(z) && !isinf(x) && !isinf(y)) return overflow(call);
        if (z == 0 && x != 0 && !isinf(x) && !isinf(y)) return underflow(call);
        call->out->f[row] = z;
    }
    return ND_STATUS_OK;
}

static enum nd_status arctangent2(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->f[row] = atan2(call->args[0].f[row], call->args[1].f[row]);
    return ND_STATUS_OK;
}

static enum nd_status pi(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->f[row] = PI;
    return ND_STATUS_OK;
}

static enum nd_status random_unit(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->random == NULL) return nd__no_service(call, "random() here");
    ND__ROWS (row) call->out->f[row] = services->random(services->arg);
    return ND_STATUS_OK;
}

static enum nd_status width_bucket(struct nd_func_call *call)
{
    ND__ROWS (row) {
        double v = call->args[0].f[row], low = call->args[1].f[row], high = call->args[2].f[row];
        int64_t count = call->args[3].i[row], at;
        if (count <= 0) return nd_err_set(call->err, "2201G", "count must be greater than zero");
        if (isnan(v) || isnan(low) || isnan(high))
            return nd_err_set(call->err, "2201G", "operand, lower bound, and upper bound cannot be NaN");
        if (isinf(low) || isinf(high)) return nd_err_set(call->err, "2201G", "lower and upper bounds must be finite");
        if (low == high) return nd_err_set(call->err, "2201G", "lower bound cannot equal upper bound");
        bool is_up = low < high;
        if (is_up ? v < low : v > low)
            at = 0;
        else if (is_up ? v >= high : v <= high)
            at = count + 1;
        else {
            bool is_wide = isinf(high - low); /* halves are exact, but of the smallest numbers */
            at = (int64_t)((double)count * (is_wide ? (v / 2 - low / 2) / (high / 2 - low / 2) : (v - low) / (high - low)));
            if (at >= count) at = count - 1; /* the quotient may round up to one */
            at++;
        }
        if (at > INT32_MAX) return nd_err_set(call->err, "22003", "integer out of range");
        call->out->i[row] = at;
    }
    return ND_STATUS_OK;
}

#define UNARY(name, fn) F(name, FLOAT8, unary, fn, FLOAT8)

static const struct nd_func funcs[] = {
    UNARY("ceil", CEIL),
    UNARY("ceiling", CEIL),
    UNARY("floor", FLOOR),
    UNARY("round", ROUND),
    UNARY("trunc", TRUNC),
    UNARY("sign", SIGN),
    UNARY("sqrt", SQRT),
    UNARY("cbrt", CBRT),
    UNARY("exp", EXP),
    UNARY("ln", LN),
    UNARY("log", LOG10),
    UNARY("log10", LOG10),
    UNARY("sin", SIN),
    UNARY("cos", COS),
    UNARY("tan", TAN),
    UNARY("cot", COT),
    UNARY("asin", ASIN),
    UNARY("acos", ACOS),
    UNARY("atan", ATAN),
    UNARY("sinh", SINH),
    UNARY("cosh", COSH),
    UNARY("tanh", TANH),
    UNARY("asinh", ASINH),
    UNARY("acosh", ACOSH),
    UNARY("atanh", ATANH),
    UNARY("degrees", DEGREES),
    UNARY("radians", RADIANS),
    F("power", FLOAT8, power, 0, FLOAT8, FLOAT8),
    F("pow", FLOAT8, power, 0, FLOAT8, FLOAT8),
    F("atan2", FLOAT8, arctangent2, 0, FLOAT8, FLOAT8),
    F0("pi", FLOAT8, pi, 0, ND_IMMUTABLE),
    F0("random", FLOAT8, random_unit, 0, ND_VOLATILE),
    F("width_bucket", INT4, width_bucket, 0, FLOAT8, FLOAT8, FLOAT8, INT4),
    OP("^", FLOAT8, power, 0, FLOAT8, FLOAT8),
    OP("|/", FLOAT8, unary, SQRT, FLOAT8),
    OP("||/", FLOAT8, unary, CBRT, FLOAT8),
};
const struct nd__func_table nd__funcs_float = ND__TABLE(funcs);
