/* SPDX-License-Identifier: Apache-2.0 */
/* unnest_scalar.c - scalar subqueries as left joins with groups, or with the one row that a key names. */
#include "sql/opt/unnest_int.h"

bool nd__has_subquery(const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_SUBQUERY) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (nd__has_subquery(expr->args[i])) return true;
    return false;
}

struct nd_expr *nd__substitute(struct nd_opt *opt, const struct nd_plan *project, struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR) {
        for (size_t i = 0; i < project->width; i++)
            if (project->vars[i] == expr->var) return nd_expr_copy(opt->arena, project->project.exprs[i]);
        return expr;
    }
    for (size_t i = 0; i < expr->arg_count; i++) expr->args[i] = nd__substitute(opt, project, expr->args[i]);
    nd_expr_fix_depth(expr);
    return expr;
}

/* ---- copies of plans ---------------------------------------------------------------------------------------- */

static void copy_expr(void *arg, struct nd_expr **expr) { *expr = nd_expr_copy(((struct nd_opt *)arg)->arena, *expr); }

static struct nd_expr **copy_list(struct nd_opt *opt, struct nd_expr *const *list, size_t count)
{
    struct nd_expr **copy = nd_arena_array(opt->arena, struct nd_expr *, count + 1);
    if (count > 0) memcpy(copy, list, sizeof *copy * count);
    return copy;
}

static void copy_agg(struct nd_opt *opt, struct nd_plan *copy)
{
    struct nd_group *groups = nd_arena_array(opt->arena, struct nd_group, copy->agg.group_count + 1);
    struct nd_agg_use *aggs = nd_arena_array(opt->arena, struct nd_agg_use, copy->agg.agg_count + 1);
    if (copy->agg.group_count > 0) memcpy(groups, copy->agg.groups, sizeof *groups * copy->agg.group_count);
    if (copy->agg.agg_count > 0) memcpy(aggs, copy->agg.aggs, sizeof *aggs * copy->agg.agg_count);
    copy->agg.groups = groups;
    copy->agg.aggs = aggs;
}

static struct nd_plan *copy_nodes(struct nd_opt *opt, const struct nd_plan *plan)
{
    if (plan == NULL) return NULL;
    struct nd_plan *copy = nd_arena_new(opt->arena, struct nd_plan);
    *copy = *plan;
    copy->vars = nd_arena_array(opt->arena, uint32_t, plan->width + 1);
    if (plan->width > 0) memcpy(copy->vars, plan->vars, sizeof *copy->vars * plan->width);
    if (plan->kind == ND_PLAN_VALUES)
        copy->values.exprs = copy_list(opt, plan->values.exprs, plan->values.rows * plan->width);
    if (plan->kind == ND_PLAN_PROJECT) copy->project.exprs = copy_list(opt, plan->project.exprs, plan->width);
    if (plan->kind == ND_PLAN_AGG) copy_agg(opt, copy);
    if (plan->kind == ND_PLAN_SCAN) {
        copy->scan.columns = nd_arena_array(opt->arena, uint32_t, plan->scan.table->column_count + 1);
        memcpy(copy->scan.columns, plan->scan.columns, sizeof *copy->scan.columns * plan->width);
    }
    if (plan->kind == ND_PLAN_SET) {
        copy->set.uses = nd_arena_array(opt->arena, struct nd_set_use, plan->set.count + 1);
        memcpy(copy->set.uses, plan->set.uses, sizeof *copy->set.uses * plan->set.count);
    }
    if (plan->kind == ND_PLAN_CTE) {
        copy->cte.columns = nd_arena_array(opt->arena, uint32_t, plan->width + 1);
        memcpy(copy->cte.columns, plan->cte.columns, sizeof *copy->cte.columns * plan->width);
    }
    copy->left = copy_nodes(opt, plan->left);
    copy->right = copy_nodes(opt, plan->right);
    return copy;
}

struct nd_plan *nd__plan_copy(struct nd_opt *opt, const struct nd_plan *plan)
{
    struct nd_plan *copy = copy_nodes(opt, plan);
    nd_plan_each_expr(copy, opt, copy_expr);
    return copy;
}

/* ---- correlation by equality ------------------------------------------------------------------------------------ */

struct pair { /* inner = outer */
    struct nd_expr *inner, *outer;
};

