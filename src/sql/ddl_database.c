/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_database.c - CREATE, ALTER and DROP DATABASE.
 *
 * A database has a catalog of its own (src/catalog/README.md); what is in it is dropped with it, in the same transaction. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "sql/ddl_int.h"
#include "sql/parse/parse.h"

/* ---- steps that others share -------------------------------------------------------------------------------------------- */

enum nd_status nd__ddl_database(struct nd__ddl *ddl, struct nd_database *database_out)
{
    ND_TRY(nd_catalog_load_databases(ddl->session->view, ddl->session->txn));
    *database_out = *nd_catalog_database(ddl->session->view);
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_find_database(struct nd__ddl *ddl, const char *name, struct nd_database *database_out)
{
    ND_TRY(nd_catalog_load_databases(ddl->session->view, ddl->session->txn));
    const struct nd_database *found = nd_catalog_database_named(ddl->session->view, name);
    if (found == NULL) return nd_err_set(ddl->err, "3D000", "database \"%s\" does not exist", name);
    *database_out = *found;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_put_database(struct nd__ddl *ddl, const struct nd_database *database)
{
    ND_TRY(nd_catalog_put_database(ddl->session->catalog, ddl->session->txn, database, database));
    return nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_comment_database(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    ND_TRY(nd_catalog_load_databases(ddl->session->view, ddl->session->txn));
    const struct nd_database *found = nd_catalog_database_named(ddl->session->view, change->name.name);
    if (found == NULL) { /* dumps may be loaded into another one, as PostgreSQL has it */
        nd__session_notice(ddl->session, "WARNING", "3D000", "database \"%s\" does not exist", change->name.name);
        return ND_STATUS_OK;
    }
    struct nd_database database = *found;
    ND_TRY(nd__ddl_must_own(ddl, "database", database.name, database.owner));
    database.comment = change->text;
    ND_TRY(nd__ddl_begin(ddl));
    return nd__ddl_put_database(ddl, &database);
}

/* ---- options -------------------------------------------------------------------------------------------------------------- */

static bool is_one_of(const char *text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(text, names[i]) == 0) return true;
    return false;
}

static enum nd_status check_encoding(struct nd__ddl *ddl, const struct nd_ast_option *option)
{
    static const char *const utf8[] = {"UTF8", "UTF-8", "unicode", "6"};
    if (option->value == NULL || is_one_of(option->value, utf8, ND_ARRAY_LEN(utf8))) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "0A000", "encoding %s is not supported", option->value);
    return nd_err_hint(ddl->err, "All databases are in UTF8.");
}

/* Text is compared by code points whatever a dump says; it is told, not refused. */
static enum nd_status check_locale(struct nd__ddl *ddl, const struct nd_ast_option *option)
{
    static const char *const plain[] = {"C", "POSIX", "C.UTF-8", "C.utf8"};
    if (option->value != NULL && !is_one_of(option->value, plain, ND_ARRAY_LEN(plain)))
        nd__session_notice(ddl->session, "WARNING", "01000", "locale \"%s\" is not supported, text is ordered as with C.UTF-8", option->value);
    return ND_STATUS_OK;
}

static enum nd_status check_provider(struct nd__ddl *ddl, const struct nd_ast_option *option)
{
    if (option->value == NULL || strcasecmp(option->value, "libc") == 0) return ND_STATUS_OK;
    if (strcasecmp(option->value, "icu") == 0) return nd_err_unsupported(ddl->err, "the locale provider icu");
    return nd_err_set(ddl->err, "42P17", "unrecognized locale provider: %s", option->value);
}

static enum nd_status check_template(struct nd__ddl *ddl, const struct nd_ast_option *option)
{
    if (option->value == NULL || strcmp(option->value, "template0") == 0 || strcmp(option->value, "template1") == 0) return ND_STATUS_OK;
    if (nd_catalog_database_named(ddl->session->view, option->value) == NULL) return nd_err_set(ddl->err, "3D000", "template database \"%s\" does not exist", option->value);
    (void)nd_err_unsupported(ddl->err, "a copy of a database");
    return nd_err_hint(ddl->err, "Make an empty one and copy with pg_dump and psql.");
}

static enum nd_status check_tablespace(struct nd__ddl *ddl, const struct nd_ast_option *option)
{
    if (option->value == NULL || strcmp(option->value, "pg_default") == 0) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42704", "tablespace \"%s\" does not exist", option->value);
}

