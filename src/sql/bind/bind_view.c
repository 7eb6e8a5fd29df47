/* SPDX-License-Identifier: Apache-2.0 */
/* bind_view.c - what INSERT, UPDATE and DELETE write to: a table, or the one below a view that is no more than a choice of its
 * rows and columns, maybe through other views. */
#include "sql/bind/bind_int.h"

/* ---- which views ------------------------------------------------------------------------------------------------- */

/* Why the view's rows are not each a row of one relation; NULL: they are. In PostgreSQL's order. */
static const char *obstacle(const struct nd_query *query)
{
    if (query->is_distinct) return "Views containing DISTINCT are not automatically updatable.";
    if (query->group_count > 0 || query->grouping_set_count > 0) return "Views containing GROUP BY are not automatically updatable.";
    if (query->having != NULL) return "Views containing HAVING are not automatically updatable.";
    if (query->kind == ND_QUERY_SETOP) return "Views containing UNION, INTERSECT, or EXCEPT are not automatically updatable.";
    if (query->with_count > 0) return "Views containing WITH are not automatically updatable.";
    if (query->limit != NULL || query->offset != NULL) return "Views containing LIMIT or OFFSET are not automatically updatable.";
    if (query->is_grouped) return "Views that return aggregate functions are not automatically updatable.";
    if (query->window_count > 0) return "Views that return window functions are not automatically updatable.";
    if (query->set_count > 0) return "Views that return set-returning functions are not automatically updatable.";
    const struct nd_rel *rel = query->from == NULL ? NULL : query->from->rel;
    bool is_single = query->kind == ND_QUERY_SELECT && rel != NULL && (rel->kind == ND_REL_TABLE || (rel->kind == ND_REL_QUERY && rel->view != NULL));
    if (!is_single) return "Views that do not select from a single table or view are not automatically updatable.";
    return rel->sample != NULL ? "Views containing TABLESAMPLE are not automatically updatable." : NULL;
}

/* The column of the relation below that a column of the view is; SIZE_MAX: it is none. */
static size_t column_below(const struct nd_query *query, size_t at)
{
    const struct nd_expr *expr = query->targets[at].expr;
    const struct nd_rel *rel = query->from->rel;
    if (expr->kind != ND_EXPR_VAR) return SIZE_MAX;
    if (rel->kind == ND_REL_TABLE) return expr->var - rel->first_var;
    for (size_t i = 0; i < rel->query->width; i++)
        if (rel->query->targets[i].var == expr->var) return i;
    return SIZE_MAX;
}

static bool has_column_below(const struct nd_query *query)
{
    for (size_t i = 0; i < query->width; i++)
        if (column_below(query, i) != SIZE_MAX) return true;
    return false;
}

static enum nd_status refuse(struct nd_binder *binder, const struct nd_table *view, enum nd__write_verb verb, const char *why)
{
    static const char *const does[] = {"insert into", "update", "delete from"}, *const doing[] = {"inserting into", "updating", "deleting from"}, *const name[] = {"INSERT", "UPDATE", "DELETE"};
    (void)nd__bind_error(binder, -1, "55000", "cannot %s view \"%s\"", does[verb], view->name);
    (void)nd_err_detail(binder->err, "%s", why);
    return nd_err_hint(binder->err, "To enable %s the view, provide an INSTEAD OF %s trigger or an unconditional ON %s DO INSTEAD rule.", doing[verb], name[verb], name[verb]);
}

/* ---- through them -------------------------------------------------------------------------------------------------- */

static struct nd_expr *through(struct nd_binder *binder, struct nd_expr *expr, const struct nd_query *inner, struct nd_expr **exprs)
{
    for (size_t i = 0; expr->kind == ND_EXPR_VAR && i < inner->width; i++)
        if (inner->targets[i].var == expr->var) return nd_expr_copy(binder->arena, exprs[i]);
    for (size_t i = 0; i < expr->arg_count; i++) expr->args[i] = through(binder, expr->args[i], inner, exprs);
    nd_expr_fix_depth(expr);
    return expr;
}

static bool has_subquery(const struct nd_expr *expr)
{
    bool found = expr->kind == ND_EXPR_SUBQUERY;
    for (size_t i = 0; i < expr->arg_count && !found; i++) found = has_subquery(expr->args[i]);
    return found;
}

