/* SPDX-License-Identifier: Apache-2.0 */
/* bind_type.c - casts that the binder adds, operators and calls. */
#include "sql/bind/bind_int.h"

static bool is_unknown(const struct nd_expr *expr) { return expr->type.id == ND_TYPE_UNKNOWN; }

bool nd__can_coerce(struct nd_binder *binder, const struct nd_expr *expr, enum nd_type_id to, enum nd_cast_context context)
{
    ND_UNUSED(binder);
    return expr->type.id == to || is_unknown(expr) || nd_cast_is_allowed(expr->type.id, to, context);
}

/* A literal of unknown type is read by the target's input function, now. */
static enum nd_status coerce_literal(struct nd_binder *binder, struct nd_expr *expr, struct nd_type to, enum nd_cast_context context, struct nd_expr **out)
{
    struct nd_datum value = expr->value;
    if (!value.is_null) {
        struct nd_type bare = {to.id, to.id == ND_TYPE_INTERVAL ? to.mod : -1};
        enum nd_status status = nd_type_in(binder->env->types, bare, expr->value.s, binder->arena, &value, binder->err);
        if (status == ND_STATUS_OK && to.mod != bare.mod) {
            struct nd_datum whole = value;
            status = nd_cast_datum(binder->env->types, bare, &whole, to, context, binder->arena, &value, binder->err);
        }
        ND_TRY(nd__bind_at(binder, expr->position, status));
    }
    *out = nd_expr_const(binder->arena, to, value);
    (*out)->position = expr->position;
    return ND_STATUS_OK;
}

static enum nd_status coerce_param(struct nd_binder *binder, struct nd_expr *expr, struct nd_type to)
{
    enum nd_type_id *known = &binder->params[expr->param];
    if (*known == ND_TYPE_INVALID || *known == ND_TYPE_UNKNOWN) *known = to.id;
    if (*known != to.id) {
        (void)nd__bind_error(binder, expr->position, "42P08", "inconsistent types deduced for parameter $%u", expr->param + 1);
        return nd_err_detail(binder->err, "%s versus %s", nd_type_name(*known), nd_type_name(to.id));
    }
    expr->type = (struct nd_type){to.id, -1};
    return ND_STATUS_OK;
}

static enum nd_status coerce_base(struct nd_binder *binder, struct nd_expr *expr, struct nd_type to, enum nd_cast_context context, bool is_implicit, struct nd_expr **out)
{
    *out = expr;
    if (to.id == ND_TYPE_ANY) return ND_STATUS_OK;
    if (is_unknown(expr) && expr->kind == ND_EXPR_CONST) return coerce_literal(binder, expr, to, context, out);
    if (is_unknown(expr) && expr->kind == ND_EXPR_PARAM) ND_TRY(coerce_param(binder, expr, to));
    if (expr->type.id == to.id && (to.mod == -1 || expr->type.mod == to.mod)) return ND_STATUS_OK;
    if (!nd_cast_is_allowed(expr->type.id, to.id, context))
        return nd__bind_error(binder, expr->position, "42846", "cannot cast type %s to %s", nd_type_name(expr->type.id), nd_type_name(to.id));
    *out = nd_expr_cast(binder->arena, expr, to, context);
    (*out)->is_implicit = is_implicit;
    return ND_STATUS_OK;
}

enum nd_status nd__coerce(struct nd_binder *binder, struct nd_expr *expr, struct nd_type to, enum nd_cast_context context, bool is_implicit, struct nd_expr **out)
{
    *out = expr;
    if (to.domain == ND_TYPE_INVALID) {
        bool leaves_domain = !is_implicit && expr->type.domain != ND_TYPE_INVALID && expr->type.id == to.id;
        ND_TRY(coerce_base(binder, expr, to, context, is_implicit, out));
        if (leaves_domain && *out == expr) *out = nd_expr_cast(binder->arena, expr, to, context);
        return ND_STATUS_OK;
    }
    if (expr->type.domain == to.domain) return ND_STATUS_OK;
    ND_TRY(coerce_base(binder, expr, (struct nd_type){to.id, to.mod}, context, is_implicit, out));
    return nd__bind_domain(binder, *out, to, is_implicit, out);
}

