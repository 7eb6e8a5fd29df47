/* SPDX-License-Identifier: Apache-2.0 */
/* session_fake.h - sql/session.h in a few toy statements, so that the wire can be tested without a database.
 *
 * Include it in exactly one source of a test program. Statements, parted by ';':
 *   rows N [WIDTH]     N rows (id int4, body text of WIDTH characters); suspends at Execute's limit
 *   echo TYPE...       one row: the parameters, of the types named (int4 text bytea float8 bool), in their turn
 *   copy N             COPY FROM STDIN with N columns; the tag counts newlines
 *   sleep MS           waits, unless cancelled
 *   error STATE TEXT   fails, with every field of an error set
 *   notice TEXT        a NOTICE
 *   set NAME VALUE     reported by ParameterStatus
 *   timeout MS         of the statements that follow
 *   begin, commit, rollback */
#ifndef ND_TESTS_SESSION_FAKE_H
#define ND_TESTS_SESSION_FAKE_H

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "sql/system.h"

#define FAKE_PARAMS_MAX 8
#define FAKE_NAMES_MAX 16

struct nd_sql_system {
    struct nd_heap *heap;
    struct nd_env *env;
    size_t sessions; /* that live */
    size_t canceled; /* statements that saw their cancel */
};

struct fake_statement {
    char name[64], text[256];
    uint32_t oids[FAKE_PARAMS_MAX];
    size_t param_count;
    struct nd_sql_column columns[FAKE_PARAMS_MAX];
    size_t column_count;
};

struct fake_portal {
    char name[64];
    struct fake_statement statement;
    struct nd_datum values[FAKE_PARAMS_MAX];
    struct nd_arena arena;
    uint64_t row_next;
    bool is_used;
};

struct nd_sql_session {
    struct nd_sql_system *system;
    struct nd_fiber *fiber;
    struct nd_arena arena;
    struct nd_type_ctx types;
    struct fake_statement statements[FAKE_NAMES_MAX];
    struct fake_portal portals[FAKE_NAMES_MAX];
    char user[64], database[64], application_name[64];
    char state;
    bool is_canceled;
    int32_t pid;
    uint64_t timeout_ns, deadline_ns;
};

struct nd_sql_session *nd_sql_session_new(struct nd_sql_system *system, struct nd_fiber *fiber, const char *user, const char *database)
{
    struct nd_sql_session *session = nd_heap_new(system->heap, struct nd_sql_session);
    session->system = system;
    session->fiber = fiber;
    session->state = 'I';
    (void)snprintf(session->user, sizeof session->user, "%s", user);
    (void)snprintf(session->database, sizeof session->database, "%s", database);
    nd_arena_init(&session->arena, system->heap);
    for (size_t i = 0; i < FAKE_NAMES_MAX; i++) nd_arena_init(&session->portals[i].arena, system->heap);
    system->sessions++;
    return session;
}

void nd_sql_session_free(struct nd_sql_session *session)
{
    session->system->sessions--;
    for (size_t i = 0; i < FAKE_NAMES_MAX; i++) nd_arena_deinit(&session->portals[i].arena);
    nd_arena_deinit(&session->arena);
    nd_heap_free(session->system->heap, session);
}

ND_RESULT nd_sql_session_login(struct nd_sql_session *session, struct nd_err *err)
{
    if (strcmp(session->database, "postgres") != 0) return nd_err_set(err, "3D000", "database \"%s\" does not exist", session->database);
    return strcmp(session->user, "postgres") == 0 ? ND_STATUS_OK : nd_err_set(err, "28000", "role \"%s\" does not exist", session->user);
}

ND_RESULT nd_sql_session_set(struct nd_sql_session *session, const char *name, const char *value, struct nd_err *err)
{
    if (strcmp(name, "application_name") == 0) (void)snprintf(session->application_name, sizeof session->application_name, "%s", value);
    else if (strcmp(name, "client_encoding") != 0 && strcmp(name, "statement_timeout") != 0)
        return nd_err_set(err, "42704", "unrecognized configuration parameter \"%s\"", name);
    return ND_STATUS_OK;
}

