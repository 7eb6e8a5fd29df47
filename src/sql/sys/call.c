/* SPDX-License-Identifier: Apache-2.0 */
/* call.c - answers of the functions about catalog objects, row by row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sql/func/catalog_func.h"
#include "sql/sys/call_int.h"
#include "sql/types/ascii.h"
#include "sql/types/numeric.h"

static const struct nd__object *object_at(const struct nd__ask *ask, size_t at) { return nd__sys_object(ask->env->sys, (uint32_t)ask->args[at].i); }

/* ---- definitions --------------------------------------------------------------------------------------------- */

/* "attnum expression", as adbin and conbin have it. */
static enum nd_status get_expr(struct nd__ask *ask, struct nd_datum *out)
{
    char *end;
    const char *source = nd__ask_text(ask, 0);
    long attnum = strtol(source, &end, 10);
    bool pretty = ask->count == 3 && ask->args[2].b;
    if (end == source || *end != ' ') {
        *out = nd__text_datum(source);
        return ND_STATUS_OK;
    }
    const struct nd__object *object = object_at(ask, 1);
    const struct nd_table *table = object == NULL ? NULL : object->table;
    struct nd_type type = {ND_TYPE_INVALID, -1};
    for (size_t i = 0; table != NULL && i < table->column_count && attnum > 0; i++)
        if (table->columns[i].attnum == attnum) type = table->columns[i].type;
    const char *all = NULL;
    for (char *part = nd_arena_strdup(ask->arena, end + 1), *next; part != NULL; part = next) {
        next = strchr(part, ND__EXPR_SEPARATOR);
        if (next != NULL) *next++ = '\0';
        const char *shown = ask->env->deparse == NULL ? NULL : ask->env->deparse(ask->env->arg, table, part, type, pretty, ask->arena);
        if (shown == NULL) shown = part;
        all = all == NULL ? shown : nd_arena_printf(ask->arena, "%s, %s", all, shown);
    }
    *out = nd__text_datum(all);
    return ND_STATUS_OK;
}

static enum nd_status constraintdef(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__constraint *constraint = nd__sys_constraint(ask->env->sys, (uint32_t)ask->args[0].i);
    if (constraint != NULL) *out = nd__text_datum(nd__constraint_text(ask->env, constraint, ask->count == 2 && ask->args[1].b, ask->arena));
    return ND_STATUS_OK;
}

static enum nd_status indexdef(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = object_at(ask, 0);
    if (object == NULL || object->kind != ND__OBJECT_INDEX) return ND_STATUS_OK;
    int column = ask->count == 3 ? (int)ask->args[1].i : 0;
    *out = nd__text_datum(nd__index_text(ask->env, object, column, ask->count == 3 && ask->args[2].b, ask->arena));
    return ND_STATUS_OK;
}

static enum nd_status viewdef(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = NULL;
    int64_t oid;
    if (nd__ask_is_text(ask, 0)) {
        ND_TRY(nd_sys_find_name(ask->env, ND_TYPE_REGCLASS, ask->args[0].s, &oid, ask->call->err));
        object = nd__sys_object(ask->env->sys, (uint32_t)oid);
    } else {
        object = object_at(ask, 0);
    }
    if (object == NULL || object->kind != ND__OBJECT_VIEW) return ND_STATUS_OK;
    bool pretty = ask->count == 2 && (nd__ask_type(ask, 1) != ND_TYPE_BOOL || ask->args[1].b);
    *out = nd__text_datum(nd__view_text(ask->env, object->table, pretty, ask->arena));
    return ND_STATUS_OK;
}

