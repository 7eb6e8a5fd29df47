/* SPDX-License-Identifier: Apache-2.0 */
/* Scales of results follow PostgreSQL: sum and difference the larger one, product the sum of both, quotient at least 16
 * significant digits (div_scale). */
#include <stdlib.h>

#include "sql/types/numeric_int.h"

#define MIN_SIGNIFICANT_DIGITS 16
#define DISPLAY_SCALE_MAX 1000
#define NBASE_DIGITS 4

static int max_int(int a, int b) { return a > b ? a : b; }
static int min_int(int a, int b) { return a < b ? a : b; }
static int floor_div(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

static enum nd_status division_by_zero(struct nd_err *err) { return nd_err_set(err, "22012", "division by zero"); }

/* ---- finite ------------------------------------------------------------------------------------ */

static enum nd_status add(const struct nd__num *a, const struct nd__num *b, bool is_sub, struct nd_arena *arena,
                          struct nd_slice *out, struct nd_err *err)
{
    int scale = max_int(a->scale, b->scale);
    __int128 p = a->m, q = b->m;
    if (!a->is_big && !b->is_big && nd__rescale128(&p, a->scale, scale, true) &&
        nd__rescale128(&q, b->scale, scale, true) && nd__add128(p, is_sub ? -q : q, &p)) {
        *out = nd__num_store128(p, scale, arena);
        return ND_STATUS_OK;
    }
    mpz_t u, v;
    nd__num_mpz(a, u);
    nd__num_mpz(b, v);
    nd__mpz_rescale(u, a->scale, scale, true);
    nd__mpz_rescale(v, b->scale, scale, true);
    if (is_sub)
        mpz_sub(u, u, v);
    else
        mpz_add(u, u, v);
    mpz_clear(v);
    return nd__num_store_mpz(u, scale, arena, out, err);
}

static enum nd_status mul(const struct nd__num *a, const struct nd__num *b, struct nd_arena *arena,
                          struct nd_slice *out, struct nd_err *err)
{
    int scale = a->scale + b->scale;
    __int128 p;
    if (!a->is_big && !b->is_big && scale <= ND_NUMERIC_SCALE_MAX && nd__mul128(a->m, b->m, &p)) {
        *out = nd__num_store128(p, scale, arena);
        return ND_STATUS_OK;
    }
    mpz_t u, v;
    nd__num_mpz(a, u);
    nd__num_mpz(b, v);
    mpz_mul(u, u, v);
    mpz_clear(v);
    nd__mpz_rescale(u, scale, min_int(scale, ND_NUMERIC_SCALE_MAX), false);
    return nd__num_store_mpz(u, min_int(scale, ND_NUMERIC_SCALE_MAX), arena, out, err);
}

/* PostgreSQL's weight counts digits of base 10000: the quotient's weight is estimated from the first ones. */
static int div_scale(const struct nd__num *a, const struct nd__num *b)
{
    int weight_a = floor_div(nd__num_weight(a), NBASE_DIGITS), weight_b = floor_div(nd__num_weight(b), NBASE_DIGITS);
    uint64_t first_a = nd__num_sign(a) == 0 ? 0 : nd__num_leading(a, NBASE_DIGITS * weight_a);
    uint64_t first_b = nd__num_sign(b) == 0 ? 0 : nd__num_leading(b, NBASE_DIGITS * weight_b);
    int weight = weight_a - weight_b;
    if (first_a <= first_b) weight--;
    int scale = MIN_SIGNIFICANT_DIGITS - weight * NBASE_DIGITS;
    return min_int(max_int(max_int(scale, a->scale), max_int(b->scale, 0)), DISPLAY_SCALE_MAX);
}

/* a / b to `scale` digits, rounded half away from zero or cut. b is not zero. */
static enum nd_status divide(const struct nd__num *a, const struct nd__num *b, int scale, bool is_truncating,
                             struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    int shift = scale + b->scale - a->scale; /* q = a.m * 10^shift / b.m */
    __int128 p = a->m, q = b->m;
    if (!a->is_big && !b->is_big &&
        (shift >= 0 ? nd__rescale128(&p, 0, shift, true) : nd__rescale128(&q, 0, -shift, true))) {
        __int128 quotient, rest;
        if (p == (int64_t)p && q == (int64_t)q && p != INT64_MIN)
            quotient = (int64_t)p / (int64_t)q, rest = (int64_t)p % (int64_t)q;
        else
            quotient = p / q, rest = p % q;
        if (!is_truncating && nd__abs128(rest) >= nd__abs128(q) - nd__abs128(rest))
            quotient += (p < 0) != (q < 0) ? -1 : 1;
        *out = nd__num_store128(quotient, scale, arena);
        return ND_STATUS_OK;
    }
    mpz_t u, v, rest;
    nd__num_mpz(a, u);
    nd__num_mpz(b, v);
    mpz_init(rest);
    nd__mpz_rescale(shift >= 0 ? u : v, 0, abs(shift), true);
    int sign = mpz_sgn(u) * mpz_sgn(v);
    mpz_tdiv_qr(u, rest, u, v);
    mpz_mul_2exp(rest, rest, 1);
    if (!is_truncating && mpz_cmpabs(rest, v) >= 0) {
        if (sign < 0)
            mpz_sub_ui(u, u, 1);
        else
            mpz_add_ui(u, u, 1);
    }
    mpz_clear(rest);
    mpz_clear(v);
    return nd__num_store_mpz(u, scale, arena, out, err);
}

static enum nd_status mod(const struct nd__num *a, const struct nd__num *b, struct nd_arena *arena,
                          struct nd_slice *out, struct nd_err *err)
{
    int scale = max_int(a->scale, b->scale);
    __int128 p = a->m, q = b->m;
    if (!a->is_big && !b->is_big && nd__rescale128(&p, a->scale, scale, true) &&
        nd__rescale128(&q, b->scale, scale, true)) {
        *out = nd__num_store128(p % q, scale, arena);
        return ND_STATUS_OK;
    }
    mpz_t u, v;
    nd__num_mpz(a, u);
    nd__num_mpz(b, v);
    nd__mpz_rescale(u, a->scale, scale, true);
    nd__mpz_rescale(v, b->scale, scale, true);
    mpz_tdiv_r(u, u, v);
    mpz_clear(v);
    return nd__num_store_mpz(u, scale, arena, out, err);
}

/* Of the mantissas at one scale. */
static enum nd_status gcd_lcm(const struct nd__num *a, const struct nd__num *b, bool is_lcm, struct nd_arena *arena,
                              struct nd_slice *out, struct nd_err *err)
{
    int scale = max_int(a->scale, b->scale);
    mpz_t u, v;
    nd__num_mpz(a, u);
    nd__num_mpz(b, v);
    nd__mpz_rescale(u, a->scale, scale, true);
    nd__mpz_rescale(v, b->scale, scale, true);
    if (is_lcm)
        mpz_lcm(u, u, v);
    else
        mpz_gcd(u, u, v);
    mpz_clear(v);
    return nd__num_store_mpz(u, scale, arena, out, err);
}

/* ---- with NaN and the infinities ------------------------------------------------------------------ */

static int sign_of(const struct nd__num *num)
{
    return num->kind == ND__NUM_INF ? 1 : num->kind == ND__NUM_MINUS_INF ? -1 : nd__num_sign(num);
}

static struct nd_slice inf_of_sign(int sign) { return sign < 0 ? nd_numeric_minus_inf : nd_numeric_inf; }

/* At least one of both is an infinity, none is NaN. */
static enum nd_status special_binary(enum nd_numeric_op op, const struct nd__num *a, const struct nd__num *b,
                                     struct nd_slice a_bytes, struct nd_slice *out, struct nd_err *err)
{
    bool both = a->kind != ND__NUM_FINITE && b->kind != ND__NUM_FINITE;
    int sign_a = sign_of(a), sign_b = sign_of(b);
    switch (op) {
    case ND_NUMERIC_SUB:
    case ND_NUMERIC_ADD:
        if (op == ND_NUMERIC_SUB) sign_b = -sign_b;
        if (both && sign_a != sign_b)
            *out = nd_numeric_nan;
        else
            *out = inf_of_sign(a->kind != ND__NUM_FINITE ? sign_a : sign_b);
        return ND_STATUS_OK;
    case ND_NUMERIC_MUL:
        *out = sign_a * sign_b == 0 ? nd_numeric_nan : inf_of_sign(sign_a * sign_b);
        return ND_STATUS_OK;
    case ND_NUMERIC_DIV:
    case ND_NUMERIC_DIV_TRUNC:
        if (sign_b == 0) return division_by_zero(err);
        *out = both ? nd_numeric_nan : b->kind != ND__NUM_FINITE ? nd_numeric_zero : inf_of_sign(sign_a * sign_b);
        return ND_STATUS_OK;
    case ND_NUMERIC_MOD:
        if (sign_b == 0) return division_by_zero(err);
        *out = a->kind != ND__NUM_FINITE ? nd_numeric_nan : a_bytes;
        return ND_STATUS_OK;
    case ND_NUMERIC_LOG:
        if (sign_a < 0 || sign_b < 0) return nd_err_set(err, "2201E", "cannot take logarithm of a negative number");
        if (sign_a == 0 || sign_b == 0) return nd_err_set(err, "2201E", "cannot take logarithm of zero");
        *out = both ? nd_numeric_nan : a->kind != ND__NUM_FINITE ? nd_numeric_zero : nd_numeric_inf; /* base a */
        return ND_STATUS_OK;
    case ND_NUMERIC_GCD:
    case ND_NUMERIC_LCM: *out = nd_numeric_nan; return ND_STATUS_OK;
    case ND_NUMERIC_POWER: break;
    }
    ND_UNREACHABLE();
}

static bool is_odd(const struct nd__num *num)
{
    if (!nd__num_is_integer(num)) return false;
    mpz_t z;
    nd__num_mpz(num, z);
    nd__mpz_rescale(z, num->scale, 0, true);
    bool odd = mpz_odd_p(z) != 0;
    mpz_clear(z);
    return odd;
}

static int cmp_one(const struct nd__num *num)
{
    if (num->kind == ND__NUM_INF) return 1;
    if (num->kind == ND__NUM_MINUS_INF) return -1;
    mpz_t z, p;
    nd__num_mpz(num, z);
    mpz_init(p);
    nd__mpz_pow10(p, (unsigned)num->scale);
    int c = mpz_cmp(z, p);
    mpz_clear(p);
    mpz_clear(z);
    return c;
}

static enum nd_status power(const struct nd__num *a, const struct nd__num *b, struct nd_arena *arena,
                            struct nd_slice *out, struct nd_err *err)
{
    /* as POSIX's pow: NaN^0 and 1^NaN are 1 */
    if (a->kind == ND__NUM_NAN || b->kind == ND__NUM_NAN) {
        bool is_one = a->kind == ND__NUM_NAN ? b->kind == ND__NUM_FINITE && nd__num_sign(b) == 0
                                             : a->kind == ND__NUM_FINITE && cmp_one(a) == 0;
        *out = is_one ? nd__num_store128(1, 0, arena) : nd_numeric_nan;
        return ND_STATUS_OK;
    }
    int sign_a = sign_of(a), sign_b = sign_of(b);
    if (sign_a == 0 && sign_b < 0) return nd_err_set(err, "2201F", "zero raised to a negative power is undefined");
    if (sign_a < 0 && b->kind == ND__NUM_FINITE && !nd__num_is_integer(b))
        return nd_err_set(err, "2201F", "a negative number raised to a non-integer power yields a complex result");
    if (a->kind == ND__NUM_FINITE && b->kind == ND__NUM_FINITE) return nd__num_power(a, b, arena, out, err);
    if (cmp_one(a) == 0)
        *out = nd__num_store128(1, 0, arena);
    else if (sign_b == 0)
        *out = nd__num_store128(1, 0, arena);
    else if (sign_a == 0)
        *out = nd_numeric_zero;
    else if (b->kind != ND__NUM_FINITE) {
        struct nd__num magnitude = *a;
        if (a->kind == ND__NUM_MINUS_INF) magnitude.kind = ND__NUM_INF;
        mpz_t z;
        int c;
        if (a->kind == ND__NUM_FINITE && sign_a < 0) { /* |a| against 1 */
            nd__num_mpz(a, z);
            mpz_abs(z, z);
            magnitude = (struct nd__num){.kind = ND__NUM_FINITE, .is_big = true, .scale = a->scale};
            *magnitude.z = *z;
            c = cmp_one(&magnitude);
            mpz_clear(z);
        } else {
            c = cmp_one(&magnitude);
        }
        *out = c == 0 ? nd__num_store128(1, 0, arena) : (c > 0) == (sign_b > 0) ? nd_numeric_inf : nd_numeric_zero;
    } else if (a->kind == ND__NUM_INF) {
        *out = sign_b > 0 ? nd_numeric_inf : nd_numeric_zero;
    } else {
        *out = sign_b < 0 ? nd_numeric_zero : is_odd(b) ? nd_numeric_minus_inf : nd_numeric_inf;
    }
    return ND_STATUS_OK;
}

enum nd_status nd_numeric_binary(enum nd_numeric_op op, struct nd_slice a, struct nd_slice b, struct nd_arena *arena,
                                 struct nd_slice *numeric_out, struct nd_err *err)
{
    struct nd__num x, y;
    nd__num_load(&x, a);
    nd__num_load(&y, b);
    *numeric_out = nd_numeric_zero;
    enum nd_status status;
    if (op == ND_NUMERIC_POWER) {
        status = power(&x, &y, arena, numeric_out, err);
    } else if (x.kind == ND__NUM_NAN || y.kind == ND__NUM_NAN) {
        *numeric_out = nd_numeric_nan;
        status = ND_STATUS_OK;
    } else if (x.kind != ND__NUM_FINITE || y.kind != ND__NUM_FINITE) {
        status = special_binary(op, &x, &y, a, numeric_out, err);
    } else {
        bool is_division = op == ND_NUMERIC_DIV || op == ND_NUMERIC_MOD || op == ND_NUMERIC_DIV_TRUNC;
        if (is_division && nd__num_sign(&y) == 0)
            status = division_by_zero(err);
        else
            switch (op) {
            case ND_NUMERIC_ADD: status = add(&x, &y, false, arena, numeric_out, err); break;
            case ND_NUMERIC_SUB: status = add(&x, &y, true, arena, numeric_out, err); break;
            case ND_NUMERIC_MUL: status = mul(&x, &y, arena, numeric_out, err); break;
            case ND_NUMERIC_DIV: status = divide(&x, &y, div_scale(&x, &y), false, arena, numeric_out, err); break;
            case ND_NUMERIC_DIV_TRUNC: status = divide(&x, &y, 0, true, arena, numeric_out, err); break;
            case ND_NUMERIC_MOD: status = mod(&x, &y, arena, numeric_out, err); break;
            case ND_NUMERIC_LOG: status = nd__num_log(&x, &y, arena, numeric_out, err); break;
            case ND_NUMERIC_GCD:
            case ND_NUMERIC_LCM: status = gcd_lcm(&x, &y, op == ND_NUMERIC_LCM, arena, numeric_out, err); break;
            default: ND_UNREACHABLE();
            }
    }
    nd__num_clear(&x);
    nd__num_clear(&y);
    return status;
}

/* ---- one operand ------------------------------------------------------------------------------- */

enum nd_status nd_numeric_round(struct nd_slice a, int scale, bool is_truncating, struct nd_arena *arena,
                                struct nd_slice *numeric_out, struct nd_err *err)
{
    *numeric_out = a;
    if (nd_numeric_is_nan(a) || nd_numeric_is_inf(a)) return ND_STATUS_OK;
    struct nd__num num;
    nd__num_load(&num, a);
    int shown = max_int(scale, 0);
    __int128 m = num.m;
    if (!num.is_big && nd__rescale128(&m, num.scale, scale, is_truncating) && nd__rescale128(&m, scale, shown, true)) {
        *numeric_out = nd__num_store128(m, shown, arena);
        return ND_STATUS_OK;
    }
    mpz_t z;
    nd__num_mpz(&num, z);
    nd__mpz_rescale(z, num.scale, scale, is_truncating);
    nd__mpz_rescale(z, scale, shown, true);
    nd__num_clear(&num);
    return nd__num_store_mpz(z, shown, arena, numeric_out, err);
}

static enum nd_status negate(struct nd__num *num, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    if (num->kind == ND__NUM_INF)
        num->kind = ND__NUM_MINUS_INF;
    else if (num->kind == ND__NUM_MINUS_INF)
        num->kind = ND__NUM_INF;
    if (num->is_big)
        mpz_neg(num->z, num->z);
    else
        num->m = -num->m;
    return nd__num_store(num, arena, out, err);
}

/* Towards plus or minus infinity. */
static enum nd_status to_integer(struct nd__num *num, bool is_up, struct nd_arena *arena, struct nd_slice *out,
                                 struct nd_err *err)
{
    if (num->kind != ND__NUM_FINITE || num->scale == 0) return nd__num_store(num, arena, out, err);
    if (!num->is_big && num->scale <= ND__POW10_MAX) {
        __int128 p = nd__pow10(num->scale), q = num->m / p, r = num->m % p;
        if (r > 0 && is_up) q++;
        if (r < 0 && !is_up) q--;
        *out = nd__num_store128(q, 0, arena);
        return ND_STATUS_OK;
    }
    mpz_t z, p;
    nd__num_mpz(num, z);
    mpz_init(p);
    nd__mpz_pow10(p, (unsigned)num->scale);
    if (is_up)
        mpz_cdiv_q(z, z, p);
    else
        mpz_fdiv_q(z, z, p);
    mpz_clear(p);
    return nd__num_store_mpz(z, 0, arena, out, err);
}

static enum nd_status trim_scale(struct nd__num *num, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    if (num->kind == ND__NUM_FINITE && num->is_big) {
        while (num->scale > 0 && mpz_divisible_ui_p(num->z, 10)) {
            mpz_divexact_ui(num->z, num->z, 10);
            num->scale--;
        }
    } else {
        while (num->scale > 0 && num->m % 10 == 0) num->m /= 10, num->scale--;
    }
    return nd__num_store(num, arena, out, err);
}

/* sqrt, exp, ln, log10 of NaN and the infinities. */
static enum nd_status special_math(enum nd_numeric_fn fn, const struct nd__num *a, struct nd_slice *out,
                                   struct nd_err *err)
{
    *out = a->kind == ND__NUM_NAN ? nd_numeric_nan : nd_numeric_inf;
    if (a->kind != ND__NUM_MINUS_INF) return ND_STATUS_OK;
    if (fn == ND_NUMERIC_SQRT) return nd_err_set(err, "2201F", "cannot take square root of a negative number");
    if (fn != ND_NUMERIC_EXP) return nd_err_set(err, "2201E", "cannot take logarithm of a negative number");
    *out = nd_numeric_zero;
    return ND_STATUS_OK;
}

enum nd_status nd_numeric_unary(enum nd_numeric_fn fn, struct nd_slice a, struct nd_arena *arena,
                                struct nd_slice *numeric_out, struct nd_err *err)
{
    struct nd__num num, ten;
    nd__num_load(&num, a);
    *numeric_out = nd_numeric_zero;
    enum nd_status status;
    switch (fn) {
    case ND_NUMERIC_NEG: status = negate(&num, arena, numeric_out, err); break;
    case ND_NUMERIC_ABS:
        if (sign_of(&num) < 0)
            status = negate(&num, arena, numeric_out, err);
        else
            status = nd__num_store(&num, arena, numeric_out, err);
        break;
    case ND_NUMERIC_SIGN:
        *numeric_out = num.kind == ND__NUM_NAN ? nd_numeric_nan : nd__num_store128(sign_of(&num), 0, arena);
        status = ND_STATUS_OK;
        break;
    case ND_NUMERIC_CEIL: status = to_integer(&num, true, arena, numeric_out, err); break;
    case ND_NUMERIC_FLOOR: status = to_integer(&num, false, arena, numeric_out, err); break;
    case ND_NUMERIC_TRIM: status = trim_scale(&num, arena, numeric_out, err); break;
    default:
        if (num.kind != ND__NUM_FINITE) {
            status = special_math(fn, &num, numeric_out, err);
        } else if (fn == ND_NUMERIC_SQRT) {
            status = nd__num_sqrt(&num, arena, numeric_out, err);
        } else if (fn == ND_NUMERIC_EXP) {
            status = nd__num_exp(&num, arena, numeric_out, err);
        } else if (fn == ND_NUMERIC_LN) {
            status = nd__num_ln(&num, arena, numeric_out, err);
        } else {
            nd__num_set128(&ten, 10, 0);
            status = nd__num_log(&ten, &num, arena, numeric_out, err);
        }
    }
    nd__num_clear(&num);
    return status;
}

enum nd_status nd_numeric_coerce(struct nd_slice a, int32_t typmod, struct nd_arena *arena,
                                 struct nd_slice *numeric_out, struct nd_err *err)
{
    *numeric_out = a;
    if (typmod < 4) return ND_STATUS_OK;
    int precision = ((typmod - 4) >> 16) & 0xffff, scale = (((typmod - 4) & 0x7ff) ^ 1024) - 1024;
    if (nd_numeric_is_nan(a)) return ND_STATUS_OK;
    if (nd_numeric_is_inf(a)) {
        (void)nd_err_set(err, "22003", "numeric field overflow");
        return nd_err_detail(err, "A field with precision %d, scale %d cannot hold an infinite value.", precision,
                             scale);
    }
    if (nd_numeric_scale(a) != scale || scale < 0) ND_TRY(nd_numeric_round(a, scale, false, arena, numeric_out, err));
    struct nd__num num;
    nd__num_load(&num, *numeric_out);
    bool fits = nd__num_sign(&num) == 0 || nd__num_weight(&num) < precision - scale;
    nd__num_clear(&num);
    if (fits) return ND_STATUS_OK;
    (void)nd_err_set(err, "22003", "numeric field overflow");
    int whole = precision - scale;
    return nd_err_detail(err, "A field with precision %d, scale %d must round to an absolute value less than %s%d.",
                         precision, scale, whole != 0 ? "10^" : "", whole != 0 ? whole : 1);
}

/* ---- sums -------------------------------------------------------------------------------------- */

static struct nd_slice sum_small(const struct nd_numeric_sum *sum, struct nd_arena *arena)
{
    return nd__num_store128(sum->mantissa, sum->scale, arena);
}

static void add_big(struct nd_numeric_sum *sum, struct nd_slice numeric, struct nd_arena *arena)
{
    struct nd_err err;
    struct nd_slice total = sum->big.n == 0 ? nd_numeric_zero : sum->big;
    if (nd_numeric_binary(ND_NUMERIC_ADD, total, numeric, arena, &total, &err) != ND_STATUS_OK)
        sum->is_overflow = true;
    else
        sum->big = total;
}

void nd_numeric_sum_add(struct nd_numeric_sum *sum, struct nd_slice numeric, struct nd_arena *arena)
{
    sum->count++;
    if (numeric.p[0] <= 63) {
        struct nd__num num;
        nd__num_load(&num, numeric);
        __int128 m = num.m, mantissa = sum->mantissa;
        int scale = max_int(num.scale, sum->scale);
        if (nd__rescale128(&m, num.scale, scale, true) && nd__rescale128(&mantissa, sum->scale, scale, true) &&
            nd__add128(mantissa, m, &mantissa)) {
            sum->mantissa = mantissa;
            sum->scale = scale;
            return;
        }
    }
    add_big(sum, numeric, arena);
}

void nd_numeric_sum_merge(struct nd_numeric_sum *sum, const struct nd_numeric_sum *other, struct nd_arena *arena)
{
    uint64_t count = sum->count + other->count;
    sum->is_overflow |= other->is_overflow;
    nd_numeric_sum_add(sum, sum_small(other, arena), arena);
    if (other->big.n > 0) add_big(sum, other->big, arena);
    sum->count = count;
}

enum nd_status nd_numeric_sum_total(const struct nd_numeric_sum *sum, struct nd_arena *arena,
                                    struct nd_slice *numeric_out, struct nd_err *err)
{
    *numeric_out = sum_small(sum, arena);
    if (sum->is_overflow) return nd__num_overflow(err);
    if (sum->big.n == 0) return ND_STATUS_OK;
    return nd_numeric_binary(ND_NUMERIC_ADD, *numeric_out, sum->big, arena, numeric_out, err);
}

enum nd_status nd_numeric_sum_avg(const struct nd_numeric_sum *sum, struct nd_arena *arena,
                                  struct nd_slice *numeric_out, struct nd_err *err)
{
    ND_ASSERT(sum->count > 0);
    struct nd_slice total;
    ND_TRY(nd_numeric_sum_total(sum, arena, &total, err));
    return nd_numeric_binary(ND_NUMERIC_DIV, total, nd_numeric_of_i64((int64_t)sum->count, arena), arena, numeric_out,
                             err);
}

enum nd_status nd_numeric_variance(const struct nd_numeric_sum *sum, const struct nd_numeric_sum *squares,
                                   bool is_sample, bool is_stddev, struct nd_arena *arena, struct nd_slice *numeric_out,
                                   struct nd_err *err)
{
    struct nd_slice total, total_squares, count = nd_numeric_of_i64((int64_t)sum->count, arena), divisor = count;
    ND_TRY(nd_numeric_sum_total(sum, arena, &total, err));
    ND_TRY(nd_numeric_sum_total(squares, arena, &total_squares, err));
    *numeric_out = nd_numeric_nan;
    if (nd_numeric_is_nan(total) || nd_numeric_is_inf(total)) return ND_STATUS_OK;
    /* (n * sum(x^2) - sum(x)^2) / (n * (n - 1)), or / n^2 */
    ND_TRY(nd_numeric_binary(ND_NUMERIC_MUL, total, total, arena, &total, err));
    ND_TRY(nd_numeric_binary(ND_NUMERIC_MUL, total_squares, count, arena, &total_squares, err));
    ND_TRY(nd_numeric_binary(ND_NUMERIC_SUB, total_squares, total, arena, &total, err));
    *numeric_out = nd_numeric_zero;
    if (nd_numeric_sign(total) <= 0) return ND_STATUS_OK;
    if (is_sample) divisor = nd_numeric_of_i64((int64_t)sum->count - 1, arena);
    ND_TRY(nd_numeric_binary(ND_NUMERIC_MUL, count, divisor, arena, &divisor, err));
    ND_TRY(nd_numeric_binary(ND_NUMERIC_DIV, total, divisor, arena, numeric_out, err));
    if (!is_stddev) return ND_STATUS_OK;
    struct nd__num variance;
    nd__num_load(&variance, *numeric_out);
    enum nd_status status = nd__num_sqrt_to(&variance, variance.scale, arena, numeric_out, err);
    nd__num_clear(&variance);
    return status;
}
