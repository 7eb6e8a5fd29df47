/* SPDX-License-Identifier: Apache-2.0 */
/* build.c - the canonical tree of a bound statement. */
#include "sql/plan/plan.h"

struct builder {
    struct nd_arena *arena;
    struct nd_bound *bound;
    struct nd_err *err;
};

static enum nd_status build_query(struct builder *builder, struct nd_query *query, struct nd_plan **out);

struct nd_plan *nd_plan_new(struct nd_arena *arena, enum nd_plan_kind kind, struct nd_plan *left, struct nd_plan *right,
                            size_t width)
{
    struct nd_plan *plan = nd_arena_new(arena, struct nd_plan);
    plan->kind = kind;
    plan->left = left;
    plan->right = right;
    plan->width = width;
    plan->vars = nd_arena_array(arena, uint32_t, width + 1);
    return plan;
}

/* A node that hands on what its child does. */
static struct nd_plan *pass(struct builder *builder, enum nd_plan_kind kind, struct nd_plan *child)
{
    struct nd_plan *plan = nd_plan_new(builder->arena, kind, child, NULL, child->width);
    memcpy(plan->vars, child->vars, sizeof *plan->vars * child->width);
    return plan;
}

static struct nd_plan *build_scan(struct builder *builder, const struct nd_rel *rel)
{
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_SCAN, NULL, NULL, rel->table->column_count);
    plan->scan.table = rel->table;
    plan->scan.alias = rel->alias;
    plan->scan.first_var = rel->first_var;
    plan->scan.virtuals = rel->virtuals;
    plan->scan.index = &rel->table->indexes[0];
    plan->scan.columns = nd_arena_array(builder->arena, uint32_t, plan->width + 1);
    for (size_t i = 0; i < plan->width; i++) {
        plan->vars[i] = rel->first_var + (uint32_t)i;
        plan->scan.columns[i] = (uint32_t)i;
    }
    return plan;
}

static struct nd_plan *add_sets(struct builder *builder, struct nd_plan *child, struct nd_set_use *uses, size_t count, uint32_t ordinal_var)
{
    bool has_ordinal = ordinal_var != ND_VAR_NONE;
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_SET, child, NULL, child->width + count + has_ordinal);
    memcpy(plan->vars, child->vars, sizeof *plan->vars * child->width);
    for (size_t i = 0; i < count; i++) plan->vars[child->width + i] = uses[i].var;
    if (has_ordinal) plan->vars[child->width + count] = ordinal_var;
    plan->set.uses = uses;
    plan->set.count = count;
    plan->set.has_ordinal = has_ordinal;
    return plan;
}

static bool is_in_place(const struct nd_cte *cte) { return cte->step == NULL && !cte->is_kept && cte->uses == 1; }

static struct nd_plan *build_cte(struct builder *builder, const struct nd_rel *rel)
{
    const struct nd_cte *cte = rel->cte;
    bool is_here = is_in_place(cte) && cte->plan != NULL;
    struct nd_plan *plan = nd_plan_new(builder->arena, is_here ? ND_PLAN_PROJECT : ND_PLAN_CTE, is_here ? cte->plan : NULL, NULL, cte->width);
    for (size_t i = 0; i < cte->width; i++) plan->vars[i] = rel->first_var + (uint32_t)i;
    if (is_here) {
        plan->project.exprs = nd_arena_array(builder->arena, struct nd_expr *, cte->width + 1);
        for (size_t i = 0; i < cte->width; i++) plan->project.exprs[i] = nd_expr_var(builder->arena, cte->query->targets[i].var, cte->types[i]);
        return plan;
    }
    plan->cte.cte = cte;
    plan->cte.is_work = rel->is_work;
    plan->cte.columns = nd_arena_array(builder->arena, uint32_t, cte->width + 1);
    for (size_t i = 0; i < cte->width; i++) plan->cte.columns[i] = (uint32_t)i;
    return plan;
}

static struct nd_plan *add_filter(struct builder *builder, struct nd_plan *child, struct nd_expr *cond);

