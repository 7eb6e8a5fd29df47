/* SPDX-License-Identifier: Apache-2.0 */
/* plan.h - how a statement is carried out: a tree of operators, read-only once optimised.
 *
 * Role.       nd_plan_build turns a bound statement into the canonical tree (join, filter, group, project,
 *             distinct, sort, limit); opt/ rewrites it and sets slots; exec/ runs it. Execution state
 *             lives elsewhere, so that one plan can run many times.
 * Owner.      The arena it was built on.
 * Columns.    A node hands on `vars[0..width)`; expressions of a node are over its children's columns
 *             (left first), but where said otherwise. */
#ifndef ND_SQL_PLAN_PLAN_H
#define ND_SQL_PLAN_PLAN_H

#include "sql/bind/bound.h"

#define ND_SCAN_BLOOMS_MAX 3
#define ND_PLAN_DEPTH_MAX 64 /* of operators: 54001 beyond */

enum nd_plan_kind {
    ND_PLAN_RESULT, /* one row without columns */
    ND_PLAN_VALUES,
    ND_PLAN_SET, /* rows that calls give, beside each row of the child */
    ND_PLAN_CTE, /* rows of a name of WITH */
    ND_PLAN_SCAN,
    ND_PLAN_FILTER,
    ND_PLAN_PROJECT,
    ND_PLAN_AGG,
    ND_PLAN_WINDOW, /* the child's columns, then results of calls with OVER; sorted by partition and order */
    ND_PLAN_DISTINCT,
    ND_PLAN_SORT,
    ND_PLAN_LIMIT,
    ND_PLAN_LOCK, /* locks the rows of tables that its child's rows come from */
    ND_PLAN_SETOP,
    ND_PLAN_JOIN,
    ND_PLAN_INSERT,
    ND_PLAN_UPDATE,
    ND_PLAN_DELETE,
};

/* The values that a leading column of the index may have. */
struct nd_scan_eq {
    struct nd_expr **values; /* rowless; = or IN */
    size_t count;
};

struct nd_scan {
    const struct nd_table *table;
    const char *alias;
    uint32_t first_var;
    struct nd_expr **virtuals; /* what the table's virtual columns stand for, by position; NULL: it has none */
    const struct nd_index *index;
    struct nd_scan_eq eq[ND_INDEX_COLUMNS_MAX];
    size_t eq_count;
    struct nd_expr *lower, *upper; /* of column eq_count; NULL: open */
    bool lower_is_strict, upper_is_strict;
    bool is_point; /* eq covers a unique index: get instead of scan */
    bool is_reverse;
    bool is_merged; /* several buckets of an index that is sharded by hash, in the order of its columns; else one after the other */
    struct nd_expr *cond;           /* what the index answers, for EXPLAIN */
    struct nd_expr *implied;        /* ... what its predicate says already: it is not tested; NULL: nothing */
    struct nd_expr *filter;         /* the rest, over this node's own columns */
    uint32_t *columns;              /* positions in table->columns, ascending: what is decoded and handed on */
    struct nd_expr *limit, *offset; /* of the LIMIT right above: rows worth reading */
    bool keys_only;     /* no column is needed: rows are counted */
    bool is_index_only; /* all columns come from the index's entries */
    /* What shards do for a scan that is long (sql/shard), set at the end. */
    bool at_shard;                /* rows go through a program */
    bool is_large;                /* so it seems: from the first request on */
    struct nd_expr *shard_filter; /* of the filter, what shards evaluate; NULL: nothing */
    struct nd_expr *rest;         /* ... and what they cannot */
    bool *is_needed;              /* by column of the table: read above the scan */
    /* Joins above whose other side is built before: rows whose keys are surely not there need not come. */
    const struct nd_plan *blooms[ND_SCAN_BLOOMS_MAX];
    size_t bloom_count;
    bool is_lookup;     /* right of a lookup join: eq values are over the join's left side */
};

struct nd_plan_sort {
    uint32_t var, slot;
    unsigned flags;
};

