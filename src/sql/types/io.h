/* SPDX-License-Identifier: Apache-2.0 */
/* io.h - values as text and as bytes of the wire: what clients type, send and see.
 *
 * Role.       Input and output functions of every type, as PostgreSQL 15's (DateStyle, IntervalStyle, bytea_output and
 *             extra_float_digits of nd_type_ctx).
 * Threading.  Pure, but for zones that nd_tz_store loads at first use.
 * Errors.     ND_STATUS_SQL with err filled: 22P02 no such value, 22003 out of range, 22007 and 22008 dates and times,
 *             22001 longer than the modifier, 22021 not UTF-8, 22P03 malformed binary.
 * Memory.     What a datum points to is on `arena`, or is the input itself where that suffices: the input must live as
 *             long as the datum.
 * Testing.    tests/golden/sql_func/casts.txt, tests/golden/sql_types/wire.txt (expectations from PostgreSQL 15),
 *             tests/unit/sql_types_order.c, tests/fuzz/sql_func_literal.c. */
#ifndef ND_SQL_TYPES_IO_H
#define ND_SQL_TYPES_IO_H

#include "sql/types/types.h"

struct nd_tz;
struct nd_tz_store;

enum nd_date_order { ND_DATE_ORDER_MDY, ND_DATE_ORDER_DMY, ND_DATE_ORDER_YMD };
enum nd_date_style { ND_DATE_STYLE_ISO, ND_DATE_STYLE_POSTGRES, ND_DATE_STYLE_SQL, ND_DATE_STYLE_GERMAN };
enum nd_interval_style { ND_INTERVAL_STYLE_POSTGRES, ND_INTERVAL_STYLE_VERBOSE, ND_INTERVAL_STYLE_SQL, ND_INTERVAL_STYLE_ISO };

/* Names of the catalog's objects, for the reg... types; and of types that users made. Those below `put` may be NULL. */
struct nd_type_names {
    void *arg;
    /* 42P01, 42883, 42704, 3F000 where there is no such object; 0A000. */
    enum nd_status (*find)(void *arg, enum nd_type_id type, struct nd_slice text, int64_t *oid_out, struct nd_err *err);
    bool (*put)(void *arg, enum nd_type_id type, uint32_t oid, struct nd_buf *text); /* false: no object has this oid */
    const char *(*name)(void *arg, enum nd_type_id type); /* as format_type shows it; NULL: no such type */
    const struct nd_type_names *full;                     /* the same, but that `name` gives names that mean the same under any search path */
    /* Of an enum. false: it has no such label, or value. */
    bool (*find_label)(void *arg, enum nd_type_id type, struct nd_slice label, int64_t *value_out);
    bool (*label)(void *arg, enum nd_type_id type, int64_t value, struct nd_slice *label_out);
    bool (*labels)(void *arg, enum nd_type_id type, struct nd_arena *arena, int64_t **values_out, size_t *count_out); /* all, in order */
};

/* What the text of a value depends on besides the value: the session's settings and the clock. */
struct nd_type_ctx {
    const struct nd_tz *tz;        /* TimeZone; NULL: UTC */
    struct nd_tz_store *tz_store;  /* for zones named in literals; NULL: only UTC and offsets are known */
    enum nd_date_order date_order; /* second part of DateStyle: how 1/2/2003 reads */
    enum nd_date_style date_style;   /* its first part: how dates and timestamps are written */
    enum nd_interval_style interval_style;
    bool escapes_bytea;    /* bytea_output = escape */
    int float_digits_less; /* extra_float_digits: 0: the shortest text that reads back; n: 16 - n digits, 7 - n of float4 */
    const struct nd_type_names *names; /* NULL: only oids are known */
    int64_t txn_us;                /* now(): microseconds since 2000-01-01 UTC at which the transaction began */
    int64_t statement_us;          /* ... the statement */
};

/* Text -> value, the modifier enforced as PostgreSQL's input functions do (varchar(n): 22001; numeric(p,s): rounded;
 * timestamp(p): rounded). `type` may be ND_TYPE_UNKNOWN: the text itself. */
ND_RESULT nd_type_in(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice text, struct nd_arena *arena,
                     struct nd_datum *datum_out, struct nd_err *err);
/* Value -> text, appended. Not for NULL. */
void nd_type_out(const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum,
                 struct nd_buf *text);
/* The same onto an arena; text itself is not copied. */
struct nd_slice nd_type_out_slice(const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum,
                                  struct nd_arena *arena);

/* Binary format of the protocol. */
ND_RESULT nd_type_recv(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes,
                       struct nd_arena *arena, struct nd_datum *datum_out, struct nd_err *err);
void nd_type_send(const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum,
                  struct nd_buf *bytes); /* appended, without a length */

/* The well-formed UTF-8 that a text value must be: no NUL, no overlong forms, no surrogates. 22021 with PostgreSQL's text. */
ND_RESULT nd_text_check(struct nd_slice text, struct nd_err *err);
/* Characters (code points) of well-formed UTF-8; the bytes that the first `chars` of them take. */
size_t nd_text_chars(struct nd_slice text);
size_t nd_text_prefix_bytes(struct nd_slice text, size_t chars);

#endif
