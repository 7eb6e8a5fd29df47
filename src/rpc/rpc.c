/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/rpc_int.h"

static enum nd__rpc_lane lane_of(enum nd_rpc_method method)
{
    switch (method) {
    case ND_RPC_LIVENESS:
    case ND_RPC_RAFT_URGENT:
    case ND_RPC_META: return ND__RPC_CONTROL;
    default: return ND__RPC_BULK;
    }
}

/* ---- life ------------------------------------------------------------------------------------- */

struct nd_rpc *nd_rpc_new(const struct nd_rpc_options *options)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_rpc *rpc = nd_heap_new(heap, struct nd_rpc);
    rpc->env = options->env;
    rpc->heap = heap;
    rpc->reactor = options->reactor;
    rpc->self = options->self;
    memcpy(rpc->cluster_uuid, options->cluster_uuid, sizeof rpc->cluster_uuid);
    do rpc->incarnation = nd_env_random_u64(options->env);
    while (rpc->incarnation == 0);
    nd_list_init(&rpc->conns);
    nd_list_init(&rpc->peers);
    nd_hmap_init(&rpc->nodes, heap);
    nd_hmap_init(&rpc->calls, heap);
    nd_list_init(&rpc->failing);
    nd_list_init(&rpc->dirty);
    nd_list_init(&rpc->local);
    nd_list_init(&rpc->held);
    nd_list_init(&rpc->pool);
    nd_task_init(&rpc->flush_task, nd__rpc_flush);
    nd_task_init(&rpc->local_task, nd__rpc_run_local);
    nd_rpc_serve(rpc, ND_RPC_RELAY, rpc, nd__rpc_on_relay);
    return rpc;
}

static void peer_free(struct nd_rpc_peer *peer)
{
    for (size_t i = 0; i < ND__RPC_LANES; i++) {
        nd_timer_stop(&peer->lanes[i].timer);
        nd_buf_deinit(&peer->lanes[i].oneway);
    }
    nd_list_remove(&peer->link);
    nd_heap_free(peer->rpc->heap, peer->addr);
    nd_heap_free(peer->rpc->heap, peer);
}

static void end_all_calls(struct nd_list *calls)
{
    while (!nd_list_is_empty(calls))
        nd__rpc_call_end(ND_CONTAINER_OF(calls->next, struct nd_rpc_call, link), ND_STATUS_SHUTDOWN, ND_SLICE_EMPTY);
}

void nd_rpc_free(struct nd_rpc *rpc)
{
    if (rpc == NULL) return;
    nd_rpc_stop_listening(rpc);
    rpc->is_stopping = true;
    while (rpc->calls.count > 0) { /* done may begin another: it fails at once */
        ND_LIST_FOREACH (it, &rpc->peers) {
            struct nd_rpc_peer *peer = ND_CONTAINER_OF(it, struct nd_rpc_peer, link);
            for (size_t i = 0; i < ND__RPC_LANES; i++) end_all_calls(&peer->lanes[i].waiting);
            end_all_calls(&peer->local_calls);
        }
        ND_LIST_FOREACH (it, &rpc->conns) end_all_calls(&ND_CONTAINER_OF(it, struct nd_rpc_conn, link)->calls);
        end_all_calls(&rpc->failing);
    }
    while (!nd_list_is_empty(&rpc->conns))
        nd__rpc_conn_abandon(ND_CONTAINER_OF(rpc->conns.next, struct nd_rpc_conn, link));
    nd__rpc_serve_deinit(rpc);
    while (!nd_list_is_empty(&rpc->peers)) peer_free(ND_CONTAINER_OF(rpc->peers.next, struct nd_rpc_peer, link));
    nd_task_cancel(&rpc->flush_task);
    nd_task_cancel(&rpc->local_task);
    nd_hmap_deinit(&rpc->nodes);
    nd_hmap_deinit(&rpc->calls);
    nd_heap_free(rpc->heap, rpc);
}

