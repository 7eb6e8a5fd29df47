/* SPDX-License-Identifier: Apache-2.0 */
/* conv_expr.c - expressions: libpg_query's nodes to ours. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "sql/parse/parse_int.h"

void nd__conv_fail(struct nd_conv *conv, const char *sqlstate, int position, const char *fmt, ...)
{
    if (conv->failed) return;
    conv->failed = true;
    char message[sizeof conv->err->message];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    (void)nd_err_set(conv->err, sqlstate, "%s", message);
    if (position >= 0) conv->err->position = nd_parse_position(nd_slice_of(conv->text, conv->text_len), position) + conv->offset_shift;
}

void nd__conv_unsupported(struct nd_conv *conv, int position, const char *construct)
{
    nd__conv_fail(conv, "0A000", position, "%s is not supported", construct);
}

bool nd__conv_enter(struct nd_conv *conv)
{
    if (conv->failed) return false;
    if (conv->depth >= ND_SQL_DEPTH_MAX) {
        nd__conv_fail(conv, "54001", -1, "stack depth limit exceeded");
        (void)nd_err_hint(conv->err, "Statements may nest %d levels deep.", ND_SQL_DEPTH_MAX);
        return false;
    }
    conv->depth++;
    return true;
}

const char *nd__conv_str(struct nd_conv *conv, const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : nd_arena_strdup(conv->arena, text);
}

const char *nd__conv_string_node(struct nd_conv *conv, const PgQuery__Node *node)
{
    if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_STRING) return "";
    return nd_arena_strdup(conv->arena, node->string->sval);
}

const char **nd__conv_strings(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    const char **strings = nd_arena_array(conv->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) strings[i] = nd__conv_string_node(conv, nodes[i]);
    return strings;
}

static struct nd_ast_expr *new_expr(struct nd_conv *conv, enum nd_ast_kind kind, int position)
{
    struct nd_ast_expr *expr = nd_arena_new(conv->arena, struct nd_ast_expr);
    expr->kind = kind;
    expr->position = position < 0 ? -1 : position + conv->offset_shift;
    return expr;
}

struct nd_ast_expr **nd__conv_exprs(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    struct nd_ast_expr **exprs = nd_arena_array(conv->arena, struct nd_ast_expr *, count + 1);
    for (size_t i = 0; i < count && !conv->failed; i++) exprs[i] = nd__conv_expr(conv, nodes[i]);
    return exprs;
}

/* USING < and USING > are ASC and DESC. */
static void conv_using(struct nd_conv *conv, const PgQuery__SortBy *by, struct nd_ast_sort *sort)
{
    const char *name = by->n_use_op == 0 ? "" : nd__conv_string_node(conv, by->use_op[by->n_use_op - 1]);
    if (conv->failed) return;
    sort->is_desc = strcmp(name, ">") == 0;
    if (!sort->is_desc && strcmp(name, "<") != 0)
        nd__conv_fail(conv, "42809", by->location, "operator %s is not a valid ordering operator", name);
}

struct nd_ast_sort *nd__conv_sorts(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    struct nd_ast_sort *sorts = nd_arena_array(conv->arena, struct nd_ast_sort, count + 1);
    for (size_t i = 0; i < count && !conv->failed; i++) {
        const PgQuery__SortBy *by = nodes[i]->sort_by;
        sorts[i].expr = nd__conv_expr(conv, by->node);
        sorts[i].is_desc = by->sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
        if (by->sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_USING) conv_using(conv, by, &sorts[i]);
        sorts[i].has_nulls = by->sortby_nulls == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST || by->sortby_nulls == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST;
        sorts[i].nulls_first = by->sortby_nulls == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST;
    }
    return sorts;
}

static bool int_of_const(const PgQuery__Node *node, int32_t *value_out)
{
    if (node->node_case != PG_QUERY__NODE__NODE_A_CONST || node->a_const->isnull) return false;
    if (node->a_const->val_case != PG_QUERY__A__CONST__VAL_IVAL) return false;
    *value_out = node->a_const->ival->ival;
    return true;
}

