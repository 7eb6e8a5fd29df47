/* SPDX-License-Identifier: Apache-2.0 */
/* The state engine of servers, over RocksDB 7.8 through rocksdb/c.h: the only file that knows it.
 *
 * Rules that keep clear of what is known to be wrong in this version:
 *   one column family (with the WAL off, several would need flushes that are atomic together);
 *   max_open_files -1 and no empty values (a cache-only read that misses the table cache answers
 *   with success and an empty value: G2); no partitioned filters (they miss keys for SeekForPrev);
 *   neither range deletions (an iterator that meets one may forget that a block could not be read, and
 *   leave its records out) nor single deletions; no rate limiter (it can hang); after a background error the engine answers IO until reopened
 *   (the C API cannot resume; with the WAL off reopening loses nothing that the log cannot replay). */
#include <rocksdb/c.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/engine_int.h"

#define MIB ((size_t)1 << 20)
#define READ_TIER_CACHE 1     /* kBlockCacheTier */
#define READ_TIER_PERSISTED 2 /* kPersistedTier: with the WAL off, skips the memtables */
#define READ_OPTIONS 8        /* one for each combination of nd_read_flags */

enum { COMPRESSION_NONE = 0,
       COMPRESSION_LZ4 = 4,
       BLOB_GARBAGE_PERCENT = 20,
       LEVEL0_FILES = 8,
       LEVEL_BASE_FILES = 8,
       LEVEL_BASE_MIN = 4 << 20,
       TABLE_BYTES_MAX = 64 << 20 };
#define BLOB_AGE_CUTOFF "0.25" /* of the blob files, while they are collected */
#define LEVELS 7

struct rocks {
    struct nd_engine base;
    struct nd_env *env;
    struct nd_heap *heap;
    rocksdb_t *db;
    rocksdb_options_t *options;
    rocksdb_cache_t *cache;
    rocksdb_writeoptions_t *write_options;
    rocksdb_flushoptions_t *flush_options;
    rocksdb_readoptions_t *get_options[READ_OPTIONS];
    rocksdb_readoptions_t *point_options[READ_OPTIONS]; /* of point iterators without bounds */
    _Atomic bool is_failed;
    size_t memtable_size;
    _Atomic bool is_tending; /* a thread that flushes looks at what follows */
    bool is_collecting;      /* large values that are no longer needed */
    uint64_t level_base;
    uint64_t flushed, flushed_blobs; /* bytes, when level_base was last looked at */
    void *damage_arg;
    void (*on_damage)(void *arg);
    struct nd_counter batches, written_bytes, flushes;
    struct nd_gauge memtable_bytes, cache_bytes, level0_files, table_bytes, blob_bytes, blob_garbage_bytes, pending_compaction_bytes;
    struct nd_gauge is_write_stopped, background_errors, running_compactions, keys_estimate;
    struct nd_gauge flush_written_bytes, compaction_written_bytes, compaction_read_bytes, blob_written_bytes, stall_us;
};

enum record_op { RECORD_PUT, RECORD_DELETE };
struct record {
    enum record_op op;
    uint32_t key_at, key_n, value_at, value_n; /* in the batch's bytes */
};

/* Collected first and handed over in key order: neighbours in the memtable's skip list are found in the
 * processor's cache, which saves a sixth of the insertion of large batches. */
struct rocks_batch {
    struct nd_engine_batch base;
    struct nd_buf bytes;
    struct record *records;
    size_t count, cap;
    rocksdb_writebatch_t *batch;
};

struct rocks_iter {
    struct nd_engine_iter base;
    rocksdb_iterator_t *iter;
    rocksdb_readoptions_t *owned_options; /* NULL: shared ones */
    bool is_cached_only;
    enum nd_status status;
    size_t upper_n;
    uint8_t bounds[]; /* upper, then lower: RocksDB keeps pointers */
};

static struct rocks *rocks_of(struct nd_engine *engine) { return ND_CONTAINER_OF(engine, struct rocks, base); }
static struct rocks_batch *batch_of(struct nd_engine_batch *batch) { return ND_CONTAINER_OF(batch, struct rocks_batch, base); }
static struct rocks_iter *iter_of(struct nd_engine_iter *iter) { return ND_CONTAINER_OF(iter, struct rocks_iter, base); }
static const struct rocks_iter *const_iter_of(const struct nd_engine_iter *iter)
{
    return (const struct rocks_iter *)(const void *)((const char *)iter - offsetof(struct rocks_iter, base));
}
static const char *chars(struct nd_slice s) { return s.p == NULL ? "" : (const char *)s.p; }

/* ---- errors ----------------------------------------------------------------------------------- */

