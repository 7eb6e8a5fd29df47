/* SPDX-License-Identifier: Apache-2.0 */
/* Reads dates, times and timestamps. Fields may come in many orders; a mask remembers what is known already, and a second
 * value for the same part is an error. */
#include <stdlib.h>

#include "sql/types/datetime_int.h"
#include "sql/types/ascii.h"
#include "sql/types/tz.h"

enum {
    HAS_YEAR = 1,
    HAS_MONTH = 2,
    HAS_DAY = 4,
    HAS_TIME = 8,
    HAS_TZ = 16,
    HAS_YEAR_DAY = 32,
    HAS_WEEKDAY = 64,
    HAS_DATE = HAS_YEAR | HAS_MONTH | HAS_DAY,
};

enum result_kind { RESULT_CIVIL, RESULT_EPOCH, RESULT_LATE, RESULT_EARLY };

struct parse {
    const struct nd_type_ctx *types;
    struct nd_arena *arena; /* for zones made of rules */
    struct nd_civil civil;
    enum result_kind result;
    unsigned known, got; /* parts so far, parts of this field */
    int year_day;
    bool is_two_digits, is_bc, has_text_month, is_julian, is_pm, is_am;
    bool time_only;
    enum nd__dt_word pending; /* JULIAN or ISO_TIME: what the next field is */
    bool has_zone;            /* `zone`, else civil.utc_offset if HAS_TZ */
    const struct nd_tz *zone;
    struct nd_slice bad_zone; /* name of a zone that nobody knows */
};

static int64_t now_us(const struct nd_type_ctx *types) { return types->txn_us; }

/* ---- numbers that stand for parts ------------------------------------------------------------------ */

static int two(const char *p) { return (p[0] - '0') * 10 + (p[1] - '0'); }

static bool all_digits(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!nd_ascii_is_digit((uint8_t)p[i])) return false;
    return true;
}

/* yyyymmdd, yymmdd, hhmmss[.f], hhmm */
static enum nd__dt_error run_together(struct parse *parse, char *text, bool date_is_known)
{
    parse->got = 0;
    char *point = strchr(text, '.');
    size_t n = point != NULL ? (size_t)(point - text) : strlen(text);
    if (!all_digits(text, n)) return ND__DT_BAD_FORMAT;
    struct nd_civil *civil = &parse->civil;
    if (point != NULL) {
        int us;
        if (nd__dt_fraction(&point, &us) != ND__DT_OK || *point != '\0') return ND__DT_BAD_FORMAT;
        civil->us = us;
    } else if (!date_is_known && n >= 6) {
        if (n > 14) return ND__DT_OVERFLOW;
        char year[16], *p = year;
        memcpy(year, text, n - 4);
        year[n - 4] = '\0';
        civil->day = two(text + n - 2);
        civil->month = two(text + n - 4);
        if (nd__dt_int(&p, &civil->year) != ND__DT_OK) return ND__DT_OVERFLOW;
        parse->is_two_digits |= n == 6;
        parse->got = HAS_DATE;
        return ND__DT_OK;
    }
    if ((parse->known & HAS_TIME) == 0 && (n == 6 || n == 4)) {
        civil->hour = two(text), civil->minute = two(text + 2), civil->second = n == 6 ? two(text + 4) : 0;
        parse->got = HAS_TIME;
        return ND__DT_OK;
    }
    return ND__DT_BAD_FORMAT;
}

static void got_part(struct parse *parse, unsigned part, int value)
{
    parse->got = part;
    if (part == HAS_YEAR)
        parse->civil.year = value;
    else if (part == HAS_MONTH)
        parse->civil.month = value;
    else
        parse->civil.day = value;
}

