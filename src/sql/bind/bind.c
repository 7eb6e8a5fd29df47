/* SPDX-License-Identifier: Apache-2.0 */
/* bind.c - entry points, names of tables and types, variables, scopes. */
#include "sql/bind/bind_int.h"

#include <stdarg.h>
#include <stdio.h>

#include "sql/parse/parse.h"
#include "sql/sys/sys.h"

enum nd_status nd__bind_error(struct nd_binder *binder, int position, const char *sqlstate, const char *fmt, ...)
{
    char message[sizeof binder->err->message];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    (void)nd_err_set(binder->err, sqlstate, "%s", message);
    return nd__bind_at(binder, position, ND_STATUS_SQL);
}

enum nd_status nd__bind_unsupported(struct nd_binder *binder, int position, const char *construct)
{
    return nd__bind_error(binder, position, "0A000", "%s is not supported", construct);
}

enum nd_status nd__bind_at(struct nd_binder *binder, int position, enum nd_status status)
{
    if (status != ND_STATUS_OK && binder->err->position == 0 && position >= 0)
        binder->err->position = nd_parse_position(binder->env->text, position);
    return status;
}

enum nd_status nd__bind_enter(struct nd_binder *binder)
{
    if (binder->depth >= ND_SQL_DEPTH_MAX) return nd__bind_error(binder, -1, "54001", "stack depth limit exceeded");
    binder->depth++;
    return ND_STATUS_OK;
}

uint32_t nd__bind_new_var(struct nd_binder *binder, struct nd_type type, const char *rel, const char *name)
{
    if (binder->var_count == binder->var_cap) {
        size_t cap = binder->var_cap == 0 ? 64 : binder->var_cap * 2;
        struct nd_var *vars = nd_arena_array(binder->arena, struct nd_var, cap);
        if (binder->var_count > 0) memcpy(vars, binder->vars, sizeof *vars * binder->var_count);
        binder->vars = vars;
        binder->var_cap = cap;
    }
    struct nd_var *var = &binder->vars[binder->var_count];
    *var = (struct nd_var){.type = type, .short_name = name};
    var->name = rel == NULL ? name : nd_arena_printf(binder->arena, "%s.%s", rel, name);
    return (uint32_t)binder->var_count++;
}

uint32_t nd__bind_table_vars(struct nd_binder *binder, const struct nd_table *table, const char *rel)
{
    uint32_t first = (uint32_t)binder->var_count;
    for (size_t i = 0; i < table->column_count; i++) {
        uint32_t var = nd__bind_new_var(binder, table->columns[i].type, rel, table->columns[i].name);
        binder->vars[var].table = table;
        binder->vars[var].column = (uint32_t)i;
    }
    return first;
}

void nd__scope_add(struct nd_binder *binder, struct nd_scope *scope, struct nd_scope_column column)
{
    if (scope->count == scope->cap) {
        size_t cap = scope->cap == 0 ? 16 : scope->cap * 2;
        struct nd_scope_column *columns = nd_arena_array(binder->arena, struct nd_scope_column, cap);
        if (scope->count > 0) memcpy(columns, scope->columns, sizeof *columns * scope->count);
        scope->columns = columns;
        scope->cap = cap;
    }
    scope->columns[scope->count++] = column;
}

struct named_call {
    const struct nd_type_names *names;
    void (*fn)(void *arg);
    void *arg;
};

static void run_named(void *arg)
{
    const struct named_call *call = arg;
    const struct nd_type_names *before = nd_type_use_names(call->names);
    call->fn(call->arg);
    (void)nd_type_use_names(before);
}

void nd__bind_on_big_stack(const struct nd_bind_env *env, void (*fn)(void *arg), void *arg)
{
    struct named_call call = {env->types->names, fn, arg};
    nd_reactor_call_on_big_stack(env->reactor, run_named, &call);
}

/* ---- tables ------------------------------------------------------------------------------------------ */

