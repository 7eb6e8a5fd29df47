/* SPDX-License-Identifier: Apache-2.0 */
/* session_role.c - who logs in, whose privileges a statement has: SET ROLE, SET SESSION AUTHORIZATION, settings of roles. */
#include <stdio.h>
#include <strings.h>

#include "sql/session_int.h"

#define LOGIN_TIMEOUT_NS (30 * ND_SEC)

bool nd__session_is_role_setting(const char *name) { return strcasecmp(name, "role") == 0 || strcasecmp(name, "session_authorization") == 0; }

/* By the oid. By its name only as long as nobody has looked it up: one of that name may have been made since. */
static const struct nd_role *role_of(const struct nd_sql_session *session, uint32_t oid, const char *name)
{
    return oid != 0 ? nd_catalog_role(session->view, oid) : nd_catalog_role_named(session->view, name);
}

static const struct nd_role *login_role(const struct nd_sql_session *session) { return role_of(session, session->login_role, session->user); }
static const struct nd_role *session_role(const struct nd_sql_session *session) { return role_of(session, session->settings.session_user_oid, session->settings.session_user); }

uint32_t nd__session_session_role(const struct nd_sql_session *session)
{
    const struct nd_role *role = session_role(session);
    return role == NULL ? ND__ROLE_GONE : role->oid;
}

static enum nd_status check_role(struct nd_sql_session *session, const char *name, const char *value, const struct nd_role **role_out, struct nd_err *err)
{
    const struct nd_role *role = *role_out = nd_catalog_role_named(session->view, value), *user = login_role(session);
    if (role == NULL) return nd_err_set(err, "22023", "role \"%s\" does not exist", value);
    uint32_t login = user == NULL ? ND__ROLE_GONE : user->oid;
    if (strcasecmp(name, "role") == 0) {
        bool is_member = nd_role_is_member(session->view, nd__session_session_role(session), role->oid);
        return is_member ? ND_STATUS_OK : nd_err_set(err, "42501", "permission denied to set role \"%s\"", value);
    }
    bool is_allowed = role->oid == login || nd_role_is_superuser(session->view, login);
    return is_allowed ? ND_STATUS_OK : nd_err_set(err, "42501", "permission denied to set session authorization \"%s\"", value);
}

/* ---- what ALTER ROLE ... SET says ----------------------------------------------------------------------------- */

/* A role to begin with, of which who logs in has to be a member. Whose session it is stays with who logged in. */
static void take_role_setting(struct nd_sql_session *session, const char *value)
{
    struct nd_err err = {0};
    const struct nd_role *role;
    char text[ND_SETTING_BYTES_MAX];
    if (strcasecmp(value, "none") == 0) return;
    enum nd_status status = check_role(session, "role", value, &role, &err);
    if (status != ND_STATUS_OK) {
        nd__session_notice(session, "WARNING", err.sqlstate, "%s", err.message);
        return;
    }
    snprintf(text, sizeof text, ND_SETTING_ROLE, role->oid, role->name);
    status = nd_settings_set(&session->settings, "role", text, false, true, NULL, &err);
    ND_ASSERT(status == ND_STATUS_OK);
}

/* One that can no longer be set is as none: what was fine once must not keep anybody out. */
static void take_setting(struct nd_sql_session *session, const char *text, const char **taken, size_t *taken_count, size_t room)
{
    char name[256];
    struct nd_err ignored;
    const char *equals = strchr(text, '=');
    size_t n = equals == NULL ? 0 : (size_t)(equals - text);
    if (n == 0 || n >= sizeof name) return;
    memcpy(name, text, n);
    name[n] = '\0';
    bool is_taken = false;
    for (size_t i = 0; i < *taken_count; i++) is_taken = is_taken || (strncmp(taken[i], text, n + 1) == 0);
    if (is_taken || !nd_settings_is_untouched(&session->settings, name)) return;
    (void)nd_err_clear(&ignored);
    if (strcasecmp(name, "session_authorization") == 0) return;
    if (strcasecmp(name, "role") == 0) {
        take_role_setting(session, equals + 1);
        if (*taken_count < room) taken[(*taken_count)++] = text;
        return;
    }
    enum nd_status status = nd_settings_set(&session->settings, name, equals + 1, false, true, NULL, &ignored);
    if (status == ND_STATUS_OK && *taken_count < room) taken[(*taken_count)++] = text;
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    if (status == ND_STATUS_OK && sink.on_report != NULL) sink.on_report(sink.arg, nd_settings_name(&session->settings, name), nd_settings_get(&session->settings, name));
}

