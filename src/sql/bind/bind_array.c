/* SPDX-License-Identifier: Apache-2.0 */
/* bind_array.c - ARRAY[...], subscripts, op ANY and op ALL of arrays. */
#include "sql/bind/bind_int.h"
#include "sql/types/array.h"

static const struct nd_type type_bool = {ND_TYPE_BOOL, -1}, type_int4 = {ND_TYPE_INT4, -1};

/* ---- ARRAY[...] ----------------------------------------------------------------------------------------- */

static struct nd_expr *new_array(struct nd_binder *binder, struct nd_type type, struct nd_expr **args, size_t count,
                                 int position)
{
    struct nd_expr *expr = nd_expr_func(binder->arena, nd_func_array(), type, args, count);
    expr->position = position;
    return expr;
}

/* Of a wanted type, as ARRAY[...]::t[] writes it: each element is cast on its own. */
static enum nd_status bind_array_as(struct nd_binder *binder, const struct nd_scope *scope,
                                    const struct nd_ast_expr *ast, struct nd_type type, struct nd_expr **out)
{
    struct nd_type item = {nd_type_element(type.id), type.mod};
    struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, ast->arg_count + 1);
    for (size_t i = 0; i < ast->arg_count; i++) {
        if (ast->args[i]->kind == ND_AST_ARRAY) {
            ND_TRY(nd__bind_enter(binder));
            ND_TRY(bind_array_as(binder, scope, ast->args[i], type, &args[i]));
            nd__bind_leave(binder);
            continue;
        }
        ND_TRY(nd__bind_expr(binder, scope, ast->args[i], &args[i]));
        struct nd_type to = nd_type_is_array(args[i]->type.id) && !nd_type_is_array(item.id) ? type : item;
        if (!nd__can_coerce(binder, args[i], to.id, ND_CAST_EXPLICIT))
            return nd__bind_error(binder, ast->args[i]->position, "42846", "cannot cast type %s to %s",
                                  nd_type_name(args[i]->type.id), nd_type_name(to.id));
        ND_TRY(nd__coerce(binder, args[i], to, ND_CAST_EXPLICIT, false, &args[i]));
    }
    *out = new_array(binder, type, args, ast->arg_count, ast->position);
    return ND_STATUS_OK;
}

enum nd_status nd__bind_array_cast(struct nd_binder *binder, const struct nd_scope *scope,
                                   const struct nd_ast_expr *ast, struct nd_type type, struct nd_expr **out)
{
    return bind_array_as(binder, scope, ast, type, out);
}

enum nd_status nd__bind_array(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                              struct nd_expr **out)
{
    struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, ast->arg_count + 1);
    struct nd_type common;
    if (ast->arg_count == 0) {
        (void)nd__bind_error(binder, ast->position, "42P18", "cannot determine type of empty array");
        return nd_err_hint(binder->err, "Explicitly cast to the desired type, for example ARRAY[]::integer[].");
    }
    for (size_t i = 0; i < ast->arg_count; i++) ND_TRY(nd__bind_expr(binder, scope, ast->args[i], &args[i]));
    ND_TRY(nd__unify(binder, args, ast->arg_count, "ARRAY", &common));
    bool is_nested = nd_type_is_array(common.id) && !nd_type_is_vector(common.id);
    struct nd_type type = {is_nested ? common.id : nd_type_array_of(common.id), common.mod};
    if (type.id == ND_TYPE_INVALID)
        return nd__bind_error(binder, ast->position, "42704", "could not find array type for data type %s",
                              nd_type_name(common.id));
    *out = new_array(binder, type, args, ast->arg_count, ast->position);
    return ND_STATUS_OK;
}

