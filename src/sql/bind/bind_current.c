/* SPDX-License-Identifier: Apache-2.0 */
/* bind_current.c - WHERE CURRENT OF: the rows of a cursor bring the primary keys of their tables' rows along, which UPDATE and DELETE
 * take as parameters from ND_PARAM_CURSOR on. */
#include <string.h>

#include "sql/bind/bind_int.h"

static void add_key(struct nd_binder *binder, struct nd_query *query, const struct nd_rel *rel, bool is_locked)
{
    const struct nd_index *primary = &rel->table->indexes[0];
    struct nd_query_key *keys = nd_arena_array(binder->arena, struct nd_query_key, query->key_count + 1);
    struct nd_target *targets = nd_arena_array(binder->arena, struct nd_target, query->target_count + primary->column_count);
    size_t *kept = nd_arena_array(binder->arena, size_t, query->kept_count + primary->column_count);
    if (query->key_count > 0) memcpy(keys, query->keys, sizeof *keys * query->key_count);
    if (query->kept_count > 0) memcpy(kept, query->kept, sizeof *kept * query->kept_count);
    memcpy(targets, query->targets, sizeof *targets * query->target_count);
    keys[query->key_count++] = (struct nd_query_key){.table = rel->table, .first = query->width + query->kept_count, .count = primary->column_count, .is_locked = is_locked};
    for (size_t i = 0; i < primary->column_count; i++) {
        size_t column = primary->columns[i].column;
        struct nd_expr *var = nd_expr_var(binder->arena, rel->first_var + (uint32_t)column, rel->table->columns[column].type);
        kept[query->kept_count++] = query->target_count;
        targets[query->target_count++] = (struct nd_target){.expr = var, .name = rel->table->columns[column].name, .is_junk = true};
    }
    query->keys = keys;
    query->kept = kept;
    query->targets = targets;
}

static bool is_locked(const struct nd_query *query, const struct nd_rel *rel)
{
    for (size_t i = 0; i < query->lock_count; i++)
        if (query->locks[i].first_var == rel->first_var) return true;
    return false;
}

static void add_keys(struct nd_binder *binder, struct nd_query *query, const struct nd_from *from, bool is_only)
{
    if (from == NULL) return;
    if (from->rel == NULL) {
        add_keys(binder, query, from->left, false);
        add_keys(binder, query, from->right, false);
        return;
    }
    const struct nd_rel *rel = from->rel;
    bool is_table = rel->kind == ND_REL_TABLE && rel->table->sys == NULL;
    if (is_table && (is_locked(query, rel) || (is_only && query->lock_count == 0))) add_key(binder, query, rel, query->lock_count > 0);
}

void nd__bind_cursor_keys(struct nd_binder *binder, struct nd_query *query)
{
    bool has_rows_of_table = !query->is_grouped && !query->is_distinct && query->distinct_on_count == 0 && query->window_count == 0 && query->set_count == 0;
    if (has_rows_of_table) add_keys(binder, query, query->from, true);
}

enum nd_status nd__bind_current_of(struct nd_binder *binder, const char *cursor, const struct nd__write_target *target, uint32_t first_var, struct nd_expr **where_out)
{
    const struct nd_index *primary = &target->table->indexes[0];
    if (target->level != NULL) return nd__bind_error(binder, -1, "0A000", "WHERE CURRENT OF on a view is not implemented");
    if (binder->current_of != NULL) return nd__bind_error(binder, -1, "0A000", "WHERE CURRENT OF twice in a statement is not supported");
    binder->current_of = cursor;
    binder->current_of_table = target->table;
    for (size_t i = 0; i < primary->column_count; i++) {
        size_t column = primary->columns[i].column;
        struct nd_type type = target->table->columns[column].type;
        struct nd_expr *param = nd_expr_new(binder->arena, ND_EXPR_PARAM, type, 0), *equal;
        param->param = ND_PARAM_CURSOR + (uint32_t)i;
        ND_TRY(nd__bind_oper(binder, "=", nd_expr_var(binder->arena, first_var + (uint32_t)column, type), param, -1, &equal));
        *where_out = nd_expr_and(binder->arena, *where_out, equal);
    }
    return ND_STATUS_OK;
}
