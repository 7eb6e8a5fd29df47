/* SPDX-License-Identifier: Apache-2.0 */
/* How a node with an empty disk finds out who it is.
 *
 * The initial voters are the first `initial_voters` addresses of the sorted join list (the node's own
 * among them, or alone where the list is empty). They probe each other until either all say that they
 * are fresh, too - then they found the cluster together, all with the same list of (id, uuid, address) -
 * or one of them already belongs to a cluster: then a node that is on its list under its own uuid takes
 * that list over (the others were faster), and any other node joins with an id from the meta shard.
 * A node that is on the list under another uuid lost its disk: it must not vote again under the old id,
 * and says so.
 *
 * Probe (ND_RPC_ADMIN): u8 format (1) · b cluster name · node (meta_wire.h)
 * Reply:                u8 format (1) · u8 status · u8 state (1 fresh, 2 member) · b cluster name · node ·
 *                       u64 u64 cluster uuid · v voter count · voters */
#include "base/checksum.h"
#include "node/node_int.h"

enum { PROBE_FORMAT = 1, PROBE_FRESH = 1, PROBE_MEMBER = 2, PROBE_PERIOD_MS = 150, PROBE_TIMEOUT_MS = 1000, PROBE_QUIET_TICKS = 40 };

struct probe {
    struct nd_rpc_call call;
    struct nd__bootstrap *bootstrap;
    const char *addr;
    bool is_open, is_fresh, is_stranger; /* stranger: of another cluster, and that was said */
    uint64_t uuid[2];
};

struct nd__bootstrap {
    struct nd_node *node;
    void (*done)(struct nd_node *node);
    const char *voter_addrs[ND_REPLICAS_MAX]; /* sorted */
    size_t voter_count;
    bool is_voter;
    struct probe probes[ND_NODE_CONFIG_JOIN_MAX];
    size_t probe_count;
    struct nd_timer timer;
    unsigned ticks;
    bool is_decided;
    struct nd_meta_call join_call;
    struct nd_job job;
    enum nd_status job_status;
};

static struct nd_meta_node self_of(const struct nd_node *node)
{
    return (struct nd_meta_node){.id = node->identity.id,
                                 .uuid = {node->identity.uuid[0], node->identity.uuid[1]},
                                 .rpc_addr = nd_slice_str(node->config->rpc_advertise),
                                 .sql_addr = nd_slice_str(node->config->sql_advertise),
                                 .http_addr = nd_slice_str(node->config->http_advertise),
                                 .locality = nd_slice_str(node->config->locality)};
}

/* ---- answering probes ----------------------------------------------------------------------------------- */

static void on_probe(void *arg, struct nd_rpc_request *request)
{
    struct nd_node *node = arg;
    if (request->is_oneway) {
        nd_rpc_request_drop(request);
        return;
    }
    const struct nd__identity *identity = &node->identity;
    struct nd_dec dec = nd_dec_of(request->payload);
    struct nd_meta_node asker;
    bool is_ok = nd_dec_u8(&dec) == PROBE_FORMAT;
    nd_dec_bytes(&dec);
    is_ok = nd_meta_node_decode(&dec, &asker) && nd_dec_is_done(&dec) && is_ok;
    struct nd_buf reply;
    nd_buf_init(&reply, node->heap);
    nd_buf_put_u8(&reply, PROBE_FORMAT);
    nd_buf_put_u8(&reply, is_ok ? ND_STATUS_OK : ND_STATUS_MALFORMED);
    nd_buf_put_u8(&reply, identity->id.v != 0 ? PROBE_MEMBER : PROBE_FRESH);
    nd_buf_put_bytes(&reply, nd_slice_str(node->config->cluster_name));
    struct nd_meta_node self = self_of(node);
    nd_meta_node_encode(&self, &reply);
    nd_buf_put_u64(&reply, identity->cluster_uuid[0]);
    nd_buf_put_u64(&reply, identity->cluster_uuid[1]);
    nd_buf_put_varint(&reply, identity->voter_count);
    for (size_t i = 0; i < identity->voter_count; i++) nd_meta_node_encode(&identity->voters[i], &reply);
    nd_rpc_reply(request, &reply);
    nd_buf_deinit(&reply);
}

void nd__bootstrap_serve(struct nd_node *node) { nd_rpc_serve(node->rpc, ND_RPC_ADMIN, node, on_probe); }

/* ---- deciding ----------------------------------------------------------------------------------------------- */

