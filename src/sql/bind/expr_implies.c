/* SPDX-License-Identifier: Apache-2.0 */
/* expr_implies.c - does what is asked of the rows say what the predicate of a partial index does? As PostgreSQL, it knows equal
 * conditions, comparisons of one expression with constants, IS NOT NULL, and what AND, OR and IN make of them; no more. */
#include "sql/bind/expr.h"
#include "sql/types/compare.h"

#define IN_MAX 100 /* longer lists are not looked into */

/* expr op constant */
struct bound {
    const struct nd_expr *expr, *constant;
    enum nd_compare compare;
};

static bool take_bound(const struct nd_expr *cond, struct bound *out)
{
    if (cond->kind != ND_EXPR_FUNC || cond->arg_count != 2) return false;
    out->compare = nd_func_compare(cond->func);
    if (out->compare == ND_COMPARE_NONE) return false;
    size_t at = cond->args[1]->kind == ND_EXPR_CONST ? 1 : 0;
    if (cond->args[at]->kind != ND_EXPR_CONST || cond->args[at]->value.is_null) return false;
    if (at == 0) out->compare = nd_compare_commuted(out->compare);
    out->expr = cond->args[1 - at];
    out->constant = cond->args[at];
    return true;
}

static bool is_int(enum nd_type_id type) { return type == ND_TYPE_INT2 || type == ND_TYPE_INT4 || type == ND_TYPE_INT8; }

/* x `fact` a implies x `goal` b, where a compares with b as `order` says. */
static bool follows(enum nd_compare fact, enum nd_compare goal, int order)
{
    bool is_strict = fact == ND_COMPARE_GT || fact == ND_COMPARE_LT;
    bool is_low = fact == ND_COMPARE_EQ || fact == ND_COMPARE_GE || fact == ND_COMPARE_GT;
    bool is_high = fact == ND_COMPARE_EQ || fact == ND_COMPARE_LE || fact == ND_COMPARE_LT;
    switch (goal) {
    case ND_COMPARE_EQ: return fact == ND_COMPARE_EQ && order == 0;
    case ND_COMPARE_GE: return is_low && order >= 0;
    case ND_COMPARE_GT: return is_low && (is_strict ? order >= 0 : order > 0);
    case ND_COMPARE_LE: return is_high && order <= 0;
    case ND_COMPARE_LT: return is_high && (is_strict ? order <= 0 : order < 0);
    case ND_COMPARE_NE: return (fact == ND_COMPARE_NE && order == 0) || (is_low && (is_strict ? order >= 0 : order > 0)) || (is_high && (is_strict ? order <= 0 : order < 0));
    default: return false;
    }
}

static bool bound_follows(const struct bound *fact, const struct bound *goal)
{
    enum nd_type_id a = fact->constant->type.id, b = goal->constant->type.id;
    if (!nd_expr_equal(fact->expr, goal->expr) || !(a == b || (is_int(a) && is_int(b)))) return false;
    struct nd_datum left = fact->constant->value, right = goal->constant->value;
    return follows(fact->compare, goal->compare, nd_datum_cmp(a == b ? a : ND_TYPE_INT8, &left, &right));
}

/* `cond` is not true where `expr` is NULL. */
static bool refuses_null(const struct nd_expr *cond, const struct nd_expr *expr, bool is_top)
{
    if (nd_expr_equal(cond, expr)) return true;
    switch (cond->kind) {
    case ND_EXPR_FUNC:
        if (cond->func->is_lax) return false;
        break;
    case ND_EXPR_CAST:
    case ND_EXPR_NOT: break;
    case ND_EXPR_IN: return refuses_null(cond->args[0], expr, false);
    case ND_EXPR_ARRAY_OP: return is_top && !cond->is_all && refuses_null(cond->args[0], expr, false); /* of nothing it is not NULL but false */
    case ND_EXPR_IS_NULL: return is_top && cond->is_not && refuses_null(cond->args[0], expr, false);
    default: return false;
    }
    for (size_t i = 0; i < cond->arg_count; i++)
        if (refuses_null(cond->args[i], expr, false)) return true;
    return false;
}

static bool is_true_test(const struct nd_expr *cond) { return cond->kind == ND_EXPR_IS_BOOL && cond->bool_test == 't' && !cond->is_not; }

