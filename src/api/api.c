/* SPDX-License-Identifier: Apache-2.0 */
#include "api/api.h"

#include "base/hmap.h"
#include "kv/keys.h"
#include "rpc/client_wire.h"

enum { API_CALL_MS = 10000, API_SCAN_ROWS_MAX = 10000, API_SCAN_BYTES_MAX = 1 << 20, API_FIBERS_MAX = 4096 };

struct nd_api {
    struct nd_api_options options;
    struct nd_heap *heap;
    struct nd_hmap txns; /* handle -> api_txn */
    uint64_t next_txn;
    size_t fibers;
    bool is_stopping;
    struct nd_counter requests, slow;
    struct nd_histogram write_ns, read_ns;
};

/* One request. The fast path is a single operation at a shard; what meets an obstacle there (a lock, a
 * split) goes on as a small transaction on a fiber. */
struct api_op {
    struct nd_api *api;
    struct nd_rpc_request *rpc_request;
    struct nd_client_request request;
    struct nd_arena arena;
    struct nd_kv_call call;
    struct nd_kv_request kv_request;
    struct nd_range_op range_op;
    struct nd_kv_mut mut;
    struct nd_slice key;
    struct nd_ts_draw draw;
    uint64_t started_ns;
    struct nd_list link; /* of an api_txn's queue */
};

struct api_txn {
    struct nd_api *api;
    struct nd_fiber *fiber;
    uint64_t handle;
    struct nd_list queue; /* api_op */
    bool is_read_committed;
    size_t queued;
};

static void reply_op(struct api_op *op, const struct nd_client_reply *reply)
{
    struct nd_api *api = op->api;
    struct nd_buf bytes;
    nd_buf_init(&bytes, api->heap);
    nd_client_reply_encode(reply, &bytes);
    nd_rpc_reply(op->rpc_request, &bytes);
    nd_buf_deinit(&bytes);
    bool is_read = op->request.kind == ND_CLIENT_GET || op->request.kind == ND_CLIENT_SCAN;
    nd_histogram_add(is_read ? &api->read_ns : &api->write_ns, nd_env_now_ns(api->options.env) - op->started_ns);
    nd_arena_deinit(&op->arena);
    nd_heap_free(api->heap, op);
}

static void reply_status(struct api_op *op, enum nd_status status)
{
    struct nd_client_reply reply = {.status = status};
    reply_op(op, &reply);
}

static struct nd_slice stored_key(struct nd_arena *arena, struct nd_slice key)
{
    uint8_t *p = nd_arena_alloc(arena, key.n + 1);
    p[0] = ND_KEYSPACE_KV;
    if (key.n > 0) memcpy(p + 1, key.p, key.n);
    return nd_slice_of(p, key.n + 1);
}

/* ---- on a fiber --------------------------------------------------------------------------------------------- */

