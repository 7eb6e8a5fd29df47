/* SPDX-License-Identifier: Apache-2.0 */
/* sim.h - the simulated world: virtual time, network, disks and nodes, all from one seed.
 *
 * Role.       A nd_sim holds any number of nodes, each with an nd_env of its own over a tracked
 *             heap. nd_sim_run turns events in order of (virtual time, sequence) on one thread.
 * Method.     Deterministic simulation after FoundationDB (sim2) and TigerBeetle (VOPR); faults as
 *             in docs/TESTING.md. What was synced survives a crash; of what was not, each 512-byte
 *             sector is kept, lost or torn by the seed. Directory entries count as written until
 *             nd_dir_sync of their folder.
 * Invariants. M1 same seed, options and program: same trace hash (over every event's time, node,
 *             kind and payload length).
 *             M2 a crash frees the node's heap, fibers and stacks whole; disks stay.
 * Testing.    tests/unit/env_sim.c, env_sim_disk.c; every simulated workload runs twice in CI. */
#ifndef ND_ENV_SIM_H
#define ND_ENV_SIM_H

#include "base/prng.h"
#include "env/env.h"

struct nd_sim;

struct nd_sim_net_options {
    uint64_t delay_ns_min, delay_ns_mean, delay_ns_max; /* one way, exponential between the bounds */
    double loss, duplicate, reorder;                    /* per write on ND_STREAM_FRAMED streams */
    double reset;                                       /* per write on any stream between nodes */
};
struct nd_sim_disk_options {
    uint64_t op_ns_min, op_ns_mean, op_ns_max; /* of a job on a worker */
    double stall;                              /* share of jobs that take stall_ns instead */
    uint64_t stall_ns;
    uint64_t bytes_max; /* ND_STATUS_NO_SPACE beyond; 0: no bound */
    double sync_error;  /* share of syncs that fail, with nothing made durable */
};
struct nd_sim_options {
    uint64_t seed;
    struct nd_sim_net_options net;
    struct nd_sim_disk_options disk;
    double buggify_sites, buggify_fire; /* shares of sites active, of visits that fire */
    uint64_t breakages;                 /* bit mask of enum nd_breakage */
    const struct nd_logger *logger;     /* gets the nodes' lines, prefixed with time and node; may be NULL */
};

struct nd_sim *nd_sim_new(const struct nd_sim_options *options);
void nd_sim_free(struct nd_sim *sim); /* crashes all nodes first */
struct nd_sim_options *nd_sim_options(struct nd_sim *sim); /* may be changed while it runs: heal, worsen */
struct nd_prng *nd_sim_prng(struct nd_sim *sim);           /* for workloads */
/* Its clock, but not its wall clock, goes faster by so many millionths, or slower. Before its first start. */
void nd_sim_set_clock_rate(struct nd_sim *sim, unsigned node, int ppm);
uint64_t nd_sim_now_ns(const struct nd_sim *sim);
uint64_t nd_sim_trace_hash(const struct nd_sim *sim);
void nd_sim_trace(struct nd_sim *sim, const char *what, uint64_t v); /* a workload adds its own events to the hash */

/* Nodes are numbered 1.. by the caller. `boot` runs on reactor 0 of the fresh env and builds the
 * program of that node from its disk (files persist between boots under the same number). It may
 * return a pointer that nd_sim_node_root gives back. `on_crash`, which may be NULL, runs when the
 * env dies by any cause, before the heap is freed: for what lives outside of it. */
struct nd_sim_program {
    void *(*boot)(struct nd_env *env, unsigned node, void *arg);
    void (*on_crash)(void *root, unsigned node, void *arg);
    void *arg;
};
/* Start and crash may be called by a node's code too: they then happen after the event at hand. */
void nd_sim_start(struct nd_sim *sim, unsigned node, const struct nd_sim_program *program);
void nd_sim_crash(struct nd_sim *sim, unsigned node); /* power loss: unsynced data as in Method */
bool nd_sim_is_up(const struct nd_sim *sim, unsigned node);
void *nd_sim_node_root(struct nd_sim *sim, unsigned node);
struct nd_env *nd_sim_node_env(struct nd_sim *sim, unsigned node);
void nd_sim_pause(struct nd_sim *sim, unsigned node, uint64_t duration_ns); /* SIGSTOP: its clock goes on */
void nd_sim_set_wall_offset(struct nd_sim *sim, unsigned node, int64_t offset_us);
/* Calls fn(arg) as code of the node (its tasks and fibers may be started there, and nd_env_fatal
 * ends the node alone), then ends the turn. From outside of any node's code. False: it is down, or
 * went down in the call. */
bool nd_sim_call(struct nd_sim *sim, unsigned node, void (*fn)(void *arg), void *arg);
unsigned nd_sim_exit_code(const struct nd_sim *sim, unsigned node); /* of its last nd_env_fatal; 0: none */

/* One-way cuts; both directions make a partition. Bytes on the way are lost, ordered streams stall
 * and are reset after a while. */
void nd_sim_cut(struct nd_sim *sim, unsigned from, unsigned to, bool is_cut);
void nd_sim_heal(struct nd_sim *sim); /* no cuts, no pauses */
/* What a node's disk holds, for checkers: flips bits of a durable file. */
ND_RESULT nd_sim_corrupt(struct nd_sim *sim, unsigned node, const char *path, uint64_t offset, uint8_t xor_mask);
uint64_t nd_sim_disk_bytes(struct nd_sim *sim, unsigned node); /* in use */
/* Files of a folder, in order of name, and what is in them as the node would read it. */
void nd_sim_list(struct nd_sim *sim, unsigned node, const char *path, void *arg, void (*on_name)(void *arg, const char *name));
ND_RESULT nd_sim_read(struct nd_sim *sim, unsigned node, const char *path, uint64_t offset, void *p, size_t n, size_t *n_out);
/* Addresses of node n are "n<number>:port", e.g. "n3:26000". */

/* Turns events until `until_ns` or until `is_done(arg)` (may be NULL), asked after every event. */
void nd_sim_run(struct nd_sim *sim, uint64_t until_ns, bool (*is_done)(void *arg), void *arg);
uint64_t nd_sim_event_count(const struct nd_sim *sim);
const uint64_t *nd_sim_probes(const struct nd_sim *sim); /* by enum nd_probe: times hit so far */

#endif
