/* SPDX-License-Identifier: Apache-2.0 */
/* session_temp.c - temporary tables: tables in a schema of the session's own, pg_temp_N, which its search path has first.
 *
 * The session drops the schema when it ends. As long as it lives it holds an advisory lock on it, which goes with the session's node: whoever makes such a
 * schema looks for others whose lock is free, and drops those. */
#include <stdio.h>

#include "sql/ddl_int.h"

#define SWEEP_MAX 8                         /* schemas that one statement cleans up */
#define END_TIMEOUT_NS UINT64_C(5000000000) /* for what the session itself drops when it ends */
#define END_ATTEMPTS 3

bool nd__is_temp_schema_name(const char *name) { return strncmp(name, "pg_temp_", 8) == 0; }

static enum nd_status lock_schema(struct nd_sql_session *session, uint32_t id, unsigned how, bool *is_ours_out, struct nd_err *err)
{
    return nd__session_advisory(session, ND_ADVISORY_TRY | how, ND__ADVISORY_TEMP, id, is_ours_out, err);
}

/* Notices are for what the client asked for. */
static enum nd_status drop_quietly(struct nd__ddl *ddl, const struct nd_schema *schema)
{
    const struct nd_sql_sink *sink = ddl->session->sink;
    ddl->session->sink = NULL;
    enum nd_status status = nd__ddl_drop_schema(ddl, schema, true);
    ddl->session->sink = sink;
    return status;
}

