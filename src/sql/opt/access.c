/* SPDX-License-Identifier: Apache-2.0 */
/* access.c - which index a scan uses, and which keys of it: the cheapest of all that would do. */
#include <math.h>

#include "sql/opt/opt_int.h"
#include "sql/types/key_codec.h"

#define POINTS_MAX 10000 /* keys that one scan may be taken apart into */

static bool is_int(enum nd_type_id type) { return type == ND_TYPE_INT2 || type == ND_TYPE_INT4 || type == ND_TYPE_INT8; }
static bool is_float(enum nd_type_id type) { return type == ND_TYPE_FLOAT4 || type == ND_TYPE_FLOAT8; }
static bool is_text(enum nd_type_id type) { return type == ND_TYPE_TEXT || type == ND_TYPE_VARCHAR || type == ND_TYPE_NAME; }

/* Values of `value` are keys of a column of type `column`, as they stand. */
static bool is_same_key(enum nd_type_id column, enum nd_type_id value)
{
    if (column == value) return true;
    return (is_int(column) && is_int(value)) || (is_float(column) && is_float(value)) || (is_text(column) && is_text(value));
}

bool nd__match_virtual(const struct nd_scan *scan, const struct nd_expr *expr, uint32_t *column_out)
{
    for (size_t i = 0; scan->virtuals != NULL && i < scan->table->column_count; i++) {
        if (scan->virtuals[i] == NULL || !nd_expr_equal(scan->virtuals[i], expr)) continue;
        *column_out = (uint32_t)i;
        return true;
    }
    return false;
}

/* Another index may have the same expression. */
static bool is_same_column(const struct nd_scan *scan, uint32_t a, uint32_t b)
{
    if (a == b) return true;
    bool are_virtual = scan->virtuals != NULL && scan->virtuals[a] != NULL && scan->virtuals[b] != NULL;
    return are_virtual && nd_expr_equal(scan->virtuals[a], scan->virtuals[b]);
}

/* A cast that changes neither value nor order is left out; anything else stays. */
static const struct nd_expr *without_cast(const struct nd_expr *expr)
{
    if (expr->kind != ND_EXPR_CAST) return expr;
    enum nd_type_id from = expr->args[0]->type.id, to = expr->type.id;
    bool is_widening = is_int(from) && is_int(to) && nd_type_len(to) >= nd_type_len(from);
    bool keeps = is_widening || (from == to && expr->type.mod == -1) || (from == ND_TYPE_FLOAT4 && to == ND_TYPE_FLOAT8) || (is_text(from) && is_text(to) && expr->type.mod == -1);
    return keeps ? expr->args[0] : expr;
}

uint32_t nd__order_var(const struct nd_expr *expr)
{
    for (const struct nd_expr *inner = without_cast(expr); inner != expr; inner = without_cast(expr)) expr = inner;
    return expr->kind == ND_EXPR_VAR ? expr->var : ND_VAR_NONE;
}

/* The scan's column that the expression stands for, seen through casts that change neither value nor order. */
static bool is_column(const struct nd_scan *scan, const struct nd_expr *expr, uint32_t *column_out)
{
    if (nd__match_virtual(scan, expr, column_out)) return true;
    for (const struct nd_expr *inner = without_cast(expr); inner != expr; inner = without_cast(expr)) {
        expr = inner;
        if (nd__match_virtual(scan, expr, column_out)) return true;
    }
    if (expr->kind != ND_EXPR_VAR || expr->var < scan->first_var || expr->var >= scan->first_var + scan->table->column_count) return false;
    *column_out = expr->var - scan->first_var;
    return true;
}

static bool is_value(const struct nd_scan *scan, uint32_t column, const struct nd_expr *expr)
{
    if (!nd_expr_is_rowless(expr) || nd_expr_volatility(expr) == ND_VOLATILE) return false;
    return is_same_key(scan->table->columns[column].type.id, expr->type.id);
}

