/* SPDX-License-Identifier: Apache-2.0 */
/* Back to where a statement or a savepoint was: writes leave the buffer again, locks first taken since are given back.
 *
 * A write that was sent ahead meanwhile has a provisional record, which is written over with the older write of the
 * key, or with one that only locks if a lock of before stays, or goes. The primary key stays a data record, since the outcome is looked up there: it gets the value that
 * is committed. */
#include "txn/txn_int.h"

struct undo {
    struct nd_txn *txn;
    uint64_t mark;
    bool keeps_locks;
    struct nd_kv_mut *unlocks, *again; /* on txn->scratch */
    size_t unlock_count, again_count;
};

/* The value of the primary key without this transaction. */
static enum nd_status restore_primary(struct nd_txn *txn, struct nd__write *write)
{
    struct nd_ts read_ts;
    ND_TRY(nd__draw_ts(txn->system, txn->fiber, &read_ts));
    for (;;) {
        struct nd_kv_call call = {.request = {.kind = ND_KV_GET, .read_ts = read_ts, .ignore = &txn->start_ts, .ignore_count = 1, .keys = &write->node.key,
                                              .key_count = 1, .wait_ms = ND__TXN_READ_WAIT_MS},
                                  .route_key = write->node.key,
                                  .deadline_ns = nd__txn_call_deadline(txn),
                                  .arena = &txn->scratch};
        struct nd_kv_call *calls[] = {&call};
        nd__txn_run(txn, calls, 1);
        if (call.status == ND_STATUS_WRONG_RANGE || call.status == ND_STATUS_BUSY) {
            ND_TRY(nd__txn_check(txn));
            continue;
        }
        ND_TRY(call.status);
        if (call.reply.value_count != 1) return ND_STATUS_MALFORMED;
        write->op = call.reply.values[0].is_found ? ND_MUT_PUT : ND_MUT_DELETE;
        write->value = nd_arena_copy(&txn->arena, call.reply.values[0].value);
        return ND_STATUS_OK;
    }
}

static void give_lock_back(struct undo *undo, struct nd__write *write)
{
    write->is_locked = false;
    write->lock_ts = (struct nd_ts){0};
    write->lock_statement = 0;
    if (write->was_guard) write->op = ND_MUT_GUARD;
    write->was_guard = false;
    undo->unlocks[undo->unlock_count++] = (struct nd_kv_mut){.op = ND_MUT_LOCK, .key = write->node.key};
}

/* A write of before may lie under the record, and nobody knows it any more. */
static bool may_be_forgotten(const struct nd_txn *txn, struct nd_slice key)
{
    if (nd_env_is_broken(txn->system->options.env, ND_BREAK_UNDO_OVER_FORGOTTEN)) return false;
    return nd__txn_may_be_forgotten(txn, key);
}

/* Takes the newest write of a key away; what is left for it: an older write, itself as a lock, or nothing. */
static struct nd__write *pop(struct undo *undo, struct nd__write *write, enum nd__sent *sent)
{
    struct nd_txn *txn = undo->txn;
    struct nd__write *older = write->older;
    bool keeps_lock = write->is_locked && (undo->keeps_locks || write->lock_statement <= undo->mark);
    bool is_left = write->sent == ND__MAYBE_SENT && nd_env_is_broken(txn->system->options.env, ND_BREAK_UNDO_LEAVES_SENT);
    if (write->op != ND_MUT_GUARD && write->sent != ND__UNSENT && !is_left) *sent = write->sent;
    if (older != NULL) {
        if (keeps_lock && !older->is_locked) {
            older->lock_ts = write->lock_ts;
            older->lock_statement = write->lock_statement;
            older->lock_mode = write->lock_mode;
            older->is_locked = true;
        } else if (write->is_locked && !keeps_lock) {
            older->is_locked = true; /* given back with the older write, below */
            older->lock_statement = write->lock_statement;
        }
        struct nd_slice key = write->node.key;
        nd_omap_remove(&txn->writes, &write->node);
        nd_omap_insert(&txn->writes, &older->node, key);
        return older;
    }
    if (write->is_locked && !keeps_lock) give_lock_back(undo, write);
    if (!keeps_lock && *sent == ND__UNSENT) { /* a guard's record, if there is one, is in nobody's way for long */
        nd_omap_remove(&txn->writes, &write->node);
        return NULL;
    }
    write->op = *sent == ND__UNSENT ? ND_MUT_LOCK : keeps_lock ? ND_MUT_FORGET : ND_MUT_UNDO;
    write->value = ND_SLICE_EMPTY;
    write->for_update_ts = (struct nd_ts){0};
    write->statement = undo->mark;
    write->was_guard = false;
    return write;
}

