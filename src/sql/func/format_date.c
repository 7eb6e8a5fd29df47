/* SPDX-License-Identifier: Apache-2.0 */
/* to_char, to_date and to_timestamp with date templates. A template is a list of fields and literal characters. */
#include <stdio.h>
#include <stdlib.h>

#include "sql/func/date_int.h"
#include "sql/func/format_int.h"
#include "sql/types/text_int.h"

enum field {
    FIELD_AD_DOTS, FIELD_AM_DOTS, FIELD_AD, FIELD_AM, FIELD_BC_DOTS, FIELD_BC, FIELD_CC, FIELD_DAY, FIELD_DDD, FIELD_DD, FIELD_DY, FIELD_D, FIELD_FF1,
    FIELD_FF2, FIELD_FF3, FIELD_FF4, FIELD_FF5, FIELD_FF6, FIELD_HH24, FIELD_HH12, FIELD_IDDD, FIELD_ID, FIELD_IW, FIELD_IYYY, FIELD_IYY, FIELD_IY,
    FIELD_I, FIELD_J, FIELD_MI, FIELD_MM, FIELD_MONTH, FIELD_MON, FIELD_MS, FIELD_OF, FIELD_PM_DOTS, FIELD_PM, FIELD_Q, FIELD_RM, FIELD_SSSS, FIELD_SS,
    FIELD_TZH, FIELD_TZM, FIELD_TZ, FIELD_US, FIELD_WW, FIELD_W, FIELD_Y_YYY, FIELD_YYYY, FIELD_YYY, FIELD_YY, FIELD_Y,
};

/* Longer names before their beginnings. is_digits: a number in the input. */
static const struct {
    char name[8];
    enum field field;
    bool is_digits, is_named; /* named: may be written Capitalised */
} keywords[] = {
    {"A.D.", FIELD_AD_DOTS, false, false}, {"A.M.", FIELD_AM_DOTS, false, false}, {"AD", FIELD_AD, false, false}, {"AM", FIELD_AM, false, false},
    {"B.C.", FIELD_BC_DOTS, false, false}, {"BC", FIELD_BC, false, false}, {"CC", FIELD_CC, true, false}, {"DAY", FIELD_DAY, false, true},
    {"DDD", FIELD_DDD, true, false}, {"DD", FIELD_DD, true, false}, {"DY", FIELD_DY, false, true}, {"D", FIELD_D, true, false},
    {"FF1", FIELD_FF1, true, false}, {"FF2", FIELD_FF2, true, false}, {"FF3", FIELD_FF3, true, false}, {"FF4", FIELD_FF4, true, false},
    {"FF5", FIELD_FF5, true, false}, {"FF6", FIELD_FF6, true, false}, {"HH24", FIELD_HH24, true, false}, {"HH12", FIELD_HH12, true, false},
    {"HH", FIELD_HH12, true, false}, {"IDDD", FIELD_IDDD, true, false}, {"ID", FIELD_ID, true, false}, {"IW", FIELD_IW, true, false},
    {"IYYY", FIELD_IYYY, true, false}, {"IYY", FIELD_IYY, true, false}, {"IY", FIELD_IY, true, false}, {"I", FIELD_I, true, false},
    {"J", FIELD_J, true, false}, {"MI", FIELD_MI, true, false}, {"MM", FIELD_MM, true, false}, {"MONTH", FIELD_MONTH, false, true},
    {"MON", FIELD_MON, false, true}, {"MS", FIELD_MS, true, false}, {"OF", FIELD_OF, false, false}, {"P.M.", FIELD_PM_DOTS, false, false},
    {"PM", FIELD_PM, false, false}, {"Q", FIELD_Q, true, false}, {"RM", FIELD_RM, false, false}, {"SSSSS", FIELD_SSSS, true, false},
    {"SSSS", FIELD_SSSS, true, false}, {"SS", FIELD_SS, true, false}, {"TZH", FIELD_TZH, false, false}, {"TZM", FIELD_TZM, true, false},
    {"TZ", FIELD_TZ, false, false}, {"US", FIELD_US, true, false}, {"WW", FIELD_WW, true, false}, {"W", FIELD_W, true, false},
    {"Y,YYY", FIELD_Y_YYY, true, false}, {"YYYY", FIELD_YYYY, true, false}, {"YYY", FIELD_YYY, true, false}, {"YY", FIELD_YY, true, false},
    {"Y", FIELD_Y, true, false},
};

enum letters { LETTERS_UPPER, LETTERS_LOWER, LETTERS_CAPITAL };
enum node_kind { NODE_FIELD, NODE_SPACE, NODE_SEPARATOR, NODE_TEXT };

