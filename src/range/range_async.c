/* SPDX-License-Identifier: Apache-2.0 */
/* Async commit: a transaction over several ranges is committed as soon as all its provisional records are there. Each range draws
 * a lower bound of the commit timestamp once it has latched the keys; the commit timestamp is the greatest of them. So whoever read
 * and met no record has read below it, and whoever finds one of the records missing knows that the timestamp will be above any that
 * was drawn before. Records are final: who finds them all decides as the gateway would. */
#include "range/range_int.h"

/* The bound that the transaction's record on the key carries; {0}: it has none. */
static struct nd_ts bound_of(const struct nd_range_op *op, struct nd_slice key)
{
    const struct nd_lock *lock = nd_lock_find(&op->range->locks, key);
    const struct nd_guard_hold *guard = lock == NULL ? NULL : nd_lock_find_guard(lock, op->request->start_ts);
    if (lock != NULL && lock->prew.v == op->request->start_ts.v) return lock->prew_min_commit;
    return guard != NULL ? guard->min_commit : (struct nd_ts){0};
}

static void raise(struct nd_ts *ts, struct nd_ts to)
{
    if (to.v > ts->v) *ts = to;
}

static void propose(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_range *range = op->range;
    struct nd_kv_mut *muts = nd_arena_array(op->arena, struct nd_kv_mut, rq->mut_count);
    size_t count = 0;
    for (size_t i = 0; i < rq->mut_count; i++) {
        struct nd_lock *lock = nd_lock_find(&range->locks, rq->muts[i].key);
        raise(&op->commit_ts, bound_of(op, rq->muts[i].key));
        if (nd__op_has_record(op, rq->muts[i].key)) continue; /* stays as it is: somebody may have decided by it */
        muts[count++] = rq->muts[i];
        if (lock != NULL && lock->latch == op) lock->latch_commit_ts = op->min_commit_ts;
    }
    raise(&op->commit_ts, op->min_commit_ts);
    if (count == 0) {
        ND_PROBE(op->store->options.env, RANGE_ASYNC_PLACED_AGAIN);
        op->reply.commit_ts = op->commit_ts;
        nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    nd__txn_seen(range, rq->start_ts)->prewrite_seq = rq->prewrite_seq;
    nd__range_begin_batch(range);
    nd_command_put_prewrite_async(&range->batch, rq->start_ts, rq->ttl_ms, op->min_commit_ts, rq->primary, rq->secondaries, muts, count);
    nd__range_propose(range, op);
}

static void bound_drawn(struct nd_ts_draw *draw)
{
    struct nd_range_op *op = ND_CONTAINER_OF(draw, struct nd_range_op, draw);
    if (!nd__op_may_go_on(op)) return;
    op->min_commit_ts = draw->first;
    propose(op);
}

void nd__op_prewrite_async(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    bool is_new = false;
    for (size_t i = 0; i < rq->mut_count && !is_new; i++) is_new = !nd__op_has_record(op, rq->muts[i].key);
    if (is_new && nd_env_is_broken(op->store->options.env, ND_BREAK_ASYNC_BOUND_EARLY)) op->min_commit_ts = (struct nd_ts){rq->start_ts.v + 1};
    else if (is_new && !nd__range_draw(op->range, &op->min_commit_ts)) { /* drawn here: the entry's own commit proves that this node led */
        op->stage = ND_STAGE_TIMESTAMP;
        op->draw = (struct nd_ts_draw){.done = bound_drawn, .count = 1};
        nd_ts_draw_start(op->store->options.ts_source, &op->draw);
        return;
    }
    propose(op);
}

void nd__op_prewritten_async(struct nd_range_op *op, bool is_mine)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_lock_table *locks = &op->range->locks;
    op->reply.commit_ts = op->commit_ts;
    for (size_t i = 0; is_mine && i < rq->mut_count; i++) {
        const struct nd_kv_mut *mut = &rq->muts[i];
        if (nd__op_has_record(op, mut->key)) continue;
        struct nd_lock *lock = nd_lock_get(locks, mut->key);
        (void)nd_lock_drop_pess(locks, lock, rq->start_ts);
        if (nd_mut_is_shared(mut->op)) nd_lock_add_guard(locks, lock, rq->start_ts, op->min_commit_ts, rq->ttl_ms, rq->primary);
        else nd_lock_set_prew(locks, lock, rq->start_ts, mut->op, op->min_commit_ts, rq->ttl_ms, rq->primary);
    }
}

