/* SPDX-License-Identifier: Apache-2.0 */
/* join_order.c - in which order tables are joined, and how.
 *
 * A tree of joins is taken apart into relations and clauses. Relations of inner joins may be joined in any order;
 * the right side of a left, semi or anti join is a relation of its own that may join only what has all the relations
 * that its ON speaks of. Equalities between plain columns make classes: of each class that two sets of relations share,
 * one equality joins them, whichever it is.
 *
 * The cheapest way to join each set of relations is found from those of its parts: all divisions for few relations, one
 * relation at a time for more, and greedily beyond. Sets that no clause connects are joined last. Of a set, dearer ways are kept
 * as well where their order may save a sort later on. */
#include <math.h>

#include "sql/opt/join_int.h"

#define BUSHY_MAX 8
#define DEEP_MAX 11

/* ---- a division of a set into two ---------------------------------------------------------------------------- */

bool nd__clause_spans(const struct nd__clause *clause, uint64_t left, uint64_t right)
{
    uint64_t both = left | right;
    return (clause->rels & ~both) == 0 && (clause->rels & ~left) != 0 && (clause->rels & ~right) != 0;
}

/* May the two be joined at all? right holds one special relation, or none that lacks what it needs. */
static bool is_allowed(const struct nd__joining *joining, uint64_t left, uint64_t right)
{
    if ((left & (left - 1)) == 0 && (left & joining->specials) != 0) return false; /* a special one alone is a right side */
    bool is_single = (right & (right - 1)) == 0;
    if (!is_single || (right & joining->specials) == 0) return true;
    return (joining->rels[__builtin_ctzll(right)].needs & ~left) == 0;
}

