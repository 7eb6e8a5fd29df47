/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_alter.c - ALTER TABLE. */
#include <stdio.h>

#include "sql/ddl_int.h"

static enum nd_status find_column(struct nd__ddl *ddl, const struct nd_table *table, const char *name, size_t *at_out)
{
    *at_out = nd_table_find_column(table, name);
    return *at_out == SIZE_MAX ? nd_err_set(ddl->err, "42703", "column \"%s\" of relation \"%s\" does not exist", name, table->name) : ND_STATUS_OK;
}

static bool is_in_primary(const struct nd_table *table, size_t column)
{
    for (size_t i = 0; i < table->indexes[0].column_count; i++)
        if (table->indexes[0].columns[i].column == column) return true;
    return false;
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

/* The rows under a new primary key: all data is written again under fresh index ids. */
static enum nd_status rebuild(struct nd__ddl *ddl, struct nd__draft *draft)
{
    nd__ddl_renew_indexes(ddl, draft);
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    ND_TRY(nd_exec_rebuild_table(&env, draft->before, draft->table, ddl->err));
    return nd__ddl_write(ddl, draft);
}

static enum nd_status add_constraint(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    const struct nd_ast_constraint *constraint = alter->constraint;
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 1);
    struct nd_index *index;
    switch (constraint->kind) {
    case ND_AST_PRIMARY:
        if (!nd_table_has_row_id(table)) return nd_err_set(ddl->err, "42P16", "multiple primary keys for table \"%s\" are not allowed", table->name);
        ND_TRY(nd__ddl_set_primary(ddl, &draft, constraint));
        return rebuild(ddl, &draft);
    case ND_AST_UNIQUE:
        ND_TRY(nd__ddl_add_constraint_index(ddl, &draft, constraint, &index));
        ND_TRY(nd_exec_backfill_index(&env, table, draft.table, index, ddl->err));
        return nd__ddl_write(ddl, &draft);
    case ND_AST_CHECK: return nd_err_unsupported(ddl->err, "a CHECK constraint");
    case ND_AST_FOREIGN: return nd_err_unsupported(ddl->err, "a FOREIGN KEY constraint");
    case ND_AST_EXCLUSION: return nd_err_unsupported(ddl->err, "an EXCLUDE constraint");
    }
    ND_UNREACHABLE();
}

static enum nd_status drop_constraint(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at = 0;
    while (at < table->index_count && (!table->indexes[at].is_constraint || strcmp(table->indexes[at].name, alter->name) != 0)) at++;
    if (at == table->index_count) {
        if (!alter->if_exists) return nd_err_set(ddl->err, "42704", "constraint \"%s\" of relation \"%s\" does not exist", alter->name, table->name);
        nd__session_notice(ddl->session, "NOTICE", "00000", "constraint \"%s\" of relation \"%s\" does not exist, skipping", alter->name, table->name);
        return ND_STATUS_OK;
    }
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 0);
    if (at == 0) { /* NOT NULL of its columns stays, as in PostgreSQL */
        ND_TRY(nd__ddl_set_row_id(ddl, &draft));
        return rebuild(ddl, &draft);
    }
    nd__ddl_discard_index(ddl, table, table->indexes[at].id);
    memmove(&draft.indexes[at], &draft.indexes[at + 1], sizeof *draft.indexes * (table->index_count - at - 1));
    draft.table->index_count--;
    return nd__ddl_write(ddl, &draft);
}

/* ---- columns --------------------------------------------------------------------------------------------------------- */

static enum nd_status add_column(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    const struct nd_ast_column_def *def = alter->column;
    struct nd_sql_session *session = ddl->session;
    if (nd_table_find_column(table, def->name) != SIZE_MAX) {
        if (!alter->if_exists) return nd_err_set(ddl->err, "42701", "column \"%s\" of relation \"%s\" already exists", def->name, table->name);
        nd__session_notice(session, "NOTICE", "42701", "column \"%s\" of relation \"%s\" already exists, skipping", def->name, table->name);
        return ND_STATUS_OK;
    }
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 0);
    struct nd_column *column = &draft.columns[table->column_count];
    if (table->column_count >= ND_SQL_COLUMNS_MAX) return nd_err_set(ddl->err, "54011", "tables can have at most %d columns", ND_SQL_COLUMNS_MAX);
    ND_TRY(nd__ddl_column(ddl, def, column));
    if (def->default_expr != NULL) { /* rows that are there have the default of now, without being written again */
        struct nd_expr *expr;
        ND_TRY(nd_bind_default(&ddl->bind, def->default_expr, def->name, column->type, ddl->arena, &expr, ddl->err));
        if (nd_expr_volatility(expr) == ND_VOLATILE) return nd_err_unsupported(ddl->err, "ADD COLUMN with a volatile default");
        struct nd_eval eval = {.reactor = ddl->bind.reactor, .types = ddl->bind.types, .services = ddl->bind.services, .arena = ddl->arena, .heap = session->heap, .err = ddl->err};
        ND_TRY(nd_expr_eval_datum(&eval, expr, &column->missing));
    }
    uint16_t attnum = 0;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].attnum > attnum) attnum = table->columns[i].attnum;
    column->id = draft.table->next_column_id++;
    column->attnum = (uint16_t)(attnum + 1);
    draft.table->column_count++;
    if (column->is_not_null && column->missing.is_null) {
        struct nd_exec_env env = nd__session_exec_env(session);
        ND_TRY(nd_exec_check_not_null(&env, draft.table, table->column_count, ddl->err)); /* fine where there are no rows */
    }
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status drop_column(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at = nd_table_find_column(table, alter->name);
    if (at == SIZE_MAX && alter->if_exists) {
        nd__session_notice(ddl->session, "NOTICE", "00000", "column \"%s\" of relation \"%s\" does not exist, skipping", alter->name, table->name);
        return ND_STATUS_OK;
    }
    ND_TRY(find_column(ddl, table, alter->name, &at));
    if (is_in_primary(table, at)) return nd_err_unsupported(ddl->err, "DROP COLUMN of a primary key's column");
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    size_t kept = 0;
    for (size_t i = 0; i < table->index_count; i++) { /* its indexes go with it */
        bool has_column = false;
        for (size_t k = 0; k < table->indexes[i].column_count; k++) has_column = has_column || table->indexes[i].columns[k].column == at;
        if (has_column) nd__ddl_discard_index(ddl, table, table->indexes[i].id);
        else draft.indexes[kept++] = draft.indexes[i];
    }
    draft.table->index_count = kept;
    draft.dropped = at;
    ND_TRY(nd__ddl_fix_positions(ddl, &draft, nd__ddl_remove_column));
    return nd__ddl_write(ddl, &draft);
}

