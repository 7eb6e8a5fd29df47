/* SPDX-License-Identifier: Apache-2.0 */
/* join_parts.c - a tree of joins taken apart into relations and clauses, and put together in the order chosen. */
#include "sql/opt/join_int.h"

/* ---- outer joins that are inner ones ----------------------------------------------------------------------- */

static bool meets(const struct nd_varset set, const struct nd_plan *plan)
{
    for (size_t i = 0; i < plan->width; i++)
        if (nd__varset_has(set, plan->vars[i])) return true;
    return false;
}

static struct nd_varset copy_set(struct nd_opt *opt, struct nd_varset set)
{
    struct nd_varset copy = nd__varset_new(opt);
    memcpy(copy.words, set.words, sizeof *set.words * (opt->var_count / 64 + 1));
    return copy;
}

static void swap_sides(struct nd_plan *join)
{
    struct nd_plan *left = join->left;
    join->left = join->right;
    join->right = left;
}

/* not_null: variables that are not NULL in any row that the conditions above let through. */
static void reduce(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset not_null)
{
    if (plan->kind != ND_PLAN_JOIN || plan->join.lateral_count > 0) return;
    bool asks_left = meets(not_null, plan->left), asks_right = meets(not_null, plan->right);
    switch (plan->join.kind) {
    case ND_JOIN_LEFT:
        if (asks_right) plan->join.kind = ND_JOIN_INNER;
        break;
    case ND_JOIN_RIGHT:
        plan->join.kind = asks_left ? ND_JOIN_INNER : ND_JOIN_LEFT;
        if (!asks_left) swap_sides(plan);
        break;
    case ND_JOIN_FULL:
        if (asks_left && asks_right) plan->join.kind = ND_JOIN_INNER;
        else if (asks_left) plan->join.kind = ND_JOIN_LEFT;
        else if (asks_right) {
            plan->join.kind = ND_JOIN_LEFT;
            swap_sides(plan);
        }
        break;
    default: break;
    }
    if (plan->join.kind == ND_JOIN_FULL) return;
    struct nd_varset of_left = copy_set(opt, not_null), of_right = copy_set(opt, not_null);
    bool binds_left = plan->join.kind == ND_JOIN_INNER || plan->join.kind == ND_JOIN_SEMI;
    if (binds_left) nd__opt_not_null(opt, plan->join.cond, of_left);
    nd__opt_not_null(opt, plan->join.cond, of_right);
    reduce(opt, plan->left, of_left);
    reduce(opt, plan->right, of_right);
}

/* ---- apart -------------------------------------------------------------------------------------------------------- */

struct taking {
    struct nd__joining joining;
    struct nd__conds conds; /* of inner joins and from above */
};

static bool is_open(const struct nd_plan *plan) { return plan->kind == ND_PLAN_JOIN && plan->join.kind != ND_JOIN_FULL && plan->join.kind != ND_JOIN_RIGHT && plan->join.lateral_count == 0; }

static struct nd__rel *add_rel(struct taking *taking, struct nd_plan *plan, enum nd_join_kind kind)
{
    struct nd__rel *rel = &taking->joining.rels[taking->joining.rel_count++];
    *rel = (struct nd__rel){.plan = plan, .kind = kind, .vars = nd__varset_of_plan(taking->joining.opt, plan)};
    return rel;
}

static size_t count_rels(const struct nd_plan *plan)
{
    if (!is_open(plan)) return 1;
    return count_rels(plan->left) + (plan->join.kind == ND_JOIN_INNER ? count_rels(plan->right) : 1);
}

static uint64_t rels_of(const struct nd__joining *joining, const struct nd_expr *expr)
{
    uint64_t rels = 0;
    struct nd_varset vars = nd__varset_new(joining->opt);
    nd__varset_add_expr(vars, expr);
    for (size_t i = 0; i < joining->rel_count; i++)
        for (size_t k = 0; k < joining->rels[i].plan->width; k++)
            if (nd__varset_has(vars, joining->rels[i].plan->vars[k])) rels |= UINT64_C(1) << i;
    return rels;
}

