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

static enum nd_status check_recursive(struct nd_binder *binder, const struct nd_ast_cte *ast)
{
    const struct nd_ast_select *select = ast->select;
    const char *clause = select->order_count > 0  ? "ORDER BY"
                         : select->offset != NULL ? "OFFSET"
                         : select->limit != NULL  ? "LIMIT"
                         : select->has_locking    ? "FOR UPDATE/SHARE"
                                                  : NULL;
    if (select->op != ND_AST_UNION)
        return nd__bind_error(
            binder, ast->position, "42P19",
            "recursive query \"%s\" does not have the form non-recursive-term UNION [ALL] recursive-term", ast->name);
    if (nd__names_relation(select->left, ast->name, binder->arena->heap))
        return nd__bind_error(binder, ast->position, "42P19",
                              "recursive reference to query \"%s\" must not appear within its non-recursive term",
                              ast->name);
    if (clause != NULL)
        return nd__bind_error(binder, ast->position, "0A000", "%s in a recursive query is not implemented", clause);
    return ND_STATUS_OK;
}

static enum nd_status check_step(struct nd_binder *binder, const struct nd_cte *cte, const struct nd_ast_cte *ast)
{
    if (cte->step->width != cte->width)
        return nd__bind_error(binder, ast->position, "42601", "each UNION query must have the same number of columns");
    if (cte->step->kind == ND_QUERY_SELECT && cte->step->is_grouped)
        return nd__bind_error(binder, ast->position, "42P19",
                              "aggregate functions are not allowed in a recursive query's recursive term");
    for (size_t i = 0; i < cte->width; i++) {
        ND_TRY(nd__follow_type(binder, cte->step, i, cte->types[i]));
        enum nd_type_id ids[2] = {cte->types[i].id, binder->vars[cte->step->targets[i].var].type.id}, common;
        ND_TRY(nd_type_common(ids, 2, "UNION", &common, binder->err));
        if (common == cte->types[i].id) continue;
        (void)nd__bind_error(binder, ast->position, "42804",
                             "recursive query \"%s\" column %zu has type %s in non-recursive term but type %s overall",
                             ast->name, i + 1, nd_type_name(cte->types[i].id), nd_type_name(common));
        return nd_err_hint(binder->err, "Cast the output of the non-recursive term to the correct type.");
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_step(struct nd_binder *binder, struct nd_cte_scope *scope, const struct nd_scope *link)
{
    struct nd_cte_scope *saved = binder->ctes;
    scope->next = saved;
    scope->is_open = true;
    binder->ctes = scope;
    scope->cte->inner_first = (uint32_t)binder->cte_count;
    enum nd_status status = nd__bind_query(binder, scope->ast->select->right, link, &scope->cte->step);
    scope->cte->inner_end = (uint32_t)binder->cte_count;
    binder->ctes = saved;
    scope->is_open = false;
    return status;
}

static enum nd_status bind_recursive(struct nd_binder *binder, struct nd_cte_scope *scope, const struct nd_scope *link)
{
    const struct nd_ast_select *select = scope->ast->select;
    struct nd_cte *cte = scope->cte;
    ND_TRY(check_recursive(binder, scope->ast));
    ND_TRY(nd__bind_with(binder, &select->with, link, NULL));
    ND_TRY(nd__bind_query(binder, select->left, link, &cte->query));
    ND_TRY(name_columns(binder, scope, cte->query->targets, cte->query->width));
    cte->is_distinct = !select->is_all;
    ND_TRY(bind_step(binder, scope, link));
    ND_TRY(check_step(binder, cte, scope->ast));
    struct nd_type *types = nd_arena_array(binder->arena, struct nd_type, cte->width + 1);
    for (size_t i = 0; i < cte->width; i++) types[i] = (struct nd_type){cte->types[i].id, -1};
    return nd__cast_side(binder, &cte->step, types);
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

static enum nd_status bind_cte(struct nd_binder *binder, struct nd_cte_scope *scope, bool may_recurse, struct nd_with_item *item)
{
    const struct nd_ast_cte *ast = scope->ast;
    struct nd_frame frame = {0};
    struct nd_scope link = {.outer = scope->outer, .frame = &frame};
    bool is_recursive = may_recurse && ast->dml == NULL && nd__names_relation(ast->select, ast->name, binder->arena->heap);
    struct nd_cte_scope *saved = binder->ctes;
    scope->cte = nd_arena_new(binder->arena, struct nd_cte);
    scope->cte->name = ast->name;
    scope->cte->is_kept = ast->materialize == ND_AST_MATERIALIZE_ALWAYS;
    enum nd_status status = ND_STATUS_OK;
    if (ast->dml != NULL) {
        status = bind_dml(binder, scope);
    } else if (is_recursive) {
        status = bind_recursive(binder, scope, &link);
    } else {
        status = nd__bind_query(binder, ast->select, &link, &scope->cte->query);
        if (status == ND_STATUS_OK) status = name_columns(binder, scope, scope->cte->query->targets, scope->cte->query->width);
    }
    binder->ctes = saved;
    ND_TRY(status);
    list_cte(binder, scope->cte, &frame);
    *item = (struct nd_with_item){ast->name, ast->columns, ast->column_count, ast->materialize, scope->cte};
    if (ast->materialize == ND_AST_MATERIALIZE_NEVER && !is_recursive) scope->cte = NULL;
    return ND_STATUS_OK;
}

enum nd_status nd__bind_with(struct nd_binder *binder, const struct nd_ast_with *with, const struct nd_scope *outer, struct nd_query *query)
{
    struct nd_with_item *items = nd_arena_array(binder->arena, struct nd_with_item, with->count + 1);
    for (size_t i = 0; i < with->count; i++) {
        struct nd_cte_scope *scope = nd_arena_new(binder->arena, struct nd_cte_scope);
        *scope = (struct nd_cte_scope){.name = with->ctes[i].name, .ast = &with->ctes[i], .outer = outer};
        ND_TRY(bind_cte(binder, scope, with->is_recursive, &items[i]));
        scope->next = binder->ctes;
        binder->ctes = scope;
    }
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
        if (cte->is_used)
            return nd__bind_error(binder, position, "42P19",
                                  "recursive reference to query \"%s\" must not appear more than once", cte->name);
        cte->is_used = true;
        rel->is_work = true;
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
