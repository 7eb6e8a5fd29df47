/* SPDX-License-Identifier: Apache-2.0 */
/* The server over loopback, driven by libpq and by raw sockets; sessions are toys (session_fake.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <postgresql/libpq-fe.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/prng.h"
#include "env/real.h"
#include "pgwire/client_codec.h"
#include "pgwire/server.h"
#include "support/session_fake.h"

/* ---- a server on a thread of its own -------------------------------------------------------------- */

struct world {
    struct nd_heap heap;
    struct nd_metrics registry;
    struct nd_env *env;
    struct nd_sql_system system;
    struct nd_pgwire_metrics metrics;
    struct nd_pgwire_server *server;
    struct nd_task closing, probe;
    uint64_t grace_ns;
    char host[64], port[16];
    pthread_t thread;
    bool is_closed;
    _Atomic bool is_probed;
    size_t probed_sessions, probed_canceled;
};

static void *run_loop(void *arg)
{
    struct world *world = arg;
    nd_env_real_run(world->env);
    return NULL;
}

static struct world *world_new(size_t sessions_max, uint64_t startup_timeout_ns)
{
    struct world *world = calloc(1, sizeof *world);
    nd_heap_init(&world->heap, false);
    nd_metrics_init(&world->registry, &world->heap);
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &world->heap, .metrics = &world->registry, .reactors = 1}, &world->env),
                     ND_STATUS_OK);
    world->system = (struct nd_sql_system){.heap = &world->heap, .env = world->env};
    nd_pgwire_metrics_register(&world->metrics, &world->registry);
    struct nd_pgwire_options options = {
        .reactor = nd_env_reactor(world->env, 0),
        .address = "127.0.0.1:0",
        .system = &world->system,
        .metrics = &world->metrics,
        .sessions_max = sessions_max,
        .startup_timeout_ns = startup_timeout_ns,
    };
    assert_int_equal(nd_pgwire_server_open(&options, &world->server), ND_STATUS_OK);
    const char *address = nd_pgwire_server_address(world->server);
    const char *colon = strrchr(address, ':');
    (void)snprintf(world->host, sizeof world->host, "%.*s", (int)(colon - address), address);
    (void)snprintf(world->port, sizeof world->port, "%s", colon + 1);
    assert_int_equal(pthread_create(&world->thread, NULL, run_loop, world), 0);
    return world;
}

static void on_closed(void *arg)
{
    struct world *world = arg;
    world->is_closed = true;
    nd_env_real_stop(world->env);
}

static void close_task(struct nd_task *task)
{
    struct world *world = ND_CONTAINER_OF(task, struct world, closing);
    nd_pgwire_server_close(world->server, world->grace_ns, on_closed, world);
}

static void world_begin_close(struct world *world, uint64_t grace_ns)
{
    world->grace_ns = grace_ns;
    nd_task_init(&world->closing, close_task);
    nd_reactor_post(nd_env_reactor(world->env, 0), &world->closing);
}

static void world_end_close(struct world *world)
{
    pthread_join(world->thread, NULL);
    assert_true(world->is_closed);
    assert_int_equal(world->system.sessions, 0);
    assert_int_equal(nd_gauge_get(&world->metrics.connections), 0);
    nd_env_real_close(world->env);
    nd_metrics_deinit(&world->registry);
    assert_int_equal(atomic_load(&world->heap.bytes), 0);
    free(world);
}

static void world_free(struct world *world)
{
    world_begin_close(world, 0);
    world_end_close(world);
}

static void probe_task(struct nd_task *task)
{
    struct world *world = ND_CONTAINER_OF(task, struct world, probe);
    world->probed_sessions = world->system.sessions;
    world->probed_canceled = world->system.canceled;
    atomic_store(&world->is_probed, true);
}

/* Looks at what belongs to the reactor. */
static void probe(struct world *world)
{
    atomic_store(&world->is_probed, false);
    nd_task_init(&world->probe, probe_task);
    nd_reactor_post(nd_env_reactor(world->env, 0), &world->probe);
    while (!atomic_load(&world->is_probed)) usleep(100);
}

static void await_sessions(struct world *world, size_t sessions)
{
    for (int i = 0; i < 5000; i++) {
        probe(world);
        if (world->probed_sessions == sessions) return;
        usleep(1000);
    }
    fail_msg("%zu sessions live, not %zu", world->probed_sessions, sessions);
}

