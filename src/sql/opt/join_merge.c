/* SPDX-License-Identifier: Apache-2.0 */
/* join_merge.c - orders of rows, and joins of two sides that come sorted by the join's keys.
 *
 * Each equality between the two sides can be a key. A side may have an order already (an index's, that of a merge below); then
 * the keys are taken in that order as far as it goes, and the other side is brought into it; what is left of the equalities is
 * tested on pairs. Where neither has one, or that is dear, both are sorted by all equalities. */
#include <math.h>

#include "sql/opt/join_int.h"
#include "sql/shard/program.h"
#include "sql/types/key_codec.h"

/* ---- orders ------------------------------------------------------------------------------------------------------ */

bool nd__keeps_left_order(const struct nd_plan *plan)
{
    if (plan->kind != ND_PLAN_JOIN || plan->join.lateral_count > 0) return false;
    if (plan->join.method == ND_JOIN_HASH || plan->join.method == ND_JOIN_MERGE) return false;
    if (plan->join.kind == ND_JOIN_LEFT) return false; /* rows without a partner come after the others of their batch */
    return plan->join.kind != ND_JOIN_RIGHT && plan->join.kind != ND_JOIN_FULL;
}

static void order_of_merge(const struct nd_plan *plan, struct nd__order *order)
{
    if (plan->join.kind == ND_JOIN_FULL) return;
    struct nd_expr **keys = plan->join.kind == ND_JOIN_RIGHT ? plan->join.right_keys : plan->join.left_keys;
    for (size_t i = 0; i < plan->join.key_count && order->count < ND__ORDER_MAX; i++)
        order->keys[order->count++] = (struct nd_plan_sort){.var = nd__order_var(keys[i]), .slot = ND_SLOT_NONE, .flags = plan->join.key_flags[i]};
}

/* Names of the projection for the columns below; the order ends where it hands on none. */
static void order_of_project(const struct nd_plan *plan, struct nd__order *order)
{
    for (size_t k = 0; k < order->count; k++) {
        size_t i = 0;
        while (i < plan->width && !(plan->project.exprs[i]->kind == ND_EXPR_VAR && plan->project.exprs[i]->var == order->keys[k].var)) i++;
        if (i == plan->width) {
            order->count = k;
            return;
        }
        order->keys[k].var = plan->vars[i];
    }
}

struct nd__order nd__plan_order(const struct nd_plan *plan)
{
    struct nd__order order = {.count = 0};
    switch (plan->kind) {
    case ND_PLAN_SCAN: nd__scan_order(&plan->scan, order.keys, &order.count); return order;
    case ND_PLAN_FILTER: return nd__plan_order(plan->left);
    case ND_PLAN_PROJECT:
        order = nd__plan_order(plan->left);
        order_of_project(plan, &order);
        return order;
    case ND_PLAN_SORT:
        for (; order.count < plan->sort.key_count && order.count < ND__ORDER_MAX; order.count++) order.keys[order.count] = plan->sort.keys[order.count];
        return order;
    case ND_PLAN_JOIN:
        if (nd__keeps_left_order(plan)) return nd__plan_order(plan->left);
        if (plan->join.method == ND_JOIN_MERGE) order_of_merge(plan, &order);
        return order;
    default: return order;
    }
}

static bool add_equals(struct nd_varset set, uint32_t a, uint32_t b)
{
    if (a == ND_VAR_NONE || b == ND_VAR_NONE || nd__varset_has(set, a) == nd__varset_has(set, b)) return false;
    nd__varset_add(set, a);
    nd__varset_add(set, b);
    return true;
}

/* Adds what joins below make equal to one of the set. */
static bool spread_equals(const struct nd_plan *plan, struct nd_varset set)
{
    bool is_larger = false;
    if (plan->kind == ND_PLAN_FILTER || plan->kind == ND_PLAN_SORT) return spread_equals(plan->left, set);
    if (plan->kind != ND_PLAN_JOIN || plan->join.lateral_count > 0) return false;
    enum nd_join_kind kind = plan->join.kind;
    for (size_t i = 0; kind == ND_JOIN_INNER && i < plan->join.key_count; i++)
        is_larger |= add_equals(set, nd__order_var(plan->join.left_keys[i]), nd__order_var(plan->join.right_keys[i]));
    if (kind != ND_JOIN_RIGHT && kind != ND_JOIN_FULL) is_larger |= spread_equals(plan->left, set);
    if (kind == ND_JOIN_INNER || kind == ND_JOIN_RIGHT) is_larger |= spread_equals(plan->right, set);
    return is_larger;
}