struct node {
    enum node_kind kind;
    enum field field;
    enum letters letters;
    bool is_fill, has_th, is_th_upper, is_digits; /* FM; TH, th */
    struct nd_slice text; /* as it stands in the template */
};
/* for %.*s */
#define NAME_OF(node) (int)(node)->text.n, (const char *)(node)->text.p

#define NODES_MAX 256

struct date_format {
    size_t count;
    bool is_exact; /* FX */
    struct node nodes[NODES_MAX];
};

static const char *const month_names[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
static const char *const day_names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* ---- templates ------------------------------------------------------------------------------------- */

static uint8_t upper_of(uint8_t c) { return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c; }

/* NAME, name or Name at the start of text. */
static bool match_name(struct nd_slice text, const char *name, bool is_named, enum letters *letters_out)
{
    size_t n = strlen(name);
    if (text.n < n) return false;
    bool is_upper = true, is_lower = true, is_capital = is_named;
    for (size_t i = 0; i < n; i++) {
        uint8_t u = (uint8_t)name[i], l = nd__lower(u);
        is_upper &= text.p[i] == u;
        is_lower &= text.p[i] == l;
        is_capital &= text.p[i] == (i == 0 ? u : l);
    }
    *letters_out = is_upper ? LETTERS_UPPER : is_lower ? LETTERS_LOWER : LETTERS_CAPITAL;
    return is_upper || is_lower || is_capital;
}

static bool take_field(struct nd_slice text, struct node *node, size_t *n_out)
{
    for (size_t k = 0; k < ND_ARRAY_LEN(keywords); k++) {
        enum letters letters;
        if (!match_name(text, keywords[k].name, keywords[k].is_named, &letters)) continue;
        *n_out = strlen(keywords[k].name);
        *node = (struct node){.kind = NODE_FIELD, .field = keywords[k].field, .letters = letters, .is_digits = keywords[k].is_digits, .text = nd_slice_of(text.p, *n_out)};
        return true;
    }
    return false;
}

static bool has_both_cases(struct nd_slice text, const char *upper, bool *is_upper_out)
{
    enum letters letters;
    if (!match_name(text, upper, false, &letters)) return false;
    *is_upper_out = letters == LETTERS_UPPER;
    return true;
}

static bool is_separator(uint8_t c) { return c > 0x20 && c < 0x7f && !nd__is_alpha(c) && !nd__is_digit(c); }

static void add_text(struct date_format *f, struct nd_slice c, bool is_quoted)
{
    enum node_kind kind = is_quoted ? NODE_TEXT : nd__is_space(c.p[0]) ? NODE_SPACE : is_separator(c.p[0]) ? NODE_SEPARATOR : NODE_TEXT;
    f->nodes[f->count++] = (struct node){.kind = kind, .text = c};
}

static enum nd_status parse_format(struct nd_func_call *call, struct nd_slice text, struct date_format *f)
{
    f->count = 0;
    f->is_exact = false;
    bool in_quotes = false, is_upper;
    for (size_t i = 0; i < text.n;) {
        if (f->count >= NODES_MAX) return nd_err_set(call->err, "54000", "date format is too long");
        struct nd_slice rest = nd_slice_drop(text, i);
        size_t n;
        if (rest.p[0] == '"') {
            in_quotes = !in_quotes;
            i++;
            continue;
        }
        if (rest.p[0] == '\\' && rest.n > 1 && (in_quotes || rest.p[1] == '"')) rest.p++, rest.n--, i++;
        else if (!in_quotes) {
            if (has_both_cases(rest, "FX", &is_upper)) {
                f->is_exact = true, i += 2;
                continue;
            }
            /* a prefix belongs to the field right after it */
            bool is_fill = has_both_cases(rest, "FM", &is_upper);
            if (is_fill || has_both_cases(rest, "TM", &is_upper)) i += 2, rest = nd_slice_drop(text, i);
            struct node *node = &f->nodes[f->count];
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
    } parts[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
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

static void put_name(struct nd_buf *out, const char *name, enum letters letters, int pad)
{
    int n = 0;
    for (; name[n] != '\0'; n++) nd_buf_put_u8(out, letters == LETTERS_UPPER ? upper_of((uint8_t)name[n]) : letters == LETTERS_LOWER ? nd__lower((uint8_t)name[n]) : (uint8_t)name[n]);
    for (; n < pad; n++) nd_buf_put_u8(out, ' ');
}

static void put_number(struct nd_buf *out, const struct node *node, int64_t v, int width)
{
    nd_buf_printf(out, "%0*lld", node->is_fill ? 0 : v < 0 ? width + 1 : width, (long long)v);
    if (!node->has_th) return;
    int last = (int)(llabs(v) % 10);
    bool is_teen = llabs(v) / 10 % 10 == 1;
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    const char *ending = endings[is_teen || last < 1 || last > 3 ? 0 : last];
    for (; *ending != '\0'; ending++) nd_buf_put_u8(out, node->is_th_upper ? upper_of((uint8_t)*ending) : (uint8_t)*ending);
}

static int64_t shown_year(const struct shown *v, int64_t year) { return v->is_interval || year > 0 ? year : 1 - year; }

static void put_offset(struct nd_buf *out, const struct shown *v, enum field field)
{
    int offset = v->civil.utc_offset, n = abs(offset);
    if (field == FIELD_TZM) {
        nd_buf_printf(out, "%02d", n / 60 % 60);
        return;
    }
    nd_buf_printf(out, "%c%02d", offset < 0 ? '-' : '+', n / 3600);
    if (field == FIELD_OF && n % 3600 != 0) nd_buf_printf(out, ":%02d", n / 60 % 60);
}

static enum nd_status put_date_field(struct nd_func_call *call, struct nd_buf *out, const struct node *node, const struct shown *v)
{
    const struct nd_civil *c = &v->civil;
    int32_t iso_year = c->year;
    int week = v->is_interval ? 0 : nd_date_iso_week(v->date, &iso_year), weekday = v->is_interval ? 0 : nd_date_weekday(v->date);
    int64_t year_day = v->is_interval ? (int64_t)c->year * 360 + c->month * 30 + c->day : v->date - nd_date_of_civil(c->year, 1, 1) + 1;
    int64_t year = shown_year(v, c->year), iso = shown_year(v, iso_year);
    switch (node->field) {
    case FIELD_AD: case FIELD_BC: put_name(out, c->year <= 0 ? "BC" : "AD", node->letters, 0); break;
    case FIELD_AD_DOTS: case FIELD_BC_DOTS: put_name(out, c->year <= 0 ? "B.C." : "A.D.", node->letters, 0); break;
    case FIELD_MONTH: case FIELD_MON: case FIELD_RM:
        if (c->month == 0) break;
        if (node->field == FIELD_MONTH) put_name(out, month_names[c->month - 1], node->letters, node->is_fill ? 0 : 9);
        else if (node->field == FIELD_MON) {
            char name[4] = {0};
            memcpy(name, month_names[c->month - 1], 3);
            put_name(out, name, node->letters, 0);
        } else {
            char roman[24];
            nd__roman(abs(c->month), roman);
            put_name(out, roman, node->letters, node->is_fill ? 0 : 4);
        }
        break;
    case FIELD_MM: put_number(out, node, c->month, 2); break;
    case FIELD_DAY: put_name(out, day_names[weekday], node->letters, node->is_fill ? 0 : 9); break;
    case FIELD_DY: {
        char name[4] = {0};
        memcpy(name, day_names[weekday], 3);
        put_name(out, name, node->letters, 0);
        break;
    }
    case FIELD_DDD: put_number(out, node, year_day, 3); break;
    case FIELD_IDDD: put_number(out, node, (week - 1) * 7 + (weekday == 0 ? 7 : weekday), 3); break;
    case FIELD_DD: put_number(out, node, c->day, 2); break;
    case FIELD_D: put_number(out, node, weekday + 1, 1); break;
    case FIELD_ID: put_number(out, node, weekday == 0 ? 7 : weekday, 1); break;
    case FIELD_WW: put_number(out, node, (year_day - 1) / 7 + 1, 2); break;
    case FIELD_IW: put_number(out, node, week, 2); break;
    case FIELD_W: put_number(out, node, (c->day - 1) / 7 + 1, 1); break;
    case FIELD_Q: if (c->month != 0) put_number(out, node, (c->month - 1) / 3 + 1, 1); break;
    case FIELD_CC: put_number(out, node, v->is_interval ? c->year / 100 : c->year > 0 ? (c->year - 1) / 100 + 1 : c->year / 100 - 1, 2); break;
    case FIELD_J: put_number(out, node, v->is_interval ? year_day : v->date + 2451545, 1); break;
    case FIELD_Y_YYY: {
        struct node plain = *node;
        nd_buf_printf(out, "%lld,", (long long)(year / 1000));
        plain.is_fill = false;
        put_number(out, &plain, year % 1000, 3);
        break;
    }
    case FIELD_YYYY: put_number(out, node, year, 4); break;
    case FIELD_YYY: put_number(out, node, year % 1000, 3); break;
    case FIELD_YY: put_number(out, node, year % 100, 2); break;
    case FIELD_Y: put_number(out, node, year % 10, 1); break;
    case FIELD_IYYY: put_number(out, node, iso, 4); break;
    case FIELD_IYY: put_number(out, node, iso % 1000, 3); break;
    case FIELD_IY: put_number(out, node, iso % 100, 2); break;
    case FIELD_I: put_number(out, node, iso % 10, 1); break;
    default: return nd_err_set(call->err, "XX000", "unknown field of a date format");
    }
    return ND_STATUS_OK;
}

static bool is_date_only(enum field field)
{
    switch (field) {
    case FIELD_AD: case FIELD_BC: case FIELD_AD_DOTS: case FIELD_BC_DOTS: case FIELD_DAY: case FIELD_DY: case FIELD_D: case FIELD_ID: case FIELD_IDDD:
    case FIELD_IW: case FIELD_WW: case FIELD_MONTH: case FIELD_MON:
        return true;
    default: return false;
    }
}

static enum nd_status put_field(struct nd_func_call *call, struct nd_buf *out, const struct node *node, const struct shown *v)
{
    const struct nd_civil *c = &v->civil;
    static const int divisors[] = {100000, 10000, 1000, 100, 10, 1};
    bool is_tz = node->field == FIELD_TZ || node->field == FIELD_TZH || node->field == FIELD_TZM || node->field == FIELD_OF;
    if (v->is_interval && (is_date_only(node->field) || is_tz)) {
        (void)nd_err_set(call->err, "22007", "invalid format specification for an interval value");
        return nd_err_hint(call->err, "Intervals are not tied to specific calendar dates.");
    }
    switch (node->field) {
    case FIELD_AM: case FIELD_PM: put_name(out, v->hour % 24 >= 12 ? "PM" : "AM", node->letters, 0); break;
    case FIELD_AM_DOTS: case FIELD_PM_DOTS: put_name(out, v->hour % 24 >= 12 ? "P.M." : "A.M.", node->letters, 0); break;
    case FIELD_HH12: put_number(out, node, v->hour % 12 == 0 ? 12 : v->hour % 12, 2); break;
    case FIELD_HH24: put_number(out, node, v->hour, 2); break;
    case FIELD_MI: put_number(out, node, c->minute, 2); break;
    case FIELD_SS: put_number(out, node, c->second, 2); break;
    case FIELD_FF1: case FIELD_FF2: case FIELD_FF3: case FIELD_FF4: case FIELD_FF5: case FIELD_FF6: {
        int digits = (int)node->field - FIELD_FF1 + 1;
        struct node padded = *node;
        padded.is_fill = false;
        put_number(out, &padded, c->us / divisors[digits - 1], digits);
        break;
    }
    case FIELD_MS: {
        struct node padded = *node;
        padded.is_fill = false;
        put_number(out, &padded, c->us / 1000, 3);
        break;
    }
    case FIELD_US: {
        struct node padded = *node;
        padded.is_fill = false;
        put_number(out, &padded, c->us, 6);
        break;
    }
    case FIELD_SSSS: put_number(out, node, v->hour * 3600 + c->minute * 60 + c->second, 1); break;
    case FIELD_TZ: if (v->has_tz) put_name(out, c->tz_abbrev == NULL ? "UTC" : c->tz_abbrev, node->letters == LETTERS_LOWER ? LETTERS_LOWER : LETTERS_CAPITAL, 0); break;
    case FIELD_TZH: case FIELD_TZM: case FIELD_OF: put_offset(out, v, node->field); break;
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
        v->civil = (struct nd_civil){.year = i.months / 12, .month = i.months % 12, .day = i.days, .minute = (int)(i.us / ND_USECS_PER_MINUTE % 60),
                                     .second = (int)(i.us / ND_USECS_PER_SEC % 60), .us = (int32_t)(i.us % ND_USECS_PER_SEC)};
        v->hour = i.us / ND_USECS_PER_HOUR;
        return;
    }
    nd_timestamp_to_civil(call->args[0].i[row], v->has_tz ? nd__session_tz(call) : NULL, &v->civil);
    v->hour = v->civil.hour;
    v->date = nd_date_of_civil(v->civil.year, v->civil.month, v->civil.day);
}

/* The parsed template, kept while rows bring the same one. */
struct format_cache {
    struct date_format *format;
    struct nd_slice text;
    bool has_text;
};

static enum nd_status cached_format(struct nd_func_call *call, struct format_cache *cache, struct nd_slice text)
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
    struct format_cache cache = {.format = nd_heap_alloc(call->ctx->heap, sizeof(struct date_format))};
    struct nd_buf out;
    nd_buf_init(&out, call->ctx->heap);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS(row) {
        bool is_infinite = call->func->args[0] != INTERVAL && !nd_timestamp_is_finite(call->args[0].i[row]);
        if (call->args[1].s[row].n == 0 || is_infinite) {
            call->out->nulls[row] = 1;
            continue;
        }
        ND_TRY_OR(cached_format(call, &cache, call->args[1].s[row]), out);
        struct shown shown;
        fill_shown(call, row, &shown);
        nd_buf_clear(&out);
        for (size_t i = 0; i < cache.format->count; i++) {
            const struct node *node = &cache.format->nodes[i];
            if (node->kind == NODE_FIELD) ND_TRY_OR(put_field(call, &out, node, &shown), out);
            else nd_buf_put_slice(&out, node->text);
        }
        call->out->s[row] = nd__take_text(call, &out);
    }
out:
    nd_buf_deinit(&out);
    nd_heap_free(call->ctx->heap, cache.format);
    return status;
}

/* ---- to_date, to_timestamp -------------------------------------------------------------------------- */

/* What the input said; -1: nothing. */
struct parsed {
    int64_t year, month, day, hour, minute, second, ms, us, seconds_of_day, century, julian, year_day, week, month_week, weekday, iso_year, iso_week, iso_weekday, iso_year_day;
    int year_digits, iso_year_digits;
    bool is_bc, is_pm, is_am, is_12_hour, has_tz;
    int32_t tz_hour, tz_minute, tz_sign;
};

struct scanner {
    struct nd_func_call *call;
    const uint8_t *p, *end;
    struct nd_slice source;
};

static enum nd_status bad_value(struct scanner *s, const struct node *node, struct nd_slice found, const char *detail)
{
    (void)nd_err_set(s->call->err, "22007", "invalid value \"%.*s\" for \"%.*s\"", nd__text_shown(found), (const char *)found.p, NAME_OF(node));
    return nd_err_detail(s->call->err, "%s", detail);
}

/* An integer of `width` digits; of any number of digits where no digit field follows. */
static enum nd_status scan_int(struct scanner *s, const struct node *node, const struct node *next, int width, int64_t *out, int *digits_out)
{
    while (s->p < s->end && nd__is_space(*s->p)) s->p++;
    bool is_free = node->is_fill || next == NULL || next->kind != NODE_FIELD || !next->is_digits;
    const uint8_t *start = s->p, *p = s->p;
    bool is_negative = false;
    if (p < s->end && (*p == '-' || *p == '+')) is_negative = *p++ == '-';
    int64_t v = 0;
    int digits = 0;
    while (p < s->end && nd__is_digit(*p) && (is_free || p - start < width)) {
        v = v * 10 + (*p++ - '0');
        digits++;
        if (v > INT32_MAX)
            return nd_err_set(s->call->err, "22008", "value for \"%.*s\" in source string is out of range", NAME_OF(node));
    }
    if (digits == 0) {
        size_t n = (size_t)(s->end - start);
        if (n > (size_t)width) n = (size_t)width;
        return bad_value(s, node, nd_slice_of(start, n), "Value must be an integer.");
    }
    if (!is_free && digits < width && p == s->end && digits + (is_negative ? 1 : 0) < width) {
        (void)nd_err_set(s->call->err, "22007", "source string too short for \"%.*s\" formatting field", NAME_OF(node));
        return nd_err_detail(s->call->err, "Field requires %d characters, but only %d remain.", width, digits);
    }
    s->p = p;
    *out = is_negative ? -v : v;
    *digits_out = digits;
    return ND_STATUS_OK;
}

/* The index of the name that the input goes on with; short names: their first three letters. */
static enum nd_status scan_name(struct scanner *s, const struct node *node, const char *const *names, size_t count, size_t letters, int64_t *index_out)
{
    size_t left = (size_t)(s->end - s->p);
    for (size_t i = 0; i < count; i++) {
        size_t n = letters > 0 ? letters : strlen(names[i]);
        bool is_match = left >= n;
        for (size_t k = 0; k < n && is_match; k++) is_match = nd__lower(s->p[k]) == nd__lower((uint8_t)names[i][k]);
        if (!is_match) continue;
        s->p += n;
        *index_out = (int64_t)i;
        return ND_STATUS_OK;
    }
    size_t shown = 0;
    while (shown < left && !nd__is_space(s->p[shown])) shown++;
    return bad_value(s, node, nd_slice_of(s->p, shown), "The given value did not match any of the allowed values for this field.");
}

static enum nd_status set_once(struct scanner *s, const struct node *node, int64_t *to, int64_t v)
{
    if (*to >= 0 && *to != v) {
        (void)nd_err_set(s->call->err, "22007", "conflicting values for \"%.*s\" field in formatting string", NAME_OF(node));
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

static enum nd_status scan_year(struct scanner *s, const struct node *node, const struct node *next, struct parsed *out)
{
    int width = node->field == FIELD_YYYY || node->field == FIELD_IYYY ? 4 : node->field == FIELD_YYY || node->field == FIELD_IYY ? 3
              : node->field == FIELD_YY || node->field == FIELD_IY ? 2 : 1;
    bool is_iso = node->field == FIELD_IYYY || node->field == FIELD_IYY || node->field == FIELD_IY || node->field == FIELD_I;
    int64_t v;
    int digits;
    ND_TRY(scan_int(s, node, next, width, &v, &digits));
    if (width < 4 && digits < 4) v = near_2020(v, digits);
    *(is_iso ? &out->iso_year_digits : &out->year_digits) = width;
    if (v < 0) out->is_bc = true, v = -v;
    return set_once(s, node, is_iso ? &out->iso_year : &out->year, v);
}

static enum nd_status scan_half(struct scanner *s, const struct node *node, struct parsed *out)
{
    static const char *const plain[] = {"AM", "PM"}, *const dots[] = {"A.M.", "P.M."};
    bool has_dots = node->field == FIELD_AM_DOTS || node->field == FIELD_PM_DOTS;
    int64_t index;
    ND_TRY(scan_name(s, node, has_dots ? dots : plain, 2, 0, &index));
    out->is_pm = index == 1, out->is_am = index == 0;
    out->is_12_hour = true;
    return ND_STATUS_OK;
}

static enum nd_status scan_era(struct scanner *s, const struct node *node, struct parsed *out)
{
    static const char *const plain[] = {"AD", "BC"}, *const dots[] = {"A.D.", "B.C."};
    bool has_dots = node->field == FIELD_AD_DOTS || node->field == FIELD_BC_DOTS;
    int64_t index;
    ND_TRY(scan_name(s, node, has_dots ? dots : plain, 2, 0, &index));
    out->is_bc = index == 1;
    return ND_STATUS_OK;
}

static enum nd_status scan_roman(struct scanner *s, const struct node *node, struct parsed *out)
{
    static const char *const romans[] = {"VIII", "VII", "XII", "III", "IV", "VI", "IX", "XI", "II", "V", "X", "I"};
    static const int months[] = {8, 7, 12, 3, 4, 6, 9, 11, 2, 5, 10, 1};
    int64_t index;
    ND_TRY(scan_name(s, node, romans, ND_ARRAY_LEN(romans), 0, &index));
    return set_once(s, node, &out->month, months[index]);
}

/* Numbers that go to one place each. */
static enum nd_status scan_plain(struct scanner *s, const struct node *node, const struct node *next, struct parsed *out)
{
    static const struct {
        enum field field;
        int width;
        size_t at;
    } places[] = {
        {FIELD_HH24, 2, offsetof(struct parsed, hour)}, {FIELD_HH12, 2, offsetof(struct parsed, hour)}, {FIELD_MI, 2, offsetof(struct parsed, minute)},
        {FIELD_SS, 2, offsetof(struct parsed, second)}, {FIELD_SSSS, 5, offsetof(struct parsed, seconds_of_day)}, {FIELD_MM, 2, offsetof(struct parsed, month)},
        {FIELD_DD, 2, offsetof(struct parsed, day)}, {FIELD_DDD, 3, offsetof(struct parsed, year_day)}, {FIELD_D, 1, offsetof(struct parsed, weekday)},
        {FIELD_ID, 1, offsetof(struct parsed, iso_weekday)}, {FIELD_IDDD, 3, offsetof(struct parsed, iso_year_day)}, {FIELD_WW, 2, offsetof(struct parsed, week)},
        {FIELD_IW, 2, offsetof(struct parsed, iso_week)}, {FIELD_W, 1, offsetof(struct parsed, month_week)}, {FIELD_CC, 2, offsetof(struct parsed, century)},
        {FIELD_J, 7, offsetof(struct parsed, julian)},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(places); i++) {
        if (places[i].field != node->field) continue;
        int64_t v;
        int digits;
        ND_TRY(scan_int(s, node, next, places[i].width, &v, &digits));
        return set_once(s, node, (int64_t *)((char *)out + places[i].at), v);
    }
    return nd_err_set(s->call->err, "0A000", "formatting field \"%.*s\" is only supported in to_char", NAME_OF(node));
}

static enum nd_status scan_field(struct scanner *s, const struct node *node, const struct node *next, struct parsed *out)
{
    int64_t v, index;
    int digits;
    switch (node->field) {
    case FIELD_AM: case FIELD_PM: case FIELD_AM_DOTS: case FIELD_PM_DOTS: return scan_half(s, node, out);
    case FIELD_AD: case FIELD_BC: case FIELD_AD_DOTS: case FIELD_BC_DOTS: return scan_era(s, node, out);
    case FIELD_HH12: out->is_12_hour = true; return scan_plain(s, node, next, out);
    case FIELD_MONTH: case FIELD_MON:
        ND_TRY(scan_name(s, node, month_names, 12, node->field == FIELD_MON ? 3 : 0, &index));
        return set_once(s, node, &out->month, index + 1);
    case FIELD_DAY: case FIELD_DY: return scan_name(s, node, day_names, 7, node->field == FIELD_DY ? 3 : 0, &index);
    case FIELD_RM: return scan_roman(s, node, out);
    case FIELD_YYYY: case FIELD_YYY: case FIELD_YY: case FIELD_Y: case FIELD_IYYY: case FIELD_IYY: case FIELD_IY: case FIELD_I: return scan_year(s, node, next, out);
    case FIELD_Y_YYY: {
        int64_t thousands;
        ND_TRY(scan_int(s, node, NULL, 1, &thousands, &digits));
        if (s->p == s->end || *s->p++ != ',') return nd_err_set(s->call->err, "22007", "invalid input string for \"Y,YYY\"");
        ND_TRY(scan_int(s, node, next, 3, &v, &digits));
        return set_once(s, node, &out->year, thousands * 1000 + v);
    }
    case FIELD_FF1: case FIELD_FF2: case FIELD_FF3: case FIELD_FF4: case FIELD_FF5: case FIELD_FF6: case FIELD_US: case FIELD_MS: {
        int width = node->field == FIELD_US ? 6 : node->field == FIELD_MS ? 3 : (int)node->field - FIELD_FF1 + 1;
        ND_TRY(scan_int(s, node, next, width, &v, &digits));
        return set_once(s, node, node->field == FIELD_MS ? &out->ms : &out->us, scale_fraction(v, digits, node->field == FIELD_MS ? 3 : 6));
    }
    case FIELD_Q: return scan_int(s, node, next, 1, &v, &digits); /* a quarter says too little to be used */
    case FIELD_TZH: case FIELD_OF:
        if (s->p < s->end && (*s->p == '+' || *s->p == '-')) out->tz_sign = *s->p++ == '-' ? -1 : 1;
        ND_TRY(scan_int(s, node, next, 2, &v, &digits));
        if (v > 15) return nd_err_set(s->call->err, "22008", "value for \"%.*s\" in source string is out of range", NAME_OF(node));
        out->tz_hour = (int32_t)v, out->has_tz = true;
        return ND_STATUS_OK;
    case FIELD_TZM:
        ND_TRY(scan_int(s, node, next, 2, &v, &digits));
        if (v > 59) return nd_err_set(s->call->err, "22008", "value for \"%.*s\" in source string is out of range", NAME_OF(node));
        out->tz_minute = (int32_t)v, out->has_tz = true;
        return ND_STATUS_OK;
    case FIELD_TZ: return nd_err_set(s->call->err, "0A000", "formatting field \"%.*s\" is only supported in to_char", NAME_OF(node));
    default: return scan_plain(s, node, next, out);
    }
}

static void skip_th(struct scanner *s, const struct node *node)
{
    for (int i = 0; i < 2 && node->has_th && s->p < s->end; i++) s->p++;
}

/* Walks template and input together. Without FX spaces and separators are matched loosely. */
static enum nd_status scan(struct scanner *s, const struct date_format *f, struct parsed *out)
{
    int extra = 0; /* characters skipped beyond those of the template */
    for (size_t i = 0; i < f->count && s->p < s->end; i++) {
        const struct node *node = &f->nodes[i], *next = i + 1 < f->count ? &f->nodes[i + 1] : NULL;
        if (!f->is_exact && (node->kind == NODE_FIELD || i == 0))
            while (s->p < s->end && nd__is_space(*s->p)) s->p++, extra++;
        if (s->p == s->end) break;
        if (node->kind == NODE_SPACE || node->kind == NODE_SEPARATOR) {
            if (f->is_exact) {
                s->p += nd_text_prefix_bytes(nd_slice_of(s->p, (size_t)(s->end - s->p)), 1);
            } else {
                extra--;
                if (nd__is_space(*s->p) || is_separator(*s->p)) s->p++, extra++;
            }
            continue;
        }
        if (node->kind == NODE_TEXT) {
            if (!f->is_exact && extra > 0) extra--;
            else s->p += nd_text_prefix_bytes(nd_slice_of(s->p, (size_t)(s->end - s->p)), 1);
            continue;
        }
        ND_TRY(scan_field(s, node, next, out));
        skip_th(s, node);
        if (f->is_exact) continue;
        extra = 0;
        while (s->p < s->end && nd__is_space(*s->p)) s->p++, extra++;
    }
    return ND_STATUS_OK;
}

static enum nd_status out_of_range(struct scanner *s)
{
    return nd_err_set(s->call->err, "22008", "date/time field value out of range: \"%.*s\"", nd__text_shown(s->source), (const char *)s->source.p);
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
        if (p->iso_year_day >= 0) *date_out = iso_week_monday(year, 1) + p->iso_year_day - 1;
        else if (p->iso_week >= 0 && (p->iso_week < 1 || p->iso_week > 53)) return out_of_range(s);
        else *date_out = iso_week_monday(year, p->iso_week >= 0 ? p->iso_week : 1) + (p->iso_weekday >= 0 ? p->iso_weekday - 1 : 0);
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

static enum nd_status time_of_parsed(struct scanner *s, const struct parsed *p, int64_t *us_out)
{
    int64_t hour = p->hour >= 0 ? p->hour : 0, minute = p->minute >= 0 ? p->minute : 0, second = p->second >= 0 ? p->second : 0;
    if (p->seconds_of_day >= 0) hour = p->seconds_of_day / 3600, minute = p->seconds_of_day / 60 % 60, second = p->seconds_of_day % 60;
    if (p->is_12_hour && p->hour >= 0) {
        if (hour < 1 || hour > 12) {
            (void)nd_err_set(s->call->err, "22007", "hour \"%lld\" is invalid for the 12-hour clock", (long long)hour);
            return nd_err_hint(s->call->err, "Use the 24-hour clock, or give an hour between 1 and 12.");
        }
        if (p->is_pm && hour < 12) hour += 12;
        else if (!p->is_pm && hour == 12) hour = 0;
    }
    if (hour > 23 || minute > 59 || second > 59) return out_of_range(s);
    *us_out = ((hour * 60 + minute) * 60 + second) * ND_USECS_PER_SEC + (p->us >= 0 ? p->us : 0) + (p->ms >= 0 ? p->ms : 0);
    return ND_STATUS_OK;
}

static enum nd_status parse_row(struct nd_func_call *call, const struct date_format *f, size_t row)
{
    struct nd_slice source = call->args[0].s[row];
    struct scanner s = {call, source.p, nd_slice_end(source), source};
    struct parsed p = {.year = -1, .month = -1, .day = -1, .hour = -1, .minute = -1, .second = -1, .ms = -1, .us = -1, .seconds_of_day = -1, .century = -1, .julian = -1,
                       .year_day = -1, .week = -1, .month_week = -1, .weekday = -1, .iso_year = -1, .iso_week = -1, .iso_weekday = -1, .iso_year_day = -1,
                       .tz_sign = 1};
    ND_TRY(scan(&s, f, &p));
    int64_t date, us, timestamp;
    ND_TRY(date_of_parsed(&s, &p, &date));
    ND_TRY(time_of_parsed(&s, &p, &us));
    if (call->func->result == DATE) {
        if (!nd_date_is_valid(date)) return nd_err_set(call->err, "22008", "date out of range: \"%.*s\"", nd__text_shown(source), (const char *)source.p);
        call->out->i[row] = date;
        return ND_STATUS_OK;
    }
    if (__builtin_mul_overflow(date, ND_USECS_PER_DAY, &timestamp) || __builtin_add_overflow(timestamp, us, &timestamp) || !nd_timestamp_is_valid(timestamp))
        return nd_err_set(call->err, "22008", "timestamp out of range");
    if (!p.has_tz) return nd_timestamp_to_utc(timestamp, nd__session_tz(call), &call->out->i[row], call->err);
    int64_t offset = p.tz_sign * (p.tz_hour * INT64_C(3600) + p.tz_minute * INT64_C(60));
    call->out->i[row] = timestamp - offset * ND_USECS_PER_SEC;
    return nd_timestamp_is_valid(call->out->i[row]) ? ND_STATUS_OK : nd_err_set(call->err, "22008", "timestamp out of range");
}

static enum nd_status from_text(struct nd_func_call *call)
{
    struct format_cache cache = {.format = nd_heap_alloc(call->ctx->heap, sizeof(struct date_format))};
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS(row) {
        ND_TRY_OR(cached_format(call, &cache, call->args[1].s[row]), out);
        ND_TRY_OR(parse_row(call, cache.format, row), out);
    }
out:
    nd_heap_free(call->ctx->heap, cache.format);
    return status;
}

static const struct nd_func funcs[] = {
    F_STABLE("to_char", TEXT, to_char, 0, TIMESTAMP, TEXT),
    F_STABLE("to_char", TEXT, to_char, 0, TIMESTAMPTZ, TEXT),
    F_STABLE("to_char", TEXT, to_char, 0, INTERVAL, TEXT),
    F_STABLE("to_date", DATE, from_text, 0, TEXT, TEXT),
    F_STABLE("to_timestamp", TIMESTAMPTZ, from_text, 0, TEXT, TEXT),
};
const struct nd__func_table nd__funcs_format_date = ND__TABLE(funcs);
