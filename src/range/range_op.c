/* SPDX-License-Identifier: Apache-2.0 */
/* The dispatcher of operations: one flat switch over stages; README.md draws it. */
#include "range/gate.h"
#include "range/range_int.h"

struct nd_range_op *nd__op_of(struct nd_list *link) { return ND_CONTAINER_OF(link, struct nd_range_op, link); }

static bool is_read(const struct nd_range_op *op) { return op->request->kind == ND_KV_GET || op->request->kind == ND_KV_SCAN || op->request->kind == ND_KV_VALIDATE; }
/* Answers only while it is sure to lead. */
static bool is_confirmed(const struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    bool is_question = (rq->kind == ND_KV_CHECK_SECONDARIES && !rq->fences) || (rq->kind == ND_KV_CHECK_TXN && rq->push_above.v != 0); /* a reader goes by the answer */
    return is_read(op) || is_question || rq->kind == ND_KV_SAFEPOINT || rq->kind == ND_KV_DRAIN;
}
static bool is_write(const struct nd_range_op *op) { return op->request->kind == ND_KV_COMMIT_ONE || op->request->kind == ND_KV_PREWRITE; }

struct nd__txn_seen *nd__txn_find(const struct nd_range *range, struct nd_ts start_ts) { return nd_hmap_find(&range->txns, start_ts.v); }

struct nd__txn_seen *nd__txn_seen(struct nd_range *range, struct nd_ts start_ts)
{
    struct nd__txn_seen *seen = nd_hmap_find(&range->txns, start_ts.v);
    if (seen == NULL) {
        seen = nd_heap_new(range->heap, struct nd__txn_seen);
        seen->start_ts = start_ts.v;
        seen->since_ns = nd_env_now_ns(range->store->options.env);
        nd_hmap_put(&range->txns, start_ts.v, seen);
    }
    seen->seen_ns = nd_env_now_ns(range->store->options.env);
    return seen;
}

/* ---- ending ------------------------------------------------------------------------------------------ */

static void stop_waiting(struct nd_range_op *op)
{
    nd_timer_stop(&op->timer);
    if (op->waiting_on != NULL) {
        struct nd_lock *lock = op->waiting_on;
        op->waiting_on = NULL;
        nd_list_remove(&op->wait_link);
        nd_lock_release(&op->range->locks, lock);
    }
    if (op->request->start_ts.v != 0) {
        struct nd__txn_seen *seen = nd__txn_find(op->range, op->request->start_ts);
        if (seen != NULL) seen->waits_for = 0;
    }
}

static void attach_descriptors(struct nd_range_op *op)
{
    struct nd_range *range = op->range;
    struct nd_range_desc *descs = nd_arena_array(op->arena, struct nd_range_desc, 2);
    op->reply.desc_count = 0;
    descs[op->reply.desc_count++] = range->desc;
    /* The neighbour to the right is often the child of the split that the caller has not heard of. */
    struct nd_range *next = range->desc.end.n == 0 ? NULL : nd_store_find_key(range->store, range->desc.end);
    if (next != NULL) descs[op->reply.desc_count++] = next->desc;
    for (size_t i = 0; i < op->reply.desc_count; i++) {
        descs[i].first = nd_arena_copy(op->arena, descs[i].first);
        descs[i].end = nd_arena_copy(op->arena, descs[i].end);
    }
    op->reply.descs = descs;
}

void nd__op_finish(struct nd_range_op *op, enum nd_status status)
{
    struct nd_range *range = op->range;
    ND_ASSERT(!op->is_job_running);
    stop_waiting(op);
    nd__op_release_latches(op);
    nd_list_remove(&op->link);
    nd_list_remove(&op->all_link);
    range->op_count--;
    op->reply.status = status;
    if (status == ND_STATUS_NOT_LEADER) op->reply.leader = range->role.leader_node;
    if (status == ND_STATUS_WRONG_RANGE) attach_descriptors(op);
    if (status == ND_STATUS_LOCKED || status == ND_STATUS_DEADLOCK || op->request->kind == ND_KV_BLOCKERS) {
        op->reply.ticket = op->ticket;
        struct nd_ts *holders = nd_arena_array(op->arena, struct nd_ts, op->holder_count + 1);
        memcpy(holders, op->holders, sizeof *holders * op->holder_count);
        op->reply.holders = holders;
        op->reply.holder_count = op->holder_count;
    }
    if (status == ND_STATUS_WRITE_CONFLICT) nd_counter_add(&range->store->conflicts, 1);
    nd__size_replied(range, op->request, &op->reply);
    op->done(op, &op->reply);
}

