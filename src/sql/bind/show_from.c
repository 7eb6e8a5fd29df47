/* SPDX-License-Identifier: Apache-2.0 */
/* show_from.c - FROM, calls of aggregates and windows, subqueries as text. */
#include "sql/bind/show_int.h"

static void put(struct nd__show *show, const char *text) { nd__rule_put(&show->rule, text); }
static void put_name(struct nd__show *show, const char *name) { nd_quote_identifier(nd_slice_str(name), show->rule.out); }

/* ---- what is read ---------------------------------------------------------------------------------------- */

static struct nd_view_source *note_table(struct nd__show *show, const struct nd_table *table)
{
    for (size_t i = 0; i < show->source_count; i++)
        if (show->sources[i].table.v == table->id.v) return &show->sources[i];
    struct nd_view_source *sources = nd_arena_array(show->arena, struct nd_view_source, show->source_count + 1);
    if (show->source_count > 0) memcpy(sources, show->sources, sizeof *sources * show->source_count);
    show->sources = sources;
    sources[show->source_count] = (struct nd_view_source){.table = table->id};
    return &sources[show->source_count++];
}

static void note_column(struct nd__show *show, const struct nd_table *table, uint32_t id)
{
    struct nd_view_source *source = note_table(show, table);
    for (size_t i = 0; i < source->column_count; i++)
        if (source->column_ids[i] == id) return;
    uint32_t *ids = nd_arena_array(show->arena, uint32_t, source->column_count + 1);
    if (source->column_count > 0) memcpy(ids, source->column_ids, sizeof *ids * source->column_count);
    ids[source->column_count++] = id;
    source->column_ids = ids;
}

/* ---- calls --------------------------------------------------------------------------------------------------- */

static void put_filter(struct nd__show *show, const struct nd_expr *filter)
{
    if (filter == NULL) return;
    put(show, " FILTER (WHERE ");
    nd__rule_expr(&show->rule, filter, false);
    put(show, ")");
}

static void put_agg(struct nd__show *show, const struct nd_agg_use *use)
{
    put_name(show, use->name);
    put(show, use->is_distinct ? "(DISTINCT " : "(");
    if (use->arg_count == 0) put(show, "*");
    nd__rule_list(&show->rule, (struct nd_expr *const *)use->args, use->arg_count - use->is_within_group);
    if (use->is_within_group) {
        put(show, ") WITHIN GROUP (ORDER BY ");
        nd__show_order(show, use->order, use->order_flags, use->order_count);
    } else if (use->order_count > 0 && !use->is_order_implied) {
        put(show, " ORDER BY ");
        nd__show_order(show, use->order, use->order_flags, use->order_count);
    }
    put(show, ")");
    put_filter(show, use->filter);
}

static void put_table(struct nd__show *show, const struct nd_table *table);

static void put_set(struct nd__show *show, const struct nd_set_use *use)
{
    if (use->record != NULL) {
        put_name(show, use->record);
        put(show, "(");
        if (use->defined_by != NULL) {
            put(show, "NULL::");
            put_table(show, use->defined_by);
            put(show, ", ");
        }
        nd__rule_list(&show->rule, use->args[0]->args, use->defined != NULL ? 1 : use->args[0]->arg_count);
        put(show, ")");
        return;
    }
    if (use->kind != ND_SET_SERIES) {
        nd__rule_expr(&show->rule, use->args[0], true);
        return;
    }
    put(show, "generate_series(");
    nd__rule_list(&show->rule, (struct nd_expr *const *)use->args, use->has_step ? 3 : 2);
    put(show, ")");
}

#define FRAME_BETWEEN 0x10u

static void put_frame_end(struct nd__show *show, unsigned unbounded, unsigned current, unsigned preceding, unsigned frame, const struct nd_expr *offset)
{
    if (frame & current) {
        put(show, "CURRENT ROW");
        return;
    }
    if (frame & unbounded) put(show, "UNBOUNDED");
    else if (offset != NULL) nd__rule_expr(&show->rule, offset, false);
    put(show, frame & preceding ? " PRECEDING" : " FOLLOWING");
}

