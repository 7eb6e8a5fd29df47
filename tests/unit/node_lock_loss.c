/* SPDX-License-Identifier: Apache-2.0 */
/* A lock that is lost with the memory that held it, on one simulated node: who only locked a key and writes another by what it read under the lock does not commit
 * where others may have had the lock meanwhile. It leaves no version that could tell. */
#include "node_world.h"

static ND_YIELDS struct nd_txn *lock_b_as(struct world *world, struct nd_fiber *fiber, enum nd_lock_mode mode)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    struct nd_slice key = key_of('b');
    struct nd_txn_lock_how how = {.mode = mode};
    ND_ASSERT(nd_txn_lock_as(txn, &key, 1, &how) == ND_STATUS_OK);
    return txn;
}

static ND_YIELDS struct nd_txn *lock_b(struct world *world, struct nd_fiber *fiber) { return lock_b_as(world, fiber, ND_LOCK_UPDATE); }

/* a is what is read and written under the lock of b. */
static ND_YIELDS enum nd_status write_a(struct nd_txn *txn, const char *value)
{
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str(value)) == ND_STATUS_OK);
    enum nd_status status = nd_txn_commit(txn);
    nd_txn_free(txn);
    return status;
}

/* Shared locks, too, of a transaction that is in the way of who locks the row for itself. */
static ND_YIELDS void lose_shared(struct world *world, struct nd_fiber *fiber, enum nd_lock_mode mode)
{
    struct nd_txn *first = lock_b_as(world, fiber, mode);
    split_before(world, fiber, key_of('b'));
    struct nd_txn *second = lock_b(world, fiber);
    ND_ASSERT(write_a(second, "1") == ND_STATUS_OK);
    ND_ASSERT(write_a(first, "lost") == ND_STATUS_READ_CHANGED);
    expect(world, fiber, 'a', "1");
    struct nd_txn *third = lock_b_as(world, fiber, mode), *fourth = lock_b_as(world, fiber, mode);
    ND_ASSERT(write_a(third, "3") == ND_STATUS_OK);
    ND_ASSERT(write_a(fourth, "4") == ND_STATUS_OK); /* beside each other */
    expect(world, fiber, 'a', "4");
}

static ND_YIELDS void lose_a_share(struct world *world, struct nd_fiber *fiber) { lose_shared(world, fiber, ND_LOCK_SHARE); }
static ND_YIELDS void lose_a_key_share(struct world *world, struct nd_fiber *fiber) { lose_shared(world, fiber, ND_LOCK_KEY_SHARE); }

static void a_lost_share_does_not_pass(void **state) { run(*state, lose_a_share); }
static void a_lost_key_share_does_not_pass(void **state) { run(*state, lose_a_key_share); }

/* A record of a lock that was sent ahead keeps out who locks and reads in one request. */
static ND_YIELDS void lock_behind_a_record(struct world *world, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &world->heap);
    put_one(world, fiber, 'b', "0");
    struct nd_txn *first = lock_b(world, fiber), *second = begin(world, fiber, ND_READ_COMMITTED);
    struct nd_txn_get_item item = {.key = key_of('b')};
    ND_ASSERT(nd_txn_flush(first) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_lock_get(second, &item, 1, ND_LOCK_UPDATE, true, &arena) == ND_STATUS_LOCKED);
    ND_ASSERT(write_a(first, "1") == ND_STATUS_OK);
    ND_ASSERT(nd_txn_begin_statement(second) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_lock_get(second, &item, 1, ND_LOCK_UPDATE, false, &arena) == ND_STATUS_OK);
    ND_ASSERT(write_a(second, "2") == ND_STATUS_OK);
    nd_arena_deinit(&arena);
}

static void a_record_of_a_lock_is_one(void **state) { run(*state, lock_behind_a_record); }

/* A guard that no lock was taken for says that the key is as it was, and no more: a foreign key's. */
static ND_YIELDS void guard_over_a_split(struct world *world, struct nd_fiber *fiber)
{
    put_one(world, fiber, 'b', "0");
    struct nd_txn *first = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_settle(first) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_guard_read(first, key_of('b')) == ND_STATUS_OK);
    split_before(world, fiber, key_of('b'));
    ND_ASSERT(write_a(first, "1") == ND_STATUS_OK);
}

static void a_guard_is_no_lock(void **state) { run(*state, guard_over_a_split); }

