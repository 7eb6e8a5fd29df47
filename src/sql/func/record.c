/* SPDX-License-Identifier: Apache-2.0 */
/* Functions in FROM whose rows have several columns. */
#include "sql/func/array_int.h"

enum { OPTION_NAME,
       OPTION_VALUE };

/* Options of the form name=value, as the catalogs keep them; no sign: no value. */
static enum nd_status options(struct nd_func_call *call)
{
    bool is_name = call->func->param == OPTION_NAME;
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row);
        struct nd_datum *items = nd_array_items(&array, ND_TYPE_TEXT, call->ctx->arena);
        for (size_t i = 0; i < array.count; i++) {
            if (items[i].is_null) continue;
            struct nd_slice text = items[i].s;
            const uint8_t *sign = text.n == 0 ? NULL : memchr(text.p, '=', text.n);
            size_t n = sign == NULL ? text.n : (size_t)(sign - text.p);
            if (is_name) items[i] = nd_datum_bytes(nd_slice_of(text.p, n));
            else items[i] = sign == NULL ? ND_DATUM_NULL : nd_datum_bytes(nd_slice_drop(text, n + 1));
        }
        call->out->s[row] = nd_array_of_items(ND_TYPE_TEXT, items, array.count, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

static enum nd_status same(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->s[row] = call->args[0].s[row];
    return ND_STATUS_OK;
}

/* 1, 2, ...: as many as the array has elements. */
static enum nd_status positions(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row);
        struct nd_datum *items = nd_arena_alloc(call->ctx->arena, (array.count + 1) * sizeof *items);
        for (size_t i = 0; i < array.count; i++) items[i] = nd_datum_i64((int64_t)i + 1);
        call->out->s[row] = nd_array_of_items(ND_TYPE_INT4, items, array.count, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

const struct nd_func_record *nd_func_record(const char *name)
{
    static const char *const expand_columns[] = {"x", "n"};
    static const struct nd_func expand_funcs[] = {
        {.name = "_pg_expandarray", .result = ND_TYPE_ANYARRAY, .kernel = same, .arg_count = 1, .args = {ND_TYPE_ANYARRAY}},
        {.name = "_pg_expandarray", .result = ND_TYPE_INT4_ARRAY, .kernel = positions, .arg_count = 1, .args = {ND_TYPE_ANYARRAY}},
    };
    static const char *const option_columns[] = {"option_name", "option_value"};
    static const struct nd_func option_funcs[] = {
        {.name = "pg_options_to_table", .result = ND_TYPE_TEXT_ARRAY, .kernel = options, .param = OPTION_NAME, .arg_count = 1, .args = {ND_TYPE_TEXT_ARRAY}, .volatility = ND_STABLE},
        {.name = "pg_options_to_table", .result = ND_TYPE_TEXT_ARRAY, .kernel = options, .param = OPTION_VALUE, .arg_count = 1, .args = {ND_TYPE_TEXT_ARRAY}, .volatility = ND_STABLE},
    };
    static const struct nd_func_record records[] = {{"pg_options_to_table", ND_TYPE_TEXT_ARRAY, 2, option_columns, option_funcs, OPTION_NAME},
                                                    {"_pg_expandarray", ND_TYPE_ANYARRAY, 2, expand_columns, expand_funcs, 1}};
    if (strcmp(name, "pg_get_keywords") == 0) return nd__keyword_record();
    for (size_t i = 0; i < ND_ARRAY_LEN(records); i++)
        if (strcmp(records[i].name, name) == 0) return &records[i];
    return nd__json_record(name);
}
