/* SPDX-License-Identifier: Apache-2.0 */
/* kv_wire.h - what a gateway asks of a range's leader, and the replies (method ND_RPC_KV).
 *
 * Role.       The contract between kv/txn (client side) and range (server side).
 * Format.     kv_wire.c holds the byte tables. All kinds share one struct; the comment at each kind
 *             names the fields it uses besides range, epoch, wait_ms.
 * Invariants. K1 each kind may be executed twice (a lost reply, a doubled frame) with the effect of
 *                once: writes are known by start_ts.
 *             K2 keys of one request lie in one range; else WRONG_RANGE with the descriptors known. */
#ifndef ND_RANGE_KV_WIRE_H
#define ND_RANGE_KV_WIRE_H

#include "range/descriptor.h"

enum nd_kv_kind {
    /* Reads keys[] at read_ts ({0}: the latest committed state, for single-key reads outside of
     * transactions). start_ts: of the reading transaction, whose own provisional records it sees; {0}:
     * none. ignore[]: transactions known to commit above read_ts; settled[]: large ones known to be committed at or below it,
     * whose records count as versions. Reply: values[] (found flags).
     * A foreign prewritten record that matters: waits up to wait_ms, then LOCKED with `lock`.
     * draws_ts, with read_ts {0}: the leader draws the timestamp itself, once its leadership is confirmed (reply
     * read_ts), and says whether the key `watch` surely has no version between watch_ts and it (is_unchanged).
     * Only where the leader is the oracle too: UNSUPPORTED elsewhere, nothing was done.
     * is_stale: any replica may answer that knows read_ts to be closed (closed.c); others say NOT_LEADER, as ever. Not with start_ts. */
    ND_KV_GET = 1,
    /* Scans [first, end) at read_ts, is_reverse, keys_only, row_limit (0: none), byte_limit.
     * Reply: pairs[], and resume (not empty: the scan stopped early; go on at it: forward, first =
     * resume; reverse, end = resume). The span may reach beyond the range: the reply covers the
     * part inside, resume is then the range's edge. draws_ts: as GET.
     * keys[]: prefixes, ascending, none of which begins another: only rows that begin with one of them
     * (forward, without row_limit).
     * program (scan_program.h; not with keys[] or row_limit): payload instead of pairs[], of the rows before resume. UNSUPPORTED,
     * MALFORMED: the leader can make nothing of it, or an expression failed: ask for the rows instead. parts: where there is more
     * to come, pairs[] holds keys that cut it into so many parts of about equal size, or fewer. */
    ND_KV_SCAN = 2,
    /* Everything of a transaction in this one range, one consensus round. start_ts ({0} only from the
     * same node: the leader then takes commit_ts for it), muts[]. Reply: commit_ts.
     * WRITE_CONFLICT, DUPLICATE_KEY (failed_key), TXN_ABORTED (fenced), AMBIGUOUS. */
    ND_KV_COMMIT_ONE = 3,
    /* In-memory locks on keys[] for start_ts, of lock_mode: waits FIFO up to wait_ms, then LOCKED without
     * `lock`, keeping those that it has (UNLOCK gives them back); skips_locked: does without those that others hold: found flags in
     * values[] say which it has, and `lock` may be one in the way. DEADLOCK where a circle of waits was seen. WRITE_CONFLICT: a version newer than for_update_ts exists (conflict_ts); the lock
     * is held all the same. A prewritten record in the way whose transaction may be dead: LOCKED with
     * `lock`, resolve it and come again. wants_values: for_update_ts does not matter; once all locks are held
     * the leader draws read_ts and replies the newest committed values[]. draws_ts, watch: as GET, but the
     * leadership is not confirmed: a commit that relies on it is checked against read_ts. */
    ND_KV_LOCK = 4,
    /* First phase: muts[] become provisional records of start_ts under `primary`; is_large: the
     * transaction has many records (they are not indexed in memory). ttl_ms after the last heartbeat
     * others may roll it back. Errors as COMMIT_ONE; TXN_COMMITTED (commit_ts) if it is over already.
     * secondaries not empty: of an async commit: all keys of the transaction but the primary (nd_kv_put_keys; where the primary is not
     * among muts[], of none). Once all of them and the primary have records it is committed, at the greatest commit_ts of the replies,
     * whatever becomes of its gateway: such a record is final, and asked for again stays as it is. */
    ND_KV_PREWRITE = 5,
    /* Second phase: keys[] of start_ts become versions at commit_ts. is_primary: the commit point;
     * TXN_ABORTED if it was rolled back by another, COMMIT_TS_EXPIRED if a reader pushed it higher (draw
     * a new timestamp, come again). Secondaries: OK also when nothing is left to do. */
    ND_KV_COMMIT = 6,
    /* keys[] of start_ts: drops in-memory locks and provisional records, leaves fences against late
     * prewrites. TXN_COMMITTED (commit_ts) if it is committed. */
    ND_KV_ROLLBACK = 7,
    /* Releases in-memory locks on keys[] of start_ts, and ends what waits for them; no fence. keys_only: only the
     * latter. */
    ND_KV_UNLOCK = 8,
    /* The state of transaction start_ts by its `primary`. now_ts: a fresh timestamp, by which its TTL is
     * judged. push_above: if it is alive, it shall commit above this (replicated). Reply: txn_state and
     * commit_ts. An absent or expired transaction is rolled back and fenced by this call; but one that commits
     * asynchronously and has a record here is left alone: PREPARED, commit_ts its lower bound here, payload its secondaries,
     * read_ts until when it is given time for them. */
    ND_KV_CHECK_TXN = 9,
    /* All provisional records of start_ts in [first, end): committed at commit_ts, or rolled back where
     * that is {0}. For large transactions and clean-up. Repeat while resume is not empty. */
    ND_KV_RESOLVE_SPAN = 10,
    /* Tells the primary's leader that the coordinator lives: start_ts, primary, now_ts, ttl_ms.
     * TXN_ABORTED if it is gone. */
    ND_KV_HEARTBEAT = 11,
    /* Splits the range at keys[0]: child gets new_range ({0}: nothing is split; OK if the range begins there, else EXISTS); preferred_leader may be {0}. Reply: descs[] of
     * both. OK and no-op if it begins there already. */
    ND_KV_SPLIT = 12,
    /* Removes all versions, locks and fences of [first, end) physically: nobody reads them any more. read_ts: a safepoint for which all
     * ranges have said OK: nobody reads below it from now on. */
    ND_KV_DISCARD_SPAN = 13,
    /* Garbage collection in the range that holds `first`: from now on no transaction that began below
     * read_ts puts provisional records there, and none reads below it. LOCKED with `lock`: a provisional
     * record from before is in the way: resolve it and come again. OK once there is none. commit_ts: an
     * earlier read_ts for which all ranges of the keyspace have said OK: what only reads below it could
     * see may go. Reply: resume: where the next range begins; empty: this is the last. */
    ND_KV_SAFEPOINT = 14,
    /* Who is in the way of start_ts locking keys[] in lock_mode, at the moment: reply holders[]. */
    ND_KV_BLOCKERS = 15,
    /* Has nothing of others come into spans that start_ts has read, up to read_ts, its commit timestamp? muts[]: key to value (empty: to
     * the end), read at for_update_ts. What of them may still commit at or below read_ts is waited for, then LOCKED with `lock`, as of
     * a read at read_ts; ignore[] as GET. READ_CHANGED: it has. */
    ND_KV_VALIDATE = 16,
    /* Are the records of start_ts on keys[] there, which are secondaries of an async commit? Reply txn_state: PREPARED: all are
     * (commit_ts: the greatest lower bound); COMMITTED: one is a version (commit_ts); ALIVE: some are not there yet; ROLLED_BACK:
     * nor will they be: they are fenced. fences: what is missing is fenced. */
    ND_KV_CHECK_SECONDARIES = 17,
    /* The shard that begins at keys[0] shall not be merged into its left neighbour, if one begins there (else OK, too). is_reverse:
     * it may be again. */
    ND_KV_KEEP = 18,
    /* The part of [first, end) that lies in the range, for start_ts, who puts fences on a table (range/gate.h; primary: its prefix). Its own record
     * must be on the range's gate: NOT_FOUND, else, with the gate's key in failed_key. OK once nobody else who began before read_ts has a provisional record
     * there; LOCKED with `lock`: resolve it and come again. is_large: before there is a fence: NOT_FOUND, or LOCKED by a large transaction alone.
     * Reply: resume: where the next range begins; empty: `end` is here. */
    ND_KV_DRAIN = 19,
    ND_KV_KIND_COUNT
};

