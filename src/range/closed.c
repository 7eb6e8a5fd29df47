/* SPDX-License-Identifier: Apache-2.0 */
/* closed.c - closed timestamps, and reads by which any replica can answer (docs/adr/0020).
 *
 *   leader:   draws C ─▶ a quorum round, or lease, from then on ─▶ what was under way by then has ended ─▶ says to all members:
 *             "from my applied index on, nothing that is not there commits at or below C"
 *   replica:  has applied that index ─▶ answers reads at or below C from its engine, if no provisional record is in their way
 *
 * Invariants. CL1 C was handed out before the round began: whoever leads later, and whatever is latched later, draws above it.
 *             CL2 operations that may have drawn a commit timestamp at or below C have ended before C is closed, so what they wrote
 *                 is applied at the index that goes with it. Transactions of two phases had their records there before they drew.
 *             CL3 a frozen range closes nothing: its left neighbour may already write.
 * Testing.    sim/workloads/stale.c; each of the rules is broken by `make mutants`. */
#include "range/range_int.h"

enum {
    CLOSE_PERIOD_MS = 1000,
    CLOSE_AGAIN_MS = 50,     /* operations of before were still under way */
    CLOSE_ACTIVE_S = 60,     /* after the last request; then */
    CLOSE_RIDE_S = 240,      /* whenever the collector has had it confirmed, after so long: by the lease that this made, without a message */
    CLOSE_RIDE_MS = 20,      /* such are gathered */
    CLOSE_IDLE_S = 600,      /* else once in so long: an idle shard costs next to nothing */
    CLOSED_BYTES = 64 << 10, /* of one message, about */
    CLOSED_FORMAT = 1,
};

/* ---- the leader --------------------------------------------------------------------------------------------- */

static bool may_close(const struct nd_range *range)
{
    return range->state == ND__RANGE_SERVING && range->desc.conf.count > 1 && range->desc.frozen_by == 0 && !range->is_freezing && !range->is_closing && !range->is_gone;
}

static bool is_due(struct nd_range *range, uint64_t now_ns, uint64_t idle_s)
{
    struct nd__closing *closing = &range->closing;
    if (closing->stage != ND__CLOSING_NONE || !may_close(range)) return false;
    if (closing->seen_seq != range->op_seq) closing->active_until_ns = now_ns + CLOSE_ACTIVE_S * ND_SEC;
    closing->seen_seq = range->op_seq;
    return now_ns < closing->active_until_ns || now_ns - closing->closed_ns >= idle_s * ND_SEC;
}

/* Its commit timestamp, or a bound of it, may have been drawn before the round was over. */
static bool may_commit_below(const struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    return op->has_latches && (rq->kind == ND_KV_COMMIT_ONE || (rq->kind == ND_KV_PREWRITE && rq->secondaries.n > 0));
}

static bool has_earlier_ops(const struct nd_range *range)
{
    if (nd_env_is_broken(range->store->options.env, ND_BREAK_CLOSED_EARLY)) return false;
    ND_LIST_FOREACH(link, &range->ops)
    {
        const struct nd_range_op *op = ND_CONTAINER_OF(link, struct nd_range_op, all_link);
        if (op->seq > range->closing.seq) return false; /* in order of arrival */
        if (may_commit_below(op)) return true;
    }
    return false;
}

static void close_range(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd__closing *closing = &range->closing;
    bool is_same = may_close(range) && closing->term == range->role.term && closing->lock_generation == range->lock_generation;
    if (is_same && has_earlier_ops(range)) {
        closing->stage = ND__CLOSING_DRAIN;
        if (!nd_timer_is_running(&store->close_again_timer)) nd_timer_start_in(&store->close_again_timer, CLOSE_AGAIN_MS * ND_MS);
        return;
    }
    closing->stage = ND__CLOSING_NONE;
    if (!is_same) return;
    closing->closed_ns = nd_env_now_ns(store->options.env);
    nd__range_take_closed(range, closing->ts, range->applied);
    nd_list_remove(&closing->link);
    nd_list_push_back(&store->close_unsaid, &closing->link);
    nd_reactor_defer(store->options.reactor, &store->close_task);
}

