/* SPDX-License-Identifier: Apache-2.0 */
/* Provisional records, and the commit: one-phase where all is in one range, else async (txn_async.c) or two-phase. */
#include "txn/txn_int.h"

/* ---- grouping by range ----------------------------------------------------------------------------------- */

static struct nd__group *new_group(struct nd_arena *arena, struct nd__group **groups, size_t *count, size_t *cap, struct nd_range_id range, size_t items)
{
    if (*count == *cap) {
        *cap = *cap == 0 ? 8 : *cap * 2;
        struct nd__group *more = nd_arena_array(arena, struct nd__group, *cap);
        if (*count > 0) memcpy(more, *groups, *count * sizeof *more);
        *groups = more;
    }
    struct nd__group *group = &(*groups)[(*count)++];
    group->range = range;
    group->cap = items < ND__TXN_PREWRITE_MUTS ? items : ND__TXN_PREWRITE_MUTS;
    group->muts = nd_arena_array(arena, struct nd_kv_mut, group->cap);
    group->keys = nd_arena_array(arena, struct nd_slice, group->cap);
    return group;
}

enum nd_status nd__txn_group(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, struct nd_arena *arena, struct nd__group **groups_out, size_t *group_count_out)
{
    struct nd__group *groups = NULL, *group = NULL;
    size_t group_count = 0, cap = 0;
    struct nd_range_desc desc = {0};
    for (size_t i = 0; i < count; i++) {
        if (desc.id.v == 0 || !nd_range_desc_has_key(&desc, muts[i].key)) {
            ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, muts[i].key, false, nd__txn_call_deadline(txn), arena, &desc));
            group = NULL;
        }
        if (group == NULL || group->count == group->cap || group->bytes >= ND__TXN_PREWRITE_BYTES)
            group = new_group(arena, &groups, &group_count, &cap, desc.id, count - i);
        group->keys[group->count] = muts[i].key;
        group->muts[group->count++] = muts[i];
        group->bytes += muts[i].key.n + muts[i].value.n;
    }
    *groups_out = groups;
    *group_count_out = group_count;
    return ND_STATUS_OK;
}

/* ---- prewrites --------------------------------------------------------------------------------------------------- */

/* What a write must not find: anything newer than its statement saw, or than what the transaction saw
 * under a lock that it took before: such a lock may have been lost with its leader. */
static struct nd_ts for_update_ts_of(const struct nd__write *write)
{
    if (write->is_locked && write->op == ND_MUT_LOCK) return write->lock_ts;
    bool is_older = write->is_locked && write->lock_ts.v != 0 && write->lock_ts.v < write->for_update_ts.v;
    return is_older ? write->lock_ts : write->for_update_ts;
}

struct nd_kv_mut nd__txn_mut_of(const struct nd__write *write)
{
    enum nd_mut_op op = write->op;
    if (op == ND_MUT_LOCK && write->is_locked && write->lock_mode == ND_LOCK_SHARE) op = ND_MUT_GUARD;
    if (op == ND_MUT_LOCK && write->is_locked && write->lock_mode == ND_LOCK_KEY_SHARE) op = ND_MUT_KEY_GUARD;
    struct nd_slice value = op == ND_MUT_GUARD && write->op == ND_MUT_LOCK ? nd_slice_str(ND_KV_OF_LOCK) : write->value;
    return (struct nd_kv_mut){.op = op, .key = write->node.key, .value = value, .for_update_ts = for_update_ts_of(write)};
}

/* The buffer as mutations, in key order, without what was sent ahead. */
static struct nd_kv_mut *collect(struct nd_txn *txn, size_t *count_out)
{
    struct nd_kv_mut *muts = nd_arena_array(&txn->scratch, struct nd_kv_mut, txn->writes.count);
    size_t count = 0;
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL; node = nd_omap_next(node)) {
        const struct nd__write *write = ND_CONTAINER_OF(node, struct nd__write, node);
        bool is_skipped = write->op == ND_MUT_LOCK && nd_env_is_broken(txn->system->options.env, ND_BREAK_LOCKS_UNCHECKED);
        if (write->sent != ND__SENT && !is_skipped) muts[count++] = nd__txn_mut_of(write);
    }
    *count_out = count;
    return muts;
}

