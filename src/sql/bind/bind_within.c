/* SPDX-License-Identifier: Apache-2.0 */
/* bind_within.c - WITHIN GROUP: ordered-set aggregates, and hypothetical ones as the counts that they are. */
#include "sql/bind/bind_int.h"

bool nd__is_hypothetical(const char *name)
{
    return strcmp(name, "rank") == 0 || strcmp(name, "dense_rank") == 0 || strcmp(name, "percent_rank") == 0 || strcmp(name, "cume_dist") == 0;
}

/* ---- trees --------------------------------------------------------------------------------------------------- */

static struct nd_ast_expr *new_ast(struct nd_binder *binder, enum nd_ast_kind kind, int position)
{
    struct nd_ast_expr *expr = nd_arena_new(binder->arena, struct nd_ast_expr);
    expr->kind = kind;
    expr->position = position;
    return expr;
}

static struct nd_ast_expr *op(struct nd_binder *binder, const char *symbol, struct nd_ast_expr *left, struct nd_ast_expr *right)
{
    struct nd_ast_expr *expr = new_ast(binder, ND_AST_OP, left->position);
    expr->op = symbol;
    expr->left = left;
    expr->right = right;
    return expr;
}

static struct nd_ast_expr *both(struct nd_binder *binder, enum nd_ast_kind kind, struct nd_ast_expr *a, struct nd_ast_expr *b)
{
    if (a == NULL || b == NULL) return a == NULL ? b : a;
    struct nd_ast_expr *expr = new_ast(binder, kind, a->position);
    expr->args = nd_arena_array(binder->arena, struct nd_ast_expr *, 2);
    expr->args[0] = a;
    expr->args[1] = b;
    expr->arg_count = 2;
    return expr;
}

static struct nd_ast_expr *is_null(struct nd_binder *binder, struct nd_ast_expr *arg, bool is_not)
{
    struct nd_ast_expr *expr = new_ast(binder, ND_AST_IS_NULL, arg->position);
    expr->left = arg;
    expr->is_not = is_not;
    return expr;
}

static struct nd_ast_expr *number(struct nd_binder *binder, int value)
{
    struct nd_ast_expr *expr = new_ast(binder, ND_AST_CONST, -1);
    expr->const_kind = ND_AST_INT;
    expr->int_value = value;
    return expr;
}

/* count(*) or count(DISTINCT ROW(order)), FILTER (WHERE filter) */
static struct nd_ast_expr *count_rows(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_ast_expr *filter, bool is_distinct)
{
    const struct nd_ast_func *func = ast->func;
    struct nd_ast_expr *call = new_ast(binder, ND_AST_FUNC, ast->position);
    struct nd_ast_func *count = call->func = nd_arena_new(binder->arena, struct nd_ast_func);
    count->name = "count";
    count->filter = filter;
    count->is_star = !is_distinct;
    count->is_distinct = is_distinct;
    if (!is_distinct) return call;
    struct nd_ast_expr *row = new_ast(binder, ND_AST_ROW, ast->position);
    row->args = nd_arena_array(binder->arena, struct nd_ast_expr *, func->order_count + 1);
    for (size_t i = 0; i < func->order_count; i++) row->args[row->arg_count++] = func->order[i].expr;
    count->args = nd_arena_array(binder->arena, struct nd_ast_expr *, 1);
    count->args[0] = row;
    count->arg_count = 1;
    return call;
}

/* ---- hypothetical-set aggregates -------------------------------------------------------------------------------- */

/* A row comes before the hypothetical one; or_equal: or is its peer. */
static struct nd_ast_expr *is_before(struct nd_binder *binder, const struct nd_ast_func *func, bool or_equal)
{
    struct nd_ast_expr *before = NULL;
    for (size_t i = func->order_count; i-- > 0;) {
        const struct nd_ast_sort *sort = &func->order[i];
        struct nd_ast_expr *row = sort->expr, *given = func->args[i];
        bool nulls_first = sort->has_nulls ? sort->nulls_first : sort->is_desc, is_last = i + 1 == func->order_count;
        struct nd_ast_expr *nulls = both(binder, ND_AST_AND, is_null(binder, nulls_first ? row : given, false), is_null(binder, nulls_first ? given : row, true));
        struct nd_ast_expr *here = both(binder, ND_AST_OR, op(binder, sort->is_desc ? ">" : "<", row, given), nulls);
        struct nd_ast_expr *equal = new_ast(binder, ND_AST_NOT_DISTINCT, row->position);
        equal->left = row;
        equal->right = given;
        if (!is_last) before = both(binder, ND_AST_OR, here, both(binder, ND_AST_AND, equal, before));
        else before = or_equal ? both(binder, ND_AST_OR, here, equal) : here;
    }
    return both(binder, ND_AST_AND, func->filter, before);
}

