/* SPDX-License-Identifier: Apache-2.0 */
/* rpc_int.h - peers, lanes and connections, shared by rpc.c, rpc_conn.c, rpc_serve.c, rpc_relay.c.
 *
 * A lane of a peer, each edge named by the function that performs it:
 *
 *      idle --lane_kick--> connecting --conn_is_ready--> ready
 *       ^  ^                   | on_close                  | on_close
 *       |  +--- (time) --- backoff <-----------------------+ (only if it was short-lived)
 *       +--------------------------------------------------+
 *
 * Calls wait in lane->waiting unless the lane is ready; one-way messages in lane->oneway, already
 * framed, only while it is connecting. */
#ifndef ND_RPC_RPC_INT_H
#define ND_RPC_RPC_INT_H

#include "base/hmap.h"
#include "rpc/rpc.h"
#include "rpc/rpc_frame.h"

#define ND__RPC_CONNECT_NS (3 * ND_SEC) /* connect and HELLO */
#define ND__RPC_HELLO_NS (200 * ND_MS)  /* HELLO is repeated */
#define ND__RPC_BACKOFF_NS_MIN (20 * ND_MS)
#define ND__RPC_BACKOFF_NS_MAX (1 * ND_SEC)
#define ND__RPC_PING_NS (1 * ND_SEC)             /* silence after which a connection is asked */
#define ND__RPC_SILENCE_NS_MAX (4 * ND_SEC)      /* silence after which it is given up */
#define ND__RPC_ONEWAY_WAIT_BYTES_MAX (1u << 20) /* per lane, while connecting */
#define ND__RPC_CALL_WAIT_BYTES_MAX (32u << 20)  /* per lane, until connected */
#define ND__RPC_WRITE_BYTES (1u << 20)           /* written at once rather than at the end of the turn */
#define ND__RPC_SUBSCRIBERS_MAX 4
#define ND__RPC_POOL_MAX 256             /* requests kept for reuse */
#define ND__RPC_POOL_PAYLOAD_BYTES 1024u /* they hold payloads up to this */

enum nd__rpc_call_state {
    ND__RPC_CALL_NONE, /* not begun, or over */
    ND__RPC_CALL_WAITING,
    ND__RPC_CALL_SENT,
    ND__RPC_CALL_LOCAL,
    ND__RPC_CALL_FAILING, /* done comes at the end of the turn */
};

struct nd_rpc_conn {
    struct nd_rpc *rpc; /* NULL: freed before the stream was gone */
    struct nd_heap *heap;
    struct nd_stream *stream;
    struct nd_list link;            /* rpc->conns */
    struct nd__rpc_peer_lane *lane; /* NULL: accepted, or draining */
    enum nd__rpc_lane lane_kind;
    bool is_accepted, is_opened, is_ready, is_closing, is_draining, is_paused;
    struct nd_node_id node; /* of the other side, once ready */
    uint64_t incarnation;
    struct nd__rpc_decoder decoder;
    struct nd_buf out; /* whole frames of this turn */
    struct nd_list dirty_link;
    struct nd_list calls; /* sent, unanswered */
    size_t call_count;
    struct nd_list requests; /* being served */
    size_t request_count, request_bytes;
    struct nd_timer timer;
    uint64_t opened_ns, awaiting_since_ns; /* 0: nothing was sent since bytes last came */
};

struct nd__rpc_peer_lane {
    struct nd_rpc_peer *peer;
    enum nd__rpc_lane kind;
    struct nd_rpc_conn *conn;
    struct nd_list waiting; /* calls */
    size_t waiting_count, waiting_bytes;
    struct nd_buf oneway;
    uint64_t backoff_ns, retry_at_ns;
    struct nd_timer timer;
};

struct nd_rpc_peer {
    struct nd_rpc *rpc;
    struct nd_list link;
    struct nd_node_id node; /* 0: known by address only */
    char *addr;
    bool is_local, is_refused, is_away;
    struct nd_list local_calls;
    struct nd__rpc_peer_lane lanes[ND__RPC_LANES];
};

struct nd__rpc_request {
    struct nd_rpc_request base;
    struct nd_heap *heap;
    struct nd_buf owned;       /* holds the payload when `inline_bytes` do not */
    struct nd_list queue_link; /* rpc->local, or rpc->pool */
    bool is_local, is_reply, is_pooled;
    uint8_t inline_bytes[];
};

struct nd__rpc_metrics {
    struct nd_counter frames_in, frames_out, bytes_in, bytes_out, calls, oneways, oneways_dropped, requests, refused,
        protocol_errors, connects, connect_failures;
    struct nd_counter relays;
    struct nd_counter ends_ok, ends_timeout, ends_ambiguous, ends_unreachable, ends_other;
    struct nd_gauge connections;
    struct nd_histogram latency_ns;
};

