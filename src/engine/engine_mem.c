/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine_mem.h"

#define DEFAULT_FLUSH_BYTES (4u << 20)

enum op { OP_PUT = 1, OP_DELETE };

struct mem_batch {
    struct nd_engine_batch base;
    struct nd_buf ops; /* u8 op, bytes key, then for a put bytes value */
    size_t count;
};

struct mem_iter {
    struct nd_engine_iter base;
    struct nd_list link;
    uint64_t snapshot;
    unsigned flags;
    bool is_point;
    struct nd_buf lower, upper, prefix; /* empty upper: none; prefix: of the last seek of a point iterator */
    struct nd__mem_key *key;            /* NULL: invalid */
    struct nd__mem_version *version;
    enum nd_status status;
};

static struct nd__mem *mem_of(struct nd_engine *engine) { return ND_CONTAINER_OF(engine, struct nd__mem, base); }
static struct mem_batch *batch_of(struct nd_engine_batch *batch) { return ND_CONTAINER_OF(batch, struct mem_batch, base); }
static struct mem_iter *iter_of(struct nd_engine_iter *iter) { return ND_CONTAINER_OF(iter, struct mem_iter, base); }
static const struct mem_iter *const_iter_of(const struct nd_engine_iter *iter)
{
    return (const struct mem_iter *)(const void *)((const char *)iter - offsetof(struct mem_iter, base));
}
static struct nd__mem_key *key_of(struct nd_omap_node *node)
{
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd__mem_key, node);
}

/* ---- versions ------------------------------------------------------------------------------- */

static uint64_t snapshot_min(const struct nd__mem *mem)
{
    if (nd_list_is_empty(&mem->iters)) return mem->flushed_seq;
    uint64_t first = ND_CONTAINER_OF(mem->iters.next, struct mem_iter, link)->snapshot;
    return first < mem->flushed_seq ? first : mem->flushed_seq;
}

static uint64_t snapshot_max(const struct nd__mem *mem)
{
    if (nd_list_is_empty(&mem->iters)) return mem->flushed_seq;
    uint64_t last = ND_CONTAINER_OF(mem->iters.prev, struct mem_iter, link)->snapshot;
    return last > mem->flushed_seq ? last : mem->flushed_seq;
}

struct nd__mem_version *nd__mem_visible(const struct nd__mem_key *key, uint64_t snapshot)
{
    struct nd__mem_version *version = key->newest;
    while (version != NULL && version->seq > snapshot) version = version->older;
    return version == NULL || version->is_deleted ? NULL : version;
}

/* Takes a version out of its chain and off the garbage list; the key goes with its last version. */
static void drop_version(struct nd__mem *mem, struct nd__mem_version *version)
{
    struct nd__mem_key *key = version->key;
    if (version->newer != NULL) version->newer->older = version->older;
    else key->newest = version->older;
    if (version->older != NULL) version->older->newer = version->newer;
    nd_list_remove(&version->garbage);
    nd_heap_free(mem->heap, version);
    if (key->newest == NULL) {
        nd_omap_remove(&mem->keys, &key->node);
        nd_heap_free(mem->heap, key);
    }
}

static void collect(struct nd__mem *mem)
{
    uint64_t snapshot = snapshot_min(mem);
    while (!nd_list_is_empty(&mem->garbage)) {
        struct nd__mem_version *version = ND_CONTAINER_OF(mem->garbage.next, struct nd__mem_version, garbage);
        if (version->dead_at > snapshot) break;
        drop_version(mem, version);
    }
}

/* `version` has just been replaced at `seq`. */
static void retire(struct nd__mem *mem, struct nd__mem_version *version, uint64_t seq)
{
    if (!version->is_deleted) mem->live_bytes -= version->key->node.key.n + version->n;
    if (version->seq > snapshot_max(mem)) {
        drop_version(mem, version);
    } else if (nd_list_is_empty(&version->garbage)) {
        version->dead_at = seq;
        nd_list_push_back(&mem->garbage, &version->garbage);
    }
}

