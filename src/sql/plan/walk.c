/* SPDX-License-Identifier: Apache-2.0 */
/* walk.c - every expression of a plan. */
#include "sql/plan/plan.h"

struct walk {
    void *arg;
    void (*visit)(void *arg, struct nd_expr **expr);
};

static void visit_one(const struct walk *walk, struct nd_expr **expr)
{
    if (*expr != NULL) walk->visit(walk->arg, expr);
}

static void visit_list(const struct walk *walk, struct nd_expr **exprs, size_t count)
{
    for (size_t i = 0; exprs != NULL && i < count; i++) visit_one(walk, &exprs[i]);
}

static void visit_agg(const struct walk *walk, struct nd_plan *plan)
{
    for (size_t i = 0; i < plan->agg.group_count; i++) visit_one(walk, &plan->agg.groups[i].expr);
    for (size_t i = 0; i < plan->agg.agg_count; i++) {
        visit_one(walk, &plan->agg.aggs[i].filter);
        visit_list(walk, plan->agg.aggs[i].args, plan->agg.aggs[i].arg_count);
        visit_list(walk, plan->agg.aggs[i].order, plan->agg.aggs[i].order_count);
    }
}

static void visit_window(const struct walk *walk, struct nd_window *window)
{
    visit_list(walk, window->partition, window->partition_count);
    visit_list(walk, window->order, window->order_count);
    visit_one(walk, &window->start);
    visit_one(walk, &window->end);
    visit_one(walk, &window->range_key);
    visit_one(walk, &window->range_start);
    visit_one(walk, &window->range_end);
    for (size_t i = 0; i < window->use_count; i++) {
        visit_list(walk, window->uses[i].args, window->uses[i].arg_count);
        visit_one(walk, &window->uses[i].filter);
    }
}

static void visit_scan(const struct walk *walk, struct nd_scan *scan)
{
    for (size_t i = 0; i < scan->eq_count; i++) visit_list(walk, scan->eq[i].values, scan->eq[i].count);
    visit_one(walk, &scan->lower);
    visit_one(walk, &scan->upper);
    visit_one(walk, &scan->filter);
    visit_one(walk, &scan->limit);
    visit_one(walk, &scan->offset);
}

static void visit_targets(const struct walk *walk, struct nd_target *targets, size_t count)
{
    for (size_t i = 0; i < count; i++) visit_one(walk, &targets[i].expr);
}

static void visit_node(const struct walk *walk, struct nd_plan *plan)
{
    switch (plan->kind) {
    case ND_PLAN_VALUES: visit_list(walk, plan->values.exprs, plan->values.rows * plan->width); break;
    case ND_PLAN_SET:
        for (size_t i = 0; i < plan->set.count; i++) visit_list(walk, plan->set.uses[i].args, plan->set.uses[i].arg_count);
        break;
    case ND_PLAN_SCAN: visit_scan(walk, &plan->scan); break;
    case ND_PLAN_FILTER: visit_one(walk, &plan->filter.cond); break;
    case ND_PLAN_PROJECT: visit_list(walk, plan->project.exprs, plan->width); break;
    case ND_PLAN_AGG: visit_agg(walk, plan); break;
    case ND_PLAN_WINDOW: visit_window(walk, plan->window.window); break;
    case ND_PLAN_SORT:
        visit_one(walk, &plan->sort.limit);
        visit_one(walk, &plan->sort.offset);
        break;
    case ND_PLAN_LIMIT:
        visit_one(walk, &plan->limit.limit);
        visit_one(walk, &plan->limit.offset);
        break;
    case ND_PLAN_LOCK:
        visit_one(walk, &plan->lock.limit);
        visit_one(walk, &plan->lock.offset);
        break;
    case ND_PLAN_JOIN:
        visit_one(walk, &plan->join.cond);
        visit_list(walk, plan->join.left_keys, plan->join.key_count);
        visit_list(walk, plan->join.right_keys, plan->join.key_count);
        visit_one(walk, &plan->join.rest);
        break;
    case ND_PLAN_INSERT:
        visit_list(walk, plan->insert.insert->values, plan->insert.insert->table->column_count);
        visit_targets(walk, plan->insert.insert->returning, plan->insert.insert->returning_count);
        break;
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE:
        visit_list(walk, plan->update.update->sets, plan->update.update->table->column_count);
        visit_targets(walk, plan->update.update->returning, plan->update.update->returning_count);
        break;
    case ND_PLAN_RESULT:
    case ND_PLAN_CTE:
    case ND_PLAN_DISTINCT:
    case ND_PLAN_SETOP: break;
    }
}

static void walk_plan(const struct walk *walk, struct nd_plan *plan)
{
    if (plan == NULL) return;
    visit_node(walk, plan);
    walk_plan(walk, plan->left);
    walk_plan(walk, plan->right);
}

void nd_plan_each_expr(struct nd_plan *plan, void *arg, void (*visit)(void *arg, struct nd_expr **expr))
{
    struct walk walk = {arg, visit};
    walk_plan(&walk, plan);
}
