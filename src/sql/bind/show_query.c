/* SPDX-License-Identifier: Apache-2.0 */
/* show_query.c - a bound query as the text that PostgreSQL shows for it (pg_get_viewdef).
 *
 * What a variable is called depends on where one stands: a query's own items of FROM give it their names when it is
 * entered, and what it was called before is put back when it is left. */
#include <stdio.h>

#include "sql/bind/show_int.h"

/* ---- names of variables ---------------------------------------------------------------------------------- */

void nd__show_name_var(struct nd__show *show, uint32_t var, struct nd__shown_var shown)
{
    struct nd__show_undo *undo = nd_arena_new(show->arena, struct nd__show_undo);
    *undo = (struct nd__show_undo){var, show->vars[var], show->undo};
    show->undo = undo;
    show->vars[var] = shown;
}

static void unwind(struct nd__show *show, struct nd__show_undo *mark, struct nd__show_name *names)
{
    for (; show->undo != mark; show->undo = show->undo->next) show->vars[show->undo->var] = show->undo->before;
    show->names = names;
}

static bool is_taken(const struct nd__show *show, const char *name)
{
    for (const struct nd__show_name *it = show->names; it != NULL; it = it->next)
        if (strcmp(it->name, name) == 0) return true;
    return false;
}

/* A name that no item of FROM has, here or in the queries around. */
static const char *take_name(struct nd__show *show, const char *name)
{
    const char *unique = name;
    for (unsigned i = 1; is_taken(show, unique); i++) unique = nd_arena_printf(show->arena, "%s_%u", name, i);
    struct nd__show_name *taken = nd_arena_new(show->arena, struct nd__show_name);
    *taken = (struct nd__show_name){unique, show->names};
    show->names = taken;
    return unique;
}

static const struct nd_table *source_of(const struct nd_rel *rel) { return rel->kind == ND_REL_TABLE ? rel->table : rel->view; }

static bool is_renamed(const struct nd__show *show, const struct nd_table *table) { return show->rename != NULL && table != NULL && show->rename->table.v == table->id.v; }

const char *nd__show_table_name(const struct nd__show *show, const struct nd_table *table)
{
    return is_renamed(show, table) && show->rename->name != NULL ? show->rename->name : table->name;
}

/* The i'th visible column as the catalog has it. */
static const char *catalog_column(const struct nd__show *show, const struct nd_table *table, size_t i, uint32_t *id_out)
{
    for (size_t at = 0; at < table->column_count; at++) {
        const struct nd_column *column = &table->columns[at];
        if (column->is_hidden || i-- > 0) continue;
        *id_out = column->id;
        return is_renamed(show, table) && show->rename->column_id == column->id ? show->rename->column_name : column->name;
    }
    ND_UNREACHABLE();
}

static uint32_t var_at(const struct nd_rel *rel, size_t i)
{
    switch (rel->kind) {
    case ND_REL_TABLE:
        for (size_t at = 0; at < rel->table->column_count; at++)
            if (!rel->table->columns[at].is_hidden && i-- == 0) return rel->first_var + (uint32_t)at;
        ND_UNREACHABLE();
    case ND_REL_QUERY: return rel->query->targets[i].var;
    case ND_REL_CTE: return rel->first_var + (uint32_t)i;
    case ND_REL_FUNC: return i < rel->set_count ? rel->sets[i].var : rel->ordinal_var;
    }
    ND_UNREACHABLE();
}

static const char *unique_column(struct nd__show *show, const char *const *names, size_t i)
{
    const char *name = names[i];
    for (unsigned k = 1, at = 0; at < i; at++) {
        if (strcmp(names[at], name) != 0) continue;
        name = nd_arena_printf(show->arena, "%s_%u", names[i], k++);
        at = UINT32_MAX; /* look again from the start */
    }
    return name;
}

static void name_rel(struct nd__show *show, const struct nd_rel *rel, struct nd__show_rel *out)
{
    const struct nd_table *table = source_of(rel);
    const char *alias = table != NULL && !rel->has_alias ? nd__show_table_name(show, table) : rel->alias;
    *out = (struct nd__show_rel){.rel = rel, .alias = take_name(show, alias), .columns = nd_arena_array(show->arena, const char *, rel->column_count + 1)};
    for (size_t i = 0; i < rel->column_count; i++) {
        uint32_t id = 0;
        const char *known = table != NULL ? catalog_column(show, table, i, &id) : rel->column_names[i];
        out->columns[i] = i < rel->alias_column_count || table == NULL ? rel->column_names[i] : known;
        out->columns[i] = unique_column(show, out->columns, i);
        out->renames_columns = out->renames_columns || strcmp(out->columns[i], known) != 0;
    }
    out->renames_columns = out->renames_columns || rel->kind == ND_REL_FUNC || (table == NULL && rel->alias_column_count > 0);
    for (size_t i = rel->column_count; i-- > 0;) { /* two columns may be one variable: the first one names it */
        uint32_t id = 0;
        if (table != NULL) (void)catalog_column(show, table, i, &id);
        nd__show_name_var(show, var_at(rel, i), (struct nd__shown_var){.rel = out->alias, .name = out->columns[i], .table = table, .column_id = id});
    }
}

