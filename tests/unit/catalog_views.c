/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors as bytes, views at a timestamp, the shared cache. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "catalog_world.h"
#include "sql/types/key_codec.h"

enum { WRITERS = 32 };

static struct nd_table *make_table(struct nd_arena *arena, uint64_t id, const char *name)
{
    struct nd_column *columns = nd_arena_array(arena, struct nd_column, 3);
    columns[0] = (struct nd_column){.id = 1,
                                    .attnum = 1,
                                    .name = "a",
                                    .type = {ND_TYPE_INT4, -1},
                                    .is_not_null = true,
                                    .missing = {.is_null = true}};
    columns[1] = (struct nd_column){.id = 2,
                                    .attnum = 2,
                                    .name = "b",
                                    .type = {ND_TYPE_NUMERIC, (10 << 16 | 2) + 4},
                                    .default_text = "1 + 1",
                                    .missing = {.is_null = true}};
    columns[2] = (struct nd_column){
        .id = 5, .attnum = 4, .name = "c", .type = {ND_TYPE_TEXT, -1}, .missing = {.s = nd_slice_str("was not there")}};
    struct nd_index_column *parts = nd_arena_array(arena, struct nd_index_column, 3);
    parts[0] = (struct nd_index_column){0, 0};
    parts[1] = (struct nd_index_column){2, ND_KEY_DESC | ND_KEY_NULLS_FIRST};
    parts[2] = (struct nd_index_column){0, ND_KEY_DESC};
    struct nd_index *indexes = nd_arena_array(arena, struct nd_index, 2);
    indexes[0] = (struct nd_index){.id = 3,
                                   .oid = 20001,
                                   .is_unique = true,
                                   .is_primary = true,
                                   .is_constraint = true,
                                   .columns = parts,
                                   .column_count = 1};
    indexes[0].name = nd_arena_printf(arena, "%s_pkey", name);
    indexes[1] = (struct nd_index){
        .id = 4, .oid = 20002, .name = nd_arena_printf(arena, "%s_idx", name), .columns = parts + 1, .column_count = 2};
    struct nd_table *table = nd_arena_new(arena, struct nd_table);
    *table = (struct nd_table){
        .id = {id}, .schema_id = ND_OID_PUBLIC, .name = name, .version = 7, .next_column_id = 6, .next_index_id = 9};
    table->columns = columns;
    table->column_count = 3;
    table->indexes = indexes;
    table->index_count = 2;
    static const struct nd_check checks[] = {{20003, "t_check", "a > 0", true, "positive"}};
    static const uint32_t key_columns[] = {2, 0}, ref_ids[] = {1, 2}, set_columns[] = {2};
    static const struct nd_foreign_key keys[] = {{.oid = 20004,
                                                  .name = "t_fkey",
                                                  .columns = key_columns,
                                                  .ref_column_ids = ref_ids,
                                                  .column_count = 2,
                                                  .ref_table = {78},
                                                  .ref_index_oid = 20005,
                                                  .on_delete = ND_FK_SET_NULL,
                                                  .on_update = ND_FK_CASCADE,
                                                  .is_validated = true,
                                                  .set_columns = set_columns,
                                                  .set_column_count = 1}};
    static const struct nd_reference references[] = {{{79}, 20006}};
    static const struct nd_owned_sequence sequences[] = {{20007, 1}};
    table->checks = checks;
    table->foreign_keys = keys;
    table->references = references;
    table->sequences = sequences;
    table->check_count = table->foreign_key_count = table->reference_count = table->sequence_count = 1;
    table->comment = "a table";
    return table;
}

static bool same_constraints(const struct nd_table *a, const struct nd_table *b)
{
    if (b->check_count != 1 || b->foreign_key_count != 1 || b->reference_count != 1 || b->sequence_count != 1 ||
        strcmp(a->comment, b->comment) != 0)
        return false;
    const struct nd_foreign_key *x = &a->foreign_keys[0], *y = &b->foreign_keys[0];
    bool is_same = a->checks[0].oid == b->checks[0].oid && strcmp(a->checks[0].text, b->checks[0].text) == 0 &&
                   strcmp(a->checks[0].comment, b->checks[0].comment) == 0 && b->checks[0].is_validated;
    is_same = is_same && x->oid == y->oid && strcmp(x->name, y->name) == 0 && y->column_count == 2 &&
              y->columns[0] == 2 && y->columns[1] == 0 && y->ref_column_ids[1] == 2;
    is_same = is_same && y->ref_table.v == 78 && y->ref_index_oid == 20005 && y->on_delete == ND_FK_SET_NULL &&
              y->on_update == ND_FK_CASCADE && y->is_validated && !y->is_match_full;
    is_same = is_same && y->set_column_count == 1 && y->set_columns[0] == 2 && y->comment == NULL;
    return is_same && b->references[0].table.v == 79 && b->references[0].foreign_key_oid == 20006 &&
           b->sequences[0].sequence_oid == 20007 && b->sequences[0].column_id == 1;
}

