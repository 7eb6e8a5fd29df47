/* SPDX-License-Identifier: Apache-2.0 */
/* harness.h - a cluster of whole nodes in the simulated world, its clients, its faults, and who watches.
 *
 * Role.       Runs one workload under one seed: brings a cluster up, lets the workload load its data,
 *             then faults and clients at the same time (safety phase), then everything heals and must
 *             converge (liveness phase), then the workload judges what its clients saw.
 * Owner.      The caller of nd_harness_run; everything of a run lives on one heap.
 * Threading.  One thread; nothing here is static and changes, so runs may follow each other.
 * Method.     Clients live on fibers inside of nodes (they die with their node: what they were doing is
 *             then unknown), or in nodes of their own that never crash and speak SQL over the network.
 *             Records of what they saw live outside of all nodes.
 * Invariants. HA1 the seed decides everything: sizes, timing, faults, clients. Same seed, same trace hash.
 *             HA2 a run counts only if it came to its floor (struct nd_harness_floor): commits, crashes,
 *                 partitions, simulated time.
 * Testing.    Broken rules (base/breakage.h) must be caught: `make mutants`. */
#ifndef ND_SIM_HARNESS_H
#define ND_SIM_HARNESS_H

#include "base/arena.h"
#include "env/fiber.h"
#include "env/sim.h"
#include "node/node.h"
#include "range/store.h"
#include "txn/txn_system.h"

enum {
    ND_HARNESS_NODES_MAX = 7,
    ND_HARNESS_WORKERS_MAX = 64,
    ND_HARNESS_CLIENT_NODE = 100, /* numbers of SQL clients' nodes begin above */
    ND_HARNESS_MERGES_MIN = 6, /* applied by replicas, where the workload is about them */
};

/* What a run must have seen to count. */
struct nd_harness_floor {
    uint64_t commits, crashes, partitions, simulated_s;
};
#define ND_HARNESS_FLOOR ((struct nd_harness_floor){5000, 5, 5, 60})
#define ND_HARNESS_FLOOR_QUICK ((struct nd_harness_floor){1000, 3, 3, 0}) /* where many short runs find more than few long ones */

struct nd_harness;
struct nd_workload;

enum nd_harness_phase {
    ND_PHASE_SETUP,    /* no faults: the workload's data are loaded */
    ND_PHASE_SAFETY,   /* clients and faults */
    ND_PHASE_LIVENESS, /* clients, no faults any more */
    ND_PHASE_SWEEP,    /* no clients: what is left of dead transactions is cleared */
    ND_PHASE_VERIFY,   /* the workload's last look */
    ND_PHASE_DONE,
};

/* A client. */
struct nd_worker_client {
    struct nd_harness *harness;
    unsigned index;
    unsigned node;       /* whose fiber it runs on */
    struct nd_prng prng; /* of its own, so that its choices do not depend on others */
    bool is_in_step;
    uint64_t steps;
    struct nd_sql_client *sql; /* in an SQL client's node; NULL elsewhere */
    struct nd_prng disturb_prng; /* of when it loses patience: the other choices of a seed stay what they are */
    struct nd_timer cancel_timer;
    struct nd_txn *txn; /* that the timer cancels; NULL: none */
    void *state;         /* of the workload */
};

struct nd_workload {
    const char *name, *about;
    bool merges; /* shards are merged under every seed, not under some */
    bool splits_itself; /* shards are split by size and load under every seed, not under some */
    bool has_zones; /* each node stands in one of three, and there are more nodes than voters */
    bool has_sql; /* clients in nodes of their own, too; the first of them sets up and verifies */
    /* Before the nodes start: makes harness->state. */
    void (*init)(struct nd_harness *harness);
    /* On a fiber of some node, or of an SQL client, once all nodes are ready. Repeated until it says true. */
    bool (*setup)(struct nd_worker_client *worker, struct nd_fiber *fiber);
    /* One operation of a client. */
    void (*step)(struct nd_worker_client *worker, struct nd_fiber *fiber);
    /* The worker's node died in the middle of a step. May be NULL. */
    void (*lost)(struct nd_worker_client *worker);
    /* After everything has converged, on a fiber: reads back and compares. Repeated until true, within
     * the time that liveness gives. May be NULL. */
    bool (*verify)(struct nd_worker_client *worker, struct nd_fiber *fiber);
    /* Outside of all nodes: the history. May be NULL. Failures through nd_harness_fail. */
    void (*check)(struct nd_harness *harness);
};

struct nd_harness_options {
    const struct nd_workload *workload;
    uint64_t seed;
    uint64_t breakages;      /* bit mask of 1ULL << enum nd_breakage */
    bool is_calm;            /* no faults: for looking at a workload itself */
    bool is_harsh;           /* every ND_BUGGIFY site is active, and all seeds damage what is durable */
    bool is_verbose;         /* the nodes' log lines and the faults, to stderr */
    struct nd_harness_floor floor;
};

struct nd_harness_result {
    bool is_failed;
    char failure[512];
    uint64_t trace_hash;
    uint64_t commits, aborts, unknowns; /* transactions as clients saw them */
    uint64_t crashes, partitions, pauses, jumps, splits, snapshots, rots, exits; /* exits: of nodes whose disk failed */
    uint64_t merges; /* as replicas applied them */
    uint64_t simulated_ns, events;
    uint64_t probes[ND_PROBE_COUNT]; /* times hit */
    unsigned nodes;
};

