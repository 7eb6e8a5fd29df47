/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - a plan as text or JSON, in PostgreSQL's words. explain_format.c makes YAML and XML of the JSON. */
#include "sql/opt/opt.h"

#include <stdio.h>

#include "sql/opt/opt_int.h"
#include "sql/types/key_codec.h"

struct explain {
    const struct nd_plan_tree *tree;
    const struct nd_explain_options *options;
    const struct nd_node_stats *stats;
    const struct nd_type_ctx *types;
    struct nd_heap *heap;
    struct nd_buf *out;
    const char **names; /* of variables */
    int indent;
    bool is_first; /* JSON: no comma yet */
    const struct nd_plan *root;
    const char *subplan; /* JSON: the name of the subplan whose top node comes next; NULL: none */
};

static void explain_node(struct explain *explain, const struct nd_plan *plan, const char *relation);
static void explain_ctes(struct explain *explain);
static void explain_subqueries(struct explain *explain, bool is_init);
static bool has_subplans(const struct explain *explain);
static void json_children(struct explain *explain, const struct nd_plan *node, const struct nd_plan *left, const struct nd_plan *right);

/* What one line of the tree shows: a node, and a condition above it that PostgreSQL would have made part of it. */
struct shown {
    const struct nd_plan *plan, *filter; /* filter: a FILTER node; NULL: none */
};

/* ---- names ------------------------------------------------------------------------------------------------ */

static size_t count_scans(const struct nd_plan *plan)
{
    if (plan == NULL) return 0;
    return (plan->kind == ND_PLAN_SCAN) + count_scans(plan->left) + count_scans(plan->right);
}

/* Columns are qualified where there is more than one table. */
static void make_names(struct explain *explain, const struct nd_plan *plan, struct nd_arena *arena)
{
    const struct nd_bound *bound = explain->tree->bound;
    bool has_two = plan->kind == ND_PLAN_INSERT && plan->insert.insert->updates_duplicates; /* the row that is there, and the other */
    bool is_qualified = explain->options->is_verbose || has_two || count_scans(plan) > 1;
    explain->names = nd_arena_array(arena, const char *, bound->var_count + 1);
    for (size_t i = 0; i < bound->var_count; i++)
        explain->names[i] =
            is_qualified || bound->vars[i].table == NULL ? bound->vars[i].name : bound->vars[i].short_name;
}

static const char *agg_name(const struct nd_agg_use *use, struct explain *explain, struct nd_arena *arena)
{
    struct nd_buf text;
    nd_buf_init(&text, explain->heap);
    nd_buf_printf(&text, "%s(%s", use->name, use->is_distinct ? "DISTINCT " : "");
    if (use->arg_count == 0) nd_buf_put(&text, "*", 1);
    for (size_t i = 0; i < use->arg_count; i++) {
        if (i > 0) nd_buf_put(&text, ", ", 2);
        nd_expr_format(use->args[i], explain->names, explain->types, &text);
    }
    nd_buf_put(&text, ")", 1);
    const char *name = nd_arena_strndup(arena, (const char *)text.p, text.n);
    nd_buf_deinit(&text);
    return name;
}

/* What a computed variable is made of. */
static void name_computed(struct explain *explain, const struct nd_plan *plan, struct nd_arena *arena)
{
    if (plan == NULL) return;
    name_computed(explain, plan->left, arena);
    name_computed(explain, plan->right, arena);
    struct nd_buf text;
    nd_buf_init(&text, explain->heap);
    if (plan->kind == ND_PLAN_AGG) {
        for (size_t i = 0; i < plan->agg.group_count; i++) {
            if (plan->agg.groups[i].expr->kind == ND_EXPR_VAR) continue;
            nd_buf_clear(&text);
            nd_expr_format(plan->agg.groups[i].expr, explain->names, explain->types, &text);
            explain->names[plan->agg.groups[i].var] = nd_arena_strndup(arena, (const char *)text.p, text.n);
        }
        for (size_t i = 0; i < plan->agg.agg_count; i++)
            explain->names[plan->agg.aggs[i].var] = agg_name(&plan->agg.aggs[i], explain, arena);
    }
    for (size_t i = 0; plan->kind == ND_PLAN_PROJECT && i < plan->width; i++) {
        if (plan->project.exprs[i]->kind == ND_EXPR_VAR) continue;
        nd_buf_clear(&text);
        nd_expr_format(plan->project.exprs[i], explain->names, explain->types, &text);
        explain->names[plan->vars[i]] = nd_arena_strndup(arena, (const char *)text.p, text.n);
    }
    nd_buf_deinit(&text);
}

/* ---- lines and properties ---------------------------------------------------------------------------------------- */

static void indent(struct explain *explain, int more)
{
    for (int i = 0; i < explain->indent + more; i++) nd_buf_put_u8(explain->out, ' ');
}

static void json_string(struct nd_buf *out, struct nd_slice text)
{
    nd_buf_put_u8(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c == '"' || c == '\\')
            nd_buf_printf(out, "\\%c", c);
        else if (c < 0x20)
            nd_buf_printf(out, "\\u%04x", c);
        else
            nd_buf_put_u8(out, c);
    }
    nd_buf_put_u8(out, '"');
}

static void json_name(struct explain *explain, const char *name)
{
    nd_buf_printf(explain->out, explain->is_first ? "\n" : ",\n");
    explain->is_first = false;
    indent(explain, 2);
    nd_buf_printf(explain->out, "\"%s\": ", name);
}

