/* SPDX-License-Identifier: Apache-2.0 */
/* session_utility.c - statements that are neither planned nor DDL: settings, PREPARE and EXECUTE, EXPLAIN, DISCARD. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "sql/session_int.h"

static void set_tag(struct nd__portal *portal, const char *tag) { snprintf(portal->tag, sizeof portal->tag, "%s", tag); }

/* ---- columns ------------------------------------------------------------------------------------------------- */

static struct nd_sql_column *text_columns(struct nd_arena *arena, const char *const *names, size_t count)
{
    struct nd_sql_column *columns = nd_arena_array(arena, struct nd_sql_column, count + 1);
    for (size_t i = 0; i < count; i++) columns[i] = (struct nd_sql_column){.name = names[i], .type = {ND_TYPE_TEXT, -1}};
    return columns;
}

/* ---- pg_sleep ----------------------------------------------------------------------------------------------- */

/* It waits on the session's fiber, where functions inside expressions cannot: known as a query of its own alone. */
static const struct nd_ast_func *sleep_call(const struct nd_ast_stmt *stmt)
{
    if (stmt->kind != ND_STMT_SELECT || stmt->select->target_count != 1 || stmt->select->from_count != 0) return NULL;
    const struct nd_ast_expr *expr = stmt->select->targets[0].expr;
    if (expr == NULL || expr->kind != ND_AST_FUNC || strcmp(expr->func->name, "pg_sleep") != 0 || expr->func->arg_count != 1) return NULL;
    return expr->func->args[0]->kind == ND_AST_CONST ? expr->func : NULL;
}

bool nd__is_sleep(const struct nd_ast_stmt *stmt) { return sleep_call(stmt) != NULL; }

static ND_YIELDS enum nd_status run_sleep(struct nd_sql_session *session, const struct nd_ast_func *func, struct nd_err *err)
{
    const struct nd_ast_expr *arg = func->args[0];
    double seconds = (double)arg->int_value;
    if (arg->const_kind == ND_AST_FLOAT || arg->const_kind == ND_AST_STRING) {
        char *end;
        seconds = strtod(arg->text, &end);
        if (end == arg->text || *end != '\0') return nd_err_set(err, "22P02", "invalid input syntax for type double precision: \"%.64s\"", arg->text);
    } else if (arg->const_kind != ND_AST_INT) {
        return ND_STATUS_OK; /* NULL: strict */
    }
    return seconds > 0 ? nd__session_sleep(session, seconds > 1e9 ? 1e9 : seconds, err) : ND_STATUS_OK;
}

static enum nd_status sleep_until(struct nd_sql_session *session, uint64_t until_ns)
{
    for (;;) {
        uint64_t now_ns = nd_env_now_ns(session->system->env);
        if (session->is_canceled) return ND_STATUS_CANCELED;
        if (session->deadline_ns != 0 && now_ns >= session->deadline_ns) return ND_STATUS_TIMEOUT;
        if (now_ns >= until_ns) return ND_STATUS_OK;
        uint64_t wake_ns = session->deadline_ns != 0 && session->deadline_ns < until_ns ? session->deadline_ns : until_ns;
        nd_fiber_park_until(session->fiber, wake_ns);
    }
}

enum nd_status nd__session_sleep(void *arg, double seconds, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    if (nd_reactor_is_on_big_stack(session->system->reactor)) return nd_err_set(err, "0A000", "pg_sleep in an expression this deep is not supported");
    uint64_t until_ns = nd_env_now_ns(session->system->env) + (uint64_t)(seconds * 1e9);
    session->activity.is_sleeping = true;
    enum nd_status status = sleep_until(session, until_ns);
    session->activity.is_sleeping = false;
    return status;
}

static const struct nd__prepared *executed(struct nd_sql_session *session, const struct nd_ast_stmt *stmt) { return nd__prepared_find(session, stmt->execute->name); }

