/* SPDX-License-Identifier: Apache-2.0 */
/* The log on real files: what it writes byte for byte, what it finds again, what it refuses. */
#include "log_fixture.h"

#include "base/checksum.h"

static void file_path(const struct log_fixture *fixture, const char *dir, uint64_t segment, char out[128])
{
    (void)fixture;
    snprintf(out, 128, "%s/%016llx.log", dir, (unsigned long long)segment);
}

static uint8_t *read_file(const char *path, size_t *n_out)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *n_out = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*n_out + 1);
    assert_int_equal(fread(bytes, 1, *n_out, file), *n_out);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const uint8_t *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

static void poke(const char *path, uint64_t offset, uint8_t mask)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, (long)offset, SEEK_SET);
    int c = fgetc(file);
    fseek(file, (long)offset, SEEK_SET);
    fputc(c ^ mask, file);
    fclose(file);
}

static size_t count_segments(const char *dir)
{
    size_t count = 0;
    DIR *folder = opendir(dir);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) count += strlen(entry->d_name) == 20;
    closedir(folder);
    return count;
}

/* Frames of a segment: offset and bytes (whole blocks) of each. */
struct frame_at {
    size_t offset, bytes;
    struct nd__log_frame_header header;
};
static size_t find_frames(const uint8_t *bytes, size_t n, struct frame_at *frames, size_t max)
{
    struct nd__log_uuid uuid = {FIXTURE_UUID};
    size_t count = 0;
    for (size_t at = ND__LOG_HEADER_BLOCKS * ND__LOG_BLOCK_BYTES; at < n && count < max; count++) {
        if (!nd__log_frame_header_decode(nd_slice_of(bytes + at, n - at), uuid, &frames[count].header)) break;
        frames[count].offset = at;
        frames[count].bytes = nd__log_frame_blocks(frames[count].header.stored_bytes) * ND__LOG_BLOCK_BYTES;
        at += frames[count].bytes;
    }
    return count;
}

/* ---- bytes ------------------------------------------------------------------------------------------ */

static void write_small_frame(struct log_fixture *f)
{
    struct fixture_append create = {.fixture = f, .append.done = fixture_append_done}, append;
    nd_log_create_group(f->log, &create.append, (struct nd_range_id){7}, (struct nd_replica_id){70}, 0, 0);
    fixture_append_begin(f, &append, &(struct fixture_update){.range = 7, .term = 2, .first = 1, .count = 2, .has_noop = true});
    fixture_wait(&append);
    ND_ASSERT(create.is_done);
    ND_ASSERT(nd_counter_get(&nd_log_stats(f->log)->frames) == 1);
    ND_ASSERT(nd_counter_get(&nd_log_stats(f->log)->fsyncs) == 1);
    ND_ASSERT(nd_counter_get(&nd_log_stats(f->log)->items) == 2);
}

static void check_hex(const uint8_t *bytes, size_t n, const char *expected)
{
    char *hex = malloc(n * 2 + 1);
    for (size_t i = 0; i < n; i++) snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    assert_string_equal(hex, expected);
    free(hex);
}

static void test_golden_bytes(void **state)
{
    (void)state;
    struct log_fixture f;
    char path[128];
    size_t n;
    log_fixture_init(&f);
    log_fixture_run(&f, write_small_frame);
    file_path(&f, f.root, 1, path);
    uint8_t *bytes = read_file(path, &n);
    assert_int_equal(n, 64 << 10);
    check_hex(bytes, 68, "4e444c4f475345470100000000000000887766554433221100ffeeddccbbaa9901000000000000000000010000000000000000000000000000000000000000009f5d8146");
    assert_memory_equal(bytes, bytes + 4096, 4096);
    for (size_t i = 68; i < 4096; i++) assert_int_equal(bytes[i], 0);
    check_hex(bytes + 8192, 64, "4e44465201000000010000000000000001000000000000000000000000000000c163c8eeb2056cec02000000020000003b0000003b00000000000000b9cc9ff2");
    uint32_t stored = nd_load_u32(bytes + 8192 + 52);
    check_hex(bytes + 8192 + 64, stored, "010400000007460000022d000000074601024601020101020000000000020217c188d59e72616e6765203720696e6465782032207465726d20323b");
    for (size_t i = 64 + stored; i < 4096; i++) assert_int_equal(bytes[8192 + i], 0);
    free(bytes);
    check_recovered(&f, "7/70 t2 v70 c1 after 0@0: 1@2n 2@2; ");
    log_fixture_deinit(&f);
}

/* ---- round trips ---------------------------------------------------------------------------------------- */

