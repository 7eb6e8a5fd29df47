/* SPDX-License-Identifier: Apache-2.0 */
/* Guards and fences (range/gate.h), on one simulated node: writers of a table by an older catalog beside one who changes its layout, in one
 * shard and in two, split before, while and after the fence is placed. */
#include "node_world.h"

static const uint8_t table_prefix[] = {ND_KEYSPACE_KV, 't'};

static struct nd_slice prefix(void) { return nd_slice_of(table_prefix, sizeof table_prefix); }

static struct nd_slice row_of(char row)
{
    static const uint8_t rows[][3] = {{ND_KEYSPACE_KV, 't', 'a'}, {ND_KEYSPACE_KV, 't', 'm'}, {ND_KEYSPACE_KV, 't', 'z'}};
    return nd_slice_of(rows[row == 'a' ? 0 : row == 'm' ? 1 : 2], 3);
}

static ND_YIELDS void split_at_m(struct world *world, struct nd_fiber *fiber)
{
    enum nd_status status;
    while ((status = nd_txn_system_split(nd_node_txn_system(world->node), fiber, row_of('m'), (struct nd_node_id){0})) == ND_STATUS_BUSY) nd_fiber_sleep(fiber, 50 * ND_MS);
    ND_ASSERT(status == ND_STATUS_OK);
}

static ND_YIELDS struct nd_txn *writer(struct world *world, struct nd_fiber *fiber, const char *rows)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_settle(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_guard_span(txn, prefix()) == ND_STATUS_OK);
    for (; *rows != '\0'; rows++) ND_ASSERT(nd_txn_put(txn, row_of(*rows), nd_slice_str("row")) == ND_STATUS_OK);
    return txn;
}

static ND_YIELDS void expect_commit(struct nd_txn *txn, enum nd_status expected)
{
    ND_ASSERT(nd_txn_commit(txn) == expected);
    nd_txn_free(txn);
}

/* What simulation seed `index 1` found: a range that ends between the table's first key and its gate has none of its rows, and no room for
 * the gate, which was looked for there for ever. And no range is made so narrow that a row has no gate beside it. */
static ND_YIELDS void split_before_the_gate(struct world *world, struct nd_fiber *fiber)
{
    static const uint8_t inside[] = {ND_KEYSPACE_KV, 't', 0, 0}, beside_row[] = {ND_KEYSPACE_KV, 't', 'm', 0};
    struct nd_txn_system *system = nd_node_txn_system(world->node);
    enum nd_status status;
    while ((status = nd_txn_system_split(system, fiber, nd_slice_of(inside, sizeof inside), (struct nd_node_id){0})) == ND_STATUS_BUSY) nd_fiber_sleep(fiber, 50 * ND_MS);
    ND_ASSERT(status == ND_STATUS_OK);
    split_at_m(world, fiber);
    ND_ASSERT(nd_txn_system_split(system, fiber, nd_slice_of(beside_row, sizeof beside_row), (struct nd_node_id){0}) == ND_STATUS_INVALID);
}

static ND_YIELDS size_t count_rows(struct world *world, struct nd_txn *txn)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &world->heap);
    uint8_t end[] = {ND_KEYSPACE_KV, 'u'};
    struct nd_txn_scan scan = {.txn = txn, .first = prefix(), .end = nd_slice_of(end, sizeof end)};
    size_t rows = 0, count;
    ND_ASSERT(nd_txn_scan_open(&scan) == ND_STATUS_OK);
    do {
        struct nd_kv_pair *pairs;
        ND_ASSERT(nd_txn_scan_next(&scan, &arena, &pairs, &count) == ND_STATUS_OK);
        rows += count;
    } while (count > 0);
    nd_txn_scan_close(&scan);
    nd_arena_deinit(&arena);
    return rows;
}

/* A row where the gate of a table of another prefix would be, as the tens of thousandth of ascending numbers is: a split, which finds the
 * tables it cuts through by their gates, took its version and its provisional record for one, and the right half had a row more. */
