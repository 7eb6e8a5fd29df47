/* SPDX-License-Identifier: Apache-2.0 */
/* extract, date_part, date_trunc. */
#include <math.h>

#include "sql/func/date_int.h"
#include "sql/types/numeric.h"

enum unit {
    UNIT_UNKNOWN,
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
    UNIT_ISOYEAR,
    UNIT_DOW,
    UNIT_ISODOW,
    UNIT_DOY,
    UNIT_EPOCH,
    UNIT_JULIAN,
    UNIT_TZ,
    UNIT_TZ_HOUR,
    UNIT_TZ_MINUTE,
};

/* clang-format off */
static const struct {
    char name[16];
    enum unit unit;
} units[] = {
    {"us", UNIT_US}, {"usec", UNIT_US}, {"usecs", UNIT_US}, {"microsecond", UNIT_US}, {"microseconds", UNIT_US},
    {"ms", UNIT_MS}, {"msec", UNIT_MS}, {"msecs", UNIT_MS}, {"millisecond", UNIT_MS}, {"milliseconds", UNIT_MS},
    {"s", UNIT_SECOND}, {"sec", UNIT_SECOND}, {"secs", UNIT_SECOND}, {"second", UNIT_SECOND}, {"seconds", UNIT_SECOND},
    {"m", UNIT_MINUTE}, {"min", UNIT_MINUTE}, {"mins", UNIT_MINUTE}, {"minute", UNIT_MINUTE}, {"minutes", UNIT_MINUTE},
    {"h", UNIT_HOUR}, {"hr", UNIT_HOUR}, {"hrs", UNIT_HOUR}, {"hour", UNIT_HOUR}, {"hours", UNIT_HOUR},
    {"d", UNIT_DAY}, {"day", UNIT_DAY}, {"days", UNIT_DAY}, {"w", UNIT_WEEK}, {"week", UNIT_WEEK}, {"weeks", UNIT_WEEK},
    {"mon", UNIT_MONTH}, {"mons", UNIT_MONTH}, {"month", UNIT_MONTH}, {"months", UNIT_MONTH}, {"qtr", UNIT_QUARTER}, {"quarter", UNIT_QUARTER},
    {"y", UNIT_YEAR}, {"yr", UNIT_YEAR}, {"yrs", UNIT_YEAR}, {"year", UNIT_YEAR}, {"years", UNIT_YEAR},
    {"dec", UNIT_DECADE}, {"decs", UNIT_DECADE}, {"decade", UNIT_DECADE}, {"decades", UNIT_DECADE},
    {"c", UNIT_CENTURY}, {"cent", UNIT_CENTURY}, {"century", UNIT_CENTURY}, {"centuries", UNIT_CENTURY},
    {"mil", UNIT_MILLENNIUM}, {"mils", UNIT_MILLENNIUM}, {"millennia", UNIT_MILLENNIUM}, {"millennium", UNIT_MILLENNIUM},
    {"isoyear", UNIT_ISOYEAR}, {"dow", UNIT_DOW}, {"isodow", UNIT_ISODOW}, {"doy", UNIT_DOY}, {"epoch", UNIT_EPOCH},
    {"j", UNIT_JULIAN}, {"jd", UNIT_JULIAN}, {"julian", UNIT_JULIAN}, {"timezone", UNIT_TZ}, {"timezone_h", UNIT_TZ_HOUR}, {"timezone_hour", UNIT_TZ_HOUR},
    {"timezone_m", UNIT_TZ_MINUTE}, {"timezone_minute", UNIT_TZ_MINUTE},
};
/* clang-format on */

static enum unit unit_of(struct nd_slice name)
{
    char lower[16]; /* words count ten letters, as in PostgreSQL */
    if (name.n > 10) name.n = 10;
    for (size_t i = 0; i < name.n; i++)
        lower[i] = (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 32 : name.p[i]);
    lower[name.n] = '\0';
    for (size_t i = 0; i < ND_ARRAY_LEN(units); i++)
        if (strncmp(units[i].name, lower, 10) == 0) return units[i].unit;
    return UNIT_UNKNOWN;
}

