/* SPDX-License-Identifier: Apache-2.0 */
/* sys.h - pg_catalog, information_schema and nd_internal: relations whose rows are made of descriptors while they are read.
 *
 * Role.       Says which system relations there are, makes their rows, answers the functions about catalog objects
 *             (pg_get_indexdef, to_regclass, has_table_privilege, ...) and the names of regclass and its kin.
 * Model.      nd_sys is what a catalog view holds, indexed by oid and by name; it lives on the view, so that it is made
 *             once a catalog version. No rows are kept: a scan makes those it needs, one descriptor after another,
 *             and goes straight to the descriptor where a condition fixes its oid or name (the relation's "indexes").
 * Threading.  nd_sys_load waits for the catalog; everything else is computed in place and never yields.
 * Invariants. S1 nothing here changes the view or its descriptors.
 *             S2 every column that PostgreSQL 15 has is there, in its order and type (a type that is not known here: text).
 * Testing.    tests/sql/catalog, tests/e2e/test_psql.py, tests/e2e/test_introspection.py. */
#ifndef ND_SQL_SYS_SYS_H
#define ND_SQL_SYS_SYS_H

#include "catalog/catalog.h"
#include "env/fiber.h"
#include "sql/func/func.h"

struct nd_sys;
struct nd_sys_rel;

/* Loads the whole catalog into the view and indexes it. */
ND_YIELDS ND_RESULT nd_sys_load(struct nd_catalog_view *view, struct nd_txn *txn);
/* NULL: not loaded. */
const struct nd_sys *nd_sys_of(const struct nd_catalog_view *view);

/* ---- relations -------------------------------------------------------------------------------------- */

/* A relation of pg_catalog or information_schema by its name. NULL: none. */
const struct nd_sys_rel *nd_sys_find_rel(uint32_t schema_id, const char *name);
const struct nd_sys_rel *nd_sys_find_rel_by_oid(uint32_t oid);
/* As a table that plans can read, on the arena; its indexes are the look-ups that it has. sys: for estimates; may be NULL. */
const struct nd_table *nd_sys_table(const struct nd_sys_rel *rel, const struct nd_sys *sys, struct nd_arena *arena);
bool nd_sys_is_view(const struct nd_sys_rel *rel);
bool nd_sys_is_secret(const struct nd_sys_rel *rel); /* for superusers alone */
/* Its rows are made of what nodes and shards are like just now. */
bool nd_sys_needs_cluster(const struct nd_sys_rel *rel);
bool nd_sys_needs_sessions(const struct nd_sys_rel *rel);
/* A name that a statement uses needs the catalog to be loaded: of a system relation (schema NULL: not written), of a
 * function about catalog objects. */
bool nd_sys_is_name(const char *schema, const char *name);

/* ---- what rows and functions depend on besides the catalog --------------------------------------------------- */

struct nd_sys_setting {
    const char *name, *value, *boot_value, *unit, *description, *vartype, *context;
    const char *const *enum_values; /* NULL: none; ends with NULL */
};

struct nd_sys_build {
    const char *command, *phase;
    int64_t pid, table_oid, index_oid, rows_total, rows_done;
    uint32_t database_oid;
};

/* A session, of this node or another, as it was a moment ago. */
enum nd_sys_state { ND_SYS_ACTIVE, ND_SYS_IDLE, ND_SYS_IDLE_IN_TXN, ND_SYS_IDLE_IN_FAILED_TXN };
enum nd_sys_wait { ND_SYS_WAIT_NONE, ND_SYS_WAIT_CLIENT, ND_SYS_WAIT_TRANSACTION, ND_SYS_WAIT_ADVISORY, ND_SYS_WAIT_SLEEP };
enum nd_sys_lock_kind { ND_SYS_LOCK_ROWS, ND_SYS_LOCK_ADVISORY };
struct nd_sys_lock {
    enum nd_sys_lock_kind kind;
    unsigned space;    /* ADVISORY: 1: one bigint, 2: two integers */
    int64_t key;       /* ROWS: of the table that is written, its oid */
    bool is_shared, is_granted;
};
struct nd_sys_session {
    int64_t node, pid, port; /* port -1: not known */
    uint32_t database_oid, role; /* role: that logged in; 0: not known yet */
    const char *user, *database, *application, *address, *query;
    int64_t began_us, xact_us, query_us, changed_us, wait_us; /* since 2000-01-01 UTC; 0: none */
    enum nd_sys_state state;
    enum nd_sys_wait wait;
    uint64_t xid, transactions; /* xid 0: none */
    uint64_t snapshot;          /* of the statement; 0: none */
    const struct nd_ts *held, *awaited; /* start timestamps: under which it holds locks; of whom it waits for */
    size_t held_count, awaited_count;
    const struct nd_sys_lock *locks;
    size_t lock_count;
};

