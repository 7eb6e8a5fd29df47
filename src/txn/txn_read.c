/* SPDX-License-Identifier: Apache-2.0 */
#include "txn/txn_int.h"

/* A read whose timestamp is drawn later sees what is known to be committed now. */
static void list_settled(struct nd_txn *txn)
{
    const struct nd_txn_system *system = txn->system;
    txn->settled_count = 0;
    if (system->next_settled == 0) return;
    uint64_t now_ns = nd_env_now_ns(system->options.env);
    for (size_t i = 0; i < ND__TXN_SETTLED_MAX; i++) {
        const struct nd__settled *settled = &system->settled[i];
        bool is_seen = settled->start_ts.v != 0 && (txn->is_late || settled->commit_ts.v <= txn->read_ts.v);
        if (is_seen && now_ns < settled->until_ns) txn->settled[txn->settled_count++] = settled->start_ts;
    }
}

static struct nd_kv_request read_request(struct nd_txn *txn, enum nd_kv_kind kind)
{
    list_settled(txn);
    return (struct nd_kv_request){.kind = kind,
                                  .read_ts = txn->read_ts,
                                  .start_ts = txn->is_flushed || txn->has_prewritten ? txn->start_ts : (struct nd_ts){0},
                                  .ignore = txn->ignore,
                                  .ignore_count = txn->ignore_count,
                                  .settled = txn->settled,
                                  .settled_count = txn->settled_count,
                                  .wait_ms = ND__TXN_READ_WAIT_MS};
}

/* ---- GET ------------------------------------------------------------------------------------------------ */

struct get_group {
    struct nd_kv_call call;
    struct nd_arena arena; /* of its reply where there are several calls: they are answered on several threads */
    struct nd_slice *keys;
    size_t *items; /* indexes into the caller's items */
    size_t count;
};

/* One call per range for the items that `is_open` marks. Returns the number of calls. */
static enum nd_status make_get_groups(struct nd_txn *txn, struct nd_txn_get_item *items, const bool *is_open, size_t count,
                                      struct nd_arena *arena, struct get_group ***groups_out, size_t *group_count_out)
{
    struct get_group **groups = nd_arena_array(&txn->scratch, struct get_group *, count);
    struct nd_range_id *ids = nd_arena_array(&txn->scratch, struct nd_range_id, count);
    size_t group_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_open[i]) continue;
        struct nd_range_desc desc;
        ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, items[i].key, false, nd__txn_call_deadline(txn), &txn->scratch, &desc));
        size_t g = 0;
        while (g < group_count && ids[g].v != desc.id.v) g++;
        if (g == group_count) {
            ids[group_count] = desc.id;
            groups[group_count] = nd_arena_new(&txn->scratch, struct get_group);
            groups[group_count]->keys = nd_arena_array(&txn->scratch, struct nd_slice, count);
            groups[group_count]->items = nd_arena_array(&txn->scratch, size_t, count);
            group_count++;
        }
        groups[g]->keys[groups[g]->count] = items[i].key;
        groups[g]->items[groups[g]->count++] = i;
    }
    for (size_t g = 0; g < group_count; g++) {
        struct nd_kv_call *call = &groups[g]->call;
        call->request = read_request(txn, ND_KV_GET);
        call->request.keys = groups[g]->keys;
        call->request.key_count = groups[g]->count;
        call->route_key = groups[g]->keys[0];
        call->deadline_ns = nd__txn_call_deadline(txn);
        call->arena = group_count == 1 ? arena : &groups[g]->arena;
        nd_arena_init(&groups[g]->arena, txn->heap);
    }
    *groups_out = groups;
    *group_count_out = group_count;
    return ND_STATUS_OK;
}

/* Takes over what came back. Statuses that ask for another round leave their items open. */
static enum nd_status take_group(struct nd_txn *txn, struct get_group *group, struct nd_txn_get_item *items, bool *is_open, struct nd_arena *arena, uint32_t attempt)
{
    struct nd_kv_call *call = &group->call;
    if (call->status == ND_STATUS_LOCKED) return nd__txn_resolve(txn, &call->reply.lock, true, attempt);
    if (call->status == ND_STATUS_WRONG_RANGE || call->status == ND_STATUS_BUSY) return nd__txn_check(txn);
    ND_TRY(call->status);
    if (call->reply.value_count != group->count) return ND_STATUS_MALFORMED;
    for (size_t i = 0; i < group->count; i++) {
        struct nd_txn_get_item *item = &items[group->items[i]];
        item->is_found = call->reply.values[i].is_found;
        item->value = call->reply.values[i].value;
        if (call->arena != arena) item->value = nd_arena_copy(arena, item->value);
        is_open[group->items[i]] = false;
    }
    return ND_STATUS_OK;
}

