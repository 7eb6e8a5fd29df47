/* SPDX-License-Identifier: Apache-2.0 */
/* Writers of rows beside changes of how rows are stored: guards and fences (range/gate.h). */
#include "range/gate.h"
#include "txn/txn_int.h"

/* ---- writers ------------------------------------------------------------------------------------------------------ */

enum nd_status nd_txn_guard_span(struct nd_txn *txn, struct nd_slice prefix)
{
    ND_ASSERT(txn->phase == ND__TXN_ACTIVE);
    if (prefix.n == 0 || prefix.n > ND_GATE_PREFIX_BYTES_MAX) return ND_STATUS_TOO_LARGE;
    for (size_t i = 0; i < txn->guarded_count; i++)
        if (nd_slice_eq(txn->guarded[i].guard.prefix, prefix)) return ND_STATUS_OK;
    if (txn->guarded_count == txn->guarded_cap) {
        txn->guarded_cap = txn->guarded_cap == 0 ? 4 : txn->guarded_cap * 2;
        txn->guarded = nd_heap_realloc(txn->heap, txn->guarded, txn->guarded_cap * sizeof *txn->guarded);
    }
    uint8_t *copy = nd_heap_alloc(txn->heap, prefix.n);
    memcpy(copy, prefix.p, prefix.n);
    txn->guarded[txn->guarded_count++] = (struct nd__guarded){
        .guard = {.prefix = nd_slice_of(copy, prefix.n), .known_at = txn->is_late ? txn->late_since : txn->schema_ts}, .bytes = copy, .statement = txn->statement};
    return ND_STATUS_OK;
}

void nd__txn_unguard(struct nd_txn *txn, uint64_t mark)
{
    while (txn->guarded_count > 0 && txn->guarded[txn->guarded_count - 1].statement > mark)
        nd_heap_free(txn->heap, txn->guarded[--txn->guarded_count].bytes);
}

/* The first key not below prefix begins with it, if any does. */
static bool has_key_of(const struct nd_kv_mut *muts, size_t count, struct nd_slice prefix)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (nd_slice_cmp(muts[middle].key, prefix) < 0) low = middle + 1;
        else high = middle;
    }
    return low < count && nd_slice_has_prefix(muts[low].key, prefix);
}

size_t nd__txn_guards_of(struct nd_txn *txn, const struct nd_kv_mut *muts, size_t count, struct nd_arena *arena, const struct nd_kv_guard **guards_out)
{
    struct nd_kv_guard *guards = nd_arena_array(arena, struct nd_kv_guard, txn->guarded_count);
    size_t found = 0;
    for (size_t i = 0; i < txn->guarded_count; i++) {
        if (!has_key_of(muts, count, txn->guarded[i].guard.prefix)) continue;
        guards[found] = txn->guarded[i].guard;
        guards[found].prefix = nd_arena_copy(arena, guards[found].prefix); /* a request that is left under way outlives the transaction */
        found++;
    }
    *guards_out = guards;
    return found;
}

void nd__txn_await_fence(struct nd_txn *txn)
{
    struct nd__wait wait = nd__txn_wait_begin(txn);
    bool is_over = txn->fence.start_ts.v == 0;
    for (uint32_t attempt = 0; !is_over && nd_env_now_ns(txn->system->options.env) < wait.until_ns; attempt++)
        if (nd__txn_outlive(txn, &txn->fence, attempt, &is_over) != ND_STATUS_OK) return;
}

void nd_txn_give_way(struct nd_txn *txn)
{
    nd_txn_rollback(txn);
    nd__txn_await_fence(txn);
}

/* ---- fences ------------------------------------------------------------------------------------------------------- */

struct fencing {
    struct nd_txn *txn;
    struct nd_slice prefix, end;
    struct nd_slice *gates; /* that have no record of the transaction yet */
    size_t count, cap;
    struct nd_arena arena;
};

