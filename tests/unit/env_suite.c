/* SPDX-License-Identifier: Apache-2.0 */
/* What env.h promises, over both backends. */
#include <stdio.h>
#include <string.h>

#include "unit/env_both.h"

/* ---- timers and tasks ----------------------------------------------------------------------------- */

struct ticker {
    struct nd_timer timer;
    struct nd_fiber *fiber;
    int id, *order, *count;
};

static void on_tick(struct nd_timer *timer)
{
    struct ticker *ticker = ND_CONTAINER_OF(timer, struct ticker, timer);
    ND_ASSERT(!nd_timer_is_running(timer));
    ticker->order[(*ticker->count)++] = ticker->id;
    nd_fiber_wake(ticker->fiber);
}

static void timer_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    enum { COUNT = 200 };
    static const uint64_t delays_ms[] = {9, 3, 3, 7, 1, 12, 3, 5};
    struct ticker tickers[COUNT];
    int order[COUNT], count = 0;
    uint64_t base_ns = nd_env_now_ns(env), deadlines[COUNT];
    for (int i = 0; i < COUNT; i++) {
        tickers[i] = (struct ticker){.fiber = fiber, .id = i, .order = order, .count = &count};
        nd_timer_init(&tickers[i].timer, reactor, on_tick);
        deadlines[i] = base_ns + delays_ms[i % 8] * ND_MS;
        nd_timer_start_at(&tickers[i].timer, deadlines[i]);
    }
    int expected = COUNT;
    for (int i = 0; i < COUNT; i += 3) { /* stopped ones never fire */
        nd_timer_stop(&tickers[i].timer);
        nd_timer_stop(&tickers[i].timer);
        expected--;
    }
    while (count < expected) nd_fiber_park(fiber);
    nd_fiber_sleep(fiber, 15 * ND_MS);
    ND_ASSERT(count == expected);
    for (int i = 1; i < count; i++) { /* by deadline, then in order of start */
        uint64_t a = deadlines[order[i - 1]], b = deadlines[order[i]];
        ND_ASSERT(a < b || (a == b && order[i - 1] < order[i]));
    }
    /* A restart moves the deadline; one in the past fires soon, and not inside the call. */
    count = 0;
    nd_timer_start_in(&tickers[0].timer, 3600 * ND_SEC);
    nd_timer_start_at(&tickers[0].timer, 1);
    ND_ASSERT(count == 0);
    while (count < 1) nd_fiber_park(fiber);
    nd_timer_start_in(&tickers[0].timer, UINT64_MAX);
    nd_timer_stop(&tickers[0].timer);
}

struct step {
    struct nd_task task;
    struct nd_reactor *reactor;
    char id, *trail;
    struct step *next; /* deferred by this one */
};

static void on_step(struct nd_task *task)
{
    struct step *step = ND_CONTAINER_OF(task, struct step, task);
    size_t n = strlen(step->trail);
    step->trail[n] = step->id;
    step->trail[n + 1] = '\0';
    if (step->next != NULL) nd_reactor_defer(step->reactor, &step->next->task);
}

static void task_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    char trail[16] = "";
    struct step steps[5];
    for (int i = 0; i < 5; i++) {
        steps[i] = (struct step){.reactor = reactor, .id = (char)('a' + i), .trail = trail};
        nd_task_init(&steps[i].task, on_step);
    }
    steps[0].next = &steps[3];
    nd_reactor_defer(reactor, &steps[0].task);
    nd_reactor_defer(reactor, &steps[1].task);
    nd_reactor_defer(reactor, &steps[0].task); /* queued already */
    nd_reactor_defer(reactor, &steps[2].task);
    nd_reactor_defer(reactor, &steps[4].task);
    nd_task_cancel(&steps[2].task);
    ND_ASSERT(trail[0] == '\0');
    nd_fiber_yield(fiber);
    ND_ASSERT(strcmp(trail, "abed") == 0);
    ND_ASSERT(!steps[0].task.is_queued);
    trail[0] = '\0';
    for (int i = 2; i >= 0; i--) {
        steps[i].next = NULL;
        nd_reactor_post(reactor, &steps[i].task);
    }
    ND_ASSERT(trail[0] == '\0');
    while (strlen(trail) < 3) nd_fiber_sleep(fiber, ND_MS);
    ND_ASSERT(strcmp(trail, "cba") == 0);
}

