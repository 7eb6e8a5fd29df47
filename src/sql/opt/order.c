/* SPDX-License-Identifier: Apache-2.0 */
/* order.c - sorts that an index makes needless, top-k, limits handed to scans. */
#include "sql/opt/opt_int.h"
#include "sql/types/key_codec.h"

/* The scan below whose order reaches this node unchanged; NULL: none. */
static struct nd_plan *ordered_scan(struct nd_plan *plan)
{
    while (plan != NULL && (plan->kind == ND_PLAN_PROJECT || plan->kind == ND_PLAN_FILTER)) plan = plan->left;
    return plan != NULL && plan->kind == ND_PLAN_SCAN && plan->scan.table->sys == NULL ? plan : NULL;
}

static bool is_fixed(const struct nd_scan *scan, const struct nd_index *index, size_t at, uint32_t column)
{
    for (size_t i = 0; i < at; i++)
        if (index->columns[i].column == column) return true;
    ND_UNUSED(scan);
    return false;
}

/* Does walking `index` from its eq_count'th column on, all before it being single values, give the order of the
 * keys? *reverse_out: walking backwards does. */
static bool gives_order(const struct nd_scan *scan, const struct nd_index *index, size_t eq_count, const struct nd_plan_sort *keys, size_t key_count, bool *reverse_out)
{
    int direction = 0; /* 1 forward, -1 backward */
    size_t at = eq_count;
    for (size_t k = 0; k < key_count; k++) {
        if (keys[k].var < scan->first_var || keys[k].var >= scan->first_var + scan->table->column_count) return false;
        uint32_t column = keys[k].var - scan->first_var;
        if (is_fixed(scan, index, eq_count, column)) continue; /* one value in all rows */
        if (at == index->column_count) return index->is_unique && index->is_primary; /* no two rows are equal so far */
        if (index->columns[at].column != column) return false;
        unsigned have = index->columns[at].flags, want = keys[k].flags;
        bool not_null = scan->table->columns[column].is_not_null;
        bool same = (have & ND_KEY_DESC) == (want & ND_KEY_DESC) && (not_null || (have & ND_KEY_NULLS_FIRST) == (want & ND_KEY_NULLS_FIRST));
        bool opposite = (have & ND_KEY_DESC) != (want & ND_KEY_DESC) && (not_null || (have & ND_KEY_NULLS_FIRST) != (want & ND_KEY_NULLS_FIRST));
        if (same && direction >= 0) direction = 1;
        else if (opposite && direction <= 0) direction = -1;
        else return false;
        at++;
    }
    *reverse_out = direction < 0;
    return true;
}

static bool eqs_are_single(const struct nd_scan *scan)
{
    for (size_t i = 0; i < scan->eq_count; i++)
        if (scan->eq[i].count != 1) return false;
    return true;
}

/* The order comes with the index in use, or with one that a scan of the whole table could use as well. */
static bool satisfy(struct nd_scan *scan, const struct nd_plan_sort *keys, size_t key_count, bool has_limit)
{
    bool is_reverse;
    if (eqs_are_single(scan) && !(scan->is_point && scan->eq_count == 0) && gives_order(scan, scan->index, scan->eq_count, keys, key_count, &is_reverse)) {
        scan->is_reverse = is_reverse;
        return true;
    }
    bool is_full = scan->eq_count == 0 && scan->lower == NULL && scan->upper == NULL;
    for (size_t i = 1; is_full && has_limit && i < scan->table->index_count; i++) {
        const struct nd_index *index = &scan->table->indexes[i];
        if (!gives_order(scan, index, 0, keys, key_count, &is_reverse)) continue;
        scan->index = index;
        scan->is_reverse = is_reverse;
        return true;
    }
    return false;
}

static struct nd_plan *order_sort(struct nd_opt *opt, struct nd_plan *plan, bool has_limit)
{
    ND_UNUSED(opt);
    struct nd_plan *scan = ordered_scan(plan->left);
    if (scan == NULL || !satisfy(&scan->scan, plan->sort.keys, plan->sort.key_count, has_limit)) return plan;
    return plan->left;
}

/* A limit above a scan, with nothing between that drops rows. */
static void hand_limit(struct nd_plan *limit)
{
    struct nd_plan *plan = limit->left;
    while (plan->kind == ND_PLAN_PROJECT) plan = plan->left;
    if (plan->kind != ND_PLAN_SCAN || limit->limit.limit == NULL) return;
    plan->scan.limit = limit->limit.limit;
    plan->scan.offset = limit->limit.offset;
}

struct nd_plan *nd__opt_order(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return NULL;
    bool is_limit = plan->kind == ND_PLAN_LIMIT && plan->limit.limit != NULL;
    if (is_limit && plan->left->kind == ND_PLAN_SORT) {
        struct nd_plan *sort = plan->left;
        sort->left = nd__opt_order(opt, sort->left);
        plan->left = order_sort(opt, sort, true);
        if (plan->left == sort) { /* still sorted: keep the first rows only */
            sort->sort.limit = plan->limit.limit;
            sort->sort.offset = plan->limit.offset;
        }
        hand_limit(plan);
        return plan;
    }
    plan->left = nd__opt_order(opt, plan->left);
    plan->right = nd__opt_order(opt, plan->right);
    if (plan->kind == ND_PLAN_SORT) return order_sort(opt, plan, false);
    if (is_limit) hand_limit(plan);
    return plan;
}
