/* SPDX-License-Identifier: Apache-2.0 */
/* session_int.h - a session's state, shared by session*.c and ddl*.c. */
#ifndef ND_SQL_SESSION_INT_H
#define ND_SQL_SESSION_INT_H

#include "base/limits.h"
#include "meta/locality.h"
#include "sql/analyze.h"
#include "sql/exec/deferred.h"
#include "sql/exec/exec.h"
#include "sql/parse/parse.h"
#include "sql/settings.h"
#include "sql/system.h"

#define ND_SQL_PREPARED_MAX 4096 /* of one session */
#define ND_SQL_PORTALS_MAX 256
#define ND_SQL_CACHED_TEXTS_MAX 512 /* parsed statements of a reactor */
#define ND_SQL_CACHED_BYTES_MAX (16u << 20)
#define ND_SQL_CACHED_TEXT_BYTES_MAX (64u << 10)
#define ND_SQL_ATTEMPTS_MAX 64 /* of one statement after write conflicts */

/* A parsed text, shared by the sessions that run it. */
struct nd__text {
    struct nd_list link; /* of the cache, most recently used first; alone: not cached */
    struct nd_heap *heap;
    struct nd_arena arena;
    struct nd_slice text;
    uint64_t hash;
    uint32_t database; /* that the plan is of */
    struct nd_ast ast;
    struct nd__planned *planned; /* of its only statement; NULL: none */
    size_t refs;
    size_t bytes;
};

/* A build of an index that is under way: pg_stat_progress_create_index. */
struct nd__build {
    struct nd_list link;
    const char *command, *phase; /* static */
    uint32_t database_oid, table_oid, index_oid;
    uint64_t rows_total, rows_done;
    int32_t pid;
};

/* placement_rules.c */
struct nd__placement {
    struct nd_sql_placement options;
    struct nd_fiber *fiber; /* NULL: none */
    struct nd_txn *txn;     /* its, while it has one */
    uint64_t told_version, told_leadership;
    bool is_stopping;
};
void nd__placement_open(struct nd_sql_system *system, const struct nd_sql_placement *options);
bool nd__placement_stop(struct nd_sql_system *system); /* true: it has ended */
/* Each bucket of an index that is sharded by hash, or of all of a table's, has shards of its own that stay apart. Costs nothing where it is so. */
ND_YIELDS ND_RESULT nd__part_index(struct nd_sql_system *system, struct nd_fiber *fiber, const struct nd_table *table, const struct nd_index *index, bool believes_cache);
ND_YIELDS ND_RESULT nd__part_table(struct nd_sql_system *system, struct nd_fiber *fiber, const struct nd_table *table, bool believes_cache);

struct nd_sql_system {
    struct nd_heap *heap;
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_txn_system *txns;
    struct nd_catalog *catalog;
    struct nd_row_ids *row_ids;
    struct nd_spill_space *spill; /* NULL: none */
    struct nd_tz_store tz_store;
    const char *version;
    char *version_text;       /* what version() answers */
    struct nd_worker *parser; /* of long texts; NULL: none was met yet */
    struct nd_worker *estimator; /* of statistics; NULL: none were taken yet */
    struct nd__auto_analyze auto_analyze;
    struct nd__placement placement;
    struct nd_list texts;
    struct nd_hmap text_map; /* by hash */
    struct nd_list templates;
    struct nd_hmap template_map;
    size_t text_count, text_bytes;
    uint64_t session_count;
    int64_t start_us;         /* pg_postmaster_start_time() */
    struct nd_list builds;
    struct nd_list sessions;
    struct nd_rpc *rpc; /* NULL: no other node */
    struct nd_node_id node;
    struct nd_sql_metrics metrics;
};

/* ---- sessions as others see them (session_list.c) ------------------------------------------------------------ */

#define ND__QUERY_SHOWN_BYTES 1024 /* of pg_stat_activity.query, with its end */