static void put_text(struct explain *explain, const char *name, struct nd_slice value)
{
    if (explain->options->is_json) {
        json_name(explain, name);
        json_string(explain->out, value);
        return;
    }
    indent(explain, 2);
    nd_buf_printf(explain->out, "%s: %.*s\n", name, (int)value.n, (const char *)value.p);
}

static void put_expr(struct explain *explain, const char *name, const struct nd_expr *expr)
{
    if (expr == NULL) return;
    struct nd_buf text;
    nd_buf_init(&text, explain->heap);
    nd_expr_format(expr, explain->names, explain->types, &text);
    put_text(explain, name, nd_buf_slice(&text));
    nd_buf_deinit(&text);
}

static void put_number(struct explain *explain, const char *name, uint64_t value)
{
    if (explain->options->is_json) {
        json_name(explain, name);
        nd_buf_printf(explain->out, "%llu", (unsigned long long)value);
        return;
    }
    indent(explain, 2);
    nd_buf_printf(explain->out, "%s: %llu\n", name, (unsigned long long)value);
}

/* Items of a list, parted by NULs: "a, b", or an array. */
static void put_list(struct explain *explain, const char *name, const struct nd_buf *items)
{
    bool is_json = explain->options->is_json, is_first = true;
    if (is_json) json_name(explain, name);
    else indent(explain, 2);
    nd_buf_printf(explain->out, is_json ? "[" : "%s: ", name);
    for (size_t at = 0; at < items->n; is_first = false) {
        struct nd_slice item = nd_slice_str((const char *)items->p + at);
        if (!is_first) nd_buf_put(explain->out, ", ", 2);
        if (is_json) json_string(explain->out, item);
        else nd_buf_put_slice(explain->out, item);
        at += item.n + 1;
    }
    nd_buf_put_u8(explain->out, is_json ? ']' : '\n');
}

static void put_vars(struct explain *explain, const char *name, const uint32_t *vars, size_t count)
{
    struct nd_buf items;
    nd_buf_init(&items, explain->heap);
    for (size_t i = 0; i < count; i++) nd_buf_put(&items, explain->names[vars[i]], strlen(explain->names[vars[i]]) + 1);
    put_list(explain, name, &items);
    nd_buf_deinit(&items);
}

static void put_order(struct nd_buf *items, unsigned flags)
{
    bool is_desc = (flags & ND_KEY_DESC) != 0, nulls_first = (flags & ND_KEY_NULLS_FIRST) != 0;
    if (is_desc) nd_buf_printf(items, " DESC");
    if (nulls_first != is_desc) nd_buf_printf(items, " NULLS %s", nulls_first ? "FIRST" : "LAST");
    nd_buf_put_u8(items, '\0');
}

static void put_sort_keys(struct explain *explain, const struct nd_plan *plan)
{
    struct nd_buf items;
    nd_buf_init(&items, explain->heap);
    for (size_t i = 0; i < plan->sort.key_count; i++) {
        nd_buf_printf(&items, "%s", explain->names[plan->sort.keys[i].var]);
        put_order(&items, plan->sort.keys[i].flags);
    }
    put_list(explain, "Sort Key", &items);
    nd_buf_deinit(&items);
}

/* Partitions, then the order; an expression that comes again says nothing new. */
static void put_window_keys(struct explain *explain, const struct nd_window *window)
{
    struct nd_buf items;
    nd_buf_init(&items, explain->heap);
    for (size_t i = 0; i < window->partition_count + window->order_count; i++) {
        bool is_order = i >= window->partition_count, is_known = false;
        const struct nd_expr *expr = is_order ? window->order[i - window->partition_count] : window->partition[i];
        for (size_t k = 0; k < i && k < window->partition_count && is_order; k++) is_known = is_known || nd_expr_equal(window->partition[k], expr);
        if (is_known) continue;
        nd_expr_format(expr, explain->names, explain->types, &items);
        put_order(&items, is_order ? window->order_flags[i - window->partition_count] : 0);
    }
    put_list(explain, "Sort Key", &items);
    nd_buf_deinit(&items);
}

/* ---- nodes ------------------------------------------------------------------------------------------------------------ */

static bool is_full_scan(const struct nd_scan *scan)
{
    return scan->eq_count == 0 && scan->lower == NULL && scan->upper == NULL;
}

/* The shards aggregate first, from the first request on. */
static bool is_partial(const struct nd_plan *plan) { return plan->kind == ND_PLAN_AGG && plan->agg.is_partial && plan->left->scan.is_large; }

/* The function of an item of FROM; NULL: several, or none that has a name. */
static const char *function_of(const struct nd_plan *plan)
{
    if (plan->kind != ND_PLAN_SET || plan->set.alias == NULL || plan->set.count == 0) return NULL;
    const struct nd_set_use *use = &plan->set.uses[0];
    for (size_t i = 1; i < plan->set.count; i++)
        if (!plan->set.uses[i].is_more) return NULL;
    return use->called;
}

