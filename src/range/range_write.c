/* SPDX-License-Identifier: Apache-2.0 */
/* COMMIT_ONE and PREWRITE: latch all keys, check versions and fences, draw a timestamp, replicate. */
#include "base/checksum.h"
#include "range/gate.h"
#include "range/range_int.h"

/* ---- the newest commit of keys, by hash: says "surely nothing newer" without a read -------------------- */

uint64_t *nd__commit_slot(struct nd_store *store, struct nd_slice key)
{
    return &store->commit_cache[nd_hash64(key) & (ND__COMMIT_CACHE_SLOTS - 1)];
}

void nd__note_commit(struct nd_range *range, struct nd_slice key, struct nd_ts commit_ts)
{
    uint64_t *slot = nd__commit_slot(range->store, key);
    if (range->newest_commit.v < commit_ts.v) range->newest_commit = commit_ts;
    if (*slot < commit_ts.v) *slot = commit_ts.v;
}

bool nd__maybe_newer(const struct nd_range *range, struct nd_slice key, struct nd_ts ts)
{
    /* What other leaders committed is below the floor, what this one did is in the cache. */
    return ts.v <= range->floor_ts.v || *nd__commit_slot(range->store, key) > ts.v;
}

/* ---- latches ------------------------------------------------------------------------------------------------ */

static bool is_alive(struct nd_range *range, struct nd_ts start_ts)
{
    struct nd__txn_seen *seen = nd__txn_find(range, start_ts);
    uint64_t now_ns = nd_env_now_ns(range->store->options.env);
    return seen != NULL && now_ns - seen->seen_ns < ND__PESS_LEASE_MS * ND_MS;
}

static void add_holder(struct nd_range_op *op, struct nd_ts start_ts)
{
    if (op->holder_count < ND_ARRAY_LEN(op->holders)) op->holders[op->holder_count++] = start_ts;
}

/* Unreplicated locks of others; those whose transaction's gateway is gone go: they are a hint, no more. */
static bool is_blocked_by_pess(struct nd_range_op *op, struct nd_lock *lock, enum nd_lock_mode mode, struct nd_ts kin)
{
    struct nd_ts self = op->request->start_ts;
    struct nd_lock_table *locks = &op->range->locks;
    if (lock->pess.v != 0 && lock->pess.v != self.v && lock->pess.v != kin.v && nd_lock_modes_conflict(mode, lock->pess_mode)) {
        if (is_alive(op->range, lock->pess)) add_holder(op, lock->pess);
        else lock->pess = (struct nd_ts){0};
    }
    ND_LIST_FOREACH_SAFE(link, &lock->shares) {
        const struct nd_share_hold *share = ND_CONTAINER_OF(link, struct nd_share_hold, link);
        if (share->start_ts.v == self.v || share->start_ts.v == kin.v || !nd_lock_modes_conflict(mode, share->mode)) continue;
        if (is_alive(op->range, share->start_ts)) add_holder(op, share->start_ts);
        else (void)nd_lock_drop_pess(locks, lock, share->start_ts);
    }
    return op->holder_count > 0;
}

/* kin: as the transaction's own; {0}: none. */
static enum nd__blocker blocker_beside(struct nd_range_op *op, struct nd_lock *lock, enum nd_lock_mode mode, struct nd_ts kin)
{
    struct nd_ts self = op->request->start_ts;
    bool is_shared = nd_lock_mode_is_shared(mode);
    op->holder_count = 0;
    if (lock->latch != NULL && lock->latch != op) return ND__BLOCKED_BY_LATCH;
    if (!is_shared && lock->guard_latches > 0) return ND__BLOCKED_BY_LATCH;
    if (lock->prew.v != 0 && lock->prew.v != self.v && lock->prew.v != kin.v) {
        add_holder(op, lock->prew);
        return ND__BLOCKED_BY_PREW;
    }
    if (is_blocked_by_pess(op, lock, mode, kin)) return ND__BLOCKED_BY_PESS;
    if (is_shared) return ND__BLOCKED_BY_NONE;
    ND_LIST_FOREACH(link, &lock->guards) {
        struct nd_ts holder = ND_CONTAINER_OF(link, struct nd_guard_hold, link)->start_ts;
        if (holder.v != self.v) add_holder(op, holder);
    }
    return op->holder_count > 0 ? ND__BLOCKED_BY_GUARD : ND__BLOCKED_BY_NONE;
}

