/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/tz.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "sql/types/datetime.h"
#include "sql/types/ascii.h"

#define DAY_S 86400
#define OFFSET_MAX (25 * 3600)
#define ABBREV_BYTES 32
#define TZIF_HEAD_BYTES 44
#define TRANSITIONS_MAX 100000

/* When daylight saving begins or ends in a year: POSIX's Mm.w.d, Jn, n. */
struct rule_date {
    enum { RULE_MONTH_WEEK, RULE_JULIAN, RULE_DAY } kind;
    int month, week, day;
    int32_t time_s; /* local time of that day, -167..167 hours */
};

struct posix_rule {
    char std[ABBREV_BYTES], dst[ABBREV_BYTES];
    int32_t std_offset, dst_offset; /* seconds east */
    bool has_dst;
    struct rule_date start, end;
};

struct tz_type {
    int32_t offset;
    bool is_dst;
    uint8_t abbrev;
};

struct nd_tz {
    char name[ND_TZ_NAME_BYTES_MAX + 1];
    bool has_rule; /* for what comes after the last transition; a zone without transitions is all rule */
    struct posix_rule rule;
    size_t transition_count, type_count, abbrev_bytes;
    int64_t *transitions; /* unix seconds, ascending */
    uint8_t *transition_types;
    struct tz_type *types;
    char *abbrevs; /* NUL-terminated strings */
};

/* ---- POSIX rules --------------------------------------------------------------------------------- */

static int64_t year_start_s(int64_t year) { return (nd_date_of_civil(year, 1, 1) + ND_UNIX_EPOCH_DAYS) * DAY_S; }
static bool is_leap(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int64_t year_of_s(int64_t unix_s)
{
    int32_t year;
    int month, day;
    int64_t days = unix_s / DAY_S - (unix_s % DAY_S < 0);
    nd_date_to_civil(days - ND_UNIX_EPOCH_DAYS, &year, &month, &day);
    return year;
}

/* Local seconds (as if UTC) at which the rule holds in `year`. */
static int64_t rule_local_s(const struct rule_date *date, int64_t year)
{
    int64_t start = year_start_s(year);
    if (date->kind == RULE_DAY) return start + (int64_t)date->day * DAY_S + date->time_s;
    if (date->kind == RULE_JULIAN) {
        int day = date->day - 1 + (is_leap(year) && date->day >= 60); /* 29 February is never counted */
        return start + (int64_t)day * DAY_S + date->time_s;
    }
    int64_t first = nd_date_of_civil(year, date->month, 1);
    int day = (date->day - nd_date_weekday(first) + 7) % 7 + (date->week - 1) * 7;
    while (day >= nd_month_days(year, date->month)) day -= 7;
    return (first + ND_UNIX_EPOCH_DAYS + day) * DAY_S + date->time_s;
}

static int64_t dst_start_s(const struct posix_rule *rule, int64_t year)
{
    return rule_local_s(&rule->start, year) - rule->std_offset;
}
static int64_t dst_end_s(const struct posix_rule *rule, int64_t year)
{
    return rule_local_s(&rule->end, year) - rule->dst_offset;
}

static bool rule_is_dst(const struct posix_rule *rule, int64_t unix_s)
{
    if (!rule->has_dst) return false;
    int64_t year = year_of_s(unix_s + rule->std_offset);
    int64_t start = dst_start_s(rule, year), end = dst_end_s(rule, year);
    return start < end ? unix_s >= start && unix_s < end : unix_s >= start || unix_s < end;
}

static const char *parse_abbrev(const char *p, char *abbrev)
{
    bool is_quoted = *p == '<';
    if (is_quoted) p++;
    size_t n = 0;
    while (is_quoted ? *p != '\0' && *p != '>' : nd_ascii_is_alpha((uint8_t)*p)) {
        if (n + 1 >= ABBREV_BYTES) return NULL;
        abbrev[n++] = *p++;
    }
    abbrev[n] = '\0';
    if (is_quoted && *p++ != '>') return NULL;
    return n >= 1 ? p : NULL;
}

/* [+-]hh[:mm[:ss]] */
static const char *parse_hms(const char *p, int hours_max, int32_t *seconds_out)
{
    int sign = 1, parts[3] = {0, 0, 0};
    if (*p == '+' || *p == '-') sign = *p++ == '-' ? -1 : 1;
    for (int i = 0; i < 3; i++) {
        if (!nd_ascii_is_digit((uint8_t)*p)) return NULL;
        while (nd_ascii_is_digit((uint8_t)*p)) {
            parts[i] = parts[i] * 10 + (*p++ - '0');
            if (parts[i] > (i == 0 ? hours_max : 59)) return NULL;
        }
        if (*p != ':' || i == 2) break;
        p++;
    }
    *seconds_out = sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]);
    return p;
}

