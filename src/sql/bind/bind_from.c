/* SPDX-License-Identifier: Apache-2.0 */
/* bind_from.c - FROM: tables, subqueries, joins, and the scope they make. */
#include "sql/bind/bind_int.h"

/* frame: where names of `scope`, the items before, are noted that a LATERAL item reads. */
static enum nd_status bind_item(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_scope *scope,
                                struct nd_frame *frame, struct nd_from **out);

static enum nd_status add_columns(struct nd_binder *binder, const struct nd_ast_from *ast, const char *alias,
                                  const char *const *names, const uint32_t *vars, size_t width, struct nd_scope *scope,
                                  struct nd_rel *rel);

static struct nd_from *new_rel(struct nd_binder *binder, enum nd_rel_kind kind, const char *alias)
{
    struct nd_from *from = nd_arena_new(binder->arena, struct nd_from);
    from->rel = nd_arena_new(binder->arena, struct nd_rel);
    from->rel->kind = kind;
    from->rel->alias = alias;
    return from;
}

static enum nd_status check_alias(struct nd_binder *binder, const struct nd_scope *scope, const char *alias,
                                  int position)
{
    for (size_t i = 0; i < scope->count; i++)
        if (scope->columns[i].rel != NULL && strcmp(scope->columns[i].rel, alias) == 0)
            return nd__bind_error(binder, position, "42712", "table name \"%s\" specified more than once", alias);
    return ND_STATUS_OK;
}

static enum nd_status check_alias_columns(struct nd_binder *binder, const struct nd_ast_from *ast, const char *alias,
                                          size_t available)
{
    if (ast->alias_column_count <= available) return ND_STATUS_OK;
    return nd__bind_error(binder, ast->position, "42P10",
                          "table \"%s\" has %zu columns available but %zu columns specified", alias, available,
                          ast->alias_column_count);
}

static const char *column_alias(const struct nd_ast_from *ast, size_t at, const char *name)
{
    return at < ast->alias_column_count ? ast->alias_columns[at] : name;
}

enum nd_status nd__bind_view_query(struct nd_binder *binder, const struct nd_table *view, struct nd_query **query_out)
{
    const struct nd_ast_select *select;
    struct nd_cte_scope *ctes = binder->ctes;
    struct nd_scope nothing = {0};
    uint32_t as = binder->access_as;
    binder->ctes = NULL;
    binder->access_as = view->owner;
    enum nd_status status = nd__view_query(binder->env->reactor, binder->env->view, view, &select, binder->err);
    if (status == ND_STATUS_OK) status = nd__bind_query(binder, select, &nothing, query_out);
    binder->ctes = ctes;
    binder->access_as = as;
    if (status != ND_STATUS_OK) binder->err->position = 0; /* it would be one of another text */
    ND_TRY(status);
    if ((*query_out)->width != view->column_count) return nd__bind_error(binder, -1, "XX000", "the query of view \"%s\" does not fit its columns", view->name);
    return ND_STATUS_OK;
}

/* The query of a view, as if it stood in FROM. */
static enum nd_status bind_view_item(struct nd_binder *binder, const struct nd_ast_from *ast, const struct nd_table *view,
                                     struct nd_scope *scope, struct nd_from **out)
{
    const char *alias = ast->alias == NULL ? view->name : ast->alias;
    struct nd_from *from = *out = new_rel(binder, ND_REL_QUERY, alias);
    from->rel->access = nd__bind_access(binder, view, NULL, ND_PRIV_SELECT);
    ND_TRY(nd__bind_view_query(binder, view, &from->rel->query));
    from->rel->view = view;
    const char **names = nd_arena_array(binder->arena, const char *, view->column_count + 1);
    uint32_t *vars = nd_arena_array(binder->arena, uint32_t, view->column_count + 1);
    for (size_t i = 0; i < view->column_count; i++) {
        names[i] = view->columns[i].name;
        vars[i] = from->rel->query->targets[i].var;
    }
    size_t first = scope->count;
    ND_TRY(add_columns(binder, ast, alias, names, vars, view->column_count, scope, from->rel));
    for (size_t i = first; i < scope->count; i++) {
        scope->columns[i].schema_id = view->schema_id;
        scope->columns[i].is_aliased = ast->alias != NULL;
        scope->columns[i].access = from->rel->access;
        scope->columns[i].access_column = (uint32_t)(i - first);
    }
    return ND_STATUS_OK;
}