enum nd__blocker nd__blocker_of(struct nd_range_op *op, struct nd_lock *lock, enum nd_lock_mode mode) { return blocker_beside(op, lock, mode, (struct nd_ts){0}); }

static enum nd_lock_mode mode_of(enum nd_mut_op op)
{
    switch (op) {
    case ND_MUT_DELETE:
    case ND_MUT_GATE:
    case ND_MUT_INSERT: return ND_LOCK_UPDATE;
    case ND_MUT_GUARD:
    case ND_MUT_HELD:
    case ND_MUT_FLOOR_GUARD: return ND_LOCK_SHARE;
    case ND_MUT_KEY_GUARD: return ND_LOCK_KEY_SHARE;
    default: return ND_LOCK_NO_KEY_UPDATE;
    }
}

static void reply_locked(struct nd_range_op *op, const struct nd_lock *lock, enum nd__blocker by)
{
    struct nd_kv_lock_info *info = &op->reply.lock;
    info->key = nd_arena_copy(op->arena, nd_lock_key(lock));
    if (by == ND__BLOCKED_BY_PREW) {
        info->primary = nd_arena_copy(op->arena, lock->prew_primary);
        info->start_ts = lock->prew;
        info->ttl_ms = lock->prew_ttl_ms;
    } else {
        ND_LIST_FOREACH(link, &lock->guards)
        {
            const struct nd_guard_hold *guard = ND_CONTAINER_OF(link, struct nd_guard_hold, link);
            if (guard->start_ts.v == op->request->start_ts.v) continue;
            info->primary = nd_arena_copy(op->arena, guard->primary);
            info->start_ts = guard->start_ts;
            info->ttl_ms = guard->ttl_ms;
            break;
        }
    }
    nd__op_finish(op, ND_STATUS_LOCKED);
}

/* Would waiting for `holder` close a circle of transactions that wait for each other in this range? */
static bool closes_circle(struct nd_range *range, struct nd_ts self, struct nd_ts holder)
{
    uint64_t at = holder.v;
    for (unsigned hops = 0; hops < 64 && at != 0; hops++) {
        if (at == self.v) return true;
        struct nd__txn_seen *seen = nd__txn_find(range, (struct nd_ts){at});
        if (seen == NULL) return false;
        at = seen->waits_for;
    }
    return false;
}

/* Waits behind the lock, or ends the operation. */
void nd__op_wait_or_fail(struct nd_range_op *op, struct nd_lock *lock, enum nd__blocker by)
{
    struct nd_range *range = op->range;
    uint64_t now_ns = nd_env_now_ns(op->store->options.env);
    bool is_over = now_ns >= op->deadline_ns;
    if (by == ND__BLOCKED_BY_PREW || by == ND__BLOCKED_BY_GUARD) {
        /* for a while; whoever is told loses its place in the queue for a moment */
        uint64_t wait_ms = op->request->kind == ND_KV_LOCK ? ND__PREW_LOCK_WAIT_MS : ND__PREW_WAIT_MS;
        if (op->waited_for.v != op->holders[0].v) op->tell_ns = now_ns + wait_ms * ND_MS;
        op->waited_for = op->holders[0];
        if (is_over || now_ns >= op->tell_ns) reply_locked(op, lock, by);
        else nd__op_wait(op, lock, (op->tell_ns - now_ns) / ND_MS);
        return;
    }
    if (by == ND__BLOCKED_BY_PESS && op->request->start_ts.v != 0) {
        for (size_t i = 0; i < op->holder_count; i++) {
            if (!closes_circle(range, op->request->start_ts, op->holders[i])) continue;
            op->reply.failed_key = nd_arena_copy(op->arena, nd_lock_key(lock));
            ND_PROBE(op->store->options.env, TXN_DEADLOCK);
            nd__op_finish(op, ND_STATUS_DEADLOCK);
            return;
        }
    }
    if (is_over) {
        op->reply.failed_key = nd_arena_copy(op->arena, nd_lock_key(lock));
        nd__op_finish(op, ND_STATUS_LOCKED); /* waited in vain: DEADLOCK is for circles that were seen */
        return;
    }
    if (by == ND__BLOCKED_BY_PESS && op->request->start_ts.v != 0) nd__txn_seen(range, op->request->start_ts)->waits_for = op->holders[0].v;
    nd__op_wait(op, lock, 1000); /* then looks again: a holder's lease may have ended */
}