static ND_YIELDS void rows_like_gates(struct world *world, struct nd_fiber *fiber)
{
    static const uint8_t committed[] = {ND_KEYSPACE_KV, 't', 0x80, 0, 0x67, 3}, under_way[] = {ND_KEYSPACE_KV, 't', 0x80, 1, 0, 0x67, 4}, border[] = {ND_KEYSPACE_KV, 't', 0x80, 1, 2};
    struct nd_txn *first = begin(world, fiber, ND_READ_COMMITTED), *second = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(first, nd_slice_of(committed, sizeof committed), nd_slice_str("row")) == ND_STATUS_OK);
    expect_commit(first, ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(second, nd_slice_of(under_way, sizeof under_way), nd_slice_str("row")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_flush(second) == ND_STATUS_OK);
    enum nd_status status;
    while ((status = nd_txn_system_split(nd_node_txn_system(world->node), fiber, nd_slice_of(border, sizeof border), (struct nd_node_id){0})) == ND_STATUS_BUSY) nd_fiber_sleep(fiber, 50 * ND_MS);
    ND_ASSERT(status == ND_STATUS_OK);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == 1);
    expect_commit(second, ND_STATUS_OK);
    struct nd_txn *reader = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_settle(reader) == ND_STATUS_OK);
    ND_ASSERT(count_rows(world, reader) == 2);
    expect_commit(reader, ND_STATUS_OK);
}

static void a_row_is_no_gate(void **state) { run(*state, rows_like_gates); }

/* floor {0}: for all who know less than it. */
static ND_YIELDS struct nd_txn *fence(struct world *world, struct nd_fiber *fiber, struct nd_ts floor)
{
    uint8_t value[ND_KV_FLOOR_VALUE_BYTES] = {0};
    nd_store_u64(value + 8, floor.v);
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str("catalog")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_fence(txn, prefix(), nd_slice_of(value, floor.v == 0 ? 8 : sizeof value)) == ND_STATUS_OK);
    return txn;
}

/* A shard that begins in the middle of a value has its gate where a row may be: the fence was written over it, and the row was gone. */
static ND_YIELDS void row_at_the_gate(struct world *world, struct nd_fiber *fiber)
{
    static const uint8_t row[] = {ND_KEYSPACE_KV, 't', 0x80, 1, 0, 0x67, 2}, middle[] = {ND_KEYSPACE_KV, 't', 0x80, 1};
    uint8_t value[8] = {0};
    struct nd_txn *first = begin(world, fiber, ND_READ_COMMITTED), *change = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_put(first, nd_slice_of(row, sizeof row), nd_slice_str("row")) == ND_STATUS_OK);
    expect_commit(first, ND_STATUS_OK);
    split_before(world, fiber, nd_slice_of(middle, sizeof middle));
    ND_ASSERT(nd_txn_begin_statement(change) == ND_STATUS_OK); /* it sees the row */
    ND_ASSERT(nd_txn_put(change, key_of('a'), nd_slice_str("catalog")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_fence(change, prefix(), nd_slice_of(value, sizeof value)) == ND_STATUS_INVALID);
    nd_txn_rollback(change);
    nd_txn_free(change);
    struct nd_txn *reader = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_settle(reader) == ND_STATUS_OK);
    ND_ASSERT(count_rows(world, reader) == 1);
    expect_commit(reader, ND_STATUS_OK);
}

static void a_row_is_not_fenced_over(void **state) { run(*state, row_at_the_gate); }

static ND_YIELDS void writers_of_before_are_refused(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *old[] = {writer(world, fiber, "a"), writer(world, fiber, "z"), writer(world, fiber, "az")};
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
    expect_commit(fence(world, fiber, (struct nd_ts){0}), ND_STATUS_OK);
    for (size_t i = 0; i < ND_ARRAY_LEN(old); i++) expect_commit(old[i], ND_STATUS_WRITE_CONFLICT);
    expect_commit(writer(world, fiber, "amz"), ND_STATUS_OK);
}

static void in_one_shard(void **state) { run(*state, writers_of_before_are_refused); }

static void in_two_shards(void **state)
{
    run(*state, split_at_m);
    run(*state, writers_of_before_are_refused);
}

static void beside_a_range_without_room(void **state)
{
    run(*state, split_before_the_gate);
    run(*state, writers_of_before_are_refused);
}