static struct nd__mem_key *add_key(struct nd__mem *mem, struct nd_slice key)
{
    struct nd__mem_key *entry = nd_heap_alloc(mem->heap, sizeof *entry + key.n);
    entry->newest = NULL;
    memcpy(entry->bytes, key.p, key.n);
    struct nd_omap_node *there = nd_omap_insert(&mem->keys, &entry->node, nd_slice_of(entry->bytes, key.n));
    ND_ASSERT(there == NULL);
    return entry;
}

void nd__mem_install(struct nd__mem *mem, struct nd_slice key, struct nd_slice value, bool is_deleted)
{
    uint64_t seq = ++mem->seq;
    struct nd__mem_key *entry = key_of(nd_omap_find(&mem->keys, key));
    bool is_absent = entry == NULL || entry->newest->is_deleted;
    if (is_deleted && is_absent) return;
    if (entry == NULL) entry = add_key(mem, key);

    struct nd__mem_version *version = nd_heap_alloc(mem->heap, sizeof *version + value.n), *before = entry->newest;
    *version = (struct nd__mem_version){.older = before, .key = entry, .seq = seq, .is_deleted = is_deleted, .n = value.n};
    nd_list_init(&version->garbage);
    if (value.n > 0) memcpy(version->value, value.p, value.n);
    entry->newest = version;
    if (before != NULL) {
        before->newer = version;
        retire(mem, before, seq);
    }
    if (!is_deleted) {
        mem->live_bytes += key.n + value.n;
    } else if (version->older == NULL) {
        drop_version(mem, version); /* nobody sees what it hides */
    } else {
        version->dead_at = seq;
        nd_list_push_back(&mem->garbage, &version->garbage);
    }
}

/* ---- batches --------------------------------------------------------------------------------- */

static struct nd_engine_batch *mem_batch_new(struct nd_engine *engine)
{
    struct nd__mem *mem = mem_of(engine);
    struct mem_batch *batch = nd_heap_new(mem->heap, struct mem_batch);
    batch->base.engine = engine;
    nd_buf_init(&batch->ops, mem->heap);
    return &batch->base;
}

static void mem_batch_free(struct nd_engine_batch *base)
{
    struct mem_batch *batch = batch_of(base);
    nd_buf_deinit(&batch->ops);
    nd_heap_free(mem_of(base->engine)->heap, batch);
}

static void mem_batch_clear(struct nd_engine_batch *base)
{
    struct mem_batch *batch = batch_of(base);
    nd_buf_clear(&batch->ops);
    batch->count = 0;
}

static void add_op(struct nd_engine_batch *base, enum op op, struct nd_slice key)
{
    struct mem_batch *batch = batch_of(base);
    nd_buf_put_u8(&batch->ops, (uint8_t)op);
    nd_buf_put_bytes(&batch->ops, key);
    batch->count++;
}

static void mem_batch_put_parts(struct nd_engine_batch *base, struct nd_slice key, const struct nd_slice *parts, size_t count)
{
    struct nd_buf *ops = &batch_of(base)->ops;
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) bytes += parts[i].n;
    add_op(base, OP_PUT, key);
    nd_buf_put_varint(ops, bytes);
    for (size_t i = 0; i < count; i++) nd_buf_put_slice(ops, parts[i]);
}

static void mem_batch_delete(struct nd_engine_batch *base, struct nd_slice key) { add_op(base, OP_DELETE, key); }

static const struct mem_batch *const_batch_of(const struct nd_engine_batch *batch)
{
    return (const struct mem_batch *)(const void *)((const char *)batch - offsetof(struct mem_batch, base));
}
static size_t mem_batch_count(const struct nd_engine_batch *batch) { return const_batch_of(batch)->count; }
static size_t mem_batch_bytes(const struct nd_engine_batch *batch) { return const_batch_of(batch)->ops.n; }

/* ---- writing --------------------------------------------------------------------------------- */

static void apply(struct nd__mem *mem, const struct mem_batch *batch)
{
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&batch->ops));
    while (nd_dec_left(&dec) > 0) {
        enum op op = (enum op)nd_dec_u8(&dec);
        struct nd_slice key = nd_dec_bytes(&dec);
        switch (op) {
        case OP_PUT: nd__mem_install(mem, key, nd_dec_bytes(&dec), false); break;
        case OP_DELETE: nd__mem_install(mem, key, ND_SLICE_EMPTY, true); break;
        default: ND_UNREACHABLE();
        }
    }
    ND_ASSERT(nd_dec_is_done(&dec));
}