/* Somebody who came before waits for the gate alone: writers who share it would keep it from him for ever. */
static bool is_behind(const struct nd_range_op *op, const struct nd_lock *lock)
{
    if (nd_list_is_empty(&lock->waiters)) return false;
    uint64_t first = ND_CONTAINER_OF(lock->waiters.next, struct nd_range_op, wait_link)->ticket;
    return op->ticket == 0 || first < op->ticket;
}

/* true: it waits, or has ended. A fence in the way of a PREWRITE is told at once: who sets it may wait for other records of the
 * transaction, which will know less than the fence. Who knows of its floor passes; a record that only locks the gate is no fence. */
static bool is_held_up_at_gate(struct nd_range_op *op, const struct nd_kv_mut *gate)
{
    struct nd_lock *lock = nd_lock_find(&op->range->locks, gate->key);
    if (lock == NULL) return false;
    struct nd_ts self = op->request->start_ts;
    enum nd__blocker by = nd__blocker_of(op, lock, ND_LOCK_SHARE);
    bool knows_floor = lock->prew_floor.v != 0 && gate->for_update_ts.v >= lock->prew_floor.v;
    bool is_passed = by == ND__BLOCKED_BY_PREW && (lock->prew_op != ND_MUT_GATE || knows_floor);
    bool is_own = self.v != 0 && (lock->prew.v == self.v || lock->pess.v == self.v);
    if (is_passed || (by == ND__BLOCKED_BY_NONE && (is_own || !is_behind(op, lock)))) return false;
    op->reply.is_gate = op->request->kind == ND_KV_PREWRITE && by == ND__BLOCKED_BY_PREW;
    if (op->reply.is_gate) reply_locked(op, lock, by);
    else nd__op_wait_or_fail(op, lock, by == ND__BLOCKED_BY_NONE ? ND__BLOCKED_BY_LATCH : by);
    return true;
}

static bool has_record_of(const struct nd_lock *lock, struct nd_ts start_ts)
{
    return lock != NULL && start_ts.v != 0 && (lock->prew.v == start_ts.v || nd_lock_find_guard(lock, start_ts) != NULL);
}

/* ND_MUT_HELD: surely neither the holder's record is there nor the transaction's own. Who has the key now is not waited for. */
static bool is_let_go(const struct nd_range_op *op, const struct nd_kv_mut *mut)
{
    const struct nd_lock *lock = nd_lock_find(&op->range->locks, mut->key);
    if (mut->op != ND_MUT_HELD || (lock != NULL && lock->latch != NULL)) return false;
    bool is_anothers = lock != NULL && lock->prew.v != 0 && lock->prew.v != op->request->start_ts.v && lock->prew.v != nd_mut_holder(mut).v;
    if (is_anothers) return true;
    return !op->range->has_spilled && !has_record_of(lock, op->request->start_ts) && !has_record_of(lock, nd_mut_holder(mut));
}

