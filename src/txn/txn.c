/* SPDX-License-Identifier: Apache-2.0 */
/* Lifecycle, statements, the write buffer. */
#include "txn/txn_int.h"

#include "base/checksum.h"

struct nd_txn *nd_txn_begin(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_txn_options *options)
{
    ND_ASSERT(options->as_of.v == 0 || options->is_read_only);
    struct nd_txn *txn = nd_heap_new(system->heap, struct nd_txn);
    txn->system = system;
    txn->fiber = fiber;
    txn->heap = system->heap;
    txn->options = *options;
    txn->began_ns = nd_env_now_ns(system->options.env);
    nd_arena_init(&txn->arena, txn->heap);
    nd_arena_init(&txn->scratch, txn->heap);
    nd_omap_init(&txn->writes);
    nd_omap_init(&txn->reads);
    nd_arena_init(&txn->reads_arena, txn->heap);
    nd_hmap_init(&txn->flushed_hashes, txn->heap);
    nd_env_entropy(system->options.env, &txn->id, sizeof txn->id);
    nd_list_push_back(&system->txns, &txn->link);
    return txn;
}

void nd_txn_free(struct nd_txn *txn)
{
    if (txn == NULL) return;
    if (txn->phase == ND__TXN_ACTIVE) {
        txn->phase = ND__TXN_ROLLED_BACK;
        nd__txn_finish_in_background(txn, false);
    }
    nd_list_remove(&txn->link);
    nd_hmap_deinit(&txn->flushed_hashes);
    nd_heap_free(txn->heap, txn->anchors);
    nd_heap_free(txn->heap, txn->ignore);
    nd__txn_unguard(txn, 0);
    nd_heap_free(txn->heap, txn->guarded);
    nd_arena_deinit(&txn->arena);
    nd_arena_deinit(&txn->reads_arena);
    nd_arena_deinit(&txn->scratch);
    nd_heap_free(txn->heap, txn);
}

void nd_txn_set_kin(struct nd_txn *txn, const struct nd_ts *kin, size_t count)
{
    txn->kin = kin;
    txn->kin_count = count;
}

void nd_txn_set_lock_timeout(struct nd_txn *txn, uint64_t timeout_ns) { txn->options.lock_timeout_ns = timeout_ns; }

void nd_txn_set_deadline(struct nd_txn *txn, uint64_t deadline_ns) { txn->deadline_ns = deadline_ns; }

void nd_txn_cancel(struct nd_txn *txn)
{
    txn->is_canceled = true;
    for (size_t i = 0; i < txn->open_count; i++) nd_kv_call_cancel(txn->open_calls[i]);
    nd_fiber_wake(txn->fiber);
}

enum nd_status nd_txn_read_latest(struct nd_txn *txn, struct nd_ts *before_out)
{
    ND_TRY(nd_txn_settle(txn));
    *before_out = txn->read_ts;
    ND_TRY(nd__txn_check(txn));
    if (txn->options.as_of.v != 0) return ND_STATUS_OK;
    struct nd_ts ts;
    ND_TRY(nd__draw_ts(txn->system, txn->fiber, &ts));
    txn->read_ts = ts;
    txn->ignore_count = 0; /* pushed above an older timestamp */
    return ND_STATUS_OK;
}

void nd_txn_read_as_before(struct nd_txn *txn, struct nd_ts before) { txn->read_ts = before; }

struct nd_ts nd_txn_start_ts(const struct nd_txn *txn) { return txn->start_ts; }
struct nd_ts nd_txn_read_ts(const struct nd_txn *txn) { return txn->read_ts; }
struct nd_ts nd_txn_schema_ts(const struct nd_txn *txn) { return txn->schema_ts; }
struct nd_txn_id nd_txn_id_of(const struct nd_txn *txn) { return txn->id; }
enum nd_isolation nd_txn_isolation(const struct nd_txn *txn) { return txn->options.isolation; }
bool nd_txn_has_writes(const struct nd_txn *txn) { return txn->has_data || txn->is_flushed; }
struct nd_slice nd_txn_failed_key(const struct nd_txn *txn) { return txn->failed_key; }
struct nd_ts nd_txn_commit_ts(const struct nd_txn *txn) { return txn->commit_ts; }

enum nd_status nd__txn_check(struct nd_txn *txn)
{
    if (txn->is_canceled) return ND_STATUS_CANCELED;
    if (txn->deadline_ns != 0 && nd_env_now_ns(txn->system->options.env) >= txn->deadline_ns) return ND_STATUS_TIMEOUT;
    return ND_STATUS_OK;
}

