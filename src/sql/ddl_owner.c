/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_owner.c - whose objects are; what a role may do to them; all that a role has to do with: REASSIGN OWNED, DROP OWNED, DROP ROLE. */
#include <stdio.h>
#include <stdlib.h>

#include "sql/ddl_int.h"

#define NAMED_DEPENDENTS_MAX 100 /* in the detail of an error, as in PostgreSQL */

enum nd_status nd__ddl_load_roles(struct nd__ddl *ddl)
{
    ND_TRY(nd_catalog_load_schemas(ddl->session->view, ddl->session->txn));
    return nd_catalog_load_roles(ddl->session->view, ddl->session->txn);
}

/* ---- what the current role may ---------------------------------------------------------------------------------- */

enum nd_status nd__ddl_must_own(struct nd__ddl *ddl, const char *kind, const char *name, uint32_t owner)
{
    struct nd_sql_session *session = ddl->session;
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd__ddl_load_roles(ddl));
    if (nd_role_has_privileges_of(session->view, session->role, owner)) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "must be owner of %s %s", kind, name);
}

enum nd_status nd__ddl_must_own_table(struct nd__ddl *ddl, const struct nd_table *table) { return nd__ddl_must_own(ddl, table->view != NULL ? "view" : "table", table->name, table->owner); }

enum nd_status nd__ddl_may_drop(struct nd__ddl *ddl, const char *kind, const char *name, uint32_t owner, uint32_t schema_id)
{
    struct nd_sql_session *session = ddl->session;
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd__ddl_load_roles(ddl));
    const struct nd_schema *schema = nd_catalog_peek_schema_by_id(session->view, schema_id);
    if (schema != NULL && nd_role_has_privileges_of(session->view, session->role, schema->owner)) return ND_STATUS_OK;
    return nd__ddl_must_own(ddl, kind, name, owner);
}

static enum nd_status role_may_create_in(struct nd__ddl *ddl, uint32_t schema_id, uint32_t role)
{
    const struct nd_schema *schema;
    ND_TRY(nd__ddl_load_roles(ddl));
    schema = nd_catalog_peek_schema_by_id(ddl->session->view, schema_id);
    if (schema == NULL || nd_schema_privileges(ddl->session->view, schema, role, ND_PRIV_CREATE) != 0) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "permission denied for schema %s", schema->name);
}

enum nd_status nd__ddl_may_create_in(struct nd__ddl *ddl, uint32_t schema_id)
{
    bool is_own = ddl->session->is_superuser || schema_id == ddl->session->settings.temp_schema;
    return is_own ? ND_STATUS_OK : role_may_create_in(ddl, schema_id, ddl->session->role);
}

enum nd_status nd__ddl_may_use(struct nd__ddl *ddl, const struct nd_schema *schema)
{
    struct nd_sql_session *session = ddl->session;
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd__ddl_load_roles(ddl));
    if (nd_schema_privileges(session->view, schema, session->role, ND_PRIV_USAGE) != 0) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "permission denied for schema %s", schema->name);
}

static enum nd_status role_may_create_in_database(struct nd__ddl *ddl, uint32_t role)
{
    ND_TRY(nd__ddl_load_roles(ddl));
    const struct nd_database *database = nd_catalog_database(ddl->session->view);
    if (nd_privileges(ddl->session->view, database->acl, ND_ACL_DATABASE, database->owner, role, ND_PRIV_CREATE) != 0) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "permission denied for database %s", ddl->session->database);
}

enum nd_status nd__ddl_may_create_in_database(struct nd__ddl *ddl)
{
    return ddl->session->is_superuser ? ND_STATUS_OK : role_may_create_in_database(ddl, ddl->session->role);
}

enum nd_status nd__ddl_may_make_temp(struct nd__ddl *ddl, const struct nd_schema *own)
{
    struct nd_sql_session *session = ddl->session;
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd__ddl_load_roles(ddl));
    const struct nd_database *database = nd_catalog_database(session->view);
    if (nd_privileges(session->view, database->acl, ND_ACL_DATABASE, database->owner, session->role, ND_PRIV_TEMPORARY) != 0) return ND_STATUS_OK;
    if (own != NULL) return nd_err_set(ddl->err, "42501", "permission denied for schema %s", own->name);
    return nd_err_set(ddl->err, "42501", "permission denied to create temporary tables in database \"%s\"", session->database);
}

