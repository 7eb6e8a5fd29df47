/* SPDX-License-Identifier: Apache-2.0 */
/* expr_format.c - expressions as EXPLAIN shows them: PostgreSQL's ruleutils without pretty-printing. */
#include "sql/bind/expr.h"

#define FORMAT_ITEMS_MAX 20 /* of a long list */

struct format {
    const char *const *names;
    const struct nd_type_ctx *types;
    struct nd_buf *out;
};

static void put(struct format *format, const char *text) { nd_buf_put_slice(format->out, nd_slice_str(text)); }
static void put_expr(struct format *format, const struct nd_expr *expr);

static void put_quoted(struct format *format, struct nd_slice text)
{
    nd_buf_put_u8(format->out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'') nd_buf_put_u8(format->out, '\'');
        nd_buf_put_u8(format->out, text.p[i]);
    }
    nd_buf_put_u8(format->out, '\'');
}

static void put_type(struct format *format, struct nd_type type)
{
    struct nd_arena arena;
    nd_arena_init(&arena, format->out->heap);
    put(format, "::");
    put(format, nd_type_format(type, &arena));
    nd_arena_deinit(&arena);
}

static void put_const(struct format *format, const struct nd_expr *expr)
{
    enum nd_type_id id = expr->type.id;
    if (expr->value.is_null) {
        put(format, "NULL");
        put_type(format, (struct nd_type){id, -1});
        return;
    }
    if (id == ND_TYPE_BOOL) {
        put(format, expr->value.b ? "true" : "false");
        return;
    }
    struct nd_buf text;
    nd_buf_init(&text, format->out->heap);
    nd_type_out(format->types, expr->type, &expr->value, &text);
    bool is_plain = id == ND_TYPE_INT4 || id == ND_TYPE_NUMERIC;
    bool is_negative = text.n > 0 && text.p[0] == '-',
         is_special = text.n > 0 && !(text.p[0] >= '0' && text.p[0] <= '9');
    if (is_plain && !is_negative && !is_special) {
        nd_buf_put_slice(format->out, nd_buf_slice(&text));
    } else {
        put_quoted(format, nd_buf_slice(&text));
        put_type(format, (struct nd_type){id, -1});
    }
    nd_buf_deinit(&text);
}

static void put_list(struct format *format, struct nd_expr *const *args, size_t count, const char *separator)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) put(format, separator);
        put_expr(format, args[i]);
    }
}

/* ARRAY[a, b], (a)[1], (a)[1:2]. false: another function. */
static bool put_array_func(struct format *format, const struct nd_expr *expr)
{
    if (expr->func == nd_func_array()) {
        put(format, "ARRAY[");
        put_list(format, expr->args, expr->arg_count, ", ");
        put(format, "]");
        return true;
    }
    if (expr->func == nd_func_json_populate()) { /* a column that is defined in FROM */
        put_expr(format, expr->args[0]);
        return true;
    }
    bool is_slice = expr->func == nd_func_subscript(true);
    if (!is_slice && expr->func != nd_func_subscript(false) && expr->func != nd_func_json_element()) return false;
    bool is_bare = expr->args[0]->kind == ND_EXPR_VAR;
    if (!is_bare) put(format, "(");
    put_expr(format, expr->args[0]);
    if (!is_bare) put(format, ")");
    for (size_t i = 1; i < expr->arg_count; i++) {
        bool is_lower = is_slice && i % 2 == 1;
        const struct nd_expr *bound = expr->args[i];
        bool is_open = is_slice && bound->kind == ND_EXPR_CONST && bound->value.i == (is_lower ? INT32_MIN : INT32_MAX);
        if (!is_slice || is_lower) put(format, "[");
        if (!is_open) put_expr(format, bound);
        put(format, is_lower ? ":" : "]");
    }
    return true;
}

