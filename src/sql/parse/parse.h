/* SPDX-License-Identifier: Apache-2.0 */
/* parse.h - SQL text to AST.
 *
 * Role.       libpg_query's grammar (PostgreSQL 15) on the reactor's big stack, converted at once
 *             into our own tree; libpg_query is known to this folder alone.
 * Threading.  The reactor, or a worker; never yields.
 * Invariants. P1 no input overflows a stack: nesting is estimated before the grammar sees the text, and
 *                counted again while converting (ND_SQL_DEPTH_MAX, 54001).
 *             P2 the tree does not point into the text or into libpg_query's memory.
 * Testing.    tests/unit/sql_parse_trees.c, tests/fuzz/sql_parse_text.c */
#ifndef ND_SQL_PARSE_PARSE_H
#define ND_SQL_PARSE_PARSE_H

#include "base/err.h"
#include "env/fiber.h"
#include "sql/parse/ast.h"

/* Parses all statements of `text`. reactor NULL: on the caller's own stack, which has ND_PARSER_STACK_BYTES (a worker's
 * thread). An empty text gives count 0. On error err holds SQLSTATE 42601,
 * 54001, 22021 (not UTF-8, NUL) or 0A000, and the position. */
ND_RESULT nd_parse(struct nd_reactor *reactor, struct nd_slice text, struct nd_arena *arena, struct nd_ast *ast_out, struct nd_err *err);

/* One expression, as stored for a column's DEFAULT. */
ND_RESULT nd_parse_expr(struct nd_reactor *reactor, struct nd_slice text, struct nd_arena *arena, struct nd_ast_expr **expr_out, struct nd_err *err);

/* The 1-based character position of byte `offset` in UTF-8 text; 0 where offset is negative. */
int nd_parse_position(struct nd_slice text, int offset);

/* "t", "s.t", "d.s.t", members quoted where needed: as in 's.t'::regclass. 42602, 42601. */
ND_RESULT nd_parse_name(struct nd_slice text, struct nd_arena *arena, struct nd_ast_name *name_out, struct nd_err *err);
/* The text of an expression with references to a column under its new name. */
ND_RESULT nd_parse_rename_column(struct nd_reactor *reactor, const char *text, const char *from, const char *to, struct nd_arena *arena, const char **text_out, struct nd_err *err);

#endif
