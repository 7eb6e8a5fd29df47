/* SPDX-License-Identifier: Apache-2.0 */
/* array_io.c - arrays as text, '{1,NULL,"a b"}', and on the wire; int2vector and oidvector. */
#include "sql/types/array.h"
#include "sql/types/ascii.h"
#include "sql/types/io_int.h"

/* ---- text in --------------------------------------------------------------------------------------- */

struct reader {
    const struct nd_type_ctx *types;
    struct nd_type element;
    struct nd_slice text; /* all of it, for messages */
    const uint8_t *p, *end;
    struct nd_arena *arena;
    struct nd_err *err;
    struct nd_array shape;
    bool has_dims;                   /* written in front */
    int32_t lens[ND_ARRAY_DIMS_MAX]; /* as found in the braces */
    int32_t at[ND_ARRAY_DIMS_MAX];
    unsigned depth_known; /* of the first element; 0: none seen */
    struct nd_datum *items;
    size_t count, cap;
    struct nd_buf word;
};

static enum nd_status malformed(struct reader *reader, const char *detail)
{
    (void)nd_err_set(reader->err, "22P02", "malformed array literal: \"%.*s\"", nd_text_shown(reader->text),
                     (const char *)reader->text.p);
    return nd_err_detail(reader->err, "%s", detail);
}

static enum nd_status unexpected(struct reader *reader, uint8_t c)
{
    char detail[] = "Unexpected \"?\" character.";
    *strchr(detail, '?') = (char)c;
    return malformed(reader, detail);
}

static void skip_spaces(struct reader *reader)
{
    while (reader->p < reader->end && nd_ascii_is_space(*reader->p)) reader->p++;
}

static bool take_int(struct reader *reader, int32_t *value_out)
{
    int64_t value = 0;
    const uint8_t *start;
    bool is_negative = reader->p < reader->end && *reader->p == '-';
    if (reader->p < reader->end && (*reader->p == '-' || *reader->p == '+')) reader->p++;
    for (start = reader->p; reader->p < reader->end && nd_ascii_is_digit(*reader->p); reader->p++)
        if (value < INT64_C(1) << 40) value = value * 10 + (*reader->p - '0');
    if (is_negative) value = -value;
    *value_out = (int32_t)value;
    return reader->p > start && value == (int32_t)value;
}

/* [lower:upper]...= */
static enum nd_status take_dims(struct reader *reader)
{
    struct nd_array *shape = &reader->shape;
    for (skip_spaces(reader); reader->p < reader->end && *reader->p == '['; skip_spaces(reader)) {
        int32_t lower = 1, upper;
        reader->p++;
        if (shape->dims == ND_ARRAY_DIMS_MAX)
            return nd_err_set(reader->err, "54000", "number of array dimensions (%d) exceeds the maximum allowed (%d)",
                              ND_ARRAY_DIMS_MAX + 1, ND_ARRAY_DIMS_MAX);
        if (!take_int(reader, &upper)) return malformed(reader, "\"[\" must introduce explicitly-specified array dimensions.");
        if (reader->p < reader->end && *reader->p == ':') {
            reader->p++;
            lower = upper;
            if (!take_int(reader, &upper)) return malformed(reader, "Missing array dimension value.");
        }
        if (reader->p == reader->end || *reader->p != ']') return malformed(reader, "Missing \"]\" after array dimensions.");
        reader->p++;
        if (upper < lower) return nd_err_set(reader->err, "2202E", "upper bound cannot be less than lower bound");
        int64_t len = (int64_t)upper - lower + 1;
        if (len > ND_ARRAY_ITEMS_MAX)
            return nd_err_set(reader->err, "54000", "array size exceeds the maximum allowed (%d)", ND_ARRAY_ITEMS_MAX);
        shape->lens[shape->dims] = (int32_t)len;
        shape->lowers[shape->dims++] = lower;
    }
    if (shape->dims == 0) return ND_STATUS_OK;
    reader->has_dims = true;
    if (reader->p == reader->end || *reader->p != '=') return malformed(reader, "Missing \"=\" after array dimensions.");
    reader->p++;
    skip_spaces(reader);
    return ND_STATUS_OK;
}