static enum nd_status mem_flush(struct nd_engine *engine)
{
    struct nd__mem *mem = mem_of(engine);
    if (mem->is_failed) return ND_STATUS_IO;
    if (mem->flushed_seq == mem->seq) return ND_STATUS_OK;
    if (mem->env != NULL) {
        enum nd_status status = nd__mem_image_store(mem);
        if (status != ND_STATUS_OK) {
            mem->is_failed = true;
            return status;
        }
    }
    mem->flushed_seq = mem->seq;
    mem->unflushed_bytes = 0;
    nd_counter_add(&mem->flushes, 1);
    collect(mem);
    return ND_STATUS_OK;
}

static enum nd_status mem_write(struct nd_engine *engine, struct nd_engine_batch *base)
{
    struct nd__mem *mem = mem_of(engine);
    struct mem_batch *batch = batch_of(base);
    if (mem->is_failed) return ND_STATUS_IO;
    apply(mem, batch);
    nd_counter_add(&mem->batches, 1);
    mem->unflushed_bytes += batch->ops.n;
    bool is_full = mem->unflushed_bytes >= mem->flush_bytes;
    if (is_full || (mem->env != NULL && ND_BUGGIFY(mem->env, "engine_mem_flush_early"))) return mem_flush(engine);
    return ND_STATUS_OK;
}

/* ---- reading ---------------------------------------------------------------------------------- */

static bool pretends_to_miss(struct nd__mem *mem, unsigned flags)
{
    return (flags & ND_READ_CACHED_ONLY) != 0 && mem->env != NULL && ND_BUGGIFY(mem->env, "engine_mem_cache_miss");
}

static enum nd_status mem_get(struct nd_engine *engine, struct nd_slice key, unsigned flags, struct nd_buf *value_out)
{
    struct nd__mem *mem = mem_of(engine);
    if (pretends_to_miss(mem, flags)) return ND_STATUS_WOULD_BLOCK;
    struct nd__mem_key *entry = key_of(nd_omap_find(&mem->keys, key));
    if (entry == NULL) return ND_STATUS_NOT_FOUND;
    uint64_t snapshot = (flags & ND_READ_DURABLE) != 0 ? mem->flushed_seq : mem->seq;
    const struct nd__mem_version *version = nd__mem_visible(entry, snapshot);
    if (version == NULL) return ND_STATUS_NOT_FOUND;
    nd_buf_put(value_out, version->value, version->n);
    return ND_STATUS_OK;
}

static struct nd_engine_iter *mem_iter_new(struct nd_engine *engine, const struct nd_iter_options *options)
{
    struct nd__mem *mem = mem_of(engine);
    struct mem_iter *iter = nd_heap_new(mem->heap, struct mem_iter);
    iter->base.engine = engine;
    iter->snapshot = mem->seq;
    iter->flags = options->flags;
    iter->is_point = options->is_point;
    nd_buf_init(&iter->lower, mem->heap);
    nd_buf_init(&iter->upper, mem->heap);
    nd_buf_init(&iter->prefix, mem->heap);
    nd_buf_put_slice(&iter->lower, options->lower);
    nd_buf_put_slice(&iter->upper, options->upper);
    nd_list_push_back(&mem->iters, &iter->link);
    return &iter->base;
}

static void mem_iter_free(struct nd_engine_iter *base)
{
    struct mem_iter *iter = iter_of(base);
    struct nd__mem *mem = mem_of(base->engine);
    nd_list_remove(&iter->link);
    nd_buf_deinit(&iter->lower);
    nd_buf_deinit(&iter->upper);
    nd_buf_deinit(&iter->prefix);
    nd_heap_free(mem->heap, iter);
    collect(mem);
}

static bool is_inside(const struct mem_iter *iter, struct nd_slice key)
{
    if (nd_slice_cmp(key, nd_buf_slice(&iter->lower)) < 0) return false;
    if (iter->upper.n > 0 && nd_slice_cmp(key, nd_buf_slice(&iter->upper)) >= 0) return false;
    return !iter->is_point || nd_slice_eq(nd__engine_prefix(key), nd_buf_slice(&iter->prefix));
}

