/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_role.c - CREATE, ALTER and DROP ROLE; who is a member of whom; settings of roles and of the database. */
#include <stdio.h>
#include <strings.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "sql/ddl_int.h"

#define SCRAM_ROUNDS 4096
#define SCRAM_SALT_BYTES 16

/* ---- names ------------------------------------------------------------------------------------------------------ */

static enum nd_status missing(struct nd__ddl *ddl, const char *name) { return nd_err_set(ddl->err, "42704", "role \"%s\" does not exist", name); }

enum nd_status nd__ddl_find_role(struct nd__ddl *ddl, const struct nd_ast_role_name *name, uint32_t *role_out)
{
    *role_out = ND_ROLE_PUBLIC;
    ND_TRY(nd__ddl_load_roles(ddl));
    switch (name->kind) {
    case ND_AST_ROLE_PUBLIC: return ND_STATUS_OK;
    case ND_AST_ROLE_CURRENT: *role_out = ddl->session->role; return ND_STATUS_OK;
    case ND_AST_ROLE_SESSION: *role_out = nd__session_session_role(ddl->session); return ND_STATUS_OK;
    case ND_AST_ROLE_NAMED: break;
    }
    const struct nd_role *role = nd_catalog_role_named(ddl->session->view, name->name);
    if (role == NULL) return missing(ddl, name->name);
    *role_out = role->oid;
    return ND_STATUS_OK;
}

static enum nd_status find(struct nd__ddl *ddl, const struct nd_ast_role_name *name, const struct nd_role **role_out)
{
    uint32_t oid;
    *role_out = NULL;
    ND_TRY(nd__ddl_find_role(ddl, name, &oid));
    if (name->kind == ND_AST_ROLE_PUBLIC) return missing(ddl, "public");
    *role_out = nd_catalog_role(ddl->session->view, oid);
    return *role_out == NULL ? missing(ddl, name->name) : ND_STATUS_OK;
}

/* The current role may make roles. */
static bool may_make_roles(const struct nd__ddl *ddl)
{
    const struct nd_role *self = nd_catalog_role(ddl->session->view, ddl->session->role);
    return ddl->session->is_superuser || (self != NULL && self->creates_roles);
}

static enum nd_status denied(struct nd__ddl *ddl, const char *message) { return nd_err_set(ddl->err, "42501", "%s", message); }

static enum nd_status check_new_name(struct nd__ddl *ddl, const char *name)
{
    if (strncmp(name, "pg_", 3) == 0) {
        (void)nd_err_set(ddl->err, "42939", "role name \"%s\" is reserved", name);
        return nd_err_detail(ddl->err, "Role names starting with \"pg_\" are reserved.");
    }
    return nd_catalog_role_named(ddl->session->view, name) == NULL ? ND_STATUS_OK : nd_err_set(ddl->err, "42710", "role \"%s\" already exists", name);
}

/* Roles found before are no longer to be used. */
static enum nd_status put_and_refresh(struct nd__ddl *ddl, const struct nd_role *before, const struct nd_role *role)
{
    enum nd_status status = nd_catalog_put_role(ddl->session->catalog, ddl->session->txn, before, role);
    if (status == ND_STATUS_DUPLICATE_KEY) return nd_err_set(ddl->err, "42710", "role \"%s\" already exists", role->name);
    ND_TRY(status);
    return nd__ddl_refresh(ddl);
}

/* ---- passwords: what is kept is PostgreSQL's verifier of SCRAM-SHA-256 (RFC 5802, 7677) --------------------------------- */

static void put_base64(struct nd_arena *arena, struct nd_slice bytes, const char **text_out)
{
    char *text = nd_arena_alloc(arena, bytes.n * 4 / 3 + 8);
    int n = EVP_EncodeBlock((unsigned char *)text, bytes.p, (int)bytes.n);
    text[n] = '\0';
    *text_out = text;
}