static void put_frame(struct nd__show *show, const struct nd_window *window)
{
    unsigned frame = window->frame;
    if (!(frame & ND_FRAME_NONDEFAULT)) return;
    put(show, frame & ND_FRAME_RANGE ? "RANGE " : frame & ND_FRAME_ROWS ? "ROWS "
                                                                        : "GROUPS ");
    if (frame & FRAME_BETWEEN) put(show, "BETWEEN ");
    put_frame_end(show, ND_FRAME_FROM_FIRST, ND_FRAME_FROM_CURRENT, ND_FRAME_FROM_PRECEDING | ND_FRAME_FROM_FIRST, frame, window->start);
    if (frame & FRAME_BETWEEN) {
        put(show, " AND ");
        put_frame_end(show, ND_FRAME_TO_LAST, ND_FRAME_TO_CURRENT, ND_FRAME_TO_PRECEDING, frame, window->end);
    }
    if (frame & ND_FRAME_NOT_CURRENT) put(show, " EXCLUDE CURRENT ROW");
    if (frame & ND_FRAME_NOT_GROUP) put(show, " EXCLUDE GROUP");
    if (frame & ND_FRAME_NOT_TIES) put(show, " EXCLUDE TIES");
}

static void put_window(struct nd__show *show, const struct nd_window *window, const struct nd_window_use *use)
{
    const char *space = "";
    put_name(show, use->name);
    put(show, "(");
    if (use->arg_count == 0 && use->func == ND_WINDOW_AGG) put(show, "*");
    nd__rule_list(&show->rule, (struct nd_expr *const *)use->args, use->arg_count);
    put(show, ")");
    put_filter(show, use->filter);
    put(show, " OVER (");
    if (window->partition_count > 0) {
        put(show, "PARTITION BY ");
        nd__rule_list(&show->rule, window->partition, window->partition_count);
        space = " ";
    }
    if (window->order_count > 0) {
        put(show, space);
        put(show, "ORDER BY ");
        nd__show_order(show, window->order, window->order_flags, window->order_count);
        space = " ";
    }
    if (window->frame & ND_FRAME_NONDEFAULT) put(show, space);
    put_frame(show, window);
    put(show, ")");
}

/* ---- hooks of expressions -------------------------------------------------------------------------------------- */

const struct nd_expr *nd__show_resolve(struct nd__rule *rule, const struct nd_expr *expr)
{
    struct nd__show *show = rule->query;
    for (;;) {
        if ((expr->kind == ND_EXPR_VAR || expr->kind == ND_EXPR_OUTER) && show->vars[expr->var].expr != NULL) expr = show->vars[expr->var].expr;
        else if (expr->kind == ND_EXPR_FUNC && expr->func == nd_func_json_populate()) expr = expr->args[0]; /* a column that is defined in FROM */
        else break;
    }
    return expr;
}

void nd__show_var(struct nd__rule *rule, const struct nd_expr *expr)
{
    struct nd__show *show = rule->query;
    const struct nd__shown_var *var = &show->vars[expr->var];
    if (var->agg != NULL) {
        put_agg(show, var->agg);
    } else if (var->set != NULL) {
        put_set(show, var->set);
    } else if (var->window_use != NULL) {
        put_window(show, var->window, var->window_use);
    } else if (var->name != NULL) {
        if (var->table != NULL && var->table->sys == NULL) note_column(show, var->table, var->column_id);
        put_name(show, var->rel);
        put(show, ".");
        put_name(show, var->name);
    } else {
        put(show, "???"); /* the text is read again before it is kept: it will not do */
    }
}

/* Within ROW(...) t.* would mean the columns one by one. */
void nd__show_row(struct nd__rule *rule, struct nd_expr *const *columns, size_t count, bool is_bare)
{
    struct nd__show *show = rule->query;
    const char *rel = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct nd_expr *column = nd__show_resolve(rule, columns[i]);
        bool is_var = column->kind == ND_EXPR_VAR || column->kind == ND_EXPR_OUTER;
        const struct nd__shown_var *var = is_var ? &show->vars[column->var] : NULL;
        if (var == NULL || var->name == NULL || var->rel == NULL) {
            put(show, "???"); /* the text is read again before it is kept: it will not do */
            return;
        }
        if (var->table != NULL && var->table->sys == NULL) note_column(show, var->table, var->column_id);
        rel = var->rel;
    }
    put_name(show, rel);
    if (!is_bare) put(show, ".*");
}

