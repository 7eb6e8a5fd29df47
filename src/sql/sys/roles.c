/* SPDX-License-Identifier: Apache-2.0 */
/* roles.c - roles, their members and settings, default privileges; what information_schema says of privileges. */
#include <string.h>

#include "sql/sys/sys_int.h"

#define CLASS_AUTHID 1260
#define CLASS_DATABASE 1262

static const struct nd_catalog_view *view_of(const struct nd__rows *rows) { return rows->sys->all->view; }

/* ---- pg_catalog ---------------------------------------------------------------------------------------------- */

static void set_until(struct nd__rows *rows, size_t at, const struct nd_role *role)
{
    if (role->has_valid_until) nd__set_i(rows, at, role->valid_until_us);
}

static void emit_authid(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_role *role;
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_authid__oid, role->oid);
        nd__set_s(rows, pg_authid__rolname, role->name);
        nd__set_b(rows, pg_authid__rolsuper, role->is_superuser);
        nd__set_b(rows, pg_authid__rolinherit, role->inherits);
        nd__set_b(rows, pg_authid__rolcreaterole, role->creates_roles);
        nd__set_b(rows, pg_authid__rolcreatedb, role->creates_databases);
        nd__set_b(rows, pg_authid__rolcanlogin, role->can_login);
        nd__set_b(rows, pg_authid__rolreplication, role->can_replicate);
        nd__set_b(rows, pg_authid__rolbypassrls, role->bypasses_rls);
        nd__set_i(rows, pg_authid__rolconnlimit, role->connection_limit);
        nd__set_s(rows, pg_authid__rolpassword, role->password);
        set_until(rows, pg_authid__rolvaliduntil, role);
        nd__rows_put(rows);
    }
}

static void emit_roles(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_role *role;
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) {
        nd__rows_begin(rows);
        nd__set_s(rows, pg_roles__rolname, role->name);
        nd__set_b(rows, pg_roles__rolsuper, role->is_superuser);
        nd__set_b(rows, pg_roles__rolinherit, role->inherits);
        nd__set_b(rows, pg_roles__rolcreaterole, role->creates_roles);
        nd__set_b(rows, pg_roles__rolcreatedb, role->creates_databases);
        nd__set_b(rows, pg_roles__rolcanlogin, role->can_login);
        nd__set_b(rows, pg_roles__rolreplication, role->can_replicate);
        nd__set_i(rows, pg_roles__rolconnlimit, role->connection_limit);
        nd__set_s(rows, pg_roles__rolpassword, "********");
        set_until(rows, pg_roles__rolvaliduntil, role);
        nd__set_b(rows, pg_roles__rolbypassrls, role->bypasses_rls);
        if (role->setting_count > 0) nd__set_texts(rows, pg_roles__rolconfig, role->settings, role->setting_count);
        nd__set_i(rows, pg_roles__oid, role->oid);
        nd__rows_put(rows);
    }
}

/* pg_user and pg_shadow have the same columns. */
static void put_users(struct nd__rows *rows, bool shows_password)
{
    const struct nd_role *role;
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) {
        if (!role->can_login) continue;
        nd__rows_begin(rows);
        nd__set_s(rows, pg_user__usename, role->name);
        nd__set_i(rows, pg_user__usesysid, role->oid);
        nd__set_b(rows, pg_user__usecreatedb, role->creates_databases);
        nd__set_b(rows, pg_user__usesuper, role->is_superuser);
        nd__set_b(rows, pg_user__userepl, role->can_replicate);
        nd__set_b(rows, pg_user__usebypassrls, role->bypasses_rls);
        nd__set_s(rows, pg_user__passwd, shows_password ? role->password : "********");
        set_until(rows, pg_user__valuntil, role);
        if (role->setting_count > 0) nd__set_texts(rows, pg_user__useconfig, role->settings, role->setting_count);
        nd__rows_put(rows);
    }
}

static void emit_user(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    put_users(rows, false);
}

static void emit_shadow(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    put_users(rows, true);
}

static void emit_group(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_role *role, *member;
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) {
        if (role->can_login) continue;
        size_t count = 0, room = 0;
        while (nd_catalog_role_at(view_of(rows), room) != NULL) room++;
        int64_t *members = nd_arena_array(rows->arena, int64_t, room + 1);
        for (size_t k = 0; (member = nd_catalog_role_at(view_of(rows), k)) != NULL; k++)
            for (size_t n = 0; n < member->membership_count; n++)
                if (member->memberships[n].role == role->oid) members[count++] = member->oid;
        nd__rows_begin(rows);
        nd__set_s(rows, pg_group__groname, role->name);
        nd__set_i(rows, pg_group__grosysid, role->oid);
        nd__set_ints(rows, pg_group__grolist, ND_TYPE_OID, members, count, false);
        nd__rows_put(rows);
    }
}

