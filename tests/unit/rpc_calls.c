/* SPDX-License-Identifier: Apache-2.0 */
/* One suite of calls over both backends: real (client and server on two reactors, over loopback TCP)
 * and simulated (two nodes). The client's side is a fiber, so that it reads straight. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/prng.h"
#include "env/fiber.h"
#include "env/real.h"
#include "env/sim.h"
#include "rpc/rpc.h"
#include "rpc/rpc_frame.h"

/* A failed check must not jump off a fiber's stack. */
#undef assert_true
#undef assert_false
#undef assert_int_equal
#undef assert_in_range
#define assert_true(x) ND_ASSERT(x)
#define assert_false(x) ND_ASSERT(!(x))
#define assert_int_equal(a, b) ND_ASSERT((a) == (b))
#define assert_in_range(x, low, high) ND_ASSERT((x) >= (low) && (x) <= (high))

#define ECHO ND_RPC_KV
#define HOLD ND_RPC_META     /* keeps requests until RELEASE */
#define CONTROL ND_RPC_ADMIN /* "away MS": stops listening for a while; "release": answers what is held */
#define COUNT ND_RPC_RAFT    /* one-way */
#define UNSERVED ND_RPC_CLIENT

static const uint64_t cluster[2] = {1, 2}, other_cluster[2] = {3, 4};

/* ---- the serving node ------------------------------------------------------------------------- */

struct server {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
    char *bound;
    struct nd_rpc_request *held[64];
    size_t held_count;
    struct nd_timer away;
    _Atomic uint64_t echoes, counted, counted_bytes;
};

static void on_echo(void *arg, struct nd_rpc_request *request)
{
    struct server *server = arg;
    struct nd_buf reply;
    nd_buf_init(&reply, nd_env_heap(server->env));
    nd_buf_put_slice(&reply, request->payload);
    atomic_fetch_add(&server->echoes, 1);
    nd_rpc_reply(request, &reply);
}

static void on_hold(void *arg, struct nd_rpc_request *request)
{
    struct server *server = arg;
    if (server->held_count == ND_ARRAY_LEN(server->held))
        nd_rpc_request_drop(request);
    else
        server->held[server->held_count++] = request;
}

static void on_count(void *arg, struct nd_rpc_request *request)
{
    struct server *server = arg;
    assert_true(request->is_oneway);
    atomic_fetch_add(&server->counted, 1);
    atomic_fetch_add(&server->counted_bytes, request->payload.n);
    nd_rpc_request_drop(request);
}

static void on_back(struct nd_timer *timer)
{
    struct server *server = ND_CONTAINER_OF(timer, struct server, away);
    assert_int_equal(nd_rpc_listen(server->rpc, server->bound, NULL), ND_STATUS_OK);
}

static void on_control(void *arg, struct nd_rpc_request *request)
{
    struct server *server = arg;
    bool is_away = nd_slice_has_prefix(request->payload, nd_slice_str("away"));
    struct nd_buf reply;
    nd_buf_init(&reply, nd_env_heap(server->env));
    nd_rpc_reply(request, &reply);
    if (is_away) {
        nd_rpc_stop_listening(server->rpc);
        nd_timer_start_in(&server->away, 300 * ND_MS);
        return;
    }
    for (size_t i = 0; i < server->held_count; i++) {
        nd_buf_put_slice(&reply, server->held[i]->payload);
        nd_rpc_reply(server->held[i], &reply);
    }
    server->held_count = 0;
}

static void server_open(struct server *server, const char *addr)
{
    struct nd_rpc_options options = {
        .env = server->env, .reactor = server->reactor, .self = {2}, .cluster_uuid = {cluster[0], cluster[1]}};
    server->rpc = nd_rpc_new(&options);
    nd_timer_init(&server->away, server->reactor, on_back);
    nd_rpc_serve(server->rpc, ECHO, server, on_echo);
    nd_rpc_serve(server->rpc, HOLD, server, on_hold);
    nd_rpc_serve(server->rpc, COUNT, server, on_count);
    nd_rpc_serve(server->rpc, CONTROL, server, on_control);
    assert_int_equal(nd_rpc_listen(server->rpc, addr, &server->bound), ND_STATUS_OK);
}

