/* SPDX-License-Identifier: Apache-2.0 */
/* join_int.h - a tree of joins taken apart: shared by join_parts.c (apart, and together again) and join_order.c. */
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
};

struct nd__clause {
    struct nd_expr *expr;
    uint64_t rels;
    double share;
    bool is_equality; /* of one side's value with the other's: can be hashed */
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

/* The best way found to join a set of relations. */
struct nd__part {
    uint64_t rels;
    double rows, cost;
    const struct nd__part *left, *right; /* NULL: one relation */
    enum nd_join_method method;
    bool is_flipped;                     /* a left join that keeps its right side in memory: RIGHT, sides exchanged */
    const struct nd__rel *special;       /* one relation that is no inner one */
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
};

const struct nd__part *nd__join_search(const struct nd__joining *joining);
/* The clause has all its relations in the two together, and not in one of them. */
bool nd__clause_spans(const struct nd__clause *clause, uint64_t left, uint64_t right);
/* A member of the one set equals one of the other; NULL: the class is not in both. */
struct nd_expr *nd__class_equality(const struct nd__joining *joining, const struct nd__class *class, uint64_t left, uint64_t right);
struct nd__conds nd__equalities(const struct nd__joining *joining, uint64_t left, size_t rel);

#endif
