/* SPDX-License-Identifier: Apache-2.0 */
/* kv.h - routing: sends requests to the leader of the range that holds a key, and finds it again when
 * it has moved.
 *
 * Owner.      The node, one per reactor.
 * Threading.  Its reactor.
 * Invariants. Q1 retries are bounded by the call's deadline and ND_KV_ATTEMPTS_MAX, with a pause that
 *                grows (2 ms to 100 ms, jittered).
 *             Q2 a request is repeated after an unknown outcome only if it carries an identity
 *                (start_ts) or only reads; else the call ends AMBIGUOUS. A repeated write that runs out
 *                of time ends AMBIGUOUS too.
 *             Q3 a cached descriptor is replaced by one of a higher epoch only; replaced spans never
 *                overlap in the cache. */
#ifndef ND_KV_KV_H
#define ND_KV_KV_H

#include "env/fiber.h"
#include "kv/meta_client.h"
#include "range/store.h"

struct nd_kv_client;

struct nd_kv_client_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
    struct nd_store *store; /* of this node, on the same reactor: requests to it skip the wire; may be NULL */
    struct nd_node_id self;
    struct nd_meta_client *meta;
};
struct nd_kv_client *nd_kv_client_new(const struct nd_kv_client_options *options);
void nd_kv_client_free(struct nd_kv_client *client); /* no call is open any more */

/* One request to one range. Embedded by the caller, on its arena or stack. */
struct nd_kv_call {
    struct nd_kv_request request; /* in: all but range and epoch */
    struct nd_slice route_key;    /* in: which range. is_before: the range that holds the last key below it (reverse scans) */
    bool is_before;
    uint64_t deadline_ns;         /* in */
    struct nd_arena *arena;       /* in: the reply lives here */
    void (*done)(struct nd_kv_call *call); /* in: once, never inside the start; NULL under nd_kv_run */
    /* out: OK; what the range said and a transaction must deal with (WRITE_CONFLICT, LOCKED,
     * DUPLICATE_KEY, DEADLOCK, TXN_ABORTED, ...); WRONG_RANGE: the keys no longer lie in one range, group
     * them anew; TIMEOUT (nothing happened), AMBIGUOUS, CANCELED. */
    enum nd_status status;
    struct nd_kv_reply reply;
    struct nd_range_id served_by;
    /* the rest is the client's */
    struct nd_kv_client *client;
    struct nd_range_op op;
    struct nd_rpc_call rpc_call;
    struct nd_timer timer;
    struct nd_task task;
    struct nd_meta_call meta_call;
    struct nd_fiber *waiter;
    uint32_t attempts;
    bool may_have_happened, is_local, is_canceled, is_open;
    bool is_asking; /* an answer of another node is under way */
    bool is_near, was_near; /* a stale read that the replica here is asked for, or was */
    struct nd_node_id target, carrier; /* carrier: of an attempt that another node carries on */
};
void nd_kv_call_start(struct nd_kv_client *client, struct nd_kv_call *call);
/* done comes soon, with CANCELED or AMBIGUOUS. */
void nd_kv_call_cancel(struct nd_kv_call *call);
/* Starts all and waits for all. Statuses are in the calls. */
ND_YIELDS void nd_kv_run(struct nd_kv_client *client, struct nd_fiber *fiber, struct nd_kv_call *const *calls, size_t count);

/* The descriptor that holds key, from the cache or meta; slices on arena. For grouping keys by range.
 * TIMEOUT. */
ND_YIELDS ND_RESULT nd_kv_lookup(struct nd_kv_client *client, struct nd_fiber *fiber, struct nd_slice key, bool is_before,
                                 uint64_t deadline_ns, struct nd_arena *arena, struct nd_range_desc *desc_out);
/* From the cache only. */
bool nd_kv_find_cached(struct nd_kv_client *client, struct nd_slice key, bool is_before, struct nd_range_desc *desc_out); /* borrowed until the next call into the client */
struct nd_ts nd_kv_closed_ts(const struct nd_kv_client *client, struct nd_ts min); /* nd_store_closed_ts of the store here; min, if there is none */
void nd_kv_register_metrics(struct nd_kv_client *client, struct nd_metrics *metrics);

#endif
