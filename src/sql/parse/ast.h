/* SPDX-License-Identifier: Apache-2.0 */
/* ast.h - a statement as it was written: what the binder reads.
 *
 * Owner.      Everything lives on the arena that nd_parse was given; nothing points into libpg_query.
 *             Read-only once built, so that the statement cache can share it.
 * Positions.  Byte offsets into the text of the statement string; -1: unknown. */
#ifndef ND_SQL_PARSE_AST_H
#define ND_SQL_PARSE_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct nd_ast_select;
struct nd_ast_expr;

struct nd_ast_type {
    uint32_t oid; /* not 0: this one, that a query gave; nothing else is looked at */
    const char *schema; /* NULL: unqualified */
    const char *name;   /* as the grammar names it: "int4", "varchar", "numeric" */
    const int32_t *mods;
    size_t mod_count;
    bool is_array;
    int interval_fields; /* typmod's first member of INTERVAL types; 0 else */
    int position;
};

enum nd_ast_kind {
    ND_AST_CONST,
    ND_AST_COLUMN,
    ND_AST_PARAM,
    ND_AST_OP,
    ND_AST_OP_ANY, /* left op ANY (right: an array) */
    ND_AST_OP_ALL,
    ND_AST_AND,
    ND_AST_OR,
    ND_AST_NOT,
    ND_AST_DISTINCT, /* left IS DISTINCT FROM right */
    ND_AST_NOT_DISTINCT,
    ND_AST_NULLIF,
    ND_AST_IN,      /* left IN (args); is_not */
    ND_AST_BETWEEN, /* left BETWEEN args[0] AND args[1]; is_not, is_symmetric */
    ND_AST_LIKE,    /* op: ~~ !~~ ~~* !~~*; args[0], if any: ESCAPE */
    ND_AST_SIMILAR,
    ND_AST_IS_NULL,   /* left; is_not */
    ND_AST_BOOL_TEST, /* left; bool_test */
    ND_AST_CAST,      /* left; type */
    ND_AST_COLLATE,   /* left; op: the collation */
    ND_AST_FUNC,      /* func */
    ND_AST_CASE,      /* left (may be NULL); args: when, then, when, then, ...; right: ELSE (may be NULL); op: what messages call it, NULL: CASE */
    ND_AST_COALESCE,
    ND_AST_GREATEST,
    ND_AST_LEAST,
    ND_AST_SQL_VALUE, /* op: "current_date", "current_timestamp", ...; int_value: precision or -1 */
    ND_AST_SUBLINK,   /* sublink */
    ND_AST_ROW,
    ND_AST_ARRAY,
    ND_AST_SUBSCRIPT, /* left[...] or (left).names; args: two a subscript, lower (NULL but in slices) and upper */
    ND_AST_DEFAULT,
    ND_AST_GROUPING_SET, /* in GROUP BY: grouping_kind; args */
    ND_AST_GROUPING,     /* GROUPING(args) */
};

enum nd_ast_const { ND_AST_NULL, ND_AST_INT, ND_AST_FLOAT, ND_AST_STRING, ND_AST_BOOL, ND_AST_BITS };
enum nd_ast_bool_test { ND_AST_IS_TRUE, ND_AST_IS_NOT_TRUE, ND_AST_IS_FALSE, ND_AST_IS_NOT_FALSE, ND_AST_IS_UNKNOWN, ND_AST_IS_NOT_UNKNOWN };
enum nd_ast_sublink { ND_AST_EXISTS, ND_AST_SUB_ANY, ND_AST_SUB_ALL, ND_AST_SUB_SCALAR, ND_AST_SUB_ARRAY };

enum nd_ast_grouping { ND_AST_GROUPING_EMPTY,
                       ND_AST_GROUPING_ROLLUP,
                       ND_AST_GROUPING_CUBE,
                       ND_AST_GROUPING_SETS };

struct nd_ast_sort {
    struct nd_ast_expr *expr;
    bool is_desc, has_nulls, nulls_first; /* nulls_first: valid where has_nulls */
};

