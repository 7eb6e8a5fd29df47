/* SPDX-License-Identifier: Apache-2.0 */
/* rels.c - which system relations there are, and as tables that plans can read. */
#include "sql/sys/sys_int.h"

#include <string.h>

#include "sql/types/key_codec.h"

/* clang-format off */
#define CATALOG ND_OID_PG_CATALOG
#define INFO ND_OID_INFORMATION_SCHEMA
#define INTERNAL ND_OID_ND_INTERNAL
#define REGTYPE_ARRAY 2211
#define INT8_ARRAY 1016
#define COLUMN(rel, column, type, not_null) {#column, (enum nd_type_id)TYPE_##type, not_null},
enum {
    TYPE_BOOL = ND_TYPE_BOOL, TYPE_BYTEA = ND_TYPE_BYTEA, TYPE_CHAR = ND_TYPE_CHAR, TYPE_NAME = ND_TYPE_NAME, TYPE_INT8 = ND_TYPE_INT8,
    TYPE_INT2 = ND_TYPE_INT2, TYPE_INT4 = ND_TYPE_INT4, TYPE_INT2VECTOR = ND_TYPE_INT2VECTOR, TYPE_REGPROC = ND_TYPE_REGPROC,
    TYPE_TEXT = ND_TYPE_TEXT, TYPE_OID = ND_TYPE_OID, TYPE_XID = ND_TYPE_XID, TYPE_OIDVECTOR = ND_TYPE_OIDVECTOR,
    TYPE_NODE_TREE = ND_TYPE_NODE_TREE, TYPE_FLOAT4 = ND_TYPE_FLOAT4, TYPE_FLOAT8 = ND_TYPE_FLOAT8, TYPE_CHAR_ARRAY = ND_TYPE_CHAR_ARRAY,
    TYPE_NAME_ARRAY = ND_TYPE_NAME_ARRAY, TYPE_INT2_ARRAY = ND_TYPE_INT2_ARRAY, TYPE_INT4_ARRAY = ND_TYPE_INT4_ARRAY,
    TYPE_TEXT_ARRAY = ND_TYPE_TEXT_ARRAY, TYPE_OID_ARRAY = ND_TYPE_OID_ARRAY, TYPE_ACLITEM_ARRAY = ND_TYPE_ACLITEM_ARRAY,
    TYPE_VARCHAR = ND_TYPE_VARCHAR, TYPE_TIMESTAMPTZ = ND_TYPE_TIMESTAMPTZ, TYPE_INTERVAL = ND_TYPE_INTERVAL, TYPE_NUMERIC = ND_TYPE_NUMERIC,
    TYPE_REGTYPE = ND_TYPE_REGTYPE, TYPE_REGTYPE_ARRAY = REGTYPE_ARRAY, TYPE_INT8_ARRAY = INT8_ARRAY,
};
#define COLUMNS(id, rel_name, rel_oid, list, schema, rel_kind) static const struct nd__sys_column columns_##id[] = {list(COLUMN, id)};
ND__SYS_RELATIONS(COLUMNS)
#define REL(id_, rel_name, rel_oid, list, schema, rel_kind) {#id_, rel_name, rel_oid, schema, rel_kind, columns_##id_, ND_ARRAY_LEN(columns_##id_)},
static const struct nd_sys_rel rels[] = {ND__SYS_RELATIONS(REL)};
/* clang-format on */

const struct nd_sys_rel *nd__sys_rel_at(size_t i) { return i < ND_ARRAY_LEN(rels) ? &rels[i] : NULL; }

const struct nd_sys_rel *nd_sys_find_rel(uint32_t schema_id, const char *name)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(rels); i++)
        if (rels[i].schema_id == schema_id && strcmp(rels[i].name, name) == 0) return &rels[i];
    return NULL;
}

const struct nd_sys_rel *nd_sys_find_rel_by_oid(uint32_t oid)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(rels); i++)
        if (rels[i].oid == oid) return &rels[i];
    return NULL;
}

