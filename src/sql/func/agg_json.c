/* SPDX-License-Identifier: Apache-2.0 */
/* json_agg, json_object_agg. */
#include "sql/func/func_int.h"

/* What stands between the brackets so far, on the arena with room to grow. */
struct json_state {
    uint8_t *p;
    size_t n, room;
    bool has_value;
    bool is_structured; /* its first item is an array or a row: they begin lines of their own */
};

static enum nd_status append(const struct nd_agg_call *call, struct json_state *state, struct nd_slice bytes)
{
    if (state->n + bytes.n > ND_FUNC_RESULT_BYTES_MAX) return nd_err_set(call->err, "54000", "requested length too large");
    if (state->n + bytes.n > state->room) {
        size_t room = (state->n + bytes.n) * 2 + 32;
        uint8_t *p = nd_arena_alloc(call->ctx->arena, room);
        if (state->n > 0) memcpy(p, state->p, state->n);
        state->p = p, state->room = room;
    }
    if (bytes.n > 0) memcpy(state->p + state->n, bytes.p, bytes.n);
    state->n += bytes.n;
    return ND_STATUS_OK;
}

static enum nd_status append_part(const struct nd_agg_call *call, struct json_state *state, bool is_structured, struct nd_slice bytes)
{
    if (state->has_value) ND_TRY(append(call, state, nd_slice_str(is_structured ? ", \n " : ", ")));
    else state->is_structured = is_structured;
    state->has_value = true;
    return append(call, state, bytes);
}

static enum nd_status put_item(const struct nd_agg_call *call, const struct nd_vec *args, size_t row, struct nd_buf *buf)
{
    const struct nd_type_ctx *types = call->ctx->types;
    size_t value_at = call->agg->arg_count - 1u;
    struct nd_datum value = nd_vec_get(&args[value_at], row);
    if (value_at == 1) {
        struct nd_datum key = nd_vec_get(&args[0], row);
        if (key.is_null) return nd_err_set(call->err, "22023", "field name must not be null");
        ND_TRY(nd__json_put_key(types, args[0].type.id, &key, buf, call->err));
        nd_buf_put(buf, " : ", 3);
    }
    nd__json_put(types, args[value_at].type.id, &value, false, buf);
    return ND_STATUS_OK;
}

static enum nd_status json_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel, void *const *states)
{
    enum nd_status status = ND_STATUS_OK;
    enum nd_type_id type = args[0].type.id;
    bool has_lines = call->agg->arg_count == 1 && (type == RECORD || (nd_type_is_array(type) && !nd_type_is_vector(type)));
    struct nd_buf buf;
    nd_buf_init(&buf, call->ctx->heap);
    ND_SEL_FOREACH (row, sel) {
        struct json_state *state = states[row];
        nd_buf_clear(&buf);
        ND_TRY_OR(put_item(call, args, row, &buf), out);
        ND_TRY_OR(append_part(call, state, has_lines && !args[0].nulls[row], nd_buf_slice(&buf)), out);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

static enum nd_status json_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    struct json_state *to = state;
    const struct json_state *from = other;
    if (!from->has_value) return ND_STATUS_OK;
    return append_part(call, to, from->is_structured, nd_slice_of(from->p, from->n));
}

static enum nd_status json_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct json_state *from = state;
    bool is_object = call->agg->arg_count == 2;
    if (!from->has_value) {
        out->nulls[row] = 1;
        return ND_STATUS_OK;
    }
    size_t edge = is_object ? 2 : 1;
    uint8_t *p = nd_arena_alloc(call->ctx->arena, from->n + 2 * edge);
    memcpy(p, is_object ? "{ " : "[", edge);
    memcpy(p + edge, from->p, from->n);
    memcpy(p + edge + from->n, is_object ? " }" : "]", edge);
    nd_vec_set(out, row, nd_datum_bytes(nd_slice_of(p, from->n + 2 * edge)));
    return ND_STATUS_OK;
}

static void json_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    const struct json_state *from = state;
    nd_buf_put_u8(out, (uint8_t)(from->has_value | from->is_structured << 1));
    nd_buf_put_bytes(out, nd_slice_of(from->p, from->n));
}

static enum nd_status json_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    struct json_state *to = state;
    uint8_t flags = nd_dec_u8(in);
    struct nd_slice text = nd_dec_bytes(in);
    if (!nd_dec_is_ok(in) || flags > 3) return ND_STATUS_CORRUPT;
    to->has_value = (flags & 1) != 0;
    to->is_structured = (flags & 2) != 0;
    return append(call, to, text);
}

#define AGG(fn_name, ...)                                                                                                    \
    {                                                                                                                        \
        .name = (fn_name), .arg_count = ND__COUNT(__VA_ARGS__), .result = JSON, .args = {__VA_ARGS__},                       \
        .state_bytes = (uint32_t)((sizeof(struct json_state) + 15) / 16 * 16), .update = json_update, .merge = json_merge,   \
        .finish = json_finish, .save = json_save, .load = json_load                                                          \
    }

static const struct nd_agg aggs[] = {AGG("json_agg", ANY), AGG("json_object_agg", ANY, ANY)};
const struct nd__agg_table nd__aggs_json = {aggs, ND_ARRAY_LEN(aggs)};
