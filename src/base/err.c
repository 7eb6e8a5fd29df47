/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

enum nd_status nd_err_set(struct nd_err *err, const char *sqlstate, const char *fmt, ...)
{
    ND_ASSERT(strlen(sqlstate) == 5);
    nd_err_clear(err);
    memcpy(err->sqlstate, sqlstate, 6);
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->message, sizeof err->message, fmt, args);
    va_end(args);
    return ND_STATUS_SQL;
}

enum nd_status nd_err_detail(struct nd_err *err, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->detail, sizeof err->detail, fmt, args);
    va_end(args);
    return ND_STATUS_SQL;
}

enum nd_status nd_err_hint(struct nd_err *err, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->hint, sizeof err->hint, fmt, args);
    va_end(args);
    return ND_STATUS_SQL;
}

enum nd_status nd_err_where(struct nd_err *err, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->where, sizeof err->where, fmt, args);
    va_end(args);
    return ND_STATUS_SQL;
}

static void copy_field(char *to, size_t room, const char *text)
{
    size_t n = text == NULL ? 0 : strlen(text);
    if (n >= room) n = room - 1;
    if (n > 0) memcpy(to, text, n);
    to[n] = '\0';
}

enum nd_status nd_err_object(struct nd_err *err, const char *schema, const char *table, const char *column, const char *constraint)
{
    copy_field(err->schema, sizeof err->schema, schema);
    copy_field(err->table, sizeof err->table, table);
    copy_field(err->column, sizeof err->column, column);
    copy_field(err->constraint, sizeof err->constraint, constraint);
    return ND_STATUS_SQL;
}

enum nd_status nd_err_unsupported(struct nd_err *err, const char *construct)
{
    return nd_err_set(err, "0A000", "%s is not supported", construct);
}

enum nd_status nd_err_from_status(struct nd_err *err, enum nd_status status)
{
    if (status != ND_STATUS_OK && !nd_err_is_set(err))
        (void)nd_err_set(err, nd_status_sqlstate(status), "%s", nd_status_text(status));
    return status;
}
