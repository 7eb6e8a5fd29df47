/* SPDX-License-Identifier: Apache-2.0 */
/* percentile_cont, percentile_disc, mode: aggregates WITHIN GROUP. Their rows come in order, all to one state. */
#include <math.h>

#include "sql/func/array_int.h"
#include "sql/types/compare.h"
#include "sql/types/datetime.h"

enum { CONTINUOUS,
       DISCRETE,
       MODE };

struct ordered_state {
    struct nd_datum *items;
    size_t count, cap;
    struct nd_datum fraction;
    bool has_fraction;
};

static struct nd_datum keep(const struct nd_agg_call *call, enum nd_type_id type, struct nd_datum datum)
{
    if (!datum.is_null && nd_type_phys(type) == ND_PHYS_BYTES) datum.s = nd_arena_copy(call->ctx->arena, datum.s);
    return datum;
}

static enum nd_status ordered_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel, void *const *states)
{
    const struct nd_vec *values = &args[call->agg->arg_count - 1];
    ND_SEL_FOREACH (row, sel) {
        struct ordered_state *state = states[row];
        if (call->agg->arg_count > 1 && !state->has_fraction) {
            state->has_fraction = true;
            state->fraction = keep(call, args[0].type.id, nd_vec_get(&args[0], row));
        }
        if (values->nulls[row]) continue;
        if (state->count == state->cap) {
            size_t cap = state->cap == 0 ? 8 : state->cap * 2;
            struct nd_datum *items = nd_arena_alloc(call->ctx->arena, cap * sizeof *items);
            if (state->count > 0) memcpy(items, state->items, state->count * sizeof *items);
            state->items = items;
            state->cap = cap;
        }
        state->items[state->count++] = keep(call, values->type.id, nd_vec_get(values, row));
    }
    return ND_STATUS_OK;
}

/* ---- results ------------------------------------------------------------------------------------------------ */

static enum nd_status between(const struct nd_agg_call *call, enum nd_type_id type, const struct nd_datum *low, const struct nd_datum *high, double share, struct nd_datum *out)
{
    if (type == FLOAT8) {
        *out = nd_datum_f64(low->f + share * (high->f - low->f));
        return ND_STATUS_OK;
    }
    struct nd_interval a = nd_interval_of(low->s), b = nd_interval_of(high->s), part;
    ND_TRY(nd_interval_neg(a, &part, call->err));
    ND_TRY(nd_interval_add(b, part, &part, call->err));
    ND_TRY(nd_interval_mul(part, share, &part, call->err));
    ND_TRY(nd_interval_add(part, a, &part, call->err));
    *out = nd_datum_bytes(nd_interval_new(call->ctx->arena, part));
    return ND_STATUS_OK;
}

static enum nd_status percentile(const struct nd_agg_call *call, const struct ordered_state *state, enum nd_type_id type, double fraction, struct nd_datum *out)
{
    if (isnan(fraction) || fraction < 0 || fraction > 1) return nd_err_set(call->err, "22003", "percentile value %g is not between 0 and 1", fraction);
    *out = ND_DATUM_NULL;
    if (state->count == 0) return ND_STATUS_OK;
    if (call->agg->param == DISCRETE) {
        size_t row = (size_t)ceil(fraction * (double)state->count);
        *out = state->items[row == 0 ? 0 : row - 1];
        return ND_STATUS_OK;
    }
    double at = fraction * (double)(state->count - 1);
    size_t first = (size_t)floor(at), second = (size_t)ceil(at);
    if (first == second) {
        *out = state->items[first];
        return ND_STATUS_OK;
    }
    return between(call, type, &state->items[first], &state->items[second], at - (double)first, out);
}

