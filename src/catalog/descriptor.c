/* SPDX-License-Identifier: Apache-2.0 */
/* descriptor.c - descriptors as structs and as bytes; keys of rows. */
#include "catalog/catalog_int.h"

#include "kv/keys.h"
#include "proto/catalog.pb-c.h"
#include "sql/types/key_codec.h"
#include "sql/types/row_codec.h"

#define TABLE_FORMAT 1

const char *nd_schema_name(uint32_t schema_id) { return schema_id == ND_OID_PG_CATALOG ? "pg_catalog" : "public"; }

size_t nd_table_find_column(const struct nd_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].is_hidden && strcmp(table->columns[i].name, name) == 0) return i;
    return SIZE_MAX;
}

bool nd_table_has_row_id(const struct nd_table *table) { return table->columns[table->indexes[0].columns[0].column].is_hidden; }

static const char *copy_text(struct nd_arena *arena, const char *text) { return text == NULL ? NULL : nd_arena_strdup(arena, text); }

struct nd_table *nd_table_copy(const struct nd_table *table, struct nd_arena *arena)
{
    struct nd_table *copy = nd_arena_new(arena, struct nd_table);
    *copy = *table;
    copy->name = copy_text(arena, table->name);
    struct nd_column *columns = nd_arena_array(arena, struct nd_column, table->column_count + 1);
    for (size_t i = 0; i < table->column_count; i++) {
        columns[i] = table->columns[i];
        columns[i].name = copy_text(arena, columns[i].name);
        columns[i].default_text = copy_text(arena, columns[i].default_text);
        if (!columns[i].missing.is_null && nd_type_phys(columns[i].type.id) == ND_PHYS_BYTES) columns[i].missing.s = nd_arena_copy(arena, columns[i].missing.s);
    }
    struct nd_index *indexes = nd_arena_array(arena, struct nd_index, table->index_count + 1);
    for (size_t i = 0; i < table->index_count; i++) {
        indexes[i] = table->indexes[i];
        indexes[i].name = copy_text(arena, indexes[i].name);
        struct nd_index_column *parts = nd_arena_array(arena, struct nd_index_column, indexes[i].column_count);
        memcpy(parts, table->indexes[i].columns, sizeof *parts * indexes[i].column_count);
        indexes[i].columns = parts;
    }
    copy->columns = columns;
    copy->indexes = indexes;
    return copy;
}

/* ---- keys ------------------------------------------------------------------------------------------ */

void nd_table_put_prefix(struct nd_buf *key, struct nd_table_id table)
{
    nd_buf_put_u8(key, ND_KEYSPACE_SQL);
    nd_key_put_varint(key, ND_TENANT_DEFAULT);
    nd_key_put_varint(key, table.v);
}

void nd_index_put_prefix(struct nd_buf *key, struct nd_table_id table, uint64_t index_id)
{
    nd_table_put_prefix(key, table);
    nd_key_put_varint(key, index_id);
}

bool nd_index_take_prefix(struct nd_dec *dec, struct nd_table_id *table_out, uint64_t *index_id_out)
{
    uint8_t space = nd_dec_u8(dec);
    uint64_t tenant = nd_key_take_varint(dec);
    table_out->v = nd_key_take_varint(dec);
    *index_id_out = nd_key_take_varint(dec);
    return nd_dec_is_ok(dec) && space == ND_KEYSPACE_SQL && tenant == ND_TENANT_DEFAULT;
}

static struct nd_slice take_key(struct nd_buf *buf, struct nd_arena *arena)
{
    struct nd_slice key = nd_arena_copy(arena, nd_buf_slice(buf));
    nd_buf_deinit(buf);
    return key;
}

struct nd_slice nd__catalog_version_key(struct nd_arena *arena)
{
    static const uint8_t key[] = {ND_KEYSPACE_SYSTEM, 'c', 'v'};
    ND_UNUSED(arena);
    return nd_slice_of(key, sizeof key);
}

struct nd_slice nd__catalog_name_key(struct nd_arena *arena, uint32_t schema_id, const char *name)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, "cn", 2);
    nd_key_put_varint(&buf, ND_OID_DATABASE);
    nd_key_put_varint(&buf, schema_id);
    nd_buf_put_slice(&buf, nd_slice_str(name));
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_table_key(struct nd_arena *arena, struct nd_table_id id)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, "cd", 2);
    nd_key_put_varint(&buf, id.v);
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_gate_key(struct nd_arena *arena, struct nd_table_id id, unsigned gate)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_index_put_prefix(&buf, id, 0);
    nd_key_put_varint(&buf, gate);
    return take_key(&buf, arena);
}