struct nd_ast_type *nd__conv_type(struct nd_conv *conv, const PgQuery__TypeName *type)
{
    struct nd_ast_type *out = nd_arena_new(conv->arena, struct nd_ast_type);
    if (type == NULL) return out;
    out->position = type->location < 0 ? -1 : type->location + conv->offset_shift;
    if (type->n_names > 2 || type->pct_type || type->setof) nd__conv_unsupported(conv, type->location, "this form of a type name");
    if (type->n_names >= 2) out->schema = nd__conv_string_node(conv, type->names[0]);
    out->name = type->n_names == 0 ? "" : nd__conv_string_node(conv, type->names[type->n_names - 1]);
    out->is_array = type->n_array_bounds > 0;
    int32_t *mods = nd_arena_array(conv->arena, int32_t, type->n_typmods + 1);
    for (size_t i = 0; i < type->n_typmods; i++)
        if (!int_of_const(type->typmods[i], &mods[i]))
            nd__conv_fail(conv, "22023", type->location, "type modifiers must be simple constants or identifiers");
    out->mods = mods;
    out->mod_count = type->n_typmods;
    return out;
}

static struct nd_ast_expr *conv_const(struct nd_conv *conv, const PgQuery__AConst *value)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_CONST, value->location);
    if (value->isnull) {
        expr->const_kind = ND_AST_NULL;
        return expr;
    }
    switch (value->val_case) {
    case PG_QUERY__A__CONST__VAL_IVAL:
        expr->const_kind = ND_AST_INT;
        expr->int_value = value->ival->ival;
        break;
    case PG_QUERY__A__CONST__VAL_FVAL:
        expr->const_kind = ND_AST_FLOAT;
        expr->text = nd_arena_strdup(conv->arena, value->fval->fval);
        break;
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
        expr->const_kind = ND_AST_BOOL;
        expr->int_value = value->boolval->boolval;
        break;
    case PG_QUERY__A__CONST__VAL_SVAL:
        expr->const_kind = ND_AST_STRING;
        expr->text = nd_arena_strdup(conv->arena, value->sval->sval);
        break;
    case PG_QUERY__A__CONST__VAL_BSVAL:
        expr->const_kind = ND_AST_BITS;
        expr->text = nd_arena_strdup(conv->arena, value->bsval->bsval);
        break;
    default:
        nd__conv_fail(conv, "XX000", value->location, "unknown kind of constant");
    }
    return expr;
}

static struct nd_ast_expr *conv_column(struct nd_conv *conv, const PgQuery__ColumnRef *column)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_COLUMN, column->location);
    expr->names = nd_arena_array(conv->arena, const char *, column->n_fields + 1);
    for (size_t i = 0; i < column->n_fields; i++) {
        if (column->fields[i]->node_case == PG_QUERY__NODE__NODE_A_STAR) expr->has_star = true;
        else expr->names[expr->name_count++] = nd__conv_string_node(conv, column->fields[i]);
    }
    return expr;
}

/* The operator's name; "OPERATOR(pg_catalog.+)" counts as "+". */
static const char *operator_name(struct nd_conv *conv, PgQuery__Node *const *names, size_t count, int location)
{
    if (count == 0) return "";
    if (count == 2 && strcmp(nd__conv_string_node(conv, names[0]), "pg_catalog") != 0) nd__conv_unsupported(conv, location, "an operator of another schema");
    return nd__conv_string_node(conv, names[count - 1]);
}

static void conv_list_arg(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_expr *expr)
{
    if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_LIST) {
        nd__conv_fail(conv, "42601", -1, "a list was expected");
        return;
    }
    expr->arg_count = node->list->n_items;
    expr->args = nd__conv_exprs(conv, node->list->items, node->list->n_items);
}

/* pattern ESCAPE e arrives as like_escape(pattern, e) */
static void conv_pattern(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_expr *expr)
{
    if (node != NULL && node->node_case == PG_QUERY__NODE__NODE_FUNC_CALL) {
        const PgQuery__FuncCall *call = node->func_call;
        const char *name = call->n_funcname == 0 ? "" : nd__conv_string_node(conv, call->funcname[call->n_funcname - 1]);
        bool is_escape = strcmp(name, "like_escape") == 0 || strcmp(name, "similar_to_escape") == 0;
        if (is_escape && call->n_args >= 1) {
            expr->right = nd__conv_expr(conv, call->args[0]);
            expr->arg_count = call->n_args - 1;
            expr->args = nd__conv_exprs(conv, call->args + 1, call->n_args - 1);
            return;
        }
    }
    expr->right = nd__conv_expr(conv, node);
}

