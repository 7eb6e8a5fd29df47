/* SPDX-License-Identifier: Apache-2.0 */
/* Damaged files of RocksDB: never served, and the owner hears of it. */
#include <dirent.h>

#include "engine_fixture.h"

enum { KEYS = 2000 };

static void on_damage(void *arg) { ++*(unsigned *)arg; }

static void fill(struct engine_fixture *f)
{
    for (unsigned i = 0; i < KEYS; i++) {
        char key[16], value[700];
        snprintf(key, sizeof key, "key%08u", i);
        for (size_t k = 0; k < sizeof value; k++) value[k] = (char)('a' + (i * 31 + k * k * 17) % 26);
        nd_engine_batch_put(f->batch, nd_slice_str(key), nd_slice_of(value, i % 2 == 0 ? sizeof value : 20)); /* blobs, too */
    }
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_OK);
    nd_engine_batch_clear(f->batch);
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
}

/* One byte in each `step` of the files whose names have the part. */
static size_t hurt(struct engine_fixture *f, const char *part, size_t from, size_t step)
{
    size_t count = 0;
    DIR *folder = opendir(f->root);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[400];
        if (strstr(entry->d_name, part) == NULL) continue;
        snprintf(path, sizeof path, "%s/%s", f->root, entry->d_name);
        FILE *file = fopen(path, "r+b");
        assert_non_null(file);
        fseek(file, 0, SEEK_END);
        size_t size = (size_t)ftell(file);
        for (size_t at = from; at < size; at += step, count++) {
            fseek(file, (long)at, SEEK_SET);
            int c = fgetc(file);
            fseek(file, (long)at, SEEK_SET);
            fputc(c ^ 4, file);
        }
        fclose(file);
    }
    closedir(folder);
    return count;
}

static void begin(struct engine_fixture *f, unsigned *heard)
{
    *heard = 0;
    fill(f);
    engine_fixture_close(f);
    f->options.damage_arg = heard;
    f->options.on_damage = on_damage;
}

/* The fixture closes what is open. */
static void end(struct engine_fixture *f)
{
    nftw(f->root, engine_fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
    engine_fixture_open(f);
}

static void check_reads(struct engine_fixture *f, const char *part)
{
    unsigned heard;
    begin(f, &heard);
    assert_true(hurt(f, part, 300, 20000) > 0);
    engine_fixture_open(f);
    size_t wrong = 0, damaged = 0;
    for (unsigned i = 0; i < KEYS; i++) {
        char key[16];
        struct nd_buf value;
        nd_buf_init(&value, &f->heap);
        snprintf(key, sizeof key, "key%08u", i);
        enum nd_status status = nd_engine_get(f->engine, nd_slice_str(key), 0, &value);
        damaged += status == ND_STATUS_CORRUPT;
        wrong += status != ND_STATUS_OK && status != ND_STATUS_CORRUPT;
        for (size_t k = 0; k < value.n; k++) wrong += value.p[k] != 'a' + (i * 31 + k * k * 17) % 26;
        nd_buf_deinit(&value);
    }
    assert_int_equal(wrong, 0);
    assert_true(damaged > 0);
    assert_int_equal(heard, damaged);
    struct nd_engine_iter *iter = nd_engine_iter_new(f->engine, &(struct nd_iter_options){0});
    for (nd_engine_iter_seek(iter, nd_slice_str("key")); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) (void)nd_engine_iter_value(iter);
    assert_int_equal(nd_engine_iter_status(iter), ND_STATUS_CORRUPT);
    nd_engine_iter_free(iter);
    assert_true(heard > damaged);
    engine_fixture_close(f);
    end(f);
}

static void test_tables(void **state) { check_reads(*state, ".sst"); }
static void test_blobs(void **state) { check_reads(*state, ".blob"); }

static void check_open(struct engine_fixture *f, const char *part, size_t from)
{
    unsigned heard;
    struct nd_engine *engine;
    begin(f, &heard);
    assert_true(hurt(f, part, from, SIZE_MAX / 2) > 0);
    assert_int_equal(engine_fixture_try_open(f, &engine), ND_STATUS_CORRUPT);
    assert_int_equal(heard, 0);
    end(f);
}

static void test_current(void **state)
{
    for (size_t at = 0; at < 16; at += 3) check_open(*state, "CURRENT", at); /* "MANIFEST-000005" and a line's end */
}
static void test_manifest(void **state)
{
    for (size_t at = 0; at < 60; at += 9) check_open(*state, "MANIFEST", at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tables, setup_rocks, teardown_engine),
        cmocka_unit_test_setup_teardown(test_blobs, setup_rocks, teardown_engine),
        cmocka_unit_test_setup_teardown(test_current, setup_rocks, teardown_engine),
        cmocka_unit_test_setup_teardown(test_manifest, setup_rocks, teardown_engine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