enum nd_status nd_search_path_resolve(struct nd_search_path *path, const char *user, struct nd_catalog_view *view,
                                      struct nd_txn *txn)
{
    uint32_t found[ND_SEARCH_PATH_MAX];
    size_t count = 0;
    bool has_system = false, has_temp = path->temp == 0;
    for (size_t i = 0; i < path->name_count; i++) {
        const struct nd_schema *schema;
        if (strcmp(path->names[i], "pg_temp") == 0) {
            if (path->temp != 0) found[count++] = path->temp;
            has_temp = true;
            continue;
        }
        ND_TRY(
            nd_catalog_find_schema(view, txn, strcmp(path->names[i], "$user") == 0 ? user : path->names[i], &schema));
        if (schema == NULL) continue;
        if (schema->id == ND_OID_PG_CATALOG) has_system = true;
        found[count++] = schema->id;
    }
    path->count = 0;
    if (!has_temp) path->schemas[path->count++] = path->temp;
    if (!has_system) path->schemas[path->count++] = ND_OID_PG_CATALOG;
    for (size_t i = 0; i < count && path->count < ND_SEARCH_PATH_MAX; i++) path->schemas[path->count++] = found[i];
    return ND_STATUS_OK;
}

void nd_search_path_restrict(struct nd_search_path *path, const struct nd_catalog_view *view, uint32_t role)
{
    size_t kept = 0;
    for (size_t i = 0; i < path->count; i++) {
        const struct nd_schema *schema = nd_catalog_peek_schema_by_id(view, path->schemas[i]);
        bool is_own = schema == NULL || schema->id == path->temp;
        if (is_own || nd_schema_privileges(view, schema, role, ND_PRIV_USAGE) != 0) path->schemas[kept++] = path->schemas[i];
    }
    path->count = kept;
}

/* Names in a view's text were looked up by who made it. */
static enum nd_status check_schema(struct nd_binder *binder, uint32_t schema_id, int position)
{
    const struct nd_bind_env *env = binder->env;
    if (env->role == 0 || binder->access_as != 0) return ND_STATUS_OK;
    const struct nd_schema *schema = nd_catalog_peek_schema_by_id(env->view, schema_id);
    if (schema == NULL || schema->id == env->path->temp || nd_schema_privileges(env->view, schema, env->role, ND_PRIV_USAGE) != 0) return ND_STATUS_OK;
    return nd__bind_error(binder, position, "42501", "permission denied for schema %s", schema->name);
}

static bool schema_of_name(const struct nd_bind_env *env, const char *name, uint32_t *schema_out)
{
    bool is_temp = strcmp(name, "pg_temp") == 0;
    const struct nd_schema *schema = is_temp ? nd_catalog_peek_schema_by_id(env->view, env->path->temp) : nd_catalog_peek_schema(env->view, name);
    *schema_out = schema == NULL ? 0 : schema->id;
    return schema != NULL;
}

static enum nd_status missing_table(struct nd_binder *binder, const struct nd_ast_name *name)
{
    if (name->schema != NULL)
        return nd__bind_error(binder, name->position, "42P01", "relation \"%s.%s\" does not exist", name->schema,
                              name->name);
    (void)nd__bind_error(binder, name->position, "42P01", "relation \"%s\" does not exist", name->name);
    for (const struct nd__later_ctes *later = binder->later_ctes; later != NULL; later = later->around)
        for (size_t i = later->first; i < later->with->count; i++) {
            if (strcmp(later->with->ctes[i].name, name->name) != 0) continue;
            (void)nd_err_detail(binder->err, "There is a WITH item named \"%s\", but it cannot be referenced from this part of the query.", name->name);
            return nd_err_hint(binder->err, "Use WITH RECURSIVE, or re-order the WITH items to remove forward references.");
        }
    return ND_STATUS_SQL;
}