static enum nd_status take_groups(struct nd_txn *txn, struct get_group **groups, size_t group_count, struct nd_txn_get_item *items, bool *is_open,
                                  struct nd_arena *arena, uint32_t attempt)
{
    enum nd_status status = ND_STATUS_OK;
    for (size_t g = 0; g < group_count; g++) {
        if (status == ND_STATUS_OK) status = take_group(txn, groups[g], items, is_open, arena, attempt);
        nd_arena_deinit(&groups[g]->arena);
    }
    return status;
}

enum nd_status nd_txn_get_many(struct nd_txn *txn, struct nd_txn_get_item *items, size_t count, struct nd_arena *arena)
{
    ND_TRY(nd__txn_check(txn));
    bool *is_open = nd_heap_zalloc(txn->heap, count + 1);
    size_t open = 0;
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        struct nd__write *own = nd__txn_find_data(txn, items[i].key);
        items[i].is_found = own != NULL && own->op != ND_MUT_DELETE;
        items[i].value = items[i].is_found ? nd_arena_copy(arena, own->value) : ND_SLICE_EMPTY;
        is_open[i] = own == NULL;
        open += is_open[i];
    }
    for (uint32_t attempt = 0; open > 0; attempt++) {
        struct get_group **groups;
        size_t group_count;
        nd_arena_reset(&txn->scratch);
        ND_TRY_OR(make_get_groups(txn, items, is_open, count, arena, &groups, &group_count), out);
        struct nd_kv_call **calls = nd_arena_array(&txn->scratch, struct nd_kv_call *, group_count);
        for (size_t g = 0; g < group_count; g++) calls[g] = &groups[g]->call;
        bool is_late = group_count == 1 && nd__txn_ask_late(txn, calls[0]);
        if (txn->is_late && !is_late) {
            ND_TRY_OR(nd_txn_settle(txn), out);
            for (size_t g = 0; g < group_count; g++) calls[g]->request.read_ts = txn->read_ts;
        }
        nd__txn_run(txn, calls, group_count);
        if (is_late && (calls[0]->status == ND_STATUS_UNSUPPORTED || calls[0]->status == ND_STATUS_LOCKED)) {
            ND_TRY_OR(nd_txn_settle(txn), out); /* others are pushed above one timestamp, not above one an attempt */
            continue;
        }
        if (is_late && calls[0]->status == ND_STATUS_OK) ND_TRY_OR(nd__txn_take_late(txn, calls[0]), out);
        ND_TRY_OR(take_groups(txn, groups, group_count, items, is_open, arena, attempt), out);
        open = 0;
        for (size_t i = 0; i < count; i++) open += is_open[i];
    }
out:
    nd_heap_free(txn->heap, is_open);
    return status;
}

enum nd_status nd_txn_get(struct nd_txn *txn, struct nd_slice key, struct nd_arena *arena, struct nd_slice *value_out)
{
    struct nd_txn_get_item item = {.key = key};
    *value_out = ND_SLICE_EMPTY;
    ND_TRY(nd_txn_get_many(txn, &item, 1, arena));
    *value_out = item.value;
    return item.is_found ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
}

/* ---- scans ----------------------------------------------------------------------------------------------- */

struct nd_txn_scan_state {
    struct nd_arena arena; /* one step */
    struct nd_buf first, end;
    uint64_t rows_left; /* UINT64_MAX: no limit */
    uint64_t chunk_rows; /* to ask for next */
    struct ahead *ahead; /* the request after the one that was handed on; NULL: none */
    bool is_done;
};

/* A request under way while its caller is at the rows before. It outlives a scan that is closed early. */
struct ahead {
    struct nd_kv_call call;
    struct nd_arena arena;
    struct nd_txn_system *system;
    struct nd_fiber *fiber; /* NULL: nobody waits any more */
    bool is_done;
};