static bool is_verifier(const char *password)
{
    bool is_md5 = strncmp(password, "md5", 3) == 0 && strlen(password) == 35 && strspn(password + 3, "0123456789abcdef") == 32;
    if (is_md5) return true;
    if (strncmp(password, "SCRAM-SHA-256$", 14) != 0) return false;
    const char *rounds = password + 14;
    size_t digits = strspn(rounds, "0123456789");
    const char *salt = rounds + digits, *dollar = digits > 0 && *salt == ':' ? strchr(salt, '$') : NULL;
    return dollar != NULL && strchr(dollar, ':') != NULL;
}

static enum nd_status verifier_of(struct nd__ddl *ddl, const char *password, const char **verifier_out)
{
    static const char client_text[] = "Client Key", server_text[] = "Server Key";
    uint8_t salt[SCRAM_SALT_BYTES], salted[32], client[32], stored[32], server[32];
    unsigned n = 0;
    const char *salt_text, *stored_text, *server_text64;
    *verifier_out = password;
    if (is_verifier(password)) return ND_STATUS_OK;
    nd_env_entropy(ddl->session->system->env, salt, sizeof salt);
    bool is_done = PKCS5_PBKDF2_HMAC(password, (int)strlen(password), salt, sizeof salt, SCRAM_ROUNDS, EVP_sha256(), sizeof salted, salted) == 1 &&
                   HMAC(EVP_sha256(), salted, sizeof salted, (const uint8_t *)client_text, sizeof client_text - 1, client, &n) != NULL &&
                   EVP_Digest(client, sizeof client, stored, &n, EVP_sha256(), NULL) == 1 &&
                   HMAC(EVP_sha256(), salted, sizeof salted, (const uint8_t *)server_text, sizeof server_text - 1, server, &n) != NULL;
    if (!is_done) return nd_err_set(ddl->err, "XX000", "the password could not be hashed");
    put_base64(ddl->arena, nd_slice_of(salt, sizeof salt), &salt_text);
    put_base64(ddl->arena, nd_slice_of(stored, sizeof stored), &stored_text);
    put_base64(ddl->arena, nd_slice_of(server, sizeof server), &server_text64);
    *verifier_out = nd_arena_printf(ddl->arena, "SCRAM-SHA-256$%d:%s$%s:%s", SCRAM_ROUNDS, salt_text, stored_text, server_text64);
    return ND_STATUS_OK;
}

/* ---- CREATE, ALTER --------------------------------------------------------------------------------------------------------- */

static const struct nd_ast_role_option *option_named(const struct nd_ast_role *ast, const char *name)
{
    for (size_t i = 0; i < ast->option_count; i++)
        if (strcmp(ast->options[i].name, name) == 0) return &ast->options[i];
    return NULL;
}

static bool has_flag(const struct nd_ast_role *ast, const char *name)
{
    const struct nd_ast_role_option *option = option_named(ast, name);
    return option != NULL && option->value != 0;
}

static enum nd_status take_flags(struct nd__ddl *ddl, const struct nd_ast_role *ast, struct nd_role *role)
{
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {{"superuser", &role->is_superuser}, {"inherit", &role->inherits}, {"createrole", &role->creates_roles}, {"createdb", &role->creates_databases},
                 {"canlogin", &role->can_login}, {"isreplication", &role->can_replicate}, {"bypassrls", &role->bypasses_rls}};
    for (size_t i = 0; i < ND_ARRAY_LEN(flags); i++) {
        const struct nd_ast_role_option *option = option_named(ast, flags[i].name);
        if (option != NULL) *flags[i].flag = option->value != 0;
    }
    const struct nd_ast_role_option *limit = option_named(ast, "connectionlimit");
    if (limit != NULL && limit->value < -1) return nd_err_set(ddl->err, "22023", "invalid connection limit: %lld", (long long)limit->value);
    if (limit != NULL) role->connection_limit = (int32_t)limit->value;
    if (role->oid == ND_ROLE_POSTGRES && !role->is_superuser) return nd_err_unsupported(ddl->err, "NOSUPERUSER of the role postgres");
    return ND_STATUS_OK;
}

