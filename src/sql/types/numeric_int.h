/* SPDX-License-Identifier: Apache-2.0 */
/* numeric_int.h - a numeric taken apart: shared by numeric.c, numeric_arith.c and numeric_math.c.
 *
 * GMP's values are freed on every path out of the function that made them; no function in between can wait. */
#ifndef ND_SQL_TYPES_NUMERIC_INT_H
#define ND_SQL_TYPES_NUMERIC_INT_H

#include <gmp.h>

#include "sql/types/numeric.h"

enum nd__num_kind { ND__NUM_FINITE, ND__NUM_NAN, ND__NUM_INF, ND__NUM_MINUS_INF };

#define ND__POW10_MAX 38
#define ND__I128_MAX ((__int128)(~(unsigned __int128)0 >> 1))

struct nd__num {
    enum nd__num_kind kind;
    bool is_big; /* the mantissa is z, else m */
    int32_t scale;
    __int128 m; /* > INT128_MIN */
    mpz_t z;
};

__int128 nd__pow10(int n); /* 0..ND__POW10_MAX */
static inline unsigned __int128 nd__abs128(__int128 v) { return v < 0 ? -(unsigned __int128)v : (unsigned __int128)v; }
int nd__digits128(__int128 v); /* decimal digits of |v|; 0 has 1 */
/* false: beyond |INT128_MAX|, or nearly: the caller takes the way through GMP. */
static inline bool nd__mul128(__int128 a, __int128 b, __int128 *out)
{
    unsigned __int128 x = nd__abs128(a), y = nd__abs128(b);
    uint64_t xh = (uint64_t)(x >> 64), yh = (uint64_t)(y >> 64);
    if (xh != 0 && yh != 0) return false;
    if (xh != 0 || yh != 0) {
        /* high * low must stay below 2^63, the rest carries into bit 126 at most */
        unsigned __int128 high = xh != 0 ? (unsigned __int128)xh * (uint64_t)y : (unsigned __int128)yh * (uint64_t)x;
        if (high >> 62 != 0) return false;
    }
    if (xh == 0 && yh == 0 && (x * y) >> 127 != 0) return false;
    *out = a * b;
    return true;
}
static inline bool nd__add128(__int128 a, __int128 b, __int128 *out)
{
    return !__builtin_add_overflow(a, b, out) && *out != -ND__I128_MAX - 1;
}

void nd__num_load(struct nd__num *num, struct nd_slice bytes);
void nd__num_clear(struct nd__num *num);
void nd__num_set128(struct nd__num *num, __int128 m, int32_t scale);
void nd__mpz_set128(mpz_t z, __int128 v);
/* The mantissa as z, which is initialised and must be cleared. */
void nd__num_mpz(const struct nd__num *num, mpz_t z);
void nd__mpz_pow10(mpz_t z, unsigned n); /* z is initialised */
/* Bytes on the arena; 22003 beyond the limits. Takes z: clears it. */
ND_RESULT nd__num_store_mpz(mpz_t z, int32_t scale, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err);
struct nd_slice nd__num_store128(__int128 m, int32_t scale, struct nd_arena *arena); /* scale >= 0 */
/* Any kind; clears num. */
ND_RESULT nd__num_store(struct nd__num *num, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err);
/* mantissa * 10^-from -> at scale `to`, rounded half away from zero or cut. */
void nd__mpz_rescale(mpz_t z, int from, int to, bool is_truncating);
bool nd__rescale128(__int128 *m, int from, int to, bool is_truncating); /* false: does not fit */
/* Decimal exponent of the first digit: 123.4 -> 2, 0.05 -> -2; 0 for zero. */
int nd__num_weight(const struct nd__num *num);
/* |num| / 10^power cut to an integer, which is below 10^18 by the caller's choice of power. */
uint64_t nd__num_leading(const struct nd__num *num, int power);
int nd__num_sign(const struct nd__num *num); /* finite: -1, 0, 1 */
bool nd__num_is_integer(const struct nd__num *num);
enum nd_status nd__num_overflow(struct nd_err *err);

/* numeric_math.c */
ND_RESULT nd__num_sqrt(const struct nd__num *a, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err);
/* To a scale given; a >= 0. */
ND_RESULT nd__num_sqrt_to(const struct nd__num *a, int scale, struct nd_arena *arena, struct nd_slice *out,
                          struct nd_err *err);
ND_RESULT nd__num_exp(const struct nd__num *a, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err);
ND_RESULT nd__num_ln(const struct nd__num *a, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err);
ND_RESULT nd__num_log(const struct nd__num *base, const struct nd__num *a, struct nd_arena *arena, struct nd_slice *out,
                      struct nd_err *err);
ND_RESULT nd__num_power(const struct nd__num *a, const struct nd__num *b, struct nd_arena *arena, struct nd_slice *out,
                        struct nd_err *err);

#endif
