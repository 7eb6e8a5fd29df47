/* SPDX-License-Identifier: Apache-2.0 */
/* Exact sums: sum, avg, variance, stddev of integers and numerics. */
#include "sql/func/func_int.h"
#include "sql/types/numeric.h"

enum { SUM, AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP };

struct exact_state {
    struct nd_numeric_sum sum, squares; /* squares: of the variances alone */
};

/* x^2 is garbage once added: it lives on `scratch`, which is the batch's. */
static enum nd_status add_square(const struct nd_agg_call *call, struct exact_state *state, struct nd_slice v,
                                 struct nd_arena *scratch)
{
    struct nd_slice square;
    ND_TRY(nd_numeric_binary(ND_NUMERIC_MUL, v, v, scratch, &square, call->err));
    nd_numeric_sum_add(&state->squares, square, call->ctx->arena);
    return ND_STATUS_OK;
}

static enum nd_status int_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel,
                                 void *const *states)
{
    bool needs_squares = call->agg->param > AVG;
    enum nd_status status = ND_STATUS_OK;
    struct nd_arena scratch;
    nd_arena_init(&scratch, call->ctx->heap);
    ND_SEL_FOREACH (row, sel) {
        if (args[0].nulls[row]) continue;
        struct exact_state *state = states[row];
        int64_t v = args[0].i[row];
        nd_numeric_sum_add_i64(&state->sum, v);
        if (!needs_squares) continue;
        if (v == (int32_t)v)
            nd_numeric_sum_add_i64(&state->squares, v * v); /* 2^62 * 2^64 rows fit 127 bits */
        else
            ND_TRY_OR(add_square(call, state, nd_numeric_of_i64(v, &scratch), &scratch), out);
    }
out:
    nd_arena_deinit(&scratch);
    return status;
}

static enum nd_status numeric_update(const struct nd_agg_call *call, const struct nd_vec *args,
                                     const struct nd_sel *sel, void *const *states)
{
    bool needs_squares = call->agg->param > AVG;
    enum nd_status status = ND_STATUS_OK;
    struct nd_arena scratch;
    nd_arena_init(&scratch, call->ctx->heap);
    ND_SEL_FOREACH (row, sel) {
        if (args[0].nulls[row]) continue;
        struct exact_state *state = states[row];
        nd_numeric_sum_add(&state->sum, args[0].s[row], call->ctx->arena);
        if (needs_squares) ND_TRY_OR(add_square(call, state, args[0].s[row], &scratch), out);
    }
out:
    nd_arena_deinit(&scratch);
    return status;
}

static enum nd_status exact_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    struct exact_state *to = state;
    const struct exact_state *from = other;
    nd_numeric_sum_merge(&to->sum, &from->sum, call->ctx->arena);
    nd_numeric_sum_merge(&to->squares, &from->squares, call->ctx->arena);
    return ND_STATUS_OK;
}

static enum nd_status exact_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct exact_state *from = state;
    struct nd_arena *arena = call->ctx->arena;
    int kind = call->agg->param;
    bool is_sample = kind == VAR_SAMP || kind == STDDEV_SAMP;
    struct nd_slice result;
    if (from->sum.count == 0 || (is_sample && from->sum.count == 1)) {
        out->nulls[row] = 1;
        return ND_STATUS_OK;
    }
    if (kind == SUM && call->agg->result == INT8) {
        __int128 sum = from->sum.mantissa;
        if (sum > INT64_MAX || sum < INT64_MIN) return nd_err_set(call->err, "22003", "bigint out of range");
        nd_vec_set(out, row, nd_datum_i64((int64_t)sum));
        return ND_STATUS_OK;
    }
    if (kind == SUM)
        ND_TRY(nd_numeric_sum_total(&from->sum, arena, &result, call->err));
    else if (kind == AVG)
        ND_TRY(nd_numeric_sum_avg(&from->sum, arena, &result, call->err));
    else
        ND_TRY(nd_numeric_variance(&from->sum, &from->squares, is_sample, kind == STDDEV_POP || kind == STDDEV_SAMP,
                                   arena, &result, call->err));
    nd_vec_set(out, row, nd_datum_bytes(result));
    return ND_STATUS_OK;
}

static void save_sum(const struct nd_numeric_sum *sum, struct nd_buf *out)
{
    nd_buf_put_varint(out, sum->count);
    nd_buf_put_u64(out, (uint64_t)sum->mantissa);
    nd_buf_put_u64(out, (uint64_t)(sum->mantissa >> 64));
    nd_buf_put_varint(out, (uint64_t)sum->scale);
    nd_buf_put_u8(out, sum->is_overflow);
    nd_buf_put_bytes(out, sum->big);
}

static bool load_sum(struct nd_dec *in, struct nd_numeric_sum *sum)
{
    sum->count = nd_dec_varint(in);
    uint64_t low = nd_dec_u64(in), high = nd_dec_u64(in), scale = nd_dec_varint(in);
    sum->mantissa = (__int128)((unsigned __int128)high << 64 | low);
    sum->scale = (int32_t)scale;
    sum->is_overflow = nd_dec_u8(in) != 0;
    sum->big = nd_dec_bytes(in);
    bool is_min = low == 0 && high == UINT64_C(1) << 63;
    return nd_dec_is_ok(in) && !is_min && sum->count < INT64_MAX / 2 && scale <= ND_NUMERIC_SCALE_MAX &&
           (sum->big.n == 0 || nd_numeric_is_valid(sum->big));
}

static void exact_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    const struct exact_state *from = state;
    save_sum(&from->sum, out);
    if (call->agg->param > AVG) save_sum(&from->squares, out);
}

static enum nd_status exact_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    struct exact_state *to = state;
    if (!load_sum(in, &to->sum)) return ND_STATUS_CORRUPT;
    return call->agg->param <= AVG || load_sum(in, &to->squares) ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

#define STATE(type) (uint32_t)((sizeof(type) + 15) / 16 * 16)
#define AGG(agg_name, res, fn, par, type)                                                                              \
    {                                                                                                                  \
        .name = (agg_name), .arg_count = 1, .result = (res), .args = {type}, .state_bytes = STATE(struct exact_state), \
        .update = fn, .merge = exact_merge, .finish = exact_finish, .save = exact_save, .load = exact_load,            \
        .param = (par)                                                                                                 \
    }
#define ALL(agg_name, par)                                                                                             \
    AGG(agg_name, NUMERIC, int_update, par, INT2), AGG(agg_name, NUMERIC, int_update, par, INT4),                      \
        AGG(agg_name, NUMERIC, int_update, par, INT8), AGG(agg_name, NUMERIC, numeric_update, par, NUMERIC)

static const struct nd_agg aggs[] = {
    AGG("sum", INT8, int_update, SUM, INT2),
    AGG("sum", INT8, int_update, SUM, INT4),
    AGG("sum", NUMERIC, int_update, SUM, INT8),
    AGG("sum", NUMERIC, numeric_update, SUM, NUMERIC),
    ALL("avg", AVG),
    ALL("variance", VAR_SAMP),
    ALL("var_samp", VAR_SAMP),
    ALL("var_pop", VAR_POP),
    ALL("stddev", STDDEV_SAMP),
    ALL("stddev_samp", STDDEV_SAMP),
    ALL("stddev_pop", STDDEV_POP),
};
const struct nd__agg_table nd__aggs_numeric = {aggs, ND_ARRAY_LEN(aggs)};