static void emit_auth_members(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_role *role;
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++)
        for (size_t k = 0; k < role->membership_count; k++) {
            nd__rows_begin(rows);
            nd__set_i(rows, pg_auth_members__roleid, role->memberships[k].role);
            nd__set_i(rows, pg_auth_members__member, role->oid);
            nd__set_i(rows, pg_auth_members__grantor, role->memberships[k].grantor);
            nd__set_b(rows, pg_auth_members__admin_option, role->memberships[k].is_admin);
            nd__rows_put(rows);
        }
}

static void put_setting(struct nd__rows *rows, uint32_t database, uint32_t role, const char *const *settings, size_t count)
{
    if (count == 0) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_db_role_setting__setdatabase, database);
    nd__set_i(rows, pg_db_role_setting__setrole, role);
    nd__set_texts(rows, pg_db_role_setting__setconfig, settings, count);
    nd__rows_put(rows);
}

static void emit_db_role_setting(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_database *database;
    const struct nd_role *role;
    for (size_t i = 0; (database = nd_catalog_database_at(view_of(rows), i)) != NULL; i++) {
        put_setting(rows, database->oid, 0, database->database_settings, database->database_setting_count);
        put_setting(rows, 0, 0, database->settings, database->setting_count);
    }
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) {
        put_setting(rows, 0, role->oid, role->settings, role->setting_count);
        for (size_t k = 0; k < role->in_database_count; k++) put_setting(rows, role->in_databases[k].database, role->oid, role->in_databases[k].settings, role->in_databases[k].count);
    }
}

static void emit_default_acl(struct nd__rows *rows, const void *item)
{
    static const char *const kinds[] = {[ND_ACL_TABLE] = "r", [ND_ACL_SEQUENCE] = "S", [ND_ACL_SCHEMA] = "n", [ND_ACL_FUNCTION] = "f", [ND_ACL_TYPE] = "T"};
    ND_UNUSED(item);
    const struct nd_database *database = nd_catalog_database(view_of(rows));
    for (size_t i = 0; i < database->default_count; i++) {
        const struct nd_default_acl *acl = &database->defaults[i];
        nd__rows_begin(rows);
        nd__set_i(rows, pg_default_acl__oid, acl->oid);
        nd__set_i(rows, pg_default_acl__defaclrole, acl->role);
        nd__set_i(rows, pg_default_acl__defaclnamespace, acl->schema);
        nd__set_c(rows, pg_default_acl__defaclobjtype, kinds[acl->kind]);
        nd__set_acl(rows, pg_default_acl__defaclacl, acl->acl);
        nd__rows_put(rows);
    }
}

static void put_description(struct nd__rows *rows, uint32_t class_oid, uint32_t oid, const char *text)
{
    if (text == NULL) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_shdescription__objoid, oid);
    nd__set_i(rows, pg_shdescription__classoid, class_oid);
    nd__set_s(rows, pg_shdescription__description, text);
    nd__rows_put(rows);
}

static void emit_shdescription(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_role *role;
    const struct nd_database *database;
    for (size_t i = 0; (database = nd_catalog_database_at(view_of(rows), i)) != NULL; i++) put_description(rows, CLASS_DATABASE, database->oid, nd__database_comment(database));
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) put_description(rows, CLASS_AUTHID, role->oid, role->comment);
}

/* ---- information_schema ------------------------------------------------------------------------------------------------ */

static const char *grantee_name(const struct nd__rows *rows, uint32_t role) { return role == ND_ROLE_PUBLIC ? "PUBLIC" : nd__role_name(rows->env, role); }

static bool is_enabled(const struct nd__rows *rows, uint32_t role) { return role != ND_ROLE_PUBLIC && nd_role_has_privileges_of(view_of(rows), nd__user_oid(rows->env), role); }

/* Whom an item is shown to: who has to do with it, or everybody where it is everybody's; not so in the views named role_... */
static bool is_shown_item(const struct nd__rows *rows, const struct nd_acl_item *item, bool is_of_roles)
{
    return is_enabled(rows, item->grantor) || is_enabled(rows, item->grantee) || (!is_of_roles && item->grantee == ND_ROLE_PUBLIC);
}

static bool is_of_roles(const struct nd__rows *rows) { return strncmp(rows->scan->rel->name, "role_", 5) == 0; }

static bool is_grantable(const struct nd__rows *rows, const struct nd_acl_item *item, unsigned privilege, uint32_t owner)
{
    return (item->options & privilege) != 0 || (item->grantee != ND_ROLE_PUBLIC && nd_role_has_privileges_of(view_of(rows), item->grantee, owner));
}

