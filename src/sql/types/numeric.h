/* SPDX-License-Identifier: Apache-2.0 */
/* numeric.h - NUMERIC: exact decimal numbers with PostgreSQL's rules of scale and rounding.
 *
 * Value.      mantissa * 10^-scale, where scale is the display scale: 1.50 and 1.5 are equal and look different.
 * Form.       Bytes of a datum (struct nd_slice), read and written by this file alone:
 *
 *               offset  bytes  field
 *               0       1      0x00..0x3f  small: scale 0..63, then the mantissa
 *                              0x40        large: the fields below
 *                              0x80, 0x81, 0x82  NaN, Infinity, -Infinity: nothing follows
 *               small:
 *               1       0..16  mantissa, two's complement little-endian, shortest length (none: zero)
 *               large:
 *               1       2      scale, little-endian
 *               3       1      1: negative
 *               4       n      magnitude, little-endian, the last byte not zero (zero: one byte 0)
 *
 *             A value takes the small form whenever it fits (scale <= 63, |mantissa| < 2^127), so equal values of equal
 *             scale are equal bytes. Values that differ only in scale compare equal and hash equal.
 * Arithmetic. 128-bit integers where mantissas fit, GMP beyond.
 * Limits.     At most 131072 digits before the decimal point and 16383 after: 22003 "value overflows numeric format".
 * Errors.     ND_STATUS_SQL with err filled: 22003, 22012 division by zero, 22P02, 2201F, 2201E, 2201G.
 * Testing.    tests/golden/sql_func/numeric.txt (expectations from PostgreSQL 15), tests/unit/sql_types_order.c. */
#ifndef ND_SQL_TYPES_NUMERIC_H
#define ND_SQL_TYPES_NUMERIC_H

#include "sql/types/types.h"

#define ND_NUMERIC_SCALE_MAX 16383
#define ND_NUMERIC_WEIGHT_MAX 131072 /* digits before the decimal point */

/* Bytes from storage or a peer: must hold before any other function sees them. */
bool nd_numeric_is_valid(struct nd_slice numeric);

/* ---- making and reading ------------------------------------------------------------------------ */

ND_RESULT nd_numeric_of_text(struct nd_slice text, int32_t typmod, struct nd_arena *arena, struct nd_slice *numeric_out,
                             struct nd_err *err);
void nd_numeric_to_text(struct nd_slice numeric, struct nd_buf *text);
ND_RESULT nd_numeric_recv(struct nd_slice wire, int32_t typmod, struct nd_arena *arena, struct nd_slice *numeric_out,
                          struct nd_err *err);
void nd_numeric_send(struct nd_slice numeric, struct nd_buf *wire);

struct nd_slice nd_numeric_of_i64(int64_t value, struct nd_arena *arena);
struct nd_slice nd_numeric_of_scaled(int64_t mantissa, int scale, struct nd_arena *arena); /* scale 0..63 */
/* As PostgreSQL casts: %.15g (float8), %.6g (float4). */
ND_RESULT nd_numeric_of_f64(double value, int digits, struct nd_arena *arena, struct nd_slice *numeric_out,
                            struct nd_err *err);
/* Rounded half away from zero. 22003 where it does not fit; 0A000 NaN and Infinity; `type_name` is for the message. */
ND_RESULT nd_numeric_to_i64(struct nd_slice numeric, const char *type_name, int64_t *value_out, struct nd_err *err);
ND_RESULT nd_numeric_to_f64(struct nd_slice numeric, double *value_out, struct nd_err *err);

bool nd_numeric_is_nan(struct nd_slice numeric);
bool nd_numeric_is_inf(struct nd_slice numeric); /* either sign */
int nd_numeric_sign(struct nd_slice numeric);    /* -1, 0, 1; NaN: 1 */
int nd_numeric_scale(struct nd_slice numeric);   /* display scale; 0 for NaN and Infinity */

/* ---- order ------------------------------------------------------------------------------------- */

/* -Infinity < finite < Infinity < NaN; NaN equals itself. */
int nd_numeric_cmp(struct nd_slice a, struct nd_slice b);
uint64_t nd_numeric_hash(struct nd_slice numeric);

/* Decimal digits for the key codec: |value| = 0.d1d2d3... * 10^exponent, d1 and the last digit not zero. Digits are '0'..'9'.
 * Zero has none. Not for NaN and Infinity. */
