/* SPDX-License-Identifier: Apache-2.0 */
#include "pgwire/server_int.h"

#define MODULE "pgwire"
/* A client that sends many cheap messages at once lets others have a turn after so many. */
#define TURN_MESSAGES_MAX 128

/* ---- waiting, reading, writing ------------------------------------------------------------------- */

/* False: the running statement timed out, or the client was silent for too long. */
static ND_YIELDS bool wait_for_wake(struct nd__pgwire_conn *conn)
{
    uint64_t deadline_ns = conn->is_busy ? nd_sql_session_deadline_ns(conn->session) : conn->idle_until_ns;
    bool is_in_time = true;
    conn->is_waiting = true;
    if (deadline_ns == 0) nd_fiber_park(conn->fiber);
    else is_in_time = nd_fiber_park_until(conn->fiber, deadline_ns);
    conn->is_waiting = false;
    return is_in_time;
}

void nd__pgwire_conn_cancel(struct nd__pgwire_conn *conn)
{
    if (!conn->is_busy) return;
    conn->is_canceled = true;
    nd_sql_session_cancel(conn->session);
    nd_fiber_wake(conn->fiber); /* wherever it waits */
}

/* The session is being ended; or the server closes: an open transaction may come to its end, and what has arrived is answered, while there is grace. */
static bool must_stop(const struct nd__pgwire_conn *conn)
{
    if (conn->is_busy || (!conn->server->is_closing && !conn->is_terminated)) return false;
    if (conn->server->is_grace_over || conn->is_terminated) return true;
    return conn->is_ready && nd_sql_session_state(conn->session) == 'I';
}

/* For struct nd_sql_owner. */
static void on_cancel(void *arg) { nd__pgwire_conn_cancel(arg); }

static void on_terminate(void *arg)
{
    struct nd__pgwire_conn *conn = arg;
    conn->is_terminated = true;
    nd__pgwire_conn_cancel(conn);
    nd__pgwire_conn_wake(conn);
}

static void write_out(struct nd__pgwire_conn *conn)
{
    if (nd__pgwire_conn_is_gone(conn)) nd_buf_clear(&conn->out);
    if (conn->out.n == 0) return;
    nd_counter_add(&conn->server->options.metrics->bytes_out, conn->out.n);
    nd_stream_write(conn->stream, &conn->out);
}

ND_YIELDS ND_RESULT nd__pgwire_conn_flush(struct nd__pgwire_conn *conn)
{
    write_out(conn);
    size_t queued_max = ND_BUGGIFY(conn->server->env, "pgwire: wait for the drain of little") ? 0 : ND_PGWIRE_OUT_BYTES_MAX;
    while (!nd__pgwire_conn_is_gone(conn) && nd_stream_queued_bytes(conn->stream) > queued_max) {
        if (conn->is_busy && conn->is_canceled) return ND_STATUS_CANCELED;
        if (must_stop(conn)) return ND_STATUS_SHUTDOWN;
        if (!wait_for_wake(conn)) return ND_STATUS_TIMEOUT;
    }
    return nd__pgwire_conn_is_gone(conn) ? ND_STATUS_UNREACHABLE : ND_STATUS_OK;
}

