/* SPDX-License-Identifier: Apache-2.0 */
/* Looking into json and jsonb: -> ->> #> #>>, ? and its kin, @>, what is inside as rows. */
#include "sql/func/array_int.h"
#include "sql/types/json.h"

static enum nd_status parse(struct nd_func_call *call, size_t arg, size_t row, struct nd_json **json_out) { return nd_json_parse(call->args[arg].s[row], call->ctx->arena, json_out, call->err); }

/* What was found, or NULL; as text: strings bare, null as NULL. */
static void give(struct nd_func_call *call, size_t row, const struct nd_json *found, bool as_text)
{
    bool is_null = found == NULL || (as_text && found->kind == ND_JSON_NULL);
    call->out->nulls[row] = is_null;
    if (!is_null) call->out->s[row] = as_text && found->kind == ND_JSON_STRING ? found->text : found->raw;
}

/* param: as text */
static enum nd_status get_key(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        give(call, row, nd_json_member(json, call->args[1].s[row]), call->func->param != 0);
    }
    return ND_STATUS_OK;
}

static enum nd_status get_at(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        give(call, row, nd_json_item(json, call->args[1].i[row]), call->func->param != 0);
    }
    return ND_STATUS_OK;
}

static bool step_number(struct nd_slice step, int64_t *number_out)
{
    size_t at = step.n > 0 && step.p[0] == '-';
    int64_t value = 0;
    if (at == step.n || step.n > 10 + at) return false;
    for (size_t i = at; i < step.n; i++) {
        if (step.p[i] < '0' || step.p[i] > '9') return false;
        value = value * 10 + (step.p[i] - '0');
    }
    *number_out = at > 0 ? -value : value;
    return true;
}

static const struct nd_json *step_into(const struct nd_json *json, struct nd_slice step)
{
    int64_t at;
    if (json->kind == ND_JSON_OBJECT) return nd_json_member(json, step);
    return json->kind == ND_JSON_ARRAY && step_number(step, &at) ? nd_json_item(json, at) : NULL;
}

/* A path as an array */
static enum nd_status get_path(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        struct nd_array array = nd__array_at(&call->args[1], row);
        struct nd_datum *steps = nd_array_items(&array, TEXT, call->ctx->arena);
        const struct nd_json *found = json;
        for (size_t i = 0; i < array.count && found != NULL; i++) found = steps[i].is_null ? NULL : step_into(found, steps[i].s);
        give(call, row, found, call->func->param != 0);
    }
    return ND_STATUS_OK;
}

/* ... as arguments */
static enum nd_status get_steps(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        const struct nd_json *found = json;
        for (size_t i = 1; i < call->arg_count && found != NULL; i++) found = step_into(found, call->args[i].s[row]);
        give(call, row, found, call->func->param != 0);
    }
    return ND_STATUS_OK;
}

/* ---- questions ------------------------------------------------------------------------------------------------- */

/* A key of an object, a string of an array, or the string itself. */
static bool has_key(const struct nd_json *json, struct nd_slice key)
{
    if (json->kind == ND_JSON_OBJECT) return nd_json_member(json, key) != NULL;
    if (json->kind == ND_JSON_STRING) return nd_slice_eq(json->text, key);
    for (const struct nd_json *item = json->kind == ND_JSON_ARRAY ? json->items : NULL; item != NULL; item = item->next)
        if (item->kind == ND_JSON_STRING && nd_slice_eq(item->text, key)) return true;
    return false;
}

static enum nd_status exists(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        call->out->b[row] = has_key(json, call->args[1].s[row]);
    }
    return ND_STATUS_OK;
}

/* param: all of them */
static enum nd_status exist(struct nd_func_call *call)
{
    bool wants_all = call->func->param != 0;
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        struct nd_array array = nd__array_at(&call->args[1], row);
        struct nd_datum *keys = nd_array_items(&array, TEXT, call->ctx->arena);
        bool any = false, all = true;
        for (size_t i = 0; i < array.count; i++) {
            if (keys[i].is_null) continue;
            bool has = has_key(json, keys[i].s);
            any = any || has;
            all = all && has;
        }
        call->out->b[row] = wants_all ? all : any;
    }
    return ND_STATUS_OK;
}

