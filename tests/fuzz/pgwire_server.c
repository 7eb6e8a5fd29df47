/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes at the port of a server with toy sessions, in the simulator. The first byte is the seed of the network and
 * says whether a good startup packet comes first. When the client is gone, so is its session. */
#include "env/sim.h"
#include "pgwire/client_codec.h"
#include "pgwire/server.h"
#include "support/session_fake.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct input {
    struct nd_slice bytes;
    struct nd_heap *heap;
    struct nd_stream *stream;
    struct nd_timer patience; /* then the client goes away */
    bool is_startup_given, is_closed;
};

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
        .reactor = nd_env_reactor(env, 0), .address = ":5432", .system = &root->system, .metrics = &root->metrics};
    ND_ASSERT(nd_pgwire_server_open(&options, &root->server) == ND_STATUS_OK);
    return root;
}

static void on_open(struct nd_stream *stream, void *owner)
{
    struct input *input = owner;
    struct nd_buf out;
    nd_buf_init(&out, input->heap);
    if (!input->is_startup_given) nd_pgwire_client_put_startup(&out, "postgres", "postgres", NULL, 0);
    nd_buf_put_slice(&out, input->bytes);
    nd_stream_write(stream, &out);
    nd_buf_deinit(&out);
    nd_timer_start_in(&input->patience, 2 * ND_SEC);
}
static void on_patience_over(struct nd_timer *timer) { nd_stream_close(ND_CONTAINER_OF(timer, struct input, patience)->stream); }
static void on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
    ND_UNUSED(bytes);
}
static void on_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    ND_UNUSED(stream);
    ND_UNUSED(status);
    struct input *input = owner;
    input->is_closed = true;
    nd_timer_stop(&input->patience);
}

static void *boot_client(struct nd_env *env, unsigned node, void *arg)
{
    static const struct nd_stream_handler handler = {.on_open = on_open, .on_data = on_data, .on_close = on_close};
    ND_UNUSED(node);
    struct input *input = arg;
    input->heap = nd_env_heap(env);
    nd_timer_init(&input->patience, nd_env_reactor(env, 0), on_patience_over);
    input->stream = nd_stream_connect(nd_env_reactor(env, 0), "n1:5432", 0, &handler, input);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (n == 0) return 0;
    struct input input = {.bytes = nd_slice_of(p + 1, n - 1), .is_startup_given = (p[0] & 1) != 0};
    struct nd_sim_options options = {
        .seed = p[0],
        .net = {.delay_ns_min = 50 * ND_US, .delay_ns_mean = 500 * ND_US, .delay_ns_max = 20 * ND_MS},
        .buggify_sites = 0.5,
        .buggify_fire = 0.1,
    };
    struct nd_sim *sim = nd_sim_new(&options);
    struct nd_sim_program server = {.boot = boot_server}, client = {.boot = boot_client, .arg = &input};
    nd_sim_start(sim, 1, &server);
    nd_sim_start(sim, 2, &client);
    nd_sim_run(sim, 90 * ND_SEC, NULL, NULL);
    ND_ASSERT(input.is_closed);
    ND_ASSERT(nd_sim_is_up(sim, 1));
    struct server_root *root = nd_sim_node_root(sim, 1);
    ND_ASSERT(root->system.sessions == 0);
    ND_ASSERT(nd_pgwire_server_session_count(root->server) == 0);
    nd_sim_free(sim);
    return 0;
}
