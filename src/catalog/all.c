/* SPDX-License-Identifier: Apache-2.0 */
/* all.c - everything that the catalog holds, for the system catalogs that show it. */
#include "catalog/catalog_int.h"

#include <stdlib.h>

#include "sql/types/key_codec.h"

typedef enum nd_status visit_fn(void *arg, const struct nd_kv_pair *pair);

enum nd_status nd__catalog_each_row(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_slice first, void *arg, visit_fn *visit)
{
    struct nd_arena scratch;
    struct nd_buf end;
    nd_arena_init(&scratch, view->heap);
    nd_buf_init(&end, view->heap);
    nd_buf_put_slice(&end, first);
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    struct nd_txn_scan scan = {.txn = txn, .first = first, .end = nd_buf_slice(&end)};
    enum nd_status status = nd_txn_scan_open(&scan);
    while (status == ND_STATUS_OK) {
        struct nd_kv_pair *pairs;
        size_t count;
        status = nd_txn_scan_next(&scan, &scratch, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) status = visit(arg, &pairs[i]);
    }
    nd_txn_scan_close(&scan);
    nd_buf_deinit(&end);
    nd_arena_deinit(&scratch);
    return status;
}

struct loading {
    struct nd_catalog_view *view;
    struct nd_txn *txn;
    struct nd_arena arena; /* of the lists while they grow */
    struct nd_hmap stats;  /* by table id: struct nd_slice */
    size_t prefix_bytes;
    const struct nd_table **tables;
    size_t table_count, table_cap;
    const struct nd_sequence **sequences;
    size_t sequence_count, sequence_cap;
};

static enum nd_status visit_stats(void *arg, const struct nd_kv_pair *pair)
{
    struct loading *loading = arg;
    struct nd_dec dec = nd_dec_of(nd_slice_drop(pair->key, loading->prefix_bytes));
    uint64_t id = nd_key_take_varint(&dec);
    if (!nd_dec_is_done(&dec) || id == 0) return ND_STATUS_CORRUPT;
    struct nd_slice *bytes = nd_arena_new(&loading->arena, struct nd_slice);
    *bytes = nd_arena_copy(&loading->arena, pair->value);
    nd_hmap_put(&loading->stats, id, bytes);
    return ND_STATUS_OK;
}

static enum nd_status visit_table(void *arg, const struct nd_kv_pair *pair)
{
    struct loading *loading = arg;
    struct nd_dec dec = nd_dec_of(nd_slice_drop(pair->key, loading->prefix_bytes));
    uint64_t id = nd_key_take_varint(&dec);
    if (!nd_dec_is_done(&dec) || id == 0) return ND_STATUS_CORRUPT;
    if (loading->table_count == loading->table_cap) {
        size_t cap = loading->table_cap == 0 ? 64 : loading->table_cap * 2;
        const struct nd_table **tables = nd_arena_array(&loading->arena, const struct nd_table *, cap);
        if (loading->table_count > 0) memcpy(tables, loading->tables, loading->table_count * sizeof *tables);
        loading->tables = tables;
        loading->table_cap = cap;
    }
    const struct nd_slice *stats = nd_hmap_find(&loading->stats, id);
    struct nd_txn_get_item item = {.is_found = stats != NULL, .value = stats == NULL ? ND_SLICE_EMPTY : *stats};
    return nd__catalog_add_table(loading->view, loading->txn, pair->value, &item, &loading->tables[loading->table_count++]);
}

static enum nd_status visit_sequence(void *arg, const struct nd_kv_pair *pair)
{
    struct loading *loading = arg;
    if (loading->sequence_count == loading->sequence_cap) {
        size_t cap = loading->sequence_cap == 0 ? 64 : loading->sequence_cap * 2;
        const struct nd_sequence **sequences = nd_arena_array(&loading->arena, const struct nd_sequence *, cap);
        if (loading->sequence_count > 0) memcpy(sequences, loading->sequences, loading->sequence_count * sizeof *sequences);
        loading->sequences = sequences;
        loading->sequence_cap = cap;
    }
    return nd__catalog_add_sequence(loading->view, loading->txn, pair->value, &loading->sequences[loading->sequence_count++]);
}

/* All rows whose key begins as `first` does but for its last byte, which is the id 0. */
static enum nd_status load_kind(struct loading *loading, struct nd_slice first, visit_fn *visit)
{
    loading->prefix_bytes = first.n - 1;
    return nd__catalog_each_row(loading->view, loading->txn, nd_slice_of(first.p, first.n - 1), loading, visit);
}

