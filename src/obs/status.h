/* SPDX-License-Identifier: Apache-2.0 */
/* status.h - what a node says about itself and the cluster: the document behind /status.
 *
 * Role.       The node fills the structs from its own state, this renders them as JSON; `ndoto status`
 *             asks every node and lays the answers side by side.
 * Threading.  Pure functions.
 * Format.     docs/OPERATION.md lists the fields.
 * Testing.    tests/unit/obs_status.c */
#ifndef ND_OBS_STATUS_H
#define ND_OBS_STATUS_H

#include "base/ids.h"
#include "base/limits.h"
#include "base/slice.h"

struct nd_obs_node {
    struct nd_node_id id;
    const char *rpc, *sql, *http; /* advertised addresses; "" if unknown */
    const char *locality;         /* likewise */
    const char *state;            /* "active", "leaving", "removed" */
    bool is_live;                 /* as the answering node sees it */
};

struct nd_obs_replica {
    struct nd_node_id node;
    uint64_t match; /* last log index known to be durable there; known to the leader only */
};

/* A replica on the answering node. */
struct nd_obs_shard {
    struct nd_range_id id;
    struct nd_slice start_key, end_key; /* empty end: none */
    struct nd_node_id leader;           /* 0: none known */
    uint64_t term, commit, applied, last;
    bool is_recovering; /* it has lost a part of its log, and votes only when it has caught up */
    const struct nd_obs_replica *replicas;
    size_t replica_count;
    uint64_t bytes, keys, requests_per_s; /* about; requests: of the leader */
};

struct nd_obs_status {
    struct nd_node_id self;
    const char *cluster_name, *version;
    bool is_ready;
    size_t recovering; /* replicas here that lost a part of their log or state, those that have yet to come from elsewhere included */
    uint64_t uptime_ms;
    const struct nd_obs_node *nodes;
    size_t node_count;
    const struct nd_obs_shard *shards;
    size_t shard_count;
};

void nd_obs_status_render(const struct nd_obs_status *status, struct nd_buf *json_out);
/* Appends `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void nd_obs_json_put_string(struct nd_buf *json, struct nd_slice text);

#endif
