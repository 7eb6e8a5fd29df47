/* SPDX-License-Identifier: Apache-2.0 */
/* sql_client.h - a connection that runs statements and prints what they give, over libpq.
 *
 * Role.       Shared by the shell (`ndoto sql`) and the sample loader of `ndoto demo`.
 * Threading.  One thread. While a statement runs, SIGINT cancels it if the caller handed over a
 *             signalfd for it (the signal must be blocked).
 * Testing.    tests/e2e/test_shell.py */
#ifndef ND_CLI_SQL_CLIENT_H
#define ND_CLI_SQL_CLIENT_H

#include <libpq-fe.h>
#include <stdio.h>

#include "base/slice.h"

struct nd_cli_sql_options {
    const char *host, *user, *database;
    uint16_t port;
    unsigned connect_timeout_s;
};

struct nd_cli_sql {
    struct nd_heap *heap;
    PGconn *conn;
    FILE *out;          /* NULL: results are not shown */
    int signal_fd;      /* -1: none */
    bool is_csv, is_quiet /* no tags */, has_timing, was_canceled;
};

/* Connects. False: the reason is printed to stderr, unless is_silent. */
bool nd_cli_sql_open(struct nd_cli_sql *sql, struct nd_heap *heap, const struct nd_cli_sql_options *options, bool is_silent);
void nd_cli_sql_close(struct nd_cli_sql *sql);

/* Where COPY FROM STDIN reads from: fills *line_out (with its newline, borrowed until the next call);
 * false at the end of the input. */
struct nd_cli_lines {
    void *arg;
    bool (*next)(void *arg, struct nd_slice *line_out);
};
/* Runs one statement and prints results, tags and errors. False: it failed. */
bool nd_cli_sql_run(struct nd_cli_sql *sql, const char *statement, const struct nd_cli_lines *lines);
/* Runs a script: statements ending with ';', the data of COPY FROM STDIN in line. Stops at the first
 * error unless keeps_going. Returns the number of failed statements. */
size_t nd_cli_sql_run_script(struct nd_cli_sql *sql, const struct nd_cli_lines *lines, bool keeps_going);
/* Lines of a text in memory. */
struct nd_cli_text_lines {
    struct nd_slice rest;
};
struct nd_cli_lines nd_cli_lines_of_text(struct nd_cli_text_lines *text);

#endif
