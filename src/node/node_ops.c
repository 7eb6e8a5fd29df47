/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes (v: varint, b: varint length and bytes):
 *   request: u8 format (1) · u8 kind · v node
 *   reply:   u8 format (1) · u8 status · b text */
#include "node/node_ops.h"

#include <stdarg.h>
#include <stdio.h>

#include "env/real.h"
#include "node/node_int.h"

enum { OPS_FORMAT = 1, FORWARD_TIMEOUT_S = 20, DRAIN_TICK_MS = 20, DRAIN_WAIT_S = 10 };

void nd_node_op_encode(const struct nd_node_op *op, struct nd_buf *out)
{
    nd_buf_put_u8(out, OPS_FORMAT);
    nd_buf_put_u8(out, (uint8_t)op->kind);
    nd_buf_put_varint(out, op->node.v);
}

enum nd_status nd_node_op_decode(struct nd_slice bytes, struct nd_node_op *op)
{
    memset(op, 0, sizeof *op);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != OPS_FORMAT) return ND_STATUS_MALFORMED;
    unsigned kind = nd_dec_u8(&dec);
    op->node.v = nd_dec_varint(&dec);
    if (kind == 0 || kind >= ND_NODE_OP_KIND_COUNT || op->node.v == 0) return ND_STATUS_MALFORMED;
    op->kind = (enum nd_node_op_kind)kind;
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

void nd_node_op_reply_encode(const struct nd_node_op_reply *reply, struct nd_buf *out)
{
    nd_buf_put_u8(out, OPS_FORMAT);
    nd_buf_put_u8(out, (uint8_t)reply->status);
    nd_buf_put_bytes(out, reply->text);
}

enum nd_status nd_node_op_reply_decode(struct nd_slice bytes, struct nd_node_op_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != OPS_FORMAT) return ND_STATUS_MALFORMED;
    unsigned status = nd_dec_u8(&dec);
    reply->text = nd_dec_bytes(&dec);
    if (status >= ND_STATUS_COUNT || !nd_dec_is_done(&dec)) return ND_STATUS_MALFORMED;
    reply->status = (enum nd_status)status;
    return ND_STATUS_OK;
}

/* ---- serving -------------------------------------------------------------------------------------------- */

struct nd__op_wait {
    struct nd_list link; /* node->op_waits */
    struct nd_node *node;
    struct nd_rpc_request *request;
    struct nd_node_op op;
    struct nd_timer timer;
    struct nd_rpc_call call;
    struct nd_meta_call meta_call;
    bool is_calling, is_asking_meta;
    uint64_t until_ns;
};

static void reply_text(struct nd_node *node, struct nd_rpc_request *request, enum nd_status status,
                       struct nd_slice text)
{
    struct nd_node_op_reply reply = {.status = status, .text = text};
    struct nd_buf bytes;
    nd_buf_init(&bytes, node->heap);
    nd_node_op_reply_encode(&reply, &bytes);
    nd_rpc_reply(request, &bytes);
    nd_buf_deinit(&bytes);
}

