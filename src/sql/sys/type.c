/* SPDX-License-Identifier: Apache-2.0 */
/* type.c - pg_type, pg_cast, pg_opclass, pg_opfamily, pg_collation. */
#include <stdio.h>
#include <string.h>

#include "sql/sys/sys_int.h"
#include "sql/types/key_codec.h"

#define COLLATION_DEFAULT 100
#define COLLATION_C 950

struct nd__layout nd__type_layout(enum nd_type_id id)
{
    switch (id) {
    case ND_TYPE_BOOL:
    case ND_TYPE_CHAR: return (struct nd__layout){"c", "p", true, 0};
    case ND_TYPE_INT2: return (struct nd__layout){"s", "p", true, 0};
    case ND_TYPE_INT4:
    case ND_TYPE_XID:
    case ND_TYPE_CID:
    case ND_TYPE_FLOAT4:
    case ND_TYPE_DATE: return (struct nd__layout){"i", "p", true, 0};
    case ND_TYPE_INT8:
    case ND_TYPE_FLOAT8:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return (struct nd__layout){"d", "p", true, 0};
    case ND_TYPE_NAME: return (struct nd__layout){"c", "p", false, COLLATION_C};
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_NODE_TREE: return (struct nd__layout){"i", "x", false, COLLATION_DEFAULT};
    case ND_TYPE_JSON:
    case ND_TYPE_JSONB:
    case ND_TYPE_BYTEA: return (struct nd__layout){"i", "x", false, 0};
    case ND_TYPE_NUMERIC: return (struct nd__layout){"i", "m", false, 0};
    case ND_TYPE_INTERVAL: return (struct nd__layout){"d", "p", false, 0};
    case ND_TYPE_UUID:
    case ND_TYPE_UNKNOWN:
    case ND_TYPE_CSTRING: return (struct nd__layout){"c", "p", false, 0};
    case ND_TYPE_TID: return (struct nd__layout){"s", "p", false, 0};
    case ND_TYPE_INT2VECTOR:
    case ND_TYPE_OIDVECTOR:
    case ND_TYPE_ACLITEM: return (struct nd__layout){"i", "p", false, 0};
    case ND_TYPE_ANYARRAY:
    case ND_TYPE_ANYCOMPATIBLEARRAY: return (struct nd__layout){"d", "x", false, 0};
    default: break;
    }
    if (nd_type_is_enum(id)) return (struct nd__layout){"i", "p", true, 0};
    if (nd_type_is_oid(id)) return (struct nd__layout){"i", "p", true, 0};
    if (!nd_type_is_array(id)) return (struct nd__layout){"i", "p", true, 0}; /* pseudo-types */
    struct nd__layout of_item = nd__type_layout(nd_type_element(id));
    return (struct nd__layout){of_item.align[0] == 'd' ? "d" : "i", "x", false, of_item.collation};
}

/* ---- pg_type ---------------------------------------------------------------------------------------------- */

/* What a domain's row has that is not as its base type has it. */
static void set_domain(struct nd__rows *rows, const struct nd_user_type *domain)
{
    nd__set_c(rows, pg_type__typtype, "d");
    nd__set_b(rows, pg_type__typispreferred, false);
    nd__set_i(rows, pg_type__typelem, 0);
    nd__set_i(rows, pg_type__typarray, (int64_t)nd_type_array_of(domain->id));
    nd__set_i(rows, pg_type__typsubscript, 0);
    nd__set_i(rows, pg_type__typinput, 2597);
    nd__set_i(rows, pg_type__typreceive, 2598);
    nd__set_b(rows, pg_type__typnotnull, domain->is_not_null);
    nd__set_i(rows, pg_type__typbasetype, (int64_t)nd_type_said(domain->base));
    nd__set_i(rows, pg_type__typtypmod, domain->base.domain != ND_TYPE_INVALID ? -1 : domain->base.mod);
    if (domain->default_text == NULL) return;
    nd__set_s(rows, pg_type__typdefaultbin, nd_arena_printf(rows->arena, "0 %s", domain->default_text));
    nd__set_s(rows, pg_type__typdefault, nd__domain_default_text(rows->env, domain, rows->arena));
}

