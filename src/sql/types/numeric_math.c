/* SPDX-License-Identifier: Apache-2.0 */
/* Roots, exponentials, logarithms, powers. The scale of a result is PostgreSQL's (at least 16 significant digits, by the same
 * estimates); the value is computed with GMP's floats in so many bits that rounding to that scale is the only error that shows. */
#include <math.h>
#include <stdlib.h>

#include "sql/types/numeric_int.h"

#define MIN_SIGNIFICANT_DIGITS 16
#define DISPLAY_SCALE_MAX 1000
#define EXP_ARGUMENT_MAX 6000 /* |x| from here on overflows or is zero at every scale */
#define NBASE_DIGITS 4
#define FACTORIAL_MAX 32177 /* of more the digits before the point are too many */
#define GUARD_BITS 96
#define LN10 2.302585092994046
#define LOG10_E 0.434294481903252

static int clamp_scale(int scale, int at_least)
{
    return scale > DISPLAY_SCALE_MAX ? DISPLAY_SCALE_MAX : scale < at_least ? at_least : scale;
}
static int scale_min(const struct nd__num *a) { return a->scale > DISPLAY_SCALE_MAX ? DISPLAY_SCALE_MAX : a->scale; }
static int larger(int a, int b) { return a > b ? a : b; }
static mp_bitcnt_t bits_of_digits(int digits) { return (mp_bitcnt_t)(larger(digits, 1) * 3.33) + GUARD_BITS; }

/* ---- GMP floats -------------------------------------------------------------------------------- */

static void mpf_of_num(mpf_t f, const struct nd__num *num)
{
    mpz_t z;
    mpf_t p;
    nd__num_mpz(num, z);
    mpf_set_z(f, z);
    nd__mpz_pow10(z, (unsigned)num->scale);
    mpf_init2(p, mpf_get_prec(f));
    mpf_set_z(p, z);
    mpf_div(f, f, p);
    mpf_clear(p);
    mpz_clear(z);
}

static double double_of_num(const struct nd__num *num)
{
    mpf_t f;
    mpf_init2(f, 128);
    mpf_of_num(f, num);
    signed long exponent;
    double d = mpf_get_d_2exp(&exponent, f);
    mpf_clear(f);
    return exponent > 1000 ? (d < 0 ? -1e300 : 1e300) : ldexp(d, (int)exponent);
}

/* Rounds half away from zero to `scale`. */
static enum nd_status store_mpf(const mpf_t f, int scale, struct nd_arena *arena, struct nd_slice *out,
                                struct nd_err *err)
{
    mpz_t z;
    mpf_t p;
    mpz_init(z);
    nd__mpz_pow10(z, (unsigned)scale);
    mpf_init2(p, mpf_get_prec(f) + 64);
    mpf_set_z(p, z);
    mpf_mul(p, p, f);
    mpf_t half;
    mpf_init2(half, 64);
    mpf_set_d(half, mpf_sgn(f) < 0 ? -0.5 : 0.5);
    mpf_add(p, p, half);
    mpz_set_f(z, p);
    mpf_clear(half);
    mpf_clear(p);
    return nd__num_store_mpz(z, scale, arena, out, err);
}

/* exp(x), |x| < 2^20: x is halved until small, the series is squared back. */
static void mpf_exp(mpf_t out, const mpf_t x)
{
    mp_bitcnt_t bits = mpf_get_prec(out);
    unsigned halvings = 28;
    mpf_t r, term, sum;
    mpf_init2(r, bits + 64), mpf_init2(term, bits + 64), mpf_init2(sum, bits + 64);
    mpf_div_2exp(r, x, halvings);
    mpf_set_ui(sum, 1), mpf_set_ui(term, 1);
    for (unsigned long i = 1;; i++) {
        mpf_mul(term, term, r);
        mpf_div_ui(term, term, i);
        if (mpf_sgn(term) == 0) break;
        mpf_add(sum, sum, term);
        signed long exponent;
        (void)mpf_get_d_2exp(&exponent, term);
        if (exponent < -(signed long)bits - 64) break;
    }
    for (unsigned i = 0; i < halvings; i++) mpf_mul(sum, sum, sum);
    mpf_set(out, sum);
    mpf_clear(r), mpf_clear(term), mpf_clear(sum);
}

