/* SPDX-License-Identifier: Apache-2.0 */
/* session_extended.c - prepared statements and portals. */
#include <stdio.h>

#include "sql/session_int.h"

struct nd__prepared *nd__prepared_find(struct nd_sql_session *session, const char *name)
{
    ND_LIST_FOREACH(it, &session->prepared) {
        struct nd__prepared *prepared = ND_CONTAINER_OF(it, struct nd__prepared, link);
        if (strcmp(prepared->name, name) == 0) return prepared;
    }
    return NULL;
}

void nd__prepared_unref(struct nd_sql_session *session, struct nd__prepared *prepared)
{
    if (--prepared->refs > 0) return;
    nd__planned_free(session, prepared->planned);
    nd__text_unref(session->system, prepared->text);
    nd_arena_deinit(&prepared->arena);
    nd_heap_free(session->heap, prepared->name);
    nd_heap_free(session->heap, prepared);
}

void nd__prepared_close(struct nd_sql_session *session, struct nd__prepared *prepared)
{
    nd_list_remove(&prepared->link);
    session->prepared_count--;
    nd__prepared_unref(session, prepared);
}

static struct nd__portal *find_portal(struct nd_sql_session *session, const char *name)
{
    ND_LIST_FOREACH(it, &session->portals) {
        struct nd__portal *portal = ND_CONTAINER_OF(it, struct nd__portal, link);
        if (strcmp(portal->name, name) == 0) return portal;
    }
    return NULL;
}

void nd__session_drop_unnamed(struct nd_sql_session *session)
{
    struct nd__prepared *prepared = nd__prepared_find(session, "");
    struct nd__portal *portal = find_portal(session, "");
    if (portal != NULL) nd__portal_free(session, portal);
    if (prepared != NULL) nd__prepared_close(session, prepared);
}

/* ---- parse --------------------------------------------------------------------------------------------------- */

static enum nd_status given_params(struct nd__prepared *prepared, const uint32_t *oids, size_t count, struct nd_err *err)
{
    prepared->params = nd_arena_array(&prepared->arena, enum nd_type_id, count + 1);
    prepared->param_count = count;
    for (size_t i = 0; i < count; i++) {
        bool is_open = oids[i] == 0 || oids[i] == ND_TYPE_UNKNOWN;
        bool is_known = nd_type_is_known(oids[i]) || oids[i] == ND_TYPE_VOID || nd_type_is_domain((enum nd_type_id)oids[i]);
        if (!is_open && !is_known) return nd_err_set(err, "42704", "type with OID %u does not exist", oids[i]);
        prepared->params[i] = is_open ? ND_TYPE_INVALID : (enum nd_type_id)oids[i];
    }
    return ND_STATUS_OK;
}

/* A domain's values come as those that it is over. */
static enum nd_status base_params(struct nd_sql_session *session, struct nd__prepared *prepared, struct nd_err *err)
{
    for (size_t i = 0; i < prepared->param_count; i++) {
        if (!nd_type_is_domain(prepared->params[i])) continue;
        ND_TRY(nd_catalog_load_types(session->view, session->txn));
        const struct nd_user_type *domain = nd_catalog_peek_type(session->view, prepared->params[i]);
        if (domain == NULL) return nd_err_set(err, "42704", "type with OID %u does not exist", (unsigned)prepared->params[i]);
        prepared->params[i] = domain->base.id;
    }
    return ND_STATUS_OK;
}

/* That of AS OF SYSTEM TIME is none of the query's: text, if nobody says what it is. */
static void as_of_param(struct nd__prepared *prepared)
{
    size_t number = (size_t)nd__as_of_param(prepared->stmt), count = prepared->param_count;
    if (number > count) {
        enum nd_type_id *more = nd_arena_array(&prepared->arena, enum nd_type_id, number + 1);
        for (size_t i = 0; i < number; i++) more[i] = i < count ? prepared->params[i] : ND_TYPE_INVALID;
        prepared->params = more;
        prepared->param_count = number;
    }
    if (number > 0 && prepared->params[number - 1] == ND_TYPE_INVALID) prepared->params[number - 1] = ND_TYPE_TEXT;
}

