/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_grant.c - GRANT and REVOKE of privileges; ALTER DEFAULT PRIVILEGES. */
#include <stdio.h>

#include "sql/ddl_int.h"

struct grant {
    const struct nd_ast_grant *ast;
    uint32_t *grantees;
    bool is_all; /* ALL: of what the object's kind has */
    unsigned privileges;
};

/* ---- which privileges ----------------------------------------------------------------------------------------------- */

static const char *kind_text(enum nd_ast_grant_kind kind)
{
    switch (kind) {
    case ND_AST_GRANT_TABLE: return "relation";
    case ND_AST_GRANT_SEQUENCE: return "sequence";
    case ND_AST_GRANT_SCHEMA: return "schema";
    case ND_AST_GRANT_DATABASE: return "database";
    case ND_AST_GRANT_FUNCTION: return "function";
    case ND_AST_GRANT_TYPE: return "type";
    case ND_AST_GRANT_OTHER: return "object";
    }
    ND_UNREACHABLE();
}

static enum nd_acl_kind acl_kind(enum nd_ast_grant_kind kind)
{
    switch (kind) {
    case ND_AST_GRANT_SEQUENCE: return ND_ACL_SEQUENCE;
    case ND_AST_GRANT_SCHEMA: return ND_ACL_SCHEMA;
    case ND_AST_GRANT_DATABASE: return ND_ACL_DATABASE;
    case ND_AST_GRANT_FUNCTION: return ND_ACL_FUNCTION;
    case ND_AST_GRANT_TYPE: return ND_ACL_TYPE;
    default: return ND_ACL_TABLE;
    }
}

static enum nd_status invalid(struct nd__ddl *ddl, const char *name, const char *kind)
{
    return nd_err_set(ddl->err, "0LP01", "invalid privilege type %s for %s", name, kind);
}

static enum nd_status take_privileges(struct nd__ddl *ddl, struct grant *grant)
{
    const struct nd_ast_grant *ast = grant->ast;
    /* GRANT ON TABLE is for sequences as well */
    unsigned known = nd_acl_all(acl_kind(ast->kind)) | (ast->kind == ND_AST_GRANT_TABLE && ast->target == ND_AST_GRANT_OBJECTS ? nd_acl_all(ND_ACL_SEQUENCE) : 0);
    grant->is_all = ast->privilege_count == 0;
    for (size_t i = 0; i < ast->privilege_count; i++) {
        const struct nd_ast_grant_privilege *privilege = &ast->privileges[i];
        if (privilege->name == NULL) continue; /* ALL (columns) */
        unsigned bit = nd_privilege_named(privilege->name, strlen(privilege->name));
        const char *name = bit == 0 ? privilege->name : nd_privilege_name(bit);
        if (bit == 0) return nd_err_set(ddl->err, "42601", "unrecognized privilege type \"%s\"", privilege->name);
        if (privilege->column_count > 0 && ast->kind != ND_AST_GRANT_TABLE) return nd_err_set(ddl->err, "0LP01", "column privileges are only valid for relations");
        if (privilege->column_count > 0 && (bit & nd_acl_all(ND_ACL_COLUMN)) == 0) return invalid(ddl, name, "column");
        if (privilege->column_count > 0) continue;
        if ((bit & known) == 0) return invalid(ddl, name, kind_text(ast->kind));
        grant->privileges |= bit;
    }
    return ND_STATUS_OK;
}

static enum nd_status take_grantees(struct nd__ddl *ddl, struct grant *grant)
{
    const struct nd_ast_grant *ast = grant->ast;
    grant->grantees = nd_arena_array(ddl->arena, uint32_t, ast->grantee_count + 1);
    for (size_t i = 0; i < ast->grantee_count; i++) {
        ND_TRY(nd__ddl_find_role(ddl, &ast->grantees[i], &grant->grantees[i]));
        if (grant->grantees[i] == ND_ROLE_PUBLIC && ast->is_grant && ast->has_option) return nd_err_set(ddl->err, "0LP01", "grant options can only be granted to roles");
    }
    if (ast->grantor == NULL) return ND_STATUS_OK;
    uint32_t grantor;
    ND_TRY(nd__ddl_find_role(ddl, ast->grantor, &grantor));
    return grantor == ddl->session->role ? ND_STATUS_OK : nd_err_set(ddl->err, "0A000", "grantor must be current user");
}

