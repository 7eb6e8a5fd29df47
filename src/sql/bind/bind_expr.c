/* SPDX-License-Identifier: Apache-2.0 */
/* bind_expr.c - expressions: AST to typed trees. */
#include <errno.h>
#include <stdlib.h>

#include "sql/bind/bind_int.h"
#include "sql/sys/sys.h"

static const struct nd_type type_bool = {ND_TYPE_BOOL, -1};

/* ---- constants and parameters -------------------------------------------------------------------------- */

static enum nd_status bind_number(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    char *end;
    errno = 0;
    long long value = strtoll(ast->text, &end, 10);
    struct nd_datum datum = {0};
    if (*end == '\0' && errno == 0) {
        datum.i = value;
        bool is_short = value >= INT32_MIN && value <= INT32_MAX; /* -2147483648: the grammar puts sign and digits together */
        *out = nd_expr_const(binder->arena, (struct nd_type){is_short ? ND_TYPE_INT4 : ND_TYPE_INT8, -1}, datum);
        return ND_STATUS_OK;
    }
    struct nd_type type = {ND_TYPE_NUMERIC, -1};
    ND_TRY(
        nd__bind_at(binder, ast->position,
                    nd_type_in(binder->env->types, type, nd_slice_str(ast->text), binder->arena, &datum, binder->err)));
    *out = nd_expr_const(binder->arena, type, datum);
    return ND_STATUS_OK;
}

static enum nd_status bind_const(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    struct nd_datum datum = {0};
    switch (ast->const_kind) {
    case ND_AST_NULL:
        datum.is_null = true;
        *out = nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_UNKNOWN, -1}, datum);
        break;
    case ND_AST_INT:
        datum.i = ast->int_value;
        *out = nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_INT4, -1}, datum);
        break;
    case ND_AST_FLOAT: ND_TRY(bind_number(binder, ast, out)); break;
    case ND_AST_BOOL:
        datum.b = ast->int_value != 0;
        *out = nd_expr_const(binder->arena, type_bool, datum);
        break;
    case ND_AST_STRING:
        datum.s = nd_slice_str(nd_arena_strdup(binder->arena, ast->text));
        *out = nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_UNKNOWN, -1}, datum);
        break;
    case ND_AST_BITS: return nd__bind_unsupported(binder, ast->position, "a bit string");
    }
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

static enum nd_status bind_param(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    size_t at = (size_t)ast->int_value - 1;
    if (at >= binder->param_cap) {
        size_t cap = at + 16;
        enum nd_type_id *params = nd_arena_array(binder->arena, enum nd_type_id, cap);
        if (binder->param_count > 0) memcpy(params, binder->params, binder->param_count * sizeof *params);
        binder->params = params;
        binder->param_cap = cap;
    }
    if (at >= binder->param_count) binder->param_count = at + 1;
    enum nd_type_id known = binder->params[at];
    *out = nd_expr_new(binder->arena, ND_EXPR_PARAM,
                       (struct nd_type){known == ND_TYPE_INVALID ? ND_TYPE_UNKNOWN : known, -1}, 0);
    (*out)->param = (uint32_t)at;
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

/* ---- booleans -------------------------------------------------------------------------------------------- */

enum nd_status nd__bind_bool(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                             const char *place, struct nd_expr **out)
{
    ND_TRY(nd__bind_expr(binder, scope, ast, out));
    if (!nd__can_coerce(binder, *out, ND_TYPE_BOOL, ND_CAST_ASSIGNMENT) || nd_type_category((*out)->type.id) == 'S')
        return nd__bind_error(binder, ast->position, "42804", "argument of %s must be type boolean, not type %s", place,
                              nd_type_name((*out)->type.id));
    return nd__coerce(binder, *out, type_bool, ND_CAST_ASSIGNMENT, true, out);
}

static enum nd_status bind_and_or(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                  struct nd_expr **out)
{
    bool is_and = ast->kind == ND_AST_AND;
    struct nd_expr *expr = nd_expr_new(binder->arena, is_and ? ND_EXPR_AND : ND_EXPR_OR, type_bool, ast->arg_count);
    for (size_t i = 0; i < ast->arg_count; i++)
        ND_TRY(nd__bind_bool(binder, scope, ast->args[i], is_and ? "AND" : "OR", &expr->args[i]));
    nd_expr_fix_depth(expr);
    *out = expr;
    return ND_STATUS_OK;
}

static struct nd_expr *make_not(struct nd_binder *binder, struct nd_expr *arg)
{
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_NOT, type_bool, 1);
    expr->args[0] = arg;
    nd_expr_fix_depth(expr);
    return expr;
}