/* One number of a date: which part it is follows from those before it and from DateStyle's order. `known`: those before. */
static enum nd__dt_error date_number(struct parse *parse, char *text, unsigned known)
{
    int value;
    char *p = text;
    enum nd__dt_error error = nd__dt_int(&p, &value);
    parse->got = 0;
    if (error != ND__DT_OK) return error;
    size_t n = strlen(text);
    if (*p == '.') {
        if (p - text > 2) return run_together(parse, text, true);
        int us;
        if (nd__dt_fraction(&p, &us) != ND__DT_OK || *p != '\0') return ND__DT_BAD_FORMAT;
        parse->civil.us = us;
    } else if (*p != '\0') {
        return ND__DT_BAD_FORMAT;
    }
    if (n == 3 && (known & HAS_DATE) == HAS_YEAR && value >= 1 && value <= 366) {
        parse->got = HAS_YEAR_DAY | HAS_MONTH | HAS_DAY;
        parse->year_day = value;
        return ND__DT_OK;
    }
    enum nd_date_order order = parse->types->date_order;
    switch (known & HAS_DATE) {
    case 0:
        got_part(parse,
                 n >= 3 || order == ND_DATE_ORDER_YMD ? HAS_YEAR
                 : order == ND_DATE_ORDER_DMY         ? HAS_DAY
                                                      : HAS_MONTH,
                 value);
        break;
    case HAS_YEAR:
    case HAS_DAY: got_part(parse, HAS_MONTH, value); break;
    case HAS_MONTH:
        if (parse->has_text_month)
            got_part(parse, n >= 3 || order == ND_DATE_ORDER_YMD ? HAS_YEAR : HAS_DAY, value);
        else
            got_part(parse, HAS_DAY, value);
        break;
    case HAS_YEAR | HAS_MONTH:
        if (parse->has_text_month && n >= 3 && parse->is_two_digits) { /* the first number was the day after all */
            parse->civil.day = parse->civil.year;
            parse->civil.year = value;
            parse->is_two_digits = false;
            parse->got = HAS_DAY;
        } else {
            got_part(parse, HAS_DAY, value);
        }
        break;
    case HAS_MONTH | HAS_DAY: got_part(parse, HAS_YEAR, value); break;
    case HAS_DATE: return run_together(parse, text, true);
    default: return ND__DT_BAD_FORMAT;
    }
    if (parse->got == HAS_YEAR) parse->is_two_digits = n <= 2;
    return ND__DT_OK;
}

static enum nd__dt_error text_month(struct parse *parse, unsigned known, int month)
{
    /* a number taken for the month was the day, then */
    if ((known & HAS_MONTH) != 0 && !parse->has_text_month && (known & HAS_DAY) == 0 && parse->civil.month >= 1 &&
        parse->civil.month <= 31) {
        parse->civil.day = parse->civil.month;
        parse->got = HAS_DAY;
    } else {
        parse->got = HAS_MONTH;
    }
    parse->has_text_month = true;
    parse->civil.month = month;
    return ND__DT_OK;
}

/* 2001-02-03, 2/3/2001, feb-3-2001: parts between separators, names of months first. */
static enum nd__dt_error date_field(struct parse *parse, char *text)
{
    char *parts[ND__DT_FIELDS_MAX];
    size_t count = 0;
    unsigned known = parse->known, all = 0;
    for (char *p = text; *p != '\0' && count < ND__DT_FIELDS_MAX;) {
        while (*p != '\0' && !nd_ascii_is_alpha((uint8_t)*p) && !nd_ascii_is_digit((uint8_t)*p)) p++;
        if (*p == '\0') return ND__DT_BAD_FORMAT;
        parts[count++] = p;
        if (nd_ascii_is_digit((uint8_t)*p))
            while (nd_ascii_is_digit((uint8_t)*p)) p++;
        else
            while (nd_ascii_is_alpha((uint8_t)*p)) p++;
        if (*p != '\0') *p++ = '\0';
    }
    for (size_t i = 0; i < count; i++) {
        int month;
        if (!nd_ascii_is_alpha((uint8_t)parts[i][0])) continue;
        if (nd__dt_word(parts[i], &month) != ND__DT_MONTH) return ND__DT_BAD_FORMAT;
        if ((known & HAS_MONTH) != 0) return ND__DT_BAD_FORMAT;
        parse->has_text_month = true;
        parse->civil.month = month;
        known |= HAS_MONTH, all |= HAS_MONTH;
        parts[i] = NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (parts[i] == NULL) continue;
        enum nd__dt_error error = date_number(parse, parts[i], known);
        if (error != ND__DT_OK) return error;
        if ((known & parse->got) != 0) return ND__DT_BAD_FORMAT;
        known |= parse->got, all |= parse->got;
    }
    parse->got = all;
    /* the date in one piece comes before the time, and without a weekday */
    return (known & ~(unsigned)(HAS_YEAR_DAY | HAS_TZ)) == HAS_DATE ? ND__DT_OK : ND__DT_BAD_FORMAT;
}

