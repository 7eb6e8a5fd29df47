/* SPDX-License-Identifier: Apache-2.0 */
/* meta_client.h - calls to the meta shard's leader, wherever it is, and the batched timestamp source.
 *
 * Owner.      The node, one per reactor.
 * Threading.  Its reactor.
 * Invariants. MC1 a timestamp call in flight never serves a draw made after it was sent (S2 of
 *                 range/ts_source.h): such draws wait for the next call; one call is in flight at a time,
 *                 two where the first takes long. */
#ifndef ND_KV_META_CLIENT_H
#define ND_KV_META_CLIENT_H

#include "meta/meta_wire.h"
#include "range/ts_source.h"
#include "rpc/rpc.h"

struct nd_meta_client;

struct nd_meta_client_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
};
struct nd_meta_client *nd_meta_client_new(const struct nd_meta_client_options *options);
void nd_meta_client_free(struct nd_meta_client *client); /* open calls end with SHUTDOWN */
/* Nodes that may lead the meta shard: tried in turn while no leader is known. Replaces the list.
 * Addresses come from nd_rpc_set_node_addr. */
void nd_meta_client_set_candidates(struct nd_meta_client *client, const struct nd_node_id *nodes, size_t count);
struct nd_ts_source *nd_meta_client_ts_source(struct nd_meta_client *client);
/* Draws from now on ask whether `key`, of range 1, has a version newer than `since`. */
void nd_meta_client_watch(struct nd_meta_client *client, struct nd_slice key, struct nd_ts since);

/* Embedded by the caller. done exactly once, never inside the start. reply lives until done returns;
 * status: OK or what the leader said; TIMEOUT; AMBIGUOUS never (M1: calls are repeated). */
struct nd_meta_call {
    void (*done)(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply);
    struct nd_rpc_call rpc_call;
    struct nd_list link;
    struct nd_timer timer;
    struct nd_meta_client *client;
    struct nd_buf request;
    uint64_t deadline_ns;
    uint32_t attempts;
    struct nd_node_id target, carrier; /* carrier: of an attempt that another node carries on */
};
void nd_meta_call_start(struct nd_meta_client *client, struct nd_meta_call *call, const struct nd_meta_request *request, uint64_t timeout_ns);
void nd_meta_call_cancel(struct nd_meta_call *call); /* done will not come */

#endif
