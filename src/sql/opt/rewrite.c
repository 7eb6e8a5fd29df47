/* SPDX-License-Identifier: Apache-2.0 */
/* rewrite.c - what conditions say beyond their words: an OR of one table alone, a condition of NULLs. */
#include "sql/opt/opt_int.h"

#define ARMS_MAX 64 /* longer ORs stay as they are */

struct nd_expr *nd__opt_part_of_or(struct nd_opt *opt, const struct nd_expr *cond, struct nd_varset set)
{
    if (cond->kind != ND_EXPR_OR || cond->arg_count > ARMS_MAX) return NULL;
    struct nd_expr *either = nd_expr_new(opt->arena, ND_EXPR_OR, cond->type, cond->arg_count);
    for (size_t i = 0; i < cond->arg_count; i++) {
        struct nd_expr **list = nd_arena_array(opt->arena, struct nd_expr *, nd_expr_count_conjuncts(cond->args[i]) + 1);
        size_t count = nd_expr_conjuncts(cond->args[i], list), kept = 0;
        for (size_t k = 0; k < count; k++)
            if (!nd_expr_is_rowless(list[k]) && nd__expr_is_within(list[k], set) && nd_expr_volatility(list[k]) != ND_VOLATILE) list[kept++] = nd_expr_copy(opt->arena, list[k]);
        if (kept == 0) return NULL;
        either->args[i] = nd__join_conjuncts(opt, list, kept);
    }
    nd_expr_fix_depth(either);
    return either;
}

/* ---- NULLs ------------------------------------------------------------------------------------------------------ */

/* Variables that make the expression NULL when they are. */
static void strict_vars(const struct nd_expr *expr, struct nd_varset set)
{
    if (expr->kind == ND_EXPR_VAR) nd__varset_add(set, expr->var);
    if (expr->kind == ND_EXPR_CAST || (expr->kind == ND_EXPR_FUNC && !expr->func->is_lax))
        for (size_t i = 0; i < expr->arg_count; i++) strict_vars(expr->args[i], set);
}

static struct nd_varset empty_set(const struct nd_opt *opt) { return (struct nd_varset){nd_arena_array(opt->arena, uint64_t, opt->var_count / 64 + 1)}; }

void nd__opt_not_null(const struct nd_opt *opt, const struct nd_expr *cond, struct nd_varset set)
{
    size_t words = opt->var_count / 64 + 1;
    if (cond == NULL) return;
    switch (cond->kind) {
    case ND_EXPR_AND:
        for (size_t i = 0; i < cond->arg_count; i++) nd__opt_not_null(opt, cond->args[i], set);
        return;
    case ND_EXPR_OR: {
        struct nd_varset all = empty_set(opt);
        for (size_t i = 0; i < cond->arg_count; i++) {
            struct nd_varset arm = empty_set(opt);
            nd__opt_not_null(opt, cond->args[i], arm);
            for (size_t w = 0; w < words; w++) all.words[w] = i == 0 ? arm.words[w] : all.words[w] & arm.words[w];
        }
        for (size_t w = 0; w < words; w++) set.words[w] |= all.words[w];
        return;
    }
    case ND_EXPR_NOT: /* NOT NULL is NULL */
        if (cond->args[0]->kind == ND_EXPR_FUNC || cond->args[0]->kind == ND_EXPR_VAR) strict_vars(cond->args[0], set);
        return;
    case ND_EXPR_IS_NULL:
        if (cond->is_not) strict_vars(cond->args[0], set);
        return;
    case ND_EXPR_IN: strict_vars(cond->args[0], set); return;
    default: strict_vars(cond, set);
    }
}