enum nd_status nd__ddl_may_use_type(struct nd__ddl *ddl, struct nd_type type)
{
    struct nd_sql_session *session = ddl->session;
    enum nd_type_id id = type.domain != ND_TYPE_INVALID ? type.domain : nd_type_is_array(type.id) ? nd_type_element(type.id) : type.id;
    if (session->is_superuser || nd_type_user_kind(id) == ND_USER_NONE) return ND_STATUS_OK;
    const struct nd_user_type *user = nd_catalog_peek_type(session->view, id);
    if (user == NULL) return ND_STATUS_OK; /* the rows of a table: everybody's */
    ND_TRY(nd__ddl_load_roles(ddl));
    if (nd_privileges(session->view, user->acl, ND_ACL_TYPE, user->owner, session->role, ND_PRIV_USAGE) != 0) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "permission denied for type %s", nd__ddl_type_text(ddl, ND_TYPE(id)));
}

enum nd_status nd__ddl_may_give(struct nd__ddl *ddl, uint32_t role)
{
    struct nd_sql_session *session = ddl->session;
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd__ddl_load_roles(ddl));
    if (nd_role_is_member(session->view, session->role, role)) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "must be member of role \"%s\"", nd_catalog_role(session->view, role)->name);
}

enum nd_status nd__ddl_need(struct nd__ddl *ddl, const struct nd_table *table, unsigned privilege)
{
    struct nd_sql_session *session = ddl->session;
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd__ddl_load_roles(ddl));
    if (nd_table_privileges(session->view, table, session->role, privilege) == privilege) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "permission denied for %s %s", table->view != NULL ? "view" : "table", table->name);
}

/* ---- OWNER TO ------------------------------------------------------------------------------------------------------- */

static enum nd_status put_sequence_owner(struct nd__ddl *ddl, uint32_t oid, uint32_t owner)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_sequence *before;
    ND_TRY(nd_catalog_find_sequence_by_oid(session->view, session->txn, oid, &before));
    if (before == NULL) return ND_STATUS_CORRUPT;
    struct nd_sequence sequence = *before;
    sequence.version++;
    sequence.acl = nd_acl_new_owner(before->acl, before->role, owner, ddl->arena);
    sequence.role = owner;
    ND_TRY(nd_catalog_put_sequence(session->catalog, session->txn, before, &sequence));
    return nd__ddl_refresh(ddl);
}

static enum nd_status put_table_owner(struct nd__ddl *ddl, struct nd_table_id id, uint32_t owner)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    if (table->owner == owner) return ND_STATUS_OK;
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.table->owner = owner;
    draft.table->acl = nd_acl_new_owner(table->acl, table->owner, owner, ddl->arena);
    for (size_t i = 0; i < table->column_count; i++) draft.columns[i].acl = nd_acl_new_owner(table->columns[i].acl, table->owner, owner, ddl->arena);
    size_t count = table->sequence_count;
    ND_TRY(nd__ddl_write(ddl, &draft));
    ND_TRY(nd__ddl_refresh(ddl));
    for (size_t i = 0; i < count; i++) ND_TRY(put_sequence_owner(ddl, draft.table->sequences[i].sequence_oid, owner));
    return ND_STATUS_OK;
}

static enum nd_status may_own(struct nd__ddl *ddl, uint32_t schema_id, uint32_t owner)
{
    if (ddl->session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd__ddl_may_give(ddl, owner));
    return role_may_create_in(ddl, schema_id, owner);
}

enum nd_status nd__ddl_find_owner(struct nd__ddl *ddl, const struct nd_ast_role_name *name, uint32_t *owner_out)
{
    ND_TRY(nd__ddl_find_role(ddl, name, owner_out));
    if (nd_catalog_role(ddl->session->view, *owner_out) != NULL) return ND_STATUS_OK;
    const struct nd_settings *settings = &ddl->session->settings;
    const char *called = name->kind == ND_AST_ROLE_PUBLIC ? "public" : name->kind == ND_AST_ROLE_SESSION ? settings->session_user : settings->user;
    return nd_err_set(ddl->err, "42704", "role \"%s\" does not exist", called);
}

enum nd_status nd__ddl_change_owner(struct nd__ddl *ddl, struct nd_table_id id, const struct nd_ast_role_name *name)
{
    const struct nd_table *table;
    uint32_t owner;
    ND_TRY(nd__ddl_find_owner(ddl, name, &owner));
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    if (table->owner == owner) return ND_STATUS_OK;
    ND_TRY(may_own(ddl, table->schema_id, owner));
    return put_table_owner(ddl, id, owner);
}

