/* SPDX-License-Identifier: Apache-2.0 */
/* Waiting for locks of other transactions: in requests of some hundred ms, between which the meta shard is told who is waited for.
 * It finds circles (meta/meta_waits.c). A ticket keeps the place in the queue from one request to the next. */
#include "txn/txn_int.h"

struct nd__wait nd__txn_wait_begin(const struct nd_txn *txn)
{
    uint64_t now_ns = nd_env_now_ns(txn->system->options.env), timeout_ns = txn->options.lock_timeout_ns;
    return (struct nd__wait){.until_ns = timeout_ns == 0 ? UINT64_MAX : now_ns + timeout_ns, .tell_ns = now_ns + ND__TXN_TELL_MS_FIRST * ND_MS,
                            .tell_met_ns = now_ns + ND__TXN_TELL_MS_FIRST * ND_MS};
}

uint32_t nd__txn_wait_ms(const struct nd_txn *txn, const struct nd__wait *wait)
{
    uint64_t now_ns = nd_env_now_ns(txn->system->options.env);
    uint64_t until_ns = wait->tell_ns < wait->until_ns ? wait->tell_ns : wait->until_ns;
    return until_ns > now_ns ? (uint32_t)((until_ns - now_ns) / ND_MS) + 1 : 1;
}

/* ---- whom it waits for ---------------------------------------------------------------------------------- */

static void note_awaited(struct nd_txn *txn, const struct nd_kv_reply *reply)
{
    size_t count = 0;
    for (size_t i = 0; i < reply->holder_count && count < ND_TXN_AWAITED_MAX; i++) txn->awaited[count++] = reply->holders[i];
    if (count == 0 && reply->lock.start_ts.v != 0) txn->awaited[count++] = reply->lock.start_ts; /* of a record that was met in the engine */
    if (txn->awaited_count == 0) txn->awaits_since_ns = nd_env_now_ns(txn->system->options.env);
    txn->awaited_count = count;
}

/* Nothing is under way any more: it waits on only where one of the requests ended in vain. */
static void note_ended(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count)
{
    bool waits = false;
    for (size_t i = 0; i < count; i++) waits = waits || calls[i]->status == ND_STATUS_LOCKED;
    if (!waits) txn->awaited_count = 0;
}

size_t nd_txn_awaited(const struct nd_txn *txn, struct nd_ts *out, uint64_t *since_ns_out)
{
    memcpy(out, txn->awaited, txn->awaited_count * sizeof *out);
    *since_ns_out = txn->awaits_since_ns;
    return txn->awaited_count;
}

struct telling {
    struct nd_meta_call call;
    struct nd_fiber *fiber;
    enum nd_status status;
    bool is_done;
};

static void told(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct telling *telling = ND_CONTAINER_OF(call, struct telling, call);
    ND_UNUSED(reply);
    telling->status = status;
    telling->is_done = true;
    nd_fiber_wake(telling->fiber);
}

/* DEADLOCK, or OK: also where nobody can be told at the moment. */
static enum nd_status tell(struct nd_txn *txn, const struct nd_kv_reply *reply)
{
    struct nd_meta_request request = {.kind = ND_META_WAIT, .count = ++txn->told};
    struct telling telling = {.call.done = told, .fiber = txn->fiber};
    note_awaited(txn, reply);
    request.waiters[request.waiter_count++] = txn->start_ts;
    for (size_t i = 0; i < txn->kin_count && request.waiter_count < ND_META_WAITERS_MAX; i++)
        if (txn->kin[i].v != txn->start_ts.v) request.waiters[request.waiter_count++] = txn->kin[i];
    for (size_t i = 0; i < reply->holder_count && request.holder_count < ND_META_HOLDERS_MAX; i++) request.holders[request.holder_count++] = reply->holders[i];
    if (request.holder_count == 0) request.holders[request.holder_count++] = reply->lock.start_ts; /* of a record that was met in the engine */
    nd_meta_call_start(txn->system->options.meta, &telling.call, &request, ND__TXN_TELL_MS * ND_MS);
    while (!telling.is_done) nd_fiber_park(txn->fiber);
    return telling.status == ND_STATUS_DEADLOCK ? ND_STATUS_DEADLOCK : ND_STATUS_OK;
}