static ND_YIELDS void split_while_fenced(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *left = writer(world, fiber, "a"), *right = writer(world, fiber, "z"), *meanwhile = writer(world, fiber, "mz");
    struct nd_txn *change = fence(world, fiber, (struct nd_ts){0});
    split_at_m(world, fiber);
    nd_txn_set_lock_timeout(meanwhile, 100 * ND_MS);
    enum nd_status status = nd_txn_commit(meanwhile); /* in the right half alone */
    ND_ASSERT(status == ND_STATUS_LOCK_TIMEOUT || status == ND_STATUS_WRITE_CONFLICT);
    nd_txn_free(meanwhile);
    expect_commit(change, ND_STATUS_OK);
    expect_commit(left, ND_STATUS_WRITE_CONFLICT);
    expect_commit(right, ND_STATUS_WRITE_CONFLICT);
    expect_commit(writer(world, fiber, "amz"), ND_STATUS_OK);
}

static void a_split_takes_the_record_along(void **state) { run(*state, split_while_fenced); }

static ND_YIELDS void split_after_fence(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *left = writer(world, fiber, "a"), *right = writer(world, fiber, "z");
    expect_commit(fence(world, fiber, (struct nd_ts){0}), ND_STATUS_OK);
    split_at_m(world, fiber);
    expect_commit(left, ND_STATUS_WRITE_CONFLICT);
    expect_commit(right, ND_STATUS_WRITE_CONFLICT);
    expect_commit(writer(world, fiber, "amz"), ND_STATUS_OK);
}

static void a_split_takes_the_version_along(void **state) { run(*state, split_after_fence); }

static ND_YIELDS void floors(struct world *world, struct nd_fiber *fiber)
{
    struct nd_ts floor;
    struct nd_txn *old = writer(world, fiber, "z");
    ND_ASSERT(nd_txn_system_now(nd_node_txn_system(world->node), fiber, nd_sim_now_ns(world->sim) + ND_SEC, &floor) == ND_STATUS_OK);
    struct nd_txn *young = writer(world, fiber, "z");
    expect_commit(fence(world, fiber, floor), ND_STATUS_OK);
    expect_commit(old, ND_STATUS_WRITE_CONFLICT);
    expect_commit(young, ND_STATUS_OK);
}

static void who_knows_the_floor_passes(void **state)
{
    run(*state, floors);
    run(*state, split_at_m);
    run(*state, floors);
}

/* What was placed before the fence has been decided when it stands: here it is of one who has gone. */
static ND_YIELDS void left_behind(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *gone = writer(world, fiber, "az");
    ND_ASSERT(nd_txn_flush(gone) == ND_STATUS_OK);
    gone->phase = ND__TXN_COMMITTED; /* and is never heard of again */
    nd_txn_free(gone);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == 2);
    struct nd_txn *change = fence(world, fiber, (struct nd_ts){0});
    struct nd_arena arena;
    struct nd_slice found;
    nd_arena_init(&arena, &world->heap);
    ND_ASSERT(nd_txn_begin_statement(change) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_get(change, row_of('z'), &arena, &found) == ND_STATUS_NOT_FOUND);
    nd_arena_deinit(&arena);
    expect_commit(change, ND_STATUS_OK);
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
}

static void records_of_before_are_waited_for(void **state)
{
    run(*state, split_at_m);
    run(*state, left_behind);
}

/* Rows that are sent ahead meet a fence: whoever comes again waits until it is over, which here its time to live says. */
static ND_YIELDS void sent_ahead(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *large = writer(world, fiber, "az"), *change = fence(world, fiber, (struct nd_ts){0});
    change->phase = ND__TXN_COMMITTED; /* and is never heard of again */
    nd_txn_free(change);
    uint64_t begun_ns = nd_sim_now_ns(world->sim);
    ND_ASSERT(nd_txn_flush(large) == ND_STATUS_WRITE_CONFLICT);
    ND_ASSERT(nd_sim_now_ns(world->sim) - begun_ns < ND_SEC);
    nd_txn_give_way(large);
    ND_ASSERT(nd_sim_now_ns(world->sim) - begun_ns > ND_SEC);
    nd_txn_free(large);
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
}

static void who_comes_again_waits_first(void **state)
{
    run(*state, split_at_m);
    run(*state, sent_ahead);
}

/* The fence is of one who has gone: writers clear it away. */
static ND_YIELDS void dead_change(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *change = fence(world, fiber, (struct nd_ts){0});
    change->phase = ND__TXN_COMMITTED;
    nd_txn_free(change);
    nd_fiber_sleep(fiber, 20 * ND_SEC);
    expect_commit(writer(world, fiber, "z"), ND_STATUS_OK);
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
}

static void a_dead_change_is_cleared_away(void **state)
{
    run(*state, split_at_m);
    run(*state, dead_change);
}