/* ---- fields -------------------------------------------------------------------------------------- */

static bool named_zone(struct parse *parse, const char *name)
{
    if (!nd_tz_find(parse->types->tz_store, nd_slice_str(name), parse->arena, &parse->zone)) return false;
    parse->has_zone = true;
    parse->got = HAS_TZ;
    return true;
}

/* Of a time alone the text may begin with a date, if another date-like field ends it or the time follows at once. */
static bool may_be_date(const struct parse *parse, const struct nd__dt_fields *fields, size_t at)
{
    if (!parse->time_only) return true;
    return at == 0 && fields->count >= 2 &&
           (fields->fields[fields->count - 1].kind == ND__DT_DATE || fields->fields[1].kind == ND__DT_TIME);
}

static enum nd__dt_error on_date(struct parse *parse, const struct nd__dt_fields *fields, size_t at)
{
    char *text = fields->fields[at].text;
    bool is_date_known =
        (parse->known & HAS_DATE) == HAS_DATE || parse->pending != ND__DT_UNKNOWN || !may_be_date(parse, fields, at);
    if (!is_date_known) return date_field(parse, text);
    if (nd_ascii_is_digit((uint8_t)text[0]) || parse->pending != ND__DT_UNKNOWN) { /* hhmmss-zz */
        if (parse->pending == ND__DT_JULIAN) return ND__DT_BAD_FORMAT;
        parse->pending = ND__DT_UNKNOWN;
        char *sign = strchr(text, '-');
        if ((parse->known & HAS_TIME) != 0 || sign == NULL) return ND__DT_BAD_FORMAT;
        enum nd__dt_error error = nd__dt_offset(sign, &parse->civil.utc_offset);
        if (error != ND__DT_OK) return error;
        *sign = '\0';
        error = run_together(parse, text, true);
        parse->got |= HAS_TZ;
        return error;
    }
    if (named_zone(parse, text)) return ND__DT_OK;
    parse->bad_zone = nd_slice_str(text);
    return ND__DT_BAD_FORMAT;
}

static enum nd__dt_error on_time(struct parse *parse, char *text)
{
    if (parse->pending == ND__DT_JULIAN) return ND__DT_BAD_FORMAT;
    parse->pending = ND__DT_UNKNOWN;
    int64_t hour;
    int us;
    struct nd_civil *civil = &parse->civil;
    enum nd__dt_error error = nd__dt_time(text, INT32_MAX, &hour, &civil->minute, &civil->second, &us);
    if (error != ND__DT_OK) return error;
    civil->us = us;
    parse->got = HAS_TIME;
    if (hour > 24 || (hour == 24 && (civil->minute > 0 || civil->second > 0 || us > 0))) return ND__DT_OVERFLOW;
    civil->hour = (int)hour;
    return ND__DT_OK;
}