static void end_wait(struct nd__op_wait *wait, enum nd_status status, const char *fmt, ...) ND_PRINTF(3, 4);
static void end_wait(struct nd__op_wait *wait, enum nd_status status, const char *fmt, ...)
{
    char text[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    reply_text(wait->node, wait->request, status, nd_slice_str(text));
    nd_timer_stop(&wait->timer);
    nd_list_remove(&wait->link);
    nd_heap_free(wait->node->heap, wait);
}

static void on_drain_tick(struct nd_timer *timer)
{
    struct nd__op_wait *wait = ND_CONTAINER_OF(timer, struct nd__op_wait, timer);
    struct nd_node *node = wait->node;
    size_t led = nd_multiraft_led_count(node->multiraft, false),
           to_give = nd_multiraft_led_count(node->multiraft, true);
    bool is_over = nd_env_now_ns(node->env) >= wait->until_ns;
    if (to_give > 0 && !is_over)
        nd_timer_start_in(timer, DRAIN_TICK_MS * ND_MS);
    else if (led == 0)
        end_wait(wait, ND_STATUS_OK, "node %llu leads nothing", (unsigned long long)node->identity.id.v);
    else
        end_wait(wait, ND_STATUS_UNREACHABLE, "node %llu still leads %zu shards: %s",
                 (unsigned long long)node->identity.id.v, led,
                 to_give > 0 ? "the others do not take them" : "no other node that has them is up");
}

static void forwarded(struct nd_rpc_call *call)
{
    struct nd__op_wait *wait = ND_CONTAINER_OF(call, struct nd__op_wait, call);
    struct nd_node_op_reply reply;
    wait->is_calling = false;
    if (call->status != ND_STATUS_OK || nd_node_op_reply_decode(call->reply, &reply) != ND_STATUS_OK)
        end_wait(wait, ND_STATUS_UNREACHABLE, "node %llu does not answer", (unsigned long long)wait->op.node.v);
    else
        end_wait(wait, reply.status, "%.*s", (int)(reply.text.n < 250 ? reply.text.n : 250),
                 (const char *)reply.text.p);
}

static void forward(struct nd__op_wait *wait)
{
    struct nd_buf payload;
    nd_buf_init(&payload, wait->node->heap);
    nd_node_op_encode(&wait->op, &payload);
    wait->is_calling = true;
    wait->call.done = forwarded;
    nd_rpc_call(nd_rpc_node(wait->node->rpc, wait->op.node), &wait->call, ND_RPC_NODE_OPS, &payload,
                FORWARD_TIMEOUT_S * ND_SEC);
    nd_buf_deinit(&payload);
}

static void state_set(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nd__op_wait *wait = ND_CONTAINER_OF(call, struct nd__op_wait, meta_call);
    unsigned long long id = wait->op.node.v;
    ND_UNUSED(reply);
    wait->is_asking_meta = false;
    switch (status) {
    case ND_STATUS_OK:
        if (wait->op.kind == ND_NODE_OP_DECOMMISSION) end_wait(wait, status, "node %llu leaves: its replicas move to other nodes ('ndoto status' shows how far)", id);
        else if (wait->op.kind == ND_NODE_OP_REMOVE) end_wait(wait, status, "node %llu is removed; its process can be stopped and its folder deleted", id);
        else end_wait(wait, status, "node %llu is active", id);
        return;
    case ND_STATUS_NOT_FOUND: end_wait(wait, status, "there is no node %llu", id); return;
    case ND_STATUS_EXISTS: end_wait(wait, status, "node %llu still has replicas: decommission it first, and wait until it has none", id); return;
    case ND_STATUS_INVALID: end_wait(wait, status, "node %llu was removed: it can only join again as a new node, with an empty folder", id); return;
    default: end_wait(wait, status, "the meta shard does not answer: %s", nd_status_text(status));
    }
}

static void ask_meta(struct nd__op_wait *wait)
{
    enum nd_node_op_kind kind = wait->op.kind;
    struct nd_meta_request request = {.kind = ND_META_SET_STATE, .node.id = wait->op.node};
    request.node.state = kind == ND_NODE_OP_DECOMMISSION ? ND_META_NODE_LEAVES : kind == ND_NODE_OP_REMOVE ? ND_META_NODE_REMOVED : ND_META_NODE_ACTIVE;
    wait->is_asking_meta = true;
    wait->meta_call.done = state_set;
    nd_meta_call_start(wait->node->meta_client, &wait->meta_call, &request, DRAIN_WAIT_S * ND_SEC);
}

static void run_op(struct nd__op_wait *wait)
{
    struct nd_node *node = wait->node;
    if (wait->op.kind != ND_NODE_OP_DRAIN && wait->op.kind != ND_NODE_OP_UNDRAIN) {
        ask_meta(wait);
        return;
    }
    if (wait->op.node.v != node->identity.id.v) {
        forward(wait);
        return;
    }
    bool is_drain = wait->op.kind == ND_NODE_OP_DRAIN;
    ND_INFO(node->logger, "node", "asked to %s", is_drain ? "lead nothing" : "lead again");
    nd_node_set_draining(node, is_drain);
    if (is_drain)
        nd_timer_start_in(&wait->timer, 1);
    else
        end_wait(wait, ND_STATUS_OK, "node %llu may lead again", (unsigned long long)node->identity.id.v);
}

static void on_op(void *arg, struct nd_rpc_request *request)
{
    struct nd_node *node = arg;
    struct nd_node_op op;
    if (request->is_oneway) {
        nd_rpc_request_drop(request);
        return;
    }
    enum nd_status status = nd_node_op_decode(request->payload, &op);
    if (status == ND_STATUS_OK && (node->multiraft == NULL || node->is_stopping)) status = ND_STATUS_SHUTDOWN;
    /* Passed on once, never in a circle. */
    if (status == ND_STATUS_OK && request->from.v != 0 && op.node.v != node->identity.id.v && op.kind <= ND_NODE_OP_UNDRAIN) status = ND_STATUS_INVALID;
    if (status != ND_STATUS_OK) {
        reply_text(node, request, status, nd_slice_str(nd_status_text(status)));
        return;
    }
    struct nd__op_wait *wait = nd_heap_new(node->heap, struct nd__op_wait);
    wait->node = node;
    wait->request = request;
    wait->op = op;
    wait->until_ns = nd_env_now_ns(node->env) + DRAIN_WAIT_S * ND_SEC;
    nd_timer_init(&wait->timer, node->reactor, on_drain_tick);
    nd_list_push_back(&node->op_waits, &wait->link);
    run_op(wait);
}

void nd__ops_serve(struct nd_node *node) { nd_rpc_serve(node->rpc, ND_RPC_NODE_OPS, node, on_op); }

void nd__ops_stop(struct nd_node *node)
{
    while (!nd_list_is_empty(&node->op_waits)) {
        struct nd__op_wait *wait = ND_CONTAINER_OF(node->op_waits.next, struct nd__op_wait, link);
        if (wait->is_calling) nd_rpc_call_cancel(&wait->call);
        if (wait->is_asking_meta) nd_meta_call_cancel(&wait->meta_call);
        end_wait(wait, ND_STATUS_SHUTDOWN, "node %llu stops", (unsigned long long)node->identity.id.v);
    }
}

/* ---- calling ------------------------------------------------------------------------------------------------ */

struct caller {
    struct nd_rpc_call call;
    struct nd_env *env;
    struct nd_arena *arena;
    struct nd_slice reply;
    enum nd_status status;
};

static void on_answer(struct nd_rpc_call *call)
{
    struct caller *caller = ND_CONTAINER_OF(call, struct caller, call);
    caller->status = call->status;
    if (call->status == ND_STATUS_OK) caller->reply = nd_arena_copy(caller->arena, call->reply);
    nd_env_real_stop(caller->env);
}

static void call_once(struct caller *caller, struct nd_rpc *rpc, const char *addr, const struct nd_node_op *op,
                      uint64_t timeout_ms)
{
    struct nd_buf payload;
    nd_buf_init(&payload, nd_env_heap(caller->env));
    nd_node_op_encode(op, &payload);
    memset(&caller->call, 0, sizeof caller->call);
    caller->call.done = on_answer;
    nd_rpc_call(nd_rpc_addr(rpc, addr), &caller->call, ND_RPC_NODE_OPS, &payload, timeout_ms * ND_MS);
    nd_buf_deinit(&payload);
    nd_env_real_run(caller->env);
}

enum nd_status nd_node_op_call(const char *addrs, const struct nd_node_op *op, uint64_t timeout_ms,
                               struct nd_arena *arena, struct nd_node_op_reply *reply_out)
{
    struct nd_heap heap;
    struct caller caller = {.arena = arena, .status = ND_STATUS_INVALID};
    memset(reply_out, 0, sizeof *reply_out);
    nd_heap_init(&heap, false);
    struct nd_env_real_options env = {.heap = &heap, .reactors = 1};
    ND_TRY(nd_env_real_open(&env, &caller.env));
    struct nd_rpc_options options = {.env = caller.env, .reactor = nd_env_reactor(caller.env, 0)};
    struct nd_rpc *rpc = nd_rpc_new(&options);
    for (const char *at = addrs; *at != '\0' && caller.status != ND_STATUS_OK;) {
        size_t n = strcspn(at, ",");
        if (n > 0) call_once(&caller, rpc, nd_arena_strndup(arena, at, n), op, timeout_ms);
        at += n + (at[n] == ',');
    }
    nd_rpc_free(rpc);
    nd_env_real_close(caller.env);
    if (caller.status == ND_STATUS_OK) caller.status = nd_node_op_reply_decode(caller.reply, reply_out);
    return caller.status == ND_STATUS_OK ? reply_out->status : caller.status;
}
