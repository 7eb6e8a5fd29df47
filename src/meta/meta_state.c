/* SPDX-License-Identifier: Apache-2.0 */
/* The meta shard's records and their image in memory.
 *   'M' 'r' first key       descriptor
 *   'M' 'n' u64be id        node
 *   'M' 'i' name            u8 format (1) · u64 next id
 *   'M' 't'                 u8 format (1) · u64 end of the timestamp window
 *   'M' 'g' u64be seq       u8 format (1) · u64 since_ms · b first · b end
 *   'M' 'm' u64be id        u8 format (1) · u8 is_off · desc left · desc right: a merge that is agreed on */
#include "meta/meta_int.h"
#include "range/mvcc_key.h"

enum { RECORD_FORMAT = 1 };

void nd__meta_record_key(struct nd_buf *out, char what, struct nd_slice rest)
{
    nd_buf_put_u8(out, ND_MVCC_TAG_META);
    nd_buf_put_u8(out, (uint8_t)what);
    nd_buf_put_slice(out, rest);
}

static struct nd__meta_shard *shard_of(struct nd_omap_node *node) { return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd__meta_shard, node); }

struct nd__meta_shard *nd__meta_shard_for(struct nd_meta *meta, struct nd_slice key)
{
    struct nd_omap_node *node = nd_omap_find(&meta->shards, key);
    return shard_of(node != NULL ? node : nd_omap_find_lt(&meta->shards, key));
}

static void drop_shard(struct nd_meta *meta, struct nd__meta_shard *shard)
{
    nd_omap_remove(&meta->shards, &shard->node);
    nd_range_desc_deinit(&shard->desc, meta->heap);
    nd_heap_free(meta->heap, shard);
}

/* The version of the shard that holds a key only grows, so what is covered by a newer one has become part of it. */
static void drop_covered(struct nd_meta *meta, struct nd__meta_shard *shard, struct nd__meta_gone *gone)
{
    for (struct nd_omap_node *node = nd_omap_next(&shard->node), *next; node != NULL; node = next) {
        struct nd__meta_shard *other = shard_of(node);
        next = nd_omap_next(node);
        if (!nd_range_desc_has_key(&shard->desc, other->desc.first)) return;
        if (other->desc.epoch.version >= shard->desc.epoch.version) continue;
        if (gone != NULL && gone->count < ND_ARRAY_LEN(gone->keys)) {
            nd_buf_init(&gone->keys[gone->count], meta->heap);
            nd__meta_record_key(&gone->keys[gone->count++], 'r', other->desc.first);
        }
        drop_shard(meta, other);
    }
}

bool nd__meta_put_shard(struct nd_meta *meta, const struct nd_range_desc *desc, struct nd__meta_gone *gone)
{
    struct nd__meta_shard *shard = shard_of(nd_omap_find(&meta->shards, desc->first));
    const struct nd__meta_shard *left = shard != NULL ? NULL : shard_of(nd_omap_find_lt(&meta->shards, desc->first));
    /* What comes late of one that was merged away. */
    if (left != NULL && nd_range_desc_has_key(&left->desc, desc->first) && left->desc.epoch.version >= desc->epoch.version) return false;
    if (shard != NULL && desc->epoch.version <= shard->desc.epoch.version && desc->epoch.conf_version <= shard->desc.epoch.conf_version) return false;
    bool has_merged = shard != NULL && shard->desc.merged_by != desc->merged_by;
    if (shard == NULL) {
        shard = nd_heap_new_lasting(meta->heap, struct nd__meta_shard);
    } else {
        nd_omap_remove(&meta->shards, &shard->node);
        nd_range_desc_deinit(&shard->desc, meta->heap);
    }
    shard->desc = nd_range_desc_copy(desc, meta->heap);
    if (!has_merged) shard->changed_ns = nd_env_now_ns(meta->options.env);
    nd_omap_insert(&meta->shards, &shard->node, shard->desc.first);
    meta->changes++;
    drop_covered(meta, shard, gone);
    return true;
}

struct shard_op {
    struct nd_range_raw_op raw;
    struct nd_meta *meta;
    uint64_t leadership;
    struct nd_range_raw_op *then;
};

