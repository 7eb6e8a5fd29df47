/* SPDX-License-Identifier: Apache-2.0 */
/* Ways back to a savepoint that fail, on one simulated node: what was to be undone is never committed, what was not is not lost. */
#include "node_world.h"

enum { LARGE_BYTES = 1 << 20 };

static ND_YIELDS void fail_half_way(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, LARGE_BYTES), 'x', LARGE_BYTES);
    struct nd_txn *txn = begin(world, fiber, ND_REPEATABLE_READ);
    uint64_t savepoint = nd_txn_savepoint(txn);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    for (uint8_t i = 0; i < ND_TXN_BUFFER_BYTES_MAX / LARGE_BYTES + 2; i++) {
        uint8_t key[] = {ND_KEYSPACE_KV, 'b', i};
        ND_ASSERT(nd_txn_put(txn, nd_slice_of(key, sizeof key), nd_buf_slice(&value)) == ND_STATUS_OK);
    }
    nd_buf_deinit(&value);
    ND_ASSERT(txn->is_flushed);
    nd_txn_set_deadline(txn, 1); /* long over */
    ND_ASSERT(nd_txn_rollback_to(txn, savepoint) != ND_STATUS_OK);
    nd_txn_set_deadline(txn, 0);
    ND_ASSERT(nd_txn_rollback_to(txn, savepoint) == ND_STATUS_UNSUPPORTED); /* the whole, then */
    nd_txn_rollback(txn);
    nd_txn_free(txn);
    nd_fiber_sleep(fiber, 10 * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == 0);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_LOCK) == 0);
}

static void a_half_undone_transaction_has_no_way_back(void **state) { run(*state, fail_half_way); }

static ND_YIELDS void put(struct nd_txn *txn, uint8_t space, uint8_t i, struct nd_slice value)
{
    uint8_t key[] = {ND_KEYSPACE_KV, space, i};
    ND_ASSERT(nd_txn_put(txn, nd_slice_of(key, sizeof key), value) == ND_STATUS_OK);
}

/* Of a large transaction the buffer forgets what went out. A record that lies over such a write cannot be undone to it: that is refused, and not done as if
 * nothing had been there. Others can. */
static ND_YIELDS void write_over_what_is_forgotten(struct world *world, struct nd_fiber *fiber)
{
    struct nd_buf value;
    nd_buf_init(&value, &world->heap);
    memset(nd_buf_extend(&value, LARGE_BYTES), 'x', LARGE_BYTES);
    struct nd_txn *txn = begin(world, fiber, ND_REPEATABLE_READ);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    for (uint8_t i = 0; i < ND_TXN_BUFFER_BYTES_MAX / LARGE_BYTES + 2; i++) put(txn, 'b', i, nd_buf_slice(&value));
    nd_buf_deinit(&value);
    ND_ASSERT(txn->is_flushed);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    uint64_t savepoint = nd_txn_savepoint(txn);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    put(txn, 'c', 1, nd_slice_str("elsewhere"));
    ND_ASSERT(nd_txn_flush(txn) == ND_STATUS_OK);
    put(txn, 'b', 1, nd_slice_str("not sent"));
    ND_ASSERT(nd_txn_rollback_to(txn, savepoint) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    put(txn, 'b', 1, nd_slice_str("sent"));
    ND_ASSERT(nd_txn_flush(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_rollback_to(txn, savepoint) == ND_STATUS_UNSUPPORTED);
    nd_txn_rollback(txn);
    nd_txn_free(txn);
    nd_fiber_sleep(fiber, 10 * ND_SEC);
    ND_ASSERT(count_records(world, ND_MVCC_TAG_VERSION) == 0);
}

static void a_record_over_a_forgotten_write_is_not_undone(void **state) { run(*state, write_over_what_is_forgotten); }

static int set_up(void **state) { return set_up_with(state, 600000); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(a_half_undone_transaction_has_no_way_back, set_up, tear_down),
                                       cmocka_unit_test_setup_teardown(a_record_over_a_forgotten_write_is_not_undone, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
