/* SPDX-License-Identifier: Apache-2.0 */
/* opt.c - the order of the rules; sets of variables; folding. */
#include "sql/opt/opt_int.h"

#define NEW_VARS_MAX 4 /* for each subquery that becomes a join, on average */

struct nd_varset nd__varset_new(struct nd_opt *opt)
{
    return (struct nd_varset){nd_arena_array(opt->arena, uint64_t, opt->var_count / 64 + 1)};
}

static void add_var(void *arg, uint32_t var) { nd__varset_add(*(struct nd_varset *)arg, var); }

void nd__varset_add_expr(struct nd_varset set, const struct nd_expr *expr)
{
    if (expr != NULL) nd_expr_each_var(expr, &set, add_var);
}

struct nd_varset nd__varset_of_plan(struct nd_opt *opt, const struct nd_plan *plan)
{
    struct nd_varset set = nd__varset_new(opt);
    for (size_t i = 0; i < plan->width; i++) nd__varset_add(set, plan->vars[i]);
    return set;
}

struct within_check {
    struct nd_varset set;
    bool is_within;
};

static void check_var(void *arg, uint32_t var)
{
    struct within_check *check = arg;
    if (!nd__varset_has(check->set, var)) check->is_within = false;
}

bool nd__expr_is_within(const struct nd_expr *expr, struct nd_varset set)
{
    struct within_check check = {set, true};
    nd_expr_each_var(expr, &check, check_var);
    return check.is_within;
}

struct nd_expr *nd__join_conjuncts(struct nd_opt *opt, struct nd_expr *const *list, size_t count)
{
    if (count == 0) return NULL;
    if (count == 1) return list[0];
    struct nd_expr *expr = nd_expr_new(opt->arena, ND_EXPR_AND, (struct nd_type){ND_TYPE_BOOL, -1}, count);
    for (size_t i = 0; i < count; i++) expr->args[i] = list[i];
    nd_expr_fix_depth(expr);
    return expr;
}

/* ---- folding ------------------------------------------------------------------------------------------ */

static void fold(struct nd_opt *opt, struct nd_expr **expr)
{
    if (*expr != NULL) *expr = nd_expr_fold(opt->eval, opt->arena, *expr);
}

static bool is_true(const struct nd_expr *expr)
{
    return expr != NULL && expr->kind == ND_EXPR_CONST && !expr->value.is_null && expr->value.b;
}

void nd__opt_fold(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return;
    nd__opt_fold(opt, plan->left);
    nd__opt_fold(opt, plan->right);
    switch (plan->kind) {
    case ND_PLAN_SCAN: /* so that they look like what the query says of them */
        for (size_t i = 0; plan->scan.virtuals != NULL && i < plan->scan.table->column_count; i++) fold(opt, &plan->scan.virtuals[i]);
        break;
    case ND_PLAN_VALUES:
        for (size_t i = 0; i < plan->values.rows * plan->width; i++) fold(opt, &plan->values.exprs[i]);
        break;
    case ND_PLAN_SET:
        for (size_t i = 0; i < plan->set.count; i++)
            for (size_t k = 0; k < plan->set.uses[i].arg_count; k++) fold(opt, &plan->set.uses[i].args[k]);
        break;
    case ND_PLAN_FILTER: fold(opt, &plan->filter.cond); break;
    case ND_PLAN_PROJECT:
        for (size_t i = 0; i < plan->width; i++) fold(opt, &plan->project.exprs[i]);
        break;
    case ND_PLAN_AGG:
        for (size_t i = 0; i < plan->agg.group_count; i++) fold(opt, &plan->agg.groups[i].expr);
        for (size_t i = 0; i < plan->agg.agg_count; i++) {
            fold(opt, &plan->agg.aggs[i].filter);
            for (size_t k = 0; k < plan->agg.aggs[i].arg_count; k++) fold(opt, &plan->agg.aggs[i].args[k]);
        }
        break;
    case ND_PLAN_LIMIT:
        fold(opt, &plan->limit.limit);
        fold(opt, &plan->limit.offset);
        break;
    case ND_PLAN_JOIN:
        fold(opt, &plan->join.cond);
        if (is_true(plan->join.cond)) plan->join.cond = NULL;
        break;
    case ND_PLAN_INSERT:
        for (size_t i = 0; i < plan->insert.insert->table->column_count; i++)
            fold(opt, &plan->insert.insert->values[i]);
        for (size_t i = 0; i < plan->insert.insert->returning_count; i++)
            fold(opt, &plan->insert.insert->returning[i].expr);
        break;
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE:
        for (size_t i = 0; plan->update.update->sets != NULL && i < plan->update.update->table->column_count; i++)
            fold(opt, &plan->update.update->sets[i]);
        for (size_t i = 0; i < plan->update.update->returning_count; i++)
            fold(opt, &plan->update.update->returning[i].expr);
        break;
    default: break;
    }
}

/* ---- all rules ------------------------------------------------------------------------------------------- */

const struct nd_opt_settings nd_opt_defaults = {
    .has_hashjoin = true,
    .has_nestloop = true,
    .has_mergejoin = true,
    .has_seqscan = true,
    .has_indexscan = true,
    .has_indexonlyscan = true,
    .has_sort = true,
    .has_hashagg = true,
    .work_mem_bytes = 64 << 20,
    .join_collapse_limit = 8,
    .shard_scan_rows = 1000,
};