static enum nd_status function_arguments(struct nd__ask *ask, struct nd_datum *out)
{
    struct nd__func func;
    struct nd_buf buf;
    uint32_t oid = (uint32_t)ask->args[0].i;
    if (oid < ND__SYS_OID_PROC_FIRST || !nd__func_at(oid - ND__SYS_OID_PROC_FIRST, &func)) return ND_STATUS_OK;
    size_t count = func.func != NULL ? func.func->arg_count : func.agg->arg_count;
    const enum nd_type_id *args = func.func != NULL ? func.func->args : func.agg->args;
    nd_buf_init(&buf, ask->arena->heap);
    for (size_t i = 0; i < count; i++) {
        bool is_variadic = func.func != NULL && func.func->is_variadic && i + 1 == count;
        nd_buf_printf(&buf, "%s%s%s", i == 0 ? "" : ", ", is_variadic ? "VARIADIC " : "", nd_type_name(args[i]));
    }
    if (count == 0 && func.agg != NULL) nd_buf_put(&buf, "*", 1);
    *out = nd_datum_bytes(nd_arena_copy(ask->arena, nd_buf_slice(&buf)));
    if (buf.n == 0) *out = nd__text_datum("");
    nd_buf_deinit(&buf);
    return ND_STATUS_OK;
}

static enum nd_status function_result(struct nd__ask *ask, struct nd_datum *out)
{
    struct nd__func func;
    uint32_t oid = (uint32_t)ask->args[0].i;
    if (oid < ND__SYS_OID_PROC_FIRST || !nd__func_at(oid - ND__SYS_OID_PROC_FIRST, &func)) return ND_STATUS_OK;
    const char *name = nd_type_name(func.func != NULL ? func.func->result : func.agg->result);
    *out = nd__text_datum(func.func != NULL && func.func->is_set ? nd_arena_printf(ask->arena, "SETOF %s", name) : name);
    return ND_STATUS_OK;
}

static enum nd_status serial_sequence(struct nd__ask *ask, struct nd_datum *out)
{
    int64_t oid;
    ND_TRY(nd_sys_find_name(ask->env, ND_TYPE_REGCLASS, ask->args[0].s, &oid, ask->call->err));
    const struct nd__object *object = nd__sys_object(ask->env->sys, (uint32_t)oid);
    const char *name = nd__ask_text(ask, 1);
    if (object == NULL || object->table == NULL || object->kind != ND__OBJECT_TABLE) return ND_STATUS_OK;
    size_t at = nd_table_find_column(object->table, name);
    if (at == SIZE_MAX) return nd_err_set(ask->call->err, "42703", "column \"%s\" of relation \"%s\" does not exist", name, object->name);
    const struct nd_sequence *sequence = nd__owned_sequence(ask->env->sys, object->table, &object->table->columns[at]);
    if (sequence == NULL) return ND_STATUS_OK;
    *out = nd__text_datum(nd_arena_printf(ask->arena, "%s.%s", nd__quote(ask->arena, nd__sys_schema_name(ask->env->sys, sequence->schema_id)), nd__quote(ask->arena, sequence->name)));
    return ND_STATUS_OK;
}

/* ---- names ------------------------------------------------------------------------------------------------------ */

static enum nd_status userbyid(struct nd__ask *ask, struct nd_datum *out)
{
    const char *name = nd__role_name(ask->env, (uint32_t)ask->args[0].i);
    *out = nd__text_datum(name != NULL ? name : nd_arena_printf(ask->arena, "unknown (OID=%u)", (uint32_t)ask->args[0].i));
    return ND_STATUS_OK;
}

static enum nd_status table_is_visible(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = object_at(ask, 0);
    if (object != NULL) *out = nd_datum_bool(nd__sys_is_visible(ask->env, object));
    return ND_STATUS_OK;
}

static enum nd_status type_is_visible(struct nd__ask *ask, struct nd_datum *out)
{
    enum nd_type_id id = (enum nd_type_id)(uint32_t)ask->args[0].i;
    if (nd_type_user_kind(id) == ND_USER_NONE) {
        *out = nd_datum_bool(true);
        return ND_STATUS_OK;
    }
    const struct nd_user_type *type = nd__sys_user_type(ask->env->sys, id);
    const struct nd__object *object = nd__sys_row_object(ask->env->sys, id);
    if (object != NULL) *out = nd_datum_bool(nd__sys_is_visible(ask->env, object));
    if (type != NULL) *out = nd_datum_bool(nd__sys_resolve_type(ask->env, NULL, type->name) == type);
    return ND_STATUS_OK;
}