/* Types of parameters and columns are wanted at once: the statement is bound now. */
static enum nd_status analyse(struct nd_sql_session *session, struct nd__prepared *prepared, struct nd_err *err)
{
    const struct nd_ast_stmt *stmt = prepared->stmt;
    if (!nd__has_plan(stmt)) {
        if (stmt->param_max > 0) return nd_err_set(err, "42P02", "there is no parameter $%d", stmt->param_max);
        return nd__utility_columns(session, stmt, &prepared->arena, &prepared->columns, &prepared->column_count, err);
    }
    if (session->state == ND__FAILED) return nd_err_set(err, "25P02", "current transaction is aborted, commands ignored until end of transaction block");
    if (session->state == ND__IDLE) ND_TRY(nd__session_begin(session, ND__IMPLICIT));
    ND_TRY(nd__portals_settle(session, NULL, err));
    ND_TRY(nd__session_as_of(session, stmt, NULL, err));
    ND_TRY(nd__session_begin_statement(session));
    as_of_param(prepared);
    ND_TRY(base_params(session, prepared, err));
    ND_TRY(nd__session_plan_text(session, stmt, prepared->text, prepared->params, prepared->param_count, &prepared->planned, err));
    const struct nd_bound *bound = prepared->planned->bound;
    prepared->param_count = bound->param_count;
    prepared->params = nd_arena_array(&prepared->arena, enum nd_type_id, bound->param_count + 1);
    memcpy(prepared->params, bound->params, sizeof *bound->params * bound->param_count);
    prepared->column_count = prepared->planned->column_count;
    prepared->columns = nd_arena_array(&prepared->arena, struct nd_sql_column, prepared->column_count + 1);
    for (size_t i = 0; i < prepared->column_count; i++) {
        prepared->columns[i] = prepared->planned->columns[i];
        prepared->columns[i].name = nd_arena_strdup(&prepared->arena, prepared->columns[i].name);
    }
    return ND_STATUS_OK;
}

static enum nd_status fill_prepared(struct nd_sql_session *session, struct nd__prepared *prepared, const uint32_t *oids, size_t count, struct nd_err *err)
{
    ND_TRY(given_params(prepared, oids, count, err));
    if (prepared->stmt != NULL) ND_TRY(analyse(session, prepared, err));
    prepared->param_oids = nd_arena_array(&prepared->arena, uint32_t, prepared->param_count + 1);
    for (size_t i = 0; i < prepared->param_count; i++) {
        bool is_domain = i < count && nd_type_is_domain((enum nd_type_id)oids[i]);
        prepared->param_oids[i] = is_domain ? oids[i] : (uint32_t)prepared->params[i];
    }
    return ND_STATUS_OK;
}

enum nd_status nd__session_prepare(struct nd_sql_session *session, const char *name, struct nd__text *text, const struct nd_ast_stmt *stmt, const uint32_t *param_oids,
                                   size_t param_count, struct nd_err *err)
{
    if (session->prepared_count >= ND_SQL_PREPARED_MAX) return nd_err_set(err, "54000", "a session keeps at most %d prepared statements", ND_SQL_PREPARED_MAX);
    struct nd__prepared *prepared = nd_heap_new(session->heap, struct nd__prepared);
    prepared->refs = 1;
    prepared->made_us = nd__session_now_us(session);
    prepared->name = nd_heap_strdup(session->heap, name);
    prepared->text = text;
    text->refs++;
    prepared->stmt = stmt;
    nd_arena_init(&prepared->arena, session->heap);
    nd_list_init(&prepared->link);
    enum nd_status status = fill_prepared(session, prepared, param_oids, param_count, err);
    if (status != ND_STATUS_OK) {
        nd__prepared_unref(session, prepared);
        return status;
    }
    nd_list_push_back(&session->prepared, &prepared->link);
    session->prepared_count++;
    return ND_STATUS_OK;
}