static void ahead_free(struct ahead *ahead)
{
    nd_arena_deinit(&ahead->arena);
    nd_heap_free(ahead->system->heap, ahead);
}

static void ahead_done(struct nd_kv_call *call)
{
    struct ahead *ahead = ND_CONTAINER_OF(call, struct ahead, call);
    ahead->system->background--;
    ahead->is_done = true;
    if (ahead->fiber == NULL) ahead_free(ahead);
    else nd_fiber_wake(ahead->fiber);
}

static void drop_ahead(struct nd_txn_scan_state *state)
{
    struct ahead *ahead = state->ahead;
    state->ahead = NULL;
    if (ahead == NULL) return;
    ahead->fiber = NULL;
    if (ahead->is_done) ahead_free(ahead);
}

enum nd_status nd_txn_scan_open(struct nd_txn_scan *scan)
{
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = nd_heap_new(txn->heap, struct nd_txn_scan_state);
    nd_arena_init(&state->arena, txn->heap);
    nd_buf_init(&state->first, txn->heap);
    nd_buf_init(&state->end, txn->heap);
    nd_buf_put_slice(&state->first, scan->first);
    nd_buf_put_slice(&state->end, scan->end);
    state->rows_left = scan->row_limit == 0 ? UINT64_MAX : scan->row_limit;
    state->chunk_rows = ND__TXN_SCAN_ROWS;
    state->is_done = scan->end.n != 0 && nd_slice_cmp(scan->first, scan->end) >= 0;
    scan->state = state;
    return ND_STATUS_OK;
}

void nd_txn_scan_close(struct nd_txn_scan *scan)
{
    struct nd_txn_scan_state *state = scan->state;
    if (state == NULL) return;
    scan->state = NULL;
    drop_ahead(state);
    nd_arena_deinit(&state->arena);
    nd_buf_deinit(&state->first);
    nd_buf_deinit(&state->end);
    nd_heap_free(scan->txn->heap, state);
}

static struct nd_kv_call scan_call(const struct nd_txn_scan *scan, struct nd_slice first, struct nd_slice end, struct nd_arena *arena)
{
    struct nd_txn *txn = scan->txn;
    const struct nd_txn_scan_state *state = scan->state;
    struct nd_kv_call call = {.request = read_request(txn, ND_KV_SCAN),
                              .route_key = scan->is_reverse ? end : first,
                              .is_before = scan->is_reverse,
                              .deadline_ns = nd__txn_call_deadline(txn),
                              .arena = arena};
    call.request.first = first;
    call.request.end = end;
    call.request.is_reverse = scan->is_reverse;
    call.request.keys_only = scan->keys_only;
    /* Own deletions may take rows away again: ask for some more than are wanted. */
    uint64_t most = state->chunk_rows;
    call.request.row_limit = state->rows_left < most ? state->rows_left + (txn->writes.count < 16 ? txn->writes.count : 16) : most;
    call.request.byte_limit = call.request.row_limit <= 64 ? 64 << 10 : 0;
    return call;
}

/* Only while the transaction has written nothing: what it wrote is laid over a reply when that is handed on. */
static void start_ahead(struct nd_txn_scan *scan)
{
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = scan->state;
    bool is_long = state->rows_left == UINT64_MAX && state->chunk_rows > ND__TXN_SCAN_ROWS;
    if (state->is_done || !is_long || txn->is_late || txn->writes.count > 0 || txn->is_flushed || txn->has_prewritten) return;
    struct ahead *ahead = nd_heap_new(txn->heap, struct ahead);
    ahead->system = txn->system;
    ahead->fiber = txn->fiber;
    nd_arena_init(&ahead->arena, txn->heap);
    ahead->call = scan_call(scan, nd_arena_copy(&ahead->arena, nd_buf_slice(&state->first)), nd_arena_copy(&ahead->arena, nd_buf_slice(&state->end)), &ahead->arena);
    struct nd_kv_request *request = &ahead->call.request;
    if (request->ignore_count > 0) {
        struct nd_ts *ignore = nd_arena_array(&ahead->arena, struct nd_ts, request->ignore_count);
        memcpy(ignore, request->ignore, sizeof *ignore * request->ignore_count);
        request->ignore = ignore;
    }
    struct nd_ts *settled = nd_arena_array(&ahead->arena, struct nd_ts, request->settled_count + 1);
    if (request->settled_count > 0) memcpy(settled, request->settled, sizeof *settled * request->settled_count);
    request->settled = settled;
    ahead->call.done = ahead_done;
    txn->system->background++;
    state->ahead = ahead;
    nd_kv_call_start(txn->system->options.kv, &ahead->call);
}