static struct nd_ast_expr *conv_a_expr(struct nd_conv *conv, const PgQuery__AExpr *a)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_OP, a->location);
    expr->op = operator_name(conv, a->name, a->n_name, a->location);
    expr->left = a->lexpr == NULL ? NULL : nd__conv_expr(conv, a->lexpr);
    switch (a->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP: break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY: expr->kind = ND_AST_OP_ANY; break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL: expr->kind = ND_AST_OP_ALL; break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT: expr->kind = ND_AST_DISTINCT; break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT: expr->kind = ND_AST_NOT_DISTINCT; break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF: expr->kind = ND_AST_NULLIF; break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
        expr->kind = ND_AST_IN;
        expr->is_not = strcmp(expr->op, "<>") == 0;
        conv_list_arg(conv, a->rexpr, expr);
        return expr;
    case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR:
        expr->kind = a->kind == PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR ? ND_AST_SIMILAR : ND_AST_LIKE;
        expr->is_not = expr->op[0] == '!';
        conv_pattern(conv, a->rexpr, expr);
        return expr;
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN:
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN_SYM:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM:
        expr->kind = ND_AST_BETWEEN;
        expr->is_not = a->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN || a->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM;
        expr->is_symmetric = a->kind == PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN_SYM || a->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM;
        conv_list_arg(conv, a->rexpr, expr);
        return expr;
    default: nd__conv_unsupported(conv, a->location, "this operator");
    }
    expr->right = nd__conv_expr(conv, a->rexpr);
    return expr;
}

static struct nd_ast_expr *conv_bool(struct nd_conv *conv, const PgQuery__BoolExpr *b)
{
    bool is_not = b->boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR;
    struct nd_ast_expr *expr = new_expr(conv, is_not ? ND_AST_NOT : b->boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR ? ND_AST_AND : ND_AST_OR, b->location);
    if (is_not && b->n_args == 1) {
        expr->left = nd__conv_expr(conv, b->args[0]);
        return expr;
    }
    expr->arg_count = b->n_args;
    expr->args = nd__conv_exprs(conv, b->args, b->n_args);
    return expr;
}

struct nd_ast_window *nd__conv_window(struct nd_conv *conv, const PgQuery__WindowDef *def)
{
    struct nd_ast_window *window = nd_arena_new(conv->arena, struct nd_ast_window);
    window->name = nd__conv_str(conv, def->name);
    window->base = nd__conv_str(conv, def->refname);
    window->partition = nd__conv_exprs(conv, def->partition_clause, def->n_partition_clause);
    window->partition_count = def->n_partition_clause;
    window->order = nd__conv_sorts(conv, def->order_clause, def->n_order_clause);
    window->order_count = def->n_order_clause;
    window->frame = (unsigned)def->frame_options;
    if (def->start_offset != NULL) window->start = nd__conv_expr(conv, def->start_offset);
    if (def->end_offset != NULL) window->end = nd__conv_expr(conv, def->end_offset);
    window->position = def->location < 0 ? -1 : def->location + conv->offset_shift;
    return window;
}