static struct nd_varset equals_of(struct nd_opt *opt, const struct nd_plan *plan, uint32_t var)
{
    struct nd_varset set = nd__varset_new(opt);
    nd__varset_add(set, var);
    while (spread_equals(plan, set)) {}
    return set;
}

static bool merge_is_sorted(struct nd_opt *opt, const struct nd_plan *plan, const struct nd_plan_sort *keys, size_t count)
{
    struct nd__order order = nd__plan_order(plan);
    bool is_inner = plan->join.kind == ND_JOIN_INNER || plan->join.kind == ND_JOIN_SEMI; /* keys of its rows are not NULL */
    size_t at = 0;
    for (size_t k = 0; k < count; k++) {
        struct nd_varset equals = equals_of(opt, plan, keys[k].var);
        bool is_told = false; /* by a key before */
        for (size_t i = 0; i < k; i++) is_told = is_told || nd__varset_has(equals, keys[i].var);
        if (is_told) continue;
        if (at == order.count || !nd__varset_has(equals, order.keys[at].var)) return false;
        unsigned differs = keys[k].flags ^ order.keys[at].flags;
        if (is_inner ? (differs & ND_KEY_DESC) != 0 : differs != 0) return false;
        at++;
    }
    return true;
}

bool nd__plan_is_sorted(struct nd_opt *opt, const struct nd_plan *plan, const struct nd_plan_sort *keys, size_t count)
{
    struct nd_plan_sort *own = nd_arena_array(opt->arena, struct nd_plan_sort, count + 1);
    memcpy(own, keys, sizeof *own * count);
    for (; plan->kind == ND_PLAN_FILTER || plan->kind == ND_PLAN_PROJECT || nd__keeps_left_order(plan); plan = plan->left)
        for (size_t k = 0; plan->kind == ND_PLAN_PROJECT && k < count; k++)
            for (size_t i = 0; i < plan->width; i++) {
                if (plan->vars[i] != own[k].var) continue;
                if (plan->project.exprs[i]->kind != ND_EXPR_VAR) return false;
                own[k].var = plan->project.exprs[i]->var;
                break;
            }
    if (plan->kind == ND_PLAN_JOIN && plan->join.method == ND_JOIN_MERGE && plan->join.lateral_count == 0) return merge_is_sorted(opt, plan, own, count);
    if (plan->kind != ND_PLAN_SORT || plan->sort.key_count < count) return false;
    for (size_t k = 0; k < count; k++)
        if (plan->sort.keys[k].var != own[k].var || plan->sort.keys[k].flags != own[k].flags) return false;
    return true;
}

struct nd_plan *nd__sorted_by(struct nd_opt *opt, struct nd_plan *plan, const struct nd_plan_sort *keys, size_t count)
{
    struct nd_plan *sort = nd_plan_new(opt->arena, ND_PLAN_SORT, plan, NULL, plan->width);
    memcpy(sort->vars, plan->vars, sizeof *plan->vars * plan->width);
    sort->sort.keys = nd_arena_array(opt->arena, struct nd_plan_sort, count + 1);
    memcpy(sort->sort.keys, keys, sizeof *keys * count);
    sort->sort.key_count = count;
    nd__opt_cost(opt, sort);
    return sort;
}

/* ---- equalities between two sides ------------------------------------------------------------------------------------ */

#define PAIRS_MAX 16

struct pair {
    uint32_t left, right; /* variables whose order is that of the two expressions */
    const struct nd__class *class; /* NULL: of no class */
};

static bool is_pair(const struct nd_expr *cond, uint32_t *a, uint32_t *b)
{
    if (cond->kind != ND_EXPR_FUNC || cond->arg_count != 2 || nd_func_compare(cond->func) != ND_COMPARE_EQ || !nd__has_common_key(cond)) return false;
    *a = nd__order_var(cond->args[0]);
    *b = nd__order_var(cond->args[1]);
    return *a != ND_VAR_NONE && *b != ND_VAR_NONE;
}

static size_t pairs_of_special(const struct nd__rel *rel, struct pair *pairs)
{
    size_t count = 0;
    for (size_t i = 0; i < rel->on.count && count < PAIRS_MAX; i++) {
        uint32_t a, b;
        if (!is_pair(rel->on.list[i], &a, &b)) continue;
        bool is_a = nd__varset_has(rel->vars, a), is_b = nd__varset_has(rel->vars, b);
        if (is_a != is_b) pairs[count++] = (struct pair){.left = is_a ? b : a, .right = is_a ? a : b};
    }
    return count;
}