/* A sequence is a relation of one row. */
static enum nd_status bind_sequence_item(struct nd_binder *binder, const struct nd_ast_from *ast, const struct nd_sequence *sequence,
                                         struct nd_scope *scope, struct nd_from **out)
{
    const char *alias = ast->alias == NULL ? sequence->name : ast->alias, *names[ND_SEQUENCE_COLUMNS];
    uint32_t vars[ND_SEQUENCE_COLUMNS];
    struct nd_rel *rel = (*out = new_rel(binder, ND_REL_FUNC, alias))->rel;
    (void)nd__bind_access(binder, NULL, sequence, ND_PRIV_SELECT);
    rel->sets = nd_arena_array(binder->arena, struct nd_set_use, ND_SEQUENCE_COLUMNS);
    rel->set_count = ND_SEQUENCE_COLUMNS;
    rel->ordinal_var = ND_VAR_NONE;
    for (size_t i = 0; i < ND_SEQUENCE_COLUMNS; i++) {
        const struct nd_func *func = nd_func_sequence_column(i, &names[i]);
        struct nd_type type = {func->result, -1};
        struct nd_expr *args[1] = {nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_REGCLASS, -1}, nd_datum_i64(sequence->oid))};
        rel->sets[i] = (struct nd_set_use){.kind = ND_SET_VALUE, .arg_count = 1, .type = type};
        rel->sets[i].args[0] = nd_expr_func(binder->arena, func, type, args, 1);
        rel->sets[i].var = vars[i] = nd__bind_new_var(binder, type, alias, names[i]);
    }
    return add_columns(binder, ast, alias, names, vars, ND_SEQUENCE_COLUMNS, scope, rel);
}

static enum nd_status bind_table_item(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_scope *scope,
                                      struct nd_from **out)
{
    const struct nd_table *table;
    const struct nd_sequence *sequence = NULL;
    ND_TRY(nd__lookup_table(binder, &ast->table, true, &table));
    if (table == NULL) sequence = nd__lookup_sequence(binder, &ast->table);
    if (sequence != NULL) return bind_sequence_item(binder, ast, sequence, scope, out);
    if (table == NULL) return nd__lookup_table(binder, &ast->table, false, &table);
    if (table->view != NULL) return bind_view_item(binder, ast, table, scope, out);
    const char *alias = ast->alias == NULL ? table->name : ast->alias;
    ND_TRY(check_alias(binder, scope, alias, ast->position));
    struct nd_from *from = new_rel(binder, ND_REL_TABLE, alias);
    from->rel->table = table;
    from->rel->access = nd__bind_access(binder, table, NULL, ND_PRIV_SELECT);
    from->rel->first_var = nd__bind_table_vars(binder, table, alias);
    from->rel->has_alias = ast->alias != NULL;
    ND_TRY(nd__bind_rel_virtuals(binder, from->rel));
    size_t visible = 0;
    for (size_t i = 0; i < table->column_count; i++) visible += !table->columns[i].is_hidden;
    ND_TRY(check_alias_columns(binder, ast, alias, visible));
    const char **names = nd_arena_array(binder->arena, const char *, visible + 1);
    from->rel->column_names = names;
    from->rel->column_count = visible;
    from->rel->alias_column_count = ast->alias_column_count;
    for (size_t i = 0, at = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        if (column->is_hidden) continue;
        names[at] = column_alias(ast, at, column->name);
        nd__scope_add(binder, scope,
                      (struct nd_scope_column){
                          .rel = alias,
                          .schema_id = table->schema_id,
                          .is_aliased = ast->alias != NULL,
                          .name = column_alias(ast, at++, column->name),
                          .expr = nd_expr_var(binder->arena, from->rel->first_var + (uint32_t)i, column->type),
                          .item = from->rel,
                          .access = from->rel->access,
                          .access_column = (uint32_t)i,
                      });
    }
    *out = from;
    return ND_STATUS_OK;
}

/* A column of a definition list: the json that is there as a value of the column's type. */
static struct nd_expr *defined_value(struct nd_binder *binder, const struct nd_set_use *use, struct nd_expr *json)
{
    struct nd_expr *args[2] = {json, nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_TEXT, -1}, nd_datum_bytes(nd_slice_str(use->defined)))};
    return nd_expr_func(binder->arena, nd_func_json_populate(), use->defined_type, args, 2);
}

