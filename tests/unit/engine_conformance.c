/* SPDX-License-Identifier: Apache-2.0 */
/* One suite over both engines: what engine.h promises, and the two compared over random operations. */
#include "engine_fixture.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/prng.h"

static struct nd_slice s(const char *text) { return nd_slice_str(text); }

static void put(struct engine_fixture *f, const char *key, const char *value)
{
    nd_engine_batch_clear(f->batch);
    nd_engine_batch_put(f->batch, s(key), s(value));
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_OK);
}

static void delete (struct engine_fixture *f, const char *key)
{
    nd_engine_batch_clear(f->batch);
    nd_engine_batch_delete(f->batch, s(key));
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_OK);
}

static void check_get(struct engine_fixture *f, const char *key, unsigned flags, const char *expected)
{
    struct nd_buf value;
    nd_buf_init(&value, &f->heap);
    nd_buf_put_u8(&value, '>'); /* get appends */
    enum nd_status status = nd_engine_get(f->engine, s(key), flags, &value);
    assert_int_equal(status, expected == NULL ? ND_STATUS_NOT_FOUND : ND_STATUS_OK);
    nd_buf_put_u8(&value, 0);
    assert_string_equal((const char *)value.p + 1, expected == NULL ? "" : expected);
    nd_buf_deinit(&value);
}

/* Everything in bounds as "key=value,", forwards or backwards. */
static char *scan(struct engine_fixture *f, struct nd_engine_iter *iter, bool is_forward, const char *from)
{
    static const uint8_t beyond[] = {0xff, 0xff};
    struct nd_buf text;
    nd_buf_init(&text, &f->heap);
    if (is_forward) nd_engine_iter_seek(iter, s(from));
    else nd_engine_iter_seek_for_prev(iter, from == NULL ? nd_slice_of(beyond, 2) : s(from));
    while (nd_engine_iter_is_valid(iter)) {
        struct nd_slice key = nd_engine_iter_key(iter), value = nd_engine_iter_value(iter);
        nd_buf_printf(&text, "%.*s=%.*s,", (int)key.n, (const char *)key.p, (int)value.n, (const char *)value.p);
        if (is_forward) nd_engine_iter_next(iter);
        else nd_engine_iter_prev(iter);
    }
    assert_int_equal(nd_engine_iter_status(iter), ND_STATUS_OK);
    nd_buf_put_u8(&text, 0);
    return (char *)text.p;
}

static void check_iter(struct engine_fixture *f, struct nd_engine_iter *iter, bool is_forward, const char *from, const char *expected)
{
    char *text = scan(f, iter, is_forward, from);
    assert_string_equal(text, expected);
    nd_heap_free(&f->heap, text);
}

static void check_all(struct engine_fixture *f, const char *expected)
{
    struct nd_engine_iter *iter = nd_engine_iter_new(f->engine, &(struct nd_iter_options){0});
    check_iter(f, iter, true, "", expected);
    nd_engine_iter_free(iter);
}

static void test_batches(void **state)
{
    struct engine_fixture *f = *state;
    check_get(f, "a", 0, NULL);
    assert_int_equal(nd_engine_batch_count(f->batch), 0);
    size_t empty_bytes = nd_engine_batch_bytes(f->batch);
    nd_engine_batch_put(f->batch, s("a"), s("1"));
    struct nd_slice parts[3] = {s("x"), s(""), s("yz")};
    nd_engine_batch_put_parts(f->batch, s("b"), parts, 3);
    nd_engine_batch_put(f->batch, s("c"), s("3"));
    nd_engine_batch_delete(f->batch, s("c"));
    nd_engine_batch_put(f->batch, s("a"), s("2")); /* later operations win */
    assert_int_equal(nd_engine_batch_count(f->batch), 5);
    assert_true(nd_engine_batch_bytes(f->batch) > empty_bytes);
    check_get(f, "a", 0, NULL); /* nothing before the write */
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_OK);
    check_all(f, "a=2,b=xyz,");
    check_get(f, "b", 0, "xyz");
    check_get(f, "c", 0, NULL);
    nd_engine_batch_clear(f->batch);
    assert_int_equal(nd_engine_batch_count(f->batch), 0);
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_OK);
    check_all(f, "a=2,b=xyz,");
}