/* Bits of a frame, as the grammar sets them. */
enum nd_ast_frame {
    ND_FRAME_NONDEFAULT = 0x1,
    ND_FRAME_RANGE = 0x2,
    ND_FRAME_ROWS = 0x4,
    ND_FRAME_GROUPS = 0x8,
    ND_FRAME_FROM_FIRST = 0x20,
    ND_FRAME_TO_LAST = 0x100,
    ND_FRAME_FROM_CURRENT = 0x200,
    ND_FRAME_TO_CURRENT = 0x400,
    ND_FRAME_FROM_PRECEDING = 0x800,
    ND_FRAME_TO_PRECEDING = 0x1000,
    ND_FRAME_FROM_FOLLOWING = 0x2000,
    ND_FRAME_TO_FOLLOWING = 0x4000,
    ND_FRAME_NOT_CURRENT = 0x8000,
    ND_FRAME_NOT_GROUP = 0x10000,
    ND_FRAME_NOT_TIES = 0x20000,
};

struct nd_ast_window { /* OVER (...), or an item of WINDOW */
    const char *name;  /* of the item */
    const char *base;  /* the window that it begins with; NULL: none */
    struct nd_ast_expr **partition;
    size_t partition_count;
    struct nd_ast_sort *order;
    size_t order_count;
    unsigned frame;                  /* enum nd_ast_frame */
    struct nd_ast_expr *start, *end; /* offsets */
    int position;
};

struct nd_ast_definition {
    const char *name;
    struct nd_ast_type *type;
};

struct nd_ast_func {
    const char *schema; /* NULL: unqualified */
    const char *name;
    struct nd_ast_expr **args;
    const char **arg_names; /* name => value; of an argument without a name NULL. The array itself NULL: none has one */
    size_t arg_count;
    struct nd_ast_expr *filter;
    struct nd_ast_sort *order;
    size_t order_count;
    bool is_star, is_distinct, is_variadic, is_within_group;
    struct nd_ast_window *over;
    struct nd_ast_definition *definitions; /* in FROM: AS (column type, ...) */
    size_t definition_count;
};

struct nd_ast_expr {
    enum nd_ast_kind kind;
    int position;
    const char *op; /* operator, collation or value function */
    struct nd_ast_expr *left, *right;
    struct nd_ast_expr **args;
    size_t arg_count;
    bool is_not, is_symmetric;
    bool is_slice; /* SUBSCRIPT: any of them is */
    bool has_star;             /* COLUMN: ends in .* or is * */
    enum nd_ast_const const_kind;
    enum nd_ast_bool_test bool_test;
    int64_t int_value;         /* CONST INT and BOOL; PARAM number; SQL_VALUE precision */
    const char *text;          /* CONST FLOAT, STRING, BITS */
    const char **names;        /* COLUMN: a, t.a, s.t.a */
    size_t name_count;
    struct nd_ast_type *type;
    struct nd_ast_func *func;
    enum nd_ast_sublink sublink_kind;
    enum nd_ast_grouping grouping_kind;
    struct nd_ast_select *select;
};

/* ---- queries --------------------------------------------------------------------------------- */

struct nd_ast_name { /* a relation's name */
    const char *database, *schema, *name; /* database, schema: NULL where not given */
    int position;
};

enum nd_ast_from_kind { ND_AST_FROM_TABLE, ND_AST_FROM_SUBQUERY, ND_AST_FROM_JOIN, ND_AST_FROM_FUNC };
enum nd_ast_join { ND_AST_JOIN_INNER, ND_AST_JOIN_LEFT, ND_AST_JOIN_FULL, ND_AST_JOIN_RIGHT };

struct nd_ast_sample { /* TABLESAMPLE method (args) [REPEATABLE (seed)] */
    const char *method;
    struct nd_ast_expr **args, *seed;
    size_t arg_count;
    int position;
};
struct nd_ast_from {
    enum nd_ast_from_kind kind;
    struct nd_ast_sample *sample; /* TABLE; NULL: none */
    int position;
    struct nd_ast_name table;
    const char *alias; /* NULL: none */
    const char **alias_columns;
    size_t alias_column_count;
    struct nd_ast_select *select;
    struct nd_ast_expr **funcs; /* FUNC: more than one in ROWS FROM (...) */
    size_t func_count;
    bool is_lateral, with_ordinality;
    enum nd_ast_join join;
    bool is_natural;
    struct nd_ast_from *left, *right;
    const char **using_columns;
    size_t using_count;
    struct nd_ast_expr *on;
    const char *using_alias; /* JOIN ... USING (...) AS alias; NULL: none */
};