static enum nd_status to_reg(struct nd__ask *ask, struct nd_datum *out)
{
    struct nd_err ignored;
    int64_t oid;
    if (nd_sys_find_name(ask->env, ask->call->func->result, ask->args[0].s, &oid, &ignored) == ND_STATUS_OK) *out = nd_datum_i64(oid);
    return ND_STATUS_OK;
}

static enum nd_status current_schemas(struct nd__ask *ask, struct nd_datum *out)
{
    struct nd_datum names[64];
    size_t count = 0;
    bool has_implicit = ask->args[0].b != 0;
    for (size_t i = 0; i < ask->env->path_count && count < ND_ARRAY_LEN(names); i++) {
        /* pg_catalog in front is implied, unless the path names it */
        if (i == 0 && ask->env->path[i] == ND_OID_PG_CATALOG && !has_implicit) continue;
        names[count++] = nd__text_datum(nd__sys_schema_name(ask->env->sys, ask->env->path[i]));
    }
    *out = nd_datum_bytes(nd_array_of_items(ND_TYPE_NAME, names, count, ask->arena));
    return ND_STATUS_OK;
}

static enum nd_status encoding_to_char(struct nd__ask *ask, struct nd_datum *out)
{
    *out = nd__text_datum(ask->args[0].i == 6 ? "UTF8" : ask->args[0].i == 0 ? "SQL_ASCII" : "");
    return ND_STATUS_OK;
}

static enum nd_status char_to_encoding(struct nd__ask *ask, struct nd_datum *out)
{
    struct nd_slice name = ask->args[0].s;
    *out = nd_datum_i64(nd_ascii_eq_nocase(name, "utf8") || nd_ascii_eq_nocase(name, "utf-8") || nd_ascii_eq_nocase(name, "unicode") ? 6 : nd_ascii_eq_nocase(name, "sql_ascii") ? 0 : -1);
    return ND_STATUS_OK;
}

/* ---- comments ----------------------------------------------------------------------------------------------------- */

static const char *comment_of(const struct nd_sys *sys, uint32_t class_oid, uint32_t oid)
{
    if (class_oid == 2615) {
        const struct nd_schema *schema = nd__sys_schema(sys, oid);
        return schema == NULL ? NULL : schema->comment;
    }
    if (class_oid == 2606) {
        const struct nd__constraint *constraint = nd__sys_constraint(sys, oid);
        if (constraint == NULL) return NULL;
        if (constraint->index != NULL) return constraint->index->constraint_comment;
        return constraint->check != NULL ? constraint->check->comment : constraint->foreign_key->comment;
    }
    const struct nd_user_type *type = class_oid == 1247 || class_oid == 0 ? nd_catalog_peek_type(sys->all->view, (enum nd_type_id)oid) : NULL;
    if (type != NULL) return type->comment;
    const struct nd__object *object = class_oid == 1259 || class_oid == 0 ? nd__sys_object(sys, oid) : NULL;
    if (object == NULL) return NULL;
    switch (object->kind) {
    case ND__OBJECT_TABLE:
    case ND__OBJECT_VIEW: return object->table->comment;
    case ND__OBJECT_INDEX: return object->index->comment;
    case ND__OBJECT_SEQUENCE: return object->sequence->comment;
    default: return NULL;
    }
}

static enum nd_status obj_description(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd_sys_rel *rel = ask->count == 2 ? nd_sys_find_rel(ND_OID_PG_CATALOG, nd__ask_text(ask, 1)) : NULL;
    if (ask->count == 2 && rel == NULL) return ND_STATUS_OK;
    *out = nd__text_datum(comment_of(ask->env->sys, rel == NULL ? 0 : rel->oid, (uint32_t)ask->args[0].i));
    return ND_STATUS_OK;
}