/* The unit of a row; most often it is that of the row before. */
struct unit_cache {
    struct nd_slice name;
    enum unit unit;
    bool has_name;
};

static enum unit cached_unit(struct unit_cache *cache, struct nd_slice name)
{
    if (!cache->has_name || name.p != cache->name.p || name.n != cache->name.n)
        *cache = (struct unit_cache){name, unit_of(name), true};
    return cache->unit;
}

/* Parts that values have, but that nothing is cut down to: date_trunc knows no such names. */
static enum unit unit_of_trunc(enum unit unit)
{
    bool is_part = unit == UNIT_DOW || unit == UNIT_ISODOW || unit == UNIT_DOY || unit == UNIT_EPOCH || unit == UNIT_JULIAN || unit == UNIT_ISOYEAR;
    return is_part ? UNIT_UNKNOWN : unit;
}

static enum nd_status bad_unit(struct nd_func_call *call, enum unit unit, struct nd_slice name, enum nd_type_id type)
{
    char lower[64];
    size_t n = name.n < sizeof lower ? name.n : sizeof lower - 1;
    for (size_t i = 0; i < n; i++) lower[i] = (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 32 : name.p[i]);
    lower[n] = '\0';
    return nd_err_set(call->err, unit == UNIT_UNKNOWN ? "22023" : "0A000", "unit \"%s\" not %s for type %s", lower,
                      unit == UNIT_UNKNOWN ? "recognized" : "supported", nd_type_name(type));
}

/* ---- values of parts ------------------------------------------------------------------------------- */

/* mantissa * 10^-scale, or plain days + fraction of one (julian) */
struct part {
    int64_t mantissa;
    int scale;
    int64_t day_us; /* julian: microseconds of the day besides the mantissa; -1: none */
};

static int64_t century_of(int64_t year) { return year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100); }
static int64_t millennium_of(int64_t year) { return year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000); }
static int64_t decade_of(int64_t year) { return year >= 0 ? year / 10 : -((8 - (year - 1)) / 10); }
static int64_t shown_year(int64_t year) { return year > 0 ? year : year - 1; }

/* Parts of a clock reading. false: not one. */
static bool time_part(enum unit unit, int hour, int minute, int64_t second_us, struct part *part)
{
    switch (unit) {
    case UNIT_US: part->mantissa = second_us; return true;
    case UNIT_MS: part->mantissa = second_us, part->scale = 3; return true;
    case UNIT_SECOND: part->mantissa = second_us, part->scale = 6; return true;
    case UNIT_MINUTE: part->mantissa = minute; return true;
    case UNIT_HOUR: part->mantissa = hour; return true;
    default: return false;
    }
}

static bool date_part_of(enum unit unit, int64_t date, int32_t year, int month, int day, struct part *part)
{
    int32_t iso_year;
    switch (unit) {
    case UNIT_DAY: part->mantissa = day; return true;
    case UNIT_MONTH: part->mantissa = month; return true;
    case UNIT_QUARTER: part->mantissa = (month - 1) / 3 + 1; return true;
    case UNIT_YEAR: part->mantissa = shown_year(year); return true;
    case UNIT_DECADE: part->mantissa = decade_of(year); return true;
    case UNIT_CENTURY: part->mantissa = century_of(year); return true;
    case UNIT_MILLENNIUM: part->mantissa = millennium_of(year); return true;
    case UNIT_WEEK: part->mantissa = nd_date_iso_week(date, &iso_year); return true;
    case UNIT_ISOYEAR:
        (void)nd_date_iso_week(date, &iso_year);
        part->mantissa = shown_year(iso_year);
        return true;
    case UNIT_DOW: part->mantissa = nd_date_weekday(date); return true;
    case UNIT_ISODOW: part->mantissa = nd_date_weekday(date) == 0 ? 7 : nd_date_weekday(date); return true;
    case UNIT_DOY: part->mantissa = date - nd_date_of_civil(year, 1, 1) + 1; return true;
    case UNIT_JULIAN: part->mantissa = date + 2451545; return true;
    default: return false;
    }
}

