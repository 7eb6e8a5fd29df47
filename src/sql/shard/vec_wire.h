/* SPDX-License-Identifier: Apache-2.0 */
/* vec_wire.h - vectors as bytes, for rows that travel column by column.
 *
 * Format.     u8 1: there are NULLs, then a bitmap · by physical kind (v: varint)
 *               BOOL   a bitmap
 *               I64    v zigzag base · u8 width (0, 1, 2, 4, 8) · what the values are above the base, little-endian
 *               F64    8 bytes each
 *               BYTES  u8 width (1, 2, 4) of the lengths · lengths · the bytes of all
 *             NULLs take room as zeros and empty strings. */
#ifndef ND_SQL_SHARD_VEC_WIRE_H
#define ND_SQL_SHARD_VEC_WIRE_H

#include "sql/types/types.h"

/* Rows rows[0..count) of the vector; rows NULL: 0..count-1. */
void nd_shard_vec_encode(const struct nd_vec *vec, const uint32_t *rows, size_t count, struct nd_buf *out);
/* Bytes are borrowed. false: malformed, or values that the type cannot hold. */
bool nd_shard_vec_decode(struct nd_dec *dec, struct nd_type type, size_t count, struct nd_arena *arena, struct nd_vec *vec_out);

#endif
