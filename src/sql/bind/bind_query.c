/* SPDX-License-Identifier: Apache-2.0 */
/* bind_query.c - SELECT, VALUES, set operations, subqueries. */
#include <stdlib.h>

#include "sql/bind/bind_int.h"
#include "sql/types/key_codec.h"

/* ---- names of result columns ------------------------------------------------------------------------------ */

/* The first column that a subquery gives. 0: none. */
static int column_name(const struct nd_ast_expr *ast, const char **name_out);
static int subquery_name(const struct nd_ast_select *select, const char **name_out)
{
    while (select->op != ND_AST_SETOP_NONE) select = select->left;
    if (select->row_count == 0 && select->target_count == 0) return 0;
    *name_out = select->row_count > 0 ? "column1" : "?column?";
    if (select->row_count == 0 && select->targets[0].name != NULL) *name_out = select->targets[0].name;
    else if (select->row_count == 0) (void)column_name(select->targets[0].expr, name_out);
    return 2;
}

/* PostgreSQL's FigureColname: 2 a good name, 1 a name for want of a better one, 0 none. */
static int column_name(const struct nd_ast_expr *ast, const char **name_out)
{
    int strength;
    switch (ast->kind) {
    case ND_AST_COLUMN:
        if (ast->name_count == 0) return 0;
        *name_out = ast->names[ast->name_count - 1];
        return 2;
    case ND_AST_FUNC: *name_out = ast->func->name; return 2;
    case ND_AST_NULLIF: *name_out = "nullif"; return 2;
    case ND_AST_GROUPING: *name_out = "grouping"; return 2;
    case ND_AST_COALESCE: *name_out = "coalesce"; return 2;
    case ND_AST_GREATEST: *name_out = "greatest"; return 2;
    case ND_AST_LEAST: *name_out = "least"; return 2;
    case ND_AST_SQL_VALUE: *name_out = ast->op; return 2;
    case ND_AST_ROW: *name_out = "row"; return 2;
    case ND_AST_ARRAY: *name_out = "array"; return 2;
    case ND_AST_COLLATE: return column_name(ast->left, name_out);
    case ND_AST_SUBSCRIPT:
        if (ast->name_count == 0 || ast->has_star) return column_name(ast->left, name_out);
        *name_out = ast->names[0];
        return 2;
    case ND_AST_CAST:
        strength = column_name(ast->left, name_out);
        if (strength > 1) return strength;
        *name_out = ast->type->name;
        return 1;
    case ND_AST_CASE:
        strength = ast->right == NULL ? 0 : column_name(ast->right, name_out);
        if (strength > 1) return strength;
        *name_out = "case";
        return 1;
    case ND_AST_SUBLINK:
        if (ast->sublink_kind == ND_AST_EXISTS)
            *name_out = "exists";
        else if (ast->sublink_kind == ND_AST_SUB_ARRAY)
            *name_out = "array";
        else if (ast->sublink_kind != ND_AST_SUB_SCALAR)
            return 0;
        else
            return subquery_name(ast->select, name_out);
        return 2;
    default: return 0;
    }
}

static const char *target_name(const struct nd_ast_target *ast)
{
    const char *name = "?column?";
    if (ast->name != NULL) return ast->name;
    (void)column_name(ast->expr, &name);
    return name;
}

const char *nd_bind_index_column_name(const struct nd_ast_expr *ast)
{
    const char *name = "expr";
    (void)column_name(ast, &name);
    return name;
}

/* ---- targets ------------------------------------------------------------------------------------------------ */

static void describe_target(struct nd_binder *binder, struct nd_target *target)
{
    if (target->expr->kind != ND_EXPR_VAR) return;
    const struct nd_var *var = &binder->vars[target->expr->var];
    if (var->table == NULL) return;
    target->table_oid = nd_table_oid(var->table);
    target->attnum = var->table->columns[var->column].attnum;
}

struct target_list {
    struct nd_target *list;
    size_t count, cap;
};