/* Those of sessions that are gone without having dropped them. */
static enum nd_status sweep(struct nd__ddl *ddl, uint32_t own)
{
    const struct nd_schema *schema;
    uint32_t found[SWEEP_MAX];
    size_t count = 0;
    for (size_t i = 0; (schema = nd_catalog_schema_at(ddl->session->view, i)) != NULL && count < SWEEP_MAX; i++)
        if (schema->id != own && nd__is_temp_schema_name(schema->name)) found[count++] = schema->id;
    for (size_t i = 0; i < count; i++) {
        bool is_ours;
        ND_TRY(lock_schema(ddl->session, found[i], ND_ADVISORY_XACT, &is_ours, ddl->err));
        schema = is_ours ? nd_catalog_peek_schema_by_id(ddl->session->view, found[i]) : NULL;
        if (schema != NULL) ND_TRY(drop_quietly(ddl, schema));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_temp_schema(struct nd__ddl *ddl, uint32_t *schema_out)
{
    struct nd_sql_session *session = ddl->session;
    uint32_t id = session->settings.temp_schema;
    bool is_ours;
    *schema_out = id;
    ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
    ND_TRY(nd__ddl_may_make_temp(ddl, id == 0 ? NULL : nd_catalog_peek_schema_by_id(session->view, id)));
    if (id != 0 && nd_catalog_peek_schema_by_id(session->view, id) != NULL) return ND_STATUS_OK;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(sweep(ddl, id));
    if (id == 0) ND_TRY(nd__ddl_new_oid(ddl, &id)); /* else it was rolled back */
    ND_TRY(lock_schema(session, id, 0, &is_ours, ddl->err));
    if (!is_ours) return ND_STATUS_LOCKED;
    struct nd_schema schema = {.id = id, .name = nd_arena_printf(ddl->arena, "pg_temp_%u", id), .owner = session->role};
    ND_TRY(nd_catalog_put_schema(session->catalog, session->txn, NULL, &schema));
    nd_settings_set_temp_schema(&session->settings, id);
    *schema_out = id;
    return nd__ddl_refresh(ddl);
}

bool nd__ddl_is_temp(struct nd__ddl *ddl, const struct nd_table *table)
{
    ND_UNUSED(ddl);
    return table->schema_name != NULL && nd__is_temp_schema_name(table->schema_name);
}

/* ---- ON COMMIT --------------------------------------------------------------------------------------------------- */

void nd__session_note_temp(struct nd_sql_session *session, struct nd_table_id id, char on_commit)
{
    if (on_commit == 0) return;
    if (session->temp_count == session->temp_cap) {
        session->temp_cap = session->temp_cap == 0 ? 8 : session->temp_cap * 2;
        session->temps = nd_heap_realloc(session->heap, session->temps, session->temp_cap * sizeof *session->temps);
    }
    session->temps[session->temp_count++] = (struct nd__temp){id, on_commit};
}

static enum nd_status delete_rows(struct nd_sql_session *session, const struct nd_ast_name *name, struct nd_err *err)
{
    struct nd_ast_update all = {.table = *name};
    const struct nd_ast_stmt stmt = {.kind = ND_STMT_DELETE, .update = &all};
    struct nd__planned *planned;
    ND_TRY(nd__session_plan(session, &stmt, nd_slice_str(""), NULL, 0, &planned, err));
    struct nd_exec_env env = nd__session_exec_env(session);
    struct nd_exec *exec = nd_exec_new(&env, planned->tree);
    const struct nd_batch *batch;
    enum nd_status status;
    do status = nd_exec_next(exec, &batch, err);
    while (status == ND_STATUS_OK && batch->rows > 0);
    nd_exec_free(exec);
    nd__planned_free(session, planned);
    return status;
}

static enum nd_status drop_table(struct nd_sql_session *session, struct nd_ast_name *name, struct nd_err *err)
{
    struct nd_ast_drop drop = {.object = ND_AST_OBJ_TABLE, .names = name, .name_count = 1, .if_exists = true, .is_cascade = true};
    const struct nd_ast_stmt stmt = {.kind = ND_STMT_DROP, .drop = &drop};
    const struct nd_sql_sink *sink = session->sink;
    char tag[64];
    session->sink = NULL;
    enum nd_status status = nd__session_ddl(session, &stmt, nd_slice_str(""), tag, err);
    session->sink = sink;
    return status;
}

static enum nd_status end_one(struct nd_sql_session *session, const struct nd__temp *temp, struct nd_arena *arena, struct nd_err *err)
{
    const struct nd_table *table;
    ND_TRY(nd__session_begin_statement(session));
    ND_TRY(nd_catalog_find_table_by_id(session->view, session->txn, temp->table, &table));
    if (table == NULL) return ND_STATUS_OK; /* rolled back, or dropped */
    struct nd_ast_name name = {.schema = nd_arena_strdup(arena, table->schema_name), .name = nd_arena_strdup(arena, table->name), .position = -1};
    bool is_superuser = session->is_superuser;
    session->is_superuser = true; /* whoever it acts as now, the table is its own */
    enum nd_status status = temp->on_commit == 'x' ? drop_table(session, &name, err) : delete_rows(session, &name, err);
    session->is_superuser = is_superuser;
    return status;
}

enum nd_status nd__session_temp_before_commit(struct nd_sql_session *session, struct nd_err *err)
{
    struct nd_arena arena;
    enum nd_status status = ND_STATUS_OK;
    if (session->temp_count == 0 || session->txn == NULL || !nd_txn_has_writes(session->txn)) return ND_STATUS_OK;
    nd_arena_init(&arena, session->heap);
    for (size_t i = 0; i < session->temp_count && status == ND_STATUS_OK; i++) status = end_one(session, &session->temps[i], &arena, err);
    nd_arena_deinit(&arena);
    size_t kept = 0;
    for (size_t i = 0; i < session->temp_count; i++)
        if (session->temps[i].on_commit != 'x' || status != ND_STATUS_OK) session->temps[kept++] = session->temps[i];
    session->temp_count = kept;
    return status;
}

/* ---- the end ------------------------------------------------------------------------------------------------------ */

enum nd_status nd__session_drop_temp(struct nd_sql_session *session, struct nd_err *err)
{
    struct nd_arena arena;
    const struct nd_ast_stmt stmt = {.kind = ND_STMT_DROP};
    char tag[64];
    if (session->settings.temp_schema == 0) return ND_STATUS_OK;
    ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
    const struct nd_schema *schema = nd_catalog_peek_schema_by_id(session->view, session->settings.temp_schema);
    if (schema == NULL) return ND_STATUS_OK;
    nd_arena_init(&arena, session->heap);
    struct nd__ddl ddl = {.session = session, .stmt = &stmt, .bind = nd__session_bind_env(session, nd_slice_str("")), .arena = &arena, .err = err, .tag = tag};
    enum nd_status status = drop_quietly(&ddl, schema);
    nd_arena_deinit(&arena);
    return status;
}

void nd__session_end_temp(struct nd_sql_session *session)
{
    enum nd_status status = ND_STATUS_WRITE_CONFLICT;
    uint64_t end_ns = nd_env_now_ns(session->system->env) + END_TIMEOUT_NS;
    session->temp_count = 0;
    nd_heap_free(session->heap, session->temps);
    session->temps = NULL;
    if (session->settings.temp_schema == 0) return;
    session->settings.statement_timeout_ns = END_TIMEOUT_NS;
    session->is_busy = true;
    session->is_canceled = false;
    for (int i = 0; i < END_ATTEMPTS && status == ND_STATUS_WRITE_CONFLICT && nd_env_now_ns(session->system->env) < end_ns; i++) {
        struct nd_err err;
        nd_err_clear(&err);
        status = nd__session_begin(session, ND__IMPLICIT);
        if (status == ND_STATUS_OK) status = nd__session_begin_statement(session);
        if (status == ND_STATUS_OK) status = nd__session_drop_temp(session, &err);
        if (status == ND_STATUS_OK) status = nd__session_commit(session, &err);
        else nd__session_rollback(session);
    }
    session->is_busy = false;
}