static enum nd_status add_item(struct reader *reader, bool is_null, unsigned depth)
{
    if (reader->depth_known != 0 && reader->depth_known != depth)
        return malformed(reader, "Multidimensional arrays must have sub-arrays with matching dimensions.");
    reader->depth_known = depth;
    if (reader->count == reader->cap) {
        size_t cap = reader->cap == 0 ? 16 : reader->cap * 2;
        struct nd_datum *items = nd_arena_alloc(reader->arena, cap * sizeof *items);
        if (reader->count > 0) memcpy(items, reader->items, reader->count * sizeof *items);
        reader->items = items;
        reader->cap = cap;
    }
    struct nd_datum *item = &reader->items[reader->count++];
    *item = ND_DATUM_NULL;
    if (is_null) return ND_STATUS_OK;
    struct nd_slice word = nd_arena_copy(reader->arena, nd_buf_slice(&reader->word));
    if (word.p == NULL) word = nd_slice_str("");
    return nd_type_in(reader->types, reader->element, word, reader->arena, item, reader->err);
}

/* An element up to , or }. */
static enum nd_status take_item(struct reader *reader, unsigned depth)
{
    bool is_quoted = false, has_escape = false;
    size_t keep = 0; /* blanks behind it do not count, but escaped and quoted ones do */
    nd_buf_clear(&reader->word);
    for (;; reader->p++) {
        if (reader->p == reader->end) return malformed(reader, "Unexpected end of input.");
        uint8_t c = *reader->p;
        if (c == ',' || c == '}') break;
        if (c == '{') return unexpected(reader, '{');
        if (c == '"') {
            if (is_quoted || reader->word.n > keep || keep > 0 || has_escape) return malformed(reader, "Unexpected array element.");
            is_quoted = true;
            for (reader->p++; reader->p < reader->end && *reader->p != '"'; reader->p++) {
                if (*reader->p == '\\' && ++reader->p == reader->end) break;
                nd_buf_put_u8(&reader->word, *reader->p);
            }
            if (reader->p >= reader->end) return malformed(reader, "Unexpected end of input.");
            keep = reader->word.n;
        } else if (c == '\\') {
            if (is_quoted) return malformed(reader, "Unexpected array element.");
            if (++reader->p == reader->end) return malformed(reader, "Unexpected end of input.");
            nd_buf_put_u8(&reader->word, *reader->p);
            has_escape = true;
            keep = reader->word.n;
        } else if (nd_ascii_is_space(c)) {
            if (!is_quoted) nd_buf_put_u8(&reader->word, c);
        } else {
            if (is_quoted) return malformed(reader, "Unexpected array element.");
            nd_buf_put_u8(&reader->word, c);
            keep = reader->word.n;
        }
    }
    reader->word.n = keep;
    if (keep == 0 && !is_quoted) return unexpected(reader, *reader->p);
    bool is_null = !is_quoted && !has_escape && nd_ascii_eq_nocase(nd_buf_slice(&reader->word), "null");
    return add_item(reader, is_null, depth);
}

/* A '}' ends level `depth`: its length must be that of its siblings. */
static enum nd_status end_level(struct reader *reader, unsigned depth)
{
    int32_t *len = &reader->lens[depth - 1];
    if (*len == 0) *len = reader->at[depth - 1];
    if (*len != reader->at[depth - 1])
        return malformed(reader, "Multidimensional arrays must have sub-arrays with matching dimensions.");
    reader->at[depth - 1] = 0;
    if (depth > 1) reader->at[depth - 2]++;
    return ND_STATUS_OK;
}

