/* SPDX-License-Identifier: Apache-2.0 */
/* unnest.c - subqueries of conditions and select lists become joins.
 *
 *   EXISTS, IN, = ANY                  semi join; negated: anti join
 *   NOT IN, <> ALL (correlated)        anti join on "the comparison is not false"
 *   scalar, one aggregate over rows    GROUP BY the columns compared with outer ones, left join
 *   scalar, at most one row by a key   left join
 *
 * Conditions of the subquery on outer columns are pulled up to where the join is. What does not fit stays a
 * subplan, run per combination of outer values; so does what an index answers for a single outer row. */
#include "sql/opt/unnest_int.h"

static struct nd_type type_bool(void) { return (struct nd_type){ND_TYPE_BOOL, -1}; }

/* ---- outer variables ------------------------------------------------------------------------------------------ */

static bool is_outer_of(const struct nd_subquery *subquery, uint32_t var)
{
    for (size_t i = 0; i < subquery->outer_count; i++)
        if (subquery->outer_vars[i] == var) return true;
    return false;
}

bool nd__reads_outer(const struct nd_subquery *subquery, const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_OUTER && is_outer_of(subquery, expr->var)) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (nd__reads_outer(subquery, expr->args[i])) return true;
    return false;
}

struct outer_check {
    const struct nd_subquery *subquery;
    bool reads;
};

static void check_outer(void *arg, struct nd_expr **expr)
{
    struct outer_check *check = arg;
    check->reads = check->reads || nd__reads_outer(check->subquery, *expr);
}

static bool cte_reads_outer(const struct nd_subquery *subquery, const struct nd_plan *plan)
{
    if (plan == NULL) return false;
    if (plan->kind == ND_PLAN_CTE)
        for (size_t i = 0; i < plan->cte.cte->outer_count; i++)
            if (is_outer_of(subquery, plan->cte.cte->outer_vars[i])) return true;
    return cte_reads_outer(subquery, plan->left) || cte_reads_outer(subquery, plan->right);
}

static bool plan_reads_outer(const struct nd_subquery *subquery, struct nd_plan *plan)
{
    if (cte_reads_outer(subquery, plan)) return true;
    struct outer_check check = {subquery, false};
    nd_plan_each_expr(plan, &check, check_outer);
    return check.reads;
}

struct nd_expr *nd__bind_outer(struct nd_opt *opt, const struct nd_expr *use, struct nd_expr *expr)
{
    const struct nd_subquery *subquery = use->subquery;
    if (expr->kind == ND_EXPR_OUTER) {
        for (size_t i = 0; i < subquery->left_count; i++)
            if (subquery->left_vars[i] == expr->var) return nd_expr_copy(opt->arena, use->args[i]);
        for (size_t i = 0; i < subquery->outer_count; i++)
            if (subquery->outer_vars[i] == expr->var)
                return nd_expr_copy(opt->arena, use->args[subquery->left_count + i]);
    }
    for (size_t i = 0; i < expr->arg_count; i++) expr->args[i] = nd__bind_outer(opt, use, expr->args[i]);
    nd_expr_fix_depth(expr);
    return expr;
}

/* ---- pulling conditions up ---------------------------------------------------------------------------------------- */

static void collect(struct nd_opt *opt, struct nd__conds *conds, struct nd_expr *expr)
{
    if (conds->count == conds->cap) {
        size_t cap = conds->cap == 0 ? 8 : conds->cap * 2;
        struct nd_expr **list = nd_arena_array(opt->arena, struct nd_expr *, cap);
        if (conds->count > 0) memcpy(list, conds->list, sizeof *list * conds->count);
        conds->list = list;
        conds->cap = cap;
    }
    conds->list[conds->count++] = expr;
}

/* Takes the conjuncts that read outer variables out of a condition. */
static struct nd_expr *split_cond(struct nd_opt *opt, const struct nd_subquery *subquery, struct nd_expr *cond,
                                  struct nd__conds *conds)
{
    size_t count = nd_expr_count_conjuncts(cond), kept = 0;
    struct nd_expr **list = nd_arena_array(opt->arena, struct nd_expr *, count + 1);
    (void)nd_expr_conjuncts(cond, list);
    for (size_t i = 0; i < count; i++) {
        if (nd__reads_outer(subquery, list[i]))
            collect(opt, conds, list[i]);
        else
            list[kept++] = list[i];
    }
    return nd__join_conjuncts(opt, list, kept);
}

struct pass_call {
    struct nd_opt *opt;
    struct nd_plan *plan, *below;
};

static bool hands_on(const struct nd_plan *plan, uint32_t var)
{
    for (size_t i = 0; i < plan->width; i++)
        if (plan->vars[i] == var) return true;
    return false;
}