enum nd_status nd__coerce_column(struct nd_binder *binder, struct nd_expr *expr, const char *column, struct nd_type type, struct nd_expr **out)
{
    if (!nd__can_coerce(binder, expr, type.id, ND_CAST_ASSIGNMENT)) {
        (void)nd__bind_error(binder, expr->position, "42804", "column \"%s\" is of type %s but expression is of type %s", column, nd_type_name(nd_type_said(type)),
                             nd_type_name(nd_type_said(expr->type)));
        return nd_err_hint(binder->err, "You will need to rewrite or cast the expression.");
    }
    return nd__coerce(binder, expr, type, ND_CAST_ASSIGNMENT, true, out);
}

static bool is_json(enum nd_type_id type) { return type == ND_TYPE_JSON || type == ND_TYPE_JSON_ARRAY; }

enum nd_status nd__bind_check_equality(struct nd_binder *binder, enum nd_type_id type, int position)
{
    return is_json(type) ? nd__bind_error(binder, position, "42883", "could not identify an equality operator for type %s", nd_type_name(type)) : ND_STATUS_OK;
}

enum nd_status nd__bind_check_order(struct nd_binder *binder, enum nd_type_id type, int position)
{
    if (!is_json(type)) return ND_STATUS_OK;
    (void)nd__bind_error(binder, position, "42883", "could not identify an ordering operator for type %s", nd_type_name(type));
    return nd_err_hint(binder->err, "Use an explicit ordering operator or modify the query.");
}

enum nd_status nd__settle(struct nd_binder *binder, struct nd_expr **expr)
{
    if (!is_unknown(*expr)) return ND_STATUS_OK;
    ND_TRY(nd__coerce(binder, *expr, (struct nd_type){ND_TYPE_TEXT, -1}, ND_CAST_IMPLICIT, true, expr));
    if ((*expr)->kind == ND_EXPR_CONST) (*expr)->is_implicit = true;
    return ND_STATUS_OK;
}

enum nd_status nd__unify(struct nd_binder *binder, struct nd_expr **exprs, size_t count, const char *construct, struct nd_type *type_out)
{
    enum nd_type_id *ids = nd_arena_array(binder->arena, enum nd_type_id, count + 1), common;
    struct nd_type *types = nd_arena_array(binder->arena, struct nd_type, count + 1);
    for (size_t i = 0; i < count; i++) {
        types[i] = exprs[i]->type;
        ids[i] = types[i].id;
    }
    ND_TRY(nd__bind_at(binder, count > 0 ? exprs[count - 1]->position : -1, nd_type_common(ids, count, construct, &common, binder->err)));
    *type_out = (struct nd_type){common, nd_type_common_mod(types, count, common)};
    for (size_t i = 0; i < count; i++) {
        if (!nd__can_coerce(binder, exprs[i], common, ND_CAST_IMPLICIT))
            return nd__bind_error(binder, exprs[i]->position, "42846", "%s could not convert type %s to %s", construct, nd_type_name(ids[i]), nd_type_name(common));
        ND_TRY(nd__coerce(binder, exprs[i], *type_out, ND_CAST_IMPLICIT, true, &exprs[i]));
    }
    return ND_STATUS_OK;
}