static void set_row(struct nd__rows *rows, const struct nd__object *object, bool is_row)
{
    nd__set_i(rows, pg_type__typnamespace, object->schema_id);
    nd__set_i(rows, pg_type__typowner, object->table->owner);
    nd__set_c(rows, pg_type__typalign, "d");
    nd__set_c(rows, pg_type__typstorage, "x");
    nd__set_b(rows, pg_type__typbyval, false);
    if (!is_row) return;
    nd__set_c(rows, pg_type__typtype, "c");
    nd__set_c(rows, pg_type__typcategory, "C");
    nd__set_i(rows, pg_type__typrelid, object->oid);
    for (size_t what = 0; what < 4; what++)
        if (rows->is_wanted[pg_type__typinput + what]) nd__set_i(rows, pg_type__typinput + what, nd__io_proc_oid(ND_TYPE_RECORD, what));
}

static void emit_type(struct nd__rows *rows, const void *item)
{
    static const char categories[] = "ABCDEGINPRSTUVXZ";
    enum nd_type_id self = *(const enum nd_type_id *)item, type = self;
    const struct nd_user_type *user = nd__sys_user_type(rows->sys, self);
    if (nd_type_is_domain(self) && user != NULL) type = user->base.id;
    bool is_array = nd_type_is_array(type) && !nd_type_is_vector(type), is_pseudo = nd_type_category(type) == 'P' || type == ND_TYPE_UNKNOWN;
    struct nd__layout layout = nd__type_layout(type);
    const struct nd__object *rows_of = nd__sys_row_object(rows->sys, self);
    if (nd_type_user_kind(self) == ND_USER_DOMAIN_ARRAY || rows_of != NULL) is_pseudo = false;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_type__oid, (int64_t)self);
    if (rows->is_wanted[pg_type__typname]) nd__set_s(rows, pg_type__typname, nd__type_typname(rows->sys, self, rows->arena));
    nd__set_i(rows, pg_type__typnamespace, user != NULL ? user->schema_id : ND_OID_PG_CATALOG);
    nd__set_i(rows, pg_type__typowner, user != NULL ? user->owner : ND__SYS_OWNER);
    if (user != NULL && !nd_type_is_array(type)) nd__set_acl(rows, pg_type__typacl, user->acl);
    nd__set_i(rows, pg_type__typlen, nd_type_len(type));
    nd__set_b(rows, pg_type__typbyval, layout.is_by_value);
    nd__set_c(rows, pg_type__typtype, is_pseudo ? "p" : nd_type_is_enum(type) ? "e" : "b");
    nd__set_c(rows, pg_type__typcategory, strchr(categories, is_array ? 'A' : nd_type_category(type)));
    nd__set_b(rows, pg_type__typispreferred, nd_type_is_preferred(type));
    nd__set_b(rows, pg_type__typisdefined, true);
    nd__set_c(rows, pg_type__typdelim, ",");
    nd__set_i(rows, pg_type__typrelid, 0);
    nd__set_i(rows, pg_type__typsubscript, is_array || nd_type_is_vector(type) ? 6179 : type == ND_TYPE_JSONB ? 6098 : 0);
    nd__set_i(rows, pg_type__typelem, type == ND_TYPE_NAME ? (int64_t)ND_TYPE_CHAR : (int64_t)nd_type_element(type));
    nd__set_i(rows, pg_type__typarray, (int64_t)nd_type_array_of(type));
    for (size_t what = 0; what < 4; what++)
        if (rows->is_wanted[pg_type__typinput + what]) nd__set_i(rows, pg_type__typinput + what, nd__io_proc_oid(type, what));
    nd__set_i(rows, pg_type__typmodin, 0);
    nd__set_i(rows, pg_type__typmodout, 0);
    nd__set_i(rows, pg_type__typanalyze, 0);
    nd__set_c(rows, pg_type__typalign, layout.align);
    nd__set_c(rows, pg_type__typstorage, layout.storage);
    nd__set_b(rows, pg_type__typnotnull, false);
    nd__set_i(rows, pg_type__typbasetype, 0);
    nd__set_i(rows, pg_type__typtypmod, -1);
    nd__set_i(rows, pg_type__typndims, 0);
    nd__set_i(rows, pg_type__typcollation, layout.collation);
    if (nd_type_is_domain(self) && user != NULL) set_domain(rows, user);
    if (rows_of != NULL) set_row(rows, rows_of, nd_type_user_kind(self) == ND_USER_ROW);
    nd__rows_put(rows);
}