static void server_close(struct server *server)
{
    nd_timer_stop(&server->away);
    for (size_t i = 0; i < server->held_count; i++) nd_rpc_request_drop(server->held[i]);
    server->held_count = 0;
    nd_rpc_free(server->rpc);
    nd_heap_free(nd_env_heap(server->env), server->bound);
}

/* ---- the calling node: a fiber ---------------------------------------------------------------- */

struct client {
    struct nd_env *env;
    struct nd_fiber *fiber;
    struct nd_rpc *rpc;
    struct nd_rpc_peer *server;
    const char *addr;
    struct server *remote; /* atomic counters only */
    void (*scenario)(struct client *client);
    bool is_lossy;
};

struct waiter {
    struct nd_rpc_call call;
    struct nd_fiber *fiber;
    struct nd_buf reply;
    bool is_done;
    unsigned *open;
};

static void on_waiter_done(struct nd_rpc_call *call)
{
    struct waiter *waiter = ND_CONTAINER_OF(call, struct waiter, call);
    assert_false(waiter->is_done); /* P1 */
    waiter->is_done = true;
    if (call->status == ND_STATUS_OK) nd_buf_put_slice(&waiter->reply, call->reply);
    if (waiter->open != NULL) (*waiter->open)--;
    nd_fiber_wake(waiter->fiber);
}

static void begin(struct client *client, struct waiter *waiter, struct nd_rpc_peer *peer, enum nd_rpc_method method,
                  struct nd_slice bytes, uint64_t timeout_ms)
{
    struct nd_buf payload;
    memset(waiter, 0, sizeof *waiter);
    nd_buf_init(&payload, nd_env_heap(client->env));
    nd_buf_init(&waiter->reply, nd_env_heap(client->env));
    nd_buf_put_slice(&payload, bytes);
    waiter->fiber = client->fiber;
    waiter->call.done = on_waiter_done;
    nd_rpc_call(peer, &waiter->call, method, &payload, timeout_ms * ND_MS);
    assert_int_equal(payload.n, 0);
    assert_false(waiter->is_done); /* P1: never inside nd_rpc_call */
}

static enum nd_status call(struct client *client, struct nd_rpc_peer *peer, enum nd_rpc_method method, const char *text,
                           uint64_t timeout_ms)
{
    struct waiter waiter;
    begin(client, &waiter, peer, method, nd_slice_str(text), timeout_ms);
    while (!waiter.is_done) nd_fiber_park(client->fiber);
    if (waiter.call.status == ND_STATUS_OK && (method == ECHO || method == HOLD))
        assert_true(nd_slice_eq(nd_buf_slice(&waiter.reply), nd_slice_str(text)));
    enum nd_status status = waiter.call.status;
    nd_buf_deinit(&waiter.reply);
    return status;
}

/* Lossy networks: until it works. */
static void call_until_ok(struct client *client, struct nd_rpc_peer *peer, enum nd_rpc_method method, const char *text)
{
    for (unsigned i = 0; call(client, peer, method, text, 500) != ND_STATUS_OK; i++) {
        assert_true(i < 100);
        nd_fiber_sleep(client->fiber, 20 * ND_MS);
    }
}

static void on_self_echo(void *arg, struct nd_rpc_request *request)
{
    struct client *client = arg;
    struct nd_buf reply;
    nd_buf_init(&reply, nd_env_heap(client->env));
    nd_buf_put_slice(&reply, request->payload);
    nd_rpc_reply(request, &reply);
}

