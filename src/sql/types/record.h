/* SPDX-License-Identifier: Apache-2.0 */
/* record.h - rows as values: ROW(...), whole rows of tables and subqueries.
 *
 * Stored form, in memory and in temporary files alone (no column of a table has such a type):
 *
 *   offset  bytes   field
 *   0       1       how deep records stand in it: 1, one that holds another: 2 ...
 *   1       varint  twice the number of fields, and 1 if they have names
 *   ...             for each field:
 *     0     varint  its type's oid
 *     ...           its value, as an element of an array (array.h)
 *   ...             for each name: varint length, bytes. Without names they are f1, f2 ...
 *
 * Names count for nothing where records are compared.
 *
 * Invariants. R1 depth is at most ND_RECORD_DEPTH_MAX: what looks into records may recurse.
 * Testing.    tests/sql/types/record.test, tests/unit/sql_types_record.c. */
#ifndef ND_SQL_TYPES_RECORD_H
#define ND_SQL_TYPES_RECORD_H

#include "sql/types/io.h"

#define ND_RECORD_DEPTH_MAX 64

struct nd_record {
    size_t count;
    bool has_names;
    struct nd_dec rest; /* of the fields, then of the names */
};

/* Fields are taken from the first to the last, then the names. */
struct nd_record nd_record_open(struct nd_slice bytes);
void nd_record_take(struct nd_record *record, enum nd_type_id *type_out, struct nd_datum *datum_out);
/* ... without its value. */
void nd_record_skip(struct nd_record *record);
struct nd_slice nd_record_take_name(struct nd_record *record);
bool nd_record_is_valid(struct nd_slice bytes);

/* names: NULL, or one a field. 54001 where records would stand too deep in each other. */
ND_RESULT nd_record_make(const enum nd_type_id *types, const struct nd_datum *fields, const struct nd_slice *names, size_t count, struct nd_arena *arena,
                         struct nd_slice *record_out, struct nd_err *err);

/* Field by field; NULL above all. Of fields of different types one goes before the other, somehow. */
int nd_record_cmp(struct nd_slice a, struct nd_slice b);
uint64_t nd_record_hash(struct nd_slice bytes);
/* 42804: fields of different types, or more on one side. */
ND_RESULT nd_record_check_pair(struct nd_slice a, struct nd_slice b, struct nd_err *err);

void nd_record_out(const struct nd_type_ctx *types, struct nd_slice bytes, struct nd_buf *text);
void nd_record_send(const struct nd_type_ctx *types, struct nd_slice bytes, struct nd_buf *out);

#endif
