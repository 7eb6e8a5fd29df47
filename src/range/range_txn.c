/* SPDX-License-Identifier: Apache-2.0 */
/* LOCK, COMMIT, ROLLBACK, UNLOCK, CHECK_TXN, RESOLVE_SPAN, HEARTBEAT, SPLIT, KEEP, DISCARD_SPAN; CHECK_SECONDARIES: range_async.c. */
#include "range/gate.h"
#include "range/range_int.h"

enum { SPLIT_WAITS_S = 3 }; /* for locks, at most */

/* ---- latching keys of known transactions: only other latches are in the way ----------------------------- */

bool nd__op_latch_keys(struct nd_range_op *op, const struct nd_slice *keys, size_t count)
{
    struct nd_lock_table *locks = &op->range->locks;
    for (size_t i = 0; i < count; i++) {
        struct nd_lock *lock = nd_lock_find(locks, keys[i]);
        if (lock == NULL) continue;
        /* Its own guard is there: others that are on their way do not matter, and may never end. */
        bool is_guard_known = op->request->kind == ND_KV_COMMIT && nd_lock_find_guard(lock, op->request->start_ts) != NULL;
        if ((lock->latch == NULL || lock->latch == op) && (lock->guard_latches == 0 || is_guard_known)) continue;
        nd__op_wait_or_fail(op, lock, ND__BLOCKED_BY_LATCH);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct nd_lock *lock = nd_lock_get(locks, keys[i]);
        lock->latch = op;
        lock->latch_commit_ts = (struct nd_ts){0};
        lock->latch_is_silent = true; /* its records say by themselves what readers must wait for */
    }
    op->has_latches = true;
    op->stage = ND_STAGE_CHECK;
    return true;
}

bool nd__op_has_record(const struct nd_range_op *op, struct nd_slice key)
{
    const struct nd_lock *lock = nd_lock_find(&op->range->locks, key);
    if (lock == NULL) return false;
    return lock->prew.v == op->request->start_ts.v || nd_lock_find_guard(lock, op->request->start_ts) != NULL;
}

/* ---- LOCK ---------------------------------------------------------------------------------------------------- */

static enum nd_status check_locked_keys(struct nd_range_op *op, unsigned flags)
{
    const struct nd_kv_request *rq = op->request;
    for (size_t i = 0; i < rq->key_count; i++) {
        struct nd_mvcc_version version;
        if (op->has_locked != NULL && !op->has_locked[i]) continue;
        if (op->sees_locks) {
            struct nd_buf record;
            struct nd_mvcc_lock lock;
            nd_buf_init(&record, op->arena->heap);
            enum nd_status status = nd_mvcc_lock_get(op->store->options.engine, flags, rq->keys[i], op->arena->heap, &record);
            if (status == ND_STATUS_OK && !nd_mvcc_lock_decode(nd_buf_slice(&record), &lock)) status = ND_STATUS_CORRUPT;
            if (status == ND_STATUS_OK && lock.start_ts.v != rq->start_ts.v) {
                op->reply.lock = (struct nd_kv_lock_info){.key = rq->keys[i], .primary = nd_arena_copy(op->arena, lock.primary),
                                                          .start_ts = lock.start_ts, .ttl_ms = lock.ttl_ms, .is_large = lock.is_large};
                status = ND_STATUS_LOCKED;
            }
            nd_buf_deinit(&record);
            if (status == ND_STATUS_LOCKED && op->has_locked != NULL) {
                op->has_locked[i] = false;
                continue;
            }
            if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
        }
        enum nd_status status = nd_mvcc_newest(op->store->options.engine, flags, rq->keys[i], op->arena->heap, &version);
        if (status == ND_STATUS_NOT_FOUND) continue;
        ND_TRY(status);
        if (version.commit_ts.v <= rq->for_update_ts.v) continue;
        op->reply.failed_key = rq->keys[i];
        op->reply.commit_ts = version.commit_ts;
        return ND_STATUS_WRITE_CONFLICT;
    }
    return ND_STATUS_OK;
}

/* A record that was in the engine alone when the timestamp was drawn may have become a version above it since: op->is_late. */
static enum nd_status find_later(struct nd_range_op *op, unsigned flags)
{
    for (size_t i = 0; i < op->request->key_count && !op->is_late; i++) {
        struct nd_mvcc_version version;
        enum nd_status status = nd_mvcc_newest(op->store->options.engine, flags, op->request->keys[i], op->arena->heap, &version);
        if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
        op->is_late = version.commit_ts.v > op->read_ts.v;
    }
    return ND_STATUS_OK;
}

static enum nd_status check_or_read(struct nd_range_op *op, unsigned flags)
{
    op->is_late = false;
    if (!op->request->wants_values) return check_locked_keys(op, flags);
    ND_TRY(nd__op_read_keys(op, flags));
    return op->sees_locks ? find_later(op, flags) : ND_STATUS_OK;
}

