/* SPDX-License-Identifier: Apache-2.0 */
/* Locks in the memory of shards' leaders. */
#include "txn/txn_int.h"

enum { NOWAIT_LOOKS_MAX = 16 }; /* at records in the way, most of which are of transactions that are over */

/* lock_ts {0}: the lock is held, but something newer than the statement's timestamp is there. A key locked before keeps
 * the older timestamp: the lock may have been lost with its leader meanwhile, and what the client computed from its first
 * look must not overwrite what came in between. (A lock of the key alone lets others write in between.) */
static void note_key(struct nd_txn *txn, struct nd_slice key, enum nd_lock_mode mode, struct nd_ts lock_ts)
{
    struct nd__write *write = nd__txn_find_write(txn, key);
    if (write == NULL) write = nd__txn_add_write(txn, key, ND_SLICE_EMPTY, ND_MUT_LOCK, txn->read_ts);
    else if (write->op == ND_MUT_GUARD) {
        write->op = ND_MUT_LOCK;
        write->was_guard = true;
        write->sent = ND__UNSENT; /* the guard's record is another */
    }
    bool was_locked = write->is_locked, counts = was_locked && write->lock_ts.v != 0 && write->lock_mode != ND_LOCK_KEY_SHARE;
    if (!was_locked) write->lock_statement = txn->statement;
    if (!was_locked || mode < write->lock_mode) write->lock_mode = mode;
    write->is_locked = true;
    if (!counts || (lock_ts.v != 0 && write->lock_ts.v > lock_ts.v)) write->lock_ts = lock_ts;
}

/* The range of the key is to hear that the transaction lives. One key a range is enough. */
static void add_anchor(struct nd_txn *txn, struct nd_slice key)
{
    struct nd_range_desc desc;
    bool is_known = nd_kv_find_cached(txn->system->options.kv, key, false, &desc);
    for (size_t i = 0; i < txn->anchor_count && is_known; i++)
        if (nd_range_desc_has_key(&desc, txn->anchors[i])) return;
    if (txn->anchor_count == txn->anchor_cap) {
        txn->anchor_cap = txn->anchor_cap == 0 ? 4 : txn->anchor_cap * 2;
        txn->anchors = nd_heap_realloc(txn->heap, txn->anchors, txn->anchor_cap * sizeof *txn->anchors);
    }
    txn->anchors[txn->anchor_count++] = nd__txn_find_write(txn, key)->node.key;
}

/* What the leader granted; values, if any, say which of the keys. */
static void note_locked(struct nd_txn *txn, const struct nd_kv_call *call, struct nd_ts lock_ts)
{
    const struct nd_kv_request *request = &call->request;
    bool is_partial = request->skips_locked;
    if (is_partial && call->reply.value_count != request->key_count) return;
    size_t count = 0;
    for (size_t i = 0; i < request->key_count; i++) {
        if (is_partial && !call->reply.values[i].is_found) continue;
        note_key(txn, request->keys[i], request->lock_mode, lock_ts);
        if (count++ == 0) add_anchor(txn, request->keys[i]);
    }
}

/* One round for a group of keys of one range. *again_out: grouping or waiting has to be repeated. */
static enum nd_status take_lock_reply(struct nd_txn *txn, struct nd_kv_call *call, bool is_nowait, struct nd__wait *wait, bool *again_out)
{
    switch (call->status) {
    case ND_STATUS_OK: note_locked(txn, call, call->request.for_update_ts); return ND_STATUS_OK;
    case ND_STATUS_WRITE_CONFLICT:
        note_locked(txn, call, (struct nd_ts){0});
        txn->failed_key = nd_arena_copy(&txn->arena, call->reply.failed_key);
        return ND_STATUS_WRITE_CONFLICT;
    case ND_STATUS_DEADLOCK: return ND_STATUS_DEADLOCK;
    case ND_STATUS_LOCKED:
        txn->failed_key = nd_arena_copy(&txn->arena, call->reply.failed_key);
        if (is_nowait) { /* a record of a transaction that is over is in nobody's way */
            bool is_over = false;
            if (call->reply.lock.start_ts.v == 0 || wait->attempts == NOWAIT_LOOKS_MAX) return ND_STATUS_LOCKED;
            ND_TRY(nd__txn_outlive(txn, &call->reply.lock, wait->attempts++, &is_over));
            if (!is_over && wait->attempts > 1) return ND_STATUS_LOCKED;
            *again_out = true;
            return ND_STATUS_OK;
        }
        *again_out = true;
        return nd__txn_wait_on(txn, wait, &call->reply);
    case ND_STATUS_WRONG_RANGE:
    case ND_STATUS_BUSY: *again_out = true; return nd__txn_check(txn);
    default: return call->status;
    }
}