static void write_groups(struct log_fixture *f)
{
    fixture_create(f, 1, 0, 0);
    fixture_create(f, 2, 10, 4);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 1, .count = 3, .has_noop = true, .bytes = 100});
    fixture_append_wait(f, (struct fixture_update){.range = 2, .term = 5, .first = 11, .count = 2, .bytes = 5000});
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 2, .truncate_from = 3, .first = 3, .count = 2, .bytes = 10});
    fixture_append_wait(f, (struct fixture_update){.range = 2, .term = 6, .truncate_from = 12});
    fixture_create(f, 3, 0, 0);
    nd_log_destroy_group(f->log, (struct nd_range_id){3});
    fixture_create(f, 3, 5, 5);
}
#define GROUPS "1/10 t2 v10 c3 after 0@0: 1@1n 2@1 3@2 4@2; 2/20 t6 v20 c0 after 10@4: 11@5; 3/30 t0 v0 c0 after 5@5:; "

static void write_more(struct log_fixture *f)
{
    fixture_append_wait(f, (struct fixture_update){.range = 3, .term = 7, .first = 6, .count = 1});
    nd_log_compact(f->log, (struct nd_range_id){1}, 3, 1);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 3, .first = 5, .count = 1});
    nd_log_destroy_group(f->log, (struct nd_range_id){2});
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 3, .first = 6, .count = 1});
}

static void test_round_trip(void **state)
{
    (void)state;
    struct log_fixture f;
    log_fixture_init(&f);
    check_recovered(&f, ""); /* an empty folder */
    check_recovered(&f, ""); /* an empty segment */
    log_fixture_run(&f, write_groups);
    check_recovered(&f, GROUPS);
    check_recovered(&f, GROUPS); /* recovery changes nothing */
    log_fixture_run(&f, write_more);
    check_recovered(&f, "1/10 t3 v10 c6 after 2@1: 3@2 4@2 5@3 6@3; 3/30 t7 v30 c6 after 5@5: 6@7; ");
    log_fixture_deinit(&f);
}

/* Commit hints ride along, and are written by themselves after a while. */
static void write_lazily(struct log_fixture *f)
{
    struct fixture_append lazy;
    fixture_create(f, 1, 0, 0);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 1, .count = 1});
    uint64_t frames = nd_counter_get(&nd_log_stats(f->log)->frames);
    nd_fiber_sleep(f->fiber, 50 * ND_MS);
    ND_ASSERT(nd_counter_get(&nd_log_stats(f->log)->frames) == frames + 1); /* the marker, and no more */
    nd_fiber_sleep(f->fiber, 100 * ND_MS);
    ND_ASSERT(nd_counter_get(&nd_log_stats(f->log)->frames) == frames + 1);
    fixture_append_begin(f, &lazy, &(struct fixture_update){.range = 1, .term = 1, .first = 7, .is_lazy = true});
    nd_fiber_yield(f->fiber);
    ND_ASSERT(!lazy.is_done);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 2, .count = 1});
    ND_ASSERT(lazy.is_done);
    fixture_append_begin(f, &lazy, &(struct fixture_update){.range = 1, .term = 1, .first = 9, .is_lazy = true});
    fixture_wait(&lazy);
}

static void test_lazy_appends(void **state)
{
    (void)state;
    struct log_fixture f;
    log_fixture_init(&f);
    log_fixture_run(&f, write_lazily);
    check_recovered(&f, "1/10 t1 v10 c9 after 0@0: 1@1 2@1; ");
    log_fixture_deinit(&f);
}

/* ---- reading -------------------------------------------------------------------------------------------- */

struct fixture_read {
    struct nd_log_read read;
    struct log_fixture *fixture;
    bool is_done;
};

static void read_done(struct nd_log_read *read)
{
    struct fixture_read *fixture_read = ND_CONTAINER_OF(read, struct fixture_read, read);
    fixture_read->is_done = true;
    nd_fiber_wake(fixture_read->fixture->fiber);
}

static struct fixture_read read_entries(struct log_fixture *f, uint64_t range, uint64_t first, uint64_t last, size_t bytes_max)
{
    struct fixture_read read = {.fixture = f, .read = {.done = read_done, .range = {range}, .first = first, .last = last, .bytes_max = bytes_max}};
    nd_log_read(f->log, &read.read);
    while (!read.is_done) nd_fiber_park(f->fiber);
    return read;
}

