/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c - schemas: those that are always there, and those that users made. */
#include "catalog/catalog_int.h"

#include "proto/catalog.pb-c.h"

/* What initdb grants. */
static const struct nd_acl_item system_items[] = {{ND_ROLE_POSTGRES, ND_ROLE_POSTGRES, ND_PRIV_USAGE | ND_PRIV_CREATE, 0}, {ND_ROLE_PUBLIC, ND_ROLE_POSTGRES, ND_PRIV_USAGE, 0}},
                                public_items[] = {{ND_ROLE_DATABASE_OWNER, ND_ROLE_DATABASE_OWNER, ND_PRIV_USAGE | ND_PRIV_CREATE, 0},
                                                  {ND_ROLE_PUBLIC, ND_ROLE_DATABASE_OWNER, ND_PRIV_USAGE, 0}};
static const struct nd_acl system_acl = {system_items, ND_ARRAY_LEN(system_items)}, public_acl = {public_items, ND_ARRAY_LEN(public_items)};

static const struct nd_schema builtin[] = {{ND_OID_PG_CATALOG, "pg_catalog", "system catalog schema", ND_ROLE_POSTGRES, &system_acl},
                                           {ND_OID_PUBLIC, "public", "standard public schema", ND_ROLE_DATABASE_OWNER, &public_acl},
                                           {ND_OID_INFORMATION_SCHEMA, "information_schema", NULL, ND_ROLE_POSTGRES, &system_acl}};
static const struct nd_schema internal = {ND_OID_ND_INTERNAL, "nd_internal", "what the cluster is doing", ND_ROLE_POSTGRES, &system_acl};

static enum nd_status decode(struct nd_slice bytes, struct nd_arena *arena, const struct nd_schema **schema_out)
{
    Ndoto__Catalog__Schema *in = nd__proto_unpack(&ndoto__catalog__schema__descriptor, bytes, arena);
    if (in == NULL || in->format != 1 || in->id == 0) return ND_STATUS_CORRUPT;
    struct nd_schema *schema = nd_arena_new(arena, struct nd_schema);
    *schema = (struct nd_schema){in->id, in->name, nd__proto_text(in->comment), nd__owner_decode(in->owner), nd__acl_decode(in->acl, arena), in->dropped};
    *schema_out = schema;
    return ND_STATUS_OK;
}