/* j2451187[.5] */
static enum nd__dt_error on_julian(struct parse *parse, char *text)
{
    int day, us = 0;
    char *p = text;
    parse->pending = ND__DT_UNKNOWN;
    enum nd__dt_error error = nd__dt_int(&p, &day);
    if (error != ND__DT_OK) return error;
    if (day < 0) return ND__DT_OVERFLOW;
    nd_date_to_civil(day - INT64_C(2451545), &parse->civil.year, &parse->civil.month, &parse->civil.day);
    parse->is_julian = true;
    parse->got = HAS_DATE;
    if (*p == '.') {
        double fraction = strtod(p, &p);
        int64_t time = (int64_t)(fraction * (double)ND_USECS_PER_DAY);
        parse->got |= HAS_TIME;
        parse->civil.hour = (int)(time / ND_USECS_PER_HOUR),
        parse->civil.minute = (int)(time / ND_USECS_PER_MINUTE % 60);
        parse->civil.second = (int)(time / ND_USECS_PER_SEC % 60), us = (int)(time % ND_USECS_PER_SEC);
        parse->civil.us = us;
    }
    return *p == '\0' ? ND__DT_OK : ND__DT_BAD_FORMAT;
}

static enum nd__dt_error on_number(struct parse *parse, const struct nd__dt_fields *fields, size_t at)
{
    char *text = fields->fields[at].text;
    if (parse->pending == ND__DT_JULIAN) return on_julian(parse, text);
    if (parse->pending == ND__DT_ISO_TIME) {
        parse->pending = ND__DT_UNKNOWN;
        enum nd__dt_error error = run_together(parse, text, true);
        return error == ND__DT_OK && parse->got != HAS_TIME ? ND__DT_BAD_FORMAT : error;
    }
    size_t n = strlen(text);
    const char *point = strchr(text, '.');
    bool has_date = (parse->known & HAS_DATE) == HAS_DATE;
    if (parse->time_only) {
        if (point != NULL && at == 0 && fields->count >= 2 && fields->fields[fields->count - 1].kind == ND__DT_DATE)
            return date_field(parse, text);
        if (point != NULL && point - text <= 2) return ND__DT_BAD_FORMAT;
        return point != NULL || n > 4 ? run_together(parse, text, true)
                                      : date_number(parse, text, parse->known | HAS_DATE);
    }
    if (point != NULL && (parse->known & HAS_DATE) == 0) return date_field(parse, text);
    if (point != NULL && point - text > 2) return run_together(parse, text, has_date);
    if (n >= 6 && (!has_date || (parse->known & HAS_TIME) == 0)) return run_together(parse, text, has_date);
    return date_number(parse, text, parse->known);
}

static void set_day(struct parse *parse, int64_t add_days, bool with_time)
{
    struct nd_civil local;
    nd_timestamp_to_civil(now_us(parse->types), parse->types->tz, &local);
    parse->got = HAS_DATE;
    nd_date_to_civil(nd_date_of_civil(local.year, local.month, local.day) + add_days, &parse->civil.year,
                     &parse->civil.month, &parse->civil.day);
    if (!with_time) return;
    parse->civil.hour = local.hour, parse->civil.minute = local.minute, parse->civil.second = local.second,
    parse->civil.us = local.us;
    parse->civil.utc_offset = local.utc_offset;
    parse->got |= HAS_TIME | HAS_TZ;
}

