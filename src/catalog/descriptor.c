/* SPDX-License-Identifier: Apache-2.0 */
/* descriptor.c - descriptors as structs and as bytes; keys of rows. */
#include "catalog/catalog_int.h"

#include "base/checksum.h"
#include "kv/keys.h"
#include "proto/catalog.pb-c.h"
#include "sql/types/key_codec.h"
#include "sql/types/row_codec.h"

#define TABLE_FORMAT 1

const char *nd_table_option(const struct nd_table *table, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < table->option_count; i++)
        if (strncmp(table->options[i], name, n) == 0 && table->options[i][n] == '=') return table->options[i] + n + 1;
    return NULL;
}

size_t nd_table_find_column(const struct nd_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].is_hidden && strcmp(table->columns[i].name, name) == 0) return i;
    return SIZE_MAX;
}

size_t nd_table_find_column_id(const struct nd_table *table, uint32_t id)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].id == id) return i;
    return SIZE_MAX;
}

const struct nd_index *nd_table_find_index_oid(const struct nd_table *table, uint32_t oid)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].oid == oid) return &table->indexes[i];
    return NULL;
}

const struct nd_foreign_key *nd_table_find_foreign_key(const struct nd_table *table, uint32_t oid)
{
    for (size_t i = 0; i < table->foreign_key_count; i++)
        if (table->foreign_keys[i].oid == oid) return &table->foreign_keys[i];
    return NULL;
}

bool nd_table_has_row_id(const struct nd_table *table)
{
    return table->index_count > 0 && table->columns[table->indexes[0].columns[0].column].is_hidden;
}

const struct nd_index *nd_table_primary_key(const struct nd_table *table)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (nd_index_is_primary_key(&table->indexes[i])) return &table->indexes[i];
    return NULL;
}

bool nd_table_has_virtual(const struct nd_table *table)
{
    for (size_t i = table->column_count; i > 0; i--)
        if (table->columns[i - 1].virtual_text != NULL) return true;
    return false;
}

static const char *copy_text(struct nd_arena *arena, const char *text)
{
    return text == NULL ? NULL : nd_arena_strdup(arena, text);
}

static void *copy_array(struct nd_arena *arena, const void *from, size_t count, size_t size)
{
    void *to = nd_arena_zalloc(arena, (count + 1) * size);
    if (count > 0) memcpy(to, from, count * size);
    return to;
}

static void copy_constraints(struct nd_table *copy, const struct nd_table *table, struct nd_arena *arena)
{
    struct nd_check *checks = copy_array(arena, table->checks, table->check_count, sizeof *checks);
    for (size_t i = 0; i < table->check_count; i++) {
        checks[i].name = copy_text(arena, checks[i].name);
        checks[i].text = copy_text(arena, checks[i].text);
        checks[i].comment = copy_text(arena, checks[i].comment);
    }
    struct nd_foreign_key *keys = copy_array(arena, table->foreign_keys, table->foreign_key_count, sizeof *keys);
    for (size_t i = 0; i < table->foreign_key_count; i++) {
        keys[i].name = copy_text(arena, keys[i].name);
        keys[i].comment = copy_text(arena, keys[i].comment);
        keys[i].columns = copy_array(arena, keys[i].columns, keys[i].column_count, sizeof *keys[i].columns);
        keys[i].ref_column_ids =
            copy_array(arena, keys[i].ref_column_ids, keys[i].column_count, sizeof *keys[i].ref_column_ids);
        keys[i].set_columns =
            copy_array(arena, keys[i].set_columns, keys[i].set_column_count, sizeof *keys[i].set_columns);
    }
    copy->checks = checks;
    copy->foreign_keys = keys;
    copy->references = copy_array(arena, table->references, table->reference_count, sizeof *table->references);
    copy->sequences = copy_array(arena, table->sequences, table->sequence_count, sizeof *table->sequences);
}

static struct nd_view *copy_view(const struct nd_view *view, struct nd_arena *arena)
{
    if (view == NULL) return NULL;
    struct nd_view *copy = nd_arena_new(arena, struct nd_view);
    struct nd_view_source *sources = copy_array(arena, view->sources, view->source_count, sizeof *sources);
    for (size_t i = 0; i < view->source_count; i++)
        sources[i].column_ids = copy_array(arena, sources[i].column_ids, sources[i].column_count, sizeof *sources[i].column_ids);
    *copy = (struct nd_view){copy_text(arena, view->text), sources, view->source_count, view->check_option, NULL};
    return copy;
}

