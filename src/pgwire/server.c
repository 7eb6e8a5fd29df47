/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <strings.h>

#include "pgwire/server_int.h"

#define MODULE "pgwire"
#define STARTUP_TIMEOUT_NS (60 * ND_SEC)
#define ENCRYPTION_REQUESTS_MAX 2 /* SSL, then GSSAPI, or the other way round */

void nd_pgwire_metrics_register(struct nd_pgwire_metrics *metrics, struct nd_metrics *registry)
{
    nd_metrics_add_gauge(registry, "ndoto_pgwire_connections", NULL, "SQL connections with a session.", &metrics->connections);
    nd_metrics_add_counter(registry, "ndoto_pgwire_accepted_total", NULL, "Connections accepted at the SQL port.", &metrics->accepted);
    nd_metrics_add_counter(registry, "ndoto_pgwire_refused_total", NULL, "Connections refused before they had a session.", &metrics->refused);
    nd_metrics_add_counter(registry, "ndoto_pgwire_cancels_total", NULL, "Cancel requests that found their session.", &metrics->cancels);
    nd_metrics_add_counter(registry, "ndoto_pgwire_statements_total", NULL, "Query and Execute messages.", &metrics->statements);
    nd_metrics_add_counter(registry, "ndoto_pgwire_errors_total", NULL, "Errors sent to clients.", &metrics->errors);
    nd_metrics_add_counter(registry, "ndoto_pgwire_received_bytes_total", NULL, "Bytes received from SQL clients.", &metrics->bytes_in);
    nd_metrics_add_counter(registry, "ndoto_pgwire_sent_bytes_total", NULL, "Bytes sent to SQL clients.", &metrics->bytes_out);
    nd_metrics_add_histogram(registry, "ndoto_pgwire_statement_seconds", NULL, "Time of Query and Execute messages.", &metrics->statement_ns, 1e9);
}

/* ---- end of connections and server ------------------------------------------------------------- */

static void closed_task(struct nd_task *task)
{
    struct nd_pgwire_server *server = ND_CONTAINER_OF(task, struct nd_pgwire_server, closed);
    void (*on_closed)(void *arg) = server->on_closed;
    void *arg = server->on_closed_arg;
    nd_timer_stop(&server->grace);
    nd_hmap_deinit(&server->by_id);
    nd_heap_free(server->heap, server->address);
    nd_heap_free(server->heap, server);
    if (on_closed != NULL) on_closed(arg);
}

static void refuse(struct nd__pgwire_conn *conn, const struct nd_err *err);

/* Who has not said yet what it wants is told, and not waited for. */
static void refuse_starting(struct nd_pgwire_server *server)
{
    ND_LIST_FOREACH(link, &server->conns) {
        struct nd__pgwire_conn *conn = ND_CONTAINER_OF(link, struct nd__pgwire_conn, link);
        if (conn->phase != ND__PGWIRE_STARTING) continue;
        struct nd_err err = {0};
        (void)nd_err_set(&err, "57P03", "the database system is shutting down");
        refuse(conn, &err);
    }
}

/* As long as sessions come to their end, who connects is told why it cannot. */
static void check_closed(struct nd_pgwire_server *server)
{
    if (!server->is_closing) return;
    if (server->listener != NULL && (server->by_id.count == 0 || server->is_grace_over)) {
        nd_listener_close(server->listener);
        server->listener = NULL;
        refuse_starting(server);
    }
    if (server->listener == NULL && nd_list_is_empty(&server->conns)) nd_reactor_defer(server->options.reactor, &server->closed);
}

static void free_if_over(struct nd__pgwire_conn *conn)
{
    if (conn->stream != NULL || conn->fiber != NULL) return;
    struct nd_pgwire_server *server = conn->server;
    ND_ASSERT(conn->session == NULL);
    nd_timer_stop(&conn->startup_timer);
    nd_list_remove(&conn->link);
    nd_pgwire_dec_deinit(&conn->dec);
    nd_buf_deinit(&conn->arrived);
    nd_buf_deinit(&conn->out);
    nd_arena_deinit(&conn->arena);
    nd_arena_deinit(&conn->startup_arena);
    nd_heap_free(server->heap, conn);
    check_closed(server);
}

