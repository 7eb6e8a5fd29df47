/* SPDX-License-Identifier: Apache-2.0 */
/* Large values of RocksDB, in files of their own: those that nothing needs any more go, those that are needed stay where they are. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/prng.h"
#include "engine_fixture.h"

enum { ROUNDS = 60,
       KEYS = 512,
       VALUE_BYTES = 4096,
       EARLY = 10,
       FILES_MAX = 256,
       WAIT_MS = 30000,
       TICK_MS = 50 };

struct files {
    char names[FILES_MAX][32];
    size_t count, bytes;
};

static void list_blobs(const struct engine_fixture *f, struct files *files)
{
    *files = (struct files){0};
    DIR *folder = opendir(f->root);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[400];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", f->root, entry->d_name);
        if (strstr(entry->d_name, ".blob") == NULL || stat(path, &st) != 0) continue;
        assert_true(files->count < FILES_MAX && strlen(entry->d_name) < sizeof files->names[0]);
        memcpy(files->names[files->count++], entry->d_name, strlen(entry->d_name) + 1);
        files->bytes += (size_t)st.st_size;
    }
    closedir(folder);
}

static struct nd_slice key_of(char text[32], unsigned round, unsigned i)
{
    uint64_t spread = ((uint64_t)round * KEYS + i) * 0x9e3779b97f4a7c15U; /* each compaction has to do with all of the keys */
    snprintf(text, 32, "k%016llx", (unsigned long long)spread);
    return nd_slice_str(text);
}

static void write_round(struct engine_fixture *f, struct nd_prng *prng, unsigned round, bool deletes)
{
    char text[32];
    uint64_t value[VALUE_BYTES / 8];
    for (unsigned i = 0; i < KEYS; i++) {
        for (size_t k = 0; k < ND_ARRAY_LEN(value); k++) value[k] = nd_prng_next(prng);
        nd_engine_batch_put(f->batch, key_of(text, round, i), nd_slice_of(value, sizeof value));
        if (deletes && round > 0 && i % 10 != 0) nd_engine_batch_delete(f->batch, key_of(text, round - 1, i));
    }
    assert_int_equal(nd_engine_write(f->engine, f->batch), ND_STATUS_OK);
    nd_engine_batch_clear(f->batch);
    assert_int_equal(nd_engine_flush(f->engine), ND_STATUS_OK);
}

static void what_nothing_needs_goes(void **state)
{
    struct engine_fixture *f = *state;
    struct nd_prng prng;
    nd_prng_init(&prng, 7);
    struct files files;
    for (unsigned round = 0; round < ROUNDS; round++) write_round(f, &prng, round, true);
    size_t written = (size_t)ROUNDS * KEYS * VALUE_BYTES;
    unsigned waited_ms = 0;
    do { /* compactions take their time */
        usleep(TICK_MS * 1000);
        waited_ms += TICK_MS;
        list_blobs(f, &files);
    } while (files.bytes > written / 2 && waited_ms < WAIT_MS);
    print_message("%zu of %zu MiB left\n", files.bytes >> 20, written >> 20);
    assert_true(files.bytes <= written / 2);
    char text[32];
    struct nd_buf value;
    nd_buf_init(&value, &f->heap);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (unsigned i = 0; i < KEYS; i++) {
            bool is_there = i % 10 == 0 || round == ROUNDS - 1;
            value.n = 0;
            assert_int_equal(nd_engine_get(f->engine, key_of(text, round, i), 0, &value), is_there ? ND_STATUS_OK : ND_STATUS_NOT_FOUND);
            if (is_there) assert_int_equal(value.n, VALUE_BYTES);
        }
    }
    nd_buf_deinit(&value);
}

static void what_is_needed_stays_where_it_is(void **state)
{
    struct engine_fixture *f = *state;
    struct nd_prng prng;
    nd_prng_init(&prng, 7);
    struct files early, late;
    for (unsigned round = 0; round < EARLY; round++) write_round(f, &prng, round, false);
    list_blobs(f, &early);
    assert_true(early.count >= EARLY);
    for (unsigned round = EARLY; round < ROUNDS; round++) write_round(f, &prng, round, false);
    usleep(WAIT_MS / 30 * 1000);
    list_blobs(f, &late);
    for (size_t i = 0; i < early.count; i++) {
        bool is_found = false;
        for (size_t k = 0; k < late.count && !is_found; k++) is_found = strcmp(early.names[i], late.names[k]) == 0;
        assert_true(is_found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_nothing_needs_goes, setup_rocks, teardown_engine),
        cmocka_unit_test_setup_teardown(what_is_needed_stays_where_it_is, setup_rocks, teardown_engine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
