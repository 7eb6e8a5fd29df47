/* SPDX-License-Identifier: Apache-2.0 */
/* key_codec.h - values as bytes whose order (memcmp) is the order of the values: primary and secondary index keys.
 *
 * A column of a key is a marker byte and, unless NULL, the value:
 *
 *   0x01  NULL, sorted first        0x02  a value follows        0x03  NULL, sorted last
 *
 *   type                    bytes of the value, ascending
 *   bool                    1: 0 or 1
 *   int2                    2, big-endian, sign bit flipped
 *   int4, date              4, likewise
 *   oid, regclass ...       4, big-endian
 *   int8, time, timestamp,  8, big-endian, sign bit flipped
 *   enums (positions)
 *   float4, float8          8: IEEE bits of the double, big-endian; sign bit flipped, or all bits where it is set;
 *                           -0 as 0, one NaN, above Infinity
 *   numeric                 class byte: 1 -Infinity, 2 negative, 3 zero, 4 positive, 5 Infinity, 6 NaN; 2 and 4 go on with
 *                           3 bytes exponent + 2^22 big-endian and the digits of the mantissa 0.d1d2..., two to a byte
 *                           (10 * d1 + d2 + 1, an odd last one with 0), ended by 0; all of it inverted where negative
 *   text, varchar, bpchar,  each byte, 0x00 as 0x00 0xff; ended by 0x00 0x01; bpchar without trailing blanks
 *   name, "char", bytea,
 *   unknown
 *   uuid                    16, as they are
 *   interval                16: microseconds in total (month of 30 days, day of 24 hours), big-endian, sign bit flipped
 *
 * Descending: every byte of the value is inverted, the marker is not.
 *
 * Invariants. K1 memcmp(enc(a), enc(b)) has the sign of nd_datum_cmp(a, b), reversed when descending.
 *             K2 no encoding is a prefix of another of the same column type and flags; no encoding begins with 0xff.
 *             K3 equal values give equal bytes, so some types lose their looks: numeric its scale, bpchar its padding,
 *                float -0, interval its parts. nd_key_is_lossless tells.
 * Format.     Stored: a change needs a new index format.
 * Testing.    tests/golden/sql_types/key_codec.txt, tests/unit/sql_types_order.c. */
#ifndef ND_SQL_TYPES_KEY_CODEC_H
#define ND_SQL_TYPES_KEY_CODEC_H

#include "sql/types/types.h"

enum nd_key_flags {
    ND_KEY_ASC = 0,
    ND_KEY_DESC = 1,
    ND_KEY_NULLS_FIRST = 2, /* PostgreSQL's defaults: NULLS LAST ascending, NULLS FIRST descending */
};

/* Arrays and some types of the catalogs cannot be keys. */
bool nd_key_is_supported(enum nd_type_id type);

void nd_key_put_datum(struct nd_buf *key, enum nd_type_id type, unsigned flags, const struct nd_datum *datum);
void nd_key_put_row(struct nd_buf *key, const struct nd_vec *vec, unsigned flags, size_t row);
/* Reads one column back. CORRUPT: malformed. The type's modifier restores what K3 lost where it can (numeric(p,s): scale s,
 * char(n): padding). */
ND_RESULT nd_key_take_datum(struct nd_dec *key, struct nd_type type, unsigned flags, struct nd_arena *arena,
                            struct nd_datum *datum_out);
ND_RESULT nd_key_skip(struct nd_dec *key, enum nd_type_id type, unsigned flags);
/* The value read back is the value put, to the byte: a row need not store such a key column again. */
bool nd_key_is_lossless(struct nd_type type);

/* Order-preserving unsigned varint for ids: length in the high bits of the first byte.
 *   0xxxxxxx (7 bits) · 10xxxxxx +1 (14) · 110xxxxx +2 (21) · ... · 11111110 +7 (56) · 11111111 is never used: 56 bits at most. */
#define ND_KEY_VARINT_MAX ((UINT64_C(1) << 56) - 1)
void nd_key_put_varint(struct nd_buf *key, uint64_t v); /* v <= ND_KEY_VARINT_MAX */
uint64_t nd_key_take_varint(struct nd_dec *key); /* sticky error of the nd_dec; only shortest forms are well-formed */

/* The smallest byte string greater than all that begin with `prefix`; false: there is none (all 0xff). In place. */
bool nd_key_next_prefix(struct nd_buf *prefix);

#endif
