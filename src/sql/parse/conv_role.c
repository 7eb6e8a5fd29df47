/* SPDX-License-Identifier: Apache-2.0 */
/* conv_role.c - roles, databases, GRANT and REVOKE, owners, default privileges: libpg_query's nodes to ours. */
#include <strings.h>

#include "sql/parse/parse_int.h"

struct nd_ast_role_name nd__conv_role_name(struct nd_conv *conv, const PgQuery__RoleSpec *in)
{
    struct nd_ast_role_name out = {ND_AST_ROLE_NAMED, ""};
    if (in == NULL) return out;
    switch (in->roletype) {
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CURRENT_ROLE:
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CURRENT_USER: out.kind = ND_AST_ROLE_CURRENT; break;
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_SESSION_USER: out.kind = ND_AST_ROLE_SESSION; break;
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_PUBLIC: out.kind = ND_AST_ROLE_PUBLIC; break;
    default: out.name = nd_arena_strdup(conv->arena, in->rolename);
    }
    return out;
}

/* NULL of NULL. */
static struct nd_ast_role_name *role_or_null(struct nd_conv *conv, const PgQuery__RoleSpec *in)
{
    if (in == NULL) return NULL;
    struct nd_ast_role_name *out = nd_arena_new(conv->arena, struct nd_ast_role_name);
    *out = nd__conv_role_name(conv, in);
    return out;
}

/* Of RoleSpecs, or of roles as GRANT names them. */
static struct nd_ast_role_name *conv_roles(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    struct nd_ast_role_name *out = nd_arena_array(conv->arena, struct nd_ast_role_name, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (nodes[i]->node_case == PG_QUERY__NODE__NODE_ROLE_SPEC) out[i] = nd__conv_role_name(conv, nodes[i]->role_spec);
        else if (nodes[i]->node_case == PG_QUERY__NODE__NODE_ACCESS_PRIV) out[i].name = nd_arena_strdup(conv->arena, nodes[i]->access_priv->priv_name);
        if (nodes[i]->node_case == PG_QUERY__NODE__NODE_ACCESS_PRIV && nodes[i]->access_priv->n_cols > 0)
            nd__conv_fail(conv, "0LP01", -1, "column names cannot be included in GRANT/REVOKE ROLE");
    }
    return out;
}

/* ---- roles ------------------------------------------------------------------------------------------------------ */

static struct nd_ast_role *new_role(struct nd_conv *conv, struct nd_ast_stmt *stmt, enum nd_ast_role_action action)
{
    stmt->kind = ND_STMT_ROLE;
    stmt->role = nd_arena_new(conv->arena, struct nd_ast_role);
    stmt->role->action = action;
    return stmt->role;
}

static void conv_database(struct nd_conv *conv, struct nd_ast_stmt *stmt, enum nd_ast_database_action action, const char *name, PgQuery__Node *const *options, size_t count)
{
    stmt->kind = ND_STMT_DATABASE;
    stmt->database = nd_arena_new(conv->arena, struct nd_ast_database);
    stmt->database->action = action;
    stmt->database->name = nd_arena_strdup(conv->arena, name);
    stmt->database->options = nd__conv_options(conv, options, count);
    stmt->database->option_count = count;
}

static void conv_role_options(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count, struct nd_ast_role *out)
{
    out->options = nd_arena_array(conv->arena, struct nd_ast_role_option, count + 1);
    for (size_t i = 0; i < count; i++) {
        const PgQuery__DefElem *def = nodes[i]->def_elem;
        struct nd_ast_role_option *option = &out->options[out->option_count++];
        option->name = nd_arena_strdup(conv->arena, def->defname);
        for (size_t k = 0; k < i; k++)
            if (strcmp(out->options[k].name, option->name) == 0) nd__conv_fail(conv, "42601", def->location, "conflicting or redundant options");
        if (def->arg == NULL) continue;
        switch (def->arg->node_case) {
        case PG_QUERY__NODE__NODE_STRING: option->text = nd_arena_strdup(conv->arena, def->arg->string->sval); break;
        case PG_QUERY__NODE__NODE_BOOLEAN: option->value = def->arg->boolean->boolval; break;
        case PG_QUERY__NODE__NODE_INTEGER: option->value = def->arg->integer->ival; break;
        case PG_QUERY__NODE__NODE_LIST:
            option->roles = conv_roles(conv, def->arg->list->items, def->arg->list->n_items);
            option->role_count = def->arg->list->n_items;
            break;
        default: nd__conv_unsupported(conv, def->location, "this option of a role");
        }
    }
}

static void conv_create_role(struct nd_conv *conv, const PgQuery__CreateRoleStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_role *out = new_role(conv, stmt, ND_AST_CREATE_ROLE);
    out->name = nd_arena_strdup(conv->arena, in->role);
    out->what = in->stmt_type == PG_QUERY__ROLE_STMT_TYPE__ROLESTMT_USER ? "USER" : in->stmt_type == PG_QUERY__ROLE_STMT_TYPE__ROLESTMT_GROUP ? "GROUP" : "ROLE";
    conv_role_options(conv, in->options, in->n_options, out);
}