/* ---- bytes ------------------------------------------------------------------------------------------- */

static void encode_missing(const struct nd_column *column, struct nd_arena *arena, ProtobufCBinaryData *out)
{
    if (column->missing.is_null) return;
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    struct nd_row_column row_column = {column->id, column->type};
    nd_row_encode_datums(&buf, column->id, &row_column, &column->missing, 1);
    struct nd_slice bytes = take_key(&buf, arena);
    uint8_t *copy = nd_arena_alloc(arena, bytes.n);
    memcpy(copy, bytes.p, bytes.n);
    *out = (ProtobufCBinaryData){bytes.n, copy};
}

static char *proto_text(struct nd_arena *arena, const char *text) { return nd_arena_strdup(arena, text == NULL ? "" : text); }

static Ndoto__Catalog__Column *encode_column(const struct nd_column *column, struct nd_arena *arena)
{
    Ndoto__Catalog__Column *out = nd_arena_new(arena, Ndoto__Catalog__Column);
    ndoto__catalog__column__init(out);
    out->id = column->id;
    out->name = proto_text(arena, column->name);
    out->type_oid = (uint32_t)column->type.id;
    out->typmod = column->type.mod;
    out->is_not_null = column->is_not_null;
    out->default_text = proto_text(arena, column->default_text);
    out->is_hidden = column->is_hidden;
    out->attnum = column->attnum;
    encode_missing(column, arena, &out->missing);
    return out;
}

static Ndoto__Catalog__Index *encode_index(const struct nd_table *table, const struct nd_index *index, struct nd_arena *arena)
{
    Ndoto__Catalog__Index *out = nd_arena_new(arena, Ndoto__Catalog__Index);
    ndoto__catalog__index__init(out);
    out->id = index->id;
    out->oid = index->oid;
    out->name = proto_text(arena, index->name);
    out->is_unique = index->is_unique;
    out->is_primary = index->is_primary;
    out->is_constraint = index->is_constraint;
    out->n_columns = index->column_count;
    out->columns = nd_arena_array(arena, Ndoto__Catalog__IndexColumn *, index->column_count);
    for (size_t i = 0; i < index->column_count; i++) {
        Ndoto__Catalog__IndexColumn *part = out->columns[i] = nd_arena_new(arena, Ndoto__Catalog__IndexColumn);
        ndoto__catalog__index_column__init(part);
        part->column_id = table->columns[index->columns[i].column].id;
        part->is_desc = (index->columns[i].flags & ND_KEY_DESC) != 0;
        part->nulls_first = (index->columns[i].flags & ND_KEY_NULLS_FIRST) != 0;
    }
    return out;
}

struct nd_slice nd__table_encode(const struct nd_table *table, struct nd_arena *arena)
{
    Ndoto__Catalog__Table out;
    ndoto__catalog__table__init(&out);
    out.format = TABLE_FORMAT;
    out.id = table->id.v;
    out.schema_id = table->schema_id;
    out.name = proto_text(arena, table->name);
    out.version = table->version;
    out.n_columns = table->column_count;
    out.columns = nd_arena_array(arena, Ndoto__Catalog__Column *, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) out.columns[i] = encode_column(&table->columns[i], arena);
    out.n_indexes = table->index_count;
    out.indexes = nd_arena_array(arena, Ndoto__Catalog__Index *, table->index_count);
    for (size_t i = 0; i < table->index_count; i++) out.indexes[i] = encode_index(table, &table->indexes[i], arena);
    out.next_column_id = table->next_column_id;
    out.next_index_id = table->next_index_id;
    size_t n = ndoto__catalog__table__get_packed_size(&out);
    uint8_t *bytes = nd_arena_alloc(arena, n);
    ndoto__catalog__table__pack(&out, bytes);
    return nd_slice_of(bytes, n);
}

static void *arena_alloc(void *allocator_data, size_t size) { return nd_arena_alloc(allocator_data, size); }
static void arena_free(void *allocator_data, void *pointer) { ND_UNUSED(allocator_data), ND_UNUSED(pointer); }

static enum nd_status decode_column(const Ndoto__Catalog__Column *in, struct nd_arena *arena, struct nd_column *out)
{
    *out = (struct nd_column){
        .id = in->id,
        .attnum = (uint16_t)in->attnum,
        .name = in->name,
        .type = {(enum nd_type_id)in->type_oid, in->typmod},
        .is_not_null = in->is_not_null,
        .is_hidden = in->is_hidden,
        .default_text = in->default_text[0] == '\0' ? NULL : in->default_text,
        .missing = {.is_null = true},
    };
    if (!nd_type_is_known(in->type_oid)) return ND_STATUS_CORRUPT;
    if (in->missing.len == 0) return ND_STATUS_OK;
    struct nd_vec vec = nd_vec_new(arena, out->type, 1);
    struct nd_row_column column = {out->id, out->type};
    ND_TRY(nd_row_decode(nd_slice_of(in->missing.data, in->missing.len), &column, 1, NULL, &vec, 0));
    out->missing = nd_vec_get(&vec, 0);
    return ND_STATUS_OK;
}