static void node_title(const struct nd_plan *plan, char *title, size_t room, const char **type_out)
{
    const char *type = "Result";
    switch (plan->kind) {
    case ND_PLAN_RESULT: break;
    case ND_PLAN_VALUES:
        if (plan->values.rows == 1) break;
        snprintf(title, room, "Values Scan on \"*VALUES*\"");
        *type_out = "Values Scan";
        return;
    case ND_PLAN_SET: {
        const char *function = function_of(plan), *alias = plan->set.alias;
        type = alias != NULL ? "Function Scan" : "ProjectSet";
        bool is_same = alias != NULL && function != NULL && strcmp(function, alias) == 0;
        if (alias == NULL) break;
        if (function == NULL || is_same) snprintf(title, room, "Function Scan on %s", alias);
        else snprintf(title, room, "Function Scan on %s %s", function, alias);
        *type_out = type;
        return;
    }
    case ND_PLAN_CTE:
        type = plan->cte.is_work ? "WorkTable Scan" : "CTE Scan";
        snprintf(title, room, "%s on %s", type, plan->cte.cte->name);
        *type_out = type;
        return;
    case ND_PLAN_SCAN: {
        const struct nd_scan *scan = &plan->scan;
        bool is_seq = is_full_scan(scan) && scan->index->is_primary && !scan->is_reverse && !scan->is_merged;
        bool is_repeatable;
        type = is_seq ? nd__find_sample(scan->filter, &is_repeatable) != NULL ? "Sample Scan" : "Seq Scan" : scan->is_index_only ? "Index Only Scan" : "Index Scan";
        char alias[80] = "", index[80] = "";
        if (strcmp(scan->alias, scan->table->name) != 0) snprintf(alias, sizeof alias, " %s", scan->alias);
        if (!is_seq)
            snprintf(index, sizeof index, "%s using %s", scan->is_reverse ? " Backward" : "",
                     scan->index->name[0] == '\0' ? "rowid" : scan->index->name);
        snprintf(title, room, "%s%s on %s%s", type, index, scan->table->name, alias);
        *type_out = type;
        return;
    }
    case ND_PLAN_FILTER: type = "Filter"; break;
    case ND_PLAN_WINDOW: type = "WindowAgg"; break;
    case ND_PLAN_PROJECT: type = "Result"; break;
    case ND_PLAN_AGG:
        type = plan->agg.group_count > 0 ? "HashAggregate" : "Aggregate";
        snprintf(title, room, "%s%s", is_partial(plan) ? "Finalize " : "", type);
        *type_out = type;
        return;
    case ND_PLAN_DISTINCT: type = plan->distinct.key_count > 0 ? "Unique" : "HashAggregate"; break;
    case ND_PLAN_SORT: type = "Sort"; break;
    case ND_PLAN_LIMIT: type = "Limit"; break;
    case ND_PLAN_LOCK: type = "LockRows"; break;
    case ND_PLAN_SETOP:
        type = plan->setop.op == ND_SETOP_UNION       ? "Append"
               : plan->setop.op == ND_SETOP_INTERSECT ? "HashSetOp Intersect"
                                                      : "HashSetOp Except";
        break;
    case ND_PLAN_JOIN: {
        bool is_hash = plan->join.key_count > 0;
        static const char *const hash[] = {"Hash Join",      "Hash Left Join", "Hash Right Join",
                                           "Hash Full Join", "Hash Semi Join", "Hash Anti Join"};
        static const char *const loop[] = {"Nested Loop",           "Nested Loop Left Join", "Nested Loop Right Join",
                                           "Nested Loop Full Join", "Nested Loop Semi Join", "Nested Loop Anti Join"};
        static const char *const merge[] = {"Merge Join",      "Merge Left Join", "Merge Right Join",
                                            "Merge Full Join", "Merge Semi Join", "Merge Anti Join"};
        type = plan->join.method == ND_JOIN_MERGE ? merge[plan->join.kind] : is_hash ? hash[plan->join.kind] : loop[plan->join.kind];
        break;
    }
    case ND_PLAN_INSERT:
        snprintf(title, room, "Insert on %s", plan->insert.insert->table->name), *type_out = "ModifyTable";
        return;
    case ND_PLAN_UPDATE:
        snprintf(title, room, "Update on %s", plan->update.update->table->name), *type_out = "ModifyTable";
        return;
    case ND_PLAN_DELETE:
        snprintf(title, room, "Delete on %s", plan->update.update->table->name), *type_out = "ModifyTable";
        return;
    }
    snprintf(title, room, "%s", type);
    *type_out = type;
}

static unsigned row_width(const struct explain *explain, const struct nd_plan *plan)
{
    double width = 0;
    for (size_t i = 0; i < plan->width; i++) {
        const struct nd_var *var = &explain->tree->bound->vars[plan->vars[i]];
        const struct nd_column_stats *stats = var->table == NULL ? NULL : nd_table_column_stats(var->table, var->column);
        int len = nd_type_len(var->type.id);
        width += len > 0 ? len : stats != NULL ? stats->width : 32;
    }
    return (unsigned)(width + 0.5);
}

/* Equalities that a hash join's keys are made of; the rest is a filter of the pairs. */
static void put_key_cond(struct explain *explain, const struct nd_plan *plan)
{
    struct nd_buf text;
    nd_buf_init(&text, explain->heap);
    size_t count = plan->join.key_count;
    for (size_t i = 0; i < count; i++) {
        nd_buf_printf(&text, "%s(", i > 0 ? " AND " : count > 1 ? "(" : "");
        nd_expr_format(plan->join.left_keys[i], explain->names, explain->types, &text);
        nd_buf_printf(&text, " = ");
        nd_expr_format(plan->join.right_keys[i], explain->names, explain->types, &text);
        nd_buf_printf(&text, ")");
    }
    if (count > 1) nd_buf_put_u8(&text, ')');
    put_text(explain, plan->join.method == ND_JOIN_MERGE ? "Merge Cond" : "Hash Cond", nd_buf_slice(&text));
    nd_buf_deinit(&text);
}

