/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_domain.c - CREATE DOMAIN, ALTER DOMAIN: checks, NOT NULL, defaults. Names and what depends on them: ddl_type.c. */
#include <stdio.h>

#include "sql/ddl_int.h"
#include "sql/sys/sys.h"

static bool has_check(const struct nd_user_type *domain, const char *name)
{
    for (size_t i = 0; i < domain->check_count; i++)
        if (strcmp(domain->checks[i].name, name) == 0) return true;
    return false;
}

static const char *choose_name(struct nd__ddl *ddl, const struct nd_user_type *domain)
{
    int room = ND_NAME_BYTES_MAX - (int)strlen("_check") - 6;
    for (unsigned i = 0;; i++) {
        const char *name = i == 0 ? nd_arena_printf(ddl->arena, "%.*s_check", room, domain->name) : nd_arena_printf(ddl->arena, "%.*s_check%u", room, domain->name, i);
        if (!has_check(domain, name)) return name;
    }
}

/* Types that it names stand in it in full. */
static const char *check_text(struct nd__ddl *ddl, const struct nd_user_type *domain, const char *text)
{
    struct nd_table table;
    nd_domain_table(domain, 0, ddl->arena, &table);
    const char *stated = nd_bind_show_stored(&ddl->bind, &table, text, ND_TYPE(ND_TYPE_BOOL), ddl->arena);
    bool is_stated = stated != NULL && (nd__ddl_names_types(ddl, stated) || nd__ddl_names_objects(stated, ND_TYPE(ND_TYPE_BOOL)));
    return is_stated ? stated : nd_arena_strdup(ddl->arena, text);
}

static enum nd_status add_check(struct nd__ddl *ddl, struct nd_user_type *domain, const struct nd_ast_constraint *constraint)
{
    struct nd_expr *expr;
    uint32_t oid;
    ND_TRY(nd_bind_domain_check(&ddl->bind, domain, constraint->check, 0, ddl->arena, &expr, ddl->err));
    if (constraint->name != NULL && has_check(domain, constraint->name)) return nd_err_set(ddl->err, "42710", "constraint \"%s\" for domain \"%s\" already exists", constraint->name, domain->name);
    ND_TRY(nd__ddl_new_oid(ddl, &oid));
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, domain->check_count + 1);
    if (domain->check_count > 0) memcpy(checks, domain->checks, sizeof *checks * domain->check_count);
    const char *name = constraint->name != NULL ? constraint->name : choose_name(ddl, domain);
    checks[domain->check_count] = (struct nd_check){.oid = oid, .name = name, .text = check_text(ddl, domain, constraint->check_text), .is_validated = !constraint->is_not_valid};
    domain->checks = checks;
    domain->check_count++;
    return ND_STATUS_OK;
}