static enum nd_status take_options(struct nd__ddl *ddl, const struct nd_ast_role *ast, struct nd_role *role)
{
    ND_TRY(take_flags(ddl, ast, role));
    const struct nd_ast_role_option *password = option_named(ast, "password"), *until = option_named(ast, "validUntil");
    if (option_named(ast, "sysid") != NULL) nd__session_notice(ddl->session, "NOTICE", "00000", "SYSID can no longer be specified");
    if (password != NULL) role->password = NULL;
    if (password != NULL && password->text != NULL && password->text[0] == '\0')
        nd__session_notice(ddl->session, "NOTICE", "00000", "empty string is not a valid password, clearing password");
    else if (password != NULL && password->text != NULL) ND_TRY(verifier_of(ddl, password->text, &role->password));
    if (until == NULL) return ND_STATUS_OK;
    role->has_valid_until = until->text != NULL;
    if (!role->has_valid_until) return ND_STATUS_OK;
    struct nd_datum datum;
    ND_TRY(nd_type_in(ddl->bind.types, (struct nd_type){ND_TYPE_TIMESTAMPTZ, -1}, nd_slice_str(until->text), ddl->arena, &datum, ddl->err));
    role->valid_until_us = datum.i;
    return ND_STATUS_OK;
}

/* ---- members -------------------------------------------------------------------------------------------------------------------- */

static enum nd_status may_change_members(struct nd__ddl *ddl, const struct nd_role *role)
{
    struct nd_sql_session *session = ddl->session;
    if (role->is_superuser) return session->is_superuser ? ND_STATUS_OK : denied(ddl, "must be superuser to alter superusers");
    if (may_make_roles(ddl) || nd_role_is_admin(session->view, session->role, role->oid)) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42501", "must have admin option on role \"%s\"", role->name);
}

/* Makes `member` a member of `of`, or a mere member of an admin. */
static enum nd_status add_member(struct nd__ddl *ddl, uint32_t of, uint32_t member, uint32_t grantor, bool is_admin)
{
    struct nd_sql_session *session = ddl->session;
    ND_TRY(nd__ddl_load_roles(ddl));
    const struct nd_role *role = nd_catalog_role(session->view, of), *before = nd_catalog_role(session->view, member);
    if (of == ND_ROLE_DATABASE_OWNER) return nd_err_set(ddl->err, "0LP01", "role \"%s\" cannot have explicit members", role->name);
    if (member == ND_ROLE_DATABASE_OWNER) return nd_err_set(ddl->err, "0LP01", "role \"%s\" cannot be a member of any role", before->name);
    if (nd_role_is_member_strictly(session->view, of, member)) return nd_err_set(ddl->err, "0LP01", "role \"%s\" is a member of role \"%s\"", role->name, before->name);
    struct nd_membership *memberships = nd_arena_array(ddl->arena, struct nd_membership, before->membership_count + 1);
    size_t at = 0;
    if (before->membership_count > 0) memcpy(memberships, before->memberships, sizeof *memberships * before->membership_count);
    while (at < before->membership_count && memberships[at].role != of) at++;
    bool is_known = at < before->membership_count;
    if (is_known && (!is_admin || memberships[at].is_admin)) {
        nd__session_notice(session, "NOTICE", "00000", "role \"%s\" is already a member of role \"%s\"", before->name, role->name);
        return ND_STATUS_OK;
    }
    memberships[at] = (struct nd_membership){of, grantor, is_admin};
    struct nd_role changed = *before;
    changed.memberships = memberships;
    changed.membership_count = before->membership_count + !is_known;
    return put_and_refresh(ddl, before, &changed);
}

static enum nd_status remove_member(struct nd__ddl *ddl, uint32_t of, uint32_t member, bool is_admin_only)
{
    struct nd_sql_session *session = ddl->session;
    ND_TRY(nd__ddl_load_roles(ddl));
    const struct nd_role *role = nd_catalog_role(session->view, of), *before = nd_catalog_role(session->view, member);
    struct nd_membership *memberships = nd_arena_array(ddl->arena, struct nd_membership, before->membership_count + 1);
    size_t count = 0;
    bool is_found = false;
    for (size_t i = 0; i < before->membership_count; i++) {
        bool is_it = before->memberships[i].role == of;
        is_found = is_found || is_it;
        if (is_it && !is_admin_only) continue;
        memberships[count] = before->memberships[i];
        if (is_it) memberships[count].is_admin = false;
        count++;
    }
    if (!is_found) {
        nd__session_notice(session, "WARNING", "01000", "role \"%s\" is not a member of role \"%s\"", before->name, role->name);
        return ND_STATUS_OK;
    }
    struct nd_role changed = *before;
    changed.memberships = memberships;
    changed.membership_count = count;
    return put_and_refresh(ddl, before, &changed);
}