static enum nd_status col_description(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = object_at(ask, 0);
    if (object == NULL || (object->kind != ND__OBJECT_TABLE && object->kind != ND__OBJECT_VIEW)) return ND_STATUS_OK;
    for (size_t i = 0; i < object->table->column_count; i++)
        if (object->table->columns[i].attnum == ask->args[1].i && nd__is_shown(&object->table->columns[i])) *out = nd__text_datum(object->table->columns[i].comment);
    return ND_STATUS_OK;
}

static enum nd_status shobj_description(struct nd__ask *ask, struct nd_datum *out)
{
    if (strcmp(nd__ask_text(ask, 1), "pg_authid") == 0) {
        const struct nd_role *role = nd_catalog_role(ask->env->sys->all->view, (uint32_t)ask->args[0].i);
        if (role != NULL) *out = nd__text_datum(role->comment);
    }
    if (strcmp(nd__ask_text(ask, 1), "pg_database") == 0) {
        const struct nd_database *database = nd_catalog_database_by_oid(ask->env->sys->all->view, (uint32_t)ask->args[0].i);
        if (database != NULL) *out = nd__text_datum(nd__database_comment(database));
    }
    return ND_STATUS_OK;
}

static enum nd_status describe_object(struct nd__ask *ask, struct nd_datum *out)
{
    static const char *const kinds[] = {[ND__OBJECT_TABLE] = "table", [ND__OBJECT_INDEX] = "index", [ND__OBJECT_SEQUENCE] = "sequence", [ND__OBJECT_SYSTEM] = "table", [ND__OBJECT_VIEW] = "view"};
    const struct nd__object *object = nd__sys_object(ask->env->sys, (uint32_t)ask->args[1].i);
    if (ask->args[0].i != 1259 || object == NULL) return ND_STATUS_OK;
    const char *kind = object->kind == ND__OBJECT_SYSTEM && object->rel->kind == 'v' ? "view" : kinds[object->kind];
    *out = nd__text_datum(nd_arena_printf(ask->arena, "%s %s", kind, nd__relation_text(ask->env, object, ask->arena)));
    return ND_STATUS_OK;
}

/* ---- sizes: what ANALYZE found, 0 before ---------------------------------------------------------------------------------- */

static double table_bytes(const struct nd_table *table) { return table == NULL || table->stats == NULL ? 0 : table->stats->bytes; }

/* An entry of an index holds its columns and the key. */
static double index_bytes(const struct nd_table *table, const struct nd_index *index)
{
    if (table->stats == NULL || index->is_primary) return 0; /* the primary index is the table */
    double width = 24;
    for (size_t i = 0; i < index->column_count; i++) {
        const struct nd_column_stats *stats = nd_table_column_stats(table, index->columns[i].column);
        width += stats == NULL ? 8 : stats->width;
    }
    return table->stats->rows * width;
}

static double all_index_bytes(const struct nd_table *table)
{
    double bytes = 0;
    for (size_t i = 0; i < table->index_count; i++) bytes += index_bytes(table, &table->indexes[i]);
    return bytes;
}

static enum nd_status relation_size(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = object_at(ask, 0);
    double bytes = 0;
    if (object == NULL) return ND_STATUS_OK;
    if (object->kind == ND__OBJECT_TABLE) {
        switch (ask->call->func->param) {
        case ND_CATALOG_INDEXES_SIZE: bytes = all_index_bytes(object->table); break;
        case ND_CATALOG_TOTAL_SIZE: bytes = table_bytes(object->table) + all_index_bytes(object->table); break;
        default: bytes = table_bytes(object->table);
        }
    } else if (object->kind == ND__OBJECT_INDEX) {
        bytes = index_bytes(object->table, object->index);
    }
    *out = nd_datum_i64((int64_t)bytes);
    return ND_STATUS_OK;
}