static void check_read(struct log_fixture *f, uint64_t range, uint64_t first, uint64_t last, size_t bytes)
{
    struct fixture_read read = read_entries(f, range, first, last, SIZE_MAX);
    ND_ASSERT(read.read.status == ND_STATUS_OK);
    ND_ASSERT(read.read.entry_count == last - first + 1);
    for (size_t i = 0; i < read.read.entry_count; i++) {
        const struct nd_raft_entry *entry = &read.read.entries[i];
        ND_ASSERT(entry->index == first + i);
        if (entry->type == ND_RAFT_NOOP) continue;
        struct nd_raft_payload *expected = fixture_payload(&f->heap, range, entry->index, entry->term, bytes);
        ND_ASSERT(nd_slice_eq(nd_raft_payload_slice(entry->payload), nd_raft_payload_slice(expected)));
        ND_ASSERT(entry->payload->crc == expected->crc);
        nd_raft_payload_unref(expected);
    }
    nd_log_read_release(&read.read);
}

static void read_back(struct log_fixture *f)
{
    struct fixture_append appends[40];
    fixture_create(f, 1, 0, 0);
    fixture_create(f, 2, 0, 0);
    for (uint64_t i = 0; i < 40; i++) { /* several frames, both groups in each, some entries replaced in the same frame */
        fixture_append_begin(f, &appends[i], &(struct fixture_update){.range = 1 + i % 2, .term = 1 + i / 10, .first = 1 + i / 2 * 3,
                                                                      .truncate_from = i % 4 == 1 ? 1 + i / 2 * 3 : 0, .count = 3, .bytes = 3000, .has_noop = i < 2});
        if (i % 7 == 6) fixture_wait(&appends[i]);
    }
    struct fixture_read early = read_entries(f, 2, 60, 60, 1); /* not durable yet: waits for its frame */
    ND_ASSERT(early.read.status == ND_STATUS_OK);
    ND_ASSERT(early.read.entry_count == 1);
    nd_log_read_release(&early.read);
    check_read(f, 1, 1, 60, 3000);
    check_read(f, 2, 1, 60, 3000);
    check_read(f, 1, 17, 17, 3000);
    struct fixture_read some = read_entries(f, 1, 10, 60, 10000);
    ND_ASSERT(some.read.status == ND_STATUS_OK);
    ND_ASSERT(some.read.entry_count == 3);
    nd_log_read_release(&some.read);
    struct fixture_update again = {.range = 2, .term = 9, .first = 50, .truncate_from = 50, .count = 2, .bytes = 200};
    fixture_append_wait(f, again);
    check_read(f, 2, 50, 51, 200);
    const uint64_t missing[][2] = {{1, 61}, {2, 52}, {3, 1}};
    for (size_t i = 0; i < ND_ARRAY_LEN(missing); i++) {
        struct fixture_read none = read_entries(f, missing[i][0], missing[i][1], 70, 1);
        ND_ASSERT(none.read.status == ND_STATUS_NOT_FOUND);
        ND_ASSERT(none.read.entry_count == 0);
        nd_log_read_release(&none.read);
    }
    nd_log_compact(f->log, (struct nd_range_id){1}, 31, 4);
    struct fixture_read gone = read_entries(f, 1, 30, 40, 1);
    ND_ASSERT(gone.read.status == ND_STATUS_NOT_FOUND);
    nd_log_read_release(&gone.read);
    check_read(f, 1, 31, 60, 3000);
}

static void read_after_restart(struct log_fixture *f)
{
    check_read(f, 1, 31, 60, 3000);
    check_read(f, 2, 1, 49, 3000);
    check_read(f, 2, 50, 51, 200);
}

static void test_reads(void **state)
{
    (void)state;
    struct log_fixture f;
    log_fixture_init(&f);
    log_fixture_run(&f, read_back);
    log_fixture_run(&f, read_after_restart);
    log_fixture_deinit(&f);
}

/* Stopping with work at hand: what was begun is finished or forgotten, nothing leaks. */
struct left_over {
    struct fixture_append append;
    struct fixture_read running, waiting;
};
struct stopping_fixture {
    struct log_fixture fixture; /* first */
    struct left_over left;
};

static void stop_at_work(struct log_fixture *f)
{
    struct left_over *left = &((struct stopping_fixture *)f)->left;
    fixture_create(f, 1, 0, 0);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 1, .count = 1, .bytes = 100});
    left->running = (struct fixture_read){.fixture = f, .read = {.done = read_done, .range = {1}, .first = 1, .last = 9, .bytes_max = 1000}};
    nd_log_read(f->log, &left->running.read);
    fixture_append_begin(f, &left->append, &(struct fixture_update){.range = 1, .term = 1, .first = 2, .count = 1, .bytes = 100});
    left->waiting = (struct fixture_read){.fixture = f, .read = {.done = read_done, .range = {1}, .first = 2, .last = 9, .bytes_max = 1000}};
    nd_log_read(f->log, &left->waiting.read);
}

