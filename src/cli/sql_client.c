/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sql_client.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "cli/sql_scan.h"
#include "cli/sql_table.h"

#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_OID 26
#define OID_FLOAT4 700
#define OID_FLOAT8 701
#define OID_NUMERIC 1700

/* ---- connection ---- */

static void on_notice(void *arg, const char *message)
{
    ND_UNUSED(arg);
    fflush(stdout);
    fputs(message, stderr);
}

bool nd_cli_sql_open(struct nd_cli_sql *sql, struct nd_heap *heap, const struct nd_cli_sql_options *options, bool is_silent)
{
    char port[8], timeout[16];
    snprintf(port, sizeof port, "%u", options->port);
    snprintf(timeout, sizeof timeout, "%u", options->connect_timeout_s);
    const char *const keys[] = {"host", "port", "user", "dbname", "connect_timeout", "application_name", "client_encoding", NULL};
    const char *const values[] = {options->host, port, options->user, options->database, timeout, "ndoto sql", "UTF8", NULL};
    *sql = (struct nd_cli_sql){.heap = heap, .out = stdout, .signal_fd = -1};
    sql->conn = PQconnectdbParams(keys, values, 0);
    if (PQstatus(sql->conn) != CONNECTION_OK) {
        if (!is_silent) fprintf(stderr, "ndoto sql: cannot connect to %s:%s: %s", options->host, port, PQerrorMessage(sql->conn));
        nd_cli_sql_close(sql);
        return false;
    }
    PQsetNoticeProcessor(sql->conn, on_notice, NULL);
    return true;
}

void nd_cli_sql_close(struct nd_cli_sql *sql)
{
    PQfinish(sql->conn);
    sql->conn = NULL;
}

/* ---- printing ---- */

static const char *result_header(void *arg, size_t column) { return PQfname(arg, (int)column); }
static const char *result_cell(void *arg, size_t row, size_t column)
{
    return PQgetisnull(arg, (int)row, (int)column) ? NULL : PQgetvalue(arg, (int)row, (int)column);
}
static bool result_is_right(void *arg, size_t column)
{
    switch (PQftype(arg, (int)column)) {
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_OID:
    case OID_FLOAT4:
    case OID_FLOAT8:
    case OID_NUMERIC: return true;
    default: return false;
    }
}

static void print_rows(struct nd_cli_sql *sql, PGresult *result)
{
    const struct nd_cli_table table = {.columns = (size_t)PQnfields(result), .rows = (size_t)PQntuples(result), .arg = result,
                                       .header = result_header, .cell = result_cell, .is_right = result_is_right};
    struct nd_buf out;
    nd_buf_init(&out, sql->heap);
    if (sql->is_csv) nd_cli_table_render_csv(&table, &out);
    else nd_cli_table_render(&table, true, &out);
    fwrite(out.p, 1, out.n, sql->out);
    nd_buf_deinit(&out);
}

/* The line of the statement that holds character `position` (1-based), and a caret below it. */
static void print_caret(struct nd_cli_sql *sql, const char *statement, unsigned long position)
{
    enum { SHOWN_BYTES_MAX = 70 };
    const char *at = statement;
    for (unsigned long i = 1; i < position && *at != '\0'; i++) {
        at++;
        while ((*at & 0xc0) == 0x80) at++; /* positions count characters */
    }
    const char *line = at;
    while (line > statement && line[-1] != '\n' && (at - line) < SHOWN_BYTES_MAX / 2) line--;
    while ((*line & 0xc0) == 0x80) line++;
    size_t n = strcspn(line, "\n");
    if (n > SHOWN_BYTES_MAX) n = SHOWN_BYTES_MAX;
    while (n > 0 && (line[n] & 0xc0) == 0x80) n--;
    unsigned long number = 1;
    for (const char *p = statement; p < at; p++) number += *p == '\n';
    struct nd_buf before;
    nd_buf_init(&before, sql->heap);
    nd_buf_put(&before, line, (size_t)(at - line));
    nd_buf_put_u8(&before, 0);
    int prefix = fprintf(stderr, "LINE %lu: ", number);
    fprintf(stderr, "%.*s\n%*s^\n", (int)n, line, prefix + (int)nd_cli_text_width((const char *)before.p), "");
    nd_buf_deinit(&before);
}

