/* SPDX-License-Identifier: Apache-2.0 */
/* bind_dml.c - INSERT, UPDATE, DELETE. */
#include "sql/bind/bind_int.h"

/* more: columns of UPDATE ... FROM and its kin; NULL: none. */
static enum nd_status bind_returning(struct nd_binder *binder, const struct nd__write_target *target_table, const char *alias,
                                     uint32_t first_var, const struct nd_scope *more, const struct nd_ast_target *list,
                                     size_t count, struct nd_target **targets_out, size_t *count_out)
{
    *count_out = 0;
    if (count == 0) return ND_STATUS_OK;
    struct nd_scope scope = {0};
    nd__target_scope(binder, &scope, target_table, alias, first_var, SIZE_MAX);
    for (size_t i = 0; more != NULL && i < more->count; i++) nd__scope_add(binder, &scope, more->columns[i]);
    binder->level->agg_place = "RETURNING";
    ND_TRY(nd__bind_targets(binder, &scope, list, count, targets_out, count_out));
    for (size_t i = 0; i < *count_out; i++) {
        struct nd_target *target = &(*targets_out)[i];
        ND_TRY(nd__settle(binder, &target->expr));
        if (target->expr->kind == ND_EXPR_VAR) {
            const struct nd_var *var = &binder->vars[target->expr->var];
            if (var->table != NULL) {
                target->table_oid = nd_table_oid(var->table);
                target->attnum = var->table->columns[var->column].attnum;
            }
            target->var = target->expr->var;
        } else {
            target->var = nd__bind_new_var(binder, target->expr->type, NULL, target->name);
        }
    }
    return ND_STATUS_OK;
}

/* ---- INSERT ---------------------------------------------------------------------------------------------- */

/* The columns that INSERT gives values to. */
struct given {
    const struct nd__write_target *target;
    size_t *columns, count; /* of what was named */
    size_t *base;           /* of the table, as far as there are values */
};

/* A value of the user's own for a column that has none of its own to take. OVERRIDING decides about identity. */
static enum nd_status check_given(struct nd_binder *binder, const struct nd_column *column, char overriding)
{
    bool is_always = column->identity == ND_IDENTITY_ALWAYS && overriding == 0;
    if (column->generated_text == NULL && !is_always) return ND_STATUS_OK;
    (void)nd__bind_error(binder, -1, "428C9", "cannot insert a non-DEFAULT value into column \"%s\"", column->name);
    if (!is_always) return nd_err_detail(binder->err, "Column \"%s\" is a generated column.", column->name);
    (void)nd_err_detail(binder->err, "Column \"%s\" is an identity column defined as GENERATED ALWAYS.", column->name);
    return nd_err_hint(binder->err, "Use OVERRIDING SYSTEM VALUE to override.");
}

/* Where the statement names no columns, those that have no column behind them are refused only if they get a value. */
static enum nd_status insert_columns(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd__write_target *target, struct given *given)
{
    const struct nd_table *named = target->named;
    size_t *columns = given->columns = nd_arena_array(binder->arena, size_t, named->column_count + ast->column_count + 1), *count = &given->count;
    given->target = target;
    for (size_t i = 0; i < named->column_count && ast->column_count == 0; i++)
        if (!named->columns[i].is_hidden) columns[(*count)++] = i;
    for (size_t i = 0; i < ast->column_count; i++) {
        ND_TRY(nd__target_find(binder, target, ast->columns[i].name, ast->columns[i].position, &columns[*count]));
        for (size_t k = 0; k < *count; k++)
            if (columns[k] == columns[*count] && (!ast->columns[i].has_indirection || !ast->columns[k].has_indirection))
                return nd__bind_error(binder, ast->columns[i].position, "42701",
                                      "column \"%s\" specified more than once", ast->columns[i].name);
        (*count)++;
    }
    return ND_STATUS_OK;
}

/* The columns of the table for the first `width` columns that were given. */
static enum nd_status find_base(struct nd_binder *binder, struct given *given, size_t width)
{
    const struct nd_table *table = given->target->table;
    given->base = nd_arena_array(binder->arena, size_t, width + 1);
    for (size_t i = 0; i < width; i++) {
        nd__target_write(given->target, given->columns[i], ND_PRIV_INSERT);
        ND_TRY(nd__target_column(binder, given->target, given->columns[i], &given->base[i]));
        for (size_t k = 0; k < i; k++)
            if (given->base[k] == given->base[i] && given->columns[k] != given->columns[i])
                return nd__bind_error(binder, -1, "42601", "multiple assignments to same column \"%s\"", table->columns[given->base[i]].name);
    }
    return ND_STATUS_OK;
}

