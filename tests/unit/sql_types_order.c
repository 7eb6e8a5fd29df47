/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold between keys, comparisons and hashes, over random values of every type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/prng.h"
#include "sql/types/compare.h"
#include "sql/types/datetime.h"
#include "sql/types/io.h"
#include "sql/types/key_codec.h"
#include "sql/types/numeric.h"
#include "sql/types/row_codec.h"

#define VALUES 120

static const enum nd_type_id all_types[] = {
    ND_TYPE_BOOL,        ND_TYPE_BYTEA,    ND_TYPE_NAME,    ND_TYPE_INT8,   ND_TYPE_INT2,
    ND_TYPE_INT4,        ND_TYPE_TEXT,     ND_TYPE_OID,     ND_TYPE_FLOAT4, ND_TYPE_FLOAT8,
    ND_TYPE_BPCHAR,      ND_TYPE_VARCHAR,  ND_TYPE_DATE,    ND_TYPE_TIME,   ND_TYPE_TIMESTAMP,
    ND_TYPE_TIMESTAMPTZ, ND_TYPE_INTERVAL, ND_TYPE_NUMERIC, ND_TYPE_UUID,
};

/* Values near each other and at the edges, so that orders are decided late. */
static int64_t random_int(struct nd_prng *prng, int64_t min, int64_t max)
{
    int64_t v;
    switch (nd_prng_below(prng, 4)) {
    case 0: v = (int64_t)nd_prng_below(prng, 7) - 3; break;
    case 1: v = nd_prng_chance(prng, 0.5) ? min : max; break;
    case 2: v = (int64_t)(nd_prng_next(prng) >> nd_prng_below(prng, 64)); break;
    default: v = -(int64_t)(nd_prng_next(prng) >> (1 + nd_prng_below(prng, 63))); break;
    }
    return v < min ? min : v > max ? max : v;
}

static double random_float(struct nd_prng *prng)
{
    static const double edges[] = {0.0, -0.0, INFINITY, -INFINITY, NAN, 5e-324, -5e-324, 1.5, 1e308};
    if (nd_prng_chance(prng, 0.4)) return edges[nd_prng_below(prng, ND_ARRAY_LEN(edges))];
    uint64_t bits = nd_prng_next(prng);
    double f;
    memcpy(&f, &bits, 8);
    return f;
}

static struct nd_slice random_bytes(struct nd_prng *prng, struct nd_arena *arena, bool is_text)
{
    static const uint8_t text_bytes[] = {'a', 'b', ' ', 'c', 0x01};
    size_t n = nd_prng_below(prng, 5);
    uint8_t *p = nd_arena_alloc(arena, n + 1);
    for (size_t i = 0; i < n; i++)
        p[i] = is_text ? text_bytes[nd_prng_below(prng, sizeof text_bytes)]
                       : (uint8_t[]){0, 1, 0xff, 0xfe, 'a'}[nd_prng_below(prng, 5)];
    return nd_slice_of(p, n);
}

static struct nd_slice random_numeric(struct nd_prng *prng, struct nd_arena *arena)
{
    char text[128];
    size_t n = 0;
    if (nd_prng_chance(prng, 0.1)) {
        static const struct nd_slice *const special[] = {&nd_numeric_nan, &nd_numeric_inf, &nd_numeric_minus_inf,
                                                         &nd_numeric_zero};
        return *special[nd_prng_below(prng, 4)];
    }
    if (nd_prng_chance(prng, 0.4)) text[n++] = '-';
    size_t digits = 1 + nd_prng_below(prng, nd_prng_chance(prng, 0.2) ? 45 : 4),
           point = nd_prng_below(prng, digits + 1);
    for (size_t i = 0; i < digits; i++) {
        text[n++] = (char)('0' + nd_prng_below(prng, nd_prng_chance(prng, 0.5) ? 2 : 10));
        if (i + 1 == point) text[n++] = '.';
    }
    if (point == digits) text[n++] = '0';
    struct nd_slice numeric;
    struct nd_err err;
    assert_int_equal(nd_numeric_of_text(nd_slice_of(text, n), -1, arena, &numeric, &err), ND_STATUS_OK);
    return numeric;
}