static void run_check_locked(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    op->job_status = check_or_read(op, 0);
}

static void draw_and_read(struct nd_range_op *op);

/* Of the keys that could be locked; the others are as if they had not been asked for. */
static void keep_locked(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_lock_table *locks = &op->range->locks;
    struct nd_kv_value *values = nd_arena_array(op->arena, struct nd_kv_value, rq->key_count);
    for (size_t i = 0; i < rq->key_count; i++) {
        struct nd_lock *lock = op->has_locked[i] || !nd__op_still_leads(op) ? NULL : nd_lock_find(locks, rq->keys[i]);
        values[i].is_found = op->has_locked[i];
        if (lock == NULL || !nd_lock_drop_pess(locks, lock, rq->start_ts)) continue; /* a large transaction was met in the engine */
        nd__lock_wake(op->range, lock);
        nd_lock_release(locks, lock);
    }
    op->reply.values = values;
    op->reply.value_count = rq->key_count;
}

/* A record that was met in the engine alone: whose it is may place more there, and give it back, and must not wait for who waits for it. */
static void let_go(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    bool is_met = false;
    for (size_t i = 0; i < rq->key_count; i++) {
        is_met |= nd_slice_eq(rq->keys[i], op->reply.lock.key);
        struct nd_lock *lock = is_met && op->is_fresh[i] ? nd_lock_find(&op->range->locks, rq->keys[i]) : NULL;
        if (lock == NULL || !nd_lock_drop_pess(&op->range->locks, lock, rq->start_ts)) continue;
        nd__lock_wake(op->range, lock);
        nd_lock_release(&op->range->locks, lock);
    }
}

/* Nothing newer than for_update_ts was there under the locks: prewrites need not look again. A lock that met
 * something newer is held all the same, but vouches for nothing: the request may be a late double of
 * one that was granted by another leader, and its sender does not hear of the conflict. */
static void lock_checked(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    if (op->is_late && op->job_status == ND_STATUS_OK) { /* as often as transactions were under way when the locks were taken */
        op->read_ts = (struct nd_ts){0};
        if (nd__op_still_leads(op)) draw_and_read(op);
        else nd__op_finish(op, ND_STATUS_NOT_LEADER);
        return;
    }
    struct nd_ts checked_ts = rq->wants_values ? op->read_ts : rq->for_update_ts;
    if (rq->wants_values && op->job_status == ND_STATUS_OK && !nd__op_still_leads(op)) op->job_status = ND_STATUS_NOT_LEADER;
    for (size_t i = 0; op->job_status == ND_STATUS_OK && nd__op_still_leads(op) && i < rq->key_count; i++) {
        struct nd_lock *lock = nd_lock_find(&op->range->locks, rq->keys[i]);
        struct nd_ts *known = lock == NULL ? NULL : nd_lock_checked(lock, rq->start_ts);
        if (known != NULL && known->v > checked_ts.v) *known = checked_ts;
    }
    if (op->has_locked != NULL) keep_locked(op);
    else if (op->job_status == ND_STATUS_LOCKED && op->is_fresh != NULL && nd__op_still_leads(op)) let_go(op);
    nd__op_finish(op, op->job_status);
}

static void read_locked(struct nd_range_op *op)
{
    op->reply.read_ts = op->read_ts;
    op->job_status = op->request->key_count > ND__INLINE_KEYS_MAX ? ND_STATUS_WOULD_BLOCK : check_or_read(op, ND_READ_CACHED_ONLY);
    if (op->job_status == ND_STATUS_WOULD_BLOCK) nd__op_offload(op, run_check_locked);
    else lock_checked(op);
}

static void lock_ts_drawn(struct nd_ts_draw *draw)
{
    struct nd_range_op *op = ND_CONTAINER_OF(draw, struct nd_range_op, draw);
    if (op->range->is_closing) nd__op_finish(op, ND_STATUS_SHUTDOWN);
    else if (draw->status != ND_STATUS_OK) nd__op_finish(op, ND_STATUS_NO_LEADER);
    else if (!nd__op_still_leads(op)) nd__op_finish(op, ND_STATUS_NOT_LEADER);
    else {
        op->read_ts = draw->first;
        nd__op_confirm(op);
    }
}

/* All locks are held: whatever is committed here from now on is not of these keys, if this node leads. In the
 * oracle's own range a timestamp drawn by a leader that is deposed lies below all that its successor gives out,
 * so the commit's check finds what was missed here. Elsewhere the timestamp is the oracle's, above commits that a
 * successor may have made already: leadership is confirmed after it was drawn. */
