/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/record.h"

#include "sql/types/array.h"
#include "sql/types/ascii.h"
#include "sql/types/compare.h"

/* ---- taking apart ------------------------------------------------------------------------------------ */

struct nd_record nd_record_open(struct nd_slice bytes)
{
    struct nd_record record = {.rest = nd_dec_of(bytes)};
    (void)nd_dec_u8(&record.rest);
    uint64_t head = nd_dec_varint(&record.rest);
    ND_ASSERT(nd_dec_is_ok(&record.rest));
    record.count = (size_t)(head >> 1);
    record.has_names = (head & 1) != 0;
    return record;
}

void nd_record_take(struct nd_record *record, enum nd_type_id *type_out, struct nd_datum *datum_out)
{
    *type_out = (enum nd_type_id)nd_dec_varint(&record->rest);
    nd_array_take(&record->rest, *type_out, datum_out);
}

void nd_record_skip(struct nd_record *record)
{
    (void)nd_dec_varint(&record->rest);
    uint64_t n = nd_dec_varint(&record->rest);
    if (n > 1) (void)nd_dec_raw(&record->rest, (size_t)(n - 1));
}

struct nd_slice nd_record_take_name(struct nd_record *record) { return nd_dec_bytes(&record->rest); }

static unsigned depth_of(enum nd_type_id type, const struct nd_datum *datum)
{
    struct nd_array array;
    unsigned depth = 0;
    if (datum->is_null) return 0;
    if (type == ND_TYPE_RECORD) return datum->s.p[0];
    if (type != ND_TYPE_RECORD_ARRAY || !nd_array_open(datum->s, &array)) return 0;
    struct nd_dec items = nd_dec_of(array.items);
    for (size_t i = 0; i < array.count; i++) {
        struct nd_datum item;
        nd_array_take(&items, ND_TYPE_RECORD, &item);
        if (!item.is_null && item.s.p[0] > depth) depth = item.s.p[0];
    }
    return depth;
}

static bool is_valid(struct nd_slice bytes, unsigned depth_max)
{
    struct nd_dec dec = nd_dec_of(bytes);
    unsigned depth = nd_dec_u8(&dec);
    uint64_t head = nd_dec_varint(&dec);
    if (dec.is_bad || depth == 0 || depth > depth_max || head >> 1 > bytes.n) return false;
    struct nd_record record = {.count = (size_t)(head >> 1), .has_names = (head & 1) != 0, .rest = dec};
    for (size_t i = 0; i < record.count && !record.rest.is_bad; i++) {
        uint64_t type = nd_dec_varint(&record.rest);
        struct nd_datum datum;
        bool is_record = type == ND_TYPE_RECORD, is_known = type <= UINT32_MAX && (is_record || type == ND_TYPE_RECORD_ARRAY || nd_type_is_known((uint32_t)type));
        if (record.rest.is_bad || !is_known) return false;
        nd_array_take(&record.rest, (enum nd_type_id)type, &datum);
        if (record.rest.is_bad) return false;
        if (is_record && !datum.is_null && !is_valid(datum.s, depth - 1)) return false;
        if (!is_record && !datum.is_null && !nd_array_item_is_valid((enum nd_type_id)type, &datum)) return false;
    }
    for (size_t i = 0; i < record.count && record.has_names; i++) (void)nd_record_take_name(&record);
    return nd_dec_is_done(&record.rest);
}

bool nd_record_is_valid(struct nd_slice bytes) { return is_valid(bytes, ND_RECORD_DEPTH_MAX); }

/* ---- putting together ---------------------------------------------------------------------------------- */

enum nd_status nd_record_make(const enum nd_type_id *types, const struct nd_datum *fields, const struct nd_slice *names, size_t count, struct nd_arena *arena,
                              struct nd_slice *record_out, struct nd_err *err)
{
    struct nd_buf out;
    unsigned depth = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned its = depth_of(types[i], &fields[i]);
        if (its > depth) depth = its;
    }
    if (depth + 1 > ND_RECORD_DEPTH_MAX) return nd_err_set(err, "54001", "records stand more than %d deep in each other", ND_RECORD_DEPTH_MAX);
    nd_buf_init(&out, arena->heap);
    nd_buf_put_u8(&out, (uint8_t)(depth + 1));
    nd_buf_put_varint(&out, (uint64_t)count << 1 | (names != NULL));
    for (size_t i = 0; i < count; i++) {
        nd_buf_put_varint(&out, types[i]);
        nd_array_put(&out, types[i], &fields[i]);
    }
    for (size_t i = 0; i < count && names != NULL; i++) nd_buf_put_bytes(&out, names[i]);
    *record_out = nd_arena_copy(arena, nd_buf_slice(&out));
    nd_buf_deinit(&out);
    return ND_STATUS_OK;
}

