/* SPDX-License-Identifier: Apache-2.0 */
/* After the outcome is decided: secondaries become versions, or everything goes. On a fiber of its own;
 * if the node dies meanwhile, whoever meets a record finds the outcome by its primary. */
#include "txn/txn_int.h"

enum { CLEANUP_CALL_MS = 10000, CLEANUP_STACK_BYTES = 64 << 10, LATE_MS_MAX = 300 /* in simulation */ };

struct cleanup {
    struct nd_txn_system *system;
    struct nd_fiber *fiber;
    struct nd_arena arena, scratch;
    struct nd_ts start_ts, commit_ts; /* {0}: roll back */
    enum nd_kv_kind kind;             /* for the keys: COMMIT, ROLLBACK, UNLOCK */
    struct nd_slice primary;
    struct nd_slice *keys;
    bool *is_late; /* by key: may go only once the primary is a version: it leaves no trace of its own */
    size_t count;
    bool is_async, has_span;
    struct nd_slice first, end;
    struct nd__round *left; /* requests under way; NULL: none */
};

static enum nd_status call_range(struct cleanup *cleanup, const struct nd_kv_request *request, struct nd_slice route_key, struct nd_kv_reply *reply_out)
{
    struct nd_kv_call call = {.request = *request,
                              .route_key = route_key,
                              .deadline_ns = nd_env_now_ns(cleanup->system->options.env) + CLEANUP_CALL_MS * ND_MS,
                              .arena = &cleanup->scratch};
    struct nd_kv_call *calls[] = {&call};
    nd_kv_run(cleanup->system->options.kv, cleanup->fiber, calls, 1);
    *reply_out = call.reply;
    return call.status;
}

static bool is_failed(enum nd_status status)
{
    return status == ND_STATUS_WRONG_RANGE || status == ND_STATUS_BUSY || status == ND_STATUS_AMBIGUOUS || status == ND_STATUS_LOCKED || status == ND_STATUS_DEADLOCK ||
           status == ND_STATUS_TIMEOUT;
}

/* Keys are sorted: takes as many as lie in the range of the first, for each request. */
static void finish_keys(struct cleanup *cleanup)
{
    size_t at = 0;
    unsigned failures = 0;
    while (at < cleanup->count && failures < 8 && !cleanup->system->is_closing) {
        nd_arena_reset(&cleanup->scratch);
        struct nd_range_desc desc;
        uint64_t deadline_ns = nd_env_now_ns(cleanup->system->options.env) + CLEANUP_CALL_MS * ND_MS;
        if (nd_kv_lookup(cleanup->system->options.kv, cleanup->fiber, cleanup->keys[at], false, deadline_ns, &cleanup->scratch, &desc) != ND_STATUS_OK) return;
        size_t n = 1;
        while (at + n < cleanup->count && n < ND__TXN_PREWRITE_MUTS && nd_range_desc_has_key(&desc, cleanup->keys[at + n])) n++;
        struct nd_kv_request request = {.kind = cleanup->kind, .start_ts = cleanup->start_ts, .commit_ts = cleanup->commit_ts,
                                        .keys = cleanup->keys + at, .key_count = n, .wait_ms = CLEANUP_CALL_MS / 2};
        struct nd_kv_reply reply;
        enum nd_status status = call_range(cleanup, &request, cleanup->keys[at], &reply);
        if (is_failed(status)) failures++;
        else at += n; /* OK, or somebody else was faster */
    }
}

/* Keys from `at` on in one range into a request; returns where the next range begins. */
static size_t take_range(struct cleanup *cleanup, size_t at, struct nd_slice *keys, size_t *count_out, bool *has_primary_out)
{
    struct nd_range_desc desc;
    uint64_t deadline_ns = nd_env_now_ns(cleanup->system->options.env) + CLEANUP_CALL_MS * ND_MS;
    size_t end = at;
    *count_out = 0;
    *has_primary_out = false;
    if (nd_kv_lookup(cleanup->system->options.kv, cleanup->fiber, cleanup->keys[at], false, deadline_ns, &cleanup->scratch, &desc) != ND_STATUS_OK) return cleanup->count;
    while (end < cleanup->count && nd_range_desc_has_key(&desc, cleanup->keys[end])) end++;
    if (end == at) end = at + 1;
    for (size_t i = at; i < end; i++) *has_primary_out |= nd_slice_eq(cleanup->keys[i], cleanup->primary);
    /* what goes together with the primary, or after it, needs no trace */
    for (size_t i = at; i < end; i++)
        if (!cleanup->is_late[i] || *has_primary_out) keys[(*count_out)++] = cleanup->keys[i];
    return end;
}