static enum nd_status check_width(struct nd_binder *binder, size_t given, size_t wanted, bool is_exact, int position)
{
    if (given > wanted)
        return nd__bind_error(binder, position, "42601", "INSERT has more expressions than target columns");
    if (given < wanted && is_exact)
        return nd__bind_error(binder, position, "42601", "INSERT has more target columns than expressions");
    return ND_STATUS_OK;
}

/* The value of column c of the list, as the source gives it, goes to its column, or into it. */
static enum nd_status put_value(struct nd_binder *binder, const struct nd_ast_insert *ast, struct nd_insert *insert, const size_t *columns, size_t c, struct nd_expr *value)
{
    const struct nd_column *column = &insert->table->columns[columns[c]];
    struct nd_expr **out = &insert->values[columns[c]];
    struct nd_scope scope = {0};
    if (ast->column_count == 0 || !ast->columns[c].has_indirection) {
        *out = value;
        return ND_STATUS_OK;
    }
    struct nd_expr *base = *out != NULL ? *out : nd_expr_const(binder->arena, column->type, ND_DATUM_NULL);
    return nd__bind_assign(binder, &scope, &ast->columns[c], column, base, value, out);
}

static enum nd_status coerce_value(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd_insert *insert, const size_t *columns, size_t c, struct nd_expr *value,
                                   struct nd_expr **out)
{
    const struct nd_column *column = &insert->table->columns[columns[c]];
    struct nd_ast_target whole = {.position = -1};
    return nd__coerce_assigned(binder, ast->column_count == 0 ? &whole : &ast->columns[c], column, value, out);
}

/* VALUES: each expression is cast to its column, DEFAULT stands for the column's. */
static enum nd_status insert_values(struct nd_binder *binder, const struct nd_ast_insert *ast, struct nd_insert *insert, struct given *given)
{
    size_t count = given->count;
    const struct nd_ast_select *source = ast->source;
    size_t width = source->row_width;
    int position = width > 0 ? source->rows[0][width > count ? count : width - 1]->position : -1;
    ND_TRY(check_width(binder, width, count, ast->column_count > 0, position));
    ND_TRY(find_base(binder, given, width));
    const size_t *columns = given->base;
    struct nd_query *query = insert->source = nd_arena_new(binder->arena, struct nd_query);
    struct nd_scope scope = {0};
    query->kind = ND_QUERY_VALUES;
    query->width = query->target_count = width;
    query->row_count = source->row_count;
    query->rows = nd_arena_array(binder->arena, struct nd_expr *, width * source->row_count + 1);
    query->targets = nd_arena_array(binder->arena, struct nd_target, width + 1);
    binder->level->agg_place = "VALUES";
    for (size_t r = 0; r < source->row_count; r++)
        for (size_t c = 0; c < width; c++) {
            struct nd_expr **expr = &query->rows[r * width + c];
            const struct nd_column *column = &insert->table->columns[columns[c]];
            if (source->rows[r][c]->kind == ND_AST_DEFAULT) {
                if (ast->column_count > 0 && ast->columns[c].has_indirection)
                    return nd__bind_error(binder, source->rows[r][c]->position, "0A000", "cannot set an array element to DEFAULT");
                ND_TRY(nd__target_default(binder, given->target, columns[c], expr));
                continue;
            }
            ND_TRY(check_given(binder, column, ast->overriding));
            ND_TRY(nd__bind_expr(binder, &scope, source->rows[r][c], expr));
            ND_TRY(coerce_value(binder, ast, insert, columns, c, *expr, expr));
        }
    for (size_t c = 0; c < width; c++) {
        const struct nd_column *column = &insert->table->columns[columns[c]];
        query->targets[c].name = column->name;
        struct nd_type type = column->type;
        if (ast->column_count > 0) ND_TRY(nd__assigned_type(binder, &ast->columns[c], column, &type));
        query->targets[c].var = nd__bind_new_var(binder, type, NULL, column->name);
        ND_TRY(put_value(binder, ast, insert, columns, c, nd_expr_var(binder->arena, query->targets[c].var, type)));
    }
    return ND_STATUS_OK;
}

