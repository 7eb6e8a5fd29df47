/* SPDX-License-Identifier: Apache-2.0 */
/* expr_wire.h - expressions that the leader of a shard evaluates: which ones, as bytes, and back.
 *
 * Role.       The gateway's expressions and evaluation code (sql/bind/expr.h) run at the shard; this file knows which of them
 *             may: immutable ones, of types and functions whose time and memory are bounded by their input's. What is the same
 *             for all rows (parameters, now()) is computed at the gateway and travels as a constant.
 * Format.     u8 kind · type · u8 flags (1 is_not) · by kind · v count · arguments     (v: varint, b: varint length and bytes)
 *               type: v oid · v zigzag modifier
 *               CONST: u8 is_null · datum      VAR: v slot      CAST: u8 context      IS_BOOL: u8 't' 'f' 'u'
 *               FUNC, IN: b name · u8 is_operator · v count · v oid of each declared argument
 *               datum: bool u8 · integer v zigzag · float 8 bytes · others b
 *             The format is a program's (program.h), whose version counts.
 * Errors.     Decoding trusts nothing: an expression that comes out evaluates without doing harm. NULL: malformed, or a
 *             function that is not known here. */
#ifndef ND_SQL_SHARD_EXPR_WIRE_H
#define ND_SQL_SHARD_EXPR_WIRE_H

#include "sql/bind/expr.h"

#define ND_SHARD_EXPR_NODES_MAX 4096 /* of one program */
#define ND_SHARD_EXPR_DEPTH_MAX 48

bool nd_shard_has_type(enum nd_type_id type); /* values of it may travel */
/* Values of `given` are what code for `wanted` works on. */
bool nd_shard_fits_type(enum nd_type_id given, enum nd_type_id wanted);
bool nd_shard_agg_is_fine(const struct nd_agg *agg);
/* At planning: it could travel. */
bool nd_shard_expr_is_fine(const struct nd_expr *expr);
/* At the start of an execution: a copy with what is the same for all rows made constants. NULL: it cannot travel now. */
struct nd_expr *nd_shard_expr_prepare(const struct nd_eval *eval, struct nd_arena *arena, const struct nd_expr *expr);

void nd_shard_type_encode(struct nd_type type, struct nd_buf *out);
bool nd_shard_type_decode(struct nd_dec *dec, struct nd_type *type_out);
void nd_shard_datum_encode(enum nd_type_id type, const struct nd_datum *datum, struct nd_buf *out); /* not NULL */
bool nd_shard_datum_decode(struct nd_dec *dec, enum nd_type_id type, struct nd_datum *datum_out);   /* borrows */

void nd_shard_expr_encode(const struct nd_expr *expr, struct nd_buf *out);
/* columns: types of the slots that it may read. *nodes: of the program so far. */
struct nd_expr *nd_shard_expr_decode(struct nd_dec *dec, const struct nd_type *columns, size_t column_count, size_t *nodes, struct nd_arena *arena);

#endif
