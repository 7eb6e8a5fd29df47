/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays: text and binary and stored forms agree; damaged bytes are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/prng.h"
#include "sql/types/array.h"
#include "sql/types/compare.h"

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

static struct nd_slice read_text(enum nd_type_id type, const char *text)
{
    struct nd_type_ctx types = {0};
    struct nd_err err;
    struct nd_slice array;
    nd_err_clear(&err);
    assert_int_equal(nd_array_in(&types, ND_TYPE(type), nd_slice_str(text), &arena, &array, &err), ND_STATUS_OK);
    return array;
}

static const struct {
    enum nd_type_id type;
    const char *text;
} samples[] = {
    {ND_TYPE_INT4_ARRAY, "{}"},
    {ND_TYPE_INT4_ARRAY, "{1,NULL,-2147483648}"},
    {ND_TYPE_INT4_ARRAY, "[0:1][5:6]={{1,2},{3,NULL}}"},
    {ND_TYPE_TEXT_ARRAY, "{a,\"b c\",\"\",\"NULL\",NULL,\"{\\\"\\\\}\"}"},
    {ND_TYPE_OID_ARRAY, "{4294967295,0}"},
    {(enum nd_type_id)1000, "{t,f,NULL}"},
    {(enum nd_type_id)1022, "{1.5,NaN,-Infinity}"},
    {(enum nd_type_id)1231, "{1.50,NULL,123456789012345678901234567890}"},
    {(enum nd_type_id)1187, "{\"1 day\",NULL}"},
    {ND_TYPE_INT2VECTOR, "1 2 3"},
    {ND_TYPE_OIDVECTOR, ""},
};

static void test_forms(void **state)
{
    (void)state;
    struct nd_type_ctx types = {0};
    struct nd_err err;
    for (size_t i = 0; i < ND_ARRAY_LEN(samples); i++) {
        struct nd_type type = ND_TYPE(samples[i].type);
        struct nd_slice array = read_text(type.id, samples[i].text), again;
        struct nd_buf text, wire;
        nd_buf_init(&text, &heap);
        nd_buf_init(&wire, &heap);
        nd_array_out(&types, type, array, &text);
        nd_buf_put_u8(&text, 0);
        assert_string_equal((const char *)text.p, samples[i].text);
        assert_true(nd_array_is_valid(type.id, array));
        nd_array_send(NULL, type, array, &wire);
        assert_int_equal(nd_array_recv(&types, type, nd_buf_slice(&wire), &arena, &again, &err), ND_STATUS_OK);
        assert_true(nd_slice_eq(array, again));
        assert_int_equal(nd_array_hash(type.id, array), nd_array_hash(type.id, again));
        /* every prefix is damaged, on the wire and stored */
        for (size_t n = 0; n < wire.n; n++)
            assert_int_equal(nd_array_recv(&types, type, nd_slice_of(wire.p, n), &arena, &again, &err), ND_STATUS_SQL);
        for (size_t n = 0; n < array.n; n++) assert_false(nd_array_is_valid(type.id, nd_slice_of(array.p, n)));
        nd_buf_deinit(&text);
        nd_buf_deinit(&wire);
    }
}

/* Nothing that random bytes hold goes past the checks unnoticed: what is valid can be shown. */
static void test_random_bytes(void **state)
{
    (void)state;
    static const enum nd_type_id kinds[] = {ND_TYPE_INT4_ARRAY, ND_TYPE_TEXT_ARRAY, ND_TYPE_INT2VECTOR, (enum nd_type_id)1231, (enum nd_type_id)1000};
    struct nd_type_ctx types = {0};
    struct nd_prng prng;
    nd_prng_init(&prng, 1);
    size_t valid = 0;
    for (int round = 0; round < 200000; round++) {
        uint8_t bytes[24];
        size_t n = nd_prng_below(&prng, sizeof bytes + 1);
        for (size_t i = 0; i < n; i++) bytes[i] = (uint8_t)(nd_prng_chance(&prng, 0.7) ? nd_prng_below(&prng, 4) : nd_prng_next(&prng));
        enum nd_type_id type = kinds[nd_prng_below(&prng, ND_ARRAY_LEN(kinds))];
        struct nd_slice stored = nd_slice_of(bytes, n);
        if (!nd_array_is_valid(type, stored)) continue;
        valid++;
        struct nd_buf text;
        nd_buf_init(&text, &heap);
        nd_array_out(&types, ND_TYPE(type), stored, &text);
        assert_int_equal(nd_array_cmp(type, stored, stored), 0);
        nd_buf_deinit(&text);
    }
    assert_true(valid > 1000);
}

static void test_order(void **state)
{
    (void)state;
    static const char *const ascending[] = {"{}", "{1}", "{1,0}", "{1,2}", "{1,2,3}", "{1,NULL}", "{2}", "{NULL}", "{NULL,NULL}"};
    for (size_t i = 0; i < ND_ARRAY_LEN(ascending); i++)
        for (size_t k = 0; k < ND_ARRAY_LEN(ascending); k++) {
            struct nd_slice a = read_text(ND_TYPE_INT4_ARRAY, ascending[i]), b = read_text(ND_TYPE_INT4_ARRAY, ascending[k]);
            int c = nd_array_cmp(ND_TYPE_INT4_ARRAY, a, b);
            assert_int_equal(c < 0 ? -1 : c > 0, i < k ? -1 : i > k);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
