/* SPDX-License-Identifier: Apache-2.0 */
/* factor.c - conjuncts that all arms of an OR share move out of it: (a AND b) OR (a AND c) is a AND (b OR c).
 * So a join of TPC-H's Q19 has its equality. */
#include "sql/opt/opt_int.h"

static bool holds(struct nd_expr *const *list, size_t count, const struct nd_expr *expr)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] != NULL && nd_expr_equal(list[i], expr)) return true;
    return false;
}

struct arm {
    struct nd_expr **list;
    size_t count;
};

static bool is_shared(const struct arm *arms, size_t count, const struct nd_expr *expr)
{
    for (size_t i = 1; i < count; i++)
        if (!holds(arms[i].list, arms[i].count, expr)) return false;
    return true;
}

static void drop(struct arm *arm, const struct nd_expr *expr)
{
    size_t kept = 0;
    for (size_t i = 0; i < arm->count; i++)
        if (!nd_expr_equal(arm->list[i], expr)) arm->list[kept++] = arm->list[i];
    arm->count = kept;
}

static struct nd_expr *factor_or(struct nd_opt *opt, struct nd_expr *expr)
{
    size_t count = expr->arg_count, shared_count = 0;
    struct arm *arms = nd_arena_array(opt->arena, struct arm, count + 1);
    for (size_t i = 0; i < count; i++) {
        arms[i].list = nd_arena_array(opt->arena, struct nd_expr *, nd_expr_count_conjuncts(expr->args[i]) + 1);
        arms[i].count = nd_expr_conjuncts(expr->args[i], arms[i].list);
    }
    struct nd_expr **shared = nd_arena_array(opt->arena, struct nd_expr *, arms[0].count + 2);
    for (size_t i = 0; i < arms[0].count; i++)
        if (nd_expr_volatility(arms[0].list[i]) != ND_VOLATILE && !holds(shared, shared_count, arms[0].list[i]) && is_shared(arms, count, arms[0].list[i]))
            shared[shared_count++] = arms[0].list[i];
    if (shared_count == 0) return expr;
    struct nd_expr *rest = nd_expr_new(opt->arena, ND_EXPR_OR, expr->type, count);
    bool is_needed = true; /* an arm of shared conjuncts alone makes the rest true */
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < shared_count; k++) drop(&arms[i], shared[k]);
        is_needed = is_needed && arms[i].count > 0;
        rest->args[i] = nd__join_conjuncts(opt, arms[i].list, arms[i].count);
    }
    if (is_needed) {
        nd_expr_fix_depth(rest);
        shared[shared_count++] = rest;
    }
    return nd__join_conjuncts(opt, shared, shared_count);
}

static struct nd_expr *factor(struct nd_opt *opt, struct nd_expr *cond)
{
    size_t count = nd_expr_count_conjuncts(cond);
    struct nd_expr **list = nd_arena_array(opt->arena, struct nd_expr *, count + 1);
    (void)nd_expr_conjuncts(cond, list);
    for (size_t i = 0; i < count; i++)
        if (list[i]->kind == ND_EXPR_OR) list[i] = factor_or(opt, list[i]);
    return nd__join_conjuncts(opt, list, count);
}

void nd__opt_factor(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return;
    nd__opt_factor(opt, plan->left);
    nd__opt_factor(opt, plan->right);
    if (plan->kind == ND_PLAN_FILTER) plan->filter.cond = factor(opt, plan->filter.cond);
    if (plan->kind == ND_PLAN_JOIN && plan->join.cond != NULL) plan->join.cond = factor(opt, plan->join.cond);
}