static uint32_t member_of(const struct nd__class *class, uint64_t rels)
{
    for (size_t i = 0; i < class->count; i++)
        if ((rels >> class->members[i].rel & 1) != 0) return class->members[i].expr->var;
    return ND_VAR_NONE;
}

static size_t find_pairs(const struct nd__joining *joining, uint64_t left, const struct nd__part *right, struct pair *pairs)
{
    if (right->special != NULL) return pairs_of_special(right->special, pairs);
    size_t count = 0;
    for (size_t i = 0; i < joining->class_count && count < PAIRS_MAX; i++) {
        const struct nd__class *class = &joining->classes[i];
        if ((class->rels & left) == 0 || (class->rels & right->rels) == 0) continue;
        pairs[count++] = (struct pair){member_of(class, left), member_of(class, right->rels), class};
    }
    for (size_t i = 0; i < joining->clause_count && count < PAIRS_MAX; i++) {
        const struct nd__clause *clause = &joining->clauses[i];
        if (!clause->is_equality || clause->rels_of_arg[0] == 0 || !nd__clause_spans(clause, left, right->rels)) continue;
        bool is_straight = (clause->rels_of_arg[0] & left) != 0;
        uint32_t a, b;
        if ((clause->rels_of_arg[0] & left) != 0 && (clause->rels_of_arg[1] & left) != 0) continue;
        if (is_pair(clause->expr, &a, &b)) pairs[count++] = (struct pair){.left = is_straight ? a : b, .right = is_straight ? b : a};
    }
    return count;
}

static bool is_member(const struct nd__class *class, uint32_t var)
{
    for (size_t i = 0; class != NULL && i < class->count; i++)
        if (class->members[i].expr->var == var) return true;
    return false;
}

static const struct nd__class *class_of(const struct nd__joining *joining, uint32_t var)
{
    for (size_t i = 0; i < joining->class_count; i++)
        if (is_member(&joining->classes[i], var)) return &joining->classes[i];
    return NULL;
}

static bool is_same(const struct nd__joining *joining, uint32_t a, uint32_t b) { return a == b || is_member(class_of(joining, a), b); }

bool nd__order_covers(const struct nd__joining *joining, const struct nd_plan_sort *have, size_t have_count, const struct nd_plan_sort *want, size_t want_count)
{
    if (want_count > have_count) return false;
    for (size_t i = 0; i < want_count; i++)
        if (have[i].flags != want[i].flags || !is_same(joining, have[i].var, want[i].var)) return false;
    return true;
}

/* A later merge could use the order, or the node above. */
bool nd__order_is_useful(const struct nd__joining *joining, const struct nd__part *part)
{
    if (part->order_count == 0) return false;
    uint32_t var = part->order[0].var, a, b;
    if (joining->wanted.count > 0 && is_same(joining, var, joining->wanted.keys[0].var)) return true;
    const struct nd__class *class = class_of(joining, var);
    if (class != NULL && (class->rels & ~part->rels) != 0) return true;
    for (size_t i = 0; i < joining->clause_count; i++)
        if (joining->clauses[i].is_equality && (joining->clauses[i].rels & ~part->rels) != 0 && is_pair(joining->clauses[i].expr, &a, &b) && (a == var || b == var)) return true;
    for (size_t i = 0; i < joining->rel_count; i++)
        for (size_t k = 0; (joining->specials & ~part->rels) >> i & 1 && k < joining->rels[i].on.count; k++)
            if (is_pair(joining->rels[i].on.list[k], &a, &b) && (a == var || b == var)) return true;
    return false;
}

/* ---- costs -------------------------------------------------------------------------------------------------------------- */

static double bytes_of(const struct nd__joining *joining, const struct nd__part *part)
{
    double bytes = 0;
    for (size_t i = 0; i < joining->rel_count; i++) {
        if ((part->rels >> i & 1) == 0) continue;
        if (joining->rels[i].row_bytes == 0) joining->rels[i].row_bytes = nd__plan_bytes(joining->opt, joining->rels[i].plan);
        bytes += joining->rels[i].row_bytes;
    }
    return bytes * part->rows;
}

double nd__hash_spill(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right)
{
    return nd__cost_spill(joining->opt, bytes_of(joining, right), left->rows + right->rows);
}