static enum nd_status set_default(struct nd__ddl *ddl, struct nd_user_type *domain, const struct nd_ast_column_def *def)
{
    struct nd_expr *expr;
    struct nd_type base = {domain->base.id, domain->base.mod};
    domain->default_text = NULL;
    if (def->default_expr == NULL) return ND_STATUS_OK;
    ND_TRY(nd_bind_default(&ddl->bind, def->default_expr, domain->name, base, ddl->arena, &expr, ddl->err));
    if (expr->kind == ND_EXPR_CONST && expr->value.is_null) return ND_STATUS_OK; /* DEFAULT NULL is none */
    ND_TRY(nd__ddl_default_text(ddl, def->default_text, &domain->default_text));
    if (strstr(domain->default_text, "nextval(") != NULL || nd__ddl_names_objects(domain->default_text, base)) ND_TRY(nd_sys_load(ddl->session->view, ddl->session->txn));
    const char *stated = nd_bind_show_stored(&ddl->bind, NULL, domain->default_text, base, ddl->arena);
    if (stated != NULL) domain->default_text = stated; /* as it is shown */
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_create_domain(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_domain *ast = ddl->stmt->domain;
    struct nd_user_type domain = {.name = ast->name.name, .version = 1, .is_not_null = ast->def.is_not_null, .owner = session->role};
    uint32_t oid;
    snprintf(ddl->tag, 64, "CREATE DOMAIN");
    ND_TRY(nd_bind_schema(&ddl->bind, &ast->name, &domain.schema_id, ddl->err));
    ND_TRY(nd__ddl_may_create_in(ddl, domain.schema_id));
    ND_TRY(nd__ddl_default_acl(ddl, domain.owner, domain.schema_id, ND_ACL_TYPE, &domain.acl));
    ND_TRY(nd__ddl_check_type_name(ddl, domain.schema_id, domain.name));
    ND_TRY(nd_bind_type(&ddl->bind, ast->def.type, &domain.base, ddl->err));
    ND_TRY(nd__ddl_may_use_type(ddl, domain.base));
    bool is_plain = ast->def.collation == NULL || strcmp(ast->def.collation, "C") == 0 || strcmp(ast->def.collation, "default") == 0 || strcmp(ast->def.collation, "POSIX") == 0;
    if (!is_plain) return nd_err_set(ddl->err, "0A000", "collation \"%s\" is not supported", ast->def.collation);
    if (nd_type_category(domain.base.id) == 'P') return nd_err_set(ddl->err, "42804", "\"%s\" is not a valid base type for a domain", nd_type_name(domain.base.id));
    if (nd_domain_depth(session->view, domain.base) >= ND_DOMAIN_DEPTH_MAX) return nd_err_set(ddl->err, "54001", "domains can be at most %d deep over each other", ND_DOMAIN_DEPTH_MAX);
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &oid));
    if (oid >= ND_TYPE_USER_SPAN) return nd_err_set(ddl->err, "54000", "no more types can be made");
    domain.id = nd_type_of_user(ND_USER_DOMAIN, oid);
    ND_TRY(set_default(ddl, &domain, &ast->def));
    for (size_t i = 0; i < ast->check_count; i++) ND_TRY(add_check(ddl, &domain, &ast->checks[i]));
    enum nd_status status = nd_catalog_put_type(session->catalog, session->txn, NULL, &domain);
    return status == ND_STATUS_DUPLICATE_KEY ? nd_err_set(ddl->err, "42710", "type \"%s\" already exists", domain.name) : status;
}

/* ---- what is there already ------------------------------------------------------------------------------------- */

struct column_of { /* a column whose values are of the domain */
    struct nd_table_id table;
    uint32_t column_id;
    struct column_of *next;
};

struct columns_of {
    enum nd_type_id domain;
    struct column_of *first;
};

static bool is_over(const struct nd_catalog_view *view, enum nd_type_id id, enum nd_type_id domain)
{
    for (int i = 0; i < ND_DOMAIN_DEPTH_MAX && id != ND_TYPE_INVALID && id != domain; i++) {
        const struct nd_user_type *type = nd_catalog_peek_type(view, id);
        id = type == NULL ? ND_TYPE_INVALID : type->base.domain;
    }
    return id == domain;
}

static enum nd_status collect_columns(struct nd__ddl *ddl, void *arg, const struct nd_table *table)
{
    struct columns_of *columns = arg;
    for (size_t i = 0; i < table->column_count && table->view == NULL; i++) {
        if (table->columns[i].type.domain == ND_TYPE_INVALID || !is_over(ddl->session->view, table->columns[i].type.domain, columns->domain)) continue;
        struct column_of *column = nd_arena_new(ddl->arena, struct column_of);
        *column = (struct column_of){table->id, table->columns[i].id, columns->first};
        columns->first = column;
    }
    return ND_STATUS_OK;
}

