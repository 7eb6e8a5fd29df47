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
    bool is_index, is_predicate;
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

/* An index's expression has the type that it has. */
static enum nd_status settle_index(struct row_call *call)
{
    struct nd_binder *binder = &call->binder;
    if (!call->is_predicate) return nd__settle(binder, &call->out);
    if (!nd__can_coerce(binder, call->out, ND_TYPE_BOOL, ND_CAST_IMPLICIT))
        return nd__bind_error(binder, call->ast->position, "42804", "argument of WHERE must be type boolean, not type %s", nd_type_name(call->out->type.id));
    return nd__coerce(binder, call->out, ND_TYPE(ND_TYPE_BOOL), ND_CAST_IMPLICIT, true, &call->out);
}

static enum nd_status bind_over_row(struct row_call *call)
{
    struct nd_binder *binder = &call->binder;
    struct nd_scope scope = {0};
    nd__bind_init_params(binder);
    binder->level->agg_place = call->place;
    add_columns(binder, call->table, &scope);
    ND_TRY(nd__bind_expr(binder, &scope, call->ast, &call->out));
    if (binder->subquery_count > 0)
        return nd__bind_error(binder, call->ast->position, "0A000", "cannot use subquery in %s", !call->is_index ? call->place : call->is_predicate ? "index predicate" : "index expression");
    if (binder->param_count > 0) return nd__bind_error(binder, call->ast->position, "42P02", "there is no parameter $1");
    if (call->is_index) return settle_index(call);
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
    nd__bind_on_big_stack(env, row_on_big_stack, &call);
    *expr_out = call.out;
    return call.status;
}

/* ---- indexes ------------------------------------------------------------------------------------------------- */

enum nd_status nd__bind_index_ast(const struct nd_bind_env *env, const struct nd_ast_expr *ast, const struct nd_table *table, bool is_predicate, struct nd_arena *arena,
                                  struct nd_expr **expr_out, struct nd_err *err)
{
    struct nd_bind_env bare = *env;
    bare.param_count = 0;
    struct row_call call = {.binder = {.env = &bare, .arena = arena, .err = err}, .ast = ast, .table = table, .is_index = true, .is_predicate = is_predicate};
    call.place = is_predicate ? "index predicates" : "index expressions";
    nd__bind_on_big_stack(env, row_on_big_stack, &call);
    *expr_out = call.out;
    return call.status;
}

/* What is stored, read by whatever session. */
static enum nd_status bind_stored(const struct nd_bind_env *env, const char *text, const struct nd_table *table, bool is_predicate, struct nd_arena *arena, struct nd_expr **expr_out,
                                  struct nd_err *err)
{
    struct nd_type_ctx plain = nd__bind_plain_types(env);
    struct nd_bind_env its = *env;
    struct nd_ast_expr *ast;
    its.types = &plain;
    ND_TRY(nd_parse_expr(env->reactor, nd_slice_str(text), arena, &ast, err));
    return nd__bind_index_ast(&its, ast, table, is_predicate, arena, expr_out, err);
}

enum nd_status nd_bind_index_expr(const struct nd_bind_env *env, const struct nd_ast_expr *ast, const char *text, const struct nd_table *table, bool is_predicate, struct nd_arena *arena,
                                  struct nd_expr **expr_out, const char **text_out, struct nd_err *err)
{
    struct nd_expr *again;
    ND_TRY(nd__bind_index_ast(env, ast, table, is_predicate, arena, expr_out, err));
    if (nd_expr_volatility(*expr_out) != ND_IMMUTABLE) return nd_err_set(err, "42P17", "functions in index %s must be marked IMMUTABLE", is_predicate ? "predicate" : "expression");
    const char *shown = nd_bind_show_stored(env, table, text, is_predicate ? ND_TYPE(ND_TYPE_BOOL) : (struct nd_type){ND_TYPE_INVALID, -1}, arena);
    const char *const texts[] = {shown, text};
    for (size_t i = 0; i < ND_ARRAY_LEN(texts); i++) {
        struct nd_err ignored = {0};
        if (texts[i] == NULL || bind_stored(env, texts[i], table, is_predicate, arena, &again, &ignored) != ND_STATUS_OK || !nd_expr_equal(again, *expr_out)) continue;
        *text_out = nd_arena_strdup(arena, texts[i]);
        return ND_STATUS_OK;
    }
    return nd_err_set(err, "0A000", "this expression cannot be stored");
}