static void persist_done(struct nd_job *job)
{
    struct nd__bootstrap *bootstrap = ND_CONTAINER_OF(job, struct nd__bootstrap, job);
    struct nd_node *node = bootstrap->node;
    if (bootstrap->job_status != ND_STATUS_OK)
        nd_env_fatal(node->env, ND_EXIT_ENGINE, "the node's identity cannot be written: %s", nd_status_text(bootstrap->job_status));
    void (*done)(struct nd_node *) = bootstrap->done;
    nd__bootstrap_stop(node);
    if (!node->is_stopping) done(node);
}

static void run_persist(struct nd_job *job)
{
    struct nd__bootstrap *bootstrap = ND_CONTAINER_OF(job, struct nd__bootstrap, job);
    struct nd_node *node = bootstrap->node;
    struct nd_raft_conf conf = {0};
    bool is_voter = false;
    for (size_t i = 0; i < node->identity.voter_count; i++) {
        struct nd_node_id id = node->identity.voters[i].id;
        conf.members[conf.count++] = (struct nd_raft_member){.replica = {id.v}, .node = id};
        is_voter |= id.v == node->identity.id.v;
    }
    bootstrap->job_status = is_voter ? nd_store_bootstrap(node->engine, node->heap, &conf) : ND_STATUS_OK;
    if (bootstrap->job_status == ND_STATUS_OK) bootstrap->job_status = nd__identity_store(node);
}

/* identity is complete in memory: to the disk, then go on. Probes are answered as a fresh node's until
 * it is there: `id` becomes visible to them at once, but the others only learn what is agreed anyway. */
static void decide(struct nd__bootstrap *bootstrap)
{
    bootstrap->is_decided = true;
    nd_timer_stop(&bootstrap->timer);
    bootstrap->job = (struct nd_job){.run = run_persist, .done = persist_done};
    nd_worker_submit(bootstrap->node->flusher, bootstrap->node->reactor, &bootstrap->job);
}

static struct nd_slice keep(struct nd_node *node, struct nd_slice bytes) { return nd_arena_copy(&node->arena, bytes); }

/* The cluster's uuid is drawn from its name and what its founders agreed on. */
static void name_cluster(struct nd_node *node, const struct nd__identity *identity, uint64_t uuid_out[2])
{
    struct nd_buf agreed;
    nd_buf_init(&agreed, node->heap);
    nd_buf_put_bytes(&agreed, nd_slice_str(node->config->cluster_name));
    for (size_t i = 0; i < identity->voter_count; i++) nd_meta_node_encode(&identity->voters[i], &agreed);
    uuid_out[0] = nd_hash64_seeded(1, nd_buf_slice(&agreed));
    uuid_out[1] = nd_hash64_seeded(2, nd_buf_slice(&agreed));
    nd_buf_deinit(&agreed);
}

bool nd__bootstrap_is_of_cluster(struct nd_node *node)
{
    uint64_t uuid[2];
    name_cluster(node, &node->identity, uuid);
    return memcmp(uuid, node->identity.cluster_uuid, sizeof uuid) == 0;
}

static void found_cluster(struct nd__bootstrap *bootstrap)
{
    struct nd_node *node = bootstrap->node;
    struct nd__identity *identity = &node->identity;
    for (size_t i = 0; i < bootstrap->voter_count; i++) {
        const char *addr = bootstrap->voter_addrs[i];
        struct nd_meta_node *voter = &identity->voters[i];
        *voter = (struct nd_meta_node){.id = {i + 1}, .rpc_addr = keep(node, nd_slice_str(addr))};
        if (strcmp(addr, node->config->rpc_advertise) == 0) {
            memcpy(voter->uuid, identity->uuid, sizeof voter->uuid);
            identity->id = voter->id;
        }
        for (size_t p = 0; p < bootstrap->probe_count; p++)
            if (strcmp(bootstrap->probes[p].addr, addr) == 0) memcpy(voter->uuid, bootstrap->probes[p].uuid, sizeof voter->uuid);
    }
    identity->voter_count = bootstrap->voter_count;
    name_cluster(node, identity, identity->cluster_uuid);
    ND_INFO(node->logger, "node", "founds the cluster with %zu voters, as node %llu", identity->voter_count, (unsigned long long)identity->id.v);
    decide(bootstrap);
}

static void join_done(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nd__bootstrap *bootstrap = ND_CONTAINER_OF(call, struct nd__bootstrap, join_call);
    struct nd_node *node = bootstrap->node;
    if (node->is_stopping) return;
    if (status != ND_STATUS_OK) {
        ND_WARN(node->logger, "node", "cannot join yet: %s; trying again", nd_status_text(status));
        bootstrap->is_decided = false;
        nd_timer_start_in(&bootstrap->timer, PROBE_PERIOD_MS * ND_MS);
        return;
    }
    node->identity.id = reply->node;
    ND_INFO(node->logger, "node", "joins the cluster as node %llu", (unsigned long long)reply->node.v);
    decide(bootstrap);
}

