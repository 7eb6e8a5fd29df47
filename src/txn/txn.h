/* SPDX-License-Identifier: Apache-2.0 */
/* txn.h - transactions at the gateway: what the SQL executor and the KV API call.
 *
 * Role.       The coordinator: write buffer with read-your-writes, locks, 1PC on one shard, two-phase
 *             commit across shards, provisional records for large transactions, heartbeats, orphans.
 * Owner.      One nd_txn per transaction, driven by the one fiber of its session.
 * Threading.  The session's reactor.
 * Protocol.   Percolator-style MVCC with a timestamp oracle (Peng, Dabek 2010; TiKV), in-memory
 *             pessimistic locks verified at prewrite. README.md; docs/WRITE_PATH.md.
 * Invariants. T1 a transaction reads its own writes.
 *             T2 REPEATABLE READ: every read at one start timestamp, drawn at the first statement; a
 *                write over a version newer than that is WRITE_CONFLICT.
 *                READ COMMITTED: nd_txn_begin_statement draws a fresh read timestamp.
 *                SERIALIZABLE: as REPEATABLE READ; commit is READ_CHANGED where something that was read
 *                does not hold any more, unless nothing was written (txn_reads.c).
 *             T3 commit returns OK only when the commit point is durable on a quorum; AMBIGUOUS when
 *                that is unknown; any other status means nothing was or will be committed.
 *             T4 after a status other than OK from a read, write or lock the transaction can only be
 *                rolled back, to a savepoint or whole, but for NOT_FOUND, DUPLICATE_KEY, and WRITE_CONFLICT
 *                under READ COMMITTED, after which nd_txn_rollback_statement leaves it usable.
 * Keys.       Raw bytes, ordered bytewise, at most ND_KEY_BYTES_MAX. Spaces: kv/keys.h.
 * Testing.    tests/unit/txn_*.c, simulation workloads bank and register. */
#ifndef ND_TXN_TXN_H
#define ND_TXN_TXN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/ids.h"
#include "base/slice.h"
#include "env/fiber.h"
#include "range/kv_wire.h"

struct nd_txn;
struct nd_txn_system; /* one per reactor: holds the kv client, limits, metrics; opened by the node */

enum nd_isolation { ND_READ_COMMITTED, ND_REPEATABLE_READ, ND_SERIALIZABLE };
static inline bool nd_isolation_keeps_snapshot(enum nd_isolation isolation) { return isolation != ND_READ_COMMITTED; }

struct nd_txn_options {
    enum nd_isolation isolation;
    bool is_read_only;
    uint64_t lock_timeout_ns; /* 0: waiting for locks is not bounded */
    struct nd_ts as_of;       /* reads as of then, from any replica that can; a timestamp that was handed out, or below one; is_read_only. {0}: no */
};

/* Costs nothing on the network. The fiber is the one that makes all later calls. */
struct nd_txn *nd_txn_begin(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_txn_options *options);
/* Between two calls: `fiber` makes the later ones. */
void nd_txn_hand_over(struct nd_txn *txn, struct nd_fiber *fiber);
/* Releases the struct; rolls back first (in the background) if neither committed nor rolled back. */
void nd_txn_free(struct nd_txn *txn);

/* Other transactions of the same session (their start timestamps), whose locks stay while this one waits: for circles over both. Borrowed. */
void nd_txn_set_kin(struct nd_txn *txn, const struct nd_ts *kin, size_t count);
/* All calls below end early with TIMEOUT once this passes (0: never; statement_timeout), or with
 * CANCELED once nd_txn_cancel was called (from the same reactor, e.g. a cancel request). */
void nd_txn_set_deadline(struct nd_txn *txn, uint64_t deadline_ns);
void nd_txn_cancel(struct nd_txn *txn);
void nd_txn_set_lock_timeout(struct nd_txn *txn, uint64_t timeout_ns); /* as of nd_txn_options, from now on */

/* Starts a statement: sets the point that nd_txn_rollback_statement goes back to, and the read
 * timestamp (T2). Draws it from the oracle after the call was made, never before. */
ND_YIELDS ND_RESULT nd_txn_begin_statement(struct nd_txn *txn);
/* As nd_txn_begin_statement, without a round trip: the read timestamp comes along with the statement's first read, where that
 * is one request to the shard that is the oracle too, or is drawn then. If the watched key has a version newer than `since`, or
 * might have, that read ends with VERSION_CHANGED, or nd_txn_unchanged_since says so after it. READ COMMITTED only. */
