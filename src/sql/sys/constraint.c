/* SPDX-License-Identifier: Apache-2.0 */
/* constraint.c - pg_constraint; pg_namespace. */
#include "sql/sys/sys_int.h"

static const char *const action_chars[] = {
    [ND_FK_NO_ACTION] = "a", [ND_FK_RESTRICT] = "r", [ND_FK_CASCADE] = "c", [ND_FK_SET_NULL] = "n", [ND_FK_SET_DEFAULT] = "d"};

static const char *name_of(const struct nd__constraint *constraint)
{
    if (constraint->index != NULL) return constraint->index->name;
    return constraint->check != NULL ? constraint->check->name : constraint->foreign_key->name;
}

static const char *type_of(const struct nd__constraint *constraint)
{
    if (constraint->index != NULL) return nd_index_is_primary_key(constraint->index) ? "p" : "u";
    return constraint->check != NULL ? "c" : "f";
}

static void set_foreign_key(struct nd__rows *rows, const struct nd_table *table, const struct nd_foreign_key *key)
{
    int64_t columns[ND_INDEX_COLUMNS_MAX], others[ND_INDEX_COLUMNS_MAX], set[ND_INDEX_COLUMNS_MAX], operators[ND_INDEX_COLUMNS_MAX];
    const struct nd__object *ref = nd__sys_object(rows->sys, (uint32_t)key->ref_table.v);
    size_t count = 0;
    for (size_t i = 0; i < key->column_count && i < ND_INDEX_COLUMNS_MAX; i++) {
        size_t at = ref == NULL || ref->table == NULL ? SIZE_MAX : nd_table_find_column_id(ref->table, key->ref_column_ids[i]);
        columns[i] = table->columns[key->columns[i]].attnum;
        others[i] = at == SIZE_MAX ? 0 : ref->table->columns[at].attnum;
        operators[i] = 96; /* int4eq: which one it is does not matter to anybody but the planner */
        count++;
    }
    for (size_t i = 0; i < key->set_column_count && i < ND_INDEX_COLUMNS_MAX; i++) set[i] = table->columns[key->set_columns[i]].attnum;
    nd__set_i(rows, pg_constraint__confrelid, (int64_t)key->ref_table.v);
    nd__set_i(rows, pg_constraint__conindid, key->ref_index_oid);
    nd__set_c(rows, pg_constraint__confupdtype, action_chars[key->on_update]);
    nd__set_c(rows, pg_constraint__confdeltype, action_chars[key->on_delete]);
    nd__set_c(rows, pg_constraint__confmatchtype, key->is_match_full ? "f" : "s");
    nd__set_b(rows, pg_constraint__condeferrable, key->is_deferrable);
    nd__set_b(rows, pg_constraint__condeferred, key->is_deferred);
    nd__set_b(rows, pg_constraint__convalidated, key->is_validated);
    nd__set_ints(rows, pg_constraint__conkey, ND_TYPE_INT2, columns, count, false);
    nd__set_ints(rows, pg_constraint__confkey, ND_TYPE_INT2, others, count, false);
    nd__set_ints(rows, pg_constraint__conpfeqop, ND_TYPE_OID, operators, count, false);
    nd__set_ints(rows, pg_constraint__conppeqop, ND_TYPE_OID, operators, count, false);
    nd__set_ints(rows, pg_constraint__conffeqop, ND_TYPE_OID, operators, count, false);
    if (key->set_column_count > 0) nd__set_ints(rows, pg_constraint__confdelsetcols, ND_TYPE_INT2, set, key->set_column_count, false);
}

