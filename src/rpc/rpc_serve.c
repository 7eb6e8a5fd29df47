/* SPDX-License-Identifier: Apache-2.0 */
/* The serving half: requests from connections and from this node itself. */
#include "rpc/rpc_int.h"

/* A connection that asks for more than is served, or does not read what it is told, is not read. */
#define REQUEST_BYTES_MAX ((size_t)ND_RPC_OUT_BYTES_MAX)

static struct nd__rpc_request *request_of(struct nd_rpc_request *request)
{
    return ND_CONTAINER_OF(request, struct nd__rpc_request, base);
}

static struct nd__rpc_request *request_new(struct nd_rpc *rpc, size_t payload_bytes)
{
    struct nd__rpc_request *request;
    bool is_small = payload_bytes <= ND__RPC_POOL_PAYLOAD_BYTES;
    if (is_small && !nd_list_is_empty(&rpc->pool)) {
        request = ND_CONTAINER_OF(rpc->pool.next, struct nd__rpc_request, queue_link);
        nd_list_remove(&request->queue_link);
        rpc->pool_count--;
    } else {
        request = nd_heap_alloc(rpc->heap, sizeof *request + (is_small ? ND__RPC_POOL_PAYLOAD_BYTES : 0));
    }
    memset(request, 0, sizeof *request);
    request->base.rpc = rpc;
    request->base.received_ns = nd_env_now_ns(rpc->env);
    request->heap = rpc->heap;
    request->is_pooled = is_small;
    nd_buf_init(&request->owned, rpc->heap);
    nd_list_init(&request->queue_link);
    nd_list_init(&request->base.conn_link);
    return request;
}

static void request_free(struct nd__rpc_request *request)
{
    struct nd_rpc *rpc = request->base.rpc;
    struct nd_rpc_conn *conn = request->base.conn;
    nd_buf_deinit(&request->owned);
    nd_list_remove(&request->base.conn_link);
    nd_list_remove(&request->queue_link);
    if (conn != NULL) {
        conn->request_count--;
        conn->request_bytes -= request->base.payload.n;
        if (conn->is_paused) nd__rpc_conn_look_at_pressure(conn);
    }
    if (rpc != NULL && request->is_pooled && rpc->pool_count < ND__RPC_POOL_MAX) {
        nd_list_push_front(&rpc->pool, &request->queue_link);
        rpc->pool_count++;
        return;
    }
    nd_heap_free(request->heap, request);
}

void nd__rpc_request_unwrap(struct nd_rpc_request *request, size_t header_bytes)
{
    ND_ASSERT(header_bytes <= request->payload.n);
    if (request->conn != NULL) request->conn->request_bytes -= header_bytes;
    request->payload = nd_slice_of(request->payload.p + header_bytes, request->payload.n - header_bytes);
}

void nd_rpc_serve(struct nd_rpc *rpc, enum nd_rpc_method method, void *arg, nd_rpc_handler *handler)
{
    ND_ASSERT(method > 0);
    ND_ASSERT(method < ND_RPC_METHODS_MAX);
    rpc->methods[method].arg = arg;
    rpc->methods[method].handler = handler;
}

void nd__rpc_conn_look_at_pressure(struct nd_rpc_conn *conn)
{
    if (conn->is_closing) return;
    size_t bytes = conn->request_bytes > nd__rpc_conn_queued(conn) ? conn->request_bytes : nd__rpc_conn_queued(conn);
    if (!conn->is_paused && bytes > REQUEST_BYTES_MAX) {
        conn->is_paused = true;
        nd_stream_pause(conn->stream);
    } else if (conn->is_paused && bytes < REQUEST_BYTES_MAX / 2) {
        conn->is_paused = false;
        nd_stream_resume(conn->stream);
    }
}

static void refuse(struct nd_rpc_conn *conn, const struct nd__rpc_frame *frame, enum nd__rpc_reason reason)
{
    nd_counter_add(&conn->rpc->metrics.refused, 1);
    if (frame->kind == ND__RPC_CALL) nd__rpc_conn_put(conn, ND__RPC_REFUSAL, 0, reason, frame->id, ND_SLICE_EMPTY);
}