static enum nd_status finish_call(struct nd_binder *binder, const struct nd_func_match *match, struct nd_expr **args, size_t count, int position, struct nd_expr **out)
{
    for (size_t i = 0; i < count; i++)
        ND_TRY(nd__coerce(binder, args[i], (struct nd_type){match->args[i], -1}, match->func == NULL ? ND_CAST_EXPLICIT : ND_CAST_IMPLICIT, true, &args[i]));
    if (match->func == NULL) {
        ND_TRY(nd__coerce(binder, args[0], (struct nd_type){match->result, -1}, ND_CAST_EXPLICIT, false, out));
        return ND_STATUS_OK;
    }
    if (match->func->is_set) return nd__bind_unsupported(binder, position, "a set-returning function here");
    if (strcmp(match->func->name, "pg_typeof") == 0 && args[0]->type.domain != ND_TYPE_INVALID) { /* values do not carry it everywhere */
        *out = nd_expr_const(binder->arena, ND_TYPE(ND_TYPE_REGTYPE), nd_datum_i64((int64_t)args[0]->type.domain));
        return ND_STATUS_OK;
    }
    const struct nd_row_type *row = count == 1 ? nd__row_type(binder, args[0]->type) : NULL;
    if (row != NULL && row->table != NULL && row->table->sys == NULL && strcmp(match->func->name, "pg_typeof") == 0) {
        enum nd_type_id of_row = nd_type_of_user(ND_USER_ROW, nd_table_oid(row->table));
        *out = nd_expr_const(binder->arena, ND_TYPE(ND_TYPE_REGTYPE), nd_datum_i64((int64_t)of_row));
        return ND_STATUS_OK;
    }
    struct nd_type result = {match->result, -1};
    if (match->func->result == ND_TYPE_ANY && count > 0) result = args[0]->type;
    *out = nd_expr_func(binder->arena, match->func, result, args, count);
    (*out)->position = position;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_call(struct nd_binder *binder, const char *name, struct nd_expr **args, size_t count, int position, struct nd_expr **out)
{
    if (count > ND_CALL_ARGS_MAX) return nd__bind_error(binder, position, "54023", "cannot pass more than %d arguments to a function", ND_CALL_ARGS_MAX);
    enum nd_type_id types[ND_CALL_ARGS_MAX + 1];
    for (size_t i = 0; i < count; i++) types[i] = args[i]->type.id;
    struct nd_func_match match;
    ND_TRY(nd__bind_at(binder, position, nd_func_resolve(name, types, count, &match, binder->err)));
    return finish_call(binder, &match, args, count, position, out);
}

/* f(..., VARIADIC array): resolved as if an element of it were given. */
enum nd_status nd__bind_spread_call(struct nd_binder *binder, const char *name, struct nd_expr **args, size_t count, int position, struct nd_expr **out)
{
    enum nd_type_id types[ND_CALL_ARGS_MAX + 1];
    struct nd_func_match match;
    struct nd_expr *array = args[count - 1];
    if (count > ND_CALL_ARGS_MAX) return nd__bind_error(binder, position, "54023", "cannot pass more than %d arguments to a function", ND_CALL_ARGS_MAX);
    for (size_t i = 0; i < count; i++) types[i] = args[i]->type.id;
    if (!nd_type_is_array(array->type.id)) return nd__bind_error(binder, array->position, "42804", "VARIADIC argument must be an array");
    types[count - 1] = nd_type_element(array->type.id);
    ND_TRY(nd__bind_at(binder, position, nd_func_resolve(name, types, count, &match, binder->err)));
    if (match.func == NULL || !match.func->is_variadic || !match.func->is_lax || match.func->arg_count != count) {
        const char *list = "";
        for (size_t i = 0; i < count; i++) list = nd_arena_printf(binder->arena, "%s%s%s", list, i > 0 ? ", " : "", nd_type_name(args[i]->type.id));
        (void)nd__bind_error(binder, position, "42883", "function %s(%s) does not exist", name, list);
        return nd_err_hint(binder->err, "No function matches the given name and argument types. You might need to add explicit type casts.");
    }
    for (size_t i = 0; i + 1 < count; i++) ND_TRY(nd__coerce(binder, args[i], (struct nd_type){match.args[i], -1}, ND_CAST_IMPLICIT, true, &args[i]));
    if (match.args[count - 1] != types[count - 1])
        ND_TRY(nd__coerce(binder, array, (struct nd_type){nd_type_array_of(match.args[count - 1]), -1}, ND_CAST_IMPLICIT, true, &array));
    args[count - 1] = array;
    *out = nd_expr_func(binder->arena, match.func, (struct nd_type){match.result, -1}, args, count);
    (*out)->position = position;
    (*out)->is_spread = true;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_oper(struct nd_binder *binder, const char *symbol, struct nd_expr *left, struct nd_expr *right, int position, struct nd_expr **out)
{
    struct nd_func_match match;
    enum nd_type_id left_type = left == NULL ? ND_TYPE_INVALID : left->type.id;
    ND_TRY(nd__bind_at(binder, position, nd_oper_resolve(symbol, left_type, right->type.id, &match, binder->err)));
    struct nd_expr *args[2] = {left == NULL ? right : left, right};
    return finish_call(binder, &match, args, left == NULL ? 1 : 2, position, out);
}