static void release_left(struct log_fixture *f)
{
    struct left_over *left = &((struct stopping_fixture *)f)->left;
    nd_log_read_release(&left->running.read);
    nd_log_read_release(&left->waiting.read);
}

static void test_stop_at_work(void **state)
{
    (void)state;
    struct stopping_fixture f;
    log_fixture_init(&f.fixture);
    f.fixture.before_close = release_left;
    log_fixture_run(&f.fixture, stop_at_work);
    f.fixture.before_close = NULL;
    log_fixture_deinit(&f.fixture);
}

static void read_damaged(struct log_fixture *f)
{
    char path[128];
    struct fixture_append append;
    fixture_create(f, 1, 0, 0);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 1, .count = 1, .bytes = 100});
    fixture_append_begin(f, &append, &(struct fixture_update){.range = 1, .term = 1, .first = 2, .count = 1, .bytes = 100});
    fixture_wait(&append);
    file_path(f, f->root, 1, path);
    poke(path, 8192 + 4096 + 64 + 30, 1); /* after the frame of CREATE */
    struct fixture_read bad = read_entries(f, 1, 1, 2, 1000);
    ND_ASSERT(bad.read.status == ND_STATUS_CORRUPT);
    ND_ASSERT(bad.read.entry_count == 0);
    nd_log_read_release(&bad.read);
    ND_ASSERT(strstr(f->complaint, "frame 2: damaged payload") != NULL);
    check_read(f, 1, 2, 2, 100);
}

static void test_read_of_damage(void **state)
{
    (void)state;
    struct log_fixture f;
    log_fixture_init(&f);
    log_fixture_run(&f, read_damaged);
    log_fixture_deinit(&f);
}

/* ---- segments -------------------------------------------------------------------------------------------- */

static void fill_segments(struct log_fixture *f)
{
    nd_log_destroy_group(f->log, (struct nd_range_id){1});
    nd_log_destroy_group(f->log, (struct nd_range_id){2});
    fixture_create(f, 1, 0, 0);
    fixture_create(f, 2, 0, 0);
    fixture_append_wait(f, (struct fixture_update){.range = 2, .term = 3}); /* a vote and nothing more */
    for (uint64_t i = 0; i < 60; i++)
        fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1 + i / 20, .first = 1 + i, .count = 1, .bytes = 9000});
    ND_ASSERT(nd_gauge_get(&nd_log_stats(f->log)->segments) >= 5);
}

static void compact_all(struct log_fixture *f)
{
    nd_log_compact(f->log, (struct nd_range_id){1}, 59, 3);
    for (int i = 0; i < 100 && nd_gauge_get(&nd_log_stats(f->log)->segments) > 1; i++) nd_fiber_sleep(f->fiber, 10 * ND_MS);
    ND_ASSERT(nd_gauge_get(&nd_log_stats(f->log)->segments) <= 2);
    check_read(f, 1, 59, 60, 9000);
    for (uint64_t i = 60; i < 100; i++) {
        fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 4, .first = 1 + i, .count = 1, .bytes = 9000});
        nd_log_compact(f->log, (struct nd_range_id){1}, i, i > 61 ? 4 : 3);
        ND_ASSERT(nd_gauge_get(&nd_log_stats(f->log)->segments) <= 4);
    }
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 4});
}

static void test_segments_are_recycled(void **state)
{
    (void)state;
    struct log_fixture f;
    log_fixture_init(&f);
    log_fixture_run(&f, fill_segments);
    assert_true(count_segments(f.root) >= 5);
    log_fixture_run(&f, compact_all);
    assert_true(count_segments(f.root) <= 4);
    check_recovered(&f, "1/10 t4 v10 c0 after 98@4: 99@4 100@4; 2/20 t3 v20 c0 after 0@0:; ");
    char path[128], other[128];
    file_path(&f, f.root, 1, path);
    assert_int_not_equal(access(path, F_OK), 0);

    /* A gap is damage, and so is another node's or another version's segment. */
    enum nd_status status;
    log_fixture_run(&f, fill_segments);
    uint64_t first = 1;
    for (file_path(&f, f.root, first, path); access(path, F_OK) != 0; file_path(&f, f.root, first, path)) first++;
    file_path(&f, f.root, first + 1, path);
    snprintf(other, sizeof other, "%s/elsewhere", f.root);
    assert_int_equal(rename(path, other), 0);
    assert_int_equal(fixture_inspect(&f), ND_STATUS_CORRUPT);
    assert_int_equal(rename(other, path), 0);
    size_t n;
    uint8_t *bytes = read_file(path, &n), *changed = malloc(n);
    const struct { size_t at; const char *complaint; enum nd_status status; } cases[] = {
        {8, "format version", ND_STATUS_UNSUPPORTED},
        {16, "another node", ND_STATUS_CORRUPT},
        {32, "another segment", ND_STATUS_CORRUPT},
        {56, "does not continue", ND_STATUS_CORRUPT},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(cases); i++) {
        memcpy(changed, bytes, n);
        for (size_t copy = 0; copy < 2; copy++) {
            changed[copy * 4096 + cases[i].at] ^= 0x40;
            nd_store_u32(changed + copy * 4096 + 64, nd_crc32c(0, nd_slice_of(changed + copy * 4096, 64)));
        }
        write_file(path, changed, n);
        free(fixture_recovered(&f, f.root, &status));
        assert_int_equal(status, cases[i].status);
        assert_non_null(strstr(f.complaint, cases[i].complaint));
    }
    free(bytes);
    free(changed);
    log_fixture_deinit(&f);
}

