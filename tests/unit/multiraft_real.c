/* SPDX-License-Identifier: Apache-2.0 */
/* Three nodes on the real backend, each on a reactor (thread) of its own, with a log on this disk:
 * replication under load, and failover when one node's sockets close as those of a killed process do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/checksum.h"
#include "env/real.h"
#include "multiraft/multiraft.h"
#include "rpc/rpc_int.h"

#define NODES 3
#define RANGES 2
#define WINDOW 64
#define SECONDS 3

#define CHECK(x) ND_ASSERT(x)

struct world;

struct replica {
    struct node *node;
    struct nd_group *group;
    struct nd_group_role role;
    uint64_t applied, hash, outstanding;
    bool is_pumping;
};

struct node {
    struct world *world;
    struct nd_reactor *reactor;
    unsigned number;
    struct nd_worker *writer, *reader;
    struct nd_log *log;
    struct nd_rpc *rpc;
    char *bound;
    struct nd_multiraft *multiraft;
    struct replica replicas[RANGES + 1];
    struct nd_task open, go, die;
    struct nd_timer watch;
    bool is_dead;
    _Atomic uint64_t applied[RANGES + 1], hash[RANGES + 1];
};

struct world {
    struct nd_env *env;
    char path[64];
    struct node nodes[NODES + 1];
    _Atomic bool is_loading;
    _Atomic unsigned leader[RANGES + 1]; /* ready */
    _Atomic uint64_t acks;
    _Atomic unsigned listening;
    size_t payload_bytes;
    struct nd_timer tick;
    unsigned phase, dead;
    uint64_t since_ns, until_ns;
    struct nd_logger logger;
};

static void print_line(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    ND_UNUSED(arg);
    ND_UNUSED(level);
    ND_UNUSED(module);
    fprintf(stderr, "%s\n", line);
}

/* ---- replicas ---------------------------------------------------------------------------------- */

static void pump(struct replica *replica)
{
    struct world *world = replica->node->world;
    struct nd_heap *heap = nd_env_heap(world->env);
    static const uint8_t zeros[4096];
    while (replica->role.is_ready && world->is_loading && replica->outstanding < WINDOW) {
        struct nd_raft_payload *payload = nd_raft_payload_new(heap, nd_slice_of(zeros, world->payload_bytes));
        uint64_t index, term;
        enum nd_status status = nd_group_propose(replica->group, &payload, 1, &index, &term);
        nd_raft_payload_unref(payload);
        if (status != ND_STATUS_OK) break;
        replica->outstanding++;
    }
}

static void on_commit(void *owner, const struct nd_raft_entry *entries, size_t count)
{
    struct replica *replica = owner;
    struct node *node = replica->node;
    for (size_t i = 0; i < count; i++) {
        CHECK(entries[i].index == replica->applied + 1);
        uint64_t words[2] = {entries[i].term, nd_raft_payload_slice(entries[i].payload).n};
        replica->hash = nd_hash64_seeded(replica->hash, nd_slice_of(words, sizeof words));
        replica->applied++;
        if (entries[i].type == ND_RAFT_COMMAND && replica->outstanding > 0 && entries[i].term == replica->role.term &&
            replica->role.role == ND_RAFT_LEADER) {
            replica->outstanding--;
            atomic_fetch_add(&node->world->acks, 1);
        }
    }
    size_t range = (size_t)(replica - node->replicas);
    atomic_store(&node->hash[range], replica->hash);
    atomic_store(&node->applied[range], replica->applied);
    nd_group_applied(replica->group, replica->applied);
    nd_group_durable(replica->group, replica->applied);
    pump(replica);
}

static void on_role(void *owner, const struct nd_group_role *role)
{
    struct replica *replica = owner;
    size_t range = (size_t)(replica - replica->node->replicas);
    replica->role = *role;
    replica->outstanding = 0;
    if (role->is_ready) atomic_store(&replica->node->world->leader[range], replica->node->number);
    pump(replica);
}

static void on_read(void *owner, uint64_t read_id, enum nd_status status, uint64_t index)
{
    ND_UNUSED(owner);
    ND_UNUSED(read_id);
    ND_UNUSED(status);
    ND_UNUSED(index);
}

/* ---- nodes ------------------------------------------------------------------------------------- */

static void on_watch(struct nd_timer *timer)
{
    struct node *node = ND_CONTAINER_OF(timer, struct node, watch);
    nd_timer_start_in(timer, 5 * ND_MS);
    if (node->is_dead) return;
    for (unsigned range = 1; range <= RANGES; range++) pump(&node->replicas[range]);
}