static void leave_starting(struct nd__pgwire_conn *conn, enum nd__pgwire_phase phase)
{
    ND_ASSERT(conn->phase == ND__PGWIRE_STARTING);
    conn->phase = phase;
    conn->server->starting_count--;
    nd_timer_stop(&conn->startup_timer);
}

/* Sends what is in out (if anything) and closes; before the fiber runs. */
static void end_starting(struct nd__pgwire_conn *conn)
{
    leave_starting(conn, ND__PGWIRE_ENDING);
    if (conn->out.n > 0) {
        nd_counter_add(&conn->server->options.metrics->bytes_out, conn->out.n);
        nd_stream_write(conn->stream, &conn->out);
    }
    nd_stream_close(conn->stream);
}

static void refuse(struct nd__pgwire_conn *conn, const struct nd_err *err)
{
    ND_DEBUG(nd_env_logger(conn->server->env), MODULE, "%s refused: %s %s", nd_stream_peer(conn->stream), err->sqlstate, err->message);
    nd_counter_add(&conn->server->options.metrics->refused, 1);
    nd_counter_add(&conn->server->options.metrics->errors, 1);
    nd_pgwire_put_error(&conn->out, "FATAL", err);
    end_starting(conn);
}

static void on_startup_timeout(struct nd_timer *timer)
{
    struct nd__pgwire_conn *conn = ND_CONTAINER_OF(timer, struct nd__pgwire_conn, startup_timer);
    nd_counter_add(&conn->server->options.metrics->refused, 1);
    end_starting(conn); /* as PostgreSQL, without a word */
}

/* ---- startup ----------------------------------------------------------------------------------- */

/* No branch depends on the secret's bits. */
static bool secrets_equal(uint32_t a, uint32_t b)
{
    volatile uint32_t difference = a ^ b;
    return difference == 0;
}

static void answer_cancel(struct nd__pgwire_conn *conn)
{
    struct nd_pgwire_server *server = conn->server;
    struct nd__pgwire_conn *target = nd_hmap_find(&server->by_id, conn->startup.process_id);
    if (target == NULL) nd_sql_system_cancel(server->options.system, conn->startup.process_id, conn->startup.secret);
    if (conn->startup.process_id != 0 && target != NULL && secrets_equal(target->secret, conn->startup.secret)) {
        nd_counter_add(&server->options.metrics->cancels, 1);
        nd__pgwire_conn_cancel(target);
    }
    end_starting(conn); /* whether it was found or not stays untold */
}

/* Values that PostgreSQL's parse_bool takes for false. */
static bool is_false(const char *text)
{
    static const char *const names[] = {"false", "off", "no", "0"};
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++)
        if (strcasecmp(text, names[i]) == 0) return true;
    return false;
}

static enum nd_status check_startup(const struct nd__pgwire_conn *conn, struct nd_err *err)
{
    const struct nd_pgwire_startup *startup = &conn->startup;
    const struct nd_pgwire_server *server = conn->server;
    if (server->is_closing) return nd_err_set(err, "57P03", "the database system is shutting down");
    if (startup->user == NULL || startup->user[0] == '\0')
        return nd_err_set(err, "28000", "no PostgreSQL user name specified in startup packet");
    for (size_t i = 0; i < startup->setting_count; i++) {
        ND_TRY(nd_text_check(nd_slice_str(startup->settings[i].name), err));
        ND_TRY(nd_text_check(nd_slice_str(startup->settings[i].value), err));
    }
    if (startup->replication != NULL && !is_false(startup->replication)) return nd_err_unsupported(err, "a replication connection");
    if (server->by_id.count >= server->options.sessions_max) return nd_err_set(err, "53300", "sorry, too many clients already");
    return ND_STATUS_OK;
}

static void start_serving(struct nd__pgwire_conn *conn)
{
    struct nd_pgwire_server *server = conn->server;
    do {
        server->session_last = server->session_last >= ND_SQL_PID_NUMBER_MAX ? 1 : server->session_last + 1;
        conn->process_id = nd_sql_system_pid(server->options.system, server->session_last);
    } while (nd_hmap_find(&server->by_id, conn->process_id) != NULL);
    nd_env_entropy(server->env, &conn->secret, sizeof conn->secret);
    nd_hmap_put(&server->by_id, conn->process_id, conn);
    nd_gauge_set(&server->options.metrics->connections, (int64_t)server->by_id.count);
    leave_starting(conn, ND__PGWIRE_SERVING);
    nd_pgwire_dec_set_started(&conn->dec);
    conn->fiber = nd_fiber_start(server->options.reactor, nd__pgwire_conn_main, conn, 0);
}

