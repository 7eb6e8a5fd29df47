/* SPDX-License-Identifier: Apache-2.0 */
/* order.c - sorts that an index makes needless, where that is cheaper; top-k; limits handed to scans. */
#include "sql/opt/opt_int.h"
#include "sql/types/key_codec.h"

#define LIMIT_SHARE 0.1 /* of the rows, taken for a limit that is not known yet */

static const struct nd_scan *scan_below(const struct nd_plan *plan)
{
    while (plan != NULL && plan->kind != ND_PLAN_SCAN) plan = plan->left;
    return plan == NULL ? NULL : &plan->scan;
}

/* The scan below whose order reaches this node unchanged; NULL: none. The keys are turned into those of the scan. *once_out: each of
 * its rows comes once, or not at all. */
static struct nd_plan *ordered_scan(struct nd_plan *plan, struct nd_plan_sort *keys, size_t key_count, bool *once_out)
{
    const struct nd_scan *scan = scan_below(plan);
    *once_out = true;
    for (; plan != NULL && plan->kind != ND_PLAN_SCAN; plan = plan->left) {
        if (plan->kind != ND_PLAN_PROJECT && plan->kind != ND_PLAN_FILTER && !nd__keeps_left_order(plan)) return NULL;
        if (plan->kind == ND_PLAN_JOIN && plan->join.kind != ND_JOIN_SEMI && plan->join.kind != ND_JOIN_ANTI) *once_out = false;
        for (size_t i = 0; plan->kind == ND_PLAN_PROJECT && i < plan->width; i++) {
            uint32_t var = plan->project.exprs[i]->var, column;
            if (plan->project.exprs[i]->kind != ND_EXPR_VAR) {
                if (scan == NULL || !nd__match_virtual(scan, plan->project.exprs[i], &column)) continue;
                var = scan->first_var + column;
            }
            for (size_t k = 0; k < key_count; k++)
                if (keys[k].var == plan->vars[i]) keys[k].var = var;
        }
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
    if (nd__plan_is_sorted(opt, sort->left, sort->sort.keys, count)) return sort->left;
    struct nd_plan_sort *keys = nd_arena_array(opt->arena, struct nd_plan_sort, count + 1);
    memcpy(keys, sort->sort.keys, sizeof *keys * count);
    bool is_once;
    struct nd_plan *scan = ordered_scan(sort->left, keys, count, &is_once);
    if (scan == NULL) return sort;
    double rows = sort->left->rows, wanted = wanted_rows(limit, rows), of_scan = wanted < 0 ? -1 : wanted * scan->rows / rows, ordered;
    double sorted = scan->cost + nd__cost_sort(rows, wanted) + (opt->settings->has_sort ? 0 : ND__COST_OFF);
    struct nd_plan before = *scan;
    if (!nd__opt_ordered_access(opt, scan, keys, count, is_once, of_scan, &ordered)) return sort;
    if (ordered <= sorted) return sort->left;
    *scan = before;
    return sort;
}

static struct nd_expr *is_not_null(struct nd_opt *opt, const struct nd_expr *arg)
{
    struct nd_expr *expr = nd_expr_new(opt->arena, ND_EXPR_IS_NULL, ND_TYPE(ND_TYPE_BOOL), 1);
    expr->args[0] = nd_expr_copy(opt->arena, arg);
    expr->is_not = true;
    nd_expr_fix_depth(expr);
    return expr;
}

/* min() and max() of a column that an index has in order: its first row that is not NULL, where that is cheaper. */
static void order_extreme(struct nd_opt *opt, struct nd_plan *agg)
{
    const struct nd_agg_use *use = &agg->agg.aggs[0];
    struct nd_plan *scan = agg->left;
    if (agg->agg.group_count > 0 || agg->agg.agg_count != 1 || use->filter != NULL || use->arg_count != 1) return;
    bool is_max = strcmp(use->name, "max") == 0;
    if (!is_max && strcmp(use->name, "min") != 0) return;
    if (scan->kind != ND_PLAN_SCAN || scan->scan.table->sys != NULL) return;
    struct nd_plan before = *scan;
    uint32_t var = use->args[0]->var, column;
    if (use->args[0]->kind != ND_EXPR_VAR) {
        if (!nd__match_virtual(&scan->scan, use->args[0], &column)) return;
        var = scan->scan.first_var + column;
    }
    struct nd_plan_sort key = {.var = var, .flags = is_max ? ND_KEY_DESC | ND_KEY_NULLS_FIRST : ND_KEY_ASC};
    double cost;
    bool may_be_null = var < scan->scan.first_var || var >= scan->scan.first_var + scan->scan.table->column_count ||
                       !scan->scan.table->columns[var - scan->scan.first_var].is_not_null;
    if (may_be_null) scan->scan.filter = scan->scan.filter == NULL ? is_not_null(opt, use->args[0]) : nd_expr_and(opt->arena, scan->scan.filter, is_not_null(opt, use->args[0]));
    if (!nd__opt_ordered_access(opt, scan, &key, 1, true, 1, &cost) || cost >= before.cost) {
        *scan = before;
        return;
    }
    scan->scan.limit = nd_expr_const(opt->arena, ND_TYPE(ND_TYPE_INT8), nd_datum_i64(1));
    scan->scan.offset = NULL;
    scan->rows = 1;
    scan->cost = cost;
}

static bool has_subquery(const struct nd_expr *expr)
{
    if (expr == NULL) return false;
    bool found = expr->kind == ND_EXPR_SUBQUERY;
    for (size_t i = 0; i < expr->arg_count && !found; i++) found = has_subquery(expr->args[i]);
    return found;
}

static struct nd_expr *copy_of(struct nd_opt *opt, const struct nd_expr *expr) { return expr == NULL ? NULL : nd_expr_copy(opt->arena, expr); }

/* One aggregate of several, over a scan of its own. What becomes of the index's keys is chosen anew. */
static struct nd_plan *take_one(struct nd_opt *opt, const struct nd_plan *agg, size_t at)
{
    struct nd_plan *scan = nd_arena_new(opt->arena, struct nd_plan), *one = nd_arena_new(opt->arena, struct nd_plan);
    *scan = *agg->left;
    scan->vars = nd_arena_array(opt->arena, uint32_t, scan->width + 1);
    scan->scan.columns = nd_arena_array(opt->arena, uint32_t, scan->width + 1);
    for (size_t i = 0; i < scan->width; i++) {
        scan->vars[i] = agg->left->vars[i];
        scan->scan.columns[i] = agg->left->scan.columns[i];
    }
    scan->scan.filter = copy_of(opt, scan->scan.filter);
    scan->scan.cond = copy_of(opt, scan->scan.cond);
    scan->scan.implied = copy_of(opt, scan->scan.implied);
    *one = *agg;
    one->left = scan;
    one->width = 1;
    one->vars = nd_arena_array(opt->arena, uint32_t, 2);
    one->vars[0] = agg->vars[at];
    one->agg.aggs = &agg->agg.aggs[at];
    one->agg.agg_count = 1;
    struct nd_varset needed = nd__varset_new(opt);
    nd__varset_add(needed, one->vars[0]);
    /* which columns it reads decides which index will do; what the index at hand answers would have to be read by another */
    if (scan->scan.cond == NULL) nd__opt_prune(opt, one, needed);
    return one;
}

/* min(x), max(x), ...: each from an end of an index, side by side, where that is cheaper than one scan for all. */
static struct nd_plan *part_extremes(struct nd_opt *opt, struct nd_plan *agg)
{
    const struct nd_plan *scan = agg->left;
    if (agg->agg.group_count > 0 || agg->agg.agg_count < 2 || agg->width != agg->agg.agg_count || scan->kind != ND_PLAN_SCAN || has_subquery(scan->scan.filter)) return agg;
    for (size_t i = 0; i < agg->agg.agg_count; i++)
        if (strcmp(agg->agg.aggs[i].name, "min") != 0 && strcmp(agg->agg.aggs[i].name, "max") != 0) return agg;
    struct nd_plan *all = NULL;
    double cost = 0;
    for (size_t i = 0; i < agg->agg.agg_count; i++) {
        struct nd_plan *one = take_one(opt, agg, i);
        order_extreme(opt, one);
        if (one->left->scan.limit == NULL) return agg;
        cost += one->left->cost;
        if (all == NULL) {
            all = one;
            continue;
        }
        struct nd_plan *join = nd_plan_new(opt->arena, ND_PLAN_JOIN, all, one, all->width + 1);
        memcpy(join->vars, all->vars, sizeof *all->vars * all->width);
        join->vars[all->width] = one->vars[0];
        join->join.kind = ND_JOIN_INNER;
        join->join.method = ND_JOIN_LOOP;
        join->rows = 1;
        all = join;
    }
    return cost < scan->cost ? all : agg;
}

static bool skips(const struct nd_plan *lock)
{
    for (size_t i = 0; i < lock->lock.count; i++)
        if (lock->lock.items[i].is_skip && !lock->lock.items[i].is_nowait) return true;
    return false;
}

/* A limit above a scan, with nothing between that drops rows. */
static void hand_limit(struct nd_plan *limit)
{
    struct nd_plan *plan = limit->left;
    if (plan->kind == ND_PLAN_LOCK) {
        if (limit->limit.ties != NULL) return;
        plan->lock.limit = limit->limit.limit;
        plan->lock.offset = limit->limit.offset;
        if (skips(plan)) return; /* rows that others have locked: others are wanted instead */
        plan = plan->left;
    }
    while (plan->kind == ND_PLAN_PROJECT) plan = plan->left;
    if (plan->kind != ND_PLAN_SCAN || limit->limit.limit == NULL || limit->limit.ties != NULL) return;
    plan->scan.limit = limit->limit.limit;
    plan->scan.offset = limit->limit.offset;
}

struct nd_plan *nd__opt_order(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return NULL;
    bool is_limit = plan->kind == ND_PLAN_LIMIT && plan->limit.limit != NULL;
    struct nd_plan **below = is_limit && plan->left->kind == ND_PLAN_LOCK ? &plan->left->left : &plan->left;
    if (is_limit && (*below)->kind == ND_PLAN_SORT) {
        struct nd_plan *sort = *below;
        sort->left = nd__opt_order(opt, sort->left);
        *below = order_sort(opt, sort, plan);
        if (*below == sort && !(plan->left->kind == ND_PLAN_LOCK && skips(plan->left)) && plan->limit.ties == NULL) { /* still sorted: keep the first rows only */
            sort->sort.limit = plan->limit.limit;
            sort->sort.offset = plan->limit.offset;
        }
        hand_limit(plan);
        return plan;
    }
    plan->left = nd__opt_order(opt, plan->left);
    plan->right = nd__opt_order(opt, plan->right);
    if (plan->kind == ND_PLAN_SORT) return order_sort(opt, plan, NULL);
    if (plan->kind == ND_PLAN_AGG && plan->agg.agg_count > 1) return part_extremes(opt, plan);
    if (plan->kind == ND_PLAN_AGG) order_extreme(opt, plan);
    if (is_limit) hand_limit(plan);
    return plan;
}