static void choose_primary(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count)
{
    for (size_t i = 0; i < count && txn->primary.n == 0; i++)
        if (nd__is_data(muts[i].op)) txn->primary = nd_arena_copy(&txn->arena, muts[i].key);
}

/* A change of the table's layout is in the way. If it is under way still, it will be newer than what this transaction knows; else its record goes. */
static enum nd_status take_fence(struct nd_txn *txn, const struct nd_kv_reply *reply, bool *again_out)
{
    bool is_over = false;
    if (reply->lock.start_ts.v != 0) ND_TRY(nd__txn_outlive(txn, &reply->lock, 0, &is_over));
    *again_out |= is_over;
    if (is_over) return ND_STATUS_OK;
    txn->failed_key = nd_arena_copy(&txn->arena, reply->lock.key);
    txn->fence = reply->lock;
    txn->fence.key = txn->failed_key;
    txn->fence.primary = nd_arena_copy(&txn->arena, reply->lock.primary);
    return ND_STATUS_WRITE_CONFLICT;
}

/* What a failed write says, and whether to try the same again. */
static enum nd_status take_write_reply(struct nd_txn *txn, struct nd_kv_call *call, struct nd__wait *wait, bool *again_out)
{
    switch (call->status) {
    case ND_STATUS_OK: return ND_STATUS_OK;
    case ND_STATUS_LOCKED:
        if (call->reply.is_gate) return take_fence(txn, &call->reply, again_out);
        *again_out = true;
        return nd__txn_wait_on(txn, wait, &call->reply);
    case ND_STATUS_WRONG_RANGE:
    case ND_STATUS_BUSY: *again_out = true; return nd__txn_check(txn);
    case ND_STATUS_READ_CHANGED:
    case ND_STATUS_WRITE_CONFLICT:
    case ND_STATUS_DUPLICATE_KEY: txn->failed_key = nd_arena_copy(&txn->arena, call->reply.failed_key); return call->status;
    default: return call->status;
    }
}

static bool has_primary(const struct nd_txn *txn, const struct nd__group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (nd_slice_eq(group->keys[i], txn->primary)) return true;
    return false;
}

struct prewrite {
    const struct nd_kv_mut *muts;
    size_t count;
    struct nd_slice secondaries;
    struct nd_ts *commit_ts; /* NULL: nobody asks for it */
    bool may_leave;          /* what is under way when the statement is canceled */
    struct nd__wait wait;
};

/* All groups once. What is made for it lies in the round's arena: a transaction may wait through many. */
static ND_YIELDS enum nd_status prewrite_round(struct nd_txn *txn, struct prewrite *prewrite, struct nd__round *round, bool *again_out)
{
    struct nd_arena *arena = &round->arena;
    static const uint8_t no_keys[] = {0};
    struct nd__group *groups;
    size_t group_count;
    ND_TRY(nd__txn_group(txn, prewrite->muts, prewrite->count, arena, &groups, &group_count));
    struct nd_kv_call *write_calls = nd_arena_array(arena, struct nd_kv_call, group_count);
    struct nd_kv_call **calls = nd_arena_array(arena, struct nd_kv_call *, group_count);
    for (size_t g = 0; g < group_count; g++) {
        struct nd_kv_call *call = calls[g] = &write_calls[g];
        call->request = (struct nd_kv_request){.kind = ND_KV_PREWRITE, .start_ts = txn->start_ts, .primary = txn->primary, .ttl_ms = ND__TXN_TTL_MS,
                                               .is_large = txn->is_flushed, .prewrite_seq = txn->prewrite_seq, .muts = groups[g].muts, .mut_count = groups[g].count,
                                               .wait_ms = nd__txn_wait_ms(txn, &prewrite->wait)};
        call->request.guard_count = nd__txn_guards_of(txn, groups[g].muts, groups[g].count, arena, &call->request.guards);
        if (prewrite->secondaries.n > 0) call->request.secondaries = has_primary(txn, &groups[g]) ? prewrite->secondaries : nd_slice_of(no_keys, sizeof no_keys);
        call->route_key = groups[g].keys[0];
        call->deadline_ns = nd__txn_call_deadline(txn);
        call->arena = arena;
    }
    txn->has_prewritten = true;
    if (nd__txn_run_writes(txn, calls, group_count, prewrite->may_leave ? round : NULL)) return nd__txn_check(txn);
    enum nd_status worst = ND_STATUS_OK;
    for (size_t g = 0; g < group_count; g++) {
        enum nd_status status = take_write_reply(txn, calls[g], &prewrite->wait, again_out);
        if (worst == ND_STATUS_OK) worst = status;
        txn->was_repeated |= calls[g]->attempts > 1;
        struct nd_ts *commit_ts = prewrite->commit_ts;
        if (commit_ts != NULL && calls[g]->status == ND_STATUS_OK && calls[g]->reply.commit_ts.v > commit_ts->v) *commit_ts = calls[g]->reply.commit_ts;
    }
    return worst == ND_STATUS_AMBIGUOUS ? ND_STATUS_TIMEOUT : worst; /* provisional: nothing is committed by it alone */
}

