/* SPDX-License-Identifier: Apache-2.0 */
/* mvcc.h - reading versions, provisional records and fences from the engine.
 *
 * Role.       What is visible at a timestamp; nothing here waits or decides about locks.
 * Threading.  Any thread. ND_READ_CACHED_ONLY makes every call answer WOULD_BLOCK instead of reading
 *             the disk, so that a reactor may try first.
 * Format.     version: u8 op (PUT 1, DELETE 2) · u64 start_ts · payload
 *             lock:    u8 op (nd_mut_op) · u8 flags (1: large, 2: of an async commit) · u64 start_ts · v ttl_ms · b primary ·
 *                      [async: u64 min_commit_ts · b secondaries (kv_wire.h; empty but at the primary)] · payload
 *             fence:   u8 1
 *             txn:     u8 1 · u64 min_commit_ts (a reader at min_commit_ts - 1 went past its locks) */
#ifndef ND_RANGE_MVCC_H
#define ND_RANGE_MVCC_H

#include "engine/engine.h"
#include "range/kv_wire.h"
#include "range/mvcc_key.h"
#include "range/scan_program.h"

struct nd_mvcc_version {
    struct nd_ts commit_ts, start_ts;
    bool is_delete;
};

struct nd_mvcc_lock {
    enum nd_mut_op op;
    bool is_large;
    struct nd_ts start_ts;
    uint64_t ttl_ms;
    bool is_async;
    struct nd_ts min_commit_ts; /* is_async: drawn while the key was latched */
    struct nd_slice primary, secondaries, value; /* borrowed from the record */
};

#define ND_MVCC_RECORD_HEADER_BYTES 9
void nd_mvcc_version_header(uint8_t header_out[ND_MVCC_RECORD_HEADER_BYTES], bool is_delete, struct nd_ts start_ts);
void nd_mvcc_lock_encode(const struct nd_mvcc_lock *lock, struct nd_buf *out);
bool nd_mvcc_lock_decode(struct nd_slice record, struct nd_mvcc_lock *lock_out);

/* The newest version of key with commit_ts <= read_ts that is not a deletion; payload appended to
 * *value_out (may be NULL). *version_out is set also where NOT_FOUND means a deletion (else zeros). */
ND_RESULT nd_mvcc_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts read_ts,
                      struct nd_heap *heap, struct nd_buf *value_out, struct nd_mvcc_version *version_out);
/* ... with an iterator of nd_mvcc_point_iter, for many keys: it sees the state of when it was made. */
ND_RESULT nd_mvcc_get_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_ts read_ts, struct nd_heap *heap,
                         struct nd_buf *value_out, struct nd_mvcc_version *version_out);
/* The newest version, deletion or not. NOT_FOUND: the key has none. */
ND_RESULT nd_mvcc_newest(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_heap *heap, struct nd_mvcc_version *version_out);
/* The version that transaction start_ts made of key. NOT_FOUND. */
ND_RESULT nd_mvcc_of_txn(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts start_ts,
                         struct nd_heap *heap, struct nd_mvcc_version *version_out);
/* Where surely no versions are, for keys that come in ascending order: one seek serves a whole gap between keys, such as that of
 * an index that is being filled. Not for keys that lie among others: then it soon stops looking. */
struct nd_mvcc_gap {
    struct nd_engine_iter *iter;
    struct nd_buf from; /* encoded; the iterator stands at the first record from here on */
    unsigned misses;
};
void nd_mvcc_gap_init(struct nd_mvcc_gap *gap, struct nd_engine *engine, struct nd_heap *heap);
void nd_mvcc_gap_deinit(struct nd_mvcc_gap *gap);
bool nd_mvcc_gap_holds(struct nd_mvcc_gap *gap, struct nd_slice key); /* false: not known */
/* The same through an iterator that serves many keys: making one costs more than a seek. */
struct nd_engine_iter *nd_mvcc_point_iter(struct nd_engine *engine, unsigned read_flags);
ND_RESULT nd_mvcc_newest_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_heap *heap, struct nd_mvcc_version *version_out);
/* ... with its payload, which deletions have on gates (gate.h). */
ND_RESULT nd_mvcc_payload_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_heap *heap, struct nd_buf *payload_out, struct nd_mvcc_version *version_out);
ND_RESULT nd_mvcc_of_txn_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_ts start_ts, struct nd_heap *heap,
                            struct nd_mvcc_version *version_out);
/* record_out gets the whole lock record (decode with nd_mvcc_lock_decode). NOT_FOUND. */
ND_RESULT nd_mvcc_lock_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_heap *heap, struct nd_buf *record_out);
ND_RESULT nd_mvcc_fence_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts start_ts, struct nd_heap *heap);
/* *min_commit_ts_out {0} where there is no record. */
ND_RESULT nd_mvcc_txn_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts start_ts,
                          struct nd_heap *heap, struct nd_ts *min_commit_ts_out);

struct nd_mvcc_scan {
    struct nd_slice first, end; /* [first, end) */
    struct nd_ts read_ts;
    bool is_reverse, keys_only;
    uint64_t row_limit, byte_limit; /* 0: none */
    /* own provisional records of this transaction are merged in; locks of others come back in
     * `blocker` unless they are in ignore. Only looked at where has_locks. */
    bool has_locks;
    struct nd_ts own_start_ts;
    const struct nd_ts *ignore, *settled; /* settled: committed at or below read_ts: their records are read as versions */
    size_t ignore_count, settled_count;
    struct nd_scan_sink *sink; /* takes the rows, instead of the reply; NULL: none. Not with row_limit, byte_limit */
};
struct nd_mvcc_rows {
    struct nd_kv_row *rows; /* on the arena */
    size_t count;
    struct nd_slice resume; /* as nd_kv_reply.resume; empty: the span is done */
    bool is_blocked;        /* a lock is in the way: rows hold what is before it */
    struct nd_kv_lock_info blocker;
};
ND_RESULT nd_mvcc_scan(struct nd_engine *engine, unsigned read_flags, const struct nd_mvcc_scan *scan,
                       struct nd_arena *arena, struct nd_mvcc_rows *rows_out);

/* Is there a version in [first, end) with since < commit_ts <= until, but of own_start_ts? READ_CHANGED. has_locks: LOCKED, with *lock_out, where
 * a provisional record may become one. */
struct nd_mvcc_span {
    struct nd_slice first, end;
    struct nd_ts since, until, own_start_ts;
    bool has_locks;
    const struct nd_ts *ignore;
    size_t ignore_count;
};
ND_RESULT nd_mvcc_look_for_newer(struct nd_engine *engine, unsigned read_flags, const struct nd_mvcc_span *span, struct nd_arena *arena, struct nd_kv_lock_info *lock_out);

/* A foreign lock matters to a reader unless it only locks, or is ignored. */
bool nd_mvcc_is_ignored(const struct nd_ts *ignore, size_t count, struct nd_ts start_ts);

#endif