static void take(struct taking *taking, struct nd_plan *plan)
{
    struct nd_opt *opt = taking->joining.opt;
    if (!is_open(plan)) {
        (void)add_rel(taking, plan, ND_JOIN_INNER);
        return;
    }
    size_t first = taking->joining.rel_count;
    take(taking, plan->left);
    if (plan->join.kind == ND_JOIN_INNER) {
        taking->conds = nd__conds_and_expr(opt, taking->conds, plan->join.cond);
        take(taking, plan->right);
        return;
    }
    size_t end = taking->joining.rel_count;
    struct nd__rel *rel = add_rel(taking, plan->right, plan->join.kind);
    rel->on = nd__conds_and_expr(opt, nd__conds_new(opt, 0), plan->join.cond);
    uint64_t self = UINT64_C(1) << end, before = (self - 1) & ~((UINT64_C(1) << first) - 1);
    struct nd__conds to_right = nd__conds_take(opt, &rel->on, rel->vars);
    if (rel->kind == ND_JOIN_SEMI) { /* what it asks of the left alone might as well be asked there */
        size_t kept = 0;
        for (size_t i = 0; i < rel->on.count; i++) {
            bool is_left = (rels_of(&taking->joining, rel->on.list[i]) & self) == 0 && nd_expr_volatility(rel->on.list[i]) != ND_VOLATILE;
            if (is_left) taking->conds = nd__conds_and_expr(opt, taking->conds, rel->on.list[i]);
            else rel->on.list[kept++] = rel->on.list[i];
        }
        rel->on.count = kept;
    }
    for (size_t i = 0; i < rel->on.count; i++) rel->needs |= rels_of(&taking->joining, rel->on.list[i]);
    rel->needs &= ~self;
    if (rel->needs == 0) rel->needs = before; /* ON speaks of no left row: all of them, as written */
    taking->joining.specials |= self;
    rel->plan = nd__push(opt, rel->plan, to_right);
}

/* ---- classes of equal variables --------------------------------------------------------------------------------------- */

static size_t rel_of_var(const struct nd__joining *joining, uint32_t var)
{
    for (size_t i = 0; i < joining->rel_count; i++)
        for (size_t k = 0; k < joining->rels[i].plan->width; k++)
            if (joining->rels[i].plan->vars[k] == var) return i;
    return SIZE_MAX;
}

static bool is_plain(const struct nd__joining *joining, const struct nd_expr *expr, size_t *rel_out)
{
    if (expr->kind != ND_EXPR_VAR) return false;
    *rel_out = rel_of_var(joining, expr->var);
    return *rel_out != SIZE_MAX && (joining->specials >> *rel_out & 1) == 0;
}

static struct nd__class *find_class(struct nd__joining *joining, uint32_t var)
{
    for (size_t i = 0; i < joining->class_count; i++)
        for (size_t k = 0; k < joining->classes[i].count; k++)
            if (joining->classes[i].members[k].expr->var == var) return &joining->classes[i];
    return NULL;
}

static void add_member(struct nd__joining *joining, struct nd__class *class, struct nd_expr *expr, size_t rel)
{
    struct nd__member *members = nd_arena_array(joining->opt->arena, struct nd__member, class->count + 1);
    if (class->count > 0) memcpy(members, class->members, sizeof *members * class->count);
    class->members = members;
    class->members[class->count++] = (struct nd__member){expr, rel};
    class->rels |= UINT64_C(1) << rel;
}

/* `a = b` of plain columns of one type joins their classes. */
static bool take_equality(struct nd__joining *joining, struct nd_expr *cond)
{
    size_t rel_a, rel_b;
    if (cond->kind != ND_EXPR_FUNC || cond->arg_count != 2 || nd_func_compare(cond->func) != ND_COMPARE_EQ) return false;
    struct nd_expr *a = cond->args[0], *b = cond->args[1];
    if (a->type.id != b->type.id || !is_plain(joining, a, &rel_a) || !is_plain(joining, b, &rel_b) || a->var == b->var) return false;
    struct nd__class *of_a = find_class(joining, a->var), *of_b = find_class(joining, b->var);
    if (of_a == NULL && of_b == NULL) {
        of_a = &joining->classes[joining->class_count++];
        *of_a = (struct nd__class){.eq = cond->func};
    } else if (of_a == NULL) {
        of_a = of_b;
    }
    if (find_class(joining, a->var) == NULL) add_member(joining, of_a, a, rel_a);
    if (find_class(joining, b->var) == NULL) add_member(joining, of_a, b, rel_b);
    if (of_b == NULL || of_b == of_a) return true;
    for (size_t i = 0; i < of_b->count; i++) add_member(joining, of_a, of_b->members[i].expr, of_b->members[i].rel);
    *of_b = joining->classes[--joining->class_count];
    return true;
}

