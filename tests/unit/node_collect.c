/* SPDX-License-Identifier: Apache-2.0 */
/* Garbage collection across shards, on one simulated node with two shards.
 *
 * The fate of a transaction is read from the version of its primary. Collection must therefore not come before a walk
 * over all shards has resolved what old transactions left behind (range/gc.c, SAFEPOINT). The fault that simulation seed
 * `bank 9` found: a coordinator died after the commit of its primary; the primary's version was overwritten and
 * collected; then the provisional record in the other shard looked like that of a transaction that never was. */
#include "node_world.h"
#include "range/range_int.h"

enum { WINDOWS_S = 20,
       RIPE_S = 5 /* more than two windows */,
       LARGE_BYTES = 1 << 20,
       MANY = 64,
       BELIEVED_BYTES = 8 << 10 };

/* ---- cases (on fibers an assertion cannot jump out: ND_ASSERT) -------------------------------------------------------- */

static ND_YIELDS void split_and_commit(struct world *world, struct nd_fiber *fiber)
{
    split_at_b(world, fiber);
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str("transfer")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, key_of('b'), nd_slice_str("transfer")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
}

static ND_YIELDS void overwrite_a_and_wait(struct world *world, struct nd_fiber *fiber)
{
    put_one(world, fiber, 'a', "new");
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
}

static ND_YIELDS void both_are_there(struct world *world, struct nd_fiber *fiber)
{
    expect(world, fiber, 'a', "new");
    expect(world, fiber, 'b', "transfer");
}

static void a_dead_coordinators_commit_survives_collection(void **state)
{
    struct world *world = *state;
    world->configs[NODE].async_commit_keys = 0; /* two phases, with a commit point */
    run(world, split_and_commit);
    crash_and_restart(world); /* before the coordinator told the other shard */
    turn(world, is_ready);
    assert_int_equal(count_records(world, ND_MVCC_TAG_LOCK), 1); /* the case this is about */
    run(world, overwrite_a_and_wait);
    assert_int_equal(count_records(world, ND_MVCC_TAG_LOCK), 0);
    assert_int_equal(count_records(world, ND_MVCC_TAG_VERSION), 2); /* the old ones are collected */
    run(world, both_are_there);
}

static ND_YIELDS void large_over_many_windows(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, LARGE_BYTES), 'x', LARGE_BYTES);
    put_one(world, fiber, 'c', "old");
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    for (uint8_t i = 0; i < ND_TXN_BUFFER_BYTES_MAX / LARGE_BYTES + 2; i++) {
        uint8_t key[] = {ND_KEYSPACE_KV, 'b', i};
        ND_ASSERT(nd_txn_put(txn, nd_slice_of(key, sizeof key), nd_buf_slice(&value)) == ND_STATUS_OK);
    }
    nd_buf_deinit(&value);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) > 0);
    put_one(world, fiber, 'c', "new");
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == 2); /* both of c */
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_SNAPSHOT_TOO_OLD);
    nd_txn_free(txn);
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == 0);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == 1);
}

/* It is too old to commit, but what it wrote is not taken away under it. */
static void nothing_is_collected_while_an_old_transaction_lives(void **state) { run(*state, large_over_many_windows); }

/* What a coordinator whose first COMMIT was answered into the void sends again, after another has written the key. */
static ND_YIELDS void commit_again_after_collection(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str("first")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_flush(txn) == ND_STATUS_OK); /* two phases */
    struct nd_ts start_ts = txn->start_ts;
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    struct nd_slice key = key_of('a');
    struct nd_kv_request again = {.kind = ND_KV_COMMIT, .start_ts = start_ts, .commit_ts = nd_txn_commit_ts(txn), .keys = &key, .key_count = 1, .is_primary = true};
    nd_txn_free(txn);
    put_one(world, fiber, 'a', "second");
    for (unsigned i = 0; i < 2; i++) {
        struct nd_arena arena;
        nd_arena_init(&arena, &world->heap);
        struct nd_kv_call call = {.request = again, .route_key = key, .deadline_ns = nd_sim_now_ns(world->sim) + 10 * ND_SEC, .arena = &arena};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(nd_node_txn_system(world->node)->options.kv, fiber, calls, 1);
        ND_ASSERT(call.status == (i == 0 ? ND_STATUS_OK : ND_STATUS_SNAPSHOT_TOO_OLD)); /* committed; and then, nobody knows: not "rolled back" */
        nd_arena_deinit(&arena);
        nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    }
}