static enum nd_status take_level(struct nd_binder *binder, const struct nd_table *view, struct nd_query *query, enum nd__write_verb verb, struct nd__view_level **out)
{
    const char *why = obstacle(query);
    if (why == NULL && verb != ND__DELETE && !has_column_below(query)) why = "Views that have no updatable columns are not automatically updatable.";
    if (why != NULL) return refuse(binder, view, verb, why);
    struct nd__view_level *level = *out = nd_arena_new(binder->arena, struct nd__view_level);
    struct nd_rel *rel = query->from->rel;
    *level = (struct nd__view_level){.view = view, .query = query, .rel = rel};
    if (rel->kind == ND_REL_QUERY) {
        ND_TRY(take_level(binder, rel->view, rel->query, verb, &level->inner));
        level->rel = level->inner->rel;
    }
    level->exprs = nd_arena_array(binder->arena, struct nd_expr *, query->width + 1);
    for (size_t i = 0; i < query->width; i++) {
        level->exprs[i] = nd_expr_copy(binder->arena, query->targets[i].expr);
        if (level->inner != NULL) level->exprs[i] = through(binder, level->exprs[i], rel->query, level->inner->exprs);
        if (has_subquery(level->exprs[i])) return nd__bind_unsupported(binder, -1, nd_arena_printf(binder->arena, "writing to view \"%s\", a column of which is a subquery,", view->name));
    }
    level->own = query->where == NULL ? NULL : nd_expr_copy(binder->arena, query->where);
    if (level->own != NULL && level->inner != NULL) level->own = through(binder, level->own, rel->query, level->inner->exprs);
    level->where = level->inner == NULL ? level->own : nd_expr_and(binder->arena, level->inner->where, level->own);
    return ND_STATUS_OK;
}

static enum nd_status bind_level(struct nd_binder *binder, const struct nd_table *view, enum nd__write_verb verb, struct nd__view_level **out)
{
    struct nd_query *query;
    ND_TRY(nd__bind_view_query(binder, view, &query));
    return take_level(binder, view, query, verb, out);
}

enum nd_status nd__bind_write_target(struct nd_binder *binder, const struct nd_ast_name *name, enum nd__write_verb verb, struct nd__write_target *target)
{
    *target = (struct nd__write_target){.verb = verb};
    static const unsigned privileges[] = {[ND__INSERT] = ND_PRIV_INSERT, [ND__UPDATE] = ND_PRIV_UPDATE, [ND__DELETE] = ND_PRIV_DELETE};
    uint32_t as = binder->access_as;
    ND_TRY(nd__lookup_table(binder, name, false, &target->named));
    target->table = target->named;
    target->access = nd__bind_access(binder, target->named, NULL, privileges[verb]);
    if (target->named->view != NULL) {
        ND_TRY(bind_level(binder, target->named, verb, &target->level));
        target->table = target->level->rel->table;
    }
    for (struct nd__view_level *level = target->level; level != NULL; level = level->inner) {
        binder->access_as = level->view->owner;
        level->access = nd__bind_access(binder, level->inner != NULL ? level->inner->view : target->table, NULL, privileges[verb]);
    }
    binder->access_as = as;
    if (target->table->sys != NULL) return nd__bind_error(binder, -1, "42501", "permission denied for table %s", target->table->name);
    return ND_STATUS_OK;
}

void nd__target_write(const struct nd__write_target *target, size_t at, enum nd_privilege privilege)
{
    nd__access_column(target->access, at, privilege);
    for (const struct nd__view_level *level = target->level; level != NULL && at != SIZE_MAX; level = level->inner) {
        at = column_below(level->query, at);
        if (at != SIZE_MAX) nd__access_column(level->access, at, privilege);
    }
}

enum nd_status nd__target_find(struct nd_binder *binder, const struct nd__write_target *target, const char *name, int position, size_t *at_out)
{
    *at_out = nd_table_find_column(target->named, name);
    if (*at_out != SIZE_MAX) return ND_STATUS_OK;
    return nd__bind_error(binder, position, "42703", "column \"%s\" of relation \"%s\" does not exist", name, target->named->name);
}

enum nd_status nd__target_column(struct nd_binder *binder, const struct nd__write_target *target, size_t at, size_t *base_out)
{
    *base_out = at;
    for (const struct nd__view_level *level = target->level; level != NULL; level = level->inner) {
        size_t below = column_below(level->query, *base_out);
        if (below == SIZE_MAX) {
            const char *does = target->verb == ND__INSERT ? "insert into" : "update";
            (void)nd__bind_error(binder, -1, "0A000", "cannot %s column \"%s\" of view \"%s\"", does, level->view->columns[*base_out].name, level->view->name);
            return nd_err_detail(binder->err, "View columns that are not columns of their base relation are not updatable.");
        }
        *base_out = below;
    }
    return ND_STATUS_OK;
}

