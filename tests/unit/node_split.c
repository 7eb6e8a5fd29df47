/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes of what is split, on one simulated node: what is too large is split at one pace to the end, also when nobody writes any more; halves
 * of a split whose key a user chose are measured, not believed to be halves. */
#include "node_world.h"
#include "range/range_int.h"

enum { VALUES = 64, VALUE_BYTES = 16 << 10, SPLIT_BYTES = 64 << 10, SPLITS_MIN = VALUES * VALUE_BYTES / SPLIT_BYTES - 1, GRACE_S = 4, FEW_BYTES = 4096 };

static ND_YIELDS void write_much(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, VALUE_BYTES), 'x', VALUE_BYTES);
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    for (uint8_t i = 0; i < VALUES; i++) {
        uint8_t key[] = {ND_KEYSPACE_KV, 'b', i};
        ND_ASSERT(nd_txn_put(txn, nd_slice_of(key, sizeof key), nd_buf_slice(&value)) == ND_STATUS_OK);
    }
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
    nd_buf_deinit(&value);
}

static ND_YIELDS void write_and_wait(struct world *world, struct nd_fiber *fiber)
{
    write_much(world, fiber);
    nd_fiber_sleep(fiber, GRACE_S * ND_SEC);
    ND_ASSERT(nd_store_range_count(nd_node_store(world->node)) > SPLITS_MIN);
}

static ND_YIELDS void split_behind_the_rows(struct world *world, struct nd_fiber *fiber)
{
    write_much(world, fiber);
    split_before(world, fiber, key_of('c'));
    nd_fiber_sleep(fiber, GRACE_S * ND_SEC);
    ND_ASSERT(nd__size_bytes(nd_store_find_key(nd_node_store(world->node), key_of('b'))) >= VALUES * VALUE_BYTES);
    ND_ASSERT(nd__size_bytes(nd_store_find_key(nd_node_store(world->node), key_of('c'))) < FEW_BYTES);
}

static void splits_do_not_wait_for_ticks(void **state) { run(*state, write_and_wait); }
static void sides_of_a_users_split_are_measured(void **state) { run(*state, split_behind_the_rows); }

static int set_up(void **state) { return set_up_with(state, 600000); }

static int set_up_small(void **state)
{
    if (set_up_with(state, 600000) != 0) return -1;
    ((struct world *)*state)->configs[NODE].split_bytes = SPLIT_BYTES;
    crash_and_restart(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(splits_do_not_wait_for_ticks, set_up_small, tear_down),
        cmocka_unit_test_setup_teardown(sides_of_a_users_split_are_measured, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
