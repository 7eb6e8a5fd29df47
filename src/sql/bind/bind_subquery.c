/* SPDX-License-Identifier: Apache-2.0 */
/* bind_subquery.c - subqueries in expressions: scalar, EXISTS, IN, ANY, ALL.
 *
 * Variables of the queries around are OUTER inside; the frame of the subquery collects them, and the expression
 * that stands for the subquery hands their values over as its last arguments. */
#include "sql/bind/bind_int.h"

static const struct nd_type type_bool = {ND_TYPE_BOOL, -1};

/* args: left values, copied; then one a variable of the frame. */
static struct nd_expr *new_subquery(struct nd_binder *binder, const struct nd_scope *scope, struct nd_subquery subquery, struct nd_type type, struct nd_expr *const *left, const struct nd_frame *frame)
{
    struct nd_subquery *made = nd_arena_new(binder->arena, struct nd_subquery);
    *made = subquery;
    made->id = (uint32_t)binder->subquery_count++;
    made->outer_vars = frame->vars;
    made->outer_count = frame->count;
    *binder->subqueries_end = made;
    binder->subqueries_end = &made->next;
    nd__bind_note_same(binder, scope, made);
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_SUBQUERY, type, made->left_count + frame->count);
    for (size_t i = 0; i < made->left_count; i++) expr->args[i] = left[i];
    for (size_t i = 0; i < frame->count; i++) {
        struct nd_expr *var = nd_expr_var(binder->arena, frame->vars[i], frame->types[i]);
        if (!frame->is_local[i]) var->kind = ND_EXPR_OUTER;
        var->position = frame->positions[i];
        expr->args[made->left_count + i] = var;
    }
    expr->subquery = made;
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

/* ---- the comparison of ANY and ALL --------------------------------------------------------------------------- */

struct test {
    struct nd_binder *binder;
    const struct nd_query *query;
    struct nd_expr **left; /* values, as the operators take them */
    uint32_t *left_vars;   /* 0: not yet made */
    size_t count;
    int position;
};

static struct nd_expr *column_of(const struct test *test, size_t at)
{
    uint32_t var = test->query->targets[at].var;
    return nd_expr_var(test->binder->arena, var, test->binder->vars[var].type);
}

/* left[at] symbol column at; the left value becomes a variable that is set for each run. */
static enum nd_status compare_column(struct test *test, size_t at, const char *symbol, bool is_first,
                                     struct nd_expr **out)
{
    struct nd_binder *binder = test->binder;
    struct nd_expr *left = test->left[at], *compare;
    if (!is_first) {
        left = nd_expr_var(binder->arena, test->left_vars[at], test->left[at]->type);
        left->kind = ND_EXPR_OUTER;
    }
    ND_TRY(nd__bind_oper(binder, symbol, left, column_of(test, at), test->position, &compare));
    if (compare->kind != ND_EXPR_FUNC || compare->arg_count != 2)
        return nd__bind_unsupported(binder, test->position, "this comparison with a subquery");
    if (compare->type.id != ND_TYPE_BOOL)
        return nd__bind_error(binder, test->position, "42804", "operator %s must return type boolean, not type %s",
                              symbol, nd_type_name(compare->type.id));
    if (strcmp(symbol, "=") == 0 &&
        compare->args[0]->type.id != compare->args[1]->type.id) { /* of one type, values can be hashed */
        struct nd_type common;
        struct nd_expr *sides[2] = {compare->args[0], compare->args[1]};
        ND_TRY(nd__unify(binder, sides, 2, "IN", &common));
        ND_TRY(nd__bind_oper(binder, symbol, sides[0], sides[1], test->position, &compare));
    }
    *out = compare;
    if (!is_first) return ND_STATUS_OK;
    test->left[at] = compare->args[0];
    test->left_vars[at] = nd__bind_new_var(binder, compare->args[0]->type, NULL, "left");
    compare->args[0] = nd_expr_var(binder->arena, test->left_vars[at], compare->args[0]->type);
    compare->args[0]->kind = ND_EXPR_OUTER;
    nd_expr_fix_depth(compare);
    return ND_STATUS_OK;
}

