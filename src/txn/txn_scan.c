/* SPDX-License-Identifier: Apache-2.0 */
/* txn_scan.c - scans over all shards of a span.
 *
 * A scan is cut into lanes at the edges of shards, as far as they are known when it turns out to be long, and within the first one
 * where its leader proposes. Each lane asks for its
 * next piece as soon as the one before is there, up to ND__TXN_SCAN_AHEAD_BYTES ahead; ND__TXN_SCAN_LANES lanes do so side by side.
 * Pieces are handed on in key order, so what waits is bounded. A piece asked for ahead that did not succeed is asked for again, in
 * its turn, by the fiber, which deals with locks and moved shards. */
#include "txn/txn_int.h"

/* A request under way, or its reply. It outlives a scan that is closed early. */
struct ahead {
    struct nd_list link; /* of its lane */
    struct nd_kv_call call;
    struct nd_arena arena;
    struct nd_txn_system *system;
    struct nd_txn_scan *scan; /* NULL: closed */
    struct lane *lane;
    bool is_done;
};

struct lane {
    struct nd_buf first, end; /* not handed on yet */
    struct nd_list aheads;    /* oldest first; the last may be under way */
    size_t ahead_count, ahead_bytes;
    bool is_done;
};

struct nd_txn_scan_state {
    struct nd_arena arena; /* one step */
    struct lane *lanes;
    size_t lane_count, lane_at;
    uint64_t rows_left;  /* UINT64_MAX: no limit */
    uint64_t chunk_rows; /* to ask for next */
    bool is_cut;         /* into lanes */
};

/* ---- lanes -------------------------------------------------------------------------------------------------- */

static void lane_init(struct lane *lane, struct nd_heap *heap, struct nd_slice first, struct nd_slice end)
{
    *lane = (struct lane){0};
    nd_list_init(&lane->aheads);
    nd_buf_init(&lane->first, heap);
    nd_buf_init(&lane->end, heap);
    nd_buf_put_slice(&lane->first, first);
    nd_buf_put_slice(&lane->end, end);
}

static struct ahead *first_ahead(const struct lane *lane) { return nd_list_is_empty(&lane->aheads) ? NULL : ND_CONTAINER_OF(lane->aheads.next, struct ahead, link); }

static void ahead_free(struct ahead *ahead)
{
    nd_arena_deinit(&ahead->arena);
    nd_heap_free(ahead->system->heap, ahead);
}

static void drop_aheads(struct lane *lane)
{
    struct ahead *ahead;
    while ((ahead = first_ahead(lane)) != NULL) {
        nd_list_remove(&ahead->link);
        ahead->scan = NULL;
        if (ahead->is_done) ahead_free(ahead);
    }
    lane->ahead_count = lane->ahead_bytes = 0;
}

static void lane_deinit(struct lane *lane)
{
    drop_aheads(lane);
    nd_buf_deinit(&lane->first);
    nd_buf_deinit(&lane->end);
}

enum nd_status nd_txn_scan_open(struct nd_txn_scan *scan)
{
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = nd_heap_new(txn->heap, struct nd_txn_scan_state);
    nd_arena_init(&state->arena, txn->heap);
    state->lanes = nd_heap_new(txn->heap, struct lane);
    state->lane_count = 1;
    lane_init(&state->lanes[0], txn->heap, scan->first, scan->end);
    state->lanes[0].is_done = scan->end.n != 0 && nd_slice_cmp(scan->first, scan->end) >= 0;
    state->rows_left = scan->row_limit == 0 ? UINT64_MAX : scan->row_limit;
    state->chunk_rows = ND__TXN_SCAN_ROWS;
    if (scan->piece_rows > 0 && scan->piece_rows < state->chunk_rows) state->chunk_rows = scan->piece_rows;
    scan->state = state;
    return ND_STATUS_OK;
}