ND_RESULT nd_txn_begin_statement_late(struct nd_txn *txn, struct nd_ts since);
bool nd_txn_is_late(const struct nd_txn *txn); /* no read timestamp yet */
/* Draws it now if it is still missing. */
ND_YIELDS ND_RESULT nd_txn_settle(struct nd_txn *txn);
/* The key that statements ask about: the catalog's version. */
void nd_txn_system_watch(struct nd_txn_system *system, struct nd_slice key, struct nd_ts since);
/* The watched key surely has no version between this and nd_txn_schema_ts, the read timestamp as it was drawn (nd_txn_lock_get
 * moves it on); {0}: not known. */
struct nd_ts nd_txn_schema_ts(const struct nd_txn *txn);
struct nd_ts nd_txn_unchanged_since(const struct nd_txn *txn);
/* Undoes the writes of the statement; keeps its locks. UNSUPPORTED if there were so many that they went out and were forgotten (the
 * transaction must then be rolled back). */
ND_YIELDS ND_RESULT nd_txn_rollback_statement(struct nd_txn *txn);
/* Where nd_txn_rollback_to goes back to, any number of times, also after errors: between two statements. From the first on, writes
 * are kept after they were sent ahead, up to a bound. 0: the transaction's beginning. */
uint64_t nd_txn_savepoint(struct nd_txn *txn);
/* Undoes the writes of later statements and gives locks back that they took first. A transaction that was canceled or timed out can go on.
 * UNSUPPORTED: what is to be undone went out and was forgotten; then, and after any other error, it can only be rolled back. */
ND_YIELDS ND_RESULT nd_txn_rollback_to(struct nd_txn *txn, uint64_t savepoint);
/* From here to the end of the statement: what it writes is not sent ahead (TOO_LARGE), so that reads can leave it out. */
void nd_txn_keep_whole(struct nd_txn *txn);
/* Reads see what was there when the statement began, or all that it wrote as well. Returns what was before. After nd_txn_keep_whole. */
bool nd_txn_read_past(struct nd_txn *txn, bool is_past);
/* The statement has written the key. */
bool nd_txn_has_written(const struct nd_txn *txn, struct nd_slice key);
/* The read timestamp of the statement: also the value of SQL's catalog version check. */
struct nd_ts nd_txn_read_ts(const struct nd_txn *txn);
struct nd_txn_id nd_txn_id_of(const struct nd_txn *txn);
enum nd_isolation nd_txn_isolation(const struct nd_txn *txn);
bool nd_txn_has_writes(const struct nd_txn *txn);

/* ---- reading -------------------------------------------------------------------------------- */

/* NOT_FOUND where there is none. The value is copied into `arena`. */
ND_YIELDS ND_RESULT nd_txn_get(struct nd_txn *txn, struct nd_slice key, struct nd_arena *arena, struct nd_slice *value_out);

struct nd_txn_get_item {
    struct nd_slice key;    /* in */
    struct nd_slice value;  /* out, on the arena */
    bool is_found;
};
/* Many keys, shards side by side. */
ND_YIELDS ND_RESULT nd_txn_get_many(struct nd_txn *txn, struct nd_txn_get_item *items, size_t count, struct nd_arena *arena);

/* Locks the keys as nd_txn_lock does and reads what is newest under the locks: the read timestamp moves on to then, so it is
 * never a WRITE_CONFLICT. For statements that read nothing else. READ COMMITTED only; LOCKED, DEADLOCK as nd_txn_lock. */
ND_YIELDS ND_RESULT nd_txn_lock_get(struct nd_txn *txn, struct nd_txn_get_item *items, size_t count, enum nd_lock_mode mode, bool is_nowait, struct nd_arena *arena);