static enum nd_status undo_key(struct undo *undo, struct nd__write *write)
{
    struct nd_txn *txn = undo->txn;
    enum nd__sent sent = ND__UNSENT;
    while (write != NULL && write->statement > undo->mark) {
        bool is_last = write->older == NULL && (sent != ND__UNSENT || write->sent != ND__UNSENT);
        if (is_last && may_be_forgotten(txn, write->node.key)) return ND_STATUS_UNSUPPORTED;
        write = pop(undo, write, &sent);
    }
    if (write == NULL) return ND_STATUS_OK;
    if (write->is_locked && !undo->keeps_locks && write->lock_statement > undo->mark) give_lock_back(undo, write);
    if (sent != ND__UNSENT) {
        bool only_locks = !nd__is_data(write->op) && write->op != ND_MUT_GATE && write->op != ND_MUT_UNDO; /* a fence of before stands */
        if (only_locks) write->op = ND_MUT_FORGET;
        if (!nd__is_data(write->op) && nd_slice_eq(write->node.key, txn->primary)) ND_TRY(restore_primary(txn, write));
        write->sent = ND__MAYBE_SENT;
        undo->again[undo->again_count++] = nd__txn_mut_of(write);
    }
    if (nd__is_data(write->op)) txn->has_data = true;
    return ND_STATUS_OK;
}

static enum nd_status undo_all(struct nd_txn *txn, uint64_t mark, bool keeps_locks)
{
    struct undo undo = {.txn = txn, .mark = mark, .keeps_locks = keeps_locks};
    nd_arena_reset(&txn->scratch);
    undo.unlocks = nd_arena_array(&txn->scratch, struct nd_kv_mut, txn->writes.count + 1);
    undo.again = nd_arena_array(&txn->scratch, struct nd_kv_mut, txn->writes.count + 1);
    txn->has_data = txn->is_flushed;
    nd__txn_unguard(txn, mark);
    txn->fence = (struct nd_kv_lock_info){0};
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes), *next; node != NULL; node = next) {
        next = nd_omap_next(node);
        ND_TRY(undo_key(&undo, ND_CONTAINER_OF(node, struct nd__write, node)));
    }
    if (undo.again_count > 0) ND_TRY(nd__txn_send_again(txn, undo.again, undo.again_count));
    for (size_t i = 0; i < undo.again_count; i++)
        if (undo.again[i].op == ND_MUT_UNDO) nd_omap_remove(&txn->writes, &nd__txn_find_write(txn, undo.again[i].key)->node);
    nd__txn_unlock(txn, undo.unlocks, undo.unlock_count);
    return ND_STATUS_OK;
}

/* Everything that was written after the statement `mark`. What was undone by half looks as if it had been undone: no way back is left then. */
static enum nd_status undo_since(struct nd_txn *txn, uint64_t mark, bool keeps_locks)
{
    if (mark < txn->forgotten_since || txn->left != NULL) return ND_STATUS_UNSUPPORTED;
    enum nd_status status = undo_all(txn, mark, keeps_locks);
    if (status != ND_STATUS_OK && !nd_env_is_broken(txn->system->options.env, ND_BREAK_UNDO_HALF_DONE)) txn->forgotten_since = UINT64_MAX;
    return status;
}

enum nd_status nd_txn_rollback_statement(struct nd_txn *txn) { return undo_since(txn, txn->statement - 1, true); }

uint64_t nd_txn_savepoint(struct nd_txn *txn)
{
    txn->has_savepoints = true;
    return txn->statement;
}

enum nd_status nd_txn_rollback_to(struct nd_txn *txn, uint64_t savepoint)
{
    ND_ASSERT(txn->phase == ND__TXN_ACTIVE);
    ND_ASSERT(savepoint <= txn->statement);
    txn->is_canceled = false; /* that was the statement's end, not the transaction's */
    txn->has_savepoints = true;
    txn->is_late = false;
    return undo_since(txn, savepoint, false);
}
