/* SPDX-License-Identifier: Apache-2.0 */
/* database.c - databases: their names, owners, privileges, default privileges, settings; a catalog for each. */
#include "catalog/catalog_int.h"
#include "proto/catalog.pb-c.h"
#include "sql/types/key_codec.h"

/* ---- bytes -------------------------------------------------------------------------------------------------- */

char **nd__texts_proto(const char *const *texts, size_t count, struct nd_arena *arena)
{
    char **out = nd_arena_array(arena, char *, count + 1);
    for (size_t i = 0; i < count; i++) out[i] = nd_arena_strdup(arena, texts[i]);
    return out;
}

const char *const *nd__proto_texts(char **texts)
{
    union {
        char **from;
        const char *const *to;
    } list = {.from = texts};
    return list.to;
}

static struct nd_slice encode(const struct nd_database *database, struct nd_arena *arena)
{
    Ndoto__Catalog__Database out;
    ndoto__catalog__database__init(&out);
    out.format = 1;
    out.owner = database->owner;
    out.acl = nd__acl_encode(database->acl, arena);
    out.n_defaults = database->default_count;
    out.defaults = nd_arena_array(arena, Ndoto__Catalog__DefaultAcl *, database->default_count + 1);
    for (size_t i = 0; i < database->default_count; i++) {
        Ndoto__Catalog__DefaultAcl *item = out.defaults[i] = nd_arena_new(arena, Ndoto__Catalog__DefaultAcl);
        ndoto__catalog__default_acl__init(item);
        item->oid = database->defaults[i].oid;
        item->role = database->defaults[i].role;
        item->schema = database->defaults[i].schema;
        item->kind = database->defaults[i].kind;
        item->acl = nd__acl_encode(database->defaults[i].acl, arena);
    }
    out.n_database_settings = database->database_setting_count;
    out.database_settings = nd__texts_proto(database->database_settings, database->database_setting_count, arena);
    out.n_settings = database->setting_count;
    out.settings = nd__texts_proto(database->settings, database->setting_count, arena);
    out.name = nd__text_proto(arena, database->name);
    out.comment = nd__text_proto(arena, database->comment);
    out.is_template = database->is_template;
    out.refuses_connections = database->refuses_connections;
    out.has_connection_limit = database->connection_limit >= 0;
    out.connection_limit = database->connection_limit;
    return nd__proto_pack(&out.base, arena);
}

static bool has_defaults(uint32_t kind) { return kind == ND_ACL_TABLE || kind == ND_ACL_SEQUENCE || kind == ND_ACL_SCHEMA || kind == ND_ACL_FUNCTION || kind == ND_ACL_TYPE; }