/* Two changes in one block, the second undone: the first one's fence stands. */
static ND_YIELDS void undone_to_savepoint(struct world *world, struct nd_fiber *fiber)
{
    uint8_t value[8] = {0};
    struct nd_txn *old = writer(world, fiber, "z");
    struct nd_txn *change = fence(world, fiber, (struct nd_ts){0});
    uint64_t savepoint = nd_txn_savepoint(change);
    ND_ASSERT(nd_txn_begin_statement(change) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_fence(change, prefix(), nd_slice_of(value, sizeof value)) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_rollback_to(change, savepoint) == ND_STATUS_OK);
    expect_commit(change, ND_STATUS_OK);
    expect_commit(old, ND_STATUS_WRITE_CONFLICT);
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
}

static void an_earlier_fence_outlives_a_savepoint(void **state)
{
    run(*state, split_at_m);
    run(*state, undone_to_savepoint);
}

/* The fence, and what was sent ahead with it, are in nobody's way any more; and then it is put there again. */
static ND_YIELDS void undone(struct world *world, struct nd_fiber *fiber)
{
    uint8_t value[8] = {0};
    struct nd_txn *old = writer(world, fiber, "z"), *change = begin(world, fiber, ND_READ_COMMITTED);
    const struct nd_slice shared = key_of('b');
    ND_ASSERT(nd_txn_settle(change) == ND_STATUS_OK);
    for (unsigned i = 0; i < 2; i++) {
        uint64_t savepoint = nd_txn_savepoint(change);
        ND_ASSERT(nd_txn_begin_statement(change) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_lock(change, &shared, 1, false) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_put(change, key_of('a'), nd_slice_str("primary")) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_put(change, shared, nd_slice_str("change")) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_fence(change, prefix(), nd_slice_of(value, sizeof value)) == ND_STATUS_OK);
        if (i == 1) break;
        ND_ASSERT(nd_txn_rollback_to(change, savepoint) == ND_STATUS_OK);
        ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == 1); /* the primary */
        expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
        struct nd_txn *other = begin(world, fiber, ND_READ_COMMITTED);
        ND_ASSERT(nd_txn_settle(other) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_lock(other, &shared, 1, true) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_put(other, shared, nd_slice_str("other")) == ND_STATUS_OK);
        expect_commit(other, ND_STATUS_OK);
        ND_ASSERT(nd_txn_begin_statement(change) == ND_STATUS_OK);
    }
    expect_commit(change, ND_STATUS_OK);
    expect_commit(old, ND_STATUS_WRITE_CONFLICT);
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
}

static void an_undone_fence_is_in_nobodys_way(void **state)
{
    run(*state, split_at_m);
    run(*state, undone);
}

/* The lock that a change took before is held still, the fence is none. */
static ND_YIELDS void undone_statement(struct world *world, struct nd_fiber *fiber)
{
    struct nd_txn *change = fence(world, fiber, (struct nd_ts){0});
    ND_ASSERT(nd_txn_rollback_statement(change) == ND_STATUS_OK);
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
    expect_commit(change, ND_STATUS_OK);
    expect_commit(writer(world, fiber, "az"), ND_STATUS_OK);
}

static void a_lock_on_a_gate_is_no_fence(void **state)
{
    run(*state, split_at_m);
    run(*state, undone_statement);
}

/* Who waits for a record that is in the engine alone keeps nothing from whose it is. */
static ND_YIELDS void met_in_the_engine(struct world *world, struct nd_fiber *fiber)
{
    const struct nd_slice key = key_of('b');
    struct nd_txn *large = begin(world, fiber, ND_READ_COMMITTED), *other = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_settle(large) == ND_STATUS_OK && nd_txn_settle(other) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(large, key, nd_slice_str("large")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_flush(large) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_lock(other, &key, 1, true) == ND_STATUS_LOCKED);
    ND_ASSERT(nd_txn_begin_statement(large) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_lock(large, &key, 1, true) == ND_STATUS_OK);
    expect_commit(large, ND_STATUS_OK);
    nd_txn_rollback(other);
    nd_txn_free(other);
}

static void an_owner_does_not_wait_for_who_waits_for_it(void **state) { run(*state, met_in_the_engine); }