/* Makes columns of the item visible: names[i] is column i, which is variable vars[i]. */
static enum nd_status add_columns(struct nd_binder *binder, const struct nd_ast_from *ast, const char *alias,
                                  const char *const *names, const uint32_t *vars, size_t width, struct nd_scope *scope,
                                  struct nd_rel *rel)
{
    const char **shown = nd_arena_array(binder->arena, const char *, width + 1);
    for (size_t i = 0; i < width; i++) shown[i] = column_alias(ast, i, names[i]);
    rel->column_names = shown;
    rel->column_count = width;
    rel->alias_column_count = ast->alias_column_count;
    rel->has_alias = ast->alias != NULL;
    rel->is_lateral = ast->is_lateral;
    if (alias != NULL) ND_TRY(check_alias(binder, scope, alias, ast->position));
    ND_TRY(check_alias_columns(binder, ast, alias == NULL ? "unnamed_subquery" : alias, width));
    for (size_t i = 0; i < width; i++) {
        struct nd_expr *expr = nd_expr_var(binder->arena, vars[i], binder->vars[vars[i]].type);
        if (rel->kind == ND_REL_FUNC && i < rel->set_count && rel->sets[i].defined != NULL) expr = defined_value(binder, &rel->sets[i], expr);
        nd__scope_add(binder, scope,
                      (struct nd_scope_column){
                          .rel = alias, .is_aliased = true, .name = column_alias(ast, i, names[i]), .expr = expr, .item = rel});
    }
    return ND_STATUS_OK;
}

static enum nd_status add_query_item(struct nd_binder *binder, const struct nd_ast_from *ast, const char *alias,
                                     struct nd_query *query, const struct nd_ast_cte *cte, struct nd_scope *scope,
                                     struct nd_from **out)
{
    const char **names = nd_arena_array(binder->arena, const char *, query->width + 1);
    uint32_t *vars = nd_arena_array(binder->arena, uint32_t, query->width + 1);
    for (size_t i = 0; i < query->width; i++) {
        names[i] = cte != NULL && i < cte->column_count ? cte->columns[i] : query->targets[i].name;
        vars[i] = query->targets[i].var;
    }
    *out = new_rel(binder, ND_REL_QUERY, alias);
    (*out)->rel->query = query;
    if (cte != NULL) (*out)->rel->cte_name = cte->name;
    return add_columns(binder, ast, alias, names, vars, query->width, scope, (*out)->rel);
}

static enum nd_status bind_query_item(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_scope *scope,
                                      struct nd_frame *frame, struct nd_from **out)
{
    struct nd_query *query;
    if (ast->alias == NULL) {
        (void)nd__bind_error(binder, ast->position, "42601",
                             ast->select->row_count > 0 ? "VALUES in FROM must have an alias"
                                                        : "subquery in FROM must have an alias");
        return nd_err_hint(binder->err, ast->select->row_count > 0 ? "For example, FROM (VALUES ...) [AS] foo."
                                                                   : "For example, FROM (SELECT ...) [AS] foo.");
    }
    struct nd_scope link = {.outer = scope->outer, .frame = scope->frame};
    if (ast->is_lateral) link = (struct nd_scope){.outer = scope, .frame = frame};
    ND_TRY(nd__bind_query(binder, ast->select, &link, &query));
    return add_query_item(binder, ast, ast->alias, query, NULL, scope, out);
}

static enum nd_status bind_cte_item(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_cte_scope *cte,
                                    struct nd_scope *scope, struct nd_from **out)
{
    const char *alias = ast->alias == NULL ? cte->name : ast->alias;
    struct nd_from *from = new_rel(binder, ND_REL_CTE, alias);
    struct nd_query *query = NULL;
    ND_TRY(nd__bind_cte_use(binder, cte, scope, ast->position, from->rel, &query));
    if (query != NULL) return add_query_item(binder, ast, alias, query, cte->ast, scope, out);
    size_t width = from->rel->cte->width;
    uint32_t *vars = nd_arena_array(binder->arena, uint32_t, width + 1);
    for (size_t i = 0; i < width; i++) vars[i] = nd__bind_new_var(binder, from->rel->cte->types[i], alias, cte->columns[i]);
    from->rel->first_var = vars[0];
    *out = from;
    ND_TRY(add_columns(binder, ast, alias, cte->columns, vars, width, scope, from->rel));
    for (size_t i = 0; cte->is_open && i < cte->mark_count; i++) scope->columns[scope->count - 1 - i].is_mark = true;
    return ND_STATUS_OK;
}