static struct nd_expr *equality(const struct nd__joining *joining, const struct nd__class *class, struct nd_expr *a, struct nd_expr *b)
{
    struct nd_expr *args[] = {nd_expr_copy(joining->opt->arena, a), nd_expr_copy(joining->opt->arena, b)};
    return nd_expr_func(joining->opt->arena, class->eq, ND_TYPE(ND_TYPE_BOOL), args, 2);
}

struct nd_expr *nd__class_equality(const struct nd__joining *joining, const struct nd__class *class, uint64_t left, uint64_t right)
{
    struct nd_expr *a = NULL, *b = NULL;
    for (size_t i = 0; i < class->count; i++) {
        uint64_t rel = UINT64_C(1) << class->members[i].rel;
        if (a == NULL && (rel & left) != 0) a = class->members[i].expr;
        if (b == NULL && (rel & right) != 0) b = class->members[i].expr;
    }
    return a == NULL || b == NULL ? NULL : equality(joining, class, a, b);
}

/* Two columns of one relation: asked of its rows. */
static void equate_within(struct nd__joining *joining, struct nd__conds *of_rel)
{
    for (size_t i = 0; i < joining->class_count; i++) {
        const struct nd__class *class = &joining->classes[i];
        for (size_t k = 1; k < class->count; k++)
            for (size_t m = 0; m < k; m++) {
                if (class->members[m].rel != class->members[k].rel) continue;
                size_t rel = class->members[k].rel;
                of_rel[rel] = nd__conds_and_expr(joining->opt, of_rel[rel], equality(joining, class, class->members[m].expr, class->members[k].expr));
                break;
            }
    }
}

static struct nd_expr *with_var(struct nd_opt *opt, const struct nd_expr *expr, uint32_t from, const struct nd_expr *to)
{
    struct nd_expr *copy = nd_expr_copy(opt->arena, expr);
    if (copy->kind == ND_EXPR_VAR) return copy->var == from ? nd_expr_copy(opt->arena, to) : copy;
    for (size_t i = 0; i < copy->arg_count; i++) copy->args[i] = with_var(opt, copy->args[i], from, to);
    return copy;
}

/* `a = 5` or `a IN (1, 2)` holds for whatever equals a. */
static void spread(struct nd__joining *joining, struct nd__conds *of_rel)
{
    size_t *given = nd_arena_array(joining->opt->arena, size_t, joining->rel_count + 1);
    for (size_t rel = 0; rel < joining->rel_count; rel++) given[rel] = of_rel[rel].count;
    for (size_t rel = 0; rel < joining->rel_count; rel++) {
        for (size_t i = 0; i < given[rel]; i++) {
            struct nd_expr *cond = of_rel[rel].list[i];
            bool is_in = cond->kind == ND_EXPR_IN && !cond->is_not && cond->args[0]->kind == ND_EXPR_VAR && cond->arg_count <= 32;
            bool is_eq = cond->kind == ND_EXPR_FUNC && cond->arg_count == 2 && nd_func_compare(cond->func) == ND_COMPARE_EQ && nd_expr_volatility(cond) != ND_VOLATILE;
            if (!is_in && !is_eq) continue;
            size_t at = is_in || cond->args[0]->kind == ND_EXPR_VAR ? 0 : 1;
            bool is_value = true;
            for (size_t k = 0; k < cond->arg_count; k++) is_value = is_value && (k == at || nd_expr_is_rowless(cond->args[k]));
            if (!is_value || cond->args[at]->kind != ND_EXPR_VAR) continue;
            const struct nd__class *class = find_class(joining, cond->args[at]->var);
            for (size_t k = 0; class != NULL && k < class->count; k++) {
                const struct nd__member *member = &class->members[k];
                if (member->expr->var == cond->args[at]->var) continue;
                struct nd_expr *copy = with_var(joining->opt, cond, cond->args[at]->var, member->expr);
                bool has_it = false;
                for (size_t c = 0; c < of_rel[member->rel].count; c++) has_it = has_it || nd_expr_equal(of_rel[member->rel].list[c], copy);
                if (!has_it) of_rel[member->rel] = nd__conds_and_expr(joining->opt, of_rel[member->rel], copy);
            }
        }
    }
}

/* ---- clauses ------------------------------------------------------------------------------------------------------------- */