static bool is_stored(const struct nd__object *object) { return object->kind == ND__OBJECT_TABLE || object->kind == ND__OBJECT_VIEW; }

/* table_privileges and role_table_grants have the same columns. */
static void emit_table_privileges(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (!is_stored(object)) return;
    const struct nd_acl *acl = object->table->acl != NULL ? object->table->acl : nd_acl_default(ND_ACL_TABLE, object->table->owner, rows->arena);
    for (size_t i = 0; i < acl->count; i++) {
        if (!is_shown_item(rows, &acl->items[i], is_of_roles(rows))) continue;
        for (unsigned privilege = 1; privilege < 1u << ND_PRIV_COUNT; privilege <<= 1) {
            if ((acl->items[i].privileges & privilege) == 0) continue;
            nd__rows_begin(rows);
            nd__set_s(rows, info_table_privileges__grantor, nd__role_name(rows->env, acl->items[i].grantor));
            nd__set_s(rows, info_table_privileges__grantee, grantee_name(rows, acl->items[i].grantee));
            nd__set_s(rows, info_table_privileges__table_catalog, nd__database_name(rows));
            nd__set_s(rows, info_table_privileges__table_schema, nd__sys_schema_name(rows->sys, object->schema_id));
            nd__set_s(rows, info_table_privileges__table_name, object->name);
            nd__set_s(rows, info_table_privileges__privilege_type, nd_privilege_name(privilege));
            nd__set_s(rows, info_table_privileges__is_grantable, nd__yes_or_no(is_grantable(rows, &acl->items[i], privilege, object->table->owner)));
            nd__set_s(rows, info_table_privileges__with_hierarchy, nd__yes_or_no(privilege == ND_PRIV_SELECT));
            nd__rows_put(rows);
        }
    }
}

static void put_column_privileges(struct nd__rows *rows, const struct nd__object *object, const struct nd_column *column, const struct nd_acl *acl, const struct nd_acl *before)
{
    for (size_t i = 0; acl != NULL && i < acl->count; i++) {
        const struct nd_acl_item *item = &acl->items[i];
        if (!is_shown_item(rows, item, is_of_roles(rows))) continue;
        for (unsigned privilege = 1; privilege < 1u << ND_PRIV_COUNT; privilege <<= 1) {
            bool is_said = (item->privileges & nd_acl_all(ND_ACL_COLUMN) & privilege) == 0;
            bool can_grant = is_grantable(rows, item, privilege, object->table->owner);
            for (size_t k = 0; before != NULL && k < before->count && !is_said; k++) /* of the table, too */
                is_said = before->items[k].grantee == item->grantee && before->items[k].grantor == item->grantor && (before->items[k].privileges & privilege) != 0 &&
                          is_grantable(rows, &before->items[k], privilege, object->table->owner) == can_grant;
            if (is_said) continue;
            nd__rows_begin(rows);
            nd__set_s(rows, info_column_privileges__grantor, nd__role_name(rows->env, item->grantor));
            nd__set_s(rows, info_column_privileges__grantee, grantee_name(rows, item->grantee));
            nd__set_s(rows, info_column_privileges__table_catalog, nd__database_name(rows));
            nd__set_s(rows, info_column_privileges__table_schema, nd__sys_schema_name(rows->sys, object->schema_id));
            nd__set_s(rows, info_column_privileges__table_name, object->name);
            nd__set_s(rows, info_column_privileges__column_name, column->name);
            nd__set_s(rows, info_column_privileges__privilege_type, nd_privilege_name(privilege));
            nd__set_s(rows, info_column_privileges__is_grantable, nd__yes_or_no(can_grant));
            nd__rows_put(rows);
        }
    }
}

/* column_privileges and role_column_grants. */
static void emit_column_privileges(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (!is_stored(object)) return;
    const struct nd_acl *acl = object->table->acl != NULL ? object->table->acl : nd_acl_default(ND_ACL_TABLE, object->table->owner, rows->arena);
    for (size_t i = 0; i < object->table->column_count; i++) {
        const struct nd_column *column = &object->table->columns[i];
        if (!nd__is_shown(column)) continue;
        put_column_privileges(rows, object, column, acl, NULL);
        put_column_privileges(rows, object, column, column->acl, acl);
    }
}