static enum nd_status take_flag(struct nd__ddl *ddl, const struct nd_ast_option *option, bool *flag)
{
    static const char *const yes[] = {"true", "on", "1", "yes"}, *const no[] = {"false", "off", "0", "no"};
    if (option->value == NULL || is_one_of(option->value, yes, ND_ARRAY_LEN(yes))) *flag = true;
    else if (is_one_of(option->value, no, ND_ARRAY_LEN(no))) *flag = false;
    else return nd_err_set(ddl->err, "42601", "%s requires a Boolean value", option->name);
    return ND_STATUS_OK;
}

static enum nd_status take_limit(struct nd__ddl *ddl, const struct nd_ast_option *option, int32_t *limit)
{
    if (option->value == NULL) return ND_STATUS_OK;
    char *end;
    errno = 0;
    long number = strtol(option->value, &end, 10);
    if (end == option->value || *end != '\0' || errno != 0) return nd_err_set(ddl->err, "42601", "%s requires an integer value", option->name);
    if (number < -1 || number > INT32_MAX) return nd_err_set(ddl->err, "22023", "invalid connection limit: %ld", number);
    *limit = (int32_t)number;
    return ND_STATUS_OK;
}

static enum nd_status unknown_option(struct nd__ddl *ddl, const struct nd_ast_option *option)
{
    (void)nd_err_set(ddl->err, "42601", "option \"%s\" not recognized", option->name);
    if (option->position >= 0) ddl->err->position = nd_parse_position(ddl->bind.text, option->position);
    return ND_STATUS_SQL;
}

static enum nd_status take_option(struct nd__ddl *ddl, const struct nd_ast_option *option, bool is_new, struct nd_database *database)
{
    bool flag = !database->refuses_connections;
    if (strcmp(option->name, "allow_connections") == 0) {
        ND_TRY(take_flag(ddl, option, &flag));
        database->refuses_connections = !flag;
        return ND_STATUS_OK;
    }
    if (strcmp(option->name, "is_template") == 0) return take_flag(ddl, option, &database->is_template);
    if (strcmp(option->name, "connection_limit") == 0) return take_limit(ddl, option, &database->connection_limit);
    if (strcmp(option->name, "tablespace") == 0) return check_tablespace(ddl, option);
    if (!is_new) return unknown_option(ddl, option);
    if (strcmp(option->name, "owner") == 0) {
        struct nd_ast_role_name owner = {ND_AST_ROLE_NAMED, option->value};
        return option->value == NULL ? ND_STATUS_OK : nd__ddl_find_owner(ddl, &owner, &database->owner);
    }
    if (strcmp(option->name, "template") == 0) return check_template(ddl, option);
    if (strcmp(option->name, "encoding") == 0) return check_encoding(ddl, option);
    if (strcmp(option->name, "locale_provider") == 0) return check_provider(ddl, option);
    if (strcmp(option->name, "locale") == 0 || strcmp(option->name, "lc_collate") == 0 || strcmp(option->name, "lc_ctype") == 0) return check_locale(ddl, option);
    static const char *const idle[] = {"strategy", "oid", "collation_version"}; /* of how files are copied, and of upgrades */
    return is_one_of(option->name, idle, ND_ARRAY_LEN(idle)) ? ND_STATUS_OK : unknown_option(ddl, option);
}

static enum nd_status take_options(struct nd__ddl *ddl, const struct nd_ast_database *ast, bool is_new, struct nd_database *database)
{
    for (size_t i = 0; i < ast->option_count; i++) {
        for (size_t k = 0; k < i; k++)
            if (strcmp(ast->options[k].name, ast->options[i].name) == 0) return nd_err_set(ddl->err, "42601", "conflicting or redundant options");
        ND_TRY(take_option(ddl, &ast->options[i], is_new, database));
    }
    return ND_STATUS_OK;
}

/* ---- who is in it --------------------------------------------------------------------------------------------------------------- */

#define LEAVE_ATTEMPTS 50 /* as PostgreSQL: five seconds for clients that are just leaving, or were told to */
#define LEAVE_PAUSE_S 0.1
#define SILENT_MS 2000 /* a node that does not answer for so long is taken to be gone, with its sessions */

static ND_YIELDS enum nd_status count_sessions(struct nd__ddl *ddl, uint32_t oid, bool tells, size_t *count_out, bool *is_whole_out)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_sys_session *sessions;
    struct nd_arena arena;
    enum nd_status status = ND_STATUS_OK;
    size_t count;
    *count_out = 0;
    nd_arena_init(&arena, session->heap);
    *is_whole_out = nd__sessions_look(session, &arena, &sessions, &count);
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        bool is_told;
        if (sessions[i].database_oid != oid || sessions[i].pid == session->backend_pid) continue;
        ++*count_out;
        if (tells) status = nd__session_signal(session, true, (int32_t)sessions[i].pid, 0, &is_told, ddl->err);
    }
    nd_arena_deinit(&arena);
    return status;
}

