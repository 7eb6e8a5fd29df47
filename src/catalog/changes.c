/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c - which objects each of the last versions of the catalog changed, so that a view takes the rest over from one before.
 *
 * 01 "cl" (version mod ND__CHANGES_KEPT) + 1:
 *   offset  bytes  what
 *        0      8  the version that it speaks of
 *        8     16  the transaction that made it
 *       24      *  what it changed: enum nd__changed, varint id (0 where the kind is all)
 * Whoever bumps the version writes a record without changes (nd__changes_begin) in the same transaction. So a record of another version than
 * the one that was looked for says that nothing is known of that one. */
#include <stdlib.h>

#include "catalog/catalog_int.h"

#define HEAD_BYTES 24
#define RECORD_BYTES_MAX (16 * 1024)
#define IDS_MAX 1024 /* beyond, reading everything anew is as good */

static enum nd_status put_record(struct nd_txn *txn, uint64_t version, struct nd_slice items, struct nd_arena *arena)
{
    struct nd_txn_id id = nd_txn_id_of(txn);
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u64(&buf, version);
    nd_buf_put_u64(&buf, id.hi);
    nd_buf_put_u64(&buf, id.lo);
    nd_buf_put_slice(&buf, items);
    enum nd_status status = nd_txn_put(txn, nd__catalog_changes_key(arena, version), nd_buf_slice(&buf));
    nd_buf_deinit(&buf);
    return status;
}

enum nd_status nd__changes_begin(struct nd_txn *txn, uint64_t version, struct nd_arena *arena) { return put_record(txn, version, ND_SLICE_EMPTY, arena); }

struct record {
    uint64_t version;
    struct nd_txn_id writer;
    struct nd_slice items;
};

static bool parse_record(struct nd_slice bytes, struct record *record)
{
    struct nd_dec dec = nd_dec_of(bytes);
    record->version = nd_dec_u64(&dec);
    record->writer.hi = nd_dec_u64(&dec);
    record->writer.lo = nd_dec_u64(&dec);
    record->items = nd_slice_drop(bytes, HEAD_BYTES < bytes.n ? HEAD_BYTES : bytes.n);
    return nd_dec_is_ok(&dec);
}

static bool says(struct nd_slice items, enum nd__changed kind, uint64_t id)
{
    struct nd_dec dec = nd_dec_of(items);
    while (nd_dec_left(&dec) > 0) {
        uint8_t of = nd_dec_u8(&dec);
        uint64_t at = nd_dec_varint(&dec);
        if (of == ND__CHANGED_EVERYTHING || (of == kind && at == id)) return true;
    }
    return false;
}

static enum nd_status add_item(struct nd_txn *txn, const struct record *record, enum nd__changed kind, uint64_t id, struct nd_arena *arena)
{
    struct nd_buf items;
    if (says(record->items, kind, id)) return ND_STATUS_OK;
    nd_buf_init(&items, arena->heap);
    if (record->items.n < RECORD_BYTES_MAX) nd_buf_put_slice(&items, record->items);
    else kind = ND__CHANGED_EVERYTHING;
    nd_buf_put_u8(&items, (uint8_t)kind);
    nd_buf_put_varint(&items, id);
    enum nd_status status = put_record(txn, record->version, nd_buf_slice(&items), arena);
    nd_buf_deinit(&items);
    return status;
}

enum nd_status nd__changes_note(struct nd_txn *txn, enum nd__changed kind, uint64_t id, struct nd_arena *arena)
{
    struct nd_slice value;
    struct record record;
    enum nd_status status = nd_txn_get(txn, nd__catalog_version_key(arena), arena, &value);
    if (status != ND_STATUS_OK || value.n != 8) return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
    uint64_t version = nd_load_u64(value.p);
    status = nd_txn_get(txn, nd__catalog_changes_key(arena, version), arena, &value);
    if (status != ND_STATUS_OK) return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
    if (!parse_record(value, &record) || record.version != version) return ND_STATUS_OK; /* nothing is known of this version, and will not be */
    return add_item(txn, &record, kind, id, arena);
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

static int compare_ids(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

static void add_id(uint64_t *ids, size_t *count, uint64_t id)
{
    if (*count < IDS_MAX) ids[*count] = id;
    (*count)++;
}

static void sort_ids(uint64_t *ids, size_t *count)
{
    size_t kept = 0;
    qsort(ids, *count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < *count; i++)
        if (kept == 0 || ids[kept - 1] != ids[i]) ids[kept++] = ids[i];
    *count = kept;
}

/* false: it says nothing that can be built upon. */
static bool take_items(struct nd_slice items, struct nd__changes *changes)
{
    struct nd_dec dec = nd_dec_of(items);
    while (nd_dec_left(&dec) > 0) {
        uint8_t kind = nd_dec_u8(&dec);
        uint64_t id = nd_dec_varint(&dec);
        switch (kind) {
        case ND__CHANGED_TABLE: add_id(changes->tables, &changes->table_count, id); break;
        case ND__CHANGED_SEQUENCE: add_id(changes->sequences, &changes->sequence_count, id); break;
        case ND__CHANGED_SCHEMAS: changes->has_schemas = true; break;
        case ND__CHANGED_TYPES: changes->has_types = true; break;
        case ND__CHANGED_ROLES: changes->has_roles = true; break;
        default: return false;
        }
    }
    return nd_dec_is_done(&dec) && changes->table_count <= IDS_MAX && changes->sequence_count <= IDS_MAX;
}

/* A transaction that sees its own changes begins with a version of others: if `since` is one that it made itself, the record of another transaction was
 * under that number when `since` was read, which is lost by now for one of the two. */
static bool is_own(const struct nd_catalog_view *view, struct nd_txn *txn, const struct record *record)
{
    return view->is_private && nd_txn_id_eq(record->writer, nd_txn_id_of(txn));
}

enum nd_status nd__changes_read(const struct nd_catalog_view *view, struct nd_txn *txn, uint64_t since, struct nd_arena *arena, struct nd__changes *changes_out)
{
    *changes_out = (struct nd__changes){0};
    if (view->version <= since || view->version - since >= ND__CHANGES_KEPT) return ND_STATUS_OK;
    size_t count = (size_t)(view->version - since) + 1; /* `since` itself first */
    struct nd_txn_get_item *items = nd_arena_array(arena, struct nd_txn_get_item, count);
    for (size_t i = 0; i < count; i++) items[i].key = nd__catalog_changes_key(arena, since + i);
    ND_TRY(nd_txn_get_many(txn, items, count, arena));
    changes_out->tables = nd_arena_array(arena, uint64_t, IDS_MAX);
    changes_out->sequences = nd_arena_array(arena, uint64_t, IDS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct record record;
        bool is_sound = items[i].is_found && parse_record(items[i].value, &record) && record.version == since + i;
        if (i == 0 ? is_sound && is_own(view, txn, &record) : !is_sound || !take_items(record.items, changes_out)) return ND_STATUS_OK;
    }
    sort_ids(changes_out->tables, &changes_out->table_count);
    sort_ids(changes_out->sequences, &changes_out->sequence_count);
    changes_out->is_known = true;
    return ND_STATUS_OK;
}
