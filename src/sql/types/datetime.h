/* SPDX-License-Identifier: Apache-2.0 */
/* datetime.h - dates, times, timestamps, intervals: calendar and arithmetic.
 *
 * Values.     date: days since 2000-01-01, ND_DATE_INF and ND_DATE_MINUS_INF for the infinities; time: microseconds of the
 *             day, 0..86400000000; timestamp: microseconds since 2000-01-01 00:00, ND_TIMESTAMP_INF and _MINUS_INF;
 *             timestamptz: the same, UTC. Proleptic Gregorian calendar, 4714-11-24 BC to 294276 AD (dates to 5874897).
 * interval.   16 bytes of a datum: microseconds i64, days i32, months i32, little-endian.
 * Testing.    tests/golden/sql_func/datetime.txt, datefunc.txt (expectations from PostgreSQL 15). */
#ifndef ND_SQL_TYPES_DATETIME_H
#define ND_SQL_TYPES_DATETIME_H

#include "sql/types/io.h"

#define ND_USECS_PER_SEC INT64_C(1000000)
#define ND_USECS_PER_MINUTE INT64_C(60000000)
#define ND_USECS_PER_HOUR INT64_C(3600000000)
#define ND_USECS_PER_DAY INT64_C(86400000000)
#define ND_UNIX_EPOCH_DAYS 10957 /* 1970-01-01 to 2000-01-01 */
#define ND_DATE_INF INT64_C(2147483647)
#define ND_DATE_MINUS_INF (-INT64_C(2147483647) - 1)
#define ND_DATE_MIN (-INT64_C(2451545)) /* 4714-11-24 BC */
#define ND_DATE_END INT64_C(2145031949) /* 5874898-01-01, excluded */
#define ND_TIMESTAMP_INF INT64_MAX
#define ND_TIMESTAMP_MINUS_INF INT64_MIN
#define ND_TIMESTAMP_MIN (-INT64_C(211813488000000000)) /* 4714-11-24 BC */
#define ND_TIMESTAMP_END INT64_C(9223371331200000000)   /* 294277-01-01, excluded */

struct nd_interval {
    int64_t us;
    int32_t days, months;
};
struct nd_slice nd_interval_new(struct nd_arena *arena, struct nd_interval interval);
struct nd_interval nd_interval_of(struct nd_slice bytes);        /* requires 16 bytes */
int nd_interval_cmp(struct nd_interval a, struct nd_interval b); /* a month is 30 days, a day 24 hours */
__int128 nd_interval_total_us(struct nd_interval interval);      /* ... likewise */

/* ---- calendar ---------------------------------------------------------------------------------- */

/* A point of time taken apart. year: astronomical, 0 is 1 BC. */
struct nd_civil {
    int32_t year;
    int month, day; /* 1..12, 1..31 */
    int hour, minute, second;
    int32_t us;
    int32_t utc_offset;    /* seconds east; of timestamptz alone */
    const char *tz_abbrev; /* likewise; NULL: none; valid as long as the zone */
};
int64_t nd_date_of_civil(int64_t year, int month, int day); /* days since 2000-01-01; month and day are in range */
void nd_date_to_civil(int64_t date, int32_t *year_out, int *month_out, int *day_out);
int nd_month_days(int64_t year, int month);
int nd_date_weekday(int64_t date); /* 0 Sunday */
int nd_date_iso_week(int64_t date, int32_t *iso_year_out);
/* Not for infinities. tz NULL: the timestamp is read as it stands. */
void nd_timestamp_to_civil(int64_t timestamp, const struct nd_tz *tz, struct nd_civil *civil_out);
/* false: out of range. */
bool nd_timestamp_of_civil(const struct nd_civil *civil, int64_t *timestamp_out);
static inline bool nd_timestamp_is_finite(int64_t ts) { return ts != ND_TIMESTAMP_INF && ts != ND_TIMESTAMP_MINUS_INF; }
static inline bool nd_timestamp_is_valid(int64_t ts) { return ts >= ND_TIMESTAMP_MIN && ts < ND_TIMESTAMP_END; }
static inline bool nd_date_is_finite(int64_t date) { return date != ND_DATE_INF && date != ND_DATE_MINUS_INF; }
static inline bool nd_date_is_valid(int64_t date) { return date >= ND_DATE_MIN && date < ND_DATE_END; }