static void put_removed(struct explain *explain, const char *name, const struct nd_node_stats *stats)
{
    if (stats == NULL || stats->filtered == 0) return;
    put_number(explain, name, stats->filtered / (stats->loops == 0 ? 1 : stats->loops));
}

static const struct nd_node_stats *stats_of(const struct explain *explain, const struct nd_plan *plan)
{
    return explain->stats == NULL ? NULL : &explain->stats[plan->id];
}

static void put_sort_method(struct explain *explain, const struct nd_plan *plan, const struct nd_node_stats *stats)
{
    char text[96];
    if (stats == NULL || stats->peak_bytes == 0) return;
    const char *method = plan->sort.limit != NULL ? "top-N merge sort" : "merge sort";
    if (explain->options->is_json) {
        put_text(explain, "Sort Method", nd_slice_str(method));
        put_number(explain, "Sort Space Used", stats->peak_bytes / 1024);
        put_text(explain, "Sort Space Type", nd_slice_str("Memory"));
        return;
    }
    snprintf(text, sizeof text, "%s  Memory: %llukB", method, (unsigned long long)(stats->peak_bytes / 1024));
    put_text(explain, "Sort Method", nd_slice_str(text));
}

/* Keys of a join that shards look at, in a table of bits. */
static void put_bloom(struct explain *explain, const struct nd_plan *join)
{
    struct nd_buf text;
    nd_buf_init(&text, explain->heap);
    for (size_t i = 0; i < join->join.key_count; i++) {
        if (i > 0) nd_buf_put(&text, ", ", 2);
        nd_expr_format(join->join.left_keys[i], explain->names, explain->types, &text);
    }
    put_text(explain, "Shard Join Keys", nd_buf_slice(&text));
    nd_buf_deinit(&text);
}

static void put_conflict(struct explain *explain, const struct nd_insert *insert)
{
    if (!insert->ignore_duplicates && !insert->updates_duplicates) return;
    struct nd_buf items;
    nd_buf_init(&items, explain->heap);
    put_text(explain, "Conflict Resolution", nd_slice_str(insert->updates_duplicates ? "UPDATE" : "NOTHING"));
    if (insert->arbiter != NULL) {
        nd_buf_put(&items, insert->arbiter->name, strlen(insert->arbiter->name) + 1);
        put_list(explain, "Conflict Arbiter Indexes", &items);
    }
    put_expr(explain, "Conflict Filter", insert->conflict_where);
    nd_buf_deinit(&items);
}

/* A scan that goes to each bucket of an index that is sharded by hash. */
static void put_buckets(struct explain *explain, const struct nd_scan *scan)
{
    char text[40];
    if (scan->table->sys != NULL || scan->index->shards == 0 || scan->eq_count == scan->index->column_count) return;
    if (is_full_scan(scan) && !scan->is_merged) return;
    snprintf(text, sizeof text, "%u%s", scan->index->shards, scan->is_merged ? " (merged)" : "");
    put_text(explain, "Hash Shards", nd_slice_str(text));
}

/* Of a scan, TABLESAMPLE apart. */
static void put_scan_filter(struct explain *explain, const struct nd_expr *filter)
{
    bool is_repeatable;
    struct nd_arena arena;
    struct nd_buf text;
    const struct nd_expr *sample = nd__find_sample(filter, &is_repeatable);
    if (sample == NULL) {
        put_expr(explain, "Filter", filter);
        return;
    }
    nd_arena_init(&arena, explain->heap);
    nd_buf_init(&text, explain->heap);
    nd_buf_printf(&text, "%s (", sample->func->name);
    nd_expr_format(sample->args[0], explain->names, explain->types, &text);
    if (is_repeatable) {
        nd_buf_printf(&text, ") REPEATABLE (");
        nd_expr_format(sample->args[1], explain->names, explain->types, &text);
    }
    nd_buf_printf(&text, ")");
    put_text(explain, "Sampling", nd_buf_slice(&text));
    put_expr(explain, "Filter", nd__without_sample(filter, sample, &arena));
    nd_buf_deinit(&text);
    nd_arena_deinit(&arena);
}

static void put_details(struct explain *explain, const struct shown *shown)
{
    const struct nd_plan *plan = shown->plan;
    const struct nd_node_stats *stats = stats_of(explain, plan);
    if (explain->options->is_verbose && plan->width > 0) put_vars(explain, "Output", plan->vars, plan->width);
    switch (plan->kind) {
    case ND_PLAN_SCAN:
        put_expr(explain, "Index Cond", plan->scan.cond);
        put_buckets(explain, &plan->scan);
        if (plan->scan.is_large) put_expr(explain, "Shard Filter", plan->scan.shard_filter);
        for (size_t i = 0; i < plan->scan.bloom_count; i++) put_bloom(explain, plan->scan.blooms[i]);
        put_scan_filter(explain, plan->scan.is_large ? plan->scan.rest : plan->scan.filter);
        put_removed(explain, "Rows Removed by Filter", stats);
        break;
    case ND_PLAN_FILTER:
        put_expr(explain, "Filter", plan->filter.cond);
        put_removed(explain, "Rows Removed by Filter", stats);
        break;
    case ND_PLAN_AGG:
        if (plan->agg.group_count > 0) put_vars(explain, "Group Key", plan->vars, plan->agg.group_count);
        break;
    case ND_PLAN_DISTINCT:
        if (plan->distinct.key_count == 0) put_vars(explain, "Group Key", plan->vars, plan->width);
        break;
    case ND_PLAN_SORT:
        put_sort_keys(explain, plan);
        put_sort_method(explain, plan, stats);
        break;
    case ND_PLAN_INSERT: put_conflict(explain, plan->insert.insert); break;
    case ND_PLAN_JOIN:
        if (plan->join.key_count > 0) put_key_cond(explain, plan);
        put_expr(explain, "Join Filter", plan->join.rest);
        put_removed(explain, "Rows Removed by Join Filter", stats);
        break;
    default: break;
    }
    if (shown->filter == NULL) return;
    put_expr(explain, "Filter", shown->filter->filter.cond);
    put_removed(explain, "Rows Removed by Filter", stats_of(explain, shown->filter));
}