void nd__rpc_serve_frame(struct nd_rpc_conn *conn, const struct nd__rpc_frame *frame)
{
    struct nd_rpc *rpc = conn->rpc;
    if (frame->method >= ND_RPC_METHODS_MAX || rpc->methods[frame->method].handler == NULL) {
        refuse(conn, frame, ND__RPC_REASON_NO_METHOD);
        return;
    }
    if (conn->request_count >= ND_RPC_CALLS_MAX) {
        refuse(conn, frame, ND__RPC_REASON_BUSY);
        return;
    }
    struct nd__rpc_request *request = request_new(rpc, frame->payload.n);
    struct nd_rpc_request *base = &request->base;
    base->from = conn->node;
    base->from_incarnation = conn->incarnation;
    base->method = (enum nd_rpc_method)frame->method;
    base->is_oneway = frame->kind == ND__RPC_ONEWAY;
    base->id = frame->id;
    base->conn = conn;
    base->payload = frame->payload;
    if (request->is_pooled) {
        if (frame->payload.n > 0) memcpy(request->inline_bytes, frame->payload.p, frame->payload.n);
        base->payload.p = request->inline_bytes;
    } else if (frame->is_buffered) {
        nd__rpc_decoder_take(&conn->decoder, frame, &request->owned);
    } else {
        nd_buf_put_slice(&request->owned, frame->payload);
        base->payload = nd_buf_slice(&request->owned);
    }
    nd_list_push_back(&conn->requests, &base->conn_link);
    conn->request_count++;
    conn->request_bytes += frame->payload.n;
    nd__rpc_conn_look_at_pressure(conn);
    nd_counter_add(&rpc->metrics.requests, 1);
    rpc->methods[frame->method].handler(rpc->methods[frame->method].arg, base);
}

void nd__rpc_conn_forget_requests(struct nd_rpc_conn *conn)
{
    while (!nd_list_is_empty(&conn->requests)) {
        struct nd_rpc_request *request = ND_CONTAINER_OF(conn->requests.next, struct nd_rpc_request, conn_link);
        nd_list_remove(&request->conn_link);
        nd_list_push_back(&conn->rpc->held, &request->conn_link);
        request->conn = NULL;
    }
    conn->request_count = conn->request_bytes = 0;
}

/* ---- this node itself ------------------------------------------------------------------------- */

void nd__rpc_serve_local(struct nd_rpc *rpc, uint64_t call_id, enum nd_rpc_method method, struct nd_buf *payload)
{
    struct nd__rpc_request *request = request_new(rpc, 0);
    request->is_local = true;
    request->owned = *payload;
    nd_buf_init(payload, payload->heap);
    request->base.from = rpc->self;
    request->base.from_incarnation = rpc->incarnation;
    request->base.method = method;
    request->base.is_oneway = call_id == 0;
    request->base.id = call_id;
    request->base.payload = nd_buf_slice(&request->owned);
    nd_list_push_back(&rpc->local, &request->queue_link);
    rpc->local_count++;
    nd_reactor_defer(rpc->reactor, &rpc->local_task);
}

static struct nd_rpc_call *find_local_call(struct nd_rpc *rpc, uint64_t id)
{
    struct nd_rpc_call *call = id == 0 ? NULL : nd_hmap_find(&rpc->calls, id);
    return call != NULL && call->state == ND__RPC_CALL_LOCAL ? call : NULL;
}

static void run_local(struct nd_rpc *rpc, struct nd__rpc_request *request)
{
    rpc->local_count--;
    struct nd_rpc_call *call = find_local_call(rpc, request->base.id);
    if (request->is_reply) {
        if (call != NULL) nd__rpc_call_end(call, ND_STATUS_OK, nd_buf_slice(&request->owned));
        request_free(request);
        return;
    }
    nd_rpc_handler *handler =
        request->base.method < ND_RPC_METHODS_MAX ? rpc->methods[request->base.method].handler : NULL;
    if (handler == NULL) {
        nd_counter_add(&rpc->metrics.refused, 1);
        request_free(request);
        if (call != NULL) nd__rpc_call_end(call, ND_STATUS_UNREACHABLE, ND_SLICE_EMPTY);
        return;
    }
    nd_list_push_back(&rpc->held, &request->base.conn_link);
    nd_counter_add(&rpc->metrics.requests, 1);
    handler(rpc->methods[request->base.method].arg, &request->base);
}