static enum nd_status database_size(struct nd__ask *ask, struct nd_datum *out)
{
    double bytes = 0;
    const struct nd_catalog_all *all = ask->env->sys->all;
    if (strcmp(ask->call->func->name, "pg_database_size") == 0) {
        const struct nd_database *database = nd__ask_is_text(ask, 0) ? nd_catalog_database_named(all->view, nd__ask_text(ask, 0)) : nd_catalog_database_by_oid(all->view, (uint32_t)ask->args[0].i);
        if (database == NULL && nd__ask_is_text(ask, 0)) return nd_err_set(ask->call->err, "3D000", "database \"%s\" does not exist", nd__ask_text(ask, 0));
        if (database != nd_catalog_database(all->view)) return ND_STATUS_OK; /* what is in others is not known here */
    }
    for (size_t i = 0; i < all->table_count; i++) bytes += table_bytes(all->tables[i]) + all_index_bytes(all->tables[i]);
    *out = nd_datum_i64((int64_t)bytes);
    return ND_STATUS_OK;
}

static enum nd_status size_pretty(struct nd__ask *ask, struct nd_datum *out)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB", "PB"};
    int64_t size = ask->args[0].i;
    if (nd__ask_type(ask, 0) == ND_TYPE_NUMERIC) {
        double exact;
        ND_TRY(nd_numeric_to_f64(ask->args[0].s, &exact, ask->call->err));
        if (exact >= 9.2e18 || exact <= -9.2e18) return nd_err_set(ask->call->err, "22003", "bigint out of range");
        size = (int64_t)exact;
    }
    if (llabs(size) < 10240) {
        *out = nd__text_datum(nd_arena_printf(ask->arena, "%lld bytes", (long long)size));
        return ND_STATUS_OK;
    }
    /* halves are kept until the last step, which rounds */
    size_t unit = 0;
    int64_t half = size / 512;
    while (llabs(half) >= 20479 && unit + 1 < ND_ARRAY_LEN(units)) {
        half /= 1024;
        unit++;
    }
    int64_t rounded = half < 0 ? (half - 1) / 2 : (half + 1) / 2;
    *out = nd__text_datum(nd_arena_printf(ask->arena, "%lld %s", (long long)rounded, units[unit]));
    return ND_STATUS_OK;
}

/* ---- the rest -------------------------------------------------------------------------------------------------------------- */

static enum nd_status filenode(struct nd__ask *ask, struct nd_datum *out)
{
    if (object_at(ask, 0) != NULL) *out = ask->args[0];
    return ND_STATUS_OK;
}

static enum nd_status start_time(struct nd__ask *ask, struct nd_datum *out)
{
    *out = nd_datum_i64(ask->env->start_us);
    return ND_STATUS_OK;
}

static enum nd_status index_property(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = object_at(ask, 0);
    const char *property = nd__ask_text(ask, ask->count - 1);
    if (object == NULL || object->kind != ND__OBJECT_INDEX) return ND_STATUS_OK;
    if (ask->count == 2) {
        *out = nd_datum_bool(strcmp(property, "clusterable") == 0 || strcmp(property, "index_scan") == 0 || strcmp(property, "backward_scan") == 0);
        return ND_STATUS_OK;
    }
    int64_t at = ask->args[1].i - 1;
    if (at < 0 || (size_t)at >= object->index->column_count) return ND_STATUS_OK;
    bool is_desc = (object->index->columns[at].flags & 1) != 0, nulls_first = (object->index->columns[at].flags & 2) != 0;
    bool holds = true;
    if (strcmp(property, "asc") == 0) holds = !is_desc;
    else if (strcmp(property, "desc") == 0) holds = is_desc;
    else if (strcmp(property, "nulls_first") == 0) holds = nulls_first;
    else if (strcmp(property, "nulls_last") == 0) holds = !nulls_first;
    else if (strcmp(property, "distance_orderable") == 0) holds = false;
    *out = nd_datum_bool(holds);
    return ND_STATUS_OK;
}

