/* SPDX-License-Identifier: Apache-2.0 */
/* A view takes over from the one before what has not changed, and shows the same as one that reads everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/prng.h"
#include "catalog/catalog_int.h"
#include "env/real.h"
#include "support/txn_mem.c"

enum { IDS = 40, STEPS = 400, SCHEMA = 20001 };

struct world {
    struct nd_heap heap;
    struct nd_env *env;
    struct nd_fiber *fiber;
    struct nd_txn_system *txns;
    struct nd_catalog *catalog;
    struct nd_arena arena;
    struct nd_prng prng;
    const struct nd_table *tables[IDS];
    const struct nd_sequence *sequences[IDS];
    struct nd_schema schema;
    uint64_t changes;
};

static struct nd_txn *begin(struct world *world)
{
    struct nd_txn *txn = nd_txn_begin(world->txns, world->fiber, &(struct nd_txn_options){.isolation = ND_READ_COMMITTED});
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    return txn;
}

static void commit(struct nd_txn *txn)
{
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
}

static struct nd_txn *begin_change(struct world *world)
{
    struct nd_txn *txn = begin(world);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    return txn;
}

static const char *fresh_name(struct world *world) { return nd_arena_printf(&world->arena, "n%d", (int)world->changes++); }

static const struct nd_table *make_table(struct world *world, uint64_t id)
{
    static const struct nd_column columns[] = {{.id = 1, .attnum = 1, .name = "a", .type = {ND_TYPE_INT4, -1}, .is_not_null = true, .missing = {.is_null = true}}};
    static const struct nd_index_column parts[] = {{0, 0}};
    struct nd_index *index = nd_arena_new(&world->arena, struct nd_index);
    *index = (struct nd_index){.id = 1, .oid = (uint32_t)id + 500, .name = fresh_name(world), .is_unique = true, .is_primary = true, .is_constraint = true, .columns = parts, .column_count = 1};
    struct nd_table *table = nd_arena_new(&world->arena, struct nd_table);
    *table = (struct nd_table){.id = {id}, .schema_id = nd_prng_below(&world->prng, 2) == 0 ? SCHEMA : ND_OID_PUBLIC, .name = fresh_name(world), .version = 1, .columns = columns,
                               .column_count = 1, .indexes = index, .index_count = 1, .next_column_id = 2, .next_index_id = 2};
    return table;
}

static void change_table(struct world *world, struct nd_txn *txn, size_t at)
{
    const struct nd_table *before = world->tables[at];
    if (before == NULL) {
        world->tables[at] = make_table(world, 30000 + at);
        ND_ASSERT(nd_catalog_insert_table(world->catalog, txn, world->tables[at]) == ND_STATUS_OK);
    } else if (nd_prng_below(&world->prng, 3) == 0) {
        world->tables[at] = NULL;
        ND_ASSERT(nd_catalog_delete_table(world->catalog, txn, before) == ND_STATUS_OK);
    } else if (nd_prng_below(&world->prng, 2) == 0) {
        struct nd_table_stats stats = {.rows = (double)world->changes++};
        ND_ASSERT(nd_catalog_write_stats(world->catalog, txn, before, &stats) == ND_STATUS_OK);
    } else {
        struct nd_table *table = nd_table_copy(before, &world->arena);
        table->name = fresh_name(world);
        table->version++;
        ND_ASSERT(nd_catalog_update_table(world->catalog, txn, before, table) == ND_STATUS_OK);
        world->tables[at] = table;
    }
}

static void change_sequence(struct world *world, struct nd_txn *txn, size_t at)
{
    const struct nd_sequence *before = world->sequences[at];
    if (before != NULL && nd_prng_below(&world->prng, 2) == 0) {
        world->sequences[at] = NULL;
        ND_ASSERT(nd_catalog_delete_sequence(world->catalog, txn, before) == ND_STATUS_OK);
        return;
    }
    struct nd_sequence *sequence = nd_arena_new(&world->arena, struct nd_sequence);
    *sequence = (struct nd_sequence){.oid = (uint32_t)(40000 + at), .schema_id = SCHEMA, .name = fresh_name(world), .version = 1, .type = ND_TYPE_INT8, .start = 1, .increment = 1,
                                     .min = 1, .max = 9, .cache = 1, .state_id = 1, .state_start = 1};
    ND_ASSERT(nd_catalog_put_sequence(world->catalog, txn, before, sequence) == ND_STATUS_OK);
    world->sequences[at] = sequence;
}

static void change_schema(struct world *world, struct nd_txn *txn)
{
    struct nd_schema renamed = {SCHEMA, fresh_name(world), NULL};
    ND_ASSERT(nd_catalog_put_schema(world->catalog, txn, world->schema.id == 0 ? NULL : &world->schema, &renamed) == ND_STATUS_OK);
    world->schema = renamed;
}

static void change_role(struct world *world, struct nd_txn *txn)
{
    struct nd_role role = {.oid = (uint32_t)(50000 + world->changes), .name = fresh_name(world), .connection_limit = -1};
    ND_ASSERT(nd_catalog_put_role(world->catalog, txn, NULL, &role) == ND_STATUS_OK);
}

static void change_type(struct world *world, struct nd_txn *txn)
{
    struct nd_user_type type = {.id = nd_type_of_user(ND_USER_ENUM, (uint32_t)(60000 + world->changes)), .schema_id = SCHEMA, .name = fresh_name(world), .version = 1};
    ND_ASSERT(nd_catalog_put_type(world->catalog, txn, NULL, &type) == ND_STATUS_OK);
}

static void change_something(struct world *world, struct nd_txn *txn)
{
    switch (nd_prng_below(&world->prng, 16)) {
    case 0: change_schema(world, txn); return;
    case 1: change_role(world, txn); return;
    case 2: change_type(world, txn); return;
    case 3:
    case 4: change_sequence(world, txn, nd_prng_below(&world->prng, IDS)); return;
    default: change_table(world, txn, nd_prng_below(&world->prng, IDS));
    }
}

static bool is_same_text(const char *a, const char *b) { return strcmp(a, b) == 0; }

static void expect_same(struct nd_catalog_view *a, struct nd_catalog_view *b)
{
    const struct nd_catalog_all *left = nd_catalog_all(a), *right = nd_catalog_all(b);
    ND_ASSERT(left->table_count == right->table_count && left->sequence_count == right->sequence_count);
    for (size_t i = 0; i < left->table_count; i++) {
        const struct nd_table *x = left->tables[i], *y = right->tables[i];
        ND_ASSERT(x->id.v == y->id.v && x->version == y->version);
        ND_ASSERT(is_same_text(x->name, y->name) && is_same_text(x->schema_name, y->schema_name));
        ND_ASSERT((x->stats == NULL) == (y->stats == NULL) && (x->stats == NULL || x->stats->rows == y->stats->rows));
        ND_ASSERT(nd_catalog_peek_table_by_id(a, x->id) == x && x->kept != NULL && x->kept->arena == nd_catalog_view_arena(a));
    }
    for (size_t i = 0; i < left->sequence_count; i++) {
        const struct nd_sequence *x = left->sequences[i], *y = right->sequences[i];
        ND_ASSERT(x->oid == y->oid && is_same_text(x->name, y->name) && is_same_text(x->schema_name, y->schema_name));
    }
    const struct nd_user_type *type;
    for (size_t i = 0; (type = nd_catalog_type_at(a, i)) != NULL; i++)
        ND_ASSERT(nd_catalog_type_at(b, i) != NULL && is_same_text(type->name, nd_catalog_type_at(b, i)->name) && is_same_text(type->schema_name, nd_catalog_type_at(b, i)->schema_name));
    const struct nd_role *role;
    for (size_t i = 0; (role = nd_catalog_role_at(a, i)) != NULL; i++) ND_ASSERT(nd_catalog_role_at(b, i) != NULL && is_same_text(role->name, nd_catalog_role_at(b, i)->name));
    ND_ASSERT(a->type_count == b->type_count && a->role_count == b->role_count && a->schema_count == b->schema_count);
}

/* What a transaction sees, beside what it sees without anything to take over. Returns how many descriptors the view has from its base. */
static size_t look(struct world *world, struct nd_txn *txn, bool is_private)
{
    struct nd_catalog_view *view, *whole;
    struct nd_catalog *other = nd_catalog_new(&world->heap, world->txns);
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, is_private, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_view_open(other, txn, is_private, &whole) == ND_STATUS_OK);
    struct nd_catalog_view *base = view->base;
    if (base != NULL) nd_catalog_view_ref(base);
    ND_ASSERT(nd_catalog_load_all(view, txn) == ND_STATUS_OK);
    ND_ASSERT(whole->base == NULL && nd_catalog_load_all(whole, txn) == ND_STATUS_OK);
    expect_same(view, whole);
    size_t taken = 0;
    for (size_t i = 0; base != NULL && i < view->all.table_count; i++) {
        uint64_t id = view->all.tables[i]->id.v;
        taken += nd_hmap_find(&view->tables, id) == nd_hmap_find(&base->tables, id);
    }
    if (base != NULL) nd_catalog_view_unref(base);
    nd_catalog_view_unref(view);
    nd_catalog_view_unref(whole);
    nd_catalog_free(other);
    return taken;
}

