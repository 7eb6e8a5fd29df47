/* SPDX-License-Identifier: Apache-2.0 */
/* privilege.c - has_table_privilege and its kin; what objects are granted as the catalogs show it. */
#include <string.h>

#include "sql/sys/call_int.h"
#include "sql/types/ascii.h"

static const struct nd_catalog_view *view_of(const struct nd_sys *sys) { return sys->all->view; }

/* ---- roles and lists by name ------------------------------------------------------------------------------------- */

const char *nd__role_name(const struct nd_sys_env *env, uint32_t oid)
{
    if (env->sys == NULL) return oid == ND_ROLE_POSTGRES ? "postgres" : NULL;
    const struct nd_role *role = nd_catalog_role(view_of(env->sys), oid);
    return role == NULL ? NULL : role->name;
}

const char *nd__database_name(const struct nd__rows *rows)
{
    return rows->env->services == NULL || rows->env->services->database == NULL ? "postgres" : rows->env->services->database;
}

uint32_t nd__role_oid(const struct nd_sys_env *env, const char *name)
{
    if (env->sys == NULL) return strcmp(name, "postgres") == 0 ? ND_ROLE_POSTGRES : 0;
    const struct nd_role *role = nd_catalog_role_named(view_of(env->sys), name);
    return role == NULL ? 0 : role->oid;
}

uint32_t nd__user_oid(const struct nd_sys_env *env)
{
    return env->services == NULL || env->services->user_oid == 0 ? ND_ROLE_POSTGRES : env->services->user_oid;
}

static const char *name_of(void *arg, uint32_t role)
{
    const struct nd_sys_env *const *env = arg;
    return nd__role_name(*env, role);
}

const char *nd__acl_item_text(const struct nd_sys_env *env, const struct nd_acl_item *item, struct nd_arena *arena) { return nd_acl_item_text(item, &env, name_of, arena); }

void nd__set_acl(struct nd__rows *rows, size_t at, const struct nd_acl *acl)
{
    if (acl == NULL || !rows->is_wanted[at]) return;
    struct nd_datum *items = nd_arena_array(rows->arena, struct nd_datum, acl->count + 1);
    for (size_t i = 0; i < acl->count; i++) items[i] = nd__text_datum(nd__acl_item_text(rows->env, &acl->items[i], rows->arena));
    rows->row[at] = nd_datum_bytes(nd_array_of_items(ND_TYPE_ACLITEM, items, acl->count, rows->arena));
}

/* ---- objects ---------------------------------------------------------------------------------------------------------- */

uint32_t nd__object_owner(const struct nd__object *object)
{
    if (object->kind == ND__OBJECT_SYSTEM) return ND__SYS_OWNER;
    return object->kind == ND__OBJECT_SEQUENCE ? object->sequence->role : object->table->owner;
}

const struct nd_acl *nd__object_acl(const struct nd__object *object)
{
    switch (object->kind) {
    case ND__OBJECT_TABLE:
    case ND__OBJECT_VIEW: return object->table->acl;
    case ND__OBJECT_SEQUENCE: return object->sequence->acl;
    default: return NULL;
    }
}

enum nd_acl_kind nd__object_acl_kind(const struct nd__object *object) { return object->kind == ND__OBJECT_SEQUENCE ? ND_ACL_SEQUENCE : ND_ACL_TABLE; }

bool nd_sys_is_view(const struct nd_sys_rel *rel) { return rel->kind == 'v'; }

bool nd_sys_is_secret(const struct nd_sys_rel *rel)
{
    static const char *const secrets[] = {"pg_authid", "pg_shadow", "pg_statistic", "pg_user_mapping", "pg_subscription", "pg_statistic_ext_data", "pg_hba_file_rules", "pg_ident_file_mappings",
                                          "pg_file_settings", "pg_config", "pg_backend_memory_contexts", "pg_shmem_allocations", "pg_largeobject", "pg_replication_origin_status"};
    for (size_t i = 0; i < ND_ARRAY_LEN(secrets); i++)
        if (strcmp(rel->id, secrets[i]) == 0) return true;
    return false;
}

