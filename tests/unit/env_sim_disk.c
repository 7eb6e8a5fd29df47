/* SPDX-License-Identifier: Apache-2.0 */
/* What a simulated disk keeps and loses. Files are used from outside of events, or in jobs. */
#include <stdio.h>
#include <string.h>

#include "unit/env_both.h"

#define SECTOR 512

static void *empty_boot(struct nd_env *env, unsigned node, void *arg) { return env; }
static const struct nd_sim_program empty_program = {.boot = empty_boot};

static struct nd_sim *open_sim(uint64_t seed)
{
    struct nd_sim *sim = nd_sim_new(&(struct nd_sim_options){
        .seed = seed,
        .disk = {.op_ns_min = 100 * ND_US, .op_ns_mean = ND_MS, .op_ns_max = 20 * ND_MS},
    });
    nd_sim_start(sim, 1, &empty_program);
    return sim;
}

static struct nd_env *reboot(struct nd_sim *sim)
{
    nd_sim_crash(sim, 1);
    nd_sim_start(sim, 1, &empty_program);
    return nd_sim_node_env(sim, 1);
}

static void must(enum nd_status status) { ND_ASSERT(status == ND_STATUS_OK); }

static struct nd_file *open_file(struct nd_env *env, const char *path, unsigned flags)
{
    struct nd_file *file;
    must(nd_file_open(env, path, flags, &file));
    return file;
}

static bool is_there(struct nd_env *env, const char *path)
{
    struct nd_file *file;
    if (nd_file_open(env, path, ND_FILE_READ, &file) != ND_STATUS_OK) return false;
    nd_file_close(file);
    return true;
}

static void write_fill(struct nd_file *file, uint64_t offset, size_t n, uint8_t byte)
{
    uint8_t bytes[16 * SECTOR];
    ND_ASSERT(n <= sizeof bytes);
    memset(bytes, byte, n);
    must(nd_file_write(file, offset, nd_slice_of(bytes, n)));
}

/* A durable file of `sectors` full of 'o'. */
static void make_durable(struct nd_env *env, const char *path, size_t sectors)
{
    struct nd_file *file = open_file(env, path, ND_FILE_WRITE | ND_FILE_CREATE);
    write_fill(file, 0, sectors * SECTOR, 'o');
    must(nd_file_sync(file));
    nd_file_close(file);
    must(nd_dir_sync(env, "/d"));
}

static void test_sectors(void **state)
{
    unsigned kept = 0, lost = 0, torn = 0, all_kept = 0, all_lost = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct nd_sim *sim = open_sim(seed);
        struct nd_env *env = nd_sim_node_env(sim, 1);
        must(nd_dir_make(env, "/d"));
        make_durable(env, "/d/f", 16);
        struct nd_file *file = open_file(env, "/d/f", ND_FILE_WRITE | ND_FILE_READ);
        write_fill(file, 0, 2 * SECTOR, 's');
        must(nd_file_sync(file));
        write_fill(file, 4 * SECTOR, 8 * SECTOR, 'n'); /* not synced */
        env = reboot(sim);
        file = open_file(env, "/d/f", ND_FILE_READ);
        uint8_t bytes[16 * SECTOR];
        size_t n;
        must(nd_file_read(file, 0, bytes, sizeof bytes, &n));
        assert_int_equal(n, sizeof bytes);
        unsigned kept_here = 0, lost_here = 0;
        for (size_t sector = 0; sector < 16; sector++) {
            const uint8_t *p = bytes + sector * SECTOR;
            size_t news = 0;
            while (news < SECTOR && p[news] == 'n') news++;
            for (size_t i = news; i < SECTOR; i++) assert_int_equal(p[i], sector < 2 ? 's' : 'o');
            if (sector < 4 || sector >= 12) assert_int_equal(news, 0);
            else if (news == SECTOR) kept_here++;
            else if (news == 0) lost_here++;
            else torn++;
        }
        kept += kept_here;
        lost += lost_here;
        all_kept += kept_here == 8;
        all_lost += lost_here == 8;
        nd_file_close(file);
        env = reboot(sim); /* what a crash left stays */
        file = open_file(env, "/d/f", ND_FILE_READ);
        uint8_t again[16 * SECTOR];
        must(nd_file_read(file, 0, again, sizeof again, &n));
        assert_memory_equal(again, bytes, sizeof bytes);
        nd_sim_free(sim);
    }
    assert_true(kept > 100);
    assert_true(lost > 100);
    assert_true(torn > 20);
    assert_true(all_kept > 20);
    assert_true(all_lost > 20);
}