static const char *const *copy_options(const char *const *options, size_t count, struct nd_arena *arena)
{
    const char **copy = nd_arena_array(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) copy[i] = copy_text(arena, options[i]);
    return copy;
}

struct nd_table *nd_table_copy(const struct nd_table *table, struct nd_arena *arena)
{
    struct nd_table *copy = nd_arena_new(arena, struct nd_table);
    *copy = *table;
    copy->kept = NULL;
    copy->name = copy_text(arena, table->name);
    copy->schema_name = copy_text(arena, table->schema_name);
    copy->comment = copy_text(arena, table->comment);
    copy->acl = nd_acl_copy(table->acl, arena);
    struct nd_column *columns = nd_arena_array(arena, struct nd_column, table->column_count + 1);
    for (size_t i = 0; i < table->column_count; i++) {
        columns[i] = table->columns[i];
        columns[i].name = copy_text(arena, columns[i].name);
        columns[i].default_text = copy_text(arena, columns[i].default_text);
        columns[i].generated_text = copy_text(arena, columns[i].generated_text);
        columns[i].virtual_text = copy_text(arena, columns[i].virtual_text);
        columns[i].comment = copy_text(arena, columns[i].comment);
        columns[i].acl = nd_acl_copy(columns[i].acl, arena);
        if (!columns[i].missing.is_null && nd_type_phys(columns[i].type.id) == ND_PHYS_BYTES)
            columns[i].missing.s = nd_arena_copy(arena, columns[i].missing.s);
    }
    struct nd_index *indexes = nd_arena_array(arena, struct nd_index, table->index_count + 1);
    for (size_t i = 0; i < table->index_count; i++) {
        indexes[i] = table->indexes[i];
        indexes[i].name = copy_text(arena, indexes[i].name);
        indexes[i].comment = copy_text(arena, indexes[i].comment);
        indexes[i].constraint_comment = copy_text(arena, indexes[i].constraint_comment);
        indexes[i].options = copy_options(indexes[i].options, indexes[i].option_count, arena);
        struct nd_index_column *parts = nd_arena_array(arena, struct nd_index_column, indexes[i].column_count);
        memcpy(parts, table->indexes[i].columns, sizeof *parts * indexes[i].column_count);
        indexes[i].columns = parts;
        indexes[i].included = copy_array(arena, table->indexes[i].included, indexes[i].included_count, sizeof *indexes[i].included);
    }
    copy->columns = columns;
    copy->indexes = indexes;
    copy_constraints(copy, table, arena);
    copy->options = copy_options(table->options, table->option_count, arena);
    copy->views = copy_array(arena, table->views, table->view_count, sizeof *table->views);
    copy->view = copy_view(table->view, arena);
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

size_t nd_index_begin_key(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index)
{
    nd_index_put_prefix(key, table->id, index->id);
    if (index->shards > 0) nd_buf_put_u8(key, 0);
    return key->n;
}

void nd_index_end_columns(struct nd_buf *key, const struct nd_index *index, size_t columns_at)
{
    if (index->shards == 0) return;
    ND_ASSERT(columns_at > 0 && columns_at < key->n);
    key->p[columns_at - 1] = (uint8_t)(nd_hash64(nd_slice_of(key->p + columns_at, key->n - columns_at)) % index->shards);
}

void nd_index_put_bucket(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index, unsigned bucket)
{
    ND_ASSERT(bucket < index->shards);
    nd_index_put_prefix(key, table->id, index->id);
    nd_buf_put_u8(key, (uint8_t)bucket);
}

bool nd_index_take_bucket(struct nd_dec *dec, const struct nd_index *index)
{
    if (index->shards == 0) return true;
    return nd_dec_u8(dec) < index->shards && nd_dec_is_ok(dec);
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

static struct nd_slice name_key(struct nd_arena *arena, const char *prefix, uint32_t database, uint32_t schema_id, const char *name)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, prefix, 2);
    nd_key_put_varint(&buf, database);
    nd_key_put_varint(&buf, schema_id);
    nd_buf_put_slice(&buf, nd_slice_str(name));
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_name_key(struct nd_arena *arena, uint32_t database, uint32_t schema_id, const char *name)
{
    return name_key(arena, "cn", database, schema_id, name);
}
struct nd_slice nd__catalog_type_name_key(struct nd_arena *arena, uint32_t database, uint32_t schema_id, const char *name)
{
    return name_key(arena, "cu", database, schema_id, name);
}

static struct nd_slice system_key(struct nd_arena *arena, const char *prefix, uint64_t id)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, prefix, 2);
    nd_key_put_varint(&buf, id);
    return take_key(&buf, arena);
}

