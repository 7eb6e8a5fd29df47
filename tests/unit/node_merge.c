/* SPDX-License-Identifier: Apache-2.0 */
/* Shards that were split become one again, on one simulated node: what is under way in them lives on, borders of users stay, and a crash at
 * any moment loses and doubles nothing. (With other nodes and faults: `make sim T=merge`.) */
#include "base/prng.h"
#include "meta/meta_int.h"
#include "node/node_int.h"
#include "node_world.h"
#include "range/range_int.h"

enum { MERGED_S = 90, LARGE_BYTES = 1 << 20, KEYS = 10 };

/* ---- what is there ------------------------------------------------------------------------------------------------- */

static size_t shards(struct world *world) { return nd_store_range_count(nd_node_store(world->node)); }

static struct nd_slice nth_key(unsigned i)
{
    static uint8_t keys[KEYS + 1][2];
    keys[i][0] = ND_KEYSPACE_KV;
    keys[i][1] = (uint8_t)('a' + i);
    return nd_slice_of(keys[i], 2);
}

static ND_YIELDS void split_at(struct world *world, struct nd_fiber *fiber, unsigned i) { split_before(world, fiber, nth_key(i)); }

static ND_YIELDS void wait_for_shards(struct world *world, struct nd_fiber *fiber, size_t count)
{
    for (unsigned i = 0; i < MERGED_S * 10 && shards(world) != count; i++) nd_fiber_sleep(fiber, 100 * ND_MS);
    ND_ASSERT(shards(world) == count);
}

static ND_YIELDS void put_all(struct world *world, struct nd_fiber *fiber, const char *value)
{
    struct nd_txn *txn = begin_any(world, fiber);
    for (unsigned i = 0; i < KEYS; i++) ND_ASSERT(nd_txn_put(txn, nth_key(i), nd_slice_str(value)) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
}

/* Every key once, in order, forwards. */
static ND_YIELDS void expect_all(struct world *world, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &world->heap);
    struct nd_txn *txn = begin_any(world, fiber);
    struct nd_txn_scan scan = {.txn = txn, .first = nth_key(0), .end = nth_key(KEYS)};
    struct nd_kv_pair *pairs;
    size_t count = 0, found = 0;
    ND_ASSERT(nd_txn_scan_open(&scan) == ND_STATUS_OK);
    do {
        ND_ASSERT(nd_txn_scan_next(&scan, &arena, &pairs, &count) == ND_STATUS_OK);
        for (size_t i = 0; i < count; i++) ND_ASSERT(nd_slice_eq(pairs[i].key, nth_key((unsigned)found++)));
    } while (count > 0);
    nd_txn_scan_close(&scan);
    ND_ASSERT(found == KEYS);
    nd_arena_deinit(&arena);
    nd_txn_rollback(txn);
    nd_txn_free(txn);
}

/* ---- cases (on fibers an assertion cannot jump out: ND_ASSERT) -------------------------------------------------------- */

static ND_YIELDS void split_and_wait(struct world *world, struct nd_fiber *fiber)
{
    put_all(world, fiber, "first");
    for (unsigned i = 1; i < KEYS; i++) split_at(world, fiber, i);
    ND_ASSERT(shards(world) > KEYS / 2);
    put_all(world, fiber, "second");
    wait_for_shards(world, fiber, 1);
    expect_all(world, fiber);
    put_all(world, fiber, "third");
}

static void what_was_split_becomes_one(void **state)
{
    struct world *world = *state;
    run(world, split_and_wait);
    crash_and_restart(world);
    run(world, expect_all);
    assert_int_equal(shards(world), 1);
}

static ND_YIELDS enum nd_status send_split(struct world *world, struct nd_fiber *fiber, struct nd_slice key, struct nd_range_id child)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &world->heap);
    struct nd_kv_call call = {.request = {.kind = ND_KV_SPLIT, .keys = &key, .key_count = 1, .new_range = child},
                              .route_key = key,
                              .deadline_ns = nd_sim_now_ns(world->sim) + 10 * ND_SEC,
                              .arena = &arena};
    struct nd_kv_call *calls[] = {&call};
    nd_kv_run(nd_node_txn_system(world->node)->options.kv, fiber, calls, 1);
    nd_arena_deinit(&arena);
    return call.status;
}

