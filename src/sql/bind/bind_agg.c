/* SPDX-License-Identifier: Apache-2.0 */
/* bind_agg.c - aggregates and GROUP BY.
 *
 * An aggregate call becomes a variable of the query. Once all expressions above the grouping are bound, what
 * equals a grouping expression becomes its variable; any other column of the input is 42803, unless the
 * grouping holds the primary key of its table. */
#include "sql/bind/bind_int.h"
#include "sql/types/key_codec.h"

static bool agg_equal(const struct nd_agg_use *a, const struct nd_agg_use *b)
{
    if (a->order_count > 0 || b->order_count > 0) return false;
    if (a->agg != b->agg || a->arg_count != b->arg_count || a->is_distinct != b->is_distinct) return false;
    for (size_t i = 0; i < a->arg_count; i++)
        if (!nd_expr_equal(a->args[i], b->args[i]) || nd_expr_volatility(a->args[i]) == ND_VOLATILE) return false;
    if (a->filter == NULL || b->filter == NULL) return a->filter == b->filter;
    return nd_expr_equal(a->filter, b->filter);
}

static uint32_t add_agg(struct nd_binder *binder, struct nd_level *level, struct nd_agg_use *use)
{
    struct nd_query *query = level->agg_query;
    for (size_t i = 0; i < query->agg_count; i++)
        if (agg_equal(&query->aggs[i], use)) return query->aggs[i].var;
    if (query->agg_count == level->agg_cap) {
        size_t cap = level->agg_cap == 0 ? 8 : level->agg_cap * 2;
        struct nd_agg_use *aggs = nd_arena_array(binder->arena, struct nd_agg_use, cap);
        if (query->agg_count > 0) memcpy(aggs, query->aggs, sizeof *aggs * query->agg_count);
        query->aggs = aggs;
        level->agg_cap = cap;
    }
    use->var = nd__bind_new_var(binder, use->type, NULL, use->name);
    query->aggs[query->agg_count++] = *use;
    query->is_grouped = true;
    return use->var;
}

enum nd_status nd__bind_agg_args(struct nd_binder *binder, const struct nd_scope *scope,
                                 const struct nd_ast_func *func, int position, struct nd_agg_use *use)
{
    enum nd_type_id types[2] = {ND_TYPE_INVALID, ND_TYPE_INVALID};
    if (func->arg_count > 2)
        return nd__bind_error(binder, position, "42883", "function %s with %zu arguments does not exist", func->name,
                              func->arg_count);
    for (size_t i = 0; i < func->arg_count; i++) {
        ND_TRY(nd__bind_expr(binder, scope, func->args[i], &use->args[i]));
        types[i] = use->args[i]->type.id;
    }
    if (func->filter != NULL) ND_TRY(nd__bind_bool(binder, scope, func->filter, "FILTER", &use->filter));
    struct nd_agg_match match;
    ND_TRY(nd__bind_at(binder, position, nd_agg_resolve(func->name, types, func->arg_count, &match, binder->err)));
    for (size_t i = 0; i < func->arg_count; i++) {
        ND_TRY(nd__coerce(binder, use->args[i], (struct nd_type){match.args[i], -1}, ND_CAST_IMPLICIT, true,
                          &use->args[i]));
        ND_TRY(nd__settle(binder, &use->args[i]));
    }
    use->agg = match.agg;
    use->arg_count = func->arg_count;
    use->type = (struct nd_type){match.result, -1};
    if (match.agg->result == ND_TYPE_ANY && func->arg_count > 0) use->type = use->args[0]->type;
    return ND_STATUS_OK;
}

static bool is_argument(const struct nd_agg_use *use, const struct nd_expr *expr)
{
    for (size_t i = 0; i < use->arg_count; i++)
        if (nd_expr_equal(use->args[i], expr)) return true;
    return false;
}

static unsigned sort_flags(const struct nd_ast_sort *item)
{
    bool nulls_first = item->has_nulls ? item->nulls_first : item->is_desc;
    return (item->is_desc ? ND_KEY_DESC : 0u) | (nulls_first ? ND_KEY_NULLS_FIRST : 0u);
}