ND_YIELDS enum nd__pgwire_read nd__pgwire_conn_read(struct nd__pgwire_conn *conn, struct nd_pgwire_msg *msg_out, struct nd_err *err)
{
    if (++conn->turn_messages > TURN_MESSAGES_MAX) {
        nd_fiber_yield(conn->fiber);
        conn->turn_messages = 0;
    }
    for (;;) {
        if (nd__pgwire_conn_is_gone(conn)) return ND__PGWIRE_READ_GONE;
        if (conn->is_busy && conn->is_canceled) return ND__PGWIRE_READ_CANCELED;
        if (must_stop(conn) && (conn->server->is_grace_over || conn->is_terminated)) return ND__PGWIRE_READ_STOPPED;
        switch (nd_pgwire_dec_next(&conn->dec, msg_out, err)) {
        case ND_PGWIRE_MESSAGE: conn->is_ready = false; return ND__PGWIRE_READ_OK;
        case ND_PGWIRE_BAD: return ND__PGWIRE_READ_BAD;
        case ND_PGWIRE_MORE: break;
        }
        if (conn->arrived.n > 0) {
            nd_pgwire_dec_take(&conn->dec, &conn->arrived);
            if (conn->is_paused) {
                conn->is_paused = false;
                nd_stream_resume(conn->stream);
            }
        } else {
            conn->turn_messages = 0;
            if (must_stop(conn)) return ND__PGWIRE_READ_STOPPED;
            if (!wait_for_wake(conn)) return ND__PGWIRE_READ_TIMEOUT;
        }
    }
}

/* ---- errors and readiness -------------------------------------------------------------------------- */

static void put_error(struct nd__pgwire_conn *conn, enum nd_status status, struct nd_err *err)
{
    (void)nd_err_from_status(err, status);
    nd_counter_add(&conn->server->options.metrics->errors, 1);
    nd_pgwire_put_error(&conn->out, "ERROR", err);
}

static void put_fatal(struct nd__pgwire_conn *conn, const struct nd_err *err)
{
    if (!nd__pgwire_conn_is_gone(conn))
        ND_INFO(nd_env_logger(conn->server->env), MODULE, "connection of %s ended: %s %s", nd_stream_peer(conn->stream),
                err->sqlstate, err->message);
    nd_counter_add(&conn->server->options.metrics->errors, 1);
    nd_pgwire_put_error(&conn->out, "FATAL", err);
}

static enum nd_status stop(struct nd_err *err)
{
    nd_err_clear(err);
    (void)nd_err_set(err, "57P01", "terminating connection due to administrator command");
    return ND_STATUS_SHUTDOWN;
}

/* What was being worked on failed. Not OK: because the session is being ended; err says so. */
static enum nd_status put_failure(struct nd__pgwire_conn *conn, enum nd_status status, struct nd_err *err)
{
    if (conn->is_terminated) return stop(err);
    put_error(conn, status, err);
    return ND_STATUS_OK;
}

/* ReadyForQuery. A failed flush shows at the next read. */
static ND_YIELDS void get_ready(struct nd__pgwire_conn *conn)
{
    char state = nd_sql_session_state(conn->session);
    if (state == 'I') nd__pgwire_portals_drop_all(conn); /* portals end with their transaction */
    nd_pgwire_put_ready(&conn->out, state);
    conn->is_ready = true;
    (void)!nd__pgwire_conn_flush(conn);
}

/* ---- messages ------------------------------------------------------------------------------------- */

/* Work that a cancel request can end. */
static void begin_work(struct nd__pgwire_conn *conn)
{
    conn->is_canceled = false;
    conn->is_busy = true;
}
static void end_work(struct nd__pgwire_conn *conn) { conn->is_busy = false; }

