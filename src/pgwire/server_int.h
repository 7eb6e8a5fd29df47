/* SPDX-License-Identifier: Apache-2.0 */
/* server_int.h - a connection, shared by server.c (life and death), conn.c (its fiber), extended.c
 * (the extended protocol) and rows.c (results). */
#ifndef ND_PGWIRE_SERVER_INT_H
#define ND_PGWIRE_SERVER_INT_H

#include "base/hmap.h"
#include "base/omap.h"
#include "pgwire/codec.h"
#include "pgwire/server.h"
#include "sql/system.h"

#define ND__PGWIRE_FLUSH_BYTES (32u << 10)

struct nd_pgwire_server {
    struct nd_pgwire_options options;
    struct nd_heap *heap;
    struct nd_env *env;
    struct nd_listener *listener;
    char *address;
    struct nd_list conns;       /* all */
    struct nd_hmap by_id;       /* those with a session, by process id */
    size_t starting_count;      /* those still without a fiber */
    uint32_t session_last; /* its number */
    bool is_closing;
    bool is_grace_over; /* nothing is waited for any more */
    struct nd_timer grace;
    struct nd_task closed;
    void (*on_closed)(void *arg);
    void *on_closed_arg;
};

/* Result formats of a portal that has binary columns; portals without an entry are all text. */
struct nd__pgwire_portal {
    struct nd_omap_node node; /* by name */
    struct nd_pgwire_formats formats;
};

enum nd__pgwire_phase {
    ND__PGWIRE_STARTING, /* reads startup packets in the stream's callbacks */
    ND__PGWIRE_SERVING,  /* the fiber reads */
    ND__PGWIRE_ENDING,   /* the stream is being closed */
};

struct nd__pgwire_conn {
    struct nd_pgwire_server *server;
    struct nd_list link;
    enum nd__pgwire_phase phase;
    struct nd_stream *stream; /* NULL: closed */
    struct nd_fiber *fiber;   /* NULL: not started or ended. The connection is freed when both are gone */
    struct nd_timer startup_timer;
    unsigned encryption_requests;

    /* Input. The fiber alone touches dec once it runs, so that what it decoded stays valid while it
     * waits; the stream's callback appends to `arrived`. */
    struct nd_pgwire_dec dec;
    struct nd_buf arrived;
    bool is_paused;

    struct nd_buf out;

    struct nd_arena startup_arena;
    struct nd_pgwire_startup startup;
    uint32_t process_id, secret;

    struct nd_sql_session *session;
    struct nd_arena arena;  /* of one message */
    struct nd_omap portals; /* nd__pgwire_portal */
    bool is_waiting;        /* the fiber is parked in this module */
    bool is_busy;           /* a message is being worked on: there is something to cancel */
    bool is_canceled;       /* ... and it was */
    bool is_ready;          /* ReadyForQuery was sent, and nothing has come since: nothing is half done but a transaction */
    bool is_terminated;     /* pg_terminate_backend */
    uint64_t idle_until_ns; /* a transaction waits for its client's next message; 0: however long */
    unsigned turn_messages; /* handled since the loop last turned */
    bool is_skipping;       /* after an error of the extended protocol, up to Sync */
    struct nd_pgwire_formats row_formats; /* of the rows being sent */
    bool is_described;                    /* ... whose description the client asked for by itself */
};

/* server.c: the fiber's last act. Closes the stream; may free the connection. */
void nd__pgwire_conn_over(struct nd__pgwire_conn *conn);

/* conn.c */
void nd__pgwire_conn_main(struct nd_fiber *fiber, void *arg);
/* Ends what runs on the connection, if anything does. From any fiber or callback. */
void nd__pgwire_conn_cancel(struct nd__pgwire_conn *conn);
static inline void nd__pgwire_conn_wake(struct nd__pgwire_conn *conn)
{
    if (conn->is_waiting) nd_fiber_wake(conn->fiber);
}
/* OK, UNREACHABLE (the client is gone), CANCELED or TIMEOUT (of the statement, while the client was too slow),
 * SHUTDOWN. */
ND_YIELDS ND_RESULT nd__pgwire_conn_flush(struct nd__pgwire_conn *conn);
static inline bool nd__pgwire_conn_is_gone(const struct nd__pgwire_conn *conn) { return conn->stream == NULL; }

enum nd__pgwire_read {
    ND__PGWIRE_READ_OK,
    ND__PGWIRE_READ_GONE,     /* the client is */
    ND__PGWIRE_READ_BAD,      /* err says why */
    ND__PGWIRE_READ_STOPPED,  /* the server closes */
    ND__PGWIRE_READ_CANCELED, /* only while busy, as ... */
    ND__PGWIRE_READ_TIMEOUT,
};
/* Waits for the next message, valid until the next call. */
ND_YIELDS enum nd__pgwire_read nd__pgwire_conn_read(struct nd__pgwire_conn *conn, struct nd_pgwire_msg *msg_out, struct nd_err *err);

/* extended.c: Parse, Bind, Describe, Execute, Close. An error sets err; MALFORMED ends the connection. */
ND_YIELDS ND_RESULT nd__pgwire_extended(struct nd__pgwire_conn *conn, const struct nd_pgwire_msg *msg, struct nd_err *err);
void nd__pgwire_portals_drop_all(struct nd__pgwire_conn *conn);

/* rows.c */
struct nd_sql_sink nd__pgwire_sink(struct nd__pgwire_conn *conn);

#endif
