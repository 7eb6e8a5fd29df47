/* SPDX-License-Identifier: Apache-2.0 */
/* json_build_object: what drivers ask the catalogs with. There is no type json for columns yet. */
#include "sql/func/func_int.h"

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

static enum nd_status put_value(struct nd_func_call *call, const struct nd_vec *arg, size_t row, struct nd_buf *buf)
{
    enum nd_type_id type = arg->type.id;
    if (arg->nulls[row]) {
        nd_buf_put(buf, "null", 4);
        return ND_STATUS_OK;
    }
    if (nd_type_is_array(type)) return nd_err_unsupported(call->err, "an array in JSON");
    struct nd_datum datum = nd_vec_get(arg, row);
    if (type == BOOL) {
        nd_buf_put_slice(buf, nd_slice_str(datum.b ? "true" : "false"));
        return ND_STATUS_OK;
    }
    struct nd_slice text = nd_type_out_slice(call->ctx->types, arg->type, &datum, call->ctx->arena);
    bool is_number = nd_type_category(type) == 'N' && !nd_type_is_oid(type) && text.n > 0 && text.p[text.n - 1] <= '9'; /* not NaN, Infinity */
    if (is_number || type == JSON) nd_buf_put_slice(buf, text);
    else put_string(buf, text);
    return ND_STATUS_OK;
}

static enum nd_status build_row(struct nd_func_call *call, size_t row, struct nd_buf *buf)
{
    nd_buf_put_u8(buf, '{');
    for (size_t i = 0; i < call->arg_count; i += 2) {
        if (call->args[i].nulls[row]) return nd_err_set(call->err, "22004", "argument %zu cannot be null", i + 1);
        struct nd_datum key = nd_vec_get(&call->args[i], row);
        if (i > 0) nd_buf_put(buf, ", ", 2);
        put_string(buf, nd_type_out_slice(call->ctx->types, call->args[i].type, &key, call->ctx->arena));
        nd_buf_put(buf, " : ", 3);
        ND_TRY(put_value(call, &call->args[i + 1], row, buf));
    }
    nd_buf_put_u8(buf, '}');
    return nd__check_bytes(call, buf->n);
}

static enum nd_status build_object(struct nd_func_call *call)
{
    if (call->arg_count % 2 != 0) {
        (void)nd_err_set(call->err, "22023", "argument list must have even number of elements");
        return nd_err_hint(call->err, "The arguments of json_build_object() must consist of alternating keys and values.");
    }
    struct nd_buf buf;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    ND__ROWS (row) {
        nd_buf_clear(&buf);
        ND_TRY_OR(build_row(call, row, &buf), out);
        call->out->s[row] = nd__take_text(call, &buf);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

static const struct nd_func funcs[] = {F_LAX("json_build_object", JSON, build_object, 0, ND_STABLE, true, ANY)};
const struct nd__func_table nd__funcs_json = ND__TABLE(funcs);