static struct nd_target *add_target(struct nd_binder *binder, struct target_list *targets)
{
    if (targets->count == targets->cap) {
        targets->cap = targets->cap == 0 ? 8 : targets->cap * 2;
        struct nd_target *list = nd_arena_array(binder->arena, struct nd_target, targets->cap);
        if (targets->count > 0) memcpy(list, targets->list, sizeof *list * targets->count);
        targets->list = list;
    }
    return &targets->list[targets->count++];
}

static enum nd_status expand_star(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                  struct target_list *targets)
{
    const char *rel = ast->name_count == 0 ? NULL : ast->names[ast->name_count - 1];
    size_t before = targets->count;
    for (size_t i = 0; i < scope->count; i++) {
        const struct nd_scope_column *column = &scope->columns[i];
        if (column->is_mark) continue;
        if (rel == NULL ? column->is_merged : column->rel == NULL || strcmp(column->rel, rel) != 0) continue;
        struct nd_target *target = add_target(binder, targets);
        nd__access_read(column);
        target->expr = nd_expr_copy(binder->arena, column->expr);
        target->expr->position = ast->position;
        target->name = column->name;
    }
    if (targets->count > before) return ND_STATUS_OK;
    if (rel != NULL)
        return nd__bind_error(binder, ast->position, "42P01", "missing FROM-clause entry for table \"%s\"", rel);
    return nd__bind_error(binder, ast->position, "42601", "SELECT * with no tables specified is not valid");
}

static enum nd_status bind_target(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *ast, struct target_list *targets)
{
    if (ast->expr->kind == ND_AST_COLUMN && ast->expr->has_star) return expand_star(binder, scope, ast->expr, targets);
    if (ast->expr->kind == ND_AST_SUBSCRIPT && ast->expr->has_star) {
        struct nd_expr **exprs;
        const char *const *names;
        size_t count;
        ND_TRY(nd__bind_row_star(binder, scope, ast->expr, &exprs, &names, &count));
        for (size_t i = 0; i < count; i++) *add_target(binder, targets) = (struct nd_target){.expr = exprs[i], .name = names[i]};
        return ND_STATUS_OK;
    }
    struct nd_expr *expr;
    ND_TRY(nd__bind_expr(binder, scope, ast->expr, &expr));
    *add_target(binder, targets) = (struct nd_target){.expr = expr, .name = nd_arena_strdup(binder->arena, target_name(ast))};
    return ND_STATUS_OK;
}

enum nd_status nd__bind_targets(struct nd_binder *binder, const struct nd_scope *scope,
                                const struct nd_ast_target *list, size_t count, struct nd_target **targets_out,
                                size_t *count_out)
{
    struct target_list targets = {0};
    (void)add_target(binder, &targets);
    targets.count = 0;
    for (size_t i = 0; i < count; i++) ND_TRY(bind_target(binder, scope, &list[i], &targets));
    if (targets.count > ND_SQL_COLUMNS_MAX)
        return nd__bind_error(binder, -1, "54011", "target lists can have at most %d entries", ND_SQL_COLUMNS_MAX);
    *targets_out = targets.list;
    *count_out = targets.count;
    return ND_STATUS_OK;
}

void nd__name_targets(struct nd_binder *binder, struct nd_query *query)
{
    for (size_t i = 0; i < query->target_count; i++) {
        struct nd_target *target = &query->targets[i];
        describe_target(binder, target);
        target->var = target->expr->kind == ND_EXPR_VAR
                          ? target->expr->var
                          : nd__bind_new_var(binder, target->expr->type, NULL, target->name);
    }
}

static struct nd_type target_type(const struct nd_binder *binder, const struct nd_target *target)
{
    return target->expr != NULL ? target->expr->type : binder->vars[target->var].type;
}

/* ---- ORDER BY, DISTINCT, LIMIT --------------------------------------------------------------------------------- */

static enum nd_status add_junk(struct nd_binder *binder, struct nd_query *query, struct nd_expr *expr, size_t *at_out)
{
    for (size_t i = 0; i < query->target_count; i++) {
        if (!nd_expr_equal(query->targets[i].expr, expr)) continue;
        *at_out = i;
        return ND_STATUS_OK;
    }
    struct nd_target *targets = nd_arena_array(binder->arena, struct nd_target, query->target_count + 1);
    memcpy(targets, query->targets, sizeof *targets * query->target_count);
    targets[query->target_count] = (struct nd_target){.expr = expr, .name = "?column?", .is_junk = true};
    query->targets = targets;
    *at_out = query->target_count++;
    return ND_STATUS_OK;
}