/* ORDER BY in the call. Without it, DISTINCT values come sorted where their order shows, as in PostgreSQL. */
static enum nd_status bind_agg_order(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_agg_use *use)
{
    const struct nd_ast_func *func = ast->func;
    if (func->is_within_group && !use->agg->is_ordered_set)
        return nd__bind_error(binder, ast->position, "42809", "%s is not an ordered-set aggregate, so it cannot have WITHIN GROUP", func->name);
    if (func->is_within_group) { /* by the last argument, as it is cast */
        use->order = nd_arena_array(binder->arena, struct nd_expr *, 1);
        use->order_flags = nd_arena_array(binder->arena, unsigned, 1);
        use->order[0] = use->args[use->arg_count - 1];
        use->order_flags[0] = sort_flags(&func->order[0]);
        use->order_count = 1;
        use->is_within_group = true;
        return ND_STATUS_OK;
    }
    static const char *const showing[] = {"array_agg", "string_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg"};
    bool shows_order = false;
    for (size_t i = 0; i < ND_ARRAY_LEN(showing); i++) shows_order = shows_order || strcmp(func->name, showing[i]) == 0;
    size_t count = func->order_count > 0 ? func->order_count : use->is_distinct && shows_order ? use->arg_count
                                                                                               : 0;
    for (size_t i = 0; i < use->arg_count && use->is_distinct; i++) ND_TRY(nd__bind_check_equality(binder, use->args[i]->type.id, ast->position));
    if (count == 0) return ND_STATUS_OK;
    use->order = nd_arena_array(binder->arena, struct nd_expr *, count);
    use->order_flags = nd_arena_array(binder->arena, unsigned, count);
    use->order_count = count;
    use->is_order_implied = func->order_count == 0;
    for (size_t i = 0; i < count; i++) {
        if (func->order_count == 0) {
            use->order[i] = use->args[i];
            continue;
        }
        const struct nd_ast_sort *item = &func->order[i];
        ND_TRY(nd__bind_expr(binder, scope, item->expr, &use->order[i]));
        ND_TRY(nd__settle(binder, &use->order[i]));
        ND_TRY(nd__bind_check_order(binder, use->order[i]->type.id, item->expr->position));
        use->order_flags[i] = sort_flags(item);
        if (use->is_distinct && !is_argument(use, use->order[i]))
            return nd__bind_error(binder, item->expr->position, "42P10", "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list");
    }
    return ND_STATUS_OK;
}

/* ---- whose aggregate it is ------------------------------------------------------------------------------------ */

/* An aggregate belongs to the innermost of the queries whose columns or aggregates it reads; one that reads none, to the query at hand. */
struct owner {
    struct nd_binder *binder;
    const struct nd_scope *scope; /* that is looked at */
    const struct nd_agg_use *use;
    bool has_own, has_column, has_agg;
    size_t *noted; /* how many variables the frames had before the arguments, frame by frame */
};

static bool is_agg_of(const struct nd_level *level, uint32_t var)
{
    const struct nd_query *query = level == NULL ? NULL : level->agg_query;
    for (size_t i = 0; query != NULL && i < query->agg_count; i++)
        if (query->aggs[i].var == var) return true;
    return false;
}

static bool reads_var(const struct nd_expr *expr, uint32_t var)
{
    if (expr->kind == ND_EXPR_VAR && expr->var == var) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (reads_var(expr->args[i], var)) return true;
    return false;
}

static bool is_column_of(const struct nd_scope *scope, uint32_t var)
{
    for (size_t i = 0; i < scope->count; i++)
        if (reads_var(scope->columns[i].expr, var)) return true;
    return false;
}

static void look_for_vars(struct nd_expr *expr, struct owner *owner)
{
    if (expr->kind == ND_EXPR_VAR) {
        owner->has_own = true;
        owner->has_agg = owner->has_agg || is_agg_of(owner->binder->level, expr->var);
    }
    if (expr->kind == ND_EXPR_OUTER && owner->scope != NULL) {
        owner->has_column = owner->has_column || is_column_of(owner->scope, expr->var);
        owner->has_agg = owner->has_agg || is_agg_of(owner->scope->level, expr->var);
    }
    for (size_t i = 0; i < expr->arg_count; i++) look_for_vars(expr->args[i], owner);
}

/* There, what is the owner's own is not OUTER. */
static void make_own(struct nd_expr *expr, struct owner *owner)
{
    if (expr->kind == ND_EXPR_OUTER && is_column_of(owner->scope, expr->var)) expr->kind = ND_EXPR_VAR;
    for (size_t i = 0; i < expr->arg_count; i++) make_own(expr->args[i], owner);
}