/* The effects are applied (OK), or known not to be (DROPPED, WRONG_RANGE, NOT_LEADER), or AMBIGUOUS. */
void nd__op_applied(struct nd_range_op *op, enum nd_status status)
{
    nd_list_remove(&op->link);
    if (status != ND_STATUS_OK) {
        nd__op_finish(op, status == ND_STATUS_DROPPED ? ND_STATUS_NOT_LEADER : status);
        return;
    }
    nd__op_txn_applied(op);
}

/* ---- waiting ------------------------------------------------------------------------------------------- */

static void on_wait_over(struct nd_timer *timer)
{
    struct nd_range_op *op = ND_CONTAINER_OF(timer, struct nd_range_op, timer);
    stop_waiting(op);
    nd_list_remove(&op->link);
    op->stage = ND_STAGE_LOCKS;
    nd__op_advance(op); /* looks again; a wait that lasted too long ends there */
}

/* In order of arrival: one that comes again has its place still. */
static void queue_up(struct nd_lock *lock, struct nd_range_op *op)
{
    struct nd_list *before = lock->waiters.prev;
    while (before != &lock->waiters && ND_CONTAINER_OF(before, struct nd_range_op, wait_link)->ticket > op->ticket) before = before->prev;
    nd_list_push_back(before->next, &op->wait_link);
}

void nd__op_wait(struct nd_range_op *op, struct nd_lock *lock, uint64_t wait_ms)
{
    ND_ASSERT(op->waiting_on == NULL);
    uint64_t now_ns = nd_env_now_ns(op->range->store->options.env), until_ns = now_ns + wait_ms * ND_MS;
    if (op->deadline_ns > now_ns && until_ns > op->deadline_ns) until_ns = op->deadline_ns;
    op->waiting_on = lock;
    if (op->ticket == 0) op->ticket = ++op->range->last_ticket;
    queue_up(lock, op);
    nd_counter_add(&op->range->store->lock_waits, 1);
    nd_timer_start_at(&op->timer, until_ns + ND_MS);
}

void nd__lock_wake(struct nd_range *range, struct nd_lock *lock)
{
    while (!nd_list_is_empty(&lock->waiters)) {
        struct nd_range_op *op = ND_CONTAINER_OF(lock->waiters.next, struct nd_range_op, wait_link);
        nd_list_remove(&op->wait_link);
        op->waiting_on = NULL;
        nd_timer_stop(&op->timer);
        nd_list_remove(&op->link);
        nd_list_push_back(&range->woken, &op->link);
        nd_reactor_defer(range->store->options.reactor, &range->wake_task);
    }
}

void nd__range_run_woken(struct nd_task *task)
{
    struct nd_range *range = ND_CONTAINER_OF(task, struct nd_range, wake_task);
    while (!nd_list_is_empty(&range->woken)) {
        struct nd_range_op *op = nd__op_of(range->woken.next);
        nd_list_remove(&op->link);
        nd__op_advance(op);
    }
}

static void offload_done(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    op->is_job_running = false;
    if (op->is_draining) {
        nd__op_finish(op, ND_STATUS_SHUTDOWN);
        return;
    }
    if (is_read(op)) nd__op_read_done(op);
    else if (is_write(op)) nd__op_write_checked(op);
    else if (op->request->kind == ND_KV_SAFEPOINT) nd__op_safepoint_checked(op);
    else if (op->request->kind == ND_KV_DRAIN) nd__op_drained(op);
    else nd__op_txn_checked(op);
}

void nd__op_offload(struct nd_range_op *op, void (*run)(struct nd_job *job))
{
    op->is_job_running = true;
    op->job = (struct nd_job){.run = run, .done = offload_done};
    nd_worker_submit(op->range->store->options.readers, op->range->store->options.reactor, &op->job);
}

/* ---- the switch ------------------------------------------------------------------------------------------ */

