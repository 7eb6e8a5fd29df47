/* SPDX-License-Identifier: Apache-2.0 */
/* Changing jsonb at a path: #-, jsonb_set, jsonb_set_lax, jsonb_insert, assignment to an element. */
#include <stdlib.h>

#include "sql/func/array_int.h"
#include "sql/func/json_int.h"

/* ASSIGN creates what is missing on the way and keeps positions. */
enum { PATH_DELETE, PATH_REPLACE, PATH_CREATE, PATH_ASSIGN, PATH_INSERT_BEFORE, PATH_INSERT_AFTER };

#define GAP_ITEMS_MAX (1 << 20) /* nulls before an element that is assigned: 54000 beyond */

struct change {
    struct nd_func_call *call;
    int op;
    struct nd_datum *steps;
    size_t count;
    struct nd_json *value; /* not of DELETE */
};

static bool read_number(const struct change *change, size_t level, int64_t *number_out)
{
    struct nd_slice step = change->steps[level].s;
    char *text = nd_arena_strndup(change->call->ctx->arena, (const char *)step.p, step.n), *end;
    long value = strtol(text, &end, 10);
    *number_out = value;
    return end != text && *end == '\0' && value >= INT32_MIN && value <= INT32_MAX;
}

static enum nd_status change_object(struct change *change, struct nd_json *json, size_t level);
static enum nd_status change_array(struct change *change, struct nd_json *json, size_t level);

static enum nd_status not_composite(struct change *change)
{
    (void)nd_err_set(change->call->err, "22023", "cannot replace existing key");
    return nd_err_detail(change->call->err, "The path assumes key is a composite object, but it is a scalar value.");
}

static struct nd_json *new_json(struct change *change, enum nd_json_kind kind)
{
    struct nd_json *json = nd_arena_new(change->call->ctx->arena, struct nd_json);
    json->kind = kind;
    json->raw = nd_slice_str(kind == ND_JSON_NULL ? "null" : "");
    return json;
}

static enum nd_status add_nulls(struct change *change, struct nd_json *array, int64_t count)
{
    struct nd_json **tail = nd__json_tail(array);
    if (count > GAP_ITEMS_MAX) return nd_err_set(change->call->err, "54000", "a jsonb array cannot be extended by %lld elements at once", (long long)count);
    for (; count > 0; count--, tail = &(*tail)->next, array->count++) *tail = new_json(change, ND_JSON_NULL);
    return ND_STATUS_OK;
}

/* What stands below step `level` where there was nothing: an object or array a step, the value in the last. */
static enum nd_status make_chain(struct change *change, size_t level, struct nd_json **out)
{
    struct nd_json *value = nd__json_copy(change->call->ctx->arena, change->value);
    int64_t at;
    for (size_t i = change->count; --i > level;) {
        if (change->steps[i].is_null) return nd_err_set(change->call->err, "22004", "path element at position %zu is null", i + 1);
        bool is_array = read_number(change, i, &at);
        struct nd_json *outer = new_json(change, is_array ? ND_JSON_ARRAY : ND_JSON_OBJECT);
        if (is_array) ND_TRY(add_nulls(change, outer, at));
        value->key = change->steps[i].s;
        *nd__json_tail(outer) = value;
        outer->count++;
        value = outer;
    }
    *out = value;
    return ND_STATUS_OK;
}

static enum nd_status change_at(struct change *change, struct nd_json *json, size_t level)
{
    if (!nd__json_is_container(json)) return change->op == PATH_ASSIGN ? not_composite(change) : ND_STATUS_OK;
    if (change->steps[level].is_null) return nd_err_set(change->call->err, "22004", "path element at position %zu is null", level + 1);
    return json->kind == ND_JSON_OBJECT ? change_object(change, json, level) : change_array(change, json, level);
}

static enum nd_status change_object(struct change *change, struct nd_json *json, size_t level)
{
    struct nd_slice key = change->steps[level].s;
    bool is_last = level + 1 == change->count;
    struct nd_json **link = &json->items;
    while (*link != NULL && !nd_slice_eq((*link)->key, key)) link = &(*link)->next;
    if (!is_last && *link != NULL) return change_at(change, *link, level + 1);
    if (!is_last && change->op != PATH_ASSIGN) return ND_STATUS_OK;
    if (change->op == PATH_DELETE) {
        if (*link != NULL) *link = (*link)->next, json->count--;
        return ND_STATUS_OK;
    }
    if (*link != NULL && change->op >= PATH_INSERT_BEFORE) {
        (void)nd_err_set(change->call->err, "22023", "cannot replace existing key");
        return nd_err_hint(change->call->err, "Try using the function jsonb_set to replace key value.");
    }
    if (*link == NULL && change->op == PATH_REPLACE) return ND_STATUS_OK;
    struct nd_json *member;
    ND_TRY(make_chain(change, level, &member));
    member->key = key;
    nd__json_put_member(json, member);
    return ND_STATUS_OK;
}

