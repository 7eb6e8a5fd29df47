/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_object.c - schemas; comments, new names and places of what is there. */
#include <stdio.h>

#include "sql/ddl_int.h"
#include "sql/parse/parse.h"

/* ---- schemas ------------------------------------------------------------------------------------------------- */

static bool is_system_name(const char *name) { return strncmp(name, "pg_", 3) == 0; }

/* Those of temporary tables are known by their names. */
static enum nd_status check_schema_name(struct nd__ddl *ddl, const char *name)
{
    if (!is_system_name(name)) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "42939", "unacceptable schema name \"%s\"", name);
    return nd_err_detail(ddl->err, "The prefix \"pg_\" is reserved for system schemas.");
}

enum nd_status nd__ddl_create_schema(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_create_schema *ast = ddl->stmt->create_schema;
    const struct nd_schema *known;
    struct nd_schema schema = {.name = ast->name, .owner = session->role};
    snprintf(ddl->tag, 64, "CREATE SCHEMA");
    if (ast->owner != NULL) ND_TRY(nd__ddl_find_owner(ddl, ast->owner, &schema.owner));
    if (schema.name == NULL) schema.name = nd_arena_strdup(ddl->arena, nd_catalog_role(session->view, schema.owner)->name);
    ND_TRY(nd__ddl_may_create_in_database(ddl));
    ND_TRY(nd__ddl_may_give(ddl, schema.owner));
    ND_TRY(check_schema_name(ddl, schema.name));
    ND_TRY(nd_catalog_find_schema(session->view, session->txn, schema.name, &known));
    if (known != NULL && !ast->if_not_exists) return nd_err_set(ddl->err, "42P06", "schema \"%s\" already exists", schema.name);
    if (known != NULL) {
        nd__session_notice(session, "NOTICE", "42P06", "schema \"%s\" already exists, skipping", schema.name);
        return ND_STATUS_OK;
    }
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &schema.id));
    ND_TRY(nd__ddl_default_acl(ddl, schema.owner, 0, ND_ACL_SCHEMA, &schema.acl));
    return nd_catalog_put_schema(session->catalog, session->txn, NULL, &schema);
}

enum nd_status nd__ddl_find_schema(struct nd__ddl *ddl, const char *name, bool is_missing_fine, const struct nd_schema **schema_out)
{
    ND_TRY(nd_catalog_find_schema(ddl->session->view, ddl->session->txn, name, schema_out));
    return *schema_out == NULL && !is_missing_fine ? nd_err_set(ddl->err, "3F000", "schema \"%s\" does not exist", name) : ND_STATUS_OK;
}

static bool is_builtin(const struct nd_schema *schema) { return schema->id < ND_OID_FIRST; }

static enum nd_type_id type_in(const struct nd_catalog_view *view, uint32_t schema_id)
{
    const struct nd_user_type *type;
    for (size_t i = 0; (type = nd_catalog_type_at(view, i)) != NULL; i++)
        if (type->schema_id == schema_id) return type->id;
    return ND_TYPE_INVALID;
}

