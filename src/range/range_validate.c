/* SPDX-License-Identifier: Apache-2.0 */
/* VALIDATE: do spans that a transaction has read still hold at its commit timestamp? As a read at that timestamp: the leadership is
 * confirmed, what may commit below is waited for or pushed; then no version of another may lie between the reading and it. */
#include "range/range_int.h"

/* Whole spans are looked through key by key; the newest commit of the range often says that there is nothing to find. */
static bool is_quiet(const struct nd_range *range, const struct nd_kv_mut *span)
{
    uint64_t newest = range->newest_commit.v > range->floor_ts.v ? range->newest_commit.v : range->floor_ts.v;
    return newest <= span->for_update_ts.v;
}

static struct nd_slice end_of(const struct nd_range_op *op, const struct nd_kv_mut *span)
{
    struct nd_slice edge = op->span_edge;
    bool is_cut = edge.n != 0 && (span->value.n == 0 || nd_slice_cmp(span->value, edge) > 0);
    return is_cut ? edge : span->value;
}

bool nd__op_validate_locks(struct nd_range_op *op, bool (*stop_at)(struct nd_range_op *op, struct nd_lock *lock))
{
    const struct nd_kv_request *rq = op->request;
    op->span_edge = nd_arena_copy(op->arena, op->range->desc.end);
    op->is_quiet = true;
    for (size_t i = 0; i < rq->mut_count; i++) {
        struct nd_lock *lock = nd_lock_find_ge(&op->range->locks, rq->muts[i].key);
        struct nd_slice end = end_of(op, &rq->muts[i]);
        for (; lock != NULL && (end.n == 0 || nd_slice_cmp(nd_lock_key(lock), end) < 0); lock = nd_lock_next(lock))
            if (stop_at(op, lock)) return true;
        op->is_quiet = op->is_quiet && is_quiet(op->range, &rq->muts[i]);
    }
    return false;
}

enum nd_status nd__op_validate(struct nd_range_op *op, unsigned flags)
{
    const struct nd_kv_request *rq = op->request;
    if (op->is_quiet && !op->sees_locks) return ND_STATUS_OK;
    for (size_t i = 0; i < rq->mut_count; i++) {
        struct nd_mvcc_span span = {.first = rq->muts[i].key, .end = end_of(op, &rq->muts[i]), .since = rq->muts[i].for_update_ts, .until = op->read_ts,
                                    .own_start_ts = rq->start_ts, .has_locks = op->sees_locks, .ignore = rq->ignore, .ignore_count = rq->ignore_count};
        ND_TRY(nd_mvcc_look_for_newer(op->store->options.engine, flags, &span, op->arena, &op->reply.lock));
    }
    return ND_STATUS_OK;
}
