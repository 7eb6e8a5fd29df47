/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of the engine, point reads and scans in both directions, against a model that is a plain array. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/prng.h"
#include "env/sim.h"
#include "range/mvcc.h"

enum { KEYS = 40, VERSIONS_MAX = 12, ROUNDS = 300 };

/* ---- keys ------------------------------------------------------------------------------------------------- */

static struct nd_slice any_key(struct nd_prng *prng, uint8_t *bytes)
{
    size_t n = nd_prng_below(prng, 6);
    for (size_t i = 0; i < n; i++) {
        static const uint8_t odd[] = {0, 1, 2, 'a', 'b', 0xfe, 0xff};
        bytes[i] = odd[nd_prng_below(prng, sizeof odd)];
    }
    return nd_slice_of(bytes, n);
}

static int sign(int v) { return v < 0 ? -1 : v > 0; }

static void keys_keep_order(void **state)
{
    ND_UNUSED(state);
    struct nd_heap heap;
    struct nd_prng prng;
    struct nd_buf a, b, decoded;
    struct nd_slice rest;
    nd_heap_init(&heap, false);
    nd_prng_init(&prng, 1);
    nd_buf_init(&a, &heap);
    nd_buf_init(&b, &heap);
    nd_buf_init(&decoded, &heap);
    for (unsigned i = 0; i < 20000; i++) {
        uint8_t x_bytes[8], y_bytes[8];
        struct nd_slice x = any_key(&prng, x_bytes), y = any_key(&prng, y_bytes);
        struct nd_ts x_ts = {nd_prng_below(&prng, 5)}, y_ts = {nd_prng_below(&prng, 5)};
        int order = sign(nd_slice_cmp(x, y));
        nd_buf_clear(&a);
        nd_buf_clear(&b);
        nd_buf_clear(&decoded);
        nd_mvcc_key_version(&a, x, x_ts);
        nd_mvcc_key_version(&b, y, y_ts);
        int by_ts = x_ts.v == y_ts.v ? 0 : x_ts.v > y_ts.v ? -1 : 1; /* newest first */
        assert_int_equal(sign(nd_slice_cmp(nd_buf_slice(&a), nd_buf_slice(&b))), order != 0 ? order : by_ts);
        assert_true(nd_mvcc_key_decode(nd_buf_slice(&a), &decoded, &rest));
        assert_true(nd_slice_eq(nd_buf_slice(&decoded), x));
        assert_int_equal(rest.n, 8);
        assert_int_equal(nd_mvcc_version_ts(nd_buf_slice(&a)).v, x_ts.v);
        /* A bound lies before all records of its key, and behind those of smaller keys. */
        nd_buf_clear(&b);
        nd_mvcc_key_bound(&b, ND_MVCC_TAG_VERSION, y, false);
        assert_int_equal(nd_slice_cmp(nd_buf_slice(&a), nd_buf_slice(&b)) >= 0, order >= 0);
    }
    nd_buf_deinit(&a);
    nd_buf_deinit(&b);
    nd_buf_deinit(&decoded);
}

static void malformed_keys_are_refused(void **state)
{
    ND_UNUSED(state);
    static const char *const bad[] = {"", "d", "da", "d\0", "da\0\2", "dabc"};
    static const size_t lengths[] = {0, 1, 2, 2, 4, 4};
    struct nd_heap heap;
    struct nd_buf key;
    struct nd_slice rest;
    nd_heap_init(&heap, false);
    nd_buf_init(&key, &heap);
    for (size_t i = 0; i < ND_ARRAY_LEN(bad); i++) assert_false(nd_mvcc_key_decode(nd_slice_of(bad[i], lengths[i]), &key, &rest));
    nd_buf_deinit(&key);
}

/* ---- the model ---------------------------------------------------------------------------------------------- */

struct model {
    struct nd_heap heap;
    struct nd_prng prng;
    struct nd_engine *engine;
    struct {
        char text[8];
        size_t count;
        struct {
            uint64_t commit, start;
            bool is_delete;
            uint64_t value;
        } versions[VERSIONS_MAX]; /* oldest first */
        uint64_t lock_start; /* 0: none */
        enum nd_mut_op lock_op;
        uint64_t lock_value, guard_start;
    } keys[KEYS]; /* in order */
};

static struct nd_slice key_of(const struct model *model, size_t i) { return nd_slice_str(model->keys[i].text); }