/* The most special ones first: what is set already is left as it is. */
static void take_settings(struct nd_sql_session *session)
{
    const struct nd_role *role = login_role(session);
    const struct nd_database *database = nd_catalog_database(session->view);
    const char *taken[256];
    size_t count = 0;
    for (size_t k = 0; role != NULL && k < role->in_database_count; k++) {
        const struct nd_database_settings *in = &role->in_databases[k];
        for (size_t i = 0; in->database == database->oid && i < in->count; i++) take_setting(session, in->settings[i], taken, &count, ND_ARRAY_LEN(taken));
    }
    for (size_t i = 0; role != NULL && i < role->setting_count; i++) take_setting(session, role->settings[i], taken, &count, ND_ARRAY_LEN(taken));
    for (size_t i = 0; i < database->database_setting_count; i++) take_setting(session, database->database_settings[i], taken, &count, ND_ARRAY_LEN(taken));
    const struct nd_database *first = nd_catalog_database_by_oid(session->view, ND_OID_DATABASE);
    for (size_t i = 0; i < first->setting_count; i++) take_setting(session, first->settings[i], taken, &count, ND_ARRAY_LEN(taken));
    session->has_role_settings = true;
}

/* ---- who acts ----------------------------------------------------------------------------------------------------- */

static void call(char name[64], const char **name_out, const char *called)
{
    *name_out = called == NULL ? NULL : name;
    if (called != NULL) snprintf(name, 64, "%s", called);
}

enum nd_status nd__session_take_role(struct nd_sql_session *session)
{
    const struct nd_settings *settings = &session->settings;
    bool was_superuser = session->is_superuser;
    if (!session->has_role_settings) {
        ND_TRY(nd_catalog_load_roles(session->view, session->txn));
        take_settings(session);
        if (session->state == ND__IMPLICIT) session->is_read_only = session->is_read_only || settings->default_read_only;
    }
    if (settings->user_oid == ND_ROLE_POSTGRES && settings->session_user_oid == ND_ROLE_POSTGRES) { /* as most are, without a look at roles */
        call(session->user_name, &session->services.user, "postgres");
        call(session->session_user_name, &session->services.session_user, "postgres");
        session->services.user_oid = session->services.session_user_oid = session->role = ND_ROLE_POSTGRES;
        session->is_superuser = true;
    } else {
        ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
        ND_TRY(nd_catalog_load_roles(session->view, session->txn));
        const struct nd_role *role = role_of(session, settings->user_oid, settings->user), *own = session_role(session);
        call(session->user_name, &session->services.user, role == NULL ? NULL : role->name);
        call(session->session_user_name, &session->services.session_user, own == NULL ? NULL : own->name);
        session->services.user_oid = role != NULL ? role->oid : settings->user_oid != 0 ? settings->user_oid : ND__ROLE_GONE;
        session->services.session_user_oid = own != NULL ? own->oid : settings->session_user_oid != 0 ? settings->session_user_oid : ND__ROLE_GONE;
        session->role = role == NULL ? ND__ROLE_GONE : role->oid;
        session->is_superuser = role != NULL && role->is_superuser;
    }
    session->role_generation = session->settings.generation;
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    if (was_superuser != session->is_superuser) nd_settings_show_superuser(&session->settings, session->is_superuser, &sink);
    return ND_STATUS_OK;
}

enum nd_status nd__session_set_role(struct nd_sql_session *session, const char *name, const char *value, bool is_local, struct nd_err *err)
{
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    bool is_role = strcasecmp(name, "role") == 0;
    const struct nd_role *role = NULL;
    char text[ND_SETTING_BYTES_MAX];
    if (session->view == NULL) ND_TRY(nd__session_begin_statement(session));
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    if (value != NULL && !(is_role && strcasecmp(value, "none") == 0)) ND_TRY(check_role(session, name, value, &role, err));
    if (role != NULL) snprintf(text, sizeof text, ND_SETTING_ROLE, role->oid, role->name);
    ND_TRY(nd_settings_set(&session->settings, name, role == NULL ? value : text, is_local, false, &sink, err));
    if (!is_role) ND_TRY(nd_settings_set(&session->settings, "role", value == NULL ? NULL : "none", is_local, false, &sink, err));
    return nd__session_take_role(session);
}

/* ---- logging in ------------------------------------------------------------------------------------------------------- */

enum nd_status nd__session_take_settings(struct nd_sql_session *session)
{
    if (session->has_role_settings) return ND_STATUS_OK;
    ND_TRY(nd__session_begin(session, ND__IMPLICIT));
    enum nd_status status = nd__session_begin_statement(session);
    nd__session_rollback(session);
    return status;
}

/* Which one it is must be known before anything else is looked up, or set. */
static enum nd_status find_database(struct nd_sql_session *session, struct nd_err *err)
{
    struct nd_sql_system *system = session->system;
    struct nd_txn_options options = {.isolation = ND_READ_COMMITTED, .is_read_only = true};
    struct nd_txn *txn = nd_txn_begin(system->txns, session->fiber, &options);
    struct nd_catalog_view *view = NULL;
    const struct nd_database *database = NULL;
    nd_txn_set_deadline(txn, nd_env_now_ns(system->env) + LOGIN_TIMEOUT_NS);
    session->side_txn = txn; /* the client may go away */
    enum nd_status status = session->is_canceled ? ND_STATUS_CANCELED : nd_txn_begin_statement(txn);
    if (status == ND_STATUS_OK) status = nd_catalog_view_open(system->catalog, txn, false, &view);
    if (status == ND_STATUS_OK) status = nd_catalog_load_databases(view, txn);
    if (status == ND_STATUS_OK) nd_catalog_forget_dropped(system->catalog, view);
    if (status == ND_STATUS_OK) database = nd_catalog_database_named(view, session->database);
    if (database != NULL) {
        session->database_oid = database->oid;
        session->catalog = nd_catalog_of(system->catalog, database->oid);
    }
    if (view != NULL) nd_catalog_view_unref(view);
    session->side_txn = NULL;
    nd_txn_rollback(txn);
    nd_txn_free(txn);
    return status == ND_STATUS_OK && database == NULL ? nd_err_set(err, "3D000", "database \"%s\" does not exist", session->database) : status;
}

