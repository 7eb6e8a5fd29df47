/* SPDX-License-Identifier: Apache-2.0 */
/* Values as JSON. There is no type json for columns yet. */
#include "sql/func/func_int.h"
#include "sql/types/array.h"
#include "sql/types/ascii.h"
#include "sql/types/record.h"

static void put_string(struct nd_buf *buf, struct nd_slice text)
{
    nd_buf_put_u8(buf, '"');
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        switch (c) {
        case '"': nd_buf_put(buf, "\\\"", 2); break;
        case '\\': nd_buf_put(buf, "\\\\", 2); break;
        case '\b': nd_buf_put(buf, "\\b", 2); break;
        case '\f': nd_buf_put(buf, "\\f", 2); break;
        case '\n': nd_buf_put(buf, "\\n", 2); break;
        case '\r': nd_buf_put(buf, "\\r", 2); break;
        case '\t': nd_buf_put(buf, "\\t", 2); break;
        default:
            if (c < ' ') nd_buf_printf(buf, "\\u%04x", c);
            else nd_buf_put_u8(buf, c);
        }
    }
    nd_buf_put_u8(buf, '"');
}

/* Dates and times as XML Schema has them, whatever DateStyle says: 2020-01-02T03:04:05+00:00. */
static void put_moment(const struct nd_type_ctx *types, enum nd_type_id type, const struct nd_datum *datum, struct nd_buf *buf)
{
    struct nd_type_ctx iso = *types;
    size_t from = buf->n;
    iso.date_style = ND_DATE_STYLE_ISO;
    nd_buf_put_u8(buf, '"');
    nd_type_out(&iso, ND_TYPE(type), datum, buf);
    size_t zone = 0, end = buf->n;
    for (size_t i = from + 2; i + 1 < end && type != DATE; i++) {
        if (buf->p[i] == ' ' && nd_ascii_is_digit(buf->p[i + 1])) buf->p[i] = 'T';
        if ((buf->p[i] == '+' || buf->p[i] == '-') && i > from + 12) zone = i;
    }
    if (type == TIMESTAMPTZ && zone > 0 && memchr(buf->p + zone, ':', end - zone) == NULL) {
        struct nd_slice rest = nd_slice_of(buf->p + zone + 3, end - zone - 3); /* " BC" */
        uint8_t tail[8] = {0};
        size_t n = rest.n < sizeof tail ? rest.n : sizeof tail;
        memcpy(tail, rest.p, n);
        buf->n = zone + 3;
        nd_buf_put(buf, ":00", 3);
        nd_buf_put(buf, tail, n);
    }
    nd_buf_put_u8(buf, '"');
}

static void put_array(const struct nd_type_ctx *types, enum nd_type_id type, struct nd_slice bytes, bool has_lines, struct nd_buf *buf)
{
    struct nd_array array;
    enum nd_type_id element = nd_type_element(type);
    bool is_ok = nd_array_open(bytes, &array);
    ND_ASSERT(is_ok);
    if (array.count == 0) nd_buf_put(buf, "[]", 2);
    struct nd_dec items = nd_dec_of(array.items);
    for (size_t i = 0; i < array.count; i++) {
        /* how many levels begin at element i: those whose size divides i */
        size_t size = 1;
        unsigned opens = 0, closes = 0;
        for (unsigned d = array.dims; d-- > 0 && i % (size *= (size_t)array.lens[d]) == 0;) opens++;
        size = 1;
        for (unsigned d = array.dims; d-- > 0 && (i + 1) % (size *= (size_t)array.lens[d]) == 0;) closes++;
        if (i > 0) nd_buf_put_u8(buf, ',');
        if (i > 0 && has_lines && opens + 1 >= array.dims) nd_buf_put(buf, "\n ", 2);
        for (unsigned d = 0; d < opens; d++) nd_buf_put_u8(buf, '[');
        struct nd_datum item;
        nd_array_take(&items, element, &item);
        nd__json_put(types, element, &item, false, buf);
        for (unsigned d = 0; d < closes; d++) nd_buf_put_u8(buf, ']');
    }
}

static void put_record(const struct nd_type_ctx *types, struct nd_slice bytes, bool has_lines, struct nd_buf *buf)
{
    struct nd_record record = nd_record_open(bytes), names = record;
    for (size_t i = 0; i < names.count; i++) nd_record_skip(&names);
    nd_buf_put_u8(buf, '{');
    for (size_t i = 0; i < record.count; i++) {
        enum nd_type_id type;
        struct nd_datum field;
        nd_record_take(&record, &type, &field);
        if (i > 0) nd_buf_put_u8(buf, ',');
        if (i > 0 && has_lines) nd_buf_put(buf, "\n ", 2);
        if (record.has_names) put_string(buf, nd_record_take_name(&names));
        else nd_buf_printf(buf, "\"f%zu\"", i + 1);
        nd_buf_put_u8(buf, ':');
        nd__json_put(types, type, &field, false, buf);
    }
    nd_buf_put_u8(buf, '}');
}

