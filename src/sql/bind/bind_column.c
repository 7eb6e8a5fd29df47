/* SPDX-License-Identifier: Apache-2.0 */
/* bind_column.c - names of columns: where they are found, and how an inner query reads an outer one's. */
#include "sql/bind/bind_int.h"

struct column_name {
    const char *rel, *name; /* rel: NULL where not given */
    uint32_t schema_id;     /* 0: no schema was written */
};

static bool matches_rel(const struct nd_scope_column *column, const struct column_name *name)
{
    if (column->rel == NULL || strcmp(column->rel, name->rel) != 0) return false;
    return name->schema_id == 0 || (!column->is_aliased && column->schema_id == name->schema_id);
}

static bool matches(const struct nd_scope_column *column, const struct column_name *name)
{
    if (strcmp(column->name, name->name) != 0) return false;
    return name->rel == NULL ? !column->is_merged : matches_rel(column, name);
}

static bool has_rel(const struct nd_scope *scope, const struct column_name *name)
{
    for (size_t i = 0; i < scope->count; i++)
        if (matches_rel(&scope->columns[i], name)) return true;
    return false;
}

const struct nd_scope *nd__scope_next(const struct nd_scope *scope, struct nd_frame **frame_out)
{
    *frame_out = scope->lateral != NULL ? scope->lateral_frame : scope->frame;
    return scope->lateral != NULL ? scope->lateral : scope->outer;
}

static enum nd_status find_in_scope(struct nd_binder *binder, const struct nd_scope *scope,
                                    const struct column_name *name, int position, const struct nd_scope_column **out)
{
    *out = NULL;
    for (size_t i = 0; i < scope->count; i++) {
        if (!matches(&scope->columns[i], name)) continue;
        if (*out != NULL)
            return nd__bind_error(binder, position, "42702", "column reference \"%s\" is ambiguous", name->name);
        *out = &scope->columns[i];
    }
    return ND_STATUS_OK;
}

static void note_var(struct nd_binder *binder, struct nd_frame *frame, const struct nd_expr *var, bool is_local,
                     int position)
{
    for (size_t i = 0; i < frame->count; i++)
        if (frame->vars[i] == var->var) return;
    if (frame->count == frame->cap) {
        size_t cap = frame->cap == 0 ? 4 : frame->cap * 2;
        struct nd_frame old = *frame;
        frame->cap = cap;
        frame->vars = nd_arena_array(binder->arena, uint32_t, cap);
        frame->types = nd_arena_array(binder->arena, struct nd_type, cap);
        frame->positions = nd_arena_array(binder->arena, int, cap);
        frame->is_local = nd_arena_array(binder->arena, bool, cap);
        for (size_t i = 0; i < old.count; i++) {
            frame->vars[i] = old.vars[i];
            frame->types[i] = old.types[i];
            frame->positions[i] = old.positions[i];
            frame->is_local[i] = old.is_local[i];
        }
    }
    frame->vars[frame->count] = var->var;
    frame->types[frame->count] = var->type;
    frame->positions[frame->count] = position;
    frame->is_local[frame->count++] = is_local;
}

static void note_vars(struct nd_binder *binder, struct nd_frame *frame, const struct nd_expr *expr, bool is_local,
                      int position)
{
    if (expr->kind == ND_EXPR_VAR) note_var(binder, frame, expr, is_local, position);
    for (size_t i = 0; i < expr->arg_count; i++) note_vars(binder, frame, expr->args[i], is_local, position);
}

static void make_outer(struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_VAR) expr->kind = ND_EXPR_OUTER;
    for (size_t i = 0; i < expr->arg_count; i++) make_outer(expr->args[i]);
}

void nd__scope_note(struct nd_binder *binder, const struct nd_scope *from, const struct nd_scope *to,
                    const struct nd_expr *expr, int position)
{
    struct nd_frame *frame;
    for (const struct nd_scope *scope = from, *next; scope != to; scope = next) {
        next = nd__scope_next(scope, &frame);
        if (frame != NULL) note_vars(binder, frame, expr, next == to, position);
    }
}

void nd__scope_note_below(struct nd_binder *binder, const struct nd_scope *from, const struct nd_scope *to,
                          const struct nd_expr *expr, int position)
{
    struct nd_frame *frame;
    for (const struct nd_scope *scope = from; scope != NULL && scope != to;) {
        scope = nd__scope_next(scope, &frame);
        if (frame != NULL) note_vars(binder, frame, expr, false, position);
    }
}