/* The view's own default, of the outermost that has one; else the table's. */
enum nd_status nd__target_default(struct nd_binder *binder, const struct nd__write_target *target, size_t base, struct nd_expr **out)
{
    struct nd_column column = target->table->columns[base];
    for (size_t i = 0; target->level != NULL && i < target->named->column_count; i++) {
        size_t at = i;
        const char *text = NULL;
        for (const struct nd__view_level *level = target->level; level != NULL && at != SIZE_MAX; level = level->inner) {
            if (text == NULL) text = level->view->columns[at].default_text;
            at = column_below(level->query, at);
        }
        if (at == base && text != NULL) column.default_text = text;
    }
    return nd__column_default(binder, &column, out);
}

static struct nd_expr *moved(struct nd_binder *binder, const struct nd_expr *expr, const struct nd_rel *rel, uint32_t first_var, size_t first_slot)
{
    struct nd_expr *copy = nd_expr_copy(binder->arena, expr);
    if (copy->kind == ND_EXPR_VAR) {
        uint32_t at = copy->var - rel->first_var;
        copy->var = first_var + at;
        if (first_slot != SIZE_MAX) copy->slot = (uint32_t)(first_slot + at);
        return copy;
    }
    for (size_t i = 0; i < copy->arg_count; i++) copy->args[i] = moved(binder, copy->args[i], rel, first_var, first_slot);
    return copy;
}

void nd__target_scope(struct nd_binder *binder, struct nd_scope *scope, const struct nd__write_target *target, const char *alias, uint32_t first_var, size_t first_slot)
{
    const struct nd_table *named = target->named;
    struct nd_rel *item = nd_arena_new(binder->arena, struct nd_rel);
    item->kind = target->level != NULL ? ND_REL_QUERY : ND_REL_TABLE;
    item->table = target->level != NULL ? NULL : target->table;
    item->first_var = first_var;
    for (size_t i = 0; i < named->column_count; i++) {
        const struct nd_column *column = &named->columns[i];
        if (column->is_hidden) continue;
        struct nd_expr *expr;
        if (target->level != NULL) {
            expr = moved(binder, target->level->exprs[i], target->level->rel, first_var, first_slot);
        } else {
            expr = nd_expr_var(binder->arena, first_var + (uint32_t)i, column->type);
            if (first_slot != SIZE_MAX) expr->slot = (uint32_t)(first_slot + i);
        }
        struct nd_scope_column shown = {.rel = alias == NULL ? named->name : alias, .schema_id = named->schema_id, .is_aliased = alias != NULL, .name = column->name, .expr = expr, .item = item,
                                         .access = target->access, .access_column = (uint32_t)i};
        nd__scope_add(binder, scope, shown);
    }
}

struct nd_expr *nd__target_expr(struct nd_binder *binder, const struct nd__write_target *target, struct nd_expr *expr)
{
    if (target->level == NULL) return expr;
    if (expr->kind == ND_EXPR_VAR) return moved(binder, target->level->exprs[expr->var], target->level->rel, 0, 0);
    for (size_t i = 0; i < expr->arg_count; i++) expr->args[i] = nd__target_expr(binder, target, expr->args[i]);
    return expr;
}

/* ---- CHECK OPTION ------------------------------------------------------------------------------------------------------ */

/* Conditions of inner views are looked at first. They are bound anew: a subquery of the ones that choose rows may become a join. */
static void add_checks(struct nd_binder *binder, const struct nd__view_level *level, bool is_cascaded, struct nd_rules *rules)
{
    enum nd_check_option option = level->view->view->check_option;
    bool is_checked = is_cascaded || option != ND_CHECK_OPTION_NONE, cascades = is_cascaded || option == ND_CHECK_OPTION_CASCADED;
    if (level->inner != NULL) add_checks(binder, level->inner, cascades, rules);
    if (!is_checked || level->own == NULL) return;
    rules->view_checks[rules->view_check_count++] = (struct nd_view_check){level->view->name, moved(binder, level->own, level->rel, level->rel->first_var, 0)};
}