static enum nd_status take_braces(struct reader *reader)
{
    unsigned depth = 0;
    bool wants_item = true; /* after { and , */
    do {
        skip_spaces(reader);
        if (reader->p == reader->end) return malformed(reader, "Unexpected end of input.");
        uint8_t c = *reader->p;
        if (c == '{') {
            if (!wants_item) return unexpected(reader, c);
            if (depth == ND_ARRAY_DIMS_MAX)
                return nd_err_set(reader->err, "54000", "number of array dimensions (%d) exceeds the maximum allowed (%d)",
                                  depth + 1, ND_ARRAY_DIMS_MAX);
            if (reader->depth_known != 0 && depth >= reader->depth_known) return unexpected(reader, c);
            depth++;
            reader->p++;
        } else if (c == '}') {
            bool is_empty = reader->p[-1] == '{' || (depth == 1 && reader->count == 0 && reader->at[0] == 0);
            if (wants_item && !(is_empty && depth == 1 && reader->count == 0)) return unexpected(reader, c);
            if (!is_empty) ND_TRY(end_level(reader, depth));
            wants_item = false;
            depth--;
            reader->p++;
        } else if (c == ',') {
            if (wants_item) return unexpected(reader, c);
            wants_item = true;
            reader->p++;
        } else {
            if (!wants_item) return malformed(reader, "Unexpected array element.");
            ND_TRY(take_item(reader, depth));
            reader->at[depth - 1]++;
            wants_item = false;
        }
    } while (depth > 0);
    skip_spaces(reader);
    return reader->p == reader->end ? ND_STATUS_OK : malformed(reader, "Junk after closing right brace.");
}

static enum nd_status check_shape(struct reader *reader)
{
    struct nd_array *shape = &reader->shape;
    unsigned dims = reader->count == 0 ? 0 : reader->depth_known;
    if (reader->has_dims) {
        bool is_same = dims == shape->dims;
        for (unsigned i = 0; is_same && i < dims; i++) is_same = shape->lens[i] == reader->lens[i];
        if (!is_same && dims > 0) return malformed(reader, "Specified array dimensions do not match array contents.");
    }
    shape->dims = dims;
    for (unsigned i = 0; i < dims; i++) {
        shape->lens[i] = reader->lens[i];
        if (!reader->has_dims) shape->lowers[i] = 1;
    }
    return nd_array_check_size(shape, &shape->count, reader->err);
}

static enum nd_status read_array(struct reader *reader)
{
    ND_TRY(take_dims(reader));
    if (reader->p == reader->end || *reader->p != '{')
        return malformed(reader, reader->has_dims ? "Array contents must start with \"{\"."
                                                  : "Array value must start with \"{\" or dimension information.");
    ND_TRY(take_braces(reader));
    return check_shape(reader);
}

/* "1 2 3" */
static enum nd_status vector_in(const struct nd_type_ctx *types, enum nd_type_id element, struct nd_slice text,
                                struct nd_arena *arena, struct nd_slice *array_out, struct nd_err *err)
{
    struct nd_datum *items = nd_arena_alloc(arena, (text.n / 2 + 1) * sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && !nd_ascii_is_space(text.p[i])) i++;
        if (i > from)
            ND_TRY(nd_type_in(types, ND_TYPE(element), nd_slice_of(text.p + from, i - from), arena, &items[count++], err));
        while (i < text.n && nd_ascii_is_space(text.p[i])) i++;
    }
    *array_out = nd_vector_of_items(element, items, count, arena);
    return ND_STATUS_OK;
}

enum nd_status nd_array_in(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice text,
                           struct nd_arena *arena, struct nd_slice *array_out, struct nd_err *err)
{
    enum nd_type_id element = nd_type_element(type.id);
    *array_out = ND_SLICE_EMPTY;
    ND_TRY(nd_text_check(text, err));
    if (nd_type_is_vector(type.id)) return vector_in(types, element, text, arena, array_out, err);
    struct reader reader = {.types = types,
                            .element = {element, type.mod},
                            .text = text,
                            .p = text.p,
                            .end = nd_slice_end(text),
                            .arena = arena,
                            .err = err};
    nd_buf_init(&reader.word, arena->heap);
    enum nd_status status = read_array(&reader);
    nd_buf_deinit(&reader.word);
    if (status == ND_STATUS_OK) *array_out = nd_array_make(&reader.shape, element, reader.items, arena);
    return status;
}