static ND_YIELDS void split_twice(struct world *world, struct nd_fiber *fiber)
{
    struct nd_range_id child = {1000};
    put_all(world, fiber, "first");
    ND_ASSERT(send_split(world, fiber, nth_key(5), child) == ND_STATUS_OK);
    wait_for_shards(world, fiber, 2);
    wait_for_shards(world, fiber, 1);
    /* With a number that is buried the child would be born nowhere, and its keys be lost. */
    ND_ASSERT(send_split(world, fiber, nth_key(5), child) == ND_STATUS_EXISTS);
    expect_all(world, fiber);
    split_at(world, fiber, 5); /* with a number of its own */
    wait_for_shards(world, fiber, 2);
    expect_all(world, fiber);
}

/* A SPLIT whose answer was lost, and which is asked again after its child was merged (simulation, with answers that get lost). */
static void a_split_repeated_after_a_merge_makes_no_child(void **state) { run(*state, split_twice); }

static ND_YIELDS uint64_t next_number(struct world *world, struct nd_fiber *fiber)
{
    uint64_t id;
    ND_ASSERT(nd_txn_system_allocate_ids(nd_node_txn_system(world->node), fiber, nd_slice_str("range"), 1, &id) == ND_STATUS_OK);
    return id;
}

static ND_YIELDS void split_where_one_begins(struct world *world, struct nd_fiber *fiber)
{
    put_all(world, fiber, "first");
    split_at(world, fiber, 5);
    uint64_t number = next_number(world, fiber);
    for (unsigned i = 0; i < 10; i++) ND_ASSERT(nd_txn_system_split(nd_node_txn_system(world->node), fiber, nth_key(5), (struct nd_node_id){0}) == ND_STATUS_OK);
    ND_ASSERT(next_number(world, fiber) == number + 1);
    ND_ASSERT(send_split(world, fiber, nth_key(5), (struct nd_range_id){0}) == ND_STATUS_OK);
    ND_ASSERT(send_split(world, fiber, nth_key(3), (struct nd_range_id){0}) == ND_STATUS_EXISTS);
    ND_ASSERT(shards(world) == 2);
}

static void a_split_that_is_there_takes_no_number(void **state) { run(*state, split_where_one_begins); }

static void find_unmerged(void *arg, struct nd_range *range) { *(size_t *)arg += nd_range_descriptor(range)->merged_by == 0; }

static ND_YIELDS void merge_and_split(struct world *world, struct nd_fiber *fiber)
{
    put_all(world, fiber, "first");
    split_at(world, fiber, 5);
    wait_for_shards(world, fiber, 2);
    wait_for_shards(world, fiber, 1);
    split_at(world, fiber, 3);
    wait_for_shards(world, fiber, 2);
    size_t unmerged = 0;
    nd_store_each(nd_node_store(world->node), &unmerged, find_unmerged);
    ND_ASSERT(unmerged == 0);
}

/* Else the replica of a range that was merged, left over to the right of such a child, would never be known to be so, and nothing
 * could come to its place (simulation seed merge 124). */
static void the_child_of_a_merged_range_knows_of_the_merge(void **state) { run(*state, merge_and_split); }

static ND_YIELDS void keep_and_release(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn_system *system = nd_node_txn_system(world->node);
    put_all(world, fiber, "v");
    for (unsigned i = 1; i < 6; i++) split_at(world, fiber, i);
    ND_ASSERT(nd_txn_system_keep(system, fiber, nth_key(2), true) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_system_keep(system, fiber, nth_key(4), true) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_system_keep(system, fiber, nth_key(8), true) == ND_STATUS_OK); /* none begins there */
    wait_for_shards(world, fiber, 3);
    nd_fiber_sleep(fiber, 10 * ND_SEC);
    ND_ASSERT(shards(world) == 3);
    ND_ASSERT(nd_txn_system_keep(system, fiber, nth_key(2), false) == ND_STATUS_OK);
    wait_for_shards(world, fiber, 2);
    /* What nobody can read any more needs no border. */
    ND_ASSERT(nd_txn_system_discard_span(system, fiber, nth_key(3), nth_key(6)) == ND_STATUS_OK);
    wait_for_shards(world, fiber, 1);
}

static void a_users_border_stays_until_released(void **state) { run(*state, keep_and_release); }