/* ---- one list --------------------------------------------------------------------------------------------------------- */

struct target { /* of which the list is */
    const char *kind, *name; /* for messages: "table", "t" */
    const char *column;      /* of a column's list; NULL */
    enum nd_acl_kind acl_kind;
    uint32_t owner;
    const struct nd_acl *acl, *above; /* above: of the table, where the list is a column's */
};

/* Who grants: the owner where the current role has its rights, else whichever of its roles can grant most. */
static void find_grantor(struct nd__ddl *ddl, const struct target *target, unsigned privileges, uint32_t *grantor_out, unsigned *options_out)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_role *role;
    *grantor_out = target->owner;
    *options_out = privileges;
    if (nd_role_has_privileges_of(session->view, session->role, target->owner)) return;
    *grantor_out = session->role;
    *options_out = 0;
    int most = 0;
    for (size_t i = 0; (role = nd_catalog_role_at(session->view, i)) != NULL; i++) {
        if (!nd_role_has_privileges_of(session->view, session->role, role->oid)) continue;
        unsigned options = (nd_acl_options_of(target->acl, role->oid) | nd_acl_options_of(target->above, role->oid)) & privileges;
        int count = __builtin_popcount(options);
        if (count < most || (count == most && (count == 0 || role->oid != session->role))) continue;
        most = count;
        *grantor_out = role->oid;
        *options_out = options;
    }
}

static void warn_of_missing(struct nd__ddl *ddl, const struct target *target, bool is_grant, bool has_some)
{
    const char *what = is_grant ? has_some ? "not all privileges were granted" : "no privileges were granted" : has_some ? "not all privileges could be revoked" : "no privileges could be revoked";
    const char *code = is_grant ? "01007" : "01006";
    if (target->column != NULL) nd__session_notice(ddl->session, "WARNING", code, "%s for column \"%s\" of relation \"%s\"", what, target->column, target->name);
    else nd__session_notice(ddl->session, "WARNING", code, "%s for \"%s\"", what, target->name);
}

static enum nd_status change_acl(struct nd__ddl *ddl, const struct nd_acl_change *change, const struct nd_acl **acl)
{
    switch (nd_acl_change(*acl, change, ddl->arena, acl)) {
    case ND_ACL_CHANGED: return ND_STATUS_OK;
    case ND_ACL_CIRCULAR: return nd_err_set(ddl->err, "0LP01", "grant options cannot be granted back to your own grantor");
    case ND_ACL_DEPENDENT: break;
    }
    (void)nd_err_set(ddl->err, "2BP01", "dependent privileges exist");
    return nd_err_hint(ddl->err, "Use CASCADE to revoke them too.");
}