/* ---- CHECK_SECONDARIES --------------------------------------------------------------------------------------- */

/* Of the keys without a record: what became of them. Records themselves are all in memory. */
static enum nd_status look_for_traces(struct nd_range_op *op, unsigned flags)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_engine *engine = op->store->options.engine;
    op->reply.txn_state = ND_TXN_ALIVE;
    for (size_t i = 0; i < op->found_count; i++) {
        struct nd_mvcc_version version;
        enum nd_status status = nd_mvcc_of_txn(engine, flags, op->found_keys[i], rq->start_ts, op->arena->heap, &version);
        if (status == ND_STATUS_OK) {
            op->reply.txn_state = ND_TXN_COMMITTED;
            op->reply.commit_ts = version.commit_ts;
            return ND_STATUS_OK;
        }
        if (status != ND_STATUS_NOT_FOUND) return status;
        status = nd_mvcc_fence_get(engine, flags, op->found_keys[i], rq->start_ts, op->arena->heap);
        if (status == ND_STATUS_OK) op->reply.txn_state = ND_TXN_ROLLED_BACK;
        else if (status != ND_STATUS_NOT_FOUND) return status;
    }
    return ND_STATUS_OK;
}

static void run_look(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    op->job_status = look_for_traces(op, 0);
}

void nd__op_check_secondaries(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    if (!nd__op_latch_keys(op, rq->keys, rq->key_count)) return;
    struct nd_slice *missing = nd_arena_array(op->arena, struct nd_slice, rq->key_count);
    op->found_count = 0;
    for (size_t i = 0; i < rq->key_count; i++) {
        raise(&op->reply.commit_ts, bound_of(op, rq->keys[i]));
        if (!nd__op_has_record(op, rq->keys[i])) missing[op->found_count++] = rq->keys[i];
    }
    op->found_keys = missing;
    if (op->found_count == 0) {
        op->reply.txn_state = ND_TXN_PREPARED;
        nd__op_finish(op, ND_STATUS_OK);
        return;
    }
    op->job_status = op->found_count > ND__INLINE_KEYS_MAX ? ND_STATUS_WOULD_BLOCK : look_for_traces(op, ND_READ_CACHED_ONLY);
    if (op->job_status == ND_STATUS_WOULD_BLOCK) nd__op_offload(op, run_look);
    else nd__op_txn_checked(op);
}

void nd__op_secondaries_checked(struct nd_range_op *op)
{
    if (op->reply.txn_state != ND_TXN_ALIVE || !op->request->fences) {
        nd__op_finish(op, ND_STATUS_OK);
    } else if (op->request->start_ts.v < op->range->gc_collected.v) { /* nobody knows */
        nd__op_finish(op, ND_STATUS_SNAPSHOT_TOO_OLD);
    } else if (nd_env_is_broken(op->store->options.env, ND_BREAK_ASYNC_UNFENCED)) {
        op->reply.txn_state = ND_TXN_ROLLED_BACK;
        nd__op_finish(op, ND_STATUS_OK);
    } else {
        ND_PROBE(op->store->options.env, RANGE_ASYNC_SECONDARY_FENCED);
        op->reply.txn_state = ND_TXN_ROLLED_BACK;
        op->wants_rollback = true;
        nd__op_propose_rollback(op, op->found_keys, op->found_count);
    }
}
