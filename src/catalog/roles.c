/* SPDX-License-Identifier: Apache-2.0 */
/* roles.c - roles, who is a member of whom, what that allows. */
#include <stdlib.h>

#include "catalog/catalog_int.h"
#include "proto/catalog.pb-c.h"
#include "sql/types/key_codec.h"

/* What initdb makes. A row of the same oid takes the place of one of these. */
#define PREDEFINED(id, called) {.oid = (id), .name = (called), .inherits = true, .connection_limit = -1}
static const struct nd_membership monitor_of[] = {{3374, ND_ROLE_POSTGRES, false}, {3375, ND_ROLE_POSTGRES, false}, {3377, ND_ROLE_POSTGRES, false}};
static const struct nd_role builtin[] = {
    {.oid = ND_ROLE_POSTGRES, .name = "postgres", .is_superuser = true, .inherits = true, .creates_roles = true, .creates_databases = true, .can_login = true, .can_replicate = true,
     .bypasses_rls = true, .connection_limit = -1},
    {.oid = 3373, .name = "pg_monitor", .inherits = true, .connection_limit = -1, .memberships = monitor_of, .membership_count = ND_ARRAY_LEN(monitor_of)},
    PREDEFINED(3374, "pg_read_all_settings"),
    PREDEFINED(3375, "pg_read_all_stats"),
    PREDEFINED(3377, "pg_stat_scan_tables"),
    PREDEFINED(4200, "pg_signal_backend"),
    PREDEFINED(4544, "pg_checkpoint"),
    PREDEFINED(4569, "pg_read_server_files"),
    PREDEFINED(4570, "pg_write_server_files"),
    PREDEFINED(4571, "pg_execute_server_program"),
    PREDEFINED(ND_ROLE_DATABASE_OWNER, "pg_database_owner"),
    PREDEFINED(ND_ROLE_READ_ALL_DATA, "pg_read_all_data"),
    PREDEFINED(ND_ROLE_WRITE_ALL_DATA, "pg_write_all_data"),
};

/* ---- bytes -------------------------------------------------------------------------------------------------- */

struct Ndoto__Catalog__Acl *nd__acl_encode(const struct nd_acl *acl, struct nd_arena *arena)
{
    if (acl == NULL) return NULL;
    Ndoto__Catalog__Acl *out = nd_arena_new(arena, Ndoto__Catalog__Acl);
    ndoto__catalog__acl__init(out);
    out->n_items = acl->count;
    out->items = nd_arena_array(arena, Ndoto__Catalog__AclItem *, acl->count + 1);
    for (size_t i = 0; i < acl->count; i++) {
        Ndoto__Catalog__AclItem *item = out->items[i] = nd_arena_new(arena, Ndoto__Catalog__AclItem);
        ndoto__catalog__acl_item__init(item);
        item->grantee = acl->items[i].grantee;
        item->grantor = acl->items[i].grantor;
        item->privileges = acl->items[i].privileges;
        item->options = acl->items[i].options;
    }
    return out;
}

const struct nd_acl *nd__acl_decode(const struct Ndoto__Catalog__Acl *in, struct nd_arena *arena)
{
    if (in == NULL) return NULL;
    struct nd_acl *acl = nd_arena_new(arena, struct nd_acl);
    struct nd_acl_item *items = nd_arena_array(arena, struct nd_acl_item, in->n_items + 1);
    for (size_t i = 0; i < in->n_items; i++) {
        unsigned privileges = in->items[i]->privileges & ((1u << ND_PRIV_COUNT) - 1); /* no others are known */
        items[i] = (struct nd_acl_item){in->items[i]->grantee, in->items[i]->grantor, privileges, in->items[i]->options & privileges};
    }
    acl->items = items;
    acl->count = in->n_items;
    return acl;
}