enum nd_status nd__ddl_change_sequence_owner(struct nd__ddl *ddl, const struct nd_sequence *sequence, uint32_t owner)
{
    if (sequence->role == owner) return ND_STATUS_OK;
    if (sequence->owner.v != 0) {
        const struct nd_table *table;
        ND_TRY(nd__ddl_table_by_id(ddl, sequence->owner, &table));
        (void)nd_err_set(ddl->err, "0A000", "cannot change owner of sequence \"%s\"", sequence->name);
        return nd_err_detail(ddl->err, "Sequence \"%s\" is linked to table \"%s\".", sequence->name, table->name);
    }
    ND_TRY(nd__ddl_must_own(ddl, "sequence", sequence->name, sequence->role));
    ND_TRY(may_own(ddl, sequence->schema_id, owner));
    ND_TRY(nd__ddl_begin(ddl));
    return put_sequence_owner(ddl, sequence->oid, owner);
}

static enum nd_status put_schema_owner(struct nd__ddl *ddl, const struct nd_schema *before, uint32_t owner)
{
    struct nd_schema schema = *before;
    schema.acl = nd_acl_new_owner(before->acl, before->owner, owner, ddl->arena);
    schema.owner = owner;
    ND_TRY(nd_catalog_put_schema(ddl->session->catalog, ddl->session->txn, before, &schema));
    return nd__ddl_refresh(ddl);
}

static enum nd_status change_schema_owner(struct nd__ddl *ddl, const char *name, uint32_t owner)
{
    const struct nd_schema *schema;
    ND_TRY(nd__ddl_find_schema(ddl, name, false, &schema));
    if (schema->owner == owner) return ND_STATUS_OK;
    ND_TRY(nd__ddl_must_own(ddl, "schema", schema->name, schema->owner));
    ND_TRY(nd__ddl_may_give(ddl, owner));
    ND_TRY(nd__ddl_may_create_in_database(ddl));
    ND_TRY(nd__ddl_begin(ddl));
    return put_schema_owner(ddl, schema, owner);
}

static enum nd_status put_type_owner(struct nd__ddl *ddl, enum nd_type_id id, uint32_t owner)
{
    ND_TRY(nd_catalog_load_types(ddl->session->view, ddl->session->txn));
    const struct nd_user_type *before = nd_catalog_peek_type(ddl->session->view, id);
    if (before == NULL) return ND_STATUS_CORRUPT;
    struct nd_user_type type = *before;
    type.version++;
    type.acl = nd_acl_new_owner(before->acl, before->owner, owner, ddl->arena);
    type.owner = owner;
    ND_TRY(nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, &type));
    return nd__ddl_refresh(ddl);
}

static enum nd_status change_type_owner(struct nd__ddl *ddl, const struct nd_ast_name *name, uint32_t owner)
{
    const struct nd_user_type *type;
    ND_TRY(nd__ddl_find_type(ddl, name, false, &type));
    if (type->owner == owner) return ND_STATUS_OK;
    ND_TRY(nd__ddl_must_own(ddl, "type", type->name, type->owner));
    ND_TRY(may_own(ddl, type->schema_id, owner));
    ND_TRY(nd__ddl_begin(ddl));
    return put_type_owner(ddl, type->id, owner);
}

static enum nd_status put_database_owner(struct nd__ddl *ddl, uint32_t oid, uint32_t owner)
{
    ND_TRY(nd_catalog_load_databases(ddl->session->view, ddl->session->txn));
    const struct nd_database *before = nd_catalog_database_by_oid(ddl->session->view, oid);
    if (before == NULL) return ND_STATUS_CORRUPT;
    struct nd_database database = *before;
    database.acl = nd_acl_new_owner(before->acl, before->owner, owner, ddl->arena);
    database.owner = owner;
    return nd__ddl_put_database(ddl, &database);
}

static enum nd_status change_database_owner(struct nd__ddl *ddl, const char *name, uint32_t owner)
{
    struct nd_database database;
    ND_TRY(nd__ddl_find_database(ddl, name, &database));
    if (database.owner == owner) return ND_STATUS_OK;
    ND_TRY(nd__ddl_must_own(ddl, "database", name, database.owner));
    ND_TRY(nd__ddl_may_give(ddl, owner));
    ND_TRY(nd__ddl_load_roles(ddl));
    const struct nd_role *own = nd_catalog_role(ddl->session->view, ddl->session->role);
    if (!ddl->session->is_superuser && (own == NULL || !own->creates_databases)) return nd_err_set(ddl->err, "42501", "permission denied to change owner of database");
    ND_TRY(nd__ddl_begin(ddl));
    return put_database_owner(ddl, database.oid, owner);
}

