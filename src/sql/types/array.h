/* SPDX-License-Identifier: Apache-2.0 */
/* array.h - arrays: how they are stored, taken apart and put together.
 *
 * Stored form, of values in memory and in rows alike:
 *
 *   offset  bytes   field
 *   0       1       number of dimensions, 0 to 6; 0: the empty array, nothing follows
 *   1               for each dimension, outermost first:
 *     0     varint  length, at least 1
 *     ...   varint  lower bound, zigzag
 *   ...             for each element, the last dimension fastest:
 *     0     varint  0: NULL; else 1 + number of bytes that follow
 *     ...           bool: 1 byte, 0 or 1; integers and dates: zigzag varint; float4 and float8: 8 bytes of the double,
 *                   little-endian; all others: their bytes
 *
 * The element's type is not stored: the array's type says it. int2vector and oidvector are arrays of lower bound 0.
 *
 * Invariants. A1 the product of the lengths is the number of elements, at most ND_ARRAY_ITEMS_MAX.
 *             A2 bytes from disk or network pass nd_array_is_valid before anything else reads them.
 * Testing.    tests/sql/array, tests/unit/sql_types_array.c, tests/golden/sql_types/wire.txt. */
#ifndef ND_SQL_TYPES_ARRAY_H
#define ND_SQL_TYPES_ARRAY_H

#include "sql/types/io.h"

#define ND_ARRAY_DIMS_MAX 6
#define ND_ARRAY_ITEMS_MAX 134217727

struct nd_array {
    unsigned dims;
    int32_t lens[ND_ARRAY_DIMS_MAX], lowers[ND_ARRAY_DIMS_MAX];
    size_t count;          /* of elements */
    struct nd_slice items; /* their bytes */
};

/* The form of a stored array; false: malformed. The elements are not looked at. */
bool nd_array_open(struct nd_slice bytes, struct nd_array *array_out);
bool nd_array_is_valid(enum nd_type_id array_type, struct nd_slice bytes);
/* The next element; `items` begins as nd_dec_of(array->items). */
void nd_array_take(struct nd_dec *items, enum nd_type_id element, struct nd_datum *datum_out);
/* Appends an element as the stored form has it. */
void nd_array_put(struct nd_buf *out, enum nd_type_id element, const struct nd_datum *datum);
bool nd_array_item_is_valid(enum nd_type_id element, const struct nd_datum *datum);
/* All elements: array->count of them on the arena, borrowing bytes. */
struct nd_datum *nd_array_items(const struct nd_array *array, enum nd_type_id element, struct nd_arena *arena);
/* The stored form; dims, lens, lowers and count are read. */
struct nd_slice nd_array_make(const struct nd_array *shape, enum nd_type_id element, const struct nd_datum *items,
                              struct nd_arena *arena);
/* One dimension from 1; none where count is 0. */
struct nd_slice nd_array_of_items(enum nd_type_id element, const struct nd_datum *items, size_t count,
                                  struct nd_arena *arena);
/* A vector's: from 0. */
struct nd_slice nd_vector_of_items(enum nd_type_id element, const struct nd_datum *items, size_t count,
                                   struct nd_arena *arena);
/* One dimension of a shape of `dims` dimensions: sets lens and count; 54000 beyond the limit. */
ND_RESULT nd_array_check_size(const struct nd_array *shape, size_t *count_out, struct nd_err *err);

/* As PostgreSQL's array_cmp and array_eq. */
int nd_array_cmp(enum nd_type_id array_type, struct nd_slice a, struct nd_slice b);
bool nd_array_eq(enum nd_type_id array_type, struct nd_slice a, struct nd_slice b);
uint64_t nd_array_hash(enum nd_type_id array_type, struct nd_slice bytes);

ND_RESULT nd_array_in(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice text, struct nd_arena *arena,
                      struct nd_slice *array_out, struct nd_err *err);
void nd_array_out(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes, struct nd_buf *text);
ND_RESULT nd_array_recv(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes,
                        struct nd_arena *arena, struct nd_slice *array_out, struct nd_err *err);
void nd_array_send(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes, struct nd_buf *out);

#endif