/* ---- text -------------------------------------------------------------------------------------- */

ND_RESULT nd_date_in(const struct nd_type_ctx *types, struct nd_slice text, int64_t *date_out, struct nd_err *err);
ND_RESULT nd_time_in(const struct nd_type_ctx *types, struct nd_slice text, int32_t typmod, int64_t *time_out,
                     struct nd_err *err);
ND_RESULT nd_timestamp_in(const struct nd_type_ctx *types, struct nd_slice text, int32_t typmod, bool has_tz,
                          int64_t *timestamp_out, struct nd_err *err);
ND_RESULT nd_interval_in(struct nd_slice text, int32_t typmod, struct nd_interval *interval_out, struct nd_err *err);
ND_RESULT nd_interval_in_styled(const struct nd_type_ctx *types, struct nd_slice text, int32_t typmod, struct nd_interval *interval_out, struct nd_err *err);
void nd_date_out(int64_t date, struct nd_buf *text);
void nd_time_out(int64_t time, struct nd_buf *text);
void nd_timestamp_out(int64_t timestamp, struct nd_buf *text);
void nd_timestamptz_out(int64_t timestamp, const struct nd_tz *tz, struct nd_buf *text);
void nd_interval_out(struct nd_interval interval, struct nd_buf *text);
/* In the style of the session (datetime_style.c). */
void nd_date_out_styled(const struct nd_type_ctx *types, int64_t date, struct nd_buf *text);
void nd_timestamp_out_styled(const struct nd_type_ctx *types, int64_t timestamp, bool has_tz, struct nd_buf *text);
void nd_interval_out_styled(const struct nd_type_ctx *types, struct nd_interval interval, struct nd_buf *text);

/* Rounds to the modifier's digits of a second. typmod -1: as it is. */
int64_t nd_time_coerce(int64_t time, int32_t typmod);
ND_RESULT nd_timestamp_coerce(int64_t timestamp, int32_t typmod, int64_t *timestamp_out, struct nd_err *err);
ND_RESULT nd_interval_coerce(struct nd_interval interval, int32_t typmod, struct nd_interval *interval_out,
                             struct nd_err *err);

/* ---- conversion and arithmetic ------------------------------------------------------------------- */

ND_RESULT nd_date_to_timestamp(int64_t date, int64_t *timestamp_out, struct nd_err *err);
int64_t nd_timestamp_to_date(int64_t timestamp);
/* Local time in `tz` -> UTC (a gap or an overlap is resolved as PostgreSQL does), and back. 22008 out of range. */
ND_RESULT nd_timestamp_to_utc(int64_t timestamp, const struct nd_tz *tz, int64_t *utc_out, struct nd_err *err);
ND_RESULT nd_timestamp_of_utc(int64_t utc, const struct nd_tz *tz, int64_t *timestamp_out, struct nd_err *err);
/* Months first (clamped to the month's end), then days, then time. tz NULL: a timestamp without zone. */
ND_RESULT nd_timestamp_add(int64_t timestamp, struct nd_interval interval, const struct nd_tz *tz,
                           int64_t *timestamp_out, struct nd_err *err);
ND_RESULT nd_timestamp_sub(int64_t a, int64_t b, struct nd_interval *interval_out,
                           struct nd_err *err); /* days and time */
ND_RESULT nd_interval_add(struct nd_interval a, struct nd_interval b, struct nd_interval *interval_out,
                          struct nd_err *err);
ND_RESULT nd_interval_neg(struct nd_interval a, struct nd_interval *interval_out, struct nd_err *err);
ND_RESULT nd_interval_mul(struct nd_interval a, double factor, struct nd_interval *interval_out, struct nd_err *err);
ND_RESULT nd_interval_div(struct nd_interval a, double divisor, struct nd_interval *interval_out, struct nd_err *err);

#endif
