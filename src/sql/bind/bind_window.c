/* SPDX-License-Identifier: Apache-2.0 */
/* bind_window.c - calls with OVER: each becomes a variable; calls over equal windows are carried out together. */
#include "sql/bind/bind_int.h"
#include "sql/types/key_codec.h"

static const struct {
    const char *name;
    enum nd_window_func func;
    uint8_t arg_min, arg_max;
    enum nd_type_id type; /* INVALID: that of the first argument */
} functions[] = {
    {"row_number", ND_WINDOW_ROW_NUMBER, 0, 0, ND_TYPE_INT8},
    {"rank", ND_WINDOW_RANK, 0, 0, ND_TYPE_INT8},
    {"dense_rank", ND_WINDOW_DENSE_RANK, 0, 0, ND_TYPE_INT8},
    {"percent_rank", ND_WINDOW_PERCENT_RANK, 0, 0, ND_TYPE_FLOAT8},
    {"cume_dist", ND_WINDOW_CUME_DIST, 0, 0, ND_TYPE_FLOAT8},
    {"ntile", ND_WINDOW_NTILE, 1, 1, ND_TYPE_INT4},
    {"lag", ND_WINDOW_LAG, 1, 3, ND_TYPE_INVALID},
    {"lead", ND_WINDOW_LEAD, 1, 3, ND_TYPE_INVALID},
    {"first_value", ND_WINDOW_FIRST_VALUE, 1, 1, ND_TYPE_INVALID},
    {"last_value", ND_WINDOW_LAST_VALUE, 1, 1, ND_TYPE_INVALID},
    {"nth_value", ND_WINDOW_NTH_VALUE, 2, 2, ND_TYPE_INVALID},
};

static size_t find_function(const char *name)
{
    size_t i = 0;
    while (i < ND_ARRAY_LEN(functions) && strcmp(functions[i].name, name) != 0) i++;
    return i;
}

bool nd__is_window_function(const char *name) { return find_function(name) < ND_ARRAY_LEN(functions); }

/* ---- the window ---------------------------------------------------------------------------------------------- */

static const struct nd_ast_window *find_window(const struct nd_binder *binder, const char *name)
{
    for (size_t i = 0; i < binder->level->window_ast->window_count; i++)
        if (binder->level->window_ast->windows[i]->name != NULL && strcmp(binder->level->window_ast->windows[i]->name, name) == 0) return binder->level->window_ast->windows[i];
    return NULL;
}

enum nd_status nd__bind_check_windows(struct nd_binder *binder, const struct nd_ast_select *ast)
{
    for (size_t i = 0; i < ast->window_count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(ast->windows[k]->name, ast->windows[i]->name) == 0)
                return nd__bind_error(binder, ast->windows[i]->position, "42P20", "window \"%s\" is already defined", ast->windows[i]->name);
    return ND_STATUS_OK;
}

static bool has_offsets(const struct nd_window *window) { return window->start != NULL || window->end != NULL; }

static enum nd_status bind_offset(struct nd_binder *binder, const struct nd_window *window, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    struct nd_scope empty = {0};
    if (ast == NULL) return ND_STATUS_OK;
    ND_TRY(nd__bind_expr(binder, &empty, ast, out));
    if (window->frame & ND_FRAME_RANGE) return ND_STATUS_OK;
    const char *mode = window->frame & ND_FRAME_GROUPS ? "GROUPS" : "ROWS";
    if (!nd__can_coerce(binder, *out, ND_TYPE_INT8, ND_CAST_ASSIGNMENT) || nd_type_category((*out)->type.id) == 'S')
        return nd__bind_error(binder, ast->position, "42804", "argument of %s must be type bigint, not type %s", mode, nd_type_name((*out)->type.id));
    return nd__coerce(binder, *out, (struct nd_type){ND_TYPE_INT8, -1}, ND_CAST_ASSIGNMENT, true, out);
}

/* Columns that something can be added to, to say how far a frame reaches. */
static bool has_distance(enum nd_type_id type)
{
    char category = nd_type_category(type);
    return (category == 'N' && !nd_type_is_oid(type)) || category == 'D' || category == 'T';
}

/* A frame may reach beyond what the ordering column can be: integers are added up as the next wider type. */
static enum nd_status widen(struct nd_binder *binder, struct nd_expr **key)
{
    enum nd_type_id type = (*key)->type.id;
    if (type != ND_TYPE_INT2 && type != ND_TYPE_INT4 && type != ND_TYPE_INT8) return ND_STATUS_OK;
    return nd__coerce(binder, *key, ND_TYPE(type == ND_TYPE_INT8 ? ND_TYPE_NUMERIC : ND_TYPE_INT8), ND_CAST_IMPLICIT, true, key);
}

