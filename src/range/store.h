/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - all replicas of a node: engine, workers, which range holds a key, requests from the network.
 *
 * Owner.      The node. One per node.
 * Threading.  Its reactor. */
#ifndef ND_RANGE_STORE_H
#define ND_RANGE_STORE_H

#include "engine/engine.h"
#include "range/range.h"
#include "range/scan_program.h"

struct nd_store_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
    struct nd_multiraft *multiraft;
    struct nd_engine *engine;
    struct nd_log *log;
    struct nd_worker *apply;   /* one thread */
    struct nd_worker *readers; /* pool */
    struct nd_worker *background; /* pool, behind others where processors are short: snapshots, measuring of sizes */
    struct nd_worker *flusher; /* one thread: engine flushes */
    struct nd_node_id self;
    struct nd_ts_source *ts_source;
    uint64_t gc_window_ms;     /* versions older than this are collected */
    uint64_t split_bytes;      /* a range that is larger is split */
    uint64_t split_requests;   /* one that has more requests a second for some seconds, too; 0: never */
    struct nd_slice split_from; /* never at a key below this */
    uint64_t disk_reserve_bytes; /* with less room on the disk puts of users' data are refused; 0: not looked at */
    bool (*is_users_data)(struct nd_slice key); /* NULL: all are */
    uint64_t flush_bytes;      /* of log written after which the engine is flushed */
    /* Told after each change of a range's descriptor or leadership here; may be NULL. */
    void *observer;
    void (*on_range_change)(void *observer, struct nd_range *range);
    /* Range 1 came here after the start; may be NULL. */
    void (*on_meta_range)(void *observer, struct nd_range *range);
    /* Splits the range that holds the key (copied) there; done(arg, status) is called once, later. NULL: ranges are not
     * split by themselves. */
    void (*split)(void *observer, struct nd_slice key, void *arg, void (*done)(void *arg, enum nd_status status));
    const struct nd_scan_runner *scan_runner; /* runs programs that scans carry; NULL: none */
    const char *snap_dir;      /* folder for snapshots that come in */
    struct nd_store_base *bases; /* of nd_store_recover; taken */
    size_t base_count;
};
/* A range whose state comes from a snapshot that a crash kept from being installed to the end. */
struct nd_store_base {
    struct nd_range_id range;
    uint64_t index, term;
};
/* Finishes such installations in the engine. Blocks: before the reactors turn. *bases_out is on env's
 * heap, for nd_store_options, whose owner it becomes. CORRUPT, IO; logged. */
ND_RESULT nd_store_recover(struct nd_env *env, struct nd_engine *engine, const char *snap_dir, struct nd_store_base **bases_out, size_t *count_out);
/* Opens every range that the engine holds. CORRUPT, IO. */
ND_RESULT nd_store_open(const struct nd_store_options *options, struct nd_store **store_out);
void nd_store_close(struct nd_store *store);

/* Writes the first range of a cluster into a fresh engine: call before nd_store_open, on every initial
 * voter with the same conf. */
ND_RESULT nd_store_bootstrap(struct nd_engine *engine, struct nd_heap *heap, const struct nd_raft_conf *conf);
/* Ranges are there: not a fresh node. */
ND_RESULT nd_store_is_fresh(struct nd_engine *engine, struct nd_heap *heap, bool *is_fresh_out);

struct nd_range *nd_store_find(const struct nd_store *store, struct nd_range_id id);       /* NULL */
struct nd_range *nd_store_find_key(const struct nd_store *store, struct nd_slice key);     /* replica here that holds it; NULL */
struct nd_engine *nd_store_engine(const struct nd_store *store); /* to look at */
/* As of when all replicas here answer by themselves that can as of `min` at all: above it, or `min`, if there are none. */
struct nd_ts nd_store_closed_ts(struct nd_store *store, struct nd_ts min);
uint64_t nd_store_closed_reads(const struct nd_store *store); /* answered below closed timestamps */
uint64_t nd_store_merges(const struct nd_store *store); /* applied since its opening */
/* No replica with a lower id of it may ever be here (again). */
bool nd_store_is_buried(const struct nd_store *store, struct nd_range_id range, struct nd_replica_id replica);
uint64_t nd_store_snapshots_installed(const struct nd_store *store); /* since its opening */
size_t nd_store_range_count(const struct nd_store *store);
size_t nd_store_resting_count(const struct nd_store *store); /* of them, those that nothing happens in */
/* In order of first key, from the first one that begins at `key` or behind it, until on_range says false. */
void nd_store_walk(const struct nd_store *store, struct nd_slice key, void *arg, bool (*on_range)(void *arg, struct nd_range *range));
/* In order of first key. */
void nd_store_each(const struct nd_store *store, void *arg, void (*on_range)(void *arg, struct nd_range *range));
void nd_store_register_metrics(struct nd_store *store, struct nd_metrics *metrics);
/* Executes a request as if it had come over the network, for callers on this node: finds the range,
 * checks the epoch. done may come inside the call. */
void nd_store_execute(struct nd_store *store, struct nd_range_op *op);

#endif
