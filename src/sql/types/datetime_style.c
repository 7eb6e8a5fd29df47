/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of dates and times in the styles besides ISO: DateStyle Postgres, SQL, German; IntervalStyle besides postgres. */
#include <stdio.h>
#include <stdlib.h>

#include "sql/types/ascii.h"
#include "sql/types/datetime.h"

#define FRACTION_ROOM 8

/* .ffffff without trailing zeros; nothing where zero */
static const char *fraction(int64_t us, char room[FRACTION_ROOM])
{
    room[0] = '\0';
    if (us == 0) return room;
    snprintf(room, FRACTION_ROOM, ".%06d", (int)us);
    for (size_t n = strlen(room); room[n - 1] == '0'; n--) room[n - 1] = '\0';
    return room;
}

/* 02/29/2024, 29.02.2024, 02-29-2024 */
static void put_day(const struct nd_type_ctx *types, int32_t year, int month, int day, struct nd_buf *text)
{
    int shown = year > 0 ? year : 1 - year;
    bool day_first = types->date_style == ND_DATE_STYLE_GERMAN || types->date_order == ND_DATE_ORDER_DMY;
    char separator = types->date_style == ND_DATE_STYLE_GERMAN ? '.' : types->date_style == ND_DATE_STYLE_SQL ? '/' : '-';
    nd_buf_printf(text, "%02d%c%02d%c%04d", day_first ? day : month, separator, day_first ? month : day, separator, shown);
}

void nd_date_out_styled(const struct nd_type_ctx *types, int64_t date, struct nd_buf *text)
{
    if (types->date_style == ND_DATE_STYLE_ISO || !nd_date_is_finite(date)) {
        nd_date_out(date, text);
        return;
    }
    int32_t year;
    int month, day;
    nd_date_to_civil(date, &year, &month, &day);
    put_day(types, year, month, day, text);
    if (year <= 0) nd_buf_put(text, " BC", 3);
}

static void put_zone(const struct nd_civil *civil, bool has_space, struct nd_buf *text)
{
    if (civil->tz_abbrev != NULL && civil->tz_abbrev[0] != '\0') {
        nd_buf_printf(text, " %s", civil->tz_abbrev);
        return;
    }
    int n = abs(civil->utc_offset);
    nd_buf_printf(text, "%s%c%02d", has_space ? " " : "", civil->utc_offset < 0 ? '-' : '+', n / 3600);
    if (n % 3600 != 0) nd_buf_printf(text, ":%02d", n / 60 % 60);
    if (n % 60 != 0) nd_buf_printf(text, ":%02d", n % 60);
}

void nd_timestamp_out_styled(const struct nd_type_ctx *types, int64_t timestamp, bool has_tz, struct nd_buf *text)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (types->date_style == ND_DATE_STYLE_ISO || !nd_timestamp_is_finite(timestamp)) {
        if (has_tz) nd_timestamptz_out(timestamp, types->tz, text);
        else nd_timestamp_out(timestamp, text);
        return;
    }
    struct nd_civil civil;
    char room[FRACTION_ROOM];
    nd_timestamp_to_civil(timestamp, has_tz ? types->tz : NULL, &civil);
    if (has_tz && civil.tz_abbrev == NULL && types->tz == NULL) civil.tz_abbrev = "UTC";
    int year = civil.year > 0 ? civil.year : 1 - civil.year;
    if (types->date_style == ND_DATE_STYLE_POSTGRES) {
        const char *weekday = days[nd_date_weekday(nd_date_of_civil(civil.year, civil.month, civil.day))], *month = months[civil.month - 1];
        if (types->date_order == ND_DATE_ORDER_DMY) nd_buf_printf(text, "%s %02d %s ", weekday, civil.day, month);
        else nd_buf_printf(text, "%s %s %02d ", weekday, month, civil.day);
        nd_buf_printf(text, "%02d:%02d:%02d%s %04d", civil.hour, civil.minute, civil.second, fraction(civil.us, room), year);
    } else {
        put_day(types, civil.year, civil.month, civil.day, text);
        nd_buf_printf(text, " %02d:%02d:%02d%s", civil.hour, civil.minute, civil.second, fraction(civil.us, room));
    }
    if (has_tz) put_zone(&civil, types->date_style == ND_DATE_STYLE_POSTGRES, text);
    if (civil.year <= 0) nd_buf_put(text, " BC", 3);
}

struct verbose {
    bool is_zero, is_before;
};

/* The first part that is not zero gives the sign of the whole, told by "ago" at the end. */
static void put_part(struct nd_buf *text, struct verbose *verbose, int64_t value, const char *unit)
{
    if (value == 0) return;
    if (verbose->is_zero) {
        verbose->is_before = value < 0;
        value = value < 0 ? -value : value;
    } else if (verbose->is_before) {
        value = -value;
    }
    nd_buf_printf(text, " %lld %s%s", (long long)value, unit, value == 1 ? "" : "s");
    verbose->is_zero = false;
}

static void put_seconds(struct nd_buf *text, struct verbose *verbose, int64_t us)
{
    char room[FRACTION_ROOM];
    if (us == 0) return;
    bool is_minus = false;
    if (us < 0 && verbose->is_zero) verbose->is_before = true;
    else if (us < 0) is_minus = !verbose->is_before;
    else is_minus = verbose->is_before;
    int64_t size = us < 0 ? -us : us;
    bool is_one = size == ND_USECS_PER_SEC;
    nd_buf_printf(text, " %s%lld%s sec%s", is_minus ? "-" : "", (long long)(size / ND_USECS_PER_SEC), fraction(size % ND_USECS_PER_SEC, room), is_one ? "" : "s");
    verbose->is_zero = false;
}