static const char *parse_number(const char *p, int min, int max, int *out)
{
    int v = 0;
    if (!nd_ascii_is_digit((uint8_t)*p)) return NULL;
    while (nd_ascii_is_digit((uint8_t)*p)) {
        v = v * 10 + (*p++ - '0');
        if (v > max) return NULL;
    }
    *out = v;
    return v >= min ? p : NULL;
}

static const char *parse_rule_date(const char *p, struct rule_date *date)
{
    *date = (struct rule_date){.time_s = 2 * 3600};
    if (*p == 'M') {
        date->kind = RULE_MONTH_WEEK;
        if ((p = parse_number(p + 1, 1, 12, &date->month)) == NULL || *p++ != '.') return NULL;
        if ((p = parse_number(p, 1, 5, &date->week)) == NULL || *p++ != '.') return NULL;
        p = parse_number(p, 0, 6, &date->day);
    } else if (*p == 'J') {
        date->kind = RULE_JULIAN;
        p = parse_number(p + 1, 1, 365, &date->day);
    } else {
        date->kind = RULE_DAY;
        p = parse_number(p, 0, 365, &date->day);
    }
    if (p != NULL && *p == '/') p = parse_hms(p + 1, 167, &date->time_s);
    return p;
}

static bool parse_rule(const char *p, struct posix_rule *rule)
{
    memset(rule, 0, sizeof *rule);
    int32_t west;
    bool is_unnamed = nd_ascii_is_digit((uint8_t)*p) || *p == '+' || *p == '-'; /* "-02:00" */
    if (!is_unnamed && (p = parse_abbrev(p, rule->std)) == NULL) return false;
    if ((p = parse_hms(p, 167, &west)) == NULL) return false;
    rule->std_offset = -west;
    if (*p == '\0') return true;
    rule->has_dst = true;
    if ((p = parse_abbrev(p, rule->dst)) == NULL) return false;
    rule->dst_offset = rule->std_offset + 3600;
    if (*p != '\0' && *p != ',') {
        if ((p = parse_hms(p, 167, &west)) == NULL) return false;
        rule->dst_offset = -west;
    }
    if (*p == '\0') p = ",M3.2.0,M11.1.0"; /* the default of POSIX and PostgreSQL: rules of the United States */
    if (*p++ != ',' || (p = parse_rule_date(p, &rule->start)) == NULL) return false;
    if (*p++ != ',' || (p = parse_rule_date(p, &rule->end)) == NULL) return false;
    return *p == '\0';
}

/* ---- files --------------------------------------------------------------------------------------- */

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

struct tzif_counts {
    size_t isut, isstd, leap, time, type, chars;
};

/* false: no header at p. */
static bool read_counts(struct nd_slice file, size_t at, struct tzif_counts *counts)
{
    if (file.n < at + TZIF_HEAD_BYTES || memcmp(file.p + at, "TZif", 4) != 0) return false;
    const uint8_t *p = file.p + at + 20;
    *counts = (struct tzif_counts){be32(p), be32(p + 4), be32(p + 8), be32(p + 12), be32(p + 16), be32(p + 20)};
    return counts->isut <= 256 && counts->isstd <= 256 && counts->leap <= 1000 && counts->time <= TRANSITIONS_MAX &&
           counts->type >= 1 && counts->type <= 256 && counts->chars >= 1 && counts->chars <= 256;
}