/* What an offset must be, or become by itself: times are apart by intervals. */
static enum nd_status bind_distance(struct nd_binder *binder, enum nd_type_id key, int position, struct nd_expr **offset)
{
    enum nd_type_id given = (*offset)->type.id;
    if (!has_distance(key)) return nd__bind_error(binder, position, "0A000", "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s", nd_type_name(key));
    bool is_time = nd_type_category(key) == 'D' || nd_type_category(key) == 'T', is_float = key == ND_TYPE_FLOAT4 || key == ND_TYPE_FLOAT8;
    enum nd_type_id wanted = is_time ? ND_TYPE_INTERVAL : is_float ? ND_TYPE_FLOAT8 : key == ND_TYPE_NUMERIC ? ND_TYPE_NUMERIC : ND_TYPE_INT8;
    if (given == ND_TYPE_UNKNOWN) return nd__coerce(binder, *offset, ND_TYPE(wanted == ND_TYPE_INT8 ? key : wanted), ND_CAST_IMPLICIT, true, offset);
    if (nd__can_coerce(binder, *offset, wanted, ND_CAST_IMPLICIT)) return is_float ? nd__coerce(binder, *offset, ND_TYPE(wanted), ND_CAST_IMPLICIT, true, offset) : ND_STATUS_OK;
    (void)nd__bind_error(binder, (*offset)->position, "0A000", "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s and offset type %s", nd_type_name(key), nd_type_name(given));
    return nd_err_hint(binder->err, "Cast the offset value to an appropriate type.");
}

/* The end of a RANGE frame in terms of the ordering column: PRECEDING goes against the order. */
static enum nd_status bind_range_end(struct nd_binder *binder, const struct nd_window *window, struct nd_expr **offset_at, bool is_preceding, int position, struct nd_expr **out)
{
    if (*offset_at == NULL) return ND_STATUS_OK;
    bool is_desc = (window->order_flags[0] & ND_KEY_DESC) != 0;
    ND_TRY(bind_distance(binder, window->order[0]->type.id, window->order[0]->position, offset_at));
    struct nd_expr *offset = nd_expr_copy(binder->arena, *offset_at);
    struct nd_expr *key = nd_expr_copy(binder->arena, window->order[0]);
    ND_TRY(widen(binder, &key));
    ND_TRY(nd__bind_oper(binder, is_preceding != is_desc ? "-" : "+", key, offset, position, out));
    struct nd_type type = (*out)->type;
    if (window->range_key != NULL && window->range_key->type.id != type.id) return nd__coerce(binder, *out, window->range_key->type, ND_CAST_IMPLICIT, true, out);
    return ND_STATUS_OK;
}

