/* SPDX-License-Identifier: Apache-2.0 */
/* Changing jsonb: || - #- jsonb_set, jsonb_insert, strip_nulls, pretty; values, rows and lists as jsonb. */
#include <stdlib.h>

#include "sql/func/array_int.h"
#include "sql/types/json.h"

static enum nd_status parse(struct nd_func_call *call, size_t arg, size_t row, struct nd_json **json_out) { return nd_json_parse(call->args[arg].s[row], call->ctx->arena, json_out, call->err); }

static bool is_container(const struct nd_json *json) { return json->kind == ND_JSON_ARRAY || json->kind == ND_JSON_OBJECT; }

/* A tree whose members are in order -> jsonb. */
static enum nd_status give(struct nd_func_call *call, size_t row, const struct nd_json *json)
{
    struct nd_buf buf;
    nd_buf_init(&buf, call->ctx->heap);
    enum nd_status status = nd_json_put(json, call->ctx->arena, &buf, call->err);
    if (status == ND_STATUS_OK) status = nd__check_bytes(call, buf.n);
    if (status == ND_STATUS_OK) call->out->s[row] = nd__take_text(call, &buf);
    nd_buf_deinit(&buf);
    return status;
}

static struct nd_json *copy_of(struct nd_arena *arena, const struct nd_json *json)
{
    struct nd_json *copy = nd_arena_new(arena, struct nd_json);
    *copy = *json;
    copy->next = NULL;
    return copy;
}

static struct nd_json **tail_of(struct nd_json *json)
{
    struct nd_json **tail = &json->items;
    while (*tail != NULL) tail = &(*tail)->next;
    return tail;
}

/* A member into its place, in place of one of the same name. */
static void put_member(struct nd_json *object, struct nd_json *member)
{
    struct nd_json **at = &object->items;
    while (*at != NULL && ((*at)->key.n < member->key.n || ((*at)->key.n == member->key.n && nd_slice_cmp((*at)->key, member->key) < 0))) at = &(*at)->next;
    bool is_same = *at != NULL && nd_slice_eq((*at)->key, member->key);
    member->next = is_same ? (*at)->next : *at;
    *at = member;
    if (!is_same) object->count++;
}

/* ---- || ---------------------------------------------------------------------------------------------------------- */

static struct nd_json *as_array(struct nd_arena *arena, struct nd_json *json)
{
    if (json->kind == ND_JSON_ARRAY) return json;
    struct nd_json *array = nd_arena_new(arena, struct nd_json);
    *array = (struct nd_json){.kind = ND_JSON_ARRAY, .items = json, .count = 1};
    return array;
}

static enum nd_status concat(struct nd_func_call *call)
{
    struct nd_arena *arena = call->ctx->arena;
    ND__ROWS (row) {
        struct nd_json *a, *b;
        ND_TRY(parse(call, 0, row, &a));
        ND_TRY(parse(call, 1, row, &b));
        if (a->kind == ND_JSON_OBJECT && b->kind == ND_JSON_OBJECT) {
            for (const struct nd_json *item = b->items; item != NULL; item = item->next) put_member(a, copy_of(arena, item));
        } else {
            a = as_array(arena, a);
            b = as_array(arena, b);
            *tail_of(a) = b->items;
            a->count += b->count;
        }
        ND_TRY(give(call, row, a));
    }
    return ND_STATUS_OK;
}

/* ---- - and #- ------------------------------------------------------------------------------------------------------- */

static bool is_named(const struct nd_json *container, const struct nd_json *item, struct nd_slice name)
{
    return container->kind == ND_JSON_OBJECT ? nd_slice_eq(item->key, name) : item->kind == ND_JSON_STRING && nd_slice_eq(item->text, name);
}

static void remove_named(struct nd_json *json, struct nd_slice name)
{
    for (struct nd_json **at = &json->items; *at != NULL;)
        if (is_named(json, *at, name)) *at = (*at)->next, json->count--;
        else at = &(*at)->next;
}