enum nd_status nd__ddl_drop_schema(struct nd__ddl *ddl, const struct nd_schema *schema, bool is_cascade)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_table **tables;
    const struct nd_sequence **sequences;
    size_t table_count, sequence_count;
    ND_TRY(nd_catalog_list_tables(session->view, session->txn, schema->id, ddl->arena, &tables, &table_count));
    ND_TRY(nd_catalog_list_sequences(session->view, session->txn, schema->id, ddl->arena, &sequences, &sequence_count));
    ND_TRY(nd_catalog_load_types(session->view, session->txn));
    enum nd_type_id type = type_in(session->view, schema->id);
    if (type != ND_TYPE_INVALID && table_count + sequence_count == 0 && !is_cascade) {
        (void)nd_err_set(ddl->err, "2BP01", "cannot drop schema %s because other objects depend on it", schema->name);
        (void)nd_err_detail(ddl->err, "type %s depends on schema %s", nd__ddl_type_text(ddl, ND_TYPE(type)), schema->name);
        return nd_err_hint(ddl->err, "Use DROP ... CASCADE to drop the dependent objects too.");
    }
    if (table_count + sequence_count > 0 && !is_cascade) {
        (void)nd_err_set(ddl->err, "2BP01", "cannot drop schema %s because other objects depend on it", schema->name);
        const char *kind = table_count == 0 ? "sequence" : tables[0]->view != NULL ? "view"
                                                                                   : "table";
        (void)nd_err_detail(ddl->err, "%s %s.%s depends on schema %s", kind, schema->name, table_count > 0 ? tables[0]->name : sequences[0]->name, schema->name);
        return nd_err_hint(ddl->err, "Use DROP ... CASCADE to drop the dependent objects too.");
    }
    for (size_t i = 0; i < table_count; i++) nd__session_notice(session, "NOTICE", "00000", "drop cascades to %s %s.%s", tables[i]->view != NULL ? "view" : "table", schema->name, tables[i]->name);
    struct nd__drop_set set = {.is_cascade = true};
    for (size_t i = 0; i < table_count; i++) nd__drop_set_add(ddl, &set, tables[i]);
    struct nd_schema kept = {.id = schema->id, .name = nd_arena_strdup(ddl->arena, schema->name)};
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_drop_tables(ddl, &set));
    ND_TRY(nd_catalog_list_sequences(session->view, session->txn, kept.id, ddl->arena, &sequences, &sequence_count));
    for (size_t i = 0; i < sequence_count; i++) {
        struct nd_table states = {.id = {sequences[i]->oid}};
        ND_TRY(nd_catalog_delete_sequence(session->catalog, session->txn, sequences[i]));
        nd__ddl_discard_table(ddl, &states);
    }
    for (;;) {
        ND_TRY(nd_catalog_load_types(session->view, session->txn)); /* of the view as it is now */
        type = type_in(session->view, kept.id);
        if (type == ND_TYPE_INVALID) break;
        nd__session_notice(session, "NOTICE", "00000", "drop cascades to type %s", nd__ddl_type_text(ddl, ND_TYPE(type)));
        ND_TRY(nd__ddl_drop_type(ddl, type, true));
    }
    ND_TRY(nd_catalog_delete_schema(session->catalog, session->txn, &kept));
    return nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_drop_schemas(struct nd__ddl *ddl)
{
    const struct nd_ast_drop *drop = ddl->stmt->drop;
    for (size_t i = 0; i < drop->name_count; i++) {
        const struct nd_schema *schema;
        ND_TRY(nd__ddl_find_schema(ddl, drop->names[i].name, drop->if_exists, &schema));
        if (schema == NULL) {
            nd__session_notice(ddl->session, "NOTICE", "00000", "schema \"%s\" does not exist, skipping", drop->names[i].name);
            continue;
        }
        if (is_builtin(schema) && schema->id != ND_OID_PUBLIC) return nd_err_set(ddl->err, "2BP01", "cannot drop schema %s because it is required by the database system", schema->name);
        ND_TRY(nd__ddl_must_own(ddl, "schema", schema->name, schema->owner));
        ND_TRY(nd__ddl_drop_schema(ddl, schema, drop->is_cascade));
    }
    return ND_STATUS_OK;
}

/* ---- COMMENT ON ------------------------------------------------------------------------------------------------ */

static enum nd_status find_column(struct nd__ddl *ddl, const struct nd_table *table, const char *name, size_t *at_out)
{
    *at_out = nd_table_find_column(table, name);
    return *at_out == SIZE_MAX ? nd_err_set(ddl->err, "42703", "column \"%s\" of relation \"%s\" does not exist", name, table->name) : ND_STATUS_OK;
}

static enum nd_status comment_constraint(struct nd__ddl *ddl, struct nd__draft *draft, const char *name, const char *text)
{
    struct nd_table *table = draft->table;
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, table->check_count + 1);
    struct nd_foreign_key *keys = nd_arena_array(ddl->arena, struct nd_foreign_key, table->foreign_key_count + 1);
    bool is_found = false;
    for (size_t i = 0; i < table->check_count; i++) {
        checks[i] = table->checks[i];
        if (strcmp(checks[i].name, name) == 0) is_found = true, checks[i].comment = text;
    }
    for (size_t i = 0; i < table->foreign_key_count; i++) {
        keys[i] = table->foreign_keys[i];
        if (strcmp(keys[i].name, name) == 0) is_found = true, keys[i].comment = text;
    }
    for (size_t i = 0; i < table->index_count; i++)
        if (draft->indexes[i].is_constraint && strcmp(draft->indexes[i].name, name) == 0) is_found = true, draft->indexes[i].constraint_comment = text;
    table->checks = checks;
    table->foreign_keys = keys;
    return is_found ? ND_STATUS_OK : nd_err_set(ddl->err, "42704", "constraint \"%s\" for table \"%s\" does not exist", name, table->name);
}

