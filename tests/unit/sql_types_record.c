/* SPDX-License-Identifier: Apache-2.0 */
/* Records: fields and names come back, order and hashes go by fields alone, damaged bytes are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/prng.h"
#include "sql/types/compare.h"
#include "sql/types/record.h"

static struct nd_heap heap;
static struct nd_arena arena;

static int set_up(void **state)
{
    (void)state;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    nd_arena_deinit(&arena);
    return 0;
}

static struct nd_slice make(const enum nd_type_id *types, const struct nd_datum *fields, const struct nd_slice *names, size_t count)
{
    struct nd_err err;
    struct nd_slice record;
    nd_err_clear(&err);
    assert_int_equal(nd_record_make(types, fields, names, count, &arena, &record, &err), ND_STATUS_OK);
    assert_true(nd_record_is_valid(record));
    return record;
}

static struct nd_slice pair(int64_t a, const char *b, bool has_names)
{
    enum nd_type_id types[2] = {ND_TYPE_INT4, ND_TYPE_TEXT};
    struct nd_datum fields[2] = {nd_datum_i64(a), b == NULL ? ND_DATUM_NULL : nd_datum_bytes(nd_slice_str(b))};
    struct nd_slice names[2] = {nd_slice_str("n"), nd_slice_str("text")};
    return make(types, fields, has_names ? names : NULL, 2);
}

static void test_fields(void **state)
{
    (void)state;
    struct nd_record record = nd_record_open(pair(7, "seven", true));
    enum nd_type_id type;
    struct nd_datum datum;
    assert_int_equal(record.count, 2);
    nd_record_skip(&record);
    nd_record_take(&record, &type, &datum);
    assert_int_equal(type, ND_TYPE_TEXT);
    assert_true(nd_slice_eq(datum.s, nd_slice_str("seven")));
    assert_true(nd_slice_eq(nd_record_take_name(&record), nd_slice_str("n")));
    assert_true(nd_slice_eq(nd_record_take_name(&record), nd_slice_str("text")));
    assert_true(nd_dec_is_done(&record.rest));
}

static void test_order(void **state)
{
    (void)state;
    const struct nd_slice ascending[] = {pair(1, "a", false), pair(1, "b", true), pair(1, NULL, false), pair(2, "a", true)};
    for (size_t i = 0; i < ND_ARRAY_LEN(ascending); i++)
        for (size_t k = 0; k < ND_ARRAY_LEN(ascending); k++) {
            int c = nd_record_cmp(ascending[i], ascending[k]);
            assert_int_equal(c < 0 ? -1 : c > 0, i < k ? -1 : i > k);
        }
    struct nd_datum with = nd_datum_bytes(pair(1, "a", true)), without = nd_datum_bytes(pair(1, "a", false));
    assert_true(nd_datum_eq(ND_TYPE_RECORD, &with, &without));
    assert_int_equal(nd_datum_hash(ND_TYPE_RECORD, &with, 0), nd_datum_hash(ND_TYPE_RECORD, &without, 0));
}

static void test_depth(void **state)
{
    (void)state;
    struct nd_slice record = pair(1, "a", false);
    struct nd_err err;
    enum nd_type_id type = ND_TYPE_RECORD;
    nd_err_clear(&err);
    for (unsigned depth = 1; depth < ND_RECORD_DEPTH_MAX; depth++) {
        struct nd_datum field = nd_datum_bytes(record);
        record = make(&type, &field, NULL, 1);
    }
    struct nd_datum field = nd_datum_bytes(record);
    assert_int_equal(nd_record_make(&type, &field, NULL, 1, &arena, &record, &err), ND_STATUS_SQL);
    assert_string_equal(err.sqlstate, "54001");
}

static void test_damaged(void **state)
{
    (void)state;
    struct nd_prng prng;
    enum nd_type_id types[3] = {ND_TYPE_RECORD, ND_TYPE_NUMERIC, ND_TYPE_UUID};
    struct nd_datum fields[3] = {nd_datum_bytes(pair(3, "three", true)), ND_DATUM_NULL, ND_DATUM_NULL};
    struct nd_slice whole = make(types, fields, NULL, 3);
    for (size_t n = 0; n < whole.n; n++) assert_false(nd_record_is_valid(nd_slice_of(whole.p, n)));
    nd_prng_init(&prng, 5);
    for (int round = 0; round < 20000; round++) {
        uint8_t bytes[64];
        size_t n = (size_t)nd_prng_below(&prng, sizeof bytes);
        for (size_t i = 0; i < n; i++) bytes[i] = (uint8_t)nd_prng_next(&prng);
        if (round % 2 == 0 && whole.n < sizeof bytes) {
            n = whole.n;
            memcpy(bytes, whole.p, n);
            bytes[nd_prng_below(&prng, n)] ^= (uint8_t)(1 + nd_prng_below(&prng, 255));
        }
        struct nd_slice copy = nd_arena_copy(&arena, nd_slice_of(bytes, n));
        struct nd_type_ctx ctx = {0};
        struct nd_buf text;
        if (!nd_record_is_valid(copy)) continue;
        nd_buf_init(&text, &heap);
        nd_record_out(&ctx, copy, &text); /* what passes can be shown */
        assert_int_equal(nd_record_cmp(copy, copy), 0);
        nd_buf_deinit(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_depth, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
