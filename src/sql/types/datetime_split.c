/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts the text of a date, time or interval into fields, as PostgreSQL does: which characters stay together decides what
 * the fields can mean. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "sql/types/datetime_int.h"
#include "sql/types/ascii.h"

/* clang-format off */
static const struct {
    char name[12];
    enum nd__dt_word word;
    int value;
} words[] = {
    {"january", ND__DT_MONTH, 1}, {"jan", ND__DT_MONTH, 1}, {"february", ND__DT_MONTH, 2}, {"feb", ND__DT_MONTH, 2},
    {"march", ND__DT_MONTH, 3}, {"mar", ND__DT_MONTH, 3}, {"april", ND__DT_MONTH, 4}, {"apr", ND__DT_MONTH, 4},
    {"may", ND__DT_MONTH, 5}, {"june", ND__DT_MONTH, 6}, {"jun", ND__DT_MONTH, 6}, {"july", ND__DT_MONTH, 7},
    {"jul", ND__DT_MONTH, 7}, {"august", ND__DT_MONTH, 8}, {"aug", ND__DT_MONTH, 8}, {"september", ND__DT_MONTH, 9},
    {"sept", ND__DT_MONTH, 9}, {"sep", ND__DT_MONTH, 9}, {"october", ND__DT_MONTH, 10}, {"oct", ND__DT_MONTH, 10},
    {"november", ND__DT_MONTH, 11}, {"nov", ND__DT_MONTH, 11}, {"december", ND__DT_MONTH, 12}, {"dec", ND__DT_MONTH, 12},
    {"sunday", ND__DT_WEEKDAY, 0}, {"sun", ND__DT_WEEKDAY, 0}, {"monday", ND__DT_WEEKDAY, 1}, {"mon", ND__DT_WEEKDAY, 1},
    {"tuesday", ND__DT_WEEKDAY, 2}, {"tue", ND__DT_WEEKDAY, 2}, {"tues", ND__DT_WEEKDAY, 2}, {"wednesday", ND__DT_WEEKDAY, 3},
    {"wed", ND__DT_WEEKDAY, 3}, {"weds", ND__DT_WEEKDAY, 3}, {"thursday", ND__DT_WEEKDAY, 4}, {"thu", ND__DT_WEEKDAY, 4},
    {"thur", ND__DT_WEEKDAY, 4}, {"thurs", ND__DT_WEEKDAY, 4}, {"friday", ND__DT_WEEKDAY, 5}, {"fri", ND__DT_WEEKDAY, 5},
    {"saturday", ND__DT_WEEKDAY, 6}, {"sat", ND__DT_WEEKDAY, 6},
    {"am", ND__DT_AM, 0}, {"pm", ND__DT_PM, 0}, {"ad", ND__DT_AD, 0}, {"bc", ND__DT_BC, 0},
    {"t", ND__DT_ISO_TIME, 0}, {"j", ND__DT_JULIAN, 0}, {"jd", ND__DT_JULIAN, 0}, {"julian", ND__DT_JULIAN, 0},
    {"now", ND__DT_NOW, 0}, {"today", ND__DT_TODAY, 0}, {"tomorrow", ND__DT_TOMORROW, 0}, {"yesterday", ND__DT_YESTERDAY, 0},
    {"allballs", ND__DT_ZULU, 0}, {"epoch", ND__DT_EPOCH, 0}, {"infinity", ND__DT_LATE, 0}, 
    {"-infinity", ND__DT_EARLY, 0}, {"at", ND__DT_IGNORE, 0}, {"on", ND__DT_IGNORE, 0},
};
/* clang-format on */

enum nd__dt_word nd__dt_word(const char *lower, int *value_out)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(words); i++) {
        if (strncmp(words[i].name, lower, ND__DT_WORD_BYTES) != 0) continue;
        *value_out = words[i].value;
        return words[i].word;
    }
    return ND__DT_UNKNOWN;
}

enum nd_status nd__dt_report(enum nd__dt_error error, struct nd_slice text, const char *type_name, struct nd_err *err)
{
    int n = nd_text_shown(text);
    const char *p = (const char *)text.p;
    switch (error) {
    case ND__DT_OK: return ND_STATUS_OK;
    case ND__DT_BAD_FORMAT:
        return nd_err_set(err, "22007", "invalid input syntax for type %s: \"%.*s\"", type_name, n, p);
    case ND__DT_OVERFLOW: return nd_err_set(err, "22008", "date/time field value out of range: \"%.*s\"", n, p);
    case ND__DT_MD_OVERFLOW:
        (void)nd_err_set(err, "22008", "date/time field value out of range: \"%.*s\"", n, p);
        return nd_err_hint(err, "Perhaps you need a different \"datestyle\" setting.");
    case ND__DT_INTERVAL_OVERFLOW: return nd_err_set(err, "22015", "interval field value out of range: \"%.*s\"", n, p);
    case ND__DT_TZ_OVERFLOW: return nd_err_set(err, "22009", "time zone displacement out of range: \"%.*s\"", n, p);
    }
    ND_UNREACHABLE();
}