uint64_t nd__txn_call_deadline(const struct nd_txn *txn)
{
    uint64_t until_ns = nd_env_now_ns(txn->system->options.env) + ND__TXN_CALL_MS * ND_MS;
    return txn->deadline_ns != 0 && txn->deadline_ns < until_ns ? txn->deadline_ns : until_ns;
}

void nd__txn_run(struct nd_txn *txn, struct nd_kv_call *const *calls, size_t count)
{
    for (size_t at = 0; at < count; at += ND__TXN_PARALLEL) {
        size_t n = count - at < ND__TXN_PARALLEL ? count - at : ND__TXN_PARALLEL;
        for (size_t i = 0; i < n; i++) txn->open_calls[i] = calls[at + i];
        txn->open_count = n;
        nd_kv_run(txn->system->options.kv, txn->fiber, calls + at, n);
        txn->open_count = 0;
    }
}

/* ---- statements ------------------------------------------------------------------------------------------ */

struct fiber_draw {
    struct nd_ts_draw draw;
    struct nd_fiber *fiber;
    bool is_done;
};

static void fiber_draw_done(struct nd_ts_draw *draw)
{
    struct fiber_draw *waiting = ND_CONTAINER_OF(draw, struct fiber_draw, draw);
    waiting->is_done = true;
    nd_fiber_wake(waiting->fiber);
}

static enum nd_status draw_watched(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_ts *ts_out, struct nd_ts *unchanged_since_out)
{
    struct fiber_draw waiting = {.draw = {.done = fiber_draw_done, .count = 1}, .fiber = fiber};
    nd_ts_draw_start(nd_meta_client_ts_source(system->options.meta), &waiting.draw);
    while (!waiting.is_done) nd_fiber_park(fiber);
    *ts_out = waiting.draw.first;
    *unchanged_since_out = waiting.draw.unchanged_since;
    return waiting.draw.status;
}

enum nd_status nd__draw_ts(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_ts *ts_out)
{
    struct nd_ts unchanged_since;
    return draw_watched(system, fiber, ts_out, &unchanged_since);
}

static enum nd_status draw_read_ts(struct nd_txn *txn)
{
    if (txn->options.as_of.v != 0) {
        txn->read_ts = txn->schema_ts = txn->start_ts = txn->options.as_of;
        txn->unchanged_since = (struct nd_ts){0};
        return ND_STATUS_OK;
    }
    struct nd_ts ts, unchanged_since;
    enum nd_status status;
    do { /* the oracle may be moving to another node: within the statement's time */
        status = draw_watched(txn->system, txn->fiber, &ts, &unchanged_since);
        if (status != ND_STATUS_OK) ND_TRY(nd__txn_check(txn));
    } while (status == ND_STATUS_TIMEOUT && txn->deadline_ns != 0);
    ND_TRY(status);
    txn->read_ts = txn->schema_ts = ts;
    txn->unchanged_since = unchanged_since;
    txn->ignore_count = 0; /* pushed above an older timestamp */
    if (txn->start_ts.v == 0) txn->start_ts = ts;
    return ND_STATUS_OK;
}

enum nd_status nd_txn_begin_statement(struct nd_txn *txn)
{
    ND_ASSERT(txn->phase == ND__TXN_ACTIVE);
    ND_TRY(nd__txn_check(txn));
    txn->statement++;
    txn->is_reading_past = txn->is_kept_whole = false;
    txn->awaited_count = 0;
    txn->is_late = false;
    bool keeps_snapshot = nd_isolation_keeps_snapshot(txn->options.isolation) && txn->read_ts.v != 0;
    return keeps_snapshot ? ND_STATUS_OK : draw_read_ts(txn);
}

/* ---- statements whose timestamp comes with their first read -------------------------------------------------- */

enum nd_status nd_txn_begin_statement_late(struct nd_txn *txn, struct nd_ts since)
{
    ND_ASSERT(txn->phase == ND__TXN_ACTIVE);
    ND_ASSERT(txn->options.isolation == ND_READ_COMMITTED);
    ND_ASSERT(txn->options.as_of.v == 0);
    ND_TRY(nd__txn_check(txn));
    txn->statement++;
    txn->is_reading_past = txn->is_kept_whole = false;
    txn->awaited_count = 0;
    txn->is_late = true;
    txn->ignore_count = 0; /* pushed above an older timestamp */
    txn->late_since = since;
    txn->unchanged_since.v = 0;
    return ND_STATUS_OK;
}

bool nd_txn_is_late(const struct nd_txn *txn) { return txn->is_late; }
struct nd_ts nd_txn_unchanged_since(const struct nd_txn *txn) { return txn->is_late ? (struct nd_ts){0} : txn->unchanged_since; }