/* They stand in conditions on the rows; what they name is checked once the groups are known. */
static enum nd_status note_direct_args(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_func *func)
{
    struct nd_query *query = binder->level->agg_query;
    if (query == NULL) return ND_STATUS_OK;
    struct nd_expr **list = nd_arena_array(binder->arena, struct nd_expr *, query->direct_count + func->arg_count);
    if (query->direct_count > 0) memcpy(list, query->direct_args, sizeof *list * query->direct_count);
    query->direct_args = list;
    for (size_t i = 0; i < func->arg_count; i++) {
        if (func->args[i]->kind == ND_AST_CONST) continue;
        binder->level->agg_query = NULL;
        enum nd_status status = nd__bind_expr(binder, scope, func->args[i], &query->direct_args[query->direct_count]);
        binder->level->agg_query = query;
        ND_TRY(status);
        query->direct_count++;
    }
    return ND_STATUS_OK;
}

enum nd_status nd__bind_hypothetical(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    const struct nd_ast_func *func = ast->func;
    if (func->over != NULL) return nd__bind_error(binder, ast->position, "0A000", "OVER is not supported for hypothetical-set aggregate %s", func->name);
    if (func->arg_count != func->order_count || func->arg_count == 0) {
        (void)nd__bind_error(binder, ast->position, "42883", "function %s(%s) does not exist", func->name, func->arg_count > 0 ? "..." : "");
        return nd_err_hint(binder->err, "To use the hypothetical-set aggregate %s, the number of hypothetical direct arguments (here %zu) must match the number of ordering columns (here %zu).",
                           func->name, func->arg_count, func->order_count);
    }
    bool is_dense = strcmp(func->name, "dense_rank") == 0, is_percent = strcmp(func->name, "percent_rank") == 0, is_cume = strcmp(func->name, "cume_dist") == 0;
    struct nd_ast_expr *before = count_rows(binder, ast, is_before(binder, func, is_cume), is_dense);
    struct nd_ast_expr *all = count_rows(binder, ast, func->filter, false), *value;
    struct nd_ast_type *type = nd_arena_new(binder->arena, struct nd_ast_type);
    *type = (struct nd_ast_type){.schema = "pg_catalog", .name = "float8", .position = -1};
    struct nd_ast_expr *wide = new_ast(binder, ND_AST_CAST, -1);
    wide->type = type;
    if (is_percent) { /* the rows before it among all of them; none: 0 */
        struct nd_ast_expr *one = new_ast(binder, ND_AST_GREATEST, -1);
        one->args = nd_arena_array(binder->arena, struct nd_ast_expr *, 2);
        one->args[one->arg_count++] = all;
        one->args[one->arg_count++] = number(binder, 1);
        wide->left = before;
        value = op(binder, "/", wide, one);
    } else if (is_cume) {
        wide->left = op(binder, "+", before, number(binder, 1));
        value = op(binder, "/", wide, op(binder, "+", all, number(binder, 1)));
    } else {
        value = op(binder, "+", before, number(binder, 1));
    }
    ND_TRY(note_direct_args(binder, scope, func));
    ND_TRY(nd__bind_expr(binder, scope, value, out));
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

/* ---- ordered-set aggregates ------------------------------------------------------------------------------------- */

/* The call with the columns of WITHIN GROUP behind its arguments. */
enum nd_status nd__within_group(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_ast_func *func_out)
{
    const struct nd_ast_func *func = ast->func;
    *func_out = *func;
    if (!func->is_within_group && nd_agg_is_ordered_set(func->name))
        return nd__bind_error(binder, ast->position, "42809", "WITHIN GROUP is required for ordered-set aggregate %s", func->name);
    if (!func->is_within_group) return ND_STATUS_OK;
    func_out->args = nd_arena_array(binder->arena, struct nd_ast_expr *, func->arg_count + func->order_count + 1);
    for (size_t i = 0; i < func->arg_count; i++) func_out->args[i] = func->args[i];
    for (size_t i = 0; i < func->order_count; i++) func_out->args[func_out->arg_count++] = func->order[i].expr;
    return ND_STATUS_OK;
}
