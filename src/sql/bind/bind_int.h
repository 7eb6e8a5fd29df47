/* SPDX-License-Identifier: Apache-2.0 */
/* bind_int.h - shared by the parts of the binder. */
#ifndef ND_SQL_BIND_INT_H
#define ND_SQL_BIND_INT_H

#include "base/limits.h"
#include "sql/bind/bind.h"

/* What a name may mean at a place of the statement: one entry a visible column. */
struct nd_scope_column {
    const char *rel;    /* qualifier; NULL: of a USING merge */
    uint32_t schema_id; /* of the table; 0: none */
    bool is_aliased;    /* "schema.table.column" does not reach it */
    const char *name;
    struct nd_expr *expr;
    bool is_merged; /* by USING: found when qualified only, and not part of * */
    const struct nd_rel *item; /* whose column it is; NULL: of no single one */
    bool is_nullable;          /* of the side of an outer join that may be missing */
    bool is_mark;              /* of SEARCH or CYCLE, inside the query: not part of * */
    struct nd_access *access;  /* of its relation; NULL: reading it needs no privilege */
    uint32_t access_column;    /* its position there */
};

/* Where a query's binding has come to. While a subquery is bound, the levels of the queries around stay as they are. */
struct nd_level {
    struct nd_query *agg_query;             /* where aggregates are collected; NULL: not allowed here */
    struct nd_query *window_query;          /* where calls with OVER are collected; NULL: not allowed here */
    const struct nd_ast_select *window_ast; /* its WINDOW clause */
    struct nd_query *set_query;             /* where calls that give rows are collected; NULL: not allowed here */
    const char *agg_place;                  /* "WHERE": for the message where they are not allowed */
    bool is_in_window, is_in_agg;
    size_t agg_cap;
};

#define ND__GROUPS_MAX 64 /* grouping expressions of a query with several sets: bits */

/* Variables of enclosing queries, or of items before in FROM, that a subquery or an item of FROM reads. */
struct nd_frame {
    uint32_t *vars;
    struct nd_type *types;
    int *positions;
    bool *is_local; /* a variable of the query right around, not of one farther out */
    size_t count, cap;
};

/* A name is looked for here, then in `lateral` and beyond it if there is one, else in `outer`. Names found
 * there are noted in the frame of each step. */
struct nd_scope {
    struct nd_scope_column *columns;
    size_t count, cap;
    struct nd_level *level;       /* of the query whose columns these are; NULL: of no SELECT */
    const struct nd_scope *outer; /* of the enclosing query */
    struct nd_frame *frame;
    const struct nd_scope *lateral; /* items before in FROM: while FROM is bound */
    struct nd_frame *lateral_frame;
};

/* What is known of the fields of a row (bind_row.c). */
struct nd_row_type {
    size_t count;
    const char *const *names;
    struct nd_type *types;
    const struct nd_table *table; /* whose rows are such; NULL: none */
};

struct nd_cte_scope {
    const char *name;
    const struct nd_ast_cte *ast;
    struct nd_cte *cte;           /* NULL: NOT MATERIALIZED, bound anew at each use */
    const char *const *columns;   /* their names, one a column of cte */
    bool is_open;                 /* its recursive part is being bound: a use means the rows of the round before */
    bool is_used;                 /* ... has been used there */
    size_t mark_count;            /* that many last columns come of SEARCH and CYCLE: inside, * is without them */
    const struct nd_scope *outer; /* what its query sees of the queries around */
    struct nd_cte_scope *next;
};

struct nd__later_ctes { /* while WITH is bound: names that are not known yet */
    const struct nd_ast_with *with;
    size_t first;
    struct nd__later_ctes *around;
};