static struct nd_expr *make_or(struct nd_binder *binder, struct nd_expr *a, struct nd_expr *b)
{
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_OR, type_bool, 2);
    expr->args[0] = a;
    expr->args[1] = b;
    nd_expr_fix_depth(expr);
    return expr;
}

static enum nd_status bind_is_null(struct nd_binder *binder, const struct nd_scope *scope,
                                   const struct nd_ast_expr *ast, struct nd_expr **out)
{
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_IS_NULL, type_bool, 1);
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &expr->args[0]));
    ND_TRY(nd__settle(binder, &expr->args[0]));
    if (expr->args[0]->type.id == ND_TYPE_RECORD) {
        *out = nd__row_is_null(binder, expr->args[0], ast->is_not);
        return ND_STATUS_OK;
    }
    expr->is_not = ast->is_not;
    nd_expr_fix_depth(expr);
    *out = expr;
    return ND_STATUS_OK;
}

static enum nd_status bind_bool_test(struct nd_binder *binder, const struct nd_scope *scope,
                                     const struct nd_ast_expr *ast, struct nd_expr **out)
{
    static const char *const places[] = {"IS TRUE",      "IS NOT TRUE", "IS FALSE",
                                         "IS NOT FALSE", "IS UNKNOWN",  "IS NOT UNKNOWN"};
    static const char tests[] = {'t', 't', 'f', 'f', 'u', 'u'};
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_IS_BOOL, type_bool, 1);
    ND_TRY(nd__bind_bool(binder, scope, ast->left, places[ast->bool_test], &expr->args[0]));
    expr->bool_test = tests[ast->bool_test];
    expr->is_not = ast->bool_test == ND_AST_IS_NOT_TRUE || ast->bool_test == ND_AST_IS_NOT_FALSE ||
                   ast->bool_test == ND_AST_IS_NOT_UNKNOWN;
    nd_expr_fix_depth(expr);
    *out = expr;
    return ND_STATUS_OK;
}

/* ---- comparisons --------------------------------------------------------------------------------------- */

struct row_pair { /* two rows to compare, field by field */
    struct nd_binder *binder;
    const struct nd_scope *scope;
    const struct nd_ast_expr *left, *right; /* right: a row, or a subquery that gives one */
    struct nd_expr **fields;                /* ... of the subquery's row; NULL: of a row */
    size_t count;
    int position;
};

static enum nd_status bind_row_compare(struct row_pair *pair, const char *op, struct nd_expr **out);

static bool is_plain_row(const struct nd_ast_expr *ast) { return ast != NULL && ast->kind == ND_AST_ROW && !nd__row_has_star(ast); }

static enum nd_status bind_oper_asts(struct nd_binder *binder, const struct nd_scope *scope, const char *symbol,
                                     const struct nd_ast_expr *left, const struct nd_ast_expr *right, int position,
                                     struct nd_expr **out)
{
    struct nd_expr *a = NULL, *b;
    bool is_subquery = right->kind == ND_AST_SUBLINK && right->sublink_kind == ND_AST_SUB_SCALAR;
    if (is_plain_row(left) && (is_plain_row(right) || is_subquery)) {
        struct row_pair pair = {binder, scope, left, right, NULL, right->arg_count, position};
        if (is_subquery) ND_TRY(nd__bind_row_sublink(binder, scope, right, &pair.fields, &pair.count));
        return bind_row_compare(&pair, symbol, out);
    }
    if (left != NULL) ND_TRY(nd__bind_expr(binder, scope, left, &a));
    ND_TRY(nd__bind_expr(binder, scope, right, &b));
    return nd__bind_oper(binder, symbol, a, b, position, out);
}

static enum nd_status compare_field(struct row_pair *pair, const char *op, size_t at, struct nd_expr **out)
{
    struct nd_expr *left;
    if (pair->fields == NULL) return bind_oper_asts(pair->binder, pair->scope, op, pair->left->args[at], pair->right->args[at], pair->position, out);
    ND_TRY(nd__bind_expr(pair->binder, pair->scope, pair->left->args[at], &left));
    return nd__bind_oper(pair->binder, op, left, nd_expr_copy(pair->binder->arena, pair->fields[at]), pair->position, out);
}