static enum nd_status tell_now(struct nd_txn *txn, struct nd__wait *wait, const struct nd_kv_reply *reply)
{
    ND_TRY(tell(txn, reply));
    wait->tell_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_TELL_MS * ND_MS;
    return ND_STATUS_OK;
}

enum nd_status nd__txn_wait_on(struct nd_txn *txn, struct nd__wait *wait, const struct nd_kv_reply *reply)
{
    uint64_t now_ns = nd_env_now_ns(txn->system->options.env);
    ND_TRY(nd__txn_check(txn)); /* the statement's own time counts first */
    if (now_ns >= wait->until_ns) return ND_STATUS_LOCK_TIMEOUT;
    note_awaited(txn, reply);
    wait->ticket = reply->ticket;
    bool is_met = reply->holder_count == 0 && reply->lock.start_ts.v != 0;
    if (is_met && now_ns >= wait->tell_met_ns && txn->start_ts.v != 0) {
        ND_TRY(tell_now(txn, wait, reply));
        wait->tell_met_ns = wait->tell_ns;
    } else if (now_ns >= wait->tell_ns && reply->holder_count > 0 && txn->start_ts.v != 0) {
        ND_TRY(tell_now(txn, wait, reply));
    } else if (now_ns >= wait->tell_ns) {
        wait->tell_ns = now_ns + ND__TXN_TELL_MS * ND_MS;
    }
    if (reply->lock.start_ts.v == 0) return nd__txn_check(txn); /* waited in vain behind a lock in memory */
    return nd__txn_resolve(txn, &reply->lock, false, wait->attempts++);
}

/* ---- requests that wait in queues ---------------------------------------------------------------------- */

bool nd__txn_is_any_open(struct nd_kv_call *const *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (calls[i]->is_open) return true;
    return false;
}

/* A question about the keys of a request to its range, on the side. */
static struct nd_kv_call ask_of(const struct nd_txn_system *system, const struct nd_kv_request *request, enum nd_kv_kind kind, const struct nd_slice *keys, size_t key_count, struct nd_arena *arena)
{
    return (struct nd_kv_call){.request = {.kind = kind, .start_ts = request->start_ts, .lock_mode = request->lock_mode, .keys = keys, .key_count = key_count,
                                           .keys_only = kind == ND_KV_UNLOCK},
                               .route_key = keys[0],
                               .deadline_ns = nd_env_now_ns(system->options.env) + ND__TXN_TELL_MS * ND_MS,
                               .arena = arena};
}

static enum nd_status ask_aside(struct nd_txn *txn, const struct nd_kv_call *lock_call, enum nd_kv_kind kind, struct nd_arena *arena, struct nd_kv_reply *reply_out)
{
    const struct nd_kv_request *lock = &lock_call->request;
    struct nd_kv_call call = ask_of(txn->system, lock, kind, lock->keys, lock->key_count, arena);
    struct nd_kv_call *calls[] = {&call};
    nd_kv_run(txn->system->options.kv, txn->fiber, calls, 1);
    *reply_out = call.reply;
    return call.status;
}

static void ask_to_end(struct nd_txn *txn, const struct nd_kv_call *lock_call)
{
    struct nd_arena arena;
    struct nd_kv_reply reply;
    nd_arena_init(&arena, txn->heap);
    (void)ask_aside(txn, lock_call, ND_KV_UNLOCK, &arena, &reply); /* in vain: its wait ends with the request's own bound */
    nd_arena_deinit(&arena);
}

static void end_waiting(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!calls[i]->is_open) continue;
        nd_kv_call_cancel(calls[i]);
        ask_to_end(txn, calls[i]);
    }
}

static enum nd_status tell_of(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__wait *wait)
{
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        struct nd_arena arena;
        struct nd_kv_reply reply;
        if (!calls[i]->is_open) continue;
        nd_arena_init(&arena, txn->heap);
        if (ask_aside(txn, calls[i], ND_KV_BLOCKERS, &arena, &reply) == ND_STATUS_OK && reply.holder_count > 0) status = tell_now(txn, wait, &reply);
        nd_arena_deinit(&arena);
    }
    wait->tell_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_TELL_MS * ND_MS;
    return status;
}

