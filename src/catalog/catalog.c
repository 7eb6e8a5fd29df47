/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.c - reading: views, the cache, look-ups. */
#include "catalog/catalog_int.h"

#include "kv/keys.h"
#include "sql/types/key_codec.h"

static struct nd_catalog *catalog_new(struct nd_heap *heap, struct nd_txn_system *txns, uint32_t database)
{
    struct nd_catalog *catalog = nd_heap_new(heap, struct nd_catalog);
    catalog->heap = heap;
    catalog->txns = txns;
    catalog->database = database;
    nd_hmap_init(&catalog->others, heap);
    return catalog;
}

struct nd_catalog *nd_catalog_new(struct nd_heap *heap, struct nd_txn_system *txns) { return catalog_new(heap, txns, ND_OID_DATABASE); }

struct nd_catalog *nd_catalog_of(struct nd_catalog *first, uint32_t database)
{
    ND_ASSERT(first->database == ND_OID_DATABASE);
    if (database == ND_OID_DATABASE) return first;
    struct nd_catalog *other = nd_hmap_find(&first->others, database);
    if (other == NULL) {
        other = catalog_new(first->heap, first->txns, database);
        nd_hmap_put(&first->others, database, other);
    }
    return other;
}

void nd_catalog_forget_dropped(struct nd_catalog *first, const struct nd_catalog_view *view)
{
    ND_HMAP_FOREACH(slot, &first->others) {
        struct nd_catalog *other = slot->value;
        if (other->shared == NULL || nd_catalog_database_by_oid(view, other->database) != NULL) continue;
        nd_catalog_view_unref(other->shared);
        other->shared = NULL;
    }
}

uint32_t nd_catalog_database_oid(const struct nd_catalog *catalog) { return catalog->database; }

void nd_catalog_free(struct nd_catalog *catalog)
{
    ND_HMAP_FOREACH(other, &catalog->others) nd_catalog_free(other->value);
    nd_hmap_deinit(&catalog->others);
    if (catalog->shared != NULL) nd_catalog_view_unref(catalog->shared);
    nd_heap_free(catalog->heap, catalog);
}

static struct nd_catalog_view *view_new(const struct nd_catalog *catalog, uint64_t version)
{
    struct nd_heap *heap = catalog->heap;
    struct nd_catalog_view *view = nd_heap_new(heap, struct nd_catalog_view);
    view->heap = heap;
    view->refs = 1;
    view->database = catalog->database;
    view->version = version;
    nd_arena_init(&view->arena, heap);
    nd_list_init(&view->names);
    nd_hmap_init(&view->tables_by_id, heap);
    nd_hmap_init(&view->sequences_by_oid, heap);
    nd_hmap_init(&view->tables, heap);
    nd_hmap_init(&view->sequences, heap);
    return view;
}

void nd_catalog_view_ref(struct nd_catalog_view *view) { view->refs++; }

void nd_catalog_view_unref(struct nd_catalog_view *view)
{
    ND_ASSERT(view->refs > 0);
    if (--view->refs > 0) return;
    nd_hmap_deinit(&view->tables_by_id);
    nd_hmap_deinit(&view->sequences_by_oid);
    nd__shared_free(view);
    if (view->base != NULL) nd_catalog_view_unref(view->base);
    nd_arena_deinit(&view->arena);
    nd_heap_free(view->heap, view);
}

uint64_t nd_catalog_view_version(const struct nd_catalog_view *view) { return view->version; }

static enum nd_status read_version(struct nd_heap *heap, struct nd_txn *txn, uint64_t *version_out)
{
    *version_out = 0;
    struct nd_arena arena;
    nd_arena_init(&arena, heap);
    struct nd_slice value;
    enum nd_status status = nd_txn_get(txn, nd__catalog_version_key(&arena), &arena, &value);
    if (status == ND_STATUS_OK && value.n != 8) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK) *version_out = nd_load_u64(value.p);
    if (status == ND_STATUS_NOT_FOUND) status = ND_STATUS_OK; /* no object was ever made */
    nd_arena_deinit(&arena);
    return status;
}

/* The view with everything loaded that is nearest before one that comes after `view`, with a reference. */
static struct nd_catalog_view *base_of(struct nd_catalog_view *view)
{
    struct nd_catalog_view *base = view == NULL || view->has_all ? view : view->base;
    if (base != NULL) nd_catalog_view_ref(base);
    return base;
}

/* Says without a look at the version row that the view is what the transaction's statement sees. */
static bool is_known_current(struct nd_catalog_view *view, const struct nd_txn *txn)
{
    struct nd_ts at = nd_txn_schema_ts(txn), since = nd_txn_unchanged_since(txn);
    if (view->to.v == 0 || at.v < view->from.v) return false;
    if (at.v <= view->to.v) return true;
    if (since.v == 0 || since.v > view->to.v) return false;
    view->to = at;
    return true;
}