struct nd_kv_pair {
    struct nd_slice key, value;
};
struct nd_txn_scan {
    struct nd_txn *txn;          /* in */
    struct nd_slice first, end;  /* in: [first, end), end empty: to the end of the keyspace; copied by open */
    bool is_reverse;             /* in: from end downwards */
    uint64_t row_limit;          /* in: total rows wanted at most; 0: all */
    bool keys_only;              /* in: values come back empty */
    /* in: what the shards make of rows (range/scan_program.h), where they can and the transaction has not written itself. Borrowed;
     * may be changed between pieces. is_long: from the first request on, else once the scan turns out to go on. Without row_limit. */
    struct nd_slice program;
    bool is_long;
    bool is_lazy; /* in: mostly closed early: no more than one request ahead */
    uint32_t piece_rows; /* in: rows asked for at once, at most; 0: as many as it sees fit */
    struct nd_txn_scan_state *state;
};
/* Streams rows in key order over all shards, the transaction's own writes merged in. */
ND_RESULT nd_txn_scan_open(struct nd_txn_scan *scan);
/* Sends the first request, so that those of several scans are under way side by side. It goes with the first piece where it cannot go ahead. */
void nd_txn_scan_begin(struct nd_txn_scan *scan);
/* Up to some hundred rows more; *count_out == 0: the end. The pairs live on `arena`. */
ND_YIELDS ND_RESULT nd_txn_scan_next(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_kv_pair **pairs_out, size_t *count_out);
/* The same for a scan with a program: rows, or a payload, which is valid until the next call; neither: the end. */
struct nd_txn_piece {
    struct nd_kv_pair *pairs;
    size_t count;
    struct nd_slice payload;
};
ND_YIELDS ND_RESULT nd_txn_scan_next_piece(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_txn_piece *piece_out);
/* Replies that were asked for ahead are thrown away: the program has changed, and none of the old one may come any more. */
void nd_txn_scan_forget_ahead(struct nd_txn_scan *scan);
void nd_txn_scan_close(struct nd_txn_scan *scan); /* at any time; also after errors */

/* The rows whose keys begin with one of many prefixes, which ascend and of which none begins another: shards side by side. */
struct nd_txn_span {
    struct nd_slice prefix;   /* in; ends in some byte other than 0xff */
    struct nd_kv_pair *pairs; /* out, on the arena */
    size_t count;
};
ND_YIELDS ND_RESULT nd_txn_scan_prefixes(struct nd_txn *txn, struct nd_txn_span *spans, size_t count, bool keys_only, struct nd_arena *arena);

/* ---- writing (buffered; flushed as provisional records above ND_TXN_BUFFER_BYTES_MAX) ---------- */

/* Copies key and value. put: whether present or not. */
ND_YIELDS ND_RESULT nd_txn_put(struct nd_txn *txn, struct nd_slice key, struct nd_slice value);
ND_YIELDS ND_RESULT nd_txn_delete(struct nd_txn *txn, struct nd_slice key);
/* The key must have no live version when the transaction commits, and none in its own buffer. The
 * check is made at the shard together with the commit (one round trip), or at once where the caller
 * asks: DUPLICATE_KEY now. A late failure makes nd_txn_commit return DUPLICATE_KEY, and
 * nd_txn_failed_key tells which. */
ND_YIELDS ND_RESULT nd_txn_insert(struct nd_txn *txn, struct nd_slice key, struct nd_slice value, bool check_now);
struct nd_slice nd_txn_failed_key(const struct nd_txn *txn); /* valid until nd_txn_free */

/* Locks keys for this transaction at their shards' leaders, waiting FIFO behind holders of conflicting modes.
 * WRITE_CONFLICT: a version newer than the read timestamp exists (lock is held none the less: under
 * READ COMMITTED roll back the statement and run it again). DEADLOCK: this transaction is the one of a circle that gives up.
 * LOCK_TIMEOUT. is_nowait: LOCKED instead of waiting; nd_txn_failed_key. After such an error none of the keys is locked that was not
 * before. skips_locked: OK without those that others hold; is_locked[i] says which it has. */
struct nd_txn_lock_how {
    enum nd_lock_mode mode;
    bool is_nowait, skips_locked;
    bool *is_locked; /* out; skips_locked */
};
ND_YIELDS ND_RESULT nd_txn_lock_as(struct nd_txn *txn, const struct nd_slice *keys, size_t count, const struct nd_txn_lock_how *how);
ND_YIELDS ND_RESULT nd_txn_lock(struct nd_txn *txn, const struct nd_slice *keys, size_t count, bool is_nowait); /* UPDATE */

/* As put and delete, over whatever is there by the time of the commit: for what hangs on another key that the transaction writes, and
 * which nobody else changes apart from it. */
