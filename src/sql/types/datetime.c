/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/datetime.h"

#include <math.h>
#include <stdlib.h>

#include "sql/types/tz.h"

#define EPOCH_S INT64_C(946684800) /* 2000-01-01 as unix seconds */
#define DAYS_PER_MONTH 30
#define MONTHS_PER_YEAR 12

static enum nd_status timestamp_range(struct nd_err *err) { return nd_err_set(err, "22008", "timestamp out of range"); }
static enum nd_status interval_range(struct nd_err *err) { return nd_err_set(err, "22008", "interval out of range"); }
static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

/* ---- interval bytes ------------------------------------------------------------------------------ */

struct nd_slice nd_interval_new(struct nd_arena *arena, struct nd_interval interval)
{
    uint8_t *p = nd_arena_alloc(arena, 16);
    nd_store_u64(p, (uint64_t)interval.us);
    nd_store_u32(p + 8, (uint32_t)interval.days);
    nd_store_u32(p + 12, (uint32_t)interval.months);
    return nd_slice_of(p, 16);
}

struct nd_interval nd_interval_of(struct nd_slice bytes)
{
    ND_ASSERT(bytes.n == 16);
    return (struct nd_interval){(int64_t)nd_load_u64(bytes.p), (int32_t)nd_load_u32(bytes.p + 8),
                                (int32_t)nd_load_u32(bytes.p + 12)};
}

__int128 nd_interval_total_us(struct nd_interval interval)
{
    int64_t days = (int64_t)interval.months * DAYS_PER_MONTH + interval.days;
    return (__int128)days * ND_USECS_PER_DAY + interval.us;
}

int nd_interval_cmp(struct nd_interval a, struct nd_interval b)
{
    __int128 x = nd_interval_total_us(a), y = nd_interval_total_us(b);
    return x < y ? -1 : x > y;
}

/* ---- calendar ------------------------------------------------------------------------------------ */

/* Days since 0000-03-01 shifted to 2000-01-01: eras of 400 years that begin in March, so that the leap day comes last. */
#define DAYS_TO_2000 730425 /* 0000-03-01 to 2000-01-01 */
#define DAYS_PER_ERA 146097

int64_t nd_date_of_civil(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = floor_div(y, 400), year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_2000;
}

void nd_date_to_civil(int64_t date, int32_t *year_out, int *month_out, int *day_out)
{
    int64_t days = date + DAYS_TO_2000;
    int64_t era = floor_div(days, DAYS_PER_ERA), day_of_era = days - era * DAYS_PER_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    *day_out = (int)(day_of_year - (153 * m + 2) / 5 + 1);
    *month_out = (int)(m < 10 ? m + 3 : m - 9);
    *year_out = (int32_t)(year_of_era + era * 400 + (*month_out <= 2));
}