/* Of a fence with a floor, while it is under way. */
static ND_YIELDS void passes_under_way(struct world *world, struct nd_fiber *fiber)
{
    struct nd_ts floor;
    struct nd_txn *old = writer(world, fiber, "az");
    ND_ASSERT(nd_txn_system_now(nd_node_txn_system(world->node), fiber, nd_sim_now_ns(world->sim) + ND_SEC, &floor) == ND_STATUS_OK);
    struct nd_txn *young = writer(world, fiber, "az"), *change = fence(world, fiber, floor);
    expect_commit(young, ND_STATUS_OK);
    expect_commit(writer(world, fiber, "mz"), ND_STATUS_OK);
    nd_txn_set_lock_timeout(old, 100 * ND_MS);
    expect_commit(old, ND_STATUS_WRITE_CONFLICT);
    expect_commit(change, ND_STATUS_OK);
}

static void who_knows_the_floor_does_not_wait(void **state)
{
    run(*state, split_at_m);
    run(*state, passes_under_way);
}

/* A span that covers the table's right part goes, the right shard's gate stays. */
static ND_YIELDS void discarded(struct world *world, struct nd_fiber *fiber)
{
    static const uint8_t end[] = {ND_KEYSPACE_KV, 't', 'z'};
    struct nd_txn *old = writer(world, fiber, "z");
    expect_commit(writer(world, fiber, "m"), ND_STATUS_OK);
    expect_commit(fence(world, fiber, (struct nd_ts){0}), ND_STATUS_OK);
    struct nd_slice first = row_of('m');
    while (first.n > 0) {
        struct nd_arena arena;
        nd_arena_init(&arena, &world->heap);
        struct nd_kv_call call = {.request = {.kind = ND_KV_DISCARD_SPAN, .first = first, .end = nd_slice_of(end, sizeof end)}, .route_key = first,
                                  .deadline_ns = nd_sim_now_ns(world->sim) + 10 * ND_SEC, .arena = &arena};
        struct nd_kv_call *calls[] = {&call};
        nd_kv_run(nd_node_txn_system(world->node)->options.kv, fiber, calls, 1);
        ND_ASSERT(call.status == ND_STATUS_OK);
        static uint8_t next[64];
        if (call.reply.resume.n > 0) memcpy(next, call.reply.resume.p, call.reply.resume.n);
        first = nd_slice_of(next, call.reply.resume.n);
        nd_arena_deinit(&arena);
    }
    expect_commit(old, ND_STATUS_WRITE_CONFLICT);
}

static void a_discarded_span_leaves_the_gate(void **state)
{
    run(*state, split_at_m);
    run(*state, discarded);
}

static ND_YIELDS void leave_a_fence(struct world *world, struct nd_fiber *fiber)
{
    expect_commit(writer(world, fiber, "amz"), ND_STATUS_OK);
    expect_commit(fence(world, fiber, (struct nd_ts){0}), ND_STATUS_OK);
    nd_fiber_sleep(fiber, ND_SEC);
}

/* The gates are there, and nobody reads them. */
static ND_YIELDS void scan_rows(struct world *world, struct nd_fiber *fiber)
{
    for (unsigned i = 0; i < 2; i++) {
        struct nd_txn *change = i == 0 ? NULL : fence(world, fiber, (struct nd_ts){0}); /* its records, then */
        struct nd_txn *txn = i == 0 ? begin(world, fiber, ND_READ_COMMITTED) : change;
        ND_ASSERT(count_rows(world, txn) == 3);
        expect_commit(txn, ND_STATUS_OK);
    }
}

static void gates_are_not_read(void **state)
{
    run(*state, split_at_m);
    run(*state, leave_a_fence);
    run(*state, scan_rows);
}

static int set_up(void **state) { return set_up_with(state, 600000); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(in_one_shard, set_up, tear_down),
        cmocka_unit_test_setup_teardown(in_two_shards, set_up, tear_down),
        cmocka_unit_test_setup_teardown(beside_a_range_without_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_row_is_no_gate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_row_is_not_fenced_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_split_takes_the_record_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_split_takes_the_version_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_knows_the_floor_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(records_of_before_are_waited_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_comes_again_waits_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dead_change_is_cleared_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_earlier_fence_outlives_a_savepoint, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_undone_fence_is_in_nobodys_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lock_on_a_gate_is_no_fence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_owner_does_not_wait_for_who_waits_for_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_knows_the_floor_does_not_wait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_discarded_span_leaves_the_gate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gates_are_not_read, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