static struct nd_datum random_datum(struct nd_prng *prng, enum nd_type_id type, struct nd_arena *arena)
{
    switch (type) {
    case ND_TYPE_BOOL: return nd_datum_bool(nd_prng_chance(prng, 0.5));
    case ND_TYPE_INT2: return nd_datum_i64(random_int(prng, INT16_MIN, INT16_MAX));
    case ND_TYPE_INT4:
    case ND_TYPE_DATE: return nd_datum_i64(random_int(prng, INT32_MIN, INT32_MAX));
    case ND_TYPE_OID: return nd_datum_i64(random_int(prng, 0, UINT32_MAX));
    case ND_TYPE_TIME: return nd_datum_i64(random_int(prng, 0, ND_USECS_PER_DAY));
    case ND_TYPE_INT8:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return nd_datum_i64(random_int(prng, INT64_MIN, INT64_MAX));
    case ND_TYPE_FLOAT4: return nd_datum_f64((double)(float)random_float(prng));
    case ND_TYPE_FLOAT8: return nd_datum_f64(random_float(prng));
    case ND_TYPE_NUMERIC: return nd_datum_bytes(random_numeric(prng, arena));
    case ND_TYPE_INTERVAL: {
        struct nd_interval v = {random_int(prng, INT64_MIN + 1, INT64_MAX),
                                (int32_t)random_int(prng, INT32_MIN, INT32_MAX),
                                (int32_t)random_int(prng, INT32_MIN, INT32_MAX)};
        return nd_datum_bytes(nd_interval_new(arena, v));
    }
    case ND_TYPE_UUID: {
        uint8_t *p = nd_arena_zalloc(arena, 16);
        p[nd_prng_below(prng, 16)] = (uint8_t)nd_prng_next(prng);
        return nd_datum_bytes(nd_slice_of(p, 16));
    }
    case ND_TYPE_BYTEA: return nd_datum_bytes(random_bytes(prng, arena, false));
    default: return nd_datum_bytes(random_bytes(prng, arena, true));
    }
}

static int sign(int c) { return c < 0 ? -1 : c > 0; }

struct fixture {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_prng prng;
};

static void setup(struct fixture *f, uint64_t seed)
{
    nd_heap_init(&f->heap, false);
    nd_arena_init(&f->arena, &f->heap);
    nd_prng_init(&f->prng, seed);
}

static void teardown(struct fixture *f)
{
    nd_arena_deinit(&f->arena);
    assert_int_equal(f->heap.bytes, 0);
}

static void check_pair(struct fixture *f, enum nd_type_id type, const struct nd_datum *a, const struct nd_datum *b,
                       unsigned flags)
{
    struct nd_buf x, y;
    nd_buf_init(&x, &f->heap);
    nd_buf_init(&y, &f->heap);
    nd_key_put_datum(&x, type, flags, a);
    nd_key_put_datum(&y, type, flags, b);
    int order = nd_datum_cmp(type, a, b);
    int by_key = sign(nd_slice_cmp(nd_buf_slice(&x), nd_buf_slice(&y)));
    if (by_key != ((flags & ND_KEY_DESC) != 0 ? -sign(order) : sign(order)))
        fail_msg("type %s: keys order %d, values %d", nd_type_typname(type), by_key, order);
    if (order != 0 && nd_slice_has_prefix(nd_buf_slice(&x), nd_buf_slice(&y)))
        fail_msg("type %s: a key is another's prefix", nd_type_typname(type));
    assert_int_equal(nd_datum_eq(type, a, b), order == 0);
    if (order == 0) assert_true(nd_datum_hash(type, a, 7) == nd_datum_hash(type, b, 7));
    nd_buf_deinit(&x);
    nd_buf_deinit(&y);
}

static void test_key_order(void **state)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(all_types); t++) {
        struct fixture f;
        setup(&f, 1 + t);
        struct nd_datum values[VALUES];
        for (size_t i = 0; i < VALUES; i++) values[i] = random_datum(&f.prng, all_types[t], &f.arena);
        for (size_t i = 0; i < VALUES; i++)
            for (size_t j = 0; j < VALUES; j++) {
                check_pair(&f, all_types[t], &values[i], &values[j], ND_KEY_ASC);
                check_pair(&f, all_types[t], &values[i], &values[j], ND_KEY_DESC | ND_KEY_NULLS_FIRST);
            }
        teardown(&f);
    }
}

/* A key of several columns orders as its columns one after another, NULLs included; every column can be read and
 * skipped. */
