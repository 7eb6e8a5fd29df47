/* SPDX-License-Identifier: Apache-2.0 */
/* show_view.c - views: the text that is kept of them, and the one that is shown. */
#include "sql/bind/show_int.h"
#include "sql/parse/parse.h"

struct show_call {
    struct nd__show show;
    struct nd_binder binder;
    const struct nd_ast_select *select;
    const char *const *names;
    struct nd_query *query;
    enum nd_status status;
};

static void show_on_big_stack(void *arg)
{
    struct show_call *call = arg;
    struct nd_binder *binder = &call->binder;
    nd__bind_init_params(binder);
    call->status = nd__bind_query(binder, call->select, NULL, &call->query);
    if (call->status == ND_STATUS_OK && binder->param_count > 0) call->status = nd__bind_error(binder, -1, "42P02", "there is no parameter $1");
    if (call->status != ND_STATUS_OK) return;
    call->show.vars = nd_arena_array(binder->arena, struct nd__shown_var, binder->var_count + 1);
    /* what rules of PostgreSQL call the row before and after is taken in them */
    struct nd__show_name names[2] = {{"old", &names[1]}, {"new", NULL}};
    call->show.names = &names[0];
    nd__show_query(&call->show, call->query, call->names, true);
}

static enum nd_status show_select(const struct nd_bind_env *env, const struct nd_ast_select *select, const char *const *names, struct show_call *call, struct nd_arena *arena,
                                  const char **text_out, struct nd_err *err)
{
    struct nd_buf out;
    nd_buf_init(&out, arena->heap);
    call->show.env = env;
    call->show.arena = arena;
    call->show.rule.out = &out;
    call->show.rule.query = &call->show;
    call->show.rule.resolve = nd__show_resolve;
    call->show.rule.put_var = nd__show_var;
    call->show.rule.put_subquery = nd__show_subquery;
    call->show.rule.put_row = nd__show_row;
    call->show.rule.put_array_query = nd__show_array_query;
    call->binder = (struct nd_binder){.env = env, .arena = arena, .err = err, .shows = true};
    call->select = select;
    call->names = names;
    struct nd_type_ctx types = *env->types;
    struct nd_bind_env own = *env;
    if (call->show.qualifies && types.names != NULL && types.names->full != NULL) types.names = types.names->full;
    own.types = call->show.rule.types = &types;
    nd__bind_on_big_stack(&own, show_on_big_stack, call);
    *text_out = nd_arena_strndup(arena, (const char *)out.p, out.n);
    nd_buf_deinit(&out);
    return call->status;
}

static enum nd_status read_again(const struct nd_bind_env *env, const char *text, const struct nd_view_draft *draft, struct show_call *call, struct nd_arena *arena, const char **text_out,
                                 struct nd_err *err)
{
    struct nd_ast ast;
    *call = (struct show_call){.show.qualifies = true};
    ND_TRY(nd_parse(env->reactor, nd_slice_str(text), arena, &ast, err));
    if (ast.count != 1 || ast.stmts[0]->kind != ND_STMT_SELECT) return ND_STATUS_SQL;
    return show_select(env, ast.stmts[0]->select, draft->names, call, arena, text_out, err);
}

/* The text must mean what it was made of: it is read again and gives the same columns, and a text that stays. (The first one
 * may differ from that in where casts stand.) */
static enum nd_status check_text(const struct nd_bind_env *env, const struct nd_view_draft *draft, struct nd_arena *arena, struct nd_err *err)
{
    struct show_call again;
    struct nd_err reason;
    const char *second = "", *third = "";
    nd_err_clear(&reason);
    enum nd_status status = read_again(env, draft->text, draft, &again, arena, &second, &reason);
    bool is_same = status == ND_STATUS_OK && again.query->width == draft->width;
    for (size_t i = 0; is_same && i < draft->width; i++) is_same = again.binder.vars[again.query->targets[i].var].type.id == draft->types[i].id;
    if (is_same && strcmp(draft->text, second) != 0) is_same = read_again(env, second, draft, &again, arena, &third, &reason) == ND_STATUS_OK && strcmp(second, third) == 0;
    return is_same ? ND_STATUS_OK : nd_err_unsupported(err, "a view over this query");
}

enum nd_status nd_bind_view(const struct nd_bind_env *env, const struct nd_ast_create_view *ast, struct nd_arena *arena, struct nd_view_draft *draft, struct nd_err *err)
{
    struct show_call call = {.show.qualifies = true};
    struct nd_bind_env own = *env;
    own.param_count = 0;
    *draft = (struct nd_view_draft){0};
    ND_TRY(show_select(&own, ast->query, NULL, &call, arena, &draft->text, err)); /* to know its columns */
    draft->width = call.query->width;
    if (ast->column_count > draft->width) return nd_err_set(err, "42601", "CREATE VIEW specifies more column names than columns");
    draft->names = nd_arena_array(arena, const char *, draft->width + 1);
    draft->types = nd_arena_array(arena, struct nd_type, draft->width + 1);
    for (size_t i = 0; i < draft->width; i++) {
        draft->names[i] = i < ast->column_count ? ast->columns[i] : call.query->targets[i].name;
        draft->types[i] = call.binder.vars[call.query->targets[i].var].type;
        if (nd_type_category(draft->types[i].id) == 'P') return nd_err_set(err, "42P16", "column \"%s\" has pseudo-type %s", draft->names[i], nd_type_name(draft->types[i].id));
        for (size_t k = 0; k < i; k++)
            if (strcmp(draft->names[k], draft->names[i]) == 0) return nd_err_set(err, "42701", "column \"%s\" specified more than once", draft->names[i]);
    }
    struct show_call named = {.show.qualifies = true};
    ND_TRY(show_select(&own, ast->query, draft->names, &named, arena, &draft->text, err));
    draft->sources = named.show.sources;
    draft->source_count = named.show.source_count;
    return check_text(&own, draft, arena, err);
}

static const char *const *names_of(const struct nd_table *view, struct nd_arena *arena)
{
    const char **names = nd_arena_array(arena, const char *, view->column_count + 1);
    for (size_t i = 0; i < view->column_count; i++) names[i] = view->columns[i].name;
    return names;
}

enum nd_status nd_bind_view_renamed(const struct nd_bind_env *env, const struct nd_table *view, const struct nd_bind_rename *rename, struct nd_arena *arena, const char **text_out,
                                    struct nd_err *err)
{
    struct show_call call = {.show.qualifies = true, .show.rename = rename};
    const struct nd_ast_select *select;
    ND_TRY(nd__view_query(env->reactor, env->view, view, &select, err));
    const char **names = nd_arena_array(arena, const char *, view->column_count + 1);
    for (size_t i = 0; i < view->column_count; i++) {
        bool is_it = rename->table.v == view->id.v && rename->column_id == view->columns[i].id;
        names[i] = is_it ? rename->column_name : view->columns[i].name;
    }
    return show_select(env, select, names, &call, arena, text_out, err);
}

const char *nd_bind_show_view(const struct nd_bind_env *env, const struct nd_table *view, bool pretty, struct nd_arena *arena)
{
    struct show_call call = {.show.rule.pretty = pretty};
    const struct nd_ast_select *select;
    struct nd_err err;
    const char *text;
    nd_err_clear(&err);
    bool is_fine = nd__view_query(env->reactor, env->view, view, &select, &err) == ND_STATUS_OK && show_select(env, select, names_of(view, arena), &call, arena, &text, &err) == ND_STATUS_OK;
    return nd_arena_printf(arena, "%s;", is_fine ? text : view->view->text);
}
