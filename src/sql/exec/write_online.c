/* SPDX-License-Identifier: Apache-2.0 */
/* write_online.c - entries of indexes that are not complete: being built beside the writers, left behind by a build that failed, or on
 * their way out. Rules of src/catalog/README.md.
 *
 * Nobody but a writer of the row, and the build, which gives way, writes an entry that has the row's key in its own key: what the row's
 * commit checks is enough, and such an entry is written blindly. The entry of a unique key may be another row's, as long as rows with
 * equal keys may be there: it is taken away only if it is this row's, and held as it is, or as it is not, up to the commit. */
#include "sql/exec/exec_int.h"

/* ---- what such an index computes ------------------------------------------------------------------------------- */

/* values: one a column of the index, borrowed from the arena of `eval`. */
static enum nd_status compute_row(const struct nd_eval *eval, const struct nd_index *index, struct nd_expr *const *virtuals, const struct nd_batch *batch, uint32_t row, struct nd_datum *values,
                                  bool *has)
{
    struct nd_sel sel = {&row, 1};
    struct nd_vec out;
    *has = true;
    if (index->is_partial) {
        ND_TRY(nd_expr_eval(eval, virtuals[index->predicate], batch, &sel, &out));
        *has = !out.nulls[row] && out.b[row];
    }
    for (size_t i = 0; i < index->column_count && *has; i++) {
        const struct nd_expr *expr = virtuals[index->columns[i].column];
        if (expr == NULL) continue;
        ND_TRY(nd_expr_eval(eval, expr, batch, &sel, &out));
        values[i] = nd_vec_get(&out, row);
    }
    return ND_STATUS_OK;
}

static struct nd_vec nulls_of(struct nd_arena *arena, const struct nd_expr *expr, size_t rows)
{
    struct nd_vec vec = nd_vec_new(arena, expr->type, rows + 1);
    for (size_t row = 0; row < rows; row++) nd_vec_set(&vec, row, (struct nd_datum){.is_null = true});
    return vec;
}

static void set_row(const struct nd_eval *eval, const struct nd_index *index, struct nd_expr *const *virtuals, struct nd_vec *vecs, size_t row, const struct nd_datum *values)
{
    if (index->is_partial) nd_vec_set(&vecs[index->predicate], row, (struct nd_datum){.b = true});
    for (size_t i = 0; i < index->column_count; i++) {
        uint32_t column = index->columns[i].column;
        struct nd_datum value = values[i];
        if (virtuals[column] == NULL) continue;
        if (!value.is_null && nd_type_phys(virtuals[column]->type.id) == ND_PHYS_BYTES) value.s = nd_arena_copy(eval->arena, value.s);
        nd_vec_set(&vecs[column], row, value);
    }
}

enum nd_status nd__index_compute_old(const struct nd_eval *eval, const struct nd_table *table, const struct nd_index *index, struct nd_expr *const *virtuals, struct nd_vec *vecs, size_t rows)
{
    enum nd_status status = nd__index_compute(eval, table, index, virtuals, vecs, rows);
    if (status != ND_STATUS_SQL) return status;
    /* for some row: one by one */
    struct nd_batch batch = {.rows = rows, .columns = table->column_count, .vecs = vecs};
    struct nd_datum *values = nd_arena_array(eval->arena, struct nd_datum, index->column_count + 1);
    struct nd_arena arena;
    struct nd_eval own = *eval;
    own.arena = &arena;
    if (index->is_partial) vecs[index->predicate] = nulls_of(eval->arena, virtuals[index->predicate], rows);
    for (size_t i = 0; i < index->column_count; i++)
        if (virtuals[index->columns[i].column] != NULL) vecs[index->columns[i].column] = nulls_of(eval->arena, virtuals[index->columns[i].column], rows);
    nd_arena_init(&arena, eval->heap);
    status = ND_STATUS_OK;
    for (size_t row = 0; row < rows && status == ND_STATUS_OK; row++) {
        bool has;
        nd_arena_reset(&arena);
        nd_err_clear(eval->err);
        status = compute_row(&own, index, virtuals, &batch, (uint32_t)row, values, &has);
        if (status == ND_STATUS_OK && has) set_row(eval, index, virtuals, vecs, row, values);
        if (status == ND_STATUS_SQL) status = ND_STATUS_OK;
    }
    if (status == ND_STATUS_OK) nd_err_clear(eval->err);
    nd_arena_deinit(&arena);
    return status;
}

static bool computes(const struct nd_table *table, const struct nd_index *index)
{
    bool is_computed = index->is_partial;
    for (size_t i = 0; i < index->column_count && !is_computed; i++) is_computed = table->columns[index->columns[i].column].virtual_text != NULL;
    return is_computed;
}

/* ---- entries ---------------------------------------------------------------------------------------------------- */

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
    for (size_t i = 1; i < table->index_count; i++) {
        /* a delete-only index has computed nothing of the new rows: an entry that goes in vain is filled in again */
        const struct nd_index *index = &table->indexes[i];
        bool is_any = new_vecs == NULL || (index->state == ND_INDEX_DELETE_ONLY && computes(table, index));
        for (size_t row = 0; row < rows && status == ND_STATUS_OK && !nd_index_is_public(index); row++)
            if (is_any || nd__key_differs(table, index, old_vecs, new_vecs, row)) status = retire_row(writer, index, old_vecs, row, &retiring);
    }
    if (status == ND_STATUS_OK) status = retire_unique(writer->env->txn, &retiring);
    nd_arena_deinit(&retiring.arena);
    return status;
}