static enum nd_status percentiles(const struct nd_agg_call *call, const struct ordered_state *state, struct nd_vec *out, size_t row)
{
    enum nd_type_id type = nd_type_element(out->type.id);
    struct nd_array shape;
    bool is_ok = nd_array_open(state->fraction.s, &shape);
    ND_ASSERT(is_ok);
    struct nd_datum *items = nd_array_items(&shape, FLOAT8, call->ctx->arena);
    for (size_t i = 0; i < shape.count; i++)
        if (!items[i].is_null) ND_TRY(percentile(call, state, type, items[i].f, &items[i]));
    out->nulls[row] = state->count == 0;
    if (state->count > 0) out->s[row] = nd_array_make(&shape, type, items, call->ctx->arena);
    return ND_STATUS_OK;
}

static enum nd_status percentile_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct ordered_state *from = state;
    struct nd_datum value = ND_DATUM_NULL;
    bool is_many = call->agg->args[0] != FLOAT8;
    if (from->has_fraction && !from->fraction.is_null && is_many) return percentiles(call, from, out, row);
    if (from->has_fraction && !from->fraction.is_null) ND_TRY(percentile(call, from, out->type.id, from->fraction.f, &value));
    nd_vec_set(out, row, value);
    return ND_STATUS_OK;
}

static enum nd_status mode_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct ordered_state *from = state;
    size_t best = 0, best_count = 0;
    for (size_t i = 0, next; i < from->count; i = next) {
        for (next = i + 1; next < from->count && nd_datum_eq(out->type.id, &from->items[i], &from->items[next]);) next++;
        if (next - i <= best_count) continue;
        best = i;
        best_count = next - i;
    }
    nd_vec_set(out, row, best_count == 0 ? ND_DATUM_NULL : from->items[best]);
    return ND_STATUS_OK;
}

/* Partial states would have to be merged in order: the planner makes none of aggregates with an order. */
static enum nd_status no_merge(const struct nd_agg_call *call, void *state, const void *other) { ND_UNREACHABLE(); }
static void no_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out) { ND_UNREACHABLE(); }
static enum nd_status no_load(const struct nd_agg_call *call, struct nd_dec *in, void *state) { return ND_STATUS_CORRUPT; }

#define FLOAT8_ARRAY ((enum nd_type_id)1022)
#define INTERVAL_ARRAY ((enum nd_type_id)1187)
#define AGG(agg_name, kind, fn, res, ...)                                                                                                               \
    {                                                                                                                                                   \
        .name = (agg_name), .arg_count = ND__COUNT(__VA_ARGS__), .result = (res), .args = {__VA_ARGS__}, .is_ordered_set = true,                        \
        .state_bytes = (uint32_t)((sizeof(struct ordered_state) + 15) / 16 * 16), .update = ordered_update, .merge = no_merge, .finish = (fn),          \
        .save = no_save, .load = no_load, .param = (kind)                                                                                               \
    }
/* clang-format off */
static const struct nd_agg aggs[] = {
    AGG("percentile_cont", CONTINUOUS, percentile_finish, FLOAT8, FLOAT8, FLOAT8),
    AGG("percentile_cont", CONTINUOUS, percentile_finish, INTERVAL, FLOAT8, INTERVAL),
    AGG("percentile_cont", CONTINUOUS, percentile_finish, FLOAT8_ARRAY, FLOAT8_ARRAY, FLOAT8),
    AGG("percentile_cont", CONTINUOUS, percentile_finish, INTERVAL_ARRAY, FLOAT8_ARRAY, INTERVAL),
    AGG("percentile_disc", DISCRETE, percentile_finish, ANYELEMENT, FLOAT8, ANYELEMENT),
    AGG("percentile_disc", DISCRETE, percentile_finish, ANYARRAY, FLOAT8_ARRAY, ANYELEMENT),
    AGG("mode", MODE, mode_finish, ANYELEMENT, ANYELEMENT),
};
/* clang-format on */
const struct nd__agg_table nd__aggs_ordered = ND__TABLE(aggs);

bool nd_agg_is_ordered_set(const char *name)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(aggs); i++)
        if (strcmp(aggs[i].name, name) == 0) return true;
    return false;
}