/* ARRAY(query) is COALESCE((SELECT array_agg(x) FROM (query) q(x)), '{}'), in the order of the query. */
enum nd_status nd__bind_array_sublink(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                      struct nd_expr **out)
{
    const char *names[] = {"q", "x"};
    const char *column = "x";
    if (ast->select->target_count > 1 || ast->select->row_width > 1)
        return nd__bind_error(binder, ast->position, "42601", "subquery must return only one column");
    struct nd_ast_expr value = {.kind = ND_AST_COLUMN, .position = ast->position, .names = names, .name_count = 2};
    struct nd_ast_expr *value_at = &value;
    struct nd_ast_func agg = {.name = "array_agg", .args = &value_at, .arg_count = 1};
    struct nd_ast_expr call = {.kind = ND_AST_FUNC, .position = ast->position, .func = &agg};
    struct nd_ast_target target = {.expr = &call, .position = ast->position};
    struct nd_ast_from from = {.kind = ND_AST_FROM_SUBQUERY, .position = ast->position, .alias = "q", .alias_columns = &column, .alias_column_count = 1, .select = ast->select};
    struct nd_ast_from *from_at = &from;
    struct nd_ast_select select = {.position = ast->position, .targets = &target, .target_count = 1, .from = &from_at, .from_count = 1};
    struct nd_ast_expr sublink = {.kind = ND_AST_SUBLINK, .position = ast->position, .sublink_kind = ND_AST_SUB_SCALAR, .select = &select};
    struct nd_ast_expr empty = {.kind = ND_AST_CONST, .position = ast->position, .const_kind = ND_AST_STRING, .text = "{}"};
    struct nd_ast_expr *args[] = {&sublink, &empty};
    struct nd_ast_expr both = {.kind = ND_AST_COALESCE, .position = ast->position, .args = args, .arg_count = 2};
    ND_TRY(nd__bind_expr(binder, scope, &both, out));
    if ((*out)->kind != ND_EXPR_COALESCE || (*out)->args[0]->kind != ND_EXPR_SUBQUERY) return ND_STATUS_OK;
    (*out)->form = 'a';
    (*out)->shown = (*out)->args[0];
    return ND_STATUS_OK;
}

/* ---- subscripts ------------------------------------------------------------------------------------------ */

static enum nd_status bind_bound(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                 bool is_upper, struct nd_expr **out)
{
    if (ast == NULL) {
        *out = nd_expr_const(binder->arena, type_int4, nd_datum_i64(is_upper ? INT32_MAX : INT32_MIN));
        return ND_STATUS_OK;
    }
    ND_TRY(nd__bind_expr(binder, scope, ast, out));
    if (!nd__can_coerce(binder, *out, ND_TYPE_INT4, ND_CAST_ASSIGNMENT))
        return nd__bind_error(binder, ast->position, "42804", "array subscript must have type integer");
    return nd__coerce(binder, *out, type_int4, ND_CAST_ASSIGNMENT, true, out);
}

/* name[i]: its bytes from 0, as "char". */
static enum nd_status bind_name_char(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr *name,
                                     struct nd_expr **out)
{
    struct nd_expr *one = nd_expr_const(binder->arena, type_int4, nd_datum_i64(1)), *args[3] = {name, NULL, one}, *at;
    ND_TRY(bind_bound(binder, scope, ast->args[1], false, &at));
    ND_TRY(nd__bind_oper(binder, "+", at, nd_expr_copy(binder->arena, one), ast->position, &args[1]));
    ND_TRY(nd__coerce(binder, name, (struct nd_type){ND_TYPE_TEXT, -1}, ND_CAST_IMPLICIT, true, &args[0]));
    ND_TRY(nd__bind_call(binder, "substr", args, 3, ast->position, out));
    return nd__coerce(binder, *out, (struct nd_type){ND_TYPE_CHAR, -1}, ND_CAST_EXPLICIT, true, out);
}

