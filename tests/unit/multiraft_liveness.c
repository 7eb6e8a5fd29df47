/* SPDX-License-Identifier: Apache-2.0 */
/* Two sides of a pair over a wire that loses beats in either direction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/prng.h"
#include "multiraft/liveness.h"

#define MS 1000000ULL
#define D (500 * MS)
#define BEAT (100 * MS)

struct pair {
    struct nd_liveness a, b;
    uint64_t now_ns, a_changed_ns, b_changed_ns;
    unsigned a_changes, b_changes, a_restarts;
    bool cut_ab, cut_ba;
};

static void init(struct pair *pair)
{
    *pair = (struct pair){.now_ns = 1000 * MS};
    nd_liveness_init(&pair->a, 11, D);
    nd_liveness_init(&pair->b, 22, D);
}

static void note_a(struct pair *pair, struct nd_liveness_change change)
{
    if (!change.is_change) return;
    pair->a_changes++;
    pair->a_restarts += change.has_restarted;
    pair->a_changed_ns = pair->now_ns;
}

static void note_b(struct pair *pair, struct nd_liveness_change change)
{
    if (!change.is_change) return;
    pair->b_changes++;
    pair->b_changed_ns = pair->now_ns;
}

static void beat(struct pair *pair, bool from_a)
{
    bool wants;
    struct nd_liveness_beat beat = nd_liveness_next(from_a ? &pair->a : &pair->b, pair->now_ns, true);
    if (from_a ? pair->cut_ab : pair->cut_ba) return;
    struct nd_liveness_change change =
        nd_liveness_heard(from_a ? &pair->b : &pair->a, pair->now_ns + MS, &beat, &wants);
    if (from_a)
        note_b(pair, change);
    else
        note_a(pair, change);
}

static void run(struct pair *pair, uint64_t duration_ns)
{
    for (uint64_t end_ns = pair->now_ns + duration_ns; pair->now_ns < end_ns; pair->now_ns += 10 * MS) {
        note_a(pair, nd_liveness_check(&pair->a, pair->now_ns));
        note_b(pair, nd_liveness_check(&pair->b, pair->now_ns));
        if (pair->now_ns % BEAT == 0) beat(pair, true);
        if (pair->now_ns % BEAT == 50 * MS) beat(pair, false);
    }
}

static void test_up_and_stays_up(void **state)
{
    struct pair pair;
    init(&pair);
    run(&pair, 5 * BEAT);
    assert_true(pair.a.is_up);
    assert_true(pair.b.is_up);
    run(&pair, 100 * D);
    assert_int_equal(pair.a_changes, 1);
    assert_int_equal(pair.b_changes, 1);
    (void)state;
}

static void test_one_way_cuts_are_seen_by_both(void **state)
{
    for (unsigned direction = 0; direction < 2; direction++) {
        struct pair pair;
        init(&pair);
        run(&pair, 10 * BEAT);
        uint64_t cut_ns = pair.now_ns;
        if (direction == 0)
            pair.cut_ab = true;
        else
            pair.cut_ba = true;
        run(&pair, 2 * D);
        assert_false(pair.a.is_up);
        assert_false(pair.b.is_up);
        assert_in_range(pair.a_changed_ns - cut_ns, D - 2 * BEAT, D + BEAT);
        assert_in_range(pair.b_changed_ns - cut_ns, D - 2 * BEAT, D + BEAT);
        pair.cut_ab = pair.cut_ba = false;
        uint64_t heal_ns = pair.now_ns;
        run(&pair, 2 * D);
        assert_true(pair.a.is_up);
        assert_true(pair.b.is_up);
        assert_in_range(pair.a_changed_ns - heal_ns, 0, 3 * BEAT);
        assert_in_range(pair.b_changed_ns - heal_ns, 0, 3 * BEAT);
    }
    (void)state;
}

static void test_restart_is_reported_even_if_fast(void **state)
{
    struct pair pair;
    init(&pair);
    run(&pair, 10 * BEAT);
    struct nd_liveness_beat late = nd_liveness_next(&pair.b, pair.now_ns, true);
    nd_liveness_init(&pair.b, 23, D);
    run(&pair, 3 * BEAT);
    assert_int_equal(pair.a_restarts, 1);
    assert_true(pair.a.is_up);
    assert_true(pair.b.is_up);
    unsigned changes = pair.a_changes;
    bool wants;
    note_a(&pair, nd_liveness_heard(&pair.a, pair.now_ns, &late, &wants)); /* of the process before */
    assert_int_equal(pair.a_changes, changes);
    assert_true(pair.a.is_up);
    (void)state;
}