static enum nd_status scalar(struct nd_func_call *call, const char *what) { return nd_err_set(call->err, "22023", "cannot %s scalar", what); }

static enum nd_status minus_key(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        if (!is_container(json)) return scalar(call, "delete from");
        remove_named(json, call->args[1].s[row]);
        ND_TRY(give(call, row, json));
    }
    return ND_STATUS_OK;
}

static enum nd_status minus_keys(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        if (!is_container(json)) return scalar(call, "delete from");
        struct nd_array array = nd__array_at(&call->args[1], row);
        struct nd_datum *keys = nd_array_items(&array, TEXT, call->ctx->arena);
        if (array.dims > 1) return nd_err_set(call->err, "2202E", "wrong number of array subscripts");
        for (size_t i = 0; i < array.count; i++)
            if (!keys[i].is_null) remove_named(json, keys[i].s);
        ND_TRY(give(call, row, json));
    }
    return ND_STATUS_OK;
}

/* The link that leads to an item, counted from the end below zero; NULL: there is none. */
static struct nd_json **link_at(struct nd_json *array, int64_t at)
{
    if (at < 0) at += (int64_t)array->count;
    if (at < 0 || at >= (int64_t)array->count) return NULL;
    struct nd_json **link = &array->items;
    while (at-- > 0) link = &(*link)->next;
    return link;
}

static enum nd_status minus_at(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json, **link;
        ND_TRY(parse(call, 0, row, &json));
        if (!is_container(json)) return scalar(call, "delete from");
        if (json->kind == ND_JSON_OBJECT) return nd_err_set(call->err, "22023", "cannot delete from object using integer index");
        link = link_at(json, call->args[1].i[row]);
        if (link != NULL) *link = (*link)->next, json->count--;
        ND_TRY(give(call, row, json));
    }
    return ND_STATUS_OK;
}

/* ---- paths --------------------------------------------------------------------------------------------------------------- */

enum { PATH_DELETE, PATH_REPLACE, PATH_CREATE, PATH_INSERT_BEFORE, PATH_INSERT_AFTER };

struct change {
    struct nd_func_call *call;
    int op;
    struct nd_datum *steps;
    size_t count;
    struct nd_json *value; /* not of DELETE */
};

static enum nd_status change_object(struct change *change, struct nd_json *json, size_t level);
static enum nd_status change_array(struct change *change, struct nd_json *json, size_t level);

static enum nd_status change_at(struct change *change, struct nd_json *json, size_t level)
{
    if (!is_container(json)) return ND_STATUS_OK;
    if (change->steps[level].is_null) return nd_err_set(change->call->err, "22004", "path element at position %zu is null", level + 1);
    return json->kind == ND_JSON_OBJECT ? change_object(change, json, level) : change_array(change, json, level);
}

static enum nd_status change_object(struct change *change, struct nd_json *json, size_t level)
{
    struct nd_slice key = change->steps[level].s;
    bool is_last = level + 1 == change->count;
    struct nd_json **link = &json->items;
    while (*link != NULL && !nd_slice_eq((*link)->key, key)) link = &(*link)->next;
    if (!is_last) return *link == NULL ? ND_STATUS_OK : change_at(change, *link, level + 1);
    if (change->op == PATH_DELETE) {
        if (*link != NULL) *link = (*link)->next, json->count--;
        return ND_STATUS_OK;
    }
    if (*link != NULL && change->op >= PATH_INSERT_BEFORE) {
        (void)nd_err_set(change->call->err, "22023", "cannot replace existing key");
        return nd_err_hint(change->call->err, "Try using the function jsonb_set to replace key value.");
    }
    if (*link == NULL && change->op == PATH_REPLACE) return ND_STATUS_OK;
    struct nd_json *member = copy_of(change->call->ctx->arena, change->value);
    member->key = key;
    put_member(json, member);
    return ND_STATUS_OK;
}

