/* SPDX-License-Identifier: Apache-2.0 */
/* node_world.h - one simulated node, or a few, with scripts that run on fibers of the first: for tests of what lies between gateway and shards. The including
 * file runs its cases with set_up_with, or set_up_nodes, and tear_down. On fibers an assertion cannot jump out: ND_ASSERT there. */
#ifndef ND_TESTS_NODE_WORLD_H
#define ND_TESTS_NODE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "env/sim.h"
#include "kv/keys.h"
#include "node/node.h"
#include "range/mvcc.h"
#include "range/store.h"
#include "txn/txn_int.h"

enum { NODE = 1,
       NODES_MAX = 3,
       LIMIT_S = 300 };

struct world {
    struct nd_heap heap;
    struct nd_sim *sim;
    struct nd_sim_program program;
    unsigned node_count;
    struct nd_node_config configs[NODES_MAX + 1];
    uint64_t gc_window_ms; /* before the node starts */
    bool may_refuse;       /* to open, by what is on its disk */
    struct nd_node *nodes[NODES_MAX + 1]; /* NULL while it is down */
    struct nd_node *node;                 /* the first */
    ND_YIELDS void (*script)(struct world *world, struct nd_fiber *fiber);
    bool is_over;
};

/* ---- the node --------------------------------------------------------------------------------------------------- */

static void *boot(struct nd_env *env, unsigned number, void *arg)
{
    struct world *world = arg;
    struct nd_node_options options = {.env = env,
                                      .config = &world->configs[number],
                                      .engine = ND_NODE_MEMORY,
                                      .gc_window_ms = world->gc_window_ms,
                                      .without_sql = true,
                                      .without_http = true};
    enum nd_status status = nd_node_open(&options, &world->nodes[number]);
    if (world->may_refuse && status == ND_STATUS_CORRUPT) world->nodes[number] = NULL;
    else assert_int_equal(status, ND_STATUS_OK);
    world->node = world->nodes[NODE];
    return world;
}

static void on_crash(void *root, unsigned number, void *arg)
{
    struct world *world = arg;
    ND_UNUSED(root);
    world->nodes[number] = NULL;
    world->node = world->nodes[NODE];
}

static void configure(struct world *world, unsigned number)
{
    static const char *const names[] = {"rpc_listen", "sql_listen", "http_listen", "insecure", "join", "initial_voters"};
    struct nd_node_config *config = &world->configs[number];
    struct nd_node_config_error error;
    char values[ND_ARRAY_LEN(names)][64] = {"", "", "", "on", "n1:26000,n2:26000,n3:26000", "3"};
    static const unsigned ports[] = {26000, 5432, 8080};
    for (size_t i = 0; i < ND_ARRAY_LEN(ports); i++) snprintf(values[i], sizeof values[i], "n%u:%u", number, ports[i]);
    nd_node_config_init(config, &world->heap);
    for (size_t i = 0; i < ND_ARRAY_LEN(names) - (world->node_count == 1 ? 2 : 0); i++)
        assert_int_equal(nd_node_config_set(config, names[i], values[i], "test", ".", &error), ND_STATUS_OK);
    assert_int_equal(nd_node_config_finish(config, &error), ND_STATUS_OK);
    config->data_dir = "data";
    config->log_segment_bytes = 1 << 20;
}

static int set_up_nodes(void **state, uint64_t gc_window_ms, unsigned node_count)
{
    struct world *world = test_calloc(1, sizeof *world);
    assert_true(node_count == 1 || node_count == NODES_MAX);
    world->gc_window_ms = gc_window_ms;
    world->node_count = node_count;
    *state = world;
    nd_heap_init(&world->heap, true);
    for (unsigned i = 1; i <= node_count; i++) configure(world, i);
    struct nd_sim_options options = {
        .seed = 9, .net = {20 * ND_US, 100 * ND_US, ND_MS}, .disk = {20 * ND_US, 100 * ND_US, 2 * ND_MS}};
    world->sim = nd_sim_new(&options);
    world->program = (struct nd_sim_program){.boot = boot, .on_crash = on_crash, .arg = world};
    for (unsigned i = 1; i <= node_count; i++) nd_sim_start(world->sim, i, &world->program);
    return 0;
}

static inline int set_up_with(void **state, uint64_t gc_window_ms) { return set_up_nodes(state, gc_window_ms, 1); }

static int tear_down(void **state)
{
    struct world *world = *state;
    nd_sim_free(world->sim);
    nd_heap_deinit(&world->heap);
    test_free(world);
    return 0;
}

static bool is_ready(void *arg)
{
    struct world *world = arg;
    return world->node != NULL && nd_node_is_ready(world->node);
}