static void put(struct model *model, struct nd_engine_batch *batch, const struct nd_buf *key, const struct nd_buf *value)
{
    ND_UNUSED(model);
    nd_engine_batch_put(batch, nd_buf_slice(key), nd_buf_slice(value));
}

static void put_version(struct model *model, struct nd_engine_batch *batch, size_t i, size_t v)
{
    struct nd_buf key, value;
    uint8_t header[ND_MVCC_RECORD_HEADER_BYTES];
    nd_buf_init(&key, &model->heap);
    nd_buf_init(&value, &model->heap);
    nd_mvcc_key_version(&key, key_of(model, i), (struct nd_ts){model->keys[i].versions[v].commit});
    nd_mvcc_version_header(header, model->keys[i].versions[v].is_delete, (struct nd_ts){model->keys[i].versions[v].start});
    nd_buf_put(&value, header, sizeof header);
    if (!model->keys[i].versions[v].is_delete) nd_buf_put_u64(&value, model->keys[i].versions[v].value);
    put(model, batch, &key, &value);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
}

static void put_lock(struct model *model, struct nd_engine_batch *batch, size_t i, bool is_guard)
{
    struct nd_buf key, value;
    uint8_t bytes[8];
    nd_store_u64(bytes, model->keys[i].lock_value);
    uint64_t start = is_guard ? model->keys[i].guard_start : model->keys[i].lock_start;
    enum nd_mut_op op = is_guard ? ND_MUT_GUARD : model->keys[i].lock_op;
    struct nd_mvcc_lock lock = {.op = op, .start_ts = {start}, .ttl_ms = 3000, .primary = nd_slice_str("primary"),
                                .value = op == ND_MUT_PUT || op == ND_MUT_INSERT ? nd_slice_of(bytes, 8) : ND_SLICE_EMPTY};
    nd_buf_init(&key, &model->heap);
    nd_buf_init(&value, &model->heap);
    if (is_guard) nd_mvcc_key_guard(&key, key_of(model, i), (struct nd_ts){start});
    else nd_mvcc_key_lock(&key, key_of(model, i));
    nd_mvcc_lock_encode(&lock, &value);
    put(model, batch, &key, &value);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
}

