/* SPDX-License-Identifier: Apache-2.0 */
/* unnest_int.h - shared by the rules that turn subqueries into joins. */
#ifndef ND_SQL_OPT_UNNEST_INT_H
#define ND_SQL_OPT_UNNEST_INT_H

#include "sql/opt/opt_int.h"

/* The expression reads outer variables of the subquery. */
bool nd__reads_outer(const struct nd_subquery *subquery, const struct nd_expr *expr);
bool nd__has_subquery(const struct nd_expr *expr);
/* Puts the arguments of `use`, which stands for its subquery, in the place of outer and left variables. Changes expr. */
struct nd_expr *nd__bind_outer(struct nd_opt *opt, const struct nd_expr *use, struct nd_expr *expr);
/* Puts the projection's expressions in the place of its variables. Changes expr. */
struct nd_expr *nd__substitute(struct nd_opt *opt, const struct nd_plan *project, struct nd_expr *expr);
/* Nodes and expressions are new; what they borrow is shared. */
struct nd_plan *nd__plan_copy(struct nd_opt *opt, const struct nd_plan *plan);
/* A copy of the tree without its conditions on outer variables, which go to conds; NULL: it reads outer variables elsewhere. */
struct nd_plan *nd__pull_subquery(struct nd_opt *opt, const struct nd_subquery *subquery, const struct nd_plan *plan,
                                  struct nd__conds *conds);
/* Few outer rows, and an index for each: cheaper than reading all that the subquery might need. */
bool nd__stays_subplan(struct nd_opt *opt, const struct nd_subquery *subquery, const struct nd_plan *outer,
                       struct nd_expr *outer_cond);
/* Scalar subqueries in `expr` over *below become joins with *below. */
struct nd_expr *nd__unnest_scalars(struct nd_opt *opt, struct nd_plan **below, struct nd_expr *expr,
                                   struct nd_expr *outer_cond, bool is_cond);

#endif
