/* SPDX-License-Identifier: Apache-2.0 */
/* opt_int.h - shared by the rules. */
#ifndef ND_SQL_OPT_INT_H
#define ND_SQL_OPT_INT_H

#include "sql/opt/opt.h"

struct nd_opt {
    struct nd_arena *arena;
    struct nd_plan_tree *tree;
    const struct nd_eval *eval;
    struct nd_err *err;
    const struct nd_opt_settings *settings;
    size_t var_count; /* with room for those that unnest_scalar.c makes */
    struct nd__wanted {
        const struct nd_plan_sort *keys;
        size_t count;
    } wanted; /* the order that the node above asks of the one that conditions are pushed into */
    uint32_t *origins; /* by variable: the one that it is a plain copy of, itself otherwise */
};

/* A set of variables. */
struct nd_varset {
    uint64_t *words;
};
struct nd_varset nd__varset_new(struct nd_opt *opt);
static inline void nd__varset_add(struct nd_varset set, uint32_t var)
{
    set.words[var / 64] |= UINT64_C(1) << (var % 64);
}
static inline bool nd__varset_has(struct nd_varset set, uint32_t var)
{
    return (set.words[var / 64] >> (var % 64) & 1) != 0;
}
void nd__varset_add_expr(struct nd_varset set, const struct nd_expr *expr); /* its variables; NULL is fine */
struct nd_varset nd__varset_of_plan(struct nd_opt *opt, const struct nd_plan *plan);
bool nd__expr_is_within(const struct nd_expr *expr, struct nd_varset set); /* all its variables are in set */

struct nd_expr *nd__join_conjuncts(struct nd_opt *opt, struct nd_expr *const *list, size_t count);

/* Subqueries of WHERE and its kin become joins, where that is right and pays. Before all other rules. */
struct nd_plan *nd__opt_unnest(struct nd_opt *opt, struct nd_plan *plan);
/* Conjuncts that all arms of an OR share move out of it. */
void nd__opt_factor(struct nd_opt *opt, struct nd_plan *plan);

/* Conditions that all hold. */
struct nd__conds {
    struct nd_expr **list;
    size_t count, cap; /* cap: where it grows */
};
struct nd__conds nd__conds_new(struct nd_opt *opt, size_t room);
static inline void nd__conds_add(struct nd__conds *conds, struct nd_expr *expr) { conds->list[conds->count++] = expr; }
struct nd__conds nd__conds_and_expr(struct nd_opt *opt, struct nd__conds conds, struct nd_expr *expr); /* a longer copy */
/* Takes those out of `conds` whose variables are all in `set`; volatile ones stay where they are. */
struct nd__conds nd__conds_take(struct nd_opt *opt, struct nd__conds *conds, struct nd_varset set);

void nd__opt_fold(struct nd_opt *opt, struct nd_plan *plan);
struct nd_plan *nd__opt_push(struct nd_opt *opt, struct nd_plan *plan);
struct nd_plan *nd__push(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds);
struct nd_plan *nd__filter_above(struct nd_opt *opt, struct nd_plan *plan, struct nd__conds conds);
struct nd_plan *nd__make_join(struct nd_opt *opt, enum nd_join_kind kind, struct nd_plan *left, struct nd_plan *right, struct nd__conds conds);
bool nd__is_equality(const struct nd_expr *cond, struct nd_varset a, struct nd_varset b); /* of an expression over a with one over b */
bool nd__has_common_key(const struct nd_expr *cond); /* both sides of an equality can be hashed as one type */
void nd__opt_prune(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset needed);
struct nd_plan *nd__opt_order(struct nd_opt *opt, struct nd_plan *plan);
void nd__opt_finish(struct nd_opt *opt, struct nd_plan *plan);
void nd__opt_shard(struct nd_opt *opt, struct nd_plan *plan); /* what shards do of scans and the aggregates above them; last */

/* rewrite.c: what conditions say beyond their words. */
/* What an OR says of the variables in `set` alone; NULL: nothing. */
struct nd_expr *nd__opt_part_of_or(struct nd_opt *opt, const struct nd_expr *cond, struct nd_varset set);
/* Variables that are not NULL where the condition is true. */
void nd__opt_not_null(const struct nd_opt *opt, const struct nd_expr *cond, struct nd_varset set);

/* join_parts.c: outer joins whose NULLs the conditions above refuse become inner ones; RIGHT becomes LEFT. */
void nd__opt_reduce(struct nd_opt *opt, struct nd_plan *join, struct nd__conds conds);
/* A join, and the joins below it, in the cheapest order that is found; conds: what is asked of the rows above. */
struct nd_plan *nd__opt_join(struct nd_opt *opt, struct nd_plan *join, struct nd__conds conds, struct nd__wanted wanted);

/* join_merge.c: orders, and joins of sides that come in order. */
#define ND__ORDER_MAX ND_INDEX_COLUMNS_MAX
struct nd__order {
    struct nd_plan_sort keys[ND__ORDER_MAX];
    size_t count;
};
struct nd__order nd__plan_order(const struct nd_plan *plan); /* of its rows; count 0: none that is known */
bool nd__plan_is_sorted(struct nd_opt *opt, const struct nd_plan *plan, const struct nd_plan_sort *keys, size_t count);
bool nd__keeps_left_order(const struct nd_plan *join);
struct nd_plan *nd__sorted_by(struct nd_opt *opt, struct nd_plan *plan, const struct nd_plan_sort *keys, size_t count);
struct nd_plan *nd__make_full_join(struct nd_opt *opt, struct nd_plan *left, struct nd_plan *right, struct nd__conds conds);

