/* SPDX-License-Identifier: Apache-2.0 */
/* info.c - information_schema: schemas, tables, columns, sequences. */
#include <stdio.h>

#include "sql/sys/sys_int.h"

static bool is_view(const struct nd__object *object) { return object->kind == ND__OBJECT_VIEW || (object->kind == ND__OBJECT_SYSTEM && object->rel->kind == 'v'); }
static bool is_stored(const struct nd__object *object) { return object->kind == ND__OBJECT_TABLE || object->kind == ND__OBJECT_VIEW; }
static bool is_relation(const struct nd__object *object) { return is_stored(object) || object->kind == ND__OBJECT_SYSTEM; }

#define INSERTS (1u << 3)
#define CHANGES (1u << 2 | 1u << 4)

/* ---- schemata, tables -------------------------------------------------------------------------------------- */

static void emit_schemata(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_schema *schema;
    for (size_t i = 0; (schema = nd_catalog_schema_at(rows->sys->all->view, i)) != NULL; i++) {
        nd__rows_begin(rows);
        nd__set_s(rows, info_schemata__catalog_name, nd__database_name(rows));
        nd__set_s(rows, info_schemata__schema_name, schema->name);
        nd__set_s(rows, info_schemata__schema_owner, nd__role_name(rows->env, schema->owner));
        nd__rows_put(rows);
    }
}

static void emit_tables(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (!is_relation(object)) return;
    nd__rows_begin(rows);
    nd__set_s(rows, info_tables__table_catalog, nd__database_name(rows));
    nd__set_s(rows, info_tables__table_schema, nd__sys_schema_name(rows->sys, object->schema_id));
    nd__set_s(rows, info_tables__table_name, object->name);
    nd__set_s(rows, info_tables__table_type, is_view(object) ? "VIEW" : "BASE TABLE");
    nd__set_s(rows, info_tables__is_insertable_into, nd__yes_or_no((nd__writes_of(rows->env, object, SIZE_MAX, rows->arena) & INSERTS) != 0));
    nd__set_s(rows, info_tables__is_typed, "NO");
    nd__rows_put(rows);
}

static void emit_views(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_VIEW) return;
    nd__rows_begin(rows);
    nd__set_s(rows, info_views__table_catalog, nd__database_name(rows));
    nd__set_s(rows, info_views__table_schema, nd__sys_schema_name(rows->sys, object->schema_id));
    nd__set_s(rows, info_views__table_name, object->name);
    if (rows->is_wanted[info_views__view_definition]) nd__set_s(rows, info_views__view_definition, nd__view_text(rows->env, object->table, false, rows->arena));
    static const char *const options[] = {"NONE", "LOCAL", "CASCADED"};
    unsigned writes = nd__writes_of(rows->env, object, SIZE_MAX, rows->arena);
    nd__set_s(rows, info_views__check_option, options[object->table->view->check_option]);
    nd__set_s(rows, info_views__is_updatable, nd__yes_or_no((writes & CHANGES) == CHANGES));
    nd__set_s(rows, info_views__is_insertable_into, nd__yes_or_no((writes & INSERTS) != 0));
    nd__set_s(rows, info_views__is_trigger_updatable, "NO");
    nd__set_s(rows, info_views__is_trigger_deletable, "NO");
    nd__set_s(rows, info_views__is_trigger_insertable_into, "NO");
    nd__rows_put(rows);
}

/* ---- columns ------------------------------------------------------------------------------------------------- */

struct nd__sizes nd__sizes_of(struct nd_type type)
{
    struct nd__sizes sizes = {-1, -1, -1, -1, INT64_MIN, -1};
    switch (type.id) {
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
        sizes.chars = type.mod < 0 ? -1 : type.mod - 4;
        sizes.octets = type.mod < 0 ? INT64_C(1) << 30 : (int64_t)(type.mod - 4) * 4;
        break;
    case ND_TYPE_TEXT: sizes.octets = INT64_C(1) << 30; break;
    case ND_TYPE_INT2: sizes.precision = 16, sizes.radix = 2, sizes.scale = 0; break;
    case ND_TYPE_INT4: sizes.precision = 32, sizes.radix = 2, sizes.scale = 0; break;
    case ND_TYPE_INT8: sizes.precision = 64, sizes.radix = 2, sizes.scale = 0; break;
    case ND_TYPE_FLOAT4: sizes.precision = 24, sizes.radix = 2; break;
    case ND_TYPE_FLOAT8: sizes.precision = 53, sizes.radix = 2; break;
    case ND_TYPE_NUMERIC:
        sizes.radix = 10;
        if (type.mod < 0) break;
        sizes.precision = ((type.mod - 4) >> 16) & 0xffff;
        sizes.scale = (((type.mod - 4) & 0x7ff) ^ 1024) - 1024;
        break;
    case ND_TYPE_DATE: sizes.datetime = 0; break;
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: sizes.datetime = type.mod < 0 ? 6 : type.mod; break;
    case ND_TYPE_INTERVAL: sizes.datetime = type.mod < 0 || (type.mod & 0xffff) == 0xffff ? 6 : type.mod & 0xffff; break;
    default: break;
    }
    return sizes;
}

