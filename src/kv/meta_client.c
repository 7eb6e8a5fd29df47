/* SPDX-License-Identifier: Apache-2.0 */
#include "kv/meta_client.h"

#include "base/arena.h"

enum {
    META_ATTEMPT_MS = 1000,
    META_PAUSE_MS_MIN = 2,
    META_PAUSE_MS_MAX = 100,
    TS_TIMEOUT_MS = 5000,
    TS_COUNT_MAX = 1 << 15,
    TS_CALLS = 2, /* in flight at a time */
};

struct ts_call {
    struct nd_meta_call call;
    struct nd_meta_client *client;
    struct nd_list draws;
    uint32_t count;
    struct nd_ts since;
    bool is_open;
};

struct nd_meta_client {
    struct nd_meta_client_options options;
    struct nd_heap *heap;
    struct nd_node_id candidates[ND_NODES_MAX];
    size_t candidate_count, next_candidate;
    struct nd_node_id leader; /* {0}: unknown */
    struct nd_node_id carrier; /* said who leads; reaches it, where this node does not */
    struct nd_list calls;
    struct nd_ts_source ts_source;
    struct nd_list draws; /* wait for the next timestamp call */
    struct nd_task ts_task;
    struct nd_buf watch; /* key; empty: none */
    struct nd_ts watch_since;
    struct ts_call ts_calls[TS_CALLS];
};

/* ---- calls ---------------------------------------------------------------------------------------------- */

static void attempt(struct nd_meta_call *call);

static void finish(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    nd_timer_stop(&call->timer);
    nd_list_remove(&call->link);
    nd_buf_deinit(&call->request);
    call->done(call, status, reply);
}

static void again_later(struct nd_meta_call *call)
{
    struct nd_meta_client *client = call->client;
    uint64_t now_ns = nd_env_now_ns(client->options.env);
    if (now_ns >= call->deadline_ns) {
        finish(call, ND_STATUS_TIMEOUT, NULL);
        return;
    }
    uint64_t pause_ms = META_PAUSE_MS_MIN;
    for (uint32_t i = 1; i < call->attempts && pause_ms < META_PAUSE_MS_MAX; i++) pause_ms *= 2;
    uint64_t jitter_ns = nd_env_random_u64(client->options.env) % (pause_ms * ND_MS);
    nd_timer_start_in(&call->timer, pause_ms * ND_MS / 2 + jitter_ns);
}

static void on_reply(struct nd_rpc_call *rpc_call)
{
    struct nd_meta_call *call = ND_CONTAINER_OF(rpc_call, struct nd_meta_call, rpc_call);
    struct nd_meta_client *client = call->client;
    struct nd_arena arena;
    struct nd_meta_reply reply;
    enum nd_status status = rpc_call->status;
    nd_arena_init(&arena, client->heap);
    if (status == ND_STATUS_OK) status = nd_meta_reply_decode(rpc_call->reply, &arena, &reply);
    if (status == ND_STATUS_OK) status = reply.status;
    if (status == ND_STATUS_SHUTDOWN && rpc_call->status == ND_STATUS_SHUTDOWN) {
        finish(call, status, NULL);
    } else if (status == ND_STATUS_NOT_LEADER || nd_status_retry(status) == ND_RETRY_ROUTE || nd_status_retry(status) == ND_RETRY_BACKOFF ||
               status == ND_STATUS_TIMEOUT || status == ND_STATUS_AMBIGUOUS) {
        bool has_hint = status == ND_STATUS_NOT_LEADER && reply.leader.v != 0 && reply.leader.v != call->target.v;
        if (client->leader.v == call->target.v) client->leader.v = 0;
        if (has_hint) client->leader = reply.leader;
        client->carrier = !has_hint ? (struct nd_node_id){0} : call->carrier.v != 0 ? call->carrier : call->target;
        if (has_hint && call->attempts < 4) attempt(call);
        else again_later(call);
    } else {
        client->leader = call->target;
        finish(call, status, &reply);
    }
    nd_arena_deinit(&arena);
}

static bool is_away(const struct nd_meta_client *client, struct nd_node_id node)
{
    return nd_rpc_is_backing_off(nd_rpc_node(client->options.rpc, node), ND_RPC_META);
}

