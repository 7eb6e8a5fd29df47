/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/settings.h"

#include "base/checksum.h"
#include "sql/sys/sys.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <strings.h>

enum kind {
    KIND_BOOL,
    KIND_INT,
    KIND_MS,
    KIND_S,
    KIND_KB,
    KIND_B,
    KIND_REAL,
    KIND_TEXT,
    KIND_ENUM,
    KIND_TZ,
    KIND_DATESTYLE,
    KIND_PATH,
    KIND_ENCODING,
    KIND_ISOLATION,
    KIND_ROLE /* of a role that there is: the session looks */
};
enum { REPORT = 1, READ_ONLY = 2, PLAN = 4, HIDDEN_RESET = 8, BLOCKS = 16 /* without a unit: of 8 kB */, SUPERUSER = 32 /* set by those alone */ };
enum { RESTART = READ_ONLY | 64, RELOAD = READ_ONLY | 128 }; /* what of PostgreSQL's configuration file cannot be set by a session, and when it could be */

struct definition {
    const char *name, *value;
    enum kind kind;
    unsigned flags;
    const char *values; /* ENUM: "a|b|c"; others: the only value that is taken, NULL: any */
    const char *about;
    double min, max;
};

#include "sql/settings_table.h"

struct nd_setting {
    const struct definition *definition; /* NULL: custom */
    char *name, *value;
    char *start;           /* what RESET goes back to */
    char *saved, *session; /* before the transaction; after its commit. NULL: not touched by it */
};

/* How a parameter was before a change. */
struct nd_setting_undo {
    size_t item;
    char *value, *saved, *session;
};

/* ---- parsing ------------------------------------------------------------------------------------------------ */

static enum nd_status invalid(const char *name, const char *value, struct nd_err *err)
{
    return nd_err_set(err, "22023", "invalid value for parameter \"%s\": \"%s\"", name, value);
}

static int parse_bool(const char *value)
{
    static const char *const yes[] = {"on", "true", "yes", "1", "t", "y"}, *const no[] = {"off", "false", "no",
                                                                                          "0",   "f",     "n"};
    for (size_t i = 0; i < ND_ARRAY_LEN(yes); i++)
        if (strcasecmp(value, yes[i]) == 0) return 1;
    for (size_t i = 0; i < ND_ARRAY_LEN(no); i++)
        if (strcasecmp(value, no[i]) == 0) return 0;
    return -1;
}