static enum nd_status run_some(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__wait *wait)
{
    enum nd_status status = ND_STATUS_OK;
    bool is_ended = false;
    for (size_t i = 0; i < count; i++) {
        calls[i]->waiter = txn->fiber;
        calls[i]->done = NULL;
        nd_kv_call_start(txn->system->options.kv, calls[i]);
    }
    while (nd__txn_is_any_open(calls, count)) {
        (void)nd_fiber_park_until(txn->fiber, wait->tell_ns);
        if (!nd__txn_is_any_open(calls, count)) break;
        bool is_time = nd_env_now_ns(txn->system->options.env) >= wait->tell_ns;
        if (is_time && !is_ended) status = tell_of(txn, calls, count, wait);
        if (!is_ended && (status != ND_STATUS_OK || txn->is_canceled)) {
            is_ended = true;
            end_waiting(txn, calls, count);
        }
        if (is_ended) wait->tell_ns = UINT64_MAX;
    }
    note_ended(txn, calls, count);
    return status;
}

enum nd_status nd__txn_run_waiting(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__wait *wait)
{
    for (size_t at = 0; at < count; at += ND__TXN_PARALLEL) {
        size_t n = count - at < ND__TXN_PARALLEL ? count - at : ND__TXN_PARALLEL;
        ND_TRY(run_some(txn, calls + at, n, wait));
    }
    return ND_STATUS_OK;
}

/* Writes that wait behind others are told to give up: what they have not begun they do not do. */
void nd__txn_end_writes(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_kv_call *const *calls, size_t count)
{
    struct nd_arena arena;
    struct nd_kv_call *asks[ND__TXN_PARALLEL];
    size_t open_count = 0;
    nd_arena_init(&arena, system->heap);
    for (size_t i = 0; i < count; i++) {
        const struct nd_kv_request *write = &calls[i]->request;
        if (!calls[i]->is_open) continue;
        struct nd_slice *keys = nd_arena_array(&arena, struct nd_slice, write->mut_count + 1);
        for (size_t k = 0; k < write->mut_count; k++) keys[k] = write->muts[k].key;
        asks[open_count] = nd_arena_alloc(&arena, sizeof *asks[open_count]);
        *asks[open_count++] = ask_of(system, write, ND_KV_UNLOCK, keys, write->mut_count, &arena);
    }
    nd_kv_run(system->options.kv, fiber, asks, open_count); /* in vain: their waits end with the requests' own bound */
    nd_arena_deinit(&arena);
}

/* They are under way: what they do is the rollback's business. */
static void leave(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__round *round)
{
    for (size_t i = 0; i < count; i++)
        if (calls[i]->is_open) round->left[round->left_count++] = calls[i];
    round->muts = txn->scratch;
    nd_arena_init(&txn->scratch, txn->heap);
    txn->left = round;
}

static bool run_some_writes(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__round *round)
{
    uint64_t until_ns = round == NULL || txn->deadline_ns == 0 ? UINT64_MAX : txn->deadline_ns;
    bool is_ended = false;
    for (size_t i = 0; i < count; i++) {
        txn->open_calls[i] = calls[i];
        calls[i]->waiter = txn->fiber;
        calls[i]->done = NULL;
        nd_kv_call_start(txn->system->options.kv, calls[i]);
    }
    txn->open_count = count;
    while (nd__txn_is_any_open(calls, count) && !is_ended) {
        (void)nd_fiber_park_until(txn->fiber, until_ns);
        is_ended = round == NULL ? txn->is_canceled : nd__txn_check(txn) != ND_STATUS_OK;
    }
    bool is_left = round != NULL && nd__txn_is_any_open(calls, count);
    if (is_left) leave(txn, calls, count, round);
    else if (is_ended) nd__txn_end_writes(txn->system, txn->fiber, calls, count);
    while (!is_left && nd__txn_is_any_open(calls, count)) nd_fiber_park(txn->fiber);
    txn->open_count = 0;
    note_ended(txn, calls, count);
    return is_left;
}

bool nd__txn_run_writes(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count, struct nd__round *round)
{
    for (size_t at = 0; at < count; at += ND__TXN_PARALLEL) {
        size_t n = count - at < ND__TXN_PARALLEL ? count - at : ND__TXN_PARALLEL;
        bool stays = at > 0 && txn->is_canceled;
        if (!stays && run_some_writes(txn, calls + at, n, round)) return true;
        for (size_t i = at; stays && i < at + n; i++) calls[i]->status = ND_STATUS_CANCELED;
    }
    return false;
}