static enum nd_status load(struct loading *loading)
{
    struct nd_arena *arena = &loading->arena;
    ND_TRY(nd_catalog_load_schemas(loading->view, loading->txn));
    ND_TRY(nd_catalog_load_types(loading->view, loading->txn));
    ND_TRY(nd_catalog_load_roles(loading->view, loading->txn));
    ND_TRY(load_kind(loading, nd__catalog_stats_key(arena, loading->view->database, (struct nd_table_id){0}), visit_stats));
    ND_TRY(load_kind(loading, nd__catalog_table_key(arena, loading->view->database, (struct nd_table_id){0}), visit_table));
    return load_kind(loading, nd__catalog_sequence_key(arena, loading->view->database, 0), visit_sequence);
}

/* ---- from an earlier view ----------------------------------------------------------------------------------- */

static enum nd_status take_parts(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_catalog_view *base, const struct nd__changes *changes)
{
    if (!changes->has_schemas && !view->has_schemas) {
        nd__part_share(view, base, ND__PART_SCHEMAS);
        view->schemas = base->schemas;
        view->schema_count = base->schema_count;
        view->has_schemas = true;
    }
    if (!changes->has_roles && view->databases == NULL) {
        nd__part_share(view, base, ND__PART_ROLES);
        view->databases = base->databases;
        view->database_count = base->database_count;
        view->own_database = base->own_database;
        view->roles = base->roles;
        view->role_count = base->role_count;
    }
    ND_TRY(nd_catalog_load_schemas(view, txn));
    if (!changes->has_types && !view->has_types) ND_TRY(nd__catalog_adopt_types(view, txn, base));
    ND_TRY(nd_catalog_load_types(view, txn));
    return nd_catalog_load_roles(view, txn);
}

/* Those that changed, as they are now: NULL is one that is gone. */
static enum nd_status read_tables(struct loading *loading, const struct nd__changes *changes, const struct nd_table **tables)
{
    size_t count = changes->table_count;
    if (count == 0) return ND_STATUS_OK;
    struct nd_txn_get_item *items = nd_arena_array(&loading->arena, struct nd_txn_get_item, 2 * count);
    for (size_t i = 0; i < count; i++) {
        items[2 * i].key = nd__catalog_table_key(&loading->arena, loading->view->database, (struct nd_table_id){changes->tables[i]});
        items[2 * i + 1].key = nd__catalog_stats_key(&loading->arena, loading->view->database, (struct nd_table_id){changes->tables[i]});
    }
    ND_TRY(nd_txn_get_many(loading->txn, items, 2 * count, &loading->arena));
    for (size_t i = 0; i < count; i++)
        if (items[2 * i].is_found) ND_TRY(nd__catalog_add_table(loading->view, loading->txn, items[2 * i].value, &items[2 * i + 1], &tables[i]));
    return ND_STATUS_OK;
}

static enum nd_status read_sequences(struct loading *loading, const struct nd__changes *changes, const struct nd_sequence **sequences)
{
    size_t count = changes->sequence_count;
    if (count == 0) return ND_STATUS_OK;
    struct nd_txn_get_item *items = nd_arena_array(&loading->arena, struct nd_txn_get_item, count);
    for (size_t i = 0; i < count; i++) items[i].key = nd__catalog_sequence_key(&loading->arena, loading->view->database, (uint32_t)changes->sequences[i]);
    ND_TRY(nd_txn_get_many(loading->txn, items, count, &loading->arena));
    for (size_t i = 0; i < count; i++)
        if (items[i].is_found) ND_TRY(nd__catalog_add_sequence(loading->view, loading->txn, items[i].value, &sequences[i]));
    return ND_STATUS_OK;
}

/* Both lists are in order of ids, and so is what comes of them. */
static enum nd_status merge_tables(struct loading *loading, struct nd_catalog_view *base, const struct nd__changes *changes)
{
    const struct nd_table **changed = nd_arena_array(&loading->arena, const struct nd_table *, changes->table_count + 1);
    ND_TRY(read_tables(loading, changes, changed));
    loading->tables = nd_arena_array(&loading->arena, const struct nd_table *, base->all.table_count + changes->table_count + 1);
    for (size_t i = 0, k = 0; i < base->all.table_count || k < changes->table_count;) {
        uint64_t id = i < base->all.table_count ? base->all.tables[i]->id.v : UINT64_MAX;
        if (k < changes->table_count && changes->tables[k] <= id) {
            if (changes->tables[k] == id) i++;
            if (changed[k] != NULL) loading->tables[loading->table_count++] = changed[k];
            k++;
            continue;
        }
        ND_TRY(nd__catalog_adopt_table(loading->view, loading->txn, nd_hmap_find(&base->tables, id), &loading->tables[loading->table_count++]));
        i++;
    }
    return ND_STATUS_OK;
}

