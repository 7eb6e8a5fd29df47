/* SPDX-License-Identifier: Apache-2.0 */
/* bind_grouping.c - GROUPING SETS, ROLLUP, CUBE: the sets as bits over the grouping expressions; GROUPING(...). */
#include "sql/bind/bind_int.h"

#define SETS_MAX 4096
#define CUBE_MAX 12

struct sets {
    uint64_t *masks;
    size_t count;
};

struct grouping {
    struct nd_binder *binder;
    const struct nd_scope *scope;
    struct nd_query *query;
};

static enum nd_status too_many(struct grouping *grouping) { return nd__bind_error(grouping->binder, -1, "54001", "too many grouping sets present (maximum %d)", SETS_MAX); }

/* An expression, or several in parentheses: the bits of all. */
static enum nd_status bind_bits(struct grouping *grouping, const struct nd_ast_expr *item, uint64_t *bits_out)
{
    bool is_row = item->kind == ND_AST_ROW;
    *bits_out = 0;
    for (size_t i = 0; i < (is_row ? item->arg_count : 1); i++) {
        size_t at;
        ND_TRY(nd__bind_group_expr(grouping->binder, grouping->scope, is_row ? item->args[i] : item, grouping->query, &at));
        if (at >= ND__GROUPS_MAX) return nd__bind_error(grouping->binder, item->position, "54011", "GROUPING SETS takes at most %d expressions", ND__GROUPS_MAX);
        *bits_out |= UINT64_C(1) << at;
    }
    return ND_STATUS_OK;
}

static enum nd_status item_sets(struct grouping *grouping, const struct nd_ast_expr *item, struct sets *out);

static enum nd_status each_set(struct grouping *grouping, const struct nd_ast_expr *item, struct sets *out)
{
    out->masks = nd_arena_array(grouping->binder->arena, uint64_t, SETS_MAX);
    for (size_t i = 0; i < item->arg_count; i++) {
        struct sets more;
        ND_TRY(item_sets(grouping, item->args[i], &more));
        for (size_t k = 0; k < more.count; k++) {
            if (out->count == SETS_MAX) return too_many(grouping);
            out->masks[out->count++] = more.masks[k];
        }
    }
    return ND_STATUS_OK;
}

static enum nd_status rollup_or_cube(struct grouping *grouping, const struct nd_ast_expr *item, struct sets *out)
{
    bool is_cube = item->grouping_kind == ND_AST_GROUPING_CUBE;
    if (is_cube && item->arg_count > CUBE_MAX) return nd__bind_error(grouping->binder, item->position, "54011", "CUBE is limited to %d elements", CUBE_MAX);
    if (item->arg_count >= SETS_MAX) return too_many(grouping);
    uint64_t *bits = nd_arena_array(grouping->binder->arena, uint64_t, item->arg_count + 1);
    for (size_t i = 0; i < item->arg_count; i++) ND_TRY(bind_bits(grouping, item->args[i], &bits[i]));
    out->count = is_cube ? (size_t)1 << item->arg_count : item->arg_count + 1;
    out->masks = nd_arena_array(grouping->binder->arena, uint64_t, out->count);
    for (size_t set = 0; set < out->count; set++)
        for (size_t i = 0; i < item->arg_count; i++) {
            bool has = is_cube ? (set >> i & 1) == 0 : i + set < item->arg_count;
            if (has) out->masks[set] |= bits[i];
        }
    return ND_STATUS_OK;
}

static enum nd_status item_sets(struct grouping *grouping, const struct nd_ast_expr *item, struct sets *out)
{
    *out = (struct sets){0};
    if (item->kind == ND_AST_GROUPING_SET && item->grouping_kind == ND_AST_GROUPING_SETS) return each_set(grouping, item, out);
    if (item->kind == ND_AST_GROUPING_SET && item->grouping_kind != ND_AST_GROUPING_EMPTY) return rollup_or_cube(grouping, item, out);
    out->masks = nd_arena_array(grouping->binder->arena, uint64_t, 1);
    out->count = 1;
    return item->kind == ND_AST_GROUPING_SET ? ND_STATUS_OK : bind_bits(grouping, item, &out->masks[0]);
}

/* GROUP BY DISTINCT: each set once. */
static void drop_doubles(struct sets *sets)
{
    size_t kept = 0;
    for (size_t i = 0; i < sets->count; i++) {
        size_t k = 0;
        while (k < kept && sets->masks[k] != sets->masks[i]) k++;
        if (k == kept) sets->masks[kept++] = sets->masks[i];
    }
    sets->count = kept;
}

