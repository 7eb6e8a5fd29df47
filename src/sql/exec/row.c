/* SPDX-License-Identifier: Apache-2.0 */
/* row.c - rows of tables as keys and values, both ways. */
#include "sql/exec/exec_int.h"

bool nd__is_in_key_only(const struct nd_table *table, size_t column)
{
    const struct nd_index *primary = &table->indexes[0];
    for (size_t i = 0; i < primary->column_count; i++)
        if (primary->columns[i].column == column) return nd_key_is_lossless(table->columns[column].type);
    return false;
}

void nd__put_key_columns(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    ND_UNUSED(table);
    for (size_t i = 0; i < index->column_count; i++) nd_key_put_row(key, &vecs[index->columns[i].column], index->columns[i].flags, row);
}

void nd__put_primary_key(struct nd_buf *key, const struct nd_table *table, const struct nd_vec *vecs, size_t row)
{
    nd_index_put_prefix(key, table->id, table->indexes[0].id);
    nd__put_key_columns(key, table, &table->indexes[0], vecs, row);
}

static bool has_null(const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    for (size_t i = 0; i < index->column_count; i++)
        if (vecs[index->columns[i].column].nulls[row]) return true;
    return false;
}

void nd__put_index_entry(struct nd_buf *key, struct nd_buf *value, const struct nd_table *table, const struct nd_index *index, const struct nd_vec *vecs,
                         size_t row, bool *is_unique_out)
{
    *is_unique_out = index->is_unique && (index->is_null_equal || !has_null(index, vecs, row));
    nd_index_put_prefix(key, table->id, index->id);
    nd__put_key_columns(key, table, index, vecs, row);
    /* a unique entry keeps the row's key in its value, any other one in its own key */
    nd__put_key_columns(*is_unique_out ? value : key, table, &table->indexes[0], vecs, row);
}

bool nd__key_differs(const struct nd_table *table, const struct nd_index *index, const struct nd_vec *a, const struct nd_vec *b, size_t row)
{
    ND_UNUSED(table);
    for (size_t i = 0; i < index->column_count; i++) {
        size_t column = index->columns[i].column;
        if (!nd_vec_is_same(&a[column], row, &b[column], row)) return true;
    }
    return false;
}

void nd__put_row_value(struct nd_buf *value, const struct nd_table *table, const struct nd_vec *vecs, size_t row, struct nd_arena *scratch)
{
    struct nd_row_column *columns = nd_arena_alloc(scratch, sizeof *columns * (table->column_count + 1));
    struct nd_vec *stored = nd_arena_alloc(scratch, sizeof *stored * (table->column_count + 1));
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        if (nd__is_in_key_only(table, i)) continue;
        columns[count] = (struct nd_row_column){table->columns[i].id, table->columns[i].type};
        stored[count++] = vecs[i];
    }
    nd_row_encode(value, table->next_column_id - 1, columns, stored, count, row);
}

/* ---- decoding ------------------------------------------------------------------------------------------------ */

/* The columns of the keys that are decoded: of an entry, first the index's, then the primary key's. */
static const struct nd_index_column *key_column(const struct nd_decoder *decoder, size_t at)
{
    const struct nd_index *primary = &decoder->table->indexes[0];
    if (decoder->index == NULL) return &primary->columns[at];
    return at < decoder->index->column_count ? &decoder->index->columns[at] : &primary->columns[at - decoder->index->column_count];
}

static void take_from_key(struct nd_decoder *decoder, uint32_t column, size_t slot, size_t key_columns)
{
    for (size_t k = 0; k < key_columns; k++) {
        if (key_column(decoder, k)->column != column) continue;
        decoder->key_slots[k] = (int32_t)slot;
        if (k + 1 > decoder->key_last) decoder->key_last = k + 1;
        return;
    }
}