static enum nd_status merge_sequences(struct loading *loading, struct nd_catalog_view *base, const struct nd__changes *changes)
{
    const struct nd_sequence **changed = nd_arena_array(&loading->arena, const struct nd_sequence *, changes->sequence_count + 1);
    ND_TRY(read_sequences(loading, changes, changed));
    loading->sequences = nd_arena_array(&loading->arena, const struct nd_sequence *, base->all.sequence_count + changes->sequence_count + 1);
    for (size_t i = 0, k = 0; i < base->all.sequence_count || k < changes->sequence_count;) {
        uint64_t oid = i < base->all.sequence_count ? base->all.sequences[i]->oid : UINT64_MAX;
        if (k < changes->sequence_count && changes->sequences[k] <= oid) {
            if (changes->sequences[k] == oid) i++;
            if (changed[k] != NULL) loading->sequences[loading->sequence_count++] = changed[k];
            k++;
            continue;
        }
        ND_TRY(nd__catalog_adopt_sequence(loading->view, loading->txn, nd_hmap_find(&base->sequences, oid), &loading->sequences[loading->sequence_count++]));
        i++;
    }
    return ND_STATUS_OK;
}

/* Takes over what has not changed since the view's base; is_done_out: that was possible. */
static enum nd_status take_over(struct loading *loading, bool *is_done_out)
{
    struct nd_catalog_view *base = loading->view->base;
    struct nd__changes changes;
    *is_done_out = false;
    if (base == NULL) return ND_STATUS_OK;
    ND_TRY(nd__changes_read(loading->view, loading->txn, base->version, &loading->arena, &changes));
    if (!changes.is_known) return ND_STATUS_OK;
    ND_TRY(take_parts(loading->view, loading->txn, base, &changes));
    ND_TRY(merge_tables(loading, base, &changes));
    ND_TRY(merge_sequences(loading, base, &changes));
    *is_done_out = true;
    return ND_STATUS_OK;
}

static void finish(struct nd_catalog_view *view, const struct loading *loading)
{
    struct nd_catalog_all *all = &view->all;
    all->tables = nd_arena_array(&view->arena, const struct nd_table *, loading->table_count + 1);
    if (loading->table_count > 0) memcpy(all->tables, loading->tables, loading->table_count * sizeof *all->tables);
    all->table_count = loading->table_count;
    all->sequences = nd_arena_array(&view->arena, const struct nd_sequence *, loading->sequence_count + 1);
    if (loading->sequence_count > 0) memcpy(all->sequences, loading->sequences, loading->sequence_count * sizeof *all->sequences);
    all->sequence_count = loading->sequence_count;
    all->view = view;
    view->has_all = true;
    if (view->base != NULL) nd_catalog_view_unref(view->base);
    view->base = NULL;
}

enum nd_status nd_catalog_load_all(struct nd_catalog_view *view, struct nd_txn *txn)
{
    if (view->has_all) return ND_STATUS_OK;
    struct loading loading = {.view = view, .txn = txn};
    struct nd_catalog_view *base = view->base;
    bool is_done;
    nd_arena_init(&loading.arena, view->heap);
    nd_hmap_init(&loading.stats, view->heap);
    if (base != NULL) nd_catalog_view_ref(base); /* another fiber may be done with it first */
    enum nd_status status = take_over(&loading, &is_done);
    if (status == ND_STATUS_OK && !is_done) status = load(&loading);
    if (status == ND_STATUS_OK && !view->has_all) finish(view, &loading); /* another fiber may have been faster */
    if (base != NULL) nd_catalog_view_unref(base);
    nd_hmap_deinit(&loading.stats);
    nd_arena_deinit(&loading.arena);
    return status;
}

const struct nd_catalog_all *nd_catalog_all(const struct nd_catalog_view *view) { return view->has_all ? &view->all : NULL; }

void *nd_catalog_view_derived(const struct nd_catalog_view *view) { return view->derived; }

struct nd_arena *nd_catalog_view_arena(struct nd_catalog_view *view) { return &view->arena; }

struct nd_arena *nd_catalog_view_set_derived(struct nd_catalog_view *view, void *derived)
{
    view->derived = derived;
    return &view->arena;
}