static const char *function_name(const struct nd_ast_expr *ast) { return ast->kind == ND_AST_FUNC ? ast->func->name : ast->op != NULL ? ast->op
                                                                                                                                      : "function"; }

/* A function in FROM is LATERAL by itself. */
static enum nd_status bind_func_item(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_scope *scope,
                                     struct nd_frame *frame, struct nd_from **out)
{
    struct nd_scope before = {.outer = scope, .frame = frame};
    const char *name = function_name(ast->funcs[0]), *alias = ast->alias == NULL ? name : ast->alias;
    struct nd_from *from = new_rel(binder, ND_REL_FUNC, alias);
    struct nd_rel *rel = from->rel;
    rel->sets = nd_arena_array(binder->arena, struct nd_set_use, ND_SET_USES_MAX);
    rel->ordinal_var = ND_VAR_NONE;
    const char **names = nd_arena_array(binder->arena, const char *, ND_SET_USES_MAX + 1);
    uint32_t *vars = nd_arena_array(binder->arena, uint32_t, ND_SET_USES_MAX + 1);
    for (size_t i = 0; i < ast->func_count; i++) ND_TRY(nd__bind_set_item(binder, &before, ast->funcs[i], rel, names));
    bool has_name = ast->funcs[0]->kind == ND_AST_FUNC && nd__set_column(ast->funcs[0]->func->name) != NULL;
    if (ast->func_count == 1 && rel->set_count == 1 && rel->sets[0].record == NULL && !has_name) names[0] = alias; /* an alias of the item names it as well */
    size_t width = rel->set_count;
    if (ast->with_ordinality) names[width++] = "ordinality";
    for (size_t i = 0; i < width; i++) {
        bool is_ordinal = i == rel->set_count;
        vars[i] = nd__bind_new_var(binder, is_ordinal ? (struct nd_type){ND_TYPE_INT8, -1} : rel->sets[i].type, alias, column_alias(ast, i, names[i]));
        *(is_ordinal ? &rel->ordinal_var : &rel->sets[i].var) = vars[i];
    }
    *out = from;
    return add_columns(binder, ast, alias, names, vars, width, scope, rel);
}

/* ---- joins ---------------------------------------------------------------------------------------------- */

static enum nd_status find_join_column(struct nd_binder *binder, const struct nd_scope *side, const char *name,
                                       const char *which, struct nd_scope_column **out)
{
    *out = NULL;
    for (size_t i = 0; i < side->count; i++) {
        if (side->columns[i].is_merged || strcmp(side->columns[i].name, name) != 0) continue;
        if (*out != NULL)
            return nd__bind_error(binder, -1, "42702", "common column name \"%s\" appears more than once in %s table",
                                  name, which);
        *out = &side->columns[i];
    }
    if (*out == NULL)
        return nd__bind_error(binder, -1, "42703", "column \"%s\" specified in USING clause does not exist in %s table",
                              name, which);
    return ND_STATUS_OK;
}

static struct nd_expr *merge_columns(struct nd_binder *binder, enum nd_ast_join join, struct nd_expr *left,
                                     struct nd_expr *right, struct nd_type type)
{
    if (join == ND_AST_JOIN_INNER || join == ND_AST_JOIN_LEFT) return left;
    if (join == ND_AST_JOIN_RIGHT) return right;
    struct nd_expr *both = nd_expr_new(binder->arena, ND_EXPR_COALESCE, type, 2);
    both->args[0] = left;
    both->args[1] = right;
    nd_expr_fix_depth(both);
    return both;
}

static enum nd_status bind_using(struct nd_binder *binder, const struct nd_ast_from *ast, const char *const *names,
                                 size_t count, struct nd_scope *left, struct nd_scope *right, struct nd_scope *merged,
                                 struct nd_from *join)
{
    struct nd_expr **on = &join->on;
    join->using_names = names;
    join->using_count = count;
    join->using_sides = nd_arena_array(binder->arena, struct nd_expr *, count * 2 + 1);
    for (size_t i = 0; i < count; i++) {
        struct nd_scope_column *a, *b;
        struct nd_expr *equal, *sides[2];
        struct nd_type type;
        ND_TRY(find_join_column(binder, left, names[i], "left", &a));
        ND_TRY(find_join_column(binder, right, names[i], "right", &b));
        sides[0] = nd_expr_copy(binder->arena, a->expr);
        sides[1] = nd_expr_copy(binder->arena, b->expr);
        nd__access_read(a);
        nd__access_read(b);
        join->using_sides[i * 2] = a->expr;
        join->using_sides[i * 2 + 1] = b->expr;
        ND_TRY(nd__bind_oper(binder, "=", sides[0], sides[1], ast->position, &equal));
        *on = nd_expr_and(binder->arena, *on, equal);
        ND_TRY(nd__unify(binder, sides, 2, "JOIN/USING", &type));
        nd__scope_add(binder, merged,
                      (struct nd_scope_column){.rel = NULL,
                                               .name = names[i],
                                               .expr = merge_columns(binder, ast->join, sides[0], sides[1], type)});
        a->is_merged = b->is_merged = true;
    }
    return ND_STATUS_OK;
}

