/* SPDX-License-Identifier: Apache-2.0 */
/* count, min, max, bool_and, bool_or, bit_and, bit_or, bit_xor, sums that fit a machine word. */
#include <math.h>

#include "sql/func/func_int.h"
#include "sql/types/compare.h"
#include "sql/types/datetime.h"

/* ---- count ----------------------------------------------------------------------------------------- */

struct count_state {
    int64_t count;
    int64_t unused; /* states are multiples of 16 bytes */
};

static enum nd_status count_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel,
                                   void *const *states)
{
    ND_UNUSED(args);
    if (call->agg->arg_count == 0) {
        ND_SEL_FOREACH (row, sel) ((struct count_state *)states[row])->count++;
    } else {
        ND_SEL_FOREACH (row, sel) ((struct count_state *)states[row])->count += !args[0].nulls[row];
    }
    return ND_STATUS_OK;
}

static enum nd_status count_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    ((struct count_state *)state)->count += ((const struct count_state *)other)->count;
    return ND_STATUS_OK;
}

static enum nd_status count_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    nd_vec_set(out, row, nd_datum_i64(((const struct count_state *)state)->count));
    return ND_STATUS_OK;
}

static void count_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    nd_buf_put_varint(out, (uint64_t)((const struct count_state *)state)->count);
}

static enum nd_status count_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    uint64_t count = nd_dec_varint(in);
    if (!nd_dec_is_ok(in) || count > INT64_MAX / 2) return ND_STATUS_CORRUPT;
    ((struct count_state *)state)->count = (int64_t)count;
    return ND_STATUS_OK;
}

/* ---- one value: min, max and bitwise --------------------------------------------------------------- */

struct value_state {
    struct nd_datum value; /* bytes: on the arena */
    size_t room;           /* of the bytes there: a new value that fits is copied over */
    enum nd_type_id type;  /* of the value: the aggregate knows no more than anyarray, anyenum */
    bool has_value;
};

enum { VALUE_MIN = -1, VALUE_MAX = 1, BOOL_AND = 2, BOOL_OR, BIT_AND, BIT_OR, BIT_XOR };

/* Keeps a value: bytes are copied to the arena, over the former ones where there is room. */
static void keep(const struct nd_agg_call *call, struct value_state *state, enum nd_type_id type,
                 const struct nd_datum *datum)
{
    struct nd_slice old = state->value.s;
    state->type = type;
    bool is_bytes = nd_type_phys(type) == ND_PHYS_BYTES;
    if (!is_bytes) {
        state->value = *datum;
    } else {
        uint8_t *p;
        if (state->has_value && datum->s.n <= state->room && state->room > 0) {
            memcpy(&p, &old.p, sizeof p); /* allocated below: ours to write */
        } else {
            state->room = datum->s.n + datum->s.n / 2;
            p = nd_arena_alloc(call->ctx->arena, state->room + 1);
        }
        if (datum->s.n > 0) memmove(p, datum->s.p, datum->s.n);
        state->value = nd_datum_bytes(nd_slice_of(p, datum->s.n));
    }
    state->has_value = true;
}

static void take_value(const struct nd_agg_call *call, struct value_state *state, enum nd_type_id type,
                       const struct nd_datum *datum)
{
    if (!state->has_value) {
        keep(call, state, type, datum);
        return;
    }
    switch (call->agg->param) {
    case VALUE_MIN:
    case VALUE_MAX: {
        int c = nd_datum_cmp(type, datum, &state->value) * call->agg->param;
        /* of equal values that look different the last one is kept */
        bool may_differ = type == NUMERIC || type == INTERVAL || type == FLOAT8 || type == FLOAT4;
        if (c > 0 || (c == 0 && may_differ)) keep(call, state, type, datum);
        break;
    }
    case BOOL_AND: state->value.b = state->value.b && datum->b; break;
    case BOOL_OR: state->value.b = state->value.b || datum->b; break;
    case BIT_AND: state->value.i &= datum->i; break;
    case BIT_OR: state->value.i |= datum->i; break;
    default: state->value.i ^= datum->i; break;
    }
}

