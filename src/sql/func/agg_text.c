/* SPDX-License-Identifier: Apache-2.0 */
/* string_agg of text and bytea. */
#include "sql/func/func_int.h"

/* The text so far, on the arena with room to grow. The first separator is kept for merging: it stands between two parts. */
struct join_state {
    uint8_t *p;
    size_t n, room;
    struct nd_slice separator; /* that came with the first value */
    bool has_value, has_separator;
};

static enum nd_status append(const struct nd_agg_call *call, struct join_state *state, struct nd_slice bytes)
{
    if (state->n + bytes.n > ND_FUNC_RESULT_BYTES_MAX)
        return nd_err_set(call->err, "54000", "requested length too large");
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

static enum nd_status join_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel,
                                  void *const *states)
{
    ND_SEL_FOREACH (row, sel) {
        if (args[0].nulls[row]) continue;
        struct join_state *state = states[row];
        if (!state->has_value) {
            state->has_value = true;
            state->has_separator = !args[1].nulls[row];
            if (state->has_separator) state->separator = nd_arena_copy(call->ctx->arena, args[1].s[row]);
        } else if (!args[1].nulls[row]) {
            ND_TRY(append(call, state, args[1].s[row]));
        }
        ND_TRY(append(call, state, args[0].s[row]));
    }
    return ND_STATUS_OK;
}

static enum nd_status join_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    struct join_state *to = state;
    const struct join_state *from = other;
    if (!from->has_value) return ND_STATUS_OK;
    if (to->has_value) {
        if (from->has_separator) ND_TRY(append(call, to, from->separator));
    } else {
        to->has_value = true;
        to->has_separator = from->has_separator;
        to->separator = nd_arena_copy(call->ctx->arena, from->separator);
    }
    return append(call, to, nd_slice_of(from->p, from->n));
}

static enum nd_status join_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct join_state *from = state;
    nd_vec_set(out, row, from->has_value ? nd_datum_bytes(nd_slice_of(from->p, from->n)) : ND_DATUM_NULL);
    return ND_STATUS_OK;
}

static void join_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    const struct join_state *from = state;
    nd_buf_put_u8(out, (uint8_t)(from->has_value | from->has_separator << 1));
    nd_buf_put_bytes(out, from->separator);
    nd_buf_put_bytes(out, nd_slice_of(from->p, from->n));
}

static enum nd_status join_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    struct join_state *to = state;
    uint8_t flags = nd_dec_u8(in);
    to->has_value = (flags & 1) != 0;
    to->has_separator = (flags & 2) != 0;
    to->separator = nd_dec_bytes(in);
    struct nd_slice text = nd_dec_bytes(in);
    if (!nd_dec_is_ok(in) || flags > 3) return ND_STATUS_CORRUPT;
    return append(call, to, text);
}

#define AGG(type)                                                                                                      \
    {                                                                                                                  \
        .name = "string_agg", .arg_count = 2, .result = (type), .args = {type, type},                                  \
        .state_bytes = (uint32_t)((sizeof(struct join_state) + 15) / 16 * 16), .update = join_update,                  \
        .merge = join_merge, .finish = join_finish, .save = join_save, .load = join_load                               \
    }

static const struct nd_agg aggs[] = {AGG(TEXT), AGG(BYTEA)};
const struct nd__agg_table nd__aggs_text = {aggs, ND_ARRAY_LEN(aggs)};