struct nd_ast_target {
    const char *name; /* AS name; of INSERT and UPDATE: the column. NULL: none */
    struct nd_ast_expr *expr;
    bool has_indirection;
    struct nd_ast_expr *path; /* ... a SUBSCRIPT of nothing (left NULL); with a name: up to that field */
    int position;
};

enum nd_ast_setop { ND_AST_SETOP_NONE, ND_AST_UNION, ND_AST_INTERSECT, ND_AST_EXCEPT };

enum nd_ast_materialize { ND_AST_MATERIALIZE_DEFAULT,
                          ND_AST_MATERIALIZE_ALWAYS,
                          ND_AST_MATERIALIZE_NEVER };

struct nd_ast_marks { /* SEARCH and CYCLE of a recursive query */
    const char **search; /* columns; NULL: no SEARCH */
    size_t search_count;
    const char *sequence;
    bool is_breadth;
    const char **cycle; /* columns; NULL: no CYCLE */
    size_t cycle_count;
    const char *mark, *path;
    struct nd_ast_expr *value, *other; /* of the mark: TO, DEFAULT */
    int search_position, cycle_position;
};

struct nd_ast_cte {
    const char *name;
    const char **columns;
    size_t column_count;
    struct nd_ast_select *select; /* one of the two */
    struct nd_ast_stmt *dml;      /* INSERT, UPDATE, DELETE */
    enum nd_ast_materialize materialize;
    struct nd_ast_marks *marks; /* NULL: none */
    int position;
};

struct nd_ast_stmt;

struct nd_ast_with {
    struct nd_ast_cte *ctes;
    size_t count;
    bool is_recursive;
    bool writes; /* there is a dml among them */
};

enum nd_ast_lock_mode { ND_AST_FOR_UPDATE, ND_AST_FOR_NO_KEY_UPDATE, ND_AST_FOR_SHARE, ND_AST_FOR_KEY_SHARE };
struct nd_ast_locking {
    enum nd_ast_lock_mode mode;
    bool is_nowait, is_skip;
    const char **names; /* OF */
    size_t name_count;  /* 0: all */
};

const char *nd_ast_lock_name(enum nd_ast_lock_mode mode); /* as SQL writes it */

struct nd_ast_select {
    int position;
    bool is_cursor; /* DECLARE: rows may be written WHERE CURRENT OF */
    struct nd_ast_with with;
    /* a set operation: op, all, left, right; else the rest */
    enum nd_ast_setop op;
    bool is_all;
    struct nd_ast_select *left, *right;
    /* VALUES: rows[row_count][row_width] */
    struct nd_ast_expr ***rows;
    size_t row_count, row_width;
    bool is_distinct;
    struct nd_ast_expr **distinct_on;
    size_t distinct_on_count;
    struct nd_ast_target *targets;
    size_t target_count;
    struct nd_ast_from **from;
    size_t from_count;
    struct nd_ast_expr *where, *having;
    struct nd_ast_expr **groups;
    size_t group_count;
    bool has_group, group_distinct;
    /* of any form */
    struct nd_ast_sort *order;
    size_t order_count;
    struct nd_ast_expr *limit, *offset;
    bool has_ties;
    bool has_locking; /* FOR UPDATE and its kin */
    struct nd_ast_locking *locks;
    size_t lock_count;
    bool has_into;
    struct nd_ast_window **windows;
    size_t window_count;
};

/* ---- statements -------------------------------------------------------------------------------- */

struct nd_ast_option { /* name [value] in COPY, EXPLAIN, BEGIN, WITH (...) lists */
    const char *space; /* of space.name; NULL: none written */
    const char *name;
    const char *value;        /* NULL: none; numbers as text */
    const char **list;        /* a list of names */
    size_t list_count;
    bool is_star;
    int position;
};

enum nd_ast_constraint_kind { ND_AST_PRIMARY, ND_AST_UNIQUE, ND_AST_CHECK, ND_AST_FOREIGN, ND_AST_EXCLUSION };
struct nd_ast_constraint {
    enum nd_ast_constraint_kind kind;
    const char *name; /* NULL: none given */
    const char **columns;
    size_t column_count;
    const char **included;
    size_t included_count;
    const char *index_name; /* USING INDEX */
    struct nd_ast_option *parameters; /* of its index: WITH (...) */
    size_t parameter_count;
    bool is_null_equal, is_not_valid, is_deferrable, is_deferred;
    const char *column; /* of a column's constraint; NULL: the table's */
    struct nd_ast_expr *check;
    const char *check_text;
    struct nd_ast_name ref_table;
    const char **ref_columns; /* FOREIGN; none: the primary key */
    size_t ref_column_count;
    char match, on_delete, on_update; /* match: 's', 'f', 'p'; actions: 'a', 'r', 'c', 'n', 'd' */
    const char **set_columns;
    size_t set_column_count;
    int position;
};