/* Which variables are plain copies of others: statistics are those of the column behind. */
static void set_origins(struct nd_opt *opt, const struct nd_plan *plan)
{
    if (plan == NULL) return;
    set_origins(opt, plan->left);
    set_origins(opt, plan->right);
    for (size_t i = 0; plan->kind == ND_PLAN_PROJECT && i < plan->width; i++)
        if (plan->project.exprs[i]->kind == ND_EXPR_VAR && plan->project.exprs[i]->var != plan->vars[i])
            opt->origins[plan->vars[i]] = plan->project.exprs[i]->var;
    for (size_t i = 0; plan->kind == ND_PLAN_AGG && i < plan->agg.group_count; i++)
        if (plan->agg.groups[i].expr->kind == ND_EXPR_VAR && plan->agg.groups[i].expr->var != plan->agg.groups[i].var)
            opt->origins[plan->agg.groups[i].var] = plan->agg.groups[i].expr->var;
}

static struct nd_plan *optimise(struct nd_opt *opt, struct nd_plan *plan)
{
    set_origins(opt, plan);
    nd__opt_prune(opt, plan, nd__varset_of_plan(opt, plan)); /* which columns are read decides which index will do */
    plan = nd__opt_push(opt, plan);
    nd__opt_cost(opt, plan);
    plan = nd__opt_order(opt, plan);
    nd__opt_prune(opt, plan, nd__varset_of_plan(opt, plan));
    nd__opt_cost(opt, plan);
    nd__opt_finish(opt, plan);
    nd__opt_shard(opt, plan);
    return plan;
}

static struct nd_plan *rewrite(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return NULL;
    nd__opt_fold(opt, plan);
    nd__opt_factor(opt, plan);
    return nd__opt_unnest(opt, plan);
}

/* The comparison of ANY and ALL is over the columns of the subquery. */
static void finish_test(struct nd_opt *opt, const struct nd_subquery *subquery)
{
    uint32_t *slots = nd_arena_array(opt->arena, uint32_t, opt->var_count + 1);
    for (size_t i = subquery->plan->width; i-- > 0;) slots[subquery->plan->vars[i]] = (uint32_t)i;
    nd_expr_set_slots(subquery->test, slots);
}

/* COPY has no plan, only the expressions of its columns over the fields of a line. */
static void finish_copy(struct nd_opt *opt, struct nd_copy *copy)
{
    uint32_t *slots = nd_arena_array(opt->arena, uint32_t, opt->var_count + 1);
    for (size_t i = 0; i < copy->column_count; i++) slots[copy->first_var + i] = (uint32_t)i;
    for (size_t i = 0; i < copy->insert->table->column_count; i++) {
        fold(opt, &copy->insert->values[i]);
        if (copy->insert->values[i] != NULL) nd_expr_set_slots(copy->insert->values[i], slots);
    }
}

struct opt_call {
    struct nd_opt opt;
};

static void run_on_big_stack(void *arg)
{
    struct nd_opt *opt = &((struct opt_call *)arg)->opt;
    struct nd_plan_tree *tree = opt->tree;
    struct nd_subquery *subquery;
    for (subquery = tree->bound->subqueries; subquery != NULL; subquery = subquery->next)
        subquery->plan = rewrite(opt, subquery->plan); /* inner ones come first */
    for (struct nd_cte *cte = tree->bound->ctes; cte != NULL; cte = cte->next) {
        cte->plan = rewrite(opt, cte->plan);
        cte->step_plan = rewrite(opt, cte->step_plan);
    }
    if (tree->root != NULL) tree->root = rewrite(opt, tree->root);
    for (struct nd_cte *cte = tree->bound->ctes; cte != NULL; cte = cte->next) {
        if (cte->plan != NULL) cte->plan = optimise(opt, cte->plan);
        if (cte->step_plan != NULL) cte->step_plan = optimise(opt, cte->step_plan);
    }
    for (subquery = tree->bound->subqueries; subquery != NULL; subquery = subquery->next) {
        if (!subquery->is_unnested) subquery->plan = optimise(opt, subquery->plan);
        if (!subquery->is_unnested && subquery->test != NULL) finish_test(opt, subquery);
        tree->subqueries[subquery->id] = subquery->is_unnested ? NULL : subquery->plan;
    }
    if (tree->root != NULL)
        tree->root = optimise(opt, tree->root);
    else if (tree->bound->copy != NULL)
        finish_copy(opt, tree->bound->copy);
}

enum nd_status nd_opt_run(struct nd_plan_tree *tree, const struct nd_eval *eval, const struct nd_opt_settings *settings,
                          struct nd_arena *arena, struct nd_err *err)
{
    struct nd_eval quiet = *eval;
    quiet.reactor = NULL; /* the rules run on the big stack already */
    size_t var_count = tree->bound->var_count + 1 + NEW_VARS_MAX * tree->bound->subquery_count;
    struct opt_call call = {
        {.arena = arena, .tree = tree, .eval = &quiet, .err = err, .settings = settings, .var_count = var_count}};
    call.opt.origins = nd_arena_array(arena, uint32_t, var_count + 1);
    for (size_t i = 0; i <= var_count; i++) call.opt.origins[i] = (uint32_t)i;
    nd_reactor_call_on_big_stack(eval->reactor, run_on_big_stack, &call);
    return ND_STATUS_OK;
}
