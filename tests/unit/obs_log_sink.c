/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "env/real.h"
#include "obs/log_sink.h"

struct fixture {
    struct nd_heap heap;
    struct nd_logger logger;
    struct nd_obs_log_sink sink;
    struct nd_env *env;
    struct nd_task task;
    struct nd_timer timer;
    char dir[64];
    int lines;
};

static void stop(struct nd_timer *timer)
{
    nd_env_real_stop(((struct fixture *)((char *)timer - offsetof(struct fixture, timer)))->env);
}

static void log_lines(struct nd_task *task)
{
    struct fixture *f = (struct fixture *)((char *)task - offsetof(struct fixture, task));
    for (int i = 0; i < f->lines; i++) ND_INFO(&f->logger, "test", "line %d", i);
    nd_timer_init(&f->timer, nd_env_reactor(f->env, 0), stop);
    nd_timer_start_in(&f->timer, 50 * ND_MS);
}

static void run(struct fixture *f, int lines, uint64_t file_bytes, uint64_t files)
{
    memset(f, 0, sizeof *f);
    snprintf(f->dir, sizeof f->dir, "/tmp/nd_obs_log_XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    nd_heap_init(&f->heap, false);
    nd_obs_log_sink_init(&f->sink, &f->heap, ND_LOG_INFO, false, &f->logger);
    ND_INFO(&f->logger, "early", "before the world\nwith a newline");
    ND_DEBUG(&f->logger, "early", "too small to matter");
    const struct nd_env_real_options env_options = {.heap = &f->heap, .logger = &f->logger, .reactors = 1};
    assert_int_equal(nd_env_real_open(&env_options, &f->env), ND_STATUS_OK);
    const struct nd_obs_log_sink_options options = {.dir = f->dir, .file_bytes = file_bytes, .files = files};
    assert_int_equal(nd_obs_log_sink_attach(&f->sink, f->env, &options), ND_STATUS_OK);
    f->lines = lines;
    nd_task_init(&f->task, log_lines);
    nd_reactor_post(nd_env_reactor(f->env, 0), &f->task);
    nd_env_real_run(f->env);
    ND_INFO(&f->logger, "late", "after the loop");
    nd_obs_log_sink_detach(&f->sink);
    nd_env_real_close(f->env);
    nd_obs_log_sink_deinit(&f->sink);
    assert_int_equal(f->heap.bytes, 0);
}

static char *read_file(const struct fixture *f, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    char *text = calloc(1, 4 << 20);
    size_t n = fread(text, 1, (4 << 20) - 1, file);
    text[n] = '\0';
    fclose(file);
    return text;
}

static void clean(const struct fixture *f)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", f->dir);
    assert_int_equal(system(command), 0);
}

static void test_lines_in_order(void **state)
{
    ND_UNUSED(state);
    struct fixture *f = calloc(1, sizeof *f);
    run(f, 1000, 16 << 20, 3);
    char *text = read_file(f, "ndoto.log");
    assert_non_null(text);
    assert_non_null(strstr(text, " INFO early: before the world?with a newline\n"));
    assert_null(strstr(text, "too small"));
    const char *at = text;
    for (int i = 0; i < 1000; i++) {
        char line[64];
        snprintf(line, sizeof line, "Z INFO test: line %d\n", i);
        at = strstr(at, line);
        assert_non_null(at);
    }
    assert_non_null(strstr(at, "INFO late: after the loop"));
    /* 2026-01-31T10:00:00.123Z */
    assert_int_equal(text[4], '-');
    assert_int_equal(text[10], 'T');
    assert_int_equal(text[23], 'Z');
    free(text);
    clean(f);
    free(f);
}

static void test_a_full_queue_drops_and_says_so(void **state)
{
    ND_UNUSED(state);
    struct fixture *f = calloc(1, sizeof *f);
    run(f, ND_OBS_LOG_QUEUE_MAX + 100, 16 << 20, 3); /* one task logs them all: nothing is written meanwhile */
    char *text = read_file(f, "ndoto.log");
    assert_non_null(strstr(text, "WARN obs: 100 lines dropped: the queue was full"));
    free(text);
    clean(f);
    free(f);
}

static void test_rotation(void **state)
{
    ND_UNUSED(state);
    struct fixture *f = calloc(1, sizeof *f);
    run(f, 1000, 10000, 2); /* the batch is larger than a file: each batch starts one */
    char *now = read_file(f, "ndoto.log"), *before = read_file(f, "ndoto.1.log"), *older = read_file(f, "ndoto.2.log");
    assert_non_null(now);
    assert_non_null(before);
    assert_null(older);
    assert_non_null(strstr(now, "late: after the loop"));
    free(now);
    free(before);
    clean(f);
    free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_in_order),
        cmocka_unit_test(test_a_full_queue_drops_and_says_so),
        cmocka_unit_test(test_rotation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
