/* SPDX-License-Identifier: Apache-2.0 */
/* Reads intervals: "1 year 2 days 03:04:05.6 ago", "1-2" (years-months), "P1Y2M3DT4H5M6S". */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "sql/types/datetime_int.h"
#include "sql/types/ascii.h"

enum unit {
    UNIT_NONE,
    UNIT_US,
    UNIT_MS,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNIT_MILLENNIUM,
    UNIT_AGO,
};

/* clang-format off */
static const struct {
    char name[13];
    enum unit unit;
} units[] = {
    {"us", UNIT_US}, {"usec", UNIT_US}, {"usecs", UNIT_US}, {"useconds", UNIT_US}, {"usecond", UNIT_US}, {"microsecond", UNIT_US},
    {"microseconds", UNIT_US}, {"microsecon", UNIT_US},
    {"ms", UNIT_MS}, {"msec", UNIT_MS}, {"msecs", UNIT_MS}, {"msecond", UNIT_MS}, {"mseconds", UNIT_MS}, {"millisecond", UNIT_MS},
    {"milliseconds", UNIT_MS}, {"millisecon", UNIT_MS},
    {"s", UNIT_SECOND}, {"sec", UNIT_SECOND}, {"secs", UNIT_SECOND}, {"second", UNIT_SECOND}, {"seconds", UNIT_SECOND},
    {"m", UNIT_MINUTE}, {"min", UNIT_MINUTE}, {"mins", UNIT_MINUTE}, {"minute", UNIT_MINUTE}, {"minutes", UNIT_MINUTE},
    {"h", UNIT_HOUR}, {"hr", UNIT_HOUR}, {"hrs", UNIT_HOUR}, {"hour", UNIT_HOUR}, {"hours", UNIT_HOUR},
    {"d", UNIT_DAY}, {"day", UNIT_DAY}, {"days", UNIT_DAY},
    {"w", UNIT_WEEK}, {"week", UNIT_WEEK}, {"weeks", UNIT_WEEK},
    {"mon", UNIT_MONTH}, {"mons", UNIT_MONTH}, {"month", UNIT_MONTH}, {"months", UNIT_MONTH},
    {"qtr", UNIT_QUARTER}, {"quarter", UNIT_QUARTER},
    {"y", UNIT_YEAR}, {"yr", UNIT_YEAR}, {"yrs", UNIT_YEAR}, {"year", UNIT_YEAR}, {"years", UNIT_YEAR},
    {"dec", UNIT_DECADE}, {"decs", UNIT_DECADE}, {"decade", UNIT_DECADE}, {"decades", UNIT_DECADE},
    {"c", UNIT_CENTURY}, {"cent", UNIT_CENTURY}, {"century", UNIT_CENTURY}, {"centuries", UNIT_CENTURY},
    {"mil", UNIT_MILLENNIUM}, {"mils", UNIT_MILLENNIUM}, {"millennia", UNIT_MILLENNIUM}, {"millennium", UNIT_MILLENNIUM},
};
/* clang-format on */

static enum unit unit_of(const char *lower)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(units); i++)
        if (strncmp(units[i].name, lower, ND__DT_WORD_BYTES) == 0) return units[i].unit;
    return UNIT_NONE;
}

/* While adding up: wider than the result, checked at the end. */
struct total {
    int64_t years, months, days, us;
};

static bool fits_int32(int64_t v) { return v >= INT32_MIN && v <= INT32_MAX; }

static bool add_int(int64_t *to, int64_t value, int64_t scale)
{
    int64_t product;
    return !__builtin_mul_overflow(value, scale, &product) && !__builtin_add_overflow(*to, product, to);
}

static bool add_us(struct total *total, double us)
{
    us = rint(us);
    if (!(us > -9.2e18 && us < 9.2e18)) return false;
    return add_int(&total->us, (int64_t)us, 1);
}

/* fraction * scale days: whole days, the rest as time */
static bool add_days(struct total *total, double fraction, int scale)
{
    double days = fraction * scale;
    int64_t whole = (int64_t)days;
    return add_int(&total->days, whole, 1) && add_us(total, (days - (double)whole) * (double)ND_USECS_PER_DAY);
}

