/* SPDX-License-Identifier: Apache-2.0 */
/* bench.c - `ndoto bench kv`: drives a running cluster and says what each operation cost. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/args.h"
#include "cli/bench_load.h"
#include "cli/bench_nodes.h"
#include "cli/commands.h"
#include "env/real.h"

enum { ADDRS_MAX = 64 };

struct bench {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_env *env;
    struct nd_worker *worker;
    struct nd_cli_bench_load *load;
    struct nd_cli_bench_load_options options;
    struct nd_cli_bench_nodes nodes;
    struct nd_job look;
    bool is_after, is_json;
    FILE *trace; /* NULL: none */
    const char *error, *nodes_error;
    const char *addrs[ADDRS_MAX];
    char target[256];
};

/* ---- running ------------------------------------------------------------------------------------------------------ */

static void run_look(struct nd_job *job)
{
    struct bench *bench = ND_CONTAINER_OF(job, struct bench, look);
    nd_cli_bench_nodes_look(&bench->nodes, bench->is_after);
}

static void look_done(struct nd_job *job)
{
    struct bench *bench = ND_CONTAINER_OF(job, struct bench, look);
    nd_cli_bench_load_go_on(bench->load);
}

static void look(struct bench *bench, bool is_after)
{
    bench->is_after = is_after;
    bench->look = (struct nd_job){.run = run_look, .done = look_done};
    nd_worker_submit(bench->worker, nd_env_reactor(bench->env, 0), &bench->look);
}

/* "when how-long status": of the clock that does not step, in ms and us. A line is there whole at once: who reads along, reads lines. */
static void on_op(void *arg, uint64_t ended_ns, uint64_t took_ns, enum nd_status status)
{
    const struct bench *bench = arg;
    fprintf(bench->trace, "%llu %llu %s\n", (unsigned long long)(ended_ns / ND_MS), (unsigned long long)(took_ns / ND_US), nd_status_name(status));
}

static void on_measure(void *arg) { look(arg, false); }
static void on_measured(void *arg) { look(arg, true); }

static void on_end(void *arg, const char *error)
{
    struct bench *bench = arg;
    bench->error = error;
    nd_env_real_stop(bench->env);
}

static bool run_load(struct bench *bench, struct nd_cli_bench_counts *counts_out)
{
    struct nd_env_real_options env = {.heap = &bench->heap, .reactors = 1};
    enum nd_status status = nd_env_real_open(&env, &bench->env);
    if (status != ND_STATUS_OK) {
        bench->error = nd_status_text(status);
        return false;
    }
    bench->worker = nd_worker_open(bench->env, "look", 1);
    bench->options.arg = bench;
    bench->options.on_measure = on_measure;
    bench->options.on_measured = on_measured;
    bench->options.on_end = on_end;
    if (bench->trace != NULL) bench->options.on_op = on_op;
    bench->load = nd_cli_bench_load_start(bench->env, &bench->options);
    nd_env_real_run(bench->env);
    nd_worker_close(bench->worker);
    *counts_out = *nd_cli_bench_load_counts(bench->load);
    snprintf(bench->target, sizeof bench->target, "%s", bench->options.any_node ? "any node" : nd_cli_bench_load_target(bench->load));
    nd_cli_bench_load_free(bench->load);
    nd_env_real_close(bench->env);
    return bench->error == NULL;
}

/* ---- report --------------------------------------------------------------------------------------------------------- */

static const char *const op_names[ND_CLI_BENCH_OPS] = {"writes", "reads"};

static double seconds_of(const struct nd_cli_bench_counts *counts) { return (double)(counts->ended_ns - counts->begun_ns) / 1e9; }

static uint64_t ops_of(const struct nd_cli_bench_counts *counts)
{
    uint64_t ops = 0;
    for (size_t i = 0; i < ND_CLI_BENCH_OPS; i++) ops += counts->latency_ns[i].count;
    return ops;
}

static uint64_t errors_of(const struct nd_cli_bench_counts *counts)
{
    uint64_t errors = 0;
    for (size_t i = 0; i < ND_STATUS_COUNT; i++) errors += counts->errors[i];
    return errors;
}

static double ms(uint64_t ns) { return (double)ns / 1e6; }
static double ratio(double a, double b) { return b > 0 ? a / b : 0; }