/* ---- libpq ------------------------------------------------------------------------------------------ */

static PGconn *try_connect(struct world *world, const char *extra)
{
    char text[256];
    (void)snprintf(text, sizeof text, "host=%s port=%s user=postgres dbname=postgres connect_timeout=5 %s", world->host, world->port, extra);
    return PQconnectdb(text);
}

static PGconn *connect_to(struct world *world)
{
    PGconn *conn = try_connect(world, "");
    if (PQstatus(conn) != CONNECTION_OK) fail_msg("%s", PQerrorMessage(conn));
    return conn;
}

static PGresult *expect(PGresult *result, ExecStatusType status)
{
    if (PQresultStatus(result) != status) fail_msg("%s: %s", PQresStatus(PQresultStatus(result)), PQresultErrorMessage(result));
    return result;
}

static void expect_sqlstate(PGresult *result, const char *sqlstate)
{
    expect(result, PGRES_FATAL_ERROR);
    assert_string_equal(PQresultErrorField(result, PG_DIAG_SQLSTATE), sqlstate);
    PQclear(result);
}

static void expect_refused(PGconn *conn, const char *text)
{
    assert_int_equal(PQstatus(conn), CONNECTION_BAD);
    if (strstr(PQerrorMessage(conn), text) == NULL) fail_msg("%s", PQerrorMessage(conn));
    PQfinish(conn);
}

static void test_startup(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = try_connect(world, "application_name=unit options='-c statement_timeout=5s'");
    assert_int_equal(PQstatus(conn), CONNECTION_OK);
    assert_int_equal(PQserverVersion(conn), 150000);
    assert_string_equal(PQparameterStatus(conn, "application_name"), "unit");
    assert_string_equal(PQparameterStatus(conn, "server_encoding"), "UTF8");
    assert_string_equal(PQparameterStatus(conn, "integer_datetimes"), "on");
    assert_string_equal(PQparameterStatus(conn, "standard_conforming_strings"), "on");
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_IDLE);
    assert_true(PQbackendPID(conn) > 0);
    PQfinish(conn);

    expect_refused(try_connect(world, "sslmode=require"), "server does not support SSL");
    expect_refused(try_connect(world, "user=nobody"), "role \"nobody\" does not exist");
    expect_refused(try_connect(world, "dbname=other"), "database \"other\" does not exist");
    expect_refused(try_connect(world, "options='-c no.such=1'"), "unrecognized configuration parameter \"no.such\"");
    expect_refused(try_connect(world, "options='-x'"), "invalid command-line argument");
    expect_refused(try_connect(world, "replication=database"), "a replication connection is not supported");
    await_sessions(world, 0);
    world_free(world);
}

static void take_notice(void *arg, const PGresult *result)
{
    (void)snprintf(arg, 96, "%s:%s", PQresultErrorField(result, PG_DIAG_SEVERITY), PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
}

static void test_simple(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    PGresult *result = expect(PQexec(conn, "rows 3"), PGRES_TUPLES_OK);
    assert_int_equal(PQntuples(result), 3);
    assert_int_equal(PQnfields(result), 2);
    assert_string_equal(PQfname(result, 0), "id");
    assert_int_equal(PQftype(result, 0), 23);
    assert_int_equal(PQfsize(result, 0), 4);
    assert_int_equal(PQftable(result, 0), 1234);
    assert_int_equal(PQftablecol(result, 0), 1);
    assert_int_equal(PQfsize(result, 1), -1);
    assert_int_equal(PQfmod(result, 1), -1);
    assert_string_equal(PQgetvalue(result, 2, 0), "2");
    assert_string_equal(PQgetvalue(result, 2, 1), "xxxx");
    assert_string_equal(PQcmdStatus(result), "SELECT 3");
    PQclear(result);

    PQclear(expect(PQexec(conn, ""), PGRES_EMPTY_QUERY));
    PQclear(expect(PQexec(conn, "begin; rows 1"), PGRES_TUPLES_OK));
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_INTRANS);
    expect_sqlstate(PQexec(conn, "error 23505 duplicate key"), "23505");
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_INERROR);
    expect_sqlstate(PQexec(conn, "rows 1"), "25P02");
    result = expect(PQexec(conn, "commit"), PGRES_COMMAND_OK);
    assert_string_equal(PQcmdStatus(result), "ROLLBACK");
    PQclear(result);
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_IDLE);

    char notice[96] = "";
    PQsetNoticeReceiver(conn, take_notice, notice);
    PQclear(expect(PQexec(conn, "notice hello"), PGRES_COMMAND_OK));
    assert_string_equal(notice, "NOTICE:hello");
    PQclear(expect(PQexec(conn, "set TimeZone Europe/Berlin"), PGRES_COMMAND_OK));
    assert_string_equal(PQparameterStatus(conn, "TimeZone"), "Europe/Berlin");

    /* Text that is not UTF-8 is an error, not the end. */
    expect_sqlstate(PQexec(conn, "notice \xff"), "22021");
    PQclear(expect(PQexec(conn, "rows 0"), PGRES_TUPLES_OK));
    PQfinish(conn);
    world_free(world);
}

