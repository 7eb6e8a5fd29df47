/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/key_codec.h"

#include <math.h>

#include "sql/types/datetime.h"
#include "sql/types/io_int.h"
#include "sql/types/numeric.h"

#define MARK_NULL_FIRST 0x01
#define MARK_VALUE 0x02
#define MARK_NULL_LAST 0x03

enum { CLASS_MINUS_INF = 1, CLASS_NEGATIVE, CLASS_ZERO, CLASS_POSITIVE, CLASS_INF, CLASS_NAN };
#define EXPONENT_BIAS (1 << 22)
#define SIGN64 (UINT64_C(1) << 63)

/* Bytes of the fixed-width encodings of 64-bit integers. 0: not one. */
static size_t int_bytes(enum nd_type_id type)
{
    switch (type) {
    case ND_TYPE_INT2: return 2;
    case ND_TYPE_INT4:
    case ND_TYPE_DATE:
    case ND_TYPE_OID: return 4;
    case ND_TYPE_INT8:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return 8;
    default: return 0;
    }
}

static uint64_t sign_bit(enum nd_type_id type)
{
    return type == ND_TYPE_OID ? 0 : UINT64_C(1) << (8 * int_bytes(type) - 1);
}

/* regclass and its kin are oids, enums positions. */
static enum nd_type_id form_of(enum nd_type_id type)
{
    if (nd_type_is_enum(type)) return ND_TYPE_INT8;
    return nd_type_is_reg(type) ? ND_TYPE_OID : type;
}

bool nd_key_is_supported(enum nd_type_id type)
{
    bool is_odd = type == ND_TYPE_XID || type == ND_TYPE_CID || type == ND_TYPE_TID || type == ND_TYPE_ACLITEM || type == ND_TYPE_JSON || type == ND_TYPE_JSONB;
    return !nd_type_is_array(type) && !is_odd;
}

/* ---- encoding ------------------------------------------------------------------------------------ */

static void put_be(struct nd_buf *key, uint64_t v, size_t bytes)
{
    uint8_t *p = nd_buf_extend(key, bytes);
    for (size_t i = bytes; i-- > 0; v >>= 8) p[i] = (uint8_t)v;
}

static void put_f64(struct nd_buf *key, double f)
{
    uint64_t bits;
    if (isnan(f)) f = NAN;
    if (f == 0) f = 0;
    memcpy(&bits, &f, 8);
    if (isnan(f)) bits &= ~SIGN64;
    put_be(key, (bits & SIGN64) != 0 ? ~bits : bits | SIGN64, 8);
}

static void put_escaped(struct nd_buf *key, struct nd_slice s)
{
    nd_buf_reserve(key, s.n + 2);
    while (s.n > 0) {
        const uint8_t *zero = memchr(s.p, 0, s.n);
        size_t n = zero == NULL ? s.n : (size_t)(zero - s.p);
        nd_buf_put(key, s.p, n);
        if (zero != NULL) nd_buf_put(key, "\x00\xff", 2), n++;
        s.p += n, s.n -= n;
    }
    nd_buf_put(key, "\x00\x01", 2);
}

static void put_numeric(struct nd_buf *key, struct nd_slice numeric)
{
    if (nd_numeric_is_nan(numeric) || nd_numeric_is_inf(numeric)) {
        nd_buf_put_u8(key, nd_numeric_is_nan(numeric)     ? CLASS_NAN
                           : nd_numeric_sign(numeric) < 0 ? CLASS_MINUS_INF
                                                          : CLASS_INF);
        return;
    }
    int sign = nd_numeric_sign(numeric);
    nd_buf_put_u8(key, sign < 0 ? CLASS_NEGATIVE : sign == 0 ? CLASS_ZERO : CLASS_POSITIVE);
    if (sign == 0) return;
    struct nd_arena arena;
    nd_arena_init(&arena, key->heap);
    struct nd_slice digits;
    int32_t exponent;
    nd_numeric_digits(numeric, &arena, &digits, &exponent);
    size_t start = key->n;
    put_be(key, (uint64_t)(exponent + EXPONENT_BIAS), 3);
    uint8_t *p = nd_buf_extend(key, (digits.n + 1) / 2 + 1);
    for (size_t i = 0; i < digits.n; i += 2) {
        int high = digits.p[i] - '0', low = i + 1 < digits.n ? digits.p[i + 1] - '0' : 0;
        *p++ = (uint8_t)(10 * high + low + 1);
    }
    *p = 0;
    if (sign < 0)
        for (size_t i = start; i < key->n; i++) key->p[i] = (uint8_t)~key->p[i];
    nd_arena_deinit(&arena);
}