static ND_YIELDS enum nd_status do_query(struct nd__pgwire_conn *conn, struct nd_slice body, struct nd_err *err)
{
    struct nd_slice text;
    ND_TRY(nd_pgwire_decode_string(body, &text, err));
    conn->row_formats = (struct nd_pgwire_formats){0};
    conn->is_described = false;
    struct nd_sql_sink sink = nd__pgwire_sink(conn);
    begin_work(conn);
    /* COPY reads on while the session still looks at the text. */
    text = nd_arena_copy(&conn->arena, text);
    enum nd_status status = nd_text_check(text, err);
    if (status == ND_STATUS_OK) status = nd_sql_session_query(conn->session, text, &sink, err);
    end_work(conn);
    if (status != ND_STATUS_OK) ND_TRY(put_failure(conn, status, err));
    get_ready(conn);
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status do_sync(struct nd__pgwire_conn *conn, struct nd_slice body, struct nd_err *err)
{
    ND_TRY(nd_pgwire_decode_empty(body, err));
    conn->is_skipping = false;
    struct nd_sql_sink sink = nd__pgwire_sink(conn);
    begin_work(conn);
    enum nd_status status = nd_sql_session_sync(conn->session, &sink, err);
    end_work(conn);
    if (status != ND_STATUS_OK) ND_TRY(put_failure(conn, status, err));
    get_ready(conn);
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status do_extended(struct nd__pgwire_conn *conn, const struct nd_pgwire_msg *msg, struct nd_err *err)
{
    begin_work(conn);
    enum nd_status status = nd__pgwire_extended(conn, msg, err);
    end_work(conn);
    if (status == ND_STATUS_OK || status == ND_STATUS_MALFORMED) return status;
    ND_TRY(put_failure(conn, status, err));
    nd_sql_session_fail(conn->session);
    conn->is_skipping = true;
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status do_function_call(struct nd__pgwire_conn *conn, struct nd_err *err)
{
    put_error(conn, nd_err_unsupported(err, "a function call message"), err);
    get_ready(conn);
    return ND_STATUS_OK;
}

/* Not OK: err ends the connection. */
static ND_YIELDS enum nd_status handle(struct nd__pgwire_conn *conn, const struct nd_pgwire_msg *msg, struct nd_err *err)
{
    switch (msg->type) {
    case 'Q': return do_query(conn, msg->body, err);
    case 'P':
    case 'B':
    case 'D':
    case 'E':
    case 'C': return do_extended(conn, msg, err);
    case 'S': return do_sync(conn, msg->body, err);
    case 'H':
        ND_TRY(nd_pgwire_decode_empty(msg->body, err));
        (void)!nd__pgwire_conn_flush(conn); /* a failure shows at the next read */
        return ND_STATUS_OK;
    case 'F': return do_function_call(conn, err);
    case 'd':
    case 'c':
    case 'f': return ND_STATUS_OK; /* the rest of a COPY that failed: to be ignored */
    default:
        (void)nd_err_set(err, "08P01", "unexpected message type %d", msg->type);
        return ND_STATUS_MALFORMED;
    }
}

static void record(struct nd__pgwire_conn *conn, uint64_t begin_ns)
{
    struct nd_pgwire_metrics *metrics = conn->server->options.metrics;
    nd_counter_add(&metrics->statements, 1);
    nd_histogram_add(&metrics->statement_ns, nd_env_now_ns(conn->server->env) - begin_ns);
}

static ND_YIELDS void serve(struct nd__pgwire_conn *conn)
{
    for (;;) {
        struct nd_pgwire_msg msg;
        struct nd_err err = {0};
        uint64_t idle_ns = nd_sql_session_idle_timeout_ns(conn->session);
        nd_arena_reset(&conn->arena);
        conn->idle_until_ns = idle_ns == 0 ? 0 : nd_env_now_ns(conn->server->env) + idle_ns;
        enum nd__pgwire_read read = nd__pgwire_conn_read(conn, &msg, &err);
        conn->idle_until_ns = 0;
        switch (read) {
        case ND__PGWIRE_READ_OK: break;
        case ND__PGWIRE_READ_GONE: return;
        case ND__PGWIRE_READ_BAD: put_fatal(conn, &err); return;
        case ND__PGWIRE_READ_STOPPED:
            (void)stop(&err);
            put_fatal(conn, &err);
            return;
        case ND__PGWIRE_READ_TIMEOUT:
            (void)nd_err_set(&err, "25P03", "terminating connection due to idle-in-transaction timeout");
            put_fatal(conn, &err);
            return;
        case ND__PGWIRE_READ_CANCELED: ND_UNREACHABLE(); /* nothing is being worked on */
        }
        if (msg.type == 'X') return;
        if (conn->is_skipping && msg.type != 'S') continue;
        uint64_t begin_ns = nd_env_now_ns(conn->server->env);
        enum nd_status status = handle(conn, &msg, &err);
        if (msg.type == 'Q' || msg.type == 'E') record(conn, begin_ns);
        if (status != ND_STATUS_OK) {
            put_fatal(conn, &err);
            return;
        }
    }
}

/* ---- the session's begin and end -------------------------------------------------------------------- */

static ND_YIELDS enum nd_status apply_settings(struct nd__pgwire_conn *conn, struct nd_err *err)
{
    const struct nd_pgwire_startup *startup = &conn->startup;
    if (startup->options != NULL) {
        struct nd_pgwire_option *settings;
        size_t count;
        ND_TRY(nd_text_check(nd_slice_str(startup->options), err));
        ND_TRY(nd_pgwire_decode_options(startup->options, &conn->startup_arena, &settings, &count, err));
        for (size_t i = 0; i < count; i++) ND_TRY(nd_sql_session_set(conn->session, settings[i].name, settings[i].value, err));
    }
    for (size_t i = 0; i < startup->setting_count; i++)
        ND_TRY(nd_sql_session_set(conn->session, startup->settings[i].name, startup->settings[i].value, err));
    return ND_STATUS_OK;
}

/* What PostgreSQL 15 reports at startup; clients choose their behaviour by it. */
static void put_parameters(struct nd__pgwire_conn *conn)
{
    static const char *const names[] = {
        "application_name", "client_encoding", "DateStyle", "default_transaction_read_only", "in_hot_standby",
        "integer_datetimes", "IntervalStyle", "is_superuser", "server_encoding", "server_version",
        "session_authorization", "standard_conforming_strings", "TimeZone",
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++) {
        const char *value = nd_sql_session_show(conn->session, names[i]);
        if (value != NULL) nd_pgwire_put_parameter(&conn->out, names[i], value);
    }
}

static ND_YIELDS bool begin_session(struct nd__pgwire_conn *conn)
{
    const struct nd_pgwire_startup *startup = &conn->startup;
    conn->session = nd_sql_session_new(conn->server->options.system, conn->fiber, startup->user, startup->database);
    const struct nd_sql_owner client = {.pid = conn->process_id, .secret = conn->secret, .address = conn->stream == NULL ? NULL : nd_stream_peer(conn->stream),
                                         .arg = conn, .cancel = on_cancel, .terminate = on_terminate};
    nd_sql_session_set_owner(conn->session, &client);
    if (startup->minor > 0 || startup->unknown_count > 0)
        nd_pgwire_put_negotiate(&conn->out, startup->unknown, startup->unknown_count);
    struct nd_err err = {0};
    conn->is_busy = true; /* the client may go away, or the server close, while roles are looked up */
    enum nd_status status = nd_sql_session_login(conn->session, &err);
    if (status == ND_STATUS_OK) {
        nd_pgwire_put_auth_ok(&conn->out);
        status = apply_settings(conn, &err);
    }
    conn->is_busy = false;
    if (status != ND_STATUS_OK) {
        (void)nd_err_from_status(&err, status);
        put_fatal(conn, &err);
        return false;
    }
    put_parameters(conn);
    nd_pgwire_put_key_data(&conn->out, conn->process_id, conn->secret);
    get_ready(conn);
    return true;
}

void nd__pgwire_conn_main(struct nd_fiber *fiber, void *arg)
{
    ND_UNUSED(fiber);
    struct nd__pgwire_conn *conn = arg;
    if (!nd__pgwire_conn_is_gone(conn) && begin_session(conn)) serve(conn);
    nd__pgwire_portals_drop_all(conn);
    write_out(conn);
    if (conn->session != NULL) {
        struct nd_sql_session *session = conn->session;
        conn->session = NULL;
        nd_sql_session_free(session);
    }
    nd__pgwire_conn_over(conn);
}