static enum nd_status change_members(struct nd__ddl *ddl, uint32_t of, const struct nd_ast_role_name *members, size_t count, uint32_t grantor, bool is_grant, bool is_admin)
{
    for (size_t i = 0; i < count; i++) {
        const struct nd_role *member;
        ND_TRY(find(ddl, &members[i], &member));
        if (is_grant) ND_TRY(add_member(ddl, of, member->oid, grantor, is_admin));
        else ND_TRY(remove_member(ddl, of, member->oid, is_admin));
    }
    return ND_STATUS_OK;
}

static enum nd_status grant_roles(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    const struct nd_role *role;
    uint32_t grantor = ddl->session->role;
    if (ast->owner != NULL) {
        ND_TRY(find(ddl, ast->owner, &role));
        if (role->oid != ddl->session->role && !ddl->session->is_superuser) return denied(ddl, "must be superuser to set grantor");
        grantor = role->oid;
    }
    for (size_t i = 0; i < ast->role_count; i++) {
        ND_TRY(find(ddl, &ast->roles[i], &role));
        ND_TRY(may_change_members(ddl, role));
        if (i == 0) ND_TRY(nd__ddl_begin(ddl));
        ND_TRY(change_members(ddl, role->oid, ast->members, ast->member_count, grantor, ast->is_grant, ast->is_admin));
    }
    return ND_STATUS_OK;
}

/* IN ROLE, ROLE, ADMIN, and ALTER GROUP ... ADD and DROP USER. */
static enum nd_status take_members(struct nd__ddl *ddl, const struct nd_ast_role *ast, uint32_t role)
{
    const struct nd_ast_role_option *in = option_named(ast, "addroleto"), *members = option_named(ast, "rolemembers"), *admins = option_named(ast, "adminmembers");
    for (size_t i = 0; in != NULL && i < in->role_count; i++) {
        const struct nd_role *of;
        ND_TRY(find(ddl, &in->roles[i], &of));
        ND_TRY(may_change_members(ddl, of));
        ND_TRY(add_member(ddl, of->oid, role, ddl->session->role, false));
    }
    if (admins != NULL) ND_TRY(change_members(ddl, role, admins->roles, admins->role_count, ddl->session->role, true, true));
    if (members != NULL) ND_TRY(change_members(ddl, role, members->roles, members->role_count, ddl->session->role, !ast->is_member_drop, false));
    return ND_STATUS_OK;
}

static enum nd_status create_role(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    bool is_super = ddl->session->is_superuser;
    struct nd_role role = {.name = ast->name, .inherits = true, .can_login = strcmp(ast->what, "USER") == 0, .connection_limit = -1};
    ND_TRY(nd__ddl_load_roles(ddl));
    if (has_flag(ast, "superuser") && !is_super) return denied(ddl, "must be superuser to create superusers");
    if (has_flag(ast, "isreplication") && !is_super) return denied(ddl, "must be superuser to create replication users");
    if (has_flag(ast, "bypassrls") && !is_super) return denied(ddl, "must be superuser to create bypassrls users");
    if (!may_make_roles(ddl)) return denied(ddl, "permission denied to create role");
    ND_TRY(check_new_name(ddl, ast->name));
    ND_TRY(take_options(ddl, ast, &role));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &role.oid));
    ND_TRY(put_and_refresh(ddl, NULL, &role));
    return take_members(ddl, ast, role.oid);
}

