/* SPDX-License-Identifier: Apache-2.0 */
/* shard.c - which conditions, columns and aggregates shards see to while they scan (sql/shard). */
#include "sql/opt/opt_int.h"
#include "sql/shard/program.h"

#define GROUPS_FEW 1000   /* as many partial groups always pay */
#define ROWS_PER_GROUP 20 /* ... or where they stand for so many rows each */

static bool has_types(const struct nd_scan *scan, const struct nd_plan *plan)
{
    for (size_t i = 0; i < plan->width; i++)
        if (!nd_shard_has_type(scan->table->columns[scan->columns[i]].type.id)) return false;
    const struct nd_index *indexes[] = {scan->index, &scan->table->indexes[0]};
    for (size_t n = 0; n < ND_ARRAY_LEN(indexes); n++)
        for (size_t i = 0; i < indexes[n]->column_count; i++)
            if (!nd_shard_has_type(scan->table->columns[indexes[n]->columns[i].column].type.id)) return false;
    for (size_t i = 0; i < scan->index->included_count; i++)
        if (!nd_shard_has_type(scan->table->columns[scan->index->included[i]].type.id)) return false;
    return true;
}

static bool is_eligible(const struct nd_plan *plan)
{
    const struct nd_scan *scan = &plan->scan;
    if (scan->table->sys != NULL || scan->is_point || scan->is_lookup || scan->is_merged) return false;
    return (scan->index->is_primary || scan->is_index_only) && has_types(scan, plan);
}

static double rows_read(const struct nd_opt *opt, const struct nd_plan *plan)
{
    const struct nd_scan *scan = &plan->scan;
    bool is_whole = scan->eq_count == 0 && scan->lower == NULL && scan->upper == NULL;
    if (is_whole) return nd__opt_table_rows(scan->table);
    double share = scan->filter == NULL ? 1 : nd__share(opt, scan->filter);
    return plan->rows / (share < 1e-6 ? 1e-6 : share);
}

/* The columns that a condition evaluated here reads must travel. */
static void need_columns(void *arg, uint32_t var)
{
    struct nd_scan *scan = arg;
    if (var >= scan->first_var && var < scan->first_var + scan->table->column_count) scan->is_needed[var - scan->first_var] = true;
}

static void split_filter(struct nd_opt *opt, struct nd_scan *scan)
{
    if (scan->filter == NULL) return;
    size_t count = nd_expr_count_conjuncts(scan->filter);
    struct nd__conds all = nd__conds_new(opt, count), there = nd__conds_new(opt, count), here = nd__conds_new(opt, count);
    all.count = nd_expr_conjuncts(scan->filter, all.list);
    for (size_t i = 0; i < all.count; i++) nd__conds_add(nd_shard_expr_is_fine(all.list[i]) ? &there : &here, all.list[i]);
    scan->shard_filter = nd__join_conjuncts(opt, there.list, there.count);
    scan->rest = nd__join_conjuncts(opt, here.list, here.count);
    if (scan->rest != NULL) nd_expr_each_var(scan->rest, scan, need_columns);
}

static void mark_scan(struct nd_opt *opt, struct nd_plan *plan)
{
    struct nd_scan *scan = &plan->scan;
    double least = opt->settings->shard_scan_rows;
    if (!is_eligible(plan) || least < 0) return;
    scan->at_shard = true;
    bool is_short = scan->limit != NULL && scan->filter == NULL;
    scan->is_large = !is_short && rows_read(opt, plan) > least;
    split_filter(opt, scan);
}

static bool agg_is_fine(const struct nd_agg_use *use)
{
    if (use->is_distinct || use->order_count > 0 || use->arg_count > 1 || !nd_shard_agg_is_fine(use->agg)) return false;
    if (use->arg_count == 1 && !nd_shard_expr_is_fine(use->args[0])) return false;
    return use->filter == NULL || nd_shard_expr_is_fine(use->filter);
}

static void mark_agg(struct nd_plan *plan)
{
    const struct nd_scan *scan = &plan->left->scan;
    if (plan->left->kind != ND_PLAN_SCAN || !scan->at_shard || scan->rest != NULL || scan->limit != NULL || plan->agg.always_count > 0) return;
    if (plan->agg.agg_count > ND_PROGRAM_AGGS_MAX || plan->agg.group_count > ND_PROGRAM_AGGS_MAX) return;
    if (plan->rows > GROUPS_FEW && plan->rows * ROWS_PER_GROUP > plan->left->rows) return;
    for (size_t i = 0; i < plan->agg.group_count; i++)
        if (!nd_shard_expr_is_fine(plan->agg.groups[i].expr)) return;
    for (size_t i = 0; i < plan->agg.agg_count; i++)
        if (!agg_is_fine(&plan->agg.aggs[i])) return;
    plan->agg.is_partial = true;
}

/* Rows of the left side that find no partner are dropped, by this join; and joins in between drop or widen them, no more. */
static bool drops_left(const struct nd_plan *join) { return join->join.kind == ND_JOIN_INNER || join->join.kind == ND_JOIN_SEMI || join->join.kind == ND_JOIN_RIGHT; }

static struct nd_plan *leftmost_scan(struct nd_plan *plan)
{
    while (plan->kind == ND_PLAN_JOIN) {
        bool has_errors = plan->join.rest != NULL || plan->join.lateral_count > 0; /* of rows that would not come there any more */
        if (has_errors || plan->join.kind == ND_JOIN_RIGHT || plan->join.kind == ND_JOIN_FULL) return NULL;
        plan = plan->left;
    }
    return plan->kind == ND_PLAN_SCAN && plan->scan.rest == NULL ? plan : NULL;
}

static bool is_within(const struct nd_expr *expr, size_t width)
{
    if (expr->kind == ND_EXPR_VAR) return expr->slot < width; /* the left side's columns come first, so they are the scan's */
    for (size_t i = 0; i < expr->arg_count; i++)
        if (!is_within(expr->args[i], width)) return false;
    return true;
}

/* The right side is built before the scan below the left one begins, which may then leave rows out. */
static void mark_join(struct nd_plan *plan)
{
    if (plan->join.method != ND_JOIN_HASH || plan->join.key_count == 0 || plan->join.lateral_count > 0 || !drops_left(plan)) return;
    struct nd_plan *scan = leftmost_scan(plan->left);
    bool pays = plan->rows * 2 < plan->left->rows && plan->right->rows <= ND_BLOOM_KEYS_MAX;
    if (scan == NULL || !scan->scan.at_shard || !scan->scan.is_large || scan->scan.bloom_count == ND_SCAN_BLOOMS_MAX || !pays) return;
    for (size_t i = 0; i < plan->join.key_count; i++)
        if (!nd_shard_expr_is_fine(plan->join.left_keys[i]) || !is_within(plan->join.left_keys[i], scan->width)) return;
    scan->scan.blooms[scan->scan.bloom_count++] = plan;
}

void nd__opt_shard(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan->left != NULL) nd__opt_shard(opt, plan->left);
    if (plan->right != NULL) nd__opt_shard(opt, plan->right);
    if (plan->kind == ND_PLAN_SCAN) mark_scan(opt, plan);
    if (plan->kind == ND_PLAN_AGG) mark_agg(plan);
    if (plan->kind == ND_PLAN_JOIN) mark_join(plan);
}