static void test_sizes(void **state)
{
    unsigned grown = 0, cut = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct nd_sim *sim = open_sim(seed);
        struct nd_env *env = nd_sim_node_env(sim, 1);
        must(nd_dir_make(env, "/d"));
        make_durable(env, "/d/grow", 4);
        make_durable(env, "/d/cut", 4);
        make_durable(env, "/d/synced", 4);
        struct nd_file *file = open_file(env, "/d/grow", ND_FILE_WRITE);
        must(nd_file_allocate(file, 10 * SECTOR));
        write_fill(file, 8 * SECTOR, SECTOR, 'n');
        file = open_file(env, "/d/cut", ND_FILE_WRITE);
        must(nd_file_truncate(file, 100));
        file = open_file(env, "/d/synced", ND_FILE_WRITE);
        must(nd_file_truncate(file, 100));
        must(nd_file_sync(file));
        env = reboot(sim);
        uint64_t size;
        uint8_t bytes[10 * SECTOR];
        size_t n;
        file = open_file(env, "/d/grow", ND_FILE_READ | ND_FILE_WRITE);
        must(nd_file_size(file, &size));
        assert_true(size == 4 * SECTOR || size == 10 * SECTOR);
        grown += size == 10 * SECTOR;
        must(nd_file_allocate(file, 10 * SECTOR));
        must(nd_file_read(file, 0, bytes, sizeof bytes, &n));
        for (size_t i = 0; i < 4 * SECTOR; i++) assert_int_equal(bytes[i], 'o');
        for (size_t i = 4 * SECTOR; i < 8 * SECTOR; i++) assert_int_equal(bytes[i], 0);
        file = open_file(env, "/d/cut", ND_FILE_READ);
        must(nd_file_size(file, &size));
        assert_true(size == 4 * SECTOR || size == 100);
        cut += size == 100;
        must(nd_file_read(file, 0, bytes, 100, &n));
        for (size_t i = 0; i < 100; i++) assert_true(bytes[i] == 'o');
        file = open_file(env, "/d/synced", ND_FILE_READ | ND_FILE_WRITE);
        must(nd_file_size(file, &size));
        assert_int_equal(size, 100);
        must(nd_file_truncate(file, SECTOR));
        must(nd_file_read(file, 0, bytes, SECTOR, &n));
        for (size_t i = 100; i < SECTOR; i++) assert_int_equal(bytes[i], 0);
        nd_sim_free(sim);
    }
    assert_true(grown > 20);
    assert_true(grown < 80);
    assert_true(cut > 20);
    assert_true(cut < 80);
}

static void test_names(void **state)
{
    unsigned created = 0, removed = 0, renamed = 0, gap = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct nd_sim *sim = open_sim(seed);
        struct nd_env *env = nd_sim_node_env(sim, 1);
        must(nd_dir_make(env, "/d/sub"));
        make_durable(env, "/d/old", 1);
        make_durable(env, "/d/current", 1);
        nd_file_close(open_file(env, "/d/synced", ND_FILE_WRITE | ND_FILE_CREATE));
        must(nd_dir_sync(env, "/d"));
        /* Synced contents alone do not make a name durable. */
        struct nd_file *file = open_file(env, "/d/new1", ND_FILE_WRITE | ND_FILE_CREATE);
        write_fill(file, 0, SECTOR, 'n');
        must(nd_file_sync(file));
        nd_file_close(open_file(env, "/d/new2", ND_FILE_WRITE | ND_FILE_CREATE));
        must(nd_dir_sync(env, "/d/sub")); /* another folder's */
        must(nd_file_remove(env, "/d/old"));
        file = open_file(env, "/d/tmp", ND_FILE_WRITE | ND_FILE_CREATE);
        write_fill(file, 0, SECTOR, 'n');
        must(nd_file_sync(file));
        nd_file_close(file);
        must(nd_file_rename(env, "/d/tmp", "/d/current"));
        assert_false(is_there(env, "/d/tmp"));
        env = reboot(sim);
        assert_true(is_there(env, "/d/synced"));
        must(nd_dir_sync(env, "/d/sub"));
        created += is_there(env, "/d/new1");
        gap += !is_there(env, "/d/new1") && is_there(env, "/d/new2");
        removed += !is_there(env, "/d/old");
        /* The rename happened wholly or not at all. */
        uint8_t byte;
        size_t n;
        file = open_file(env, "/d/current", ND_FILE_READ);
        must(nd_file_read(file, 0, &byte, 1, &n));
        assert_int_equal(n, 1);
        assert_true(byte == 'o' || byte == 'n');
        renamed += byte == 'n';
        if (byte == 'n') assert_false(is_there(env, "/d/tmp"));
        nd_sim_free(sim);
    }
    assert_true(created > 40);
    assert_true(created < 160);
    assert_true(removed > 40);
    assert_true(removed < 160);
    assert_true(renamed > 40);
    assert_true(renamed < 160);
    assert_true(gap > 5);
}