static bool begins_with(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

/* RocksDB's errors are texts; frees it. */
static enum nd_status take_error(struct nd_env *env, const char *doing, char *error)
{
    if (error == NULL) return ND_STATUS_OK;
    enum nd_status status;
    if (begins_with(error, "Result incomplete")) status = ND_STATUS_WOULD_BLOCK;
    else if (begins_with(error, "NotFound")) status = ND_STATUS_NOT_FOUND;
    else if (begins_with(error, "Corruption")) status = ND_STATUS_CORRUPT;
    else if (strstr(error, "lock hold by") != NULL || strstr(error, "While lock file") != NULL) status = ND_STATUS_BUSY;
    else if (strstr(error, "No space left") != NULL) status = ND_STATUS_NO_SPACE;
    else status = ND_STATUS_IO;
    if (status != ND_STATUS_WOULD_BLOCK && status != ND_STATUS_NOT_FOUND)
        ND_ERROR(nd_env_logger(env), "engine", "%s: %s", doing, error);
    rocksdb_free(error);
    return status;
}

/* The same of an open database, whose owner hears of damage. */
static enum nd_status take_result(struct rocks *rocks, const char *doing, char *error)
{
    enum nd_status status = take_error(rocks->env, doing, error);
    if (status == ND_STATUS_CORRUPT && rocks->on_damage != NULL) rocks->on_damage(rocks->damage_arg);
    return status;
}

/* ---- keys without their timestamp ---------------------------------------------------------------- */

static void nothing_to_destroy(void *state) { (void)state; }
static char *prefix_transform(void *state, const char *key, size_t n, size_t *n_out)
{
    (void)state;
    *n_out = nd__engine_prefix(nd_slice_of(key, n)).n;
    union { const char *in; char *out; } cast = {.in = key}; /* the API lacks the const; it only reads */
    return cast.out;
}
static unsigned char prefix_in_domain(void *state, const char *key, size_t n)
{
    (void)state, (void)key;
    return n > 0;
}
static unsigned char prefix_in_range(void *state, const char *key, size_t n)
{
    (void)state, (void)key, (void)n;
    return 0;
}
static const char *prefix_name(void *state)
{
    (void)state;
    return "ndoto.key_without_timestamp.1";
}

/* ---- batches ------------------------------------------------------------------------------------- */

static struct nd_engine_batch *rocks_batch_new(struct nd_engine *engine)
{
    struct nd_heap *heap = rocks_of(engine)->heap;
    struct rocks_batch *batch = nd_heap_new(heap, struct rocks_batch);
    *batch = (struct rocks_batch){.base.engine = engine, .batch = rocksdb_writebatch_create()};
    nd_buf_init(&batch->bytes, heap);
    return &batch->base;
}

static void rocks_batch_free(struct nd_engine_batch *base)
{
    struct rocks_batch *batch = batch_of(base);
    struct nd_heap *heap = rocks_of(base->engine)->heap;
    rocksdb_writebatch_destroy(batch->batch);
    nd_buf_deinit(&batch->bytes);
    nd_heap_free(heap, batch->records);
    nd_heap_free(heap, batch);
}

static void rocks_batch_clear(struct nd_engine_batch *base)
{
    struct rocks_batch *batch = batch_of(base);
    nd_buf_clear(&batch->bytes);
    batch->count = 0;
}

static void add_record(struct rocks_batch *batch, enum record_op op, struct nd_slice key, const struct nd_slice *parts, size_t part_count)
{
    if (batch->count == batch->cap) {
        struct nd_heap *heap = rocks_of(batch->base.engine)->heap;
        size_t cap = batch->cap == 0 ? 64 : 2 * batch->cap;
        struct record *records = nd_heap_alloc(heap, cap * sizeof *records);
        if (batch->count > 0) memcpy(records, batch->records, batch->count * sizeof *records);
        nd_heap_free(heap, batch->records);
        batch->records = records;
        batch->cap = cap;
    }
    size_t key_at = batch->bytes.n, value_at = key_at + key.n;
    nd_buf_put_slice(&batch->bytes, key);
    for (size_t i = 0; i < part_count; i++) nd_buf_put_slice(&batch->bytes, parts[i]);
    ND_ASSERT(batch->bytes.n <= UINT32_MAX);
    batch->records[batch->count++] =
        (struct record){op, (uint32_t)key_at, (uint32_t)key.n, (uint32_t)value_at, (uint32_t)(batch->bytes.n - value_at)};
}

static void rocks_batch_put_parts(struct nd_engine_batch *base, struct nd_slice key, const struct nd_slice *parts, size_t count)
{
    add_record(batch_of(base), RECORD_PUT, key, parts, count);
}
static void rocks_batch_delete(struct nd_engine_batch *base, struct nd_slice key) { add_record(batch_of(base), RECORD_DELETE, key, NULL, 0); }

static const struct rocks_batch *const_batch(const struct nd_engine_batch *base)
{
    return (const struct rocks_batch *)(const void *)((const char *)base - offsetof(struct rocks_batch, base));
}
static size_t rocks_batch_count(const struct nd_engine_batch *base) { return const_batch(base)->count; }
static size_t rocks_batch_bytes(const struct nd_engine_batch *base)
{
    return const_batch(base)->bytes.n + const_batch(base)->count * sizeof(struct record);
}

/* By key; records of one key as they came. */
static int compare_records(const void *a_arg, const void *b_arg, void *bytes)
{
    const struct record *a = a_arg, *b = b_arg;
    const char *at = bytes;
    int c = memcmp(at + a->key_at, at + b->key_at, a->key_n < b->key_n ? a->key_n : b->key_n);
    if (c != 0) return c;
    if (a->key_n != b->key_n) return a->key_n < b->key_n ? -1 : 1;
    return a->key_at < b->key_at ? -1 : 1;
}

static rocksdb_writebatch_t *to_writebatch(struct rocks_batch *batch)
{
    char *bytes = (char *)batch->bytes.p;
    if (batch->count > 1) qsort_r(batch->records, batch->count, sizeof *batch->records, compare_records, bytes);
    rocksdb_writebatch_clear(batch->batch);
    for (size_t i = 0; i < batch->count; i++) {
        const struct record *record = &batch->records[i];
        const char *key = bytes + record->key_at, *value = bytes + record->value_at;
        switch (record->op) {
        case RECORD_PUT: rocksdb_writebatch_put(batch->batch, key, record->key_n, value, record->value_n); break;
        case RECORD_DELETE: rocksdb_writebatch_delete(batch->batch, key, record->key_n); break;
        }
    }
    return batch->batch;
}

/* ---- writing ---------------------------------------------------------------------------------------- */

static enum nd_status note_failure(struct rocks *rocks, enum nd_status status)
{
    if (status != ND_STATUS_OK) atomic_store(&rocks->is_failed, true);
    return status;
}

static enum nd_status rocks_write(struct nd_engine *engine, struct nd_engine_batch *batch)
{
    struct rocks *rocks = rocks_of(engine);
    if (atomic_load(&rocks->is_failed)) return ND_STATUS_IO;
    char *error = NULL;
    rocksdb_write(rocks->db, rocks->write_options, to_writebatch(batch_of(batch)), &error);
    nd_counter_add(&rocks->batches, 1);
    nd_counter_add(&rocks->written_bytes, rocks_batch_bytes(batch));
    return note_failure(rocks, take_result(rocks, "write", error));
}

static uint64_t property(struct rocks *rocks, const char *name)
{
    uint64_t v = 0;
    return rocksdb_property_int(rocks->db, name, &v) == 0 ? v : 0;
}

static enum nd_status set_option(struct rocks *rocks, const char *key, const char *value)
{
    char *error = NULL;
    rocksdb_set_options(rocks->db, 1, &key, &value, &error);
    return take_error(rocks->env, "set options", error);
}

/* A compaction writes anew whatever it meets in the oldest blob files, garbage or not: only while there is enough garbage. Where
 * nothing was written over, that was two fifths of what a node wrote to its disk. */
static void tend_blobs(struct rocks *rocks)
{
    uint64_t bytes = property(rocks, "rocksdb.live-blob-file-size"), garbage = property(rocks, "rocksdb.live-blob-file-garbage-size");
    nd_gauge_set(&rocks->blob_garbage_bytes, (int64_t)garbage);
    bool is_due = garbage * 100 > bytes * (rocks->is_collecting ? BLOB_GARBAGE_PERCENT / 2 : BLOB_GARBAGE_PERCENT);
    if (is_due == rocks->is_collecting) return;
    if (set_option(rocks, "blob_garbage_collection_age_cutoff", is_due ? BLOB_AGE_CUTOFF : "0") == ND_STATUS_OK) rocks->is_collecting = is_due;
}

/* A line of the statistics text: "rocksdb.stall.micros COUNT : 0". */
static int64_t ticker(const char *statistics, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = statistics; at != NULL && (at = strstr(at, name)) != NULL; at += n) {
        bool is_line = at == statistics || at[-1] == '\n';
        if (is_line && begins_with(at + n, " COUNT : ")) return (int64_t)strtoull(at + n + strlen(" COUNT : "), NULL, 10);
    }
    return 0;
}

