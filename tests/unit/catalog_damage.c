/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of roles, of the database, of types and schemas that are not as they were written: said to be corrupt, or read as something that can be asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "catalog_world.h"
#include "proto/catalog.pb-c.h"

enum { DOMAIN_A = 30001, DOMAIN_B = 30002, ENUM = 30003, ROLE = 30004, ROLE_B = 30005, SCHEMA = 30006, OTHER = 30007 };

static const struct nd_acl_item items[] = {{ROLE, ND_ROLE_POSTGRES, ND_PRIV_USAGE | ND_PRIV_CREATE, ND_PRIV_USAGE}, {ND_ROLE_PUBLIC, ND_ROLE_POSTGRES, ND_PRIV_USAGE, 0}};
static const struct nd_acl acl = {items, ND_ARRAY_LEN(items)};
static const struct nd_membership memberships[] = {{ROLE_B, ND_ROLE_POSTGRES, true}, {ND_ROLE_READ_ALL_DATA, ROLE, false}};
static const char *const settings[] = {"work_mem=9MB", "role=x"};
static const struct nd_database_settings in_databases[] = {{ND_OID_DATABASE, settings, 1}, {OTHER, settings, 2}};
static const struct nd_role role = {.oid = ROLE, .name = "r", .inherits = true, .can_login = true, .connection_limit = 3, .password = "SCRAM-SHA-256$", .has_valid_until = true, .valid_until_us = 7,
                                    .comment = "c", .memberships = memberships, .membership_count = 2, .settings = settings, .setting_count = 2, .in_databases = in_databases,
                                    .in_database_count = 2},
                            role_b = {.oid = ROLE_B, .name = "b", .connection_limit = -1};
static const struct nd_default_acl defaults[] = {{30010, ROLE, 0, ND_ACL_TABLE, &acl}, {30011, ROLE, SCHEMA, ND_ACL_TYPE, &acl}};
static const struct nd_database first = {.oid = ND_OID_DATABASE, .name = ND_DATABASE_POSTGRES, .connection_limit = -1, .owner = ROLE, .acl = &acl, .defaults = defaults,
                                         .default_count = 2, .settings = settings, .setting_count = 2, .database_settings = settings, .database_setting_count = 2};
static const struct nd_schema schema = {SCHEMA, "s", "c", ROLE, &acl};
static const struct nd_enum_label labels[] = {{30020, 10, "sad"}, {30021, 20, "ok"}, {30022, 30, "happy"}};
static const struct nd_check checks[] = {{30030, "a_check", "value > 0", true, NULL}};

static void put_all(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    struct nd_user_type a = {.id = nd_type_of_user(ND_USER_DOMAIN, DOMAIN_A), .schema_id = SCHEMA, .name = "a", .version = 1, .base = {ND_TYPE_INT4, -1}, .is_not_null = true,
                             .default_text = "1", .acl = &acl, .owner = ROLE},
                        b = {.id = nd_type_of_user(ND_USER_DOMAIN, DOMAIN_B), .schema_id = ND_OID_PUBLIC, .name = "b", .version = 1, .base = {ND_TYPE_INT4, -1, a.id}, .owner = ROLE},
                        mood = {.id = nd_type_of_user(ND_USER_ENUM, ENUM), .schema_id = ND_OID_PUBLIC, .name = "mood", .version = 1, .labels = labels, .label_count = 3, .owner = ROLE};
    struct nd_check own[] = {checks[0]};
    a.checks = own;
    a.check_count = 1;
    ND_ASSERT(nd_catalog_put_schema(world->catalog, txn, NULL, &schema) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_role(world->catalog, txn, NULL, &role) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_role(world->catalog, txn, NULL, &role_b) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_database(world->catalog, txn, &first, &first) == ND_STATUS_OK);
    struct nd_database other = first;
    other.oid = OTHER;
    other.name = "other";
    other.connection_limit = 3;
    ND_ASSERT(nd_catalog_put_database(world->catalog, txn, NULL, &other) == ND_STATUS_OK);
    other.oid++;
    ND_ASSERT(nd_catalog_put_database(world->catalog, txn, NULL, &other) == ND_STATUS_DUPLICATE_KEY);
    ND_ASSERT(nd_catalog_put_type(world->catalog, txn, NULL, &a) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_type(world->catalog, txn, NULL, &b) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_type(world->catalog, txn, NULL, &mood) == ND_STATUS_OK);
    commit(txn);
}

static const char *name_of(void *arg, uint32_t oid)
{
    const struct nd_role *known = nd_catalog_role(arg, oid);
    return known == NULL ? NULL : known->name;
}