struct spinner {
    struct nd_task task;
    struct nd_reactor *reactor;
    bool is_over;
};

static void on_spin(struct nd_task *task)
{
    struct spinner *spinner = ND_CONTAINER_OF(task, struct spinner, task);
    if (!spinner->is_over) nd_reactor_defer(spinner->reactor, task);
}

/* A task that defers itself for ever starves neither timers nor time itself. */
static void fair_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct spinner spinner = {.reactor = nd_env_reactor(env, 0)};
    nd_task_init(&spinner.task, on_spin);
    nd_reactor_defer(spinner.reactor, &spinner.task);
    nd_fiber_sleep(fiber, 2 * ND_MS);
    uint64_t until_ns = nd_env_now_ns(env) + 2 * ND_MS;
    while (nd_env_now_ns(env) < until_ns) nd_fiber_yield(fiber);
    spinner.is_over = true;
    nd_fiber_yield(fiber);
}

/* ---- jobs --------------------------------------------------------------------------------------------- */

struct numbered {
    struct nd_job job;
    int id, *run_order, *run_count, *done_order, *done_count;
    struct nd_fiber *fiber;
};

static void run_numbered(struct nd_job *job)
{
    struct numbered *numbered = ND_CONTAINER_OF(job, struct numbered, job);
    numbered->run_order[(*numbered->run_count)++] = numbered->id;
}

static void numbered_done(struct nd_job *job)
{
    struct numbered *numbered = ND_CONTAINER_OF(job, struct numbered, job);
    ND_ASSERT(nd_fiber_self(job->reactor) == NULL);
    numbered->done_order[(*numbered->done_count)++] = numbered->id;
    nd_fiber_wake(numbered->fiber);
}

static void job_order_body(struct nd_fiber *fiber, struct nd_env *env)
{
    enum { COUNT = 500 };
    struct nd_worker *worker = nd_worker_open(env, "order", 1);
    struct numbered jobs[COUNT];
    int run_order[COUNT], done_order[COUNT], run_count = 0, done_count = 0;
    for (int i = 0; i < COUNT; i++) {
        jobs[i] = (struct numbered){.job = {.run = run_numbered, .done = numbered_done},
                                    .id = i,
                                    .run_order = run_order,
                                    .run_count = &run_count,
                                    .done_order = done_order,
                                    .done_count = &done_count,
                                    .fiber = fiber};
        nd_worker_submit(worker, nd_env_reactor(env, 0), &jobs[i].job);
        if (i % 50 == 0) nd_fiber_yield(fiber);
    }
    while (done_count < COUNT) nd_fiber_park(fiber);
    for (int i = 0; i < COUNT; i++) {
        ND_ASSERT(run_order[i] == i);
        ND_ASSERT(done_order[i] == i);
    }
    ND_ASSERT(nd_worker_cpu_ns(worker) < 60 * ND_SEC);
    ND_ASSERT(nd_reactor_cpu_ns(nd_env_reactor(env, 0)) < 60 * ND_SEC);
    nd_worker_close(worker);
}

/* ---- files -------------------------------------------------------------------------------------------- */

struct names {
    char text[256];
};

static void add_name(void *arg, const char *name)
{
    struct names *names = arg;
    size_t n = strlen(names->text);
    snprintf(names->text + n, sizeof names->text - n, "%s ", name);
}

static void must(enum nd_status status) { ND_ASSERT(status == ND_STATUS_OK); }