static void draw_and_read(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    if (op->read_ts.v != 0) { /* confirmed */
        read_locked(op);
        return;
    }
    if (op->range->extension_leads && !op->is_confirmed) {
        op->is_confirmed = true;
        nd__op_confirm(op); /* and comes here again */
        return;
    }
    if (nd__range_draw(op->range, &op->read_ts)) {
        op->reply.is_unchanged = rq->watch.n != 0 && nd_range_is_unchanged(op->range, rq->watch, rq->watch_ts);
        read_locked(op);
    } else if (rq->draws_ts) {
        nd__op_finish(op, ND_STATUS_UNSUPPORTED); /* the locks stay: a request for them without draws_ts follows */
    } else {
        op->stage = ND_STAGE_TIMESTAMP;
        op->draw = (struct nd_ts_draw){.done = lock_ts_drawn, .count = 1};
        nd_ts_draw_start(op->store->options.ts_source, &op->draw);
    }
}

/* false: it waits, or has ended. */
static bool lock_key(struct nd_range_op *op, size_t i)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    struct nd_lock *lock = nd_lock_get(&range->locks, rq->keys[i]);
    enum nd__blocker by = nd__blocker_of(op, lock, rq->lock_mode);
    if (by == ND__BLOCKED_BY_NONE) {
        if (op->is_fresh != NULL) op->is_fresh[i] |= nd_lock_checked(lock, rq->start_ts) == NULL;
        nd_lock_take(&range->locks, lock, rq->start_ts, rq->lock_mode);
        if (op->has_locked != NULL) op->has_locked[i] = true;
        return true;
    }
    if (op->has_locked == NULL || by == ND__BLOCKED_BY_LATCH) { /* latches are held for a moment */
        nd__op_wait_or_fail(op, lock, by);
        return false;
    }
    if (by == ND__BLOCKED_BY_PREW) { /* it may be a dead transaction's */
        op->reply.lock = (struct nd_kv_lock_info){.key = rq->keys[i], .primary = nd_arena_copy(op->arena, lock->prew_primary), .start_ts = lock->prew, .ttl_ms = lock->prew_ttl_ms};
    }
    nd_lock_release(&range->locks, lock);
    return true;
}

static void lock_keys(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    struct nd__txn_seen *seen = nd__txn_seen(range, rq->start_ts);
    seen->waits_for = 0;
    if (seen->is_fenced) {
        nd__op_finish(op, ND_STATUS_TXN_ABORTED);
        return;
    }
    bool needs_read = range->has_spilled;
    if (needs_read) ND_PROBE(op->store->options.env, RANGE_SPILLED_LOCKS);
    op->has_locked = rq->skips_locked ? nd_arena_array(op->arena, bool, rq->key_count) : NULL;
    if (needs_read && op->is_fresh == NULL) {
        op->is_fresh = nd_arena_array(op->arena, bool, rq->key_count);
        memset(op->is_fresh, 0, sizeof *op->is_fresh * rq->key_count);
    }
    for (size_t i = 0; i < rq->key_count; i++) {
        if (!lock_key(op, i)) return;
        needs_read |= nd__maybe_newer(range, rq->keys[i], rq->for_update_ts);
    }
    op->stage = ND_STAGE_CHECK;
    op->sees_locks = range->has_spilled;
    if (rq->wants_values) {
        draw_and_read(op);
        return;
    }
    bool is_long = rq->key_count > ND__INLINE_KEYS_MAX;
    op->job_status = needs_read && !is_long ? check_locked_keys(op, ND_READ_CACHED_ONLY) : ND_STATUS_OK;
    if (op->job_status == ND_STATUS_WOULD_BLOCK || (needs_read && is_long)) nd__op_offload(op, run_check_locked);
    else lock_checked(op);
}

static void find_blockers(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    for (size_t i = 0; i < rq->key_count; i++) {
        struct nd_lock *lock = nd_lock_find(&op->range->locks, rq->keys[i]);
        if (lock == NULL) continue;
        enum nd__blocker by = nd__blocker_of(op, lock, rq->lock_mode);
        if (by != ND__BLOCKED_BY_NONE && op->holder_count > 0) break;
        nd_lock_release(&op->range->locks, lock);
        op->holder_count = 0;
    }
    nd__op_finish(op, ND_STATUS_OK);
}

/* A request of the transaction that waits for the key is one that nobody waits for any more. */
static void end_waiting(struct nd_lock *lock, struct nd_ts start_ts)
{
    ND_LIST_FOREACH(link, &lock->waiters) {
        struct nd_range_op *waiting = ND_CONTAINER_OF(link, struct nd_range_op, wait_link);
        enum nd_kv_kind kind = waiting->request->kind;
        bool may_end = kind == ND_KV_LOCK || kind == ND_KV_PREWRITE || kind == ND_KV_COMMIT_ONE; /* they have done nothing yet */
        if (waiting->request->start_ts.v != start_ts.v || !may_end) continue;
        nd__op_finish(waiting, ND_STATUS_LOCKED);
        return;
    }
}

