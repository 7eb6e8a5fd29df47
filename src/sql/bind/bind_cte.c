/* SPDX-License-Identifier: Apache-2.0 */
/* bind_cte.c - WITH: each name's query is bound once, where it is defined. What it reads of the queries around is
 * noted again wherever it is used, so that subqueries that use it run anew for other outer values. */
#include "sql/bind/bind_int.h"

/* After its queries are bound: those that it uses come before it. */
static void list_cte(struct nd_binder *binder, struct nd_cte *cte, const struct nd_frame *frame)
{
    cte->id = (uint32_t)binder->cte_count++;
    cte->outer_vars = frame->vars;
    cte->outer_count = frame->count;
    *binder->ctes_end = cte;
    binder->ctes_end = &cte->next;
}

static enum nd_status name_columns(struct nd_binder *binder, struct nd_cte_scope *scope, const struct nd_target *targets, size_t width)
{
    const struct nd_ast_cte *ast = scope->ast;
    if (ast->column_count > width)
        return nd__bind_error(binder, ast->position, "42P10",
                              "WITH query \"%s\" has %zu columns available but %zu columns specified", ast->name,
                              width, ast->column_count);
    const char **names = nd_arena_array(binder->arena, const char *, width + 1);
    struct nd_cte *cte = scope->cte;
    cte->types = nd_arena_array(binder->arena, struct nd_type, width + 1);
    cte->width = width;
    for (size_t i = 0; i < width; i++) {
        names[i] = i < ast->column_count ? ast->columns[i] : targets[i].name;
        cte->types[i] = binder->vars[targets[i].var].type;
    }
    scope->columns = names;
    return ND_STATUS_OK;
}

/* ---- WITH RECURSIVE --------------------------------------------------------------------------------------- */