/* The rows that are in the sample; which they are is said by their primary keys. */
static struct nd_plan *add_sample(struct builder *builder, struct nd_plan *scan, const struct nd_rel *rel)
{
    const struct nd_sample *sample = rel->sample;
    if (sample == NULL) return scan;
    const struct nd_index *primary = &rel->table->indexes[0];
    size_t key_count = sample->seed == NULL ? 0 : rel->table->sys != NULL ? rel->table->column_count : primary->column_count, count = 0;
    struct nd_expr **args = nd_arena_array(builder->arena, struct nd_expr *, key_count + 2);
    args[count++] = sample->percent;
    if (sample->seed != NULL) args[count++] = sample->seed;
    for (size_t i = 0; i < key_count; i++) {
        size_t column = rel->table->sys != NULL ? i : primary->columns[i].column;
        args[count++] = nd_expr_var(builder->arena, rel->first_var + (uint32_t)column, rel->table->columns[column].type);
    }
    const struct nd_func *func = nd_func_sample(strcmp(sample->method, "system") == 0, sample->seed != NULL);
    return add_filter(builder, scan, nd_expr_func(builder->arena, func, (struct nd_type){ND_TYPE_BOOL, -1}, args, count));
}

static enum nd_status build_rel(struct builder *builder, const struct nd_rel *rel, struct nd_plan **out)
{
    switch (rel->kind) {
    case ND_REL_TABLE: *out = add_sample(builder, build_scan(builder, rel), rel); return ND_STATUS_OK;
    case ND_REL_QUERY: return build_query(builder, rel->query, out);
    case ND_REL_CTE: *out = build_cte(builder, rel); return ND_STATUS_OK;
    case ND_REL_FUNC:
        *out = add_sets(builder, nd_plan_new(builder->arena, ND_PLAN_RESULT, NULL, NULL, 0), rel->sets, rel->set_count, rel->ordinal_var);
        (*out)->set.alias = rel->alias;
        return ND_STATUS_OK;
    }
    ND_UNREACHABLE();
}

static enum nd_status build_from(struct builder *builder, const struct nd_from *from, struct nd_plan **out)
{
    if (from == NULL) {
        *out = nd_plan_new(builder->arena, ND_PLAN_RESULT, NULL, NULL, 0);
        return ND_STATUS_OK;
    }
    if (from->rel != NULL) return build_rel(builder, from->rel, out);
    struct nd_plan *left, *right;
    ND_TRY(build_from(builder, from->left, &left));
    ND_TRY(build_from(builder, from->right, &right));
    struct nd_plan *join = nd_plan_new(builder->arena, ND_PLAN_JOIN, left, right, left->width + right->width);
    memcpy(join->vars, left->vars, sizeof *left->vars * left->width);
    memcpy(join->vars + left->width, right->vars, sizeof *right->vars * right->width);
    join->join.kind = from->join;
    join->join.cond = from->on;
    join->join.lateral_vars = from->lateral_vars;
    join->join.lateral_count = from->lateral_count;
    *out = join;
    return ND_STATUS_OK;
}

static struct nd_plan *add_filter(struct builder *builder, struct nd_plan *child, struct nd_expr *cond)
{
    if (cond == NULL) return child;
    struct nd_plan *plan = pass(builder, ND_PLAN_FILTER, child);
    plan->filter.cond = cond;
    return plan;
}

/* The expression for rows of sets that have it, NULL for the others. */
static struct nd_expr *group_of_set(struct builder *builder, const struct nd_query *query, size_t at)
{
    struct nd_type int4 = {ND_TYPE_INT4, -1};
    const struct nd_expr *expr = query->groups[at].expr;
    size_t count = 0;
    struct nd_expr *in = nd_expr_new(builder->arena, ND_EXPR_IN, (struct nd_type){ND_TYPE_BOOL, -1}, query->grouping_set_count + 1);
    in->args[0] = nd_expr_var(builder->arena, query->grouping_var, int4);
    for (size_t set = 0; set < query->grouping_set_count; set++)
        if (query->grouping_sets[set] >> at & 1) in->args[++count] = nd_expr_const(builder->arena, int4, (struct nd_datum){.i = (int64_t)set});
    in->arg_count = count + 1;
    enum nd_type_id types[2] = {ND_TYPE_INT4, ND_TYPE_INT4};
    in->func = nd_func_find("=", types, 2, true);
    nd_expr_fix_depth(in);
    struct nd_expr *value = nd_expr_new(builder->arena, ND_EXPR_CASE, expr->type, 3);
    value->args[0] = in;
    value->args[1] = nd_expr_copy(builder->arena, expr);
    value->args[2] = nd_expr_const(builder->arena, expr->type, (struct nd_datum){.is_null = true});
    nd_expr_fix_depth(value);
    return value;
}