static struct model *model_new(uint64_t seed)
{
    struct model *model = calloc(1, sizeof *model);
    nd_heap_init(&model->heap, false);
    nd_prng_init(&model->prng, seed);
    struct nd_engine_options options = {.path = "unused"};
    assert_int_equal(nd_engine_mem_open(&options, &model->heap, &model->engine), ND_STATUS_OK);
    struct nd_engine_batch *batch = nd_engine_batch_new(model->engine);
    for (size_t i = 0; i < KEYS; i++) {
        snprintf(model->keys[i].text, sizeof model->keys[i].text, "k%02zu", i);
        model->keys[i].count = nd_prng_below(&model->prng, VERSIONS_MAX + 1);
        uint64_t commit = 0;
        for (size_t v = 0; v < model->keys[i].count; v++) {
            commit += nd_prng_between(&model->prng, 2, 15);
            model->keys[i].versions[v].commit = commit;
            model->keys[i].versions[v].start = commit - 1;
            model->keys[i].versions[v].is_delete = nd_prng_chance(&model->prng, 0.3);
            model->keys[i].versions[v].value = nd_prng_next(&model->prng);
            put_version(model, batch, i, v);
        }
        if (nd_prng_chance(&model->prng, 0.4)) {
            model->keys[i].lock_start = nd_prng_between(&model->prng, 1, 3) * 50;
            model->keys[i].lock_op = (enum nd_mut_op)nd_prng_between(&model->prng, ND_MUT_PUT, ND_MUT_LOCK);
            model->keys[i].lock_value = nd_prng_next(&model->prng);
            put_lock(model, batch, i, false);
        } else if (nd_prng_chance(&model->prng, 0.2)) {
            model->keys[i].guard_start = 50;
            put_lock(model, batch, i, true);
        }
    }
    assert_int_equal(nd_engine_write(model->engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
    return model;
}

static void model_free(struct model *model)
{
    nd_engine_close(model->engine);
    free(model);
}

/* Index of the version visible at ts; SIZE_MAX: none, or a deletion. */
static size_t visible(const struct model *model, size_t i, uint64_t ts)
{
    size_t at = SIZE_MAX;
    for (size_t v = 0; v < model->keys[i].count; v++)
        if (model->keys[i].versions[v].commit <= ts) at = v;
    return at == SIZE_MAX || model->keys[i].versions[at].is_delete ? SIZE_MAX : at;
}

/* ---- point reads ------------------------------------------------------------------------------------------------ */

static void points_follow_the_model(void **state)
{
    ND_UNUSED(state);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct model *model = model_new(seed);
        struct nd_buf value;
        nd_buf_init(&value, &model->heap);
        for (size_t i = 0; i < KEYS; i++) {
            struct nd_mvcc_version version;
            size_t count = model->keys[i].count;
            for (uint64_t ts = 0; ts < 200; ts += 3) {
                size_t v = visible(model, i, ts);
                nd_buf_clear(&value);
                enum nd_status status = nd_mvcc_get(model->engine, 0, key_of(model, i), (struct nd_ts){ts}, &model->heap, &value, &version);
                assert_int_equal(status, v == SIZE_MAX ? ND_STATUS_NOT_FOUND : ND_STATUS_OK);
                if (v == SIZE_MAX) continue;
                assert_int_equal(value.n, 8);
                assert_int_equal(nd_load_u64(value.p), model->keys[i].versions[v].value);
                assert_int_equal(version.commit_ts.v, model->keys[i].versions[v].commit);
            }
            enum nd_status status = nd_mvcc_newest(model->engine, 0, key_of(model, i), &model->heap, &version);
            assert_int_equal(status, count == 0 ? ND_STATUS_NOT_FOUND : ND_STATUS_OK);
            if (count > 0) assert_int_equal(version.commit_ts.v, model->keys[i].versions[count - 1].commit);
            for (size_t v = 0; v < count; v++) {
                assert_int_equal(nd_mvcc_of_txn(model->engine, 0, key_of(model, i), (struct nd_ts){model->keys[i].versions[v].start}, &model->heap, &version), ND_STATUS_OK);
                assert_int_equal(version.commit_ts.v, model->keys[i].versions[v].commit);
            }
            assert_int_equal(nd_mvcc_of_txn(model->engine, 0, key_of(model, i), (struct nd_ts){100000}, &model->heap, &version), ND_STATUS_NOT_FOUND);
        }
        nd_buf_deinit(&value);
        model_free(model);
    }
}

/* ---- scans -------------------------------------------------------------------------------------------------------- */

struct cursor { /* what a caller keeps between replies */
    struct nd_mvcc_scan scan;
    struct nd_arena arena; /* keys of the span */
};

/* What must come next: index of the key, or SIZE_MAX at the end. *is_blocked_out: a lock is in the way there. */
static size_t expected_next(const struct model *model, const struct nd_mvcc_scan *scan, size_t from, uint64_t *value_out, bool *is_blocked_out)
{
    for (size_t n = from; n < KEYS; n++) {
        size_t i = scan->is_reverse ? KEYS - 1 - n : n;
        if (nd_slice_cmp(key_of(model, i), scan->first) < 0 || (scan->end.n > 0 && nd_slice_cmp(key_of(model, i), scan->end) >= 0)) continue;
        uint64_t lock = scan->has_locks ? model->keys[i].lock_start : 0;
        enum nd_mut_op op = model->keys[i].lock_op;
        *is_blocked_out = false;
        if (lock != 0 && op < ND_MUT_LOCK) {
            if (lock == scan->own_start_ts.v) {
                if (op == ND_MUT_DELETE) continue;
                *value_out = model->keys[i].lock_value;
                return n;
            }
            if (lock <= scan->read_ts.v && !nd_mvcc_is_ignored(scan->ignore, scan->ignore_count, (struct nd_ts){lock})) {
                *is_blocked_out = true;
                return n;
            }
        }
        size_t v = visible(model, i, scan->read_ts.v);
        if (v == SIZE_MAX) continue;
        *value_out = model->keys[i].versions[v].value;
        return n;
    }
    return SIZE_MAX;
}

static void scan_whole(struct model *model, struct nd_mvcc_scan scan, struct nd_arena *spans)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &model->heap);
    size_t at = 0;
    struct nd_mvcc_scan whole = scan;
    for (unsigned replies = 0;; replies++) {
        struct nd_mvcc_rows rows;
        assert_true(replies < 200);
        nd_arena_reset(&arena);
        assert_int_equal(nd_mvcc_scan(model->engine, 0, &scan, &arena, &rows), ND_STATUS_OK);
        if (scan.row_limit > 0) assert_true(rows.count <= scan.row_limit);
        uint64_t value = 0;
        bool is_blocked = false;
        for (size_t r = 0; r < rows.count; r++) {
            size_t n = expected_next(model, &whole, at, &value, &is_blocked);
            assert_true(n != SIZE_MAX);
            assert_false(is_blocked);
            size_t i = scan.is_reverse ? KEYS - 1 - n : n;
            assert_true(nd_slice_eq(rows.rows[r].key, key_of(model, i)));
            if (scan.keys_only) assert_int_equal(rows.rows[r].value.n, 0);
            else assert_int_equal(nd_load_u64(rows.rows[r].value.p), value);
            at = n + 1;
        }
        size_t n = expected_next(model, &whole, at, &value, &is_blocked);
        if (rows.is_blocked && rows.count == 0) {
            assert_true(is_blocked);
            assert_true(nd_slice_eq(rows.blocker.key, key_of(model, scan.is_reverse ? KEYS - 1 - n : n)));
            break;
        }
        struct nd_slice resume = rows.resume;
        if (resume.n == 0 && scan.row_limit > 0 && rows.count == scan.row_limit) { /* the caller goes on behind the last row */
            struct nd_slice last = rows.rows[rows.count - 1].key;
            uint8_t *p = nd_arena_zalloc(spans, last.n + 1);
            memcpy(p, last.p, last.n);
            resume = nd_slice_of(p, scan.is_reverse ? last.n : last.n + 1);
        }
        if (resume.n == 0) {
            assert_true(n == SIZE_MAX);
            break;
        }
        if (scan.is_reverse) scan.end = nd_arena_copy(spans, resume);
        else scan.first = nd_arena_copy(spans, resume);
        if (scan.end.n > 0 && nd_slice_cmp(scan.first, scan.end) >= 0) {
            assert_true(n == SIZE_MAX);
            break;
        }
    }
    nd_arena_deinit(&arena);
}

