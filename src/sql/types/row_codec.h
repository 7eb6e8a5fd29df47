/* SPDX-License-Identifier: Apache-2.0 */
/* row_codec.h - the value of a row: its columns tagged by column id.
 *
 *   offset  bytes   field
 *   0       1       format version, 1
 *   1       varint  watermark: the highest column id of the table when the row was written
 *   ...             fields in ascending order of column id, NULLs left out:
 *     0     varint  (column id - id of the field before, or - 0) << 3 | kind
 *     ...           kind 0: false   1: true   2: zigzag varint   3: 8 bytes little-endian   4: 4 bytes little-endian
 *                   (float4)   5: varint length and bytes   6: 16 bytes
 *
 * Reader.     A wanted column that is absent is NULL if its id <= watermark, else it was added after the row was written and
 *             has the column's missing value. Columns not wanted (or dropped) are skipped.
 * Invariants. R1 ids ascend strictly.  R2 the kind of a field fits the type of its column, else the row is CORRUPT.
 *             R3 a column whose type is changed gets a new id.
 * Testing.    tests/unit/sql_types_order.c, tests/golden/sql_types/row_codec.txt, tests/fuzz/sql_func_literal.c. */
#ifndef ND_SQL_TYPES_ROW_CODEC_H
#define ND_SQL_TYPES_ROW_CODEC_H

#include "sql/types/types.h"

#define ND_ROW_FORMAT 1

struct nd_row_column {
    uint32_t id; /* > 0 */
    struct nd_type type;
};

/* Appends row `row` of vecs[0..count), one a column, columns ascending by id. */
void nd_row_encode(struct nd_buf *out, uint32_t watermark, const struct nd_row_column *columns,
                   const struct nd_vec *vecs, size_t count, size_t row);
/* The same from datums. */
void nd_row_encode_datums(struct nd_buf *out, uint32_t watermark, const struct nd_row_column *columns,
                          const struct nd_datum *datums, size_t count);
/* Decodes the wanted columns (ascending by id) into row `row` of vecs[0..count). Bytes are borrowed from `value`; `missing` is
 * one datum a column, or NULL: missing values are NULL. CORRUPT, with the row's contents unspecified, where malformed. */
ND_RESULT nd_row_decode(struct nd_slice value, const struct nd_row_column *columns, size_t count,
                        const struct nd_datum *missing, struct nd_vec *vecs, size_t row);

#endif