static void join_cluster(struct nd__bootstrap *bootstrap)
{
    struct nd_node *node = bootstrap->node;
    struct nd_node_id candidates[ND_REPLICAS_MAX];
    for (size_t i = 0; i < node->identity.voter_count; i++) {
        const struct nd_meta_node *voter = &node->identity.voters[i];
        candidates[i] = voter->id;
        nd_rpc_set_node_addr(node->rpc, voter->id, nd_arena_strndup(&node->arena, (const char *)voter->rpc_addr.p, voter->rpc_addr.n));
    }
    nd_meta_client_set_candidates(node->meta_client, candidates, node->identity.voter_count);
    bootstrap->is_decided = true;
    struct nd_meta_request request = {.kind = ND_META_REGISTER, .node = self_of(node)};
    bootstrap->join_call.done = join_done;
    nd_meta_call_start(node->meta_client, &bootstrap->join_call, &request, 10 * ND_SEC);
}

/* A member answered: this node is one of its initial voters, or a new one. */
static void meet_member(struct nd__bootstrap *bootstrap, struct nd_dec *dec, const uint64_t cluster_uuid[2])
{
    struct nd_node *node = bootstrap->node;
    struct nd__identity found = node->identity;
    memcpy(found.cluster_uuid, cluster_uuid, sizeof found.cluster_uuid);
    found.voter_count = nd_dec_count(dec, 16);
    if (found.voter_count > ND_REPLICAS_MAX) return;
    for (size_t i = 0; i < found.voter_count; i++) {
        struct nd_meta_node *voter = &found.voters[i];
        if (!nd_meta_node_decode(dec, voter)) return;
        voter->rpc_addr = keep(node, voter->rpc_addr);
        voter->sql_addr = keep(node, voter->sql_addr);
        voter->http_addr = keep(node, voter->http_addr);
        voter->locality = ND_SLICE_EMPTY; /* the registry says it */
        bool is_my_addr = nd_slice_eq(voter->rpc_addr, nd_slice_str(node->config->rpc_advertise));
        bool is_my_uuid = voter->uuid[0] == node->identity.uuid[0] && voter->uuid[1] == node->identity.uuid[1];
        if (is_my_uuid) found.id = voter->id;
        else if (is_my_addr)
            nd_env_fatal(node->env, ND_EXIT_CORRUPTION,
                         "the cluster knows %s as node %llu, but this folder (%s) is empty: a voter that forgot its votes must not return under "
                         "its old name. Restore the folder, or start this node on another rpc address to join as a new one",
                         node->config->rpc_advertise, (unsigned long long)voter->id.v, node->config->data_dir);
    }
    node->identity = found;
    if (found.id.v != 0) decide(bootstrap);
    else join_cluster(bootstrap);
}

static void on_probe_reply(struct nd_rpc_call *call)
{
    struct probe *probe = ND_CONTAINER_OF(call, struct probe, call);
    struct nd__bootstrap *bootstrap = probe->bootstrap;
    struct nd_node *node = bootstrap->node;
    probe->is_open = false;
    if (bootstrap->is_decided || call->status != ND_STATUS_OK) return;
    struct nd_dec dec = nd_dec_of(call->reply);
    struct nd_meta_node peer;
    if (nd_dec_u8(&dec) != PROBE_FORMAT || nd_dec_u8(&dec) != ND_STATUS_OK) return;
    unsigned state = nd_dec_u8(&dec);
    struct nd_slice name = nd_dec_bytes(&dec);
    if (!nd_meta_node_decode(&dec, &peer)) return;
    uint64_t cluster_uuid[2];
    cluster_uuid[0] = nd_dec_u64(&dec);
    cluster_uuid[1] = nd_dec_u64(&dec);
    if (!nd_dec_is_ok(&dec)) return;
    if (!nd_slice_eq(name, nd_slice_str(node->config->cluster_name))) {
        if (!probe->is_stranger) ND_WARN(node->logger, "node", "%s belongs to the cluster '%.*s', not '%s': check cluster_name and join", probe->addr, (int)(name.n < 64 ? name.n : 64),
                                         (const char *)name.p, node->config->cluster_name);
        probe->is_stranger = true;
        return;
    }
    if (state == PROBE_MEMBER) {
        meet_member(bootstrap, &dec, cluster_uuid);
        return;
    }
    probe->is_fresh = true;
    memcpy(probe->uuid, peer.uuid, sizeof probe->uuid);
}