/* Takes the latches of all keys, or none. */
void nd__op_write_locks(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    if (!nd__op_find_gates(op)) {
        op->gate_count = 0;
        nd__op_finish(op, ND_STATUS_MALFORMED);
        return;
    }
    for (size_t i = 0; i < rq->mut_count; i++) {
        struct nd_lock *lock = nd_lock_find(&range->locks, rq->muts[i].key);
        if (is_let_go(op, &rq->muts[i])) {
            op->reply.failed_key = rq->muts[i].key;
            nd__op_finish(op, ND_STATUS_READ_CHANGED);
            return;
        }
        if (lock == NULL) continue;
        enum nd__blocker by = blocker_beside(op, lock, mode_of(rq->muts[i].op), nd_mut_holder(&rq->muts[i]));
        bool is_undo = rq->muts[i].op == ND_MUT_UNDO && by != ND__BLOCKED_BY_LATCH; /* what others have there is none of its business */
        if (by == ND__BLOCKED_BY_NONE || is_undo) continue;
        nd__op_wait_or_fail(op, lock, by);
        return;
    }
    for (size_t i = 0; i < op->gate_count; i++)
        if (is_held_up_at_gate(op, &op->gates[i])) return;
    for (size_t i = 0; i < op->gate_count; i++) nd_lock_get(&range->locks, op->gates[i].key)->guard_latches++;
    for (size_t i = 0; i < rq->mut_count; i++) {
        struct nd_lock *lock = nd_lock_get(&range->locks, rq->muts[i].key);
        if (nd_mut_is_shared(rq->muts[i].op)) {
            lock->guard_latches++;
        } else {
            lock->latch = op;
            lock->latch_commit_ts = (struct nd_ts){0};
            lock->latch_is_silent = rq->muts[i].op >= ND_MUT_LOCK;
        }
    }
    op->has_latches = true;
    op->stage = ND_STAGE_CHECK;
    if (rq->is_large) range->large_in_flight++;
    if (rq->start_ts.v != 0 && rq->start_ts.v < range->gc_safepoint.v) {
        nd__op_finish(op, ND_STATUS_SNAPSHOT_TOO_OLD);
        return;
    }
    nd__op_write_check(op);
}

static void release_one(struct nd_range *range, struct nd_range_op *op, struct nd_slice key, bool is_guard)
{
    struct nd_lock *lock = nd_lock_find(&range->locks, key);
    if (lock == NULL) return;
    if (is_guard) {
        if (lock->guard_latches > 0) lock->guard_latches--;
    } else {
        if (lock->latch != op) return; /* the same key twice in one request */
        lock->latch = NULL;
        lock->latch_commit_ts = (struct nd_ts){0};
        lock->latch_is_silent = false;
    }
    nd__lock_wake(range, lock);
    nd_lock_release(&range->locks, lock);
}

void nd__op_release_latches(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    if (!op->has_latches) return;
    op->has_latches = false;
    if (op->lock_generation != range->lock_generation) return; /* the table was emptied since */
    if (rq->is_large && range->large_in_flight > 0) range->large_in_flight--;
    for (size_t i = 0; i < rq->mut_count; i++) release_one(range, op, rq->muts[i].key, nd_mut_is_shared(rq->muts[i].op));
    for (size_t i = 0; i < op->gate_count; i++) release_one(range, op, op->gates[i].key, true);
    if (rq->mut_count == 0)
        for (size_t i = 0; i < rq->key_count; i++) release_one(range, op, rq->keys[i], false);
    if (rq->kind == ND_KV_CHECK_TXN) release_one(range, op, rq->primary, false);
}

/* ---- checks --------------------------------------------------------------------------------------------------- */

/* The transaction's lock says that nothing newer than the mutation knows of is there. */
static bool is_vouched(const struct nd_range *range, const struct nd_kv_request *rq, const struct nd_kv_mut *mut)
{
    struct nd_lock *lock = rq->start_ts.v == 0 ? NULL : nd_lock_find(&range->locks, mut->key);
    const struct nd_ts *checked = lock == NULL ? NULL : nd_lock_checked(lock, rq->start_ts);
    if (checked == NULL || checked->v > mut->for_update_ts.v) return false;
    /* under a shared lock of the key alone others may have written; that it is there is what the mutation needs */
    return mut->op == ND_MUT_KEY_GUARD || nd_lock_has_pess(lock, rq->start_ts, ND_LOCK_SHARE);
}

/* What must be read of the engine for a mutation. Decided on the reactor, carried out on any thread. */
enum write_check { CHECK_NEWEST = 1, CHECK_REPEAT = 2, CHECK_FENCE = 4, CHECK_SPILLED = 8, CHECK_HELD = 16, CHECK_LOST = 32, CHECK_GATE = 64 };

