/* SPDX-License-Identifier: Apache-2.0 */
/* The clock, making dates from parts, time zones, age, justification. */
#include <math.h>
#include <stdio.h>

#include "sql/func/date_int.h"
#include "sql/types/ascii.h"

struct nd_slice nd__new_interval(struct nd_func_call *call, struct nd_interval interval)
{
    return nd_interval_new(call->ctx->arena, interval);
}

enum nd_status nd__zone_of_name(struct nd_func_call *call, struct nd_slice name, const struct nd_tz **tz_out)
{
    int32_t offset;
    if (nd_tz_abbrev(name, &offset)) {
        *tz_out = nd_tz_fixed(offset, call->ctx->arena);
        return ND_STATUS_OK;
    }
    if (nd_tz_find(call->ctx->types->tz_store, name, call->ctx->arena, tz_out)) return ND_STATUS_OK;
    return nd_err_set(call->err, "22023", "time zone \"%.*s\" not recognized", name.n > 100 ? 100 : (int)name.n,
                      (const char *)name.p);
}

/* ---- the clock ------------------------------------------------------------------------------------- */

enum { CLOCK_TXN, CLOCK_STATEMENT, CLOCK_REAL, CLOCK_FOLLOWER };

static enum nd_status clock_now(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (call->func->param == CLOCK_REAL && (services == NULL || services->clock_us == NULL))
        return nd__no_service(call, "clock_timestamp() here");
    ND__ROWS (row) {
        call->out->i[row] = call->func->param == CLOCK_TXN         ? call->ctx->types->txn_us
                            : call->func->param == CLOCK_STATEMENT ? call->ctx->types->statement_us
                               : call->func->param == CLOCK_FOLLOWER ? call->ctx->types->statement_us - ND_FOLLOWER_READ_MS * 1000
                                                                     : services->clock_us(services->arg);
    }
    return ND_STATUS_OK;
}

static enum nd_status timeofday(struct nd_func_call *call)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->clock_us == NULL) return nd__no_service(call, "timeofday() here");
    ND__ROWS (row) {
        struct nd_civil c;
        nd_timestamp_to_civil(services->clock_us(services->arg), nd__session_tz(call), &c);
        int weekday = nd_date_weekday(nd_date_of_civil(c.year, c.month, c.day));
        call->out->s[row] = nd_slice_str(nd_arena_printf(
            call->ctx->arena, "%s %s %02d %02d:%02d:%02d.%06d %d %s", days[weekday], months[c.month - 1], c.day, c.hour,
            c.minute, c.second, c.us, c.year, c.tz_abbrev == NULL ? "UTC" : c.tz_abbrev));
    }
    return ND_STATUS_OK;
}

/* ---- making ---------------------------------------------------------------------------------------- */

static enum nd_status date_of_parts(struct nd_func_call *call, int64_t year, int64_t month, int64_t day,
                                    int64_t *date_out)
{
    int64_t y = year < 0 ? year + 1 : year; /* 1 BC is year 0 */
    bool is_ok = year != 0 && year >= -4714 && year <= 5874898 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    if (!is_ok || day > nd_month_days(y, (int)month))
        return nd_err_set(call->err, "22008", "date field value out of range: %lld-%02lld-%02lld", (long long)year,
                          (long long)month, (long long)day);
    *date_out = nd_date_of_civil(y, (int)month, (int)day);
    if (!nd_date_is_valid(*date_out))
        return nd_err_set(call->err, "22008", "date out of range: %lld-%02lld-%02lld", (long long)year,
                          (long long)month, (long long)day);
    return ND_STATUS_OK;
}

static enum nd_status time_of_parts(struct nd_func_call *call, int64_t hour, int64_t minute, double second,
                                    int64_t *us_out)
{
    double second_us = rint(second * 1e6);
    bool is_ok = hour >= 0 && minute >= 0 && minute <= 59 && second_us >= 0 && second_us <= 60e6;
    int64_t us = is_ok ? (hour * 60 + minute) * ND_USECS_PER_MINUTE + (int64_t)second_us : 0;
    if (!is_ok || hour > 24 || us > ND_USECS_PER_DAY)
        return nd_err_set(call->err, "22008", "time field value out of range: %lld:%02lld:%02g", (long long)hour,
                          (long long)minute, second);
    *us_out = us;
    return ND_STATUS_OK;
}

