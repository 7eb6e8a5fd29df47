/* SPDX-License-Identifier: Apache-2.0 */
/* json.h - JSON: read, checked, written; jsonb's order and containment.
 *
 * Stored.     json is the text as it came. jsonb is the text that PostgreSQL shows for it: keys sorted by length, then bytes,
 *             the last of equal ones kept, one blank behind ':' and ',', numbers as numeric shows them. So what stands inside
 *             a jsonb value is a jsonb value.
 * Threading.  Pure.
 * Errors.     22P02 with PostgreSQL's detail, 22P05 \u0000, 54001 deeper than ND_JSON_DEPTH_MAX.
 * Testing.    tests/sql/types/json.test, tests/fuzz/sql_func_literal.c. */
#ifndef ND_SQL_TYPES_JSON_H
#define ND_SQL_TYPES_JSON_H

#include "base/arena.h"
#include "base/err.h"

#define ND_JSON_DEPTH_MAX 512

/* In the order in which jsonb sorts. */
enum nd_json_kind { ND_JSON_NULL, ND_JSON_STRING, ND_JSON_NUMBER, ND_JSON_BOOL, ND_JSON_ARRAY, ND_JSON_OBJECT };

struct nd_json {
    enum nd_json_kind kind;
    bool is_true;
    struct nd_slice raw; /* as it stands in the text */
    struct nd_slice key; /* of a member of an object, unescaped */
    struct nd_slice text; /* STRING: unescaped */
    size_t count;        /* ARRAY, OBJECT */
    struct nd_json *items, *next;
};

/* What type json takes: well-formed. Escapes may stand for what text cannot hold. */
ND_RESULT nd_json_check(struct nd_slice text, struct nd_arena *arena, struct nd_err *err);
/* Everything is on `arena` or borrowed from `text`. Members stand as in the text. */
ND_RESULT nd_json_parse(struct nd_slice text, struct nd_arena *arena, struct nd_json **json_out, struct nd_err *err);
/* Sorts members, keeps the last of equal ones, at all levels; of what came from json. */
void nd_json_normalize(struct nd_json *json, struct nd_arena *arena);
/* What jsonb stores; of a normalized value, or parts of jsonb values. 22P02, 22003 numbers that numeric cannot hold. */
ND_RESULT nd_json_put(const struct nd_json *json, struct nd_arena *arena, struct nd_buf *out, struct nd_err *err);
/* Text -> jsonb. */
ND_RESULT nd_jsonb_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err);
void nd_json_put_string(struct nd_buf *out, struct nd_slice text); /* in quotes, escaped */

/* NULL: none. Of equal keys the last. */
const struct nd_json *nd_json_member(const struct nd_json *json, struct nd_slice key);
const struct nd_json *nd_json_item(const struct nd_json *json, int64_t at); /* below zero: from the end */

/* Of jsonb values. */
int nd_jsonb_cmp(struct nd_slice a, struct nd_slice b);
uint64_t nd_jsonb_hash(struct nd_slice jsonb);
bool nd_json_contains(const struct nd_json *whole, const struct nd_json *part);

#endif
