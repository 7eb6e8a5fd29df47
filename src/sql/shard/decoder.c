/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/shard/decoder.h"

#include "sql/types/key_codec.h"

bool nd_is_in_key_only(const struct nd_table *table, size_t column)
{
    const struct nd_index *primary = &table->indexes[0];
    for (size_t i = 0; i < primary->column_count; i++)
        if (primary->columns[i].column == column) return nd_key_is_lossless(table->columns[column].type);
    return false;
}

/* The k'th column of an entry, or of a row's key (index NULL): the index's own, those that it includes, the primary key's. */
static struct nd_index_column part_of(const struct nd_index *index, const struct nd_index *primary, size_t k)
{
    size_t own = index == NULL ? 0 : index->column_count, included = index == NULL ? 0 : index->included_count;
    if (k < own) return index->columns[k];
    return k < own + included ? (struct nd_index_column){.column = index->included[k - own]} : primary->columns[k - own - included];
}

static size_t part_count(const struct nd_index *index, const struct nd_index *primary)
{
    return primary->column_count + (index == NULL ? 0 : index->column_count + index->included_count);
}

static void take_from_key(struct nd_decoder *decoder, const struct nd_index *index, const struct nd_index *primary, uint32_t column, size_t slot)
{
    for (size_t k = 0; k < part_count(index, primary); k++) {
        if (part_of(index, primary, k).column != column) continue;
        decoder->parts[k].slot = (int32_t)slot;
        if (k + 1 > decoder->part_count) decoder->part_count = k + 1;
        return;
    }
}

static void make_parts(struct nd_decoder *decoder, const struct nd_table *table, const struct nd_index *index, struct nd_arena *arena)
{
    const struct nd_index *primary = &table->indexes[0];
    size_t count = part_count(index, primary);
    decoder->parts = nd_arena_array(arena, struct nd_key_part, count + 1);
    for (size_t k = 0; k < count; k++) {
        const struct nd_index_column part = part_of(index, primary, k);
        decoder->parts[k] = (struct nd_key_part){table->columns[part.column].type, part.flags, -1};
    }
}

void nd_decoder_init(struct nd_decoder *decoder, const struct nd_table *table, const struct nd_index *index, const uint32_t *columns, size_t column_count,
                     struct nd_arena *arena)
{
    const struct nd_index *primary = &table->indexes[0];
    *decoder = (struct nd_decoder){.column_count = column_count, .entry_parts = index == NULL ? 0 : index->column_count};
    decoder->types = nd_arena_array(arena, struct nd_type, column_count + 1);
    decoder->value_columns = nd_arena_array(arena, struct nd_row_column, column_count + 1);
    decoder->missing = nd_arena_array(arena, struct nd_datum, column_count + 1);
    decoder->value_slots = nd_arena_array(arena, uint32_t, column_count + 1);
    make_parts(decoder, table, index, arena);
    for (size_t i = 0; i < column_count; i++) {
        const struct nd_column *column = &table->columns[columns[i]];
        decoder->types[i] = column->type;
        if (index != NULL || nd_is_in_key_only(table, columns[i])) {
            take_from_key(decoder, index, primary, columns[i], i);
            continue;
        }
        decoder->value_columns[decoder->value_count] = (struct nd_row_column){column->id, column->type};
        decoder->missing[decoder->value_count] = column->missing;
        decoder->value_slots[decoder->value_count++] = (uint32_t)i;
    }
    struct nd_buf prefix;
    nd_buf_init(&prefix, arena->heap);
    decoder->prefix_bytes = nd_index_begin_key(&prefix, table, index == NULL ? primary : index);
    nd_buf_deinit(&prefix);
}

struct nd_batch nd_decoder_batch(const struct nd_decoder *decoder, struct nd_arena *arena, size_t rows)
{
    struct nd_batch batch = {.rows = rows, .columns = decoder->column_count};
    /* behind the columns: the same vectors again, those of the value side by side as nd_row_decode wants them */
    batch.vecs = nd_arena_alloc(arena, sizeof *batch.vecs * (decoder->column_count + decoder->value_count + 1));
    for (size_t i = 0; i < decoder->column_count; i++) batch.vecs[i] = nd_vec_new(arena, decoder->types[i], rows + 1);
    for (size_t i = 0; i < decoder->value_count; i++) batch.vecs[decoder->column_count + i] = batch.vecs[decoder->value_slots[i]];
    return batch;
}

enum nd_status nd_decoder_row(const struct nd_decoder *decoder, struct nd_slice key, struct nd_slice value, struct nd_arena *arena, struct nd_batch *batch, size_t row)
{
    if (decoder->value_count > 0)
        ND_TRY(nd_row_decode(value, decoder->value_columns, decoder->value_count, decoder->missing, batch->vecs + decoder->column_count, row));
    if (decoder->part_count == 0) return ND_STATUS_OK;
    if (key.n < decoder->prefix_bytes) return ND_STATUS_CORRUPT;
    struct nd_dec dec = nd_dec_of(nd_slice_of(key.p + decoder->prefix_bytes, key.n - decoder->prefix_bytes));
    for (size_t i = 0; i < decoder->part_count; i++) {
        const struct nd_key_part *part = &decoder->parts[i];
        /* a unique entry has the row's key in its value */
        bool ends_key = decoder->entry_parts > 0 && i == decoder->entry_parts && nd_dec_left(&dec) == 0;
        if (ends_key) dec = nd_dec_of(value);
        if (part->slot < 0) {
            ND_TRY(nd_key_skip(&dec, part->type.id, part->flags));
            continue;
        }
        struct nd_datum datum;
        ND_TRY(nd_key_take_datum(&dec, part->type, part->flags, arena, &datum));
        nd_vec_set(&batch->vecs[part->slot], row, datum);
    }
    return ND_STATUS_OK;
}