static enum nd_status parse_message(struct nd_sql_session *session, const char *name, struct nd_slice text, const uint32_t *oids, size_t count, struct nd_err *err)
{
    struct nd__prepared *existing = nd__prepared_find(session, name);
    struct nd__text *parsed;
    if (existing != NULL && name[0] != '\0') return nd_err_set(err, "42P05", "prepared statement \"%s\" already exists", name);
    if (existing != NULL) nd__prepared_close(session, existing);
    ND_TRY(nd__text_get(session->system, session->fiber, session->database_oid, text, &parsed, err));
    enum nd_status status;
    if (parsed->ast.count > 1) status = nd_err_set(err, "42601", "cannot insert multiple commands into a prepared statement");
    else status = nd__session_prepare(session, name, parsed, parsed->ast.count == 0 ? NULL : parsed->ast.stmts[0], oids, count, err);
    nd__text_unref(session->system, parsed);
    return status;
}

/* Brackets a call that the client can cancel. */
static void enter(struct nd_sql_session *session, const struct nd_sql_sink *sink, struct nd_err *err)
{
    nd_err_clear(err);
    session->sink = sink;
    session->is_busy = true;
    session->is_canceled = false;
}

static enum nd_status leave(struct nd_sql_session *session, enum nd_status status, struct nd_err *err)
{
    session->is_busy = false;
    session->deadline_ns = 0;
    session->sink = NULL;
    return nd__session_error(session, status, err);
}

enum nd_status nd_sql_session_parse(struct nd_sql_session *session, const char *name, struct nd_slice text, const uint32_t *param_oids, size_t param_count, struct nd_err *err)
{
    enter(session, NULL, err);
    return leave(session, parse_message(session, name, text, param_oids, param_count, err), err);
}

/* ---- bind ------------------------------------------------------------------------------------------------------ */

static enum nd_status read_param(struct nd_sql_session *session, struct nd__portal *portal, size_t at, const struct nd_sql_param *param, struct nd_err *err)
{
    struct nd_type type = {portal->param_types[at], -1};
    struct nd_datum *datum = &portal->params[at];
    *datum = (struct nd_datum){.is_null = param->is_null};
    if (param->is_null) return ND_STATUS_OK;
    struct nd_slice bytes = nd_arena_copy(&portal->arena, param->bytes);
    const struct nd_type_ctx *types = &session->settings.types;
    enum nd_status status = param->is_binary ? nd_type_recv(types, type, bytes, &portal->arena, datum, err) : nd_type_in(types, type, bytes, &portal->arena, datum, err);
    if (status != ND_STATUS_SQL || err->where[0] != '\0') return status;
    if (strcmp(err->message, "incorrect binary data format") == 0) /* said in full, as PostgreSQL does */
        snprintf(err->message, sizeof err->message, "incorrect binary data format in bind parameter %zu", at + 1);
    const char *shown = param->is_binary ? "" : " = '...'"; /* not its value: logs keep what clients see */
    if (portal->name[0] == '\0') return nd_err_where(err, "unnamed portal parameter $%zu%s", at + 1, shown);
    return nd_err_where(err, "portal \"%s\" parameter $%zu%s", portal->name, at + 1, shown);
}

/* Of a parameter that was said to be of a domain. */
static enum nd_status check_param(struct nd_sql_session *session, struct nd__portal *portal, size_t at, struct nd_err *err)
{
    enum nd_type_id domain = (enum nd_type_id)portal->prepared->param_oids[at];
    if (!nd_type_is_domain(domain)) return ND_STATUS_OK;
    struct nd_bind_env env = nd__session_bind_env(session, portal->text->text);
    struct nd_eval eval = {.reactor = env.reactor, .types = env.types, .services = env.services, .arena = &portal->arena, .heap = session->heap, .err = err};
    struct nd_expr *expr;
    ND_TRY(nd_bind_domain_value(&env, &portal->params[at], domain, &portal->arena, &expr, err));
    return nd_expr_eval_datum(&eval, expr, &portal->params[at]);
}