static void unlock_keys(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_lock_table *locks = &op->range->locks;
    for (size_t i = 0; i < rq->key_count; i++) {
        struct nd_lock *lock = nd_lock_find(locks, rq->keys[i]);
        if (lock != NULL && !nd_list_is_empty(&lock->waiters)) {
            end_waiting(lock, rq->start_ts);
            lock = nd_lock_find(locks, rq->keys[i]);
        }
        if (lock == NULL || rq->keys_only || !nd_lock_drop_pess(locks, lock, rq->start_ts)) continue;
        nd__lock_wake(op->range, lock);
        nd_lock_release(locks, lock);
    }
    nd__op_finish(op, ND_STATUS_OK);
}

/* ---- COMMIT, ROLLBACK, CHECK_TXN: what became of start_ts on one key? --------------------------------------- */

/* found_count: 0 nothing, 1 provisional record, 2 committed (reply.commit_ts), 3 fenced. */
enum fate { FATE_NONE, FATE_PROVISIONAL, FATE_COMMITTED, FATE_FENCED };

static enum nd_status read_fate(struct nd_range_op *op, unsigned flags, struct nd_slice key)
{
    struct nd_engine *engine = op->store->options.engine;
    struct nd_heap *heap = op->arena->heap;
    struct nd_ts start_ts = op->request->start_ts;
    struct nd_buf record;
    struct nd_mvcc_lock lock;
    struct nd_mvcc_version version;
    op->found_count = FATE_NONE;
    op->is_async = false;
    nd_buf_init(&record, heap);
    enum nd_status status = nd_mvcc_lock_get(engine, flags, key, heap, &record);
    if (status == ND_STATUS_OK && !nd_mvcc_lock_decode(nd_buf_slice(&record), &lock)) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK && lock.start_ts.v == start_ts.v) {
        op->found_count = FATE_PROVISIONAL;
        op->reply.lock.ttl_ms = lock.ttl_ms;
        op->is_async = lock.is_async;
        op->min_commit_ts = lock.min_commit_ts;
        if (lock.is_async && op->request->kind == ND_KV_CHECK_TXN) op->span_first = nd_arena_copy(op->arena, lock.secondaries);
    }
    nd_buf_deinit(&record);
    if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
    if (op->found_count == FATE_PROVISIONAL) return ND_STATUS_OK;
    status = nd_mvcc_of_txn(engine, flags, key, start_ts, heap, &version);
    if (status == ND_STATUS_OK) {
        op->found_count = FATE_COMMITTED;
        op->reply.commit_ts = version.commit_ts;
        return ND_STATUS_OK;
    }
    if (status != ND_STATUS_NOT_FOUND) return status;
    status = nd_mvcc_fence_get(engine, flags, key, start_ts, heap);
    if (status == ND_STATUS_OK) op->found_count = FATE_FENCED;
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

/* ROLLBACK: the first committed key decides; NONE only if there is nothing of any. */
static enum nd_status read_fates(struct nd_range_op *op, unsigned flags)
{
    const struct nd_kv_request *rq = op->request;
    size_t found = FATE_NONE;
    if (rq->kind != ND_KV_ROLLBACK) return read_fate(op, flags, rq->kind == ND_KV_CHECK_TXN ? rq->primary : rq->keys[0]);
    for (size_t i = 0; i < rq->key_count; i++) {
        ND_TRY(read_fate(op, flags, rq->keys[i]));
        if (op->found_count == FATE_COMMITTED) return ND_STATUS_OK;
        if (op->found_count != FATE_NONE) found = op->found_count;
    }
    op->found_count = found;
    return ND_STATUS_OK;
}

static void run_fates(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    op->job_status = read_fates(op, 0);
}

static void look_at_fates(struct nd_range_op *op)
{
    bool is_long = op->request->kind == ND_KV_ROLLBACK && op->request->key_count > ND__INLINE_KEYS_MAX;
    op->job_status = is_long ? ND_STATUS_WOULD_BLOCK : read_fates(op, ND_READ_CACHED_ONLY);
    if (op->job_status == ND_STATUS_WOULD_BLOCK) nd__op_offload(op, run_fates);
    else nd__op_txn_checked(op);
}

static void propose_commit(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    for (size_t i = 0; i < rq->key_count; i++) nd__note_commit(op->range, rq->keys[i], rq->commit_ts);
    nd__range_begin_batch(op->range);
    nd_command_put_commit(&op->range->batch, rq->start_ts, rq->commit_ts, rq->keys, rq->key_count);
    nd__range_propose(op->range, op);
}