void nd_rpc_set_identity(struct nd_rpc *rpc, struct nd_node_id self, const uint64_t cluster_uuid[2])
{
    rpc->self = self;
    memcpy(rpc->cluster_uuid, cluster_uuid, sizeof rpc->cluster_uuid);
    ND_LIST_FOREACH (it, &rpc->peers) {
        struct nd_rpc_peer *peer = ND_CONTAINER_OF(it, struct nd_rpc_peer, link);
        peer->is_local = peer->node.v != 0 && peer->node.v == self.v;
        for (size_t i = 0; i < ND__RPC_LANES; i++) nd__rpc_lane_drain(&peer->lanes[i]);
    }
}

uint64_t nd_rpc_incarnation(const struct nd_rpc *rpc) { return rpc->incarnation; }

enum nd_status nd_rpc_listen(struct nd_rpc *rpc, const char *addr, char **bound_out)
{
    static const struct nd_listener_handler handler = {.on_accept = nd__rpc_on_accept};
    ND_ASSERT(rpc->listener == NULL);
    return nd_listener_open(rpc->reactor, addr, ND_STREAM_FRAMED, &handler, rpc, &rpc->listener, bound_out);
}

void nd_rpc_stop_listening(struct nd_rpc *rpc)
{
    if (rpc->listener != NULL) nd_listener_close(rpc->listener);
    rpc->listener = NULL;
    ND_LIST_FOREACH (it, &rpc->conns) {
        struct nd_rpc_conn *conn = ND_CONTAINER_OF(it, struct nd_rpc_conn, link);
        if (!conn->is_accepted || conn->is_closing) continue;
        if (conn->out.n > 0) nd_stream_write(conn->stream, &conn->out);
        conn->is_closing = true;
        nd_stream_close(conn->stream);
    }
}

/* ---- peers ------------------------------------------------------------------------------------ */

static struct nd_rpc_peer *peer_new(struct nd_rpc *rpc, struct nd_node_id node, const char *addr)
{
    struct nd_rpc_peer *peer = nd_heap_new(rpc->heap, struct nd_rpc_peer);
    peer->rpc = rpc;
    peer->node = node;
    peer->addr = addr == NULL ? NULL : nd_heap_strdup(rpc->heap, addr);
    peer->is_local = node.v != 0 && node.v == rpc->self.v;
    nd_list_init(&peer->local_calls);
    for (size_t i = 0; i < ND__RPC_LANES; i++) nd__rpc_lane_init(&peer->lanes[i], peer, (enum nd__rpc_lane)i);
    nd_list_push_back(&rpc->peers, &peer->link);
    return peer;
}

struct nd_rpc_peer *nd_rpc_node(struct nd_rpc *rpc, struct nd_node_id node)
{
    ND_ASSERT(node.v != 0);
    struct nd_rpc_peer *peer = nd_hmap_find(&rpc->nodes, node.v);
    if (peer != NULL) return peer;
    peer = peer_new(rpc, node, NULL);
    nd_hmap_put(&rpc->nodes, node.v, peer);
    return peer;
}

void nd_rpc_set_node_addr(struct nd_rpc *rpc, struct nd_node_id node, const char *addr)
{
    struct nd_rpc_peer *peer = nd_rpc_node(rpc, node);
    if (peer->addr != NULL && strcmp(peer->addr, addr) == 0) return;
    bool had_addr = peer->addr != NULL;
    nd_heap_free(rpc->heap, peer->addr);
    peer->addr = nd_heap_strdup(rpc->heap, addr);
    peer->is_refused = false;
    for (size_t i = 0; i < ND__RPC_LANES; i++) {
        struct nd__rpc_peer_lane *lane = &peer->lanes[i];
        lane->backoff_ns = lane->retry_at_ns = 0;
        if (had_addr)
            nd__rpc_lane_drain(lane);
        else if (!nd_list_is_empty(&lane->waiting))
            nd__rpc_lane_kick(lane);
    }
}