static bool is_over(void *arg) { return ((struct world *)arg)->is_over; }

static void run_fiber(struct nd_fiber *fiber, void *arg)
{
    struct world *world = arg;
    world->script(world, fiber);
    world->is_over = true;
}

static void start_fiber(void *arg)
{
    nd_fiber_start(nd_env_reactor(nd_sim_node_env(((struct world *)arg)->sim, NODE), 0), run_fiber, arg, 0);
}

static void turn(struct world *world, bool (*is_done)(void *arg))
{
    uint64_t until_ns = nd_sim_now_ns(world->sim) + LIMIT_S * ND_SEC;
    nd_sim_run(world->sim, until_ns, is_done, world);
    assert_true(is_done(world));
}

/* Runs `script` on a fiber of the node, to its end. */
static void run(struct world *world, ND_YIELDS void (*script)(struct world *world, struct nd_fiber *fiber))
{
    world->script = script;
    world->is_over = false;
    turn(world, is_ready);
    assert_true(nd_sim_call(world->sim, NODE, start_fiber, world));
    turn(world, is_over);
}

static inline void crash_and_restart(struct world *world)
{
    nd_sim_crash(world->sim, NODE);
    nd_sim_start(world->sim, NODE, &world->program);
}

/* ---- what is there ------------------------------------------------------------------------------------------------- */

static inline size_t count_records(struct world *world, uint8_t tag)
{
    struct nd_buf lower, upper;
    nd_buf_init(&lower, &world->heap);
    nd_buf_init(&upper, &world->heap);
    uint8_t first = ND_KEYSPACE_KV, end = ND_KEYSPACE_KV + 1;
    nd_mvcc_key_bound(&lower, tag, nd_slice_of(&first, 1), false);
    nd_mvcc_key_bound(&upper, tag, nd_slice_of(&end, 1), true);
    struct nd_iter_options options = {.lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(nd_store_engine(nd_node_store(world->node)), &options);
    size_t count = 0;
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) count++;
    nd_engine_iter_free(iter);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    return count;
}

static inline struct nd_slice key_of(char letter)
{
    static const uint8_t keys[][2] = {{ND_KEYSPACE_KV, 'a'}, {ND_KEYSPACE_KV, 'b'}, {ND_KEYSPACE_KV, 'c'}};
    return nd_slice_of(keys[letter - 'a'], 2);
}

static struct nd_txn *begin(struct world *world, struct nd_fiber *fiber, enum nd_isolation isolation)
{
    struct nd_txn_options options = {.isolation = isolation};
    struct nd_txn *txn = nd_txn_begin(nd_node_txn_system(world->node), fiber, &options);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    return txn;
}

/* While others are on their way, too: with patience. */
static inline ND_YIELDS struct nd_txn *begin_any(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn_options options = {.isolation = ND_REPEATABLE_READ};
    struct nd_txn *txn = nd_txn_begin(nd_node_txn_system(world->node), fiber, &options);
    nd_txn_set_deadline(txn, nd_env_now_ns(nd_sim_node_env(world->sim, NODE)) + 100 * ND_SEC);
    while (nd_txn_begin_statement(txn) != ND_STATUS_OK) nd_fiber_sleep(fiber, 10 * ND_MS);
    return txn;
}

static ND_YIELDS void put_one(struct world *world, struct nd_fiber *fiber, char letter, const char *value)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(txn, key_of(letter), nd_slice_str(value)) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
}

static inline ND_YIELDS void expect(struct world *world, struct nd_fiber *fiber, char letter, const char *value)
{
    struct nd_arena arena;
    struct nd_slice found;
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    nd_arena_init(&arena, &world->heap);
    ND_ASSERT(nd_txn_get(txn, key_of(letter), &arena, &found) == ND_STATUS_OK);
    ND_ASSERT(nd_slice_eq(found, nd_slice_str(value)));
    nd_arena_deinit(&arena);
    nd_txn_rollback(txn);
    nd_txn_free(txn);
}

/* One shard with a, one with b and c; both hold "old". */
static inline ND_YIELDS void split_before(struct world *world, struct nd_fiber *fiber, struct nd_slice key)
{
    while (nd_txn_system_split(nd_node_txn_system(world->node), fiber, key, (struct nd_node_id){0}) != ND_STATUS_OK) nd_fiber_sleep(fiber, 10 * ND_MS);
}

static inline ND_YIELDS void split_at_b(struct world *world, struct nd_fiber *fiber)
{
    split_before(world, fiber, key_of('b'));
    put_one(world, fiber, 'a', "old");
    put_one(world, fiber, 'b', "old");
}

#endif