static ND_YIELDS void tell_about_b(struct world *world, struct nd_fiber *fiber, const struct nd_txn *txn, enum nd_kv_kind kind)
{
    struct nd_arena arena;
    struct nd_slice key = key_of('b');
    nd_arena_init(&arena, &world->heap);
    struct nd_kv_call call = {.request = {.kind = kind, .start_ts = txn->start_ts, .keys = &key, .key_count = 1, .wait_ms = 1000},
                              .route_key = key,
                              .deadline_ns = nd_sim_now_ns(world->sim) + 10 * ND_SEC,
                              .arena = &arena};
    struct nd_kv_call *calls[] = {&call};
    nd_kv_run(nd_node_txn_system(world->node)->options.kv, fiber, calls, 1);
    ND_ASSERT(call.status == ND_STATUS_OK);
    nd_arena_deinit(&arena);
}

/* As a leader forgets it whose holder it has not heard of for long. */
static ND_YIELDS void forget_lock(struct world *world, struct nd_fiber *fiber, const struct nd_txn *txn) { tell_about_b(world, fiber, txn, ND_KV_UNLOCK); }

static ND_YIELDS void forget_beside_shares(struct world *world, struct nd_fiber *fiber)
{
    static const enum nd_lock_mode modes[] = {ND_LOCK_SHARE, ND_LOCK_KEY_SHARE};
    for (size_t i = 0; i < ND_ARRAY_LEN(modes); i++) {
        struct nd_txn *first = lock_b(world, fiber);
        forget_lock(world, fiber, first);
        ND_ASSERT(write_a(lock_b_as(world, fiber, modes[i]), "1") == ND_STATUS_OK); /* in one shard: one phase */
        ND_ASSERT(write_a(first, "lost") == ND_STATUS_READ_CHANGED);
    }
}

static void a_share_meanwhile_is_noticed(void **state) { run(*state, forget_beside_shares); }

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

/* ---- locks that another transaction of the session holds: advisory ones ----------------------------------------- */

static ND_YIELDS struct nd_txn *hold_b_as(struct world *world, struct nd_fiber *fiber, enum nd_lock_mode mode)
{
    struct nd_txn *holder = lock_b_as(world, fiber, mode);
    ND_ASSERT(nd_txn_hold(holder) == ND_STATUS_OK);
    return holder;
}

static ND_YIELDS enum nd_status write_a_under(struct world *world, struct nd_fiber *fiber, const struct nd_txn *holder, const char *value)
{
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str(value)) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit_under(txn, holder) == ND_STATUS_OK);
    enum nd_status status = nd_txn_commit(txn);
    nd_txn_free(txn);
    return status;
}

/* As somebody does who met the record, after its holder was not heard of for long. */
static ND_YIELDS void take_for_dead(struct world *world, struct nd_fiber *fiber, const struct nd_txn *holder) { tell_about_b(world, fiber, holder, ND_KV_ROLLBACK); }

static ND_YIELDS void commit_under(struct world *world, struct nd_fiber *fiber, bool is_split)
{
    static const enum nd_lock_mode modes[] = {ND_LOCK_UPDATE, ND_LOCK_SHARE};
    if (is_split) split_before(world, fiber, key_of('b')); /* not in one phase */
    for (size_t i = 0; i < ND_ARRAY_LEN(modes); i++) {
        struct nd_txn *holder = hold_b_as(world, fiber, modes[i]);
        ND_ASSERT(write_a_under(world, fiber, holder, "1") == ND_STATUS_OK);
        ND_ASSERT(write_a_under(world, fiber, holder, "2") == ND_STATUS_OK); /* as often as it likes */
        take_for_dead(world, fiber, holder);
        struct nd_txn *other = hold_b_as(world, fiber, ND_LOCK_UPDATE);
        ND_ASSERT(write_a_under(world, fiber, holder, "lost") == ND_STATUS_READ_CHANGED);
        expect(world, fiber, 'a', "2");
        nd_txn_release(holder);
        nd_txn_free(holder);
        nd_txn_release(other);
        nd_txn_free(other);
        holder = hold_b_as(world, fiber, ND_LOCK_UPDATE); /* nothing stays */
        ND_ASSERT(write_a_under(world, fiber, holder, "3") == ND_STATUS_OK);
        nd_txn_release(holder);
        nd_txn_free(holder);
        struct nd_txn *next = begin(world, fiber, ND_READ_COMMITTED); /* at once, although the commit's record may be there still */
        struct nd_slice key = key_of('b');
        ND_ASSERT(nd_txn_settle(next) == ND_STATUS_OK);
        ND_ASSERT(nd_txn_lock_as(next, &key, 1, &(struct nd_txn_lock_how){.mode = ND_LOCK_UPDATE, .is_nowait = true}) == ND_STATUS_OK);
        nd_txn_rollback(next);
        nd_txn_free(next);
    }
}

