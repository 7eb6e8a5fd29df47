/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/workloads/kv_ops.h"

#include <stdarg.h>
#include <stdio.h>

#include "kv/keys.h"

enum nd_isolation nd_kv_any_isolation(struct nd_worker_client *worker)
{
    return nd_prng_chance(&worker->prng, 0.5) ? ND_READ_COMMITTED : ND_REPEATABLE_READ;
}

/* ---- clients that lose patience --------------------------------------------------------------------------- */

static void cancel_now(struct nd_timer *timer)
{
    struct nd_worker_client *worker = ND_CONTAINER_OF(timer, struct nd_worker_client, cancel_timer);
    if (worker->txn != NULL) nd_txn_cancel(worker->txn);
}

/* Mostly about as long as a transaction takes. */
static uint64_t patience_ns(struct nd_worker_client *worker)
{
    static const uint64_t scales_ms[] = {5, 50, 50, 500};
    return nd_prng_below(&worker->disturb_prng, scales_ms[nd_prng_below(&worker->disturb_prng, ND_ARRAY_LEN(scales_ms))] * ND_MS) + 1;
}

/* Of some transactions somebody cancels a statement, whatever it is at; those of others have little time, for locks or at all. */
static void disturb(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_txn *txn)
{
    struct nd_prng *prng = &worker->disturb_prng;
    nd_timer_init(&worker->cancel_timer, nd_fiber_reactor(fiber), cancel_now);
    worker->txn = txn;
    if (!nd_prng_chance(prng, nd_harness_disturbance(worker->harness))) return;
    switch (nd_prng_below(prng, 4)) {
    case 0: nd_txn_set_deadline(txn, nd_worker_deadline_ns(worker, 0) + patience_ns(worker)); return;
    case 1: nd_txn_set_lock_timeout(txn, patience_ns(worker)); return;
    default: nd_timer_start_in(&worker->cancel_timer, patience_ns(worker)); return;
    }
}

void nd_kv_cancel_soon(struct nd_worker_client *worker)
{
    if (nd_harness_disturbance(worker->harness) > 0 && nd_prng_chance(&worker->disturb_prng, 0.3))
        nd_timer_start_in(&worker->cancel_timer, nd_prng_below(&worker->disturb_prng, 10 * ND_MS) + 1);
}

void nd_kv_end(struct nd_worker_client *worker, struct nd_txn *txn)
{
    nd_timer_stop(&worker->cancel_timer);
    worker->txn = NULL;
    nd_txn_free(txn); /* rolls back what is still open, as a session does whose client is gone */
}

struct nd_txn *nd_kv_begin(struct nd_worker_client *worker, struct nd_fiber *fiber, enum nd_isolation isolation)
{
    struct nd_txn_options options = {.isolation = isolation};
    struct nd_txn *txn = nd_txn_begin(nd_worker_txn_system(worker), fiber, &options);
    nd_txn_set_deadline(txn, nd_worker_deadline_ns(worker, ND_KV_TXN_S));
    disturb(worker, fiber, txn);
    if (nd_txn_begin_statement(txn) == ND_STATUS_OK) return txn;
    nd_kv_end(worker, txn);
    return NULL;
}

enum nd_outcome nd_kv_commit(struct nd_worker_client *worker, struct nd_txn *txn)
{
    enum nd_status status = nd_txn_commit(txn);
    enum nd_outcome outcome = nd_outcome_of(status);
    nd_kv_end(worker, txn);
    nd_harness_count(worker->harness, outcome);
    nd_harness_trace(worker->harness, "commit", status);
    return outcome;
}

void nd_kv_give_up(struct nd_worker_client *worker, struct nd_txn *txn)
{
    if (!nd_prng_chance(&worker->disturb_prng, nd_harness_disturbance(worker->harness))) nd_txn_rollback(txn);
    nd_kv_end(worker, txn);
    nd_harness_count(worker->harness, ND_OUTCOME_ABORTED);
}

enum nd_status nd_kv_lock(struct nd_txn *txn, const struct nd_slice *keys, size_t count)
{
    for (unsigned attempt = 0;; attempt++) {
        enum nd_status status = nd_txn_lock(txn, keys, count, false);
        if (status != ND_STATUS_WRITE_CONFLICT || nd_txn_isolation(txn) != ND_READ_COMMITTED || attempt == 20) return status;
        ND_TRY(nd_txn_rollback_statement(txn));
        ND_TRY(nd_txn_begin_statement(txn));
    }
}

struct nd_slice nd_kv_key(struct nd_arena *arena, const char *fmt, ...)
{
    char text[128];
    va_list args;
    text[0] = ND_KEYSPACE_KV;
    va_start(args, fmt);
    int n = vsnprintf(text + 1, sizeof text - 1, fmt, args);
    va_end(args);
    return nd_arena_copy(arena, nd_slice_of(text, (size_t)n + 1));
}

struct nd_slice nd_kv_number(struct nd_arena *arena, uint64_t v)
{
    uint8_t bytes[8];
    nd_store_u64(bytes, v);
    return nd_arena_copy(arena, nd_slice_of(bytes, sizeof bytes));
}

bool nd_kv_split_at(struct nd_worker_client *worker, struct nd_fiber *fiber, const struct nd_slice *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct nd_node_id leader = {i % worker->harness->voters + 1};
        enum nd_status status = nd_txn_system_split(nd_worker_txn_system(worker), fiber, keys[i], leader);
        if (status != ND_STATUS_OK) return false;
        worker->harness->result.splits++;
    }
    return true;
}