static void take_one(struct nd_conv *conv, const PgQuery__RoleSpec *in, struct nd_ast_role *out)
{
    out->roles = role_or_null(conv, in);
    out->role_count = in == NULL ? 0 : 1;
}

static void conv_grant_role(struct nd_conv *conv, const PgQuery__GrantRoleStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_role *out = new_role(conv, stmt, ND_AST_GRANT_ROLE);
    out->roles = conv_roles(conv, in->granted_roles, in->n_granted_roles);
    out->role_count = in->n_granted_roles;
    out->members = conv_roles(conv, in->grantee_roles, in->n_grantee_roles);
    out->member_count = in->n_grantee_roles;
    out->is_grant = in->is_grant;
    out->is_admin = in->admin_opt;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->owner = role_or_null(conv, in->grantor);
}

/* ---- privileges --------------------------------------------------------------------------------------------------- */

static void conv_grant_kind(PgQuery__ObjectType type, struct nd_ast_grant *out)
{
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE: out->kind = ND_AST_GRANT_TABLE, out->what = "TABLE"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: out->kind = ND_AST_GRANT_SEQUENCE, out->what = "SEQUENCE"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: out->kind = ND_AST_GRANT_SCHEMA, out->what = "SCHEMA"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE: out->kind = ND_AST_GRANT_DATABASE, out->what = "DATABASE"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE: out->kind = ND_AST_GRANT_FUNCTION, out->what = "FUNCTION"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: out->kind = ND_AST_GRANT_TYPE, out->what = "TYPE"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_LANGUAGE: out->kind = ND_AST_GRANT_OTHER, out->what = "GRANT ON LANGUAGE"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLESPACE: out->kind = ND_AST_GRANT_OTHER, out->what = "GRANT ON TABLESPACE"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_LARGEOBJECT: out->kind = ND_AST_GRANT_OTHER, out->what = "GRANT ON LARGE OBJECT"; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_PARAMETER_ACL: out->kind = ND_AST_GRANT_OTHER, out->what = "GRANT ON PARAMETER"; break;
    default: out->kind = ND_AST_GRANT_OTHER, out->what = "GRANT ON this kind of object";
    }
}

static struct nd_ast_name object_name(struct nd_conv *conv, const PgQuery__Node *node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR: return nd__conv_name(conv, node->range_var);
    case PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS: return nd__conv_name_list(conv, node->object_with_args->objname, node->object_with_args->n_objname);
    case PG_QUERY__NODE__NODE_LIST: return nd__conv_name_list(conv, node->list->items, node->list->n_items);
    case PG_QUERY__NODE__NODE_STRING: return (struct nd_ast_name){.name = nd__conv_string_node(conv, node), .position = -1};
    default: return (struct nd_ast_name){.name = "", .position = -1};
    }
}

static void conv_grant(struct nd_conv *conv, const PgQuery__GrantStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_grant *out = stmt->grant = nd_arena_new(conv->arena, struct nd_ast_grant);
    stmt->kind = ND_STMT_GRANT;
    conv_grant_kind(in->objtype, out);
    out->target = in->targtype == PG_QUERY__GRANT_TARGET_TYPE__ACL_TARGET_ALL_IN_SCHEMA ? ND_AST_GRANT_ALL_IN_SCHEMA
                  : in->targtype == PG_QUERY__GRANT_TARGET_TYPE__ACL_TARGET_DEFAULTS     ? ND_AST_GRANT_DEFAULTS
                                                                                         : ND_AST_GRANT_OBJECTS;
    out->is_grant = in->is_grant;
    out->has_option = in->grant_option;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->privileges = nd_arena_array(conv->arena, struct nd_ast_grant_privilege, in->n_privileges + 1);
    for (size_t i = 0; i < in->n_privileges; i++) {
        const PgQuery__AccessPriv *privilege = in->privileges[i]->access_priv;
        out->privileges[i].name = nd__conv_str(conv, privilege->priv_name);
        out->privileges[i].columns = nd__conv_strings(conv, privilege->cols, privilege->n_cols);
        out->privileges[i].column_count = privilege->n_cols;
    }
    out->privilege_count = in->n_privileges;
    out->objects = nd_arena_array(conv->arena, struct nd_ast_name, in->n_objects + 1);
    for (size_t i = 0; i < in->n_objects; i++) out->objects[i] = object_name(conv, in->objects[i]);
    out->object_count = in->n_objects;
    out->grantees = conv_roles(conv, in->grantees, in->n_grantees);
    out->grantee_count = in->n_grantees;
    out->grantor = role_or_null(conv, in->grantor);
}