void nd_txn_scan_close(struct nd_txn_scan *scan)
{
    struct nd_txn_scan_state *state = scan->state;
    if (state == NULL) return;
    scan->state = NULL;
    for (size_t i = 0; i < state->lane_count; i++) lane_deinit(&state->lanes[i]);
    nd_heap_free(scan->txn->heap, state->lanes);
    nd_arena_deinit(&state->arena);
    nd_heap_free(scan->txn->heap, state);
}

void nd_txn_scan_forget_ahead(struct nd_txn_scan *scan)
{
    for (size_t i = 0; i < scan->state->lane_count; i++) drop_aheads(&scan->state->lanes[i]);
}

static bool may_cut(const struct nd_txn_scan *scan)
{
    const struct nd_txn_scan_state *state = scan->state;
    return !state->is_cut && !state->lanes[0].is_done && !scan->is_reverse && !scan->is_lazy && state->rows_left == UINT64_MAX;
}

/* What is left is cut where shards end, and within the first one at the keys that its leader proposed. */
static void cut(struct nd_txn_scan *scan, const struct nd_kv_row *hints, size_t hint_count)
{
    enum { LANES_MAX = 256 };
    struct nd_txn_scan_state *state = scan->state;
    if (!may_cut(scan)) return;
    state->is_cut = true;
    struct nd_heap *heap = scan->txn->heap;
    struct lane *lanes = nd_heap_alloc(heap, sizeof *lanes * LANES_MAX);
    size_t count = 0;
    struct nd_range_desc desc;
    struct nd_slice first = nd_buf_slice(&state->lanes[0].first), end = nd_buf_slice(&state->lanes[0].end);
    for (size_t i = 0; i < hint_count && count < ND_KV_PARTS_MAX; i++) {
        struct nd_slice key = hints[i].key;
        if (nd_slice_cmp(key, first) <= 0 || (end.n > 0 && nd_slice_cmp(key, end) >= 0)) continue;
        lane_init(&lanes[count], heap, first, key);
        first = nd_buf_slice(&lanes[count++].end);
    }
    while (count + 1 < LANES_MAX && nd_kv_find_cached(scan->txn->system->options.kv, first, false, &desc)) {
        if (desc.end.n == 0 || (end.n > 0 && nd_slice_cmp(desc.end, end) >= 0)) break;
        lane_init(&lanes[count], heap, first, desc.end);
        first = nd_buf_slice(&lanes[count++].end);
    }
    lane_init(&lanes[count++], heap, first, end);
    lane_deinit(&state->lanes[0]);
    nd_heap_free(heap, state->lanes);
    state->lanes = lanes;
    state->lane_count = count;
}

/* ---- requests ----------------------------------------------------------------------------------------------- */

/* The transaction's own writes are laid over rows, and over nothing else. */
static bool has_own_writes(const struct nd_txn_scan *scan, const struct lane *lane)
{
    const struct nd_txn *txn = scan->txn;
    if (txn->is_flushed || txn->has_prewritten) return true;
    if (txn->writes.count == 0) return false;
    const struct nd_omap_node *own = nd_omap_find_ge(&txn->writes, nd_buf_slice(&lane->first));
    return own != NULL && (lane->end.n == 0 || nd_slice_cmp(own->key, nd_buf_slice(&lane->end)) < 0);
}

/* first, end: of the lane, or what is left of it. */
static void set_span(struct nd_kv_call *call, const struct nd_txn_scan *scan, struct nd_slice first, struct nd_slice end)
{
    call->route_key = scan->is_reverse ? end : first;
    call->is_before = scan->is_reverse;
    call->request.first = first;
    call->request.end = end;
}

