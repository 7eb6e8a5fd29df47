/* SPDX-License-Identifier: Apache-2.0 */
/* Async commits whose gateway is gone: what others make of the records (range/range_async.c, txn/txn_async.c). */
#include "node_world.h"

struct writer {
    struct nd_ts start_ts;
    struct nd_ts bounds[2]; /* of a's record and b's */
};

/* One of the two records of an async commit that writes `value` under a, its primary, and b. */
static ND_YIELDS enum nd_status prewrite(struct world *world, struct nd_fiber *fiber, struct writer *writer, char letter, const char *value)
{
    struct nd_slice b = key_of('b');
    struct nd_arena arena;
    struct nd_buf list;
    nd_arena_init(&arena, &world->heap);
    nd_buf_init(&list, &world->heap);
    nd_kv_put_keys(&list, &b, letter == 'a' ? 1 : 0);
    struct nd_kv_mut mut = {.op = ND_MUT_PUT, .key = key_of(letter), .value = nd_slice_str(value)};
    struct nd_kv_call call = {.request = {.kind = ND_KV_PREWRITE, .start_ts = writer->start_ts, .primary = key_of('a'), .ttl_ms = ND__TXN_TTL_MS, .prewrite_seq = 1,
                                          .secondaries = nd_buf_slice(&list), .muts = &mut, .mut_count = 1},
                              .route_key = mut.key,
                              .deadline_ns = nd_sim_now_ns(world->sim) + 10 * ND_SEC,
                              .arena = &arena};
    struct nd_kv_call *calls[] = {&call};
    nd_kv_run(nd_node_txn_system(world->node)->options.kv, fiber, calls, 1);
    writer->bounds[letter - 'a'] = call.reply.commit_ts;
    nd_buf_deinit(&list);
    nd_arena_deinit(&arena);
    return call.status;
}

static ND_YIELDS struct writer begin_writer(struct world *world, struct nd_fiber *fiber)
{
    struct writer writer = {{0}, {{0}, {0}}};
    ND_ASSERT(nd_txn_system_now(nd_node_txn_system(world->node), fiber, 0, &writer.start_ts) == ND_STATUS_OK);
    return writer;
}

static ND_YIELDS void leave_all_records(struct world *world, struct nd_fiber *fiber)
{
    split_at_b(world, fiber);
    struct writer writer = begin_writer(world, fiber);
    ND_ASSERT(prewrite(world, fiber, &writer, 'b', "new") == ND_STATUS_OK);
    ND_ASSERT(prewrite(world, fiber, &writer, 'a', "new") == ND_STATUS_OK);
}

static ND_YIELDS void both_are_new(struct world *world, struct nd_fiber *fiber)
{
    uint64_t begun_ns = nd_sim_now_ns(world->sim);
    expect(world, fiber, 'b', "new");
    expect(world, fiber, 'a', "new");
    ND_ASSERT(nd_sim_now_ns(world->sim) - begun_ns < ND_SEC); /* nobody waits for the gateway to be given up */
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == 0);
}

static void all_records_are_a_commit(void **state)
{
    struct world *world = *state;
    run(world, leave_all_records);
    crash_and_restart(world); /* what leaders have in memory comes from the records */
    turn(world, is_ready);
    assert_int_equal(count_records(world, ND_MVCC_TAG_LOCK), 2);
    run(world, both_are_new);
}

static ND_YIELDS void read_past(struct world *world, struct nd_fiber *fiber)
{
    split_at_b(world, fiber);
    struct writer writer = begin_writer(world, fiber);
    ND_ASSERT(prewrite(world, fiber, &writer, 'a', "new") == ND_STATUS_OK);
    struct nd_txn *reader = begin(world, fiber, ND_REPEATABLE_READ);
    struct nd_arena arena;
    struct nd_slice found;
    nd_arena_init(&arena, &world->heap);
    uint64_t begun_ns = nd_sim_now_ns(world->sim);
    ND_ASSERT(nd_txn_get(reader, key_of('a'), &arena, &found) == ND_STATUS_OK);
    ND_ASSERT(nd_slice_eq(found, nd_slice_str("old")));
    ND_ASSERT(nd_sim_now_ns(world->sim) - begun_ns < ND_SEC);
    ND_ASSERT(prewrite(world, fiber, &writer, 'b', "new") == ND_STATUS_OK); /* now it is committed: above the reader */
    ND_ASSERT(writer.bounds[1].v > nd_txn_read_ts(reader).v);
    ND_ASSERT(nd_txn_get(reader, key_of('a'), &arena, &found) == ND_STATUS_OK && nd_slice_eq(found, nd_slice_str("old")));
    ND_ASSERT(nd_txn_get(reader, key_of('b'), &arena, &found) == ND_STATUS_OK && nd_slice_eq(found, nd_slice_str("old")));
    nd_txn_rollback(reader);
    nd_txn_free(reader);
    nd_arena_deinit(&arena);
    both_are_new(world, fiber);
}

static void readers_pass_an_unfinished_commit(void **state) { run(*state, read_past); }

static ND_YIELDS void give_up(struct world *world, struct nd_fiber *fiber)
{
    split_at_b(world, fiber);
    struct writer writer = begin_writer(world, fiber);
    ND_ASSERT(prewrite(world, fiber, &writer, 'a', "new") == ND_STATUS_OK);
    put_one(world, fiber, 'a', "another's"); /* waits until it is called dead */
    ND_ASSERT(prewrite(world, fiber, &writer, 'b', "new") == ND_STATUS_TXN_ABORTED); /* late */
    expect(world, fiber, 'a', "another's");
    expect(world, fiber, 'b', "old");
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == 0);
}

static void a_missing_record_is_fenced_in_the_end(void **state) { run(*state, give_up); }

static ND_YIELDS void send_twice(struct world *world, struct nd_fiber *fiber)
{
    split_at_b(world, fiber);
    struct writer writer = begin_writer(world, fiber), again = writer;
    ND_ASSERT(prewrite(world, fiber, &writer, 'a', "new") == ND_STATUS_OK);
    ND_ASSERT(prewrite(world, fiber, &again, 'a', "new") == ND_STATUS_OK);
    ND_ASSERT(writer.bounds[0].v > writer.start_ts.v);
    ND_ASSERT(again.bounds[0].v == writer.bounds[0].v); /* others may have taken it for the commit timestamp */
}

static void a_record_asked_for_twice_keeps_its_bound(void **state) { run(*state, send_twice); }

static int set_up(void **state) { return set_up_with(state, 60000); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_records_are_a_commit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(readers_pass_an_unfinished_commit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_record_is_fenced_in_the_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_record_asked_for_twice_keeps_its_bound, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