static void print_error(struct nd_cli_sql *sql, const PGresult *result, const char *statement)
{
    fflush(stdout);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (message == NULL) { /* of libpq itself */
        fprintf(stderr, "ERROR:  %s", PQresultErrorMessage(result));
        return;
    }
    fprintf(stderr, "ERROR:  %s (%s)\n", message, state != NULL ? state : "no code");
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    if (position != NULL) print_caret(sql, statement, strtoul(position, NULL, 10));
    const struct { int field; const char *name; } others[] = {{PG_DIAG_MESSAGE_DETAIL, "DETAIL"}, {PG_DIAG_MESSAGE_HINT, "HINT"}};
    for (size_t i = 0; i < ND_ARRAY_LEN(others); i++) {
        const char *text = PQresultErrorField(result, others[i].field);
        if (text != NULL) fprintf(stderr, "%s:  %s\n", others[i].name, text);
    }
}

/* ---- running ---- */

static bool take_interrupt(struct nd_cli_sql *sql)
{
    struct signalfd_siginfo info;
    return sql->signal_fd >= 0 && read(sql->signal_fd, &info, sizeof info) == sizeof info;
}

/* Waits until a result is there, or SIGINT asks for its cancellation. */
static bool wait_for_result(struct nd_cli_sql *sql)
{
    while (PQisBusy(sql->conn)) {
        struct pollfd fds[] = {{.fd = PQsocket(sql->conn), .events = POLLIN}, {.fd = sql->signal_fd, .events = POLLIN}};
        if (poll(fds, sql->signal_fd >= 0 ? 2 : 1, -1) < 0 && errno != EINTR) return false;
        if (fds[1].revents != 0 && take_interrupt(sql)) {
            PGcancel *cancel = PQgetCancel(sql->conn);
            char error[256];
            if (cancel != NULL && PQcancel(cancel, error, sizeof error) == 0) fprintf(stderr, "cannot cancel: %s", error);
            PQfreeCancel(cancel);
            sql->was_canceled = true;
        }
        if (fds[0].revents != 0 && PQconsumeInput(sql->conn) == 0) return false;
    }
    return true;
}

/* Sends the lines up to "\." to COPY FROM STDIN. */
static void copy_in(struct nd_cli_sql *sql, const struct nd_cli_lines *lines)
{
    struct nd_slice line;
    bool is_good = true;
    while (lines->next(lines->arg, &line)) {
        if (nd_slice_eq(line, nd_slice_str("\\.\n")) || nd_slice_eq(line, nd_slice_str("\\.")) || nd_slice_eq(line, nd_slice_str("\\.\r\n"))) break;
        /* After a failure the rest is still read: it is data, not statements. */
        if (is_good) is_good = PQputCopyData(sql->conn, (const char *)line.p, (int)line.n) == 1;
    }
    PQputCopyEnd(sql->conn, NULL);
}

static void copy_out(struct nd_cli_sql *sql)
{
    char *row;
    int n;
    while ((n = PQgetCopyData(sql->conn, &row, 0)) > 0) {
        if (sql->out != NULL) fwrite(row, 1, (size_t)n, sql->out);
        PQfreemem(row);
    }
}