/* Whom `waiter` waits for, pids on the arena. */
size_t nd_sys_blockers(const struct nd_sys_session *sessions, size_t count, const struct nd_sys_session *waiter, struct nd_arena *arena, int64_t **pids_out);

struct nd_sys_cursor_info {
    const char *name;
    struct nd_slice statement;
    bool is_holdable, is_binary, is_scrollable;
    int64_t made_us;
};
struct nd_sys_prepared {
    const char *name;
    struct nd_slice statement;
    int64_t made_us, generic_plans, custom_plans;
    const uint32_t *param_oids;
    size_t param_count;
    bool is_from_sql;
};

struct nd_sys_env {
    const struct nd_sys *sys; /* NULL: not loaded */
    const struct nd_type_ctx *types;
    const struct nd_func_services *services;
    const uint32_t *path; /* schemas in the order that names are looked up */
    size_t path_count;
    void *arg;
    /* The i'th configuration parameter; false: no more. */
    bool (*setting_at)(void *arg, size_t i, struct nd_arena *arena, struct nd_sys_setting *setting_out);
    /* An expression of the catalog as PostgreSQL shows it: `text` over the columns of `table` (NULL: none), cast to `type`
     * (INVALID: as it is). pretty: without needless parentheses. NULL: it cannot be read. */
    const char *(*deparse)(void *arg, const struct nd_table *table, const char *text, struct nd_type type, bool pretty, struct nd_arena *arena);
    const char *(*deparse_view)(void *arg, const struct nd_table *view, bool pretty, struct nd_arena *arena);
    /* What can be written through a view: bits 2 UPDATE, 3 INSERT, 4 DELETE. columns_out: one a column, those that can be set; may be NULL. */
    unsigned (*view_writes)(void *arg, const struct nd_table *view, bool *columns_out, struct nd_arena *arena);
    /* Positions in table->columns that the expression reads; at most `room`. */
    size_t (*columns_of)(void *arg, const struct nd_table *table, const char *text, uint32_t *columns_out, size_t room);
    /* The i'th build of an index that is under way; false: no more. */
    bool (*build_at)(void *arg, size_t i, struct nd_sys_build *build_out);
    /* The session's own i'th cursor, and prepared statement. */
    bool (*cursor_at)(void *arg, size_t i, struct nd_sys_cursor_info *cursor_out);
    bool (*prepared_at)(void *arg, size_t i, struct nd_sys_prepared *prepared_out);
    /* All sessions of the cluster, on the arena; where nd_sys_needs_sessions. */
    ND_YIELDS void (*look_sessions)(void *arg, struct nd_arena *arena, const struct nd_sys_session **sessions_out, size_t *count_out);
    int64_t start_us; /* when the process started: microseconds since 2000-01-01 UTC */
};

/* ---- scans ---------------------------------------------------------------------------------------------------- */

/* Where a scan stands: zeroed at first. */
struct nd_sys_cursor {
    size_t at;
};

struct nd_meta_reply;
struct nd_sys_scan {
    const struct nd_sys_env *env;
    const struct nd_sys_rel *rel;
    const struct nd_meta_reply *cluster; /* nd_txn_system_look; where nd_sys_needs_cluster */
    const struct nd_sys_session *sessions; /* where nd_sys_needs_sessions */
    size_t session_count;
    const uint32_t *columns; /* positions wanted, ascending */
    size_t column_count;
    int key;                      /* position in the table's indexes that `values` are for; -1: all rows */
    const struct nd_datum *values; /* no NULLs */
    size_t value_count;
};

/* The next rows, at least `want` if there are as many; rows 0: the end. On the arena. */
ND_RESULT nd_sys_scan_next(const struct nd_sys_scan *scan, struct nd_sys_cursor *cursor, size_t want, struct nd_arena *arena,
                           struct nd_batch *out, struct nd_err *err);

/* For each of the scan's values, one after another, the rows that have it; counts_out: how many. On the arena. */
ND_RESULT nd_sys_look_up(const struct nd_sys_scan *scan, struct nd_arena *arena, struct nd_batch *out, uint32_t *counts_out, struct nd_err *err);

/* ---- functions and names ---------------------------------------------------------------------------------------- */

/* func_ctx's services hand calls of catalog functions to this (src/sql/func/catalog.c). */
ND_RESULT nd_sys_call(const struct nd_sys_env *env, struct nd_func_call *call);
/* struct nd_type_names */
ND_RESULT nd_sys_find_name(const struct nd_sys_env *env, enum nd_type_id type, struct nd_slice text, int64_t *oid_out, struct nd_err *err);
bool nd_sys_put_name(const struct nd_sys_env *env, enum nd_type_id type, uint32_t oid, struct nd_buf *text);

#endif