static void test_error_fields(void **state)
{
    static const struct {
        int field;
        const char *text;
    } fields[] = {
        {PG_DIAG_SEVERITY, "ERROR"}, {PG_DIAG_SEVERITY_NONLOCALIZED, "ERROR"}, {PG_DIAG_SQLSTATE, "23505"},
        {PG_DIAG_MESSAGE_PRIMARY, "duplicate key"}, {PG_DIAG_MESSAGE_DETAIL, "the detail"}, {PG_DIAG_MESSAGE_HINT, "the hint"},
        {PG_DIAG_STATEMENT_POSITION, "7"}, {PG_DIAG_TABLE_NAME, "tbl"}, {PG_DIAG_COLUMN_NAME, "col"},
        {PG_DIAG_DATATYPE_NAME, "typ"}, {PG_DIAG_CONSTRAINT_NAME, "con"},
    };
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    PGresult *result = expect(PQexec(conn, "error 23505 duplicate key"), PGRES_FATAL_ERROR);
    for (size_t i = 0; i < ND_ARRAY_LEN(fields); i++) assert_string_equal(PQresultErrorField(result, fields[i].field), fields[i].text);
    PQclear(result);
    PQfinish(conn);
    world_free(world);
}

static void test_extended(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    PQclear(expect(PQprepare(conn, "s1", "echo int4 text bytea float8 bool", 0, NULL), PGRES_COMMAND_OK));
    PGresult *result = expect(PQdescribePrepared(conn, "s1"), PGRES_COMMAND_OK);
    assert_int_equal(PQnparams(result), 5);
    assert_int_equal(PQparamtype(result, 3), 701);
    assert_int_equal(PQnfields(result), 5);
    PQclear(result);

    /* Text in, text out; NULL. */
    const char *texts[] = {"-7", "caf\xc3\xa9", NULL, "2.5", "t"};
    result = expect(PQexecPrepared(conn, "s1", 5, texts, NULL, NULL, 0), PGRES_TUPLES_OK);
    assert_string_equal(PQgetvalue(result, 0, 0), "-7");
    assert_string_equal(PQgetvalue(result, 0, 1), "caf\xc3\xa9");
    assert_true(PQgetisnull(result, 0, 2));
    assert_string_equal(PQgetvalue(result, 0, 3), "2.5");
    assert_string_equal(PQgetvalue(result, 0, 4), "t");
    PQclear(result);

    /* Binary in, binary out, one text parameter between them. */
    const char *values[] = {"\0\0\1\2", "mixed", "\0\xff", "\x40\x04\0\0\0\0\0\0", "\1"};
    int lengths[] = {4, 0, 2, 8, 1}, formats[] = {1, 0, 1, 1, 1};
    result = expect(PQexecPrepared(conn, "s1", 5, values, lengths, formats, 1), PGRES_TUPLES_OK);
    for (int i = 0; i < 5; i++) {
        int n = i == 1 ? 5 : lengths[i];
        assert_int_equal(PQfformat(result, i), 1);
        assert_int_equal(PQgetlength(result, 0, i), n);
        assert_memory_equal(PQgetvalue(result, 0, i), values[i], (size_t)n);
    }
    PQclear(result);

    expect_sqlstate(PQexecPrepared(conn, "nope", 0, NULL, NULL, NULL, 0), "26000");
    expect_sqlstate(PQexecPrepared(conn, "s1", 1, texts, NULL, NULL, 0), "08P01");
    expect_sqlstate(PQprepare(conn, "s1", "rows 1", 0, NULL), "42P05");
    texts[1] = "\xc3(";
    expect_sqlstate(PQexecPrepared(conn, "s1", 5, texts, NULL, NULL, 0), "22021");
    texts[0] = "many";
    texts[1] = "";
    expect_sqlstate(PQexecPrepared(conn, "s1", 5, texts, NULL, NULL, 0), "22P02");
    expect_sqlstate(PQexecParams(conn, "error 22012 division by zero", 0, NULL, NULL, NULL, NULL, 0), "22012");
    PQclear(expect(PQexecParams(conn, "rows 2", 0, NULL, NULL, NULL, NULL, 1), PGRES_TUPLES_OK));
    PQfinish(conn);
    world_free(world);
}