void nd__pgwire_conn_over(struct nd__pgwire_conn *conn)
{
    struct nd_pgwire_server *server = conn->server;
    conn->fiber = NULL;
    conn->phase = ND__PGWIRE_ENDING;
    (void)nd_hmap_remove(&server->by_id, conn->process_id);
    nd_gauge_set(&server->options.metrics->connections, (int64_t)server->by_id.count);
    if (conn->stream != NULL) nd_stream_close(conn->stream);
    free_if_over(conn);
}

static void handle_startup(struct nd__pgwire_conn *conn, struct nd_slice body)
{
    /* Its strings outlive the decoder's bytes. */
    nd_arena_reset(&conn->startup_arena);
    body = nd_arena_copy(&conn->startup_arena, body);
    struct nd_err err = {0};
    enum nd_status status = nd_pgwire_decode_startup(body, &conn->startup_arena, &conn->startup, &err);
    if (status == ND_STATUS_OK) {
        switch (conn->startup.kind) {
        case ND_PGWIRE_STARTUP_SSL:
        case ND_PGWIRE_STARTUP_GSSENC:
            if (++conn->encryption_requests > ENCRYPTION_REQUESTS_MAX) {
                status = nd_err_set(&err, "08P01", "too many requests for encryption");
                break;
            }
            nd_buf_put_u8(&conn->out, 'N');
            nd_counter_add(&conn->server->options.metrics->bytes_out, conn->out.n);
            nd_stream_write(conn->stream, &conn->out);
            return;
        case ND_PGWIRE_STARTUP_CANCEL: answer_cancel(conn); return;
        case ND_PGWIRE_STARTUP:
            if (conn->startup.database == NULL || conn->startup.database[0] == '\0') conn->startup.database = conn->startup.user;
            status = check_startup(conn, &err);
            break;
        }
    }
    if (status == ND_STATUS_OK) start_serving(conn);
    else refuse(conn, &err);
}

/* ---- stream callbacks ---------------------------------------------------------------------------- */

static void on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    struct nd__pgwire_conn *conn = owner;
    nd_counter_add(&conn->server->options.metrics->bytes_in, bytes.n);
    switch (conn->phase) {
    case ND__PGWIRE_STARTING:
        nd_pgwire_dec_feed(&conn->dec, bytes);
        while (conn->phase == ND__PGWIRE_STARTING) {
            struct nd_pgwire_msg msg;
            struct nd_err err = {0};
            enum nd_pgwire_next next = nd_pgwire_dec_next(&conn->dec, &msg, &err);
            if (next == ND_PGWIRE_MORE) break;
            if (next == ND_PGWIRE_BAD) refuse(conn, &err);
            else handle_startup(conn, msg.body);
        }
        break;
    case ND__PGWIRE_SERVING: {
        nd_buf_put_slice(&conn->arrived, bytes);
        size_t arrived_max = ND_BUGGIFY(conn->server->env, "pgwire: pause early") ? 0 : ND_PGWIRE_IN_BYTES_MAX;
        if (conn->arrived.n > arrived_max && !conn->is_paused) {
            conn->is_paused = true;
            nd_stream_pause(stream);
        }
        nd__pgwire_conn_wake(conn);
        break;
    }
    case ND__PGWIRE_ENDING: break; /* nobody reads it any more */
    }
}

static void on_drain(struct nd_stream *stream, void *owner)
{
    ND_UNUSED(stream);
    nd__pgwire_conn_wake(owner);
}

static void on_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    ND_UNUSED(stream);
    ND_UNUSED(status);
    struct nd__pgwire_conn *conn = owner;
    conn->stream = NULL;
    if (conn->phase == ND__PGWIRE_STARTING) leave_starting(conn, ND__PGWIRE_ENDING);
    if (conn->fiber != NULL) {
        nd__pgwire_conn_cancel(conn);
        nd__pgwire_conn_wake(conn);
    }
    free_if_over(conn);
}

static const struct nd_stream_handler stream_handler = {.on_data = on_data, .on_drain = on_drain, .on_close = on_close};

