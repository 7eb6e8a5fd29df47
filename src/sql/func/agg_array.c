/* SPDX-License-Identifier: Apache-2.0 */
/* array_agg: of values, and of arrays. */
#include "sql/func/array_int.h"

/* The elements so far; of arrays all their elements, which have one shape. */
struct agg_state {
    struct nd_datum *items;
    size_t count, cap;
    enum nd_type_id element;
    size_t parts; /* of arrays: how many, all of `shape` */
    struct nd_array shape;
};

static void agg_add(const struct nd_agg_call *call, struct agg_state *state, const struct nd_datum *item)
{
    if (state->count == state->cap) {
        size_t cap = state->cap == 0 ? 8 : state->cap * 2;
        struct nd_datum *items = nd_arena_alloc(call->ctx->arena, cap * sizeof *items);
        if (state->count > 0) memcpy(items, state->items, state->count * sizeof *items);
        state->items = items;
        state->cap = cap;
    }
    struct nd_datum *slot = &state->items[state->count++];
    *slot = *item;
    if (!item->is_null && nd_type_phys(state->element) == ND_PHYS_BYTES) slot->s = nd_arena_copy(call->ctx->arena, item->s);
}

static enum nd_status agg_add_array(const struct nd_agg_call *call, struct agg_state *state, const struct nd_vec *arg, size_t row)
{
    if (arg->nulls[row]) return nd_err_set(call->err, "22004", "cannot accumulate null arrays");
    struct nd_array array = nd__array_at(arg, row);
    if (array.dims == 0) return nd_err_set(call->err, "2202E", "cannot accumulate empty arrays");
    if (array.dims == ND_ARRAY_DIMS_MAX)
        return nd_err_set(call->err, "54000", "number of array dimensions (%d) exceeds the maximum allowed (%d)", ND_ARRAY_DIMS_MAX + 1, ND_ARRAY_DIMS_MAX);
    if (state->parts == 0) state->shape = array;
    bool fits = array.dims == state->shape.dims && memcmp(array.lens, state->shape.lens, sizeof array.lens) == 0;
    if (!fits) return nd_err_set(call->err, "2202E", "cannot accumulate arrays of different dimensionality");
    state->parts++;
    struct nd_dec dec = nd_dec_of(array.items);
    for (size_t i = 0; i < array.count; i++) {
        struct nd_datum item;
        nd_array_take(&dec, state->element, &item);
        agg_add(call, state, &item);
    }
    return ND_STATUS_OK;
}

static enum nd_status agg_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel, void *const *states)
{
    bool is_nested = call->agg->param != 0;
    enum nd_type_id type = args[0].type.id;
    ND_SEL_FOREACH (row, sel) {
        struct agg_state *state = states[row];
        state->element = is_nested ? nd_type_element(type) : type;
        if (is_nested) {
            ND_TRY(agg_add_array(call, state, &args[0], row));
            continue;
        }
        struct nd_datum item = nd_vec_get(&args[0], row);
        agg_add(call, state, &item);
    }
    return ND_STATUS_OK;
}

static enum nd_status agg_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    struct agg_state *to = state;
    const struct agg_state *from = other;
    if (from->count == 0) return ND_STATUS_OK;
    if (to->count == 0) {
        to->element = from->element;
        to->shape = from->shape;
    }
    bool fits = to->element == from->element && to->shape.dims == from->shape.dims && memcmp(to->shape.lens, from->shape.lens, sizeof to->shape.lens) == 0;
    if (!fits) return nd_err_set(call->err, "2202E", "cannot accumulate arrays of different dimensionality");
    to->parts += from->parts;
    for (size_t i = 0; i < from->count; i++) agg_add(call, to, &from->items[i]);
    return ND_STATUS_OK;
}