static enum nd_status comment_on_table(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_table *table;
    size_t at = 0;
    if (change->object == ND_AST_OBJ_INDEX) ND_TRY(nd__ddl_find_index(ddl, &change->name, false, &table, &at));
    else if (change->object == ND_AST_OBJ_VIEW) ND_TRY(nd__ddl_find_view(ddl, &change->name, false, &table));
    else if (change->object == ND_AST_OBJ_COLUMN) ND_TRY(nd__ddl_find_relation(ddl, &change->name, false, &table));
    else ND_TRY(nd__ddl_find(ddl, &change->name, NULL, false, &table));
    if (change->object == ND_AST_OBJ_COLUMN) ND_TRY(find_column(ddl, table, change->sub, &at));
    const char *kind = table->view != NULL ? "view" : "table";
    if (change->object == ND_AST_OBJ_INDEX) kind = "index";
    if (change->object == ND_AST_OBJ_COLUMN || change->object == ND_AST_OBJ_CONSTRAINT) kind = "relation";
    ND_TRY(nd__ddl_must_own(ddl, kind, change->object == ND_AST_OBJ_INDEX ? table->indexes[at].name : table->name, table->owner));
    ND_TRY(nd__ddl_begin(ddl));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    switch (change->object) {
    case ND_AST_OBJ_COLUMN: draft.columns[at].comment = change->text; break;
    case ND_AST_OBJ_INDEX: draft.indexes[at].comment = change->text; break;
    case ND_AST_OBJ_CONSTRAINT: ND_TRY(comment_constraint(ddl, &draft, change->sub, change->text)); break;
    default: draft.table->comment = change->text;
    }
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status comment_on_sequence(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_sequence *before;
    ND_TRY(nd__ddl_find_sequence(ddl, &change->name, false, &before));
    ND_TRY(nd__ddl_must_own(ddl, "sequence", before->name, before->role));
    struct nd_sequence sequence = *before;
    sequence.version++;
    sequence.comment = change->text;
    ND_TRY(nd__ddl_begin(ddl));
    return nd_catalog_put_sequence(ddl->session->catalog, ddl->session->txn, before, &sequence);
}

static enum nd_status comment_on_schema(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_schema *before;
    ND_TRY(nd__ddl_find_schema(ddl, change->name.name, false, &before));
    ND_TRY(nd__ddl_must_own(ddl, "schema", before->name, before->owner));
    if (is_builtin(before)) return ND_STATUS_OK; /* they say what they are */
    struct nd_schema schema = *before;
    schema.comment = change->text;
    ND_TRY(nd__ddl_begin(ddl));
    return nd_catalog_put_schema(ddl->session->catalog, ddl->session->txn, before, &schema);
}

enum type_change { CHANGE_COMMENT, CHANGE_NAME, CHANGE_SCHEMA };
static enum nd_status change_type(struct nd__ddl *ddl, const struct nd_ast_change *change, enum type_change what, const struct nd_schema *schema)
{
    const struct nd_user_type *before;
    if (change->object == ND_AST_OBJ_DOMAIN) ND_TRY(nd__ddl_find_domain(ddl, &change->name, false, &before));
    else ND_TRY(nd__ddl_find_type(ddl, &change->name, false, &before));
    ND_TRY(nd__ddl_must_own(ddl, "type", before->name, before->owner));
    struct nd_user_type type = *before;
    if (what != CHANGE_COMMENT) ND_TRY(nd__ddl_may_create_in(ddl, schema != NULL ? schema->id : before->schema_id));
    if (what == CHANGE_COMMENT) type.comment = change->text;
    if (what == CHANGE_NAME) type.name = change->text;
    if (what == CHANGE_SCHEMA && schema->id == before->schema_id) return ND_STATUS_OK;
    if (what == CHANGE_SCHEMA) {
        type.schema_id = schema->id;
        type.schema_name = schema->name;
    }
    return nd__ddl_change_type(ddl, before, &type);
}

enum nd_status nd__ddl_comment(struct nd__ddl *ddl)
{
    const struct nd_ast_change *change = ddl->stmt->change;
    snprintf(ddl->tag, 64, "COMMENT");
    switch (change->object) {
    case ND_AST_OBJ_TABLE:
    case ND_AST_OBJ_VIEW:
    case ND_AST_OBJ_COLUMN:
    case ND_AST_OBJ_INDEX:
    case ND_AST_OBJ_CONSTRAINT: return comment_on_table(ddl, change);
    case ND_AST_OBJ_SEQUENCE: return comment_on_sequence(ddl, change);
    case ND_AST_OBJ_SCHEMA: return comment_on_schema(ddl, change);
    case ND_AST_OBJ_DOMAIN:
    case ND_AST_OBJ_TYPE: return change_type(ddl, change, CHANGE_COMMENT, NULL);
    case ND_AST_OBJ_DOMAIN_CONSTRAINT: return nd__ddl_change_domain_constraint(ddl, change, true);
    case ND_AST_OBJ_DATABASE: return nd__ddl_comment_database(ddl, change);
    case ND_AST_OBJ_ROLE: return nd__ddl_comment_role(ddl, change);
    case ND_AST_OBJ_OTHER: break;
    }
    if (strcmp(change->what, "EXTENSION") == 0) return nd_err_set(ddl->err, "42704", "extension \"%s\" does not exist", change->name.name);
    return nd_err_unsupported(ddl->err, nd_arena_printf(ddl->arena, "COMMENT ON %s", change->what));
}

/* ---- RENAME ----------------------------------------------------------------------------------------------------------- */

static enum nd_status check_free(struct nd__ddl *ddl, uint32_t schema, const char *name)
{
    bool is_taken;
    ND_TRY(nd_catalog_has_name(ddl->session->view, ddl->session->txn, schema, name, &is_taken));
    return is_taken ? nd__ddl_name_taken(ddl, name) : ND_STATUS_OK;
}

static enum nd_status move_sequence(struct nd__ddl *ddl, const struct nd_sequence *before, const struct nd_schema *schema, const char *name)
{
    struct nd_sequence old = *before, sequence = *before;
    old.name = nd_arena_strdup(ddl->arena, before->name);
    old.schema_name = nd_arena_strdup(ddl->arena, before->schema_name);
    sequence.schema_id = schema->id;
    sequence.name = name;
    sequence.version++;
    ND_TRY(check_free(ddl, schema->id, name));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd_catalog_put_sequence(ddl->session->catalog, ddl->session->txn, before, &sequence));
    return nd__ddl_rename_in_defaults(ddl, &old, nd_arena_strdup(ddl->arena, schema->name), name);
}