/* GROUPING SETS: each row once a set, with the set's number and the grouping values that it has. */
static struct nd_plan *add_grouping_sets(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    struct nd_type int4 = {ND_TYPE_INT4, -1};
    struct nd_set_use *use = nd_arena_new(builder->arena, struct nd_set_use);
    *use = (struct nd_set_use){.kind = ND_SET_SERIES, .arg_count = 3, .type = int4, .var = query->grouping_var};
    const int64_t bounds[3] = {0, (int64_t)query->grouping_set_count - 1, 1};
    for (size_t i = 0; i < 3; i++) use->args[i] = nd_expr_const(builder->arena, int4, (struct nd_datum){.i = bounds[i]});
    struct nd_plan *rows = add_sets(builder, child, use, 1, ND_VAR_NONE);
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_PROJECT, rows, NULL, rows->width + query->group_count);
    plan->project.exprs = nd_arena_array(builder->arena, struct nd_expr *, plan->width + 1);
    for (size_t i = 0; i < plan->width; i++) {
        bool is_own = i >= rows->width;
        plan->vars[i] = is_own ? query->groups[i - rows->width].var : rows->vars[i];
        plan->project.exprs[i] = is_own ? group_of_set(builder, query, i - rows->width) : nd_expr_var(builder->arena, rows->vars[i], builder->bound->vars[rows->vars[i]].type);
    }
    return plan;
}

static struct nd_plan *add_set_agg(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    size_t groups = query->group_count + 1;
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_AGG, add_grouping_sets(builder, child, query), NULL, groups + query->agg_count);
    plan->agg.groups = nd_arena_array(builder->arena, struct nd_group, groups);
    plan->agg.group_count = groups;
    plan->agg.aggs = query->aggs;
    plan->agg.agg_count = query->agg_count;
    for (size_t i = 0; i < groups; i++) {
        uint32_t var = i < query->group_count ? query->groups[i].var : query->grouping_var;
        plan->agg.groups[i] = (struct nd_group){nd_expr_var(builder->arena, var, builder->bound->vars[var].type), var};
        plan->vars[i] = var;
    }
    for (size_t i = 0; i < query->agg_count; i++) plan->vars[groups + i] = query->aggs[i].var;
    uint64_t *always = nd_arena_array(builder->arena, uint64_t, query->grouping_set_count + 1);
    for (size_t set = 0; set < query->grouping_set_count; set++)
        if (query->grouping_sets[set] == 0) always[plan->agg.always_count++] = set;
    plan->agg.always = always;
    return plan;
}

static struct nd_plan *add_agg(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_AGG, child, NULL, query->group_count + query->agg_count);
    for (size_t i = 0; i < query->group_count; i++) plan->vars[i] = query->groups[i].var;
    for (size_t i = 0; i < query->agg_count; i++) plan->vars[query->group_count + i] = query->aggs[i].var;
    plan->agg.groups = query->groups;
    plan->agg.group_count = query->group_count;
    plan->agg.aggs = query->aggs;
    plan->agg.agg_count = query->agg_count;
    return plan;
}

static struct nd_plan *add_window(struct builder *builder, struct nd_plan *child, struct nd_window *window)
{
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_WINDOW, child, NULL, child->width + window->use_count);
    memcpy(plan->vars, child->vars, sizeof *plan->vars * child->width);
    for (size_t i = 0; i < window->use_count; i++) plan->vars[child->width + i] = window->uses[i].var;
    plan->window.window = window;
    return plan;
}

static struct nd_plan *add_project(struct builder *builder, struct nd_plan *child, const struct nd_target *targets,
                                   size_t count)
{
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_PROJECT, child, NULL, count);
    plan->project.exprs = nd_arena_array(builder->arena, struct nd_expr *, count + 1);
    for (size_t i = 0; i < count; i++) {
        plan->vars[i] = targets[i].var;
        plan->project.exprs[i] = targets[i].expr;
    }
    return plan;
}

static struct nd_plan_sort *sort_keys(struct builder *builder, const struct nd_query *query)
{
    struct nd_plan_sort *keys = nd_arena_array(builder->arena, struct nd_plan_sort, query->sort_count + 1);
    for (size_t i = 0; i < query->sort_count; i++)
        keys[i] = (struct nd_plan_sort){
            .var = query->targets[query->sort[i].target].var, .slot = ND_SLOT_NONE, .flags = query->sort[i].flags};
    return keys;
}

