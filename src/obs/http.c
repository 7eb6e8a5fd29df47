/* SPDX-License-Identifier: Apache-2.0 */
#include "obs/http.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "obs/status.h"

enum route { ROUTE_HEALTH, ROUTE_METRICS, ROUTE_STATUS, ROUTE_NONE };

/* One request, from its first byte to its completion. */
struct request {
    struct request *next;
    struct MHD_Connection *connection;
    enum route route;
    _Atomic bool is_answered; /* hands what follows back from the reactor */
    unsigned code;
    const char *content_type;
    struct nd_buf body;
};

struct nd_obs_http {
    struct nd_obs_http_options options;
    struct nd_heap *heap;
    const struct nd_logger *logger;
    struct MHD_Daemon *daemon;
    struct nd_task task;
    _Atomic(struct request *) waiting; /* newest first */
    _Atomic size_t handed_over;        /* between the check of is_closing and the resume */
    _Atomic bool is_posted, is_closing, is_closed;
};

/* ---- on the reactor ---- */

static void put_error(struct request *request, unsigned code, const char *message)
{
    request->code = code;
    request->content_type = "application/json";
    nd_buf_printf(&request->body, "{\"error\":");
    nd_obs_json_put_string(&request->body, nd_slice_str(message));
    nd_buf_printf(&request->body, "}\n");
}

static void answer_health(struct nd_obs_http *http, struct request *request)
{
    struct nd_buf reason;
    nd_buf_init(&reason, http->heap);
    bool is_ready = http->options.is_ready(http->options.arg, &reason);
    request->code = is_ready ? 200 : 503;
    request->content_type = "application/json";
    nd_buf_printf(&request->body, "{\"ready\":%s", is_ready ? "true" : "false");
    if (reason.n > 0) {
        nd_buf_printf(&request->body, ",\"reason\":");
        nd_obs_json_put_string(&request->body, nd_buf_slice(&reason));
    }
    nd_buf_printf(&request->body, "}\n");
    nd_buf_deinit(&reason);
}

static void answer(struct nd_obs_http *http, struct request *request)
{
    request->code = 200;
    switch (request->route) {
    case ROUTE_HEALTH: answer_health(http, request); break;
    case ROUTE_METRICS:
        request->content_type = "text/plain; version=0.0.4; charset=utf-8";
        if (http->options.refresh_metrics != NULL) http->options.refresh_metrics(http->options.arg);
        nd_metrics_render(http->options.metrics, &request->body);
        break;
    case ROUTE_STATUS:
        request->content_type = "application/json";
        http->options.render_status(http->options.arg, &request->body);
        break;
    case ROUTE_NONE: ND_UNREACHABLE();
    }
}

static void answer_waiting(struct nd_obs_http *http)
{
    struct request *request = atomic_exchange(&http->waiting, NULL);
    while (request != NULL) {
        struct request *next = request->next;
        struct MHD_Connection *connection = request->connection;
        if (atomic_load(&http->is_closing)) put_error(request, 503, "the node is shutting down");
        else answer(http, request);
        atomic_store(&request->is_answered, true); /* from here on the request is the other thread's */
        MHD_resume_connection(connection);
        atomic_fetch_sub(&http->handed_over, 1);
        request = next;
    }
}

static void run_task(struct nd_task *task)
{
    struct nd_obs_http *http = (struct nd_obs_http *)((char *)task - offsetof(struct nd_obs_http, task));
    if (atomic_load(&http->is_closed)) {
        nd_heap_free(http->heap, http);
        return;
    }
    atomic_store(&http->is_posted, false); /* before the requests are taken: a later one posts again */
    answer_waiting(http);
}

/* ---- on libmicrohttpd's thread ---- */

static enum MHD_Result send_answer(const struct request *request)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(request->body.n, request->body.p, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) return MHD_NO;
    MHD_add_response_header(response, "Content-Type", request->content_type);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    if (request->code == 405) MHD_add_response_header(response, "Allow", "GET, HEAD");
    enum MHD_Result result = MHD_queue_response(request->connection, request->code, response);
    MHD_destroy_response(response);
    return result;
}

static enum route route_of(const char *url)
{
    static const char *const urls[] = {[ROUTE_HEALTH] = "/healthz", [ROUTE_METRICS] = "/metrics", [ROUTE_STATUS] = "/status"};
    for (size_t i = 0; i < ND_ARRAY_LEN(urls); i++)
        if (strcmp(url, urls[i]) == 0) return (enum route)i;
    return ROUTE_NONE;
}