static void emit_constraint(struct nd__rows *rows, const void *item)
{
    const struct nd__constraint *constraint = item;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_constraint__oid, constraint->oid);
    nd__set_s(rows, pg_constraint__conname, name_of(constraint));
    nd__set_i(rows, pg_constraint__connamespace, constraint->table->schema_id);
    nd__set_c(rows, pg_constraint__contype, type_of(constraint));
    nd__set_b(rows, pg_constraint__condeferrable, constraint->index != NULL && constraint->index->is_deferrable);
    nd__set_b(rows, pg_constraint__condeferred, constraint->index != NULL && constraint->index->is_deferred);
    nd__set_b(rows, pg_constraint__convalidated, constraint->check == NULL || constraint->check->is_validated);
    nd__set_i(rows, pg_constraint__conrelid, nd_table_oid(constraint->table));
    nd__set_i(rows, pg_constraint__contypid, constraint->domain == NULL ? 0 : (int64_t)constraint->domain->id);
    nd__set_i(rows, pg_constraint__conindid, constraint->index == NULL ? 0 : constraint->index->oid);
    nd__set_i(rows, pg_constraint__conparentid, 0);
    nd__set_i(rows, pg_constraint__confrelid, 0);
    nd__set_c(rows, pg_constraint__confupdtype, " ");
    nd__set_c(rows, pg_constraint__confdeltype, " ");
    nd__set_c(rows, pg_constraint__confmatchtype, " ");
    nd__set_b(rows, pg_constraint__conislocal, true);
    nd__set_i(rows, pg_constraint__coninhcount, 0);
    nd__set_b(rows, pg_constraint__connoinherit, constraint->check == NULL);
    if (constraint->index != NULL) {
        int64_t columns[ND_INDEX_COLUMNS_MAX];
        size_t count = nd__index_attnums(constraint->table, constraint->index, columns);
        nd__set_ints(rows, pg_constraint__conkey, ND_TYPE_INT2, columns, count, false);
    }
    if (constraint->foreign_key != NULL) set_foreign_key(rows, constraint->table, constraint->foreign_key);
    if (constraint->check != NULL) {
        nd__set_s(rows, pg_constraint__conbin, nd_arena_printf(rows->arena, "0 %s", constraint->check->text));
        if (rows->is_wanted[pg_constraint__conkey] && constraint->domain == NULL) {
            int64_t columns[ND_INDEX_COLUMNS_MAX];
            size_t count = nd__check_attnums(rows->env, constraint->table, constraint->check, columns, rows->arena);
            nd__set_ints(rows, pg_constraint__conkey, ND_TYPE_INT2, columns, count, false);
        }
    }
    nd__rows_put(rows);
}

static void emit_namespace(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_schema *schema;
    for (size_t i = 0; (schema = nd_catalog_schema_at(rows->sys->all->view, i)) != NULL; i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_namespace__oid, schema->id);
        nd__set_s(rows, pg_namespace__nspname, schema->name);
        nd__set_i(rows, pg_namespace__nspowner, schema->owner);
        nd__set_acl(rows, pg_namespace__nspacl, schema->acl);
        nd__rows_put(rows);
    }
}

/* Privileges that initdb gave: dumps leave them out. */
static void emit_init_privs(struct nd__rows *rows, const void *item)
{
    static const uint32_t schemas[] = {ND_OID_PG_CATALOG, ND_OID_PUBLIC};
    ND_UNUSED(item);
    for (size_t i = 0; i < ND_ARRAY_LEN(schemas); i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_init_privs__objoid, schemas[i]);
        nd__set_i(rows, pg_init_privs__classoid, 2615);
        nd__set_i(rows, pg_init_privs__objsubid, 0);
        nd__set_c(rows, pg_init_privs__privtype, "i");
        nd__set_acl(rows, pg_init_privs__initprivs, nd_schema_initial_acl(schemas[i]));
        nd__rows_put(rows);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_constraint[] = {
    {"pg_constraint", ND__FROM_CONSTRAINTS, emit_constraint, {{pg_constraint__conrelid, ND__BY_TABLE}, {pg_constraint__oid, ND__BY_OID}}},
    {"pg_namespace", ND__FROM_ONCE, emit_namespace, {{0}}},
    {"pg_init_privs", ND__FROM_ONCE, emit_init_privs, {{0}}},
};
/* clang-format on */
const size_t nd__makers_constraint_count = ND_ARRAY_LEN(nd__makers_constraint);