/* A column that a condition pulled up speaks of must pass the projection. */
static void pass_var(void *arg, uint32_t var)
{
    struct pass_call *call = arg;
    struct nd_plan *plan = call->plan;
    if (hands_on(plan, var) || !hands_on(call->below, var)) return;
    uint32_t *vars = nd_arena_array(call->opt->arena, uint32_t, plan->width + 2);
    struct nd_expr **exprs = nd_arena_array(call->opt->arena, struct nd_expr *, plan->width + 2);
    memcpy(vars, plan->vars, sizeof *vars * plan->width);
    memcpy(exprs, plan->project.exprs, sizeof *exprs * plan->width);
    vars[plan->width] = var;
    exprs[plan->width] = nd_expr_var(call->opt->arena, var, call->opt->tree->bound->vars[var].type);
    plan->vars = vars;
    plan->project.exprs = exprs;
    plan->width++;
}

static void copy_width(struct nd_plan *plan)
{
    plan->width = plan->left->width;
    plan->vars = plan->left->vars;
}

static bool pull_join(struct nd_opt *opt, const struct nd_subquery *subquery, struct nd_plan *plan,
                      struct nd__conds *conds);

/* Moves conditions on outer variables from the tree to `conds`; false: it has others too, and is as it was in effect. */
static bool pull(struct nd_opt *opt, const struct nd_subquery *subquery, struct nd_plan **plan, struct nd__conds *conds)
{
    struct nd_plan *at = *plan;
    if (!plan_reads_outer(subquery, at)) return true;
    switch (at->kind) {
    case ND_PLAN_FILTER:
        at->filter.cond = split_cond(opt, subquery, at->filter.cond, conds);
        if (!pull(opt, subquery, &at->left, conds)) return false;
        copy_width(at);
        if (at->filter.cond == NULL) *plan = at->left;
        return true;
    case ND_PLAN_PROJECT: {
        struct nd__conds below = {0};
        for (size_t i = 0; i < at->width; i++)
            if (nd__reads_outer(subquery, at->project.exprs[i])) return false;
        if (!pull(opt, subquery, &at->left, &below)) return false;
        struct pass_call call = {opt, at, at->left};
        for (size_t i = 0; i < below.count; i++) {
            nd_expr_each_var(below.list[i], &call, pass_var);
            collect(opt, conds, below.list[i]);
        }
        return true;
    }
    case ND_PLAN_JOIN: return pull_join(opt, subquery, at, conds);
    default: return false;
    }
}

static bool pull_join(struct nd_opt *opt, const struct nd_subquery *subquery, struct nd_plan *plan,
                      struct nd__conds *conds)
{
    bool is_inner = plan->join.kind == ND_JOIN_INNER, keeps_left = plan->join.kind == ND_JOIN_LEFT ||
                                                                   plan->join.kind == ND_JOIN_SEMI ||
                                                                   plan->join.kind == ND_JOIN_ANTI;
    if (plan->join.lateral_count > 0 || (!is_inner && !keeps_left)) return false;
    if (is_inner && plan->join.cond != NULL) plan->join.cond = split_cond(opt, subquery, plan->join.cond, conds);
    if (plan->join.cond != NULL && nd__reads_outer(subquery, plan->join.cond)) return false;
    if (keeps_left && plan_reads_outer(subquery, plan->right)) return false;
    if (!pull(opt, subquery, &plan->left, conds) || !pull(opt, subquery, &plan->right, conds)) return false;
    if (plan->join.kind == ND_JOIN_SEMI || plan->join.kind == ND_JOIN_ANTI) {
        copy_width(plan);
        return true;
    }
    plan->width = plan->left->width + plan->right->width;
    plan->vars = nd_arena_array(opt->arena, uint32_t, plan->width + 1);
    memcpy(plan->vars, plan->left->vars, sizeof *plan->vars * plan->left->width);
    memcpy(plan->vars + plan->left->width, plan->right->vars, sizeof *plan->vars * plan->right->width);
    return true;
}

/* pull() on a copy: a tree that does not fit stays as it was. */
static struct nd_plan *pull_copy(struct nd_opt *opt, const struct nd_subquery *subquery, const struct nd_plan *plan,
                                 struct nd__conds *conds)
{
    struct nd_plan *copy = nd__plan_copy(opt, plan);
    return pull(opt, subquery, &copy, conds) && !plan_reads_outer(subquery, copy) ? copy : NULL;
}

/* ---- small outer sides ---------------------------------------------------------------------------------------------- */

static bool is_fixed_column(const struct nd_scan *scan, uint32_t column, struct nd_expr *const *conds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct nd_match match;
        if (nd__match_column(scan, conds[i], &match) && match.column == column && match.compare == ND_COMPARE_EQ &&
            match.value_count == 1)
            return true;
    }
    return false;
}

