/* SPDX-License-Identifier: Apache-2.0 */
/* views.c - pg_tables, pg_indexes, pg_sequences, pg_stat_*_tables and their kin. */
#include "sql/sys/sys_int.h"

static bool is_table(const struct nd__object *object)
{
    return object->kind == ND__OBJECT_TABLE || (object->kind == ND__OBJECT_SYSTEM && object->rel->kind == 'r');
}

static void emit_tables(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (!is_table(object)) return;
    const struct nd_table *table = object->table;
    bool has_index = false;
    for (size_t i = 0; table != NULL && i < table->index_count; i++) has_index = has_index || (table->indexes[i].name != NULL && table->indexes[i].name[0] != '\0');
    nd__rows_begin(rows);
    nd__set_s(rows, pg_tables__schemaname, nd__sys_schema_name(rows->sys, object->schema_id));
    nd__set_s(rows, pg_tables__tablename, object->name);
    nd__set_s(rows, pg_tables__tableowner, nd__role_name(rows->env, nd__object_owner(object)));
    nd__set_b(rows, pg_tables__hasindexes, has_index);
    nd__set_b(rows, pg_tables__hasrules, false);
    nd__set_b(rows, pg_tables__hastriggers, table != NULL && (table->foreign_key_count > 0 || table->reference_count > 0));
    nd__set_b(rows, pg_tables__rowsecurity, false);
    nd__rows_put(rows);
}

static void emit_indexes(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_INDEX) return;
    nd__rows_begin(rows);
    nd__set_s(rows, pg_indexes__schemaname, nd__sys_schema_name(rows->sys, object->schema_id));
    nd__set_s(rows, pg_indexes__tablename, object->table->name);
    nd__set_s(rows, pg_indexes__indexname, object->name);
    if (rows->is_wanted[pg_indexes__indexdef]) nd__set_s(rows, pg_indexes__indexdef, nd__index_text(rows->env, object, 0, false, rows->arena));
    nd__rows_put(rows);
}

static void emit_sequences(struct nd__rows *rows, const void *item)
{
    const struct nd_sequence *sequence = item;
    nd__rows_begin(rows);
    nd__set_s(rows, pg_sequences__schemaname, nd__sys_schema_name(rows->sys, sequence->schema_id));
    nd__set_s(rows, pg_sequences__sequencename, sequence->name);
    nd__set_s(rows, pg_sequences__sequenceowner, nd__role_name(rows->env, sequence->role));
    nd__set_i(rows, pg_sequences__data_type, (int64_t)sequence->type);
    nd__set_i(rows, pg_sequences__start_value, sequence->start);
    nd__set_i(rows, pg_sequences__min_value, sequence->min);
    nd__set_i(rows, pg_sequences__max_value, sequence->max);
    nd__set_i(rows, pg_sequences__increment_by, sequence->increment);
    nd__set_b(rows, pg_sequences__cycle, sequence->cycles);
    nd__set_i(rows, pg_sequences__cache_size, sequence->cache);
    nd__rows_put(rows);
}

/* pg_stat_all_tables, and of users: columns alike. */
static void emit_stat_tables(struct nd__rows *rows, const void *item)
{
    const struct nd_table *table = item;
    double count = nd__table_rows(table);
    if (table->view != NULL) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_stat_all_tables__relid, nd_table_oid(table));
    nd__set_s(rows, pg_stat_all_tables__schemaname, nd__sys_schema_name(rows->sys, table->schema_id));
    nd__set_s(rows, pg_stat_all_tables__relname, table->name);
    nd__set_i(rows, pg_stat_all_tables__n_live_tup, count < 0 ? 0 : (int64_t)count);
    nd__set_i(rows, pg_stat_all_tables__n_dead_tup, 0);
    nd__set_i(rows, pg_stat_all_tables__vacuum_count, 0);
    nd__set_i(rows, pg_stat_all_tables__autovacuum_count, 0);
    nd__rows_put(rows);
}

static void emit_stat_indexes(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_INDEX) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_stat_all_indexes__relid, nd_table_oid(object->table));
    nd__set_i(rows, pg_stat_all_indexes__indexrelid, object->oid);
    nd__set_s(rows, pg_stat_all_indexes__schemaname, nd__sys_schema_name(rows->sys, object->schema_id));
    nd__set_s(rows, pg_stat_all_indexes__relname, object->table->name);
    nd__set_s(rows, pg_stat_all_indexes__indexrelname, object->name);
    nd__rows_put(rows);
}