struct nd_harness_host { /* a node's place, whether it runs or not */
    struct nd_harness *harness;
    unsigned number;
    struct nd_node_config config;
    struct nd_node *node; /* NULL while it is down */
    uint64_t restart_at_ns; /* 0: not planned */
    uint64_t boots;
    uint64_t snapshots; /* installed since it started, as counted */
    uint64_t merges;    /* likewise */
};

struct nd_harness_repair { /* a fault that ends by itself */
    uint64_t at_ns;
    enum { ND_REPAIR_NET, ND_REPAIR_CUT, ND_REPAIR_DISK, ND_REPAIR_DRAIN, ND_REPAIR_LEAVE } kind;
    unsigned from, to;
};

struct nd_harness {
    struct nd_heap heap;
    struct nd_harness_options options;
    struct nd_harness_result result;
    struct nd_sim *sim;
    struct nd_sim_program program, client_program;
    struct nd_logger logger;
    struct nd_prng prng; /* faults and sizes */
    unsigned nodes, voters;
    uint64_t gc_window_ms, down_after_ns, lease_ns;
    uint64_t async_commit_keys;
    uint64_t split_bytes, split_requests; /* 0: as configured; never */
    uint64_t disk_reserve_bytes;
    uint64_t merge_percent, merge_after_s; /* 0: never */
    struct nd_harness_host hosts[ND_HARNESS_NODES_MAX + 1];
    struct nd_worker_client workers[ND_HARNESS_WORKERS_MAX];
    unsigned worker_count, sql_worker_count;
    enum nd_harness_phase phase;
    bool is_set_up, is_verified;
    void *state; /* of the workload */

    struct nd_harness_repair repairs[256];
    size_t repair_count;
    unsigned leaving; /* node that the meta shard was asked to empty; 0: none */
    uint32_t left;    /* bit for each that it ever was asked to */
    uint64_t told_to_stay_ns;
    double disturbance; /* chance at each transaction, or statement, that its client loses patience; 0 in some seeds */
    double fault_rate; /* chance at each look */
    struct nd_prng flux_prng;
    double flux_rate; /* chance at each look that a node in the middle of a snapshot, or of a removal, crashes; of some seeds */
    struct nd_prng rot_prng;
    double rot_rate;         /* chance at each crash that durable bytes are damaged, too; of some seeds */
    unsigned rotten;         /* node with damage that it has not repaired yet; 0: none */
    struct nd__holdings *holdings; /* rot.c: which nodes have which ranges */
    uint64_t whole_since_ns; /* ... but seems to have; 0: not yet */
    uint64_t disk_fails_until_ns; /* until then nodes may end themselves for their disk */
    struct nd_sim_net_options calm_net;
    struct nd_sim_disk_options calm_disk;

    struct nd__leaders *leaders; /* invariants.c: who led which term */
    struct nd_slice *stuck_keys; /* sweep: keys that still carry provisional records */
    size_t stuck_count, stuck_cap;
    unsigned sweepers;
};

/* Runs the workload under the seed. The result says all. */
void nd_harness_run(const struct nd_harness_options *options, struct nd_harness_result *result_out);

/* ---- for workloads -------------------------------------------------------------------------------------- */

/* The first failure counts; the run ends soon. */
void nd_harness_fail(struct nd_harness *harness, const char *fmt, ...) ND_PRINTF(2, 3);
uint64_t nd_harness_now_ns(const struct nd_harness *harness);
struct nd_txn_system *nd_worker_txn_system(struct nd_worker_client *worker);
/* So many seconds from now, by the clock of the worker's node, whose rate is its own. */
uint64_t nd_worker_deadline_ns(const struct nd_worker_client *worker, uint64_t seconds);
bool nd_worker_is_stopping(const struct nd_worker_client *worker);
/* Chance that a client loses patience with what it runs now: 0 while data are loaded, or looked at in the end. */
double nd_harness_disturbance(const struct nd_harness *harness);
/* What a transaction's end means for the tally. */
enum nd_outcome { ND_OUTCOME_COMMITTED, ND_OUTCOME_ABORTED, ND_OUTCOME_UNKNOWN };
void nd_harness_count(struct nd_harness *harness, enum nd_outcome outcome);
enum nd_outcome nd_outcome_of(enum nd_status commit_status);
/* Adds to the trace hash. */
void nd_harness_trace(struct nd_harness *harness, const char *what, uint64_t v);

/* NULL: no such workload. */
const struct nd_workload *nd_workload_find(const char *name);
const struct nd_workload *nd_workload_at(size_t i); /* NULL beyond the last */

/* ---- between the files of this folder --------------------------------------------------------------------- */

/* faults.c */
void nd__faults_init(struct nd_harness *harness);
void nd__faults_step(struct nd_harness *harness); /* maybe something breaks, maybe something is repaired */
void nd__faults_end(struct nd_harness *harness);  /* everything is well from now on */
void nd__faults_stay(struct nd_harness *harness); /* nodes that were to be emptied may stay, said until it has been heard */
/* rot.c */
void nd__rot_init(struct nd_harness *harness);
void nd__rot_crashed(struct nd_harness *harness, unsigned node); /* maybe some of its disk is damaged */
void nd__rot_look(struct nd_harness *harness);
/* invariants.c */
void nd__invariants_init(struct nd_harness *harness);
void nd__invariants_check(struct nd_harness *harness);
/* All replicas have applied the same and hold the same; false: not yet. Fails the run where equal
 * indexes hold different records. */
bool nd__invariants_converged(struct nd_harness *harness);
/* Every replica in a line each, to stderr: for looking into a failure. */
void nd__invariants_dump(struct nd_harness *harness);
/* Fills harness->stuck_keys. */
void nd__invariants_find_stuck(struct nd_harness *harness);

#endif