bool nd__match_column(const struct nd_scan *scan, const struct nd_expr *cond, struct nd_match *match_out)
{
    *match_out = (struct nd_match){0};
    if (cond->kind == ND_EXPR_IN && !cond->is_not) {
        if (!is_column(scan, cond->args[0], &match_out->column)) return false;
        for (size_t i = 1; i < cond->arg_count; i++)
            if (!is_value(scan, match_out->column, cond->args[i])) return false;
        match_out->compare = ND_COMPARE_EQ;
        match_out->values = cond->args + 1;
        match_out->value_count = cond->arg_count - 1;
        return true;
    }
    if (cond->kind == ND_EXPR_VAR && cond->type.id == ND_TYPE_BOOL) return false;
    if (cond->kind != ND_EXPR_FUNC || cond->arg_count != 2) return false;
    enum nd_compare compare = nd_func_compare(cond->func);
    if (compare == ND_COMPARE_NONE || compare == ND_COMPARE_NE) return false;
    size_t value_at = 1;
    if (!is_column(scan, cond->args[0], &match_out->column)) {
        if (!is_column(scan, cond->args[1], &match_out->column)) return false;
        value_at = 0;
        compare = nd_compare_commuted(compare);
    }
    if (!is_value(scan, match_out->column, cond->args[value_at])) return false;
    match_out->compare = compare;
    match_out->value = cond->args[value_at];
    match_out->values = &cond->args[value_at];
    match_out->value_count = 1;
    return true;
}

/* ---- one index ------------------------------------------------------------------------------------------ */

struct path {
    const struct nd_index *index;
    struct nd_scan_eq eq[ND_INDEX_COLUMNS_MAX];
    size_t eq_count;
    struct nd_expr *lower, *upper;
    bool lower_is_strict, upper_is_strict;
    bool is_point, is_full, is_index_only;
    bool *is_used; /* conditions that the keys answer */
    bool *is_implied; /* ... that the index's predicate answers; NULL: it has none */
    const struct nd_expr *like; /* a condition that they answer in part */
    size_t points;
    double read, rows, cost;    /* rows of the index; of them, those that all conditions keep */
};

/* Over how many buckets the keys are spread that the path reads. */
static double buckets_of(const struct path *path) { return path->index->shards == 0 || path->eq_count == path->index->column_count ? 1 : path->index->shards; }

struct cond_list {
    const struct nd_scan *scan;
    struct nd_expr **list;
    struct nd_match *matches; /* values NULL: not a match */
    size_t count;
};

static bool take_eq(struct path *path, const struct cond_list *conds, uint32_t column)
{
    for (size_t i = 0; i < conds->count; i++) {
        const struct nd_match *match = &conds->matches[i];
        if (match->values == NULL || !is_same_column(conds->scan, match->column, column) || match->compare != ND_COMPARE_EQ) continue;
        size_t most = path->index->shards == 0 || path->eq_count + 1 == path->index->column_count ? POINTS_MAX : POINTS_MAX / path->index->shards;
        if (path->points * match->value_count > most) continue;
        path->points *= match->value_count;
        path->eq[path->eq_count++] = (struct nd_scan_eq){match->values, match->value_count};
        path->is_used[i] = true;
        return true;
    }
    return false;
}

static void take_range(struct path *path, const struct cond_list *conds, uint32_t column)
{
    for (size_t i = 0; i < conds->count; i++) {
        const struct nd_match *match = &conds->matches[i];
        if (match->values == NULL || !is_same_column(conds->scan, match->column, column)) continue;
        bool is_lower = match->compare == ND_COMPARE_GT || match->compare == ND_COMPARE_GE;
        bool is_upper = match->compare == ND_COMPARE_LT || match->compare == ND_COMPARE_LE;
        if (is_lower && path->lower == NULL) {
            path->lower = match->value;
            path->lower_is_strict = match->compare == ND_COMPARE_GT;
            path->is_used[i] = true;
        } else if (is_upper && path->upper == NULL) {
            path->upper = match->value;
            path->upper_is_strict = match->compare == ND_COMPARE_LT;
            path->is_used[i] = true;
        }
    }
}

static struct nd_expr *prefix_const(struct nd_opt *opt, struct nd_slice bytes)
{
    return nd_expr_const(opt->arena, (struct nd_type){ND_TYPE_TEXT, -1}, (struct nd_datum){.s = bytes});
}