static void test_iterators_are_snapshots(void **state)
{
    struct engine_fixture *f = *state;
    for (char c = 'a'; c <= 'e'; c++) put(f, (char[]){c, 0}, "1");
    struct nd_engine_iter *old = nd_engine_iter_new(f->engine, &(struct nd_iter_options){0});
    delete (f, "b");
    put(f, "c", "2");
    put(f, "bb", "2");
    struct nd_engine_iter *middle = nd_engine_iter_new(f->engine, &(struct nd_iter_options){0});
    nd_engine_batch_clear(f->batch);
    for (const char *const *gone = (const char *const[]){"a", "bb", "c", NULL}; *gone != NULL; gone++) nd_engine_batch_delete(f->batch, s(*gone));
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_OK);
    put(f, "c", "3");
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    check_iter(f, old, true, "", "a=1,b=1,c=1,d=1,e=1,");
    check_iter(f, middle, true, "", "a=1,bb=2,c=2,d=1,e=1,");
    check_iter(f, old, false, NULL, "e=1,d=1,c=1,b=1,a=1,");
    nd_engine_iter_free(old);
    check_iter(f, middle, false, NULL, "e=1,d=1,c=2,bb=2,a=1,");
    check_all(f, "c=3,d=1,e=1,");
    nd_engine_iter_free(middle);
    check_all(f, "c=3,d=1,e=1,");
}

static void test_bounds(void **state)
{
    struct engine_fixture *f = *state;
    for (char c = 'a'; c <= 'g'; c++) put(f, (char[]){c, 0}, "v");
    char lower[] = "b", upper[] = "e"; /* copied: changed below */
    struct nd_engine_iter *iter = nd_engine_iter_new(f->engine, &(struct nd_iter_options){.lower = s(lower), .upper = s(upper)});
    lower[0] = upper[0] = 'z';
    check_iter(f, iter, true, "a", "b=v,c=v,d=v,");
    check_iter(f, iter, true, "c", "c=v,d=v,");
    check_iter(f, iter, true, "e", "");
    check_iter(f, iter, false, "z", "d=v,c=v,b=v,");
    check_iter(f, iter, false, "e", "d=v,c=v,b=v,");
    check_iter(f, iter, false, "c", "c=v,b=v,");
    check_iter(f, iter, false, "cc", "c=v,b=v,");
    check_iter(f, iter, false, "a", "");
    nd_engine_iter_seek(iter, s("c"));
    nd_engine_iter_prev(iter);
    assert_true(nd_slice_eq(nd_engine_iter_key(iter), s("b")));
    nd_engine_iter_prev(iter);
    assert_false(nd_engine_iter_is_valid(iter));
    nd_engine_iter_free(iter);
}

static void test_point_iterators(void **state)
{
    struct engine_fixture *f = *state;
    const char *keys[] = {"dk100000005", "dk100000009", "dk200000003", "dk20000000", "rk100000001", "lk1"};
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < ND_ARRAY_LEN(keys); i++) put(f, keys[i], round == 0 ? "1" : "2");
        assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    }
    struct nd_engine_iter *iter = nd_engine_iter_new(f->engine, &(struct nd_iter_options){.is_point = true});
    nd_engine_iter_seek(iter, s("dk100000004"));
    assert_true(nd_slice_eq(nd_engine_iter_key(iter), s("dk100000005")));
    nd_engine_iter_next(iter);
    assert_true(nd_slice_eq(nd_engine_iter_key(iter), s("dk100000009")));
    nd_engine_iter_next(iter);
    assert_false(nd_engine_iter_is_valid(iter)); /* dk2... has another prefix */
    nd_engine_iter_seek(iter, s("dk300000000"));
    assert_false(nd_engine_iter_is_valid(iter));
    nd_engine_iter_seek(iter, s("dk200000004"));
    assert_false(nd_engine_iter_is_valid(iter));
    assert_int_equal(nd_engine_iter_status(iter), ND_STATUS_OK);
    nd_engine_iter_seek(iter, s("rk100000000"));
    assert_true(nd_slice_eq(nd_engine_iter_key(iter), s("rk100000001")));
    nd_engine_iter_seek_for_prev(iter, s("dk100000008"));
    assert_true(nd_slice_eq(nd_engine_iter_key(iter), s("dk100000005")));
    nd_engine_iter_free(iter);

    iter = nd_engine_iter_new(f->engine, &(struct nd_iter_options){.is_point = true, .upper = s("dk100000009")});
    nd_engine_iter_seek(iter, s("dk100000004"));
    nd_engine_iter_next(iter);
    assert_false(nd_engine_iter_is_valid(iter));
    nd_engine_iter_free(iter);
    check_get(f, "dk100000009", 0, "2"); /* filters hold prefixes only: gets must pass them too */
    check_get(f, "dk20000000", 0, "2");
    check_get(f, "lk1", 0, "2");
    check_get(f, "lk2", 0, NULL);
}