static void shard_replicated(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct shard_op *op = ND_CONTAINER_OF(raw, struct shard_op, raw);
    if (status == ND_STATUS_OK && op->leadership == op->meta->leadership) op->meta->unsettled--;
    op->then->done(op->then, status);
    nd_heap_free(op->meta->heap, op);
}

void nd__meta_replicate_shard(struct nd_meta *meta, struct nd_range_raw_op *raw, const struct nd_range_desc *desc, struct nd__meta_gone *gone)
{
    struct nd_command_raw records[1 + ND_ARRAY_LEN(gone->keys)];
    struct nd_buf key, value;
    nd_buf_init(&key, meta->heap);
    nd_buf_init(&value, meta->heap);
    nd__meta_record_key(&key, 'r', desc->first);
    nd_range_desc_encode(desc, &value);
    records[0] = (struct nd_command_raw){nd_buf_slice(&key), nd_buf_slice(&value)};
    for (size_t i = 0; i < gone->count; i++) records[1 + i] = (struct nd_command_raw){nd_buf_slice(&gone->keys[i]), ND_SLICE_EMPTY};
    struct shard_op *op = nd_heap_new(meta->heap, struct shard_op);
    *op = (struct shard_op){.raw.done = shard_replicated, .meta = meta, .leadership = meta->leadership, .then = raw};
    meta->unsettled++;
    nd_range_replicate_raw(meta->range, &op->raw, records, 1 + gone->count);
    for (size_t i = 0; i < gone->count; i++) nd_buf_deinit(&gone->keys[i]);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
}

struct nd_meta_node *nd__meta_find_node(struct nd_meta *meta, struct nd_node_id id)
{
    for (size_t i = 0; i < meta->node_count; i++)
        if (meta->nodes[i].id.v == id.v) return &meta->nodes[i];
    return NULL;
}

static struct nd_slice copy(struct nd_meta *meta, struct nd_slice s)
{
    uint8_t *p = nd_heap_alloc(meta->heap, s.n);
    if (s.n > 0) memcpy(p, s.p, s.n);
    return nd_slice_of(p, s.n);
}

static void free_node(struct nd_meta *meta, struct nd_meta_node *node)
{
    nd_heap_free(meta->heap, (void *)(uintptr_t)node->rpc_addr.p);
    nd_heap_free(meta->heap, (void *)(uintptr_t)node->sql_addr.p);
    nd_heap_free(meta->heap, (void *)(uintptr_t)node->http_addr.p);
    nd_heap_free(meta->heap, (void *)(uintptr_t)node->locality.p);
}

void nd__meta_put_node(struct nd_meta *meta, const struct nd_meta_node *node)
{
    struct nd_meta_node fresh = *node, *slot = nd__meta_find_node(meta, node->id);
    meta->changes++;
    fresh.rpc_addr = copy(meta, node->rpc_addr);
    fresh.sql_addr = copy(meta, node->sql_addr);
    fresh.http_addr = copy(meta, node->http_addr);
    fresh.locality = copy(meta, node->locality);
    if (slot != NULL) {
        free_node(meta, slot);
        *slot = fresh;
        return;
    }
    if (meta->node_count == meta->node_cap) {
        meta->node_cap = meta->node_cap == 0 ? 8 : meta->node_cap * 2;
        meta->nodes = nd_heap_realloc(meta->heap, meta->nodes, meta->node_cap * sizeof *meta->nodes);
    }
    meta->nodes[meta->node_count++] = fresh;
}

uint64_t *nd__meta_counter(struct nd_meta *meta, struct nd_slice name)
{
    struct nd_omap_node *node = nd_omap_find(&meta->counters, name);
    if (node != NULL) return &ND_CONTAINER_OF(node, struct nd__meta_counter, node)->next;
    struct nd__meta_counter *counter = nd_heap_alloc(meta->heap, sizeof *counter + name.n);
    counter->next = 1;
    memcpy(counter->name, name.p, name.n);
    nd_omap_insert(&meta->counters, &counter->node, nd_slice_of(counter->name, name.n));
    return &counter->next;
}

