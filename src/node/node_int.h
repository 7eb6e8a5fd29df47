/* SPDX-License-Identifier: Apache-2.0 */
/* node_int.h - shared by the files of this folder. */
#ifndef ND_NODE_NODE_INT_H
#define ND_NODE_NODE_INT_H

#include <stdatomic.h>

#include "api/api.h"
#include "base/hmap.h"
#include "meta/meta.h"
#include "node/node.h"
#include "obs/http.h"
#include "txn/txn_system.h"

#define ND__CONTACTS_MAX 16

/* What the disk says about the node; engine key 'n' "identity". */
struct nd__identity {
    uint64_t uuid[2];         /* drawn when the folder was made */
    struct nd_node_id id;     /* {0}: not known yet */
    uint64_t cluster_uuid[2];
    struct nd_meta_node voters[ND_REPLICAS_MAX]; /* the initial voters, as agreed at the first start */
    size_t voter_count;
    /* Some nodes of today, to ask where the meta shard is after a restart: the initial voters may be gone. */
    struct nd_meta_node contacts[ND__CONTACTS_MAX];
    size_t contact_count;
};

/* Where CPU time goes, by the threads' roles; in microseconds, brought up to date for /metrics. */
struct nd__cpu {
    struct nd_gauge reactor, log, log_read, apply, read, flush, other;
};

enum { ND__CHECKS_MAX = 16 };
struct nd__check { /* whether a replica here is still one */
    struct nd_meta_call call;
    struct nd_node *node;
    struct nd_range_id range;
};

struct nd_node {
    struct nd_node_options options;
    const struct nd_node_config *config;
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_reactor *reactor;
    const struct nd_logger *logger;
    struct nd_metrics *metrics;
    struct nd_arena arena; /* lives as long as the node */
    struct nd__identity identity;
    uint64_t started_ns;

    struct nd_worker *log_writer, *log_reader, *apply, *readers, *background, *flusher;
    struct nd_engine *engine;
    _Atomic bool may_rebuild_state, has_told_damage; /* state_repair.c */
    struct nd_log *log;
    struct nd_rpc *rpc;
    struct nd_multiraft *multiraft;
    struct nd_meta_client *meta_client;
    struct nd_store_base *bases; /* until the store takes them */
    size_t base_count;
    struct nd_store *store;
    struct nd_meta *meta;
    struct nd_kv_client *kv;
    struct nd_txn_system *txn_system;
    struct nd_api *api;
    struct nd__node_sql *sql; /* node_sql.c */
    struct nd_obs_http *http;
    struct nd__cpu cpu;
    char *rpc_bound, *http_bound;

    struct nd__bootstrap *bootstrap; /* while it finds out who it is */
    struct nd_meta_node *nodes;      /* as the meta shard told last; slices on the heap */
    size_t node_count;
    struct nd_timer registry_timer, check_timer;
    struct nd__check checks[ND__CHECKS_MAX]; /* registry.c */
    size_t checks_open;
    bool has_destroyed;
    struct nd_range_id checked[2];   /* registry.c: range asked about last, of the suspicious ones and of all followers */
    bool takes_followers; /* the looks at all ranges that are under way are for those */
    struct nd_meta_call registry_call;
    struct nd_buf stats_at, looks_at; /* registry.c: first keys where telling of shards, and looking for suspicious ones, goes on */
    struct nd_meta_call leaving_call;
    bool is_leaving_asked;
    struct nd_job contacts_job;
    struct nd_buf contacts_record;
    bool is_storing_contacts;
    enum nd_status contacts_status;
    bool is_registering, is_registered, is_stopping;
    struct nd_list reports, reports_due; /* descriptors on their way to the meta shard, and those that wait to be */
    struct nd_hmap ranges_due;           /* range id -> what waits in reports_due */
    size_t reports_open;
    struct nd_list op_waits;         /* node_ops.c: requests of people under way */

    struct nd_timer stop_timer;
    unsigned stop_ticks;
    bool is_cut_short;               /* stopped with work under way */
    bool is_drained;                 /* stopping: leadership is elsewhere, or could not be given away in time */
    void *stop_arg;
    void (*on_stopped)(void *arg);
};

/* identity.c */
ND_RESULT nd__identity_load(struct nd_node *node, bool *is_there_out);
ND_RESULT nd__identity_store(struct nd_node *node); /* blocks */
void nd__identity_encode(const struct nd__identity *identity, struct nd_buf *out);
ND_RESULT nd__identity_write(struct nd_node *node, struct nd_slice record); /* blocks */
bool nd__identity_decode(struct nd_node *node, struct nd_slice record);
/* state_repair.c */
ND_RESULT nd__identity_file_write(struct nd_node *node, struct nd_slice record); /* blocks */
/* Opens the state engine and finds out who the node is; *is_lost_out: the engine is a new one in place of a damaged one, until
 * nd__state_rebuilt says that the log knows. CORRUPT: damaged, and there is nobody to rebuild it from. Blocks. */
ND_RESULT nd__state_open(struct nd_node *node, bool *is_lost_out);
ND_RESULT nd__state_rebuilt(struct nd_node *node);
void nd__state_judge_others(struct nd_node *node); /* now and then: would they do without this node? */
/* bootstrap.c: done once, on the reactor, when identity has id and cluster; ends the process on what
 * only a person can mend. */
void nd__bootstrap_serve(struct nd_node *node); /* answers probes, always */
void nd__bootstrap_start(struct nd_node *node, void (*done)(struct nd_node *node));
void nd__bootstrap_stop(struct nd_node *node);
bool nd__bootstrap_is_of_cluster(struct nd_node *node); /* is the identity on the disk one of the configured cluster_name? */
/* cpu.c */
void nd__cpu_register(struct nd_node *node);
void nd__cpu_refresh(struct nd_node *node);
/* registry.c */
void nd__registry_start(struct nd_node *node);
void nd__registry_stop(struct nd_node *node);
const char *nd__registry_addr_of(void *node, struct nd_node_id id); /* RPC address; "": unknown */
void nd__registry_on_range_change(void *owner, struct nd_range *range);
/* node_ops.c */
void nd__ops_serve(struct nd_node *node);
void nd__ops_stop(struct nd_node *node);
/* node_sql.c */
ND_RESULT nd__node_sql_open(struct nd_node *node);
bool nd__node_sql_stop(struct nd_node *node); /* true: nothing is open any more */
void nd__node_sql_close(struct nd_node *node);

#endif