static void test_flush_is_the_durable_prefix(void **state)
{
    struct engine_fixture *f = *state;
    put(f, "a", "1");
    put(f, "b", "1");
    check_get(f, "a", ND_READ_DURABLE, NULL);
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    check_get(f, "a", ND_READ_DURABLE, "1");
    put(f, "a", "2");
    delete (f, "b");
    put(f, "c", "2");
    check_get(f, "a", ND_READ_DURABLE, "1");
    check_get(f, "b", ND_READ_DURABLE, "1");
    check_get(f, "c", ND_READ_DURABLE, NULL);
    check_all(f, "a=2,c=2,");
    engine_fixture_reopen(f);
    check_all(f, "a=1,b=1,");
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    put(f, "b", "3");
    delete (f, "a");
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    check_get(f, "a", ND_READ_DURABLE, NULL);
    engine_fixture_reopen(f);
    check_all(f, "b=3,");
}

static void test_cached_only(void **state)
{
    struct engine_fixture *f = *state;
    char large[2001];
    memset(large, 'x', 2000);
    large[2000] = 0; /* kept apart from its key by RocksDB */
    put(f, "small", "1");
    put(f, "large", large);
    check_get(f, "small", ND_READ_CACHED_ONLY, "1"); /* in memory */
    check_get(f, "large", ND_READ_CACHED_ONLY, large);
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    engine_fixture_reopen(f);
    const char *keys[] = {"small", "large"}, *values[] = {"1", large};
    for (size_t i = 0; i < 2; i++) {
        struct nd_buf value;
        nd_buf_init(&value, &f->heap);
        enum nd_status status = nd_engine_get(f->engine, s(keys[i]), ND_READ_CACHED_ONLY, &value);
        if (f->kind == KIND_ROCKS) assert_int_equal(status, ND_STATUS_WOULD_BLOCK);
        else assert_int_equal(status, ND_STATUS_OK);
        if (f->kind == KIND_ROCKS) assert_int_equal(value.n, 0);
        nd_buf_deinit(&value);
    }
    struct nd_engine_iter *iter = nd_engine_iter_new(f->engine, &(struct nd_iter_options){.flags = ND_READ_CACHED_ONLY});
    nd_engine_iter_seek(iter, s("a"));
    assert_int_equal(nd_engine_iter_status(iter), f->kind == KIND_ROCKS ? ND_STATUS_WOULD_BLOCK : ND_STATUS_OK);
    assert_int_equal(nd_engine_iter_is_valid(iter), f->kind == KIND_MEM);
    nd_engine_iter_free(iter);
    for (size_t i = 0; i < 2; i++) {
        check_get(f, keys[i], 0, values[i]);
        check_get(f, keys[i], ND_READ_CACHED_ONLY, values[i]);
    }
    iter = nd_engine_iter_new(f->engine, &(struct nd_iter_options){.flags = ND_READ_CACHED_ONLY});
    nd_engine_iter_seek(iter, s("a"));
    assert_true(nd_engine_iter_is_valid(iter));
    assert_int_equal(nd_engine_iter_value(iter).n, 2000);
    nd_engine_iter_free(iter);
}

static void limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes == 0 ? limit.rlim_max : bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* After an error of writing the engine is of no use until it is opened again, and holds the last flush then. */
static void test_failed_flush(void **state)
{
    struct engine_fixture *f = *state;
    put(f, "a", "1");
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    signal(SIGXFSZ, SIG_IGN); /* a write beyond the limit is an error, not a signal */
    limit_file_size(100000);
    struct nd_prng prng;
    nd_prng_init(&prng, 1);
    for (int i = 0; i < 4000; i++) {
        char key[16], value[101];
        snprintf(key, sizeof key, "k%06d", i);
        for (size_t k = 0; k < 100; k++) value[k] = (char)nd_prng_between(&prng, '0', 'z');
        value[100] = 0;
        put(f, key, value);
    }
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_IO);
    nd_engine_batch_clear(f->batch);
    nd_engine_batch_put(f->batch, s("b"), s("2"));
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_IO);
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_IO);
    check_get(f, "a", 0, "1");
    limit_file_size(0);
    engine_fixture_reopen(f);
    check_all(f, "a=1,");
    put(f, "b", "2");
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    engine_fixture_reopen(f);
    check_all(f, "a=1,b=2,");
}

