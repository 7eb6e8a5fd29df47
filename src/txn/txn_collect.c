/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the keyspace with a safepoint (range/gc.c): each range resolves what was left from before it. On a
 * fiber of its own, for the meta shard's leader. */
#include "txn/txn_int.h"

enum { COLLECT_ATTEMPTS_MAX = 200, COLLECT_PAUSE_MS = 20 };

struct collecting {
    struct nd_txn_system *system;
    struct nd_ts safepoint, collect_below;
    void *arg;
    void (*done)(void *arg, enum nd_status status);
};

/* One range; *next_out is on the arena. LOCKED: a transaction from before the safepoint is alive. */
static enum nd_status raise_range(struct collecting *collecting, struct nd_txn *txn, struct nd_slice first, struct nd_arena *arena, struct nd_slice *next_out)
{
    struct nd_txn_system *system = collecting->system;
    for (uint32_t attempt = 0; attempt < COLLECT_ATTEMPTS_MAX && !system->is_closing; attempt++) {
        nd_arena_reset(arena);
        struct nd_kv_call call = {.request = {.kind = ND_KV_SAFEPOINT, .first = first, .read_ts = collecting->safepoint, .commit_ts = collecting->collect_below},
                                  .route_key = first,
                                  .deadline_ns = nd_env_now_ns(system->options.env) + ND__TXN_CALL_MS * ND_MS,
                                  .arena = arena};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(system->options.kv, txn->fiber, calls, 1);
        switch (call.status) {
        case ND_STATUS_OK: *next_out = call.reply.resume; return ND_STATUS_OK;
        case ND_STATUS_LOCKED: ND_TRY(nd__txn_resolve(txn, &call.reply.lock, false, attempt)); break;
        case ND_STATUS_BUSY:
        case ND_STATUS_WRONG_RANGE: nd_fiber_sleep(txn->fiber, COLLECT_PAUSE_MS * ND_MS); break;
        default: return call.status;
        }
    }
    return system->is_closing ? ND_STATUS_SHUTDOWN : ND_STATUS_LOCKED;
}

static enum nd_status walk(struct collecting *collecting, struct nd_txn *txn, struct nd_arena *arena)
{
    struct nd_buf first;
    enum nd_status status;
    nd_buf_init(&first, txn->heap);
    for (;;) {
        struct nd_slice next;
        status = raise_range(collecting, txn, nd_buf_slice(&first), arena, &next);
        if (status != ND_STATUS_OK || next.n == 0) break;
        nd_buf_clear(&first);
        nd_buf_put_slice(&first, next);
    }
    nd_buf_deinit(&first);
    return status;
}

static void run_collecting(struct nd_fiber *fiber, void *arg)
{
    struct collecting *collecting = arg;
    struct nd_txn_system *system = collecting->system;
    struct nd_txn_options options = {.isolation = ND_READ_COMMITTED};
    struct nd_txn *txn = nd_txn_begin(system, fiber, &options); /* in whose name records are resolved */
    struct nd_arena arena;
    nd_arena_init(&arena, system->heap);
    enum nd_status status = walk(collecting, txn, &arena);
    nd_arena_deinit(&arena);
    nd_txn_free(txn);
    system->background--;
    collecting->done(collecting->arg, status);
    nd_heap_free(system->heap, collecting);
}

void nd_txn_system_collect(void *system_arg, struct nd_ts safepoint, struct nd_ts collect_below, void *arg, void (*done)(void *arg, enum nd_status status))
{
    struct nd_txn_system *system = system_arg;
    struct collecting *collecting = nd_heap_new(system->heap, struct collecting);
    *collecting = (struct collecting){.system = system, .safepoint = safepoint, .collect_below = collect_below, .arg = arg, .done = done};
    system->background++;
    nd_fiber_start(system->options.reactor, run_collecting, collecting, 0);
}