struct nd__activity {
    struct nd_list link; /* of the system's sessions */
    struct nd_sql_owner client;
    char *address; /* the client's; NULL: none */
    bool is_active, is_sleeping;
    int64_t began_us, query_us, changed_us; /* since 2000-01-01 UTC; 0: never */
    uint64_t transactions;                  /* begun */
    char query[ND__QUERY_SHOWN_BYTES];
};

void nd__sessions_open(struct nd_sql_system *system);
void nd__sessions_close(struct nd_sql_system *system);
/* A statement begins; the client is to send the next one. */
void nd__activity_begin(struct nd_sql_session *session, struct nd_slice query);
void nd__activity_end(struct nd_sql_session *session);
int64_t nd__session_now_us(const struct nd_sql_session *session); /* since 2000-01-01 UTC */
struct nd__session_list {
    struct nd_sys_session *sessions;
    size_t count;
};
void nd__sessions_take(struct nd__session_list *list, struct nd_slice reply, struct nd_arena *arena); /* what a node told */
/* Those of all nodes that answer, on the arena. True: all did. */
ND_YIELDS bool nd__sessions_look(struct nd_sql_session *session, struct nd_arena *arena, const struct nd_sys_session **sessions_out, size_t *count_out);
/* For struct nd_func_services. */
ND_YIELDS ND_RESULT nd__session_signal(void *arg, bool is_terminate, int32_t pid, int64_t timeout_ms, bool *result_out, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_blockers(void *arg, int32_t pid, struct nd_arena *arena, int64_t **pids_out, size_t *count_out, struct nd_err *err);
/* Advisory locks of the session, for pg_locks. */
size_t nd__advisory_describe(const struct nd_sql_session *session, struct nd_sys_lock *out, size_t room);

/* Takes a reference. */
ND_YIELDS ND_RESULT nd__text_get(struct nd_sql_system *system, struct nd_fiber *fiber, uint32_t database, struct nd_slice text,
                                 struct nd__text **text_out, struct nd_err *err);
void nd__text_unref(struct nd_sql_system *system, struct nd__text *text);

/* ---- texts that differ in numbers only (template.c) ------------------------------------------------------- */

#define ND__TEMPLATE_PARAMS_MAX 16

struct nd__template_scan {
    uint8_t key[1024]; /* the text with marks for whole numbers */
    size_t key_bytes, count;
    int64_t values[ND__TEMPLATE_PARAMS_MAX];
    enum nd_type_id types[ND__TEMPLATE_PARAMS_MAX];                          /* integer or bigint */
    int at[ND__TEMPLATE_PARAMS_MAX], digits[ND__TEMPLATE_PARAMS_MAX], first; /* in characters */
};
/* false: it has no numbers, or is not of a kind that shares plans. */
bool nd__template_scan(struct nd_slice text, struct nd__template_scan *scan);
/* The text with parameters instead; takes a reference. NULL: seen for the first time, or refused. */
ND_YIELDS ND_RESULT nd__template_get(struct nd_sql_system *system, struct nd_fiber *fiber, uint32_t database,
                                     const struct nd__template_scan *scan, struct nd__text **text_out);
void nd__template_refuse(struct nd_sql_system *system, const struct nd__template_scan *scan);
int nd__template_position(const struct nd__template_scan *scan, int position); /* in the original */
void nd__templates_clear(struct nd_sql_system *system);

/* A bound and planned statement. */
struct nd__planned {
    size_t refs;
    struct nd_arena arena;
    struct nd_catalog_view *view;
    uint64_t generation; /* of the settings it was made under */
    enum nd_type_id *given; /* parameters' types as they were given */
    size_t given_count;
    bool is_keyed;       /* it goes by keys: no other values make another plan better */
    bool is_lone_scan;   /* one scan is all that it reads: a late statement will do */
    struct nd_err *denied; /* what the role that it was made for may not do; NULL: nothing is in the way */
    bool is_private;     /* made from the transaction's own catalog changes: for this once */
    struct nd_bound *bound;
    struct nd_plan_tree *tree;
    struct nd_sql_column *columns;
    size_t column_count;
};

struct nd__prepared {
    struct nd_list link;
    char *name;
    struct nd__text *text;
    const struct nd_ast_stmt *stmt; /* NULL: an empty query */
    enum nd_type_id *params;        /* as given, then as inferred */
    uint32_t *param_oids;           /* the same; a domain where one was given, not what it is over */
    size_t param_count;
    struct nd__planned *planned;   /* NULL: none yet, or a statement without a plan */
    struct nd_sql_column *columns; /* what Describe answered: must not change */
    size_t column_count;
    struct nd_arena arena; /* params and columns */
    size_t refs;           /* the session's list and portals */
    bool is_from_sql;
    int64_t made_us, generic_plans; /* how often it was run */
};

/* A cursor WITH HOLD outlives its transaction if that commits, and has when it did. */
enum nd__hold { ND__HOLD_NOT, ND__HOLD_WANTED, ND__HOLD_HELD };

struct nd__portal {
    struct nd_list link;
    char *name;
    struct nd__prepared *prepared; /* NULL: simple protocol */
    struct nd__text *text;
    const struct nd_ast_stmt *stmt;
    struct nd_arena arena; /* parameters */
    struct nd_datum *params;
    enum nd_type_id *param_types;
    size_t param_count;
    struct nd__planned *planned;
    struct nd_sql_column *columns;
    size_t column_count;
    bool is_described; /* columns were told to the client: the plan must keep to them */
    bool is_started, is_done;
    uint64_t level;         /* the savepoints that were set before it: it goes with one that is rolled back to */
    bool is_started_before; /* by an earlier call: rows went out, it cannot start again */
    /* a running query */
    struct nd_exec *exec;
    struct nd_batch rest; /* rows of the last batch that were not handed on */
    size_t rest_at;
    uint64_t sent;
    /* rows kept in memory: results of INSERT ... RETURNING and its kin, of utility statements */
    struct nd__rows *rows;
    size_t row_at;
    /* a cursor */
    bool is_kept;      /* all its rows are in `rows`: it can go anywhere; `position` is then where it is, 0: before the first */
    bool is_no_scroll, is_scrollable, is_binary;
    struct nd_arena row_arena; /* of a cursor: `row`, the hidden columns of the row it is at; NULL: at none */
    struct nd_datum *row;
    const struct nd_datum *cursor_key; /* WHERE CURRENT OF: of the cursor's row */
    int64_t made_us;
    enum nd__hold hold;
    uint64_t position;
    char tag[64];
};

/* Rows kept in memory on an arena, in batches. */
struct nd__rows {
    struct nd_arena arena;
    struct nd_heap *heap;
    struct nd_batch **batches;
    size_t count, cap, rows;
};
struct nd__rows *nd__rows_new(struct nd_heap *heap);
void nd__rows_free(struct nd__rows *rows);
void nd__rows_add(struct nd__rows *rows, const struct nd_batch *batch);
void nd__rows_add_texts(struct nd__rows *rows, const char *const *texts, size_t columns); /* one row of text columns */

struct nd__span { /* data to remove once the transaction has committed */
    struct nd_list link;
    struct nd_slice first, end;
};

struct nd__parted { /* an index of new keys, sharded by hash: shards of its own once the transaction has committed */
    struct nd_list link;
    const struct nd_table *table;
    const struct nd_index *index;
};

struct nd__fresh { /* an index that the transaction itself made */
    struct nd_list link;
    struct nd_table_id table;
    uint64_t index;
};

struct nd__created { /* a table that the transaction itself made */
    struct nd_list link;
    struct nd_table_id id;
};

/* What ROLLBACK TO goes back to. */
struct nd__savepoint {
    char *name;
    uint64_t txn, level;
    size_t settings;
    struct nd_list *discards, *created, *parted, *fresh; /* the last of them */
    bool has_ddl, is_read_only;
    size_t deferred_count, deferred_modes;
};

/* An advisory lock that the session holds, as a transaction of its own. counts, fresh: by [of the transaction][shared]. */
struct nd__advisory {
    unsigned space;
    int64_t key;
    bool is_exclusive, wants_shared;
    unsigned counts[2][2], fresh[2][2]; /* fresh: taken by the statement that runs */
    struct nd_txn *txn;
};

enum nd__txn_state { ND__IDLE, ND__IMPLICIT, ND__BLOCK, ND__FAILED };

struct nd__temp {
    struct nd_table_id table;
    char on_commit;
};

struct nd_sql_session {
    uint64_t seed[2]; /* of random() after setseed() */
    bool has_seed;
    struct nd_sql_system *system;
    struct nd_catalog *catalog; /* of its database; of another one while DROP DATABASE and DROP ROLE look into that */
    struct nd_heap *heap;
    struct nd_fiber *fiber;
    uint32_t database_oid;
    bool is_database_gone; /* somebody dropped it */
    char *user, *database; /* user: who logged in, by the name of then */
    uint32_t login_role;      /* ... 0: nobody has looked yet */
    uint32_t role;            /* whose privileges count: as of the last statement that looked into the catalog. ND__ROLE_GONE: it is no more */
    bool is_superuser;
    uint64_t role_generation; /* of the settings that `role` is by; 0: of none */
    bool has_role_settings;   /* what ALTER ROLE ... SET says was taken */
    char schema[64], user_name[64], session_user_name[64]; /* services point here */
    int32_t backend_pid;
    struct nd_settings settings;
    struct nd_arena tz_arena;
    struct nd_func_services services;
    struct nd_type_names names;     /* of regclass and its kin, and of types */
    struct nd_type_names full_names; /* ... with their schemas */
    struct nd_sys_env sys_env;      /* filled anew for each use */
    const struct nd_sql_sink *sink; /* of the call that runs; NULL: none */

    enum nd__txn_state state;
    struct nd_txn *txn;           /* NULL: none begun */
    struct nd_catalog_view *view; /* of the statement that runs */
    enum nd_isolation isolation;
    bool is_read_only;
    struct nd_ts as_of;        /* of the transaction at hand, or of its statement where it is implicit: reads as of then. {0}: no */
    bool has_ddl;              /* the transaction changed the catalog */
    bool has_snapshot;         /* a statement has run in it */
    unsigned statements;       /* of the block, so far */
    bool is_alone;             /* the statement that runs has the transaction for itself */
    bool is_forced_locks;      /* take row locks: this statement met a conflict before */
    struct nd_arena txn_arena; /* of these: */
    struct nd_list discards, created, parted, fresh;
    struct nd_catalog_fills fills; /* given back at its end, if it does not commit */
    struct nd__savepoint *savepoints; /* of the transaction, the innermost last */
    size_t savepoint_count, savepoint_cap;
    uint64_t savepoint_level;         /* counts them */
    bool savepoints_lost;             /* the transaction is gone: there is no way back to them */
    struct nd_table_changes changes; /* rows of tables, for automatic ANALYZE */
    struct nd_deferred deferred;     /* constraints that wait for the end of the transaction */

    struct nd__temp *temps; /* temporary tables that a commit does something to */
    size_t temp_count, temp_cap;
    struct nd__advisory *advisories;
    struct nd_ts *kin; /* start timestamps of their transactions, and of the session's own */
    size_t advisory_count, advisory_cap;
    bool has_unlocked; /* in the statement at hand, which therefore cannot run again */
    struct nd_txn *side_txn; /* another transaction of its own that may be waiting for a lock; NULL: none */
    struct nd_list drawn;         /* sequences it has drawn from */
    struct nd__drawn *last_drawn; /* lastval */
    struct nd_list prepared, portals;
    size_t prepared_count, portal_count;
    const struct nd__portal *running;
    bool is_canceled;
    uint64_t deadline_ns;
    bool has_sent; /* rows of the statement went to the client: it cannot run again */
    bool is_busy;
    struct nd__activity activity;
};

/* ---- deferrable constraints (session_deferred.c) --------------------------------------------------------- */

/* A statement begins, or begins again: what it had put off is forgotten. */
void nd__deferred_begin_statement(struct nd_sql_session *session);
void nd__deferred_undo_statement(struct nd_sql_session *session);
/* The statement's own checks that nobody has put off. 23503, 23505. */
ND_YIELDS ND_RESULT nd__deferred_end_statement(struct nd_sql_session *session, struct nd_err *err);
/* All that waits, before the commit. */
ND_YIELDS ND_RESULT nd__deferred_before_commit(struct nd_sql_session *session, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_set_constraints(struct nd_sql_session *session, const struct nd_ast_set_constraints *stmt, struct nd_arena *arena, struct nd_err *err);

/* ---- transactions (session_txn.c) ------------------------------------------------------------------- */

ND_RESULT nd__session_begin(struct nd_sql_session *session, enum nd__txn_state state);

/* ---- session_temp.c ---- */
#define ND__ADVISORY_TEMP 3 /* the space of advisory locks on schemas of temporary tables */
bool nd__is_temp_schema_name(const char *name);
/* on_commit: 'd' its rows go, 'x' it goes; 0: nothing. */
void nd__session_note_temp(struct nd_sql_session *session, struct nd_table_id id, char on_commit);
ND_YIELDS ND_RESULT nd__session_temp_before_commit(struct nd_sql_session *session, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_drop_temp(struct nd_sql_session *session, struct nd_err *err); /* in the statement's transaction */
ND_YIELDS void nd__session_end_temp(struct nd_sql_session *session);
ND_YIELDS ND_RESULT nd__session_commit(struct nd_sql_session *session, struct nd_err *err);
ND_YIELDS void nd__session_rollback(struct nd_sql_session *session);
/* After an error: a block waits for its ROLLBACK, anything else is rolled back. */
ND_YIELDS void nd__session_on_error(struct nd_sql_session *session);
/* Without a round trip, for a plan made under the catalog that was current last: its first read tells whether it still is.
 * false: not for this statement. */
bool nd__session_begin_late(struct nd_sql_session *session, const struct nd__planned *planned);
/* After the first read of a late statement. VERSION_CHANGED: it must run again. */
ND_YIELDS ND_RESULT nd__session_settle(struct nd_sql_session *session);
/* A fresh snapshot and its catalog: session->view. */
/* Time goes by; a cancel request ends it. */
ND_YIELDS void nd__session_pause(struct nd_sql_session *session, uint64_t ns);
ND_YIELDS ND_RESULT nd__session_begin_statement(struct nd_sql_session *session);
ND_YIELDS ND_RESULT nd__session_resolve_path(struct nd_sql_session *session); /* the search path, as of the view */
/* Turns a status from below into what the client sees. */
enum nd_status nd__session_error(struct nd_sql_session *session, enum nd_status status, struct nd_err *err);
void nd__session_add_fresh(struct nd_sql_session *session, struct nd_table_id table, uint64_t index);
/* Its indexes were made since the last savepoint, and a row can be put without looking at others. */
bool nd__session_may_fill(struct nd_sql_session *session, const struct nd_table *table);
void nd__session_add_discard(struct nd_sql_session *session, struct nd_slice first, struct nd_slice end);
void nd__session_add_parted(struct nd_sql_session *session, const struct nd_table *table, const struct nd_index *index); /* copies what it needs */
ND_YIELDS ND_RESULT nd__session_transaction(struct nd_sql_session *session, const struct nd_ast_transaction *stmt,
                                            const struct nd_ast_expr *as_of, char tag[64], struct nd_err *err);
ND_RESULT nd__session_set_transaction(struct nd_sql_session *session, const struct nd_ast_option *options, size_t count,
                                      bool is_session, struct nd_err *err);
void nd__session_notice(struct nd_sql_session *session, const char *severity, const char *sqlstate, const char *fmt,
                        ...) ND_PRINTF(4, 5);
struct nd_settings_sink nd__session_settings_sink(struct nd_sql_session *session);

/* ---- AS OF SYSTEM TIME (session_as_of.c) --------------------------------------------------------------- */

/* Before a statement runs, or is planned: the transaction reads as of then, or of now again. */
ND_YIELDS ND_RESULT nd__session_as_of(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, const struct nd__portal *portal, struct nd_err *err);
/* The parameter that the clause is, or that its function has: 1, 2, ...; 0: none. */
int nd__as_of_param(const struct nd_ast_stmt *stmt);
/* BEGIN and SET TRANSACTION. */
ND_YIELDS ND_RESULT nd__session_import_snapshot(struct nd_sql_session *session, const char *id, struct nd_err *err); /* of pg_export_snapshot() */
ND_YIELDS ND_RESULT nd__session_set_as_of(struct nd_sql_session *session, const struct nd_ast_expr *expr, struct nd_err *err);

/* ---- advisory locks (session_advisory.c) ---------------------------------------------------------------- */

ND_YIELDS ND_RESULT nd__session_advisory(void *arg, unsigned op, unsigned space, int64_t key, bool *result_out, struct nd_err *err);
void nd__advisory_tell_kin(struct nd_sql_session *session); /* its transactions hear of each other */
void nd__advisory_begin_statement(struct nd_sql_session *session);
ND_YIELDS void nd__advisory_undo_statement(struct nd_sql_session *session); /* it will run again */
ND_RESULT nd__advisory_before_commit(struct nd_sql_session *session);       /* the transaction commits under all that the session holds */
ND_YIELDS void nd__advisory_end_txn(struct nd_sql_session *session);
void nd__advisory_end_session(struct nd_sql_session *session);

/* ---- savepoints (session_savepoint.c) ------------------------------------------------------------------ */

ND_YIELDS ND_RESULT nd__session_savepoint(struct nd_sql_session *session, const struct nd_ast_transaction *stmt,
                                          char tag[64], struct nd_err *err);
/* After an error in a block that has savepoints: what came after the innermost is undone, its locks are given back. false: it
 * cannot be, the whole transaction must go. */
ND_YIELDS bool nd__savepoint_on_error(struct nd_sql_session *session);
void nd__savepoints_clear(struct nd_sql_session *session); /* at the transaction's end */

/* ---- roles (session_role.c) ------------------------------------------------------------------------------ */

#define ND__ROLE_GONE UINT32_MAX
/* Who acts from here on, by the settings and session->view. */
ND_YIELDS ND_RESULT nd__session_take_role(struct nd_sql_session *session);
/* What ALTER ROLE ... SET says, before anything is asked that goes by it; outside transactions. */
ND_YIELDS ND_RESULT nd__session_take_settings(struct nd_sql_session *session);
bool nd__session_is_role_setting(const char *name); /* role, session_authorization */
/* Sets one of these if it may be: 22023, 42501. value NULL: as at the login. */
ND_YIELDS ND_RESULT nd__session_set_role(struct nd_sql_session *session, const char *name, const char *value, bool is_local, struct nd_err *err);
uint32_t nd__session_session_role(const struct nd_sql_session *session); /* the roles are loaded */

/* ---- system catalogs (session_sys.c) ------------------------------------------------------------------ */

void nd__session_name_types(struct nd_sql_session *session, struct nd_type_names *names); /* session_types.c */
void nd__session_init_sys(struct nd_sql_session *session);
const struct nd_sys_env *nd__session_sys_env(struct nd_sql_session *session);

/* ---- statements (session_run.c) --------------------------------------------------------------------- */

struct nd_bind_env nd__session_bind_env(struct nd_sql_session *session, struct nd_slice text);
struct nd_exec_env nd__session_exec_env(struct nd_sql_session *session);
ND_YIELDS ND_RESULT nd__session_plan(struct nd_sql_session *session, const struct nd_ast_stmt *stmt,
                                     struct nd_slice text, const enum nd_type_id *params, size_t param_count,
                                     struct nd__planned **planned_out, struct nd_err *err);
ND_RESULT nd__planned_check(const struct nd__planned *planned, struct nd_err *err); /* before it runs: 42501 */
void nd__planned_free(struct nd_sql_session *session, struct nd__planned *planned);
void nd__planned_unref(struct nd_heap *heap, struct nd__planned *planned);
/* As nd__session_plan for the only statement of a text: the plan is kept with the text and found there again. */
ND_YIELDS ND_RESULT nd__session_plan_text(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd__text *text,
                                          const enum nd_type_id *params, size_t param_count,
                                          struct nd__planned **planned_out, struct nd_err *err);
/* The plan kept with the text, made under the session's settings for such parameters; takes a reference. NULL: none. */
struct nd__planned *nd__text_planned(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd__text *text,
                                     const enum nd_type_id *params, size_t param_count);

/* A statement as it runs, simple or extended. */
struct nd__run {
    struct nd__portal *portal; /* holds text, statement, parameters, results */
    bool is_alone;             /* its implicit transaction is its own: commit with it, run it again after conflicts */
    uint64_t row_limit;
    bool is_suspended;
    bool wants_columns; /* on_columns before the rows */
};
ND_YIELDS ND_RESULT nd__session_run(struct nd_sql_session *session, struct nd__run *run, struct nd_err *err);

struct nd__portal *nd__portal_new(struct nd_sql_session *session, const char *name);
void nd__portal_free(struct nd_sql_session *session, struct nd__portal *portal);
/* Where a cursor is: the hidden columns of the last of the rows that it has handed on. */
void nd__cursor_note_row(struct nd__portal *cursor, const struct nd_batch *rows);
/* WHERE CURRENT OF: the primary key of the row of bound->current_of_table that the cursor is at, borrowed. 34000, 24000. */
ND_RESULT nd__cursor_key(struct nd_sql_session *session, const struct nd_bound *bound, struct nd_arena *arena, const struct nd_datum **key_out, struct nd_err *err);
/* As PostgreSQL decides whether a cursor can go back that was declared without a word about it. */
bool nd__plan_goes_back(const struct nd__planned *planned);
void nd__portals_close(struct nd_sql_session *session, enum nd__hold kept); /* those that are held less */
void nd__portals_hold(struct nd_sql_session *session);                      /* the transaction has committed */
/* All rows of a portal that has begun into memory. */
ND_RESULT nd__portal_keep(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err);
void nd__portals_close_since(struct nd_sql_session *session, uint64_t level); /* those made later */
/* Running portals read the rest of their rows before another statement changes the snapshot. */
ND_YIELDS ND_RESULT nd__portals_settle(struct nd_sql_session *session, const struct nd__portal *but,
                                       struct nd_err *err);

/* ---- sequences (session_sequence.c): services of functions ------------------------------------------------- */

ND_YIELDS ND_RESULT nd__session_sequence_next(void *arg, struct nd_slice name, uint32_t oid, uint64_t count, int64_t *first_out, uint64_t *count_out, int64_t *step_out, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_sequence_set(void *arg, struct nd_slice name, uint32_t oid, int64_t value, bool is_called, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_sequence_current(void *arg, struct nd_slice name, uint32_t oid, int64_t *value_out, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_sequence_state(void *arg, uint32_t oid, bool is_relation, int64_t *value_out, bool *is_called_out, struct nd_err *err);
ND_RESULT nd__session_sequence_last(void *arg, int64_t *value_out, struct nd_err *err);
void nd__session_forget_sequences(struct nd_sql_session *session);

/* ---- utility statements (session_utility.c) and DDL (ddl.c) --------------------------------------------- */

/* What a statement without a plan answers. */
ND_RESULT nd__utility_columns(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_arena *arena,
                              struct nd_sql_column **columns_out, size_t *count_out, struct nd_err *err);
/* What SET's list of values makes as text. */
const char *nd__session_set_values(struct nd_sql_session *session, const struct nd_ast_set *set, struct nd_arena *arena);
void nd__session_set_deadline(struct nd_sql_session *session); /* statement_timeout from now on */
/* Cursors (session_cursor.c). */
bool nd__session_reads(const struct nd_sql_session *session, struct nd_table_id table); /* through an open cursor, or a portal that has rows left */
bool nd__is_of_cursor(const struct nd_ast_stmt *stmt); /* FETCH, MOVE, CLOSE: they begin no snapshot */
ND_YIELDS ND_RESULT nd__session_declare(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_fetch(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err);
ND_RESULT nd__session_close_cursor(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err);
ND_RESULT nd__cursor_columns(struct nd_sql_session *session, const struct nd_ast_cursor *ast, struct nd_arena *arena, struct nd_sql_column **columns_out, size_t *count_out,
                             struct nd_err *err);
/* Rows first.. of a batch, borrowing; room: one a column. */
struct nd_batch nd__batch_part(const struct nd_batch *batch, size_t first, size_t count, struct nd_vec *room);
size_t nd__session_kept_bytes_max(const struct nd_sql_session *session); /* of rows that the session keeps */
ND_YIELDS ND_RESULT nd__session_utility(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err);
/* What a statement does, before its rows are delivered. */
ND_YIELDS ND_RESULT nd__session_produce(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_split_call(struct nd_sql_session *session, const struct nd_ast_stmt *stmt,
                                           struct nd_slice text, struct nd_err *err);
/* Schema changes in steps, each a transaction of its own (ddl_online.c). */
bool nd__is_online(const struct nd_ast_stmt *stmt);
ND_YIELDS ND_RESULT nd__session_online(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_ddl(struct nd_sql_session *session, const struct nd_ast_stmt *stmt,
                                    struct nd_slice text, char tag[64], struct nd_err *err);
bool nd__is_ddl(const struct nd_ast_stmt *stmt);
const char *nd__ddl_name(const struct nd_ast_stmt *stmt); /* its tag, as far as the statement alone says */
ND_YIELDS ND_RESULT nd__session_sleep(void *arg, double seconds, struct nd_err *err);
bool nd__has_plan(const struct nd_ast_stmt *stmt);
bool nd__is_sleep(const struct nd_ast_stmt *stmt); /* SELECT pg_sleep(constant) */
/* SELECT ndoto_split('t', 1, 2): as ALTER TABLE t SPLIT AT VALUES (1, 2). NULL: it is something else. */
const struct nd_ast_func *nd__split_call(const struct nd_ast_stmt *stmt);

struct nd__prepared *nd__prepared_find(struct nd_sql_session *session, const char *name);
bool nd__prepared_needs_types(const struct nd__prepared *prepared); /* its parameters are of types that users made */
void nd__prepared_unref(struct nd_sql_session *session, struct nd__prepared *prepared);
void nd__prepared_close(struct nd_sql_session *session, struct nd__prepared *prepared); /* out of the list */
void nd__session_drop_unnamed(struct nd_sql_session *session);                          /* a simple query ends them */
/* A portal of its own for a statement, with parameters as text or binary. */
ND_RESULT nd__portal_bind(struct nd_sql_session *session, struct nd__portal *portal, struct nd__prepared *prepared,
                          const struct nd_sql_param *params, size_t param_count, struct nd_err *err);
ND_YIELDS ND_RESULT nd__session_prepare(struct nd_sql_session *session, const char *name, struct nd__text *text,
                                        const struct nd_ast_stmt *stmt, const uint32_t *param_oids, size_t param_count,
                                        struct nd_err *err);

#endif