static enum nd_status decode(struct nd_slice bytes, uint32_t oid, struct nd_arena *arena, struct nd_database *database)
{
    Ndoto__Catalog__Database *in = nd__proto_unpack(&ndoto__catalog__database__descriptor, bytes, arena);
    if (in == NULL || in->format != 1) return ND_STATUS_CORRUPT;
    if (oid != ND_OID_DATABASE && in->name[0] == '\0') return ND_STATUS_CORRUPT;
    struct nd_default_acl *defaults = nd_arena_array(arena, struct nd_default_acl, in->n_defaults + 1);
    for (size_t i = 0; i < in->n_defaults; i++) {
        const struct nd_acl *acl = nd__acl_decode(in->defaults[i]->acl, arena);
        if (acl == NULL || !has_defaults(in->defaults[i]->kind)) return ND_STATUS_CORRUPT;
        defaults[i] = (struct nd_default_acl){in->defaults[i]->oid, in->defaults[i]->role, in->defaults[i]->schema, (enum nd_acl_kind)in->defaults[i]->kind, acl};
    }
    *database = (struct nd_database){
        .oid = oid,
        .name = in->name[0] == '\0' ? ND_DATABASE_POSTGRES : in->name,
        .comment = nd__proto_text(in->comment),
        .owner = nd__owner_decode(in->owner),
        .acl = nd__acl_decode(in->acl, arena),
        .is_template = in->is_template,
        .refuses_connections = in->refuses_connections,
        .connection_limit = in->has_connection_limit ? in->connection_limit : -1,
        .defaults = defaults,
        .default_count = in->n_defaults,
        .database_settings = nd__proto_texts(in->database_settings),
        .database_setting_count = in->n_database_settings,
        .settings = nd__proto_texts(in->settings),
        .setting_count = in->n_settings,
    };
    return ND_STATUS_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

struct loading {
    struct nd_catalog_view *view;
    size_t prefix_bytes;
    struct nd_database *databases;
    size_t count, cap;
};

static enum nd_status add(void *arg, const struct nd_kv_pair *pair)
{
    struct loading *loading = arg;
    struct nd_arena *arena = nd__part_arena(loading->view, ND__PART_ROLES);
    struct nd_dec dec = nd_dec_of(nd_slice_drop(pair->key, loading->prefix_bytes));
    uint64_t oid = nd_key_take_varint(&dec);
    if (!nd_dec_is_done(&dec) || oid < ND_OID_DATABASE || oid > UINT32_MAX) return ND_STATUS_CORRUPT;
    if (loading->count == loading->cap) {
        size_t cap = loading->cap * 2;
        struct nd_database *databases = nd_arena_array(arena, struct nd_database, cap);
        memcpy(databases, loading->databases, sizeof *databases * loading->count);
        loading->databases = databases;
        loading->cap = cap;
    }
    struct nd_database *database = &loading->databases[oid == ND_OID_DATABASE ? 0 : loading->count++];
    return decode(nd_arena_copy(arena, pair->value), (uint32_t)oid, arena, database);
}

static const struct nd_database *find(const struct nd_database *databases, size_t count, uint32_t oid)
{
    for (size_t i = 0; i < count; i++)
        if (databases[i].oid == oid) return &databases[i];
    return NULL;
}

enum nd_status nd_catalog_load_databases(struct nd_catalog_view *view, struct nd_txn *txn)
{
    if (view->databases != NULL) return ND_STATUS_OK;
    struct loading loading = {.view = view, .count = 1, .cap = 4};
    loading.databases = nd_arena_array(nd__part_arena(view, ND__PART_ROLES), struct nd_database, loading.cap);
    loading.databases[0] = (struct nd_database){.oid = ND_OID_DATABASE, .name = ND_DATABASE_POSTGRES, .owner = ND_ROLE_POSTGRES, .connection_limit = -1};
    struct nd_arena scratch;
    nd_arena_init(&scratch, view->heap);
    struct nd_slice first = nd__catalog_database_key(&scratch, 0);
    loading.prefix_bytes = first.n - 1;
    enum nd_status status = nd__catalog_each_row(view, txn, nd_slice_of(first.p, first.n - 1), &loading, add);
    nd_arena_deinit(&scratch);
    if (status != ND_STATUS_OK || view->databases != NULL) return status; /* another fiber may have been faster */
    const struct nd_database *own = find(loading.databases, loading.count, view->database);
    if (own == NULL) return ND_STATUS_NOT_FOUND;
    view->own_database = own;
    view->database_count = loading.count;
    view->databases = loading.databases;
    return ND_STATUS_OK;
}

const struct nd_database *nd_catalog_database(const struct nd_catalog_view *view)
{
    ND_ASSERT(view->own_database != NULL);
    return view->own_database;
}

const struct nd_database *nd_catalog_database_at(const struct nd_catalog_view *view, size_t i) { return i < view->database_count ? &view->databases[i] : NULL; }

const struct nd_database *nd_catalog_database_by_oid(const struct nd_catalog_view *view, uint32_t oid) { return find(view->databases, view->database_count, oid); }

const struct nd_database *nd_catalog_database_named(const struct nd_catalog_view *view, const char *name)
{
    for (size_t i = 0; i < view->database_count; i++)
        if (strcmp(view->databases[i].name, name) == 0) return &view->databases[i];
    return NULL;
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

/* Of the first one, which keeps its name, there is no row. */
static enum nd_status put_name(struct nd_txn *txn, const struct nd_database *before, const struct nd_database *database, struct nd_arena *arena)
{
    uint8_t oid[4];
    if (before != NULL && strcmp(before->name, database->name) == 0) return ND_STATUS_OK;
    if (before != NULL) ND_TRY(nd_txn_delete(txn, nd__catalog_database_name_key(arena, before->name)));
    nd_store_u32(oid, database->oid);
    return nd_txn_insert(txn, nd__catalog_database_name_key(arena, database->name), nd_slice_of(oid, sizeof oid), true);
}

enum nd_status nd_catalog_put_database(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_database *before, const struct nd_database *database)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = put_name(txn, before, database, &arena);
    if (status == ND_STATUS_OK) status = nd_txn_put(txn, nd__catalog_database_key(&arena, database->oid), encode(database, &arena));
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_ROLES, 0, &arena);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_delete_database(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_database *database)
{
    ND_ASSERT(database->oid != ND_OID_DATABASE);
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = nd_txn_delete(txn, nd__catalog_database_name_key(&arena, database->name));
    if (status == ND_STATUS_OK) status = nd_txn_delete(txn, nd__catalog_database_key(&arena, database->oid));
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_ROLES, 0, &arena);
    nd_arena_deinit(&arena);
    return status;
}