/* A lock without a write leaves no version: where it is not held here any more, others may have had the key since it was taken, and what they did under
 * their lock shows nowhere. */
static bool may_be_lost(const struct nd_range_op *op, const struct nd_kv_mut *mut)
{
    const struct nd_lock *lock = nd_lock_find(&op->range->locks, mut->key);
    bool is_placed = has_record_of(lock, op->request->start_ts);
    if (mut->op == ND_MUT_HELD) return !is_placed && !has_record_of(lock, nd_mut_holder(mut));
    if (nd_env_is_broken(op->store->options.env, ND_BREAK_LOST_LOCK_UNSEEN)) return false;
    return nd_mut_is_of_lock(mut) && op->request->start_ts.v != 0 && !is_placed && nd__maybe_newer(op->range, mut->key, mut->for_update_ts);
}

static unsigned checks_for(const struct nd_range_op *op, const struct nd_kv_mut *mut)
{
    const struct nd_kv_request *rq = op->request;
    const struct nd_range *range = op->range;
    unsigned checks = 0;
    if (rq->secondaries.n > 0 && nd__op_has_record(op, mut->key)) return 0; /* was checked when it was placed, and stays */
    if (mut->op == ND_MUT_INSERT) checks |= CHECK_NEWEST;
    if (mut->op == ND_MUT_GATE) checks |= CHECK_GATE;
    if (mut->op == ND_MUT_HELD && may_be_lost(op, mut)) checks |= CHECK_LOST;
    if (is_vouched(range, rq, mut)) checks |= CHECK_HELD; /* checked when the lock was taken */
    else if (mut->for_update_ts.v != 0 && nd__maybe_newer(range, mut->key, mut->for_update_ts)) checks |= CHECK_NEWEST | (may_be_lost(op, mut) ? CHECK_LOST : 0);
    if (rq->start_ts.v != 0) {
        if (nd__maybe_newer(range, mut->key, rq->start_ts)) checks |= CHECK_REPEAT;
        /* Fences of this leadership are in memory (looked at before); older ones in the engine. */
        if (rq->start_ts.v <= range->floor_ts.v) checks |= CHECK_FENCE;
    }
    /* A record that is in the engine alone may become a version, of which nothing is known here yet, before it is looked for. */
    bool is_unread = mut->for_update_ts.v != 0 && (checks & (CHECK_HELD | CHECK_NEWEST)) == 0 && !nd_env_is_broken(op->store->options.env, ND_BREAK_SPILLED_UNREAD);
    if (range->has_spilled && mut->op != ND_MUT_UNDO) checks |= CHECK_SPILLED | (is_unread ? CHECK_NEWEST : 0);
    return checks;
}

