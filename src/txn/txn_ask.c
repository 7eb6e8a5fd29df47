/* SPDX-License-Identifier: Apache-2.0 */
/* The same question to every node of the cluster, this one among them. */
#include "rpc/rpc.h"
#include "txn/txn_int.h"

enum { ASK_NODES_MAX = 1024 };

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
        for (size_t i = 0; i < reply->node_count && i < ASK_NODES_MAX; i++)
            if (reply->nodes[i].state != ND_META_NODE_REMOVED) nodes->ids[nodes->count++] = reply->nodes[i].id;
    }
    nodes->is_done = true;
    nd_fiber_wake(nodes->fiber);
}

struct asked {
    struct nd_rpc_call call;
    struct nd_fiber *fiber;
    struct nd_arena *arena;
    struct nd_txn_answer *answer;
    size_t *open;
};

static void asked_done(struct nd_rpc_call *call)
{
    struct asked *asked = ND_CONTAINER_OF(call, struct asked, call);
    asked->answer->status = call->status;
    if (call->status == ND_STATUS_OK) asked->answer->reply = nd_arena_copy(asked->arena, call->reply);
    (*asked->open)--;
    nd_fiber_wake(asked->fiber);
}

enum nd_status nd_txn_system_ask_nodes(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_arena *arena, const struct nd_txn_question *question,
                                       struct nd_txn_answer **answers_out, size_t *count_out)
{
    *answers_out = NULL;
    *count_out = 0;
    if (system->options.rpc == NULL) return ND_STATUS_OK;
    struct nodes nodes = {.call.done = nodes_done, .fiber = fiber, .arena = arena};
    struct nd_meta_request request = {.kind = ND_META_NODES};
    nd_meta_call_start(system->options.meta, &nodes.call, &request, question->nodes_timeout_ns);
    while (!nodes.is_done) nd_fiber_park(fiber);
    ND_TRY(nodes.status);
    struct asked *asked = nd_arena_array(arena, struct asked, nodes.count + 1);
    struct nd_txn_answer *answers = nd_arena_array(arena, struct nd_txn_answer, nodes.count + 1);
    size_t open = nodes.count;
    for (size_t i = 0; i < nodes.count; i++) {
        struct nd_buf payload;
        nd_buf_init(&payload, system->heap);
        nd_buf_put_slice(&payload, question->payload);
        answers[i].node = nodes.ids[i];
        asked[i] = (struct asked){.call.done = asked_done, .fiber = fiber, .arena = arena, .answer = &answers[i], .open = &open};
        nd_rpc_call(nd_rpc_node(system->options.rpc, nodes.ids[i]), &asked[i].call, question->method, &payload, question->timeout_ns);
    }
    while (open > 0) nd_fiber_park(fiber);
    *answers_out = answers;
    *count_out = nodes.count;
    return ND_STATUS_OK;
}