/* column LIKE 'abc%': the keys from 'abc' up to 'abd'; the pattern is tested all the same. */
static void take_like(struct nd_opt *opt, const struct nd_scan *scan, struct path *path, const struct cond_list *conds, uint32_t column)
{
    if (path->lower != NULL || path->upper != NULL || !is_text(scan->table->columns[column].type.id)) return;
    for (size_t i = 0; i < conds->count; i++) {
        const struct nd_expr *cond = conds->list[i];
        uint32_t at;
        bool is_like = cond->kind == ND_EXPR_FUNC && cond->arg_count == 2 && strcmp(cond->func->name, "~~") == 0;
        if (!is_like || !is_column(scan, cond->args[0], &at) || !is_same_column(scan, at, column)) continue;
        if (cond->args[1]->kind != ND_EXPR_CONST || cond->args[1]->value.is_null || !is_text(cond->args[1]->type.id)) continue;
        bool is_exact;
        struct nd_slice prefix = nd_like_prefix(cond->args[1]->value.s, opt->arena, &is_exact);
        if (prefix.n == 0) continue;
        struct nd_buf end;
        nd_buf_init(&end, opt->arena->heap);
        nd_buf_put_slice(&end, prefix);
        bool has_end = nd_key_next_prefix(&end);
        path->lower = prefix_const(opt, prefix);
        if (has_end) path->upper = prefix_const(opt, nd_arena_copy(opt->arena, nd_buf_slice(&end)));
        path->upper_is_strict = true;
        path->like = cond;
        nd_buf_deinit(&end);
        return;
    }
}

/* Which conditions hold for all rows of a partial index. */
static bool *implied_by(struct nd_opt *opt, const struct nd_expr *predicate, const struct cond_list *conds)
{
    bool *are_implied = nd_arena_array(opt->arena, bool, conds->count + 1);
    for (size_t i = 0; i < conds->count; i++) are_implied[i] = nd_expr_volatility(conds->list[i]) == ND_IMMUTABLE && nd_expr_implies(predicate, conds->list[i]);
    return are_implied;
}

static struct path try_index(struct nd_opt *opt, const struct nd_scan *scan, const struct nd_index *index, const struct cond_list *conds)
{
    struct path path = {.index = index, .points = 1, .is_used = nd_arena_array(opt->arena, bool, conds->count + 1)};
    while (path.eq_count < index->column_count && take_eq(&path, conds, index->columns[path.eq_count].column)) {}
    if (path.eq_count < index->column_count && scan->table->sys == NULL) {
        uint32_t column = index->columns[path.eq_count].column;
        take_range(&path, conds, column);
        take_like(opt, scan, &path, conds, column);
    }
    if (index->is_partial) path.is_implied = implied_by(opt, scan->virtuals[index->predicate], conds);
    path.is_point = nd_index_keeps_one(index) && path.eq_count == index->column_count;
    path.is_full = path.eq_count == 0 && path.lower == NULL && path.upper == NULL;
    return path;
}

/* All columns that are wanted can be read from the index's entries, to the byte. */
static bool covers(const struct nd_plan *plan, const struct nd_index *index)
{
    const struct nd_table *table = plan->scan.table;
    if (index->is_primary || table->sys != NULL) return false;
    for (size_t i = 0; i < plan->width; i++) {
        uint32_t column = plan->scan.columns[i];
        bool has_it = false;
        for (size_t k = 0; k < index->column_count; k++) has_it = has_it || index->columns[k].column == column;
        for (size_t k = 0; k < index->included_count; k++) has_it = has_it || index->included[k] == column;
        for (size_t k = 0; k < table->indexes[0].column_count; k++) has_it = has_it || table->indexes[0].columns[k].column == column;
        if (!has_it || !nd_key_is_lossless(table->columns[column].type)) return false;
    }
    return true;
}

static double row_bytes(const struct nd_table *table)
{
    return table->stats == NULL || table->stats->rows < 1 ? 100 : table->stats->bytes / table->stats->rows;
}

/* Of one row or entry that is read, and made into columns. */
static double row_cost(const struct nd_plan *plan, const struct nd_index *index, bool is_index_only)
{
    double columns = ND__COST_COLUMN * (double)plan->width;
    if (index->is_primary) return ND__COST_ROW * (0.7 + 0.003 * row_bytes(plan->scan.table)) + columns;
    return ND__COST_ENTRY + columns + (is_index_only ? 0 : ND__COST_GET);
}