/* ---- jobs under way at the crash ------------------------------------------------------------------------ */

struct steps {
    struct nd_job job;
    struct nd_env *env;
    struct nd_worker *worker;
    bool is_done;
};

/* Each step is durable before the next begins. */
static void run_steps(struct nd_job *job)
{
    struct steps *steps = ND_CONTAINER_OF(job, struct steps, job);
    struct nd_file *file = open_file(steps->env, "/d/a", ND_FILE_WRITE);
    write_fill(file, 0, SECTOR, '1');
    must(nd_file_sync(file));
    write_fill(file, SECTOR, SECTOR, '2');
    must(nd_file_sync(file));
    nd_file_close(file);
    file = open_file(steps->env, "/d/b.tmp", ND_FILE_WRITE | ND_FILE_CREATE);
    write_fill(file, 0, SECTOR, '3');
    must(nd_file_sync(file));
    nd_file_close(file);
    must(nd_file_rename(steps->env, "/d/b.tmp", "/d/b"));
    must(nd_dir_sync(steps->env, "/d"));
}

static void steps_done(struct nd_job *job) { ND_CONTAINER_OF(job, struct steps, job)->is_done = true; }

static void submit_steps(void *arg)
{
    struct steps *steps = arg;
    steps->worker = nd_worker_open(steps->env, "steps", 1);
    nd_worker_submit(steps->worker, nd_env_reactor(steps->env, 0), &steps->job);
}

static uint8_t byte_at(struct nd_env *env, const char *path, uint64_t offset)
{
    struct nd_file *file;
    uint8_t byte = 0;
    size_t n;
    if (nd_file_open(env, path, ND_FILE_READ, &file) != ND_STATUS_OK) return 0;
    must(nd_file_read(file, offset, &byte, 1, &n));
    nd_file_close(file);
    return byte;
}

static void test_job_cut_short(void **state)
{
    unsigned none = 0, first = 0, second = 0, all = 0;
    for (uint64_t seed = 0; seed < 400; seed++) {
        struct nd_sim *sim = open_sim(seed);
        struct nd_env *env = nd_sim_node_env(sim, 1);
        must(nd_dir_make(env, "/d"));
        make_durable(env, "/d/a", 2);
        struct steps steps = {.job = {.run = run_steps, .done = steps_done}, .env = env};
        assert_true(nd_sim_call(sim, 1, submit_steps, &steps));
        nd_sim_run(sim, nd_sim_now_ns(sim) + 10 * ND_US, NULL, NULL);
        assert_false(steps.is_done);
        env = reboot(sim);
        uint8_t a = byte_at(env, "/d/a", SECTOR - 1), b = byte_at(env, "/d/a", 2 * SECTOR - 1), c = byte_at(env, "/d/b", SECTOR - 1);
        if (b == '2') assert_int_equal(a, '1');
        if (c == '3') assert_int_equal(b, '2');
        assert_false(is_there(env, "/d/b") && c != '3'); /* renamed only after its contents were durable */
        if (c == '3') all++;
        else if (b == '2') second++;
        else if (a == '1') first++;
        else none++;
        nd_sim_free(sim);
    }
    assert_true(none > 50);
    assert_true(first > 10);
    assert_true(second > 10);
    assert_true(all > 30);
}

static void test_job_completes(void **state)
{
    struct nd_sim *sim = open_sim(1);
    struct nd_env *env = nd_sim_node_env(sim, 1);
    must(nd_dir_make(env, "/d"));
    make_durable(env, "/d/a", 2);
    struct steps steps = {.job = {.run = run_steps, .done = steps_done}, .env = env};
    assert_true(nd_sim_call(sim, 1, submit_steps, &steps));
    nd_sim_run(sim, ND_SEC, NULL, NULL);
    assert_true(steps.is_done);
    env = reboot(sim);
    assert_int_equal(byte_at(env, "/d/b", 0), '3');
    nd_sim_free(sim);
}