static bool same_table(const struct nd_table *a, const struct nd_table *b)
{
    bool is_same = a->id.v == b->id.v && strcmp(a->name, b->name) == 0 && a->version == b->version &&
                   a->column_count == b->column_count && a->index_count == b->index_count &&
                   a->next_column_id == b->next_column_id && a->next_index_id == b->next_index_id &&
                   a->schema_id == b->schema_id;
    for (size_t i = 0; is_same && i < a->column_count; i++) {
        const struct nd_column *x = &a->columns[i], *y = &b->columns[i];
        is_same = x->id == y->id && x->attnum == y->attnum && strcmp(x->name, y->name) == 0 &&
                  x->type.id == y->type.id && x->type.mod == y->type.mod && x->is_not_null == y->is_not_null;
        is_same = is_same &&
                  (x->default_text == NULL ? y->default_text == NULL
                                           : y->default_text != NULL && strcmp(x->default_text, y->default_text) == 0);
        is_same = is_same && x->missing.is_null == y->missing.is_null &&
                  (x->missing.is_null || nd_slice_eq(x->missing.s, y->missing.s));
    }
    for (size_t i = 0; is_same && i < a->index_count; i++) {
        const struct nd_index *x = &a->indexes[i], *y = &b->indexes[i];
        is_same = x->id == y->id && x->oid == y->oid && strcmp(x->name, y->name) == 0 && x->is_unique == y->is_unique &&
                  x->is_primary == y->is_primary && x->column_count == y->column_count;
        for (size_t k = 0; is_same && k < x->column_count; k++)
            is_same = x->columns[k].column == y->columns[k].column && x->columns[k].flags == y->columns[k].flags;
    }
    return is_same;
}

/* Expressions, predicates, columns that are included, keys that are deferrable. */
static void test_index_forms(struct world *world, struct nd_fiber *fiber)
{
    ND_UNUSED(fiber);
    struct nd_arena *arena = &world->arena;
    struct nd_table *table = make_table(arena, 77, "t"), *back;
    struct nd_column columns[5];
    struct nd_index indexes[2];
    const uint32_t included[] = {1, 2};
    const struct nd_index_column parts[] = {{3, ND_KEY_DESC}};
    memcpy(columns, table->columns, sizeof *columns * 3);
    columns[3] = (struct nd_column){.id = 6, .name = "lower", .type = {ND_TYPE_TEXT, -1}, .is_hidden = true, .virtual_text = "lower(c)", .missing = {.is_null = true}};
    columns[4] = (struct nd_column){.id = 7, .name = "predicate", .type = {ND_TYPE_BOOL, -1}, .is_hidden = true, .virtual_text = "(a > 1)", .missing = {.is_null = true}};
    memcpy(indexes, table->indexes, sizeof indexes);
    indexes[1].columns = parts;
    indexes[1].column_count = 1;
    indexes[1].is_partial = indexes[1].is_unique = indexes[1].is_deferrable = indexes[1].is_deferred = indexes[1].is_key = true;
    indexes[1].predicate = 4;
    indexes[1].included = included;
    indexes[1].included_count = 2;
    table->columns = columns;
    table->column_count = 5;
    table->indexes = indexes;
    table->next_column_id = 8;
    ND_ASSERT(nd__table_decode(nd__table_encode(table, arena), arena, &back) == ND_STATUS_OK);
    ND_ASSERT(same_table(table, back) && same_table(table, nd_table_copy(table, arena)));
    const struct nd_index *index = &back->indexes[1];
    ND_ASSERT(index->is_partial && index->predicate == 4 && index->included_count == 2);
    ND_ASSERT(index->included[0] == 1 && index->included[1] == 2);
    ND_ASSERT(index->is_deferrable && index->is_deferred && index->is_key);
    ND_ASSERT(strcmp(back->columns[3].virtual_text, "lower(c)") == 0 && back->columns[0].virtual_text == NULL);
    ND_ASSERT(nd_table_has_virtual(back) && nd_table_find_column(back, "lower") == SIZE_MAX);
    ND_ASSERT(!nd_index_proves_unique(index) && !nd_index_keeps_one(index) && nd_index_proves_unique(&back->indexes[0]));
    const unsigned shards[] = {2, 256, 1, 257};
    for (size_t i = 0; i < ND_ARRAY_LEN(shards); i++) {
        indexes[1].shards = shards[i];
        bool is_fine = nd__table_decode(nd__table_encode(table, arena), arena, &back) == ND_STATUS_OK;
        ND_ASSERT(is_fine == (i < 2));
        ND_ASSERT(!is_fine || (back->indexes[1].shards == shards[i] && back->indexes[0].shards == 0));
    }
    indexes[1].shards = 0;
    columns[4].virtual_text = NULL; /* a predicate that is a column of the rows */
    ND_ASSERT(nd__table_decode(nd__table_encode(table, arena), arena, &back) == ND_STATUS_CORRUPT);
}