void nd__meta_add_discard(struct nd_meta *meta, uint64_t seq, uint64_t since_ms, struct nd_slice first, struct nd_slice end)
{
    struct nd__meta_discard *discard = nd_heap_alloc(meta->heap, sizeof *discard + first.n + end.n);
    memcpy(discard->bytes, first.p, first.n);
    memcpy(discard->bytes + first.n, end.p, end.n);
    discard->first = nd_slice_of(discard->bytes, first.n);
    discard->end = nd_slice_of(discard->bytes + first.n, end.n);
    discard->seq = seq;
    discard->since_ms = since_ms;
    nd_list_push_back(&meta->discards, &discard->link);
    if (meta->next_discard <= seq) meta->next_discard = seq + 1;
}

static bool load_record(struct nd_meta *meta, struct nd_slice key, struct nd_slice value)
{
    struct nd_dec dec = nd_dec_of(value);
    struct nd_slice rest = nd_slice_of(key.p + 2, key.n - 2);
    struct nd_range_desc desc;
    struct nd_meta_node node;
    switch (key.p[1]) {
    case 'r':
        if (!nd_range_desc_decode(&dec, &desc)) return false;
        nd__meta_put_shard(meta, &desc, NULL);
        return true;
    case 'n':
        if (!nd_meta_node_decode(&dec, &node)) return false;
        nd__meta_put_node(meta, &node);
        return true;
    case 'i':
        if (rest.n == 0 || nd_dec_u8(&dec) != RECORD_FORMAT) return false;
        *nd__meta_counter(meta, rest) = nd_dec_u64(&dec);
        return nd_dec_is_done(&dec);
    case 't':
        if (nd_dec_u8(&dec) != RECORD_FORMAT) return false;
        meta->ts_window = nd_dec_u64(&dec);
        return nd_dec_is_done(&dec);
    case 'g': {
        if (rest.n != 8 || nd_dec_u8(&dec) != RECORD_FORMAT) return false;
        uint64_t since_ms = nd_dec_u64(&dec);
        struct nd_slice first = nd_dec_bytes(&dec), end = nd_dec_bytes(&dec);
        if (!nd_dec_is_done(&dec)) return false;
        nd__meta_add_discard(meta, nd_load_u64_be(rest.p), since_ms, first, end);
        return true;
    }
    case 'm': return rest.n == 8 && nd__meta_merge_load(meta, nd_load_u64_be(rest.p), value);
    default: return false;
    }
}

/* Reads the engine on the reactor: a few records per shard and node, once per leadership. */
enum nd_status nd__meta_load(struct nd_meta *meta)
{
    uint8_t lower = ND_MVCC_TAG_META, upper = ND_MVCC_TAG_META + 1;
    struct nd_iter_options options = {.lower = nd_slice_of(&lower, 1), .upper = nd_slice_of(&upper, 1)};
    struct nd_engine_iter *iter = nd_engine_iter_new(meta->options.engine, &options);
    enum nd_status status = ND_STATUS_OK;
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice key = nd_engine_iter_key(iter);
        if (key.n >= 2 && load_record(meta, key, nd_engine_iter_value(iter))) continue;
        status = ND_STATUS_CORRUPT;
        break;
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    return status;
}

void nd__meta_unload(struct nd_meta *meta)
{
    struct nd_omap_node *node;
    while ((node = nd_omap_first(&meta->shards)) != NULL) drop_shard(meta, shard_of(node));
    while ((node = nd_omap_first(&meta->counters)) != NULL) {
        nd_omap_remove(&meta->counters, node);
        nd_heap_free(meta->heap, ND_CONTAINER_OF(node, struct nd__meta_counter, node));
    }
    for (size_t i = 0; i < meta->node_count; i++) free_node(meta, &meta->nodes[i]);
    nd_heap_free(meta->heap, meta->nodes);
    meta->nodes = NULL;
    meta->node_count = meta->node_cap = 0;
    ND_LIST_FOREACH_SAFE(link, &meta->discards)
    {
        nd_list_remove(link);
        nd_heap_free(meta->heap, ND_CONTAINER_OF(link, struct nd__meta_discard, link));
    }
    meta->ts_next = meta->ts_window = meta->ts_window_asked = 0;
}