/* ROW(a, b), a whole row as t.*, (row).field, row IS NULL. false: another function. */
static bool put_row_func(struct format *format, const struct nd_expr *expr)
{
    bool is_keyed = expr->func == nd_func_row(ND_ROW_KEYED), is_not_null = expr->func == nd_func_row_is_null(true);
    if (is_keyed || expr->func == nd_func_row(ND_ROW_PLAIN) || expr->func == nd_func_row(ND_ROW_NOT_EMPTY)) {
        size_t first = is_keyed ? 2 : 1;
        bool is_whole = !expr->args[0]->value.is_null && expr->arg_count > first && (expr->args[first]->kind == ND_EXPR_VAR || expr->args[first]->kind == ND_EXPR_OUTER);
        const char *name = is_whole ? format->names[expr->args[first]->var] : NULL, *dot = name == NULL ? NULL : strchr(name, '.');
        if (dot != NULL) {
            nd_buf_put(format->out, name, (size_t)(dot - name));
            put(format, ".*");
            return true;
        }
        put(format, "ROW(");
        put_list(format, expr->args + first, expr->arg_count - first, ", ");
        put(format, ")");
        return true;
    }
    if (expr->func == nd_func_field()) {
        put(format, "(");
        put_expr(format, expr->args[0]);
        put(format, ").");
        put(format, expr->written);
        return true;
    }
    if (!is_not_null && expr->func != nd_func_row_is_null(false)) return false;
    put(format, "(");
    put_expr(format, expr->args[0]);
    put(format, is_not_null ? " IS NOT NULL)" : " IS NULL)");
    return true;
}

static void put_func(struct format *format, const struct nd_expr *expr)
{
    if (expr->func->is_operator) {
        put(format, "(");
        if (expr->arg_count == 2) {
            put_expr(format, expr->args[0]);
            put(format, " ");
        }
        put(format, expr->func->name);
        put(format, " ");
        put_expr(format, expr->args[expr->arg_count - 1]);
        put(format, ")");
        return;
    }
    if (put_array_func(format, expr) || put_row_func(format, expr)) return;
    put(format, expr->func->name);
    put(format, "(");
    put_list(format, expr->args, expr->arg_count - expr->is_spread, ", ");
    if (expr->is_spread) {
        put(format, expr->arg_count > 1 ? ", VARIADIC " : "VARIADIC ");
        put_expr(format, expr->args[expr->arg_count - 1]);
    }
    put(format, ")");
}

static void put_cast(struct format *format, const struct nd_expr *expr)
{
    if (expr->is_implicit &&
        !nd_cast_is_relabel(expr->args[0]->type.id, expr->type.id)) { /* implicit casts that compute are shown, too */
        put(format, "(");
        put_expr(format, expr->args[0]);
        put(format, ")");
        put_type(format, expr->type);
        return;
    }
    bool is_bare = expr->args[0]->kind == ND_EXPR_FUNC && expr->args[0]->func->is_operator;
    if (!is_bare) put(format, "(");
    put_expr(format, expr->args[0]);
    if (!is_bare) put(format, ")");
    put_type(format, expr->type);
}

static void put_case(struct format *format, const struct nd_expr *expr)
{
    put(format, "CASE");
    for (size_t i = 0; i + 1 < expr->arg_count; i += 2) {
        put(format, " WHEN ");
        put_expr(format, expr->args[i]);
        put(format, " THEN ");
        put_expr(format, expr->args[i + 1]);
    }
    put(format, " ELSE ");
    put_expr(format, expr->args[expr->arg_count - 1]);
    put(format, " END");
}

static void put_in(struct format *format, const struct nd_expr *expr)
{
    bool all_const = true;
    for (size_t i = 1; i < expr->arg_count; i++) all_const = all_const && nd_expr_is_const(expr->args[i]);
    put(format, "(");
    put_expr(format, expr->args[0]);
    put(format, expr->is_not ? " <> ALL (" : " = ANY (");
    put(format, all_const ? "'{" : "ARRAY[");
    for (size_t i = 1; i < expr->arg_count; i++) {
        if (i > 1) put(format, all_const ? "," : ", ");
        if (i > FORMAT_ITEMS_MAX) {
            put(format, "...");
            break;
        }
        if (!all_const)
            put_expr(format, expr->args[i]);
        else if (expr->args[i]->value.is_null)
            put(format, "NULL");
        else
            nd_type_out(format->types, expr->args[i]->type, &expr->args[i]->value, format->out);
    }
    put(format, all_const ? "}'" : "]");
    if (all_const) {
        put_type(format, (struct nd_type){expr->args[0]->type.id, -1});
        put(format, "[]");
    }
    put(format, "))");
}