static void print_nodes(const struct bench *bench, uint64_t ops, double seconds)
{
    printf("\n%-22s %7s %7s %7s %7s %8s | CPU us/op: %7s %6s %6s %6s %6s %6s %7s\n", "node (HTTP)", "fsync/s", "us each", "op/sync", "op/prop", "log B/op",
           "reactor", "log", "apply", "read", "flush", "other", "all");
    for (size_t i = 0; i < bench->nodes.count; i++) {
        const struct nd_cli_bench_sample *a = &bench->nodes.before[i], *b = &bench->nodes.after[i];
        if (!a->is_good || !b->is_good) {
            printf("%-22s no metrics\n", bench->nodes.http[i]);
            continue;
        }
        double n = (double)ops, fsyncs = b->fsyncs - a->fsyncs;
        double log_us = b->cpu_log + b->cpu_log_read - a->cpu_log - a->cpu_log_read;
        double all_us = b->cpu_reactor - a->cpu_reactor + log_us + b->cpu_apply - a->cpu_apply + b->cpu_read - a->cpu_read + b->cpu_flush - a->cpu_flush +
                        b->cpu_other - a->cpu_other;
        printf("%-22s %7.0f %7.0f %7.1f %7.1f %8.0f |            %7.2f %6.2f %6.2f %6.2f %6.2f %6.2f %7.2f\n", bench->nodes.http[i], fsyncs / seconds,
               ratio((b->fsync_seconds - a->fsync_seconds) * 1e6, fsyncs), ratio(n, fsyncs), ratio(n, b->proposals - a->proposals), ratio(b->log_bytes - a->log_bytes, n),
               ratio(b->cpu_reactor - a->cpu_reactor, n), ratio(log_us, n), ratio(b->cpu_apply - a->cpu_apply, n), ratio(b->cpu_read - a->cpu_read, n),
               ratio(b->cpu_flush - a->cpu_flush, n), ratio(b->cpu_other - a->cpu_other, n), ratio(all_us, n));
    }
}

static void print_report(const struct bench *bench, const struct nd_cli_bench_counts *counts)
{
    const struct nd_cli_bench_load_options *options = &bench->options;
    uint64_t ops = ops_of(counts), errors = errors_of(counts);
    double seconds = seconds_of(counts);
    printf("target      %s\n", bench->target);
    printf("load        %llu connections x %llu outstanding, %.0f %% reads, values of %llu bytes, %llu keys %s, %.1f s\n",
           (unsigned long long)options->connections, (unsigned long long)options->depth, options->read_share * 100, (unsigned long long)options->value_bytes,
           (unsigned long long)options->key_count, options->is_zipfian ? "zipfian" : "uniform", seconds);
    printf("throughput  %.0f operations/s\n", (double)ops / seconds);
    for (size_t i = 0; i < ND_CLI_BENCH_OPS; i++) {
        const struct nd_cli_bench_histogram *h = &counts->latency_ns[i];
        if (h->count == 0) continue;
        printf("%-6s      %.0f/s, ms: mean %.3f  p50 %.3f  p95 %.3f  p99 %.3f  p99.9 %.3f  max %.3f\n", op_names[i], (double)h->count / seconds,
               ms(h->sum / h->count), ms(nd_cli_bench_histogram_quantile(h, 0.5)), ms(nd_cli_bench_histogram_quantile(h, 0.95)),
               ms(nd_cli_bench_histogram_quantile(h, 0.99)), ms(nd_cli_bench_histogram_quantile(h, 0.999)), ms(h->max));
    }
    if (counts->not_found > 0) printf("not found   %llu reads\n", (unsigned long long)counts->not_found);
    printf("errors      %llu", (unsigned long long)errors);
    for (size_t i = 0; i < ND_STATUS_COUNT; i++)
        if (counts->errors[i] > 0) printf("  %s %llu", nd_status_name((enum nd_status)i), (unsigned long long)counts->errors[i]);
    printf("\ngenerator   %.2f us of CPU per operation, %.0f %% of a core\n", ratio((double)counts->cpu_ns / 1e3, (double)ops), (double)counts->cpu_ns / 1e7 / seconds);
    if (bench->nodes_error != NULL) printf("nodes       no metrics: %s (--http names their HTTP addresses)\n", bench->nodes_error);
    else print_nodes(bench, ops, seconds);
}

static json_t *latency_json(const struct nd_cli_bench_histogram *h)
{
    return json_pack("{s:I, s:f, s:f, s:f, s:f, s:f}", "count", (json_int_t)h->count, "p50_ms", ms(nd_cli_bench_histogram_quantile(h, 0.5)), "p95_ms",
                     ms(nd_cli_bench_histogram_quantile(h, 0.95)), "p99_ms", ms(nd_cli_bench_histogram_quantile(h, 0.99)), "p999_ms",
                     ms(nd_cli_bench_histogram_quantile(h, 0.999)), "max_ms", ms(h->max));
}