enum nd_mut_op {
    ND_MUT_PUT = 1,
    ND_MUT_DELETE = 2,
    ND_MUT_INSERT = 3, /* put; DUPLICATE_KEY if a live version exists */
    /* Writes nothing; holds the key against others up to the commit. READ_CHANGED where the in-memory lock is not held any more and others may have had it
     * since for_update_ts. */
    ND_MUT_LOCK = 4,
    /* Writes nothing; shared: holds the key against writers, not against other guards. Value: ND_KV_OF_LOCK where an in-memory lock was taken, which is then looked
     * for as LOCK's is; else empty. */
    ND_MUT_GUARD = 5,
    ND_MUT_FORGET = 6,    /* as LOCK, and takes the place of the transaction's own record there; PREWRITE alone */
    ND_MUT_KEY_GUARD = 7, /* as GUARD of a lock; writes that leave the row's key alone may come in between while its in-memory lock is held */
    /* The leader's own, for each of guards[]: as GUARD, of a gate, whose payload may name a timestamp, its floor (nd_kv_floor_of): then it is
     * the floor that must not be newer than for_update_ts, not the version. */
    ND_MUT_FLOOR_GUARD = 8,
    /* A fence on a gate (range/gate.h), by PREWRITE alone: the version is a deletion with a payload, and no reader minds the record. Value: as
     * one with a floor, or without: whoever knows less is refused. */
    ND_MUT_GATE = 9,
    ND_MUT_UNDO = 10, /* the transaction's own record there goes, without a trace; PREWRITE alone */
    /* As GUARD, beside the record of another transaction, whose start_ts the value is (u64): READ_CHANGED where that has gone before this one came. */
    ND_MUT_HELD = 11,
};
static inline bool nd_mut_leaves_version(enum nd_mut_op op) { return op < ND_MUT_LOCK || op == ND_MUT_GATE; }
static inline bool nd_mut_is_shared(enum nd_mut_op op) { return op == ND_MUT_GUARD || op == ND_MUT_KEY_GUARD || op == ND_MUT_FLOOR_GUARD || op == ND_MUT_HELD; }

