/* SPDX-License-Identifier: Apache-2.0 */
/* bind_set.c - calls that give rows: generate_series, unnest and their kin, in FROM and in select lists. */
#include "sql/bind/bind_int.h"

static bool is_series(const char *name, size_t arg_count) { return strcmp(name, "generate_series") == 0 && (arg_count == 2 || arg_count == 3); }

static enum nd_status not_a_series(struct nd_binder *binder, struct nd_expr *const *args, size_t count, int position)
{
    const char *names[3] = {"", "", ""};
    for (size_t i = 0; i < count; i++) names[i] = nd_type_name(args[i]->type.id);
    const char *form = count == 2 ? "function generate_series(%s, %s) does not exist" : "function generate_series(%s, %s, %s) does not exist";
    (void)nd__bind_error(binder, position, "42883", form, names[0], names[1], names[2]);
    return nd_err_hint(binder->err, "No function matches the given name and argument types. You might need to add explicit type casts.");
}

static bool is_date(enum nd_type_id type) { return type == ND_TYPE_DATE || type == ND_TYPE_TIMESTAMP || type == ND_TYPE_TIMESTAMPTZ; }

/* What the series is made of: int4, int8, numeric, timestamp, timestamptz; INVALID: nothing fits. */
static enum nd_type_id series_type(struct nd_expr *const *args, size_t count)
{
    enum nd_type_id type = ND_TYPE_UNKNOWN;
    bool has_zone = false;
    for (size_t i = 0; i < 2; i++) {
        enum nd_type_id id = args[i]->type.id;
        has_zone = has_zone || id == ND_TYPE_TIMESTAMPTZ || id == ND_TYPE_DATE;
        if (id == ND_TYPE_UNKNOWN) continue;
        if (is_date(id)) type = ND_TYPE_TIMESTAMP;
        else if (id == ND_TYPE_NUMERIC) type = ND_TYPE_NUMERIC;
        else if (id == ND_TYPE_INT8 && type != ND_TYPE_NUMERIC) type = ND_TYPE_INT8;
        else if ((id == ND_TYPE_INT4 || id == ND_TYPE_INT2) && type == ND_TYPE_UNKNOWN) type = ND_TYPE_INT4;
        else if (id != ND_TYPE_INT4 && id != ND_TYPE_INT2 && id != ND_TYPE_INT8) return ND_TYPE_INVALID;
    }
    enum nd_type_id step = count == 3 ? args[2]->type.id : ND_TYPE_INT4;
    if (type == ND_TYPE_TIMESTAMP) return count < 3 || (step != ND_TYPE_INTERVAL && step != ND_TYPE_UNKNOWN) ? ND_TYPE_INVALID : has_zone ? ND_TYPE_TIMESTAMPTZ
                                                                                                                                          : type;
    if (step == ND_TYPE_NUMERIC) return ND_TYPE_NUMERIC;
    if (step == ND_TYPE_INT8 && type != ND_TYPE_NUMERIC) return ND_TYPE_INT8;
    if (step == ND_TYPE_INTERVAL) return type == ND_TYPE_UNKNOWN ? ND_TYPE_TIMESTAMPTZ : ND_TYPE_INVALID;
    return type == ND_TYPE_UNKNOWN ? ND_TYPE_INT4 : type;
}

static enum nd_status bind_series(struct nd_binder *binder, struct nd_expr **args, size_t count, int position, struct nd_set_use *use)
{
    if (count == 2 && args[0]->type.id == ND_TYPE_UNKNOWN && args[1]->type.id == ND_TYPE_UNKNOWN && args[0]->kind == ND_EXPR_CONST && args[1]->kind == ND_EXPR_CONST &&
        !args[0]->value.is_null && !args[1]->value.is_null)
        return nd__bind_error(binder, position, "42725", "function generate_series(unknown, unknown) is not unique");
    enum nd_type_id type = series_type(args, count);
    if (type == ND_TYPE_INVALID) return not_a_series(binder, args, count, position);
    bool is_time = type == ND_TYPE_TIMESTAMP || type == ND_TYPE_TIMESTAMPTZ;
    *use = (struct nd_set_use){.kind = ND_SET_SERIES, .arg_count = 3, .called = "generate_series", .has_step = count == 3, .type = {type, -1}};
    if (count < 3) {
        struct nd_expr *one = nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_INT4, -1}, (struct nd_datum){.i = 1});
        args[2] = one;
    }
    for (size_t i = 0; i < 3; i++) {
        struct nd_type to = {is_time && i == 2 ? ND_TYPE_INTERVAL : type, -1};
        if (!nd__can_coerce(binder, args[i], to.id, ND_CAST_IMPLICIT)) return not_a_series(binder, args, count, position);
        ND_TRY(nd__coerce(binder, args[i], to, ND_CAST_IMPLICIT, true, &use->args[i]));
    }
    return ND_STATUS_OK;
}