static struct nd_ast_expr *conv_func(struct nd_conv *conv, const PgQuery__FuncCall *call)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_FUNC, call->location);
    struct nd_ast_func *func = expr->func = nd_arena_new(conv->arena, struct nd_ast_func);
    if (call->n_funcname > 2 || call->n_funcname == 0) nd__conv_unsupported(conv, call->location, "a function of another database");
    if (call->n_funcname == 2) func->schema = nd__conv_string_node(conv, call->funcname[0]);
    func->name = call->n_funcname == 0 ? "" : nd__conv_string_node(conv, call->funcname[call->n_funcname - 1]);
    func->arg_count = call->n_args;
    func->args = nd_arena_array(conv->arena, struct nd_ast_expr *, call->n_args + 1);
    for (size_t i = 0; i < call->n_args && !conv->failed; i++) {
        const PgQuery__Node *arg = call->args[i];
        bool is_named = arg->node_case == PG_QUERY__NODE__NODE_NAMED_ARG_EXPR;
        if (is_named && func->arg_names == NULL) func->arg_names = nd_arena_array(conv->arena, const char *, call->n_args);
        if (is_named) func->arg_names[i] = nd__conv_str(conv, arg->named_arg_expr->name);
        else if (func->arg_names != NULL) nd__conv_fail(conv, "42601", call->location, "positional argument cannot follow named argument");
        func->args[i] = nd__conv_expr(conv, is_named ? arg->named_arg_expr->arg : arg);
    }
    func->order_count = call->n_agg_order;
    func->order = nd__conv_sorts(conv, call->agg_order, call->n_agg_order);
    if (call->agg_filter != NULL) func->filter = nd__conv_expr(conv, call->agg_filter);
    func->is_star = call->agg_star;
    func->is_distinct = call->agg_distinct;
    func->is_variadic = call->func_variadic;
    if (call->over != NULL) func->over = nd__conv_window(conv, call->over);
    if (func->over != NULL && func->over->name != NULL) { /* OVER name */
        func->over->base = func->over->name;
        func->over->name = NULL;
        func->over->frame = 0;
    }
    func->is_within_group = call->agg_within_group;
    return expr;
}

static struct nd_ast_expr *conv_case(struct nd_conv *conv, const PgQuery__CaseExpr *c)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_CASE, c->location);
    expr->left = c->arg == NULL ? NULL : nd__conv_expr(conv, c->arg);
    expr->args = nd_arena_array(conv->arena, struct nd_ast_expr *, c->n_args * 2 + 1);
    for (size_t i = 0; i < c->n_args && !conv->failed; i++) {
        const PgQuery__CaseWhen *when = c->args[i]->case_when;
        expr->args[expr->arg_count++] = nd__conv_expr(conv, when->expr);
        expr->args[expr->arg_count++] = nd__conv_expr(conv, when->result);
    }
    expr->right = c->defresult == NULL ? NULL : nd__conv_expr(conv, c->defresult);
    return expr;
}

static struct nd_ast_expr *conv_value_function(struct nd_conv *conv, const PgQuery__SQLValueFunction *f)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_SQL_VALUE, f->location);
    expr->int_value = -1;
    switch (f->op) {
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_DATE: expr->op = "current_date"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME_N:
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME: expr->op = "current_time"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP_N: expr->int_value = f->typmod; /* fall through */
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP: expr->op = "current_timestamp"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME_N: expr->int_value = f->typmod; /* fall through */
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME: expr->op = "localtime"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP_N: expr->int_value = f->typmod; /* fall through */
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP: expr->op = "localtimestamp"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_ROLE: expr->op = "current_role"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_USER: expr->op = "current_user"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_USER: expr->op = "user"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_SESSION_USER: expr->op = "session_user"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_CATALOG: expr->op = "current_catalog"; break;
    case PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_SCHEMA: expr->op = "current_schema"; break;
    default: nd__conv_unsupported(conv, f->location, "this value function");
    }
    return expr;
}

static struct nd_ast_expr *conv_sublink(struct nd_conv *conv, const PgQuery__SubLink *link)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_SUBLINK, link->location);
    switch (link->sub_link_type) {
    case PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK: expr->sublink_kind = ND_AST_EXISTS; break;
    case PG_QUERY__SUB_LINK_TYPE__ANY_SUBLINK: expr->sublink_kind = ND_AST_SUB_ANY; break;
    case PG_QUERY__SUB_LINK_TYPE__ALL_SUBLINK: expr->sublink_kind = ND_AST_SUB_ALL; break;
    case PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK: expr->sublink_kind = ND_AST_SUB_SCALAR; break;
    case PG_QUERY__SUB_LINK_TYPE__ARRAY_SUBLINK: expr->sublink_kind = ND_AST_SUB_ARRAY; break;
    default: nd__conv_unsupported(conv, link->location, "this form of a subquery");
    }
    expr->op = link->n_oper_name == 0 ? "=" : operator_name(conv, link->oper_name, link->n_oper_name, link->location);
    if (link->testexpr != NULL) expr->left = nd__conv_expr(conv, link->testexpr);
    expr->select = nd__conv_select_node(conv, link->subselect);
    return expr;
}