static ND_YIELDS enum nd_status prewrite_all(struct nd_txn *txn, struct prewrite *prewrite)
{
    struct nd__round *round = nd_heap_new(txn->heap, struct nd__round);
    enum nd_status status = ND_STATUS_OK;
    bool again = true;
    nd_arena_init(&round->arena, txn->heap);
    txn->prewrite_seq++;
    txn->was_repeated = false;
    while (status == ND_STATUS_OK && again) { /* groups that were through are repeated with the rest: harmless */
        again = false;
        status = prewrite_round(txn, prewrite, round, &again);
        txn->was_repeated |= again;
        if (txn->left == round) return status;
        nd_arena_reset(&round->arena);
    }
    nd_arena_deinit(&round->arena);
    nd_heap_free(txn->heap, round);
    return status;
}

enum nd_status nd__txn_prewrite(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, struct nd_slice secondaries, struct nd_ts *commit_ts_out)
{
    struct prewrite prewrite = {.muts = muts, .count = count, .secondaries = secondaries, .commit_ts = commit_ts_out, .wait = nd__txn_wait_begin(txn)};
    return prewrite_all(txn, &prewrite);
}

enum nd_status nd_txn_flush(struct nd_txn *txn)
{
    ND_TRY(nd__txn_check(txn));
    return nd__txn_flush(txn, true);
}

/* Marks what goes out: if it fails half-way, some records are there all the same. */
static void mark_sending(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        nd__txn_find_write(txn, muts[i].key)->sent = ND__MAYBE_SENT;
        if (txn->flushed_first.p == NULL || nd_slice_cmp(muts[i].key, txn->flushed_first) < 0) txn->flushed_first = nd_arena_copy(&txn->arena, muts[i].key);
        if (txn->flushed_last.p == NULL || nd_slice_cmp(muts[i].key, txn->flushed_last) > 0) txn->flushed_last = nd_arena_copy(&txn->arena, muts[i].key);
        /* an INSERT that comes later must not take them for somebody else's */
        if (muts[i].op == ND_MUT_INSERT || muts[i].op == ND_MUT_DELETE) nd_hmap_put(&txn->flushed_hashes, nd__txn_hash_of(muts[i].key), txn);
    }
}

/* The arena starts anew; what outlives it moves over. */
static void forget_writes(struct nd_txn *txn)
{
    struct nd_arena fresh;
    nd_arena_init(&fresh, txn->heap);
    txn->primary = nd_arena_copy(&fresh, txn->primary);
    txn->flushed_first = nd_arena_copy(&fresh, txn->flushed_first);
    txn->flushed_last = nd_arena_copy(&fresh, txn->flushed_last);
    txn->forgotten_first = txn->flushed_first;
    txn->forgotten_last = txn->flushed_last;
    txn->failed_key = ND_SLICE_EMPTY;
    txn->fence = (struct nd_kv_lock_info){0};
    txn->anchor_count = 0; /* its locks are provisional records now */
    nd_arena_deinit(&txn->arena);
    txn->arena = fresh;
    nd_omap_init(&txn->writes);
    txn->kept_bytes = 0;
    txn->forgotten_since = txn->statement;
}

