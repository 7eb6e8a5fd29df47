/* SPDX-License-Identifier: Apache-2.0 */
/* bound.h - a statement whose names and types are known: what the planner reads.
 *
 * Variables.  Every column that is read or computed anywhere in the statement is one variable, numbered
 *             from 0 over the whole statement, subqueries included. Expressions speak of variables only.
 * Owner.      The plan's arena. Descriptors are borrowed from the catalog view. */
#ifndef ND_SQL_BIND_BOUND_H
#define ND_SQL_BIND_BOUND_H

#include "catalog/catalog.h"
#include "sql/bind/expr.h"
#include "sql/parse/ast.h"

#define ND_VAR_NONE UINT32_MAX

struct nd_var {
    struct nd_type type;
    const char *name;             /* "t.a" for columns of tables, as EXPLAIN shows them */
    const char *short_name;       /* "a" */
    const struct nd_table *table; /* NULL: computed */
    uint32_t column;              /* position in table->columns */
};

enum nd_set_kind {
    ND_SET_SERIES, /* generate_series(first, last, step): args */
    ND_SET_ARRAY,  /* args[0] makes an array: its elements */
    ND_SET_VALUE,  /* args[0] is a value: one row */
};
#define ND_SET_USES_MAX 64 /* of one select list */

struct nd_set_use { /* a call that gives rows */
    enum nd_set_kind kind;
    struct nd_expr *args[3];
    size_t arg_count;
    bool has_step; /* SERIES: it was written */
    const char *called; /* the function, by name; NULL: an expression */
    const char *record; /* the function whose column it is, where that has several; NULL */
    bool is_more;       /* ... not the first of them */
    const char *defined; /* AS (name type, ...): that name; NULL. `type` is json then */
    struct nd_type defined_type;
    const struct nd_table *defined_by; /* ... that the columns are of, instead of a list; NULL */
    struct nd_type type;
    uint32_t var;    /* its column */
    bool is_grouped; /* GROUP BY reads it: it runs below the grouping */
};

/* What a statement must be allowed to do with a relation: as a whole, or with each of the columns. */
struct nd_access {
    const struct nd_table *table; /* or a view; NULL: a sequence */
    const struct nd_sequence *sequence;
    uint32_t as;         /* whose privileges count: the owner's of the view that names it; 0: the current role's */
    unsigned privileges; /* enum nd_privilege */
    bool *reads, *inserts, *updates; /* by column */
    struct nd_access *next;
};

enum nd_rel_kind { ND_REL_TABLE,
                   ND_REL_QUERY,
                   ND_REL_FUNC,
                   ND_REL_CTE };
struct nd_sample { /* TABLESAMPLE */
    const char *method;
    struct nd_expr *percent, *seed; /* real; double precision, NULL: not repeatable */
};

struct nd_rel { /* an item of FROM */
    const struct nd_sample *sample; /* TABLE; NULL: all rows */
    enum nd_rel_kind kind;
    const char *alias; /* the name that columns are qualified by */
    const struct nd_table *table;
    uint32_t first_var; /* TABLE: variables of its columns in order, hidden ones too; CTE: its columns */
    struct nd_expr **virtuals; /* TABLE: what its virtual columns stand for, by position, over those variables; NULL: it has none */
    struct nd_cte *cte;
    bool is_work; /* CTE: inside its own recursive part, the rows of the round before */
    struct nd_query *query;
    struct nd_set_use *sets; /* FUNC: one a column */
    size_t set_count;
    uint32_t ordinal_var;    /* WITH ORDINALITY; ND_VAR_NONE */
    struct nd_access *access; /* TABLE, QUERY of a view */
    /* as it was written, for those who show it */
    bool has_alias, is_lateral;
    const char *cte_name;            /* QUERY: a name of WITH that is bound where it is used */
    const struct nd_table *view;     /* QUERY: of this view */
    const char *const *column_names; /* of visible columns */
    size_t column_count;
    size_t alias_column_count; /* how many of them were written behind the alias */
};