static void scans_follow_the_model(void **state)
{
    ND_UNUSED(state);
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct model *model = model_new(seed);
        struct nd_arena spans;
        struct nd_ts ignore[] = {{50}, {100}};
        nd_arena_init(&spans, &model->heap);
        for (unsigned round = 0; round < ROUNDS; round++) {
            struct nd_prng *prng = &model->prng;
            size_t a = nd_prng_below(prng, KEYS), b = nd_prng_below(prng, KEYS);
            struct nd_mvcc_scan scan = {.read_ts = {nd_prng_below(prng, 200)}, .is_reverse = nd_prng_chance(prng, 0.5), .keys_only = nd_prng_chance(prng, 0.2),
                                        .has_locks = nd_prng_chance(prng, 0.5)};
            if (nd_prng_chance(prng, 0.7)) scan.first = nd_arena_copy(&spans, key_of(model, a < b ? a : b));
            if (nd_prng_chance(prng, 0.7)) scan.end = nd_arena_copy(&spans, key_of(model, a < b ? b : a));
            if (scan.end.n > 0 && nd_slice_cmp(scan.first, scan.end) >= 0) continue;
            if (nd_prng_chance(prng, 0.5)) scan.row_limit = nd_prng_between(prng, 1, 10);
            if (nd_prng_chance(prng, 0.3)) scan.byte_limit = nd_prng_between(prng, 1, 300);
            if (scan.has_locks && nd_prng_chance(prng, 0.5)) scan.own_start_ts.v = 150;
            if (scan.has_locks && nd_prng_chance(prng, 0.5)) {
                scan.ignore = ignore;
                scan.ignore_count = nd_prng_between(prng, 1, 2);
            }
            scan_whole(model, scan, &spans);
        }
        nd_arena_deinit(&spans);
        model_free(model);
    }
}