uint64_t nd_sql_session_idle_timeout_ns(const struct nd_sql_session *session)
{
    ND_UNUSED(session);
    return 0;
}

const char *nd_sql_session_show(struct nd_sql_session *session, const char *name)
{
    static const struct {
        const char *name, *value;
    } settings[] = {
        {"client_encoding", "UTF8"}, {"DateStyle", "ISO, MDY"}, {"integer_datetimes", "on"}, {"IntervalStyle", "postgres"},
        {"is_superuser", "on"}, {"server_encoding", "UTF8"}, {"server_version", "15.0 (Ndoto test)"},
        {"session_authorization", "postgres"}, {"standard_conforming_strings", "on"}, {"TimeZone", "UTC"},
    };
    if (strcmp(name, "application_name") == 0) return session->application_name;
    for (size_t i = 0; i < ND_ARRAY_LEN(settings); i++)
        if (strcmp(name, settings[i].name) == 0) return settings[i].value;
    return NULL;
}

void nd_sql_session_set_owner(struct nd_sql_session *session, const struct nd_sql_owner *owner) { session->pid = (int32_t)owner->pid; }

uint32_t nd_sql_system_pid(const struct nd_sql_system *system, uint32_t number)
{
    ND_UNUSED(system);
    return number;
}

void nd_sql_system_cancel(struct nd_sql_system *system, uint32_t pid, uint32_t secret)
{
    ND_UNUSED(system);
    ND_UNUSED(pid);
    ND_UNUSED(secret);
}

uint64_t nd_sql_session_deadline_ns(const struct nd_sql_session *session) { return session->deadline_ns; }
const struct nd_type_ctx *nd_sql_session_types(const struct nd_sql_session *session) { return &session->types; }
char nd_sql_session_state(const struct nd_sql_session *session) { return session->state; }

void nd_sql_session_cancel(struct nd_sql_session *session)
{
    session->is_canceled = true;
    nd_fiber_wake(session->fiber);
}

static inline void fake_begin(struct nd_sql_session *session)
{
    session->is_canceled = false;
    session->deadline_ns = session->timeout_ns == 0 ? 0 : nd_env_now_ns(session->system->env) + session->timeout_ns;
}

/* ---- statements ------------------------------------------------------------------------------------- */

static inline struct nd_type fake_type(const char *name)
{
    struct nd_type type = {ND_TYPE_INVALID, -1};
    if (strcmp(name, "int4") == 0) type.id = ND_TYPE_INT4;
    else if (strcmp(name, "text") == 0) type.id = ND_TYPE_TEXT;
    else if (strcmp(name, "bytea") == 0) type.id = ND_TYPE_BYTEA;
    else if (strcmp(name, "float8") == 0) type.id = ND_TYPE_FLOAT8;
    else if (strcmp(name, "bool") == 0) type.id = ND_TYPE_BOOL;
    return type;
}