bool nd_sys_is_name(const char *schema, const char *name)
{
    if (schema != NULL && (strcmp(schema, "information_schema") == 0 || strcmp(schema, "nd_internal") == 0)) return true;
    if (schema != NULL && strcmp(schema, "pg_catalog") != 0) return false;
    static const uint32_t schemas[] = {ND_OID_PG_CATALOG, ND_OID_INFORMATION_SCHEMA, ND_OID_ND_INTERNAL}; /* the latter two may be on the path */
    for (size_t i = 0; i < ND_ARRAY_LEN(schemas); i++)
        if (nd_sys_find_rel(schemas[i], name) != NULL) return true;
    return false;
}

/* ---- makers --------------------------------------------------------------------------------------------- */

static const struct {
    const struct nd__maker *makers;
    const size_t *count;
} maker_tables[] = {
    {nd__makers_class, &nd__makers_class_count},
    {nd__makers_constraint, &nd__makers_constraint_count},
    {nd__makers_type, &nd__makers_type_count},
    {nd__makers_func, &nd__makers_func_count},
    {nd__makers_cluster, &nd__makers_cluster_count},
    {nd__makers_views, &nd__makers_views_count},
    {nd__makers_info, &nd__makers_info_count},
    {nd__makers_info_keys, &nd__makers_info_keys_count},
    {nd__makers_info_types, &nd__makers_info_types_count},
    {nd__makers_internal, &nd__makers_internal_count},
    {nd__makers_roles, &nd__makers_roles_count},
    {nd__makers_activity, &nd__makers_activity_count},
    {nd__makers_own, &nd__makers_own_count},
};

const struct nd__maker *nd__sys_maker(const struct nd_sys_rel *rel)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(maker_tables); t++)
        for (size_t i = 0; i < *maker_tables[t].count; i++)
            if (strcmp(maker_tables[t].makers[i].name, rel->id) == 0) return &maker_tables[t].makers[i];
    return NULL;
}

/* ---- as a table ------------------------------------------------------------------------------------------ */

/* Of one source a key that is the item's own oid finds one row. */
static bool is_unique_key(const struct nd__maker *maker, const struct nd__key *key)
{
    return key->by == ND__BY_OID && key->column == 0 && maker->emit != NULL && maker->rows_per_item <= 1;
}

static double items_of(const struct nd__maker *maker, const struct nd_sys *sys)
{
    switch (maker == NULL ? ND__FROM_NOTHING : maker->source) {
    case ND__FROM_NOTHING:
    case ND__FROM_ONCE: return 1;
    case ND__FROM_OBJECTS: return (double)sys->object_count;
    case ND__FROM_TABLES: return (double)sys->all->table_count;
    case ND__FROM_SEQUENCES: return (double)sys->all->sequence_count;
    case ND__FROM_CONSTRAINTS: return (double)sys->constraint_count;
    case ND__FROM_TYPES: return (double)sys->type_count;
    case ND__FROM_ALL_TYPES: return (double)(sys->type_count + 2 * sys->user_type_count + 2 * sys->all->table_count);
    case ND__FROM_FUNCS:
    case ND__FROM_OPERATORS: return 1000;
    }
    ND_UNREACHABLE();
}

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && strcmp(name + n - m, end) == 0;
}

/* How many values a column has, about; 0: nothing is known of it. */
static double distinct_of(const struct nd_sys_rel *rel, const struct nd__maker *maker, size_t at, double items)
{
    static const char *const few[] = {"classid", "namespace", "owner", "relam", "subid", "indexprs"};
    const struct nd__sys_column *column = &rel->columns[at];
    if (column->type == ND_TYPE_BOOL) return 2;
    if (column->type == ND_TYPE_CHAR) return 4;
    for (size_t i = 0; i < ND_ARRAY_LEN(few); i++)
        if (ends_in(column->name, few[i])) return 4;
    for (size_t i = 0; maker != NULL && i < ND_ARRAY_LEN(maker->keys) && maker->keys[i].by != ND__BY_NONE; i++)
        if (maker->keys[i].column == at) return items < 1 ? 1 : items;
    return ends_in(column->name, "typid") ? 20 : 0;
}