static bool timestamp_part(enum unit unit, int64_t timestamp, bool has_tz, const struct nd_tz *tz, struct part *part)
{
    struct nd_civil civil;
    nd_timestamp_to_civil(timestamp, has_tz ? tz : NULL, &civil);
    int64_t date = nd_date_of_civil(civil.year, civil.month, civil.day),
            second_us = civil.second * ND_USECS_PER_SEC + civil.us;
    switch (unit) {
    case UNIT_EPOCH: {
        int64_t since;
        /* the difference leaves 64 bits only near the end of the range: there in whole seconds */
        if (__builtin_add_overflow(timestamp, ND_UNIX_EPOCH_DAYS * ND_USECS_PER_DAY, &since)) return false;
        part->mantissa = since, part->scale = 6;
        return true;
    }
    case UNIT_JULIAN:
        part->mantissa = date + 2451545;
        part->day_us = (civil.hour * INT64_C(60) + civil.minute) * ND_USECS_PER_MINUTE + second_us;
        return true;
    case UNIT_TZ: part->mantissa = civil.utc_offset; return has_tz;
    case UNIT_TZ_HOUR: part->mantissa = civil.utc_offset / 3600; return has_tz;
    case UNIT_TZ_MINUTE: part->mantissa = civil.utc_offset / 60 % 60; return has_tz;
    default:
        return time_part(unit, civil.hour, civil.minute, second_us, part) ||
               date_part_of(unit, date, civil.year, civil.month, civil.day, part);
    }
}

static bool interval_part(enum unit unit, struct nd_interval v, struct part *part)
{
    int64_t years = v.months / 12, months = v.months % 12;
    switch (unit) {
    case UNIT_US: part->mantissa = v.us % ND_USECS_PER_MINUTE; return true;
    case UNIT_MS: part->mantissa = v.us % ND_USECS_PER_MINUTE, part->scale = 3; return true;
    case UNIT_SECOND: part->mantissa = v.us % ND_USECS_PER_MINUTE, part->scale = 6; return true;
    case UNIT_MINUTE: part->mantissa = v.us / ND_USECS_PER_MINUTE % 60; return true;
    case UNIT_HOUR: part->mantissa = v.us / ND_USECS_PER_HOUR; return true;
    case UNIT_DAY: part->mantissa = v.days; return true;
    case UNIT_MONTH: part->mantissa = months; return true;
    case UNIT_QUARTER: part->mantissa = months / 3 + 1; return true;
    case UNIT_YEAR: part->mantissa = years; return true;
    case UNIT_DECADE: part->mantissa = years / 10; return true;
    case UNIT_CENTURY: part->mantissa = years / 100; return true;
    case UNIT_MILLENNIUM: part->mantissa = years / 1000; return true;
    default: return false;
    }
}

/* Seconds of an interval: a year has 365.25 days. May exceed 64 bits of microseconds. */
static enum nd_status interval_epoch(struct nd_func_call *call, struct nd_interval v, struct nd_slice *out)
{
    int64_t quarter_days = INT64_C(1461) * (v.months / 12) + INT64_C(120) * (v.months % 12) + INT64_C(4) * v.days;
    int64_t seconds = quarter_days * 21600;
    struct nd_arena *arena = call->ctx->arena;
    return nd_numeric_binary(ND_NUMERIC_ADD, nd_numeric_of_i64(seconds, arena), nd_numeric_of_scaled(v.us, 6, arena),
                             arena, out, call->err);
}

