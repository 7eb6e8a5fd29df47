/* SPDX-License-Identifier: Apache-2.0 */
/* Numerics as text, as decimal digits, as bytes of the protocol. */
#include <stdlib.h>

#include "sql/types/ascii.h"
#include "sql/types/numeric_int.h"

#define NBASE 10000
#define NBASE_DIGITS 4

/* ---- text -------------------------------------------------------------------------------------- */

static enum nd_status bad_syntax(struct nd_slice text, struct nd_err *err)
{
    return nd_err_set(err, "22P02", "invalid input syntax for type numeric: \"%.*s\"", nd_text_shown(text),
                      (const char *)text.p);
}

/* What stands in a literal: digits d (without leading zeros) of which `fraction` follow the point, times 10^exponent. */
struct literal {
    bool is_negative;
    struct nd_slice digits; /* on the arena, NUL-terminated */
    int64_t scale;          /* digits after the point less the exponent; may be negative */
};

static bool is_digit(const uint8_t *p, const uint8_t *end) { return p < end && *p >= '0' && *p <= '9'; }

/* e+12 -> *exponent_out; false: no number. Saturates beyond the range that any value could have. */
static bool parse_exponent(const uint8_t **p_in, const uint8_t *end, int64_t *exponent_out)
{
    const uint8_t *p = *p_in;
    bool is_negative = false;
    if (p < end && (*p == '+' || *p == '-')) is_negative = *p++ == '-';
    if (!is_digit(p, end)) return false;
    int64_t exponent = 0;
    for (; is_digit(p, end); p++)
        if (exponent < INT32_MAX) exponent = exponent * 10 + (*p - '0');
    *exponent_out = is_negative ? -exponent : exponent;
    *p_in = p;
    return true;
}

/* false: not of the form [+-] digits [. digits] [e [+-] digits]. `text` is trimmed. */
static bool parse_literal(struct nd_slice text, struct nd_arena *arena, struct literal *literal)
{
    const uint8_t *p = text.p, *end = nd_slice_end(text);
    literal->is_negative = false;
    if (p < end && (*p == '+' || *p == '-')) literal->is_negative = *p++ == '-';
    char *digits = nd_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    int64_t fraction = 0, exponent = 0;
    bool has_digits = false, has_point = false;
    for (; p < end; p++) {
        if (*p == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (!is_digit(p, end)) break;
        has_digits = true;
        if (has_point) fraction++;
        if (n > 0 || *p != '0') digits[n++] = (char)*p;
    }
    if (!has_digits) return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (!parse_exponent(&p, end, &exponent)) return false;
    }
    digits[n] = '\0';
    literal->digits = nd_slice_of(digits, n);
    literal->scale = fraction - exponent;
    return p == end;
}

static bool special_of_text(struct nd_slice text, struct nd_slice *numeric_out)
{
    bool is_negative = text.n > 0 && text.p[0] == '-';
    struct nd_slice rest = text;
    if (rest.n > 0 && (rest.p[0] == '-' || rest.p[0] == '+')) rest.p++, rest.n--;
    if (nd_ascii_eq_nocase(text, "nan"))
        *numeric_out = nd_numeric_nan;
    else if (nd_ascii_eq_nocase(rest, "inf") || nd_ascii_eq_nocase(rest, "infinity"))
        *numeric_out = is_negative ? nd_numeric_minus_inf : nd_numeric_inf;
    else
        return false;
    return true;
}

