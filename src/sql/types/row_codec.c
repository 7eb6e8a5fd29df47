/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/row_codec.h"

#include "sql/types/array.h"
#include "sql/types/numeric.h"

enum kind { KIND_FALSE, KIND_TRUE, KIND_VARINT, KIND_FIXED8, KIND_FIXED4, KIND_BYTES, KIND_FIXED16 };
#define KIND_BITS 3
#define KIND_MASK 7u

static uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static int64_t unzigzag(uint64_t v) { return (int64_t)(v >> 1 ^ -(v & 1)); }

/* ---- encoding ------------------------------------------------------------------------------------ */

#define VARINT_BYTES_MAX 10

static uint8_t *put_varint(uint8_t *p, uint64_t v)
{
    for (; v >= 0x80; v >>= 7) *p++ = (uint8_t)(v | 0x80);
    *p++ = (uint8_t)v;
    return p;
}

/* An integer that fills the eight bytes is shorter fixed. */
static bool is_wide(int64_t v) { return zigzag(v) >> 56 != 0; }

static void put_field(struct nd_buf *out, uint32_t delta, enum nd_type_id type, const struct nd_datum *datum)
{
    uint64_t tag = (uint64_t)delta << KIND_BITS;
    size_t room = 2 * VARINT_BYTES_MAX + 16;
    nd_buf_reserve(out, room);
    uint8_t *p = out->p + out->n;
    switch (nd_type_phys(type)) {
    case ND_PHYS_BOOL: p = put_varint(p, tag | (datum->b ? KIND_TRUE : KIND_FALSE)); break;
    case ND_PHYS_I64:
        if (is_wide(datum->i)) {
            p = put_varint(p, tag | KIND_FIXED8);
            nd_store_u64(p, (uint64_t)datum->i);
            p += 8;
        } else {
            p = put_varint(p, tag | KIND_VARINT);
            p = put_varint(p, zigzag(datum->i));
        }
        break;
    case ND_PHYS_F64:
        if (type == ND_TYPE_FLOAT4) {
            float f = (float)datum->f;
            p = put_varint(p, tag | KIND_FIXED4);
            memcpy(p, &f, 4);
            p += 4;
        } else {
            p = put_varint(p, tag | KIND_FIXED8);
            memcpy(p, &datum->f, 8);
            p += 8;
        }
        break;
    case ND_PHYS_BYTES:
        if (type == ND_TYPE_UUID || type == ND_TYPE_INTERVAL) {
            ND_ASSERT(datum->s.n == 16);
            p = put_varint(p, tag | KIND_FIXED16);
            memcpy(p, datum->s.p, 16);
            p += 16;
        } else {
            p = put_varint(p, tag | KIND_BYTES);
            p = put_varint(p, datum->s.n);
            out->n = (size_t)(p - out->p);
            nd_buf_put_slice(out, datum->s);
            return;
        }
        break;
    }
    out->n = (size_t)(p - out->p);
}

static void put_head(struct nd_buf *out, uint32_t watermark)
{
    nd_buf_put_u8(out, ND_ROW_FORMAT);
    nd_buf_put_varint(out, watermark);
}

void nd_row_encode(struct nd_buf *out, uint32_t watermark, const struct nd_row_column *columns,
                   const struct nd_vec *vecs, size_t count, size_t row)
{
    put_head(out, watermark);
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        ND_ASSERT(columns[i].id > last || i == 0);
        if (vecs[i].nulls[row]) continue;
        struct nd_datum datum = nd_vec_get(&vecs[i], row);
        put_field(out, columns[i].id - last, columns[i].type.id, &datum);
        last = columns[i].id;
    }
}

void nd_row_encode_datums(struct nd_buf *out, uint32_t watermark, const struct nd_row_column *columns,
                          const struct nd_datum *datums, size_t count)
{
    put_head(out, watermark);
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        ND_ASSERT(columns[i].id > last || i == 0);
        if (datums[i].is_null) continue;
        put_field(out, columns[i].id - last, columns[i].type.id, &datums[i]);
        last = columns[i].id;
    }
}

/* ---- decoding ------------------------------------------------------------------------------------ */

/* One-byte varints, which most are, without a call. */
static uint64_t take_varint(struct nd_dec *dec)
{
    if (dec->p < dec->end && *dec->p < 0x80) return *dec->p++;
    return nd_dec_varint(dec);
}