static bool is_connected(const struct nd__joining *joining, uint64_t left, uint64_t right)
{
    if ((right & (right - 1)) == 0 && (right & joining->specials) != 0) return true;
    for (size_t i = 0; i < joining->class_count; i++)
        if ((joining->classes[i].rels & left) != 0 && (joining->classes[i].rels & right) != 0) return true;
    for (size_t i = 0; i < joining->clause_count; i++)
        if (nd__clause_spans(&joining->clauses[i], left, right)) return true;
    return false;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static double member_distinct(const struct nd__joining *joining, const struct nd__class *class, uint64_t rels, double rows)
{
    double least = rows;
    for (size_t i = 0; i < class->count; i++) {
        const struct nd__member *member = &class->members[i];
        if ((rels >> member->rel & 1) == 0) continue;
        double distinct = nd__distinct(joining->opt, member->expr, joining->rels[member->rel].plan->rows);
        if (distinct < least) least = distinct;
    }
    return least < 1 ? 1 : least;
}

/* Columns that a class equates between the two: those of a unique index of one relation keep one row of its table for
 * each row of the other side, however many columns it has. */
static bool is_equated(const struct nd__joining *joining, size_t rel, uint32_t column, uint64_t other)
{
    const struct nd_scan *scan = &joining->rels[rel].plan->scan;
    for (size_t i = 0; i < joining->class_count; i++) {
        const struct nd__class *class = &joining->classes[i];
        if ((class->rels & other) == 0) continue;
        for (size_t k = 0; k < class->count; k++)
            if (class->members[k].rel == rel && class->members[k].expr->var == scan->first_var + column) return true;
    }
    return false;
}

/* The share of pairs that equalities over a whole unique key keep; *used marks its classes. 1: there is no such key. */
static double unique_share(const struct nd__joining *joining, uint64_t side, uint64_t other, bool *used)
{
    for (size_t rel = 0; rel < joining->rel_count; rel++) {
        if ((side >> rel & 1) == 0 || joining->rels[rel].plan->kind != ND_PLAN_SCAN) continue;
        const struct nd_scan *scan = &joining->rels[rel].plan->scan;
        for (size_t i = 0; i < scan->table->index_count; i++) {
            const struct nd_index *index = &scan->table->indexes[i];
            bool has_all = nd_index_proves_unique(index) && index->column_count > 1;
            for (size_t k = 0; k < index->column_count && has_all; k++) has_all = is_equated(joining, rel, index->columns[k].column, other);
            if (!has_all) continue;
            for (size_t c = 0; c < joining->class_count; c++)
                for (size_t m = 0; m < joining->classes[c].count; m++)
                    for (size_t k = 0; k < index->column_count; k++)
                        if (joining->classes[c].members[m].rel == rel && joining->classes[c].members[m].expr->var == scan->first_var + index->columns[k].column) used[c] = true;
            return 1 / nd__opt_table_rows(scan->table);
        }
    }
    return 1;
}

static double inner_share(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right)
{
    bool used[64] = {false};
    double share = 1;
    if (joining->class_count <= ND_ARRAY_LEN(used)) {
        share = unique_share(joining, right->rels, left->rels, used);
        if (share == 1) share = unique_share(joining, left->rels, right->rels, used);
    }
    for (size_t i = 0; i < joining->class_count; i++) {
        const struct nd__class *class = &joining->classes[i];
        if ((class->rels & left->rels) == 0 || (class->rels & right->rels) == 0 || (i < ND_ARRAY_LEN(used) && used[i])) continue;
        double of_left = member_distinct(joining, class, left->rels, left->rows), of_right = member_distinct(joining, class, right->rels, right->rows);
        share /= of_left > of_right ? of_left : of_right;
    }
    for (size_t i = 0; i < joining->clause_count; i++)
        if (nd__clause_spans(&joining->clauses[i], left->rels, right->rels)) share *= joining->clauses[i].share;
    return share;
}

/* How many of the left rows have a partner on the right. */
static double semi_share(const struct nd__joining *joining, const struct nd__part *left, const struct nd__rel *rel)
{
    double share = 1;
    struct nd_varset right = rel->vars;
    for (size_t i = 0; i < rel->on.count; i++) {
        const struct nd_expr *cond = rel->on.list[i];
        bool is_equal = cond->kind == ND_EXPR_FUNC && cond->arg_count == 2 && nd_func_compare(cond->func) == ND_COMPARE_EQ;
        if (!is_equal) {
            share *= 0.7; /* each left row meets several right ones: one of them will do */
            continue;
        }
        bool is_first = nd__expr_is_within(cond->args[0], right);
        double of_right = nd__distinct(joining->opt, cond->args[is_first ? 0 : 1], rel->plan->rows), of_left = nd__distinct(joining->opt, cond->args[is_first ? 1 : 0], left->rows);
        if (of_right < of_left) share *= of_right / of_left;
    }
    return share;
}

static double special_rows(const struct nd__joining *joining, const struct nd__part *left, const struct nd__rel *rel)
{
    double share;
    switch (rel->kind) {
    case ND_JOIN_SEMI: return left->rows * semi_share(joining, left, rel);
    case ND_JOIN_ANTI:
        share = 1 - semi_share(joining, left, rel);
        return left->rows * (share < 0.01 ? 0.01 : share);
    default:
        share = rel->on.count == 0 ? 1 : nd__share_of_list(joining->opt, rel->on.list, rel->on.count);
        return left->rows * rel->plan->rows * share > left->rows ? left->rows * rel->plan->rows * share : left->rows;
    }
}

/* Clauses that become testable where a special relation joins. */
static double filter_share(const struct nd__joining *joining, uint64_t left, uint64_t right)
{
    double share = 1;
    for (size_t i = 0; i < joining->clause_count; i++)
        if (nd__clause_spans(&joining->clauses[i], left, right) || (joining->clauses[i].rels == right && (joining->specials & right) != 0)) share *= joining->clauses[i].share;
    return share;
}

static double part_rows(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right)
{
    double rows;
    if (right->special != NULL) rows = special_rows(joining, left, right->special) * filter_share(joining, left->rels, right->rels);
    else rows = left->rows * right->rows * inner_share(joining, left, right);
    return rows < 1 ? 1 : rows;
}

/* ---- costs ------------------------------------------------------------------------------------------------------- */

/* The equalities between the left side and the one relation on the right. */
struct nd__conds nd__equalities(const struct nd__joining *joining, uint64_t left, size_t rel)
{
    struct nd_opt *opt = joining->opt;
    const struct nd__rel *right = &joining->rels[rel];
    struct nd__conds out = nd__conds_new(opt, joining->class_count * 2 + joining->clause_count + right->on.count);
    if (right->kind != ND_JOIN_INNER) {
        for (size_t i = 0; i < right->on.count; i++) nd__conds_add(&out, right->on.list[i]);
        return out;
    }
    for (size_t i = 0; i < joining->class_count; i++) {
        struct nd_expr *equality = nd__class_equality(joining, &joining->classes[i], left, UINT64_C(1) << rel);
        if (equality != NULL) nd__conds_add(&out, equality);
    }
    for (size_t i = 0; i < joining->clause_count; i++)
        if (nd__clause_spans(&joining->clauses[i], left, UINT64_C(1) << rel)) nd__conds_add(&out, joining->clauses[i].expr);
    return out;
}

static bool has_hash_key(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right)
{
    if (right->special != NULL) {
        for (size_t i = 0; i < right->special->on.count; i++) {
            const struct nd_expr *cond = right->special->on.list[i];
            if (cond->kind == ND_EXPR_FUNC && cond->arg_count == 2 && nd_func_compare(cond->func) == ND_COMPARE_EQ && nd__has_common_key(cond) &&
                !nd_expr_is_rowless(cond->args[0]) && !nd_expr_is_rowless(cond->args[1]))
                return true;
        }
        return false;
    }
    for (size_t i = 0; i < joining->class_count; i++)
        if ((joining->classes[i].rels & left->rels) != 0 && (joining->classes[i].rels & right->rels) != 0) return true;
    for (size_t i = 0; i < joining->clause_count; i++)
        if (joining->clauses[i].is_equality && nd__clause_spans(&joining->clauses[i], left->rels, right->rels)) return true;
    return false;
}

#define WAYS_MAX 4 /* of a set that are kept */

static bool covers(const struct nd__joining *joining, const struct nd__part *a, const struct nd__part *b)
{
    return a->cost <= b->cost && nd__order_covers(joining, a->order, a->order_count, b->order, b->order_count);
}

/* The way is kept if none that is as cheap has its order. */
static void offer(const struct nd__joining *joining, struct nd__part *part, struct nd__part way)
{
    struct nd_arena *arena = joining->opt->arena;
    way.rels = part->rels;
    way.rows = part->rows;
    if (!nd__order_is_useful(joining, &way)) way.order_count = 0;
    for (const struct nd__part *other = part; other->left != NULL; other = other->next) {
        if (covers(joining, other, &way)) return;
        if (other->next == NULL) break;
    }
    if (way.key_count > 0) {
        struct nd__merge_key *keys = nd_arena_array(arena, struct nd__merge_key, way.key_count);
        memcpy(keys, way.keys, sizeof *keys * way.key_count);
        way.keys = keys;
    }
    struct nd_plan_sort *order = nd_arena_array(arena, struct nd_plan_sort, way.order_count + 1);
    if (way.order_count > 0) memcpy(order, way.order, sizeof *order * way.order_count);
    way.order = order;
    struct nd__part ways[WAYS_MAX + 2]; /* by cost */
    size_t count = 0;
    bool is_placed = false;
    for (const struct nd__part *other = part->left == NULL ? NULL : part; other != NULL; other = other->next) {
        if (!is_placed && way.cost < other->cost) ways[count++] = way;
        is_placed = is_placed || way.cost < other->cost;
        if (!covers(joining, &way, other)) ways[count++] = *other;
    }
    if (!is_placed) ways[count++] = way;
    if (count > WAYS_MAX) count = WAYS_MAX;
    struct nd__part *slot = part;
    for (size_t i = 0; i < count; i++) {
        struct nd__part *next = slot->next;
        *slot = ways[i];
        slot->next = i + 1 == count ? NULL : next != NULL ? next : nd_arena_new(arena, struct nd__part);
        slot = slot->next;
    }
}

static void offer_join(const struct nd__joining *joining, struct nd__part *part, const struct nd__part *left, const struct nd__part *right, enum nd_join_method method, bool is_flipped, double cost)
{
    struct nd__part way = {.cost = cost, .left = left, .right = right, .method = method, .is_flipped = is_flipped};
    bool keeps_order = method != ND_JOIN_HASH && (right->special == NULL || right->special->kind != ND_JOIN_LEFT);
    if (keeps_order) way.order = left->order, way.order_count = left->order_count;
    offer(joining, part, way);
}

static void consider_lookup(const struct nd__joining *joining, struct nd__part *part, const struct nd__part *left, const struct nd__part *right)
{
    if ((right->rels & (right->rels - 1)) != 0) return;
    size_t rel = (size_t)__builtin_ctzll(right->rels);
    const struct nd__rel *inner = &joining->rels[rel];
    struct nd__lookup lookup;
    if (inner->plan->kind != ND_PLAN_SCAN || left->cost + left->rows * ND__COST_GET > part->cost) return;
    if (!nd__opt_lookup(joining->opt, inner->plan, nd__equalities(joining, left->rels, rel), left->rows, &lookup)) return;
    for (; left != NULL; left = left->next) offer_join(joining, part, left, right, ND_JOIN_LOOKUP, false, left->cost + lookup.cost + part->rows * ND__COST_OUT);
}

static void consider_merge(const struct nd__joining *joining, struct nd__part *part, const struct nd__part *left, const struct nd__part *right)
{
    struct nd__merge_ways ways;
    nd__merge_ways(joining, left, right, part->rows, &ways);
    for (size_t i = 0; i < ways.count; i++) {
        const struct nd__merge_way *found = &ways.list[i];
        struct nd_plan_sort order[ND__ORDER_MAX];
        for (size_t k = 0; k < found->key_count; k++) order[k] = (struct nd_plan_sort){.var = found->keys[k].left, .slot = ND_SLOT_NONE, .flags = found->keys[k].flags};
        struct nd__part way = {.cost = found->cost, .left = left, .right = right, .method = ND_JOIN_MERGE, .order = order, .order_count = found->key_count,
                               .keys = found->keys, .key_count = found->key_count, .sorts_left = found->sorts_left, .sorts_right = found->sorts_right};
        offer(joining, part, way);
    }
}

static void consider_all(const struct nd__joining *joining, struct nd__part *part, const struct nd__part *left, const struct nd__part *right)
{
    const struct nd_opt_settings *settings = joining->opt->settings;
    double below = left->cost + right->cost;
    if (has_hash_key(joining, left, right)) {
        double off = settings->has_hashjoin ? 0 : ND__COST_OFF;
        offer_join(joining, part, left, right, ND_JOIN_HASH, false, below + off + nd__cost_hash_join(left->rows, right->rows, part->rows) + nd__hash_spill(joining, left, right));
        if (right->special != NULL && right->special->kind == ND_JOIN_LEFT)
            offer_join(joining, part, left, right, ND_JOIN_HASH, true, below + off + nd__cost_hash_join(right->rows, left->rows, part->rows) + nd__hash_spill(joining, right, left));
        for (const struct nd__part *a = left; a != NULL; a = a->next)
            for (const struct nd__part *b = right; b != NULL; b = b->next) consider_merge(joining, part, a, b);
    }
    double off = (settings->has_nestloop ? 0 : ND__COST_OFF) + nd__cost_loop_join(left->rows, right->rows, part->rows);
    for (const struct nd__part *a = left; a != NULL; a = a->next) offer_join(joining, part, a, right, ND_JOIN_LOOP, false, a->cost + right->cost + off);
    if (settings->has_nestloop) consider_lookup(joining, part, left, right);
}

/* ---- the search ---------------------------------------------------------------------------------------------------- */

static struct nd__part *new_part(const struct nd__joining *joining, uint64_t rels)
{
    struct nd__part *part = nd_arena_new(joining->opt->arena, struct nd__part);
    part->rels = rels;
    return part;
}

static struct nd__part *leaf_part(const struct nd__joining *joining, size_t rel)
{
    struct nd__part *part = new_part(joining, UINT64_C(1) << rel);
    part->rows = joining->rels[rel].plan->rows;
    part->cost = joining->rels[rel].plan->cost;
    if (joining->rels[rel].kind != ND_JOIN_INNER) part->special = &joining->rels[rel];
    struct nd__order order = nd__plan_order(joining->rels[rel].plan);
    struct nd_plan_sort *keys = nd_arena_array(joining->opt->arena, struct nd_plan_sort, order.count + 1);
    memcpy(keys, order.keys, sizeof *keys * order.count);
    part->order = keys;
    part->order_count = order.count;
    return part;
}

static void try_pair(const struct nd__joining *joining, struct nd__part **slot, const struct nd__part *left, const struct nd__part *right, bool needs_clause)
{
    if (left == NULL || right == NULL || !is_allowed(joining, left->rels, right->rels)) return;
    if (needs_clause && !is_connected(joining, left->rels, right->rels)) return;
    if (*slot == NULL) {
        *slot = new_part(joining, left->rels | right->rels);
        (*slot)->rows = part_rows(joining, left, right);
    }
    consider_all(joining, *slot, left, right);
}

/* All sets of relations in order of their numbers: those within a set come before it. */
static struct nd__part *search_all(const struct nd__joining *joining)
{
    uint64_t all = (UINT64_C(1) << joining->rel_count) - 1;
    struct nd__part **parts = nd_arena_array(joining->opt->arena, struct nd__part *, all + 1);
    for (size_t i = 0; i < joining->rel_count; i++) parts[UINT64_C(1) << i] = leaf_part(joining, i);
    for (uint64_t set = 1; set <= all; set++) {
        if ((set & (set - 1)) == 0) continue;
        if (joining->rel_count <= BUSHY_MAX) {
            for (uint64_t left = (set - 1) & set; left != 0; left = (left - 1) & set) try_pair(joining, &parts[set], parts[left], parts[set & ~left], true);
            continue;
        }
        for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
            uint64_t one = rest & (~rest + 1);
            try_pair(joining, &parts[set], parts[set & ~one], parts[one], true);
            try_pair(joining, &parts[set], parts[one], parts[set & ~one], true);
        }
    }
    return parts[all];
}