static void each_part(struct owner *owner, void (*visit)(struct nd_expr *expr, struct owner *owner))
{
    const struct nd_agg_use *use = owner->use;
    for (size_t i = 0; i < use->arg_count; i++) visit(use->args[i], owner);
    for (size_t i = 0; i < use->order_count; i++) visit(use->order[i], owner);
    if (use->filter != NULL) visit(use->filter, owner);
}

static void note_frames(struct owner *owner, const struct nd_scope *scope)
{
    struct nd_frame *frame;
    size_t count = 0;
    for (const struct nd_scope *at = scope; at != NULL; at = nd__scope_next(at, &frame)) count++;
    owner->noted = nd_arena_array(owner->binder->arena, size_t, count);
    count = 0;
    for (const struct nd_scope *at = scope; at != NULL; count++) {
        at = nd__scope_next(at, &frame);
        owner->noted[count] = frame == NULL ? 0 : frame->count;
    }
}

/* The queries between do not read what its arguments read: they read what it comes to. */
static void forget_frames(struct owner *owner, const struct nd_scope *scope)
{
    struct nd_frame *frame;
    for (size_t i = 0; scope != owner->scope; i++) {
        scope = nd__scope_next(scope, &frame);
        if (frame != NULL) frame->count = owner->noted[i];
    }
}

static void find_owner(struct owner *owner, const struct nd_scope *scope)
{
    struct nd_frame *frame;
    owner->scope = NULL;
    each_part(owner, look_for_vars);
    if (owner->has_own) return;
    for (owner->scope = scope; owner->scope != NULL; owner->scope = nd__scope_next(owner->scope, &frame)) {
        each_part(owner, look_for_vars);
        if (owner->has_column || owner->has_agg) return;
    }
}

static enum nd_status bind_parts(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_agg_use *use)
{
    bool is_in_agg = binder->level->is_in_agg;
    struct nd_ast_func func;
    ND_TRY(nd__within_group(binder, ast, &func));
    binder->level->is_in_agg = true;
    enum nd_status status = nd__bind_agg_args(binder, scope, &func, ast->position, use);
    if (status == ND_STATUS_OK) status = bind_agg_order(binder, scope, ast, use);
    binder->level->is_in_agg = is_in_agg;
    return status;
}

enum nd_status nd__bind_agg(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                            struct nd_expr **out)
{
    const struct nd_ast_func *func = ast->func;
    if (!func->is_star && func->arg_count == 0 && !func->is_within_group && !nd_agg_is_ordered_set(func->name))
        return nd__bind_error(binder, ast->position, "42809",
                              "%s(*) must be used to call a parameterless aggregate function", func->name);
    if (func->is_star && strcmp(func->name, "count") != 0)
        return nd__bind_error(binder, ast->position, "42883", "function %s() does not exist", func->name);
    struct nd_agg_use use = {.name = nd_arena_strdup(binder->arena, func->name), .is_distinct = func->is_distinct};
    struct owner owner = {.binder = binder, .use = &use};
    note_frames(&owner, scope);
    ND_TRY(bind_parts(binder, scope, ast, &use));
    find_owner(&owner, scope);
    struct nd_level *level = owner.scope == NULL ? binder->level : owner.scope->level != NULL ? owner.scope->level
                                                                                                : &binder->statement;
    if (owner.has_agg || level->is_in_agg)
        return nd__bind_error(binder, ast->position, "42803", "aggregate function calls cannot be nested");
    if (level->agg_query == NULL)
        return nd__bind_error(binder, ast->position, "42803", "aggregate functions are not allowed in %s",
                              level->agg_place == NULL ? "this place" : level->agg_place);
    if (owner.scope != NULL) {
        each_part(&owner, make_own);
        forget_frames(&owner, scope);
    }
    *out = nd_expr_var(binder->arena, add_agg(binder, level, &use), use.type);
    (*out)->position = ast->position;
    if (owner.scope == NULL) return ND_STATUS_OK;
    nd__scope_note(binder, scope, owner.scope, *out, ast->position);
    (*out)->kind = ND_EXPR_OUTER;
    return ND_STATUS_OK;
}

/* ---- GROUP BY --------------------------------------------------------------------------------------------- */

static enum nd_status group_position(struct nd_binder *binder, const struct nd_ast_expr *ast,
                                     const struct nd_query *query, struct nd_expr **out)
{
    if (ast->int_value < 1 || (size_t)ast->int_value > query->width)
        return nd__bind_error(binder, ast->position, "42P10", "GROUP BY position %lld is not in select list",
                              (long long)ast->int_value);
    *out = query->targets[ast->int_value - 1].expr;
    return ND_STATUS_OK;
}

