/* SPDX-License-Identifier: Apache-2.0 */
/* order.c - sorts that an index makes needless, where that is cheaper; top-k; limits handed to scans. */
#include "sql/opt/opt_int.h"

#define LIMIT_SHARE 0.1 /* of the rows, taken for a limit that is not known yet */

/* Joins that hand on the order of their left side. */
static bool keeps_left_order(const struct nd_plan *plan)
{
    if (plan->kind != ND_PLAN_JOIN || plan->join.lateral_count > 0 || plan->join.method == ND_JOIN_HASH) return false;
    return plan->join.kind != ND_JOIN_RIGHT && plan->join.kind != ND_JOIN_FULL;
}

/* The scan below whose order reaches this node unchanged; NULL: none. The keys are turned into those of the scan. */
static struct nd_plan *ordered_scan(struct nd_plan *plan, struct nd_plan_sort *keys, size_t key_count)
{
    for (; plan != NULL && plan->kind != ND_PLAN_SCAN; plan = plan->left) {
        if (plan->kind != ND_PLAN_PROJECT && plan->kind != ND_PLAN_FILTER && !keeps_left_order(plan)) return NULL;
        for (size_t i = 0; plan->kind == ND_PLAN_PROJECT && i < plan->width; i++)
            for (size_t k = 0; plan->project.exprs[i]->kind == ND_EXPR_VAR && k < key_count; k++)
                if (keys[k].var == plan->vars[i]) keys[k].var = plan->project.exprs[i]->var;
    }
    return plan != NULL && plan->scan.table->sys == NULL ? plan : NULL;
}

static double const_rows(const struct nd_expr *expr, double otherwise)
{
    if (expr == NULL || expr->kind != ND_EXPR_CONST || expr->value.is_null) return otherwise;
    return (double)expr->value.i;
}

/* Rows that are read of `rows` under a limit; < 0: all. */
static double wanted_rows(const struct nd_plan *limit, double rows)
{
    if (limit == NULL || limit->limit.limit == NULL) return -1;
    return const_rows(limit->limit.limit, rows * LIMIT_SHARE) + const_rows(limit->limit.offset, 0);
}

/* The input in the order of an index where that costs less than sorting it. */
static struct nd_plan *order_sort(struct nd_opt *opt, struct nd_plan *sort, const struct nd_plan *limit)
{
    size_t count = sort->sort.key_count;
    struct nd_plan_sort *keys = nd_arena_array(opt->arena, struct nd_plan_sort, count + 1);
    memcpy(keys, sort->sort.keys, sizeof *keys * count);
    struct nd_plan *scan = ordered_scan(sort->left, keys, count);
    if (scan == NULL) return sort;
    double rows = sort->left->rows, wanted = wanted_rows(limit, rows), of_scan = wanted < 0 ? -1 : wanted * scan->rows / rows, ordered;
    double sorted = scan->cost + nd__cost_sort(rows, wanted) + (opt->settings->has_sort ? 0 : ND__COST_OFF);
    struct nd_plan before = *scan;
    if (!nd__opt_ordered_access(opt, scan, keys, count, of_scan, &ordered)) return sort;
    if (ordered <= sorted) return sort->left;
    *scan = before;
    return sort;
}

/* A limit above a scan, with nothing between that drops rows. */
static void hand_limit(struct nd_plan *limit)
{
    struct nd_plan *plan = limit->left;
    while (plan->kind == ND_PLAN_PROJECT) plan = plan->left;
    if (plan->kind != ND_PLAN_SCAN || limit->limit.limit == NULL) return;
    plan->scan.limit = limit->limit.limit;
    plan->scan.offset = limit->limit.offset;
}

struct nd_plan *nd__opt_order(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return NULL;
    bool is_limit = plan->kind == ND_PLAN_LIMIT && plan->limit.limit != NULL;
    if (is_limit && plan->left->kind == ND_PLAN_SORT) {
        struct nd_plan *sort = plan->left;
        sort->left = nd__opt_order(opt, sort->left);
        plan->left = order_sort(opt, sort, plan);
        if (plan->left == sort) { /* still sorted: keep the first rows only */
            sort->sort.limit = plan->limit.limit;
            sort->sort.offset = plan->limit.offset;
        }
        hand_limit(plan);
        return plan;
    }
    plan->left = nd__opt_order(opt, plan->left);
    plan->right = nd__opt_order(opt, plan->right);
    if (plan->kind == ND_PLAN_SORT) return order_sort(opt, plan, NULL);
    if (is_limit) hand_limit(plan);
    return plan;
}