/* value.fraction of a unit. false: overflow. */
static bool add_unit(struct total *total, enum unit unit, int64_t value, double fraction)
{
    switch (unit) {
    case UNIT_US: return add_int(&total->us, value, 1) && add_us(total, fraction);
    case UNIT_MS: return add_int(&total->us, value, 1000) && add_us(total, fraction * 1000);
    case UNIT_SECOND: return add_int(&total->us, value, ND_USECS_PER_SEC) && add_us(total, fraction * 1e6);
    case UNIT_MINUTE: return add_int(&total->us, value, ND_USECS_PER_MINUTE) && add_us(total, fraction * 60e6);
    case UNIT_HOUR: return add_int(&total->us, value, ND_USECS_PER_HOUR) && add_us(total, fraction * 3600e6);
    case UNIT_DAY: return add_int(&total->days, value, 1) && add_us(total, fraction * (double)ND_USECS_PER_DAY);
    case UNIT_WEEK: return add_int(&total->days, value, 7) && add_days(total, fraction, 7);
    case UNIT_MONTH: return add_int(&total->months, value, 1) && add_days(total, fraction, 30);
    case UNIT_YEAR: return add_int(&total->years, value, 1) && add_int(&total->months, (int64_t)rint(fraction * 12), 1);
    case UNIT_DECADE:
        return add_int(&total->years, value, 10) && add_int(&total->months, (int64_t)rint(fraction * 120), 1);
    case UNIT_CENTURY:
        return add_int(&total->years, value, 100) && add_int(&total->months, (int64_t)rint(fraction * 1200), 1);
    case UNIT_MILLENNIUM:
        return add_int(&total->years, value, 1000) && add_int(&total->months, (int64_t)rint(fraction * 12000), 1);
    default: return true;
    }
}

/* "12", "-1.5", "1-2" -> value and fraction; years-months turns the unit to months. */
static enum nd__dt_error parse_amount(char *text, int64_t *value_out, double *fraction_out, enum unit *unit)
{
    char *p;
    errno = 0;
    *fraction_out = 0;
    *value_out = strtoll(text, &p, 10);
    if (errno == ERANGE) return ND__DT_OVERFLOW;
    bool is_negative = text[0] == '-';
    if (*p == '-') {
        int months;
        p++;
        enum nd__dt_error error = nd__dt_int(&p, &months);
        if (error != ND__DT_OK) return error;
        if (months < 0 || months >= 12) return ND__DT_OVERFLOW;
        if (*p != '\0') return ND__DT_BAD_FORMAT;
        *unit = UNIT_MONTH;
        if (__builtin_mul_overflow(*value_out, 12, value_out) ||
            __builtin_add_overflow(*value_out, is_negative ? -months : months, value_out))
            return ND__DT_OVERFLOW;
        return ND__DT_OK;
    }
    if (*p == '.') {
        char *start = p;
        for (p++; nd_ascii_is_digit((uint8_t)*p); p++) {
        }
        if (*p != '\0') return ND__DT_BAD_FORMAT;
        if (p > start + 1) *fraction_out = strtod(start, NULL);
        if (is_negative) *fraction_out = -*fraction_out;
    }
    return *p == '\0' ? ND__DT_OK : ND__DT_BAD_FORMAT;
}

/* The unit of a last number without one: by the fields of the type's modifier. */
static enum unit default_unit(int32_t typmod)
{
    if (typmod < 0) return UNIT_SECOND;
    int fields = (typmod >> 16) & 0x7fff;
    if (fields == 0x7fff || (fields & 1 << 12) != 0) return UNIT_SECOND;
    if ((fields & 1 << 11) != 0) return UNIT_MINUTE;
    if ((fields & 1 << 10) != 0) return UNIT_HOUR;
    if ((fields & 1 << 3) != 0) return UNIT_DAY;
    if ((fields & 1 << 1) != 0) return UNIT_MONTH;
    return (fields & 1 << 2) != 0 ? UNIT_YEAR : UNIT_SECOND;
}