static enum nd_status make_date(struct nd_func_call *call)
{
    ND__ROWS (row)
        ND_TRY(
            date_of_parts(call, call->args[0].i[row], call->args[1].i[row], call->args[2].i[row], &call->out->i[row]));
    return ND_STATUS_OK;
}

static enum nd_status make_time(struct nd_func_call *call)
{
    ND__ROWS (row)
        ND_TRY(
            time_of_parts(call, call->args[0].i[row], call->args[1].i[row], call->args[2].f[row], &call->out->i[row]));
    return ND_STATUS_OK;
}

/* make_timestamp (param 0), make_timestamptz (1) */
static enum nd_status make_timestamp(struct nd_func_call *call)
{
    const struct nd_vec *a = call->args;
    ND__ROWS (row) {
        int64_t date, us, timestamp;
        ND_TRY(date_of_parts(call, a[0].i[row], a[1].i[row], a[2].i[row], &date));
        ND_TRY(time_of_parts(call, a[3].i[row], a[4].i[row], a[5].f[row], &us));
        if (__builtin_mul_overflow(date, ND_USECS_PER_DAY, &timestamp) ||
            __builtin_add_overflow(timestamp, us, &timestamp) || !nd_timestamp_is_valid(timestamp))
            return nd_err_set(call->err, "22008", "timestamp out of range");
        if (call->func->param == 1) ND_TRY(nd_timestamp_to_utc(timestamp, nd__session_tz(call), &timestamp, call->err));
        call->out->i[row] = timestamp;
    }
    return ND_STATUS_OK;
}

/* make_interval(years, months, weeks, days, hours, mins, secs), as many as given */
static enum nd_status make_interval(struct nd_func_call *call)
{
    static const int32_t months_per[] = {12, 1, 0, 0, 0, 0}, days_per[] = {0, 0, 7, 1, 0, 0};
    static const int64_t us_per[] = {0, 0, 0, 0, ND_USECS_PER_HOUR, ND_USECS_PER_MINUTE};
    ND__ROWS (row) {
        struct nd_interval v = {0};
        for (size_t i = 0; i < call->arg_count && i < ND_ARRAY_LEN(us_per); i++) {
            int64_t n = call->args[i].i[row], months = v.months + n * months_per[i], days = v.days + n * days_per[i];
            if (months != (int32_t)months || days != (int32_t)days)
                return nd_err_set(call->err, "22008", "interval out of range");
            v.months = (int32_t)months, v.days = (int32_t)days, v.us += n * us_per[i];
        }
        if (call->arg_count > ND_ARRAY_LEN(us_per)) {
            double us = rint(call->args[ND_ARRAY_LEN(us_per)].f[row] * 1e6);
            if (!(us > -9.2e18 && us < 9.2e18) || __builtin_add_overflow(v.us, (int64_t)us, &v.us)) return nd_err_set(call->err, "22008", "interval out of range");
        }
        call->out->s[row] = nd__new_interval(call, v);
    }
    return ND_STATUS_OK;
}

/* to_timestamp(seconds since 1970) */
static enum nd_status to_timestamp_unix(struct nd_func_call *call)
{
    ND__ROWS (row) {
        double seconds = call->args[0].f[row];
        if (isnan(seconds)) return nd_err_set(call->err, "22008", "timestamp cannot be NaN");
        if (isinf(seconds)) {
            call->out->i[row] = seconds > 0 ? ND_TIMESTAMP_INF : ND_TIMESTAMP_MINUS_INF;
            continue;
        }
        double us = rint((seconds - ND_UNIX_EPOCH_DAYS * 86400.0) * 1e6);
        if (!(us >= (double)ND_TIMESTAMP_MIN && us < (double)ND_TIMESTAMP_END))
            return nd_err_set(call->err, "22008", "timestamp out of range: \"%g\"", seconds);
        call->out->i[row] = (int64_t)us;
    }
    return ND_STATUS_OK;
}