static struct nd_table_stats *estimate(const struct nd_sys_rel *rel, const struct nd_sys *sys, struct nd_arena *arena)
{
    const struct nd__maker *maker = nd__sys_maker(rel);
    struct nd_table_stats *stats = nd_arena_new(arena, struct nd_table_stats);
    struct nd_column_stats *columns = nd_arena_array(arena, struct nd_column_stats, rel->column_count);
    double items = items_of(maker, sys), rows = items * (maker == NULL || maker->rows_per_item == 0 ? 1 : maker->rows_per_item);
    if (maker != NULL && maker->source == ND__FROM_ONCE) rows = (maker->rows_per_item == 0 ? 20 : maker->rows_per_item) + maker->rows_per_object * (double)sys->object_count;
    stats->rows = rows < 1 ? 1 : rows;
    stats->bytes = stats->rows * 100;
    for (size_t i = 0; i < rel->column_count; i++) {
        double distinct = distinct_of(rel, maker, i, items);
        if (distinct > 0) columns[stats->column_count++] = (struct nd_column_stats){.column_id = (uint32_t)i + 1, .distinct = distinct < stats->rows ? distinct : stats->rows, .width = 16};
    }
    stats->columns = columns;
    return stats;
}

/* The first index stands for reading everything; one more a look-up. */
static void add_indexes(const struct nd_sys_rel *rel, struct nd_table *table, struct nd_arena *arena)
{
    const struct nd__maker *maker = nd__sys_maker(rel);
    struct nd_index *indexes = nd_arena_array(arena, struct nd_index, 1 + sizeof maker->keys / sizeof maker->keys[0]);
    indexes[0] = (struct nd_index){.id = 1, .name = rel->name, .is_primary = true};
    size_t count = 1;
    for (size_t i = 0; maker != NULL && i < ND_ARRAY_LEN(maker->keys) && maker->keys[i].by != ND__BY_NONE; i++, count++) {
        struct nd_index_column *column = nd_arena_new(arena, struct nd_index_column);
        column->column = maker->keys[i].column;
        indexes[count] = (struct nd_index){.id = count + 1, .columns = column, .column_count = 1, .is_unique = is_unique_key(maker, &maker->keys[i])};
        indexes[count].name = nd_arena_printf(arena, "%s_%s_index", rel->name, rel->columns[column->column].name);
    }
    table->indexes = indexes;
    table->index_count = count;
}

const struct nd_table *nd_sys_table(const struct nd_sys_rel *rel, const struct nd_sys *sys, struct nd_arena *arena)
{
    struct nd_table *table = nd_arena_new(arena, struct nd_table);
    struct nd_column *columns = nd_arena_array(arena, struct nd_column, rel->column_count);
    for (size_t i = 0; i < rel->column_count; i++)
        columns[i] = (struct nd_column){
            .id = (uint32_t)i + 1,
            .attnum = (uint16_t)(i + 1),
            .name = rel->columns[i].name,
            .type = {rel->columns[i].type, -1},
            .is_not_null = rel->columns[i].is_not_null,
            .missing = ND_DATUM_NULL,
        };
    *table = (struct nd_table){
        .id = {rel->oid},
        .schema_id = rel->schema_id,
        .schema_name = rel->schema_id == ND_OID_PG_CATALOG ? "pg_catalog" : rel->schema_id == INTERNAL ? "nd_internal"
                                                                                                       : "information_schema",
        .name = rel->name,
        .columns = columns,
        .column_count = rel->column_count,
        .sys = rel,
    };
    add_indexes(rel, table, arena);
    if (sys != NULL) table->stats = estimate(rel, sys, arena);
    return table;
}

bool nd_sys_needs_cluster(const struct nd_sys_rel *rel) { return rel->schema_id == INTERNAL && !nd_sys_needs_sessions(rel); }

bool nd_sys_needs_sessions(const struct nd_sys_rel *rel)
{
    const struct nd__maker *maker = nd__sys_maker(rel);
    return maker >= nd__makers_activity && maker < nd__makers_activity + nd__makers_activity_count;
}