static enum nd_status change_list(struct nd__ddl *ddl, const struct grant *grant, const struct target *target, unsigned privileges, const struct nd_acl **acl_out)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_grant *ast = grant->ast;
    const struct nd_acl *acl = target->acl != NULL ? target->acl : nd_acl_default(target->acl_kind, target->owner, ddl->arena);
    struct target known = *target;
    uint32_t grantor;
    unsigned options;
    known.acl = acl;
    find_grantor(ddl, &known, privileges, &grantor, &options);
    if (options == 0 && privileges != 0) {
        unsigned has = nd_privileges(session->view, acl, target->acl_kind, target->owner, session->role, nd_acl_all(target->acl_kind));
        if (target->above != NULL) has |= nd_privileges(session->view, target->above, ND_ACL_TABLE, target->owner, session->role, nd_acl_all(ND_ACL_TABLE));
        if (has == 0 && target->column == NULL) return nd_err_set(ddl->err, "42501", "permission denied for %s %s", target->kind, target->name);
        if (has == 0) return nd_err_set(ddl->err, "42501", "permission denied for column \"%s\" of relation \"%s\"", target->column, target->name);
    }
    /* ALL means what there is to grant */
    if (options != privileges && (!grant->is_all || options == 0)) warn_of_missing(ddl, target, ast->is_grant, options != 0);
    for (size_t i = 0; i < ast->grantee_count; i++) {
        struct nd_acl_change change = {.grantee = grant->grantees[i], .grantor = grantor, .owner = target->owner, .privileges = options, .is_grant = ast->is_grant,
                                       .has_option = ast->has_option, .is_cascade = ast->is_cascade};
        ND_TRY(change_acl(ddl, &change, &acl));
    }
    *acl_out = acl;
    return ND_STATUS_OK;
}

/* ---- relations ------------------------------------------------------------------------------------------------------------ */

static enum nd_status grant_columns(struct nd__ddl *ddl, const struct grant *grant, const struct nd_table *table, struct nd__draft *draft, unsigned *wanted)
{
    const struct nd_ast_grant *ast = grant->ast;
    for (size_t i = 0; i < ast->privilege_count; i++) {
        const struct nd_ast_grant_privilege *privilege = &ast->privileges[i];
        unsigned bits = privilege->name == NULL ? nd_acl_all(ND_ACL_COLUMN) : nd_privilege_named(privilege->name, strlen(privilege->name));
        for (size_t k = 0; k < privilege->column_count; k++) {
            size_t at = nd_table_find_column(table, privilege->columns[k]);
            if (at == SIZE_MAX) return nd_err_set(ddl->err, "42703", "column \"%s\" of relation \"%s\" does not exist", privilege->columns[k], table->name);
            wanted[at] |= bits;
        }
    }
    /* what is revoked of the table is revoked of its columns */
    unsigned implied = ast->is_grant ? 0 : (grant->is_all ? nd_acl_all(ND_ACL_TABLE) : grant->privileges) & nd_acl_all(ND_ACL_COLUMN);
    for (size_t i = 0; i < table->column_count; i++) {
        unsigned bits = wanted[i] | (table->columns[i].acl == NULL ? 0 : implied);
        if (bits == 0) continue;
        struct target target = {.kind = "column", .name = table->name, .column = table->columns[i].name, .acl_kind = ND_ACL_COLUMN, .owner = table->owner, .acl = table->columns[i].acl,
                                .above = table->acl != NULL ? table->acl : nd_acl_default(ND_ACL_TABLE, table->owner, ddl->arena)};
        const struct nd_acl *acl;
        ND_TRY(change_list(ddl, grant, &target, bits, &acl));
        draft->columns[i].acl = acl->count == 0 ? NULL : acl;
    }
    return ND_STATUS_OK;
}

static enum nd_status grant_on_table(struct nd__ddl *ddl, const struct grant *grant, struct nd_table_id id)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    unsigned privileges = grant->is_all ? nd_acl_all(ND_ACL_TABLE) : grant->privileges, *wanted = nd_arena_array(ddl->arena, unsigned, table->column_count + 1);
    const char *kind = table->view != NULL ? "view" : "table";
    for (unsigned bit = 1; bit < 1u << ND_PRIV_COUNT; bit <<= 1)
        if ((privileges & bit & ~nd_acl_all(ND_ACL_TABLE)) != 0) return invalid(ddl, nd_privilege_name(bit), "table");
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    if (privileges != 0) {
        struct target target = {.kind = kind, .name = table->name, .acl_kind = ND_ACL_TABLE, .owner = table->owner, .acl = table->acl};
        ND_TRY(change_list(ddl, grant, &target, privileges, &draft.table->acl));
    }
    ND_TRY(grant_columns(ddl, grant, table, &draft, wanted));
    ND_TRY(nd__ddl_write(ddl, &draft));
    return nd__ddl_refresh(ddl);
}