enum nd_status nd__bind_grouping_sets(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_select *ast, struct nd_query *query)
{
    struct grouping grouping = {binder, scope, query};
    uint64_t none = 0;
    struct sets all = {&none, 1};
    query->grouping_sets = &none; /* says to add_group that there are several */
    for (size_t i = 0; i < ast->group_count; i++) {
        struct sets item, product = {0};
        ND_TRY(item_sets(&grouping, ast->groups[i], &item));
        if (all.count * item.count > SETS_MAX) return too_many(&grouping);
        product.masks = nd_arena_array(binder->arena, uint64_t, all.count * item.count + 1);
        for (size_t a = 0; a < all.count; a++)
            for (size_t b = 0; b < item.count; b++) product.masks[product.count++] = all.masks[a] | item.masks[b];
        all = product;
    }
    if (ast->group_distinct) drop_doubles(&all);
    query->grouping_sets = all.masks;
    query->grouping_set_count = all.count;
    query->grouping_var = nd__bind_new_var(binder, (struct nd_type){ND_TYPE_INT4, -1}, NULL, "grouping set");
    return ND_STATUS_OK;
}

/* ---- GROUPING(...) ---------------------------------------------------------------------------------------------- */

enum nd_status nd__bind_grouping_call(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    struct nd_query *query = binder->level->agg_query;
    struct nd_type type = {ND_TYPE_INT4, -1};
    const char *place = binder->level->agg_place == NULL ? "this place" : binder->level->agg_place;
    if (query == NULL || binder->level->is_in_agg) return nd__bind_error(binder, ast->position, "42803", "grouping operations are not allowed in %s", place);
    if (ast->arg_count > 31) return nd__bind_error(binder, ast->position, "54023", "GROUPING must have fewer than 32 arguments");
    struct nd_expr *list = nd_expr_new(binder->arena, ND_EXPR_COALESCE, type, ast->arg_count);
    for (size_t i = 0; i < ast->arg_count; i++) {
        ND_TRY(nd__bind_expr(binder, scope, ast->args[i], &list->args[i]));
        ND_TRY(nd__settle(binder, &list->args[i]));
    }
    struct nd_group *groupings = nd_arena_array(binder->arena, struct nd_group, query->grouping_count + 1);
    if (query->grouping_count > 0) memcpy(groupings, query->groupings, sizeof *groupings * query->grouping_count);
    query->groupings = groupings;
    groupings[query->grouping_count] = (struct nd_group){list, nd__bind_new_var(binder, type, NULL, "grouping")};
    *out = nd_expr_var(binder->arena, groupings[query->grouping_count++].var, type);
    (*out)->position = ast->position;
    query->is_grouped = true;
    return ND_STATUS_OK;
}

static size_t find_group(const struct nd_query *query, const struct nd_expr *expr)
{
    size_t i = 0;
    while (i < query->group_count && !nd_expr_equal(query->groups[i].expr, expr)) i++;
    return i;
}

enum nd_status nd__grouping_value(struct nd_binder *binder, const struct nd_query *query, uint32_t var, int position, struct nd_expr **out)
{
    struct nd_type type = {ND_TYPE_INT4, -1};
    size_t which = 0, at[32];
    while (query->groupings[which].var != var) which++;
    const struct nd_expr *list = query->groupings[which].expr;
    for (size_t i = 0; i < list->arg_count; i++) {
        at[i] = find_group(query, list->args[i]);
        if (at[i] == query->group_count) return nd__bind_error(binder, position, "42803", "arguments to GROUPING must be grouping expressions of the associated query level");
    }
    size_t sets = query->grouping_set_count;
    *out = nd_expr_const(binder->arena, type, (struct nd_datum){.i = 0});
    (*out)->form = 'g';
    (*out)->shown = list;
    if (sets == 0) return ND_STATUS_OK;
    struct nd_expr *value = nd_expr_new(binder->arena, ND_EXPR_CASE, type, sets * 2 + 1);
    value->args[sets * 2] = *out;
    for (size_t set = 0; set < sets; set++) {
        int64_t bits = 0;
        for (size_t i = 0; i < list->arg_count; i++) bits = bits << 1 | ((query->grouping_sets[set] >> at[i] & 1) == 0);
        struct nd_expr *number = nd_expr_const(binder->arena, type, (struct nd_datum){.i = (int64_t)set});
        ND_TRY(nd__bind_oper(binder, "=", nd_expr_var(binder->arena, query->grouping_var, type), number, -1, &value->args[set * 2]));
        value->args[set * 2 + 1] = nd_expr_const(binder->arena, type, (struct nd_datum){.i = bits});
    }
    nd_expr_fix_depth(value);
    value->form = 'g';
    value->shown = list;
    *out = value;
    return ND_STATUS_OK;
}
