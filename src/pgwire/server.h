/* SPDX-License-Identifier: Apache-2.0 */
/* server.h - PostgreSQL clients at a port: connections, their sessions, cancel, shutdown.
 *
 * Role.       Listens, takes connections through startup, then runs one nd_sql_session on one fiber
 *             each: messages in, session calls, rows and errors out (README.md has the states).
 * Owner.      nd_node.
 * Threading.  One reactor: that of the options.
 * Protocol.   codec.h. Asks for no password; roles and databases that there are not, and roles without LOGIN, are refused
 *             as PostgreSQL does. SSL and GSSAPI are answered 'N'.
 * Invariants. W1 input waiting for the session is bounded: beyond ND_PGWIRE_IN_BYTES_MAX and the
 *                message at hand the stream is paused.
 *             W2 output is bounded: a session waits while more than ND_PGWIRE_OUT_BYTES_MAX of its
 *                rows is queued at the stream.
 *             W3 a cancel request needs process id and secret, compared in constant time; it ends
 *                the statement that runs, never a later one.
 *             W4 no bytes from a client end in more than the end of its connection.
 * Testing.    tests/unit/pgwire_server.c (libpq over loopback), tests/unit/pgwire_sim.c,
 *             tests/e2e/pgwire_clients.py */
#ifndef ND_PGWIRE_SERVER_H
#define ND_PGWIRE_SERVER_H

#include "env/env.h"
#include "sql/session.h"

#define ND_PGWIRE_IN_BYTES_MAX (256 << 10)
#define ND_PGWIRE_STARTING_MAX 256 /* connections that have not sent their startup packet yet */

struct nd_pgwire_metrics {
    struct nd_gauge connections; /* with a session */
    struct nd_counter accepted, refused, cancels, statements, errors, bytes_in, bytes_out;
    struct nd_histogram statement_ns; /* of Query and Execute messages, client's reading included */
};
/* `metrics` stays put as long as the registry. */
void nd_pgwire_metrics_register(struct nd_pgwire_metrics *metrics, struct nd_metrics *registry);

struct nd_pgwire_options {
    struct nd_reactor *reactor;
    const char *address; /* "host:port", port 0: any free one */
    struct nd_sql_system *system;
    struct nd_pgwire_metrics *metrics; /* outlives the server */
    size_t sessions_max;               /* 0: ND_SESSIONS_MAX; 53300 beyond */
    uint64_t startup_timeout_ns;       /* until the startup packet is there; 0: 60 s */
};

struct nd_pgwire_server;

/* Errors: as nd_listener_open. */
ND_RESULT nd_pgwire_server_open(const struct nd_pgwire_options *options, struct nd_pgwire_server **server_out);
const char *nd_pgwire_server_address(const struct nd_pgwire_server *server); /* "ip:port", as bound */
size_t nd_pgwire_server_session_count(const struct nd_pgwire_server *server);
/* Sessions are told 57P01 as soon as they are idle outside a transaction; what is left after grace_ns is cancelled and told so. New
 * connections are refused (57P03) as long as there are sessions, then nobody listens. on_closed (may be NULL) runs when the last connection is
 * gone, never inside this call; the server is freed then. Once. */
void nd_pgwire_server_close(struct nd_pgwire_server *server, uint64_t grace_ns, void (*on_closed)(void *arg), void *arg);

#endif