static enum nd__dt_error on_word(struct parse *parse, const struct nd__dt_fields *fields, size_t at)
{
    const char *text = fields->fields[at].text;
    int value = 0;
    int32_t offset;
    parse->got = 0;
    if (nd_tz_abbrev(nd_slice_str(text), &offset)) {
        parse->civil.utc_offset = offset;
        parse->got = HAS_TZ;
        return ND__DT_OK;
    }
    enum nd__dt_word word = nd__dt_word(text, &value);
    switch (word) {
    case ND__DT_IGNORE: return ND__DT_OK;
    case ND__DT_WEEKDAY: parse->got = HAS_WEEKDAY; return parse->time_only ? ND__DT_BAD_FORMAT : ND__DT_OK;
    case ND__DT_MONTH: return parse->time_only ? ND__DT_BAD_FORMAT : text_month(parse, parse->known, value);
    case ND__DT_AM: parse->is_am = true; return ND__DT_OK;
    case ND__DT_PM: parse->is_pm = true; return ND__DT_OK;
    case ND__DT_AD: return ND__DT_OK;
    case ND__DT_BC: parse->is_bc = true; return ND__DT_OK;
    case ND__DT_JULIAN: parse->pending = ND__DT_JULIAN; return ND__DT_OK;
    case ND__DT_ISO_TIME: {
        if ((parse->known & HAS_DATE) != HAS_DATE && !parse->time_only) return ND__DT_BAD_FORMAT;
        if (at + 1 >= fields->count) return ND__DT_BAD_FORMAT;
        enum nd__dt_kind next = fields->fields[at + 1].kind;
        if (next != ND__DT_NUMBER && next != ND__DT_TIME && next != ND__DT_DATE) return ND__DT_BAD_FORMAT;
        parse->pending = ND__DT_ISO_TIME;
        return ND__DT_OK;
    }
    case ND__DT_NOW: set_day(parse, 0, true); return ND__DT_OK;
    case ND__DT_TODAY:
    case ND__DT_TOMORROW:
    case ND__DT_YESTERDAY:
        set_day(parse, word == ND__DT_TODAY ? 0 : word == ND__DT_TOMORROW ? 1 : -1, false);
        return parse->time_only ? ND__DT_BAD_FORMAT : ND__DT_OK;
    case ND__DT_ZULU:
        parse->civil.hour = parse->civil.minute = parse->civil.second = 0;
        parse->civil.utc_offset = 0;
        parse->got = HAS_TIME | HAS_TZ;
        return ND__DT_OK;
    case ND__DT_EPOCH:
        parse->result = RESULT_EPOCH;
        parse->got = HAS_DATE | HAS_TIME | HAS_TZ;
        return ND__DT_OK;
    case ND__DT_LATE:
        parse->result = RESULT_LATE;
        parse->got = HAS_DATE | HAS_TIME | HAS_TZ;
        return ND__DT_OK;
    case ND__DT_EARLY:
        parse->result = RESULT_EARLY;
        parse->got = HAS_DATE | HAS_TIME | HAS_TZ;
        return ND__DT_OK;
    default: return named_zone(parse, text) ? ND__DT_OK : ND__DT_BAD_FORMAT;
    }
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static enum nd__dt_error check_date(struct parse *parse)
{
    struct nd_civil *civil = &parse->civil;
    if ((parse->known & HAS_YEAR) != 0 && !parse->is_julian) {
        if (parse->is_bc) {
            if (civil->year <= 0) return ND__DT_OVERFLOW;
            civil->year = -(civil->year - 1);
        } else if (parse->is_two_digits) {
            if (civil->year < 0) return ND__DT_OVERFLOW;
            civil->year += civil->year < 70 ? 2000 : civil->year < 100 ? 1900 : 0;
        } else if (civil->year <= 0) {
            return ND__DT_OVERFLOW;
        }
    }
    if ((parse->known & HAS_YEAR_DAY) != 0)
        nd_date_to_civil(nd_date_of_civil(civil->year, 1, 1) + parse->year_day - 1, &civil->year, &civil->month,
                         &civil->day);
    if ((parse->known & HAS_MONTH) != 0 && (civil->month < 1 || civil->month > 12)) return ND__DT_MD_OVERFLOW;
    if ((parse->known & HAS_DAY) != 0 && (civil->day < 1 || civil->day > 31)) return ND__DT_MD_OVERFLOW;
    if ((parse->known & HAS_DATE) == HAS_DATE && civil->day > nd_month_days(civil->year, civil->month))
        return ND__DT_OVERFLOW;
    return ND__DT_OK;
}

static enum nd__dt_error check_time(struct parse *parse)
{
    struct nd_civil *civil = &parse->civil;
    if (parse->is_am || parse->is_pm) {
        if (civil->hour > 12) return ND__DT_OVERFLOW;
        if (parse->is_am && civil->hour == 12)
            civil->hour = 0;
        else if (parse->is_pm && civil->hour != 12)
            civil->hour += 12;
    }
    /* digits that ran together are not checked with a date: 24:61 is next day's 01:01, as in PostgreSQL */
    if ((parse->known & HAS_TIME) == 0 || !parse->time_only) return ND__DT_OK;
    if (civil->minute > 59 || civil->second > 60 || civil->hour > 24) return ND__DT_OVERFLOW;
    if (civil->hour == 24 && (civil->minute > 0 || civil->second > 0 || civil->us > 0)) return ND__DT_OVERFLOW;
    return ND__DT_OK;
}

static enum nd__dt_error parse_fields(struct parse *parse, struct nd__dt_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        struct nd__dt_field *field = &fields->fields[i];
        enum nd__dt_error error = ND__DT_BAD_FORMAT;
        parse->got = 0;
        switch (field->kind) {
        case ND__DT_DATE: error = on_date(parse, fields, i); break;
        case ND__DT_TIME: error = on_time(parse, field->text); break;
        case ND__DT_TZ:
            error = nd__dt_offset(field->text, &parse->civil.utc_offset);
            parse->got = HAS_TZ;
            break;
        case ND__DT_NUMBER: error = on_number(parse, fields, i); break;
        case ND__DT_STRING:
        case ND__DT_SPECIAL: error = on_word(parse, fields, i); break;
        }
        if (error != ND__DT_OK) return error;
        if ((parse->got & parse->known) != 0) return ND__DT_BAD_FORMAT;
        parse->known |= parse->got;
    }
    if (parse->pending != ND__DT_UNKNOWN) return ND__DT_BAD_FORMAT;
    if (parse->result != RESULT_CIVIL) return ND__DT_OK;
    enum nd__dt_error error = check_date(parse);
    if (error == ND__DT_OK) error = check_time(parse);
    return error;
}