struct nd_ast_column_def {
    const char *name;
    struct nd_ast_type *type;
    bool is_not_null, is_null, has_collation;
    const char *identity; /* "a" always, "d" by default; NULL */
    struct nd_ast_option *identity_options;
    size_t identity_option_count;
    struct nd_ast_expr *generated_expr; /* GENERATED ALWAYS AS (...) STORED */
    const char *generated_text;
    struct nd_ast_expr *default_expr;
    const char *default_text; /* the source text of the default */
    const char *collation;
    const char *repeated; /* what was said twice; NULL: nothing */
    int position;
};

struct nd_ast_index_column {
    const char *name; /* NULL: an expression */
    struct nd_ast_expr *expr;
    const char *expr_text;
    struct nd_ast_sort sort;
    bool has_collation, has_opclass;
};

enum nd_ast_alter_kind {
    ND_AST_ADD_COLUMN,
    ND_AST_DROP_COLUMN,
    ND_AST_SET_DEFAULT,
    ND_AST_DROP_DEFAULT,
    ND_AST_SET_NOT_NULL,
    ND_AST_DROP_NOT_NULL,
    ND_AST_ADD_CONSTRAINT,
    ND_AST_DROP_CONSTRAINT,
    ND_AST_CHANGE_OWNER,
    ND_AST_ALTER_NOTHING,
    ND_AST_ALTER_TYPE,
    ND_AST_VALIDATE,
    ND_AST_ALTER_CONSTRAINT,
    ND_AST_ADD_IDENTITY,
    ND_AST_SET_IDENTITY,
    ND_AST_DROP_IDENTITY,
    ND_AST_DROP_EXPRESSION,
    ND_AST_SET_CHECK_OPTION, /* of a view */
    ND_AST_SET_PARAMETERS,   /* SET (...) */
    ND_AST_RESET_PARAMETERS, /* RESET (...) */
    ND_AST_ALTER_OTHER,
};
enum nd_ast_role_kind { ND_AST_ROLE_NAMED,
                        ND_AST_ROLE_CURRENT,
                        ND_AST_ROLE_SESSION,
                        ND_AST_ROLE_PUBLIC };
struct nd_ast_role_name {
    enum nd_ast_role_kind kind;
    const char *name; /* NAMED */
};
struct nd_ast_alter {
    enum nd_ast_alter_kind kind;
    const char *name;
    struct nd_ast_column_def *column; /* ALTER_TYPE: its type */
    struct nd_ast_constraint *constraint;
    struct nd_ast_constraint *constraints; /* of an added column */
    size_t constraint_count;
    struct nd_ast_option *options; /* SET_IDENTITY, ADD_IDENTITY, SET_PARAMETERS, RESET_PARAMETERS */
    size_t option_count;
    struct nd_ast_expr *expr; /* ALTER_TYPE: USING */
    const char *expr_text;
    bool if_exists, is_cascade;
    struct nd_ast_role_name owner; /* CHANGE_OWNER */
    char check_option; /* SET_CHECK_OPTION; 0: none */
    const char *what; /* ALTER_OTHER: its name, for the error */
};