/* A stored table, or a relation of the system catalogs. */
static const struct nd_table *find_in_schema(struct nd_binder *binder, uint32_t schema_id, const char *name)
{
    const struct nd_sys_rel *rel = nd_sys_find_rel(schema_id, name);
    if (rel == NULL) return nd_catalog_peek_table(binder->env->view, schema_id, name);
    return binder->arena == NULL ? NULL : nd_sys_table(rel, nd_sys_of(binder->env->view), binder->arena);
}

static const char *database_of(const struct nd_bind_env *env)
{
    return env->services == NULL || env->services->database == NULL ? ND_DATABASE_POSTGRES : env->services->database;
}

enum nd_status nd__lookup_table(struct nd_binder *binder, const struct nd_ast_name *name, bool is_missing_fine,
                                const struct nd_table **table_out)
{
    *table_out = NULL;
    if (name->database != NULL && strcmp(name->database, database_of(binder->env)) != 0)
        return nd__bind_error(binder, name->position, "0A000",
                              "cross-database references are not implemented: \"%s.%s.%s\"", name->database,
                              name->schema, name->name);
    if (name->schema != NULL) {
        uint32_t schema;
        if (schema_of_name(binder->env, name->schema, &schema)) {
            ND_TRY(check_schema(binder, schema, name->position));
            *table_out = find_in_schema(binder, schema, name->name);
        }
    } else {
        const struct nd_search_path *path = binder->env->path;
        for (size_t i = 0; i < path->count && *table_out == NULL; i++)
            *table_out = find_in_schema(binder, path->schemas[i], name->name);
    }
    if (*table_out == NULL && !is_missing_fine) return missing_table(binder, name);
    return ND_STATUS_OK;
}

const struct nd_sequence *nd__lookup_sequence(struct nd_binder *binder, const struct nd_ast_name *name)
{
    const struct nd_sequence *sequence = NULL;
    const struct nd_search_path *path = binder->env->path;
    uint32_t schema;
    if (name->schema != NULL) return schema_of_name(binder->env, name->schema, &schema) ? nd_catalog_peek_sequence(binder->env->view, schema, name->name) : NULL;
    for (size_t i = 0; i < path->count && sequence == NULL; i++) sequence = nd_catalog_peek_sequence(binder->env->view, path->schemas[i], name->name);
    return sequence;
}

enum nd_status nd_bind_table(const struct nd_bind_env *env, const struct nd_ast_name *name, bool is_missing_fine,
                             const struct nd_table **table_out, struct nd_err *err)
{
    struct nd_binder binder = {.env = env, .err = err};
    return nd__lookup_table(&binder, name, is_missing_fine, table_out);
}

enum nd_status nd_bind_schema(const struct nd_bind_env *env, const struct nd_ast_name *name, uint32_t *schema_out,
                              struct nd_err *err)
{
    struct nd_binder binder = {.env = env, .err = err};
    *schema_out = 0;
    if (name->database != NULL && strcmp(name->database, database_of(env)) != 0)
        return nd__bind_error(&binder, name->position, "0A000", "cross-database references are not implemented: \"%s.%s.%s\"", name->database, name->schema, name->name);
    if (name->schema != NULL) {
        if (!schema_of_name(env, name->schema, schema_out))
            return nd__bind_error(&binder, name->position, "3F000", "schema \"%s\" does not exist", name->schema);
    } else {
        for (size_t i = 0; i < env->path->count && *schema_out == 0; i++)
            if (env->path->schemas[i] != ND_OID_PG_CATALOG && env->path->schemas[i] != env->path->temp) *schema_out = env->path->schemas[i];
        if (*schema_out == 0)
            return nd__bind_error(&binder, name->position, "3F000", "no schema has been selected to create in");
    }
    if (*schema_out == ND_OID_PG_CATALOG || *schema_out == ND_OID_ND_INTERNAL) {
        const char *schema = *schema_out == ND_OID_PG_CATALOG ? "pg_catalog" : "nd_internal";
        (void)nd__bind_error(&binder, -1, "42501", "permission denied to create \"%s.%s\"", schema, name->name);
        return nd_err_detail(err, "System catalog modifications are currently disallowed.");
    }
    return ND_STATUS_OK;
}