enum nd_status nd__ddl_owner(struct nd__ddl *ddl)
{
    const struct nd_ast_change *change = ddl->stmt->change;
    const struct nd_sequence *sequence;
    const struct nd_table *view;
    uint32_t owner;
    ND_TRY(nd__ddl_find_owner(ddl, &change->owner, &owner));
    switch (change->object) {
    case ND_AST_OBJ_VIEW:
        snprintf(ddl->tag, 64, "ALTER VIEW");
        ND_TRY(nd__ddl_find_view(ddl, &change->name, change->if_exists, &view));
        if (view == NULL) return nd__ddl_skip_missing(ddl, "relation", &change->name);
        ND_TRY(nd__ddl_must_own_table(ddl, view));
        ND_TRY(nd__ddl_begin(ddl));
        return nd__ddl_change_owner(ddl, view->id, &change->owner);
    case ND_AST_OBJ_SCHEMA: snprintf(ddl->tag, 64, "ALTER SCHEMA"); return change_schema_owner(ddl, change->name.name, owner);
    case ND_AST_OBJ_SEQUENCE:
        snprintf(ddl->tag, 64, "ALTER SEQUENCE");
        ND_TRY(nd__ddl_find_sequence(ddl, &change->name, change->if_exists, &sequence));
        return sequence == NULL ? nd__ddl_skip_missing(ddl, "relation", &change->name) : nd__ddl_change_sequence_owner(ddl, sequence, owner);
    case ND_AST_OBJ_DATABASE: snprintf(ddl->tag, 64, "ALTER DATABASE"); return change_database_owner(ddl, change->name.name, owner);
    case ND_AST_OBJ_DOMAIN: snprintf(ddl->tag, 64, "ALTER DOMAIN"); return change_type_owner(ddl, &change->name, owner);
    case ND_AST_OBJ_TYPE: snprintf(ddl->tag, 64, "ALTER TYPE"); return change_type_owner(ddl, &change->name, owner);
    default: return nd_err_unsupported(ddl->err, nd_arena_printf(ddl->arena, "ALTER %s ... OWNER TO", change->what));
    }
}

/* ---- all that a role has to do with ------------------------------------------------------------------------------------ */

enum object_kind { OBJECT_TABLE,
                   OBJECT_SEQUENCE,
                   OBJECT_TYPE,
                   OBJECT_SCHEMA,
                   OBJECT_DATABASE,
                   OBJECT_DEFAULT };

struct object {
    enum object_kind kind;
    uint32_t oid;
    const char *text; /* "table t" */
    bool is_owned, is_granted, is_linked; /* is_linked: a sequence that goes with its column */
    const char *const *columns;           /* TABLE: those that the role was granted something of */
    size_t column_count;
};

struct listing {
    uint32_t role;
    struct object *objects;
    size_t count, cap;
};

static void add_object(struct nd__ddl *ddl, struct listing *list, struct object object)
{
    if (!object.is_owned && !object.is_granted && object.column_count == 0) return;
    if (list->count == list->cap) {
        size_t cap = list->cap == 0 ? 16 : list->cap * 2;
        struct object *objects = nd_arena_array(ddl->arena, struct object, cap);
        if (list->count > 0) memcpy(objects, list->objects, sizeof *objects * list->count);
        list->objects = objects;
        list->cap = cap;
    }
    list->objects[list->count++] = object;
}

static const char *shown(struct nd__ddl *ddl, const char *kind, uint32_t schema_id, const char *schema, const char *name)
{
    for (size_t i = 0; i < ddl->bind.path->count; i++)
        if (ddl->bind.path->schemas[i] == schema_id) return nd_arena_printf(ddl->arena, "%s %s", kind, name);
    return nd_arena_printf(ddl->arena, "%s %s.%s", kind, schema, name);
}

static enum nd_status list_table(struct nd__ddl *ddl, void *arg, const struct nd_table *table)
{
    struct listing *list = arg;
    const char **columns = nd_arena_array(ddl->arena, const char *, table->column_count + 1);
    struct object object = {.kind = OBJECT_TABLE, .oid = nd_table_oid(table), .is_owned = table->owner == list->role, .columns = columns};
    object.is_granted = !object.is_owned && nd_acl_names(table->acl, list->role);
    for (size_t i = 0; i < table->column_count && !object.is_owned; i++)
        if (nd_acl_names(table->columns[i].acl, list->role)) columns[object.column_count++] = nd_arena_strdup(ddl->arena, table->columns[i].name);
    object.text = shown(ddl, table->view != NULL ? "view" : "table", table->schema_id, table->schema_name, table->name);
    add_object(ddl, list, object);
    return ND_STATUS_OK;
}