/* (a, b) = (c, d) and its kin: column by column, from the last to the first. */
static enum nd_status bind_row_compare(struct row_pair *pair, const char *op, struct nd_expr **out)
{
    struct nd_binder *binder = pair->binder;
    if (pair->fields != NULL && pair->left->arg_count != pair->count)
        return nd__bind_error(binder, pair->position, "42601", pair->count > pair->left->arg_count ? "subquery has too many columns" : "subquery has too few columns");
    if (pair->left->arg_count != pair->count)
        return nd__bind_error(binder, pair->position, "42601", "unequal number of entries in row expressions");
    if (pair->count == 0)
        return nd__bind_error(binder, pair->position, "0A000", "cannot compare rows of zero length");
    bool is_eq = strcmp(op, "=") == 0, is_ne = strcmp(op, "<>") == 0;
    bool is_order = strcmp(op, "<") == 0 || strcmp(op, "<=") == 0 || strcmp(op, ">") == 0 || strcmp(op, ">=") == 0;
    if (!is_eq && !is_ne && !is_order) return nd__bind_unsupported(binder, pair->position, "this operator on rows");
    char strict[2] = {op[0], '\0'};
    *out = NULL;
    for (size_t i = pair->count; i-- > 0;) {
        struct nd_expr *part, *equal;
        bool is_last = i + 1 == pair->count;
        ND_TRY(compare_field(pair, is_order && !is_last ? strict : op, i, &part));
        if (is_last) {
            *out = part;
        } else if (is_eq) {
            *out = nd_expr_and(binder->arena, part, *out);
        } else if (is_ne) {
            *out = make_or(binder, part, *out);
        } else {
            ND_TRY(compare_field(pair, "=", i, &equal));
            *out = make_or(binder, part, nd_expr_and(binder->arena, equal, *out));
        }
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_op(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                              struct nd_expr **out)
{
    return bind_oper_asts(binder, scope, ast->op, ast->left, ast->right, ast->position, out);
}

static enum nd_status bind_distinct_pair(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *left, const struct nd_ast_expr *right, bool is_not,
                                         int position, struct nd_expr **out)
{
    struct nd_expr *equal, *args[2];
    ND_TRY(bind_oper_asts(binder, scope, "=", left, right, position, &equal));
    if (equal->kind != ND_EXPR_FUNC || equal->arg_count != 2)
        return nd__bind_unsupported(binder, position, "IS DISTINCT FROM of these types");
    args[0] = equal->args[0];
    args[1] = equal->args[1];
    struct nd_type type;
    if (args[0]->type.id != args[1]->type.id) ND_TRY(nd__unify(binder, args, 2, "IS DISTINCT FROM", &type));
    *out = nd_expr_func(binder->arena, nd_func_distinct(is_not), type_bool, args, 2);
    return ND_STATUS_OK;
}

/* Rows: field by field. */
static enum nd_status bind_distinct(struct nd_binder *binder, const struct nd_scope *scope,
                                    const struct nd_ast_expr *ast, struct nd_expr **out)
{
    const struct nd_ast_expr *left = ast->left, *right = ast->right;
    bool is_not = ast->kind == ND_AST_NOT_DISTINCT;
    if (!is_plain_row(left) || !is_plain_row(right)) return bind_distinct_pair(binder, scope, left, right, is_not, ast->position, out);
    if (left->arg_count != right->arg_count)
        return nd__bind_error(binder, ast->position, "42601", "unequal number of entries in row expressions");
    *out = nd_expr_const(binder->arena, type_bool, nd_datum_bool(is_not));
    for (size_t i = 0; i < left->arg_count; i++) {
        struct nd_expr *part;
        ND_TRY(bind_distinct_pair(binder, scope, left->args[i], right->args[i], is_not, ast->position, &part));
        *out = i == 0 ? part : is_not ? nd_expr_and(binder->arena, *out, part) : make_or(binder, *out, part);
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_nullif(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                  struct nd_expr **out)
{
    struct nd_expr *equal;
    ND_TRY(bind_oper_asts(binder, scope, "=", ast->left, ast->right, ast->position, &equal));
    if (equal->kind != ND_EXPR_FUNC) return nd__bind_unsupported(binder, ast->position, "NULLIF of these types");
    struct nd_expr *value = equal->args[0]; /* as the comparison takes it: NULLIF(1, 2.2) is numeric */
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_CASE, value->type, 3);
    expr->args[0] = equal;
    expr->args[1] = nd_expr_const(binder->arena, value->type, (struct nd_datum){.is_null = true});
    expr->args[2] = value;
    expr->form = 'n';
    nd_expr_fix_depth(expr);
    *out = expr;
    return ND_STATUS_OK;
}

static enum nd_status bind_between(struct nd_binder *binder, const struct nd_scope *scope,
                                   const struct nd_ast_expr *ast, struct nd_expr **out)
{
    if (ast->arg_count != 2) return nd__bind_error(binder, ast->position, "42601", "BETWEEN takes two bounds");
    struct nd_expr *low, *high, *low2, *high2;
    ND_TRY(bind_oper_asts(binder, scope, ast->is_not ? "<" : ">=", ast->left, ast->args[0], ast->position, &low));
    ND_TRY(bind_oper_asts(binder, scope, ast->is_not ? ">" : "<=", ast->left, ast->args[1], ast->position, &high));
    struct nd_expr *plain = ast->is_not ? make_or(binder, low, high) : nd_expr_and(binder->arena, low, high);
    *out = plain;
    if (!ast->is_symmetric) return ND_STATUS_OK;
    ND_TRY(bind_oper_asts(binder, scope, ast->is_not ? "<" : ">=", ast->left, ast->args[1], ast->position, &low2));
    ND_TRY(bind_oper_asts(binder, scope, ast->is_not ? ">" : "<=", ast->left, ast->args[0], ast->position, &high2));
    *out = ast->is_not ? nd_expr_and(binder->arena, plain, make_or(binder, low2, high2))
                       : make_or(binder, plain, nd_expr_and(binder->arena, low2, high2));
    return ND_STATUS_OK;
}

static bool has_common_type(struct nd_binder *binder, struct nd_expr *const *exprs, size_t count)
{
    struct nd_err ignored = {0};
    enum nd_type_id *ids = nd_arena_array(binder->arena, enum nd_type_id, count + 1), common;
    for (size_t i = 0; i < count; i++) ids[i] = exprs[i]->type.id;
    return nd_type_common(ids, count, "IN", &common, &ignored) == ND_STATUS_OK;
}

/* Of types that have nothing in common each is compared by an operator of its own, if there is one. */
static enum nd_status bind_in_each(struct nd_binder *binder, struct nd_expr *const *args, size_t count, bool is_not, int position, struct nd_expr **out)
{
    *out = NULL;
    for (size_t i = 1; i <= count; i++) {
        struct nd_expr *one, *left = nd_expr_copy(binder->arena, args[0]);
        ND_TRY(nd__bind_oper(binder, is_not ? "<>" : "=", left, args[i], position, &one));
        *out = *out == NULL ? one : is_not ? nd_expr_and(binder->arena, *out, one) : make_or(binder, *out, one);
    }
    return ND_STATUS_OK;
}

/* x IN (list), x = ANY (ARRAY[...]) */
static enum nd_status bind_in_list(struct nd_binder *binder, const struct nd_scope *scope,
                                   const struct nd_ast_expr *left, struct nd_ast_expr *const *items, size_t count,
                                   bool is_not, int position, struct nd_expr **out)
{
    struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, count + 1), *equal;
    struct nd_type type;
    ND_TRY(nd__bind_expr(binder, scope, left, &args[0]));
    for (size_t i = 0; i < count; i++) ND_TRY(nd__bind_expr(binder, scope, items[i], &args[i + 1]));
    if (count == 1) { /* as the operator resolves it */
        ND_TRY(nd__bind_oper(binder, is_not ? "<>" : "=", args[0], args[1], position, out));
        return ND_STATUS_OK;
    }
    if (!has_common_type(binder, args, count + 1)) return bind_in_each(binder, args, count, is_not, position, out);
    ND_TRY(nd__unify(binder, args, count + 1, "IN", &type));
    ND_TRY(nd__bind_oper(binder, "=", args[0], args[1], position, &equal));
    if (equal->kind != ND_EXPR_FUNC || equal->arg_count != 2)
        return nd__bind_unsupported(binder, position, "IN of these types");
    struct nd_type wanted = {equal->args[0]->type.id, -1};
    for (size_t i = 0; i <= count; i++) ND_TRY(nd__coerce(binder, args[i], wanted, ND_CAST_IMPLICIT, true, &args[i]));
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_IN, type_bool, count + 1);
    for (size_t i = 0; i <= count; i++) expr->args[i] = args[i];
    expr->func = equal->func;
    expr->is_not = is_not;
    nd_expr_fix_depth(expr);
    *out = expr;
    return ND_STATUS_OK;
}

static enum nd_status bind_in_rows(struct nd_binder *binder, const struct nd_scope *scope,
                                   const struct nd_ast_expr *ast, struct nd_expr **out)
{
    *out = NULL;
    for (size_t i = 0; i < ast->arg_count; i++) {
        struct nd_expr *part;
        ND_TRY(bind_oper_asts(binder, scope, "=", ast->left, ast->args[i], ast->position, &part));
        *out = *out == NULL ? part : make_or(binder, *out, part);
    }
    if (ast->is_not) *out = make_not(binder, *out);
    return ND_STATUS_OK;
}

static enum nd_status bind_like(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                struct nd_expr **out)
{
    struct nd_expr *args[2], *left;
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &left));
    ND_TRY(nd__bind_expr(binder, scope, ast->right, &args[0]));
    if (ast->arg_count > 0) ND_TRY(nd__bind_expr(binder, scope, ast->args[0], &args[1]));
    if (ast->kind == ND_AST_SIMILAR)
        ND_TRY(nd__bind_call(binder, "similar_to_escape", args, ast->arg_count > 0 ? 2 : 1, ast->position, &args[0]));
    else if (ast->arg_count > 0)
        ND_TRY(nd__bind_call(binder, "like_escape", args, 2, ast->position, &args[0]));
    return nd__bind_oper(binder, ast->op, left, args[0], ast->position, out);
}

