/* SPDX-License-Identifier: Apache-2.0 */
/* to_date and to_timestamp: template and input are walked together, what the fields say is put together at the end. */
#include <stddef.h>
#include <stdlib.h>

#include "sql/func/date_int.h"
#include "sql/func/format_int.h"
#include "sql/types/ascii.h"

/* ---- to_date, to_timestamp -------------------------------------------------------------------------- */

/* What the input said; -1: nothing. */
struct parsed {
    int64_t year, month, day, hour, minute, second, ms, us, seconds_of_day, century, julian, year_day, week, month_week,
        weekday, iso_year, iso_week, iso_weekday, iso_year_day;
    int year_digits, iso_year_digits, fraction_digits;
    bool is_bc, is_pm, is_am, is_12_hour, has_tz;
    int32_t tz_hour, tz_minute, tz_sign;
};

struct scanner {
    struct nd_func_call *call;
    const uint8_t *p, *end;
    struct nd_slice source;
};

static enum nd_status bad_value(struct scanner *s, const struct nd__node *node, struct nd_slice found,
                                const char *detail)
{
    (void)nd_err_set(s->call->err, "22007", "invalid value \"%.*s\" for \"%.*s\"", nd_text_shown(found),
                     (const char *)found.p, ND__NAME_OF(node));
    return nd_err_detail(s->call->err, "%s", detail);
}

/* An integer of `width` digits; of any number of digits where no digit field follows. */
static enum nd_status scan_int(struct scanner *s, const struct nd__node *node, const struct nd__node *next, int width,
                               int64_t *out, int *digits_out)
{
    while (s->p < s->end && nd_ascii_is_space(*s->p)) s->p++;
    bool is_free = node->is_fill || next == NULL || next->kind != ND__NODE_FIELD || !next->is_digits;
    const uint8_t *start = s->p, *p = s->p;
    bool is_negative = false;
    if (p < s->end && (*p == '-' || *p == '+')) is_negative = *p++ == '-';
    int64_t v = 0;
    int digits = 0;
    while (p < s->end && nd_ascii_is_digit(*p) && (is_free || p - start < width)) {
        v = v * 10 + (*p++ - '0');
        digits++;
        if (v > INT32_MAX)
            return nd_err_set(s->call->err, "22008", "value for \"%.*s\" in source string is out of range",
                              ND__NAME_OF(node));
    }
    if (digits == 0) {
        size_t n = (size_t)(s->end - start);
        if (n > (size_t)width) n = (size_t)width;
        return bad_value(s, node, nd_slice_of(start, n), "Value must be an integer.");
    }
    if (!is_free && digits < width && p == s->end && digits + (is_negative ? 1 : 0) < width) {
        (void)nd_err_set(s->call->err, "22007", "source string too short for \"%.*s\" formatting field",
                         ND__NAME_OF(node));
        return nd_err_detail(s->call->err, "Field requires %d characters, but only %d remain.", width, digits);
    }
    s->p = p;
    *out = is_negative ? -v : v;
    *digits_out = digits;
    return ND_STATUS_OK;
}

/* The index of the name that the input goes on with; short names: their first three letters. */
static enum nd_status scan_name(struct scanner *s, const struct nd__node *node, const char *const *names, size_t count,
                                size_t letters, int64_t *index_out)
{
    size_t left = (size_t)(s->end - s->p);
    for (size_t i = 0; i < count; i++) {
        size_t n = letters > 0 ? letters : strlen(names[i]);
        bool is_match = left >= n;
        for (size_t k = 0; k < n && is_match; k++)
            is_match = nd_ascii_lower(s->p[k]) == nd_ascii_lower((uint8_t)names[i][k]);
        if (!is_match) continue;
        s->p += n;
        *index_out = (int64_t)i;
        return ND_STATUS_OK;
    }
    size_t shown = 0;
    while (shown < left && !nd_ascii_is_space(s->p[shown])) shown++;
    return bad_value(s, node, nd_slice_of(s->p, shown),
                     "The given value did not match any of the allowed values for this field.");
}

