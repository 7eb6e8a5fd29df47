/* SPDX-License-Identifier: Apache-2.0 */
/* pushdown.c - conditions go down as far as they may; on the way joins are ordered and indexes chosen. */
#include "sql/opt/unnest_int.h"

struct nd__conds nd__conds_new(struct nd_opt *opt, size_t room)
{
    return (struct nd__conds){nd_arena_array(opt->arena, struct nd_expr *, room + 1), 0};
}

struct nd__conds nd__conds_and_expr(struct nd_opt *opt, struct nd__conds conds, struct nd_expr *expr)
{
    struct nd__conds all = nd__conds_new(opt, conds.count + nd_expr_count_conjuncts(expr));
    for (size_t i = 0; i < conds.count; i++) nd__conds_add(&all, conds.list[i]);
    all.count += nd_expr_conjuncts(expr, all.list + all.count);
    return all;
}

struct nd_plan *nd__filter_above(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds)
{
    if (conds.count == 0) return plan;
    struct nd_plan *filter = nd_plan_new(opt->arena, ND_PLAN_FILTER, plan, NULL, plan->width);
    memcpy(filter->vars, plan->vars, sizeof *plan->vars * plan->width);
    filter->filter.cond = nd__join_conjuncts(opt, conds.list, conds.count);
    return filter;
}

/* Takes those conditions out of `conds` whose variables are all in `set`; volatile ones stay where they are. */
struct nd__conds nd__conds_take(struct nd_opt *opt, struct nd__conds *conds, struct nd_varset set)
{
    struct nd__conds taken = nd__conds_new(opt, conds->count);
    size_t kept = 0;
    for (size_t i = 0; i < conds->count; i++) {
        bool may_move = nd__expr_is_within(conds->list[i], set) && nd_expr_volatility(conds->list[i]) != ND_VOLATILE;
        if (may_move)
            nd__conds_add(&taken, conds->list[i]);
        else
            conds->list[kept++] = conds->list[i];
    }
    conds->count = kept;
    return taken;
}

/* ---- projections -------------------------------------------------------------------------------------- */

/* The order that is wanted, by columns below the projection; none where it computes one of them. */
static struct nd__wanted want_below(struct nd_opt *opt, const struct nd_plan *project, struct nd__wanted wanted)
{
    struct nd_plan_sort *keys = nd_arena_array(opt->arena, struct nd_plan_sort, wanted.count + 1);
    for (size_t k = 0; k < wanted.count; k++) {
        keys[k] = wanted.keys[k];
        for (size_t i = 0; i < project->width; i++) {
            if (project->vars[i] != wanted.keys[k].var) continue;
            if (project->project.exprs[i]->kind != ND_EXPR_VAR) return (struct nd__wanted){.count = 0};
            keys[k].var = project->project.exprs[i]->var;
        }
    }
    return (struct nd__wanted){keys, wanted.count};
}

static struct nd_plan *push_project(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds, struct nd__wanted wanted)
{
    struct nd_varset cheap = nd__varset_new(opt);
    for (size_t i = 0; i < plan->width; i++)
        if (plan->project.exprs[i]->kind == ND_EXPR_VAR || nd_expr_volatility(plan->project.exprs[i]) == ND_IMMUTABLE)
            nd__varset_add(cheap, plan->vars[i]);
    struct nd__conds down = nd__conds_take(opt, &conds, cheap);
    for (size_t i = 0; i < down.count; i++)
        down.list[i] = nd__substitute(opt, plan, nd_expr_copy(opt->arena, down.list[i]));
    opt->wanted = want_below(opt, plan, wanted);
    plan->left = nd__push(opt, plan->left, down);
    return nd__filter_above(opt, plan, conds);
}