static void confirmed(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct nd_range *range = ND_CONTAINER_OF(raw, struct nd_range, closing.raw);
    range->closing.stage = ND__CLOSING_NONE;
    if (status != ND_STATUS_OK) return;
    range->closing.seq = range->op_seq;
    close_range(range);
}

static void begin(struct nd_range *range, struct nd_ts ts)
{
    struct nd__closing *closing = &range->closing;
    closing->ts = ts;
    closing->term = range->role.term;
    closing->lock_generation = range->lock_generation;
    closing->stage = ND__CLOSING_CONFIRM;
    closing->raw.done = confirmed;
    if (nd_env_is_broken(range->store->options.env, ND_BREAK_CLOSED_UNCONFIRMED)) confirmed(&closing->raw, ND_STATUS_OK);
    else nd_range_confirm(range, &closing->raw);
}

static struct nd_range *range_of(struct nd_list *rest_link) { return ND_CONTAINER_OF(rest_link, struct nd_range, rest_link); }

static void begin_all(struct nd_store *store, struct nd_ts ts)
{
    uint64_t now_ns = nd_env_now_ns(store->options.env);
    while (!nd_list_is_empty(&store->close_due)) {
        struct nd_range *range = ND_CONTAINER_OF(store->close_due.next, struct nd_range, closing.link);
        nd_list_remove(&range->closing.link);
        if (is_due(range, now_ns, CLOSE_RIDE_S)) begin(range, ts);
    }
    ND_LIST_FOREACH_SAFE(link, &store->awake)
        if (is_due(range_of(link), now_ns, CLOSE_IDLE_S)) begin(range_of(link), ts);
}

static void drawn(struct nd_ts_draw *draw)
{
    struct nd_store *store = ND_CONTAINER_OF(draw, struct nd_store, close_draw);
    store->is_close_drawing = false;
    if (draw->status == ND_STATUS_OK) begin_all(store, draw->first);
}

static void on_close_timer(struct nd_timer *timer)
{
    struct nd_store *store = ND_CONTAINER_OF(timer, struct nd_store, close_timer);
    uint64_t now_ns = nd_env_now_ns(store->options.env);
    nd_timer_start_in(timer, CLOSE_PERIOD_MS * ND_MS);
    store->is_close_soon = false;
    bool wants = !nd_list_is_empty(&store->close_due);
    for (struct nd_list *link = store->awake.next; link != &store->awake && !wants; link = link->next) wants = is_due(range_of(link), now_ns, CLOSE_IDLE_S);
    if (wants && nd_env_is_broken(store->options.env, ND_BREAK_CLOSED_UNCONFIRMED)) {
        begin_all(store, nd_ts_source_guess(store->options.ts_source, now_ns));
        return;
    }
    if (!wants || store->is_close_drawing) return;
    store->is_close_drawing = true;
    store->close_draw = (struct nd_ts_draw){.done = drawn, .count = 1};
    nd_ts_draw_start(store->options.ts_source, &store->close_draw);
}

static void on_again_timer(struct nd_timer *timer)
{
    struct nd_store *store = ND_CONTAINER_OF(timer, struct nd_store, close_again_timer);
    ND_LIST_FOREACH_SAFE(link, &store->awake)
        if (range_of(link)->closing.stage == ND__CLOSING_DRAIN) close_range(range_of(link));
}

void nd__closed_look_at(struct nd_range *range)
{
    struct nd_list *link = &range->closing.link;
    if (!nd_list_is_empty(link) || !is_due(range, nd_env_now_ns(range->store->options.env), CLOSE_IDLE_S)) return;
    nd_list_push_back(&range->store->close_due, link);
}

