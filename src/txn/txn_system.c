/* SPDX-License-Identifier: Apache-2.0 */
#include "txn/txn_system.h"

#include "txn/txn_int.h"

/* ---- heartbeats: in-memory locks and provisional records of long transactions stay alive ---------------- */

struct heartbeat {
    struct nd_kv_call call;
    struct nd_txn_system *system;
    struct nd_arena arena;
};

struct heartbeat_round {
    struct nd_ts_draw draw;
    struct nd_txn_system *system;
};

static void heartbeat_done(struct nd_kv_call *call)
{
    struct heartbeat *heartbeat = ND_CONTAINER_OF(call, struct heartbeat, call);
    struct nd_txn_system *system = heartbeat->system;
    system->background--;
    nd_arena_deinit(&heartbeat->arena);
    nd_heap_free(system->heap, heartbeat);
}

static void send_heartbeat(struct nd_txn_system *system, struct nd_ts start_ts, struct nd_slice key, struct nd_ts now_ts)
{
    struct heartbeat *heartbeat = nd_heap_new(system->heap, struct heartbeat);
    heartbeat->system = system;
    nd_arena_init(&heartbeat->arena, system->heap);
    struct nd_slice own = nd_arena_copy(&heartbeat->arena, key);
    heartbeat->call = (struct nd_kv_call){.request = {.kind = ND_KV_HEARTBEAT, .start_ts = start_ts, .primary = own, .now_ts = now_ts},
                                          .route_key = own,
                                          .deadline_ns = nd_env_now_ns(system->options.env) + ND__TXN_HEARTBEAT_MS * ND_MS,
                                          .arena = &heartbeat->arena,
                                          .done = heartbeat_done};
    system->background++;
    nd_kv_call_start(system->options.kv, &heartbeat->call);
}

static void beat(struct nd_txn *txn, struct nd_ts now_ts)
{
    if (txn->phase != ND__TXN_ACTIVE || txn->start_ts.v == 0) return;
    if (txn->primary.n != 0 && txn->has_prewritten) send_heartbeat(txn->system, txn->start_ts, txn->primary, now_ts);
    uint64_t seen[64];
    size_t seen_count = 0;
    for (size_t i = 0; i < txn->anchor_count; i++) {
        struct nd_range_desc desc;
        if (!nd_kv_find_cached(txn->system->options.kv, txn->anchors[i], false, &desc)) continue;
        size_t j = 0;
        while (j < seen_count && seen[j] != desc.id.v) j++;
        if (j < seen_count || seen_count == ND_ARRAY_LEN(seen)) continue;
        seen[seen_count++] = desc.id.v;
        send_heartbeat(txn->system, txn->start_ts, txn->anchors[i], now_ts);
    }
}

static void round_drawn(struct nd_ts_draw *draw)
{
    struct heartbeat_round *round = ND_CONTAINER_OF(draw, struct heartbeat_round, draw);
    struct nd_txn_system *system = round->system;
    system->background--;
    if (draw->status == ND_STATUS_OK && !system->is_closing)
        ND_LIST_FOREACH(link, &system->txns) beat(ND_CONTAINER_OF(link, struct nd_txn, link), draw->first);
    nd_heap_free(system->heap, round);
}

static bool needs_heartbeat(const struct nd_txn *txn) { return txn->phase == ND__TXN_ACTIVE && (txn->anchor_count > 0 || txn->has_prewritten); }

static void on_heartbeat(struct nd_timer *timer)
{
    struct nd_txn_system *system = ND_CONTAINER_OF(timer, struct nd_txn_system, heartbeat_timer);
    nd_timer_start_in(timer, ND__TXN_HEARTBEAT_MS * ND_MS);
    bool any = false;
    ND_LIST_FOREACH(link, &system->txns) any |= needs_heartbeat(ND_CONTAINER_OF(link, struct nd_txn, link));
    if (!any) return;
    struct heartbeat_round *round = nd_heap_new(system->heap, struct heartbeat_round);
    round->system = system;
    round->draw = (struct nd_ts_draw){.done = round_drawn, .count = 1};
    system->background++;
    nd_ts_draw_start(nd_meta_client_ts_source(system->options.meta), &round->draw);
}