static enum nd_status list_sequence(struct nd__ddl *ddl, void *arg, const struct nd_sequence *sequence)
{
    struct listing *list = arg;
    struct object object = {.kind = OBJECT_SEQUENCE, .oid = sequence->oid, .is_owned = sequence->role == list->role, .is_linked = sequence->owner.v != 0};
    object.is_granted = !object.is_owned && nd_acl_names(sequence->acl, list->role);
    object.text = shown(ddl, "sequence", sequence->schema_id, sequence->schema_name, sequence->name);
    add_object(ddl, list, object);
    return ND_STATUS_OK;
}

static const char *default_text(struct nd__ddl *ddl, const struct nd_default_acl *item)
{
    static const char *const kinds[] = {[ND_ACL_TABLE] = "relations", [ND_ACL_SEQUENCE] = "sequences", [ND_ACL_SCHEMA] = "schemas", [ND_ACL_FUNCTION] = "functions", [ND_ACL_TYPE] = "types"};
    const struct nd_role *role = nd_catalog_role(ddl->session->view, item->role);
    const struct nd_schema *schema = item->schema == 0 ? NULL : nd_catalog_peek_schema_by_id(ddl->session->view, item->schema);
    return nd_arena_printf(ddl->arena, "default privileges on new %s belonging to role %s%s%s", kinds[item->kind], role == NULL ? "?" : role->name, schema == NULL ? "" : " in schema ",
                           schema == NULL ? "" : schema->name);
}

static int by_oid(const void *a, const void *b)
{
    const struct object *left = a, *right = b;
    return left->oid < right->oid ? -1 : left->oid > right->oid;
}

static void list_databases(struct nd__ddl *ddl, struct listing *list)
{
    const struct nd_database *database;
    for (size_t i = 0; (database = nd_catalog_database_at(ddl->session->view, i)) != NULL; i++) {
        struct object object = {.kind = OBJECT_DATABASE, .oid = database->oid, .is_owned = database->owner == list->role};
        object.is_granted = !object.is_owned && nd_acl_names(database->acl, list->role);
        object.text = nd_arena_printf(ddl->arena, "database %s", database->name);
        add_object(ddl, list, object);
    }
}

/* What is in the session's database. */
static enum nd_status list_contents(struct nd__ddl *ddl, struct listing *list)
{
    struct nd_catalog_view *view = ddl->session->view;
    const struct nd_schema *schema;
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(nd__ddl_each_table(ddl, list, list_table));
    ND_TRY(nd__ddl_each_sequence(ddl, list, list_sequence));
    for (size_t i = 0; (schema = nd_catalog_schema_at(view, i)) != NULL; i++) {
        struct object object = {.kind = OBJECT_SCHEMA, .oid = schema->id, .is_owned = schema->owner == list->role};
        object.is_granted = !object.is_owned && nd_acl_names(schema->acl, list->role);
        object.text = nd_arena_printf(ddl->arena, "schema %s", schema->name);
        add_object(ddl, list, object);
    }
    const struct nd_user_type *type;
    ND_TRY(nd_catalog_load_types(view, ddl->session->txn));
    for (size_t i = 0; (type = nd_catalog_type_at(view, i)) != NULL; i++) {
        struct object object = {.kind = OBJECT_TYPE, .oid = (uint32_t)type->id, .is_owned = type->owner == list->role};
        object.is_granted = !object.is_owned && nd_acl_names(type->acl, list->role);
        object.text = shown(ddl, "type", type->schema_id, type->schema_name, type->name);
        add_object(ddl, list, object);
    }
    const struct nd_database *database = nd_catalog_database(view);
    for (size_t i = 0; i < database->default_count; i++) {
        const struct nd_default_acl *item = &database->defaults[i];
        struct object object = {.kind = OBJECT_DEFAULT, .oid = item->oid, .is_owned = item->role == list->role};
        object.is_granted = !object.is_owned && nd_acl_names(item->acl, list->role);
        object.text = default_text(ddl, item);
        add_object(ddl, list, object);
    }
    return ND_STATUS_OK;
}

static enum nd_status list_objects(struct nd__ddl *ddl, struct listing *list)
{
    ND_TRY(list_contents(ddl, list));
    list_databases(ddl, list);
    if (list->count > 0) qsort(list->objects, list->count, sizeof *list->objects, by_oid);
    return ND_STATUS_OK;
}