static void set_amount(struct nd_kv_call *call, const struct nd_txn_scan *scan, bool with_program)
{
    const struct nd_txn_scan_state *state = scan->state;
    struct nd_kv_request *request = &call->request;
    request->is_reverse = scan->is_reverse;
    request->keys_only = scan->keys_only;
    request->program = with_program ? scan->program : ND_SLICE_EMPTY;
    request->row_limit = request->byte_limit = 0;
    if (request->program.n > 0) return;
    /* Own deletions may take rows away again: ask for some more than are wanted. */
    uint64_t most = state->chunk_rows, own = scan->txn->writes.count < 16 ? scan->txn->writes.count : 16;
    request->row_limit = state->rows_left < most ? state->rows_left + own : most;
    request->byte_limit = request->row_limit <= 64 ? 64 << 10 : 0;
}

static bool wants_program(const struct nd_txn_scan *scan, const struct lane *lane)
{
    bool is_time = scan->is_long || scan->state->chunk_rows > ND__TXN_SCAN_ROWS;
    return scan->program.n > 0 && is_time && !has_own_writes(scan, lane);
}

/* The row limit ends a reply without saying what follows: go on behind its last row. */
static void set_resume(const struct nd_txn_scan *scan, struct nd_kv_call *call)
{
    struct nd_kv_reply *reply = &call->reply;
    uint64_t wanted = call->request.row_limit;
    if (reply->resume.n > 0 || wanted == 0 || reply->row_count < wanted) return;
    struct nd_slice last = reply->rows[reply->row_count - 1].key;
    uint8_t *p = nd_arena_alloc(call->arena, last.n + 1);
    memcpy(p, last.p, last.n);
    p[last.n] = 0;
    reply->resume = nd_slice_of(p, scan->is_reverse ? last.n : last.n + 1);
}

static bool is_behind(const struct nd_txn_scan *scan, const struct lane *lane, struct nd_slice resume)
{
    if (resume.n == 0) return true;
    if (scan->is_reverse) return nd_slice_cmp(resume, nd_buf_slice(&lane->first)) <= 0;
    return lane->end.n != 0 && nd_slice_cmp(resume, nd_buf_slice(&lane->end)) >= 0;
}

/* ---- ahead -------------------------------------------------------------------------------------------------- */

static void start_ahead(struct nd_txn_scan *scan, struct lane *lane, const struct nd_kv_request *like, struct nd_slice first, struct nd_slice end);

/* Goes on behind a reply, while there is room and nothing in the way. */
static void chain(struct ahead *ahead)
{
    struct nd_txn_scan *scan = ahead->scan;
    struct lane *lane = ahead->lane;
    const struct nd_kv_reply *reply = &ahead->call.reply;
    if (is_behind(scan, lane, reply->resume) || scan->txn->is_canceled || scan->is_lazy) return;
    if (lane->ahead_bytes >= ND__TXN_SCAN_AHEAD_BYTES || lane->ahead_count >= ND__TXN_SCAN_AHEAD_MAX) return;
    const struct nd_kv_request *request = &ahead->call.request;
    start_ahead(scan, lane, request, scan->is_reverse ? request->first : reply->resume, scan->is_reverse ? reply->resume : request->end);
}

static void ahead_done(struct nd_kv_call *call)
{
    struct ahead *ahead = ND_CONTAINER_OF(call, struct ahead, call);
    ahead->system->background--;
    ahead->is_done = true;
    if (ahead->scan == NULL) {
        ahead_free(ahead);
        return;
    }
    if (call->status == ND_STATUS_OK) {
        set_resume(ahead->scan, call);
        ahead->lane->ahead_bytes += ahead->arena.bytes;
        chain(ahead);
    }
    nd_fiber_wake(ahead->scan->txn->fiber);
}

static const struct nd_ts *copy_timestamps(struct nd_arena *arena, const struct nd_ts *list, size_t count)
{
    struct nd_ts *copy = nd_arena_array(arena, struct nd_ts, count + 1);
    if (count > 0) memcpy(copy, list, sizeof *copy * count);
    return copy;
}