static size_t count_rels(const struct nd_from *from) { return from == NULL ? 0 : from->rel != NULL ? 1
                                                                                                   : count_rels(from->left) + count_rels(from->right); }

static void name_rels(struct nd__show *show, const struct nd_from *from, struct nd__show_level *level)
{
    if (from == NULL) return;
    if (from->rel != NULL) {
        name_rel(show, from->rel, &level->rels[level->rel_count++]);
        return;
    }
    name_rels(show, from->left, level);
    name_rels(show, from->right, level);
}

static void name_computed(struct nd__show *show, const struct nd_query *query)
{
    for (size_t i = 0; i < query->group_count; i++)
        if (query->groups[i].expr->kind != ND_EXPR_VAR || query->groups[i].expr->var != query->groups[i].var)
            nd__show_name_var(show, query->groups[i].var, (struct nd__shown_var){.expr = query->groups[i].expr});
    for (size_t i = 0; i < query->agg_count; i++) nd__show_name_var(show, query->aggs[i].var, (struct nd__shown_var){.agg = &query->aggs[i]});
    for (size_t i = 0; i < query->set_count; i++) nd__show_name_var(show, query->sets[i].var, (struct nd__shown_var){.set = &query->sets[i]});
    for (size_t i = 0; i < query->window_count; i++)
        for (size_t k = 0; k < query->windows[i].use_count; k++)
            nd__show_name_var(show, query->windows[i].uses[k].var, (struct nd__shown_var){.window = &query->windows[i], .window_use = &query->windows[i].uses[k]});
}

/* ---- the select list, GROUP BY, ORDER BY ---------------------------------------------------------------------- */

static void put(struct nd__show *show, const char *text) { nd__rule_put(&show->rule, text); }
static void put_name(struct nd__show *show, const char *name) { nd_quote_identifier(nd_slice_str(name), show->rule.out); }

static void put_target(struct nd__show *show, const struct nd_target *target, const char *name, bool names_all)
{
    const struct nd_expr *expr = nd__show_resolve(&show->rule, target->expr);
    const char *known = names_all ? NULL : "?column?";
    bool is_column = (expr->kind == ND_EXPR_VAR || expr->kind == ND_EXPR_OUTER) && show->vars[expr->var].name != NULL;
    if (is_column) known = show->vars[expr->var].name;
    nd__rule_expr(&show->rule, target->expr, true);
    if (known != NULL && strcmp(known, name) == 0) return;
    put(show, " AS ");
    put_name(show, name);
}

static void put_targets(struct nd__show *show, const struct nd_query *query, const char *const *names, bool names_all)
{
    for (size_t i = 0; i < query->width; i++) {
        struct nd_buf *out = show->rule.out;
        size_t line = out->n + 1; /* where the new line begins */
        put(show, i == 0 ? " " : ",");
        if (i > 0) nd__rule_line(&show->rule, "", -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_ITEM);
        put_target(show, &query->targets[i], names == NULL ? query->targets[i].name : names[i], names_all);
        bool is_twice = i > 0 && out->n > line + 1 && out->p[line] == '\n' && out->p[line + 1] == '\n';
        if (!is_twice) continue; /* CASE begins a line of its own */
        memmove(out->p + line, out->p + line + 1, out->n - line - 1);
        out->n--;
    }
}

static size_t find_target(const struct nd_query *query, const struct nd_expr *expr)
{
    for (size_t i = 0; i < query->width; i++)
        if (query->targets[i].expr != NULL && nd_expr_equal(query->targets[i].expr, expr)) return i;
    return SIZE_MAX;
}

/* A cast that a function carries out, in PostgreSQL. */
static bool is_cast_call(const struct nd_expr *expr)
{
    if (expr->kind != ND_EXPR_CAST || nd_cast_is_relabel(expr->args[0]->type.id, expr->type.id)) return false;
    return nd_type_category(expr->type.id) != 'S' && nd_type_category(expr->args[0]->type.id) != 'S';
}

