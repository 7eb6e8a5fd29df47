/* SPDX-License-Identifier: Apache-2.0 */
/* A lock that is lost with the memory that held it, on one simulated node: who only locked a key and writes another by what it read under the lock does not commit
 * where others may have had the lock meanwhile. It leaves no version that could tell. */
#include "node_world.h"

static ND_YIELDS struct nd_txn *lock_b(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    struct nd_slice key = key_of('b');
    ND_ASSERT(nd_txn_lock(txn, &key, 1, false) == ND_STATUS_OK);
    return txn;
}

/* a is what is read and written under the lock of b. */
static ND_YIELDS enum nd_status write_a(struct nd_txn *txn, const char *value)
{
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str(value)) == ND_STATUS_OK);
    enum nd_status status = nd_txn_commit(txn);
    nd_txn_free(txn);
    return status;
}

static ND_YIELDS void lose_a_lock(struct world *world, struct nd_fiber *fiber)
{
    put_one(world, fiber, 'a', "0");
    put_one(world, fiber, 'b', "0");
    struct nd_txn *first = lock_b(world, fiber);
    ND_ASSERT(nd_txn_system_split(nd_node_txn_system(world->node), fiber, key_of('b'), (struct nd_node_id){0}) == ND_STATUS_OK); /* the child knows of no locks */
    struct nd_txn *second = lock_b(world, fiber);
    ND_ASSERT(write_a(second, "1") == ND_STATUS_OK);
    ND_ASSERT(write_a(first, "lost") == ND_STATUS_READ_CHANGED);
    expect(world, fiber, 'a', "1");
    struct nd_txn *third = lock_b(world, fiber); /* one that is still held is none that was lost */
    ND_ASSERT(write_a(third, "2") == ND_STATUS_OK);
    expect(world, fiber, 'a', "2");
}

static void a_lost_lock_does_not_pass(void **state) { run(*state, lose_a_lock); }

static int set_up(void **state) { return set_up_with(state, 600000); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(a_lost_lock_does_not_pass, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
