/* SPDX-License-Identifier: Apache-2.0 */
/* + - * / among dates, times, timestamps, intervals and numbers. */
#include <math.h>

#include "sql/func/date_int.h"
#include "sql/types/numeric.h"

static enum nd_status date_range(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22008", "date out of range");
}

/* date + int4, int4 + date (param 1: the date comes second), date - int4 (param -1) */
static enum nd_status date_add_days(struct nd_func_call *call)
{
    int mode = call->func->param;
    const struct nd_vec *dates = &call->args[mode == 1], *days = &call->args[mode != 1];
    ND__ROWS (row) {
        int64_t date = dates->i[row];
        if (nd_date_is_finite(date)) {
            date += mode == -1 ? -days->i[row] : days->i[row];
            if (!nd_date_is_valid(date)) return date_range(call);
        }
        call->out->i[row] = date;
    }
    return ND_STATUS_OK;
}

static enum nd_status date_sub(struct nd_func_call *call)
{
    ND__ROWS (row) {
        int64_t a = call->args[0].i[row], b = call->args[1].i[row];
        if (!nd_date_is_finite(a) || !nd_date_is_finite(b))
            return nd_err_set(call->err, "22008", "cannot subtract infinite dates");
        call->out->i[row] = a - b;
    }
    return ND_STATUS_OK;
}

/* date + time; param 1: the date comes second */
static enum nd_status date_add_time(struct nd_func_call *call)
{
    int swapped = call->func->param;
    ND__ROWS (row) {
        int64_t timestamp;
        ND_TRY(nd_date_to_timestamp(call->args[swapped].i[row], &timestamp, call->err));
        if (nd_timestamp_is_finite(timestamp)) {
            timestamp += call->args[!swapped].i[row];
            if (!nd_timestamp_is_valid(timestamp)) return nd_err_set(call->err, "22008", "timestamp out of range");
        }
        call->out->i[row] = timestamp;
    }
    return ND_STATUS_OK;
}

/* x + interval, interval + x (param 1), x - interval (param -1), where x is a date, timestamp or timestamptz */
static enum nd_status timestamp_add_interval(struct nd_func_call *call)
{
    int mode = call->func->param;
    const struct nd_vec *moments = &call->args[mode == 1], *intervals = &call->args[mode != 1];
    enum nd_type_id type = call->func->args[mode == 1];
    const struct nd_tz *tz = type == TIMESTAMPTZ ? nd__session_tz(call) : NULL;
    ND__ROWS (row) {
        int64_t timestamp = moments->i[row];
        struct nd_interval interval = nd_interval_of(intervals->s[row]);
        if (type == DATE) ND_TRY(nd_date_to_timestamp(timestamp, &timestamp, call->err));
        if (mode == -1 && nd_timestamp_is_finite(timestamp)) ND_TRY(nd_interval_neg(interval, &interval, call->err));
        ND_TRY(nd_timestamp_add(timestamp, interval, tz, &call->out->i[row], call->err));
    }
    return ND_STATUS_OK;
}

static enum nd_status timestamp_sub(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_interval interval;
        ND_TRY(nd_timestamp_sub(call->args[0].i[row], call->args[1].i[row], &interval, call->err));
        call->out->s[row] = nd__new_interval(call, interval);
    }
    return ND_STATUS_OK;
}

/* time + interval, interval + time (param 1), time - interval (param -1): round the clock */
static enum nd_status time_add_interval(struct nd_func_call *call)
{
    int mode = call->func->param;
    ND__ROWS (row) {
        int64_t time = call->args[mode == 1].i[row],
                us = nd_interval_of(call->args[mode != 1].s[row]).us % ND_USECS_PER_DAY;
        int64_t sum = (time + (mode == -1 ? -us : us)) % ND_USECS_PER_DAY;
        call->out->i[row] = sum < 0 ? sum + ND_USECS_PER_DAY : sum;
    }
    return ND_STATUS_OK;
}

static enum nd_status time_sub(struct nd_func_call *call)
{
    ND__ROWS (row)
        call->out->s[row] =
            nd__new_interval(call, (struct nd_interval){call->args[0].i[row] - call->args[1].i[row], 0, 0});
    return ND_STATUS_OK;
}