/* ---- text out -------------------------------------------------------------------------------------- */

static bool needs_quotes(struct nd_slice word)
{
    if (word.n == 0 || nd_ascii_eq_nocase(word, "null")) return true;
    for (size_t i = 0; i < word.n; i++) {
        uint8_t c = word.p[i];
        if (c == '"' || c == '\\' || c == '{' || c == '}' || c == ',' || nd_ascii_is_space(c)) return true;
    }
    return false;
}

static void put_word(struct nd_buf *text, struct nd_slice word)
{
    if (!needs_quotes(word)) {
        nd_buf_put_slice(text, word);
        return;
    }
    nd_buf_put_u8(text, '"');
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '"' || word.p[i] == '\\') nd_buf_put_u8(text, '\\');
        nd_buf_put_u8(text, word.p[i]);
    }
    nd_buf_put_u8(text, '"');
}

static void put_bounds(struct nd_buf *text, const struct nd_array *array)
{
    bool is_plain = true;
    for (unsigned i = 0; i < array->dims; i++) is_plain = is_plain && array->lowers[i] == 1;
    if (is_plain) return;
    for (unsigned i = 0; i < array->dims; i++)
        nd_buf_printf(text, "[%d:%d]", array->lowers[i], array->lowers[i] + array->lens[i] - 1);
    nd_buf_put_u8(text, '=');
}

void nd_array_out(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes, struct nd_buf *text)
{
    struct nd_array array;
    enum nd_type_id element = nd_type_element(type.id);
    bool is_ok = nd_array_open(bytes, &array), is_vector = nd_type_is_vector(type.id);
    ND_ASSERT(is_ok);
    struct nd_dec dec = nd_dec_of(array.items);
    struct nd_buf word;
    nd_buf_init(&word, text->heap);
    if (!is_vector) put_bounds(text, &array);
    if (!is_vector && array.count == 0) nd_buf_put(text, "{}", 2);
    for (size_t i = 0; i < array.count; i++) {
        /* how many levels begin at element i: those whose size divides i */
        size_t size = 1;
        unsigned opens = 0;
        for (unsigned d = array.dims; d-- > 0 && i % (size *= (size_t)array.lens[d]) == 0;) opens++;
        if (i > 0) nd_buf_put_u8(text, is_vector ? ' ' : ',');
        for (unsigned d = 0; d < opens && !is_vector; d++) nd_buf_put_u8(text, '{');
        struct nd_datum datum;
        nd_array_take(&dec, element, &datum);
        nd_buf_clear(&word);
        if (datum.is_null) {
            nd_buf_put(text, "NULL", 4);
        } else {
            nd_type_out(types, ND_TYPE(element), &datum, &word);
            put_word(text, nd_buf_slice(&word));
        }
        size = 1;
        for (unsigned d = array.dims; !is_vector && d-- > 0 && (i + 1) % (size *= (size_t)array.lens[d]) == 0;)
            nd_buf_put_u8(text, '}');
    }
    nd_buf_deinit(&word);
}

/* ---- binary ---------------------------------------------------------------------------------------- */

static uint32_t take_be32(struct nd_dec *dec)
{
    struct nd_slice raw = nd_dec_raw(dec, 4);
    if (dec->is_bad) return 0;
    return (uint32_t)raw.p[0] << 24 | (uint32_t)raw.p[1] << 16 | (uint32_t)raw.p[2] << 8 | raw.p[3];
}

static void put_be32(struct nd_buf *buf, uint32_t v)
{
    uint8_t *p = nd_buf_extend(buf, 4);
    p[0] = (uint8_t)(v >> 24), p[1] = (uint8_t)(v >> 16), p[2] = (uint8_t)(v >> 8), p[3] = (uint8_t)v;
}

