/* SPDX-License-Identifier: Apache-2.0 */
/* info_keys.c - information_schema: constraints and their columns. */
#include <stdio.h>
#include <string.h>

#include "sql/sys/sys_int.h"

/* The first columns of all these views: catalog, schema and name of the constraint, or of the table. */
static void set_three(struct nd__rows *rows, size_t at, uint32_t schema_id, const char *name)
{
    bool has_database = rows->env->services != NULL && rows->env->services->database != NULL;
    nd__set_s(rows, at, has_database ? rows->env->services->database : "postgres");
    nd__set_s(rows, at + 1, nd__sys_schema_name(rows->sys, schema_id));
    nd__set_s(rows, at + 2, name);
}

static const char *name_of(const struct nd__constraint *constraint)
{
    if (constraint->index != NULL) return constraint->index->name;
    return constraint->check != NULL ? constraint->check->name : constraint->foreign_key->name;
}

/* NOT NULL shows as a check that nobody named. */
static const char *not_null_name(struct nd__rows *rows, const struct nd_table *table, const struct nd_column *column)
{
    return nd_arena_printf(rows->arena, "%u_%u_%u_not_null", table->schema_id, nd_table_oid(table), column->attnum);
}

/* ---- table_constraints ------------------------------------------------------------------------------------- */

static void put_table_constraint(struct nd__rows *rows, const struct nd_table *table, const char *name, const char *type, const struct nd_foreign_key *key, const struct nd_index *unique)
{
    nd__rows_begin(rows);
    set_three(rows, info_table_constraints__constraint_catalog, table->schema_id, name);
    set_three(rows, info_table_constraints__table_catalog, table->schema_id, table->name);
    nd__set_s(rows, info_table_constraints__constraint_type, type);
    nd__set_s(rows, info_table_constraints__is_deferrable, (key != NULL && key->is_deferrable) || (unique != NULL && unique->is_deferrable) ? "YES" : "NO");
    nd__set_s(rows, info_table_constraints__initially_deferred, (key != NULL && key->is_deferred) || (unique != NULL && unique->is_deferred) ? "YES" : "NO");
    nd__set_s(rows, info_table_constraints__enforced, "YES");
    if (unique != NULL && !nd_index_is_primary_key(unique)) nd__set_s(rows, info_table_constraints__nulls_distinct, unique->is_null_equal ? "NO" : "YES");
    nd__rows_put(rows);
}

static void emit_table_constraints(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_TABLE) return;
    for (size_t i = 0; i < object->constraint_count; i++) {
        const struct nd__constraint *constraint = &object->constraints[i];
        const char *type = constraint->foreign_key != NULL ? "FOREIGN KEY" : constraint->check != NULL ? "CHECK" : nd_index_is_primary_key(constraint->index) ? "PRIMARY KEY" : "UNIQUE";
        put_table_constraint(rows, object->table, name_of(constraint), type, constraint->foreign_key, constraint->index);
    }
    for (size_t i = 0; i < object->table->column_count; i++) {
        const struct nd_column *column = &object->table->columns[i];
        if (nd__is_shown(column) && column->is_not_null) put_table_constraint(rows, object->table, not_null_name(rows, object->table, column), "CHECK", NULL, NULL);
    }
}

/* ---- check_constraints --------------------------------------------------------------------------------------- */

static void put_check(struct nd__rows *rows, const struct nd_table *table, const char *name, const char *clause)
{
    nd__rows_begin(rows);
    set_three(rows, info_check_constraints__constraint_catalog, table->schema_id, name);
    nd__set_s(rows, info_check_constraints__check_clause, clause);
    nd__rows_put(rows);
}

static void emit_check_constraints(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_TABLE) return;
    for (size_t i = 0; i < object->constraint_count; i++) {
        const struct nd__constraint *constraint = &object->constraints[i];
        if (constraint->check == NULL) continue;
        put_check(rows, object->table, constraint->check->name, nd__constraint_text(rows->env, constraint, false, rows->arena) + strlen("CHECK "));
    }
    for (size_t i = 0; i < object->table->column_count; i++) {
        const struct nd_column *column = &object->table->columns[i];
        if (!nd__is_shown(column) || !column->is_not_null) continue;
        const char *clause = nd_arena_printf(rows->arena, "%s IS NOT NULL", column->name);
        put_check(rows, object->table, not_null_name(rows, object->table, column), clause);
    }
}

/* ---- key_column_usage, constraint_column_usage -------------------------------------------------------------------- */

/* Where column `at` of the key stands in the unique key that it refers to, from 1. */
static int64_t position_in_unique(const struct nd_sys *sys, const struct nd_foreign_key *key, size_t at)
{
    const struct nd__object *ref = nd__sys_object(sys, (uint32_t)key->ref_table.v);
    const struct nd_index *index = ref == NULL || ref->table == NULL ? NULL : nd_table_find_index_oid(ref->table, key->ref_index_oid);
    for (size_t i = 0; index != NULL && i < index->column_count; i++)
        if (ref->table->columns[index->columns[i].column].id == key->ref_column_ids[at]) return (int64_t)i + 1;
    return (int64_t)at + 1;
}

