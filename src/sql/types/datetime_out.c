/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of dates and times: ISO, as DateStyle ISO and IntervalStyle postgres give them. */
#include <stdlib.h>

#include "sql/types/datetime.h"

static char *put_padded(char *p, int64_t v, int width)
{
    char digits[24];
    int n = 0;
    do digits[n++] = (char)('0' + v % 10);
    while ((v /= 10) != 0);
    for (int i = n; i < width; i++) *p++ = '0';
    while (n > 0) *p++ = digits[--n];
    return p;
}

/* .ffffff without trailing zeros; nothing where zero */
static char *put_fraction(char *p, int64_t us)
{
    if (us == 0) return p;
    *p++ = '.';
    p = put_padded(p, us, 6);
    while (p[-1] == '0') p--;
    return p;
}

static char *put_date(char *p, int64_t year, int month, int day)
{
    p = put_padded(p, year > 0 ? year : 1 - year, 4);
    *p++ = '-';
    p = put_padded(p, month, 2);
    *p++ = '-';
    return put_padded(p, day, 2);
}

static char *put_time(char *p, int hour, int minute, int second, int64_t us)
{
    p = put_padded(p, hour, 2);
    *p++ = ':';
    p = put_padded(p, minute, 2);
    *p++ = ':';
    p = put_padded(p, second, 2);
    return put_fraction(p, us);
}

static char *put_offset(char *p, int32_t offset)
{
    int n = abs(offset);
    *p++ = offset < 0 ? '-' : '+';
    p = put_padded(p, n / 3600, 2);
    if (n % 3600 != 0) *p++ = ':', p = put_padded(p, n / 60 % 60, 2);
    if (n % 60 != 0) *p++ = ':', p = put_padded(p, n % 60, 2);
    return p;
}

static char *put_bc(char *p, int64_t year)
{
    if (year > 0) return p;
    memcpy(p, " BC", 3);
    return p + 3;
}

static void put_text(struct nd_buf *text, const char *s) { nd_buf_put(text, s, strlen(s)); }

void nd_date_out(int64_t date, struct nd_buf *text)
{
    if (!nd_date_is_finite(date)) {
        put_text(text, date > 0 ? "infinity" : "-infinity");
        return;
    }
    int32_t year;
    int month, day;
    nd_date_to_civil(date, &year, &month, &day);
    char buf[64], *p = put_bc(put_date(buf, year, month, day), year);
    nd_buf_put(text, buf, (size_t)(p - buf));
}

void nd_time_out(int64_t time, struct nd_buf *text)
{
    int64_t seconds = time / ND_USECS_PER_SEC;
    char buf[64], *p = put_time(buf, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60),
                                time % ND_USECS_PER_SEC);
    nd_buf_put(text, buf, (size_t)(p - buf));
}

static void put_timestamp(int64_t timestamp, const struct nd_tz *tz, bool has_tz, struct nd_buf *text)
{
    if (!nd_timestamp_is_finite(timestamp)) {
        put_text(text, timestamp > 0 ? "infinity" : "-infinity");
        return;
    }
    struct nd_civil civil;
    nd_timestamp_to_civil(timestamp, tz, &civil);
    char buf[96], *p = put_date(buf, civil.year, civil.month, civil.day);
    *p++ = ' ';
    p = put_time(p, civil.hour, civil.minute, civil.second, civil.us);
    if (has_tz) p = put_offset(p, civil.utc_offset);
    p = put_bc(p, civil.year);
    nd_buf_put(text, buf, (size_t)(p - buf));
}

void nd_timestamp_out(int64_t timestamp, struct nd_buf *text) { put_timestamp(timestamp, NULL, false, text); }
void nd_timestamptz_out(int64_t timestamp, const struct nd_tz *tz, struct nd_buf *text)
{
    put_timestamp(timestamp, tz, true, text);
}

/* "1 year", " -2 mons": a part is signed where it is negative, or positive after a negative one. */
static void put_part(struct nd_buf *text, int64_t value, const char *unit, bool *is_empty, bool *is_after_negative)
{
    if (value == 0) return;
    nd_buf_printf(text, "%s%s%lld %s%s", *is_empty ? "" : " ", *is_after_negative && value > 0 ? "+" : "",
                  (long long)value, unit, value != 1 ? "s" : "");
    *is_after_negative = value < 0;
    *is_empty = false;
}

void nd_interval_out(struct nd_interval interval, struct nd_buf *text)
{
    bool is_empty = true, is_after_negative = false;
    put_part(text, interval.months / 12, "year", &is_empty, &is_after_negative);
    put_part(text, interval.months % 12, "mon", &is_empty, &is_after_negative);
    put_part(text, interval.days, "day", &is_empty, &is_after_negative);
    if (!is_empty && interval.us == 0) return;
    uint64_t us = interval.us < 0 ? -(uint64_t)interval.us : (uint64_t)interval.us;
    uint64_t seconds = us / (uint64_t)ND_USECS_PER_SEC;
    char buf[64], *p = buf;
    if (!is_empty) *p++ = ' ';
    if (interval.us < 0)
        *p++ = '-';
    else if (is_after_negative)
        *p++ = '+';
    p = put_padded(p, (int64_t)(seconds / 3600), 2);
    *p++ = ':';
    p = put_padded(p, (int64_t)(seconds / 60 % 60), 2);
    *p++ = ':';
    p = put_padded(p, (int64_t)(seconds % 60), 2);
    p = put_fraction(p, (int64_t)(us % (uint64_t)ND_USECS_PER_SEC));
    nd_buf_put(text, buf, (size_t)(p - buf));
}