/* Of a scan that walks an index in this order; INFINITY: none has it. */
static double walk_cost(const struct nd__joining *joining, struct nd__rel *rel, const struct nd_plan_sort *keys, size_t count)
{
    if (rel->plan->kind != ND_PLAN_SCAN || rel->plan->scan.table->sys != NULL) return INFINITY;
    for (size_t i = 0; i < rel->walk_count; i++) {
        const struct nd__walk *walk = &rel->walks[i];
        bool is_it = walk->count == count;
        for (size_t k = 0; k < count && is_it; k++) is_it = walk->keys[k].var == keys[k].var && walk->keys[k].flags == keys[k].flags;
        if (is_it) return walk->cost;
    }
    double cost;
    struct nd_plan copy = *rel->plan;
    if (!nd__opt_ordered_access(joining->opt, &copy, keys, count, true, -1, &cost)) cost = INFINITY;
    if (rel->walk_count == ND_ARRAY_LEN(rel->walks)) return cost;
    struct nd__walk *walk = &rel->walks[rel->walk_count++];
    walk->keys = nd_arena_array(joining->opt->arena, struct nd_plan_sort, count + 1);
    memcpy(walk->keys, keys, sizeof *keys * count);
    walk->count = count;
    walk->cost = cost;
    return cost;
}

static double ordered_cost(const struct nd__joining *joining, const struct nd__part *part, const struct nd_plan_sort *keys, size_t count)
{
    const struct nd_opt *opt = joining->opt;
    double sorted = part->cost + nd__cost_sort(part->rows, -1) + nd__cost_spill(opt, bytes_of(joining, part), part->rows) + (opt->settings->has_sort ? 0 : ND__COST_OFF);
    if (part->left != NULL) return sorted;
    double walked = walk_cost(joining, &joining->rels[__builtin_ctzll(part->rels)], keys, count);
    return walked < sorted ? walked : sorted;
}

/* What is left to sort by the order that the node above wants. */
double nd__wanted_cost(const struct nd__joining *joining, const struct nd__part *part)
{
    const struct nd__wanted *wanted = &joining->wanted;
    if (wanted->count == 0 || nd__order_covers(joining, part->order, part->order_count, wanted->keys, wanted->count)) return 0;
    const struct nd__part *first = part; /* where an index might give the order (order.c) */
    while (first->left != NULL && (first->method == ND_JOIN_LOOP || first->method == ND_JOIN_LOOKUP) && first->right->special == NULL) first = first->left;
    double sort = nd__cost_sort(part->rows, -1) + nd__cost_spill(joining->opt, bytes_of(joining, part), part->rows);
    if (first->left != NULL) return sort;
    double walk = walk_cost(joining, &joining->rels[__builtin_ctzll(first->rels)], wanted->keys, wanted->count) - first->cost;
    return walk < sort ? walk : sort;
}

static double distinct_of(const struct nd__joining *joining, uint32_t var, double rows)
{
    double distinct = nd__distinct(joining->opt, nd_expr_var(joining->opt->arena, var, joining->opt->tree->bound->vars[var].type), rows);
    return distinct < rows ? distinct : rows;
}

/* Pairs that meet because they agree in some of the equalities. */
static double met_pairs(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right, const struct nd__merge_key *keys, size_t count)
{
    double pairs = left->rows * right->rows;
    for (size_t i = 0; i < count; i++) {
        double a = distinct_of(joining, keys[i].left, left->rows), b = distinct_of(joining, keys[i].right, right->rows), most = a > b ? a : b;
        pairs /= most < 1 ? 1 : most;
    }
    return pairs;
}

/* A hash join would keep left rows that have no partner from coming at all (opt/shard.c). */
static double missed_bloom(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right, double rows)
{
    bool drops = right->special == NULL || right->special->kind == ND_JOIN_SEMI;
    const struct nd__part *first = left;
    while (first->left != NULL) first = first->left;
    const struct nd_plan *scan = joining->rels[__builtin_ctzll(first->rels)].plan;
    if (!drops || rows * 2 >= left->rows || right->rows > ND_BLOOM_KEYS_MAX || scan->kind != ND_PLAN_SCAN) return 0;
    return (left->rows - rows) * (ND__COST_PROBE + ND__COST_ROW / 2);
}

/* ---- ways to merge --------------------------------------------------------------------------------------------------------- */

struct chosen {
    size_t pairs[ND__ORDER_MAX];
    unsigned flags[ND__ORDER_MAX];
    size_t count;
};

