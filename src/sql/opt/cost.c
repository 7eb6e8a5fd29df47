/* SPDX-License-Identifier: Apache-2.0 */
/* cost.c - rows and costs of the nodes of a plan, bottom up. */
#include <math.h>

#include "sql/opt/opt_int.h"

static double at_least_one(double rows) { return rows < 1 ? 1 : rows; }

double nd__cost_sort(double rows, double wanted)
{
    double deep = wanted >= 0 && wanted < rows ? wanted : rows;
    return rows * (ND__COST_COMPARE * log2(deep + 2) + ND__COST_BUILD);
}

double nd__cost_hash_join(double left_rows, double right_rows, double out_rows) { return left_rows * ND__COST_PROBE + right_rows * ND__COST_BUILD + out_rows * ND__COST_OUT; }

double nd__cost_merge_join(double left_rows, double right_rows, double out_rows) { return ND__COST_MERGE_SETUP + (left_rows + right_rows) * ND__COST_MERGE + out_rows * ND__COST_OUT; }

double nd__cost_spill(const struct nd_opt *opt, double held_bytes, double rows) { return held_bytes > opt->settings->work_mem_bytes ? rows * ND__COST_SPILL : 0; }

#define COLUMN_BYTES 9 /* that each value takes beside its text */
#define ROW_BYTES 24   /* its place in a hash table, or in the order */

double nd__plan_bytes(const struct nd_opt *opt, const struct nd_plan *plan)
{
    double bytes = ROW_BYTES;
    for (size_t i = 0; i < plan->width; i++) bytes += COLUMN_BYTES + nd__expr_width(opt, plan->vars[i]);
    return bytes;
}

double nd__cost_loop_join(double left_rows, double right_rows, double out_rows) { return left_rows * right_rows * ND__COST_PAIR + right_rows * ND__COST_BUILD + out_rows * ND__COST_OUT; }

static double const_rows(const struct nd_expr *expr, double otherwise)
{
    if (expr == NULL || expr->kind != ND_EXPR_CONST || expr->value.is_null) return otherwise;
    return (double)expr->value.i;
}

/* How many groups `count` expressions make of `rows` rows. */
static double group_rows(const struct nd_opt *opt, const struct nd_expr *const *exprs, size_t count, double rows)
{
    double groups = 1;
    for (size_t i = 0; i < count && groups < rows; i++) groups *= nd__distinct(opt, exprs[i], rows);
    return at_least_one(groups < rows ? groups : rows);
}

static void cost_agg(const struct nd_opt *opt, struct nd_plan *plan)
{
    double rows = plan->left->rows;
    const struct nd_expr **exprs = nd_arena_array(opt->arena, const struct nd_expr *, plan->agg.group_count + 1);
    for (size_t i = 0; i < plan->agg.group_count; i++) exprs[i] = plan->agg.groups[i].expr;
    plan->rows = plan->agg.group_count == 0 ? 1 : group_rows(opt, exprs, plan->agg.group_count, rows);
    plan->cost = plan->left->cost + rows * (ND__COST_GROUP + ND__COST_CONDITION * (double)plan->agg.agg_count);
    plan->startup = plan->cost;
    plan->cost += plan->rows * ND__COST_OUT;
}

static void cost_distinct(const struct nd_opt *opt, struct nd_plan *plan)
{
    size_t count = plan->distinct.key_count > 0 ? plan->distinct.key_count : plan->width;
    const struct nd_expr **exprs = nd_arena_array(opt->arena, const struct nd_expr *, count + 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t var = plan->distinct.key_count > 0 ? plan->distinct.keys[i] : plan->vars[i];
        exprs[i] = nd_expr_var(opt->arena, var, opt->tree->bound->vars[var].type);
    }
    plan->rows = group_rows(opt, exprs, count, plan->left->rows);
    plan->startup = plan->left->startup;
    plan->cost = plan->left->cost + plan->left->rows * ND__COST_GROUP;
}

static void cost_limit(struct nd_plan *plan)
{
    const struct nd_plan *left = plan->left;
    double skip = const_rows(plan->limit.offset, 0), most = const_rows(plan->limit.limit, left->rows), run = left->cost - left->startup;
    double read = skip + most < left->rows ? skip + most : left->rows;
    plan->rows = at_least_one(read - skip);
    plan->startup = left->startup + run * (skip < left->rows ? skip / left->rows : 1);
    plan->cost = left->startup + run * read / at_least_one(left->rows);
}

/* The rows of a join were estimated when its place was chosen; a join that had no choice is estimated here. */
static double join_rows(const struct nd_opt *opt, const struct nd_plan *plan)
{
    double left = plan->left->rows, right = plan->right->rows, share = nd__share(opt, plan->join.cond), pairs = left * right * share;
    switch (plan->join.kind) {
    case ND_JOIN_LEFT: return pairs < left ? left : pairs;
    case ND_JOIN_RIGHT: return pairs < right ? right : pairs;
    case ND_JOIN_FULL: return pairs < left + right ? left + right : pairs;
    default: return at_least_one(pairs);
    }
}