static struct nd_slice encode(const struct nd_schema *schema, struct nd_arena *arena)
{
    Ndoto__Catalog__Schema out;
    ndoto__catalog__schema__init(&out);
    out.format = 1;
    out.id = schema->id;
    out.name = nd__text_proto(arena, schema->name);
    out.comment = nd__text_proto(arena, schema->comment);
    out.owner = schema->owner;
    out.acl = nd__acl_encode(schema->acl, arena);
    out.dropped = schema->is_dropped;
    return nd__proto_pack(&out.base, arena);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

struct loading {
    struct nd_catalog_view *view;
    const struct nd_schema **schemas;
    size_t count, cap;
};

static enum nd_status add_schema(void *arg, const struct nd_kv_pair *pair)
{
    struct loading *loading = arg;
    struct nd_arena *arena = nd__part_arena(loading->view, ND__PART_SCHEMAS);
    if (loading->count == loading->cap) {
        size_t cap = loading->cap == 0 ? 8 : loading->cap * 2;
        const struct nd_schema **schemas = nd_arena_array(arena, const struct nd_schema *, cap);
        if (loading->count > 0) memcpy(schemas, loading->schemas, sizeof *schemas * loading->count);
        loading->schemas = schemas;
        loading->cap = cap;
    }
    return decode(nd_arena_copy(arena, pair->value), arena, &loading->schemas[loading->count++]);
}

enum nd_status nd_catalog_load_schemas(struct nd_catalog_view *view, struct nd_txn *txn)
{
    if (view->has_schemas) return ND_STATUS_OK;
    struct loading loading = {.view = view};
    struct nd_arena scratch;
    nd_arena_init(&scratch, view->heap);
    enum nd_status status = nd__catalog_each_row(view, txn, nd__catalog_schema_key(&scratch, view->database, ""), &loading, add_schema);
    nd_arena_deinit(&scratch);
    ND_TRY(status);
    if (view->has_schemas) return ND_STATUS_OK; /* another fiber was faster */
    view->schemas = loading.schemas;
    view->schema_count = loading.count;
    view->has_schemas = true;
    return ND_STATUS_OK;
}

/* A row of one that is there without one says what has been changed about it. NULL: it was dropped; another one may have its name. */
static const struct nd_schema *builtin_at(const struct nd_catalog_view *view, size_t i)
{
    for (size_t k = 0; k < view->schema_count; k++) {
        const struct nd_schema *row = view->schemas[k];
        if (row->id == builtin[i].id) return row->is_dropped ? NULL : row;
        if (builtin[i].id == ND_OID_PUBLIC && strcmp(row->name, builtin[i].name) == 0) return NULL;
    }
    return &builtin[i];
}

const struct nd_schema *nd_catalog_schema_at(const struct nd_catalog_view *view, size_t i)
{
    for (size_t k = 0; k < ND_ARRAY_LEN(builtin); k++) {
        const struct nd_schema *schema = builtin_at(view, k);
        if (schema != NULL && i-- == 0) return schema;
    }
    for (size_t k = 0; k < view->schema_count; k++)
        if (view->schemas[k]->id >= ND_OID_FIRST && i-- == 0) return view->schemas[k];
    return NULL;
}

const struct nd_acl *nd_schema_initial_acl(uint32_t id) { return id == ND_OID_PUBLIC ? &public_acl : &system_acl; }

const struct nd_schema *nd_catalog_peek_schema(const struct nd_catalog_view *view, const char *name)
{
    const struct nd_schema *schema;
    for (size_t i = 0; (schema = nd_catalog_schema_at(view, i)) != NULL; i++)
        if (strcmp(schema->name, name) == 0) return schema;
    return strcmp(internal.name, name) == 0 ? &internal : NULL;
}

const struct nd_schema *nd_catalog_peek_schema_by_id(const struct nd_catalog_view *view, uint32_t id)
{
    const struct nd_schema *schema;
    for (size_t i = 0; (schema = nd_catalog_schema_at(view, i)) != NULL; i++)
        if (schema->id == id) return schema;
    return internal.id == id ? &internal : NULL;
}

enum nd_status nd_catalog_find_schema(struct nd_catalog_view *view, struct nd_txn *txn, const char *name,
                                      const struct nd_schema **schema_out)
{
    *schema_out = nd_catalog_peek_schema(view, name);
    if (*schema_out != NULL && (*schema_out)->id != ND_OID_PUBLIC) return ND_STATUS_OK;
    ND_TRY(nd_catalog_load_schemas(view, txn)); /* public may have been dropped */
    *schema_out = nd_catalog_peek_schema(view, name);
    return ND_STATUS_OK;
}

enum nd_status nd__catalog_schema_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                       const char **name_out)
{
    const struct nd_schema *schema = nd_catalog_peek_schema_by_id(view, schema_id);
    if (schema == NULL) {
        ND_TRY(nd_catalog_load_schemas(view, txn));
        schema = nd_catalog_peek_schema_by_id(view, schema_id);
    }
    *name_out = schema == NULL ? "" : schema->name;
    return schema == NULL ? ND_STATUS_CORRUPT : ND_STATUS_OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static bool is_public(const char *name) { return strcmp(name, builtin[1].name) == 0; }

static enum nd_status forget_name(const struct nd_catalog *catalog, struct nd_txn *txn, const char *name, struct nd_arena *arena)
{
    struct nd_schema gone = builtin[1];
    gone.is_dropped = true;
    struct nd_slice key = nd__catalog_schema_key(arena, catalog->database, name);
    return is_public(name) ? nd_txn_put(txn, key, encode(&gone, arena)) : nd_txn_delete(txn, key);
}

enum nd_status nd_catalog_put_schema(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_schema *before,
                                     const struct nd_schema *schema)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    bool is_named = before == NULL || strcmp(before->name, schema->name) != 0;
    enum nd_status status = ND_STATUS_OK;
    struct nd_slice key = nd__catalog_schema_key(&arena, catalog->database, schema->name), value = encode(schema, &arena);
    if (before != NULL && is_named) status = forget_name(catalog, txn, before->name, &arena);
    bool is_free = is_named && !is_public(schema->name); /* that one's row is there while no schema has the name */
    if (status == ND_STATUS_OK) status = is_free ? nd_txn_insert(txn, key, value, true) : nd_txn_put(txn, key, value);
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_SCHEMAS, 0, &arena);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_delete_schema(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_schema *schema)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = forget_name(catalog, txn, schema->name, &arena);
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_SCHEMAS, 0, &arena);
    nd_arena_deinit(&arena);
    return status;
}