/* Finds the target that an item of ORDER BY or DISTINCT ON means: a name of the output, a position, an expression. */
static enum nd_status find_target(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                  struct nd_query *query, const char *clause, size_t *at_out)
{
    if (ast->kind == ND_AST_COLUMN && ast->name_count == 1 && !ast->has_star) {
        size_t found = SIZE_MAX;
        for (size_t i = 0; i < query->width; i++) {
            if (strcmp(query->targets[i].name, ast->names[0]) != 0) continue;
            bool is_same = found != SIZE_MAX && query->targets[found].expr != NULL &&
                           nd_expr_equal(query->targets[found].expr, query->targets[i].expr);
            if (found != SIZE_MAX && !is_same)
                return nd__bind_error(binder, ast->position, "42702", "%s \"%s\" is ambiguous", clause, ast->names[0]);
            if (found == SIZE_MAX) found = i;
        }
        *at_out = found;
        if (found != SIZE_MAX) return ND_STATUS_OK;
    }
    if (ast->kind == ND_AST_CONST && ast->const_kind == ND_AST_INT) {
        if (ast->int_value < 1 || (size_t)ast->int_value > query->width)
            return nd__bind_error(binder, ast->position, "42P10", "%s position %lld is not in select list", clause,
                                  (long long)ast->int_value);
        *at_out = (size_t)ast->int_value - 1;
        return ND_STATUS_OK;
    }
    if (ast->kind == ND_AST_CONST)
        return nd__bind_error(binder, ast->position, "42601", "non-integer constant in %s", clause);
    if (scope == NULL) {
        (void)nd__bind_error(binder, ast->position, "0A000", "invalid UNION/INTERSECT/EXCEPT ORDER BY clause");
        (void)nd_err_detail(binder->err, "Only result column names can be used, not expressions or functions.");
        return nd_err_hint(binder->err,
                           "Add the expression/function to every SELECT, or move the UNION into a FROM clause.");
    }
    struct nd_expr *expr;
    ND_TRY(nd__bind_expr(binder, scope, ast, &expr));
    ND_TRY(nd__settle(binder, &expr));
    return add_junk(binder, query, expr, at_out);
}

