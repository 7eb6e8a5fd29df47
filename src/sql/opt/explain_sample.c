/* SPDX-License-Identifier: Apache-2.0 */
/* explain_sample.c - what EXPLAIN says of TABLESAMPLE: a condition among those of a scan. */
#include "sql/opt/opt_int.h"

const struct nd_expr *nd__find_sample(const struct nd_expr *filter, bool *is_repeatable_out)
{
    if (filter == NULL) return NULL;
    if (filter->kind == ND_EXPR_FUNC) return nd_func_is_sample(filter->func, is_repeatable_out) ? filter : NULL;
    const struct nd_expr *found = NULL;
    for (size_t i = 0; filter->kind == ND_EXPR_AND && i < filter->arg_count && found == NULL; i++) found = nd__find_sample(filter->args[i], is_repeatable_out);
    return found;
}

struct nd_expr *nd__without_sample(const struct nd_expr *filter, const struct nd_expr *sample, struct nd_arena *arena)
{
    if (filter == NULL || filter == sample) return NULL;
    if (filter->kind != ND_EXPR_AND) return nd_expr_copy(arena, filter);
    struct nd_expr *rest = NULL;
    for (size_t i = 0; i < filter->arg_count; i++) {
        struct nd_expr *one = nd__without_sample(filter->args[i], sample, arena);
        if (one != NULL) rest = nd_expr_and(arena, rest, one);
    }
    return rest;
}