int nd_month_days(int64_t year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    ND_ASSERT(month >= 1 && month <= 12);
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

int nd_date_weekday(int64_t date)
{
    int64_t w = (date + 6) % 7; /* 2000-01-01 was a Saturday */
    return (int)(w < 0 ? w + 7 : w);
}

int nd_date_iso_week(int64_t date, int32_t *iso_year_out)
{
    /* the week's year is that of its Thursday */
    int weekday = (nd_date_weekday(date) + 6) % 7; /* Monday 0 */
    int64_t thursday = date - weekday + 3;
    int month, day;
    nd_date_to_civil(thursday, iso_year_out, &month, &day);
    return (int)((thursday - nd_date_of_civil(*iso_year_out, 1, 1)) / 7) + 1;
}

void nd_timestamp_to_civil(int64_t timestamp, const struct nd_tz *tz, struct nd_civil *civil_out)
{
    *civil_out = (struct nd_civil){0};
    int64_t seconds = floor_div(timestamp, ND_USECS_PER_SEC);
    civil_out->us = (int32_t)(timestamp - seconds * ND_USECS_PER_SEC);
    if (tz != NULL) {
        civil_out->utc_offset = nd_tz_offset_at(tz, seconds + EPOCH_S, &civil_out->tz_abbrev);
        seconds += civil_out->utc_offset;
    }
    int64_t date = floor_div(seconds, 86400);
    int rest = (int)(seconds - date * 86400);
    nd_date_to_civil(date, &civil_out->year, &civil_out->month, &civil_out->day);
    civil_out->hour = rest / 3600, civil_out->minute = rest / 60 % 60, civil_out->second = rest % 60;
}

bool nd_timestamp_of_civil(const struct nd_civil *civil, int64_t *timestamp_out)
{
    *timestamp_out = 0;
    if (civil->year < -4714 || civil->year > 294277) return false;
    int64_t date = nd_date_of_civil(civil->year, civil->month, civil->day);
    if (date < ND_DATE_MIN - 1 || date > 106751991 + 1) return false;
    int64_t time = ((civil->hour * INT64_C(60) + civil->minute) * 60 + civil->second) * ND_USECS_PER_SEC + civil->us;
    int64_t timestamp;
    if (__builtin_mul_overflow(date, ND_USECS_PER_DAY, &timestamp) ||
        __builtin_add_overflow(timestamp, time, &timestamp))
        return false;
    if (!nd_timestamp_is_valid(timestamp)) return false;
    *timestamp_out = timestamp;
    return true;
}

/* ---- modifiers ----------------------------------------------------------------------------------- */

static int64_t digits_unit(int32_t digits)
{
    static const int64_t units[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    return units[digits < 0 || digits > 6 ? 6 : digits];
}

/* Half away from zero. Saturates near the ends, where validation refuses the value afterwards. */
static int64_t round_to(int64_t v, int64_t unit)
{
    if (unit == 1 || v > INT64_MAX - unit || v < INT64_MIN + unit) return v;
    return v >= 0 ? (v + unit / 2) / unit * unit : -((-v + unit / 2) / unit * unit);
}

int64_t nd_time_coerce(int64_t time, int32_t typmod) { return typmod < 0 ? time : round_to(time, digits_unit(typmod)); }

enum nd_status nd_timestamp_coerce(int64_t timestamp, int32_t typmod, int64_t *timestamp_out, struct nd_err *err)
{
    *timestamp_out = timestamp;
    if (typmod < 0 || !nd_timestamp_is_finite(timestamp)) return ND_STATUS_OK;
    *timestamp_out = round_to(timestamp, digits_unit(typmod));
    return nd_timestamp_is_valid(*timestamp_out) ? ND_STATUS_OK : timestamp_range(err);
}

/* PostgreSQL's bits in the high half of an interval's typmod. */
enum {
    MASK_MONTH = 1 << 1,
    MASK_YEAR = 1 << 2,
    MASK_DAY = 1 << 3,
    MASK_HOUR = 1 << 10,
    MASK_MINUTE = 1 << 11,
    MASK_SECOND = 1 << 12
};

enum nd_status nd_interval_coerce(struct nd_interval interval, int32_t typmod, struct nd_interval *interval_out,
                                  struct nd_err *err)
{
    *interval_out = interval;
    if (typmod < 0) return ND_STATUS_OK;
    int fields = (typmod >> 16) & 0x7fff, precision = typmod & 0xffff;
    struct nd_interval *v = interval_out;
    /* what stands right of the last field is cut; what stands left of the first stays */
    if (fields == 0x7fff || (fields & MASK_SECOND) != 0) {
        if (precision == 0xffff) return ND_STATUS_OK;
        if (precision > 6) return nd_err_set(err, "22023", "interval(%d) precision must be between 0 and 6", precision);
        v->us = round_to(v->us, digits_unit(precision));
    } else if ((fields & MASK_MINUTE) != 0) {
        v->us = v->us / ND_USECS_PER_MINUTE * ND_USECS_PER_MINUTE;
    } else if ((fields & MASK_HOUR) != 0) {
        v->us = v->us / ND_USECS_PER_HOUR * ND_USECS_PER_HOUR;
    } else if ((fields & MASK_DAY) != 0) {
        v->us = 0;
    } else if ((fields & MASK_MONTH) != 0) {
        v->us = 0, v->days = 0;
    } else if ((fields & MASK_YEAR) != 0) {
        v->us = 0, v->days = 0, v->months = v->months / MONTHS_PER_YEAR * MONTHS_PER_YEAR;
    }
    return ND_STATUS_OK;
}

/* ---- conversion ---------------------------------------------------------------------------------- */

enum nd_status nd_date_to_timestamp(int64_t date, int64_t *timestamp_out, struct nd_err *err)
{
    *timestamp_out = date == ND_DATE_INF ? ND_TIMESTAMP_INF : ND_TIMESTAMP_MINUS_INF;
    if (!nd_date_is_finite(date)) return ND_STATUS_OK;
    if (date >= ND_TIMESTAMP_END / ND_USECS_PER_DAY) return nd_err_set(err, "22008", "date out of range for timestamp");
    *timestamp_out = date * ND_USECS_PER_DAY;
    return ND_STATUS_OK;
}

int64_t nd_timestamp_to_date(int64_t timestamp)
{
    if (timestamp == ND_TIMESTAMP_INF) return ND_DATE_INF;
    if (timestamp == ND_TIMESTAMP_MINUS_INF) return ND_DATE_MINUS_INF;
    return floor_div(timestamp, ND_USECS_PER_DAY);
}

enum nd_status nd_timestamp_to_utc(int64_t timestamp, const struct nd_tz *tz, int64_t *utc_out, struct nd_err *err)
{
    *utc_out = timestamp;
    if (!nd_timestamp_is_finite(timestamp) || tz == NULL) return ND_STATUS_OK;
    int32_t offset = nd_tz_offset_of_local(tz, floor_div(timestamp, ND_USECS_PER_SEC) + EPOCH_S);
    if (__builtin_sub_overflow(timestamp, offset * ND_USECS_PER_SEC, utc_out) || !nd_timestamp_is_valid(*utc_out))
        return timestamp_range(err);
    return ND_STATUS_OK;
}

enum nd_status nd_timestamp_of_utc(int64_t utc, const struct nd_tz *tz, int64_t *timestamp_out, struct nd_err *err)
{
    *timestamp_out = utc;
    if (!nd_timestamp_is_finite(utc) || tz == NULL) return ND_STATUS_OK;
    int32_t offset = nd_tz_offset_at(tz, floor_div(utc, ND_USECS_PER_SEC) + EPOCH_S, NULL);
    if (__builtin_add_overflow(utc, offset * ND_USECS_PER_SEC, timestamp_out) || !nd_timestamp_is_valid(*timestamp_out))
        return timestamp_range(err);
    return ND_STATUS_OK;
}

/* ---- arithmetic ---------------------------------------------------------------------------------- */

/* Adds months and days to a local timestamp. */
static enum nd_status add_months_days(int64_t local, int32_t months, int32_t days, int64_t *local_out,
                                      struct nd_err *err)
{
    struct nd_civil civil;
    nd_timestamp_to_civil(local, NULL, &civil);
    int64_t month = (int64_t)civil.year * MONTHS_PER_YEAR + (civil.month - 1) + months;
    int64_t year = floor_div(month, MONTHS_PER_YEAR);
    if (year < -4714 || year > 294277) return timestamp_range(err);
    civil.year = (int32_t)year;
    civil.month = (int)(month - year * MONTHS_PER_YEAR) + 1;
    int day_max = nd_month_days(year, civil.month);
    if (civil.day > day_max) civil.day = day_max;
    if (!nd_timestamp_of_civil(&civil, local_out)) return timestamp_range(err);
    int64_t us;
    if (__builtin_mul_overflow((int64_t)days, ND_USECS_PER_DAY, &us) || __builtin_add_overflow(*local_out, us, local_out) || !nd_timestamp_is_valid(*local_out))
        return timestamp_range(err);
    return ND_STATUS_OK;
}

enum nd_status nd_timestamp_add(int64_t timestamp, struct nd_interval interval, const struct nd_tz *tz,
                                int64_t *timestamp_out, struct nd_err *err)
{
    *timestamp_out = timestamp;
    if (!nd_timestamp_is_finite(timestamp)) return ND_STATUS_OK;
    /* months and days each pass through local time: a day may have 23 or 25 hours */
    if (interval.months != 0) {
        ND_TRY(nd_timestamp_of_utc(timestamp, tz, &timestamp, err));
        ND_TRY(add_months_days(timestamp, interval.months, 0, &timestamp, err));
        ND_TRY(nd_timestamp_to_utc(timestamp, tz, &timestamp, err));
    }
    if (interval.days != 0) {
        ND_TRY(nd_timestamp_of_utc(timestamp, tz, &timestamp, err));
        ND_TRY(add_months_days(timestamp, 0, interval.days, &timestamp, err));
        ND_TRY(nd_timestamp_to_utc(timestamp, tz, &timestamp, err));
    }
    if (__builtin_add_overflow(timestamp, interval.us, &timestamp) || !nd_timestamp_is_valid(timestamp))
        return timestamp_range(err);
    *timestamp_out = timestamp;
    return ND_STATUS_OK;
}

enum nd_status nd_timestamp_sub(int64_t a, int64_t b, struct nd_interval *interval_out, struct nd_err *err)
{
    *interval_out = (struct nd_interval){0};
    if (!nd_timestamp_is_finite(a) || !nd_timestamp_is_finite(b))
        return nd_err_set(err, "22008", "cannot subtract infinite timestamps");
    int64_t us;
    if (__builtin_sub_overflow(a, b, &us)) return interval_range(err);
    interval_out->days = (int32_t)(us / ND_USECS_PER_DAY);
    interval_out->us = us % ND_USECS_PER_DAY;
    return ND_STATUS_OK;
}

enum nd_status nd_interval_add(struct nd_interval a, struct nd_interval b, struct nd_interval *interval_out,
                               struct nd_err *err)
{
    if (__builtin_add_overflow(a.months, b.months, &interval_out->months) ||
        __builtin_add_overflow(a.days, b.days, &interval_out->days) ||
        __builtin_add_overflow(a.us, b.us, &interval_out->us))
        return interval_range(err);
    return ND_STATUS_OK;
}

enum nd_status nd_interval_neg(struct nd_interval a, struct nd_interval *interval_out, struct nd_err *err)
{
    if (a.months == INT32_MIN || a.days == INT32_MIN || a.us == INT64_MIN) return interval_range(err);
    *interval_out = (struct nd_interval){-a.us, -a.days, -a.months};
    return ND_STATUS_OK;
}

/* To microseconds, so that the noise of the product does not show. */
static double round_noise(double v) { return rint(v * 1e6) / 1e6; }
static bool fits_int32(double v) { return v >= INT32_MIN && v < 2147483648.0; }

/* months, days, us times (or through) factor, fractions of a unit handed down to the smaller one. */
static enum nd_status scale_interval(double months, double days, double us, struct nd_interval *out, struct nd_err *err)
{
    if (!fits_int32(months) || !fits_int32(days)) return interval_range(err); /* also NaN */
    out->months = (int32_t)months;
    out->days = (int32_t)days;
    double month_days = round_noise((months - out->months) * DAYS_PER_MONTH);
    double seconds = round_noise((days - out->days + month_days - (int)month_days) * 86400.0);
    if (fabs(seconds) >= 86400.0) {
        int more = (int)(seconds / 86400.0);
        if (__builtin_add_overflow(out->days, more, &out->days)) return interval_range(err);
        seconds -= more * 86400.0;
    }
    if (__builtin_add_overflow(out->days, (int32_t)month_days, &out->days)) return interval_range(err);
    double total = rint(us + seconds * 1e6);
    if (isnan(total) || total < -9223372036854775808.0 || total >= 9223372036854775808.0) return interval_range(err);
    out->us = (int64_t)total;
    return ND_STATUS_OK;
}

enum nd_status nd_interval_mul(struct nd_interval a, double factor, struct nd_interval *interval_out,
                               struct nd_err *err)
{
    return scale_interval(a.months * factor, a.days * factor, (double)a.us * factor, interval_out, err);
}

enum nd_status nd_interval_div(struct nd_interval a, double divisor, struct nd_interval *interval_out,
                               struct nd_err *err)
{
    if (divisor == 0) return nd_err_set(err, "22012", "division by zero");
    return scale_interval(a.months / divisor, a.days / divisor, (double)a.us / divisor, interval_out, err);
}