static struct nd_slice encode_role(const struct nd_role *role, struct nd_arena *arena)
{
    Ndoto__Catalog__Role out;
    ndoto__catalog__role__init(&out);
    out.format = 1;
    out.oid = role->oid;
    out.name = nd__text_proto(arena, role->name);
    out.is_superuser = role->is_superuser;
    out.inherits = role->inherits;
    out.creates_roles = role->creates_roles;
    out.creates_databases = role->creates_databases;
    out.can_login = role->can_login;
    out.can_replicate = role->can_replicate;
    out.bypasses_rls = role->bypasses_rls;
    out.connection_limit = role->connection_limit;
    out.password = nd__text_proto(arena, role->password);
    out.has_valid_until = role->has_valid_until;
    out.valid_until_us = role->valid_until_us;
    out.comment = nd__text_proto(arena, role->comment);
    out.n_memberships = role->membership_count;
    out.memberships = nd_arena_array(arena, Ndoto__Catalog__Membership *, role->membership_count + 1);
    for (size_t i = 0; i < role->membership_count; i++) {
        Ndoto__Catalog__Membership *membership = out.memberships[i] = nd_arena_new(arena, Ndoto__Catalog__Membership);
        ndoto__catalog__membership__init(membership);
        membership->role = role->memberships[i].role;
        membership->grantor = role->memberships[i].grantor;
        membership->is_admin = role->memberships[i].is_admin;
    }
    out.n_settings = role->setting_count;
    out.settings = nd__texts_proto(role->settings, role->setting_count, arena);
    out.in_databases = nd_arena_array(arena, Ndoto__Catalog__DatabaseSettings *, role->in_database_count + 1);
    for (size_t i = 0; i < role->in_database_count; i++) {
        const struct nd_database_settings *from = &role->in_databases[i];
        char **texts = nd__texts_proto(from->settings, from->count, arena);
        if (from->database == ND_OID_DATABASE) {
            out.n_database_settings = from->count;
            out.database_settings = texts;
            continue;
        }
        Ndoto__Catalog__DatabaseSettings *settings = out.in_databases[out.n_in_databases++] = nd_arena_new(arena, Ndoto__Catalog__DatabaseSettings);
        ndoto__catalog__database_settings__init(settings);
        settings->database = from->database;
        settings->n_settings = from->count;
        settings->settings = texts;
    }
    return nd__proto_pack(&out.base, arena);
}