static enum nd_status value_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel,
                                   void *const *states)
{
    enum nd_type_id type = args[0].type.id;
    ND_SEL_FOREACH (row, sel) {
        if (args[0].nulls[row]) continue;
        struct nd_datum datum = nd_vec_get(&args[0], row);
        take_value(call, states[row], type, &datum);
    }
    return ND_STATUS_OK;
}

static enum nd_status value_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    const struct value_state *from = other;
    if (from->has_value) take_value(call, state, from->type, &from->value);
    return ND_STATUS_OK;
}

static enum nd_status value_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct value_state *from = state;
    nd_vec_set(out, row, from->has_value ? from->value : ND_DATUM_NULL);
    return ND_STATUS_OK;
}

static void value_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    const struct value_state *from = state;
    nd_buf_put_u8(out, from->has_value);
    if (!from->has_value) return;
    if (call->agg->args[0] == ANYARRAY) nd_buf_put_u32(out, (uint32_t)from->type);
    switch (nd_type_phys(from->type)) {
    case ND_PHYS_BOOL: nd_buf_put_u8(out, from->value.b); break;
    case ND_PHYS_BYTES: nd_buf_put_bytes(out, from->value.s); break;
    default: nd_buf_put_u64(out, (uint64_t)from->value.i); break; /* the double's bits as well */
    }
}

static enum nd_status value_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    struct value_state *to = state;
    enum nd_type_id type = call->agg->args[0];
    uint8_t has_value = nd_dec_u8(in);
    to->has_value = has_value == 1;
    if (has_value > 1) return ND_STATUS_CORRUPT;
    if (!to->has_value) return nd_dec_is_ok(in) ? ND_STATUS_OK : ND_STATUS_CORRUPT;
    if (type == ANYARRAY) {
        type = (enum nd_type_id)nd_dec_u32(in);
        if (!nd_type_is_array(type)) return ND_STATUS_CORRUPT;
    }
    to->type = type;
    switch (nd_type_phys(type)) {
    case ND_PHYS_BOOL: to->value.b = nd_dec_u8(in) != 0; break;
    case ND_PHYS_BYTES: to->value.s = nd_dec_bytes(in); break;
    default: to->value.i = (int64_t)nd_dec_u64(in); break;
    }
    if (!nd_dec_is_ok(in)) return ND_STATUS_CORRUPT;
    return nd__value_is_valid(type, &to->value) ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

/* ---- sums of floats -------------------------------------------------------------------------------- */

/* count, sum, and the sum of squared differences from the mean (Youngs and Cramer), as PostgreSQL keeps them. */
struct float_state {
    double count, sum, squares;
    double unused;
};

enum { FLOAT_SUM, FLOAT_AVG, FLOAT_VAR_POP, FLOAT_VAR_SAMP, FLOAT_STDDEV_POP, FLOAT_STDDEV_SAMP };

static enum nd_status float_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel,
                                   void *const *states)
{
    bool needs_squares = call->agg->param > FLOAT_AVG;
    ND_SEL_FOREACH (row, sel) {
        if (args[0].nulls[row]) continue;
        struct float_state *state = states[row];
        double x = args[0].f[row], old_sum = state->sum;
        state->count += 1;
        state->sum = args[0].type.id == FLOAT4 && call->agg->param == FLOAT_SUM ? (double)(float)(state->sum + x)
                                                                                : state->sum + x;
        if (isinf(state->sum) && !isinf(old_sum) && !isinf(x))
            return nd_err_set(call->err, "22003", "value out of range: overflow");
        if (!needs_squares) continue;
        if (state->count > 1) {
            double d = x * state->count - state->sum;
            state->squares += d * d / (state->count * (state->count - 1));
        }
        if (isinf(state->sum) || isnan(x) || isinf(x))
            state->squares = NAN;
        else if (isinf(state->squares))
            return nd_err_set(call->err, "22003", "value out of range: overflow");
    }
    return ND_STATUS_OK;
}

