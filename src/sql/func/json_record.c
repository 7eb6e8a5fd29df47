/* SPDX-License-Identifier: Apache-2.0 */
/* json_to_record, json_to_recordset, json_populate_record and their kin: a column is first the array of what the objects have under its name,
 * and each item of that becomes a value of the column's type. */
#include "sql/func/array_int.h"
#include "sql/func/json_int.h"

/* ---- members by name --------------------------------------------------------------------------------------------- */

static struct nd_datum member_datum(const struct nd_json *object, struct nd_slice name)
{
    const struct nd_json *found = nd_json_member(object, name);
    return found == NULL || found->kind == ND_JSON_NULL ? ND_DATUM_NULL : nd_datum_bytes(found->raw);
}

static enum nd_status record_column(struct nd_func_call *call)
{
    enum nd_type_id element = call->args[0].type.id;
    ND__ROWS (row) {
        struct nd_datum value = ND_DATUM_NULL; /* NULL is a row of NULLs */
        if (!call->args[0].nulls[row]) {
            struct nd_json *json;
            ND_TRY(nd__json_arg(call, 0, row, &json));
            if (json->kind != ND_JSON_OBJECT) return nd_err_set(call->err, "22023", "cannot call populate_composite on %s", json->kind == ND_JSON_ARRAY ? "an array" : "a scalar");
            value = member_datum(json, call->args[1].s[row]);
        }
        call->out->s[row] = nd_array_of_items(element, &value, 1, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

static enum nd_status not_an_array(struct nd_func_call *call, const struct nd_json *json)
{
    const char *kind = call->args[0].type.id == JSONB ? "a non-array" : json->kind == ND_JSON_OBJECT ? "an object" : "a scalar";
    return nd_err_set(call->err, "22023", "cannot call %s on %s", call->func->name, kind);
}

static enum nd_status recordset_column(struct nd_func_call *call)
{
    enum nd_type_id element = call->args[0].type.id;
    ND__ROWS (row) {
        struct nd_json *json;
        ND_TRY(nd__json_arg(call, 0, row, &json));
        if (json->kind != ND_JSON_ARRAY) return not_an_array(call, json);
        struct nd_datum *values = nd_arena_alloc(call->ctx->arena, (json->count + 1) * sizeof *values);
        size_t count = 0;
        for (const struct nd_json *item = json->items; item != NULL; item = item->next) {
            if (item->kind != ND_JSON_OBJECT) return nd_err_set(call->err, "22023", "argument of %s must be an array of objects", call->func->name);
            values[count++] = member_datum(item, call->args[1].s[row]);
        }
        call->out->s[row] = nd_array_of_items(element, values, count, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_json_column(const char *name)
{
    static const struct nd_func funcs[] = {
        F_LAX("json_to_record", JSON_ARRAY, record_column, 0, ND_IMMUTABLE, false, JSON, TEXT),
        F_LAX("jsonb_to_record", JSONB_ARRAY, record_column, 0, ND_IMMUTABLE, false, JSONB, TEXT),
        F("json_to_recordset", JSON_ARRAY, recordset_column, 0, JSON, TEXT),
        F("jsonb_to_recordset", JSONB_ARRAY, recordset_column, 0, JSONB, TEXT),
        F_LAX("json_populate_record", JSON_ARRAY, record_column, 0, ND_IMMUTABLE, false, JSON, TEXT),
        F_LAX("jsonb_populate_record", JSONB_ARRAY, record_column, 0, ND_IMMUTABLE, false, JSONB, TEXT),
        F("json_populate_recordset", JSON_ARRAY, recordset_column, 0, JSON, TEXT),
        F("jsonb_populate_recordset", JSONB_ARRAY, recordset_column, 0, JSONB, TEXT),
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(funcs); i++)
        if (strcmp(funcs[i].name, name) == 0) return &funcs[i];
    return NULL;
}

/* ---- values of a type ------------------------------------------------------------------------------------------------- */

struct populate {
    struct nd_func_call *call;
    struct nd_slice key; /* of whose value it is; for errors */
    struct nd_type type; /* of elements */
    unsigned dims;       /* 0: not yet known */
    size_t lens[ND_ARRAY_DIMS_MAX]; /* SIZE_MAX: not yet known */
    size_t at[ND_ARRAY_DIMS_MAX];
    struct nd_datum *items;
    size_t count, room;
};

static enum nd_status populate_scalar(struct nd_func_call *call, struct nd_type type, const struct nd_json *json, struct nd_datum *out)
{
    *out = ND_DATUM_NULL;
    if (json->kind == ND_JSON_NULL) return ND_STATUS_OK;
    struct nd_slice text = json->kind == ND_JSON_STRING && type.id != JSON && type.id != JSONB ? json->text : json->raw;
    return nd_type_in(call->ctx->types, type, text, call->ctx->arena, out, call->err);
}

static enum nd_status no_array(const struct populate *populate, unsigned level)
{
    struct nd_err *err = populate->call->err;
    char at[ND_ARRAY_DIMS_MAX * 24] = "";
    size_t n = 0;
    for (unsigned d = 0; d < level; d++) n += (size_t)snprintf(at + n, sizeof at - n, "[%zu]", populate->at[d]);
    (void)nd_err_set(err, "22P02", "expected JSON array");
    if (level == 0) return nd_err_hint(err, "See the value of key \"%.*s\".", (int)populate->key.n, (const char *)populate->key.p);
    return nd_err_hint(err, "See the array element %s of key \"%.*s\".", at, (int)populate->key.n, (const char *)populate->key.p);
}

static void add_item(struct populate *populate, struct nd_datum item)
{
    if (populate->count == populate->room) {
        size_t room = populate->room * 2 + 16;
        struct nd_datum *items = nd_arena_alloc(populate->call->ctx->arena, room * sizeof *items);
        if (populate->count > 0) memcpy(items, populate->items, populate->count * sizeof *items);
        populate->items = items;
        populate->room = room;
    }
    populate->items[populate->count++] = item;
}

/* The items of an array at `level`; the first one that is no array says how many dimensions there are. */
static enum nd_status populate_items(struct populate *populate, const struct nd_json *json, unsigned level)
{
    struct nd_err *err = populate->call->err;
    if (level == ND_ARRAY_DIMS_MAX) return nd_err_set(err, "54000", "number of array dimensions (%d) exceeds the maximum allowed (%d)", ND_ARRAY_DIMS_MAX + 1, ND_ARRAY_DIMS_MAX);
    populate->at[level] = 0;
    for (const struct nd_json *item = json->items; item != NULL; item = item->next, populate->at[level]++) {
        bool is_array = item->kind == ND_JSON_ARRAY;
        if (!is_array && populate->dims == 0) populate->dims = level + 1;
        if (populate->dims == 0 || level + 1 < populate->dims) {
            if (!is_array) return no_array(populate, level + 1);
            ND_TRY(populate_items(populate, item, level + 1));
            continue;
        }
        struct nd_datum value;
        ND_TRY(populate_scalar(populate->call, populate->type, item, &value));
        add_item(populate, value);
    }
    if (populate->dims == 0) populate->dims = level + 1; /* nothing in it */
    if (populate->lens[level] == SIZE_MAX) populate->lens[level] = json->count;
    if (populate->lens[level] == json->count) return ND_STATUS_OK;
    (void)nd_err_set(err, "22P02", "malformed JSON array");
    return nd_err_detail(err, "Multidimensional arrays must have sub-arrays with matching dimensions.");
}

static enum nd_status populate_array(struct nd_func_call *call, struct nd_slice key, const struct nd_json *json, struct nd_datum *out)
{
    struct nd_type type = call->out->type;
    struct populate populate = {.call = call, .key = key, .type = {nd_type_element(type.id), type.mod}};
    if (json->kind == ND_JSON_NULL || json->kind == ND_JSON_STRING) return populate_scalar(call, type, json, out);
    if (json->kind != ND_JSON_ARRAY) return no_array(&populate, 0);
    for (size_t d = 0; d < ND_ARRAY_DIMS_MAX; d++) populate.lens[d] = SIZE_MAX;
    ND_TRY(populate_items(&populate, json, 0));
    struct nd_array shape = {.dims = populate.count == 0 ? 0 : populate.dims};
    for (unsigned d = 0; d < shape.dims; d++) {
        shape.lens[d] = (int32_t)populate.lens[d];
        shape.lowers[d] = 1;
    }
    ND_TRY(nd_array_check_size(&shape, &shape.count, call->err));
    *out = nd_datum_bytes(nd_array_make(&shape, populate.type.id, populate.items, call->ctx->arena));
    return ND_STATUS_OK;
}

static enum nd_status populate_value(struct nd_func_call *call)
{
    bool is_array = nd_type_is_array(call->out->type.id) && !nd_type_is_vector(call->out->type.id);
    ND__ROWS (row) {
        struct nd_json *json;
        struct nd_datum value;
        ND_TRY(nd__json_arg(call, 0, row, &json));
        ND_TRY(is_array ? populate_array(call, call->args[1].s[row], json, &value) : populate_scalar(call, call->out->type, json, &value));
        nd_vec_set(call->out, row, value);
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_json_populate(void)
{
    static const struct nd_func func = {.name = "json_populate", .arg_count = 2, .result = ANY, .args = {ANY, TEXT}, .kernel = populate_value, .volatility = ND_STABLE};
    return &func;
}
