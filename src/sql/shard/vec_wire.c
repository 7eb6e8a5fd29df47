/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/shard/vec_wire.h"

#include "sql/shard/expr_wire.h"
#include "sql/types/numeric.h"

static inline size_t row_of(const uint32_t *rows, size_t i) { return rows == NULL ? i : rows[i]; }

static void put_bitmap(const uint8_t *bytes, const uint32_t *rows, size_t count, struct nd_buf *out)
{
    uint8_t *p = nd_buf_extend(out, (count + 7) / 8);
    memset(p, 0, (count + 7) / 8);
    for (size_t i = 0; i < count; i++)
        if (bytes[row_of(rows, i)] != 0) p[i / 8] |= (uint8_t)(1u << i % 8);
}

static bool take_bitmap(struct nd_dec *dec, size_t count, uint8_t *bytes)
{
    struct nd_slice bits = nd_dec_raw(dec, (count + 7) / 8);
    if (!nd_dec_is_ok(dec)) return false;
    for (size_t i = 0; i < count; i++) bytes[i] = bits.p[i / 8] >> i % 8 & 1;
    return true;
}

/* ---- integers ----------------------------------------------------------------------------------------------- */

static uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static int64_t unzigzag(uint64_t v) { return (int64_t)(v >> 1 ^ -(v & 1)); }

static void put_ints(const struct nd_vec *vec, const uint32_t *rows, size_t count, struct nd_buf *out)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        size_t row = row_of(rows, i);
        if (vec->nulls[row]) continue;
        if (vec->i[row] < least) least = vec->i[row];
        if (vec->i[row] > most) most = vec->i[row];
    }
    if (least > most) least = most = 0;
    uint64_t range = (uint64_t)most - (uint64_t)least;
    uint8_t width = range == 0 ? 0 : range <= UINT8_MAX ? 1
                                 : range <= UINT16_MAX  ? 2
                                 : range <= UINT32_MAX  ? 4
                                                        : 8;
    nd_buf_put_varint(out, zigzag(least));
    nd_buf_put_u8(out, width);
    uint8_t *p = nd_buf_extend(out, count * width);
    for (size_t i = 0; i < count && width > 0; i++) {
        size_t row = row_of(rows, i);
        uint64_t v = vec->nulls[row] ? 0 : (uint64_t)vec->i[row] - (uint64_t)least;
        memcpy(p + i * width, &v, width); /* little-endian */
    }
}

static bool ints_fit(enum nd_type_id type, const struct nd_vec *vec, size_t count)
{
    int64_t least = INT64_MIN, most = INT64_MAX;
    switch (type) {
    case ND_TYPE_INT2: least = INT16_MIN, most = INT16_MAX; break;
    case ND_TYPE_INT4:
    case ND_TYPE_DATE: least = INT32_MIN, most = INT32_MAX; break;
    case ND_TYPE_TIME: least = 0, most = INT64_C(86400000000); break;
    case ND_TYPE_OID: least = 0, most = UINT32_MAX; break;
    default: return true;
    }
    bool is_fine = true;
    for (size_t i = 0; i < count; i++) is_fine &= vec->nulls[i] | ((vec->i[i] >= least) & (vec->i[i] <= most));
    return is_fine;
}

static bool take_ints(struct nd_dec *dec, size_t count, struct nd_vec *vec)
{
    uint64_t base = (uint64_t)unzigzag(nd_dec_varint(dec));
    uint8_t width = nd_dec_u8(dec);
    if (width > 8 || (width & (width - 1)) != 0) return false;
    struct nd_slice bytes = nd_dec_raw(dec, count * width);
    if (!nd_dec_is_ok(dec)) return false;
    switch (width) {
    case 0:
        for (size_t i = 0; i < count; i++) vec->i[i] = (int64_t)base;
        break;
    case 1:
        for (size_t i = 0; i < count; i++) vec->i[i] = (int64_t)(base + bytes.p[i]);
        break;
    case 2:
        for (size_t i = 0; i < count; i++) vec->i[i] = (int64_t)(base + nd_load_u16(bytes.p + 2 * i));
        break;
    case 4:
        for (size_t i = 0; i < count; i++) vec->i[i] = (int64_t)(base + nd_load_u32(bytes.p + 4 * i));
        break;
    default:
        for (size_t i = 0; i < count; i++) vec->i[i] = (int64_t)(base + nd_load_u64(bytes.p + 8 * i));
    }
    return ints_fit(vec->type.id, vec, count);
}

/* ---- bytes -------------------------------------------------------------------------------------------------- */