static bool has_var(const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (has_var(expr->args[i])) return true;
    return false;
}

static bool as_pair(const struct nd_subquery *subquery, const struct nd_expr *cond, struct pair *pair)
{
    if (cond->kind != ND_EXPR_FUNC || nd_func_compare(cond->func) != ND_COMPARE_EQ || nd__has_subquery(cond))
        return false;
    bool outer_first = nd__reads_outer(subquery, cond->args[0]);
    *pair = (struct pair){cond->args[outer_first ? 1 : 0], cond->args[outer_first ? 0 : 1]};
    return !nd__reads_outer(subquery, pair->inner) && has_var(pair->inner) && !has_var(pair->outer);
}

/* A column to group by keeps its variable, so that conditions on it may go below the grouping. */
static uint32_t group_var(struct nd_opt *opt, const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR) return expr->var;
    struct nd_bound *bound = opt->tree->bound;
    struct nd_var *vars = nd_arena_array(opt->arena, struct nd_var, bound->var_count + 1);
    memcpy(vars, bound->vars, sizeof *vars * bound->var_count);
    vars[bound->var_count] = (struct nd_var){.type = expr->type, .name = "group", .short_name = "group"};
    bound->vars = vars;
    ND_ASSERT(bound->var_count < opt->var_count);
    return (uint32_t)bound->var_count++;
}

static struct nd_expr *equal_to(struct nd_opt *opt, const struct nd_expr *cond, const struct pair *pair,
                                struct nd_expr *inner)
{
    struct nd_expr *copy = nd_expr_copy(opt->arena, cond);
    copy->args[cond->args[0] == pair->inner ? 0 : 1] = inner;
    nd_expr_fix_depth(copy);
    return copy;
}

/* ---- the two forms ------------------------------------------------------------------------------------------------ */

struct scalar {
    struct nd_opt *opt;
    const struct nd_expr *use;
    struct nd_plan *right; /* what is joined */
    struct nd_expr *cond;
    struct nd_expr *value; /* in the place of the subquery */
};

static bool counts(const struct nd_agg_use *use)
{
    return strcmp(use->name, "count") == 0 || strcmp(use->name, "regr_count") == 0;
}

/* A group that is not there counts 0; other aggregates are NULL, as a left join makes them. */
static struct nd_expr *of_empty_group(struct nd_opt *opt, const struct nd_plan *agg, struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR) {
        for (size_t i = 0; i < agg->agg.agg_count; i++) {
            if (agg->agg.aggs[i].var != expr->var || !counts(&agg->agg.aggs[i])) continue;
            struct nd_expr *zero = nd_expr_new(opt->arena, ND_EXPR_COALESCE, expr->type, 2);
            zero->args[0] = expr;
            zero->args[1] = nd_expr_const(opt->arena, expr->type, (struct nd_datum){.i = 0});
            nd_expr_fix_depth(zero);
            return zero;
        }
        return expr;
    }
    for (size_t i = 0; i < expr->arg_count; i++) expr->args[i] = of_empty_group(opt, agg, expr->args[i]);
    nd_expr_fix_depth(expr);
    return expr;
}