static void skip_value(struct nd_dec *dec, unsigned kind)
{
    switch (kind) {
    case KIND_FALSE:
    case KIND_TRUE: break;
    case KIND_VARINT: (void)take_varint(dec); break;
    case KIND_FIXED8: (void)nd_dec_raw(dec, 8); break;
    case KIND_FIXED4: (void)nd_dec_raw(dec, 4); break;
    case KIND_BYTES: (void)nd_dec_raw(dec, (size_t)take_varint(dec)); break;
    case KIND_FIXED16: (void)nd_dec_raw(dec, 16); break;
    default: dec->is_bad = true;
    }
}

/* Integers from storage that their type cannot hold would surprise every later step. */
static bool int_fits(enum nd_type_id type, int64_t v)
{
    switch (type) {
    case ND_TYPE_INT2: return v == (int16_t)v;
    case ND_TYPE_INT4:
    case ND_TYPE_DATE: return v == (int32_t)v;
    case ND_TYPE_TIME: return v >= 0 && v <= INT64_C(86400000000);
    default: return nd_type_is_oid(type) ? v == (uint32_t)v : true;
    }
}

static void take_value(struct nd_dec *dec, unsigned kind, enum nd_type_id type, struct nd_vec *vec, size_t row)
{
    vec->nulls[row] = 0;
    switch (nd_type_phys(type)) {
    case ND_PHYS_BOOL:
        vec->b[row] = kind == KIND_TRUE;
        if (kind > KIND_TRUE) dec->is_bad = true;
        return;
    case ND_PHYS_I64:
        if (kind == KIND_VARINT)
            vec->i[row] = unzigzag(take_varint(dec));
        else if (kind == KIND_FIXED8)
            vec->i[row] = (int64_t)nd_dec_u64(dec);
        else
            dec->is_bad = true;
        if (!dec->is_bad && !int_fits(type, vec->i[row])) dec->is_bad = true;
        return;
    case ND_PHYS_F64:
        if (kind == KIND_FIXED8 && type == ND_TYPE_FLOAT8) {
            uint64_t bits = nd_dec_u64(dec);
            memcpy(&vec->f[row], &bits, 8);
        } else if (kind == KIND_FIXED4 && type == ND_TYPE_FLOAT4) {
            uint32_t bits = nd_dec_u32(dec);
            float f;
            memcpy(&f, &bits, 4);
            vec->f[row] = (double)f;
        } else {
            dec->is_bad = true;
        }
        return;
    case ND_PHYS_BYTES: {
        bool is_fixed16 = type == ND_TYPE_UUID || type == ND_TYPE_INTERVAL;
        if (kind == KIND_FIXED16 && is_fixed16)
            vec->s[row] = nd_dec_raw(dec, 16);
        else if (kind == KIND_BYTES && !is_fixed16)
            vec->s[row] = nd_dec_raw(dec, (size_t)take_varint(dec));
        else
            dec->is_bad = true;
        if (type == ND_TYPE_TEXT || dec->is_bad) return;
        if (type == ND_TYPE_NUMERIC && !nd_numeric_is_valid(vec->s[row])) dec->is_bad = true;
        if (nd_type_is_array(type) && !nd_array_is_valid(type, vec->s[row])) dec->is_bad = true;
        return;
    }
    }
}

static void set_missing(struct nd_vec *vec, size_t row, bool is_newer, const struct nd_datum *missing)
{
    if (is_newer && missing != NULL)
        nd_vec_set(vec, row, *missing);
    else
        vec->nulls[row] = 1;
}

enum nd_status nd_row_decode(struct nd_slice value, const struct nd_row_column *columns, size_t count,
                             const struct nd_datum *missing, struct nd_vec *vecs, size_t row)
{
    struct nd_dec dec = nd_dec_of(value);
    if (nd_dec_u8(&dec) != ND_ROW_FORMAT) return ND_STATUS_CORRUPT;
    uint64_t watermark = nd_dec_varint(&dec), id = 0;
    size_t at = 0;
    while (at < count && nd_dec_left(&dec) > 0) {
        uint64_t tag = take_varint(&dec), delta = tag >> KIND_BITS;
        unsigned kind = (unsigned)(tag & KIND_MASK);
        if (delta == 0 || delta > UINT32_MAX - id) return ND_STATUS_CORRUPT;
        id += delta;
        for (; at < count && columns[at].id < id; at++)
            set_missing(&vecs[at], row, columns[at].id > watermark, missing == NULL ? NULL : &missing[at]);
        if (at < count && columns[at].id == id) {
            take_value(&dec, kind, columns[at].type.id, &vecs[at], row);
            at++;
        } else {
            skip_value(&dec, kind);
        }
    }
    if (!nd_dec_is_ok(&dec)) return ND_STATUS_CORRUPT;
    for (; at < count; at++)
        set_missing(&vecs[at], row, columns[at].id > watermark, missing == NULL ? NULL : &missing[at]);
    return ND_STATUS_OK;
}