/* param: which argument is the whole */
static enum nd_status contain(struct nd_func_call *call)
{
    size_t whole = (size_t)call->func->param;
    ND__ROWS (row) {
        struct nd_json *a, *b;
        ND_TRY(parse(call, whole, row, &a));
        ND_TRY(parse(call, 1 - whole, row, &b));
        call->out->b[row] = nd_json_contains(a, b);
    }
    return ND_STATUS_OK;
}

static enum nd_status type_of(struct nd_func_call *call)
{
    static const char *const kinds[] = {"null", "string", "number", "boolean", "array", "object"}; /* as enum nd_json_kind */
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        call->out->s[row] = nd_slice_str(kinds[json->kind]);
    }
    return ND_STATUS_OK;
}

static enum nd_status array_length(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        if (json->kind != ND_JSON_ARRAY) return nd_err_set(call->err, "22023", "cannot get array length of a %s", json->kind == ND_JSON_OBJECT ? "non-array" : "scalar");
        call->out->i[row] = (int64_t)json->count;
    }
    return ND_STATUS_OK;
}

/* ---- as rows -------------------------------------------------------------------------------------------------------- */

enum { OF_KEYS, OF_VALUES, OF_TEXTS };

static struct nd_datum item_datum(const struct nd_json *item, int what)
{
    if (what == OF_KEYS) return nd_datum_bytes(item->key);
    if (what == OF_TEXTS && item->kind == ND_JSON_NULL) return ND_DATUM_NULL;
    return nd_datum_bytes(what == OF_TEXTS && item->kind == ND_JSON_STRING ? item->text : item->raw);
}

/* An array of what the items are; of equal keys json gives all. */
static void give_items(struct nd_func_call *call, size_t row, const struct nd_json *json, int what)
{
    enum nd_type_id element = nd_type_element(call->out->type.id);
    struct nd_datum *items = nd_arena_alloc(call->ctx->arena, (json->count + 1) * sizeof *items);
    size_t count = 0;
    for (const struct nd_json *item = json->items; item != NULL; item = item->next) items[count++] = item_datum(item, what);
    call->out->s[row] = nd_array_of_items(element, items, count, call->ctx->arena);
}

static enum nd_status elements(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        bool is_object = json->kind == ND_JSON_OBJECT;
        if (json->kind != ND_JSON_ARRAY && strncmp(call->func->name, "jsonb", 5) == 0)
            return nd_err_set(call->err, "22023", "cannot extract elements from %s", is_object ? "an object" : "a scalar");
        if (json->kind != ND_JSON_ARRAY) return nd_err_set(call->err, "22023", is_object ? "cannot call %s on a non-array" : "cannot call %s on a scalar", call->func->name);
        give_items(call, row, json, call->func->param);
    }
    return ND_STATUS_OK;
}

static enum nd_status object_keys(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        if (json->kind != ND_JSON_OBJECT) return nd_err_set(call->err, "22023", "cannot call %s on %s", call->func->name, json->kind == ND_JSON_ARRAY ? "an array" : "a scalar");
        give_items(call, row, json, OF_KEYS);
    }
    return ND_STATUS_OK;
}

/* One column of json_each and its kin. */
static enum nd_status members(struct nd_func_call *call)
{
    bool is_jsonb = strncmp(call->func->name, "jsonb", 5) == 0;
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(parse(call, 0, row, &json));
        if (json->kind != ND_JSON_OBJECT && is_jsonb) return nd_err_set(call->err, "22023", "cannot call %s on a non-object", call->func->name);
        if (json->kind != ND_JSON_OBJECT) return nd_err_set(call->err, "22023", json->kind == ND_JSON_ARRAY ? "cannot deconstruct an array as an object" : "cannot deconstruct a scalar");
        give_items(call, row, json, call->func->param);
    }
    return ND_STATUS_OK;
}