static const struct nd_plan *below_projections(const struct nd_plan *plan)
{
    while (plan != NULL && plan->kind == ND_PLAN_PROJECT && plan->left->kind != ND_PLAN_RESULT) plan = plan->left;
    return plan;
}

/* Projections are left out, filters made part of what they are above, as in PostgreSQL. */
static struct shown show(const struct nd_plan *plan)
{
    struct shown shown = {.plan = below_projections(plan)};
    if (shown.plan == NULL || shown.plan->kind != ND_PLAN_FILTER) return shown;
    const struct nd_plan *below = below_projections(shown.plan->left);
    switch (below->kind) {
    case ND_PLAN_AGG:
    case ND_PLAN_JOIN:
    case ND_PLAN_CTE:
    case ND_PLAN_SET:
    case ND_PLAN_VALUES: return (struct shown){.plan = below, .filter = shown.plan};
    default: return shown;
    }
}

static void put_costs(struct explain *explain, const struct nd_plan *plan)
{
    nd_buf_printf(explain->out, "  (cost=%.2f..%.2f rows=%.0f width=%u)", plan->startup, plan->cost, plan->rows, row_width(explain, plan));
}

static void put_actual(struct explain *explain, const struct nd_plan *plan)
{
    const struct nd_node_stats *stats = stats_of(explain, plan);
    if (stats == NULL) return;
    if (stats->loops == 0) {
        nd_buf_printf(explain->out, " (never executed)");
        return;
    }
    double loops = (double)stats->loops;
    nd_buf_printf(explain->out, " (actual ");
    if (explain->options->has_timing)
        nd_buf_printf(explain->out, "time=%.3f..%.3f ", (double)stats->start_ns / 1e6 / loops, (double)stats->total_ns / 1e6 / loops);
    nd_buf_printf(explain->out, "rows=%.0f loops=%llu)", (double)stats->rows / loops, (unsigned long long)stats->loops);
}

static void text_head(struct explain *explain, const struct shown *shown, const char *title)
{
    const struct nd_plan *top = shown->filter != NULL ? shown->filter : shown->plan;
    for (int i = 0; i < explain->indent - 4; i++) nd_buf_put_u8(explain->out, ' ');
    if (explain->indent > 0) nd_buf_printf(explain->out, "->  ");
    nd_buf_printf(explain->out, "%s", title);
    if (explain->options->has_costs) put_costs(explain, top);
    put_actual(explain, top);
    nd_buf_put_u8(explain->out, '\n');
}

static const char *join_type(enum nd_join_kind kind)
{
    static const char *const names[] = {"Inner", "Left", "Right", "Full", "Semi", "Anti"};
    return names[kind];
}

static void json_number(struct explain *explain, const char *name, const char *fmt, double value)
{
    json_name(explain, name);
    nd_buf_printf(explain->out, fmt, value);
}

static void json_flag(struct explain *explain, const char *name)
{
    json_name(explain, name);
    nd_buf_printf(explain->out, "false");
}

/* Who it is to the node above; subplan: its name, NULL: none. */
static void json_relation(struct explain *explain, const char *relation, const char *subplan)
{
    if (relation != NULL) put_text(explain, "Parent Relationship", nd_slice_str(relation));
    if (subplan != NULL) put_text(explain, "Subplan Name", nd_slice_str(subplan));
    json_flag(explain, "Parallel Aware");
    json_flag(explain, "Async Capable");
}