unsigned nd__object_privileges(const struct nd_sys *sys, const struct nd__object *object, uint32_t role, unsigned wanted)
{
    const struct nd_catalog_view *view = view_of(sys);
    switch (object->kind) {
    case ND__OBJECT_TABLE:
    case ND__OBJECT_VIEW: return nd_table_privileges(view, object->table, role, wanted);
    case ND__OBJECT_SEQUENCE: return nd_sequence_privileges(view, object->sequence, role, wanted);
    case ND__OBJECT_INDEX: return nd_role_has_privileges_of(view, role, object->table->owner) ? wanted : 0;
    case ND__OBJECT_SYSTEM: break;
    }
    if (nd_role_is_superuser(view, role)) return wanted;
    return nd_sys_is_secret(object->rel) ? 0 : wanted & ND_PRIV_SELECT;
}

/* ---- what is asked for ------------------------------------------------------------------------------------------------ */

/* Who: the first argument, or the current user. An oid need not be a role's. */
static enum nd_status take_user(struct nd__ask *ask, size_t fixed, uint32_t *role_out)
{
    const struct nd_sys_env *env = ask->env;
    *role_out = nd__user_oid(env);
    if (ask->count == fixed) return ND_STATUS_OK;
    if (!nd__ask_is_text(ask, 0)) {
        *role_out = (uint32_t)ask->args[0].i;
        return ND_STATUS_OK;
    }
    const char *name = nd__ask_text(ask, 0);
    const struct nd_role *role = nd_catalog_role_named(view_of(env->sys), name);
    *role_out = role != NULL ? role->oid : ND_ROLE_PUBLIC;
    if (role != NULL || strcmp(name, "public") == 0) return ND_STATUS_OK;
    return nd_err_set(ask->call->err, "42704", "role \"%s\" does not exist", name);
}

#define WISHES_MAX 32

struct wish {
    unsigned privilege;
    bool has_option;
};

/* "SELECT, INSERT WITH GRANT OPTION": one of them will do. */
static enum nd_status take_wishes(struct nd__ask *ask, unsigned known, struct wish *wishes, size_t *count_out)
{
    static const char option[] = "with grant option";
    struct nd_slice rest = ask->args[ask->count - 1].s;
    size_t count = 0;
    do {
        const uint8_t *comma = memchr(rest.p, ',', rest.n);
        size_t n = comma == NULL ? rest.n : (size_t)(comma - rest.p);
        struct nd_slice word = nd_ascii_trim(nd_slice_of(rest.p, n)), name = word;
        size_t cut = sizeof option - 1;
        bool has_option = word.n > cut && nd_ascii_eq_nocase(nd_slice_of(word.p + word.n - cut, cut), option);
        if (has_option) name = nd_ascii_trim(nd_slice_of(word.p, word.n - cut));
        unsigned privilege = nd_privilege_named((const char *)name.p, name.n);
        if ((privilege & known) == 0) return nd_err_set(ask->call->err, "22023", "unrecognized privilege type: \"%.*s\"", nd_text_shown(word), (const char *)word.p);
        if (count < WISHES_MAX) wishes[count++] = (struct wish){privilege, has_option};
        rest = nd_slice_drop(rest, comma == NULL ? n : n + 1);
    } while (rest.n > 0);
    *count_out = count;
    return ND_STATUS_OK;
}

/* Whom the role may be as for what it has: itself and those whose rights it inherits. */
static unsigned options_of(const struct nd_catalog_view *view, const struct nd_acl *acl, uint32_t owner, uint32_t role, unsigned wanted)
{
    const struct nd_role *at;
    unsigned found = 0;
    if (nd_role_has_privileges_of(view, role, owner)) return wanted;
    for (size_t i = 0; (at = nd_catalog_role_at(view, i)) != NULL; i++)
        if (nd_role_has_privileges_of(view, role, at->oid)) found |= nd_acl_options_of(acl, at->oid);
    return found & wanted;
}