static void test_key_columns(void **state)
{
    struct fixture f;
    setup(&f, 99);
    for (int round = 0; round < 3000; round++) {
        enum nd_type_id types[3];
        unsigned flags[3];
        struct nd_buf keys[2];
        struct nd_datum rows[2][3];
        int order = 0;
        for (int c = 0; c < 3; c++)
            types[c] = all_types[nd_prng_below(&f.prng, ND_ARRAY_LEN(all_types))],
            flags[c] = (unsigned)nd_prng_below(&f.prng, 4);
        for (int r = 0; r < 2; r++) {
            nd_buf_init(&keys[r], &f.heap);
            for (int c = 0; c < 3; c++) {
                rows[r][c] = nd_prng_chance(&f.prng, 0.2)             ? ND_DATUM_NULL
                             : r == 1 && nd_prng_chance(&f.prng, 0.5) ? rows[0][c]
                                                                      : random_datum(&f.prng, types[c], &f.arena);
                nd_key_put_datum(&keys[r], types[c], flags[c], &rows[r][c]);
            }
        }
        for (int c = 0; c < 3 && order == 0; c++) {
            struct nd_vec a = nd_vec_new(&f.arena, ND_TYPE(types[c]), 1),
                          b = nd_vec_new(&f.arena, ND_TYPE(types[c]), 1);
            nd_vec_set(&a, 0, rows[0][c]);
            nd_vec_set(&b, 0, rows[1][c]);
            order = nd_vec_cmp(&a, 0, &b, 0, flags[c]);
            assert_int_equal(nd_vec_is_same(&a, 0, &b, 0), order == 0);
        }
        assert_int_equal(sign(nd_slice_cmp(nd_buf_slice(&keys[0]), nd_buf_slice(&keys[1]))), sign(order));
        struct nd_dec dec = nd_dec_of(nd_buf_slice(&keys[0])), skip = dec;
        for (int c = 0; c < 3; c++) {
            struct nd_datum back;
            assert_int_equal(nd_key_take_datum(&dec, ND_TYPE(types[c]), flags[c], &f.arena, &back), ND_STATUS_OK);
            assert_int_equal(back.is_null, rows[0][c].is_null);
            if (!back.is_null) assert_true(nd_datum_eq(types[c], &back, &rows[0][c]));
            assert_int_equal(nd_key_skip(&skip, types[c], flags[c]), ND_STATUS_OK);
        }
        assert_true(nd_dec_is_done(&dec));
        assert_true(nd_dec_is_done(&skip));
        nd_buf_deinit(&keys[0]);
        nd_buf_deinit(&keys[1]);
        nd_arena_reset(&f.arena);
    }
    teardown(&f);
}

static void test_varint_order(void **state)
{
    struct fixture f;
    setup(&f, 5);
    for (int i = 0; i < 20000; i++) {
        uint64_t a = (nd_prng_next(&f.prng) >> 8) >> nd_prng_below(&f.prng, 56),
                 b = nd_prng_chance(&f.prng, 0.3) ? a + 1 : (nd_prng_next(&f.prng) >> 8) >> nd_prng_below(&f.prng, 56);
        if (b > ND_KEY_VARINT_MAX) continue;
        struct nd_buf x, y;
        nd_buf_init(&x, &f.heap);
        nd_buf_init(&y, &f.heap);
        nd_key_put_varint(&x, a);
        nd_key_put_varint(&y, b);
        assert_int_equal(sign(nd_slice_cmp(nd_buf_slice(&x), nd_buf_slice(&y))), a < b ? -1 : a > b);
        struct nd_dec dec = nd_dec_of(nd_buf_slice(&x));
        assert_true(nd_key_take_varint(&dec) == a);
        assert_true(nd_dec_is_done(&dec));
        nd_buf_deinit(&x);
        nd_buf_deinit(&y);
    }
    static const uint8_t not_shortest[] = {0x80, 0x7f}, unused[] = {0xff, 0, 0, 0, 0, 0, 0, 0, 0};
    struct nd_dec dec = nd_dec_of(nd_slice_of(not_shortest, sizeof not_shortest));
    (void)nd_key_take_varint(&dec);
    assert_false(nd_dec_is_ok(&dec));
    dec = nd_dec_of(nd_slice_of(unused, sizeof unused));
    (void)nd_key_take_varint(&dec);
    assert_false(nd_dec_is_ok(&dec));
    teardown(&f);
}

