/* SPDX-License-Identifier: Apache-2.0 */
/* The timestamp oracle (TiDB's and Percolator's in shape): windows through the log, batches behind a
 * quorum round instead of a lease. */
#include "meta/meta_int.h"

static uint64_t wall_ms(const struct nd_meta *meta) { return nd_env_wall_us(meta->options.env) / 1000; }

/* The wall clock, as far as it is to be believed: it may lag behind, stop or leap, but the oracle's time
 * goes on at least as fast as the monotonic clock (what waits for a time to live must not wait longer),
 * and leaps are followed a little only. */
static uint64_t time_ms(const struct nd_meta *meta)
{
    uint64_t steady_ms = meta->base_ms + (nd_env_now_ns(meta->options.env) - meta->base_ns) / ND_MS;
    uint64_t now_ms = wall_ms(meta);
    return now_ms > steady_ms && now_ms <= steady_ms + ND__META_JUMP_MS_MAX ? now_ms : steady_ms;
}

uint64_t nd__meta_now_ms(const struct nd_meta *meta)
{
    uint64_t now_ms = time_ms(meta), last_ms = meta->ts_next >> ND_TS_LOGICAL_BITS;
    return now_ms > last_ms ? now_ms : last_ms;
}

struct window_op {
    struct nd_range_raw_op raw;
    struct nd_meta *meta;
    struct nd_range *range;
    uint64_t end;
};

static void serve_confirmed(struct nd_meta *meta);

static void window_done(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct window_op *op = ND_CONTAINER_OF(raw, struct window_op, raw);
    struct nd_meta *meta = op->meta;
    bool is_mine = meta->range == op->range && meta->ts_window_asked == op->end;
    if (is_mine) {
        meta->ts_window_asked = 0;
        if (status == ND_STATUS_OK) meta->ts_window = op->end;
    }
    nd_heap_free(meta->heap, op);
    if (is_mine) serve_confirmed(meta);
}

static void extend_window(struct nd_meta *meta)
{
    if (meta->ts_window_asked != 0) return;
    struct window_op *op = nd_heap_new(meta->heap, struct window_op);
    op->meta = meta;
    op->range = meta->range;
    op->end = meta->ts_next + nd_ts_of_ms(ND__META_WINDOW_MS).v;
    op->raw.done = window_done;
    meta->ts_window_asked = op->end;
    struct nd_buf key;
    nd_buf_init(&key, meta->heap);
    nd__meta_record_key(&key, 't', ND_SLICE_EMPTY);
    uint8_t value[9] = {1};
    nd_store_u64(value + 1, op->end);
    struct nd_command_raw record = {nd_buf_slice(&key), nd_slice_of(value, sizeof value)};
    nd_range_replicate_raw(meta->range, &op->raw, &record, 1);
    nd_buf_deinit(&key);
}

/* Follows the time forward; never back. */
static void advance(struct nd_meta *meta)
{
    uint64_t now = nd_ts_of_ms(time_ms(meta)).v;
    if (now > meta->ts_next) meta->ts_next = now;
}

/* The cluster may have been off for long: whatever this node's clock says is followed, once, as far as it
 * is ahead of all that was handed out. */
void nd__meta_ts_lead(struct nd_meta *meta)
{
    uint64_t now_ms = wall_ms(meta), floor = meta->ts_window, floor_ms = floor >> ND_TS_LOGICAL_BITS;
    if (floor != 0 && now_ms > floor_ms + ND__META_JUMP_MS_MAX)
        ND_WARN(nd_env_logger(meta->options.env), "meta", "timestamps leap ahead by %llu s: the cluster was off for so long, or this node's clock is wrong",
                (unsigned long long)(now_ms - floor_ms) / 1000);
    meta->base_ms = now_ms > floor_ms ? now_ms : floor_ms;
    meta->base_ns = nd_env_now_ns(meta->options.env);
    meta->ts_next = floor + 1;
    advance(meta);
    meta->ts_window = 0;
    extend_window(meta);
}