/* A bare name is a column of the input first, of the output second. */
static bool group_by_alias(const struct nd_scope *scope, const struct nd_ast_expr *ast, const struct nd_query *query,
                           struct nd_expr **out)
{
    if (ast->kind != ND_AST_COLUMN || ast->name_count != 1 || ast->has_star) return false;
    for (size_t i = 0; i < scope->count; i++)
        if (!scope->columns[i].is_merged && strcmp(scope->columns[i].name, ast->names[0]) == 0) return false;
    for (size_t i = 0; i < query->width; i++) {
        if (strcmp(query->targets[i].name, ast->names[0]) != 0) continue;
        *out = query->targets[i].expr;
        return true;
    }
    return false;
}

static bool has_agg_var(const struct nd_query *query, const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR)
        for (size_t i = 0; i < query->agg_count; i++)
            if (query->aggs[i].var == expr->var) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (has_agg_var(query, expr->args[i])) return true;
    return false;
}

static bool has_window_var(const struct nd_query *query, const struct nd_expr *expr)
{
    for (size_t i = 0; expr->kind == ND_EXPR_VAR && i < query->window_count; i++)
        for (size_t k = 0; k < query->windows[i].use_count; k++)
            if (query->windows[i].uses[k].var == expr->var) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (has_window_var(query, expr->args[i])) return true;
    return false;
}

static enum nd_status add_group(struct nd_binder *binder, struct nd_query *query, struct nd_expr *expr, int position, size_t *at_out)
{
    if (has_agg_var(query, expr))
        return nd__bind_error(binder, position, "42803", "aggregate functions are not allowed in GROUP BY");
    if (has_window_var(query, expr)) return nd__bind_error(binder, position, "42P20", "window functions are not allowed in GROUP BY");
    ND_TRY(nd__bind_check_equality(binder, expr->type.id, position));
    for (*at_out = 0; *at_out < query->group_count; ++*at_out)
        if (nd_expr_equal(query->groups[*at_out].expr, expr)) return ND_STATUS_OK;
    struct nd_group *group = &query->groups[query->group_count++];
    bool keeps_var = expr->kind == ND_EXPR_VAR && query->grouping_sets == NULL; /* of several sets, some make it NULL */
    group->expr = expr;
    group->var = keeps_var ? expr->var : nd__bind_new_var(binder, expr->type, NULL, "group");
    return ND_STATUS_OK;
}

enum nd_status nd__bind_group_expr(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *item, struct nd_query *query, size_t *at_out)
{
    struct nd_expr *expr;
    if (item->kind == ND_AST_CONST && item->const_kind == ND_AST_INT) {
        ND_TRY(group_position(binder, item, query, &expr));
    } else if (item->kind == ND_AST_CONST) {
        return nd__bind_error(binder, item->position, "42601", "non-integer constant in GROUP BY");
    } else if (!group_by_alias(scope, item, query, &expr)) {
        struct nd_query *outer = binder->level->agg_query;
        binder->level->agg_query = NULL;
        binder->level->agg_place = "GROUP BY";
        enum nd_status status = nd__bind_expr(binder, scope, item, &expr);
        binder->level->agg_query = outer;
        ND_TRY(status);
        ND_TRY(nd__settle(binder, &expr));
    }
    return add_group(binder, query, expr, item->position, at_out);
}

static bool has_sets(const struct nd_ast_select *ast)
{
    for (size_t i = 0; i < ast->group_count; i++)
        if (ast->groups[i]->kind == ND_AST_GROUPING_SET) return true;
    return false;
}

static size_t count_group_exprs(const struct nd_ast_expr *item)
{
    if (item->kind != ND_AST_GROUPING_SET && item->kind != ND_AST_ROW) return 1;
    size_t count = 0;
    for (size_t i = 0; i < item->arg_count; i++) count += count_group_exprs(item->args[i]);
    return count;
}

static enum nd_status bind_groups(struct nd_binder *binder, const struct nd_scope *scope,
                                  const struct nd_ast_select *ast, struct nd_query *query)
{
    if (has_sets(ast)) return nd__bind_grouping_sets(binder, scope, ast, query);
    for (size_t i = 0; i < ast->group_count; i++) {
        const struct nd_ast_expr *item = ast->groups[i];
        size_t at;
        if (item->kind != ND_AST_ROW) ND_TRY(nd__bind_group_expr(binder, scope, item, query, &at));
        for (size_t k = 0; k < item->arg_count && item->kind == ND_AST_ROW; k++) ND_TRY(nd__bind_group_expr(binder, scope, item->args[k], query, &at));
    }
    return ND_STATUS_OK;
}

