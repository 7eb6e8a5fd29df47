/* SPDX-License-Identifier: Apache-2.0 */
/* A provisional record of another transaction is in the way: find out what became of it, by its
 * primary, and clear the record away or wait. */
#include "txn/txn_int.h"

enum { PAUSE_MS_MIN = 1, PAUSE_MS_MAX = 50 };

/* In simulation: what was just heard grows old. */
static void dawdle(struct nd_txn *txn)
{
    struct nd_env *env = txn->system->options.env;
    if (ND_BUGGIFY(env, "txn_resolve_dawdles")) nd_fiber_sleep(txn->fiber, nd_env_random_u64(env) % (PAUSE_MS_MAX * ND_MS));
}

static enum nd_status ask_primary(struct nd_txn *txn, const struct nd_kv_lock_info *lock, struct nd_ts now_ts, bool for_read, struct nd_arena *arena, struct nd_kv_reply *reply_out)
{
    struct nd_kv_call call = {.request = {.kind = ND_KV_CHECK_TXN,
                                          .start_ts = lock->start_ts,
                                          .primary = lock->primary,
                                          .now_ts = now_ts,
                                          .ttl_ms = lock->ttl_ms,
                                          .push_above = for_read ? txn->read_ts : (struct nd_ts){0},
                                          .wait_ms = ND__TXN_READ_WAIT_MS},
                              .route_key = lock->primary,
                              .deadline_ns = nd__txn_call_deadline(txn),
                              .arena = arena};
    struct nd_kv_call *calls[] = {&call};
    nd__txn_run(txn, calls, 1);
    *reply_out = call.reply;
    return call.status;
}

static enum nd_status check_primary(struct nd_txn *txn, const struct nd_kv_lock_info *lock, bool for_read, struct nd_arena *arena, struct nd_kv_reply *reply)
{
    struct nd_ts now_ts;
    ND_TRY(nd__draw_ts(txn->system, txn->fiber, &now_ts));
    ND_TRY(ask_primary(txn, lock, now_ts, for_read, arena, reply));
    if (reply->txn_state != ND_TXN_PREPARED) return ND_STATUS_OK;
    dawdle(txn);
    ND_TRY(nd__txn_resolve_async(txn, lock, now_ts, arena, reply));
    if (reply->txn_state != ND_TXN_ALIVE || !for_read) return ND_STATUS_OK;
    /* A record was missing. Was it not there yet, or has it gone, without a trace, after the primary's commit? */
    if (!nd_env_is_broken(txn->system->options.env, ND_BREAK_ASYNC_STALE_PREPARED)) {
        ND_TRY(ask_primary(txn, lock, now_ts, for_read, arena, reply));
        if (reply->txn_state != ND_TXN_PREPARED) return ND_STATUS_OK;
    }
    reply->txn_state = ND_TXN_ALIVE;
    reply->commit_ts = (struct nd_ts){txn->read_ts.v + 1}; /* whatever was missing draws its bound later than this read's timestamp was */
    return ND_STATUS_OK;
}

/* Commits (commit_ts) or rolls back ({0}) the record that was met; of a large transaction that is rolled back, those
 * that follow it too. Where it is committed its coordinator is probably clearing them: at the first attempt only the one in the way. */
static enum nd_status clear_record(struct nd_txn *txn, const struct nd_kv_lock_info *lock, struct nd_ts commit_ts, uint32_t attempt, struct nd_arena *arena)
{
    struct nd_kv_call call = {.route_key = lock->key, .deadline_ns = nd__txn_call_deadline(txn), .arena = arena};
    struct nd_kv_request *request = &call.request;
    request->start_ts = lock->start_ts;
    request->commit_ts = commit_ts;
    request->wait_ms = ND__TXN_READ_WAIT_MS;
    if (lock->is_large && (commit_ts.v == 0 || attempt > 0)) {
        request->kind = ND_KV_RESOLVE_SPAN;
        request->first = lock->key;
    } else {
        request->kind = commit_ts.v != 0 ? ND_KV_COMMIT : ND_KV_ROLLBACK;
        request->keys = &lock->key;
        request->key_count = 1;
    }
    struct nd_kv_call *calls[] = {&call};
    nd__txn_run(txn, calls, 1);
    nd_counter_add(&txn->system->resolved, 1);
    if (call.status == ND_STATUS_OK) nd_env_probe(txn->system->options.env, commit_ts.v != 0 ? ND_PROBE_TXN_RESOLVED_COMMITTED : ND_PROBE_TXN_RESOLVED_ROLLED_BACK);
    return call.status;
}

static void ignore(struct nd_txn *txn, struct nd_ts start_ts)
{
    if (txn->ignore_count == txn->ignore_cap) {
        txn->ignore_cap = txn->ignore_cap == 0 ? 8 : txn->ignore_cap * 2;
        txn->ignore = nd_heap_realloc(txn->heap, txn->ignore, txn->ignore_cap * sizeof *txn->ignore);
    }
    txn->ignore[txn->ignore_count++] = start_ts;
}

static struct nd__settled *find_settled(struct nd_txn_system *system, struct nd_ts start_ts)
{
    for (size_t i = 0; i < ND__TXN_SETTLED_MAX; i++)
        if (system->settled[i].start_ts.v == start_ts.v) return &system->settled[i];
    return NULL;
}