static enum nd_status grant_on_sequence(struct nd__ddl *ddl, const struct grant *grant, uint32_t oid)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_sequence *before;
    unsigned all = nd_acl_all(ND_ACL_SEQUENCE), privileges = grant->is_all ? all : grant->privileges;
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(nd_catalog_find_sequence_by_oid(session->view, session->txn, oid, &before));
    if (before == NULL) return ND_STATUS_CORRUPT;
    if ((privileges & ~all) != 0) nd__session_notice(session, "WARNING", "0LP01", "sequence \"%s\" only supports USAGE, SELECT, and UPDATE privileges", before->name);
    struct target target = {.kind = "sequence", .name = before->name, .acl_kind = ND_ACL_SEQUENCE, .owner = before->role, .acl = before->acl};
    struct nd_sequence sequence = *before;
    sequence.version++;
    ND_TRY(change_list(ddl, grant, &target, privileges & all, &sequence.acl));
    ND_TRY(nd_catalog_put_sequence(session->catalog, session->txn, before, &sequence));
    return nd__ddl_refresh(ddl);
}

static enum nd_status grant_on_relation(struct nd__ddl *ddl, const struct grant *grant, const struct nd_ast_name *name)
{
    const struct nd_table *table;
    const struct nd_sequence *sequence;
    ND_TRY(nd__ddl_search_relation(ddl, name, &table));
    if (table != NULL && grant->ast->kind == ND_AST_GRANT_SEQUENCE) return nd_err_set(ddl->err, "42809", "\"%s\" is not a sequence", name->name);
    if (table != NULL) return grant_on_table(ddl, grant, table->id);
    size_t at;
    if (nd__ddl_find_sequence(ddl, name, true, &sequence) != ND_STATUS_OK) nd_err_clear(ddl->err); /* something else has the name */
    else if (sequence != NULL) return grant_on_sequence(ddl, grant, sequence->oid);
    if (nd__ddl_find_index(ddl, name, true, &table, &at) == ND_STATUS_OK && table != NULL) return nd_err_set(ddl->err, "42809", "\"%s\" is an index", name->name);
    nd_err_clear(ddl->err);
    return nd__ddl_missing(ddl, name, "relation", "42P01");
}

/* ALL TABLES IN SCHEMA, ALL SEQUENCES IN SCHEMA. There are no functions of users. */
static enum nd_status grant_in_schema(struct nd__ddl *ddl, const struct grant *grant, const char *name)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_schema *schema;
    ND_TRY(nd__ddl_find_schema(ddl, name, false, &schema));
    uint32_t id = schema->id;
    if (grant->ast->kind == ND_AST_GRANT_TABLE) {
        const struct nd_table **tables;
        size_t count;
        ND_TRY(nd_catalog_list_tables(session->view, session->txn, id, ddl->arena, &tables, &count));
        struct nd_table_id *ids = nd_arena_array(ddl->arena, struct nd_table_id, count + 1);
        for (size_t i = 0; i < count; i++) ids[i] = tables[i]->id; /* the view that has them goes with the first change */
        for (size_t i = 0; i < count; i++) ND_TRY(grant_on_table(ddl, grant, ids[i]));
    } else if (grant->ast->kind == ND_AST_GRANT_SEQUENCE) {
        const struct nd_sequence **sequences;
        size_t count;
        ND_TRY(nd_catalog_list_sequences(session->view, session->txn, id, ddl->arena, &sequences, &count));
        uint32_t *oids = nd_arena_array(ddl->arena, uint32_t, count + 1);
        for (size_t i = 0; i < count; i++) oids[i] = sequences[i]->oid;
        for (size_t i = 0; i < count; i++) ND_TRY(grant_on_sequence(ddl, grant, oids[i]));
    }
    return ND_STATUS_OK;
}