static bool is_json_explain(const struct nd_ast_explain *explain)
{
    const char *format = NULL; /* the last one counts */
    for (size_t i = 0; i < explain->option_count; i++)
        if (strcmp(explain->options[i].name, "format") == 0) format = explain->options[i].value;
    return format != NULL && strcasecmp(format, "json") == 0;
}

enum nd_status nd__utility_columns(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_arena *arena, struct nd_sql_column **columns_out, size_t *count_out, struct nd_err *err)
{
    *columns_out = NULL;
    *count_out = 0;
    static const char *const all[] = {"name", "setting", "description"}, *const plan[] = {"QUERY PLAN"}, *const split[] = {"ndoto_split"};
    if (stmt->kind == ND_STMT_SHOW) {
        bool is_all = strcasecmp(stmt->name, "all") == 0;
        const char *name = nd_settings_name(&session->settings, stmt->name);
        if (!is_all && name == NULL) return nd_err_set(err, "42704", "unrecognized configuration parameter \"%s\"", stmt->name);
        *columns_out = is_all ? text_columns(arena, all, 3) : text_columns(arena, &name, 1);
        *count_out = is_all ? 3 : 1;
    } else if (stmt->kind == ND_STMT_FETCH) {
        return nd__cursor_columns(session, stmt->cursor, arena, columns_out, count_out, err);
    } else if (stmt->kind == ND_STMT_EXPLAIN) {
        struct nd_sql_column *column = text_columns(arena, plan, 1);
        if (is_json_explain(stmt->explain)) column->type = (struct nd_type){ND_TYPE_JSON, -1};
        *columns_out = column;
        *count_out = 1;
    } else if (nd__split_call(stmt) != NULL) {
        *columns_out = text_columns(arena, split, 1);
        *count_out = 1;
    } else if (sleep_call(stmt) != NULL) {
        static const char *const sleep_name[] = {"pg_sleep"};
        *columns_out = text_columns(arena, sleep_name, 1);
        (*columns_out)[0].type.id = ND_TYPE_VOID;
        *count_out = 1;
    } else if (stmt->kind == ND_STMT_EXECUTE) {
        const struct nd__prepared *prepared = executed(session, stmt);
        if (prepared == NULL) return nd_err_set(err, "26000", "prepared statement \"%s\" does not exist", stmt->execute->name);
        *columns_out = nd_arena_array(arena, struct nd_sql_column, prepared->column_count + 1);
        *count_out = prepared->column_count;
        for (size_t i = 0; i < prepared->column_count; i++) {
            (*columns_out)[i] = prepared->columns[i];
            (*columns_out)[i].name = nd_arena_strdup(arena, prepared->columns[i].name);
        }
    }
    return ND_STATUS_OK;
}

/* ---- SET, SHOW ------------------------------------------------------------------------------------------------ */

static bool needs_quotes(const char *name)
{
    for (const char *p = name; *p != '\0'; p++)
        if (!((*p >= 'a' && *p <= 'z') || *p == '_' || *p == '$' || (p > name && *p >= '0' && *p <= '9'))) return true;
    return *name == '\0';
}

/* Several values make a list; names in search_path are quoted where they need it. */
const char *nd__session_set_values(struct nd_sql_session *session, const struct nd_ast_set *set, struct nd_arena *arena)
{
    bool is_path = strcasecmp(set->name, "search_path") == 0;
    struct nd_buf text;
    nd_buf_init(&text, session->heap);
    for (size_t i = 0; i < set->value_count; i++) {
        if (i > 0) nd_buf_put(&text, ", ", 2);
        bool quotes = is_path && (needs_quotes(set->values[i]) || set->values[i][0] == '$');
        nd_buf_printf(&text, quotes ? "\"%s\"" : "%s", set->values[i]);
    }
    const char *joined = nd_arena_strndup(arena, (const char *)text.p, text.n);
    nd_buf_deinit(&text);
    return joined;
}