static void set_level_base(struct rocks *rocks, uint64_t base)
{
    char text[24];
    uint64_t file = base / LEVEL_BASE_FILES < TABLE_BYTES_MAX ? base / LEVEL_BASE_FILES : TABLE_BYTES_MAX;
    snprintf(text, sizeof text, "%llu", (unsigned long long)base);
    if (set_option(rocks, "max_bytes_for_level_base", text) != ND_STATUS_OK) return;
    snprintf(text, sizeof text, "%llu", (unsigned long long)file);
    if (set_option(rocks, "target_file_size_base", text) == ND_STATUS_OK) rocks->level_base = base;
}

/* What comes down from level 0 at once, and the level below, want to be of about one size. Where values are large, tables get little of what is flushed: a level below for
 * all of it would hold all keys there are, and be written anew each time. */
static void tend_levels(struct rocks *rocks)
{
    char *statistics = rocksdb_options_statistics_get_string(rocks->options);
    uint64_t flushed = (uint64_t)ticker(statistics, "rocksdb.flush.write.bytes"), blobs = (uint64_t)ticker(statistics, "rocksdb.blobdb.blob.file.bytes.written");
    rocksdb_free(statistics);
    uint64_t most = LEVEL0_FILES * rocks->memtable_size, all = flushed - rocks->flushed, large = blobs - rocks->flushed_blobs;
    if (all < most / 2) return;
    rocks->flushed = flushed;
    rocks->flushed_blobs = blobs;
    if (rocks->is_collecting) return; /* compactions write some of them */
    uint64_t base = large >= all ? 0 : (uint64_t)(2 * (double)most * (double)(all - large) / (double)all);
    if (base < LEVEL_BASE_MIN) base = LEVEL_BASE_MIN;
    if (base > most) base = most;
    if (base >= rocks->level_base * 2 || base <= rocks->level_base / 2) set_level_base(rocks, base);
}