void nd__op_propose_rollback(struct nd_range_op *op, const struct nd_slice *keys, size_t count)
{
    struct nd_range *range = op->range;
    nd__range_begin_batch(range);
    if (!nd_env_is_broken(op->store->options.env, ND_BREAK_FENCE_DROPPED)) {
        nd_command_put_rollback(&range->batch, op->request->start_ts, keys, count);
    } else { /* the broken rule: the record goes, no fence comes */
        struct nd_buf key;
        nd_buf_init(&key, range->heap);
        for (size_t i = 0; i < count; i++) {
            nd_buf_clear(&key);
            nd_mvcc_key_lock(&key, keys[i]);
            struct nd_command_raw raw = {.key = nd_buf_slice(&key)};
            if (nd__op_has_record(op, keys[i])) nd_command_put_raw(&range->batch, &raw, 1);
        }
        nd_buf_deinit(&key);
    }
    nd__range_propose(range, op);
}

/* Nothing is there, and what was may be collected: nobody knows the fate. */
static bool is_forgotten(const struct nd_range_op *op)
{
    return op->found_count == FATE_NONE && op->request->start_ts.v < op->range->gc_collected.v;
}

static void commit_checked(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    if (op->found_count == FATE_COMMITTED) {
        ND_PROBE(op->store->options.env, RANGE_COMMIT_REPEATED);
        nd__op_finish(op, ND_STATUS_OK); /* a repeated request: reply.commit_ts is the first one's */
        return;
    }
    if (op->found_count != FATE_PROVISIONAL) {
        if (is_forgotten(op)) ND_PROBE(op->store->options.env, RANGE_COMMIT_FORGOTTEN);
        nd__op_finish(op, is_forgotten(op) ? ND_STATUS_SNAPSHOT_TOO_OLD : ND_STATUS_TXN_ABORTED);
        return;
    }
    /* A reader went past: it must not find this below its timestamp when it looks again. Below the
     * safepoint it is not known any more who did. */
    struct nd__txn_seen *seen = nd__txn_find(op->range, rq->start_ts);
    uint64_t min_commit = seen != NULL && seen->min_commit > op->range->gc_safepoint.v ? seen->min_commit : op->range->gc_safepoint.v;
    if (rq->commit_ts.v < min_commit && !op->is_async) { /* nobody pushes what is committed once its records are there */
        ND_PROBE(op->store->options.env, RANGE_COMMIT_PUSHED);
        op->reply.commit_ts = (struct nd_ts){min_commit};
        nd__op_finish(op, ND_STATUS_COMMIT_TS_EXPIRED);
        return;
    }
    op->reply.commit_ts = rq->commit_ts;
    propose_commit(op);
}

static void drop_records(struct nd_range_op *op, const struct nd_slice *keys, size_t count);

static void rollback_checked(struct nd_range_op *op)
{
    struct nd_env *env = op->store->options.env;
    if (op->found_count == FATE_COMMITTED) {
        ND_PROBE(env, RANGE_ROLLBACK_COMMITTED);
        nd__op_finish(op, ND_STATUS_TXN_COMMITTED);
    } else if (is_forgotten(op)) { /* it may have been committed; nothing new comes from below the safepoint, so no fence is needed */
        ND_PROBE(env, RANGE_ROLLBACK_FORGOTTEN);
        drop_records(op, op->request->keys, op->request->key_count);
        nd__op_finish(op, ND_STATUS_SNAPSHOT_TOO_OLD);
    } else {
        nd__op_propose_rollback(op, op->request->keys, op->request->key_count);
    }
}