static void use_file(struct nd_env *env, const char *path)
{
    struct nd_file *file, *other;
    uint8_t bytes[64];
    uint64_t size;
    size_t n;
    ND_ASSERT(nd_file_open(env, path, ND_FILE_READ, &file) == ND_STATUS_NOT_FOUND);
    must(nd_file_open(env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE | ND_FILE_EXCLUSIVE | ND_FILE_LOCK, &file));
    ND_ASSERT(nd_file_open(env, path, ND_FILE_WRITE | ND_FILE_CREATE | ND_FILE_EXCLUSIVE, &other) == ND_STATUS_EXISTS);
    ND_ASSERT(nd_file_open(env, path, ND_FILE_WRITE | ND_FILE_LOCK, &other) == ND_STATUS_BUSY);
    must(nd_file_write(file, 0, nd_slice_str("hello")));
    must(nd_file_write(file, 10000, nd_slice_str("world")));
    must(nd_file_sync(file));
    must(nd_file_size(file, &size));
    ND_ASSERT(size == 10005);
    must(nd_file_read(file, 3, bytes, 5, &n));
    ND_ASSERT(n == 5);
    ND_ASSERT(memcmp(bytes, "lo\0\0\0", 5) == 0);
    must(nd_file_read(file, 10000, bytes, 64, &n));
    ND_ASSERT(n == 5);
    must(nd_file_read(file, 20000, bytes, 64, &n));
    ND_ASSERT(n == 0);
    must(nd_file_allocate(file, 1 << 20));
    must(nd_file_allocate(file, 4096)); /* never shrinks */
    must(nd_file_size(file, &size));
    ND_ASSERT(size == 1 << 20);
    must(nd_file_read(file, 10003, bytes, 4, &n));
    ND_ASSERT(n == 4);
    ND_ASSERT(memcmp(bytes, "ld\0\0", 4) == 0);
    must(nd_file_truncate(file, 3));
    must(nd_file_truncate(file, 8)); /* what was cut off is zero now */
    must(nd_file_read(file, 0, bytes, 64, &n));
    ND_ASSERT(n == 8);
    ND_ASSERT(memcmp(bytes, "hel\0\0\0\0\0", 8) == 0);
    nd_file_close(file);
    must(nd_file_open(env, path, ND_FILE_WRITE | ND_FILE_LOCK, &file)); /* the lock went with the file */
    nd_file_close(file);
}

struct file_job {
    struct nd_job job;
    struct nd_env *env;
    char dir[64];
};

static void run_file_job(struct nd_job *job)
{
    struct file_job *files = ND_CONTAINER_OF(job, struct file_job, job);
    struct nd_env *env = files->env;
    char path[96], other[96], deep[96];
    struct nd_file *file;
    snprintf(deep, sizeof deep, "%s/x/y/z/", files->dir);
    ND_ASSERT(nd_dir_sync(env, files->dir) == ND_STATUS_NOT_FOUND);
    must(nd_dir_make(env, deep));
    must(nd_dir_make(env, deep));
    snprintf(path, sizeof path, "%s/file", files->dir);
    snprintf(other, sizeof other, "%s/another", files->dir);
    use_file(env, path);
    ND_ASSERT(nd_dir_make(env, path) == ND_STATUS_EXISTS);
    must(nd_file_open(env, other, ND_FILE_WRITE | ND_FILE_CREATE, &file));
    nd_file_close(file);
    must(nd_dir_sync(env, files->dir));
    struct names names = {""};
    must(nd_dir_list(env, files->dir, &names, add_name));
    ND_ASSERT(strcmp(names.text, "another file x ") == 0);
    must(nd_file_rename(env, path, other));
    ND_ASSERT(nd_file_rename(env, path, other) == ND_STATUS_NOT_FOUND);
    names.text[0] = '\0';
    must(nd_dir_list(env, files->dir, &names, add_name));
    ND_ASSERT(strcmp(names.text, "another x ") == 0);
    ND_ASSERT(nd_file_remove(env, path) == ND_STATUS_NOT_FOUND);
    must(nd_file_remove(env, other));
    snprintf(path, sizeof path, "%s/x", files->dir);
    ND_ASSERT(nd_file_remove(env, path) == ND_STATUS_EXISTS); /* not empty */
    snprintf(path, sizeof path, "%s/x/y/z", files->dir);
    must(nd_file_remove(env, path));
    snprintf(path, sizeof path, "%s/x/y", files->dir);
    must(nd_file_remove(env, path));
    snprintf(path, sizeof path, "%s/x", files->dir);
    must(nd_file_remove(env, path));
    must(nd_file_remove(env, files->dir));
    ND_ASSERT(nd_dir_list(env, files->dir, &names, add_name) == ND_STATUS_NOT_FOUND);
}