/* use->kind VALUE: it gives no rows, args[0] is not yet bound. args has room for one more. */
static enum nd_status bind_call(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_expr **args, struct nd_set_use *use)
{
    const struct nd_ast_func *func = ast->func;
    *use = (struct nd_set_use){.kind = ND_SET_VALUE};
    if (is_series(func->name, func->arg_count)) return bind_series(binder, args, func->arg_count, ast->position, use);
    enum nd_type_id types[ND_CALL_ARGS_MAX + 1];
    struct nd_func_match match;
    struct nd_err quiet;
    nd_err_clear(&quiet);
    if (func->arg_count > ND_CALL_ARGS_MAX) return ND_STATUS_OK;
    for (size_t i = 0; i < func->arg_count; i++) types[i] = args[i]->type.id;
    bool is_known = nd_func_resolve(func->name, types, func->arg_count, &match, &quiet) == ND_STATUS_OK;
    if (!is_known || match.func == NULL || !match.func->is_set) return ND_STATUS_OK;
    for (size_t i = 0; i < func->arg_count; i++) ND_TRY(nd__coerce(binder, args[i], (struct nd_type){match.args[i], -1}, ND_CAST_IMPLICIT, true, &args[i]));
    /* rows that are arrays: slices of one that has a dimension more */
    enum nd_type_id array = nd_type_is_array(match.result) ? match.result : nd_type_array_of(match.result);
    if (array == ND_TYPE_INVALID) return nd__bind_unsupported(binder, ast->position, "a set of this type");
    use->kind = ND_SET_ARRAY;
    use->called = match.func->name;
    use->type = (struct nd_type){match.result, -1};
    use->args[use->arg_count++] = nd_expr_func(binder->arena, match.func, (struct nd_type){array, -1}, args, func->arg_count);
    return ND_STATUS_OK;
}

static bool may_be_set(const struct nd_ast_expr *ast)
{
    if (ast->kind != ND_AST_FUNC) return false;
    const struct nd_ast_func *func = ast->func;
    return !nd_agg_is_known(func->name) && func->over == NULL && !func->is_star && !func->is_distinct && func->order_count == 0 && func->filter == NULL && !func->is_variadic &&
           (func->schema == NULL || strcmp(func->schema, "pg_catalog") == 0 || nd__is_information_function(func));
}

static enum nd_status bind_item(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_set_use *use)
{
    *use = (struct nd_set_use){.kind = ND_SET_VALUE};
    if (may_be_set(ast)) {
        struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, ast->func->arg_count + 2);
        for (size_t i = 0; i < ast->func->arg_count; i++) ND_TRY(nd__bind_expr(binder, scope, ast->func->args[i], &args[i]));
        ND_TRY(bind_call(binder, ast, args, use));
    }
    if (use->kind != ND_SET_VALUE) return ND_STATUS_OK;
    ND_TRY(nd__bind_expr(binder, scope, ast, &use->args[0]));
    ND_TRY(nd__settle(binder, &use->args[0]));
    if (ast->kind == ND_AST_FUNC) use->called = ast->func->name;
    use->type = use->args[0]->type;
    use->arg_count = 1;
    return ND_STATUS_OK;
}

static enum nd_status add_item(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_rel *rel, const char **names, const char *name, struct nd_set_use **use_out)
{
    if (rel->set_count == ND_SET_USES_MAX) return nd__bind_error(binder, ast->position, "54011", "functions in FROM can have at most %d columns", ND_SET_USES_MAX);
    names[rel->set_count] = name;
    *use_out = &rel->sets[rel->set_count++];
    return ND_STATUS_OK;
}

