/* SPDX-License-Identifier: Apache-2.0 */
/* pushdown.c - conditions go down as far as they may; inner joins are put in an order that joins by equalities. */
#include "sql/opt/unnest_int.h"

struct conds {
    struct nd_expr **list;
    size_t count;
};

static struct nd_plan *push(struct nd_opt *opt, struct nd_plan *plan, struct conds conds);

static struct conds conds_new(struct nd_opt *opt, size_t room)
{
    return (struct conds){nd_arena_array(opt->arena, struct nd_expr *, room + 1), 0};
}

static void conds_add(struct conds *conds, struct nd_expr *expr) { conds->list[conds->count++] = expr; }

static struct conds conds_and_expr(struct nd_opt *opt, struct conds conds, struct nd_expr *expr)
{
    struct conds all = conds_new(opt, conds.count + nd_expr_count_conjuncts(expr));
    for (size_t i = 0; i < conds.count; i++) conds_add(&all, conds.list[i]);
    all.count += nd_expr_conjuncts(expr, all.list + all.count);
    return all;
}

static struct nd_plan *filter_above(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    if (conds.count == 0) return plan;
    struct nd_plan *filter = nd_plan_new(opt->arena, ND_PLAN_FILTER, plan, NULL, plan->width);
    memcpy(filter->vars, plan->vars, sizeof *plan->vars * plan->width);
    filter->filter.cond = nd__join_conjuncts(opt, conds.list, conds.count);
    return filter;
}

/* Takes those conditions out of `conds` whose variables are all in `set`; volatile ones stay where they are. */
static struct conds take_within(struct nd_opt *opt, struct conds *conds, struct nd_varset set)
{
    struct conds taken = conds_new(opt, conds->count);
    size_t kept = 0;
    for (size_t i = 0; i < conds->count; i++) {
        bool may_move = nd__expr_is_within(conds->list[i], set) && nd_expr_volatility(conds->list[i]) != ND_VOLATILE;
        if (may_move)
            conds_add(&taken, conds->list[i]);
        else
            conds->list[kept++] = conds->list[i];
    }
    conds->count = kept;
    return taken;
}

/* ---- projections -------------------------------------------------------------------------------------- */

static struct nd_plan *push_project(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    struct nd_varset cheap = nd__varset_new(opt);
    for (size_t i = 0; i < plan->width; i++)
        if (plan->project.exprs[i]->kind == ND_EXPR_VAR || nd_expr_volatility(plan->project.exprs[i]) == ND_IMMUTABLE)
            nd__varset_add(cheap, plan->vars[i]);
    struct conds down = take_within(opt, &conds, cheap);
    for (size_t i = 0; i < down.count; i++)
        down.list[i] = nd__substitute(opt, plan, nd_expr_copy(opt->arena, down.list[i]));
    plan->left = push(opt, plan->left, down);
    return filter_above(opt, plan, conds);
}

static struct nd_plan *push_agg(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    struct nd_varset groups = nd__varset_new(opt);
    for (size_t i = 0; i < plan->agg.group_count; i++)
        if (plan->agg.groups[i].expr->kind == ND_EXPR_VAR) nd__varset_add(groups, plan->agg.groups[i].var);
    /* without GROUP BY there is a row even of no input: nothing may go below */
    struct conds down = conds_new(opt, 0);
    if (plan->agg.group_count > 0) down = take_within(opt, &conds, groups);
    plan->left = push(opt, plan->left, down);
    return filter_above(opt, plan, conds);
}

/* ---- joins ----------------------------------------------------------------------------------------------- */

struct leaves {
    struct nd_plan **plans;
    size_t count, cap;
};

static bool is_plain_inner(const struct nd_plan *plan)
{
    return plan->kind == ND_PLAN_JOIN && plan->join.kind == ND_JOIN_INNER && plan->join.lateral_count == 0;
}

static size_t count_leaves(const struct nd_plan *plan)
{
    if (is_plain_inner(plan)) return count_leaves(plan->left) + count_leaves(plan->right);
    return 1;
}

static void collect_leaves(struct nd_opt *opt, struct nd_plan *plan, struct leaves *leaves, struct conds *conds)
{
    if (is_plain_inner(plan)) {
        *conds = conds_and_expr(opt, *conds, plan->join.cond);
        collect_leaves(opt, plan->left, leaves, conds);
        collect_leaves(opt, plan->right, leaves, conds);
        return;
    }
    leaves->plans[leaves->count++] = plan;
}

static bool is_equality(const struct nd_expr *cond, struct nd_varset a, struct nd_varset b)
{
    if (cond->kind != ND_EXPR_FUNC || nd_func_compare(cond->func) != ND_COMPARE_EQ) return false;
    bool is_straight = nd__expr_is_within(cond->args[0], a) && nd__expr_is_within(cond->args[1], b);
    bool is_crossed = nd__expr_is_within(cond->args[0], b) && nd__expr_is_within(cond->args[1], a);
    return (is_straight || is_crossed) && !nd_expr_is_rowless(cond->args[0]) && !nd_expr_is_rowless(cond->args[1]);
}