void nd__decoder_init(struct nd_decoder *decoder, const struct nd_table *table, const struct nd_index *index,
                      const uint32_t *columns, size_t column_count, struct nd_arena *arena)
{
    const struct nd_index *primary = &table->indexes[0];
    size_t key_columns = primary->column_count + (index == NULL ? 0 : index->column_count);
    *decoder = (struct nd_decoder){.table = table, .index = index, .columns = columns, .column_count = column_count};
    decoder->value_columns = nd_arena_array(arena, struct nd_row_column, column_count + 1);
    decoder->missing = nd_arena_array(arena, struct nd_datum, column_count + 1);
    decoder->value_slots = nd_arena_array(arena, uint32_t, column_count + 1);
    decoder->key_slots = nd_arena_array(arena, int32_t, key_columns + 1);
    for (size_t i = 0; i < key_columns; i++) decoder->key_slots[i] = -1;
    for (size_t i = 0; i < column_count; i++) {
        const struct nd_column *column = &table->columns[columns[i]];
        if (index != NULL || nd__is_in_key_only(table, columns[i])) {
            take_from_key(decoder, columns[i], i, key_columns);
            continue;
        }
        decoder->value_columns[decoder->value_count] = (struct nd_row_column){column->id, column->type};
        decoder->missing[decoder->value_count] = column->missing;
        decoder->value_slots[decoder->value_count++] = (uint32_t)i;
    }
    struct nd_buf prefix;
    nd_buf_init(&prefix, arena->heap);
    nd_index_put_prefix(&prefix, table->id, index == NULL ? primary->id : index->id);
    decoder->prefix_bytes = prefix.n;
    nd_buf_deinit(&prefix);
}

struct nd_batch nd__decoder_batch(const struct nd_decoder *decoder, struct nd_arena *arena, size_t rows)
{
    struct nd_batch batch = {.rows = rows, .columns = decoder->column_count};
    /* behind the columns: the same vectors again, those of the value side by side as nd_row_decode wants them */
    batch.vecs = nd_arena_alloc(arena, sizeof *batch.vecs * (decoder->column_count + decoder->value_count + 1));
    for (size_t i = 0; i < decoder->column_count; i++) batch.vecs[i] = nd_vec_new(arena, decoder->table->columns[decoder->columns[i]].type, rows + 1);
    for (size_t i = 0; i < decoder->value_count; i++) batch.vecs[decoder->column_count + i] = batch.vecs[decoder->value_slots[i]];
    return batch;
}

enum nd_status nd__decoder_row(const struct nd_decoder *decoder, struct nd_slice key, struct nd_slice value,
                               struct nd_arena *arena, struct nd_batch *batch, size_t row)
{
    if (decoder->value_count > 0)
        ND_TRY(nd_row_decode(value, decoder->value_columns, decoder->value_count, decoder->missing,
                             batch->vecs + decoder->column_count, row));
    if (decoder->key_last == 0) return ND_STATUS_OK;
    if (key.n < decoder->prefix_bytes) return ND_STATUS_CORRUPT;
    struct nd_dec dec = nd_dec_of(nd_slice_of(key.p + decoder->prefix_bytes, key.n - decoder->prefix_bytes));
    for (size_t i = 0; i < decoder->key_last; i++) {
        const struct nd_index_column *part = key_column(decoder, i);
        const struct nd_column *column = &decoder->table->columns[part->column];
        /* a unique entry has the row's key in its value */
        bool ends_key = decoder->index != NULL && i == decoder->index->column_count && nd_dec_left(&dec) == 0;
        if (ends_key) dec = nd_dec_of(value);
        if (decoder->key_slots[i] < 0) {
            ND_TRY(nd_key_skip(&dec, column->type.id, part->flags));
            continue;
        }
        struct nd_datum datum;
        ND_TRY(nd_key_take_datum(&dec, column->type, part->flags, arena, &datum));
        nd_vec_set(&batch->vecs[decoder->key_slots[i]], row, datum);
    }
    return ND_STATUS_OK;
}

enum nd_status nd__entry_primary_key(const struct nd_table *table, const struct nd_index *index, struct nd_slice key, struct nd_slice value, struct nd_buf *primary_out)
{
    struct nd_dec dec = nd_dec_of(key);
    struct nd_table_id id;
    uint64_t index_id;
    if (!nd_index_take_prefix(&dec, &id, &index_id) || id.v != table->id.v || index_id != index->id) return ND_STATUS_CORRUPT;
    for (size_t i = 0; i < index->column_count; i++) ND_TRY(nd_key_skip(&dec, table->columns[index->columns[i].column].type.id, index->columns[i].flags));
    struct nd_slice rest = nd_slice_of(dec.p, nd_dec_left(&dec));
    nd_index_put_prefix(primary_out, table->id, table->indexes[0].id);
    nd_buf_put_slice(primary_out, rest.n > 0 ? rest : value);
    return ND_STATUS_OK;
}