/* ---- schemas, the database ---------------------------------------------------------------------------------------------------- */

static enum nd_status grant_on_schema(struct nd__ddl *ddl, const struct grant *grant, const char *name)
{
    const struct nd_schema *before;
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(nd__ddl_find_schema(ddl, name, false, &before));
    struct target target = {.kind = "schema", .name = before->name, .acl_kind = ND_ACL_SCHEMA, .owner = before->owner, .acl = before->acl};
    struct nd_schema schema = *before;
    ND_TRY(change_list(ddl, grant, &target, grant->is_all ? nd_acl_all(ND_ACL_SCHEMA) : grant->privileges, &schema.acl));
    ND_TRY(nd_catalog_put_schema(ddl->session->catalog, ddl->session->txn, before, &schema));
    return nd__ddl_refresh(ddl);
}

static enum nd_status grant_on_database(struct nd__ddl *ddl, const struct grant *grant, const char *name)
{
    struct nd_database database;
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(nd__ddl_find_database(ddl, name, &database));
    struct target target = {.kind = "database", .name = name, .acl_kind = ND_ACL_DATABASE, .owner = database.owner, .acl = database.acl};
    ND_TRY(change_list(ddl, grant, &target, grant->is_all ? nd_acl_all(ND_ACL_DATABASE) : grant->privileges, &database.acl));
    return nd__ddl_put_database(ddl, &database);
}

static enum nd_status grant_on_type(struct nd__ddl *ddl, const struct grant *grant, const struct nd_ast_name *name)
{
    const struct nd_user_type *before;
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(nd__ddl_find_type(ddl, name, false, &before));
    struct target target = {.kind = "type", .name = before->name, .acl_kind = ND_ACL_TYPE, .owner = before->owner, .acl = before->acl};
    struct nd_user_type type = *before;
    type.version++;
    ND_TRY(change_list(ddl, grant, &target, grant->is_all ? nd_acl_all(ND_ACL_TYPE) : grant->privileges, &type.acl));
    ND_TRY(nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, &type));
    return nd__ddl_refresh(ddl);
}

/* ---- ALTER DEFAULT PRIVILEGES ----------------------------------------------------------------------------------------------------- */

enum nd_status nd__ddl_default_acl(struct nd__ddl *ddl, uint32_t role, uint32_t schema, enum nd_acl_kind kind, const struct nd_acl **acl_out)
{
    ND_TRY(nd_catalog_load_databases(ddl->session->view, ddl->session->txn));
    *acl_out = nd_default_acl_of(ddl->session->view, role, schema, kind, ddl->arena);
    return ND_STATUS_OK;
}

static enum nd_status change_default(struct nd__ddl *ddl, const struct grant *grant, uint32_t role, uint32_t schema)
{
    const struct nd_ast_grant *ast = grant->ast;
    enum nd_acl_kind kind = acl_kind(ast->kind);
    struct nd_database database;
    ND_TRY(nd__ddl_database(ddl, &database));
    struct nd_default_acl *defaults = nd_arena_array(ddl->arena, struct nd_default_acl, database.default_count + 1);
    size_t at = 0;
    if (database.default_count > 0) memcpy(defaults, database.defaults, sizeof *defaults * database.default_count);
    while (at < database.default_count && !(defaults[at].role == role && defaults[at].schema == schema && defaults[at].kind == kind)) at++;
    static const struct nd_acl nothing = {NULL, 0};
    const struct nd_acl *made_with = schema == 0 ? nd_acl_default(kind, role, ddl->arena) : &nothing, *acl = at < database.default_count ? defaults[at].acl : made_with;
    for (size_t i = 0; i < ast->grantee_count; i++) {
        struct nd_acl_change change = {.grantee = grant->grantees[i], .grantor = role, .owner = role, .privileges = grant->is_all ? nd_acl_all(kind) : grant->privileges,
                                       .is_grant = ast->is_grant, .has_option = ast->has_option, .is_cascade = ast->is_cascade};
        ND_TRY(change_acl(ddl, &change, &acl));
    }
    acl = nd_acl_sorted(acl, ddl->arena);
    if (nd_acl_is_equal(acl, made_with)) { /* as without it */
        if (at == database.default_count) return ND_STATUS_OK;
        memmove(&defaults[at], &defaults[at + 1], sizeof *defaults * (database.default_count - at - 1));
        database.default_count--;
    } else if (at < database.default_count) {
        defaults[at].acl = acl;
    } else {
        defaults[at] = (struct nd_default_acl){.role = role, .schema = schema, .kind = kind, .acl = acl};
        ND_TRY(nd__ddl_new_oid(ddl, &defaults[at].oid));
        database.default_count++;
    }
    database.defaults = defaults;
    return nd__ddl_put_database(ddl, &database);
}