/* Objects of the first database have keys without its oid; those of others are kept apart: `kind` is small for the one, large for the other. */
static struct nd_slice object_key(struct nd_arena *arena, char kind, uint32_t database, uint64_t id)
{
    struct nd_buf buf;
    if (database == ND_OID_DATABASE) return system_key(arena, (const char[]){'c', kind}, id);
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put_u8(&buf, 'c');
    nd_buf_put_u8(&buf, (uint8_t)(kind - 'a' + 'A'));
    nd_key_put_varint(&buf, database);
    nd_key_put_varint(&buf, id);
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_table_key(struct nd_arena *arena, uint32_t database, struct nd_table_id id) { return object_key(arena, 'd', database, id.v); }
struct nd_slice nd__catalog_stats_key(struct nd_arena *arena, uint32_t database, struct nd_table_id id) { return object_key(arena, 't', database, id.v); }
struct nd_slice nd__catalog_type_key(struct nd_arena *arena, uint32_t database, uint32_t oid) { return object_key(arena, 'y', database, oid); }
struct nd_slice nd__catalog_changes_key(struct nd_arena *arena, uint64_t version) { return system_key(arena, "cl", version % ND__CHANGES_KEPT + 1); }
struct nd_slice nd__catalog_sequence_key(struct nd_arena *arena, uint32_t database, uint32_t oid) { return object_key(arena, 's', database, oid); }

struct nd_slice nd__catalog_sequence_state_key(struct nd_arena *arena, uint32_t oid, uint64_t state_id)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_index_put_prefix(&buf, (struct nd_table_id){oid}, state_id);
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_schema_key(struct nd_arena *arena, uint32_t database, const char *name)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, "ce", 2);
    nd_key_put_varint(&buf, database);
    nd_buf_put_slice(&buf, nd_slice_str(name));
    return take_key(&buf, arena);
}

static struct nd_slice named_key(struct nd_arena *arena, const char *prefix, const char *name)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, prefix, 2);
    nd_buf_put_slice(&buf, nd_slice_str(name));
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_role_key(struct nd_arena *arena, const char *name) { return named_key(arena, "cr", name); }
struct nd_slice nd__catalog_database_name_key(struct nd_arena *arena, const char *name) { return named_key(arena, "co", name); }

struct nd_slice nd__catalog_database_key(struct nd_arena *arena, uint32_t oid) { return system_key(arena, "ca", oid); }

struct nd_slice nd__catalog_fencer_key(struct nd_arena *arena, struct nd_txn_id id)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, "cb", 2);
    nd_buf_put_u64(&buf, id.hi);
    nd_buf_put_u64(&buf, id.lo);
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_fill_key(struct nd_arena *arena, struct nd_table_id id, uint64_t index_id)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_buf_put_u8(&buf, ND_KEYSPACE_SYSTEM);
    nd_buf_put(&buf, "cw", 2);
    nd_key_put_varint(&buf, id.v);
    nd_key_put_varint(&buf, index_id);
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_fence_key(struct nd_arena *arena, struct nd_table_id id)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_index_put_prefix(&buf, id, 0);
    nd_key_put_varint(&buf, 127); /* above the gate: a range may begin here */
    return take_key(&buf, arena);
}

struct nd_slice nd__catalog_rows_prefix(struct nd_arena *arena, struct nd_table_id id)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_table_put_prefix(&buf, id);
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

static Ndoto__Catalog__Column *encode_column(const struct nd_column *column, struct nd_arena *arena)
{
    Ndoto__Catalog__Column *out = nd_arena_new(arena, Ndoto__Catalog__Column);
    ndoto__catalog__column__init(out);
    out->id = column->id;
    out->name = nd__text_proto(arena, column->name);
    out->type_oid = (uint32_t)column->type.id;
    out->typmod = column->type.mod;
    out->domain_oid = (uint32_t)column->type.domain;
    out->is_not_null = column->is_not_null;
    out->default_text = nd__text_proto(arena, column->default_text);
    out->is_hidden = column->is_hidden;
    out->attnum = column->attnum;
    out->identity = column->identity;
    out->generated_text = nd__text_proto(arena, column->generated_text);
    out->virtual_text = nd__text_proto(arena, column->virtual_text);
    out->comment = nd__text_proto(arena, column->comment);
    out->acl = nd__acl_encode(column->acl, arena);
    encode_missing(column, arena, &out->missing);
    return out;
}