static enum nd_status step_number(struct change *change, size_t level, int64_t *number_out)
{
    struct nd_slice step = change->steps[level].s;
    if (read_number(change, level, number_out)) return ND_STATUS_OK;
    return nd_err_set(change->call->err, "22P02", "path element at position %zu is not an integer: \"%.*s\"", level + 1, step.n > 100 ? 100 : (int)step.n, (const char *)step.p);
}

/* The array has no such element. */
static enum nd_status assign_beyond(struct change *change, struct nd_json *json, size_t level, int64_t at)
{
    struct nd_json *item;
    if (at < 0) return nd_err_set(change->call->err, "22023", "path element at position %zu is out of range: %lld", level + 1, (long long)at);
    ND_TRY(make_chain(change, level, &item));
    ND_TRY(add_nulls(change, json, at - (int64_t)json->count));
    *nd__json_tail(json) = item;
    json->count++;
    return ND_STATUS_OK;
}

static enum nd_status change_array(struct change *change, struct nd_json *json, size_t level)
{
    bool is_last = level + 1 == change->count, creates = change->op >= PATH_CREATE;
    int64_t at;
    ND_TRY(step_number(change, level, &at));
    struct nd_json **link = nd__json_link_at(json, at);
    if (link != NULL && !is_last) return change_at(change, *link, level + 1);
    if (link == NULL && change->op == PATH_ASSIGN) return assign_beyond(change, json, level, at);
    if (!is_last || (link == NULL && !creates)) return ND_STATUS_OK;
    if (change->op == PATH_DELETE) {
        *link = (*link)->next;
        json->count--;
        return ND_STATUS_OK;
    }
    struct nd_json *item = nd__json_copy(change->call->ctx->arena, change->value);
    if (link != NULL && change->op <= PATH_ASSIGN) { /* instead of it */
        item->next = (*link)->next;
        *link = item;
        return ND_STATUS_OK;
    }
    if (link == NULL) link = at < 0 ? &json->items : nd__json_tail(json);
    else if (change->op == PATH_INSERT_AFTER) link = &(*link)->next;
    item->next = *link;
    *link = item;
    json->count++;
    return ND_STATUS_OK;
}

static enum nd_status change_row(struct nd_func_call *call, size_t row, int op, bool is_empty_kept)
{
    struct change change = {.call = call, .op = op};
    struct nd_json *json;
    struct nd_array array = nd__array_at(&call->args[1], row);
    if (array.dims > 1) return nd_err_set(call->err, "2202E", "wrong number of array subscripts");
    change.steps = nd_array_items(&array, TEXT, call->ctx->arena);
    change.count = array.count;
    ND_TRY(nd__json_arg(call, 0, row, &json));
    if (!nd__json_is_container(json)) return nd__json_scalar(call, op == PATH_DELETE ? "delete path in" : "set path in");
    if (op != PATH_DELETE && call->args[2].nulls[row]) change.value = new_json(&change, ND_JSON_NULL);
    else if (op != PATH_DELETE) ND_TRY(nd__json_arg(call, 2, row, &change.value));
    if (change.count > 0 && !(is_empty_kept && json->count == 0)) ND_TRY(change_at(&change, json, 0));
    return nd__json_give(call, row, json);
}

static enum nd_status minus_path(struct nd_func_call *call)
{
    ND__ROWS (row) ND_TRY(change_row(call, row, PATH_DELETE, true));
    return ND_STATUS_OK;
}

static enum nd_status set_path(struct nd_func_call *call)
{
    ND__ROWS (row) {
        bool creates = call->arg_count < 4 || call->args[3].b[row] != 0;
        ND_TRY(change_row(call, row, creates ? PATH_CREATE : PATH_REPLACE, !creates));
    }
    return ND_STATUS_OK;
}

static enum nd_status insert_path(struct nd_func_call *call)
{
    ND__ROWS (row) ND_TRY(change_row(call, row, call->arg_count == 4 && call->args[3].b[row] ? PATH_INSERT_AFTER : PATH_INSERT_BEFORE, false));
    return ND_STATUS_OK;
}