static bool joins_by_equality(struct nd_opt *opt, const struct nd_plan *left, const struct nd_plan *right,
                              struct conds conds)
{
    struct nd_varset a = nd__varset_of_plan(opt, left), b = nd__varset_of_plan(opt, right);
    for (size_t i = 0; i < conds.count; i++)
        if (is_equality(conds.list[i], a, b)) return true;
    return false;
}

static bool is_int(enum nd_type_id type)
{
    return type == ND_TYPE_INT2 || type == ND_TYPE_INT4 || type == ND_TYPE_INT8;
}

/* Integers of different sizes are hashed as the largest. */
static bool has_common_key(const struct nd_expr *cond)
{
    enum nd_type_id a = cond->args[0]->type.id, b = cond->args[1]->type.id;
    return a == b || (is_int(a) && is_int(b));
}

static struct nd_expr *key_side(struct nd_opt *opt, const struct nd_expr *cond, size_t side)
{
    struct nd_expr *key = nd_expr_copy(opt->arena, cond->args[side]);
    if (cond->args[0]->type.id == cond->args[1]->type.id || key->type.id == ND_TYPE_INT8) return key;
    return nd_expr_cast(opt->arena, key, (struct nd_type){ND_TYPE_INT8, -1}, ND_CAST_IMPLICIT);
}

static void split_keys(struct nd_opt *opt, struct nd_plan *join, struct conds conds)
{
    struct nd_varset a = nd__varset_of_plan(opt, join->left), b = nd__varset_of_plan(opt, join->right);
    struct conds rest = conds_new(opt, conds.count);
    join->join.left_keys = nd_arena_array(opt->arena, struct nd_expr *, conds.count + 1);
    join->join.right_keys = nd_arena_array(opt->arena, struct nd_expr *, conds.count + 1);
    for (size_t i = 0; i < conds.count; i++) {
        struct nd_expr *cond = conds.list[i];
        /* both sides of one type: then equal values have equal hashes and one comparison decides */
        if (!is_equality(cond, a, b) || !has_common_key(cond)) {
            conds_add(&rest, cond);
            continue;
        }
        bool is_straight = nd__expr_is_within(cond->args[0], a);
        join->join.left_keys[join->join.key_count] = key_side(opt, cond, is_straight ? 0 : 1);
        join->join.right_keys[join->join.key_count++] = key_side(opt, cond, is_straight ? 1 : 0);
    }
    join->join.cond = nd__join_conjuncts(opt, conds.list, conds.count);
    struct nd_expr *others = nd__join_conjuncts(opt, rest.list, rest.count);
    join->join.rest = others == NULL ? NULL : nd_expr_copy(opt->arena, others);
}

static void join_columns(struct nd_opt *opt, struct nd_plan *join)
{
    if (join->join.kind == ND_JOIN_SEMI || join->join.kind == ND_JOIN_ANTI) {
        join->width = join->left->width;
        join->vars = join->left->vars;
        return;
    }
    join->width = join->left->width + join->right->width;
    join->vars = nd_arena_array(opt->arena, uint32_t, join->width + 1);
    memcpy(join->vars, join->left->vars, sizeof *join->vars * join->left->width);
    memcpy(join->vars + join->left->width, join->right->vars, sizeof *join->vars * join->right->width);
}

static struct nd_plan *join_two(struct nd_opt *opt, struct nd_plan *left, struct nd_plan *right, struct conds *conds)
{
    struct nd_plan *join = nd_plan_new(opt->arena, ND_PLAN_JOIN, left, right, 0);
    join->join.kind = ND_JOIN_INNER;
    join_columns(opt, join);
    split_keys(opt, join, take_within(opt, conds, nd__varset_of_plan(opt, join)));
    return join;
}

static struct nd_plan *push_inner_join(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    struct leaves leaves = {.cap = count_leaves(plan)};
    leaves.plans = nd_arena_array(opt->arena, struct nd_plan *, leaves.cap);
    collect_leaves(opt, plan, &leaves, &conds);
    for (size_t i = 0; i < leaves.count; i++)
        leaves.plans[i] =
            push(opt, leaves.plans[i], take_within(opt, &conds, nd__varset_of_plan(opt, leaves.plans[i])));
    struct nd_plan *tree = leaves.plans[0];
    leaves.plans[0] = NULL;
    for (size_t joined = 1; joined < leaves.count; joined++) {
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < leaves.count; i++) {
            if (leaves.plans[i] == NULL) continue;
            if (next == SIZE_MAX) next = i;
            if (!joins_by_equality(opt, tree, leaves.plans[i], conds)) continue;
            next = i;
            break;
        }
        tree = join_two(opt, tree, leaves.plans[next], &conds);
        leaves.plans[next] = NULL;
    }
    return filter_above(opt, tree, conds);
}