/* ---- zones ----------------------------------------------------------------------------------------- */

/* x AT TIME ZONE z is timezone(z, x): a timestamp read there, a timestamptz shown there. */
static enum nd_status timezone_of(struct nd_func_call *call)
{
    bool to_local = call->func->args[1] == TIMESTAMPTZ;
    ND__ROWS (row) {
        const struct nd_tz *tz;
        if (!nd_timestamp_is_finite(call->args[1].i[row])) {
            call->out->i[row] = call->args[1].i[row];
            continue;
        }
        if (call->func->args[0] == INTERVAL) {
            struct nd_interval v = nd_interval_of(call->args[0].s[row]);
            if (v.months != 0 || v.days != 0) {
                struct nd_datum datum = nd_vec_get(&call->args[0], row);
                struct nd_slice text = nd_type_out_slice(call->ctx->types, ND_TYPE(INTERVAL), &datum, call->ctx->arena);
                return nd_err_set(call->err, "22023", "interval time zone \"%.*s\" must not include months or days",
                                  (int)text.n, (const char *)text.p);
            }
            if (v.us / ND_USECS_PER_SEC > 604800 || v.us / ND_USECS_PER_SEC < -604800)
                return nd_err_set(call->err, "22008", "timestamp out of range");
            tz = nd_tz_fixed((int32_t)(v.us / ND_USECS_PER_SEC), call->ctx->arena);
        } else {
            ND_TRY(nd__zone_of_name(call, call->args[0].s[row], &tz));
        }
        int64_t v = call->args[1].i[row];
        if (to_local)
            ND_TRY(nd_timestamp_of_utc(v, tz, &call->out->i[row], call->err));
        else
            ND_TRY(nd_timestamp_to_utc(v, tz, &call->out->i[row], call->err));
    }
    return ND_STATUS_OK;
}

/* ---- age ------------------------------------------------------------------------------------------- */

/* Years, months, days and time between two civil times: each smaller part borrows from the larger one. */
static struct nd_interval age_of(int64_t a, int64_t b, const struct nd_tz *tz)
{
    bool is_negative = a < b;
    struct nd_civil x, y;
    nd_timestamp_to_civil(is_negative ? b : a, tz, &x);
    nd_timestamp_to_civil(is_negative ? a : b, tz, &y);
    int64_t us = ((x.hour - y.hour) * INT64_C(3600) + (x.minute - y.minute) * INT64_C(60) + (x.second - y.second)) *
                     ND_USECS_PER_SEC +
                 (x.us - y.us);
    int days = x.day - y.day, months = x.month - y.month, years = x.year - y.year;
    if (us < 0) us += ND_USECS_PER_DAY, days--;
    while (days < 0) {
        days += nd_month_days(y.year, y.month); /* of the earlier moment's month */
        months--;
    }
    while (months < 0) months += 12, years--;
    struct nd_interval age = {us, days, years * 12 + months};
    if (is_negative) age = (struct nd_interval){-age.us, -age.days, -age.months};
    return age;
}

static enum nd_status age(struct nd_func_call *call)
{
    const struct nd_tz *tz = call->func->args[0] == TIMESTAMPTZ ? nd__session_tz(call) : NULL;
    int64_t today = 0;
    if (call->arg_count == 1) { /* age(x): from midnight of today */
        int64_t local;
        ND_TRY(nd_timestamp_of_utc(call->ctx->types->txn_us, nd__session_tz(call), &local, call->err));
        today = nd_timestamp_to_date(local) * ND_USECS_PER_DAY;
        if (tz != NULL) ND_TRY(nd_timestamp_to_utc(today, tz, &today, call->err));
    }
    ND__ROWS (row) {
        int64_t a = call->arg_count == 1 ? today : call->args[0].i[row], b = call->args[call->arg_count - 1].i[row];
        if (a == INT64_MIN || b == INT64_MIN) /* infinity counts as the moment that its number stands for */
            return nd_err_set(call->err, "22008", "timestamp out of range");
        call->out->s[row] = nd__new_interval(call, age_of(a, b, tz));
    }
    return ND_STATUS_OK;
}