struct nd_rpc_peer *nd_rpc_addr(struct nd_rpc *rpc, const char *addr)
{
    ND_LIST_FOREACH (it, &rpc->peers) {
        struct nd_rpc_peer *peer = ND_CONTAINER_OF(it, struct nd_rpc_peer, link);
        if (peer->node.v == 0 && strcmp(peer->addr, addr) == 0) return peer;
    }
    return peer_new(rpc, (struct nd_node_id){0}, addr);
}

void nd_rpc_on_peer_change(struct nd_rpc *rpc, void *arg,
                           void (*on_change)(void *arg, struct nd_node_id node, bool is_connected))
{
    if (on_change == NULL) {
        size_t kept = 0;
        for (size_t i = 0; i < rpc->subscriber_count; i++)
            if (rpc->subscribers[i].arg != arg) rpc->subscribers[kept++] = rpc->subscribers[i];
        rpc->subscriber_count = kept;
        return;
    }
    ND_ASSERT(rpc->subscriber_count < ND__RPC_SUBSCRIBERS_MAX);
    rpc->subscribers[rpc->subscriber_count].arg = arg;
    rpc->subscribers[rpc->subscriber_count++].on_change = on_change;
}

void nd__rpc_peer_changed(struct nd_rpc *rpc, struct nd_node_id node, bool is_connected)
{
    if (node.v == 0) return;
    for (size_t i = 0; i < rpc->subscriber_count; i++)
        rpc->subscribers[i].on_change(rpc->subscribers[i].arg, node, is_connected);
}

bool nd_rpc_is_refused(const struct nd_rpc *rpc, struct nd_node_id node)
{
    const struct nd_rpc_peer *peer = nd_hmap_find(&rpc->nodes, node.v);
    if (peer == NULL || !peer->is_refused) return false;
    ND_LIST_FOREACH (it, &rpc->conns) { /* who is connected to us is there, whatever its port says */
        const struct nd_rpc_conn *conn = ND_CONTAINER_OF(it, struct nd_rpc_conn, link);
        if (conn->is_ready && !conn->is_closing && conn->node.v == node.v) return false;
    }
    return true;
}

/* ---- calls ------------------------------------------------------------------------------------ */

static void count_end(struct nd_rpc *rpc, const struct nd_rpc_call *call, enum nd_status status)
{
    struct nd__rpc_metrics *metrics = &rpc->metrics;
    switch (status) {
    case ND_STATUS_OK:
        nd_counter_add(&metrics->ends_ok, 1);
        nd_histogram_add(&metrics->latency_ns, nd_env_now_ns(rpc->env) - call->begun_ns);
        break;
    case ND_STATUS_TIMEOUT: nd_counter_add(&metrics->ends_timeout, 1); break;
    case ND_STATUS_AMBIGUOUS: nd_counter_add(&metrics->ends_ambiguous, 1); break;
    case ND_STATUS_UNREACHABLE: nd_counter_add(&metrics->ends_unreachable, 1); break;
    default: nd_counter_add(&metrics->ends_other, 1); break;
    }
}

static void call_unlink(struct nd_rpc_call *call)
{
    struct nd_rpc_conn *conn = call->conn;
    if (call->state == ND__RPC_CALL_WAITING) {
        struct nd__rpc_peer_lane *lane = &call->peer->lanes[lane_of(call->method)];
        lane->waiting_count--;
        lane->waiting_bytes -= call->payload.n;
    }
    call->state = ND__RPC_CALL_NONE;
    call->conn = NULL;
    nd_list_remove(&call->link);
    nd_timer_stop(&call->timer);
    nd_buf_deinit(&call->payload);
    nd_hmap_remove(&call->rpc->calls, call->id);
    if (conn != NULL) nd__rpc_conn_call_over(conn);
}

void nd__rpc_call_end(struct nd_rpc_call *call, enum nd_status status, struct nd_slice reply)
{
    call_unlink(call);
    if (call->is_carried) nd__rpc_relay_unwrap(&status, &reply);
    count_end(call->rpc, call, status);
    call->status = status;
    call->reply = reply;
    call->done(call);
}

