/* SPDX-License-Identifier: Apache-2.0 */
/* compare.h - order, equality and hashes of values: sort, group by, join, distinct.
 *
 * Order.      The type's default btree order: bytes for text (C.UTF-8), bpchar without trailing blanks, NaN above all numbers,
 *             -0 equal to 0, a month of an interval as 30 days.
 * Hashes.     Equal values have equal hashes, also across types of one physical kind; NULLs hash alike. Not stored anywhere.
 * Testing.    tests/unit/sql_types_order.c. */
#ifndef ND_SQL_TYPES_COMPARE_H
#define ND_SQL_TYPES_COMPARE_H

#include "sql/types/types.h"

/* Both not NULL. < 0, 0, > 0. */
int nd_datum_cmp(enum nd_type_id type, const struct nd_datum *a, const struct nd_datum *b);
bool nd_datum_eq(enum nd_type_id type, const struct nd_datum *a, const struct nd_datum *b);
uint64_t nd_datum_hash(enum nd_type_id type, const struct nd_datum *datum, uint64_t seed); /* also of NULL */

/* Row against row of two vectors of one type. flags: enum nd_key_flags of key_codec.h (DESC, NULLS_FIRST). NULL equals NULL. */
int nd_vec_cmp(const struct nd_vec *a, size_t row_a, const struct nd_vec *b, size_t row_b, unsigned flags);
bool nd_vec_is_same(const struct nd_vec *a, size_t row_a, const struct nd_vec *b, size_t row_b); /* not distinct from */
/* hashes[row] = mix(hashes[row], value of row) for the selected rows: start with zeros, call once a key column. */
void nd_vec_hash(const struct nd_vec *vec, const struct nd_sel *sel, uint64_t *hashes);

#endif