/* Gives the request to the reactor, unless the server is closing. */
static bool hand_over(struct nd_obs_http *http, struct request *request)
{
    atomic_fetch_add(&http->handed_over, 1);
    if (atomic_load(&http->is_closing)) {
        atomic_fetch_sub(&http->handed_over, 1);
        return false;
    }
    MHD_suspend_connection(request->connection);
    request->next = atomic_load(&http->waiting);
    while (!atomic_compare_exchange_weak(&http->waiting, &request->next, request)) {}
    if (!atomic_exchange(&http->is_posted, true)) nd_reactor_post(http->options.reactor, &http->task);
    return true;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                                  const char *upload, size_t *upload_bytes, void **request_slot)
{
    struct nd_obs_http *http = cls;
    struct request *request = *request_slot;
    ND_UNUSED(version);
    ND_UNUSED(upload);
    if (request == NULL) { /* the headers are there; a body may follow */
        request = nd_heap_new(http->heap, struct request);
        request->connection = connection;
        nd_buf_init(&request->body, http->heap);
        *request_slot = request;
        return MHD_YES;
    }
    if (*upload_bytes > 0) { /* nothing here takes a body: skipped */
        *upload_bytes = 0;
        return MHD_YES;
    }
    if (atomic_load(&request->is_answered)) return send_answer(request);
    request->route = route_of(url);
    if (request->route == ROUTE_NONE)
        put_error(request, 404, "no such page; there are /healthz, /metrics and /status");
    else if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        put_error(request, 405, "only GET and HEAD are allowed here");
    else if (hand_over(http, request))
        return MHD_YES;
    else
        put_error(request, 503, "the node is shutting down");
    return send_answer(request);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **request_slot, enum MHD_RequestTerminationCode code)
{
    struct nd_obs_http *http = cls;
    struct request *request = *request_slot;
    ND_UNUSED(connection);
    ND_UNUSED(code);
    if (request == NULL) return;
    (void)atomic_load(&request->is_answered); /* a client that left while its request was with the reactor */
    nd_buf_deinit(&request->body);
    nd_heap_free(http->heap, request);
    *request_slot = NULL;
}

static void on_log(void *cls, const char *format, va_list args)
{
    struct nd_obs_http *http = cls;
    char text[256];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\n")] = '\0';
    ND_DEBUG(http->logger, "http", "%s", text);
}

/* ---- open, close ---- */

static enum nd_status resolve(const char *listen, struct addrinfo **found_out)
{
    char host[256];
    const char *colon = strrchr(listen, ':');
    if (colon == NULL) return ND_STATUS_INVALID;
    size_t n = (size_t)(colon - listen);
    bool is_bracketed = n >= 2 && listen[0] == '[' && colon[-1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(is_bracketed ? n - 2 : n), is_bracketed ? listen + 1 : listen);
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    int error = getaddrinfo(n == 0 ? "127.0.0.1" : host, colon + 1, &hints, found_out);
    return error == 0 ? ND_STATUS_OK : ND_STATUS_INVALID;
}

enum nd_status nd_obs_http_open(const struct nd_obs_http_options *options, struct nd_obs_http **http_out, char **bound_out)
{
    *http_out = NULL;
    if (bound_out != NULL) *bound_out = NULL;
    struct nd_env *env = nd_reactor_env(options->reactor);
    struct addrinfo *address;
    ND_TRY(resolve(options->listen, &address));

    struct nd_obs_http *http = nd_heap_new(nd_env_heap(env), struct nd_obs_http);
    http->options = *options;
    http->heap = nd_env_heap(env);
    http->logger = nd_env_logger(env);
    nd_task_init(&http->task, run_task);
    unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (address->ai_family == AF_INET6) flags |= MHD_USE_IPv6;
    errno = 0;
    http->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, http,
                                    MHD_OPTION_EXTERNAL_LOGGER, on_log, http,
                                    MHD_OPTION_SOCK_ADDR, address->ai_addr,
                                    MHD_OPTION_NOTIFY_COMPLETED, on_completed, http,
                                    MHD_OPTION_CONNECTION_LIMIT, (unsigned)ND_OBS_HTTP_CONNECTIONS_MAX,
                                    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)ND_OBS_HTTP_CONNECTION_BYTES_MAX,
                                    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)ND_OBS_HTTP_IDLE_SECONDS_MAX,
                                    MHD_OPTION_END);
    int error = errno;
    freeaddrinfo(address);
    if (http->daemon == NULL) {
        nd_heap_free(http->heap, http);
        return error == EADDRINUSE ? ND_STATUS_BUSY : error == EADDRNOTAVAIL ? ND_STATUS_INVALID : ND_STATUS_IO;
    }
    if (bound_out != NULL) {
        const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
        int host_bytes = (int)(strrchr(options->listen, ':') - options->listen);
        struct nd_buf bound;
        nd_buf_init(&bound, http->heap);
        nd_buf_printf(&bound, "%.*s:%u", host_bytes, options->listen, info != NULL ? (unsigned)info->port : 0);
        nd_buf_put_u8(&bound, 0);
        *bound_out = (char *)bound.p;
    }
    *http_out = http;
    return ND_STATUS_OK;
}

void nd_obs_http_close(struct nd_obs_http *http)
{
    if (http == NULL) return;
    atomic_store(&http->is_closing, true);
    /* The other thread may stand between its check of is_closing and the queue, a few instructions
     * long: what it hands over must be resumed, or libmicrohttpd could not stop. */
    do answer_waiting(http);
    while (atomic_load(&http->handed_over) > 0);
    MHD_stop_daemon(http->daemon);
    atomic_store(&http->is_closed, true);
    if (!atomic_load(&http->is_posted)) nd_heap_free(http->heap, http);
}