static void cost_path(struct nd_opt *opt, const struct nd_plan *plan, const struct cond_list *conds, struct path *path)
{
    const struct nd_scan *scan = &plan->scan;
    struct nd_expr **used = nd_arena_array(opt->arena, struct nd_expr *, conds->count + 2);
    double table_rows = nd__opt_table_rows(scan->table);
    size_t used_count = 0, implied_count = 0;
    for (size_t i = 0; i < conds->count; i++) {
        if (path->is_used[i]) used[used_count++] = conds->list[i];
        else if (path->is_implied != NULL && path->is_implied[i]) implied_count++;
    }
    size_t rest_count = conds->count - used_count - implied_count;
    if (path->index->is_partial) used[used_count++] = scan->virtuals[path->index->predicate];
    double share = used_count == 0 ? 1 : nd__share_of_list(opt, used, used_count);
    if (path->like != NULL) share *= nd__share(opt, path->like);
    path->read = table_rows * share;
    if (path->is_point && path->read > (double)path->points) path->read = (double)path->points;
    if (path->read < 1) path->read = 1;
    path->is_index_only = opt->settings->has_indexonlyscan && covers(plan, path->index);
    bool is_apart = !path->is_full; /* buckets lie side by side */
    double spans = path->is_point ? ceil((double)path->points / ND_SQL_BATCH_ROWS) : (double)path->points;
    if (is_apart) spans += (buckets_of(path) - 1) * (double)path->points * (ND__COST_RANGE / ND__COST_SEEK);
    path->cost = ND__COST_SEEK * spans + path->read * (path->is_point ? ND__COST_GET : 0) + path->read * row_cost(plan, path->index, path->is_index_only);
    path->cost += path->read * (double)rest_count * ND__COST_CONDITION;
    if (!path->index->is_primary && !path->is_index_only) path->cost += ND__COST_SEEK * ceil(path->read / ND_SQL_BATCH_ROWS);
    bool is_off = path->is_full && path->index->is_primary ? !opt->settings->has_seqscan : !opt->settings->has_indexscan;
    if (is_off) path->cost += ND__COST_OFF;
    path->rows = table_rows * (conds->count == 0 ? 1 : nd__share_of_list(opt, conds->list, conds->count));
    if (path->rows < 1) path->rows = 1;
    if (path->rows > path->read) path->rows = path->read;
}

static void use_path(struct nd_opt *opt, struct nd_scan *scan, const struct path *path, const struct cond_list *conds)
{
    struct nd_expr **used = nd_arena_array(opt->arena, struct nd_expr *, conds->count + 1), **rest = nd_arena_array(opt->arena, struct nd_expr *, conds->count + 1);
    struct nd_expr **implied = nd_arena_array(opt->arena, struct nd_expr *, conds->count + 1);
    size_t used_count = 0, rest_count = 0, implied_count = 0;
    for (size_t i = 0; i < conds->count; i++) {
        if (path->is_used[i]) used[used_count++] = conds->list[i];
        else if (path->is_implied != NULL && path->is_implied[i]) implied[implied_count++] = conds->list[i];
        else rest[rest_count++] = conds->list[i];
    }
    scan->index = path->index;
    memcpy(scan->eq, path->eq, sizeof scan->eq);
    scan->eq_count = path->eq_count;
    scan->lower = path->lower;
    scan->upper = path->upper;
    scan->lower_is_strict = path->lower_is_strict;
    scan->upper_is_strict = path->upper_is_strict;
    scan->is_point = path->is_point;
    scan->is_index_only = path->is_index_only;
    scan->is_merged = false;
    scan->cond = nd__join_conjuncts(opt, used, used_count);
    scan->implied = nd__join_conjuncts(opt, implied, implied_count);
    scan->filter = nd__join_conjuncts(opt, rest, rest_count);
}

/* All that must hold, however it is tested now. */
static struct nd_expr *all_conds(struct nd_opt *opt, const struct nd_scan *scan)
{
    struct nd_expr *of_index = scan->cond == NULL ? scan->implied : nd_expr_and(opt->arena, scan->cond, scan->implied);
    return of_index == NULL ? scan->filter : nd_expr_and(opt->arena, of_index, scan->filter);
}

/* A partial index has the rows that are wanted. */
static bool is_usable(struct nd_opt *opt, const struct nd_scan *scan, const struct nd_index *index, const struct cond_list *conds)
{
    return !index->is_partial || nd_expr_implies(nd__join_conjuncts(opt, conds->list, conds->count), scan->virtuals[index->predicate]);
}

static struct cond_list list_conds(struct nd_opt *opt, const struct nd_scan *scan, struct nd_expr *cond)
{
    struct cond_list conds = {.scan = scan, .list = nd_arena_array(opt->arena, struct nd_expr *, nd_expr_count_conjuncts(cond) + 1)};
    conds.count = nd_expr_conjuncts(cond, conds.list);
    conds.matches = nd_arena_array(opt->arena, struct nd_match, conds.count + 1);
    for (size_t i = 0; i < conds.count; i++)
        if (!nd__match_column(scan, conds.list[i], &conds.matches[i])) conds.matches[i].values = NULL;
    return conds;
}

