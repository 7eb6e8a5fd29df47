/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/row_codec.h"

#include "sql/types/array.h"
#include "sql/types/numeric.h"
#include "sql/types/record.h"

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

/* Every row of every scan comes through here, so it is written without calls for what is common. */
struct cursor {
    const uint8_t *p, *end;
};

static inline bool take_varint(struct cursor *cursor, uint64_t *v_out)
{
    const uint8_t *p = cursor->p;
    if (p < cursor->end && *p < 0x80) {
        *v_out = *p;
        cursor->p++;
        return true;
    }
    if (cursor->end - p >= 4) {
        uint64_t v = (p[0] & 0x7fu) | (uint64_t)(p[1] & 0x7f) << 7;
        size_t n = 2;
        if (p[1] >= 0x80) v |= (uint64_t)(p[2] & 0x7f) << 14, n = 3;
        if (n == 3 && p[2] >= 0x80) v |= (uint64_t)(p[3] & 0x7f) << 21, n = 4;
        if (p[n - 1] < 0x80) {
            *v_out = v;
            cursor->p += n;
            return true;
        }
    }
    struct nd_dec dec = nd_dec_of(nd_slice_of(cursor->p, (size_t)(cursor->end - cursor->p)));
    *v_out = nd_dec_varint(&dec);
    cursor->p = dec.p;
    return nd_dec_is_ok(&dec);
}

static inline bool take_raw(struct cursor *cursor, uint64_t n, struct nd_slice *out)
{
    if (n > (uint64_t)(cursor->end - cursor->p)) return false;
    *out = nd_slice_of(cursor->p, (size_t)n);
    cursor->p += n;
    return true;
}

static inline bool skip_value(struct cursor *cursor, unsigned kind)
{
    uint64_t n = 0;
    switch (kind) {
    case KIND_FALSE:
    case KIND_TRUE: return true;
    case KIND_VARINT: return take_varint(cursor, &n);
    case KIND_FIXED8: n = 8; break;
    case KIND_FIXED4: n = 4; break;
    case KIND_FIXED16: n = 16; break;
    case KIND_BYTES:
        if (!take_varint(cursor, &n)) return false;
        break;
    default: return false;
    }
    if (n > (uint64_t)(cursor->end - cursor->p)) return false;
    cursor->p += n;
    return true;
}

static inline bool take_int(struct cursor *cursor, unsigned kind, int64_t *v_out)
{
    uint64_t v;
    struct nd_slice raw;
    if (kind == KIND_VARINT) {
        if (!take_varint(cursor, &v)) return false;
        *v_out = unzigzag(v);
        return true;
    }
    if (kind != KIND_FIXED8 || !take_raw(cursor, 8, &raw)) return false;
    *v_out = (int64_t)nd_load_u64(raw.p);
    return true;
}

static bool take_float(struct cursor *cursor, unsigned kind, enum nd_type_id type, double *f_out)
{
    struct nd_slice raw;
    bool is_wide = type == ND_TYPE_FLOAT8;
    if (kind != (is_wide ? KIND_FIXED8 : KIND_FIXED4) || !take_raw(cursor, is_wide ? 8 : 4, &raw)) return false;
    if (is_wide) {
        memcpy(f_out, raw.p, 8);
        return true;
    }
    float f;
    memcpy(&f, raw.p, 4);
    *f_out = (double)f;
    return true;
}

static inline bool take_bytes(struct cursor *cursor, unsigned kind, struct nd_slice *out)
{
    uint64_t n;
    return kind == KIND_BYTES && take_varint(cursor, &n) && take_raw(cursor, n, out);
}

/* Integers from storage that their type cannot hold would surprise every later step. */
static bool take_value(struct cursor *cursor, unsigned kind, enum nd_type_id type, struct nd_vec *vec, size_t row)
{
    vec->nulls[row] = 0;
    switch (type) {
    case ND_TYPE_INT8:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return take_int(cursor, kind, &vec->i[row]);
    case ND_TYPE_INT4:
    case ND_TYPE_DATE: return take_int(cursor, kind, &vec->i[row]) && vec->i[row] == (int32_t)vec->i[row];
    case ND_TYPE_INT2: return take_int(cursor, kind, &vec->i[row]) && vec->i[row] == (int16_t)vec->i[row];
    case ND_TYPE_TIME: return take_int(cursor, kind, &vec->i[row]) && vec->i[row] >= 0 && vec->i[row] <= INT64_C(86400000000);
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: return take_float(cursor, kind, type, &vec->f[row]);
    case ND_TYPE_BOOL: vec->b[row] = kind == KIND_TRUE; return kind <= KIND_TRUE;
    case ND_TYPE_UUID:
    case ND_TYPE_INTERVAL: return kind == KIND_FIXED16 && take_raw(cursor, 16, &vec->s[row]);
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_BYTEA: return take_bytes(cursor, kind, &vec->s[row]);
    case ND_TYPE_NUMERIC: return take_bytes(cursor, kind, &vec->s[row]) && nd_numeric_is_valid(vec->s[row]);
    default: break;
    }
    if (nd_type_phys(type) == ND_PHYS_I64) return take_int(cursor, kind, &vec->i[row]) && (!nd_type_is_oid(type) || vec->i[row] == (uint32_t)vec->i[row]);
    if (!take_bytes(cursor, kind, &vec->s[row])) return false;
    if (type == ND_TYPE_RECORD) return nd_record_is_valid(vec->s[row]);
    return !nd_type_is_array(type) || nd_array_is_valid(type, vec->s[row]);
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
    struct cursor cursor = {value.p, nd_slice_end(value)};
    uint64_t watermark, id = 0;
    size_t at = 0;
    if (value.n == 0 || *cursor.p++ != ND_ROW_FORMAT || !take_varint(&cursor, &watermark)) return ND_STATUS_CORRUPT;
    while (at < count && cursor.p < cursor.end) {
        uint64_t tag;
        if (!take_varint(&cursor, &tag)) return ND_STATUS_CORRUPT;
        uint64_t delta = tag >> KIND_BITS;
        unsigned kind = (unsigned)(tag & KIND_MASK);
        if (delta == 0 || delta > UINT32_MAX - id) return ND_STATUS_CORRUPT;
        id += delta;
        for (; at < count && columns[at].id < id; at++)
            set_missing(&vecs[at], row, columns[at].id > watermark, missing == NULL ? NULL : &missing[at]);
        if (at < count && columns[at].id == id) {
            if (!take_value(&cursor, kind, columns[at].type.id, &vecs[at], row)) return ND_STATUS_CORRUPT;
            at++;
        } else if (!skip_value(&cursor, kind)) {
            return ND_STATUS_CORRUPT;
        }
    }
    for (; at < count; at++)
        set_missing(&vecs[at], row, columns[at].id > watermark, missing == NULL ? NULL : &missing[at]);
    return ND_STATUS_OK;
}