/* ---- order --------------------------------------------------------------------------------------------- */

int nd_record_cmp(struct nd_slice a, struct nd_slice b)
{
    struct nd_record left = nd_record_open(a), right = nd_record_open(b);
    for (size_t i = 0; i < left.count && i < right.count; i++) {
        enum nd_type_id left_type, right_type;
        struct nd_datum p, q;
        nd_record_take(&left, &left_type, &p);
        nd_record_take(&right, &right_type, &q);
        if (left_type != right_type) return left_type < right_type ? -1 : 1;
        if (p.is_null || q.is_null) {
            if (p.is_null != q.is_null) return p.is_null ? 1 : -1;
            continue;
        }
        int c = nd_datum_cmp(left_type, &p, &q);
        if (c != 0) return c;
    }
    return left.count < right.count ? -1 : left.count > right.count;
}

uint64_t nd_record_hash(struct nd_slice bytes)
{
    struct nd_record record = nd_record_open(bytes);
    uint64_t hash = record.count;
    for (size_t i = 0; i < record.count; i++) {
        enum nd_type_id type;
        struct nd_datum datum;
        nd_record_take(&record, &type, &datum);
        hash = nd_datum_hash(type, &datum, hash);
    }
    return hash;
}

enum nd_status nd_record_check_pair(struct nd_slice a, struct nd_slice b, struct nd_err *err)
{
    struct nd_record left = nd_record_open(a), right = nd_record_open(b);
    for (size_t i = 0; i < left.count && i < right.count; i++) {
        enum nd_type_id types[2];
        struct nd_datum p, q;
        nd_record_take(&left, &types[0], &p);
        nd_record_take(&right, &types[1], &q);
        if (types[0] != types[1])
            return nd_err_set(err, "42804", "cannot compare dissimilar column types %s and %s at record column %zu", nd_type_name(types[0]), nd_type_name(types[1]), i + 1);
        if (!p.is_null && !q.is_null && types[0] == ND_TYPE_RECORD) ND_TRY(nd_record_check_pair(p.s, q.s, err));
    }
    return left.count == right.count ? ND_STATUS_OK : nd_err_set(err, "42804", "cannot compare record types with different numbers of columns");
}

/* ---- text and wire --------------------------------------------------------------------------------------- */

static bool needs_quotes(struct nd_slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (strchr("\"\\(),", text.p[i]) != NULL || nd_ascii_is_space(text.p[i])) return true;
    return text.n == 0;
}

void nd_record_out(const struct nd_type_ctx *types, struct nd_slice bytes, struct nd_buf *text)
{
    struct nd_record record = nd_record_open(bytes);
    struct nd_buf field;
    nd_buf_init(&field, text->heap);
    nd_buf_put_u8(text, '(');
    for (size_t i = 0; i < record.count; i++) {
        enum nd_type_id type;
        struct nd_datum datum;
        if (i > 0) nd_buf_put_u8(text, ',');
        nd_record_take(&record, &type, &datum);
        if (datum.is_null) continue;
        nd_buf_clear(&field);
        nd_type_out(types, ND_TYPE(type), &datum, &field);
        struct nd_slice shown = nd_buf_slice(&field);
        bool is_quoted = needs_quotes(shown);
        if (is_quoted) nd_buf_put_u8(text, '"');
        for (size_t k = 0; k < shown.n; k++) {
            if (shown.p[k] == '"' || shown.p[k] == '\\') nd_buf_put_u8(text, shown.p[k]);
            nd_buf_put_u8(text, shown.p[k]);
        }
        if (is_quoted) nd_buf_put_u8(text, '"');
    }
    nd_buf_put_u8(text, ')');
    nd_buf_deinit(&field);
}

static void store_be32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (uint8_t)(v >> (24 - 8 * i));
}

void nd_record_send(const struct nd_type_ctx *types, struct nd_slice bytes, struct nd_buf *out)
{
    struct nd_record record = nd_record_open(bytes);
    store_be32(nd_buf_extend(out, 4), (uint32_t)record.count);
    for (size_t i = 0; i < record.count; i++) {
        enum nd_type_id type;
        struct nd_datum datum;
        nd_record_take(&record, &type, &datum);
        store_be32(nd_buf_extend(out, 4), type);
        size_t at = out->n;
        store_be32(nd_buf_extend(out, 4), UINT32_MAX);
        if (datum.is_null) continue;
        nd_type_send(types, ND_TYPE(type), &datum, out);
        store_be32(out->p + at, (uint32_t)(out->n - at - 4));
    }
}
