/* SPDX-License-Identifier: Apache-2.0 */
/* Who still works by an older catalog: every node is asked for its transactions (method ND_RPC_TXN).
 *
 *   request   u8 1 · v before · b prefix     which guard it (nd_txn_guard_span) and know of the catalog as of below `before`
 *   reply     u8 has                                1: there is one */
#include "rpc/rpc.h"
#include "txn/txn_int.h"

enum { ELDERS_FORMAT = 1, ELDERS_CALL_MS = 2000 };

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

enum nd_status nd_txn_system_has_elders(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice prefix, struct nd_ts before, bool *has_out)
{
    struct nd_arena arena;
    struct nd_buf payload;
    struct nd_txn_answer *answers;
    size_t count;
    *has_out = false;
    nd_arena_init(&arena, system->heap);
    nd_buf_init(&payload, system->heap);
    nd_buf_put_u8(&payload, ELDERS_FORMAT);
    nd_buf_put_varint(&payload, before.v);
    nd_buf_put_bytes(&payload, prefix);
    struct nd_txn_question question = {.method = ND_RPC_TXN, .payload = nd_buf_slice(&payload), .nodes_timeout_ns = ND__TXN_CALL_MS * ND_MS, .timeout_ns = ELDERS_CALL_MS * ND_MS};
    enum nd_status status = nd_txn_system_ask_nodes(system, fiber, &arena, &question, &answers, &count);
    for (size_t i = 0; i < count; i++) *has_out = *has_out || (answers[i].status == ND_STATUS_OK && answers[i].reply.n == 1 && *(const uint8_t *)answers[i].reply.p == 1);
    nd_buf_deinit(&payload);
    nd_arena_deinit(&arena);
    return status;
}