void nd__closed_ride(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd_list *link = &range->closing.link;
    if (range->is_awake || !nd_list_is_empty(link) || !is_due(range, nd_env_now_ns(store->options.env), CLOSE_RIDE_S)) return;
    nd_list_push_back(&store->close_due, link);
    if (store->is_close_soon) return;
    store->is_close_soon = true;
    nd_timer_start_in(&store->close_timer, CLOSE_RIDE_MS * ND_MS);
}

/* ---- telling it: u8 format (1) · (v range · v timestamp · v index)* ------------------------------------------- */

struct outbox {
    struct nd_node_id node;
    struct nd_buf bytes;
};

static void send_out(struct nd_store *store, struct outbox *box)
{
    (void)nd_rpc_send(nd_rpc_node(store->options.rpc, box->node), ND_RPC_CLOSED, &box->bytes); /* lost: the next one says more */
    nd_buf_deinit(&box->bytes);
    nd_buf_init(&box->bytes, store->heap);
}

static void put_out(struct nd_store *store, struct outbox *boxes, size_t *count, struct nd_node_id to, const struct nd_range *range)
{
    size_t i = 0;
    while (i < *count && boxes[i].node.v != to.v) i++;
    if (i == ND_NODES_MAX) return;
    if (i == *count) {
        boxes[(*count)++].node = to;
        nd_buf_init(&boxes[i].bytes, store->heap);
    }
    struct nd_buf *bytes = &boxes[i].bytes;
    if (bytes->n == 0) nd_buf_put_u8(bytes, CLOSED_FORMAT);
    nd_buf_put_varint(bytes, range->desc.id.v);
    nd_buf_put_varint(bytes, range->closed.ts.v);
    nd_buf_put_varint(bytes, range->closed.index);
    if (bytes->n >= CLOSED_BYTES) send_out(store, &boxes[i]);
}

static void say(struct nd_task *task)
{
    struct nd_store *store = ND_CONTAINER_OF(task, struct nd_store, close_task);
    struct outbox *boxes = nd_heap_zalloc(store->heap, ND_NODES_MAX * sizeof *boxes);
    size_t count = 0;
    while (!nd_list_is_empty(&store->close_unsaid)) {
        const struct nd_range *range = ND_CONTAINER_OF(store->close_unsaid.next, struct nd_range, closing.link);
        nd_list_remove(store->close_unsaid.next);
        for (size_t i = 0; i < range->desc.conf.count; i++)
            if (range->desc.conf.members[i].node.v != store->options.self.v) put_out(store, boxes, &count, range->desc.conf.members[i].node, range);
    }
    for (size_t i = 0; i < count; i++) {
        if (boxes[i].bytes.n > 0) send_out(store, &boxes[i]);
        nd_buf_deinit(&boxes[i].bytes);
    }
    nd_heap_free(store->heap, boxes);
}

static void on_rpc(void *arg, struct nd_rpc_request *request)
{
    struct nd_store *store = arg;
    struct nd_dec dec = nd_dec_of(request->payload);
    if (!request->is_oneway || request->from.v == 0 || nd_dec_u8(&dec) != CLOSED_FORMAT) {
        nd_rpc_request_drop(request);
        return;
    }
    struct nd_ts newest = {0};
    while (nd_dec_is_ok(&dec) && !nd_dec_is_done(&dec)) {
        struct nd_range_id id = {nd_dec_varint(&dec)};
        struct nd_ts ts = {nd_dec_varint(&dec)};
        uint64_t index = nd_dec_varint(&dec);
        struct nd_range *range = nd_dec_is_ok(&dec) ? nd_hmap_find(&store->ranges, id.v) : NULL;
        if (!nd_dec_is_ok(&dec)) break;
        if (ts.v > newest.v) newest = ts;
        if (range != NULL && !range->is_closing) nd__range_take_closed(range, ts, index);
    }
    if (newest.v != 0) nd_ts_source_saw(store->options.ts_source, newest, nd_env_now_ns(store->options.env));
    nd_rpc_request_drop(request);
}

