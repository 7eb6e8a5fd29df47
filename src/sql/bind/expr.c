/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/bind/expr.h"

#include "sql/types/compare.h"

struct nd_expr *nd_expr_new(struct nd_arena *arena, enum nd_expr_kind kind, struct nd_type type, size_t arg_count)
{
    struct nd_expr *expr = nd_arena_new(arena, struct nd_expr);
    expr->kind = kind;
    expr->type = type;
    expr->position = -1;
    expr->depth = 1;
    expr->slot = ND_SLOT_NONE;
    expr->arg_count = arg_count;
    if (arg_count > 0) expr->args = nd_arena_array(arena, struct nd_expr *, arg_count);
    return expr;
}

void nd_expr_fix_depth(struct nd_expr *expr)
{
    unsigned depth = 0;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (expr->args[i]->depth > depth) depth = expr->args[i]->depth;
    expr->depth = (uint16_t)(depth + 1);
}

struct nd_expr *nd_expr_const(struct nd_arena *arena, struct nd_type type, struct nd_datum value)
{
    struct nd_expr *expr = nd_expr_new(arena, ND_EXPR_CONST, type, 0);
    expr->value = value;
    return expr;
}

struct nd_expr *nd_expr_var(struct nd_arena *arena, uint32_t var, struct nd_type type)
{
    struct nd_expr *expr = nd_expr_new(arena, ND_EXPR_VAR, type, 0);
    expr->var = var;
    return expr;
}

struct nd_expr *nd_expr_func(struct nd_arena *arena, const struct nd_func *func, struct nd_type type,
                             struct nd_expr **args, size_t arg_count)
{
    struct nd_expr *expr = nd_expr_new(arena, ND_EXPR_FUNC, type, arg_count);
    expr->func = func;
    for (size_t i = 0; i < arg_count; i++) expr->args[i] = args[i];
    nd_expr_fix_depth(expr);
    return expr;
}

struct nd_expr *nd_expr_cast(struct nd_arena *arena, struct nd_expr *arg, struct nd_type type,
                             enum nd_cast_context context)
{
    struct nd_expr *expr = nd_expr_new(arena, ND_EXPR_CAST, type, 1);
    expr->args[0] = arg;
    expr->cast_context = context;
    expr->position = arg->position;
    nd_expr_fix_depth(expr);
    return expr;
}

struct nd_expr *nd_expr_and(struct nd_arena *arena, struct nd_expr *a, struct nd_expr *b)
{
    if (a == NULL || b == NULL) return a == NULL ? b : a;
    struct nd_expr *expr = nd_expr_new(arena, ND_EXPR_AND, (struct nd_type){ND_TYPE_BOOL, -1}, 2);
    expr->args[0] = a;
    expr->args[1] = b;
    nd_expr_fix_depth(expr);
    return expr;
}

struct nd_expr *nd_expr_copy(struct nd_arena *arena, const struct nd_expr *expr)
{
    struct nd_expr *copy = nd_arena_new(arena, struct nd_expr);
    *copy = *expr;
    if (expr->arg_count > 0) copy->args = nd_arena_array(arena, struct nd_expr *, expr->arg_count);
    for (size_t i = 0; i < expr->arg_count; i++) copy->args[i] = nd_expr_copy(arena, expr->args[i]);
    return copy;
}

bool nd_expr_is_const(const struct nd_expr *expr) { return expr->kind == ND_EXPR_CONST; }

static bool const_equal(const struct nd_expr *a, const struct nd_expr *b)
{
    if (a->value.is_null || b->value.is_null) return a->value.is_null && b->value.is_null;
    return nd_datum_eq(a->type.id, &a->value, &b->value);
}

bool nd_expr_equal(const struct nd_expr *a, const struct nd_expr *b)
{
    if (a == b) return true;
    if (a->kind != b->kind || a->type.id != b->type.id || a->type.mod != b->type.mod || a->arg_count != b->arg_count)
        return false;
    if (a->func != b->func || a->is_not != b->is_not || a->bool_test != b->bool_test ||
        a->is_all != b->is_all || a->is_spread != b->is_spread || a->depth != b->depth)
        return false;
    if (a->kind == ND_EXPR_CONST && !const_equal(a, b)) return false;
    if ((a->kind == ND_EXPR_VAR || a->kind == ND_EXPR_OUTER) && a->var != b->var) return false;
    if (a->kind == ND_EXPR_PARAM && a->param != b->param) return false;
    if (a->kind == ND_EXPR_SUBQUERY && a->subquery->same != b->subquery->same) return false;
    if (a->kind == ND_EXPR_DOMAIN && a->type.domain != b->type.domain) return false;
    for (size_t i = 0; i < a->arg_count; i++)
        if (!nd_expr_equal(a->args[i], b->args[i])) return false;
    return true;
}

enum nd_volatility nd_expr_volatility(const struct nd_expr *expr)
{
    enum nd_volatility worst = ND_IMMUTABLE;
    if (expr->func != NULL) worst = expr->func->volatility;
    if (expr->kind == ND_EXPR_PARAM || expr->kind == ND_EXPR_SUBQUERY || expr->kind == ND_EXPR_OUTER) worst = ND_STABLE;
    if (expr->kind == ND_EXPR_CAST && nd_cast_is_stable(expr->args[0]->type.id, expr->type.id)) worst = ND_STABLE;
    for (size_t i = 0; i < expr->arg_count; i++) {
        enum nd_volatility volatility = nd_expr_volatility(expr->args[i]);
        if (volatility > worst) worst = volatility;
    }
    return worst;
}

bool nd_expr_is_rowless(const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR) return false;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (!nd_expr_is_rowless(expr->args[i])) return false;
    return true;
}

void nd_expr_each_var(const struct nd_expr *expr, void *arg, void (*visit)(void *arg, uint32_t var))
{
    if (expr->kind == ND_EXPR_VAR) visit(arg, expr->var);
    for (size_t i = 0; i < expr->arg_count; i++) nd_expr_each_var(expr->args[i], arg, visit);
}

void nd_expr_set_slots(struct nd_expr *expr, const uint32_t *slots)
{
    if (expr->kind == ND_EXPR_VAR) {
        expr->slot = slots[expr->var];
        ND_ASSERT(expr->slot != ND_SLOT_NONE);
    }
    for (size_t i = 0; i < expr->arg_count; i++) nd_expr_set_slots(expr->args[i], slots);
}

size_t nd_expr_count_conjuncts(const struct nd_expr *expr)
{
    if (expr == NULL) return 0;
    if (expr->kind != ND_EXPR_AND) return 1;
    size_t count = 0;
    for (size_t i = 0; i < expr->arg_count; i++) count += nd_expr_count_conjuncts(expr->args[i]);
    return count;
}

size_t nd_expr_conjuncts(struct nd_expr *expr, struct nd_expr **list)
{
    if (expr == NULL) return 0;
    if (expr->kind != ND_EXPR_AND) {
        list[0] = expr;
        return 1;
    }
    size_t count = 0;
    for (size_t i = 0; i < expr->arg_count; i++) count += nd_expr_conjuncts(expr->args[i], list + count);
    return count;
}