static enum nd_status run_set(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_set *set = portal->stmt->set;
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    set_tag(portal, set->kind == ND_AST_RESET || set->kind == ND_AST_RESET_ALL ? "RESET" : "SET");
    bool in_block = session->state == ND__BLOCK;
    switch (set->kind) {
    case ND_AST_RESET_ALL: nd_settings_reset_all(&session->settings, &sink); return ND_STATUS_OK;
    case ND_AST_SET_SESSION_CHARACTERISTICS: return nd__session_set_transaction(session, set->options, set->option_count, true, err);
    case ND_AST_SET_SNAPSHOT: return nd__session_import_snapshot(session, set->values[0], err);
    case ND_AST_SET_TRANSACTION:
        if (!in_block) nd__session_notice(session, "WARNING", "25P01", "SET TRANSACTION can only be used in transaction blocks");
        ND_TRY(nd__session_set_transaction(session, set->options, set->option_count, false, err));
        return portal->stmt->as_of == NULL ? ND_STATUS_OK : nd__session_set_as_of(session, portal->stmt->as_of, err);
    case ND_AST_RESET:
    case ND_AST_SET_TO_DEFAULT:
    case ND_AST_SET_VALUE: break;
    }
    /* the transaction's own parameters act on it */
    if (strncasecmp(set->name, "transaction_", 12) == 0 && set->kind == ND_AST_SET_VALUE && set->value_count == 1) {
        struct nd_ast_option option = {.name = set->name, .value = set->values[0]};
        return nd__session_set_transaction(session, &option, 1, false, err);
    }
    if (set->is_local && !in_block) nd__session_notice(session, "WARNING", "25P01", "SET LOCAL can only be used in transaction blocks");
    const char *value = set->kind == ND_AST_SET_VALUE ? nd__session_set_values(session, set, &portal->arena) : NULL;
    if (nd__session_is_role_setting(set->name)) return nd__session_set_role(session, set->name, value, set->is_local, err);
    return nd_settings_set(&session->settings, set->name, value, set->is_local, false, &sink, err);
}

static enum nd_status run_show(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const char *name = portal->stmt->name;
    set_tag(portal, "SHOW");
    if (!session->has_role_settings) ND_TRY(nd__session_begin_statement(session));
    portal->rows = nd__rows_new(session->heap);
    if (strcasecmp(name, "all") != 0) {
        const char *value = nd_settings_get(&session->settings, name);
        if (value == NULL) return nd_err_set(err, "42704", "unrecognized configuration parameter \"%s\"", name);
        nd__rows_add_texts(portal->rows, &value, 1);
        return ND_STATUS_OK;
    }
    const char *row[3];
    for (size_t i = 0; nd_settings_at(&session->settings, i, &row[0], &row[1], &row[2]); i++) nd__rows_add_texts(portal->rows, row, 3);
    return ND_STATUS_OK;
}

/* ---- PREPARE, EXECUTE, DEALLOCATE, DISCARD -------------------------------------------------------------------------- */

static void close_all_prepared(struct nd_sql_session *session)
{
    while (!nd_list_is_empty(&session->prepared)) nd__prepared_close(session, ND_CONTAINER_OF(session->prepared.next, struct nd__prepared, link));
}

static enum nd_status run_prepare(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_execute *prepare = portal->stmt->execute;
    if (nd__prepared_find(session, prepare->name) != NULL) return nd_err_set(err, "42P05", "prepared statement \"%s\" already exists", prepare->name);
    uint32_t *oids = nd_arena_array(&portal->arena, uint32_t, prepare->type_count + 1);
    ND_TRY(nd__session_begin_statement(session));
    if (prepare->type_count > 0) ND_TRY(nd_catalog_load_types(session->view, session->txn));
    struct nd_bind_env env = nd__session_bind_env(session, portal->text->text);
    for (size_t i = 0; i < prepare->type_count; i++) {
        struct nd_type type;
        ND_TRY(nd_bind_type(&env, prepare->types[i], &type, err));
        oids[i] = (uint32_t)nd_type_said(type);
    }
    set_tag(portal, "PREPARE");
    ND_TRY(nd__session_prepare(session, prepare->name, portal->text, prepare->stmt, oids, prepare->type_count, err));
    ND_CONTAINER_OF(session->prepared.prev, struct nd__prepared, link)->is_from_sql = true;
    return ND_STATUS_OK;
}