static void scenario_echo(struct client *client)
{
    call_until_ok(client, client->server, ECHO, "hello");
    call_until_ok(client, client->server, ECHO, "");
    assert_int_equal(call(client, nd_rpc_node(client->rpc, (struct nd_node_id){1}), UNSERVED, "to myself", 500),
                     ND_STATUS_UNREACHABLE);
    nd_rpc_serve(client->rpc, ECHO, client, on_self_echo);
    assert_int_equal(call(client, nd_rpc_node(client->rpc, (struct nd_node_id){1}), ECHO, "to myself", 500),
                     ND_STATUS_OK);
    nd_rpc_serve(client->rpc, ECHO, NULL, NULL);
    assert_int_equal(call(client, nd_rpc_node(client->rpc, (struct nd_node_id){9}), ECHO, "no address", 500),
                     ND_STATUS_UNREACHABLE);
}

static void scenario_large_and_many(struct client *client)
{
    enum { COUNT_MAX = 500 };
    struct nd_heap *heap = nd_env_heap(client->env);
    struct waiter *waiters = nd_heap_alloc(heap, COUNT_MAX * sizeof *waiters);
    uint8_t *bytes = nd_heap_alloc(heap, 5 << 20);
    struct nd_prng prng;
    nd_prng_init(&prng, 3);
    for (size_t i = 0; i < 5 << 20; i += 8) nd_store_u64(bytes + i, nd_prng_next(&prng));
    for (unsigned round = 0; round < 3; round++) {
        unsigned open = COUNT_MAX;
        for (size_t i = 0; i < COUNT_MAX; i++) {
            size_t n = i % 100 == 7 ? (size_t)nd_prng_below(&prng, 5 << 20) : (size_t)nd_prng_below(&prng, 3000);
            begin(client, &waiters[i], client->server, ECHO, nd_slice_of(bytes, n), 20000);
            waiters[i].open = &open;
            waiters[i].call.begun_ns = n;
        }
        while (open > 0) nd_fiber_park(client->fiber);
        for (size_t i = 0; i < COUNT_MAX; i++) {
            if (!client->is_lossy) assert_int_equal(waiters[i].call.status, ND_STATUS_OK);
            if (waiters[i].call.status == ND_STATUS_OK)
                assert_true(nd_slice_eq(nd_buf_slice(&waiters[i].reply), nd_slice_of(bytes, waiters[i].call.begun_ns)));
            nd_buf_deinit(&waiters[i].reply);
        }
    }
    nd_heap_free(heap, bytes);
    nd_heap_free(heap, waiters);
}

static void scenario_bounds(struct client *client)
{
    struct nd_heap *heap = nd_env_heap(client->env);
    struct waiter waiter;
    struct nd_buf payload;
    nd_buf_init(&payload, heap);
    nd_buf_extend(&payload, ND__RPC_PAYLOAD_BYTES_MAX + 1);
    memset(payload.p, 0, payload.n);
    begin(client, &waiter, client->server, ECHO, nd_buf_slice(&payload), 1000);
    while (!waiter.is_done) nd_fiber_park(client->fiber);
    assert_int_equal(waiter.call.status, ND_STATUS_TOO_LARGE);
    assert_false(nd_rpc_send(client->server, COUNT, &payload));
    assert_int_equal(payload.n, 0);
    call_until_ok(client, client->server, ECHO, "still there");
    if (client->is_lossy) return;
    assert_int_equal(call(client, client->server, UNSERVED, "?", 1000), ND_STATUS_UNREACHABLE);
    /* More than a connection queues: told at once, and what was queued arrives. */
    unsigned open = 0, busy = 0;
    struct waiter *waiters = nd_heap_alloc(heap, 40 * sizeof *waiters);
    nd_buf_extend(&payload, 2 << 20);
    memset(payload.p, 1, payload.n);
    for (size_t i = 0; i < 40; i++) {
        open++;
        begin(client, &waiters[i], client->server, ECHO, nd_buf_slice(&payload), 30000);
        waiters[i].open = &open;
    }
    while (open > 0) nd_fiber_park(client->fiber);
    for (size_t i = 0; i < 40; i++) {
        busy += waiters[i].call.status == ND_STATUS_BUSY;
        if (waiters[i].call.status != ND_STATUS_BUSY) assert_int_equal(waiters[i].call.status, ND_STATUS_OK);
        nd_buf_deinit(&waiters[i].reply);
    }
    assert_in_range(busy, 1, 20);
    nd_heap_free(heap, waiters);
    nd_buf_deinit(&payload);
}

