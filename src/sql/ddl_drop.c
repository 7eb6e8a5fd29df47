/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_drop.c - DROP, TRUNCATE: what depends on what goes. */
#include <stdio.h>

#include "sql/ddl_int.h"

void nd__drop_set_add(struct nd__ddl *ddl, struct nd__drop_set *set, const struct nd_table *table)
{
    if (nd__drop_set_has(set, table->id)) return;
    if (set->count == set->cap) {
        size_t cap = set->cap == 0 ? 8 : set->cap * 2;
        struct nd__drop_item *tables = nd_arena_array(ddl->arena, struct nd__drop_item, cap);
        if (set->count > 0) memcpy(tables, set->tables, sizeof *tables * set->count);
        set->tables = tables;
        set->cap = cap;
    }
    set->tables[set->count++] = (struct nd__drop_item){table->id, nd__ddl_shown_name(ddl, table), table->view != NULL};
}

bool nd__drop_set_has(const struct nd__drop_set *set, struct nd_table_id id)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->tables[i].id.v == id.v) return true;
    return false;
}

/* ---- DROP TABLE ----------------------------------------------------------------------------------------------- */

static enum nd_status drop_one(struct nd__ddl *ddl, struct nd_table_id id, const struct nd__drop_set *set)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_table *table;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    if (table->view != NULL) {
        ND_TRY(nd__ddl_forget_view(ddl, table, set));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
        return nd_catalog_delete_table(session->catalog, session->txn, table);
    }
    ND_TRY(nd__ddl_check_in_use(ddl, table, "DROP TABLE"));
    ND_TRY(nd__ddl_lock(ddl, table));
    for (size_t i = 0; i < table->foreign_key_count; i++) { /* nobody refers from here any more */
        if (nd__drop_set_has(set, table->foreign_keys[i].ref_table)) continue;
        uint32_t oid = table->foreign_keys[i].oid;
        ND_TRY(nd__ddl_remove_foreign_key(ddl, id, oid));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
        i = SIZE_MAX; /* the list is another one now */
    }
    ND_TRY(nd__ddl_drop_owned(ddl, table, 0));
    ND_TRY(nd_catalog_delete_table(session->catalog, session->txn, table));
    nd__ddl_discard_table(ddl, table);
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_drop_tables(struct nd__ddl *ddl, struct nd__drop_set *set)
{
    if (set->count == 0) return ND_STATUS_OK;
    ND_TRY(nd__ddl_begin(ddl));
    for (size_t i = 0; i < set->count; i++) { /* it grows by the views that read them */
        const char *what = nd_arena_printf(ddl->arena, "%s %s", set->tables[i].is_view ? "view" : "table", set->tables[i].name);
        ND_TRY(nd__ddl_release_views(ddl, set->tables[i].id, 0, set, what));
        ND_TRY(nd__ddl_release_references(ddl, set->tables[i].id, NULL, set, what));
    }
    for (size_t i = 0; i < set->count; i++) ND_TRY(drop_one(ddl, set->tables[i].id, set));
    return nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_skip_missing(struct nd__ddl *ddl, const char *kind, const struct nd_ast_name *name)
{
    const struct nd_schema *schema = name->schema == NULL ? NULL : nd_catalog_peek_schema(ddl->session->view, name->schema);
    if (name->schema != NULL && schema == NULL) nd__session_notice(ddl->session, "NOTICE", "00000", "schema \"%s\" does not exist, skipping", name->schema);
    else nd__session_notice(ddl->session, "NOTICE", "00000", "%s \"%s\" does not exist, skipping", kind, name->name);
    return ND_STATUS_OK;
}

static enum nd_status drop_tables(struct nd__ddl *ddl, const struct nd_ast_drop *drop)
{
    struct nd__drop_set set = {.is_cascade = drop->is_cascade};
    for (size_t i = 0; i < drop->name_count; i++) {
        const struct nd_table *table;
        ND_TRY(nd__ddl_find(ddl, &drop->names[i], "table", drop->if_exists, &table));
        if (table != NULL) ND_TRY(nd__ddl_may_drop(ddl, "table", table->name, table->owner, table->schema_id));
        if (table != NULL) nd__drop_set_add(ddl, &set, table);
        else (void)nd__ddl_skip_missing(ddl, "table", &drop->names[i]);
    }
    return nd__ddl_drop_tables(ddl, &set);
}

static enum nd_status drop_views(struct nd__ddl *ddl, const struct nd_ast_drop *drop)
{
    struct nd__drop_set set = {.is_cascade = drop->is_cascade};
    for (size_t i = 0; i < drop->name_count; i++) {
        const struct nd_table *view;
        enum nd_status status = nd__ddl_find_view(ddl, &drop->names[i], drop->if_exists, &view);
        if (status == ND_STATUS_SQL && strcmp(ddl->err->sqlstate, "42809") == 0) return nd_err_hint(ddl->err, "Use DROP TABLE to remove a table.");
        ND_TRY(status);
        if (view != NULL) ND_TRY(nd__ddl_may_drop(ddl, "view", view->name, view->owner, view->schema_id));
        if (view != NULL) nd__drop_set_add(ddl, &set, view);
        else (void)nd__ddl_skip_missing(ddl, "view", &drop->names[i]);
    }
    return nd__ddl_drop_tables(ddl, &set);
}

/* ---- DROP INDEX ------------------------------------------------------------------------------------------------- */

enum nd_status nd__ddl_find_dropped_index(struct nd__ddl *ddl, const struct nd_ast_name *name, bool if_exists, const struct nd_table **table_out, size_t *at_out)
{
    ND_TRY(nd__ddl_find_index(ddl, name, if_exists, table_out, at_out));
    const struct nd_table *table = *table_out;
    if (table == NULL) (void)nd__ddl_skip_missing(ddl, "index", name);
    else ND_TRY(nd__ddl_may_drop(ddl, "index", table->indexes[*at_out].name, table->owner, table->schema_id));
    if (table == NULL || !table->indexes[*at_out].is_constraint) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "2BP01", "cannot drop index %s because constraint %s on table %s requires it", name->name, name->name, table->name);
    return nd_err_hint(ddl->err, "You can drop constraint %s on table %s instead.", name->name, table->name);
}