static void test_bytes(struct world *world, struct nd_fiber *fiber)
{
    ND_UNUSED(fiber);
    struct nd_arena *arena = &world->arena;
    struct nd_table *table = make_table(arena, 77, "t"), *back;
    struct nd_slice bytes = nd__table_encode(table, arena);
    ND_ASSERT(nd__table_decode(bytes, arena, &back) == ND_STATUS_OK);
    ND_ASSERT(same_table(table, back));
    ND_ASSERT(same_table(table, nd_table_copy(table, arena)));
    ND_ASSERT(same_constraints(table, back) && same_constraints(table, nd_table_copy(table, arena)));
    ND_ASSERT(nd_table_find_foreign_key(back, 20004) != NULL && nd_table_find_foreign_key(back, 20003) == NULL);
    ND_ASSERT(nd_table_find_index_oid(back, 20002) == &back->indexes[1] && nd_table_find_column_id(back, 5) == 2);
    ND_ASSERT(nd_table_find_column(back, "c") == 2 && nd_table_find_column(back, "nope") == SIZE_MAX);
    ND_ASSERT(!nd_table_has_row_id(back));
    /* damaged in every way: CORRUPT or a table, never a crash */
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t *copy = nd_arena_alloc(arena, bytes.n);
        for (unsigned flip = 1; flip < 256; flip *= 2) {
            memcpy(copy, bytes.p, bytes.n);
            copy[i] ^= (uint8_t)flip;
            enum nd_status status = nd__table_decode(nd_slice_of(copy, bytes.n), arena, &back);
            ND_ASSERT(status == ND_STATUS_OK || status == ND_STATUS_CORRUPT);
        }
        enum nd_status status = nd__table_decode(nd_slice_of(bytes.p, i), arena, &back);
        ND_ASSERT(status == ND_STATUS_OK || status == ND_STATUS_CORRUPT);
    }
    struct nd_buf key;
    nd_buf_init(&key, &world->heap);
    nd_index_put_prefix(&key, table->id, 300);
    nd_buf_put_u8(&key, 9);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&key));
    struct nd_table_id id;
    uint64_t index;
    ND_ASSERT(nd_index_take_prefix(&dec, &id, &index) && id.v == 77 && index == 300 && nd_dec_left(&dec) == 1);
    dec = nd_dec_of(nd_slice_of("\x10key", 4));
    ND_ASSERT(!nd_index_take_prefix(&dec, &id, &index));
    nd_buf_deinit(&key);
}