/* ---- conditional forms ------------------------------------------------------------------------------------- */

static enum nd_status bind_case(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                struct nd_expr **out)
{
    size_t arms = ast->arg_count / 2;
    struct nd_expr **results = nd_arena_array(binder->arena, struct nd_expr *, arms + 1);
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_CASE, type_bool, arms * 2 + 1);
    /* PostgreSQL takes ELSE first when it looks for the common type */
    if (ast->right != NULL)
        ND_TRY(nd__bind_expr(binder, scope, ast->right, &results[0]));
    else
        results[0] =
            nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_UNKNOWN, -1}, (struct nd_datum){.is_null = true});
    for (size_t i = 0; i < arms; i++) {
        if (ast->left != NULL)
            ND_TRY(bind_oper_asts(binder, scope, "=", ast->left, ast->args[i * 2], ast->args[i * 2]->position,
                                  &expr->args[i * 2]));
        else
            ND_TRY(nd__bind_bool(binder, scope, ast->args[i * 2], "CASE/WHEN", &expr->args[i * 2]));
        ND_TRY(nd__bind_expr(binder, scope, ast->args[i * 2 + 1], &results[i + 1]));
    }
    ND_TRY(nd__unify(binder, results, arms + 1, ast->op != NULL ? ast->op : "CASE", &expr->type));
    for (size_t i = 0; i < arms; i++) expr->args[i * 2 + 1] = results[i + 1];
    expr->args[arms * 2] = results[0];
    if (ast->left != NULL) expr->form = 'c';
    nd_expr_fix_depth(expr);
    *out = expr;
    return ND_STATUS_OK;
}

