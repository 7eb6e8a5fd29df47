/* SPDX-License-Identifier: Apache-2.0 */
/* Programs of scans: written, read back and run; damaged ones are refused, or run without doing harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/prng.h"
#include "sql/shard/vec_wire.h"
#include "support/shard_programs.h"

static struct nd_heap heap;
static struct nd_arena arena;

static int set_up(void **state)
{
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    return 0;
}

static int tear_down(void **state)
{
    ND_UNUSED(state);
    nd_arena_deinit(&arena);
    return 0;
}

static struct nd_slice encoded(const struct nd_program *program)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, &heap);
    nd_program_encode(program, &bytes);
    struct nd_slice copy = nd_arena_copy(&arena, nd_buf_slice(&bytes));
    nd_buf_deinit(&bytes);
    return copy;
}

static void programs_come_back(void **state)
{
    ND_UNUSED(state);
    struct nd_program programs[] = {sample_rows(&arena), sample_groups(&arena), sample_bloom(&arena)};
    for (size_t i = 0; i < ND_ARRAY_LEN(programs); i++) {
        struct nd_program again;
        struct nd_slice bytes = encoded(&programs[i]);
        assert_int_equal(nd_program_decode(bytes, &arena, &again), ND_STATUS_OK);
        assert_true(nd_slice_eq(encoded(&again), bytes));
        for (size_t n = 0; n < bytes.n; n++) assert_int_not_equal(nd_program_decode(nd_slice_of(bytes.p, n), &arena, &again), ND_STATUS_OK);
        uint8_t *newer = nd_arena_alloc(&arena, bytes.n);
        memcpy(newer, bytes.p, bytes.n);
        newer[0]++;
        assert_int_equal(nd_program_decode(nd_slice_of(newer, bytes.n), &arena, &again), ND_STATUS_UNSUPPORTED);
    }
}

static void rows_are_filtered(void **state)
{
    ND_UNUSED(state);
    struct nd_program program = sample_rows(&arena);
    struct nd_slice bytes;
    struct nd_payload payload;
    assert_int_equal(run_sample(encoded(&program), &arena, &bytes), ND_STATUS_OK);
    assert_int_equal(nd_payload_open(bytes, &payload), ND_STATUS_OK);
    assert_int_equal(payload.scanned, SAMPLE_ROWS);
    struct nd_batch batch = {.columns = SAMPLE_COLUMNS, .vecs = nd_arena_array(&arena, struct nd_vec, SAMPLE_COLUMNS)};
    assert_int_equal(nd_payload_rows(&payload, &program.decoder, program.outputs, program.output_count, &arena, &batch), ND_STATUS_OK);
    assert_true(nd_payload_is_empty(&payload));
    size_t at = 0;
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        int text = row % 7;
        bool passes = (row > 3 && text >= 1 && text <= 3) || row * 50 > 1500 || (row % 2 == 0 && row % 5 == 0);
        if (!passes) continue;
        assert_int_equal(batch.vecs[0].i[at], row);
        assert_int_equal(batch.vecs[1].nulls[at], row % 5 == 0);
        if (row % 5 != 0) assert_int_equal(batch.vecs[1].i[at], row * row - 100);
        assert_int_equal(batch.vecs[2].s[at].p[4], '0' + text);
        assert_int_equal(batch.vecs[5].i[at], row < 10 ? 7000 : row);
        at++;
    }
    assert_int_equal(batch.rows, at);
    assert_int_equal(payload.passed, at);
}

static void a_limit_ends_the_scan(void **state)
{
    ND_UNUSED(state);
    struct nd_program program = sample_rows(&arena);
    program.row_limit = 3;
    struct nd_slice bytes;
    struct nd_payload payload;
    assert_int_equal(run_sample(encoded(&program), &arena, &bytes), ND_STATUS_OK);
    assert_int_equal(nd_payload_open(bytes, &payload), ND_STATUS_OK);
    assert_int_equal(payload.passed, 3);
}

static void groups_are_made(void **state)
{
    ND_UNUSED(state);
    struct nd_program program = sample_groups(&arena);
    struct nd_slice bytes;
    struct nd_payload payload;
    assert_int_equal(run_sample(encoded(&program), &arena, &bytes), ND_STATUS_OK);
    assert_int_equal(nd_payload_open(bytes, &payload), ND_STATUS_OK);
    assert_int_equal(payload.kind, ND_PROGRAM_GROUPS);
    struct nd_func_ctx ctx = {.arena = &arena, .heap = &heap};
    for (int group = 0; group < 7; group++) {
        struct nd_datum key;
        assert_int_equal(nd_dec_u8(&payload.rest), 0);
        assert_true(nd_shard_datum_decode(&payload.rest, ND_TYPE_TEXT, &key));
        assert_int_equal(key.s.p[4], '0' + group);
        for (size_t i = 0; i < program.agg_count; i++) {
            struct nd_agg_call call = {program.aggs[i].agg, &ctx, NULL};
            void *loaded = nd_arena_zalloc(&arena, call.agg->state_bytes);
            assert_int_equal(call.agg->load(&call, &payload.rest, loaded), ND_STATUS_OK);
            struct nd_vec out = nd_vec_new(&arena, ND_TYPE(ND_TYPE_INT8), 1);
            if (i > 0) continue;
            assert_int_equal(call.agg->finish(&call, loaded, &out, 0), ND_STATUS_OK);
            assert_int_equal(out.i[0], group < SAMPLE_ROWS % 7 ? 6 : 5);
        }
    }
    assert_true(nd_payload_is_empty(&payload));
}

static void rows_without_partners_are_left_out(void **state)
{
    ND_UNUSED(state);
    struct nd_program program = sample_bloom(&arena);
    struct nd_slice bytes;
    struct nd_payload payload;
    bool seen[SAMPLE_ROWS] = {false};
    assert_int_equal(run_sample(encoded(&program), &arena, &bytes), ND_STATUS_OK);
    assert_int_equal(nd_payload_open(bytes, &payload), ND_STATUS_OK);
    struct nd_batch batch = {.columns = SAMPLE_COLUMNS, .vecs = nd_arena_array(&arena, struct nd_vec, SAMPLE_COLUMNS)};
    assert_int_equal(nd_payload_rows(&payload, &program.decoder, program.outputs, program.output_count, &arena, &batch), ND_STATUS_OK);
    for (size_t i = 0; i < batch.rows; i++) seen[batch.vecs[0].i[i]] = true;
    for (size_t id = 0; id < SAMPLE_ROWS; id += 4) assert_true(seen[id]);
    assert_in_range(batch.rows, SAMPLE_ROWS / 4, SAMPLE_ROWS / 2); /* few by chance */
}

