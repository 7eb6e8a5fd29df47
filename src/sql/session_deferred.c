/* SPDX-License-Identifier: Apache-2.0 */
/* session_deferred.c - when the checks of deferrable constraints are made: SET CONSTRAINTS, ends of statements, COMMIT. */
#include "sql/session_int.h"

void nd__deferred_begin_statement(struct nd_sql_session *session)
{
    session->deferred.statement_count = session->deferred.count;
    session->deferred.statement_modes = session->deferred.mode_count;
}

void nd__deferred_undo_statement(struct nd_sql_session *session)
{
    nd_deferred_go_back(&session->deferred, session->deferred.statement_count, session->deferred.statement_modes, UINT64_MAX);
}

enum nd_status nd__deferred_end_statement(struct nd_sql_session *session, struct nd_err *err)
{
    size_t from = session->deferred.statement_count;
    if (session->txn == NULL || from > session->deferred.count || !nd_deferred_has_open(&session->deferred, from)) return ND_STATUS_OK;
    struct nd_exec_env env = nd__session_exec_env(session);
    return nd_deferred_run(&env, from, false, session->savepoint_level, err);
}

/* A statement of its own: where another transaction was in the way it looks again, as any statement does. */
enum nd_status nd__deferred_before_commit(struct nd_sql_session *session, struct nd_err *err)
{
    if (session->txn == NULL || !nd_deferred_has_open(&session->deferred, 0)) return ND_STATUS_OK;
    ND_TRY(nd__portals_settle(session, NULL, err)); /* cursors WITH HOLD have read their snapshot by then */
    for (unsigned attempt = 0;; attempt++) {
        nd__deferred_begin_statement(session);
        ND_TRY(nd__session_begin_statement(session));
        struct nd_exec_env env = nd__session_exec_env(session);
        env.takes_locks = true;
        enum nd_status status = nd_deferred_run(&env, 0, true, session->savepoint_level, err);
        bool is_conflict = status == ND_STATUS_WRITE_CONFLICT || status == ND_STATUS_READ_CHANGED;
        if (!is_conflict || session->isolation != ND_READ_COMMITTED || attempt == ND_SQL_ATTEMPTS_MAX) return status;
        ND_TRY(nd_txn_rollback_statement(session->txn));
        nd_err_clear(err);
    }
}

/* ---- SET CONSTRAINTS ------------------------------------------------------------------------------------------- */

struct naming {
    struct nd_sql_session *session;
    const struct nd_ast_set_constraints *stmt;
    const char *name;
    bool is_found;
    struct nd_err *err;
};

static enum nd_status take(struct naming *naming, uint32_t oid, bool is_deferrable)
{
    naming->is_found = true;
    if (is_deferrable) nd_deferred_set_mode(&naming->session->deferred, oid, naming->stmt->is_deferred);
    else if (naming->stmt->is_deferred) return nd_err_set(naming->err, "42809", "constraint \"%s\" is not deferrable", naming->name);
    return ND_STATUS_OK;
}

static enum nd_status take_of_table(struct naming *naming, const struct nd_table *table)
{
    for (size_t i = 0; i < table->foreign_key_count; i++)
        if (strcmp(table->foreign_keys[i].name, naming->name) == 0) ND_TRY(take(naming, table->foreign_keys[i].oid, table->foreign_keys[i].is_deferrable));
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_constraint && strcmp(table->indexes[i].name, naming->name) == 0) ND_TRY(take(naming, table->indexes[i].constraint_oid, table->indexes[i].is_deferrable));
    for (size_t i = 0; i < table->check_count; i++)
        if (strcmp(table->checks[i].name, naming->name) == 0) ND_TRY(take(naming, table->checks[i].oid, false));
    return ND_STATUS_OK;
}

static enum nd_status take_of_schema(struct naming *naming, uint32_t schema, struct nd_arena *arena)
{
    struct nd_sql_session *session = naming->session;
    const struct nd_table **tables;
    size_t count;
    if (schema == ND_OID_PG_CATALOG) return ND_STATUS_OK;
    ND_TRY(nd_catalog_list_tables(session->view, session->txn, schema, arena, &tables, &count));
    for (size_t i = 0; i < count; i++) ND_TRY(take_of_table(naming, tables[i]));
    return ND_STATUS_OK;
}

/* All of that name in the first schema that has one. */
static enum nd_status set_named(struct nd_sql_session *session, const struct nd_ast_set_constraints *stmt, const struct nd_ast_name *name, struct nd_arena *arena, struct nd_err *err)
{
    struct naming naming = {.session = session, .stmt = stmt, .name = name->name, .err = err};
    if (name->schema != NULL) {
        const struct nd_schema *schema;
        ND_TRY(nd_catalog_find_schema(session->view, session->txn, name->schema, &schema));
        if (schema == NULL) return nd_err_set(err, "3F000", "schema \"%s\" does not exist", name->schema);
        ND_TRY(take_of_schema(&naming, schema->id, arena));
    }
    for (size_t i = 0; name->schema == NULL && i < session->settings.path.count && !naming.is_found; i++) ND_TRY(take_of_schema(&naming, session->settings.path.schemas[i], arena));
    return naming.is_found ? ND_STATUS_OK : nd_err_set(err, "42704", "constraint \"%s\" does not exist", name->name);
}

enum nd_status nd__session_set_constraints(struct nd_sql_session *session, const struct nd_ast_set_constraints *stmt, struct nd_arena *arena, struct nd_err *err)
{
    if (session->state != ND__BLOCK) nd__session_notice(session, "WARNING", "25P01", "SET CONSTRAINTS can only be used in transaction blocks");
    ND_TRY(nd__session_begin_statement(session));
    if (stmt->name_count == 0) nd_deferred_set_mode(&session->deferred, 0, stmt->is_deferred);
    for (size_t i = 0; i < stmt->name_count; i++) ND_TRY(set_named(session, stmt, &stmt->names[i], arena, err));
    if (stmt->is_deferred) return ND_STATUS_OK;
    struct nd_exec_env env = nd__session_exec_env(session);
    return nd_deferred_run(&env, 0, false, session->savepoint_level, err);
}