/* like: a request of the same statement, whose timestamps count. */
static void start_ahead(struct nd_txn_scan *scan, struct lane *lane, const struct nd_kv_request *like, struct nd_slice first, struct nd_slice end)
{
    struct nd_txn *txn = scan->txn;
    struct ahead *ahead = nd_heap_new(txn->heap, struct ahead);
    ahead->system = txn->system;
    ahead->scan = scan;
    ahead->lane = lane;
    nd_arena_init(&ahead->arena, txn->heap);
    struct nd_kv_call *call = &ahead->call;
    call->request = (struct nd_kv_request){.kind = ND_KV_SCAN, .read_ts = like->read_ts, .start_ts = like->start_ts, .is_stale = like->is_stale, .wait_ms = ND__TXN_READ_WAIT_MS};
    set_span(call, scan, nd_arena_copy(&ahead->arena, first), nd_arena_copy(&ahead->arena, end));
    set_amount(call, scan, wants_program(scan, lane));
    call->request.program = nd_arena_copy(&ahead->arena, call->request.program);
    call->request.ignore = copy_timestamps(&ahead->arena, like->ignore, like->ignore_count);
    call->request.ignore_count = like->ignore_count;
    struct nd_ts *settled = nd_arena_array(&ahead->arena, struct nd_ts, ND__TXN_SETTLED_MAX);
    call->request.settled_count = nd__txn_list_settled(txn, settled);
    call->request.settled = settled;
    call->deadline_ns = nd__txn_call_deadline(txn);
    call->arena = &ahead->arena;
    call->done = ahead_done;
    nd_list_push_back(&lane->aheads, &ahead->link);
    lane->ahead_count++;
    txn->system->background++;
    nd_kv_call_start(txn->system->options.kv, call);
}

void nd_txn_scan_begin(struct nd_txn_scan *scan)
{
    struct nd_txn *txn = scan->txn;
    struct lane *lane = &scan->state->lanes[0];
    if (txn->is_late || txn->writes.count > 0 || txn->is_flushed || txn->has_prewritten || lane->is_done || !nd_list_is_empty(&lane->aheads)) return;
    struct nd_kv_request like = nd__txn_read_request(txn, ND_KV_SCAN);
    start_ahead(scan, lane, &like, nd_buf_slice(&lane->first), nd_buf_slice(&lane->end));
}

/* Keeps requests of the next lanes under way. Only while the transaction has written nothing: what it wrote is laid over a
 * reply when that is handed on, and what it will write must not be missed. */
static void start_aheads(struct nd_txn_scan *scan, const struct nd_kv_row *hints, size_t hint_count)
{
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = scan->state;
    bool is_long = state->rows_left == UINT64_MAX && state->chunk_rows > ND__TXN_SCAN_ROWS;
    if (!is_long || txn->is_late || txn->writes.count > 0 || txn->is_flushed || txn->has_prewritten) return;
    cut(scan, hints, hint_count);
    struct nd_kv_request like = nd__txn_read_request(txn, ND_KV_SCAN);
    for (size_t i = state->lane_at; i < state->lane_count && i < state->lane_at + ND__TXN_SCAN_LANES; i++) {
        struct lane *lane = &state->lanes[i];
        if (lane->is_done) continue;
        if (nd_list_is_empty(&lane->aheads)) {
            start_ahead(scan, lane, &like, nd_buf_slice(&lane->first), nd_buf_slice(&lane->end));
            continue;
        }
        struct ahead *last = ND_CONTAINER_OF(lane->aheads.prev, struct ahead, link);
        if (last->is_done && last->call.status == ND_STATUS_OK) chain(last);
    }
}