/* Of another database one says how many; "2 objects in database d", a line each. */
static enum nd_status list_elsewhere(struct nd__ddl *ddl, uint32_t role, struct nd_buf *lines)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_catalog *own = session->catalog;
    enum nd_status status = ND_STATUS_OK;
    size_t count = 0;
    while (nd_catalog_database_at(session->view, count) != NULL) count++;
    if (count < 2) return ND_STATUS_OK;
    uint32_t *oids = nd_arena_array(ddl->arena, uint32_t, count);
    const char **names = nd_arena_array(ddl->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        oids[i] = nd_catalog_database_at(session->view, i)->oid;
        names[i] = nd_arena_strdup(ddl->arena, nd_catalog_database_at(session->view, i)->name);
    }
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        struct listing list = {.role = role};
        if (oids[i] == nd_catalog_database_oid(own)) continue;
        session->catalog = nd_catalog_of(session->system->catalog, oids[i]);
        status = nd__ddl_refresh(ddl);
        if (status == ND_STATUS_OK) status = list_contents(ddl, &list);
        if (list.count > 0) nd_buf_printf(lines, "%s%zu %s in database %s", lines->n == 0 ? "" : "\n", list.count, list.count == 1 ? "object" : "objects", names[i]);
    }
    session->catalog = own;
    ND_TRY(nd__ddl_refresh(ddl));
    return status;
}

enum nd_status nd__ddl_check_role_unused(struct nd__ddl *ddl, uint32_t oid)
{
    struct listing list = {.role = oid};
    struct nd_buf detail, elsewhere;
    size_t count = 0;
    nd_buf_init(&elsewhere, ddl->arena->heap);
    ND_TRY(list_objects(ddl, &list));
    enum nd_status status = list_elsewhere(ddl, oid, &elsewhere);
    const char *others = nd_arena_printf(ddl->arena, "%.*s", (int)elsewhere.n, (const char *)elsewhere.p);
    nd_buf_deinit(&elsewhere);
    ND_TRY(status);
    if (list.count == 0 && others[0] == '\0') return ND_STATUS_OK;
    ND_TRY(nd__ddl_load_roles(ddl));
    const struct nd_role *role = nd_catalog_role(ddl->session->view, oid);
    if (role == NULL) return ND_STATUS_CORRUPT;
    nd_buf_init(&detail, ddl->session->heap);
    for (size_t i = 0; i < list.count; i++) {
        const struct object *object = &list.objects[i];
        if (object->is_owned || object->is_granted) {
            if (count++ < NAMED_DEPENDENTS_MAX) nd_buf_printf(&detail, "%s%s %s", detail.n == 0 ? "" : "\n", object->is_owned ? "owner of" : "privileges for", object->text);
        }
        for (size_t k = 0; k < object->column_count; k++)
            if (count++ < NAMED_DEPENDENTS_MAX) nd_buf_printf(&detail, "%sprivileges for column %s of %s", detail.n == 0 ? "" : "\n", object->columns[k], object->text);
    }
    if (count > NAMED_DEPENDENTS_MAX) nd_buf_printf(&detail, "\nand %zu other objects (see server log for list)", count - NAMED_DEPENDENTS_MAX);
    if (others[0] != '\0') nd_buf_printf(&detail, "%s%s", detail.n == 0 ? "" : "\n", others);
    (void)nd_err_set(ddl->err, "2BP01", "role \"%s\" cannot be dropped because some objects depend on it", role->name);
    (void)nd_err_detail(ddl->err, "%.*s", (int)detail.n, (const char *)detail.p);
    nd_buf_deinit(&detail);
    return ND_STATUS_SQL;
}

/* The roles of REASSIGN and DROP OWNED, which the current one must be a member of. */
static enum nd_status find_roles(struct nd__ddl *ddl, const char *what, const char *verb, uint32_t *roles)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    for (size_t i = 0; i < ast->role_count; i++) {
        ND_TRY(nd__ddl_find_owner(ddl, &ast->roles[i], &roles[i]));
        const struct nd_role *role = nd_catalog_role(ddl->session->view, roles[i]);
        if (!nd_role_has_privileges_of(ddl->session->view, ddl->session->role, roles[i])) return nd_err_set(ddl->err, "42501", "permission denied to %s objects", what);
        if (roles[i] < ND_OID_FIRST) return nd_err_set(ddl->err, "2BP01", "cannot %s owned by role %s because they are required by the database system", verb, role->name);
    }
    return ND_STATUS_OK;
}