static void put_interval(struct nd_buf *key, struct nd_slice s)
{
    __int128 total = nd_interval_total_us(nd_interval_of(s));
    put_be(key, (uint64_t)(total >> 64) ^ SIGN64, 8);
    put_be(key, (uint64_t)total, 8);
}

void nd_key_put_datum(struct nd_buf *key, enum nd_type_id type, unsigned flags, const struct nd_datum *datum)
{
    if (datum->is_null) {
        nd_buf_put_u8(key, (flags & ND_KEY_NULLS_FIRST) != 0 ? MARK_NULL_FIRST : MARK_NULL_LAST);
        return;
    }
    nd_buf_put_u8(key, MARK_VALUE);
    size_t start = key->n;
    type = form_of(type);
    switch (type) {
    case ND_TYPE_BOOL: nd_buf_put_u8(key, datum->b); break;
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8:
    case ND_TYPE_OID:
    case ND_TYPE_DATE:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: put_be(key, (uint64_t)datum->i ^ sign_bit(type), int_bytes(type)); break;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: put_f64(key, datum->f); break;
    case ND_TYPE_NUMERIC: put_numeric(key, datum->s); break;
    case ND_TYPE_UUID: nd_buf_put_slice(key, datum->s); break;
    case ND_TYPE_INTERVAL: put_interval(key, datum->s); break;
    case ND_TYPE_BPCHAR: put_escaped(key, nd__bpchar_trim(datum->s)); break;
    default: put_escaped(key, datum->s); break;
    }
    if ((flags & ND_KEY_DESC) != 0)
        for (size_t i = start; i < key->n; i++) key->p[i] = (uint8_t)~key->p[i];
}

void nd_key_put_row(struct nd_buf *key, const struct nd_vec *vec, unsigned flags, size_t row)
{
    struct nd_datum datum = nd_vec_get(vec, row);
    nd_key_put_datum(key, vec->type.id, flags, &datum);
}

/* ---- decoding ------------------------------------------------------------------------------------ */

/* Reads bytes, inverted where descending. */
struct reader {
    struct nd_dec *dec;
    uint8_t invert;
};

static uint8_t take_u8(struct reader *r) { return (uint8_t)(nd_dec_u8(r->dec) ^ r->invert); }

static uint64_t take_be(struct reader *r, size_t bytes)
{
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++) v = v << 8 | take_u8(r);
    return v;
}

static int64_t take_int(struct reader *r, enum nd_type_id type)
{
    size_t bytes = int_bytes(type);
    uint64_t v = take_be(r, bytes) ^ sign_bit(type);
    if (type == ND_TYPE_OID || bytes == 8) return (int64_t)v;
    unsigned shift = (unsigned)(64 - 8 * bytes);
    return (int64_t)(v << shift) >> shift;
}

static double take_f64(struct reader *r)
{
    uint64_t bits = take_be(r, 8);
    bits = (bits & SIGN64) != 0 ? bits & ~SIGN64 : ~bits;
    double f;
    memcpy(&f, &bits, 8);
    return f;
}

static struct nd_slice take_escaped(struct reader *r, struct nd_arena *arena)
{
    size_t left = nd_dec_left(r->dec), n = 0;
    uint8_t *out = nd_arena_alloc(arena, left + 1);
    for (;;) {
        uint8_t c = take_u8(r);
        if (c == 0) {
            uint8_t next = take_u8(r);
            if (next == 0x01 || !nd_dec_is_ok(r->dec)) break;
            if (next != 0xff) r->dec->is_bad = true;
        }
        if (!nd_dec_is_ok(r->dec)) break;
        out[n++] = c;
    }
    return nd_slice_of(out, n);
}