/* Which kinds of units were given: a second one of a kind is an error. */
static unsigned kind_of(enum unit unit, bool has_fraction)
{
    if (unit == UNIT_SECOND && has_fraction) return 1u << UNIT_SECOND | 1u << UNIT_MS | 1u << UNIT_US;
    return 1u << unit;
}

/* hh:mm:ss with a sign; fields from the last to the first, so that a number's unit is known before the number */
static enum nd__dt_error add_time(struct total *total, char *text, int32_t typmod)
{
    bool is_negative = *text == '-';
    if (*text == '-' || *text == '+') text++;
    int64_t hour, us = 0;
    int minute, second, fraction;
    enum nd__dt_error error = nd__dt_time(text, INT64_MAX, &hour, &minute, &second, &fraction);
    if (error != ND__DT_OK) return error;
    int fields = typmod < 0 ? 0 : (typmod >> 16) & 0x7fff;
    bool is_minute_second = fields == (1 << 11 | 1 << 12);
    if (is_minute_second && strchr(text, ':') == strrchr(text, ':') && strchr(text, '.') == NULL) {
        second = minute;
        if (hour > 59) return ND__DT_OVERFLOW;
        minute = (int)hour, hour = 0;
    }
    int sign = is_negative ? -1 : 1;
    if (!add_int(&us, hour, sign * ND_USECS_PER_HOUR) ||
        !add_int(&us, minute * INT64_C(60) + second, sign * ND_USECS_PER_SEC) || !add_int(&us, fraction, sign))
        return ND__DT_OVERFLOW;
    return add_int(&total->us, us, 1) ? ND__DT_OK : ND__DT_OVERFLOW;
}

#define KIND_TIME (1u << UNIT_HOUR | 1u << UNIT_MINUTE | 1u << UNIT_SECOND | 1u << UNIT_MS | 1u << UNIT_US)

static enum nd__dt_error add_fields(struct nd__dt_fields *fields, int32_t typmod, struct total *total, bool *is_ago_out)
{
    enum unit unit = UNIT_NONE;
    bool has_unit = false; /* a unit waits for its number */
    unsigned known = 0;
    for (size_t i = fields->count; i-- > 0;) {
        char *text = fields->fields[i].text;
        unsigned got = 0;
        enum nd__dt_error error;
        switch (fields->fields[i].kind) {
        case ND__DT_STRING:
        case ND__DT_SPECIAL:
            if (strcmp(text, "ago") == 0) {
                *is_ago_out = true;
                unit = UNIT_AGO; /* no unit of a number */
                continue;
            }
            if (strcmp(text, "at") == 0 || strcmp(text, "on") == 0) continue;
            unit = unit_of(text);
            has_unit = true;
            if (unit == UNIT_NONE || unit == UNIT_QUARTER) return ND__DT_BAD_FORMAT;
            continue;
        case ND__DT_TIME:
            if ((error = add_time(total, text, typmod)) != ND__DT_OK) return error;
            got = KIND_TIME;
            unit = UNIT_DAY; /* "1 12:00": a number before a time is days */
            break;
        case ND__DT_TZ:
            if (strchr(text + 1, ':') != NULL) {
                if ((error = add_time(total, text, typmod)) != ND__DT_OK) return error;
                got = KIND_TIME;
                unit = UNIT_DAY;
                break;
            }
            /* a signed number */
            /* fall through */
        default: {
            int64_t value;
            double fraction;
            if (unit == UNIT_NONE) unit = default_unit(typmod);
            if (unit == UNIT_AGO) return ND__DT_BAD_FORMAT;
            if ((error = parse_amount(text, &value, &fraction, &unit)) != ND__DT_OK) return error;
            if (!add_unit(total, unit, value, fraction)) return ND__DT_OVERFLOW;
            got = kind_of(unit, fraction != 0);
            if (unit == UNIT_HOUR) unit = UNIT_DAY;
        }
        }
        has_unit = false;
        if ((known & got) != 0) return ND__DT_BAD_FORMAT;
        known |= got;
    }
    return known == 0 || has_unit ? ND__DT_BAD_FORMAT : ND__DT_OK;
}

