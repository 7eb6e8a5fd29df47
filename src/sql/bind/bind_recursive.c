/* SPDX-License-Identifier: Apache-2.0 */
/* bind_recursive.c - WITH RECURSIVE: which name comes after which, where a query may speak of itself, and what SEARCH and CYCLE
 * add: columns that a first term begins and each round goes on with. */
#include "sql/bind/bind_int.h"

/* ---- order ---------------------------------------------------------------------------------------------------- */

static enum nd_status check_form(struct nd_binder *binder, const struct nd_ast_cte *ast)
{
    static const char *const where[] = {[ND__SELF_FIRST_TERM] = "within its non-recursive term", [ND__SELF_SUBQUERY] = "within a subquery", [ND__SELF_OUTER_JOIN] = "within an outer join",
                                        [ND__SELF_INTERSECT] = "within INTERSECT", [ND__SELF_EXCEPT] = "within EXCEPT", [ND__SELF_TWICE] = "more than once"};
    const struct nd_ast_select *select = ast->select;
    struct nd__self_use use;
    if (ast->dml != NULL) return nd__bind_error(binder, ast->position, "42P19", "recursive query \"%s\" must not contain data-modifying statements", ast->name);
    if (select->op != ND_AST_UNION)
        return nd__bind_error(binder, ast->position, "42P19", "recursive query \"%s\" does not have the form non-recursive-term UNION [ALL] recursive-term", ast->name);
    const char *clause = select->order_count > 0 ? "ORDER BY" : select->offset != NULL ? "OFFSET" : select->limit != NULL ? "LIMIT" : select->has_locking ? "FOR UPDATE/SHARE" : NULL;
    nd__find_self_use(select, ast->name, binder->arena->heap, &use);
    if (clause != NULL) return nd__bind_error(binder, ast->position, "0A000", "%s in a recursive query is not implemented", clause);
    return use.wrong == ND__SELF_FINE ? ND_STATUS_OK : nd__bind_error(binder, use.position, "42P19", "recursive reference to query \"%s\" must not appear %s", ast->name, where[use.wrong]);
}

enum nd_status nd__order_ctes(struct nd_binder *binder, const struct nd_ast_with *with, size_t *order_out, bool *is_recursive_out)
{
    size_t n = with->count;
    bool *needs = nd_arena_array(binder->arena, bool, n * n + 1); /* needs[i * n + k]: i names k */
    for (size_t i = 0; i < n; i++) order_out[i] = i;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) needs[i * n + k] = nd__names_relation(&with->ctes[i], with->ctes[k].name, binder->arena->heap);
    for (size_t at = 0; at < n; at++) {
        size_t next = at;
        for (bool is_free = false; next < n && !is_free; next += !is_free) {
            is_free = true;
            for (size_t k = at; k < n; k++) is_free = is_free && (k == next || !needs[order_out[next] * n + order_out[k]]);
        }
        if (next == n) return nd__bind_error(binder, with->ctes[order_out[at]].position, "0A000", "mutual recursion between WITH items is not implemented");
        size_t chosen = order_out[next];
        order_out[next] = order_out[at];
        order_out[at] = chosen;
    }
    for (size_t at = 0; at < n; at++) {
        is_recursive_out[at] = needs[order_out[at] * n + order_out[at]];
        if (is_recursive_out[at]) ND_TRY(check_form(binder, &with->ctes[order_out[at]]));
    }
    return ND_STATUS_OK;
}

/* ---- SEARCH, CYCLE: checks ------------------------------------------------------------------------------------- */

static bool has_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static enum nd_status check_list(struct nd_binder *binder, const char *what, const char *const *list, size_t count, int position, const char *const *columns, size_t width)
{
    for (size_t i = 0; i < count; i++) {
        if (!has_name(columns, width, list[i])) return nd__bind_error(binder, position, "42601", "%s column \"%s\" not in WITH query column list", what, list[i]);
        if (has_name(list, i, list[i])) return nd__bind_error(binder, position, "42701", "%s column \"%s\" specified more than once", what, list[i]);
    }
    return ND_STATUS_OK;
}

