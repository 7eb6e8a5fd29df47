/* SPDX-License-Identifier: Apache-2.0 */
/* Connections: made on demand, opened by HELLO, watched for silence, given up and made again. */
#include "rpc/rpc_int.h"

static const char *reason_text(enum nd__rpc_reason reason)
{
    switch (reason) {
    case ND__RPC_REASON_CLUSTER: return "it belongs to another cluster";
    case ND__RPC_REASON_NODE: return "it is another node";
    case ND__RPC_REASON_VERSION: return "it speaks another protocol version";
    case ND__RPC_REASON_NAMELESS: return "it has not found its cluster yet";
    default: return "it does not want us";
    }
}

/* What happens whenever a cluster is founded is not worth a warning. */
static enum nd_log_level level_of(enum nd__rpc_reason reason) { return reason == ND__RPC_REASON_NAMELESS ? ND_LOG_INFO : ND_LOG_WARN; }

/* ---- output ----------------------------------------------------------------------------------- */

size_t nd__rpc_conn_queued(const struct nd_rpc_conn *conn)
{
    return conn->out.n + nd_stream_queued_bytes(conn->stream);
}

static void conn_write(struct nd_rpc_conn *conn)
{
    nd_list_remove(&conn->dirty_link);
    if (conn->out.n == 0 || conn->is_closing) return;
    struct nd_rpc *rpc = conn->rpc;
    nd_counter_add(&rpc->metrics.bytes_out, conn->out.n);
    nd_stream_write(conn->stream, &conn->out);
    nd_buf_init(&conn->out, conn->heap);
    if (conn->is_accepted) return;
    if (conn->awaiting_since_ns == 0) conn->awaiting_since_ns = nd_env_now_ns(rpc->env);
    if (!nd_timer_is_running(&conn->timer)) nd_timer_start_in(&conn->timer, ND__RPC_PING_NS);
}

void nd__rpc_flush(struct nd_task *task)
{
    struct nd_rpc *rpc = ND_CONTAINER_OF(task, struct nd_rpc, flush_task);
    while (!nd_list_is_empty(&rpc->dirty)) conn_write(ND_CONTAINER_OF(rpc->dirty.next, struct nd_rpc_conn, dirty_link));
}

static void conn_is_dirty(struct nd_rpc_conn *conn)
{
    nd_counter_add(&conn->rpc->metrics.frames_out, 1);
    if (conn->out.n >= ND__RPC_WRITE_BYTES) {
        conn_write(conn);
    } else if (nd_list_is_empty(&conn->dirty_link)) {
        nd_list_push_back(&conn->rpc->dirty, &conn->dirty_link);
        nd_reactor_defer(conn->rpc->reactor, &conn->rpc->flush_task);
    }
}

void nd__rpc_conn_put(struct nd_rpc_conn *conn, enum nd__rpc_kind kind, uint8_t method, enum nd__rpc_reason reason,
                      uint64_t id, struct nd_slice payload)
{
    nd__rpc_frame_encode(&conn->out, kind, method, reason, id, payload);
    conn_is_dirty(conn);
}

void nd__rpc_conn_put_buf(struct nd_rpc_conn *conn, enum nd__rpc_kind kind, uint8_t method, uint64_t id,
                          struct nd_buf *payload)
{
    if (conn->out.n == 0 && payload->n >= 16384 && payload->heap == conn->heap) {
        nd__rpc_frame_wrap(&conn->out, kind, method, id, payload);
    } else {
        nd__rpc_frame_encode(&conn->out, kind, method, ND__RPC_REASON_NONE, id, nd_buf_slice(payload));
        nd_buf_deinit(payload);
    }
    conn_is_dirty(conn);
}

/* ---- life ------------------------------------------------------------------------------------- */

static void conn_close(struct nd_rpc_conn *conn) /* what was said still goes out */
{
    if (conn->is_closing) return;
    conn_write(conn);
    conn->is_closing = true;
    nd_stream_close(conn->stream);
}