/* Are all keys of the request in the range as it is now? */
static bool keys_fit(const struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    const struct nd_range_desc *desc = &op->range->desc;
    if (!nd_range_epoch_same_span(rq->epoch, desc->epoch)) return false;
    for (size_t i = 0; i < rq->key_count; i++)
        if (!nd_range_desc_has_key(desc, rq->keys[i])) return false;
    for (size_t i = 0; i < rq->mut_count; i++)
        if (!nd_range_desc_has_key(desc, rq->muts[i].key)) return false;
    switch (rq->kind) {
    case ND_KV_SCAN: return rq->is_reverse ? rq->end.n == 0 ? desc->end.n == 0 : nd_slice_cmp(rq->end, desc->first) > 0 && (desc->end.n == 0 || nd_slice_cmp(rq->first, desc->end) < 0)
                                           : nd_range_desc_has_key(desc, rq->first);
    case ND_KV_RESOLVE_SPAN:
    case ND_KV_DISCARD_SPAN:
    case ND_KV_DRAIN:
    case ND_KV_SAFEPOINT: return nd_range_desc_has_key(desc, rq->first);
    case ND_KV_CHECK_TXN:
    case ND_KV_HEARTBEAT: return nd_range_desc_has_key(desc, rq->primary);
    default: return true;
    }
}

static bool is_well_formed(const struct nd_kv_request *rq)
{
    bool has_muts = rq->kind == ND_KV_COMMIT_ONE || rq->kind == ND_KV_PREWRITE || rq->kind == ND_KV_VALIDATE;
    if (has_muts ? rq->key_count > 0 : rq->mut_count > 0) return false; /* latches are given back by one or the other */
    switch (rq->kind) {
    case ND_KV_GET:
        if (rq->is_stale && (rq->read_ts.v == 0 || rq->start_ts.v != 0)) return false;
        return rq->key_count > 0 && (rq->read_ts.v != 0 || rq->draws_ts || rq->key_count == 1);
    case ND_KV_SCAN:
        if (rq->is_stale && (rq->read_ts.v == 0 || rq->start_ts.v != 0)) return false;
        if (rq->program.n > 0 && (rq->key_count > 0 || rq->row_limit != 0)) return false;
        return (rq->read_ts.v != 0 || rq->draws_ts) && !(rq->key_count > 0 && rq->is_reverse);
    case ND_KV_COMMIT_ONE:
        for (size_t i = 0; i < rq->mut_count; i++)
            if (rq->muts[i].op == ND_MUT_GATE || rq->muts[i].op == ND_MUT_UNDO) return false;
        return rq->mut_count > 0;
    case ND_KV_VALIDATE: return rq->mut_count > 0 && rq->start_ts.v != 0 && rq->read_ts.v > rq->start_ts.v;
    case ND_KV_PREWRITE: return rq->mut_count > 0 && rq->start_ts.v != 0 && rq->primary.n > 0 && !(rq->is_large && rq->secondaries.n > 0);
    case ND_KV_LOCK:
    case ND_KV_BLOCKERS:
    case ND_KV_ROLLBACK:
    case ND_KV_CHECK_SECONDARIES:
    case ND_KV_UNLOCK: return rq->key_count > 0 && rq->start_ts.v != 0;
    case ND_KV_COMMIT: return rq->key_count > 0 && rq->start_ts.v != 0 && rq->commit_ts.v > rq->start_ts.v;
    case ND_KV_CHECK_TXN:
    case ND_KV_HEARTBEAT: return rq->primary.n > 0 && rq->start_ts.v != 0;
    case ND_KV_RESOLVE_SPAN: return rq->start_ts.v != 0;
    case ND_KV_SPLIT:
    case ND_KV_KEEP: return rq->key_count == 1 && rq->keys[0].n > 0;
    case ND_KV_DISCARD_SPAN: return true;
    case ND_KV_DRAIN: return rq->start_ts.v != 0 && rq->primary.n > 0 && rq->primary.n <= ND_GATE_PREFIX_BYTES_MAX && nd_slice_cmp(rq->first, rq->end) < 0;
    case ND_KV_SAFEPOINT: return rq->read_ts.v != 0 && rq->commit_ts.v <= rq->read_ts.v;
    case ND_KV_KIND_COUNT: break;
    }
    return false;
}

/* Goes on at CATCH_UP, after a round that began from now on has shown that this node leads. */
void nd__op_confirm(struct nd_range_op *op)
{
    op->stage = ND_STAGE_CONFIRM;
    nd_list_push_back(&op->range->confirm, &op->link);
    nd__range_schedule_flush(op->range);
}

/* A range that is frozen, or about to be, holds requests up: its left neighbour soon serves these keys - or not, and the caller asks
 * again. From before the freeze is proposed, so that nothing is answered by a lease once another range may write. The rule broken, for the
 * simulation: reads go on as if nothing had happened. */
static bool reads_frozen(const struct nd_range_op *op)
{
    return op->range->desc.frozen_by != 0 && is_read(op) && nd_env_is_broken(op->store->options.env, ND_BREAK_FROZEN_SERVES_READS);
}