/* The equalities that the order begins with. */
static struct chosen follow(const struct nd__part *part, const struct pair *pairs, size_t count, bool is_left)
{
    struct chosen chosen = {.count = 0};
    for (size_t k = 0; k < part->order_count && chosen.count < count; k++) {
        uint32_t var = part->order[k].var;
        size_t found = count;
        for (size_t i = 0; i < count && found == count; i++)
            if (var == (is_left ? pairs[i].left : pairs[i].right) || is_member(pairs[i].class, var)) found = i;
        if (found == count) break;
        bool is_told = false;
        for (size_t i = 0; i < chosen.count; i++) is_told = is_told || chosen.pairs[i] == found;
        if (is_told) continue;
        chosen.pairs[chosen.count] = found;
        chosen.flags[chosen.count++] = part->order[k].flags;
    }
    return chosen;
}

static void take_way(const struct nd__joining *joining, struct nd__merge_ways *ways, const struct nd__part *left, const struct nd__part *right, const struct pair *pairs, size_t pair_count,
                     const struct chosen *chosen, bool sorts_left, bool sorts_right)
{
    struct nd_plan_sort of_left[ND__ORDER_MAX], of_right[ND__ORDER_MAX];
    struct nd__merge_way *way = &ways->list[ways->count++];
    *way = (struct nd__merge_way){.left = left, .right = right, .key_count = chosen->count, .sorts_left = sorts_left, .sorts_right = sorts_right};
    for (size_t i = 0; i < chosen->count; i++) {
        const struct pair *pair = &pairs[chosen->pairs[i]];
        way->keys[i] = (struct nd__merge_key){pair->left, pair->right, chosen->flags[i]};
        of_left[i] = (struct nd_plan_sort){.var = pair->left, .slot = ND_SLOT_NONE, .flags = chosen->flags[i]};
        of_right[i] = (struct nd_plan_sort){.var = pair->right, .slot = ND_SLOT_NONE, .flags = chosen->flags[i]};
    }
    way->cost = sorts_left ? ordered_cost(joining, left, of_left, chosen->count) : left->cost;
    way->cost += sorts_right ? ordered_cost(joining, right, of_right, chosen->count) : right->cost;
    if (chosen->count < pair_count) way->cost += met_pairs(joining, left, right, way->keys, way->key_count) * ND__COST_PAIR;
}

static void find_ways(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right, const struct pair *pairs, size_t count, struct nd__merge_ways *ways)
{
    ways->count = 0;
    if (count == 0) return;
    struct chosen of_left = follow(left, pairs, count, true), of_right = follow(right, pairs, count, false), both = of_left, all = {.count = count};
    for (size_t i = 0; i < count; i++) all.pairs[i] = i;
    size_t same = 0;
    while (same < of_left.count && same < of_right.count && of_left.pairs[same] == of_right.pairs[same] && of_left.flags[same] == of_right.flags[same]) same++;
    both.count = same;
    if (same > 0) take_way(joining, ways, left, right, pairs, count, &both, false, false);
    if (of_left.count > same) take_way(joining, ways, left, right, pairs, count, &of_left, false, true);
    if (of_right.count > same) take_way(joining, ways, left, right, pairs, count, &of_right, true, false);
    if (same < count) take_way(joining, ways, left, right, pairs, count, &all, true, true);
    const struct nd__part wanted = {.order = joining->wanted.keys, .order_count = joining->wanted.count < ND__ORDER_MAX ? joining->wanted.count : ND__ORDER_MAX};
    struct chosen asked = follow(&wanted, pairs, count, true); /* DESC, say: an index may be walked backwards */
    if (asked.count > 0) take_way(joining, ways, left, right, pairs, count, &asked, true, true);
}

void nd__merge_ways(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right, double rows, struct nd__merge_ways *ways)
{
    struct pair pairs[PAIRS_MAX];
    size_t count = find_pairs(joining, left->rels, right, pairs);
    find_ways(joining, left, right, pairs, count, ways);
    double join = nd__cost_merge_join(left->rows, right->rows, rows) + missed_bloom(joining, left, right, rows) + (joining->opt->settings->has_mergejoin ? 0 : ND__COST_OFF);
    for (size_t i = 0; i < ways->count; i++) ways->list[i].cost += join;
}

/* ---- plans ------------------------------------------------------------------------------------------------------------------- */

static void sort_side(struct nd_opt *opt, struct nd_plan **side, const struct nd__merge_key *keys, size_t count, bool is_left)
{
    struct nd_plan_sort *by = nd_arena_array(opt->arena, struct nd_plan_sort, count + 1);
    for (size_t i = 0; i < count; i++) by[i] = (struct nd_plan_sort){.var = is_left ? keys[i].left : keys[i].right, .slot = ND_SLOT_NONE, .flags = keys[i].flags};
    *side = nd__sorted_by(opt, *side, by, count);
}

