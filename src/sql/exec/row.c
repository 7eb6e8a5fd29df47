/* SPDX-License-Identifier: Apache-2.0 */
/* row.c - rows of tables as keys and values, both ways. */
#include "sql/exec/exec_int.h"

void nd__put_key_columns(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    ND_UNUSED(table);
    for (size_t i = 0; i < index->column_count; i++) nd_key_put_row(key, &vecs[index->columns[i].column], index->columns[i].flags, row);
}

void nd__put_index_key(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    size_t at = nd_index_begin_key(key, table, index);
    nd__put_key_columns(key, table, index, vecs, row);
    nd_index_end_columns(key, index, at);
}

void nd__put_primary_key(struct nd_buf *key, const struct nd_table *table, const struct nd_vec *vecs, size_t row)
{
    nd__put_index_key(key, table, &table->indexes[0], vecs, row);
}

bool nd__index_has_null(const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    for (size_t i = 0; i < index->column_count; i++)
        if (vecs[index->columns[i].column].nulls[row]) return true;
    return false;
}

void nd__put_index_entry(struct nd_buf *key, struct nd_buf *value, const struct nd_table *table, const struct nd_index *index, const struct nd_vec *vecs,
                         size_t row, bool *is_unique_out)
{
    *is_unique_out = nd_index_keeps_one(index) && (index->is_null_equal || !nd__index_has_null(index, vecs, row));
    nd__put_index_key(key, table, index, vecs, row);
    /* a unique entry keeps what it includes and the row's key in its value, any other one in its own key */
    for (size_t i = 0; i < index->included_count; i++) nd_key_put_row(*is_unique_out ? value : key, &vecs[index->included[i]], 0, row);
    nd__put_key_columns(*is_unique_out ? value : key, table, &table->indexes[0], vecs, row);
}

bool nd__index_has(const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    return !index->is_partial || (!vecs[index->predicate].nulls[row] && vecs[index->predicate].b[row]);
}

/* ---- virtual columns --------------------------------------------------------------------------------------- */

/* The rows of `sel` have the expression's value, the others NULL: it is not computed for them. */
static enum nd_status eval_for(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *rows, const struct nd_sel *sel, struct nd_vec *out)
{
    if (sel->count == rows->rows) return nd_expr_eval(eval, expr, rows, NULL, out);
    struct nd_vec some;
    *out = nd_vec_new(eval->arena, expr->type, rows->rows + 1);
    for (size_t row = 0; row < rows->rows; row++) nd_vec_set(out, row, (struct nd_datum){.is_null = true});
    if (sel->count == 0) return ND_STATUS_OK;
    ND_TRY(nd_expr_eval(eval, expr, rows, sel, &some));
    for (size_t i = 0; i < sel->count; i++) nd_vec_set(out, sel->rows[i], nd_vec_get(&some, sel->rows[i]));
    return ND_STATUS_OK;
}

enum nd_status nd__index_compute(const struct nd_eval *eval, const struct nd_table *table, const struct nd_index *index, struct nd_expr *const *virtuals, struct nd_vec *vecs, size_t rows)
{
    struct nd_batch batch = {.rows = rows, .columns = table->column_count, .vecs = vecs};
    uint32_t *picked = nd_arena_array(eval->arena, uint32_t, rows + 1);
    struct nd_sel sel = {picked, rows};
    if (index->is_partial) {
        ND_TRY(nd_expr_eval(eval, virtuals[index->predicate], &batch, NULL, &vecs[index->predicate]));
        sel.count = 0;
        for (size_t row = 0; row < rows; row++)
            if (nd__index_has(index, vecs, row)) picked[sel.count++] = (uint32_t)row;
    }
    for (size_t i = 0; i < index->column_count; i++) {
        uint32_t column = index->columns[i].column;
        if (virtuals[column] != NULL) ND_TRY(eval_for(eval, virtuals[column], &batch, &sel, &vecs[column]));
    }
    return ND_STATUS_OK;
}

/* ---- entries -------------------------------------------------------------------------------------------------- */

bool nd__key_differs(const struct nd_table *table, const struct nd_index *index, const struct nd_vec *a, const struct nd_vec *b, size_t row)
{
    ND_UNUSED(table);
    bool has = nd__index_has(index, a, row);
    if (has != nd__index_has(index, b, row)) return true;
    if (!has) return false;
    for (size_t i = 0; i < index->column_count; i++) {
        size_t column = index->columns[i].column;
        if (!nd_vec_is_same(&a[column], row, &b[column], row)) return true;
    }
    for (size_t i = 0; i < index->included_count && !index->is_primary; i++)
        if (!nd_vec_is_same(&a[index->included[i]], row, &b[index->included[i]], row)) return true;
    return false;
}

void nd__put_row_value(struct nd_buf *value, const struct nd_table *table, const struct nd_vec *vecs, size_t row, struct nd_arena *scratch)
{
    struct nd_row_column *columns = nd_arena_alloc(scratch, sizeof *columns * (table->column_count + 1));
    struct nd_vec *stored = nd_arena_alloc(scratch, sizeof *stored * (table->column_count + 1));
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].virtual_text != NULL || nd_is_in_key_only(table, i)) continue;
        columns[count] = (struct nd_row_column){table->columns[i].id, table->columns[i].type};
        stored[count++] = vecs[i];
    }
    nd_row_encode(value, table->next_column_id - 1, columns, stored, count, row);
}

enum nd_status nd__entry_primary_key(const struct nd_table *table, const struct nd_index *index, struct nd_slice key, struct nd_slice value, struct nd_buf *primary_out)
{
    struct nd_dec dec = nd_dec_of(key);
    struct nd_table_id id;
    uint64_t index_id;
    if (!nd_index_take_prefix(&dec, &id, &index_id) || id.v != table->id.v || index_id != index->id || !nd_index_take_bucket(&dec, index)) return ND_STATUS_CORRUPT;
    for (size_t i = 0; i < index->column_count; i++) ND_TRY(nd_key_skip(&dec, table->columns[index->columns[i].column].type.id, index->columns[i].flags));
    if (nd_dec_left(&dec) == 0) dec = nd_dec_of(value);
    for (size_t i = 0; i < index->included_count; i++) ND_TRY(nd_key_skip(&dec, table->columns[index->included[i]].type.id, 0));
    if (nd_dec_left(&dec) == 0) return ND_STATUS_CORRUPT;
    size_t at = nd_index_begin_key(primary_out, table, &table->indexes[0]);
    nd_buf_put_slice(primary_out, nd_slice_of(dec.p, nd_dec_left(&dec)));
    nd_index_end_columns(primary_out, &table->indexes[0], at);
    return ND_STATUS_OK;
}