void nd__txn_note_settled(struct nd_txn_system *system, struct nd_ts start_ts, struct nd_ts commit_ts)
{
    uint64_t until_ns = nd_env_now_ns(system->options.env) + ND__TXN_SETTLED_MS * ND_MS;
    struct nd__settled *known = find_settled(system, start_ts);
    if (known != NULL) known->until_ns = until_ns;
    else system->settled[system->next_settled++ % ND__TXN_SETTLED_MAX] = (struct nd__settled){start_ts, commit_ts, until_ns};
}

/* A large transaction's records take long to clear: a reader takes them for what they will be. */
static bool may_read_over(const struct nd_txn *txn, const struct nd_kv_lock_info *lock, const struct nd_kv_reply *reply)
{
    bool is_seen = reply->txn_state == ND_TXN_COMMITTED && reply->commit_ts.v <= txn->read_ts.v;
    return lock->is_large && is_seen;
}

static void let_pass(struct nd_txn *txn, uint64_t ms)
{
    struct nd_env *env = txn->system->options.env;
    uint64_t until_ns = nd_env_now_ns(env) + ms * ND_MS;
    while (!txn->is_canceled && nd_env_now_ns(env) < until_ns) (void)nd_fiber_park_until(txn->fiber, until_ns);
}

enum nd_status nd__txn_resolve(struct nd_txn *txn, const struct nd_kv_lock_info *lock, bool for_read, uint32_t attempt)
{
    ND_TRY(nd__txn_check(txn));
    if (lock->start_ts.v == 0) return ND_STATUS_LOCKED;
    struct nd_arena arena;
    struct nd_kv_reply reply;
    nd_arena_init(&arena, txn->heap);
    enum nd_status status = ND_STATUS_OK;
    const struct nd__settled *settled = lock->is_large && !for_read ? find_settled(txn->system, lock->start_ts) : NULL;
    if (settled != NULL) reply = (struct nd_kv_reply){.txn_state = ND_TXN_COMMITTED, .commit_ts = settled->commit_ts};
    else status = check_primary(txn, lock, for_read, &arena, &reply);
    if (status == ND_STATUS_OK && reply.txn_state == ND_TXN_ALIVE) {
        if (for_read && reply.commit_ts.v > txn->read_ts.v) {
            ignore(txn, lock->start_ts);
        } else {
            uint64_t pause_ms = PAUSE_MS_MIN;
            for (uint32_t i = 0; i < attempt && pause_ms < PAUSE_MS_MAX; i++) pause_ms *= 2;
            let_pass(txn, pause_ms);
        }
    } else if (status == ND_STATUS_OK && for_read && may_read_over(txn, lock, &reply)) {
        nd__txn_note_settled(txn->system, lock->start_ts, reply.commit_ts);
    } else if (status == ND_STATUS_OK) {
        status = clear_record(txn, lock, reply.txn_state == ND_TXN_COMMITTED ? reply.commit_ts : (struct nd_ts){0}, attempt, &arena);
        /* Somebody else cleared it, or its range split meanwhile: the caller looks again. */
        if (status == ND_STATUS_TXN_COMMITTED || status == ND_STATUS_TXN_ABORTED || status == ND_STATUS_WRONG_RANGE || status == ND_STATUS_SNAPSHOT_TOO_OLD) status = ND_STATUS_OK;
    } else if (status == ND_STATUS_BUSY || status == ND_STATUS_LOCKED || status == ND_STATUS_DEADLOCK) {
        let_pass(txn, PAUSE_MS_MAX); /* the primary is latched: its commit is under way */
        status = ND_STATUS_OK;
    }
    nd_arena_deinit(&arena);
    return status == ND_STATUS_OK ? nd__txn_check(txn) : status;
}

enum nd_status nd__txn_outlive(struct nd_txn *txn, const struct nd_kv_lock_info *lock, uint32_t attempt, bool *is_over_out)
{
    struct nd_arena arena;
    struct nd_kv_reply reply;
    ND_TRY(nd__txn_check(txn));
    nd_arena_init(&arena, txn->heap);
    enum nd_status status = check_primary(txn, lock, false, &arena, &reply);
    bool is_latched = status == ND_STATUS_BUSY || status == ND_STATUS_LOCKED || status == ND_STATUS_DEADLOCK || status == ND_STATUS_WRONG_RANGE; /* its commit is under way */
    if (status != ND_STATUS_OK && !is_latched) {
        nd_arena_deinit(&arena);
        return status;
    }
    bool is_alive = is_latched || reply.txn_state == ND_TXN_ALIVE;
    *is_over_out = !is_alive;
    if (is_alive) nd_fiber_sleep(txn->fiber, (attempt < 5 ? PAUSE_MS_MIN << attempt : PAUSE_MS_MAX) * ND_MS);
    else (void)clear_record(txn, lock, reply.txn_state == ND_TXN_COMMITTED ? reply.commit_ts : (struct nd_ts){0}, 0, &arena);
    nd_arena_deinit(&arena);
    return nd__txn_check(txn);
}

enum nd_status nd__txn_resolve_if_old(struct nd_txn *txn, const struct nd_kv_lock_info *lock)
{
    uint64_t now_ms = nd_ts_physical_ms(txn->read_ts), began_ms = nd_ts_physical_ms(lock->start_ts);
    if (now_ms < began_ms + lock->ttl_ms) return ND_STATUS_OK;
    return nd__txn_resolve(txn, lock, false, 0);
}