static void scan_in_txn(struct api_op *op, struct nd_txn *txn)
{
    const struct nd_client_request *request = &op->request;
    uint8_t above = ND_KEYSPACE_KV + 1;
    struct nd_txn_scan scan = {.txn = txn, .first = op->key, .is_reverse = request->is_reverse};
    scan.end = request->end.n == 0 ? nd_slice_of(&above, 1) : stored_key(&op->arena, request->end);
    uint64_t limit = request->limit == 0 || request->limit > API_SCAN_ROWS_MAX ? API_SCAN_ROWS_MAX : request->limit;
    scan.row_limit = limit + 1; /* one more tells where to go on */
    struct nd_client_row *rows = nd_arena_array(&op->arena, struct nd_client_row, limit);
    struct nd_client_reply reply = {.rows = rows};
    size_t bytes = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    while (status == ND_STATUS_OK && reply.resume.n == 0) {
        struct nd_kv_pair *pairs;
        size_t count;
        status = nd_txn_scan_next(&scan, &op->arena, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        for (size_t i = 0; i < count; i++) {
            struct nd_slice key = nd_slice_of(pairs[i].key.p + 1, pairs[i].key.n - 1);
            if (reply.row_count == limit || bytes > API_SCAN_BYTES_MAX) {
                /* Reversed, `resume` is an exclusive end: just above the key that was not taken. */
                reply.resume = request->is_reverse ? rows[reply.row_count - 1].key : key;
                break;
            }
            rows[reply.row_count++] = (struct nd_client_row){key, pairs[i].value};
            bytes += pairs[i].key.n + pairs[i].value.n;
        }
    }
    nd_txn_scan_close(&scan);
    reply.status = status;
    if (status != ND_STATUS_OK) reply.row_count = 0;
    reply_op(op, &reply);
}

/* GET, PUT, DELETE, SCAN inside txn; answers. true: the transaction can go on. */
static bool run_in_txn(struct api_op *op, struct nd_txn *txn)
{
    struct nd_client_reply reply = {0};
    op->key = stored_key(&op->arena, op->request.key);
    switch (op->request.kind) {
    case ND_CLIENT_GET: reply.status = nd_txn_get(txn, op->key, &op->arena, &reply.value); break;
    case ND_CLIENT_PUT: reply.status = nd_txn_put(txn, op->key, op->request.value); break;
    case ND_CLIENT_DELETE: reply.status = nd_txn_delete(txn, op->key); break;
    case ND_CLIENT_SCAN: scan_in_txn(op, txn); return true;
    default: reply.status = ND_STATUS_INVALID;
    }
    enum nd_status status = reply.status;
    reply_op(op, &reply);
    return status == ND_STATUS_OK || status == ND_STATUS_NOT_FOUND || status == ND_STATUS_INVALID;
}

static void run_alone(struct nd_fiber *fiber, void *arg)
{
    struct api_op *op = arg;
    struct nd_api *api = op->api;
    struct nd_txn_options options = {.isolation = ND_READ_COMMITTED};
    enum nd_client_kind kind = op->request.kind;
    bool is_write = kind == ND_CLIENT_PUT || kind == ND_CLIENT_DELETE;
    for (;;) {
        struct nd_txn *txn = nd_txn_begin(api->options.txn_system, fiber, &options);
        nd_txn_set_deadline(txn, op->started_ns + API_CALL_MS * ND_MS);
        enum nd_status status = nd_txn_begin_statement(txn);
        if (status != ND_STATUS_OK) {
            reply_status(op, status);
        } else if (!is_write) {
            run_in_txn(op, txn);
        } else {
            op->key = stored_key(&op->arena, op->request.key);
            /* The last writer wins: locked first, so that versions newer than the timestamp are no conflict. */
            status = nd_txn_lock(txn, &op->key, 1, false);
            if (status == ND_STATUS_WRITE_CONFLICT) status = nd_txn_begin_statement(txn);
            if (status == ND_STATUS_OK) status = kind == ND_CLIENT_PUT ? nd_txn_put(txn, op->key, op->request.value) : nd_txn_delete(txn, op->key);
            if (status == ND_STATUS_OK) status = nd_txn_commit(txn);
            bool again = status == ND_STATUS_WRITE_CONFLICT && nd_env_now_ns(api->options.env) < op->started_ns + API_CALL_MS * ND_MS;
            if (again) {
                nd_txn_free(txn);
                continue;
            }
            reply_status(op, status);
        }
        nd_txn_free(txn);
        break;
    }
    api->fibers--;
}

static void go_slow(struct api_op *op)
{
    struct nd_api *api = op->api;
    if (api->is_stopping || api->fibers >= API_FIBERS_MAX) {
        reply_status(op, api->is_stopping ? ND_STATUS_SHUTDOWN : ND_STATUS_BUSY);
        return;
    }
    api->fibers++;
    nd_counter_add(&api->slow, 1);
    nd_fiber_start(api->options.reactor, run_alone, op, 0);
}

/* ---- the fast path -------------------------------------------------------------------------------------------- */

static void answer_kv(struct api_op *op, enum nd_status status, const struct nd_kv_reply *kv_reply)
{
    struct nd_client_reply reply = {.status = status};
    if (status == ND_STATUS_LOCKED || status == ND_STATUS_WRONG_RANGE || status == ND_STATUS_DEADLOCK || status == ND_STATUS_BUSY) {
        go_slow(op);
        return;
    }
    if (status == ND_STATUS_OK && op->request.kind == ND_CLIENT_GET) {
        bool is_found = kv_reply->value_count == 1 && kv_reply->values[0].is_found;
        reply.status = is_found ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
        if (is_found) reply.value = kv_reply->values[0].value;
    }
    reply_op(op, &reply);
}

static void call_done(struct nd_kv_call *call)
{
    struct api_op *op = ND_CONTAINER_OF(call, struct api_op, call);
    answer_kv(op, call->status, &call->reply);
}

static void start_call(struct api_op *op, struct nd_ts start_ts)
{
    struct nd_api *api = op->api;
    op->call = (struct nd_kv_call){.request = op->kv_request, .route_key = op->key, .deadline_ns = op->started_ns + API_CALL_MS * ND_MS,
                                   .arena = &op->arena, .done = call_done};
    op->call.request.start_ts = start_ts;
    nd_kv_call_start(api->options.kv, &op->call);
}

static void identity_drawn(struct nd_ts_draw *draw)
{
    struct api_op *op = ND_CONTAINER_OF(draw, struct api_op, draw);
    if (draw->status != ND_STATUS_OK) reply_status(op, ND_STATUS_NO_LEADER);
    else start_call(op, draw->first);
}

/* Over the network a write needs a timestamp as its identity; reads do not. */
static void go_remote(struct api_op *op)
{
    if (op->request.kind == ND_CLIENT_GET) {
        start_call(op, (struct nd_ts){0});
        return;
    }
    op->draw = (struct nd_ts_draw){.done = identity_drawn, .count = 1};
    nd_ts_draw_start(op->api->options.ts_source, &op->draw);
}

static void local_done(struct nd_range_op *range_op, const struct nd_kv_reply *reply)
{
    struct api_op *op = ND_CONTAINER_OF(range_op, struct api_op, range_op);
    if (reply->status == ND_STATUS_NOT_LEADER || reply->status == ND_STATUS_NO_LEADER) go_remote(op); /* surely not done */
    else answer_kv(op, reply->status, reply);
}

static void start_fast(struct api_op *op)
{
    struct nd_api *api = op->api;
    op->key = stored_key(&op->arena, op->request.key);
    op->kv_request = (struct nd_kv_request){.wait_ms = 1000};
    if (op->request.kind == ND_CLIENT_GET) {
        op->kv_request.kind = ND_KV_GET;
        op->kv_request.keys = &op->key;
        op->kv_request.key_count = 1;
    } else {
        op->mut = (struct nd_kv_mut){.op = op->request.kind == ND_CLIENT_PUT ? ND_MUT_PUT : ND_MUT_DELETE, .key = op->key, .value = op->request.value};
        op->kv_request.kind = ND_KV_COMMIT_ONE;
        op->kv_request.muts = &op->mut;
        op->kv_request.mut_count = 1;
    }
    struct nd_range *range = nd_store_find_key(api->options.store, op->key);
    if (range == NULL || !nd_range_is_serving(range)) {
        go_remote(op);
        return;
    }
    op->kv_request.range = nd_range_id_of(range);
    op->kv_request.epoch = nd_range_descriptor(range)->epoch;
    op->range_op = (struct nd_range_op){.request = &op->kv_request, .arena = &op->arena, .done = local_done};
    nd_range_execute(range, &op->range_op);
}

/* ---- transactions of clients ------------------------------------------------------------------------------------ */

static struct api_op *next_op(struct api_txn *at)
{
    uint64_t deadline_ns = nd_env_now_ns(at->api->options.env) + ND_API_IDLE_S * ND_SEC;
    while (nd_list_is_empty(&at->queue)) {
        if (at->api->is_stopping || !nd_fiber_park_until(at->fiber, deadline_ns)) return NULL;
    }
    struct api_op *op = ND_CONTAINER_OF(at->queue.next, struct api_op, link);
    nd_list_remove(&op->link);
    at->queued--;
    return op;
}

static void serve_txn(struct nd_fiber *fiber, void *arg)
{
    struct api_txn *at = arg;
    struct nd_api *api = at->api;
    at->fiber = fiber;
    struct nd_txn_options options = {.isolation = at->is_read_committed ? ND_READ_COMMITTED : ND_REPEATABLE_READ};
    struct nd_txn *txn = nd_txn_begin(api->options.txn_system, fiber, &options);
    bool is_open = true, is_broken = false;
    while (is_open) {
        struct api_op *op = next_op(at);
        if (op == NULL) break;
        nd_txn_set_deadline(txn, nd_env_now_ns(api->options.env) + API_CALL_MS * ND_MS);
        enum nd_status status = is_broken && op->request.kind != ND_CLIENT_ABORT ? ND_STATUS_TXN_ABORTED : ND_STATUS_OK;
        if (op->request.kind == ND_CLIENT_COMMIT || op->request.kind == ND_CLIENT_ABORT) {
            if (op->request.kind == ND_CLIENT_ABORT) nd_txn_rollback(txn);
            else if (status == ND_STATUS_OK) status = nd_txn_commit(txn);
            reply_status(op, status);
            is_open = false;
            continue;
        }
        if (status == ND_STATUS_OK) status = nd_txn_begin_statement(txn);
        if (status != ND_STATUS_OK) reply_status(op, status);
        else is_broken = !run_in_txn(op, txn);
        if (status != ND_STATUS_OK) is_broken = true;
    }
    nd_txn_free(txn);
    nd_hmap_remove(&api->txns, at->handle);
    while (!nd_list_is_empty(&at->queue)) {
        struct api_op *op = ND_CONTAINER_OF(at->queue.next, struct api_op, link);
        nd_list_remove(&op->link);
        reply_status(op, ND_STATUS_TXN_ABORTED);
    }
    nd_heap_free(api->heap, at);
    api->fibers--;
}

static void begin(struct api_op *op)
{
    struct nd_api *api = op->api;
    if (api->txns.count >= ND_API_TXNS_MAX || api->is_stopping) {
        reply_status(op, api->is_stopping ? ND_STATUS_SHUTDOWN : ND_STATUS_BUSY);
        return;
    }
    struct api_txn *at = nd_heap_new(api->heap, struct api_txn);
    at->api = api;
    at->is_read_committed = op->request.is_read_committed;
    nd_list_init(&at->queue);
    do at->handle = nd_env_random_u64(api->options.env); /* not to be guessed from another's */
    while (at->handle == 0 || nd_hmap_find(&api->txns, at->handle) != NULL);
    nd_hmap_put(&api->txns, at->handle, at);
    api->fibers++;
    at->fiber = nd_fiber_start(api->options.reactor, serve_txn, at, 0);
    struct nd_client_reply reply = {.txn = at->handle};
    reply_op(op, &reply);
}

static void to_txn(struct api_op *op)
{
    struct api_txn *at = nd_hmap_find(&op->api->txns, op->request.txn);
    if (at == NULL) {
        reply_status(op, ND_STATUS_TXN_ABORTED); /* timed out, or of another node's life */
        return;
    }
    if (at->queued >= 1024) {
        reply_status(op, ND_STATUS_BUSY);
        return;
    }
    nd_list_push_back(&at->queue, &op->link);
    at->queued++;
    nd_fiber_wake(at->fiber);
}

/* ---- requests --------------------------------------------------------------------------------------------------- */

static void run_route(struct nd_fiber *fiber, void *arg)
{
    struct api_op *op = arg;
    struct nd_api *api = op->api;
    struct nd_client_reply reply = {0};
    struct nd_range_desc desc;
    uint64_t deadline_ns = op->started_ns + API_CALL_MS * ND_MS;
    if (op->request.kind == ND_CLIENT_SPLIT) {
        reply.status = nd_txn_system_split(api->options.txn_system, fiber, op->key, (struct nd_node_id){op->request.limit});
        if (reply.status == ND_STATUS_OK) reply.status = nd_txn_system_keep(api->options.txn_system, fiber, op->key, true);
    } else {
        /* A read of the key, answered by its leader, leaves the leader in the cache. */
        struct nd_kv_call call = {.request = {.kind = ND_KV_GET, .keys = &op->key, .key_count = 1, .wait_ms = 1},
                                  .route_key = op->key, .deadline_ns = deadline_ns, .arena = &op->arena};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(api->options.kv, fiber, calls, 1);
        reply.status = nd_kv_lookup(api->options.kv, fiber, op->key, false, deadline_ns, &op->arena, &desc);
        if (reply.status == ND_STATUS_OK) reply.value = nd_slice_str(api->options.addr_of_node(api->options.addr_arg, call.target));
    }
    reply_op(op, &reply);
    api->fibers--;
}

static void on_rpc(void *arg, struct nd_rpc_request *rpc_request)
{
    struct nd_api *api = arg;
    if (rpc_request->is_oneway) {
        nd_rpc_request_drop(rpc_request);
        return;
    }
    struct api_op *op = nd_heap_alloc(api->heap, sizeof *op);
    op->api = api;
    op->rpc_request = rpc_request;
    op->started_ns = rpc_request->received_ns;
    nd_list_init(&op->link);
    nd_arena_init(&op->arena, api->heap);
    nd_counter_add(&api->requests, 1);
    enum nd_status status = nd_client_request_decode(rpc_request->payload, &op->request);
    if (status != ND_STATUS_OK) {
        reply_status(op, status);
        return;
    }
    switch (op->request.kind) {
    case ND_CLIENT_GET:
    case ND_CLIENT_PUT:
    case ND_CLIENT_DELETE:
        if (op->request.txn != 0) to_txn(op);
        else start_fast(op);
        return;
    case ND_CLIENT_SCAN:
        if (op->request.txn != 0) to_txn(op);
        else go_slow(op);
        return;
    case ND_CLIENT_COMMIT:
    case ND_CLIENT_ABORT: to_txn(op); return;
    case ND_CLIENT_BEGIN: begin(op); return;
    case ND_CLIENT_ROUTE:
    case ND_CLIENT_SPLIT:
        if (api->is_stopping || api->fibers >= API_FIBERS_MAX) {
            reply_status(op, ND_STATUS_BUSY);
            return;
        }
        op->key = stored_key(&op->arena, op->request.key);
        api->fibers++;
        nd_fiber_start(api->options.reactor, run_route, op, 0);
        return;
    case ND_CLIENT_KIND_COUNT: break;
    }
    ND_UNREACHABLE();
}

struct nd_api *nd_api_open(const struct nd_api_options *options)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_api *api = nd_heap_new(heap, struct nd_api);
    api->options = *options;
    api->heap = heap;
    nd_hmap_init(&api->txns, heap);
    nd_rpc_serve(options->rpc, ND_RPC_CLIENT, api, on_rpc);
    return api;
}

bool nd_api_stop(struct nd_api *api)
{
    api->is_stopping = true;
    ND_HMAP_FOREACH(slot, &api->txns) nd_fiber_wake(((struct api_txn *)slot->value)->fiber);
    return api->fibers == 0;
}

void nd_api_close(struct nd_api *api)
{
    nd_rpc_serve(api->options.rpc, ND_RPC_CLIENT, NULL, NULL);
    nd_hmap_deinit(&api->txns);
    nd_heap_free(api->heap, api);
}

void nd_api_register_metrics(struct nd_api *api, struct nd_metrics *metrics)
{
    nd_metrics_add_counter(metrics, "ndoto_api_requests_total", NULL, "requests of key-value clients", &api->requests);
    nd_metrics_add_counter(metrics, "ndoto_api_slow_requests_total", NULL, "of them, on a fiber of their own", &api->slow);
    nd_metrics_add_histogram(metrics, "ndoto_api_write_seconds", NULL, "time of a client's write", &api->write_ns, 1e9);
    nd_metrics_add_histogram(metrics, "ndoto_api_read_seconds", NULL, "time of a client's read", &api->read_ns, 1e9);
}