/* Buckets are part of what is stored: these must never change. */
static void test_buckets(struct world *world, struct nd_fiber *fiber)
{
    ND_UNUSED(fiber);
    static const struct {
        const char *columns;
        uint8_t of_8, of_256;
    } known[] = {{"a", 7, 31}, {"b", 7, 63}, {"\x02\x80\x00\x00\x01", 1, 161}};
    struct nd_table table = {.id = {77}};
    struct nd_index index = {.id = 3};
    struct nd_buf key, plain;
    nd_buf_init(&key, &world->heap);
    nd_buf_init(&plain, &world->heap);
    size_t seen[8] = {0};
    for (size_t i = 0; i < ND_ARRAY_LEN(known) * 2; i++) {
        const char *columns = known[i / 2].columns;
        size_t n = i / 2 == 2 ? 5 : 1;
        index.shards = i % 2 == 0 ? 8 : 256;
        nd_buf_clear(&key);
        size_t at = nd_index_begin_key(&key, &table, &index);
        nd_buf_put(&key, columns, n);
        nd_index_end_columns(&key, &index, at);
        ND_ASSERT(key.p[at - 1] == (i % 2 == 0 ? known[i / 2].of_8 : known[i / 2].of_256) && key.n == at + n);
    }
    for (uint32_t i = 0; i < 8000; i++) { /* one is as likely as another */
        index.shards = 8;
        nd_buf_clear(&key);
        size_t at = nd_index_begin_key(&key, &table, &index);
        nd_buf_put_u8(&key, 2);
        for (int shift = 24; shift >= 0; shift -= 8) nd_buf_put_u8(&key, (uint8_t)((0x80000000u + i) >> shift));
        nd_index_end_columns(&key, &index, at);
        seen[key.p[at - 1]]++;
        nd_buf_put(&key, "more", 4); /* of the entry: not what is hashed */
        struct nd_dec dec = nd_dec_of(nd_buf_slice(&key));
        struct nd_table_id id;
        uint64_t index_id;
        ND_ASSERT(nd_index_take_prefix(&dec, &id, &index_id) && nd_index_take_bucket(&dec, &index) && nd_dec_left(&dec) == 9);
        nd_buf_clear(&plain);
        nd_index_put_bucket(&plain, &table, &index, key.p[at - 1]);
        ND_ASSERT(nd_slice_eq(nd_buf_slice(&plain), nd_slice_of(key.p, at)));
    }
    for (size_t i = 0; i < 8; i++) ND_ASSERT(seen[i] > 900 && seen[i] < 1100);
    struct nd_dec dec = nd_dec_of(nd_slice_of("\x08", 1));
    ND_ASSERT(!nd_index_take_bucket(&dec, &index)); /* no such bucket */
    dec = nd_dec_of(ND_SLICE_EMPTY);
    ND_ASSERT(!nd_index_take_bucket(&dec, &index));
    nd_buf_deinit(&key);
    nd_buf_deinit(&plain);
}

static const struct nd_table *find(struct world *world, struct nd_txn *txn, bool is_private, const char *name,
                                   struct nd_catalog_view **view)
{
    const struct nd_table *table;
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, is_private, view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_find_table(*view, txn, ND_OID_PUBLIC, name, &table) == ND_STATUS_OK);
    return table;
}