static void ask_acl(struct nd_catalog_view *view, const struct nd_acl *list, struct nd_arena *arena)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        ND_ASSERT((list->items[i].options & ~list->items[i].privileges) == 0);
        (void)nd_acl_item_text(&list->items[i], view, name_of, arena);
    }
}

/* What sessions ask of what was loaded. */
static void ask(struct nd_catalog_view *view, struct nd_arena *arena)
{
    const struct nd_role *known;
    const struct nd_schema *there;
    const struct nd_user_type *type;
    for (size_t i = 0; (known = nd_catalog_role_at(view, i)) != NULL; i++) {
        (void)nd_role_is_member(view, known->oid, ROLE_B);
        (void)nd_role_is_admin(view, known->oid, ROLE_B);
        ND_ASSERT(nd_catalog_role_named(view, known->name) != NULL);
    }
    const struct nd_database *has;
    for (size_t i = 0; (has = nd_catalog_database_at(view, i)) != NULL; i++) {
        ask_acl(view, has->acl, arena);
        ND_ASSERT(has->name[0] != 0 && nd_catalog_database_named(view, has->name) != NULL);
    }
    has = nd_catalog_database(view);
    ask_acl(view, has->acl, arena);
    for (size_t i = 0; i < has->default_count; i++) {
        static const char letters[] = {[ND_ACL_TABLE] = 'r', [ND_ACL_SEQUENCE] = 'S', [ND_ACL_SCHEMA] = 'n', [ND_ACL_FUNCTION] = 'f', [ND_ACL_TYPE] = 'T'}; /* pg_default_acl shows these */
        ND_ASSERT((size_t)has->defaults[i].kind < sizeof letters);
        ND_ASSERT(letters[has->defaults[i].kind] != 0);
        ask_acl(view, has->defaults[i].acl, arena);
        (void)nd_default_acl_of(view, has->defaults[i].role, has->defaults[i].schema, has->defaults[i].kind, arena);
    }
    for (size_t i = 0; (there = nd_catalog_schema_at(view, i)) != NULL; i++) ask_acl(view, there->acl, arena);
    for (size_t i = 0; (type = nd_catalog_type_at(view, i)) != NULL; i++) {
        ND_ASSERT(nd_catalog_peek_type(view, type->id) == type);
        ask_acl(view, type->acl, arena);
        for (size_t k = 0; k < type->label_count; k++) ND_ASSERT(nd_user_type_label(type, type->labels[k].position) == &type->labels[k]);
        ND_ASSERT(nd_domain_depth(view, type->base) < ND_DOMAIN_DEPTH_MAX);
    }
}

/* What a catalog is like whose row of the key is `bytes`. */
static enum nd_status load_with(struct world *world, struct nd_fiber *fiber, struct nd_slice key, struct nd_slice bytes)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    struct nd_arena arena;
    struct nd_catalog_view *view = NULL;
    nd_arena_init(&arena, &world->heap);
    ND_ASSERT(nd_txn_put(txn, key, bytes) == ND_STATUS_OK);
    enum nd_status status = nd_catalog_view_open(world->catalog, txn, true, &view); /* reads types already */
    if (status == ND_STATUS_OK) status = nd_catalog_load_schemas(view, txn);
    if (status == ND_STATUS_OK) status = nd_catalog_load_roles(view, txn);
    if (status == ND_STATUS_OK) status = nd_catalog_load_types(view, txn);
    if (status == ND_STATUS_OK) ask(view, &arena);
    ND_ASSERT(status == ND_STATUS_OK || status == ND_STATUS_CORRUPT);
    if (view != NULL) nd_catalog_view_unref(view);
    nd_arena_deinit(&arena);
    nd_txn_rollback(txn);
    nd_txn_free(txn);
    return status;
}

static void damage_row(struct world *world, struct nd_fiber *fiber, struct nd_slice key)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    struct nd_slice value;
    size_t corrupt = 0;
    ND_ASSERT(nd_txn_get(txn, key, &world->arena, &value) == ND_STATUS_OK);
    nd_txn_rollback(txn);
    nd_txn_free(txn);
    ND_ASSERT(load_with(world, fiber, key, value) == ND_STATUS_OK);
    for (size_t n = 0; n < value.n; n++) corrupt += load_with(world, fiber, key, nd_slice_of(value.p, n)) != ND_STATUS_OK;
    uint8_t *bytes = nd_arena_alloc(&world->arena, value.n + 1);
    for (size_t i = 0; i < value.n; i++)
        for (unsigned bit = 0; bit <= 8; bit++) {
            memcpy(bytes, value.p, value.n);
            bytes[i] = bit == 8 ? 0xff : (uint8_t)(bytes[i] ^ 1u << bit);
            corrupt += load_with(world, fiber, key, nd_slice_of(bytes, value.n)) != ND_STATUS_OK;
        }
    ND_ASSERT(corrupt > value.n); /* it does look */
}