void nd__op_advance(struct nd_range_op *op)
{
    struct nd_range *range = op->range;
    if (op->stage == ND_STAGE_START && nd__op_may_read_closed(op) && keys_fit(op)) {
        nd__op_read_closed(op);
        return;
    }
    if (op->stage < ND_STAGE_PROPOSE && range->state == ND__RANGE_FOLLOWING) {
        nd__op_finish(op, ND_STATUS_NOT_LEADER);
        return;
    }
    switch (op->stage) {
    case ND_STAGE_START:
    case ND_STAGE_UNREADY:
        if (range->state != ND__RANGE_SERVING) {
            op->stage = ND_STAGE_UNREADY;
            nd_list_push_back(&range->unready, &op->link);
            return;
        }
        if (reads_frozen(op)) {
            op->stage = ND_STAGE_LOCKS;
            nd__op_read_locks(op);
            return;
        }
        if (range->desc.frozen_by != 0 || range->is_freezing) {
            ND_PROBE(op->store->options.env, RANGE_FROZEN_BUSY);
            nd__op_finish(op, ND_STATUS_BUSY);
            return;
        }
        if (!keys_fit(op)) {
            ND_PROBE(op->store->options.env, RANGE_WRONG_RANGE);
            nd__op_finish(op, ND_STATUS_WRONG_RANGE);
            return;
        }
        op->lock_generation = range->lock_generation;
        op->leader_term = range->role.term;
        if (is_confirmed(op)) {
            nd__op_confirm(op);
            return;
        }
        op->stage = ND_STAGE_LOCKS;
        if (is_write(op)) nd__op_write_locks(op);
        else nd__op_txn_start(op);
        return;
    case ND_STAGE_CATCH_UP:
        op->stage = ND_STAGE_LOCKS;
        /* fall through */
    case ND_STAGE_LOCKS:
        if (!keys_fit(op)) nd__op_finish(op, ND_STATUS_WRONG_RANGE);
        else if (is_read(op)) nd__op_read_locks(op);
        else if (is_write(op)) nd__op_write_locks(op);
        else nd__op_txn_start(op);
        return;
    case ND_STAGE_CONFIRM:
    case ND_STAGE_CHECK:
    case ND_STAGE_TIMESTAMP:
    case ND_STAGE_PROPOSE:
    case ND_STAGE_REPLICATE: break; /* these go on from their completions */
    }
    ND_UNREACHABLE();
}

void nd_range_execute(struct nd_range *range, struct nd_range_op *op)
{
    struct nd_store *store = range->store;
    op->range = range;
    op->range_id = range->desc.id;
    op->store = store;
    op->stage = ND_STAGE_START;
    nd_list_init(&op->link);
    nd_list_init(&op->wait_link);
    op->waiting_on = NULL;
    op->is_confirmed = op->is_late = op->has_latches = op->is_draining = op->is_job_running = op->wants_rollback = op->wants_push = false;
    op->is_async = op->is_closed_read = op->has_refused_closed = false;
    if (op->request->kind != ND_KV_SAFEPOINT) {
        range->op_seq++;
        nd__range_stir(range);
    }
    op->seq = range->op_seq;
    op->commit_ts = op->min_commit_ts = op->waited_for = (struct nd_ts){0};
    op->read_ts = op->request->read_ts;
    op->found_count = op->holder_count = op->gate_count = 0;
    op->ticket = op->request->ticket > range->last_ticket ? 0 : op->request->ticket; /* of another leader */
    memset(&op->reply, 0, sizeof op->reply);
    nd_timer_init(&op->timer, store->options.reactor, on_wait_over);
    op->deadline_ns = nd_env_now_ns(store->options.env) + (uint64_t)op->request->wait_ms * ND_MS;
    nd_counter_add(&store->requests, 1);
    nd__size_request(range);
    nd_list_push_back(&range->ops, &op->all_link);
    range->op_count++;
    if (range->is_closing) nd__op_finish(op, ND_STATUS_SHUTDOWN);
    else if (!is_well_formed(op->request)) nd__op_finish(op, ND_STATUS_MALFORMED);
    else if (range->op_count > ND__RANGE_OPS_MAX) nd__op_finish(op, ND_STATUS_BUSY);
    else if (is_write(op) && !nd__store_has_room(store, op->request)) nd__op_finish(op, ND_STATUS_NO_SPACE);
    else nd__op_advance(op);
}