static void set_size(struct nd__rows *rows, size_t at, int64_t value)
{
    if (value >= 0) nd__set_i(rows, at, value);
}

static const char *number(struct nd__rows *rows, int64_t value) { return nd_arena_printf(rows->arena, "%lld", (long long)value); }

static void set_identity(struct nd__rows *rows, const struct nd_table *table, const struct nd_column *column)
{
    const struct nd_sequence *sequence = nd__owned_sequence(rows->sys, table, column);
    nd__set_s(rows, info_columns__is_identity, "YES");
    nd__set_s(rows, info_columns__identity_generation, column->identity == ND_IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT");
    if (sequence == NULL) return;
    nd__set_s(rows, info_columns__identity_start, number(rows, sequence->start));
    nd__set_s(rows, info_columns__identity_increment, number(rows, sequence->increment));
    nd__set_s(rows, info_columns__identity_maximum, number(rows, sequence->max));
    nd__set_s(rows, info_columns__identity_minimum, number(rows, sequence->min));
    nd__set_s(rows, info_columns__identity_cycle, nd__yes_or_no(sequence->cycles));
}

static void set_type(struct nd__rows *rows, struct nd_type type)
{
    struct nd__sizes sizes = nd__sizes_of(type);
    bool is_array = nd_type_is_array(type.id);
    const struct nd_user_type *user = nd__sys_user_type(rows->sys, type.id);
    nd__set_s(rows, info_columns__data_type, is_array ? "ARRAY" : user != NULL ? "USER-DEFINED" : nd_type_name(type.id));
    set_size(rows, info_columns__character_maximum_length, sizes.chars);
    set_size(rows, info_columns__character_octet_length, sizes.octets);
    set_size(rows, info_columns__numeric_precision, sizes.precision);
    set_size(rows, info_columns__numeric_precision_radix, sizes.radix);
    if (sizes.scale != INT64_MIN) nd__set_i(rows, info_columns__numeric_scale, sizes.scale);
    set_size(rows, info_columns__datetime_precision, sizes.datetime);
    const struct nd_user_type *domain = type.domain == ND_TYPE_INVALID ? NULL : nd__sys_user_type(rows->sys, type.domain);
    if (domain != NULL) {
        nd__set_s(rows, info_columns__domain_catalog, nd__database_name(rows));
        nd__set_s(rows, info_columns__domain_schema, domain->schema_name);
        nd__set_s(rows, info_columns__domain_name, domain->name);
    }
    nd__set_s(rows, info_columns__udt_catalog, nd__database_name(rows));
    nd__set_s(rows, info_columns__udt_schema, user == NULL ? "pg_catalog" : user->schema_name);
    nd__set_s(rows, info_columns__udt_name, nd__type_typname(rows->sys, type.id, rows->arena));
    if (type.id != ND_TYPE_NAME) return;
    nd__set_s(rows, info_columns__collation_catalog, nd__database_name(rows));
    nd__set_s(rows, info_columns__collation_schema, "pg_catalog");
    nd__set_s(rows, info_columns__collation_name, "C");
}

static void begin_column(struct nd__rows *rows, const struct nd__object *object, int64_t attnum, const char *name, struct nd_type type, bool is_not_null, bool is_updatable)
{
    nd__rows_begin(rows);
    nd__set_s(rows, info_columns__table_catalog, nd__database_name(rows));
    nd__set_s(rows, info_columns__table_schema, nd__sys_schema_name(rows->sys, object->schema_id));
    nd__set_s(rows, info_columns__table_name, object->name);
    nd__set_s(rows, info_columns__column_name, name);
    nd__set_i(rows, info_columns__ordinal_position, attnum);
    const struct nd_user_type *domain = type.domain == ND_TYPE_INVALID ? NULL : nd__sys_user_type(rows->sys, type.domain);
    nd__set_s(rows, info_columns__is_nullable, nd__yes_or_no(!is_not_null && (domain == NULL || !domain->is_not_null)));
    set_type(rows, type);
    if (rows->is_wanted[info_columns__dtd_identifier]) nd__set_s(rows, info_columns__dtd_identifier, number(rows, attnum));
    nd__set_s(rows, info_columns__is_self_referencing, "NO");
    nd__set_s(rows, info_columns__is_identity, "NO");
    nd__set_s(rows, info_columns__identity_cycle, "NO");
    nd__set_s(rows, info_columns__is_generated, "NEVER");
    nd__set_s(rows, info_columns__is_updatable, nd__yes_or_no(is_updatable));
}

static void emit_columns(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind == ND__OBJECT_SYSTEM) {
        for (size_t i = 0; i < object->rel->column_count; i++) {
            const struct nd__sys_column *column = &object->rel->columns[i];
            begin_column(rows, object, (int64_t)i + 1, column->name, ND_TYPE(column->type), column->is_not_null, !is_view(object));
            nd__rows_put(rows);
        }
        return;
    }
    if (!is_stored(object)) return;
    for (size_t i = 0; i < object->table->column_count; i++) {
        const struct nd_column *column = &object->table->columns[i];
        if (!nd__is_shown(column)) continue;
        bool is_updatable = object->kind == ND__OBJECT_TABLE || (rows->is_wanted[info_columns__is_updatable] && (nd__writes_of(rows->env, object, i, rows->arena) & CHANGES) == CHANGES);
        begin_column(rows, object, column->attnum, column->name, column->type, column->is_not_null, is_updatable);
        bool is_generated = column->generated_text != NULL;
        if (is_generated) nd__set_s(rows, info_columns__is_generated, "ALWAYS");
        size_t at = is_generated ? info_columns__generation_expression : info_columns__column_default;
        if (column->identity != ND_IDENTITY_NONE) set_identity(rows, object->table, column);
        else if (rows->is_wanted[at]) nd__set_s(rows, at, nd__default_text(rows->env, object->table, column, false, rows->arena));
        nd__rows_put(rows);
    }
}