static void json_kind(struct explain *explain, const struct nd_plan *plan, const char *type, const char *relation)
{
    const char *name = type;
    if (plan->kind == ND_PLAN_CTE) name = plan->cte.is_work ? "WorkTable Scan" : "CTE Scan";
    if (plan->kind == ND_PLAN_JOIN) name = plan->join.method == ND_JOIN_MERGE ? "Merge Join" : plan->join.key_count > 0 ? "Hash Join" : "Nested Loop";
    if (plan->kind == ND_PLAN_AGG || (plan->kind == ND_PLAN_DISTINCT && plan->distinct.key_count == 0)) name = "Aggregate";
    put_text(explain, "Node Type", nd_slice_str(name));
    if (plan->kind == ND_PLAN_AGG) put_text(explain, "Strategy", nd_slice_str(plan->agg.group_count > 0 ? "Hashed" : "Plain"));
    if (is_partial(plan)) put_text(explain, "Partial Mode", nd_slice_str("Finalize"));
    if (plan->kind == ND_PLAN_INSERT) put_text(explain, "Operation", nd_slice_str("Insert"));
    if (plan->kind == ND_PLAN_UPDATE) put_text(explain, "Operation", nd_slice_str("Update"));
    if (plan->kind == ND_PLAN_DELETE) put_text(explain, "Operation", nd_slice_str("Delete"));
    json_relation(explain, relation, explain->subplan);
    explain->subplan = NULL;
    if (plan->kind == ND_PLAN_JOIN) put_text(explain, "Join Type", nd_slice_str(join_type(plan->join.kind)));
    if (plan->kind == ND_PLAN_INSERT || plan->kind == ND_PLAN_UPDATE || plan->kind == ND_PLAN_DELETE) {
        const struct nd_table *table = plan->kind == ND_PLAN_INSERT ? plan->insert.insert->table : plan->update.update->table;
        put_text(explain, "Relation Name", nd_slice_str(table->name));
        put_text(explain, "Alias", nd_slice_str(table->name));
    }
    if (plan->kind == ND_PLAN_SET && plan->set.alias != NULL) {
        if (function_of(plan) != NULL) put_text(explain, "Function Name", nd_slice_str(function_of(plan)));
        put_text(explain, "Alias", nd_slice_str(plan->set.alias));
    }
    if (plan->kind == ND_PLAN_VALUES && plan->values.rows != 1) put_text(explain, "Alias", nd_slice_str("*VALUES*"));
    if (plan->kind == ND_PLAN_CTE) {
        put_text(explain, "CTE Name", nd_slice_str(plan->cte.cte->name));
        put_text(explain, "Alias", nd_slice_str(plan->cte.cte->name));
    }
    if (plan->kind == ND_PLAN_SCAN) {
        const struct nd_scan *scan = &plan->scan;
        bool by_index = strncmp(type, "Index", 5) == 0;
        if (by_index) put_text(explain, "Scan Direction", nd_slice_str(scan->is_reverse ? "Backward" : "Forward"));
        if (by_index && scan->index->name[0] != '\0') put_text(explain, "Index Name", nd_slice_str(scan->index->name));
        put_text(explain, "Relation Name", nd_slice_str(scan->table->name));
        put_text(explain, "Alias", nd_slice_str(scan->alias));
    }
}

static void json_figures(struct explain *explain, const struct nd_plan *top)
{
    const struct nd_node_stats *stats = stats_of(explain, top);
    if (explain->options->has_costs) {
        json_number(explain, "Startup Cost", "%.2f", top->startup);
        json_number(explain, "Total Cost", "%.2f", top->cost);
        json_number(explain, "Plan Rows", "%.0f", top->rows);
        put_number(explain, "Plan Width", row_width(explain, top));
    }
    if (stats == NULL) return;
    double loops = stats->loops == 0 ? 1 : (double)stats->loops;
    if (explain->options->has_timing) {
        json_number(explain, "Actual Startup Time", "%.3f", (double)stats->start_ns / 1e6 / loops);
        json_number(explain, "Actual Total Time", "%.3f", (double)stats->total_ns / 1e6 / loops);
    }
    json_number(explain, "Actual Rows", "%.0f", (double)stats->rows / loops);
    put_number(explain, "Actual Loops", stats->loops);
}

static void json_head(struct explain *explain, const struct shown *shown, const char *type, const char *relation)
{
    const struct nd_plan *plan = shown->plan, *top = shown->filter != NULL ? shown->filter : plan;
    json_kind(explain, plan, type, relation);
    json_figures(explain, top);
}

static void json_open(struct explain *explain)
{
    if (explain->out->n > 0 && explain->out->p[explain->out->n - 1] == '\n') indent(explain, 0); /* not behind a name */
    nd_buf_put_u8(explain->out, '{');
    explain->is_first = true;
}

static void json_close(struct explain *explain)
{
    nd_buf_put_u8(explain->out, '\n');
    indent(explain, 0);
    nd_buf_put_u8(explain->out, '}');
    explain->is_first = false;
}

/* PostgreSQL shows the hash table of a hash join, and the rows that a nested loop keeps, as nodes. */
static const char *keeper_of(const struct nd_plan *plan)
{
    if (plan->kind != ND_PLAN_JOIN || plan->join.lateral_count > 0) return NULL;
    return plan->join.method == ND_JOIN_HASH ? "Hash" : plan->join.method == ND_JOIN_LOOP ? "Materialize" : NULL;
}

static void explain_kept(struct explain *explain, const struct nd_plan *join, const char *keeper)
{
    struct shown below = show(join->right);
    const struct nd_plan *top = below.filter != NULL ? below.filter : below.plan;
    if (explain->options->is_json) {
        json_open(explain);
        put_text(explain, "Node Type", nd_slice_str(keeper));
        json_relation(explain, "Inner", NULL);
        json_figures(explain, top);
        json_children(explain, NULL, join->right, NULL);
        json_close(explain);
        return;
    }
    for (int i = 0; i < explain->indent - 4; i++) nd_buf_put_u8(explain->out, ' ');
    nd_buf_printf(explain->out, "->  %s", keeper);
    if (explain->options->has_costs) put_costs(explain, top);
    put_actual(explain, top);
    nd_buf_put_u8(explain->out, '\n');
    explain->indent += 6;
    explain_node(explain, join->right, "Outer");
    explain->indent -= 6;
}