static bool take_result(struct nd_cli_sql *sql, PGresult *result, const char *statement, const struct nd_cli_lines *lines)
{
    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
        if (sql->out != NULL) print_rows(sql, result);
        return true;
    case PGRES_COMMAND_OK:
        if (sql->out != NULL && !sql->is_quiet && !sql->is_csv) fprintf(sql->out, "%s\n", PQcmdStatus(result));
        return true;
    case PGRES_EMPTY_QUERY: return true;
    case PGRES_COPY_IN: copy_in(sql, lines); return true;
    case PGRES_COPY_OUT: copy_out(sql); return true;
    default: print_error(sql, result, statement); return false;
    }
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool nd_cli_sql_run(struct nd_cli_sql *sql, const char *statement, const struct nd_cli_lines *lines)
{
    double start = seconds_now();
    sql->was_canceled = false;
    while (take_interrupt(sql)) {} /* meant for what was before */
    bool is_good = PQsendQuery(sql->conn, statement) == 1;
    if (!is_good) fprintf(stderr, "ERROR:  %s", PQerrorMessage(sql->conn));
    while (is_good) {
        if (!wait_for_result(sql)) {
            fprintf(stderr, "ERROR:  %s", PQerrorMessage(sql->conn));
            is_good = false;
            break;
        }
        PGresult *result = PQgetResult(sql->conn);
        if (result == NULL) break;
        is_good = take_result(sql, result, statement, lines);
        PQclear(result);
    }
    for (PGresult *rest; (rest = PQgetResult(sql->conn)) != NULL;) PQclear(rest);
    if (sql->out != NULL) {
        if (sql->has_timing) fprintf(sql->out, "Time: %.3f ms\n", (seconds_now() - start) * 1000);
        fflush(sql->out);
    }
    return is_good;
}

size_t nd_cli_sql_run_script(struct nd_cli_sql *sql, const struct nd_cli_lines *lines, bool keeps_going)
{
    struct nd_sql_scan scan;
    struct nd_buf statement, copy; /* COPY reads further lines before the rest of this one is looked at */
    struct nd_slice line;
    size_t failed = 0;
    nd_sql_scan_init(&scan);
    nd_buf_init(&statement, sql->heap);
    nd_buf_init(&copy, sql->heap);
    while ((failed == 0 || keeps_going) && PQstatus(sql->conn) == CONNECTION_OK && lines->next(lines->arg, &line)) {
        if (nd_sql_scan_is_idle(&scan) && line.n > 0 && line.p[0] == '\\') continue; /* psql's own: dumps carry \connect and the like */
        nd_buf_clear(&copy);
        nd_buf_put_slice(&copy, line);
        line = nd_buf_slice(&copy);
        bool is_complete = true;
        while (line.n > 0 && is_complete && (failed == 0 || keeps_going)) {
            size_t n = nd_sql_scan_feed(&scan, (const char *)line.p, line.n, &is_complete);
            nd_buf_put(&statement, line.p, n);
            line = nd_slice_of(line.p + n, line.n - n);
            if (!is_complete) break;
            nd_buf_put_u8(&statement, 0);
            if (!nd_cli_sql_run(sql, (const char *)statement.p, lines)) failed++;
            nd_buf_clear(&statement);
            nd_sql_scan_init(&scan);
        }
    }
    if (scan.has_content && (failed == 0 || keeps_going)) { /* the last statement needs no ';' */
        nd_buf_put_u8(&statement, 0);
        if (!nd_cli_sql_run(sql, (const char *)statement.p, lines)) failed++;
    }
    nd_buf_deinit(&statement);
    nd_buf_deinit(&copy);
    return failed;
}

static bool next_text_line(void *arg, struct nd_slice *line_out)
{
    struct nd_cli_text_lines *text = arg;
    if (text->rest.n == 0) return false;
    const uint8_t *end = memchr(text->rest.p, '\n', text->rest.n);
    size_t n = end == NULL ? text->rest.n : (size_t)(end - text->rest.p) + 1;
    *line_out = nd_slice_of(text->rest.p, n);
    text->rest = nd_slice_of(text->rest.p + n, text->rest.n - n);
    return true;
}

struct nd_cli_lines nd_cli_lines_of_text(struct nd_cli_text_lines *text) { return (struct nd_cli_lines){text, next_text_line}; }