static void add_gate(struct fencing *fencing, struct nd_slice key)
{
    if (fencing->count == fencing->cap) {
        fencing->cap = fencing->cap == 0 ? 16 : fencing->cap * 2;
        struct nd_slice *more = nd_arena_array(&fencing->arena, struct nd_slice, fencing->cap);
        if (fencing->count > 0) memcpy(more, fencing->gates, fencing->count * sizeof *more);
        fencing->gates = more;
    }
    fencing->gates[fencing->count++] = nd_arena_copy(&fencing->arena, key);
}

/* Every range of the table, from left to right. is_before: there is no fence yet. */
static enum nd_status walk(struct fencing *fencing, bool is_before)
{
    struct nd_txn *txn = fencing->txn;
    struct nd_ts placed_ts = {0};
    if (!is_before) ND_TRY(nd__draw_ts(txn->system, txn->fiber, &placed_ts));
    struct nd__wait wait = nd__txn_wait_begin(txn);
    struct nd_slice first = fencing->prefix;
    fencing->count = 0;
    while (first.n > 0) {
        nd_arena_reset(&txn->scratch);
        struct nd_kv_call call = {.request = {.kind = ND_KV_DRAIN, .start_ts = txn->start_ts, .primary = fencing->prefix, .first = first, .end = fencing->end, .read_ts = placed_ts,
                                              .is_large = is_before},
                                  .route_key = first,
                                  .deadline_ns = nd__txn_call_deadline(txn),
                                  .arena = &txn->scratch};
        struct nd_kv_call *calls[] = {&call};
        nd__txn_run(txn, calls, 1);
        switch (call.status) {
        case ND_STATUS_LOCKED: ND_TRY(nd__txn_wait_on(txn, &wait, &call.reply)); continue;
        case ND_STATUS_WRONG_RANGE:
        case ND_STATUS_BUSY: ND_TRY(nd__txn_check(txn)); continue;
        case ND_STATUS_NOT_FOUND: add_gate(fencing, call.reply.failed_key); break;
        case ND_STATUS_OK: break;
        default: return call.status;
        }
        first = nd_arena_copy(&fencing->arena, call.reply.resume);
    }
    return ND_STATUS_OK;
}

static enum nd_status place(struct fencing *fencing, struct nd_slice value)
{
    struct nd_txn *txn = fencing->txn;
    ND_TRY(nd_txn_lock(txn, fencing->gates, fencing->count, false)); /* from here on writers come after */
    for (size_t i = 0; i < fencing->count; i++) nd__txn_add_write(txn, fencing->gates[i], value, ND_MUT_GATE, txn->read_ts);
    return nd__txn_flush(txn, true);
}

enum nd_status nd_txn_fence(struct nd_txn *txn, struct nd_slice prefix, struct nd_slice value)
{
    struct nd_buf end;
    ND_ASSERT(txn->phase == ND__TXN_ACTIVE && txn->has_data);
    ND_ASSERT(value.n > 0); /* by which a gate is told from a row that was deleted */
    if (prefix.n == 0 || prefix.n > ND_GATE_PREFIX_BYTES_MAX) return ND_STATUS_TOO_LARGE;
    ND_TRY(nd_txn_settle(txn));
    struct fencing fencing = {.txn = txn, .prefix = prefix};
    nd_buf_init(&end, txn->heap);
    nd_buf_put_slice(&end, prefix);
    while (end.n > 1 && end.p[end.n - 1] == 0xff) end.n--;
    end.p[end.n - 1]++;
    fencing.end = nd_buf_slice(&end);
    nd_arena_init(&fencing.arena, txn->heap);
    enum nd_status status = walk(&fencing, true);
    while (status == ND_STATUS_OK && fencing.count > 0) { /* again where a range was split before its gate had a record */
        status = place(&fencing, value);
        if (status == ND_STATUS_OK) status = walk(&fencing, false);
    }
    nd_arena_deinit(&fencing.arena);
    nd_buf_deinit(&end);
    return status;
}

bool nd_txn_guarded(const struct nd_txn *txn, size_t i, struct nd_slice *prefix_out)
{
    if (i >= txn->guarded_count) return false;
    *prefix_out = txn->guarded[i].guard.prefix;
    return true;
}
