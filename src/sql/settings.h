/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h - a session's configuration parameters: SET, RESET, SHOW, their transactions.
 *
 * Model.      Each parameter is a text, checked and put in its canonical form when set; those that the session
 *             acts upon are kept parsed in struct nd_settings too. What a transaction set is undone by its rollback;
 *             what SET LOCAL set ends with it. Values of role and session_authorization are set as ND_SETTING_ROLE has it:
 *             roles get other names, and names other roles.
 * Testing.    tests/sql/settings. */
#ifndef ND_SQL_SETTINGS_H
#define ND_SQL_SETTINGS_H

#include "sql/bind/bind.h"
#include "sql/opt/opt.h"
#include "sql/types/tz.h"
#include "txn/txn.h"

#define ND_SETTINGS_CUSTOM_MAX 64 /* "extension.name" parameters of a session */
#define ND_SETTING_BYTES_MAX 4096
#define ND_SETTING_ROLE "%u:%s" /* oid, name; the oid is not shown */

struct nd_setting;
struct nd_setting_undo;

struct nd_settings {
    struct nd_heap *heap;
    struct nd_setting *items;      /* the known ones in table order, then custom ones */
    size_t count, known_count;
    struct nd_tz_store *tz_store;
    struct nd_arena *tz_arena;     /* zones made of rules: as long as the session */
    uint64_t generation;           /* of all that plans depend on: equal where a plan of another session is as good */
    char zone[256];                /* the text that types.tz was made of */
    struct nd_setting_undo *undo;  /* since the first savepoint of the transaction */
    size_t undo_count, undo_cap;
    bool has_savepoints;
    /* parsed */
    const char *user, *session_user; /* whose privileges count, by the names they were given by; valid until a setting changes */
    uint32_t user_oid, session_user_oid; /* ... which those names may not mean any more; 0: nobody has looked yet */
    struct nd_type_ctx types;
    uint32_t temp_schema; /* of the session's temporary tables; 0: it has made none */
    struct nd_search_path path;
    uint64_t statement_timeout_ns, lock_timeout_ns, idle_in_txn_timeout_ns;
    size_t work_mem_bytes;
    struct nd_opt_settings opt;
    enum nd_isolation default_isolation;
    bool default_read_only;
    int notice_min;                /* of client_min_messages: 0 debug .. 4 warning, 5 error */
};

enum nd_isolation nd_isolation_of(const char *name); /* as SQL names it */

/* `on_report` of nd_settings_set: the client is told the new value. */
struct nd_settings_sink {
    void *arg;
    void (*on_report)(void *arg, const char *name, const char *value);
};

void nd_settings_init(struct nd_settings *settings, struct nd_heap *heap, struct nd_tz_store *tz_store, struct nd_arena *tz_arena, const char *user);
void nd_settings_deinit(struct nd_settings *settings);
/* value NULL: the default. Errors: 42704 unknown, 22023 invalid, 55P02 read-only. */
ND_RESULT nd_settings_set(struct nd_settings *settings, const char *name, const char *value, bool is_local, bool is_startup, const struct nd_settings_sink *sink, struct nd_err *err);
/* Would the value do? As nd_settings_set says it; nothing is set. */
ND_RESULT nd_settings_check(struct nd_settings *settings, const char *name, const char *value, struct nd_err *err);
bool nd_settings_is_untouched(const struct nd_settings *settings, const char *name); /* as it is without anybody's doing */
void nd_settings_show_superuser(struct nd_settings *settings, bool is_superuser, const struct nd_settings_sink *sink);
void nd_settings_reset_all(struct nd_settings *settings, const struct nd_settings_sink *sink);
const char *nd_settings_get(const struct nd_settings *settings, const char *name); /* NULL: unknown */
const char *nd_settings_name(const struct nd_settings *settings, const char *name); /* as it is written: "TimeZone"; NULL: unknown */
/* The i'th in order of names, for SHOW ALL; false: no more. */
bool nd_settings_at(const struct nd_settings *settings, size_t i, const char **name_out, const char **value_out, const char **about_out);
struct nd_sys_setting;
/* ... for pg_settings. */
bool nd_settings_describe(const struct nd_settings *settings, size_t i, struct nd_arena *arena, struct nd_sys_setting *setting_out);
/* What nd_settings_rollback_to goes back to: changes from now until nd_settings_end are kept for it. */
size_t nd_settings_savepoint(struct nd_settings *settings);
void nd_settings_rollback_to(struct nd_settings *settings, size_t savepoint, const struct nd_settings_sink *sink);
void nd_settings_end(struct nd_settings *settings, bool is_commit, const struct nd_settings_sink *sink);

void nd_settings_set_temp_schema(struct nd_settings *settings, uint32_t schema);

#endif