void nd_numeric_digits(struct nd_slice numeric, struct nd_arena *arena, struct nd_slice *digits_out,
                       int32_t *exponent_out);
/* The inverse, with the least scale that shows all digits. CORRUPT beyond the limits. */
ND_RESULT nd_numeric_of_digits(bool is_negative, struct nd_slice digits, int32_t exponent, struct nd_arena *arena,
                               struct nd_slice *numeric_out);

extern const struct nd_slice nd_numeric_nan, nd_numeric_inf, nd_numeric_minus_inf, nd_numeric_zero;

/* ---- arithmetic -------------------------------------------------------------------------------- */

enum nd_numeric_op {
    ND_NUMERIC_ADD,
    ND_NUMERIC_SUB,
    ND_NUMERIC_MUL,
    ND_NUMERIC_DIV,
    ND_NUMERIC_MOD,
    ND_NUMERIC_DIV_TRUNC,
    ND_NUMERIC_POWER,
    ND_NUMERIC_LOG, /* base a */
    ND_NUMERIC_GCD,
    ND_NUMERIC_LCM
};
ND_RESULT nd_numeric_binary(enum nd_numeric_op op, struct nd_slice a, struct nd_slice b, struct nd_arena *arena,
                            struct nd_slice *numeric_out, struct nd_err *err);

enum nd_numeric_fn {
    ND_NUMERIC_NEG,
    ND_NUMERIC_ABS,
    ND_NUMERIC_SIGN,
    ND_NUMERIC_CEIL,
    ND_NUMERIC_FLOOR,
    ND_NUMERIC_SQRT,
    ND_NUMERIC_EXP,
    ND_NUMERIC_LN,
    ND_NUMERIC_LOG10,
    ND_NUMERIC_TRIM
};
ND_RESULT nd_numeric_unary(enum nd_numeric_fn fn, struct nd_slice a, struct nd_arena *arena,
                           struct nd_slice *numeric_out, struct nd_err *err);

ND_RESULT nd_numeric_factorial(int64_t n, struct nd_arena *arena, struct nd_slice *numeric_out, struct nd_err *err);
/* scale may be negative: round(1234, -2) = 1200. */
ND_RESULT nd_numeric_round(struct nd_slice a, int scale, bool is_truncating, struct nd_arena *arena,
                           struct nd_slice *numeric_out, struct nd_err *err);
/* Rounds to the modifier's scale; 22003 "numeric field overflow" with its detail. typmod -1: the value itself. */
ND_RESULT nd_numeric_coerce(struct nd_slice a, int32_t typmod, struct nd_arena *arena, struct nd_slice *numeric_out,
                            struct nd_err *err);

/* ---- sums -------------------------------------------------------------------------------------- */

/* A running sum, for sum and avg over integers and numerics. Zeroed: empty. A sum beyond 128 bits moves to `big`, which is
 * replaced on the arena each time. */
struct nd_numeric_sum {
    __int128 mantissa;
    struct nd_slice big; /* n > 0: added to the mantissa; also NaN and Infinity */
    uint64_t count;
    int32_t scale;    /* of the mantissa: the largest seen */
    bool is_overflow; /* beyond the format: total and avg answer 22003 */
};
void nd_numeric_sum_add(struct nd_numeric_sum *sum, struct nd_slice numeric, struct nd_arena *arena);
static inline void nd_numeric_sum_add_i64(struct nd_numeric_sum *sum, int64_t value)
{
    sum->mantissa += value, sum->count++;
} /* scale stays 0 */
void nd_numeric_sum_merge(struct nd_numeric_sum *sum, const struct nd_numeric_sum *other, struct nd_arena *arena);
ND_RESULT nd_numeric_sum_total(const struct nd_numeric_sum *sum, struct nd_arena *arena, struct nd_slice *numeric_out,
                               struct nd_err *err);
/* Variance or standard deviation from the sum and the sum of squares; count > 0, of a sample > 1. */
ND_RESULT nd_numeric_variance(const struct nd_numeric_sum *sum, const struct nd_numeric_sum *squares, bool is_sample,
                              bool is_stddev, struct nd_arena *arena, struct nd_slice *numeric_out, struct nd_err *err);
ND_RESULT nd_numeric_sum_avg(const struct nd_numeric_sum *sum, struct nd_arena *arena, struct nd_slice *numeric_out,
                             struct nd_err *err); /* count > 0 */

#endif