static void test_doubled_and_old_beats_change_nothing(void **state)
{
    struct pair pair;
    init(&pair);
    run(&pair, 10 * BEAT);
    struct nd_liveness_beat old = nd_liveness_next(&pair.b, pair.now_ns, true);
    pair.cut_ba = true;
    bool wants;
    note_a(&pair, nd_liveness_heard(&pair.a, pair.now_ns, &old, &wants));
    for (unsigned i = 0; i < 20; i++) { /* the same beat again and again keeps nobody up */
        pair.now_ns += BEAT;
        note_a(&pair, nd_liveness_heard(&pair.a, pair.now_ns, &old, &wants));
        note_a(&pair, nd_liveness_check(&pair.a, pair.now_ns));
    }
    assert_false(pair.a.is_up);
    (void)state;
}

static void test_gone(void **state)
{
    struct pair pair;
    init(&pair);
    run(&pair, 10 * BEAT);
    note_a(&pair, nd_liveness_gone(&pair.a));
    assert_false(pair.a.is_up);
    assert_int_equal(nd_liveness_expiry(&pair.a), UINT64_MAX);
    run(&pair, 5 * BEAT);
    assert_true(pair.a.is_up);
    (void)state;
}

static void test_codec(void **state)
{
    struct nd_heap heap;
    struct nd_buf buf;
    nd_heap_init(&heap, true);
    nd_buf_init(&buf, &heap);
    struct nd_liveness_beat beat = {.incarnation = 1,
                                    .seq = 2,
                                    .heard_incarnation = 3,
                                    .heard_age_ns = 4,
                                    .disk_ok = true},
                            back;
    nd_liveness_beat_encode(&beat, &buf);
    assert_int_equal(buf.n, ND_LIVENESS_BEAT_BYTES);
    assert_int_equal(nd_liveness_beat_decode(nd_buf_slice(&buf), &back), ND_STATUS_OK);
    assert_int_equal(back.incarnation, 1);
    assert_int_equal(back.seq, 2);
    assert_int_equal(back.heard_incarnation, 3);
    assert_int_equal(back.heard_age_ns, 4);
    assert_true(back.disk_ok);
    for (size_t n = 0; n < buf.n; n++)
        assert_int_equal(nd_liveness_beat_decode(nd_slice_of(buf.p, n), &back), ND_STATUS_MALFORMED);
    memset(buf.p, 0, buf.n);
    assert_int_equal(nd_liveness_beat_decode(nd_buf_slice(&buf), &back), ND_STATUS_MALFORMED);
    memset(buf.p, 0xff, buf.n); /* an age beyond all time */
    assert_int_equal(nd_liveness_beat_decode(nd_buf_slice(&buf), &back), ND_STATUS_OK);
    struct nd_liveness liveness;
    bool wants;
    nd_liveness_init(&liveness, UINT64_MAX, D);
    assert_false(nd_liveness_heard(&liveness, 1000 * MS, &back, &wants).is_up);
    nd_buf_deinit(&buf);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_up_and_stays_up),
        cmocka_unit_test(test_one_way_cuts_are_seen_by_both),
        cmocka_unit_test(test_restart_is_reported_even_if_fast),
        cmocka_unit_test(test_doubled_and_old_beats_change_nothing),
        cmocka_unit_test(test_gone),
        cmocka_unit_test(test_codec),
    };
    return cmocka_run_group_tests_name("multiraft_liveness", tests, NULL, NULL);
}
