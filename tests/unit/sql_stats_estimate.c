/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics from samples of known distributions. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/prng.h"
#include "sql/stats/stats.h"

static struct nd_heap heap;

struct sample {
    struct nd_arena arena;
    struct nd_vec vec;
    size_t rows;
    struct nd_column_stats stats;
};

static void start(struct sample *sample, enum nd_type_id type, size_t rows)
{
    nd_arena_init(&sample->arena, &heap);
    sample->vec = nd_vec_new(&sample->arena, ND_TYPE(type), rows);
    sample->rows = rows;
}

static void estimate(struct sample *sample, double table_rows)
{
    sample->stats = (struct nd_column_stats){.column_id = 7};
    nd_stats_estimate(&sample->vec, sample->rows, table_rows, 100, &sample->arena, &sample->stats);
    assert_int_equal(sample->stats.column_id, 7);
}

static void assert_near(double value, double expected, double share)
{
    if (fabs(value - expected) > fabs(expected) * share) fail_msg("%g is not near %g", value, expected);
}

/* A key: as many values as rows, whatever the sample; in order. */
static void test_key(void **state)
{
    ND_UNUSED(state);
    struct sample sample;
    start(&sample, ND_TYPE_INT8, 3000);
    for (size_t i = 0; i < 3000; i++) nd_vec_set(&sample.vec, i, nd_datum_i64((int64_t)i * 10));
    estimate(&sample, 30000);
    assert_true(sample.stats.distinct == -1);
    assert_int_equal(sample.stats.common_count, 0);
    assert_int_equal(sample.stats.bound_count, 101);
    assert_int_equal(sample.stats.bounds[0].i, 0);
    assert_int_equal(sample.stats.bounds[100].i, 29990);
    assert_near((double)sample.stats.bounds[50].i, 14995, 0.02);
    assert_near(sample.stats.correlation, 1, 0.0001);
    assert_true(sample.stats.width == 8);
    nd_arena_deinit(&sample.arena);
}

/* Few values, evenly spread: all are kept. */
static void test_few(void **state)
{
    ND_UNUSED(state);
    struct sample sample;
    start(&sample, ND_TYPE_INT4, 3000);
    for (size_t i = 0; i < 3000; i++) nd_vec_set(&sample.vec, i, nd_datum_i64((int64_t)(i % 25)));
    estimate(&sample, 100000);
    assert_true(sample.stats.distinct == 25);
    assert_int_equal(sample.stats.common_count, 25);
    assert_near(sample.stats.common_share[0], 0.04, 0.001);
    assert_int_equal(sample.stats.bound_count, 0);
    nd_arena_deinit(&sample.arena);
}

/* One value in half of the rows, NULL in a tenth, the rest spread widely. */
static void test_skew(void **state)
{
    ND_UNUSED(state);
    struct sample sample;
    struct nd_prng prng;
    nd_prng_init(&prng, 1);
    start(&sample, ND_TYPE_INT4, 30000);
    for (size_t i = 0; i < 30000; i++) {
        uint64_t die = nd_prng_next(&prng) % 10;
        struct nd_datum datum = nd_datum_i64((int64_t)(nd_prng_next(&prng) % 20000) + 1);
        if (die == 0) datum = ND_DATUM_NULL;
        else if (die <= 5) datum = nd_datum_i64(0);
        nd_vec_set(&sample.vec, i, datum);
    }
    estimate(&sample, 600000);
    assert_near(sample.stats.null_share, 0.1, 0.1);
    assert_true(sample.stats.common_count >= 1);
    assert_int_equal(sample.stats.common[0].i, 0);
    assert_near(sample.stats.common_share[0], 0.5, 0.05);
    assert_near(sample.stats.distinct, 20001, 0.15);
    for (size_t i = 1; i < sample.stats.common_count; i++) assert_true(sample.stats.common_share[i] < 0.01);
    assert_near((double)sample.stats.bounds[sample.stats.bound_count / 2].i, 10000, 0.1);
    assert_true(fabs(sample.stats.correlation) < 0.5);
    nd_arena_deinit(&sample.arena);
}

/* The estimator of distinct values over samples of a known population. */
static void test_distinct(void **state)
{
    ND_UNUSED(state);
    static const uint64_t populations[] = {100, 1000, 10000, 50000};
    for (size_t p = 0; p < ND_ARRAY_LEN(populations); p++) {
        struct sample sample;
        struct nd_prng prng;
        nd_prng_init(&prng, 2 + p);
        start(&sample, ND_TYPE_INT8, 30000);
        for (size_t i = 0; i < 30000; i++) nd_vec_set(&sample.vec, i, nd_datum_i64((int64_t)(nd_prng_next(&prng) % populations[p])));
        estimate(&sample, 1e6);
        assert_near(sample.stats.distinct, (double)populations[p], 0.2);
        nd_arena_deinit(&sample.arena);
    }
}

static void test_edges(void **state)
{
    ND_UNUSED(state);
    struct sample sample;
    start(&sample, ND_TYPE_TEXT, 2);
    estimate(&(struct sample){.arena = sample.arena, .vec = sample.vec}, 0);
    nd_vec_set(&sample.vec, 0, ND_DATUM_NULL);
    nd_vec_set(&sample.vec, 1, ND_DATUM_NULL);
    estimate(&sample, 2);
    assert_true(sample.stats.null_share == 1);
    assert_true(sample.stats.distinct == 0);
    uint8_t *wide = nd_arena_zalloc(&sample.arena, 5000);
    for (size_t i = 0; i < 2; i++) nd_vec_set(&sample.vec, i, nd_datum_bytes(nd_slice_of(wide, 5000)));
    estimate(&sample, 2); /* too long to be kept: they count as different */
    assert_true(sample.stats.distinct == -1);
    assert_int_equal(sample.stats.common_count, 0);
    assert_true(sample.stats.width == 5000);
    nd_arena_deinit(&sample.arena);
}

int main(void)
{
    nd_heap_init(&heap, false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key), cmocka_unit_test(test_few), cmocka_unit_test(test_skew), cmocka_unit_test(test_distinct), cmocka_unit_test(test_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