static enum nd_status rocks_flush(struct nd_engine *engine)
{
    struct rocks *rocks = rocks_of(engine);
    if (atomic_load(&rocks->is_failed)) return ND_STATUS_IO;
    char *error = NULL;
    rocksdb_flush(rocks->db, rocks->flush_options, &error);
    nd_counter_add(&rocks->flushes, 1);
    enum nd_status status = note_failure(rocks, take_result(rocks, "flush", error));
    if (status != ND_STATUS_OK) return status;
    if (atomic_exchange(&rocks->is_tending, true)) return status;
    tend_blobs(rocks);
    tend_levels(rocks);
    atomic_store(&rocks->is_tending, false);
    return status;
}

/* ---- reading ----------------------------------------------------------------------------------------- */

static rocksdb_readoptions_t *new_read_options(unsigned flags)
{
    rocksdb_readoptions_t *options = rocksdb_readoptions_create();
    if ((flags & ND_READ_CACHED_ONLY) != 0) rocksdb_readoptions_set_read_tier(options, READ_TIER_CACHE);
    if ((flags & ND_READ_DURABLE) != 0) rocksdb_readoptions_set_read_tier(options, READ_TIER_PERSISTED);
    rocksdb_readoptions_set_fill_cache(options, (flags & ND_READ_NO_FILL) == 0);
    return options;
}

static rocksdb_readoptions_t *new_iter_options(unsigned flags, bool is_point)
{
    rocksdb_readoptions_t *options = new_read_options(flags);
    if (is_point) rocksdb_readoptions_set_prefix_same_as_start(options, 1);
    else rocksdb_readoptions_set_total_order_seek(options, 1);
    rocksdb_readoptions_set_background_purge_on_iterator_cleanup(options, 1);
    return options;
}

static enum nd_status rocks_get(struct nd_engine *engine, struct nd_slice key, unsigned flags, struct nd_buf *value_out)
{
    struct rocks *rocks = rocks_of(engine);
    ND_ASSERT(flags < READ_OPTIONS);
    char *error = NULL;
    rocksdb_pinnableslice_t *value = rocksdb_get_pinned(rocks->db, rocks->get_options[flags], chars(key), key.n, &error);
    if (error != NULL) return take_result(rocks, "read", error);
    if (value == NULL) return ND_STATUS_NOT_FOUND;
    size_t n;
    const char *p = rocksdb_pinnableslice_value(value, &n);
    enum nd_status status = ND_STATUS_OK;
    if (n > 0) nd_buf_put(value_out, p, n);
    else status = (flags & ND_READ_CACHED_ONLY) != 0 ? ND_STATUS_WOULD_BLOCK : ND_STATUS_CORRUPT; /* G2 */
    rocksdb_pinnableslice_destroy(value);
    return status;
}