static void test_views(struct world *world, struct nd_fiber *fiber)
{
    struct nd_catalog_view *view, *again, *old_view, *mine;
    struct nd_table *table = make_table(&world->arena, 77, "t");
    /* a snapshot from before */
    struct nd_txn *old = begin(world, fiber, ND_REPEATABLE_READ);
    ND_ASSERT(find(world, old, false, "t", &old_view) == NULL);
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_insert_table(world->catalog, txn, table) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_insert_table(world->catalog, txn, table) == ND_STATUS_DUPLICATE_KEY);
    ND_ASSERT(find(world, txn, true, "t", &mine) != NULL); /* its own, not yet anybody else's */
    struct nd_txn *other = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(find(world, other, false, "t", &view) == NULL);
    nd_catalog_view_unref(view);
    commit(txn);
    ND_ASSERT(nd_txn_begin_statement(other) == ND_STATUS_OK);
    ND_ASSERT(same_table(find(world, other, false, "t", &view), table));
    const struct nd_table *shared = find(world, other, false, "t", &again);
    ND_ASSERT(again == view && shared == nd_catalog_peek_table(view, ND_OID_PUBLIC, "t")); /* one cache */
    ND_ASSERT(nd_catalog_peek_table_by_id(view, table->id) == shared);
    bool is_current;
    ND_ASSERT(nd_catalog_view_is_current(view, other, false, &is_current) == ND_STATUS_OK && is_current);
    ND_ASSERT(nd_catalog_view_is_current(view, old, false, &is_current) == ND_STATUS_OK && !is_current);
    nd_catalog_view_unref(again);
    /* the old snapshot still sees nothing, and does not spoil the cache */
    nd_catalog_view_unref(old_view);
    ND_ASSERT(find(world, old, false, "t", &old_view) == NULL && old_view != view);
    ND_ASSERT(find(world, other, false, "t", &again) == shared);
    nd_catalog_view_unref(again);
    /* names of indexes */
    const struct nd_table *owner;
    size_t at;
    bool is_taken;
    ND_ASSERT(nd_catalog_find_index(view, other, ND_OID_PUBLIC, "t_idx", &owner, &at) == ND_STATUS_OK &&
              owner == shared && at == 1);
    ND_ASSERT(nd_catalog_find_index(view, other, ND_OID_PUBLIC, "t", &owner, &at) == ND_STATUS_OK && owner == NULL);
    ND_ASSERT(nd_catalog_has_name(view, other, ND_OID_PUBLIC, "t_pkey", &is_taken) == ND_STATUS_OK && is_taken);
    ND_ASSERT(nd_catalog_has_name(view, other, ND_OID_PG_CATALOG, "t_pkey", &is_taken) == ND_STATUS_OK && !is_taken);
    /* changed and dropped */
    struct nd_table *changed = nd_table_copy(shared, &world->arena);
    changed->version++;
    changed->index_count = 1;
    txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_update_table(world->catalog, txn, shared, changed) == ND_STATUS_OK);
    commit(txn);
    nd_catalog_view_unref(view);
    ND_ASSERT(nd_txn_begin_statement(other) == ND_STATUS_OK);
    shared = find(world, other, false, "t", &view);
    ND_ASSERT(shared->index_count == 1 && shared->version == table->version + 1);
    ND_ASSERT(nd_catalog_has_name(view, other, ND_OID_PUBLIC, "t_idx", &is_taken) == ND_STATUS_OK && !is_taken);
    const struct nd_table **tables;
    size_t count;
    ND_ASSERT(nd_catalog_list_tables(view, other, ND_OID_PUBLIC, &world->arena, &tables, &count) == ND_STATUS_OK &&
              count == 1 && tables[0] == shared);
    txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_delete_table(world->catalog, txn, shared) == ND_STATUS_OK);
    commit(txn);
    nd_catalog_view_unref(view);
    ND_ASSERT(nd_txn_begin_statement(other) == ND_STATUS_OK);
    ND_ASSERT(find(world, other, false, "t", &view) == NULL);
    nd_catalog_view_unref(view);
    nd_catalog_view_unref(old_view);
    nd_catalog_view_unref(mine);
    nd_txn_free(other);
    nd_txn_free(old);
    uint32_t first, second;
    ND_ASSERT(nd_catalog_allocate_oids(world->catalog, fiber, 3, &first) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_allocate_oids(world->catalog, fiber, 1, &second) == ND_STATUS_OK);
    ND_ASSERT(first >= ND_OID_FIRST && second >= first + 3);
}

/* A writer that planned under the old layout must not commit once the layout has changed. */
static void test_gates(struct world *world, struct nd_fiber *fiber)
{
    struct nd_table *table = make_table(&world->arena, 77, "t");
    for (int late = 0; late < 2; late++) {
        struct nd_txn *writers[WRITERS];
        for (size_t i = 0; i < ND_ARRAY_LEN(writers); i++) {
            writers[i] = begin(world, fiber, ND_READ_COMMITTED);
            uint8_t key[2] = {0x20, (uint8_t)i};
            ND_ASSERT(nd_catalog_guard_rows(world->catalog, writers[i], table) == ND_STATUS_OK);
            ND_ASSERT(nd_txn_put(writers[i], nd_slice_of(key, 2), nd_slice_str("row")) == ND_STATUS_OK);
        }
        if (late == 0) { /* without a change all commit, side by side */
            for (size_t i = 0; i < ND_ARRAY_LEN(writers); i++) commit(writers[i]);
            continue;
        }
        struct nd_txn *ddl = begin(world, fiber, ND_READ_COMMITTED);
        ND_ASSERT(nd_catalog_lock_rows(world->catalog, ddl, table) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_commit(writers[0]) == ND_STATUS_WRITE_CONFLICT); /* while it is under way */
        nd_txn_free(writers[0]);
        commit(ddl);
        for (size_t i = 1; i < ND_ARRAY_LEN(writers); i++) { /* and after */
            ND_ASSERT(nd_txn_commit(writers[i]) == ND_STATUS_WRITE_CONFLICT);
            nd_txn_free(writers[i]);
        }
    }
}

static struct nd_txn *writer(struct world *world, struct nd_fiber *fiber, const struct nd_table *table, uint8_t row)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    uint8_t key[2] = {0x20, row};
    ND_ASSERT(nd_catalog_guard_rows(world->catalog, txn, table) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, nd_slice_of(key, 2), nd_slice_str("row")) == ND_STATUS_OK);
    return txn;
}