/* Types and modifiers of the first term's columns are those of the whole. */
static enum nd_status check_step(struct nd_binder *binder, const struct nd_cte *cte, size_t width, const struct nd_ast_cte *ast)
{
    if (cte->step->width != cte->width) return nd__bind_error(binder, ast->position, "42601", "each UNION query must have the same number of columns");
    for (size_t i = 0; i < width; i++) {
        ND_TRY(nd__follow_type(binder, cte->step, i, cte->types[i]));
        struct nd_type types[2] = {cte->types[i], binder->vars[cte->step->targets[i].var].type};
        enum nd_type_id ids[2] = {types[0].id, types[1].id}, common;
        ND_TRY(nd_type_common(ids, 2, "UNION", &common, binder->err));
        struct nd_type whole = {common, nd_type_common_mod(types, 2, common)};
        if (common == types[0].id && (whole.mod == types[0].mod || common == ND_TYPE_RECORD)) continue;
        (void)nd__bind_error(binder, ast->position, "42804", "recursive query \"%s\" column %zu has type %s in non-recursive term but type %s overall", ast->name, i + 1,
                             nd_type_format((struct nd_type){types[0].id, types[0].mod}, binder->arena), nd_type_format(whole, binder->arena));
        return nd_err_hint(binder->err, "Cast the output of the non-recursive term to the correct type.");
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_step(struct nd_binder *binder, struct nd_cte_scope *scope, const struct nd_ast_select *term, const struct nd_scope *link, struct nd_query **step_out)
{
    struct nd_cte_scope *saved = binder->ctes;
    scope->next = saved;
    scope->is_open = true;
    scope->is_used = false;
    binder->ctes = scope;
    scope->cte->inner_first = (uint32_t)binder->cte_count;
    enum nd_status status = nd__bind_query(binder, term, link, step_out);
    scope->cte->inner_end = (uint32_t)binder->cte_count;
    binder->ctes = saved;
    scope->is_open = false;
    return status;
}

static enum nd_status bind_terms(struct nd_binder *binder, struct nd_cte_scope *scope, const struct nd_scope *link, struct nd_with_item *item)
{
    const struct nd_ast_cte *ast = scope->ast;
    const struct nd_ast_select *select = ast->select, *right = select->right;
    struct nd_cte *cte = scope->cte;
    ND_TRY(nd__bind_with(binder, &select->with, link, NULL));
    ND_TRY(nd__bind_query(binder, select->left, link, &cte->query));
    ND_TRY(name_columns(binder, scope, cte->query->targets, cte->query->width));
    size_t width = cte->width;
    const char *const *names = scope->columns;
    cte->is_distinct = !select->is_all;
    if (ast->marks != NULL) {
        ND_TRY(nd__check_marks(binder, ast, names, width));
        if (binder->shows) {
            item->plain = cte->query;
            ND_TRY(bind_step(binder, scope, right, link, &item->plain_step));
            ND_TRY(nd__bind_query(binder, select->left, link, &cte->query));
        }
        ND_TRY(nd__wrap_marked(binder, ast, names, width, false, link, &cte->query));
        ND_TRY(name_columns(binder, scope, cte->query->targets, cte->query->width));
        scope->mark_count = cte->width - width;
        ND_TRY(nd__add_marks_used(binder, ast, &right));
    }
    ND_TRY(bind_step(binder, scope, right, link, &cte->step));
    ND_TRY(check_step(binder, cte, width, ast));
    struct nd_type *types = nd_arena_array(binder->arena, struct nd_type, cte->width + 1);
    for (size_t i = 0; i < cte->width; i++) types[i] = (struct nd_type){cte->types[i].id, -1};
    ND_TRY(nd__cast_side(binder, &cte->step, types));
    return ast->marks == NULL ? ND_STATUS_OK : nd__wrap_marked(binder, ast, scope->columns, width, true, link, &cte->step);
}

static enum nd_status bind_recursive(struct nd_binder *binder, struct nd_cte_scope *scope, const struct nd_scope *link, struct nd_with_item *item)
{
    struct nd_cte_scope *saved = binder->ctes;
    enum nd_status status = bind_terms(binder, scope, link, item);
    binder->ctes = saved;
    return status;
}

/* INSERT, UPDATE, DELETE: its rows are those of RETURNING. */
static enum nd_status bind_dml(struct nd_binder *binder, struct nd_cte_scope *scope)
{
    const struct nd_ast_stmt *stmt = scope->ast->dml;
    bool is_known = stmt->kind == ND_STMT_INSERT || stmt->kind == ND_STMT_UPDATE || stmt->kind == ND_STMT_DELETE;
    if (!is_known) return nd_err_unsupported(binder->err, stmt->what == NULL ? "this statement in WITH" : stmt->what);
    struct nd_bound *dml = scope->cte->dml = nd_arena_new(binder->arena, struct nd_bound);
    if (binder->depth > 1) return nd__bind_error(binder, scope->ast->position, "0A000", "WITH clause containing a data-modifying statement must be at the top level");
    if (stmt->kind == ND_STMT_INSERT) ND_TRY(nd__bind_insert(binder, stmt->insert, dml));
    else ND_TRY(nd__bind_update(binder, stmt->update, stmt->kind == ND_STMT_DELETE, dml));
    scope->cte->is_kept = true;
    return name_columns(binder, scope, dml->columns, dml->column_count);
}

static enum nd_status bind_cte(struct nd_binder *binder, struct nd_cte_scope *scope, bool is_recursive, struct nd_with_item *item)
{
    const struct nd_ast_cte *ast = scope->ast;
    struct nd_frame frame = {0};
    struct nd_scope link = {.outer = scope->outer, .frame = &frame};
    struct nd_cte_scope *saved = binder->ctes;
    if (ast->marks != NULL && !is_recursive) return nd__bind_error(binder, ast->position, "42601", "WITH query is not recursive");
    scope->cte = nd_arena_new(binder->arena, struct nd_cte);
    scope->cte->name = ast->name;
    scope->cte->is_kept = ast->materialize == ND_AST_MATERIALIZE_ALWAYS;
    *item = (struct nd_with_item){ast->name, ast->columns, ast->column_count, ast->materialize, scope->cte, ast->marks, NULL, NULL};
    enum nd_status status = ND_STATUS_OK;
    if (ast->dml != NULL) {
        status = bind_dml(binder, scope);
    } else if (is_recursive) {
        status = bind_recursive(binder, scope, &link, item);
    } else {
        status = nd__bind_query(binder, ast->select, &link, &scope->cte->query);
        if (status == ND_STATUS_OK) status = name_columns(binder, scope, scope->cte->query->targets, scope->cte->query->width);
    }
    binder->ctes = saved;
    ND_TRY(status);
    list_cte(binder, scope->cte, &frame);
    if (ast->materialize == ND_AST_MATERIALIZE_NEVER && !is_recursive) scope->cte = NULL;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_with(struct nd_binder *binder, const struct nd_ast_with *with, const struct nd_scope *outer, struct nd_query *query)
{
    struct nd_with_item *items = nd_arena_array(binder->arena, struct nd_with_item, with->count + 1);
    size_t *order = nd_arena_array(binder->arena, size_t, with->count + 1);
    bool *is_recursive = nd_arena_array(binder->arena, bool, with->count + 1);
    struct nd__later_ctes later = {with, 0, binder->later_ctes};
    enum nd_status status = with->is_recursive ? nd__order_ctes(binder, with, order, is_recursive) : ND_STATUS_OK;
    if (!with->is_recursive) binder->later_ctes = &later;
    for (size_t i = 0; i < with->count && status == ND_STATUS_OK; i++) {
        const struct nd_ast_cte *ast = &with->ctes[with->is_recursive ? order[i] : i];
        struct nd_cte_scope *scope = nd_arena_new(binder->arena, struct nd_cte_scope);
        *scope = (struct nd_cte_scope){.name = ast->name, .ast = ast, .outer = outer};
        later.first = i;
        status = bind_cte(binder, scope, is_recursive[i], &items[i]);
        scope->next = binder->ctes;
        binder->ctes = scope;
    }
    binder->later_ctes = later.around;
    ND_TRY(status);
    if (query == NULL) return ND_STATUS_OK;
    query->with = items;
    query->with_count = with->count;
    query->is_with_recursive = with->is_recursive;
    return ND_STATUS_OK;
}

/* ---- uses --------------------------------------------------------------------------------------------------- */

struct nd_cte_scope *nd__find_cte(const struct nd_binder *binder, const struct nd_ast_name *name)
{
    if (name->schema != NULL) return NULL;
    for (struct nd_cte_scope *cte = binder->ctes; cte != NULL; cte = cte->next)
        if (strcmp(cte->name, name->name) == 0) return cte;
    return NULL;
}

/* What the query reads of those around is read by all that lies between its definition and this use. */
static void note_outer(struct nd_binder *binder, const struct nd_scope *from, const struct nd_scope *to,
                       const uint32_t *vars, size_t count, int position)
{
    for (size_t i = 0; i < count; i++) {
        const struct nd_expr *var = nd_expr_var(binder->arena, vars[i], binder->vars[vars[i]].type);
        nd__scope_note_below(binder, from, to, var, position);
    }
}

enum nd_status nd__bind_cte_use(struct nd_binder *binder, struct nd_cte_scope *cte, const struct nd_scope *scope,
                                int position, struct nd_rel *rel, struct nd_query **query_out)
{
    *query_out = NULL;
    if (cte->is_open) {
        if (cte->is_used) return nd__bind_error(binder, position, "42P19", "recursive reference to query \"%s\" must not appear more than once", cte->name);
        cte->is_used = rel->is_work = true;
    }
    if (cte->cte != NULL && cte->cte->dml != NULL && cte->cte->width == 0) return nd__bind_error(binder, position, "0A000", "WITH query \"%s\" does not have a RETURNING clause", cte->name);
    if (cte->cte != NULL) {
        rel->cte = cte->cte;
        if (!cte->is_open) cte->cte->uses++;
        note_outer(binder, scope, cte->outer, cte->cte->outer_vars, cte->cte->outer_count, position);
        return ND_STATUS_OK;
    }
    struct nd_frame frame = {0};
    struct nd_scope link = {.outer = cte->outer, .frame = &frame};
    struct nd_cte_scope *saved = binder->ctes;
    binder->ctes = cte->next; /* it sees those before it */
    enum nd_status status = nd__bind_query(binder, cte->ast->select, &link, query_out);
    binder->ctes = saved;
    ND_TRY(status);
    note_outer(binder, scope, cte->outer, frame.vars, frame.count, position);
    return ND_STATUS_OK;
}
