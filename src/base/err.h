/* SPDX-License-Identifier: Apache-2.0 */
/* err.h - an error as a SQL client sees it: SQLSTATE, message, detail, hint, context, position, names.
 *
 * Functions of the SQL layers take `struct nd_err *err` last, fill it once and return
 * ND_STATUS_SQL (or the status that caused it). The text lives in the struct: no ownership. */
#ifndef ND_BASE_ERR_H
#define ND_BASE_ERR_H

#include "base/slice.h"
#include "base/status.h"

struct nd_err {
    char sqlstate[6];   /* "" : no error set */
    char message[512];  /* primary, no newline, starts in lower case as PostgreSQL's */
    char detail[512];   /* "" : none; so below */
    char hint[256];
    char where[256];                                                  /* context, W of the protocol: the place in COPY's data, the parameter */
    char schema[64], table[64], column[64], constraint[64], type[64]; /* s, t, c, n, d of the protocol */
    int position;       /* 1-based character in the statement; 0: none */
};

static inline void nd_err_clear(struct nd_err *err) { memset(err, 0, sizeof *err); }
static inline bool nd_err_is_set(const struct nd_err *err) { return err->sqlstate[0] != '\0'; }
/* All return ND_STATUS_SQL, so that `return nd_err_set(err, "42P01", ...)` reads well. sqlstate: five characters. */
enum nd_status nd_err_set(struct nd_err *err, const char *sqlstate, const char *fmt, ...) ND_PRINTF(3, 4);
enum nd_status nd_err_detail(struct nd_err *err, const char *fmt, ...) ND_PRINTF(2, 3);
enum nd_status nd_err_hint(struct nd_err *err, const char *fmt, ...) ND_PRINTF(2, 3);
enum nd_status nd_err_where(struct nd_err *err, const char *fmt, ...) ND_PRINTF(2, 3);
/* Whose fault it is: fields s, t, c, n of the protocol; NULL: none. */
enum nd_status nd_err_object(struct nd_err *err, const char *schema, const char *table, const char *column, const char *constraint);
/* 0A000 "<construct> is not supported". */
enum nd_status nd_err_unsupported(struct nd_err *err, const char *construct);
/* Fills err from a status that came from below, unless err is set already; returns status. */
enum nd_status nd_err_from_status(struct nd_err *err, enum nd_status status);

#endif
