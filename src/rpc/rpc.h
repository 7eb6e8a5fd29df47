/* SPDX-License-Identifier: Apache-2.0 */
/* rpc.h - requests, replies and one-way messages between nodes, and from clients to nodes.
 *
 * Role.       Frames over ND_STREAM_FRAMED streams, connections made on demand and pooled (two per
 *             peer: control, so that votes never queue behind bulk; and bulk), request ids, timeouts.
 * Owner.      One nd_rpc per reactor of a node, or one in a client program.
 * Threading.  Its reactor.
 * Format.     rpc_frame.h: length, CRC32C, kind, method, request id, payload. A connection opens with
 *             HELLO both ways: magic, version, cluster uuid, node id, incarnation.
 * Invariants. P1 done of a call comes exactly once, never inside nd_rpc_call.
 *             P2 a reply whose call is gone is dropped, never matched to another: request ids are
 *                (incarnation, counter).
 *             P3 messages may be lost, doubled and reordered: every method bears that.
 *             P4 frames from another cluster, or addressed to another node, are refused.
 *             P5 queues are bounded (limits.h): calls end with BUSY, one-way messages are dropped.
 * Testing.    tests/unit/rpc_*.c over both envs, tests/fuzz/rpc_frame.c. */
#ifndef ND_RPC_RPC_H
#define ND_RPC_RPC_H

#include "env/env.h"

struct nd_rpc;
struct nd_rpc_peer; /* a node or an address; owned by the nd_rpc, lives as long as it */

/* One byte on the wire; numbers are for ever. */
enum nd_rpc_method {
    ND_RPC_LIVENESS = 1,    /* multiraft, one-way, control lane */
    ND_RPC_RAFT = 2,        /* multiraft: batch of group messages, one-way, bulk lane */
    ND_RPC_RAFT_URGENT = 3, /* the same on the control lane: votes, read rounds, TIMEOUT_NOW */
    ND_RPC_RELAY = 4,       /* rpc: a call to another node, carried on (rpc_relay.c) */
    ND_RPC_KV = 16,         /* range: batch of operations on one range (range/kv_wire.h) */
    ND_RPC_META = 17,       /* meta: lookup, report, register, timestamps (meta/meta_wire.h) */
    ND_RPC_SNAPSHOT = 18,   /* range: snapshots in chunks (range/snap_int.h) */
    ND_RPC_PLACE = 19,      /* range: one step of a change of members (range/members.h) */
    ND_RPC_TXN = 20,        /* txn: who works by an older catalog (txn/txn_elders.c) */
    ND_RPC_CLOSED = 21,     /* range: closed timestamps, one-way (range/closed.c) */
    ND_RPC_SQL = 22,        /* sql: sessions, and signals to them (sql/session_list.c) */
    ND_RPC_CLIENT = 32,     /* api: the KV API of client programs (rpc/client_wire.h) */
    ND_RPC_ADMIN = 33,      /* node: who are you (node/bootstrap.c) */
    ND_RPC_NODE_OPS = 34,   /* node: drain, decommission and the like (node/node_ops.h) */
};
#define ND_RPC_METHODS_MAX 64

struct nd_rpc_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_node_id self;   /* {0}: a client */
    uint64_t cluster_uuid[2]; /* {0,0}: not known yet (client, joining node): accepts any */
};
struct nd_rpc *nd_rpc_new(const struct nd_rpc_options *options);
/* Open calls end with SHUTDOWN first. Requests that handlers still hold may be ended later. Not from
 * within a callback of rpc. */
void nd_rpc_free(struct nd_rpc *rpc);
/* A joining node learns both. Before, it can only call. */
void nd_rpc_set_identity(struct nd_rpc *rpc, struct nd_node_id self, const uint64_t cluster_uuid[2]);
uint64_t nd_rpc_incarnation(const struct nd_rpc *rpc); /* random per process start, never 0 */

/* Serves on addr; the same errors as nd_listener_open. */
ND_RESULT nd_rpc_listen(struct nd_rpc *rpc, const char *addr, char **bound_out);
void nd_rpc_stop_listening(struct nd_rpc *rpc); /* and closes accepted connections */

/* The peer that is node `node`, made on first use; calls to it need an address (else UNREACHABLE).
 * The node itself is a peer too: messages to it stay in memory. */
struct nd_rpc_peer *nd_rpc_node(struct nd_rpc *rpc, struct nd_node_id node);
void nd_rpc_set_node_addr(struct nd_rpc *rpc, struct nd_node_id node, const char *addr);
struct nd_rpc_peer *nd_rpc_addr(struct nd_rpc *rpc, const char *addr); /* whoever answers there */