static inline ND_RESULT fake_prepare(struct fake_statement *statement, const char *name, struct nd_slice text, struct nd_err *err)
{
    *statement = (struct fake_statement){0};
    if (text.n >= sizeof statement->text) return nd_err_set(err, "54000", "the statement is too long");
    (void)snprintf(statement->name, sizeof statement->name, "%s", name);
    memcpy(statement->text, text.p, text.n);
    if (strncmp(statement->text, "rows ", 5) == 0) {
        statement->column_count = 2;
        statement->columns[0] = (struct nd_sql_column){"id", {ND_TYPE_INT4, -1}, 1234, 1};
        statement->columns[1] = (struct nd_sql_column){"body", {ND_TYPE_TEXT, -1}, 0, 0};
    } else if (strncmp(statement->text, "echo", 4) == 0) {
        static const char *const names[FAKE_PARAMS_MAX] = {"p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"};
        char words[sizeof statement->text], *save = NULL;
        memcpy(words, statement->text, sizeof words);
        (void)strtok_r(words, " ", &save);
        for (char *word; (word = strtok_r(NULL, " ", &save)) != NULL;) {
            struct nd_type type = fake_type(word);
            if (type.id == ND_TYPE_INVALID) return nd_err_set(err, "42704", "type \"%s\" does not exist", word);
            if (statement->param_count == FAKE_PARAMS_MAX) return nd_err_set(err, "54000", "too many parameters");
            statement->columns[statement->column_count++] = (struct nd_sql_column){names[statement->param_count], type, 0, 0};
            statement->oids[statement->param_count++] = (uint32_t)type.id;
        }
    }
    return ND_STATUS_OK;
}

static inline ND_YIELDS ND_RESULT fake_rows(struct nd_sql_session *session, struct fake_portal *portal, uint64_t limit,
                                            const struct nd_sql_sink *sink, bool *suspended_out, struct nd_err *err)
{
    unsigned long count = 0, width = 4;
    (void)sscanf(portal->statement.text, "rows %lu %lu", &count, &width);
    uint64_t end = limit > 0 && portal->row_next + limit < count ? portal->row_next + limit : count;
    if (portal->row_next == 0) ND_TRY(sink->on_columns(sink->arg, portal->statement.columns, 2));
    uint64_t sent = 0;
    while (portal->row_next < end) {
        nd_arena_reset(&session->arena);
        size_t rows = end - portal->row_next < ND_SQL_BATCH_ROWS ? (size_t)(end - portal->row_next) : ND_SQL_BATCH_ROWS;
        struct nd_vec vecs[2] = {nd_vec_new(&session->arena, portal->statement.columns[0].type, rows),
                                 nd_vec_new(&session->arena, portal->statement.columns[1].type, rows)};
        uint8_t *body = nd_arena_alloc(&session->arena, width);
        memset(body, 'x', width);
        for (size_t i = 0; i < rows; i++) {
            nd_vec_set(&vecs[0], i, (struct nd_datum){.i = (int64_t)(portal->row_next + i)});
            nd_vec_set(&vecs[1], i, (struct nd_datum){.s = nd_slice_of(body, width)});
        }
        struct nd_batch batch = {.rows = rows, .columns = 2, .vecs = vecs};
        enum nd_status status = session->is_canceled ? ND_STATUS_CANCELED : sink->on_batch(sink->arg, &batch);
        if (status == ND_STATUS_CANCELED) session->system->canceled++;
        if (status != ND_STATUS_OK) return nd_err_from_status(err, status);
        portal->row_next += rows;
        sent += rows;
    }
    *suspended_out = portal->row_next < count;
    if (*suspended_out) return ND_STATUS_OK;
    char tag[64];
    (void)snprintf(tag, sizeof tag, "SELECT %llu", (unsigned long long)sent);
    return sink->on_tag(sink->arg, tag);
}

static inline ND_YIELDS ND_RESULT fake_echo(struct nd_sql_session *session, struct fake_portal *portal, const struct nd_sql_sink *sink)
{
    struct fake_statement *statement = &portal->statement;
    struct nd_vec vecs[FAKE_PARAMS_MAX];
    ND_TRY(sink->on_columns(sink->arg, statement->columns, statement->column_count));
    for (size_t i = 0; i < statement->column_count; i++) {
        vecs[i] = nd_vec_new(&session->arena, statement->columns[i].type, 1);
        nd_vec_set(&vecs[i], 0, portal->values[i]);
    }
    ND_TRY(sink->on_batch(sink->arg, &(struct nd_batch){.rows = 1, .columns = statement->column_count, .vecs = vecs}));
    return sink->on_tag(sink->arg, "SELECT 1");
}