static struct nd_plan *add_sort(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    if (query->sort_count == 0) return child;
    struct nd_plan *plan = pass(builder, ND_PLAN_SORT, child);
    plan->sort.keys = sort_keys(builder, query);
    plan->sort.key_count = query->sort_count;
    return plan;
}

static struct nd_plan *add_limit(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    if (query->limit == NULL && query->offset == NULL) return child;
    struct nd_plan *plan = pass(builder, ND_PLAN_LIMIT, child);
    plan->limit.limit = query->limit;
    plan->limit.offset = query->offset;
    if (query->has_ties) plan->limit.ties = sort_keys(builder, query);
    if (query->has_ties) plan->limit.tie_count = query->sort_count;
    return plan;
}

static struct nd_plan *add_distinct(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    struct nd_plan *plan = pass(builder, ND_PLAN_DISTINCT, child);
    plan->distinct.key_count = query->distinct_on_count;
    plan->distinct.keys = nd_arena_array(builder->arena, uint32_t, query->distinct_on_count + 1);
    for (size_t i = 0; i < query->distinct_on_count; i++)
        plan->distinct.keys[i] = query->targets[query->distinct_on[i]].var;
    return plan;
}

/* Only visible targets leave the query, and the keys of a cursor's rows. */
static struct nd_plan *drop_junk(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    if (query->target_count == query->width && query->lock_count == 0) return child;
    size_t width = query->width + query->kept_count;
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_PROJECT, child, NULL, width);
    plan->project.exprs = nd_arena_array(builder->arena, struct nd_expr *, width + 1);
    for (size_t i = 0; i < width; i++) {
        const struct nd_target *target = &query->targets[i < query->width ? i : query->kept[i - query->width]];
        plan->vars[i] = target->var;
        plan->project.exprs[i] = nd_expr_var(builder->arena, target->var, target->expr->type);
    }
    return plan;
}

/* The targets, then the primary keys of the tables that are to be locked. */
static struct nd_plan *add_keyed_project(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    size_t width = query->target_count;
    for (size_t i = 0; i < query->lock_count; i++) width += query->locks[i].table->indexes[0].column_count;
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_PROJECT, child, NULL, width);
    plan->project.exprs = nd_arena_array(builder->arena, struct nd_expr *, width + 1);
    size_t at = 0;
    for (; at < query->target_count; at++) {
        plan->vars[at] = query->targets[at].var;
        plan->project.exprs[at] = query->targets[at].expr;
    }
    for (size_t i = 0; i < query->lock_count; i++) {
        const struct nd_query_lock *lock = &query->locks[i];
        for (size_t k = 0; k < lock->table->indexes[0].column_count; k++) {
            size_t column = lock->table->indexes[0].columns[k].column;
            plan->vars[at] = lock->first_var + (uint32_t)column;
            plan->project.exprs[at] = nd_expr_var(builder->arena, plan->vars[at], lock->table->columns[column].type);
            at++;
        }
    }
    return plan;
}

static struct nd_plan *add_lock(struct builder *builder, struct nd_plan *child, const struct nd_query *query)
{
    struct nd_plan *plan = pass(builder, ND_PLAN_LOCK, child);
    plan->lock.items = query->locks;
    plan->lock.count = query->lock_count;
    return plan;
}

/* Calls of the select list that run below the grouping, or above it. */
static struct nd_plan *add_own_sets(struct builder *builder, struct nd_plan *child, const struct nd_query *query, bool is_grouped)
{
    struct nd_set_use *own = nd_arena_array(builder->arena, struct nd_set_use, query->set_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < query->set_count; i++)
        if (query->sets[i].is_grouped == is_grouped) own[count++] = query->sets[i];
    return count == 0 ? child : add_sets(builder, child, own, count, ND_VAR_NONE);
}