enum nd_ast_stmt_kind {
    ND_STMT_SELECT,
    ND_STMT_INSERT,
    ND_STMT_UPDATE,
    ND_STMT_DELETE,
    ND_STMT_COPY,
    ND_STMT_CREATE_TABLE,
    ND_STMT_DROP, /* tables, indexes, schemas */
    ND_STMT_TRUNCATE,
    ND_STMT_CREATE_INDEX,
    ND_STMT_REINDEX,
    ND_STMT_ALTER_TABLE,
    ND_STMT_SPLIT, /* ALTER TABLE t SPLIT AT VALUES (...), UNSPLIT AT VALUES (...), UNSPLIT ALL */
    ND_STMT_CREATE_SCHEMA,
    ND_STMT_CREATE_ENUM,
    ND_STMT_ALTER_ENUM,
    ND_STMT_CREATE_DOMAIN,
    ND_STMT_ALTER_DOMAIN,
    ND_STMT_COMMENT,
    ND_STMT_ALTER_OWNER,
    ND_STMT_RENAME,
    ND_STMT_SET_SCHEMA,
    ND_STMT_CREATE_SEQUENCE,
    ND_STMT_ALTER_SEQUENCE,
    ND_STMT_CREATE_TABLE_AS,
    ND_STMT_CREATE_VIEW,
    ND_STMT_ROLE,  /* CREATE, ALTER and DROP ROLE, GRANT and REVOKE of roles, REASSIGN and DROP OWNED, ALTER ROLE and DATABASE SET */
    ND_STMT_DATABASE, /* CREATE, ALTER and DROP DATABASE */
    ND_STMT_GRANT, /* GRANT and REVOKE of privileges, ALTER DEFAULT PRIVILEGES */
    ND_STMT_TRANSACTION,
    ND_STMT_SET,
    ND_STMT_SHOW,
    ND_STMT_DISCARD,
    ND_STMT_PREPARE,
    ND_STMT_EXECUTE,
    ND_STMT_DEALLOCATE,
    ND_STMT_DECLARE, /* a cursor */
    ND_STMT_FETCH,   /* and MOVE */
    ND_STMT_CLOSE,
    ND_STMT_EXPLAIN,
    ND_STMT_ANALYZE, /* and VACUUM */
    ND_STMT_SET_CONSTRAINTS,
    ND_STMT_NOTHING, /* answered with its tag and no effect (what: the tag) */
    ND_STMT_OTHER,   /* what: the construct, for 0A000 */
};

struct nd_ast_insert {
    struct nd_ast_with with;
    struct nd_ast_name table;
    const char *alias;
    struct nd_ast_target *columns;
    size_t column_count;
    struct nd_ast_select *source; /* NULL: DEFAULT VALUES */
    bool has_conflict, conflict_update, conflict_has_target;
    const char **conflict_columns;       /* NULL: an expression */
    struct nd_ast_expr **conflict_exprs; /* ... this one */
    size_t conflict_column_count;
    struct nd_ast_expr *conflict_index_where;
    const char *conflict_constraint;
    struct nd_ast_target *conflict_sets;
    size_t conflict_set_count;
    struct nd_ast_expr *conflict_where;
    char overriding; /* 'u' USER VALUE, 's' SYSTEM VALUE; 0 */
    struct nd_ast_target *returning;
    size_t returning_count;
};
struct nd_ast_update {
    struct nd_ast_with with;
    struct nd_ast_name table;
    const char *alias;
    struct nd_ast_target *sets;
    size_t set_count;
    bool has_multi_assign;
    struct nd_ast_from **from;
    size_t from_count;
    struct nd_ast_expr *where;
    const char *current_of; /* WHERE CURRENT OF a cursor; NULL: none */
    struct nd_ast_target *returning;
    size_t returning_count;
};
struct nd_ast_copy {
    struct nd_ast_name table;
    struct nd_ast_select *query;
    const char **columns;
    size_t column_count;
    bool is_from, has_file;
    struct nd_ast_expr *where; /* NULL: none */
    struct nd_ast_option *options;
    size_t option_count;
};
struct nd_ast_like { /* LIKE t INCLUDING ... in CREATE TABLE */
    struct nd_ast_name table;
    bool defaults, constraints, indexes, identity, generated, comments;
    size_t before; /* columns written in front of it */
};
struct nd_ast_create_table {
    struct nd_ast_name table;
    bool if_not_exists, is_temp;
    char on_commit; /* 'd'elete rows, 'x': drop; 0: nothing */
    struct nd_ast_like *likes;
    size_t like_count;
    struct nd_ast_column_def *columns;
    size_t column_count;
    struct nd_ast_constraint *constraints;
    size_t constraint_count;
    struct nd_ast_option *parameters; /* WITH (...) */
    size_t parameter_count;
    const char *unsupported; /* a clause that we do not know; NULL: none */
};
struct nd_ast_create_table_as {
    struct nd_ast_name table;
    const char **columns;
    size_t column_count;
    struct nd_ast_select *query;
    struct nd_ast_stmt *execute; /* AS EXECUTE: not supported */
    struct nd_ast_option *parameters; /* WITH (...) */
    size_t parameter_count;
    bool if_not_exists, has_no_data, is_into, is_temp;
    char on_commit; /* as of CREATE TABLE */
    const char *unsupported;
};
struct nd_ast_create_view {
    struct nd_ast_name name;
    const char **columns;
    size_t column_count;
    struct nd_ast_select *query;
    bool or_replace, is_temp;
    char check_option;       /* 'l'ocal, 'c'ascaded; 0: none */
    const char *unsupported; /* a clause that we do not know; NULL: none */
};
enum nd_ast_object { ND_AST_OBJ_TABLE,
                     ND_AST_OBJ_INDEX,
                     ND_AST_OBJ_SCHEMA,
                     ND_AST_OBJ_SEQUENCE,
                     ND_AST_OBJ_VIEW,
                     ND_AST_OBJ_COLUMN,
                     ND_AST_OBJ_CONSTRAINT,
                     ND_AST_OBJ_DATABASE,
                     ND_AST_OBJ_TYPE,
                     ND_AST_OBJ_ROLE,
                     ND_AST_OBJ_DOMAIN,
                     ND_AST_OBJ_DOMAIN_CONSTRAINT,
                     ND_AST_OBJ_OTHER };