struct nd_binder {
    const struct nd_bind_env *env;
    struct nd_arena *arena;
    struct nd_err *err;
    struct nd_var *vars;
    size_t var_count, var_cap;
    enum nd_type_id *params;
    size_t param_count, param_cap;
    const char *current_of; /* as in struct nd_bound */
    const struct nd_table *current_of_table;
    struct nd_subquery *subqueries, **subqueries_end, *subqueries_last;
    size_t subquery_count;
    struct nd_cte_scope *ctes;
    struct nd__later_ctes *later_ctes;
    bool shows; /* what is bound becomes text: SEARCH and CYCLE stay as they are written beside what they mean */
    struct nd_cte *first_cte, **ctes_end;
    size_t cte_count;
    const struct nd_ast_select *inserted; /* what INSERT takes its rows from: its literals and parameters without a type get the columns' */
    struct nd_access *accesses, **accesses_end;
    uint32_t access_as; /* owner of the view whose query is being bound; 0: none is */
    int depth;
    struct nd_row_type *row_types; /* by the modifiers of records */
    size_t row_type_count;
    struct nd_level *level; /* of the query at hand */
    struct nd_level statement;
};

enum nd_status nd__bind_error(struct nd_binder *binder, int position, const char *sqlstate, const char *fmt, ...)
    ND_PRINTF(4, 5);
ND_RESULT nd__bind_unsupported(struct nd_binder *binder, int position, const char *construct);
/* Fills in the position of an error that a lower function set. */
enum nd_status nd__bind_at(struct nd_binder *binder, int position, enum nd_status status);
ND_RESULT nd__bind_enter(struct nd_binder *binder);
static inline void nd__bind_leave(struct nd_binder *binder) { binder->depth--; }

/* Runs `fn` there, where types that users made have the names that the session knows them by. */
void nd__bind_on_big_stack(const struct nd_bind_env *env, void (*fn)(void *arg), void *arg);
void nd__bind_init_params(struct nd_binder *binder);
uint32_t nd__bind_new_var(struct nd_binder *binder, struct nd_type type, const char *rel, const char *name);
uint32_t nd__bind_table_vars(struct nd_binder *binder, const struct nd_table *table, const char *rel); /* the first */

/* bind_access.c. Notes that the statement needs something of a relation; sequence: NULL for a table or view. */
struct nd_access *nd__bind_access(struct nd_binder *binder, const struct nd_table *table, const struct nd_sequence *sequence, unsigned privileges);
void nd__access_read(const struct nd_scope_column *column);
void nd__access_column(struct nd_access *access, size_t column, enum nd_privilege privilege);
void nd__scope_add(struct nd_binder *binder, struct nd_scope *scope, struct nd_scope_column column);
/* ... of variables that come from beyond `to`: in the frames before it. */
void nd__scope_note_below(struct nd_binder *binder, const struct nd_scope *from, const struct nd_scope *to,
                          const struct nd_expr *expr, int position);
/* A column of the scope or of those around it: OUTER variables, noted in the frames between. 42703, 42P01, 42702. */
/* Makes the names of WITH known; binder->ctes is the caller's to put back. */
ND_RESULT nd__bind_with(struct nd_binder *binder, const struct nd_ast_with *with, const struct nd_scope *outer, struct nd_query *query); /* query: gets the list; may be NULL */
/* bind_recursive.c: in which order the names can be bound, each behind those that it uses; checks those that use themselves. */
ND_RESULT nd__order_ctes(struct nd_binder *binder, const struct nd_ast_with *with, size_t *order_out, bool *is_recursive_out);
/* SEARCH and CYCLE: the columns that they name, checked, once those of the query are known. */
ND_RESULT nd__check_marks(struct nd_binder *binder, const struct nd_ast_cte *ast, const char *const *columns, size_t width);
/* The second term with the columns that it hands on from the round before. */
ND_RESULT nd__add_marks_used(struct nd_binder *binder, const struct nd_ast_cte *ast, const struct nd_ast_select **term_out);
/* A term with the columns that SEARCH and CYCLE compute. */
ND_RESULT nd__wrap_marked(struct nd_binder *binder, const struct nd_ast_cte *ast, const char *const *columns, size_t width, bool is_step, const struct nd_scope *outer, struct nd_query **term);
struct nd_query *nd__wrap_query(struct nd_binder *binder, struct nd_query *inner); /* SELECT * FROM (inner) */
void nd__name_targets(struct nd_binder *binder, struct nd_query *query);
struct nd_cte_scope *nd__find_cte(const struct nd_binder *binder, const struct nd_ast_name *name);
/* As FROM uses it: *query_out where it is bound anew, else rel is filled. */
ND_RESULT nd__bind_cte_use(struct nd_binder *binder, struct nd_cte_scope *cte, const struct nd_scope *scope,
                           int position, struct nd_rel *rel, struct nd_query **query_out);