static enum nd_status build_select(struct builder *builder, struct nd_query *query, struct nd_plan **out)
{
    struct nd_plan *plan;
    bool is_one_row = query->is_grouped && query->group_count == 0 && query->agg_count == 0 && query->grouping_sets == NULL; /* HAVING alone: whatever rows there are */
    ND_TRY(build_from(builder, is_one_row ? NULL : query->from, &plan));
    if (!is_one_row) plan = add_filter(builder, plan, query->where);
    plan = add_own_sets(builder, plan, query, true);
    if (query->is_grouped) {
        plan = query->grouping_sets == NULL ? add_agg(builder, plan, query) : add_set_agg(builder, plan, query);
        plan = add_filter(builder, plan, query->having);
    }
    for (size_t i = 0; i < query->window_count; i++) plan = add_window(builder, plan, &query->windows[i]);
    plan = add_own_sets(builder, plan, query, false);
    plan = query->lock_count > 0 ? add_keyed_project(builder, plan, query) : add_project(builder, plan, query->targets, query->target_count);
    /* DISTINCT ON keeps the first row of each group in the order asked for */
    bool sorts_first = query->distinct_on_count > 0;
    if (sorts_first) plan = add_sort(builder, plan, query);
    if (query->is_distinct) plan = add_distinct(builder, plan, query);
    if (!sorts_first) plan = add_sort(builder, plan, query);
    if (query->lock_count > 0) plan = add_lock(builder, plan, query);
    plan = add_limit(builder, plan, query);
    *out = drop_junk(builder, plan, query);
    return ND_STATUS_OK;
}

static enum nd_status build_query(struct builder *builder, struct nd_query *query, struct nd_plan **out)
{
    struct nd_plan *plan, *left, *right;
    switch (query->kind) {
    case ND_QUERY_SELECT: return build_select(builder, query, out);
    case ND_QUERY_VALUES:
        plan = nd_plan_new(builder->arena, ND_PLAN_VALUES, NULL, NULL, query->width);
        plan->values.exprs = query->rows;
        plan->values.rows = query->row_count;
        break;
    case ND_QUERY_SETOP:
        ND_TRY(build_query(builder, query->left, &left));
        ND_TRY(build_query(builder, query->right, &right));
        plan = nd_plan_new(builder->arena, ND_PLAN_SETOP, left, right, query->width);
        plan->setop.op = query->setop;
        plan->setop.is_all = query->is_all;
        break;
    default: ND_UNREACHABLE();
    }
    for (size_t i = 0; i < query->width; i++) plan->vars[i] = query->targets[i].var;
    if (query->kind == ND_QUERY_SETOP && query->setop == ND_SETOP_UNION && !query->is_all)
        plan = add_distinct(builder, plan, query);
    plan = add_sort(builder, plan, query);
    *out = add_limit(builder, plan, query);
    return ND_STATUS_OK;
}

static void set_columns(struct nd_plan *plan, const struct nd_target *targets, size_t count)
{
    plan->width = count;
    for (size_t i = 0; i < count; i++) plan->vars[i] = targets[i].var;
}

static enum nd_status build_insert(struct builder *builder, const struct nd_insert *insert, struct nd_plan **out)
{
    struct nd_plan *source = NULL;
    if (insert->source != NULL)
        ND_TRY(build_query(builder, insert->source, &source));
    else
        source = nd_plan_new(builder->arena, ND_PLAN_RESULT, NULL, NULL, 0);
    *out = nd_plan_new(builder->arena, ND_PLAN_INSERT, source, NULL, insert->returning_count);
    (*out)->insert.insert = insert;
    set_columns(*out, insert->returning, insert->returning_count);
    return ND_STATUS_OK;
}

/* The table's columns, then the values that subqueries and other tables give. */
static struct nd_plan *add_computed(struct builder *builder, struct nd_plan *child, const struct nd_update *update)
{
    size_t columns = update->table->column_count;
    struct nd_plan *plan = nd_plan_new(builder->arena, ND_PLAN_PROJECT, child, NULL, columns + update->computed_count);
    plan->project.exprs = nd_arena_array(builder->arena, struct nd_expr *, plan->width + 1);
    for (size_t i = 0; i < plan->width; i++) {
        bool is_column = i < columns;
        plan->vars[i] = is_column ? update->first_var + (uint32_t)i : update->computed[i - columns].var;
        plan->project.exprs[i] = is_column ? nd_expr_var(builder->arena, plan->vars[i], update->table->columns[i].type)
                                           : update->computed[i - columns].expr;
    }
    return plan;
}

/* Each row of the table once, whatever the number of its partners. */
static struct nd_plan *add_once(struct builder *builder, struct nd_plan *child, const struct nd_update *update)
{
    const struct nd_index *primary = &update->table->indexes[0];
    struct nd_plan *plan = pass(builder, ND_PLAN_DISTINCT, child);
    plan->distinct.keys = nd_arena_array(builder->arena, uint32_t, primary->column_count + 1);
    plan->distinct.key_count = primary->column_count;
    for (size_t i = 0; i < primary->column_count; i++) plan->distinct.keys[i] = update->first_var + primary->columns[i].column;
    return plan;
}