/* false: there is none, or it is of no use. */
static bool take_ahead(struct nd_txn_scan *scan, struct lane *lane, struct nd_kv_reply *reply_out)
{
    struct nd_txn *txn = scan->txn;
    struct ahead *ahead = first_ahead(lane);
    if (ahead == NULL) return false;
    txn->open_calls[0] = &ahead->call;
    txn->open_count = 1;
    while (!ahead->is_done) nd_fiber_park(txn->fiber);
    txn->open_count = 0;
    bool is_good = ahead->call.status == ND_STATUS_OK && !txn->is_flushed && !txn->has_prewritten;
    if (is_good && ahead->call.reply.payload.n > 0 && has_own_writes(scan, lane)) is_good = false;
    if (!is_good) { /* and so is what follows it */
        drop_aheads(lane);
        return false;
    }
    nd_list_remove(&ahead->link);
    lane->ahead_count--;
    lane->ahead_bytes -= ahead->arena.bytes;
    struct nd_arena arena = scan->state->arena; /* its memory becomes the step's */
    scan->state->arena = ahead->arena;
    ahead->arena = arena;
    *reply_out = ahead->call.reply;
    ahead_free(ahead);
    return true;
}

/* ---- a step ------------------------------------------------------------------------------------------------- */

static enum nd_status fetch(struct nd_txn_scan *scan, struct lane *lane, struct nd_kv_reply *reply_out)
{
    if (take_ahead(scan, lane, reply_out)) return ND_STATUS_OK;
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = scan->state;
    bool is_plain = false;
    for (uint32_t attempt = 0;; attempt++) {
        ND_TRY(nd__txn_check(txn));
        nd_arena_reset(&state->arena);
        struct nd_kv_call call = {.request = nd__txn_read_request(txn, ND_KV_SCAN), .deadline_ns = nd__txn_call_deadline(txn), .arena = &state->arena};
        set_span(&call, scan, nd_buf_slice(&lane->first), nd_buf_slice(&lane->end));
        set_amount(&call, scan, !is_plain && wants_program(scan, lane));
        if (call.request.program.n > 0 && may_cut(scan)) call.request.parts = ND__TXN_SCAN_LANES;
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
        if (call.request.program.n > 0 && (call.status == ND_STATUS_UNSUPPORTED || call.status == ND_STATUS_MALFORMED)) {
            is_plain = true;
            continue;
        }
        if (call.status == ND_STATUS_LOCKED) {
            ND_TRY(nd__txn_resolve(txn, &call.reply.lock, true, attempt));
            continue;
        }
        if (is_late && call.status == ND_STATUS_OK) ND_TRY(nd__txn_take_late(txn, &call));
        if (call.status == ND_STATUS_WRONG_RANGE || call.status == ND_STATUS_BUSY) continue;
        ND_TRY(call.status);
        set_resume(scan, &call);
        *reply_out = call.reply;
        return nd__txn_check_own(txn, call.request.first, call.request.end);
    }
}

/* Is key inside what the reply covered: up to resume in scan order? */
static bool is_covered(const struct nd_txn_scan *scan, struct nd_slice key, struct nd_slice resume)
{
    if (resume.n == 0) return true;
    int c = nd_slice_cmp(key, resume);
    return scan->is_reverse ? c >= 0 : c < 0;
}

static struct nd_omap_node *first_own(const struct nd_txn_scan *scan, const struct lane *lane)
{
    const struct nd_omap *writes = &scan->txn->writes;
    if (!scan->is_reverse) return nd_omap_find_ge(writes, nd_buf_slice(&lane->first));
    return lane->end.n == 0 ? nd_omap_last(writes) : nd_omap_find_lt(writes, nd_buf_slice(&lane->end));
}

static bool own_in_span(const struct nd_txn_scan *scan, const struct lane *lane, const struct nd_omap_node *node)
{
    if (node == NULL) return false;
    struct nd_slice end = nd_buf_slice(&lane->end);
    if (scan->is_reverse) return nd_slice_cmp(node->key, nd_buf_slice(&lane->first)) >= 0;
    return end.n == 0 || nd_slice_cmp(node->key, end) < 0;
}