/* A column that is a literal of unknown type is read as `type`. */
ND_RESULT nd__follow_type(struct nd_binder *binder, struct nd_query *side, size_t at, struct nd_type type);
/* The query's columns cast to types. */
ND_RESULT nd__cast_side(struct nd_binder *binder, struct nd_query **side, const struct nd_type *types);
/* The query of a view, parsed once a catalog view. */
ND_RESULT nd__view_query(struct nd_reactor *reactor, struct nd_catalog_view *view, const struct nd_table *table,
                         const struct nd_ast_select **query_out, struct nd_err *err);
/* nextval and its kin. */
bool nd__names_sequence(const char *function);
/* Does it name a relation so, unqualified? */
bool nd__names_relation(const struct nd_ast_cte *cte, const char *name, struct nd_heap *heap);
enum nd__self_place { ND__SELF_FINE, ND__SELF_FIRST_TERM, ND__SELF_SUBQUERY, ND__SELF_OUTER_JOIN, ND__SELF_INTERSECT, ND__SELF_EXCEPT, ND__SELF_TWICE };
struct nd__self_use {
    enum nd__self_place place; /* that the search is in */
    enum nd__self_place wrong; /* of the first reference that may not be there; FINE: none */
    int position;              /* its position */
    size_t count;
};
/* How the two terms of a recursive query speak of the query itself. */
void nd__find_self_use(const struct nd_ast_select *select, const char *name, struct nd_heap *heap, struct nd__self_use *use);
/* The scope that comes after this one in the search, and the frame of the step; NULL: none. */
const struct nd_scope *nd__scope_next(const struct nd_scope *scope, struct nd_frame **frame_out);
/* Notes the variables of `expr`, found in `to`, in the frames from `from` on. */
void nd__scope_note(struct nd_binder *binder, const struct nd_scope *from, const struct nd_scope *to,
                    const struct nd_expr *expr, int position);
ND_RESULT nd__bind_column(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                          struct nd_expr **out);

ND_RESULT nd__bind_expr(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                        struct nd_expr **out);
/* ... which must be boolean: `place` is "WHERE", "JOIN/ON", "argument of NOT". */
ND_RESULT nd__bind_bool(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                        const char *place, struct nd_expr **out);
/* Casts as the context allows; unknown literals are read, parameters get their type. 42804 with `what`
 * ("column \"a\" is of type integer but expression is of type text" is the caller's) where it is not allowed. */
bool nd__can_coerce(struct nd_binder *binder, const struct nd_expr *expr, enum nd_type_id to,
                    enum nd_cast_context context);
ND_RESULT nd__coerce(struct nd_binder *binder, struct nd_expr *expr, struct nd_type to, enum nd_cast_context context,
                     bool is_implicit, struct nd_expr **out);
/* To a column: 42804 names the column. */
ND_RESULT nd__coerce_column(struct nd_binder *binder, struct nd_expr *expr, const char *column, struct nd_type type,
                            struct nd_expr **out);
/* Unknown becomes text. */
/* 42883 where values of the type have no equality, or no order (json). */
ND_RESULT nd__bind_check_equality(struct nd_binder *binder, enum nd_type_id type, int position);
ND_RESULT nd__bind_check_order(struct nd_binder *binder, enum nd_type_id type, int position);
/* json_populate_record(NULL::table, json) and its kin: that type; NULL: another call. */
const struct nd_ast_type *nd__populated_type(const struct nd_ast_func *func);
/* What the column of a function in FROM is called if not as the function: json_array_elements; NULL: as the function. */
/* The call without parameters said to be void: what a driver expects to be given out (JDBC's registerOutParameter), as PostgreSQL has it. */
const struct nd_ast_expr *nd__without_outs(struct nd_binder *binder, const struct nd_ast_expr *ast);
const char *nd__set_column(const char *func);
bool nd__is_information_function(const struct nd_ast_func *func); /* of information_schema */
ND_RESULT nd__settle(struct nd_binder *binder, struct nd_expr **expr);
/* The common type of expressions; casts all of them. */
ND_RESULT nd__unify(struct nd_binder *binder, struct nd_expr **exprs, size_t count, const char *construct,
                    struct nd_type *type_out);