static enum nd_status reassign(struct nd__ddl *ddl, const struct object *object, uint32_t owner)
{
    const struct nd_schema *schema;
    if (!object->is_owned) return ND_STATUS_OK;
    switch (object->kind) {
    case OBJECT_TABLE: return put_table_owner(ddl, (struct nd_table_id){object->oid}, owner);
    case OBJECT_SEQUENCE: return object->is_linked ? ND_STATUS_OK : put_sequence_owner(ddl, object->oid, owner);
    case OBJECT_SCHEMA:
        ND_TRY(nd__ddl_load_roles(ddl));
        schema = nd_catalog_peek_schema_by_id(ddl->session->view, object->oid);
        return schema == NULL ? ND_STATUS_CORRUPT : put_schema_owner(ddl, schema, owner);
    case OBJECT_TYPE: return put_type_owner(ddl, (enum nd_type_id)object->oid, owner);
    case OBJECT_DATABASE: return put_database_owner(ddl, object->oid, owner);
    case OBJECT_DEFAULT: return ND_STATUS_OK; /* they are about what that role makes */
    }
    ND_UNREACHABLE();
}

enum nd_status nd__ddl_reassign_owned(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    uint32_t *roles = nd_arena_array(ddl->arena, uint32_t, ast->role_count + 1), owner;
    ND_TRY(find_roles(ddl, "reassign", "reassign ownership of objects", roles));
    ND_TRY(nd__ddl_find_owner(ddl, ast->owner, &owner));
    if (!nd_role_has_privileges_of(ddl->session->view, ddl->session->role, owner)) return nd_err_set(ddl->err, "42501", "permission denied to reassign objects");
    ND_TRY(nd__ddl_begin(ddl));
    for (size_t i = 0; i < ast->role_count; i++) {
        struct listing list = {.role = roles[i]};
        ND_TRY(list_objects(ddl, &list));
        for (size_t k = 0; k < list.count; k++) ND_TRY(reassign(ddl, &list.objects[k], owner));
    }
    return ND_STATUS_OK;
}

/* ---- DROP OWNED ------------------------------------------------------------------------------------------------------------ */

/* Without what the role was granted, and what it has granted of that. */
static const struct nd_acl *without(struct nd__ddl *ddl, const struct nd_acl *acl, uint32_t role, uint32_t owner)
{
    const struct nd_acl *left = acl;
    for (size_t i = 0; acl != NULL && i < acl->count; i++) {
        const struct nd_acl_item *item = &acl->items[i];
        struct nd_acl_change change = {.grantee = role, .grantor = item->grantor, .owner = owner, .privileges = UINT32_MAX, .is_cascade = true};
        if (item->grantee != role) continue;
        bool is_done = nd_acl_change(left, &change, ddl->arena, &left) == ND_ACL_CHANGED;
        ND_ASSERT(is_done);
    }
    return left;
}

static enum nd_status revoke_all(struct nd__ddl *ddl, const struct object *object, uint32_t role)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_database database;
    ND_TRY(nd__ddl_load_roles(ddl));
    switch (object->kind) {
    case OBJECT_TABLE: {
        const struct nd_table *table;
        ND_TRY(nd__ddl_table_by_id(ddl, (struct nd_table_id){object->oid}, &table));
        struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
        draft.table->acl = without(ddl, table->acl, role, table->owner);
        for (size_t i = 0; i < table->column_count; i++) {
            const struct nd_acl *left = without(ddl, table->columns[i].acl, role, table->owner);
            draft.columns[i].acl = left == NULL || left->count == 0 ? NULL : left;
        }
        ND_TRY(nd__ddl_write(ddl, &draft));
        break;
    }
    case OBJECT_SEQUENCE: {
        const struct nd_sequence *before;
        ND_TRY(nd_catalog_find_sequence_by_oid(session->view, session->txn, object->oid, &before));
        if (before == NULL) return ND_STATUS_CORRUPT;
        struct nd_sequence sequence = *before;
        sequence.version++;
        sequence.acl = without(ddl, before->acl, role, before->role);
        ND_TRY(nd_catalog_put_sequence(session->catalog, session->txn, before, &sequence));
        break;
    }
    case OBJECT_SCHEMA: {
        const struct nd_schema *before = nd_catalog_peek_schema_by_id(session->view, object->oid);
        if (before == NULL) return ND_STATUS_CORRUPT;
        struct nd_schema schema = *before;
        schema.acl = without(ddl, before->acl, role, before->owner);
        ND_TRY(nd_catalog_put_schema(session->catalog, session->txn, before, &schema));
        break;
    }
    case OBJECT_TYPE: {
        ND_TRY(nd_catalog_load_types(session->view, session->txn));
        const struct nd_user_type *before = nd_catalog_peek_type(session->view, (enum nd_type_id)object->oid);
        if (before == NULL) return ND_STATUS_CORRUPT;
        struct nd_user_type type = *before;
        type.version++;
        type.acl = without(ddl, before->acl, role, before->owner);
        ND_TRY(nd_catalog_put_type(session->catalog, session->txn, before, &type));
        break;
    }
    case OBJECT_DATABASE:
        ND_TRY(nd_catalog_load_databases(session->view, session->txn));
        if (nd_catalog_database_by_oid(session->view, object->oid) == NULL) return ND_STATUS_CORRUPT;
        database = *nd_catalog_database_by_oid(session->view, object->oid);
        database.acl = without(ddl, database.acl, role, database.owner);
        return nd__ddl_put_database(ddl, &database);
    case OBJECT_DEFAULT: {
        ND_TRY(nd__ddl_database(ddl, &database));
        struct nd_default_acl *defaults = nd_arena_array(ddl->arena, struct nd_default_acl, database.default_count + 1);
        size_t count = 0;
        for (size_t i = 0; i < database.default_count; i++) {
            struct nd_default_acl item = database.defaults[i];
            if (item.oid == object->oid && object->is_owned) continue;
            if (item.oid == object->oid) item.acl = without(ddl, item.acl, role, item.role);
            if (item.acl->count > 0 || item.schema == 0) defaults[count++] = item;
        }
        database.defaults = defaults;
        database.default_count = count;
        return nd__ddl_put_database(ddl, &database);
    }
    }
    return nd__ddl_refresh(ddl);
}