/* SEMI, ANTI: rows of the left that have, or do not have, a partner; made by opt/, no SQL names them. */
enum nd_join_kind { ND_JOIN_INNER, ND_JOIN_LEFT, ND_JOIN_RIGHT, ND_JOIN_FULL, ND_JOIN_SEMI, ND_JOIN_ANTI };
struct nd_from {
    struct nd_rel *rel; /* NULL: a join */
    enum nd_join_kind join;
    struct nd_from *left, *right;
    struct nd_expr *on;     /* NULL: TRUE */
    bool is_list;           /* a comma between the two */
    const char *const *using_names;
    struct nd_expr **using_sides; /* two a name */
    size_t using_count;
    uint32_t *lateral_vars; /* variables of the left that the right reads (OUTER there) */
    size_t lateral_count;
};

struct nd_agg_use {
    const struct nd_agg *agg;
    const char *name;
    struct nd_expr *args[2]; /* cast to what the aggregate takes */
    size_t arg_count;
    struct nd_expr *filter;
    bool is_distinct;
    struct nd_expr **order; /* ORDER BY among the arguments; NULL: none */
    unsigned *order_flags;
    size_t order_count;
    bool is_order_implied; /* DISTINCT alone asks for it */
    bool is_within_group;  /* order[0] is the last of the arguments */
    struct nd_type type;
    uint32_t var; /* its result */
};

enum nd_window_func {
    ND_WINDOW_AGG,
    ND_WINDOW_ROW_NUMBER,
    ND_WINDOW_RANK,
    ND_WINDOW_DENSE_RANK,
    ND_WINDOW_PERCENT_RANK,
    ND_WINDOW_CUME_DIST,
    ND_WINDOW_NTILE,
    ND_WINDOW_LAG,
    ND_WINDOW_LEAD,
    ND_WINDOW_FIRST_VALUE,
    ND_WINDOW_LAST_VALUE,
    ND_WINDOW_NTH_VALUE,
};
struct nd_window_use { /* a call with OVER */
    enum nd_window_func func;
    const struct nd_agg *agg; /* AGG */
    const char *name;
    struct nd_expr *args[3];
    size_t arg_count;
    struct nd_expr *filter; /* AGG */
    struct nd_type type;
    uint32_t var;
};

struct nd_window { /* calls over the same partitions, order and frame */
    struct nd_expr **partition;
    size_t partition_count;
    struct nd_expr **order;
    unsigned *order_flags; /* enum nd_key_flags */
    size_t order_count;
    unsigned frame;              /* enum nd_ast_frame */
    struct nd_expr *start, *end; /* offsets; int8 but for RANGE */
    /* RANGE with offsets: the ordering column and the ends of the frame in its terms, one a row */
    struct nd_expr *range_key, *range_start, *range_end;
    struct nd_window_use *uses;
    size_t use_count, use_cap;
};

struct nd_group {
    struct nd_expr *expr;
    uint32_t var;
};

struct nd_target {
    struct nd_expr *expr;
    const char *name;
    uint32_t var;       /* what the query above calls it */
    uint32_t table_oid; /* of a plain column */
    uint16_t attnum;
    bool is_junk; /* computed for ORDER BY or DISTINCT ON alone */
};

struct nd_sort_key {
    size_t target;
    unsigned flags; /* enum nd_key_flags */
};

enum nd_query_kind { ND_QUERY_SELECT, ND_QUERY_VALUES, ND_QUERY_SETOP };
enum nd_setop_kind { ND_SETOP_UNION, ND_SETOP_INTERSECT, ND_SETOP_EXCEPT };

struct nd_with_item { /* a name of WITH, as it was written */
    const char *name;
    const char *const *columns;
    size_t column_count;
    enum nd_ast_materialize materialize;
    const struct nd_cte *cte;
    const struct nd_ast_marks *marks; /* SEARCH, CYCLE; NULL: none */
    struct nd_query *plain, *plain_step; /* to be shown: the two terms without what these add */
};