static void serve_confirmed(struct nd_meta *meta)
{
    if (meta->range == NULL) return;
    advance(meta);
    while (!nd_list_is_empty(&meta->ts_confirmed)) {
        struct nd__meta_pending *pending = ND_CONTAINER_OF(meta->ts_confirmed.next, struct nd__meta_pending, link);
        if (meta->ts_next + pending->request.count > meta->ts_window) {
            extend_window(meta);
            return;
        }
        nd_list_remove(&pending->link);
        pending->reply.first_ts.v = meta->ts_next;
        const struct nd_meta_request *request = &pending->request;
        pending->reply.is_unchanged = request->key.n != 0 && nd_range_is_unchanged(meta->range, request->key, request->since);
        meta->ts_next += pending->request.count;
        nd_counter_add(&meta->ts_served, pending->request.count);
        nd__meta_finish(pending, ND_STATUS_OK);
    }
    if (meta->ts_next + nd_ts_of_ms(ND__META_WINDOW_MS / 2).v > meta->ts_window) extend_window(meta);
}

bool nd__meta_ts_draw(struct nd_meta *meta, struct nd_ts *ts_out)
{
    if (meta->range == NULL) return false;
    advance(meta);
    bool has_room = meta->ts_next < meta->ts_window;
    if (has_room) ts_out->v = meta->ts_next++;
    if (meta->ts_next + nd_ts_of_ms(ND__META_WINDOW_MS / 2).v > meta->ts_window) extend_window(meta);
    if (has_room) nd_counter_add(&meta->ts_served, 1);
    return has_room;
}

struct round_op {
    struct nd_range_raw_op raw;
    struct nd_meta *meta;
    struct nd_range *range;
    struct nd_list pendings;
};

static void round_done(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct round_op *op = ND_CONTAINER_OF(raw, struct round_op, raw);
    struct nd_meta *meta = op->meta;
    bool is_confirmed = status == ND_STATUS_OK && meta->range == op->range;
    while (!nd_list_is_empty(&op->pendings)) {
        struct nd__meta_pending *pending = ND_CONTAINER_OF(op->pendings.next, struct nd__meta_pending, link);
        nd_list_remove(&pending->link);
        if (is_confirmed) nd_list_push_back(&meta->ts_confirmed, &pending->link);
        else {
            ND_PROBE(meta->options.env, TS_LEASE_LOST);
            nd__meta_finish(pending, ND_STATUS_NOT_LEADER);
        }
    }
    nd_heap_free(meta->heap, op);
    if (is_confirmed) serve_confirmed(meta);
}

void nd__meta_ts_flush(struct nd_task *task)
{
    struct nd_meta *meta = ND_CONTAINER_OF(task, struct nd_meta, ts_task);
    if (nd_list_is_empty(&meta->ts_arrived)) return;
    struct round_op *op = nd_heap_new(meta->heap, struct round_op);
    op->meta = meta;
    op->range = meta->range;
    op->raw.done = round_done;
    nd_list_init(&op->pendings);
    while (!nd_list_is_empty(&meta->ts_arrived)) {
        struct nd_list *link = meta->ts_arrived.next;
        nd_list_remove(link);
        nd_list_push_back(&op->pendings, link);
    }
    nd_counter_add(&meta->ts_rounds, 1);
    nd_range_confirm(meta->range, &op->raw);
}

void nd__meta_ts_ask(struct nd_meta *meta, struct nd__meta_pending *pending)
{
    nd_list_push_back(&meta->ts_arrived, &pending->link);
    nd_reactor_defer(meta->options.reactor, &meta->ts_task);
}

void nd__meta_ts_stop(struct nd_meta *meta)
{
    struct nd_list *lists[] = {&meta->ts_arrived, &meta->ts_confirmed};
    nd_task_cancel(&meta->ts_task);
    for (size_t i = 0; i < ND_ARRAY_LEN(lists); i++) {
        while (!nd_list_is_empty(lists[i])) {
            struct nd__meta_pending *pending = ND_CONTAINER_OF(lists[i]->next, struct nd__meta_pending, link);
            nd_list_remove(&pending->link);
            nd__meta_finish(pending, ND_STATUS_NOT_LEADER);
        }
    }
}
