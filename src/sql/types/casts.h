/* SPDX-License-Identifier: Apache-2.0 */
/* casts.h - which type turns into which, when, and the turning: PostgreSQL's pg_cast for the types of types.h.
 *
 * Contexts.   A cast allowed in one context is allowed in the wider ones: implicit < assignment < explicit.
 * Beyond pg_cast, as in PostgreSQL: any type to a string type through its text (assignment), a string type to any through
 *             its input function (explicit), unknown to anything (implicit).
 * Modifiers.  A cast ends at the target's typmod: assignment refuses what does not fit (22001 but for blanks; 22003),
 *             explicit casts cut silently (varchar(n), char(n)) or refuse (numeric(p,s)).
 * Testing.    tests/golden/sql_func/casts.txt, cast_matrix.txt (expectations from PostgreSQL 15). */
#ifndef ND_SQL_TYPES_CASTS_H
#define ND_SQL_TYPES_CASTS_H

#include "sql/types/io.h"

enum nd_cast_context { ND_CAST_IMPLICIT, ND_CAST_ASSIGNMENT, ND_CAST_EXPLICIT };

/* Same types: always. */
bool nd_cast_is_allowed(enum nd_type_id from, enum nd_type_id to, enum nd_cast_context context);
/* The bytes of a value are the same in both types, the modifier aside (text and varchar). */
bool nd_cast_is_relabel(enum nd_type_id from, enum nd_type_id to);
/* The result depends on the session (time zone, today) besides the value. */
bool nd_cast_is_stable(enum nd_type_id from, enum nd_type_id to);

/* Casts the selected rows of `in`, which may be NULL, to `to`; `out` has room for them and may not be `in`. Requires
 * nd_cast_is_allowed(from, to, ND_CAST_EXPLICIT); `context` decides how the modifier is enforced. Values are on `arena` or
 * borrowed from `in`. */
ND_RESULT nd_cast_vec(const struct nd_type_ctx *types, const struct nd_vec *in, const struct nd_sel *sel,
                      struct nd_type to, enum nd_cast_context context, struct nd_arena *arena, struct nd_vec *out,
                      struct nd_err *err);
ND_RESULT nd_cast_datum(const struct nd_type_ctx *types, struct nd_type from, const struct nd_datum *in,
                        struct nd_type to, enum nd_cast_context context, struct nd_arena *arena, struct nd_datum *out,
                        struct nd_err *err);

/* The common type of CASE, COALESCE, UNION, VALUES, IN, GREATEST (select_common_type): text where all are unknown.
 * 42804 "<construct> types integer and text cannot be matched". */
ND_RESULT nd_type_common(const enum nd_type_id *types, size_t count, const char *construct, enum nd_type_id *type_out,
                         struct nd_err *err);
/* ... and its modifier: that of all if they agree in type and modifier, else -1. */
int32_t nd_type_common_mod(const struct nd_type *types, size_t count, enum nd_type_id common);

#endif