struct nd_query_lock {
    const struct nd_table *table;
    uint32_t first_var;
    enum nd_lock_mode mode;
    bool is_nowait, is_skip;
};

/* A table whose rows the rows of a cursor are: where their primary keys are, behind the visible columns. */
struct nd_query_key {
    const struct nd_table *table;
    size_t first, count;
    bool is_locked;
};

struct nd_query {
    enum nd_query_kind kind;
    struct nd_with_item *with;
    size_t with_count;
    bool is_with_recursive;
    bool is_cast;         /* it casts the columns of a side of a set operation */
    struct nd_from *from; /* NULL: one row without columns */
    struct nd_expr *where;
    bool is_grouped; /* GROUP BY, or aggregates without it */
    struct nd_group *groups;
    size_t group_count;
    size_t written_group_count; /* those behind them are columns that the primary key decides */
    uint64_t *grouping_sets; /* GROUPING SETS and its kin: bits name groups; NULL: one set, of all */
    size_t grouping_set_count;
    uint32_t grouping_var;      /* number of a row's set */
    struct nd_group *groupings; /* GROUPING(...): expr.args until the groups are known; var */
    size_t grouping_count;
    struct nd_agg_use *aggs;
    size_t agg_count;
    struct nd_expr **direct_args; /* of hypothetical-set aggregates: they may name what is grouped by, and nothing else */
    size_t direct_count;
    struct nd_expr *having;
    struct nd_set_use *sets; /* calls in the select list that give rows: in step, the shorter ones end in NULLs */
    size_t set_count;
    struct nd_window *windows; /* carried out in this order */
    size_t window_count;
    struct nd_target *targets;  /* visible ones first */
    size_t target_count, width; /* width: visible */
    bool is_distinct;
    size_t *distinct_on; /* positions of targets */
    size_t distinct_on_count;
    /* VALUES: rows[row * width + column]; targets hold names and variables, no expressions */
    struct nd_expr **rows;
    size_t row_count;
    enum nd_setop_kind setop;
    bool is_all;
    struct nd_query *left, *right; /* their targets have been cast to this query's types */
    struct nd_sort_key *sort;
    size_t sort_count;
    struct nd_expr *limit, *offset;  /* int8; NULL: none */
    bool has_ties;                   /* rows that are equal to the last one in the order come as well */
    struct nd_query_lock *locks;     /* FOR UPDATE and its kin: one a table */
    size_t lock_count;
    struct nd_query_key *keys;       /* of a cursor */
    size_t key_count;
    size_t *kept;                    /* positions of targets that leave the query behind the visible ones: those keys */
    size_t kept_count;
};

struct nd_view_check { /* of a view WITH CHECK OPTION, through which rows are written */
    const char *view;
    struct nd_expr *cond;
};

/* What every row of a table must obey. Expressions over the table's columns: slot i is column i. */
struct nd_rules {
    struct nd_expr **checks; /* one a check of the table */
    size_t check_count;
    struct nd_expr **generated; /* one a column; NULL: not generated. The array itself NULL: none is */
    struct nd_view_check *view_checks;
    size_t view_check_count;
    struct nd_expr *const *virtuals; /* ... of indexes; likewise */
};

/* INSERT, COPY FROM: how each column of the table gets its value. */
struct nd_insert {
    const struct nd_table *table;
    const struct nd_rules *rules;
    struct nd_query *source; /* NULL: one row of defaults; COPY: rows come from the client */
    struct nd_expr **values; /* one a column of the table, over the source's variables; NULL: the hidden row id */
    uint32_t first_var;      /* variables of the table's columns, for RETURNING */
    struct nd_target *returning;
    size_t returning_count;
    bool ignore_duplicates;         /* ON CONFLICT DO NOTHING */
    const struct nd_index *arbiter; /* its index; NULL: any */
    /* ON CONFLICT DO UPDATE, over the row that is there (slots 0..) and, behind it, the one that was to be inserted */
    bool updates_duplicates;
    uint32_t there_var, excluded_var; /* first variables of the two */
    struct nd_expr **conflict_sets; /* one a column; NULL: unchanged */
    struct nd_expr *conflict_where; /* NULL: TRUE */
};

