/* SPDX-License-Identifier: Apache-2.0 */
/* array.c - the stored form, order, equality, hashes. */
#include "sql/types/array.h"

#include "sql/types/compare.h"
#include "sql/types/numeric.h"
#include "sql/types/record.h"

static uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static int64_t unzigzag(uint64_t v) { return (int64_t)(v >> 1 ^ -(v & 1)); }

/* ---- taking apart ---------------------------------------------------------------------------------- */

bool nd_array_open(struct nd_slice bytes, struct nd_array *array_out)
{
    *array_out = (struct nd_array){0};
    struct nd_dec dec = nd_dec_of(bytes);
    unsigned dims = nd_dec_u8(&dec);
    if (dec.is_bad || dims > ND_ARRAY_DIMS_MAX) return false;
    array_out->dims = dims;
    size_t count = dims > 0;
    for (unsigned i = 0; i < dims; i++) {
        uint64_t len = nd_dec_varint(&dec);
        int64_t lower = unzigzag(nd_dec_varint(&dec));
        if (dec.is_bad || len == 0 || len > ND_ARRAY_ITEMS_MAX || lower != (int32_t)lower) return false;
        if (lower + (int64_t)len - 1 > INT32_MAX) return false;
        count *= (size_t)len;
        if (count > ND_ARRAY_ITEMS_MAX) return false;
        array_out->lens[i] = (int32_t)len;
        array_out->lowers[i] = (int32_t)lower;
    }
    array_out->count = count;
    array_out->items = nd_slice_of(dec.p, nd_dec_left(&dec));
    return count <= array_out->items.n; /* each takes a byte at least */
}

void nd_array_take(struct nd_dec *items, enum nd_type_id element, struct nd_datum *datum_out)
{
    uint64_t n = nd_dec_varint(items);
    *datum_out = ND_DATUM_NULL;
    if (n == 0 || items->is_bad) return;
    struct nd_slice bytes = nd_dec_raw(items, (size_t)(n - 1));
    if (items->is_bad) return;
    datum_out->is_null = false;
    struct nd_dec dec = nd_dec_of(bytes);
    switch (nd_type_phys(element)) {
    case ND_PHYS_BOOL: datum_out->b = nd_dec_u8(&dec) != 0; break;
    case ND_PHYS_I64: datum_out->i = unzigzag(nd_dec_varint(&dec)); break;
    case ND_PHYS_F64: {
        uint64_t bits = nd_dec_u64(&dec);
        memcpy(&datum_out->f, &bits, 8);
        break;
    }
    case ND_PHYS_BYTES: datum_out->s = bytes; return;
    }
    if (!nd_dec_is_done(&dec)) items->is_bad = true;
}

struct nd_datum *nd_array_items(const struct nd_array *array, enum nd_type_id element, struct nd_arena *arena)
{
    struct nd_datum *items = nd_arena_alloc(arena, (array->count + 1) * sizeof *items);
    struct nd_dec dec = nd_dec_of(array->items);
    for (size_t i = 0; i < array->count; i++) nd_array_take(&dec, element, &items[i]);
    ND_ASSERT(nd_dec_is_done(&dec));
    return items;
}

bool nd_array_item_is_valid(enum nd_type_id element, const struct nd_datum *datum)
{
    switch (element) {
    case ND_TYPE_NUMERIC: return nd_numeric_is_valid(datum->s);
    case ND_TYPE_UUID:
    case ND_TYPE_INTERVAL: return datum->s.n == 16;
    case ND_TYPE_CHAR: return datum->s.n <= 1;
    case ND_TYPE_INT2: return datum->i == (int16_t)datum->i;
    case ND_TYPE_INT4:
    case ND_TYPE_DATE: return datum->i == (int32_t)datum->i;
    case ND_TYPE_TIME: return datum->i >= 0 && datum->i <= INT64_C(86400000000);
    case ND_TYPE_INT2VECTOR:
    case ND_TYPE_OIDVECTOR: return nd_array_is_valid(element, datum->s);
    case ND_TYPE_RECORD: return nd_record_is_valid(datum->s);
    default:
        if (nd_type_is_array(element)) return nd_array_is_valid(element, datum->s);
        return nd_type_is_oid(element) ? datum->i == (uint32_t)datum->i : true;
    }
}

bool nd_array_is_valid(enum nd_type_id array_type, struct nd_slice bytes)
{
    struct nd_array array;
    enum nd_type_id element = nd_type_element(array_type);
    if (!nd_array_open(bytes, &array)) return false;
    if (nd_type_is_vector(array_type) && array.dims > 1) return false;
    struct nd_dec dec = nd_dec_of(array.items);
    for (size_t i = 0; i < array.count && !dec.is_bad; i++) {
        struct nd_datum datum;
        nd_array_take(&dec, element, &datum);
        if (!dec.is_bad && !datum.is_null && !nd_array_item_is_valid(element, &datum)) return false;
    }
    return nd_dec_is_done(&dec) || (array.count == 0 && array.items.n == 0);
}

/* ---- putting together ------------------------------------------------------------------------------ */