void nd__show_subquery(struct nd__rule *rule, const struct nd_expr *expr)
{
    struct nd__show *show = rule->query;
    const struct nd_subquery *subquery = expr->subquery;
    if (expr->is_not) put(show, rule->pretty ? "NOT " : "(NOT ");
    put(show, "(");
    if (subquery->left_count > 1) put(show, "(");
    nd__rule_list(rule, expr->args, subquery->left_count);
    if (subquery->left_count > 1) put(show, ")");
    switch (subquery->kind) {
    case ND_SUBQUERY_SCALAR: break;
    case ND_SUBQUERY_EXISTS: put(show, "EXISTS ("); break;
    case ND_SUBQUERY_IN:
    case ND_SUBQUERY_ANY:
        if (strcmp(subquery->op, "=") == 0) put(show, " IN (");
        else nd_buf_printf(rule->out, " %s ANY (", subquery->op);
        break;
    case ND_SUBQUERY_ALL: nd_buf_printf(rule->out, " %s ALL (", subquery->op); break;
    }
    /* ARRAY(...) is an aggregate over the query that was written */
    bool is_array = show->is_array;
    show->is_array = false;
    nd__show_query(show, is_array ? subquery->query->from->rel->query : subquery->query, NULL, false);
    put(show, subquery->kind == ND_SUBQUERY_SCALAR ? ")" : "))");
    if (expr->is_not && !rule->pretty) put(show, ")");
}

void nd__show_array_query(struct nd__rule *rule, const struct nd_expr *expr)
{
    struct nd__show *show = rule->query;
    show->is_array = true;
    nd__show_subquery(rule, expr);
}

/* ---- FROM -------------------------------------------------------------------------------------------------------- */

static bool is_found_by_name(const struct nd__show *show, const struct nd_table *table, const char *name)
{
    struct nd_err err;
    const struct nd_table *found = NULL;
    struct nd_ast_name ast = {.name = name, .position = -1};
    struct nd_binder binder = {.env = show->env, .arena = show->arena, .err = &err};
    nd_err_clear(&err);
    return nd__lookup_table(&binder, &ast, true, &found) == ND_STATUS_OK && found != NULL && found->id.v == table->id.v;
}

static void put_table(struct nd__show *show, const struct nd_table *table)
{
    const char *name = nd__show_table_name(show, table), *schema = table->schema_name;
    if (show->rename != NULL && show->rename->schema_name != NULL && (show->rename->table.v == 0 ? table->schema_id == show->rename->schema_id : table->id.v == show->rename->table.v))
        schema = show->rename->schema_name;
    if (table->sys == NULL) (void)note_table(show, table);
    if (show->qualifies || !is_found_by_name(show, table, name)) {
        put_name(show, schema);
        put(show, ".");
    }
    put_name(show, name);
}

static void put_defined(struct nd__show *show, const struct nd_set_use *use, const char *name)
{
    put_name(show, name);
    put(show, " ");
    put(show, nd_type_format(use->defined_type, show->arena));
}

/* (name type, ...) of the function whose first column is sets[at] */
static void put_definitions(struct nd__show *show, const struct nd_rel *rel, size_t at)
{
    for (size_t i = at; i < rel->set_count && (i == at || rel->sets[i].is_more); i++) {
        put(show, i == at ? "(" : ", ");
        put_defined(show, &rel->sets[i], rel->sets[i].defined);
    }
    put(show, ")");
}

static bool has_several(const struct nd_rel *rel)
{
    size_t count = 0;
    for (size_t i = 0; i < rel->set_count; i++) count += !rel->sets[i].is_more;
    return count > 1;
}

static void put_func(struct nd__show *show, const struct nd_rel *rel)
{
    bool is_list = has_several(rel);
    if (is_list) put(show, "ROWS FROM(");
    for (size_t i = 0; i < rel->set_count; i++) {
        if (rel->sets[i].is_more) continue;
        if (i > 0) put(show, ", ");
        put_set(show, &rel->sets[i]);
        if (!is_list || rel->sets[i].defined == NULL || rel->sets[i].defined_by != NULL) continue;
        put(show, " AS ");
        put_definitions(show, rel, i);
    }
    if (is_list) put(show, ")");
    if (rel->ordinal_var != ND_VAR_NONE) put(show, " WITH ORDINALITY");
}

static void put_sample(struct nd__show *show, const struct nd_rel *rel)
{
    if (rel->sample == NULL) return;
    put(show, " TABLESAMPLE ");
    put(show, rel->sample->method);
    put(show, " (");
    nd__rule_expr(&show->rule, rel->sample->percent, false);
    put(show, ")");
    if (rel->sample->seed == NULL) return;
    put(show, " REPEATABLE (");
    nd__rule_expr(&show->rule, rel->sample->seed, false);
    put(show, ")");
}