static enum nd_status num_of_digits(const char *digits, size_t n, bool is_negative, int64_t scale, int32_t typmod,
                                    struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    if (n == 0) { /* zero; its scale is what was written */
        if (scale < 0) scale = 0;
        if (scale > ND_NUMERIC_SCALE_MAX && typmod < 0) return nd__num_overflow(err);
        *out = nd__num_store128(0, scale > ND_NUMERIC_SCALE_MAX ? 0 : (int32_t)scale, arena);
        return nd_numeric_coerce(*out, typmod, arena, out, err);
    }
    if ((int64_t)n - scale > ND_NUMERIC_WEIGHT_MAX || scale > ND_NUMERIC_SCALE_MAX || scale < -ND_NUMERIC_WEIGHT_MAX)
        return nd__num_overflow(err);
    if (scale >= 0 && n <= 36) {
        uint64_t high = 0, low = 0;
        size_t split = n > 18 ? n - 18 : 0;
        for (size_t i = 0; i < split; i++) high = high * 10 + (uint64_t)(digits[i] - '0');
        for (size_t i = split; i < n; i++) low = low * 10 + (uint64_t)(digits[i] - '0');
        __int128 m = (__int128)high * nd__pow10(18) + low;
        *out = nd__num_store128(is_negative ? -m : m, (int32_t)scale, arena);
    } else {
        mpz_t z;
        mpz_init(z);
        mpz_set_str(z, digits, 10);
        if (is_negative) mpz_neg(z, z);
        if (scale < 0) nd__mpz_rescale(z, (int)scale, 0, true), scale = 0;
        ND_TRY(nd__num_store_mpz(z, (int32_t)scale, arena, out, err));
    }
    return nd_numeric_coerce(*out, typmod, arena, out, err);
}

enum nd_status nd_numeric_of_text(struct nd_slice text, int32_t typmod, struct nd_arena *arena,
                                  struct nd_slice *numeric_out, struct nd_err *err)
{
    struct nd_slice trimmed = nd_ascii_trim(text);
    *numeric_out = nd_numeric_zero;
    if (trimmed.n == 0) return bad_syntax(text, err);
    if (special_of_text(trimmed, numeric_out)) return nd_numeric_coerce(*numeric_out, typmod, arena, numeric_out, err);
    struct literal literal;
    if (!parse_literal(trimmed, arena, &literal)) return bad_syntax(text, err);
    return num_of_digits((const char *)literal.digits.p, literal.digits.n, literal.is_negative, literal.scale, typmod,
                         arena, numeric_out, err);
}

/* Decimal digits of |m|, at the end of buf[40]. */
static char *digits_of128(__int128 m, char *end)
{
    unsigned __int128 u = nd__abs128(m);
    char *p = end;
    while (u >> 64 != 0) {
        uint64_t low = (uint64_t)(u % (unsigned __int128)nd__pow10(18));
        u /= (unsigned __int128)nd__pow10(18);
        for (int i = 0; i < 18; i++, low /= 10) *--p = (char)('0' + low % 10);
    }
    uint64_t rest = (uint64_t)u;
    do *--p = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    return p;
}

static void put_decimal(struct nd_buf *text, bool is_negative, const char *digits, size_t n, size_t scale)
{
    if (is_negative) nd_buf_put_u8(text, '-');
    size_t whole = n > scale ? n - scale : 0;
    if (whole > 0)
        nd_buf_put(text, digits, whole);
    else
        nd_buf_put_u8(text, '0');
    if (scale == 0) return;
    nd_buf_put_u8(text, '.');
    if (scale > n) memset(nd_buf_extend(text, scale - n), '0', scale - n);
    nd_buf_put(text, digits + whole, n - whole);
}

void nd_numeric_to_text(struct nd_slice numeric, struct nd_buf *text)
{
    struct nd__num num;
    nd__num_load(&num, numeric);
    if (num.kind != ND__NUM_FINITE) {
        const char *name = num.kind == ND__NUM_NAN ? "NaN" : num.kind == ND__NUM_INF ? "Infinity" : "-Infinity";
        nd_buf_put(text, name, strlen(name));
        return;
    }
    if (!num.is_big) {
        char buf[64], *p = digits_of128(num.m, buf + sizeof buf);
        put_decimal(text, num.m < 0, p, (size_t)(buf + sizeof buf - p), (size_t)num.scale);
        return;
    }
    size_t room = mpz_sizeinbase(num.z, 10) + 2;
    char *digits = nd_heap_alloc(text->heap, room);
    bool is_negative = mpz_sgn(num.z) < 0;
    mpz_abs(num.z, num.z);
    mpz_get_str(digits, 10, num.z);
    put_decimal(text, is_negative, digits, strlen(digits), (size_t)num.scale);
    nd_heap_free(text->heap, digits);
    nd__num_clear(&num);
}

