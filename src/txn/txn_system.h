/* SPDX-License-Identifier: Apache-2.0 */
/* txn_system.h - what the transactions of one reactor share. */
#ifndef ND_TXN_TXN_SYSTEM_H
#define ND_TXN_TXN_SYSTEM_H

#include "kv/kv.h"
#include "txn/txn.h"

struct nd_txn_system_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_kv_client *kv;
    struct nd_meta_client *meta;
    size_t async_keys_max; /* transactions over several ranges with up to so many keys commit asynchronously; 0: none */
    struct nd_rpc *rpc; /* NULL: no other node is asked for its transactions, nor this one for its own */
};
struct nd_txn_system *nd_txn_system_open(const struct nd_txn_system_options *options);
/* No transaction is open any more; clean-up under way is dropped (others find it by the primary). */
void nd_txn_system_close(struct nd_txn_system *system);
/* Transactions whose records are still being turned into versions or removed, in the background. */
size_t nd_txn_system_background(const struct nd_txn_system *system);
/* nd_txn_system_split on a fiber of its own; done once, later. Copies the key. */
void nd_txn_system_split_soon(struct nd_txn_system *system, struct nd_slice key, void *arg, void (*done)(void *arg, enum nd_status status));
/* Physically empties [first, end) over all shards, none of which reads below the safepoint any more, on a fiber of its own. For nd_meta_options.discard. */
void nd_txn_system_empty_span(void *system, struct nd_slice first, struct nd_slice end, struct nd_ts safepoint, void *arg,
                              void (*done)(void *arg, enum nd_status status));
/* Resolves all provisional records of transactions that began below `safepoint`, and lets no range take
 * new ones; lets all ranges collect below `collect_below`, a safepoint for which this has been OK before.
 * On a fiber of its own. For nd_meta_options.collect. */
void nd_txn_system_collect(void *system, struct nd_ts safepoint, struct nd_ts collect_below, void *arg, void (*done)(void *arg, enum nd_status status));
void nd_txn_system_register_metrics(struct nd_txn_system *system, struct nd_metrics *metrics);

#endif