static enum nd_status drop_all(struct nd__ddl *ddl, const struct listing *list, bool is_cascade)
{
    struct nd_sql_session *session = ddl->session;
    struct nd__drop_set set = {.is_cascade = is_cascade};
    for (size_t i = 0; i < list->count; i++) {
        const struct nd_table *table;
        if (list->objects[i].kind != OBJECT_TABLE || !list->objects[i].is_owned) continue;
        ND_TRY(nd__ddl_table_by_id(ddl, (struct nd_table_id){list->objects[i].oid}, &table));
        nd__drop_set_add(ddl, &set, table);
    }
    ND_TRY(nd__ddl_drop_tables(ddl, &set));
    for (size_t i = 0; i < list->count; i++) {
        const struct nd_sequence *sequence;
        if (list->objects[i].kind != OBJECT_SEQUENCE || !list->objects[i].is_owned) continue;
        ND_TRY(nd_catalog_find_sequence_by_oid(session->view, session->txn, list->objects[i].oid, &sequence));
        if (sequence == NULL) continue; /* it went with its table */
        ND_TRY(nd__ddl_drop_sequence(ddl, sequence, is_cascade));
        ND_TRY(nd__ddl_refresh(ddl));
    }
    for (size_t i = 0; i < list->count; i++)
        if (list->objects[i].kind == OBJECT_TYPE && list->objects[i].is_owned) ND_TRY(nd__ddl_drop_type(ddl, (enum nd_type_id)list->objects[i].oid, is_cascade));
    for (size_t i = 0; i < list->count; i++) {
        if (list->objects[i].kind != OBJECT_SCHEMA || !list->objects[i].is_owned) continue;
        ND_TRY(nd__ddl_load_roles(ddl));
        const struct nd_schema *schema = nd_catalog_peek_schema_by_id(session->view, list->objects[i].oid);
        if (schema == NULL) return ND_STATUS_CORRUPT;
        if (schema->id < ND_OID_FIRST) return nd_err_unsupported(ddl->err, "DROP OWNED of the schema public");
        ND_TRY(nd__ddl_drop_schema(ddl, schema, is_cascade));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_drop_owned_by(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    uint32_t *roles = nd_arena_array(ddl->arena, uint32_t, ast->role_count + 1);
    ND_TRY(find_roles(ddl, "drop", "drop objects", roles));
    ND_TRY(nd__ddl_begin(ddl));
    for (size_t i = 0; i < ast->role_count; i++) {
        struct listing list = {.role = roles[i]};
        ND_TRY(list_objects(ddl, &list));
        for (size_t k = 0; k < list.count; k++) {
            const struct object *object = &list.objects[k];
            if (!object->is_owned || object->kind == OBJECT_DEFAULT) {
                ND_TRY(revoke_all(ddl, object, roles[i]));
            }
        }
        ND_TRY(drop_all(ddl, &list, ast->is_cascade));
    }
    return ND_STATUS_OK;
}