static enum nd_status set_once(struct scanner *s, const struct nd__node *node, int64_t *to, int64_t v)
{
    if (*to >= 0 && *to != v) {
        (void)nd_err_set(s->call->err, "22007", "conflicting values for \"%.*s\" field in formatting string",
                         ND__NAME_OF(node));
        return nd_err_detail(s->call->err, "This value contradicts a previous setting for the same field type.");
    }
    *to = v;
    return ND_STATUS_OK;
}

/* A fraction of `digits` places, as microseconds. */
static int64_t scale_fraction(int64_t v, int digits, int unit_digits)
{
    int scale = 6 - (digits < unit_digits ? digits : unit_digits);
    for (int i = 0; i < scale; i++) v *= 10;
    for (int i = unit_digits; i < digits; i++) v /= 10;
    return v;
}

/* Years with fewer than four digits are those nearest to 2020. */
static int64_t near_2020(int64_t v, int digits)
{
    if (digits == 1) return v + 2000;
    if (digits == 2) return v < 70 ? v + 2000 : v + 1900;
    if (digits == 3) return v < 100 ? v + 2000 : v < 520 ? v + 2000 : v + 1000;
    return v;
}

static enum nd_status scan_year(struct scanner *s, const struct nd__node *node, const struct nd__node *next,
                                struct parsed *out)
{
    int width = node->field == ND__FIELD_YYYY || node->field == ND__FIELD_IYYY ? 4
                : node->field == ND__FIELD_YYY || node->field == ND__FIELD_IYY ? 3
                : node->field == ND__FIELD_YY || node->field == ND__FIELD_IY   ? 2
                                                                               : 1;
    bool is_iso = node->field == ND__FIELD_IYYY || node->field == ND__FIELD_IYY || node->field == ND__FIELD_IY ||
                  node->field == ND__FIELD_I;
    int64_t v;
    int digits;
    ND_TRY(scan_int(s, node, next, width, &v, &digits));
    if (width < 4 && digits < 4) v = near_2020(v, digits);
    *(is_iso ? &out->iso_year_digits : &out->year_digits) = width;
    if (v < 0) out->is_bc = true, v = -v;
    return set_once(s, node, is_iso ? &out->iso_year : &out->year, v);
}

static enum nd_status scan_half(struct scanner *s, const struct nd__node *node, struct parsed *out)
{
    static const char *const plain[] = {"AM", "PM"}, *const dots[] = {"A.M.", "P.M."};
    bool has_dots = node->field == ND__FIELD_AM_DOTS || node->field == ND__FIELD_PM_DOTS;
    int64_t index;
    ND_TRY(scan_name(s, node, has_dots ? dots : plain, 2, 0, &index));
    out->is_pm = index == 1, out->is_am = index == 0;
    out->is_12_hour = true;
    return ND_STATUS_OK;
}

static enum nd_status scan_era(struct scanner *s, const struct nd__node *node, struct parsed *out)
{
    static const char *const plain[] = {"AD", "BC"}, *const dots[] = {"A.D.", "B.C."};
    bool has_dots = node->field == ND__FIELD_AD_DOTS || node->field == ND__FIELD_BC_DOTS;
    int64_t index;
    ND_TRY(scan_name(s, node, has_dots ? dots : plain, 2, 0, &index));
    out->is_bc = index == 1;
    return ND_STATUS_OK;
}

static enum nd_status scan_roman(struct scanner *s, const struct nd__node *node, struct parsed *out)
{
    static const char *const romans[] = {"VIII", "VII", "XII", "III", "IV", "VI", "IX", "XI", "II", "V", "X", "I"};
    static const int months[] = {8, 7, 12, 3, 4, 6, 9, 11, 2, 5, 10, 1};
    int64_t index;
    ND_TRY(scan_name(s, node, romans, ND_ARRAY_LEN(romans), 0, &index));
    return set_once(s, node, &out->month, months[index]);
}

