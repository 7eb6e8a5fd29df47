/* SPDX-License-Identifier: Apache-2.0 */
/* change.c - writing: descriptors, names, the version. */
#include "catalog/catalog_int.h"

enum nd_status nd_catalog_allocate_oids(struct nd_catalog *catalog, struct nd_fiber *fiber, uint32_t count,
                                        uint32_t *first_out)
{
    *first_out = 0;
    uint64_t first;
    ND_TRY(nd_txn_system_allocate_ids(catalog->txns, fiber, nd_slice_str("oid"), count, &first));
    if (first + count > UINT32_MAX - ND_OID_FIRST) return ND_STATUS_TOO_LARGE;
    *first_out = (uint32_t)first + ND_OID_FIRST;
    return ND_STATUS_OK;
}

static enum nd_status begin_change(struct nd_catalog *catalog, struct nd_txn *txn, bool is_nowait)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    struct nd_slice key = nd__catalog_version_key(&arena), value;
    uint64_t version = 0;
    enum nd_status status = nd_txn_lock(txn, &key, 1, is_nowait);
    if (status == ND_STATUS_OK) status = nd_txn_get(txn, key, &arena, &value);
    if (status == ND_STATUS_OK && value.n != 8) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK) version = nd_load_u64(value.p);
    if (status == ND_STATUS_OK || status == ND_STATUS_NOT_FOUND) {
        uint8_t bytes[8];
        nd_store_u64(bytes, version + 1);
        status = nd_txn_put(txn, key, nd_slice_of(bytes, sizeof bytes));
        if (status == ND_STATUS_OK) status = nd__changes_begin(txn, version + 1, &arena);
    }
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_begin_change(struct nd_catalog *catalog, struct nd_txn *txn)
{
    return begin_change(catalog, txn, false);
}

enum nd_status nd_catalog_try_begin_change(struct nd_catalog *catalog, struct nd_txn *txn)
{
    return begin_change(catalog, txn, true);
}

static enum nd_status put_table(const struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, struct nd_arena *arena)
{
    ND_TRY(nd__changes_note(txn, ND__CHANGED_TABLE, table->id.v, arena));
    return nd_txn_put(txn, nd__catalog_table_key(arena, catalog->database, table->id), nd__table_encode(table, arena));
}

/* A primary index over the hidden row id has no name. */
static bool has_name(const struct nd_index *index) { return index->name != NULL && index->name[0] != '\0'; }

static enum nd_status insert_index_name(const struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_index *index,
                                        struct nd_arena *arena)
{
    if (!has_name(index)) return ND_STATUS_OK;
    struct nd__relation relation = {ND__RELATION_INDEX, table->id, index->id};
    return nd_txn_insert(txn, nd__catalog_name_key(arena, catalog->database, table->schema_id, index->name),
                         nd__relation_encode(&relation, arena), true);
}

static enum nd_status delete_index_name(const struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_index *index,
                                        struct nd_arena *arena)
{
    return has_name(index) ? nd_txn_delete(txn, nd__catalog_name_key(arena, catalog->database, table->schema_id, index->name))
                           : ND_STATUS_OK;
}

static enum nd_status insert_table(const struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, struct nd_arena *arena)
{
    struct nd__relation relation = {ND__RELATION_TABLE, table->id, 0};
    ND_TRY(nd_txn_insert(txn, nd__catalog_name_key(arena, catalog->database, table->schema_id, table->name),
                         nd__relation_encode(&relation, arena), true));
    for (size_t i = 0; i < table->index_count; i++) ND_TRY(insert_index_name(catalog, txn, table, &table->indexes[i], arena));
    return put_table(catalog, txn, table, arena);
}

enum nd_status nd_catalog_insert_table(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = insert_table(catalog, txn, table, &arena);
    nd_arena_deinit(&arena);
    return status;
}

static bool has_index(const struct nd_table *table, const struct nd_index *index)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].id == index->id && strcmp(table->indexes[i].name, index->name) == 0) return true;
    return false;
}

static enum nd_status update_table(const struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *before, const struct nd_table *table,
                                   struct nd_arena *arena)
{
    bool is_moved = before->schema_id != table->schema_id;
    if (is_moved || strcmp(before->name, table->name) != 0) {
        struct nd__relation relation = {ND__RELATION_TABLE, table->id, 0};
        ND_TRY(nd_txn_delete(txn, nd__catalog_name_key(arena, catalog->database, before->schema_id, before->name)));
        ND_TRY(nd_txn_insert(txn, nd__catalog_name_key(arena, catalog->database, table->schema_id, table->name),
                             nd__relation_encode(&relation, arena), true));
    }
    /* an index that keeps its name and changes its id (TRUNCATE) is removed first, then added */
    for (size_t i = 0; i < before->index_count; i++)
        if (is_moved || !has_index(table, &before->indexes[i]))
            ND_TRY(delete_index_name(catalog, txn, before, &before->indexes[i], arena));
    for (size_t i = 0; i < table->index_count; i++)
        if (is_moved || !has_index(before, &table->indexes[i]))
            ND_TRY(insert_index_name(catalog, txn, table, &table->indexes[i], arena));
    return put_table(catalog, txn, table, arena);
}

enum nd_status nd_catalog_update_table(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *before,
                                       const struct nd_table *table)
{
    ND_ASSERT(table->version > before->version);
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = update_table(catalog, txn, before, table, &arena);
    nd_arena_deinit(&arena);
    return status;
}

static enum nd_status delete_table(const struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, struct nd_arena *arena)
{
    ND_TRY(nd_txn_delete(txn, nd__catalog_name_key(arena, catalog->database, table->schema_id, table->name)));
    for (size_t i = 0; i < table->index_count; i++) ND_TRY(delete_index_name(catalog, txn, table, &table->indexes[i], arena));
    ND_TRY(nd_txn_delete(txn, nd__catalog_stats_key(arena, catalog->database, table->id)));
    ND_TRY(nd__changes_note(txn, ND__CHANGED_TABLE, table->id.v, arena));
    return nd_txn_delete(txn, nd__catalog_table_key(arena, catalog->database, table->id));
}

enum nd_status nd_catalog_delete_table(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = delete_table(catalog, txn, table, &arena);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_write_stats(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_table_stats *stats)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    struct nd_slice key = nd__catalog_stats_key(&arena, catalog->database, table->id);
    enum nd_status status = stats == NULL ? nd_txn_delete(txn, key) : nd_txn_put(txn, key, nd__stats_encode(table, stats, &arena));
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_TABLE, table->id.v, &arena);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_lock_stats(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    struct nd_slice key = nd__catalog_stats_key(&arena, catalog->database, table->id);
    enum nd_status status = nd_txn_lock(txn, &key, 1, true);
    nd_arena_deinit(&arena);
    return status;
}