static enum nd_status updatable(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = object_at(ask, 0);
    *out = nd_datum_i64(object == NULL ? 0 : nd__writes_of(ask->env, object, SIZE_MAX, ask->arena));
    return ND_STATUS_OK;
}

static enum nd_status column_updatable(struct nd__ask *ask, struct nd_datum *out)
{
    const struct nd__object *object = object_at(ask, 0);
    const unsigned both = 1u << 2 | 1u << 4; /* UPDATE and DELETE */
    int64_t attnum = ask->args[1].i;
    *out = (struct nd_datum){.b = false};
    if (object == NULL || (object->kind != ND__OBJECT_TABLE && object->kind != ND__OBJECT_VIEW)) return ND_STATUS_OK;
    for (size_t i = 0; i < object->table->column_count; i++)
        if (object->table->columns[i].attnum == attnum) out->b = (nd__writes_of(ask->env, object, i, ask->arena) & both) == both;
    return ND_STATUS_OK;
}

static enum nd_status collation_for(struct nd__ask *ask, struct nd_datum *out)
{
    uint32_t collation = nd__type_layout(nd__ask_type(ask, 0)).collation;
    if (collation == 0) return nd_err_set(ask->call->err, "42804", "collations are not supported by type %s", nd_type_name(nd__ask_type(ask, 0)));
    *out = nd__text_datum(collation == 950 ? "\"C\"" : "\"default\"");
    return ND_STATUS_OK;
}

static enum nd_status nothing(struct nd__ask *ask, struct nd_datum *out)
{
    ND_UNUSED(ask);
    ND_UNUSED(out);
    return ND_STATUS_OK;
}
static enum nd_status no(struct nd__ask *ask, struct nd_datum *out)
{
    ND_UNUSED(ask);
    *out = nd_datum_bool(false);
    return ND_STATUS_OK;
}
static enum nd_status yes(struct nd__ask *ask, struct nd_datum *out)
{
    ND_UNUSED(ask);
    *out = nd_datum_bool(true);
    return ND_STATUS_OK;
}
static enum nd_status zero(struct nd__ask *ask, struct nd_datum *out)
{
    ND_UNUSED(ask);
    *out = nd_datum_i64(0);
    return ND_STATUS_OK;
}
static enum nd_status empty_set(struct nd__ask *ask, struct nd_datum *out)
{
    *out = nd_datum_bytes(nd_array_of_items(ND_TYPE_INT4, NULL, 0, ask->arena));
    return ND_STATUS_OK;
}
static enum nd_status empty_text(struct nd__ask *ask, struct nd_datum *out)
{
    ND_UNUSED(ask);
    *out = nd__text_datum("");
    return ND_STATUS_OK;
}

static enum nd_status encoding(struct nd__ask *ask, struct nd_datum *out)
{
    ND_UNUSED(ask);
    *out = nd__text_datum("UTF8");
    return ND_STATUS_OK;
}
static enum nd_status no_relations(struct nd__ask *ask, struct nd_datum *out)
{
    *out = nd_datum_bytes(nd_array_of_items(ND_TYPE_REGCLASS, NULL, 0, ask->arena));
    return ND_STATUS_OK;
}