static ND_YIELDS void merge_under_a_transaction(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    put_all(world, fiber, "old");
    split_at(world, fiber, 5);
    /* Its records are sent ahead, to both shards. */
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, LARGE_BYTES), 'x', LARGE_BYTES);
    struct nd_txn *txn = begin_any(world, fiber);
    for (unsigned i = 0; i < ND_TXN_BUFFER_BYTES_MAX / LARGE_BYTES + 2; i++) ND_ASSERT(nd_txn_put(txn, nth_key(i % KEYS), nd_buf_slice(&value)) == ND_STATUS_OK);
    nd_buf_deinit(&value);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == KEYS);
    wait_for_shards(world, fiber, 1);
    expect_all(world, fiber); /* as it was before: reads go past it */
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
    expect_all(world, fiber);
}

static void a_large_transaction_outlives_a_merge(void **state) { run(*state, merge_under_a_transaction); }

static ND_YIELDS void hold_a_lock(struct world *world, struct nd_fiber *fiber)
{
    split_at_b(world, fiber);
    struct nd_txn *txn = begin_any(world, fiber);
    struct nd_slice key = key_of('b');
    ND_ASSERT(nd_txn_lock(txn, &key, 1, false) == ND_STATUS_OK);
    nd_fiber_sleep(fiber, 4 * ND_SEC);
    ND_ASSERT(shards(world) == 2);
    ND_ASSERT(nd_txn_put(txn, key, nd_slice_str("new")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
    nd_fiber_sleep(fiber, 40 * ND_SEC); /* those two rest for a while */
    wait_for_shards(world, fiber, 1);
    expect(world, fiber, 'a', "old");
    expect(world, fiber, 'b', "new");
}

static void a_merge_waits_for_locks(void **state) { run(*state, hold_a_lock); }

static ND_YIELDS void destroy_a_leader(struct world *world, struct nd_fiber *fiber)
{
    struct nd_store *store = nd_node_store(world->node);
    struct nd_slice key = nth_key(5);
    put_all(world, fiber, "v");
    split_at(world, fiber, 5);
    struct nd_range *right;
    while ((right = nd_store_find_key(store, key)) == NULL || nd_range_id_of(right).v == ND_RANGE_META.v || !nd_range_is_serving(right)) nd_fiber_sleep(fiber, 100 * ND_MS);
    right->gc_collect.v = right->gc_walked.v + 1; /* a round of collecting begins, and is under way */
    right->gc_need.ripe = ++right->gc_need.made;
    nd__range_gc_tick(right);
    ND_ASSERT(right->gc != NULL);
    nd_range_destroy(right);
    for (unsigned i = 0; nd_store_find_key(store, key) != NULL; i++) {
        ND_ASSERT(i < 100);
        nd_fiber_sleep(fiber, 100 * ND_MS);
    }
}

/* A right replica that was left over after its merge leads on, if nobody tells it: collecting its old versions, it was never at rest. */
static void a_left_over_that_leads_goes(void **state) { run(*state, destroy_a_leader); }

static ND_YIELDS void lead_without_rules(struct world *world, struct nd_fiber *fiber)
{
    struct nd_meta *meta = world->node->meta;
    put_all(world, fiber, "v");
    meta->options.has_rules = true;
    struct nd_range *range = meta->range;
    meta->extension.on_stop(meta, range);
    meta->extension.on_lead(meta, range);
    split_at(world, fiber, 5);
    nd_fiber_sleep(fiber, 30 * ND_SEC);
    ND_ASSERT(shards(world) == 2);
    nd_meta_set_rules(meta, NULL, 0);
    wait_for_shards(world, fiber, 1);
}

/* Two shards that rules part are one too few, if nobody has said yet that there are rules. */
static void nothing_is_merged_before_rules_are_told(void **state) { run(*state, lead_without_rules); }

enum { ROWS = 150, ROW_BYTES = 4000 };

static struct nd_slice row_key(struct nd_arena *arena, unsigned i)
{
    uint8_t *p = nd_arena_alloc(arena, 4);
    p[0] = ND_KEYSPACE_KV, p[1] = 'r', p[2] = (uint8_t)(i / 256), p[3] = (uint8_t)i;
    return nd_slice_of(p, 4);
}

static ND_YIELDS void change_rows(struct world *world, struct nd_fiber *fiber, bool puts)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &world->heap);
    uint8_t *value = nd_arena_alloc(&arena, ROW_BYTES);
    memset(value, 'x', ROW_BYTES);
    for (unsigned i = 0; i < ROWS; i += 10) {
        struct nd_txn *txn = begin_any(world, fiber);
        for (unsigned j = i; j < i + 10; j++)
            ND_ASSERT((puts ? nd_txn_put(txn, row_key(&arena, j), nd_slice_of(value, ROW_BYTES)) : nd_txn_delete(txn, row_key(&arena, j))) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
        nd_txn_free(txn);
    }
    nd_arena_deinit(&arena);
}

static ND_YIELDS void grow(struct world *world, struct nd_fiber *fiber)
{
    change_rows(world, fiber, true);
    for (unsigned i = 0; i < 60 && shards(world) < 6; i++) nd_fiber_sleep(fiber, ND_SEC);
    ND_ASSERT(shards(world) >= 6);
    nd_fiber_sleep(fiber, 60 * ND_SEC);
    ND_ASSERT(shards(world) >= 6); /* what was split for its size does not come together */
}

static ND_YIELDS void grow_and_delete(struct world *world, struct nd_fiber *fiber)
{
    grow(world, fiber);
    change_rows(world, fiber, false);
    wait_for_shards(world, fiber, 1);
}

static ND_YIELDS void grow_and_discard(struct world *world, struct nd_fiber *fiber)
{
    uint8_t first[] = {ND_KEYSPACE_KV, 'r'}, end[] = {ND_KEYSPACE_KV, 's'};
    grow(world, fiber);
    ND_ASSERT(nd_txn_system_discard_span(nd_node_txn_system(world->node), fiber, nd_slice_of(first, 2), nd_slice_of(end, 2)) == ND_STATUS_OK);
    wait_for_shards(world, fiber, 1);
}

static int set_up(void **state)
{
    (void)set_up_with(state, 30000);
    struct world *world = *state;
    nd_sim_crash(world->sim, NODE);
    world->configs[NODE].merge_after_seconds = 1;
    nd_sim_start(world->sim, NODE, &world->program);
    return 0;
}

static int set_up_small(void **state)
{
    (void)set_up_with(state, 30000);
    struct world *world = *state;
    nd_sim_crash(world->sim, NODE);
    world->configs[NODE].merge_after_seconds = 1;
    world->configs[NODE].split_bytes = 64 << 10;
    world->configs[NODE].merge_percent = 50;
    nd_sim_start(world->sim, NODE, &world->program);
    return 0;
}

static void shards_of_deleted_rows_go(void **state) { run(*state, grow_and_delete); }
static void shards_of_a_discarded_span_go(void **state) { run(*state, grow_and_discard); }

static ND_YIELDS void split_everywhere(struct world *world, struct nd_fiber *fiber)
{
    for (unsigned i = 1; i < KEYS; i += 2) split_at(world, fiber, i);
}

static ND_YIELDS void put_first(struct world *world, struct nd_fiber *fiber) { put_all(world, fiber, "v"); }

static void a_crash_at_any_moment_is_survived(void **state)
{
    struct world *world = *state;
    struct nd_prng prng;
    nd_prng_init(&prng, 5);
    run(world, put_first);
    for (unsigned round = 0; round < 40; round++) {
        run(world, split_everywhere);
        uint64_t until_ns = nd_sim_now_ns(world->sim) + nd_prng_between(&prng, 500, 9000) * ND_MS;
        nd_sim_run(world->sim, until_ns, NULL, NULL);
        crash_and_restart(world);
        run(world, expect_all);
        assert_int_equal(nd_sim_exit_code(world->sim, NODE), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_split_becomes_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_split_repeated_after_a_merge_makes_no_child, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_split_that_is_there_takes_no_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_child_of_a_merged_range_knows_of_the_merge, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_users_border_stays_until_released, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_large_transaction_outlives_a_merge, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_merge_waits_for_locks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_left_over_that_leads_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_merged_before_rules_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_crash_at_any_moment_is_survived, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shards_of_deleted_rows_go, set_up_small, tear_down),
        cmocka_unit_test_setup_teardown(shards_of_a_discarded_span_go, set_up_small, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