enum nd_ast_role_action { ND_AST_CREATE_ROLE,
                          ND_AST_ALTER_ROLE,
                          ND_AST_DROP_ROLE,
                          ND_AST_SET_ROLE_SETTING,     /* roles: one, or none for ALL; set */
                          ND_AST_SET_DATABASE_SETTING, /* database, set */
                          ND_AST_GRANT_ROLE,           /* roles TO or FROM members */
                          ND_AST_REASSIGN_OWNED,       /* roles TO owner */
                          ND_AST_DROP_OWNED };
struct nd_ast_role_option {
    const char *name;                /* as the grammar has it: "canlogin" */
    const char *text;                /* "password", "validUntil"; NULL: none */
    int64_t value;                   /* of a boolean or a number */
    struct nd_ast_role_name *roles;  /* "addroleto", "rolemembers", "adminmembers" */
    size_t role_count;
};
enum nd_ast_database_action { ND_AST_CREATE_DATABASE,
                              ND_AST_ALTER_DATABASE, /* options */
                              ND_AST_DROP_DATABASE };
struct nd_ast_database {
    enum nd_ast_database_action action;
    const char *name;
    struct nd_ast_option *options;
    size_t option_count;
    bool is_missing_fine, is_forced; /* DROP */
};
struct nd_ast_role {
    enum nd_ast_role_action action;
    const char *name, *what; /* CREATE; what: "ROLE", "USER", "GROUP" */
    struct nd_ast_role_name *roles, *members;
    size_t role_count, member_count;
    struct nd_ast_role_option *options;
    size_t option_count;
    bool is_missing_fine, is_grant, is_admin, is_cascade, is_member_drop; /* is_member_drop: ALTER GROUP ... DROP USER */
    struct nd_ast_role_name *owner; /* REASSIGN OWNED; GRANTED BY; NULL: none */
    const char *database;           /* IN DATABASE; NULL: none */
    struct nd_ast_set *set;
};
enum nd_ast_grant_target { ND_AST_GRANT_OBJECTS,
                           ND_AST_GRANT_ALL_IN_SCHEMA,
                           ND_AST_GRANT_DEFAULTS };
enum nd_ast_grant_kind { ND_AST_GRANT_TABLE,
                         ND_AST_GRANT_SEQUENCE,
                         ND_AST_GRANT_SCHEMA,
                         ND_AST_GRANT_DATABASE,
                         ND_AST_GRANT_FUNCTION,
                         ND_AST_GRANT_TYPE,
                         ND_AST_GRANT_OTHER };