/* ---- splitting ----------------------------------------------------------------------------------- */

struct splitter {
    const uint8_t *p, *end;
    char *out, *out_end;
    bool is_full;
};

static uint8_t peek(const struct splitter *s) { return s->p < s->end ? *s->p : 0; }

static void take(struct splitter *s)
{
    if (s->out + 1 >= s->out_end)
        s->is_full = true;
    else
        *s->out++ = (char)nd_ascii_lower(*s->p);
    s->p++;
}

static void take_digits(struct splitter *s)
{
    while (nd_ascii_is_digit(peek(s))) take(s);
}
static bool is_word(uint8_t c) { return nd_ascii_is_alpha(c) || nd_ascii_is_digit(c); }

/* Begins with a digit. */
static enum nd__dt_kind split_number(struct splitter *s)
{
    take_digits(s);
    uint8_t c = peek(s);
    if (c == ':') {
        while (nd_ascii_is_digit(peek(s)) || peek(s) == ':' || peek(s) == '.') take(s);
        return ND__DT_TIME;
    }
    if (c != '-' && c != '/' && c != '.') return ND__DT_NUMBER;
    take(s);
    if (nd_ascii_is_digit(peek(s))) {
        enum nd__dt_kind kind = c == '.' ? ND__DT_NUMBER : ND__DT_DATE;
        take_digits(s);
        if (peek(s) != c) return kind;
        while (nd_ascii_is_digit(peek(s)) || peek(s) == c) take(s);
        return ND__DT_DATE;
    }
    while (is_word(peek(s)) || peek(s) == c) take(s);
    return ND__DT_DATE;
}

/* Begins with a letter: a word, or a date with the month first, or the name of a zone. */
static enum nd__dt_kind split_word(struct splitter *s, const char *start)
{
    while (nd_ascii_is_alpha(peek(s))) take(s);
    uint8_t c = peek(s);
    bool is_date = c == '-' || c == '/' || c == '.';
    if (!is_date && (c == '+' || nd_ascii_is_digit(c))) {
        int value;
        *s->out = '\0';
        is_date = nd__dt_word(start, &value) == ND__DT_UNKNOWN; /* "j2451187" is two fields, "est5edt" one */
    }
    if (!is_date) return ND__DT_STRING;
    for (c = peek(s); is_word(c) || c == '+' || c == '-' || c == '/' || c == '_' || c == '.' || c == ':'; c = peek(s))
        take(s);
    return ND__DT_DATE;
}

/* Begins with a sign. false: nothing sensible follows. */
static bool split_signed(struct splitter *s, enum nd__dt_kind *kind_out)
{
    take(s);
    while (nd_ascii_is_space(peek(s))) s->p++;
    if (nd_ascii_is_digit(peek(s))) {
        *kind_out = ND__DT_TZ;
        take(s);
        for (uint8_t c = peek(s); nd_ascii_is_digit(c) || c == ':' || c == '.' || c == '-'; c = peek(s)) take(s);
        return true;
    }
    *kind_out = ND__DT_SPECIAL;
    if (!nd_ascii_is_alpha(peek(s))) return false;
    while (nd_ascii_is_alpha(peek(s))) take(s);
    return true;
}

enum nd__dt_error nd__dt_split(struct nd_slice text, struct nd__dt_fields *fields)
{
    fields->count = 0;
    struct splitter s = {text.p, nd_slice_end(text), fields->bytes, fields->bytes + sizeof fields->bytes, false};
    if (text.n > ND__DT_BYTES_MAX) return ND__DT_BAD_FORMAT;
    while (s.p < s.end) {
        uint8_t c = peek(&s);
        if (nd_ascii_is_space(c)) {
            s.p++;
            continue;
        }
        if (fields->count == ND__DT_FIELDS_MAX) return ND__DT_BAD_FORMAT;
        struct nd__dt_field *field = &fields->fields[fields->count];
        field->text = s.out;
        if (nd_ascii_is_digit(c)) {
            field->kind = split_number(&s);
        } else if (c == '.') {
            take(&s);
            take_digits(&s);
            field->kind = ND__DT_NUMBER;
        } else if (nd_ascii_is_alpha(c)) {
            field->kind = split_word(&s, field->text);
        } else if (c == '+' || c == '-') {
            if (!split_signed(&s, &field->kind)) return ND__DT_BAD_FORMAT;
        } else if (nd_ascii_is_punct(c)) {
            s.p++;
            continue;
        } else {
            return ND__DT_BAD_FORMAT;
        }
        if (s.is_full) return ND__DT_BAD_FORMAT;
        *s.out++ = '\0';
        fields->count++;
    }
    return ND__DT_OK;
}