static enum nd_type_id user_type_in(const struct nd_bind_env *env, uint32_t schema, const char *name)
{
    const struct nd_user_type *type = nd_catalog_peek_type_named(env->view, schema, name);
    if (type != NULL) return type->id;
    type = name[0] == '_' ? nd_catalog_peek_type_named(env->view, schema, name + 1) : NULL;
    return type == NULL ? ND_TYPE_INVALID : nd_type_array_of(type->id);
}

static enum nd_type_id find_user_type(const struct nd_bind_env *env, const char *schema_name, const char *name)
{
    enum nd_type_id id = ND_TYPE_INVALID;
    uint32_t schema;
    if (schema_name != NULL) return schema_of_name(env, schema_name, &schema) ? user_type_in(env, schema, name) : ND_TYPE_INVALID;
    for (size_t i = 0; i < env->path->count && id == ND_TYPE_INVALID; i++) id = user_type_in(env, env->path->schemas[i], name);
    return id;
}

static struct nd_type domain_type(const struct nd_bind_env *env, enum nd_type_id id)
{
    const struct nd_user_type *domain = nd_catalog_peek_type(env->view, id);
    return domain == NULL ? ND_TYPE(ND_TYPE_TEXT) : (struct nd_type){domain->base.id, domain->base.mod, id};
}

enum nd_status nd_bind_type(const struct nd_bind_env *env, const struct nd_ast_type *type, struct nd_type *type_out,
                            struct nd_err *err)
{
    struct nd_binder binder = {.env = env, .err = err};
    *type_out = (struct nd_type){(enum nd_type_id)type->oid, -1};
    if (nd_type_is_domain(type_out->id)) *type_out = domain_type(env, type_out->id);
    if (type->oid != 0) return ND_STATUS_OK;
    bool is_system = type->schema == NULL || strcmp(type->schema, "pg_catalog") == 0;
    enum nd_type_id id = is_system ? nd_type_find(type->name) : ND_TYPE_INVALID;
    bool is_serial = strcmp(type->name, "serial") == 0 || strcmp(type->name, "bigserial") == 0 ||
                     strcmp(type->name, "smallserial") == 0;
    if (is_serial) return nd__bind_unsupported(&binder, type->position, type->name);
    if (id == ND_TYPE_INVALID) id = find_user_type(env, type->schema, type->name);
    if (nd_type_is_domain(id)) {
        if (type->mod_count > 0) return nd__bind_error(&binder, type->position, "42601", "type modifier is not allowed for type \"%s\"", type->name);
        if (type->is_array) return nd__bind_unsupported(&binder, type->position, "an array of a domain");
        *type_out = domain_type(env, id);
        return ND_STATUS_OK;
    }
    if (id == ND_TYPE_INVALID || !nd_type_is_known((uint32_t)id)) {
        static const char *const known_elsewhere[] = {
            "xml", "inet", "cidr", "macaddr", "money",
            "point", "box", "path", "polygon", "circle", "line", "lseg",
            "bit", "varbit", "timetz", "tsvector", "tsquery", "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"};
        for (size_t i = 0; i < ND_ARRAY_LEN(known_elsewhere); i++)
            if (is_system && strcmp(type->name, known_elsewhere[i]) == 0)
                return nd__bind_error(&binder, type->position, "0A000", "type %s is not supported", type->name);
        struct nd_ast_name name = {.schema = type->schema, .name = type->name, .position = type->position};
        const struct nd_table *table;
        if (nd__lookup_table(&binder, &name, true, &table) == ND_STATUS_OK && table != NULL)
            return nd__bind_error(&binder, type->position, "0A000", "type \"%s\" is that of a table's rows: columns cannot have it", type->name);
        if (type->schema != NULL)
            return nd__bind_error(&binder, type->position, "42704", "type \"%s.%s\" does not exist", type->schema,
                                  type->name);
        return nd__bind_error(&binder, type->position, "42704", "type \"%s\" does not exist", type->name);
    }
    if (type->is_array && !nd_type_is_array(id)) id = nd_type_array_of(id);
    type_out->id = id;
    /* the grammar gives char and character without a length the modifier 1 itself */
    if (type->mod_count > 0)
        return nd__bind_at(&binder, type->position,
                           nd_type_mod_in(id, type->mods, type->mod_count, &type_out->mod, err));
    return ND_STATUS_OK;
}

