/* SPDX-License-Identifier: Apache-2.0 */
/* fills.c - indexes that are filled outside of the transaction that makes them: a row says so until it commits. README.md. */
#include "catalog/catalog_int.h"
#include "kv/keys.h"
#include "sql/types/key_codec.h"

enum { ATTEMPTS_MAX = 8, RECLAIMED_MAX = 8 /* by one change, of what others left behind */ };

static struct nd_catalog_fill *find(const struct nd_catalog_fills *fills, struct nd_slice key)
{
    ND_LIST_FOREACH (it, &fills->list) {
        struct nd_catalog_fill *fill = ND_CONTAINER_OF(it, struct nd_catalog_fill, link);
        if (nd_slice_eq(fill->key, key)) return fill;
    }
    return NULL;
}

/* ---- giving back --------------------------------------------------------------------------------------------- */

/* *was_there_out: its transaction did not commit, and cannot any more. */
static enum nd_status take_row(struct nd_catalog *catalog, struct nd_fiber *fiber, struct nd_slice key, bool *was_there_out)
{
    enum nd_status status = ND_STATUS_WRITE_CONFLICT;
    *was_there_out = false;
    for (unsigned attempt = 0; attempt < ATTEMPTS_MAX && status == ND_STATUS_WRITE_CONFLICT; attempt++) {
        struct nd_arena arena;
        struct nd_slice value;
        nd_arena_init(&arena, catalog->heap);
        struct nd_txn *txn = nd_txn_begin(catalog->txns, fiber, &(struct nd_txn_options){.isolation = ND_READ_COMMITTED});
        status = nd_txn_begin_statement(txn);
        if (status == ND_STATUS_OK) status = nd_txn_get(txn, key, &arena, &value);
        if (status == ND_STATUS_OK) status = nd_txn_delete(txn, key);
        if (status == ND_STATUS_OK) status = nd_txn_commit(txn);
        *was_there_out = status == ND_STATUS_OK;
        nd_txn_free(txn);
        nd_arena_deinit(&arena);
    }
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

/* The row goes first: while it is there its transaction can commit, and who commits deletes it. */
static void reclaim(struct nd_catalog *catalog, struct nd_fiber *fiber, struct nd_slice key)
{
    struct nd_dec dec = nd_dec_of(key);
    struct nd_buf first, end;
    bool was_there;
    (void)nd_dec_raw(&dec, 3);
    uint64_t table = nd_key_take_varint(&dec), index = nd_key_take_varint(&dec);
    if (!nd_dec_is_ok(&dec) || dec.p != dec.end) return;
    if (take_row(catalog, fiber, key, &was_there) != ND_STATUS_OK || !was_there) return;
    nd_buf_init(&first, catalog->heap);
    nd_buf_init(&end, catalog->heap);
    nd_index_put_prefix(&first, (struct nd_table_id){table}, index);
    nd_buf_put_slice(&end, nd_buf_slice(&first));
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    enum nd_status status = ND_STATUS_TIMEOUT; /* if it fails for good, data stays that nothing refers to */
    for (unsigned attempt = 0; attempt < ATTEMPTS_MAX && status != ND_STATUS_OK; attempt++)
        status = nd_txn_system_discard_span(catalog->txns, fiber, nd_buf_slice(&first), nd_buf_slice(&end));
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
}

/* Changes come in turn: what is there, but for its own, was left by some that are no more. */
static enum nd_status reclaim_others(struct nd_catalog *catalog, struct nd_txn *txn, struct nd_fiber *fiber, const struct nd_catalog_fills *fills, struct nd_arena *arena)
{
    struct nd_kv_pair *pairs;
    size_t count;
    struct nd_slice first = nd__catalog_fill_key(arena, (struct nd_table_id){0}, 0);
    const uint8_t behind[] = {ND_KEYSPACE_SYSTEM, 'c', 'w' + 1};
    struct nd_slice end = nd_slice_of(behind, sizeof behind);
    struct nd_txn_scan scan = {.txn = txn, .first = first, .end = end, .row_limit = RECLAIMED_MAX, .keys_only = true};
    ND_TRY(nd_txn_scan_open(&scan));
    enum nd_status status = nd_txn_scan_next(&scan, arena, &pairs, &count);
    nd_txn_scan_close(&scan);
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++)
        if (find(fills, pairs[i].key) == NULL) reclaim(catalog, fiber, pairs[i].key);
    return status;
}

/* ---- begin and end ----------------------------------------------------------------------------------------------- */

/* Of unknown outcome: nothing is filled by it. Should a row appear late, it is one of a transaction that did not commit. */
static enum nd_status put_rows(struct nd_catalog *catalog, struct nd_fiber *fiber, const struct nd_slice *keys, size_t count)
{
    static const uint8_t mark[] = {1};
    struct nd_txn *txn = nd_txn_begin(catalog->txns, fiber, &(struct nd_txn_options){.isolation = ND_READ_COMMITTED});
    enum nd_status status = nd_txn_begin_statement(txn);
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) status = nd_txn_put(txn, keys[i], nd_slice_of(mark, sizeof mark));
    if (status == ND_STATUS_OK) status = nd_txn_commit(txn);
    nd_txn_free(txn);
    return status == ND_STATUS_AMBIGUOUS ? ND_STATUS_TXN_ABORTED : status;
}

enum nd_status nd_catalog_fill_begin(struct nd_catalog *catalog, struct nd_txn *txn, struct nd_fiber *fiber, struct nd_table_id table, const uint64_t *indexes, size_t count,
                                     struct nd_catalog_fills *fills)
{
    struct nd_arena arena;
    struct nd_ts before;
    size_t fresh = 0;
    nd_arena_init(&arena, catalog->heap);
    struct nd_slice *keys = nd_arena_array(&arena, struct nd_slice, count + 1);
    enum nd_status status = reclaim_others(catalog, txn, fiber, fills, &arena);
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        struct nd_slice key = nd__catalog_fill_key(fills->arena, table, indexes[i]);
        if (find(fills, key) != NULL) continue; /* by an earlier statement */
        struct nd_catalog_fill *fill = nd_arena_new(fills->arena, struct nd_catalog_fill);
        fill->key = keys[fresh++] = key;
        nd_list_push_back(&fills->list, &fill->link);
    }
    if (status == ND_STATUS_OK && fresh > 0) status = put_rows(catalog, fiber, keys, fresh);
    if (status == ND_STATUS_OK && fresh > 0) {
        status = nd_txn_read_latest(txn, &before); /* the rows are older than what the deletions go by */
        for (size_t i = 0; i < fresh && status == ND_STATUS_OK; i++) status = nd_txn_delete(txn, keys[i]);
        nd_txn_read_as_before(txn, before);
    }
    nd_arena_deinit(&arena);
    return status;
}

void nd_catalog_fills_end(struct nd_catalog *catalog, struct nd_fiber *fiber, struct nd_catalog_fills *fills)
{
    while (!nd_list_is_empty(&fills->list)) {
        struct nd_catalog_fill *fill = ND_CONTAINER_OF(fills->list.next, struct nd_catalog_fill, link);
        nd_list_remove(&fill->link);
        reclaim(catalog, fiber, fill->key);
    }
}