/* false: there is none, or it is of no use. */
static bool take_ahead(struct nd_txn_scan *scan, struct nd_kv_reply *reply_out)
{
    struct nd_txn *txn = scan->txn;
    struct ahead *ahead = scan->state->ahead;
    if (ahead == NULL) return false;
    txn->open_calls[0] = &ahead->call;
    txn->open_count = 1;
    while (!ahead->is_done) nd_fiber_park(txn->fiber);
    txn->open_count = 0;
    bool is_good = ahead->call.status == ND_STATUS_OK && !txn->is_flushed && !txn->has_prewritten;
    if (is_good) { /* its memory becomes the step's */
        struct nd_arena arena = scan->state->arena;
        scan->state->arena = ahead->arena;
        ahead->arena = arena;
        *reply_out = ahead->call.reply;
    }
    drop_ahead(scan->state);
    return is_good;
}

/* The row limit ends a reply without saying what follows: go on behind its last row. */
static void set_resume(const struct nd_txn_scan *scan, uint64_t wanted, struct nd_kv_reply *reply)
{
    if (reply->resume.n > 0 || reply->row_count < wanted) return;
    struct nd_slice last = reply->rows[reply->row_count - 1].key;
    uint8_t *p = nd_arena_alloc(&scan->state->arena, last.n + 1);
    memcpy(p, last.p, last.n);
    p[last.n] = 0;
    reply->resume = nd_slice_of(p, scan->is_reverse ? last.n : last.n + 1);
}

static enum nd_status fetch(struct nd_txn_scan *scan, struct nd_kv_reply *reply_out)
{
    if (take_ahead(scan, reply_out)) {
        set_resume(scan, scan->state->chunk_rows, reply_out);
        return ND_STATUS_OK;
    }
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = scan->state;
    for (uint32_t attempt = 0;; attempt++) {
        ND_TRY(nd__txn_check(txn));
        nd_arena_reset(&state->arena);
        struct nd_kv_call call = scan_call(scan, nd_buf_slice(&state->first), nd_buf_slice(&state->end), &state->arena);
        struct nd_kv_call *calls[] = {&call};
        bool is_late = nd__txn_ask_late(txn, &call);
        if (!is_late) {
            ND_TRY(nd_txn_settle(txn));
            call.request.read_ts = txn->read_ts;
        }
        nd__txn_run(txn, calls, 1);
        if (is_late && (call.status == ND_STATUS_UNSUPPORTED || call.status == ND_STATUS_LOCKED)) {
            ND_TRY(nd_txn_settle(txn));
            continue;
        }
        if (call.status == ND_STATUS_LOCKED) {
            ND_TRY(nd__txn_resolve(txn, &call.reply.lock, true, attempt));
            continue;
        }
        if (is_late && call.status == ND_STATUS_OK) ND_TRY(nd__txn_take_late(txn, &call));
        if (call.status == ND_STATUS_WRONG_RANGE || call.status == ND_STATUS_BUSY) continue;
        ND_TRY(call.status);
        set_resume(scan, call.request.row_limit, &call.reply);
        *reply_out = call.reply;
        return ND_STATUS_OK;
    }
}

/* Is key inside what the reply covered: up to resume in scan order? */
static bool is_covered(const struct nd_txn_scan *scan, struct nd_slice key, struct nd_slice resume)
{
    if (resume.n == 0) return true;
    int c = nd_slice_cmp(key, resume);
    return scan->is_reverse ? c >= 0 : c < 0;
}

static struct nd_omap_node *first_own(const struct nd_txn_scan *scan)
{
    const struct nd_omap *writes = &scan->txn->writes;
    if (!scan->is_reverse) return nd_omap_find_ge(writes, nd_buf_slice(&scan->state->first));
    return scan->state->end.n == 0 ? nd_omap_last(writes) : nd_omap_find_lt(writes, nd_buf_slice(&scan->state->end));
}

