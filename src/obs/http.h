/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - the HTTP port of a node: /healthz, /metrics, /status.
 *
 * Role.       Wraps libmicrohttpd, whose thread accepts and parses; the answer is made on the node's
 *             reactor and handed back.
 * Owner.      The node.
 * Threading.  open and close on `reactor`'s thread; the callbacks of the options run there too.
 * Protocol.   One request:
 *
 *               libmicrohttpd's thread                       reactor
 *               on_request: suspends, queues ── task ──▶ answer_waiting: renders
 *               on_request: sends the answer  ◀── resume ──┘
 *
 * Invariants. O4 at most ND_OBS_HTTP_CONNECTIONS_MAX connections, each bounded in memory and idle time.
 *             O5 after close returned no callback runs any more.
 * Testing.    tests/unit/obs_http.c, tests/e2e/test_bad_input.py */
#ifndef ND_OBS_HTTP_H
#define ND_OBS_HTTP_H

#include "env/env.h"

#define ND_OBS_HTTP_CONNECTIONS_MAX 128
#define ND_OBS_HTTP_CONNECTION_BYTES_MAX (32 << 10)
#define ND_OBS_HTTP_IDLE_SECONDS_MAX 15

struct nd_obs_http;

struct nd_obs_http_options {
    struct nd_reactor *reactor;
    const char *listen;               /* host:port; port 0: any free one */
    const struct nd_metrics *metrics;
    void *arg;                        /* of the callbacks */
    /* /healthz: 200 if true, else 503 with the reason, a text for people. */
    bool (*is_ready)(void *arg, struct nd_buf *reason_out);
    /* /status: a JSON document. */
    void (*render_status)(void *arg, struct nd_buf *json_out);
    /* Before /metrics is rendered: brings gauges up to date. May be NULL. */
    void (*refresh_metrics)(void *arg);
};

/* Errors: INVALID (address), BUSY (port in use), IO. *bound_out (may be NULL) gets "host:port", freed
 * with the env's heap. */
ND_RESULT nd_obs_http_open(const struct nd_obs_http_options *options, struct nd_obs_http **http_out, char **bound_out);
/* Answers what waits, joins the thread. The struct itself goes with a task that may still be under
 * way on the reactor: let its loop turn once more. */
void nd_obs_http_close(struct nd_obs_http *http);

#endif
