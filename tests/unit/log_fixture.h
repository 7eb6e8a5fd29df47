/* SPDX-License-Identifier: Apache-2.0 */
/* log_fixture.h - a log on real files in a temporary folder; bodies run on a fiber of reactor 0. */
#ifndef ND_TEST_LOG_FIXTURE_H
#define ND_TEST_LOG_FIXTURE_H

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "env/fiber.h"
#include "env/real.h"
#include "log/log_format.h"
#include "log/log.h"

#define FIXTURE_UUID {0x1122334455667788ULL, 0x99aabbccddeeff00ULL}

struct log_fixture {
    struct nd_heap heap;
    struct nd_logger logger;
    char complaint[1024]; /* the log's last error or warning */
    char root[64];
    uint64_t segment_bytes;
    struct nd_env *env;
    struct nd_worker *writer, *reader;
    struct nd_log *log;
    struct nd_fiber *fiber;
    void (*body)(struct log_fixture *fixture);
    void (*before_close)(struct log_fixture *fixture); /* workers closed, the log not yet; may be NULL */
    bool is_done, was_there, is_state_lost;
};

static inline int log_fixture_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}
static inline void log_fixture_remove(const char *path) { nftw(path, log_fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS); }

static inline void log_fixture_sink(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    struct log_fixture *fixture = arg;
    (void)level, (void)module;
    snprintf(fixture->complaint, sizeof fixture->complaint, "%s", line);
}

static inline void log_fixture_init(struct log_fixture *fixture)
{
    *fixture = (struct log_fixture){.segment_bytes = 64 << 10};
    nd_heap_init(&fixture->heap, false);
    fixture->logger = (struct nd_logger){.level_min = ND_LOG_WARN, .sink_arg = fixture, .sink = log_fixture_sink};
    snprintf(fixture->root, sizeof fixture->root, "/tmp/ndoto-log-XXXXXX");
    assert_non_null(mkdtemp(fixture->root));
}

static inline void log_fixture_deinit(struct log_fixture *fixture)
{
    log_fixture_remove(fixture->root);
    assert_int_equal(fixture->heap.bytes, 0);
}

static inline void log_fixture_open_env(struct log_fixture *fixture)
{
    struct nd_env_real_options options = {.heap = &fixture->heap, .logger = &fixture->logger, .reactors = 1};
    assert_int_equal(nd_env_real_open(&options, &fixture->env), ND_STATUS_OK);
    fixture->writer = nd_worker_open(fixture->env, "log", 1);
    fixture->reader = nd_worker_open(fixture->env, "read", 1);
}

static inline void log_fixture_close_env(struct log_fixture *fixture)
{
    nd_worker_close(fixture->writer);
    nd_worker_close(fixture->reader);
    if (fixture->before_close != NULL) fixture->before_close(fixture);
    nd_log_close(fixture->log);
    fixture->log = NULL;
    nd_env_real_close(fixture->env);
}

static inline enum nd_status log_fixture_open(struct log_fixture *fixture, const char *path)
{
    struct nd_log_options options = {
        .env = fixture->env,
        .reactor = nd_env_reactor(fixture->env, 0),
        .writer = fixture->writer,
        .reader = fixture->reader,
        .path = path,
        .segment_bytes = fixture->segment_bytes,
        .node_uuid = FIXTURE_UUID,
        .was_there = fixture->was_there,
        .is_state_lost = fixture->is_state_lost,
    };
    fixture->complaint[0] = 0;
    return nd_log_open(&options, &fixture->log);
}

static inline void log_fixture_main(struct nd_fiber *fiber, void *arg)
{
    struct log_fixture *fixture = arg;
    fixture->fiber = fiber;
    fixture->body(fixture);
    fixture->is_done = true;
    nd_env_real_stop(fixture->env);
}

/* Opens the log, runs `body` over it, closes. Bodies check with ND_ASSERT. */
static inline void log_fixture_run(struct log_fixture *fixture, void (*body)(struct log_fixture *fixture))
{
    log_fixture_open_env(fixture);
    assert_int_equal(log_fixture_open(fixture, fixture->root), ND_STATUS_OK);
    fixture->body = body;
    fixture->is_done = false;
    nd_fiber_start(nd_env_reactor(fixture->env, 0), log_fixture_main, fixture, 0);
    nd_env_real_run(fixture->env);
    assert_true(fixture->is_done);
    log_fixture_close_env(fixture);
}

/* ---- appending ---------------------------------------------------------------------------------- */

struct fixture_append {
    struct nd_log_append append;
    struct log_fixture *fixture;
    bool is_done;
};

static inline void fixture_append_done(struct nd_log_append *append)
{
    struct fixture_append *fixture_append = ND_CONTAINER_OF(append, struct fixture_append, append);
    fixture_append->is_done = true;
    nd_fiber_wake(fixture_append->fixture->fiber);
}

static inline void fixture_wait(struct fixture_append *append)
{
    while (!append->is_done) nd_fiber_park(append->fixture->fiber);
}

static inline void fixture_create(struct log_fixture *fixture, uint64_t range, uint64_t prev_index, uint64_t prev_term)
{
    struct fixture_append append = {.fixture = fixture, .append.done = fixture_append_done};
    nd_log_create_group(fixture->log, &append.append, (struct nd_range_id){range}, (struct nd_replica_id){range * 10}, prev_index, prev_term);
    fixture_wait(&append);
}

#define FIXTURE_ENTRIES_MAX 64