static bool fixes_key(const struct nd_scan *scan, struct nd_expr *const *conds, size_t count)
{
    for (size_t i = 0; i < scan->table->index_count; i++) {
        const struct nd_index *index = &scan->table->indexes[i];
        if (!nd_index_proves_unique(index)) continue;
        bool all = true;
        for (size_t k = 0; k < index->column_count; k++)
            all = all && is_fixed_column(scan, index->columns[k].column, conds, count);
        if (all) return true;
    }
    return false;
}

/* One row, or few: the conditions name a row of a table by its key. */
static bool is_small(struct nd_opt *opt, const struct nd_plan *plan, struct nd_expr *cond)
{
    if (plan->kind == ND_PLAN_RESULT) return true;
    if (plan->kind == ND_PLAN_FILTER)
        return is_small(opt, plan->left, plan->filter.cond) || (cond != NULL && is_small(opt, plan->left, cond));
    if (plan->kind == ND_PLAN_JOIN) return is_small(opt, plan->left, cond) && is_small(opt, plan->right, cond);
    if (plan->kind != ND_PLAN_SCAN || cond == NULL) return false;
    size_t count = nd_expr_count_conjuncts(cond);
    struct nd_expr **list = nd_arena_array(opt->arena, struct nd_expr *, count + 1);
    (void)nd_expr_conjuncts(cond, list);
    return fixes_key(&plan->scan, list, count);
}

/* An index finds the rows of the subquery that go with one outer row. */
static bool has_index(struct nd_opt *opt, const struct nd_subquery *subquery, const struct nd_plan *plan,
                      struct nd_expr *cond)
{
    if (plan->kind == ND_PLAN_FILTER) return has_index(opt, subquery, plan->left, plan->filter.cond);
    if (plan->kind == ND_PLAN_JOIN)
        return has_index(opt, subquery, plan->left, cond) || has_index(opt, subquery, plan->right, cond);
    if (plan->kind != ND_PLAN_SCAN) return plan->left != NULL && has_index(opt, subquery, plan->left, NULL);
    size_t count = nd_expr_count_conjuncts(cond);
    struct nd_expr **list = nd_arena_array(opt->arena, struct nd_expr *, count + 1);
    if (cond != NULL) (void)nd_expr_conjuncts(cond, list);
    for (size_t i = 0; i < count; i++) {
        struct nd_match match;
        if (!nd__reads_outer(subquery, list[i]) || !nd__match_column(&plan->scan, list[i], &match) ||
            match.compare != ND_COMPARE_EQ)
            continue;
        for (size_t k = 0; k < plan->scan.table->index_count; k++)
            if (nd_index_is_public(&plan->scan.table->indexes[k]) && !plan->scan.table->indexes[k].is_partial && plan->scan.table->indexes[k].columns[0].column == match.column) return true;
    }
    return false;
}

bool nd__stays_subplan(struct nd_opt *opt, const struct nd_subquery *subquery, const struct nd_plan *outer,
                       struct nd_expr *outer_cond)
{
    return is_small(opt, outer, outer_cond) && has_index(opt, subquery, subquery->plan, NULL);
}

/* ---- semi and anti joins ---------------------------------------------------------------------------------------------- */

static bool is_at_least_one(const struct nd_plan *limit)
{
    const struct nd_expr *most = limit->limit.limit;
    bool keeps = most == NULL || (most->kind == ND_EXPR_CONST && (most->value.is_null || most->value.i > 0));
    return keeps && limit->limit.offset == NULL;
}

/* Leaves off what does not matter to whether there is a row. */
static const struct nd_plan *strip(struct nd_opt *opt, const struct nd_plan *plan, bool is_exists,
                                   struct nd_expr **test)
{
    for (;; plan = plan->left) {
        switch (plan->kind) {
        case ND_PLAN_PROJECT:
            if (*test != NULL) *test = nd__substitute(opt, plan, *test);
            continue;
        case ND_PLAN_SORT: continue;
        case ND_PLAN_DISTINCT:
            if (plan->distinct.key_count > 0 && !is_exists) return plan;
            continue;
        case ND_PLAN_LIMIT:
            if (!is_exists || !is_at_least_one(plan)) return plan;
            continue;
        default: return plan;
        }
    }
}

static struct nd_expr *is_bool(struct nd_opt *opt, struct nd_expr *arg, char bool_test)
{
    struct nd_expr *expr = nd_expr_new(opt->arena, ND_EXPR_IS_BOOL, type_bool(), 1);
    expr->args[0] = arg;
    expr->bool_test = bool_test;
    expr->is_not = true;
    nd_expr_fix_depth(expr);
    return expr;
}