static enum nd_status recv_shape(struct nd_dec *dec, enum nd_type_id element, struct nd_array *shape, struct nd_err *err)
{
    uint32_t dims = take_be32(dec), flags = take_be32(dec), oid = take_be32(dec);
    if (dec->is_bad) return nd_err_set(err, "08P01", "insufficient data left in message");
    if (dims > ND_ARRAY_DIMS_MAX)
        return nd_err_set(err, "54000", "number of array dimensions (%u) exceeds the maximum allowed (%d)", dims,
                          ND_ARRAY_DIMS_MAX);
    if (flags > 1) return nd_err_set(err, "22P03", "invalid array flags");
    if (oid != (uint32_t)element)
        return nd_err_set(err, "42804", "binary data has array element type %u (%s) instead of expected %u (%s)", oid,
                          nd_type_name((enum nd_type_id)oid), (unsigned)element, nd_type_name(element));
    shape->dims = dims;
    for (uint32_t i = 0; i < dims; i++) {
        shape->lens[i] = (int32_t)take_be32(dec);
        shape->lowers[i] = (int32_t)take_be32(dec);
        if (dec->is_bad) return nd_err_set(err, "08P01", "insufficient data left in message");
        if (shape->lens[i] < 0) return nd_err_set(err, "22P03", "invalid array length");
        if (shape->lens[i] == 0) shape->dims = dims = i; /* empty */
    }
    for (uint32_t i = 0; i < dims; i++)
        if (shape->lens[i] == 0) shape->dims = 0;
    return nd_array_check_size(shape, &shape->count, err);
}

enum nd_status nd_array_recv(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes,
                             struct nd_arena *arena, struct nd_slice *array_out, struct nd_err *err)
{
    enum nd_type_id element = nd_type_element(type.id);
    struct nd_dec dec = nd_dec_of(bytes);
    struct nd_array shape = {0};
    *array_out = ND_SLICE_EMPTY;
    ND_TRY(recv_shape(&dec, element, &shape, err));
    if (shape.count > nd_dec_left(&dec) / 4) return nd_err_set(err, "08P01", "insufficient data left in message");
    struct nd_datum *items = nd_arena_alloc(arena, (shape.count + 1) * sizeof *items);
    for (size_t i = 0; i < shape.count; i++) {
        uint32_t n = take_be32(&dec);
        items[i] = ND_DATUM_NULL;
        if (n == UINT32_MAX && !dec.is_bad) continue;
        struct nd_slice item = nd_dec_raw(&dec, n);
        if (dec.is_bad) return nd_err_set(err, "08P01", "insufficient data left in message");
        ND_TRY(nd_type_recv(types, (struct nd_type){element, type.mod}, item, arena, &items[i], err));
    }
    if (!nd_dec_is_done(&dec)) return nd_err_set(err, "22P03", "incorrect binary data format");
    *array_out = nd_array_make(&shape, element, items, arena);
    return ND_STATUS_OK;
}

void nd_array_send(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes, struct nd_buf *out)
{
    struct nd_array array;
    enum nd_type_id element = nd_type_element(type.id);
    bool is_ok = nd_array_open(bytes, &array);
    ND_ASSERT(is_ok);
    if (array.dims == 0 && nd_type_is_vector(type.id)) array.dims = 1; /* of length 0 */
    put_be32(out, array.dims);
    size_t flags_at = out->n;
    put_be32(out, 0);
    put_be32(out, (uint32_t)element);
    for (unsigned i = 0; i < array.dims; i++) {
        put_be32(out, (uint32_t)array.lens[i]);
        put_be32(out, (uint32_t)array.lowers[i]);
    }
    struct nd_dec dec = nd_dec_of(array.items);
    for (size_t i = 0; i < array.count; i++) {
        struct nd_datum datum;
        nd_array_take(&dec, element, &datum);
        size_t at = out->n;
        put_be32(out, UINT32_MAX);
        if (datum.is_null) {
            out->p[flags_at + 3] = 1;
            continue;
        }
        nd_type_send(types, ND_TYPE(element), &datum, out);
        uint32_t n = __builtin_bswap32((uint32_t)(out->n - at - 4));
        memcpy(out->p + at, &n, 4);
    }
}