static enum nd_status agg_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct agg_state *from = state;
    struct nd_array shape = from->shape;
    if (from->count == 0) {
        nd_vec_set(out, row, ND_DATUM_NULL);
        return ND_STATUS_OK;
    }
    memmove(shape.lens + 1, shape.lens, (ND_ARRAY_DIMS_MAX - 1) * sizeof shape.lens[0]);
    memmove(shape.lowers + 1, shape.lowers, (ND_ARRAY_DIMS_MAX - 1) * sizeof shape.lowers[0]);
    shape.dims++;
    shape.lens[0] = (int32_t)(from->parts > 0 ? from->parts : from->count);
    shape.lowers[0] = 1;
    ND_TRY(nd_array_check_size(&shape, &shape.count, call->err));
    nd_vec_set(out, row, nd_datum_bytes(nd_array_make(&shape, from->element, from->items, call->ctx->arena)));
    return ND_STATUS_OK;
}

/* element type, number of parts, their shape, the elements as a flat array */
static void agg_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    const struct agg_state *from = state;
    nd_buf_put_varint(out, (uint64_t)from->element);
    nd_buf_put_varint(out, from->parts);
    nd_buf_put_varint(out, from->shape.dims);
    for (unsigned d = 0; d < from->shape.dims; d++) {
        nd_buf_put_varint(out, (uint64_t)from->shape.lens[d]);
        nd_buf_put_varint(out, (uint64_t)(uint32_t)from->shape.lowers[d]);
    }
    nd_buf_put_bytes(out, nd_array_of_items(from->element, from->items, from->count, call->ctx->arena));
}

static enum nd_status agg_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    struct agg_state *to = state;
    to->element = (enum nd_type_id)nd_dec_varint(in);
    to->parts = (size_t)nd_dec_varint(in);
    uint64_t dims = nd_dec_varint(in), count = 1;
    if (!nd_dec_is_ok(in) || dims >= ND_ARRAY_DIMS_MAX) return ND_STATUS_CORRUPT;
    to->shape.dims = (unsigned)dims;
    for (unsigned d = 0; d < dims; d++) {
        uint64_t len = nd_dec_varint(in), lower = nd_dec_varint(in);
        if (len == 0 || len > ND_ARRAY_ITEMS_MAX || lower > UINT32_MAX) return ND_STATUS_CORRUPT;
        to->shape.lens[d] = (int32_t)len;
        to->shape.lowers[d] = (int32_t)(uint32_t)lower;
        count *= len;
        if (count > ND_ARRAY_ITEMS_MAX) return ND_STATUS_CORRUPT;
    }
    struct nd_slice bytes = nd_dec_bytes(in);
    struct nd_array array;
    if (!nd_dec_is_ok(in) || to->parts > ND_ARRAY_ITEMS_MAX) return ND_STATUS_CORRUPT;
    bool is_empty = to->element == ND_TYPE_INVALID;
    if (is_empty) return ND_STATUS_OK;
    enum nd_type_id type = nd_type_array_of(to->element);
    if (type == ND_TYPE_INVALID || !nd_array_is_valid(type, bytes) || !nd_array_open(bytes, &array) || array.dims > 1) return ND_STATUS_CORRUPT;
    if (dims > 0 && array.count != count * to->parts) return ND_STATUS_CORRUPT;
    if (dims == 0 && to->parts != 0) return ND_STATUS_CORRUPT;
    to->items = nd_array_items(&array, to->element, call->ctx->arena);
    to->count = to->cap = array.count;
    return ND_STATUS_OK;
}

#define AGG(arg, is_nested)                                                                                             \
    {                                                                                                                   \
        .name = "array_agg", .arg_count = 1, .result = ANYARRAY, .args = {arg},                                         \
        .state_bytes = (uint32_t)((sizeof(struct agg_state) + 15) / 16 * 16), .update = agg_update, .merge = agg_merge, \
        .finish = agg_finish, .save = agg_save, .load = agg_load, .param = (is_nested)                                  \
    }
static const struct nd_agg aggs[] = {AGG(ANYNONARRAY, 0), AGG(ANYARRAY, 1)};
const struct nd__agg_table nd__aggs_array = {aggs, ND_ARRAY_LEN(aggs)};