/* Both sides of a semi or anti join may be restricted: the left by what is asked of it above, and (SEMI) by what ON
 * says of it alone; the right by what ON says. */
static struct nd_plan *push_semi_join(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    struct conds on = conds_and_expr(opt, conds_new(opt, 0), plan->join.cond);
    struct nd_varset left = nd__varset_of_plan(opt, plan->left);
    struct conds to_left = take_within(opt, &conds, left),
                 to_right = take_within(opt, &on, nd__varset_of_plan(opt, plan->right));
    if (plan->join.kind == ND_JOIN_SEMI) {
        struct conds more = take_within(opt, &on, left);
        to_left = conds_and_expr(opt, to_left, nd__join_conjuncts(opt, more.list, more.count));
    }
    plan->left = push(opt, plan->left, to_left);
    plan->right = push(opt, plan->right, to_right);
    join_columns(opt, plan);
    split_keys(opt, plan, on);
    return filter_above(opt, plan, conds);
}

/* The right is run for each row of the left: ON goes to the right where it speaks of the right alone. */
static struct nd_plan *push_lateral_join(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    bool is_inner = plan->join.kind == ND_JOIN_INNER;
    struct conds on = conds_and_expr(opt, is_inner ? conds : conds_new(opt, 0), plan->join.cond),
                 none = conds_new(opt, 0);
    if (is_inner) conds = none;
    struct conds to_left = take_within(opt, is_inner ? &on : &conds, nd__varset_of_plan(opt, plan->left));
    struct conds to_right = take_within(opt, &on, nd__varset_of_plan(opt, plan->right));
    plan->left = push(opt, plan->left, to_left);
    plan->right = push(opt, plan->right, to_right);
    join_columns(opt, plan);
    plan->join.cond = nd__join_conjuncts(opt, on.list, on.count);
    plan->join.rest = plan->join.cond == NULL ? NULL : nd_expr_copy(opt->arena, plan->join.cond);
    return filter_above(opt, plan, conds);
}

/* A row of NULLs stands in for a missing partner: conditions above may go to the preserved side only, ON's to the other. */
static struct nd_plan *push_outer_join(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    struct nd_varset left = nd__varset_of_plan(opt, plan->left), right = nd__varset_of_plan(opt, plan->right);
    struct conds on = conds_and_expr(opt, conds_new(opt, 0), plan->join.cond), none = conds_new(opt, 0);
    struct conds to_left = none, to_right = none;
    if (plan->join.kind == ND_JOIN_LEFT) {
        to_left = take_within(opt, &conds, left);
        to_right = take_within(opt, &on, right);
    } else if (plan->join.kind == ND_JOIN_RIGHT) {
        to_right = take_within(opt, &conds, right);
        to_left = take_within(opt, &on, left);
    }
    plan->left = push(opt, plan->left, to_left);
    plan->right = push(opt, plan->right, to_right);
    join_columns(opt, plan);
    split_keys(opt, plan, on);
    return filter_above(opt, plan, conds);
}

static struct nd_plan *push_join(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    if (plan->join.lateral_count > 0) return push_lateral_join(opt, plan, conds);
    if (plan->join.kind == ND_JOIN_INNER) return push_inner_join(opt, plan, conds);
    if (plan->join.kind == ND_JOIN_SEMI || plan->join.kind == ND_JOIN_ANTI) return push_semi_join(opt, plan, conds);
    return push_outer_join(opt, plan, conds);
}

/* ---- the walk ------------------------------------------------------------------------------------------------ */

static struct nd_plan *push(struct nd_opt *opt, struct nd_plan *plan, struct conds conds)
{
    struct conds none = {NULL, 0};
    switch (plan->kind) {
    case ND_PLAN_FILTER: return push(opt, plan->left, conds_and_expr(opt, conds, plan->filter.cond));
    case ND_PLAN_PROJECT: return push_project(opt, plan, conds);
    case ND_PLAN_AGG: return push_agg(opt, plan, conds);
    case ND_PLAN_SORT: plan->left = push(opt, plan->left, conds); return plan;
    case ND_PLAN_DISTINCT:
        if (plan->distinct.key_count == 0) {
            plan->left = push(opt, plan->left, conds);
            return plan;
        }
        break;
    case ND_PLAN_JOIN: return push_join(opt, plan, conds);
    case ND_PLAN_SCAN: {
        struct conds all = conds_and_expr(opt, conds, plan->scan.filter);
        plan->scan.filter = nd__join_conjuncts(opt, all.list, all.count);
        return plan;
    }
    default: break;
    }
    if (plan->left != NULL) plan->left = push(opt, plan->left, none);
    if (plan->right != NULL) plan->right = push(opt, plan->right, none);
    return filter_above(opt, plan, conds);
}

struct nd_plan *nd__opt_push(struct nd_opt *opt, struct nd_plan *plan)
{
    return push(opt, plan, (struct conds){NULL, 0});
}
