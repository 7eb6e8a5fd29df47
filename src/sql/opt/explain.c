/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - a plan as text or JSON, in PostgreSQL's words. */
#include "sql/opt/opt.h"

#include <stdio.h>

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
};

static void explain_node(struct explain *explain, const struct nd_plan *plan, const char *relation);

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
    bool is_qualified = explain->options->is_verbose || count_scans(plan) > 1;
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

static void put_vars(struct explain *explain, const char *name, const uint32_t *vars, size_t count)
{
    struct nd_buf text;
    nd_buf_init(&text, explain->heap);
    for (size_t i = 0; i < count; i++) nd_buf_printf(&text, "%s%s", i > 0 ? ", " : "", explain->names[vars[i]]);
    put_text(explain, name, nd_buf_slice(&text));
    nd_buf_deinit(&text);
}

static void put_sort_keys(struct explain *explain, const struct nd_plan *plan)
{
    struct nd_buf text;
    nd_buf_init(&text, explain->heap);
    for (size_t i = 0; i < plan->sort.key_count; i++) {
        unsigned flags = plan->sort.keys[i].flags;
        bool is_desc = (flags & ND_KEY_DESC) != 0, nulls_first = (flags & ND_KEY_NULLS_FIRST) != 0;
        nd_buf_printf(&text, "%s%s%s", i > 0 ? ", " : "", explain->names[plan->sort.keys[i].var],
                      is_desc ? " DESC" : "");
        if (nulls_first != is_desc) nd_buf_printf(&text, " NULLS %s", nulls_first ? "FIRST" : "LAST");
    }
    put_text(explain, "Sort Key", nd_buf_slice(&text));
    nd_buf_deinit(&text);
}

/* ---- nodes ------------------------------------------------------------------------------------------------------------ */

static bool is_full_scan(const struct nd_scan *scan)
{
    return scan->eq_count == 0 && scan->lower == NULL && scan->upper == NULL;
}

