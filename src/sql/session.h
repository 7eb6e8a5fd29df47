/* SPDX-License-Identifier: Apache-2.0 */
/* session.h - one SQL session: text in, rows and command tags out. What pgwire drives.
 *
 * Role.       Parses, binds, plans, executes; keeps transaction state, settings, prepared statements
 *             and portals. Knows nothing of the wire format.
 * Owner.      A pgwire connection (or a simulated client), which runs it on its fiber.
 * Threading.  The session's reactor; calls marked ND_YIELDS on the session's fiber.
 * Testing.    tests/sql (sqllogictest files), tests/unit/sql_*.c over a transaction layer in memory. */
#ifndef ND_SQL_SESSION_H
#define ND_SQL_SESSION_H

#include "base/arena.h"
#include "base/err.h"
#include "env/fiber.h"
#include "sql/types/io.h"

struct nd_sql_session;
struct nd_sql_system; /* one per reactor: catalog cache, txn system, limits */

struct nd_sql_column {
    const char *name;
    struct nd_type type;
    uint32_t table_oid; /* 0: an expression */
    uint16_t attnum;
};

/* Where results go. pgwire implements it; the calls may yield when the client reads slowly. A status
 * other than OK ends the statement. Formats of values are the sink's business. */
struct nd_sql_sink {
    void *arg;
    /* Before the first row of a statement that returns rows; not called for portals already described. */
    ND_YIELDS ND_RESULT (*on_columns)(void *arg, const struct nd_sql_column *columns, size_t count);
    ND_YIELDS ND_RESULT (*on_batch)(void *arg, const struct nd_batch *batch); /* borrowed */
    ND_YIELDS ND_RESULT (*on_tag)(void *arg, const char *tag);                /* "INSERT 0 1", "SELECT 5"; NULL: empty query */
    void (*on_notice)(void *arg, const char *severity, const struct nd_err *notice); /* "WARNING", "NOTICE" */
    void (*on_parameter)(void *arg, const char *name, const char *value); /* ParameterStatus: TimeZone, client_encoding, ... */
    /* COPY FROM STDIN: tells the client to start sending (text or csv, or binary) ... */
    ND_YIELDS ND_RESULT (*on_copy_in)(void *arg, size_t column_count, bool is_binary);
    /* ... and gives the next piece: *end_out at CopyDone; SQL with err set at CopyFail (57014) or loss of the connection. */
    ND_YIELDS ND_RESULT (*read_copy)(void *arg, struct nd_slice *piece_out, bool *end_out, struct nd_err *err);
    /* COPY TO STDOUT: announced, then a line at a time, then its end. */
    ND_YIELDS ND_RESULT (*on_copy_out)(void *arg, size_t column_count, bool is_binary);
    ND_YIELDS ND_RESULT (*on_copy_line)(void *arg, struct nd_slice line);
    ND_YIELDS ND_RESULT (*on_copy_end)(void *arg);
};

struct nd_sql_session *nd_sql_session_new(struct nd_sql_system *system, struct nd_fiber *fiber, const char *user, const char *database);
void nd_sql_session_free(struct nd_sql_session *session); /* rolls back */
/* May its user log in? 28000, 42501. Takes the role's settings. The role postgres always may, and nothing is read for it: its settings
 * are taken by its first statement that reads the catalog, so that it can look at a cluster that has lost its quorum. */
ND_YIELDS ND_RESULT nd_sql_session_login(struct nd_sql_session *session, struct nd_err *err);
/* Whose session it is, as others see it (pg_stat_activity), and what signals do to it. */
struct nd_sql_owner {
    uint32_t pid, secret; /* what pg_backend_pid() answers (nd_sql_system_pid); what a cancel request has to know */
    const char *address;  /* "127.0.0.1:1234"; copied */
    void *arg;
    void (*cancel)(void *arg);    /* ends what runs, if anything does */
    void (*terminate)(void *arg); /* ... and then the session, with 57P01 */
};
void nd_sql_session_set_owner(struct nd_sql_session *session, const struct nd_sql_owner *client);
/* SET from the startup packet; also used for `options`. After nd_sql_session_login: who logged in has to be a member of the role. */
ND_YIELDS ND_RESULT nd_sql_session_set(struct nd_sql_session *session, const char *name, const char *value, struct nd_err *err);
const char *nd_sql_session_show(struct nd_sql_session *session, const char *name); /* NULL: unknown */
/* What the text of values depends on now; for the sink, in on_batch. Valid until the session's next call. */
const struct nd_type_ctx *nd_sql_session_types(const struct nd_sql_session *session);
/* When the running statement times out (nd_env_now_ns), 0: never. A sink that waits for its client gives up
 * then, with TIMEOUT. */
uint64_t nd_sql_session_deadline_ns(const struct nd_sql_session *session);
/* How long its client may be silent now: idle_in_transaction_session_timeout; 0: for ever. Then the caller ends the session (25P03). */
uint64_t nd_sql_session_idle_timeout_ns(const struct nd_sql_session *session);
char nd_sql_session_state(const struct nd_sql_session *session); /* 'I' idle, 'T' in transaction, 'E' failed */
/* From the session's reactor, any fiber: the running statement ends with 57014. */
void nd_sql_session_cancel(struct nd_sql_session *session);

/* Simple protocol: all statements of `text`, an implicit transaction around several. An error ends it
 * (err is set; transaction state as PostgreSQL's). */
ND_YIELDS ND_RESULT nd_sql_session_query(struct nd_sql_session *session, struct nd_slice text, const struct nd_sql_sink *sink, struct nd_err *err);

/* Extended protocol. Names: "" is the unnamed one. Errors: 42P05, 26000, 34000, ... */
ND_YIELDS ND_RESULT nd_sql_session_parse(struct nd_sql_session *session, const char *name, struct nd_slice text,
                                         const uint32_t *param_oids, size_t param_count, struct nd_err *err);
struct nd_sql_param {
    bool is_null, is_binary;
    struct nd_slice bytes;
};
ND_YIELDS ND_RESULT nd_sql_session_bind(struct nd_sql_session *session, const char *portal, const char *statement,
                                        const struct nd_sql_param *params, size_t param_count, struct nd_err *err);
/* Pointers are valid until the statement or portal changes. columns_out count 0: returns no rows. */
ND_YIELDS ND_RESULT nd_sql_session_describe_statement(struct nd_sql_session *session, const char *name,
                                                      const uint32_t **param_oids_out, size_t *param_count_out,
                                                      const struct nd_sql_column **columns_out, size_t *column_count_out, struct nd_err *err);
ND_RESULT nd_sql_session_describe_portal(struct nd_sql_session *session, const char *name,
                                         const struct nd_sql_column **columns_out, size_t *column_count_out, struct nd_err *err);
/* row_limit 0: all. *suspended_out: the limit was reached (PortalSuspended instead of a tag). */
ND_YIELDS ND_RESULT nd_sql_session_execute(struct nd_sql_session *session, const char *portal, uint64_t row_limit,
                                           const struct nd_sql_sink *sink, bool *suspended_out, struct nd_err *err);
void nd_sql_session_close_statement(struct nd_sql_session *session, const char *name);
void nd_sql_session_close_portal(struct nd_sql_session *session, const char *name);
/* Sync: ends an implicit transaction (commit, or rollback after an error). */
ND_YIELDS ND_RESULT nd_sql_session_sync(struct nd_sql_session *session, const struct nd_sql_sink *sink, struct nd_err *err);
/* After an error in the extended protocol, before messages are skipped up to Sync. */
ND_YIELDS void nd_sql_session_fail(struct nd_sql_session *session);

#endif