static enum nd_status put_part(struct nd_func_call *call, size_t row, const struct part *part)
{
    static const double powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    if (call->func->result == FLOAT8) {
        call->out->f[row] = (double)part->mantissa / powers[part->scale];
        if (part->day_us >= 0) call->out->f[row] += (double)part->day_us / (double)ND_USECS_PER_DAY;
        return ND_STATUS_OK;
    }
    struct nd_arena *arena = call->ctx->arena;
    call->out->s[row] = nd_numeric_of_scaled(part->mantissa, part->scale, arena);
    if (part->day_us < 0) return ND_STATUS_OK;
    struct nd_slice fraction;
    ND_TRY(nd_numeric_binary(ND_NUMERIC_DIV, nd_numeric_of_i64(part->day_us, arena),
                             nd_numeric_of_i64(ND_USECS_PER_DAY, arena), arena, &fraction, call->err));
    return nd_numeric_binary(ND_NUMERIC_ADD, call->out->s[row], fraction, arena, &call->out->s[row], call->err);
}

/* Of an infinite date: what grows for ever is infinite, what goes round is NULL. */
static void put_infinite(struct nd_func_call *call, size_t row, enum unit unit, bool is_positive)
{
    switch (unit) {
    case UNIT_YEAR:
    case UNIT_DECADE:
    case UNIT_CENTURY:
    case UNIT_MILLENNIUM:
    case UNIT_JULIAN:
    case UNIT_ISOYEAR:
    case UNIT_EPOCH:
        if (call->func->result == FLOAT8)
            call->out->f[row] = is_positive ? INFINITY : -INFINITY;
        else
            call->out->s[row] = is_positive ? nd_numeric_inf : nd_numeric_minus_inf;
        break;
    default: call->out->nulls[row] = 1;
    }
}

static enum nd_status epoch_beyond(struct nd_func_call *call, size_t row, int64_t timestamp)
{
    struct nd_arena *arena = call->ctx->arena;
    struct nd_slice seconds;
    ND_TRY(nd_numeric_binary(ND_NUMERIC_ADD, nd_numeric_of_scaled(timestamp, 6, arena),
                             nd_numeric_of_i64(ND_UNIX_EPOCH_DAYS * INT64_C(86400), arena), arena, &seconds,
                             call->err));
    if (call->func->result == FLOAT8) return nd_numeric_to_f64(seconds, &call->out->f[row], call->err);
    call->out->s[row] = seconds;
    return ND_STATUS_OK;
}

/* extract(unit from x), date_part(unit, x) */
static enum nd_status extract(struct nd_func_call *call)
{
    struct unit_cache cache = {.has_name = false};
    enum nd_type_id type = call->func->args[1];
    bool is_float = call->func->result == FLOAT8;
    ND__ROWS (row) {
        struct nd_slice name = call->args[0].s[row];
        enum unit unit = cached_unit(&cache, name);
        struct part part = {0, 0, -1};
        bool is_ok = false;
        if (type == INTERVAL) {
            struct nd_interval v = nd_interval_of(call->args[1].s[row]);
            if (unit == UNIT_EPOCH) {
                struct nd_slice epoch;
                ND_TRY(interval_epoch(call, v, &epoch));
                if (is_float)
                    ND_TRY(nd_numeric_to_f64(epoch, &call->out->f[row], call->err));
                else
                    call->out->s[row] = epoch;
                continue;
            }
            is_ok = interval_part(unit, v, &part);
        } else if (type == TIME) {
            int64_t us = call->args[1].i[row];
            is_ok = time_part(unit, (int)(us / ND_USECS_PER_HOUR), (int)(us / ND_USECS_PER_MINUTE % 60),
                              us % ND_USECS_PER_MINUTE, &part);
            if (unit == UNIT_EPOCH) is_ok = true, part.mantissa = us, part.scale = 6;
        } else if (type == DATE && !is_float) {
            int64_t date = call->args[1].i[row];
            int32_t year;
            int month, day;
            if (!nd_date_is_finite(date)) {
                if (unit == UNIT_UNKNOWN || (unit >= UNIT_US && unit <= UNIT_HOUR) || unit >= UNIT_TZ)
                    return bad_unit(call, unit, name, type);
                put_infinite(call, row, unit, date > 0);
                continue;
            }
            nd_date_to_civil(date, &year, &month, &day);
            is_ok = date_part_of(unit, date, year, month, day, &part);
            if (unit == UNIT_EPOCH) is_ok = true, part.mantissa = (date + ND_UNIX_EPOCH_DAYS) * INT64_C(86400);
        } else {
            int64_t timestamp = call->args[1].i[row];
            if (type == DATE) ND_TRY(nd_date_to_timestamp(timestamp, &timestamp, call->err));
            if (!nd_timestamp_is_finite(timestamp) && unit != UNIT_UNKNOWN) {
                put_infinite(call, row, unit, timestamp > 0);
                continue;
            }
            is_ok = unit != UNIT_UNKNOWN &&
                    timestamp_part(unit, timestamp, type == TIMESTAMPTZ, nd__session_tz(call), &part);
            if (!is_ok && unit == UNIT_EPOCH) {
                ND_TRY(epoch_beyond(call, row, timestamp));
                continue;
            }
        }
        if (!is_ok) return bad_unit(call, unit, name, type == DATE && is_float ? TIMESTAMP : type);
        ND_TRY(put_part(call, row, &part));
    }
    return ND_STATUS_OK;
}