static Ndoto__Catalog__Index *encode_index(const struct nd_table *table, const struct nd_index *index,
                                           struct nd_arena *arena)
{
    Ndoto__Catalog__Index *out = nd_arena_new(arena, Ndoto__Catalog__Index);
    ndoto__catalog__index__init(out);
    out->id = index->id;
    out->oid = index->oid;
    out->name = nd__text_proto(arena, index->name);
    out->is_unique = index->is_unique;
    out->is_primary = index->is_primary;
    out->is_constraint = index->is_constraint;
    out->is_null_equal = index->is_null_equal;
    out->is_deferrable = index->is_deferrable;
    out->is_deferred = index->is_deferred;
    out->is_key = index->is_key;
    out->n_included_ids = index->included_count;
    out->included_ids = nd_arena_array(arena, uint32_t, index->included_count + 1);
    for (size_t i = 0; i < index->included_count; i++) out->included_ids[i] = table->columns[index->included[i]].id;
    if (index->is_partial) out->predicate_id = table->columns[index->predicate].id;
    out->state = (uint32_t)index->state;
    out->shards = index->shards;
    out->n_options = index->option_count;
    out->options = nd_arena_array(arena, char *, index->option_count + 1);
    for (size_t i = 0; i < index->option_count; i++) out->options[i] = nd_arena_strdup(arena, index->options[i]);
    out->constraint_oid = index->constraint_oid;
    out->comment = nd__text_proto(arena, index->comment);
    out->constraint_comment = nd__text_proto(arena, index->constraint_comment);
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
    out.name = nd__text_proto(arena, table->name);
    out.version = table->version;
    out.n_columns = table->column_count;
    out.columns = nd_arena_array(arena, Ndoto__Catalog__Column *, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) out.columns[i] = encode_column(&table->columns[i], arena);
    out.n_indexes = table->index_count;
    out.indexes = nd_arena_array(arena, Ndoto__Catalog__Index *, table->index_count);
    for (size_t i = 0; i < table->index_count; i++) out.indexes[i] = encode_index(table, &table->indexes[i], arena);
    out.next_column_id = table->next_column_id;
    out.next_index_id = table->next_index_id;
    out.comment = nd__text_proto(arena, table->comment);
    out.uses_types = table->uses_types;
    out.owner = table->owner;
    out.acl = nd__acl_encode(table->acl, arena);
    out.n_options = table->option_count;
    out.options = nd_arena_array(arena, char *, table->option_count + 1);
    for (size_t i = 0; i < table->option_count; i++) out.options[i] = nd_arena_strdup(arena, table->options[i]);
    nd__constraints_encode(table, &out, arena);
    nd__view_encode(table, &out, arena);
    return nd__proto_pack(&out.base, arena);
}

static enum nd_status decode_column(const Ndoto__Catalog__Column *in, struct nd_arena *arena, struct nd_column *out)
{
    *out = (struct nd_column){
        .id = in->id,
        .attnum = (uint16_t)in->attnum,
        .name = in->name,
        .type = {(enum nd_type_id)in->type_oid, in->typmod, (enum nd_type_id)in->domain_oid},
        .is_not_null = in->is_not_null,
        .is_hidden = in->is_hidden,
        .default_text = nd__proto_text(in->default_text),
        .identity = (enum nd_identity)in->identity,
        .generated_text = nd__proto_text(in->generated_text),
        .virtual_text = nd__proto_text(in->virtual_text),
        .comment = nd__proto_text(in->comment),
        .acl = nd__acl_decode(in->acl, arena),
        .missing = {.is_null = true},
    };
    if (!nd_type_is_known(in->type_oid) || in->identity > ND_IDENTITY_BY_DEFAULT) return ND_STATUS_CORRUPT;
    if (in->missing.len == 0) return ND_STATUS_OK;
    struct nd_vec vec = nd_vec_new(arena, out->type, 1);
    struct nd_row_column column = {out->id, out->type};
    ND_TRY(nd_row_decode(nd_slice_of(in->missing.data, in->missing.len), &column, 1, NULL, &vec, 0));
    out->missing = nd_vec_get(&vec, 0);
    return ND_STATUS_OK;
}