static enum nd_status alter_defaults(struct nd__ddl *ddl, const struct grant *grant)
{
    const struct nd_ast_grant *ast = grant->ast;
    static const struct nd_ast_role_name self = {ND_AST_ROLE_CURRENT, NULL};
    const struct nd_ast_role_name *roles = ast->role_count == 0 ? &self : ast->roles;
    if (ast->schema_count > 0 && ast->kind == ND_AST_GRANT_SCHEMA) return nd_err_set(ddl->err, "0LP01", "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
    for (size_t i = 0; i < (ast->role_count == 0 ? 1 : ast->role_count); i++) {
        uint32_t role;
        ND_TRY(nd__ddl_find_owner(ddl, &roles[i], &role));
        ND_TRY(nd__ddl_may_give(ddl, role));
        if (ast->schema_count == 0) ND_TRY(change_default(ddl, grant, role, 0));
        for (size_t k = 0; k < ast->schema_count; k++) {
            const struct nd_schema *schema;
            ND_TRY(nd__ddl_find_schema(ddl, ast->schemas[k], false, &schema));
            ND_TRY(change_default(ddl, grant, role, schema->id));
        }
    }
    return ND_STATUS_OK;
}

/* ---- the statement ------------------------------------------------------------------------------------------------------------------ */

static enum nd_status grant_on(struct nd__ddl *ddl, const struct grant *grant, const struct nd_ast_name *name)
{
    switch (grant->ast->kind) {
    case ND_AST_GRANT_TABLE:
    case ND_AST_GRANT_SEQUENCE: return grant_on_relation(ddl, grant, name);
    case ND_AST_GRANT_SCHEMA: return grant_on_schema(ddl, grant, name->name);
    case ND_AST_GRANT_DATABASE: return grant_on_database(ddl, grant, name->name);
    case ND_AST_GRANT_TYPE: return grant_on_type(ddl, grant, name);
    default: return nd_err_unsupported(ddl->err, nd_arena_printf(ddl->arena, "GRANT ON %s", grant->ast->what));
    }
}

enum nd_status nd__ddl_grant(struct nd__ddl *ddl)
{
    struct grant grant = {.ast = ddl->stmt->grant};
    if (grant.ast->kind == ND_AST_GRANT_OTHER) return nd_err_unsupported(ddl->err, grant.ast->what);
    ND_TRY(nd__ddl_load_roles(ddl));
    ND_TRY(take_privileges(ddl, &grant));
    ND_TRY(take_grantees(ddl, &grant));
    ND_TRY(nd__ddl_begin(ddl));
    if (grant.ast->target == ND_AST_GRANT_DEFAULTS) return alter_defaults(ddl, &grant);
    for (size_t i = 0; i < grant.ast->object_count; i++) {
        const struct nd_ast_name *name = &grant.ast->objects[i];
        if (grant.ast->target == ND_AST_GRANT_ALL_IN_SCHEMA) ND_TRY(grant_in_schema(ddl, &grant, name->name));
        else ND_TRY(grant_on(ddl, &grant, name));
    }
    return ND_STATUS_OK;
}