/* ---- pg_enum ---------------------------------------------------------------------------------------------- */

static void emit_enums(struct nd__rows *rows, const void *item)
{
    const struct nd_user_type *type;
    ND_UNUSED(item);
    for (size_t i = 0; (type = nd_catalog_type_at(rows->sys->all->view, i)) != NULL; i++)
        for (size_t k = 0; k < type->label_count; k++) {
            nd__rows_begin(rows);
            nd__set_i(rows, pg_enum__oid, type->labels[k].oid);
            nd__set_i(rows, pg_enum__enumtypid, (int64_t)type->id);
            nd__set_f(rows, pg_enum__enumsortorder, (double)(k + 1));
            nd__set_s(rows, pg_enum__enumlabel, type->labels[k].name);
            nd__rows_put(rows);
        }
}

/* ---- pg_cast ------------------------------------------------------------------------------------------------- */

/* Casts in pg_cast: not those through text, nor between arrays. */
static bool has_cast_row(enum nd_type_id from, enum nd_type_id to)
{
    if (from == to || nd_type_category(from) == 'P' || nd_type_category(to) == 'P' || from == ND_TYPE_UNKNOWN || to == ND_TYPE_UNKNOWN) return false;
    if (nd_type_is_array(from) || nd_type_is_array(to)) return false;
    if (!nd_cast_is_allowed(from, to, ND_CAST_EXPLICIT)) return false;
    bool from_string = nd_type_category(from) == 'S', to_string = nd_type_category(to) == 'S';
    if (from_string != to_string) return nd_cast_is_allowed(from, to, ND_CAST_IMPLICIT) || from == ND_TYPE_CHAR || to == ND_TYPE_CHAR;
    return true;
}

/* Oids below those of users, which dumps leave out: two numbers below 128. */
static size_t type_number(enum nd_type_id type)
{
    size_t at = 0;
    while (nd_type_at(at) != ND_TYPE_INVALID && nd_type_at(at) != type) at++;
    ND_ASSERT(at < 128);
    return at;
}

static void emit_cast(struct nd__rows *rows, const void *item)
{
    enum nd_type_id from = *(const enum nd_type_id *)item, to;
    for (size_t i = 0; (to = nd_type_at(i)) != ND_TYPE_INVALID; i++) {
        if (!has_cast_row(from, to)) continue;
        bool is_implicit = nd_cast_is_allowed(from, to, ND_CAST_IMPLICIT), is_assignment = nd_cast_is_allowed(from, to, ND_CAST_ASSIGNMENT);
        nd__rows_begin(rows);
        nd__set_i(rows, pg_cast__oid, 1 + (int64_t)type_number(from) * 128 + (int64_t)type_number(to));
        nd__set_i(rows, pg_cast__castsource, (int64_t)from);
        nd__set_i(rows, pg_cast__casttarget, (int64_t)to);
        nd__set_i(rows, pg_cast__castfunc, 0);
        nd__set_c(rows, pg_cast__castcontext, is_implicit ? "i" : is_assignment ? "a" : "e");
        nd__set_c(rows, pg_cast__castmethod, nd_cast_is_relabel(from, to) ? "b" : "f");
        nd__rows_put(rows);
    }
}

/* ---- operator classes -------------------------------------------------------------------------------------------- */

static bool is_ordered(enum nd_type_id type) { return nd_key_is_supported(type) && nd_type_category(type) != 'P' && nd_type_category(type) != 'X' && type != ND_TYPE_NODE_TREE; }