static bool is_hashable(const struct nd__joining *joining, const struct nd_expr *cond)
{
    if (cond->kind != ND_EXPR_FUNC || cond->arg_count != 2 || nd_func_compare(cond->func) != ND_COMPARE_EQ || !nd__has_common_key(cond)) return false;
    uint64_t a = rels_of(joining, cond->args[0]), b = rels_of(joining, cond->args[1]);
    return a != 0 && b != 0 && (a & b) == 0;
}

/* What an OR over several relations says of each alone is asked there too; the OR itself then keeps a larger share. */
static double split_or(struct nd__joining *joining, const struct nd_expr *cond, struct nd__conds *of_rel)
{
    double share = nd__share(joining->opt, cond);
    for (size_t i = 0; i < joining->rel_count; i++) {
        if ((joining->specials >> i & 1) != 0) continue;
        struct nd_expr *part = nd__opt_part_of_or(joining->opt, cond, joining->rels[i].vars);
        if (part == NULL) continue;
        double of_part = nd__share(joining->opt, part);
        if (of_part > 0.9) continue; /* hardly worth its evaluation */
        of_rel[i] = nd__conds_and_expr(joining->opt, of_rel[i], part);
        share = of_part > 0 && share / of_part < 1 ? share / of_part : 1;
    }
    return share;
}

/* Each condition goes to one relation, into a class, or becomes a clause; what speaks of none, or is volatile, is left. */
static struct nd__conds distribute(struct taking *taking, struct nd__conds *of_rel)
{
    struct nd__joining *joining = &taking->joining;
    struct nd_opt *opt = joining->opt;
    struct nd__conds left = nd__conds_new(opt, taking->conds.count);
    joining->clauses = nd_arena_array(opt->arena, struct nd__clause, taking->conds.count + 1);
    joining->classes = nd_arena_array(opt->arena, struct nd__class, taking->conds.count + 1);
    for (size_t i = 0; i < taking->conds.count; i++) {
        struct nd_expr *cond = taking->conds.list[i];
        uint64_t rels = rels_of(joining, cond);
        bool is_single = (rels & (rels - 1)) == 0;
        if (rels == 0 || nd_expr_volatility(cond) == ND_VOLATILE) {
            nd__conds_add(&left, cond);
        } else if (is_single && (rels & joining->specials) == 0) {
            size_t rel = (size_t)__builtin_ctzll(rels);
            of_rel[rel] = nd__conds_and_expr(opt, of_rel[rel], cond);
        } else if (is_single || !take_equality(joining, cond)) {
            struct nd__clause *clause = &joining->clauses[joining->clause_count++];
            *clause = (struct nd__clause){.expr = cond, .rels = rels, .is_equality = is_hashable(joining, cond)};
            for (size_t k = 0; k < 2 && clause->is_equality; k++) clause->rels_of_arg[k] = rels_of(joining, cond->args[k]);
        }
    }
    for (size_t i = 0; i < joining->clause_count; i++)
        if (joining->clauses[i].expr->kind == ND_EXPR_OR) joining->clauses[i].share = split_or(joining, joining->clauses[i].expr, of_rel);
    equate_within(joining, of_rel);
    spread(joining, of_rel);
    return left;
}

/* ---- together again -------------------------------------------------------------------------------------------------------- */

static struct nd_plan *build(const struct nd__joining *joining, const struct nd__part *part);

/* What is tested where the two are joined; filters: what is asked of the rows of a left join, not of its partners. */
static struct nd__conds conds_between(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right, struct nd__conds *filters)
{
    struct nd_opt *opt = joining->opt;
    size_t room = joining->class_count + joining->clause_count;
    struct nd__conds conds = nd__conds_new(opt, room + (right->special == NULL ? 0 : right->special->on.count));
    *filters = nd__conds_new(opt, room);
    struct nd__conds *inner = right->special == NULL ? &conds : filters;
    for (size_t i = 0; i < joining->class_count && right->special == NULL; i++) {
        struct nd_expr *cond = nd__class_equality(joining, &joining->classes[i], left->rels, right->rels);
        if (cond != NULL) nd__conds_add(&conds, cond);
    }
    for (size_t i = 0; right->special != NULL && i < right->special->on.count; i++) nd__conds_add(&conds, right->special->on.list[i]);
    for (size_t i = 0; i < joining->clause_count; i++) {
        const struct nd__clause *clause = &joining->clauses[i];
        bool is_of_special = right->special != NULL && clause->rels == right->rels;
        if (is_of_special || nd__clause_spans(clause, left->rels, right->rels)) nd__conds_add(inner, clause->expr);
    }
    return conds;
}