static enum nd_status step_number(struct change *change, size_t level, int64_t *number_out)
{
    struct nd_slice step = change->steps[level].s;
    char *text = nd_arena_strndup(change->call->ctx->arena, (const char *)step.p, step.n), *end;
    long value = strtol(text, &end, 10);
    *number_out = value;
    bool is_fine = end != text && *end == '\0' && value >= INT32_MIN && value <= INT32_MAX;
    return is_fine ? ND_STATUS_OK
                   : nd_err_set(change->call->err, "22P02", "path element at position %zu is not an integer: \"%.*s\"", level + 1, step.n > 100 ? 100 : (int)step.n, (const char *)step.p);
}

static enum nd_status change_array(struct change *change, struct nd_json *json, size_t level)
{
    bool is_last = level + 1 == change->count, creates = change->op >= PATH_CREATE;
    int64_t at;
    ND_TRY(step_number(change, level, &at));
    struct nd_json **link = link_at(json, at);
    if (link != NULL && !is_last) return change_at(change, *link, level + 1);
    if (!is_last || (link == NULL && !creates)) return ND_STATUS_OK;
    if (change->op == PATH_DELETE) {
        *link = (*link)->next;
        json->count--;
        return ND_STATUS_OK;
    }
    struct nd_json *item = copy_of(change->call->ctx->arena, change->value);
    if (link != NULL && change->op <= PATH_CREATE) { /* instead of it */
        item->next = (*link)->next;
        *link = item;
        return ND_STATUS_OK;
    }
    if (link == NULL) link = at < 0 ? &json->items : tail_of(json);
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
    ND_TRY(parse(call, 0, row, &json));
    if (!is_container(json)) return scalar(call, op == PATH_DELETE ? "delete path in" : "set path in");
    if (op != PATH_DELETE) ND_TRY(parse(call, 2, row, &change.value));
    if (change.count > 0 && !(is_empty_kept && json->count == 0)) ND_TRY(change_at(&change, json, 0));
    return give(call, row, json);
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

/* ---- forms ------------------------------------------------------------------------------------------------------------------ */

static void strip(struct nd_json *json)
{
    for (struct nd_json **at = &json->items; *at != NULL;) {
        if (json->kind == ND_JSON_OBJECT && (*at)->kind == ND_JSON_NULL) {
            *at = (*at)->next;
            json->count--;
            continue;
        }
        strip(*at);
        at = &(*at)->next;
    }
}

static enum nd_status strip_nulls(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        strip(json);
        ND_TRY(give(call, row, json));
    }
    return ND_STATUS_OK;
}

/* json as it came, without the nulls and without blanks */
static void put_compact(const struct nd_json *json, struct nd_buf *out)
{
    if (json->kind == ND_JSON_STRING) nd_json_put_string(out, json->text);
    else if (!is_container(json)) nd_buf_put_slice(out, json->raw);
    if (!is_container(json)) return;
    nd_buf_put_u8(out, json->kind == ND_JSON_OBJECT ? '{' : '[');
    for (const struct nd_json *item = json->items; item != NULL; item = item->next) {
        if (item != json->items) nd_buf_put_u8(out, ',');
        if (json->kind == ND_JSON_OBJECT) {
            nd_json_put_string(out, item->key);
            nd_buf_put_u8(out, ':');
        }
        put_compact(item, out);
    }
    nd_buf_put_u8(out, json->kind == ND_JSON_OBJECT ? '}' : ']');
}

static void put_line(struct nd_buf *out, int depth)
{
    nd_buf_put_u8(out, '\n');
    for (int i = 0; i < depth * 4; i++) nd_buf_put_u8(out, ' ');
}

static void put_pretty(const struct nd_json *json, int depth, struct nd_buf *out)
{
    if (!is_container(json)) {
        nd_buf_put_slice(out, json->raw);
        return;
    }
    nd_buf_put_u8(out, json->kind == ND_JSON_OBJECT ? '{' : '[');
    for (const struct nd_json *item = json->items; item != NULL; item = item->next) {
        if (item != json->items) nd_buf_put_u8(out, ',');
        put_line(out, depth + 1);
        if (json->kind == ND_JSON_OBJECT) {
            nd_json_put_string(out, item->key);
            nd_buf_put(out, ": ", 2);
        }
        put_pretty(item, depth + 1, out);
    }
    put_line(out, depth);
    nd_buf_put_u8(out, json->kind == ND_JSON_OBJECT ? '}' : ']');
}