static struct nd_ast_expr *conv_bool_test(struct nd_conv *conv, const PgQuery__BooleanTest *test)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_BOOL_TEST, test->location);
    expr->left = nd__conv_expr(conv, test->arg);
    switch (test->booltesttype) {
    case PG_QUERY__BOOL_TEST_TYPE__IS_TRUE: expr->bool_test = ND_AST_IS_TRUE; break;
    case PG_QUERY__BOOL_TEST_TYPE__IS_NOT_TRUE: expr->bool_test = ND_AST_IS_NOT_TRUE; break;
    case PG_QUERY__BOOL_TEST_TYPE__IS_FALSE: expr->bool_test = ND_AST_IS_FALSE; break;
    case PG_QUERY__BOOL_TEST_TYPE__IS_NOT_FALSE: expr->bool_test = ND_AST_IS_NOT_FALSE; break;
    case PG_QUERY__BOOL_TEST_TYPE__IS_UNKNOWN: expr->bool_test = ND_AST_IS_UNKNOWN; break;
    default: expr->bool_test = ND_AST_IS_NOT_UNKNOWN;
    }
    return expr;
}

static struct nd_ast_expr *conv_args(struct nd_conv *conv, enum nd_ast_kind kind, PgQuery__Node *const *args, size_t count, int location)
{
    struct nd_ast_expr *expr = new_expr(conv, kind, location);
    expr->arg_count = count;
    expr->args = nd__conv_exprs(conv, args, count);
    return expr;
}

static void conv_subscript(struct nd_conv *conv, const PgQuery__AIndices *indices, struct nd_ast_expr *expr)
{
    if (indices->is_slice) expr->is_slice = true;
    struct nd_ast_expr **bounds = &expr->args[expr->arg_count];
    bounds[0] = indices->lidx == NULL ? NULL : nd__conv_expr(conv, indices->lidx);
    bounds[1] = indices->uidx == NULL ? NULL : nd__conv_expr(conv, indices->uidx);
    /* a[1:2][3] is a[1:2][1:3] */
    if (!indices->is_slice) bounds[0] = new_expr(conv, ND_AST_CONST, -1), bounds[0]->const_kind = ND_AST_INT, bounds[0]->int_value = 1;
    expr->arg_count += 2;
}

/* a[1].b[2]: subscripts and fields from left to right, each run of one kind an expression of its own. */
static struct nd_ast_expr *conv_indirection(struct nd_conv *conv, const PgQuery__AIndirection *a)
{
    struct nd_ast_expr *inner = nd__conv_expr(conv, a->arg);
    for (size_t i = 0; i < a->n_indirection && !conv->failed;) {
        struct nd_ast_expr *expr = new_expr(conv, ND_AST_SUBSCRIPT, inner->position);
        expr->left = inner;
        if (a->indirection[i]->node_case == PG_QUERY__NODE__NODE_A_INDICES) {
            expr->args = nd_arena_array(conv->arena, struct nd_ast_expr *, 2 * (a->n_indirection - i) + 1);
            for (; i < a->n_indirection && a->indirection[i]->node_case == PG_QUERY__NODE__NODE_A_INDICES; i++)
                conv_subscript(conv, a->indirection[i]->a_indices, expr);
        } else {
            expr->names = nd_arena_array(conv->arena, const char *, 1);
            expr->name_count = 1;
            if (a->indirection[i]->node_case == PG_QUERY__NODE__NODE_A_STAR) expr->has_star = true;
            else expr->names[0] = nd__conv_string_node(conv, a->indirection[i]);
            i++;
        }
        inner = expr;
    }
    return inner;
}

struct nd_ast_expr *nd__conv_path(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    struct nd_ast_expr *path = new_expr(conv, ND_AST_SUBSCRIPT, -1);
    path->args = nd_arena_array(conv->arena, struct nd_ast_expr *, 2 * count + 1);
    for (size_t i = 0; i < count && !conv->failed; i++) {
        if (nodes[i]->node_case != PG_QUERY__NODE__NODE_A_INDICES) { /* what comes behind a field is of no interest */
            path->names = nd_arena_array(conv->arena, const char *, 1);
            path->names[path->name_count++] = nd__conv_string_node(conv, nodes[i]);
            return path;
        }
        conv_subscript(conv, nodes[i]->a_indices, path);
    }
    return path;
}