static void check_txn_checked(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    if (op->found_count == FATE_COMMITTED || op->found_count == FATE_FENCED) {
        op->reply.txn_state = op->found_count == FATE_COMMITTED ? ND_TXN_COMMITTED : ND_TXN_ROLLED_BACK;
        nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    if (is_forgotten(op)) {
        nd__op_finish(op, ND_STATUS_SNAPSHOT_TOO_OLD);
        return;
    }
    struct nd__txn_seen *seen = nd__txn_find(range, rq->start_ts);
    uint64_t alive_ms = nd_ts_physical_ms(rq->start_ts);
    if (seen != NULL && seen->alive_ms > alive_ms) alive_ms = seen->alive_ms;
    uint64_t ttl_ms = op->found_count == FATE_PROVISIONAL && op->reply.lock.ttl_ms > rq->ttl_ms ? op->reply.lock.ttl_ms : rq->ttl_ms;
    op->reply.lock = (struct nd_kv_lock_info){0};
    /* Heartbeats that an earlier leader heard are forgotten: the next one is waited for. */
    uint64_t until_ms = alive_ms + ttl_ms, grace_until_ms = nd_ts_physical_ms(range->floor_ts) + ND__HEARTBEAT_GRACE_MS;
    if (grace_until_ms > until_ms && grace_until_ms < nd_ts_physical_ms(range->floor_ts) + ttl_ms) until_ms = grace_until_ms;
    if (op->found_count == FATE_PROVISIONAL && op->is_async) {
        op->reply.txn_state = ND_TXN_PREPARED;
        op->reply.commit_ts = op->min_commit_ts;
        op->reply.read_ts = nd_ts_of_ms(until_ms);
        op->reply.payload = op->span_first;
        nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    if (nd_ts_physical_ms(rq->now_ts) > until_ms) {
        ND_PROBE(op->store->options.env, RANGE_TXN_EXPIRED);
        op->reply.txn_state = ND_TXN_ROLLED_BACK;
        op->wants_rollback = true;
        nd__op_propose_rollback(op, &rq->primary, 1);
        return;
    }
    op->reply.txn_state = ND_TXN_ALIVE;
    bool can_push = rq->push_above.v != 0; /* its primary's record may be on its way: the commit looks for pushes later */
    seen = nd__txn_seen(range, rq->start_ts);
    if (!can_push || seen->min_commit > rq->push_above.v) {
        op->reply.commit_ts = (struct nd_ts){can_push ? seen->min_commit : 0};
        nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    ND_PROBE(op->store->options.env, RANGE_TXN_PUSHED);
    op->wants_push = true;
    op->commit_ts = (struct nd_ts){rq->push_above.v + 1};
    op->reply.commit_ts = op->commit_ts;
    nd__range_begin_batch(range);
    nd_command_put_push(&range->batch, rq->primary, rq->start_ts, op->commit_ts);
    nd__range_propose(range, op);
}

/* ---- RESOLVE_SPAN ------------------------------------------------------------------------------------------------ */

static bool take_record(struct nd_range_op *op, void *arg, struct nd_slice key, const struct nd_mvcc_lock *lock)
{
    if (lock->start_ts.v != op->request->start_ts.v) return false;
    struct nd_slice *keys = arg;
    bool is_full = op->found_count == ND__RESOLVE_KEYS_MAX;
    if (is_full) op->reply.resume = nd_arena_copy(op->arena, key);
    else keys[op->found_count++] = nd_arena_copy(op->arena, key);
    return is_full;
}

static void run_find_records(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    struct nd_slice *keys = nd_arena_array(op->arena, struct nd_slice, ND__RESOLVE_KEYS_MAX);
    op->job_status = nd__op_each_in_engine(op, keys, take_record);
    op->found_keys = keys;
    if (op->reply.resume.n == 0) op->reply.resume = op->span_edge;
}

static void records_found(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    if (op->found_count == 0) {
        nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    if (rq->commit_ts.v == 0) {
        nd__op_propose_rollback(op, op->found_keys, op->found_count);
        return;
    }
    for (size_t i = 0; i < op->found_count; i++) nd__note_commit(op->range, op->found_keys[i], rq->commit_ts);
    nd__range_begin_batch(range);
    nd_command_put_commit_span(&range->batch, rq->start_ts, rq->commit_ts, op->found_keys[0], op->found_keys[op->found_count - 1]);
    nd__range_propose(range, op);
}

/* ---- the rest ------------------------------------------------------------------------------------------------------ */

static void heartbeat(struct nd_range_op *op)
{
    struct nd__txn_seen *seen = nd__txn_seen(op->range, op->request->start_ts);
    uint64_t now_ms = nd_ts_physical_ms(op->request->now_ts);
    if (seen->alive_ms < now_ms) seen->alive_ms = now_ms;
    nd__op_finish(op, seen->is_fenced ? ND_STATUS_TXN_ABORTED : ND_STATUS_OK);
}

static void split(struct nd_range_op *op)
{
    struct nd_range *range = op->range;
    if (nd_slice_eq(op->request->keys[0], range->desc.first)) {
        nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    if (!nd_gate_has_room(range->desc.first, op->request->keys[0]) || !nd_gate_has_room(op->request->keys[0], range->desc.end)) {
        nd__op_finish(op, ND_STATUS_INVALID);
        return;
    }
    if (op->request->new_range.v == 0 || nd_store_is_buried(op->store, op->request->new_range, (struct nd_replica_id){0})) { /* the latter: split, and merged again: this is a late double */
        nd__op_finish(op, ND_STATUS_EXISTS);
        return;
    }
    if (nd__range_keeps_for_locks(range, op->request->keys[0], 0, &range->unsplit_since_ns, SPLIT_WAITS_S * ND_SEC)) {
        ND_PROBE(op->store->options.env, RANGE_SPLIT_WAITED);
        nd__op_finish(op, ND_STATUS_BUSY); /* the caller asks again */
        return;
    }
    enum nd_status status = nd__range_propose_split(range, op);
    if (status != ND_STATUS_OK) nd__op_finish(op, status);
}

/* A piece of the span at a time, each an entry of its own: every replica deletes record by record. */
static void run_cut(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    struct nd_buf cut;
    nd_buf_init(&cut, op->arena->heap);
    op->job_status = nd_span_cut(op->store->options.engine, op->arena->heap, op->span_first, op->span_end, ND__DISCARD_RECORDS, &cut);
    op->reply.resume = cut.n > 0 ? nd_arena_copy(op->arena, nd_buf_slice(&cut)) : op->span_edge;
    if (cut.n > 0) op->span_end = op->reply.resume;
    nd_buf_deinit(&cut);
}

/* The gates at the range's beginning are not of the index that is discarded: they are left out, as an end of the first piece. */
static void leave_gates_out(struct nd_range_op *op)
{
    struct nd_slice from, to;
    if (!nd_slice_eq(op->span_first, op->range->desc.first)) return;
    nd_gate_zone(op->arena, op->range->desc.first, &from, &to);
    if (op->span_end.n != 0 && nd_slice_cmp(op->span_end, from) <= 0) return;
    bool ends_in_zone = op->span_end.n != 0 && nd_slice_cmp(op->span_end, to) <= 0;
    op->span_end = from;
    if (!ends_in_zone) op->span_edge = to;
}

static void discard(struct nd_range_op *op)
{
    nd__op_clip_span(op);
    leave_gates_out(op);
    op->stage = ND_STAGE_CHECK;
    nd__op_offload(op, run_cut);
}

void nd__op_txn_start(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    switch (rq->kind) {
    case ND_KV_LOCK: lock_keys(op); return;
    case ND_KV_UNLOCK: unlock_keys(op); return;
    case ND_KV_BLOCKERS: find_blockers(op); return;
    case ND_KV_HEARTBEAT: heartbeat(op); return;
    case ND_KV_SPLIT: split(op); return;
    case ND_KV_KEEP: nd__range_propose_keep(op->range, op); return;
    case ND_KV_DISCARD_SPAN: discard(op); return;
    case ND_KV_SAFEPOINT: nd__op_safepoint(op); return;
    case ND_KV_DRAIN: nd__op_drain(op); return;
    case ND_KV_CHECK_SECONDARIES: nd__op_check_secondaries(op); return;
    case ND_KV_COMMIT: {
        if (!nd__op_latch_keys(op, rq->keys, rq->key_count)) return;
        if (rq->is_primary) {
            look_at_fates(op);
            return;
        }
        bool has_any = op->range->has_spilled;
        for (size_t i = 0; i < rq->key_count && !has_any; i++) has_any = nd__op_has_record(op, rq->keys[i]);
        if (has_any) propose_commit(op);
        else nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    case ND_KV_ROLLBACK:
        if (nd__op_latch_keys(op, rq->keys, rq->key_count)) look_at_fates(op);
        return;
    case ND_KV_CHECK_TXN:
        if (nd__op_latch_keys(op, &rq->primary, 1)) look_at_fates(op);
        return;
    case ND_KV_RESOLVE_SPAN:
        nd__op_clip_span(op);
        op->stage = ND_STAGE_CHECK;
        op->found_count = 0;
        nd__op_offload(op, run_find_records);
        return;
    default: ND_UNREACHABLE();
    }
}

void nd__op_txn_checked(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    if (rq->kind == ND_KV_LOCK) {
        lock_checked(op);
        return;
    }
    if (op->job_status != ND_STATUS_OK) {
        nd__op_finish(op, op->job_status);
        return;
    }
    if (!nd__op_still_leads(op)) {
        nd__op_finish(op, ND_STATUS_NOT_LEADER);
        return;
    }
    if (!nd_range_epoch_same_span(rq->epoch, op->range->desc.epoch)) {
        nd__op_finish(op, ND_STATUS_WRONG_RANGE);
        return;
    }
    switch (rq->kind) {
    case ND_KV_COMMIT: commit_checked(op); return;
    case ND_KV_CHECK_TXN: check_txn_checked(op); return;
    case ND_KV_CHECK_SECONDARIES: nd__op_secondaries_checked(op); return;
    case ND_KV_ROLLBACK:
        rollback_checked(op);
        return;
    case ND_KV_RESOLVE_SPAN: records_found(op); return;
    case ND_KV_DISCARD_SPAN: nd__range_propose_discard(op->range, op); return;
    default: ND_UNREACHABLE();
    }
}

/* ---- after apply: the memory follows the engine -------------------------------------------------------------------- */

static void drop_records(struct nd_range_op *op, const struct nd_slice *keys, size_t count)
{
    struct nd_lock_table *locks = &op->range->locks;
    struct nd_ts start_ts = op->request->start_ts;
    for (size_t i = 0; i < count; i++) {
        struct nd_lock *lock = nd_lock_find(locks, keys[i]);
        if (lock == NULL) continue;
        if (lock->prew.v == start_ts.v) nd_lock_clear_prew(locks, lock);
        (void)nd_lock_drop_pess(locks, lock, start_ts);
        nd_lock_remove_guard(locks, lock, start_ts);
        nd__lock_wake(op->range, lock);
        nd_lock_release(locks, lock);
    }
}

static void keep_records(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_lock_table *locks = &op->range->locks;
    for (size_t i = 0; i < rq->mut_count; i++) {
        struct nd_lock *lock = nd_lock_get(locks, rq->muts[i].key);
        (void)nd_lock_drop_pess(locks, lock, rq->start_ts);
        bool is_guard = nd_mut_is_shared(rq->muts[i].op), is_known = lock->prew.v == rq->start_ts.v;
        if (rq->muts[i].op == ND_MUT_UNDO) {
            if (is_known) nd_lock_clear_prew(locks, lock);
            continue;
        }
        if (rq->is_large && !is_guard && !is_known && rq->muts[i].op != ND_MUT_GATE) continue; /* readers and writers look into the engine: range->has_spilled */
        if (is_guard) nd_lock_add_guard(locks, lock, rq->start_ts, (struct nd_ts){0}, rq->ttl_ms, rq->primary);
        else nd_lock_set_prew(locks, lock, rq->start_ts, rq->muts[i].op, (struct nd_ts){0}, rq->ttl_ms, rq->primary);
        if (rq->muts[i].op == ND_MUT_GATE) lock->prew_floor = nd_kv_floor_of(rq->muts[i].value);
    }
}

static void drop_own_pess(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    for (size_t i = 0; i < rq->mut_count && rq->start_ts.v != 0; i++) {
        struct nd_lock *lock = nd_lock_find(&op->range->locks, rq->muts[i].key);
        if (lock != NULL) (void)nd_lock_drop_pess(&op->range->locks, lock, rq->start_ts);
    }
}

static void note_fence(struct nd_range_op *op)
{
    if (!nd_env_is_broken(op->store->options.env, ND_BREAK_FENCE_DROPPED)) nd__txn_seen(op->range, op->request->start_ts)->is_fenced = true;
}

void nd__op_txn_applied(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    /* The outcome is certain even if leadership went meanwhile; the memory is another leader's then. */
    bool is_mine = op->lock_generation == range->lock_generation && range->state == ND__RANGE_SERVING;
    switch (rq->kind) {
    case ND_KV_COMMIT_ONE:
        op->reply.commit_ts = op->commit_ts;
        if (is_mine) drop_own_pess(op);
        break;
    case ND_KV_PREWRITE:
        if (rq->secondaries.n > 0) nd__op_prewritten_async(op, is_mine);
        else if (is_mine) keep_records(op);
        break;
    case ND_KV_COMMIT:
        if (is_mine) drop_records(op, rq->keys, rq->key_count);
        break;
    case ND_KV_ROLLBACK:
        if (is_mine) {
            drop_records(op, rq->keys, rq->key_count);
            note_fence(op);
        }
        break;
    case ND_KV_CHECK_TXN:
        if (is_mine && op->wants_rollback) {
            drop_records(op, &rq->primary, 1);
            note_fence(op);
        }
        if (is_mine && op->wants_push) {
            struct nd__txn_seen *seen = nd__txn_seen(range, rq->start_ts);
            if (seen->min_commit < op->commit_ts.v) seen->min_commit = op->commit_ts.v;
        }
        break;
    case ND_KV_CHECK_SECONDARIES:
        if (is_mine && op->wants_rollback) {
            drop_records(op, op->found_keys, op->found_count);
            note_fence(op);
        }
        break;
    case ND_KV_RESOLVE_SPAN:
        if (is_mine) drop_records(op, op->found_keys, op->found_count);
        break;
    case ND_KV_SPLIT: {
        struct nd_range_desc *descs = nd_arena_array(op->arena, struct nd_range_desc, 2);
        struct nd_range *child = nd_store_find(range->store, rq->new_range);
        descs[0] = range->desc;
        op->reply.desc_count = 1;
        if (child != NULL) descs[op->reply.desc_count++] = child->desc;
        for (size_t i = 0; i < op->reply.desc_count; i++) {
            descs[i].first = nd_arena_copy(op->arena, descs[i].first);
            descs[i].end = nd_arena_copy(op->arena, descs[i].end);
        }
        op->reply.descs = descs;
        break;
    }
    default: break;
    }
    nd__op_finish(op, ND_STATUS_OK);
}
