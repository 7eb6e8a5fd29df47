/* SPDX-License-Identifier: Apache-2.0 */
/* bench_load.h - a closed-loop load generator for the key-value API.
 *
 * Role.       Keeps connections x depth operations outstanding, or begins so many a second, and counts what comes back.
 * Threading.  One reactor of an env of its own; a turn sends and receives in batches, so that an
 *             operation costs the generator a few microseconds: it shares the machine with what it measures.
 * Phases.     route ─▶ fill (only if there are reads) ─▶ warm-up ─▶ measure ─▶ drain
 *                                                     on_measure ┘  └ on_measured
 * Testing.    tests/unit/cli_bench.c, tests/e2e/test_kv.py */
#ifndef ND_CLI_BENCH_LOAD_H
#define ND_CLI_BENCH_LOAD_H

#include "base/arena.h"
#include "base/prng.h"
#include "env/env.h"

/* Log-linear, 64 buckets per power of two: relative error under 1.6 %. */
#define ND_CLI_BENCH_BUCKETS (64 * 36)
struct nd_cli_bench_histogram {
    uint64_t buckets[ND_CLI_BENCH_BUCKETS], count, sum, max;
};
void nd_cli_bench_histogram_add(struct nd_cli_bench_histogram *histogram, uint64_t v);
uint64_t nd_cli_bench_histogram_quantile(const struct nd_cli_bench_histogram *histogram, double q);

/* Numbers in [0, n): uniform, or Zipfian (Gray et al., "Quickly generating billion-record synthetic
 * databases"), popular ones spread over the keyspace by a hash. */
struct nd_cli_bench_dist {
    uint64_t n;
    bool is_zipfian;
    double theta, alpha, zeta_n, eta;
};
void nd_cli_bench_dist_init(struct nd_cli_bench_dist *dist, uint64_t n, bool is_zipfian, double theta);
uint64_t nd_cli_bench_dist_next(const struct nd_cli_bench_dist *dist, struct nd_prng *prng);

enum nd_cli_bench_op { ND_CLI_BENCH_WRITE, ND_CLI_BENCH_READ, ND_CLI_BENCH_OPS };

struct nd_cli_bench_counts {
    uint64_t begun_ns, ended_ns, cpu_ns; /* cpu_ns: of the generator itself */
    uint64_t not_found, errors[ND_STATUS_COUNT];
    struct nd_cli_bench_histogram latency_ns[ND_CLI_BENCH_OPS]; /* of operations that succeeded */
};

struct nd_cli_bench_load_options {
    const char *const *addrs; /* RPC addresses */
    size_t addr_count;
    uint64_t connections, depth, key_count, value_bytes;
    double read_share, theta;
    bool is_zipfian, any_node; /* any_node: connections are spread over addrs, else all go to the shard's leader */
    uint64_t warm_up_ns, duration_ns, seed;
    uint64_t rate; /* operations a second, begun when they are due, whatever the others take; latency counts from then. 0: as many as come back */
    void (*on_op)(void *arg, uint64_t ended_ns, uint64_t took_ns, enum nd_status status); /* each that is counted; may be NULL */
    /* Between warm-up and measurement, and after it: the load goes on until nd_cli_bench_load_go_on. */
    void *arg;
    void (*on_measure)(void *arg);
    void (*on_measured)(void *arg);
    void (*on_end)(void *arg, const char *error); /* NULL: all went well */
};

struct nd_cli_bench_load;
struct nd_cli_bench_load *nd_cli_bench_load_start(struct nd_env *env, const struct nd_cli_bench_load_options *options);
void nd_cli_bench_load_go_on(struct nd_cli_bench_load *load);
const struct nd_cli_bench_counts *nd_cli_bench_load_counts(const struct nd_cli_bench_load *load);
const char *nd_cli_bench_load_target(const struct nd_cli_bench_load *load); /* "" before it is known */
void nd_cli_bench_load_free(struct nd_cli_bench_load *load);

#endif