static bool is_semi_candidate(const struct nd_subquery *subquery, bool is_not)
{
    if (subquery->is_unnested) return false;
    switch (subquery->kind) {
    case ND_SUBQUERY_EXISTS: return subquery->outer_count > 0;
    case ND_SUBQUERY_IN: return !is_not; /* NOT IN: the hashed values know about NULLs */
    case ND_SUBQUERY_ANY: return subquery->outer_count > 0 || (!is_not && subquery->left_count > 1);
    case ND_SUBQUERY_ALL: return subquery->outer_count > 0 && !is_not;
    default: return false;
    }
}

static struct nd_plan *new_semi(struct nd_opt *opt, struct nd_plan *left, struct nd_plan *right, bool is_anti,
                                struct nd_expr *cond)
{
    struct nd_plan *join = nd_plan_new(opt->arena, ND_PLAN_JOIN, left, right, left->width);
    memcpy(join->vars, left->vars, sizeof *join->vars * left->width);
    join->join.kind = is_anti ? ND_JOIN_ANTI : ND_JOIN_SEMI;
    join->join.cond = cond;
    return join;
}

/* The conjunct as a join; NULL: it stays. */
static struct nd_plan *semi_join(struct nd_opt *opt, struct nd_plan *left, struct nd_expr *conjunct,
                                 struct nd_expr *outer_cond)
{
    bool is_not = false;
    while (conjunct->kind == ND_EXPR_NOT) {
        is_not = !is_not;
        conjunct = conjunct->args[0];
    }
    if (conjunct->kind != ND_EXPR_SUBQUERY) return NULL;
    is_not = is_not != conjunct->is_not;
    struct nd_subquery *subquery = conjunct->subquery;
    if (!is_semi_candidate(subquery, is_not) || nd__stays_subplan(opt, subquery, left, outer_cond)) return NULL;
    for (size_t i = 0; i < conjunct->arg_count; i++)
        if (nd_expr_volatility(conjunct->args[i]) == ND_VOLATILE || nd__has_subquery(conjunct->args[i])) return NULL;
    struct nd_expr *test = subquery->test == NULL ? NULL : nd_expr_copy(opt->arena, subquery->test);
    const struct nd_plan *core = strip(opt, subquery->plan, subquery->kind == ND_SUBQUERY_EXISTS, &test);
    struct nd__conds conds = {0};
    struct nd_plan *right = pull_copy(opt, subquery, core, &conds);
    if (right == NULL || right->kind == ND_PLAN_RESULT) return NULL;
    if (test != NULL && nd__has_subquery(test)) return NULL;
    bool is_all = subquery->kind == ND_SUBQUERY_ALL;
    if (test != NULL && is_all)
        test = is_bool(opt, test, 't');
    else if (test != NULL && is_not)
        test = is_bool(opt, test, 'f');
    if (test != NULL) collect(opt, &conds, test);
    for (size_t i = 0; i < conds.count; i++)
        conds.list[i] = nd__bind_outer(opt, conjunct, nd_expr_copy(opt->arena, conds.list[i]));
    subquery->is_unnested = true;
    return new_semi(opt, left, right, is_not || is_all, nd__join_conjuncts(opt, conds.list, conds.count));
}

/* ---- the walk ------------------------------------------------------------------------------------------------------------ */

static struct nd_plan *unnest_filter(struct nd_opt *opt, struct nd_plan *plan)
{
    size_t count = nd_expr_count_conjuncts(plan->filter.cond), kept = 0;
    struct nd_expr **list = nd_arena_array(opt->arena, struct nd_expr *, count + 1);
    (void)nd_expr_conjuncts(plan->filter.cond, list);
    struct nd_plan *below = plan->left;
    for (size_t i = 0; i < count; i++) {
        struct nd_plan *join = semi_join(opt, below, list[i], plan->filter.cond);
        if (join != NULL)
            below = join;
        else
            list[kept++] = list[i];
    }
    for (size_t i = 0; i < kept; i++) list[i] = nd__unnest_scalars(opt, &below, list[i], plan->filter.cond, true);
    if (kept == 0) return below;
    plan->left = below;
    plan->filter.cond = nd__join_conjuncts(opt, list, kept);
    copy_width(plan);
    return plan;
}

struct nd_plan *nd__opt_unnest(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return NULL;
    plan->left = nd__opt_unnest(opt, plan->left);
    plan->right = nd__opt_unnest(opt, plan->right);
    if (plan->kind == ND_PLAN_FILTER) return unnest_filter(opt, plan);
    if (plan->kind == ND_PLAN_PROJECT)
        for (size_t i = 0; i < plan->width; i++)
            plan->project.exprs[i] = nd__unnest_scalars(opt, &plan->left, plan->project.exprs[i], NULL, false);
    return plan;
}

struct nd_plan *nd__pull_subquery(struct nd_opt *opt, const struct nd_subquery *subquery, const struct nd_plan *plan,
                                  struct nd__conds *conds)
{
    return pull_copy(opt, subquery, plan, conds);
}