static void test_pipeline(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    assert_int_equal(PQenterPipelineMode(conn), 1);
    enum { N = 2000 };
    for (int i = 0; i < N; i++) {
        char text[12];
        (void)snprintf(text, sizeof text, "%d", i);
        const char *values[] = {text};
        /* A failure in the middle of each batch of ten aborts the rest of it. */
        const char *statement = i % 10 == 5 ? "error 22012 division by zero" : "echo int4";
        assert_int_equal(PQsendQueryParams(conn, statement, i % 10 == 5 ? 0 : 1, NULL, values, NULL, NULL, 0), 1);
        if (i % 10 == 9) assert_int_equal(PQpipelineSync(conn), 1);
    }
    for (int i = 0; i < N; i++) {
        PGresult *result = PQgetResult(conn);
        if (i % 10 < 5) {
            assert_int_equal(atoi(PQgetvalue(expect(result, PGRES_TUPLES_OK), 0, 0)), i);
        } else {
            expect(result, i % 10 == 5 ? PGRES_FATAL_ERROR : PGRES_PIPELINE_ABORTED);
        }
        PQclear(result);
        assert_null(PQgetResult(conn));
        if (i % 10 == 9) PQclear(expect(PQgetResult(conn), PGRES_PIPELINE_SYNC));
    }
    assert_int_equal(PQexitPipelineMode(conn), 1);
    PQclear(expect(PQexec(conn, "rows 1"), PGRES_TUPLES_OK));
    assert_int_equal(nd_counter_get(&world->metrics.statements), N / 10 * 6 + 1);
    PQfinish(conn);
    world_free(world);
}

static void test_copy(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    for (int is_extended = 0; is_extended <= 1; is_extended++) {
        PGresult *result = is_extended ? PQexecParams(conn, "copy 3", 0, NULL, NULL, NULL, NULL, 0) : PQexec(conn, "copy 3");
        assert_int_equal(PQnfields(expect(result, PGRES_COPY_IN)), 3);
        PQclear(result);
        for (int i = 0; i < 20000; i++) assert_int_equal(PQputCopyData(conn, "1\t2\t3\n", 6), 1);
        assert_int_equal(PQputCopyEnd(conn, NULL), 1);
        result = expect(PQgetResult(conn), PGRES_COMMAND_OK);
        assert_string_equal(PQcmdTuples(result), "20000");
        PQclear(result);
        assert_null(PQgetResult(conn));

        PQclear(expect(is_extended ? PQexecParams(conn, "copy 1", 0, NULL, NULL, NULL, NULL, 0) : PQexec(conn, "copy 1"), PGRES_COPY_IN));
        assert_int_equal(PQputCopyEnd(conn, "second thoughts"), 1);
        result = expect(PQgetResult(conn), PGRES_FATAL_ERROR);
        assert_string_equal(PQresultErrorField(result, PG_DIAG_SQLSTATE), "57014");
        assert_string_equal(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), "COPY from stdin failed: second thoughts");
        PQclear(result);
        assert_null(PQgetResult(conn));
    }
    /* A statement after COPY in one text, which is read on while data arrives. */
    PQclear(expect(PQexec(conn, "copy 1; rows 2"), PGRES_COPY_IN));
    for (int i = 0; i < 5000; i++) assert_int_equal(PQputCopyData(conn, "some line of text\n", 18), 1);
    assert_int_equal(PQputCopyEnd(conn, NULL), 1);
    PQclear(expect(PQgetResult(conn), PGRES_COMMAND_OK));
    PGresult *result = expect(PQgetResult(conn), PGRES_TUPLES_OK);
    assert_int_equal(PQntuples(result), 2);
    PQclear(result);
    PQfinish(conn);

    /* A client that dies in the middle. */
    conn = connect_to(world);
    PQclear(expect(PQexec(conn, "copy 1"), PGRES_COPY_IN));
    assert_int_equal(PQputCopyData(conn, "1\n", 2), 1);
    PQfinish(conn);
    await_sessions(world, 0);
    world_free(world);
}