enum nd_status nd__ddl_remove_index(struct nd__ddl *ddl, const struct nd_table *table, size_t at)
{
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    nd__ddl_discard_index(ddl, table, table->indexes[at].id);
    memmove(&draft.indexes[at], &draft.indexes[at + 1], sizeof *draft.indexes * (table->index_count - at - 1));
    draft.table->index_count--;
    ND_TRY(nd__ddl_drop_virtuals(ddl, &draft));
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_release_index(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_cascade, const struct nd_table **table, size_t at)
{
    struct nd__drop_set set = {.is_cascade = is_cascade};
    struct nd_table_id id = (*table)->id;
    ND_TRY(nd__ddl_release_references(ddl, id, &(*table)->indexes[at], &set, nd_arena_printf(ddl->arena, "index %s", name->name)));
    return nd__ddl_table_by_id(ddl, id, table); /* another one if foreign keys went */
}

static enum nd_status drop_index(struct nd__ddl *ddl, const struct nd_ast_name *name, bool if_exists, bool is_cascade)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_find_dropped_index(ddl, name, if_exists, &table, &at));
    if (table == NULL) return ND_STATUS_OK;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_release_index(ddl, name, is_cascade, &table, at));
    ND_TRY(nd__ddl_lock(ddl, table));
    ND_TRY(nd__ddl_remove_index(ddl, table, at));
    return nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_drop(struct nd__ddl *ddl)
{
    const struct nd_ast_drop *drop = ddl->stmt->drop;
    switch (drop->object) {
    case ND_AST_OBJ_TABLE: snprintf(ddl->tag, 64, "DROP TABLE"); return drop_tables(ddl, drop);
    case ND_AST_OBJ_INDEX:
        snprintf(ddl->tag, 64, "DROP INDEX");
        for (size_t i = 0; i < drop->name_count; i++) ND_TRY(drop_index(ddl, &drop->names[i], drop->if_exists, drop->is_cascade));
        return ND_STATUS_OK;
    case ND_AST_OBJ_VIEW: snprintf(ddl->tag, 64, "DROP VIEW"); return drop_views(ddl, drop);
    case ND_AST_OBJ_SEQUENCE: snprintf(ddl->tag, 64, "DROP SEQUENCE"); return nd__ddl_drop_sequences(ddl);
    case ND_AST_OBJ_DOMAIN: snprintf(ddl->tag, 64, "DROP DOMAIN"); return nd__ddl_drop_types(ddl);
    case ND_AST_OBJ_TYPE: snprintf(ddl->tag, 64, "DROP TYPE"); return nd__ddl_drop_types(ddl);
    case ND_AST_OBJ_SCHEMA: snprintf(ddl->tag, 64, "DROP SCHEMA"); return nd__ddl_drop_schemas(ddl);
    default: return nd_err_unsupported(ddl->err, drop->what);
    }
}