static void open_twice(struct log_fixture *f)
{
    struct log_fixture second = *f;
    ND_ASSERT(log_fixture_open(&second, second.root) == ND_STATUS_BUSY);
    ND_ASSERT(second.log == NULL);
}

static void test_lock(void **state)
{
    (void)state;
    struct log_fixture f;
    log_fixture_init(&f);
    log_fixture_run(&f, open_twice);
    log_fixture_deinit(&f);
}

/* ---- torn and damaged --------------------------------------------------------------------------------------- */

static void write_three(struct log_fixture *f)
{
    fixture_create(f, 1, 0, 0);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 1, .count = 1, .bytes = 500});
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 2, .count = 2, .bytes = 4000}); /* 2 compresses, 3 hardly */
}

/* Whatever part of the last frame reached the disk, what came before is there, and the log goes on. */
static void append_once(struct log_fixture *f) { fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 2, .first = 2, .count = 1, .bytes = 50}); }

static void test_torn_tail(void **state)
{
    (void)state;
    struct log_fixture f;
    struct frame_at frames[16];
    char path[128];
    size_t n;
    log_fixture_init(&f);
    log_fixture_run(&f, write_three);
    file_path(&f, f.root, 1, path);
    uint8_t *bytes = read_file(path, &n), *torn = malloc(n);
    assert_true(find_frames(bytes, n, frames, 16) >= 3);
    size_t from = frames[2].offset, to = from + frames[2].bytes;
    assert_true(frames[2].bytes >= 8192);
    memset(bytes + to, 0, n - to); /* no marker */
    for (size_t cut = from; cut <= to; cut += 512) {
        for (int garbage = 0; garbage < 3; garbage++) {
            memcpy(torn, bytes, n);
            if (garbage == 2) memset(torn + from, 0, cut - from); /* the beginning is lost instead */
            else memset(torn + cut, garbage == 0 ? 0 : 0xa5, to - cut);
            write_file(path, torn, n);
            enum nd_status status;
            char *text = fixture_recovered(&f, f.root, &status);
            assert_int_equal(status, ND_STATUS_OK);
            bool is_whole = memcmp(torn + from, bytes + from, ND__LOG_FRAME_HEADER_BYTES + frames[2].header.stored_bytes) == 0;
            assert_string_equal(text, is_whole ? "1/10 t1 v10 c2 after 0@0: 1@1 2@1 3@1; " : "1/10 t1 v10 c1 after 0@0: 1@1; ");
            free(text);
            if (is_whole || cut % 2048 != 0) continue;
            log_fixture_run(&f, append_once);
            check_recovered(&f, "1/10 t2 v10 c2 after 0@0: 1@1 2@2; ");
        }
    }
    free(bytes);
    free(torn);
    log_fixture_deinit(&f);
}

/* A folder's files, to begin each try with the same ones. */
struct saved {
    char names[32][64];
    uint8_t *bytes[32];
    size_t n[32], count;
};

static void save_folder(const char *dir, struct saved *saved)
{
    DIR *folder = opendir(dir);
    saved->count = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[400];
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "spare.log") == 0) continue;
        assert_true(saved->count < 32);
        snprintf(saved->names[saved->count], 64, "%s", entry->d_name);
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        saved->bytes[saved->count] = read_file(path, &saved->n[saved->count]);
        saved->count++;
    }
    closedir(folder);
}

static void restore_folder(const char *dir, const struct saved *saved)
{
    char path[400];
    DIR *folder = opendir(dir);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        unlink(path);
    }
    closedir(folder);
    for (size_t i = 0; i < saved->count; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, saved->names[i]);
        write_file(path, saved->bytes[i], saved->n[i]);
    }
}

static void forget_folder(struct saved *saved)
{
    for (size_t i = 0; i < saved->count; i++) free(saved->bytes[i]);
}

