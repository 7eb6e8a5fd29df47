/* SPDX-License-Identifier: Apache-2.0 */
/* txn_int.h - shared by the files of this folder. */
#ifndef ND_TXN_TXN_INT_H
#define ND_TXN_TXN_INT_H

#include "base/hmap.h"
#include "base/omap.h"
#include "kv/keys.h"
#include "txn/txn_system.h"

enum {
    ND__TXN_CALL_MS = 30000,      /* one step of a transaction that has no deadline of its own */
    ND__TXN_LOCK_MS = 5000,       /* of one request for locks: its place in the queue is its own as long as it lasts */
    ND__TXN_TELL_MS_FIRST = 100,  /* of waiting for locks, until the meta shard is told: it finds circles */
    ND__TXN_TELL_MS = 250,        /* and again */
    ND__TXN_LOCK_WAIT_MS = 20000, /* of a commit that is decided, for latches */
    ND__TXN_READ_WAIT_MS = 1000,
    ND__TXN_TTL_MS = 5000, /* of provisional records without heartbeat */
    ND__TXN_HEARTBEAT_MS = 1500,
    ND__TXN_PREWRITE_BYTES = 512 << 10, /* of one prewrite request, more or less */
    ND__TXN_PREWRITE_MUTS = 2048,
    ND__TXN_READ_BYTES_MAX = 4 << 20, /* of spans that were read: coarser ones beyond */
    ND__TXN_UNDO_BYTES_MAX = 64 << 20, /* kept of writes sent ahead, for savepoints */
    ND__TXN_SETTLED_MAX = 16,
    ND__TXN_SETTLED_MS = 300000,
    ND__TXN_PARALLEL = 16,   /* requests of one step side by side */
    ND__TXN_SCAN_ROWS = 512, /* of a scan's first request; later ones ask for more */
    ND__TXN_SCAN_ROWS_MAX = 8192,
    ND__TXN_SCAN_LANES = 4,               /* parts of a long scan that requests are under way for, side by side */
    ND__TXN_SCAN_AHEAD_BYTES = 512 << 10, /* replies of one part that wait for their turn, more or less */
    ND__TXN_SCAN_AHEAD_MAX = 64,
};

/* Of a write in the buffer: is there a provisional record of it? */
enum nd__sent { ND__UNSENT, ND__MAYBE_SENT, ND__SENT };

/* The newest write of a key in the buffer; older ones of earlier statements hang behind it. */
struct nd__write {
    struct nd_omap_node node;
    struct nd__write *older;
    enum nd_mut_op op;
    struct nd_slice value;
    struct nd_ts for_update_ts;
    uint64_t statement;
    enum nd__sent sent;
    bool is_locked; /* an in-memory lock was taken */
    enum nd_lock_mode lock_mode;
    bool was_guard; /* a GUARD before it was locked */
    uint64_t lock_statement; /* when it was first taken */
    struct nd_ts lock_ts; /* nothing newer was there when the lock was taken, nor may be since; {0}: something was */
};

/* A table whose rows it writes (nd_txn_guard_span), as known when the statement did. */
struct nd__guarded {
    struct nd_kv_guard guard;
    uint8_t *bytes; /* of its prefix */
    uint64_t statement;
};

/* Requests of one step. A statement that is canceled does not wait for those under way: they are left to the rollback, with all that they lie on. */
struct nd__round {
    struct nd_arena arena, muts, data; /* muts, data: of those that were left: the transaction's scratch and arena */
    struct nd_kv_call *left[ND__TXN_PARALLEL];
    size_t left_count;
};

enum nd__txn_phase { ND__TXN_ACTIVE, ND__TXN_COMMITTED, ND__TXN_ROLLED_BACK };