/* Versions that come while a scan runs are not its business, whichever way it goes. */
static void newer_keys_do_not_hide_neighbours(void **state)
{
    ND_UNUSED(state);
    struct nd_heap heap;
    struct nd_engine *engine;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    struct nd_engine_options options = {.path = "unused"};
    assert_int_equal(nd_engine_mem_open(&options, &heap, &engine), ND_STATUS_OK);
    nd_arena_init(&arena, &heap);
    static const struct {
        const char *key;
        uint64_t commit;
    } versions[] = {{"a", 10}, {"b", 30}, {"c", 10}, {"d", 30}, {"e", 10}};
    struct nd_engine_batch *batch = nd_engine_batch_new(engine);
    for (size_t i = 0; i < ND_ARRAY_LEN(versions); i++) {
        struct nd_buf key;
        uint8_t value[ND_MVCC_RECORD_HEADER_BYTES];
        nd_buf_init(&key, &heap);
        nd_mvcc_key_version(&key, nd_slice_str(versions[i].key), (struct nd_ts){versions[i].commit});
        nd_mvcc_version_header(value, false, (struct nd_ts){versions[i].commit - 1});
        nd_engine_batch_put(batch, nd_buf_slice(&key), nd_slice_of(value, sizeof value));
        nd_buf_deinit(&key);
    }
    assert_int_equal(nd_engine_write(engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
    for (unsigned is_reverse = 0; is_reverse < 2; is_reverse++) {
        struct nd_mvcc_scan scan = {.read_ts = {20}, .is_reverse = is_reverse != 0};
        struct nd_mvcc_rows rows;
        assert_int_equal(nd_mvcc_scan(engine, 0, &scan, &arena, &rows), ND_STATUS_OK);
        assert_int_equal(rows.count, 3);
    }
    nd_arena_deinit(&arena);
    nd_engine_close(engine);
}

/* ---- an engine that would have to read the disk, now and then -------------------------------------------------- */

static void *scan_with_misses(struct nd_env *env, unsigned node, void *arg)
{
    uint64_t *missed = arg;
    struct nd_heap *heap = nd_env_heap(env);
    struct nd_engine *engine;
    struct nd_arena arena;
    struct nd_engine_options options = {.env = env, .path = "state"};
    ND_UNUSED(node);
    assert_int_equal(nd_engine_mem_open(&options, heap, &engine), ND_STATUS_OK);
    nd_arena_init(&arena, heap);
    struct nd_engine_batch *batch = nd_engine_batch_new(engine);
    for (unsigned i = 0; i < 30; i++) {
        struct nd_buf key;
        uint8_t text = (uint8_t)('A' + i), value[ND_MVCC_RECORD_HEADER_BYTES];
        nd_buf_init(&key, heap);
        nd_mvcc_key_version(&key, nd_slice_of(&text, 1), (struct nd_ts){i % 3 == 0 ? 30 : 10});
        nd_mvcc_version_header(value, false, (struct nd_ts){5});
        nd_engine_batch_put(batch, nd_buf_slice(&key), nd_slice_of(value, sizeof value));
        nd_buf_deinit(&key);
    }
    assert_int_equal(nd_engine_write(engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
    for (unsigned i = 0; i < 2000; i++) {
        struct nd_mvcc_scan scan = {.read_ts = {20}, .is_reverse = i % 2 == 0};
        struct nd_mvcc_rows rows;
        enum nd_status status = nd_mvcc_scan(engine, ND_READ_CACHED_ONLY, &scan, &arena, &rows);
        assert_true(status == ND_STATUS_OK || status == ND_STATUS_WOULD_BLOCK);
        if (status == ND_STATUS_OK) assert_int_equal(rows.count, 20); /* all, or word that it could not */
        *missed += status == ND_STATUS_WOULD_BLOCK;
    }
    nd_arena_deinit(&arena);
    nd_engine_close(engine);
    return NULL;
}

static void a_miss_is_never_taken_for_the_end(void **state)
{
    ND_UNUSED(state);
    uint64_t missed = 0;
    struct nd_sim_options options = {.seed = 1, .buggify_sites = 1, .buggify_fire = 0.01};
    struct nd_sim *sim = nd_sim_new(&options);
    struct nd_sim_program program = {.boot = scan_with_misses, .arg = &missed};
    nd_sim_start(sim, 1, &program);
    nd_sim_run(sim, ND_SEC, NULL, NULL);
    nd_sim_free(sim);
    assert_true(missed > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_keep_order),         cmocka_unit_test(malformed_keys_are_refused), cmocka_unit_test(points_follow_the_model),
        cmocka_unit_test(scans_follow_the_model), cmocka_unit_test(newer_keys_do_not_hide_neighbours),
        cmocka_unit_test(a_miss_is_never_taken_for_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