static void test_next_prefix(void **state)
{
    struct fixture f;
    setup(&f, 6);
    struct nd_buf key;
    nd_buf_init(&key, &f.heap);
    nd_buf_put(&key, "a\xff\xff", 3);
    assert_true(nd_key_next_prefix(&key));
    assert_true(nd_slice_eq(nd_buf_slice(&key), nd_slice_str("b")));
    nd_buf_clear(&key);
    nd_buf_put(&key, "\xff", 1);
    assert_false(nd_key_next_prefix(&key));
    nd_buf_deinit(&key);
    teardown(&f);
}

/* Rows of random columns come back the same, also when only some are wanted. */
static void test_rows(void **state)
{
    struct fixture f;
    setup(&f, 7);
    for (int round = 0; round < 2000; round++) {
        struct nd_row_column columns[8], wanted[8];
        struct nd_datum datums[8], expected[8];
        struct nd_vec vecs[8];
        uint32_t id = 0;
        size_t count = 1 + nd_prng_below(&f.prng, 8), picked = 0;
        for (size_t i = 0; i < count; i++) {
            enum nd_type_id type = all_types[nd_prng_below(&f.prng, ND_ARRAY_LEN(all_types))];
            id += 1 + (uint32_t)nd_prng_below(&f.prng, nd_prng_chance(&f.prng, 0.1) ? 5000 : 3);
            columns[i] = (struct nd_row_column){id, ND_TYPE(type)};
            datums[i] = nd_prng_chance(&f.prng, 0.2) ? ND_DATUM_NULL : random_datum(&f.prng, type, &f.arena);
            if (!nd_prng_chance(&f.prng, 0.6)) continue;
            wanted[picked] = columns[i];
            expected[picked] = datums[i];
            vecs[picked++] = nd_vec_new(&f.arena, ND_TYPE(type), 3);
        }
        struct nd_buf row;
        nd_buf_init(&row, &f.heap);
        nd_row_encode_datums(&row, id, columns, datums, count);
        assert_int_equal(nd_row_decode(nd_buf_slice(&row), wanted, picked, NULL, vecs, 2), ND_STATUS_OK);
        for (size_t i = 0; i < picked; i++) {
            struct nd_datum back = nd_vec_get(&vecs[i], 2);
            assert_int_equal(back.is_null, expected[i].is_null);
            if (!back.is_null) assert_true(nd_datum_eq(wanted[i].type.id, &back, &expected[i]));
        }
        nd_buf_deinit(&row);
        nd_arena_reset(&f.arena);
    }
    teardown(&f);
}

static void test_vector_hash(void **state)
{
    struct fixture f;
    setup(&f, 8);
    for (size_t t = 0; t < ND_ARRAY_LEN(all_types); t++) {
        struct nd_vec vec = nd_vec_new(&f.arena, ND_TYPE(all_types[t]), VALUES);
        uint64_t hashes[VALUES] = {0};
        for (size_t i = 0; i < VALUES; i++)
            nd_vec_set(&vec, i,
                       nd_prng_chance(&f.prng, 0.1) ? ND_DATUM_NULL : random_datum(&f.prng, all_types[t], &f.arena));
        struct nd_sel sel = {NULL, VALUES};
        nd_vec_hash(&vec, &sel, hashes);
        for (size_t i = 0; i < VALUES; i++) {
            struct nd_datum datum = nd_vec_get(&vec, i);
            assert_true(hashes[i] == nd_datum_hash(all_types[t], &datum, 0));
            for (size_t j = 0; j < VALUES; j++)
                if (nd_vec_is_same(&vec, i, &vec, j)) assert_true(hashes[i] == hashes[j]);
        }
    }
    teardown(&f);
}

