/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/prng.h"
#include "raft/raft.h"

struct fixture {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_buf wire;
    struct nd_raft_entry entries[8];
};

static void init(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    nd_heap_init(&fixture->heap, true);
    nd_arena_init(&fixture->arena, &fixture->heap);
    nd_buf_init(&fixture->wire, &fixture->heap);
}

static void deinit(struct fixture *fixture)
{
    nd_arena_deinit(&fixture->arena);
    nd_buf_deinit(&fixture->wire);
    assert_int_equal(atomic_load(&fixture->heap.bytes), 0);
    nd_heap_deinit(&fixture->heap);
}

static enum nd_status decode(struct fixture *fixture, size_t n, struct nd_raft_msg *msg)
{
    nd_arena_reset(&fixture->arena);
    return nd_raft_msg_decode(nd_slice_of(fixture->wire.p, n), &fixture->arena, &fixture->heap, msg);
}

static struct nd_raft_msg random_msg(struct fixture *fixture, struct nd_prng *prng)
{
    struct nd_raft_msg msg = {.type = (enum nd_raft_msg_type)nd_prng_between(prng, ND_RAFT_MSG_PREVOTE, ND_RAFT_MSG_FORGET_LEADER),
                              .from = {1 + nd_prng_below(prng, 9)}, .to = {nd_prng_next(prng) | 1}, .term = nd_prng_next(prng) >> nd_prng_below(prng, 64),
                              .prev_index = nd_prng_next(prng) >> (1 + nd_prng_below(prng, 63)), .prev_term = nd_prng_below(prng, 1000),
                              .commit = nd_prng_next(prng) >> nd_prng_below(prng, 64), .match = nd_prng_below(prng, 300),
                              .is_reject = nd_prng_chance(prng, 0.5), .hint_index = nd_prng_below(prng, 300), .hint_term = nd_prng_below(prng, 300),
                              .round = nd_prng_below(prng, 1000000), .context = nd_prng_next(prng), .is_transfer = nd_prng_chance(prng, 0.5)};
    if (msg.type != ND_RAFT_MSG_APPEND) return msg;
    msg.entry_count = nd_prng_below(prng, 9);
    msg.entries = fixture->entries;
    uint64_t term = msg.prev_term;
    for (size_t i = 0; i < msg.entry_count; i++) {
        uint8_t bytes[300];
        size_t n = nd_prng_below(prng, sizeof bytes);
        for (size_t j = 0; j < n; j++)
            bytes[j] = (uint8_t)nd_prng_next(prng);
        term += nd_prng_below(prng, 3);
        bool is_noop = nd_prng_chance(prng, 0.3);
        fixture->entries[i] = (struct nd_raft_entry){term, msg.prev_index + 1 + i, is_noop ? ND_RAFT_NOOP : ND_RAFT_COMMAND, NULL};
        if (!is_noop) fixture->entries[i].payload = nd_raft_payload_new(&fixture->heap, nd_slice_of(bytes, n));
    }
    return msg;
}

static void assert_same(const struct nd_raft_msg *a, const struct nd_raft_msg *b)
{
    struct nd_raft_msg x = *a, y = *b;
    x.entries = y.entries = NULL;
    assert_int_equal(x.type, y.type);
    assert_int_equal(x.from.v, y.from.v);
    assert_int_equal(x.to.v, y.to.v);
    assert_int_equal(x.term, y.term);
    assert_int_equal(x.prev_index, y.prev_index);
    assert_int_equal(x.prev_term, y.prev_term);
    assert_int_equal(x.commit, y.commit);
    assert_int_equal(x.match, y.match);
    assert_int_equal(x.is_reject, y.is_reject);
    assert_int_equal(x.hint_index, y.hint_index);
    assert_int_equal(x.hint_term, y.hint_term);
    assert_int_equal(x.round, y.round);
    assert_int_equal(x.context, y.context);
    assert_int_equal(x.is_transfer, y.is_transfer);
    assert_int_equal(x.entry_count, y.entry_count);
    for (size_t i = 0; i < x.entry_count; i++) {
        const struct nd_raft_entry *p = &a->entries[i], *q = &b->entries[i];
        assert_int_equal(p->term, q->term);
        assert_int_equal(p->index, q->index);
        assert_int_equal(p->type, q->type);
        assert_int_equal(p->payload == NULL, q->payload == NULL);
        assert_true(nd_slice_eq(nd_raft_payload_slice(p->payload), nd_raft_payload_slice(q->payload)));
    }
}