/* ln(x), x > 0: square roots bring x near 1, then 2 atanh((x - 1) / (x + 1)). Absolute error about 2^-(precision - 40). */
static void mpf_ln(mpf_t out, const mpf_t x)
{
    mp_bitcnt_t bits = mpf_get_prec(out) + 64;
    mpf_t y, square, term, part;
    mpf_init2(y, bits), mpf_init2(square, bits), mpf_init2(term, bits), mpf_init2(part, bits);
    mpf_set(y, x);
    unsigned roots = 0;
    for (;; roots++) {
        mpf_sub_ui(term, y, 1);
        signed long exponent;
        (void)mpf_get_d_2exp(&exponent, term);
        if (mpf_sgn(term) == 0 || exponent < -8) break;
        mpf_sqrt(y, y);
    }
    mpf_add_ui(part, y, 1);
    mpf_div(term, term, part); /* (y - 1) / (y + 1) */
    mpf_mul(square, term, term);
    mpf_set(y, term); /* the sum */
    for (unsigned long i = 3; mpf_sgn(term) != 0; i += 2) {
        mpf_mul(term, term, square);
        mpf_div_ui(part, term, i);
        signed long exponent;
        (void)mpf_get_d_2exp(&exponent, part);
        if (mpf_sgn(part) == 0 || exponent < -(signed long)bits) break;
        mpf_add(y, y, part);
    }
    mpf_mul_2exp(out, y, roots + 1);
    mpf_clear(y), mpf_clear(square), mpf_clear(term), mpf_clear(part);
}

/* ---- estimates --------------------------------------------------------------------------------- */

/* Decimal weight of ln(a), a > 0, as PostgreSQL estimates it. */
static int ln_weight(const struct nd__num *a)
{
    mpz_t z, p, tenth;
    nd__num_mpz(a, z);
    mpz_init(p), mpz_init(tenth);
    nd__mpz_pow10(p, (unsigned)a->scale);
    mpz_sub(z, z, p);
    mpz_mul_ui(tenth, z, 10);
    if (mpz_cmpabs(tenth, p) <= 0) { /* 0.9 <= a <= 1.1: ln(a) is about a - 1 */
        struct nd__num difference = {.kind = ND__NUM_FINITE, .is_big = true, .scale = a->scale};
        *difference.z = *z;
        int weight = nd__num_weight(&difference);
        mpz_clear(z), mpz_clear(p), mpz_clear(tenth);
        return weight;
    }
    mpz_clear(z), mpz_clear(p), mpz_clear(tenth);
    int weight = nd__num_weight(a);
    int nbase_weight = weight >= 0 ? weight / NBASE_DIGITS : -((-weight + NBASE_DIGITS - 1) / NBASE_DIGITS);
    int power = (nbase_weight - 1) * NBASE_DIGITS; /* two digits of base 10000 */
    double ln = log((double)nd__num_leading(a, power)) + power * LN10;
    return (int)log10(fabs(ln));
}

static enum nd_status check_log(const struct nd__num *a, struct nd_err *err)
{
    if (nd__num_sign(a) < 0) return nd_err_set(err, "2201E", "cannot take logarithm of a negative number");
    if (nd__num_sign(a) == 0) return nd_err_set(err, "2201E", "cannot take logarithm of zero");
    return ND_STATUS_OK;
}

/* Bits that ln(a) needs for `scale` decimal places: a near 1 loses as many as it is near. */
static mp_bitcnt_t ln_bits(const struct nd__num *a, int scale)
{
    return bits_of_digits(scale + abs(nd__num_weight(a)) / 1000 + 24) + 64;
}

/* ---- functions --------------------------------------------------------------------------------- */

enum nd_status nd__num_sqrt(const struct nd__num *a, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    int sign = nd__num_sign(a);
    if (sign < 0) return nd_err_set(err, "2201F", "cannot take square root of a negative number");
    int weight = nd__num_weight(a);
    int nbase_weight = weight >= 0 ? weight / NBASE_DIGITS : -((-weight + NBASE_DIGITS - 1) / NBASE_DIGITS);
    int scale =
        clamp_scale(MIN_SIGNIFICANT_DIGITS - (sign == 0 ? 1 : nbase_weight * NBASE_DIGITS / 2 + 1), scale_min(a));
    return nd__num_sqrt_to(a, scale < 0 ? 0 : scale, arena, out, err);
}

enum nd_status nd__num_sqrt_to(const struct nd__num *a, int scale, struct nd_arena *arena, struct nd_slice *out,
                               struct nd_err *err)
{
    mpz_t z;
    nd__num_mpz(a, z);
    /* floor(sqrt(a)) with one digit more, which says how to round */
    nd__mpz_rescale(z, a->scale, 2 * (scale + 1), true);
    mpz_sqrt(z, z);
    nd__mpz_rescale(z, scale + 1, scale, false);
    return nd__num_store_mpz(z, scale, arena, out, err);
}