static void test_cancel(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    PGcancel *cancel = PQgetCancel(conn);
    char text[256];

    /* Nothing runs: no effect on what comes next. */
    assert_int_equal(PQcancel(cancel, text, sizeof text), 1);
    PQclear(expect(PQexec(conn, "rows 1"), PGRES_TUPLES_OK));

    assert_int_equal(PQsendQuery(conn, "sleep 20000"), 1);
    usleep(50000);
    assert_int_equal(PQcancel(cancel, text, sizeof text), 1);
    expect_sqlstate(PQgetResult(conn), "57014");
    assert_null(PQgetResult(conn));

    PQclear(expect(PQexec(conn, "copy 1"), PGRES_COPY_IN));
    assert_int_equal(PQcancel(cancel, text, sizeof text), 1);
    usleep(50000);
    assert_int_equal(PQputCopyEnd(conn, NULL), 1);
    expect_sqlstate(PQgetResult(conn), "57014");
    assert_null(PQgetResult(conn));

    /* Rows that nobody reads. */
    assert_int_equal(PQsendQuery(conn, "rows 1000000 1000"), 1);
    usleep(200000);
    assert_int_equal(PQcancel(cancel, text, sizeof text), 1);
    PGresult *result, *last = NULL;
    while ((result = PQgetResult(conn)) != NULL) {
        PQclear(last);
        last = result;
    }
    expect_sqlstate(last, "57014");
    PQclear(expect(PQexec(conn, "rows 1"), PGRES_TUPLES_OK));
    assert_int_equal(nd_counter_get(&world->metrics.cancels), 4);
    PQfreeCancel(cancel);

    /* A client that dies while its statement runs. */
    probe(world);
    size_t canceled = world->probed_canceled;
    assert_int_equal(PQsendQuery(conn, "sleep 20000"), 1);
    usleep(50000);
    PQfinish(conn);
    await_sessions(world, 0);
    assert_int_equal(world->probed_canceled, canceled + 1);
    world_free(world);
}

/* A statement's timeout holds while it waits for its client, too. */
static void test_timeout(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    PQclear(expect(PQexec(conn, "timeout 300"), PGRES_COMMAND_OK));
    PQclear(expect(PQexec(conn, "copy 1"), PGRES_COPY_IN));
    usleep(400000);
    assert_int_equal(PQputCopyEnd(conn, NULL), 1);
    expect_sqlstate(PQgetResult(conn), "57014");
    assert_null(PQgetResult(conn));

    assert_int_equal(PQsendQuery(conn, "rows 1000000 1000"), 1);
    usleep(400000);
    PGresult *result, *last = NULL;
    while ((result = PQgetResult(conn)) != NULL) {
        PQclear(last);
        last = result;
    }
    expect_sqlstate(last, "57014");
    PQclear(expect(PQexec(conn, "rows 1"), PGRES_TUPLES_OK));
    PQfinish(conn);
    world_free(world);
}

/* The heap of the server stays small while a client does not read. */
static void test_slow_reader(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *conn = connect_to(world);
    assert_int_equal(PQsendQuery(conn, "rows 300000 1000"), 1);
    assert_int_equal(PQsetSingleRowMode(conn), 1);
    usleep(500000);
    assert_true(atomic_load(&world->heap.bytes) < 6u << 20);
    size_t rows = 0;
    for (PGresult *result; (result = PQgetResult(conn)) != NULL;) {
        if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
            assert_int_equal((size_t)atoi(PQgetvalue(result, 0, 0)), rows);
            rows++;
        } else {
            expect(result, PGRES_TUPLES_OK);
        }
        PQclear(result);
    }
    assert_int_equal(rows, 300000);
    PQfinish(conn);
    world_free(world);
}

static void test_limits(void **state)
{
    struct world *world = world_new(2, 200 * ND_MS);
    PGconn *one = connect_to(world), *two = connect_to(world);
    expect_refused(try_connect(world, ""), "sorry, too many clients already");
    PQfinish(one);
    await_sessions(world, 1);
    one = connect_to(world);
    PQfinish(one);
    PQfinish(two);
    world_free(world);
}