static void node_title(const struct nd_plan *plan, char *title, size_t room, const char **type_out)
{
    const char *type = "Result";
    switch (plan->kind) {
    case ND_PLAN_RESULT: break;
    case ND_PLAN_VALUES: type = "Values Scan"; break;
    case ND_PLAN_SET: type = plan->left->kind == ND_PLAN_RESULT ? "Function Scan" : "ProjectSet"; break;
    case ND_PLAN_CTE:
        type = plan->cte.is_work ? "WorkTable Scan" : "CTE Scan";
        snprintf(title, room, "%s on %s", type, plan->cte.cte->name);
        *type_out = type;
        return;
    case ND_PLAN_SCAN: {
        const struct nd_scan *scan = &plan->scan;
        bool is_seq = is_full_scan(scan) && scan->index->is_primary && !scan->is_reverse;
        type = is_seq ? "Seq Scan" : "Index Scan";
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
    case ND_PLAN_PROJECT: type = "Result"; break;
    case ND_PLAN_AGG: type = plan->agg.group_count > 0 ? "HashAggregate" : "Aggregate"; break;
    case ND_PLAN_DISTINCT: type = plan->distinct.key_count > 0 ? "Unique" : "HashAggregate"; break;
    case ND_PLAN_SORT: type = "Sort"; break;
    case ND_PLAN_LIMIT: type = "Limit"; break;
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
        type = is_hash ? hash[plan->join.kind] : loop[plan->join.kind];
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
    unsigned width = 0;
    for (size_t i = 0; i < plan->width; i++) {
        int len = nd_type_len(explain->tree->bound->vars[plan->vars[i]].type.id);
        width += len > 0 ? (unsigned)len : 32;
    }
    return width;
}

static void put_details(struct explain *explain, const struct nd_plan *plan)
{
    const struct nd_node_stats *stats = explain->stats == NULL ? NULL : &explain->stats[plan->id];
    switch (plan->kind) {
    case ND_PLAN_SCAN:
        put_expr(explain, "Index Cond", plan->scan.cond);
        put_expr(explain, "Filter", plan->scan.filter);
        break;
    case ND_PLAN_FILTER: put_expr(explain, "Filter", plan->filter.cond); break;
    case ND_PLAN_AGG:
        if (plan->agg.group_count > 0) put_vars(explain, "Group Key", plan->vars, plan->agg.group_count);
        break;
    case ND_PLAN_DISTINCT:
        if (plan->distinct.key_count == 0) put_vars(explain, "Group Key", plan->vars, plan->width);
        break;
    case ND_PLAN_SORT: put_sort_keys(explain, plan); break;
    case ND_PLAN_JOIN:
        put_expr(explain, plan->join.key_count > 0 ? "Hash Cond" : "Join Filter", plan->join.cond);
        break;
    default: break;
    }
    if (explain->options->is_verbose && plan->width > 0) put_vars(explain, "Output", plan->vars, plan->width);
    if (stats == NULL) return;
    if (stats->filtered > 0) put_number(explain, "Rows Removed by Filter", stats->filtered);
    if (plan->kind == ND_PLAN_SORT && stats->peak_bytes > 0) {
        char text[96];
        snprintf(text, sizeof text, "%s  Memory: %llukB", plan->sort.limit != NULL ? "top-N merge sort" : "merge sort",
                 (unsigned long long)(stats->peak_bytes / 1024));
        put_text(explain, "Sort Method", nd_slice_str(text));
    }
}

/* Projections that compute nothing new to see are left out, as PostgreSQL folds them into the node below. */
static const struct nd_plan *shown(const struct nd_plan *plan)
{
    while (plan != NULL && plan->kind == ND_PLAN_PROJECT && plan->left->kind != ND_PLAN_RESULT) plan = plan->left;
    if (plan != NULL && plan->kind == ND_PLAN_PROJECT) return plan;
    return plan;
}

static void text_head(struct explain *explain, const struct nd_plan *plan, const char *title)
{
    const struct nd_node_stats *stats = explain->stats == NULL ? NULL : &explain->stats[plan->id];
    for (int i = 0; i < explain->indent - 4; i++) nd_buf_put_u8(explain->out, ' ');
    if (explain->indent > 0) nd_buf_printf(explain->out, "->  ");
    nd_buf_printf(explain->out, "%s", title);
    if (explain->options->has_costs)
        nd_buf_printf(explain->out, "  (cost=0.00..%.2f rows=%.0f width=%u)", plan->cost, plan->rows,
                      row_width(explain, plan));
    if (stats != NULL && stats->loops == 0)
        nd_buf_printf(explain->out, " (never executed)");
    else if (stats != NULL && explain->options->has_timing)
        nd_buf_printf(explain->out, " (actual time=%.3f..%.3f rows=%llu loops=1)", (double)stats->start_ns / 1e6,
                      (double)stats->total_ns / 1e6, (unsigned long long)stats->rows);
    else if (stats != NULL)
        nd_buf_printf(explain->out, " (actual rows=%llu loops=1)", (unsigned long long)stats->rows);
    nd_buf_put_u8(explain->out, '\n');
}

static void json_head(struct explain *explain, const struct nd_plan *plan, const char *type, const char *relation)
{
    const struct nd_node_stats *stats = explain->stats == NULL ? NULL : &explain->stats[plan->id];
    put_text(explain, "Node Type", nd_slice_str(type));
    if (relation != NULL) put_text(explain, "Parent Relationship", nd_slice_str(relation));
    if (plan->kind == ND_PLAN_SCAN) {
        if (plan->scan.index->name[0] != '\0') put_text(explain, "Index Name", nd_slice_str(plan->scan.index->name));
        put_text(explain, "Relation Name", nd_slice_str(plan->scan.table->name));
        put_text(explain, "Alias", nd_slice_str(plan->scan.alias));
    }
    if (explain->options->has_costs) {
        json_name(explain, "Total Cost");
        nd_buf_printf(explain->out, "%.2f", plan->cost);
        put_number(explain, "Plan Rows", (uint64_t)plan->rows);
        put_number(explain, "Plan Width", row_width(explain, plan));
    }
    if (stats == NULL) return;
    if (explain->options->has_timing) {
        json_name(explain, "Actual Startup Time");
        nd_buf_printf(explain->out, "%.3f", (double)stats->start_ns / 1e6);
        json_name(explain, "Actual Total Time");
        nd_buf_printf(explain->out, "%.3f", (double)stats->total_ns / 1e6);
    }
    put_number(explain, "Actual Rows", stats->rows);
    put_number(explain, "Actual Loops", stats->loops);
}

static void json_children(struct explain *explain, const struct nd_plan *left, const struct nd_plan *right)
{
    if (left == NULL && right == NULL) return;
    json_name(explain, "Plans");
    nd_buf_printf(explain->out, "[\n");
    explain->indent += 4;
    if (left != NULL) explain_node(explain, left, "Outer");
    if (left != NULL && right != NULL) nd_buf_printf(explain->out, ",\n");
    if (right != NULL) explain_node(explain, right, "Inner");
    explain->indent -= 4;
    nd_buf_printf(explain->out, "\n");
    indent(explain, 2);
    nd_buf_printf(explain->out, "]");
}

static void explain_node(struct explain *explain, const struct nd_plan *plan, const char *relation)
{
    char title[256];
    const char *type;
    plan = shown(plan);
    node_title(plan, title, sizeof title, &type);
    const struct nd_plan *left = shown(plan->left), *right = shown(plan->right);
    if (plan->kind == ND_PLAN_PROJECT ||
        (left != NULL && left->kind == ND_PLAN_RESULT && plan->kind == ND_PLAN_PROJECT))
        left = NULL;
    if (explain->options->is_json) {
        indent(explain, 0);
        nd_buf_printf(explain->out, "{");
        explain->is_first = true;
        json_head(explain, plan, type, relation);
        put_details(explain, plan);
        json_children(explain, left, right);
        nd_buf_printf(explain->out, "\n");
        indent(explain, 0);
        nd_buf_printf(explain->out, "}");
        explain->is_first = false;
        return;
    }
    text_head(explain, plan, title);
    put_details(explain, plan);
    explain->indent += explain->indent == 0 ? 6 : 6;
    if (left != NULL) explain_node(explain, left, "Outer");
    if (right != NULL) explain_node(explain, right, "Inner");
    explain->indent -= 6;
}

static void explain_subqueries(struct explain *explain)
{
    for (size_t i = 0; i < explain->tree->subquery_count && !explain->options->is_json; i++) {
        const struct nd_subquery *subquery = explain->tree->bound->subqueries;
        while (subquery->id != i) subquery = subquery->next;
        if (subquery->is_unnested) continue;
        nd_buf_printf(explain->out,
                      subquery->left_count > 0 || subquery->outer_count > 0 ? "  SubPlan %zu\n"
                                                                            : "  InitPlan %zu (returns $%zu)\n",
                      i + 1, i);
        explain->indent = 8;
        explain_node(explain, explain->tree->subqueries[i], "SubPlan");
        explain->indent = 0;
    }
}

static void explain_ctes(struct explain *explain)
{
    for (const struct nd_cte *cte = explain->tree->bound->ctes; cte != NULL && !explain->options->is_json; cte = cte->next) {
        if (cte->plan == NULL) continue;
        nd_buf_printf(explain->out, "  CTE %s\n", cte->name);
        explain->indent = 8;
        if (cte->step_plan != NULL) nd_buf_printf(explain->out, "    ->  Recursive Union\n");
        if (cte->step_plan != NULL) explain->indent = 14;
        explain_node(explain, cte->plan, "Outer");
        if (cte->step_plan != NULL) explain_node(explain, cte->step_plan, "Inner");
        explain->indent = 0;
    }
}

void nd_explain(const struct nd_plan_tree *tree, const struct nd_explain_options *options,
                const struct nd_node_stats *stats, const struct nd_type_ctx *types, struct nd_heap *heap,
                struct nd_buf *out)
{
    struct explain explain = {
        .tree = tree, .options = options, .stats = stats, .types = types, .heap = heap, .out = out};
    struct nd_arena arena;
    nd_arena_init(&arena, heap);
    make_names(&explain, tree->root, &arena);
    name_computed(&explain, tree->root, &arena);
    if (options->is_json) {
        nd_buf_printf(out, "[\n  {\n    \"Plan\":\n");
        explain.indent = 4;
        explain_node(&explain, tree->root, NULL);
        nd_buf_printf(out, "\n  }\n]");
    } else {
        explain_node(&explain, tree->root, NULL);
        explain_ctes(&explain);
        explain_subqueries(&explain);
    }
    nd_arena_deinit(&arena);
}
