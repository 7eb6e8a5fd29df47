/* SPDX-License-Identifier: Apache-2.0 */
/* join_int.h - a tree of joins taken apart: shared by join_parts.c (apart, and together again), join_order.c and
 * join_merge.c. */
#ifndef ND_SQL_OPT_JOIN_INT_H
#define ND_SQL_OPT_JOIN_INT_H

#include "sql/opt/opt_int.h"

#define ND__JOIN_RELS_MAX 60

struct nd__rel {
    struct nd_plan *plan;
    struct nd_varset vars;
    enum nd_join_kind kind; /* INNER, or the kind of join that has it on its right: LEFT, SEMI, ANTI */
    struct nd__conds on;    /* of such a join */
    uint64_t needs;         /* ... the relations that must be there before */
    double row_bytes;       /* of a row that is kept; 0: not asked for yet */
    struct nd__walk {       /* what it costs to read it in some order, as far as that was asked for */
        struct nd_plan_sort *keys;
        size_t count;
        double cost;
    } walks[8];
    size_t walk_count;
};

struct nd__clause {
    struct nd_expr *expr;
    uint64_t rels;
    double share;
    bool is_equality; /* of one side's value with the other's: can be hashed */
    uint64_t rels_of_arg[2]; /* ... the relations of either */
};

struct nd__member {
    struct nd_expr *expr; /* VAR */
    size_t rel;
};
struct nd__class { /* variables that are equal to each other */
    struct nd__member *members;
    size_t count;
    uint64_t rels;
    const struct nd_func *eq;
};

struct nd__merge_key { /* variables that have the order of the two sides of an equality */
    uint32_t left, right;
    unsigned flags;
};

/* A way to join a set of relations. The first of a set is the cheapest; others are dearer and give an order. */
struct nd__part {
    uint64_t rels;
    double rows, cost;
    const struct nd__part *left, *right; /* NULL: one relation */
    enum nd_join_method method;
    bool is_flipped;                     /* a left join that keeps its right side in memory: RIGHT, sides exchanged */
    const struct nd__rel *special;       /* one relation that is no inner one */
    const struct nd_plan_sort *order;    /* of its rows; by any variable of the class */
    size_t order_count;
    const struct nd__merge_key *keys;    /* MERGE */
    size_t key_count;
    bool sorts_left, sorts_right;
    struct nd__part *next;
};

/* Ways to merge two parts. */
struct nd__merge_way {
    const struct nd__part *left, *right;
    struct nd__merge_key keys[ND__ORDER_MAX];
    size_t key_count;
    bool sorts_left, sorts_right;
    double cost;
};
struct nd__merge_ways {
    struct nd__merge_way list[5];
    size_t count;
};

struct nd__joining {
    struct nd_opt *opt;
    struct nd__rel *rels;
    size_t rel_count;
    uint64_t specials;
    struct nd__clause *clauses;
    size_t clause_count;
    struct nd__class *classes;
    size_t class_count;
    struct nd__wanted wanted;
};

const struct nd__part *nd__join_search(const struct nd__joining *joining);
/* The clause has all its relations in the two together, and not in one of them. */
bool nd__clause_spans(const struct nd__clause *clause, uint64_t left, uint64_t right);
/* A member of the one set equals one of the other; NULL: the class is not in both. */
struct nd_expr *nd__class_equality(const struct nd__joining *joining, const struct nd__class *class, uint64_t left, uint64_t right);
struct nd__conds nd__equalities(const struct nd__joining *joining, uint64_t left, size_t rel);

/* join_merge.c */
void nd__merge_ways(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right, double rows, struct nd__merge_ways *ways);
bool nd__order_covers(const struct nd__joining *joining, const struct nd_plan_sort *have, size_t have_count, const struct nd_plan_sort *want, size_t want_count);
bool nd__order_is_useful(const struct nd__joining *joining, const struct nd__part *part);
double nd__wanted_cost(const struct nd__joining *joining, const struct nd__part *part);
double nd__hash_spill(const struct nd__joining *joining, const struct nd__part *left, const struct nd__part *right); /* 0: it fits */
struct nd_plan *nd__make_merge(struct nd_opt *opt, enum nd_join_kind kind, struct nd_plan *left, struct nd_plan *right, struct nd__conds conds, const struct nd__merge_key *keys,
                               size_t key_count, bool sorts_left, bool sorts_right);

#endif