/* What belongs to one group, behind the number of its range. */
static bool has_same_group(const char *text, const char *whole, const char *begin)
{
    const char *a = strstr(text, begin), *b = strstr(whole, begin);
    if (a == NULL || b == NULL) return false;
    size_t n = (size_t)(strchr(b, ';') - b);
    return strncmp(a, b, n + 1) == 0;
}

/* Each group is all there, or is said to have lost something, in a term that is new to it. */
static void check_hit(struct log_fixture *f, const char *whole, size_t *hit, size_t *spared)
{
    enum nd_status status;
    assert_int_equal(fixture_inspect(f), ND_STATUS_CORRUPT);
    char *text = fixture_recovered(f, f->root, &status);
    assert_int_equal(status, ND_STATUS_OK);
    for (uint64_t range = 1; range <= 2; range++) {
        char begin[16], lost[80];
        snprintf(begin, sizeof begin, "%llu/%llu t", (unsigned long long)range, (unsigned long long)range * 10);
        snprintf(lost, sizeof lost, "%llu/%llu t1001 v%llu c0 after 0@0: RECOVERING;", (unsigned long long)range, (unsigned long long)range * 10, (unsigned long long)range * 10);
        if (strstr(text, lost) != NULL) ++*hit;
        else if (has_same_group(text, whole, begin)) ++*spared;
        else fail_msg("%s", text);
    }
    assert_int_equal(fixture_inspect(f), ND_STATUS_OK); /* and is whole from then on, with the same in it */
    check_recovered(f, text);
    free(text);
}

static void fill_and_rest(struct log_fixture *f)
{
    fill_segments(f);
    nd_fiber_sleep(f->fiber, 50 * ND_MS); /* a marker, with a directory */
}

/* Flips bits all over two segments: what was durable is never lost in silence. */
static void test_bit_flips(void **state)
{
    (void)state;
    struct log_fixture f;
    struct frame_at frames[64];
    struct saved saved;
    char path[128];
    log_fixture_init(&f);
    log_fixture_run(&f, fill_and_rest);
    enum nd_status status;
    char *whole = fixture_recovered(&f, f.root, &status);
    save_folder(f.root, &saved);
    size_t count = count_segments(f.root) - 1, opened = 0, hit = 0, spared = 0; /* less the spare one's */
    while (count == 0 || (file_path(&f, f.root, count + 1, path), access(path, F_OK) == 0)) count++;
    for (uint64_t seq = 1; seq <= count; seq += count - 1) {
        size_t n;
        file_path(&f, f.root, seq, path);
        uint8_t *bytes = read_file(path, &n);
        size_t frame_count = find_frames(bytes, n, frames, 64), end = frames[frame_count - 1].offset;
        if (seq < count) end += frames[frame_count - 1].bytes; /* in the newest, the last frame may pass for torn */
        for (size_t at = 0; at < end; at += at < 8192 ? 397 : 251) {
            poke(path, at, (uint8_t)(1 << at % 8));
            bool is_padding = at < 8192; /* or one of two headers */
            for (size_t i = 0; i < frame_count; i++)
                is_padding |= at >= frames[i].offset + ND__LOG_FRAME_HEADER_BYTES + frames[i].header.stored_bytes && at < frames[i].offset + frames[i].bytes;
            opened += is_padding;
            if (is_padding) {
                check_recovered(&f, whole);
                poke(path, at, (uint8_t)(1 << at % 8));
            } else {
                check_hit(&f, whole, &hit, &spared);
                restore_folder(f.root, &saved);
            }
        }
        free(bytes);
    }
    print_message("%zu flips did no harm, %zu groups were hit, %zu spared\n", opened, hit, spared);
    assert_true(opened > 20);
    assert_true(hit > 20);
    assert_true(spared > 20);
    free(whole);
    forget_folder(&saved);
    log_fixture_deinit(&f);
}

/* A lost header, a segment that is gone, a hole in the middle: the same, and a crash at any moment of the repair is one more try. */
static void test_lost_segments(void **state)
{
    (void)state;
    struct log_fixture f;
    struct saved saved;
    char path[128];
    log_fixture_init(&f);
    log_fixture_run(&f, fill_segments);
    enum nd_status status;
    char *whole = fixture_recovered(&f, f.root, &status);
    save_folder(f.root, &saved);
    for (uint64_t seq = 1; seq <= 3; seq++) {
        size_t hit = 0, spared = 0;
        file_path(&f, f.root, seq, path);
        poke(path, 40, 1);
        poke(path, 4096 + 41, 1);
        check_hit(&f, whole, &hit, &spared);
        assert_int_equal(spared, 2); /* its frames are all there */
        restore_folder(f.root, &saved);
        if (seq == 1) continue; /* nothing tells that there was one */
        assert_int_equal(unlink(path), 0);
        check_hit(&f, whole, &hit, &spared);
        assert_true(hit > 0);
        restore_folder(f.root, &saved);
    }
    forget_folder(&saved);
    free(whole);
    log_fixture_deinit(&f);
}