static size_t look_anew(struct world *world)
{
    struct nd_txn *txn = begin(world);
    size_t taken = look(world, txn, false);
    nd_txn_free(txn);
    return taken;
}

static void fill(struct world *world)
{
    struct nd_txn *txn = begin_change(world);
    change_schema(world, txn);
    for (size_t i = 0; i < IDS; i++) change_table(world, txn, i);
    commit(txn);
    (void)look_anew(world);
}

/* Any changes, several a transaction or statement, undone ones among them; from one to a few versions between two looks. */
static void test_any(struct world *world)
{
    size_t taken = 0;
    fill(world);
    for (int step = 0; step < STEPS; step++) {
        struct nd_txn *txn = begin_change(world);
        uint64_t statements = nd_prng_below(&world->prng, 4);
        for (uint64_t i = 0; i < 1 + statements; i++) {
            if (i > 0) ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK && nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
            for (uint64_t k = 0, count = nd_prng_below(&world->prng, 4); k < count; k++) change_something(world, txn);
            if (nd_prng_below(&world->prng, 8) == 0) taken += look(world, txn, true);
        }
        commit(txn);
        if (nd_prng_below(&world->prng, 3) > 0) taken += look_anew(world);
    }
    ND_ASSERT(taken > STEPS * IDS / 4);
}