static void test_shutdown(void **state)
{
    struct world *world = world_new(0, 0);
    PGconn *idle = connect_to(world), *brief = connect_to(world), *busy = connect_to(world);
    assert_int_equal(PQsendQuery(brief, "sleep 200"), 1);
    assert_int_equal(PQsendQuery(busy, "sleep 20000"), 1);
    usleep(50000);
    world_begin_close(world, 600 * ND_MS);

    PQclear(expect(PQgetResult(brief), PGRES_COMMAND_OK)); /* was let to end */
    expect_sqlstate(PQgetResult(busy), "57014");           /* outlived the grace */
    PGconn *conns[] = {idle, brief, busy};
    for (size_t i = 0; i < ND_ARRAY_LEN(conns); i++) {
        /* libpq takes a FATAL that comes while it waits for nothing as a notice. */
        char notice[96] = "";
        PQsetNoticeReceiver(conns[i], take_notice, notice);
        for (PGresult *result; (result = PQgetResult(conns[i])) != NULL;) PQclear(result);
        PGresult *result = PQexec(conns[i], "rows 1");
        static const char text[] = "terminating connection due to administrator command";
        if (strstr(PQerrorMessage(conns[i]), text) == NULL && strstr(notice, text) == NULL) fail_msg("%zu: %s", i, PQerrorMessage(conns[i]));
        assert_int_equal(PQstatus(conns[i]), CONNECTION_BAD);
        PQclear(result);
        PQfinish(conns[i]);
    }
    world_end_close(world);
}

/* ---- raw sockets ------------------------------------------------------------------------------------ */

static int raw_connect(struct world *world)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(world->port))};
    assert_int_equal(inet_pton(AF_INET, world->host, &to.sin_addr), 1);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void raw_send(int fd, const void *p, size_t n)
{
    for (const char *at = p; n > 0;) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
        if (sent <= 0) return; /* the server may have closed already */
        at += sent;
        n -= (size_t)sent;
    }
}

/* All that comes until the server closes; "RESET" if it tore the connection down. */
static size_t raw_drain(int fd, uint8_t *p, size_t cap)
{
    size_t n = 0;
    for (;;) {
        struct pollfd pollfd = {.fd = fd, .events = POLLIN};
        if (poll(&pollfd, 1, 5000) != 1) fail_msg("the server keeps the connection");
        uint8_t rest[4096];
        ssize_t got = recv(fd, n < cap ? p + n : rest, n < cap ? cap - n : sizeof rest, 0);
        if (got <= 0) break;
        if (n < cap) n += (size_t)got;
    }
    close(fd);
    return n;
}

static const char good_startup[] = "\0\0\0\x29\0\3\0\0user\0postgres\0database\0postgres\0";

static void expect_fatal(const uint8_t *p, size_t n, const char *sqlstate)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct nd_pgwire_dec dec;
    nd_pgwire_dec_init(&dec, &heap, ND_PGWIRE_FROM_SERVER);
    nd_pgwire_dec_feed(&dec, nd_slice_of(p, n));
    struct nd_pgwire_msg msg, last = {0};
    struct nd_err err = {0};
    while (nd_pgwire_dec_next(&dec, &msg, &err) == ND_PGWIRE_MESSAGE) last = msg;
    assert_int_equal(last.type, 'E');
    const char *severity;
    assert_int_equal(nd_pgwire_client_decode_error(last.body, &severity, &err), ND_STATUS_OK);
    assert_string_equal(severity, "FATAL");
    assert_string_equal(err.sqlstate, sqlstate);
    nd_pgwire_dec_deinit(&dec);
}

/* One that connects while sessions come to their end, and says nothing, is not waited for (its own limit here: a minute). */
static void test_shutdown_silent(void **state)
{
    struct world *world = world_new(0, 60 * ND_SEC);
    PGconn *brief = connect_to(world);
    assert_int_equal(PQsendQuery(brief, "sleep 300"), 1);
    usleep(50000);
    int before = raw_connect(world);
    world_begin_close(world, 30 * ND_SEC);
    usleep(50000);
    int after = raw_connect(world);
    PQclear(expect(PQgetResult(brief), PGRES_COMMAND_OK));
    int fds[] = {before, after};
    for (size_t i = 0; i < ND_ARRAY_LEN(fds); i++) {
        uint8_t bytes[512];
        size_t n = raw_drain(fds[i], bytes, sizeof bytes);
        expect_fatal(bytes, n, "57P03");
    }
    PQfinish(brief);
    world_end_close(world);
}