/* ---- justification --------------------------------------------------------------------------------- */

enum { JUSTIFY_HOURS = 1, JUSTIFY_DAYS = 2 };

static enum nd_status justify(struct nd_func_call *call)
{
    int what = call->func->param;
    ND__ROWS (row) {
        struct nd_interval v = nd_interval_of(call->args[0].s[row]);
        int64_t days = v.days, months = v.months;
        if (what == (JUSTIFY_HOURS | JUSTIFY_DAYS) && ((days > 0 && v.us > 0) || (days < 0 && v.us < 0))) {
            /* first, so that the days cannot overflow together with the hours */
            months += days / 30, days %= 30;
        }
        if ((what & JUSTIFY_HOURS) != 0) days += v.us / ND_USECS_PER_DAY, v.us %= ND_USECS_PER_DAY;
        if ((what & JUSTIFY_DAYS) != 0) months += days / 30, days %= 30;
        /* all parts get the sign of the larger one */
        if ((what & JUSTIFY_DAYS) != 0) {
            if (months > 0 && (days < 0 || (days == 0 && v.us < 0 && what == (JUSTIFY_HOURS | JUSTIFY_DAYS))))
                days += 30, months--;
            else if (months < 0 && (days > 0 || (days == 0 && v.us > 0 && what == (JUSTIFY_HOURS | JUSTIFY_DAYS))))
                days -= 30, months++;
        }
        if ((what & JUSTIFY_HOURS) != 0) {
            if (days > 0 && v.us < 0)
                v.us += ND_USECS_PER_DAY, days--;
            else if (days < 0 && v.us > 0)
                v.us -= ND_USECS_PER_DAY, days++;
        }
        if (months != (int32_t)months || days != (int32_t)days)
            return nd_err_set(call->err, "22008", "interval out of range");
        v.months = (int32_t)months, v.days = (int32_t)days;
        call->out->s[row] = nd__new_interval(call, v);
    }
    return ND_STATUS_OK;
}

static enum nd_status is_finite(struct nd_func_call *call)
{
    enum nd_type_id type = call->func->args[0];
    ND__ROWS (row) {
        call->out->b[row] = type == INTERVAL || (type == DATE ? nd_date_is_finite(call->args[0].i[row])
                                                              : nd_timestamp_is_finite(call->args[0].i[row]));
    }
    return ND_STATUS_OK;
}

