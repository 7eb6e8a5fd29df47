/* SPDX-License-Identifier: Apache-2.0 */
/* The server in the simulator: clients on nodes of their own (client_codec.h), resets, crashes of the server, cancel
 * requests on other connections. Every answer is checked; the same seed leaves the same trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "env/sim.h"
#include "pgwire/client_codec.h"
#include "pgwire/server.h"
#include "support/session_fake.h"

#define SERVER_NODE 1
#define CLIENTS 4
#define ROUNDS 150
#define PORT ":5432"

/* What the test knows; lives outside of the simulated nodes. */
struct world {
    struct nd_sim *sim;
    size_t finished, canceled, lost, rounds;
};

/* ---- the server's node ------------------------------------------------------------------------------ */

struct server_root {
    struct nd_sql_system system;
    struct nd_pgwire_metrics metrics;
    struct nd_pgwire_server *server;
};

static void *boot_server(struct nd_env *env, unsigned node, void *arg)
{
    ND_UNUSED(node);
    ND_UNUSED(arg);
    struct server_root *root = nd_heap_new(nd_env_heap(env), struct server_root);
    root->system = (struct nd_sql_system){.heap = nd_env_heap(env), .env = env};
    struct nd_pgwire_options options = {
        .reactor = nd_env_reactor(env, 0), .address = PORT, .system = &root->system, .metrics = &root->metrics};
    ND_ASSERT(nd_pgwire_server_open(&options, &root->server) == ND_STATUS_OK);
    return root;
}

/* ---- clients ------------------------------------------------------------------------------------------ */

struct client {
    struct world *world;
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_fiber *fiber;
    struct nd_prng prng;
    struct nd_arena arena;
    struct nd_stream *stream; /* NULL: none */
    struct nd_pgwire_dec dec;
    struct nd_buf out;
    uint32_t process_id, secret;
};

static void on_open(struct nd_stream *stream, void *owner)
{
    ND_UNUSED(stream);
    nd_fiber_wake(((struct client *)owner)->fiber);
}
static void on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    ND_UNUSED(stream);
    struct client *client = owner;
    nd_pgwire_dec_feed(&client->dec, bytes); /* the fiber does not wait while it holds a message */
    nd_fiber_wake(client->fiber);
}
static void on_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    ND_UNUSED(stream);
    ND_UNUSED(status);
    struct client *client = owner;
    client->stream = NULL;
    nd_fiber_wake(client->fiber);
}
static const struct nd_stream_handler client_handler = {.on_open = on_open, .on_data = on_data, .on_close = on_close};

/* The next message; false: the connection is lost. */
static ND_YIELDS bool next(struct client *client, struct nd_pgwire_msg *msg)
{
    for (;;) {
        struct nd_err err = {0};
        enum nd_pgwire_next next = nd_pgwire_dec_next(&client->dec, msg, &err);
        ND_ASSERT(next != ND_PGWIRE_BAD);
        if (next == ND_PGWIRE_MESSAGE) return true;
        if (client->stream == NULL) return false;
        nd_fiber_park(client->fiber);
    }
}

static void send_out(struct client *client)
{
    if (client->stream != NULL) nd_stream_write(client->stream, &client->out);
    nd_buf_clear(&client->out);
}

/* Messages up to ReadyForQuery, their types in `types`; the last error in err. False: the connection is lost. */
static ND_YIELDS bool until_ready(struct client *client, char *types, size_t cap, struct nd_err *err)
{
    struct nd_pgwire_msg msg;
    const char *severity;
    size_t n = 0;
    while (next(client, &msg)) {
        if (msg.type != 'S' && n + 1 < cap) types[n++] = msg.type;
        types[n] = '\0';
        if (msg.type == 'K') ND_ASSERT(nd_pgwire_client_decode_key_data(msg.body, &client->process_id, &client->secret) == ND_STATUS_OK);
        if (msg.type == 'E') ND_ASSERT(nd_pgwire_client_decode_error(msg.body, &severity, err) == ND_STATUS_OK);
        if (msg.type == 'Z') return true;
    }
    return false;
}

static ND_YIELDS void disconnect(struct client *client)
{
    if (client->stream != NULL) nd_stream_close(client->stream);
    while (client->stream != NULL) nd_fiber_park(client->fiber);
}

static ND_YIELDS bool connect_client(struct client *client)
{
    disconnect(client);
    nd_pgwire_dec_deinit(&client->dec);
    nd_pgwire_dec_init(&client->dec, nd_env_heap(client->env), ND_PGWIRE_FROM_SERVER);
    client->stream = nd_stream_connect(client->reactor, "n1" PORT, 0, &client_handler, client);
    nd_pgwire_client_put_startup(&client->out, "postgres", "postgres", NULL, 0);
    send_out(client);
    char types[64];
    struct nd_err err = {0};
    if (!until_ready(client, types, sizeof types, &err)) return false;
    ND_ASSERT(strcmp(types, "RKZ") == 0);
    return true;
}