/* The first request met a split, or a leader that was going. */
static ND_YIELDS bool finish_primary(struct cleanup *cleanup)
{
    for (unsigned i = 0; i < 8 && !cleanup->system->is_closing; i++) {
        struct nd_kv_request request = {.kind = ND_KV_COMMIT, .start_ts = cleanup->start_ts, .commit_ts = cleanup->commit_ts, .keys = &cleanup->primary, .key_count = 1,
                                        .is_primary = true, .wait_ms = CLEANUP_CALL_MS / 2};
        struct nd_kv_reply reply;
        nd_arena_reset(&cleanup->scratch);
        enum nd_status status = call_range(cleanup, &request, cleanup->primary, &reply);
        if (status == ND_STATUS_OK || !is_failed(status)) return status == ND_STATUS_OK;
    }
    return false;
}

/* Of an async commit: all ranges side by side, but for records without a trace: those wait for the primary's, else one who
 * looks for them would miss them. */
static void finish_async(struct cleanup *cleanup)
{
    struct nd_slice *keys = nd_arena_array(&cleanup->arena, struct nd_slice, cleanup->count);
    struct nd_kv_call *all = nd_arena_array(&cleanup->arena, struct nd_kv_call, cleanup->count);
    struct nd_kv_call **calls = nd_arena_array(&cleanup->arena, struct nd_kv_call *, cleanup->count);
    bool *is_primary = nd_arena_array(&cleanup->arena, bool, cleanup->count);
    size_t call_count = 0, used = 0, late = 0;
    for (size_t at = 0; at < cleanup->count && !cleanup->system->is_closing;) {
        size_t n;
        bool has_primary;
        at = take_range(cleanup, at, keys + used, &n, &has_primary);
        if (n == 0) continue;
        struct nd_kv_call *call = calls[call_count] = &all[call_count];
        *call = (struct nd_kv_call){.request = {.kind = ND_KV_COMMIT, .start_ts = cleanup->start_ts, .commit_ts = cleanup->commit_ts, .keys = keys + used, .key_count = n,
                                                .wait_ms = CLEANUP_CALL_MS / 2},
                                    .route_key = keys[used],
                                    .deadline_ns = nd_env_now_ns(cleanup->system->options.env) + CLEANUP_CALL_MS * ND_MS,
                                    .arena = &cleanup->scratch};
        is_primary[call_count++] = has_primary;
        used += n;
    }
    nd_kv_run(cleanup->system->options.kv, cleanup->fiber, calls, call_count);
    bool is_primary_done = false, is_all_done = true;
    for (size_t i = 0; i < call_count; i++) {
        is_all_done = is_all_done && calls[i]->status == ND_STATUS_OK;
        is_primary_done |= is_primary[i] && calls[i]->status == ND_STATUS_OK;
    }
    if (!is_primary_done && !finish_primary(cleanup)) return; /* whoever meets a record goes on */
    if (is_all_done && used == cleanup->count) return;
    for (size_t i = 0; i < cleanup->count; i++)
        if (cleanup->is_late[i] || !is_all_done) cleanup->keys[late++] = cleanup->keys[i];
    cleanup->count = late;
    finish_keys(cleanup);
}

static void finish_span(struct cleanup *cleanup)
{
    struct nd_slice first = cleanup->first;
    struct nd_buf next;
    unsigned failures = 0;
    nd_buf_init(&next, cleanup->system->heap);
    while (failures < 8 && !cleanup->system->is_closing) {
        nd_arena_reset(&cleanup->scratch);
        struct nd_kv_request request = {.kind = ND_KV_RESOLVE_SPAN, .start_ts = cleanup->start_ts, .commit_ts = cleanup->commit_ts,
                                        .first = first, .end = cleanup->end, .wait_ms = CLEANUP_CALL_MS / 2};
        struct nd_kv_reply reply;
        if (call_range(cleanup, &request, first, &reply) != ND_STATUS_OK) {
            failures++;
            continue;
        }
        failures = 0;
        bool is_over = reply.resume.n == 0 || (cleanup->end.n != 0 && nd_slice_cmp(reply.resume, cleanup->end) >= 0);
        if (is_over) break;
        nd_buf_clear(&next);
        nd_buf_put_slice(&next, reply.resume);
        first = nd_buf_slice(&next);
    }
    nd_buf_deinit(&next);
}

/* What they write is to be there before it is taken away. */
static void await_left(struct cleanup *cleanup)
{
    struct nd__round *left = cleanup->left;
    nd__txn_end_writes(cleanup->system, cleanup->fiber, left->left, left->left_count);
    while (nd__txn_is_any_open(left->left, left->left_count)) nd_fiber_park(cleanup->fiber);
    nd_arena_deinit(&left->arena);
    nd_arena_deinit(&left->muts);
    nd_arena_deinit(&left->data);
    nd_heap_free(cleanup->system->heap, left);
}

