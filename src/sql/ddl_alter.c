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
    for (size_t i = 0; i < table->indexes[0].included_count; i++)
        if (table->indexes[0].included[i] == column) return true;
    return false;
}

static bool has_column(const struct nd_index *index, size_t column)
{
    for (size_t k = 0; k < index->column_count; k++)
        if (index->columns[k].column == column) return true;
    return false;
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

enum nd_status nd__ddl_rebuild(struct nd__ddl *ddl, struct nd__draft *draft)
{
    ND_TRY(nd__ddl_renew_indexes(ddl, draft));
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    const struct nd_rules *rules = NULL;
    if (draft->rewrites != NULL || nd_table_has_virtual(draft->table)) ND_TRY(nd_bind_rules(&ddl->bind, draft->table, ddl->arena, &rules, ddl->err));
    ND_TRY(nd_exec_rebuild_table(&env, draft->before, draft->table, draft->rewrites, rules, ddl->err));
    return nd__ddl_write(ddl, draft);
}

static enum nd_status add_deferrable_key(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_constraint *constraint)
{
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 1);
    struct nd_index *index;
    ND_TRY(nd__ddl_add_deferrable_key(ddl, &draft, constraint, &index));
    for (size_t i = 0; i < index->column_count; i++)
        if (!table->columns[index->columns[i].column].is_not_null) ND_TRY(nd_exec_check_not_null(&env, table, index->columns[i].column, ddl->err));
    ND_TRY(nd_exec_backfill_index(&env, table, draft.table, index, NULL, ddl->err));
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status add_constraint(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_constraint *constraint)
{
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 1);
    struct nd_index *index;
    switch (constraint->kind) {
    case ND_AST_PRIMARY:
        if (nd_table_primary_key(table) != NULL) return nd_err_set(ddl->err, "42P16", "multiple primary keys for table \"%s\" are not allowed", table->name);
        if (constraint->index_name != NULL) return nd__ddl_constraint_using(ddl, table, constraint);
        if (constraint->is_deferrable) return add_deferrable_key(ddl, table, constraint);
        ND_TRY(nd__ddl_set_primary(ddl, &draft, constraint));
        return nd__ddl_rebuild(ddl, &draft);
    case ND_AST_UNIQUE:
        if (constraint->index_name != NULL) return nd__ddl_constraint_using(ddl, table, constraint);
        ND_TRY(nd__ddl_add_constraint_index(ddl, &draft, constraint, &index));
        ND_TRY(nd_exec_backfill_index(&env, table, draft.table, index, NULL, ddl->err));
        return nd__ddl_write(ddl, &draft);
    case ND_AST_CHECK:
        ND_TRY(nd__ddl_add_check(ddl, &draft, constraint, true));
        return nd__ddl_write(ddl, &draft);
    case ND_AST_FOREIGN: return nd__ddl_add_foreign_key(ddl, table->id, constraint, true);
    case ND_AST_EXCLUSION: return nd_err_unsupported(ddl->err, "an EXCLUDE constraint");
    }
    ND_UNREACHABLE();
}

/* ---- columns --------------------------------------------------------------------------------------------------------- */

/* The value of rows that are there: computed once where all have the same, else for each row, which is written anew. */
static enum nd_status fill_added(struct nd__ddl *ddl, const struct nd_ast_column_def *def, struct nd__draft *draft, size_t at)
{
    struct nd_column *column = &draft->columns[at];
    struct nd_expr *expr = NULL;
    if (column->generated_text != NULL) {
        ND_TRY(nd__ddl_check_generated(ddl, draft, def, at));
        ND_TRY(nd_bind_over_row(&ddl->bind, def->generated_expr, draft->before, "column generation expression", def->name, column->type, ddl->arena, &expr, ddl->err));
    } else if (column->default_text != NULL || column->type.domain != ND_TYPE_INVALID) {
        struct nd_err why = {0};
        ND_TRY(nd_bind_stored_default(&ddl->bind, column, ddl->arena, &expr, ddl->err));
        if (nd_expr_volatility(expr) != ND_VOLATILE) {
            struct nd_eval eval = {.reactor = ddl->bind.reactor, .types = ddl->bind.types, .services = ddl->bind.services, .arena = ddl->arena, .heap = ddl->session->heap, .err = &why};
            enum nd_status status = nd_expr_eval_datum(&eval, expr, &column->missing);
            if (status == ND_STATUS_OK) return ND_STATUS_OK;
            if (expr->kind != ND_EXPR_DOMAIN || status != ND_STATUS_SQL) {
                *ddl->err = why;
                return status;
            } /* a value that the domain does not allow is fine where there are no rows */
            column->missing = ND_DATUM_NULL;
        }
    }
    if (expr == NULL) return ND_STATUS_OK;
    struct nd_expr **rewrites = nd_arena_array(ddl->arena, struct nd_expr *, draft->table->column_count + 1);
    rewrites[at] = expr;
    draft->rewrites = rewrites;
    return ND_STATUS_OK;
}