enum nd_status nd__txn_flush(struct nd_txn *txn, bool keeps)
{
    size_t count;
    nd_arena_reset(&txn->scratch);
    struct nd_kv_mut *muts = collect(txn, &count);
    choose_primary(txn, muts, count);
    if (txn->primary.n == 0) return ND_STATUS_OK; /* locks alone stay here */
    mark_sending(txn, muts, count);
    txn->is_flushed = true;
    /* with savepoints the transaction may go on */
    struct prewrite prewrite = {.muts = muts, .count = count, .wait = nd__txn_wait_begin(txn), .may_leave = !txn->has_savepoints};
    ND_TRY(prewrite_all(txn, &prewrite));
    for (size_t i = 0; i < count; i++) nd__txn_find_write(txn, muts[i].key)->sent = ND__SENT;
    txn->kept_bytes += txn->buffered_bytes;
    txn->buffered_bytes = 0;
    bool has_room = txn->kept_bytes <= (txn->has_savepoints ? ND__TXN_UNDO_BYTES_MAX : ND_TXN_BUFFER_BYTES_MAX);
    if (!keeps || !has_room || ND_BUGGIFY(txn->system->options.env, "txn_undo_full")) forget_writes(txn);
    nd_arena_reset(&txn->scratch);
    return ND_STATUS_OK;
}

enum nd_status nd__txn_send_again(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count)
{
    ND_TRY(nd__txn_prewrite(txn, muts, count, ND_SLICE_EMPTY, NULL));
    for (size_t i = 0; i < count; i++) nd__txn_find_write(txn, muts[i].key)->sent = ND__SENT;
    return ND_STATUS_OK;
}

/* ---- the commit ------------------------------------------------------------------------------------------------------ */

/* Asks the range of a written key what became of this transaction; an answer is final, because an
 * unknown transaction is fenced by the question. */
static enum nd_status ask_outcome(struct nd_txn *txn, struct nd_slice key)
{
    struct nd_ts now_ts;
    if (nd__draw_ts(txn->system, txn->fiber, &now_ts) != ND_STATUS_OK) return ND_STATUS_AMBIGUOUS;
    now_ts.v |= nd_ts_of_ms(1ULL << 45).v; /* no time to live: the coordinator itself asks */
    struct nd_kv_call call = {.request = {.kind = ND_KV_CHECK_TXN, .start_ts = txn->start_ts, .primary = key, .now_ts = now_ts, .wait_ms = ND__TXN_READ_WAIT_MS},
                              .route_key = key,
                              .deadline_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_CALL_MS * ND_MS,
                              .arena = &txn->scratch};
    struct nd_kv_call *calls[] = {&call};
    nd_kv_run(txn->system->options.kv, txn->fiber, calls, 1);
    if (call.status != ND_STATUS_OK) return ND_STATUS_AMBIGUOUS;
    if (call.reply.txn_state == ND_TXN_COMMITTED) {
        txn->commit_ts = call.reply.commit_ts;
        return ND_STATUS_OK;
    }
    return ND_STATUS_TXN_ABORTED;
}

/* A commit that was refused: a doubled or late request of it may yet arrive, and find nothing against it
 * any more. Before the client is told, the transaction is fenced. `status` is why it was refused. */
static enum nd_status settle(struct nd_txn *txn, enum nd_status status)
{
    /* A newer version stays in the way, a fence too. */
    if (status == ND_STATUS_OK || status == ND_STATUS_WRITE_CONFLICT || status == ND_STATUS_TXN_ABORTED) return status;
    if (nd_env_is_broken(txn->system->options.env, ND_BREAK_COMMIT_UNASKED)) ND_TRY(nd__txn_check(txn));
    enum nd_status outcome = ask_outcome(txn, txn->primary);
    return outcome == ND_STATUS_TXN_ABORTED && status != ND_STATUS_AMBIGUOUS ? status : outcome;
}

