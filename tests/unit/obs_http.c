/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "env/real.h"
#include "obs/http.h"

struct fixture {
    struct nd_heap heap;
    struct nd_metrics metrics;
    struct nd_counter counter;
    struct nd_env *env;
    struct nd_obs_http *http;
    struct nd_task close_task, stop_task;
    uint16_t port;
    _Atomic bool is_ready;
    char replies[8][2048];
};

static bool is_ready(void *arg, struct nd_buf *reason_out)
{
    struct fixture *f = arg;
    if (!f->is_ready) nd_buf_printf(reason_out, "starting \"up\"");
    return f->is_ready;
}

static void render_status(void *arg, struct nd_buf *json_out)
{
    ND_UNUSED(arg);
    nd_buf_printf(json_out, "{\"node\":1}\n");
}

static void refresh_metrics(void *arg) { nd_counter_add(&((struct fixture *)arg)->counter, 5); }

static int dial_or_not(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0) return fd;
    close(fd);
    return -1;
}

static int dial(uint16_t port)
{
    int fd = dial_or_not(port);
    if (fd < 0) abort();
    return fd;
}

static void ask(struct fixture *f, size_t i, const char *request)
{
    int fd = dial(f->port);
    if (write(fd, request, strlen(request)) != (ssize_t)strlen(request)) abort();
    size_t n = 0;
    for (;;) {
        ssize_t got = read(fd, f->replies[i] + n, sizeof f->replies[i] - 1 - n);
        if (got <= 0) break;
        n += (size_t)got;
    }
    f->replies[i][n] = '\0';
    close(fd);
}

static void stop_env(struct nd_task *task)
{
    struct fixture *f = (struct fixture *)((char *)task - offsetof(struct fixture, stop_task));
    nd_env_real_stop(f->env);
}

static void close_http(struct nd_task *task)
{
    struct fixture *f = (struct fixture *)((char *)task - offsetof(struct fixture, close_task));
    nd_obs_http_close(f->http);
    nd_task_init(&f->stop_task, stop_env);
    nd_reactor_post(nd_env_reactor(f->env, 0), &f->stop_task);
}

static void finish(struct fixture *f)
{
    nd_task_init(&f->close_task, close_http);
    nd_reactor_post(nd_env_reactor(f->env, 0), &f->close_task);
}

static void *run_client(void *arg)
{
    struct fixture *f = arg;
    ask(f, 0, "GET /healthz HTTP/1.0\r\n\r\n");
    f->is_ready = true;
    ask(f, 1, "GET /healthz HTTP/1.0\r\n\r\n");
    ask(f, 2, "GET /metrics HTTP/1.0\r\n\r\n");
    ask(f, 3, "GET /status HTTP/1.0\r\n\r\n");
    ask(f, 4, "GET /nowhere HTTP/1.0\r\n\r\n");
    ask(f, 5, "POST /status HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc");
    ask(f, 6, "\x16\x03\x01garbage\r\n\r\n");
    finish(f);
    return NULL;
}

/* Hammers the server while it closes: every request must end, and the close must not hang. */
static void *run_hammer(void *arg)
{
    struct fixture *f = arg;
    int fds[32];
    const char *request = "GET /status HTTP/1.1\r\nHost: x\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    for (size_t i = 0; i < ND_ARRAY_LEN(fds); i++) {
        bool is_closing = i > 16; /* refusing or resetting is right then */
        fds[i] = dial_or_not(f->port);
        bool is_sent = fds[i] >= 0 && send(fds[i], request, strlen(request), MSG_NOSIGNAL) > 0;
        if (!is_sent && !is_closing) abort();
        if (i == 16) finish(f);
    }
    for (size_t i = 0; i < ND_ARRAY_LEN(fds); i++)
        if (fds[i] >= 0) close(fds[i]);
    return NULL;
}

static void run_server(struct fixture *f, void *(*client)(void *))
{
    memset(f, 0, sizeof *f);
    nd_heap_init(&f->heap, false);
    nd_metrics_init(&f->metrics, &f->heap);
    nd_metrics_add_counter(&f->metrics, "ndoto_test_total", NULL, "a test", &f->counter);
    const struct nd_env_real_options env_options = {.heap = &f->heap, .metrics = &f->metrics, .reactors = 1};
    assert_int_equal(nd_env_real_open(&env_options, &f->env), ND_STATUS_OK);
    const struct nd_obs_http_options options = {.reactor = nd_env_reactor(f->env, 0), .listen = "127.0.0.1:0", .metrics = &f->metrics,
                                                .arg = f, .is_ready = is_ready, .render_status = render_status,
                                                .refresh_metrics = refresh_metrics};
    char *bound;
    assert_int_equal(nd_obs_http_open(&options, &f->http, &bound), ND_STATUS_OK);
    f->port = (uint16_t)atoi(strrchr(bound, ':') + 1);

    struct nd_obs_http *second;
    struct nd_obs_http_options same = options;
    same.listen = bound;
    assert_int_equal(nd_obs_http_open(&same, &second, NULL), ND_STATUS_BUSY);
    same.listen = "nonsense";
    assert_int_equal(nd_obs_http_open(&same, &second, NULL), ND_STATUS_INVALID);
    nd_heap_free(&f->heap, bound);

    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, client, f), 0);
    nd_env_real_run(f->env);
    pthread_join(thread, NULL);
    nd_env_real_close(f->env);
    nd_metrics_deinit(&f->metrics);
    assert_int_equal(f->heap.bytes, 0);
}

static void expect_part(const char *reply, const char *part)
{
    if (strstr(reply, part) == NULL) fail_msg("'%s' is not in '%s'", part, reply);
}

static void test_routes(void **state)
{
    ND_UNUSED(state);
    struct fixture *f = calloc(1, sizeof *f);
    run_server(f, run_client);
    expect_part(f->replies[0], " 503 ");
    expect_part(f->replies[0], "{\"ready\":false,\"reason\":\"starting \\\"up\\\"\"}");
    expect_part(f->replies[1], " 200 ");
    expect_part(f->replies[1], "{\"ready\":true}");
    expect_part(f->replies[2], "text/plain; version=0.0.4");
    expect_part(f->replies[2], "ndoto_test_total 5\n");
    expect_part(f->replies[3], "application/json");
    expect_part(f->replies[3], "{\"node\":1}");
    expect_part(f->replies[4], " 404 ");
    expect_part(f->replies[4], "{\"error\":\"no such page");
    expect_part(f->replies[5], " 405 ");
    expect_part(f->replies[5], "Allow: GET, HEAD");
    assert_null(strstr(f->replies[6], "200 OK"));
    free(f);
}

static void test_close_under_load(void **state)
{
    ND_UNUSED(state);
    struct fixture *f = calloc(1, sizeof *f);
    for (int i = 0; i < 5; i++) run_server(f, run_hammer);
    free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_routes), cmocka_unit_test(test_close_under_load)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