/* SELECT f(agg(...)) FROM x WHERE x.k = outer AND ...: grouped by k. */
static bool as_groups(struct scalar *scalar, const struct nd_plan *project, const struct nd_plan *agg)
{
    struct nd_opt *opt = scalar->opt;
    const struct nd_subquery *subquery = scalar->use->subquery;
    if (agg->agg.group_count > 0) return false;
    for (size_t i = 0; i < agg->agg.agg_count; i++) {
        const struct nd_agg_use *use = &agg->agg.aggs[i];
        if (use->filter != NULL && nd__reads_outer(subquery, use->filter)) return false;
        for (size_t k = 0; k < use->arg_count; k++)
            if (nd__reads_outer(subquery, use->args[k])) return false;
    }
    struct nd__conds conds = {0};
    struct nd_plan *rows = nd__pull_subquery(opt, subquery, agg->left, &conds);
    if (rows == NULL || conds.count == 0) return false;
    struct pair pair;
    size_t new_count = 0;
    for (size_t i = 0; i < conds.count; i++) {
        if (!as_pair(subquery, conds.list[i], &pair)) return false;
        new_count += pair.inner->kind != ND_EXPR_VAR;
    }
    if (opt->tree->bound->var_count + new_count > opt->var_count) return false; /* sets of variables have no room for more */
    struct nd_plan *groups = nd_plan_new(opt->arena, ND_PLAN_AGG, rows, NULL, conds.count + agg->agg.agg_count);
    groups->agg.groups = nd_arena_array(opt->arena, struct nd_group, conds.count + 1);
    groups->agg.group_count = conds.count;
    groups->agg.aggs = agg->agg.aggs;
    groups->agg.agg_count = agg->agg.agg_count;
    for (size_t i = 0; i < conds.count; i++) {
        (void)as_pair(subquery, conds.list[i], &pair);
        struct nd_group *group = &groups->agg.groups[i];
        *group = (struct nd_group){nd_expr_copy(opt->arena, pair.inner), group_var(opt, pair.inner)};
        groups->vars[i] = group->var;
        struct nd_expr *equal =
            equal_to(opt, conds.list[i], &pair, nd_expr_var(opt->arena, group->var, pair.inner->type));
        scalar->cond = nd_expr_and(opt->arena, scalar->cond, nd__bind_outer(opt, scalar->use, equal));
    }
    for (size_t i = 0; i < agg->agg.agg_count; i++) groups->vars[conds.count + i] = agg->agg.aggs[i].var;
    scalar->right = groups;
    scalar->value = of_empty_group(opt, agg, nd_expr_copy(opt->arena, project->project.exprs[0]));
    return true;
}

static const struct nd_scan *only_scan(const struct nd_plan *plan)
{
    while (plan->kind == ND_PLAN_FILTER) plan = plan->left;
    return plan->kind == ND_PLAN_SCAN ? &plan->scan : NULL;
}

static bool names_column(const struct nd_subquery *subquery, const struct nd__conds *conds, uint32_t var)
{
    struct pair pair;
    for (size_t i = 0; i < conds->count; i++)
        if (as_pair(subquery, conds->list[i], &pair) && pair.inner->kind == ND_EXPR_VAR && pair.inner->var == var)
            return true;
    return false;
}

/* SELECT f(x) FROM x WHERE x.key = outer: there is one row at most. */
static bool as_row(struct scalar *scalar, const struct nd_plan *project)
{
    struct nd_opt *opt = scalar->opt;
    const struct nd_subquery *subquery = scalar->use->subquery;
    const struct nd_scan *scan = only_scan(project->left);
    struct nd__conds conds = {0};
    if (scan == NULL) return false;
    struct nd_plan *rows = nd__pull_subquery(opt, subquery, project->left, &conds);
    const struct nd_index *unique = NULL;
    for (size_t i = 0; rows != NULL && i < scan->table->index_count && unique == NULL; i++) {
        const struct nd_index *index = &scan->table->indexes[i];
        bool is_named = nd_index_proves_unique(index);
        for (size_t k = 0; k < index->column_count; k++)
            is_named = is_named && names_column(subquery, &conds, scan->first_var + index->columns[k].column);
        if (is_named) unique = index;
    }
    if (unique == NULL) return false;
    for (size_t i = 0; i < conds.count; i++) {
        if (nd__has_subquery(conds.list[i])) return false;
        scalar->cond = nd_expr_and(opt->arena, scalar->cond,
                                   nd__bind_outer(opt, scalar->use, nd_expr_copy(opt->arena, conds.list[i])));
    }
    /* without a row the value is NULL, whatever the expression makes of NULLs */
    uint32_t key = scan->first_var + unique->columns[0].column;
    struct nd_expr *is_there = nd_expr_new(opt->arena, ND_EXPR_IS_NULL, (struct nd_type){ND_TYPE_BOOL, -1}, 1);
    is_there->args[0] = nd_expr_var(opt->arena, key, scan->table->columns[unique->columns[0].column].type);
    is_there->is_not = true;
    nd_expr_fix_depth(is_there);
    struct nd_expr *value = nd_expr_copy(opt->arena, project->project.exprs[0]);
    scalar->value = value;
    if (value->kind != ND_EXPR_VAR) {
        scalar->value = nd_expr_new(opt->arena, ND_EXPR_CASE, value->type, 3);
        scalar->value->args[0] = is_there;
        scalar->value->args[1] = value;
        scalar->value->args[2] = nd_expr_const(opt->arena, value->type, (struct nd_datum){.is_null = true});
        nd_expr_fix_depth(scalar->value);
    }
    scalar->right = rows;
    return true;
}