static enum nd_status insert_query(struct nd_binder *binder, const struct nd_ast_insert *ast, struct nd_insert *insert, struct given *given)
{
    binder->inserted = ast->source;
    ND_TRY(nd__bind_query(binder, ast->source, NULL, &insert->source));
    struct nd_query *query = insert->source;
    ND_TRY(check_width(binder, query->width, given->count, ast->column_count > 0, -1));
    ND_TRY(find_base(binder, given, query->width));
    const size_t *columns = given->base;
    for (size_t c = 0; c < query->width; c++) {
        const struct nd_column *column = &insert->table->columns[columns[c]];
        struct nd_expr *target = query->targets[c].expr;
        ND_TRY(check_given(binder, column, ast->overriding));
        if (target != NULL && target->type.id == ND_TYPE_UNKNOWN) {
            ND_TRY(coerce_value(binder, ast, insert, columns, c, target, &query->targets[c].expr));
            binder->vars[query->targets[c].var].type = query->targets[c].expr->type;
        }
        struct nd_expr *var =
            nd_expr_var(binder->arena, query->targets[c].var, binder->vars[query->targets[c].var].type);
        ND_TRY(coerce_value(binder, ast, insert, columns, c, var, &var));
        ND_TRY(put_value(binder, ast, insert, columns, c, var));
    }
    return ND_STATUS_OK;
}

