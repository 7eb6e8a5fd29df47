/* SPDX-License-Identifier: Apache-2.0 */
/* sql_scan.h - finds where a statement ends in text that arrives line by line.
 *
 * Role.       Knows just enough of PostgreSQL's lexical rules to tell a closing ';' from one inside a
 *             literal, a quoted name, a comment or parentheses. The server does the parsing.
 * Threading.  Pure.
 * Testing.    tests/unit/cli_sql_scan.c, tests/fuzz/cli_sql_scan.c */
#ifndef ND_CLI_SQL_SCAN_H
#define ND_CLI_SQL_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum nd_sql_scan_state {
    ND_SQL_SCAN_PLAIN,
    ND_SQL_SCAN_LITERAL,        /* '...' */
    ND_SQL_SCAN_ESCAPE_LITERAL, /* E'...' */
    ND_SQL_SCAN_NAME,           /* "..." */
    ND_SQL_SCAN_DOLLAR,         /* $tag$...$tag$ */
    ND_SQL_SCAN_COMMENT,        /* slash-star, nested */
};

struct nd_sql_scan {
    enum nd_sql_scan_state state;
    unsigned depth;          /* of parentheses */
    unsigned comment_depth;
    char tag[66];            /* "$tag$" */
    bool has_content;        /* something other than blanks and comments */
};

/* Starts a statement. */
void nd_sql_scan_init(struct nd_sql_scan *scan);
/* Reads on: `text` is n bytes of whole lines (the last may lack its newline at the end of input).
 * Returns how many belong to the statement; *is_complete_out: they end with its ';'. */
size_t nd_sql_scan_feed(struct nd_sql_scan *scan, const char *text, size_t n, bool *is_complete_out);
/* Nothing is open: the line read next may be a backslash command. */
bool nd_sql_scan_is_idle(const struct nd_sql_scan *scan);
/* What the prompt shows while a statement is open: '-', '\'', '"', '$', '*', '('. */
char nd_sql_scan_prompt(const struct nd_sql_scan *scan);

#endif