static enum nd_status check_new(struct nd_binder *binder, const char *what, const char *name, int position, const char *const *columns, size_t width)
{
    return has_name(columns, width, name) ? nd__bind_error(binder, position, "42601", "%s column name \"%s\" already used in WITH query column list", what, name) : ND_STATUS_OK;
}

/* Only a plain SELECT can get more columns. */
static bool is_plain(const struct nd_ast_select *term)
{
    return term->op == ND_AST_SETOP_NONE || term->order_count > 0 || term->limit != NULL || term->offset != NULL || term->has_locking || term->with.count > 0;
}

enum nd_status nd__check_marks(struct nd_binder *binder, const struct nd_ast_cte *ast, const char *const *columns, size_t width)
{
    const struct nd_ast_marks *marks = ast->marks;
    static const char *const needs = "with a SEARCH or CYCLE clause, the %s side of the UNION must be a SELECT";
    if (!is_plain(ast->select->left)) return nd__bind_error(binder, -1, "0A000", needs, "left");
    if (!is_plain(ast->select->right)) return nd__bind_error(binder, -1, "42601", needs, "right");
    if (marks->search != NULL) {
        ND_TRY(check_list(binder, "search", marks->search, marks->search_count, marks->search_position, columns, width));
        ND_TRY(check_new(binder, "search sequence", marks->sequence, marks->search_position, columns, width));
    }
    if (marks->cycle == NULL) return ND_STATUS_OK;
    int position = marks->cycle_position;
    ND_TRY(check_list(binder, "cycle", marks->cycle, marks->cycle_count, position, columns, width));
    ND_TRY(check_new(binder, "cycle mark", marks->mark, position, columns, width));
    ND_TRY(check_new(binder, "cycle path", marks->path, position, columns, width));
    if (strcmp(marks->mark, marks->path) == 0) return nd__bind_error(binder, position, "42601", "cycle mark column name and cycle path column name are the same");
    if (marks->search == NULL) return ND_STATUS_OK;
    if (strcmp(marks->sequence, marks->mark) == 0) return nd__bind_error(binder, marks->search_position, "42601", "search sequence column name and cycle mark column name are the same");
    if (strcmp(marks->sequence, marks->path) == 0) return nd__bind_error(binder, marks->search_position, "42601", "search sequence column name and cycle path column name are the same");
    return ND_STATUS_OK;
}

/* ---- their columns --------------------------------------------------------------------------------------------- */

static struct nd_ast_expr *new_ast(struct nd_binder *binder, enum nd_ast_kind kind, const char *op, struct nd_ast_expr *left, struct nd_ast_expr *right)
{
    struct nd_ast_expr *ast = nd_arena_new(binder->arena, struct nd_ast_expr);
    *ast = (struct nd_ast_expr){.kind = kind, .position = -1, .op = op, .left = left, .right = right};
    return ast;
}

static struct nd_ast_expr *column_ast(struct nd_binder *binder, const char *rel, const char *name)
{
    struct nd_ast_expr *ast = new_ast(binder, ND_AST_COLUMN, NULL, NULL, NULL);
    ast->names = nd_arena_array(binder->arena, const char *, 2);
    if (rel != NULL) ast->names[ast->name_count++] = rel;
    ast->names[ast->name_count++] = name;
    return ast;
}

/* ROW(first, columns...); first NULL: without it */
static struct nd_ast_expr *row_ast(struct nd_binder *binder, struct nd_ast_expr *first, const char *const *columns, size_t count)
{
    struct nd_ast_expr *ast = new_ast(binder, ND_AST_ROW, NULL, NULL, NULL);
    ast->args = nd_arena_array(binder->arena, struct nd_ast_expr *, count + 1);
    if (first != NULL) ast->args[ast->arg_count++] = first;
    for (size_t i = 0; i < count; i++) ast->args[ast->arg_count++] = column_ast(binder, NULL, columns[i]);
    return ast;
}

