/* SPDX-License-Identifier: Apache-2.0 */
/* write_online.c - entries of indexes that are not complete: being built beside the writers, left behind by a build that failed, or on
 * their way out. Rules of src/catalog/README.md.
 *
 * Nobody but a writer of the row, and the build, which gives way, writes an entry that has the row's key in its own key: what the row's
 * commit checks is enough, and such an entry is written blindly. The entry of a unique key may be another row's, as long as rows with
 * equal keys may be there: it is taken away only if it is this row's, and held as it is, or as it is not, up to the commit. */
#include "sql/exec/exec_int.h"

struct retiring {
    struct nd_arena arena;
    struct nd_txn_get_item *items;
    struct nd_slice *own; /* the value that says that the entry is the row's */
    size_t count;
};

static enum nd_status retire_row(struct nd_writer *writer, const struct nd_index *index, const struct nd_vec *vecs, size_t row, struct retiring *retiring)
{
    bool is_unique;
    if (!nd__index_has(index, vecs, row)) return ND_STATUS_OK;
    nd_buf_clear(&writer->key);
    nd_buf_clear(&writer->value);
    nd__put_index_entry(&writer->key, &writer->value, writer->table, index, vecs, row, &is_unique);
    if (!is_unique) return nd_txn_delete_blind(writer->env->txn, nd_buf_slice(&writer->key));
    retiring->items[retiring->count].key = nd_arena_copy(&retiring->arena, nd_buf_slice(&writer->key));
    retiring->own[retiring->count++] = nd_arena_copy(&retiring->arena, nd_buf_slice(&writer->value));
    return ND_STATUS_OK;
}

static enum nd_status retire_unique(struct nd_txn *txn, struct retiring *retiring)
{
    struct nd_ts before;
    if (retiring->count == 0) return ND_STATUS_OK;
    ND_TRY(nd_txn_read_latest(txn, &before)); /* since the statement began the build may have come by */
    enum nd_status status = nd_txn_get_many(txn, retiring->items, retiring->count, &retiring->arena);
    for (size_t i = 0; i < retiring->count && status == ND_STATUS_OK; i++) {
        const struct nd_txn_get_item *item = &retiring->items[i];
        bool is_other = item->is_found && !nd_slice_eq(item->value, retiring->own[i]);
        status = is_other ? nd_txn_guard_read(txn, item->key) : nd_txn_delete(txn, item->key); /* one that is not there: so that it does not come */
    }
    nd_txn_read_as_before(txn, before);
    return status;
}

static bool is_complete(const struct nd_table *table)
{
    for (size_t i = 1; i < table->index_count; i++)
        if (!nd_index_is_public(&table->indexes[i])) return false;
    return true;
}

enum nd_status nd__writer_retire(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows)
{
    const struct nd_table *table = writer->table;
    if (is_complete(table)) return ND_STATUS_OK;
    struct retiring retiring = {.count = 0};
    nd_arena_init(&retiring.arena, writer->env->heap);
    retiring.items = nd_arena_array(&retiring.arena, struct nd_txn_get_item, rows * table->index_count + 1);
    retiring.own = nd_arena_array(&retiring.arena, struct nd_slice, rows * table->index_count + 1);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 1; i < table->index_count; i++)
        for (size_t row = 0; row < rows && status == ND_STATUS_OK && !nd_index_is_public(&table->indexes[i]); row++)
            if (new_vecs == NULL || nd__key_differs(table, &table->indexes[i], old_vecs, new_vecs, row))
                status = retire_row(writer, &table->indexes[i], old_vecs, row, &retiring);
    if (status == ND_STATUS_OK) status = retire_unique(writer->env->txn, &retiring);
    nd_arena_deinit(&retiring.arena);
    return status;
}