static enum nd_status eval_args(struct nd_sql_session *session, struct nd__portal *portal, const struct nd_ast_execute *execute, const struct nd__prepared *prepared,
                                struct nd_sql_param *params, struct nd_err *err)
{
    struct nd_bind_env env = nd__session_bind_env(session, portal->text->text);
    struct nd_eval eval = {.reactor = env.reactor, .types = env.types, .services = env.services, .arena = &portal->arena, .heap = session->heap, .err = err};
    for (size_t i = 0; i < execute->arg_count; i++) {
        struct nd_type type = {prepared->params[i], -1};
        struct nd_expr *expr;
        struct nd_datum datum;
        ND_TRY(nd_bind_default(&env, execute->args[i], "parameter", type, &portal->arena, &expr, err));
        ND_TRY(nd_expr_eval_datum(&eval, expr, &datum));
        params[i].is_null = datum.is_null;
        if (!datum.is_null) params[i].bytes = nd_type_out_slice(env.types, type, &datum, &portal->arena);
    }
    return ND_STATUS_OK;
}

/* Begins the statement, too. */
static enum nd_status find_executed(struct nd_sql_session *session, struct nd__portal *portal, const struct nd_ast_execute *execute, struct nd__prepared **prepared_out,
                                    struct nd_sql_param **params_out, struct nd_err *err)
{
    struct nd__prepared *prepared = *prepared_out = nd__prepared_find(session, execute->name);
    if (prepared == NULL) return nd_err_set(err, "26000", "prepared statement \"%s\" does not exist", execute->name);
    if (execute->arg_count != prepared->param_count) {
        (void)nd_err_set(err, "42601", "wrong number of parameters for prepared statement \"%s\"", execute->name);
        return nd_err_detail(err, "Expected %zu parameters but got %zu.", prepared->param_count, execute->arg_count);
    }
    if (prepared->stmt == NULL || prepared->stmt->kind == ND_STMT_EXECUTE) return nd_err_unsupported(err, "EXECUTE of this statement");
    ND_TRY(nd__session_begin_statement(session));
    if (nd__prepared_needs_types(prepared)) ND_TRY(nd_catalog_load_types(session->view, session->txn));
    *params_out = nd_arena_array(&portal->arena, struct nd_sql_param, prepared->param_count + 1);
    return eval_args(session, portal, execute, prepared, *params_out, err);
}

/* The portal of EXECUTE becomes that of the prepared statement. */
static enum nd_status run_execute(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    struct nd__prepared *prepared;
    struct nd_sql_param *params;
    ND_TRY(find_executed(session, portal, portal->stmt->execute, &prepared, &params, err));
    struct nd__text *text = portal->text;
    struct nd__prepared *outer = portal->prepared;
    struct nd__planned *outer_plan = portal->planned;
    enum nd_status status = nd__portal_bind(session, portal, prepared, params, prepared->param_count, err);
    nd__text_unref(session->system, text);
    nd__planned_free(session, outer_plan);
    if (outer != NULL) nd__prepared_unref(session, outer);
    ND_TRY(status);
    return nd__session_produce(session, portal, err);
}

static enum nd_status run_deallocate(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const char *name = portal->stmt->execute->name;
    set_tag(portal, name == NULL ? "DEALLOCATE ALL" : "DEALLOCATE");
    if (name == NULL) {
        close_all_prepared(session);
        return ND_STATUS_OK;
    }
    struct nd__prepared *prepared = nd__prepared_find(session, name);
    if (prepared == NULL) return nd_err_set(err, "26000", "prepared statement \"%s\" does not exist", name);
    nd__prepared_close(session, prepared);
    return ND_STATUS_OK;
}