static enum nd_status write_added(struct nd__ddl *ddl, struct nd__draft *draft, size_t at)
{
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    const struct nd_column *column = &draft->columns[at];
    if (draft->rewrites != NULL) return nd__ddl_rebuild(ddl, draft);
    if (column->is_not_null && column->missing.is_null) ND_TRY(nd_exec_check_not_null(&env, draft->table, at, ddl->err)); /* fine where there are no rows */
    return nd__ddl_write(ddl, draft);
}

static enum nd_status add_column(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    const struct nd_ast_column_def *def = alter->column;
    struct nd_table_id id = table->id;
    struct nd_owned_sequence owned;
    uint16_t attnum = 0;
    if (nd_table_find_column(table, def->name) != SIZE_MAX) {
        if (!alter->if_exists) return nd_err_set(ddl->err, "42701", "column \"%s\" of relation \"%s\" already exists", def->name, table->name);
        nd__session_notice(ddl->session, "NOTICE", "42701", "column \"%s\" of relation \"%s\" already exists, skipping", def->name, table->name);
        return ND_STATUS_OK;
    }
    if (table->column_count >= ND_SQL_COLUMNS_MAX) return nd_err_set(ddl->err, "54011", "tables can have at most %d columns", ND_SQL_COLUMNS_MAX);
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 0);
    size_t at = table->column_count;
    for (size_t i = 0; i < at; i++)
        if (table->columns[i].attnum > attnum) attnum = table->columns[i].attnum;
    uint32_t column_id = draft.table->next_column_id++;
    ND_TRY(nd__ddl_define_column(ddl, &draft, def, column_id, &draft.columns[at], &owned));
    draft.columns[at].attnum = (uint16_t)(attnum + 1);
    draft.table->column_count++;
    nd__ddl_own(ddl, &draft, owned);
    if (owned.sequence_oid != 0) { /* its values are drawn now */
        ND_TRY(nd__ddl_refresh(ddl));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &draft.before));
    }
    ND_TRY(fill_added(ddl, def, &draft, at));
    ND_TRY(write_added(ddl, &draft, at));
    for (size_t i = 0; i < alter->constraint_count; i++) {
        const struct nd_table *now;
        ND_TRY(nd__ddl_refresh(ddl));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &now));
        ND_TRY(add_constraint(ddl, now, &alter->constraints[i]));
    }
    return ND_STATUS_OK;
}

/* Foreign keys and checks that name the column go with it. */
static enum nd_status drop_its_constraints(struct nd__ddl *ddl, struct nd_table_id id, const char *column)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    uint32_t at = (uint32_t)nd_table_find_column(table, column);
    for (size_t i = 0; i < table->foreign_key_count; i++) {
        bool is_used = false;
        for (size_t k = 0; k < table->foreign_keys[i].column_count; k++) is_used = is_used || table->foreign_keys[i].columns[k] == at;
        if (!is_used) continue;
        ND_TRY(nd__ddl_remove_foreign_key(ddl, id, table->foreign_keys[i].oid));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
        i = SIZE_MAX; /* the list is another one now */
    }
    return ND_STATUS_OK;
}

static void keep_checks(struct nd__ddl *ddl, const struct nd_table *table, size_t column, struct nd__draft *draft)
{
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, table->check_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < table->check_count; i++)
        if (!nd__ddl_uses_column(ddl, table, table->checks[i].text, "check constraint", (struct nd_type){ND_TYPE_BOOL, -1}, column)) checks[count++] = draft->table->checks[i];
    draft->table->checks = checks;
    draft->table->check_count = count;
}