static void write_many_frames(struct log_fixture *f)
{
    fixture_create(f, 1, 0, 0);
    fixture_create(f, 2, 0, 0);
    for (uint64_t i = 0; i < 70; i++) fixture_append_wait(f, (struct fixture_update){.range = 1 + i % 2, .term = 1, .first = 1 + i / 2, .count = 1, .bytes = 10});
}

/* A directory behind the damage tells whose entries are lost. */
static void test_damage_is_named(void **state)
{
    (void)state;
    struct log_fixture f;
    char path[128];
    log_fixture_init(&f);
    f.segment_bytes = 1 << 20;
    log_fixture_run(&f, write_many_frames);
    file_path(&f, f.root, 1, path);
    enum nd_status status;
    char *whole = fixture_recovered(&f, f.root, &status);
    poke(path, 8192 + 4096 * 20 + 70, 1);
    assert_int_equal(fixture_inspect(&f), ND_STATUS_CORRUPT);
    assert_non_null(strstr(f.complaint, "range 1: replica 10 may have lost a part of its log"));
    char *text = fixture_recovered(&f, f.root, &status);
    assert_int_equal(status, ND_STATUS_OK);
    assert_non_null(strstr(text, "1/10 t1001 v10 c0 after 0@0: RECOVERING;"));
    assert_true(has_same_group(text, whole, "2/20 t"));
    free(text);
    free(whole);
    log_fixture_deinit(&f);
}

static void write_and_compact(struct log_fixture *f, uint64_t index_first)
{
    fixture_create(f, 1, 0, 0);
    fixture_create(f, 2, 0, 0);
    for (uint64_t i = 1; i <= 10; i++) fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = i, .count = 1, .bytes = 10});
    nd_log_compact(f->log, (struct nd_range_id){1}, index_first, 1);
    for (uint64_t i = 1; i <= 70; i++) fixture_append_wait(f, (struct fixture_update){.range = 2, .term = 1, .first = i, .count = 1, .bytes = 10});
}

static void compact_below(struct log_fixture *f) { write_and_compact(f, 8); }
static void compact_all_of_it(struct log_fixture *f) { write_and_compact(f, 11); }

/* Entry 10 is damaged. A checkpoint behind it that begins with entry 8 says nothing of it: what simulation seed `index 1` found was taken for
 * a whole log without entries. One that begins behind it does. */
static void test_checkpoint_behind_damage(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct log_fixture f;
        char path[128];
        log_fixture_init(&f);
        f.segment_bytes = 1 << 20;
        log_fixture_run(&f, i == 0 ? compact_below : compact_all_of_it);
        file_path(&f, f.root, 1, path);
        poke(path, 8192 + 4096 * 11 + 70, 1);
        enum nd_status status;
        char *text = fixture_recovered(&f, f.root, &status);
        assert_int_equal(status, ND_STATUS_OK);
        assert_int_equal(strstr(text, "1/10 t1001 v10 c0 after 0@0: RECOVERING;") != NULL, i == 0);
        assert_int_equal(strstr(text, "after 10@1") != NULL, i == 1);
        free(text);
        log_fixture_deinit(&f);
    }
}

static void write_between(struct log_fixture *f)
{
    fixture_create(f, 1, 0, 0);
    fixture_create(f, 2, 0, 0);
    for (uint64_t i = 1; i <= 8; i++) fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = i, .count = 1, .bytes = 10});
    fixture_append_wait(f, (struct fixture_update){.range = 2, .term = 1, .first = 1, .count = 1, .bytes = 10});
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 1, .first = 9, .count = 1, .bytes = 10});
    nd_log_compact(f->log, (struct nd_range_id){1}, 9, 1);
    for (uint64_t i = 2; i <= 70; i++) fixture_append_wait(f, (struct fixture_update){.range = 2, .term = 1, .first = i, .count = 1, .bytes = 10});
}

/* Entries 8 and 9 are damaged, in two places. A checkpoint that begins behind the first says nothing of the second, where nothing of the group
 * was known any more. */