/* usage_privileges and role_usage_grants: of sequences. */
static void emit_usage(struct nd__rows *rows, const void *item)
{
    const struct nd_sequence *sequence = item;
    const struct nd_acl *acl = sequence->acl != NULL ? sequence->acl : nd_acl_default(ND_ACL_SEQUENCE, sequence->role, rows->arena);
    for (size_t i = 0; i < acl->count; i++) {
        if ((acl->items[i].privileges & ND_PRIV_USAGE) == 0 || !is_shown_item(rows, &acl->items[i], is_of_roles(rows))) continue;
        nd__rows_begin(rows);
        nd__set_s(rows, info_usage_privileges__grantor, nd__role_name(rows->env, acl->items[i].grantor));
        nd__set_s(rows, info_usage_privileges__grantee, grantee_name(rows, acl->items[i].grantee));
        nd__set_s(rows, info_usage_privileges__object_catalog, nd__database_name(rows));
        nd__set_s(rows, info_usage_privileges__object_schema, nd__sys_schema_name(rows->sys, sequence->schema_id));
        nd__set_s(rows, info_usage_privileges__object_name, sequence->name);
        nd__set_s(rows, info_usage_privileges__object_type, "SEQUENCE");
        nd__set_s(rows, info_usage_privileges__privilege_type, "USAGE");
        nd__set_s(rows, info_usage_privileges__is_grantable, nd__yes_or_no(is_grantable(rows, &acl->items[i], ND_PRIV_USAGE, sequence->role)));
        nd__rows_put(rows);
    }
}

static void emit_enabled_roles(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_role *role;
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) {
        if (!is_enabled(rows, role->oid)) continue;
        nd__rows_begin(rows);
        nd__set_s(rows, info_enabled_roles__role_name, role->name);
        nd__rows_put(rows);
    }
}

static void put_applicable(struct nd__rows *rows, const struct nd_role *role, uint32_t of, bool is_admin)
{
    nd__rows_begin(rows);
    nd__set_s(rows, info_applicable_roles__grantee, role->name);
    nd__set_s(rows, info_applicable_roles__role_name, nd__role_name(rows->env, of));
    nd__set_s(rows, info_applicable_roles__is_grantable, nd__yes_or_no(is_admin));
    nd__rows_put(rows);
}

/* applicable_roles, and administrable_role_authorizations: those of them that can be granted. */
static void emit_applicable_roles(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_role *role;
    bool needs_admin = strncmp(rows->scan->rel->name, "admin", 5) == 0;
    for (size_t i = 0; (role = nd_catalog_role_at(view_of(rows), i)) != NULL; i++) {
        if (!is_enabled(rows, role->oid)) continue;
        for (size_t k = 0; k < role->membership_count; k++)
            if (!needs_admin || role->memberships[k].is_admin) put_applicable(rows, role, role->memberships[k].role, role->memberships[k].is_admin);
        bool owns_database = nd_catalog_database(view_of(rows))->owner == role->oid;
        if (owns_database && !needs_admin) put_applicable(rows, role, ND_ROLE_DATABASE_OWNER, false);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_roles[] = {
    {"pg_authid", ND__FROM_ONCE, emit_authid, {{0}}},
    {"pg_roles", ND__FROM_ONCE, emit_roles, {{0}}},
    {"pg_user", ND__FROM_ONCE, emit_user, {{0}}},
    {"pg_shadow", ND__FROM_ONCE, emit_shadow, {{0}}},
    {"pg_group", ND__FROM_ONCE, emit_group, {{0}}},
    {"pg_auth_members", ND__FROM_ONCE, emit_auth_members, {{0}}},
    {"pg_db_role_setting", ND__FROM_ONCE, emit_db_role_setting, {{0}}},
    {"pg_default_acl", ND__FROM_ONCE, emit_default_acl, {{0}}},
    {"pg_shdescription", ND__FROM_ONCE, emit_shdescription, {{0}}},
    {"info_table_privileges", ND__FROM_OBJECTS, emit_table_privileges, {{info_table_privileges__table_name, ND__BY_NAME}}, 2},
    {"info_role_table_grants", ND__FROM_OBJECTS, emit_table_privileges, {{info_role_table_grants__table_name, ND__BY_NAME}}, 2},
    {"info_column_privileges", ND__FROM_OBJECTS, emit_column_privileges, {{info_column_privileges__table_name, ND__BY_NAME}}, 8},
    {"info_role_column_grants", ND__FROM_OBJECTS, emit_column_privileges, {{info_role_column_grants__table_name, ND__BY_NAME}}, 8},
    {"info_usage_privileges", ND__FROM_SEQUENCES, emit_usage, {{0}}},
    {"info_role_usage_grants", ND__FROM_SEQUENCES, emit_usage, {{0}}},
    {"info_enabled_roles", ND__FROM_ONCE, emit_enabled_roles, {{0}}},
    {"info_applicable_roles", ND__FROM_ONCE, emit_applicable_roles, {{0}}},
    {"info_administrable_role_authorizations", ND__FROM_ONCE, emit_applicable_roles, {{0}}},
};
/* clang-format on */
const size_t nd__makers_roles_count = ND_ARRAY_LEN(nd__makers_roles);