static void test_undone(struct world *world)
{
    fill(world);
    struct nd_txn *txn = begin_change(world);
    const struct nd_table *kept[IDS];
    memcpy(kept, world->tables, sizeof kept);
    change_table(world, txn, 0);
    uint64_t savepoint = nd_txn_savepoint(txn);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK && nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    change_table(world, txn, 1);
    ND_ASSERT(nd_txn_rollback_to(txn, savepoint) == ND_STATUS_OK);
    world->tables[1] = kept[1];
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK && nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    change_table(world, txn, 2);
    ND_ASSERT(look(world, txn, true) >= IDS - 3);
    commit(txn);
    ND_ASSERT(look_anew(world) >= IDS - 3);
}

/* Versions of which nothing is known: too many at once, too many changes in one, made by a program that writes no records. */
static void test_unknown(struct world *world)
{
    fill(world);
    for (int i = 0; i < 2 * ND__CHANGES_KEPT; i++) {
        struct nd_txn *txn = begin_change(world);
        change_table(world, txn, (size_t)i % IDS);
        commit(txn);
    }
    ND_ASSERT(look_anew(world) == 0);
    struct nd_txn *txn = begin_change(world);
    for (uint32_t i = 0; i < 6000; i++) ND_ASSERT(nd__changes_note(txn, ND__CHANGED_SEQUENCE, 70000 + i, &world->arena) == ND_STATUS_OK);
    change_table(world, txn, 3);
    commit(txn);
    ND_ASSERT(look_anew(world) == 0);
    txn = begin_change(world);
    change_table(world, txn, 4);
    ND_ASSERT(nd_txn_delete(txn, nd__catalog_changes_key(&world->arena, world->catalog->shared->version + 1)) == ND_STATUS_OK);
    commit(txn);
    ND_ASSERT(look_anew(world) == 0);
    txn = begin_change(world);
    change_table(world, txn, 5);
    commit(txn);
    ND_ASSERT(look_anew(world) > 0);
}

/* A transaction that lost its lock of the version, and with it the number, sees its own changes beside a view that has another's. */
static void test_own_number(struct world *world)
{
    fill(world);
    struct nd_txn *txn = begin_change(world);
    change_table(world, txn, 0);
    uint64_t version = world->catalog->shared->version + 1;
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK && nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    world->catalog->shared->version = version;
    ND_ASSERT(look(world, txn, true) == 0);
    nd_txn_free(txn);
}

static void (*body)(struct world *world);

static void world_main(struct nd_fiber *fiber, void *arg)
{
    struct world *world = arg;
    world->fiber = fiber;
    world->txns = nd_txn_mem_open(&world->heap, nd_fiber_reactor(fiber));
    world->catalog = nd_catalog_new(&world->heap, world->txns);
    nd_arena_init(&world->arena, &world->heap);
    body(world);
    nd_arena_deinit(&world->arena);
    nd_catalog_free(world->catalog);
    nd_txn_mem_close(world->txns);
    nd_env_real_stop(world->env);
}

static void run(void (*test)(struct world *world))
{
    struct world world = {0};
    body = test;
    nd_prng_init(&world.prng, 7);
    nd_heap_init(&world.heap, false);
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &world.heap, .reactors = 1}, &world.env), ND_STATUS_OK);
    nd_fiber_start(nd_env_reactor(world.env, 0), world_main, &world, 0);
    nd_env_real_run(world.env);
    nd_env_real_close(world.env);
    assert_int_equal(atomic_load(&world.heap.bytes), 0);
}

static void any(void **state) { ND_UNUSED(state), run(test_any); }
static void undone(void **state) { ND_UNUSED(state), run(test_undone); }
static void unknown(void **state) { ND_UNUSED(state), run(test_unknown); }
static void own_number(void **state) { ND_UNUSED(state), run(test_own_number); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any), cmocka_unit_test(undone), cmocka_unit_test(unknown), cmocka_unit_test(own_number)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