/* A generated column that is made of it: in the way, or goes too. */
static enum nd_status check_generated_users(struct nd__ddl *ddl, const struct nd_table *table, size_t column, bool is_cascade, const char **other_out)
{
    *other_out = NULL;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *other = &table->columns[i];
        if (other->generated_text == NULL || i == column) continue;
        if (!nd__ddl_uses_column(ddl, table, other->generated_text, "column generation expression", other->type, column)) continue;
        *other_out = other->name;
        if (is_cascade) return ND_STATUS_OK;
        (void)nd_err_set(ddl->err, "2BP01", "cannot drop column %s of table %s because other objects depend on it", table->columns[column].name, table->name);
        (void)nd_err_detail(ddl->err, "column %s of table %s depends on column %s of table %s", other->name, table->name, table->columns[column].name, table->name);
        return nd_err_hint(ddl->err, "Use DROP ... CASCADE to drop the dependent objects too.");
    }
    return ND_STATUS_OK;
}

static enum nd_status release_column(struct nd__ddl *ddl, struct nd_table_id id, const char *name, bool is_cascade)
{
    const struct nd_table *table;
    struct nd__drop_set set = {.is_cascade = is_cascade};
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    const char *what = nd_arena_printf(ddl->arena, "column %s of table %s", name, table->name);
    for (size_t i = 0; i < table->index_count; i++) {
        if (!table->indexes[i].is_unique || !has_column(&table->indexes[i], nd_table_find_column(table, name))) continue;
        ND_TRY(nd__ddl_release_references(ddl, id, &table->indexes[i], &set, what));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    }
    return ND_STATUS_OK;
}

/* Its indexes go with it; without its primary key the table gets a hidden row id, and is written anew. */
static enum nd_status write_without(struct nd__ddl *ddl, const struct nd_table *table, size_t at)
{
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 0);
    bool loses_key = is_in_primary(table, at);
    keep_checks(ddl, table, at, &draft);
    size_t kept = 1;
    for (size_t i = 1; i < table->index_count; i++) {
        if (!nd__ddl_index_uses(ddl, table, &table->indexes[i], at)) draft.indexes[kept++] = draft.indexes[i];
        else if (!loses_key) nd__ddl_discard_index(ddl, table, table->indexes[i].id);
    }
    draft.table->index_count = kept;
    size_t id = table->columns[at].id;
    ND_TRY(nd__ddl_drop_virtuals(ddl, &draft));
    if (loses_key) ND_TRY(nd__ddl_set_row_id(ddl, &draft));
    draft.dropped = nd_table_find_column_id(draft.table, (uint32_t)id);
    ND_TRY(nd__ddl_drop_owned(ddl, table, table->columns[at].id));
    struct nd_owned_sequence *owned = nd_arena_array(ddl->arena, struct nd_owned_sequence, table->sequence_count + 1);
    size_t owned_count = 0;
    for (size_t i = 0; i < table->sequence_count; i++)
        if (table->sequences[i].column_id != table->columns[at].id) owned[owned_count++] = table->sequences[i];
    draft.table->sequences = owned;
    draft.table->sequence_count = owned_count;
    ND_TRY(nd__ddl_fix_positions(ddl, &draft, nd__ddl_remove_column));
    return loses_key ? nd__ddl_rebuild(ddl, &draft) : nd__ddl_write(ddl, &draft);
}

static enum nd_status drop_column(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    struct nd_table_id id = table->id;
    const char *other;
    size_t at = nd_table_find_column(table, alter->name);
    if (at == SIZE_MAX && alter->if_exists) {
        nd__session_notice(ddl->session, "NOTICE", "00000", "column \"%s\" of relation \"%s\" does not exist, skipping", alter->name, table->name);
        return ND_STATUS_OK;
    }
    ND_TRY(find_column(ddl, table, alter->name, &at));
    ND_TRY(check_generated_users(ddl, table, at, alter->is_cascade, &other));
    if (other != NULL) {
        nd__session_notice(ddl->session, "NOTICE", "00000", "drop cascades to column %s of table %s", other, table->name);
        struct nd_ast_alter its = {.kind = ND_AST_DROP_COLUMN, .name = nd_arena_strdup(ddl->arena, other), .is_cascade = true};
        ND_TRY(drop_column(ddl, table, &its)); /* generated columns use no generated ones: one level */
        ND_TRY(nd__ddl_refresh(ddl));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
        return drop_column(ddl, table, alter);
    }
    struct nd__drop_set set = {.is_cascade = alter->is_cascade};
    ND_TRY(nd__ddl_release_views(ddl, id, table->columns[at].id, &set, nd_arena_printf(ddl->arena, "column %s of table %s", alter->name, table->name)));
    ND_TRY(nd__ddl_drop_tables(ddl, &set));
    ND_TRY(release_column(ddl, id, alter->name, alter->is_cascade));
    ND_TRY(drop_its_constraints(ddl, id, alter->name));
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    return write_without(ddl, table, nd_table_find_column(table, alter->name));
}