static bool is_predicate_of(const struct nd_table *table, size_t column)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_partial && table->indexes[i].predicate == column) return true;
    return false;
}

enum nd_status nd_bind_virtuals(const struct nd_bind_env *env, const struct nd_table *table, struct nd_arena *arena, struct nd_expr *const **virtuals_out, struct nd_err *err)
{
    *virtuals_out = table->kept == NULL ? NULL : table->kept->virtuals;
    if (*virtuals_out != NULL || !nd_table_has_virtual(table)) return ND_STATUS_OK;
    if (table->kept != NULL) arena = table->kept->arena;
    struct nd_expr **virtuals = nd_arena_array(arena, struct nd_expr *, table->column_count + 1);
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].virtual_text != NULL) ND_TRY(bind_stored(env, table->columns[i].virtual_text, table, is_predicate_of(table, i), arena, &virtuals[i], err));
    *virtuals_out = virtuals;
    if (table->kept != NULL) table->kept->virtuals = virtuals;
    return ND_STATUS_OK;
}

static void move_vars(struct nd_expr *expr, uint32_t by)
{
    if (expr->kind == ND_EXPR_VAR) expr->var += by;
    for (size_t i = 0; i < expr->arg_count; i++) move_vars(expr->args[i], by);
}

struct move_call {
    struct nd_binder *binder;
    struct nd_rel *rel;
    struct nd_expr *const *virtuals;
};

static void move_on_big_stack(void *arg)
{
    const struct move_call *call = arg;
    for (size_t i = 0; i < call->rel->table->column_count; i++) {
        if (call->virtuals[i] == NULL) continue;
        call->rel->virtuals[i] = nd_expr_copy(call->binder->arena, call->virtuals[i]);
        move_vars(call->rel->virtuals[i], call->rel->first_var);
    }
}

enum nd_status nd__bind_rel_virtuals(struct nd_binder *binder, struct nd_rel *rel)
{
    struct move_call call = {.binder = binder, .rel = rel};
    ND_TRY(nd_bind_virtuals(binder->env, rel->table, binder->arena, &call.virtuals, binder->err));
    if (call.virtuals == NULL) return ND_STATUS_OK;
    rel->virtuals = nd_arena_array(binder->arena, struct nd_expr *, rel->table->column_count + 1);
    nd__bind_on_big_stack(binder->env, move_on_big_stack, &call);
    return ND_STATUS_OK;
}

/* ---- of rows ------------------------------------------------------------------------------------------------- */

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
    return nd_bind_virtuals(env, table, arena, &rules->virtuals, err);
}

enum nd_status nd_bind_stored_default(const struct nd_bind_env *env, const struct nd_column *column, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err)
{
    struct nd_ast_expr *ast;
    const char *text = column->default_text != NULL ? column->default_text : nd_bind_domain_default(env->view, column->type.domain);
    if (text == NULL && column->type.domain != ND_TYPE_INVALID) text = "NULL"; /* which it may not allow */
    if (text == NULL) {
        *expr_out = nd_expr_const(arena, column->type, (struct nd_datum){.is_null = true});
        return ND_STATUS_OK;
    }
    ND_TRY(nd_parse_expr(env->reactor, nd_slice_str(text), arena, &ast, err));
    return nd_bind_default(env, ast, column->name, column->type, arena, expr_out, err);
}

struct assignment_call {
    struct nd_binder binder;
    const struct nd_column *column;
    struct nd_expr *out;
    enum nd_status status;
};

static void assignment_on_big_stack(void *arg)
{
    struct assignment_call *call = arg;
    nd__bind_init_params(&call->binder);
    call->status = nd__coerce_column(&call->binder, call->out, call->column->name, call->column->type, &call->out);
}

enum nd_status nd_bind_assignment(const struct nd_bind_env *env, struct nd_type from, const struct nd_column *column, struct nd_arena *arena, struct nd_expr **expr_out, struct nd_err *err)
{
    struct nd_bind_env bare = *env;
    bare.param_count = 0;
    struct assignment_call call = {.binder = {.env = &bare, .arena = arena, .err = err}, .column = column, .out = nd_expr_var(arena, 0, from)};
    call.out->slot = 0;
    nd__bind_on_big_stack(env, assignment_on_big_stack, &call);
    *expr_out = call.out;
    return call.status;
}