enum nd_status nd__portal_bind(struct nd_sql_session *session, struct nd__portal *portal, struct nd__prepared *prepared, const struct nd_sql_param *params, size_t param_count, struct nd_err *err)
{
    portal->prepared = prepared;
    portal->made_us = nd__session_now_us(session);
    portal->is_scrollable = prepared->planned != NULL && nd__plan_goes_back(prepared->planned);
    prepared->generic_plans++;
    prepared->refs++;
    portal->text = prepared->text;
    portal->text->refs++;
    portal->stmt = prepared->stmt;
    portal->param_count = prepared->param_count;
    portal->param_types = prepared->params;
    portal->columns = prepared->columns;
    portal->column_count = prepared->column_count;
    portal->is_described = true;
    portal->planned = prepared->planned;
    if (portal->planned != NULL) portal->planned->refs++;
    if (param_count != prepared->param_count)
        return nd_err_set(err, "08P01", "bind message supplies %zu parameters, but prepared statement \"%s\" requires %zu", param_count, prepared->name, prepared->param_count);
    portal->params = nd_arena_array(&portal->arena, struct nd_datum, param_count + 1);
    for (size_t i = 0; i < param_count; i++) {
        ND_TRY(read_param(session, portal, i, &params[i], err));
        ND_TRY(check_param(session, portal, i, err));
    }
    return ND_STATUS_OK;
}

bool nd__prepared_needs_types(const struct nd__prepared *prepared)
{
    bool is_needed = false;
    for (size_t i = 0; i < prepared->param_count; i++) is_needed = is_needed || nd_type_user_kind((enum nd_type_id)prepared->param_oids[i]) != ND_USER_NONE;
    return is_needed;
}

/* Labels of enums and checks of domains are looked up in the catalog as it is now. */
static enum nd_status open_catalog(struct nd_sql_session *session, const struct nd__prepared *prepared, struct nd_err *err)
{
    if (!nd__prepared_needs_types(prepared)) return ND_STATUS_OK;
    ND_TRY(nd__portals_settle(session, NULL, err));
    ND_TRY(nd__session_begin_statement(session));
    return nd_catalog_load_types(session->view, session->txn);
}

static enum nd_status bind_message(struct nd_sql_session *session, const char *name, const char *statement, const struct nd_sql_param *params, size_t param_count, struct nd_err *err)
{
    struct nd__prepared *prepared = nd__prepared_find(session, statement);
    if (prepared == NULL) {
        if (statement[0] == '\0') return nd_err_set(err, "26000", "unnamed prepared statement does not exist");
        return nd_err_set(err, "26000", "prepared statement \"%s\" does not exist", statement);
    }
    struct nd__portal *existing = find_portal(session, name);
    if (existing != NULL && name[0] != '\0') return nd_err_set(err, "42P03", "cursor \"%s\" already exists", name);
    if (existing != NULL) nd__portal_free(session, existing);
    if (session->portal_count >= ND_SQL_PORTALS_MAX) return nd_err_set(err, "54000", "a session keeps at most %d portals", ND_SQL_PORTALS_MAX);
    bool ends_block = prepared->stmt == NULL || (prepared->stmt->kind == ND_STMT_TRANSACTION && prepared->stmt->transaction->kind != ND_AST_BEGIN);
    if (session->state == ND__FAILED && !ends_block) return nd_err_set(err, "25P02", "current transaction is aborted, commands ignored until end of transaction block");
    if (session->state == ND__IDLE) ND_TRY(nd__session_begin(session, ND__IMPLICIT)); /* portals live in a transaction */
    if (session->state != ND__FAILED) ND_TRY(open_catalog(session, prepared, err));
    struct nd__portal *portal = nd__portal_new(session, name);
    enum nd_status status = nd__portal_bind(session, portal, prepared, params, param_count, err);
    if (status != ND_STATUS_OK) {
        nd__portal_free(session, portal);
        return status;
    }
    nd_list_push_back(&session->portals, &portal->link);
    session->portal_count++;
    return ND_STATUS_OK;
}

enum nd_status nd_sql_session_bind(struct nd_sql_session *session, const char *portal, const char *statement, const struct nd_sql_param *params, size_t param_count, struct nd_err *err)
{
    const struct nd__prepared *prepared = nd__prepared_find(session, statement);
    enter(session, NULL, err);
    if (prepared != NULL) nd__activity_begin(session, prepared->text->text);
    return leave(session, bind_message(session, portal, statement, params, param_count, err), err);
}

/* ---- describe ------------------------------------------------------------------------------------------------------ */