static void file_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_worker *worker = nd_worker_open(env, "disk", 1);
    struct file_job files = {.job = {.run = run_file_job}, .env = env};
    snprintf(files.dir, sizeof files.dir, "/tmp/nd-env-%016llx", (unsigned long long)nd_env_random_u64(env));
    nd_fiber_run_job(fiber, worker, &files.job);
    nd_worker_close(worker);
}

/* ---- streams ------------------------------------------------------------------------------------------- */

struct peer {
    struct nd_env *env;
    struct nd_fiber *fiber;
    struct nd_stream *stream;
    struct nd_buf in;
    bool is_open, is_closed, is_echo, is_refusing;
    enum nd_status status;
    unsigned drains, accepts;
};

static void on_open(struct nd_stream *stream, void *owner)
{
    struct peer *peer = owner;
    ND_ASSERT(peer->stream == stream);
    ND_ASSERT(!peer->is_open);
    peer->is_open = true;
    nd_fiber_wake(peer->fiber);
}

static void on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    struct peer *peer = owner;
    ND_ASSERT(bytes.n > 0);
    if (peer->is_echo) {
        struct nd_buf reply;
        nd_buf_init(&reply, nd_env_heap(peer->env));
        nd_buf_put_slice(&reply, bytes);
        nd_stream_write(stream, &reply);
    }
    nd_buf_put_slice(&peer->in, bytes);
    nd_fiber_wake(peer->fiber);
}

static void on_drain(struct nd_stream *stream, void *owner)
{
    struct peer *peer = owner;
    peer->drains++;
    nd_fiber_wake(peer->fiber);
}

static void on_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    struct peer *peer = owner;
    ND_ASSERT(!peer->is_closed);
    peer->is_closed = true;
    peer->status = status;
    peer->stream = NULL;
    nd_fiber_wake(peer->fiber);
}

static const struct nd_stream_handler peer_handler = {.on_open = on_open, .on_data = on_data, .on_drain = on_drain, .on_close = on_close};

static bool on_accept(struct nd_listener *listener, void *owner, struct nd_stream *stream, const struct nd_stream_handler **handler_out, void **owner_out)
{
    struct peer *peer = owner;
    if (peer->is_refusing || peer->stream != NULL) return false;
    peer->accepts++;
    peer->stream = stream;
    *handler_out = &peer_handler;
    *owner_out = peer;
    nd_fiber_wake(peer->fiber);
    return true;
}

static const struct nd_listener_handler accept_handler = {.on_accept = on_accept};

static void peer_init(struct peer *peer, struct nd_fiber *fiber, struct nd_env *env)
{
    *peer = (struct peer){.env = env, .fiber = fiber};
    nd_buf_init(&peer->in, nd_env_heap(env));
}

static void write_text(struct nd_stream *stream, struct nd_env *env, const char *text)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, nd_env_heap(env));
    nd_buf_put_slice(&bytes, nd_slice_str(text));
    nd_stream_write(stream, &bytes);
    ND_ASSERT(bytes.n == 0);
    ND_ASSERT(bytes.p == NULL);
}

static uint8_t pattern(size_t i) { return (uint8_t)(i * 31 + (i >> 9)); }

static void write_pattern(struct nd_stream *stream, struct nd_env *env, size_t from, size_t n)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, nd_env_heap(env));
    uint8_t *p = nd_buf_extend(&bytes, n);
    for (size_t i = 0; i < n; i++) p[i] = pattern(from + i);
    nd_stream_write(stream, &bytes);
}

static void check_pattern(const struct nd_buf *bytes, size_t n)
{
    ND_ASSERT(bytes->n == n);
    for (size_t i = 0; i < n; i++) ND_ASSERT(bytes->p[i] == pattern(i));
}

struct pair {
    struct peer client, server;
    struct nd_listener *listener;
    char *bound;
};