static enum nd_status compare_rows(struct test *test, const char *op, struct nd_expr **out)
{
    bool is_eq = strcmp(op, "=") == 0, is_ne = strcmp(op, "<>") == 0;
    bool is_order = strcmp(op, "<") == 0 || strcmp(op, "<=") == 0 || strcmp(op, ">") == 0 || strcmp(op, ">=") == 0;
    if (test->count > 1 && !is_eq && !is_ne && !is_order)
        return nd__bind_unsupported(test->binder, test->position, "this operator on rows");
    char strict[2] = {op[0], '\0'};
    *out = NULL;
    for (size_t i = test->count; i-- > 0;) {
        bool is_last = i + 1 == test->count;
        struct nd_expr *part, *equal;
        ND_TRY(compare_column(test, i, is_order && !is_last ? strict : op, true, &part));
        if (is_last) {
            *out = part;
        } else if (is_eq) {
            *out = nd_expr_and(test->binder->arena, part, *out);
        } else if (is_ne) {
            *out = make_or(test->binder, part, *out);
        } else {
            ND_TRY(compare_column(test, i, "=", false, &equal));
            *out = make_or(test->binder, part, nd_expr_and(test->binder->arena, equal, *out));
        }
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_quantified(struct nd_binder *binder, const struct nd_scope *scope,
                                      const struct nd_ast_expr *ast, struct nd_query *query,
                                      const struct nd_frame *frame, struct nd_expr **out)
{
    bool is_row = ast->left->kind == ND_AST_ROW;
    struct test test = {
        .binder = binder, .query = query, .count = is_row ? ast->left->arg_count : 1, .position = ast->position};
    if (query->width != test.count)
        return nd__bind_error(binder, ast->position, "42601",
                              query->width > test.count ? "subquery has too many columns"
                                                        : "subquery has too few columns");
    test.left = nd_arena_array(binder->arena, struct nd_expr *, test.count + 1);
    test.left_vars = nd_arena_array(binder->arena, uint32_t, test.count + 1);
    for (size_t i = 0; i < test.count; i++)
        ND_TRY(nd__bind_expr(binder, scope, is_row ? ast->left->args[i] : ast->left, &test.left[i]));
    /* x <> ALL (...) is NOT x = ANY (...) */
    bool is_all = ast->sublink_kind == ND_AST_SUB_ALL, is_not_in = is_all && strcmp(ast->op, "<>") == 0;
    const char *op = is_not_in ? "=" : ast->op;
    struct nd_subquery subquery = {
        .kind = is_all && !is_not_in ? ND_SUBQUERY_ALL : ND_SUBQUERY_ANY, .query = query, .op = op, .left_count = test.count};
    ND_TRY(compare_rows(&test, op, &subquery.test));
    bool is_hashed = subquery.kind == ND_SUBQUERY_ANY && test.count == 1 && strcmp(op, "=") == 0 && frame->count == 0;
    if (is_hashed && subquery.test->args[0]->type.id == subquery.test->args[1]->type.id) subquery.kind = ND_SUBQUERY_IN;
    subquery.left_vars = test.left_vars;
    *out = new_subquery(binder, scope, subquery, type_bool, test.left, frame);
    (*out)->is_not = is_not_in;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_row_sublink(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr ***fields_out, size_t *count_out)
{
    struct nd_query *query;
    struct nd_frame frame = {0};
    struct nd_scope link = {.outer = scope, .frame = &frame};
    ND_TRY(nd__bind_query(binder, ast->select, &link, &query));
    *count_out = query->width;
    *fields_out = nd_arena_array(binder->arena, struct nd_expr *, query->width + 1);
    struct nd_subquery subquery = {.kind = ND_SUBQUERY_SCALAR, .query = nd__wrap_as_row(binder, query)};
    struct nd_expr *row = new_subquery(binder, scope, subquery, binder->vars[subquery.query->targets[0].var].type, NULL, &frame);
    row->position = ast->position;
    for (size_t i = 0; i < query->width; i++) (*fields_out)[i] = nd__field_of(binder, row, i);
    return ND_STATUS_OK;
}

enum nd_status nd__bind_sublink(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                struct nd_expr **out)
{
    struct nd_query *query;
    struct nd_frame frame = {0};
    struct nd_scope link = {.outer = scope, .frame = &frame};
    if (ast->sublink_kind == ND_AST_SUB_ARRAY)
        return nd__bind_array_sublink(binder, scope, ast, out);
    ND_TRY(nd__bind_query(binder, ast->select, &link, &query));
    struct nd_subquery subquery = {.kind = ND_SUBQUERY_EXISTS, .query = query};
    if (ast->sublink_kind == ND_AST_EXISTS) {
        *out = new_subquery(binder, scope, subquery, type_bool, NULL, &frame);
        return ND_STATUS_OK;
    }
    if (ast->sublink_kind != ND_AST_SUB_SCALAR) return bind_quantified(binder, scope, ast, query, &frame, out);
    if (query->width != 1)
        return nd__bind_error(binder, ast->position, "42601", "subquery must return only one column");
    subquery.kind = ND_SUBQUERY_SCALAR;
    *out = new_subquery(binder, scope, subquery, binder->vars[query->targets[0].var].type, NULL, &frame);
    return ND_STATUS_OK;
}