static bool own_in_span(const struct nd_txn_scan *scan, const struct nd_omap_node *node)
{
    if (node == NULL) return false;
    struct nd_slice end = nd_buf_slice(&scan->state->end);
    if (scan->is_reverse) return nd_slice_cmp(node->key, nd_buf_slice(&scan->state->first)) >= 0;
    return end.n == 0 || nd_slice_cmp(node->key, end) < 0;
}

/* Lays the buffer over the rows of a reply. */
static size_t merge(struct nd_txn_scan *scan, const struct nd_kv_reply *reply, struct nd_arena *arena, struct nd_kv_pair **pairs_out)
{
    struct nd_omap_node *own = first_own(scan);
    size_t own_count = 0, count = 0;
    for (struct nd_omap_node *at = own; own_in_span(scan, at) && is_covered(scan, at->key, reply->resume);
         at = scan->is_reverse ? nd_omap_prev(at) : nd_omap_next(at))
        own_count++;
    struct nd_kv_pair *pairs = nd_arena_array(arena, struct nd_kv_pair, reply->row_count + own_count);
    size_t i = 0, j = 0;
    while ((i < reply->row_count || j < own_count) && count < scan->state->rows_left) {
        int c = i == reply->row_count ? 1 : j == own_count ? -1 : nd_slice_cmp(reply->rows[i].key, own->key) * (scan->is_reverse ? -1 : 1);
        const struct nd__write *data = NULL;
        if (c >= 0) {
            data = ND_CONTAINER_OF(own, struct nd__write, node);
            while (data != NULL && !nd__is_data(data->op)) data = data->older;
        }
        if (data == NULL && c <= 0)
            pairs[count++] = (struct nd_kv_pair){nd_arena_copy(arena, reply->rows[i].key), nd_arena_copy(arena, reply->rows[i].value)};
        else if (data != NULL && data->op != ND_MUT_DELETE)
            pairs[count++] = (struct nd_kv_pair){nd_arena_copy(arena, own->key), scan->keys_only ? ND_SLICE_EMPTY : nd_arena_copy(arena, data->value)};
        if (c <= 0) i++;
        if (c >= 0) {
            j++;
            own = scan->is_reverse ? nd_omap_prev(own) : nd_omap_next(own);
        }
    }
    *pairs_out = pairs;
    return count;
}

enum nd_status nd_txn_scan_next(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_kv_pair **pairs_out, size_t *count_out)
{
    struct nd_txn_scan_state *state = scan->state;
    *count_out = 0;
    while (!state->is_done && *count_out == 0) {
        struct nd_kv_reply reply;
        ND_TRY(fetch(scan, &reply));
        size_t count = merge(scan, &reply, arena, pairs_out);
        if (state->rows_left != UINT64_MAX) state->rows_left -= count;
        struct nd_buf *edge = scan->is_reverse ? &state->end : &state->first;
        state->is_done = reply.resume.n == 0 || state->rows_left == 0;
        nd_buf_clear(edge);
        nd_buf_put_slice(edge, reply.resume);
        if (!scan->is_reverse && state->end.n != 0 && nd_slice_cmp(reply.resume, nd_buf_slice(&state->end)) >= 0) state->is_done = true;
        if (scan->is_reverse && nd_slice_cmp(reply.resume, nd_buf_slice(&state->first)) <= 0) state->is_done = true;
        *count_out = count;
        /* the next request in a row asks for more, and goes out before these rows are worked on */
        if (state->chunk_rows < ND__TXN_SCAN_ROWS_MAX) state->chunk_rows *= 2;
        if (count > 0) start_ahead(scan);
    }
    return ND_STATUS_OK;
}

/* ---- rows by prefixes of their keys ------------------------------------------------------------------------ */

/* One range's share. Each call has an arena of its own: replies are made on several threads. */
struct prefix_group {
    struct nd_kv_call call;
    struct nd_arena arena;
    struct nd_slice *keys;
    size_t *spans; /* whose keys they are */
    size_t count;
    struct nd_buf end;
};

struct prefix_scan {
    struct nd_txn *txn;
    struct nd_txn_span *spans;
    size_t count;
    bool keys_only;
    struct nd_arena *out;
    struct nd_arena work; /* of one round */
    bool *is_open;
};

