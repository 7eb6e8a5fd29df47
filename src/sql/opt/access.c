/* SPDX-License-Identifier: Apache-2.0 */
/* access.c - which index a scan uses, and which keys of it. */
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

/* The scan's column that the expression stands for, seen through casts that change neither value nor order. */
static bool is_column(const struct nd_scan *scan, const struct nd_expr *expr, uint32_t *column_out)
{
    while (expr->kind == ND_EXPR_CAST) {
        enum nd_type_id from = expr->args[0]->type.id, to = expr->type.id;
        bool is_widening = is_int(from) && is_int(to) && nd_type_len(to) >= nd_type_len(from);
        bool keeps = is_widening || (from == ND_TYPE_FLOAT4 && to == ND_TYPE_FLOAT8) || (is_text(from) && is_text(to) && expr->type.mod == -1);
        if (!keeps) return false;
        expr = expr->args[0];
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
    bool is_point;
    double score;
    bool *is_used; /* conditions that the keys answer */
    size_t points;
};

struct cond_list {
    struct nd_expr **list;
    struct nd_match *matches; /* values NULL: not a match */
    size_t count;
};

static bool take_eq(struct path *path, const struct cond_list *conds, uint32_t column)
{
    for (size_t i = 0; i < conds->count; i++) {
        const struct nd_match *match = &conds->matches[i];
        if (match->values == NULL || match->column != column || match->compare != ND_COMPARE_EQ) continue;
        if (path->points * match->value_count > POINTS_MAX) continue;
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
        if (match->values == NULL || match->column != column) continue;
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
        if (!is_like || !is_column(scan, cond->args[0], &at) || at != column) continue;
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
        nd_buf_deinit(&end);
        return;
    }
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
    path.is_point = index->is_unique && path.eq_count == index->column_count;
    path.score = (double)path.eq_count * 10 + (path.lower != NULL ? 4 : 0) + (path.upper != NULL ? 4 : 0);
    if (path.is_point) path.score += 1000;
    if (index->is_primary && path.score > 0) path.score += 5; /* no look-up of the row */
    return path;
}

static void use_path(struct nd_opt *opt, struct nd_scan *scan, const struct path *path, const struct cond_list *conds)
{
    struct nd_expr **used = nd_arena_array(opt->arena, struct nd_expr *, conds->count + 1), **rest = nd_arena_array(opt->arena, struct nd_expr *, conds->count + 1);
    size_t used_count = 0, rest_count = 0;
    for (size_t i = 0; i < conds->count; i++) {
        if (path->is_used[i]) used[used_count++] = conds->list[i];
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
    scan->cond = nd__join_conjuncts(opt, used, used_count);
    scan->filter = nd__join_conjuncts(opt, rest, rest_count);
}

static void choose(struct nd_opt *opt, struct nd_scan *scan)
{
    if (scan->filter == NULL) return;
    struct cond_list conds = {.list = nd_arena_array(opt->arena, struct nd_expr *, nd_expr_count_conjuncts(scan->filter) + 1)};
    conds.count = nd_expr_conjuncts(scan->filter, conds.list);
    conds.matches = nd_arena_array(opt->arena, struct nd_match, conds.count + 1);
    for (size_t i = 0; i < conds.count; i++)
        if (!nd__match_column(scan, conds.list[i], &conds.matches[i])) conds.matches[i].values = NULL;
    struct path best = {0};
    for (size_t i = 0; i < scan->table->index_count; i++) {
        struct path path = try_index(opt, scan, &scan->table->indexes[i], &conds);
        if (path.score > best.score) best = path;
    }
    if (best.score > 0) use_path(opt, scan, &best, &conds);
}

void nd__opt_access(struct nd_opt *opt, struct nd_plan *plan)
{
    if (plan == NULL) return;
    nd__opt_access(opt, plan->left);
    nd__opt_access(opt, plan->right);
    if (plan->kind == ND_PLAN_SCAN) choose(opt, &plan->scan);
}