enum nd_status nd__target_rules(struct nd_binder *binder, const struct nd__write_target *target, const struct nd_rules **rules_out)
{
    size_t depth = 0;
    bool is_checked = false;
    ND_TRY(nd_bind_rules(binder->env, target->table, binder->arena, rules_out, binder->err));
    for (const struct nd__view_level *level = target->level; level != NULL; level = level->inner, depth++) is_checked = is_checked || level->view->view->check_option != ND_CHECK_OPTION_NONE;
    if (!is_checked) return ND_STATUS_OK;
    struct nd_rules *rules = nd_arena_new(binder->arena, struct nd_rules);
    struct nd__view_level *anew;
    *rules = **rules_out;
    rules->view_checks = nd_arena_array(binder->arena, struct nd_view_check, depth + 1);
    ND_TRY(bind_level(binder, target->named, target->verb, &anew));
    add_checks(binder, anew, false, rules);
    *rules_out = rules;
    return ND_STATUS_OK;
}

/* ---- asked from outside ------------------------------------------------------------------------------------------------ */

struct ask_call {
    struct nd_binder binder;
    const struct nd_table *view;
    const struct nd_ast_select *select;
    struct nd_view_writes *out;
};

static void ask_levels(struct ask_call *call, struct nd_query *query)
{
    struct nd_view_writes *out = call->out;
    if (call->select != NULL) out->obstacle = obstacle(query);
    size_t *columns = nd_arena_array(call->binder.arena, size_t, query->width + 1);
    bool is_fine = true, has_columns = false;
    for (size_t i = 0; i < query->width; i++) columns[i] = i;
    out->columns = nd_arena_array(call->binder.arena, bool, query->width + 1);
    out->column_count = query->width;
    for (struct nd_query *at = query; is_fine;) {
        is_fine = obstacle(at) == NULL;
        for (size_t i = 0; i < out->column_count && is_fine; i++)
            if (columns[i] != SIZE_MAX) columns[i] = column_below(at, columns[i]);
        if (is_fine && at == query && !has_column_below(at) && out->obstacle == NULL && call->select != NULL) out->obstacle = "Views that have no updatable columns are not automatically updatable.";
        if (!is_fine || at->from->rel->kind == ND_REL_TABLE) {
            is_fine = is_fine && at->from->rel->table->sys == NULL;
            break;
        }
        at = at->from->rel->query;
    }
    for (size_t i = 0; i < out->column_count; i++) {
        out->columns[i] = is_fine && columns[i] != SIZE_MAX;
        has_columns = has_columns || out->columns[i];
    }
    out->can_delete = is_fine;
    out->can_change = is_fine && has_columns;
}

static void ask_on_big_stack(void *arg)
{
    struct ask_call *call = arg;
    struct nd_query *query;
    nd__bind_init_params(&call->binder);
    struct nd_scope nothing = {0};
    enum nd_status status = call->select != NULL ? nd__bind_query(&call->binder, call->select, &nothing, &query) : nd__bind_view_query(&call->binder, call->view, &query);
    if (status == ND_STATUS_OK) ask_levels(call, query);
}

/* Errors make it a view that is not written to. */
static void ask(const struct nd_bind_env *env, const struct nd_table *view, const struct nd_ast_select *select, struct nd_arena *arena, struct nd_view_writes *out)
{
    struct nd_err ignored;
    struct nd_bind_env own = *env;
    nd_err_clear(&ignored);
    own.param_count = 0;
    *out = (struct nd_view_writes){.can_change = false};
    struct ask_call call = {.binder = {.env = &own, .arena = arena, .err = &ignored}, .view = view, .select = select, .out = out};
    nd__bind_on_big_stack(env, ask_on_big_stack, &call);
}

enum nd_status nd_bind_view_query(const struct nd_bind_env *env, const struct nd_table *view, const struct nd_ast_select **query_out, struct nd_err *err)
{
    return nd__view_query(env->reactor, env->view, view, query_out, err);
}

void nd_bind_view_writes(const struct nd_bind_env *env, const struct nd_table *view, struct nd_arena *arena, struct nd_view_writes *out) { ask(env, view, NULL, arena, out); }

const char *nd_bind_view_obstacle(const struct nd_bind_env *env, const struct nd_ast_select *select, struct nd_arena *arena)
{
    struct nd_view_writes writes;
    ask(env, NULL, select, arena, &writes);
    return writes.obstacle;
}