/* x = 1, x IN (1, 2), as which x = ANY (ARRAY[1, 2]) is bound: x is one of these. NULLs are left out: nothing equals them. */
struct list {
    const struct nd_expr *expr;
    enum nd_type_id type;
    struct nd_datum items[IN_MAX];
    size_t count;
};

static bool take_list(const struct nd_expr *cond, struct list *out)
{
    struct bound bound;
    out->count = 0;
    if (take_bound(cond, &bound) && bound.compare == ND_COMPARE_EQ) {
        out->expr = bound.expr;
        out->type = bound.constant->type.id;
        out->items[out->count++] = bound.constant->value;
        return true;
    }
    if (cond->kind != ND_EXPR_IN || cond->is_not || cond->arg_count < 2 || cond->arg_count > IN_MAX) return false;
    out->expr = cond->args[0];
    out->type = cond->args[1]->type.id;
    for (size_t i = 1; i < cond->arg_count; i++) {
        if (cond->args[i]->kind != ND_EXPR_CONST || cond->args[i]->type.id != out->type) return false;
        if (!cond->args[i]->value.is_null) out->items[out->count++] = cond->args[i]->value;
    }
    return true;
}

static bool has_item(const struct list *list, enum nd_type_id type, const struct nd_datum *item)
{
    if (list->type != type && !(is_int(list->type) && is_int(type))) return false;
    for (size_t i = 0; i < list->count; i++)
        if (nd_datum_cmp(list->type == type ? type : ND_TYPE_INT8, &list->items[i], item) == 0) return true;
    return false;
}

static bool list_implies(const struct list *fact, const struct nd_expr *goal)
{
    struct list list;
    struct bound bound;
    if (take_list(goal, &list)) {
        if (!nd_expr_equal(fact->expr, list.expr)) return false;
        for (size_t i = 0; i < fact->count; i++)
            if (!has_item(&list, fact->type, &fact->items[i])) return false;
        return true;
    }
    if (!take_bound(goal, &bound)) return false;
    for (size_t i = 0; i < fact->count; i++) {
        const struct nd_expr item = {.kind = ND_EXPR_CONST, .type = {fact->type, -1}, .value = fact->items[i]};
        if (!bound_follows(&(struct bound){.expr = fact->expr, .constant = &item, .compare = ND_COMPARE_EQ}, &bound)) return false;
    }
    return true;
}

static bool implies(const struct nd_expr *fact, const struct nd_expr *goal);

static bool fact_implies(const struct nd_expr *fact, const struct nd_expr *goal)
{
    struct list list;
    struct bound a, b;
    if (nd_expr_equal(fact, goal)) return true;
    if (fact->kind == ND_EXPR_OR) {
        for (size_t i = 0; i < fact->arg_count; i++)
            if (!implies(fact->args[i], goal)) return false;
        return true;
    }
    if (is_true_test(fact)) return implies(fact->args[0], goal);
    if (is_true_test(goal)) return implies(fact, goal->args[0]);
    if (goal->kind == ND_EXPR_IS_NULL && goal->is_not && refuses_null(fact, goal->args[0], true)) return true;
    if (take_list(fact, &list)) return list_implies(&list, goal);
    return take_bound(fact, &a) && take_bound(goal, &b) && bound_follows(&a, &b);
}

static bool implies(const struct nd_expr *fact, const struct nd_expr *goal)
{
    if (goal->kind == ND_EXPR_CONST) return !goal->value.is_null && goal->value.b;
    if (goal->kind == ND_EXPR_AND) {
        for (size_t i = 0; i < goal->arg_count; i++)
            if (!implies(fact, goal->args[i])) return false;
        return true;
    }
    if (goal->kind == ND_EXPR_OR && fact->kind != ND_EXPR_OR)
        for (size_t i = 0; i < goal->arg_count; i++)
            if (implies(fact, goal->args[i])) return true;
    if (fact->kind == ND_EXPR_AND) {
        for (size_t i = 0; i < fact->arg_count; i++)
            if (implies(fact->args[i], goal)) return true;
        return nd_expr_equal(fact, goal);
    }
    return fact_implies(fact, goal);
}

bool nd_expr_implies(const struct nd_expr *fact, const struct nd_expr *goal)
{
    static const struct nd_expr nothing = {.kind = ND_EXPR_CONST, .type = {ND_TYPE_BOOL, -1}, .value = {.b = true}};
    return implies(fact == NULL ? &nothing : fact, goal);
}