void nd__ddl_remove_column(struct nd__draft *draft)
{
    memmove(&draft->columns[draft->dropped], &draft->columns[draft->dropped + 1], sizeof *draft->columns * (draft->table->column_count - draft->dropped - 1));
    draft->table->column_count--;
}

static enum nd_status set_default(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at;
    ND_TRY(find_column(ddl, table, alter->name, &at));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.columns[at].default_text = NULL;
    if (alter->kind == ND_AST_SET_DEFAULT) {
        struct nd_expr *expr;
        ND_TRY(nd_bind_default(&ddl->bind, alter->expr, alter->name, table->columns[at].type, ddl->arena, &expr, ddl->err));
        draft.columns[at].default_text = alter->expr_text;
    }
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status set_not_null(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at;
    bool is_set = alter->kind == ND_AST_SET_NOT_NULL;
    ND_TRY(find_column(ddl, table, alter->name, &at));
    if (!is_set && is_in_primary(table, at)) return nd_err_set(ddl->err, "42P16", "column \"%s\" is in a primary key", alter->name);
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    if (is_set) ND_TRY(nd_exec_check_not_null(&env, table, at, ddl->err));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.columns[at].is_not_null = is_set;
    return nd__ddl_write(ddl, &draft);
}

/* ---- all -------------------------------------------------------------------------------------------------------------- */

static enum nd_status alter_one(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    switch (alter->kind) {
    case ND_AST_ADD_COLUMN: return add_column(ddl, table, alter);
    case ND_AST_DROP_COLUMN: return drop_column(ddl, table, alter);
    case ND_AST_SET_DEFAULT:
    case ND_AST_DROP_DEFAULT: return set_default(ddl, table, alter);
    case ND_AST_SET_NOT_NULL:
    case ND_AST_DROP_NOT_NULL: return set_not_null(ddl, table, alter);
    case ND_AST_ADD_CONSTRAINT: return add_constraint(ddl, table, alter);
    case ND_AST_DROP_CONSTRAINT: return drop_constraint(ddl, table, alter);
    case ND_AST_CHANGE_OWNER: return ND_STATUS_OK; /* roles come with the security layer; everything is everybody's */
    case ND_AST_ALTER_OTHER: return nd_err_unsupported(ddl->err, alter->what);
    }
    ND_UNREACHABLE();
}

static bool only_changes_owner(const struct nd_ast_alter_table *ast)
{
    for (size_t i = 0; i < ast->command_count; i++)
        if (ast->commands[i].kind != ND_AST_CHANGE_OWNER) return false;
    return true;
}

enum nd_status nd__ddl_alter_table(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_alter_table *ast = ddl->stmt->alter_table;
    const struct nd_table *table;
    snprintf(ddl->tag, 64, "ALTER TABLE");
    ND_TRY(nd__ddl_find(ddl, &ast->table, NULL, ast->if_exists, &table));
    if (table == NULL) {
        nd__session_notice(session, "NOTICE", "00000", "relation \"%s\" does not exist, skipping", ast->table.name);
        return ND_STATUS_OK;
    }
    if (only_changes_owner(ast)) return ND_STATUS_OK;
    struct nd_table_id id = table->id;
    for (size_t i = 0; i < ast->command_count; i++) {
        ND_TRY(nd__ddl_begin(ddl));
        if (i == 0) ND_TRY(nd__ddl_lock(ddl, table));
        if (i > 0) { /* as the command before left it */
            nd_catalog_view_unref(session->view);
            session->view = NULL;
            ND_TRY(nd_catalog_view_open(session->system->catalog, session->txn, true, &session->view));
            ddl->bind.view = session->view;
            ND_TRY(nd_catalog_find_table_by_id(session->view, session->txn, id, &table));
            if (table == NULL) return ND_STATUS_CORRUPT;
        }
        ND_TRY(alter_one(ddl, table, &ast->commands[i]));
    }
    return ND_STATUS_OK;
}