ND_RESULT nd__bind_call(struct nd_binder *binder, const char *name, struct nd_expr **args, size_t count, int position,
                        struct nd_expr **out);
ND_RESULT nd__bind_spread_call(struct nd_binder *binder, const char *name, struct nd_expr **args, size_t count, int position, struct nd_expr **out);
ND_RESULT nd__bind_oper(struct nd_binder *binder, const char *symbol, struct nd_expr *left, struct nd_expr *right,
                        int position, struct nd_expr **out);
ND_RESULT nd__bind_array(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                         struct nd_expr **out);
/* ARRAY[...]::type */
ND_RESULT nd__bind_array_cast(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                              struct nd_type type, struct nd_expr **out);
/* ARRAY(SELECT ...) */
ND_RESULT nd__bind_array_sublink(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                 struct nd_expr **out);
ND_RESULT nd__bind_subscript(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                             struct nd_expr **out);
/* bind_row.c: ROW(...), (row).field; NULL: nothing is known of the row's fields. */
const struct nd_row_type *nd__row_type(const struct nd_binder *binder, struct nd_type type);
bool nd__row_has_star(const struct nd_ast_expr *ast);
/* A row of these fields, NULL where `key` is. */
struct nd_expr *nd__named_row(struct nd_binder *binder, struct nd_expr **exprs, const char **names, size_t count, struct nd_expr *key);
ND_RESULT nd__bind_row(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out);
ND_RESULT nd__bind_field(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out);
/* row::table */
ND_RESULT nd__bind_row_cast(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, const struct nd_table *table, struct nd_expr **out);
/* (row).* */
ND_RESULT nd__bind_row_star(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr ***exprs_out, const char *const **names_out,
                            size_t *count_out);
/* All columns of an item of the scope as one value; *out NULL: there is no such item. */
ND_RESULT nd__whole_row(struct nd_binder *binder, const struct nd_scope *scope, const char *rel, uint32_t schema_id, int position, struct nd_expr **out);
struct nd_expr *nd__row_of(struct nd_binder *binder, struct nd_expr *const *fields, size_t count); /* ROW(fields) */
struct nd_expr *nd__field_of(struct nd_binder *binder, struct nd_expr *row, size_t at);            /* of a row of a known type */
struct nd_expr *nd__row_is_null(struct nd_binder *binder, struct nd_expr *row, bool is_not);
/* a[i] = x: the type of what is assigned, that value cast to it, and the column's value with it put in. */
ND_RESULT nd__assigned_type(struct nd_binder *binder, const struct nd_ast_target *set, const struct nd_column *column, struct nd_type *type_out);
ND_RESULT nd__coerce_assigned(struct nd_binder *binder, const struct nd_ast_target *set, const struct nd_column *column, struct nd_expr *value, struct nd_expr **out);
ND_RESULT nd__bind_assign(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *set, const struct nd_column *column, struct nd_expr *base,
                          struct nd_expr *value, struct nd_expr **out);