static ND_YIELDS bool do_rows(struct client *client)
{
    char text[64];
    uint64_t rows = nd_prng_below(&client->prng, 3000), width = nd_prng_below(&client->prng, 200);
    (void)snprintf(text, sizeof text, "rows %llu %llu", (unsigned long long)rows, (unsigned long long)width);
    nd_pgwire_client_put_query(&client->out, nd_slice_str(text));
    send_out(client);
    struct nd_pgwire_msg msg;
    uint64_t seen = 0;
    while (next(client, &msg)) {
        struct nd_pgwire_value *values;
        size_t count;
        if (msg.type == 'Z') {
            ND_ASSERT(seen == rows);
            return true;
        }
        if (msg.type != 'D') continue;
        nd_arena_reset(&client->arena);
        ND_ASSERT(nd_pgwire_client_decode_row(msg.body, &client->arena, &values, &count) == ND_STATUS_OK);
        ND_ASSERT(count == 2);
        ND_ASSERT(values[1].bytes.n == width);
        char number[16] = "";
        memcpy(number, values[0].bytes.p, values[0].bytes.n);
        ND_ASSERT(strtoull(number, NULL, 10) == seen);
        seen++;
    }
    return false;
}

/* A pipeline of echoes; one of them may fail, and the rest is then skipped. */
static ND_YIELDS bool do_pipeline(struct client *client)
{
    size_t count = 1 + nd_prng_below(&client->prng, 20), bad = nd_prng_below(&client->prng, 40);
    char expected[128] = "";
    uint8_t number[4] = {0, 0, 1, 2};
    bool is_failed = false;
    for (size_t i = 0; i < count; i++) {
        nd_pgwire_client_put_parse(&client->out, "", nd_slice_str(i == bad ? "error 22012 division by zero" : "echo int4"), NULL, 0);
        const struct nd_sql_param param = {.is_binary = true, .bytes = nd_slice_of(number, sizeof number)};
        nd_pgwire_client_put_bind(&client->out, "", "", &param, i == bad ? 0 : 1, true);
        nd_pgwire_client_put_execute(&client->out, "", 0);
        if (is_failed) continue;
        is_failed = i == bad;
        strcat(expected, is_failed ? "12E" : "12DC");
    }
    strcat(expected, "Z");
    nd_pgwire_client_put_sync(&client->out);
    send_out(client);
    char types[128];
    struct nd_err err = {0};
    if (!until_ready(client, types, sizeof types, &err)) return false;
    ND_ASSERT(strcmp(types, expected) == 0);
    ND_ASSERT(strcmp(err.sqlstate, is_failed ? "22012" : "") == 0);
    return true;
}

static ND_YIELDS bool do_copy(struct client *client)
{
    size_t lines = nd_prng_below(&client->prng, 5000);
    nd_pgwire_client_put_query(&client->out, nd_slice_str("copy 2"));
    for (size_t i = 0; i < lines; i++) nd_pgwire_client_put_copy_data(&client->out, nd_slice_str("1\ttwo\n"));
    bool is_failed = nd_prng_chance(&client->prng, 0.3);
    if (is_failed) nd_pgwire_client_put_copy_fail(&client->out, "no");
    else nd_pgwire_client_put_copy_done(&client->out);
    send_out(client);
    char types[16];
    struct nd_err err = {0};
    if (!until_ready(client, types, sizeof types, &err)) return false;
    ND_ASSERT(strcmp(types, is_failed ? "GEZ" : "GCZ") == 0);
    return true;
}

static void on_other_open(struct nd_stream *stream, void *owner)
{
    struct client *client = owner;
    struct nd_buf out;
    nd_buf_init(&out, nd_env_heap(client->env));
    nd_pgwire_client_put_cancel(&out, client->process_id, client->secret);
    nd_stream_write(stream, &out);
    nd_buf_deinit(&out);
}
static void on_other_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
    ND_UNUSED(bytes);
    ND_ASSERT(!"a cancel request is not answered");
}
static void on_other_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
    ND_UNUSED(status);
}

/* The request travels on a connection of its own, so it may come too early or too late. */
static ND_YIELDS bool do_cancel(struct client *client)
{
    static const struct nd_stream_handler handler = {.on_open = on_other_open, .on_data = on_other_data, .on_close = on_other_close};
    nd_pgwire_client_put_query(&client->out, nd_slice_str("sleep 300"));
    send_out(client);
    nd_fiber_sleep(client->fiber, nd_prng_below(&client->prng, 100) * ND_MS);
    (void)nd_stream_connect(client->reactor, "n1" PORT, 0, &handler, client);
    char types[16];
    struct nd_err err = {0};
    if (!until_ready(client, types, sizeof types, &err)) return false;
    if (strcmp(types, "EZ") == 0) {
        ND_ASSERT(strcmp(err.sqlstate, "57014") == 0);
        client->world->canceled++;
    } else {
        ND_ASSERT(strcmp(types, "CZ") == 0);
    }
    return true;
}