static void conn_abort(struct nd_rpc_conn *conn)
{
    if (conn->is_closing) return;
    conn->is_closing = true;
    nd_list_remove(&conn->dirty_link);
    nd_stream_abort(conn->stream);
}

static void protocol_error(struct nd_rpc_conn *conn, const char *what)
{
    nd_counter_add(&conn->rpc->metrics.protocol_errors, 1);
    ND_WARN(nd_env_logger(conn->rpc->env), "rpc", "connection with %s dropped: %s", nd_stream_peer(conn->stream), what);
    conn_abort(conn);
}

static void say_hello(struct nd_rpc_conn *conn)
{
    struct nd_rpc *rpc = conn->rpc;
    struct nd__rpc_hello hello = {
        .version = ND__RPC_VERSION,
        .version_min = ND__RPC_VERSION,
        .lane = conn->lane_kind,
        .cluster_uuid = {rpc->cluster_uuid[0], rpc->cluster_uuid[1]},
        .node = rpc->self,
        .incarnation = rpc->incarnation,
        .to = conn->is_accepted    ? conn->node
              : conn->lane != NULL ? conn->lane->peer->node
                                   : (struct nd_node_id){0},
    };
    nd__rpc_hello_encode(&hello, &conn->out);
    conn_is_dirty(conn);
}

static void on_timer(struct nd_timer *timer)
{
    struct nd_rpc_conn *conn = ND_CONTAINER_OF(timer, struct nd_rpc_conn, timer);
    uint64_t now_ns = nd_env_now_ns(conn->rpc->env);
    if (!conn->is_ready) {
        if (now_ns - conn->opened_ns >= ND__RPC_CONNECT_NS) {
            conn_abort(conn);
            return;
        }
        if (conn->is_opened && !conn->is_accepted) say_hello(conn);
        nd_timer_start_in(timer, ND__RPC_HELLO_NS);
        return;
    }
    if (conn->awaiting_since_ns == 0) return; /* quiet on both sides: nothing to watch */
    if (now_ns - timer->deadline_ns > ND__RPC_PING_NS) { /* it is we who were away: read first what came meanwhile */
        nd_timer_start_in(timer, ND__RPC_PING_NS);
        return;
    }
    if (now_ns - conn->awaiting_since_ns >= ND__RPC_SILENCE_NS_MAX) {
        ND_INFO(nd_env_logger(conn->rpc->env), "rpc", "connection with %s dropped: it is silent",
                nd_stream_peer(conn->stream));
        conn_abort(conn);
        return;
    }
    if (now_ns - conn->awaiting_since_ns >= ND__RPC_PING_NS / 2)
        nd__rpc_conn_put(conn, ND__RPC_PING, 0, ND__RPC_REASON_NONE, 0, ND_SLICE_EMPTY);
    nd_timer_start_in(timer, ND__RPC_PING_NS);
}

static struct nd_rpc_conn *conn_new(struct nd_rpc *rpc, bool is_accepted)
{
    struct nd_rpc_conn *conn = nd_heap_new(rpc->heap, struct nd_rpc_conn);
    conn->rpc = rpc;
    conn->heap = rpc->heap;
    conn->is_accepted = is_accepted;
    nd_list_push_back(&rpc->conns, &conn->link);
    nd_list_init(&conn->dirty_link);
    nd_list_init(&conn->calls);
    nd_list_init(&conn->requests);
    nd__rpc_decoder_init(&conn->decoder, rpc->heap);
    nd_buf_init(&conn->out, rpc->heap);
    nd_timer_init(&conn->timer, rpc->reactor, on_timer);
    nd_timer_start_in(&conn->timer, ND__RPC_HELLO_NS);
    conn->opened_ns = nd_env_now_ns(rpc->env);
    nd_gauge_add(&rpc->metrics.connections, 1);
    return conn;
}