static size_t block_bytes(const struct tzif_counts *c, size_t time_bytes)
{
    return c->time * time_bytes + c->time + c->type * 6 + c->chars + c->leap * (time_bytes + 4) + c->isstd + c->isut;
}

static struct nd_tz *new_zone(struct nd_heap *heap, const struct tzif_counts *c)
{
    size_t head = (sizeof(struct nd_tz) + 15) & ~(size_t)15;
    uint8_t *p = nd_heap_zalloc(heap, head + c->time * 8 + c->type * sizeof(struct tz_type) + c->time + c->chars + 1);
    struct nd_tz *tz = (struct nd_tz *)p;
    p += head;
    tz->transitions = (int64_t *)p, p += c->time * 8;
    tz->types = (struct tz_type *)p, p += c->type * sizeof(struct tz_type);
    tz->transition_types = p, p += c->time;
    tz->abbrevs = (char *)p;
    tz->transition_count = c->time, tz->type_count = c->type, tz->abbrev_bytes = c->chars;
    return tz;
}

/* NULL: malformed. One block on the heap. */
static struct nd_tz *parse_file(struct nd_slice file, struct nd_heap *heap)
{
    struct tzif_counts c;
    if (!read_counts(file, 0, &c) || file.p[4] < '2')
        return NULL; /* version 1 has no 64-bit times: no such files are made now */
    size_t second = TZIF_HEAD_BYTES + block_bytes(&c, 4);
    if (!read_counts(file, second, &c)) return NULL;
    size_t body = second + TZIF_HEAD_BYTES, end = body + block_bytes(&c, 8);
    if (file.n < end) return NULL;

    struct nd_tz *tz = new_zone(heap, &c);
    const uint8_t *p = file.p + body;
    bool is_ok = true;
    for (size_t i = 0; i < c.time; i++) {
        tz->transitions[i] = (int64_t)nd_load_u64_be(p + i * 8);
        is_ok &= i == 0 || tz->transitions[i] > tz->transitions[i - 1];
    }
    p += c.time * 8;
    for (size_t i = 0; i < c.time; i++) {
        tz->transition_types[i] = p[i];
        is_ok &= p[i] < c.type;
    }
    p += c.time;
    for (size_t i = 0; i < c.type; i++, p += 6) {
        tz->types[i] = (struct tz_type){(int32_t)be32(p), p[4] != 0, p[5]};
        is_ok &= tz->types[i].offset >= -OFFSET_MAX && tz->types[i].offset <= OFFSET_MAX && p[5] < c.chars;
    }
    memcpy(tz->abbrevs, p, c.chars);
    /* the footer: newline, rule, newline */
    struct nd_slice footer = nd_slice_of(file.p + end, file.n - end);
    if (is_ok && footer.n >= 3 && footer.n < 128 && footer.p[0] == '\n' && footer.p[footer.n - 1] == '\n') {
        char text[128];
        memcpy(text, footer.p + 1, footer.n - 2);
        text[footer.n - 2] = '\0';
        tz->has_rule = parse_rule(text, &tz->rule);
    }
    if (is_ok) return tz;
    nd_heap_free(heap, tz);
    return NULL;
}

/* ---- offsets ------------------------------------------------------------------------------------- */