enum nd_status nd__ddl_drop_column(struct nd__ddl *ddl, const struct nd_table *table, const char *name, bool is_cascade)
{
    const struct nd_ast_alter alter = {.kind = ND_AST_DROP_COLUMN, .name = name, .is_cascade = is_cascade};
    ND_TRY(nd__ddl_check_in_use(ddl, table, "ALTER TABLE"));
    ND_TRY(nd__ddl_lock(ddl, table));
    return drop_column(ddl, table, &alter);
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
    if (table->columns[at].identity != ND_IDENTITY_NONE) {
        (void)nd_err_set(ddl->err, "42601", "column \"%s\" of relation \"%s\" is an identity column", alter->name, table->name);
        return alter->kind == ND_AST_DROP_DEFAULT ? nd_err_hint(ddl->err, "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.") : ND_STATUS_SQL;
    }
    if (table->columns[at].generated_text != NULL) {
        (void)nd_err_set(ddl->err, "42601", "column \"%s\" of relation \"%s\" is a generated column", alter->name, table->name);
        return alter->kind == ND_AST_DROP_DEFAULT ? nd_err_hint(ddl->err, "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead.") : ND_STATUS_SQL;
    }
    draft.columns[at].default_text = NULL;
    if (alter->kind == ND_AST_SET_DEFAULT) {
        struct nd_expr *expr;
        ND_TRY(nd_bind_default(&ddl->bind, alter->expr, alter->name, table->columns[at].type, ddl->arena, &expr, ddl->err));
        ND_TRY(nd__ddl_default_text(ddl, alter->expr_text, &draft.columns[at].default_text));
    }
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status set_not_null(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at;
    bool is_set = alter->kind == ND_AST_SET_NOT_NULL;
    ND_TRY(find_column(ddl, table, alter->name, &at));
    if (!is_set && table->columns[at].identity != ND_IDENTITY_NONE) return nd_err_set(ddl->err, "42601", "column \"%s\" of relation \"%s\" is an identity column", alter->name, table->name);
    if (is_set == table->columns[at].is_not_null) return ND_STATUS_OK;
    const struct nd_index *key = nd_table_primary_key(table);
    if (!is_set && key != NULL && has_column(key, at)) return nd_err_set(ddl->err, "42P16", "column \"%s\" is in a primary key", alter->name);
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    if (is_set) ND_TRY(nd_exec_check_not_null(&env, table, at, ddl->err));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.columns[at].is_not_null = is_set;
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status drop_expression(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at;
    ND_TRY(find_column(ddl, table, alter->name, &at));
    if (table->columns[at].generated_text == NULL && !alter->if_exists)
        return nd_err_set(ddl->err, "55000", "column \"%s\" of relation \"%s\" is not a stored generated column", alter->name, table->name);
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.columns[at].generated_text = NULL;
    return nd__ddl_write(ddl, &draft);
}

/* ---- ALTER COLUMN TYPE ------------------------------------------------------------------------------------------------ */

/* Every value is one of the new type as it stands: the descriptor alone changes. */
static bool keeps_bytes(struct nd_type from, struct nd_type to)
{
    bool is_text = to.id == ND_TYPE_TEXT || to.id == ND_TYPE_VARCHAR;
    if (from.id == to.id && from.mod == to.mod) return true;
    if (from.id == ND_TYPE_VARCHAR && is_text) return to.mod == -1 || (from.mod != -1 && to.mod >= from.mod);
    return from.id == ND_TYPE_TEXT && is_text && to.mod == -1;
}

static enum nd_status convert(struct nd__ddl *ddl, const struct nd_table *table, size_t at, const struct nd_ast_alter *alter, struct nd_type type, struct nd_expr **out)
{
    const struct nd_column *column = &table->columns[at];
    if (alter->expr != NULL) return nd_bind_over_row(&ddl->bind, alter->expr, table, "transform expression", column->name, type, ddl->arena, out, ddl->err);
    if (column->type.id != type.id && !nd_cast_is_allowed(column->type.id, type.id, ND_CAST_ASSIGNMENT)) {
        const char *name = nd_type_format(type, ddl->arena);
        (void)nd_err_set(ddl->err, "42804", "column \"%s\" cannot be cast automatically to type %s", column->name, name);
        return nd_err_hint(ddl->err, "You might need to specify \"USING %s::%s\".", column->name, name);
    }
    struct nd_expr *var = nd_expr_var(ddl->arena, (uint32_t)at, column->type);
    var->slot = (uint32_t)at;
    *out = nd_expr_cast(ddl->arena, var, type, ND_CAST_ASSIGNMENT);
    return ND_STATUS_OK;
}

static enum nd_status check_type_change(struct nd__ddl *ddl, const struct nd_table *table, size_t at, struct nd_type type)
{
    const struct nd_column *column = &table->columns[at];
    if (column->generated_text != NULL) return nd_err_unsupported(ddl->err, "ALTER COLUMN ... TYPE of a generated column");
    if (column->identity != ND_IDENTITY_NONE && type.id != ND_TYPE_INT2 && type.id != ND_TYPE_INT4 && type.id != ND_TYPE_INT8)
        return nd_err_set(ddl->err, "22023", "identity column type must be smallint, integer, or bigint");
    ND_TRY(nd__ddl_check_view_types(ddl, table, at));
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *other = &table->columns[i];
        if (other->generated_text == NULL || !nd__ddl_uses_column(ddl, table, other->generated_text, "column generation expression", other->type, at)) continue;
        (void)nd_err_set(ddl->err, "0A000", "cannot alter type of a column used by a generated column");
        return nd_err_detail(ddl->err, "Column \"%s\" is used by generated column \"%s\".", column->name, other->name);
    }
    for (size_t i = 0; i < table->foreign_key_count; i++)
        for (size_t k = 0; k < table->foreign_keys[i].column_count; k++)
            if (table->foreign_keys[i].columns[k] == at && column->type.id != type.id) return nd_err_unsupported(ddl->err, "ALTER COLUMN ... TYPE of a column of a foreign key");
    for (size_t i = 0; i < table->index_count && table->reference_count > 0; i++)
        if (table->indexes[i].is_unique && has_column(&table->indexes[i], at) && column->type.id != type.id)
            return nd_err_unsupported(ddl->err, "ALTER COLUMN ... TYPE of a column that a foreign key may refer to");
    return ND_STATUS_OK;
}

static bool is_in_expression(struct nd__ddl *ddl, const struct nd_table *table, size_t at)
{
    for (size_t i = 0; i < table->index_count && nd_table_has_virtual(table); i++)
        if (nd__ddl_index_uses(ddl, table, &table->indexes[i], at)) return true;
    return false;
}

static enum nd_status alter_type(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at;
    struct nd_type type;
    struct nd_expr *ignored;
    ND_TRY(find_column(ddl, table, alter->name, &at));
    ND_TRY(nd_bind_type(&ddl->bind, alter->column->type, &type, ddl->err));
    ND_TRY(nd__ddl_may_use_type(ddl, type));
    ND_TRY(check_type_change(ddl, table, at, type));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_column *column = &draft.columns[at];
    bool becomes_domain = type.domain != ND_TYPE_INVALID && type.domain != column->type.domain;
    bool needs_rows = alter->expr != NULL || becomes_domain || !keeps_bytes(column->type, type) || is_in_expression(ddl, table, at);
    struct nd_expr **rewrites = nd_arena_array(ddl->arena, struct nd_expr *, table->column_count + 1);
    if (needs_rows) ND_TRY(convert(ddl, table, at, alter, type, &rewrites[at]));
    column->type = type;
    if (column->default_text != NULL && nd_bind_stored_default(&ddl->bind, column, ddl->arena, &ignored, ddl->err) != ND_STATUS_OK)
        return nd_err_set(ddl->err, "42804", "default for column \"%s\" cannot be cast automatically to type %s", column->name, nd_type_format(type, ddl->arena));
    if (!needs_rows) return nd__ddl_write(ddl, &draft);
    ND_TRY(nd__ddl_retype_virtuals(ddl, &draft));
    column->missing = (struct nd_datum){.is_null = true}; /* every row has a value of its own now */
    draft.rewrites = rewrites;
    return nd__ddl_rebuild(ddl, &draft);
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
    case ND_AST_ADD_CONSTRAINT: return add_constraint(ddl, table, alter->constraint);
    case ND_AST_DROP_CONSTRAINT: return nd__ddl_drop_constraint(ddl, table, alter->name, alter->if_exists, alter->is_cascade);
    case ND_AST_VALIDATE: return nd__ddl_validate_constraint(ddl, table, alter->name);
    case ND_AST_ALTER_CONSTRAINT: return nd__ddl_alter_constraint(ddl, table, alter->name, alter->constraint);
    case ND_AST_ALTER_TYPE: return alter_type(ddl, table, alter);
    case ND_AST_DROP_EXPRESSION: return drop_expression(ddl, table, alter);
    case ND_AST_ADD_IDENTITY:
    case ND_AST_SET_IDENTITY:
    case ND_AST_DROP_IDENTITY: return nd__ddl_alter_identity(ddl, table, alter);
    case ND_AST_CHANGE_OWNER: return nd__ddl_change_owner(ddl, table->id, &alter->owner);
    case ND_AST_ALTER_NOTHING: return ND_STATUS_OK;
    case ND_AST_SET_PARAMETERS:
    case ND_AST_RESET_PARAMETERS: return nd__ddl_set_parameters(ddl, table, alter->options, alter->option_count, alter->kind == ND_AST_RESET_PARAMETERS);
    case ND_AST_SET_CHECK_OPTION: return nd__ddl_set_check_option(ddl, table, alter->check_option);
    case ND_AST_ALTER_OTHER: return nd_err_unsupported(ddl->err, alter->what);
    }
    ND_UNREACHABLE();
}