static enum nd_status bind_range(struct nd_binder *binder, struct nd_window *window, int position)
{
    if (!(window->frame & ND_FRAME_RANGE) || !has_offsets(window)) return ND_STATUS_OK;
    if (window->order_count != 1) return nd__bind_error(binder, position, "42P20", "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
    ND_TRY(bind_range_end(binder, window, &window->start, (window->frame & ND_FRAME_FROM_PRECEDING) != 0, position, &window->range_start));
    struct nd_type type = window->range_start != NULL ? window->range_start->type : (struct nd_type){ND_TYPE_INVALID, -1};
    window->range_key = nd_expr_copy(binder->arena, window->order[0]);
    if (type.id != ND_TYPE_INVALID) ND_TRY(nd__coerce(binder, window->range_key, (struct nd_type){type.id, -1}, ND_CAST_IMPLICIT, true, &window->range_key));
    struct nd_expr *end = NULL;
    struct nd_window plain = *window;
    plain.range_key = NULL;
    ND_TRY(bind_range_end(binder, &plain, &window->end, (window->frame & ND_FRAME_TO_PRECEDING) != 0, position, &end));
    if (end == NULL) return ND_STATUS_OK;
    if (type.id == ND_TYPE_INVALID) ND_TRY(nd__coerce(binder, window->range_key, (struct nd_type){end->type.id, -1}, ND_CAST_IMPLICIT, true, &window->range_key));
    return nd__coerce(binder, end, (struct nd_type){window->range_key->type.id, -1}, ND_CAST_IMPLICIT, true, &window->range_end);
}

static enum nd_status bind_order(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_window *ast, struct nd_window *window)
{
    window->order = nd_arena_array(binder->arena, struct nd_expr *, ast->order_count + 1);
    window->order_flags = nd_arena_array(binder->arena, unsigned, ast->order_count + 1);
    for (size_t i = 0; i < ast->order_count; i++) {
        const struct nd_ast_sort *item = &ast->order[i];
        bool nulls_first = item->has_nulls ? item->nulls_first : item->is_desc;
        ND_TRY(nd__bind_expr(binder, scope, item->expr, &window->order[i]));
        ND_TRY(nd__settle(binder, &window->order[i]));
        ND_TRY(nd__bind_check_order(binder, window->order[i]->type.id, item->expr->position));
        window->order_flags[i] = (item->is_desc ? ND_KEY_DESC : 0u) | (nulls_first ? ND_KEY_NULLS_FIRST : 0u);
    }
    window->order_count = ast->order_count;
    return ND_STATUS_OK;
}

static enum nd_status bind_window(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_window *ast, struct nd_window *window)
{
    const struct nd_ast_window *base = ast->base == NULL ? NULL : find_window(binder, ast->base);
    if (ast->base != NULL && base == NULL) return nd__bind_error(binder, ast->position, "42704", "window \"%s\" does not exist", ast->base);
    bool is_plain_name = ast->frame == 0;
    if (base != NULL && is_plain_name) return bind_window(binder, scope, base, window);
    if (base != NULL) ND_TRY(bind_window(binder, scope, base, window));
    if (base != NULL && ast->partition_count > 0) return nd__bind_error(binder, ast->position, "42P20", "cannot override PARTITION BY clause of window \"%s\"", ast->base);
    if (base != NULL && ast->order_count > 0 && window->order_count > 0)
        return nd__bind_error(binder, ast->position, "42P20", "cannot override ORDER BY clause of window \"%s\"", ast->base);
    if (base != NULL && (base->frame & ND_FRAME_NONDEFAULT)) return nd__bind_error(binder, ast->position, "42P20", "cannot copy window \"%s\" because it has a frame clause", ast->base);
    if (base == NULL) {
        window->partition = nd_arena_array(binder->arena, struct nd_expr *, ast->partition_count + 1);
        for (size_t i = 0; i < ast->partition_count; i++) {
            ND_TRY(nd__bind_expr(binder, scope, ast->partition[i], &window->partition[i]));
            ND_TRY(nd__settle(binder, &window->partition[i]));
        }
        window->partition_count = ast->partition_count;
    }
    if (ast->order_count > 0) ND_TRY(bind_order(binder, scope, ast, window));
    window->frame = ast->frame;
    if ((window->frame & ND_FRAME_GROUPS) && window->order_count == 0) return nd__bind_error(binder, ast->position, "42P20", "GROUPS mode requires an ORDER BY clause");
    window->start = window->end = NULL;
    ND_TRY(bind_offset(binder, window, ast->start, &window->start));
    ND_TRY(bind_offset(binder, window, ast->end, &window->end));
    return bind_range(binder, window, ast->position);
}

static bool same_list(struct nd_expr *const *a, struct nd_expr *const *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!nd_expr_equal(a[i], b[i])) return false;
    return true;
}

static bool same_window(const struct nd_window *a, const struct nd_window *b)
{
    if (a->partition_count != b->partition_count || a->order_count != b->order_count || a->frame != b->frame || has_offsets(a) || has_offsets(b)) return false;
    for (size_t i = 0; i < a->order_count; i++)
        if (a->order_flags[i] != b->order_flags[i]) return false;
    return same_list(a->partition, b->partition, a->partition_count) && same_list(a->order, b->order, a->order_count);
}

static struct nd_window *add_window(struct nd_binder *binder, const struct nd_window *window)
{
    struct nd_query *query = binder->level->window_query;
    for (size_t i = 0; i < query->window_count; i++)
        if (same_window(&query->windows[i], window)) return &query->windows[i];
    struct nd_window *windows = nd_arena_array(binder->arena, struct nd_window, query->window_count + 1);
    if (query->window_count > 0) memcpy(windows, query->windows, sizeof *windows * query->window_count);
    windows[query->window_count] = *window;
    query->windows = windows;
    return &query->windows[query->window_count++];
}

/* ---- the call ------------------------------------------------------------------------------------------------------ */

static enum nd_status missing(struct nd_binder *binder, const struct nd_ast_expr *ast)
{
    const struct nd_ast_func *func = ast->func;
    if (nd_func_is_known(func->name)) return nd__bind_error(binder, ast->position, "42809", "OVER specified, but %s is not a window function nor an aggregate function", func->name);
    (void)nd__bind_error(binder, ast->position, "42883", "function %s(%s) does not exist", func->name, func->arg_count > 0 ? "..." : "");
    return nd_err_hint(binder->err, "No function matches the given name and argument types. You might need to add explicit type casts.");
}