static void scenario_timeout_and_cancel(struct client *client)
{
    call_until_ok(client, client->server, ECHO, "warm");
    enum nd_status status = call(client, client->server, HOLD, "held", 50);
    assert_true(client->is_lossy ? status != ND_STATUS_OK : status == ND_STATUS_TIMEOUT);
    struct waiter canceled;
    begin(client, &canceled, client->server, HOLD, nd_slice_str("canceled"), 5000);
    nd_fiber_sleep(client->fiber, 20 * ND_MS);
    nd_rpc_call_cancel(&canceled.call);
    nd_rpc_call_cancel(&canceled.call);
    call_until_ok(client, client->server, CONTROL, "release"); /* their replies find nobody (P2) */
    nd_fiber_sleep(client->fiber, 50 * ND_MS);
    assert_false(canceled.is_done);
    struct waiter late;
    begin(client, &late, client->server, HOLD, nd_slice_str("late"), 5000);
    nd_fiber_sleep(client->fiber, 100 * ND_MS);
    if (!client->is_lossy) assert_false(late.is_done);
    call_until_ok(client, client->server, CONTROL, "release");
    while (!late.is_done) nd_fiber_park(client->fiber);
    if (!client->is_lossy) {
        assert_int_equal(late.call.status, ND_STATUS_OK);
        assert_true(nd_slice_eq(nd_buf_slice(&late.reply), nd_slice_str("late")));
    }
    nd_buf_deinit(&late.reply);
}

static void scenario_server_goes_and_comes(struct client *client)
{
    call_until_ok(client, client->server, ECHO, "warm");
    struct waiter held;
    begin(client, &held, client->server, HOLD, nd_slice_str("held"), 5000);
    nd_fiber_sleep(client->fiber, 50 * ND_MS);
    assert_int_equal(call(client, client->server, CONTROL, "away", 2000), ND_STATUS_OK);
    while (!held.is_done) nd_fiber_park(client->fiber);
    assert_int_equal(held.call.status, ND_STATUS_AMBIGUOUS); /* it was sent */
    nd_buf_deinit(&held.reply);
    nd_fiber_sleep(client->fiber, 50 * ND_MS); /* the other lane hears of it too */
    assert_int_equal(call(client, client->server, ECHO, "away", 5000), ND_STATUS_UNREACHABLE); /* it was not */
    assert_true(nd_rpc_is_refused(client->rpc, (struct nd_node_id){2}));
    nd_fiber_sleep(client->fiber, 400 * ND_MS);
    call_until_ok(client, client->server, ECHO, "back");
    assert_false(nd_rpc_is_refused(client->rpc, (struct nd_node_id){2}));
}

static void scenario_oneway(struct client *client)
{
    uint64_t sent = 0, bytes = 0;
    struct nd_buf payload;
    nd_buf_init(&payload, nd_env_heap(client->env));
    for (unsigned i = 0; i < 100; i++) { /* the first queue up while it connects */
        nd_buf_put(&payload, "0123456789", i % 11);
        size_t n = payload.n;
        if (!nd_rpc_send(client->server, COUNT, &payload)) continue;
        sent++;
        bytes += n;
    }
    assert_true(sent >= 10);
    for (unsigned i = 0; i < 200 && atomic_load(&client->remote->counted) < sent; i++)
        nd_fiber_sleep(client->fiber, 10 * ND_MS);
    if (!client->is_lossy) {
        assert_int_equal(atomic_load(&client->remote->counted), sent);
        assert_int_equal(atomic_load(&client->remote->counted_bytes), bytes);
    }
    unsigned refused = 0; /* bounded while there is no connection */
    struct nd_rpc_peer *nowhere = nd_rpc_node(client->rpc, (struct nd_node_id){7});
    nd_rpc_set_node_addr(client->rpc, (struct nd_node_id){7}, client->is_lossy ? "n7:1" : "127.0.0.1:1");
    for (unsigned i = 0; i < 40; i++) {
        memset(nd_buf_extend(&payload, 100000), 0, 100000);
        refused += !nd_rpc_send(nowhere, COUNT, &payload);
    }
    assert_true(refused >= 29);
}