static void conn_free(struct nd_rpc_conn *conn)
{
    nd__rpc_decoder_deinit(&conn->decoder);
    nd_buf_deinit(&conn->out);
    nd_heap_free(conn->heap, conn);
}

static void conn_unlink(struct nd_rpc_conn *conn)
{
    nd_timer_stop(&conn->timer);
    nd_list_remove(&conn->dirty_link);
    nd_list_remove(&conn->link);
    nd__rpc_conn_forget_requests(conn);
    if (conn->is_accepted) conn->rpc->accepted_count--;
    nd_gauge_add(&conn->rpc->metrics.connections, -1);
    if (conn->lane != NULL && conn->lane->conn == conn) conn->lane->conn = NULL;
}

void nd__rpc_conn_abandon(struct nd_rpc_conn *conn)
{
    conn_unlink(conn);
    if (!conn->is_closing) nd_stream_abort(conn->stream);
    conn->is_closing = true;
    conn->rpc = NULL;
    conn->lane = NULL;
}

void nd__rpc_conn_call_over(struct nd_rpc_conn *conn)
{
    ND_ASSERT(conn->call_count > 0);
    conn->call_count--;
    if (conn->is_draining && conn->call_count == 0) conn_close(conn);
}

/* ---- lanes ------------------------------------------------------------------------------------ */

static void lane_backs_off(struct nd__rpc_peer_lane *lane)
{
    struct nd_rpc *rpc = lane->peer->rpc;
    lane->backoff_ns = lane->backoff_ns == 0 ? ND__RPC_BACKOFF_NS_MIN : lane->backoff_ns * 2;
    if (lane->backoff_ns > ND__RPC_BACKOFF_NS_MAX) lane->backoff_ns = ND__RPC_BACKOFF_NS_MAX;
    uint64_t jitter_ns = nd_env_random_u64(rpc->env) % (lane->backoff_ns / 4);
    lane->retry_at_ns = nd_env_now_ns(rpc->env) + lane->backoff_ns - jitter_ns;
}

static void attempt_failed(struct nd__rpc_peer_lane *lane)
{
    lane_backs_off(lane);
    nd_buf_deinit(&lane->oneway);
    nd_counter_add(&lane->peer->rpc->metrics.connect_failures, 1);
    struct nd_list failed; /* done may call again: that one waits for the next attempt */
    nd_list_init(&failed);
    nd__rpc_list_move(&failed, &lane->waiting);
    while (!nd_list_is_empty(&failed))
        nd__rpc_call_end(ND_CONTAINER_OF(failed.next, struct nd_rpc_call, link), ND_STATUS_UNREACHABLE, ND_SLICE_EMPTY);
}

static void connection_lost(struct nd__rpc_peer_lane *lane, struct nd_rpc_conn *conn)
{
    if (nd_env_now_ns(conn->rpc->env) - conn->opened_ns < ND__RPC_BACKOFF_NS_MAX) lane_backs_off(lane);
    if (!nd_list_is_empty(&lane->waiting)) nd__rpc_lane_kick(lane);
}

static void on_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    struct nd_rpc_conn *conn = owner;
    struct nd_rpc *rpc = conn->rpc;
    if (rpc == NULL) {
        conn_free(conn);
        return;
    }
    struct nd__rpc_peer_lane *lane = conn->lane;
    struct nd_node_id node = conn->node;
    if (lane != NULL && node.v == 0) node = lane->peer->node;
    conn->is_closing = true;
    conn_unlink(conn);
    while (!nd_list_is_empty(&conn->calls)) /* sent, no answer */
        nd__rpc_call_end(ND_CONTAINER_OF(conn->calls.next, struct nd_rpc_call, link), ND_STATUS_AMBIGUOUS,
                         ND_SLICE_EMPTY);
    if (lane != NULL) {
        if (!conn->is_opened && status == ND_STATUS_UNREACHABLE) lane->peer->is_refused = true;
        if (conn->is_ready)
            connection_lost(lane, conn);
        else
            attempt_failed(lane);
    }
    if (conn->is_ready || lane != NULL) nd__rpc_peer_changed(rpc, node, false);
    conn_free(conn);
    ND_UNUSED(stream);
}

