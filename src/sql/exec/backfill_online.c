/* SPDX-License-Identifier: Apache-2.0 */
/* backfill_online.c - an index filled beside the writers of its table, part by part, each in a transaction of its own.
 *
 * The index is write-only: whoever changes a row keeps its entry, and no writer that does not may commit any more. So a part reads rows at
 * a timestamp and puts their entries, each on condition that the entry has no newer version: where it has, a writer was there, who knew
 * better, and the part comes again. Rows that came after the timestamp have their entries from their writers.
 *
 * A writer that deletes an entry of a unique index checks what it deletes (write_online.c), which fails if the part puts that entry
 * between its statement and its commit. So a part holds the rows (locks in memory, another transaction's, which never commits) while it
 * is at work: a transaction that has a row locked is waited for, and it is all the part waits for: not for others while it holds some. */
#include <stdlib.h>

#include "sql/exec/exec_int.h"

enum { PART_LOCK_MS = 300 }; /* of waiting for an entry under locks of rows: before anybody calls it a deadlock */

struct filling {
    const struct nd_exec_env *env;
    const struct nd_table *table;
    const struct nd_index *index;
    struct nd_expr *const *virtuals; /* what its virtual columns stand for; NULL: it has none */
    struct nd_index_part *part;
    struct nd_err *err;
    struct nd_arena arena;
    struct nd_buf key, value;
    struct nd_slice *held; /* unique: the rows locked, ascending; NULL: all that are there count */
    size_t held_count;
    struct nd_kv_pair *entries; /* unique ones, to be looked up together */
    size_t entry_count;
};

static struct nd_slice index_end(struct filling *filling)
{
    struct nd_buf end;
    nd_buf_init(&end, filling->env->heap);
    nd_index_put_prefix(&end, filling->table->id, filling->table->indexes[0].id);
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    struct nd_slice own = nd_arena_copy(&filling->arena, nd_buf_slice(&end));
    nd_buf_deinit(&end);
    return own;
}

/* The smallest key above. */
static struct nd_slice after(struct filling *filling, struct nd_slice key)
{
    uint8_t *bytes = nd_arena_alloc(&filling->arena, key.n + 1);
    memcpy(bytes, key.p, key.n);
    bytes[key.n] = 0;
    return nd_slice_of(bytes, key.n + 1);
}

/* ---- entries ------------------------------------------------------------------------------------------------ */

static enum nd_status duplicate(struct filling *filling, struct nd_slice key)
{
    return nd__backfill_duplicate_error(filling->env, filling->table, filling->index, key, filling->err);
}

static enum nd_status fill_row(struct filling *filling, const struct nd_batch *rows, size_t row)
{
    bool is_unique;
    if (filling->virtuals != NULL) {
        const struct nd_exec_env *env = filling->env;
        struct nd_eval eval = {.reactor = env->reactor, .types = env->types, .services = env->services, .arena = &filling->arena, .heap = env->heap, .err = filling->err};
        ND_TRY(nd__index_compute(&eval, filling->table, filling->index, filling->virtuals, rows->vecs, rows->rows));
    }
    if (!nd__index_has(filling->index, rows->vecs, row)) return ND_STATUS_OK;
    nd_buf_clear(&filling->key);
    nd_buf_clear(&filling->value);
    nd__put_index_entry(&filling->key, &filling->value, filling->table, filling->index, rows->vecs, row, &is_unique);
    if (filling->key.n > ND_KEY_BYTES_MAX)
        return nd_err_set(filling->err, "54000", "index row size %zu exceeds maximum %d for index \"%s\"", filling->key.n, ND_KEY_BYTES_MAX, filling->index->name);
    if (!is_unique) return nd_txn_put(filling->env->txn, nd_buf_slice(&filling->key), nd_buf_slice(&filling->value));
    struct nd_kv_pair *entry = &filling->entries[filling->entry_count++];
    *entry = (struct nd_kv_pair){nd_arena_copy(&filling->arena, nd_buf_slice(&filling->key)), nd_arena_copy(&filling->arena, nd_buf_slice(&filling->value))};
    return ND_STATUS_OK;
}

static int compare_entries(const void *a, const void *b) { return nd_slice_cmp(((const struct nd_kv_pair *)a)->key, ((const struct nd_kv_pair *)b)->key); }