static enum nd_status take_numeric(struct reader *r, int32_t typmod, struct nd_arena *arena, struct nd_slice *out)
{
    uint8_t class = take_u8(r);
    *out = nd_numeric_zero;
    switch (class) {
    case CLASS_MINUS_INF: *out = nd_numeric_minus_inf; break;
    case CLASS_INF: *out = nd_numeric_inf; break;
    case CLASS_NAN: *out = nd_numeric_nan; break;
    case CLASS_ZERO: break;
    case CLASS_NEGATIVE:
    case CLASS_POSITIVE: {
        struct reader digits_reader = {r->dec, (uint8_t)(r->invert ^ (class == CLASS_NEGATIVE ? 0xff : 0))};
        int32_t exponent = (int32_t)take_be(&digits_reader, 3) - EXPONENT_BIAS;
        char *digits = nd_arena_alloc(arena, 2 * nd_dec_left(r->dec) + 1);
        size_t n = 0;
        for (uint8_t c = take_u8(&digits_reader); nd_dec_is_ok(r->dec) && c != 0; c = take_u8(&digits_reader)) {
            if (c > 100) return ND_STATUS_CORRUPT;
            digits[n++] = (char)('0' + (c - 1) / 10);
            digits[n++] = (char)('0' + (c - 1) % 10);
        }
        if (!nd_dec_is_ok(r->dec) || n == 0 || digits[0] == '0') return ND_STATUS_CORRUPT;
        if (digits[n - 1] == '0') n--;
        if (digits[n - 1] == '0') return ND_STATUS_CORRUPT;
        ND_TRY(nd_numeric_of_digits(class == CLASS_NEGATIVE, nd_slice_of(digits, n), exponent, arena, out));
        break;
    }
    default: return ND_STATUS_CORRUPT;
    }
    if (typmod < 0) return ND_STATUS_OK;
    struct nd_err err;
    return nd_numeric_coerce(*out, typmod, arena, out, &err) == ND_STATUS_OK ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

static enum nd_status take_interval(struct reader *r, struct nd_arena *arena, struct nd_slice *out)
{
    uint64_t high = take_be(r, 8) ^ SIGN64, low = take_be(r, 8);
    __int128 total = (__int128)((unsigned __int128)high << 64 | low);
    __int128 days = total / ND_USECS_PER_DAY, months = days / 30;
    days %= 30;
    if (months > INT32_MAX || months < INT32_MIN)
        days += (months - (months > 0 ? INT32_MAX : INT32_MIN)) * 30, months = months > 0 ? INT32_MAX : INT32_MIN;
    __int128 us = total % ND_USECS_PER_DAY;
    if (days > INT32_MAX || days < INT32_MIN)
        us += (days - (days > 0 ? INT32_MAX : INT32_MIN)) * ND_USECS_PER_DAY, days = days > 0 ? INT32_MAX : INT32_MIN;
    if (us > INT64_MAX || us < INT64_MIN) return ND_STATUS_CORRUPT;
    *out = nd_interval_new(arena, (struct nd_interval){(int64_t)us, (int32_t)days, (int32_t)months});
    return ND_STATUS_OK;
}

enum nd_status nd_key_take_datum(struct nd_dec *key, struct nd_type type, unsigned flags, struct nd_arena *arena,
                                 struct nd_datum *datum_out)
{
    *datum_out = (struct nd_datum){.is_null = false};
    uint8_t mark = nd_dec_u8(key);
    if (!nd_dec_is_ok(key)) return ND_STATUS_CORRUPT;
    if (mark == ((flags & ND_KEY_NULLS_FIRST) != 0 ? MARK_NULL_FIRST : MARK_NULL_LAST)) {
        *datum_out = ND_DATUM_NULL;
        return ND_STATUS_OK;
    }
    if (mark != MARK_VALUE) return ND_STATUS_CORRUPT;
    struct reader r = {key, (flags & ND_KEY_DESC) != 0 ? 0xff : 0};
    type.id = form_of(type.id);
    switch (type.id) {
    case ND_TYPE_BOOL: {
        uint8_t b = take_u8(&r);
        if (b > 1) return ND_STATUS_CORRUPT;
        datum_out->b = b != 0;
        break;
    }
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8:
    case ND_TYPE_OID:
    case ND_TYPE_DATE:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: datum_out->i = take_int(&r, type.id); break;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: datum_out->f = take_f64(&r); break;
    case ND_TYPE_NUMERIC: ND_TRY(take_numeric(&r, type.mod, arena, &datum_out->s)); break;
    case ND_TYPE_INTERVAL: ND_TRY(take_interval(&r, arena, &datum_out->s)); break;
    case ND_TYPE_UUID: {
        uint8_t *p = nd_arena_alloc(arena, 16);
        for (size_t i = 0; i < 16; i++) p[i] = take_u8(&r);
        datum_out->s = nd_slice_of(p, 16);
        break;
    }
    default: {
        struct nd_slice s = take_escaped(&r, arena);
        datum_out->s = s;
        struct nd_err err;
        if (type.id == ND_TYPE_BPCHAR && nd_dec_is_ok(key) &&
            nd__string_coerce(s, type, true, arena, &datum_out->s, &err) != ND_STATUS_OK)
            return ND_STATUS_CORRUPT;
        break;
    }
    }
    return nd_dec_is_ok(key) ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

enum nd_status nd_key_skip(struct nd_dec *key, enum nd_type_id type, unsigned flags)
{
    uint8_t mark = nd_dec_u8(key);
    if (!nd_dec_is_ok(key)) return ND_STATUS_CORRUPT;
    if (mark == MARK_NULL_FIRST || mark == MARK_NULL_LAST) return ND_STATUS_OK;
    if (mark != MARK_VALUE) return ND_STATUS_CORRUPT;
    struct reader r = {key, (flags & ND_KEY_DESC) != 0 ? 0xff : 0};
    type = form_of(type);
    size_t fixed = int_bytes(type);
    if (type == ND_TYPE_BOOL)
        fixed = 1;
    else if (type == ND_TYPE_FLOAT4 || type == ND_TYPE_FLOAT8)
        fixed = 8;
    else if (type == ND_TYPE_UUID || type == ND_TYPE_INTERVAL)
        fixed = 16;
    if (fixed > 0) {
        (void)nd_dec_raw(key, fixed);
    } else if (type == ND_TYPE_NUMERIC) {
        uint8_t class = take_u8(&r);
        if (class == CLASS_NEGATIVE || class == CLASS_POSITIVE) {
            uint8_t end = (uint8_t)(r.invert ^ (class == CLASS_NEGATIVE ? 0xff : 0));
            (void)nd_dec_raw(key, 3);
            while (nd_dec_is_ok(key) && nd_dec_u8(key) != end) {
            }
        }
    } else {
        while (nd_dec_is_ok(key)) {
            if (take_u8(&r) == 0 && take_u8(&r) == 0x01) break;
        }
    }
    return nd_dec_is_ok(key) ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

bool nd_key_is_lossless(struct nd_type type)
{
    switch (type.id) {
    case ND_TYPE_NUMERIC:
    case ND_TYPE_BPCHAR: return type.mod >= 4;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8:
    case ND_TYPE_INTERVAL: return false;
    default: return true;
    }
}

/* ---- varints ------------------------------------------------------------------------------------- */

void nd_key_put_varint(struct nd_buf *key, uint64_t v)
{
    ND_ASSERT(v <= ND_KEY_VARINT_MAX);
    size_t more = 0; /* bytes after the first */
    while (more < 7 && v >> (7 * (more + 1)) != 0) more++;
    uint64_t prefix = more == 0 ? 0 : (0xffu << (8 - more)) & 0xffu;
    put_be(key, v | prefix << (8 * more), more + 1);
}

uint64_t nd_key_take_varint(struct nd_dec *key)
{
    uint8_t first = nd_dec_u8(key);
    size_t more = 0;
    while (more < 8 && (first & (0x80u >> more)) != 0) more++;
    if (more == 8) {
        key->is_bad = true;
        return 0;
    }
    uint64_t v = first & (0x7fu >> more);
    for (size_t i = 0; i < more; i++) v = v << 8 | nd_dec_u8(key);
    if (more > 0 && v >> (7 * more) == 0) key->is_bad = true;
    return nd_dec_is_ok(key) ? v : 0;
}

bool nd_key_next_prefix(struct nd_buf *prefix)
{
    while (prefix->n > 0 && prefix->p[prefix->n - 1] == 0xff) prefix->n--;
    if (prefix->n == 0) return false;
    prefix->p[prefix->n - 1]++;
    return true;
}