/* Rows of a table, none of which anybody can write meanwhile. check NULL: they must not be NULL. */
static enum nd_status check_column(struct nd__ddl *ddl, const struct nd_user_type *domain, const struct column_of *column, const struct nd_check *check)
{
    const struct nd_table *table;
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    enum nd_status status;
    ND_TRY(nd__ddl_table_by_id(ddl, column->table, &table));
    size_t at = nd_table_find_column_id(table, column->column_id);
    ND_TRY(nd__ddl_check_pending(ddl, table, "ALTER DOMAIN"));
    ND_TRY(nd__ddl_lock(ddl, table));
    const char *name = nd_arena_strdup(ddl->arena, table->columns[at].name), *of = nd_arena_strdup(ddl->arena, table->name);
    if (check == NULL) {
        status = nd_exec_check_not_null(&env, table, at, ddl->err);
        if (status == ND_STATUS_SQL && strcmp(ddl->err->sqlstate, "23502") == 0) return nd_err_set(ddl->err, "23502", "column \"%s\" of table \"%s\" contains null values", name, of);
        return status;
    }
    struct nd_ast_expr *ast;
    struct nd_expr *expr;
    ND_TRY(nd_parse_expr(ddl->bind.reactor, nd_slice_str(check->text), ddl->arena, &ast, ddl->err));
    ND_TRY(nd_bind_domain_check(&ddl->bind, domain, ast, at, ddl->arena, &expr, ddl->err));
    status = nd_exec_check_rows(&env, table, expr, check->name, ddl->err);
    if (status == ND_STATUS_SQL && strcmp(ddl->err->sqlstate, "23514") == 0)
        return nd_err_set(ddl->err, "23514", "column \"%s\" of table \"%s\" contains values that violate the new constraint", name, of);
    return status;
}

static enum nd_status check_all(struct nd__ddl *ddl, const struct nd_user_type *domain, const struct nd_check *check)
{
    struct columns_of columns = {.domain = domain->id};
    ND_TRY(nd__ddl_each_table(ddl, &columns, collect_columns));
    for (const struct column_of *column = columns.first; column != NULL; column = column->next) ND_TRY(check_column(ddl, domain, column, check));
    return ND_STATUS_OK;
}

/* ---- ALTER DOMAIN ------------------------------------------------------------------------------------------------ */

static enum nd_status find_check(struct nd__ddl *ddl, const struct nd_user_type *domain, const char *name, bool is_missing_fine, size_t *at_out)
{
    for (*at_out = 0; *at_out < domain->check_count; ++*at_out)
        if (strcmp(domain->checks[*at_out].name, name) == 0) return ND_STATUS_OK;
    if (!is_missing_fine) return nd_err_set(ddl->err, "42704", "constraint \"%s\" of domain \"%s\" does not exist", name, domain->name);
    nd__session_notice(ddl->session, "NOTICE", "00000", "constraint \"%s\" of domain \"%s\" does not exist, skipping", name, domain->name);
    return ND_STATUS_OK;
}

/* A copy of its checks, which may be changed. */
static struct nd_check *own_checks(struct nd__ddl *ddl, struct nd_user_type *domain)
{
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, domain->check_count + 1);
    if (domain->check_count > 0) memcpy(checks, domain->checks, sizeof *checks * domain->check_count);
    domain->checks = checks;
    return checks;
}

static enum nd_status change(struct nd__ddl *ddl, const struct nd_ast_domain *ast, struct nd_user_type *domain)
{
    size_t at;
    switch (ast->change) {
    case 'T': return set_default(ddl, domain, &ast->def);
    case 'N': domain->is_not_null = false; return ND_STATUS_OK;
    case 'O':
        if (domain->is_not_null) return ND_STATUS_OK;
        domain->is_not_null = true;
        return check_all(ddl, domain, NULL);
    case 'C':
        if (ast->def.is_not_null) {
            domain->is_not_null = true;
            return check_all(ddl, domain, NULL);
        }
        if (ast->check_count == 0) return nd_err_unsupported(ddl->err, "this constraint of a domain");
        ND_TRY(add_check(ddl, domain, &ast->checks[0]));
        return ast->checks[0].is_not_valid ? ND_STATUS_OK : check_all(ddl, domain, &domain->checks[domain->check_count - 1]);
    case 'X': {
        ND_TRY(find_check(ddl, domain, ast->constraint, ast->if_exists, &at));
        if (at == domain->check_count) return ND_STATUS_OK;
        struct nd_check *checks = own_checks(ddl, domain);
        memmove(checks + at, checks + at + 1, sizeof *checks * (domain->check_count - at - 1));
        domain->check_count--;
        return ND_STATUS_OK;
    }
    case 'V':
        ND_TRY(find_check(ddl, domain, ast->constraint, false, &at));
        if (domain->checks[at].is_validated) return ND_STATUS_OK;
        own_checks(ddl, domain)[at].is_validated = true;
        return check_all(ddl, domain, &domain->checks[at]);
    default: return nd_err_unsupported(ddl->err, "ALTER DOMAIN of this kind");
    }
}