static void on_timeout(struct nd_timer *timer)
{
    struct nd_rpc_call *call = ND_CONTAINER_OF(timer, struct nd_rpc_call, timer);
    bool was_sent = call->state == ND__RPC_CALL_SENT || call->state == ND__RPC_CALL_LOCAL;
    nd__rpc_call_end(call, was_sent ? ND_STATUS_TIMEOUT : ND_STATUS_UNREACHABLE, ND_SLICE_EMPTY);
}

static void fail_later(struct nd_rpc_call *call, enum nd_status status)
{
    call->state = ND__RPC_CALL_FAILING;
    call->status = status;
    nd_list_push_back(&call->rpc->failing, &call->link);
    nd_reactor_defer(call->rpc->reactor, &call->rpc->local_task);
}

void nd__rpc_call_send(struct nd_rpc_call *call, struct nd_rpc_conn *conn)
{
    ND_ASSERT(nd_list_is_empty(&call->link));
    call->state = ND__RPC_CALL_SENT;
    call->conn = conn;
    conn->call_count++;
    nd_list_push_back(&conn->calls, &call->link);
    nd__rpc_conn_put_buf(conn, ND__RPC_CALL, (uint8_t)call->method, call->id, &call->payload);
}

static void call_wait(struct nd_rpc_call *call, struct nd__rpc_peer_lane *lane)
{
    call->state = ND__RPC_CALL_WAITING;
    lane->waiting_count++;
    lane->waiting_bytes += call->payload.n;
    nd_list_push_back(&lane->waiting, &call->link);
    nd__rpc_lane_kick(lane);
}

static enum nd_status call_begin(struct nd_rpc_call *call, uint64_t timeout_ns)
{
    struct nd_rpc *rpc = call->rpc;
    struct nd_rpc_peer *peer = call->peer;
    size_t bytes = call->payload.n;
    if (rpc->is_stopping) return ND_STATUS_SHUTDOWN;
    if (bytes > ND__RPC_PAYLOAD_BYTES_MAX) return ND_STATUS_TOO_LARGE;
    if (peer->is_local) {
        if (rpc->local_count >= ND_RPC_CALLS_MAX) return ND_STATUS_BUSY;
        call->state = ND__RPC_CALL_LOCAL;
        nd_list_push_back(&peer->local_calls, &call->link);
        nd__rpc_serve_local(rpc, call->id, call->method, &call->payload);
    } else if (peer->addr == NULL) {
        return ND_STATUS_UNREACHABLE;
    } else {
        struct nd__rpc_peer_lane *lane = &peer->lanes[lane_of(call->method)];
        if (nd__rpc_lane_is_ready(lane)) {
            if (lane->conn->call_count >= ND_RPC_CALLS_MAX) return ND_STATUS_BUSY;
            if (nd__rpc_conn_queued(lane->conn) + bytes > ND_RPC_OUT_BYTES_MAX) return ND_STATUS_BUSY;
            nd__rpc_call_send(call, lane->conn);
        } else {
            if (lane->waiting_count >= ND_RPC_CALLS_MAX) return ND_STATUS_BUSY;
            if (lane->waiting_bytes + bytes > ND__RPC_CALL_WAIT_BYTES_MAX) return ND_STATUS_BUSY;
            call_wait(call, lane);
        }
    }
    nd_timer_start_in(&call->timer, timeout_ns);
    return ND_STATUS_OK;
}

void nd_rpc_call(struct nd_rpc_peer *peer, struct nd_rpc_call *call, enum nd_rpc_method method, struct nd_buf *payload,
                 uint64_t timeout_ns)
{
    struct nd_rpc *rpc = peer->rpc;
    ND_ASSERT(call->state == ND__RPC_CALL_NONE);
    ND_ASSERT(timeout_ns > 0);
    call->rpc = rpc;
    call->peer = peer;
    call->conn = NULL;
    call->method = method;
    call->is_carried = false;
    call->id = ++rpc->call_id_last;
    call->begun_ns = nd_env_now_ns(rpc->env);
    call->reply = ND_SLICE_EMPTY;
    call->payload = *payload;
    nd_buf_init(payload, payload->heap);
    nd_list_init(&call->link);
    nd_timer_init(&call->timer, rpc->reactor, on_timeout);
    nd_hmap_put(&rpc->calls, call->id, call);
    nd_counter_add(&rpc->metrics.calls, 1);
    enum nd_status status = call_begin(call, timeout_ns);
    if (status != ND_STATUS_OK) fail_later(call, status);
}