/* Parses into `parse`, which is set up here; reports errors with `type_name`. */
static enum nd_status parse_text(struct parse *parse, const struct nd_type_ctx *types, struct nd_arena *arena,
                                 struct nd_slice text, const char *type_name, bool time_only, struct nd_err *err)
{
    struct nd__dt_fields fields;
    *parse = (struct parse){.types = types, .arena = arena, .time_only = time_only};
    enum nd__dt_error error = nd__dt_split(text, &fields);
    if (error == ND__DT_OK && fields.count == 0) error = ND__DT_BAD_FORMAT;
    if (error == ND__DT_OK) error = parse_fields(parse, &fields);
    if (parse->bad_zone.n > 0)
        return nd_err_set(err, "22023", "time zone \"%.*s\" not recognized", nd_text_shown(parse->bad_zone),
                          (const char *)parse->bad_zone.p);
    unsigned need = time_only ? HAS_TIME : HAS_DATE;
    if (error == ND__DT_OK && parse->result == RESULT_CIVIL && (parse->known & need) != need) error = ND__DT_BAD_FORMAT;
    /* a zone says nothing about a time without its date */
    if (error == ND__DT_OK && time_only && parse->has_zone && !nd_tz_is_fixed(parse->zone) &&
        (parse->known & HAS_DATE) != HAS_DATE)
        error = ND__DT_BAD_FORMAT;
    return nd__dt_report(error, text, type_name, err);
}