static void test_lock_and_metrics(void **state)
{
    struct engine_fixture *f = *state;
    if (f->kind == KIND_ROCKS) {
        struct nd_engine *second;
        assert_int_equal(engine_fixture_try_open(f, &second), ND_STATUS_BUSY);
        assert_null(second);
    }
    for (int i = 0; i < 4000; i++) {
        char key[16], value[301];
        snprintf(key, sizeof key, "k%06d", i);
        memset(value, 'a' + i % 26, 300);
        value[300] = 0;
        put(f, key, value);
    }
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    uint64_t all = nd_engine_approximate_bytes(f->engine, s("k"), ND_SLICE_EMPTY), half = nd_engine_approximate_bytes(f->engine, s("k"), s("k002000"));
    assert_true(all > 1000000);
    assert_true(half > all / 3 && half < all * 2 / 3);
    struct nd_metrics metrics;
    nd_metrics_init(&metrics, &f->heap);
    nd_engine_register_metrics(f->engine, &metrics);
    nd_engine_refresh_metrics(f->engine);
    struct nd_buf text;
    nd_buf_init(&text, &f->heap);
    nd_metrics_render(&metrics, &text);
    nd_buf_put_u8(&text, 0);
    assert_non_null(strstr((const char *)text.p, "\nndoto_engine_batches_total 4000\n"));
    assert_non_null(strstr((const char *)text.p, "\nndoto_engine_flushes_total 1\n"));
    if (f->kind == KIND_ROCKS) {
        const char *written = strstr((const char *)text.p, "\nndoto_engine_flush_written_bytes ");
        assert_non_null(written);
        assert_true(strtoull(strchr(written + 1, ' '), NULL, 10) > 1000);
        assert_non_null(strstr((const char *)text.p, "\nndoto_engine_keys 4000\n"));
    }
    nd_buf_deinit(&text);
    nd_metrics_deinit(&metrics);
}

/* ---- the two compared ------------------------------------------------------------------------------ */

#define KEYS 600
#define OPS 100000

struct pair {
    struct engine_fixture *f[2];
    struct nd_prng prng;
};

/* Keys of every kind, in the order of their number within a kind. */
static struct nd_slice key_of(unsigned i, char out[32])
{
    unsigned kind = i / 100, n = i % 100;
    switch (kind) {
    case 0: return nd_slice_of(out, (size_t)snprintf(out, 32, "m%04u", n));
    case 1: return nd_slice_of(out, (size_t)snprintf(out, 32, "l%04u", n));
    case 2: return nd_slice_of(out, (size_t)snprintf(out, 32, "r%02u%08u", n / 10, n % 10));
    default: return nd_slice_of(out, (size_t)snprintf(out, 32, "d%02u%08u", kind * 20 + n / 5, n % 5));
    }
}

static void add_random_op(struct pair *pair, unsigned i, bool is_put, struct nd_slice value)
{
    char key[32];
    struct nd_slice k = key_of(i, key);
    for (int x = 0; x < 2; x++) {
        if (is_put) nd_engine_batch_put(pair->f[x]->batch, k, value);
        else nd_engine_batch_delete(pair->f[x]->batch, k);
    }
}

static void add_random_ops(struct pair *pair)
{
    char value[1200];
    for (int n = (int)nd_prng_between(&pair->prng, 1, 8); n > 0; n--) {
        unsigned i = (unsigned)nd_prng_below(&pair->prng, KEYS), what = (unsigned)nd_prng_below(&pair->prng, 100);
        size_t value_n = what == 0 ? sizeof value : 1 + nd_prng_below(&pair->prng, 40);
        memset(value, 'a' + (int)nd_prng_below(&pair->prng, 26), value_n);
        add_random_op(pair, i, what < 50, nd_slice_of(value, value_n));
    }
}

static void compare_position(struct nd_engine_iter *const iters[2])
{
    assert_int_equal(nd_engine_iter_status(iters[0]), ND_STATUS_OK);
    assert_int_equal(nd_engine_iter_status(iters[1]), ND_STATUS_OK);
    assert_int_equal(nd_engine_iter_is_valid(iters[0]), nd_engine_iter_is_valid(iters[1]));
    if (!nd_engine_iter_is_valid(iters[0])) return;
    assert_true(nd_slice_eq(nd_engine_iter_key(iters[0]), nd_engine_iter_key(iters[1])));
    assert_true(nd_slice_eq(nd_engine_iter_value(iters[0]), nd_engine_iter_value(iters[1])));
}