static void test_checkpoint_behind_two(void **state)
{
    (void)state;
    struct log_fixture f;
    char path[128];
    log_fixture_init(&f);
    f.segment_bytes = 1 << 20;
    log_fixture_run(&f, write_between);
    file_path(&f, f.root, 1, path);
    poke(path, 8192 + 4096 * 9 + 70, 1);
    poke(path, 8192 + 4096 * 11 + 70, 1);
    enum nd_status status;
    char *text = fixture_recovered(&f, f.root, &status);
    assert_int_equal(status, ND_STATUS_OK);
    assert_non_null(strstr(text, "1/10 t1001 v10 c0 after 0@0: RECOVERING;"));
    assert_null(strstr(text, "2/20 t1001"));
    free(text);
    log_fixture_deinit(&f);
}

/* Without the state engine all of it counts for nothing; without any segment the file of terms still does; without that the log is refused. */
static void check_doubt(struct log_fixture *f, enum nd_log_doubt expected)
{
    uint64_t term;
    log_fixture_open_env(f);
    assert_int_equal(log_fixture_open(f, f->root), ND_STATUS_OK);
    assert_int_equal(nd_log_doubt(f->log, &term), expected);
    assert_true(expected == ND_LOG_CERTAIN || term > 1000);
    log_fixture_close_env(f);
}

static void be_certain(struct log_fixture *f)
{
    nd_log_set_doubt(f->log, ND_LOG_CERTAIN);
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 5000});
}

static void remove_all(struct log_fixture *f, const char *suffix)
{
    char path[400];
    DIR *folder = opendir(f->root);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", f->root, entry->d_name);
        if (strstr(entry->d_name, suffix) != NULL) unlink(path);
    }
    closedir(folder);
}

static void test_nothing_left(void **state)
{
    (void)state;
    struct log_fixture f;
    enum nd_status status;
    log_fixture_init(&f);
    log_fixture_run(&f, fill_segments);
    check_doubt(&f, ND_LOG_CERTAIN);
    f.is_state_lost = true;
    check_doubt(&f, ND_LOG_DOUBT);
    f.is_state_lost = false;
    check_recovered(&f, "1/10 t1001 v10 c0 after 0@0: RECOVERING; 2/20 t1001 v20 c0 after 0@0: RECOVERING; ");
    log_fixture_run(&f, be_certain); /* in a term above the ceiling, which goes up */
    check_doubt(&f, ND_LOG_CERTAIN);
    f.was_there = true;
    remove_all(&f, ".log");
    check_doubt(&f, ND_LOG_DOUBT);
    check_recovered(&f, "");
    remove_all(&f, ".log");
    remove_all(&f, "terms");
    free(fixture_recovered(&f, f.root, &status));
    assert_int_equal(status, ND_STATUS_CORRUPT);
    log_fixture_deinit(&f);
}

/* A replica stays RECOVERING over restarts, checkpoints and recycled segments until it is said not to be. */
static void recover_one(struct log_fixture *f)
{
    struct fixture_append append = {.fixture = f, .append.done = fixture_append_done};
    const struct nd_raft_hard_state hard_state = {.term = 7, .voted_for = {10}, .commit = 5};
    nd_log_reset_group(f->log, &append.append, (struct nd_range_id){1}, (struct nd_replica_id){10}, 5, 3, &hard_state, true);
    fixture_wait(&append);
    for (uint64_t i = 6; i < 60; i++) {
        fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 7, .first = i, .count = 1, .bytes = 9000});
        nd_log_compact(f->log, (struct nd_range_id){1}, i, i == 6 ? 3 : 7);
    }
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 7});
}

static void recovered_one(struct log_fixture *f)
{
    nd_log_set_recovered(f->log, (struct nd_range_id){1});
    fixture_append_wait(f, (struct fixture_update){.range = 1, .term = 7, .first = 60, .count = 1, .bytes = 10});
}

static void test_recovering_lasts(void **state)
{
    (void)state;
    struct log_fixture f;
    log_fixture_init(&f);
    log_fixture_run(&f, recover_one);
    check_recovered(&f, "1/10 t7 v10 c0 after 58@7: 59@7 RECOVERING; ");
    log_fixture_run(&f, recovered_one);
    check_recovered(&f, "1/10 t7 v10 c60 after 58@7: 59@7 60@7; ");
    log_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_bytes),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_lazy_appends),
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_stop_at_work),
        cmocka_unit_test(test_read_of_damage),
        cmocka_unit_test(test_segments_are_recycled),
        cmocka_unit_test(test_lock),
        cmocka_unit_test(test_torn_tail),
        cmocka_unit_test(test_bit_flips),
        cmocka_unit_test(test_damage_is_named),
        cmocka_unit_test(test_checkpoint_behind_damage),
        cmocka_unit_test(test_checkpoint_behind_two),
        cmocka_unit_test(test_lost_segments),
        cmocka_unit_test(test_recovering_lasts),
        cmocka_unit_test(test_nothing_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