/* Later: who says that a node is away does not expect its calls to end meanwhile. */
static void give_up(struct nd_rpc_call *call)
{
    struct nd_rpc_conn *conn = call->conn;
    bool was_sent = call->state == ND__RPC_CALL_SENT;
    if (!was_sent) {
        struct nd__rpc_peer_lane *lane = &call->peer->lanes[lane_of(call->method)];
        lane->waiting_count--;
        lane->waiting_bytes -= call->payload.n;
    }
    nd_list_remove(&call->link);
    call->conn = NULL;
    fail_later(call, was_sent ? ND_STATUS_AMBIGUOUS : ND_STATUS_UNREACHABLE);
    if (conn != NULL) nd__rpc_conn_call_over(conn);
}

void nd_rpc_set_away(struct nd_rpc *rpc, struct nd_node_id node, bool is_away)
{
    struct nd_rpc_peer *peer = nd_hmap_find(&rpc->nodes, node.v);
    if (peer == NULL || peer->is_local || peer->is_away == is_away) return;
    peer->is_away = is_away;
    if (!is_away) return;
    struct nd_buf calls;
    nd_buf_init(&calls, rpc->heap);
    ND_HMAP_FOREACH (slot, &rpc->calls) {
        struct nd_rpc_call *call = slot->value;
        bool is_under_way = call->state == ND__RPC_CALL_SENT || call->state == ND__RPC_CALL_WAITING;
        bool may_go_elsewhere = call->method == ND_RPC_KV || call->method == ND_RPC_META || call->method == ND_RPC_RELAY;
        if (call->peer == peer && is_under_way && may_go_elsewhere) nd_buf_put_u64(&calls, slot->id);
    }
    for (size_t i = 0; i < calls.n; i += 8) give_up(nd_hmap_find(&rpc->calls, nd_load_u64(calls.p + i)));
    nd_buf_deinit(&calls);
}

bool nd_rpc_is_backing_off(const struct nd_rpc_peer *peer, enum nd_rpc_method method)
{
    if (peer->is_away) return true;
    const struct nd__rpc_peer_lane *lane = &peer->lanes[lane_of(method)];
    return !peer->is_local && lane->conn == NULL && nd_env_now_ns(peer->rpc->env) < lane->retry_at_ns;
}

void nd_rpc_call_cancel(struct nd_rpc_call *call)
{
    if (call->state != ND__RPC_CALL_NONE) call_unlink(call);
}

static bool send_begin(struct nd_rpc_peer *peer, enum nd_rpc_method method, struct nd_buf *payload)
{
    struct nd_rpc *rpc = peer->rpc;
    if (rpc->is_stopping || payload->n > ND__RPC_PAYLOAD_BYTES_MAX) return false;
    if (peer->is_local) {
        if (rpc->local_count >= ND_RPC_CALLS_MAX) return false;
        nd__rpc_serve_local(rpc, 0, method, payload);
        return true;
    }
    if (peer->addr == NULL) return false;
    struct nd__rpc_peer_lane *lane = &peer->lanes[lane_of(method)];
    if (nd__rpc_lane_is_ready(lane)) {
        if (nd__rpc_conn_queued(lane->conn) + payload->n > ND_RPC_OUT_BYTES_MAX) return false;
        nd__rpc_conn_put_buf(lane->conn, ND__RPC_ONEWAY, (uint8_t)method, 0, payload);
        return true;
    }
    nd__rpc_lane_kick(lane);
    if (lane->conn == NULL || lane->conn->is_closing) return false;
    if (lane->oneway.n + ND__RPC_HEADER_BYTES + payload->n > ND__RPC_ONEWAY_WAIT_BYTES_MAX) return false;
    nd__rpc_frame_encode(&lane->oneway, ND__RPC_ONEWAY, (uint8_t)method, ND__RPC_REASON_NONE, 0, nd_buf_slice(payload));
    return true;
}

