/* SPDX-License-Identifier: Apache-2.0 */
/* decoder.h - rows of a table, as keys and values, into vectors: which columns come from where.
 *
 * Role.       Made of a table's descriptor at the gateway, or of a program's bytes at the leader of a shard, which knows no
 *             tables. Decoding is the same.
 * Owner.      The arena it was made on; read-only afterwards. */
#ifndef ND_SQL_SHARD_DECODER_H
#define ND_SQL_SHARD_DECODER_H

#include "catalog/catalog.h"
#include "sql/types/row_codec.h"

/* A column of the keys. */
struct nd_key_part {
    struct nd_type type;
    unsigned flags;
    int32_t slot; /* where it goes; -1: it is skipped */
};

struct nd_decoder {
    struct nd_type *types; /* of the columns wanted, one a slot */
    size_t column_count;
    struct nd_row_column *value_columns; /* of them, those in the value of a row */
    struct nd_datum *missing;
    uint32_t *value_slots;
    size_t value_count;
    struct nd_key_part *parts; /* as far as they are read; of an entry, first the index's columns, then the primary key's */
    size_t part_count;
    size_t entry_parts; /* entries of a secondary index: so many columns are the index's own; 0: rows */
    size_t prefix_bytes;
};

/* The value of a row does not hold what the primary key gives back to the byte. */
bool nd_is_in_key_only(const struct nd_table *table, size_t column);
/* columns: wanted, ascending positions. index NULL: rows; else entries, which have all the columns, to the byte. */
void nd_decoder_init(struct nd_decoder *decoder, const struct nd_table *table, const struct nd_index *index, const uint32_t *columns, size_t column_count,
                     struct nd_arena *arena);
/* New vectors for `rows` rows. */
struct nd_batch nd_decoder_batch(const struct nd_decoder *decoder, struct nd_arena *arena, size_t rows);
/* Bytes are borrowed from `value`, or are on the arena. CORRUPT. */
ND_RESULT nd_decoder_row(const struct nd_decoder *decoder, struct nd_slice key, struct nd_slice value, struct nd_arena *arena, struct nd_batch *batch, size_t row);

#endif