static void open_groups(struct node *node)
{
    static const struct nd_group_handler handler = {.on_commit = on_commit, .on_role = on_role, .on_read = on_read};
    for (unsigned range = 1; range <= RANGES; range++) {
        struct replica *replica = &node->replicas[range];
        replica->node = node;
        struct nd_group_options options = {.range = {range},
                                           .self = {node->number},
                                           .conf = {.count = NODES},
                                           .handler = &handler,
                                           .owner = replica,
                                           .campaign_now = node->number == range};
        for (unsigned i = 0; i < NODES; i++)
            options.conf.members[i] = (struct nd_raft_member){.replica = {i + 1}, .node = {i + 1}};
        CHECK(nd_multiraft_open_group(node->multiraft, &options, &replica->group) == ND_STATUS_OK);
    }
}

static void run_go(struct nd_task *task) /* all listen */
{
    struct node *node = ND_CONTAINER_OF(task, struct node, go);
    struct world *world = node->world;
    for (unsigned i = 1; i <= NODES; i++) {
        nd_rpc_set_node_addr(node->rpc, (struct nd_node_id){i}, world->nodes[i].bound);
    }
    struct nd_multiraft_options options = {.env = world->env,
                                           .reactor = node->reactor,
                                           .rpc = node->rpc,
                                           .log = node->log,
                                           .self = {node->number},
                                           .heartbeat_ns = 100 * ND_MS,
                                           .down_after_ns = 2000 * ND_MS};
    node->multiraft = nd_multiraft_new(&options);
    open_groups(node);
    nd_timer_init(&node->watch, node->reactor, on_watch);
    nd_timer_start_in(&node->watch, 5 * ND_MS);
}

static void run_open(struct nd_task *task)
{
    struct node *node = ND_CONTAINER_OF(task, struct node, open);
    struct world *world = node->world;
    struct nd_rpc_options options = {
        .env = world->env, .reactor = node->reactor, .self = {node->number}, .cluster_uuid = {1, 2}};
    node->rpc = nd_rpc_new(&options);
    CHECK(nd_rpc_listen(node->rpc, "127.0.0.1:0", &node->bound) == ND_STATUS_OK);
    if (atomic_fetch_add(&world->listening, 1) + 1 < NODES) return;
    for (unsigned i = 1; i <= NODES; i++) nd_reactor_post(world->nodes[i].reactor, &world->nodes[i].go);
}

/* As a killed process: the port refuses, every connection ends, nothing is said any more. */
static void run_die(struct nd_task *task)
{
    struct node *node = ND_CONTAINER_OF(task, struct node, die);
    node->is_dead = true;
    nd_rpc_stop_listening(node->rpc);
    node->rpc->is_stopping = true;
    ND_LIST_FOREACH (it, &node->rpc->conns) nd_stream_abort(ND_CONTAINER_OF(it, struct nd_rpc_conn, link)->stream);
}

static void open_node(struct world *world, unsigned number)
{
    struct node *node = &world->nodes[number];
    char path[96];
    node->world = world;
    node->number = number;
    node->reactor = nd_env_reactor(world->env, number - 1);
    node->writer = nd_worker_open(world->env, "log", 1);
    node->reader = nd_worker_open(world->env, "read", 1);
    snprintf(path, sizeof path, "%s/n%u", world->path, number);
    CHECK(nd_dir_make(world->env, path) == ND_STATUS_OK);
    struct nd_log_options options = {.env = world->env,
                                     .reactor = node->reactor,
                                     .writer = node->writer,
                                     .reader = node->reader,
                                     .path = path,
                                     .segment_bytes = 4 << 20,
                                     .node_uuid = {9, number}};
    CHECK(nd_log_open(&options, &node->log) == ND_STATUS_OK);
    nd_task_init(&node->open, run_open);
    nd_task_init(&node->go, run_go);
    nd_task_init(&node->die, run_die);
}

/* ---- the course of the test -------------------------------------------------------------------- */

static bool all_have(struct world *world, unsigned range)
{
    uint64_t applied = 0, hash = 0;
    for (unsigned i = 1; i <= NODES; i++) {
        if (i == world->dead) continue;
        uint64_t applied_here = atomic_load(&world->nodes[i].applied[range]),
                 hash_here = atomic_load(&world->nodes[i].hash[range]);
        if (applied == 0) {
            applied = applied_here;
            hash = hash_here;
        }
        if (applied_here == 0 || applied_here != applied || hash_here != hash) return false;
    }
    return true;
}