/* e^x to the scale that PostgreSQL gives a result of about that size. */
static enum nd_status exp_to_scale(const mpf_t x, double estimate, int scale, struct nd_arena *arena,
                                   struct nd_slice *out, struct nd_err *err)
{
    if (estimate >= EXP_ARGUMENT_MAX) return nd__num_overflow(err);
    if (estimate <= -EXP_ARGUMENT_MAX) {
        *out = nd__num_store128(0, scale, arena);
        return ND_STATUS_OK;
    }
    mpf_t result;
    mpf_init2(result, bits_of_digits(scale + larger(0, (int)(estimate * LOG10_E)) + 16));
    mpf_exp(result, x);
    enum nd_status status = store_mpf(result, scale, arena, out, err);
    mpf_clear(result);
    return status;
}

static int exp_scale(double estimate, int at_least)
{
    double weight = estimate * LOG10_E;
    weight = weight < -2000 ? -2000 : weight > 2000 ? 2000 : weight;
    return clamp_scale(MIN_SIGNIFICANT_DIGITS - (int)weight, at_least);
}

enum nd_status nd__num_exp(const struct nd__num *a, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    double estimate = double_of_num(a);
    int scale = exp_scale(estimate, scale_min(a));
    mpf_t x;
    mpf_init2(x, bits_of_digits(scale + 2700));
    mpf_of_num(x, a);
    enum nd_status status = exp_to_scale(x, estimate, scale, arena, out, err);
    mpf_clear(x);
    return status;
}

enum nd_status nd__num_ln(const struct nd__num *a, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    ND_TRY(check_log(a, err));
    int scale = clamp_scale(MIN_SIGNIFICANT_DIGITS - ln_weight(a), scale_min(a));
    if (scale < 0) scale = 0;
    mpf_t x;
    mpf_init2(x, ln_bits(a, scale));
    mpf_of_num(x, a);
    mpf_ln(x, x);
    enum nd_status status = store_mpf(x, scale, arena, out, err);
    mpf_clear(x);
    return status;
}

enum nd_status nd__num_log(const struct nd__num *base, const struct nd__num *a, struct nd_arena *arena,
                           struct nd_slice *out, struct nd_err *err)
{
    ND_TRY(check_log(base, err));
    ND_TRY(check_log(a, err));
    int weight_base = ln_weight(base), weight_a = ln_weight(a);
    int scale = clamp_scale(MIN_SIGNIFICANT_DIGITS - (weight_a - weight_base), larger(scale_min(base), scale_min(a)));
    if (scale < 0) scale = 0;
    mp_bitcnt_t bits =
        larger((int)ln_bits(base, scale), (int)ln_bits(a, scale)) + bits_of_digits(abs(weight_base) + abs(weight_a));
    mpf_t x, y;
    mpf_init2(x, bits), mpf_init2(y, bits);
    mpf_of_num(x, a);
    mpf_of_num(y, base);
    mpf_ln(x, x);
    mpf_ln(y, y);
    enum nd_status status;
    if (mpf_sgn(y) == 0) {
        status = nd_err_set(err, "22012", "division by zero");
    } else {
        mpf_div(x, x, y);
        status = store_mpf(x, scale, arena, out, err);
    }
    mpf_clear(x), mpf_clear(y);
    return status;
}

/* An integer exponent: repeated squaring. The result has the scale that PostgreSQL 15 gives it, whatever its size. */
static enum nd_status power_int(const struct nd__num *a, int64_t n, int scale, struct nd_arena *arena,
                                struct nd_slice *out, struct nd_err *err)
{
    if (n == 0 || nd__num_sign(a) == 0) {
        mpz_t z;
        mpz_init_set_ui(z, n == 0 ? 1 : 0);
        nd__mpz_rescale(z, 0, scale, true);
        return nd__num_store_mpz(z, scale, arena, out, err);
    }
    /* decimal weight of the result, as near as a double tells */
    mpf_t f;
    mpf_init2(f, 128);
    mpf_of_num(f, a);
    signed long exponent;
    double weight = (log10(fabs(mpf_get_d_2exp(&exponent, f))) + (double)exponent * 0.30102999566398120) * (double)n;
    mpf_clear(f);
    if (weight > ND_NUMERIC_WEIGHT_MAX + 1.0) return nd__num_overflow(err);
    if (weight < -scale - 1.0) {
        *out = nd__num_store128(0, scale, arena);
        return ND_STATUS_OK;
    }
    mp_bitcnt_t bits = bits_of_digits((weight > 0 ? (int)weight : 0) + scale + 16) + 64;
    mpf_t result, square;
    mpf_init2(result, bits), mpf_init2(square, bits);
    mpf_of_num(square, a);
    mpf_set_ui(result, 1);
    for (uint64_t rest = (uint64_t)llabs(n); rest != 0; rest >>= 1) {
        if (rest & 1) mpf_mul(result, result, square);
        if (rest > 1) mpf_mul(square, square, square);
    }
    if (n < 0) mpf_ui_div(result, 1, result);
    enum nd_status status = store_mpf(result, scale, arena, out, err);
    mpf_clear(result), mpf_clear(square);
    return status;
}