static inline ND_YIELDS ND_RESULT fake_copy(unsigned long columns, const struct nd_sql_sink *sink, struct nd_err *err)
{
    ND_TRY(sink->on_copy_in(sink->arg, columns, false));
    size_t lines = 0;
    for (bool is_end = false; !is_end;) {
        struct nd_slice piece;
        ND_TRY(sink->read_copy(sink->arg, &piece, &is_end, err));
        for (size_t i = 0; i < piece.n; i++) lines += piece.p[i] == '\n';
    }
    char tag[64];
    (void)snprintf(tag, sizeof tag, "COPY %zu", lines);
    return sink->on_tag(sink->arg, tag);
}

static inline ND_YIELDS ND_RESULT fake_sleep(struct nd_sql_session *session, unsigned long ms, const struct nd_sql_sink *sink, struct nd_err *err)
{
    uint64_t deadline_ns = nd_env_now_ns(session->system->env) + ms * ND_MS;
    while (!session->is_canceled && nd_fiber_park_until(session->fiber, deadline_ns)) {}
    if (!session->is_canceled) return sink->on_tag(sink->arg, "SLEEP");
    session->system->canceled++;
    return nd_err_set(err, "57014", "canceling statement due to user request");
}

static inline ND_RESULT fake_error(const char *text, struct nd_err *err)
{
    char state[6] = "XX000";
    int at = 0;
    if (sscanf(text, "error %5s %n", state, &at) != 1 || strlen(state) != 5) return nd_err_set(err, "42601", "error STATE TEXT");
    (void)nd_err_set(err, state, "%s", text + at);
    (void)nd_err_detail(err, "the detail");
    (void)nd_err_hint(err, "the hint");
    memcpy(err->table, "tbl", 4);
    memcpy(err->column, "col", 4);
    memcpy(err->constraint, "con", 4);
    memcpy(err->type, "typ", 4);
    err->position = 7;
    return ND_STATUS_SQL;
}

static inline ND_YIELDS ND_RESULT fake_run(struct nd_sql_session *session, struct fake_portal *portal, uint64_t limit,
                                           const struct nd_sql_sink *sink, bool *suspended_out, struct nd_err *err)
{
    const char *text = portal->statement.text;
    *suspended_out = false;
    if (text[0] == '\0') return sink->on_tag(sink->arg, NULL);
    if (strcmp(text, "commit") == 0 || strcmp(text, "rollback") == 0) {
        const char *tag = session->state == 'E' || text[0] == 'r' ? "ROLLBACK" : "COMMIT";
        session->state = 'I';
        return sink->on_tag(sink->arg, tag);
    }
    if (session->state == 'E')
        return nd_err_set(err, "25P02", "current transaction is aborted, commands ignored until end of transaction block");
    if (strcmp(text, "begin") == 0) {
        session->state = 'T';
        return sink->on_tag(sink->arg, "BEGIN");
    }
    if (strncmp(text, "rows ", 5) == 0) return fake_rows(session, portal, limit, sink, suspended_out, err);
    if (strncmp(text, "echo", 4) == 0) return fake_echo(session, portal, sink);
    if (strncmp(text, "copy ", 5) == 0) return fake_copy(strtoul(text + 5, NULL, 10), sink, err);
    if (strncmp(text, "sleep ", 6) == 0) return fake_sleep(session, strtoul(text + 6, NULL, 10), sink, err);
    if (strncmp(text, "error ", 6) == 0) return fake_error(text, err);
    if (strncmp(text, "notice ", 7) == 0) {
        struct nd_err notice = {0};
        (void)nd_err_set(&notice, "00000", "%s", text + 7);
        sink->on_notice(sink->arg, "NOTICE", &notice);
        return sink->on_tag(sink->arg, "NOTICE");
    }
    if (strncmp(text, "timeout ", 8) == 0) {
        session->timeout_ns = strtoul(text + 8, NULL, 10) * ND_MS;
        return sink->on_tag(sink->arg, "TIMEOUT");
    }
    char name[32], value[32];
    if (sscanf(text, "set %31s %31s", name, value) == 2) {
        sink->on_parameter(sink->arg, name, value);
        return sink->on_tag(sink->arg, "SET");
    }
    return nd_err_set(err, "42601", "syntax error at or near \"%s\"", text);
}