static enum nd_status float_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    struct float_state *to = state;
    const struct float_state *from = other;
    if (from->count == 0) return ND_STATUS_OK;
    if (to->count == 0) {
        *to = *from;
        return ND_STATUS_OK;
    }
    double d = to->sum / to->count - from->sum / from->count, count = to->count + from->count;
    to->squares += from->squares + to->count * from->count * d * d / count;
    double sum = to->sum + from->sum;
    if (isinf(sum) && !isinf(to->sum) && !isinf(from->sum))
        return nd_err_set(call->err, "22003", "value out of range: overflow");
    to->sum = sum;
    to->count = count;
    return ND_STATUS_OK;
}

static enum nd_status float_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct float_state *from = state;
    int kind = call->agg->param;
    bool is_sample = kind == FLOAT_VAR_SAMP || kind == FLOAT_STDDEV_SAMP;
    if (from->count == 0 || (is_sample && from->count == 1)) {
        out->nulls[row] = 1;
        return ND_STATUS_OK;
    }
    double result = from->sum;
    if (kind == FLOAT_AVG) result /= from->count;
    if (kind > FLOAT_AVG) result = from->squares / (from->count - is_sample);
    if (kind == FLOAT_STDDEV_POP || kind == FLOAT_STDDEV_SAMP) result = sqrt(result);
    nd_vec_set(out, row, nd_datum_f64(result));
    return ND_STATUS_OK;
}

static void float_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    nd_buf_put(out, state, 24);
}

static enum nd_status float_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    struct nd_slice bytes = nd_dec_raw(in, 24);
    if (!nd_dec_is_ok(in)) return ND_STATUS_CORRUPT;
    memcpy(state, bytes.p, 24);
    return ND_STATUS_OK;
}

/* ---- sum and avg of intervals ---------------------------------------------------------------------- */

struct interval_state {
    struct nd_interval sum;
    int64_t count;
    int64_t unused;
};

static enum nd_status interval_update(const struct nd_agg_call *call, const struct nd_vec *args,
                                      const struct nd_sel *sel, void *const *states)
{
    ND_SEL_FOREACH (row, sel) {
        if (args[0].nulls[row]) continue;
        struct interval_state *state = states[row];
        ND_TRY(nd_interval_add(state->sum, nd_interval_of(args[0].s[row]), &state->sum, call->err));
        state->count++;
    }
    return ND_STATUS_OK;
}

static enum nd_status interval_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    struct interval_state *to = state;
    const struct interval_state *from = other;
    to->count += from->count;
    return nd_interval_add(to->sum, from->sum, &to->sum, call->err);
}

static enum nd_status interval_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct interval_state *from = state;
    if (from->count == 0) {
        out->nulls[row] = 1;
        return ND_STATUS_OK;
    }
    struct nd_interval result = from->sum;
    if (call->agg->param == 1) ND_TRY(nd_interval_div(result, (double)from->count, &result, call->err));
    nd_vec_set(out, row, nd_datum_bytes(nd_interval_new(call->ctx->arena, result)));
    return ND_STATUS_OK;
}

static void interval_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    const struct interval_state *from = state;
    nd_buf_put_u64(out, (uint64_t)from->sum.us);
    nd_buf_put_u32(out, (uint32_t)from->sum.days);
    nd_buf_put_u32(out, (uint32_t)from->sum.months);
    nd_buf_put_u64(out, (uint64_t)from->count);
}

