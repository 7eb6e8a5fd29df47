/* SPDX-License-Identifier: Apache-2.0 */
/* A node with one group, and a member's node that says arbitrary things to it: beats, batches of group
 * messages, bounds. The input is a sequence of {method and flags, 2 bytes of length, payload}; where a
 * flag says so the payload is the body of a well-formed record. */
#include "env/sim.h"
#include "multiraft/multiraft_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct talk {
    struct nd_slice said;
    struct nd_rpc *rpc;
    struct nd_env *env;
};

static void on_commit(void *owner, const struct nd_raft_entry *entries, size_t count)
{
    struct nd_group **group = owner;
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; entries[i].payload != NULL && k < entries[i].payload->n; k++)
            sum += entries[i].payload->data[k];
    if (sum != UINT64_MAX) nd_group_applied(*group, entries[count - 1].index);
}
static void on_role(void *owner, const struct nd_group_role *role)
{
    ND_UNUSED(owner);
    ND_UNUSED(role);
}
static void on_read(void *owner, uint64_t read_id, enum nd_status status, uint64_t index)
{
    ND_UNUSED(owner);
    ND_UNUSED(read_id);
    ND_UNUSED(status);
    ND_UNUSED(index);
}

static void boot_host(struct nd_env *env)
{
    static const struct nd_group_handler handler = {.on_commit = on_commit, .on_role = on_role, .on_read = on_read};
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    struct nd_log *log;
    struct nd_log_options log_options = {.env = env,
                                         .reactor = reactor,
                                         .writer = nd_worker_open(env, "log", 1),
                                         .reader = nd_worker_open(env, "read", 1),
                                         .path = "log",
                                         .segment_bytes = 64 << 10,
                                         .node_uuid = {1, 1}};
    ND_ASSERT(nd_log_open(&log_options, &log) == ND_STATUS_OK);
    struct nd_rpc_options rpc_options = {.env = env, .reactor = reactor, .self = {1}, .cluster_uuid = {1, 2}};
    struct nd_rpc *rpc = nd_rpc_new(&rpc_options);
    ND_ASSERT(nd_rpc_listen(rpc, "n1:1", NULL) == ND_STATUS_OK);
    struct nd_multiraft_options options = {.env = env,
                                           .reactor = reactor,
                                           .rpc = rpc,
                                           .log = log,
                                           .self = {1},
                                           .heartbeat_ns = 100 * ND_MS,
                                           .down_after_ns = 500 * ND_MS};
    struct nd_multiraft *multiraft = nd_multiraft_new(&options);
    struct nd_group **group = nd_heap_zalloc(nd_env_heap(env), sizeof *group);
    struct nd_group_options group_options = {
        .range = {1}, .self = {1}, .conf = {.count = 3}, .handler = &handler, .owner = group};
    for (unsigned i = 0; i < 3; i++)
        group_options.conf.members[i] = (struct nd_raft_member){.replica = {i + 1}, .node = {i + 1}};
    ND_ASSERT(nd_multiraft_open_group(multiraft, &group_options, group) == ND_STATUS_OK);
}

static void *boot(struct nd_env *env, unsigned node, void *arg)
{
    struct talk *talk = arg;
    if (node == 1) {
        boot_host(env);
        return NULL;
    }
    struct nd_rpc_options options = {
        .env = env, .reactor = nd_env_reactor(env, 0), .self = {2}, .cluster_uuid = {1, 2}};
    talk->rpc = nd_rpc_new(&options);
    talk->env = env;
    nd_rpc_set_node_addr(talk->rpc, (struct nd_node_id){1}, "n1:1");
    return NULL;
}

static void say(void *arg)
{
    struct talk *talk = arg;
    struct nd_dec dec = nd_dec_of(talk->said);
    uint8_t flags = nd_dec_u8(&dec);
    struct nd_slice bytes = nd_dec_raw(&dec, nd_dec_u16(&dec) % (nd_dec_left(&dec) + 1));
    talk->said = nd_slice_of(dec.p, (size_t)(dec.end - dec.p));
    if (!nd_dec_is_ok(&dec)) {
        talk->said = ND_SLICE_EMPTY;
        return;
    }
    struct nd_buf payload;
    nd_buf_init(&payload, nd_env_heap(talk->env));
    if ((flags & 4) != 0) {
        nd_buf_put_u8(&payload, (flags & 8) != 0 ? ND__MR_BOUND : ND__MR_MSG);
        nd_buf_put_u32(&payload, (uint32_t)bytes.n);
        nd_buf_put_u64(&payload, 1);
    }
    nd_buf_put_slice(&payload, bytes);
    static const enum nd_rpc_method methods[] = {ND_RPC_RAFT, ND_RPC_RAFT_URGENT, ND_RPC_LIVENESS, ND_RPC_RAFT};
    nd_rpc_send(nd_rpc_node(talk->rpc, (struct nd_node_id){1}), methods[flags & 3], &payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nd_sim_options options = {
        .seed = 1, .net = {.delay_ns_min = ND_US, .delay_ns_mean = 2 * ND_US, .delay_ns_max = 3 * ND_US}};
    struct talk talk = {.said = nd_slice_of(data, size < 4096 ? size : 4096)};
    struct nd_sim_program program = {.boot = boot, .arg = &talk};
    struct nd_sim *sim = nd_sim_new(&options);
    nd_sim_start(sim, 1, &program);
    nd_sim_start(sim, 2, &program);
    nd_sim_run(sim, ND_MS, NULL, NULL);
    for (unsigned i = 0; i < 32 && talk.said.n > 0; i++) {
        ND_ASSERT(nd_sim_call(sim, 2, say, &talk));
        nd_sim_run(sim, nd_sim_now_ns(sim) + 5 * ND_MS, NULL, NULL);
    }
    nd_sim_run(sim, nd_sim_now_ns(sim) + 100 * ND_MS, NULL, NULL);
    ND_ASSERT(nd_sim_is_up(sim, 1));
    nd_sim_free(sim);
    return 0;
}