/* The transaction's writes are what those requests carry. */
static void take_left(struct cleanup *cleanup, struct nd_txn *txn)
{
    cleanup->left = txn->left;
    cleanup->left->data = txn->arena;
    nd_arena_init(&txn->arena, txn->heap);
    nd_omap_init(&txn->writes);
    txn->primary = txn->flushed_first = txn->flushed_last = txn->forgotten_first = txn->forgotten_last = txn->failed_key = ND_SLICE_EMPTY;
    txn->fence = (struct nd_kv_lock_info){0};
    txn->anchor_count = 0;
    txn->left = NULL;
}

static void run_cleanup(struct nd_fiber *fiber, void *arg)
{
    struct cleanup *cleanup = arg;
    struct nd_env *env = cleanup->system->options.env;
    cleanup->fiber = fiber;
    if (cleanup->left != NULL) await_left(cleanup);
    if (ND_BUGGIFY(env, "txn_cleanup_late")) nd_fiber_sleep(fiber, nd_env_random_u64(env) % (LATE_MS_MAX * ND_MS));
    /* A rollback begins at the primary: its fence makes the outcome final for everybody. */
    if (cleanup->has_span && cleanup->commit_ts.v == 0) {
        struct nd_kv_request request = {.kind = ND_KV_ROLLBACK, .start_ts = cleanup->start_ts, .keys = &cleanup->primary, .key_count = 1, .wait_ms = CLEANUP_CALL_MS / 2};
        struct nd_kv_reply reply;
        (void)call_range(cleanup, &request, cleanup->primary, &reply);
    }
    if (cleanup->is_async) finish_async(cleanup);
    else finish_keys(cleanup);
    if (cleanup->has_span) finish_span(cleanup);
    cleanup->system->background--;
    nd_arena_deinit(&cleanup->scratch);
    nd_arena_deinit(&cleanup->arena);
    nd_heap_free(cleanup->system->heap, cleanup);
}

static void copy_keys(struct cleanup *cleanup, struct nd_txn *txn)
{
    cleanup->keys = nd_arena_array(&cleanup->arena, struct nd_slice, txn->writes.count);
    cleanup->is_late = nd_arena_array(&cleanup->arena, bool, txn->writes.count);
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL; node = nd_omap_next(node)) {
        const struct nd__write *write = ND_CONTAINER_OF(node, struct nd__write, node);
        bool wanted = write->sent != ND__SENT && (txn->has_prewritten || write->is_locked); /* what was sent ahead goes by its span */
        if (wanted) cleanup->is_late[cleanup->count] = !nd__is_data(write->op);
        if (wanted) cleanup->keys[cleanup->count++] = nd_arena_copy(&cleanup->arena, node->key);
    }
}

void nd__txn_finish_in_background(struct nd_txn *txn, bool is_committed)
{
    struct nd_txn_system *system = txn->system;
    bool one_phase = is_committed && !txn->has_prewritten;
    if (one_phase && nd_txn_has_writes(txn)) return; /* the commit released everything */
    if (txn->start_ts.v == 0 || (txn->anchor_count == 0 && !txn->has_prewritten && !txn->is_flushed)) return;
    struct cleanup *cleanup = nd_heap_new(system->heap, struct cleanup);
    cleanup->system = system;
    cleanup->start_ts = txn->start_ts;
    nd_arena_init(&cleanup->arena, system->heap);
    nd_arena_init(&cleanup->scratch, system->heap);
    cleanup->kind = !txn->has_prewritten ? ND_KV_UNLOCK : is_committed ? ND_KV_COMMIT : ND_KV_ROLLBACK;
    if (is_committed && txn->has_prewritten) cleanup->commit_ts = txn->commit_ts;
    cleanup->is_async = is_committed && txn->is_async;
    cleanup->primary = nd_arena_copy(&cleanup->arena, txn->primary);
    copy_keys(cleanup, txn);
    if (txn->is_flushed) {
        cleanup->has_span = true;
        cleanup->first = nd_arena_copy(&cleanup->arena, txn->flushed_first);
        uint8_t *end = nd_arena_alloc(&cleanup->arena, txn->flushed_last.n + 1);
        memcpy(end, txn->flushed_last.p, txn->flushed_last.n);
        end[txn->flushed_last.n] = 0;
        cleanup->end = nd_slice_of(end, txn->flushed_last.n + 1);
    }
    if (txn->left != NULL) take_left(cleanup, txn);
    system->background++;
    struct nd_fiber *fiber = nd_fiber_start(system->options.reactor, run_cleanup, cleanup, CLEANUP_STACK_BYTES);
    /* at once: the fiber that waited for them may be gone before the first turn of this one */
    for (size_t i = 0; cleanup->left != NULL && i < cleanup->left->left_count; i++) cleanup->left->left[i]->waiter = fiber;
}