static void test_malformed(void **state)
{
    static const struct {
        bool is_started;
        const char *bytes;
        size_t n;
        const char *sqlstate;
    } cases[] = {
        {false, "\0\0\0\4", 4, "08P01"},                                    /* too short */
        {false, "\x7f\xff\xff\xff", 4, "08P01"},                            /* too long */
        {false, "\0\0\0\x10\0\3\0\0user\0pg", 16, "08P01"},                 /* no terminator */
        {false, "\0\0\0\x9\0\3\0\0\0", 9, "28000"},                         /* no user */
        {false, "\0\0\0\x8\0\2\0\0", 8, "0A000"},                           /* protocol 2 */
        {false, "GET / HTTP/1.0\r\n\r\n", 18, "08P01"},
        {true, "~", 1, "08P01"},                                            /* no such message */
        {true, "Q\0\0\0\3", 5, "08P01"},                                    /* shorter than its length */
        {true, "Q\x7f\xff\xff\xff", 5, "08P01"},                            /* longer than allowed */
        {true, "S\0\0\x40\0", 5, "08P01"},                                  /* ... for its type */
        {true, "Q\0\0\0\x8rows", 9, "08P01"},                               /* string without end */
        {true, "Q\0\0\0\x8r\0ws", 9, "08P01"},                              /* string with more after it */
        {true, "S\0\0\0\5\0", 6, "08P01"},                                  /* body where none belongs */
        {true, "p\0\0\0\5\0", 6, "08P01"},                                  /* password out of place */
        {true, "B\0\0\0\x0a\0\0\xff\xff\0\0", 11, "08P01"},                 /* counts beyond the body */
        {true, "D\0\0\0\6X\0", 7, "08P01"},                                 /* neither statement nor portal */
        {true, "P\0\0\0\x0a\0\0\0\1\0\0", 11, "08P01"},                     /* half an oid */
    };
    struct world *world = world_new(0, 0);
    for (size_t i = 0; i < ND_ARRAY_LEN(cases); i++) {
        uint8_t answer[4096];
        int fd = raw_connect(world);
        if (cases[i].is_started) raw_send(fd, good_startup, sizeof good_startup);
        raw_send(fd, cases[i].bytes, cases[i].n);
        expect_fatal(answer, raw_drain(fd, answer, sizeof answer), cases[i].sqlstate);
    }
    await_sessions(world, 0);

    PGconn *conn = connect_to(world); /* it still serves */
    PQfinish(conn);
    world_free(world);
}

static void test_garbage(void **state)
{
    struct world *world = world_new(0, 0);
    struct nd_prng prng;
    nd_prng_init(&prng, 4711);
    for (int i = 0; i < 300; i++) {
        uint8_t bytes[2048], answer[4096];
        size_t n = 1 + nd_prng_below(&prng, sizeof bytes);
        for (size_t k = 0; k < n; k++) bytes[k] = (uint8_t)nd_prng_next(&prng);
        int fd = raw_connect(world);
        if (i % 2 == 0) {
            raw_send(fd, good_startup, sizeof good_startup);
            static const char types[] = "QPBDECSHdcfFX";
            bytes[0] = (uint8_t)types[nd_prng_below(&prng, sizeof types - 1)]; /* the header holds, the body does not */
            if (n > 5) memcpy(bytes + 1, (uint8_t[]){0, 0, (uint8_t)((n - 1) >> 8), (uint8_t)(n - 1)}, 4);
        }
        raw_send(fd, bytes, n);
        shutdown(fd, SHUT_WR);
        (void)raw_drain(fd, answer, sizeof answer);
    }
    await_sessions(world, 0);
    PGconn *conn = connect_to(world);
    PQclear(expect(PQexec(conn, "rows 1"), PGRES_TUPLES_OK));
    PQfinish(conn);
    world_free(world);
}