static struct nd_plan *push_agg(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds)
{
    struct nd_varset groups = nd__varset_new(opt);
    for (size_t i = 0; i < plan->agg.group_count; i++)
        if (plan->agg.groups[i].expr->kind == ND_EXPR_VAR) nd__varset_add(groups, plan->agg.groups[i].var);
    /* without GROUP BY there is a row even of no input: nothing may go below */
    struct nd__conds down = nd__conds_new(opt, 0);
    if (plan->agg.group_count > 0 && plan->agg.always_count == 0) down = nd__conds_take(opt, &conds, groups);
    plan->left = nd__push(opt, plan->left, down);
    return nd__filter_above(opt, plan, conds);
}

/* ---- joins ----------------------------------------------------------------------------------------------- */

bool nd__is_equality(const struct nd_expr *cond, struct nd_varset a, struct nd_varset b)
{
    if (cond->kind != ND_EXPR_FUNC || nd_func_compare(cond->func) != ND_COMPARE_EQ) return false;
    bool is_straight = nd__expr_is_within(cond->args[0], a) && nd__expr_is_within(cond->args[1], b);
    bool is_crossed = nd__expr_is_within(cond->args[0], b) && nd__expr_is_within(cond->args[1], a);
    return (is_straight || is_crossed) && !nd_expr_is_rowless(cond->args[0]) && !nd_expr_is_rowless(cond->args[1]);
}

static bool is_int(enum nd_type_id type)
{
    return type == ND_TYPE_INT2 || type == ND_TYPE_INT4 || type == ND_TYPE_INT8;
}

/* Integers of different sizes are hashed as the largest. */
bool nd__has_common_key(const struct nd_expr *cond)
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