enum nd_status nd_array_check_size(const struct nd_array *shape, size_t *count_out, struct nd_err *err)
{
    uint64_t count = shape->dims > 0;
    for (unsigned i = 0; i < shape->dims && count <= ND_ARRAY_ITEMS_MAX; i++) count *= (uint64_t)shape->lens[i];
    *count_out = (size_t)count;
    if (count > ND_ARRAY_ITEMS_MAX)
        return nd_err_set(err, "54000", "array size exceeds the maximum allowed (%d)", ND_ARRAY_ITEMS_MAX);
    for (unsigned i = 0; i < shape->dims; i++)
        if ((int64_t)shape->lowers[i] + shape->lens[i] > INT32_MAX)
            return nd_err_set(err, "54000", "array lower bound is too large: %d", shape->lowers[i]);
    return ND_STATUS_OK;
}

void nd_array_put(struct nd_buf *out, enum nd_type_id element, const struct nd_datum *datum)
{
    if (datum->is_null) {
        nd_buf_put_u8(out, 0);
        return;
    }
    switch (nd_type_phys(element)) {
    case ND_PHYS_BOOL:
        nd_buf_put_u8(out, 2);
        nd_buf_put_u8(out, datum->b);
        break;
    case ND_PHYS_I64: {
        size_t at = out->n;
        nd_buf_put_u8(out, 0);
        nd_buf_put_varint(out, zigzag(datum->i));
        out->p[at] = (uint8_t)(out->n - at); /* 1 + bytes: a varint takes 10 at most */
        break;
    }
    case ND_PHYS_F64: {
        uint64_t bits;
        memcpy(&bits, &datum->f, 8);
        nd_buf_put_u8(out, 9);
        nd_buf_put_u64(out, bits);
        break;
    }
    case ND_PHYS_BYTES:
        nd_buf_put_varint(out, datum->s.n + 1);
        nd_buf_put_slice(out, datum->s);
        break;
    }
}

struct nd_slice nd_array_make(const struct nd_array *shape, enum nd_type_id element, const struct nd_datum *items,
                              struct nd_arena *arena)
{
    struct nd_buf out;
    nd_buf_init(&out, arena->heap);
    unsigned dims = shape->count == 0 ? 0 : shape->dims;
    nd_buf_put_u8(&out, (uint8_t)dims);
    for (unsigned i = 0; i < dims; i++) {
        nd_buf_put_varint(&out, (uint64_t)shape->lens[i]);
        nd_buf_put_varint(&out, zigzag(shape->lowers[i]));
    }
    for (size_t i = 0; i < shape->count; i++) nd_array_put(&out, element, &items[i]);
    struct nd_slice bytes = nd_arena_copy(arena, nd_buf_slice(&out));
    nd_buf_deinit(&out);
    return bytes;
}

static struct nd_slice make_flat(enum nd_type_id element, const struct nd_datum *items, size_t count, int32_t lower,
                                 struct nd_arena *arena)
{
    struct nd_array shape = {.dims = count > 0, .lens = {(int32_t)count}, .lowers = {lower}, .count = count};
    return nd_array_make(&shape, element, items, arena);
}

struct nd_slice nd_array_of_items(enum nd_type_id element, const struct nd_datum *items, size_t count,
                                  struct nd_arena *arena)
{
    return make_flat(element, items, count, 1, arena);
}

struct nd_slice nd_vector_of_items(enum nd_type_id element, const struct nd_datum *items, size_t count,
                                   struct nd_arena *arena)
{
    return make_flat(element, items, count, 0, arena);
}

/* ---- order ----------------------------------------------------------------------------------------- */

static int cmp_int(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

int nd_array_cmp(enum nd_type_id array_type, struct nd_slice a, struct nd_slice b)
{
    struct nd_array left, right;
    enum nd_type_id element = nd_type_element(array_type);
    bool is_ok = nd_array_open(a, &left);
    ND_ASSERT(is_ok);
    is_ok = nd_array_open(b, &right);
    ND_ASSERT(is_ok);
    struct nd_dec x = nd_dec_of(left.items), y = nd_dec_of(right.items);
    for (size_t i = 0; i < left.count && i < right.count; i++) {
        struct nd_datum p, q;
        nd_array_take(&x, element, &p);
        nd_array_take(&y, element, &q);
        if (p.is_null || q.is_null) { /* NULL above all, and equal to NULL */
            if (p.is_null != q.is_null) return p.is_null ? 1 : -1;
            continue;
        }
        int c = nd_datum_cmp(element, &p, &q);
        if (c != 0) return c;
    }
    if (left.count != right.count) return cmp_int((int64_t)left.count, (int64_t)right.count);
    if (left.dims != right.dims) return cmp_int(left.dims, right.dims);
    for (unsigned i = 0; i < left.dims; i++)
        if (left.lens[i] != right.lens[i]) return cmp_int(left.lens[i], right.lens[i]);
    for (unsigned i = 0; i < left.dims; i++)
        if (left.lowers[i] != right.lowers[i]) return cmp_int(left.lowers[i], right.lowers[i]);
    return 0;
}

bool nd_array_eq(enum nd_type_id array_type, struct nd_slice a, struct nd_slice b)
{
    return nd_slice_eq(a, b) || nd_array_cmp(array_type, a, b) == 0;
}

uint64_t nd_array_hash(enum nd_type_id array_type, struct nd_slice bytes)
{
    struct nd_array array;
    enum nd_type_id element = nd_type_element(array_type);
    bool is_ok = nd_array_open(bytes, &array);
    ND_ASSERT(is_ok);
    struct nd_dec dec = nd_dec_of(array.items);
    uint64_t hash = array.count;
    for (size_t i = 0; i < array.count; i++) {
        struct nd_datum datum;
        nd_array_take(&dec, element, &datum);
        hash = nd_datum_hash(element, &datum, hash);
    }
    return hash;
}