static bool all_voters_are_fresh(const struct nd__bootstrap *bootstrap)
{
    if (!bootstrap->is_voter) return false;
    for (size_t i = 0; i < bootstrap->voter_count; i++) {
        bool is_fresh = strcmp(bootstrap->voter_addrs[i], bootstrap->node->config->rpc_advertise) == 0;
        for (size_t p = 0; p < bootstrap->probe_count; p++)
            if (strcmp(bootstrap->probes[p].addr, bootstrap->voter_addrs[i]) == 0) is_fresh |= bootstrap->probes[p].is_fresh;
        if (!is_fresh) return false;
    }
    return true;
}

static void on_timer(struct nd_timer *timer)
{
    struct nd__bootstrap *bootstrap = ND_CONTAINER_OF(timer, struct nd__bootstrap, timer);
    struct nd_node *node = bootstrap->node;
    if (bootstrap->is_decided) return;
    if (all_voters_are_fresh(bootstrap)) {
        found_cluster(bootstrap);
        return;
    }
    if (++bootstrap->ticks % PROBE_QUIET_TICKS == 0)
        ND_WARN(node->logger, "node", "waits for the other nodes of the join list (%zu addresses, %zu initial voters)", bootstrap->probe_count, bootstrap->voter_count);
    for (size_t p = 0; p < bootstrap->probe_count; p++) {
        struct probe *probe = &bootstrap->probes[p];
        if (probe->is_open) continue;
        struct nd_buf payload;
        nd_buf_init(&payload, node->heap);
        nd_buf_put_u8(&payload, PROBE_FORMAT);
        nd_buf_put_bytes(&payload, nd_slice_str(node->config->cluster_name));
        struct nd_meta_node self = self_of(node);
        nd_meta_node_encode(&self, &payload);
        probe->is_open = true;
        probe->call.done = on_probe_reply;
        nd_rpc_call(nd_rpc_addr(node->rpc, probe->addr), &probe->call, ND_RPC_ADMIN, &payload, PROBE_TIMEOUT_MS * ND_MS);
        nd_buf_deinit(&payload);
    }
    nd_timer_start_in(timer, PROBE_PERIOD_MS * ND_MS);
}

static void list_voters(struct nd__bootstrap *bootstrap)
{
    const struct nd_node_config *config = bootstrap->node->config;
    const char *sorted[ND_NODE_CONFIG_JOIN_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < config->join_count; i++) sorted[count++] = config->join[i];
    if (count == 0) sorted[count++] = config->rpc_advertise;
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && strcmp(sorted[j - 1], sorted[j]) > 0; j--) {
            const char *swap = sorted[j];
            sorted[j] = sorted[j - 1];
            sorted[j - 1] = swap;
        }
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(sorted[i - 1], sorted[i]) == 0) continue;
        if (bootstrap->voter_count < config->initial_voters) bootstrap->voter_addrs[bootstrap->voter_count++] = sorted[i];
    }
    for (size_t i = 0; i < bootstrap->voter_count; i++) bootstrap->is_voter |= strcmp(bootstrap->voter_addrs[i], config->rpc_advertise) == 0;
    if (bootstrap->voter_count < config->initial_voters) bootstrap->is_voter = false; /* the list is too short to found anything */
}

void nd__bootstrap_start(struct nd_node *node, void (*done)(struct nd_node *node))
{
    struct nd__bootstrap *bootstrap = nd_arena_new(&node->arena, struct nd__bootstrap);
    node->bootstrap = bootstrap;
    bootstrap->node = node;
    bootstrap->done = done;
    list_voters(bootstrap);
    for (size_t i = 0; i < node->config->join_count; i++) {
        if (strcmp(node->config->join[i], node->config->rpc_advertise) == 0) continue;
        struct probe *probe = &bootstrap->probes[bootstrap->probe_count++];
        probe->bootstrap = bootstrap;
        probe->addr = node->config->join[i];
    }
    nd_timer_init(&bootstrap->timer, node->reactor, on_timer);
    nd_timer_start_in(&bootstrap->timer, 1);
}

void nd__bootstrap_stop(struct nd_node *node)
{
    struct nd__bootstrap *bootstrap = node->bootstrap;
    if (bootstrap == NULL) return;
    node->bootstrap = NULL;
    nd_timer_stop(&bootstrap->timer);
    for (size_t p = 0; p < bootstrap->probe_count; p++)
        if (bootstrap->probes[p].is_open) nd_rpc_call_cancel(&bootstrap->probes[p].call);
}