/* ---- lifecycle ----------------------------------------------------------------------------------------------- */

struct nd_txn_system *nd_txn_system_open(const struct nd_txn_system_options *options)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_txn_system *system = nd_heap_new(heap, struct nd_txn_system);
    system->options = *options;
    system->heap = heap;
    nd_list_init(&system->txns);
    nd_buf_init(&system->watch, heap);
    nd_timer_init(&system->heartbeat_timer, options->reactor, on_heartbeat);
    nd_timer_start_in(&system->heartbeat_timer, ND__TXN_HEARTBEAT_MS * ND_MS);
    nd__txn_elders_serve(system, true);
    return system;
}

void nd_txn_system_close(struct nd_txn_system *system)
{
    system->is_closing = true;
    nd_timer_stop(&system->heartbeat_timer);
    nd__txn_elders_serve(system, false);
    nd_buf_deinit(&system->watch);
    nd_heap_free(system->heap, system);
}

void nd_txn_system_watch(struct nd_txn_system *system, struct nd_slice key, struct nd_ts since)
{
    if (system->watch.n == 0) nd_buf_put_slice(&system->watch, key);
    ND_ASSERT(nd_slice_eq(nd_buf_slice(&system->watch), key));
    nd_meta_client_watch(system->options.meta, key, since);
}

size_t nd_txn_system_background(const struct nd_txn_system *system) { return system->background; }

void nd_txn_system_register_metrics(struct nd_txn_system *system, struct nd_metrics *metrics)
{
    nd_metrics_add_counter(metrics, "ndoto_txn_commits_total", NULL, "transactions committed", &system->commits);
    nd_metrics_add_counter(metrics, "ndoto_txn_rollbacks_total", NULL, "transactions rolled back", &system->rollbacks);
    nd_metrics_add_counter(metrics, "ndoto_txn_phases_total", "phases=\"1\"", "commits by number of phases", &system->one_phase);
    nd_metrics_add_counter(metrics, "ndoto_txn_phases_total", "phases=\"2\"", "commits by number of phases", &system->two_phase);
    nd_metrics_add_counter(metrics, "ndoto_txn_phases_total", "phases=\"async\"", "commits by number of phases", &system->async);
    nd_metrics_add_counter(metrics, "ndoto_txn_conflicts_total", NULL, "commits refused because of a newer version", &system->conflicts);
    nd_metrics_add_counter(metrics, "ndoto_txn_resolved_total", NULL, "provisional records of others cleared away", &system->resolved);
}

/* ---- calls to the meta shard on fibers ------------------------------------------------------------------------ */

struct meta_wait {
    struct nd_meta_call call;
    struct nd_fiber *fiber;
    enum nd_status status;
    uint64_t first_id;
    bool is_done;
};

static void meta_done(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct meta_wait *wait = ND_CONTAINER_OF(call, struct meta_wait, call);
    wait->status = status;
    if (status == ND_STATUS_OK) wait->first_id = reply->first_id;
    wait->is_done = true;
    nd_fiber_wake(wait->fiber);
}

static enum nd_status ask_meta(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_meta_request *request, uint64_t *first_id_out)
{
    struct meta_wait wait = {.call.done = meta_done, .fiber = fiber};
    nd_meta_call_start(system->options.meta, &wait.call, request, ND__TXN_CALL_MS * ND_MS);
    while (!wait.is_done) nd_fiber_park(fiber);
    if (first_id_out != NULL) *first_id_out = wait.first_id;
    return wait.status;
}

enum nd_status nd_txn_system_now(struct nd_txn_system *system, struct nd_fiber *fiber, uint64_t deadline_ns, struct nd_ts *ts_out)
{
    enum nd_status status;
    do status = nd__draw_ts(system, fiber, ts_out);
    while (status == ND_STATUS_TIMEOUT && nd_env_now_ns(system->options.env) < deadline_ns);
    return status;
}