static bool as_join(struct scalar *scalar)
{
    const struct nd_subquery *subquery = scalar->use->subquery;
    const struct nd_plan *project = subquery->plan;
    if (project->kind != ND_PLAN_PROJECT || project->width != 1) return false;
    if (nd__reads_outer(subquery, project->project.exprs[0]) || nd__has_subquery(project->project.exprs[0]))
        return false;
    if (nd_expr_volatility(project->project.exprs[0]) == ND_VOLATILE) return false;
    return project->left->kind == ND_PLAN_AGG ? as_groups(scalar, project, project->left) : as_row(scalar, project);
}

/* ---- in the place of the subquery ------------------------------------------------------------------------------------ */

/* NULL makes the condition fail: an inner join keeps the same rows. */
static bool rejects_null(const struct nd_expr *expr, const struct nd_expr *target)
{
    if (expr == target) return true;
    if (expr->kind != ND_EXPR_CAST && (expr->kind != ND_EXPR_FUNC || expr->func->is_lax)) return false;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (rejects_null(expr->args[i], target)) return true;
    return false;
}

static bool is_strict_value(const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR) return true;
    if (expr->kind != ND_EXPR_CAST && (expr->kind != ND_EXPR_FUNC || expr->func->is_lax)) return false;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (is_strict_value(expr->args[i])) return true;
    return false;
}

struct scalars {
    struct nd_opt *opt;
    struct nd_plan **below;
    const struct nd_expr *whole;
    struct nd_expr *outer_cond;
    bool is_cond;
};

static void join_scalar(struct scalars *scalars, const struct scalar *scalar, const struct nd_expr *use)
{
    struct nd_opt *opt = scalars->opt;
    struct nd_plan *left = *scalars->below;
    struct nd_plan *join =
        nd_plan_new(opt->arena, ND_PLAN_JOIN, left, scalar->right, left->width + scalar->right->width);
    memcpy(join->vars, left->vars, sizeof *join->vars * left->width);
    memcpy(join->vars + left->width, scalar->right->vars, sizeof *join->vars * scalar->right->width);
    bool is_inner = scalars->is_cond && rejects_null(scalars->whole, use) && is_strict_value(scalar->value);
    join->join.kind = is_inner ? ND_JOIN_INNER : ND_JOIN_LEFT;
    join->join.cond = scalar->cond;
    *scalars->below = join;
}

static struct nd_expr *replace(struct scalars *scalars, struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_SUBQUERY && expr->subquery->in_place != NULL) return nd_expr_copy(scalars->opt->arena, expr->subquery->in_place); /* NULLIF has it twice */
    if (expr->kind == ND_EXPR_SUBQUERY && expr->subquery->kind == ND_SUBQUERY_SCALAR &&
        expr->subquery->outer_count > 0 && !expr->subquery->is_unnested) {
        struct scalar scalar = {.opt = scalars->opt, .use = expr};
        bool fits = !nd__stays_subplan(scalars->opt, expr->subquery, *scalars->below, scalars->outer_cond);
        for (size_t i = 0; i < expr->arg_count; i++)
            fits = fits && !nd__has_subquery(expr->args[i]) && nd_expr_volatility(expr->args[i]) != ND_VOLATILE;
        if (!fits || !as_join(&scalar)) return expr;
        expr->subquery->is_unnested = true;
        expr->subquery->in_place = scalar.value;
        join_scalar(scalars, &scalar, expr);
        return scalar.value;
    }
    if (expr->kind == ND_EXPR_SUBQUERY) return expr;
    for (size_t i = 0; i < expr->arg_count; i++) {
        /* arms that are not taken need not be computed; still, there is no harm in it: aggregates and look-ups by key do not fail */
        expr->args[i] = replace(scalars, expr->args[i]);
    }
    nd_expr_fix_depth(expr);
    return expr;
}

struct nd_expr *nd__unnest_scalars(struct nd_opt *opt, struct nd_plan **below, struct nd_expr *expr,
                                   struct nd_expr *outer_cond, bool is_cond)
{
    if (!nd__has_subquery(expr)) return expr;
    struct scalars scalars = {opt, below, expr, outer_cond, is_cond};
    return replace(&scalars, expr);
}
