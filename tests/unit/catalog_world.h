/* SPDX-License-Identifier: Apache-2.0 */
/* catalog_world.h - a catalog over transactions in memory, for its tests. */
#ifndef ND_TESTS_CATALOG_WORLD_H
#define ND_TESTS_CATALOG_WORLD_H

#include "catalog/catalog_int.h"
#include "env/real.h"
#include "support/txn_mem.c"

struct world {
    struct nd_heap heap;
    struct nd_env *env;
    struct nd_txn_system *txns;
    struct nd_catalog *catalog;
    struct nd_arena arena;
    void (*run)(struct world *world, struct nd_fiber *fiber);
};

static struct nd_txn *begin(struct world *world, struct nd_fiber *fiber, enum nd_isolation isolation)
{
    struct nd_txn *txn = nd_txn_begin(world->txns, fiber, &(struct nd_txn_options){.isolation = isolation});
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    return txn;
}

static void commit(struct nd_txn *txn)
{
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
}

static void world_main(struct nd_fiber *fiber, void *arg)
{
    struct world *world = arg;
    world->txns = nd_txn_mem_open(&world->heap, nd_fiber_reactor(fiber));
    world->catalog = nd_catalog_new(&world->heap, world->txns);
    nd_arena_init(&world->arena, &world->heap);
    world->run(world, fiber);
    nd_arena_deinit(&world->arena);
    nd_catalog_free(world->catalog);
    nd_txn_mem_close(world->txns);
    nd_env_real_stop(world->env);
}

static void run(void (*body)(struct world *world, struct nd_fiber *fiber))
{
    struct world world = {.run = body};
    nd_heap_init(&world.heap, false);
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &world.heap, .reactors = 1}, &world.env),
                     ND_STATUS_OK);
    nd_fiber_start(nd_env_reactor(world.env, 0), world_main, &world, 0);
    nd_env_real_run(world.env);
    nd_env_real_close(world.env);
    assert_int_equal(atomic_load(&world.heap.bytes), 0);
}

#endif
