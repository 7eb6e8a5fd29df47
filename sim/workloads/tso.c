/* SPDX-License-Identifier: Apache-2.0 */
/* tso: timestamps and commit timestamps follow real time: what was handed out before a request was made is
 * smaller than what the request gets; none is given twice. */
#include <stdlib.h>

#include "sim/workloads/kv_ops.h"
#include "sim/workloads/workloads.h"

enum { DRAWS_MAX = 1 << 17 };

struct draw {
    uint64_t call_ns, return_ns, ts;
};

struct tso {
    struct draw draws[DRAWS_MAX];
    size_t count;
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct tso); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    ND_UNUSED(worker);
    ND_UNUSED(fiber);
    return true;
}

static void record(struct nd_worker_client *worker, uint64_t call_ns, struct nd_ts ts)
{
    struct tso *tso = worker->harness->state;
    if (tso->count < DRAWS_MAX) tso->draws[tso->count++] = (struct draw){call_ns, nd_harness_now_ns(worker->harness), ts.v};
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_harness *harness = worker->harness;
    uint64_t call_ns = nd_harness_now_ns(harness);
    struct nd_ts ts;
    if (nd_prng_chance(&worker->prng, 0.6)) {
        if (nd_txn_system_now(nd_worker_txn_system(worker), fiber, nd_worker_deadline_ns(worker, ND_KV_TXN_S), &ts) == ND_STATUS_OK) record(worker, call_ns, ts);
        return;
    }
    struct nd_txn *txn = nd_kv_begin(worker, fiber, nd_kv_any_isolation(worker));
    if (txn == NULL) return;
    record(worker, call_ns, nd_txn_read_ts(txn));
    struct nd_arena arena;
    nd_arena_init(&arena, &harness->heap);
    struct nd_slice key = nd_kv_key(&arena, "tso/%u", worker->index);
    if (nd_txn_put(txn, key, nd_kv_number(&arena, worker->steps)) == ND_STATUS_OK) {
        uint64_t commit_ns = nd_harness_now_ns(harness);
        enum nd_status status = nd_txn_commit(txn);
        nd_harness_count(harness, nd_outcome_of(status));
        if (status == ND_STATUS_OK) record(worker, commit_ns, nd_txn_commit_ts(txn));
    }
    nd_kv_end(worker, txn);
    nd_arena_deinit(&arena);
}

static int by_ts(const void *a, const void *b)
{
    const struct draw *x = a, *y = b;
    return x->ts < y->ts ? -1 : x->ts > y->ts;
}

/* In order of timestamp: nobody later in this order may have returned before somebody earlier called. */
static void check(struct nd_harness *harness)
{
    struct tso *tso = harness->state;
    qsort(tso->draws, tso->count, sizeof *tso->draws, by_ts);
    uint64_t call_ns_max = 0;
    for (size_t i = 0; i < tso->count; i++) {
        if (i > 0 && tso->draws[i].ts == tso->draws[i - 1].ts) nd_harness_fail(harness, "tso: timestamp %llx was given twice", (unsigned long long)tso->draws[i].ts);
        if (tso->draws[i].return_ns < call_ns_max)
            nd_harness_fail(harness, "tso: timestamp %llx, complete at %llu ns, is above one that was asked for later", (unsigned long long)tso->draws[i].ts,
                            (unsigned long long)tso->draws[i].return_ns);
        if (tso->draws[i].call_ns > call_ns_max) call_ns_max = tso->draws[i].call_ns;
    }
}

const struct nd_workload nd_workload_tso = {
    .name = "tso",
    .about = "timestamps follow real time over failures and clock jumps",
    .init = init,
    .setup = setup,
    .step = step,
    .check = check,
};