ND_YIELDS ND_RESULT nd_txn_put_blind(struct nd_txn *txn, struct nd_slice key, struct nd_slice value);
ND_YIELDS ND_RESULT nd_txn_delete_blind(struct nd_txn *txn, struct nd_slice key);

/* What it writes of keys that begin with `prefix` is placed only where no fence (nd_txn_fence) is newer than the timestamp by which the current
 * statement knows the catalog, or the newest one has a floor (range/kv_wire.h) that is not: checked by each shard together with the write, for
 * nothing; WRITE_CONFLICT otherwise. For what hangs on a table's layout. Repeating it is harmless, the first call's timestamp counts. TOO_LARGE: the prefix. */
ND_RESULT nd_txn_guard_span(struct nd_txn *txn, struct nd_slice prefix);
/* Nothing that goes by an older catalog is placed on keys that begin with `prefix` any more, once this transaction has committed, and by nobody else
 * until then; what had been placed before has been decided when it returns. Sends the buffer ahead, which must have some data. value: of
 * ND_MUT_GATE (range/kv_wire.h). Waits as for locks. WRITE_CONFLICT, LOCK_TIMEOUT, DEADLOCK. */
ND_YIELDS ND_RESULT nd_txn_fence(struct nd_txn *txn, struct nd_slice prefix, struct nd_slice value);
/* The transaction commits only if no version of `key` is newer than the read just made, and no other transaction holds its lock: checked at its
 * shard together with the commit (an ND_MUT_GUARD). Writes nothing, waits for nothing now. Repeating it is harmless, the first call's timestamp
 * counts. Without effect in a transaction that writes nothing. */
ND_RESULT nd_txn_guard_read(struct nd_txn *txn, struct nd_slice key);

/* What waits in the buffer, more or less; and whether some of what was written was sent ahead. */
uint64_t nd_txn_buffered_bytes(const struct nd_txn *txn);
bool nd_txn_is_flushed(const struct nd_txn *txn);
/* Puts and inserts that `from` has buffered, and nothing else, are made here instead. from: not flushed; it can only be rolled back. As nd_txn_insert. */
ND_YIELDS ND_RESULT nd_txn_adopt(struct nd_txn *txn, const struct nd_txn *from);

/* Sends what is buffered ahead as provisional records, which outlive the leaders that locks live with: from here on
 * whoever writes or guards one of these keys meets them. WRITE_CONFLICT, DUPLICATE_KEY as commit. */
ND_YIELDS ND_RESULT nd_txn_flush(struct nd_txn *txn);
/* Reads see the newest committed state until nd_txn_read_as_before; writes made in between must not find anything
 * newer than that. *before_out: what nd_txn_read_as_before takes. For rules that hang on other rows than the
 * statement's own: foreign keys. */
ND_YIELDS ND_RESULT nd_txn_read_latest(struct nd_txn *txn, struct nd_ts *before_out);
void nd_txn_read_as_before(struct nd_txn *txn, struct nd_ts before);

/* The locks become provisional records, which outlive leaders, and end a while after the node does: for locks that are held for their own
 * sake. The transaction writes nothing and ends with nd_txn_release. */
ND_YIELDS ND_RESULT nd_txn_hold(struct nd_txn *txn);
/* The transaction commits only where `holder`, another one of the same session (nd_txn_hold), still has its locks, and nobody else gets them before it has:
 * READ_CHANGED otherwise. Right before nd_txn_commit. */
ND_RESULT nd_txn_commit_under(struct nd_txn *txn, const struct nd_txn *holder);
/* As nd_txn_rollback, and the locks are free when it returns, if their leaders can be reached soon. */
ND_YIELDS void nd_txn_release(struct nd_txn *txn);
struct nd_ts nd_txn_start_ts(const struct nd_txn *txn); /* {0}: not drawn yet */
/* Whom it waits for: start timestamps of transactions that hold what it wants, as far as they are known, ND_TXN_AWAITED_MAX at most. 0: it does not
 * wait, or not for long yet. *since_ns_out: since when. */
#define ND_TXN_AWAITED_MAX 8
size_t nd_txn_awaited(const struct nd_txn *txn, struct nd_ts *out, uint64_t *since_ns_out);
/* The i'th prefix whose rows it writes (nd_txn_guard_span), borrowed; false: no more. */
bool nd_txn_guarded(const struct nd_txn *txn, size_t i, struct nd_slice *prefix_out);

/* ---- ending ------------------------------------------------------------------------------------ */