struct nd_txn {
    struct nd_txn_system *system;
    struct nd_fiber *fiber;
    struct nd_heap *heap;
    struct nd_txn_options options;
    struct nd_list link; /* of the system */
    struct nd_arena arena;   /* writes, keys */
    struct nd_arena scratch; /* one step */
    struct nd_txn_id id;
    struct nd_ts start_ts, read_ts, commit_ts;
    struct nd_ts schema_ts;       /* what the statement knows about the catalog is as of then: read_ts but after nd_txn_lock_get */
    struct nd_ts unchanged_since; /* of the watched key, to schema_ts */
    struct nd_ts late_since;      /* of a late statement */
    uint64_t statement;      /* counts nd_txn_begin_statement */
    uint64_t deadline_ns;
    enum nd__txn_phase phase;
    bool is_late;
    bool is_canceled, has_data; /* has_data: some write besides locks and guards */
    struct nd_omap writes;
    uint64_t buffered_bytes; /* not sent ahead yet */

    /* locks taken: keys in `writes` with is_locked. One key of each range locked, for heartbeats. */
    struct nd_slice *anchors;
    size_t anchor_count, anchor_cap;

    /* provisional records sent ahead */
    bool is_flushed, has_prewritten;
    bool is_async; /* the commit: done once all records are there */
    bool was_repeated; /* a prewrite was sent more than once */
    uint64_t prewrite_seq;
    bool has_savepoints;
    bool is_reading_past;     /* reads see nothing of what the statement wrote */
    bool is_kept_whole;       /* ... so what it wrote may not be sent ahead */
    uint64_t kept_bytes;      /* of writes sent ahead that stay in the buffer, so that they can be undone */
    uint64_t forgotten_since; /* what statements from before wrote was sent ahead and is forgotten: no way back there */
    struct nd_slice primary;
    struct nd_slice flushed_first, flushed_last;
    struct nd_slice forgotten_first, forgotten_last; /* between them lies what was forgotten; empty: nothing was */
    struct nd_hmap flushed_hashes; /* of inserted keys sent ahead: to find doubles */

    struct nd__guarded *guarded; /* by statement; on the heap, prefixes too */
    size_t guarded_count, guarded_cap;
    struct nd_kv_lock_info fence; /* that was in the way of the commit; on the arena; start_ts {0}: none */

    struct nd_omap reads;      /* SERIALIZABLE: spans (txn_reads.c) */
    struct nd_arena reads_arena;
    size_t read_bytes;
    struct nd_ts awaited[ND_TXN_AWAITED_MAX]; /* whom it waits for */
    size_t awaited_count;
    uint64_t awaits_since_ns;
    uint64_t told;             /* how often it was told that the transaction waits */
    const struct nd_ts *kin;   /* others of its session, whose locks are held as long as it waits; the session's */
    size_t kin_count;
    struct nd_slice failed_key;
    struct nd_ts *ignore; /* transactions pushed above read_ts */
    size_t ignore_count, ignore_cap;
    struct nd_ts settled[ND__TXN_SETTLED_MAX]; /* of the system's: those that the read at hand is to see */
    size_t settled_count;
    struct nd_kv_call *open_calls[ND__TXN_PARALLEL];
    size_t open_count;
    struct nd__round *left; /* NULL: none */
    uint64_t began_ns;
};

/* A large transaction that is known to be committed, while its records may still be about. */
struct nd__settled {
    struct nd_ts start_ts, commit_ts;
    uint64_t until_ns;
};

struct nd_txn_system {
    struct nd_txn_system_options options;
    struct nd_heap *heap;
    struct nd_list txns;
    struct nd__settled settled[ND__TXN_SETTLED_MAX];
    size_t next_settled;
    struct nd_buf watch;
    struct nd_timer heartbeat_timer;
    size_t background;
    bool is_closing;
    struct nd_counter commits, rollbacks, one_phase, two_phase, async, conflicts, resolved;
};