static bool takes_argument(struct nd_binder *binder, const struct nd_func_record *record, const struct nd_expr *arg)
{
    if (record->arg == ND_TYPE_ANYARRAY) return nd_type_is_array(arg->type.id) || nd_type_is_vector(arg->type.id);
    return nd__can_coerce(binder, arg, record->arg, ND_CAST_IMPLICIT);
}

/* arg NULL: none. */
static struct nd_set_use record_column(struct nd_binder *binder, const struct nd_func_record *record, size_t i, struct nd_expr *arg)
{
    const struct nd_func *column = &record->funcs[i];
    enum nd_type_id array = column->result == ND_TYPE_ANYARRAY ? arg->type.id : column->result;
    struct nd_set_use use = {.kind = ND_SET_ARRAY, .arg_count = 1, .called = record->name, .type = {nd_type_element(array), -1}};
    struct nd_expr *args[1] = {i == 0 || arg == NULL ? arg : nd_expr_copy(binder->arena, arg)};
    use.args[0] = nd_expr_func(binder->arena, column, (struct nd_type){array, -1}, args, arg != NULL);
    return use;
}

/* A function that gives records: each column is an array of its own, taken apart in step with the others. */
static enum nd_status bind_record(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, const struct nd_func_record *record, struct nd_rel *rel,
                                  const char **names)
{
    const struct nd_ast_func *func = ast->func;
    struct nd_expr *arg = NULL;
    size_t arg_count = record->arg != ND_TYPE_INVALID;
    if (func->arg_count != arg_count) return nd__bind_error(binder, ast->position, "42883", "function %s with %zu arguments does not exist", func->name, func->arg_count);
    if (arg_count > 0) ND_TRY(nd__bind_expr(binder, scope, func->args[0], &arg));
    if (arg_count > 0 && !takes_argument(binder, record, arg)) return nd__bind_error(binder, ast->position, "42883", "function %s(%s) does not exist", func->name, nd_type_name(arg->type.id));
    if (arg_count > 0 && record->arg != ND_TYPE_ANYARRAY) ND_TRY(nd__coerce(binder, arg, (struct nd_type){record->arg, -1}, ND_CAST_IMPLICIT, true, &arg));
    for (size_t i = 0; i < record->count; i++) {
        struct nd_set_use *use;
        ND_TRY(add_item(binder, ast, rel, names, record->columns[i], &use));
        *use = record_column(binder, record, i, arg);
        use->record = record->name;
        use->is_more = i > 0;
    }
    return ND_STATUS_OK;
}

const char *nd__set_column(const char *func)
{
    static const char *const funcs[] = {"json_array_elements", "jsonb_array_elements", "json_array_elements_text", "jsonb_array_elements_text"};
    for (size_t i = 0; i < ND_ARRAY_LEN(funcs); i++)
        if (strcmp(funcs[i], func) == 0) return "value";
    return NULL;
}

/* ---- json as rows: each column is an array of json, see add_columns in bind_from.c -------------------------------------- */

struct defined {
    const char *name;
    struct nd_type type;
};

/* AS (name type, ...) */
static enum nd_status take_definitions(struct nd_binder *binder, const struct nd_ast_expr *ast, struct defined **out)
{
    const struct nd_ast_func *func = ast->func;
    struct defined *list = *out = nd_arena_array(binder->arena, struct defined, func->definition_count + 1);
    if (func->definition_count == 0) return nd__bind_error(binder, ast->position, "42601", "a column definition list is required for functions returning \"record\"");
    for (size_t i = 0; i < func->definition_count; i++) {
        list[i].name = func->definitions[i].name;
        ND_TRY(nd_bind_type(binder->env, func->definitions[i].type, &list[i].type, binder->err));
        for (size_t k = 0; k < i; k++)
            if (strcmp(list[k].name, list[i].name) == 0) return nd__bind_error(binder, ast->position, "42701", "column name \"%s\" specified more than once", list[i].name);
    }
    return ND_STATUS_OK;
}

const struct nd_ast_type *nd__populated_type(const struct nd_ast_func *func)
{
    const struct nd_ast_expr *row = func->arg_count == 2 ? func->args[0] : NULL;
    if (nd_func_json_column(func->name) == NULL || row == NULL || row->kind != ND_AST_CAST || row->type == NULL || row->type->is_array) return NULL;
    return row->left->kind == ND_AST_CONST && row->left->const_kind == ND_AST_NULL ? row->type : NULL;
}