/* The conditions that are keys first, in the order of the keys. */
static struct nd__conds keys_first(struct nd_opt *opt, struct nd__conds conds, const struct nd__merge_key *keys, size_t count)
{
    struct nd__conds out = nd__conds_new(opt, conds.count);
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < conds.count; i++) {
            uint32_t a, b;
            if (conds.list[i] == NULL || !is_pair(conds.list[i], &a, &b)) continue;
            bool is_it = (a == keys[k].left && b == keys[k].right) || (a == keys[k].right && b == keys[k].left);
            if (!is_it) continue;
            nd__conds_add(&out, conds.list[i]);
            conds.list[i] = NULL;
            break;
        }
        ND_ASSERT(out.count == k + 1);
    }
    for (size_t i = 0; i < conds.count; i++)
        if (conds.list[i] != NULL) nd__conds_add(&out, conds.list[i]);
    return out;
}

struct nd_plan *nd__make_merge(struct nd_opt *opt, enum nd_join_kind kind, struct nd_plan *left, struct nd_plan *right, struct nd__conds conds, const struct nd__merge_key *keys,
                               size_t key_count, bool sorts_left, bool sorts_right)
{
    struct nd__conds own = nd__conds_new(opt, conds.count);
    for (size_t i = 0; i < conds.count; i++) nd__conds_add(&own, conds.list[i]);
    own = keys_first(opt, own, keys, key_count);
    if (sorts_left) sort_side(opt, &left, keys, key_count, true);
    if (sorts_right) sort_side(opt, &right, keys, key_count, false);
    struct nd_plan *join = nd__make_join(opt, kind, left, right, own);
    ND_ASSERT(join->join.key_count >= key_count);
    join->join.method = ND_JOIN_MERGE;
    join->join.key_count = key_count;
    join->join.key_flags = nd_arena_array(opt->arena, unsigned, key_count);
    for (size_t i = 0; i < key_count; i++) join->join.key_flags[i] = keys[i].flags;
    struct nd_expr *rest = nd__join_conjuncts(opt, own.list + key_count, own.count - key_count);
    join->join.rest = rest == NULL ? NULL : nd_expr_copy(opt->arena, rest);
    return join;
}

struct nd_plan *nd__make_full_join(struct nd_opt *opt, struct nd_plan *left, struct nd_plan *right, struct nd__conds conds)
{
    struct nd_plan *join = nd__make_join(opt, ND_JOIN_FULL, left, right, conds);
    nd__opt_cost(opt, left);
    nd__opt_cost(opt, right);
    struct nd__order of_left = nd__plan_order(left), of_right = nd__plan_order(right);
    struct nd__rel rels[2] = {{.plan = left, .vars = nd__varset_of_plan(opt, left)}, {.plan = right, .vars = nd__varset_of_plan(opt, right), .kind = ND_JOIN_FULL, .on = conds}};
    struct nd__joining joining = {.opt = opt, .rels = rels, .rel_count = 2};
    struct nd__part parts[2] = {{.rels = 1, .rows = left->rows, .cost = left->cost, .order = of_left.keys, .order_count = of_left.count},
                                {.rels = 2, .rows = right->rows, .cost = right->cost, .order = of_right.keys, .order_count = of_right.count, .special = &rels[1]}};
    struct nd__merge_ways ways;
    nd__merge_ways(&joining, &parts[0], &parts[1], left->rows + right->rows, &ways);
    const struct nd__merge_way *best = NULL;
    for (size_t i = 0; i < ways.count; i++)
        if (best == NULL || ways.list[i].cost < best->cost) best = &ways.list[i];
    double other = left->cost + right->cost;
    if (join->join.method == ND_JOIN_HASH)
        other += nd__cost_hash_join(left->rows, right->rows, left->rows + right->rows) + nd__hash_spill(&joining, &parts[0], &parts[1]) + (opt->settings->has_hashjoin ? 0 : ND__COST_OFF);
    else
        other += nd__cost_loop_join(left->rows, right->rows, left->rows + right->rows) + (opt->settings->has_nestloop ? 0 : ND__COST_OFF);
    if (best == NULL || best->cost >= other) return join;
    return nd__make_merge(opt, ND_JOIN_FULL, left, right, conds, best->keys, best->key_count, best->sorts_left, best->sorts_right);
}