void nd__json_put(const struct nd_type_ctx *types, enum nd_type_id type, const struct nd_datum *datum, bool has_lines, struct nd_buf *buf)
{
    if (datum->is_null) {
        nd_buf_put(buf, "null", 4);
    } else if (type == BOOL) {
        nd_buf_put_slice(buf, nd_slice_str(datum->b ? "true" : "false"));
    } else if (type == RECORD) {
        put_record(types, datum->s, has_lines, buf);
    } else if (type == DATE || type == TIMESTAMP || type == TIMESTAMPTZ) {
        put_moment(types, type, datum, buf);
    } else if (nd_type_is_array(type) && !nd_type_is_vector(type)) {
        put_array(types, type, datum->s, has_lines, buf);
    } else {
        struct nd_buf text;
        nd_buf_init(&text, buf->heap);
        nd_type_out(types, ND_TYPE(type), datum, &text);
        bool is_number = nd_type_category(type) == 'N' && !nd_type_is_oid(type) && text.n > 0 && text.p[text.n - 1] <= '9'; /* not NaN, Infinity */
        if (is_number || type == JSON || type == JSONB) nd_buf_put_slice(buf, nd_buf_slice(&text));
        else put_string(buf, nd_buf_slice(&text));
        nd_buf_deinit(&text);
    }
}

enum nd_status nd__json_put_key(const struct nd_type_ctx *types, enum nd_type_id type, const struct nd_datum *datum, struct nd_buf *buf, struct nd_err *err)
{
    if (nd_type_is_array(type) || type == RECORD || type == JSON || type == JSONB) return nd_err_set(err, "22023", "key value must be scalar, not array, composite, or json");
    struct nd_buf text;
    nd_buf_init(&text, buf->heap);
    if (type == BOOL) nd_buf_put_slice(&text, nd_slice_str(datum->b ? "true" : "false"));
    else nd_type_out(types, ND_TYPE(type), datum, &text);
    put_string(buf, nd_buf_slice(&text));
    nd_buf_deinit(&text);
    return ND_STATUS_OK;
}

static enum nd_status build_row(struct nd_func_call *call, size_t row, struct nd_buf *buf)
{
    nd_buf_put_u8(buf, '{');
    for (size_t i = 0; i < call->arg_count; i += 2) {
        if (call->args[i].nulls[row]) return nd_err_set(call->err, "22023", "argument %zu cannot be null", i + 1);
        struct nd_datum key = nd_vec_get(&call->args[i], row), value = nd_vec_get(&call->args[i + 1], row);
        if (i > 0) nd_buf_put(buf, ", ", 2);
        ND_TRY(nd__json_put_key(call->ctx->types, call->args[i].type.id, &key, buf, call->err));
        nd_buf_put(buf, " : ", 3);
        nd__json_put(call->ctx->types, call->args[i + 1].type.id, &value, false, buf);
    }
    nd_buf_put_u8(buf, '}');
    return nd__check_bytes(call, buf->n);
}

static enum nd_status array_row(struct nd_func_call *call, size_t row, struct nd_buf *buf)
{
    nd_buf_put_u8(buf, '[');
    for (size_t i = 0; i < call->arg_count; i++) {
        struct nd_datum value = nd_vec_get(&call->args[i], row);
        if (i > 0) nd_buf_put(buf, ", ", 2);
        nd__json_put(call->ctx->types, call->args[i].type.id, &value, false, buf);
    }
    nd_buf_put_u8(buf, ']');
    return nd__check_bytes(call, buf->n);
}

/* A value, on lines of its own if the second argument says so. */
static enum nd_status value_row(struct nd_func_call *call, size_t row, struct nd_buf *buf)
{
    struct nd_datum value = nd_vec_get(&call->args[0], row);
    nd__json_put(call->ctx->types, call->args[0].type.id, &value, call->arg_count > 1 && call->args[1].b[row] != 0, buf);
    return nd__check_bytes(call, buf->n);
}

static enum nd_status each_row(struct nd_func_call *call, enum nd_status (*put)(struct nd_func_call *call, size_t row, struct nd_buf *buf))
{
    struct nd_buf buf;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    ND__ROWS (row) {
        nd_buf_clear(&buf);
        ND_TRY_OR(put(call, row, &buf), out);
        call->out->s[row] = nd__take_text(call, &buf);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

static enum nd_status to_json(struct nd_func_call *call) { return each_row(call, value_row); }
static enum nd_status build_array(struct nd_func_call *call) { return each_row(call, array_row); }

static enum nd_status build_object(struct nd_func_call *call)
{
    if (call->arg_count % 2 != 0) {
        (void)nd_err_set(call->err, "22023", "argument list must have even number of elements");
        return nd_err_hint(call->err, "The arguments of json_build_object() must consist of alternating keys and values.");
    }
    return each_row(call, build_row);
}

static const struct nd_func funcs[] = {
    F_LAX("json_build_object", JSON, build_object, 0, ND_STABLE, true, ANY),
    {.name = "json_build_object", .result = JSON, .kernel = build_object, .volatility = ND_STABLE, .is_lax = true},
    F_LAX("json_build_array", JSON, build_array, 0, ND_STABLE, true, ANY),
    {.name = "json_build_array", .result = JSON, .kernel = build_array, .volatility = ND_STABLE, .is_lax = true},
    F_STABLE("to_json", JSON, to_json, 0, ANYELEMENT),
    F_STABLE("row_to_json", JSON, to_json, 0, RECORD),
    F_STABLE("row_to_json", JSON, to_json, 0, RECORD, BOOL),
    F_STABLE("array_to_json", JSON, to_json, 0, ANYARRAY),
    F_STABLE("array_to_json", JSON, to_json, 0, ANYARRAY, BOOL),
};
const struct nd__func_table nd__funcs_json = ND__TABLE(funcs);