/* An entry that is there is the row's, put by its writer, or says that another row has the key. Two rows of the part are told by their keys alone:
 * what the transaction has put may have been sent ahead, and be forgotten. */
static enum nd_status fill_unique(struct filling *filling)
{
    struct nd_txn *txn = filling->env->txn;
    qsort(filling->entries, filling->entry_count, sizeof *filling->entries, compare_entries);
    for (size_t i = 1; i < filling->entry_count; i++)
        if (nd_slice_eq(filling->entries[i - 1].key, filling->entries[i].key)) return duplicate(filling, filling->entries[i].key);
    struct nd_txn_get_item *items = nd_arena_array(&filling->arena, struct nd_txn_get_item, filling->entry_count + 1);
    for (size_t i = 0; i < filling->entry_count; i++) items[i].key = filling->entries[i].key;
    if (filling->entry_count > 0) ND_TRY(nd_txn_get_many(txn, items, filling->entry_count, &filling->arena));
    for (size_t i = 0; i < filling->entry_count; i++) {
        const struct nd_kv_pair *entry = &filling->entries[i];
        if (items[i].is_found && nd_slice_eq(items[i].value, entry->value)) continue;
        if (items[i].is_found) return duplicate(filling, entry->key);
        ND_TRY(nd_txn_put(txn, entry->key, entry->value));
    }
    return ND_STATUS_OK;
}

static bool is_held(const struct filling *filling, struct nd_slice key, size_t *at)
{
    if (filling->held == NULL) return true;
    while (*at < filling->held_count && nd_slice_cmp(filling->held[*at], key) < 0) (*at)++;
    return *at < filling->held_count && nd_slice_eq(filling->held[*at], key);
}

/* The rows of [first, end), up to the limit: their entries. *last_out: the last row's key; empty: there are no more. */
static enum nd_status fill_span(struct filling *filling, struct nd_slice first, struct nd_slice end, size_t row_limit, struct nd_slice *last_out)
{
    const struct nd_table *table = filling->table;
    uint32_t *columns = nd_arena_array(&filling->arena, uint32_t, table->column_count + 1);
    for (size_t i = 0; i < table->column_count; i++) columns[i] = (uint32_t)i;
    struct nd_decoder decoder;
    nd_decoder_init(&decoder, table, NULL, columns, table->column_count, &filling->arena);
    struct nd_txn_scan scan = {.txn = filling->env->txn, .first = first, .end = end, .row_limit = row_limit, .is_lazy = true};
    size_t at = 0;
    *last_out = ND_SLICE_EMPTY;
    ND_TRY(nd_txn_scan_open(&scan));
    enum nd_status status = ND_STATUS_OK;
    while (status == ND_STATUS_OK) {
        struct nd_kv_pair *pairs;
        size_t count;
        status = nd_txn_scan_next(&scan, &filling->arena, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        struct nd_batch rows = nd_decoder_batch(&decoder, &filling->arena, 1);
        for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
            if (!is_held(filling, pairs[i].key, &at)) continue;
            status = nd_decoder_row(&decoder, pairs[i].key, pairs[i].value, &filling->arena, &rows, 0);
            if (status == ND_STATUS_OK) status = fill_row(filling, &rows, 0);
        }
        filling->part->rows += count;
        *last_out = pairs[count - 1].key;
    }
    nd_txn_scan_close(&scan);
    return status;
}

/* ---- unique: under locks of the rows --------------------------------------------------------------------------- */