/* ---- any replica --------------------------------------------------------------------------------------------- */

/* What is not applied yet waits in `next`, and stays there although newer word comes: else a slow replica would never get there. */
void nd__range_take_closed(struct nd_range *range, struct nd_ts ts, uint64_t index)
{
    struct nd__closed *closed = &range->closed, *next = &range->closed_next;
    if (next->ts.v != 0 && range->applied >= next->index) {
        if (next->ts.v > closed->ts.v) *closed = *next;
        next->ts.v = 0;
    }
    if (ts.v <= closed->ts.v) return;
    if (range->applied >= index) *closed = (struct nd__closed){ts, index};
    else if (next->ts.v == 0) *next = (struct nd__closed){ts, index};
}

struct nd_ts nd__range_closed_ts(struct nd_range *range)
{
    nd__range_take_closed(range, (struct nd_ts){0}, 0);
    return range->closed.ts;
}

bool nd__op_may_read_closed(const struct nd_range_op *op)
{
    struct nd_range *range = op->range;
    const struct nd_kv_request *rq = op->request;
    if (!rq->is_stale || op->has_refused_closed || range->desc.frozen_by != 0 || range->is_installing || range->is_gone || range->is_subsumed || range->is_closing) return false;
    if (nd_env_is_broken(op->store->options.env, ND_BREAK_CLOSED_NOT_APPLIED)) return rq->read_ts.v <= (range->closed_next.ts.v > range->closed.ts.v ? range->closed_next : range->closed).ts.v;
    struct nd_ts closed = nd__range_closed_ts(range);
    bool is_kept = nd_ts_physical_ms(rq->read_ts) + op->store->options.gc_window_ms >= nd_ts_physical_ms(closed); /* of older ones the leader says that they are too old */
    return rq->read_ts.v <= closed.v && is_kept;
}

/* On the read pool, after the engine was read: what was collected before is said there. */
enum nd_status nd__op_check_closed(struct nd_range_op *op, enum nd_status status)
{
    struct nd_ts safepoint;
    if (status != ND_STATUS_OK) return status;
    ND_TRY(nd_range_state_safepoint(op->store->options.engine, op->range_id, op->arena->heap, &safepoint));
    return op->read_ts.v < safepoint.v ? ND_STATUS_SNAPSHOT_TOO_OLD : ND_STATUS_OK;
}

void nd__op_closed_done(struct nd_range_op *op)
{
    struct nd_range *range = op->range;
    bool is_whole = !range->is_installing && !range->is_gone && op->installs == range->installs && nd_range_epoch_same_span(op->request->epoch, range->desc.epoch);
    if (op->job_status != ND_STATUS_LOCKED && is_whole) {
        nd_counter_add(&op->store->closed_reads, 1);
        nd__op_finish(op, op->job_status);
        return;
    }
    op->is_closed_read = false;
    op->has_refused_closed = true;
    memset(&op->reply, 0, sizeof op->reply);
    op->stage = ND_STAGE_START;
    nd__op_advance(op); /* as any other read, where this node leads */
}

/* ---- life ------------------------------------------------------------------------------------------------------ */

void nd__closed_open(struct nd_store *store)
{
    nd_task_init(&store->close_task, say);
    nd_timer_init(&store->close_timer, store->options.reactor, on_close_timer);
    nd_timer_init(&store->close_again_timer, store->options.reactor, on_again_timer);
    nd_timer_start_in(&store->close_timer, CLOSE_PERIOD_MS * ND_MS);
    nd_rpc_serve(store->options.rpc, ND_RPC_CLOSED, store, on_rpc);
}

void nd__closed_close(struct nd_store *store)
{
    nd_rpc_serve(store->options.rpc, ND_RPC_CLOSED, NULL, NULL);
    nd_timer_stop(&store->close_timer);
    nd_timer_stop(&store->close_again_timer);
    nd_task_cancel(&store->close_task);
}