static struct nd_engine_iter *rocks_iter_new(struct nd_engine *engine, const struct nd_iter_options *options)
{
    struct rocks *rocks = rocks_of(engine);
    ND_ASSERT(options->flags < READ_OPTIONS);
    size_t lower_n = options->lower.n, upper_n = options->upper.n;
    struct rocks_iter *iter = nd_heap_alloc(rocks->heap, sizeof *iter + lower_n + upper_n);
    *iter = (struct rocks_iter){.base.engine = engine, .upper_n = upper_n};
    iter->is_cached_only = (options->flags & ND_READ_CACHED_ONLY) != 0;
    rocksdb_readoptions_t *read_options = rocks->point_options[options->flags];
    if (!options->is_point || lower_n + upper_n > 0) {
        read_options = iter->owned_options = new_iter_options(options->flags, options->is_point);
        if (upper_n > 0) {
            memcpy(iter->bounds, options->upper.p, upper_n);
            rocksdb_readoptions_set_iterate_upper_bound(read_options, (const char *)iter->bounds, upper_n);
        }
        if (lower_n > 0) {
            memcpy(iter->bounds + upper_n, options->lower.p, lower_n);
            rocksdb_readoptions_set_iterate_lower_bound(read_options, (const char *)iter->bounds + upper_n, lower_n);
        }
    }
    iter->iter = rocksdb_create_iterator(rocks->db, read_options);
    return &iter->base;
}

static void rocks_iter_free(struct nd_engine_iter *base)
{
    struct rocks_iter *iter = iter_of(base);
    rocksdb_iter_destroy(iter->iter);
    if (iter->owned_options != NULL) rocksdb_readoptions_destroy(iter->owned_options);
    nd_heap_free(rocks_of(base->engine)->heap, iter);
}

/* After every move: where it stands, and why not. */
static void settle(struct rocks_iter *iter)
{
    iter->base.is_valid = rocksdb_iter_valid(iter->iter) != 0;
    iter->status = ND_STATUS_OK;
    if (iter->base.is_valid) {
        size_t n;
        const char *p = rocksdb_iter_key(iter->iter, &n);
        iter->base.key = nd_slice_of(p, n);
        if (!iter->is_cached_only) return;
        (void)rocksdb_iter_value(iter->iter, &n);
        if (n > 0) return;
        iter->base.is_valid = false; /* G2 */
        iter->status = ND_STATUS_WOULD_BLOCK;
        return;
    }
    char *error = NULL;
    rocksdb_iter_get_error(iter->iter, &error);
    iter->status = take_result(rocks_of(iter->base.engine), "iterate", error);
}

static void rocks_iter_seek(struct nd_engine_iter *base, struct nd_slice key)
{
    rocksdb_iter_seek(iter_of(base)->iter, chars(key), key.n);
    settle(iter_of(base));
}
static void rocks_iter_seek_for_prev(struct nd_engine_iter *base, struct nd_slice key)
{
    rocksdb_iter_seek_for_prev(iter_of(base)->iter, chars(key), key.n);
    settle(iter_of(base));
}
static void rocks_iter_next(struct nd_engine_iter *base)
{
    rocksdb_iter_next(iter_of(base)->iter);
    settle(iter_of(base));
}
static void rocks_iter_prev(struct nd_engine_iter *base)
{
    rocksdb_iter_prev(iter_of(base)->iter);
    settle(iter_of(base));
}
static struct nd_slice rocks_iter_value(const struct nd_engine_iter *base)
{
    ND_ASSERT(base->is_valid);
    size_t n;
    const char *p = rocksdb_iter_value(const_iter_of(base)->iter, &n);
    return nd_slice_of(p, n);
}
static enum nd_status rocks_iter_status(const struct nd_engine_iter *base) { return const_iter_of(base)->status; }

/* ---- looking at it ------------------------------------------------------------------------------------- */