static void emit_opclass(struct nd__rows *rows, const void *item)
{
    enum nd_type_id type = *(const enum nd_type_id *)item;
    if (!is_ordered(type)) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_opclass__oid, 10000 + (int64_t)type);
    nd__set_i(rows, pg_opclass__opcmethod, ND__SYS_AM_BTREE);
    nd__set_s(rows, pg_opclass__opcname, nd_arena_printf(rows->arena, "%s_ops", nd_type_typname(type)));
    nd__set_i(rows, pg_opclass__opcnamespace, ND_OID_PG_CATALOG);
    nd__set_i(rows, pg_opclass__opcowner, ND__SYS_OWNER);
    nd__set_i(rows, pg_opclass__opcfamily, 20000 + (int64_t)type);
    nd__set_i(rows, pg_opclass__opcintype, (int64_t)type);
    nd__set_b(rows, pg_opclass__opcdefault, true);
    nd__set_i(rows, pg_opclass__opckeytype, 0);
    nd__rows_put(rows);
}

static void emit_opfamily(struct nd__rows *rows, const void *item)
{
    enum nd_type_id type = *(const enum nd_type_id *)item;
    if (!is_ordered(type)) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_opfamily__oid, 20000 + (int64_t)type);
    nd__set_i(rows, pg_opfamily__opfmethod, ND__SYS_AM_BTREE);
    nd__set_s(rows, pg_opfamily__opfname, nd_arena_printf(rows->arena, "%s_ops", nd_type_typname(type)));
    nd__set_i(rows, pg_opfamily__opfnamespace, ND_OID_PG_CATALOG);
    nd__set_i(rows, pg_opfamily__opfowner, ND__SYS_OWNER);
    nd__rows_put(rows);
}

/* ---- collations ---------------------------------------------------------------------------------------------------- */

static void emit_collation(struct nd__rows *rows, const void *item)
{
    static const struct {
        int64_t oid;
        const char *name, *provider, *locale;
        int64_t encoding;
    } collations[] = {{COLLATION_DEFAULT, "default", "d", NULL, -1}, {COLLATION_C, "C", "c", "C", -1}, {951, "POSIX", "c", "POSIX", -1},
                      {12340, "ucs_basic", "c", "C", 6}, {12341, "C.utf8", "c", "C.utf8", 6}};
    ND_UNUSED(item);
    for (size_t i = 0; i < ND_ARRAY_LEN(collations); i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_collation__oid, collations[i].oid);
        nd__set_s(rows, pg_collation__collname, collations[i].name);
        nd__set_i(rows, pg_collation__collnamespace, ND_OID_PG_CATALOG);
        nd__set_i(rows, pg_collation__collowner, ND__SYS_OWNER);
        nd__set_c(rows, pg_collation__collprovider, collations[i].provider);
        nd__set_b(rows, pg_collation__collisdeterministic, true);
        nd__set_i(rows, pg_collation__collencoding, collations[i].encoding);
        nd__set_s(rows, pg_collation__collcollate, collations[i].locale);
        nd__set_s(rows, pg_collation__collctype, collations[i].locale);
        nd__rows_put(rows);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_type[] = {
    {"pg_enum", ND__FROM_ONCE, emit_enums, {{0}}},
    {"pg_type", ND__FROM_ALL_TYPES, emit_type, {{pg_type__oid, ND__BY_OID}}},
    {"pg_cast", ND__FROM_TYPES, emit_cast, {{pg_cast__castsource, ND__BY_OID}, {pg_cast__castfunc, ND__BY_ZERO}}, 4},
    {"pg_opclass", ND__FROM_TYPES, emit_opclass, {{0}}},
    {"pg_opfamily", ND__FROM_TYPES, emit_opfamily, {{0}}},
    {"pg_collation", ND__FROM_ONCE, emit_collation, {{0}}},
};
/* clang-format on */
const size_t nd__makers_type_count = ND_ARRAY_LEN(nd__makers_type);