/* Nothing of it is kept anywhere: no row waits for it. */
static bool changes_nothing(const struct nd_ast_alter_table *ast)
{
    for (size_t i = 0; i < ast->command_count; i++)
        if (ast->commands[i].kind != ND_AST_ALTER_NOTHING) return false;
    return true;
}

/* No row needs to wait for it. */
static bool is_foreign_only(const struct nd_ast_alter_table *ast)
{
    for (size_t i = 0; i < ast->command_count; i++)
        if (!nd__ddl_sets_foreign(&ast->commands[i])) return false;
    return true;
}

static bool is_owner_only(const struct nd_ast_alter_table *ast)
{
    for (size_t i = 0; i < ast->command_count; i++)
        if (ast->commands[i].kind != ND_AST_CHANGE_OWNER) return false;
    return true;
}

/* VALIDATE: all who write have kept the constraint since it was added, which no writer from before has outlived. So the rows of the statement's
 * snapshot, which is not older than that, are all that there is to look at, and nobody has to wait. */
static bool validates_only(const struct nd_ast_alter_table *ast)
{
    for (size_t i = 0; i < ast->command_count; i++)
        if (ast->commands[i].kind != ND_AST_VALIDATE) return false;
    return true;
}

/* What ALTER TABLE may do to a view as well. */
static bool fits_view(const struct nd_ast_alter_table *ast)
{
    for (size_t i = 0; i < ast->command_count; i++) {
        enum nd_ast_alter_kind kind = ast->commands[i].kind;
        if (kind != ND_AST_SET_DEFAULT && kind != ND_AST_DROP_DEFAULT && kind != ND_AST_SET_CHECK_OPTION && kind != ND_AST_CHANGE_OWNER && kind != ND_AST_ALTER_NOTHING &&
            !nd__ddl_sets_foreign(&ast->commands[i]))
            return false;
    }
    return true;
}