/* Stands on the first key visible to the snapshot from `node` on, in the given direction. */
static void settle(struct mem_iter *iter, struct nd_omap_node *node, bool is_forward)
{
    iter->key = NULL;
    iter->version = NULL;
    iter->base.is_valid = false;
    if (pretends_to_miss(mem_of(iter->base.engine), iter->flags)) {
        iter->status = ND_STATUS_WOULD_BLOCK;
        return;
    }
    while (node != NULL && is_inside(iter, node->key)) {
        struct nd__mem_version *version = nd__mem_visible(key_of(node), iter->snapshot);
        if (version != NULL) {
            iter->key = key_of(node);
            iter->version = version;
            iter->base.is_valid = true;
            iter->base.key = node->key;
            return;
        }
        node = is_forward ? nd_omap_next(node) : nd_omap_prev(node);
    }
}

static void begin_seek(struct mem_iter *iter, struct nd_slice key)
{
    iter->status = ND_STATUS_OK;
    if (!iter->is_point) return;
    ND_ASSERT(nd__engine_has_suffix(key));
    nd_buf_clear(&iter->prefix);
    nd_buf_put_slice(&iter->prefix, nd__engine_prefix(key));
}

static void mem_iter_seek(struct nd_engine_iter *base, struct nd_slice key)
{
    struct mem_iter *iter = iter_of(base);
    struct nd_slice lower = nd_buf_slice(&iter->lower);
    begin_seek(iter, key);
    settle(iter, nd_omap_find_ge(&mem_of(base->engine)->keys, nd_slice_cmp(key, lower) < 0 ? lower : key), true);
}

static void mem_iter_seek_for_prev(struct nd_engine_iter *base, struct nd_slice key)
{
    struct mem_iter *iter = iter_of(base);
    struct nd_omap *keys = &mem_of(base->engine)->keys;
    struct nd_slice upper = nd_buf_slice(&iter->upper);
    begin_seek(iter, key);
    struct nd_omap_node *node;
    if (upper.n > 0 && nd_slice_cmp(key, upper) >= 0) {
        node = nd_omap_find_lt(keys, upper);
    } else {
        node = nd_omap_find(keys, key);
        if (node == NULL) node = nd_omap_find_lt(keys, key);
    }
    settle(iter, node, false);
}

static void mem_iter_next(struct nd_engine_iter *base)
{
    struct mem_iter *iter = iter_of(base);
    settle(iter, nd_omap_next(&iter->key->node), true);
}

static void mem_iter_prev(struct nd_engine_iter *base)
{
    struct mem_iter *iter = iter_of(base);
    settle(iter, nd_omap_prev(&iter->key->node), false);
}

static struct nd_slice mem_iter_value(const struct nd_engine_iter *base)
{
    ND_ASSERT(base->is_valid);
    const struct nd__mem_version *version = const_iter_of(base)->version;
    return nd_slice_of(version->value, version->n);
}
static enum nd_status mem_iter_status(const struct nd_engine_iter *base) { return const_iter_of(base)->status; }

/* ---- the engine -------------------------------------------------------------------------------- */

static uint64_t mem_approximate_bytes(struct nd_engine *engine, struct nd_slice first, struct nd_slice end)
{
    struct nd__mem *mem = mem_of(engine);
    uint64_t bytes = 0;
    struct nd_omap_node *node = nd_omap_find_ge(&mem->keys, first);
    for (; node != NULL && (end.n == 0 || nd_slice_cmp(node->key, end) < 0); node = nd_omap_next(node)) {
        const struct nd__mem_version *version = key_of(node)->newest;
        if (!version->is_deleted) bytes += node->key.n + version->n;
    }
    return bytes;
}