static const char **natural_names(struct nd_binder *binder, const struct nd_scope *left, const struct nd_scope *right,
                                  size_t *count_out)
{
    const char **names = nd_arena_array(binder->arena, const char *, left->count + 1);
    *count_out = 0;
    for (size_t i = 0; i < left->count; i++)
        for (size_t k = 0; k < right->count; k++)
            if (!left->columns[i].is_merged && !right->columns[k].is_merged &&
                strcmp(left->columns[i].name, right->columns[k].name) == 0) {
                names[(*count_out)++] = left->columns[i].name;
                break;
            }
    return names;
}

/* The right side reads variables of the left: those of the frame that are the left's own. */
static enum nd_status set_lateral(struct nd_binder *binder, struct nd_from *join, const struct nd_frame *frame,
                                  enum nd_ast_join kind)
{
    join->lateral_vars = nd_arena_array(binder->arena, uint32_t, frame->count + 1);
    for (size_t i = 0; i < frame->count; i++) {
        if (!frame->is_local[i]) continue;
        join->lateral_vars[join->lateral_count++] = frame->vars[i];
        if (kind == ND_AST_JOIN_INNER || kind == ND_AST_JOIN_LEFT) continue;
        (void)nd__bind_error(binder, frame->positions[i], "42P10",
                             "invalid reference to FROM-clause entry for table \"%s\"",
                             binder->vars[frame->vars[i]].name);
        return nd_err_detail(binder->err, "The combining JOIN type must be INNER or LEFT for a LATERAL reference.");
    }
    return ND_STATUS_OK;
}

static void scope_append(struct nd_binder *binder, struct nd_scope *scope, const struct nd_scope *more)
{
    for (size_t i = 0; i < more->count; i++) nd__scope_add(binder, scope, more->columns[i]);
}

/* JOIN ... USING (...) AS alias: the merged columns, so qualified. (... JOIN ...) AS alias hides the names within. */
static enum nd_status name_join(struct nd_binder *binder, const struct nd_ast_from *ast, size_t merged_count,
                                struct nd_scope *both)
{
    if (ast->using_alias != NULL) {
        ND_TRY(check_alias(binder, both, ast->using_alias, ast->position));
        for (size_t i = 0; i < merged_count; i++) {
            struct nd_scope_column column = both->columns[i];
            column.rel = ast->using_alias;
            column.is_merged = true;
            column.is_aliased = true;
            nd__scope_add(binder, both, column);
        }
    }
    if (ast->alias == NULL) return ND_STATUS_OK;
    size_t visible = 0;
    for (size_t i = 0; i < both->count; i++) {
        if (both->columns[i].is_merged) continue;
        struct nd_scope_column column = {.rel = ast->alias, .is_aliased = true, .expr = both->columns[i].expr, .is_nullable = false, .access = both->columns[i].access,
                                         .access_column = both->columns[i].access_column};
        column.name = column_alias(ast, visible, both->columns[i].name);
        both->columns[visible++] = column;
    }
    both->count = visible;
    return check_alias_columns(binder, ast, ast->alias, visible);
}