/* Tells the transactions from when on the shared view is known to be current. */
static void watch(struct nd_catalog *catalog)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    nd_txn_system_watch(catalog->txns, nd__catalog_version_key(&arena), catalog->shared->to);
    nd_arena_deinit(&arena);
}

static void note_seen(struct nd_catalog *catalog, struct nd_ts at)
{
    struct nd_catalog_view *view = catalog->shared;
    if (view->to.v == 0 || at.v < view->from.v) view->from = at;
    if (at.v > view->to.v) view->to = at;
    watch(catalog);
}

struct nd_catalog_view *nd_catalog_shared(const struct nd_catalog *catalog, struct nd_ts *known_at_out)
{
    *known_at_out = catalog->shared == NULL ? (struct nd_ts){0} : catalog->shared->to;
    return known_at_out->v == 0 ? NULL : catalog->shared;
}

bool nd_catalog_confirm(struct nd_catalog *catalog, struct nd_catalog_view *view, const struct nd_txn *txn)
{
    if (nd_txn_is_late(txn) || !is_known_current(view, txn)) return false;
    if (catalog->shared == view) watch(catalog);
    return true;
}

static enum nd_status open_view(struct nd_catalog *catalog, struct nd_txn *txn, bool is_private, struct nd_catalog_view **view_out)
{
    if (!is_private && catalog->shared != NULL && is_known_current(catalog->shared, txn)) {
        watch(catalog);
        nd_catalog_view_ref(catalog->shared);
        *view_out = catalog->shared;
        return ND_STATUS_OK;
    }
    uint64_t version;
    ND_TRY(read_version(catalog->heap, txn, &version));
    /* a snapshot older than what the cache holds must not throw the cache away */
    bool is_behind = catalog->shared != NULL && version < catalog->shared->version;
    if (is_private || is_behind) {
        *view_out = view_new(catalog, version);
        (*view_out)->is_private = true;
        if (!is_behind) (*view_out)->base = base_of(catalog->shared);
        return ND_STATUS_OK;
    }
    if (catalog->shared == NULL || catalog->shared->version != version) {
        struct nd_catalog_view *before = catalog->shared;
        catalog->shared = view_new(catalog, version);
        catalog->shared->base = base_of(before);
        if (before != NULL) nd_catalog_view_unref(before);
    }
    note_seen(catalog, nd_txn_schema_ts(txn));
    nd_catalog_view_ref(catalog->shared);
    *view_out = catalog->shared;
    return ND_STATUS_OK;
}

enum nd_status nd_catalog_view_open(struct nd_catalog *catalog, struct nd_txn *txn, bool is_private,
                                    struct nd_catalog_view **view_out)
{
    *view_out = NULL;
    catalog->has_types = catalog->has_types || (catalog->shared != NULL && catalog->shared->type_count > 0);
    ND_TRY(open_view(catalog, txn, is_private, view_out));
    enum nd_status status = ND_STATUS_OK;
    if (catalog->database != ND_OID_DATABASE) status = nd_catalog_load_databases(*view_out, txn); /* it may have been dropped */
    if (status == ND_STATUS_OK && catalog->has_types) status = nd_catalog_load_types(*view_out, txn);
    if (status == ND_STATUS_OK) return ND_STATUS_OK;
    nd_catalog_view_unref(*view_out);
    *view_out = NULL;
    return status;
}

enum nd_status nd_catalog_view_is_current(struct nd_catalog_view *view, struct nd_txn *txn, bool is_private,
                                          bool *is_current_out)
{
    *is_current_out = false;
    if (is_private) return ND_STATUS_OK;
    uint64_t version;
    ND_TRY(read_version(view->heap, txn, &version));
    *is_current_out = version == view->version;
    return ND_STATUS_OK;
}

/* ---- look-ups ------------------------------------------------------------------------------------------ */

struct nd__entry *nd__catalog_find_entry(struct nd_catalog_view *view, uint32_t schema_id, const char *name)
{
    ND_LIST_FOREACH (it, &view->names) {
        struct nd__entry *entry = ND_CONTAINER_OF(it, struct nd__entry, link);
        if (entry->schema_id == schema_id && strcmp(entry->name, name) == 0) return entry;
    }
    return NULL;
}

static struct nd_table *find_loaded(struct nd_catalog_view *view, struct nd_table_id id)
{
    return nd_hmap_find(&view->tables_by_id, id.v);
}