static void put_array_op(struct format *format, const struct nd_expr *expr)
{
    put(format, "(");
    put_expr(format, expr->args[0]);
    put(format, " ");
    put(format, expr->func->name);
    put(format, expr->is_all ? " ALL (" : " ANY (");
    put_expr(format, expr->args[1]);
    put(format, "))");
}

static void put_test(struct format *format, const struct nd_expr *expr)
{
    put(format, "(");
    put_expr(format, expr->args[0]);
    put(format, expr->is_not ? " IS NOT " : " IS ");
    if (expr->kind == ND_EXPR_IS_NULL)
        put(format, "NULL");
    else
        put(format, expr->bool_test == 't' ? "TRUE" : expr->bool_test == 'f' ? "FALSE" : "UNKNOWN");
    put(format, ")");
}

static void put_subquery(struct format *format, const struct nd_expr *expr)
{
    unsigned number = expr->subquery->id + 1;
    if (expr->subquery->kind == ND_SUBQUERY_IN) {
        put(format, expr->is_not ? "(NOT (hashed SubPlan " : "(hashed SubPlan ");
        nd_buf_printf(format->out, "%u", number);
        put(format, expr->is_not ? "))" : ")");
    } else if (expr->arg_count > 0) {
        if (expr->is_not) put(format, "(NOT ");
        nd_buf_printf(format->out, "(SubPlan %u)", number);
        if (expr->is_not) put(format, ")");
    } else {
        if (expr->is_not) put(format, "(NOT ");
        nd_buf_printf(format->out, "$%u", number - 1);
        if (expr->is_not) put(format, ")");
    }
}

static void put_expr(struct format *format, const struct nd_expr *expr)
{
    switch (expr->kind) {
    case ND_EXPR_CONST: put_const(format, expr); break;
    case ND_EXPR_VAR: put(format, format->names[expr->var]); break;
    case ND_EXPR_PARAM:
        if (expr->param >= ND_PARAM_CURSOR) {
            put(format, "CURRENT OF");
            break;
        }
        nd_buf_printf(format->out, "$%u", expr->param + 1);
        break;
    case ND_EXPR_FUNC: put_func(format, expr); break;
    case ND_EXPR_CAST: put_cast(format, expr); break;
    case ND_EXPR_DOMAIN:
        if (expr->is_implicit) {
            put_expr(format, expr->args[0]);
        } else {
            put(format, "(");
            put_expr(format, expr->args[0]);
            put(format, ")::");
            put(format, nd_type_name(expr->type.domain));
        }
        break;
    case ND_EXPR_AND:
    case ND_EXPR_OR:
        put(format, "(");
        put_list(format, expr->args, expr->arg_count, expr->kind == ND_EXPR_AND ? " AND " : " OR ");
        put(format, ")");
        break;
    case ND_EXPR_NOT:
        put(format, "(NOT ");
        put_expr(format, expr->args[0]);
        put(format, ")");
        break;
    case ND_EXPR_IS_NULL:
    case ND_EXPR_IS_BOOL: put_test(format, expr); break;
    case ND_EXPR_CASE: put_case(format, expr); break;
    case ND_EXPR_COALESCE:
        put(format, "COALESCE(");
        put_list(format, expr->args, expr->arg_count, ", ");
        put(format, ")");
        break;
    case ND_EXPR_IN: put_in(format, expr); break;
    case ND_EXPR_ARRAY_OP: put_array_op(format, expr); break;
    case ND_EXPR_SUBQUERY: put_subquery(format, expr); break;
    case ND_EXPR_OUTER: put(format, format->names[expr->var]); break;
    }
}

void nd_expr_format(const struct nd_expr *expr, const char *const *names, const struct nd_type_ctx *types,
                    struct nd_buf *out)
{
    struct format format = {names, types, out};
    const struct nd_type_names *before = nd_type_use_names(types->names);
    put_expr(&format, expr);
    (void)nd_type_use_names(before);
}
