/* SPDX-License-Identifier: Apache-2.0 */
/* bind_domain.c - domains: their checks around what becomes a value of them; their defaults. */
#include "sql/bind/bind_int.h"
#include "sql/parse/parse.h"

static enum nd_status bind_check(const struct nd_bind_env *env, const struct nd_user_type *domain, const char *text, size_t slot, struct nd_arena *arena, struct nd_expr **expr_out,
                                 struct nd_err *err)
{
    struct nd_ast_expr *ast;
    ND_TRY(nd_parse_expr(env->reactor, nd_slice_str(text), arena, &ast, err));
    return nd_bind_domain_check(env, domain, ast, slot, arena, expr_out, err);
}

enum nd_status nd_bind_domain_check(const struct nd_bind_env *env, const struct nd_user_type *domain, const struct nd_ast_expr *ast, size_t slot, struct nd_arena *arena,
                                    struct nd_expr **expr_out, struct nd_err *err)
{
    struct nd_table table;
    nd_domain_table(domain, slot, arena, &table);
    return nd_bind_over_row(env, ast, &table, "check constraint", "", ND_TYPE(ND_TYPE_BOOL), arena, expr_out, err);
}

/* Those of the domain that it is over come first, and of each they come by name. */
static enum nd_status add_checks(struct nd_binder *binder, const struct nd_user_type *domain, struct nd_domain_rule *rule)
{
    if (domain->base.domain != ND_TYPE_INVALID) {
        const struct nd_user_type *below = nd_catalog_peek_type(binder->env->view, domain->base.domain);
        ND_TRY(nd__bind_enter(binder));
        if (below != NULL) ND_TRY(add_checks(binder, below, rule));
        nd__bind_leave(binder);
    }
    rule->is_not_null = rule->is_not_null || domain->is_not_null;
    const char **names = nd_arena_array(binder->arena, const char *, rule->count + domain->check_count + 1);
    struct nd_expr **checks = nd_arena_array(binder->arena, struct nd_expr *, rule->count + domain->check_count + 1);
    for (size_t i = 0; i < rule->count; i++) names[i] = rule->names[i], checks[i] = rule->checks[i];
    size_t first = rule->count;
    rule->names = names;
    rule->checks = checks;
    for (size_t i = 0; i < domain->check_count; i++) {
        struct nd_expr *check;
        ND_TRY(bind_check(binder->env, domain, domain->checks[i].text, 0, binder->arena, &check, binder->err));
        size_t at = rule->count++;
        for (; at > first && strcmp(names[at - 1], domain->checks[i].name) > 0; at--) names[at] = names[at - 1], checks[at] = checks[at - 1];
        names[at] = nd_arena_strdup(binder->arena, domain->checks[i].name);
        checks[at] = check;
    }
    return ND_STATUS_OK;
}

enum nd_status nd__bind_domain(struct nd_binder *binder, struct nd_expr *expr, struct nd_type to, bool is_implicit, struct nd_expr **out)
{
    const struct nd_user_type *domain = nd_catalog_peek_type(binder->env->view, to.domain);
    if (domain == NULL) return nd__bind_error(binder, expr->position, "XX000", "the domain of a value is not known");
    struct nd_domain_rule *rule = nd_arena_new(binder->arena, struct nd_domain_rule);
    ND_TRY(add_checks(binder, domain, rule));
    rule->shown = nd_arena_strdup(binder->arena, nd_type_name(to.domain));
    *out = nd_expr_new(binder->arena, ND_EXPR_DOMAIN, to, 1);
    (*out)->args[0] = expr;
    (*out)->domain = rule;
    (*out)->is_implicit = is_implicit;
    (*out)->position = expr->position;
    nd_expr_fix_depth(*out);
    return ND_STATUS_OK;
}

struct value_call {
    struct nd_binder binder;
    struct nd_expr *value;
    struct nd_type type;
    struct nd_expr *out;
    enum nd_status status;
};

static void value_on_big_stack(void *arg)
{
    struct value_call *call = arg;
    nd__bind_init_params(&call->binder);
    call->status = nd__coerce(&call->binder, call->value, call->type, ND_CAST_ASSIGNMENT, true, &call->out);
}

enum nd_status nd_bind_domain_value(const struct nd_bind_env *env, const struct nd_datum *value, enum nd_type_id domain, struct nd_arena *arena, struct nd_expr **expr_out,
                                    struct nd_err *err)
{
    const struct nd_user_type *type = nd_catalog_peek_type(env->view, domain);
    if (type == NULL) return nd_err_set(err, "42704", "type with OID %u does not exist", (unsigned)domain);
    struct value_call call = {.binder = {.env = env, .arena = arena, .err = err},
                              .value = nd_expr_const(arena, (struct nd_type){type->base.id, -1}, *value),
                              .type = {type->base.id, type->base.mod, domain}};
    nd__bind_on_big_stack(env, value_on_big_stack, &call);
    *expr_out = call.out;
    return call.status;
}

const char *nd_bind_domain_default(const struct nd_catalog_view *view, enum nd_type_id domain)
{
    for (int i = 0; i < ND_DOMAIN_DEPTH_MAX && domain != ND_TYPE_INVALID; i++) {
        const struct nd_user_type *type = nd_catalog_peek_type(view, domain);
        if (type == NULL || type->default_text != NULL) return type == NULL ? NULL : type->default_text;
        domain = type->base.domain;
    }
    return NULL;
}