/* What the shards do of an aggregation, as a node of its own. */
static void explain_partial(struct explain *explain, const struct nd_plan *agg)
{
    bool has_groups = agg->agg.group_count > 0;
    if (explain->options->is_json) {
        json_open(explain);
        put_text(explain, "Node Type", nd_slice_str("Aggregate"));
        put_text(explain, "Strategy", nd_slice_str(has_groups ? "Hashed" : "Plain"));
        put_text(explain, "Partial Mode", nd_slice_str("Partial"));
        json_relation(explain, "Outer", NULL);
        if (has_groups) put_vars(explain, "Group Key", agg->vars, agg->agg.group_count);
        json_children(explain, NULL, agg->left, NULL);
        json_close(explain);
        return;
    }
    for (int i = 0; i < explain->indent - 4; i++) nd_buf_put_u8(explain->out, ' ');
    nd_buf_printf(explain->out, "->  Partial %s\n", has_groups ? "HashAggregate" : "Aggregate");
    if (has_groups) put_vars(explain, "Group Key", agg->vars, agg->agg.group_count);
    explain->indent += 6;
    explain_node(explain, agg->left, "Outer");
    explain->indent -= 6;
}

static bool is_prefix(struct nd_expr *const *of, size_t of_count, struct nd_expr *const *exprs, size_t count)
{
    if (count > of_count) return false;
    for (size_t i = 0; i < count; i++)
        if (!nd_expr_equal(of[i], exprs[i])) return false;
    return true;
}

/* The order that a window needs, and its input does not have yet. */
static bool has_sort(const struct nd_plan *plan)
{
    if (plan->kind != ND_PLAN_WINDOW) return false;
    const struct nd_window *window = plan->window.window;
    if (window->partition_count + window->order_count == 0) return false;
    const struct nd_plan *below = below_projections(plan->left);
    if (below->kind != ND_PLAN_WINDOW) return true;
    const struct nd_window *first = below->window.window;
    return !(first->partition_count == window->partition_count && is_prefix(first->partition, first->partition_count, window->partition, window->partition_count) &&
             is_prefix(first->order, first->order_count, window->order, window->order_count) &&
             (window->order_count == 0 || memcmp(first->order_flags, window->order_flags, window->order_count * sizeof *window->order_flags) == 0));
}

/* WindowAgg sorts what it reads, PostgreSQL has a node for that. */
static void explain_sorted(struct explain *explain, const struct nd_plan *plan)
{
    const struct nd_plan *below = plan->left;
    if (explain->options->is_json) {
        json_open(explain);
        put_text(explain, "Node Type", nd_slice_str("Sort"));
        json_relation(explain, "Outer", NULL);
        json_figures(explain, below);
        put_window_keys(explain, plan->window.window);
        json_children(explain, NULL, below, NULL);
        json_close(explain);
        return;
    }
    for (int i = 0; i < explain->indent - 4; i++) nd_buf_put_u8(explain->out, ' ');
    nd_buf_printf(explain->out, "->  Sort");
    if (explain->options->has_costs) put_costs(explain, below);
    put_actual(explain, below);
    nd_buf_put_u8(explain->out, '\n');
    put_window_keys(explain, plan->window.window);
    explain->indent += 6;
    explain_node(explain, below, "Outer");
    explain->indent -= 6;
}

static void json_comma(struct explain *explain)
{
    if (!explain->is_first) nd_buf_printf(explain->out, ",\n");
    explain->is_first = false;
}

/* `node`: the one whose children they are, as far as it matters here; NULL: it does not. The root has the subqueries as well. */
static void json_children(struct explain *explain, const struct nd_plan *node, const struct nd_plan *left, const struct nd_plan *right)
{
    bool is_root = node != NULL && node == explain->root;
    const char *keeper = node == NULL || right == NULL ? NULL : keeper_of(node);
    if (left == NULL && right == NULL && !(is_root && has_subplans(explain))) return;
    json_name(explain, "Plans");
    nd_buf_printf(explain->out, "[\n");
    explain->indent += 4;
    explain->is_first = true;
    if (is_root) explain_ctes(explain), explain_subqueries(explain, true);
    if (left != NULL) {
        json_comma(explain);
        if (node != NULL && is_partial(node)) explain_partial(explain, node);
        else if (node != NULL && has_sort(node)) explain_sorted(explain, node);
        else explain_node(explain, left, "Outer");
    }
    if (right != NULL) {
        json_comma(explain);
        if (keeper != NULL) explain_kept(explain, node, keeper);
        else explain_node(explain, right, "Inner");
    }
    if (is_root) explain_subqueries(explain, false);
    explain->indent -= 4;
    nd_buf_printf(explain->out, "\n");
    indent(explain, 2);
    nd_buf_printf(explain->out, "]");
}

static void explain_node(struct explain *explain, const struct nd_plan *node, const char *relation)
{
    char title[256];
    const char *type;
    struct shown shown = show(node);
    const struct nd_plan *plan = shown.plan;
    node_title(plan, title, sizeof title, &type);
    const struct nd_plan *left = plan->left, *right = plan->right;
    bool is_alone = plan->kind == ND_PLAN_PROJECT || (plan->kind == ND_PLAN_SET && plan->set.alias != NULL);
    if (is_alone) left = NULL;
    if (explain->options->is_json) {
        json_open(explain);
        json_head(explain, &shown, type, relation);
        put_details(explain, &shown);
        json_children(explain, plan, left, right);
        json_close(explain);
        return;
    }
    const char *keeper = keeper_of(plan);
    text_head(explain, &shown, title);
    put_details(explain, &shown);
    if (plan == explain->root) explain_ctes(explain), explain_subqueries(explain, true);
    explain->indent += 6;
    if (is_partial(plan)) explain_partial(explain, plan);
    else if (has_sort(plan)) explain_sorted(explain, plan);
    else if (left != NULL) explain_node(explain, left, "Outer");
    if (right != NULL && keeper != NULL) explain_kept(explain, plan, keeper);
    else if (right != NULL) explain_node(explain, right, "Inner");
    explain->indent -= 6;
}