static enum nd_status bind_coalesce(struct nd_binder *binder, const struct nd_scope *scope,
                                    const struct nd_ast_expr *ast, struct nd_expr **out)
{
    const char *construct = ast->kind == ND_AST_COALESCE   ? "COALESCE"
                            : ast->kind == ND_AST_GREATEST ? "GREATEST"
                                                           : "LEAST";
    struct nd_expr *expr = nd_expr_new(binder->arena, ast->kind == ND_AST_COALESCE ? ND_EXPR_COALESCE : ND_EXPR_FUNC,
                                       type_bool, ast->arg_count);
    for (size_t i = 0; i < ast->arg_count; i++) ND_TRY(nd__bind_expr(binder, scope, ast->args[i], &expr->args[i]));
    ND_TRY(nd__unify(binder, expr->args, ast->arg_count, construct, &expr->type));
    if (ast->kind != ND_AST_COALESCE) expr->func = nd_func_extreme(ast->kind == ND_AST_LEAST);
    nd_expr_fix_depth(expr);
    *out = expr;
    return ND_STATUS_OK;
}

/* ---- calls and casts ----------------------------------------------------------------------------------------- */

static enum nd_status bind_cast(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                struct nd_expr **out)
{
    struct nd_type type;
    struct nd_expr *arg;
    const struct nd_table *table = NULL;
    if (!ast->type->is_array && nd_type_find(ast->type->name) == ND_TYPE_INVALID && !nd_sys_is_name(ast->type->schema, ast->type->name)) {
        struct nd_ast_name name = {.schema = ast->type->schema, .name = ast->type->name, .position = ast->type->position};
        ND_TRY(nd__lookup_table(binder, &name, true, &table));
    }
    if (table != NULL) return nd__bind_row_cast(binder, scope, ast, table, out);
    ND_TRY(nd_bind_type(binder->env, ast->type, &type, binder->err));
    if (ast->left->kind == ND_AST_ARRAY && nd_type_is_array(type.id) && !nd_type_is_vector(type.id)) {
        ND_TRY(nd__bind_array_cast(binder, scope, ast->left, type, out));
        return type.domain == ND_TYPE_INVALID ? ND_STATUS_OK : nd__bind_domain(binder, *out, type, false, out);
    }
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &arg));
    if (!nd__can_coerce(binder, arg, type.id, ND_CAST_EXPLICIT))
        return nd__bind_error(binder, ast->position, "42846", "cannot cast type %s to %s", nd_type_name(arg->type.id),
                              nd_type_name(nd_type_said(type)));
    return nd__coerce(binder, arg, type, ND_CAST_EXPLICIT, false, out);
}