/* Numbers that go to one place each. */
static enum nd_status scan_plain(struct scanner *s, const struct nd__node *node, const struct nd__node *next,
                                 struct parsed *out)
{
    static const struct {
        enum nd__date_field field;
        int width;
        size_t at;
    } places[] = {
        {ND__FIELD_HH24, 2, offsetof(struct parsed, hour)},
        {ND__FIELD_HH12, 2, offsetof(struct parsed, hour)},
        {ND__FIELD_MI, 2, offsetof(struct parsed, minute)},
        {ND__FIELD_SS, 2, offsetof(struct parsed, second)},
        {ND__FIELD_SSSS, 5, offsetof(struct parsed, seconds_of_day)},
        {ND__FIELD_MM, 2, offsetof(struct parsed, month)},
        {ND__FIELD_DD, 2, offsetof(struct parsed, day)},
        {ND__FIELD_DDD, 3, offsetof(struct parsed, year_day)},
        {ND__FIELD_D, 1, offsetof(struct parsed, weekday)},
        {ND__FIELD_ID, 1, offsetof(struct parsed, iso_weekday)},
        {ND__FIELD_IDDD, 3, offsetof(struct parsed, iso_year_day)},
        {ND__FIELD_WW, 2, offsetof(struct parsed, week)},
        {ND__FIELD_IW, 2, offsetof(struct parsed, iso_week)},
        {ND__FIELD_W, 1, offsetof(struct parsed, month_week)},
        {ND__FIELD_CC, 2, offsetof(struct parsed, century)},
        {ND__FIELD_J, 7, offsetof(struct parsed, julian)},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(places); i++) {
        if (places[i].field != node->field) continue;
        int64_t v;
        int digits;
        ND_TRY(scan_int(s, node, next, places[i].width, &v, &digits));
        return set_once(s, node, (int64_t *)((char *)out + places[i].at), v);
    }
    return nd_err_set(s->call->err, "0A000", "formatting field \"%.*s\" is only supported in to_char",
                      ND__NAME_OF(node));
}

static enum nd_status out_of_range(struct scanner *s)
{
    return nd_err_set(s->call->err, "22008", "date/time field value out of range: \"%.*s\"", nd_text_shown(s->source),
                      (const char *)s->source.p);
}

