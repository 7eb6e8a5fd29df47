/* SPDX-License-Identifier: Apache-2.0 */
/* bind_sample.c - TABLESAMPLE. */
#include <string.h>

#include "sql/bind/bind_int.h"

/* A value that no row goes into. */
static enum nd_status bind_value(struct nd_binder *binder, const struct nd_scope *outer, const struct nd_ast_expr *ast, enum nd_type_id type, struct nd_expr **out)
{
    struct nd_scope empty = {.outer = outer};
    struct nd_query *agg_query = binder->level->agg_query;
    binder->level->agg_query = NULL;
    binder->level->agg_place = "functions in FROM";
    enum nd_status status = nd__bind_expr(binder, &empty, ast, out);
    binder->level->agg_query = agg_query;
    ND_TRY(status);
    return nd__coerce(binder, *out, (struct nd_type){type, -1}, ND_CAST_ASSIGNMENT, true, out);
}

enum nd_status nd__bind_sample(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_from *ast, struct nd_rel *rel)
{
    const struct nd_ast_sample *in = ast->sample;
    if (rel->kind != ND_REL_TABLE) return nd__bind_error(binder, ast->position, "0A000", "TABLESAMPLE clause can only be applied to tables and materialized views");
    if (strcmp(in->method, "bernoulli") != 0 && strcmp(in->method, "system") != 0)
        return nd__bind_error(binder, in->position, "42704", "tablesample method %s does not exist", in->method);
    if (in->arg_count != 1) return nd__bind_error(binder, in->position, "2202H", "tablesample method %s requires 1 argument, not %zu", in->method, in->arg_count);
    struct nd_sample *sample = nd_arena_new(binder->arena, struct nd_sample);
    sample->method = in->method;
    ND_TRY(bind_value(binder, scope->outer, in->args[0], ND_TYPE_FLOAT4, &sample->percent));
    if (in->seed != NULL) ND_TRY(bind_value(binder, scope->outer, in->seed, ND_TYPE_FLOAT8, &sample->seed));
    rel->sample = sample;
    return ND_STATUS_OK;
}
