/* SPDX-License-Identifier: Apache-2.0 */
/* Who still works by an older catalog: every node is asked for its transactions (method ND_RPC_TXN).
 *
 *   request   u8 1 · v before · b prefix     which guard it (nd_txn_guard_span) and know of the catalog as of below `before`
 *   reply     u8 has                                1: there is one */
#include "rpc/rpc.h"
#include "txn/txn_int.h"

enum { ELDERS_FORMAT = 1, ELDERS_CALL_MS = 2000, ELDERS_NODES_MAX = 1024 };

static bool is_elder(const struct nd_txn *txn, struct nd_slice prefix, struct nd_ts before)
{
    if (txn->phase != ND__TXN_ACTIVE) return false;
    for (size_t i = 0; i < txn->guarded_count; i++)
        if (nd_slice_eq(txn->guarded[i].guard.prefix, prefix) && txn->guarded[i].guard.known_at.v < before.v) return true;
    return false;
}

static void on_request(void *arg, struct nd_rpc_request *request)
{
    struct nd_txn_system *system = arg;
    struct nd_dec dec = nd_dec_of(request->payload);
    uint8_t format = nd_dec_u8(&dec);
    struct nd_ts before = {nd_dec_varint(&dec)};
    struct nd_slice prefix = nd_dec_bytes(&dec);
    if (!nd_dec_is_done(&dec) || format != ELDERS_FORMAT || request->is_oneway) {
        nd_rpc_request_drop(request);
        return;
    }
    bool has = false;
    ND_LIST_FOREACH(link, &system->txns) has = has || is_elder(ND_CONTAINER_OF(link, struct nd_txn, link), prefix, before);
    struct nd_buf reply;
    nd_buf_init(&reply, system->heap);
    nd_buf_put_u8(&reply, has);
    nd_rpc_reply(request, &reply);
}

void nd__txn_elders_serve(struct nd_txn_system *system, bool serves)
{
    if (system->options.rpc != NULL) nd_rpc_serve(system->options.rpc, ND_RPC_TXN, serves ? system : NULL, serves ? on_request : NULL);
}

/* ---- asking ------------------------------------------------------------------------------------------------- */

struct nodes {
    struct nd_meta_call call;
    struct nd_fiber *fiber;
    struct nd_arena *arena;
    struct nd_node_id *ids;
    size_t count;
    enum nd_status status;
    bool is_done;
};

static void nodes_done(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nodes *nodes = ND_CONTAINER_OF(call, struct nodes, call);
    nodes->status = status;
    if (status == ND_STATUS_OK) {
        nodes->ids = nd_arena_array(nodes->arena, struct nd_node_id, reply->node_count + 1);
        for (size_t i = 0; i < reply->node_count && i < ELDERS_NODES_MAX; i++) nodes->ids[nodes->count++] = reply->nodes[i].id;
    }
    nodes->is_done = true;
    nd_fiber_wake(nodes->fiber);
}

struct asked {
    struct nd_rpc_call call;
    struct nd_fiber *fiber;
    size_t *open;
    bool has;
};

static void asked_done(struct nd_rpc_call *call)
{
    struct asked *asked = ND_CONTAINER_OF(call, struct asked, call);
    asked->has = call->status == ND_STATUS_OK && call->reply.n == 1 && *(const uint8_t *)call->reply.p == 1;
    (*asked->open)--;
    nd_fiber_wake(asked->fiber);
}

static bool ask_all(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nodes *nodes, struct nd_slice prefix, struct nd_ts before)
{
    struct asked *asked = nd_arena_array(nodes->arena, struct asked, nodes->count + 1);
    size_t open = nodes->count;
    bool has = false;
    for (size_t i = 0; i < nodes->count; i++) {
        struct nd_buf payload;
        nd_buf_init(&payload, system->heap);
        nd_buf_put_u8(&payload, ELDERS_FORMAT);
        nd_buf_put_varint(&payload, before.v);
        nd_buf_put_bytes(&payload, prefix);
        asked[i] = (struct asked){.call.done = asked_done, .fiber = fiber, .open = &open};
        nd_rpc_call(nd_rpc_node(system->options.rpc, nodes->ids[i]), &asked[i].call, ND_RPC_TXN, &payload, ELDERS_CALL_MS * ND_MS);
    }
    while (open > 0) nd_fiber_park(fiber);
    for (size_t i = 0; i < nodes->count; i++) has = has || asked[i].has;
    return has;
}

enum nd_status nd_txn_system_has_elders(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice prefix, struct nd_ts before, bool *has_out)
{
    *has_out = false;
    if (system->options.rpc == NULL) return ND_STATUS_OK;
    struct nd_arena arena;
    nd_arena_init(&arena, system->heap);
    struct nodes nodes = {.call.done = nodes_done, .fiber = fiber, .arena = &arena};
    struct nd_meta_request request = {.kind = ND_META_NODES};
    nd_meta_call_start(system->options.meta, &nodes.call, &request, ND__TXN_CALL_MS * ND_MS);
    while (!nodes.is_done) nd_fiber_park(fiber);
    if (nodes.status == ND_STATUS_OK) *has_out = ask_all(system, fiber, &nodes, prefix, before);
    nd_arena_deinit(&arena);
    return nodes.status;
}