static enum nd_status list_rows(struct filling *filling, struct nd_slice first, struct nd_slice end, struct nd_slice **keys_out, size_t *count_out)
{
    struct nd_slice *keys = *keys_out = nd_arena_array(&filling->arena, struct nd_slice, filling->part->rows_max + 1);
    struct nd_txn_scan scan = {.txn = filling->env->txn, .first = first, .end = end, .row_limit = filling->part->rows_max, .keys_only = true, .is_lazy = true};
    *count_out = 0;
    ND_TRY(nd_txn_scan_open(&scan));
    enum nd_status status;
    for (;;) {
        struct nd_kv_pair *pairs;
        size_t count;
        status = nd_txn_scan_next(&scan, &filling->arena, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        for (size_t i = 0; i < count && *count_out < filling->part->rows_max; i++) keys[(*count_out)++] = pairs[i].key;
    }
    nd_txn_scan_close(&scan);
    return status;
}

/* Holds the rows that nobody else has locked; of one alone: waits for it. */
static enum nd_status hold_rows(struct filling *filling, const struct nd_slice *keys, size_t count)
{
    struct nd_txn *locks = filling->part->locks;
    bool *is_locked = nd_arena_array(&filling->arena, bool, count + 1);
    struct nd_txn_lock_how how = {.mode = ND_LOCK_SHARE, .skips_locked = count > 1, .is_locked = is_locked};
    ND_TRY(nd_txn_begin_statement(locks));
    enum nd_status status = nd_txn_lock_as(locks, keys, count, &how);
    if (status != ND_STATUS_OK && status != ND_STATUS_WRITE_CONFLICT) return status; /* newer than this statement: it is held all the same */
    filling->held = nd_arena_array(&filling->arena, struct nd_slice, count + 1);
    filling->held_count = 0;
    for (size_t i = 0; i < count; i++)
        if (count == 1 || is_locked[i]) filling->held[filling->held_count++] = keys[i];
    return ND_STATUS_OK;
}

/* As many rows from the beginning as can be held at once; the rest is left to the next part. */
static enum nd_status fill_held(struct filling *filling, struct nd_slice first, struct nd_slice end, struct nd_slice *last_out)
{
    struct nd_slice *keys, ignored;
    size_t count;
    *last_out = ND_SLICE_EMPTY;
    ND_TRY(list_rows(filling, first, end, &keys, &count));
    if (count == 0) return ND_STATUS_OK;
    if (filling->part->waits) count = 1;
    ND_TRY(hold_rows(filling, keys, count));
    size_t held = 0;
    while (held < filling->held_count && nd_slice_eq(filling->held[held], keys[held])) held++;
    filling->part->waits = held == 0; /* for the first, alone, the next time */
    if (held == 0) return ND_STATUS_LOCKED;
    filling->held_count = held;
    ND_TRY(nd_txn_begin_statement(filling->env->txn)); /* rows as they are under the locks */
    ND_TRY(fill_span(filling, first, after(filling, keys[held - 1]), 0, &ignored));
    *last_out = keys[held - 1];
    return fill_unique(filling);
}

static enum nd_status fill_part(struct filling *filling)
{
    struct nd_index_part *part = filling->part;
    struct nd_slice end = index_end(filling), last;
    struct nd_buf start;
    nd_buf_init(&start, filling->env->heap);
    nd_index_put_prefix(&start, filling->table->id, filling->table->indexes[0].id);
    struct nd_slice first = nd_arena_copy(&filling->arena, part->next.n > 0 ? nd_buf_slice(&part->next) : nd_buf_slice(&start));
    nd_buf_deinit(&start);
    ND_TRY(nd_catalog_guard_rows(filling->env->catalog, filling->env->txn, filling->table));
    if (nd_index_keeps_one(filling->index)) {
        nd_txn_set_lock_timeout(filling->env->txn, PART_LOCK_MS * ND_MS);
        ND_TRY(fill_held(filling, first, end, &last));
    } else {
        ND_TRY(fill_span(filling, first, end, part->rows_max, &last));
    }
    part->is_last = last.n == 0;
    nd_buf_clear(&part->after);
    if (last.n > 0) nd_buf_put_slice(&part->after, after(filling, last));
    return ND_STATUS_OK;
}

enum nd_status nd_exec_index_part(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index, struct nd_expr *const *virtuals,
                                  struct nd_index_part *part, struct nd_err *err)
{
    struct filling filling = {.env = env, .table = table, .index = index, .virtuals = virtuals, .part = part, .err = err};
    nd_arena_init(&filling.arena, env->heap);
    nd_buf_init(&filling.key, env->heap);
    nd_buf_init(&filling.value, env->heap);
    filling.entries = nd_index_keeps_one(index) ? nd_arena_array(&filling.arena, struct nd_kv_pair, part->rows_max + 1) : NULL;
    part->rows = 0;
    enum nd_status status = fill_part(&filling);
    nd_buf_deinit(&filling.key);
    nd_buf_deinit(&filling.value);
    nd_arena_deinit(&filling.arena);
    return status;
}