/* ---- date_trunc ------------------------------------------------------------------------------------ */

/* The first year of the decade, century or millennium; years count as in struct nd_civil. */
static int32_t trunc_year(enum unit unit, int32_t year)
{
    switch (unit) {
    case UNIT_MILLENNIUM: return year > 0 ? (year + 999) / 1000 * 1000 - 999 : -((999 - (year - 1)) / 1000) * 1000 + 1;
    case UNIT_CENTURY: return year > 0 ? (year + 99) / 100 * 100 - 99 : -((99 - (year - 1)) / 100) * 100 + 1;
    default: return year > 0 ? year / 10 * 10 : -((8 - (year - 1)) / 10) * 10;
    }
}

/* Clears what is smaller than the unit. false: no such unit. */
static bool trunc_civil(enum unit unit, struct nd_civil *c)
{
    if (unit == UNIT_MILLENNIUM || unit == UNIT_CENTURY || unit == UNIT_DECADE)
        c->year = trunc_year(unit, c->year), unit = UNIT_YEAR;
    switch (unit) {
    case UNIT_WEEK: {
        int64_t date = nd_date_of_civil(c->year, c->month, c->day);
        nd_date_to_civil(date - (nd_date_weekday(date) + 6) % 7, &c->year, &c->month, &c->day);
        break;
    }
    case UNIT_YEAR: c->month = 1; /* fall through */
    case UNIT_QUARTER:
        c->month = 3 * ((c->month - 1) / 3) + 1;
        c->day = 1;
        break;
    case UNIT_MONTH: c->day = 1; break;
    case UNIT_DAY: break;
    case UNIT_HOUR: c->minute = 0;   /* fall through */
    case UNIT_MINUTE: c->second = 0; /* fall through */
    case UNIT_SECOND: c->us = 0; return true;
    case UNIT_MS: c->us = c->us / 1000 * 1000; return true;
    case UNIT_US: return true;
    default: return false;
    }
    c->hour = c->minute = c->second = c->us = 0;
    return true;
}

static enum nd_status trunc_timestamp(struct nd_func_call *call)
{
    struct unit_cache cache = {.has_name = false};
    bool has_tz = call->func->args[1] == TIMESTAMPTZ;
    ND__ROWS (row) {
        struct nd_slice name = call->args[0].s[row];
        enum unit unit = cached_unit(&cache, name);
        int64_t timestamp = call->args[1].i[row], local;
        if (!nd_timestamp_is_finite(timestamp)) {
            call->out->i[row] = timestamp;
            continue;
        }
        const struct nd_tz *tz = has_tz ? nd__session_tz(call) : NULL;
        if (call->arg_count == 3) ND_TRY(nd__zone_of_name(call, call->args[2].s[row], &tz));
        struct nd_civil civil;
        nd_timestamp_to_civil(timestamp, tz, &civil);
        if (!trunc_civil(unit, &civil)) return bad_unit(call, unit_of_trunc(unit), name, call->func->args[1]);
        if (!nd_timestamp_of_civil(&civil, &local)) return nd_err_set(call->err, "22008", "timestamp out of range");
        /* within a day the offset stays as it was; a longer unit may begin at another offset */
        bool keeps_offset =
            unit == UNIT_HOUR || unit == UNIT_MINUTE || unit == UNIT_SECOND || unit == UNIT_MS || unit == UNIT_US;
        if (keeps_offset)
            call->out->i[row] = local - civil.utc_offset * ND_USECS_PER_SEC;
        else
            ND_TRY(nd_timestamp_to_utc(local, tz, &call->out->i[row], call->err));
    }
    return ND_STATUS_OK;
}