/* param 0: json_strip_nulls, 1: jsonb_pretty */
static enum nd_status as_text(struct nd_func_call *call)
{
    struct nd_buf buf;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY_OR(parse(call, 0, row, &json), out);
        nd_buf_clear(&buf);
        if (call->func->param == 0) {
            strip(json);
            put_compact(json, &buf);
        } else {
            put_pretty(json, 0, &buf);
        }
        ND_TRY_OR(nd__check_bytes(call, buf.n), out);
        call->out->s[row] = nd__take_text(call, &buf);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

/* ---- values as jsonb ---------------------------------------------------------------------------------------------------------- */

enum { MAKE_VALUE, MAKE_ARRAY, MAKE_OBJECT };

static enum nd_status make_row(struct nd_func_call *call, size_t row, struct nd_buf *buf)
{
    int what = call->func->param;
    if (what == MAKE_OBJECT && call->arg_count % 2 != 0) {
        (void)nd_err_set(call->err, "22023", "argument list must have even number of elements");
        return nd_err_hint(call->err, "The arguments of %s() must consist of alternating keys and values.", call->func->name);
    }
    if (what != MAKE_VALUE) nd_buf_put_u8(buf, what == MAKE_ARRAY ? '[' : '{');
    for (size_t i = 0; i < call->arg_count; i++) {
        struct nd_datum value = nd_vec_get(&call->args[i], row);
        bool is_key = what == MAKE_OBJECT && i % 2 == 0;
        if (is_key && value.is_null) return nd_err_set(call->err, "22023", "argument %zu: key must not be null", i + 1);
        if (i > 0) nd_buf_put_u8(buf, what == MAKE_OBJECT && !is_key ? ':' : ',');
        if (is_key) ND_TRY(nd__json_put_key(call->ctx->types, call->args[i].type.id, &value, buf, call->err));
        else nd__json_put(call->ctx->types, call->args[i].type.id, &value, false, buf);
    }
    if (what != MAKE_VALUE) nd_buf_put_u8(buf, what == MAKE_ARRAY ? ']' : '}');
    return nd__check_bytes(call, buf->n);
}

static enum nd_status make(struct nd_func_call *call)
{
    struct nd_buf buf;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    ND__ROWS (row) {
        nd_buf_clear(&buf);
        ND_TRY_OR(make_row(call, row, &buf), out);
        ND_TRY_OR(nd_jsonb_in(nd_arena_copy(call->ctx->arena, nd_buf_slice(&buf)), call->ctx->arena, &call->out->s[row], call->err), out);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

/* json_object, jsonb_object: of pairs in one array, or of an array of names and one of values. */
static enum nd_status object_row(struct nd_func_call *call, size_t row, bool is_jsonb, struct nd_buf *buf)
{
    struct nd_array names = nd__array_at(&call->args[0], row), values = call->arg_count == 2 ? nd__array_at(&call->args[1], row) : names;
    bool is_flat = call->arg_count == 1 && names.dims <= 1;
    if (call->arg_count == 2 && (names.dims > 1 || values.dims != names.dims)) return nd_err_set(call->err, "2202E", "wrong number of array subscripts");
    if (call->arg_count == 2 && names.count != values.count) return nd_err_set(call->err, "2202E", "mismatched array dimensions");
    if (is_flat && names.count % 2 != 0) return nd_err_set(call->err, "2202E", "array must have even number of elements");
    if (call->arg_count == 1 && names.dims == 2 && names.lens[1] != 2) return nd_err_set(call->err, "2202E", "array must have two columns");
    if (names.dims > 2) return nd_err_set(call->err, "2202E", "wrong number of array subscripts");
    struct nd_datum *a = nd_array_items(&names, TEXT, call->ctx->arena), *b = call->arg_count == 2 ? nd_array_items(&values, TEXT, call->ctx->arena) : a;
    size_t count = call->arg_count == 2 ? names.count : names.count / 2;
    nd_buf_put_u8(buf, '{');
    for (size_t i = 0; i < count; i++) {
        const struct nd_datum *name = call->arg_count == 2 ? &a[i] : &a[2 * i], *value = call->arg_count == 2 ? &b[i] : &a[2 * i + 1];
        if (name->is_null) return nd_err_set(call->err, "22004", "null value not allowed for object key");
        if (i > 0) nd_buf_put(buf, ", ", 2);
        nd_json_put_string(buf, name->s);
        nd_buf_put(buf, is_jsonb ? ":" : " : ", is_jsonb ? 1 : 3);
        if (value->is_null) nd_buf_put(buf, "null", 4);
        else nd_json_put_string(buf, value->s);
    }
    nd_buf_put_u8(buf, '}');
    return nd__check_bytes(call, buf->n);
}

static enum nd_status object(struct nd_func_call *call)
{
    struct nd_buf buf;
    bool is_jsonb = call->func->result == JSONB;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    ND__ROWS (row) {
        nd_buf_clear(&buf);
        ND_TRY_OR(object_row(call, row, is_jsonb, &buf), out);
        call->out->s[row] = nd__take_text(call, &buf);
        if (is_jsonb) ND_TRY_OR(nd_jsonb_in(call->out->s[row], call->ctx->arena, &call->out->s[row], call->err), out);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

/* clang-format off */
#define MAKE0(fn_name, what) {.name = (fn_name), .result = JSONB, .kernel = make, .param = (what), .volatility = ND_STABLE, .is_lax = true}
static const struct nd_func funcs[] = {
    OP("||", JSONB, concat, 0, JSONB, JSONB), F("jsonb_concat", JSONB, concat, 0, JSONB, JSONB),
    OP("-", JSONB, minus_key, 0, JSONB, TEXT), OP("-", JSONB, minus_keys, 0, JSONB, TEXT_ARRAY), OP("-", JSONB, minus_at, 0, JSONB, INT4),
    OP("#-", JSONB, minus_path, 0, JSONB, TEXT_ARRAY), F("jsonb_delete_path", JSONB, minus_path, 0, JSONB, TEXT_ARRAY),
    F("jsonb_set", JSONB, set_path, 0, JSONB, TEXT_ARRAY, JSONB), F("jsonb_set", JSONB, set_path, 0, JSONB, TEXT_ARRAY, JSONB, BOOL),
    F("jsonb_insert", JSONB, insert_path, 0, JSONB, TEXT_ARRAY, JSONB), F("jsonb_insert", JSONB, insert_path, 0, JSONB, TEXT_ARRAY, JSONB, BOOL),
    F("jsonb_strip_nulls", JSONB, strip_nulls, 0, JSONB), F("json_strip_nulls", JSON, as_text, 0, JSON), F("jsonb_pretty", TEXT, as_text, 1, JSONB),
    F_STABLE("to_jsonb", JSONB, make, MAKE_VALUE, ANYELEMENT),
    F_LAX("jsonb_build_array", JSONB, make, MAKE_ARRAY, ND_STABLE, true, ANY), MAKE0("jsonb_build_array", MAKE_ARRAY),
    F_LAX("jsonb_build_object", JSONB, make, MAKE_OBJECT, ND_STABLE, true, ANY), MAKE0("jsonb_build_object", MAKE_OBJECT),
    F("json_object", JSON, object, 0, TEXT_ARRAY), F("json_object", JSON, object, 0, TEXT_ARRAY, TEXT_ARRAY),
    F("jsonb_object", JSONB, object, 0, TEXT_ARRAY), F("jsonb_object", JSONB, object, 0, TEXT_ARRAY, TEXT_ARRAY),
};
/* clang-format on */
const struct nd__func_table nd__funcs_json_set = ND__TABLE(funcs);