bool nd__names_sequence(const char *function) { return strcmp(function, "nextval") == 0 || strcmp(function, "currval") == 0 || strcmp(function, "setval") == 0; }

/* nextval('s'::regclass): which sequence that is, the session finds out when it draws: no name needs to be known before. */
static const struct nd_ast_expr *sequence_name(const struct nd_ast_func *func)
{
    const struct nd_ast_expr *arg = func->args[0];
    bool is_cast = arg->kind == ND_AST_CAST && arg->type != NULL && strcmp(arg->type->name, "regclass") == 0 && !arg->type->is_array;
    bool is_text = is_cast && arg->left->kind == ND_AST_CONST && arg->left->const_kind == ND_AST_STRING;
    bool is_oid = is_text && arg->left->text[0] != '\0' && arg->left->text[strspn(arg->left->text, "0123456789")] == '\0';
    return is_text && !is_oid && nd__names_sequence(func->name) ? arg->left : arg;
}

static enum nd_status no_named_function(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast)
{
    const struct nd_ast_func *func = ast->func;
    const char *list = "";
    for (size_t i = 0; i < func->arg_count; i++) {
        struct nd_expr *arg;
        ND_TRY(nd__bind_expr(binder, scope, func->args[i], &arg));
        const char *name = func->arg_names[i] == NULL ? "" : func->arg_names[i], *arrow = func->arg_names[i] == NULL ? "" : " => ";
        list = nd_arena_printf(binder->arena, "%s%s%s%s%s", list, i > 0 ? ", " : "", name, arrow, nd_type_name(arg->type.id));
    }
    (void)nd__bind_error(binder, ast->position, "42883", "function %s(%s) does not exist", func->name, list);
    return nd_err_hint(binder->err, "No function matches the given name and argument types. You might need to add explicit type casts.");
}

/* f(name => value): each argument to the place that the function gives its name; what is left out in between is the default. */
static enum nd_status bind_named_call(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    const struct nd_ast_func *func = ast->func;
    size_t count, required, last = 0;
    const char *const *names = nd_func_arg_names(func->name, &count, &required);
    struct nd_ast_expr **args = nd_arena_array(binder->arena, struct nd_ast_expr *, count + func->arg_count + 1), zero = {.kind = ND_AST_CONST, .const_kind = ND_AST_INT, .position = -1};
    bool is_fine = names != NULL;
    for (size_t i = 0; is_fine && i < func->arg_count; i++) {
        size_t at = i;
        if (func->arg_names[i] != NULL)
            for (at = 0; at < count && strcmp(names[at], func->arg_names[i]) != 0;) at++;
        is_fine = at < count && args[at] == NULL;
        if (is_fine) args[at] = func->args[i];
        if (is_fine && at > last) last = at;
    }
    for (size_t i = 0; is_fine && i < count; i++) {
        is_fine = args[i] != NULL || i >= required;
        if (is_fine && args[i] == NULL && i < last) args[i] = &zero;
    }
    if (!is_fine) return no_named_function(binder, scope, ast);
    struct nd_ast_func plain = *func;
    struct nd_ast_expr call = *ast;
    plain.args = args;
    plain.arg_names = NULL;
    plain.arg_count = last + 1;
    call.func = &plain;
    return nd__bind_expr(binder, scope, &call, out);
}

/* One that drivers ask for the columns of keys. */
bool nd__is_information_function(const struct nd_ast_func *func) { return strcmp(func->schema, "information_schema") == 0 && strcmp(func->name, "_pg_expandarray") == 0; }

static bool is_out(const struct nd_binder *binder, const struct nd_ast_expr *arg)
{
    return arg->kind == ND_AST_PARAM && arg->int_value >= 1 && (uint64_t)arg->int_value <= binder->param_count && binder->params[arg->int_value - 1] == ND_TYPE_VOID;
}

const struct nd_ast_expr *nd__without_outs(struct nd_binder *binder, const struct nd_ast_expr *ast)
{
    size_t outs = 0;
    if (ast->kind != ND_AST_FUNC) return ast;
    for (size_t i = 0; i < ast->func->arg_count; i++) outs += is_out(binder, ast->func->args[i]);
    if (outs == 0) return ast;
    struct nd_ast_expr *call = nd_arena_new(binder->arena, struct nd_ast_expr);
    *call = *ast;
    call->func = nd_arena_new(binder->arena, struct nd_ast_func);
    *call->func = *ast->func;
    call->func->args = nd_arena_array(binder->arena, struct nd_ast_expr *, ast->func->arg_count);
    call->func->arg_count = 0;
    for (size_t i = 0; i < ast->func->arg_count; i++)
        if (!is_out(binder, ast->func->args[i])) call->func->args[call->func->arg_count++] = ast->func->args[i];
    return call;
}