static enum nd_status run_discard(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    snprintf(portal->tag, sizeof portal->tag, "DISCARD %s", portal->stmt->name);
    if (strcmp(portal->stmt->name, "SEQUENCES") == 0) nd__session_forget_sequences(session);
    bool is_all = strcmp(portal->stmt->name, "ALL") == 0, is_temp = strncmp(portal->stmt->name, "TEMP", 4) == 0;
    if (is_all && session->state == ND__BLOCK) return nd_err_set(err, "25001", "DISCARD ALL cannot run inside a transaction block");
    if ((is_all || is_temp) && session->settings.temp_schema != 0) {
        ND_TRY(nd__session_begin_statement(session));
        ND_TRY(nd__session_drop_temp(session, err));
    }
    if (!is_all) return ND_STATUS_OK; /* plans check themselves */
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    close_all_prepared(session);
    nd__portals_close(session, ND__HOLD_HELD + 1);
    nd__session_forget_sequences(session);
    ND_TRY(nd_settings_set(&session->settings, "session_authorization", NULL, false, false, &sink, err));
    ND_TRY(nd_settings_set(&session->settings, "role", NULL, false, false, &sink, err));
    nd_settings_reset_all(&session->settings, &sink);
    return ND_STATUS_OK;
}

/* ---- EXPLAIN --------------------------------------------------------------------------------------------------------- */

static enum nd_status set_format(const char *value, struct nd_explain_options *out, struct nd_err *err)
{
    static const char *const names[] = {"text", "json", "yaml", "xml"}; /* as enum nd_explain_format */
    if (value == NULL) return nd_err_set(err, "42601", "format requires a parameter");
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++) {
        if (strcasecmp(value, names[i]) != 0) continue;
        out->format = (enum nd_explain_format)i;
        out->is_json = out->format != ND_EXPLAIN_TEXT;
        return ND_STATUS_OK;
    }
    return nd_err_set(err, "22023", "unrecognized value for EXPLAIN option \"format\": \"%s\"", value);
}

static enum nd_status explain_options(const struct nd_ast_explain *explain, struct nd_explain_options *out, struct nd_err *err)
{
    bool has_summary = false, has_timing = false, has_wal = false;
    *out = (struct nd_explain_options){.has_costs = true};
    for (size_t i = 0; i < explain->option_count; i++) {
        const struct nd_ast_option *option = &explain->options[i];
        const char *value = option->value;
        bool is_on = value == NULL || strcasecmp(value, "true") == 0 || strcasecmp(value, "on") == 0 || strcmp(value, "1") == 0;
        bool is_off = value != NULL && (strcasecmp(value, "false") == 0 || strcasecmp(value, "off") == 0 || strcmp(value, "0") == 0);
        if (strcmp(option->name, "format") == 0) {
            ND_TRY(set_format(value, out, err));
            continue;
        }
        static const char *const names[] = {"analyze", "verbose", "costs", "timing", "summary", "buffers", "settings", "wal"};
        size_t at = 0;
        while (at < ND_ARRAY_LEN(names) && strcmp(option->name, names[at]) != 0) at++;
        if (at == ND_ARRAY_LEN(names)) return nd_err_set(err, "42601", "unrecognized EXPLAIN option \"%s\"", option->name);
        if (!is_on && !is_off) return nd_err_set(err, "42601", "%s requires a Boolean value", option->name);
        switch (at) {
        case 0: out->is_analyze = is_on; break;
        case 1: out->is_verbose = is_on; break;
        case 2: out->has_costs = is_on; break;
        case 3: has_timing = true, out->has_timing = is_on; break;
        case 4: has_summary = true, out->has_summary = is_on; break;
        case 7: has_wal = is_on; break;
        default: break; /* nothing to show */
        }
    }
    if (has_wal && !out->is_analyze) return nd_err_set(err, "22023", "EXPLAIN option WAL requires ANALYZE");
    if (has_timing && out->has_timing && !out->is_analyze) return nd_err_set(err, "22023", "EXPLAIN option TIMING requires ANALYZE");
    if (!has_timing) out->has_timing = out->is_analyze;
    if (!has_summary) out->has_summary = out->is_analyze;
    return ND_STATUS_OK;
}