static void on_open(struct nd_stream *stream, void *owner)
{
    struct nd_rpc_conn *conn = owner;
    if (conn->rpc == NULL || conn->is_closing) return;
    conn->is_opened = true;
    say_hello(conn);
    ND_UNUSED(stream);
}

static void on_drain(struct nd_stream *stream, void *owner)
{
    struct nd_rpc_conn *conn = owner;
    if (conn->rpc != NULL && conn->is_accepted) nd__rpc_conn_look_at_pressure(conn);
    ND_UNUSED(stream);
}

static void on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes);

static const struct nd_stream_handler stream_handler = {
    .on_open = on_open, .on_data = on_data, .on_drain = on_drain, .on_close = on_close};

static void lane_connect(struct nd__rpc_peer_lane *lane)
{
    struct nd_rpc *rpc = lane->peer->rpc;
    struct nd_rpc_conn *conn = conn_new(rpc, false);
    conn->lane = lane;
    conn->lane_kind = lane->kind;
    lane->conn = conn;
    conn->stream = nd_stream_connect(rpc->reactor, lane->peer->addr, rpc->self.v != 0 ? ND_STREAM_FRAMED : 0,
                                     &stream_handler, conn); /* what clients send is not told from its double (P3) */
}

static void on_retry(struct nd_timer *timer)
{
    struct nd__rpc_peer_lane *lane = ND_CONTAINER_OF(timer, struct nd__rpc_peer_lane, timer);
    if (!nd_list_is_empty(&lane->waiting)) nd__rpc_lane_kick(lane);
}

void nd__rpc_lane_init(struct nd__rpc_peer_lane *lane, struct nd_rpc_peer *peer, enum nd__rpc_lane kind)
{
    lane->peer = peer;
    lane->kind = kind;
    nd_list_init(&lane->waiting);
    nd_buf_init(&lane->oneway, peer->rpc->heap);
    nd_timer_init(&lane->timer, peer->rpc->reactor, on_retry);
}

void nd__rpc_lane_kick(struct nd__rpc_peer_lane *lane)
{
    if (lane->conn != NULL || lane->peer->addr == NULL || lane->peer->rpc->is_stopping) return;
    if (nd_env_now_ns(lane->peer->rpc->env) >= lane->retry_at_ns)
        lane_connect(lane);
    else
        nd_timer_start_at(&lane->timer, lane->retry_at_ns);
}

void nd__rpc_lane_drain(struct nd__rpc_peer_lane *lane)
{
    struct nd_rpc_conn *conn = lane->conn;
    if (conn == NULL) return;
    lane->conn = NULL;
    conn->lane = NULL;
    conn->is_draining = true;
    nd_buf_deinit(&lane->oneway);
    if (!conn->is_ready)
        conn_abort(conn);
    else if (conn->call_count == 0)
        conn_close(conn);
    if (!nd_list_is_empty(&lane->waiting)) nd__rpc_lane_kick(lane);
}

/* ---- HELLO ------------------------------------------------------------------------------------ */