/* A step is text or an integer, whichever alone it is cast to by itself. */
static enum nd_status bind_step(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    const struct nd_type type_text = {ND_TYPE_TEXT, -1};
    ND_TRY(nd__bind_expr(binder, scope, ast, out));
    enum nd_type_id type = (*out)->type.id;
    bool is_int = type != ND_TYPE_UNKNOWN && nd__can_coerce(binder, *out, ND_TYPE_INT4, ND_CAST_IMPLICIT);
    if (!is_int && !nd__can_coerce(binder, *out, ND_TYPE_TEXT, ND_CAST_IMPLICIT)) {
        (void)nd__bind_error(binder, ast->position, "42804", "subscript type %s is not supported", nd_type_name(type));
        return nd_err_hint(binder->err, "jsonb subscript must be coercible to either integer or text.");
    }
    return nd__coerce(binder, *out, is_int ? type_int4 : type_text, ND_CAST_IMPLICIT, true, out);
}

static enum nd_status bind_steps(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    if (ast->is_slice) return nd__bind_error(binder, ast->position, "42804", "jsonb subscript does not support slices");
    for (size_t i = 0; 2 * i < ast->arg_count; i++) ND_TRY(bind_step(binder, scope, ast->args[2 * i + 1], &out[i]));
    return ND_STATUS_OK;
}

static enum nd_status bind_json_element(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr *json, struct nd_expr **out)
{
    size_t count = ast->arg_count / 2;
    struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, count + 1);
    if (count >= ND_CALL_ARGS_MAX) return nd__bind_error(binder, ast->position, "54023", "more than %d subscripts", ND_CALL_ARGS_MAX - 1);
    args[0] = json;
    ND_TRY(bind_steps(binder, scope, ast, args + 1));
    *out = nd_expr_func(binder->arena, nd_func_json_element(), json->type, args, count + 1);
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_subscript(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                  struct nd_expr **out)
{
    struct nd_expr *args[2 * ND_ARRAY_DIMS_MAX + 1];
    size_t subscripts = ast->arg_count / 2, count = 1;
    if (ast->name_count > 0) return nd__bind_field(binder, scope, ast, out);
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &args[0]));
    enum nd_type_id type = args[0]->type.id, element = nd_type_element(type);
    if (type == ND_TYPE_NAME && !ast->is_slice && subscripts == 1) return bind_name_char(binder, scope, ast, args[0], out);
    if (type == ND_TYPE_JSONB) return bind_json_element(binder, scope, ast, args[0], out);
    if (element == ND_TYPE_INVALID)
        return nd__bind_error(binder, ast->position, "42804", "cannot subscript type %s because it does not support subscripting",
                              nd_type_name(type));
    if (subscripts > ND_ARRAY_DIMS_MAX)
        return nd__bind_error(binder, ast->position, "54000", "number of array dimensions (%zu) exceeds the maximum allowed (%d)",
                              subscripts, ND_ARRAY_DIMS_MAX);
    for (size_t i = 0; i < subscripts; i++) {
        if (ast->is_slice) ND_TRY(bind_bound(binder, scope, ast->args[2 * i], false, &args[count++]));
        ND_TRY(bind_bound(binder, scope, ast->args[2 * i + 1], true, &args[count++]));
    }
    struct nd_type result = {ast->is_slice ? nd_type_array_of(element) : element, args[0]->type.mod};
    *out = nd_expr_func(binder->arena, nd_func_subscript(ast->is_slice), result, args, count);
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

/* ---- a[i] = x ---------------------------------------------------------------------------------------------- */

