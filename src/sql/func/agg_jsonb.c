/* SPDX-License-Identifier: Apache-2.0 */
/* jsonb_agg, jsonb_object_agg: the items' text is kept, and read as jsonb at the end. */
#include "sql/func/func_int.h"
#include "sql/types/json.h"

struct items {
    uint8_t *p; /* items, a comma before each but the first */
    size_t n, room;
    bool has_rows;
};

static enum nd_status append(const struct nd_agg_call *call, struct items *items, struct nd_slice text)
{
    if (items->n + text.n > ND_FUNC_RESULT_BYTES_MAX) return nd_err_set(call->err, "54000", "requested length too large");
    if (items->n + text.n + 1 > items->room) {
        size_t room = (items->n + text.n) * 2 + 64;
        uint8_t *p = nd_arena_alloc(call->ctx->arena, room);
        if (items->n > 0) memcpy(p, items->p, items->n);
        items->p = p, items->room = room;
    }
    if (items->has_rows) items->p[items->n++] = ',';
    if (text.n > 0) memcpy(items->p + items->n, text.p, text.n);
    items->n += text.n;
    items->has_rows = true;
    return ND_STATUS_OK;
}

static enum nd_status put_item(const struct nd_agg_call *call, const struct nd_vec *args, size_t row, struct nd_buf *buf)
{
    bool has_key = call->agg->arg_count == 2;
    struct nd_datum value = nd_vec_get(&args[has_key], row);
    if (has_key) {
        struct nd_datum key = nd_vec_get(&args[0], row);
        if (key.is_null) return nd_err_set(call->err, "22023", "field name must not be null");
        ND_TRY(nd__json_put_key(call->ctx->types, args[0].type.id, &key, buf, call->err));
        nd_buf_put_u8(buf, ':');
    }
    nd__json_put(call->ctx->types, args[has_key].type.id, &value, false, buf);
    return ND_STATUS_OK;
}

static enum nd_status items_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel, void *const *states)
{
    struct nd_buf buf;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    ND_SEL_FOREACH (row, sel) {
        nd_buf_clear(&buf);
        ND_TRY_OR(put_item(call, args, row, &buf), out);
        ND_TRY_OR(append(call, states[row], nd_buf_slice(&buf)), out);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

static enum nd_status items_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    const struct items *from = other;
    return from->has_rows ? append(call, state, nd_slice_of(from->p, from->n)) : ND_STATUS_OK;
}

static enum nd_status items_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct items *from = state;
    struct nd_buf buf;
    bool has_key = call->agg->arg_count == 2;
    nd_vec_set(out, row, ND_DATUM_NULL);
    if (!from->has_rows) return ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    nd_buf_put_u8(&buf, has_key ? '{' : '[');
    nd_buf_put(&buf, from->p, from->n);
    nd_buf_put_u8(&buf, has_key ? '}' : ']');
    struct nd_slice jsonb;
    enum nd_status status = nd_jsonb_in(nd_arena_copy(call->ctx->arena, nd_buf_slice(&buf)), call->ctx->arena, &jsonb, call->err);
    nd_buf_deinit(&buf);
    if (status == ND_STATUS_OK) nd_vec_set(out, row, nd_datum_bytes(jsonb));
    return status;
}

static void items_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    const struct items *from = state;
    ND_UNUSED(call);
    nd_buf_put_u8(out, from->has_rows);
    nd_buf_put_bytes(out, nd_slice_of(from->p, from->n));
}

static enum nd_status items_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    bool has_rows = nd_dec_u8(in) != 0;
    struct nd_slice text = nd_dec_bytes(in);
    if (!nd_dec_is_ok(in)) return ND_STATUS_CORRUPT;
    return has_rows ? append(call, state, text) : ND_STATUS_OK;
}

#define AGG(agg_name, count, ...)                                                                                                                                             \
    {                                                                                                                                                                         \
        .name = (agg_name), .arg_count = (count), .result = JSONB, .args = {__VA_ARGS__}, .state_bytes = (uint32_t)((sizeof(struct items) + 15) / 16 * 16),                    \
        .update = items_update, .merge = items_merge, .finish = items_finish, .save = items_save, .load = items_load                                                          \
    }
static const struct nd_agg aggs[] = {AGG("jsonb_agg", 1, ANYELEMENT), AGG("jsonb_object_agg", 2, ANY, ANY)};
const struct nd__agg_table nd__aggs_jsonb = {aggs, ND_ARRAY_LEN(aggs)};