static bool on_accept(struct nd_listener *listener, void *owner, struct nd_stream *stream,
                      const struct nd_stream_handler **handler_out, void **owner_out)
{
    ND_UNUSED(listener);
    struct nd_pgwire_server *server = owner;
    if (server->starting_count >= ND_PGWIRE_STARTING_MAX) {
        nd_counter_add(&server->options.metrics->refused, 1);
        return false;
    }
    nd_counter_add(&server->options.metrics->accepted, 1);
    struct nd__pgwire_conn *conn = nd_heap_new(server->heap, struct nd__pgwire_conn);
    conn->server = server;
    conn->stream = stream;
    conn->phase = ND__PGWIRE_STARTING;
    server->starting_count++;
    nd_list_push_back(&server->conns, &conn->link);
    nd_pgwire_dec_init(&conn->dec, server->heap, ND_PGWIRE_FROM_CLIENT);
    nd_buf_init(&conn->arrived, server->heap);
    nd_buf_init(&conn->out, server->heap);
    nd_arena_init(&conn->arena, server->heap);
    nd_arena_init(&conn->startup_arena, server->heap);
    nd_omap_init(&conn->portals);
    nd_timer_init(&conn->startup_timer, server->options.reactor, on_startup_timeout);
    nd_timer_start_in(&conn->startup_timer, server->options.startup_timeout_ns);
    *handler_out = &stream_handler;
    *owner_out = conn;
    return true;
}

/* ---- the server ---------------------------------------------------------------------------------- */

static void on_grace_over(struct nd_timer *timer)
{
    struct nd_pgwire_server *server = ND_CONTAINER_OF(timer, struct nd_pgwire_server, grace);
    server->is_grace_over = true;
    ND_LIST_FOREACH(link, &server->conns) {
        struct nd__pgwire_conn *conn = ND_CONTAINER_OF(link, struct nd__pgwire_conn, link);
        nd__pgwire_conn_cancel(conn);
        if (conn->phase == ND__PGWIRE_SERVING) nd__pgwire_conn_wake(conn);
    }
    check_closed(server);
}

ND_RESULT nd_pgwire_server_open(const struct nd_pgwire_options *options, struct nd_pgwire_server **server_out)
{
    ND_ASSERT(options->metrics != NULL);
    *server_out = NULL;
    struct nd_env *env = nd_reactor_env(options->reactor);
    struct nd_heap *heap = nd_env_heap(env);
    struct nd_pgwire_server *server = nd_heap_new(heap, struct nd_pgwire_server);
    server->options = *options;
    server->options.address = NULL; /* the caller's string */
    if (server->options.sessions_max == 0) server->options.sessions_max = ND_SESSIONS_MAX;
    if (server->options.startup_timeout_ns == 0) server->options.startup_timeout_ns = STARTUP_TIMEOUT_NS;
    server->heap = heap;
    server->env = env;
    nd_list_init(&server->conns);
    nd_hmap_init(&server->by_id, heap);
    nd_timer_init(&server->grace, options->reactor, on_grace_over);
    nd_task_init(&server->closed, closed_task);

    static const struct nd_listener_handler handler = {.on_accept = on_accept};
    enum nd_status status = nd_listener_open(options->reactor, options->address, 0, &handler, server, &server->listener, &server->address);
    if (status != ND_STATUS_OK) {
        nd_hmap_deinit(&server->by_id);
        nd_heap_free(heap, server);
        return status;
    }
    ND_INFO(nd_env_logger(env), MODULE, "SQL clients are served at %s", server->address);
    *server_out = server;
    return ND_STATUS_OK;
}

const char *nd_pgwire_server_address(const struct nd_pgwire_server *server) { return server->address; }
size_t nd_pgwire_server_session_count(const struct nd_pgwire_server *server) { return server->by_id.count; }

void nd_pgwire_server_close(struct nd_pgwire_server *server, uint64_t grace_ns, void (*on_closed)(void *arg), void *arg)
{
    ND_ASSERT(!server->is_closing);
    server->is_closing = true;
    server->on_closed = on_closed;
    server->on_closed_arg = arg;
    nd_timer_start_in(&server->grace, grace_ns);
    ND_LIST_FOREACH(link, &server->conns) {
        struct nd__pgwire_conn *conn = ND_CONTAINER_OF(link, struct nd__pgwire_conn, link);
        if (conn->phase == ND__PGWIRE_SERVING) nd__pgwire_conn_wake(conn);
    }
    refuse_starting(server);
    check_closed(server);
}