void nd_numeric_digits(struct nd_slice numeric, struct nd_arena *arena, struct nd_slice *digits_out,
                       int32_t *exponent_out)
{
    struct nd__num num;
    nd__num_load(&num, numeric);
    ND_ASSERT(num.kind == ND__NUM_FINITE);
    *digits_out = ND_SLICE_EMPTY;
    *exponent_out = 0;
    if (nd__num_sign(&num) == 0) {
        nd__num_clear(&num);
        return;
    }
    char *digits;
    size_t n;
    if (!num.is_big) {
        char buf[64], *p = digits_of128(num.m, buf + sizeof buf);
        n = (size_t)(buf + sizeof buf - p);
        digits = nd_arena_strndup(arena, p, n);
    } else {
        digits = nd_arena_alloc(arena, mpz_sizeinbase(num.z, 10) + 2);
        mpz_abs(num.z, num.z);
        mpz_get_str(digits, 10, num.z);
        n = strlen(digits);
        nd__num_clear(&num);
    }
    *exponent_out = (int32_t)n - num.scale;
    while (digits[n - 1] == '0') n--;
    *digits_out = nd_slice_of(digits, n);
}

enum nd_status nd_numeric_of_digits(bool is_negative, struct nd_slice digits, int32_t exponent, struct nd_arena *arena,
                                    struct nd_slice *numeric_out)
{
    struct nd_err err;
    const char *text = nd_arena_strndup(arena, (const char *)digits.p, digits.n);
    if (digits.n > (1 << 20) || exponent > (1 << 20) || exponent < -(1 << 20)) return ND_STATUS_CORRUPT;
    enum nd_status status =
        num_of_digits(text, digits.n, is_negative, (int64_t)digits.n - exponent, -1, arena, numeric_out, &err);
    return status == ND_STATUS_OK ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

/* ---- the wire ---------------------------------------------------------------------------------- */

/* int16 count of digits of base 10000, int16 weight of the first, uint16 sign, uint16 display scale, the digits; big-endian. */
#define WIRE_POS 0x0000
#define WIRE_NEG 0x4000
#define WIRE_NAN 0xc000
#define WIRE_INF 0xd000
#define WIRE_MINUS_INF 0xf000
#define WIRE_INF_SCALE 0x20 /* what PostgreSQL sends there; no one reads it */

static unsigned wire_u16(const uint8_t *p) { return (unsigned)p[0] << 8 | p[1]; }
static void put_u16_be(struct nd_buf *buf, unsigned v)
{
    nd_buf_put_u8(buf, (uint8_t)(v >> 8));
    nd_buf_put_u8(buf, (uint8_t)v);
}

enum nd_status nd_numeric_recv(struct nd_slice wire, int32_t typmod, struct nd_arena *arena,
                               struct nd_slice *numeric_out, struct nd_err *err)
{
    *numeric_out = nd_numeric_zero;
    if (wire.n < 8) return nd_err_set(err, "08P01", "insufficient data left in message");
    size_t count = wire_u16(wire.p);
    int weight = (int16_t)wire_u16(wire.p + 2);
    unsigned sign = wire_u16(wire.p + 4), scale = wire_u16(wire.p + 6);
    if (sign != WIRE_POS && sign != WIRE_NEG && sign != WIRE_NAN && sign != WIRE_INF && sign != WIRE_MINUS_INF)
        return nd_err_set(err, "22P03", "invalid sign in external \"numeric\" value");
    if (scale > ND_NUMERIC_SCALE_MAX) return nd_err_set(err, "22P03", "invalid scale in external \"numeric\" value");
    if (wire.n < 8 + 2 * count) return nd_err_set(err, "08P01", "insufficient data left in message");
    if (wire.n > 8 + 2 * count) return nd_err_set(err, "22P03", "incorrect binary data format");
    if (sign != WIRE_POS && sign != WIRE_NEG) {
        *numeric_out = sign == WIRE_NAN ? nd_numeric_nan : sign == WIRE_INF ? nd_numeric_inf : nd_numeric_minus_inf;
        return nd_numeric_coerce(*numeric_out, typmod, arena, numeric_out, err);
    }
    char *digits = nd_arena_alloc(arena, NBASE_DIGITS * count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned digit = wire_u16(wire.p + 8 + 2 * i);
        if (digit >= NBASE) return nd_err_set(err, "22P03", "invalid digit in external \"numeric\" value");
        for (unsigned p = NBASE / 10; p > 0; p /= 10)
            if (n > 0 || digit / p % 10 != 0) digits[n++] = (char)('0' + digit / p % 10);
    }
    digits[n] = '\0';
    /* digits beyond the display scale are cut off, as PostgreSQL does */
    int64_t has_scale = n == 0 ? 0 : (int64_t)NBASE_DIGITS * ((int64_t)count - weight - 1);
    if (has_scale > (int64_t)scale) {
        int64_t drop = has_scale - scale;
        n = drop >= (int64_t)n ? 0 : n - (size_t)drop;
        digits[n] = '\0';
        has_scale = scale;
    }
    ND_TRY(num_of_digits(digits, n, sign == WIRE_NEG, has_scale, -1, arena, numeric_out, err));
    ND_TRY(nd_numeric_round(*numeric_out, (int)scale, true, arena, numeric_out, err));
    return nd_numeric_coerce(*numeric_out, typmod, arena, numeric_out, err);
}

void nd_numeric_send(struct nd_slice numeric, struct nd_buf *wire)
{
    struct nd_arena arena;
    nd_arena_init(&arena, wire->heap);
    bool is_nan = nd_numeric_is_nan(numeric);
    if (is_nan || nd_numeric_is_inf(numeric)) {
        put_u16_be(wire, 0), put_u16_be(wire, 0);
        put_u16_be(wire, is_nan ? WIRE_NAN : nd_numeric_sign(numeric) > 0 ? WIRE_INF : WIRE_MINUS_INF);
        put_u16_be(wire, is_nan ? 0 : WIRE_INF_SCALE);
        return;
    }
    struct nd_slice digits;
    int32_t exponent;
    nd_numeric_digits(numeric, &arena, &digits, &exponent);
    /* the first digit of base 10000 holds the decimal digits down to a power of 10000 */
    int weight = digits.n == 0 ? 0 : (exponent > 0 ? (exponent - 1) / NBASE_DIGITS : -((-exponent) / NBASE_DIGITS) - 1);
    int lead = digits.n == 0 ? 0 : (weight + 1) * NBASE_DIGITS - exponent; /* zeros before the first digit */
    size_t count = digits.n == 0 ? 0 : (digits.n + (size_t)lead + NBASE_DIGITS - 1) / NBASE_DIGITS;
    put_u16_be(wire, (unsigned)count), put_u16_be(wire, (unsigned)weight & 0xffff);
    put_u16_be(wire, nd_numeric_sign(numeric) < 0 ? WIRE_NEG : WIRE_POS),
        put_u16_be(wire, (unsigned)nd_numeric_scale(numeric));
    for (size_t i = 0; i < count; i++) {
        unsigned digit = 0;
        for (size_t j = 0; j < NBASE_DIGITS; j++) {
            size_t at = i * NBASE_DIGITS + j;
            digit = digit * 10;
            if (at >= (size_t)lead && at - (size_t)lead < digits.n)
                digit += (unsigned)(digits.p[at - (size_t)lead] - '0');
        }
        put_u16_be(wire, digit);
    }
    nd_arena_deinit(&arena);
}