static enum nd_status find_renamed(struct nd__ddl *ddl, const struct nd_ast_change *change, const struct nd_table **table_out)
{
    return change->object == ND_AST_OBJ_VIEW ? nd__ddl_find_view(ddl, &change->name, change->if_exists, table_out)
                                             : nd__ddl_find_relation(ddl, &change->name, change->if_exists, table_out);
}

static enum nd_status rename_table(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_table *table;
    ND_TRY(find_renamed(ddl, change, &table));
    if (table == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    ND_TRY(nd__ddl_may_create_in(ddl, table->schema_id));
    ND_TRY(check_free(ddl, table->schema_id, change->text));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_rename_in_views(ddl, table, &(struct nd_bind_rename){.table = table->id, .name = change->text}));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.table->name = change->text;
    return nd__ddl_write(ddl, &draft);
}

/* Expressions of the table that name the column. */
static enum nd_status rename_in_texts(struct nd__ddl *ddl, struct nd__draft *draft, const char *from, const char *to)
{
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, draft->table->check_count + 1);
    for (size_t i = 0; i < draft->table->check_count; i++) {
        checks[i] = draft->table->checks[i];
        ND_TRY(nd_parse_rename_column(ddl->bind.reactor, checks[i].text, from, to, ddl->arena, &checks[i].text, ddl->err));
    }
    draft->table->checks = checks;
    for (size_t i = 0; i < draft->table->column_count; i++)
        if (draft->columns[i].generated_text != NULL)
            ND_TRY(nd_parse_rename_column(ddl->bind.reactor, draft->columns[i].generated_text, from, to, ddl->arena, &draft->columns[i].generated_text, ddl->err));
    for (size_t i = 0; i < draft->table->column_count; i++)
        if (draft->columns[i].virtual_text != NULL)
            ND_TRY(nd_parse_rename_column(ddl->bind.reactor, draft->columns[i].virtual_text, from, to, ddl->arena, &draft->columns[i].virtual_text, ddl->err));
    return ND_STATUS_OK;
}

