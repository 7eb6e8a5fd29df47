/* SPDX-License-Identifier: Apache-2.0 */
/* Where a range is split: halves by bytes, never its first key, never below the keys that stay in range 1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/prng.h"
#include "range/range_int.h"

static struct nd_slice key_of(struct nd_arena *arena, unsigned n)
{
    char *text = nd_arena_printf(arena, "k%06u", n);
    return nd_slice_str(text);
}

static void walk(struct nd_arena *arena, struct nd__size_tally *tally, unsigned first, unsigned end, uint64_t bytes_each)
{
    for (unsigned i = first; i < end; i++) {
        if (nd__size_tally_is_due(tally)) nd__size_tally_mark(tally, key_of(arena, i));
        tally->bytes += bytes_each;
    }
}

static unsigned number_of(struct nd_slice key) { return (unsigned)strtoul((const char *)key.p + 1, NULL, 10); }

static void test_halves(void **state)
{
    struct nd_heap heap;
    struct nd_arena arena;
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    static const unsigned counts[] = {4, 10, 127, 128, 129, 1000, 50000};
    for (size_t i = 0; i < ND_ARRAY_LEN(counts); i++) { /* the marks are thinned out, whatever was expected */
        for (uint64_t every = 1; every <= 1000; every *= 10) {
            struct nd__size_tally versions, none;
            struct nd_slice key;
            nd__size_tally_init(&versions, every);
            nd__size_tally_init(&none, every);
            walk(&arena, &versions, 0, counts[i], 1000);
            assert_true(versions.count <= ND__SIZE_MARKS);
            assert_true(nd__size_pick(&versions, &none, key_of(&arena, 0), ND_SLICE_EMPTY, &key));
            unsigned at = number_of(key);
            assert_in_range(at, counts[i] / 2 - counts[i] / 32 - 1, counts[i] / 2 + counts[i] / 32 + 1);
        }
    }
    nd_arena_deinit(&arena);
    nd_heap_deinit(&heap);
}

static void test_provisional_records_count(void **state)
{
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd__size_tally versions, locks;
    struct nd_slice key;
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    nd__size_tally_init(&versions, 1000);
    nd__size_tally_init(&locks, 1000);
    walk(&arena, &versions, 0, 100, 100);
    walk(&arena, &locks, 100, 400, 100); /* a large transaction under way */
    assert_true(nd__size_pick(&versions, &locks, key_of(&arena, 0), ND_SLICE_EMPTY, &key));
    assert_in_range(number_of(key), 180, 220);
    nd_arena_deinit(&arena);
    nd_heap_deinit(&heap);
}

static void test_refuses(void **state)
{
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd__size_tally versions, none;
    struct nd_slice key;
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    nd__size_tally_init(&none, 1);
    nd__size_tally_init(&versions, 1);
    assert_false(nd__size_pick(&versions, &none, ND_SLICE_EMPTY, ND_SLICE_EMPTY, &key)); /* nothing there */
    walk(&arena, &versions, 0, 1, 1000000);
    assert_false(nd__size_pick(&versions, &none, key_of(&arena, 0), ND_SLICE_EMPTY, &key)); /* one key */
    walk(&arena, &versions, 1, 10, 1000);
    assert_false(nd__size_pick(&versions, &none, key_of(&arena, 0), ND_SLICE_EMPTY, &key)); /* nearly all in one key */
    nd__size_tally_init(&versions, 1);
    walk(&arena, &versions, 0, 100, 1000);
    assert_true(nd__size_pick(&versions, &none, key_of(&arena, 0), key_of(&arena, 70), &key)); /* the system's keys stay */
    assert_int_equal(number_of(key), 70);
    assert_false(nd__size_pick(&versions, &none, key_of(&arena, 0), key_of(&arena, 99), &key));
    nd_arena_deinit(&arena);
    nd_heap_deinit(&heap);
}

static void test_load(void **state)
{
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_prng prng;
    struct nd_slice keys[64], key;
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    nd_prng_init(&prng, 1);
    for (size_t i = 0; i < 64; i++) keys[i] = key_of(&arena, (unsigned)nd_prng_below(&prng, 1000));
    assert_true(nd__size_pick_hot(keys, 64, key_of(&arena, 0), ND_SLICE_EMPTY, &key));
    assert_in_range(number_of(key), 300, 700);
    assert_false(nd__size_pick_hot(keys, 64, key_of(&arena, 0), key_of(&arena, 990), &key));
    for (size_t i = 0; i < 64; i++) keys[i] = key_of(&arena, 5); /* one hot key: no split helps */
    assert_false(nd__size_pick_hot(keys, 64, key_of(&arena, 0), ND_SLICE_EMPTY, &key));
    for (size_t i = 0; i < 30; i++) keys[i] = key_of(&arena, 9); /* two: between them */
    assert_true(nd__size_pick_hot(keys, 64, key_of(&arena, 0), ND_SLICE_EMPTY, &key));
    assert_int_equal(number_of(key), 9);
    nd_arena_deinit(&arena);
    nd_heap_deinit(&heap);
}

/* Where a scan begins may be the middle of a value, where no range may begin (range/gate.h): what it found counts. */
static void test_keys_of_requests(void **state)
{
    struct nd_slice first = nd_slice_str("mid"), key = nd_slice_str("row");
    struct nd_kv_row row = {.key = key};
    struct nd_kv_request scan = {.kind = ND_KV_SCAN, .first = first}, get = {.kind = ND_KV_GET, .keys = &key, .key_count = 1}, drop = {.kind = ND_KV_DISCARD_SPAN, .first = first};
    struct nd_kv_reply none = {0}, rows = {.rows = &row, .row_count = 1};
    ND_UNUSED(state);
    assert_true(nd_slice_eq(nd__size_key_of(&scan, &rows), key));
    assert_int_equal(nd__size_key_of(&scan, &none).n, 0);
    assert_true(nd_slice_eq(nd__size_key_of(&get, &none), key));
    assert_int_equal(nd__size_key_of(&drop, &none).n, 0);
}

/* Else what was collected from two neighbours that became one before they were counted again would be part of their size for ever. */
static void test_collected_records_go_along(void **state)
{
    struct nd_range left = {.size = {.base = 1000, .version_bytes = 10, .collected = 90, .is_known = true}};
    struct nd_range right = {.size = {.base = 3000, .version_bytes = 50, .collected = 30, .is_known = true}};
    ND_UNUSED(state);
    nd__size_join(&left, &right);
    assert_int_equal(nd__size_bytes(&left), 4000);
    assert_int_equal(left.size.collected, 120);
    assert_int_equal(left.size.version_bytes, (90 * 10 + 30 * 50) / 120);
    assert_true(left.size.is_known);
    struct nd__size child = nd__size_halve(&left);
    assert_int_equal(nd__size_bytes(&left), 2000);
    assert_int_equal(left.size.collected, 60);
    assert_int_equal(child.base, 2000);
    assert_int_equal(child.collected, 60);
    assert_true(child.is_known && child.is_guess && left.size.is_guess);
    right.size.version_bytes = 0; /* nobody knows yet: to be sampled */
    nd__size_join(&left, &right);
    assert_int_equal(left.size.version_bytes, 0);
    right.size.is_known = false;
    nd__size_join(&left, &right);
    assert_false(left.size.is_known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_halves), cmocka_unit_test(test_provisional_records_count), cmocka_unit_test(test_refuses),
                                       cmocka_unit_test(test_load), cmocka_unit_test(test_keys_of_requests), cmocka_unit_test(test_collected_records_go_along)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