static void test_round_trip(void **state)
{
    struct fixture fixture;
    init(&fixture);
    struct nd_prng prng;
    nd_prng_init(&prng, 1);
    for (int i = 0; i < 3000; i++) {
        struct nd_raft_msg msg = random_msg(&fixture, &prng), back;
        nd_buf_clear(&fixture.wire);
        nd_raft_msg_encode(&msg, &fixture.wire);
        assert_int_equal(decode(&fixture, fixture.wire.n, &back), ND_STATUS_OK);
        assert_same(&msg, &back);
        nd_raft_msg_release(&back);
        nd_raft_msg_release(&msg);
    }
    deinit(&fixture);
}

/* No prefix of a message is a message, and nothing may follow one. */
static void test_truncated_and_trailing(void **state)
{
    struct fixture fixture;
    init(&fixture);
    struct nd_prng prng;
    nd_prng_init(&prng, 2);
    for (int i = 0; i < 200; i++) {
        struct nd_raft_msg msg = random_msg(&fixture, &prng), back;
        nd_buf_clear(&fixture.wire);
        nd_raft_msg_encode(&msg, &fixture.wire);
        size_t n = fixture.wire.n;
        nd_buf_put_u8(&fixture.wire, 0);
        for (size_t cut = 0; cut <= n + 1; cut++) {
            if (cut == n) continue;
            assert_int_equal(decode(&fixture, cut, &back), ND_STATUS_MALFORMED);
            assert_int_equal(back.entry_count, 0);
        }
        nd_raft_msg_release(&msg);
    }
    deinit(&fixture);
}

/* A flipped bit in a payload or its checksum never gets through. */
static void test_payload_damage(void **state)
{
    struct fixture fixture;
    init(&fixture);
    struct nd_raft_payload *payload = nd_raft_payload_new(&fixture.heap, nd_slice_str("forty-two bytes of some state machine's own"));
    struct nd_raft_entry entry = {3, 8, ND_RAFT_COMMAND, payload};
    struct nd_raft_msg msg = {.type = ND_RAFT_MSG_APPEND, .from = {1}, .to = {2}, .term = 3, .prev_index = 7, .prev_term = 3, .entry_count = 1, .entries = &entry};
    nd_raft_msg_encode(&msg, &fixture.wire);
    size_t first = fixture.wire.n - payload->n - 1 - 4; /* crc, length of one byte, payload */
    for (size_t bit = first * 8; bit < fixture.wire.n * 8; bit++) {
        struct nd_raft_msg back;
        fixture.wire.p[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_equal(decode(&fixture, fixture.wire.n, &back), ND_STATUS_MALFORMED);
        fixture.wire.p[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    nd_raft_payload_unref(payload);
    deinit(&fixture);
}

/* Counts and lengths are believed only as far as the bytes at hand could hold them. */
static void test_hostile_counts(void **state)
{
    struct fixture fixture;
    init(&fixture);
    struct nd_raft_msg msg = {.type = ND_RAFT_MSG_APPEND, .from = {1}, .to = {2}, .term = 3}, back;
    const uint64_t counts[] = {1, 1000, 32769, UINT32_MAX, UINT64_MAX};
    for (size_t i = 0; i < ND_ARRAY_LEN(counts); i++) {
        nd_buf_clear(&fixture.wire);
        nd_raft_msg_encode(&msg, &fixture.wire);
        fixture.wire.n--; /* the count, 0 */
        nd_buf_put_varint(&fixture.wire, counts[i]);
        assert_int_equal(decode(&fixture, fixture.wire.n, &back), ND_STATUS_MALFORMED);
        nd_buf_put_u8(&fixture.wire, ND_RAFT_COMMAND);
        nd_buf_put_varint(&fixture.wire, 0);
        nd_buf_put_u32(&fixture.wire, 0);
        nd_buf_put_varint(&fixture.wire, UINT64_MAX);
        assert_int_equal(decode(&fixture, fixture.wire.n, &back), ND_STATUS_MALFORMED);
    }
    /* More entries than any sender puts into one message, all of them there. */
    nd_buf_clear(&fixture.wire);
    nd_raft_msg_encode(&msg, &fixture.wire);
    fixture.wire.n--;
    nd_buf_put_varint(&fixture.wire, 32769);
    for (int i = 0; i < 32769; i++) {
        nd_buf_put_u8(&fixture.wire, ND_RAFT_NOOP);
        nd_buf_put_varint(&fixture.wire, 0);
    }
    assert_int_equal(decode(&fixture, fixture.wire.n, &back), ND_STATUS_MALFORMED);
    deinit(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_truncated_and_trailing),
        cmocka_unit_test(test_payload_damage),
        cmocka_unit_test(test_hostile_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