/* Table files alone are known by span; large values live in blob files, counted in proportion. */
static uint64_t rocks_approximate_bytes(struct nd_engine *engine, struct nd_slice first, struct nd_slice end)
{
    struct rocks *rocks = rocks_of(engine);
    static const uint8_t beyond[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    if (end.n == 0) end = nd_slice_of(beyond, sizeof beyond);
    const char *first_p = chars(first), *end_p = chars(end);
    uint64_t bytes = 0;
    char *error = NULL;
    rocksdb_approximate_sizes(rocks->db, 1, &first_p, &first.n, &end_p, &end.n, &bytes, &error);
    if (take_error(rocks->env, "approximate size", error) != ND_STATUS_OK) return 0;
    uint64_t tables = property(rocks, "rocksdb.live-sst-files-size"), blobs = property(rocks, "rocksdb.live-blob-file-size");
    if (tables > 0) bytes += (uint64_t)((double)blobs * ((double)bytes / (double)tables));
    return bytes;
}

static void rocks_register_metrics(struct nd_engine *engine, struct nd_metrics *metrics)
{
    struct rocks *rocks = rocks_of(engine);
    nd_metrics_add_counter(metrics, "ndoto_engine_batches_total", NULL, "Batches written to the state engine", &rocks->batches);
    nd_metrics_add_counter(metrics, "ndoto_engine_written_bytes_total", NULL, "Bytes of batches written to the state engine", &rocks->written_bytes);
    nd_metrics_add_counter(metrics, "ndoto_engine_flushes_total", NULL, "Flushes asked for", &rocks->flushes);
    const struct { const char *name, *help; struct nd_gauge *gauge; } gauges[] = {
        {"ndoto_engine_memtable_bytes", "Bytes in memtables", &rocks->memtable_bytes},
        {"ndoto_engine_cache_bytes", "Bytes in the block cache", &rocks->cache_bytes},
        {"ndoto_engine_level0_files", "Table files at level 0", &rocks->level0_files},
        {"ndoto_engine_table_bytes", "Bytes of table files", &rocks->table_bytes},
        {"ndoto_engine_blob_bytes", "Bytes of blob files", &rocks->blob_bytes},
        {"ndoto_engine_blob_garbage_bytes", "Bytes in blob files that nothing needs any more, at the last flush", &rocks->blob_garbage_bytes},
        {"ndoto_engine_pending_compaction_bytes", "Bytes that compaction has to rewrite", &rocks->pending_compaction_bytes},
        {"ndoto_engine_running_compactions", "Compactions running now", &rocks->running_compactions},
        {"ndoto_engine_write_stopped", "1 while writes are stopped", &rocks->is_write_stopped},
        {"ndoto_engine_background_errors", "Errors of background work", &rocks->background_errors},
        {"ndoto_engine_keys", "Keys in the state engine, estimated", &rocks->keys_estimate},
        {"ndoto_engine_flush_written_bytes", "Bytes written by flushes since the start", &rocks->flush_written_bytes},
        {"ndoto_engine_compaction_written_bytes", "Bytes written by compactions since the start", &rocks->compaction_written_bytes},
        {"ndoto_engine_compaction_read_bytes", "Bytes read by compactions since the start", &rocks->compaction_read_bytes},
        {"ndoto_engine_blob_written_bytes", "Bytes written to blob files since the start", &rocks->blob_written_bytes},
        {"ndoto_engine_stall_microseconds", "Time writers were held back since the start", &rocks->stall_us},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(gauges); i++) nd_metrics_add_gauge(metrics, gauges[i].name, NULL, gauges[i].help, gauges[i].gauge);
}

static void rocks_refresh_metrics(struct nd_engine *engine)
{
    struct rocks *rocks = rocks_of(engine);
    const struct { const char *name; struct nd_gauge *gauge; } properties[] = {
        {"rocksdb.cur-size-all-mem-tables", &rocks->memtable_bytes},
        {"rocksdb.block-cache-usage", &rocks->cache_bytes},
        {"rocksdb.live-sst-files-size", &rocks->table_bytes},
        {"rocksdb.total-blob-file-size", &rocks->blob_bytes},
        {"rocksdb.estimate-pending-compaction-bytes", &rocks->pending_compaction_bytes},
        {"rocksdb.num-running-compactions", &rocks->running_compactions},
        {"rocksdb.is-write-stopped", &rocks->is_write_stopped},
        {"rocksdb.background-errors", &rocks->background_errors},
        {"rocksdb.estimate-num-keys", &rocks->keys_estimate},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(properties); i++)
        nd_gauge_set(properties[i].gauge, (int64_t)property(rocks, properties[i].name));
    char *level0 = rocksdb_property_value(rocks->db, "rocksdb.num-files-at-level0");
    if (level0 != NULL) nd_gauge_set(&rocks->level0_files, (int64_t)strtoull(level0, NULL, 10));
    rocksdb_free(level0);
    char *statistics = rocksdb_options_statistics_get_string(rocks->options);
    if (statistics == NULL) return;
    nd_gauge_set(&rocks->flush_written_bytes, ticker(statistics, "rocksdb.flush.write.bytes"));
    nd_gauge_set(&rocks->compaction_written_bytes, ticker(statistics, "rocksdb.compact.write.bytes"));
    nd_gauge_set(&rocks->compaction_read_bytes, ticker(statistics, "rocksdb.compact.read.bytes"));
    nd_gauge_set(&rocks->blob_written_bytes, ticker(statistics, "rocksdb.blobdb.blob.file.bytes.written"));
    nd_gauge_set(&rocks->stall_us, ticker(statistics, "rocksdb.stall.micros"));
    rocksdb_free(statistics);
}

/* ---- opening --------------------------------------------------------------------------------------------- */

static void set_table_options(rocksdb_options_t *options, rocksdb_cache_t *cache)
{
    rocksdb_block_based_table_options_t *table = rocksdb_block_based_options_create();
    rocksdb_block_based_options_set_block_size(table, 16 << 10);
    rocksdb_block_based_options_set_block_cache(table, cache);
    rocksdb_block_based_options_set_format_version(table, 5);
    rocksdb_block_based_options_set_cache_index_and_filter_blocks(table, 0);
    /* Bloom, not ribbon: building ribbon filters took a quarter of the CPU of a bulk load. */
    rocksdb_block_based_options_set_filter_policy(table, rocksdb_filterpolicy_create_bloom_full(10));
    rocksdb_block_based_options_set_whole_key_filtering(table, 0); /* the prefix of a key without suffix is the whole key */
    rocksdb_options_set_block_based_table_factory(options, table);
    rocksdb_block_based_options_destroy(table);
}

/* LZ4 below the first two levels, for the last one too: compacting with zstd and its dictionaries took
 * more CPU time than everything else that a write costs. */
static void set_compression(rocksdb_options_t *options)
{
    const int per_level[LEVELS] = {COMPRESSION_NONE, COMPRESSION_NONE, COMPRESSION_LZ4, COMPRESSION_LZ4,
                                   COMPRESSION_LZ4, COMPRESSION_LZ4, COMPRESSION_LZ4};
    rocksdb_options_set_num_levels(options, LEVELS);
    rocksdb_options_set_compression_per_level(options, per_level, LEVELS);
}

static void set_blob_options(rocksdb_options_t *options, size_t memtable_bytes, rocksdb_cache_t *cache)
{
    rocksdb_options_set_enable_blob_files(options, 1);
    rocksdb_options_set_min_blob_size(options, 512);
    rocksdb_options_set_blob_file_size(options, memtable_bytes < 256 * MIB ? 64 * MIB : 256 * MIB);
    rocksdb_options_set_blob_compression_type(options, COMPRESSION_LZ4);
    rocksdb_options_set_enable_blob_gc(options, 1);
    rocksdb_options_set_blob_gc_age_cutoff(options, 0); /* tend_blobs */
    rocksdb_options_set_blob_gc_force_threshold(options, 0.5);
    rocksdb_options_set_blob_cache(options, cache); /* else a cache-only read of a large value never succeeds */
}

static rocksdb_options_t *new_options(const struct nd_engine_options *from, size_t memtable_bytes, rocksdb_cache_t *cache)
{
    rocksdb_options_t *base = rocksdb_options_create(), *options = rocksdb_options_create();
    char *error = NULL;
    /* Batches are sorted: each insertion begins where the last of its kind ended, a sixth less CPU time of the apply worker. (With
     * range deletions in the memtable it would be unsafe in this version.) */
    const char *more = "avoid_flush_during_shutdown=true;memtable_insert_with_hint_prefix_extractor=rocksdb.FixedPrefix.1";
    rocksdb_get_options_from_string(base, more, options, &error);
    ND_ASSERT(error == NULL);
    rocksdb_options_destroy(base);

    rocksdb_options_set_create_if_missing(options, !from->is_read_only);
    rocksdb_options_set_write_buffer_size(options, memtable_bytes);
    rocksdb_options_set_max_write_buffer_number(options, memtable_bytes <= 64 * MIB ? 2 : 4);
    rocksdb_options_set_max_background_jobs(options, memtable_bytes <= 64 * MIB ? 2 : 4);
    rocksdb_options_set_arena_block_size(options, memtable_bytes / 32 < MIB ? memtable_bytes / 32 : MIB);
    rocksdb_options_set_target_file_size_base(options, memtable_bytes < TABLE_BYTES_MAX ? memtable_bytes : TABLE_BYTES_MAX);
    rocksdb_options_set_target_file_size_multiplier(options, 2);
    rocksdb_options_set_max_bytes_for_level_base(options, LEVEL0_FILES * memtable_bytes); /* both: tend_levels */
    rocksdb_options_set_level0_file_num_compaction_trigger(options, LEVEL0_FILES); /* 4 took a fifth more CPU time for the same writes */
    rocksdb_options_set_level_compaction_dynamic_level_bytes(options, 1);
    rocksdb_options_set_level0_slowdown_writes_trigger(options, 20);
    rocksdb_options_set_level0_stop_writes_trigger(options, 36);
    rocksdb_options_set_max_open_files(options, -1); /* G2 */
    rocksdb_options_set_advise_random_on_open(options, 0); /* scans and snapshots walk through many blob files at once, through each in order */
    rocksdb_options_set_bytes_per_sync(options, MIB);
    rocksdb_options_set_prefix_extractor(options, rocksdb_slicetransform_create(NULL, nothing_to_destroy, prefix_transform, prefix_in_domain,
                                                                               prefix_in_range, prefix_name));
    rocksdb_options_set_memtable_prefix_bloom_size_ratio(options, 0.1);
    set_table_options(options, cache);
    set_compression(options);
    set_blob_options(options, memtable_bytes, cache);
    rocksdb_options_enable_statistics(options);
    rocksdb_options_set_stats_dump_period_sec(options, 0);
    rocksdb_options_set_stats_persist_period_sec(options, 0);
    rocksdb_options_set_info_log_level(options, 2); /* warnings */
    rocksdb_options_set_max_log_file_size(options, 8 * MIB);
    rocksdb_options_set_keep_log_file_num(options, 4);
    return options;
}

static void rocks_close(struct nd_engine *engine)
{
    struct rocks *rocks = rocks_of(engine);
    if (rocks->db != NULL) rocksdb_close(rocks->db);
    for (size_t i = 0; i < READ_OPTIONS; i++) {
        rocksdb_readoptions_destroy(rocks->get_options[i]);
        rocksdb_readoptions_destroy(rocks->point_options[i]);
    }
    rocksdb_flushoptions_destroy(rocks->flush_options);
    rocksdb_writeoptions_destroy(rocks->write_options);
    rocksdb_options_destroy(rocks->options);
    rocksdb_cache_destroy(rocks->cache);
    nd_heap_free(rocks->heap, rocks);
}

static const struct nd_engine_ops rocks_ops = {
    .close = rocks_close,
    .batch_new = rocks_batch_new,
    .batch_free = rocks_batch_free,
    .batch_clear = rocks_batch_clear,
    .batch_put_parts = rocks_batch_put_parts,
    .batch_delete = rocks_batch_delete,
    .batch_count = rocks_batch_count,
    .batch_bytes = rocks_batch_bytes,
    .write = rocks_write,
    .flush = rocks_flush,
    .get = rocks_get,
    .iter_new = rocks_iter_new,
    .iter_free = rocks_iter_free,
    .iter_seek = rocks_iter_seek,
    .iter_seek_for_prev = rocks_iter_seek_for_prev,
    .iter_next = rocks_iter_next,
    .iter_prev = rocks_iter_prev,
    .iter_value = rocks_iter_value,
    .iter_status = rocks_iter_status,
    .approximate_bytes = rocks_approximate_bytes,
    .register_metrics = rocks_register_metrics,
    .refresh_metrics = rocks_refresh_metrics,
};

enum nd_status nd_engine_rocks_open(const struct nd_engine_options *options, struct nd_engine **engine_out)
{
    *engine_out = NULL;
    ND_ASSERT(nd__engine_crc32c_agrees());
    if (!options->is_read_only) ND_TRY(nd_dir_make(options->env, options->path));
    struct rocks *rocks = nd_heap_new(nd_env_heap(options->env), struct rocks);
    rocks->base.ops = &rocks_ops;
    rocks->env = options->env;
    rocks->heap = nd_env_heap(options->env);
    rocks->damage_arg = options->damage_arg;
    rocks->on_damage = options->on_damage;
    rocks->cache = rocksdb_cache_create_lru(options->cache_bytes > 0 ? options->cache_bytes : 32 * MIB);
    rocks->memtable_size = options->memtable_bytes > 0 ? options->memtable_bytes : 32 * MIB;
    rocks->level_base = LEVEL0_FILES * rocks->memtable_size;
    rocks->options = new_options(options, rocks->memtable_size, rocks->cache);
    rocks->write_options = rocksdb_writeoptions_create();
    rocksdb_writeoptions_disable_WAL(rocks->write_options, 1);
    rocks->flush_options = rocksdb_flushoptions_create();
    rocksdb_flushoptions_set_wait(rocks->flush_options, 1);
    for (unsigned flags = 0; flags < READ_OPTIONS; flags++) {
        rocks->get_options[flags] = new_read_options(flags);
        rocks->point_options[flags] = new_iter_options(flags, true);
    }
    char *error = NULL;
    rocks->db = options->is_read_only ? rocksdb_open_for_read_only(rocks->options, options->path, 0, &error) : rocksdb_open(rocks->options, options->path, &error);
    /* A name in CURRENT or the MANIFEST that no file has. */
    bool is_missing = error != NULL && strstr(error, "No such file") != NULL && !options->is_read_only;
    enum nd_status status = take_error(rocks->env, "open", error);
    if (is_missing && status == ND_STATUS_IO) status = ND_STATUS_CORRUPT;
    if (status != ND_STATUS_OK) {
        rocks_close(&rocks->base);
        return status;
    }
    *engine_out = &rocks->base;
    return ND_STATUS_OK;
}