static enum nd_status build_update(struct builder *builder, const struct nd_update *update, bool is_delete,
                                   struct nd_plan **out)
{
    struct nd_plan *rows;
    ND_TRY(build_from(builder, update->from, &rows));
    rows = add_filter(builder, rows, update->where);
    if (update->computed_count > 0 || update->has_from) rows = add_computed(builder, rows, update);
    if (update->has_from) rows = add_once(builder, rows, update);
    *out =
        nd_plan_new(builder->arena, is_delete ? ND_PLAN_DELETE : ND_PLAN_UPDATE, rows, NULL, update->returning_count);
    (*out)->update.update = update;
    set_columns(*out, update->returning, update->returning_count);
    return ND_STATUS_OK;
}

static enum nd_status build_bound(struct builder *builder, const struct nd_bound *bound, struct nd_plan **out)
{
    switch (bound->kind) {
    case ND_BOUND_QUERY: return build_query(builder, bound->query, out);
    case ND_BOUND_INSERT: return build_insert(builder, bound->insert, out);
    case ND_BOUND_UPDATE: return build_update(builder, bound->update, false, out);
    case ND_BOUND_DELETE: return build_update(builder, bound->update, true, out);
    case ND_BOUND_COPY_FROM: return ND_STATUS_OK;
    case ND_BOUND_COPY_TO: return build_query(builder, bound->query, out);
    }
    ND_UNREACHABLE();
}

static size_t plan_depth(const struct nd_plan *plan)
{
    if (plan == NULL) return 0;
    size_t left = plan_depth(plan->left), right = plan_depth(plan->right);
    return 1 + (left > right ? left : right);
}

static void look_for_volatile(void *arg, struct nd_expr **expr)
{
    if (nd_expr_volatility(*expr) == ND_VOLATILE) *(bool *)arg = true;
}

/* Inner names come first, so that a query that is used once is there when its use is built. */
static enum nd_status build_ctes(struct builder *builder, bool *is_deep)
{
    for (struct nd_cte *cte = builder->bound->ctes; cte != NULL; cte = cte->next) {
        if (cte->uses == 0 && cte->dml == NULL) continue;
        bool is_volatile = false;
        if (cte->dml != NULL) ND_TRY(build_bound(builder, cte->dml, &cte->plan));
        else ND_TRY(build_query(builder, cte->query, &cte->plan));
        if (cte->step != NULL) ND_TRY(build_query(builder, cte->step, &cte->step_plan));
        nd_plan_each_expr(cte->plan, &is_volatile, look_for_volatile);
        cte->is_kept = cte->is_kept || is_volatile;
        *is_deep = *is_deep || plan_depth(cte->plan) > ND_PLAN_DEPTH_MAX || plan_depth(cte->step_plan) > ND_PLAN_DEPTH_MAX;
    }
    return ND_STATUS_OK;
}

enum nd_status nd_plan_build(struct nd_bound *bound, struct nd_arena *arena, struct nd_plan_tree **tree_out,
                             struct nd_err *err)
{
    struct builder builder = {arena, bound, err};
    struct nd_plan_tree *tree = *tree_out = nd_arena_new(arena, struct nd_plan_tree);
    tree->bound = bound;
    bool is_deep = false;
    ND_TRY(build_ctes(&builder, &is_deep));
    ND_TRY(build_bound(&builder, bound, &tree->root));
    tree->subqueries = nd_arena_array(arena, struct nd_plan *, bound->subquery_count + 1);
    tree->subquery_count = bound->subquery_count;
    is_deep = is_deep || plan_depth(tree->root) > ND_PLAN_DEPTH_MAX;
    for (struct nd_subquery *subquery = bound->subqueries; subquery != NULL; subquery = subquery->next) {
        ND_TRY(build_query(&builder, subquery->query, &subquery->plan));
        tree->subqueries[subquery->id] = subquery->plan;
        is_deep = is_deep || plan_depth(subquery->plan) > ND_PLAN_DEPTH_MAX;
    }
    for (struct nd_cte *cte = bound->ctes; cte != NULL; cte = cte->next)
        if (is_in_place(cte)) cte->plan = NULL;
    if (is_deep) return nd_err_set(err, "54001", "the query needs more than %d nested operators", ND_PLAN_DEPTH_MAX);
    return ND_STATUS_OK;
}