struct nd_ast_grant_privilege {
    const char *name; /* NULL: ALL, of columns */
    const char **columns;
    size_t column_count;
};
struct nd_ast_grant {
    enum nd_ast_grant_target target;
    enum nd_ast_grant_kind kind;
    const char *what; /* "FUNCTION"; "function" as messages have it */
    bool is_grant, has_option, is_cascade;
    struct nd_ast_grant_privilege *privileges;
    size_t privilege_count; /* 0: ALL */
    struct nd_ast_name *objects;
    size_t object_count;
    struct nd_ast_role_name *grantees, *grantor; /* grantor NULL: none was written */
    size_t grantee_count;
    struct nd_ast_role_name *roles; /* DEFAULTS: FOR ROLE */
    size_t role_count;
    const char **schemas; /* ... IN SCHEMA */
    size_t schema_count;
};
/* COMMENT ON, RENAME, SET SCHEMA, OWNER TO */
struct nd_ast_change {
    enum nd_ast_object object;
    const char *what;        /* OBJ_OTHER: the construct */
    struct nd_ast_name name; /* of a column or constraint: its table */
    const char *sub;         /* the column or constraint */
    const char *text;        /* the comment (NULL: none), the new name or schema */
    struct nd_ast_role_name owner;
    bool if_exists;
};
struct nd_ast_create_schema {
    const char *name; /* NULL: the owner's */
    bool if_not_exists;
    struct nd_ast_role_name *owner; /* AUTHORIZATION; NULL: none */
};
struct nd_ast_enum { /* CREATE TYPE ... AS ENUM, ALTER TYPE ... ADD VALUE, RENAME VALUE */
    struct nd_ast_name name;
    const char **labels; /* CREATE */
    size_t label_count;
    const char *renamed; /* NULL: ADD VALUE */
    const char *label;   /* the new one */
    const char *neighbor; /* NULL: at the end */
    bool is_after, if_not_exists;
};
struct nd_ast_domain { /* CREATE DOMAIN, ALTER DOMAIN */
    struct nd_ast_name name;
    struct nd_ast_column_def def; /* type, NOT NULL, default */
    struct nd_ast_constraint *checks; /* ALTER: the one that is added */
    size_t check_count;
    char change;            /* ALTER: 'T' default, 'N' drop not null, 'O' set not null, 'C' add, 'X' drop, 'V' validate a constraint */
    const char *constraint; /* 'X', 'V' */
    bool if_exists, is_cascade;
};
struct nd_ast_sequence {
    struct nd_ast_name name;
    struct nd_ast_option *options;
    size_t option_count;
    bool if_exists; /* CREATE: IF NOT EXISTS */
};
struct nd_ast_drop {
    enum nd_ast_object object;
    const char *what; /* OBJ_OTHER: its name */
    struct nd_ast_name *names;
    size_t name_count;
    bool if_exists, is_cascade;
    bool restarts_identity; /* TRUNCATE */
    bool is_concurrent;     /* INDEX */
};
enum nd_ast_reindex_kind { ND_AST_REINDEX_INDEX, ND_AST_REINDEX_TABLE, ND_AST_REINDEX_SCHEMA, ND_AST_REINDEX_DATABASE, ND_AST_REINDEX_SYSTEM };
struct nd_ast_reindex {
    enum nd_ast_reindex_kind kind;
    struct nd_ast_name name;
    bool is_concurrent;
    const char *unsupported;
};
struct nd_ast_create_index {
    const char *name; /* NULL: chosen */
    struct nd_ast_name table;
    struct nd_ast_index_column *columns;
    size_t column_count;
    const char **included;
    size_t included_count;
    struct nd_ast_expr *where; /* NULL: all rows */
    const char *where_text;
    struct nd_ast_option *parameters; /* WITH (...) */
    size_t parameter_count;
    bool is_unique, if_not_exists, is_concurrent, is_null_equal;
    const char *unsupported;
};
struct nd_ast_set_constraints {
    struct nd_ast_name *names;
    size_t name_count; /* 0: ALL */
    bool is_deferred;
};
struct nd_ast_alter_table {
    struct nd_ast_name table;
    bool if_exists, is_view, is_index; /* ALTER VIEW, ALTER INDEX */
    struct nd_ast_alter *commands;
    size_t command_count;
};
struct nd_ast_split {
    struct nd_ast_name table;
    struct nd_ast_select *values; /* NULL: UNSPLIT ALL */
    bool is_undone;               /* UNSPLIT */
};
enum nd_ast_txn_kind { ND_AST_BEGIN, ND_AST_COMMIT, ND_AST_ROLLBACK, ND_AST_SAVEPOINT, ND_AST_RELEASE, ND_AST_ROLLBACK_TO, ND_AST_TXN_OTHER };
struct nd_ast_transaction {
    enum nd_ast_txn_kind kind;
    struct nd_ast_option *options; /* transaction_isolation, transaction_read_only, transaction_deferrable */
    size_t option_count;
    bool is_chain, is_start;
    const char *savepoint; /* its name */
    const char *what;
};
enum nd_ast_set_kind { ND_AST_SET_VALUE, ND_AST_SET_TO_DEFAULT, ND_AST_SET_TRANSACTION, ND_AST_SET_SNAPSHOT, ND_AST_SET_SESSION_CHARACTERISTICS, ND_AST_RESET, ND_AST_RESET_ALL };
struct nd_ast_set {
    enum nd_ast_set_kind kind;
    const char *name;
    const char **values; /* SET_SNAPSHOT: the identifier */
    size_t value_count;
    bool is_local;
    struct nd_ast_option *options; /* SET_TRANSACTION */
    size_t option_count;
};
struct nd_ast_execute {
    const char *name; /* EXECUTE, PREPARE, DEALLOCATE; NULL: DEALLOCATE ALL */
    struct nd_ast_expr **args;
    size_t arg_count;
    struct nd_ast_type **types;
    size_t type_count;
    struct nd_ast_stmt *stmt; /* PREPARE */
};
enum nd_ast_fetch { ND_AST_FETCH_FORWARD, ND_AST_FETCH_BACKWARD, ND_AST_FETCH_ABSOLUTE, ND_AST_FETCH_RELATIVE };
struct nd_ast_cursor {
    const char *name;          /* CLOSE; NULL: ALL */
    struct nd_ast_stmt *query; /* DECLARE */
    enum nd_ast_fetch fetch;
    int64_t count; /* FETCH: INT64_MAX: ALL; below zero: the other way, of ABSOLUTE from the end */
    bool is_move;
    bool is_scroll, is_no_scroll, is_hold, is_binary; /* DECLARE */
    const char *unsupported; /* DECLARE: an option that we do not know; NULL: none */
};
struct nd_ast_explain {
    struct nd_ast_stmt *stmt;
    struct nd_ast_option *options;
    size_t option_count;
};

