/* SPDX-License-Identifier: Apache-2.0 */
/* internal.c - nd_internal: nodes, shards, their replicas, what placement has asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kv/keys.h"
#include "meta/meta_wire.h"
#include "range/members.h"
#include "sql/sys/sys_int.h"
#include "sql/types/io.h"
#include "sql/types/key_codec.h"

enum { VALUE_BYTES_MAX = 40 }; /* of one column's value in a key shown */

static const char *text_of(const struct nd__rows *rows, struct nd_slice text) { return nd_arena_strndup(rows->arena, (const char *)text.p, text.n); }

static struct nd_slice rest_of(const struct nd_dec *dec) { return nd_slice_of(dec->p, nd_dec_left(dec)); }

/* ---- keys shown ---------------------------------------------------------------------------------------------- */

static void put_hex(struct nd_buf *out, struct nd_slice bytes)
{
    nd_buf_printf(out, "/\\x");
    for (size_t i = 0; i < bytes.n && i < VALUE_BYTES_MAX; i++) nd_buf_printf(out, "%02x", bytes.p[i]);
    if (bytes.n > VALUE_BYTES_MAX) nd_buf_printf(out, "...");
}

static void put_value(const struct nd__rows *rows, struct nd_buf *out, struct nd_type type, const struct nd_datum *value)
{
    if (value->is_null) {
        nd_buf_printf(out, "/NULL");
        return;
    }
    bool is_quoted = nd_type_phys(type.id) == ND_PHYS_BYTES && type.id != ND_TYPE_NUMERIC && type.id != ND_TYPE_UUID;
    struct nd_slice text = nd_type_out_slice(rows->env->types, type, value, rows->arena);
    size_t n = text.n;
    while (n > VALUE_BYTES_MAX || (n > 0 && n < text.n && (text.p[n] & 0xc0) == 0x80)) n = n > VALUE_BYTES_MAX ? VALUE_BYTES_MAX : n - 1; /* whole characters */
    nd_buf_printf(out, is_quoted ? "/'%.*s%s'" : "/%.*s%s", (int)n, (const char *)text.p, n < text.n ? "..." : "");
}

/* Reads on as far as it makes sense. */
static void take_columns(const struct nd__rows *rows, struct nd_buf *out, const struct nd_table *table, const struct nd_index *index, struct nd_dec *dec)
{
    for (size_t i = 0; i < index->column_count && nd_dec_is_ok(dec) && !nd_dec_is_done(dec); i++) {
        const struct nd_index_column *part = &index->columns[i];
        struct nd_datum value;
        struct nd_dec before = *dec;
        struct nd_type type = table->columns[part->column].type;
        if (nd_key_take_datum(dec, type, part->flags, rows->arena, &value) != ND_STATUS_OK) {
            *dec = before;
            return;
        }
        put_value(rows, out, type, &value);
    }
}

/* The bucket and the columns of an index, as far as they are there, and the row's key that follows where it is not unique; what is left, in
 * hexadecimal. */
static void put_columns(const struct nd__rows *rows, struct nd_buf *out, const struct nd_table *table, const struct nd_index *index, struct nd_dec dec)
{
    if (index->shards > 0 && !nd_dec_is_done(&dec)) nd_buf_printf(out, "/#%u", (unsigned)nd_dec_u8(&dec));
    take_columns(rows, out, table, index, &dec);
    if (index != &table->indexes[0]) take_columns(rows, out, table, &table->indexes[0], &dec);
    if (!nd_dec_is_done(&dec)) put_hex(out, rest_of(&dec));
}

static const struct nd_table *table_of(const struct nd__rows *rows, struct nd_table_id id)
{
    for (size_t i = 0; i < rows->sys->all->table_count; i++)
        if (rows->sys->all->tables[i]->id.v == id.v) return rows->sys->all->tables[i];
    return NULL;
}

static const struct nd_index *index_of(const struct nd_table *table, uint64_t id)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].id == id) return &table->indexes[i];
    return NULL;
}

static const char *index_name(const struct nd_index *index) { return index->name == NULL || index->name[0] == '\0' ? "rows" : index->name; }

/* What a key is of. */
struct place {
    const struct nd_table *table; /* NULL: not one that there is */
    const struct nd_index *index;
    uint64_t table_id, index_id;
    bool is_sql, has_table, has_index;
    struct nd_dec rest;
};

