/* SPDX-License-Identifier: Apache-2.0 */
/* bind.h - names to descriptors, expressions to typed functions: the AST becomes a bound statement.
 *
 * Role.       PostgreSQL's rules of scope, type resolution and grouping. Never yields: the tables that a
 *             statement names are loaded into the view before (nd_bind_prefetch).
 * Errors.     PostgreSQL's SQLSTATEs and texts, with positions.
 * Testing.    tests/unit/sql_bind.c, tests/sql. */
#ifndef ND_SQL_BIND_BIND_H
#define ND_SQL_BIND_BIND_H

#include "sql/bind/bound.h"
#include "sql/parse/ast.h"

#define ND_SEARCH_PATH_MAX 16

struct nd_search_path { /* schemas that exist, in order; pg_catalog comes first unless named */
    uint32_t schemas[ND_SEARCH_PATH_MAX];
    size_t count;
    char names[ND_SEARCH_PATH_MAX][64]; /* as the setting has them */
    size_t name_count;
    uint32_t temp; /* the session's schema of temporary tables, which comes first of all; also called pg_temp. 0: none */
};
/* Which of the path's names are schemas, as of the view. "$user" stands for `user`. */
ND_YIELDS ND_RESULT nd_search_path_resolve(struct nd_search_path *path, const char *user, struct nd_catalog_view *view,
                                           struct nd_txn *txn);
/* Without those that the role may not use. */
void nd_search_path_restrict(struct nd_search_path *path, const struct nd_catalog_view *view, uint32_t role);

struct nd_bind_env {
    struct nd_reactor *reactor;
    struct nd_catalog_view *view;
    const struct nd_search_path *path;
    const struct nd_type_ctx *types;
    const struct nd_func_services *services;
    struct nd_slice text;               /* of the statement string, for positions in errors */
    const enum nd_type_id *param_types; /* given by the client; ND_TYPE_INVALID: to be inferred */
    size_t param_count;
    uint32_t role; /* whose statement it is, where it is no superuser's: schemas that it may not use are refused (42501). 0: nothing is looked at */
};

/* May the role do all that? 42501. The roles are loaded. */
ND_RESULT nd_access_check(const struct nd_catalog_view *view, const struct nd_access *accesses, uint32_t role, struct nd_err *err);
/* Is there anything to look at: not for a superuser where no view of another is used. */
bool nd_access_needs_check(const struct nd_access *accesses, bool is_superuser);

/* Loads the tables that the statement names. */
ND_YIELDS ND_RESULT nd_bind_prefetch(struct nd_catalog_view *view, struct nd_txn *txn,
                                     const struct nd_search_path *path, const struct nd_ast_stmt *stmt,
                                     struct nd_reactor *reactor, struct nd_heap *heap);

/* Loads a view and what its query names. */
ND_YIELDS ND_RESULT nd_bind_load_view(struct nd_catalog_view *view, struct nd_txn *txn, const struct nd_search_path *path,
                                      const struct nd_table *table, struct nd_reactor *reactor, struct nd_heap *heap);

/* SELECT, INSERT, UPDATE, DELETE, COPY. */
ND_RESULT nd_bind(const struct nd_bind_env *env, const struct nd_ast_stmt *stmt, struct nd_arena *arena,
                  struct nd_bound **bound_out, struct nd_err *err);

/* For DDL: a table by its written name. 42P01, 3F000; table_out NULL where it is absent and `is_missing_fine`. */
ND_RESULT nd_bind_table(const struct nd_bind_env *env, const struct nd_ast_name *name, bool is_missing_fine,
                        const struct nd_table **table_out, struct nd_err *err);
/* The schema that CREATE puts an object into. 3F000. */
ND_RESULT nd_bind_schema(const struct nd_bind_env *env, const struct nd_ast_name *name, uint32_t *schema_out,
                         struct nd_err *err);
/* A written type. 42704, 0A000. */
ND_RESULT nd_bind_type(const struct nd_bind_env *env, const struct nd_ast_type *type, struct nd_type *type_out,
                       struct nd_err *err);
/* A DEFAULT expression for a column: no columns in it; cast to the column's type. */
ND_RESULT nd_bind_default(const struct nd_bind_env *env, const struct nd_ast_expr *expr, const char *column,
                          struct nd_type type, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err);
/* An expression over the columns of `table` (slot i is column i), without subqueries and aggregates, which must be `type` or cast to it by
 * assignment. place: "check constraints", for errors. name: of the column or constraint. */
ND_RESULT nd_bind_over_row(const struct nd_bind_env *env, const struct nd_ast_expr *expr, const struct nd_table *table, const char *place, const char *name,
                           struct nd_type type, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err);
/* An index's expression (is_predicate: its WHERE) as it is to be stored: read by any session it means the same. *expr_out: over the columns
 * of `table`, as above. 42P17, and what binding raises. */
ND_RESULT nd_bind_index_expr(const struct nd_bind_env *env, const struct nd_ast_expr *ast, const char *text, const struct nd_table *table, bool is_predicate,
                             struct nd_arena *arena, struct nd_expr **expr_out, const char **text_out, struct nd_err *err);