/* *is_done_out false: not in one range (any more). */
static enum nd_status commit_one(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, bool *is_done_out)
{
    struct nd__wait wait = nd__txn_wait_begin(txn);
    size_t bytes = 0;
    *is_done_out = false;
    for (size_t i = 0; i < count; i++) bytes += muts[i].key.n + muts[i].value.n + 16;
    if (bytes > ND_KV_BATCH_BYTES_MAX / 2) return ND_STATUS_OK;
    for (uint32_t attempt = 0;; attempt++) {
        struct nd_range_desc desc;
        enum nd_status status = nd_kv_lookup(txn->system->options.kv, txn->fiber, muts[0].key, false, nd__txn_call_deadline(txn), &txn->scratch, &desc);
        if (status != ND_STATUS_OK) return attempt == 0 ? status : settle(txn, status);
        if (!nd_range_desc_has_key(&desc, muts[count - 1].key)) return ND_STATUS_OK; /* sorted: the rest lies between */
        struct nd_kv_call call = {.request = {.kind = ND_KV_COMMIT_ONE, .start_ts = txn->start_ts, .muts = muts, .mut_count = count, .wait_ms = nd__txn_wait_ms(txn, &wait)},
                                  .route_key = muts[0].key,
                                  .deadline_ns = nd__txn_call_deadline(txn),
                                  .arena = &txn->scratch};
        call.request.guard_count = nd__txn_guards_of(txn, muts, count, &txn->scratch, &call.request.guards);
        struct nd_kv_call *calls[] = {&call};
        (void)nd__txn_run_writes(txn, calls, 1, NULL);
        bool again = false;
        status = take_write_reply(txn, &call, &wait, &again);
        if (call.status == ND_STATUS_WRONG_RANGE) continue; /* late doubles of this request are refused by their epoch */
        if (again && status == ND_STATUS_OK) continue;
        *is_done_out = true;
        if (status == ND_STATUS_OK) txn->commit_ts = call.reply.commit_ts;
        else if (call.status == ND_STATUS_SNAPSHOT_TOO_OLD && call.attempts == 1 && attempt == 0) return call.status; /* for ever: doubles fare no better */
        else if (call.attempts > 0) status = settle(txn, status);
        if (status == ND_STATUS_OK) nd_counter_add(&txn->system->one_phase, 1);
        return status;
    }
}

/* The commit point. */
static enum nd_status commit_primary(struct nd_txn *txn)
{
    for (uint32_t attempt = 0;; attempt++) {
        enum nd_status status = nd__draw_ts(txn->system, txn->fiber, &txn->commit_ts);
        if (status == ND_STATUS_OK) status = nd__txn_validate(txn);
        if (status != ND_STATUS_OK) return attempt == 0 ? status : settle(txn, status);
        struct nd_kv_call call = {.request = {.kind = ND_KV_COMMIT, .start_ts = txn->start_ts, .commit_ts = txn->commit_ts, .keys = &txn->primary,
                                              .key_count = 1, .is_primary = true, .wait_ms = ND__TXN_LOCK_WAIT_MS},
                                  .route_key = txn->primary,
                                  .deadline_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_CALL_MS * ND_MS,
                                  .arena = &txn->scratch};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(txn->system->options.kv, txn->fiber, calls, 1); /* not to be canceled half-way */
        switch (call.status) {
        case ND_STATUS_OK:
            if (call.reply.commit_ts.v != 0) txn->commit_ts = call.reply.commit_ts;
            return ND_STATUS_OK;
        case ND_STATUS_COMMIT_TS_EXPIRED:
        case ND_STATUS_BUSY:
        case ND_STATUS_LOCKED:
        case ND_STATUS_DEADLOCK:
        case ND_STATUS_WRONG_RANGE: continue;
        default: return settle(txn, call.status);
        }
    }
}

