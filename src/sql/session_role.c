/* SPDX-License-Identifier: Apache-2.0 */
/* session_role.c - who logs in, whose privileges a statement has: SET ROLE, SET SESSION AUTHORIZATION, settings of roles. */
#include <stdio.h>
#include <strings.h>

#include "sql/session_int.h"

bool nd__session_is_role_setting(const char *name) { return strcasecmp(name, "role") == 0 || strcasecmp(name, "session_authorization") == 0; }

uint32_t nd__session_session_role(const struct nd_sql_session *session)
{
    const struct nd_role *role = nd_catalog_role_named(session->view, session->settings.session_user);
    return role == NULL ? ND__ROLE_GONE : role->oid;
}

/* ---- what ALTER ROLE ... SET says ----------------------------------------------------------------------------- */

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
    if (is_taken || nd__session_is_role_setting(name) || !nd_settings_is_untouched(&session->settings, name)) return;
    (void)nd_err_clear(&ignored);
    enum nd_status status = nd_settings_set(&session->settings, name, equals + 1, false, true, NULL, &ignored);
    if (status == ND_STATUS_OK && *taken_count < room) taken[(*taken_count)++] = text;
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    if (status == ND_STATUS_OK && sink.on_report != NULL) sink.on_report(sink.arg, nd_settings_name(&session->settings, name), nd_settings_get(&session->settings, name));
}

/* The most special ones first: what is set already is left as it is. */
static void take_settings(struct nd_sql_session *session)
{
    const struct nd_role *role = nd_catalog_role_named(session->view, session->user);
    const struct nd_authority *authority = nd_catalog_authority(session->view);
    const char *taken[256];
    size_t count = 0;
    for (size_t i = 0; role != NULL && i < role->database_setting_count; i++) take_setting(session, role->database_settings[i], taken, &count, ND_ARRAY_LEN(taken));
    for (size_t i = 0; role != NULL && i < role->setting_count; i++) take_setting(session, role->settings[i], taken, &count, ND_ARRAY_LEN(taken));
    for (size_t i = 0; i < authority->database_setting_count; i++) take_setting(session, authority->database_settings[i], taken, &count, ND_ARRAY_LEN(taken));
    for (size_t i = 0; i < authority->setting_count; i++) take_setting(session, authority->settings[i], taken, &count, ND_ARRAY_LEN(taken));
    session->has_role_settings = true;
}

/* ---- who acts ----------------------------------------------------------------------------------------------------- */

enum nd_status nd__session_take_role(struct nd_sql_session *session)
{
    bool was_superuser = session->is_superuser;
    if (!session->has_role_settings) {
        ND_TRY(nd_catalog_load_roles(session->view, session->txn));
        take_settings(session);
    }
    session->services.user = session->settings.user;
    session->services.session_user = session->settings.session_user;
    if (strcmp(session->settings.user, "postgres") == 0) {
        session->role = ND_ROLE_POSTGRES;
        session->is_superuser = true;
    } else {
        ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
        ND_TRY(nd_catalog_load_roles(session->view, session->txn));
        const struct nd_role *role = nd_catalog_role_named(session->view, session->settings.user);
        session->role = role == NULL ? ND__ROLE_GONE : role->oid;
        session->is_superuser = role != NULL && role->is_superuser;
    }
    session->role_generation = session->settings.generation;
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    if (was_superuser != session->is_superuser) nd_settings_show_superuser(&session->settings, session->is_superuser, &sink);
    return ND_STATUS_OK;
}

static enum nd_status check_role(struct nd_sql_session *session, const char *name, const char *value, struct nd_err *err)
{
    const struct nd_role *role = nd_catalog_role_named(session->view, value), *user = nd_catalog_role_named(session->view, session->user);
    if (role == NULL) return nd_err_set(err, "22023", "role \"%s\" does not exist", value);
    uint32_t login = user == NULL ? ND__ROLE_GONE : user->oid;
    if (strcasecmp(name, "role") == 0) {
        bool is_member = nd_role_is_member(session->view, nd__session_session_role(session), role->oid);
        return is_member ? ND_STATUS_OK : nd_err_set(err, "42501", "permission denied to set role \"%s\"", value);
    }
    bool is_allowed = role->oid == login || nd_role_is_superuser(session->view, login);
    return is_allowed ? ND_STATUS_OK : nd_err_set(err, "42501", "permission denied to set session authorization \"%s\"", value);
}

enum nd_status nd__session_set_role(struct nd_sql_session *session, const char *name, const char *value, bool is_local, struct nd_err *err)
{
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    bool is_role = strcasecmp(name, "role") == 0;
    if (session->view == NULL) ND_TRY(nd__session_begin_statement(session));
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    if (value != NULL && !(is_role && strcasecmp(value, "none") == 0)) ND_TRY(check_role(session, name, value, err));
    ND_TRY(nd_settings_set(&session->settings, name, value, is_local, false, &sink, err));
    if (!is_role) ND_TRY(nd_settings_set(&session->settings, "role", value == NULL ? NULL : "none", is_local, false, &sink, err));
    return nd__session_take_role(session);
}

/* ---- logging in ------------------------------------------------------------------------------------------------------- */

static enum nd_status check_login(struct nd_sql_session *session, struct nd_err *err)
{
    ND_TRY(nd__session_begin_statement(session));
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    const struct nd_role *role = nd_catalog_role_named(session->view, session->user);
    const struct nd_authority *authority = nd_catalog_authority(session->view);
    if (role == NULL) return nd_err_set(err, "28000", "role \"%s\" does not exist", session->user);
    if (!role->can_login) return nd_err_set(err, "28000", "role \"%s\" is not permitted to log in", session->user);
    if (nd_privileges(session->view, authority->acl, ND_ACL_DATABASE, authority->owner, role->oid, ND_PRIV_CONNECT) != 0) return ND_STATUS_OK;
    (void)nd_err_set(err, "42501", "permission denied for database \"%s\"", session->database);
    return nd_err_detail(err, "User does not have CONNECT privilege.");
}

/* As PostgreSQL has it: whose session it is stays with who logged in, even where it could be another's. */
static enum nd_status set_at_login(struct nd_sql_session *session, const char *name, const char *value, struct nd_err *err)
{
    bool is_role = strcasecmp(name, "role") == 0;
    ND_TRY(nd__session_begin_statement(session));
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    if (!is_role || strcasecmp(value, "none") != 0) ND_TRY(check_role(session, name, value, err));
    if (!is_role) return ND_STATUS_OK;
    ND_TRY(nd_settings_set(&session->settings, name, value, false, true, NULL, err));
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
    if (strcmp(session->user, "postgres") == 0) return ND_STATUS_OK;
    enum nd_status status = nd__session_begin(session, ND__IMPLICIT);
    if (status == ND_STATUS_OK) status = check_login(session, err);
    status = nd__session_error(session, status, err);
    nd__session_rollback(session);
    return status;
}