enum nd_status nd__assigned_type(struct nd_binder *binder, const struct nd_ast_target *set, const struct nd_column *column, struct nd_type *type_out)
{
    *type_out = column->type;
    if (!set->has_indirection) return ND_STATUS_OK;
    type_out->domain = ND_TYPE_INVALID; /* the whole is of the domain */
    if (set->path->name_count > 0)
        return nd__bind_error(binder, set->position, "42804", "cannot assign to field \"%s\" of column \"%s\" because its type %s is not a composite type", set->path->names[0],
                              column->name, nd_type_name(column->type.id));
    if (column->type.id == ND_TYPE_JSONB) return ND_STATUS_OK;
    if (!nd_type_is_array(column->type.id))
        return nd__bind_error(binder, set->position, "42804", "cannot subscript type %s because it does not support subscripting", nd_type_name(column->type.id));
    if (set->path->arg_count / 2 > ND_ARRAY_DIMS_MAX)
        return nd__bind_error(binder, set->position, "54000", "number of array dimensions (%zu) exceeds the maximum allowed (%d)", set->path->arg_count / 2, ND_ARRAY_DIMS_MAX);
    if (!set->path->is_slice) type_out->id = nd_type_element(column->type.id);
    return ND_STATUS_OK;
}

enum nd_status nd__coerce_assigned(struct nd_binder *binder, const struct nd_ast_target *set, const struct nd_column *column, struct nd_expr *value, struct nd_expr **out)
{
    struct nd_type type;
    ND_TRY(nd__assigned_type(binder, set, column, &type));
    if (!set->has_indirection) return nd__coerce_column(binder, value, column->name, column->type, out);
    if (!nd__can_coerce(binder, value, type.id, ND_CAST_ASSIGNMENT)) {
        (void)nd__bind_error(binder, value->position, "42804", "subscripted assignment to \"%s\" requires type %s but expression is of type %s", column->name, nd_type_name(type.id),
                             nd_type_name(value->type.id));
        return nd_err_hint(binder->err, "You will need to rewrite or cast the expression.");
    }
    return nd__coerce(binder, value, type, ND_CAST_ASSIGNMENT, true, out);
}

static enum nd_status bind_json_assign(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *set, struct nd_expr *base, struct nd_expr *value, struct nd_expr **out)
{
    size_t count = set->path->arg_count / 2;
    struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, count + 2);
    if (count + 2 > ND_CALL_ARGS_MAX) return nd__bind_error(binder, set->position, "54023", "more than %d subscripts", ND_CALL_ARGS_MAX - 2);
    args[0] = base;
    args[1] = value;
    ND_TRY(bind_steps(binder, scope, set->path, args + 2));
    *out = nd_expr_func(binder->arena, nd_func_json_assign(), ND_TYPE(ND_TYPE_JSONB), args, count + 2);
    (*out)->position = set->position;
    return ND_STATUS_OK;
}