enum nd_status nd__ddl_find_domain(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_user_type **domain_out)
{
    ND_TRY(nd__ddl_find_type(ddl, name, is_missing_fine, domain_out));
    if (*domain_out == NULL || nd_type_is_domain((*domain_out)->id)) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42809", "\"%s\" is not a domain", (*domain_out)->name);
}

/* What the change looks at lies in the view that goes with it. */
static struct nd_user_type *copy_of(struct nd__ddl *ddl, const struct nd_user_type *domain)
{
    struct nd_user_type *copy = nd_arena_new(ddl->arena, struct nd_user_type);
    *copy = *domain;
    copy->name = nd_arena_strdup(ddl->arena, domain->name);
    copy->schema_name = nd_arena_strdup(ddl->arena, domain->schema_name);
    copy->comment = domain->comment == NULL ? NULL : nd_arena_strdup(ddl->arena, domain->comment);
    copy->acl = nd_acl_copy(domain->acl, ddl->arena);
    copy->default_text = domain->default_text == NULL ? NULL : nd_arena_strdup(ddl->arena, domain->default_text);
    struct nd_check *checks = own_checks(ddl, copy);
    for (size_t i = 0; i < copy->check_count; i++) {
        checks[i].name = nd_arena_strdup(ddl->arena, checks[i].name);
        checks[i].text = nd_arena_strdup(ddl->arena, checks[i].text);
        checks[i].comment = checks[i].comment == NULL ? NULL : nd_arena_strdup(ddl->arena, checks[i].comment);
    }
    return copy;
}

enum nd_status nd__ddl_alter_domain(struct nd__ddl *ddl)
{
    const struct nd_ast_domain *ast = ddl->stmt->domain;
    const struct nd_user_type *found;
    snprintf(ddl->tag, 64, "ALTER DOMAIN");
    ND_TRY(nd__ddl_find_domain(ddl, &ast->name, false, &found));
    ND_TRY(nd__ddl_must_own(ddl, "type", found->name, found->owner));
    const struct nd_user_type *before = copy_of(ddl, found);
    struct nd_user_type domain = *before;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(change(ddl, ast, &domain));
    domain.version++;
    return nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, &domain);
}

enum nd_status nd__ddl_change_domain_constraint(struct nd__ddl *ddl, const struct nd_ast_change *ast, bool is_comment)
{
    const struct nd_user_type *before;
    size_t at;
    ND_TRY(nd__ddl_find_domain(ddl, &ast->name, false, &before));
    ND_TRY(nd__ddl_must_own(ddl, "type", before->name, before->owner));
    ND_TRY(find_check(ddl, before, ast->sub, false, &at));
    if (!is_comment && has_check(before, ast->text)) return nd_err_set(ddl->err, "42710", "constraint \"%s\" for domain \"%s\" already exists", ast->text, before->name);
    struct nd_user_type domain = *before;
    struct nd_check *checks = own_checks(ddl, &domain);
    if (is_comment) checks[at].comment = ast->text;
    else checks[at].name = ast->text;
    domain.version++;
    ND_TRY(nd__ddl_begin(ddl));
    return nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, &domain);
}