static void remember_name(struct nd_catalog_view *view, uint32_t schema_id, const char *name, bool is_known,
                          struct nd__relation relation)
{
    if (nd__catalog_find_entry(view, schema_id, name) != NULL) return; /* another fiber was faster */
    struct nd__entry *entry = nd_arena_new(&view->arena, struct nd__entry);
    entry->schema_id = schema_id;
    entry->name = nd_arena_strdup(&view->arena, name);
    entry->is_known = is_known;
    entry->relation = relation;
    nd_list_push_back(&view->names, &entry->link);
}

enum nd_status nd__catalog_load_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                     const char *name, struct nd__entry **entry_out)
{
    *entry_out = nd__catalog_find_entry(view, schema_id, name);
    if (*entry_out != NULL) return ND_STATUS_OK;
    struct nd_arena arena;
    nd_arena_init(&arena, view->heap);
    struct nd_slice value;
    struct nd__relation relation = {0};
    enum nd_status status = nd_txn_get(txn, nd__catalog_name_key(&arena, view->database, schema_id, name), &arena, &value);
    bool is_known = status == ND_STATUS_OK;
    if (is_known) status = nd__relation_decode(value, &relation);
    nd_arena_deinit(&arena);
    if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
    remember_name(view, schema_id, name, is_known, relation);
    *entry_out = nd__catalog_find_entry(view, schema_id, name);
    return ND_STATUS_OK;
}

enum nd_status nd__catalog_adopt_table(struct nd_catalog_view *view, struct nd_txn *txn, struct nd__descriptor *descriptor, const struct nd_table **table_out)
{
    const char *schema_name;
    ND_TRY(nd__catalog_schema_name(view, txn, descriptor->table->schema_id, &schema_name));
    if (descriptor->table->uses_types) ND_TRY(nd_catalog_load_types(view, txn));
    *table_out = find_loaded(view, descriptor->table->id);
    if (*table_out != NULL) return ND_STATUS_OK;
    struct nd_table *table = nd_arena_alloc(&view->arena, sizeof *table);
    *table = *descriptor->table;
    table->schema_name = schema_name;
    table->kept = nd_arena_new(&view->arena, struct nd_table_kept);
    table->kept->arena = &view->arena;
    if (table->view != NULL) {
        table->view = nd_arena_alloc(&view->arena, sizeof *table->view);
        *table->view = *descriptor->table->view;
    }
    descriptor->refs++;
    nd_hmap_put(&view->tables, table->id.v, descriptor);
    nd_hmap_put(&view->tables_by_id, table->id.v, table);
    *table_out = table;
    return ND_STATUS_OK;
}

static enum nd_status decode_table(struct nd_slice bytes, const struct nd_txn_get_item *stats, struct nd__descriptor *descriptor)
{
    struct nd_arena *arena = &descriptor->arena;
    struct nd_table *table;
    ND_TRY(nd__table_decode(nd_arena_copy(arena, bytes), arena, &table));
    /* plans can be made without statistics: damaged ones are as none */
    if (stats->is_found && nd__stats_decode(stats->value, table, arena, &table->stats) != ND_STATUS_OK) table->stats = NULL;
    descriptor->table = table;
    return ND_STATUS_OK;
}

enum nd_status nd__catalog_add_table(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_slice bytes,
                                     const struct nd_txn_get_item *stats, const struct nd_table **table_out)
{
    *table_out = NULL;
    struct nd__descriptor *descriptor = nd__descriptor_new(view->heap);
    enum nd_status status = decode_table(bytes, stats, descriptor);
    if (status == ND_STATUS_OK) status = nd__catalog_adopt_table(view, txn, descriptor, table_out);
    nd__descriptor_unref(descriptor);
    return status;
}

enum nd_status nd_catalog_find_table_by_id(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_table_id id,
                                           const struct nd_table **table_out)
{
    const struct nd_table *table = find_loaded(view, id);
    *table_out = table;
    if (table != NULL) return ND_STATUS_OK;
    struct nd_arena arena;
    nd_arena_init(&arena, view->heap);
    struct nd_txn_get_item items[] = {{.key = nd__catalog_table_key(&arena, view->database, id)}, {.key = nd__catalog_stats_key(&arena, view->database, id)}};
    enum nd_status status = nd_txn_get_many(txn, items, ND_ARRAY_LEN(items), &arena);
    if (status == ND_STATUS_OK && items[0].is_found) status = nd__catalog_add_table(view, txn, items[0].value, &items[1], &table);
    nd_arena_deinit(&arena);
    *table_out = table;
    return status;
}