/* bind_within.c: WITHIN GROUP. */
bool nd__is_hypothetical(const char *name);
ND_RESULT nd__bind_hypothetical(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out);
ND_RESULT nd__within_group(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_ast_func *func_out);
ND_RESULT nd__bind_any_all(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                           struct nd_expr **out);
ND_RESULT nd__bind_agg(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                       struct nd_expr **out);
/* A call that gives rows, in FROM; any other expression is a row. Adds its columns to rel->sets, and what they are called. */
ND_RESULT nd__bind_set_item(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_rel *rel, const char **names);
/* The function may be one that gives rows: then *is_set_out, and out stands for its column. */
ND_RESULT nd__bind_set_call(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_expr **args, bool *is_set_out, struct nd_expr **out);
bool nd__is_window_function(const char *name);
ND_RESULT nd__bind_check_windows(struct nd_binder *binder, const struct nd_ast_select *ast); /* 42P20: two of one name */
ND_RESULT nd__bind_window_call(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out);
/* Arguments and FILTER of an aggregate. */
ND_RESULT nd__bind_agg_args(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_func *func, int position, struct nd_agg_use *use);
/* GROUPING(...), and GROUP BY with several sets. */
ND_RESULT nd__bind_grouping_call(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out);
/* The sets of an item of GROUP BY times those before; bit: of an expression (nd__bind_group_expr). */
ND_RESULT nd__bind_grouping_sets(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_select *ast, struct nd_query *query);
ND_RESULT nd__bind_group_expr(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *item, struct nd_query *query, size_t *at_out);
/* What GROUPING(...) is once the groups are known. 42803. */
ND_RESULT nd__grouping_value(struct nd_binder *binder, const struct nd_query *query, uint32_t var, int position, struct nd_expr **out);
/* (SELECT a, b ...) beside a row: the fields of its row, each of them the subquery's, to be copied. */
ND_RESULT nd__bind_row_sublink(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr ***fields_out, size_t *count_out);
/* A query of one column: the row of `inner`. */
struct nd_query *nd__wrap_as_row(struct nd_binder *binder, struct nd_query *inner);
/* Finds the one in the same scope, before it, that says the same. */
void nd__bind_note_same(struct nd_binder *binder, const struct nd_scope *scope, struct nd_subquery *subquery);
ND_RESULT nd__bind_sublink(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                           struct nd_expr **out);

ND_RESULT nd__bind_query(struct nd_binder *binder, const struct nd_ast_select *ast, const struct nd_scope *outer,
                         struct nd_query **out);
/* bind_lock.c: FOR UPDATE and its kin, of a query that is bound */
ND_RESULT nd__bind_locking(struct nd_binder *binder, const struct nd_ast_select *ast, struct nd_query *query);
ND_RESULT nd__bind_check_locking(struct nd_binder *binder, const struct nd_query *query, const struct nd_ast_locking *lock);
ND_RESULT nd__bind_from(struct nd_binder *binder, struct nd_ast_from *const *list, size_t count, struct nd_scope *scope,
                        struct nd_from **out);
ND_RESULT nd__bind_targets(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *list,
                           size_t count, struct nd_target **targets_out, size_t *count_out);
ND_RESULT nd__bind_grouping(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_select *ast,
                            struct nd_query *query);
/* Once targets, HAVING and ORDER BY are bound: what equals a grouping expression becomes its variable. */
ND_RESULT nd__bind_replace_groups(struct nd_binder *binder, struct nd_query *query);
ND_RESULT nd__lookup_table(struct nd_binder *binder, const struct nd_ast_name *name, bool is_missing_fine,
                           const struct nd_table **table_out);
const struct nd_sequence *nd__lookup_sequence(struct nd_binder *binder, const struct nd_ast_name *name); /* NULL: none of that name */
/* Settings that no session has changed: what is stored for all of them is written and read with these. */
static inline struct nd_type_ctx nd__bind_plain_types(const struct nd_bind_env *env)
{
    return (struct nd_type_ctx){.tz_store = env->types->tz_store, .names = env->types->names == NULL ? NULL : env->types->names->full};
}
/* An index's expression or predicate, as nd_bind_virtuals has those that are stored. */
ND_RESULT nd__bind_index_ast(const struct nd_bind_env *env, const struct nd_ast_expr *ast, const struct nd_table *table, bool is_predicate, struct nd_arena *arena,
                             struct nd_expr **expr_out, struct nd_err *err);
/* bind_domain.c: `expr`, of the domain's base type, as a value of it. */
ND_RESULT nd__bind_domain(struct nd_binder *binder, struct nd_expr *expr, struct nd_type to, bool is_implicit, struct nd_expr **out);
ND_RESULT nd__bind_rel_virtuals(struct nd_binder *binder, struct nd_rel *rel);
ND_RESULT nd__column_default(struct nd_binder *binder, const struct nd_column *column, struct nd_expr **out);