/* A relation by name or oid; *object_out NULL: no such oid. */
static enum nd_status take_object(struct nd__ask *ask, size_t at, const struct nd__object **object_out)
{
    int64_t oid = ask->args[at].i;
    if (nd__ask_is_text(ask, at)) ND_TRY(nd_sys_find_name(ask->env, ND_TYPE_REGCLASS, ask->args[at].s, &oid, ask->call->err));
    *object_out = nd__sys_object(ask->env->sys, (uint32_t)oid);
    return ND_STATUS_OK;
}

static bool has_of_object(const struct nd_sys *sys, const struct nd__object *object, uint32_t role, struct wish wish)
{
    if (wish.has_option) return options_of(view_of(sys), nd__object_acl(object), nd__object_owner(object), role, wish.privilege) != 0;
    return nd__object_privileges(sys, object, role, wish.privilege) != 0;
}

static bool has_of_column(const struct nd_sys *sys, const struct nd__object *object, size_t column, uint32_t role, struct wish wish)
{
    if (object->table == NULL || object->kind == ND__OBJECT_INDEX) return false;
    if (wish.has_option) return options_of(view_of(sys), object->table->columns[column].acl, nd__object_owner(object), role, wish.privilege) != 0;
    return nd_column_privileges(view_of(sys), object->table, column, role, wish.privilege) != 0;
}

/* ---- the functions ------------------------------------------------------------------------------------------------------ */

static enum nd_status answer_table(struct nd__ask *ask, bool needs_sequence, struct nd_datum *out)
{
    const struct nd__object *object;
    struct wish wishes[WISHES_MAX];
    size_t count;
    uint32_t role;
    ND_TRY(take_user(ask, 2, &role));
    ND_TRY(take_object(ask, ask->count - 2, &object));
    if (needs_sequence && object != NULL && object->kind != ND__OBJECT_SEQUENCE) return nd_err_set(ask->call->err, "42809", "\"%s\" is not a sequence", object->name);
    ND_TRY(take_wishes(ask, needs_sequence ? nd_acl_all(ND_ACL_SEQUENCE) : nd_acl_all(ND_ACL_TABLE), wishes, &count));
    if (object == NULL) return ND_STATUS_OK;
    *out = nd_datum_bool(false);
    for (size_t i = 0; i < count; i++)
        if (has_of_object(ask->env->sys, object, role, wishes[i])) *out = nd_datum_bool(true);
    return ND_STATUS_OK;
}

enum nd_status nd__has_table_privilege(struct nd__ask *ask, struct nd_datum *out) { return answer_table(ask, false, out); }
enum nd_status nd__has_sequence_privilege(struct nd__ask *ask, struct nd_datum *out) { return answer_table(ask, true, out); }

enum nd_status nd__has_any_column_privilege(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object;
    struct wish wishes[WISHES_MAX];
    size_t count;
    uint32_t role;
    ND_TRY(take_user(ask, 2, &role));
    ND_TRY(take_object(ask, ask->count - 2, &object));
    ND_TRY(take_wishes(ask, nd_acl_all(ND_ACL_COLUMN), wishes, &count));
    if (object == NULL) return ND_STATUS_OK;
    *out = nd_datum_bool(false);
    for (size_t i = 0; i < count; i++) {
        if (has_of_object(ask->env->sys, object, role, wishes[i])) *out = nd_datum_bool(true);
        for (size_t k = 0; object->table != NULL && k < object->table->column_count; k++)
            if (has_of_column(ask->env->sys, object, k, role, wishes[i])) *out = nd_datum_bool(true);
    }
    return ND_STATUS_OK;
}