static struct place place_of(const struct nd__rows *rows, struct nd_slice key)
{
    struct place place = {.is_sql = key.n > 0 && key.p[0] == ND_KEYSPACE_SQL};
    place.rest = nd_dec_of(key);
    if (!place.is_sql) return place;
    (void)nd_dec_u8(&place.rest);
    struct nd_dec dec = place.rest;
    uint64_t tenant = nd_key_take_varint(&dec);
    place.table_id = nd_key_take_varint(&dec);
    if (!nd_dec_is_ok(&dec) || tenant != ND_TENANT_DEFAULT) return place;
    place.has_table = true;
    place.rest = dec;
    place.table = table_of(rows, (struct nd_table_id){place.table_id});
    place.index_id = nd_key_take_varint(&dec);
    if (!nd_dec_is_ok(&dec)) return place;
    place.has_index = true;
    place.rest = dec;
    if (place.table != NULL) place.index = index_of(place.table, place.index_id);
    return place;
}

/* Keys are data: of a table for who may read it, others for superusers. */
static bool may_see(const struct nd__rows *rows, const struct place *place)
{
    uint32_t role = nd__user_oid(rows->env);
    const struct nd_catalog_view *view = rows->sys->all->view;
    if (nd_role_is_superuser(view, role)) return true;
    return place->table != NULL && nd_table_privileges(view, place->table, role, ND_PRIV_SELECT) != 0;
}

/* has_key: the columns' values, too. */
static const char *pretty(const struct nd__rows *rows, struct nd_slice key, bool has_key)
{
    struct nd_buf out;
    struct place place = place_of(rows, key);
    nd_buf_init(&out, rows->arena->heap);
    if (!place.is_sql) {
        nd_buf_printf(&out, key.n > 0 && key.p[0] == ND_KEYSPACE_KV ? "/kv" : "/system");
        if (key.n > 1 && has_key) put_hex(&out, nd_slice_of(key.p + 1, key.n - 1));
    } else if (!place.has_table) {
        nd_buf_printf(&out, "/sql");
        if (has_key) put_hex(&out, rest_of(&place.rest));
    } else if (place.table == NULL) {
        nd_buf_printf(&out, "/table %llu", (unsigned long long)place.table_id);
        if (place.has_index) nd_buf_printf(&out, "/index %llu", (unsigned long long)place.index_id);
        if (has_key && !nd_dec_is_done(&place.rest)) put_hex(&out, rest_of(&place.rest));
    } else {
        nd_buf_printf(&out, "/%s.%s", nd__quote(rows->arena, place.table->schema_name), nd__quote(rows->arena, place.table->name));
        if (place.has_index && place.index == NULL) nd_buf_printf(&out, "/index %llu", (unsigned long long)place.index_id);
        if (place.index != NULL) nd_buf_printf(&out, "/%s", nd__quote(rows->arena, index_name(place.index)));
        if (place.index != NULL && has_key) put_columns(rows, &out, place.table, place.index, place.rest);
        else if (has_key && !nd_dec_is_done(&place.rest)) put_hex(&out, rest_of(&place.rest));
        if (!has_key && !nd_dec_is_done(&place.rest)) nd_buf_printf(&out, "/...");
    }
    const char *text = text_of(rows, nd_buf_slice(&out));
    nd_buf_deinit(&out);
    return text;
}

/* ---- shards ---------------------------------------------------------------------------------------------------- */

/* Tables with keys in the span. */
static void set_tables(struct nd__rows *rows, const struct nd_range_desc *desc)
{
    const char **names = nd_arena_array(rows->arena, const char *, rows->sys->all->table_count + 1);
    size_t count = 0;
    struct nd_buf first, end;
    nd_buf_init(&first, rows->arena->heap);
    nd_buf_init(&end, rows->arena->heap);
    for (size_t i = 0; i < rows->sys->all->table_count; i++) {
        const struct nd_table *table = rows->sys->all->tables[i];
        if (table->view != NULL) continue;
        nd_buf_clear(&first);
        nd_buf_clear(&end);
        nd_table_put_prefix(&first, table->id);
        nd_table_put_prefix(&end, (struct nd_table_id){table->id.v + 1});
        bool is_below = desc->end.n > 0 && nd_slice_cmp(desc->end, nd_buf_slice(&first)) <= 0, is_above = nd_slice_cmp(desc->first, nd_buf_slice(&end)) >= 0;
        if (is_below || is_above) continue;
        names[count++] = nd_arena_printf(rows->arena, "%s.%s", nd__quote(rows->arena, table->schema_name), nd__quote(rows->arena, table->name));
    }
    nd__set_texts(rows, nd_shards__tables, names, count);
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
}