/* ---- calling ---- */
struct nd_rpc_call {
    void (*done)(struct nd_rpc_call *call); /* the caller may free or reuse the call in it */
    enum nd_status status;                  /* OK: a reply came. UNREACHABLE: never sent or refused for sure. TIMEOUT,
                                               AMBIGUOUS (connection lost after it was sent), BUSY, TOO_LARGE, SHUTDOWN */
    struct nd_slice reply;                  /* borrowed until done returns */
    /* the rest is rpc's */
    uint64_t id, begun_ns;
    struct nd_rpc_peer *peer;
    struct nd_rpc *rpc;
    struct nd_rpc_conn *conn; /* it was sent on */
    struct nd_buf payload;    /* until it is sent */
    enum nd_rpc_method method;
    uint8_t state;
    bool is_carried; /* the reply is a carrier's */
    struct nd_timer timer;
    struct nd_list link;
};
/* Takes the payload's memory. timeout_ns > 0. `call` is zeroed before its first use; only done is
 * read. Without a connection the call waits for one within its timeout, but no longer than the
 * attempt to connect that runs, or follows: when that fails, it ends with UNREACHABLE. */
void nd_rpc_call(struct nd_rpc_peer *peer, struct nd_rpc_call *call, enum nd_rpc_method method, struct nd_buf *payload,
                 uint64_t timeout_ns);
/* The same to a node that cannot be reached from here, through one that can: ND_RPC_KV and ND_RPC_META alone. The handler there sees
 * this node as the one that asks. Statuses are the carrier's: UNREACHABLE if it cannot reach the node either. */
void nd_rpc_call_through(struct nd_rpc_peer *carrier, struct nd_rpc_call *call, struct nd_node_id to, enum nd_rpc_method method, struct nd_buf *payload,
                         uint64_t timeout_ns);
/* The node does not answer, whatever its connections look like: those calls of ND_RPC_KV and ND_RPC_META that wait for it end soon
 * (AMBIGUOUS; UNREACHABLE if not sent), and others had better go elsewhere, until it is said to be back. */
void nd_rpc_set_away(struct nd_rpc *rpc, struct nd_node_id node, bool is_away);
/* It is away, or the last attempt to connect failed a moment ago: a call would wait for the next one. */
bool nd_rpc_is_backing_off(const struct nd_rpc_peer *peer, enum nd_rpc_method method);
void nd_rpc_call_cancel(struct nd_rpc_call *call); /* done will not come; harmless after done */
/* One-way; takes the payload. false: dropped at once (no address, queue full, last attempt to
 * connect failed a moment ago). */
bool nd_rpc_send(struct nd_rpc_peer *peer, enum nd_rpc_method method, struct nd_buf *payload);

/* ---- serving ---- */
struct nd_rpc_request {
    struct nd_rpc *rpc;
    struct nd_node_id from; /* {0}: a client */
    uint64_t from_incarnation;
    enum nd_rpc_method method;
    bool is_oneway;
    struct nd_slice payload; /* belongs to the request */
    uint64_t received_ns;
    /* the rest is rpc's */
    uint64_t id;
    struct nd_rpc_conn *conn;
    struct nd_list conn_link;
};
/* The handler owns the request and ends it with nd_rpc_reply or nd_rpc_request_drop, now or later. */
typedef void nd_rpc_handler(void *arg, struct nd_rpc_request *request);
/* handler NULL: not served (any more). */
void nd_rpc_serve(struct nd_rpc *rpc, enum nd_rpc_method method, void *arg, nd_rpc_handler *handler);
/* Takes the payload's memory; fine if the connection has gone. Frees the request. Not for one-way ones. */
void nd_rpc_reply(struct nd_rpc_request *request, struct nd_buf *payload);
void nd_rpc_request_drop(struct nd_rpc_request *request); /* no reply; the end of every one-way request */
/* Called when a connection to or from a node comes or goes, or could not be made: a hint to look at
 * liveness now. on_change NULL: `arg` does not want to hear any more. Not from within on_change. */
void nd_rpc_on_peer_change(struct nd_rpc *rpc, void *arg,
                           void (*on_change)(void *arg, struct nd_node_id node, bool is_connected));
/* The latest word from the node's machine is that nobody listens there: its process is gone. */
bool nd_rpc_is_refused(const struct nd_rpc *rpc, struct nd_node_id node);
void nd_rpc_register_metrics(struct nd_rpc *rpc, struct nd_metrics *metrics);

#endif