static void put_strings(const struct nd_vec *vec, const uint32_t *rows, size_t count, struct nd_buf *out)
{
    size_t longest = 0, total = 0;
    for (size_t i = 0; i < count; i++) {
        size_t row = row_of(rows, i), n = vec->nulls[row] ? 0 : vec->s[row].n;
        if (n > longest) longest = n;
        total += n;
    }
    uint8_t width = longest <= UINT8_MAX ? 1 : longest <= UINT16_MAX ? 2
                                                                     : 4;
    nd_buf_put_u8(out, width);
    uint8_t *lengths = nd_buf_extend(out, count * width + total), *p = lengths + count * width;
    for (size_t i = 0; i < count; i++) {
        size_t row = row_of(rows, i);
        uint32_t n = vec->nulls[row] ? 0 : (uint32_t)vec->s[row].n;
        memcpy(lengths + i * width, &n, width);
        if (n > 0) memcpy(p, vec->s[row].p, n);
        p += n;
    }
}

static bool strings_fit(enum nd_type_id type, const struct nd_vec *vec, size_t count)
{
    bool is_fixed = type == ND_TYPE_UUID || type == ND_TYPE_INTERVAL;
    if (!is_fixed && type != ND_TYPE_NUMERIC) return true;
    for (size_t i = 0; i < count; i++)
        if (!vec->nulls[i] && !(is_fixed ? vec->s[i].n == 16 : nd_numeric_is_valid(vec->s[i]))) return false;
    return true;
}

static bool take_strings(struct nd_dec *dec, size_t count, struct nd_vec *vec)
{
    uint8_t width = nd_dec_u8(dec);
    if (width != 1 && width != 2 && width != 4) return false;
    struct nd_slice lengths = nd_dec_raw(dec, count * width);
    if (!nd_dec_is_ok(dec)) return false;
    const uint8_t *p = dec->p;
    size_t left = nd_dec_left(dec);
    for (size_t i = 0; i < count; i++) {
        size_t n = width == 1 ? lengths.p[i] : width == 2 ? nd_load_u16(lengths.p + 2 * i)
                                                          : nd_load_u32(lengths.p + 4 * i);
        if (n > left) return false;
        vec->s[i] = nd_slice_of(p, n);
        p += n;
        left -= n;
    }
    dec->p = p;
    return strings_fit(vec->type.id, vec, count);
}

/* ---- vectors ------------------------------------------------------------------------------------------------ */

static bool has_nulls(const struct nd_vec *vec, const uint32_t *rows, size_t count)
{
    uint8_t any = 0;
    for (size_t i = 0; i < count; i++) any |= vec->nulls[row_of(rows, i)];
    return any != 0;
}

void nd_shard_vec_encode(const struct nd_vec *vec, const uint32_t *rows, size_t count, struct nd_buf *out)
{
    bool some = has_nulls(vec, rows, count);
    nd_buf_put_u8(out, some);
    if (some) put_bitmap(vec->nulls, rows, count, out);
    switch (nd_type_phys(vec->type.id)) {
    case ND_PHYS_BOOL: put_bitmap(vec->b, rows, count, out); return;
    case ND_PHYS_I64: put_ints(vec, rows, count, out); return;
    case ND_PHYS_F64:
        for (size_t i = 0; i < count; i++) nd_buf_put(out, &vec->f[row_of(rows, i)], 8);
        return;
    case ND_PHYS_BYTES: put_strings(vec, rows, count, out); return;
    }
}

bool nd_shard_vec_decode(struct nd_dec *dec, struct nd_type type, size_t count, struct nd_arena *arena, struct nd_vec *vec_out)
{
    uint8_t some = nd_dec_u8(dec);
    if (!nd_dec_is_ok(dec) || some > 1) return false;
    *vec_out = nd_vec_new(arena, type, count + 1);
    if (some == 1 && !take_bitmap(dec, count, vec_out->nulls)) return false;
    switch (nd_type_phys(type.id)) {
    case ND_PHYS_BOOL: return take_bitmap(dec, count, vec_out->b);
    case ND_PHYS_I64: return take_ints(dec, count, vec_out);
    case ND_PHYS_F64: {
        struct nd_slice bytes = nd_dec_raw(dec, 8 * count);
        if (nd_dec_is_ok(dec) && count > 0) memcpy(vec_out->f, bytes.p, 8 * count);
        return nd_dec_is_ok(dec);
    }
    case ND_PHYS_BYTES: return take_strings(dec, count, vec_out);
    }
    ND_UNREACHABLE();
}