/* What the virtual columns of `table` stand for, by position: slot and variable i are column i. NULL: it has none. Bound once where the
 * table lies in a view. */
ND_RESULT nd_bind_virtuals(const struct nd_bind_env *env, const struct nd_table *table, struct nd_arena *arena, struct nd_expr *const **virtuals_out, struct nd_err *err);
/* What a column of an index is called where it has no name: as a column of a query would be, or "expr". */
const char *nd_bind_index_column_name(const struct nd_ast_expr *ast);
/* What rows of `table` must obey: its checks and generated columns; and what its indexes compute of them. */
ND_RESULT nd_bind_rules(const struct nd_bind_env *env, const struct nd_table *table, struct nd_arena *arena, const struct nd_rules **rules_out, struct nd_err *err);
/* A column's default as stored; NULL where it has none. */
ND_RESULT nd_bind_stored_default(const struct nd_bind_env *env, const struct nd_column *column, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err);

/* What a column is given where the value in slot 0 is assigned to it: cast to its type, cut or refused by its modifier, checked by its
 * domain. 42804 where no assignment is possible. */
ND_RESULT nd_bind_assignment(const struct nd_bind_env *env, struct nd_type from, const struct nd_column *column, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err);

/* A check over the rows of nd_domain_table(slot). */
ND_RESULT nd_bind_domain_check(const struct nd_bind_env *env, const struct nd_user_type *domain, const struct nd_ast_expr *ast, size_t slot, struct nd_arena *arena,
                               struct nd_expr **expr_out, struct nd_err *err);
/* A value of the base type of a domain as one of the domain: to its modifier, past its checks. 42704. */
ND_RESULT nd_bind_domain_value(const struct nd_bind_env *env, const struct nd_datum *value, enum nd_type_id domain, struct nd_arena *arena, struct nd_expr **expr_out,
                               struct nd_err *err);
const char *nd_bind_domain_default(const struct nd_catalog_view *view, enum nd_type_id domain); /* its own, or of what it is over; NULL: none */

/* Values for the leading columns of a key, as in SPLIT AT. */
ND_RESULT nd_bind_key_values(const struct nd_bind_env *env, const struct nd_ast_expr *const *exprs, size_t count,
                             const struct nd_table *table, const struct nd_index *index, struct nd_arena *arena,
                             struct nd_expr **values_out, struct nd_err *err);

/* ---- views ---- */

struct nd_view_draft {
    const char *text; /* names written in full, so that it means the same under any search path */
    const char **names;
    struct nd_type *types; /* of its columns */
    size_t width;
    const struct nd_view_source *sources;
    size_t source_count;
};
/* What CREATE VIEW keeps. 42601, 42701, and what binding the query raises. */
ND_RESULT nd_bind_view(const struct nd_bind_env *env, const struct nd_ast_create_view *ast, struct nd_arena *arena, struct nd_view_draft *draft, struct nd_err *err);

/* What can be written through a view. */
struct nd_view_writes {
    bool can_change, can_delete; /* INSERT and UPDATE; DELETE */
    bool *columns;               /* which of them can be set */
    size_t column_count;
    const char *obstacle; /* of a query that is not a view yet: why it could not be one that is written to */
};
ND_RESULT nd_bind_view_query(const struct nd_bind_env *env, const struct nd_table *view, const struct nd_ast_select **query_out, struct nd_err *err); /* of a loaded view */
void nd_bind_view_writes(const struct nd_bind_env *env, const struct nd_table *view, struct nd_arena *arena, struct nd_view_writes *out);
/* NULL: a view over this query can be written to. */
const char *nd_bind_view_obstacle(const struct nd_bind_env *env, const struct nd_ast_select *select, struct nd_arena *arena);

struct nd_bind_rename {       /* a table or view that will be called otherwise; NULLs stay */
    struct nd_table_id table; /* {0}: all of the schema */
    const char *name;
    uint32_t column_id;
    const char *column_name;
    uint32_t schema_id;
    const char *schema_name;
};
/* The text of a loaded view once the change is made. */
ND_RESULT nd_bind_view_renamed(const struct nd_bind_env *env, const struct nd_table *view, const struct nd_bind_rename *rename, struct nd_arena *arena, const char **text_out,
                               struct nd_err *err);
/* As pg_get_viewdef shows it. */
const char *nd_bind_show_view(const struct nd_bind_env *env, const struct nd_table *view, bool pretty, struct nd_arena *arena);

/* An expression of the catalog, over the columns of `table` (NULL: none), as pg_get_expr shows it. NULL: it cannot be read. */
const char *nd_bind_show(const struct nd_bind_env *env, const struct nd_table *table, const char *text,
                         struct nd_type type, bool pretty, struct nd_arena *arena);
/* ... and as it can be read by any session, whose settings do not matter then. */
const char *nd_bind_show_stored(const struct nd_bind_env *env, const struct nd_table *table, const char *text, struct nd_type type, struct nd_arena *arena);
/* Positions of the columns that it reads. */
size_t nd_bind_columns_of(const struct nd_bind_env *env, const struct nd_table *table, const char *text,
                          uint32_t *columns_out, size_t room);

#endif