static enum nd_status decode_index(const Ndoto__Catalog__Index *in, const struct nd_table *table,
                                   struct nd_arena *arena, struct nd_index *out)
{
    *out = (struct nd_index){
        .id = in->id,
        .oid = in->oid,
        .name = in->name,
        .is_unique = in->is_unique,
        .is_primary = in->is_primary,
        .is_constraint = in->is_constraint,
        .is_null_equal = in->is_null_equal,
        .is_deferrable = in->is_deferrable,
        .is_deferred = in->is_deferred,
        .is_key = in->is_key,
        .constraint_oid = in->constraint_oid,
        .comment = nd__proto_text(in->comment),
        .constraint_comment = nd__proto_text(in->constraint_comment),
        .column_count = in->n_columns,
    };
    if (in->n_columns == 0 || in->id == 0 || in->state > ND_INDEX_WRITE_ONLY) return ND_STATUS_CORRUPT;
    if (in->shards == 1 || in->shards > ND_INDEX_SHARDS_MAX) return ND_STATUS_CORRUPT;
    out->shards = in->shards;
    out->options = (const char *const *)in->options;
    out->option_count = in->n_options;
    out->state = (enum nd_index_state)in->state;
    struct nd_index_column *parts = nd_arena_array(arena, struct nd_index_column, in->n_columns);
    for (size_t i = 0; i < in->n_columns; i++) {
        size_t at = 0;
        while (at < table->column_count && table->columns[at].id != in->columns[i]->column_id) at++;
        if (at == table->column_count) return ND_STATUS_CORRUPT;
        parts[i].column = (uint32_t)at;
        parts[i].flags =
            (in->columns[i]->is_desc ? ND_KEY_DESC : 0u) | (in->columns[i]->nulls_first ? ND_KEY_NULLS_FIRST : 0u);
    }
    out->columns = parts;
    uint32_t *included = nd_arena_array(arena, uint32_t, in->n_included_ids + 1);
    for (size_t i = 0; i < in->n_included_ids; i++) {
        size_t at = nd_table_find_column_id(table, in->included_ids[i]);
        if (at == SIZE_MAX) return ND_STATUS_CORRUPT;
        included[i] = (uint32_t)at;
    }
    out->included = included;
    out->included_count = in->n_included_ids;
    if (in->n_columns + in->n_included_ids > ND_INDEX_COLUMNS_MAX) return ND_STATUS_CORRUPT;
    if (in->predicate_id == 0) return ND_STATUS_OK;
    size_t at = nd_table_find_column_id(table, in->predicate_id);
    if (at == SIZE_MAX || table->columns[at].virtual_text == NULL || table->columns[at].type.id != ND_TYPE_BOOL) return ND_STATUS_CORRUPT;
    out->is_partial = true;
    out->predicate = (uint32_t)at;
    return ND_STATUS_OK;
}

enum nd_status nd__table_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_table **table_out)
{
    *table_out = NULL;
    Ndoto__Catalog__Table *in = nd__proto_unpack(&ndoto__catalog__table__descriptor, bytes, arena);
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
    nd__view_decode(in, table, arena);
    bool has_primary = table->index_count > 0 && indexes[0].is_primary;
    if (table->view != NULL ? table->index_count > 0 : !has_primary) return ND_STATUS_CORRUPT;
    table->comment = nd__proto_text(in->comment);
    table->uses_types = in->uses_types;
    table->owner = nd__owner_decode(in->owner);
    table->acl = nd__acl_decode(in->acl, arena);
    table->options = (const char *const *)in->options;
    table->option_count = in->n_options;
    ND_TRY(nd__constraints_decode(in, table, arena));
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
    return nd__proto_pack(&out.base, arena);
}

enum nd_status nd__relation_decode(struct nd_slice bytes, struct nd__relation *relation_out)
{
    *relation_out = (struct nd__relation){0};
    Ndoto__Catalog__Relation *in = ndoto__catalog__relation__unpack(NULL, bytes.n, bytes.p);
    if (in == NULL) return ND_STATUS_CORRUPT;
    *relation_out = (struct nd__relation){(enum nd__relation_kind)in->kind, {in->table_id}, in->index_id};
    ndoto__catalog__relation__free_unpacked(in, NULL);
    bool is_known = relation_out->kind == ND__RELATION_TABLE || relation_out->kind == ND__RELATION_INDEX ||
                    relation_out->kind == ND__RELATION_SEQUENCE;
    return is_known && relation_out->table.v != 0 ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}