struct nd_update { /* and DELETE: no sets */
    const struct nd_table *table;
    const struct nd_rules *rules;
    const char *alias;
    uint32_t first_var; /* of the row before */
    struct nd_from *from;
    struct nd_expr *where;
    struct nd_expr **sets;      /* one a column; NULL: unchanged */
    struct nd_target *computed; /* values of subqueries and of other tables, taken with the rows, before anything is written */
    size_t computed_count;
    bool has_from;          /* UPDATE ... FROM, DELETE ... USING: a row may have several partners and is written once */
    uint32_t first_new_var; /* of the row after, for RETURNING (DELETE: the row before) */
    struct nd_target *returning;
    size_t returning_count;
};

enum nd_copy_format { ND_COPY_TEXT, ND_COPY_CSV, ND_COPY_BINARY };
struct nd_copy {
    struct nd_insert *insert; /* its values speak of the variables copy_vars */
    uint32_t first_var;       /* one text field a column of the list */
    struct nd_expr *where;    /* FROM: of the table's columns, slot i is column i; NULL: all rows */
    size_t *columns;          /* positions in table->columns */
    size_t column_count;
    enum nd_copy_format format;
    char delimiter, quote, escape;
    const char *null_text;
    const char **names;    /* TO: of the columns */
    bool *force_quote;     /* TO: one a column; NULL: none */
    bool force_quote_all;
    bool has_header, must_match_header, force_null_all;
    bool *force_null, *force_not_null; /* one a column of the list */
};

/* A name of WITH. Used once it takes its query's place; else its rows are computed once and kept, as far as they are
 * asked for. */
struct nd_cte {
    const char *name;
    uint32_t id;
    struct nd_query *query; /* of a recursive one the first part; NULL: dml */
    struct nd_bound *dml;   /* INSERT, UPDATE, DELETE: run once, to its end, whoever reads its rows */
    struct nd_query *step;  /* the part over the rows of the round before; NULL: not recursive */
    uint32_t inner_first, inner_end; /* ids of those within `step`: computed anew each round */
    bool is_distinct;       /* recursive: UNION without ALL */
    bool is_kept;           /* MATERIALIZED */
    size_t uses;
    struct nd_type *types; /* one a column */
    size_t width;
    uint32_t *outer_vars; /* of enclosing queries */
    size_t outer_count;
    struct nd_plan *plan, *step_plan; /* set by the planner; NULL: its query stands where it is used */
    struct nd_cte *next;
};

enum nd_bound_kind {
    ND_BOUND_QUERY,
    ND_BOUND_INSERT,
    ND_BOUND_UPDATE,
    ND_BOUND_DELETE,
    ND_BOUND_COPY_FROM,
    ND_BOUND_COPY_TO
};

struct nd_bound {
    enum nd_bound_kind kind;
    struct nd_query *query; /* QUERY; COPY_TO */
    struct nd_insert *insert;
    struct nd_update *update;
    const char *current_of;                 /* the cursor whose row is written, ... */
    const struct nd_table *current_of_table; /* ... of this table: its primary key is parameters from ND_PARAM_CURSOR on; NULL: none */
    struct nd_copy *copy;
    struct nd_var *vars;
    size_t var_count;
    enum nd_type_id *params; /* their types as inferred */
    size_t param_count;
    struct nd_subquery *subqueries;
    size_t subquery_count;
    const struct nd_access *accesses;
    struct nd_cte *ctes; /* inner ones first */
    size_t cte_count;
    /* what a client sees of the result; column_count 0: no rows */
    const struct nd_target *columns;
    size_t column_count;
};

#endif