static enum nd_status may_alter(struct nd__ddl *ddl, const struct nd_ast_role *ast, const struct nd_role *role)
{
    bool is_password_only = ast->option_count == 1 && option_named(ast, "password") != NULL;
    if (ddl->session->is_superuser) return ND_STATUS_OK;
    if (role->is_superuser || option_named(ast, "superuser") != NULL) return denied(ddl, "must be superuser to alter superuser roles or change superuser attribute");
    if (role->can_replicate || option_named(ast, "isreplication") != NULL) return denied(ddl, "must be superuser to alter replication roles or change replication attribute");
    if (option_named(ast, "bypassrls") != NULL) return denied(ddl, "must be superuser to change bypassrls attribute");
    if (may_make_roles(ddl) || (is_password_only && role->oid == ddl->session->role)) return ND_STATUS_OK;
    return denied(ddl, "permission denied");
}

/* Those of the system stay as they are. */
static enum nd_status check_not_reserved(struct nd__ddl *ddl, const struct nd_role *role, const char *verb)
{
    if (strncmp(role->name, "pg_", 3) != 0) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "42939", "role name \"%s\" is reserved", role->name);
    return nd_err_detail(ddl->err, "Cannot %s reserved roles.", verb);
}

static enum nd_status alter_role(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    const struct nd_role *before;
    ND_TRY(find(ddl, &ast->roles[0], &before));
    ND_TRY(check_not_reserved(ddl, before, "alter"));
    ND_TRY(may_alter(ddl, ast, before));
    struct nd_role role = *before;
    ND_TRY(take_options(ddl, ast, &role));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(put_and_refresh(ddl, before, &role));
    return take_members(ddl, ast, role.oid);
}

/* ---- DROP ------------------------------------------------------------------------------------------------------------------------- */

static enum nd_status may_drop(struct nd__ddl *ddl, const struct nd_role *role)
{
    struct nd_sql_session *session = ddl->session;
    if (role->oid == session->role) return nd_err_set(ddl->err, "55006", "current user cannot be dropped");
    if (role->oid == nd__session_session_role(session)) return nd_err_set(ddl->err, "55006", "session user cannot be dropped");
    if (role->is_superuser && !session->is_superuser) return denied(ddl, "must be superuser to drop superusers");
    if (role->oid < ND_OID_FIRST) return nd_err_set(ddl->err, "2BP01", "cannot drop role %s because it is required by the database system", role->name);
    return ND_STATUS_OK;
}

/* Nobody is its member any more. */
static enum nd_status leave(struct nd__ddl *ddl, uint32_t of)
{
    const struct nd_role *member;
    for (size_t i = 0; (member = nd_catalog_role_at(ddl->session->view, i)) != NULL; i++) {
        bool is_member = false;
        for (size_t k = 0; k < member->membership_count; k++) is_member = is_member || member->memberships[k].role == of;
        if (is_member) ND_TRY(remove_member(ddl, of, member->oid, false));
        ND_TRY(nd__ddl_load_roles(ddl));
    }
    return ND_STATUS_OK;
}

static enum nd_status drop_roles(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    ND_TRY(nd__ddl_load_roles(ddl));
    if (!may_make_roles(ddl)) return denied(ddl, "permission denied to drop role");
    for (size_t i = 0; i < ast->role_count; i++) {
        const struct nd_role *role;
        if (ast->roles[i].kind != ND_AST_ROLE_NAMED) return nd_err_set(ddl->err, "22023", "cannot use special role specifier in DROP ROLE");
        ND_TRY(nd__ddl_load_roles(ddl));
        role = nd_catalog_role_named(ddl->session->view, ast->roles[i].name);
        if (role == NULL && !ast->is_missing_fine) return missing(ddl, ast->roles[i].name);
        if (role == NULL) {
            nd__session_notice(ddl->session, "NOTICE", "00000", "role \"%s\" does not exist, skipping", ast->roles[i].name);
            continue;
        }
        ND_TRY(may_drop(ddl, role));
        uint32_t oid = role->oid;
        ND_TRY(nd__ddl_begin(ddl));
        ND_TRY(nd__ddl_refresh(ddl));
        ND_TRY(nd__ddl_load_roles(ddl));
        if (nd_catalog_role(ddl->session->view, oid) == NULL) return missing(ddl, ast->roles[i].name);
        ND_TRY(nd__ddl_check_role_unused(ddl, oid));
        ND_TRY(nd__ddl_load_roles(ddl));
        ND_TRY(leave(ddl, oid));
        ND_TRY(nd__ddl_load_roles(ddl));
        role = nd_catalog_role(ddl->session->view, oid);
        if (role == NULL) return ND_STATUS_CORRUPT;
        ND_TRY(nd_catalog_delete_role(ddl->session->catalog, ddl->session->txn, role));
        ND_TRY(nd__ddl_refresh(ddl));
    }
    return ND_STATUS_OK;
}

