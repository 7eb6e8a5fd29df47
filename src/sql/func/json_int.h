/* SPDX-License-Identifier: Apache-2.0 */
/* json_int.h - what the files about json and jsonb share. */
#ifndef ND_SQL_FUNC_JSON_INT_H
#define ND_SQL_FUNC_JSON_INT_H

#include "sql/func/func_int.h"
#include "sql/types/json.h"

/* An argument, read. What is borrowed from it lives as long as the batch. */
static inline enum nd_status nd__json_arg(struct nd_func_call *call, size_t arg, size_t row, struct nd_json **json_out)
{
    return nd_json_parse(call->args[arg].s[row], call->ctx->arena, json_out, call->err);
}

static inline bool nd__json_is_container(const struct nd_json *json) { return json->kind == ND_JSON_ARRAY || json->kind == ND_JSON_OBJECT; }

/* json_get.c: a subscript, text or integer, as text */
struct nd_slice nd__json_step(struct nd_func_call *call, size_t arg, size_t row);

/* json_set.c */
ND_RESULT nd__json_give(struct nd_func_call *call, size_t row, const struct nd_json *json); /* a tree whose members are in order -> jsonb */
struct nd_json *nd__json_copy(struct nd_arena *arena, const struct nd_json *json);          /* by itself: the items are the same */
struct nd_json **nd__json_tail(struct nd_json *json);
void nd__json_put_member(struct nd_json *object, struct nd_json *member);   /* into its place, in place of one of the same name */
struct nd_json **nd__json_link_at(struct nd_json *array, int64_t at);       /* leads to an item, counted from the end below zero; NULL: there is none */
ND_RESULT nd__json_scalar(struct nd_func_call *call, const char *what);     /* 22023 cannot WHAT scalar */

#endif