static void cost_join(const struct nd_opt *opt, struct nd_plan *plan)
{
    const struct nd_plan *left = plan->left, *right = plan->right;
    if (plan->rows == 0) plan->rows = at_least_one(join_rows(opt, plan));
    switch (plan->join.method) {
    case ND_JOIN_LOOKUP: /* the right's cost is that of one look-up */
        plan->startup = left->startup;
        plan->cost = left->cost + ND__COST_SEEK * ceil(left->rows / ND_SQL_BATCH_ROWS) + left->rows * right->cost + plan->rows * ND__COST_OUT;
        return;
    case ND_JOIN_HASH:
        plan->startup = left->startup + right->cost + right->rows * ND__COST_BUILD;
        plan->cost = left->cost + right->cost + nd__cost_hash_join(left->rows, right->rows, plan->rows);
        return;
    case ND_JOIN_MERGE:
        plan->startup = left->startup + right->startup;
        plan->cost = left->cost + right->cost + nd__cost_merge_join(left->rows, right->rows, plan->rows);
        return;
    case ND_JOIN_LOOP:
        plan->startup = left->startup + right->cost;
        plan->cost = left->cost + right->cost + nd__cost_loop_join(left->rows, right->rows, plan->rows);
        return;
    }
}

/* Rows that a call gives for each row of the child. */
static double set_rows(const struct nd_set_use *use)
{
    if (use->kind == ND_SET_VALUE) return 1;
    if (use->kind == ND_SET_ARRAY) return 10;
    double first = const_rows(use->args[0], -1), last = const_rows(use->args[1], -1), step = const_rows(use->args[2], -1);
    bool is_known = (use->type.id == ND_TYPE_INT4 || use->type.id == ND_TYPE_INT8) && first >= 0 && last >= first && step > 0;
    return is_known ? (last - first) / step + 1 : 1000;
}

void nd__opt_cost(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan->left != NULL) nd__opt_cost(opt, plan->left);
    if (plan->right != NULL) nd__opt_cost(opt, plan->right);
    const struct nd_plan *left = plan->left;
    double rows = left == NULL ? 1 : left->rows, cost = left == NULL ? 0 : left->cost;
    if (plan->kind != ND_PLAN_SCAN && plan->kind != ND_PLAN_JOIN) {
        plan->rows = rows;
        plan->startup = left == NULL ? 0 : left->startup;
        plan->cost = cost;
    }
    switch (plan->kind) {
    case ND_PLAN_SCAN: break; /* by access.c */
    case ND_PLAN_RESULT: plan->cost = ND__COST_CONDITION; break;
    case ND_PLAN_VALUES:
        plan->rows = (double)plan->values.rows;
        plan->cost = plan->rows * ND__COST_CONDITION;
        break;
    case ND_PLAN_CTE:
        plan->rows = plan->cte.cte->plan == NULL ? 1000 : at_least_one(plan->cte.cte->plan->rows);
        if (plan->cte.cte->step != NULL) plan->rows *= 10;
        plan->cost = plan->rows * ND__COST_CONDITION;
        break;
    case ND_PLAN_SET:
        plan->rows = rows * at_least_one(set_rows(&plan->set.uses[0]));
        plan->cost += plan->rows * ND__COST_CONDITION;
        break;
    case ND_PLAN_FILTER:
        plan->rows = at_least_one(rows * nd__share(opt, plan->filter.cond));
        plan->cost += rows * ND__COST_CONDITION;
        break;
    case ND_PLAN_PROJECT: plan->cost += rows * ND__COST_CONDITION; break;
    case ND_PLAN_AGG: cost_agg(opt, plan); break;
    case ND_PLAN_DISTINCT: cost_distinct(opt, plan); break;
    case ND_PLAN_SORT: {
        double wanted = plan->sort.limit == NULL ? -1 : const_rows(plan->sort.limit, rows) + const_rows(plan->sort.offset, 0);
        plan->cost += nd__cost_sort(rows, wanted);
        plan->startup = plan->cost;
        break;
    }
    case ND_PLAN_LOCK: plan->cost += rows * ND__COST_CONDITION; break;
    case ND_PLAN_LIMIT: cost_limit(plan); break;
    case ND_PLAN_SETOP:
        plan->rows = rows + plan->right->rows;
        plan->cost += plan->right->cost;
        if (plan->setop.op != ND_SETOP_UNION) plan->rows = rows;
        break;
    case ND_PLAN_JOIN: cost_join(opt, plan); break;
    default: plan->cost += rows * ND__COST_GET; break;
    }
}
