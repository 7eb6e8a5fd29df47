/* SPDX-License-Identifier: Apache-2.0 */
/* bench_nodes.h - what a load costs the nodes: their metrics before and after, over HTTP.
 *
 * Threading.  nd_cli_bench_nodes_look blocks: it runs as a job while the load goes on. */
#ifndef ND_CLI_BENCH_NODES_H
#define ND_CLI_BENCH_NODES_H

#include "base/arena.h"

#define ND_CLI_BENCH_NODES_MAX 16

/* X(field, metric as it stands in the text form) */
#define ND_CLI_BENCH_METRICS(X)                                                                    \
    X(cpu_reactor, "ndoto_cpu_microseconds{role=\"reactor\"}")                                     \
    X(cpu_log, "ndoto_cpu_microseconds{role=\"log\"}")                                             \
    X(cpu_log_read, "ndoto_cpu_microseconds{role=\"log_read\"}")                                   \
    X(cpu_apply, "ndoto_cpu_microseconds{role=\"apply\"}")                                         \
    X(cpu_read, "ndoto_cpu_microseconds{role=\"read\"}")                                           \
    X(cpu_flush, "ndoto_cpu_microseconds{role=\"flush\"}")                                         \
    X(cpu_other, "ndoto_cpu_microseconds{role=\"other\"}")                                         \
    X(fsyncs, "ndoto_log_fsyncs_total")                                                            \
    X(fsync_seconds, "ndoto_log_fsync_seconds_sum")                                                \
    X(log_bytes, "ndoto_log_bytes_total")                                                          \
    X(log_padding_bytes, "ndoto_log_padding_bytes_total")                                          \
    X(proposals, "ndoto_raft_proposals_total")                                                     \
    X(raft_messages_out, "ndoto_raft_messages_total{direction=\"out\"}")                           \
    X(engine_batches, "ndoto_engine_batches_total")                                                \
    X(engine_flush_bytes, "ndoto_engine_flush_written_bytes")                                      \
    X(engine_compaction_bytes, "ndoto_engine_compaction_written_bytes")                            \
    X(requests, "ndoto_api_requests_total")                                                        \
    X(slow_requests, "ndoto_api_slow_requests_total")                                              \
    X(timestamp_rounds, "ndoto_tso_rounds_total")

struct nd_cli_bench_sample {
    bool is_good;
#define ND_X(field, metric) double field;
    ND_CLI_BENCH_METRICS(ND_X)
#undef ND_X
};

struct nd_cli_bench_nodes {
    struct nd_arena *arena;
    size_t count;
    const char *http[ND_CLI_BENCH_NODES_MAX];
    struct nd_cli_bench_sample before[ND_CLI_BENCH_NODES_MAX], after[ND_CLI_BENCH_NODES_MAX];
};

/* http: addresses separated by commas. One alone is asked who the others are. False: *why_out says why. */
bool nd_cli_bench_nodes_find(struct nd_cli_bench_nodes *nodes, const char *http, const char **why_out);
void nd_cli_bench_nodes_look(struct nd_cli_bench_nodes *nodes, bool is_after);
void nd_cli_bench_sample_parse(const char *text, struct nd_cli_bench_sample *sample_out);

#endif