/* One column of a subquery that stands for several: (SELECT cN FROM (subquery) AS "*set*" (c1, c2, ...)). */
static struct nd_ast_expr *conv_set_column(struct nd_conv *conv, const PgQuery__SubLink *link, int at, int count)
{
    struct nd_ast_select *inner = nd__conv_select_node(conv, link->subselect);
    if (conv->failed) return NULL;
    if (inner->target_count > 0 && (int)inner->target_count != count && !inner->targets[0].expr->has_star) {
        nd__conv_fail(conv, "42601", link->location, "number of columns does not match number of values");
        return NULL;
    }
    struct nd_ast_from *from = nd_arena_new(conv->arena, struct nd_ast_from);
    from->kind = ND_AST_FROM_SUBQUERY;
    from->position = link->location;
    from->select = inner;
    from->alias = "*set*";
    from->alias_columns = nd_arena_array(conv->arena, const char *, count + 1);
    from->alias_column_count = (size_t)count;
    for (int i = 0; i < count; i++) from->alias_columns[i] = nd_arena_printf(conv->arena, "c%d", i + 1);
    struct nd_ast_select *outer = nd_arena_new(conv->arena, struct nd_ast_select);
    outer->from = nd_arena_array(conv->arena, struct nd_ast_from *, 1);
    outer->from[outer->from_count++] = from;
    outer->targets = nd_arena_array(conv->arena, struct nd_ast_target, 1);
    struct nd_ast_expr *column = outer->targets[0].expr = new_expr(conv, ND_AST_COLUMN, link->location);
    outer->target_count = 1;
    column->names = nd_arena_array(conv->arena, const char *, 1);
    column->names[0] = from->alias_columns[at - 1];
    column->name_count = 1;
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_SUBLINK, link->location);
    expr->sublink_kind = ND_AST_SUB_SCALAR;
    expr->op = "=";
    expr->select = outer;
    return expr;
}

/* SET (a, b) = (1, 2): each column's target holds the whole row and its own number. */
static struct nd_ast_expr *conv_multi_assign(struct nd_conv *conv, const PgQuery__MultiAssignRef *ref)
{
    const PgQuery__Node *source = ref->source;
    if (source != NULL && source->node_case == PG_QUERY__NODE__NODE_SUB_LINK)
        return conv_set_column(conv, source->sub_link, ref->colno, ref->ncolumns);
    if (source == NULL || source->node_case != PG_QUERY__NODE__NODE_ROW_EXPR) {
        nd__conv_fail(conv, "0A000", -1, "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression");
        return NULL;
    }
    const PgQuery__RowExpr *row = source->row_expr;
    if (ref->ncolumns != (int)row->n_args || ref->colno < 1 || (size_t)ref->colno > row->n_args) {
        nd__conv_fail(conv, "42601", row->location, "number of columns does not match number of values");
        return NULL;
    }
    return nd__conv_expr(conv, row->args[ref->colno - 1]);
}

static struct nd_ast_expr *conv_grouping_set(struct nd_conv *conv, const PgQuery__GroupingSet *set)
{
    struct nd_ast_expr *expr = new_expr(conv, ND_AST_GROUPING_SET, set->location);
    switch (set->kind) {
    case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_ROLLUP: expr->grouping_kind = ND_AST_GROUPING_ROLLUP; break;
    case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_CUBE: expr->grouping_kind = ND_AST_GROUPING_CUBE; break;
    case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_SETS: expr->grouping_kind = ND_AST_GROUPING_SETS; break;
    default: expr->grouping_kind = ND_AST_GROUPING_EMPTY;
    }
    expr->args = nd__conv_exprs(conv, set->content, set->n_content);
    expr->arg_count = set->n_content;
    return expr;
}