/* A value with a floor: u64 of the writer's own, u64 floor. {0}: a value without one. */
#define ND_KV_FLOOR_VALUE_BYTES 16
static inline struct nd_ts nd_kv_floor_of(struct nd_slice value)
{
    return (struct nd_ts){value.n == ND_KV_FLOOR_VALUE_BYTES ? nd_load_u64((const uint8_t *)value.p + 8) : 0};
}

/* Of in-memory locks, as SQL's FOR UPDATE and its kin; the strongest first. */
enum nd_lock_mode { ND_LOCK_UPDATE, ND_LOCK_NO_KEY_UPDATE, ND_LOCK_SHARE, ND_LOCK_KEY_SHARE };
static inline bool nd_lock_mode_is_shared(enum nd_lock_mode mode) { return mode >= ND_LOCK_SHARE; }
/* Both are never held at once by different transactions. */
static inline bool nd_lock_modes_conflict(enum nd_lock_mode a, enum nd_lock_mode b)
{
    if (a == ND_LOCK_UPDATE || b == ND_LOCK_UPDATE) return true;
    if (a == ND_LOCK_KEY_SHARE || b == ND_LOCK_KEY_SHARE) return false;
    return a == ND_LOCK_NO_KEY_UPDATE || b == ND_LOCK_NO_KEY_UPDATE;
}

struct nd_kv_mut {
    enum nd_mut_op op;
    struct nd_slice key, value;
    /* A version newer than this is a WRITE_CONFLICT, unless the in-memory lock is still held. {0}: blind,
     * nothing is checked. For INSERT a newer version that is a deletion is no conflict at {0}. */
    struct nd_ts for_update_ts;
};

#define ND_KV_OF_LOCK "l" /* value of a GUARD that stands for an in-memory lock */
/* HELD: whose record; {0}: any other. */
static inline struct nd_ts nd_mut_holder(const struct nd_kv_mut *mut) { return (struct nd_ts){mut->op == ND_MUT_HELD && mut->value.n == 8 ? nd_load_u64(mut->value.p) : 0}; }

static inline bool nd_mut_is_of_lock(const struct nd_kv_mut *mut)
{
    return mut->op == ND_MUT_LOCK || mut->op == ND_MUT_KEY_GUARD || (mut->op == ND_MUT_GUARD && mut->value.n > 0);
}