/* NULL::table says which columns there are. */
static enum nd_status take_columns(struct nd_binder *binder, const struct nd_ast_expr *ast, const struct nd_table **table_out, struct defined **out, size_t *count_out)
{
    const struct nd_ast_type *type = nd__populated_type(ast->func);
    if (type == NULL) return nd__bind_unsupported(binder, ast->position, nd_arena_printf(binder->arena, "%s of anything but NULL::table and json", ast->func->name));
    struct nd_ast_name name = {.schema = type->schema, .name = type->name, .position = type->position};
    ND_TRY(nd__lookup_table(binder, &name, true, table_out));
    const struct nd_table *table = *table_out;
    if (table == NULL) return nd__bind_error(binder, type->position, "42704", "type \"%s\" does not exist", type->name);
    if (table->view != NULL || table->sys != NULL) return nd__bind_unsupported(binder, type->position, "a row of a view");
    struct defined *list = *out = nd_arena_array(binder->arena, struct defined, table->column_count + 1);
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].is_hidden) list[(*count_out)++] = (struct defined){table->columns[i].name, table->columns[i].type};
    return ND_STATUS_OK;
}

static enum nd_status bind_definitions(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, const struct nd_func *column, struct nd_rel *rel, const char **names)
{
    const struct nd_ast_func *func = ast->func;
    const struct nd_type type_text = {ND_TYPE_TEXT, -1};
    const struct nd_table *table = NULL;
    struct nd_expr *arg;
    struct defined *list;
    bool is_populate = strstr(column->name, "_populate_") != NULL;
    size_t count = is_populate ? 0 : func->definition_count, args_wanted = is_populate ? 2 : 1;
    if (func->arg_count != args_wanted) return nd__bind_error(binder, ast->position, "42883", "function %s with %zu arguments does not exist", func->name, func->arg_count);
    ND_TRY(is_populate ? take_columns(binder, ast, &table, &list, &count) : take_definitions(binder, ast, &list));
    ND_TRY(nd__bind_expr(binder, scope, func->args[args_wanted - 1], &arg));
    if (!nd__can_coerce(binder, arg, column->args[0], ND_CAST_IMPLICIT))
        return nd__bind_error(binder, ast->position, "42883", "function %s(%s) does not exist", func->name, nd_type_name(arg->type.id));
    ND_TRY(nd__coerce(binder, arg, (struct nd_type){column->args[0], -1}, ND_CAST_IMPLICIT, true, &arg));
    for (size_t i = 0; i < count; i++) {
        struct nd_set_use *use;
        ND_TRY(add_item(binder, ast, rel, names, list[i].name, &use));
        *use = (struct nd_set_use){.kind = ND_SET_ARRAY, .arg_count = 1, .called = column->name, .record = column->name, .is_more = i > 0, .type = {column->args[0], -1}};
        use->defined = list[i].name;
        use->defined_type = list[i].type;
        use->defined_by = table;
        struct nd_expr *args[2] = {i == 0 ? arg : nd_expr_copy(binder->arena, arg), nd_expr_const(binder->arena, type_text, nd_datum_bytes(nd_slice_str(list[i].name)))};
        use->args[0] = nd_expr_func(binder->arena, column, (struct nd_type){column->result, -1}, args, 2);
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_items(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_rel *rel, const char **names)
{
    const struct nd_func_record *record = may_be_set(ast) ? nd_func_record(ast->func->name) : NULL;
    const struct nd_func *defined = may_be_set(ast) ? nd_func_json_column(ast->func->name) : NULL;
    struct nd_set_use *use;
    if (defined != NULL) return bind_definitions(binder, scope, ast, defined, rel, names);
    if (ast->kind == ND_AST_FUNC && ast->func->definition_count > 0)
        return nd__bind_error(binder, ast->position, "42601", record != NULL ? "a column definition list is redundant for a function with OUT parameters"
                                                                             : "a column definition list is only allowed for functions returning \"record\"");
    if (record != NULL) return bind_record(binder, scope, ast, record, rel, names);
    bool is_unnest = may_be_set(ast) && strcmp(ast->func->name, "unnest") == 0 && ast->func->arg_count > 1;
    const char *name = ast->kind == ND_AST_FUNC ? ast->func->name : ast->op != NULL ? ast->op
                                                                                    : "function";
    for (size_t i = 0; i < (is_unnest ? ast->func->arg_count : 1); i++) { /* unnest(a, b): both in step */
        struct nd_ast_func one = is_unnest ? *ast->func : (struct nd_ast_func){0};
        struct nd_ast_expr call = *ast;
        one.arg_count = 1;
        one.args = is_unnest ? &ast->func->args[i] : NULL;
        if (is_unnest) call.func = &one;
        const char *column = may_be_set(&call) ? nd__set_column(name) : NULL;
        ND_TRY(add_item(binder, ast, rel, names, column == NULL ? name : column, &use));
        ND_TRY(bind_item(binder, scope, &call, use));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__bind_set_item(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_rel *rel, const char **names)
{
    const char *place = binder->level->agg_place;
    struct nd_query *agg_query = binder->level->agg_query;
    binder->level->agg_place = "functions in FROM";
    binder->level->agg_query = NULL;
    enum nd_status status = bind_items(binder, scope, nd__without_outs(binder, ast), rel, names);
    binder->level->agg_place = place;
    binder->level->agg_query = agg_query;
    return status;
}

static enum nd_status new_use(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_set_use **use_out)
{
    *use_out = NULL;
    if (binder->level->is_in_agg) return nd__bind_error(binder, ast->position, "0A000", "aggregate function calls cannot contain set-returning function calls");
    struct nd_query *query = binder->level->set_query;
    if (query == NULL)
        return nd__bind_error(binder, ast->position, "0A000", "set-returning functions are not allowed in %s", binder->level->agg_place == NULL ? "this place" : binder->level->agg_place);
    if (query->set_count == ND_SET_USES_MAX) return nd__bind_error(binder, ast->position, "54011", "a select list can have at most %d set-returning functions", ND_SET_USES_MAX);
    if (query->sets == NULL) query->sets = nd_arena_array(binder->arena, struct nd_set_use, ND_SET_USES_MAX);
    *use_out = &query->sets[query->set_count++];
    return ND_STATUS_OK;
}

/* json_each and its kin: a record whose fields are taken out in step. */
static enum nd_status bind_record_call(struct nd_binder *binder, const struct nd_ast_expr *ast, const struct nd_func_record *record, struct nd_expr *arg, struct nd_expr **out)
{
    struct nd_expr **fields = nd_arena_array(binder->arena, struct nd_expr *, record->count + 1);
    const char **names = nd_arena_array(binder->arena, const char *, record->count + 1);
    if (arg != NULL && record->arg != ND_TYPE_ANYARRAY) ND_TRY(nd__coerce(binder, arg, (struct nd_type){record->arg, -1}, ND_CAST_IMPLICIT, true, &arg));
    for (size_t i = 0; i < record->count; i++) {
        struct nd_set_use *use;
        ND_TRY(new_use(binder, ast, &use));
        *use = record_column(binder, record, i, arg);
        use->var = nd__bind_new_var(binder, use->type, NULL, record->columns[i]);
        fields[i] = nd_expr_var(binder->arena, use->var, use->type);
        fields[i]->position = ast->position;
        names[i] = record->columns[i];
    }
    *out = nd__named_row(binder, fields, names, record->count, nd_expr_copy(binder->arena, fields[record->key]));
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_set_call(struct nd_binder *binder, const struct nd_ast_expr *ast, struct nd_expr **args, bool *is_set_out, struct nd_expr **out)
{
    struct nd_set_use use;
    *is_set_out = false;
    if (!may_be_set(ast)) return ND_STATUS_OK;
    const struct nd_func_record *record = nd_func_record(ast->func->name);
    if (record != NULL && record->arg == ND_TYPE_INVALID) *is_set_out = ast->func->arg_count == 0;
    else *is_set_out = record != NULL && ast->func->arg_count == 1 && takes_argument(binder, record, args[0]);
    if (*is_set_out) return bind_record_call(binder, ast, record, ast->func->arg_count == 0 ? NULL : args[0], out);
    ND_TRY(bind_call(binder, ast, args, &use));
    if (use.kind == ND_SET_VALUE) return ND_STATUS_OK;
    *is_set_out = true;
    struct nd_set_use *made;
    ND_TRY(new_use(binder, ast, &made));
    use.var = nd__bind_new_var(binder, use.type, NULL, ast->func->name);
    *made = use;
    *out = nd_expr_var(binder->arena, use.var, use.type);
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}