static struct nd_ast_expr *conv_inner(struct nd_conv *conv, const PgQuery__Node *node)
{
    struct nd_ast_expr *expr;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_A_CONST: return conv_const(conv, node->a_const);
    case PG_QUERY__NODE__NODE_COLUMN_REF: return conv_column(conv, node->column_ref);
    case PG_QUERY__NODE__NODE_PARAM_REF:
        expr = new_expr(conv, ND_AST_PARAM, node->param_ref->location);
        expr->int_value = node->param_ref->number;
        if (expr->int_value < 1 || expr->int_value > 65535) nd__conv_fail(conv, "42P02", node->param_ref->location, "there is no parameter $%d", node->param_ref->number);
        if (expr->int_value > conv->param_max) conv->param_max = (int)expr->int_value;
        return expr;
    case PG_QUERY__NODE__NODE_A_EXPR: return conv_a_expr(conv, node->a_expr);
    case PG_QUERY__NODE__NODE_BOOL_EXPR: return conv_bool(conv, node->bool_expr);
    case PG_QUERY__NODE__NODE_NULL_TEST:
        expr = new_expr(conv, ND_AST_IS_NULL, node->null_test->location);
        expr->left = nd__conv_expr(conv, node->null_test->arg);
        expr->is_not = node->null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NOT_NULL;
        return expr;
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST: return conv_bool_test(conv, node->boolean_test);
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        expr = new_expr(conv, ND_AST_CAST, node->type_cast->location);
        expr->left = nd__conv_expr(conv, node->type_cast->arg);
        expr->type = nd__conv_type(conv, node->type_cast->type_name);
        return expr;
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        expr = new_expr(conv, ND_AST_COLLATE, node->collate_clause->location);
        expr->left = nd__conv_expr(conv, node->collate_clause->arg);
        expr->op = node->collate_clause->n_collname == 0 ? "" : nd__conv_string_node(conv, node->collate_clause->collname[node->collate_clause->n_collname - 1]);
        return expr;
    case PG_QUERY__NODE__NODE_FUNC_CALL: return conv_func(conv, node->func_call);
    case PG_QUERY__NODE__NODE_CASE_EXPR: return conv_case(conv, node->case_expr);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        return conv_args(conv, ND_AST_COALESCE, node->coalesce_expr->args, node->coalesce_expr->n_args, node->coalesce_expr->location);
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        return conv_args(conv, node->min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? ND_AST_GREATEST : ND_AST_LEAST, node->min_max_expr->args,
                         node->min_max_expr->n_args, node->min_max_expr->location);
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION: return conv_value_function(conv, node->sqlvalue_function);
    case PG_QUERY__NODE__NODE_SUB_LINK: return conv_sublink(conv, node->sub_link);
    case PG_QUERY__NODE__NODE_ROW_EXPR: return conv_args(conv, ND_AST_ROW, node->row_expr->args, node->row_expr->n_args, node->row_expr->location);
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
        return conv_args(conv, ND_AST_ARRAY, node->a_array_expr->elements, node->a_array_expr->n_elements, node->a_array_expr->location);
    case PG_QUERY__NODE__NODE_A_INDIRECTION: return conv_indirection(conv, node->a_indirection);
    case PG_QUERY__NODE__NODE_SET_TO_DEFAULT: return new_expr(conv, ND_AST_DEFAULT, node->set_to_default->location);
    case PG_QUERY__NODE__NODE_GROUPING_FUNC:
        expr = new_expr(conv, ND_AST_GROUPING, node->grouping_func->location);
        expr->args = nd__conv_exprs(conv, node->grouping_func->args, node->grouping_func->n_args);
        expr->arg_count = node->grouping_func->n_args;
        return expr;
    case PG_QUERY__NODE__NODE_GROUPING_SET: return conv_grouping_set(conv, node->grouping_set);
    case PG_QUERY__NODE__NODE_MULTI_ASSIGN_REF: return conv_multi_assign(conv, node->multi_assign_ref);
    case PG_QUERY__NODE__NODE_XML_EXPR:
    case PG_QUERY__NODE__NODE_XML_SERIALIZE: nd__conv_unsupported(conv, -1, "xml"); return NULL;
    default: nd__conv_unsupported(conv, -1, "this expression"); return NULL;
    }
}

struct nd_ast_expr *nd__conv_expr(struct nd_conv *conv, const PgQuery__Node *node)
{
    if (node == NULL) {
        nd__conv_fail(conv, "42601", -1, "an expression is missing");
        return NULL;
    }
    if (!nd__conv_enter(conv)) return NULL;
    struct nd_ast_expr *expr = conv_inner(conv, node);
    nd__conv_leave(conv);
    return expr;
}