static enum nd_status decode_index(const Ndoto__Catalog__Index *in, const struct nd_table *table, struct nd_arena *arena, struct nd_index *out)
{
    *out = (struct nd_index){
        .id = in->id,
        .oid = in->oid,
        .name = in->name,
        .is_unique = in->is_unique,
        .is_primary = in->is_primary,
        .is_constraint = in->is_constraint,
        .column_count = in->n_columns,
    };
    if (in->n_columns == 0 || in->id == 0) return ND_STATUS_CORRUPT;
    struct nd_index_column *parts = nd_arena_array(arena, struct nd_index_column, in->n_columns);
    for (size_t i = 0; i < in->n_columns; i++) {
        size_t at = 0;
        while (at < table->column_count && table->columns[at].id != in->columns[i]->column_id) at++;
        if (at == table->column_count) return ND_STATUS_CORRUPT;
        parts[i].column = (uint32_t)at;
        parts[i].flags = (in->columns[i]->is_desc ? ND_KEY_DESC : 0u) | (in->columns[i]->nulls_first ? ND_KEY_NULLS_FIRST : 0u);
    }
    out->columns = parts;
    return ND_STATUS_OK;
}

enum nd_status nd__table_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_table **table_out)
{
    *table_out = NULL;
    ProtobufCAllocator allocator = {arena_alloc, arena_free, arena};
    Ndoto__Catalog__Table *in = ndoto__catalog__table__unpack(&allocator, bytes.n, bytes.p);
    if (in == NULL || in->format != TABLE_FORMAT) return ND_STATUS_CORRUPT;
    struct nd_table *table = nd_arena_new(arena, struct nd_table);
    table->id.v = in->id;
    table->schema_id = in->schema_id;
    table->name = in->name;
    table->version = in->version;
    table->next_column_id = in->next_column_id;
    table->next_index_id = in->next_index_id;
    struct nd_column *columns = nd_arena_array(arena, struct nd_column, in->n_columns + 1);
    for (size_t i = 0; i < in->n_columns; i++) {
        ND_TRY(decode_column(in->columns[i], arena, &columns[i]));
        if (columns[i].id == 0) return ND_STATUS_CORRUPT;
        if (i > 0 && columns[i].id <= columns[i - 1].id) return ND_STATUS_CORRUPT;
    }
    table->columns = columns;
    table->column_count = in->n_columns;
    struct nd_index *indexes = nd_arena_array(arena, struct nd_index, in->n_indexes + 1);
    for (size_t i = 0; i < in->n_indexes; i++) ND_TRY(decode_index(in->indexes[i], table, arena, &indexes[i]));
    table->indexes = indexes;
    table->index_count = in->n_indexes;
    if (table->index_count == 0 || !indexes[0].is_primary) return ND_STATUS_CORRUPT;
    *table_out = table;
    return ND_STATUS_OK;
}

struct nd_slice nd__relation_encode(const struct nd__relation *relation, struct nd_arena *arena)
{
    Ndoto__Catalog__Relation out;
    ndoto__catalog__relation__init(&out);
    out.kind = relation->kind;
    out.table_id = relation->table.v;
    out.index_id = relation->index_id;
    size_t n = ndoto__catalog__relation__get_packed_size(&out);
    uint8_t *bytes = nd_arena_alloc(arena, n);
    ndoto__catalog__relation__pack(&out, bytes);
    return nd_slice_of(bytes, n);
}

enum nd_status nd__relation_decode(struct nd_slice bytes, struct nd__relation *relation_out)
{
    *relation_out = (struct nd__relation){0};
    Ndoto__Catalog__Relation *in = ndoto__catalog__relation__unpack(NULL, bytes.n, bytes.p);
    if (in == NULL) return ND_STATUS_CORRUPT;
    *relation_out = (struct nd__relation){(enum nd__relation_kind)in->kind, {in->table_id}, in->index_id};
    ndoto__catalog__relation__free_unpacked(in, NULL);
    bool is_known = relation_out->kind == ND__RELATION_TABLE || relation_out->kind == ND__RELATION_INDEX;
    return is_known && relation_out->table.v != 0 ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}