/* access.c: an index and its keys for a scan whose conditions are all in `filter`. */
void nd__opt_access(struct nd_opt *opt, struct nd_plan *plan);
/* Takes the choice back: all conditions are in `filter` again. */
void nd__opt_undo_access(struct nd_opt *opt, struct nd_scan *scan);
/* The index that gives the order and is cheapest where `wanted` rows are read (< 0: all); false: none gives it. is_once: above it no
 * row of the table comes twice. *cost_out: of those rows. */
bool nd__opt_ordered_access(struct nd_opt *opt, struct nd_plan *plan, const struct nd_plan_sort *keys, size_t key_count, bool is_once, double wanted, double *cost_out);
/* An index whose leading columns equal values that a join's left side or constants give. */
struct nd__lookup {
    const struct nd_index *index;
    struct nd_expr *values[ND_INDEX_COLUMNS_MAX]; /* of the leading columns; over the left side, or rowless */
    struct nd_expr *conds[ND_INDEX_COLUMNS_MAX];  /* the conditions that they stand for */
    size_t count, joined;                         /* joined: of them, those that come from the left side */
    bool is_point;
    double rows_per_key;                          /* found, before the scan's other conditions */
    double cost;                                  /* of looking up `outer_rows` rows */
};
/* The column whose order the expression's values are in, seen through casts that keep it; ND_VAR_NONE: none. */
uint32_t nd__order_var(const struct nd_expr *expr);
/* The index that the scan walks: its columns as they give the rows' order. */
void nd__scan_order(const struct nd_scan *scan, struct nd_plan_sort *keys, size_t *count);
bool nd__opt_lookup(struct nd_opt *opt, const struct nd_plan *scan, struct nd__conds equalities, double outer_rows, struct nd__lookup *out);
void nd__opt_use_lookup(struct nd_opt *opt, struct nd_plan *scan, const struct nd__lookup *lookup);

/* estimate.c */
double nd__opt_table_rows(const struct nd_table *table);
uint32_t nd__origin(const struct nd_opt *opt, uint32_t var);
double nd__distinct(const struct nd_opt *opt, const struct nd_expr *expr, double rows); /* different values among so many rows of its table */
double nd__share(const struct nd_opt *opt, const struct nd_expr *cond);
double nd__share_of_list(const struct nd_opt *opt, struct nd_expr *const *list, size_t count);
double nd__expr_width(const struct nd_opt *opt, uint32_t var); /* average bytes of a variable's value */

/* cost.c: rows and costs of a tree, bottom up. A unit is about 50 microseconds. */
#define ND__COST_SEEK 1.0        /* a request to a shard */
#define ND__COST_ROW 0.007       /* a row of a scan */
#define ND__COST_COLUMN 0.0008   /* each of its columns that is decoded */
#define ND__COST_ENTRY 0.006     /* an entry of a secondary index */
#define ND__COST_GET 0.1        /* a key of a batched get */
#define ND__COST_RANGE 0.4       /* a small range of a batched lookup */
#define ND__COST_CONDITION 0.001 /* a condition evaluated for a row */
#define ND__COST_BUILD 0.012     /* a row put into a hash table */
#define ND__COST_PROBE 0.006     /* a row looked up in it */
#define ND__COST_SYS_KEY 0.03   /* a key of a look-up in a system relation */
#define ND__COST_OUT 0.004       /* a row handed on by a join */
#define ND__COST_PAIR 0.002      /* a pair of a nested loop */
#define ND__COST_MERGE 0.004     /* a row of either side of a merge join */
#define ND__COST_MERGE_SETUP 0.05 /* once: few rows are joined sooner in other ways */
#define ND__COST_SPILL 0.012     /* a row that goes to a temporary file and comes back */
#define ND__COST_GROUP 0.012     /* a row aggregated */
#define ND__COST_COMPARE 0.003   /* of a sort */
#define ND__COST_OFF 1e10        /* a method that is switched off */
void nd__opt_cost(struct nd_opt *opt, struct nd_plan *plan);
double nd__cost_sort(double rows, double wanted); /* wanted < 0: all */
double nd__cost_spill(const struct nd_opt *opt, double held_bytes, double rows); /* held_bytes: what does not fit makes `rows` go to disk */
double nd__plan_bytes(const struct nd_opt *opt, const struct nd_plan *plan);      /* of one of its rows, kept */
double nd__cost_merge_join(double left_rows, double right_rows, double out_rows);
double nd__cost_hash_join(double left_rows, double right_rows, double out_rows);
double nd__cost_loop_join(double left_rows, double right_rows, double out_rows);

/* A comparison `variable op rowless value` of this scan's table, seen through casts that keep order and value. */
struct nd_match {
    uint32_t column; /* position in the table */
    enum nd_compare compare;
    struct nd_expr *value; /* EQ of IN: values */
    struct nd_expr **values;
    size_t value_count;
};
/* A virtual column that the expression is. */
bool nd__match_virtual(const struct nd_scan *scan, const struct nd_expr *expr, uint32_t *column_out);
bool nd__match_column(const struct nd_scan *scan, const struct nd_expr *cond, struct nd_match *match_out);

/* explain_sample.c: the condition that TABLESAMPLE is among those of a scan, NULL: none; what is left without it. */
const struct nd_expr *nd__find_sample(const struct nd_expr *filter, bool *is_repeatable_out);
struct nd_expr *nd__without_sample(const struct nd_expr *filter, const struct nd_expr *sample, struct nd_arena *arena);

#endif
