/* SPDX-License-Identifier: Apache-2.0 */
/* records.c - provisional records in a span: a walk over those in the engine; the first that SAFEPOINT or DRAIN must not go past, in memory, and in the
 * engine where some are there alone. */
#include "range/range_int.h"

static bool is_minded(const struct nd_kv_request *rq, struct nd_ts start_ts, bool is_large)
{
    if (rq->kind == ND_KV_SAFEPOINT) return start_ts.v < rq->read_ts.v;
    /* DRAIN: not its own, nor one of who began when all gates had their records */
    bool is_let_be = start_ts.v == rq->start_ts.v || (rq->read_ts.v != 0 && start_ts.v > rq->read_ts.v);
    return !is_let_be && (is_large || !rq->is_large);
}

static void tell(struct nd_range_op *op, struct nd_slice key, struct nd_slice primary, struct nd_ts start_ts, uint64_t ttl_ms, bool is_large)
{
    op->reply.lock = (struct nd_kv_lock_info){.key = nd_arena_copy(op->arena, key), .primary = nd_arena_copy(op->arena, primary), .start_ts = start_ts,
                                              .ttl_ms = ttl_ms, .is_large = is_large};
    op->holders[0] = start_ts; /* who waits for whom is told */
    op->holder_count = 1;
}

enum nd_status nd__op_find_in_memory(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    for (struct nd_lock *lock = nd_lock_find_ge(&op->range->locks, op->span_first); lock != NULL; lock = nd_lock_next(lock)) {
        if (op->span_end.n > 0 && nd_slice_cmp(nd_lock_key(lock), op->span_end) >= 0) break;
        if (lock->prew.v != 0 && is_minded(rq, lock->prew, false)) {
            tell(op, nd_lock_key(lock), lock->prew_primary, lock->prew, lock->prew_ttl_ms, false);
            return ND_STATUS_LOCKED;
        }
        ND_LIST_FOREACH(link, &lock->guards)
        {
            const struct nd_guard_hold *guard = ND_CONTAINER_OF(link, struct nd_guard_hold, link);
            if (!is_minded(rq, guard->start_ts, false)) continue;
            tell(op, nd_lock_key(lock), guard->primary, guard->start_ts, guard->ttl_ms, false);
            return ND_STATUS_LOCKED;
        }
    }
    return ND_STATUS_OK;
}

enum nd_status nd__op_each_in_engine(struct nd_range_op *op, void *arg, bool (*take)(struct nd_range_op *op, void *arg, struct nd_slice key, const struct nd_mvcc_lock *lock))
{
    struct nd_buf lower, upper, key;
    struct nd_heap *heap = op->arena->heap;
    nd_buf_init(&lower, heap);
    nd_buf_init(&upper, heap);
    nd_buf_init(&key, heap);
    nd_mvcc_key_bound(&lower, ND_MVCC_TAG_LOCK, op->span_first, false);
    nd_mvcc_key_bound(&upper, ND_MVCC_TAG_LOCK, op->span_end, true);
    struct nd_iter_options options = {.flags = ND_READ_NO_FILL, .lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(op->store->options.engine, &options);
    enum nd_status status = ND_STATUS_OK;
    bool is_over = false;
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter) && !is_over; nd_engine_iter_next(iter)) {
        struct nd_mvcc_lock lock;
        struct nd_slice rest;
        nd_buf_clear(&key);
        bool is_whole = nd_mvcc_key_decode(nd_engine_iter_key(iter), &key, &rest) && nd_mvcc_lock_decode(nd_engine_iter_value(iter), &lock);
        if (!is_whole) status = ND_STATUS_CORRUPT;
        is_over = !is_whole || take(op, arg, nd_buf_slice(&key), &lock);
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    nd_buf_deinit(&key);
    return status;
}

static bool take_minded(struct nd_range_op *op, void *arg, struct nd_slice key, const struct nd_mvcc_lock *lock)
{
    if (!is_minded(op->request, lock->start_ts, lock->is_large)) return false;
    tell(op, key, lock->primary, lock->start_ts, lock->ttl_ms, lock->is_large);
    return *(bool *)arg = true;
}

void nd__run_find_in_engine(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    bool is_found = false;
    op->job_status = nd__op_each_in_engine(op, &is_found, take_minded);
    if (op->job_status == ND_STATUS_OK && is_found) op->job_status = ND_STATUS_LOCKED;
}
