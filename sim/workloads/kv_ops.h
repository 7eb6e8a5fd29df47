/* SPDX-License-Identifier: Apache-2.0 */
/* kv_ops.h - small things that workloads over the transaction API share. */
#ifndef ND_SIM_WORKLOADS_KV_OPS_H
#define ND_SIM_WORKLOADS_KV_OPS_H

#include "sim/harness.h"

enum { ND_KV_TXN_S = 8 }; /* time that a client gives one transaction */

/* Begins a transaction and its first statement. NULL: no timestamp to be had. One at a time for each worker; where the seed has clients that
 * lose patience (nd_harness_disturbance), it may be canceled at any moment from now on. */
ND_YIELDS struct nd_txn *nd_kv_begin(struct nd_worker_client *worker, struct nd_fiber *fiber, enum nd_isolation isolation);
enum nd_isolation nd_kv_any_isolation(struct nd_worker_client *worker);
/* Commits, counts, frees. */
ND_YIELDS enum nd_outcome nd_kv_commit(struct nd_worker_client *worker, struct nd_txn *txn);
/* Frees; rolls back if neither committed nor rolled back. Every nd_kv_begin ends with it, by itself or in nd_kv_commit, nd_kv_give_up. */
void nd_kv_end(struct nd_worker_client *worker, struct nd_txn *txn);
/* Before a step that is worth it: in seeds with clients that lose patience, it may be canceled under way. */
void nd_kv_cancel_soon(struct nd_worker_client *worker);
/* Rolls back, counts as aborted, frees. */
ND_YIELDS void nd_kv_give_up(struct nd_worker_client *worker, struct nd_txn *txn);
/* READ COMMITTED's way to lock: on a conflict a new statement, keeping the locks. */
ND_YIELDS ND_RESULT nd_kv_lock(struct nd_txn *txn, const struct nd_slice *keys, size_t count);
/* A key of the KV space; printf-like. On the arena. */
struct nd_slice nd_kv_key(struct nd_arena *arena, const char *fmt, ...) ND_PRINTF(2, 3);
struct nd_slice nd_kv_number(struct nd_arena *arena, uint64_t v);
/* Splits at the keys, leaders in turn. False: try again. */
ND_YIELDS bool nd_kv_split_at(struct nd_worker_client *worker, struct nd_fiber *fiber, const struct nd_slice *keys, size_t count);

#endif