static void refused(struct nd_txn *txn)
{
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_WRITE_CONFLICT);
    nd_txn_free(txn);
}

/* A step, and its fence later: writers that know of the step pass, those from before do not; nor does anybody from before an exclusive
 * change that came in between. */
static void test_floors(struct world *world, struct nd_fiber *fiber)
{
    struct nd_table *table = make_table(&world->arena, 77, "t");
    for (int is_disturbed = 0; is_disturbed < 3; is_disturbed++) {
        struct nd_gate gate;
        bool has;
        struct nd_txn *old = writer(world, fiber, table, 1), *step = begin(world, fiber, ND_READ_COMMITTED);
        ND_ASSERT(nd_catalog_begin_change(world->catalog, step) == ND_STATUS_OK);
        ND_ASSERT(nd_catalog_read_gate(world->catalog, step, table, &gate) == ND_STATUS_OK);
        struct nd_ts floor;
        commit(step);
        ND_ASSERT(nd_txn_system_now(world->txns, fiber, 0, &floor) == ND_STATUS_OK);
        ND_ASSERT(nd_catalog_has_elders(world->catalog, fiber, table->id, floor, &has) == ND_STATUS_OK && !has); /* no other node can be asked here */
        struct nd_txn *young[WRITERS];
        for (size_t i = 0; i < ND_ARRAY_LEN(young); i++) young[i] = writer(world, fiber, table, (uint8_t)(10 + i));
        commit(writer(world, fiber, table, 2)); /* before there is a fence */
        table->version++;
        if (is_disturbed == 1) { /* exclusive */
            struct nd_txn *ddl = begin(world, fiber, ND_READ_COMMITTED);
            ND_ASSERT(nd_catalog_begin_change(world->catalog, ddl) == ND_STATUS_OK);
            ND_ASSERT(nd_catalog_lock_rows(world->catalog, ddl, table) == ND_STATUS_OK);
            commit(ddl);
        }
        if (is_disturbed == 2) { /* another change's fence, whose floor is older */
            struct nd_txn *other = begin(world, fiber, ND_READ_COMMITTED);
            ND_ASSERT(nd_catalog_begin_change(world->catalog, other) == ND_STATUS_OK);
            ND_ASSERT(nd_catalog_fence_rows(world->catalog, other, table, &gate, (struct nd_ts){floor.v - 1}) == ND_STATUS_OK);
            commit(other);
        }
        struct nd_txn *fence = begin(world, fiber, ND_READ_COMMITTED);
        ND_ASSERT(nd_catalog_begin_change(world->catalog, fence) == ND_STATUS_OK);
        ND_ASSERT(nd_catalog_fence_rows(world->catalog, fence, table, &gate, floor) == ND_STATUS_OK);
        commit(fence);
        refused(old);
        for (size_t i = 0; i < ND_ARRAY_LEN(young); i++) {
            if (is_disturbed == 1) refused(young[i]);
            else commit(young[i]);
        }
        commit(writer(world, fiber, table, 3));
        table->version++;
    }
}