/* An expression of GROUP BY, ORDER BY or DISTINCT ON: a constant would be taken for a position. query: NULL within a call. */
static void put_key(struct nd__show *show, const struct nd_query *query, const struct nd_expr *expr)
{
    const struct nd_expr *shown = nd__show_resolve(&show->rule, expr);
    const struct nd__shown_var *var = shown->kind == ND_EXPR_VAR ? &show->vars[shown->var] : NULL;
    bool is_column = var != NULL && var->name != NULL;
    bool is_call = (var != NULL && !is_column) || (shown->kind == ND_EXPR_FUNC && !shown->func->is_operator) || is_cast_call(shown);
    bool is_set = query != NULL && var != NULL && (var->set != NULL || (var->window_use != NULL && query->is_distinct)); /* written again it would be another one */
    size_t at = query != NULL && (shown->kind == ND_EXPR_CONST || is_set) ? find_target(query, expr) : SIZE_MAX;
    if (at != SIZE_MAX) {
        nd_buf_printf(show->rule.out, "%zu", at + 1);
        return;
    }
    bool needs = is_call || (show->rule.pretty && !is_column);
    if (needs) put(show, "(");
    nd__rule_expr(&show->rule, expr, true);
    if (needs) put(show, ")");
}

static void put_order_flags(struct nd__show *show, unsigned flags)
{
    bool is_desc = (flags & ND_KEY_DESC) != 0, nulls_first = (flags & ND_KEY_NULLS_FIRST) != 0;
    if (is_desc) put(show, nulls_first ? " DESC" : " DESC NULLS LAST");
    else if (nulls_first) put(show, " NULLS FIRST");
}

void nd__show_order(struct nd__show *show, struct nd_expr *const *exprs, const unsigned *flags, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) put(show, ", ");
        put_key(show, NULL, exprs[i]);
        put_order_flags(show, flags[i]);
    }
}

static void put_group_by(struct nd__show *show, const struct nd_query *query)
{
    if (query->written_group_count == 0 && query->grouping_sets == NULL) return;
    nd__rule_line(&show->rule, " GROUP BY ", -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, 1);
    if (query->grouping_sets == NULL) {
        for (size_t i = 0; i < query->written_group_count; i++) {
            if (i > 0) put(show, ", ");
            put_key(show, query, query->groups[i].expr);
        }
        return;
    }
    put(show, "GROUPING SETS (");
    for (size_t set = 0; set < query->grouping_set_count; set++) {
        put(show, set > 0 ? ", (" : "(");
        bool is_first = true;
        for (size_t i = 0; i < query->written_group_count; i++) {
            if ((query->grouping_sets[set] >> i & 1) == 0) continue;
            if (!is_first) put(show, ", ");
            is_first = false;
            put_key(show, query, query->groups[i].expr);
        }
        put(show, ")");
    }
    put(show, ")");
}

static void put_clause(struct nd__show *show, const char *keyword, int more, const struct nd_expr *expr)
{
    if (expr == NULL) return;
    nd__rule_line(&show->rule, keyword, -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, more);
    nd__rule_expr(&show->rule, expr, false);
}

static void put_sort(struct nd__show *show, const struct nd_query *query)
{
    if (query->sort_count == 0) return;
    nd__rule_line(&show->rule, " ORDER BY ", -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, 1);
    for (size_t i = 0; i < query->sort_count; i++) {
        const struct nd_target *target = &query->targets[query->sort[i].target];
        if (i > 0) put(show, ", ");
        if (query->kind != ND_QUERY_SELECT) nd_buf_printf(show->rule.out, "%zu", query->sort[i].target + 1);
        else put_key(show, query, target->expr);
        put_order_flags(show, query->sort[i].flags);
    }
}

static void put_tail(struct nd__show *show, const struct nd_query *query)
{
    put_sort(show, query);
    put_clause(show, " OFFSET ", 0, query->offset);
    put_clause(show, query->has_ties ? " FETCH FIRST " : " LIMIT ", 0, query->limit);
    if (query->has_ties) put(show, " ROWS WITH TIES");
    if (query->lock_count > 0) {
        char text[64];
        const struct nd_query_lock *lock = &query->locks[0];
        snprintf(text, sizeof text, " %s%s", nd_ast_lock_name((enum nd_ast_lock_mode)lock->mode), lock->is_nowait ? " NOWAIT" : lock->is_skip ? " SKIP LOCKED" : "");
        nd__rule_line(&show->rule, text, -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, 0);
    }
}

