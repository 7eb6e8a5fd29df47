/* SPDX-License-Identifier: Apache-2.0 */
/* bind_rules.c - expressions that belong to a table: checks, generated columns, stored defaults. */
#include "sql/bind/bind_int.h"

#include "sql/parse/parse.h"

struct row_call {
    struct nd_binder binder;
    const struct nd_ast_expr *ast;
    const struct nd_table *table;
    const char *place, *name;
    struct nd_type type;
    struct nd_expr *out;
    enum nd_status status;
};

static void add_columns(struct nd_binder *binder, const struct nd_table *table, struct nd_scope *scope)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        uint32_t var = nd__bind_new_var(binder, column->type, table->name, column->name); /* number i, as its slot */
        if (column->is_hidden) continue;
        struct nd_expr *expr = nd_expr_var(binder->arena, var, column->type);
        expr->slot = (uint32_t)i;
        nd__scope_add(binder, scope, (struct nd_scope_column){.rel = table->name, .schema_id = table->schema_id, .name = column->name, .expr = expr});
    }
}

static enum nd_status bind_over_row(struct row_call *call)
{
    struct nd_binder *binder = &call->binder;
    struct nd_scope scope = {0};
    nd__bind_init_params(binder);
    binder->level->agg_place = call->place;
    add_columns(binder, call->table, &scope);
    ND_TRY(nd__bind_expr(binder, &scope, call->ast, &call->out));
    if (binder->subquery_count > 0) return nd__bind_error(binder, call->ast->position, "0A000", "cannot use subquery in %s", call->place);
    if (binder->param_count > 0) return nd__bind_error(binder, call->ast->position, "42P02", "there is no parameter $1");
    if (call->type.id != ND_TYPE_BOOL || strcmp(call->place, "check constraint") != 0) return nd__coerce_column(binder, call->out, call->name, call->type, &call->out);
    if (!nd__can_coerce(binder, call->out, ND_TYPE_BOOL, ND_CAST_IMPLICIT))
        return nd__bind_error(binder, call->ast->position, "42804", "argument of CHECK must be type boolean, not type %s", nd_type_name(call->out->type.id));
    return nd__coerce(binder, call->out, call->type, ND_CAST_IMPLICIT, true, &call->out);
}

static void row_on_big_stack(void *arg)
{
    struct row_call *call = arg;
    call->status = bind_over_row(call);
}

enum nd_status nd_bind_over_row(const struct nd_bind_env *env, const struct nd_ast_expr *expr, const struct nd_table *table, const char *place, const char *name,
                                struct nd_type type, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err)
{
    struct nd_bind_env bare = *env; /* parameters of the statement are none of the table's */
    bare.param_count = 0;
    struct row_call call = {.binder = {.env = &bare, .arena = arena, .err = err}, .ast = expr, .table = table, .place = place, .name = name, .type = type};
    nd_reactor_call_on_big_stack(env->reactor, row_on_big_stack, &call);
    *expr_out = call.out;
    return call.status;
}

static enum nd_status bind_text(const struct nd_bind_env *env, const char *text, const struct nd_table *table, const char *place, const char *name, struct nd_type type,
                                struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err)
{
    struct nd_ast_expr *ast;
    ND_TRY(nd_parse_expr(env->reactor, nd_slice_str(text), arena, &ast, err));
    return nd_bind_over_row(env, ast, table, place, name, type, arena, expr_out, err);
}

enum nd_status nd_bind_rules(const struct nd_bind_env *env, const struct nd_table *table, struct nd_arena *arena, const struct nd_rules **rules_out, struct nd_err *err)
{
    struct nd_rules *rules = nd_arena_new(arena, struct nd_rules);
    *rules_out = rules;
    rules->checks = nd_arena_array(arena, struct nd_expr *, table->check_count + 1);
    rules->check_count = table->check_count;
    for (size_t i = 0; i < table->check_count; i++)
        ND_TRY(bind_text(env, table->checks[i].text, table, "check constraint", table->checks[i].name, (struct nd_type){ND_TYPE_BOOL, -1}, arena, &rules->checks[i], err));
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        if (column->generated_text == NULL) continue;
        if (rules->generated == NULL) rules->generated = nd_arena_array(arena, struct nd_expr *, table->column_count + 1);
        ND_TRY(bind_text(env, column->generated_text, table, "column generation expression", column->name, column->type, arena, &rules->generated[i], err));
    }
    return ND_STATUS_OK;
}

enum nd_status nd_bind_stored_default(const struct nd_bind_env *env, const struct nd_column *column, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err)
{
    struct nd_ast_expr *ast;
    if (column->default_text == NULL) {
        *expr_out = nd_expr_const(arena, column->type, (struct nd_datum){.is_null = true});
        return ND_STATUS_OK;
    }
    ND_TRY(nd_parse_expr(env->reactor, nd_slice_str(column->default_text), arena, &ast, err));
    return nd_bind_default(env, ast, column->name, column->type, arena, expr_out, err);
}