/* ---- other names, comments ------------------------------------------------------------------------------------------------------------ */

enum nd_status nd__ddl_rename_role(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    struct nd_ast_role_name name = {ND_AST_ROLE_NAMED, change->name.name};
    const struct nd_role *before;
    ND_TRY(find(ddl, &name, &before));
    ND_TRY(check_not_reserved(ddl, before, "rename"));
    if (before->oid == nd__session_session_role(ddl->session)) return nd_err_set(ddl->err, "0A000", "session user cannot be renamed");
    if (before->oid == ddl->session->role) return nd_err_set(ddl->err, "0A000", "current user cannot be renamed");
    if (before->oid == ND_ROLE_POSTGRES) return nd_err_unsupported(ddl->err, "another name for the role postgres");
    ND_TRY(check_new_name(ddl, change->text));
    if (before->is_superuser && !ddl->session->is_superuser) return denied(ddl, "must be superuser to rename superusers");
    if (!may_make_roles(ddl)) return denied(ddl, "permission denied to rename role");
    struct nd_role role = *before;
    role.name = change->text;
    if (role.password != NULL && strncmp(role.password, "md5", 3) == 0) { /* it is hashed with the name */
        role.password = NULL;
        nd__session_notice(ddl->session, "NOTICE", "00000", "MD5 password cleared because of role rename");
    }
    ND_TRY(nd__ddl_begin(ddl));
    return put_and_refresh(ddl, before, &role);
}

enum nd_status nd__ddl_comment_role(struct nd__ddl *ddl, const struct nd_ast_change *change)
{
    struct nd_ast_role_name name = {ND_AST_ROLE_NAMED, change->name.name};
    const struct nd_role *before;
    ND_TRY(find(ddl, &name, &before));
    if (before->is_superuser && !ddl->session->is_superuser) return denied(ddl, "must be superuser to comment on superuser");
    if (!may_make_roles(ddl)) return nd_err_set(ddl->err, "42501", "must have CREATEROLE privilege");
    struct nd_role role = *before;
    role.comment = change->text;
    ND_TRY(nd__ddl_begin(ddl));
    return put_and_refresh(ddl, before, &role);
}

/* ---- settings ----------------------------------------------------------------------------------------------------------------------------- */

/* The list with the parameter set, or without it. */
static enum nd_status change_settings(struct nd__ddl *ddl, const struct nd_ast_set *set, const char *const **list, size_t *count)
{
    struct nd_settings *settings = &ddl->session->settings;
    const char *value = set->kind == ND_AST_SET_VALUE ? nd__session_set_values(ddl->session, set, ddl->arena) : NULL;
    const char **changed = nd_arena_array(ddl->arena, const char *, *count + 1), *name;
    size_t kept = 0;
    bool is_done = false;
    if (set->kind == ND_AST_RESET_ALL) {
        *count = 0;
        return ND_STATUS_OK;
    }
    if (value != NULL) ND_TRY(nd_settings_check(settings, set->name, value, ddl->err));
    else if (nd_settings_name(settings, set->name) == NULL && strchr(set->name, '.') == NULL) return nd_err_set(ddl->err, "42704", "unrecognized configuration parameter \"%s\"", set->name);
    name = nd_settings_name(settings, set->name);
    if (name == NULL) name = set->name;
    size_t name_bytes = strlen(name);
    for (size_t i = 0; i < *count; i++) {
        bool is_it = strncmp((*list)[i], name, name_bytes) == 0 && (*list)[i][name_bytes] == '=';
        if (!is_it) changed[kept++] = (*list)[i];
        else if (value != NULL) changed[kept++] = nd_arena_printf(ddl->arena, "%s=%s", name, value), is_done = true;
    }
    if (value != NULL && !is_done) changed[kept++] = nd_arena_printf(ddl->arena, "%s=%s", name, value);
    *list = changed;
    *count = kept;
    return ND_STATUS_OK;
}