static enum nd_status trunc_interval(struct nd_func_call *call)
{
    struct unit_cache cache = {.has_name = false};
    ND__ROWS (row) {
        struct nd_slice name = call->args[0].s[row];
        enum unit unit = cached_unit(&cache, name);
        struct nd_interval v = nd_interval_of(call->args[1].s[row]);
        int64_t us_unit = 0;
        int32_t month_unit = 0;
        switch (unit) {
        case UNIT_MILLENNIUM: month_unit = 12000; break;
        case UNIT_CENTURY: month_unit = 1200; break;
        case UNIT_DECADE: month_unit = 120; break;
        case UNIT_YEAR: month_unit = 12; break;
        case UNIT_QUARTER: month_unit = 3; break;
        case UNIT_MONTH: month_unit = 1; break;
        case UNIT_DAY: us_unit = INT64_MAX; break;
        case UNIT_HOUR: us_unit = ND_USECS_PER_HOUR; break;
        case UNIT_MINUTE: us_unit = ND_USECS_PER_MINUTE; break;
        case UNIT_SECOND: us_unit = ND_USECS_PER_SEC; break;
        case UNIT_MS: us_unit = 1000; break;
        case UNIT_US: us_unit = 1; break;
        default:
            (void)bad_unit(call, unit_of_trunc(unit), name, INTERVAL);
            if (unit == UNIT_WEEK) (void)nd_err_detail(call->err, "Months usually have fractional weeks.");
            return ND_STATUS_SQL;
        }
        if (month_unit > 0)
            v.months = v.months / month_unit * month_unit, v.days = 0, v.us = 0;
        else
            v.us = us_unit == INT64_MAX ? 0 : v.us / us_unit * us_unit;
        call->out->s[row] = nd__new_interval(call, v);
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    F("extract", NUMERIC, extract, 0, TEXT, TIMESTAMP),
    F("extract", NUMERIC, extract, 0, TEXT, DATE),
    F("extract", NUMERIC, extract, 0, TEXT, TIME),
    F("extract", NUMERIC, extract, 0, TEXT, INTERVAL),
    F_STABLE("extract", NUMERIC, extract, 0, TEXT, TIMESTAMPTZ),
    F("date_part", FLOAT8, extract, 0, TEXT, TIMESTAMP),
    F("date_part", FLOAT8, extract, 0, TEXT, DATE),
    F("date_part", FLOAT8, extract, 0, TEXT, TIME),
    F("date_part", FLOAT8, extract, 0, TEXT, INTERVAL),
    F_STABLE("date_part", FLOAT8, extract, 0, TEXT, TIMESTAMPTZ),
    F("date_trunc", TIMESTAMP, trunc_timestamp, 0, TEXT, TIMESTAMP),
    F_STABLE("date_trunc", TIMESTAMPTZ, trunc_timestamp, 0, TEXT, TIMESTAMPTZ),
    F_STABLE("date_trunc", TIMESTAMPTZ, trunc_timestamp, 0, TEXT, TIMESTAMPTZ, TEXT),
    F("date_trunc", INTERVAL, trunc_interval, 0, TEXT, INTERVAL),
};
const struct nd__func_table nd__funcs_date_part = ND__TABLE(funcs);