static enum nd_status interval_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    struct interval_state *to = state;
    to->sum.us = (int64_t)nd_dec_u64(in);
    to->sum.days = (int32_t)nd_dec_u32(in);
    to->sum.months = (int32_t)nd_dec_u32(in);
    to->count = (int64_t)nd_dec_u64(in);
    return nd_dec_is_ok(in) && to->count >= 0 && to->count < INT64_MAX / 2 ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

/* ---- the table ------------------------------------------------------------------------------------- */

/* clang-format off */
#define STATE(type) (uint32_t)((sizeof(type) + 15) / 16 * 16)
#define AGG(agg_name, res, prefix, state, par, ...)                                                                                         \
    {.name = (agg_name), .arg_count = ND__COUNT(__VA_ARGS__), .result = (res), .args = {__VA_ARGS__}, .state_bytes = STATE(state),          \
     .update = prefix##_update, .merge = prefix##_merge, .finish = prefix##_finish, .save = prefix##_save, .load = prefix##_load, .param = (par)}
#define VALUE(agg_name, type, par) AGG(agg_name, type, value, struct value_state, par, type)
#define ORDERED(agg_name, par)                                                                                                              \
    VALUE(agg_name, INT2, par), VALUE(agg_name, INT4, par), VALUE(agg_name, INT8, par), VALUE(agg_name, OID, par), VALUE(agg_name, FLOAT4, par), \
        VALUE(agg_name, FLOAT8, par), VALUE(agg_name, NUMERIC, par), VALUE(agg_name, TEXT, par), VALUE(agg_name, BPCHAR, par),              \
        VALUE(agg_name, DATE, par), VALUE(agg_name, TIME, par), VALUE(agg_name, TIMESTAMP, par), VALUE(agg_name, TIMESTAMPTZ, par),          \
        VALUE(agg_name, INTERVAL, par), VALUE(agg_name, ANYENUM, par), VALUE(agg_name, ANYARRAY, par)
#define BITS(agg_name, par) VALUE(agg_name, INT2, par), VALUE(agg_name, INT4, par), VALUE(agg_name, INT8, par)
#define FLOATS(agg_name, par) AGG(agg_name, FLOAT8, float, struct float_state, par, FLOAT4), AGG(agg_name, FLOAT8, float, struct float_state, par, FLOAT8)

static const struct nd_agg aggs[] = {
    {.name = "count", .result = INT8, .state_bytes = STATE(struct count_state), .update = count_update, .merge = count_merge, .finish = count_finish,
     .save = count_save, .load = count_load},
    AGG("count", INT8, count, struct count_state, 0, ANY),
    ORDERED("min", VALUE_MIN),
    ORDERED("max", VALUE_MAX),
    VALUE("bool_and", BOOL, BOOL_AND),
    VALUE("every", BOOL, BOOL_AND),
    VALUE("bool_or", BOOL, BOOL_OR),
    BITS("bit_and", BIT_AND),
    BITS("bit_or", BIT_OR),
    BITS("bit_xor", BIT_XOR),
    AGG("sum", FLOAT4, float, struct float_state, FLOAT_SUM, FLOAT4),
    AGG("sum", FLOAT8, float, struct float_state, FLOAT_SUM, FLOAT8),
    FLOATS("avg", FLOAT_AVG),
    FLOATS("variance", FLOAT_VAR_SAMP),
    FLOATS("var_samp", FLOAT_VAR_SAMP),
    FLOATS("var_pop", FLOAT_VAR_POP),
    FLOATS("stddev", FLOAT_STDDEV_SAMP),
    FLOATS("stddev_samp", FLOAT_STDDEV_SAMP),
    FLOATS("stddev_pop", FLOAT_STDDEV_POP),
    AGG("sum", INTERVAL, interval, struct interval_state, 0, INTERVAL),
    AGG("avg", INTERVAL, interval, struct interval_state, 1, INTERVAL),
};
/* clang-format on */
const struct nd__agg_table nd__aggs_basic = {aggs, ND_ARRAY_LEN(aggs)};