static enum nd_status check_parameters(struct nd__ddl *ddl, const struct nd_ast_alter_table *ast, enum nd__parameter_of of)
{
    for (size_t i = 0; i < ast->command_count; i++) {
        const struct nd_ast_alter *alter = &ast->commands[i];
        if (alter->kind == ND_AST_SET_PARAMETERS) ND_TRY(nd__ddl_check_parameters(ddl, alter->options, alter->option_count, of, false));
        if (alter->kind == ND_AST_RESET_PARAMETERS) ND_TRY(nd__ddl_check_reset(ddl, alter->options, alter->option_count));
    }
    return ND_STATUS_OK;
}

/* Its parameters are of PostgreSQL's files, but for one: then its keys are made anew. */
static enum nd_status alter_index(struct nd__ddl *ddl, const struct nd_ast_alter_table *ast)
{
    const struct nd_table *table;
    size_t at;
    snprintf(ddl->tag, 64, "ALTER INDEX");
    ND_TRY(nd__ddl_find_index(ddl, &ast->table, true, &table, &at));
    if (table == NULL && ast->if_exists) {
        nd__session_notice(ddl->session, "NOTICE", "00000", "relation \"%s\" does not exist, skipping", ast->table.name);
        return ND_STATUS_OK;
    }
    if (table == NULL) return nd__ddl_missing(ddl, &ast->table, "relation", "42P01");
    ND_TRY(nd__ddl_must_own(ddl, "index", table->indexes[at].name, table->owner));
    ND_TRY(check_parameters(ddl, ast, ND__PARAMETER_OF_INDEX));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    for (size_t i = 0; i < ast->command_count; i++) nd__ddl_change_parameters(ddl, &ast->commands[i], &draft.indexes[at]);
    if (draft.indexes[at].shards == table->indexes[at].shards) {
        ND_TRY(nd__ddl_begin(ddl));
        return nd__ddl_write(ddl, &draft);
    }
    ND_TRY(nd__ddl_check_in_use(ddl, table, "ALTER INDEX"));
    return nd__ddl_reshard(ddl, table, at, &draft.indexes[at]);
}