static enum nd_status fill_defaults(struct nd_binder *binder, const struct nd__write_target *target, struct nd_insert *insert)
{
    for (size_t i = 0; i < insert->table->column_count; i++) {
        const struct nd_column *column = &insert->table->columns[i];
        if (column->virtual_text != NULL) insert->values[i] = nd_expr_const(binder->arena, column->type, (struct nd_datum){.is_null = true});
        if (insert->values[i] != NULL || column->is_hidden) continue;
        ND_TRY(nd__target_default(binder, target, i, &insert->values[i]));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__bind_insert(struct nd_binder *binder, const struct nd_ast_insert *ast, struct nd_bound *bound)
{
    struct nd_insert *insert = bound->insert = nd_arena_new(binder->arena, struct nd_insert);
    struct nd__write_target target;
    struct given given = {.count = 0};
    bound->kind = ND_BOUND_INSERT;
    ND_TRY(nd__bind_with(binder, &ast->with, NULL, NULL));
    ND_TRY(nd__bind_write_target(binder, &ast->table, ND__INSERT, &target));
    const struct nd_table *table = insert->table = target.table;
    insert->values = nd_arena_array(binder->arena, struct nd_expr *, table->column_count + 1);
    ND_TRY(insert_columns(binder, ast, &target, &given));
    if (ast->source != NULL) {
        const struct nd_ast_select *source = ast->source;
        bool is_plain_values = source->row_count > 0 && source->op == ND_AST_SETOP_NONE && source->order_count == 0 &&
                               source->limit == NULL && source->offset == NULL && source->with.count == 0;
        ND_TRY(is_plain_values ? insert_values(binder, ast, insert, &given) : insert_query(binder, ast, insert, &given));
    }
    for (size_t i = 0; i < table->column_count && ast->overriding == 'u'; i++)
        if (table->columns[i].identity != ND_IDENTITY_NONE) insert->values[i] = NULL; /* what was given counts for nothing */
    ND_TRY(fill_defaults(binder, &target, insert));
    ND_TRY(nd__target_rules(binder, &target, &insert->rules));
    ND_TRY(nd__bind_conflict(binder, ast, &target, insert));
    insert->first_var = nd__bind_table_vars(binder, table, table->name);
    ND_TRY(bind_returning(binder, &target, ast->alias, insert->first_var, NULL, ast->returning, ast->returning_count,
                          &insert->returning, &insert->returning_count));
    ND_TRY(nd__bind_check_arbiter(binder, ast, insert));
    bound->columns = insert->returning;
    bound->column_count = insert->returning_count;
    return ND_STATUS_OK;
}

/* ---- UPDATE, DELETE ------------------------------------------------------------------------------------------ */

static bool has_subquery(const struct nd_expr *expr)
{
    bool found = expr->kind == ND_EXPR_SUBQUERY;
    for (size_t i = 0; i < expr->arg_count && !found; i++) found = has_subquery(expr->args[i]);
    return found;
}

static void take_computed(struct nd_binder *binder, struct nd_update *update, size_t at)
{
    struct nd_expr *expr = update->sets[at];
    if (!has_subquery(expr) && !update->has_from) return;
    struct nd_target *target = &update->computed[update->computed_count++];
    *target = (struct nd_target){.expr = expr, .name = update->table->columns[at].name};
    target->var = nd__bind_new_var(binder, expr->type, NULL, target->name);
    update->sets[at] = nd_expr_var(binder->arena, target->var, expr->type);
}

enum nd_status nd__check_set(struct nd_binder *binder, const struct nd_column *column, const struct nd_ast_target *set)
{
    bool is_always = column->identity == ND_IDENTITY_ALWAYS;
    if (set->expr->kind == ND_AST_DEFAULT || (column->generated_text == NULL && !is_always)) return ND_STATUS_OK;
    (void)nd__bind_error(binder, -1, "428C9", "column \"%s\" can only be updated to DEFAULT", column->name);
    if (!is_always) return nd_err_detail(binder->err, "Column \"%s\" is a generated column.", column->name);
    return nd_err_detail(binder->err, "Column \"%s\" is an identity column defined as GENERATED ALWAYS.", column->name);
}

static enum nd_status bind_sets(struct nd_binder *binder, const struct nd_ast_update *ast, const struct nd__write_target *target,
                                const struct nd_scope *scope, struct nd_update *update)
{
    binder->level->agg_place = "UPDATE";
    size_t columns = update->table->column_count;
    bool *is_partial = nd_arena_array(binder->arena, bool, columns + 1), *is_default = nd_arena_array(binder->arena, bool, columns + 1);
    update->sets = nd_arena_array(binder->arena, struct nd_expr *, columns + 1);
    for (size_t i = 0; i < ast->set_count; i++) {
        const struct nd_ast_target *set = &ast->sets[i];
        size_t at;
        ND_TRY(nd__target_find(binder, target, set->name, set->position, &at));
        nd__target_write(target, at, ND_PRIV_UPDATE);
        ND_TRY(nd__target_column(binder, target, at, &at));
        const struct nd_column *column = &update->table->columns[at];
        struct nd_expr **out = &update->sets[at], *value;
        if (*out != NULL && (!set->has_indirection || !is_partial[at]))
            return nd__bind_error(binder, set->position, "42601", "multiple assignments to same column \"%s\"",
                                  column->name);
        is_partial[at] = set->has_indirection;
        ND_TRY(nd__check_set(binder, column, set));
        if (set->expr->kind == ND_AST_DEFAULT) {
            if (set->has_indirection) return nd__bind_error(binder, set->position, "0A000", "cannot set an array element to DEFAULT");
            ND_TRY(nd__target_default(binder, target, at, out));
            is_default[at] = true;
            continue;
        }
        ND_TRY(nd__bind_expr(binder, scope, set->expr, &value));
        ND_TRY(nd__coerce_assigned(binder, set, column, value, &value));
        if (!set->has_indirection) *out = value;
        else ND_TRY(nd__bind_assign(binder, scope, set, column, *out != NULL ? *out : nd_expr_var(binder->arena, update->first_var + (uint32_t)at, column->type), value, out));
    }
    for (size_t i = 0; i < columns; i++)
        if (update->sets[i] != NULL && !is_default[i]) take_computed(binder, update, i);
    return ND_STATUS_OK;
}

/* UPDATE ... FROM, DELETE ... USING: joined to the table; others: what they add to the scope. */
static enum nd_status bind_others(struct nd_binder *binder, const struct nd_ast_update *ast, struct nd_scope *scope,
                                  struct nd_scope *others, struct nd_update *update)
{
    struct nd_from *join = nd_arena_new(binder->arena, struct nd_from);
    join->join = ND_JOIN_INNER;
    join->left = update->from;
    ND_TRY(nd__bind_from(binder, ast->from, ast->from_count, others, &join->right));
    for (size_t i = 0; i < others->count; i++) {
        const struct nd_scope_column *column = &others->columns[i];
        if (column->rel != NULL && strcmp(column->rel, update->alias) == 0)
            return nd__bind_error(binder, -1, "42712", "table name \"%s\" specified more than once", update->alias);
        nd__scope_add(binder, scope, *column);
    }
    update->from = join;
    return ND_STATUS_OK;
}

struct returned {
    struct nd_binder *binder;
    struct nd_update *update;
};

static void keep_var(void *arg, uint32_t var)
{
    struct returned *returned = arg;
    struct nd_update *update = returned->update;
    if (var >= update->first_new_var && var < update->first_new_var + update->table->column_count) return;
    for (size_t i = 0; i < update->computed_count; i++)
        if (update->computed[i].var == var) return;
    struct nd_target *computed = nd_arena_array(returned->binder->arena, struct nd_target, update->computed_count + 2);
    if (update->computed_count > 0) memcpy(computed, update->computed, sizeof *computed * update->computed_count);
    const struct nd_var *known = &returned->binder->vars[var];
    computed[update->computed_count++] = (struct nd_target){
        .expr = nd_expr_var(returned->binder->arena, var, known->type), .name = known->short_name, .var = var};
    update->computed = computed;
}

/* Columns of the others that RETURNING speaks of go along with the rows. */
static void keep_returned(struct nd_binder *binder, struct nd_update *update)
{
    struct returned returned = {binder, update};
    for (size_t i = 0; i < update->returning_count; i++)
        nd_expr_each_var(update->returning[i].expr, &returned, keep_var);
}

enum nd_status nd__bind_update(struct nd_binder *binder, const struct nd_ast_update *ast, bool is_delete,
                               struct nd_bound *bound)
{
    struct nd_update *update = bound->update = nd_arena_new(binder->arena, struct nd_update);
    struct nd__write_target target;
    bound->kind = is_delete ? ND_BOUND_DELETE : ND_BOUND_UPDATE;
    ND_TRY(nd__bind_with(binder, &ast->with, NULL, NULL));
    ND_TRY(nd__bind_write_target(binder, &ast->table, is_delete ? ND__DELETE : ND__UPDATE, &target));
    struct nd_scope scope = {0}, others = {0};
    const struct nd_table *table = update->table = target.table;
    update->has_from = ast->from_count > 0;
    update->computed = nd_arena_array(binder->arena, struct nd_target, table->column_count + 1);
    update->alias = ast->alias == NULL ? target.named->name : ast->alias;
    update->from = nd_arena_new(binder->arena, struct nd_from);
    update->from->rel = nd_arena_new(binder->arena, struct nd_rel);
    *update->from->rel = target.level != NULL ? *target.level->rel
                                              : (struct nd_rel){.kind = ND_REL_TABLE, .alias = update->alias, .table = table, .first_var = nd__bind_table_vars(binder, table, update->alias)};
    update->first_var = update->from->rel->first_var;
    ND_TRY(nd__bind_rel_virtuals(binder, update->from->rel));
    nd__target_scope(binder, &scope, &target, ast->alias, update->first_var, SIZE_MAX);
    if (update->has_from) ND_TRY(bind_others(binder, ast, &scope, &others, update));
    binder->level->agg_place = "WHERE";
    if (ast->where != NULL) ND_TRY(nd__bind_bool(binder, &scope, ast->where, "WHERE", &update->where));
    if (ast->current_of != NULL) ND_TRY(nd__bind_current_of(binder, ast->current_of, &target, update->first_var, &update->where));
    if (target.level != NULL) update->where = nd_expr_and(binder->arena, target.level->where, update->where);
    if (!is_delete) ND_TRY(bind_sets(binder, ast, &target, &scope, update));
    update->first_new_var = is_delete ? update->first_var : nd__bind_table_vars(binder, table, update->alias);
    ND_TRY(bind_returning(binder, &target, ast->alias, update->first_new_var, &others, ast->returning, ast->returning_count,
                          &update->returning, &update->returning_count));
    if (update->has_from) keep_returned(binder, update);
    ND_TRY(nd__target_rules(binder, &target, &update->rules));
    bound->columns = update->returning;
    bound->column_count = update->returning_count;
    return ND_STATUS_OK;
}