static void test_bytes(struct world *world, struct nd_fiber *fiber)
{
    put_all(world, fiber);
    damage_row(world, fiber, nd__catalog_role_key(&world->arena, "r"));
    damage_row(world, fiber, nd__catalog_database_key(&world->arena, ND_OID_DATABASE));
    damage_row(world, fiber, nd__catalog_database_key(&world->arena, OTHER));
    damage_row(world, fiber, nd__catalog_schema_key(&world->arena, ND_OID_DATABASE, "s"));
    damage_row(world, fiber, nd__catalog_type_key(&world->arena, ND_OID_DATABASE, (uint32_t)nd_type_of_user(ND_USER_DOMAIN, DOMAIN_A)));
    damage_row(world, fiber, nd__catalog_type_key(&world->arena, ND_OID_DATABASE, (uint32_t)nd_type_of_user(ND_USER_ENUM, ENUM)));
}

/* Sound as messages, of what cannot be. */
static void test_meaning(struct world *world, struct nd_fiber *fiber)
{
    put_all(world, fiber);
    struct nd_arena *arena = &world->arena;
    static const struct {
        unsigned kind;
        enum nd_status status;
    } kinds[] = {{ND_ACL_TABLE, ND_STATUS_OK}, {ND_ACL_COLUMN, ND_STATUS_CORRUPT}, {ND_ACL_SEQUENCE, ND_STATUS_OK}, {ND_ACL_SCHEMA, ND_STATUS_OK}, {ND_ACL_DATABASE, ND_STATUS_CORRUPT},
                 {ND_ACL_FUNCTION, ND_STATUS_OK}, {ND_ACL_TYPE, ND_STATUS_OK}, {ND_ACL_LANGUAGE, ND_STATUS_CORRUPT}, {99, ND_STATUS_CORRUPT}};
    for (size_t i = 0; i < ND_ARRAY_LEN(kinds); i++) {
        Ndoto__Catalog__Database out;
        Ndoto__Catalog__DefaultAcl item, *list[] = {&item};
        ndoto__catalog__database__init(&out);
        ndoto__catalog__default_acl__init(&item);
        out.format = 1;
        item.kind = kinds[i].kind;
        item.acl = nd__acl_encode(&acl, arena);
        out.defaults = list;
        out.n_defaults = 1;
        ND_ASSERT(load_with(world, fiber, nd__catalog_database_key(arena, ND_OID_DATABASE), nd__proto_pack(&out.base, arena)) == kinds[i].status);
    }
    uint32_t a = (uint32_t)nd_type_of_user(ND_USER_DOMAIN, DOMAIN_A), b = (uint32_t)nd_type_of_user(ND_USER_DOMAIN, DOMAIN_B);
    uint32_t over[] = {0, a, b}; /* a domain over itself; over one that is over it */
    for (size_t i = 0; i < ND_ARRAY_LEN(over); i++) {
        Ndoto__Catalog__UserType out;
        ndoto__catalog__user_type__init(&out);
        out.format = 1;
        out.oid = a;
        out.schema_id = ND_OID_PUBLIC;
        out.name = nd_arena_strdup(arena, "a");
        out.base_type_oid = ND_TYPE_INT4;
        out.base_domain_oid = over[i];
        struct nd_slice bytes = nd__proto_pack(&out.base, arena);
        ND_ASSERT(load_with(world, fiber, nd__catalog_type_key(arena, ND_OID_DATABASE, a), bytes) == (i == 0 ? ND_STATUS_OK : ND_STATUS_CORRUPT));
        /* where another type is looked for */
        ND_ASSERT(load_with(world, fiber, nd__catalog_type_key(arena, ND_OID_DATABASE, b), bytes) == ND_STATUS_CORRUPT);
    }
    Ndoto__Catalog__Role out;
    ndoto__catalog__role__init(&out);
    out.format = 1;
    out.oid = ROLE;
    out.name = nd_arena_strdup(arena, "r");
    struct nd_slice bytes = nd__proto_pack(&out.base, arena);
    ND_ASSERT(load_with(world, fiber, nd__catalog_role_key(arena, "r"), bytes) == ND_STATUS_OK);
    ND_ASSERT(load_with(world, fiber, nd__catalog_role_key(arena, "b"), bytes) == ND_STATUS_CORRUPT);
}

static void bytes(void **state) { ND_UNUSED(state), run(test_bytes); }
static void meaning(void **state) { ND_UNUSED(state), run(test_meaning); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bytes), cmocka_unit_test(meaning)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