#define EACH(fn_name, arg, values, what) \
    {{.name = (fn_name), .result = TEXT_ARRAY, .kernel = members, .param = OF_KEYS, .arg_count = 1, .args = {arg}}, \
     {.name = (fn_name), .result = (values), .kernel = members, .param = (what), .arg_count = 1, .args = {arg}}}

const struct nd_func_record *nd__json_record(const char *name)
{
    static const char *const columns[] = {"key", "value"};
    static const struct nd_func funcs[][2] = {EACH("json_each", JSON, JSON_ARRAY, OF_VALUES), EACH("jsonb_each", JSONB, JSONB_ARRAY, OF_VALUES),
                                              EACH("json_each_text", JSON, TEXT_ARRAY, OF_TEXTS), EACH("jsonb_each_text", JSONB, TEXT_ARRAY, OF_TEXTS)};
    static const struct nd_func_record records[] = {
        {"json_each", JSON, 2, columns, funcs[0]}, {"jsonb_each", JSONB, 2, columns, funcs[1]}, {"json_each_text", JSON, 2, columns, funcs[2]}, {"jsonb_each_text", JSONB, 2, columns, funcs[3]}};
    for (size_t i = 0; i < ND_ARRAY_LEN(records); i++)
        if (strcmp(records[i].name, name) == 0) return &records[i];
    return NULL;
}

/* clang-format off */
#define SET(fn_name, res, fn, par, arg) {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = 1, .args = {arg}, .is_set = true}
#define STEPS(fn_name, res, par, arg) {.name = (fn_name), .result = (res), .kernel = get_steps, .param = (par), .arg_count = 2, .args = {arg, TEXT}, .is_variadic = true}
#define BOTH(type, prefix) \
    OP("->", type, get_key, 0, type, TEXT), OP("->>", TEXT, get_key, 1, type, TEXT), OP("->", type, get_at, 0, type, INT4), OP("->>", TEXT, get_at, 1, type, INT4), \
    OP("#>", type, get_path, 0, type, TEXT_ARRAY), OP("#>>", TEXT, get_path, 1, type, TEXT_ARRAY), \
    F(prefix "_object_field", type, get_key, 0, type, TEXT), F(prefix "_object_field_text", TEXT, get_key, 1, type, TEXT), \
    F(prefix "_array_element", type, get_at, 0, type, INT4), F(prefix "_array_element_text", TEXT, get_at, 1, type, INT4), \
    STEPS(prefix "_extract_path", type, 0, type), STEPS(prefix "_extract_path_text", TEXT, 1, type), \
    F(prefix "_typeof", TEXT, type_of, 0, type), F(prefix "_array_length", INT4, array_length, 0, type), \
    SET(prefix "_array_elements", type, elements, OF_VALUES, type), SET(prefix "_array_elements_text", TEXT, elements, OF_TEXTS, type), \
    SET(prefix "_object_keys", TEXT, object_keys, 0, type)
static const struct nd_func funcs[] = {
    BOTH(JSON, "json"), BOTH(JSONB, "jsonb"),
    OP("?", BOOL, exists, 0, JSONB, TEXT), OP("?|", BOOL, exist, 0, JSONB, TEXT_ARRAY), OP("?&", BOOL, exist, 1, JSONB, TEXT_ARRAY),
    F("jsonb_exists", BOOL, exists, 0, JSONB, TEXT), F("jsonb_exists_any", BOOL, exist, 0, JSONB, TEXT_ARRAY), F("jsonb_exists_all", BOOL, exist, 1, JSONB, TEXT_ARRAY),
    OP("@>", BOOL, contain, 0, JSONB, JSONB), OP("<@", BOOL, contain, 1, JSONB, JSONB),
    F("jsonb_contains", BOOL, contain, 0, JSONB, JSONB), F("jsonb_contained", BOOL, contain, 1, JSONB, JSONB),
};
/* clang-format on */
const struct nd__func_table nd__funcs_json_get = ND__TABLE(funcs);