static ND_YIELDS bool do_garbage(struct client *client)
{
    uint8_t *bytes = nd_buf_extend(&client->out, 1 + nd_prng_below(&client->prng, 300));
    for (size_t i = 0; i < client->out.n; i++) bytes[i] = (uint8_t)nd_prng_next(&client->prng);
    bytes[0] = 'z';
    send_out(client);
    struct nd_pgwire_msg msg;
    while (next(client, &msg)) ND_ASSERT(msg.type == 'E');
    return false;
}

static ND_YIELDS void client_main(struct nd_fiber *fiber, void *arg)
{
    struct client *client = arg;
    client->fiber = fiber;
    for (size_t round = 0; round < ROUNDS;) {
        bool is_fine = client->stream != NULL || connect_client(client);
        if (is_fine) {
            switch (nd_prng_below(&client->prng, 12)) {
            case 0: is_fine = do_cancel(client); break;
            case 1: is_fine = do_garbage(client); break;
            case 2:
            case 3: is_fine = do_copy(client); break;
            case 4:
            case 5:
            case 6:
            case 7: is_fine = do_pipeline(client); break;
            case 8: disconnect(client); break;
            default: is_fine = do_rows(client); break;
            }
            round++;
            client->world->rounds++;
        }
        if (!is_fine) {
            client->world->lost++;
            disconnect(client);
            nd_fiber_sleep(fiber, 50 * ND_MS);
        }
    }
    disconnect(client);
    client->world->finished++;
}

static void *boot_client(struct nd_env *env, unsigned node, void *arg)
{
    struct client *client = nd_heap_new(nd_env_heap(env), struct client);
    client->world = arg;
    client->env = env;
    client->reactor = nd_env_reactor(env, 0);
    nd_prng_init(&client->prng, nd_env_random_u64(env) ^ node);
    nd_arena_init(&client->arena, nd_env_heap(env));
    nd_buf_init(&client->out, nd_env_heap(env));
    nd_pgwire_dec_init(&client->dec, nd_env_heap(env), ND_PGWIRE_FROM_SERVER);
    (void)nd_fiber_start(client->reactor, client_main, client, 0);
    return client;
}

/* ---- the run ---------------------------------------------------------------------------------------------- */

static bool is_finished(void *arg)
{
    struct world *world = arg;
    return world->finished == CLIENTS;
}

static uint64_t run_seed(uint64_t seed, struct world *world)
{
    struct nd_sim_options options = {
        .seed = seed,
        .net = {.delay_ns_min = 50 * ND_US, .delay_ns_mean = 500 * ND_US, .delay_ns_max = 20 * ND_MS, .reset = 0.0005},
        .buggify_sites = 0.25,
        .buggify_fire = 0.01,
    };
    *world = (struct world){.sim = nd_sim_new(&options)};
    struct nd_sim_program server = {.boot = boot_server}, clients = {.boot = boot_client, .arg = world};
    nd_sim_start(world->sim, SERVER_NODE, &server);
    for (unsigned i = 0; i < CLIENTS; i++) nd_sim_start(world->sim, SERVER_NODE + 1 + i, &clients);
    for (int crash = 0; crash < 4; crash++) {
        nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + 2 * ND_SEC, is_finished, world);
        nd_sim_crash(world->sim, SERVER_NODE);
        nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + 300 * ND_MS, NULL, NULL);
        nd_sim_start(world->sim, SERVER_NODE, &server);
    }
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + 600 * ND_SEC, is_finished, world);
    assert_int_equal(world->finished, CLIENTS);

    /* Nothing of the clients is left at the server. */
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + 70 * ND_SEC, NULL, NULL);
    struct server_root *root = nd_sim_node_root(world->sim, SERVER_NODE);
    assert_int_equal(root->system.sessions, 0);
    assert_int_equal(nd_pgwire_server_session_count(root->server), 0);
    uint64_t hash = nd_sim_trace_hash(world->sim);
    nd_sim_free(world->sim);
    return hash;
}

static void test_seeds(void **state)
{
    struct world world;
    size_t canceled = 0, lost = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        (void)run_seed(seed, &world);
        assert_int_equal(world.rounds, CLIENTS * ROUNDS);
        canceled += world.canceled;
        lost += world.lost;
    }
    print_message("%zu statements cancelled, %zu connections lost\n", canceled, lost);
    assert_true(canceled > 50);
    assert_true(lost > 50);
}

static void test_same_seed(void **state)
{
    struct world world;
    assert_int_equal(run_seed(77, &world), run_seed(77, &world));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_seeds), cmocka_unit_test(test_same_seed)};
    return cmocka_run_group_tests_name("pgwire_sim", tests, NULL, NULL);
}