static void test_startup_details(void **state)
{
    struct world *world = world_new(0, 300 * ND_MS);
    uint8_t answer[4096];

    /* A newer minor version and an unknown protocol option are negotiated down; bytes come one by one. */
    int fd = raw_connect(world);
    static const char newer[] = "\0\0\0\x32\0\3\0\2user\0postgres\0database\0postgres\0_pq_.x\0y\0\0";
    static const char terminate[] = "X\0\0\0\4";
    for (size_t i = 0; i < sizeof newer - 1; i++) raw_send(fd, newer + i, 1);
    raw_send(fd, terminate, 5);
    size_t n = raw_drain(fd, answer, sizeof answer);
    assert_true(n > 20);
    assert_memory_equal(answer, "v\0\0\0\x13\0\3\0\0\0\0\0\1_pq_.x\0R", 21);

    /* SSL and GSSAPI are refused with one byte each; a third request ends it. */
    fd = raw_connect(world);
    raw_send(fd, "\0\0\0\x8\x04\xd2\x16\x2f\0\0\0\x8\x04\xd2\x16\x30\0\0\0\x8\x04\xd2\x16\x2f", 24);
    n = raw_drain(fd, answer, sizeof answer);
    assert_memory_equal(answer, "NNE", 3);

    /* A wrong secret does nothing and says nothing; so does silence, for a while. */
    fd = raw_connect(world);
    raw_send(fd, "\0\0\0\x10\x04\xd2\x16\x2e\0\0\0\1\0\0\0\0", 16);
    assert_int_equal(raw_drain(fd, answer, sizeof answer), 0);
    assert_int_equal(nd_counter_get(&world->metrics.cancels), 0);
    fd = raw_connect(world);
    raw_send(fd, "\0\0", 2);
    assert_int_equal(raw_drain(fd, answer, sizeof answer), 0);
    world_free(world);
}

/* Execute's row limit: suspended, then the rest, in one transaction. */
static void test_suspend(void **state)
{
    struct world *world = world_new(0, 0);
    struct nd_buf out;
    nd_buf_init(&out, &world->heap);
    nd_buf_put(&out, good_startup, sizeof good_startup);
    nd_pgwire_client_put_query(&out, nd_slice_str("begin"));
    nd_pgwire_client_put_parse(&out, "", nd_slice_str("rows 5"), NULL, 0);
    nd_pgwire_client_put_bind(&out, "c", "", NULL, 0, true);
    nd_pgwire_client_put_describe(&out, true, "c");
    nd_pgwire_client_put_execute(&out, "c", 3);
    nd_pgwire_client_put_sync(&out);
    nd_pgwire_client_put_execute(&out, "c", 3);
    nd_pgwire_client_put_close(&out, true, "c");
    nd_pgwire_client_put_execute(&out, "c", 0); /* 34000 */
    nd_pgwire_client_put_execute(&out, "c", 0); /* skipped */
    nd_pgwire_client_put_sync(&out);
    nd_pgwire_client_put_terminate(&out);
    int fd = raw_connect(world);
    raw_send(fd, out.p, out.n);
    nd_buf_deinit(&out);
    uint8_t answer[8192];
    size_t n = raw_drain(fd, answer, sizeof answer);

    struct nd_pgwire_dec dec;
    nd_pgwire_dec_init(&dec, &world->heap, ND_PGWIRE_FROM_SERVER);
    nd_pgwire_dec_feed(&dec, nd_slice_of(answer, n));
    char types[64] = "";
    struct nd_pgwire_msg msg;
    struct nd_err err = {0};
    while (nd_pgwire_dec_next(&dec, &msg, &err) == ND_PGWIRE_MESSAGE)
        if (msg.type != 'S') types[strlen(types)] = msg.type;
    assert_string_equal(types, "RKZCZ12TDDDsZDDC3EZ");
    nd_pgwire_dec_deinit(&dec);
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_startup),     cmocka_unit_test(test_startup_details), cmocka_unit_test(test_simple),
        cmocka_unit_test(test_error_fields), cmocka_unit_test(test_extended),       cmocka_unit_test(test_pipeline),
        cmocka_unit_test(test_suspend),     cmocka_unit_test(test_copy),            cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_slow_reader), cmocka_unit_test(test_limits),          cmocka_unit_test(test_shutdown),
        cmocka_unit_test(test_shutdown_silent),
        cmocka_unit_test(test_malformed),   cmocka_unit_test(test_garbage),         cmocka_unit_test(test_timeout),
    };
    return cmocka_run_group_tests_name("pgwire_server", tests, NULL, NULL);
}