struct nd_rpc {
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_reactor *reactor;
    struct nd_node_id self;
    uint64_t cluster_uuid[2];
    uint64_t incarnation, call_id_last;
    struct nd_listener *listener;
    struct nd_list conns;
    size_t accepted_count;
    struct nd_list peers; /* in order of creation */
    struct nd_hmap nodes; /* node id -> peer */
    struct nd_hmap calls; /* call id -> call */
    struct nd_list failing;
    struct nd_list dirty; /* connections with output */
    struct nd_task flush_task;
    struct nd_list local; /* requests and replies of the local peer */
    size_t local_count;
    struct nd_task local_task; /* and calls that fail */
    struct nd_list held;       /* local requests that handlers hold */
    struct nd_list pool;
    size_t pool_count;
    struct {
        void *arg;
        nd_rpc_handler *handler;
    } methods[ND_RPC_METHODS_MAX];
    struct {
        void *arg;
        void (*on_change)(void *arg, struct nd_node_id node, bool is_connected);
    } subscribers[ND__RPC_SUBSCRIBERS_MAX];
    size_t subscriber_count;
    size_t relay_count; /* carried for others now */
    bool is_stopping;
    struct nd__rpc_metrics metrics;
};

static inline void nd__rpc_list_move(struct nd_list *to, struct nd_list *from)
{
    while (!nd_list_is_empty(from)) {
        struct nd_list *it = from->next;
        nd_list_remove(it);
        nd_list_push_back(to, it);
    }
}

/* rpc.c */
/* Ends the call: off every list, done. May free or reuse the call. */
void nd__rpc_call_end(struct nd_rpc_call *call, enum nd_status status, struct nd_slice reply);
/* Frames the call and hands it to a ready connection. */
void nd__rpc_call_send(struct nd_rpc_call *call, struct nd_rpc_conn *conn);
void nd__rpc_peer_changed(struct nd_rpc *rpc, struct nd_node_id node, bool is_connected);

/* rpc_conn.c */
void nd__rpc_lane_init(struct nd__rpc_peer_lane *lane, struct nd_rpc_peer *peer, enum nd__rpc_lane kind);
/* Something waits: connects, now or after the backoff. */
void nd__rpc_lane_kick(struct nd__rpc_peer_lane *lane);
static inline bool nd__rpc_lane_is_ready(const struct nd__rpc_peer_lane *lane)
{
    return lane->conn != NULL && lane->conn->is_ready && !lane->conn->is_closing;
}
/* Lets the lane's connection go once its calls are answered; the next use makes a new one. */
void nd__rpc_lane_drain(struct nd__rpc_peer_lane *lane);
void nd__rpc_conn_put(struct nd_rpc_conn *conn, enum nd__rpc_kind kind, uint8_t method, enum nd__rpc_reason reason,
                      uint64_t id, struct nd_slice payload);
void nd__rpc_conn_put_buf(struct nd_rpc_conn *conn, enum nd__rpc_kind kind, uint8_t method, uint64_t id,
                          struct nd_buf *payload); /* takes it */
size_t nd__rpc_conn_queued(const struct nd_rpc_conn *conn);
void nd__rpc_conn_call_over(struct nd_rpc_conn *conn); /* one call less */
void nd__rpc_conn_abandon(struct nd_rpc_conn *conn);   /* rpc goes away: closes, touches it no more */
void nd__rpc_flush(struct nd_task *task);
bool nd__rpc_on_accept(struct nd_listener *listener, void *owner, struct nd_stream *stream,
                       const struct nd_stream_handler **handler_out, void **owner_out);

/* rpc_serve.c */
void nd__rpc_serve_frame(struct nd_rpc_conn *conn, const struct nd__rpc_frame *frame);
void nd__rpc_serve_local(struct nd_rpc *rpc, uint64_t call_id, enum nd_rpc_method method, struct nd_buf *payload);
void nd__rpc_run_local(struct nd_task *task);
void nd__rpc_conn_forget_requests(struct nd_rpc_conn *conn);
void nd__rpc_conn_look_at_pressure(struct nd_rpc_conn *conn);
void nd__rpc_serve_deinit(struct nd_rpc *rpc);
void nd__rpc_request_unwrap(struct nd_rpc_request *request, size_t header_bytes); /* what is behind them is its payload from here on */

/* rpc_relay.c */
void nd__rpc_on_relay(void *arg, struct nd_rpc_request *request);
void nd__rpc_relay_unwrap(enum nd_status *status, struct nd_slice *reply);

#endif