/* READ_CHANGED: as T2; at any isolation, where a lock of a key that is not written was lost with its leader, and others may have had it. */
ND_YIELDS ND_RESULT nd_txn_commit(struct nd_txn *txn);
struct nd_ts nd_txn_commit_ts(const struct nd_txn *txn); /* after OK */
/* Never fails for the caller: what cannot be cleaned up now is cleaned up by whoever meets it. */
ND_YIELDS void nd_txn_rollback(struct nd_txn *txn);
/* The same, for who comes again at once: if it was a fence that refused what was sent ahead (nd_txn_fence), waits until that is over, as for a lock. */
ND_YIELDS void nd_txn_give_way(struct nd_txn *txn);

/* ---- outside of transactions -------------------------------------------------------------------- */

/* A fresh timestamp: greater than that of anything that was acknowledged before the call. */
ND_YIELDS ND_RESULT nd_txn_system_now(struct nd_txn_system *system, struct nd_fiber *fiber, uint64_t deadline_ns, struct nd_ts *ts_out);
/* The greatest timestamp that this node has heard of, at or below which nd_txn_options.as_of may be; and what a draw would bring, about, as its
 * clock has run on since. {0}: none yet. */
struct nd_ts nd_txn_system_seen(const struct nd_txn_system *system);
struct nd_ts nd_txn_system_guess(const struct nd_txn_system *system);
/* At or above `min`: as of when the replicas of this node answer by themselves, as far as they can as of `min`. */
struct nd_ts nd_txn_system_closed(const struct nd_txn_system *system, struct nd_ts min);
/* All shards, what they and the nodes carry, and what placement has asked for: as the meta shard's leader knows them, a page
 * at a time, so not of one moment. On the arena; fields as in ND_META_SHARDS's reply. */
struct nd_meta_reply;
ND_YIELDS ND_RESULT nd_txn_system_look(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_arena *arena, struct nd_meta_reply *all_out);
/* Splits the shard that holds `key` at it (no-op, OK, if one begins there). preferred_leader {0}: any. */
ND_YIELDS ND_RESULT nd_txn_system_split(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, struct nd_node_id preferred_leader);
/* At each of the keys, in any order, a shard begins and is kept apart. believes_cache: costs nothing where it was so when this node heard of it last:
 * for callers who ask again some time. After an error some may be. */
ND_YIELDS ND_RESULT nd_txn_system_part(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_slice *keys, size_t count, bool believes_cache);
/* The shard that begins at `key`, if one does, shall never be merged into its left neighbour; is_kept false: it may be (again). */
ND_YIELDS ND_RESULT nd_txn_system_keep(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, bool is_kept);
/* Likewise may be: all shards that begin in [first, end). */
ND_YIELDS ND_RESULT nd_txn_system_release(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice first, struct nd_slice end);
/* Removes all versions of [first, end) once nothing can read them any more: dropped tables. Queued durably with the meta shard. */
ND_YIELDS ND_RESULT nd_txn_system_discard_span(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice first, struct nd_slice end);
/* Is there, on any node that answers, a transaction under way that has guarded `prefix` (nd_txn_guard_span) and knows the catalog
 * only as of before `before`? */
ND_YIELDS ND_RESULT nd_txn_system_has_elders(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice prefix, struct nd_ts before,
                                             bool *has_out);
/* A question to every node of the cluster, this one among them: a method of rpc.h that answers whoever calls it. */
struct nd_txn_question {
    unsigned method; /* enum nd_rpc_method */
    struct nd_slice payload;
    uint64_t nodes_timeout_ns, timeout_ns; /* to hear which nodes there are; for each of their answers */
};
struct nd_txn_answer {
    struct nd_node_id node;
    enum nd_status status; /* as of nd_rpc_call */
    struct nd_slice reply;
};
/* Answers on the arena, one a node. Errors: which nodes there are is not to be heard. None where there is but this process (options without rpc). */
ND_YIELDS ND_RESULT nd_txn_system_ask_nodes(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_arena *arena, const struct nd_txn_question *question,
                                            struct nd_txn_answer **answers_out, size_t *count_out);
/* Ids that are never given twice (tables, hidden row ids): [first, first + count). `name` keys the sequence. */
ND_YIELDS ND_RESULT nd_txn_system_allocate_ids(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice name, uint64_t count, uint64_t *first_out);

#endif