/* Text and binary forms read back as the same value, text even letter by letter. */
static void test_forms(void **state)
{
    struct fixture f;
    static const struct nd_type_ctx types;
    setup(&f, 9);
    for (int round = 0; round < 4000; round++) {
        enum nd_type_id id = all_types[nd_prng_below(&f.prng, ND_ARRAY_LEN(all_types))];
        struct nd_type type = ND_TYPE(id);
        struct nd_datum datum = random_datum(&f.prng, id, &f.arena), back;
        if (id == ND_TYPE_DATE && nd_date_is_finite(datum.i) && !nd_date_is_valid(datum.i)) continue;
        if ((id == ND_TYPE_TIMESTAMP || id == ND_TYPE_TIMESTAMPTZ) && nd_timestamp_is_finite(datum.i) &&
            !nd_timestamp_is_valid(datum.i))
            continue;
        struct nd_buf text, again, wire;
        struct nd_err err;
        nd_buf_init(&text, &f.heap);
        nd_buf_init(&again, &f.heap);
        nd_buf_init(&wire, &f.heap);
        nd_type_out(&types, type, &datum, &text);
        if (nd_type_in(&types, type, nd_buf_slice(&text), &f.arena, &back, &err) != ND_STATUS_OK)
            fail_msg("%s: \"%.*s\": %s", nd_type_name(id), (int)text.n, (const char *)text.p, err.message);
        assert_true(nd_datum_eq(id, &datum, &back));
        nd_type_out(&types, type, &back, &again);
        assert_true(nd_slice_eq(nd_buf_slice(&text), nd_buf_slice(&again)));
        nd_type_send(NULL, type, &datum, &wire);
        assert_int_equal(nd_type_recv(&types, type, nd_buf_slice(&wire), &f.arena, &back, &err), ND_STATUS_OK);
        assert_true(nd_datum_eq(id, &datum, &back));
        nd_buf_deinit(&text);
        nd_buf_deinit(&again);
        nd_buf_deinit(&wire);
        nd_arena_reset(&f.arena);
    }
    teardown(&f);
}

/* The small and the large form of numeric agree: what GMP computes and what 128 bits compute. */
static void test_numeric_forms(void **state)
{
    struct fixture f;
    setup(&f, 10);
    for (int round = 0; round < 3000; round++) {
        struct nd_slice a = random_numeric(&f.prng, &f.arena), b = random_numeric(&f.prng, &f.arena), sum, back,
                        product;
        struct nd_err err;
        if (nd_numeric_is_nan(a) || nd_numeric_is_inf(a) || nd_numeric_is_nan(b) || nd_numeric_is_inf(b)) continue;
        assert_true(nd_numeric_is_valid(a));
        assert_int_equal(nd_numeric_binary(ND_NUMERIC_ADD, a, b, &f.arena, &sum, &err), ND_STATUS_OK);
        assert_int_equal(nd_numeric_binary(ND_NUMERIC_SUB, sum, b, &f.arena, &back, &err), ND_STATUS_OK);
        assert_int_equal(nd_numeric_cmp(a, back), 0);
        assert_true(nd_numeric_hash(a) == nd_numeric_hash(back));
        assert_int_equal(nd_numeric_binary(ND_NUMERIC_MUL, a, b, &f.arena, &product, &err), ND_STATUS_OK);
        assert_true(nd_numeric_is_valid(product));
        if (nd_numeric_sign(b) != 0) {
            struct nd_slice whole, rest;
            assert_int_equal(nd_numeric_binary(ND_NUMERIC_DIV_TRUNC, a, b, &f.arena, &whole, &err), ND_STATUS_OK);
            assert_int_equal(nd_numeric_binary(ND_NUMERIC_MOD, a, b, &f.arena, &rest, &err), ND_STATUS_OK);
            assert_int_equal(nd_numeric_binary(ND_NUMERIC_MUL, whole, b, &f.arena, &whole, &err), ND_STATUS_OK);
            assert_int_equal(nd_numeric_binary(ND_NUMERIC_ADD, whole, rest, &f.arena, &whole, &err), ND_STATUS_OK);
            assert_int_equal(nd_numeric_cmp(whole, a), 0);
        }
        /* a running sum gives what repeated addition gives */
        struct nd_numeric_sum running = {0};
        struct nd_slice total, again = nd_numeric_zero;
        for (int i = 0; i < 3; i++) {
            nd_numeric_sum_add(&running, i == 1 ? b : a, &f.arena);
            assert_int_equal(nd_numeric_binary(ND_NUMERIC_ADD, again, i == 1 ? b : a, &f.arena, &again, &err),
                             ND_STATUS_OK);
        }
        assert_int_equal(nd_numeric_sum_total(&running, &f.arena, &total, &err), ND_STATUS_OK);
        assert_int_equal(nd_numeric_cmp(total, again), 0);
        assert_int_equal(nd_numeric_scale(total), nd_numeric_scale(again));
        nd_arena_reset(&f.arena);
    }
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key_order),   cmocka_unit_test(test_key_columns),   cmocka_unit_test(test_varint_order),
        cmocka_unit_test(test_next_prefix), cmocka_unit_test(test_rows),          cmocka_unit_test(test_vector_hash),
        cmocka_unit_test(test_forms),       cmocka_unit_test(test_numeric_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
