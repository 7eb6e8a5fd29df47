/* SPDX-License-Identifier: Apache-2.0 */
/* sql_table.h - lays rows of text out for people: aligned columns, or CSV for other programs.
 *
 * Threading.  Pure.
 * Testing.    tests/unit/cli_sql_table.c */
#ifndef ND_CLI_SQL_TABLE_H
#define ND_CLI_SQL_TABLE_H

#include "base/slice.h"

#define ND_CLI_COLUMNS_MAX 1664 /* PostgreSQL's bound for one result */

struct nd_cli_table {
    size_t columns, rows;
    void *arg;
    const char *(*header)(void *arg, size_t column);
    const char *(*cell)(void *arg, size_t row, size_t column); /* NULL: SQL's NULL */
    bool (*is_right)(void *arg, size_t column);                /* numbers; may be NULL */
};

/* As psql's aligned format, with "(n rows)" below if has_footer. Line breaks in values are shown as "\n". */
void nd_cli_table_render(const struct nd_cli_table *table, bool has_footer, struct nd_buf *out);
/* RFC 4180; NULL is the empty field, an empty string is "". */
void nd_cli_table_render_csv(const struct nd_cli_table *table, struct nd_buf *out);
/* Columns that UTF-8 text takes on a terminal. */
size_t nd_cli_text_width(const char *text);

#endif