static ND_YIELDS void commit_under_in_one(struct world *world, struct nd_fiber *fiber) { commit_under(world, fiber, false); }
static ND_YIELDS void commit_under_in_two(struct world *world, struct nd_fiber *fiber) { commit_under(world, fiber, true); }

static void a_commit_needs_its_holder(void **state) { run(*state, commit_under_in_one); }
static void a_commit_over_shards_needs_its_holder(void **state) { run(*state, commit_under_in_two); }

/* Once its record is there, who takes the holder for dead has to wait for the commit. */
static ND_YIELDS void wait_for_commit(struct world *world, struct nd_fiber *fiber)
{
    split_before(world, fiber, key_of('b'));
    struct nd_txn *holder = hold_b_as(world, fiber, ND_LOCK_UPDATE), *txn = begin(world, fiber, ND_READ_COMMITTED), *other = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, key_of('a'), nd_slice_str("1")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit_under(txn, holder) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_flush(txn) == ND_STATUS_OK);
    take_for_dead(world, fiber, holder);
    struct nd_slice key = key_of('b');
    ND_ASSERT(nd_txn_settle(other) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_lock_as(other, &key, 1, &(struct nd_txn_lock_how){.mode = ND_LOCK_UPDATE, .is_nowait = true}) == ND_STATUS_LOCKED);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
    ND_ASSERT(nd_txn_lock_as(other, &key, 1, &(struct nd_txn_lock_how){.mode = ND_LOCK_UPDATE}) == ND_STATUS_OK);
    expect(world, fiber, 'a', "1");
    nd_txn_rollback(other);
    nd_txn_free(other);
    nd_txn_free(holder);
}

static void the_next_holder_waits_for_the_commit(void **state) { run(*state, wait_for_commit); }

/* ---- what was sent ahead and forgotten ----------------------------------------------------------------------------- */

static ND_YIELDS void read_when_dead(struct world *world, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    struct nd_slice found, key = key_of('b');
    nd_arena_init(&arena, &world->heap);
    put_one(world, fiber, 'b', "old");
    struct nd_txn *txn = begin(world, fiber, ND_READ_COMMITTED);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, key, nd_slice_str("own")) == ND_STATUS_OK);
    ND_ASSERT(nd__txn_flush(txn, false) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_get(txn, key, &arena, &found) == ND_STATUS_OK && nd_slice_eq(found, nd_slice_str("own")));
    take_for_dead(world, fiber, txn);
    struct nd_kv_pair *pairs;
    size_t count;
    struct nd_txn_scan scan = {.txn = txn, .first = key};
    struct nd_txn_span span = {.prefix = key};
    struct nd_txn_get_item item = {.key = key};
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_get(txn, key, &arena, &found) == ND_STATUS_TXN_ABORTED);
    ND_ASSERT(nd_txn_lock_get(txn, &item, 1, ND_LOCK_UPDATE, false, &arena) == ND_STATUS_TXN_ABORTED);
    ND_ASSERT(nd_txn_scan_prefixes(txn, &span, 1, false, &arena) == ND_STATUS_TXN_ABORTED);
    ND_ASSERT(nd_txn_scan_open(&scan) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_scan_next(&scan, &arena, &pairs, &count) == ND_STATUS_TXN_ABORTED);
    nd_txn_scan_close(&scan);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_TXN_ABORTED);
    nd_txn_free(txn);
    nd_arena_deinit(&arena);
}

static void who_was_taken_for_dead_reads_nothing(void **state) { run(*state, read_when_dead); }

static int set_up(void **state) { return set_up_with(state, 600000); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_lost_lock_does_not_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commit_needs_its_holder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commit_over_shards_needs_its_holder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_next_holder_waits_for_the_commit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_was_taken_for_dead_reads_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lost_share_does_not_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lost_key_share_does_not_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_share_meanwhile_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_record_of_a_lock_is_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_guard_is_no_lock, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