static void put_rel(struct nd__show *show, const struct nd__show_rel *item, bool is_lateral)
{
    const struct nd_rel *rel = item->rel;
    const struct nd_table *table = rel->kind == ND_REL_TABLE ? rel->table : rel->view;
    const char *plain = NULL; /* what it is called without an alias */
    if (is_lateral && table == NULL && (rel->kind == ND_REL_FUNC || rel->is_lateral)) put(show, "LATERAL ");
    if (table != NULL) {
        put_table(show, table);
        plain = nd__show_table_name(show, table);
    } else if (rel->kind == ND_REL_CTE || rel->cte_name != NULL) {
        plain = rel->kind == ND_REL_CTE ? rel->cte->name : rel->cte_name;
        put_name(show, plain);
    } else if (rel->kind == ND_REL_FUNC) {
        put_func(show, rel);
    } else {
        put(show, "(");
        nd__show_query(show, rel->query, NULL, true);
        put(show, ")");
    }
    if (plain == NULL || strcmp(plain, item->alias) != 0 || item->renames_columns) {
        put(show, " ");
        put_name(show, item->alias);
    }
    if (!item->renames_columns) {
        put_sample(show, rel);
        return;
    }
    bool is_defined = rel->kind == ND_REL_FUNC && rel->sets[0].defined != NULL && rel->sets[0].defined_by == NULL && !has_several(rel);
    for (size_t i = 0; i < rel->column_count; i++) {
        put(show, i == 0 ? "(" : ", ");
        if (is_defined) put_defined(show, &rel->sets[i], item->columns[i]);
        else put_name(show, item->columns[i]);
    }
    put(show, ")");
    put_sample(show, rel);
}

static const char *name_of_side(const struct nd__show *show, const struct nd_expr *side)
{
    return side->kind == ND_EXPR_VAR && show->vars[side->var].name != NULL ? show->vars[side->var].name : "";
}

/* The columns are still called as USING calls them. */
static bool can_use_using(const struct nd__show *show, const struct nd_from *join)
{
    for (size_t i = 0; i < join->using_count * 2; i++)
        if (strcmp(name_of_side(show, join->using_sides[i]), join->using_names[i / 2]) != 0) return false;
    return join->using_count > 0;
}

static void put_condition(struct nd__show *show, const struct nd_from *join)
{
    if (can_use_using(show, join)) {
        for (size_t i = 0; i < join->using_count; i++) {
            put(show, i == 0 ? " USING (" : ", ");
            put_name(show, join->using_names[i]);
        }
        put(show, ")");
    } else if (join->on != NULL) {
        put(show, show->rule.pretty ? " ON " : " ON (");
        nd__rule_expr(&show->rule, join->on, false);
        if (!show->rule.pretty) put(show, ")");
    } else if (join->join != ND_JOIN_INNER) {
        put(show, " ON TRUE");
    }
}

static void put_item(struct nd__show *show, const struct nd_from *from, const struct nd__show_level *level, size_t *next, bool is_lateral)
{
    if (from->rel != NULL) {
        put_rel(show, &level->rels[(*next)++], is_lateral);
        return;
    }
    const char *word = from->join == ND_JOIN_LEFT ? " LEFT JOIN " : from->join == ND_JOIN_RIGHT ? " RIGHT JOIN "
                                                                : from->join == ND_JOIN_FULL    ? " FULL JOIN "
                                                                : from->on == NULL              ? " CROSS JOIN "
                                                                                                : " JOIN ";
    bool needs_right = show->rule.pretty && from->right->rel == NULL;
    if (!show->rule.pretty) put(show, "(");
    put_item(show, from->left, level, next, is_lateral);
    nd__rule_line(&show->rule, word, -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_JOIN);
    if (needs_right) put(show, "(");
    put_item(show, from->right, level, next, from->lateral_count > 0);
    if (needs_right) put(show, ")");
    put_condition(show, from);
    if (!show->rule.pretty) put(show, ")");
}

static void put_list(struct nd__show *show, const struct nd_from *from, const struct nd__show_level *level, size_t *next)
{
    bool is_list = from->rel == NULL && from->is_list;
    if (is_list) {
        put_list(show, from->left, level, next);
        put(show, ",");
        nd__rule_line(&show->rule, "", -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_ITEM);
    }
    put_item(show, is_list ? from->right : from, level, next, is_list && from->lateral_count > 0);
}

void nd__show_from(struct nd__show *show, const struct nd_from *from, const struct nd__show_level *level)
{
    size_t next = 0;
    if (from == NULL) return;
    nd__rule_line(&show->rule, " FROM ", -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, 2);
    put_list(show, from, level, &next);
}
