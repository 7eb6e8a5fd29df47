/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics of pairs (Y, X): corr, covar_pop, covar_samp, regr_... Sums as PostgreSQL keeps them, by Youngs and Cramer's
 * method, so that the last digits are the same. */
#include <math.h>

#include "sql/func/func_int.h"

struct pairs {
    double n, sx, sxx, sy, syy, sxy;
};

enum { COUNT, SXX, SYY, SXY, AVGX, AVGY, COVAR_POP, COVAR_SAMP, CORR, R2, SLOPE, INTERCEPT };

static enum nd_status check(const struct nd_agg_call *call, const struct pairs *to, double x, double y)
{
    bool is_over = ((isinf(to->sx) || isinf(to->sxx)) && !isinf(x)) || ((isinf(to->sy) || isinf(to->syy)) && !isinf(y));
    return is_over ? nd_err_set(call->err, "22003", "value out of range: overflow") : ND_STATUS_OK;
}

static enum nd_status pairs_update(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel, void *const *states)
{
    ND_SEL_FOREACH (row, sel) {
        if (args[0].nulls[row] || args[1].nulls[row]) continue;
        struct pairs *to = states[row], was = *to;
        double y = args[0].f[row], x = args[1].f[row];
        to->n += 1;
        to->sx += x;
        to->sy += y;
        if (was.n > 0) {
            double dx = x * to->n - to->sx, dy = y * to->n - to->sy, scale = 1.0 / (to->n * was.n);
            to->sxx += dx * dx * scale;
            to->syy += dy * dy * scale;
            to->sxy += dx * dy * scale;
            ND_TRY(check(call, to, x, y));
        }
        if (was.n == 0 && !isfinite(x)) to->sxx = to->sxy = NAN;
        if (was.n == 0 && !isfinite(y)) to->syy = to->sxy = NAN;
    }
    return ND_STATUS_OK;
}

static enum nd_status pairs_merge(const struct nd_agg_call *call, void *state, const void *other)
{
    ND_UNUSED(call);
    struct pairs *to = state, a = *to;
    const struct pairs *b = other;
    if (b->n == 0) return ND_STATUS_OK;
    if (a.n == 0) {
        *to = *b;
        return ND_STATUS_OK;
    }
    double n = a.n + b->n, x = a.sx / a.n - b->sx / b->n, y = a.sy / a.n - b->sy / b->n;
    *to = (struct pairs){
        .n = n,
        .sx = a.sx + b->sx,
        .sxx = a.sxx + b->sxx + a.n * b->n * x * x / n,
        .sy = a.sy + b->sy,
        .syy = a.syy + b->syy + a.n * b->n * y * y / n,
        .sxy = a.sxy + b->sxy + a.n * b->n * x * y / n,
    };
    return ND_STATUS_OK;
}

/* Whether there is a result, and which. */
static bool result_of(const struct pairs *s, int which, double *out)
{
    switch (which) {
    case SXX: *out = s->sxx; return s->n >= 1;
    case SYY: *out = s->syy; return s->n >= 1;
    case SXY: *out = s->sxy; return s->n >= 1;
    case AVGX: *out = s->sx / s->n; return s->n >= 1;
    case AVGY: *out = s->sy / s->n; return s->n >= 1;
    case COVAR_POP: *out = s->sxy / s->n; return s->n >= 1;
    case COVAR_SAMP: *out = s->sxy / (s->n - 1); return s->n >= 2;
    case CORR: *out = s->sxy / sqrt(s->sxx * s->syy); return s->n >= 1 && s->sxx != 0 && s->syy != 0;
    case R2: *out = s->syy == 0 ? 1 : s->sxy * s->sxy / (s->sxx * s->syy); return s->n >= 1 && s->sxx != 0;
    case SLOPE: *out = s->sxy / s->sxx; return s->n >= 1 && s->sxx != 0;
    default: *out = (s->sy - s->sx * s->sxy / s->sxx) / s->n; return s->n >= 1 && s->sxx != 0;
    }
}

static enum nd_status pairs_finish(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row)
{
    const struct pairs *from = state;
    double value = 0;
    if (call->agg->param == COUNT) nd_vec_set(out, row, nd_datum_i64((int64_t)from->n));
    else nd_vec_set(out, row, result_of(from, call->agg->param, &value) ? nd_datum_f64(value) : ND_DATUM_NULL);
    return ND_STATUS_OK;
}

static void pairs_save(const struct nd_agg_call *call, const void *state, struct nd_buf *out)
{
    ND_UNUSED(call);
    nd_buf_put(out, state, sizeof(struct pairs));
}

static enum nd_status pairs_load(const struct nd_agg_call *call, struct nd_dec *in, void *state)
{
    ND_UNUSED(call);
    struct nd_slice raw = nd_dec_raw(in, sizeof(struct pairs));
    if (!nd_dec_is_ok(in)) return ND_STATUS_CORRUPT;
    memcpy(state, raw.p, raw.n);
    double n = ((const struct pairs *)state)->n;
    return n >= 0 && n < 0x1p62 ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

#define AGG(agg_name, res, which)                                                                                                                        \
    {                                                                                                                                                    \
        .name = (agg_name), .arg_count = 2, .result = (res), .args = {FLOAT8, FLOAT8}, .state_bytes = (uint32_t)((sizeof(struct pairs) + 15) / 16 * 16), \
        .update = pairs_update, .merge = pairs_merge, .finish = pairs_finish, .save = pairs_save, .load = pairs_load, .param = (which)                   \
    }
static const struct nd_agg aggs[] = {
    AGG("regr_count", INT8, COUNT), AGG("regr_sxx", FLOAT8, SXX), AGG("regr_syy", FLOAT8, SYY), AGG("regr_sxy", FLOAT8, SXY),
    AGG("regr_avgx", FLOAT8, AVGX), AGG("regr_avgy", FLOAT8, AVGY), AGG("covar_pop", FLOAT8, COVAR_POP), AGG("covar_samp", FLOAT8, COVAR_SAMP),
    AGG("corr", FLOAT8, CORR), AGG("regr_r2", FLOAT8, R2), AGG("regr_slope", FLOAT8, SLOPE), AGG("regr_intercept", FLOAT8, INTERCEPT)};
const struct nd__agg_table nd__aggs_pairs = {aggs, ND_ARRAY_LEN(aggs)};