/* Sessions in it on any node that answers: 55006. is_forced: they are ended. One that comes later meets 3D000. */
static ND_YIELDS enum nd_status wait_until_left(struct nd__ddl *ddl, const struct nd_database *database, bool is_forced)
{
    size_t count = 0;
    bool is_whole;
    struct nd_env *env = ddl->session->system->env;
    uint64_t silent_until_ns = nd_env_now_ns(env) + SILENT_MS * ND_MS;
    for (int i = 0; i < LEAVE_ATTEMPTS; i++) {
        if (i > 0) ND_TRY(nd__session_sleep(ddl->session, LEAVE_PAUSE_S, ddl->err));
        ND_TRY(count_sessions(ddl, database->oid, is_forced, &count, &is_whole));
        if (count == 0 && (is_whole || nd_env_now_ns(env) >= silent_until_ns)) return ND_STATUS_OK;
    }
    (void)nd_err_set(ddl->err, "55006", "database \"%s\" is being accessed by other users", database->name);
    return nd_err_detail(ddl->err, count == 1 ? "There is %zu other session using the database." : "There are %zu other sessions using the database.", count);
}

/* ---- CREATE, ALTER ------------------------------------------------------------------------------------------------------------ */

static bool may_make_databases(const struct nd__ddl *ddl)
{
    const struct nd_role *role = nd_catalog_role(ddl->session->view, ddl->session->role);
    return ddl->session->is_superuser || (role != NULL && role->creates_databases);
}

/* The templates are not there, but their names mean them to every tool. */
static enum nd_status check_free(struct nd__ddl *ddl, const char *name)
{
    bool is_taken = nd_catalog_database_named(ddl->session->view, name) != NULL || strcmp(name, "template0") == 0 || strcmp(name, "template1") == 0;
    return is_taken ? nd_err_set(ddl->err, "42P04", "database \"%s\" already exists", name) : ND_STATUS_OK;
}

static enum nd_status put_new_name(struct nd__ddl *ddl, const struct nd_database *before, const struct nd_database *database)
{
    enum nd_status status = nd_catalog_put_database(ddl->session->catalog, ddl->session->txn, before, database);
    if (status == ND_STATUS_DUPLICATE_KEY) return nd_err_set(ddl->err, "42P04", "database \"%s\" already exists", database->name);
    ND_TRY(status);
    return nd__ddl_refresh(ddl);
}

static enum nd_status create(struct nd__ddl *ddl, const struct nd_ast_database *ast)
{
    struct nd_database database = {.name = ast->name, .owner = ddl->session->role, .connection_limit = -1};
    ND_TRY(take_options(ddl, ast, true, &database));
    if (!may_make_databases(ddl)) return nd_err_set(ddl->err, "42501", "permission denied to create database");
    ND_TRY(nd__ddl_may_give(ddl, database.owner));
    ND_TRY(check_free(ddl, database.name));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &database.oid));
    return put_new_name(ddl, NULL, &database);
}

static enum nd_status alter(struct nd__ddl *ddl, const struct nd_ast_database *ast)
{
    struct nd_database database;
    ND_TRY(nd__ddl_find_database(ddl, ast->name, &database));
    ND_TRY(nd__ddl_must_own(ddl, "database", database.name, database.owner));
    ND_TRY(take_options(ddl, ast, false, &database));
    if (database.refuses_connections && database.oid == ddl->session->database_oid) return nd_err_set(ddl->err, "22023", "cannot disallow connections for current database");
    if (database.refuses_connections && database.oid == ND_OID_DATABASE) return nd_err_unsupported(ddl->err, "to disallow connections to the first database");
    ND_TRY(nd__ddl_begin(ddl));
    return nd__ddl_put_database(ddl, &database);
}

enum nd_status nd__ddl_rename_database(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    struct nd_database before;
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(nd__ddl_find_database(ddl, change->name.name, &before));
    ND_TRY(nd__ddl_must_own(ddl, "database", before.name, before.owner));
    if (!may_make_databases(ddl)) return nd_err_set(ddl->err, "42501", "permission denied to rename database");
    ND_TRY(check_free(ddl, change->text));
    if (before.oid == ddl->session->database_oid) return nd_err_set(ddl->err, "0A000", "current database cannot be renamed");
    if (before.oid == ND_OID_DATABASE) return nd_err_unsupported(ddl->err, "another name for the database postgres");
    before.name = nd_arena_strdup(ddl->arena, before.name);
    ND_TRY(wait_until_left(ddl, &before, false));
    struct nd_database database = before;
    database.name = change->text;
    ND_TRY(nd__ddl_begin(ddl));
    return put_new_name(ddl, &before, &database);
}