static json_t *node_json(const struct nd_cli_bench_nodes *nodes, size_t i)
{
    json_t *node = json_pack("{s:s}", "http", nodes->http[i]);
    const struct nd_cli_bench_sample *a = &nodes->before[i], *b = &nodes->after[i];
    if (!a->is_good || !b->is_good) return node;
#define ND_X(field, metric) json_object_set_new(node, #field, json_real(b->field - a->field));
    ND_CLI_BENCH_METRICS(ND_X)
#undef ND_X
    return node;
}

static void print_json(const struct bench *bench, const struct nd_cli_bench_counts *counts)
{
    uint64_t ops = ops_of(counts);
    double seconds = seconds_of(counts);
    json_t *errors = json_object(), *nodes = json_array();
    for (size_t i = 0; i < ND_STATUS_COUNT; i++)
        if (counts->errors[i] > 0) json_object_set_new(errors, nd_status_name((enum nd_status)i), json_integer((json_int_t)counts->errors[i]));
    for (size_t i = 0; i < bench->nodes.count; i++) json_array_append_new(nodes, node_json(&bench->nodes, i));
    json_t *document = json_pack("{s:s, s:f, s:f, s:I, s:f, s:o, s:o, s:o, s:o}", "target", bench->target, "seconds", seconds, "operations_per_second",
                                 (double)ops / seconds, "not_found", (json_int_t)counts->not_found, "generator_cpu_microseconds", (double)counts->cpu_ns / 1e3, "writes",
                                 latency_json(&counts->latency_ns[ND_CLI_BENCH_WRITE]), "reads", latency_json(&counts->latency_ns[ND_CLI_BENCH_READ]), "errors",
                                 errors, "nodes", nodes);
    json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
    printf("\n");
    json_decref(document);
}

/* ---- command -------------------------------------------------------------------------------------------------------- */

static bool parse_share(const char *text, double max, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && *out >= 0 && *out <= max;
}

static int refuse(const char *flag, const char *value, const char *expected)
{
    fprintf(stderr, "ndoto bench kv: --%s '%s': expected %s\n", flag, value, expected);
    return ND_EXIT_USAGE;
}

static int run_bench(struct bench *bench, const char *http)
{
    nd_arena_init(&bench->arena, &bench->heap);
    bench->nodes.arena = &bench->arena;
    if (!nd_cli_bench_nodes_find(&bench->nodes, http, &bench->nodes_error)) bench->nodes.count = 0;
    else bench->nodes_error = NULL;
    struct nd_cli_bench_counts *counts = nd_arena_new(&bench->arena, struct nd_cli_bench_counts);
    int exit_code = ND_EXIT_OK;
    if (!run_load(bench, counts)) {
        fprintf(stderr, "ndoto bench kv: %s. Does the cluster run, and does --addrs name RPC addresses of it?\n", bench->error);
        exit_code = ND_EXIT_FAILED;
    } else if (bench->is_json) {
        print_json(bench, counts);
    } else {
        print_report(bench, counts);
    }
    if (exit_code == ND_EXIT_OK && ops_of(counts) == 0) exit_code = ND_EXIT_FAILED;
    nd_arena_deinit(&bench->arena);
    return exit_code;
}

static void split_addrs(struct bench *bench, struct nd_arena *arena, const char *text)
{
    while (*text != '\0' && bench->options.addr_count < ADDRS_MAX) {
        size_t n = strcspn(text, ",");
        if (n > 0) bench->addrs[bench->options.addr_count++] = nd_arena_strndup(arena, text, n);
        text += n + (text[n] == ',');
    }
    bench->options.addrs = bench->addrs;
}