enum nd_status nd_txn_settle(struct nd_txn *txn)
{
    if (!txn->is_late) return ND_STATUS_OK;
    ND_TRY(draw_read_ts(txn));
    txn->is_late = false;
    return ND_STATUS_OK;
}

bool nd__txn_ask_late(struct nd_txn *txn, struct nd_kv_call *call)
{
    struct nd_range_desc desc;
    if (!txn->is_late || txn->is_flushed || txn->has_prewritten) return false;
    if (!nd_kv_find_cached(txn->system->options.kv, call->route_key, call->is_before, &desc) || desc.id.v != ND_RANGE_META.v) return false;
    call->request.read_ts.v = 0;
    call->request.draws_ts = true;
    call->request.ignore_count = 0;
    call->request.watch = nd_buf_slice(&txn->system->watch);
    call->request.watch_ts = txn->late_since;
    return true;
}

enum nd_status nd__txn_take_late(struct nd_txn *txn, const struct nd_kv_call *call)
{
    ND_TRY(call->status);
    if (call->reply.read_ts.v <= txn->read_ts.v) return ND_STATUS_MALFORMED;
    txn->is_late = false;
    txn->read_ts = txn->schema_ts = call->reply.read_ts;
    txn->unchanged_since = call->reply.is_unchanged ? txn->late_since : (struct nd_ts){0};
    txn->ignore_count = 0;
    if (txn->start_ts.v == 0) txn->start_ts = txn->read_ts;
    return call->reply.is_unchanged ? ND_STATUS_OK : ND_STATUS_VERSION_CHANGED;
}

/* ---- the buffer -------------------------------------------------------------------------------------------- */

struct nd__write *nd__txn_find_write(const struct nd_txn *txn, struct nd_slice key)
{
    struct nd_omap_node *node = nd_omap_find(&txn->writes, key);
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd__write, node);
}

struct nd__write *nd__txn_find_data(const struct nd_txn *txn, struct nd_slice key)
{
    struct nd__write *write = nd__txn_find_write(txn, key);
    while (write != NULL && !nd__txn_sees(txn, write)) write = write->older;
    return write;
}

struct nd__write *nd__txn_add_write(struct nd_txn *txn, struct nd_slice key, struct nd_slice value, enum nd_mut_op op, struct nd_ts for_update_ts)
{
    struct nd__write *known = nd__txn_find_write(txn, key);
    struct nd_slice copy = nd_arena_copy(&txn->arena, value);
    if (nd__is_data(op)) txn->has_data = true;
    txn->buffered_bytes += key.n + value.n + sizeof *known;
    if (known != NULL && known->statement == txn->statement) {
        if (!nd__is_data(op) && nd__is_data(known->op)) return known; /* a lock under a write adds nothing */
        if (known->sent == ND__SENT) known->sent = ND__MAYBE_SENT;
        known->op = op;
        known->value = copy;
        known->for_update_ts = for_update_ts;
        return known;
    }
    if (known != NULL && !nd__is_data(op) && op != ND_MUT_GATE) return known;
    struct nd__write *write = nd_arena_new(&txn->arena, struct nd__write);
    write->op = op;
    write->value = copy;
    write->for_update_ts = for_update_ts;
    write->statement = txn->statement;
    struct nd_slice own_key = known != NULL ? known->node.key : nd_arena_copy(&txn->arena, key);
    if (known != NULL) {
        write->is_locked = known->is_locked;
        write->lock_mode = known->lock_mode;
        write->lock_ts = known->lock_ts;
        write->lock_statement = known->lock_statement;
        nd_omap_remove(&txn->writes, &known->node);
        write->older = known;
    }
    nd_omap_insert(&txn->writes, &write->node, own_key);
    return write;
}

void nd_txn_keep_whole(struct nd_txn *txn) { txn->is_kept_whole = true; }

bool nd_txn_read_past(struct nd_txn *txn, bool is_past)
{
    bool was_past = txn->is_reading_past;
    ND_ASSERT(!is_past || txn->is_kept_whole);
    txn->is_reading_past = is_past;
    return was_past;
}

bool nd_txn_has_written(const struct nd_txn *txn, struct nd_slice key)
{
    const struct nd__write *write = nd__txn_find_write(txn, key);
    return write != NULL && nd__is_data(write->op) && write->statement == txn->statement;
}