static struct nd_ast_expr *array_ast(struct nd_binder *binder, struct nd_ast_expr *item)
{
    struct nd_ast_expr *ast = new_ast(binder, ND_AST_ARRAY, NULL, NULL, NULL);
    ast->args = nd_arena_array(binder->arena, struct nd_ast_expr *, 1);
    ast->args[ast->arg_count++] = item;
    return ast;
}

static struct nd_ast_expr *depth_ast(struct nd_binder *binder, const char *sequence, bool is_step)
{
    struct nd_ast_expr *one = new_ast(binder, ND_AST_CONST, NULL, NULL, NULL), *field;
    one->const_kind = ND_AST_INT;
    one->int_value = is_step;
    if (is_step) {
        field = new_ast(binder, ND_AST_SUBSCRIPT, NULL, column_ast(binder, NULL, sequence), NULL);
        field->names = nd_arena_array(binder->arena, const char *, 1);
        field->names[field->name_count++] = "f1";
        return new_ast(binder, ND_AST_OP, "+", field, one);
    }
    struct nd_ast_expr *depth = new_ast(binder, ND_AST_CAST, NULL, one, NULL);
    depth->type = nd_arena_new(binder->arena, struct nd_ast_type);
    *depth->type = (struct nd_ast_type){.name = "int8", .position = -1};
    return depth;
}

static struct nd_ast_expr *longer_ast(struct nd_binder *binder, const char *path, struct nd_ast_expr *row, bool is_step)
{
    struct nd_ast_expr *last = array_ast(binder, row);
    return is_step ? new_ast(binder, ND_AST_OP, "||", column_ast(binder, NULL, path), last) : last;
}

/* The value of the mark where the row is on the path already; its type is what both values have in common from the start. */
static struct nd_ast_expr *mark_ast(struct nd_binder *binder, const struct nd_ast_marks *marks, struct nd_ast_expr *row, bool is_step)
{
    struct nd_ast_expr *mark = new_ast(binder, ND_AST_CASE, "CYCLE", NULL, marks->value), *is_new = new_ast(binder, ND_AST_CONST, NULL, NULL, NULL);
    is_new->const_kind = ND_AST_BOOL;
    is_new->int_value = 1;
    if (is_step) is_new = new_ast(binder, ND_AST_NOT, NULL, new_ast(binder, ND_AST_OP_ANY, "=", row, column_ast(binder, NULL, marks->path)), NULL);
    mark->args = nd_arena_array(binder->arena, struct nd_ast_expr *, 2);
    mark->args[0] = is_new;
    mark->args[1] = marks->other;
    mark->arg_count = 2;
    return mark;
}

static size_t mark_asts(struct nd_binder *binder, const struct nd_ast_marks *marks, bool is_step, struct nd_ast_expr **asts, const char **names)
{
    size_t count = 0;
    if (marks->search != NULL) {
        struct nd_ast_expr *row = row_ast(binder, marks->is_breadth ? depth_ast(binder, marks->sequence, is_step) : NULL, marks->search, marks->search_count);
        names[count] = marks->sequence;
        asts[count++] = marks->is_breadth ? row : longer_ast(binder, marks->sequence, row, is_step);
    }
    if (marks->cycle == NULL) return count;
    struct nd_ast_expr *row = row_ast(binder, NULL, marks->cycle, marks->cycle_count);
    names[count] = marks->mark;
    asts[count++] = mark_ast(binder, marks, row, is_step);
    names[count] = marks->path;
    asts[count++] = longer_ast(binder, marks->path, row, is_step);
    return count;
}