static enum nd_status bind_join(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_scope *scope,
                                struct nd_frame *frame, struct nd_from **out)
{
    struct nd_from *from = nd_arena_new(binder->arena, struct nd_from);
    struct nd_frame *between = nd_arena_new(binder->arena, struct nd_frame);
    struct nd_scope left = {.outer = scope->outer, .frame = scope->frame, .lateral = scope, .lateral_frame = frame, .level = scope->level};
    struct nd_scope right = {.outer = scope->outer, .frame = scope->frame, .lateral = &left, .lateral_frame = between, .level = scope->level};
    struct nd_scope both = {.outer = scope->outer, .frame = scope->frame, .level = scope->level};
    ND_TRY(bind_item(binder, ast->left, &left, NULL, &from->left));
    ND_TRY(bind_item(binder, ast->right, &right, NULL, &from->right));
    ND_TRY(set_lateral(binder, from, between, ast->join));
    for (size_t i = 0; i < right.count; i++)
        if (right.columns[i].rel != NULL)
            ND_TRY(check_alias(binder, &left, right.columns[i].rel, ast->right->position));
    for (size_t i = 0; i < left.count; i++) left.columns[i].is_nullable |= ast->join == ND_AST_JOIN_RIGHT || ast->join == ND_AST_JOIN_FULL;
    for (size_t i = 0; i < right.count; i++) right.columns[i].is_nullable |= ast->join == ND_AST_JOIN_LEFT || ast->join == ND_AST_JOIN_FULL;
    const char *const *names = ast->using_columns;
    size_t count = ast->using_count;
    if (ast->is_natural) names = natural_names(binder, &left, &right, &count);
    if (count > 0) ND_TRY(bind_using(binder, ast, names, count, &left, &right, &both, from));
    scope_append(binder, &both, &left);
    scope_append(binder, &both, &right);
    const char *place = binder->level->agg_place;
    binder->level->agg_place = "JOIN conditions";
    if (ast->on != NULL) ND_TRY(nd__bind_bool(binder, &both, ast->on, "JOIN/ON", &from->on));
    binder->level->agg_place = place;
    from->join = ast->join == ND_AST_JOIN_LEFT    ? ND_JOIN_LEFT
                 : ast->join == ND_AST_JOIN_RIGHT ? ND_JOIN_RIGHT
                 : ast->join == ND_AST_JOIN_FULL  ? ND_JOIN_FULL
                                                  : ND_JOIN_INNER;
    ND_TRY(name_join(binder, ast, count, &both));
    for (size_t i = 0; i < both.count; i++)
        if (both.columns[i].rel != NULL) ND_TRY(check_alias(binder, scope, both.columns[i].rel, ast->position));
    scope_append(binder, scope, &both);
    *out = from;
    return ND_STATUS_OK;
}

static enum nd_status bind_item_inner(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_scope *scope,
                                      struct nd_frame *frame, struct nd_from **out)
{
    switch (ast->kind) {
    case ND_AST_FROM_TABLE: {
        struct nd_cte_scope *cte = nd__find_cte(binder, &ast->table);
        ND_TRY(cte == NULL ? bind_table_item(binder, ast, scope, out) : bind_cte_item(binder, ast, cte, scope, out));
        return ast->sample == NULL ? ND_STATUS_OK : nd__bind_sample(binder, scope, ast, (*out)->rel);
    }
    case ND_AST_FROM_SUBQUERY: return bind_query_item(binder, ast, scope, frame, out);
    case ND_AST_FROM_FUNC: return bind_func_item(binder, ast, scope, frame, out);
    case ND_AST_FROM_JOIN: return bind_join(binder, ast, scope, frame, out);
    }
    ND_UNREACHABLE();
}

static enum nd_status bind_item(struct nd_binder *binder, const struct nd_ast_from *ast, struct nd_scope *scope,
                                struct nd_frame *frame, struct nd_from **out)
{
    ND_TRY(nd__bind_enter(binder));
    enum nd_status status = bind_item_inner(binder, ast, scope, frame, out);
    nd__bind_leave(binder);
    return status;
}

enum nd_status nd__bind_from(struct nd_binder *binder, struct nd_ast_from *const *list, size_t count,
                             struct nd_scope *scope, struct nd_from **out)
{
    *out = NULL;
    for (size_t i = 0; i < count; i++) {
        struct nd_from *item;
        struct nd_frame *frame = nd_arena_new(binder->arena, struct nd_frame);
        ND_TRY(bind_item(binder, list[i], scope, frame, &item));
        if (*out == NULL) {
            *out = item;
            continue;
        }
        struct nd_from *join = nd_arena_new(binder->arena, struct nd_from);
        join->join = ND_JOIN_INNER;
        join->is_list = true;
        join->left = *out;
        join->right = item;
        ND_TRY(set_lateral(binder, join, frame, ND_AST_JOIN_INNER));
        *out = join;
    }
    return ND_STATUS_OK;
}