/* 53300. Of all nodes that answer. */
static ND_YIELDS enum nd_status check_limits(struct nd_sql_session *session, const struct nd_role *role, const struct nd_database *database, struct nd_err *err)
{
    const struct nd_sys_session *sessions;
    struct nd_arena arena;
    size_t count, of_role = 0, of_database = 0;
    if (role->is_superuser || (role->connection_limit < 0 && database->connection_limit < 0)) return ND_STATUS_OK;
    nd_arena_init(&arena, session->heap);
    nd__sessions_look(session, &arena, &sessions, &count);
    for (size_t i = 0; i < count; i++) {
        if (sessions[i].pid == session->backend_pid) continue;
        of_role += sessions[i].role == role->oid;
        of_database += sessions[i].database_oid == database->oid;
    }
    nd_arena_deinit(&arena);
    if (database->connection_limit >= 0 && of_database >= (size_t)database->connection_limit) return nd_err_set(err, "53300", "too many connections for database \"%s\"", database->name);
    if (role->connection_limit >= 0 && of_role >= (size_t)role->connection_limit) return nd_err_set(err, "53300", "too many connections for role \"%s\"", role->name);
    return ND_STATUS_OK;
}

static enum nd_status check_login(struct nd_sql_session *session, struct nd_err *err)
{
    ND_TRY(nd__session_begin_statement(session));
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    const struct nd_role *role = nd_catalog_role_named(session->view, session->user);
    const struct nd_database *database = nd_catalog_database(session->view);
    char text[ND_SETTING_BYTES_MAX];
    if (role == NULL) return nd_err_set(err, "28000", "role \"%s\" does not exist", session->user);
    if (!role->can_login) return nd_err_set(err, "28000", "role \"%s\" is not permitted to log in", session->user);
    if (database->refuses_connections) return nd_err_set(err, "55000", "database \"%s\" is not currently accepting connections", session->database);
    ND_TRY(check_limits(session, role, database, err));
    if (nd_privileges(session->view, database->acl, ND_ACL_DATABASE, database->owner, role->oid, ND_PRIV_CONNECT) != 0) {
        session->login_role = role->oid;
        snprintf(text, sizeof text, ND_SETTING_ROLE, role->oid, role->name);
        return nd_settings_set(&session->settings, "session_authorization", text, false, true, NULL, err);
    }
    (void)nd_err_set(err, "42501", "permission denied for database \"%s\"", session->database);
    return nd_err_detail(err, "User does not have CONNECT privilege.");
}

/* As PostgreSQL has it: whose session it is stays with who logged in, even where it could be another's. */
static enum nd_status set_at_login(struct nd_sql_session *session, const char *name, const char *value, struct nd_err *err)
{
    bool is_role = strcasecmp(name, "role") == 0;
    const struct nd_role *role = NULL;
    char text[ND_SETTING_BYTES_MAX];
    ND_TRY(nd__session_begin_statement(session));
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    if (!is_role || strcasecmp(value, "none") != 0) ND_TRY(check_role(session, name, value, &role, err));
    if (!is_role) return ND_STATUS_OK;
    if (role != NULL) snprintf(text, sizeof text, ND_SETTING_ROLE, role->oid, role->name);
    ND_TRY(nd_settings_set(&session->settings, name, role == NULL ? value : text, false, true, NULL, err));
    return nd__session_take_role(session);
}

enum nd_status nd_sql_session_set(struct nd_sql_session *session, const char *name, const char *value, struct nd_err *err)
{
    if (!nd__session_is_role_setting(name)) return nd_settings_set(&session->settings, name, value, false, true, NULL, err);
    enum nd_status status = nd__session_begin(session, ND__IMPLICIT);
    if (status == ND_STATUS_OK) status = set_at_login(session, name, value, err);
    status = nd__session_error(session, status, err);
    nd__session_rollback(session);
    return status;
}

enum nd_status nd_sql_session_login(struct nd_sql_session *session, struct nd_err *err)
{
    if (strcmp(session->user, "postgres") == 0 && strcmp(session->database, ND_DATABASE_POSTGRES) == 0) return ND_STATUS_OK; /* both are always there */
    enum nd_status status = strcmp(session->database, ND_DATABASE_POSTGRES) == 0 ? ND_STATUS_OK : find_database(session, err);
    if (status == ND_STATUS_OK) status = nd__session_begin(session, ND__IMPLICIT);
    if (status == ND_STATUS_OK) status = check_login(session, err);
    status = nd__session_error(session, status, err);
    nd__session_rollback(session);
    return status;
}