/* ---- the rest ---------------------------------------------------------------------------------------------- */

static void test_space_and_corruption(void **state)
{
    struct nd_sim *sim = open_sim(1);
    struct nd_env *env = nd_sim_node_env(sim, 1);
    nd_sim_options(sim)->disk.bytes_max = 16 * SECTOR;
    must(nd_dir_make(env, "/d"));
    make_durable(env, "/d/f", 8);
    struct nd_file *file = open_file(env, "/d/f", ND_FILE_WRITE | ND_FILE_LOCK);
    assert_int_equal(nd_file_allocate(file, 17 * SECTOR), ND_STATUS_NO_SPACE);
    assert_int_equal(nd_file_write(file, 16 * SECTOR, nd_slice_str("x")), ND_STATUS_NO_SPACE);
    must(nd_file_allocate(file, 16 * SECTOR));
    must(nd_file_remove(env, "/d/f"));
    must(nd_dir_sync(env, "/d"));
    env = reboot(sim); /* the open file goes, and its space comes back */
    make_durable(env, "/d/g", 16);
    must(nd_sim_corrupt(sim, 1, "/d/g", 700, 0x01));
    assert_int_equal(byte_at(env, "/d/g", 700), 'o' ^ 0x01);
    assert_int_equal(byte_at(env, "/d/g", 701), 'o');
    env = reboot(sim);
    assert_int_equal(byte_at(env, "/d/g", 700), 'o' ^ 0x01);
    assert_int_equal(nd_sim_corrupt(sim, 1, "/d/g", 16 * SECTOR, 1), ND_STATUS_INVALID);
    assert_int_equal(nd_sim_corrupt(sim, 1, "/d/none", 0, 1), ND_STATUS_NOT_FOUND);
    nd_sim_free(sim);
}

/* Any program of file calls leaves a state in which synced bytes are as they were synced. */
static void test_random(void **state)
{
    enum { SECTORS = 64 };
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct nd_sim *sim = open_sim(seed);
        struct nd_env *env = nd_sim_node_env(sim, 1);
        struct nd_prng *prng = nd_sim_prng(sim);
        must(nd_dir_make(env, "/d"));
        struct nd_file *file = open_file(env, "/d/f", ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE);
        must(nd_dir_sync(env, "/d"));
        must(nd_file_allocate(file, SECTORS * SECTOR));
        must(nd_file_sync(file));
        uint8_t now[SECTORS], durable[SECTORS]; /* fill byte of each sector */
        memset(now, 0, sizeof now);
        memset(durable, 0, sizeof durable);
        for (int step = 0; step < 300; step++) {
            uint8_t bytes[SECTORS * SECTOR];
            size_t n;
            unsigned sector = (unsigned)nd_prng_below(prng, SECTORS);
            switch (nd_prng_below(prng, 20)) {
            default:
                now[sector] = (uint8_t)nd_prng_between(prng, 1, 255);
                write_fill(file, sector * SECTOR, SECTOR, now[sector]);
                break;
            case 0:
            case 1:
                must(nd_file_sync(file));
                memcpy(durable, now, sizeof now);
                break;
            case 2:
                env = reboot(sim);
                file = open_file(env, "/d/f", ND_FILE_READ | ND_FILE_WRITE);
                must(nd_file_read(file, 0, bytes, sizeof bytes, &n));
                assert_int_equal(n, sizeof bytes);
                for (unsigned i = 0; i < SECTORS; i++) {
                    uint8_t first = bytes[i * SECTOR], last = bytes[(i + 1) * SECTOR - 1];
                    assert_true(first == now[i] || first == durable[i]);
                    assert_true(last == now[i] || last == durable[i]);
                    if (first != last) { /* torn: made whole, to keep the model simple */
                        first = 7;
                        write_fill(file, i * SECTOR, SECTOR, 7);
                    }
                    now[i] = first;
                }
                must(nd_file_sync(file));
                memcpy(durable, now, sizeof now);
                break;
            }
        }
        nd_sim_free(sim);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sectors), cmocka_unit_test(test_sizes), cmocka_unit_test(test_names),
        cmocka_unit_test(test_job_cut_short), cmocka_unit_test(test_job_completes),
        cmocka_unit_test(test_space_and_corruption), cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