static bool has_prefix(struct nd_slice key, struct nd_slice prefix) { return key.n >= prefix.n && memcmp(key.p, prefix.p, prefix.n) == 0; }

static bool prefix_end(struct nd_slice prefix, struct nd_buf *end)
{
    nd_buf_clear(end);
    nd_buf_put_slice(end, prefix);
    while (end->n > 0 && end->p[end->n - 1] == 0xff) end->n--;
    if (end->n > 0) end->p[end->n - 1]++;
    return end->n > 0;
}

/* A span that is long, or written to by the transaction itself: as any other scan. */
static enum nd_status scan_span(struct prefix_scan *prefix_scan, struct nd_txn_span *span)
{
    struct nd_buf end;
    nd_buf_init(&end, prefix_scan->txn->heap);
    (void)prefix_end(span->prefix, &end);
    struct nd_txn_scan scan = {.txn = prefix_scan->txn, .first = span->prefix, .end = nd_buf_slice(&end), .keys_only = prefix_scan->keys_only};
    size_t cap = 0;
    span->count = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    while (status == ND_STATUS_OK) {
        struct nd_kv_pair *pairs;
        size_t count;
        status = nd_txn_scan_next(&scan, prefix_scan->out, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        if (span->count + count > cap) {
            cap = (span->count + count) * 2;
            struct nd_kv_pair *more = nd_arena_array(prefix_scan->out, struct nd_kv_pair, cap);
            if (span->count > 0) memcpy(more, span->pairs, sizeof *more * span->count);
            span->pairs = more;
        }
        memcpy(span->pairs + span->count, pairs, sizeof *pairs * count);
        span->count += count;
    }
    nd_txn_scan_close(&scan);
    nd_buf_deinit(&end);
    return status;
}

static bool has_own_writes(const struct nd_txn *txn, const struct nd_txn_span *span)
{
    const struct nd_omap_node *own = nd_omap_find_ge(&txn->writes, span->prefix);
    return own != NULL && has_prefix(own->key, span->prefix);
}

static struct prefix_group *new_group(struct prefix_scan *prefix_scan)
{
    struct prefix_group *group = nd_arena_new(&prefix_scan->work, struct prefix_group);
    group->keys = nd_arena_array(&prefix_scan->work, struct nd_slice, prefix_scan->count);
    group->spans = nd_arena_array(&prefix_scan->work, size_t, prefix_scan->count);
    nd_arena_init(&group->arena, prefix_scan->txn->heap);
    nd_buf_init(&group->end, prefix_scan->txn->heap);
    return group;
}

static void free_groups(struct prefix_group **groups, size_t count)
{
    for (size_t g = 0; g < count; g++) {
        nd_arena_deinit(&groups[g]->arena);
        nd_buf_deinit(&groups[g]->end);
    }
}

/* Open spans by range; they ascend, so a range's are side by side. */
static enum nd_status group_spans(struct prefix_scan *prefix_scan, struct prefix_group **groups, size_t *group_count)
{
    struct nd_txn *txn = prefix_scan->txn;
    struct nd_range_desc desc = {0};
    for (size_t i = 0; i < prefix_scan->count; i++) {
        struct nd_slice prefix = prefix_scan->spans[i].prefix;
        if (!prefix_scan->is_open[i]) continue;
        bool is_same = *group_count > 0 && (desc.end.n == 0 || nd_slice_cmp(prefix, desc.end) < 0);
        if (!is_same) {
            ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, prefix, false, nd__txn_call_deadline(txn), &prefix_scan->work, &desc));
            groups[(*group_count)++] = new_group(prefix_scan);
        }
        struct prefix_group *group = groups[*group_count - 1];
        group->keys[group->count] = prefix;
        group->spans[group->count++] = i;
    }
    for (size_t g = 0; g < *group_count; g++) {
        struct nd_kv_call *call = &groups[g]->call;
        call->request = read_request(txn, ND_KV_SCAN);
        call->request.keys = groups[g]->keys;
        call->request.key_count = groups[g]->count;
        call->request.first = call->route_key = groups[g]->keys[0];
        (void)prefix_end(groups[g]->keys[groups[g]->count - 1], &groups[g]->end);
        call->request.end = nd_buf_slice(&groups[g]->end);
        call->request.keys_only = prefix_scan->keys_only;
        call->deadline_ns = nd__txn_call_deadline(txn);
        call->arena = &groups[g]->arena;
    }
    return ND_STATUS_OK;
}