/* What EXPLAIN is about: a statement as written, or, of EXECUTE, a prepared one with its arguments. */
struct explained {
    const struct nd_ast_stmt *stmt;
    struct nd_slice text;
    const enum nd_type_id *param_types;
    size_t param_count;
    struct nd__portal *portal; /* holds the arguments of EXECUTE; NULL: none */
};

static enum nd_status find_explained(struct nd_sql_session *session, struct nd__portal *portal, struct explained *out, struct nd_err *err)
{
    const struct nd_ast_stmt *stmt = portal->stmt->explain->stmt;
    *out = (struct explained){.stmt = stmt, .text = portal->text->text};
    if (stmt->kind == ND_STMT_EXECUTE) {
        struct nd__prepared *prepared;
        struct nd_sql_param *params;
        ND_TRY(find_executed(session, portal, stmt->execute, &prepared, &params, err));
        out->portal = nd__portal_new(session, "");
        ND_TRY(nd__portal_bind(session, out->portal, prepared, params, prepared->param_count, err));
        out->stmt = prepared->stmt;
        out->text = prepared->text->text;
        out->param_types = out->portal->param_types;
        out->param_count = out->portal->param_count;
    } else {
        ND_TRY(nd__session_begin_statement(session));
        if (stmt->param_max > 0) return nd_err_set(err, "42P02", "there is no parameter $%d", stmt->param_max);
    }
    bool can_explain = nd__has_plan(out->stmt) && out->stmt->kind != ND_STMT_COPY;
    return can_explain ? ND_STATUS_OK : nd_err_unsupported(err, "EXPLAIN of this statement");
}

static enum nd_status analyze_plan(struct nd_sql_session *session, const struct explained *explained, struct nd__planned *planned, struct nd_exec **exec_out, struct nd_err *err)
{
    struct nd_exec_env env = nd__session_exec_env(session);
    const struct nd_batch *batch;
    env.wants_stats = true;
    if (explained->portal != NULL) {
        env.params = explained->portal->params;
        env.param_count = explained->portal->param_count;
    }
    struct nd_exec *exec = *exec_out = nd_exec_new(&env, planned->tree);
    do {
        ND_TRY(nd_exec_next(exec, &batch, err));
    } while (batch->rows > 0);
    return ND_STATUS_OK;
}

static void add_lines(struct nd__rows *rows, struct nd_buf *text, bool is_one)
{
    nd_buf_put_u8(text, '\0');
    char *at = (char *)text->p;
    while (at != NULL && *at != '\0') {
        char *end = is_one ? NULL : strchr(at, '\n');
        if (end != NULL) *end = '\0';
        const char *line = at;
        nd__rows_add_texts(rows, &line, 1);
        at = end == NULL ? NULL : end + 1;
    }
}

static void explain_text(struct nd_sql_session *session, struct nd__portal *portal, const struct nd__planned *planned,
                         const struct nd_explain_options *options, struct nd_exec *exec)
{
    struct nd_buf text;
    nd_buf_init(&text, session->heap);
    nd_explain(planned->tree, options, exec == NULL ? NULL : nd_exec_stats(exec), &session->settings.types, session->heap, &text);
    if (options->format == ND_EXPLAIN_YAML || options->format == ND_EXPLAIN_XML) nd_explain_convert(options->format, session->heap, &text);
    portal->rows = nd__rows_new(session->heap);
    add_lines(portal->rows, &text, options->is_json);
    nd_buf_deinit(&text);
}