void nd__txn_unlock(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count)
{
    struct nd__group *groups;
    size_t group_count;
    if (count == 0 || nd__txn_group(txn, muts, count, &txn->scratch, &groups, &group_count) != ND_STATUS_OK) return;
    struct nd_kv_call *unlock_calls = nd_arena_array(&txn->scratch, struct nd_kv_call, group_count);
    struct nd_kv_call **calls = nd_arena_array(&txn->scratch, struct nd_kv_call *, group_count);
    for (size_t g = 0; g < group_count; g++) {
        calls[g] = &unlock_calls[g];
        calls[g]->request = (struct nd_kv_request){.kind = ND_KV_UNLOCK, .start_ts = txn->start_ts, .keys = groups[g].keys, .key_count = groups[g].count};
        calls[g]->route_key = groups[g].keys[0];
        calls[g]->deadline_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_READ_WAIT_MS * ND_MS;
        calls[g]->arena = &txn->scratch;
    }
    nd__txn_run(txn, calls, group_count);
}

static uint32_t lock_ms(const struct nd_txn *txn, const struct nd__wait *wait)
{
    uint64_t now_ns = nd_env_now_ns(txn->system->options.env), until_ns = now_ns + ND__TXN_LOCK_MS * ND_MS;
    if (wait->until_ns < until_ns) until_ns = wait->until_ns;
    if (txn->deadline_ns != 0 && txn->deadline_ns < until_ns) until_ns = txn->deadline_ns;
    return until_ns > now_ns ? (uint32_t)((until_ns - now_ns) / ND_MS) + 1 : 1;
}

static void make_lock_call(struct nd_txn *txn, struct nd_kv_call *call, const struct nd_slice *keys, size_t count, const struct nd_txn_lock_how *how, const struct nd__wait *wait)
{
    call->request = (struct nd_kv_request){.kind = ND_KV_LOCK, .start_ts = txn->start_ts, .for_update_ts = txn->read_ts, .lock_mode = how->mode,
                                           .skips_locked = how->skips_locked, .keys = keys, .key_count = count, .ticket = wait->ticket,
                                           .wait_ms = how->is_nowait ? 0 : lock_ms(txn, wait)};
    call->route_key = keys[0];
    call->deadline_ns = nd__txn_call_deadline(txn);
    call->arena = &txn->scratch;
}

/* Those that the transaction does not hold yet, or not so that it may rely on them. */
static size_t open_keys(struct nd_txn *txn, const struct nd_slice *keys, size_t count, enum nd_lock_mode mode, struct nd_kv_mut **muts_out)
{
    struct nd_kv_mut *muts = *muts_out = nd_arena_array(&txn->scratch, struct nd_kv_mut, count + 1);
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        const struct nd__write *write = nd__txn_find_write(txn, keys[i]);
        bool is_held = write != NULL && write->is_locked && write->lock_mode <= mode && write->lock_ts.v != 0;
        if (!is_held) muts[open++] = (struct nd_kv_mut){.op = ND_MUT_LOCK, .key = keys[i]};
    }
    return open;
}

static enum nd_status lock_round(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, const struct nd_txn_lock_how *how, struct nd__wait *wait, bool *again_out)
{
    struct nd__group *groups;
    size_t group_count;
    ND_TRY(nd__txn_group(txn, muts, count, &txn->scratch, &groups, &group_count));
    struct nd_kv_call *lock_calls = nd_arena_array(&txn->scratch, struct nd_kv_call, group_count);
    struct nd_kv_call **calls = nd_arena_array(&txn->scratch, struct nd_kv_call *, group_count);
    if (group_count > 1) wait->ticket = 0;
    for (size_t g = 0; g < group_count; g++) {
        calls[g] = &lock_calls[g];
        make_lock_call(txn, calls[g], groups[g].keys, groups[g].count, how, wait);
    }
    ND_TRY(nd__txn_run_waiting(txn, calls, group_count, wait));
    enum nd_status worst = ND_STATUS_OK;
    for (size_t g = 0; g < group_count; g++) {
        enum nd_status status = take_lock_reply(txn, calls[g], how->is_nowait, wait, again_out);
        if (worst == ND_STATUS_OK || (worst == ND_STATUS_WRITE_CONFLICT && status != ND_STATUS_OK)) worst = status;
        if (status == ND_STATUS_OK && how->skips_locked && calls[g]->reply.lock.start_ts.v != 0) /* it is done without; a dead transaction's record goes */
            status = nd__txn_resolve_if_old(txn, &calls[g]->reply.lock);
        if (status != ND_STATUS_OK && worst == ND_STATUS_OK) worst = status;
    }
    return worst;
}