/* The sign of a negative base raised to an integer beyond int32. */
static bool is_odd_integer(const struct nd__num *b)
{
    mpz_t z;
    nd__num_mpz(b, z);
    nd__mpz_rescale(z, b->scale, 0, true);
    bool is_odd = mpz_odd_p(z) != 0;
    mpz_clear(z);
    return is_odd;
}

enum nd_status nd__num_power(const struct nd__num *a, const struct nd__num *b, struct nd_arena *arena,
                             struct nd_slice *out, struct nd_err *err)
{
    int at_least = larger(scale_min(a), scale_min(b));
    if (nd__num_is_integer(b) && nd__num_weight(b) < 18) {
        int64_t n = (int64_t)nd__num_leading(b, 0);
        if (nd__num_sign(b) < 0) n = -n;
        if (n >= INT32_MIN && n <= INT32_MAX)
            return power_int(a, n, larger(MIN_SIGNIFICANT_DIGITS, at_least), arena, out, err);
    }
    if (nd__num_sign(a) == 0) {
        *out = nd__num_store128(0, MIN_SIGNIFICANT_DIGITS, arena);
        return ND_STATUS_OK;
    }
    bool is_negative = nd__num_sign(a) < 0;
    mpz_t z;
    nd__num_mpz(a, z);
    mpz_abs(z, z);
    struct nd__num base = {.kind = ND__NUM_FINITE, .is_big = true, .scale = a->scale};
    *base.z = *z;

    enum nd_status status;
    mpf_t x, y;
    int digits = nd__num_weight(b) > 0 ? nd__num_weight(b) : 0;
    mp_bitcnt_t bits = ln_bits(&base, DISPLAY_SCALE_MAX + 2700) + bits_of_digits(digits > 8000 ? 8000 : digits);
    mpf_init2(x, bits), mpf_init2(y, bits);
    mpf_of_num(x, &base);
    mpf_of_num(y, b);
    mpf_ln(x, x);
    /* the scale follows from the product of the logarithm in 8 significant digits, as PostgreSQL has it */
    double unit = pow(10, larger(0, 8 - ln_weight(&base)));
    double rough = rint(rint(mpf_get_d(x) * unit) / unit * double_of_num(b) * unit) / unit;
    mpf_mul(x, x, y);
    double estimate = mpf_cmp_d(x, 1e9) > 0 ? 1e9 : mpf_cmp_d(x, -1e9) < 0 ? -1e9 : mpf_get_d(x);
    if (fabs(estimate) > EXP_ARGUMENT_MAX) {
        status = ND_STATUS_OK;
        if (estimate > 0)
            status = nd__num_overflow(err);
        else
            *out = nd__num_store128(0, DISPLAY_SCALE_MAX, arena);
    } else {
        status = exp_to_scale(x, estimate, exp_scale(isfinite(rough) ? rough : estimate, at_least), arena, out, err);
    }
    mpf_clear(x), mpf_clear(y);
    nd__num_clear(&base);
    if (status == ND_STATUS_OK && is_negative && is_odd_integer(b))
        status = nd_numeric_unary(ND_NUMERIC_NEG, *out, arena, out, err);
    return status;
}

enum nd_status nd_numeric_factorial(int64_t n, struct nd_arena *arena, struct nd_slice *numeric_out, struct nd_err *err)
{
    *numeric_out = nd_numeric_zero;
    if (n < 0) return nd_err_set(err, "22003", "factorial of a negative number is undefined");
    if (n > FACTORIAL_MAX) return nd__num_overflow(err);
    mpz_t z;
    mpz_init(z);
    mpz_fac_ui(z, (unsigned long)n);
    return nd__num_store_mpz(z, 0, arena, numeric_out, err);
}