/* Spans before `resume` have all their rows; one that it is in the middle of is scanned by itself; those behind stay open. */
static enum nd_status take_rows(struct prefix_scan *prefix_scan, struct prefix_group *group)
{
    const struct nd_kv_reply *reply = &group->call.reply;
    size_t at = 0;
    for (size_t i = 0; i < group->count; i++) {
        struct nd_txn_span *span = &prefix_scan->spans[group->spans[i]];
        size_t first = at;
        while (at < reply->row_count && has_prefix(reply->rows[at].key, span->prefix)) at++;
        bool is_behind = reply->resume.n > 0 && nd_slice_cmp(reply->resume, span->prefix) <= 0;
        bool is_within = reply->resume.n > 0 && !is_behind && has_prefix(reply->resume, span->prefix);
        if (is_behind) continue;
        prefix_scan->is_open[group->spans[i]] = false;
        if (is_within) {
            ND_TRY(scan_span(prefix_scan, span));
            continue;
        }
        span->count = at - first;
        span->pairs = nd_arena_array(prefix_scan->out, struct nd_kv_pair, span->count + 1);
        for (size_t k = 0; k < span->count; k++)
            span->pairs[k] = (struct nd_kv_pair){nd_arena_copy(prefix_scan->out, reply->rows[first + k].key), nd_arena_copy(prefix_scan->out, reply->rows[first + k].value)};
    }
    return at == reply->row_count ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

static enum nd_status take_prefixes(struct prefix_scan *prefix_scan, struct prefix_group *group, uint32_t attempt)
{
    struct nd_kv_call *call = &group->call;
    if (call->status == ND_STATUS_LOCKED) return nd__txn_resolve(prefix_scan->txn, &call->reply.lock, true, attempt);
    if (call->status == ND_STATUS_WRONG_RANGE || call->status == ND_STATUS_BUSY) return nd__txn_check(prefix_scan->txn);
    ND_TRY(call->status);
    return take_rows(prefix_scan, group);
}

static enum nd_status scan_round(struct prefix_scan *prefix_scan, uint32_t attempt, bool *is_done_out)
{
    nd_arena_reset(&prefix_scan->work);
    struct prefix_group **groups = nd_arena_array(&prefix_scan->work, struct prefix_group *, prefix_scan->count + 1);
    size_t count = 0;
    enum nd_status status = group_spans(prefix_scan, groups, &count);
    *is_done_out = count == 0;
    if (status == ND_STATUS_OK && count > 0) {
        struct nd_kv_call **calls = nd_arena_array(&prefix_scan->work, struct nd_kv_call *, count);
        for (size_t g = 0; g < count; g++) calls[g] = &groups[g]->call;
        nd__txn_run(prefix_scan->txn, calls, count);
        for (size_t g = 0; g < count && status == ND_STATUS_OK; g++) status = take_prefixes(prefix_scan, groups[g], attempt);
    }
    free_groups(groups, count);
    return status;
}

enum nd_status nd_txn_scan_prefixes(struct nd_txn *txn, struct nd_txn_span *spans, size_t count, bool keys_only, struct nd_arena *arena)
{
    ND_TRY(nd__txn_check(txn));
    ND_TRY(nd_txn_settle(txn));
    struct prefix_scan prefix_scan = {.txn = txn, .spans = spans, .count = count, .keys_only = keys_only, .out = arena, .is_open = nd_heap_zalloc(txn->heap, count + 1)};
    nd_arena_init(&prefix_scan.work, txn->heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        prefix_scan.is_open[i] = !has_own_writes(txn, &spans[i]);
        if (!prefix_scan.is_open[i]) status = scan_span(&prefix_scan, &spans[i]);
    }
    bool is_done = false;
    for (uint32_t attempt = 0; status == ND_STATUS_OK && !is_done; attempt++) status = scan_round(&prefix_scan, attempt, &is_done);
    nd_arena_deinit(&prefix_scan.work);
    nd_heap_free(txn->heap, prefix_scan.is_open);
    return status;
}