/* Joins the two parts whose join is the smallest, over and over; those that no clause connects last. */
static struct nd__part *search_greedily(const struct nd__joining *joining)
{
    struct nd__part **parts = nd_arena_array(joining->opt->arena, struct nd__part *, joining->rel_count);
    size_t count = joining->rel_count;
    for (size_t i = 0; i < count; i++) parts[i] = leaf_part(joining, i);
    while (count > 1) {
        struct nd__part *best = NULL;
        size_t best_left = 0, best_right = 0;
        for (int needs_clause = 1; needs_clause >= 0 && best == NULL; needs_clause--) {
            for (size_t i = 0; i < count; i++) {
                for (size_t k = 0; k < count; k++) {
                    struct nd__part *part = NULL;
                    if (i == k) continue;
                    try_pair(joining, &part, parts[i], parts[k], needs_clause == 1);
                    bool is_better = part != NULL && (best == NULL || part->rows < best->rows || (part->rows == best->rows && part->cost < best->cost));
                    if (!is_better) continue;
                    best = part;
                    best_left = i;
                    best_right = k;
                }
            }
        }
        ND_ASSERT(best != NULL); /* an inner part is always there to be joined with */
        parts[best_left] = best;
        parts[best_right] = parts[--count];
    }
    return parts[0];
}

/* As written: each relation joins those before it. */
static struct nd__part *search_none(const struct nd__joining *joining)
{
    struct nd__part *part = leaf_part(joining, 0);
    for (size_t i = 1; i < joining->rel_count; i++) {
        struct nd__part *next = NULL;
        try_pair(joining, &next, part, leaf_part(joining, i), false);
        if (next == NULL) return search_greedily(joining);
        part = next;
    }
    return part;
}

/* The cheapest way once the rows are in the order that is wanted. */
static const struct nd__part *pick(const struct nd__joining *joining, const struct nd__part *part)
{
    const struct nd__part *best = part;
    for (const struct nd__part *way = part->next; way != NULL; way = way->next)
        if (way->cost + nd__wanted_cost(joining, way) < best->cost + nd__wanted_cost(joining, best)) best = way;
    return best;
}

const struct nd__part *nd__join_search(const struct nd__joining *joining)
{
    struct nd__part *part = NULL;
    if (joining->opt->settings->join_collapse_limit <= 1) return pick(joining, search_none(joining));
    if (joining->rel_count <= DEEP_MAX) part = search_all(joining);
    return pick(joining, part != NULL ? part : search_greedily(joining));
}