static ND_YIELDS void roll_back_after_collection(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str("first")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_flush(txn) == ND_STATUS_OK);
    struct nd_slice key = key_of('a');
    struct nd_kv_request rollback = {.kind = ND_KV_ROLLBACK, .start_ts = txn->start_ts, .keys = &key, .key_count = 1};
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
    put_one(world, fiber, 'a', "second");
    for (unsigned i = 0; i < 2; i++) {
        struct nd_arena arena;
        nd_arena_init(&arena, &world->heap);
        struct nd_kv_call call = {.request = rollback, .route_key = key, .deadline_ns = nd_sim_now_ns(world->sim) + 10 * ND_SEC, .arena = &arena};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(nd_node_txn_system(world->node)->options.kv, fiber, calls, 1);
        ND_ASSERT(call.status == (i == 0 ? ND_STATUS_TXN_COMMITTED : ND_STATUS_SNAPSHOT_TOO_OLD)); /* never "it is rolled back" */
        nd_arena_deinit(&arena);
        nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    }
    ND_ASSERT(count_records(world, ND_MVCC_TAG_FENCE) == 0);
}

static void a_rollback_after_collection_is_not_said_to_have_happened(void **state) { run(*state, roll_back_after_collection); }

static void a_commit_repeated_after_collection_is_not_called_rolled_back(void **state) { run(*state, commit_again_after_collection); }

static ND_YIELDS void read_and_write_too_late(struct world *world, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    struct nd_slice found;
    nd_arena_init(&arena, &world->heap);
    put_one(world, fiber, 'a', "old");
    struct nd_txn *reader = begin(world, fiber, ND_REPEATABLE_READ), *writer = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(writer, key_of('b'), nd_slice_str("late")) == ND_STATUS_OK);
    put_one(world, fiber, 'a', "new");
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    ND_ASSERT(nd_txn_get(reader, key_of('a'), &arena, &found) == ND_STATUS_SNAPSHOT_TOO_OLD);
    ND_ASSERT(nd_txn_commit(writer) == ND_STATUS_SNAPSHOT_TOO_OLD); /* surely not committed, and said so */
    nd_txn_rollback(reader);
    nd_txn_free(reader);
    nd_txn_free(writer);
    expect(world, fiber, 'a', "new");
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == 1);
    nd_arena_deinit(&arena);
}

static ND_YIELDS void write_some(struct world *world, struct nd_fiber *fiber, unsigned count, bool deletes)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    for (uint8_t i = 0; i < count; i++) {
        uint8_t key[] = {ND_KEYSPACE_KV, 'c', i};
        enum nd_status status = deletes ? nd_txn_delete(txn, nd_slice_of(key, sizeof key)) : nd_txn_put(txn, nd_slice_of(key, sizeof key), nd_slice_str("value"));
        ND_ASSERT(status == ND_STATUS_OK);
    }
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
}

static ND_YIELDS void write_many(struct world *world, struct nd_fiber *fiber, bool deletes) { write_some(world, fiber, MANY, deletes); }

/* A walk reads everything: it comes when enough has been written over, or after a while. */
static ND_YIELDS void count_walks(struct world *world, struct nd_fiber *fiber)
{
    const struct nd_counter *looked_at = &nd_node_store(world->node)->gc_looked_at;
    write_many(world, fiber, false);
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    uint64_t looked = nd_counter_get(looked_at);
    ND_ASSERT(looked >= MANY); /* what lay there from before was not known */
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    uint64_t more = nd_counter_get(looked_at) - looked;
    ND_ASSERT(more < MANY); /* other shards' */
    write_some(world, fiber, MANY / 2, false);
    nd_fiber_sleep(fiber, RIPE_S * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == MANY);
    write_some(world, fiber, 1, false);
    nd_fiber_sleep(fiber, RIPE_S * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == MANY + 1);
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == MANY);
}

static void a_walk_waits_until_it_is_worth_it(void **state) { run(*state, count_walks); }

/* What the end-to-end test of merges found: a follower's estimate outlived the records that the leader before it had collected. */
static ND_YIELDS void believe_delete_and_wait(struct world *world, struct nd_fiber *fiber)
{
    struct nd_range *range = nd_store_find_key(nd_node_store(world->node), key_of('c'));
    write_many(world, fiber, false);
    write_many(world, fiber, true);
    range->size = (struct nd__size){.is_known = true, .base = BELIEVED_BYTES}; /* as one that followed until now */
    nd_fiber_sleep(fiber, WINDOWS_S * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == 0);
    ND_ASSERT(nd__size_bytes(range) < BELIEVED_BYTES / 2);
}

static void a_size_is_taken_again_after_collection(void **state) { run(*state, believe_delete_and_wait); }

static void below_the_safepoint_nothing_begins(void **state) { run(*state, read_and_write_too_late); }

static int set_up(void **state) { return set_up_with(state, 2000); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_dead_coordinators_commit_survives_collection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_collected_while_an_old_transaction_lives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_size_is_taken_again_after_collection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_walk_waits_until_it_is_worth_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(below_the_safepoint_nothing_begins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commit_repeated_after_collection_is_not_called_rolled_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rollback_after_collection_is_not_said_to_have_happened, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