/* ---- entry points --------------------------------------------------------------------------------------- */

void nd__bind_init_params(struct nd_binder *binder)
{
    binder->param_count = binder->env->param_count;
    binder->param_cap = binder->param_count;
    binder->params = nd_arena_array(binder->arena, enum nd_type_id, binder->param_count + 1);
    for (size_t i = 0; i < binder->param_count; i++) binder->params[i] = binder->env->param_types[i];
    binder->subqueries_end = &binder->subqueries;
    binder->ctes_end = &binder->first_cte;
    binder->accesses_end = &binder->accesses;
    binder->level = &binder->statement;
}

static enum nd_status bind_stmt(struct nd_binder *binder, const struct nd_ast_stmt *stmt, struct nd_bound *bound)
{
    switch (stmt->kind) {
    case ND_STMT_SELECT:
        bound->kind = ND_BOUND_QUERY;
        ND_TRY(nd__bind_query(binder, stmt->select, NULL, &bound->query));
        bound->columns = bound->query->targets;
        bound->column_count = bound->query->width;
        return ND_STATUS_OK;
    case ND_STMT_INSERT: return nd__bind_insert(binder, stmt->insert, bound);
    case ND_STMT_UPDATE: return nd__bind_update(binder, stmt->update, false, bound);
    case ND_STMT_DELETE: return nd__bind_update(binder, stmt->update, true, bound);
    case ND_STMT_COPY: return nd__bind_copy(binder, stmt->copy, bound);
    default: ND_UNREACHABLE();
    }
}

struct bind_call {
    struct nd_binder binder;
    const struct nd_ast_stmt *stmt;
    struct nd_bound *bound;
    enum nd_status status;
};

static void bind_on_big_stack(void *arg)
{
    struct bind_call *call = arg;
    struct nd_binder *binder = &call->binder;
    nd__bind_init_params(binder);
    call->status = bind_stmt(binder, call->stmt, call->bound);
    if (call->status != ND_STATUS_OK) return;
    for (size_t i = 0; i < binder->param_count; i++)
        if (binder->params[i] == ND_TYPE_INVALID || binder->params[i] == ND_TYPE_UNKNOWN) {
            call->status =
                nd__bind_error(binder, -1, "42P18", "could not determine data type of parameter $%zu", i + 1);
            return;
        }
    struct nd_bound *bound = call->bound;
    bound->vars = binder->vars;
    bound->var_count = binder->var_count;
    bound->params = binder->params;
    bound->param_count = binder->param_count;
    bound->current_of = binder->current_of;
    bound->current_of_table = binder->current_of_table;
    bound->subqueries = binder->subqueries;
    bound->subquery_count = binder->subquery_count;
    bound->ctes = binder->first_cte;
    bound->accesses = binder->accesses;
    bound->cte_count = binder->cte_count;
}

enum nd_status nd_bind(const struct nd_bind_env *env, const struct nd_ast_stmt *stmt, struct nd_arena *arena,
                       struct nd_bound **bound_out, struct nd_err *err)
{
    struct bind_call call = {.binder = {.env = env, .arena = arena, .err = err},
                             .stmt = stmt,
                             .bound = nd_arena_new(arena, struct nd_bound)};
    *bound_out = call.bound;
    nd__bind_on_big_stack(env, bind_on_big_stack, &call);
    return call.status;
}