int nd_cli_bench(int argc, char **argv)
{
    struct bench bench = {.options = {.connections = 16, .depth = 16, .key_count = 100000, .value_bytes = 100, .theta = 0.99, .seed = 1}};
    struct nd_cli_bench_load_options *options = &bench.options;
    const char *trace = NULL, *addrs = "127.0.0.1:7400", *http = "127.0.0.1:7480", *reads = "0", *theta = "0.99", *dist = "uniform";
    uint64_t duration_s = 10, warm_up_s = 2;
    const struct nd_cli_flag flags[] = {
        {"addrs", 'a', ND_CLI_TEXT, "HOST:PORT,...", "RPC addresses of some nodes [127.0.0.1:7400]", &addrs, 0, 0, NULL},
        {"http", 0, ND_CLI_TEXT, "HOST:PORT,...", "HTTP address of a node, or of all [127.0.0.1:7480]", &http, 0, 0, NULL},
        {"connections", 'c', ND_CLI_NUMBER, "N", "connections [16]", &options->connections, 1, 1024, NULL},
        {"depth", 'd', ND_CLI_NUMBER, "N", "outstanding operations on each [16]", &options->depth, 1, 16384, NULL},
        {"reads", 0, ND_CLI_TEXT, "SHARE", "of reads among the operations, 0 to 1 [0]", &reads, 0, 0, NULL},
        {"value-bytes", 0, ND_CLI_NUMBER, "BYTES", "size of values, of random bytes [100]", &options->value_bytes, 0, 1 << 20, NULL},
        {"keys", 0, ND_CLI_NUMBER, "N", "different keys [100000]", &options->key_count, 1, 100000000, NULL},
        {"dist", 0, ND_CLI_TEXT, "NAME", "which keys: uniform, or zipfian [uniform]", &dist, 0, 0, NULL},
        {"theta", 0, ND_CLI_TEXT, "SKEW", "of zipfian, above 0 and below 1 [0.99]", &theta, 0, 0, NULL},
        {"duration", 't', ND_CLI_NUMBER, "SECONDS", "measured [10]", &duration_s, 1, 86400, NULL},
        {"warm-up", 0, ND_CLI_NUMBER, "SECONDS", "before that [2]", &warm_up_s, 0, 3600, NULL},
        {"any-node", 0, ND_CLI_SWITCH, NULL, "spread the connections over --addrs; else all go to the shard's leader", &options->any_node, 0, 0, NULL},
        {"rate", 0, ND_CLI_NUMBER, "N", "operations begun a second, late or not, instead of one after the other; 0: as many as go [0]", &options->rate, 0, 10000000, NULL},
        {"trace", 0, ND_CLI_TEXT, "FILE", "of each operation, a line: when it ended (ms), how long it took (us), its status", &trace, 0, 0, NULL},
        {"seed", 0, ND_CLI_NUMBER, "N", "of keys and values [1]", &options->seed, 0, UINT64_MAX - 1, NULL},
        {"json", 0, ND_CLI_SWITCH, NULL, "print one JSON document", &bench.is_json, 0, 0, NULL},
    };
    const struct nd_cli_usage usage = {
        "ndoto bench kv", "[FLAGS]",
        "Drives a running cluster with reads and writes of the key-value API in a closed loop: each answer is\n"
        "followed by the next request (or at a rate). Prints throughput, latency and errors, and from the nodes' metrics what an\n"
        "operation cost: fsyncs, log bytes, CPU microseconds by the threads' role. With reads, all keys are written\n"
        "first. Keys begin with 'bench'; the data stays.",
        flags, ND_ARRAY_LEN(flags), 1,
        "example, on a demo cluster:\n  ndoto bench kv --connections 16 --depth 16 --reads 0.5 --dist zipfian\n"};
    int positional, exit_code;
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    if (positional != 1 || strcmp(argv[1], "kv") != 0) {
        fprintf(stderr, "ndoto bench: what shall it drive? 'ndoto bench kv --help' shows the one there is\n");
        return ND_EXIT_USAGE;
    }
    if (!parse_share(reads, 1, &options->read_share)) return refuse("reads", reads, "a number of 0 to 1");
    if (!parse_share(theta, 0.9999, &options->theta) || options->theta == 0) return refuse("theta", theta, "a number above 0 and below 1");
    options->is_zipfian = strcmp(dist, "zipfian") == 0;
    if (!options->is_zipfian && strcmp(dist, "uniform") != 0) return refuse("dist", dist, "uniform or zipfian");
    options->duration_ns = duration_s * ND_SEC;
    options->warm_up_ns = warm_up_s * ND_SEC;
    if (trace != NULL && (bench.trace = fopen(trace, "we")) == NULL) return refuse("trace", trace, "a file that can be written");
    if (trace != NULL) setvbuf(bench.trace, NULL, _IOLBF, 0);
    struct nd_arena arena;
    nd_heap_init(&bench.heap, false);
    nd_arena_init(&arena, &bench.heap);
    split_addrs(&bench, &arena, addrs);
    exit_code = options->addr_count == 0 ? refuse("addrs", addrs, "host:port") : run_bench(&bench, http);
    nd_arena_deinit(&arena);
    if (bench.trace != NULL && fclose(bench.trace) != 0) exit_code = refuse("trace", trace, "room for what is written");
    return exit_code;
}