static enum nd_status check_write(struct nd_txn *txn, struct nd_slice key, struct nd_slice value)
{
    ND_ASSERT(txn->phase == ND__TXN_ACTIVE);
    if (txn->options.is_read_only) return ND_STATUS_INVALID;
    if (key.n == 0 || key.n > ND_KEY_BYTES_MAX || value.n > ND_VALUE_BYTES_MAX) return ND_STATUS_TOO_LARGE;
    return nd__txn_check(txn);
}

static enum nd_status flush_if_full(struct nd_txn *txn)
{
    bool is_full = txn->buffered_bytes > ND_TXN_BUFFER_BYTES_MAX;
    if (is_full && txn->is_kept_whole) return ND_STATUS_TOO_LARGE;
    if (!txn->is_kept_whole && ND_BUGGIFY(txn->system->options.env, "txn_buffer_full")) is_full = true;
    return is_full ? nd__txn_flush(txn, txn->has_savepoints) : ND_STATUS_OK;
}

/* What the write does where an INSERT of this transaction came before: it still must find no row there. */
static enum nd_mut_op op_over(const struct nd_txn *txn, struct nd_slice key, enum nd_mut_op op)
{
    const struct nd__write *data = nd__txn_find_data(txn, key);
    return data != NULL && data->op == ND_MUT_INSERT && op == ND_MUT_PUT ? ND_MUT_INSERT : op;
}

enum nd_status nd_txn_put(struct nd_txn *txn, struct nd_slice key, struct nd_slice value)
{
    ND_TRY(check_write(txn, key, value));
    ND_TRY(nd_txn_settle(txn));
    enum nd_mut_op op = op_over(txn, key, ND_MUT_PUT);
    bool is_free_insert = op == ND_MUT_INSERT && txn->options.isolation == ND_READ_COMMITTED;
    nd__txn_add_write(txn, key, value, op, is_free_insert ? (struct nd_ts){0} : txn->read_ts);
    return flush_if_full(txn);
}

uint64_t nd__txn_hash_of(struct nd_slice key)
{
    uint64_t hash = nd_hash64(key);
    return hash == 0 ? 1 : hash;
}

/* Looks at the latest committed state, under a lock where wanted, and at records sent ahead. */
static enum nd_status find_double_now(struct nd_txn *txn, struct nd_slice key, bool under_lock)
{
    if (under_lock) {
        enum nd_status status = nd_txn_lock(txn, &key, 1, false);
        if (status == ND_STATUS_WRITE_CONFLICT && txn->options.isolation == ND_READ_COMMITTED) status = ND_STATUS_OK;
        ND_TRY(status);
    }
    struct nd_ts read_ts = txn->read_ts;
    if (txn->options.isolation == ND_READ_COMMITTED) ND_TRY(nd__draw_ts(txn->system, txn->fiber, &txn->read_ts));
    txn->ignore_count = 0; /* pushed above an older timestamp */
    struct nd_slice value;
    enum nd_status status = nd_txn_get(txn, key, &txn->scratch, &value);
    txn->read_ts = read_ts;
    nd_arena_reset(&txn->scratch);
    if (status == ND_STATUS_NOT_FOUND) return ND_STATUS_OK;
    if (status != ND_STATUS_OK) return status;
    txn->failed_key = nd_arena_copy(&txn->arena, key);
    return ND_STATUS_DUPLICATE_KEY;
}

/* The row that an own, unchecked INSERT put there goes again: what the INSERT promised is checked now,
 * because a deletion would take away a row of somebody else's without a word. */
static enum nd_status check_insert_before_delete(struct nd_txn *txn, struct nd_slice key)
{
    struct nd__write *own = nd__txn_find_write(txn, key);
    struct nd_slice own_key = own->node.key;
    nd_omap_remove(&txn->writes, &own->node); /* reads go past the buffer meanwhile */
    enum nd_status status = find_double_now(txn, own_key, false);
    nd_omap_insert(&txn->writes, &own->node, own_key);
    return status;
}

enum nd_status nd_txn_delete(struct nd_txn *txn, struct nd_slice key)
{
    ND_TRY(check_write(txn, key, ND_SLICE_EMPTY));
    ND_TRY(nd_txn_settle(txn));
    const struct nd__write *data = nd__txn_find_data(txn, key);
    bool is_unchecked = data != NULL && data->op == ND_MUT_INSERT;
    for (; data != NULL && is_unchecked; data = data->older) is_unchecked = data->sent == ND__UNSENT;
    if (is_unchecked) ND_TRY(check_insert_before_delete(txn, key));
    nd__txn_add_write(txn, key, ND_SLICE_EMPTY, ND_MUT_DELETE, txn->read_ts);
    return flush_if_full(txn);
}