#define ND_GATE_PREFIX_BYTES_MAX 64
/* A table that a write belongs to: a prefix of keys. Its fences that are newer than known_at, or whose floor is, refuse the write. */
struct nd_kv_guard {
    struct nd_slice prefix;
    struct nd_ts known_at;
};

enum nd_txn_state { ND_TXN_ALIVE = 1, ND_TXN_COMMITTED = 2, ND_TXN_ROLLED_BACK = 3, ND_TXN_PREPARED = 4 };

struct nd_kv_request {
    enum nd_kv_kind kind;
    struct nd_range_id range;
    struct nd_range_epoch epoch;
    uint32_t wait_ms;
    struct nd_ts start_ts, read_ts, commit_ts, for_update_ts, now_ts, push_above;
    struct nd_slice primary, first, end;
    bool is_reverse, keys_only, is_large, is_primary, draws_ts, wants_values, skips_locked, fences, is_stale;
    enum nd_lock_mode lock_mode; /* LOCK */
    uint64_t ticket;             /* LOCK: of a reply LOCKED: keeps its place in the queues */
    struct nd_slice watch, program, secondaries;
    struct nd_ts watch_ts;
    uint64_t row_limit, byte_limit, ttl_ms, parts;
    uint64_t prewrite_seq; /* PREWRITE: counts the transaction's; an older one that comes late has no effect */
    size_t key_count, mut_count, ignore_count, settled_count;
    const struct nd_slice *keys;
    const struct nd_kv_mut *muts;
    const struct nd_ts *ignore, *settled;
    const struct nd_kv_guard *guards; /* COMMIT_ONE, PREWRITE */
    size_t guard_count;
    struct nd_range_id new_range;
    struct nd_node_id preferred_leader;
};

/* A provisional record in the way. */
struct nd_kv_lock_info {
    struct nd_slice key, primary;
    struct nd_ts start_ts;
    uint64_t ttl_ms;
    bool is_large;
};

struct nd_kv_value {
    bool is_found;
    struct nd_slice value;
    struct nd_ts commit_ts;
};
struct nd_kv_row {
    struct nd_slice key, value;
};

struct nd_kv_reply {
    enum nd_status status;
    struct nd_node_id leader;     /* NOT_LEADER: a hint; {0}: unknown */
    struct nd_ts commit_ts;       /* also conflict_ts of WRITE_CONFLICT */
    struct nd_ts read_ts;         /* drawn by the leader */
    bool is_unchanged;            /* the watched key, up to read_ts */
    enum nd_txn_state txn_state;
    struct nd_kv_lock_info lock;  /* LOCKED */
    bool is_gate;                 /* LOCKED: it is a fence that is in the way of a PREWRITE: the layout is about to change */
    struct nd_slice failed_key;   /* DUPLICATE_KEY, WRITE_CONFLICT, DEADLOCK */
    struct nd_slice resume;
    uint64_t ticket;              /* LOCKED */
    size_t value_count, row_count, desc_count, holder_count;
    const struct nd_ts *holders;  /* LOCKED, DEADLOCK: some of the transactions that are waited for */
    const struct nd_kv_value *values; /* GET, in the order of keys[] */
    const struct nd_kv_row *rows;     /* SCAN */
    const struct nd_range_desc *descs; /* WRONG_RANGE, SPLIT */
    struct nd_slice payload;           /* SCAN with a program; CHECK_TXN: PREPARED */
};

/* The keys of an async commit as one slice: v count · (b key)*. And back: MALFORMED; keys borrow from `bytes`, the array is on `arena`. */
void nd_kv_put_keys(struct nd_buf *out, const struct nd_slice *keys, size_t count);
bool nd_kv_are_keys(struct nd_slice bytes); /* well-formed, and no more than fit */
ND_RESULT nd_kv_read_keys(struct nd_slice bytes, struct nd_arena *arena, const struct nd_slice **keys_out, size_t *count_out);

void nd_kv_request_encode(const struct nd_kv_request *request, struct nd_buf *out);
/* Slices borrow from `bytes`, arrays live on `arena`. MALFORMED. */
ND_RESULT nd_kv_request_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_kv_request *request_out);
void nd_kv_reply_encode(const struct nd_kv_reply *reply, struct nd_buf *out);
ND_RESULT nd_kv_reply_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_kv_reply *reply_out);

#endif