static void attempt(struct nd_meta_call *call)
{
    struct nd_meta_client *client = call->client;
    uint64_t now_ns = nd_env_now_ns(client->options.env);
    if (now_ns >= call->deadline_ns) {
        finish(call, ND_STATUS_TIMEOUT, NULL);
        return;
    }
    call->attempts++;
    bool is_out_of_reach = client->leader.v != 0 && is_away(client, client->leader);
    call->carrier = is_out_of_reach ? client->carrier : (struct nd_node_id){0};
    bool may_carry = call->carrier.v != 0 && call->carrier.v != client->leader.v && !is_away(client, call->carrier);
    if (is_out_of_reach && !may_carry) client->leader = client->carrier = call->carrier = (struct nd_node_id){0};
    call->target = client->leader;
    if (call->target.v == 0) {
        if (client->candidate_count == 0) {
            again_later(call);
            return;
        }
        for (size_t i = 0; i < client->candidate_count; i++) {
            call->target = client->candidates[client->next_candidate++ % client->candidate_count];
            if (!is_away(client, call->target)) break;
        }
    }
    uint64_t timeout_ns = call->deadline_ns - now_ns;
    if (timeout_ns > META_ATTEMPT_MS * ND_MS) timeout_ns = META_ATTEMPT_MS * ND_MS;
    struct nd_buf payload;
    nd_buf_init(&payload, client->heap);
    nd_buf_put_slice(&payload, nd_buf_slice(&call->request));
    call->rpc_call.done = on_reply;
    if (call->carrier.v != 0) nd_rpc_call_through(nd_rpc_node(client->options.rpc, call->carrier), &call->rpc_call, call->target, ND_RPC_META, &payload, timeout_ns);
    else nd_rpc_call(nd_rpc_node(client->options.rpc, call->target), &call->rpc_call, ND_RPC_META, &payload, timeout_ns);
    nd_buf_deinit(&payload);
}

static void on_pause_over(struct nd_timer *timer) { attempt(ND_CONTAINER_OF(timer, struct nd_meta_call, timer)); }

void nd_meta_call_start(struct nd_meta_client *client, struct nd_meta_call *call, const struct nd_meta_request *request, uint64_t timeout_ns)
{
    call->client = client;
    call->attempts = 0;
    call->deadline_ns = nd_env_now_ns(client->options.env) + timeout_ns;
    nd_timer_init(&call->timer, client->options.reactor, on_pause_over);
    nd_buf_init(&call->request, client->heap);
    nd_meta_request_encode(request, &call->request);
    nd_list_push_back(&client->calls, &call->link);
    attempt(call);
}

void nd_meta_call_cancel(struct nd_meta_call *call)
{
    nd_rpc_call_cancel(&call->rpc_call);
    nd_timer_stop(&call->timer);
    nd_list_remove(&call->link);
    nd_buf_deinit(&call->request);
}

/* ---- timestamps -------------------------------------------------------------------------------------------- */

static void ts_done(struct nd_meta_call *meta_call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct ts_call *call = ND_CONTAINER_OF(meta_call, struct ts_call, call);
    uint64_t next = status == ND_STATUS_OK ? reply->first_ts.v : 0;
    struct nd_list draws;
    if (next != 0) nd_ts_source_saw(&call->client->ts_source, (struct nd_ts){next + call->count - 1}, nd_env_now_ns(call->client->options.env));
    nd_list_init(&draws);
    while (!nd_list_is_empty(&call->draws)) {
        struct nd_list *link = call->draws.next;
        nd_list_remove(link);
        nd_list_push_back(&draws, link);
    }
    call->is_open = false;
    if (!nd_list_is_empty(&call->client->draws)) nd_reactor_defer(call->client->options.reactor, &call->client->ts_task);
    while (!nd_list_is_empty(&draws)) {
        struct nd_ts_draw *draw = ND_CONTAINER_OF(draws.next, struct nd_ts_draw, link);
        nd_list_remove(&draw->link);
        draw->status = status;
        draw->first.v = next;
        draw->unchanged_since = status == ND_STATUS_OK && reply->is_unchanged ? call->since : (struct nd_ts){0};
        next += draw->count;
        draw->done(draw);
    }
}