static void scenario_foreigners(struct client *client)
{
    struct nd_rpc_options options = {.env = client->env,
                                     .reactor = nd_fiber_reactor(client->fiber),
                                     .self = {3},
                                     .cluster_uuid = {other_cluster[0], other_cluster[1]}};
    struct nd_rpc *foreign = nd_rpc_new(&options); /* of another cluster */
    assert_int_equal(call(client, nd_rpc_addr(foreign, client->addr), ECHO, "x", 5000), ND_STATUS_UNREACHABLE);
    nd_rpc_free(foreign);
    options.self = (struct nd_node_id){0};
    options.cluster_uuid[0] = options.cluster_uuid[1] = 0;
    foreign = nd_rpc_new(&options); /* a client: welcome */
    call_until_ok(client, nd_rpc_addr(foreign, client->addr), ECHO, "x");
    nd_rpc_set_identity(foreign, (struct nd_node_id){3}, cluster); /* it joined */
    call_until_ok(client, nd_rpc_addr(foreign, client->addr), ECHO, "y");
    nd_rpc_set_node_addr(foreign, (struct nd_node_id){5}, client->addr); /* not who answers there */
    assert_int_equal(call(client, nd_rpc_node(foreign, (struct nd_node_id){5}), ECHO, "x", 5000),
                     ND_STATUS_UNREACHABLE);
    struct waiter last;
    begin(client, &last, nd_rpc_addr(foreign, client->addr), HOLD, nd_slice_str("z"), 5000);
    nd_rpc_free(foreign);
    assert_true(last.is_done);
    assert_int_equal(last.call.status, ND_STATUS_SHUTDOWN);
}

struct raw {
    struct nd_fiber *fiber;
    bool is_closed;
};
static void raw_on_open(struct nd_stream *stream, void *owner)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
}
static void raw_on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
    ND_UNUSED(bytes);
}
static void raw_on_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    struct raw *raw = owner;
    raw->is_closed = true;
    nd_fiber_wake(raw->fiber);
    ND_UNUSED(stream);
    ND_UNUSED(status);
}

/* Bytes of no protocol; frames before HELLO; a HELLO and then garbage. */
static void scenario_garbage(struct client *client)
{
    static const struct nd_stream_handler handler = {
        .on_open = raw_on_open, .on_data = raw_on_data, .on_close = raw_on_close};
    struct nd_prng prng;
    nd_prng_init(&prng, 5);
    for (unsigned i = 0; i < 60; i++) {
        struct raw raw = {.fiber = client->fiber};
        struct nd_buf bytes;
        nd_buf_init(&bytes, nd_env_heap(client->env));
        struct nd__rpc_hello hello = {.version = 1, .version_min = 1, .incarnation = 5};
        if (i % 3 == 1) nd__rpc_frame_encode(&bytes, ND__RPC_CALL, ECHO, ND__RPC_REASON_NONE, 1, nd_slice_str("early"));
        if (i % 3 == 2) nd__rpc_hello_encode(&hello, &bytes);
        size_t n = (size_t)nd_prng_between(&prng, 24, 3000);
        for (size_t j = 0; j < n; j++) nd_buf_put_u8(&bytes, (uint8_t)(nd_prng_next(&prng) | 1));
        struct nd_stream *stream =
            nd_stream_connect(nd_fiber_reactor(client->fiber), client->addr, ND_STREAM_FRAMED, &handler, &raw);
        nd_stream_write(stream, &bytes);
        for (unsigned wait = 0; wait < 200 && !raw.is_closed; wait++)
            nd_fiber_park_until(client->fiber, nd_env_now_ns(client->env) + 20 * ND_MS);
        if (!client->is_lossy) assert_true(raw.is_closed); /* the server's doing */
        if (!raw.is_closed) nd_stream_abort(stream);
        while (!raw.is_closed) nd_fiber_park(client->fiber);
    }
    call_until_ok(client, client->server, ECHO, "unharmed");
}