static enum nd_status scan_field(struct scanner *s, const struct nd__node *node, const struct nd__node *next,
                                 bool has_skipped, struct parsed *out)
{
    int64_t v, index;
    int digits;
    switch (node->field) {
    case ND__FIELD_AM:
    case ND__FIELD_PM:
    case ND__FIELD_AM_DOTS:
    case ND__FIELD_PM_DOTS: return scan_half(s, node, out);
    case ND__FIELD_AD:
    case ND__FIELD_BC:
    case ND__FIELD_AD_DOTS:
    case ND__FIELD_BC_DOTS: return scan_era(s, node, out);
    case ND__FIELD_HH12: out->is_12_hour = true; return scan_plain(s, node, next, out);
    case ND__FIELD_MONTH:
    case ND__FIELD_MON:
        ND_TRY(scan_name(s, node, nd__month_names, 12, node->field == ND__FIELD_MON ? 3 : 0, &index));
        return set_once(s, node, &out->month, index + 1);
    case ND__FIELD_DAY:
    case ND__FIELD_DY: return scan_name(s, node, nd__day_names, 7, node->field == ND__FIELD_DY ? 3 : 0, &index);
    case ND__FIELD_RM: return scan_roman(s, node, out);
    case ND__FIELD_YYYY:
    case ND__FIELD_YYY:
    case ND__FIELD_YY:
    case ND__FIELD_Y:
    case ND__FIELD_IYYY:
    case ND__FIELD_IYY:
    case ND__FIELD_IY:
    case ND__FIELD_I: return scan_year(s, node, next, out);
    case ND__FIELD_Y_YYY: {
        int64_t thousands;
        ND_TRY(scan_int(s, node, NULL, 1, &thousands, &digits));
        if (s->p == s->end || *s->p++ != ',')
            return nd_err_set(s->call->err, "22007", "invalid input string for \"Y,YYY\"");
        ND_TRY(scan_int(s, node, next, 3, &v, &digits));
        return set_once(s, node, &out->year, thousands * 1000 + v);
    }
    case ND__FIELD_FF1:
    case ND__FIELD_FF2:
    case ND__FIELD_FF3:
    case ND__FIELD_FF4:
    case ND__FIELD_FF5:
    case ND__FIELD_FF6:
    case ND__FIELD_US:
    case ND__FIELD_MS: {
        int width = node->field == ND__FIELD_US   ? 6
                    : node->field == ND__FIELD_MS ? 3
                                                  : (int)node->field - ND__FIELD_FF1 + 1;
        ND_TRY(scan_int(s, node, next, width, &v, &digits));
        if (node->field != ND__FIELD_MS && digits > 6) return out_of_range(s);
        if (node->field != ND__FIELD_MS && node->field != ND__FIELD_US) out->fraction_digits = width;
        return set_once(s, node, node->field == ND__FIELD_MS ? &out->ms : &out->us,
                        scale_fraction(v, digits, node->field == ND__FIELD_MS ? 3 : 6));
    }
    case ND__FIELD_Q: return scan_int(s, node, next, 1, &v, &digits); /* a quarter says too little to be used */
    case ND__FIELD_TZH:
    case ND__FIELD_OF:
        /* the minus may have been taken for a separator */
        if (s->p < s->end && (*s->p == '+' || *s->p == '-' || *s->p == ' ')) out->tz_sign = *s->p++ == '-' ? -1 : 1;
        else if (has_skipped && s->p[-1] == '-') out->tz_sign = -1;
        ND_TRY(scan_int(s, node, next, 2, &v, &digits));
        if (v > 15)
            return nd_err_set(s->call->err, "22008", "value for \"%.*s\" in source string is out of range",
                              ND__NAME_OF(node));
        out->tz_hour = (int32_t)v, out->has_tz = true;
        return ND_STATUS_OK;
    case ND__FIELD_TZM:
        ND_TRY(scan_int(s, node, next, 2, &v, &digits));
        if (v > 59)
            return nd_err_set(s->call->err, "22008", "value for \"%.*s\" in source string is out of range",
                              ND__NAME_OF(node));
        out->tz_minute = (int32_t)v, out->has_tz = true;
        return ND_STATUS_OK;
    case ND__FIELD_TZ:
        return nd_err_set(s->call->err, "0A000", "formatting field \"%.*s\" is only supported in to_char",
                          ND__NAME_OF(node));
    default: return scan_plain(s, node, next, out);
    }
}

static void skip_th(struct scanner *s, const struct nd__node *node)
{
    for (int i = 0; i < 2 && node->has_th && s->p < s->end; i++) s->p++;
}

/* Walks template and input together. Without FX spaces and separators are matched loosely. */
static enum nd_status scan(struct scanner *s, const struct nd__date_format *f, struct parsed *out)
{
    int extra = 0; /* characters skipped beyond those of the template */
    for (size_t i = 0; i < f->count && s->p < s->end; i++) {
        const struct nd__node *node = &f->nodes[i], *next = i + 1 < f->count ? &f->nodes[i + 1] : NULL;
        if (!f->is_exact && (node->kind == ND__NODE_FIELD || i == 0))
            while (s->p < s->end && nd_ascii_is_space(*s->p)) s->p++, extra++;
        if (s->p == s->end) break;
        if (node->kind == ND__NODE_SPACE || node->kind == ND__NODE_SEPARATOR) {
            if (f->is_exact) {
                s->p += nd_text_prefix_bytes(nd_slice_of(s->p, (size_t)(s->end - s->p)), 1);
            } else {
                extra--;
                if (nd_ascii_is_space(*s->p) || nd_ascii_is_punct(*s->p)) s->p++, extra++;
            }
            continue;
        }
        if (node->kind == ND__NODE_TEXT) {
            if (!f->is_exact && extra > 0)
                extra--;
            else
                s->p += nd_text_prefix_bytes(nd_slice_of(s->p, (size_t)(s->end - s->p)), 1);
            continue;
        }
        ND_TRY(scan_field(s, node, next, extra > 0, out));
        skip_th(s, node);
        if (f->is_exact) continue;
        extra = 0;
        while (s->p < s->end && nd_ascii_is_space(*s->p)) s->p++, extra++;
    }
    return ND_STATUS_OK;
}