static bool is_in_all_sets(const struct nd_query *query, size_t at)
{
    for (size_t set = 0; set < query->grouping_set_count; set++)
        if ((query->grouping_sets[set] >> at & 1) == 0) return false;
    return true;
}

static bool groups_hold_var(const struct nd_query *query, uint32_t var)
{
    for (size_t i = 0; i < query->group_count; i++)
        if (query->groups[i].expr->kind == ND_EXPR_VAR && query->groups[i].expr->var == var) return is_in_all_sets(query, i);
    return false;
}

/* The grouping holds the primary key of the table instance whose column `var` is. */
static bool is_determined(struct nd_binder *binder, const struct nd_query *query, uint32_t var)
{
    const struct nd_table *table = binder->vars[var].table;
    if (table == NULL || nd_table_has_row_id(table) || (query->grouping_sets != NULL && query->group_count >= ND__GROUPS_MAX)) return false;
    uint32_t first = var - binder->vars[var].column;
    for (size_t i = 0; i < table->indexes[0].column_count; i++)
        if (!groups_hold_var(query, first + table->indexes[0].columns[i].column)) return false;
    return true;
}

static bool is_window_var(const struct nd_query *query, uint32_t var)
{
    for (size_t i = 0; i < query->window_count; i++)
        for (size_t k = 0; k < query->windows[i].use_count; k++)
            if (query->windows[i].uses[k].var == var) return true;
    return false;
}

static bool is_set_var(const struct nd_query *query, uint32_t var)
{
    for (size_t i = 0; i < query->set_count; i++)
        if (query->sets[i].var == var && !query->sets[i].is_grouped) return true;
    return false;
}

static enum nd_status ungrouped(struct nd_binder *binder, const struct nd_expr *expr, bool in_subquery)
{
    if (in_subquery)
        return nd__bind_error(binder, expr->position, "42803", "subquery uses ungrouped column \"%s\" from outer query",
                              binder->vars[expr->var].name);
    return nd__bind_error(binder, expr->position, "42803",
                          "column \"%s\" must appear in the GROUP BY clause or be used in an aggregate function",
                          binder->vars[expr->var].name);
}

static enum nd_status replace(struct nd_binder *binder, struct nd_query *query, struct nd_expr **expr, bool in_subquery)
{
    for (size_t i = 0; i < query->group_count; i++) {
        if (!nd_expr_equal(query->groups[i].expr, *expr)) continue;
        int position = (*expr)->position;
        *expr = nd_expr_var(binder->arena, query->groups[i].var, query->groups[i].expr->type);
        (*expr)->position = position;
        return ND_STATUS_OK;
    }
    if ((*expr)->kind == ND_EXPR_VAR) {
        for (size_t i = 0; i < query->grouping_count; i++)
            if (query->groupings[i].var == (*expr)->var) return nd__grouping_value(binder, query, (*expr)->var, (*expr)->position, expr);
        if (has_agg_var(query, *expr) || is_set_var(query, (*expr)->var) || is_window_var(query, (*expr)->var)) return ND_STATUS_OK;
        if (!is_determined(binder, query, (*expr)->var)) return ungrouped(binder, *expr, in_subquery);
        struct nd_group *groups = nd_arena_array(binder->arena, struct nd_group, query->group_count + 1);
        memcpy(groups, query->groups, sizeof *groups * query->group_count);
        query->groups = groups;
        size_t at;
        ND_TRY(add_group(binder, query, nd_expr_copy(binder->arena, *expr), (*expr)->position, &at));
        for (size_t set = 0; set < query->grouping_set_count; set++) query->grouping_sets[set] |= UINT64_C(1) << at;
        if (query->grouping_sets != NULL) *expr = nd_expr_var(binder->arena, query->groups[at].var, query->groups[at].expr->type);
        return ND_STATUS_OK;
    }
    size_t outside = (*expr)->kind == ND_EXPR_SUBQUERY ? (*expr)->subquery->left_count : (*expr)->arg_count;
    for (size_t i = 0; i < (*expr)->arg_count; i++) ND_TRY(replace(binder, query, &(*expr)->args[i], i >= outside));
    nd_expr_fix_depth(*expr);
    return ND_STATUS_OK;
}