/* ---- numbers ------------------------------------------------------------------------------------- */

enum nd__dt_error nd__dt_int(char **p, int *value_out)
{
    char *end;
    errno = 0;
    long v = strtol(*p, &end, 10);
    *value_out = 0;
    if (end == *p) return ND__DT_BAD_FORMAT;
    *p = end;
    if (errno == ERANGE || v > INT32_MAX || v < INT32_MIN) return ND__DT_OVERFLOW;
    *value_out = (int)v;
    return ND__DT_OK;
}

enum nd__dt_error nd__dt_fraction(char **p, int *us_out)
{
    char *end = *p;
    *us_out = 0;
    if (*end != '.') return ND__DT_BAD_FORMAT;
    for (end++; nd_ascii_is_digit((uint8_t)*end); end++) {
    }
    char kept = *end;
    *end = '\0';
    *us_out = end == *p + 1 ? 0 : (int)rint(strtod(*p, NULL) * 1e6);
    *end = kept;
    *p = end;
    return ND__DT_OK;
}

enum nd__dt_error nd__dt_time(char *text, int64_t hours_max, int64_t *hour_out, int *minute_out, int *second_out,
                              int *us_out)
{
    enum nd__dt_error error;
    *second_out = *us_out = *minute_out = 0;
    char *p = text;
    errno = 0;
    *hour_out = strtoll(p, &p, 10);
    if (errno == ERANGE) return ND__DT_OVERFLOW;
    if (*p != ':') return ND__DT_BAD_FORMAT;
    p++;
    if (*p == '\0') return ND__DT_BAD_FORMAT;
    if ((error = nd__dt_int(&p, minute_out)) != ND__DT_OK) return error;
    if (*p == '.') { /* mm:ss.f */
        if ((error = nd__dt_fraction(&p, us_out)) != ND__DT_OK) return error;
        if (*hour_out > 59) return ND__DT_OVERFLOW;
        *second_out = *minute_out, *minute_out = (int)*hour_out, *hour_out = 0;
    } else if (*p == ':') {
        p++;
        if ((error = nd__dt_int(&p, second_out)) != ND__DT_OK) return error;
        if (*p == '.' && (error = nd__dt_fraction(&p, us_out)) != ND__DT_OK) return error;
    }
    if (*p != '\0') return ND__DT_BAD_FORMAT;
    if (*hour_out < 0 || *hour_out > hours_max || *minute_out < 0 || *minute_out > 59 || *second_out < 0 ||
        *second_out > 60)
        return ND__DT_OVERFLOW;
    return ND__DT_OK;
}

enum nd__dt_error nd__dt_offset(const char *text, int32_t *seconds_east_out)
{
    if (*text != '+' && *text != '-') return ND__DT_BAD_FORMAT;
    int part[3] = {0, 0, 0};
    const char *p = text + 1;
    for (int i = 0; i < 3; i++) {
        if (!nd_ascii_is_digit((uint8_t)*p)) return ND__DT_BAD_FORMAT;
        int digits = 0;
        for (; nd_ascii_is_digit((uint8_t)*p); p++, digits++)
            if (part[i] < 100000) part[i] = part[i] * 10 + (*p - '0');
        if (i == 0 && *p == '\0' && digits > 2) { /* hhmm */
            part[1] = part[0] % 100;
            part[0] /= 100;
        }
        if (*p != ':') break;
        if (i < 2) p++;
    }
    if (part[0] > 15 || part[1] > 59 || part[2] > 59) return ND__DT_TZ_OVERFLOW;
    if (*p != '\0') return ND__DT_BAD_FORMAT;
    int32_t seconds = (part[0] * 60 + part[1]) * 60 + part[2];
    *seconds_east_out = *text == '-' ? -seconds : seconds;
    return ND__DT_OK;
}