static void test_schemas(struct world *world, struct nd_fiber *fiber)
{
    struct nd_catalog_view *view;
    const struct nd_schema *found;
    struct nd_schema schema = {20100, "sales", NULL}, renamed = {20100, "trade", "buying and selling"};
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_schema(world->catalog, txn, NULL, &schema) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_schema(world->catalog, txn, NULL, &schema) == ND_STATUS_DUPLICATE_KEY);
    struct nd_table *table = make_table(&world->arena, 77, "t");
    table->schema_id = schema.id;
    ND_ASSERT(nd_catalog_insert_table(world->catalog, txn, table) == ND_STATUS_OK);
    commit(txn);
    txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, false, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_peek_schema(view, "public") != NULL && nd_catalog_peek_schema(view, "sales") == NULL);
    const struct nd_table *read;
    ND_ASSERT(nd_catalog_find_table_by_id(view, txn, table->id, &read) == ND_STATUS_OK &&
              strcmp(read->schema_name, "sales") == 0);
    ND_ASSERT(nd_catalog_find_schema(view, txn, "sales", &found) == ND_STATUS_OK && found->id == schema.id);
    ND_ASSERT(nd_catalog_find_schema(view, txn, "trade", &found) == ND_STATUS_OK && found == NULL);
    ND_ASSERT(nd_catalog_peek_schema_by_id(view, ND_OID_PUBLIC) != NULL && nd_catalog_schema_at(view, 3) != NULL &&
              nd_catalog_schema_at(view, 4) == NULL);
    nd_catalog_view_unref(view);
    nd_txn_free(txn);
    /* renamed; the table moves to public */
    txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_schema(world->catalog, txn, &schema, &renamed) == ND_STATUS_OK);
    struct nd_table *moved = nd_table_copy(table, &world->arena);
    moved->schema_id = ND_OID_PUBLIC;
    moved->version++;
    ND_ASSERT(nd_catalog_update_table(world->catalog, txn, table, moved) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, true, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_find_schema(view, txn, "sales", &found) == ND_STATUS_OK && found == NULL);
    ND_ASSERT(nd_catalog_find_schema(view, txn, "trade", &found) == ND_STATUS_OK &&
              strcmp(found->comment, "buying and selling") == 0);
    ND_ASSERT(nd_catalog_find_table(view, txn, renamed.id, "t", &read) == ND_STATUS_OK && read == NULL);
    ND_ASSERT(nd_catalog_find_table(view, txn, ND_OID_PUBLIC, "t", &read) == ND_STATUS_OK && read != NULL &&
              strcmp(read->schema_name, "public") == 0);
    size_t at;
    ND_ASSERT(nd_catalog_find_index(view, txn, ND_OID_PUBLIC, "t_idx", &read, &at) == ND_STATUS_OK && read != NULL);
    ND_ASSERT(nd_catalog_delete_schema(world->catalog, txn, &renamed) == ND_STATUS_OK);
    nd_catalog_view_unref(view);
    nd_txn_free(txn);
}

static struct nd_sequence make_sequence(uint32_t oid, int64_t increment, int64_t min, int64_t max, bool cycles)
{
    return (struct nd_sequence){.oid = oid,
                                .schema_id = ND_OID_PUBLIC,
                                .name = "s",
                                .version = 1,
                                .type = ND_TYPE_INT8,
                                .start = increment > 0 ? min : max,
                                .increment = increment,
                                .min = min,
                                .max = max,
                                .cache = 1,
                                .cycles = cycles,
                                .state_id = 1,
                                .state_start = increment > 0 ? min : max};
}

static void expect_values(struct world *world, struct nd_fiber *fiber, const struct nd_sequence *sequence,
                          uint64_t wanted, int64_t first, uint64_t count)
{
    struct nd_err err = {0};
    int64_t got;
    uint64_t got_count;
    enum nd_status status = nd_sequence_next(world->catalog, fiber, sequence, wanted, &got, &got_count, &err);
    if (count == 0)
        ND_ASSERT(status == ND_STATUS_SQL && strcmp(err.sqlstate, "2200H") == 0);
    else
        ND_ASSERT(status == ND_STATUS_OK && got == first && got_count == count);
}

static void test_sequences(struct world *world, struct nd_fiber *fiber)
{
    struct nd_sequence sequence = make_sequence(20200, 1, 1, 5, false);
    expect_values(world, fiber, &sequence, 1, 1, 1);
    expect_values(world, fiber, &sequence, 2, 2, 2);
    expect_values(world, fiber, &sequence, 9, 4, 2);
    expect_values(world, fiber, &sequence, 1, 0, 0);
    ND_ASSERT(nd_sequence_set(world->catalog, fiber, &sequence, &(struct nd_sequence_state){3, false}) == ND_STATUS_OK);
    struct nd_sequence_state state;
    ND_ASSERT(nd_sequence_read(world->catalog, fiber, &sequence, &state) == ND_STATUS_OK && state.last == 3 &&
              !state.is_called);
    expect_values(world, fiber, &sequence, 1, 3, 1);
    struct nd_sequence cycle = make_sequence(20201, -3, -7, 0, true);
    expect_values(world, fiber, &cycle, 5, 0, 3);
    expect_values(world, fiber, &cycle, 1, 0, 1);
    struct nd_sequence edge = make_sequence(20202, 1, INT64_MIN, INT64_MAX, false);
    edge.state_start = INT64_MAX - 1;
    expect_values(world, fiber, &edge, 5, INT64_MAX - 1, 2);
    expect_values(world, fiber, &edge, 1, 0, 0);
    struct nd_sequence wide = make_sequence(20203, INT64_MIN, INT64_MIN, INT64_MAX, false);
    expect_values(world, fiber, &wide, 9, INT64_MAX, 2);
    expect_values(world, fiber, &wide, 1, 0, 0);
    /* its descriptor */
    struct nd_catalog_view *view;
    const struct nd_sequence *found;
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_sequence(world->catalog, txn, NULL, &sequence) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, true, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_find_sequence(view, txn, ND_OID_PUBLIC, "s", &found) == ND_STATUS_OK && found->max == 5 &&
              found->oid == 20200 && strcmp(found->schema_name, "public") == 0);
    const struct nd_sequence **all;
    size_t count;
    ND_ASSERT(nd_catalog_list_sequences(view, txn, ND_OID_PUBLIC, &world->arena, &all, &count) == ND_STATUS_OK &&
              count == 1 && all[0] == found);
    struct nd_sequence renamed = *found;
    renamed.name = "s2";
    ND_ASSERT(nd_catalog_put_sequence(world->catalog, txn, found, &renamed) == ND_STATUS_OK);
    nd_catalog_view_unref(view);
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, true, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_find_sequence(view, txn, ND_OID_PUBLIC, "s", &found) == ND_STATUS_OK && found == NULL);
    ND_ASSERT(nd_catalog_find_sequence(view, txn, ND_OID_PUBLIC, "s2", &found) == ND_STATUS_OK && found != NULL);
    ND_ASSERT(nd_catalog_delete_sequence(world->catalog, txn, found) == ND_STATUS_OK);
    nd_catalog_view_unref(view);
    nd_txn_free(txn);
}