static void split_keys(struct nd_opt *opt, struct nd_plan *join, struct nd__conds conds)
{
    struct nd_varset a = nd__varset_of_plan(opt, join->left), b = nd__varset_of_plan(opt, join->right);
    struct nd__conds rest = nd__conds_new(opt, conds.count);
    join->join.left_keys = nd_arena_array(opt->arena, struct nd_expr *, conds.count + 1);
    join->join.right_keys = nd_arena_array(opt->arena, struct nd_expr *, conds.count + 1);
    for (size_t i = 0; i < conds.count; i++) {
        struct nd_expr *cond = conds.list[i];
        /* both sides of one type: then equal values have equal hashes and one comparison decides */
        if (!nd__is_equality(cond, a, b) || !nd__has_common_key(cond)) {
            nd__conds_add(&rest, cond);
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

struct nd_plan *nd__make_join(struct nd_opt *opt, enum nd_join_kind kind, struct nd_plan *left, struct nd_plan *right,
                              struct nd__conds conds)
{
    struct nd_plan *join = nd_plan_new(opt->arena, ND_PLAN_JOIN, left, right, 0);
    join->join.kind = kind;
    join_columns(opt, join);
    split_keys(opt, join, conds);
    join->join.method = join->join.key_count > 0 ? ND_JOIN_HASH : ND_JOIN_LOOP;
    return join;
}

/* The right is run for each row of the left: ON goes to the right where it speaks of the right alone. */
static struct nd_plan *push_lateral_join(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds)
{
    bool is_inner = plan->join.kind == ND_JOIN_INNER;
    struct nd__conds on = nd__conds_and_expr(opt, is_inner ? conds : nd__conds_new(opt, 0), plan->join.cond),
                 none = nd__conds_new(opt, 0);
    if (is_inner) conds = none;
    struct nd__conds to_left = nd__conds_take(opt, is_inner ? &on : &conds, nd__varset_of_plan(opt, plan->left));
    struct nd__conds to_right = nd__conds_take(opt, &on, nd__varset_of_plan(opt, plan->right));
    plan->left = nd__push(opt, plan->left, to_left);
    plan->right = nd__push(opt, plan->right, to_right);
    join_columns(opt, plan);
    plan->join.cond = nd__join_conjuncts(opt, on.list, on.count);
    plan->join.rest = plan->join.cond == NULL ? NULL : nd_expr_copy(opt->arena, plan->join.cond);
    return nd__filter_above(opt, plan, conds);
}

/* Rows of both sides may lack a partner: nothing moves. */
static struct nd_plan *push_full_join(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds)
{
    struct nd__conds on = nd__conds_and_expr(opt, nd__conds_new(opt, 0), plan->join.cond);
    struct nd_plan *left = nd__push(opt, plan->left, nd__conds_new(opt, 0)),
                   *right = nd__push(opt, plan->right, nd__conds_new(opt, 0));
    return nd__filter_above(opt, nd__make_full_join(opt, left, right, on), conds);
}

static struct nd_plan *push_join(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds, struct nd__wanted wanted)
{
    if (plan->join.lateral_count > 0) return push_lateral_join(opt, plan, conds);
    nd__opt_reduce(opt, plan, conds);
    if (plan->join.kind == ND_JOIN_FULL) return push_full_join(opt, plan, conds);
    return nd__opt_join(opt, plan, conds, wanted);
}

/* Whoever finds columns by their places gets them as they were before joins changed sides. */
static struct nd_plan *keep_columns(struct nd_opt *opt, const struct nd_plan *before, struct nd_plan *after)
{
    if (after->kind != ND_PLAN_JOIN && after->kind != ND_PLAN_FILTER) return after;
    bool is_same = before->width == after->width;
    for (size_t i = 0; i < before->width && is_same; i++) is_same = before->vars[i] == after->vars[i];
    if (is_same) return after;
    struct nd_plan *project = nd_plan_new(opt->arena, ND_PLAN_PROJECT, after, NULL, before->width);
    project->project.exprs = nd_arena_array(opt->arena, struct nd_expr *, before->width + 1);
    for (size_t i = 0; i < before->width; i++) {
        project->vars[i] = before->vars[i];
        project->project.exprs[i] = nd_expr_var(opt->arena, before->vars[i], opt->tree->bound->vars[before->vars[i]].type);
    }
    return project;
}

/* ---- the walk ------------------------------------------------------------------------------------------------ */

struct nd_plan *nd__push(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds)
{
    struct nd__conds none = {NULL, 0};
    struct nd__wanted wanted = opt->wanted;
    opt->wanted.count = 0;
    switch (plan->kind) {
    case ND_PLAN_FILTER:
        opt->wanted = wanted;
        return nd__push(opt, plan->left, nd__conds_and_expr(opt, conds, plan->filter.cond));
    case ND_PLAN_PROJECT: return push_project(opt, plan, conds, wanted);
    case ND_PLAN_AGG: return push_agg(opt, plan, conds);
    case ND_PLAN_SORT:
        opt->wanted = (struct nd__wanted){plan->sort.keys, plan->sort.key_count};
        plan->left = nd__push(opt, plan->left, conds);
        return plan;
    case ND_PLAN_DISTINCT:
        if (plan->distinct.key_count == 0) {
            plan->left = nd__push(opt, plan->left, conds);
            return plan;
        }
        break;
    case ND_PLAN_JOIN: return push_join(opt, plan, conds, wanted);
    case ND_PLAN_SCAN: {
        struct nd__conds all = nd__conds_and_expr(opt, conds, plan->scan.filter);
        plan->scan.filter = nd__join_conjuncts(opt, all.list, all.count);
        nd__opt_access(opt, plan);
        return plan;
    }
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE: plan->left = keep_columns(opt, plan->left, nd__push(opt, plan->left, none)); return plan;
    default: break;
    }
    if (plan->left != NULL) plan->left = nd__push(opt, plan->left, none);
    if (plan->right != NULL) plan->right = nd__push(opt, plan->right, none);
    return nd__filter_above(opt, plan, conds);
}

struct nd_plan *nd__opt_push(struct nd_opt *opt, struct nd_plan *plan)
{
    return nd__push(opt, plan, (struct nd__conds){NULL, 0});
}