enum nd_status nd_txn_put_blind(struct nd_txn *txn, struct nd_slice key, struct nd_slice value)
{
    ND_TRY(check_write(txn, key, value));
    ND_TRY(nd_txn_settle(txn));
    nd__txn_add_write(txn, key, value, ND_MUT_PUT, (struct nd_ts){0});
    return flush_if_full(txn);
}

enum nd_status nd_txn_delete_blind(struct nd_txn *txn, struct nd_slice key)
{
    ND_TRY(check_write(txn, key, ND_SLICE_EMPTY));
    ND_TRY(nd_txn_settle(txn));
    nd__txn_add_write(txn, key, ND_SLICE_EMPTY, ND_MUT_DELETE, (struct nd_ts){0});
    return flush_if_full(txn);
}

enum nd_status nd_txn_insert(struct nd_txn *txn, struct nd_slice key, struct nd_slice value, bool check_now)
{
    ND_TRY(check_write(txn, key, value));
    ND_TRY(nd_txn_settle(txn));
    struct nd__write *data = nd__txn_find_data(txn, key);
    if (data != NULL && data->op != ND_MUT_DELETE) {
        txn->failed_key = nd_arena_copy(&txn->arena, key);
        return ND_STATUS_DUPLICATE_KEY;
    }
    bool may_be_flushed = txn->is_flushed && data == NULL && nd_hmap_find(&txn->flushed_hashes, nd__txn_hash_of(key)) != NULL;
    if ((check_now && data == NULL) || may_be_flushed) ND_TRY(find_double_now(txn, key, check_now));
    /* Over an own deletion it is a plain write: the row that was there is known to go. */
    bool over_delete = data != NULL;
    struct nd_ts for_update_ts = over_delete && data->for_update_ts.v != 0 ? data->for_update_ts : txn->read_ts; /* as of when the row was seen */
    if (!over_delete && txn->options.isolation == ND_READ_COMMITTED) for_update_ts.v = 0;
    nd__txn_add_write(txn, key, value, over_delete || may_be_flushed ? ND_MUT_PUT : ND_MUT_INSERT, for_update_ts);
    if (txn->is_flushed || txn->buffered_bytes > ND_TXN_BUFFER_BYTES_MAX / 2) nd_hmap_put(&txn->flushed_hashes, nd__txn_hash_of(key), txn);
    return flush_if_full(txn);
}

void nd_txn_hand_over(struct nd_txn *txn, struct nd_fiber *fiber) { txn->fiber = fiber; }
uint64_t nd_txn_buffered_bytes(const struct nd_txn *txn) { return txn->buffered_bytes; }
bool nd_txn_is_flushed(const struct nd_txn *txn) { return txn->is_flushed; }

enum nd_status nd_txn_adopt(struct nd_txn *txn, const struct nd_txn *from)
{
    ND_ASSERT(!from->is_flushed);
    for (struct nd_omap_node *node = nd_omap_first(&from->writes); node != NULL; node = nd_omap_next(node)) {
        const struct nd__write *write = ND_CONTAINER_OF(node, struct nd__write, node);
        ND_ASSERT(write->op == ND_MUT_INSERT || write->op == ND_MUT_PUT);
        if (write->op == ND_MUT_INSERT) ND_TRY(nd_txn_insert(txn, node->key, write->value, false));
        else ND_TRY(nd_txn_put(txn, node->key, write->value));
    }
    return ND_STATUS_OK;
}

enum nd_status nd_txn_commit_under(struct nd_txn *txn, const struct nd_txn *holder)
{
    uint8_t start_ts[8];
    nd_store_u64(start_ts, holder->start_ts.v);
    if (nd_env_is_broken(txn->system->options.env, ND_BREAK_HOLDER_UNSEEN)) return ND_STATUS_OK;
    for (struct nd_omap_node *node = nd_omap_first(&holder->writes); node != NULL; node = nd_omap_next(node)) {
        ND_TRY(check_write(txn, node->key, ND_SLICE_EMPTY));
        nd__txn_add_write(txn, node->key, nd_slice_of(start_ts, sizeof start_ts), ND_MUT_HELD, (struct nd_ts){0});
    }
    return ND_STATUS_OK;
}

enum nd_status nd_txn_guard_read(struct nd_txn *txn, struct nd_slice key)
{
    ND_TRY(check_write(txn, key, ND_SLICE_EMPTY));
    ND_ASSERT(!txn->is_late);
    if (nd__txn_find_write(txn, key) == NULL) nd__txn_add_write(txn, key, ND_SLICE_EMPTY, ND_MUT_GUARD, txn->read_ts);
    return ND_STATUS_OK;
}
