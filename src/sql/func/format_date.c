/* SPDX-License-Identifier: Apache-2.0 */
/* to_char with date templates. A template is a list of fields and literal characters. */
#include <stdio.h>
#include <stdlib.h>

#include "sql/func/date_int.h"
#include "sql/func/format_int.h"
#include "sql/types/ascii.h"

/* Longer names before their beginnings. is_digits: a number in the input. */
/* clang-format off */
static const struct {
    char name[8];
    enum nd__date_field field;
    bool is_digits, is_named; /* named: may be written Capitalised */
} keywords[] = {
    {"A.D.", ND__FIELD_AD_DOTS, false, false}, {"A.M.", ND__FIELD_AM_DOTS, false, false}, {"AD", ND__FIELD_AD, false, false}, {"AM", ND__FIELD_AM, false, false},
    {"B.C.", ND__FIELD_BC_DOTS, false, false}, {"BC", ND__FIELD_BC, false, false}, {"CC", ND__FIELD_CC, true, false}, {"DAY", ND__FIELD_DAY, false, true},
    {"DDD", ND__FIELD_DDD, true, false}, {"DD", ND__FIELD_DD, true, false}, {"DY", ND__FIELD_DY, false, true}, {"D", ND__FIELD_D, true, false},
    {"FF1", ND__FIELD_FF1, true, false}, {"FF2", ND__FIELD_FF2, true, false}, {"FF3", ND__FIELD_FF3, true, false}, {"FF4", ND__FIELD_FF4, true, false},
    {"FF5", ND__FIELD_FF5, true, false}, {"FF6", ND__FIELD_FF6, true, false}, {"HH24", ND__FIELD_HH24, true, false}, {"HH12", ND__FIELD_HH12, true, false},
    {"HH", ND__FIELD_HH12, true, false}, {"IDDD", ND__FIELD_IDDD, true, false}, {"ID", ND__FIELD_ID, true, false}, {"IW", ND__FIELD_IW, true, false},
    {"IYYY", ND__FIELD_IYYY, true, false}, {"IYY", ND__FIELD_IYY, true, false}, {"IY", ND__FIELD_IY, true, false}, {"I", ND__FIELD_I, true, false},
    {"J", ND__FIELD_J, true, false}, {"MI", ND__FIELD_MI, true, false}, {"MM", ND__FIELD_MM, true, false}, {"MONTH", ND__FIELD_MONTH, false, true},
    {"MON", ND__FIELD_MON, false, true}, {"MS", ND__FIELD_MS, true, false}, {"OF", ND__FIELD_OF, false, false}, {"P.M.", ND__FIELD_PM_DOTS, false, false},
    {"PM", ND__FIELD_PM, false, false}, {"Q", ND__FIELD_Q, true, false}, {"RM", ND__FIELD_RM, false, false}, {"SSSSS", ND__FIELD_SSSS, true, false},
    {"SSSS", ND__FIELD_SSSS, true, false}, {"SS", ND__FIELD_SS, true, false}, {"TZH", ND__FIELD_TZH, false, false}, {"TZM", ND__FIELD_TZM, true, false},
    {"TZ", ND__FIELD_TZ, false, false}, {"US", ND__FIELD_US, true, false}, {"WW", ND__FIELD_WW, true, false}, {"W", ND__FIELD_W, true, false},
    {"Y,YYY", ND__FIELD_Y_YYY, true, false}, {"YYYY", ND__FIELD_YYYY, true, false}, {"YYY", ND__FIELD_YYY, true, false}, {"YY", ND__FIELD_YY, true, false},
    {"Y", ND__FIELD_Y, true, false},
};
/* clang-format on */

const char *const nd__month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
const char *const nd__day_names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* ---- templates ------------------------------------------------------------------------------------- */

static uint8_t upper_of(uint8_t c) { return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c; }

/* NAME, name or Name at the start of text. */
static bool match_name(struct nd_slice text, const char *name, bool is_named, enum nd__letters *letters_out)
{
    size_t n = strlen(name);
    if (text.n < n) return false;
    bool is_upper = true, is_lower = true, is_capital = is_named;
    for (size_t i = 0; i < n; i++) {
        uint8_t u = (uint8_t)name[i], l = nd_ascii_lower(u);
        is_upper &= text.p[i] == u;
        is_lower &= text.p[i] == l;
        is_capital &= text.p[i] == (i == 0 ? u : l);
    }
    *letters_out = is_upper ? ND__LETTERS_UPPER : is_lower ? ND__LETTERS_LOWER : ND__LETTERS_CAPITAL;
    return is_upper || is_lower || is_capital;
}