static enum nd_status bind_func(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                struct nd_expr **out)
{
    ast = nd__without_outs(binder, ast);
    const struct nd_ast_func *func = ast->func;
    if (func->is_within_group && nd__is_hypothetical(func->name)) return nd__bind_hypothetical(binder, scope, ast, out);
    if (func->over != NULL) return nd__bind_window_call(binder, scope, ast, out);
    if (func->arg_names != NULL) return bind_named_call(binder, scope, ast, out);
    if (func->schema != NULL && strcmp(func->schema, "pg_catalog") != 0 && !nd__is_information_function(func)) {
        if (nd_catalog_peek_schema(binder->env->view, func->schema) == NULL) return nd__bind_error(binder, ast->position, "3F000", "schema \"%s\" does not exist", func->schema);
        return nd__bind_error(binder, ast->position, "42883", "function %s.%s does not exist", func->schema, func->name);
    }
    if (nd__is_window_function(func->name)) return nd__bind_error(binder, ast->position, "42809", "window function %s requires an OVER clause", func->name);
    if (nd_agg_is_known(func->name)) return nd__bind_agg(binder, scope, ast, out);
    if (func->is_star || func->is_distinct || func->order_count > 0 || func->filter != NULL) {
        const char *what = func->is_star          ? "(*)"
                           : func->is_distinct    ? "DISTINCT"
                           : func->filter != NULL ? "FILTER"
                                                  : "ORDER BY";
        if (!nd_func_is_known(func->name))
            return nd__bind_error(binder, ast->position, "42883", "function %s(%s) does not exist", func->name,
                                  func->is_star ? "*" : "...");
        return nd__bind_error(binder, ast->position, "42809", "%s specified, but %s is not an aggregate function", what,
                              func->name);
    }
    struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, func->arg_count + 2);
    for (size_t i = 0; i < func->arg_count; i++) ND_TRY(nd__bind_expr(binder, scope, i == 0 ? sequence_name(func) : func->args[i], &args[i]));
    bool is_set;
    if (func->is_variadic) return nd__bind_spread_call(binder, func->name, args, func->arg_count, ast->position, out);
    ND_TRY(nd__bind_set_call(binder, ast, args, &is_set, out));
    if (is_set) return ND_STATUS_OK;
    return nd__bind_call(binder, func->name, args, func->arg_count, ast->position, out);
}

static enum nd_status bind_sql_value(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    static const struct {
        const char *op, *func;
        enum nd_type_id cast; /* of now(); INVALID: call func as it is */
    } forms[] = {
        {"current_date", "now", ND_TYPE_DATE},
        {"current_timestamp", "now", ND_TYPE_TIMESTAMPTZ},
        {"localtime", "now", ND_TYPE_TIME},
        {"localtimestamp", "now", ND_TYPE_TIMESTAMP},
        {"current_role", "current_user", ND_TYPE_INVALID},
        {"current_user", "current_user", ND_TYPE_INVALID},
        {"user", "current_user", ND_TYPE_INVALID},
        {"session_user", "session_user", ND_TYPE_INVALID},
        {"current_catalog", "current_database", ND_TYPE_INVALID},
        {"current_schema", "current_schema", ND_TYPE_INVALID},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(forms); i++) {
        if (strcmp(forms[i].op, ast->op) != 0) continue;
        ND_TRY(nd__bind_call(binder, forms[i].func, NULL, 0, ast->position, out));
        if (forms[i].cast != ND_TYPE_INVALID)
            ND_TRY(nd__coerce(binder, *out, (struct nd_type){forms[i].cast, (int32_t)ast->int_value}, ND_CAST_EXPLICIT,
                              false, out));
        (*out)->written = ast->op;
        if (ast->int_value >= 0) (*out)->written = nd_arena_printf(binder->arena, "%s(%d)", ast->op, (int)ast->int_value);
        return ND_STATUS_OK;
    }
    return nd__bind_unsupported(binder, ast->position, ast->op);
}

static enum nd_status bind_collate(struct nd_binder *binder, const struct nd_scope *scope,
                                   const struct nd_ast_expr *ast, struct nd_expr **out)
{
    bool is_bytes = strcmp(ast->op, "C") == 0 || strcmp(ast->op, "POSIX") == 0 || strcmp(ast->op, "default") == 0 ||
                    strcmp(ast->op, "C.UTF-8") == 0 || strcmp(ast->op, "ucs_basic") == 0;
    if (!is_bytes) return nd__bind_error(binder, ast->position, "0A000", "collation \"%s\" is not supported", ast->op);
    ND_TRY(nd__bind_expr(binder, scope, ast->left, out));
    ND_TRY(nd__settle(binder, out));
    if (nd_type_category((*out)->type.id) != 'S')
        return nd__bind_error(binder, ast->position, "42804", "collations are not supported by type %s",
                              nd_type_name((*out)->type.id));
    return ND_STATUS_OK;
}