/* ---- sequences -------------------------------------------------------------------------------------------------- */

/* Those of identity columns are part of the column. */
static bool is_internal(const struct nd__rows *rows, const struct nd_sequence *sequence)
{
    const struct nd__object *object = nd__sys_object(rows->sys, (uint32_t)sequence->owner.v);
    if (object == NULL || object->table == NULL) return false;
    size_t at = nd_table_find_column_id(object->table, sequence->owner_column_id);
    return at != SIZE_MAX && object->table->columns[at].identity != ND_IDENTITY_NONE;
}

static void emit_sequences(struct nd__rows *rows, const void *item)
{
    const struct nd_sequence *sequence = item;
    if (is_internal(rows, sequence)) return;
    nd__rows_begin(rows);
    nd__set_s(rows, info_sequences__sequence_catalog, nd__database_name(rows));
    nd__set_s(rows, info_sequences__sequence_schema, nd__sys_schema_name(rows->sys, sequence->schema_id));
    nd__set_s(rows, info_sequences__sequence_name, sequence->name);
    nd__set_s(rows, info_sequences__data_type, nd_type_name(sequence->type));
    nd__set_i(rows, info_sequences__numeric_precision, nd_type_len(sequence->type) * 8);
    nd__set_i(rows, info_sequences__numeric_precision_radix, 2);
    nd__set_i(rows, info_sequences__numeric_scale, 0);
    nd__set_s(rows, info_sequences__start_value, number(rows, sequence->start));
    nd__set_s(rows, info_sequences__minimum_value, number(rows, sequence->min));
    nd__set_s(rows, info_sequences__maximum_value, number(rows, sequence->max));
    nd__set_s(rows, info_sequences__increment, number(rows, sequence->increment));
    nd__set_s(rows, info_sequences__cycle_option, nd__yes_or_no(sequence->cycles));
    nd__rows_put(rows);
}

static void emit_catalog_name(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    nd__rows_begin(rows);
    nd__set_s(rows, info_information_schema_catalog_name__catalog_name, nd__database_name(rows));
    nd__rows_put(rows);
}

static void emit_character_sets(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    nd__rows_begin(rows);
    nd__set_s(rows, info_character_sets__character_set_name, "UTF8");
    nd__set_s(rows, info_character_sets__character_repertoire, "UCS");
    nd__set_s(rows, info_character_sets__form_of_use, "UTF8");
    nd__set_s(rows, info_character_sets__default_collate_catalog, nd__database_name(rows));
    nd__rows_put(rows);
}

/* clang-format off */
const struct nd__maker nd__makers_info[] = {
    {"info_schemata", ND__FROM_ONCE, emit_schemata, {{0}}},
    {"info_tables", ND__FROM_OBJECTS, emit_tables, {{info_tables__table_name, ND__BY_NAME}}, 0.5},
    {"info_views", ND__FROM_OBJECTS, emit_views, {{info_views__table_name, ND__BY_NAME}}, 0.1},
    {"info_columns", ND__FROM_OBJECTS, emit_columns, {{info_columns__table_name, ND__BY_NAME}}, 8},
    {"info_sequences", ND__FROM_SEQUENCES, emit_sequences, {{0}}},
    {"info_information_schema_catalog_name", ND__FROM_ONCE, emit_catalog_name, {{0}}},
    {"info_character_sets", ND__FROM_ONCE, emit_character_sets, {{0}}},
};
/* clang-format on */
const size_t nd__makers_info_count = ND_ARRAY_LEN(nd__makers_info);