static enum nd_status decode_role(struct nd_slice bytes, struct nd_arena *arena, struct nd_role *role)
{
    Ndoto__Catalog__Role *in = nd__proto_unpack(&ndoto__catalog__role__descriptor, bytes, arena);
    if (in == NULL || in->format != 1 || in->oid == 0 || in->name[0] == '\0') return ND_STATUS_CORRUPT;
    struct nd_membership *memberships = nd_arena_array(arena, struct nd_membership, in->n_memberships + 1);
    for (size_t i = 0; i < in->n_memberships; i++) memberships[i] = (struct nd_membership){in->memberships[i]->role, in->memberships[i]->grantor, in->memberships[i]->is_admin};
    struct nd_database_settings *in_databases = nd_arena_array(arena, struct nd_database_settings, in->n_in_databases + 1);
    size_t count = 0;
    if (in->n_database_settings > 0) in_databases[count++] = (struct nd_database_settings){ND_OID_DATABASE, nd__proto_texts(in->database_settings), in->n_database_settings};
    for (size_t i = 0; i < in->n_in_databases; i++)
        in_databases[count++] = (struct nd_database_settings){in->in_databases[i]->database, nd__proto_texts(in->in_databases[i]->settings), in->in_databases[i]->n_settings};
    *role = (struct nd_role){
        .oid = in->oid,
        .name = in->name,
        .is_superuser = in->is_superuser || in->oid == ND_ROLE_POSTGRES,
        .inherits = in->inherits,
        .creates_roles = in->creates_roles,
        .creates_databases = in->creates_databases,
        .can_login = in->can_login,
        .can_replicate = in->can_replicate,
        .bypasses_rls = in->bypasses_rls,
        .connection_limit = in->connection_limit,
        .password = nd__proto_text(in->password),
        .has_valid_until = in->has_valid_until,
        .valid_until_us = in->valid_until_us,
        .comment = nd__proto_text(in->comment),
        .memberships = memberships,
        .membership_count = in->n_memberships,
        .settings = nd__proto_texts(in->settings),
        .setting_count = in->n_settings,
        .in_databases = in_databases,
        .in_database_count = count,
    };
    return ND_STATUS_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

struct loading {
    struct nd_catalog_view *view;
    struct nd_arena *scratch;
    struct nd_role *roles;
    size_t count, cap;
};

static enum nd_status add_role(void *arg, const struct nd_kv_pair *pair)
{
    struct loading *loading = arg;
    struct nd_arena *arena = nd__part_arena(loading->view, ND__PART_ROLES);
    struct nd_role role;
    ND_TRY(decode_role(nd_arena_copy(arena, pair->value), arena, &role));
    if (!nd_slice_eq(pair->key, nd__catalog_role_key(loading->scratch, role.name))) return ND_STATUS_CORRUPT;
    for (size_t i = 0; i < ND_ARRAY_LEN(builtin); i++)
        if (loading->roles[i].oid == role.oid) {
            loading->roles[i] = role;
            return ND_STATUS_OK;
        }
    if (loading->count == loading->cap) {
        size_t cap = loading->cap * 2;
        struct nd_role *roles = nd_arena_array(arena, struct nd_role, cap);
        memcpy(roles, loading->roles, sizeof *roles * loading->count);
        loading->roles = roles;
        loading->cap = cap;
    }
    loading->roles[loading->count++] = role;
    return ND_STATUS_OK;
}

static int compare_oids(const void *a, const void *b)
{
    const struct nd_role *left = a, *right = b;
    return left->oid < right->oid ? -1 : left->oid > right->oid;
}

enum nd_status nd_catalog_load_roles(struct nd_catalog_view *view, struct nd_txn *txn)
{
    if (view->roles != NULL) return ND_STATUS_OK;
    ND_TRY(nd_catalog_load_databases(view, txn));
    struct loading loading = {.view = view, .count = ND_ARRAY_LEN(builtin), .cap = 32};
    loading.roles = nd_arena_array(nd__part_arena(view, ND__PART_ROLES), struct nd_role, loading.cap);
    memcpy(loading.roles, builtin, sizeof builtin);
    struct nd_arena scratch;
    nd_arena_init(&scratch, view->heap);
    loading.scratch = &scratch;
    enum nd_status status = nd__catalog_each_row(view, txn, nd__catalog_role_key(&scratch, ""), &loading, add_role);
    nd_arena_deinit(&scratch);
    if (status != ND_STATUS_OK || view->roles != NULL) return status; /* another fiber may have been faster */
    qsort(loading.roles, loading.count, sizeof *loading.roles, compare_oids);
    view->role_count = loading.count;
    view->roles = loading.roles;
    return ND_STATUS_OK;
}

bool nd_catalog_has_roles(const struct nd_catalog_view *view) { return view->roles != NULL; }

const struct nd_role *nd_catalog_role_at(const struct nd_catalog_view *view, size_t i) { return i < view->role_count ? &view->roles[i] : NULL; }

const struct nd_role *nd_catalog_role(const struct nd_catalog_view *view, uint32_t oid)
{
    for (size_t i = 0; i < view->role_count; i++)
        if (view->roles[i].oid == oid) return &view->roles[i];
    return NULL;
}

const struct nd_role *nd_catalog_role_named(const struct nd_catalog_view *view, const char *name)
{
    for (size_t i = 0; i < view->role_count; i++)
        if (strcmp(view->roles[i].name, name) == 0) return &view->roles[i];
    return NULL;
}

/* ---- members --------------------------------------------------------------------------------------------------- */

bool nd_role_is_superuser(const struct nd_catalog_view *view, uint32_t role)
{
    if (role == ND_ROLE_POSTGRES) return true;
    const struct nd_role *known = nd_catalog_role(view, role);
    return known != NULL && known->is_superuser;
}

enum walk { WALK_ALL, WALK_INHERITED };

/* All roles that `role` is a member of, itself first, on the arena. */
static const uint32_t *roles_of(const struct nd_catalog_view *view, uint32_t role, enum walk walk, struct nd_arena *arena, size_t *count_out)
{
    uint32_t *found = nd_arena_array(arena, uint32_t, view->role_count + 2);
    size_t count = 0;
    found[count++] = role;
    for (size_t i = 0; i < count; i++) {
        const struct nd_role *at = nd_catalog_role(view, found[i]);
        if (at == NULL || (walk == WALK_INHERITED && !at->inherits)) continue;
        bool owns_database = view->own_database->owner == at->oid;
        for (size_t k = 0; k < at->membership_count + owns_database; k++) {
            uint32_t of = k < at->membership_count ? at->memberships[k].role : ND_ROLE_DATABASE_OWNER;
            bool is_known = nd_catalog_role(view, of) == NULL;
            for (size_t n = 0; n < count && !is_known; n++) is_known = found[n] == of;
            if (!is_known) found[count++] = of;
        }
    }
    *count_out = count;
    return found;
}

static bool is_among(const struct nd_catalog_view *view, uint32_t role, uint32_t of, enum walk walk)
{
    struct nd_arena scratch;
    size_t count;
    bool is_found = false;
    if (role == of) return true;
    nd_arena_init(&scratch, view->heap);
    const uint32_t *roles = roles_of(view, role, walk, &scratch, &count);
    for (size_t i = 0; i < count; i++) is_found = is_found || roles[i] == of;
    nd_arena_deinit(&scratch);
    return is_found;
}

bool nd_role_is_member_strictly(const struct nd_catalog_view *view, uint32_t role, uint32_t of) { return is_among(view, role, of, WALK_ALL); }
bool nd_role_is_member(const struct nd_catalog_view *view, uint32_t role, uint32_t of) { return nd_role_is_superuser(view, role) || is_among(view, role, of, WALK_ALL); }
bool nd_role_has_privileges_of(const struct nd_catalog_view *view, uint32_t role, uint32_t of)
{
    return nd_role_is_superuser(view, role) || is_among(view, role, of, WALK_INHERITED);
}

bool nd_role_is_admin(const struct nd_catalog_view *view, uint32_t role, uint32_t of)
{
    struct nd_arena scratch;
    size_t count;
    bool is_admin = nd_role_is_superuser(view, role);
    nd_arena_init(&scratch, view->heap);
    const uint32_t *roles = roles_of(view, role, WALK_ALL, &scratch, &count);
    for (size_t i = 0; i < count && !is_admin; i++) {
        const struct nd_role *at = nd_catalog_role(view, roles[i]);
        for (size_t k = 0; at != NULL && k < at->membership_count; k++) is_admin = is_admin || (at->memberships[k].role == of && at->memberships[k].is_admin);
    }
    nd_arena_deinit(&scratch);
    return is_admin;
}

/* ---- privileges ------------------------------------------------------------------------------------------------- */

unsigned nd_privileges(const struct nd_catalog_view *view, const struct nd_acl *acl, enum nd_acl_kind kind, uint32_t owner, uint32_t role, unsigned wanted)
{
    if (nd_role_is_superuser(view, role)) return wanted;
    struct nd_arena scratch;
    size_t count;
    nd_arena_init(&scratch, view->heap);
    if (acl == NULL) acl = nd_acl_default(kind, owner, &scratch);
    const uint32_t *roles = roles_of(view, role, WALK_INHERITED, &scratch, &count);
    unsigned found = nd_acl_privileges_of(acl, ND_ROLE_PUBLIC);
    for (size_t i = 0; i < count; i++) found |= nd_acl_privileges_of(acl, roles[i]);
    nd_arena_deinit(&scratch);
    return found & wanted;
}

static unsigned data_privileges(const struct nd_catalog_view *view, uint32_t role, unsigned wanted)
{
    unsigned found = 0, writes = ND_PRIV_INSERT | ND_PRIV_UPDATE | ND_PRIV_DELETE;
    if ((wanted & ND_PRIV_SELECT) != 0 && is_among(view, role, ND_ROLE_READ_ALL_DATA, WALK_INHERITED)) found |= ND_PRIV_SELECT;
    if ((wanted & writes) != 0 && is_among(view, role, ND_ROLE_WRITE_ALL_DATA, WALK_INHERITED)) found |= writes;
    return found & wanted;
}

unsigned nd_table_privileges(const struct nd_catalog_view *view, const struct nd_table *table, uint32_t role, unsigned wanted)
{
    unsigned found = nd_privileges(view, table->acl, ND_ACL_TABLE, table->owner, role, wanted);
    return found == wanted ? found : found | data_privileges(view, role, wanted);
}

unsigned nd_column_privileges(const struct nd_catalog_view *view, const struct nd_table *table, size_t column, uint32_t role, unsigned wanted)
{
    const struct nd_acl *acl = table->columns[column].acl;
    return acl == NULL ? 0 : nd_privileges(view, acl, ND_ACL_COLUMN, table->owner, role, wanted);
}

unsigned nd_sequence_privileges(const struct nd_catalog_view *view, const struct nd_sequence *sequence, uint32_t role, unsigned wanted)
{
    unsigned found = nd_privileges(view, sequence->acl, ND_ACL_SEQUENCE, sequence->role, role, wanted);
    return found == wanted ? found : found | data_privileges(view, role, wanted & (ND_PRIV_SELECT | ND_PRIV_UPDATE));
}

unsigned nd_schema_privileges(const struct nd_catalog_view *view, const struct nd_schema *schema, uint32_t role, unsigned wanted)
{
    unsigned found = nd_privileges(view, schema->acl, ND_ACL_SCHEMA, schema->owner, role, wanted);
    bool lacks_usage = (wanted & ~found & ND_PRIV_USAGE) != 0;
    if (lacks_usage && (is_among(view, role, ND_ROLE_READ_ALL_DATA, WALK_INHERITED) || is_among(view, role, ND_ROLE_WRITE_ALL_DATA, WALK_INHERITED))) found |= ND_PRIV_USAGE;
    return found;
}

static const struct nd_acl *find_default(const struct nd_database *authority, uint32_t role, uint32_t schema, enum nd_acl_kind kind)
{
    for (size_t i = 0; i < authority->default_count; i++) {
        const struct nd_default_acl *item = &authority->defaults[i];
        if (item->role == role && item->schema == schema && item->kind == kind) return item->acl;
    }
    return NULL;
}

const struct nd_acl *nd_default_acl_of(const struct nd_catalog_view *view, uint32_t role, uint32_t schema, enum nd_acl_kind kind, struct nd_arena *arena)
{
    const struct nd_database *authority = nd_catalog_database(view);
    const struct nd_acl *everywhere = find_default(authority, role, 0, kind), *there = schema == 0 ? NULL : find_default(authority, role, schema, kind);
    if (everywhere == NULL && there == NULL) return NULL;
    const struct nd_acl *made_with = nd_acl_default(kind, role, arena), *acl = everywhere == NULL ? made_with : nd_acl_copy(everywhere, arena);
    for (size_t i = 0; there != NULL && i < there->count; i++) {
        const struct nd_acl_item *item = &there->items[i];
        struct nd_acl_change change = {.grantee = item->grantee, .grantor = item->grantor, .owner = item->grantor, .is_grant = true, .privileges = item->privileges};
        bool is_fine = nd_acl_change(acl, &change, arena, &acl) == ND_ACL_CHANGED;
        change.privileges = item->options;
        change.has_option = true;
        if (item->options != 0) is_fine = is_fine && nd_acl_change(acl, &change, arena, &acl) == ND_ACL_CHANGED;
        ND_ASSERT(is_fine); /* of what owners grant, only REVOKE can be refused */
    }
    return nd_acl_is_equal(acl, made_with) ? NULL : nd_acl_sorted(acl, arena);
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

enum nd_status nd_catalog_put_role(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_role *before, const struct nd_role *role)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    bool is_named = before == NULL || strcmp(before->name, role->name) != 0;
    enum nd_status status = ND_STATUS_OK;
    struct nd_slice key = nd__catalog_role_key(&arena, role->name), value = encode_role(role, &arena);
    if (before != NULL && is_named) status = nd_txn_delete(txn, nd__catalog_role_key(&arena, before->name));
    if (status == ND_STATUS_OK) status = is_named ? nd_txn_insert(txn, key, value, true) : nd_txn_put(txn, key, value);
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_ROLES, 0, &arena);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_delete_role(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_role *role)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = nd_txn_delete(txn, nd__catalog_role_key(&arena, role->name));
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_ROLES, 0, &arena);
    nd_arena_deinit(&arena);
    return status;
}