/* Sends one call for all draws that wait. The second slot is for when the first call is slow: then the
 * leader may have changed, and what came since should not wait for its timeout. */
static void send_draws(struct nd_task *task)
{
    struct nd_meta_client *client = ND_CONTAINER_OF(task, struct nd_meta_client, ts_task);
    struct ts_call *call = NULL;
    for (size_t i = 0; i < TS_CALLS; i++)
        if (!client->ts_calls[i].is_open) call = &client->ts_calls[i];
    if (call == NULL || nd_list_is_empty(&client->draws)) return;
    call->count = 0;
    call->is_open = true;
    nd_list_init(&call->draws);
    while (!nd_list_is_empty(&client->draws)) {
        struct nd_ts_draw *draw = ND_CONTAINER_OF(client->draws.next, struct nd_ts_draw, link);
        if (call->count + draw->count > TS_COUNT_MAX) break;
        nd_list_remove(&draw->link);
        nd_list_push_back(&call->draws, &draw->link);
        call->count += draw->count;
    }
    call->since = client->watch_since;
    struct nd_meta_request request = {.kind = ND_META_TIMESTAMPS, .count = call->count, .key = nd_buf_slice(&client->watch), .since = call->since};
    call->call.done = ts_done;
    nd_meta_call_start(client, &call->call, &request, TS_TIMEOUT_MS * ND_MS);
}

static void draw_ts(struct nd_ts_source *source, struct nd_ts_draw *draw)
{
    struct nd_meta_client *client = ND_CONTAINER_OF(source, struct nd_meta_client, ts_source);
    ND_ASSERT(draw->count > 0);
    ND_ASSERT(draw->count <= TS_COUNT_MAX);
    nd_list_push_back(&client->draws, &draw->link);
    nd_reactor_defer(client->options.reactor, &client->ts_task);
}

/* ---- the client ---------------------------------------------------------------------------------------------- */

struct nd_meta_client *nd_meta_client_new(const struct nd_meta_client_options *options)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_meta_client *client = nd_heap_new(heap, struct nd_meta_client);
    client->options = *options;
    client->heap = heap;
    nd_list_init(&client->calls);
    nd_list_init(&client->draws);
    nd_buf_init(&client->watch, heap);
    nd_task_init(&client->ts_task, send_draws);
    client->ts_source.draw = draw_ts;
    for (size_t i = 0; i < TS_CALLS; i++) {
        client->ts_calls[i].client = client;
        nd_list_init(&client->ts_calls[i].draws);
    }
    return client;
}

void nd_meta_client_free(struct nd_meta_client *client)
{
    nd_task_cancel(&client->ts_task);
    while (!nd_list_is_empty(&client->calls)) {
        struct nd_meta_call *call = ND_CONTAINER_OF(client->calls.next, struct nd_meta_call, link);
        nd_rpc_call_cancel(&call->rpc_call);
        finish(call, ND_STATUS_SHUTDOWN, NULL);
    }
    nd_task_cancel(&client->ts_task);
    while (!nd_list_is_empty(&client->draws)) {
        struct nd_ts_draw *draw = ND_CONTAINER_OF(client->draws.next, struct nd_ts_draw, link);
        nd_list_remove(&draw->link);
        draw->status = ND_STATUS_SHUTDOWN;
        draw->done(draw);
    }
    nd_buf_deinit(&client->watch);
    nd_heap_free(client->heap, client);
}

void nd_meta_client_set_candidates(struct nd_meta_client *client, const struct nd_node_id *nodes, size_t count)
{
    client->candidate_count = count < ND_NODES_MAX ? count : ND_NODES_MAX;
    for (size_t i = 0; i < client->candidate_count; i++) client->candidates[i] = nodes[i];
}

void nd_meta_client_watch(struct nd_meta_client *client, struct nd_slice key, struct nd_ts since)
{
    if (!nd_slice_eq(key, nd_buf_slice(&client->watch))) {
        nd_buf_clear(&client->watch);
        nd_buf_put_slice(&client->watch, key);
    }
    client->watch_since = since;
}

struct nd_ts_source *nd_meta_client_ts_source(struct nd_meta_client *client) { return &client->ts_source; }