/* An interval's parts; each may have a sign of its own. */
struct parts {
    int64_t year, month, day, hour, minute, us; /* us: seconds and their fraction */
};

static struct parts parts_of(struct nd_interval interval)
{
    return (struct parts){
        .year = interval.months / 12,
        .month = interval.months % 12,
        .day = interval.days,
        .hour = interval.us / ND_USECS_PER_HOUR,
        .minute = interval.us % ND_USECS_PER_HOUR / ND_USECS_PER_MINUTE,
        .us = interval.us % ND_USECS_PER_MINUTE,
    };
}

static void put_iso_part(struct nd_buf *text, int64_t value, char unit)
{
    if (value != 0) nd_buf_printf(text, "%lld%c", (long long)value, unit);
}

static void put_iso(struct nd_buf *text, struct nd_interval interval)
{
    struct parts parts = parts_of(interval);
    char room[FRACTION_ROOM];
    if (interval.months == 0 && interval.days == 0 && interval.us == 0) {
        nd_buf_put(text, "PT0S", 4);
        return;
    }
    nd_buf_put_u8(text, 'P');
    put_iso_part(text, parts.year, 'Y');
    put_iso_part(text, parts.month, 'M');
    put_iso_part(text, parts.day, 'D');
    if (interval.us == 0) return;
    nd_buf_put_u8(text, 'T');
    put_iso_part(text, parts.hour, 'H');
    put_iso_part(text, parts.minute, 'M');
    int64_t size = parts.us < 0 ? -parts.us : parts.us;
    if (size != 0) nd_buf_printf(text, "%s%lld%sS", parts.us < 0 ? "-" : "", (long long)(size / ND_USECS_PER_SEC), fraction(size % ND_USECS_PER_SEC, room));
}

static long long size_of(int64_t value) { return value < 0 ? -(long long)value : (long long)value; }

/* One sign before the whole where the standard's forms suffice, else one before each part. */
static void put_sql(struct nd_buf *text, struct nd_interval interval)
{
    struct parts parts = parts_of(interval);
    char room[FRACTION_ROOM];
    bool has_minus = interval.months < 0 || interval.days < 0 || interval.us < 0, has_plus = interval.months > 0 || interval.days > 0 || interval.us > 0;
    bool has_months = interval.months != 0, has_rest = interval.days != 0 || interval.us != 0;
    long long seconds = size_of(parts.us) / ND_USECS_PER_SEC;
    const char *rest = fraction(size_of(parts.us) % ND_USECS_PER_SEC, room);
    if (!has_minus && !has_plus) {
        nd_buf_put_u8(text, '0');
        return;
    }
    if ((has_minus && has_plus) || (has_months && has_rest)) {
        nd_buf_printf(text, "%c%lld-%lld %c%lld %c%lld:%02lld:%02lld%s", interval.months < 0 ? '-' : '+', size_of(parts.year), size_of(parts.month), interval.days < 0 ? '-' : '+',
                      size_of(parts.day), interval.us < 0 ? '-' : '+', size_of(parts.hour), size_of(parts.minute), seconds, rest);
        return;
    }
    if (has_minus) nd_buf_put_u8(text, '-');
    if (has_months) {
        nd_buf_printf(text, "%lld-%lld", size_of(parts.year), size_of(parts.month));
        return;
    }
    if (parts.day != 0) nd_buf_printf(text, "%lld ", size_of(parts.day));
    nd_buf_printf(text, "%lld:%02lld:%02lld%s", size_of(parts.hour), size_of(parts.minute), seconds, rest);
}

/* In the standard's style a minus in front of the whole holds for all parts, unless another part has a sign of its own. */
enum nd_status nd_interval_in_styled(const struct nd_type_ctx *types, struct nd_slice text, int32_t typmod, struct nd_interval *interval_out, struct nd_err *err)
{
    struct nd_slice rest = nd_ascii_trim(text);
    bool is_minus = types != NULL && types->interval_style == ND_INTERVAL_STYLE_SQL && rest.n > 1 && rest.p[0] == '-';
    for (size_t i = 1; is_minus && i < rest.n; i++)
        if ((rest.p[i] == '-' || rest.p[i] == '+') && nd_ascii_is_space(rest.p[i - 1])) is_minus = false;
    ND_TRY(nd_interval_in(is_minus ? nd_slice_drop(rest, 1) : text, typmod, interval_out, err));
    if (is_minus) *interval_out = (struct nd_interval){.us = -interval_out->us, .days = -interval_out->days, .months = -interval_out->months};
    return ND_STATUS_OK;
}

void nd_interval_out_styled(const struct nd_type_ctx *types, struct nd_interval interval, struct nd_buf *text)
{
    switch (types->interval_style) {
    case ND_INTERVAL_STYLE_POSTGRES: nd_interval_out(interval, text); return;
    case ND_INTERVAL_STYLE_SQL: put_sql(text, interval); return;
    case ND_INTERVAL_STYLE_ISO: put_iso(text, interval); return;
    case ND_INTERVAL_STYLE_VERBOSE: break;
    }
    struct verbose verbose = {.is_zero = true};
    nd_buf_put(text, "@", 1);
    put_part(text, &verbose, interval.months / 12, "year");
    put_part(text, &verbose, interval.months % 12, "mon");
    put_part(text, &verbose, interval.days, "day");
    put_part(text, &verbose, interval.us / ND_USECS_PER_HOUR, "hour");
    put_part(text, &verbose, interval.us % ND_USECS_PER_HOUR / ND_USECS_PER_MINUTE, "min");
    put_seconds(text, &verbose, interval.us % ND_USECS_PER_MINUTE);
    if (verbose.is_zero) nd_buf_put(text, " 0", 2);
    if (verbose.is_before) nd_buf_put(text, " ago", 4);
}
