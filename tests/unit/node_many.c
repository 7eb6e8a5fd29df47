/* SPDX-License-Identifier: Apache-2.0 */
/* Many shards on one simulated node: they are made side by side, rest while nobody uses them, and are there at once for whoever does. */
#include "meta/meta_int.h"
#include "multiraft/multiraft_int.h"
#include "node/node_int.h"
#include "node_world.h"
#include "range/range_int.h"

enum { KEYS = 40, REST_S = 200 };

static int set_up(void **state) { return set_up_with(state, 0); }
static struct nd_store *store_of(struct world *world) { return nd_node_store(world->node); }

static struct nd_slice nth_key(unsigned i)
{
    static uint8_t keys[KEYS + 1][2];
    keys[i][0] = ND_KEYSPACE_KV;
    keys[i][1] = (uint8_t)('A' + i);
    return nd_slice_of(keys[i], 2);
}

static ND_YIELDS void put_all(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *txn = begin_any(world, fiber);
    for (unsigned i = 0; i < KEYS; i++) ND_ASSERT(nd_txn_put(txn, nth_key(i), nd_slice_str("value")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
}

static ND_YIELDS void expect_all(struct world *world, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    struct nd_slice value;
    struct nd_txn *txn = begin_any(world, fiber);
    nd_arena_init(&arena, &world->heap);
    for (unsigned i = 0; i < KEYS; i++) {
        ND_ASSERT(nd_txn_get(txn, nth_key(i), &arena, &value) == ND_STATUS_OK);
        ND_ASSERT(nd_slice_eq(value, nd_slice_str("value")));
    }
    nd_arena_deinit(&arena);
    nd_txn_rollback(txn);
    nd_txn_free(txn);
}

static ND_YIELDS uint64_t next_number(struct world *world, struct nd_fiber *fiber)
{
    uint64_t id;
    ND_ASSERT(nd_txn_system_allocate_ids(nd_node_txn_system(world->node), fiber, nd_slice_str("range"), 1, &id) == ND_STATUS_OK);
    return id;
}

static ND_YIELDS void split_all(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn_system *system = nd_node_txn_system(world->node);
    struct nd_slice keys[KEYS + 2];
    size_t count = 0;
    put_all(world, fiber);
    ND_ASSERT(nd_txn_system_split(system, fiber, nth_key(7), (struct nd_node_id){0}) == ND_STATUS_OK);
    uint64_t number = next_number(world, fiber);
    for (unsigned i = KEYS - 1; i > 0; i--) keys[count++] = nth_key(i); /* in no good order, one that is there, one twice, ... */
    keys[count++] = nth_key(3);
    ND_ASSERT(nd_txn_system_part(system, fiber, keys, count, false) == ND_STATUS_OK);
    ND_ASSERT(nd_store_range_count(store_of(world)) == KEYS);
    ND_ASSERT(next_number(world, fiber) == number + KEYS - 1); /* ... neither of which takes a number */
    for (unsigned i = 1; i < KEYS; i++) {
        const struct nd_range *range = nd_store_find_key(store_of(world), nth_key(i));
        ND_ASSERT(nd_slice_eq(nd_range_descriptor(range)->first, nth_key(i)));
        ND_ASSERT(nd_range_descriptor(range)->is_kept);
    }
    keys[0] = ND_SLICE_EMPTY;
    ND_ASSERT(nd_txn_system_part(system, fiber, keys, 1, false) == ND_STATUS_INVALID);
    ND_ASSERT(nd_txn_system_part(system, fiber, keys, 0, false) == ND_STATUS_OK);
    expect_all(world, fiber);
}

static void many_are_made_side_by_side(void **state)
{
    struct world *world = *state;
    run(world, split_all);
    crash_and_restart(world);
    run(world, expect_all);
    assert_int_equal(nd_store_range_count(store_of(world)), KEYS);
}

static ND_YIELDS void wait_for_rest(struct world *world, struct nd_fiber *fiber)
{
    size_t most = nd_store_range_count(store_of(world)) - 1; /* the meta shard hears of the node again and again */
    for (unsigned i = 0; i < REST_S && nd_store_resting_count(store_of(world)) < most; i++) nd_fiber_sleep(fiber, ND_SEC);
    ND_ASSERT(nd_store_resting_count(store_of(world)) >= most);
}

static ND_YIELDS void rest_and_work(struct world *world, struct nd_fiber *fiber)
{
    split_all(world, fiber);
    wait_for_rest(world, fiber);
    const struct nd_range *range = nd_store_find_key(store_of(world), nth_key(9));
    ND_ASSERT(!range->is_awake);
    ND_ASSERT(range->gc == NULL && range->queue == NULL && range->next == NULL && range->group->window == NULL); /* what only work needs */
    expect_all(world, fiber);
    ND_ASSERT(range->is_awake);
    put_all(world, fiber);
    ND_ASSERT(nd_store_resting_count(store_of(world)) == 0);
    wait_for_rest(world, fiber);
    expect_all(world, fiber);
}

static void who_is_not_used_rests(void **state)
{
    struct world *world = *state;
    run(world, rest_and_work);
    crash_and_restart(world);
    run(world, expect_all);
    run(world, wait_for_rest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_are_made_side_by_side, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_is_not_used_rests, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