/* jsonb_set_lax: what an SQL NULL as the new value means is the fifth argument. */
static enum nd_status set_lax_row(struct nd_func_call *call, size_t row)
{
    static const char *const treatments[] = {"use_json_null", "delete_key", "return_target", "raise_exception"};
    bool creates = call->arg_count < 4 || call->args[3].b[row] != 0;
    struct nd_slice wanted = call->arg_count < 5 ? nd_slice_str(treatments[0]) : call->args[4].s[row];
    size_t treatment = 0;
    if (call->arg_count == 5 && call->args[4].nulls[row]) treatment = ND_ARRAY_LEN(treatments);
    while (treatment < ND_ARRAY_LEN(treatments) && call->args[2].nulls[row] && !nd_slice_eq(wanted, nd_slice_str(treatments[treatment]))) treatment++;
    if (treatment == ND_ARRAY_LEN(treatments))
        return nd_err_set(call->err, "22023", "null_value_treatment must be \"delete_key\", \"return_target\", \"use_json_null\", or \"raise_exception\"");
    if (!call->args[2].nulls[row]) return change_row(call, row, creates ? PATH_CREATE : PATH_REPLACE, !creates);
    switch (treatment) {
    case 1: return change_row(call, row, PATH_DELETE, true);
    case 2: call->out->s[row] = call->args[0].s[row]; return ND_STATUS_OK;
    case 3:
        (void)nd_err_set(call->err, "22004", "JSON value must not be null");
        (void)nd_err_detail(call->err, "Exception was raised because null_value_treatment is \"raise_exception\".");
        return nd_err_hint(call->err, "To avoid, either change the null_value_treatment argument or ensure that an SQL NULL is not passed.");
    default: return change_row(call, row, creates ? PATH_CREATE : PATH_REPLACE, !creates);
    }
}

static enum nd_status set_path_lax(struct nd_func_call *call)
{
    ND__ROWS (row) {
        bool is_null = call->args[0].nulls[row] || call->args[1].nulls[row] || (call->arg_count > 3 && call->args[3].nulls[row]);
        call->out->nulls[row] = is_null;
        if (!is_null) ND_TRY(set_lax_row(call, row));
    }
    return ND_STATUS_OK;
}

/* A column's value, what is assigned, and the subscripts, each text or integer. */
static enum nd_status assign_row(struct nd_func_call *call, size_t row)
{
    struct change change = {.call = call, .op = PATH_ASSIGN, .count = call->arg_count - 2};
    struct nd_json *json;
    change.steps = nd_arena_alloc(call->ctx->arena, change.count * sizeof *change.steps);
    for (size_t i = 0; i < change.count; i++) {
        if (call->args[i + 2].nulls[row]) return nd_err_set(call->err, "22004", "jsonb subscript in assignment must not be null");
        change.steps[i] = nd_datum_bytes(nd__json_step(call, i + 2, row));
    }
    if (call->args[0].nulls[row]) json = new_json(&change, call->args[2].type.id == INT4 ? ND_JSON_ARRAY : ND_JSON_OBJECT);
    else ND_TRY(nd__json_arg(call, 0, row, &json));
    if (call->args[1].nulls[row]) change.value = new_json(&change, ND_JSON_NULL);
    else ND_TRY(nd__json_arg(call, 1, row, &change.value));
    ND_TRY(change_at(&change, json, 0));
    return nd__json_give(call, row, json);
}

static enum nd_status assign(struct nd_func_call *call)
{
    ND__ROWS (row) ND_TRY(assign_row(call, row));
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_json_assign(void)
{
    static const struct nd_func func = {.name = "jsonb_assign", .arg_count = 3, .is_variadic = true, .is_lax = true, .result = JSONB, .args = {JSONB, JSONB, TEXT}, .kernel = assign};
    return &func;
}

/* clang-format off */
#define LAX(...) F_LAX("jsonb_set_lax", JSONB, set_path_lax, 0, ND_IMMUTABLE, false, JSONB, TEXT_ARRAY, __VA_ARGS__)
static const struct nd_func funcs[] = {
    OP("#-", JSONB, minus_path, 0, JSONB, TEXT_ARRAY), F("jsonb_delete_path", JSONB, minus_path, 0, JSONB, TEXT_ARRAY),
    F("jsonb_set", JSONB, set_path, 0, JSONB, TEXT_ARRAY, JSONB), F("jsonb_set", JSONB, set_path, 0, JSONB, TEXT_ARRAY, JSONB, BOOL),
    LAX(JSONB), LAX(JSONB, BOOL), LAX(JSONB, BOOL, TEXT),
    F("jsonb_insert", JSONB, insert_path, 0, JSONB, TEXT_ARRAY, JSONB), F("jsonb_insert", JSONB, insert_path, 0, JSONB, TEXT_ARRAY, JSONB, BOOL),
};
/* clang-format on */
const struct nd__func_table nd__funcs_json_change = ND__TABLE(funcs);