static void emit_key_columns(struct nd__rows *rows, const void *item)
{
    const struct nd__constraint *constraint = item;
    if (constraint->check != NULL) return;
    const struct nd_foreign_key *key = constraint->foreign_key;
    size_t count = key != NULL ? key->column_count : constraint->index->column_count;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = key != NULL ? key->columns[i] : constraint->index->columns[i].column;
        nd__rows_begin(rows);
        set_three(rows, info_key_column_usage__constraint_catalog, constraint->table->schema_id, name_of(constraint));
        set_three(rows, info_key_column_usage__table_catalog, constraint->table->schema_id, constraint->table->name);
        nd__set_s(rows, info_key_column_usage__column_name, constraint->table->columns[at].name);
        nd__set_i(rows, info_key_column_usage__ordinal_position, (int64_t)i + 1);
        if (key != NULL) nd__set_i(rows, info_key_column_usage__position_in_unique_constraint, position_in_unique(rows->sys, key, i));
        nd__rows_put(rows);
    }
}

static void put_usage(struct nd__rows *rows, const struct nd__constraint *constraint, const struct nd_table *table, const char *column)
{
    nd__rows_begin(rows);
    set_three(rows, info_constraint_column_usage__table_catalog, table->schema_id, table->name);
    nd__set_s(rows, info_constraint_column_usage__column_name, column);
    set_three(rows, info_constraint_column_usage__constraint_catalog, constraint->table->schema_id, name_of(constraint));
    nd__rows_put(rows);
}

/* Of a foreign key: the columns that it refers to. */
static void emit_column_usage(struct nd__rows *rows, const void *item)
{
    const struct nd__constraint *constraint = item;
    const struct nd_foreign_key *key = constraint->foreign_key;
    if (key != NULL) {
        const struct nd__object *ref = nd__sys_object(rows->sys, (uint32_t)key->ref_table.v);
        for (size_t i = 0; ref != NULL && ref->table != NULL && i < key->column_count; i++) {
            size_t at = nd_table_find_column_id(ref->table, key->ref_column_ids[i]);
            if (at != SIZE_MAX) put_usage(rows, constraint, ref->table, ref->table->columns[at].name);
        }
        return;
    }
    if (constraint->index != NULL) {
        for (size_t i = 0; i < constraint->index->column_count; i++)
            put_usage(rows, constraint, constraint->table, constraint->table->columns[constraint->index->columns[i].column].name);
        return;
    }
    uint32_t columns[ND_INDEX_COLUMNS_MAX];
    size_t count = rows->env->columns_of == NULL ? 0 : rows->env->columns_of(rows->env->arg, constraint->table, constraint->check->text, columns, ND_INDEX_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++) put_usage(rows, constraint, constraint->table, constraint->table->columns[columns[i]].name);
}

static void emit_table_usage(struct nd__rows *rows, const void *item)
{
    const struct nd__constraint *constraint = item;
    const struct nd_table *table = constraint->table;
    if (constraint->check != NULL) return;
    if (constraint->foreign_key != NULL) {
        const struct nd__object *ref = nd__sys_object(rows->sys, (uint32_t)constraint->foreign_key->ref_table.v);
        if (ref == NULL || ref->table == NULL) return;
        table = ref->table;
    }
    nd__rows_begin(rows);
    set_three(rows, info_constraint_table_usage__table_catalog, table->schema_id, table->name);
    set_three(rows, info_constraint_table_usage__constraint_catalog, constraint->table->schema_id, name_of(constraint));
    nd__rows_put(rows);
}

/* ---- referential_constraints ------------------------------------------------------------------------------------------ */

static void emit_referential(struct nd__rows *rows, const void *item)
{
    static const char *const rules[] = {
        [ND_FK_NO_ACTION] = "NO ACTION", [ND_FK_RESTRICT] = "RESTRICT", [ND_FK_CASCADE] = "CASCADE", [ND_FK_SET_NULL] = "SET NULL", [ND_FK_SET_DEFAULT] = "SET DEFAULT"};
    const struct nd__constraint *constraint = item;
    const struct nd_foreign_key *key = constraint->foreign_key;
    if (key == NULL) return;
    const struct nd__object *index = nd__sys_object(rows->sys, key->ref_index_oid);
    nd__rows_begin(rows);
    set_three(rows, info_referential_constraints__constraint_catalog, constraint->table->schema_id, key->name);
    if (index != NULL && index->index != NULL && index->index->is_constraint)
        set_three(rows, info_referential_constraints__unique_constraint_catalog, index->schema_id, index->name);
    nd__set_s(rows, info_referential_constraints__match_option, key->is_match_full ? "FULL" : "NONE");
    nd__set_s(rows, info_referential_constraints__update_rule, rules[key->on_update]);
    nd__set_s(rows, info_referential_constraints__delete_rule, rules[key->on_delete]);
    nd__rows_put(rows);
}

/* clang-format off */
const struct nd__maker nd__makers_info_keys[] = {
    {"info_table_constraints", ND__FROM_OBJECTS, emit_table_constraints, {{info_table_constraints__table_name, ND__BY_NAME}}, 1.5},
    {"info_check_constraints", ND__FROM_OBJECTS, emit_check_constraints, {{0}}, 1.2},
    {"info_key_column_usage", ND__FROM_CONSTRAINTS, emit_key_columns, {{0}}},
    {"info_constraint_column_usage", ND__FROM_CONSTRAINTS, emit_column_usage, {{0}}},
    {"info_constraint_table_usage", ND__FROM_CONSTRAINTS, emit_table_usage, {{0}}},
    {"info_referential_constraints", ND__FROM_CONSTRAINTS, emit_referential, {{0}}},
};
/* clang-format on */
const size_t nd__makers_info_keys_count = ND_ARRAY_LEN(nd__makers_info_keys);