bool nd_rpc_send(struct nd_rpc_peer *peer, enum nd_rpc_method method, struct nd_buf *payload)
{
    bool is_sent = send_begin(peer, method, payload);
    nd_buf_deinit(payload);
    nd_counter_add(is_sent ? &peer->rpc->metrics.oneways : &peer->rpc->metrics.oneways_dropped, 1);
    return is_sent;
}

/* ---- metrics ---------------------------------------------------------------------------------- */

void nd_rpc_register_metrics(struct nd_rpc *rpc, struct nd_metrics *metrics)
{
    struct nd__rpc_metrics *m = &rpc->metrics;
    nd_metrics_add_counter(metrics, "ndoto_rpc_frames_total", "direction=\"in\"", "Frames between nodes.",
                           &m->frames_in);
    nd_metrics_add_counter(metrics, "ndoto_rpc_frames_total", "direction=\"out\"", "Frames between nodes.",
                           &m->frames_out);
    nd_metrics_add_counter(metrics, "ndoto_rpc_bytes_total", "direction=\"in\"", "Bytes between nodes.", &m->bytes_in);
    nd_metrics_add_counter(metrics, "ndoto_rpc_bytes_total", "direction=\"out\"", "Bytes between nodes.",
                           &m->bytes_out);
    nd_metrics_add_counter(metrics, "ndoto_rpc_calls_total", NULL, "Calls begun.", &m->calls);
    nd_metrics_add_counter(metrics, "ndoto_rpc_call_ends_total", "status=\"ok\"", "Calls ended, by outcome.",
                           &m->ends_ok);
    nd_metrics_add_counter(metrics, "ndoto_rpc_call_ends_total", "status=\"timeout\"", "Calls ended, by outcome.",
                           &m->ends_timeout);
    nd_metrics_add_counter(metrics, "ndoto_rpc_call_ends_total", "status=\"ambiguous\"", "Calls ended, by outcome.",
                           &m->ends_ambiguous);
    nd_metrics_add_counter(metrics, "ndoto_rpc_call_ends_total", "status=\"unreachable\"", "Calls ended, by outcome.",
                           &m->ends_unreachable);
    nd_metrics_add_counter(metrics, "ndoto_rpc_call_ends_total", "status=\"other\"", "Calls ended, by outcome.",
                           &m->ends_other);
    nd_metrics_add_histogram(metrics, "ndoto_rpc_call_seconds", NULL, "Time from call to reply.", &m->latency_ns, 1e9);
    nd_metrics_add_counter(metrics, "ndoto_rpc_relays_total", NULL, "Calls carried on for nodes that cannot reach another.", &m->relays);
    nd_metrics_add_counter(metrics, "ndoto_rpc_oneways_total", NULL, "One-way messages sent.", &m->oneways);
    nd_metrics_add_counter(metrics, "ndoto_rpc_oneways_dropped_total", NULL,
                           "One-way messages dropped before they were sent.", &m->oneways_dropped);
    nd_metrics_add_counter(metrics, "ndoto_rpc_requests_total", NULL, "Requests and one-way messages served.",
                           &m->requests);
    nd_metrics_add_counter(metrics, "ndoto_rpc_requests_refused_total", NULL,
                           "Requests refused: too many at once, or no such method.", &m->refused);
    nd_metrics_add_counter(metrics, "ndoto_rpc_protocol_errors_total", NULL,
                           "Connections dropped for malformed or foreign frames.", &m->protocol_errors);
    nd_metrics_add_counter(metrics, "ndoto_rpc_connects_total", NULL, "Connections made.", &m->connects);
    nd_metrics_add_counter(metrics, "ndoto_rpc_connect_failures_total", NULL, "Attempts to connect that failed.",
                           &m->connect_failures);
    nd_metrics_add_gauge(metrics, "ndoto_rpc_connections", NULL, "Open connections, both ways.", &m->connections);
}