static void client_run(struct client *client)
{
    struct nd_rpc_options options = {.env = client->env,
                                     .reactor = nd_fiber_reactor(client->fiber),
                                     .self = {1},
                                     .cluster_uuid = {cluster[0], cluster[1]}};
    client->rpc = nd_rpc_new(&options);
    client->server = nd_rpc_node(client->rpc, (struct nd_node_id){2});
    nd_rpc_set_node_addr(client->rpc, (struct nd_node_id){2}, client->addr);
    client->scenario(client);
    nd_rpc_free(client->rpc);
}

/* ---- over the real backend -------------------------------------------------------------------- */

struct real_world {
    struct nd_env *env;
    struct server server;
    struct client client;
    struct nd_task open_server, server_is_open, close_server, server_is_closed;
    struct nd_timer watchdog;
};

static void real_stop(struct nd_task *task)
{
    nd_env_real_stop(ND_CONTAINER_OF(task, struct real_world, server_is_closed)->env);
}

static void real_close_server(struct nd_task *task)
{
    struct real_world *world = ND_CONTAINER_OF(task, struct real_world, close_server);
    server_close(&world->server);
    nd_reactor_post(nd_env_reactor(world->env, 0), &world->server_is_closed);
}

static void real_main(struct nd_fiber *fiber, void *arg)
{
    struct real_world *world = arg;
    world->client.fiber = fiber;
    client_run(&world->client);
    nd_timer_stop(&world->watchdog);
    nd_reactor_post(nd_env_reactor(world->env, 1), &world->close_server);
}

static void real_server_is_open(struct nd_task *task)
{
    struct real_world *world = ND_CONTAINER_OF(task, struct real_world, server_is_open);
    world->client.addr = world->server.bound;
    nd_fiber_start(nd_env_reactor(world->env, 0), real_main, world, 0);
}

static void real_open_server(struct nd_task *task)
{
    struct real_world *world = ND_CONTAINER_OF(task, struct real_world, open_server);
    server_open(&world->server, "127.0.0.1:0");
    nd_reactor_post(nd_env_reactor(world->env, 0), &world->server_is_open);
}

static void real_on_watchdog(struct nd_timer *timer)
{
    ND_UNUSED(timer);
    nd_fatal(ND_EXIT_BUG, "the scenario hangs");
}

static void run_real(void (*scenario)(struct client *client))
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct nd_env_real_options options = {.heap = &heap, .reactors = 2};
    struct real_world *world = nd_heap_new(&heap, struct real_world);
    assert_int_equal(nd_env_real_open(&options, &world->env), ND_STATUS_OK);
    world->server.env = world->client.env = world->env;
    world->server.reactor = nd_env_reactor(world->env, 1);
    world->client.scenario = scenario;
    world->client.remote = &world->server;
    nd_task_init(&world->open_server, real_open_server);
    nd_task_init(&world->server_is_open, real_server_is_open);
    nd_task_init(&world->close_server, real_close_server);
    nd_task_init(&world->server_is_closed, real_stop);
    nd_timer_init(&world->watchdog, nd_env_reactor(world->env, 0), real_on_watchdog);
    nd_timer_start_in(&world->watchdog, 60 * ND_SEC);
    nd_reactor_post(world->server.reactor, &world->open_server);
    nd_env_real_run(world->env);
    nd_env_real_close(world->env);
    nd_heap_free(&heap, world);
    assert_int_equal(heap.bytes, 0);
}