static enum nd_status bind_order(struct nd_binder *binder, const struct nd_scope *scope,
                                 const struct nd_ast_select *ast, struct nd_query *query)
{
    query->sort = nd_arena_array(binder->arena, struct nd_sort_key, ast->order_count + 1);
    for (size_t i = 0; i < ast->order_count; i++) {
        const struct nd_ast_sort *item = &ast->order[i];
        struct nd_sort_key key = {0};
        ND_TRY(find_target(binder, scope, item->expr, query, "ORDER BY", &key.target));
        if (query->targets[key.target].expr != NULL) ND_TRY(nd__settle(binder, &query->targets[key.target].expr));
        ND_TRY(nd__bind_check_order(binder, target_type(binder, &query->targets[key.target]).id, item->expr->position));
        bool nulls_first = item->has_nulls ? item->nulls_first : item->is_desc;
        key.flags = (item->is_desc ? ND_KEY_DESC : 0u) | (nulls_first ? ND_KEY_NULLS_FIRST : 0u);
        if (query->is_distinct && key.target >= query->width && query->distinct_on_count == 0)
            return nd__bind_error(binder, item->expr->position, "42P10",
                                  "for SELECT DISTINCT, ORDER BY expressions must appear in select list");
        bool is_repeated = false;
        for (size_t k = 0; k < query->sort_count; k++) is_repeated = is_repeated || query->sort[k].target == key.target;
        if (!is_repeated) query->sort[query->sort_count++] = key;
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_distinct_on(struct nd_binder *binder, const struct nd_scope *scope,
                                       const struct nd_ast_select *ast, struct nd_query *query)
{
    query->distinct_on = nd_arena_array(binder->arena, size_t, ast->distinct_on_count + 1);
    for (size_t i = 0; i < ast->distinct_on_count; i++) {
        size_t at;
        ND_TRY(find_target(binder, scope, ast->distinct_on[i], query, "DISTINCT ON", &at));
        bool is_repeated = false;
        for (size_t k = 0; k < query->distinct_on_count; k++) is_repeated = is_repeated || query->distinct_on[k] == at;
        if (!is_repeated) query->distinct_on[query->distinct_on_count++] = at;
    }
    for (size_t i = 0; i < query->sort_count && i < query->distinct_on_count; i++) {
        bool is_there = false;
        for (size_t k = 0; k < query->distinct_on_count; k++)
            is_there = is_there || query->distinct_on[k] == query->sort[i].target;
        if (!is_there)
            return nd__bind_error(binder, ast->distinct_on[0]->position, "42P10",
                                  "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_limit(struct nd_binder *binder, const struct nd_scope *outer, const struct nd_ast_expr *ast,
                                 const char *clause, struct nd_expr **out)
{
    if (ast == NULL) return ND_STATUS_OK;
    if (ast->kind == ND_AST_CONST && ast->const_kind == ND_AST_NULL) return ND_STATUS_OK; /* LIMIT ALL, LIMIT NULL */
    struct nd_scope empty = {.outer = outer};
    struct nd_query *agg_query = binder->level->agg_query;
    binder->level->agg_query = NULL;
    binder->level->agg_place = clause;
    enum nd_status status = nd__bind_expr(binder, &empty, ast, out);
    binder->level->agg_query = agg_query;
    if (status != ND_STATUS_OK && strcmp(binder->err->sqlstate, "42703") == 0)
        return nd__bind_error(binder, ast->position, "42P10", "argument of %s must not contain variables", clause);
    ND_TRY(status);
    struct nd_type type = {ND_TYPE_INT8, -1};
    if (!nd__can_coerce(binder, *out, type.id, ND_CAST_ASSIGNMENT) || nd_type_category((*out)->type.id) == 'S')
        return nd__bind_error(binder, ast->position, "42804", "argument of %s must be type bigint, not type %s", clause,
                              nd_type_name((*out)->type.id));
    return nd__coerce(binder, *out, type, ND_CAST_ASSIGNMENT, true, out);
}

static enum nd_status bind_tail(struct nd_binder *binder, const struct nd_scope *outer, const struct nd_ast_select *ast,
                                struct nd_query *query)
{
    query->has_ties = ast->has_ties;
    bool is_null = ast->limit != NULL && ast->limit->kind == ND_AST_CONST && ast->limit->const_kind == ND_AST_NULL;
    if (ast->has_ties && is_null) return nd__bind_error(binder, -1, "2201W", "row count cannot be null in FETCH FIRST ... WITH TIES clause");
    ND_TRY(bind_limit(binder, outer, ast->limit, "LIMIT", &query->limit));
    return bind_limit(binder, outer, ast->offset, "OFFSET", &query->offset);
}

/* ---- the three forms ------------------------------------------------------------------------------------------- */

static enum nd_status bind_where(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_select *ast, struct nd_query *query)
{
    if (ast->where == NULL) return ND_STATUS_OK;
    binder->level->agg_query = binder->level->set_query = binder->level->window_query = NULL; /* it comes before any of these */
    binder->level->agg_place = "WHERE";
    ND_TRY(nd__bind_bool(binder, scope, ast->where, "WHERE", &query->where));
    binder->level->agg_query = binder->level->set_query = binder->level->window_query = query;
    return ND_STATUS_OK;
}

static enum nd_status bind_select_body(struct nd_binder *binder, const struct nd_ast_select *ast,
                                       struct nd_scope *scope, struct nd_query *query)
{
    binder->level->agg_place = "FROM clause of their own query level";
    ND_TRY(nd__bind_from(binder, ast->from, ast->from_count, scope, &query->from));
    binder->level->agg_query = query;
    binder->level->set_query = binder->level->window_query = query;
    binder->level->window_ast = ast;
    ND_TRY(nd__bind_targets(binder, scope, ast->targets, ast->target_count, &query->targets, &query->target_count));
    query->width = query->target_count;
    ND_TRY(bind_where(binder, scope, ast, query));
    ND_TRY(nd__bind_check_windows(binder, ast));
    bool stays_open = ast == binder->inserted && !ast->is_distinct && ast->distinct_on_count == 0 && ast->group_count == 0;
    for (size_t i = 0; i < query->width && !stays_open; i++) ND_TRY(nd__settle(binder, &query->targets[i].expr));
    query->is_distinct = ast->is_distinct;
    for (size_t i = 0; i < query->width && ast->is_distinct && ast->distinct_on_count == 0; i++) ND_TRY(nd__bind_check_equality(binder, query->targets[i].expr->type.id, -1));
    query->distinct_on_count = ast->distinct_on_count; /* for bind_order; counted anew below */
    binder->level->set_query = binder->level->window_query = NULL;
    ND_TRY(nd__bind_grouping(binder, scope, ast, query));
    binder->level->set_query = binder->level->window_query = query;
    binder->level->agg_place = "ORDER BY";
    ND_TRY(bind_order(binder, scope, ast, query));
    query->distinct_on_count = 0;
    if (ast->distinct_on_count > 0) ND_TRY(bind_distinct_on(binder, scope, ast, query));
    ND_TRY(bind_tail(binder, scope->outer, ast, query));
    ND_TRY(nd__bind_locking(binder, ast, query));
    if (ast->is_cursor) nd__bind_cursor_keys(binder, query);
    return nd__bind_replace_groups(binder, query);
}

static bool has_work(const struct nd_from *from)
{
    if (from == NULL) return false;
    return from->rel != NULL ? from->rel->is_work : has_work(from->left) || has_work(from->right);
}

static enum nd_status bind_plain_select(struct nd_binder *binder, const struct nd_ast_select *ast,
                                        const struct nd_scope *outer, struct nd_query *query)
{
    struct nd_level level = {0}, *around = binder->level;
    struct nd_scope scope = {.outer = outer, .level = &level};
    query->kind = ND_QUERY_SELECT;
    binder->level = &level;
    enum nd_status status = bind_select_body(binder, ast, &scope, query);
    binder->level = around;
    ND_TRY(status);
    if (query->agg_count > 0 && has_work(query->from)) return nd__bind_error(binder, -1, "42P19", "aggregate functions are not allowed in a recursive query's recursive term");
    nd__name_targets(binder, query);
    return ND_STATUS_OK;
}

static enum nd_status bind_value_rows(struct nd_binder *binder, const struct nd_ast_select *ast, const struct nd_scope *outer, struct nd_expr **rows)
{
    struct nd_level level = {.agg_place = "VALUES"}, *around = binder->level;
    struct nd_scope scope = {.outer = outer, .level = &level};
    enum nd_status status = ND_STATUS_OK;
    binder->level = &level;
    for (size_t r = 0; r < ast->row_count; r++)
        for (size_t c = 0; c < ast->row_width && status == ND_STATUS_OK; c++)
            status = nd__bind_expr(binder, &scope, ast->rows[r][c], &rows[r * ast->row_width + c]);
    binder->level = around;
    return status;
}

static enum nd_status bind_values(struct nd_binder *binder, const struct nd_ast_select *ast,
                                  const struct nd_scope *outer, struct nd_query *query)
{
    size_t width = ast->row_width, rows = ast->row_count;
    query->kind = ND_QUERY_VALUES;
    query->width = query->target_count = width;
    query->row_count = rows;
    query->rows = nd_arena_array(binder->arena, struct nd_expr *, rows * width + 1);
    query->targets = nd_arena_array(binder->arena, struct nd_target, width + 1);
    struct nd_expr **column = nd_arena_array(binder->arena, struct nd_expr *, rows + 1);
    ND_TRY(bind_value_rows(binder, ast, outer, query->rows));
    for (size_t c = 0; c < width; c++) {
        struct nd_type type;
        for (size_t r = 0; r < rows; r++) column[r] = query->rows[r * width + c];
        ND_TRY(nd__unify(binder, column, rows, "VALUES", &type));
        for (size_t r = 0; r < rows; r++) query->rows[r * width + c] = column[r];
        query->targets[c].name = nd_arena_printf(binder->arena, "column%zu", c + 1);
        query->targets[c].var = nd__bind_new_var(binder, type, NULL, query->targets[c].name);
    }
    ND_TRY(bind_order(binder, NULL, ast, query));
    return bind_tail(binder, outer, ast, query);
}

/* ---- UNION, INTERSECT, EXCEPT ------------------------------------------------------------------------------------ */

/* Puts a SELECT that casts on top of a query whose own targets must not change. */
struct nd_query *nd__wrap_query(struct nd_binder *binder, struct nd_query *inner)
{
    struct nd_query *query = nd_arena_new(binder->arena, struct nd_query);
    query->kind = ND_QUERY_SELECT;
    query->is_cast = true;
    query->from = nd_arena_new(binder->arena, struct nd_from);
    query->from->rel = nd_arena_new(binder->arena, struct nd_rel);
    query->from->rel->kind = ND_REL_QUERY;
    query->from->rel->alias = "*SELECT*";
    query->from->rel->query = inner;
    query->width = query->target_count = inner->width;
    query->targets = nd_arena_array(binder->arena, struct nd_target, inner->width + 1);
    for (size_t i = 0; i < inner->width; i++) {
        query->targets[i].name = inner->targets[i].name;
        query->targets[i].expr =
            nd_expr_var(binder->arena, inner->targets[i].var, binder->vars[inner->targets[i].var].type);
    }
    return query;
}

struct nd_query *nd__wrap_as_row(struct nd_binder *binder, struct nd_query *inner)
{
    struct nd_query *query = nd__wrap_query(binder, inner);
    struct nd_expr **fields = nd_arena_array(binder->arena, struct nd_expr *, query->width + 1);
    for (size_t i = 0; i < query->width; i++) fields[i] = query->targets[i].expr;
    query->targets[0] = (struct nd_target){.name = "row", .expr = nd__row_of(binder, fields, query->width)};
    query->width = query->target_count = 1;
    nd__name_targets(binder, query);
    return query;
}

enum nd_status nd__cast_side(struct nd_binder *binder, struct nd_query **side, const struct nd_type *types)
{
    bool needs_cast = false;
    for (size_t i = 0; i < (*side)->width; i++) {
        struct nd_type type = target_type(binder, &(*side)->targets[i]);
        needs_cast = needs_cast || type.id != types[i].id;
    }
    if (!needs_cast) return ND_STATUS_OK;
    struct nd_query *query = nd__wrap_query(binder, *side);
    for (size_t i = 0; i < query->width; i++)
        ND_TRY(nd__coerce(binder, query->targets[i].expr, (struct nd_type){types[i].id, -1}, ND_CAST_IMPLICIT, true,
                          &query->targets[i].expr));
    nd__name_targets(binder, query);
    *side = query;
    return ND_STATUS_OK;
}

/* Literals of unknown type have become text by now: a side whose column is such a literal follows the other, unless it was compared as text already. */
static bool is_literal_column(const struct nd_query *query, size_t at)
{
    if (query->kind != ND_QUERY_SELECT || query->targets[at].expr == NULL || (query->is_distinct && query->distinct_on_count == 0)) return false;
    for (size_t i = 0; i < query->sort_count; i++)
        if (query->sort[i].target == at) return false;
    for (size_t i = 0; i < query->distinct_on_count; i++)
        if (query->distinct_on[i] == at) return false;
    return query->targets[at].expr->kind == ND_EXPR_CONST && query->targets[at].expr->is_implicit;
}

enum nd_status nd__follow_type(struct nd_binder *binder, struct nd_query *side, size_t at, struct nd_type type)
{
    if (!is_literal_column(side, at)) return ND_STATUS_OK;
    struct nd_expr **expr = &side->targets[at].expr;
    struct nd_expr *literal = nd_expr_copy(binder->arena, *expr);
    literal->type = (struct nd_type){ND_TYPE_UNKNOWN, -1};
    ND_TRY(nd__coerce(binder, literal, (struct nd_type){type.id, -1}, ND_CAST_IMPLICIT, true, expr));
    binder->vars[side->targets[at].var].type = (*expr)->type;
    return ND_STATUS_OK;
}

static enum nd_status bind_setop(struct nd_binder *binder, const struct nd_ast_select *ast,
                                 const struct nd_scope *outer, struct nd_query *query)
{
    const char *name = ast->op == ND_AST_UNION ? "UNION" : ast->op == ND_AST_INTERSECT ? "INTERSECT" : "EXCEPT";
    query->kind = ND_QUERY_SETOP;
    query->setop = ast->op == ND_AST_UNION       ? ND_SETOP_UNION
                   : ast->op == ND_AST_INTERSECT ? ND_SETOP_INTERSECT
                                                 : ND_SETOP_EXCEPT;
    query->is_all = ast->is_all;
    ND_TRY(nd__bind_query(binder, ast->left, outer, &query->left));
    ND_TRY(nd__bind_query(binder, ast->right, outer, &query->right));
    size_t width = query->left->width;
    if (width != query->right->width)
        return nd__bind_error(binder, -1, "42601", "each %s query must have the same number of columns", name);
    struct nd_type *types = nd_arena_array(binder->arena, struct nd_type, width + 1);
    query->targets = nd_arena_array(binder->arena, struct nd_target, width + 1);
    query->width = query->target_count = width;
    for (size_t i = 0; i < width; i++) {
        ND_TRY(nd__follow_type(binder, query->left, i, target_type(binder, &query->right->targets[i])));
        ND_TRY(nd__follow_type(binder, query->right, i, target_type(binder, &query->left->targets[i])));
        struct nd_type both[2] = {target_type(binder, &query->left->targets[i]),
                                  target_type(binder, &query->right->targets[i])};
        enum nd_type_id ids[2] = {both[0].id, both[1].id}, common;
        ND_TRY(nd_type_common(ids, 2, name, &common, binder->err));
        types[i] = (struct nd_type){common, nd_type_common_mod(both, 2, common)};
        if (!ast->is_all) ND_TRY(nd__bind_check_equality(binder, common, -1));
        query->targets[i].name = query->left->targets[i].name;
        query->targets[i].var = nd__bind_new_var(binder, types[i], NULL, query->targets[i].name);
    }
    ND_TRY(nd__cast_side(binder, &query->left, types));
    ND_TRY(nd__cast_side(binder, &query->right, types));
    ND_TRY(bind_order(binder, NULL, ast, query));
    if (ast->has_locking) return nd__bind_check_locking(binder, query, &ast->locks[0]);
    return bind_tail(binder, outer, ast, query);
}

static enum nd_status bind_query_inner(struct nd_binder *binder, const struct nd_ast_select *ast,
                                       const struct nd_scope *outer, struct nd_query **out)
{
    struct nd_cte_scope *saved = binder->ctes;
    struct nd_query *query = *out = nd_arena_new(binder->arena, struct nd_query);
    enum nd_status status = nd__bind_with(binder, &ast->with, outer, query);
    if (status == ND_STATUS_OK) {
        if (ast->op != ND_AST_SETOP_NONE)
            status = bind_setop(binder, ast, outer, query);
        else if (ast->row_count > 0)
            status = bind_values(binder, ast, outer, query);
        else
            status = bind_plain_select(binder, ast, outer, query);
    }
    binder->ctes = saved;
    return status;
}

enum nd_status nd__bind_query(struct nd_binder *binder, const struct nd_ast_select *ast, const struct nd_scope *outer,
                              struct nd_query **out)
{
    *out = NULL;
    if (ast->has_into) return nd__bind_error(binder, ast->position, "42601", "SELECT ... INTO is not allowed here");
    ND_TRY(nd__bind_enter(binder));
    enum nd_status status = bind_query_inner(binder, ast, outer, out);
    nd__bind_leave(binder);
    return status;
}