/* ---- the three forms ---------------------------------------------------------------------------------------- */

static void put_select(struct nd__show *show, const struct nd_query *query, const struct nd__show_level *level, const char *const *names, bool names_all)
{
    put(show, "SELECT");
    if (query->is_distinct) put(show, " DISTINCT");
    if (query->distinct_on_count > 0) put(show, " ON (");
    for (size_t i = 0; i < query->distinct_on_count; i++) {
        if (i > 0) put(show, ", ");
        put_key(show, query, query->targets[query->distinct_on[i]].expr);
    }
    if (query->distinct_on_count > 0) put(show, ")");
    put_targets(show, query, names, names_all);
    nd__show_from(show, query->from, level);
    put_clause(show, " WHERE ", 1, query->where);
    put_group_by(show, query);
    put_clause(show, " HAVING ", 0, query->having);
}

static void put_values(struct nd__show *show, const struct nd_query *query)
{
    put(show, "VALUES ");
    for (size_t r = 0; r < query->row_count; r++) {
        put(show, r > 0 ? ", (" : "(");
        for (size_t c = 0; c < query->width; c++) {
            if (c > 0) put(show, ",");
            nd__rule_expr(&show->rule, query->rows[r * query->width + c], false);
        }
        put(show, ")");
    }
}

/* A side of a set operation without the casts that the operation asks for by itself. */
static const struct nd_query *bare_side(const struct nd_query *side) { return side->is_cast ? side->from->rel->query : side; }

/* true: it is a set operation of its own, in parentheses. */
static bool put_side(struct nd__show *show, const struct nd_query *side, bool is_nested, const char *const *names, bool names_all)
{
    bool has_tail = side->with_count > 0 || side->sort_count > 0 || side->limit != NULL || side->offset != NULL || side->lock_count > 0;
    bool is_setop = side->kind == ND_QUERY_SETOP && !has_tail;
    if (is_setop && !is_nested) {
        nd__show_setop(show, side, names, names_all);
        return false;
    }
    if (is_setop) {
        put(show, "(");
        nd__rule_line(&show->rule, "", ND_RULE_INDENT_CLAUSE, 0, 0);
        nd__show_setop(show, side, names, names_all);
        nd__rule_line(&show->rule, ")", -ND_RULE_INDENT_CLAUSE, 0, 0);
        return true;
    }
    if (has_tail) put(show, "(");
    nd__show_query(show, side, names, names_all);
    if (has_tail) put(show, ")");
    return false;
}

void nd__show_setop(struct nd__show *show, const struct nd_query *query, const char *const *names, bool names_all)
{
    static const char *const words[] = {[ND_SETOP_UNION] = "UNION", [ND_SETOP_INTERSECT] = "INTERSECT", [ND_SETOP_EXCEPT] = "EXCEPT"};
    const struct nd_query *left = bare_side(query->left), *right = bare_side(query->right);
    bool is_same = left->kind == ND_QUERY_SETOP && left->setop == query->setop && left->is_all == query->is_all;
    bool is_nested = put_side(show, left, !is_same, names, names_all);
    if (!is_nested) nd__rule_line(&show->rule, "", 0, 0, 0);
    put(show, is_nested ? " " : "");
    put(show, words[query->setop]);
    put(show, query->is_all ? " ALL " : " ");
    if (right->kind != ND_QUERY_SETOP) nd__rule_line(&show->rule, "", 0, 0, 0);
    (void)put_side(show, right, true, names, false);
}

static void put_words(struct nd__show *show, const char *lead, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put(show, i == 0 ? lead : ", ");
        put_name(show, names[i]);
    }
}

static void put_marks(struct nd__show *show, const struct nd_with_item *item)
{
    const struct nd_ast_marks *marks = item->marks;
    if (marks->search != NULL) {
        put_words(show, marks->is_breadth ? " SEARCH BREADTH FIRST BY " : " SEARCH DEPTH FIRST BY ", marks->search, marks->search_count);
        put_words(show, " SET ", &marks->sequence, 1);
    }
    if (marks->cycle == NULL) return;
    put_words(show, " CYCLE ", marks->cycle, marks->cycle_count);
    put_words(show, " SET ", &marks->mark, 1);
    const struct nd_expr *mark = item->cte->query->targets[item->cte->width - 2].expr, *value = mark->args[2], *other = mark->args[1];
    bool is_const = value->kind == ND_EXPR_CONST && other->kind == ND_EXPR_CONST && !value->value.is_null && !other->value.is_null;
    if (!is_const || value->type.id != ND_TYPE_BOOL || !value->value.b || other->value.b) { /* else they are what they are without being said */
        put(show, " TO ");
        nd__rule_expr(&show->rule, value, false);
        put(show, " DEFAULT ");
        nd__rule_expr(&show->rule, other, false);
    }
    put_words(show, " USING ", &marks->path, 1);
}