static void real_echo(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_echo);
}
static void real_large_and_many(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_large_and_many);
}
static void real_bounds(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_bounds);
}
static void real_timeout_and_cancel(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_timeout_and_cancel);
}
static void real_server_goes_and_comes(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_server_goes_and_comes);
}
static void real_oneway(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_oneway);
}
static void real_foreigners(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_foreigners);
}
static void real_garbage(void **state)
{
    ND_UNUSED(state);
    run_real(scenario_garbage);
}

/* ---- over the simulator ----------------------------------------------------------------------- */

struct sim_world {
    struct nd_sim *sim;
    struct server server;
    struct client client;
    bool is_done;
};

static void sim_main(struct nd_fiber *fiber, void *arg)
{
    struct sim_world *world = arg;
    world->client.fiber = fiber;
    client_run(&world->client);
    world->is_done = true;
}

static void *sim_boot(struct nd_env *env, unsigned node, void *arg)
{
    struct sim_world *world = arg;
    if (node == 2) {
        world->server.env = env;
        world->server.reactor = nd_env_reactor(env, 0);
        server_open(&world->server, "n2:100");
        world->client.addr = "n2:100";
    } else {
        world->client.env = env;
        nd_fiber_start(nd_env_reactor(env, 0), sim_main, world, 0);
    }
    return NULL;
}

static bool sim_is_done(void *arg) { return ((struct sim_world *)arg)->is_done; }

static uint64_t run_sim(void (*scenario)(struct client *client), bool is_lossy, uint64_t seed)
{
    struct nd_sim_options options = {
        .seed = seed, .net = {.delay_ns_min = 50 * ND_US, .delay_ns_mean = 300 * ND_US, .delay_ns_max = 10 * ND_MS}};
    if (is_lossy) options.net = (struct nd_sim_net_options){50 * ND_US, 2 * ND_MS, 50 * ND_MS, 0.05, 0.05, 0.1, 0.002};
    struct sim_world world = {.sim = nd_sim_new(&options), .client = {.scenario = scenario, .is_lossy = is_lossy}};
    world.client.remote = &world.server;
    struct nd_sim_program program = {.boot = sim_boot, .arg = &world};
    nd_sim_start(world.sim, 2, &program);
    nd_sim_start(world.sim, 1, &program);
    nd_sim_run(world.sim, 3600 * ND_SEC, sim_is_done, &world);
    assert_true(world.is_done);
    uint64_t hash = nd_sim_trace_hash(world.sim);
    nd_sim_free(world.sim);
    return hash;
}

static void sim_calm(void **state)
{
    static void (*const scenarios[])(struct client * client) = {scenario_echo,
                                                                scenario_large_and_many,
                                                                scenario_bounds,
                                                                scenario_timeout_and_cancel,
                                                                scenario_server_goes_and_comes,
                                                                scenario_oneway,
                                                                scenario_foreigners,
                                                                scenario_garbage};
    for (size_t i = 0; i < ND_ARRAY_LEN(scenarios); i++)
        assert_true(run_sim(scenarios[i], false, i + 1) == run_sim(scenarios[i], false, i + 1));
    ND_UNUSED(state);
}

static void sim_lossy(void **state)
{
    static void (*const scenarios[])(struct client * client) = {scenario_large_and_many, scenario_timeout_and_cancel,
                                                                scenario_oneway, scenario_garbage};
    for (uint64_t seed = 1; seed <= 5; seed++)
        for (size_t i = 0; i < ND_ARRAY_LEN(scenarios); i++) run_sim(scenarios[i], true, seed);
    ND_UNUSED(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_echo),
        cmocka_unit_test(real_large_and_many),
        cmocka_unit_test(real_bounds),
        cmocka_unit_test(real_timeout_and_cancel),
        cmocka_unit_test(real_server_goes_and_comes),
        cmocka_unit_test(real_oneway),
        cmocka_unit_test(real_foreigners),
        cmocka_unit_test(real_garbage),
        cmocka_unit_test(sim_calm),
        cmocka_unit_test(sim_lossy),
    };
    return cmocka_run_group_tests_name("rpc_calls", tests, NULL, NULL);
}