static void conv_defaults(struct nd_conv *conv, const PgQuery__AlterDefaultPrivilegesStmt *in, struct nd_ast_stmt *stmt)
{
    conv_grant(conv, in->action, stmt);
    for (size_t i = 0; i < in->n_options; i++) {
        const PgQuery__DefElem *def = in->options[i]->def_elem;
        if (def->arg == NULL || def->arg->node_case != PG_QUERY__NODE__NODE_LIST) continue;
        if (strcmp(def->defname, "schemas") == 0) {
            stmt->grant->schemas = nd__conv_strings(conv, def->arg->list->items, def->arg->list->n_items);
            stmt->grant->schema_count = def->arg->list->n_items;
        } else {
            stmt->grant->roles = conv_roles(conv, def->arg->list->items, def->arg->list->n_items);
            stmt->grant->role_count = def->arg->list->n_items;
        }
    }
}

bool nd__conv_role_stmt(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt)
{
    struct nd_ast_role *out;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_CREATE_ROLE_STMT: conv_create_role(conv, node->create_role_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_ROLE_STMT:
        out = new_role(conv, stmt, ND_AST_ALTER_ROLE);
        take_one(conv, node->alter_role_stmt->role, out);
        out->is_member_drop = node->alter_role_stmt->action < 0;
        conv_role_options(conv, node->alter_role_stmt->options, node->alter_role_stmt->n_options, out);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_ROLE_SET_STMT:
        out = new_role(conv, stmt, ND_AST_SET_ROLE_SETTING);
        take_one(conv, node->alter_role_set_stmt->role, out);
        out->database = nd__conv_str(conv, node->alter_role_set_stmt->database);
        out->set = nd__conv_set(conv, node->alter_role_set_stmt->setstmt);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_DATABASE_SET_STMT:
        out = new_role(conv, stmt, ND_AST_SET_DATABASE_SETTING);
        out->database = nd_arena_strdup(conv->arena, node->alter_database_set_stmt->dbname);
        out->set = nd__conv_set(conv, node->alter_database_set_stmt->setstmt);
        return true;
    case PG_QUERY__NODE__NODE_CREATEDB_STMT:
        conv_database(conv, stmt, ND_AST_CREATE_DATABASE, node->createdb_stmt->dbname, node->createdb_stmt->options, node->createdb_stmt->n_options);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_DATABASE_STMT:
        conv_database(conv, stmt, ND_AST_ALTER_DATABASE, node->alter_database_stmt->dbname, node->alter_database_stmt->options, node->alter_database_stmt->n_options);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_DATABASE_REFRESH_COLL_STMT:
        conv_database(conv, stmt, ND_AST_ALTER_DATABASE, node->alter_database_refresh_coll_stmt->dbname, NULL, 0);
        return true;
    case PG_QUERY__NODE__NODE_DROPDB_STMT:
        conv_database(conv, stmt, ND_AST_DROP_DATABASE, node->dropdb_stmt->dbname, NULL, 0);
        stmt->database->is_missing_fine = node->dropdb_stmt->missing_ok;
        stmt->database->is_forced = node->dropdb_stmt->n_options > 0; /* the only one that the grammar knows */
        return true;
    case PG_QUERY__NODE__NODE_DROP_ROLE_STMT:
        out = new_role(conv, stmt, ND_AST_DROP_ROLE);
        out->roles = conv_roles(conv, node->drop_role_stmt->roles, node->drop_role_stmt->n_roles);
        out->role_count = node->drop_role_stmt->n_roles;
        out->is_missing_fine = node->drop_role_stmt->missing_ok;
        return true;
    case PG_QUERY__NODE__NODE_GRANT_ROLE_STMT: conv_grant_role(conv, node->grant_role_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_REASSIGN_OWNED_STMT:
        out = new_role(conv, stmt, ND_AST_REASSIGN_OWNED);
        out->roles = conv_roles(conv, node->reassign_owned_stmt->roles, node->reassign_owned_stmt->n_roles);
        out->role_count = node->reassign_owned_stmt->n_roles;
        out->owner = role_or_null(conv, node->reassign_owned_stmt->newrole);
        return true;
    case PG_QUERY__NODE__NODE_DROP_OWNED_STMT:
        out = new_role(conv, stmt, ND_AST_DROP_OWNED);
        out->roles = conv_roles(conv, node->drop_owned_stmt->roles, node->drop_owned_stmt->n_roles);
        out->role_count = node->drop_owned_stmt->n_roles;
        out->is_cascade = node->drop_owned_stmt->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
        return true;
    case PG_QUERY__NODE__NODE_GRANT_STMT: conv_grant(conv, node->grant_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_DEFAULT_PRIVILEGES_STMT: conv_defaults(conv, node->alter_default_privileges_stmt, stmt); return true;
    default: return false;
    }
}