static enum nd_status check_spilled(struct nd_range_op *op, unsigned flags, const struct nd_kv_mut *mut)
{
    struct nd_buf record;
    struct nd_mvcc_lock lock;
    nd_buf_init(&record, op->arena->heap);
    enum nd_status status = nd_mvcc_lock_get(op->store->options.engine, flags, mut->key, op->arena->heap, &record);
    if (status == ND_STATUS_OK && !nd_mvcc_lock_decode(nd_buf_slice(&record), &lock)) status = ND_STATUS_CORRUPT;
    bool is_own = status == ND_STATUS_OK && (lock.start_ts.v == op->request->start_ts.v || lock.start_ts.v == nd_mut_holder(mut).v);
    if (status == ND_STATUS_OK && !is_own && mut->op == ND_MUT_HELD) { /* who has it now is not waited for */
        op->reply.failed_key = mut->key;
        status = ND_STATUS_READ_CHANGED;
    } else if (status == ND_STATUS_OK && !is_own) {
        op->reply.lock = (struct nd_kv_lock_info){.key = mut->key, .primary = nd_arena_copy(op->arena, lock.primary),
                                                  .start_ts = lock.start_ts, .ttl_ms = lock.ttl_ms, .is_large = lock.is_large};
        status = ND_STATUS_LOCKED;
    }
    nd_buf_deinit(&record);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

/* The newest version, which is newer than the mutation knows of, has a floor that is not. */
static enum nd_status check_floor(struct nd_range_op *op, struct nd_engine_iter *iter, const struct nd_kv_mut *mut, bool *is_above_out)
{
    struct nd_buf value;
    struct nd_mvcc_version version;
    nd_buf_init(&value, op->arena->heap);
    enum nd_status status = nd_mvcc_payload_at(iter, mut->key, op->arena->heap, &value, &version);
    struct nd_ts floor = status == ND_STATUS_OK ? nd_kv_floor_of(nd_buf_slice(&value)) : (struct nd_ts){0};
    *is_above_out = floor.v != 0 && mut->for_update_ts.v >= floor.v;
    nd_buf_deinit(&value);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

/* A shard that begins in the middle of a value has a gate where a row may be: it is not written over. */
static enum nd_status check_gate(struct nd_range_op *op, struct nd_engine_iter *iter, const struct nd_kv_mut *mut)
{
    struct nd_buf payload;
    struct nd_mvcc_version version;
    nd_buf_init(&payload, op->arena->heap);
    enum nd_status status = nd_mvcc_payload_at(iter, mut->key, op->arena->heap, &payload, &version);
    if (status == ND_STATUS_OK && !nd_gate_is_version(&version, &payload)) status = ND_STATUS_INVALID;
    nd_buf_deinit(&payload);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

static enum nd_status check_mut(struct nd_range_op *op, unsigned flags, struct nd_engine_iter *iter, const struct nd_kv_mut *mut, unsigned checks)
{
    struct nd_engine *engine = op->store->options.engine;
    struct nd_heap *heap = op->arena->heap;
    struct nd_ts self = op->request->start_ts;
    struct nd_mvcc_version version;
    if (checks & CHECK_FENCE) {
        enum nd_status status = nd_mvcc_fence_get(engine, flags, mut->key, self, heap);
        if (status == ND_STATUS_OK) return ND_STATUS_TXN_ABORTED;
        if (status != ND_STATUS_NOT_FOUND) return status;
    }
    if (checks & CHECK_REPEAT) {
        enum nd_status status = nd_mvcc_of_txn_at(iter, mut->key, self, heap, &version);
        if (status == ND_STATUS_OK) {
            op->reply.commit_ts = version.commit_ts;
            return ND_STATUS_TXN_COMMITTED;
        }
        if (status != ND_STATUS_NOT_FOUND) return status;
    }
    if (checks & CHECK_GATE) ND_TRY(check_gate(op, iter, mut));
    if ((checks & CHECK_NEWEST) == 0) return ND_STATUS_OK;
    enum nd_status status = nd_mvcc_newest_at(iter, mut->key, heap, &version);
    if (status == ND_STATUS_NOT_FOUND) return ND_STATUS_OK;
    ND_TRY(status);
    op->reply.failed_key = mut->key;
    bool is_newer = mut->for_update_ts.v != 0 && version.commit_ts.v > mut->for_update_ts.v && (checks & CHECK_HELD) == 0;
    bool is_above_floor = false;
    if (is_newer && mut->op == ND_MUT_FLOOR_GUARD) ND_TRY(check_floor(op, iter, mut, &is_above_floor));
    is_newer = is_newer && !is_above_floor;
    if (is_newer) {
        op->reply.commit_ts = version.commit_ts;
        return ND_STATUS_WRITE_CONFLICT;
    }
    if (mut->op == ND_MUT_INSERT && !version.is_delete) return ND_STATUS_DUPLICATE_KEY;
    op->reply.failed_key = ND_SLICE_EMPTY;
    return ND_STATUS_OK;
}

/* Of a large transaction the record may be in the engine alone, as it may where there are very many. */
static enum nd_status check_lost(struct nd_range_op *op, unsigned flags, const struct nd_kv_mut *mut)
{
    struct nd_buf record;
    struct nd_mvcc_lock lock;
    nd_buf_init(&record, op->arena->heap);
    enum nd_status status = op->range->has_spilled ? nd_mvcc_lock_get(op->store->options.engine, flags, mut->key, op->arena->heap, &record) : ND_STATUS_NOT_FOUND;
    struct nd_ts holder = mut->op == ND_MUT_HELD ? nd_mut_holder(mut) : op->request->start_ts;
    bool is_placed = status == ND_STATUS_OK && nd_mvcc_lock_decode(nd_buf_slice(&record), &lock) && lock.start_ts.v == holder.v;
    nd_buf_deinit(&record);
    if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
    if (!is_placed) op->reply.failed_key = mut->key;
    return is_placed ? ND_STATUS_OK : ND_STATUS_READ_CHANGED;
}

enum { GAP_MUTS_MIN = 64 };

static enum nd_status check_all(struct nd_range_op *op, unsigned flags)
{
    const uint8_t *checks = (const uint8_t *)op->found_keys; /* one byte a mutation, made on the reactor */
    for (size_t i = 0; i < op->request->mut_count; i++)
        if (checks[i] & CHECK_SPILLED) ND_TRY(check_spilled(op, flags, &op->request->muts[i]));
    /* made after that: what has become of records that went by then is seen */
    struct nd_engine_iter *iter = nd_mvcc_point_iter(op->store->options.engine, flags);
    struct nd_mvcc_gap gap;
    bool has_gap = op->request->mut_count >= GAP_MUTS_MIN && (flags & ND_READ_CACHED_ONLY) == 0;
    if (has_gap) nd_mvcc_gap_init(&gap, op->store->options.engine, op->arena->heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < op->request->mut_count && status == ND_STATUS_OK; i++) {
        const struct nd_kv_mut *mut = &op->request->muts[i];
        unsigned left = checks[i];
        if (has_gap && (left & (CHECK_NEWEST | CHECK_REPEAT)) != 0 && nd_mvcc_gap_holds(&gap, mut->key)) left &= ~(unsigned)(CHECK_NEWEST | CHECK_REPEAT);
        if ((left & ~(unsigned)(CHECK_HELD | CHECK_LOST | CHECK_SPILLED)) != 0) status = check_mut(op, flags, iter, mut, left);
    }
    if (has_gap) nd_mvcc_gap_deinit(&gap);
    for (size_t i = 0; i < op->request->mut_count && status == ND_STATUS_OK; i++) /* after all: a commit that is repeated is found by what it wrote */
        if (checks[i] & CHECK_LOST) status = check_lost(op, flags, &op->request->muts[i]);
    for (size_t i = 0; i < op->gate_count && status == ND_STATUS_OK; i++) /* last: a commit that is repeated is found by its rows */
        if (checks[op->request->mut_count + i] != 0) status = check_mut(op, flags, iter, &op->gates[i], CHECK_NEWEST);
    nd_engine_iter_free(iter);
    return status;
}

static void run_check(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    op->job_status = check_all(op, 0);
}

void nd__op_write_check(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd__txn_seen *seen = rq->start_ts.v == 0 ? NULL : nd__txn_find(op->range, rq->start_ts);
    bool is_outdated = seen != NULL && rq->kind == ND_KV_PREWRITE && rq->prewrite_seq < seen->prewrite_seq; /* nobody waits for it any more */
    if (seen != NULL && (seen->is_fenced || is_outdated)) {
        ND_PROBE(op->store->options.env, RANGE_PREWRITE_FENCED);
        nd__op_finish(op, ND_STATUS_TXN_ABORTED);
        return;
    }
    uint8_t *checks = nd_arena_alloc(op->arena, rq->mut_count + op->gate_count);
    unsigned all = 0;
    for (size_t i = 0; i < rq->mut_count; i++) {
        checks[i] = (uint8_t)checks_for(op, &rq->muts[i]);
        all |= checks[i];
    }
    for (size_t i = 0; i < op->gate_count; i++) all |= checks[rq->mut_count + i] = nd__maybe_newer(op->range, op->gates[i].key, op->gates[i].for_update_ts) ? CHECK_NEWEST : 0;
    op->found_keys = (const void *)checks;
    op->job_status = ND_STATUS_OK;
    bool is_long = rq->mut_count > ND__INLINE_KEYS_MAX;
    bool needs_read = (all & ~(unsigned)CHECK_HELD) != 0;
    if (needs_read && !is_long) op->job_status = check_all(op, ND_READ_CACHED_ONLY);
    if (op->job_status == ND_STATUS_WOULD_BLOCK || (needs_read && is_long)) nd__op_offload(op, run_check);
    else nd__op_write_checked(op);
}

static void propose_commit_one(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    struct nd_ts start_ts = rq->start_ts.v != 0 ? rq->start_ts : op->commit_ts;
    for (size_t i = 0; i < rq->mut_count; i++) {
        bool is_of_lock = nd_mut_is_of_lock(&rq->muts[i]);
        if (rq->muts[i].op > ND_MUT_LOCK && !is_of_lock) continue;
        nd__note_commit(range, rq->muts[i].key, op->commit_ts);
        if (is_of_lock) continue; /* for who held that lock before, and lost it */
        struct nd_lock *lock = nd_lock_find(&range->locks, rq->muts[i].key);
        if (lock != NULL && lock->latch == op) lock->latch_commit_ts = op->commit_ts;
    }
    nd__range_begin_batch(range);
    nd_command_put_commit_one(&range->batch, start_ts, op->commit_ts, rq->muts, rq->mut_count);
    nd__range_propose(range, op);
}

bool nd__op_may_go_on(struct nd_range_op *op)
{
    if (op->range->is_closing) nd__op_finish(op, ND_STATUS_SHUTDOWN);
    else if (op->draw.status != ND_STATUS_OK) nd__op_finish(op, ND_STATUS_NO_LEADER); /* nothing was proposed */
    else if (!nd__op_still_leads(op)) nd__op_finish(op, ND_STATUS_NOT_LEADER);
    else if (!nd_range_epoch_same_span(op->request->epoch, op->range->desc.epoch)) nd__op_finish(op, ND_STATUS_WRONG_RANGE);
    else return true;
    return false;
}

static void timestamp_drawn(struct nd_ts_draw *draw)
{
    struct nd_range_op *op = ND_CONTAINER_OF(draw, struct nd_range_op, draw);
    if (!nd__op_may_go_on(op)) return;
    op->commit_ts = draw->first;
    propose_commit_one(op);
}

void nd__op_write_checked(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    enum nd_status status = op->job_status;
    if (status == ND_STATUS_TXN_COMMITTED && rq->kind == ND_KV_COMMIT_ONE) status = ND_STATUS_OK; /* the answer of the first time */
    if (op->job_status != ND_STATUS_OK) {
        if (op->job_status == ND_STATUS_TXN_COMMITTED) ND_PROBE(op->store->options.env, RANGE_COMMIT_REPEATED);
        nd__op_finish(op, status);
        return;
    }
    if (!nd__op_still_leads(op)) {
        nd__op_finish(op, ND_STATUS_NOT_LEADER);
        return;
    }
    if (!nd_range_epoch_same_span(rq->epoch, range->desc.epoch)) {
        nd__op_finish(op, ND_STATUS_WRONG_RANGE);
        return;
    }
    if (rq->kind == ND_KV_COMMIT_ONE) {
        if (nd__range_draw(range, &op->commit_ts)) { /* the entry's own commit proves that this node led */
            propose_commit_one(op);
            return;
        }
        op->stage = ND_STAGE_TIMESTAMP;
        op->draw = (struct nd_ts_draw){.done = timestamp_drawn, .count = 1};
        nd_ts_draw_start(op->store->options.ts_source, &op->draw);
        return;
    }
    if (rq->secondaries.n > 0) {
        nd__op_prewrite_async(op);
        return;
    }
    if (rq->mut_count > 0 && nd__op_has_record(op, rq->muts[0].key)) ND_PROBE(op->store->options.env, RANGE_PREWRITE_REPEATED);
    if (rq->is_large) {
        range->has_spilled = true;
        range->large_seq++;
    }
    nd__txn_seen(range, rq->start_ts)->prewrite_seq = rq->prewrite_seq;
    nd__range_begin_batch(range);
    nd_command_put_prewrite(&range->batch, rq->start_ts, rq->ttl_ms, rq->is_large, rq->primary, rq->muts, rq->mut_count);
    nd__range_propose(range, op);
}