/* The role's settings in the database, to be changed; a place for them at the end if there are none. */
static struct nd_database_settings *settings_in(struct nd__ddl *ddl, struct nd_role *role, uint32_t database)
{
    struct nd_database_settings *list = nd_arena_array(ddl->arena, struct nd_database_settings, role->in_database_count + 1);
    size_t at = 0;
    if (role->in_database_count > 0) memcpy(list, role->in_databases, sizeof *list * role->in_database_count);
    role->in_databases = list;
    while (at < role->in_database_count && list[at].database != database) at++;
    if (at == role->in_database_count) list[role->in_database_count++] = (struct nd_database_settings){.database = database};
    return &list[at];
}

static enum nd_status set_for_all(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    struct nd_database database;
    ND_TRY(nd__ddl_load_roles(ddl));
    if (ast->database != NULL) ND_TRY(nd__ddl_find_database(ddl, ast->database, &database));
    else database = *nd_catalog_database_by_oid(ddl->session->view, ND_OID_DATABASE);
    if (ast->action == ND_AST_SET_DATABASE_SETTING) ND_TRY(nd__ddl_must_own(ddl, "database", ast->database, database.owner));
    else if (!ddl->session->is_superuser) return denied(ddl, "must be superuser to alter settings globally");
    if (ast->database != NULL) ND_TRY(change_settings(ddl, ast->set, &database.database_settings, &database.database_setting_count));
    else ND_TRY(change_settings(ddl, ast->set, &database.settings, &database.setting_count));
    ND_TRY(nd__ddl_begin(ddl));
    return nd__ddl_put_database(ddl, &database);
}

static enum nd_status set_for_role(struct nd__ddl *ddl)
{
    const struct nd_ast_role *ast = ddl->stmt->role;
    const struct nd_role *before;
    struct nd_database database;
    ND_TRY(find(ddl, &ast->roles[0], &before));
    ND_TRY(check_not_reserved(ddl, before, "alter"));
    if (ast->database != NULL) ND_TRY(nd__ddl_find_database(ddl, ast->database, &database));
    if (before->is_superuser && !ddl->session->is_superuser) return denied(ddl, "must be superuser to alter superusers");
    if (!may_make_roles(ddl) && before->oid != ddl->session->role) return denied(ddl, "permission denied");
    struct nd_role role = *before;
    struct nd_database_settings *in = ast->database == NULL ? NULL : settings_in(ddl, &role, database.oid);
    if (in != NULL) ND_TRY(change_settings(ddl, ast->set, &in->settings, &in->count));
    else ND_TRY(change_settings(ddl, ast->set, &role.settings, &role.setting_count));
    ND_TRY(nd__ddl_begin(ddl));
    return put_and_refresh(ddl, before, &role);
}

enum nd_status nd__ddl_role(struct nd__ddl *ddl)
{
    switch (ddl->stmt->role->action) {
    case ND_AST_CREATE_ROLE: return create_role(ddl);
    case ND_AST_ALTER_ROLE: return alter_role(ddl);
    case ND_AST_DROP_ROLE: return drop_roles(ddl);
    case ND_AST_SET_ROLE_SETTING: return ddl->stmt->role->role_count == 0 ? set_for_all(ddl) : set_for_role(ddl);
    case ND_AST_SET_DATABASE_SETTING: return set_for_all(ddl);
    case ND_AST_GRANT_ROLE: return grant_roles(ddl);
    case ND_AST_REASSIGN_OWNED: return nd__ddl_reassign_owned(ddl);
    case ND_AST_DROP_OWNED: return nd__ddl_drop_owned_by(ddl);
    }
    ND_UNREACHABLE();
}
