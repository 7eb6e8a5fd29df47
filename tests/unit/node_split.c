/* SPDX-License-Identifier: Apache-2.0 */
/* A node splits what is too large at one pace to the end, on one simulated node: also when nobody writes any more. */
#include "node_world.h"

enum { VALUES = 64, VALUE_BYTES = 16 << 10, SPLIT_BYTES = 64 << 10, SPLITS_MIN = VALUES * VALUE_BYTES / SPLIT_BYTES - 1, GRACE_S = 4 };

static ND_YIELDS void write_much(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, VALUE_BYTES), 'x', VALUE_BYTES);
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    for (uint8_t i = 0; i < VALUES; i++) {
        uint8_t key[] = {ND_KEYSPACE_KV, 'c', i};
        ND_ASSERT(nd_txn_put(txn, nd_slice_of(key, sizeof key), nd_buf_slice(&value)) == ND_STATUS_OK);
    }
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
    nd_buf_deinit(&value);
    nd_fiber_sleep(fiber, GRACE_S * ND_SEC);
    ND_ASSERT(nd_store_range_count(nd_node_store(world->node)) > SPLITS_MIN);
}

static void splits_do_not_wait_for_ticks(void **state) { run(*state, write_much); }

static int set_up(void **state)
{
    if (set_up_with(state, 600000) != 0) return -1;
    ((struct world *)*state)->config.split_bytes = SPLIT_BYTES;
    crash_and_restart(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(splits_do_not_wait_for_ticks, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