static bool take_field(struct nd_slice text, struct nd__node *node, size_t *n_out)
{
    for (size_t k = 0; k < ND_ARRAY_LEN(keywords); k++) {
        enum nd__letters letters;
        if (!match_name(text, keywords[k].name, keywords[k].is_named, &letters)) continue;
        *n_out = strlen(keywords[k].name);
        *node = (struct nd__node){.kind = ND__NODE_FIELD,
                                  .field = keywords[k].field,
                                  .letters = letters,
                                  .is_digits = keywords[k].is_digits,
                                  .text = nd_slice_of(text.p, *n_out)};
        return true;
    }
    return false;
}

static bool has_both_cases(struct nd_slice text, const char *upper, bool *is_upper_out)
{
    enum nd__letters letters;
    if (!match_name(text, upper, false, &letters)) return false;
    *is_upper_out = letters == ND__LETTERS_UPPER;
    return true;
}

static void add_text(struct nd__date_format *f, struct nd_slice c, bool is_quoted)
{
    enum nd__node_kind kind = is_quoted                   ? ND__NODE_TEXT
                              : nd_ascii_is_space(c.p[0]) ? ND__NODE_SPACE
                              : nd_ascii_is_punct(c.p[0]) ? ND__NODE_SEPARATOR
                                                          : ND__NODE_TEXT;
    f->nodes[f->count++] = (struct nd__node){.kind = kind, .text = c};
}

static enum nd_status parse_format(struct nd_func_call *call, struct nd_slice text, struct nd__date_format *f)
{
    f->count = 0;
    f->is_exact = false;
    bool in_quotes = false, is_upper;
    for (size_t i = 0; i < text.n;) {
        if (f->count >= ND__NODES_MAX) return nd_err_set(call->err, "54000", "date format is too long");
        struct nd_slice rest = nd_slice_drop(text, i);
        size_t n;
        if (rest.p[0] == '"') {
            in_quotes = !in_quotes;
            i++;
            continue;
        }
        if (rest.p[0] == '\\' && rest.n > 1 && (in_quotes || rest.p[1] == '"'))
            rest.p++, rest.n--, i++;
        else if (!in_quotes) {
            if (has_both_cases(rest, "FX", &is_upper)) {
                f->is_exact = true, i += 2;
                continue;
            }
            /* a prefix belongs to the field right after it */
            bool is_fill = has_both_cases(rest, "FM", &is_upper);
            if (is_fill || has_both_cases(rest, "TM", &is_upper)) i += 2, rest = nd_slice_drop(text, i);
            struct nd__node *node = &f->nodes[f->count];
            if (take_field(rest, node, &n)) {
                node->is_fill = is_fill;
                i += n, f->count++;
                rest = nd_slice_drop(text, i);
                if (has_both_cases(rest, "TH", &is_upper)) node->has_th = true, node->is_th_upper = is_upper, i += 2;
                continue;
            }
            if (rest.n == 0) break;
            if (rest.p[0] == '"') continue;
        }
        n = nd_text_prefix_bytes(rest, 1);
        add_text(f, nd_slice_of(rest.p, n), in_quotes);
        i += n;
    }
    return ND_STATUS_OK;
}

/* ---- to_char --------------------------------------------------------------------------------------- */