static enum nd_status lock_keys(struct nd_txn *txn, const struct nd_slice *keys, size_t count, const struct nd_txn_lock_how *how)
{
    struct nd__wait wait = nd__txn_wait_begin(txn);
    for (;;) {
        struct nd_kv_mut *muts;
        bool again = false;
        nd_arena_reset(&txn->scratch);
        size_t open = open_keys(txn, keys, count, how->mode, &muts);
        if (open == 0) return ND_STATUS_OK;
        ND_TRY(lock_round(txn, muts, open, how, &wait, &again));
        if (!again) return ND_STATUS_OK;
    }
}

/* Some leaders may have granted what was asked for, or still may. */
static void give_up(struct nd_txn *txn, const struct nd_slice *keys, size_t count)
{
    nd_arena_reset(&txn->scratch);
    struct nd_kv_mut *muts = nd_arena_array(&txn->scratch, struct nd_kv_mut, count + 1);
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        const struct nd__write *write = nd__txn_find_write(txn, keys[i]);
        if (write == NULL || !write->is_locked) muts[open++] = (struct nd_kv_mut){.op = ND_MUT_LOCK, .key = keys[i]};
    }
    nd__txn_unlock(txn, muts, open);
}

enum nd_status nd_txn_lock_as(struct nd_txn *txn, const struct nd_slice *keys, size_t count, const struct nd_txn_lock_how *how)
{
    ND_TRY(nd__txn_check(txn));
    ND_TRY(nd_txn_settle(txn));
    enum nd_status status = lock_keys(txn, keys, count, how);
    bool is_alone = count == 1 && how->is_nowait && status == ND_STATUS_LOCKED; /* surely nothing was granted */
    if (status != ND_STATUS_OK && status != ND_STATUS_WRITE_CONFLICT && !is_alone) give_up(txn, keys, count);
    for (size_t i = 0; i < count && how->skips_locked; i++) {
        const struct nd__write *write = nd__txn_find_write(txn, keys[i]);
        how->is_locked[i] = write != NULL && write->is_locked && write->lock_mode <= how->mode;
    }
    return status;
}

enum nd_status nd_txn_lock(struct nd_txn *txn, const struct nd_slice *keys, size_t count, bool is_nowait)
{
    return nd_txn_lock_as(txn, keys, count, &(struct nd_txn_lock_how){.is_nowait = is_nowait});
}

/* ---- locks that read ------------------------------------------------------------------------------------------- */

static enum nd_status take_values(struct nd_txn *txn, const struct nd_kv_call *call, struct nd_txn_get_item *const *open, struct nd_arena *arena)
{
    const struct nd_kv_reply *reply = &call->reply;
    const struct nd_kv_request *request = &call->request;
    if (reply->value_count != request->key_count || reply->read_ts.v == 0) return ND_STATUS_MALFORMED;
    for (size_t i = 0; i < request->key_count; i++) {
        open[i]->is_found = reply->values[i].is_found;
        open[i]->value = nd_arena_copy(arena, reply->values[i].value);
    }
    if (reply->read_ts.v > txn->read_ts.v) {
        txn->read_ts = reply->read_ts;
        txn->ignore_count = 0; /* pushed above an older timestamp */
    }
    note_locked(txn, call, reply->read_ts);
    return ND_STATUS_OK;
}

