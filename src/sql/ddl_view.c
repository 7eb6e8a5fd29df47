/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_view.c - views: made, replaced, and what becomes of them when what they read changes. */
#include <stdio.h>

#include "sql/ddl_int.h"
#include "sql/parse/parse.h"

/* ---- finding ------------------------------------------------------------------------------------------------- */

static enum nd_status look_for_relation(struct nd__ddl *ddl, void *arg, uint32_t schema, const char *name, bool *found)
{
    const struct nd_table **table = arg;
    ND_TRY(nd_catalog_find_table(ddl->session->view, ddl->session->txn, schema, name, table));
    *found = *table != NULL;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_find_view(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_table **view_out)
{
    const struct nd_table *table = NULL;
    *view_out = NULL;
    ND_TRY(nd__ddl_search(ddl, name, is_missing_fine, (void *)&table, look_for_relation));
    if (table != NULL && table->view == NULL) return nd_err_set(ddl->err, "42809", "\"%s\" is not a view", name->name);
    if (table == NULL) ND_TRY(nd__ddl_check_other_kind(ddl, name, "view"));
    if (table == NULL && !is_missing_fine) return nd__ddl_missing(ddl, name, "view", "42P01");
    *view_out = table;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_search_relation(struct nd__ddl *ddl, const struct nd_ast_name *name, const struct nd_table **table_out)
{
    *table_out = NULL;
    return nd__ddl_search(ddl, name, true, (void *)table_out, look_for_relation);
}

enum nd_status nd__ddl_find_relation(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_table **table_out)
{
    *table_out = NULL;
    ND_TRY(nd__ddl_search(ddl, name, is_missing_fine, (void *)table_out, look_for_relation));
    if (*table_out != NULL && (*table_out)->view != NULL) return ND_STATUS_OK;
    return nd__ddl_find(ddl, name, NULL, is_missing_fine, table_out);
}

/* ---- who reads whom --------------------------------------------------------------------------------------------- */

static bool reads_column(const struct nd_table *view, struct nd_table_id table, uint32_t column_id)
{
    for (size_t i = 0; i < view->view->source_count; i++) {
        const struct nd_view_source *source = &view->view->sources[i];
        if (source->table.v != table.v) continue;
        for (size_t k = 0; k < source->column_count; k++)
            if (column_id == 0 || source->column_ids[k] == column_id) return true;
        return column_id == 0;
    }
    return false;
}

/* Notes, or forgets, at what the view reads that it does. */
static enum nd_status link_sources(struct nd__ddl *ddl, struct nd_table_id view, const struct nd_view_source *sources, size_t count, const struct nd__drop_set *set, bool adds)
{
    for (size_t i = 0; i < count; i++) {
        const struct nd_table *table;
        if (set != NULL && nd__drop_set_has(set, sources[i].table)) continue;
        ND_TRY(nd__ddl_table_by_id(ddl, sources[i].table, &table));
        struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
        struct nd_table_id *views = nd_arena_array(ddl->arena, struct nd_table_id, table->view_count + 2);
        size_t kept = 0;
        for (size_t k = 0; k < table->view_count; k++)
            if (table->views[k].v != view.v) views[kept++] = table->views[k];
        if (adds) views[kept++] = view;
        draft.table->views = views;
        draft.table->view_count = kept;
        ND_TRY(nd__ddl_write(ddl, &draft));
        ND_TRY(nd__ddl_refresh(ddl));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_forget_view(struct nd__ddl *ddl, const struct nd_table *view, const struct nd__drop_set *set)
{
    const struct nd_table *copy = nd_table_copy(view, ddl->arena); /* the catalog's one goes with its view */
    return link_sources(ddl, copy->id, copy->view->sources, copy->view->source_count, set, false);
}

enum nd_status nd__ddl_release_views(struct nd__ddl *ddl, struct nd_table_id id, uint32_t column_id, struct nd__drop_set *set, const char *what)
{
    const struct nd_table *table, *view;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    const char *on = nd_arena_printf(ddl->arena, "%s %s", table->view != NULL ? "view" : "table", nd__ddl_shown_name(ddl, table));
    size_t column = column_id == 0 ? SIZE_MAX : nd_table_find_column_id(table, column_id);
    if (column != SIZE_MAX) on = nd_arena_printf(ddl->arena, "column %s of %s", table->columns[column].name, on);
    for (size_t i = 0; i < table->view_count; i++) {
        if (nd__drop_set_has(set, table->views[i])) continue;
        ND_TRY(nd__ddl_table_by_id(ddl, table->views[i], &view));
        if (view->view == NULL) return ND_STATUS_CORRUPT;
        if (!reads_column(view, id, column_id)) continue;
        if (!set->is_cascade) {
            (void)nd_err_set(ddl->err, "2BP01", "cannot drop %s because other objects depend on it", what);
            (void)nd_err_detail(ddl->err, "view %s depends on %s", nd__ddl_shown_name(ddl, view), on);
            return nd_err_hint(ddl->err, "Use DROP ... CASCADE to drop the dependent objects too.");
        }
        nd__session_notice(ddl->session, "NOTICE", "00000", "drop cascades to view %s", nd__ddl_shown_name(ddl, view));
        nd__drop_set_add(ddl, set, view);
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_check_view_types(struct nd__ddl *ddl, const struct nd_table *table, size_t column)
{
    for (size_t i = 0; i < table->view_count; i++) {
        const struct nd_table *view;
        ND_TRY(nd__ddl_table_by_id(ddl, table->views[i], &view));
        if (view->view == NULL || !reads_column(view, table->id, table->columns[column].id)) continue;
        (void)nd_err_set(ddl->err, "0A000", "cannot alter type of a column used by a view or rule");
        return nd_err_detail(ddl->err, "rule _RETURN on view %s depends on column \"%s\"", nd__ddl_shown_name(ddl, view), table->columns[column].name);
    }
    return ND_STATUS_OK;
}

/* ---- other names -------------------------------------------------------------------------------------------------- */

static enum nd_status rewrite_view(struct nd__ddl *ddl, struct nd_table_id id, const struct nd_bind_rename *rename)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_table *view;
    const char *text;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &view));
    if (view->view == NULL) return ND_STATUS_CORRUPT;
    ND_TRY(nd_bind_load_view(session->view, session->txn, ddl->bind.path, view, ddl->bind.reactor, session->heap));
    ND_TRY(nd_bind_view_renamed(&ddl->bind, view, rename, ddl->arena, &text, ddl->err));
    struct nd__draft draft = nd__ddl_draft(ddl, view, 0, 0);
    draft.table->view->text = text;
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_rename_in_views(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_bind_rename *rename)
{
    for (size_t i = 0; i < table->view_count; i++) ND_TRY(rewrite_view(ddl, table->views[i], rename));
    return ND_STATUS_OK;
}

/* ---- CREATE [OR REPLACE] VIEW ---------------------------------------------------------------------------------------- */

static void fill_columns(struct nd__ddl *ddl, const struct nd_view_draft *made, enum nd_check_option option, struct nd_table *view, const struct nd_table *before)
{
    struct nd_column *columns = nd_arena_array(ddl->arena, struct nd_column, made->width + 1);
    for (size_t i = 0; i < made->width; i++) {
        columns[i] = (struct nd_column){.id = (uint32_t)i + 1, .attnum = (uint16_t)(i + 1), .name = made->names[i], .type = made->types[i], .missing = {.is_null = true}};
        if (before == NULL || i >= before->column_count) continue;
        columns[i].comment = before->columns[i].comment;
        columns[i].acl = before->columns[i].acl;
        columns[i].default_text = before->columns[i].default_text;
    }
    view->columns = columns;
    view->column_count = made->width;
    view->next_column_id = (uint32_t)made->width + 1;
    view->view = nd_arena_new(ddl->arena, struct nd_view);
    *view->view = (struct nd_view){made->text, made->sources, made->source_count, option, NULL};
}

static enum nd_status check_replacement(struct nd__ddl *ddl, const struct nd_table *before, const struct nd_view_draft *made)
{
    if (made->width < before->column_count) return nd_err_set(ddl->err, "42P16", "cannot drop columns from view");
    for (size_t i = 0; i < before->column_count; i++) {
        struct nd_type old = before->columns[i].type, new = made->types[i];
        if (strcmp(before->columns[i].name, made->names[i]) != 0) {
            (void)nd_err_set(ddl->err, "42P16", "cannot change name of view column \"%s\" to \"%s\"", before->columns[i].name, made->names[i]);
            return nd_err_hint(ddl->err, "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
        }
        if (old.id != new.id || old.mod != new.mod)
            return nd_err_set(ddl->err, "42P16", "cannot change data type of view column \"%s\" from %s to %s", made->names[i], nd_type_format(old, ddl->arena), nd_type_format(new, ddl->arena));
    }
    return ND_STATUS_OK;
}

/* A view that would read itself, maybe through others. */
static enum nd_status check_cycle(struct nd__ddl *ddl, struct nd_table_id view, const char *name, const struct nd_view_source *sources, size_t count, int depth)
{
    if (depth > ND_SQL_DEPTH_MAX) return nd_err_set(ddl->err, "54001", "stack depth limit exceeded");
    for (size_t i = 0; i < count; i++) {
        const struct nd_table *source;
        if (sources[i].table.v == view.v) return nd_err_set(ddl->err, "42P17", "infinite recursion detected in rules for relation \"%s\"", name);
        ND_TRY(nd__ddl_table_by_id(ddl, sources[i].table, &source));
        if (source->view != NULL) ND_TRY(check_cycle(ddl, view, name, source->view->sources, source->view->source_count, depth + 1));
    }
    return ND_STATUS_OK;
}

static enum nd_status replace_view(struct nd__ddl *ddl, const struct nd_table *before, const struct nd_view_draft *made, enum nd_check_option option)
{
    ND_TRY(check_replacement(ddl, before, made));
    ND_TRY(check_cycle(ddl, before->id, before->name, made->sources, made->source_count, 0));
    struct nd_table_id id = before->id;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_forget_view(ddl, before, NULL));
    ND_TRY(nd__ddl_refresh(ddl));
    ND_TRY(nd__ddl_table_by_id(ddl, id, &before));
    struct nd__draft draft = nd__ddl_draft(ddl, before, 0, 0);
    fill_columns(ddl, made, option, draft.table, before);
    ND_TRY(nd__ddl_write(ddl, &draft));
    ND_TRY(nd__ddl_refresh(ddl));
    return link_sources(ddl, id, made->sources, made->source_count, NULL, true);
}

static enum nd_check_option option_of(char written) { return written == 'l' ? ND_CHECK_OPTION_LOCAL : written == 'c' ? ND_CHECK_OPTION_CASCADED : ND_CHECK_OPTION_NONE; }

static enum nd_status check_option_fits(struct nd__ddl *ddl, const struct nd_ast_select *query)
{
    const char *why = nd_bind_view_obstacle(&ddl->bind, query, ddl->arena);
    if (why == NULL) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "0A000", "WITH CHECK OPTION is supported only on automatically updatable views");
    return nd_err_hint(ddl->err, "%s", why);
}

enum nd_status nd__ddl_set_check_option(struct nd__ddl *ddl, const struct nd_table *view, char written)
{
    if (view->view == NULL) return nd_err_set(ddl->err, "22023", "unrecognized parameter \"check_option\"");
    struct nd__draft draft = nd__ddl_draft(ddl, view, 0, 0);
    draft.table->view->check_option = option_of(written);
    if (written != 0) {
        struct nd_sql_session *session = ddl->session;
        const struct nd_ast_select *query = NULL;
        ND_TRY(nd_bind_load_view(session->view, session->txn, ddl->bind.path, view, ddl->bind.reactor, session->heap));
        ND_TRY(nd_bind_view_query(&ddl->bind, view, &query, ddl->err));
        ND_TRY(check_option_fits(ddl, query));
    }
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_create_view(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_create_view *ast = ddl->stmt->create_view;
    const struct nd_table *before;
    struct nd_view_draft made;
    struct nd_table view = {.version = 1, .name = ast->name.name, .next_index_id = 1, .owner = session->role};
    uint32_t oid;
    bool is_taken;
    snprintf(ddl->tag, 64, "CREATE VIEW");
    if (ast->unsupported != NULL) return nd_err_unsupported(ddl->err, ast->unsupported);
    if (ast->query->with.writes) return nd_err_set(ddl->err, "0A000", "views must not contain data-modifying statements in WITH");
    ND_TRY(nd_bind_view(&ddl->bind, ast, ddl->arena, &made, ddl->err));
    enum nd_check_option option = option_of(ast->check_option);
    if (option != ND_CHECK_OPTION_NONE) ND_TRY(check_option_fits(ddl, ast->query));
    bool is_temp = ast->is_temp;
    for (size_t i = 0; i < made.source_count && !is_temp; i++) {
        const struct nd_table *source;
        ND_TRY(nd__ddl_table_by_id(ddl, made.sources[i].table, &source));
        is_temp = nd__ddl_is_temp(ddl, source);
        if (is_temp) nd__session_notice(session, "NOTICE", "00000", "view \"%s\" will be a temporary view", ast->name.name);
    }
    ND_TRY(nd__ddl_choose_schema(ddl, &ast->name, is_temp, &view.schema_id));
    ND_TRY(nd_catalog_find_table(session->view, session->txn, view.schema_id, ast->name.name, &before));
    ND_TRY(nd_catalog_has_name(session->view, session->txn, view.schema_id, ast->name.name, &is_taken));
    if (is_taken && !ast->or_replace) return nd__ddl_name_taken(ddl, ast->name.name);
    if (is_taken && (before == NULL || before->view == NULL)) return nd_err_set(ddl->err, "42809", "\"%s\" is not a view", ast->name.name);
    ND_TRY(nd__ddl_may_create_in(ddl, view.schema_id));
    if (before != NULL) ND_TRY(nd__ddl_must_own_table(ddl, before));
    for (size_t i = before == NULL ? 0 : before->column_count; i < made.width; i++) ND_TRY(nd__ddl_may_use_type(ddl, made.types[i]));
    if (before != NULL) return replace_view(ddl, before, &made, option);
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &oid));
    view.id.v = oid;
    ND_TRY(nd__ddl_default_acl(ddl, view.owner, view.schema_id, ND_ACL_TABLE, &view.acl));
    fill_columns(ddl, &made, option, &view, NULL);
    struct nd__draft draft = {.table = &view};
    ND_TRY(nd__ddl_write(ddl, &draft));
    ND_TRY(nd__ddl_refresh(ddl));
    return link_sources(ddl, view.id, made.sources, made.source_count, NULL, true);
}