static void walk(struct pair *pair, struct nd_engine_iter *const iters[2], bool is_point)
{
    char key[32];
    unsigned i = (unsigned)nd_prng_below(&pair->prng, KEYS);
    if (is_point && i < 200) i += 200;
    struct nd_slice k = key_of(i, key);
    bool is_forward = nd_prng_chance(&pair->prng, 0.5);
    for (int x = 0; x < 2; x++) {
        if (is_forward) nd_engine_iter_seek(iters[x], k);
        else nd_engine_iter_seek_for_prev(iters[x], k);
    }
    compare_position(iters);
    for (int step = 0; step < 12 && nd_engine_iter_is_valid(iters[0]); step++) {
        if (nd_prng_chance(&pair->prng, 0.2) && !is_point) is_forward = !is_forward;
        for (int x = 0; x < 2; x++) {
            if (is_forward) nd_engine_iter_next(iters[x]);
            else nd_engine_iter_prev(iters[x]);
        }
        compare_position(iters);
    }
}

static void compare_get(struct pair *pair)
{
    char key[32];
    struct nd_slice k = key_of((unsigned)nd_prng_below(&pair->prng, KEYS), key);
    struct nd_buf values[2];
    enum nd_status status[2];
    for (int x = 0; x < 2; x++) {
        nd_buf_init(&values[x], &pair->f[x]->heap);
        status[x] = nd_engine_get(pair->f[x]->engine, k, 0, &values[x]);
    }
    assert_int_equal(status[0], status[1]);
    assert_true(nd_slice_eq(nd_buf_slice(&values[0]), nd_buf_slice(&values[1])));
    for (int x = 0; x < 2; x++) nd_buf_deinit(&values[x]);
}

static void make_iters(struct pair *pair, struct nd_engine_iter *iters[2], bool is_point)
{
    char lower[32], upper[32];
    struct nd_iter_options options = {.is_point = is_point};
    if (!is_point && nd_prng_chance(&pair->prng, 0.5)) options.lower = key_of((unsigned)nd_prng_below(&pair->prng, KEYS), lower);
    if (!is_point && nd_prng_chance(&pair->prng, 0.5)) options.upper = key_of((unsigned)nd_prng_below(&pair->prng, KEYS), upper);
    for (int x = 0; x < 2; x++) iters[x] = nd_engine_iter_new(pair->f[x]->engine, &options);
}

static void test_compared(void **state)
{
    (void)state;
    struct pair pair = {.f = {engine_fixture_new(KIND_MEM), engine_fixture_new(KIND_ROCKS)}};
    nd_prng_init(&pair.prng, 20240229);
    struct nd_engine_iter *held[2] = {NULL, NULL};
    for (int op = 0; op < OPS; op++) {
        unsigned what = (unsigned)nd_prng_below(&pair.prng, 2000);
        if (what < 700) {
            for (int x = 0; x < 2; x++) nd_engine_batch_clear(pair.f[x]->batch);
            add_random_ops(&pair);
            for (int x = 0; x < 2; x++) assert_int_equal(nd_engine_write(pair.f[x]->engine, pair.f[x]->batch), ND_STATUS_OK);
        } else if (what < 1400) {
            compare_get(&pair);
        } else if (what < 1900) {
            struct nd_engine_iter *iters[2];
            bool is_point = what >= 1650;
            make_iters(&pair, iters, is_point);
            walk(&pair, iters, is_point);
            for (int x = 0; x < 2; x++) nd_engine_iter_free(iters[x]);
        } else if (what < 1990) {
            if (held[0] == NULL) make_iters(&pair, held, false);
            walk(&pair, held, false);
            if (what >= 1970) {
                for (int x = 0; x < 2; x++) nd_engine_iter_free(held[x]);
                held[0] = held[1] = NULL;
            }
        } else if (what < 1995) {
            for (int x = 0; x < 2; x++) assert_int_equal(nd_engine_flush(pair.f[x]->engine), ND_STATUS_OK);
        } else if (what == 1995 && held[0] == NULL) {
            for (int x = 0; x < 2; x++) {
                assert_int_equal(nd_engine_flush(pair.f[x]->engine), ND_STATUS_OK);
                engine_fixture_reopen(pair.f[x]);
            }
        }
    }
    for (int x = 0; x < 2; x++) {
        if (held[x] != NULL) nd_engine_iter_free(held[x]);
        engine_fixture_free(pair.f[x]);
    }
}

#define BOTH(test)                                                                                 \
    cmocka_unit_test_setup_teardown(test, setup_mem, teardown_engine), cmocka_unit_test_setup_teardown(test, setup_rocks, teardown_engine)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(test_batches),
        BOTH(test_iterators_are_snapshots),
        BOTH(test_bounds),
        BOTH(test_point_iterators),
        BOTH(test_flush_is_the_durable_prefix),
        BOTH(test_cached_only),
        BOTH(test_failed_flush),
        BOTH(test_lock_and_metrics),
        cmocka_unit_test(test_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