static enum nd__rpc_reason hello_check(const struct nd_rpc_conn *conn, const struct nd__rpc_hello *hello)
{
    const struct nd_rpc *rpc = conn->rpc;
    if (hello->version < ND__RPC_VERSION || hello->version_min > ND__RPC_VERSION) return ND__RPC_REASON_VERSION;
    bool knows = (rpc->cluster_uuid[0] | rpc->cluster_uuid[1]) != 0;
    bool it_knows = (hello->cluster_uuid[0] | hello->cluster_uuid[1]) != 0;
    if (knows && it_knows && memcmp(rpc->cluster_uuid, hello->cluster_uuid, sizeof rpc->cluster_uuid) != 0)
        return ND__RPC_REASON_CLUSTER;
    if (hello->node.v != 0 && !it_knows) return ND__RPC_REASON_CLUSTER; /* a member of nothing */
    if (conn->is_accepted && hello->to.v != 0 && hello->to.v != rpc->self.v) return rpc->self.v == 0 ? ND__RPC_REASON_NAMELESS : ND__RPC_REASON_NODE;
    struct nd_node_id wanted = conn->lane != NULL ? conn->lane->peer->node : (struct nd_node_id){0};
    if (wanted.v != 0 && hello->node.v != wanted.v) return ND__RPC_REASON_NODE;
    return ND__RPC_REASON_NONE;
}

static void conn_is_ready(struct nd_rpc_conn *conn, const struct nd__rpc_hello *hello)
{
    struct nd_rpc *rpc = conn->rpc;
    conn->is_ready = true;
    conn->node = hello->node;
    conn->incarnation = hello->incarnation;
    conn->decoder.frame_bytes_max = ND_RPC_FRAME_BYTES_MAX;
    nd_timer_stop(&conn->timer);
    nd_counter_add(&rpc->metrics.connects, 1);
    struct nd_rpc_peer *peer = conn->node.v == 0 ? NULL : nd_hmap_find(&rpc->nodes, conn->node.v);
    if (peer != NULL) peer->is_refused = false;
    struct nd__rpc_peer_lane *lane = conn->lane;
    if (lane == NULL) return;
    lane->backoff_ns = lane->retry_at_ns = 0;
    if (lane->oneway.n > 0) {
        nd_buf_put_slice(&conn->out, nd_buf_slice(&lane->oneway));
        nd_buf_deinit(&lane->oneway);
        conn_is_dirty(conn);
    }
    while (!nd_list_is_empty(&lane->waiting)) {
        struct nd_rpc_call *call = ND_CONTAINER_OF(lane->waiting.next, struct nd_rpc_call, link);
        lane->waiting_count--;
        lane->waiting_bytes -= call->payload.n;
        nd_list_remove(&call->link);
        nd__rpc_call_send(call, conn);
    }
}

static void on_hello(struct nd_rpc_conn *conn, const struct nd__rpc_frame *frame)
{
    struct nd__rpc_hello hello;
    if (nd__rpc_hello_decode(frame->payload, &hello) != ND_STATUS_OK) {
        protocol_error(conn, "not a HELLO of this protocol");
        return;
    }
    if (conn->is_ready) { /* doubled, or ours to it was lost */
        if (hello.node.v != conn->node.v || hello.incarnation != conn->incarnation)
            protocol_error(conn, "it changed its name");
        else if (conn->is_accepted)
            say_hello(conn);
        return;
    }
    enum nd__rpc_reason reason = hello_check(conn, &hello);
    if (reason != ND__RPC_REASON_NONE) {
        nd_counter_add(&conn->rpc->metrics.protocol_errors, 1);
        ND_LOG_AT(nd_env_logger(conn->rpc->env), level_of(reason), "rpc", "connection with %s (node %llu) refused: %s",
                  nd_stream_peer(conn->stream), (unsigned long long)hello.node.v, reason_text(reason));
        if (conn->is_accepted) nd__rpc_conn_put(conn, ND__RPC_REFUSAL, 0, reason, 0, ND_SLICE_EMPTY);
        conn_close(conn);
        return;
    }
    if (conn->is_accepted) conn->lane_kind = hello.lane;
    conn_is_ready(conn, &hello);
    if (conn->is_accepted) say_hello(conn);
    nd__rpc_peer_changed(conn->rpc, conn->node, true);
}

/* ---- input ------------------------------------------------------------------------------------ */

