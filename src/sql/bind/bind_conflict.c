/* SPDX-License-Identifier: Apache-2.0 */
/* bind_conflict.c - ON CONFLICT: which unique index decides, and what DO UPDATE sets. */
#include "sql/bind/bind_int.h"

/* What was written between the parentheses, and behind them. */
struct inference {
    const struct nd_table *table;
    struct nd_expr *const *virtuals;
    struct nd_expr **items; /* over the table's columns; slot and variable i are column i */
    size_t count;
    struct nd_expr *where; /* NULL: all rows */
};

/* Written over the columns of what is named, which may be a view; bound over those of the table. */
static enum nd_status bind_over(struct nd_binder *binder, const struct nd__write_target *target, const struct nd_ast_expr *ast, bool is_predicate, struct nd_expr **out)
{
    ND_TRY(nd__bind_index_ast(binder->env, ast, target->named, is_predicate, binder->arena, out, binder->err));
    *out = nd__target_expr(binder, target, *out);
    return ND_STATUS_OK;
}

static enum nd_status read_inference(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd__write_target *target, struct inference *inference)
{
    const struct nd_table *table = inference->table;
    inference->count = ast->conflict_column_count;
    inference->items = nd_arena_array(binder->arena, struct nd_expr *, inference->count + 1);
    ND_TRY(nd_bind_virtuals(binder->env, table, binder->arena, &inference->virtuals, binder->err));
    for (size_t i = 0; i < inference->count; i++) {
        const char *name = ast->conflict_columns[i];
        size_t at = name == NULL ? 0 : nd_table_find_column(target->named, name);
        if (at == SIZE_MAX) return nd__bind_error(binder, -1, "42703", "column \"%s\" does not exist", name);
        if (name != NULL) nd__access_column(target->access, at, ND_PRIV_SELECT);
        if (name != NULL) inference->items[i] = nd__target_expr(binder, target, nd_expr_var(binder->arena, (uint32_t)at, target->named->columns[at].type));
        else ND_TRY(bind_over(binder, target, ast->conflict_exprs[i], false, &inference->items[i]));
    }
    return ast->conflict_index_where == NULL ? ND_STATUS_OK : bind_over(binder, target, ast->conflict_index_where, true, &inference->where);
}

static bool is_item(const struct inference *inference, uint32_t column, const struct nd_expr *item)
{
    const struct nd_expr *its = inference->virtuals == NULL ? NULL : inference->virtuals[column];
    return its == NULL ? item->kind == ND_EXPR_VAR && item->var == column : nd_expr_equal(its, item);
}

/* Each column of the index is named, and nothing else is; (a, a) names one column. */
static bool fits(const struct inference *inference, const struct nd_index *index)
{
    for (size_t k = 0; k < index->column_count; k++) {
        bool is_named = false;
        for (size_t i = 0; i < inference->count; i++) is_named = is_named || is_item(inference, index->columns[k].column, inference->items[i]);
        if (!is_named) return false;
    }
    for (size_t i = 0; i < inference->count; i++) {
        bool is_found = false;
        for (size_t k = 0; k < index->column_count; k++) is_found = is_found || is_item(inference, index->columns[k].column, inference->items[i]);
        if (!is_found) return false;
    }
    return !index->is_partial || nd_expr_implies(inference->where, inference->virtuals[index->predicate]);
}

static enum nd_status deferrable_error(struct nd_binder *binder, const struct nd_table *table, const struct nd_index *index)
{
    (void)nd_err_set(binder->err, "55000", "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters");
    return nd_err_object(binder->err, table->schema_name, table->name, NULL, index->name);
}

static enum nd_status find_arbiter(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd__write_target *target, struct nd_insert *insert)
{
    const struct nd_table *table = insert->table;
    struct inference inference = {.table = table};
    ND_TRY(read_inference(binder, ast, target, &inference));
    for (size_t i = 0; i < table->index_count; i++) {
        const struct nd_index *index = &table->indexes[i];
        if (!index->is_unique || !nd_index_is_public(index) || (i == 0 && nd_table_has_row_id(table))) continue;
        bool is_named = ast->conflict_constraint != NULL && index->is_constraint && strcmp(index->name, ast->conflict_constraint) == 0;
        if (!is_named && (ast->conflict_constraint != NULL || !fits(&inference, index))) continue;
        /* of several the one for all rows decides: it has whatever the others have */
        if (insert->arbiter == NULL || (!nd_index_proves_unique(insert->arbiter) && nd_index_proves_unique(index))) insert->arbiter = index;
    }
    for (size_t i = 0; insert->arbiter != NULL && ast->conflict_constraint != NULL && target->level == NULL && i < insert->arbiter->column_count; i++)
        nd__access_column(target->access, insert->arbiter->columns[i].column, ND_PRIV_SELECT);
    if (insert->arbiter == NULL && ast->conflict_constraint != NULL)
        return nd__bind_error(binder, -1, "42704", "constraint \"%s\" for table \"%s\" does not exist", ast->conflict_constraint, table->name);
    return ND_STATUS_OK;
}

enum nd_status nd__bind_check_arbiter(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd_insert *insert)
{
    if (!ast->conflict_has_target) return ND_STATUS_OK;
    if (insert->arbiter == NULL) return nd__bind_error(binder, -1, "42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    return insert->arbiter->is_deferrable ? deferrable_error(binder, insert->table, insert->arbiter) : ND_STATUS_OK;
}

static enum nd_status bind_set(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *set, const struct nd__write_target *target, uint32_t first_var,
                               struct nd_insert *insert)
{
    const struct nd_table *table = insert->table;
    size_t at;
    ND_TRY(nd__target_find(binder, target, set->name, set->position, &at));
    nd__target_write(target, at, ND_PRIV_UPDATE);
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
    for (size_t i = 0; i < insert->table->index_count && !ast->conflict_has_target && !ast->conflict_update; i++)
        if (insert->table->indexes[i].is_deferrable) return deferrable_error(binder, insert->table, &insert->table->indexes[i]);
    insert->ignore_duplicates = !ast->conflict_update;
    if (!ast->conflict_update) return ND_STATUS_OK;
    if (!ast->conflict_has_target) {
        (void)nd__bind_error(binder, -1, "42601", "ON CONFLICT DO UPDATE requires inference specification or constraint name");
        return nd_err_hint(binder->err, "For example, ON CONFLICT (column_name).");
    }
    struct nd_scope scope = {0};
    const struct nd_table *table = insert->table;
    uint32_t first_var = insert->there_var = nd__bind_table_vars(binder, table, target->named->name);
    insert->excluded_var = nd__bind_table_vars(binder, table, "excluded");
    nd__target_scope(binder, &scope, target, ast->alias, first_var, 0); /* slots: the row that is there, */
    nd__target_scope(binder, &scope, target, "excluded", insert->excluded_var, table->column_count); /* then "excluded" */
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