static const struct tz_type *type_at(const struct nd_tz *tz, int64_t unix_s)
{
    size_t low = 0, high = tz->transition_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (tz->transitions[middle] <= unix_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? &tz->types[0] : &tz->types[tz->transition_types[low - 1]];
}

static bool is_in_rule(const struct nd_tz *tz, int64_t unix_s)
{
    return tz->has_rule && (tz->transition_count == 0 || unix_s >= tz->transitions[tz->transition_count - 1]);
}

int32_t nd_tz_offset_at(const struct nd_tz *tz, int64_t unix_s, const char **abbrev_out)
{
    const char *abbrev = "UTC";
    int32_t offset = 0;
    if (tz != NULL && is_in_rule(tz, unix_s)) {
        bool is_dst = rule_is_dst(&tz->rule, unix_s);
        offset = is_dst ? tz->rule.dst_offset : tz->rule.std_offset;
        abbrev = is_dst ? tz->rule.dst : tz->rule.std;
    } else if (tz != NULL) {
        const struct tz_type *type = type_at(tz, unix_s);
        offset = type->offset;
        abbrev = tz->abbrevs + type->abbrev;
    }
    if (abbrev_out != NULL) *abbrev_out = abbrev;
    return offset;
}

bool nd_tz_is_fixed(const struct nd_tz *tz)
{
    return tz == NULL || (tz->transition_count == 0 && tz->has_rule && !tz->rule.has_dst);
}

/* The first change of offset after `after_s`. false: none. */
static bool next_boundary(const struct nd_tz *tz, int64_t after_s, int64_t *boundary_out)
{
    size_t low = 0, high = tz->transition_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (tz->transitions[middle] <= after_s)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < tz->transition_count) {
        *boundary_out = tz->transitions[low];
        return true;
    }
    if (!tz->has_rule || !tz->rule.has_dst) return false;
    int64_t year = year_of_s(after_s), best = INT64_MAX;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        int64_t start = dst_start_s(&tz->rule, y), end = dst_end_s(&tz->rule, y);
        if (start > after_s && start < best) best = start;
        if (end > after_s && end < best) best = end;
    }
    *boundary_out = best;
    return best != INT64_MAX;
}

int32_t nd_tz_offset_of_local(const struct nd_tz *tz, int64_t local_s)
{
    if (tz == NULL) return 0;
    int64_t previous = local_s - DAY_S, boundary; /* a zone with changes has no offset of a day or more */
    int32_t before = nd_tz_offset_at(tz, previous, NULL);
    if (!next_boundary(tz, previous, &boundary)) return before;
    int32_t after = nd_tz_offset_at(tz, boundary, NULL);
    int64_t if_before = local_s - before, if_after = local_s - after;
    if (if_before < boundary && if_after < boundary) return before;
    if (if_before >= boundary && if_after >= boundary) return after;
    /* a gap has the earlier reading, an overlap the later */
    return if_before > if_after ? before : after;
}

/* ---- the store ----------------------------------------------------------------------------------- */

void nd_tz_store_init(struct nd_tz_store *store, struct nd_heap *heap, struct nd_tz_loader loader)
{
    *store = (struct nd_tz_store){.heap = heap, .loader = loader};
}

void nd_tz_store_deinit(struct nd_tz_store *store)
{
    for (size_t i = 0; i < store->count; i++) {
        nd_heap_free(store->heap, store->entries[i].name);
        nd_heap_free(store->heap, store->entries[i].tz);
    }
    nd_heap_free(store->heap, store->entries);
    *store = (struct nd_tz_store){.heap = store->heap};
}

static bool is_zone_name(struct nd_slice name)
{
    if (name.n == 0 || name.n > ND_TZ_NAME_BYTES_MAX || !nd_ascii_is_alpha(name.p[0])) return false;
    for (size_t i = 0; i < name.n; i++) {
        uint8_t c = name.p[i];
        if (!nd_ascii_is_alpha(c) && !nd_ascii_is_digit(c) && c != '/' && c != '_' && c != '+' && c != '-')
            return false;
    }
    return true;
}