static enum nd_status date_bin(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_interval v = nd_interval_of(call->args[0].s[row]);
        int64_t timestamp = call->args[1].i[row], origin = call->args[2].i[row], stride, difference;
        if (!nd_timestamp_is_finite(timestamp)) {
            call->out->i[row] = timestamp;
            continue;
        }
        if (!nd_timestamp_is_finite(origin)) return nd_err_set(call->err, "22008", "origin out of range");
        if (v.months != 0)
            return nd_err_set(call->err, "0A000",
                              "timestamps cannot be binned into intervals containing months or years");
        if (__builtin_mul_overflow(v.days, ND_USECS_PER_DAY, &stride) || __builtin_add_overflow(stride, v.us, &stride))
            return nd_err_set(call->err, "22008", "interval out of range");
        if (stride <= 0) return nd_err_set(call->err, "22008", "stride must be greater than zero");
        if (__builtin_sub_overflow(timestamp, origin, &difference))
            return nd_err_set(call->err, "22008", "interval out of range");
        int64_t rest = difference % stride;
        if (rest < 0) rest += stride;
        if (__builtin_sub_overflow(timestamp, rest, &call->out->i[row]) || !nd_timestamp_is_valid(call->out->i[row]))
            return nd_err_set(call->err, "22008", "timestamp out of range");
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    F0("now", TIMESTAMPTZ, clock_now, CLOCK_TXN, ND_STABLE),
    F0("transaction_timestamp", TIMESTAMPTZ, clock_now, CLOCK_TXN, ND_STABLE),
    F0("statement_timestamp", TIMESTAMPTZ, clock_now, CLOCK_STATEMENT, ND_STABLE),
    F0("follower_read_timestamp", TIMESTAMPTZ, clock_now, CLOCK_FOLLOWER, ND_STABLE),
    F0("clock_timestamp", TIMESTAMPTZ, clock_now, CLOCK_REAL, ND_VOLATILE),
    F0("timeofday", TEXT, timeofday, 0, ND_VOLATILE),
    F("make_date", DATE, make_date, 0, INT4, INT4, INT4),
    F("make_time", TIME, make_time, 0, INT4, INT4, FLOAT8),
    F("make_timestamp", TIMESTAMP, make_timestamp, 0, INT4, INT4, INT4, INT4, INT4, FLOAT8),
    F_STABLE("make_timestamptz", TIMESTAMPTZ, make_timestamp, 1, INT4, INT4, INT4, INT4, INT4, FLOAT8),
    F0("make_interval", INTERVAL, make_interval, 0, ND_IMMUTABLE),
    F("make_interval", INTERVAL, make_interval, 0, INT4),
    F("make_interval", INTERVAL, make_interval, 0, INT4, INT4),
    F("make_interval", INTERVAL, make_interval, 0, INT4, INT4, INT4),
    F("make_interval", INTERVAL, make_interval, 0, INT4, INT4, INT4, INT4),
    F("make_interval", INTERVAL, make_interval, 0, INT4, INT4, INT4, INT4, INT4),
    F("make_interval", INTERVAL, make_interval, 0, INT4, INT4, INT4, INT4, INT4, INT4),
    F("make_interval", INTERVAL, make_interval, 0, INT4, INT4, INT4, INT4, INT4, INT4, FLOAT8),
    F("to_timestamp", TIMESTAMPTZ, to_timestamp_unix, 0, FLOAT8),
    F("timezone", TIMESTAMPTZ, timezone_of, 0, TEXT, TIMESTAMP),
    F("timezone", TIMESTAMP, timezone_of, 0, TEXT, TIMESTAMPTZ),
    F("timezone", TIMESTAMPTZ, timezone_of, 0, INTERVAL, TIMESTAMP),
    F("timezone", TIMESTAMP, timezone_of, 0, INTERVAL, TIMESTAMPTZ),
    F("age", INTERVAL, age, 0, TIMESTAMP, TIMESTAMP),
    F("age", INTERVAL, age, 0, TIMESTAMPTZ, TIMESTAMPTZ),
    F_STABLE("age", INTERVAL, age, 0, TIMESTAMP),
    F_STABLE("age", INTERVAL, age, 0, TIMESTAMPTZ),
    F("justify_hours", INTERVAL, justify, JUSTIFY_HOURS, INTERVAL),
    F("justify_days", INTERVAL, justify, JUSTIFY_DAYS, INTERVAL),
    F("justify_interval", INTERVAL, justify, JUSTIFY_HOURS | JUSTIFY_DAYS, INTERVAL),
    F("isfinite", BOOL, is_finite, 0, DATE),
    F("isfinite", BOOL, is_finite, 0, TIMESTAMP),
    F("isfinite", BOOL, is_finite, 0, TIMESTAMPTZ),
    F("isfinite", BOOL, is_finite, 0, INTERVAL),
    F("date_bin", TIMESTAMP, date_bin, 0, INTERVAL, TIMESTAMP, TIMESTAMP),
    F("date_bin", TIMESTAMPTZ, date_bin, 0, INTERVAL, TIMESTAMPTZ, TIMESTAMPTZ),
};
const struct nd__func_table nd__funcs_date = ND__TABLE(funcs);
