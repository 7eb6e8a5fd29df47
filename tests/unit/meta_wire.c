/* SPDX-License-Identifier: Apache-2.0 */
/* What nodes tell and ask about shards survives the wire; cut or padded bytes are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "meta/meta_wire.h"

static void test_stats(void **state)
{
    struct nd_heap heap;
    struct nd_buf stats, bytes;
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    nd_buf_init(&stats, &heap);
    nd_buf_init(&bytes, &heap);
    const struct nd_meta_stat told[] = {{{7}, {0}, 1 << 30, 12345, 9}, {{UINT64_MAX}, {3}, UINT64_MAX, 0, 0}};
    for (size_t i = 0; i < 2; i++) nd_meta_stat_encode(&told[i], &stats);
    struct nd_meta_request request = {.kind = ND_META_STATS, .is_draining = true, .stat_count = 2, .stats = nd_buf_slice(&stats)}, back;
    nd_meta_request_encode(&request, &bytes);
    assert_int_equal(nd_meta_request_decode(nd_buf_slice(&bytes), &back), ND_STATUS_OK);
    assert_true(back.is_draining);
    assert_int_equal(back.stat_count, 2);
    struct nd_dec dec = nd_dec_of(back.stats);
    for (size_t i = 0; i < 2; i++) {
        struct nd_meta_stat stat;
        nd_meta_stat_decode(&dec, &stat);
        assert_memory_equal(&stat, &told[i], sizeof stat);
    }
    for (size_t n = 0; n < bytes.n; n++) assert_int_equal(nd_meta_request_decode(nd_slice_of(bytes.p, n), &back), ND_STATUS_MALFORMED);
    nd_buf_clear(&bytes);
    request.stat_count = 3; /* more than there are */
    nd_meta_request_encode(&request, &bytes);
    assert_int_equal(nd_meta_request_decode(nd_buf_slice(&bytes), &back), ND_STATUS_MALFORMED);
    nd_buf_clear(&bytes);
    request.stat_count = ND_META_STATS_MAX + 1;
    nd_meta_request_encode(&request, &bytes);
    assert_int_equal(nd_meta_request_decode(nd_buf_slice(&bytes), &back), ND_STATUS_MALFORMED);
    nd_buf_deinit(&bytes);
    nd_buf_deinit(&stats);
    nd_heap_deinit(&heap);
}

static void test_shards(void **state)
{
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_buf bytes;
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    nd_buf_init(&bytes, &heap);
    const struct nd_range_desc descs[] = {{.id = {1}, .end = nd_slice_str("m"), .epoch = {2, 1}}, {.id = {2}, .first = nd_slice_str("m"), .epoch = {2, 1}}};
    const struct nd_meta_stat stats[] = {{{1}, {1}, 10, 20, 30}, {{2}, {2}, 40, 50, 60}};
    const struct nd_meta_load loads[] = {{1, 2, 3, 4, true, false}, {5, 6, 7, 8, false, true}};
    const struct nd_meta_move moves[] = {{{2}, 2, {3}, {1}, 250}};
    const struct nd_meta_reply reply = {.descs = descs, .desc_count = 2, .stats = stats, .stat_count = 2, .loads = loads, .load_count = 2, .moves = moves, .move_count = 1};
    struct nd_meta_reply back;
    nd_meta_reply_encode(&reply, &bytes);
    assert_int_equal(nd_meta_reply_decode(nd_buf_slice(&bytes), &arena, &back), ND_STATUS_OK);
    assert_int_equal(back.desc_count, 2);
    assert_int_equal(back.stat_count, 2);
    assert_int_equal(back.stats[1].requests_per_s, 60);
    assert_int_equal(back.load_count, 2);
    assert_true(back.loads[0].is_live && back.loads[1].is_draining);
    assert_int_equal(back.loads[1].requests_per_s, 8);
    assert_int_equal(back.move_count, 1);
    assert_int_equal(back.moves[0].since_ms, 250);
    size_t refused = 0;
    for (size_t n = 0; n < bytes.n; n++) refused += nd_meta_reply_decode(nd_slice_of(bytes.p, n), &arena, &back) != ND_STATUS_OK;
    assert_int_equal(refused, bytes.n - 1); /* what ends before the extras is a reply of another kind */
    nd_buf_deinit(&bytes);
    nd_arena_deinit(&arena);
    nd_heap_deinit(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_stats), cmocka_unit_test(test_shards)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
