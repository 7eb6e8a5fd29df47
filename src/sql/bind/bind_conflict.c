/* SPDX-License-Identifier: Apache-2.0 */
/* bind_conflict.c - ON CONFLICT: which unique index decides, and what DO UPDATE sets. */
#include "sql/bind/bind_int.h"

/* columns: of the table, as named; one may be there twice. */
static bool has_columns(const struct nd_index *index, const size_t *columns, size_t count)
{
    size_t found = 0, named = 0;
    for (size_t k = 0; k < index->column_count; k++) {
        bool is_named = false;
        for (size_t c = 0; c < count; c++) is_named = is_named || columns[c] == index->columns[k].column;
        found += is_named;
    }
    for (size_t c = 0; c < count; c++) { /* (a, a) names one column */
        bool is_repeated = false;
        for (size_t k = 0; k < c; k++) is_repeated = is_repeated || columns[k] == columns[c];
        named += !is_repeated;
    }
    return found == index->column_count && found == named;
}

static enum nd_status find_arbiter(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd__write_target *target, struct nd_insert *insert)
{
    const struct nd_table *table = insert->table;
    size_t *columns = nd_arena_array(binder->arena, size_t, ast->conflict_column_count + 1);
    for (size_t c = 0; c < ast->conflict_column_count; c++) {
        columns[c] = nd_table_find_column(target->named, ast->conflict_columns[c]);
        if (columns[c] == SIZE_MAX) return nd__bind_error(binder, -1, "42703", "column \"%s\" does not exist", ast->conflict_columns[c]);
        ND_TRY(nd__target_column(binder, target, columns[c], &columns[c]));
    }
    for (size_t i = 0; i < table->index_count && insert->arbiter == NULL; i++) {
        const struct nd_index *index = &table->indexes[i];
        if (!index->is_unique || !nd_index_is_public(index) || (i == 0 && nd_table_has_row_id(table))) continue;
        bool is_named = ast->conflict_constraint != NULL && index->is_constraint && strcmp(index->name, ast->conflict_constraint) == 0;
        if (is_named || (ast->conflict_constraint == NULL && has_columns(index, columns, ast->conflict_column_count))) insert->arbiter = index;
    }
    if (insert->arbiter != NULL) return ND_STATUS_OK;
    if (ast->conflict_constraint != NULL)
        return nd__bind_error(binder, -1, "42704", "constraint \"%s\" for table \"%s\" does not exist", ast->conflict_constraint, table->name);
    return nd__bind_error(binder, -1, "42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification");
}

static enum nd_status bind_set(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *set, const struct nd__write_target *target, uint32_t first_var,
                               struct nd_insert *insert)
{
    const struct nd_table *table = insert->table;
    size_t at;
    ND_TRY(nd__target_find(binder, target, set->name, set->position, &at));
    ND_TRY(nd__target_column(binder, target, at, &at));
    const struct nd_column *column = &table->columns[at];
    struct nd_expr **out = &insert->conflict_sets[at];
    if (*out != NULL && !set->has_indirection) return nd__bind_error(binder, set->position, "42601", "multiple assignments to same column \"%s\"", column->name);
    ND_TRY(nd__check_set(binder, column, set));
    if (set->expr->kind == ND_AST_DEFAULT && set->has_indirection) return nd__bind_error(binder, set->position, "0A000", "cannot set an array element to DEFAULT");
    if (set->expr->kind == ND_AST_DEFAULT) return nd__target_default(binder, target, at, out);
    struct nd_expr *value;
    ND_TRY(nd__bind_expr(binder, scope, set->expr, &value));
    ND_TRY(nd__coerce_assigned(binder, set, column, value, &value));
    if (!set->has_indirection) {
        *out = value;
        return ND_STATUS_OK;
    }
    struct nd_expr *base = *out;
    if (base == NULL) {
        base = nd_expr_var(binder->arena, first_var + (uint32_t)at, column->type);
        base->slot = (uint32_t)at;
    }
    return nd__bind_assign(binder, scope, set, column, base, value, out);
}

enum nd_status nd__bind_conflict(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd__write_target *target, struct nd_insert *insert)
{
    if (!ast->has_conflict) return ND_STATUS_OK;
    if (ast->conflict_has_target) ND_TRY(find_arbiter(binder, ast, target, insert));
    insert->ignore_duplicates = !ast->conflict_update;
    if (!ast->conflict_update) return ND_STATUS_OK;
    if (insert->arbiter == NULL) {
        (void)nd__bind_error(binder, -1, "42601", "ON CONFLICT DO UPDATE requires inference specification or constraint name");
        return nd_err_hint(binder->err, "For example, ON CONFLICT (column_name).");
    }
    struct nd_scope scope = {0};
    const struct nd_table *table = insert->table;
    uint32_t first_var = nd__bind_table_vars(binder, table, target->named->name);
    nd__target_scope(binder, &scope, target, ast->alias, first_var, 0); /* slots: the row that is there, */
    nd__target_scope(binder, &scope, target, "excluded", nd__bind_table_vars(binder, table, "excluded"), table->column_count); /* then "excluded" */
    insert->updates_duplicates = true;
    insert->conflict_sets = nd_arena_array(binder->arena, struct nd_expr *, table->column_count + 1);
    binder->level->agg_place = "UPDATE";
    for (size_t i = 0; i < ast->conflict_set_count; i++) ND_TRY(bind_set(binder, &scope, &ast->conflict_sets[i], target, first_var, insert));
    if (ast->conflict_where != NULL) {
        binder->level->agg_place = "WHERE";
        ND_TRY(nd__bind_bool(binder, &scope, ast->conflict_where, "WHERE", &insert->conflict_where));
    }
    return ND_STATUS_OK;
}