static void on_tick(struct nd_timer *timer)
{
    struct world *world = ND_CONTAINER_OF(timer, struct world, tick);
    uint64_t now_ns = nd_env_now_ns(world->env);
    nd_timer_start_in(timer, world->phase == 3 ? ND_MS : 20 * ND_MS);
    CHECK(now_ns < world->until_ns);
    bool has_leaders = true;
    for (unsigned range = 1; range <= RANGES; range++) has_leaders &= atomic_load(&world->leader[range]) != 0;
    switch (world->phase) {
    case 0: /* first leaders */
        if (!has_leaders) return;
        print_message("leaders after %llu ms\n", (unsigned long long)((now_ns - world->since_ns) / ND_MS));
        atomic_store(&world->is_loading, true);
        break;
    case 1: /* load */
        if (now_ns - world->since_ns < SECONDS * ND_SEC) return;
        atomic_store(&world->is_loading, false);
        print_message("%llu entries/s of %zu bytes over %d groups\n",
                      (unsigned long long)(atomic_load(&world->acks) / SECONDS), world->payload_bytes, RANGES);
        CHECK(atomic_load(&world->acks) > 100);
        break;
    case 2: /* at rest, all equal; then the leader of range 1 dies */
        if (!all_have(world, 1) || !all_have(world, 2) || now_ns - world->since_ns < 300 * ND_MS) return;
        world->dead = atomic_exchange(&world->leader[1], 0);
        nd_reactor_post(world->nodes[world->dead].reactor, &world->nodes[world->dead].die);
        break;
    case 3: /* its successor: well before D has passed, for the port refuses */
        if (atomic_load(&world->leader[1]) == 0) return;
        print_message("failover after %llu ms\n", (unsigned long long)((now_ns - world->since_ns) / ND_MS));
        CHECK(now_ns - world->since_ns < 1500 * ND_MS);
        atomic_store(&world->is_loading, true);
        atomic_store(&world->acks, 0);
        break;
    case 4:
        if (now_ns - world->since_ns < ND_SEC) return;
        CHECK(atomic_load(&world->acks) > 50);
        atomic_store(&world->is_loading, false);
        break;
    case 5:
        if (!all_have(world, 1) || now_ns - world->since_ns < 300 * ND_MS) return;
        nd_env_real_stop(world->env);
        return;
    }
    world->phase++;
    world->since_ns = now_ns;
}

static void run(size_t payload_bytes)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct world *world = nd_heap_new(&heap, struct world);
    world->logger = (struct nd_logger){.level_min = ND_LOG_DEBUG, .sink = print_line};
    struct nd_env_real_options options = {
        .heap = &heap, .reactors = NODES, .logger = getenv("ND_TEST_VERBOSE") != NULL ? &world->logger : NULL};
    const char *tmp = getenv("TMPDIR");
    snprintf(world->path, sizeof world->path, "%s/ndoto-multiraft-XXXXXX",
             tmp != NULL && strlen(tmp) < 30 ? tmp : "/tmp");
    CHECK(mkdtemp(world->path) != NULL);
    CHECK(nd_env_real_open(&options, &world->env) == ND_STATUS_OK);
    world->payload_bytes = payload_bytes;
    for (unsigned i = 1; i <= NODES; i++) open_node(world, i);
    for (unsigned i = 1; i <= NODES; i++) nd_reactor_post(world->nodes[i].reactor, &world->nodes[i].open);
    world->since_ns = nd_env_now_ns(world->env);
    world->until_ns = world->since_ns + 60 * ND_SEC;
    nd_timer_init(&world->tick, nd_env_reactor(world->env, 0), on_tick);
    nd_timer_start_in(&world->tick, 20 * ND_MS);
    nd_env_real_run(world->env);
    print_message("reactor CPU of node 1: %llu ms\n",
                  (unsigned long long)(nd_reactor_cpu_ns(world->nodes[1].reactor) / ND_MS));
    for (unsigned i = 1; i <= NODES; i++) {
        struct node *node = &world->nodes[i];
        nd_timer_stop(&node->watch);
        nd_worker_close(node->writer);
        nd_worker_close(node->reader);
        nd_multiraft_free(node->multiraft);
        nd_log_close(node->log);
        nd_rpc_free(node->rpc);
        nd_heap_free(&heap, node->bound);
    }
    nd_timer_stop(&world->tick);
    nd_env_real_close(world->env);
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", world->path);
    CHECK(system(command) == 0);
    nd_heap_free(&heap, world);
    assert_int_equal(heap.bytes, 0);
}

static void test_small(void **state)
{
    ND_UNUSED(state);
    run(100);
}
static void test_pages(void **state)
{
    ND_UNUSED(state);
    run(4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_small), cmocka_unit_test(test_pages)};
    return cmocka_run_group_tests_name("multiraft_real", tests, NULL, NULL);
}