/* One request of keys of one range. *again_out: the same once more. */
static enum nd_status lock_get_range(struct nd_txn *txn, const struct nd_slice *keys, struct nd_txn_get_item *const *open, size_t count, const struct nd_txn_lock_how *how,
                                     struct nd__wait *wait, struct nd_arena *arena, bool *again_out)
{
    struct nd_kv_call call = {0};
    make_lock_call(txn, &call, keys, count, how, wait);
    call.request.wants_values = true;
    bool is_late = nd__txn_ask_late(txn, &call);
    if (!is_late) ND_TRY(nd_txn_settle(txn));
    struct nd_kv_call *calls[] = {&call};
    *again_out = false;
    enum nd_status given_up = nd__txn_run_waiting(txn, calls, 1, wait);
    if (given_up != ND_STATUS_OK) {
        give_up(txn, keys, count);
        return given_up;
    }
    if (call.status == ND_STATUS_OK) {
        enum nd_status status = is_late ? nd__txn_take_late(txn, &call) : ND_STATUS_OK;
        if (status == ND_STATUS_OK || status == ND_STATUS_VERSION_CHANGED) ND_TRY(take_values(txn, &call, open, arena));
        size_t own = 0; /* in any order */
        while (own < count && !nd__txn_may_be_forgotten(txn, keys[own])) own++;
        return status == ND_STATUS_OK && own < count ? nd__txn_check_own(txn, keys[own], keys[own]) : status;
    }
    if (is_late && call.status == ND_STATUS_UNSUPPORTED) {
        *again_out = true;
        return nd_txn_settle(txn);
    }
    enum nd_status status = take_lock_reply(txn, &call, how->is_nowait, wait, again_out);
    if (status != ND_STATUS_OK && status != ND_STATUS_WRITE_CONFLICT) give_up(txn, keys, count);
    return status;
}

/* The leader that granted the locks did not prove that it leads: an entry that is written tells, at the commit, but nothing
 * would tell of rows that it did not know. *found_out: one is there after all. */
static enum nd_status look_again(struct nd_txn *txn, const struct nd_txn_get_item *items, size_t count, bool *found_out)
{
    struct nd_arena arena;
    nd_arena_init(&arena, txn->heap);
    struct nd_ts read_ts = txn->read_ts;
    enum nd_status status = nd__draw_ts(txn->system, txn->fiber, &txn->read_ts);
    txn->ignore_count = 0; /* pushed above an older timestamp */
    *found_out = false;
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        struct nd_slice value;
        if (items[i].is_found) continue;
        status = nd_txn_get(txn, items[i].key, &arena, &value);
        if (status == ND_STATUS_OK) *found_out = true;
        if (status == ND_STATUS_NOT_FOUND) status = ND_STATUS_OK;
    }
    txn->read_ts = read_ts;
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_txn_lock_get(struct nd_txn *txn, struct nd_txn_get_item *items, size_t count, enum nd_lock_mode mode, bool is_nowait, struct nd_arena *arena)
{
    ND_ASSERT(txn->options.isolation == ND_READ_COMMITTED);
    ND_TRY(nd__txn_check(txn));
    if (txn->start_ts.v == 0) ND_TRY(nd_txn_settle(txn)); /* locks go by it */
    struct nd__wait wait = nd__txn_wait_begin(txn);
    const struct nd_txn_lock_how how = {.mode = mode, .is_nowait = is_nowait};
    struct nd_slice *keys = nd_arena_array(arena, struct nd_slice, count);
    struct nd_txn_get_item **open = nd_arena_array(arena, struct nd_txn_get_item *, count);
    for (size_t at = 0; at < count;) {
        struct nd_range_desc desc;
        size_t n = 0, taken = at;
        nd_arena_reset(&txn->scratch);
        for (; taken < count; taken++) {
            const struct nd__write *own = nd__txn_find_data(txn, items[taken].key);
            if (own != NULL) {
                items[taken].is_found = own->op != ND_MUT_DELETE;
                items[taken].value = items[taken].is_found ? nd_arena_copy(arena, own->value) : ND_SLICE_EMPTY;
                continue;
            }
            if (n == 0) ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, items[taken].key, false, nd__txn_call_deadline(txn), &txn->scratch, &desc));
            if (!nd_range_desc_has_key(&desc, items[taken].key)) break;
            keys[n] = items[taken].key;
            open[n++] = &items[taken];
        }
        bool again = false;
        if (n > 0) ND_TRY(lock_get_range(txn, keys, open, n, &how, &wait, arena, &again));
        if (!again) at = taken;
    }
    for (size_t i = 0; i < count; i++) {
        bool is_there;
        if (items[i].is_found || nd__txn_find_data(txn, items[i].key) != NULL) continue;
        ND_TRY(look_again(txn, items, count, &is_there));
        return is_there ? ND_STATUS_WRITE_CONFLICT : ND_STATUS_OK;
    }
    return ND_STATUS_OK;
}