/* P[n]Y[n]M[n]W[n]DT[n]H[n]M[n]S; `text` is trimmed and begins with P. */
static enum nd__dt_error parse_iso(struct nd_slice text, struct total *total)
{
    char buf[ND__DT_BYTES_MAX + 1];
    if (text.n > ND__DT_BYTES_MAX || text.n < 2) return ND__DT_BAD_FORMAT;
    memcpy(buf, text.p, text.n);
    buf[text.n] = '\0';
    bool is_time = false, has_field = false;
    for (char *p = buf + 1; *p != '\0';) {
        if (*p == 'T') {
            is_time = true, has_field = false;
            p++;
            continue;
        }
        if (!nd_ascii_is_digit((uint8_t)*p) && *p != '-' && *p != '+' && *p != '.') return ND__DT_BAD_FORMAT;
        bool is_negative = *p == '-';
        errno = 0;
        char *end = p;
        int64_t value = *p == '.' ? 0 : strtoll(p, &end, 10);
        if (errno == ERANGE) return ND__DT_OVERFLOW;
        double fraction = 0;
        if (end == p && *p != '.') return ND__DT_BAD_FORMAT;
        if (*end == '.') {
            char *start = end, kept;
            for (end++; nd_ascii_is_digit((uint8_t)*end); end++) {
            }
            if (end == start + 1 && (start == p || !nd_ascii_is_digit((uint8_t)start[-1]))) return ND__DT_BAD_FORMAT; /* a point alone */
            kept = *end;
            *end = '\0';
            fraction = strtod(start, NULL) * (is_negative ? -1 : 1);
            *end = kept;
        }
        enum unit unit;
        switch (*end) {
        case 'Y': unit = UNIT_YEAR; break;
        case 'M': unit = is_time ? UNIT_MINUTE : UNIT_MONTH; break;
        case 'W': unit = UNIT_WEEK; break;
        case 'D': unit = UNIT_DAY; break;
        case 'H': unit = UNIT_HOUR; break;
        case 'S': unit = UNIT_SECOND; break;
        default: return ND__DT_BAD_FORMAT;
        }
        bool is_time_unit = unit == UNIT_HOUR || unit == UNIT_MINUTE || unit == UNIT_SECOND;
        if (is_time_unit != is_time) return ND__DT_BAD_FORMAT;
        if (!add_unit(total, unit, value, fraction)) return ND__DT_OVERFLOW;
        has_field = true;
        p = end + 1;
    }
    return has_field ? ND__DT_OK : ND__DT_BAD_FORMAT;
}

enum nd_status nd_interval_in(struct nd_slice text, int32_t typmod, struct nd_interval *interval_out,
                              struct nd_err *err)
{
    struct total total = {0};
    bool is_ago = false;
    struct nd__dt_fields fields;
    *interval_out = (struct nd_interval){0};
    enum nd__dt_error error = nd__dt_split(text, &fields);
    if (error == ND__DT_OK)
        error = fields.count == 0 ? ND__DT_BAD_FORMAT : add_fields(&fields, typmod, &total, &is_ago);
    if (error == ND__DT_BAD_FORMAT) {
        struct nd_slice trimmed = nd_ascii_trim(text);
        if (trimmed.n > 0 && trimmed.p[0] == 'P') {
            total = (struct total){0};
            is_ago = false;
            error = parse_iso(trimmed, &total);
        }
    }
    if (error == ND__DT_OK && !(fits_int32(total.years) && fits_int32(total.months) && fits_int32(total.days)))
        error = ND__DT_OVERFLOW;
    if (error == ND__DT_OVERFLOW) error = ND__DT_INTERVAL_OVERFLOW;
    if (error != ND__DT_OK) return nd__dt_report(error, text, "interval", err);
    int64_t months = 0;
    if (!add_int(&months, total.years, 12) || !add_int(&months, total.months, 1) || !fits_int32(months))
        return nd_err_set(err, "22008", "interval out of range");
    struct nd_interval value = {total.us, (int32_t)total.days, (int32_t)months};
    if (is_ago && nd_interval_neg(value, &value, err) != ND_STATUS_OK) return ND_STATUS_SQL;
    return nd_interval_coerce(value, typmod, interval_out, err);
}