/* txn.c */
uint64_t nd__txn_call_deadline(const struct nd_txn *txn);
ND_RESULT nd__txn_check(struct nd_txn *txn); /* CANCELED, TIMEOUT */
ND_YIELDS void nd__txn_run(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count);
/* A late statement's read may bring the timestamp along: asks for it in the request of its only call. true: asked. */
bool nd__txn_ask_late(struct nd_txn *txn, struct nd_kv_call *call);
/* After such a call: OK: the timestamp is there; UNSUPPORTED: settle, and come again without. */
ND_RESULT nd__txn_take_late(struct nd_txn *txn, const struct nd_kv_call *call);
ND_YIELDS ND_RESULT nd__draw_ts(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_ts *ts_out);
struct nd__write *nd__txn_find_write(const struct nd_txn *txn, struct nd_slice key);
/* The newest PUT, INSERT or DELETE of the key; NULL: none. */
struct nd__write *nd__txn_find_data(const struct nd_txn *txn, struct nd_slice key);
struct nd__write *nd__txn_add_write(struct nd_txn *txn, struct nd_slice key, struct nd_slice value, enum nd_mut_op op, struct nd_ts for_update_ts);
uint64_t nd__txn_hash_of(struct nd_slice key); /* of flushed_hashes; not 0 */
static inline bool nd__is_data(enum nd_mut_op op) { return op < ND_MUT_LOCK; }
static inline bool nd__txn_sees(const struct nd_txn *txn, const struct nd__write *write)
{
    return nd__is_data(write->op) && !(txn->is_reading_past && write->statement == txn->statement);
}

/* txn_reads.c: SERIALIZABLE; end empty: to the end of the keyspace */
void nd__txn_note_read(struct nd_txn *txn, struct nd_slice first, struct nd_slice end);
void nd__txn_note_read_key(struct nd_txn *txn, struct nd_slice key);
bool nd__txn_has_open_reads(const struct nd_txn *txn); /* that the prewrites do not check */
ND_YIELDS ND_RESULT nd__txn_validate(struct nd_txn *txn); /* at commit_ts. READ_CHANGED */

/* txn_wait.c: waiting for locks of others, over several requests. */
struct nd__wait {
    uint64_t until_ns, tell_ns; /* until_ns UINT64_MAX: however long */
    uint64_t tell_met_ns; /* of records in the engine alone: the range's queues know nothing of them */
    uint64_t ticket;
    uint32_t attempts;
};
struct nd__wait nd__txn_wait_begin(const struct nd_txn *txn);
uint32_t nd__txn_wait_ms(const struct nd_txn *txn, const struct nd__wait *wait); /* of the next request */
/* PREWRITE, COMMIT_ONE: where they wait when the statement is canceled, they end at once. round: those under way then may be left in it: true; NULL: not. */
ND_YIELDS bool nd__txn_run_writes(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__round *round);
/* Asks the ranges of those that are open to have them give up. */
ND_YIELDS void nd__txn_end_writes(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_kv_call *const *calls, size_t count);
bool nd__txn_is_any_open(struct nd_kv_call *const *calls, size_t count);
/* Runs requests for locks; tells meanwhile who is in the way. DEADLOCK: the transaction gives up; the calls have ended in some way. */
ND_YIELDS ND_RESULT nd__txn_run_waiting(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__wait *wait);
/* A request ended with LOCKED. OK: the same again. LOCK_TIMEOUT, DEADLOCK, CANCELED, TIMEOUT. */
ND_YIELDS ND_RESULT nd__txn_wait_on(struct nd_txn *txn, struct nd__wait *wait, const struct nd_kv_reply *reply);

/* A write of the key may have been sent ahead, and nobody knows it any more. */
static inline bool nd__txn_may_be_forgotten(const struct nd_txn *txn, struct nd_slice key)
{
    return txn->forgotten_first.n > 0 && nd_slice_cmp(key, txn->forgotten_first) >= 0 && nd_slice_cmp(key, txn->forgotten_last) <= 0;
}
/* txn_read.c: after a read of [first, end), end empty: the end of the keyspace. Some of what the transaction wrote there was sent ahead and forgotten; it has gone where others
 * took the transaction for dead. TXN_ABORTED: so they did, and what was read is nothing. */