static void use_lookup(const struct nd__joining *joining, struct nd_plan *join, const struct nd__conds conds, double outer_rows)
{
    struct nd_opt *opt = joining->opt;
    struct nd__lookup lookup;
    bool is_found = nd__opt_lookup(opt, join->right, conds, outer_rows, &lookup);
    ND_ASSERT(is_found);
    nd__opt_use_lookup(opt, join->right, &lookup);
    struct nd_expr **rest = nd_arena_array(opt->arena, struct nd_expr *, conds.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < conds.count; i++) {
        bool is_used = false;
        for (size_t k = 0; k < lookup.count; k++) is_used = is_used || lookup.conds[k] == conds.list[i];
        if (!is_used) rest[count++] = conds.list[i];
    }
    struct nd_expr *others = nd__join_conjuncts(opt, rest, count);
    join->join.method = ND_JOIN_LOOKUP;
    join->join.key_count = 0;
    join->join.rest = others == NULL ? NULL : nd_expr_copy(opt->arena, others);
}

static struct nd_plan *build_join(const struct nd__joining *joining, const struct nd__part *part)
{
    struct nd_opt *opt = joining->opt;
    struct nd__conds filters, conds = conds_between(joining, part->left, part->right, &filters);
    struct nd_plan *left = build(joining, part->left), *right = build(joining, part->right), *join;
    enum nd_join_kind kind = part->right->special == NULL ? ND_JOIN_INNER : part->right->special->kind;
    if (part->method == ND_JOIN_MERGE) join = nd__make_merge(opt, kind, left, right, conds, part->keys, part->key_count, part->sorts_left, part->sorts_right);
    else if (part->is_flipped) join = nd__make_join(opt, ND_JOIN_RIGHT, right, left, conds);
    else join = nd__make_join(opt, kind, left, right, conds);
    if (part->method == ND_JOIN_LOOKUP) use_lookup(joining, join, conds, part->left->rows);
    if (part->method == ND_JOIN_LOOP && join->join.key_count > 0) {
        join->join.method = ND_JOIN_LOOP;
        join->join.key_count = 0;
        join->join.rest = nd_expr_copy(opt->arena, join->join.cond);
    }
    join->rows = part->rows;
    if (filters.count == 0) return join;
    join->rows = 0;
    return nd__filter_above(opt, join, filters);
}

static struct nd_plan *build(const struct nd__joining *joining, const struct nd__part *part)
{
    if (part->left == NULL) return joining->rels[__builtin_ctzll(part->rels)].plan;
    return build_join(joining, part);
}

void nd__opt_reduce(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds)
{
    struct nd_varset not_null = nd__varset_new(opt);
    for (size_t i = 0; i < conds.count; i++) nd__opt_not_null(opt, conds.list[i], not_null);
    reduce(opt, plan, not_null);
}

struct nd_plan *nd__opt_join(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds, struct nd__wanted wanted)
{
    struct nd_expr *all = nd__join_conjuncts(opt, conds.list, conds.count);
    struct taking taking = {.joining = {.opt = opt, .wanted = wanted}, .conds = nd__conds_and_expr(opt, nd__conds_new(opt, 0), all)};
    size_t count = count_rels(plan);
    taking.joining.rels = nd_arena_array(opt->arena, struct nd__rel, count + 1);
    take(&taking, plan);
    struct nd__joining *joining = &taking.joining;
    struct nd__conds *of_rel = nd_arena_array(opt->arena, struct nd__conds, joining->rel_count + 1);
    for (size_t i = 0; i < joining->rel_count; i++) of_rel[i] = nd__conds_new(opt, 0);
    struct nd__conds left = distribute(&taking, of_rel);
    for (size_t i = 0; i < joining->rel_count; i++) {
        if ((joining->specials >> i & 1) == 0) joining->rels[i].plan = nd__push(opt, joining->rels[i].plan, of_rel[i]);
        nd__opt_cost(opt, joining->rels[i].plan);
    }
    for (size_t i = 0; i < joining->clause_count; i++)
        if (joining->clauses[i].expr->kind != ND_EXPR_OR) joining->clauses[i].share = nd__share(opt, joining->clauses[i].expr);
    struct nd_plan *joined = joining->rel_count == 1 ? joining->rels[0].plan : build(joining, nd__join_search(joining));
    nd__opt_cost(opt, joined);
    return nd__filter_above(opt, joined, left);
}
