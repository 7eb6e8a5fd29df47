/* SPDX-License-Identifier: Apache-2.0 */
/* What only the memory engine does: it checks its image, and loses exactly what was
 * not flushed when power goes in the simulator. */
#include "engine_fixture.h"

#include <unistd.h>

#include "base/prng.h"
#include "env/sim.h"

static struct nd_slice s(const char *text) { return nd_slice_str(text); }

static void write_ops(struct nd_engine *engine, const char *ops)
{
    /* "+a" puts a, "-a" deletes it */
    struct nd_engine_batch *batch = nd_engine_batch_new(engine);
    for (; *ops != 0; ops += 2) {
        struct nd_slice key = nd_slice_of(ops + 1, 1);
        if (*ops == '+') nd_engine_batch_put(batch, key, s("v"));
        else nd_engine_batch_delete(batch, key);
    }
    assert_int_equal(nd_engine_write(engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
}

/* ---- the image --------------------------------------------------------------------------------------- */

static void image_path(const struct engine_fixture *f, char out[96]) { snprintf(out, 96, "%s/mem.img", f->root); }

static void test_damaged_image(void **state)
{
    struct engine_fixture *f = *state;
    write_ops(f->engine, "+a+b+c");
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
    engine_fixture_close(f);
    char path[96];
    uint8_t bytes[256];
    image_path(f, path);
    FILE *file = fopen(path, "rb");
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_int_equal(n, 24 + 3 * 4 + 8);
    assert_memory_equal(bytes, "NDMEMIMG\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\1a\1v\1b\1v\1c\1v", 36);
    for (size_t i = 0; i <= n; i++) { /* each byte damaged, then cut at each length */
        for (int cut = 0; cut < 2; cut++) {
            uint8_t changed[256];
            memcpy(changed, bytes, n);
            if (cut == 0) changed[i] ^= 0x10;
            file = fopen(path, "wb");
            fwrite(changed, 1, cut == 0 ? n : i, file);
            fclose(file);
            struct nd_engine *engine;
            bool is_whole = i == n;
            assert_int_equal(engine_fixture_try_open(f, &engine), is_whole ? ND_STATUS_OK : ND_STATUS_CORRUPT);
            if (is_whole) nd_engine_close(engine);
            else assert_null(engine);
        }
    }
    engine_fixture_open(f);
}

/* Replaced versions go when the last snapshot that sees them does. */
static void test_old_versions_go(void **state)
{
    (void)state;
    struct nd_heap heap;
    struct nd_engine *engine;
    nd_heap_init(&heap, false);
    assert_int_equal(nd_engine_mem_open(&(struct nd_engine_options){.path = "x", .memtable_bytes = 1 << 30}, &heap, &engine), ND_STATUS_OK);
    write_ops(engine, "+a+b");
    assert_int_equal(nd_engine_flush(engine), ND_STATUS_OK);
    size_t bytes = heap.bytes;
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, &(struct nd_iter_options){0});
    for (int i = 0; i < 1000; i++) write_ops(engine, "+a+a-b+c-c+b");
    assert_true(heap.bytes < bytes + 4096); /* only what the iterator or a crash would need */
    nd_engine_iter_free(iter);
    assert_int_equal(nd_engine_flush(engine), ND_STATUS_OK);
    assert_int_equal(heap.bytes, bytes);
    write_ops(engine, "-a-b");
    assert_int_equal(nd_engine_flush(engine), ND_STATUS_OK);
    nd_engine_close(engine);
    assert_int_equal(heap.bytes, 0);
}

/* ---- power loss ---------------------------------------------------------------------------------------- */

#define CELLS 50

struct crash_test {
    uint64_t seed;
    struct nd_prng prng;
    uint64_t written, flushed; /* batches; batch n sets cell n % CELLS to n */
    unsigned boots;
};
struct crash_node {
    struct crash_test *test;
    struct nd_engine *engine;
    struct nd_engine_batch *batch;
    struct nd_worker *worker;
    struct nd_job job;
};

static void run_writes(struct nd_job *job)
{
    struct crash_node *node = ND_CONTAINER_OF(job, struct crash_node, job);
    struct crash_test *test = node->test;
    for (uint64_t i = nd_prng_below(&test->prng, 20); i > 0; i--) {
        uint64_t n = ++test->written;
        uint8_t key[9] = {'d'}, value[8];
        nd_store_u64_be(key + 1, n % CELLS);
        nd_store_u64(value, n);
        nd_engine_batch_clear(node->batch);
        nd_engine_batch_put(node->batch, nd_slice_of(key, sizeof key), nd_slice_of(value, sizeof value));
        nd_engine_batch_put(node->batch, s("m"), nd_slice_of(value, sizeof value));
        ND_ASSERT(nd_engine_write(node->engine, node->batch) == ND_STATUS_OK);
    }
    if (nd_prng_chance(&test->prng, 0.3)) ND_ASSERT(nd_engine_flush(node->engine) == ND_STATUS_OK);
}

static uint64_t read_number(struct crash_node *node, struct nd_slice key, unsigned flags)
{
    struct nd_buf value;
    nd_buf_init(&value, nd_env_heap(nd_reactor_env(node->job.reactor)));
    enum nd_status status = nd_engine_get(node->engine, key, flags, &value);
    ND_ASSERT(status == ND_STATUS_OK || status == ND_STATUS_NOT_FOUND);
    uint64_t n = status == ND_STATUS_OK ? nd_load_u64(value.p) : 0;
    nd_buf_deinit(&value);
    return n;
}

static void on_written(struct nd_job *job)
{
    struct crash_node *node = ND_CONTAINER_OF(job, struct crash_node, job);
    node->test->flushed = read_number(node, s("m"), ND_READ_DURABLE);
    nd_worker_submit(node->worker, job->reactor, job);
}

static void *boot(struct nd_env *env, unsigned number, void *arg)
{
    struct crash_test *test = arg;
    (void)number;
    struct crash_node *node = nd_heap_new(nd_env_heap(env), struct crash_node);
    node->test = test;
    node->job = (struct nd_job){.run = run_writes, .done = on_written, .reactor = nd_env_reactor(env, 0)};
    node->worker = nd_worker_open(env, "apply", 1);
    struct nd_engine_options options = {.env = env, .path = "data/state", .memtable_bytes = 400};
    ND_ASSERT(nd_engine_mem_open(&options, nd_env_heap(env), &node->engine) == ND_STATUS_OK);
    node->batch = nd_engine_batch_new(node->engine);
    uint64_t last = read_number(node, s("m"), 0);
    ND_ASSERT(last >= test->flushed); /* what was said to be durable is */
    ND_ASSERT(last <= test->written);
    for (uint64_t n = last; n > 0 && n + CELLS > last; n--) { /* and it is a prefix */
        uint8_t key[9] = {'d'};
        nd_store_u64_be(key + 1, n % CELLS);
        ND_ASSERT(read_number(node, nd_slice_of(key, sizeof key), 0) == n);
    }
    test->written = test->flushed = last;
    test->boots++;
    nd_worker_submit(node->worker, node->job.reactor, &node->job);
    return node;
}

static void test_power_loss(void **state)
{
    (void)state;
    struct crash_test test;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        test = (struct crash_test){.seed = seed};
        nd_prng_init(&test.prng, seed);
        struct nd_sim_options options = {.seed = seed, .disk = {.op_ns_min = 50 * ND_US, .op_ns_mean = ND_MS, .op_ns_max = 10 * ND_MS},
                                         .buggify_sites = 0.5, .buggify_fire = 0.1};
        struct nd_sim *sim = nd_sim_new(&options);
        struct nd_sim_program program = {.boot = boot, .arg = &test};
        for (int i = 0; i < 15; i++) {
            nd_sim_start(sim, 1, &program);
            nd_sim_run(sim, nd_sim_now_ns(sim) + nd_prng_below(&test.prng, 60 * ND_MS), NULL, NULL);
            nd_sim_crash(sim, 1);
        }
        assert_int_equal(test.boots, 15);
        nd_sim_free(sim);
    }
    assert_true(test.written > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_damaged_image, setup_mem, teardown_engine),
        cmocka_unit_test(test_old_versions_go),
        cmocka_unit_test(test_power_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