ND_YIELDS ND_RESULT nd__txn_check_own(struct nd_txn *txn, struct nd_slice first, struct nd_slice end);
/* txn_lock.c: gives in-memory locks back, as far as their leaders can be reached; others end with their lease. */
ND_YIELDS void nd__txn_unlock(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count);
/* txn_read.c: a GET or SCAN at the read timestamp; its arrays are the transaction's. */
struct nd_kv_request nd__txn_read_request(struct nd_txn *txn, enum nd_kv_kind kind);
size_t nd__txn_list_settled(const struct nd_txn *txn, struct nd_ts *out); /* ND__TXN_SETTLED_MAX at most */

/* txn_resolve.c: a foreign provisional record is in the way. for_read: it may be pushed above read_ts
 * and then ignored. OK: try again. TIMEOUT, CANCELED. */
ND_YIELDS ND_RESULT nd__txn_resolve(struct nd_txn *txn, const struct nd_kv_lock_info *lock, bool for_read, uint32_t attempt);

/* The same, once, where the transaction began longer ago than its record lives without being heard of; never waits for it. */
ND_YIELDS ND_RESULT nd__txn_resolve_if_old(struct nd_txn *txn, const struct nd_kv_lock_info *lock);

/* Waits a little for the transaction of a record, or clears the record once it is over. CANCELED, TIMEOUT. */
ND_YIELDS ND_RESULT nd__txn_outlive(struct nd_txn *txn, const struct nd_kv_lock_info *lock, uint32_t attempt, bool *is_over_out);

/* Readers take the transaction's records for versions from now on. */
void nd__txn_note_settled(struct nd_txn_system *system, struct nd_ts start_ts, struct nd_ts commit_ts);

/* txn_commit.c: a commit's records. secondaries: of an async commit (range/kv_wire.h), else empty; *commit_ts_out may be NULL */
ND_YIELDS ND_RESULT nd__txn_prewrite(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, struct nd_slice secondaries, struct nd_ts *commit_ts_out);
/* txn_async.c */
bool nd__txn_may_commit_async(const struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count);
ND_YIELDS ND_RESULT nd__txn_commit_async(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count);
/* The primary's range has said PREPARED (in *reply, at now_ts): finds out and decides, if it can be. *reply: ALIVE, COMMITTED or ROLLED_BACK. */
ND_YIELDS ND_RESULT nd__txn_resolve_async(struct nd_txn *txn, const struct nd_kv_lock_info *lock, struct nd_ts now_ts, struct nd_arena *arena, struct nd_kv_reply *reply);
/* txn_elders.c: answers what other nodes ask, or no longer */
void nd__txn_elders_serve(struct nd_txn_system *system, bool serves);

/* txn_commit.c; keeps: the writes stay in the buffer, as long as there is room */
ND_YIELDS ND_RESULT nd__txn_flush(struct nd_txn *txn, bool keeps);
/* Some writes of the buffer again, which were sent ahead as something else. */
ND_YIELDS ND_RESULT nd__txn_send_again(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count);
struct nd_kv_mut nd__txn_mut_of(const struct nd__write *write);
struct nd__group {
    struct nd_range_id range;
    struct nd_kv_mut *muts; /* or keys */
    struct nd_slice *keys;
    size_t count, cap, bytes;
};
/* Keys in key order into one group per range, cut at the limits. Arrays on txn->scratch. */
ND_YIELDS ND_RESULT nd__txn_group(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, struct nd_arena *arena, struct nd__group **groups_out, size_t *group_count_out);

/* txn_guard.c: what it guards of keys that are among muts (in order). On the arena. */
size_t nd__txn_guards_of(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, struct nd_arena *arena, const struct nd_kv_guard **guards_out);
void nd__txn_unguard(struct nd_txn *txn, uint64_t mark); /* what statements after it guarded */
ND_YIELDS void nd__txn_await_fence(struct nd_txn *txn);  /* that refused the commit: until it counts, or is gone */

/* txn_cleanup.c: on a fiber of its own, after the outcome is decided. */
void nd__txn_finish_in_background(struct nd_txn *txn, bool is_committed);

#endif