static enum nd_status bind_not(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                               struct nd_expr **out)
{
    struct nd_expr *arg;
    ND_TRY(nd__bind_bool(binder, scope, ast->left, "NOT", &arg));
    *out = make_not(binder, arg);
    return ND_STATUS_OK;
}

/* Arms that may not be evaluated give no rows. */
static enum nd_status without_sets(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, const char *place,
                                   enum nd_status (*make)(struct nd_binder *, const struct nd_scope *, const struct nd_ast_expr *, struct nd_expr **), struct nd_expr **out)
{
    struct nd_query *set_query = binder->level->set_query;
    const char *agg_place = binder->level->agg_place;
    binder->level->set_query = NULL;
    if (set_query != NULL) binder->level->agg_place = place;
    enum nd_status status = make(binder, scope, ast, out);
    binder->level->set_query = set_query;
    binder->level->agg_place = agg_place;
    return status;
}

static enum nd_status bind_inner(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                 struct nd_expr **out)
{
    switch (ast->kind) {
    case ND_AST_CONST: return bind_const(binder, ast, out);
    case ND_AST_COLUMN: return nd__bind_column(binder, scope, ast, out);
    case ND_AST_PARAM: return bind_param(binder, ast, out);
    case ND_AST_OP: return bind_op(binder, scope, ast, out);
    case ND_AST_OP_ANY:
    case ND_AST_OP_ALL: return nd__bind_any_all(binder, scope, ast, out);
    case ND_AST_AND:
    case ND_AST_OR: return bind_and_or(binder, scope, ast, out);
    case ND_AST_NOT: return bind_not(binder, scope, ast, out);
    case ND_AST_DISTINCT:
    case ND_AST_NOT_DISTINCT: return bind_distinct(binder, scope, ast, out);
    case ND_AST_NULLIF: return bind_nullif(binder, scope, ast, out);
    case ND_AST_IN:
        if (ast->left->kind == ND_AST_ROW) return bind_in_rows(binder, scope, ast, out);
        return bind_in_list(binder, scope, ast->left, ast->args, ast->arg_count, ast->is_not, ast->position, out);
    case ND_AST_BETWEEN: return bind_between(binder, scope, ast, out);
    case ND_AST_LIKE:
    case ND_AST_SIMILAR: return bind_like(binder, scope, ast, out);
    case ND_AST_IS_NULL: return bind_is_null(binder, scope, ast, out);
    case ND_AST_BOOL_TEST: return bind_bool_test(binder, scope, ast, out);
    case ND_AST_CAST: return bind_cast(binder, scope, ast, out);
    case ND_AST_COLLATE: return bind_collate(binder, scope, ast, out);
    case ND_AST_FUNC: return bind_func(binder, scope, ast, out);
    case ND_AST_CASE: return without_sets(binder, scope, ast, "CASE", bind_case, out);
    case ND_AST_COALESCE: return without_sets(binder, scope, ast, "COALESCE", bind_coalesce, out);
    case ND_AST_GREATEST:
    case ND_AST_LEAST: return bind_coalesce(binder, scope, ast, out);
    case ND_AST_SQL_VALUE: return bind_sql_value(binder, ast, out);
    case ND_AST_SUBLINK: return nd__bind_sublink(binder, scope, ast, out);
    case ND_AST_ROW: return nd__bind_row(binder, scope, ast, out);
    case ND_AST_ARRAY: return nd__bind_array(binder, scope, ast, out);
    case ND_AST_SUBSCRIPT: return nd__bind_subscript(binder, scope, ast, out);
    case ND_AST_GROUPING: return nd__bind_grouping_call(binder, scope, ast, out);
    case ND_AST_GROUPING_SET: return nd__bind_error(binder, ast->position, "42601", "GROUPING SETS is not allowed in this context");
    case ND_AST_DEFAULT:
        return nd__bind_error(binder, ast->position, "42601", "DEFAULT is not allowed in this context");
    }
    ND_UNREACHABLE();
}

enum nd_status nd__bind_expr(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                             struct nd_expr **out)
{
    *out = NULL;
    ND_TRY(nd__bind_enter(binder));
    enum nd_status status = bind_inner(binder, scope, ast, out);
    nd__bind_leave(binder);
    if (status == ND_STATUS_OK && (*out)->position < 0) (*out)->position = ast->position;
    return status;
}