enum nd_status nd_sql_session_describe_statement(struct nd_sql_session *session, const char *name, const uint32_t **param_oids_out, size_t *param_count_out,
                                                 const struct nd_sql_column **columns_out, size_t *column_count_out, struct nd_err *err)
{
    nd_err_clear(err);
    *param_oids_out = NULL;
    *columns_out = NULL;
    *param_count_out = *column_count_out = 0;
    const struct nd__prepared *prepared = nd__prepared_find(session, name);
    if (prepared == NULL) {
        if (name[0] == '\0') return nd_err_set(err, "26000", "unnamed prepared statement does not exist");
        return nd_err_set(err, "26000", "prepared statement \"%s\" does not exist", name);
    }
    *param_oids_out = prepared->param_oids;
    *param_count_out = prepared->param_count;
    *columns_out = prepared->columns;
    *column_count_out = prepared->column_count;
    return ND_STATUS_OK;
}

enum nd_status nd_sql_session_describe_portal(struct nd_sql_session *session, const char *name, const struct nd_sql_column **columns_out, size_t *column_count_out, struct nd_err *err)
{
    nd_err_clear(err);
    *columns_out = NULL;
    *column_count_out = 0;
    const struct nd__portal *portal = find_portal(session, name);
    if (portal == NULL) return nd_err_set(err, "34000", "portal \"%s\" does not exist", name);
    *columns_out = portal->columns;
    *column_count_out = portal->column_count;
    return ND_STATUS_OK;
}

/* ---- execute, sync --------------------------------------------------------------------------------------------------- */

static enum nd_status execute_message(struct nd_sql_session *session, const char *name, uint64_t row_limit, bool *suspended_out, struct nd_err *err)
{
    struct nd__portal *portal = find_portal(session, name);
    if (portal == NULL) return nd_err_set(err, "34000", "portal \"%s\" does not exist", name);
    if (portal->stmt == NULL) return session->sink->on_tag(session->sink->arg, NULL);
    if (portal->is_done && portal->is_started) {
        bool has_rows = portal->column_count > 0;
        if (!has_rows) return nd_err_set(err, "55000", "portal \"%s\" cannot be run", name);
        return session->sink->on_tag(session->sink->arg, "SELECT 0");
    }
    struct nd__run run = {.portal = portal, .row_limit = row_limit};
    uint64_t sent_before = portal->sent;
    session->running = portal;
    enum nd_status status = nd__session_run(session, &run, err);
    session->running = NULL;
    *suspended_out = run.is_suspended;
    if (sent_before > 0 && strncmp(portal->tag, "SELECT ", 7) == 0) /* a tag counts the rows of its own Execute */
        snprintf(portal->tag, sizeof portal->tag, "SELECT %llu", (unsigned long long)(portal->sent - sent_before));
    if (status == ND_STATUS_OK && !run.is_suspended) status = session->sink->on_tag(session->sink->arg, portal->tag);
    /* COMMIT and ROLLBACK end every portal, their own too */
    if (status == ND_STATUS_OK && session->state == ND__IDLE) nd__portals_close(session, ND__HOLD_HELD);
    return status;
}

enum nd_status nd_sql_session_execute(struct nd_sql_session *session, const char *portal, uint64_t row_limit, const struct nd_sql_sink *sink, bool *suspended_out, struct nd_err *err)
{
    const struct nd__portal *found = find_portal(session, portal);
    *suspended_out = false;
    enter(session, sink, err);
    if (found != NULL) nd__activity_begin(session, found->text->text);
    return leave(session, execute_message(session, portal, row_limit, suspended_out, err), err);
}

void nd_sql_session_close_statement(struct nd_sql_session *session, const char *name)
{
    struct nd__prepared *prepared = nd__prepared_find(session, name);
    if (prepared != NULL) nd__prepared_close(session, prepared);
}

void nd_sql_session_close_portal(struct nd_sql_session *session, const char *name)
{
    struct nd__portal *portal = find_portal(session, name);
    if (portal != NULL) nd__portal_free(session, portal);
}

enum nd_status nd_sql_session_sync(struct nd_sql_session *session, const struct nd_sql_sink *sink, struct nd_err *err)
{
    enter(session, sink, err);
    enum nd_status status = session->state == ND__IMPLICIT ? nd__session_commit(session, err) : ND_STATUS_OK;
    nd__activity_end(session);
    return leave(session, status, err);
}

void nd_sql_session_fail(struct nd_sql_session *session) { nd__session_on_error(session); }
