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
    size_t var_count;
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
void nd__opt_fold(struct nd_opt *opt, struct nd_plan *plan);
struct nd_plan *nd__opt_push(struct nd_opt *opt, struct nd_plan *plan);
void nd__opt_access(struct nd_opt *opt, struct nd_plan *plan);
struct nd_plan *nd__opt_order(struct nd_opt *opt, struct nd_plan *plan);
void nd__opt_prune(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset needed);
void nd__opt_finish(struct nd_opt *opt, struct nd_plan *plan);
void nd__opt_cost(struct nd_opt *opt, struct nd_plan *plan);

/* A comparison `variable op rowless value` of this scan's table, seen through casts that keep order and value. */
struct nd_match {
    uint32_t column; /* position in the table */
    enum nd_compare compare;
    struct nd_expr *value; /* EQ of IN: values */
    struct nd_expr **values;
    size_t value_count;
};
bool nd__match_column(const struct nd_scan *scan, const struct nd_expr *cond, struct nd_match *match_out);

#endif