/* ---- TRUNCATE ------------------------------------------------------------------------------------------------------ */

static enum nd_status truncate_table(struct nd__ddl *ddl, struct nd_table_id id, bool restarts)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    ND_TRY(nd__ddl_check_in_use(ddl, table, "TRUNCATE"));
    ND_TRY(nd__ddl_lock(ddl, table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    ND_TRY(nd__ddl_renew_indexes(ddl, &draft));
    ND_TRY(nd_catalog_write_stats(ddl->session->catalog, ddl->session->txn, table, NULL));
    ND_TRY(nd__ddl_write(ddl, &draft));
    return restarts ? nd__ddl_restart_owned(ddl, table) : ND_STATUS_OK;
}

/* Tables that refer to one of the set stand in the way, or come along. */
static enum nd_status check_truncate(struct nd__ddl *ddl, struct nd__drop_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct nd_table *table, *child;
        ND_TRY(nd__ddl_table_by_id(ddl, set->tables[i].id, &table));
        for (size_t k = 0; k < table->reference_count; k++) {
            if (nd__drop_set_has(set, table->references[k].table)) continue;
            ND_TRY(nd__ddl_table_by_id(ddl, table->references[k].table, &child));
            if (!set->is_cascade) {
                (void)nd_err_set(ddl->err, "0A000", "cannot truncate a table referenced in a foreign key constraint");
                (void)nd_err_detail(ddl->err, "Table \"%s\" references \"%s\".", child->name, table->name);
                return nd_err_hint(ddl->err, "Truncate table \"%s\" at the same time, or use TRUNCATE ... CASCADE.",
                                   child->name);
            }
            nd__session_notice(ddl->session, "NOTICE", "00000", "truncate cascades to table \"%s\"", child->name);
            ND_TRY(nd__ddl_need(ddl, child, ND_PRIV_TRUNCATE));
            nd__drop_set_add(ddl, set, child);
        }
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_truncate(struct nd__ddl *ddl)
{
    const struct nd_ast_drop *truncate = ddl->stmt->truncate;
    struct nd__drop_set set = {.is_cascade = truncate->is_cascade};
    snprintf(ddl->tag, 64, "TRUNCATE TABLE");
    for (size_t i = 0; i < truncate->name_count; i++) {
        const struct nd_table *table;
        ND_TRY(nd__ddl_find(ddl, &truncate->names[i], NULL, false, &table));
        ND_TRY(nd__ddl_need(ddl, table, ND_PRIV_TRUNCATE));
        nd__drop_set_add(ddl, &set, table);
    }
    ND_TRY(check_truncate(ddl, &set));
    ND_TRY(nd__ddl_begin(ddl));
    for (size_t i = 0; i < set.count; i++) ND_TRY(truncate_table(ddl, set.tables[i].id, truncate->restarts_identity));
    return ND_STATUS_OK;
}
