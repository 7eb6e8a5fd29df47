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
    KIND_KB,
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
enum { REPORT = 1, READ_ONLY = 2, PLAN = 4, HIDDEN_RESET = 8 };

struct definition {
    const char *name, *value;
    enum kind kind;
    unsigned flags;
    const char *values; /* ENUM: "a|b|c"; others: the only value that is taken, NULL: any */
    const char *about;
    double min, max;
};

/* In order of names without regard to case. Parameters that PostgreSQL's tools set are here with the values that change nothing
 * for them; a value that asks for what Ndoto does not do is refused. */
static const struct definition definitions[] = {
    {"application_name", "", KIND_TEXT, REPORT, NULL,
     "Sets the application name to be reported in statistics and logs.", 0, 0},
    {"array_nulls", "on", KIND_BOOL, 0, NULL, "Enables input of NULL elements in arrays.", 0, 0},
    {"backslash_quote", "safe_encoding", KIND_ENUM, 0, "safe_encoding|on|off|true|false|yes|no|1|0",
     "Sets whether \"\\'\" is allowed in string literals.", 0, 0},
    {"block_size", "8192", KIND_INT, READ_ONLY, NULL, "Shows the size of a disk block.", 0, 1e9},
    {"bytea_output", "hex", KIND_ENUM, PLAN, "hex|escape", "Sets the output format for bytea.", 0, 0},
    {"check_function_bodies", "on", KIND_BOOL, 0, NULL, "Checks function bodies when functions are created.", 0, 0},
    {"client_encoding", "UTF8", KIND_ENCODING, REPORT, NULL, "Sets the client's character set encoding.", 0, 0},
    {"client_min_messages", "notice", KIND_ENUM, 0,
     "debug5|debug4|debug3|debug2|debug1|debug|log|info|notice|warning|error",
     "Sets the message levels that are sent to the client.", 0, 0},
    {"constraint_exclusion", "partition", KIND_ENUM, 0, "partition|on|off|true|false",
     "Enables the planner to use constraints to optimize queries.", 0, 0},
    {"cpu_index_tuple_cost", "0.005", KIND_REAL, 0, NULL, "Sets the planner's estimate of the cost of processing each index entry during an index scan.", 0, 1e300},
    {"cpu_operator_cost", "0.0025", KIND_REAL, 0, NULL, "Sets the planner's estimate of the cost of processing each operator or function call.", 0, 1e300},
    {"cpu_tuple_cost", "0.01", KIND_REAL, 0, NULL, "Sets the planner's estimate of the cost of processing each tuple (row).", 0, 1e300},
    {"cursor_tuple_fraction", "0.1", KIND_REAL, 0, NULL, "Sets the planner's estimate of the fraction of a cursor's rows that will be retrieved.", 0, 1},
    {"DateStyle", "ISO, MDY", KIND_DATESTYLE, REPORT | PLAN, NULL, "Sets the display format for date and time values.",
     0, 0},
    {"deadlock_timeout", "1s", KIND_MS, 0, NULL, "Sets the time to wait on a lock before checking for deadlock.", 1, 2147483647},
    {"default_statistics_target", "100", KIND_INT, 0, NULL, "Sets the default statistics target.", 1, 10000},
    {"default_table_access_method", "heap", KIND_ENUM, 0, "heap",
     "Sets the default table access method for new tables.", 0, 0},
    {"default_tablespace", "", KIND_TEXT, 0, "", "Sets the default tablespace to create tables and indexes in.", 0, 0},
    {"default_toast_compression", "pglz", KIND_ENUM, 0, "pglz|lz4", "Sets the default compression method for compressible values.", 0, 0},
    {"default_transaction_deferrable", "off", KIND_BOOL, 0, NULL,
     "Sets the default deferrable status of new transactions.", 0, 0},
    {"default_transaction_isolation", "read committed", KIND_ISOLATION, 0, NULL,
     "Sets the transaction isolation level of each new transaction.", 0, 0},
    {"default_transaction_read_only", "off", KIND_BOOL, REPORT, NULL,
     "Sets the default read-only status of new transactions.", 0, 0},
    {"default_with_oids", "off", KIND_BOOL, 0, "off", "WITH OIDS is no longer supported; this can only be false.", 0,
     0},
    {"effective_cache_size", "4GB", KIND_KB, 0, NULL,
     "Sets the planner's assumption about the total size of the data caches.", 8, 2147483647},
    {"effective_io_concurrency", "1", KIND_INT, 0, NULL, "Number of simultaneous requests that can be handled efficiently by the disk subsystem.", 0, 1000},
    {"enable_async_append", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of async append plans.", 0, 0},
    {"enable_bitmapscan", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of bitmap-scan plans.", 0, 0},
    {"enable_gathermerge", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of gather merge plans.", 0, 0},
    {"enable_hashagg", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of hashed aggregation plans.", 0, 0},
    {"enable_hashjoin", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of hash join plans.", 0, 0},
    {"enable_incremental_sort", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of incremental sort steps.", 0, 0},
    {"enable_indexonlyscan", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of index-only-scan plans.", 0, 0},
    {"enable_indexscan", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of index-scan plans.", 0, 0},
    {"enable_material", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of materialization.", 0, 0},
    {"enable_memoize", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of memoization.", 0, 0},
    {"enable_mergejoin", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of merge join plans.", 0, 0},
    {"enable_nestloop", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of nested-loop join plans.", 0, 0},
    {"enable_parallel_append", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of parallel append plans.", 0, 0},
    {"enable_parallel_hash", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of parallel hash plans.", 0, 0},
    {"enable_partition_pruning", "on", KIND_BOOL, 0, NULL, "Enables plan-time and execution-time partition pruning.", 0, 0},
    {"enable_partitionwise_aggregate", "off", KIND_BOOL, 0, NULL, "Enables partitionwise aggregation and grouping.", 0, 0},
    {"enable_partitionwise_join", "off", KIND_BOOL, 0, NULL, "Enables partitionwise join.", 0, 0},
    {"enable_seqscan", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of sequential-scan plans.", 0, 0},
    {"enable_sort", "on", KIND_BOOL, PLAN, NULL, "Enables the planner's use of explicit sort steps.", 0, 0},
    {"enable_tidscan", "on", KIND_BOOL, 0, NULL, "Enables the planner's use of TID scan plans.", 0, 0},
    {"escape_string_warning", "on", KIND_BOOL, 0, NULL, "Warn about backslash escapes in ordinary string literals.", 0,
     0},
    {"extra_float_digits", "1", KIND_INT, PLAN, NULL, "Sets the number of digits displayed for floating-point values.",
     -15, 3},
    {"from_collapse_limit", "8", KIND_INT, 0, NULL, "Sets the FROM-list size beyond which subqueries are not collapsed.", 1, 2147483647},
    {"geqo", "on", KIND_BOOL, 0, NULL, "Enables genetic query optimization.", 0, 0},
    {"geqo_threshold", "12", KIND_INT, 0, NULL, "Sets the threshold of FROM items beyond which GEQO is used.", 2, 2147483647},
    {"hash_mem_multiplier", "2", KIND_REAL, 0, NULL, "Multiple of work_mem to use for hash tables.", 1, 1000},
    {"idle_in_transaction_session_timeout", "0", KIND_MS, 0, NULL,
     "Sets the maximum allowed idle time between queries, when in a transaction.", 0, 2147483647},
    {"idle_session_timeout", "0", KIND_MS, 0, NULL,
     "Sets the maximum allowed idle time between queries, when not in a transaction.", 0, 2147483647},
    {"in_hot_standby", "off", KIND_BOOL, REPORT | READ_ONLY, NULL, "Shows whether hot standby is currently active.", 0,
     0},
    {"integer_datetimes", "on", KIND_BOOL, REPORT | READ_ONLY, NULL, "Shows whether datetimes are integer based.", 0,
     0},
    {"IntervalStyle", "postgres", KIND_ENUM, REPORT | PLAN, "postgres|postgres_verbose|sql_standard|iso_8601",
     "Sets the display format for interval values.", 0, 0},
    {"is_superuser", "on", KIND_BOOL, REPORT | READ_ONLY, NULL, "Shows whether the current user is a superuser.", 0, 0},
    {"jit", "off", KIND_BOOL, 0, NULL, "Allow JIT compilation.", 0, 0},
    {"join_collapse_limit", "8", KIND_INT, PLAN, NULL, "Sets the FROM-list size beyond which JOIN constructs are not flattened.", 1, 2147483647},
    {"lc_collate", "C.UTF-8", KIND_TEXT, READ_ONLY, NULL, "Shows the collation order locale.", 0, 0},
    {"lc_ctype", "C.UTF-8", KIND_TEXT, READ_ONLY, NULL,
     "Shows the character classification and case conversion locale.", 0, 0},
    {"lc_messages", "C.UTF-8", KIND_TEXT, 0, NULL, "Sets the language in which messages are displayed.", 0, 0},
    {"lc_monetary", "C.UTF-8", KIND_TEXT, 0, NULL, "Sets the locale for formatting monetary amounts.", 0, 0},
    {"lc_numeric", "C.UTF-8", KIND_TEXT, 0, NULL, "Sets the locale for formatting numbers.", 0, 0},
    {"lc_time", "C.UTF-8", KIND_TEXT, 0, NULL, "Sets the locale for formatting date and time values.", 0, 0},
    {"lock_timeout", "0", KIND_MS, 0, NULL, "Sets the maximum allowed duration of any wait for a lock.", 0, 2147483647},
    {"log_duration", "off", KIND_BOOL, 0, NULL, "Logs the duration of each completed SQL statement.", 0, 0},
    {"log_error_verbosity", "default", KIND_ENUM, 0, "terse|default|verbose", "Sets the verbosity of logged messages.", 0, 0},
    {"log_lock_waits", "off", KIND_BOOL, 0, NULL, "Logs long lock waits.", 0, 0},
    {"log_min_duration_statement", "-1", KIND_MS, 0, NULL, "Sets the minimum execution time above which all statements will be logged.", -1, 2147483647},
    {"log_min_error_statement", "error", KIND_ENUM, 0,
     "debug5|debug4|debug3|debug2|debug1|debug|info|notice|warning|error|log|fatal|panic",
     "Causes all statements generating error at or above this level to be logged.", 0, 0},
    {"log_min_messages", "warning", KIND_ENUM, 0, "debug5|debug4|debug3|debug2|debug1|debug|info|notice|warning|error|log|fatal|panic", "Sets the message levels that are logged.", 0, 0},
    {"log_statement", "none", KIND_ENUM, 0, "none|ddl|mod|all", "Sets the type of statements logged.", 0, 0},
    {"maintenance_work_mem", "64MB", KIND_KB, 0, NULL, "Sets the maximum memory to be used for maintenance operations.",
     1024, 2147483647},
    {"max_connections", "1024", KIND_INT, READ_ONLY, NULL, "Sets the maximum number of concurrent connections.", 1,
     1e9},
    {"max_identifier_length", "63", KIND_INT, READ_ONLY, NULL, "Shows the maximum identifier length.", 0, 1e9},
    {"max_index_keys", "32", KIND_INT, READ_ONLY, NULL, "Shows the maximum number of index keys.", 0, 1e9},
    {"max_parallel_maintenance_workers", "2", KIND_INT, 0, NULL, "Sets the maximum number of parallel processes per maintenance operation.", 0, 1024},
    {"max_parallel_workers", "8", KIND_INT, 0, NULL, "Sets the maximum number of parallel workers that can be active at one time.", 0, 1024},
    {"max_parallel_workers_per_gather", "0", KIND_INT, 0, NULL,
     "Sets the maximum number of parallel processes per executor node.", 0, 1024},
    {"ndoto.shard_scan_rows", "1000", KIND_INT, PLAN, NULL, "Scans estimated to read more rows are filtered and aggregated by the shards; -1: none is.", -1, 2147483647},
    {"parallel_leader_participation", "on", KIND_BOOL, 0, NULL, "Controls whether Gather and Gather Merge also run subplans.", 0, 0},
    {"parallel_setup_cost", "1000", KIND_REAL, 0, NULL, "Sets the planner's estimate of the cost of starting up worker processes for parallel query.", 0, 1e300},
    {"parallel_tuple_cost", "0.1", KIND_REAL, 0, NULL, "Sets the planner's estimate of the cost of passing each tuple (row) from worker to leader backend.", 0, 1e300},
    {"plan_cache_mode", "auto", KIND_ENUM, 0, "auto|force_generic_plan|force_custom_plan", "Controls the planner's selection of custom or generic plan.", 0, 0},
    {"quote_all_identifiers", "off", KIND_BOOL, 0, NULL, "When generating SQL fragments, quote all identifiers.", 0, 0},
    {"random_page_cost", "4", KIND_REAL, 0, NULL,
     "Sets the planner's estimate of the cost of a nonsequentially fetched disk page.", 0, 1e300},
    {"role", "none", KIND_ROLE, PLAN | HIDDEN_RESET, NULL, "Sets the current role.", 0, 0},
    {"row_security", "on", KIND_BOOL, 0, NULL, "Enable row security.", 0, 0},
    {"search_path", "\"$user\", public", KIND_PATH, PLAN, NULL,
     "Sets the schema search order for names that are not schema-qualified.", 0, 0},
    {"seq_page_cost", "1", KIND_REAL, 0, NULL,
     "Sets the planner's estimate of the cost of a sequentially fetched disk page.", 0, 1e300},
    {"server_encoding", "UTF8", KIND_TEXT, REPORT | READ_ONLY, NULL,
     "Shows the server (database) character set encoding.", 0, 0},
    {"server_version", "15.4", KIND_TEXT, REPORT | READ_ONLY, NULL, "Shows the server version.", 0, 0},
    {"server_version_num", "150004", KIND_INT, READ_ONLY, NULL, "Shows the server version as an integer.", 0, 1e9},
    {"session_authorization", "", KIND_ROLE, REPORT | PLAN | HIDDEN_RESET, NULL, "Sets the session user name.", 0,
     0},
    {"session_replication_role", "origin", KIND_ENUM, 0, "origin|local|replica",
     "Sets the session's behavior for triggers and rewrite rules.", 0, 0},
    {"ssl", "off", KIND_BOOL, READ_ONLY, NULL, "Enables SSL connections.", 0, 0},
    {"standard_conforming_strings", "on", KIND_BOOL, REPORT, "on",
     "Causes '...' strings to treat backslashes literally.", 0, 0},
    {"statement_timeout", "0", KIND_MS, 0, NULL, "Sets the maximum allowed duration of any statement.", 0, 2147483647},
    {"synchronize_seqscans", "on", KIND_BOOL, 0, NULL, "Enable synchronized sequential scans.", 0, 0},
    {"synchronous_commit", "on", KIND_ENUM, 0, "on|local|remote_write|remote_apply|off|true|false",
     "Sets the current transaction's synchronization level. Every commit is durable on a quorum.", 0, 0},
    {"temp_buffers", "8MB", KIND_KB, 0, NULL, "Sets the maximum number of temporary buffers used by each session.", 800, 2147483647},
    {"temp_tablespaces", "", KIND_TEXT, 0, "", "Sets the tablespace(s) to use for temporary tables and sort files.", 0, 0},
    {"TimeZone", "UTC", KIND_TZ, REPORT | PLAN, NULL, "Sets the time zone for displaying and interpreting time stamps.",
     0, 0},
    {"track_activities", "on", KIND_BOOL, 0, NULL, "Collects information about executing commands.", 0, 0},
    {"track_counts", "on", KIND_BOOL, 0, NULL, "Collects statistics on database activity.", 0, 0},
    {"track_functions", "none", KIND_ENUM, 0, "none|pl|all", "Collects function-level statistics on database activity.", 0, 0},
    {"track_io_timing", "off", KIND_BOOL, 0, NULL, "Collects timing statistics for database I/O activity.", 0, 0},
    {"transaction_deferrable", "off", KIND_BOOL, 0, NULL,
     "Whether to defer a read-only serializable transaction until it can be executed with no possible serialization "
     "failures.",
     0, 0},
    {"transaction_isolation", "read committed", KIND_ISOLATION, HIDDEN_RESET, NULL,
     "Sets the current transaction's isolation level.", 0, 0},
    {"transaction_read_only", "off", KIND_BOOL, HIDDEN_RESET, NULL, "Sets the current transaction's read-only status.",
     0, 0},
    {"transform_null_equals", "off", KIND_BOOL, 0, "off", "Treats \"expr=NULL\" as \"expr IS NULL\".", 0, 0},
    {"vacuum_cost_delay", "0", KIND_MS, 0, NULL, "Vacuum cost delay in milliseconds.", 0, 100},
    {"vacuum_cost_limit", "200", KIND_INT, 0, NULL, "Vacuum cost amount available before napping.", 1, 10000},
    {"wal_level", "replica", KIND_TEXT, READ_ONLY, NULL, "Sets the level of information written to the WAL.", 0, 0},
    {"work_mem", "64MB", KIND_KB, PLAN, NULL,
     "Sets the memory that a statement may use for sorting, grouping and joining.", 64, 2147483647},
    {"xmloption", "content", KIND_ENUM, 0, "content|document",
     "Sets whether XML data is to be considered as documents or content fragments.", 0, 0},
};

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
static const struct unit units_ms[] = {{"us", 0.001},  {"ms", 1},      {"s", 1000},
                                       {"min", 60000}, {"h", 3600000}, {"d", 86400000}};
static const struct unit units_kb[] = {
    {"B", 1.0 / 1024}, {"kB", 1}, {"MB", 1024}, {"GB", 1024.0 * 1024}, {"TB", 1024.0 * 1024 * 1024}};

static enum nd_status parse_number(const struct definition *definition, const char *value, const struct unit *units,
                                   size_t unit_count, double *out, struct nd_err *err)
{
    char *end;
    errno = 0;
    double number = strtod(value, &end);
    if (end == value || errno != 0 || isnan(number)) return invalid(definition->name, value, err);
    while (isspace((unsigned char)*end)) end++;
    double factor = *end == '\0' ? 1 : 0;
    for (size_t i = 0; i < unit_count && *end != '\0'; i++)
        if (strcmp(end, units[i].name) == 0) factor = units[i].factor;
    if (factor == 0) {
        (void)invalid(definition->name, value, err);
        if (unit_count > 0)
            (void)nd_err_hint(err, "Valid units for this parameter are %s.",
                              units == units_ms ? "\"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\""
                                                : "\"B\", \"kB\", \"MB\", \"GB\", and \"TB\"");
        return ND_STATUS_SQL;
    }
    number = definition->kind == KIND_REAL ? number : nearbyint(number * factor);
    if (number < definition->min || number > definition->max)
        return nd_err_set(err, "22023", "%.0f%s is outside the valid range for parameter \"%s\" (%.0f .. %.0f)", number,
                          definition->kind == KIND_MS   ? " ms"
                          : definition->kind == KIND_KB ? " kB"
                                                        : "",
                          definition->name, definition->min, definition->max);
    *out = number;
    return ND_STATUS_OK;
}

/* As SHOW does: the largest unit that divides the value. */
static void format_unit(double value, const struct unit *units, size_t unit_count, char *out, size_t room)
{
    size_t best = 1; /* ms, kB */
    for (size_t i = 2; i < unit_count; i++)
        if (value != 0 && fmod(value, units[i].factor) == 0) best = i;
    if (value <= 0)
        snprintf(out, room, "%.0f", value);
    else
        snprintf(out, room, "%.0f%s", value / units[best].factor, units[best].name);
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
        ND_TRY(parse_number(definition, value, NULL, 0, &number, err));
        snprintf(out, room, "%.0f", number);
        return ND_STATUS_OK;
    case KIND_REAL:
        ND_TRY(parse_number(definition, value, NULL, 0, &number, err));
        snprintf(out, room, "%g", number);
        return ND_STATUS_OK;
    case KIND_MS:
        ND_TRY(parse_number(definition, value, units_ms, ND_ARRAY_LEN(units_ms), &number, err));
        format_unit(number, units_ms, ND_ARRAY_LEN(units_ms), out, room);
        return ND_STATUS_OK;
    case KIND_KB:
        ND_TRY(parse_number(definition, value, units_kb, ND_ARRAY_LEN(units_kb), &number, err));
        format_unit(number, units_kb, ND_ARRAY_LEN(units_kb), out, room);
        return ND_STATUS_OK;
    case KIND_ENUM:
        if (!in_list(definition->values, value, out, room)) {
            (void)invalid(definition->name, value, err);
            return nd_err_hint(err, "Available values: %s.", definition->values);
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

static double number_of(const struct nd_settings *settings, const char *name, const struct unit *units,
                        size_t unit_count)
{
    struct nd_err err;
    double number = 0;
    const struct definition any = {.name = name, .kind = KIND_INT, .min = -1e18, .max = 1e18};
    if (parse_number(&any, nd_settings_get(settings, name), units, unit_count, &number, &err) != ND_STATUS_OK) return 0;
    return number;
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
    int float_digits = (int)number_of(settings, "extra_float_digits", NULL, 0);
    settings->types.float_digits_less = float_digits > 0 ? 0 : 1 - float_digits;
    parse_path(nd_settings_get(settings, "search_path"), &settings->path);
    settings->statement_timeout_ns =
        (uint64_t)number_of(settings, "statement_timeout", units_ms, ND_ARRAY_LEN(units_ms)) * 1000000;
    settings->lock_timeout_ns =
        (uint64_t)number_of(settings, "lock_timeout", units_ms, ND_ARRAY_LEN(units_ms)) * 1000000;
    settings->idle_in_txn_timeout_ns =
        (uint64_t)number_of(settings, "idle_in_transaction_session_timeout", units_ms, ND_ARRAY_LEN(units_ms)) * 1000000;
    settings->work_mem_bytes = (size_t)number_of(settings, "work_mem", units_kb, ND_ARRAY_LEN(units_kb)) * 1024;
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
        .join_collapse_limit = (unsigned)number_of(settings, "join_collapse_limit", NULL, 0),
        .shard_scan_rows = (double)number_of(settings, "ndoto.shard_scan_rows", NULL, 0),
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
    bool is_ms = definition->kind == KIND_MS;
    if (!is_ms && definition->kind != KIND_KB) return value;
    if (parse_number(definition, value, is_ms ? units_ms : units_kb, is_ms ? ND_ARRAY_LEN(units_ms) : ND_ARRAY_LEN(units_kb), &number, &err) != ND_STATUS_OK) return value;
    return nd_arena_printf(arena, "%.0f", number);
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
    case KIND_KB: type = "integer"; break;
    case KIND_REAL: type = "real"; break;
    case KIND_ENUM:
    case KIND_ISOLATION: type = "enum"; break;
    default: break;
    }
    *setting_out = (struct nd_sys_setting){
        .name = definition->name,
        .value = in_unit(definition, shown(&settings->items[i], settings->items[i].value), arena),
        .boot_value = in_unit(definition, start, arena),
        .unit = definition->kind == KIND_MS ? "ms" : definition->kind == KIND_KB ? "kB" : NULL,
        .description = definition->about,
        .vartype = type,
        .context = (definition->flags & READ_ONLY) != 0 ? "internal" : "user",
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

enum nd_status nd_settings_set(struct nd_settings *settings, const char *name, const char *value, bool is_local,
                               bool is_startup, const struct nd_settings_sink *sink, struct nd_err *err)
{
    struct nd_setting *item = find(settings, name);
    char text[ND_SETTING_BYTES_MAX];
    if (item == NULL) ND_TRY(add_custom(settings, name, &item, err));
    if (item->definition != NULL && (item->definition->flags & READ_ONLY) != 0)
        return nd_err_set(err, "55P02", "parameter \"%s\" cannot be changed", item_name(item));
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
    if ((item->definition->flags & READ_ONLY) != 0) return nd_err_set(err, "55P02", "parameter \"%s\" cannot be changed", item_name(item));
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
        if (is_fixed || strcmp(item->value, item->start) == 0) continue;
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