static void set_bytes(struct nd__rows *rows, size_t at, struct nd_slice bytes) { rows->row[at] = nd_datum_bytes(bytes); }

static void emit_shard(struct nd__rows *rows, const struct nd_range_desc *desc, const struct nd_meta_stat *stat)
{
    int64_t nodes[ND_REPLICAS_MAX];
    struct place place = place_of(rows, desc->first), end = place_of(rows, desc->end);
    bool sees_first = may_see(rows, &place), sees_end = may_see(rows, &end);
    nd__rows_begin(rows);
    nd__set_i(rows, nd_shards__shard_id, (int64_t)desc->id.v);
    if (sees_first) set_bytes(rows, nd_shards__start_key, desc->first);
    if (desc->end.n > 0 && sees_end) set_bytes(rows, nd_shards__end_key, desc->end);
    if (rows->is_wanted[nd_shards__start_pretty]) nd__set_s(rows, nd_shards__start_pretty, desc->first.n == 0 ? "/min" : pretty(rows, desc->first, sees_first));
    if (rows->is_wanted[nd_shards__end_pretty]) nd__set_s(rows, nd_shards__end_pretty, desc->end.n == 0 ? "/max" : pretty(rows, desc->end, sees_end));
    if (place.table != NULL) {
        nd__set_s(rows, nd_shards__schema_name, place.table->schema_name);
        nd__set_s(rows, nd_shards__table_name, place.table->name);
        const char *replicas = nd_table_option(place.table, "replicas"), *where = nd_table_option(place.table, "placement"), *leaders = nd_table_option(place.table, "leaders");
        if (replicas != NULL) nd__set_i(rows, nd_shards__wanted_replicas, strtol(replicas, NULL, 10));
        if (where != NULL) nd__set_s(rows, nd_shards__placement, where);
        if (leaders != NULL) nd__set_s(rows, nd_shards__leader_preference, leaders);
    }
    if (place.index != NULL) nd__set_s(rows, nd_shards__index_name, index_name(place.index));
    if (rows->is_wanted[nd_shards__tables]) set_tables(rows, desc);
    if (stat->leader.v != 0) nd__set_i(rows, nd_shards__leader, (int64_t)stat->leader.v);
    for (size_t i = 0; i < desc->conf.count; i++) nodes[i] = (int64_t)desc->conf.members[i].node.v;
    nd__set_ints(rows, nd_shards__replicas, ND_TYPE_INT8, nodes, desc->conf.count, false);
    nd__set_i(rows, nd_shards__bytes, (int64_t)stat->bytes);
    nd__set_i(rows, nd_shards__keys, (int64_t)stat->keys);
    nd__set_i(rows, nd_shards__requests_per_second, (int64_t)stat->requests_per_s);
    nd__set_i(rows, nd_shards__span_version, (int64_t)desc->epoch.version);
    nd__set_i(rows, nd_shards__members_version, (int64_t)desc->epoch.conf_version);
    nd__rows_put(rows);
}

static void emit_shards(struct nd__rows *rows, const void *item)
{
    const struct nd_meta_reply *cluster = rows->scan->cluster;
    ND_UNUSED(item);
    for (size_t i = 0; cluster != NULL && i < cluster->desc_count; i++) emit_shard(rows, &cluster->descs[i], &cluster->stats[i]);
}

static const char *role_of(const struct nd_raft_conf *conf, const struct nd_raft_member *member)
{
    if (conf->is_joint && member->was_voter && member->is_learner) return "outgoing";
    if (conf->is_joint && !member->was_voter && !member->is_learner) return "incoming";
    return member->is_learner ? "learner" : "voter";
}