enum nd_status nd__has_column_privilege(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object;
    struct wish wishes[WISHES_MAX];
    size_t count, column = SIZE_MAX;
    uint32_t role;
    ND_TRY(take_user(ask, 3, &role));
    ND_TRY(take_object(ask, ask->count - 3, &object));
    ND_TRY(take_wishes(ask, nd_acl_all(ND_ACL_COLUMN), wishes, &count));
    if (object == NULL) return ND_STATUS_OK;
    bool is_named = nd__ask_is_text(ask, ask->count - 2), is_known = object->table == NULL;
    for (size_t i = 0; object->table != NULL && i < object->table->column_count; i++) {
        const struct nd_column *at = &object->table->columns[i];
        if (at->is_hidden) continue;
        if (is_named ? strcmp(at->name, nd__ask_text(ask, ask->count - 2)) == 0 : at->attnum == ask->args[ask->count - 2].i) column = i, is_known = true;
    }
    if (!is_known && is_named) return nd_err_set(ask->call->err, "42703", "column \"%s\" of relation \"%s\" does not exist", nd__ask_text(ask, ask->count - 2), object->name);
    if (!is_known) return ND_STATUS_OK;
    *out = nd_datum_bool(false);
    for (size_t i = 0; i < count; i++)
        if (has_of_object(ask->env->sys, object, role, wishes[i]) || (column != SIZE_MAX && has_of_column(ask->env->sys, object, column, role, wishes[i]))) *out = nd_datum_bool(true);
    return ND_STATUS_OK;
}

static void answer_list(struct nd__ask *ask, const struct nd_acl *acl, enum nd_acl_kind kind, uint32_t owner, uint32_t role, const struct wish *wishes, size_t count, struct nd_datum *out)
{
    const struct nd_catalog_view *view = view_of(ask->env->sys);
    *out = nd_datum_bool(false);
    for (size_t i = 0; i < count; i++) {
        unsigned has = wishes[i].has_option ? options_of(view, acl, owner, role, wishes[i].privilege) : nd_privileges(view, acl, kind, owner, role, wishes[i].privilege);
        if (has != 0) *out = nd_datum_bool(true);
    }
}

enum nd_status nd__has_schema_privilege(struct nd__ask *ask, struct nd_datum *out)
{
    size_t at = ask->count - 2, count;
    struct wish wishes[WISHES_MAX];
    uint32_t role;
    ND_TRY(take_user(ask, 2, &role));
    const struct nd_schema *schema = nd__ask_is_text(ask, at) ? nd_catalog_peek_schema(view_of(ask->env->sys), nd__ask_text(ask, at)) : nd__sys_schema(ask->env->sys, (uint32_t)ask->args[at].i);
    if (schema == NULL && nd__ask_is_text(ask, at)) return nd_err_set(ask->call->err, "3F000", "schema \"%s\" does not exist", nd__ask_text(ask, at));
    ND_TRY(take_wishes(ask, nd_acl_all(ND_ACL_SCHEMA), wishes, &count));
    if (schema == NULL) return ND_STATUS_OK;
    answer_list(ask, schema->acl, ND_ACL_SCHEMA, schema->owner, role, wishes, count, out);
    for (size_t i = 0; i < count; i++) /* with what pg_read_all_data brings */
        if (!wishes[i].has_option && nd_schema_privileges(view_of(ask->env->sys), schema, role, wishes[i].privilege) != 0) *out = nd_datum_bool(true);
    return ND_STATUS_OK;
}

enum nd_status nd__has_database_privilege(struct nd__ask *ask, struct nd_datum *out)
{
    size_t at = ask->count - 2, count;
    struct wish wishes[WISHES_MAX];
    uint32_t role;
    const struct nd_catalog_view *view = view_of(ask->env->sys);
    ND_TRY(take_user(ask, 2, &role));
    const struct nd_database *database = nd__ask_is_text(ask, at) ? nd_catalog_database_named(view, nd__ask_text(ask, at)) : nd_catalog_database_by_oid(view, (uint32_t)ask->args[at].i);
    if (database == NULL && nd__ask_is_text(ask, at)) return nd_err_set(ask->call->err, "3D000", "database \"%s\" does not exist", nd__ask_text(ask, at));
    ND_TRY(take_wishes(ask, nd_acl_all(ND_ACL_DATABASE), wishes, &count));
    if (database != NULL) answer_list(ask, database->acl, ND_ACL_DATABASE, database->owner, role, wishes, count, out);
    return ND_STATUS_OK;
}