static void mem_register_metrics(struct nd_engine *engine, struct nd_metrics *metrics)
{
    struct nd__mem *mem = mem_of(engine);
    nd_metrics_add_counter(metrics, "ndoto_engine_batches_total", NULL, "Batches written to the state engine", &mem->batches);
    nd_metrics_add_counter(metrics, "ndoto_engine_flushes_total", NULL, "Flushes of the state engine", &mem->flushes);
    nd_metrics_add_counter(metrics, "ndoto_engine_flush_bytes_total", NULL, "Bytes written by flushes", &mem->flush_bytes_total);
    nd_metrics_add_gauge(metrics, "ndoto_engine_keys", NULL, "Keys in the state engine", &mem->keys_gauge);
    nd_metrics_add_gauge(metrics, "ndoto_engine_live_bytes", NULL, "Bytes of live keys and values", &mem->bytes_gauge);
}

static void mem_refresh_metrics(struct nd_engine *engine)
{
    struct nd__mem *mem = mem_of(engine);
    nd_gauge_set(&mem->keys_gauge, (int64_t)mem->keys.count);
    nd_gauge_set(&mem->bytes_gauge, (int64_t)mem->live_bytes);
}

static void mem_close(struct nd_engine *engine)
{
    struct nd__mem *mem = mem_of(engine);
    ND_ASSERT(nd_list_is_empty(&mem->iters));
    for (struct nd_omap_node *node; (node = nd_omap_first(&mem->keys)) != NULL;) {
        struct nd__mem_key *key = key_of(node);
        nd_omap_remove(&mem->keys, node);
        for (struct nd__mem_version *version = key->newest, *older; version != NULL; version = older) {
            older = version->older;
            nd_heap_free(mem->heap, version);
        }
        nd_heap_free(mem->heap, key);
    }
    nd_heap_free(mem->heap, mem->dir);
    nd_heap_free(mem->heap, mem->image_path);
    nd_heap_free(mem->heap, mem->temp_path);
    nd_heap_free(mem->heap, mem);
}

static const struct nd_engine_ops mem_ops = {
    .close = mem_close,
    .batch_new = mem_batch_new,
    .batch_free = mem_batch_free,
    .batch_clear = mem_batch_clear,
    .batch_put_parts = mem_batch_put_parts,
    .batch_delete = mem_batch_delete,
    .batch_count = mem_batch_count,
    .batch_bytes = mem_batch_bytes,
    .write = mem_write,
    .flush = mem_flush,
    .get = mem_get,
    .iter_new = mem_iter_new,
    .iter_free = mem_iter_free,
    .iter_seek = mem_iter_seek,
    .iter_seek_for_prev = mem_iter_seek_for_prev,
    .iter_next = mem_iter_next,
    .iter_prev = mem_iter_prev,
    .iter_value = mem_iter_value,
    .iter_status = mem_iter_status,
    .approximate_bytes = mem_approximate_bytes,
    .register_metrics = mem_register_metrics,
    .refresh_metrics = mem_refresh_metrics,
};

static char *join_path(struct nd_heap *heap, const char *dir, const char *name)
{
    struct nd_buf path;
    nd_buf_init(&path, heap);
    nd_buf_printf(&path, "%s/%s", dir, name);
    nd_buf_put_u8(&path, 0);
    return (char *)path.p;
}

enum nd_status nd_engine_mem_open(const struct nd_engine_options *options, struct nd_heap *heap, struct nd_engine **engine_out)
{
    *engine_out = NULL;
    struct nd__mem *mem = nd_heap_new(heap, struct nd__mem);
    mem->base.ops = &mem_ops;
    mem->env = options->env;
    mem->heap = heap;
    mem->flush_bytes = options->memtable_bytes > 0 ? options->memtable_bytes : DEFAULT_FLUSH_BYTES;
    nd_omap_init(&mem->keys);
    nd_list_init(&mem->garbage);
    nd_list_init(&mem->iters);
    if (mem->env != NULL) {
        mem->dir = nd_heap_strdup(heap, options->path);
        mem->image_path = join_path(heap, options->path, "mem.img");
        mem->temp_path = join_path(heap, options->path, "mem.img.tmp");
        enum nd_status status = nd__mem_image_load(mem);
        if (status != ND_STATUS_OK) {
            mem_close(&mem->base);
            return status;
        }
    }
    mem->flushed_seq = mem->seq;
    *engine_out = &mem->base;
    return ND_STATUS_OK;
}