/* Of a WITH or a subquery: a node below the root. */
static void explain_below(struct explain *explain, const char *name, const char *relation, const struct nd_plan *plan)
{
    if (explain->options->is_json) {
        json_comma(explain);
        explain->subplan = name;
        explain_node(explain, plan, relation);
        return;
    }
    nd_buf_printf(explain->out, "  %s\n", name);
    explain->indent = 8;
    explain_node(explain, plan, relation);
    explain->indent = 0;
}

static const struct nd_subquery *subquery_at(const struct explain *explain, size_t i)
{
    const struct nd_subquery *subquery = explain->tree->bound->subqueries;
    while (subquery->id != i) subquery = subquery->next;
    return subquery;
}

/* Those that run once, or those that run for rows. */
static void explain_subqueries(struct explain *explain, bool is_init)
{
    char name[64];
    size_t before = 0; /* WITH queries have the first numbers */
    for (const struct nd_cte *cte = explain->tree->bound->ctes; cte != NULL; cte = cte->next) before += cte->plan != NULL;
    for (size_t i = 0; i < explain->tree->subquery_count; i++) {
        const struct nd_subquery *subquery = subquery_at(explain, i);
        if (subquery->is_unnested || is_init != (subquery->left_count == 0 && subquery->outer_count == 0)) continue;
        snprintf(name, sizeof name, is_init ? "InitPlan %zu (returns $%zu)" : "SubPlan %zu", before + i + 1, before + i);
        explain_below(explain, name, is_init ? "InitPlan" : "SubPlan", explain->tree->subqueries[i]);
    }
}

static void explain_recursion(struct explain *explain, const struct nd_cte *cte, const char *name)
{
    if (explain->options->is_json) {
        json_comma(explain);
        json_open(explain);
        put_text(explain, "Node Type", nd_slice_str("Recursive Union"));
        json_relation(explain, "InitPlan", name);
        json_name(explain, "Plans");
        nd_buf_printf(explain->out, "[\n");
        explain->indent += 4;
        explain_node(explain, cte->plan, "Outer");
        nd_buf_printf(explain->out, ",\n");
        explain_node(explain, cte->step_plan, "Inner");
        explain->indent -= 4;
        nd_buf_printf(explain->out, "\n");
        indent(explain, 2);
        nd_buf_put_u8(explain->out, ']');
        json_close(explain);
        return;
    }
    nd_buf_printf(explain->out, "  %s\n    ->  Recursive Union\n", name);
    explain->indent = 14;
    explain_node(explain, cte->plan, "Outer");
    explain_node(explain, cte->step_plan, "Inner");
    explain->indent = 0;
}

static void explain_ctes(struct explain *explain)
{
    char name[128];
    for (const struct nd_cte *cte = explain->tree->bound->ctes; cte != NULL; cte = cte->next) {
        if (cte->plan == NULL) continue;
        snprintf(name, sizeof name, "CTE %s", cte->name);
        if (cte->step_plan != NULL) explain_recursion(explain, cte, name);
        else explain_below(explain, name, "InitPlan", cte->plan);
    }
}

static bool has_subplans(const struct explain *explain)
{
    for (const struct nd_cte *cte = explain->tree->bound->ctes; cte != NULL; cte = cte->next)
        if (cte->plan != NULL) return true;
    for (size_t i = 0; i < explain->tree->subquery_count; i++)
        if (!subquery_at(explain, i)->is_unnested) return true;
    return false;
}

void nd_explain(const struct nd_plan_tree *tree, const struct nd_explain_options *options,
                const struct nd_node_stats *stats, const struct nd_type_ctx *types, struct nd_heap *heap,
                struct nd_buf *out)
{
    struct explain explain = {
        .tree = tree, .options = options, .stats = stats, .types = types, .heap = heap, .out = out};
    struct nd_arena arena;
    nd_arena_init(&arena, heap);
    explain.root = show(tree->root).plan;
    make_names(&explain, tree->root, &arena);
    name_computed(&explain, tree->root, &arena);
    if (options->is_json) {
        nd_buf_printf(out, "[\n  {\n    \"Plan\": ");
        explain.indent = 4;
        explain_node(&explain, tree->root, NULL);
        if (options->has_summary) nd_buf_printf(out, ",\n    \"Planning Time\": %.3f", options->planning_ms);
        if (options->has_summary && options->is_analyze) nd_buf_printf(out, ",\n    \"Execution Time\": %.3f", options->execution_ms);
        nd_buf_printf(out, "\n  }\n]");
    } else {
        explain_node(&explain, tree->root, NULL);
        explain_subqueries(&explain, false);
        if (options->has_summary) nd_buf_printf(out, "Planning Time: %.3f ms\n", options->planning_ms);
        if (options->has_summary && options->is_analyze) nd_buf_printf(out, "Execution Time: %.3f ms\n", options->execution_ms);
    }
    nd_arena_deinit(&arena);
}