struct nd_ast_analyzed { /* a table of ANALYZE or VACUUM */
    struct nd_ast_name name;
    const char **columns;
    size_t column_count;  /* 0: all */
};
struct nd_ast_analyze {
    bool is_vacuum;
    bool takes_stats;     /* ANALYZE, VACUUM ANALYZE */
    struct nd_ast_analyzed *tables;
    size_t table_count;   /* 0: all */
};

struct nd_ast_stmt {
    enum nd_ast_stmt_kind kind;
    int position, length; /* of its text in the string; length 0: up to the end */
    int param_max;        /* the highest $n */
    struct nd_ast_expr *as_of; /* AS OF SYSTEM TIME; NULL: none */
    const char *what;
    union {
        struct nd_ast_select *select;
        struct nd_ast_insert *insert;
        struct nd_ast_update *update; /* also DELETE: no sets; from: USING */
        struct nd_ast_copy *copy;
        struct nd_ast_create_table *create_table;
        struct nd_ast_drop *drop;
        struct nd_ast_drop *truncate;
        struct nd_ast_create_index *create_index;
        struct nd_ast_set_constraints *set_constraints;
        struct nd_ast_reindex *reindex;
        struct nd_ast_alter_table *alter_table;
        struct nd_ast_split *split;
        struct nd_ast_change *change; /* COMMENT, ALTER_OWNER, RENAME, SET_SCHEMA */
        struct nd_ast_create_schema *create_schema;
        struct nd_ast_enum *enumeration;
        struct nd_ast_domain *domain;
        struct nd_ast_sequence *sequence;
        struct nd_ast_create_table_as *create_table_as;
        struct nd_ast_create_view *create_view;
        struct nd_ast_role *role;
        struct nd_ast_database *database;
        struct nd_ast_grant *grant;
        struct nd_ast_transaction *transaction;
        struct nd_ast_set *set;
        const char *name;           /* SHOW; DISCARD */
        struct nd_ast_execute *execute;
        struct nd_ast_explain *explain;
        struct nd_ast_cursor *cursor; /* DECLARE, FETCH, CLOSE */
        struct nd_ast_analyze *analyze;
    };
};

struct nd_ast {
    struct nd_ast_stmt **stmts;
    size_t count;
};

#endif