static void emit_statio_tables(struct nd__rows *rows, const void *item)
{
    const struct nd_table *table = item;
    if (table->view != NULL) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_statio_all_tables__relid, nd_table_oid(table));
    nd__set_s(rows, pg_statio_all_tables__schemaname, nd__sys_schema_name(rows->sys, table->schema_id));
    nd__set_s(rows, pg_statio_all_tables__relname, table->name);
    nd__rows_put(rows);
}

static void emit_views(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_VIEW) return;
    nd__rows_begin(rows);
    nd__set_s(rows, pg_views__schemaname, nd__sys_schema_name(rows->sys, object->schema_id));
    nd__set_s(rows, pg_views__viewname, object->name);
    nd__set_s(rows, pg_views__viewowner, nd__role_name(rows->env, nd__object_owner(object)));
    if (rows->is_wanted[pg_views__definition]) nd__set_s(rows, pg_views__definition, nd__view_text(rows->env, object->table, false, rows->arena));
    nd__rows_put(rows);
}

/* What ANALYZE found, without the values. */
static bool may_read(const struct nd__rows *rows, const struct nd_table *table, size_t column)
{
    uint32_t role = nd__user_oid(rows->env);
    const struct nd_catalog_view *view = rows->sys->all->view;
    return nd_table_privileges(view, table, role, ND_PRIV_SELECT) != 0 || nd_column_privileges(view, table, column, role, ND_PRIV_SELECT) != 0;
}

static void emit_stats(struct nd__rows *rows, const void *item)
{
    const struct nd_table *table = item;
    for (size_t i = 0; table->stats != NULL && i < table->column_count; i++) {
        const struct nd_column_stats *stats = nd_table_column_stats(table, i);
        if (stats == NULL || !nd__is_shown(&table->columns[i]) || !may_read(rows, table, i)) continue;
        nd__rows_begin(rows);
        nd__set_s(rows, pg_stats__schemaname, nd__sys_schema_name(rows->sys, table->schema_id));
        nd__set_s(rows, pg_stats__tablename, table->name);
        nd__set_s(rows, pg_stats__attname, table->columns[i].name);
        nd__set_b(rows, pg_stats__inherited, false);
        nd__set_f(rows, pg_stats__null_frac, (double)(float)stats->null_share);
        nd__set_i(rows, pg_stats__avg_width, (int64_t)stats->width);
        nd__set_f(rows, pg_stats__n_distinct, (double)(float)stats->distinct);
        nd__set_f(rows, pg_stats__correlation, (double)(float)stats->correlation);
        nd__rows_put(rows);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_views[] = {
    {"pg_tables", ND__FROM_OBJECTS, emit_tables, {{pg_tables__tablename, ND__BY_NAME}}, 0.5},
    {"pg_indexes", ND__FROM_OBJECTS, emit_indexes, {{pg_indexes__indexname, ND__BY_NAME}}, 0.3},
    {"pg_sequences", ND__FROM_SEQUENCES, emit_sequences, {{0}}},
    {"pg_stat_all_tables", ND__FROM_TABLES, emit_stat_tables, {{pg_stat_all_tables__relid, ND__BY_OID}}},
    {"pg_stat_user_tables", ND__FROM_TABLES, emit_stat_tables, {{pg_stat_user_tables__relid, ND__BY_OID}}},
    {"pg_stat_all_indexes", ND__FROM_OBJECTS, emit_stat_indexes, {{pg_stat_all_indexes__indexrelid, ND__BY_OID}}},
    {"pg_stat_user_indexes", ND__FROM_OBJECTS, emit_stat_indexes, {{pg_stat_user_indexes__indexrelid, ND__BY_OID}}},
    {"pg_statio_all_tables", ND__FROM_TABLES, emit_statio_tables, {{pg_statio_all_tables__relid, ND__BY_OID}}},
    {"pg_statio_user_tables", ND__FROM_TABLES, emit_statio_tables, {{pg_statio_user_tables__relid, ND__BY_OID}}},
    {"pg_views", ND__FROM_OBJECTS, emit_views, {{pg_views__viewname, ND__BY_NAME}}, 0.1},
    {"pg_stats", ND__FROM_TABLES, emit_stats, {{0}}},
};
/* clang-format on */
const size_t nd__makers_views_count = ND_ARRAY_LEN(nd__makers_views);