static void emit_replicas(struct nd__rows *rows, const void *item)
{
    const struct nd_meta_reply *cluster = rows->scan->cluster;
    ND_UNUSED(item);
    for (size_t i = 0; cluster != NULL && i < cluster->desc_count; i++) {
        const struct nd_raft_conf *conf = &cluster->descs[i].conf;
        for (size_t j = 0; j < conf->count; j++) {
            const struct nd_raft_member *member = &conf->members[j];
            nd__rows_begin(rows);
            nd__set_i(rows, nd_shard_replicas__shard_id, (int64_t)cluster->descs[i].id.v);
            nd__set_i(rows, nd_shard_replicas__node_id, (int64_t)member->node.v);
            nd__set_i(rows, nd_shard_replicas__replica_id, (int64_t)member->replica.v);
            nd__set_s(rows, nd_shard_replicas__role, role_of(conf, member));
            nd__set_b(rows, nd_shard_replicas__is_leader, cluster->stats[i].leader.v == member->node.v);
            nd__set_i(rows, nd_shard_replicas__bytes, (int64_t)cluster->stats[i].bytes);
            nd__rows_put(rows);
        }
    }
}

/* ---- nodes ----------------------------------------------------------------------------------------------------- */

static void set_address(struct nd__rows *rows, size_t at, struct nd_slice address)
{
    if (address.n > 0) nd__set_s(rows, at, text_of(rows, address));
}

static void emit_nodes(struct nd__rows *rows, const void *item)
{
    static const char *const states[] = {"active", "leaving", "removed"};
    const struct nd_meta_reply *cluster = rows->scan->cluster;
    ND_UNUSED(item);
    for (size_t i = 0; cluster != NULL && i < cluster->node_count && i < cluster->load_count; i++) {
        const struct nd_meta_node *node = &cluster->nodes[i];
        const struct nd_meta_load *load = &cluster->loads[i];
        nd__rows_begin(rows);
        nd__set_i(rows, nd_nodes__node_id, (int64_t)node->id.v);
        nd__set_s(rows, nd_nodes__state, states[node->state]);
        nd__set_b(rows, nd_nodes__is_live, load->is_live);
        nd__set_b(rows, nd_nodes__is_draining, load->is_draining);
        set_address(rows, nd_nodes__rpc_address, node->rpc_addr);
        set_address(rows, nd_nodes__sql_address, node->sql_addr);
        set_address(rows, nd_nodes__http_address, node->http_addr);
        nd__set_i(rows, nd_nodes__replicas, (int64_t)load->replicas);
        nd__set_i(rows, nd_nodes__leaders, (int64_t)load->leaders);
        nd__set_i(rows, nd_nodes__bytes, (int64_t)load->bytes);
        nd__set_i(rows, nd_nodes__requests_per_second, (int64_t)load->requests_per_s);
        set_address(rows, nd_nodes__locality, node->locality);
        nd__rows_put(rows);
    }
}

static void emit_moves(struct nd__rows *rows, const void *item)
{
    static const char *const steps[] = {"", "add", "swap", "remove", "lead", "freeze", "settle", "merge", "fence", "present"};
    const struct nd_meta_reply *cluster = rows->scan->cluster;
    ND_UNUSED(item);
    for (size_t i = 0; cluster != NULL && i < cluster->move_count; i++) {
        const struct nd_meta_move *move = &cluster->moves[i];
        nd__rows_begin(rows);
        nd__set_i(rows, nd_moves__shard_id, (int64_t)move->range.v);
        nd__set_s(rows, nd_moves__step, move->op < ND_ARRAY_LEN(steps) ? steps[move->op] : "unknown");
        if (move->node.v != 0) nd__set_i(rows, nd_moves__node_id, (int64_t)move->node.v);
        if (move->other.v != 0) nd__set_i(rows, nd_moves__from_node_id, (int64_t)move->other.v);
        nd__set_i(rows, nd_moves__since_ms, (int64_t)move->since_ms);
        nd__rows_put(rows);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_internal[] = {
    {"nd_nodes", ND__FROM_ONCE, emit_nodes, {{0}}},
    {"nd_shards", ND__FROM_ONCE, emit_shards, {{0}}},
    {"nd_shard_replicas", ND__FROM_ONCE, emit_replicas, {{0}}},
    {"nd_moves", ND__FROM_ONCE, emit_moves, {{0}}},
};
/* clang-format on */
const size_t nd__makers_internal_count = ND_ARRAY_LEN(nd__makers_internal);