void nd__opt_access(struct nd_opt *opt, struct nd_plan *plan)
{
    struct nd_scan *scan = &plan->scan;
    struct cond_list conds = list_conds(opt, scan, scan->filter);
    struct path best = {0};
    for (size_t i = 0; i < scan->table->index_count; i++) {
        if (!nd_index_is_public(&scan->table->indexes[i]) || !is_usable(opt, scan, &scan->table->indexes[i], &conds)) continue;
        struct path path = try_index(opt, scan, &scan->table->indexes[i], &conds);
        cost_path(opt, plan, &conds, &path);
        /* a whole secondary index is read only if it is all that has to be read, or has only the rows that are wanted */
        if (i > 0 && path.is_full && !path.is_index_only && !path.index->is_partial) continue;
        if (best.index == NULL || path.cost < best.cost) best = path;
    }
    use_path(opt, scan, &best, &conds);
    plan->rows = best.rows;
    plan->cost = best.cost;
    plan->startup = ND__COST_SEEK < best.cost ? ND__COST_SEEK : best.cost;
}

void nd__opt_undo_access(struct nd_opt *opt, struct nd_scan *scan)
{
    scan->filter = all_conds(opt, scan);
    scan->cond = scan->implied = scan->lower = scan->upper = NULL;
    scan->eq_count = 0;
    scan->is_point = scan->is_index_only = scan->is_reverse = scan->is_merged = false;
    scan->index = &scan->table->indexes[0];
}

/* ---- an index for its order ------------------------------------------------------------------------------------- */

static bool is_single(const struct path *path)
{
    for (size_t i = 0; i < path->eq_count; i++)
        if (path->eq[i].count != 1) return false;
    return true;
}

static bool is_fixed(const struct nd_scan *scan, const struct path *path, uint32_t column)
{
    for (size_t i = 0; i < path->eq_count; i++)
        if (is_same_column(scan, path->index->columns[i].column, column)) return true;
    return false;
}

/* Does walking the index from its eq_count'th column on, all before it being single values, give the order of the
 * keys? *reverse_out: walking backwards does. is_once: each row is there once; else a join gives it several partners, which
 * keys of others may tell apart. */