enum nd_status nd_txn_system_allocate_ids(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice name, uint64_t count, uint64_t *first_out)
{
    struct nd_meta_request request = {.kind = ND_META_ALLOCATE, .name = name, .count = count};
    return ask_meta(system, fiber, &request, first_out);
}

enum nd_status nd_txn_system_discard_span(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice first, struct nd_slice end)
{
    struct nd_meta_request request = {.kind = ND_META_DISCARD, .key = first, .end = end};
    return ask_meta(system, fiber, &request, NULL);
}

/* ---- the past ---------------------------------------------------------------------------------------------------- */

struct nd_ts nd_txn_system_closed(const struct nd_txn_system *system, struct nd_ts min) { return nd_kv_closed_ts(system->options.kv, min); }
struct nd_ts nd_txn_system_seen(const struct nd_txn_system *system) { return nd_meta_client_ts_source(system->options.meta)->seen; }
struct nd_ts nd_txn_system_guess(const struct nd_txn_system *system)
{
    return nd_ts_source_guess(nd_meta_client_ts_source(system->options.meta), nd_env_now_ns(system->options.env));
}

/* ---- emptying spans ---------------------------------------------------------------------------------------------- */

struct emptying {
    struct nd_txn_system *system;
    struct nd_buf first, end;
    struct nd_ts safepoint;
    void *arg;
    void (*done)(void *arg, enum nd_status status);
};

static enum nd_status empty_span(struct emptying *emptying, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct nd_txn_system *system = emptying->system;
    for (;;) {
        if (system->is_closing) return ND_STATUS_SHUTDOWN;
        nd_arena_reset(arena);
        struct nd_kv_call call = {.request = {.kind = ND_KV_DISCARD_SPAN, .first = nd_buf_slice(&emptying->first), .end = nd_buf_slice(&emptying->end), .read_ts = emptying->safepoint},
                                  .route_key = nd_buf_slice(&emptying->first),
                                  .deadline_ns = nd_env_now_ns(system->options.env) + ND__TXN_CALL_MS * ND_MS,
                                  .arena = arena};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(system->options.kv, fiber, calls, 1);
        ND_TRY(call.status);
        if (call.reply.resume.n == 0) return ND_STATUS_OK;
        nd_buf_clear(&emptying->first);
        nd_buf_put_slice(&emptying->first, call.reply.resume);
    }
}

static void run_emptying(struct nd_fiber *fiber, void *arg)
{
    struct emptying *emptying = arg;
    struct nd_txn_system *system = emptying->system;
    struct nd_arena arena;
    nd_arena_init(&arena, system->heap);
    struct nd_slice first = nd_arena_copy(&arena, nd_buf_slice(&emptying->first));
    /* Nobody has a use for its borders any more. */
    enum nd_status status = nd_txn_system_release(system, fiber, first, nd_buf_slice(&emptying->end));
    nd_arena_reset(&arena);
    if (status == ND_STATUS_OK) status = empty_span(emptying, fiber, &arena);
    nd_arena_deinit(&arena);
    system->background--;
    emptying->done(emptying->arg, status);
    nd_buf_deinit(&emptying->first);
    nd_buf_deinit(&emptying->end);
    nd_heap_free(system->heap, emptying);
}

void nd_txn_system_empty_span(void *system_arg, struct nd_slice first, struct nd_slice end, struct nd_ts safepoint, void *arg,
                              void (*done)(void *arg, enum nd_status status))
{
    struct nd_txn_system *system = system_arg;
    struct emptying *emptying = nd_heap_new(system->heap, struct emptying);
    emptying->system = system;
    emptying->safepoint = safepoint;
    emptying->arg = arg;
    emptying->done = done;
    nd_buf_init(&emptying->first, system->heap);
    nd_buf_init(&emptying->end, system->heap);
    nd_buf_put_slice(&emptying->first, first);
    nd_buf_put_slice(&emptying->end, end);
    system->background++;
    nd_fiber_start(system->options.reactor, run_emptying, emptying, 0);
}