void nd__rpc_run_local(struct nd_task *task)
{
    struct nd_rpc *rpc = ND_CONTAINER_OF(task, struct nd_rpc, local_task);
    struct nd_list failing; /* done may call again and fail again: in the next round */
    nd_list_init(&failing);
    nd__rpc_list_move(&failing, &rpc->failing);
    while (!nd_list_is_empty(&failing)) {
        struct nd_rpc_call *call = ND_CONTAINER_OF(failing.next, struct nd_rpc_call, link);
        nd__rpc_call_end(call, call->status, ND_SLICE_EMPTY);
    }
    for (size_t left = rpc->local_count; left > 0 && !nd_list_is_empty(&rpc->local); left--) { /* what they add waits */
        struct nd__rpc_request *request = ND_CONTAINER_OF(rpc->local.next, struct nd__rpc_request, queue_link);
        nd_list_remove(&request->queue_link);
        run_local(rpc, request);
    }
    if (!nd_list_is_empty(&rpc->local)) nd_reactor_defer(rpc->reactor, &rpc->local_task);
}

/* ---- ends ------------------------------------------------------------------------------------- */

static void reply_local(struct nd_rpc *rpc, struct nd__rpc_request *request, struct nd_buf *payload)
{
    nd_buf_deinit(&request->owned);
    request->owned = *payload;
    nd_buf_init(payload, payload->heap);
    request->is_reply = true;
    nd_list_remove(&request->base.conn_link);
    nd_list_push_back(&rpc->local, &request->queue_link);
    rpc->local_count++;
    nd_reactor_defer(rpc->reactor, &rpc->local_task);
}

void nd_rpc_reply(struct nd_rpc_request *base, struct nd_buf *payload)
{
    struct nd__rpc_request *request = request_of(base);
    struct nd_rpc *rpc = base->rpc;
    ND_ASSERT(!base->is_oneway);
    if (request->is_local && rpc != NULL) {
        reply_local(rpc, request, payload);
        return;
    }
    struct nd_rpc_conn *conn = base->conn;
    if (conn != NULL && !conn->is_closing) {
        if (payload->n <= ND__RPC_PAYLOAD_BYTES_MAX)
            nd__rpc_conn_put_buf(conn, ND__RPC_REPLY, 0, base->id, payload);
        else
            ND_ERROR(nd_env_logger(rpc->env), "rpc", "a reply of %zu bytes to a call of method %u is beyond the limit",
                     payload->n, (unsigned)base->method);
        nd__rpc_conn_look_at_pressure(conn);
    }
    nd_buf_deinit(payload);
    request_free(request);
}

void nd_rpc_request_drop(struct nd_rpc_request *base) { request_free(request_of(base)); }

void nd__rpc_serve_deinit(struct nd_rpc *rpc)
{
    while (!nd_list_is_empty(&rpc->local)) {
        struct nd__rpc_request *request = ND_CONTAINER_OF(rpc->local.next, struct nd__rpc_request, queue_link);
        request->is_pooled = false;
        request_free(request);
    }
    while (!nd_list_is_empty(&rpc->pool)) {
        struct nd__rpc_request *request = ND_CONTAINER_OF(rpc->pool.next, struct nd__rpc_request, queue_link);
        nd_list_remove(&request->queue_link);
        nd_heap_free(rpc->heap, request);
    }
    while (!nd_list_is_empty(&rpc->held)) { /* their handlers free them */
        struct nd_rpc_request *request = ND_CONTAINER_OF(rpc->held.next, struct nd_rpc_request, conn_link);
        nd_list_remove(&request->conn_link);
        request->rpc = NULL;
    }
}