enum nd_status nd_catalog_find_table(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                     const char *name, const struct nd_table **table_out)
{
    *table_out = NULL;
    struct nd__entry *entry;
    ND_TRY(nd__catalog_load_name(view, txn, schema_id, name, &entry));
    if (!entry->is_known || entry->relation.kind != ND__RELATION_TABLE) return ND_STATUS_OK;
    ND_TRY(nd_catalog_find_table_by_id(view, txn, entry->relation.table, table_out));
    return *table_out == NULL ? ND_STATUS_CORRUPT : ND_STATUS_OK;
}

const struct nd_table *nd_catalog_peek_table(struct nd_catalog_view *view, uint32_t schema_id, const char *name)
{
    struct nd__entry *entry = nd__catalog_find_entry(view, schema_id, name);
    for (size_t i = 0; entry == NULL && view->has_all && i < view->all.table_count; i++)
        if (view->all.tables[i]->schema_id == schema_id && strcmp(view->all.tables[i]->name, name) == 0) return view->all.tables[i];
    if (entry == NULL || !entry->is_known || entry->relation.kind != ND__RELATION_TABLE) return NULL;
    return find_loaded(view, entry->relation.table);
}

const struct nd_table *nd_catalog_peek_table_by_id(struct nd_catalog_view *view, struct nd_table_id id)
{
    return find_loaded(view, id);
}

enum nd_status nd_catalog_find_index(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                     const char *name, const struct nd_table **table_out, size_t *index_out)
{
    *table_out = NULL;
    *index_out = 0;
    struct nd__entry *entry;
    ND_TRY(nd__catalog_load_name(view, txn, schema_id, name, &entry));
    if (!entry->is_known || entry->relation.kind != ND__RELATION_INDEX) return ND_STATUS_OK;
    const struct nd_table *table;
    ND_TRY(nd_catalog_find_table_by_id(view, txn, entry->relation.table, &table));
    if (table == NULL) return ND_STATUS_CORRUPT;
    for (size_t i = 0; i < table->index_count; i++) {
        if (table->indexes[i].id != entry->relation.index_id) continue;
        *table_out = table;
        *index_out = i;
        return ND_STATUS_OK;
    }
    return ND_STATUS_CORRUPT;
}

enum nd_status nd_catalog_has_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                   const char *name, bool *is_taken_out)
{
    struct nd__entry *entry;
    *is_taken_out = false;
    ND_TRY(nd__catalog_load_name(view, txn, schema_id, name, &entry));
    *is_taken_out = entry->is_known;
    return ND_STATUS_OK;
}

struct list_build {
    struct nd_catalog_view *view;
    struct nd_txn *txn;
    struct nd_arena *arena;
    const struct nd_table **tables;
    size_t count, cap;
};

static void list_add(struct list_build *list, const struct nd_table *table)
{
    if (list->count == list->cap) {
        size_t cap = list->cap == 0 ? 16 : list->cap * 2;
        const struct nd_table **tables = nd_arena_array(list->arena, const struct nd_table *, cap);
        if (list->count > 0) memcpy(tables, list->tables, list->count * sizeof *tables);
        list->tables = tables;
        list->cap = cap;
    }
    list->tables[list->count++] = table;
}

static enum nd_status list_table(void *arg, const struct nd__relation *relation)
{
    struct list_build *list = arg;
    if (relation->kind != ND__RELATION_TABLE) return ND_STATUS_OK;
    const struct nd_table *table;
    ND_TRY(nd_catalog_find_table_by_id(list->view, list->txn, relation->table, &table));
    if (table == NULL) return ND_STATUS_CORRUPT;
    list_add(list, table);
    return ND_STATUS_OK;
}

struct name_visit {
    void *arg;
    enum nd_status (*visit)(void *arg, const struct nd__relation *relation);
};

static enum nd_status visit_name(void *arg, const struct nd_kv_pair *pair)
{
    const struct name_visit *names = arg;
    struct nd__relation relation;
    ND_TRY(nd__relation_decode(pair->value, &relation));
    return names->visit(names->arg, &relation);
}

enum nd_status nd__catalog_each_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id, void *arg,
                                     enum nd_status (*visit)(void *arg, const struct nd__relation *relation))
{
    struct name_visit names = {arg, visit};
    struct nd_arena scratch;
    nd_arena_init(&scratch, view->heap);
    enum nd_status status = nd__catalog_each_row(view, txn, nd__catalog_name_key(&scratch, view->database, schema_id, ""), &names, visit_name);
    nd_arena_deinit(&scratch);
    return status;
}

enum nd_status nd_catalog_list_tables(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                      struct nd_arena *arena, const struct nd_table ***tables_out, size_t *count_out)
{
    struct list_build list = {.view = view, .txn = txn, .arena = arena};
    enum nd_status status = nd__catalog_each_name(view, txn, schema_id, &list, list_table);
    *tables_out = list.tables;
    *count_out = list.count;
    return status;
}