static enum nd_status commit_two_phase(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count)
{
    if (count > 0) ND_TRY(nd__txn_prewrite(txn, muts, count, ND_SLICE_EMPTY, NULL));
    enum nd_status status = commit_primary(txn);
    if (status == ND_STATUS_OK) nd_counter_add(&txn->system->two_phase, 1);
    return status;
}

enum nd_status nd_txn_commit(struct nd_txn *txn)
{
    ND_ASSERT(txn->phase == ND__TXN_ACTIVE);
    enum nd_status status = nd__txn_check(txn);
    if (status == ND_STATUS_OK && nd_txn_has_writes(txn)) {
        size_t count;
        bool is_done = false;
        nd_arena_reset(&txn->scratch);
        struct nd_kv_mut *muts = collect(txn, &count);
        choose_primary(txn, muts, count);
        /* what is to be asked of the ranges at the commit timestamp must be before it counts */
        if (!txn->is_flushed && !nd__txn_has_open_reads(txn)) status = commit_one(txn, muts, count, &is_done);
        if (status == ND_STATUS_OK && !is_done) status = nd__txn_may_commit_async(txn, muts, count) ? nd__txn_commit_async(txn, muts, count) : commit_two_phase(txn, muts, count);
    }
    bool is_committed = status == ND_STATUS_OK;
    txn->phase = is_committed ? ND__TXN_COMMITTED : ND__TXN_ROLLED_BACK;
    nd_counter_add(is_committed ? &txn->system->commits : &txn->system->rollbacks, 1);
    if (is_committed && txn->is_flushed) nd__txn_note_settled(txn->system, txn->start_ts, txn->commit_ts);
    if (status == ND_STATUS_WRITE_CONFLICT) nd_counter_add(&txn->system->conflicts, 1);
    /* Unknown: whoever meets its records finds out. Rolling back here could undo a commit's secondaries. */
    if (status != ND_STATUS_AMBIGUOUS) nd__txn_finish_in_background(txn, is_committed);
    if (status == ND_STATUS_WRITE_CONFLICT) nd__txn_await_fence(txn);
    return status;
}

void nd_txn_rollback(struct nd_txn *txn)
{
    if (txn->phase != ND__TXN_ACTIVE) return;
    txn->phase = ND__TXN_ROLLED_BACK;
    nd_counter_add(&txn->system->rollbacks, 1);
    nd__txn_finish_in_background(txn, false);
}

/* ---- locks for their own sake --------------------------------------------------------------------------- */

enum nd_status nd_txn_hold(struct nd_txn *txn)
{
    size_t count;
    ND_ASSERT(!txn->has_data);
    nd_arena_reset(&txn->scratch);
    struct nd_kv_mut *muts = collect(txn, &count);
    if (count == 0) return ND_STATUS_OK;
    if (txn->primary.n == 0) txn->primary = nd_arena_copy(&txn->arena, muts[0].key);
    for (size_t i = 0; i < count; i++) muts[i].for_update_ts.v = 0; /* nothing was read under it yet: who had it before does not matter */
    return nd__txn_prewrite(txn, muts, count, ND_SLICE_EMPTY, NULL);
}

void nd_txn_release(struct nd_txn *txn)
{
    if (txn->phase != ND__TXN_ACTIVE) return;
    bool is_done = txn->has_prewritten;
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL && is_done; node = nd_omap_next(node)) {
        nd_arena_reset(&txn->scratch);
        struct nd_kv_call call = {.request = {.kind = ND_KV_ROLLBACK, .start_ts = txn->start_ts, .keys = &node->key, .key_count = 1, .wait_ms = ND__TXN_READ_WAIT_MS},
                                  .route_key = node->key,
                                  .deadline_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_READ_WAIT_MS * ND_MS,
                                  .arena = &txn->scratch};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(txn->system->options.kv, txn->fiber, calls, 1);
        is_done = call.status == ND_STATUS_OK;
    }
    if (is_done) txn->phase = ND__TXN_ROLLED_BACK;
    else nd_txn_rollback(txn);
}
