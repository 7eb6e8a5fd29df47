/* SPDX-License-Identifier: Apache-2.0 */
/* engine.h - the local ordered store of a node: bytewise keys, atomic batches, no log of its own.
 *
 * Role.       Holds the MVCC state of all replicas of a node. engine_rocks.c (RocksDB 7.8, one
 *             column family, WAL off) in servers; engine_mem.c in simulation and as an oracle.
 * Threading.  Writes: one thread at a time (the apply worker). Reads: any thread; an iterator is
 *             used by one thread and is a snapshot of the moment it was made.
 * Invariants. G1 after a crash the state is that of a prefix of the written batches (the flushed
 *                one): consistent, maybe old. The log replays the rest.
 *             G2 every stored value has at least one byte (RocksDB 7.8 answers OK and an empty value
 *                where a cache-only read misses the table cache; engines refuse empty values).
 *             G3 records go one by one, by plain deletions: RocksDB 7.8 has others, and both lose data
 *                (docs/adr/0013-no-range-deletions.md).
 * Testing.    tests/unit/engine_conformance.c runs one suite over both. */
#ifndef ND_ENGINE_ENGINE_H
#define ND_ENGINE_ENGINE_H

#include "base/heap.h"
#include "base/metrics.h"
#include "base/slice.h"
#include "base/status.h"
#include "env/env.h"

struct nd_engine;
struct nd_engine_batch;
struct nd_engine_iter;

struct nd_engine_options {
    struct nd_env *env;      /* heap, logger; the memory engine's persistence, too */
    const char *path;        /* folder; made if absent */
    size_t cache_bytes;      /* block cache (rocks) */
    size_t memtable_bytes;   /* one memtable (rocks); flush threshold (mem) */
    /* Something that is read, written or compacted is damaged (CORRUPT); on the thread that met it, not at opening. May be NULL. */
    void *damage_arg;
    void (*on_damage)(void *arg);
    bool is_read_only;       /* rocks: as last flushed, beside a process that writes or without one; writes answer IO */
};
/* rocks: real files, outside env's simulation. Errors: CORRUPT, IO, BUSY (locked). */
ND_RESULT nd_engine_rocks_open(const struct nd_engine_options *options, struct nd_engine **engine_out);
/* mem: keeps its flushed prefix in one file `path`/mem.img written through env's files on flush
 * (so that a simulated crash loses exactly what was not flushed); with env NULL purely in memory. */
ND_RESULT nd_engine_mem_open(const struct nd_engine_options *options, struct nd_heap *heap, struct nd_engine **engine_out);
void nd_engine_close(struct nd_engine *engine); /* does not flush */

/* ---- writing ---- */
struct nd_engine_batch *nd_engine_batch_new(struct nd_engine *engine);
void nd_engine_batch_free(struct nd_engine_batch *batch);
void nd_engine_batch_clear(struct nd_engine_batch *batch);
void nd_engine_batch_put(struct nd_engine_batch *batch, struct nd_slice key, struct nd_slice value);
void nd_engine_batch_put_parts(struct nd_engine_batch *batch, struct nd_slice key, const struct nd_slice *value_parts, size_t count);
void nd_engine_batch_delete(struct nd_engine_batch *batch, struct nd_slice key);
size_t nd_engine_batch_count(const struct nd_engine_batch *batch);
size_t nd_engine_batch_bytes(const struct nd_engine_batch *batch);
/* Atomic; not durable before the next flush. May block. Errors (IO, NO_SPACE) leave the engine unusable: reopen. */
ND_RESULT nd_engine_write(struct nd_engine *engine, struct nd_engine_batch *batch);
/* Makes everything written before durable. Blocks. */
ND_RESULT nd_engine_flush(struct nd_engine *engine);

/* ---- reading ---- */
enum nd_read_flags {
    ND_READ_CACHED_ONLY = 1, /* never touches the disk: WOULD_BLOCK where it would */
    ND_READ_DURABLE = 2,     /* only what survives a crash now (point reads) */
    ND_READ_NO_FILL = 4,     /* does not fill caches: large scans */
};
/* NOT_FOUND, WOULD_BLOCK, IO, CORRUPT. Appends to *value_out. */
ND_RESULT nd_engine_get(struct nd_engine *engine, struct nd_slice key, unsigned flags, struct nd_buf *value_out);

struct nd_iter_options {
    unsigned flags;
    struct nd_slice lower, upper; /* bounds [lower, upper); empty upper: none. Copied. */
    bool is_point; /* all seeks and their results share the seek key less its last 8 bytes: uses prefix Bloom filters */
};
struct nd_engine_iter *nd_engine_iter_new(struct nd_engine *engine, const struct nd_iter_options *options);
void nd_engine_iter_free(struct nd_engine_iter *iter);
void nd_engine_iter_seek(struct nd_engine_iter *iter, struct nd_slice key);     /* first >= key */
void nd_engine_iter_seek_for_prev(struct nd_engine_iter *iter, struct nd_slice key); /* last <= key */
void nd_engine_iter_next(struct nd_engine_iter *iter);
void nd_engine_iter_prev(struct nd_engine_iter *iter);
bool nd_engine_iter_is_valid(const struct nd_engine_iter *iter); /* false: the end, or see status */
struct nd_slice nd_engine_iter_key(const struct nd_engine_iter *iter);   /* valid until the iterator moves */
struct nd_slice nd_engine_iter_value(const struct nd_engine_iter *iter);
enum nd_status nd_engine_iter_status(const struct nd_engine_iter *iter); /* OK, WOULD_BLOCK, IO, CORRUPT */

/* ---- looking at it ---- */
uint64_t nd_engine_approximate_bytes(struct nd_engine *engine, struct nd_slice first, struct nd_slice end);
/* Counters for /metrics: flushes, compaction bytes, stalls, memtable bytes... */
void nd_engine_register_metrics(struct nd_engine *engine, struct nd_metrics *metrics);
void nd_engine_refresh_metrics(struct nd_engine *engine);

#endif