static enum nd_status find_altered(struct nd__ddl *ddl, const struct nd_ast_alter_table *ast, const struct nd_table **table_out)
{
    if (ast->is_view) return nd__ddl_find_view(ddl, &ast->table, ast->if_exists, table_out);
    if (!fits_view(ast)) return nd__ddl_find(ddl, &ast->table, NULL, ast->if_exists, table_out);
    return nd__ddl_find_relation(ddl, &ast->table, ast->if_exists, table_out);
}

enum nd_status nd__ddl_alter_table(struct nd__ddl *ddl)
{
    const struct nd_ast_alter_table *ast = ddl->stmt->alter_table;
    const struct nd_table *table;
    if (ast->is_index) return alter_index(ddl, ast);
    snprintf(ddl->tag, 64, ast->is_view ? "ALTER VIEW" : "ALTER TABLE");
    if (is_owner_only(ast)) { /* of sequences and views too */
        const struct nd_sequence *sequence;
        uint32_t owner;
        ND_TRY(nd__ddl_search_relation(ddl, &ast->table, &table));
        if (table == NULL && nd__ddl_find_sequence(ddl, &ast->table, true, &sequence) == ND_STATUS_OK && sequence != NULL) {
            ND_TRY(nd__ddl_find_owner(ddl, &ast->commands[0].owner, &owner));
            return nd__ddl_change_sequence_owner(ddl, sequence, owner);
        }
        nd_err_clear(ddl->err);
    }
    ND_TRY(find_altered(ddl, ast, &table));
    if (table == NULL) return nd__ddl_skip_missing(ddl, "relation", &ast->table);
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    ND_TRY(check_parameters(ddl, ast, table->view != NULL ? ND__PARAMETER_OF_VIEW : ND__PARAMETER_OF_TABLE));
    if (changes_nothing(ast)) return ND_STATUS_OK;
    struct nd_table_id id = table->id;
    ND_TRY(nd__ddl_check_in_use(ddl, table, "ALTER TABLE"));
    ND_TRY(nd__ddl_begin(ddl));
    if (table->view == NULL && !validates_only(ast) && !is_owner_only(ast) && !is_foreign_only(ast)) ND_TRY(nd__ddl_lock(ddl, table));
    for (size_t i = 0; i < ast->command_count; i++) {
        if (i > 0) { /* as the command before left it */
            ND_TRY(nd__ddl_refresh(ddl));
            ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
        }
        ND_TRY(alter_one(ddl, table, &ast->commands[i]));
    }
    return ND_STATUS_OK;
}