static void put_with(struct nd__show *show, const struct nd_query *query)
{
    const char *separator = query->is_with_recursive ? "WITH RECURSIVE " : "WITH ";
    if (query->with_count == 0) return;
    show->rule.indent += ND_RULE_INDENT_CLAUSE;
    put(show, " ");
    for (size_t i = 0; i < query->with_count; i++) {
        const struct nd_with_item *item = &query->with[i];
        put(show, separator);
        put_name(show, item->name);
        for (size_t k = 0; k < item->column_count; k++) {
            put(show, k == 0 ? "(" : ", ");
            put_name(show, item->columns[k]);
        }
        if (item->column_count > 0) put(show, ")");
        put(show, item->materialize == ND_AST_MATERIALIZE_ALWAYS ? " AS MATERIALIZED (" : item->materialize == ND_AST_MATERIALIZE_NEVER ? " AS NOT MATERIALIZED ("
                                                                                                                                        : " AS (");
        nd__rule_line(&show->rule, "", 0, 0, 0);
        if (item->cte->step == NULL) {
            nd__show_query(show, item->cte->query, NULL, true);
        } else { /* the recursive form is no set operation to the planner */
            bool is_marked = item->marks != NULL;
            struct nd_query both = {.kind = ND_QUERY_SETOP, .setop = ND_SETOP_UNION, .is_all = !item->cte->is_distinct};
            both.left = is_marked ? item->plain : item->cte->query;
            both.right = is_marked ? item->plain_step : item->cte->step;
            both.width = both.left->width;
            nd__show_setop(show, &both, NULL, true);
        }
        nd__rule_line(&show->rule, "", 0, 0, 0);
        put(show, ")");
        if (item->marks != NULL) put_marks(show, item);
        separator = ", ";
    }
    show->rule.indent -= ND_RULE_INDENT_CLAUSE;
    nd__rule_line(&show->rule, "", 0, 0, 0);
}

/* VALUES whose columns are called otherwise stand in FROM. */
static bool is_plain_values(const struct nd_query *query, const char *const *names)
{
    for (size_t i = 0; names != NULL && i < query->width; i++)
        if (strcmp(names[i], query->targets[i].name) != 0) return false;
    return true;
}

static void put_renamed_values(struct nd__show *show, const struct nd_query *query, const char *const *names)
{
    put(show, "SELECT ");
    for (size_t i = 0; i < query->width; i++) {
        if (i > 0) {
            put(show, ",");
            nd__rule_line(&show->rule, "", -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_ITEM);
        }
        nd_buf_printf(show->rule.out, "\"*VALUES*\".%s AS ", query->targets[i].name);
        put_name(show, names[i]);
    }
    nd__rule_line(&show->rule, " FROM (", -ND_RULE_INDENT_CLAUSE, ND_RULE_INDENT_CLAUSE, 2);
    put_values(show, query);
    put(show, ") \"*VALUES*\"");
}

void nd__show_query(struct nd__show *show, const struct nd_query *query, const char *const *names, bool names_all)
{
    struct nd__show_undo *mark = show->undo;
    struct nd__show_name *known_names = show->names;
    int indent = show->rule.indent;
    struct nd__show_level level = {.rels = nd_arena_array(show->arena, struct nd__show_rel, count_rels(query->from) + 1)};
    if (query->kind == ND_QUERY_SELECT) {
        name_rels(show, query->from, &level);
        name_computed(show, query);
    }
    put_with(show, query);
    if (query->kind == ND_QUERY_SETOP) {
        nd__show_setop(show, query, names, names_all);
        show->rule.indent += ND_RULE_INDENT_CLAUSE;
    } else {
        show->rule.indent += ND_RULE_INDENT_CLAUSE;
        put(show, " ");
        if (query->kind == ND_QUERY_SELECT) put_select(show, query, &level, names, names_all);
        else if (is_plain_values(query, names)) put_values(show, query);
        else put_renamed_values(show, query, names);
    }
    put_tail(show, query);
    show->rule.indent = indent;
    unwind(show, mark, known_names);
}
