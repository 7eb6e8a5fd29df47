/* SPDX-License-Identifier: Apache-2.0 */
/* rpc_relay.c - calls to a node that cannot be reached from here, carried by one that can.
 *
 *     caller ── RELAY to, origin, method, payload ──▶ carrier ── RELAY, as it came ──▶ the node: its handler sees the origin
 *     caller ◀── u8 status, reply ─────────────────── carrier ◀── reply ───────────── the node
 *
 * A carrier that cannot reach the node says so at once, and asks nobody else to carry: there are no circles. */
#include "rpc/rpc_int.h"

enum { RELAY_FORMAT = 1, RELAYS_MAX = 4096 };

struct relay {
    struct nd_rpc_call call;
    struct nd_rpc_request *request;
    struct nd_rpc *rpc;
};

static bool may_be_carried(enum nd_rpc_method method) { return method == ND_RPC_KV || method == ND_RPC_META; }

/* ---- the caller ---- */

void nd_rpc_call_through(struct nd_rpc_peer *carrier, struct nd_rpc_call *call, struct nd_node_id to, enum nd_rpc_method method, struct nd_buf *payload,
                         uint64_t timeout_ns)
{
    ND_ASSERT(may_be_carried(method));
    struct nd_rpc *rpc = carrier->rpc;
    struct nd_buf relay;
    nd_buf_init(&relay, rpc->heap);
    nd_buf_put_u8(&relay, RELAY_FORMAT);
    nd_buf_put_u64(&relay, to.v);
    nd_buf_put_u64(&relay, rpc->self.v);
    nd_buf_put_u8(&relay, (uint8_t)method);
    nd_buf_put_u64(&relay, timeout_ns);
    nd_buf_put_slice(&relay, nd_buf_slice(payload));
    nd_buf_deinit(payload);
    nd_rpc_call(carrier, call, ND_RPC_RELAY, &relay, timeout_ns);
    call->is_carried = true;
    nd_buf_deinit(&relay);
}

void nd__rpc_relay_unwrap(enum nd_status *status, struct nd_slice *reply)
{
    if (*status != ND_STATUS_OK) return;
    struct nd_dec dec = nd_dec_of(*reply);
    unsigned of_carrier = nd_dec_u8(&dec);
    *status = nd_dec_is_ok(&dec) && of_carrier < ND_STATUS_COUNT ? (enum nd_status)of_carrier : ND_STATUS_MALFORMED;
    *reply = *status == ND_STATUS_OK ? nd_slice_of(reply->p + 1, reply->n - 1) : ND_SLICE_EMPTY;
}

/* ---- the carrier ---- */

static void answer(struct nd_rpc *rpc, struct nd_rpc_request *request, enum nd_status status, struct nd_slice reply)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, rpc->heap);
    nd_buf_put_u8(&bytes, (uint8_t)status);
    nd_buf_put_slice(&bytes, reply);
    nd_rpc_reply(request, &bytes);
    nd_buf_deinit(&bytes);
}

static void carried(struct nd_rpc_call *call)
{
    struct relay *relay = ND_CONTAINER_OF(call, struct relay, call);
    struct nd_rpc *rpc = relay->rpc;
    rpc->relay_count--;
    answer(rpc, relay->request, call->status, call->status == ND_STATUS_OK ? call->reply : ND_SLICE_EMPTY);
    nd_heap_free(rpc->heap, relay);
}

static void carry(struct nd_rpc *rpc, struct nd_rpc_request *request, struct nd_node_id to, enum nd_rpc_method method, uint64_t timeout_ns)
{
    struct nd_rpc_peer *peer = nd_rpc_node(rpc, to);
    bool is_hopeless = peer->addr == NULL || nd_rpc_is_backing_off(peer, method);
    if (is_hopeless || rpc->relay_count >= RELAYS_MAX) {
        answer(rpc, request, is_hopeless ? ND_STATUS_UNREACHABLE : ND_STATUS_BUSY, ND_SLICE_EMPTY);
        return;
    }
    struct relay *relay = nd_heap_new(rpc->heap, struct relay);
    struct nd_buf payload;
    nd_buf_init(&payload, rpc->heap);
    nd_buf_put_slice(&payload, request->payload);
    relay->rpc = rpc;
    relay->request = request;
    relay->call.done = carried;
    rpc->relay_count++;
    nd_counter_add(&rpc->metrics.relays, 1);
    nd_rpc_call(peer, &relay->call, ND_RPC_RELAY, &payload, timeout_ns);
    nd_buf_deinit(&payload);
}

void nd__rpc_on_relay(void *arg, struct nd_rpc_request *request)
{
    struct nd_rpc *rpc = arg;
    struct nd_dec dec = nd_dec_of(request->payload);
    bool is_known = nd_dec_u8(&dec) == RELAY_FORMAT;
    struct nd_node_id to = {nd_dec_u64(&dec)}, origin = {nd_dec_u64(&dec)};
    enum nd_rpc_method method = (enum nd_rpc_method)nd_dec_u8(&dec);
    uint64_t timeout_ns = nd_dec_u64(&dec);
    bool is_good = is_known && nd_dec_is_ok(&dec) && to.v != 0 && origin.v != 0 && timeout_ns > 0 && may_be_carried(method) && rpc->methods[method].handler != NULL;
    if (request->is_oneway || request->from.v == 0 || !is_good) { /* a client has no business here */
        nd_rpc_request_drop(request);
        return;
    }
    if (to.v != rpc->self.v) {
        if (request->from.v == origin.v) carry(rpc, request, to, method, timeout_ns);
        else nd_rpc_request_drop(request);
        return;
    }
    nd__rpc_request_unwrap(request, request->payload.n - nd_dec_left(&dec));
    request->from = origin;
    request->method = method;
    rpc->methods[method].handler(rpc->methods[method].arg, request);
}