static enum nd_status bind_array_assign(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *set, const struct nd_column *column, struct nd_expr *base,
                                        struct nd_expr *value, struct nd_expr **out)
{
    struct nd_expr *args[2 * ND_ARRAY_DIMS_MAX + 2] = {base, value};
    struct nd_type type = column->type;
    size_t count = 2;
    for (size_t i = 0; i < set->path->arg_count / 2; i++) {
        if (set->path->is_slice) ND_TRY(bind_bound(binder, scope, set->path->args[2 * i], false, &args[count++]));
        ND_TRY(bind_bound(binder, scope, set->path->args[2 * i + 1], true, &args[count++]));
    }
    type.domain = ND_TYPE_INVALID;
    *out = nd_expr_func(binder->arena, nd_func_assign(set->path->is_slice), type, args, count);
    (*out)->position = set->position;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_assign(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_target *set, const struct nd_column *column, struct nd_expr *base,
                               struct nd_expr *value, struct nd_expr **out)
{
    bool is_domain = column->type.domain != ND_TYPE_INVALID;
    if (is_domain && base->kind == ND_EXPR_DOMAIN) base = base->args[0]; /* several assignments are checked together */
    if (column->type.id == ND_TYPE_JSONB) ND_TRY(bind_json_assign(binder, scope, set, base, value, out));
    else ND_TRY(bind_array_assign(binder, scope, set, column, base, value, out));
    return is_domain ? nd__bind_domain(binder, *out, column->type, true, out) : ND_STATUS_OK;
}

/* ---- op ANY (array), op ALL (array) ------------------------------------------------------------------------ */

#define LIST_ITEMS_MAX 10000

/* The elements of an array that is written out. NULL: it is not, or it is too long to be worth it. */
static struct nd_expr **listed_items(struct nd_binder *binder, const struct nd_expr *array, size_t *count_out)
{
    enum nd_type_id element = nd_type_element(array->type.id);
    *count_out = 0;
    if (array->kind == ND_EXPR_FUNC && array->func == nd_func_array() && array->arg_count > 0 && array->args[0]->type.id == element) {
        *count_out = array->arg_count;
        return array->args;
    }
    struct nd_array open;
    if (array->kind != ND_EXPR_CONST || array->value.is_null || !nd_array_open(array->value.s, &open)) return NULL;
    if (open.count == 0 || open.count > LIST_ITEMS_MAX) return NULL;
    struct nd_expr **items = nd_arena_array(binder->arena, struct nd_expr *, open.count);
    struct nd_datum *values = nd_array_items(&open, element, binder->arena);
    for (size_t i = 0; i < open.count; i++) items[i] = nd_expr_const(binder->arena, (struct nd_type){element, -1}, values[i]);
    *count_out = open.count;
    return items;
}

static struct nd_expr *new_any(struct nd_binder *binder, const struct nd_ast_expr *ast, const struct nd_func *func,
                               struct nd_expr *left, struct nd_expr *array)
{
    bool is_all = ast->kind == ND_AST_OP_ALL;
    size_t count;
    bool is_in = !is_all && nd_func_compare(func) == ND_COMPARE_EQ;
    struct nd_expr **items = is_in ? listed_items(binder, array, &count) : NULL;
    if (items != NULL) {
        struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_IN, type_bool, count + 1);
        expr->args[0] = left;
        for (size_t i = 0; i < count; i++) expr->args[i + 1] = items[i];
        expr->func = func;
        return expr;
    }
    struct nd_expr *expr = nd_expr_new(binder->arena, ND_EXPR_ARRAY_OP, type_bool, 2);
    expr->args[0] = left;
    expr->args[1] = array;
    expr->func = func;
    expr->is_all = is_all;
    return expr;
}

enum nd_status nd__bind_any_all(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                                struct nd_expr **out)
{
    struct nd_expr *left, *array;
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &left));
    ND_TRY(nd__bind_expr(binder, scope, ast->right, &array));
    bool is_unknown = array->type.id == ND_TYPE_UNKNOWN;
    enum nd_type_id element = is_unknown ? ND_TYPE_UNKNOWN : nd_type_element(array->type.id);
    if (element == ND_TYPE_INVALID)
        return nd__bind_error(binder, ast->position, "42809", "op ANY/ALL (array) requires array on right side");
    struct nd_func_match match;
    ND_TRY(nd__bind_at(binder, ast->position, nd_oper_resolve(ast->op, left->type.id, element, &match, binder->err)));
    if (match.result != ND_TYPE_BOOL)
        return nd__bind_error(binder, ast->position, "42809", "op ANY/ALL (array) requires operator to yield boolean");
    bool is_vector = nd_type_is_vector(array->type.id) && element == match.args[1];
    struct nd_type wanted = {is_vector ? array->type.id : nd_type_array_of(match.args[1]), -1};
    if (wanted.id == ND_TYPE_INVALID)
        return nd__bind_error(binder, ast->position, "42704", "could not find array type for data type %s",
                              nd_type_name(match.args[1]));
    ND_TRY(nd__coerce(binder, left, (struct nd_type){match.args[0], -1}, ND_CAST_IMPLICIT, true, &left));
    ND_TRY(nd__coerce(binder, array, wanted, ND_CAST_IMPLICIT, true, &array));
    *out = new_any(binder, ast, match.func, left, array);
    nd_expr_fix_depth(*out);
    return ND_STATUS_OK;
}
