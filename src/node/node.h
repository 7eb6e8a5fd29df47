/* SPDX-License-Identifier: Apache-2.0 */
/* node.h - wiring: makes a node of all the modules, on any env.
 *
 * Role.       Opens engine and log, finds out who it is (its disk, else the other nodes), then opens
 *             ranges, meta, kv, txn, sql and the listeners. Servers call it from `ndoto start`, the
 *             simulator from the boot of each simulated node.
 * Owner.      src/cli or the simulator. One per env.
 * Threading.  Reactor 0 of the env, before it turns (open) or on it.
 * Invariants. O1 a node whose disk is empty takes part in no vote before all initial voters have been
 *                heard (first start of a cluster), or the meta shard gave it an id of its own.
 * Testing.    tests/sim, tests/e2e. */
#ifndef ND_NODE_NODE_H
#define ND_NODE_NODE_H

#include "env/env.h"
#include "node/config.h"
#include "obs/status.h"

struct nd_node;
struct nd_store;
struct nd_txn_system;
struct nd_sql_system;

enum nd_node_engine { ND_NODE_ROCKS, ND_NODE_MEMORY };

struct nd_node_options {
    struct nd_env *env;
    const struct nd_node_config *config; /* lives as long as the node */
    enum nd_node_engine engine;
    uint64_t down_after_ns;  /* 0: 500 ms */
    uint64_t lease_ns;       /* 0: 200 ms; the same at all nodes */
    uint64_t gc_window_ms;   /* 0: as configured */
    bool without_sql;        /* simulations of the lower layers alone */
    const char *tz_dir;      /* of the time zone database, "/usr/share/zoneinfo"; NULL: UTC and offsets only */
    bool without_http;       /* libmicrohttpd brings a thread of its own: not in simulations */
};
/* Reads the disk (blocks), then goes on by itself. On an error (IO, CORRUPT, BUSY, INVALID) the reason
 * has been logged. */
ND_RESULT nd_node_open(const struct nd_node_options *options, struct nd_node **node_out);
/* The SQL port answers (or, without_sql, the txn system is there and range 1 has been reached once). */
bool nd_node_is_ready(const struct nd_node *node);
/* Says goodbye to clients, finishes what is under way (bounded), then calls on_stopped; the env may be
 * stopped then and the node closed. */
void nd_node_stop(struct nd_node *node, void *arg, void (*on_stopped)(void *arg));
/* What was under way when it was to stop did not end, as a COMMIT without a majority cannot: it must not be closed, the process ends with it. What is
 * durable is so. */
bool nd_node_is_cut_short(const struct nd_node *node);
void nd_node_close(struct nd_node *node); /* after the reactors have stopped */

/* Leads nothing from now on, as far as others can lead; or may lead again. */
void nd_node_set_draining(struct nd_node *node, bool is_draining);
/* Asks the meta shard to move all replicas off a node, or to let it be; nothing is said of the outcome. */
void nd_node_set_leaving(struct nd_node *node, struct nd_node_id id, bool leaves);

/* Replicas here that have lost a part of their log, or their state, and have not caught up since. */
size_t nd_node_recovering_count(const struct nd_node *node);
struct nd_node_id nd_node_self(const struct nd_node *node); /* {0}: not known yet */
struct nd_store *nd_node_store(struct nd_node *node);             /* NULL before it knows who it is */
struct nd_txn_system *nd_node_txn_system(struct nd_node *node);   /* likewise */
struct nd_sql_system *nd_node_sql_system(struct nd_node *node);   /* likewise; NULL where without_sql */
const char *nd_node_sql_addr(const struct nd_node *node);         /* as bound */
/* Arrays on the arena. */
struct nd_arena;
void nd_node_get_status(struct nd_node *node, struct nd_arena *arena, struct nd_obs_status *status_out);

#endif