/* An id that finds no sent call of this connection is of one that is over. */
static struct nd_rpc_call *find_call(struct nd_rpc_conn *conn, uint64_t id)
{
    if (id == 0) return NULL;
    struct nd_rpc_call *call = nd_hmap_find(&conn->rpc->calls, id);
    return call != NULL && call->state == ND__RPC_CALL_SENT && call->conn == conn ? call : NULL;
}

static void on_refusal(struct nd_rpc_conn *conn, const struct nd__rpc_frame *frame)
{
    if (frame->id == 0) {
        ND_LOG_AT(nd_env_logger(conn->rpc->env), level_of(frame->reason), "rpc", "%s refused the connection: %s", nd_stream_peer(conn->stream),
                  reason_text(frame->reason));
        conn_abort(conn);
        return;
    }
    struct nd_rpc_call *call = find_call(conn, frame->id);
    if (call != NULL)
        nd__rpc_call_end(call, frame->reason == ND__RPC_REASON_BUSY ? ND_STATUS_BUSY : ND_STATUS_UNREACHABLE,
                         ND_SLICE_EMPTY);
}

static void on_frame(struct nd_rpc_conn *conn, const struct nd__rpc_frame *frame)
{
    bool is_for_server = frame->kind == ND__RPC_CALL || frame->kind == ND__RPC_ONEWAY || frame->kind == ND__RPC_PING;
    if (frame->kind != ND__RPC_HELLO && is_for_server != conn->is_accepted) {
        protocol_error(conn, "a frame that is not for this side");
        return;
    }
    if (!conn->is_ready && frame->kind != ND__RPC_HELLO && frame->kind != ND__RPC_REFUSAL) {
        protocol_error(conn, "it does not begin with HELLO");
        return;
    }
    switch (frame->kind) {
    case ND__RPC_HELLO: on_hello(conn, frame); break;
    case ND__RPC_CALL:
    case ND__RPC_ONEWAY: nd__rpc_serve_frame(conn, frame); break;
    case ND__RPC_REPLY: {
        struct nd_rpc_call *call = find_call(conn, frame->id);
        if (call != NULL) nd__rpc_call_end(call, ND_STATUS_OK, frame->payload);
        break;
    }
    case ND__RPC_REFUSAL: on_refusal(conn, frame); break;
    case ND__RPC_PING: nd__rpc_conn_put(conn, ND__RPC_PONG, 0, ND__RPC_REASON_NONE, 0, ND_SLICE_EMPTY); break;
    case ND__RPC_PONG: break;
    case ND__RPC_KIND_END: ND_UNREACHABLE();
    }
}

static void on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    struct nd_rpc_conn *conn = owner;
    if (conn->rpc == NULL || conn->is_closing) return;
    conn->awaiting_since_ns = 0;
    nd_counter_add(&conn->rpc->metrics.bytes_in, bytes.n);
    while (!conn->is_closing) {
        struct nd__rpc_frame frame;
        enum nd_status status = nd__rpc_decoder_next(&conn->decoder, &bytes, &frame);
        if (status == ND_STATUS_WOULD_BLOCK) break;
        if (status != ND_STATUS_OK) {
            protocol_error(conn, status == ND_STATUS_TOO_LARGE ? "a frame beyond the limit" : "a malformed frame");
            break;
        }
        nd_counter_add(&conn->rpc->metrics.frames_in, 1);
        on_frame(conn, &frame);
    }
    ND_UNUSED(stream);
}

bool nd__rpc_on_accept(struct nd_listener *listener, void *owner, struct nd_stream *stream,
                       const struct nd_stream_handler **handler_out, void **owner_out)
{
    struct nd_rpc *rpc = owner;
    if (rpc->is_stopping || rpc->accepted_count >= ND_RPC_CONNECTIONS_MAX) return false;
    struct nd_rpc_conn *conn = conn_new(rpc, true);
    rpc->accepted_count++;
    conn->is_opened = true;
    conn->stream = stream;
    *handler_out = &stream_handler;
    *owner_out = conn;
    ND_UNUSED(listener);
    return true;
}