static inline void fake_fail(struct nd_sql_session *session)
{
    if (session->state == 'T') session->state = 'E';
}

/* ---- the simple protocol ------------------------------------------------------------------------------ */

ND_YIELDS ND_RESULT nd_sql_session_query(struct nd_sql_session *session, struct nd_slice text, const struct nd_sql_sink *sink, struct nd_err *err)
{
    fake_begin(session);
    struct fake_portal portal = {0};
    for (;;) {
        while (text.n > 0 && text.p[0] == ' ') text = nd_slice_of(text.p + 1, text.n - 1);
        const uint8_t *semicolon = text.n == 0 ? NULL : memchr(text.p, ';', text.n);
        size_t n = semicolon == NULL ? text.n : (size_t)(semicolon - text.p);
        bool is_suspended;
        nd_arena_reset(&session->arena);
        enum nd_status status = fake_prepare(&portal.statement, "", nd_slice_of(text.p, n), err);
        if (status == ND_STATUS_OK) status = fake_run(session, &portal, 0, sink, &is_suspended, err);
        if (status != ND_STATUS_OK) {
            fake_fail(session);
            return status;
        }
        portal = (struct fake_portal){0};
        if (semicolon == NULL || n + 1 == text.n) return ND_STATUS_OK;
        text = nd_slice_of(semicolon + 1, text.n - n - 1);
    }
}

/* ---- the extended protocol ------------------------------------------------------------------------------ */

static inline struct fake_statement *fake_find_statement(struct nd_sql_session *session, const char *name)
{
    for (size_t i = 0; i < FAKE_NAMES_MAX; i++)
        if (session->statements[i].text[0] != '\0' && strcmp(session->statements[i].name, name) == 0) return &session->statements[i];
    return NULL;
}
static inline struct fake_portal *fake_find_portal(struct nd_sql_session *session, const char *name)
{
    for (size_t i = 0; i < FAKE_NAMES_MAX; i++)
        if (session->portals[i].is_used && strcmp(session->portals[i].name, name) == 0) return &session->portals[i];
    return NULL;
}

void nd_sql_session_close_statement(struct nd_sql_session *session, const char *name)
{
    struct fake_statement *statement = fake_find_statement(session, name);
    if (statement != NULL) *statement = (struct fake_statement){0};
}
void nd_sql_session_close_portal(struct nd_sql_session *session, const char *name)
{
    struct fake_portal *portal = fake_find_portal(session, name);
    if (portal != NULL) portal->is_used = false;
}

ND_YIELDS ND_RESULT nd_sql_session_parse(struct nd_sql_session *session, const char *name, struct nd_slice text,
                                         const uint32_t *param_oids, size_t param_count, struct nd_err *err)
{
    ND_UNUSED(param_oids);
    ND_UNUSED(param_count);
    if (name[0] == '\0') nd_sql_session_close_statement(session, name);
    else if (fake_find_statement(session, name) != NULL) return nd_err_set(err, "42P05", "prepared statement \"%s\" already exists", name);
    if (text.n == 0) text = nd_slice_str("notice empty");
    for (size_t i = 0; i < FAKE_NAMES_MAX; i++)
        if (session->statements[i].text[0] == '\0') return fake_prepare(&session->statements[i], name, text, err);
    return nd_err_set(err, "53000", "too many prepared statements");
}