/* The item of FROM by which a term reads the query itself; NULL: none at its top. */
static const struct nd_ast_from *find_self(const struct nd_ast_from *from, const char *name)
{
    if (from == NULL) return NULL;
    if (from->kind == ND_AST_FROM_TABLE) return from->table.schema == NULL && strcmp(from->table.name, name) == 0 ? from : NULL;
    if (from->kind != ND_AST_FROM_JOIN) return NULL;
    const struct nd_ast_from *found = find_self(from->left, name);
    return found != NULL ? found : find_self(from->right, name);
}

enum nd_status nd__add_marks_used(struct nd_binder *binder, const struct nd_ast_cte *ast, const struct nd_ast_select **term_out)
{
    const struct nd_ast_select *right = ast->select->right;
    struct nd_ast_select *term = nd_arena_new(binder->arena, struct nd_ast_select);
    struct nd_ast_expr *ignored[3];
    const char *names[3];
    const struct nd_ast_from *self = NULL;
    for (size_t i = 0; i < right->from_count && self == NULL; i++) self = find_self(right->from[i], ast->name);
    if (self == NULL)
        return nd__bind_error(binder, -1, "0A000", "with a SEARCH or CYCLE clause, the recursive reference to WITH query \"%s\" must be at the top level of its right-hand SELECT", ast->name);
    size_t count = mark_asts(binder, ast->marks, true, ignored, names);
    *term = *right;
    term->targets = nd_arena_array(binder->arena, struct nd_ast_target, right->target_count + count + 1);
    memcpy(term->targets, right->targets, sizeof *term->targets * right->target_count);
    for (size_t i = 0; i < count; i++) {
        struct nd_ast_expr *column = column_ast(binder, self->alias != NULL ? self->alias : self->table.name, names[i]);
        term->targets[term->target_count++] = (struct nd_ast_target){.name = names[i], .expr = column, .position = -1};
    }
    *term_out = term;
    return ND_STATUS_OK;
}

static enum nd_status bind_marks(struct nd_binder *binder, const struct nd_ast_marks *marks, size_t width, bool is_step, const struct nd_scope *scope, struct nd_query *query)
{
    struct nd_ast_expr *asts[3];
    const char *names[3];
    size_t count = mark_asts(binder, marks, is_step, asts, names);
    struct nd_target *targets = nd_arena_array(binder->arena, struct nd_target, width + count + 1);
    memcpy(targets, query->targets, sizeof *targets * width);
    query->targets = targets;
    for (size_t i = 0; i < count; i++) {
        targets[width + i] = (struct nd_target){.name = names[i]};
        ND_TRY(nd__bind_expr(binder, scope, asts[i], &targets[width + i].expr));
        ND_TRY(nd__settle(binder, &targets[width + i].expr));
    }
    query->width = query->target_count = width + count;
    if (marks->cycle == NULL || !is_step) return ND_STATUS_OK;
    return nd__bind_bool(binder, scope, new_ast(binder, ND_AST_OP, "<>", column_ast(binder, NULL, marks->mark), marks->value), "WHERE", &query->where);
}

enum nd_status nd__wrap_marked(struct nd_binder *binder, const struct nd_ast_cte *ast, const char *const *columns, size_t width, bool is_step, const struct nd_scope *outer, struct nd_query **term)
{
    struct nd_query *query = nd__wrap_query(binder, *term);
    struct nd_level level = {.agg_place = "CYCLE"}, *around = binder->level;
    struct nd_scope scope = {.outer = outer, .level = &level};
    for (size_t i = 0; i < query->width; i++) nd__scope_add(binder, &scope, (struct nd_scope_column){.is_aliased = true, .name = columns[i], .expr = query->targets[i].expr});
    binder->level = &level;
    enum nd_status status = bind_marks(binder, ast->marks, width, is_step, &scope, query);
    binder->level = around;
    ND_TRY(status);
    nd__name_targets(binder, query);
    *term = query;
    return ND_STATUS_OK;
}
