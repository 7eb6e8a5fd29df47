/* SPDX-License-Identifier: Apache-2.0 */
/* parse_int.h - shared by the converters from libpg_query's protobuf tree to ours. */
#ifndef ND_SQL_PARSE_INT_H
#define ND_SQL_PARSE_INT_H

#include <pg_query/pg_query.pb-c.h>

#include "base/limits.h"
#include "sql/parse/parse.h"

/* Converters return NULL, or leave their output half done, once `failed` is set: the caller checks it
 * at the end of a statement, so that the code between reads straight. */
struct nd_conv {
    struct nd_arena *arena;
    const char *text; /* NUL-terminated */
    size_t text_len;
    int offset_shift;  /* added to positions: the text given to the grammar had been changed in front */
    struct nd_err *err;
    bool failed;
    int depth;
    int param_max;
};

/* Sets the error (the first one stays) and `failed`. position: a byte offset or -1. */
void nd__conv_fail(struct nd_conv *conv, const char *sqlstate, int position, const char *fmt, ...) ND_PRINTF(4, 5);
void nd__conv_unsupported(struct nd_conv *conv, int position, const char *construct);
bool nd__conv_enter(struct nd_conv *conv); /* false: too deep, failed is set */
static inline void nd__conv_leave(struct nd_conv *conv) { conv->depth--; }

const char *nd__conv_str(struct nd_conv *conv, const char *text); /* NULL where empty */
const char *nd__conv_string_node(struct nd_conv *conv, const PgQuery__Node *node);
const char **nd__conv_strings(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count);

/* Subscripts behind a column that is assigned to; up to a field, if there is one among them. */
struct nd_ast_expr *nd__conv_path(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count);
struct nd_ast_expr *nd__conv_expr(struct nd_conv *conv, const PgQuery__Node *node);
struct nd_ast_expr **nd__conv_exprs(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count);
struct nd_ast_type *nd__conv_type(struct nd_conv *conv, const PgQuery__TypeName *type);
struct nd_ast_window *nd__conv_window(struct nd_conv *conv, const PgQuery__WindowDef *def);
struct nd_ast_sort *nd__conv_sorts(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count);
struct nd_ast_select *nd__conv_select(struct nd_conv *conv, const PgQuery__SelectStmt *select);
struct nd_ast_select *nd__conv_select_node(struct nd_conv *conv, const PgQuery__Node *node);
struct nd_ast_from **nd__conv_from_list(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count);
struct nd_ast_target *nd__conv_targets(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count);
struct nd_ast_name nd__conv_name(struct nd_conv *conv, const PgQuery__RangeVar *var);
struct nd_ast_name nd__conv_name_list(struct nd_conv *conv, PgQuery__Node *const *names, size_t count);
struct nd_ast_option *nd__conv_options(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count);
/* DDL: fills stmt; false: the node is none of its kinds. */
bool nd__conv_ddl(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt);
void nd__conv_create_table(struct nd_conv *conv, const PgQuery__CreateStmt *in, struct nd_ast_stmt *stmt);
void nd__conv_create_domain(struct nd_conv *conv, const PgQuery__CreateDomainStmt *in, struct nd_ast_stmt *stmt);
void nd__conv_alter_domain(struct nd_conv *conv, const PgQuery__AlterDomainStmt *in, struct nd_ast_stmt *stmt);
void nd__conv_create_index(struct nd_conv *conv, const PgQuery__IndexStmt *in, struct nd_ast_stmt *stmt);
void nd__conv_alter_table(struct nd_conv *conv, const PgQuery__AlterTableStmt *in, struct nd_ast_stmt *stmt);
/* ON COMMIT, of temporary tables alone. */
char nd__conv_on_commit(struct nd_conv *conv, PgQuery__OnCommitAction action, bool is_temp);
void nd__conv_into(struct nd_conv *conv, const PgQuery__IntoClause *into, struct nd_ast_create_table_as *out);
/* check_option of a view: false, another option. */
bool nd__conv_check_option(struct nd_conv *conv, const PgQuery__DefElem *in, char *option_out);
bool nd__conv_utility(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt);
/* Roles and privileges (conv_role.c): false, the node is none of its kinds. */
bool nd__conv_role_stmt(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt);
struct nd_ast_role_name nd__conv_role_name(struct nd_conv *conv, const PgQuery__RoleSpec *in);
struct nd_ast_set *nd__conv_set(struct nd_conv *conv, const PgQuery__VariableSetStmt *in);
void nd__conv_stmt(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt);

/* AS OF SYSTEM TIME (as_of.c): the text without it, and its expressions with where they stood. 42601. */
enum { ND__AS_OF_MAX = 16 };
struct nd__as_of {
    struct nd_slice text; /* for the grammar */
    size_t count, at[ND__AS_OF_MAX];
    struct nd_slice exprs[ND__AS_OF_MAX];
};
ND_RESULT nd__find_as_of(struct nd_slice text, struct nd_arena *arena, struct nd__as_of *as_of, struct nd_err *err);
/* Behind the token, or the white space or comment (p itself: there is none), that p stands on (prescan.c). */
const uint8_t *nd__skip_token(const uint8_t *p, const uint8_t *end);
const uint8_t *nd__skip_blank(const uint8_t *p, const uint8_t *end);

/* Before the grammar: refuses text whose tree could be too deep for the parser's stack. */
ND_RESULT nd__prescan(struct nd_slice text, struct nd_err *err);

#endif