/* ---- expressions of DDL ------------------------------------------------------------------------------------ */

struct default_call {
    struct nd_binder binder;
    const struct nd_ast_expr *ast;
    const char *column;
    struct nd_type type;
    struct nd_expr *out;
    enum nd_status status;
};

static void default_on_big_stack(void *arg)
{
    struct default_call *call = arg;
    struct nd_scope scope = {0};
    nd__bind_init_params(&call->binder);
    call->binder.level->agg_place = "DEFAULT expressions";
    call->status = nd__bind_expr(&call->binder, &scope, call->ast, &call->out);
    if (call->status == ND_STATUS_OK)
        call->status = nd__coerce_column(&call->binder, call->out, call->column, call->type, &call->out);
    if (call->status == ND_STATUS_OK && call->binder.subquery_count > 0)
        call->status = nd__bind_error(&call->binder, -1, "0A000", "cannot use subquery in DEFAULT expression");
    if (call->status == ND_STATUS_OK && call->binder.param_count > 0)
        call->status = nd__bind_error(&call->binder, -1, "42P02", "there is no parameter $1");
}

enum nd_status nd_bind_default(const struct nd_bind_env *env, const struct nd_ast_expr *expr, const char *column,
                               struct nd_type type, struct nd_arena *arena, struct nd_expr **expr_out,
                               struct nd_err *err)
{
    *expr_out = NULL;
    if (expr->kind == ND_AST_COLUMN) {
        struct nd_binder binder = {.env = env, .arena = arena, .err = err};
        return nd__bind_error(&binder, expr->position, "0A000", "cannot use column reference in DEFAULT expression");
    }
    struct default_call call = {
        .binder = {.env = env, .arena = arena, .err = err}, .ast = expr, .column = column, .type = type};
    nd__bind_on_big_stack(env, default_on_big_stack, &call);
    *expr_out = call.out;
    return call.status;
}

enum nd_status nd__column_default(struct nd_binder *binder, const struct nd_column *column, struct nd_expr **out)
{
    const char *text = column->default_text != NULL ? column->default_text : nd_bind_domain_default(binder->env->view, column->type.domain);
    if (text == NULL) {
        *out = nd_expr_const(binder->arena, (struct nd_type){column->type.id, column->type.mod}, (struct nd_datum){.is_null = true});
        return column->type.domain == ND_TYPE_INVALID ? ND_STATUS_OK : nd__bind_domain(binder, *out, column->type, true, out);
    }
    struct nd_ast_expr *ast;
    ND_TRY(nd_parse_expr(binder->env->reactor, nd_slice_str(text), binder->arena, &ast, binder->err));
    struct nd_scope scope = {0};
    ND_TRY(nd__bind_expr(binder, &scope, ast, out));
    return nd__coerce_column(binder, *out, column->name, column->type, out);
}

enum nd_status nd_bind_key_values(const struct nd_bind_env *env, const struct nd_ast_expr *const *exprs, size_t count,
                                  const struct nd_table *table, const struct nd_index *index, struct nd_arena *arena,
                                  struct nd_expr **values_out, struct nd_err *err)
{
    struct nd_binder binder = {.env = env, .arena = arena, .err = err};
    if (count == 0 || count > index->column_count)
        return nd__bind_error(
            &binder, -1, "42601",
            "SPLIT AT takes one value for each of the leading columns of the primary key, which has %zu",
            index->column_count);
    for (size_t i = 0; i < count; i++) {
        const struct nd_column *column = &table->columns[index->columns[i].column];
        ND_TRY(nd_bind_default(env, exprs[i], column->name, column->type, arena, &values_out[i], err));
    }
    return ND_STATUS_OK;
}
