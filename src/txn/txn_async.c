/* SPDX-License-Identifier: Apache-2.0 */
/* Async commit: committed once all provisional records are there, in one round of consensus on all ranges side by side. The
 * primary's record lists the others, so whoever meets one can find out, and finish, without the gateway. What is decided goes to the
 * primary first: its range is where the decisions of several, who race, come in some order. (TiDB's async commit; CockroachDB's
 * parallel commits.) */
#include "txn/txn_int.h"

enum { ASYNC_KEY_BYTES_MAX = 4096 };

bool nd__txn_may_commit_async(const struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count)
{
    size_t bytes = 0;
    if (txn->is_flushed || count == 0 || count > txn->system->options.async_keys_max || nd__txn_has_open_reads(txn)) return false;
    for (size_t i = 0; i < count; i++) bytes += muts[i].key.n;
    return bytes <= ASYNC_KEY_BYTES_MAX && txn->primary.n > 0;
}

/* What the primary's range knows for ever. The client must not hear of a failure before. */
static enum nd_status settle(struct nd_txn *txn, enum nd_status status)
{
    struct nd_kv_call call = {.request = {.kind = ND_KV_ROLLBACK, .start_ts = txn->start_ts, .keys = &txn->primary, .key_count = 1, .wait_ms = ND__TXN_LOCK_WAIT_MS},
                              .route_key = txn->primary,
                              .deadline_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_CALL_MS * ND_MS,
                              .arena = &txn->scratch};
    struct nd_kv_call *calls[] = {&call};
    nd_kv_run(txn->system->options.kv, txn->fiber, calls, 1);
    if (call.status == ND_STATUS_OK) return status == ND_STATUS_AMBIGUOUS || status == ND_STATUS_TXN_COMMITTED ? ND_STATUS_TXN_ABORTED : status;
    if (call.status != ND_STATUS_TXN_COMMITTED) return ND_STATUS_AMBIGUOUS;
    ND_PROBE(txn->system->options.env, TXN_ASYNC_SETTLED_COMMITTED);
    txn->commit_ts = call.reply.commit_ts;
    return ND_STATUS_OK;
}

/* A record that leaves no trace may have been placed twice: the second time after others had found all of them, committed the primary at
 * that, and cleared it. The primary's timestamp is the transaction's. */
static enum nd_status confirm(struct nd_txn *txn)
{
    for (;;) {
        struct nd_kv_call call = {.request = {.kind = ND_KV_COMMIT, .start_ts = txn->start_ts, .commit_ts = txn->commit_ts, .keys = &txn->primary, .key_count = 1,
                                              .is_primary = true, .wait_ms = ND__TXN_LOCK_WAIT_MS},
                                  .route_key = txn->primary,
                                  .deadline_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_CALL_MS * ND_MS,
                                  .arena = &txn->scratch};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(txn->system->options.kv, txn->fiber, calls, 1);
        bool is_again = call.status == ND_STATUS_BUSY || call.status == ND_STATUS_LOCKED || call.status == ND_STATUS_DEADLOCK || call.status == ND_STATUS_WRONG_RANGE;
        if (is_again) continue;
        if (call.status == ND_STATUS_OK) ND_PROBE(txn->system->options.env, TXN_ASYNC_CONFIRMED);
        if (call.status == ND_STATUS_OK && call.reply.commit_ts.v != 0) txn->commit_ts = call.reply.commit_ts;
        return call.status;
    }
}

enum nd_status nd__txn_commit_async(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count)
{
    struct nd_slice *secondaries = nd_arena_array(&txn->scratch, struct nd_slice, count);
    struct nd_buf list;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!nd_slice_eq(muts[i].key, txn->primary)) secondaries[n++] = muts[i].key;
    nd_buf_init(&list, txn->heap);
    nd_kv_put_keys(&list, secondaries, n);
    txn->is_async = true;
    enum nd_status status = nd__txn_prewrite(txn, muts, count, nd_buf_slice(&list), &txn->commit_ts);
    nd_buf_deinit(&list);
    struct nd_env *env = txn->system->options.env;
    bool is_unconfirmed = nd_env_is_broken(env, ND_BREAK_ASYNC_UNFENCED) || nd_env_is_broken(env, ND_BREAK_ASYNC_UNCONFIRMED);
    if (status == ND_STATUS_OK && txn->was_repeated && !is_unconfirmed) status = confirm(txn);
    if (status != ND_STATUS_OK) status = settle(txn, status);
    if (status == ND_STATUS_OK) nd_counter_add(&txn->system->async, 1);
    return status;
}

/* ---- for others --------------------------------------------------------------------------------------------- */