/* Year, from century and short year, with 1 BC as 0. */
static int64_t full_year(const struct parsed *p)
{
    int64_t year = p->year;
    if (p->century >= 0) {
        if (year >= 0 && p->year_digits > 0 && p->year_digits <= 2) {
            int64_t short_year = year % 100;
            if (p->is_bc) return -(p->century * 100 - short_year) + 1;
            return short_year > 0 ? (p->century - 1) * 100 + short_year : p->century * 100;
        }
        if (year < 0) return p->is_bc ? -(p->century * 100) + 1 + 99 : (p->century - 1) * 100 + 1;
    }
    if (year < 0) return 0;
    if (p->is_bc) return year == 0 ? 0 : 1 - year;
    return year;
}

static int64_t iso_week_monday(int64_t year, int64_t week)
{
    int64_t fourth = nd_date_of_civil(year, 1, 4); /* always in week 1 */
    return fourth - (nd_date_weekday(fourth) + 6) % 7 + (week - 1) * 7;
}

/* The date from whatever was given. */
static enum nd_status date_of_parsed(struct scanner *s, const struct parsed *p, int64_t *date_out)
{
    if (p->julian >= 0) {
        *date_out = p->julian - 2451545;
        return ND_STATUS_OK;
    }
    if (p->iso_year >= 0) {
        int64_t year = p->is_bc ? 1 - p->iso_year : p->iso_year;
        if (p->iso_year_day >= 0)
            *date_out = iso_week_monday(year, 1) + p->iso_year_day - 1;
        else if (p->iso_week >= 0 && (p->iso_week < 1 || p->iso_week > 53))
            return out_of_range(s);
        else
            *date_out = iso_week_monday(year, p->iso_week >= 0 ? p->iso_week : 1) +
                        (p->iso_weekday >= 0 ? p->iso_weekday - 1 : 0);
        return ND_STATUS_OK;
    }
    int64_t year = full_year(p), month = p->month >= 0 ? p->month : 1, day = p->day >= 0 ? p->day : 1;
    if (year < -4714 || year > 5874898) return out_of_range(s);
    if (p->month < 0 && p->day < 0) {
        int64_t year_day = p->year_day >= 0 ? p->year_day : p->week >= 0 ? (p->week - 1) * 7 + 1 : -1;
        if (year_day >= 0) {
            int32_t y;
            int m, d;
            int64_t date = nd_date_of_civil(year, 1, 1) + year_day - 1;
            nd_date_to_civil(date, &y, &m, &d);
            if (year_day < 1 || y != year) return out_of_range(s);
            *date_out = date;
            return ND_STATUS_OK;
        }
    }
    if (p->month_week >= 0 && p->day < 0) day = (p->month_week - 1) * 7 + 1;
    if (month < 1 || month > 12 || day < 1 || day > nd_month_days(year, (int)month)) return out_of_range(s);
    *date_out = nd_date_of_civil(year, (int)month, (int)day);
    return ND_STATUS_OK;
}

/* FF1 to FF6: to so many digits. 0: all of them. */
static int64_t rounded(int64_t us, int digits)
{
    int64_t unit = 1;
    for (int i = digits; i > 0 && i < 6; i++) unit *= 10;
    return (us + unit / 2) / unit * unit;
}

