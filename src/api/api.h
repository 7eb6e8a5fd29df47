/* SPDX-License-Identifier: Apache-2.0 */
/* api.h - the key-value API of client programs: a gateway on every node.
 *
 * Role.       Single reads and writes go straight to the shard's leader, in memory where that is this
 *             node; transactions run on fibers of their own at the node that began them.
 * Owner.      The node.
 * Threading.  Its reactor.
 * Keys.       Clients' keys live under ND_KEYSPACE_KV.
 * Invariants. AP1 an operation is acknowledged when it is durable on a quorum and applied.
 *             AP2 transactions idle for ND_API_IDLE_S, or whose client's node says nothing, are rolled back. */
#ifndef ND_API_API_H
#define ND_API_API_H

#include "kv/kv.h"
#include "txn/txn_system.h"

#define ND_API_TXNS_MAX 4096
#define ND_API_IDLE_S 60

struct nd_api;

struct nd_api_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
    struct nd_store *store;
    struct nd_kv_client *kv;
    struct nd_txn_system *txn_system;
    struct nd_ts_source *ts_source;
    struct nd_node_id self;
    /* RPC address of a node, "" if unknown; for ROUTE. */
    void *addr_arg;
    const char *(*addr_of_node)(void *addr_arg, struct nd_node_id node);
};
struct nd_api *nd_api_open(const struct nd_api_options *options);
/* Rolls back open transactions; true once no fiber of them is left: call again until then. */
bool nd_api_stop(struct nd_api *api);
void nd_api_close(struct nd_api *api);
void nd_api_register_metrics(struct nd_api *api, struct nd_metrics *metrics);

#endif