enum nd_join_method {
    ND_JOIN_LOOP,   /* the right side is kept and met by each left row */
    ND_JOIN_HASH,   /* the right side is kept in a hash table by its keys */
    ND_JOIN_MERGE,  /* both sides come sorted by the keys and are walked in step */
    ND_JOIN_LOOKUP, /* the right side is a scan whose keys a batch of left rows gives */
};

struct nd_plan {
    enum nd_plan_kind kind;
    uint32_t id; /* dense, from 0: its place among the states of an execution */
    struct nd_plan *left, *right;
    uint32_t *vars;
    size_t width;
    double rows, startup, cost; /* estimates; startup: of the cost, before the first row */
    union {
        struct {
            struct nd_expr **exprs;
            size_t rows;
        } values; /* exprs[row * width + column] */
        struct {
            struct nd_set_use *uses; /* vars: the child's, then theirs, then the ordinal */
            size_t count;
            bool has_ordinal;
            const char *alias; /* of an item of FROM; NULL: of a select list */
        } set;
        struct {
            const struct nd_cte *cte;
            bool is_work;      /* the rows of the round before */
            uint32_t *columns; /* which of its columns are handed on */
        } cte;
        struct nd_scan scan;
        struct {
            struct nd_expr *cond;
        } filter;
        struct {
            struct nd_expr **exprs;
        } project; /* one a column */
        struct {
            struct nd_window *window;
        } window;
        struct {
            struct nd_group *groups; /* vars: groups, then aggregates */
            size_t group_count;
            struct nd_agg_use *aggs;
            size_t agg_count;
            const uint64_t *always; /* GROUPING SETS: numbers of sets without expressions, which have a row even of no input */
            size_t always_count;
            bool has_order; /* input is sorted by the groups */
            bool is_partial; /* the shards aggregate, the gateway merges; the child is a scan */
        } agg;
        struct {
            uint32_t *keys, *slots;
            size_t key_count;
        } distinct; /* key_count 0: all columns */
        struct {
            struct nd_plan_sort *keys;
            size_t key_count;
            struct nd_expr *limit, *offset;
        } sort; /* limit: top-k */
        struct {
            struct nd_expr *limit, *offset;
            struct nd_plan_sort *ties; /* WITH TIES: the keys of the sort below; NULL */
            size_t tie_count;
        } limit;
        struct {
            const struct nd_query_lock *items;
            size_t count;
            uint32_t **slots;               /* of each item's primary key, column by column */
            struct nd_expr *limit, *offset; /* of the LIMIT right above: rows worth locking */
        } lock;
        struct {
            enum nd_setop_kind op;
            bool is_all;
        } setop; /* children have the same width */
        struct {
            enum nd_join_kind kind;
            enum nd_join_method method;
            struct nd_expr *cond;                     /* all of ON, over left and right; NULL: TRUE */
            struct nd_expr **left_keys, **right_keys; /* equal pairs that are hashed or merged; of one type each */
            size_t key_count;
            unsigned *key_flags;     /* MERGE: the order of each key */
            struct nd_expr *rest;    /* of cond beyond the keys */
            uint32_t *lateral_vars;  /* of the left; the right is run anew for each left row, these being OUTER in it */
            uint32_t *lateral_slots; /* where they are in the left's batch */
            size_t lateral_count;
        } join;
        struct {
            const struct nd_insert *insert;
        } insert; /* left: source, NULL: one row of defaults */
        struct {
            const struct nd_update *update;
        } update; /* left: the rows, all columns of the table */
    };
};

struct nd_plan_tree {
    struct nd_plan *root;        /* NULL: COPY */
    struct nd_plan **subqueries; /* by id; run when they are needed */
    size_t subquery_count;
    size_t node_count;
    struct nd_bound *bound;
};

ND_RESULT nd_plan_build(struct nd_bound *bound, struct nd_arena *arena, struct nd_plan_tree **tree_out,
                        struct nd_err *err);
/* Calls `visit` for every expression of the tree, which it may replace. */
void nd_plan_each_expr(struct nd_plan *plan, void *arg, void (*visit)(void *arg, struct nd_expr **expr));
struct nd_plan *nd_plan_new(struct nd_arena *arena, enum nd_plan_kind kind, struct nd_plan *left, struct nd_plan *right,
                            size_t width);

#endif