/* Position of `name` (lower case), or where it belongs. */
static size_t entry_at(const struct nd_tz_store *store, const char *name, bool *found_out)
{
    size_t low = 0, high = store->count;
    *found_out = false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = strcmp(store->entries[middle].name, name);
        if (c == 0) {
            *found_out = true;
            return middle;
        }
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct nd_tz *try_load(struct nd_tz_store *store, const char *name)
{
    struct nd_buf file;
    nd_buf_init(&file, store->heap);
    struct nd_tz *tz = NULL;
    if (store->loader.load(store->loader.arg, name, &file) == ND_STATUS_OK && file.n <= ND_TZ_FILE_BYTES_MAX)
        tz = parse_file(nd_buf_slice(&file), store->heap);
    if (tz != NULL) snprintf(tz->name, sizeof tz->name, "%s", name);
    nd_buf_deinit(&file);
    return tz;
}

/* "europe/berlin" as it is, as "Europe/Berlin", as "EUROPE/BERLIN". */
static struct nd_tz *load_any_case(struct nd_tz_store *store, const char *name)
{
    char other[ND_TZ_NAME_BYTES_MAX + 1];
    struct nd_tz *tz = try_load(store, name);
    for (int pass = 0; pass < 2 && tz == NULL; pass++) {
        bool is_start = true;
        size_t i = 0;
        for (; name[i] != '\0'; i++) {
            uint8_t c = nd_ascii_lower((uint8_t)name[i]);
            if ((is_start || pass == 1) && c >= 'a' && c <= 'z') c = (uint8_t)(c - 32);
            other[i] = (char)c;
            is_start = c == '/' || c == '_' || c == '-';
        }
        other[i] = '\0';
        tz = try_load(store, other);
    }
    return tz;
}

static const struct nd_tz *find_in_store(struct nd_tz_store *store, struct nd_slice name)
{
    char exact[ND_TZ_NAME_BYTES_MAX + 1], lower[ND_TZ_NAME_BYTES_MAX + 1];
    memcpy(exact, name.p, name.n);
    exact[name.n] = '\0';
    for (size_t i = 0; i <= name.n; i++) lower[i] = (char)nd_ascii_lower((uint8_t)exact[i]);
    bool found;
    size_t at = entry_at(store, lower, &found);
    if (found) return store->entries[at].tz;
    if (store->count >= ND_TZ_ZONES_MAX || store->loader.load == NULL) return NULL;
    struct nd_tz *tz = load_any_case(store, exact);
    if (tz == NULL) return NULL;
    if (store->count == store->cap) {
        store->cap = store->cap == 0 ? 8 : store->cap * 2;
        store->entries = nd_heap_realloc(store->heap, store->entries, store->cap * sizeof *store->entries);
    }
    memmove(store->entries + at + 1, store->entries + at, (store->count - at) * sizeof *store->entries);
    store->entries[at] = (struct nd_tz_entry){nd_heap_strdup(store->heap, lower), tz};
    store->count++;
    return tz;
}

static const struct nd_tz *rule_zone(const struct posix_rule *rule, const char *name, struct nd_arena *arena)
{
    struct nd_tz *tz = nd_arena_new(arena, struct nd_tz);
    tz->has_rule = true;
    tz->rule = *rule;
    snprintf(tz->name, sizeof tz->name, "%s", name);
    return tz;
}

bool nd_tz_find(struct nd_tz_store *store, struct nd_slice name, struct nd_arena *arena, const struct nd_tz **tz_out)
{
    *tz_out = NULL;
    if (name.n == 0 || name.n > ND_TZ_NAME_BYTES_MAX) return false;
    static const char *const utc_names[] = {"utc",  "gmt",       "etc/utc",       "etc/gmt", "uct",
                                            "zulu", "universal", "etc/universal", "etc/uct", "etc/zulu"};
    char text[ND_TZ_NAME_BYTES_MAX + 1];
    memcpy(text, name.p, name.n);
    text[name.n] = '\0';
    if (nd_ascii_eq_nocase(name, "utc")) return true; /* NULL is UTC */
    if (store != NULL && is_zone_name(name) && (*tz_out = find_in_store(store, name)) != NULL) return true;
    struct posix_rule rule;
    for (size_t i = 0; i < ND_ARRAY_LEN(utc_names); i++) {
        if (!nd_ascii_eq_nocase(name, utc_names[i])) continue;
        rule = (struct posix_rule){.std = "UTC"};
        if (strstr(utc_names[i], "gmt") != NULL) memcpy(rule.std, "GMT", 4);
        *tz_out = rule_zone(&rule, text, arena);
        return true;
    }
    if (!parse_rule(text, &rule)) return false;
    *tz_out = rule_zone(&rule, text, arena);
    return true;
}

const struct nd_tz *nd_tz_fixed(int32_t seconds_east, struct nd_arena *arena)
{
    struct posix_rule rule = {.std_offset = seconds_east};
    char name[ND_TZ_NAME_BYTES_MAX + 1], offset[24];
    int32_t n = abs(seconds_east);
    if (n % 60 != 0)
        snprintf(offset, sizeof offset, "%02d:%02d:%02d", n / 3600 % 1000, n / 60 % 60, n % 60);
    else if (n % 3600 != 0)
        snprintf(offset, sizeof offset, "%02d:%02d", n / 3600 % 1000, n / 60 % 60);
    else
        snprintf(offset, sizeof offset, "%02d", n / 3600 % 1000);
    snprintf(rule.std, sizeof rule.std, "%c%s", seconds_east < 0 ? '-' : '+', offset);
    snprintf(name, sizeof name, "<%s>%c%s", rule.std, seconds_east < 0 ? '+' : '-', offset);
    return rule_zone(&rule, name, arena);
}

const struct nd_tz *nd_tz_keep(const struct nd_tz *tz, struct nd_arena *arena)
{
    if (tz == NULL || tz->type_count > 0) return tz;
    struct nd_tz *copy = nd_arena_new(arena, struct nd_tz);
    *copy = *tz;
    return copy;
}

const char *nd_tz_name(const struct nd_tz *tz) { return tz == NULL ? "UTC" : tz->name; }

#define OFFSET_END (168 * 3600) /* seconds: a week */

/* To the east, as numbers are. */
static enum nd_status of_interval(struct nd_slice text, struct nd_arena *arena, const struct nd_tz **tz_out, struct nd_err *err)
{
    struct nd_interval interval;
    ND_TRY(nd_interval_in(text, -1, &interval, err));
    if (interval.months != 0 || interval.days != 0) {
        (void)nd_err_set(err, "22023", "invalid value for parameter \"TimeZone\": \"interval '%.*s'\"", nd_text_shown(text), (const char *)text.p);
        return nd_err_detail(err, "Cannot specify %s in time zone interval.", interval.months != 0 ? "months" : "days");
    }
    int64_t seconds = interval.us / ND_USECS_PER_SEC;
    if (seconds <= -OFFSET_END || seconds >= OFFSET_END) {
        (void)nd_err_set(err, "22023", "invalid value for parameter \"TimeZone\": \"interval '%.*s'\"", nd_text_shown(text), (const char *)text.p);
        return nd_err_detail(err, "UTC timezone offset is out of range.");
    }
    *tz_out = nd_tz_fixed((int32_t)seconds, arena);
    return ND_STATUS_OK;
}

enum nd_status nd_tz_of_setting(struct nd_tz_store *store, struct nd_slice value, struct nd_arena *arena,
                                const struct nd_tz **tz_out, struct nd_err *err)
{
    struct nd_slice text = nd_ascii_trim(value);
    static const char *const word = "interval ";
    if (text.n > strlen(word) && nd_ascii_eq_nocase(nd_slice_of(text.p, strlen(word)), word)) return of_interval(nd_slice_of(text.p + strlen(word), text.n - strlen(word)), arena, tz_out, err);
    char number[32], *end;
    if (text.n > 0 && text.n < sizeof number && (nd_ascii_is_digit(text.p[text.n - 1]))) {
        memcpy(number, text.p, text.n);
        number[text.n] = '\0';
        double hours = strtod(number, &end);
        if (*end == '\0' && hours * 3600 > -OFFSET_END && hours * 3600 < OFFSET_END) {
            *tz_out = nd_tz_fixed((int32_t)(hours * 3600), arena);
            return ND_STATUS_OK;
        }
        if (*end == '\0') {
            (void)nd_err_set(err, "22023", "invalid value for parameter \"TimeZone\": \"%.*s\"", nd_text_shown(value), (const char *)value.p);
            return nd_err_detail(err, "UTC timezone offset is out of range.");
        }
    }
    if (nd_tz_find(store, text, arena, tz_out)) return ND_STATUS_OK;
    return nd_err_set(err, "22023", "invalid value for parameter \"TimeZone\": \"%.*s\"", nd_text_shown(value),
                      (const char *)value.p);
}