static bool gives_order(const struct nd_scan *scan, const struct path *path, const struct nd_plan_sort *keys, size_t key_count, bool is_once, bool *reverse_out)
{
    const struct nd_index *index = path->index;
    int direction = 0; /* 1 forward, -1 backward */
    size_t at = path->eq_count;
    *reverse_out = false;
    if (!is_single(path)) return false;
    for (size_t k = 0; k < key_count; k++) {
        bool is_told = at == index->column_count && index->is_unique && index->is_primary; /* no two rows of the table are equal so far */
        if (is_told && is_once) break;
        if (keys[k].var < scan->first_var || keys[k].var >= scan->first_var + scan->table->column_count) return false;
        uint32_t column = keys[k].var - scan->first_var;
        if (is_told || is_fixed(scan, path, column)) continue; /* one value in all rows that are equal so far */
        if (at == index->column_count) return false;
        if (!is_same_column(scan, index->columns[at].column, column)) return false;
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

bool nd__opt_ordered_access(struct nd_opt *opt, struct nd_plan *plan, const struct nd_plan_sort *keys, size_t key_count, bool is_once, double wanted, double *cost_out)
{
    struct nd_scan *scan = &plan->scan;
    struct cond_list conds = list_conds(opt, scan, all_conds(opt, scan));
    struct path best = {0};
    bool best_is_reverse = false;
    *cost_out = INFINITY;
    for (size_t i = 0; i < scan->table->index_count; i++) {
        bool is_reverse;
        if (!nd_index_is_public(&scan->table->indexes[i]) || !is_usable(opt, scan, &scan->table->indexes[i], &conds)) continue;
        struct path path = try_index(opt, scan, &scan->table->indexes[i], &conds);
        if (!gives_order(scan, &path, keys, key_count, is_once, &is_reverse)) continue;
        cost_path(opt, plan, &conds, &path);
        double cost = path.cost, buckets = buckets_of(&path), read = buckets * wanted; /* each of them may have all the rows that are wanted */
        if (wanted >= 0 && read < path.rows) cost = ND__COST_SEEK + (cost - ND__COST_SEEK) * read / path.rows;
        if (buckets > 1) cost += (path.is_full ? (buckets - 1) * ND__COST_RANGE : 0) + path.read * ND__COST_CONDITION;
        if (cost >= *cost_out) continue;
        *cost_out = cost;
        best = path;
        best_is_reverse = is_reverse;
    }
    if (best.index == NULL) return false;
    use_path(opt, scan, &best, &conds);
    scan->is_reverse = best_is_reverse;
    scan->is_merged = buckets_of(&best) > 1;
    plan->rows = best.rows;
    plan->cost = best.cost;
    return true;
}

void nd__scan_order(const struct nd_scan *scan, struct nd_plan_sort *keys, size_t *count)
{
    const struct nd_index *index = scan->index;
    *count = 0;
    if (scan->table->sys != NULL || scan->is_lookup) return;
    for (size_t i = 0; i < scan->eq_count; i++)
        if (scan->eq[i].count != 1) return;
    if (index->shards > 0 && scan->eq_count < index->column_count && !scan->is_merged) return;
    for (size_t i = scan->eq_count; i < index->column_count; i++) {
        unsigned flags = index->columns[i].flags;
        if (scan->is_reverse) flags ^= ND_KEY_DESC | ND_KEY_NULLS_FIRST;
        keys[(*count)++] = (struct nd_plan_sort){.var = scan->first_var + index->columns[i].column, .slot = ND_SLOT_NONE, .flags = flags};
    }
}

/* ---- lookups by a join's left side ----------------------------------------------------------------------------------- */

struct own_check {
    const struct nd_scan *scan;
    bool reads_own;
};

static void check_own(void *arg, uint32_t var)
{
    struct own_check *check = arg;
    if (var >= check->scan->first_var && var < check->scan->first_var + check->scan->table->column_count) check->reads_own = true;
}

/* The other side of `column = value`, where it can be a key of the column as it stands. */
static struct nd_expr *key_of(const struct nd_scan *scan, struct nd_expr *cond, uint32_t column)
{
    if (cond->kind != ND_EXPR_FUNC || cond->arg_count != 2 || nd_func_compare(cond->func) != ND_COMPARE_EQ) return NULL;
    for (size_t side = 0; side < 2; side++) {
        uint32_t at;
        struct nd_expr *value = cond->args[1 - side];
        if (!is_column(scan, cond->args[side], &at) || !is_same_column(scan, at, column) || nd_expr_volatility(value) == ND_VOLATILE) continue;
        struct own_check check = {scan, false};
        nd_expr_each_var(value, &check, check_own);
        if (check.reads_own) continue;
        if (is_same_key(scan->table->columns[column].type.id, value->type.id)) return value;
    }
    return NULL;
}

static bool lookup_index(struct nd_opt *opt, const struct nd_plan *plan, const struct nd_index *index, struct nd__conds equalities, const struct cond_list *own, double outer_rows,
                         struct nd__lookup *out)
{
    const struct nd_scan *scan = &plan->scan;
    double table_rows = nd__opt_table_rows(scan->table), distinct = 1;
    *out = (struct nd__lookup){.index = index};
    while (out->count < index->column_count) {
        uint32_t column = index->columns[out->count].column;
        struct nd_expr *value = NULL, *cond = NULL;
        for (size_t i = 0; i < equalities.count && value == NULL; i++) value = key_of(scan, cond = equalities.list[i], column);
        bool is_joined = value != NULL;
        for (size_t i = 0; i < own->count && value == NULL; i++) {
            const struct nd_match *match = &own->matches[i];
            if (match->values == NULL || !is_same_column(scan, match->column, column) || match->compare != ND_COMPARE_EQ || match->value_count != 1) continue;
            value = match->values[0];
            cond = own->list[i];
        }
        if (value == NULL) break;
        struct nd_expr *var = nd_expr_var(opt->arena, scan->first_var + column, scan->table->columns[column].type);
        distinct *= nd__distinct(opt, var, table_rows);
        out->joined += is_joined;
        out->conds[out->count] = cond;
        out->values[out->count++] = value;
    }
    if (out->joined == 0 || (index->shards > 0 && out->count < index->column_count)) return false;
    out->is_point = nd_index_keeps_one(index) && out->count == index->column_count;
    out->rows_per_key = out->is_point ? 1 : table_rows / (distinct < table_rows ? distinct : table_rows);
    bool is_index_only = opt->settings->has_indexonlyscan && covers(plan, index);
    double per_key = out->is_point ? ND__COST_GET : ND__COST_RANGE;
    double rests = (double)(own->count + equalities.count - out->count);
    out->cost = ND__COST_SEEK * ceil(outer_rows / ND_SQL_BATCH_ROWS) + outer_rows * (per_key + out->rows_per_key * (row_cost(plan, index, is_index_only) + rests * ND__COST_CONDITION));
    if (scan->table->sys != NULL) out->cost = outer_rows * (ND__COST_SYS_KEY + out->rows_per_key * (row_cost(plan, &scan->table->indexes[0], false) + rests * ND__COST_CONDITION));
    if (!opt->settings->has_indexscan) out->cost += ND__COST_OFF;
    return true;
}

bool nd__opt_lookup(struct nd_opt *opt, const struct nd_plan *plan, struct nd__conds equalities, double outer_rows, struct nd__lookup *out)
{
    const struct nd_scan *scan = &plan->scan;
    if (equalities.count == 0) return false;
    struct cond_list own = list_conds(opt, scan, all_conds(opt, scan));
    bool is_found = false;
    for (size_t i = 0; i < scan->table->index_count; i++) {
        struct nd__lookup lookup;
        if (!nd_index_is_public(&scan->table->indexes[i]) || !is_usable(opt, scan, &scan->table->indexes[i], &own)) continue;
        if (!lookup_index(opt, plan, &scan->table->indexes[i], equalities, &own, outer_rows, &lookup)) continue;
        if (!is_found || lookup.cost < out->cost) *out = lookup;
        is_found = true;
    }
    return is_found;
}

/* column = value, as EXPLAIN shows what an index answers. */
static struct nd_expr *column_first(struct nd_opt *opt, const struct nd_scan *scan, struct nd_expr *cond)
{
    uint32_t column;
    if (cond->kind != ND_EXPR_FUNC || is_column(scan, cond->args[0], &column) || cond->args[0]->type.id != cond->args[1]->type.id) return cond;
    struct nd_expr *copy = nd_expr_copy(opt->arena, cond), *value = copy->args[0];
    copy->args[0] = copy->args[1];
    copy->args[1] = value;
    return copy;
}

void nd__opt_use_lookup(struct nd_opt *opt, struct nd_plan *plan, const struct nd__lookup *lookup)
{
    struct nd_scan *scan = &plan->scan;
    nd__opt_undo_access(opt, scan);
    struct cond_list own = list_conds(opt, scan, scan->filter);
    struct nd_expr **rest = nd_arena_array(opt->arena, struct nd_expr *, own.count + 1), *used[ND_INDEX_COLUMNS_MAX];
    size_t rest_count = 0;
    for (size_t i = 0; i < own.count; i++) {
        bool is_used = false;
        for (size_t k = 0; k < lookup->count; k++) is_used = is_used || lookup->conds[k] == own.list[i];
        if (!is_used) rest[rest_count++] = own.list[i];
    }
    scan->index = lookup->index;
    scan->is_lookup = true;
    scan->is_point = lookup->is_point;
    scan->eq_count = lookup->count;
    for (size_t i = 0; i < lookup->count; i++) {
        used[i] = column_first(opt, scan, lookup->conds[i]);
        scan->eq[i] = (struct nd_scan_eq){.values = nd_arena_array(opt->arena, struct nd_expr *, 1), .count = 1};
        scan->eq[i].values[0] = nd_expr_copy(opt->arena, lookup->values[i]);
    }
    scan->cond = nd__join_conjuncts(opt, used, lookup->count);
    scan->filter = nd__join_conjuncts(opt, rest, rest_count);
    scan->is_index_only = opt->settings->has_indexonlyscan && covers(plan, lookup->index);
    plan->rows = lookup->rows_per_key * (rest_count == 0 ? 1 : nd__share_of_list(opt, rest, rest_count));
    if (plan->rows < 1) plan->rows = 1;
    plan->startup = 0;
    plan->cost = (lookup->is_point ? ND__COST_GET : ND__COST_RANGE) + plan->rows * row_cost(plan, lookup->index, scan->is_index_only);
    if (scan->table->sys != NULL) plan->cost = ND__COST_SYS_KEY + plan->rows * row_cost(plan, &scan->table->indexes[0], false);
}
