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
    case ND_EXPR_IS_NULL: return is_top && cond->is_not && refuses_null(cond->args[0], expr, false);
    default: return false;
    }
    for (size_t i = 0; i < cond->arg_count; i++)
        if (refuses_null(cond->args[i], expr, false)) return true;
    return false;
}

static bool is_true_test(const struct nd_expr *cond) { return cond->kind == ND_EXPR_IS_BOOL && cond->bool_test == 't' && !cond->is_not; }

static bool implies(const struct nd_expr *fact, const struct nd_expr *goal);

/* x IN (1, 2) is a number of equalities, one of which holds. */
static bool in_implies(const struct nd_expr *in, const struct nd_expr *goal)
{
    struct bound its = {.expr = in->args[0], .compare = ND_COMPARE_EQ}, wanted;
    if (in->is_not || in->arg_count > IN_MAX) return false;
    for (size_t i = 1; i < in->arg_count; i++) {
        its.constant = in->args[i];
        if (its.constant->kind != ND_EXPR_CONST) return false;
        if (its.constant->value.is_null) continue; /* never true */
        bool is_found = take_bound(goal, &wanted) && bound_follows(&its, &wanted);
        if (goal->kind == ND_EXPR_IN && !goal->is_not && goal->arg_count <= IN_MAX)
            for (size_t k = 1; k < goal->arg_count && !is_found; k++) {
                wanted = (struct bound){.expr = goal->args[0], .constant = goal->args[k], .compare = ND_COMPARE_EQ};
                is_found = goal->args[k]->kind == ND_EXPR_CONST && !goal->args[k]->value.is_null && bound_follows(&its, &wanted);
            }
        if (!is_found) return false;
    }
    return true;
}

static bool fact_implies(const struct nd_expr *fact, const struct nd_expr *goal)
{
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
    if (fact->kind == ND_EXPR_IN && in_implies(fact, goal)) return true;
    if (!take_bound(fact, &a)) return false;
    if (goal->kind == ND_EXPR_IN && !goal->is_not && goal->arg_count <= IN_MAX) {
        b = (struct bound){.expr = goal->args[0], .compare = ND_COMPARE_EQ};
        for (size_t i = 1; i < goal->arg_count; i++) {
            b.constant = goal->args[i];
            if (b.constant->kind == ND_EXPR_CONST && !b.constant->value.is_null && bound_follows(&a, &b)) return true;
        }
    }
    return take_bound(goal, &b) && bound_follows(&a, &b);
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