/* The payload of an entry: its place, spelled out, then bytes that compress (or not). */
static inline struct nd_raft_payload *fixture_payload(struct nd_heap *heap, uint64_t range, uint64_t index, uint64_t term, size_t bytes)
{
    uint8_t *data = malloc(bytes + 64);
    int n = snprintf((char *)data, 64, "range %llu index %llu term %llu;", (unsigned long long)range, (unsigned long long)index, (unsigned long long)term);
    for (size_t i = (size_t)n; i < bytes; i++) data[i] = (uint8_t)((i * (index % 2 == 0 ? 2654435761u : 0) >> 8) + index);
    struct nd_raft_payload *payload = nd_raft_payload_new(heap, nd_slice_of(data, (size_t)n > bytes ? (size_t)n : bytes));
    free(data);
    return payload;
}

struct fixture_update { /* entries [first, first + count) of one term; count 0: hard state alone */
    uint64_t range, term, truncate_from, first, count;
    size_t bytes;
    bool is_lazy, has_noop;
};

static inline void fixture_append_begin(struct log_fixture *fixture, struct fixture_append *append, const struct fixture_update *from)
{
    struct nd_raft_entry entries[FIXTURE_ENTRIES_MAX];
    ND_ASSERT(from->count <= FIXTURE_ENTRIES_MAX);
    for (size_t i = 0; i < from->count; i++) {
        bool is_noop = from->has_noop && i == 0;
        entries[i] = (struct nd_raft_entry){.term = from->term, .index = from->first + i, .type = is_noop ? ND_RAFT_NOOP : ND_RAFT_COMMAND};
        if (!is_noop) entries[i].payload = fixture_payload(&fixture->heap, from->range, from->first + i, from->term, from->bytes);
    }
    struct nd_raft_update update = {
        .append_seq = 1,
        .has_hard_state = true,
        .must_sync = !from->is_lazy,
        .hard_state = {.term = from->term, .voted_for = {from->range * 10}, .commit = from->first},
        .truncate_from = from->truncate_from,
        .entries = entries,
        .entry_count = from->count,
    };
    *append = (struct fixture_append){.fixture = fixture, .append.done = fixture_append_done};
    nd_log_append(fixture->log, &append->append, (struct nd_range_id){from->range}, (struct nd_replica_id){from->range * 10}, &update);
    for (size_t i = 0; i < from->count; i++) nd_raft_payload_unref(entries[i].payload);
}

static inline void fixture_append_wait(struct log_fixture *fixture, struct fixture_update from)
{
    struct fixture_append append;
    fixture_append_begin(fixture, &append, &from);
    fixture_wait(&append);
}

/* ---- looking ------------------------------------------------------------------------------------- */

/* Recovered groups as text: "1/10 t3 v10 c7 after 0@0: 1@1n 2@3 3@3; ". */
static inline void fixture_on_group(void *arg, const struct nd_log_group_state *group)
{
    struct nd_buf *text = arg;
    nd_buf_printf(text, "%llu/%llu t%llu v%llu c%llu after %llu@%llu:", (unsigned long long)group->range.v, (unsigned long long)group->replica.v,
                  (unsigned long long)group->hard_state.term, (unsigned long long)group->hard_state.voted_for.v,
                  (unsigned long long)group->hard_state.commit, (unsigned long long)group->prev_index, (unsigned long long)group->prev_term);
    for (size_t i = 0; i < group->entry_count; i++)
        nd_buf_printf(text, " %llu@%llu%s", (unsigned long long)group->entries[i].index, (unsigned long long)group->entries[i].term,
                      group->entries[i].type == ND_RAFT_NOOP ? "n" : "");
    nd_buf_printf(text, group->is_recovering ? " RECOVERING; " : "; ");
}

/* malloc'ed; NULL unless the log opens. */
static inline char *fixture_recovered(struct log_fixture *fixture, const char *path, enum nd_status *status_out)
{
    log_fixture_open_env(fixture);
    *status_out = log_fixture_open(fixture, path);
    char *copy = NULL;
    if (*status_out == ND_STATUS_OK) {
        struct nd_buf text;
        nd_buf_init(&text, &fixture->heap);
        nd_log_recover(fixture->log, &text, fixture_on_group);
        nd_buf_put_u8(&text, 0);
        copy = strdup((const char *)text.p);
        nd_buf_deinit(&text);
    }
    log_fixture_close_env(fixture);
    return copy;
}

/* Damage found by looking, without changing anything. */
static inline void fixture_no_segment(void *arg, const struct nd_log_segment_info *segment) { ND_UNUSED(arg), ND_UNUSED(segment); }
static inline void fixture_no_group(void *arg, const struct nd_log_group_state *group) { ND_UNUSED(arg), ND_UNUSED(group); }
static inline enum nd_status fixture_inspect(struct log_fixture *fixture)
{
    const struct nd_log_inspection inspection = {NULL, fixture_no_segment, fixture_no_group};
    log_fixture_open_env(fixture);
    fixture->complaint[0] = 0;
    enum nd_status status = nd_log_inspect(fixture->env, fixture->root, &inspection);
    log_fixture_close_env(fixture);
    return status;
}

static inline void check_recovered(struct log_fixture *fixture, const char *expected)
{
    enum nd_status status;
    char *text = fixture_recovered(fixture, fixture->root, &status);
    if (status != ND_STATUS_OK) print_error("%s\n", fixture->complaint);
    assert_int_equal(status, ND_STATUS_OK);
    assert_string_equal(text, expected);
    free(text);
}

#endif