static enum nd_status rename_column(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_table *table;
    struct nd_sql_session *session = ddl->session;
    size_t at;
    if (strcmp(change->what, "VIEW") == 0) ND_TRY(nd__ddl_find_view(ddl, &change->name, change->if_exists, &table));
    else ND_TRY(find_renamed(ddl, change, &table));
    if (table == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    at = nd_table_find_column(table, change->sub);
    if (at == SIZE_MAX) return nd_err_set(ddl->err, "42703", "column \"%s\" does not exist", change->sub);
    if (nd_table_find_column(table, change->text) != SIZE_MAX) return nd_err_set(ddl->err, "42701", "column \"%s\" of relation \"%s\" already exists", change->text, table->name);
    ND_TRY(nd__ddl_begin(ddl));
    struct nd_bind_rename rename = {.table = table->id, .column_id = table->columns[at].id, .column_name = change->text};
    ND_TRY(nd__ddl_rename_in_views(ddl, table, &rename));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.columns[at].name = change->text;
    if (table->view != NULL) {
        ND_TRY(nd_bind_load_view(session->view, session->txn, ddl->bind.path, table, ddl->bind.reactor, session->heap));
        ND_TRY(nd_bind_view_renamed(&ddl->bind, table, &rename, ddl->arena, &draft.table->view->text, ddl->err));
    } else {
        ND_TRY(rename_in_texts(ddl, &draft, change->sub, change->text));
        ND_TRY(nd__ddl_retype_virtuals(ddl, &draft)); /* written as all are */
    }
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status rename_index(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_find_index(ddl, &change->name, change->if_exists, &table, &at));
    if (table == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
    ND_TRY(nd__ddl_must_own(ddl, "index", table->indexes[at].name, table->owner));
    ND_TRY(nd__ddl_may_create_in(ddl, table->schema_id));
    ND_TRY(check_free(ddl, table->schema_id, change->text));
    ND_TRY(nd__ddl_begin(ddl));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.indexes[at].name = change->text;
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status rename_constraint(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_find(ddl, &change->name, NULL, change->if_exists, &table));
    if (table == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    if (nd__ddl_has_constraint(table, change->text)) return nd_err_set(ddl->err, "42710", "constraint \"%s\" for relation \"%s\" already exists", change->text, table->name);
    if (!nd__ddl_has_constraint(table, change->sub)) return nd_err_set(ddl->err, "42704", "constraint \"%s\" for table \"%s\" does not exist", change->sub, table->name);
    ND_TRY(nd__ddl_begin(ddl));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, table->check_count + 1);
    struct nd_foreign_key *keys = nd_arena_array(ddl->arena, struct nd_foreign_key, table->foreign_key_count + 1);
    for (size_t i = 0; i < table->check_count; i++) {
        checks[i] = draft.table->checks[i];
        if (strcmp(checks[i].name, change->sub) == 0) checks[i].name = change->text;
    }
    for (size_t i = 0; i < table->foreign_key_count; i++) {
        keys[i] = draft.table->foreign_keys[i];
        if (strcmp(keys[i].name, change->sub) == 0) keys[i].name = change->text;
    }
    for (size_t i = 0; i < table->index_count; i++) {
        if (!table->indexes[i].is_constraint || strcmp(table->indexes[i].name, change->sub) != 0) continue;
        ND_TRY(check_free(ddl, table->schema_id, change->text));
        draft.indexes[i].name = change->text;
    }
    draft.table->checks = checks;
    draft.table->foreign_keys = keys;
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status rename_schema(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    const struct nd_schema *before, *taken;
    ND_TRY(nd__ddl_find_schema(ddl, change->name.name, false, &before));
    ND_TRY(nd__ddl_must_own(ddl, "schema", before->name, before->owner));
    ND_TRY(nd__ddl_may_create_in_database(ddl));
    if (is_builtin(before) || is_system_name(before->name)) return nd_err_unsupported(ddl->err, "a new name for this schema");
    ND_TRY(nd__ddl_find_schema(ddl, change->text, true, &taken));
    if (taken != NULL) return nd_err_set(ddl->err, "42P06", "schema \"%s\" already exists", change->text);
    ND_TRY(check_schema_name(ddl, change->text));
    struct nd_schema old = {before->id, nd_arena_strdup(ddl->arena, before->name), before->comment == NULL ? NULL : nd_arena_strdup(ddl->arena, before->comment), before->owner,
                            nd_acl_copy(before->acl, ddl->arena)};
    struct nd_schema schema = old;
    schema.name = change->text;
    const struct nd_sequence **sequences;
    size_t count;
    ND_TRY(nd_catalog_list_sequences(ddl->session->view, ddl->session->txn, old.id, ddl->arena, &sequences, &count));
    ND_TRY(nd__ddl_begin(ddl));
    for (size_t i = 0; i < count; i++) { /* defaults name them in full; the view that lists them goes with the first change */
        struct nd_sequence kept = *sequences[i];
        kept.name = nd_arena_strdup(ddl->arena, kept.name);
        kept.schema_name = old.name;
        struct nd_sequence *copy = nd_arena_new(ddl->arena, struct nd_sequence);
        *copy = kept;
        sequences[i] = copy;
    }
    ND_TRY(nd__ddl_rename_schema_in_texts(ddl, old.id, schema.name));
    for (size_t i = 0; i < count; i++) ND_TRY(nd__ddl_rename_in_defaults(ddl, sequences[i], schema.name, sequences[i]->name));
    return nd_catalog_put_schema(ddl->session->catalog, ddl->session->txn, &old, &schema);
}

enum nd_status nd__ddl_rename(struct nd__ddl *ddl)
{
    const struct nd_ast_change *change = ddl->stmt->change;
    const struct nd_sequence *sequence;
    snprintf(ddl->tag, 64, "ALTER TABLE");
    switch (change->object) {
    case ND_AST_OBJ_TABLE: return rename_table(ddl, change);
    case ND_AST_OBJ_VIEW: snprintf(ddl->tag, 64, "ALTER VIEW"); return rename_table(ddl, change);
    case ND_AST_OBJ_COLUMN:
        if (strcmp(change->what, "VIEW") == 0) snprintf(ddl->tag, 64, "ALTER VIEW");
        return rename_column(ddl, change);
    case ND_AST_OBJ_CONSTRAINT: return rename_constraint(ddl, change);
    case ND_AST_OBJ_INDEX: snprintf(ddl->tag, 64, "ALTER INDEX"); return rename_index(ddl, change);
    case ND_AST_OBJ_SCHEMA: snprintf(ddl->tag, 64, "ALTER SCHEMA"); return rename_schema(ddl, change);
    case ND_AST_OBJ_TYPE: snprintf(ddl->tag, 64, "ALTER TYPE"); return change_type(ddl, change, CHANGE_NAME, NULL);
    case ND_AST_OBJ_DATABASE: snprintf(ddl->tag, 64, "ALTER DATABASE"); return nd__ddl_rename_database(ddl, change);
    case ND_AST_OBJ_ROLE: snprintf(ddl->tag, 64, "ALTER ROLE"); return nd__ddl_rename_role(ddl, change);
    case ND_AST_OBJ_DOMAIN: snprintf(ddl->tag, 64, "ALTER DOMAIN"); return change_type(ddl, change, CHANGE_NAME, NULL);
    case ND_AST_OBJ_DOMAIN_CONSTRAINT: snprintf(ddl->tag, 64, "ALTER DOMAIN"); return nd__ddl_change_domain_constraint(ddl, change, false);
    case ND_AST_OBJ_SEQUENCE: {
        snprintf(ddl->tag, 64, "ALTER SEQUENCE");
        ND_TRY(nd__ddl_find_sequence(ddl, &change->name, change->if_exists, &sequence));
        if (sequence == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
        ND_TRY(nd__ddl_must_own(ddl, "sequence", sequence->name, sequence->role));
        ND_TRY(nd__ddl_may_create_in(ddl, sequence->schema_id));
        struct nd_schema schema = {.id = sequence->schema_id, .name = sequence->schema_name};
        return move_sequence(ddl, sequence, &schema, change->text);
    }
    default: return nd_err_unsupported(ddl->err, nd_arena_printf(ddl->arena, "RENAME of %s", change->what));
    }
}

/* ---- SET SCHEMA ---------------------------------------------------------------------------------------------------------- */

static enum nd_status set_table_schema(struct nd__ddl *ddl, const struct nd_ast_change *change, const struct nd_schema *schema)
{
    const struct nd_table *table;
    ND_TRY(find_renamed(ddl, change, &table));
    if (table == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    ND_TRY(nd__ddl_may_create_in(ddl, schema->id));
    if (table->schema_id == schema->id) return ND_STATUS_OK;
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].name[0] != '\0') ND_TRY(check_free(ddl, schema->id, table->indexes[i].name));
    ND_TRY(check_free(ddl, schema->id, table->name));
    struct nd_table_id id = table->id;
    struct nd_schema target = {.id = schema->id, .name = nd_arena_strdup(ddl->arena, schema->name)};
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_rename_in_views(ddl, table, &(struct nd_bind_rename){.table = id, .schema_id = target.id, .schema_name = target.name}));
    for (size_t i = 0; i < table->sequence_count; i++) { /* they come along */
        const struct nd_sequence *sequence;
        ND_TRY(nd_catalog_find_sequence_by_oid(ddl->session->view, ddl->session->txn, table->sequences[i].sequence_oid, &sequence));
        if (sequence == NULL) return ND_STATUS_CORRUPT;
        ND_TRY(move_sequence(ddl, sequence, &target, nd_arena_strdup(ddl->arena, sequence->name)));
        ND_TRY(nd__ddl_refresh(ddl));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    }
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.table->schema_id = target.id;
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_set_schema(struct nd__ddl *ddl)
{
    const struct nd_ast_change *change = ddl->stmt->change;
    const struct nd_schema *schema;
    const struct nd_sequence *sequence;
    snprintf(ddl->tag, 64, "ALTER TABLE");
    bool is_table = change->object == ND_AST_OBJ_TABLE || change->object == ND_AST_OBJ_VIEW;
    if (change->object == ND_AST_OBJ_VIEW) snprintf(ddl->tag, 64, "ALTER VIEW");
    bool is_type = change->object == ND_AST_OBJ_TYPE || change->object == ND_AST_OBJ_DOMAIN;
    if (!is_table && !is_type && change->object != ND_AST_OBJ_SEQUENCE) return nd_err_unsupported(ddl->err, nd_arena_printf(ddl->arena, "SET SCHEMA of %s", change->what));
    ND_TRY(nd__ddl_find_schema(ddl, change->text, false, &schema));
    if (schema->id == ND_OID_PG_CATALOG || schema->id == ND_OID_ND_INTERNAL) return nd_err_set(ddl->err, "42501", "permission denied for schema %s", schema->name);
    if (is_table) return set_table_schema(ddl, change, schema);
    if (is_type) {
        snprintf(ddl->tag, 64, change->object == ND_AST_OBJ_TYPE ? "ALTER TYPE" : "ALTER DOMAIN");
        return change_type(ddl, change, CHANGE_SCHEMA, schema);
    }
    snprintf(ddl->tag, 64, "ALTER SEQUENCE");
    ND_TRY(nd__ddl_find_sequence(ddl, &change->name, change->if_exists, &sequence));
    if (sequence == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
    ND_TRY(nd__ddl_must_own(ddl, "sequence", sequence->name, sequence->role));
    ND_TRY(nd__ddl_may_create_in(ddl, schema->id));
    if (sequence->schema_id == schema->id) return ND_STATUS_OK;
    return move_sequence(ddl, sequence, schema, nd_arena_strdup(ddl->arena, sequence->name));
}