void nd__roman(int64_t v, char text[24])
{
    static const struct {
        int value;
        const char *text;
    } parts[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
                 {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"}};
    char *p = text;
    for (size_t i = 0; i < ND_ARRAY_LEN(parts); i++)
        for (; v >= parts[i].value; v -= parts[i].value)
            for (const char *s = parts[i].text; *s != '\0';) *p++ = *s++;
    *p = '\0';
}

/* What is shown: a moment or an interval. */
struct shown {
    struct nd_civil civil; /* of an interval: its parts; hour may be large */
    int64_t hour, date;
    bool is_interval, has_tz;
};

static void put_name(struct nd_buf *out, const char *name, enum nd__letters letters, int pad)
{
    int n = 0;
    for (; name[n] != '\0'; n++)
        nd_buf_put_u8(out, letters == ND__LETTERS_UPPER   ? upper_of((uint8_t)name[n])
                           : letters == ND__LETTERS_LOWER ? nd_ascii_lower((uint8_t)name[n])
                                                          : (uint8_t)name[n]);
    for (; n < pad; n++) nd_buf_put_u8(out, ' ');
}

static void put_number(struct nd_buf *out, const struct nd__node *node, int64_t v, int width)
{
    nd_buf_printf(out, "%0*lld", node->is_fill ? 0 : v < 0 ? width + 1 : width, (long long)v);
    if (!node->has_th) return;
    int last = (int)(llabs(v) % 10);
    bool is_teen = llabs(v) / 10 % 10 == 1;
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    const char *ending = endings[is_teen || last < 1 || last > 3 ? 0 : last];
    for (; *ending != '\0'; ending++)
        nd_buf_put_u8(out, node->is_th_upper ? upper_of((uint8_t)*ending) : (uint8_t)*ending);
}

static int64_t shown_year(const struct shown *v, int64_t year) { return v->is_interval || year > 0 ? year : 1 - year; }

static void put_offset(struct nd_buf *out, const struct shown *v, enum nd__date_field field)
{
    int offset = v->civil.utc_offset, n = abs(offset);
    if (field == ND__FIELD_TZM) {
        nd_buf_printf(out, "%02d", n / 60 % 60);
        return;
    }
    nd_buf_printf(out, "%c%02d", offset < 0 ? '-' : '+', n / 3600);
    if (field == ND__FIELD_OF && n % 3600 != 0) nd_buf_printf(out, ":%02d", n / 60 % 60);
}

/* Of intervals as well: those to the past count from the end of the year. */
static void put_roman_month(struct nd_buf *out, const struct nd__node *node, const struct nd_civil *c)
{
    char roman[24];
    if (c->month == 0 && c->year == 0) return;
    nd__roman(c->month > 0 ? c->month : c->month < 0 ? 13 + c->month : c->year >= 0 ? 12 : 1, roman);
    put_name(out, roman, node->letters, node->is_fill ? 0 : 4);
}

/* The Julian day that the parts of an interval would have as a date. */
static int64_t julian_of_parts(int64_t year, int64_t month, int64_t day)
{
    bool is_late = month > 2;
    month += is_late ? 1 : 13;
    year += is_late ? 4800 : 4799;
    int64_t century = year / 100;
    return year * 365 - 32167 + year / 4 - century + century / 4 + 7834 * month / 256 + day;
}

static enum nd_status put_date_field(struct nd_func_call *call, struct nd_buf *out, const struct nd__node *node,
                                     const struct shown *v)
{
    const struct nd_civil *c = &v->civil;
    int32_t iso_year;
    int64_t date = v->is_interval ? julian_of_parts(c->year, c->month, c->day) - 2451545 : v->date;
    int week = nd_date_iso_week(date, &iso_year), weekday = nd_date_weekday(date);
    int shorter = c->year >= 0 && iso_year < 0; /* room for the sign is made by the sign of the year */
    int64_t year_day = v->is_interval ? (int64_t)c->year * 360 + c->month * 30 + c->day
                                      : v->date - nd_date_of_civil(c->year, 1, 1) + 1;
    int64_t year = shown_year(v, c->year), iso = shown_year(v, iso_year);
    switch (node->field) {
    case ND__FIELD_AD:
    case ND__FIELD_BC: put_name(out, c->year <= 0 ? "BC" : "AD", node->letters, 0); break;
    case ND__FIELD_AD_DOTS:
    case ND__FIELD_BC_DOTS: put_name(out, c->year <= 0 ? "B.C." : "A.D.", node->letters, 0); break;
    case ND__FIELD_MONTH:
    case ND__FIELD_MON:
        if (c->month == 0) break;
        if (node->field == ND__FIELD_MONTH)
            put_name(out, nd__month_names[c->month - 1], node->letters, node->is_fill ? 0 : 9);
        else {
            char name[4] = {0};
            memcpy(name, nd__month_names[c->month - 1], 3);
            put_name(out, name, node->letters, 0);
        }
        break;
    case ND__FIELD_RM:
        put_roman_month(out, node, c);
        break;
    case ND__FIELD_MM: put_number(out, node, c->month, 2); break;
    case ND__FIELD_DAY: put_name(out, nd__day_names[weekday], node->letters, node->is_fill ? 0 : 9); break;
    case ND__FIELD_DY: {
        char name[4] = {0};
        memcpy(name, nd__day_names[weekday], 3);
        put_name(out, name, node->letters, 0);
        break;
    }
    case ND__FIELD_DDD: put_number(out, node, year_day, 3); break;
    case ND__FIELD_IDDD: put_number(out, node, (week - 1) * 7 + (weekday == 0 ? 7 : weekday), 3); break;
    case ND__FIELD_DD: put_number(out, node, c->day, 2); break;
    case ND__FIELD_D: put_number(out, node, weekday + 1, 1); break;
    case ND__FIELD_ID: put_number(out, node, weekday == 0 ? 7 : weekday, 1); break;
    case ND__FIELD_WW: put_number(out, node, (year_day - 1) / 7 + 1, 2); break;
    case ND__FIELD_IW: put_number(out, node, week, 2); break;
    case ND__FIELD_W: put_number(out, node, (c->day - 1) / 7 + 1, 1); break;
    case ND__FIELD_Q:
        if (c->month != 0) put_number(out, node, (c->month - 1) / 3 + 1, 1);
        break;
    case ND__FIELD_CC:
        put_number(out, node,
                   v->is_interval ? c->year / 100
                   : c->year > 0  ? (c->year - 1) / 100 + 1
                                  : c->year / 100 - 1,
                   2);
        break;
    case ND__FIELD_J: put_number(out, node, date + 2451545, 1); break;
    case ND__FIELD_Y_YYY: {
        nd_buf_printf(out, "%lld,%03lld", (long long)(year / 1000), (long long)(year % 1000));
        break;
    }
    case ND__FIELD_YYYY: put_number(out, node, year, 4); break;
    case ND__FIELD_YYY: put_number(out, node, year % 1000, 3); break;
    case ND__FIELD_YY: put_number(out, node, year % 100, 2); break;
    case ND__FIELD_Y: put_number(out, node, year % 10, 1); break;
    case ND__FIELD_IYYY: put_number(out, node, iso, 4 - shorter); break;
    case ND__FIELD_IYY: put_number(out, node, iso % 1000, 3 - shorter); break;
    case ND__FIELD_IY: put_number(out, node, iso % 100, 2 - shorter); break;
    case ND__FIELD_I: put_number(out, node, iso % 10, 1); break;
    default: return nd_err_set(call->err, "XX000", "unknown field of a date format");
    }
    return ND_STATUS_OK;
}

static bool is_date_only(enum nd__date_field field)
{
    switch (field) {
    case ND__FIELD_AD:
    case ND__FIELD_BC:
    case ND__FIELD_AD_DOTS:
    case ND__FIELD_BC_DOTS:
    case ND__FIELD_DAY:
    case ND__FIELD_DY:
    case ND__FIELD_D:
    case ND__FIELD_ID:
    case ND__FIELD_MONTH:
    case ND__FIELD_MON: return true;
    default: return false;
    }
}

static enum nd_status put_field(struct nd_func_call *call, struct nd_buf *out, const struct nd__node *node,
                                const struct shown *v)
{
    const struct nd_civil *c = &v->civil;
    static const int divisors[] = {100000, 10000, 1000, 100, 10, 1};
    bool is_tz = node->field == ND__FIELD_TZ || node->field == ND__FIELD_TZH || node->field == ND__FIELD_TZM ||
                 node->field == ND__FIELD_OF;
    if (v->is_interval && (is_date_only(node->field) || is_tz)) {
        (void)nd_err_set(call->err, "22007", "invalid format specification for an interval value");
        return nd_err_hint(call->err, "Intervals are not tied to specific calendar dates.");
    }
    switch (node->field) {
    case ND__FIELD_AM:
    case ND__FIELD_PM: put_name(out, v->hour % 24 >= 12 ? "PM" : "AM", node->letters, 0); break;
    case ND__FIELD_AM_DOTS:
    case ND__FIELD_PM_DOTS: put_name(out, v->hour % 24 >= 12 ? "P.M." : "A.M.", node->letters, 0); break;
    case ND__FIELD_HH12: put_number(out, node, v->hour % 12 == 0 ? 12 : v->hour % 12, 2); break;
    case ND__FIELD_HH24: put_number(out, node, v->hour, 2); break;
    case ND__FIELD_MI: put_number(out, node, c->minute, 2); break;
    case ND__FIELD_SS: put_number(out, node, c->second, 2); break;
    case ND__FIELD_FF1:
    case ND__FIELD_FF2:
    case ND__FIELD_FF3:
    case ND__FIELD_FF4:
    case ND__FIELD_FF5:
    case ND__FIELD_FF6: {
        int digits = (int)node->field - ND__FIELD_FF1 + 1;
        struct nd__node padded = *node;
        padded.is_fill = false;
        put_number(out, &padded, c->us / divisors[digits - 1], digits);
        break;
    }
    case ND__FIELD_MS: {
        struct nd__node padded = *node;
        padded.is_fill = false;
        put_number(out, &padded, c->us / 1000, 3);
        break;
    }
    case ND__FIELD_US: {
        struct nd__node padded = *node;
        padded.is_fill = false;
        put_number(out, &padded, c->us, 6);
        break;
    }
    case ND__FIELD_SSSS: put_number(out, node, v->hour * 3600 + c->minute * 60 + c->second, 1); break;
    case ND__FIELD_TZ:
        if (v->has_tz)
            put_name(out, c->tz_abbrev == NULL ? "UTC" : c->tz_abbrev,
                     node->letters == ND__LETTERS_LOWER ? ND__LETTERS_LOWER : ND__LETTERS_CAPITAL, 0);
        break;
    case ND__FIELD_TZH:
    case ND__FIELD_TZM:
    case ND__FIELD_OF: put_offset(out, v, node->field); break;
    default: return put_date_field(call, out, node, v);
    }
    return ND_STATUS_OK;
}

static void fill_shown(struct nd_func_call *call, size_t row, struct shown *v)
{
    enum nd_type_id type = call->func->args[0];
    *v = (struct shown){.is_interval = type == INTERVAL, .has_tz = type == TIMESTAMPTZ};
    if (v->is_interval) {
        struct nd_interval i = nd_interval_of(call->args[0].s[row]);
        v->civil = (struct nd_civil){.year = i.months / 12,
                                     .month = i.months % 12,
                                     .day = i.days,
                                     .minute = (int)(i.us / ND_USECS_PER_MINUTE % 60),
                                     .second = (int)(i.us / ND_USECS_PER_SEC % 60),
                                     .us = (int32_t)(i.us % ND_USECS_PER_SEC)};
        v->hour = i.us / ND_USECS_PER_HOUR;
        return;
    }
    nd_timestamp_to_civil(call->args[0].i[row], v->has_tz ? nd__session_tz(call) : NULL, &v->civil);
    v->hour = v->civil.hour;
    v->date = nd_date_of_civil(v->civil.year, v->civil.month, v->civil.day);
}

enum nd_status nd__cached_format(struct nd_func_call *call, struct nd__format_cache *cache, struct nd_slice text)
{
    if (cache->has_text && cache->text.p == text.p && cache->text.n == text.n) return ND_STATUS_OK;
    cache->has_text = false;
    ND_TRY(parse_format(call, text, cache->format));
    cache->text = text;
    cache->has_text = true;
    return ND_STATUS_OK;
}

static enum nd_status to_char(struct nd_func_call *call)
{
    struct nd__format_cache cache = {.format = nd_heap_alloc(call->ctx->heap, sizeof(struct nd__date_format))};
    struct nd_buf out;
    nd_buf_init(&out, call->ctx->heap);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        bool is_infinite = call->func->args[0] != INTERVAL && !nd_timestamp_is_finite(call->args[0].i[row]);
        if (call->args[1].s[row].n == 0 || is_infinite) {
            call->out->nulls[row] = 1;
            continue;
        }
        ND_TRY_OR(nd__cached_format(call, &cache, call->args[1].s[row]), out);
        struct shown shown;
        fill_shown(call, row, &shown);
        nd_buf_clear(&out);
        for (size_t i = 0; i < cache.format->count; i++) {
            const struct nd__node *node = &cache.format->nodes[i];
            if (node->kind == ND__NODE_FIELD)
                ND_TRY_OR(put_field(call, &out, node, &shown), out);
            else
                nd_buf_put_slice(&out, node->text);
        }
        call->out->s[row] = nd__take_text(call, &out);
    }
out:
    nd_buf_deinit(&out);
    nd_heap_free(call->ctx->heap, cache.format);
    return status;
}

static const struct nd_func funcs[] = {
    F_STABLE("to_char", TEXT, to_char, 0, TIMESTAMP, TEXT),
    F_STABLE("to_char", TEXT, to_char, 0, TIMESTAMPTZ, TEXT),
    F_STABLE("to_char", TEXT, to_char, 0, INTERVAL, TEXT),
};
const struct nd__func_table nd__funcs_format_date = ND__TABLE(funcs);