/* Each has its own names; of one that is gone nothing is kept. */
static void test_databases(struct world *world, struct nd_fiber *fiber)
{
    struct nd_database other = {.oid = 30000, .name = "other", .connection_limit = -1};
    struct nd_catalog *catalog = nd_catalog_of(world->catalog, other.oid);
    struct nd_catalog_view *view;
    const struct nd_table *found;
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_view_open(catalog, txn, false, &view) == ND_STATUS_NOT_FOUND);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_put_database(world->catalog, txn, NULL, &other) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_insert_table(catalog, txn, make_table(&world->arena, 30001, "t")) == ND_STATUS_OK);
    commit(txn);
    txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, false, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_find_table(view, txn, ND_OID_PUBLIC, "t", &found) == ND_STATUS_OK && found == NULL);
    ND_ASSERT(nd_catalog_find_table_by_id(view, txn, (struct nd_table_id){30001}, &found) == ND_STATUS_OK && found == NULL);
    nd_catalog_view_unref(view);
    ND_ASSERT(nd_catalog_view_open(catalog, txn, false, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_find_table(view, txn, ND_OID_PUBLIC, "t", &found) == ND_STATUS_OK && found != NULL);
    nd_catalog_view_unref(view);
    ND_ASSERT(catalog->shared != NULL);
    ND_ASSERT(nd_catalog_begin_change(world->catalog, txn) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_delete_database(world->catalog, txn, &other) == ND_STATUS_OK);
    commit(txn);
    txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_catalog_view_open(world->catalog, txn, false, &view) == ND_STATUS_OK);
    ND_ASSERT(nd_catalog_load_databases(view, txn) == ND_STATUS_OK);
    nd_catalog_forget_dropped(world->catalog, view);
    ND_ASSERT(catalog->shared == NULL);
    nd_catalog_view_unref(view);
    ND_ASSERT(nd_catalog_view_open(catalog, txn, false, &view) == ND_STATUS_NOT_FOUND);
    commit(txn);
}

static void databases(void **state) { ND_UNUSED(state), run(test_databases); }
static void bytes(void **state) { ND_UNUSED(state), run(test_bytes); }
static void buckets(void **state) { ND_UNUSED(state), run(test_buckets); }
static void index_forms(void **state) { ND_UNUSED(state), run(test_index_forms); }
static void views(void **state) { ND_UNUSED(state), run(test_views); }
static void gates(void **state) { ND_UNUSED(state), run(test_gates); }
static void floors(void **state) { ND_UNUSED(state), run(test_floors); }
static void schemas(void **state) { ND_UNUSED(state), run(test_schemas); }
static void sequences(void **state) { ND_UNUSED(state), run(test_sequences); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bytes), cmocka_unit_test(buckets), cmocka_unit_test(index_forms), cmocka_unit_test(views), cmocka_unit_test(gates), cmocka_unit_test(floors),
                                       cmocka_unit_test(schemas), cmocka_unit_test(sequences), cmocka_unit_test(databases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