static enum nd_status explain_plan(struct nd_sql_session *session, struct nd__portal *portal, const struct explained *explained, struct nd_explain_options *options,
                                   struct nd_err *err)
{
    struct nd_env *env = session->system->env;
    struct nd__planned *planned;
    struct nd_exec *exec = NULL;
    uint64_t start = nd_env_now_ns(env);
    ND_TRY(nd__session_plan(session, explained->stmt, explained->text, explained->param_types, explained->param_count, &planned, err));
    uint64_t planned_at = nd_env_now_ns(env);
    enum nd_status status = nd__planned_check(planned, err);
    if (status == ND_STATUS_OK && options->is_analyze) status = analyze_plan(session, explained, planned, &exec, err);
    options->planning_ms = (double)(planned_at - start) / 1e6;
    options->execution_ms = (double)(nd_env_now_ns(env) - planned_at) / 1e6;
    if (status == ND_STATUS_OK) explain_text(session, portal, planned, options, exec);
    if (exec != NULL) nd_exec_free(exec);
    nd__planned_free(session, planned);
    return status;
}

static enum nd_status run_explain(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    struct nd_explain_options options;
    struct explained explained;
    ND_TRY(explain_options(portal->stmt->explain, &options, err));
    enum nd_status status = find_explained(session, portal, &explained, err);
    if (status == ND_STATUS_OK) status = explain_plan(session, portal, &explained, &options, err);
    if (explained.portal != NULL) nd__portal_free(session, explained.portal);
    set_tag(portal, "EXPLAIN");
    return status;
}

/* ---- all ---------------------------------------------------------------------------------------------------------------- */

enum nd_status nd__session_utility(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_stmt *stmt = portal->stmt;
    if (!portal->is_described) ND_TRY(nd__utility_columns(session, stmt, &portal->arena, &portal->columns, &portal->column_count, err));
    if (nd__split_call(stmt) != NULL) {
        ND_TRY(nd__session_begin_statement(session));
        ND_TRY(nd__session_split_call(session, stmt, portal->text->text, err));
        portal->rows = nd__rows_new(session->heap);
        const char *nothing = "";
        nd__rows_add_texts(portal->rows, &nothing, 1);
        set_tag(portal, "SELECT 1");
        return ND_STATUS_OK;
    }
    if (sleep_call(stmt) != NULL) {
        ND_TRY(nd__session_begin_statement(session));
        ND_TRY(run_sleep(session, sleep_call(stmt), err));
        portal->rows = nd__rows_new(session->heap);
        const char *nothing = "";
        nd__rows_add_texts(portal->rows, &nothing, 1);
        set_tag(portal, "SELECT 1");
        return ND_STATUS_OK;
    }
    switch (stmt->kind) {
    case ND_STMT_SET: return run_set(session, portal, err);
    case ND_STMT_SHOW: return run_show(session, portal, err);
    case ND_STMT_DISCARD: return run_discard(session, portal, err);
    case ND_STMT_PREPARE: return run_prepare(session, portal, err);
    case ND_STMT_EXECUTE: return run_execute(session, portal, err);
    case ND_STMT_DEALLOCATE: return run_deallocate(session, portal, err);
    case ND_STMT_DECLARE: return nd__session_declare(session, portal, err);
    case ND_STMT_FETCH: return nd__session_fetch(session, portal, err);
    case ND_STMT_CLOSE: return nd__session_close_cursor(session, portal, err);
    case ND_STMT_EXPLAIN: return run_explain(session, portal, err);
    case ND_STMT_ANALYZE: return nd__session_analyze(session, stmt, portal->text->text, portal->tag, err);
    case ND_STMT_SET_CONSTRAINTS: set_tag(portal, "SET CONSTRAINTS"); return nd__session_set_constraints(session, stmt->set_constraints, &portal->arena, err);
    case ND_STMT_NOTHING: set_tag(portal, stmt->what); return ND_STATUS_OK;
    default: return nd_err_unsupported(err, stmt->what == NULL ? "this statement" : stmt->what);
    }
}