/* param 1: +, -1: - */
static enum nd_status interval_add(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_interval a = nd_interval_of(call->args[0].s[row]), b = nd_interval_of(call->args[1].s[row]);
        if (call->func->param == -1) ND_TRY(nd_interval_neg(b, &b, call->err));
        ND_TRY(nd_interval_add(a, b, &a, call->err));
        call->out->s[row] = nd__new_interval(call, a);
    }
    return ND_STATUS_OK;
}

static enum nd_status interval_neg(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_interval v;
        ND_TRY(nd_interval_neg(nd_interval_of(call->args[0].s[row]), &v, call->err));
        call->out->s[row] = nd__new_interval(call, v);
    }
    return ND_STATUS_OK;
}

/* interval * float8, float8 * interval (param 1), interval / float8 (param 2) */
static enum nd_status interval_scale(struct nd_func_call *call)
{
    int mode = call->func->param;
    ND__ROWS (row) {
        struct nd_interval v = nd_interval_of(call->args[mode == 1].s[row]);
        double factor = call->args[mode != 1].f[row];
        if (mode == 2)
            ND_TRY(nd_interval_div(v, factor, &v, call->err));
        else
            ND_TRY(nd_interval_mul(v, factor, &v, call->err));
        call->out->s[row] = nd__new_interval(call, v);
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    OP("+", DATE, date_add_days, 0, DATE, INT4),
    OP("+", DATE, date_add_days, 1, INT4, DATE),
    OP("-", DATE, date_add_days, -1, DATE, INT4),
    OP("-", INT4, date_sub, 0, DATE, DATE),
    OP("+", TIMESTAMP, date_add_time, 0, DATE, TIME),
    OP("+", TIMESTAMP, date_add_time, 1, TIME, DATE),
    OP("+", TIMESTAMP, timestamp_add_interval, 0, DATE, INTERVAL),
    OP("+", TIMESTAMP, timestamp_add_interval, 1, INTERVAL, DATE),
    OP("-", TIMESTAMP, timestamp_add_interval, -1, DATE, INTERVAL),
    OP("+", TIMESTAMP, timestamp_add_interval, 0, TIMESTAMP, INTERVAL),
    OP("+", TIMESTAMP, timestamp_add_interval, 1, INTERVAL, TIMESTAMP),
    OP("-", TIMESTAMP, timestamp_add_interval, -1, TIMESTAMP, INTERVAL),
    OP_STABLE("+", TIMESTAMPTZ, timestamp_add_interval, 0, TIMESTAMPTZ, INTERVAL),
    OP_STABLE("+", TIMESTAMPTZ, timestamp_add_interval, 1, INTERVAL, TIMESTAMPTZ),
    OP_STABLE("-", TIMESTAMPTZ, timestamp_add_interval, -1, TIMESTAMPTZ, INTERVAL),
    OP("-", INTERVAL, timestamp_sub, 0, TIMESTAMP, TIMESTAMP),
    OP("-", INTERVAL, timestamp_sub, 0, TIMESTAMPTZ, TIMESTAMPTZ),
    OP("+", TIME, time_add_interval, 0, TIME, INTERVAL),
    OP("+", TIME, time_add_interval, 1, INTERVAL, TIME),
    OP("-", TIME, time_add_interval, -1, TIME, INTERVAL),
    OP("-", INTERVAL, time_sub, 0, TIME, TIME),
    OP("+", INTERVAL, interval_add, 1, INTERVAL, INTERVAL),
    OP("-", INTERVAL, interval_add, -1, INTERVAL, INTERVAL),
    OP("-", INTERVAL, interval_neg, 0, INTERVAL),
    OP("*", INTERVAL, interval_scale, 0, INTERVAL, FLOAT8),
    OP("*", INTERVAL, interval_scale, 1, FLOAT8, INTERVAL),
    OP("/", INTERVAL, interval_scale, 2, INTERVAL, FLOAT8),
};
const struct nd__func_table nd__funcs_date_arith = ND__TABLE(funcs);