/* pg_has_role([user,] role, 'USAGE' | 'MEMBER' [WITH ADMIN OPTION], ...) */
enum nd_status nd__has_role(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd_catalog_view *view = view_of(ask->env->sys);
    size_t at = ask->count - 2;
    uint32_t user, role = (uint32_t)ask->args[at].i;
    ND_TRY(take_user(ask, 2, &user));
    if (nd__ask_is_text(ask, at)) {
        role = nd__role_oid(ask->env, nd__ask_text(ask, at));
        if (role == 0) return nd_err_set(ask->call->err, "42704", "role \"%s\" does not exist", nd__ask_text(ask, at));
    }
    *out = nd_datum_bool(false);
    for (struct nd_slice rest = ask->args[ask->count - 1].s; rest.n > 0;) {
        const uint8_t *comma = memchr(rest.p, ',', rest.n);
        size_t n = comma == NULL ? rest.n : (size_t)(comma - rest.p);
        struct nd_slice word = nd_ascii_trim(nd_slice_of(rest.p, n));
        static const char *const admins[] = {"usage with grant option", "usage with admin option", "member with grant option", "member with admin option"};
        bool is_admin = false, is_usage = nd_ascii_eq_nocase(word, "usage"), is_member = nd_ascii_eq_nocase(word, "member");
        for (size_t i = 0; i < ND_ARRAY_LEN(admins); i++) is_admin = is_admin || nd_ascii_eq_nocase(word, admins[i]);
        if (!is_admin && !is_usage && !is_member) return nd_err_set(ask->call->err, "22023", "unrecognized privilege type: \"%.*s\"", nd_text_shown(word), (const char *)word.p);
        if (is_usage ? nd_role_has_privileges_of(view, user, role) : is_member ? nd_role_is_member(view, user, role) : nd_role_is_admin(view, user, role)) *out = nd_datum_bool(true);
        rest = nd_slice_drop(rest, comma == NULL ? n : n + 1);
    }
    return ND_STATUS_OK;
}

/* What an object of the kind is made with: everybody's privileges, then the owner's. */
enum nd_status nd__acldefault(struct nd__ask *ask, struct nd_datum *out)
{
    static const struct {
        char kind;
        const char *everybody, *owner;
    } kinds[] = {{'c', NULL, NULL}, {'r', NULL, "arwdDxt"}, {'s', NULL, "rwU"}, {'d', "Tc", "CTc"}, {'f', "X", "X"}, {'l', "U", "U"}, {'L', NULL, "rw"},
                 {'n', NULL, "UC"}, {'p', NULL, "sA"}, {'t', NULL, "C"}, {'F', NULL, "U"}, {'S', NULL, "U"}, {'T', "U", "U"}};
    const struct nd_acl_item nobody = {(uint32_t)ask->args[1].i, (uint32_t)ask->args[1].i, 0, 0};
    const char *slash = strrchr(nd__acl_item_text(ask->env, &nobody, ask->arena), '/'), *name = slash + 1; /* as it is quoted there */
    char kind = ask->args[0].s.n == 0 ? '\0' : (char)ask->args[0].s.p[0];
    for (size_t i = 0; i < ND_ARRAY_LEN(kinds); i++) {
        struct nd_datum items[2];
        size_t count = 0;
        if (kinds[i].kind != kind) continue;
        if (kinds[i].everybody != NULL) items[count++] = nd__text_datum(nd_arena_printf(ask->arena, "=%s/%s", kinds[i].everybody, name));
        if (kinds[i].owner != NULL) items[count++] = nd__text_datum(nd_arena_printf(ask->arena, "%s=%s/%s", name, kinds[i].owner, name));
        *out = nd_datum_bytes(nd_array_of_items(ND_TYPE_ACLITEM, items, count, ask->arena));
        return ND_STATUS_OK;
    }
    return nd_err_set(ask->call->err, "XX000", "unrecognized object type abbreviation: %c", kind);
}