/* 10 / (id - 20): the shard does not say which row, nor does it go on. */
static void an_error_is_left_to_the_gateway(void **state)
{
    ND_UNUSED(state);
    struct nd_program program = sample_rows(&arena);
    struct nd_expr *ten = nd_expr_const(&arena, ND_TYPE(ND_TYPE_INT4), nd_datum_i64(10)), *twenty = nd_expr_const(&arena, ND_TYPE(ND_TYPE_INT4), nd_datum_i64(20));
    struct nd_expr *quotient = sample_call(&arena, "/", ND_TYPE_INT4, ten, sample_call(&arena, "-", ND_TYPE_INT4, sample_var(&arena, 0), twenty));
    program.filter = sample_call(&arena, ">", ND_TYPE_BOOL, quotient, ten);
    struct nd_slice bytes;
    assert_int_equal(run_sample(encoded(&program), &arena, &bytes), ND_STATUS_UNSUPPORTED);
}

static void damaged_programs_do_no_harm(void **state)
{
    ND_UNUSED(state);
    struct nd_prng prng;
    nd_prng_init(&prng, 7);
    struct nd_program programs[] = {sample_rows(&arena), sample_groups(&arena), sample_bloom(&arena)};
    size_t ran = 0;
    for (size_t round = 0; round < 4000; round++) {
        struct nd_arena scratch;
        nd_arena_init(&scratch, &heap);
        struct nd_slice bytes = encoded(&programs[round % 3]), payload;
        uint8_t *damaged = nd_heap_alloc(&heap, bytes.n); /* its own block: reading past it shows */
        memcpy(damaged, bytes.p, bytes.n);
        for (size_t k = 0; k <= nd_prng_below(&prng, 3); k++) damaged[nd_prng_below(&prng, bytes.n)] = (uint8_t)nd_prng_below(&prng, 256);
        ran += run_sample(nd_slice_of(damaged, bytes.n), &scratch, &payload) == ND_STATUS_OK;
        nd_heap_free(&heap, damaged);
        nd_arena_deinit(&scratch);
        if (round % 64 == 63) {
            nd_arena_reset(&arena);
            programs[0] = sample_rows(&arena);
            programs[1] = sample_groups(&arena);
            programs[2] = sample_bloom(&arena);
        }
    }
    assert_in_range(ran, 100, 3999);
}

static void vectors_come_back(void **state)
{
    ND_UNUSED(state);
    static const int64_t spreads[] = {0, 1, 200, 60000, 4000000000, INT64_MAX};
    struct nd_prng prng;
    nd_prng_init(&prng, 3);
    for (size_t s = 0; s < ND_ARRAY_LEN(spreads); s++) {
        struct nd_vec vec = nd_vec_new(&arena, ND_TYPE(ND_TYPE_INT8), 50), again;
        uint32_t rows[25];
        for (size_t i = 0; i < 50; i++) vec.i[i] = -7 + (int64_t)(nd_prng_next(&prng) % (uint64_t)(spreads[s] == 0 ? 1 : spreads[s])), vec.nulls[i] = i % 9 == 4;
        for (uint32_t i = 0; i < 25; i++) rows[i] = 2 * i;
        struct nd_buf bytes;
        nd_buf_init(&bytes, &heap);
        nd_shard_vec_encode(&vec, rows, 25, &bytes);
        struct nd_dec dec = nd_dec_of(nd_buf_slice(&bytes));
        assert_true(nd_shard_vec_decode(&dec, vec.type, 25, &arena, &again));
        assert_true(nd_dec_is_done(&dec));
        for (size_t i = 0; i < 25; i++) {
            assert_int_equal(again.nulls[i], vec.nulls[2 * i]);
            if (!again.nulls[i]) assert_int_equal(again.i[i], vec.i[2 * i]);
        }
        nd_buf_deinit(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(programs_come_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_are_filtered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_limit_ends_the_scan, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_are_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_without_partners_are_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_error_is_left_to_the_gateway, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_programs_do_no_harm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(vectors_come_back, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