static enum nd_status missing_column(struct nd_binder *binder, const struct nd_ast_expr *ast,
                                     const struct column_name *name, bool rel_is_known)
{
    if (name->rel == NULL)
        return nd__bind_error(binder, ast->position, "42703", "column \"%s\" does not exist", name->name);
    if (rel_is_known)
        return nd__bind_error(binder, ast->position, "42703", "column %s.%s does not exist", name->rel, name->name);
    return nd__bind_error(binder, ast->position, "42P01", "missing FROM-clause entry for table \"%s\"", name->rel);
}

/* The system column tableoid of a table in the scope: its oid. false: none is meant. */
static bool bind_tableoid(struct nd_binder *binder, const struct nd_scope *scope, const struct column_name *name, struct nd_expr **out)
{
    if (strcmp(name->name, "tableoid") != 0) return false;
    for (size_t i = 0; i < scope->count; i++) {
        const struct nd_scope_column *column = &scope->columns[i];
        bool is_var = column->expr->kind == ND_EXPR_VAR && binder->vars[column->expr->var].table != NULL;
        if (!is_var || (name->rel != NULL && !matches_rel(column, name))) continue;
        *out = nd_expr_const(binder->arena, (struct nd_type){ND_TYPE_OID, -1}, nd_datum_i64(nd_table_oid(binder->vars[column->expr->var].table)));
        return true;
    }
    return false;
}

/* An item of FROM by its name alone, or as name.*: its whole row. */
static enum nd_status bind_whole_row(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    size_t n = ast->name_count;
    uint32_t schema_id = 0;
    struct nd_frame *frame;
    if (n == 2) {
        const struct nd_schema *schema = nd_catalog_peek_schema(binder->env->view, ast->names[0]);
        schema_id = schema == NULL ? UINT32_MAX : schema->id;
    }
    *out = NULL;
    if (n == 0 || n > 2) return ND_STATUS_OK;
    for (const struct nd_scope *at = scope; at != NULL && *out == NULL; at = nd__scope_next(at, &frame)) {
        ND_TRY(nd__whole_row(binder, at, ast->names[n - 1], schema_id, ast->position, out));
        if (*out == NULL || at == scope) continue;
        nd__scope_note(binder, scope, at, *out, ast->position);
        make_outer(*out);
    }
    return ND_STATUS_OK;
}

enum nd_status nd__bind_column(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast,
                               struct nd_expr **out)
{
    size_t n = ast->name_count;
    if (ast->has_star) {
        ND_TRY(bind_whole_row(binder, scope, ast, out));
        if (*out != NULL) return ND_STATUS_OK;
        if (n > 0) return nd__bind_error(binder, ast->position, "42P01", "missing FROM-clause entry for table \"%s\"", ast->names[n - 1]);
        return nd__bind_error(binder, ast->position, "42601", "row expansion via \"*\" is not supported here");
    }
    if (n == 0 || n > 3)
        return nd__bind_error(binder, ast->position, "42601", "improper qualified name (too many dotted names)");
    struct column_name name = {.name = ast->names[n - 1], .rel = n >= 2 ? ast->names[n - 2] : NULL};
    if (n == 3) {
        const struct nd_schema *schema = nd_catalog_peek_schema(binder->env->view, ast->names[0]);
        name.schema_id = schema == NULL ? UINT32_MAX : schema->id;
    }
    struct nd_frame *frame;
    for (const struct nd_scope *at = scope; at != NULL; at = nd__scope_next(at, &frame)) {
        const struct nd_scope_column *found;
        ND_TRY(find_in_scope(binder, at, &name, ast->position, &found));
        if (found == NULL && bind_tableoid(binder, at, &name, out)) return ND_STATUS_OK;
        if (found == NULL && name.rel != NULL && has_rel(at, &name)) return missing_column(binder, ast, &name, true);
        if (found == NULL) continue;
        nd__access_read(found);
        *out = nd_expr_copy(binder->arena, found->expr);
        if (at != scope) {
            nd__scope_note(binder, scope, at, found->expr, ast->position);
            make_outer(*out);
        }
        (*out)->position = ast->position;
        return ND_STATUS_OK;
    }
    if (n == 1) ND_TRY(bind_whole_row(binder, scope, ast, out));
    return n == 1 && *out != NULL ? ND_STATUS_OK : missing_column(binder, ast, &name, false);
}