/* A civil time with zone -> UTC. false: out of range. */
static bool civil_to_utc(struct parse *parse, int64_t *timestamp_out)
{
    int64_t local;
    struct nd_civil civil = parse->civil;
    if (!nd_timestamp_of_civil(&civil, &local)) return false;
    int32_t offset = parse->civil.utc_offset;
    if ((parse->known & HAS_TZ) == 0 || parse->has_zone) {
        const struct nd_tz *tz = parse->has_zone ? parse->zone : parse->types->tz;
        struct nd_err err;
        return nd_timestamp_to_utc(local, tz, timestamp_out, &err) == ND_STATUS_OK;
    }
    return !__builtin_sub_overflow(local, offset * ND_USECS_PER_SEC, timestamp_out) &&
           nd_timestamp_is_valid(*timestamp_out);
}

enum nd_status nd_timestamp_in(const struct nd_type_ctx *types, struct nd_slice text, int32_t typmod, bool has_tz,
                               int64_t *timestamp_out, struct nd_err *err)
{
    struct parse parse;
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    const char *type_name = has_tz ? "timestamp with time zone" : "timestamp";
    enum nd_status status = parse_text(&parse, types, &arena, text, type_name, false, err);
    *timestamp_out = 0;
    if (status == ND_STATUS_OK) {
        bool fits = true;
        switch (parse.result) {
        case RESULT_EPOCH: *timestamp_out = -(int64_t)ND_UNIX_EPOCH_DAYS * ND_USECS_PER_DAY; break;
        case RESULT_LATE: *timestamp_out = ND_TIMESTAMP_INF; break;
        case RESULT_EARLY: *timestamp_out = ND_TIMESTAMP_MINUS_INF; break;
        default:
            fits = has_tz ? civil_to_utc(&parse, timestamp_out) : nd_timestamp_of_civil(&parse.civil, timestamp_out);
        }
        if (!fits)
            status =
                nd_err_set(err, "22008", "timestamp out of range: \"%.*s\"", nd_text_shown(text), (const char *)text.p);
        else
            status = nd_timestamp_coerce(*timestamp_out, typmod, timestamp_out, err);
    }
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_date_in(const struct nd_type_ctx *types, struct nd_slice text, int64_t *date_out, struct nd_err *err)
{
    struct parse parse;
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    enum nd_status status = parse_text(&parse, types, &arena, text, "date", false, err);
    nd_arena_deinit(&arena);
    *date_out = 0;
    if (status != ND_STATUS_OK) return status;
    switch (parse.result) {
    case RESULT_EPOCH: *date_out = -ND_UNIX_EPOCH_DAYS; break;
    case RESULT_LATE: *date_out = ND_DATE_INF; break;
    case RESULT_EARLY: *date_out = ND_DATE_MINUS_INF; break;
    default:
        *date_out = nd_date_of_civil(parse.civil.year, parse.civil.month, parse.civil.day);
        if (!nd_date_is_valid(*date_out))
            return nd_err_set(err, "22008", "date out of range: \"%.*s\"", nd_text_shown(text), (const char *)text.p);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_time_in(const struct nd_type_ctx *types, struct nd_slice text, int32_t typmod, int64_t *time_out,
                          struct nd_err *err)
{
    struct parse parse;
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    enum nd_status status = parse_text(&parse, types, &arena, text, "time", true, err);
    nd_arena_deinit(&arena);
    *time_out = 0;
    if (status != ND_STATUS_OK) return status;
    if (parse.result != RESULT_CIVIL) return nd__dt_report(ND__DT_BAD_FORMAT, text, "time", err);
    const struct nd_civil *civil = &parse.civil;
    int64_t us = ((civil->hour * INT64_C(60) + civil->minute) * 60 + civil->second) * ND_USECS_PER_SEC + civil->us;
    if (us > 24 * 3600 * ND_USECS_PER_SEC) return nd__dt_report(ND__DT_OVERFLOW, text, "time", err); /* 23:59:60.01 */
    *time_out = nd_time_coerce(us, typmod);
    return ND_STATUS_OK;
}