static void pair_open(struct pair *pair, struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    peer_init(&pair->client, fiber, env);
    peer_init(&pair->server, fiber, env);
    must(nd_listener_open(reactor, ":0", 0, &accept_handler, &pair->server, &pair->listener, &pair->bound));
    pair->client.stream = nd_stream_connect(reactor, pair->bound, 0, &peer_handler, &pair->client);
    ND_ASSERT(!pair->client.is_open);
    while (!pair->client.is_open || pair->server.stream == NULL) nd_fiber_park(fiber);
    ND_ASSERT(pair->server.accepts == 1);
}

static void pair_close(struct pair *pair, struct nd_fiber *fiber, struct nd_env *env)
{
    if (pair->client.stream != NULL) nd_stream_abort(pair->client.stream);
    if (pair->server.stream != NULL) nd_stream_abort(pair->server.stream);
    while (!pair->client.is_closed || !pair->server.is_closed) nd_fiber_park(fiber);
    nd_listener_close(pair->listener);
    nd_heap_free(nd_env_heap(env), pair->bound);
    nd_buf_deinit(&pair->client.in);
    nd_buf_deinit(&pair->server.in);
}

static void echo_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct pair pair;
    pair_open(&pair, fiber, env);
    ND_ASSERT(nd_stream_peer(pair.client.stream)[0] != '\0');
    ND_ASSERT(strchr(nd_stream_peer(pair.server.stream), ':') != NULL);
    pair.server.is_echo = true;
    write_text(pair.client.stream, env, "ping");
    ND_ASSERT(nd_stream_queued_bytes(pair.client.stream) == 4);
    while (pair.client.in.n < 4) nd_fiber_park(fiber);
    ND_ASSERT(memcmp(pair.client.in.p, "ping", 4) == 0);
    ND_ASSERT(pair.client.drains > 0);
    nd_buf_clear(&pair.client.in);

    size_t sent = 0; /* many small and some large ones keep their order */
    for (int i = 0; i < 3000; i++) {
        size_t n = i % 100 == 0 ? 50000 : (size_t)(i % 700) + 1;
        write_pattern(pair.client.stream, env, sent, n);
        sent += n;
        if (i % 97 == 0) nd_fiber_yield(fiber);
    }
    while (pair.client.in.n < sent) nd_fiber_park(fiber);
    check_pattern(&pair.client.in, sent);
    while (nd_stream_queued_bytes(pair.client.stream) > 0) nd_fiber_park(fiber);
    pair_close(&pair, fiber, env);
    ND_ASSERT(pair.client.status == ND_STATUS_OK);
}

static void refused_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    struct peer client;
    static const char *const bad[] = {"127.0.0.1:1", "no colon", "h:99999", ":", "a:b:c"};
    for (size_t i = 0; i < ND_ARRAY_LEN(bad); i++) {
        peer_init(&client, fiber, env);
        client.stream = nd_stream_connect(reactor, bad[i], 0, &peer_handler, &client);
        write_text(client.stream, env, "lost");
        ND_ASSERT(!client.is_closed);
        while (!client.is_closed) nd_fiber_park(fiber);
        ND_ASSERT(!client.is_open);
        ND_ASSERT(client.status == ND_STATUS_UNREACHABLE);
    }
    /* A listener that says no. */
    struct nd_listener *listener, *other;
    char *bound;
    struct peer server;
    peer_init(&server, fiber, env);
    server.is_refusing = true;
    must(nd_listener_open(reactor, "127.0.0.1:0", 0, &accept_handler, &server, &listener, &bound));
    ND_ASSERT(nd_listener_open(reactor, bound, 0, &accept_handler, &server, &other, NULL) == ND_STATUS_BUSY);
    ND_ASSERT(nd_listener_open(reactor, "nonsense", 0, &accept_handler, &server, &other, NULL) == ND_STATUS_INVALID);
    peer_init(&client, fiber, env);
    client.stream = nd_stream_connect(reactor, bound, 0, &peer_handler, &client);
    while (!client.is_closed) nd_fiber_park(fiber);
    ND_ASSERT(server.accepts == 0);
    nd_listener_close(listener);
    nd_heap_free(nd_env_heap(env), bound);
    /* Aborted before it is open: on_close alone. */
    peer_init(&client, fiber, env);
    client.stream = nd_stream_connect(reactor, "127.0.0.1:9", 0, &peer_handler, &client);
    nd_stream_abort(client.stream);
    nd_stream_abort(client.stream);
    ND_ASSERT(!client.is_closed);
    while (!client.is_closed) nd_fiber_park(fiber);
    ND_ASSERT(!client.is_open);
}