enum nd_status nd__bind_grouping(struct nd_binder *binder, const struct nd_scope *scope,
                                 const struct nd_ast_select *ast, struct nd_query *query)
{
    size_t room = 1;
    for (size_t i = 0; i < ast->group_count; i++) room += count_group_exprs(ast->groups[i]);
    query->groups = nd_arena_array(binder->arena, struct nd_group, room);
    if (ast->group_count > 0) query->is_grouped = true;
    ND_TRY(bind_groups(binder, scope, ast, query));
    query->written_group_count = query->group_count;
    if (ast->having != NULL) {
        query->is_grouped = true;
        ND_TRY(nd__bind_bool(binder, scope, ast->having, "HAVING", &query->having));
    }
    return ND_STATUS_OK;
}

static void note_grouped_set(void *arg, uint32_t var)
{
    struct nd_query *query = arg;
    for (size_t i = 0; i < query->set_count; i++)
        if (query->sets[i].var == var) query->sets[i].is_grouped = true;
}

static enum nd_status replace_list(struct nd_binder *binder, struct nd_query *query, struct nd_expr **list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == NULL) continue;
        list[i] = nd_expr_copy(binder->arena, list[i]);
        ND_TRY(replace(binder, query, &list[i], false));
    }
    return ND_STATUS_OK;
}

static enum nd_status replace_window(struct nd_binder *binder, struct nd_query *query, struct nd_window *window)
{
    ND_TRY(replace_list(binder, query, window->partition, window->partition_count));
    ND_TRY(replace_list(binder, query, window->order, window->order_count));
    struct nd_expr **ranges[3] = {&window->range_key, &window->range_start, &window->range_end};
    for (size_t i = 0; i < 3; i++) ND_TRY(replace_list(binder, query, ranges[i], 1));
    for (size_t i = 0; i < window->use_count; i++) {
        ND_TRY(replace_list(binder, query, window->uses[i].args, window->uses[i].arg_count));
        ND_TRY(replace_list(binder, query, &window->uses[i].filter, 1));
    }
    return ND_STATUS_OK;
}

/* Arguments in front of WITHIN GROUP are the same for all rows of a group. */
static enum nd_status check_direct_arg(struct nd_binder *binder, struct nd_query *query, const struct nd_expr *arg, const char *kind)
{
    struct nd_expr *copy = nd_expr_copy(binder->arena, arg);
    if (replace(binder, query, &copy, false) == ND_STATUS_OK) return ND_STATUS_OK;
    return nd_err_detail(binder->err, "Direct arguments of %s aggregate must use only grouped columns.", kind);
}

static enum nd_status check_direct_args(struct nd_binder *binder, struct nd_query *query)
{
    for (size_t i = 0; i < query->agg_count; i++) {
        const struct nd_agg_use *use = &query->aggs[i];
        for (size_t k = 0; use->is_within_group && k + 1 < use->arg_count; k++) ND_TRY(check_direct_arg(binder, query, use->args[k], "an ordered-set"));
    }
    for (size_t i = 0; i < query->direct_count; i++) ND_TRY(check_direct_arg(binder, query, query->direct_args[i], "a hypothetical-set"));
    return ND_STATUS_OK;
}

enum nd_status nd__bind_replace_groups(struct nd_binder *binder, struct nd_query *query)
{
    if (!query->is_grouped) return ND_STATUS_OK;
    for (size_t i = 0; i < query->group_count; i++) nd_expr_each_var(query->groups[i].expr, query, note_grouped_set);
    ND_TRY(check_direct_args(binder, query));
    for (size_t i = 0; i < query->window_count; i++) ND_TRY(replace_window(binder, query, &query->windows[i]));
    for (size_t i = 0; i < query->set_count; i++)
        for (size_t k = 0; k < query->sets[i].arg_count && !query->sets[i].is_grouped; k++) ND_TRY(replace(binder, query, &query->sets[i].args[k], false));
    for (size_t i = 0; i < query->target_count; i++) {
        query->targets[i].expr =
            nd_expr_copy(binder->arena, query->targets[i].expr); /* a grouping expression may be shared */
        ND_TRY(replace(binder, query, &query->targets[i].expr, false));
    }
    return query->having == NULL ? ND_STATUS_OK : replace(binder, query, &query->having, false);
}