/* bind_view.c: what INSERT, UPDATE and DELETE write to. */
enum nd__write_verb { ND__INSERT,
                      ND__UPDATE,
                      ND__DELETE };
struct nd__view_level {
    const struct nd_table *view;
    struct nd_query *query;
    struct nd__view_level *inner; /* of the view that it reads; NULL: it reads the table */
    const struct nd_rel *rel;     /* the table */
    struct nd_expr **exprs;       /* one a column of the view, over the table's columns; as are the conditions */
    struct nd_expr *own, *where;  /* its own condition; that of all views from the table up to it */
    struct nd_access *access;     /* of what it reads, by its owner */
};
struct nd__write_target {
    enum nd__write_verb verb;
    const struct nd_table *named, *table; /* as the statement says; whose rows are written */
    struct nd__view_level *level;         /* NULL: they are the same */
    struct nd_access *access;             /* of what was named */
};
/* Column `at` of what was named is written. */
void nd__target_write(const struct nd__write_target *target, size_t at, enum nd_privilege privilege);
/* 42P01, 42501, 55000: a view that is not updatable. */
ND_RESULT nd__bind_write_target(struct nd_binder *binder, const struct nd_ast_name *name, enum nd__write_verb verb, struct nd__write_target *target);
ND_RESULT nd__target_find(struct nd_binder *binder, const struct nd__write_target *target, const char *name, int position, size_t *at_out); /* 42703 */
/* The column of the table behind column `at` of what was named. 0A000: it is an expression. */
ND_RESULT nd__target_column(struct nd_binder *binder, const struct nd__write_target *target, size_t at, size_t *base_out);
ND_RESULT nd__target_default(struct nd_binder *binder, const struct nd__write_target *target, size_t base, struct nd_expr **out);
/* Its columns, the table's being variables from first_var on, with slots from first_slot on (SIZE_MAX: to be set later). */
void nd__target_scope(struct nd_binder *binder, struct nd_scope *scope, const struct nd__write_target *target, const char *alias, uint32_t first_var, size_t first_slot);
/* An expression over the columns of what was named (slot and variable i: column i), made one over the table's. */
struct nd_expr *nd__target_expr(struct nd_binder *binder, const struct nd__write_target *target, struct nd_expr *expr);
/* The table's rules and the views' CHECK OPTIONs. */
ND_RESULT nd__target_rules(struct nd_binder *binder, const struct nd__write_target *target, const struct nd_rules **rules_out);
/* The query of a view, bound anew; it sees nothing of what is around it. */
ND_RESULT nd__bind_view_query(struct nd_binder *binder, const struct nd_table *view, struct nd_query **query_out);

/* bind_sample.c: TABLESAMPLE behind an item of FROM. 0A000, 42704, 2202H. */
ND_RESULT nd__bind_sample(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_from *ast, struct nd_rel *rel);

/* bind_current.c */
void nd__bind_cursor_keys(struct nd_binder *binder, struct nd_query *query);
/* Adds to *where_out what holds for the cursor's row alone. 0A000. */
ND_RESULT nd__bind_current_of(struct nd_binder *binder, const char *cursor, const struct nd__write_target *target, uint32_t first_var, struct nd_expr **where_out);

ND_RESULT nd__bind_insert(struct nd_binder *binder, const struct nd_ast_insert *ast, struct nd_bound *bound);
ND_RESULT nd__bind_update(struct nd_binder *binder, const struct nd_ast_update *ast, bool is_delete, struct nd_bound *bound);
ND_RESULT nd__bind_conflict(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd__write_target *target, struct nd_insert *insert);
ND_RESULT nd__bind_check_arbiter(struct nd_binder *binder, const struct nd_ast_insert *ast, const struct nd_insert *insert); /* 42P10, 55000: once all names are known */
/* 428C9: generated columns and GENERATED ALWAYS AS IDENTITY take DEFAULT alone. */
ND_RESULT nd__check_set(struct nd_binder *binder, const struct nd_column *column, const struct nd_ast_target *set);
ND_RESULT nd__bind_copy(struct nd_binder *binder, const struct nd_ast_copy *ast, struct nd_bound *bound);

#endif