/* Lays the buffer over the rows of a reply. */
static size_t merge(struct nd_txn_scan *scan, const struct lane *lane, const struct nd_kv_reply *reply, struct nd_arena *arena, struct nd_kv_pair **pairs_out)
{
    struct nd_omap_node *own = first_own(scan, lane);
    size_t own_count = 0, count = 0;
    for (struct nd_omap_node *at = own; own_in_span(scan, lane, at) && is_covered(scan, at->key, reply->resume);
         at = scan->is_reverse ? nd_omap_prev(at) : nd_omap_next(at))
        own_count++;
    struct nd_kv_pair *pairs = nd_arena_array(arena, struct nd_kv_pair, reply->row_count + own_count);
    size_t i = 0, j = 0;
    while ((i < reply->row_count || j < own_count) && count < scan->state->rows_left) {
        int c = i == reply->row_count ? 1 : j == own_count ? -1
                                                           : nd_slice_cmp(reply->rows[i].key, own->key) * (scan->is_reverse ? -1 : 1);
        const struct nd__write *data = NULL;
        if (c >= 0) {
            data = ND_CONTAINER_OF(own, struct nd__write, node);
            while (data != NULL && !nd__txn_sees(scan->txn, data)) data = data->older;
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

/* The lane goes on at resume. */
static void advance(struct nd_txn_scan *scan, struct lane *lane, struct nd_slice resume)
{
    struct nd_buf *edge = scan->is_reverse ? &lane->end : &lane->first;
    lane->is_done = is_behind(scan, lane, resume) || scan->state->rows_left == 0;
    nd_buf_clear(edge);
    nd_buf_put_slice(edge, resume);
    if (lane->is_done) drop_aheads(lane);
}

/* What the reply covered. */
static void note_read(struct nd_txn_scan *scan, const struct lane *lane, struct nd_slice resume)
{
    struct nd_slice first = nd_buf_slice(&lane->first), end = nd_buf_slice(&lane->end);
    bool is_short = resume.n > 0 && !is_behind(scan, lane, resume);
    if (is_short && scan->is_reverse) first = resume;
    if (is_short && !scan->is_reverse) end = resume;
    nd__txn_note_read(scan->txn, first, end);
}

enum nd_status nd_txn_scan_next_piece(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_txn_piece *piece)
{
    struct nd_txn_scan_state *state = scan->state;
    *piece = (struct nd_txn_piece){0};
    while (state->lane_at < state->lane_count && state->rows_left > 0) {
        struct lane *lane = &state->lanes[state->lane_at];
        if (lane->is_done) {
            state->lane_at++;
            continue;
        }
        struct nd_kv_reply reply;
        ND_TRY(fetch(scan, lane, &reply));
        note_read(scan, lane, reply.resume);
        if (reply.payload.n > 0) piece->payload = reply.payload;
        else piece->count = merge(scan, lane, &reply, arena, &piece->pairs);
        if (state->rows_left != UINT64_MAX) state->rows_left -= piece->count;
        advance(scan, lane, reply.resume);
        /* the next request in a row asks for more, and goes out before these rows are worked on */
        uint64_t most = scan->piece_rows == 0 ? ND__TXN_SCAN_ROWS_MAX : scan->piece_rows;
        if (state->chunk_rows < most) state->chunk_rows *= 2;
        start_aheads(scan, reply.rows, reply.payload.n > 0 ? reply.row_count : 0);
        if (piece->count > 0 || piece->payload.n > 0) return ND_STATUS_OK;
    }
    return ND_STATUS_OK;
}

enum nd_status nd_txn_scan_next(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_kv_pair **pairs_out, size_t *count_out)
{
    struct nd_txn_piece piece;
    ND_ASSERT(scan->program.n == 0);
    *count_out = 0;
    ND_TRY(nd_txn_scan_next_piece(scan, arena, &piece));
    *pairs_out = piece.pairs;
    *count_out = piece.count;
    return ND_STATUS_OK;
}