ND_YIELDS ND_RESULT nd_sql_session_bind(struct nd_sql_session *session, const char *portal_name, const char *statement_name,
                                        const struct nd_sql_param *params, size_t param_count, struct nd_err *err)
{
    struct fake_statement *statement = fake_find_statement(session, statement_name);
    if (statement == NULL) return nd_err_set(err, "26000", "prepared statement \"%s\" does not exist", statement_name);
    if (statement->param_count != param_count)
        return nd_err_set(err, "08P01", "bind message supplies %zu parameters, but prepared statement \"%s\" requires %zu", param_count,
                          statement_name, statement->param_count);
    if (portal_name[0] == '\0') nd_sql_session_close_portal(session, portal_name);
    struct fake_portal *portal = NULL;
    for (size_t i = 0; i < FAKE_NAMES_MAX && portal == NULL; i++)
        if (!session->portals[i].is_used) portal = &session->portals[i];
    if (portal == NULL) return nd_err_set(err, "53000", "too many portals");
    portal->row_next = 0;
    portal->statement = *statement;
    (void)snprintf(portal->name, sizeof portal->name, "%s", portal_name);
    nd_arena_reset(&portal->arena);
    for (size_t i = 0; i < param_count; i++) {
        portal->values[i] = (struct nd_datum){.is_null = true};
        if (params[i].is_null) continue;
        struct nd_slice bytes = nd_arena_copy(&portal->arena, params[i].bytes);
        struct nd_type type = statement->columns[i].type;
        ND_TRY(params[i].is_binary ? nd_type_recv(&session->types, type, bytes, &portal->arena, &portal->values[i], err)
                                   : nd_type_in(&session->types, type, bytes, &portal->arena, &portal->values[i], err));
    }
    portal->is_used = true;
    return ND_STATUS_OK;
}

ND_YIELDS ND_RESULT nd_sql_session_describe_statement(struct nd_sql_session *session, const char *name, const uint32_t **param_oids_out,
                                                      size_t *param_count_out, const struct nd_sql_column **columns_out,
                                                      size_t *column_count_out, struct nd_err *err)
{
    struct fake_statement *statement = fake_find_statement(session, name);
    if (statement == NULL) return nd_err_set(err, "26000", "prepared statement \"%s\" does not exist", name);
    *param_oids_out = statement->oids;
    *param_count_out = statement->param_count;
    *columns_out = statement->columns;
    *column_count_out = statement->column_count;
    return ND_STATUS_OK;
}

ND_RESULT nd_sql_session_describe_portal(struct nd_sql_session *session, const char *name, const struct nd_sql_column **columns_out,
                                         size_t *column_count_out, struct nd_err *err)
{
    struct fake_portal *portal = fake_find_portal(session, name);
    if (portal == NULL) return nd_err_set(err, "34000", "portal \"%s\" does not exist", name);
    *columns_out = portal->statement.columns;
    *column_count_out = portal->statement.column_count;
    return ND_STATUS_OK;
}

ND_YIELDS ND_RESULT nd_sql_session_execute(struct nd_sql_session *session, const char *portal_name, uint64_t row_limit,
                                           const struct nd_sql_sink *sink, bool *suspended_out, struct nd_err *err)
{
    fake_begin(session);
    struct fake_portal *portal = fake_find_portal(session, portal_name);
    if (portal == NULL) return nd_err_set(err, "34000", "portal \"%s\" does not exist", portal_name);
    nd_arena_reset(&session->arena);
    return fake_run(session, portal, row_limit, sink, suspended_out, err);
}

ND_YIELDS ND_RESULT nd_sql_session_sync(struct nd_sql_session *session, const struct nd_sql_sink *sink, struct nd_err *err)
{
    ND_UNUSED(sink);
    ND_UNUSED(err);
    session->is_canceled = false;
    if (session->state == 'I')
        for (size_t i = 0; i < FAKE_NAMES_MAX; i++) session->portals[i].is_used = false;
    return ND_STATUS_OK;
}

ND_YIELDS void nd_sql_session_fail(struct nd_sql_session *session) { fake_fail(session); }

#endif