/* *state_out as ND_KV_CHECK_SECONDARIES says of all keys together; *commit_ts_out grows. */
static enum nd_status ask_secondaries(struct nd_txn *txn, struct nd_ts start_ts, struct nd_slice list, bool fences, struct nd_arena *arena, enum nd_txn_state *state_out,
                                      struct nd_ts *commit_ts_out)
{
    const struct nd_slice *keys;
    size_t count, at = 0;
    ND_TRY(nd_kv_read_keys(list, arena, &keys, &count));
    *state_out = ND_TXN_PREPARED;
    while (at < count) {
        struct nd_range_desc desc;
        size_t n = 1;
        ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, keys[at], false, nd__txn_call_deadline(txn), arena, &desc));
        while (at + n < count && nd_range_desc_has_key(&desc, keys[at + n])) n++;
        struct nd_kv_call call = {.request = {.kind = ND_KV_CHECK_SECONDARIES, .start_ts = start_ts, .keys = keys + at, .key_count = n, .fences = fences,
                                              .wait_ms = ND__TXN_READ_WAIT_MS},
                                  .route_key = keys[at],
                                  .deadline_ns = nd__txn_call_deadline(txn),
                                  .arena = arena};
        struct nd_kv_call *calls[] = {&call};
        nd__txn_run(txn, calls, 1);
        if (call.status == ND_STATUS_WRONG_RANGE) { /* split meanwhile */
            ND_TRY(nd__txn_check(txn));
            continue;
        }
        ND_TRY(call.status);
        if (call.reply.txn_state == ND_TXN_COMMITTED) {
            *commit_ts_out = call.reply.commit_ts;
            *state_out = ND_TXN_COMMITTED;
            return ND_STATUS_OK;
        }
        if (call.reply.txn_state != ND_TXN_PREPARED) *state_out = call.reply.txn_state;
        if (*state_out == ND_TXN_ROLLED_BACK) return ND_STATUS_OK;
        if (call.reply.commit_ts.v > commit_ts_out->v) *commit_ts_out = call.reply.commit_ts;
        at += n;
    }
    return ND_STATUS_OK;
}

static enum nd_status decide(struct nd_txn *txn, const struct nd_kv_lock_info *lock, struct nd_ts commit_ts, struct nd_arena *arena, struct nd_kv_reply *reply)
{
    struct nd_kv_call call = {.request = {.kind = commit_ts.v != 0 ? ND_KV_COMMIT : ND_KV_ROLLBACK, .start_ts = lock->start_ts, .commit_ts = commit_ts, .keys = &lock->primary,
                                          .key_count = 1, .is_primary = commit_ts.v != 0, .wait_ms = ND__TXN_READ_WAIT_MS},
                              .route_key = lock->primary,
                              .deadline_ns = nd__txn_call_deadline(txn),
                              .arena = arena};
    struct nd_kv_call *calls[] = {&call};
    nd__txn_run(txn, calls, 1);
    nd_counter_add(&txn->system->resolved, 1);
    if (call.status == ND_STATUS_OK && commit_ts.v != 0) ND_PROBE(txn->system->options.env, TXN_ASYNC_FINISHED_BY_OTHER);
    switch (call.status) {
    case ND_STATUS_OK:
    case ND_STATUS_TXN_COMMITTED:
        reply->txn_state = commit_ts.v != 0 || call.status == ND_STATUS_TXN_COMMITTED ? ND_TXN_COMMITTED : ND_TXN_ROLLED_BACK;
        reply->commit_ts = call.reply.commit_ts.v != 0 ? call.reply.commit_ts : commit_ts;
        return ND_STATUS_OK;
    case ND_STATUS_TXN_ABORTED: reply->txn_state = ND_TXN_ROLLED_BACK; return ND_STATUS_OK;
    case ND_STATUS_AMBIGUOUS: return ND_STATUS_BUSY; /* the caller asks again */
    default: return call.status;
    }
}

enum nd_status nd__txn_resolve_async(struct nd_txn *txn, const struct nd_kv_lock_info *lock, struct nd_ts now_ts, struct nd_arena *arena, struct nd_kv_reply *reply)
{
    bool is_expired = nd_ts_physical_ms(now_ts) > nd_ts_physical_ms(reply->read_ts);
    struct nd_ts commit_ts = reply->commit_ts;
    enum nd_txn_state state;
    ND_TRY(ask_secondaries(txn, lock->start_ts, reply->payload, is_expired, arena, &state, &commit_ts));
    reply->txn_state = ND_TXN_ALIVE;
    reply->commit_ts = (struct nd_ts){0};
    if (state == ND_TXN_ALIVE) return ND_STATUS_OK;
    return decide(txn, lock, state == ND_TXN_ROLLED_BACK ? (struct nd_ts){0} : commit_ts, arena, reply);
}