static enum nd_status time_of_parsed(struct scanner *s, const struct parsed *p, int64_t *us_out)
{
    int64_t hour = p->hour >= 0 ? p->hour : 0, minute = p->minute >= 0 ? p->minute : 0,
            second = p->second >= 0 ? p->second : 0;
    if (p->seconds_of_day >= 0)
        hour = p->seconds_of_day / 3600, minute = p->seconds_of_day / 60 % 60, second = p->seconds_of_day % 60;
    if (p->is_12_hour && p->hour >= 0) {
        if (hour < 1 || hour > 12) {
            (void)nd_err_set(s->call->err, "22007", "hour \"%lld\" is invalid for the 12-hour clock", (long long)hour);
            return nd_err_hint(s->call->err, "Use the 24-hour clock, or give an hour between 1 and 12.");
        }
        if (p->is_pm && hour < 12)
            hour += 12;
        else if (!p->is_pm && hour == 12)
            hour = 0;
    }
    if (hour > 23 || minute > 59 || second > 59) return out_of_range(s);
    *us_out =
        ((hour * 60 + minute) * 60 + second) * ND_USECS_PER_SEC + (p->us >= 0 ? rounded(p->us, p->fraction_digits) : 0) + (p->ms >= 0 ? p->ms : 0);
    return ND_STATUS_OK;
}

static enum nd_status parse_row(struct nd_func_call *call, const struct nd__date_format *f, size_t row)
{
    struct nd_slice source = call->args[0].s[row];
    struct scanner s = {call, source.p, nd_slice_end(source), source};
    struct parsed p = {.year = -1,
                       .month = -1,
                       .day = -1,
                       .hour = -1,
                       .minute = -1,
                       .second = -1,
                       .ms = -1,
                       .us = -1,
                       .seconds_of_day = -1,
                       .century = -1,
                       .julian = -1,
                       .year_day = -1,
                       .week = -1,
                       .month_week = -1,
                       .weekday = -1,
                       .iso_year = -1,
                       .iso_week = -1,
                       .iso_weekday = -1,
                       .iso_year_day = -1,
                       .tz_sign = 1};
    ND_TRY(scan(&s, f, &p));
    int64_t date = 0, us = 0, timestamp;
    ND_TRY(date_of_parsed(&s, &p, &date));
    ND_TRY(time_of_parsed(&s, &p, &us));
    if (call->func->result == DATE) {
        if (!nd_date_is_valid(date))
            return nd_err_set(call->err, "22008", "date out of range: \"%.*s\"", nd_text_shown(source),
                              (const char *)source.p);
        call->out->i[row] = date;
        return ND_STATUS_OK;
    }
    if (__builtin_mul_overflow(date, ND_USECS_PER_DAY, &timestamp) ||
        __builtin_add_overflow(timestamp, us, &timestamp) || !nd_timestamp_is_valid(timestamp))
        return nd_err_set(call->err, "22008", "timestamp out of range");
    if (!p.has_tz) return nd_timestamp_to_utc(timestamp, nd__session_tz(call), &call->out->i[row], call->err);
    int64_t offset = p.tz_sign * (p.tz_hour * INT64_C(3600) + p.tz_minute * INT64_C(60));
    call->out->i[row] = timestamp - offset * ND_USECS_PER_SEC;
    return nd_timestamp_is_valid(call->out->i[row]) ? ND_STATUS_OK
                                                    : nd_err_set(call->err, "22008", "timestamp out of range");
}

static enum nd_status from_text(struct nd_func_call *call)
{
    struct nd__format_cache cache = {.format = nd_heap_alloc(call->ctx->heap, sizeof(struct nd__date_format))};
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        ND_TRY_OR(nd__cached_format(call, &cache, call->args[1].s[row]), out);
        ND_TRY_OR(parse_row(call, cache.format, row), out);
    }
out:
    nd_heap_free(call->ctx->heap, cache.format);
    return status;
}

static const struct nd_func funcs[] = {
    F_STABLE("to_date", DATE, from_text, 0, TEXT, TEXT),
    F_STABLE("to_timestamp", TIMESTAMPTZ, from_text, 0, TEXT, TEXT),
};
const struct nd__func_table nd__funcs_format_date_in = ND__TABLE(funcs);
