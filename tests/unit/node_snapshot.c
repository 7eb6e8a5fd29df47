/* SPDX-License-Identifier: Apache-2.0 */
/* Snapshots on three simulated nodes: a crash in the middle of an installation does not undo what the receiver applied before; what follows a snapshot is kept for its receiver.
 * (With other faults: `make sim T=merge`.) */
#include "multiraft/multiraft_int.h"
#include "node_world.h"
#include "range/snap_int.h"

enum { AWAY = 3,
       VALUE_BYTES = 64 << 10,
       STEP_NS = 10 * ND_MS };

static struct nd_range *range_of(struct world *world, unsigned number, char letter)
{
    struct nd_store *store = world->nodes[number] == NULL ? NULL : nd_node_store(world->nodes[number]);
    return store == NULL ? NULL : nd_store_find_key(store, key_of(letter));
}

static size_t ranges_at(struct world *world, unsigned number) { return nd_store_range_count(nd_node_store(world->nodes[number])); }

static void set_away(struct world *world, bool is_away)
{
    for (unsigned i = 1; i < AWAY; i++) {
        nd_sim_cut(world->sim, i, AWAY, is_away);
        nd_sim_cut(world->sim, AWAY, i, is_away);
    }
}

static ND_YIELDS void put_patiently(struct world *world, struct nd_fiber *fiber, char letter, struct nd_slice value)
{
    enum nd_status status;
    do {
        struct nd_txn *txn = begin_any(world, fiber);
        ND_ASSERT(nd_txn_put(txn, key_of(letter), value) == ND_STATUS_OK);
        status = nd_txn_commit(txn);
        nd_txn_free(txn);
    } while (status != ND_STATUS_OK);
}

static ND_YIELDS void split(struct world *world, struct nd_fiber *fiber)
{
    split_before(world, fiber, key_of('b'));
    while (ranges_at(world, AWAY) != 2) nd_fiber_sleep(fiber, STEP_NS);
}

/* Its leader has applied the merge, and the node that is about to be away no more than the right shard's end. */
static bool is_merged_elsewhere(void *arg)
{
    const struct nd_range *right = range_of(arg, AWAY, 'b');
    return right->desc.frozen_by != 0 && ranges_at(arg, AWAY) == 2 && (ranges_at(arg, 1) == 1 || ranges_at(arg, 2) == 1);
}

static bool has_let_go(struct world *world)
{
    const struct nd_range *copy = range_of(world, AWAY, 'a');
    for (unsigned i = 1; i < AWAY; i++)
        if (nd_raft_first_index(nd_group_raft(range_of(world, i, 'a')->group)) <= copy->applied + 1) return false;
    return true;
}

/* Until the others' log no longer has what it needs. */
static ND_YIELDS void fill(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, VALUE_BYTES), 'x', VALUE_BYTES);
    while (!has_let_go(world)) {
        put_patiently(world, fiber, 'c', nd_buf_slice(&value));
        nd_fiber_sleep(fiber, STEP_NS);
    }
    nd_buf_deinit(&value);
}

static bool is_installing(void *arg)
{
    struct nd_store *store = nd_node_store(((struct world *)arg)->nodes[AWAY]);
    ND_LIST_FOREACH (link, &store->snap_recvs)
        if (ND_CONTAINER_OF(link, struct nd__snap_recv, link)->state == ND__SNAP_INSTALLING) return true;
    return false;
}

static bool is_caught_up(void *arg)
{
    const struct nd_range *range = range_of(arg, NODE, 'a'), *copy = range_of(arg, AWAY, 'a');
    return copy != NULL && copy->applied >= range->applied;
}

/* Is the node still one that opens? */
static bool crash_in_an_installation(struct world *world, uint64_t breakages)
{
    run(world, split);
    nd_sim_options(world->sim)->breakages = breakages;
    turn(world, is_merged_elsewhere);
    nd_sim_options(world->sim)->breakages = 0;
    set_away(world, true);
    run(world, fill);
    set_away(world, false);
    turn(world, is_installing);
    nd_sim_crash(world->sim, AWAY);
    world->may_refuse = breakages != 0;
    nd_sim_start(world->sim, AWAY, &world->program);
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + ND_SEC, NULL, NULL);
    if (world->nodes[AWAY] == NULL) return false;
    turn(world, is_caught_up);
    assert_int_equal(ranges_at(world, AWAY), 1);
    return true;
}

static void a_shard_that_a_snapshot_takes_in_ended_durably(void **state) { assert_true(crash_in_an_installation(*state, 0)); }
static void an_unsettled_freeze_is_noticed(void **state) { assert_false(crash_in_an_installation(*state, UINT64_C(1) << ND_BREAK_FREEZE_UNSETTLED)); }

static unsigned looks; /* while a snapshot was under way */

static void look_at_bounds(struct world *world)
{
    for (unsigned i = 1; i < AWAY; i++) {
        uint64_t hold = range_of(world, i, 'a')->group->hold;
        looks += hold != 0;
        for (unsigned k = 1; k < AWAY && hold != 0; k++) ND_ASSERT(range_of(world, k, 'a')->group->bound <= hold);
    }
}

static ND_YIELDS void write_until_level(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, VALUE_BYTES), 'y', VALUE_BYTES);
    do {
        put_patiently(world, fiber, 'b', nd_buf_slice(&value));
        look_at_bounds(world);
    } while (!is_caught_up(world));
    nd_buf_deinit(&value);
}

/* Else it would need another one, and so on for as long as somebody writes. */
static void what_follows_a_snapshot_is_kept(void **state)
{
    struct world *world = *state;
    run(world, split);
    turn(world, is_merged_elsewhere);
    set_away(world, true);
    run(world, fill);
    nd_sim_options(world->sim)->disk = (struct nd_sim_disk_options){10 * ND_MS, 20 * ND_MS, 40 * ND_MS}; /* it takes longer than the second between two compactions */
    set_away(world, false);
    looks = 0;
    run(world, write_until_level);
    assert_true(looks > 20);
    assert_int_equal(nd_counter_get(&nd_node_store(world->nodes[AWAY])->snaps_installed), 1);
}

static int set_up(void **state)
{
    if (set_up_nodes(state, 600000, NODES_MAX) != 0) return -1;
    struct world *world = *state;
    for (unsigned i = 1; i <= NODES_MAX; i++) {
        world->configs[i].log_keep_bytes = world->configs[i].log_segment_bytes = 256 << 10;
        world->configs[i].merge_after_seconds = 1;
    }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_shard_that_a_snapshot_takes_in_ended_durably, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_follows_a_snapshot_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unsettled_freeze_is_noticed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