/* ---- DROP ------------------------------------------------------------------------------------------------------------------------ */

static enum nd_status drop_schemas(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_schema *schema;
    ND_TRY(nd__ddl_refresh(ddl));
    ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
    for (size_t i = 0; (schema = nd_catalog_schema_at(session->view, i)) != NULL;) {
        if (schema->id < ND_OID_FIRST && schema->id != ND_OID_PUBLIC) {
            i++;
            continue;
        }
        ND_TRY(nd__ddl_drop_schema(ddl, schema, true));
        ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
        i = 0;
    }
    return ND_STATUS_OK;
}

/* As the session's own database for as long as it takes. */
static enum nd_status drop_contents(struct nd__ddl *ddl, uint32_t oid)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_catalog *own = session->catalog;
    const struct nd_sql_sink *sink = session->sink;
    session->catalog = nd_catalog_of(session->system->catalog, oid);
    session->sink = NULL; /* nobody asked about what is in it */
    enum nd_status status = drop_schemas(ddl);
    session->catalog = own;
    session->sink = sink;
    return status;
}

/* What roles were to set in it. */
static enum nd_status forget_settings(struct nd__ddl *ddl, uint32_t oid)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_role *before;
    ND_TRY(nd__ddl_load_roles(ddl));
    for (size_t i = 0; (before = nd_catalog_role_at(session->view, i)) != NULL; i++) {
        struct nd_role role = *before;
        struct nd_database_settings *kept = nd_arena_array(ddl->arena, struct nd_database_settings, role.in_database_count + 1);
        role.in_databases = kept;
        role.in_database_count = 0;
        for (size_t k = 0; k < before->in_database_count; k++)
            if (before->in_databases[k].database != oid) kept[role.in_database_count++] = before->in_databases[k];
        if (role.in_database_count < before->in_database_count) ND_TRY(nd_catalog_put_role(session->catalog, session->txn, before, &role));
    }
    return ND_STATUS_OK;
}

static enum nd_status check_droppable(struct nd__ddl *ddl, const struct nd_database *database)
{
    ND_TRY(nd__ddl_must_own(ddl, "database", database->name, database->owner));
    if (database->is_template) return nd_err_set(ddl->err, "42809", "cannot drop a template database");
    if (database->oid == ddl->session->database_oid) return nd_err_set(ddl->err, "55006", "cannot drop the currently open database");
    if (database->oid != ND_OID_DATABASE) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "2BP01", "cannot drop database %s because it is required by the database system", database->name);
}

static enum nd_status drop(struct nd__ddl *ddl, const struct nd_ast_database *ast)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_database database;
    if (ast->is_missing_fine && nd_catalog_database_named(session->view, ast->name) == NULL) {
        nd__session_notice(session, "NOTICE", "00000", "database \"%s\" does not exist, skipping", ast->name);
        return ND_STATUS_OK;
    }
    ND_TRY(nd__ddl_find_database(ddl, ast->name, &database));
    ND_TRY(check_droppable(ddl, &database));
    database.name = nd_arena_strdup(ddl->arena, database.name);
    ND_TRY(wait_until_left(ddl, &database, ast->is_forced));
    ND_TRY(nd__ddl_begin(ddl));
    enum nd_status status = drop_contents(ddl, database.oid);
    ND_TRY(nd__ddl_refresh(ddl)); /* of its own database again */
    ND_TRY(status);
    ND_TRY(forget_settings(ddl, database.oid));
    ND_TRY(nd_catalog_delete_database(session->catalog, session->txn, &database));
    return nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_change_database(struct nd__ddl *ddl)
{
    const struct nd_ast_database *ast = ddl->stmt->database;
    bool is_alter = ast->action == ND_AST_ALTER_DATABASE;
    snprintf(ddl->tag, 64, "%s", nd__ddl_name(ddl->stmt));
    if (!is_alter && ddl->session->state == ND__BLOCK) return nd_err_set(ddl->err, "25001", "%s cannot run inside a transaction block", ddl->tag);
    ND_TRY(nd__ddl_load_roles(ddl));
    switch (ast->action) {
    case ND_AST_CREATE_DATABASE: return create(ddl, ast);
    case ND_AST_ALTER_DATABASE: return alter(ddl, ast);
    case ND_AST_DROP_DATABASE: return drop(ddl, ast);
    }
    ND_UNREACHABLE();
}