static void pause_body(struct nd_fiber *fiber, struct nd_env *env)
{
    enum { TOTAL = 24 << 20 };
    struct pair pair;
    pair_open(&pair, fiber, env);
    nd_stream_pause(pair.server.stream);
    for (size_t sent = 0; sent < TOTAL; sent += 64 << 10) write_pattern(pair.client.stream, env, sent, 64 << 10);
    nd_fiber_sleep(fiber, 50 * ND_MS);
    ND_ASSERT(pair.server.in.n == 0);
    size_t queued = nd_stream_queued_bytes(pair.client.stream);
    ND_ASSERT(queued > TOTAL / 4); /* the transport takes some megabytes at most */
    unsigned drains = pair.client.drains;
    nd_stream_resume(pair.server.stream);
    while (nd_stream_queued_bytes(pair.client.stream) > queued / 2) nd_fiber_park(fiber);
    ND_ASSERT(pair.client.drains > drains);
    while (pair.server.in.n < TOTAL) nd_fiber_park(fiber);
    check_pattern(&pair.server.in, TOTAL);
    while (nd_stream_queued_bytes(pair.client.stream) > 0) nd_fiber_park(fiber);
    pair_close(&pair, fiber, env);
}

static void close_body(struct nd_fiber *fiber, struct nd_env *env)
{
    enum { TOTAL = 8 << 20 };
    struct pair pair;
    pair_open(&pair, fiber, env);
    write_pattern(pair.client.stream, env, 0, TOTAL);
    write_text(pair.server.stream, env, "unread input must not reset what was sent");
    nd_stream_close(pair.client.stream);
    write_text(pair.client.stream, env, "ignored");
    nd_stream_close(pair.client.stream);
    ND_ASSERT(!pair.client.is_closed);
    while (!pair.client.is_closed || !pair.server.is_closed) nd_fiber_park(fiber);
    ND_ASSERT(pair.client.status == ND_STATUS_OK);
    ND_ASSERT(pair.server.status == ND_STATUS_OK);
    check_pattern(&pair.server.in, TOTAL);
    ND_ASSERT(pair.client.in.n == 0);
    pair_close(&pair, fiber, env);
}

static void world_body(struct nd_fiber *fiber, struct nd_env *env)
{
    uint64_t a = nd_env_random_u64(env), b = nd_env_random_u64(env);
    ND_ASSERT(a != b);
    uint64_t now_ns = nd_env_now_ns(env);
    ND_ASSERT(nd_env_now_ns(env) >= now_ns);
    ND_ASSERT(nd_env_wall_us(env) > 1700000000ULL * 1000000);
    ND_ASSERT(!nd_env_is_broken(env, ND_BREAK_FENCE_DROPPED));
    ND_ASSERT(!ND_BUGGIFY(env, "world"));
    ND_ASSERT(nd_env_reactor_count(env) == 1);
    ND_ASSERT(nd_reactor_env(nd_env_reactor(env, 0)) == env);
    for (int i = 0; i < ND_BREAK_COUNT; i++) ND_ASSERT(nd_breakage_name((enum nd_breakage)i)[0] != '\0');
}

static void test_timers(void **state) { run_both(timer_body); }
static void test_tasks(void **state) { run_both(task_body); }
static void test_fairness(void **state) { run_both(fair_body); }
static void test_job_order(void **state) { run_both(job_order_body); }
static void test_files(void **state) { run_both(file_body); }
static void test_echo(void **state) { run_both(echo_body); }
static void test_refused(void **state) { run_both(refused_body); }
static void test_pause(void **state) { run_both(pause_body); }
static void test_close(void **state) { run_both(close_body); }
static void test_world(void **state) { run_both(world_body); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timers), cmocka_unit_test(test_tasks), cmocka_unit_test(test_fairness),
        cmocka_unit_test(test_job_order), cmocka_unit_test(test_files), cmocka_unit_test(test_echo),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_pause), cmocka_unit_test(test_close),
        cmocka_unit_test(test_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