static enum nd_status bind_function(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_window_use *use)
{
    const struct nd_ast_func *func = ast->func;
    size_t at = find_function(func->name);
    if (func->is_distinct) return nd__bind_error(binder, ast->position, "0A000", "DISTINCT is not implemented for window functions");
    if (func->filter != NULL) return nd__bind_error(binder, ast->position, "0A000", "FILTER is not implemented for non-aggregate window functions");
    if (at == ND_ARRAY_LEN(functions) || func->arg_count < functions[at].arg_min || func->arg_count > functions[at].arg_max || func->is_star) return missing(binder, ast);
    use->func = functions[at].func;
    use->arg_count = func->arg_count;
    for (size_t i = 0; i < func->arg_count; i++) ND_TRY(nd__bind_expr(binder, scope, func->args[i], &use->args[i]));
    bool is_shift = use->func == ND_WINDOW_LAG || use->func == ND_WINDOW_LEAD;
    if (is_shift && func->arg_count == 3) {
        struct nd_expr *values[2] = {use->args[0], use->args[2]};
        struct nd_type type;
        ND_TRY(nd__unify(binder, values, 2, func->name, &type));
        use->args[0] = values[0];
        use->args[2] = values[1];
    }
    if (func->arg_count > 0) ND_TRY(nd__settle(binder, &use->args[0]));
    size_t number = use->func == ND_WINDOW_NTILE ? 0 : 1; /* the argument that is a number */
    if (number < func->arg_count) {
        if (!nd__can_coerce(binder, use->args[number], ND_TYPE_INT4, ND_CAST_IMPLICIT)) return missing(binder, ast);
        ND_TRY(nd__coerce(binder, use->args[number], (struct nd_type){ND_TYPE_INT4, -1}, ND_CAST_IMPLICIT, true, &use->args[number]));
    }
    use->type = functions[at].type != ND_TYPE_INVALID ? (struct nd_type){functions[at].type, -1} : use->args[0]->type;
    return ND_STATUS_OK;
}

static enum nd_status bind_aggregate(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_window_use *use)
{
    const struct nd_ast_func *func = ast->func;
    struct nd_agg_use agg = {0};
    if (nd_agg_is_ordered_set(func->name)) return nd__bind_error(binder, ast->position, "0A000", "OVER is not supported for ordered-set aggregate %s", func->name);
    if (func->is_distinct) return nd__bind_error(binder, ast->position, "0A000", "DISTINCT is not implemented for window functions");
    if (func->order_count > 0) return nd__bind_error(binder, ast->position, "0A000", "aggregate ORDER BY is not implemented for window functions");
    if (!func->is_star && func->arg_count == 0)
        return nd__bind_error(binder, ast->position, "42809", "%s(*) must be used to call a parameterless aggregate function", func->name);
    if (func->is_star && strcmp(func->name, "count") != 0) return nd__bind_error(binder, ast->position, "42883", "function %s() does not exist", func->name);
    ND_TRY(nd__bind_agg_args(binder, scope, func, ast->position, &agg));
    use->func = ND_WINDOW_AGG;
    use->agg = agg.agg;
    use->arg_count = agg.arg_count;
    for (size_t i = 0; i < agg.arg_count; i++) use->args[i] = agg.args[i];
    use->filter = agg.filter;
    use->type = agg.type;
    return ND_STATUS_OK;
}

static enum nd_status bind_parts(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_window *window, struct nd_window_use *use)
{
    if (nd_agg_is_known(ast->func->name)) ND_TRY(bind_aggregate(binder, scope, ast, use));
    else ND_TRY(bind_function(binder, scope, ast, use));
    return bind_window(binder, scope, ast->func->over, window);
}

enum nd_status nd__bind_window_call(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    struct nd_window window = {0}, *kept;
    struct nd_window_use use = {.name = nd_arena_strdup(binder->arena, ast->func->name)};
    if (binder->level->is_in_window) return nd__bind_error(binder, ast->position, "42P20", "window function calls cannot be nested");
    if (binder->level->is_in_agg) return nd__bind_error(binder, ast->position, "42803", "aggregate function calls cannot contain window function calls");
    if (binder->level->window_query == NULL)
        return nd__bind_error(binder, ast->position, "42P20", "window functions are not allowed in %s", binder->level->agg_place == NULL ? "this place" : binder->level->agg_place);
    binder->level->is_in_window = true;
    enum nd_status status = bind_parts(binder, scope, ast, &window, &use);
    binder->level->is_in_window = false;
    ND_TRY(status);
    kept = add_window(binder, &window);
    use.var = nd__bind_new_var(binder, use.type, NULL, use.name);
    if (kept->use_count == kept->use_cap) {
        size_t cap = kept->use_cap == 0 ? 4 : kept->use_cap * 2;
        struct nd_window_use *uses = nd_arena_array(binder->arena, struct nd_window_use, cap);
        if (kept->use_count > 0) memcpy(uses, kept->uses, sizeof *uses * kept->use_count);
        kept->uses = uses;
        kept->use_cap = cap;
    }
    kept->uses[kept->use_count++] = use;
    *out = nd_expr_var(binder->arena, use.var, use.type);
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}