typedef enum nd_status answer_fn(struct nd__ask *ask, struct nd_datum *out);
static answer_fn *const answers[] = {
    [ND_CATALOG_NULL] = nothing,
    [ND_CATALOG_FALSE] = no,
    [ND_CATALOG_TRUE] = yes,
    [ND_CATALOG_ZERO] = zero,
    [ND_CATALOG_GET_EXPR] = get_expr,
    [ND_CATALOG_CONSTRAINTDEF] = constraintdef,
    [ND_CATALOG_INDEXDEF] = indexdef,
    [ND_CATALOG_VIEWDEF] = viewdef,
    [ND_CATALOG_FUNCTION_ARGUMENTS] = function_arguments,
    [ND_CATALOG_FUNCTION_RESULT] = function_result,
    [ND_CATALOG_SERIAL_SEQUENCE] = serial_sequence,
    [ND_CATALOG_USERBYID] = userbyid,
    [ND_CATALOG_TABLE_IS_VISIBLE] = table_is_visible,
    [ND_CATALOG_TYPE_IS_VISIBLE] = type_is_visible,
    [ND_CATALOG_TO_REG] = to_reg,
    [ND_CATALOG_OBJ_DESCRIPTION] = obj_description,
    [ND_CATALOG_COL_DESCRIPTION] = col_description,
    [ND_CATALOG_SHOBJ_DESCRIPTION] = shobj_description,
    [ND_CATALOG_CURRENT_SCHEMAS] = current_schemas,
    [ND_CATALOG_HAS_TABLE_PRIVILEGE] = nd__has_table_privilege,
    [ND_CATALOG_HAS_COLUMN_PRIVILEGE] = nd__has_column_privilege,
    [ND_CATALOG_HAS_ANY_COLUMN_PRIVILEGE] = nd__has_any_column_privilege,
    [ND_CATALOG_HAS_SEQUENCE_PRIVILEGE] = nd__has_sequence_privilege,
    [ND_CATALOG_HAS_SCHEMA_PRIVILEGE] = nd__has_schema_privilege,
    [ND_CATALOG_HAS_DATABASE_PRIVILEGE] = nd__has_database_privilege,
    [ND_CATALOG_HAS_ROLE] = nd__has_role,
    [ND_CATALOG_HAS_PRIVILEGE] = yes,
    [ND_CATALOG_ENCODING_TO_CHAR] = encoding_to_char,
    [ND_CATALOG_CHAR_TO_ENCODING] = char_to_encoding,
    [ND_CATALOG_RELATION_SIZE] = relation_size,
    [ND_CATALOG_TABLE_SIZE] = relation_size,
    [ND_CATALOG_TOTAL_SIZE] = relation_size,
    [ND_CATALOG_INDEXES_SIZE] = relation_size,
    [ND_CATALOG_DATABASE_SIZE] = database_size,
    [ND_CATALOG_SIZE_PRETTY] = size_pretty,
    [ND_CATALOG_FILENODE] = filenode,
    [ND_CATALOG_START_TIME] = start_time,
    [ND_CATALOG_INDEX_PROPERTY] = index_property,
    [ND_CATALOG_DESCRIBE_OBJECT] = describe_object,
    [ND_CATALOG_UPDATABLE] = updatable,
    [ND_CATALOG_COLUMN_UPDATABLE] = column_updatable,
    [ND_CATALOG_COLLATION_FOR] = collation_for,
    [ND_CATALOG_EMPTY_SET] = empty_set,
    [ND_CATALOG_EMPTY_TEXT] = empty_text,
    [ND_CATALOG_ENCODING] = encoding,
    [ND_CATALOG_ACLDEFAULT] = nd__acldefault,
    [ND_CATALOG_NO_RELATIONS] = no_relations,
};

static enum nd_status answer(const struct nd_sys_env *env, struct nd_func_call *call)
{
    struct nd__ask ask = {.env = env, .call = call, .arena = call->ctx->arena, .count = call->arg_count};
    ND_SEL_FOREACH (row, call->sel) {
        struct nd_datum out = ND_DATUM_NULL;
        ask.row = row;
        for (size_t i = 0; i < call->arg_count; i++) ask.args[i] = nd_vec_get(&call->args[i], row);
        ND_TRY(answers[call->func->param](&ask, &out));
        nd_vec_set(call->out, row, out);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_sys_call(const struct nd_sys_env *env, struct nd_func_call *call)
{
    ND_ASSERT((size_t)call->func->param < ND_ARRAY_LEN(answers));
    if (env->sys == NULL) return nd_err_unsupported(call->err, nd_arena_printf(call->ctx->arena, "%s() here", call->func->name));
    const struct nd_type_names *before = nd_type_use_names(env->types->names);
    enum nd_status status = answer(env, call);
    (void)nd_type_use_names(before);
    return status;
}