struct unit {
    const char *name;
    double factor;
};
/* The second one is that of numbers without a unit. */
static const struct unit units_ms[] = {{"us", 0.001}, {"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000}};
static const struct unit units_s[] = {{"ms", 0.001}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};
static const struct unit units_kb[] = {{"B", 1.0 / 1024}, {"kB", 1}, {"MB", 1024}, {"GB", 1024.0 * 1024}, {"TB", 1024.0 * 1024 * 1024}};
static const struct unit units_b[] = {{"", 1}, {"B", 1}, {"kB", 1024}, {"MB", 1024.0 * 1024}, {"GB", 1024.0 * 1024 * 1024}, {"TB", 1024.0 * 1024 * 1024 * 1024}};

static const struct unit *units_of(enum kind kind, size_t *count_out)
{
    switch (kind) {
    case KIND_MS: *count_out = ND_ARRAY_LEN(units_ms); return units_ms;
    case KIND_S: *count_out = ND_ARRAY_LEN(units_s); return units_s;
    case KIND_KB: *count_out = ND_ARRAY_LEN(units_kb); return units_kb;
    case KIND_B: *count_out = ND_ARRAY_LEN(units_b); return units_b;
    default: *count_out = 0; return NULL;
    }
}

static enum nd_status parse_number(const struct definition *definition, const char *value, double *out, struct nd_err *err)
{
    size_t unit_count;
    const struct unit *units = units_of(definition->kind, &unit_count);
    char *end;
    errno = 0;
    double number = strtod(value, &end);
    if (end == value || errno != 0 || isnan(number)) return invalid(definition->name, value, err);
    while (isspace((unsigned char)*end)) end++;
    double factor = *end != '\0' ? 0 : (definition->flags & BLOCKS) != 0 && number > 0 ? 8 : 1;
    for (size_t i = 0; i < unit_count && *end != '\0'; i++)
        if (strcmp(end, units[i].name) == 0) factor = units[i].factor;
    if (factor == 0) {
        bool is_time = units == units_ms || units == units_s;
        (void)invalid(definition->name, value, err);
        if (units == NULL) return ND_STATUS_SQL;
        return nd_err_hint(err, "Valid units for this parameter are %s.", is_time ? "\"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\"" : "\"B\", \"kB\", \"MB\", \"GB\", and \"TB\"");
    }
    number = definition->kind == KIND_REAL ? number : nearbyint(number * factor);
    if (number < definition->min || number > definition->max) {
        double scale = (definition->flags & BLOCKS) != 0 ? 8 : 1, shown = number > 0 ? number / scale : number;
        const char *name = definition->name, *unit = units == NULL ? "" : scale > 1 ? "8kB" : units[1].name;
        if (definition->kind == KIND_REAL) return nd_err_set(err, "22023", "%g is outside the valid range for parameter \"%s\" (%g .. %g)", number, name, definition->min, definition->max);
        return nd_err_set(err, "22023", "%.0f%s%s is outside the valid range for parameter \"%s\" (%.0f .. %.0f)", shown, units == NULL ? "" : " ", unit, name, definition->min / scale,
                          definition->max / scale);
    }
    *out = number;
    return ND_STATUS_OK;
}

/* As SHOW does: the largest unit that divides the value. */
static void format_unit(enum kind kind, double value, char *out, size_t room)
{
    size_t best = 1, count;
    const struct unit *units = units_of(kind, &count);
    for (size_t i = 2; i < count; i++)
        if (value != 0 && fmod(value, units[i].factor) == 0) best = i;
    if (value <= 0) snprintf(out, room, "%.0f", value);
    else snprintf(out, room, "%.0f%s", value / units[best].factor, units[best].name);
}

static bool in_list(const char *list, const char *value, char *out, size_t room)
{
    size_t n = strlen(value);
    for (const char *p = list; *p != '\0';) {
        const char *end = strchr(p, '|');
        size_t len = end == NULL ? strlen(p) : (size_t)(end - p);
        if (len == n && strncasecmp(p, value, n) == 0) {
            snprintf(out, room, "%.*s", (int)len, p);
            return true;
        }
        p += len + (end != NULL);
    }
    return false;
}

/* Other words for on and off, behind these, are not told. */
static enum nd_status list_values(const char *values, struct nd_err *err)
{
    char list[256];
    size_t n = 0;
    for (const char *p = values; *p != '\0' && n + 3 < sizeof list && strncmp(p, "|true|", 6) != 0; p++) {
        list[n++] = *p == '|' ? ',' : *p;
        if (*p == '|') list[n++] = ' ';
    }
    list[n] = '\0';
    return nd_err_hint(err, "Available values: %s.", list);
}

static const char *const date_styles[] = {"ISO", "Postgres", "SQL", "German"}; /* as enum nd_date_style */
static const char *const interval_styles[] = {"postgres", "postgres_verbose", "sql_standard", "iso_8601"}; /* as enum nd_interval_style */
static const char *const date_orders[] = {"MDY", "DMY", "YMD"};                /* as enum nd_date_order */

static bool parse_date_word(const char *word, int *style, int *order)
{
    static const struct {
        const char *word;
        int style, order; /* -1: says nothing of it */
    } words[] = {
        {"iso", ND_DATE_STYLE_ISO, -1},
        {"postgres", ND_DATE_STYLE_POSTGRES, -1},
        {"sql", ND_DATE_STYLE_SQL, -1},
        {"german", ND_DATE_STYLE_GERMAN, -1},
        {"mdy", -1, ND_DATE_ORDER_MDY},
        {"us", -1, ND_DATE_ORDER_MDY},
        {"noneuro", -1, ND_DATE_ORDER_MDY},
        {"noneuropean", -1, ND_DATE_ORDER_MDY},
        {"dmy", -1, ND_DATE_ORDER_DMY},
        {"euro", -1, ND_DATE_ORDER_DMY},
        {"european", -1, ND_DATE_ORDER_DMY},
        {"ymd", -1, ND_DATE_ORDER_YMD},
        {"default", ND_DATE_STYLE_ISO, ND_DATE_ORDER_MDY},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(words); i++) {
        if (strcasecmp(word, words[i].word) != 0) continue;
        if (words[i].style >= 0) *style = words[i].style;
        if (words[i].order >= 0) *order = words[i].order;
        /* German dates are day first unless told otherwise */
        if (words[i].style == ND_DATE_STYLE_GERMAN && *order < 0) *order = ND_DATE_ORDER_DMY;
        return true;
    }
    return false;
}

/* What is not named stays as it is. */
static enum nd_status parse_datestyle(const struct nd_settings *settings, const char *value, char *out, size_t room,
                                      struct nd_err *err)
{
    int style = -1, order = -1;
    char copy[128], *state = NULL;
    snprintf(copy, sizeof copy, "%s", value);
    for (char *word = strtok_r(copy, ", ", &state); word != NULL; word = strtok_r(NULL, ", ", &state))
        if (!parse_date_word(word, &style, &order)) return invalid("DateStyle", value, err);
    if (style < 0) style = (int)settings->types.date_style;
    if (order < 0) order = (int)settings->types.date_order;
    snprintf(out, room, "%s, %s", date_styles[style], date_orders[order]);
    return ND_STATUS_OK;
}

static enum nd_status parse_isolation(const char *name, const char *value, char *out, size_t room, struct nd_err *err)
{
    /* read uncommitted is read committed, as in PostgreSQL */
    if (!in_list("read committed|read uncommitted|repeatable read|serializable", value, out, room)) return invalid(name, value, err);
    return ND_STATUS_OK;
}

static enum nd_status parse_encoding(const char *value, char *out, size_t room, struct nd_err *err)
{
    char name[16];
    size_t n = 0;
    for (const char *p = value; *p != '\0' && n < sizeof name - 1; p++) /* only letters and digits count: drivers write 'utf-8', with its quotes */
        if (isalnum((unsigned char)*p)) name[n++] = (char)tolower((unsigned char)*p);
    name[n] = '\0';
    if (strcmp(name, "utf8") == 0 || strcmp(name, "unicode") == 0) {
        snprintf(out, room, "UTF8");
        return ND_STATUS_OK;
    }
    if (strcmp(name, "sqlascii") == 0) { /* no conversion: the bytes are UTF-8 all the same */
        snprintf(out, room, "SQL_ASCII");
        return ND_STATUS_OK;
    }
    return nd_err_set(err, "22023", "client_encoding \"%s\" is not supported: the server speaks UTF8", value);
}

/* Splits a list of identifiers; *at moves on. false: no more, or malformed. */
static bool next_schema(const char **at, char *out, size_t room)
{
    const char *p = *at;
    size_t n = 0;
    while (isspace((unsigned char)*p) || *p == ',') p++;
    if (*p == '\0') return false;
    bool is_quoted = *p == '"';
    if (is_quoted) p++;
    while (*p != '\0' && (is_quoted ? *p != '"' : *p != ',' && !isspace((unsigned char)*p))) {
        if (n + 1 < room) out[n++] = is_quoted ? *p : (char)tolower((unsigned char)*p);
        p++;
    }
    if (is_quoted && *p == '"') p++;
    out[n] = '\0';
    *at = p;
    return true;
}

static void parse_path(const char *value, struct nd_search_path *path)
{
    *path = (struct nd_search_path){0};
    for (const char *at = value; path->name_count < ND_SEARCH_PATH_MAX - 1 &&
                                 next_schema(&at, path->names[path->name_count], sizeof path->names[0]);)
        path->name_count++;
}

static enum nd_status canonical_zone(struct nd_settings *settings, const char *value, char *out, size_t room,
                                     struct nd_err *err)
{
    struct nd_arena scratch;
    const struct nd_tz *tz;
    nd_arena_init(&scratch, settings->heap);
    enum nd_status status = nd_tz_of_setting(settings->tz_store, nd_slice_str(value), &scratch, &tz, err);
    if (status == ND_STATUS_OK) snprintf(out, room, "%s", nd_tz_name(tz));
    nd_arena_deinit(&scratch);
    return status;
}

/* The canonical form of a value. */
static enum nd_status canonical(struct nd_settings *settings, const struct definition *definition, const char *value,
                                char *out, size_t room, struct nd_err *err)
{
    double number;
    switch (definition->kind) {
    case KIND_BOOL:
        if (parse_bool(value) < 0)
            return nd_err_set(err, "22023", "parameter \"%s\" requires a Boolean value", definition->name);
        snprintf(out, room, "%s", parse_bool(value) ? "on" : "off");
        break;
    case KIND_INT:
        ND_TRY(parse_number(definition, value, &number, err));
        snprintf(out, room, "%.0f", number);
        return ND_STATUS_OK;
    case KIND_REAL:
        ND_TRY(parse_number(definition, value, &number, err));
        snprintf(out, room, "%g", number);
        return ND_STATUS_OK;
    case KIND_MS:
    case KIND_S:
    case KIND_KB:
    case KIND_B:
        ND_TRY(parse_number(definition, value, &number, err));
        format_unit(definition->kind, number, out, room);
        return ND_STATUS_OK;
    case KIND_ENUM:
        if (!in_list(definition->values, value, out, room)) {
            (void)invalid(definition->name, value, err);
            return list_values(definition->values, err);
        }
        return ND_STATUS_OK;
    case KIND_TZ: return canonical_zone(settings, value, out, room, err);
    case KIND_DATESTYLE: return parse_datestyle(settings, value, out, room, err);
    case KIND_ISOLATION: return parse_isolation(definition->name, value, out, room, err);
    case KIND_ENCODING: return parse_encoding(value, out, room, err);
    case KIND_ROLE: snprintf(out, room, "%s", strcasecmp(value, "none") == 0 ? "none" : value); return ND_STATUS_OK;
    case KIND_PATH:
    case KIND_TEXT: snprintf(out, room, "%s", value); break;
    }
    if (definition->values != NULL && strcmp(out, definition->values) != 0) {
        (void)nd_err_set(err, "0A000", "parameter \"%s\" cannot be set to \"%s\"", definition->name, value);
        return nd_err_hint(err, "The only value is \"%s\".", definition->values);
    }
    return ND_STATUS_OK;
}

static double number_of(const struct nd_settings *settings, const char *name, enum kind kind)
{
    struct nd_err err;
    double number = 0;
    const struct definition any = {.name = name, .kind = kind, .min = -1e18, .max = 1e18};
    return parse_number(&any, nd_settings_get(settings, name), &number, &err) == ND_STATUS_OK ? number : 0;
}

static bool is_on(const struct nd_settings *settings, const char *name) { return strcmp(nd_settings_get(settings, name), "on") == 0; }

static const char *item_name(const struct nd_setting *item)
{
    return item->definition != NULL ? item->definition->name : item->name;
}

static struct nd_setting *find(const struct nd_settings *settings, const char *name)
{
    if (strcasecmp(name, "time zone") == 0 || strcasecmp(name, "timezone") == 0) name = "TimeZone";
    for (size_t i = 0; i < settings->count; i++)
        if (strcasecmp(item_name(&settings->items[i]), name) == 0) return &settings->items[i];
    return NULL;
}

/* The name of a role without its oid, the value of any other parameter. */
static const char *shown(const struct nd_setting *item, const char *value)
{
    const char *colon = value != NULL && item->definition != NULL && item->definition->kind == KIND_ROLE ? strchr(value, ':') : NULL;
    return colon == NULL || strspn(value, "0123456789") != (size_t)(colon - value) ? value : colon + 1;
}

static const char *role_of(const struct nd_settings *settings, const char *name, uint32_t *oid_out)
{
    const struct nd_setting *item = find(settings, name);
    const char *role = shown(item, item->value);
    *oid_out = role == item->value ? 0 : (uint32_t)strtoul(item->value, NULL, 10);
    return role;
}

/* Parses again what the session acts upon. */
static void apply(struct nd_settings *settings)
{
    struct nd_err err;
    settings->user = role_of(settings, "role", &settings->user_oid);
    settings->session_user = role_of(settings, "session_authorization", &settings->session_user_oid);
    if (strcmp(settings->user, "none") == 0) {
        settings->user = settings->session_user;
        settings->user_oid = settings->session_user_oid;
    }
    const char *zone = nd_settings_get(settings, "TimeZone");
    if (strcmp(zone, settings->zone) != 0) {
        const struct nd_tz *tz = NULL;
        nd_arena_reset(settings->tz_arena);
        if (nd_tz_of_setting(settings->tz_store, nd_slice_str(zone), settings->tz_arena, &tz, &err) != ND_STATUS_OK)
            tz = NULL;
        settings->types.tz = tz;
        snprintf(settings->zone, sizeof settings->zone, "%s", zone);
    }
    settings->types.tz_store = settings->tz_store;
    const char *style = nd_settings_get(settings, "DateStyle");
    for (int i = 0; i < (int)ND_ARRAY_LEN(date_styles); i++)
        if (strncmp(style, date_styles[i], strlen(date_styles[i])) == 0)
            settings->types.date_style = (enum nd_date_style)i;
    for (int i = 0; i < (int)ND_ARRAY_LEN(date_orders); i++)
        if (strstr(style, date_orders[i]) != NULL) settings->types.date_order = (enum nd_date_order)i;
    const char *interval_style = nd_settings_get(settings, "IntervalStyle");
    for (int i = 0; i < (int)ND_ARRAY_LEN(interval_styles); i++)
        if (strcmp(interval_style, interval_styles[i]) == 0) settings->types.interval_style = (enum nd_interval_style)i;
    settings->types.escapes_bytea = strcmp(nd_settings_get(settings, "bytea_output"), "escape") == 0;
    int float_digits = (int)number_of(settings, "extra_float_digits", KIND_INT);
    settings->types.float_digits_less = float_digits > 0 ? 0 : 1 - float_digits;
    parse_path(nd_settings_get(settings, "search_path"), &settings->path);
    settings->statement_timeout_ns =
        (uint64_t)number_of(settings, "statement_timeout", KIND_MS) * 1000000;
    settings->lock_timeout_ns =
        (uint64_t)number_of(settings, "lock_timeout", KIND_MS) * 1000000;
    settings->idle_in_txn_timeout_ns =
        (uint64_t)number_of(settings, "idle_in_transaction_session_timeout", KIND_MS) * 1000000;
    settings->work_mem_bytes = (size_t)number_of(settings, "work_mem", KIND_KB) * 1024;
    settings->opt = (struct nd_opt_settings){
        .has_hashjoin = is_on(settings, "enable_hashjoin"),
        .has_nestloop = is_on(settings, "enable_nestloop"),
        .has_mergejoin = is_on(settings, "enable_mergejoin"),
        .has_seqscan = is_on(settings, "enable_seqscan"),
        .has_indexscan = is_on(settings, "enable_indexscan"),
        .has_indexonlyscan = is_on(settings, "enable_indexonlyscan"),
        .has_sort = is_on(settings, "enable_sort"),
        .has_hashagg = is_on(settings, "enable_hashagg"),
        .work_mem_bytes = (double)settings->work_mem_bytes,
        .join_collapse_limit = (unsigned)number_of(settings, "join_collapse_limit", KIND_INT),
        .shard_scan_rows = (double)number_of(settings, "ndoto.shard_scan_rows", KIND_INT),
    };
    settings->default_isolation = nd_isolation_of(nd_settings_get(settings, "default_transaction_isolation"));
    settings->default_read_only = strcmp(nd_settings_get(settings, "default_transaction_read_only"), "on") == 0;
    const char *level = nd_settings_get(settings, "client_min_messages");
    settings->notice_min = strncmp(level, "debug", 5) == 0 ? 0
                           : strcmp(level, "log") == 0     ? 1
                           : strcmp(level, "info") == 0    ? 2
                           : strcmp(level, "notice") == 0  ? 3
                           : strcmp(level, "warning") == 0 ? 4
                                                           : 5;
}

enum nd_isolation nd_isolation_of(const char *name)
{
    if (strcasecmp(name, "serializable") == 0) return ND_SERIALIZABLE;
    return strcasecmp(name, "repeatable read") == 0 ? ND_REPEATABLE_READ : ND_READ_COMMITTED;
}

static uint64_t fingerprint(const struct nd_settings *settings)
{
    uint64_t hash = settings->temp_schema;
    for (size_t i = 0; i < settings->known_count; i++)
        if ((settings->items[i].definition->flags & PLAN) != 0) hash = (hash ^ nd_hash64(nd_slice_str(settings->items[i].value))) * UINT64_C(0x9e3779b97f4a7c15);
    return hash;
}

void nd_settings_set_temp_schema(struct nd_settings *settings, uint32_t schema)
{
    settings->temp_schema = schema;
    settings->generation = fingerprint(settings);
}

/* ---- life --------------------------------------------------------------------------------------------------- */

void nd_settings_init(struct nd_settings *settings, struct nd_heap *heap, struct nd_tz_store *tz_store,
                      struct nd_arena *tz_arena, const char *user)
{
    *settings = (struct nd_settings){.heap = heap, .tz_store = tz_store, .tz_arena = tz_arena};
    settings->known_count = settings->count = ND_ARRAY_LEN(definitions);
    char own[ND_SETTING_BYTES_MAX];
    if (strcmp(user, "postgres") == 0) snprintf(own, sizeof own, ND_SETTING_ROLE, ND_ROLE_POSTGRES, user); /* it cannot be another */
    else snprintf(own, sizeof own, "%s", user);
    settings->items = nd_heap_zalloc(heap, sizeof *settings->items * (settings->count + ND_SETTINGS_CUSTOM_MAX));
    for (size_t i = 0; i < settings->count; i++) {
        const char *value = strcmp(definitions[i].name, "session_authorization") == 0 ? own : definitions[i].value;
        settings->items[i].definition = &definitions[i];
        settings->items[i].value = nd_heap_strdup(heap, value);
        settings->items[i].start = nd_heap_strdup(heap, value);
    }
    settings->generation = fingerprint(settings);
    apply(settings);
}

static void free_item(struct nd_settings *settings, struct nd_setting *item)
{
    nd_heap_free(settings->heap, item->name);
    nd_heap_free(settings->heap, item->value);
    nd_heap_free(settings->heap, item->start);
    nd_heap_free(settings->heap, item->saved);
    nd_heap_free(settings->heap, item->session);
}

static void forget_undo(struct nd_settings *settings)
{
    while (settings->undo_count > 0) {
        struct nd_setting_undo *undo = &settings->undo[--settings->undo_count];
        nd_heap_free(settings->heap, undo->value);
        nd_heap_free(settings->heap, undo->saved);
        nd_heap_free(settings->heap, undo->session);
    }
    settings->has_savepoints = false;
}

void nd_settings_deinit(struct nd_settings *settings)
{
    forget_undo(settings);
    nd_heap_free(settings->heap, settings->undo);
    for (size_t i = 0; i < settings->count; i++) free_item(settings, &settings->items[i]);
    nd_heap_free(settings->heap, settings->items);
}

/* ---- look-up -------------------------------------------------------------------------------------------------- */

const char *nd_settings_get(const struct nd_settings *settings, const char *name)
{
    const struct nd_setting *item = find(settings, name);
    return item == NULL ? NULL : shown(item, item->value);
}

const char *nd_settings_name(const struct nd_settings *settings, const char *name)
{
    const struct nd_setting *item = find(settings, name);
    return item == NULL ? NULL : item_name(item);
}

bool nd_settings_at(const struct nd_settings *settings, size_t i, const char **name_out, const char **value_out,
                    const char **about_out)
{
    if (i >= settings->known_count) return false;
    *name_out = settings->items[i].definition->name;
    *value_out = shown(&settings->items[i], settings->items[i].value);
    *about_out = settings->items[i].definition->about;
    return true;
}

/* pg_settings has numbers in the parameter's unit. */
static const char *in_unit(const struct definition *definition, const char *value, struct nd_arena *arena)
{
    struct nd_err err;
    double number;
    size_t unit_count;
    if (units_of(definition->kind, &unit_count) == NULL || parse_number(definition, value, &number, &err) != ND_STATUS_OK) return value;
    return nd_arena_printf(arena, "%.0f", (definition->flags & BLOCKS) != 0 && number > 0 ? number / 8 : number);
}

static const char *context_of(unsigned flags)
{
    if ((flags & RESTART) == RESTART) return "postmaster";
    if ((flags & RELOAD) == RELOAD) return "sighup";
    return (flags & READ_ONLY) != 0 ? "internal" : (flags & SUPERUSER) != 0 ? "superuser" : "user";
}

bool nd_settings_describe(const struct nd_settings *settings, size_t i, struct nd_arena *arena, struct nd_sys_setting *setting_out)
{
    if (i >= settings->known_count) return false;
    const struct definition *definition = settings->items[i].definition;
    const char *type = "string", *start = settings->items[i].start == NULL ? definition->value : shown(&settings->items[i], settings->items[i].start);
    switch (definition->kind) {
    case KIND_BOOL: type = "bool"; break;
    case KIND_INT:
    case KIND_MS:
    case KIND_S:
    case KIND_KB:
    case KIND_B: type = "integer"; break;
    case KIND_REAL: type = "real"; break;
    case KIND_ENUM:
    case KIND_ISOLATION: type = "enum"; break;
    default: break;
    }
    size_t unit_count;
    const struct unit *units = units_of(definition->kind, &unit_count);
    *setting_out = (struct nd_sys_setting){
        .name = definition->name,
        .value = in_unit(definition, shown(&settings->items[i], settings->items[i].value), arena),
        .boot_value = in_unit(definition, start, arena),
        .unit = units == NULL ? NULL : (definition->flags & BLOCKS) != 0 ? "8kB" : units[1].name,
        .description = definition->about,
        .vartype = type,
        .context = context_of(definition->flags),
    };
    return true;
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

static void replace(struct nd_settings *settings, char **slot, const char *value)
{
    char *copy = value == NULL ? NULL : nd_heap_strdup(settings->heap, value);
    nd_heap_free(settings->heap, *slot);
    *slot = copy;
}

static void changed(struct nd_settings *settings, struct nd_setting *item, const struct nd_settings_sink *sink)
{
    unsigned flags = item->definition == NULL ? 0 : item->definition->flags;
    if ((flags & PLAN) != 0) settings->generation = fingerprint(settings);
    apply(settings);
    if ((flags & REPORT) != 0 && sink != NULL && sink->on_report != NULL)
        sink->on_report(sink->arg, item_name(item), shown(item, item->value));
}

static enum nd_status add_custom(struct nd_settings *settings, const char *name, struct nd_setting **out,
                                 struct nd_err *err)
{
    const char *dot = strchr(name, '.');
    if (dot == NULL || dot == name || dot[1] == '\0')
        return nd_err_set(err, "42704", "unrecognized configuration parameter \"%s\"", name);
    if (settings->count == settings->known_count + ND_SETTINGS_CUSTOM_MAX)
        return nd_err_set(err, "54000", "a session keeps at most %d custom parameters", ND_SETTINGS_CUSTOM_MAX);
    struct nd_setting *item = *out = &settings->items[settings->count++];
    *item = (struct nd_setting){.name = nd_heap_strdup(settings->heap, name),
                                .value = nd_heap_strdup(settings->heap, ""),
                                .start = nd_heap_strdup(settings->heap, "")};
    return ND_STATUS_OK;
}

static void keep_undo(struct nd_settings *settings, const struct nd_setting *item)
{
    if (settings->undo_count == settings->undo_cap) {
        settings->undo_cap = settings->undo_cap == 0 ? 8 : settings->undo_cap * 2;
        settings->undo = nd_heap_realloc(settings->heap, settings->undo, settings->undo_cap * sizeof *settings->undo);
    }
    struct nd_setting_undo *undo = &settings->undo[settings->undo_count++];
    *undo = (struct nd_setting_undo){.item = (size_t)(item - settings->items)};
    replace(settings, &undo->value, item->value);
    replace(settings, &undo->saved, item->saved);
    replace(settings, &undo->session, item->session);
}

size_t nd_settings_savepoint(struct nd_settings *settings)
{
    settings->has_savepoints = true;
    return settings->undo_count;
}

void nd_settings_rollback_to(struct nd_settings *settings, size_t savepoint, const struct nd_settings_sink *sink)
{
    while (settings->undo_count > savepoint) {
        struct nd_setting_undo *undo = &settings->undo[--settings->undo_count];
        struct nd_setting *item = &settings->items[undo->item];
        bool is_changed = strcmp(item->value, undo->value) != 0;
        nd_heap_free(settings->heap, item->value);
        nd_heap_free(settings->heap, item->saved);
        nd_heap_free(settings->heap, item->session);
        item->value = undo->value;
        item->saved = undo->saved;
        item->session = undo->session;
        if (is_changed) changed(settings, item, sink);
    }
}

static enum nd_status check_changeable(const struct nd_setting *item, struct nd_err *err)
{
    unsigned flags = item->definition == NULL ? 0 : item->definition->flags;
    if ((flags & READ_ONLY) == 0) return ND_STATUS_OK;
    const char *when = (flags & RESTART) == RESTART ? " without restarting the server" : (flags & RELOAD) == RELOAD ? " now" : "";
    return nd_err_set(err, "55P02", "parameter \"%s\" cannot be changed%s", item_name(item), when);
}

static enum nd_status check_superuser(const struct nd_settings *settings, const struct nd_setting *item, struct nd_err *err)
{
    bool is_fine = item->definition == NULL || (item->definition->flags & SUPERUSER) == 0 || is_on(settings, "is_superuser");
    return is_fine ? ND_STATUS_OK : nd_err_set(err, "42501", "permission denied to set parameter \"%s\"", item_name(item));
}

enum nd_status nd_settings_set(struct nd_settings *settings, const char *name, const char *value, bool is_local,
                               bool is_startup, const struct nd_settings_sink *sink, struct nd_err *err)
{
    struct nd_setting *item = find(settings, name);
    char text[ND_SETTING_BYTES_MAX];
    if (item == NULL) ND_TRY(add_custom(settings, name, &item, err));
    ND_TRY(check_changeable(item, err));
    if (!is_startup) ND_TRY(check_superuser(settings, item, err));
    if (value == NULL) value = item->start;
    if (strlen(value) >= sizeof text)
        return nd_err_set(err, "22023", "the value of parameter \"%s\" is too long", item_name(item));
    if (item->definition != NULL)
        ND_TRY(canonical(settings, item->definition, value, text, sizeof text, err));
    else
        snprintf(text, sizeof text, "%s", value);
    if (is_startup) {
        replace(settings, &item->start, text);
    } else {
        if (settings->has_savepoints) keep_undo(settings, item);
        if (item->saved == NULL) {
            replace(settings, &item->saved, item->value);
            replace(settings, &item->session, item->value);
        }
        if (!is_local) replace(settings, &item->session, text);
    }
    replace(settings, &item->value, text);
    changed(settings, item, sink);
    return ND_STATUS_OK;
}

enum nd_status nd_settings_check(struct nd_settings *settings, const char *name, const char *value, struct nd_err *err)
{
    const struct nd_setting *item = find(settings, name);
    char text[ND_SETTING_BYTES_MAX];
    const char *dot = strchr(name, '.');
    if (item == NULL && (dot == NULL || dot == name || dot[1] == '\0')) return nd_err_set(err, "42704", "unrecognized configuration parameter \"%s\"", name);
    if (item == NULL || item->definition == NULL) return ND_STATUS_OK;
    ND_TRY(check_changeable(item, err));
    ND_TRY(check_superuser(settings, item, err));
    return canonical(settings, item->definition, value, text, sizeof text, err);
}

bool nd_settings_is_untouched(const struct nd_settings *settings, const char *name)
{
    const struct nd_setting *item = find(settings, name);
    if (item == NULL) return true;
    const char *boot = item->definition == NULL ? "" : item->definition->value;
    return strcmp(item->value, item->start) == 0 && strcmp(item->start, boot) == 0;
}

void nd_settings_show_superuser(struct nd_settings *settings, bool is_superuser, const struct nd_settings_sink *sink)
{
    struct nd_setting *item = find(settings, "is_superuser");
    replace(settings, &item->value, is_superuser ? "on" : "off");
    if (sink != NULL && sink->on_report != NULL) sink->on_report(sink->arg, item_name(item), item->value);
}

void nd_settings_reset_all(struct nd_settings *settings, const struct nd_settings_sink *sink)
{
    for (size_t i = 0; i < settings->count; i++) {
        struct nd_setting *item = &settings->items[i];
        bool is_fixed = item->definition != NULL && (item->definition->flags & (READ_ONLY | HIDDEN_RESET)) != 0;
        struct nd_err err;
        if (is_fixed || strcmp(item->value, item->start) == 0 || check_superuser(settings, item, &err) != ND_STATUS_OK) continue;
        enum nd_status status = nd_settings_set(settings, item_name(item), NULL, false, false, sink, &err);
        ND_ASSERT(status == ND_STATUS_OK); /* it was valid before */
    }
}

void nd_settings_end(struct nd_settings *settings, bool is_commit, const struct nd_settings_sink *sink)
{
    forget_undo(settings);
    for (size_t i = 0; i < settings->count; i++) {
        struct nd_setting *item = &settings->items[i];
        if (item->saved == NULL) continue;
        const char *value = is_commit ? item->session : item->saved;
        if (strcmp(value, item->value) != 0) {
            replace(settings, &item->value, value);
            changed(settings, item, sink);
        }
        replace(settings, &item->saved, NULL);
        replace(settings, &item->session, NULL);
    }
}
