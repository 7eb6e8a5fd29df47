/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/harness.h"

#include <stdarg.h>
#include <stdio.h>

#include "sim/sql_client.h"

enum { CLOCK_PPM_MAX = 28000 };
enum {
    STEP_NS_MAX = 50 * 1000 * 1000, /* between looks at the invariants */
    SETUP_S_MAX = 120,
    SAFETY_S_MAX = 3600,
    CALMER_S = 120,
    LIVENESS_S = 5,
    CONVERGE_S_MAX = 90,
};

/* ---- small things ------------------------------------------------------------------------------------------ */

void nd_harness_fail(struct nd_harness *harness, const char *fmt, ...)
{
    va_list args;
    if (harness->result.is_failed) return;
    harness->result.is_failed = true;
    va_start(args, fmt);
    vsnprintf(harness->result.failure, sizeof harness->result.failure, fmt, args);
    va_end(args);
}

uint64_t nd_harness_now_ns(const struct nd_harness *harness) { return nd_sim_now_ns(harness->sim); }
void nd_harness_trace(struct nd_harness *harness, const char *what, uint64_t v) { nd_sim_trace(harness->sim, what, v); }

struct nd_txn_system *nd_worker_txn_system(struct nd_worker_client *worker)
{
    return nd_node_txn_system(worker->harness->hosts[worker->node].node);
}

uint64_t nd_worker_deadline_ns(const struct nd_worker_client *worker, uint64_t seconds)
{
    return nd_env_now_ns(nd_sim_node_env(worker->harness->sim, worker->node)) + seconds * ND_SEC;
}

bool nd_worker_is_stopping(const struct nd_worker_client *worker)
{
    return worker->harness->result.is_failed || worker->harness->phase > ND_PHASE_LIVENESS;
}

double nd_harness_disturbance(const struct nd_harness *harness)
{
    return harness->phase == ND_PHASE_SAFETY || harness->phase == ND_PHASE_LIVENESS ? harness->disturbance : 0;
}

void nd_harness_count(struct nd_harness *harness, enum nd_outcome outcome)
{
    switch (outcome) {
    case ND_OUTCOME_COMMITTED: harness->result.commits++; return;
    case ND_OUTCOME_ABORTED: harness->result.aborts++; return;
    case ND_OUTCOME_UNKNOWN: harness->result.unknowns++; return;
    }
}

enum nd_outcome nd_outcome_of(enum nd_status commit_status)
{
    if (commit_status == ND_STATUS_OK) return ND_OUTCOME_COMMITTED;
    return commit_status == ND_STATUS_AMBIGUOUS ? ND_OUTCOME_UNKNOWN : ND_OUTCOME_ABORTED;
}

static void print_line(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    ND_UNUSED(arg);
    ND_UNUSED(level);
    ND_UNUSED(module);
    fprintf(stderr, "%s\n", line);
}

/* ---- clients ------------------------------------------------------------------------------------------------ */

/* Locks each key that still carries a provisional record: that makes its transaction's fate known. */
static void sweep(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_harness *harness = worker->harness;
    while (harness->phase == ND_PHASE_SWEEP && harness->stuck_count > 0) {
        struct nd_slice key = harness->stuck_keys[--harness->stuck_count];
        struct nd_txn_options options = {.isolation = ND_READ_COMMITTED, .lock_timeout_ns = 10 * ND_SEC};
        struct nd_txn *txn = nd_txn_begin(nd_worker_txn_system(worker), fiber, &options);
        nd_txn_set_deadline(txn, nd_worker_deadline_ns(worker, 20));
        enum nd_status status = nd_txn_begin_statement(txn);
        if (status == ND_STATUS_OK) status = nd_txn_lock(txn, &key, 1, false);
        nd_harness_trace(harness, "swept", status);
        nd_txn_rollback(txn);
        nd_txn_free(txn);
        nd_heap_free(&harness->heap, (void *)(uintptr_t)key.p);
    }
}

/* Sets up and verifies: the first client; where there are SQL clients, the first of those. */
static bool is_judge_of(const struct nd_worker_client *worker)
{
    const struct nd_harness *harness = worker->harness;
    return worker->index == (harness->options.workload->has_sql ? harness->worker_count - harness->sql_worker_count : 0);
}

static void worker_main(struct nd_fiber *fiber, void *arg)
{
    struct nd_worker_client *worker = arg;
    struct nd_harness *harness = worker->harness;
    const struct nd_workload *workload = harness->options.workload;
    bool is_judge = is_judge_of(worker);
    for (;;) {
        bool is_ready = worker->sql != NULL || nd_node_is_ready(harness->hosts[worker->node].node);
        if (!is_ready) {
            nd_fiber_sleep(fiber, 10 * ND_MS);
            continue;
        }
        if (worker->sql != NULL) nd_sql_client_disturb(worker->sql, nd_harness_disturbance(harness));
        switch (harness->phase) {
        case ND_PHASE_SETUP:
            if (is_judge && !harness->is_set_up) harness->is_set_up = workload->setup(worker, fiber);
            break;
        case ND_PHASE_SAFETY:
        case ND_PHASE_LIVENESS:
            worker->is_in_step = true;
            workload->step(worker, fiber);
            worker->is_in_step = false;
            worker->steps++;
            if (nd_prng_chance(&worker->prng, 0.7)) break;
            nd_fiber_sleep(fiber, nd_prng_below(&worker->prng, 20 * ND_MS));
            continue;
        case ND_PHASE_SWEEP:
            if (worker->sql != NULL) break;
            harness->sweepers++;
            sweep(worker, fiber);
            harness->sweepers--;
            break;
        case ND_PHASE_VERIFY:
            if (is_judge && !harness->is_verified) harness->is_verified = workload->verify == NULL || workload->verify(worker, fiber);
            break;
        case ND_PHASE_DONE: break;
        }
        nd_fiber_sleep(fiber, harness->phase == ND_PHASE_SAFETY || harness->phase == ND_PHASE_LIVENESS ? ND_US : 10 * ND_MS);
    }
}

/* ---- nodes ---------------------------------------------------------------------------------------------------- */

static void *boot(struct nd_env *env, unsigned number, void *arg)
{
    struct nd_harness *harness = arg;
    struct nd_harness_host *host = &harness->hosts[number];
    struct nd_node_options options = {.env = env,
                                      .config = &host->config,
                                      .engine = ND_NODE_MEMORY,
                                      .down_after_ns = harness->down_after_ns,
                                      .lease_ns = harness->lease_ns,
                                      .gc_window_ms = harness->gc_window_ms,
                                      .without_sql = !harness->options.workload->has_sql,
                                      .without_http = true};
    host->boots++;
    host->snapshots = host->merges = 0;
    enum nd_status status = nd_node_open(&options, &host->node);
    if ((status == ND_STATUS_IO || status == ND_STATUS_NO_SPACE) && nd_harness_now_ns(harness) < harness->disk_fails_until_ns)
        nd_env_fatal(env, ND_EXIT_ENGINE, "node %u cannot open: its disk fails", number);
    if (status != ND_STATUS_OK) {
        nd_harness_fail(harness, "node %u cannot open: %s", number, nd_status_name(status));
        host->node = NULL;
        return host;
    }
    for (unsigned i = 0; i < harness->worker_count; i++)
        if (harness->workers[i].node == number) nd_fiber_start(nd_env_reactor(env, 0), worker_main, &harness->workers[i], 0);
    return host;
}

static void on_crash(void *root, unsigned number, void *arg)
{
    struct nd_harness *harness = arg;
    ND_UNUSED(root);
    harness->hosts[number].node = NULL;
    for (unsigned i = 0; i < harness->worker_count; i++) {
        struct nd_worker_client *worker = &harness->workers[i];
        if (worker->node != number || !worker->is_in_step) continue;
        worker->is_in_step = false;
        if (harness->options.workload->lost != NULL) harness->options.workload->lost(worker);
    }
}

/* A node of SQL clients: it never fails, only what is between it and the cluster. */
static void *boot_client(struct nd_env *env, unsigned number, void *arg)
{
    struct nd_harness *harness = arg;
    for (unsigned i = 0; i < harness->worker_count; i++) {
        struct nd_worker_client *worker = &harness->workers[i];
        if (worker->node != number) continue;
        worker->sql = nd_sql_client_new(env, harness->nodes, nd_prng_next(&worker->prng));
        nd_fiber_start(nd_env_reactor(env, 0), worker_main, worker, 0);
    }
    return harness;
}

/* From numbers of its own, so that the other choices of a seed stay what they were. Nodes in turn, so that no zone is empty. */
static const char *zone_of(const struct nd_harness *harness, unsigned number)
{
    static const char *const zones[] = {"region=r,zone=a", "region=r,zone=b", "region=r,zone=c"};
    struct nd_prng prng;
    nd_prng_init(&prng, harness->options.seed ^ 0x7a6f6e65ULL ^ ((uint64_t)number << 40));
    return zones[number <= ND_ARRAY_LEN(zones) ? number - 1 : nd_prng_below(&prng, ND_ARRAY_LEN(zones))];
}

static void configure(struct nd_harness *harness, unsigned number)
{
    struct nd_harness_host *host = &harness->hosts[number];
    struct nd_node_config *config = &host->config;
    struct nd_node_config_error error;
    char value[128];
    host->harness = harness;
    host->number = number;
    nd_node_config_init(config, &harness->heap);
    static const char *const keys[] = {"rpc_listen", "sql_listen", "http_listen"};
    static const unsigned ports[] = {26000, 5432, 8080};
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < ND_ARRAY_LEN(keys) && status == ND_STATUS_OK; i++) {
        snprintf(value, sizeof value, "n%u:%u", number, ports[i]);
        status = nd_node_config_set(config, keys[i], value, "simulation", ".", &error);
    }
    size_t n = 0;
    for (unsigned i = 1; i <= harness->nodes; i++) n += (size_t)snprintf(value + n, sizeof value - n, "%sn%u:26000", i > 1 ? "," : "", i);
    if (status == ND_STATUS_OK) status = nd_node_config_set(config, "join", value, "simulation", ".", &error);
    snprintf(value, sizeof value, "%u", harness->voters);
    if (status == ND_STATUS_OK) status = nd_node_config_set(config, "initial_voters", value, "simulation", ".", &error);
    if (status == ND_STATUS_OK) status = nd_node_config_set(config, "insecure", "on", "simulation", ".", &error);
    if (status == ND_STATUS_OK) status = nd_node_config_finish(config, &error);
    if (status != ND_STATUS_OK) nd_harness_fail(harness, "configuration: %s", error.text);
    if (harness->options.workload->has_zones) config->locality = zone_of(harness, number);
    config->data_dir = "data";
    config->log_segment_bytes = 256u << nd_prng_between(&harness->prng, 10, 13); /* 256 KiB to 2 MiB */
    config->log_keep_bytes = (uint64_t)config->log_segment_bytes * nd_prng_between(&harness->prng, 1, 12);
    config->replace_after_seconds = nd_prng_between(&harness->prng, 6, 40);
    config->memtable_bytes = 256u << nd_prng_between(&harness->prng, 10, 14);
    config->disk_reserve_bytes = harness->disk_reserve_bytes;
    if (harness->split_bytes > 0) config->split_bytes = harness->split_bytes;
    config->split_requests = harness->split_requests;
    config->async_commit_keys = harness->async_commit_keys;
    config->merge_percent = harness->merge_percent;
    config->merge_after_seconds = harness->merge_after_s;
    config->merge_requests = 1000000;
}

/* ---- phases ----------------------------------------------------------------------------------------------------- */

static void enter(struct nd_harness *harness, enum nd_harness_phase phase)
{
    harness->phase = phase;
    nd_harness_trace(harness, "phase", phase);
    if (harness->options.is_verbose) fprintf(stderr, "==== %.3f s: phase %d\n", (double)nd_harness_now_ns(harness) / 1e9, (int)phase);
}

static void run_a_little(struct nd_harness *harness)
{
    uint64_t span_ns = nd_prng_between(&harness->prng, ND_MS, STEP_NS_MAX);
    nd_sim_run(harness->sim, nd_harness_now_ns(harness) + span_ns, NULL, NULL);
    nd__invariants_check(harness);
    for (unsigned i = 1; i <= harness->nodes; i++) {
        struct nd_harness_host *host = &harness->hosts[i];
        struct nd_store *store = host->node == NULL ? NULL : nd_node_store(host->node);
        uint64_t snapshots = store == NULL ? 0 : nd_store_snapshots_installed(store), ranges = store == NULL ? 0 : nd_store_range_count(store);
        if (ranges > harness->result.splits + 1) harness->result.splits = ranges - 1;
        if (snapshots > host->snapshots) harness->result.snapshots += snapshots - host->snapshots;
        host->snapshots = snapshots;
        uint64_t merges = store == NULL ? 0 : nd_store_merges(store);
        if (merges > host->merges) harness->result.merges += merges - host->merges;
        host->merges = merges;
        unsigned exit_code = nd_sim_exit_code(harness->sim, i);
        if (exit_code != 0 && host->restart_at_ns == 0 && !nd_sim_is_up(harness->sim, i)) {
            bool is_disks = nd_harness_now_ns(harness) < harness->disk_fails_until_ns && (exit_code == ND_EXIT_LOG_IO || exit_code == ND_EXIT_ENGINE);
            if (!is_disks && exit_code != ND_EXIT_REPAIR) nd_harness_fail(harness, "node %u ended itself with exit code %u", i, exit_code);
            host->restart_at_ns = nd_harness_now_ns(harness) + ND_SEC;
            harness->result.exits++;
        }
        if (host->restart_at_ns == 0 || host->restart_at_ns > nd_harness_now_ns(harness)) continue;
        host->restart_at_ns = 0;
        if (!nd_sim_is_up(harness->sim, i)) nd_sim_start(harness->sim, i, &harness->program);
    }
}

static bool all_ready(const struct nd_harness *harness)
{
    for (unsigned i = 1; i <= harness->nodes; i++)
        if (harness->hosts[i].node == NULL || !nd_node_is_ready(harness->hosts[i].node)) return false;
    return true;
}

static void set_up(struct nd_harness *harness)
{
    uint64_t until_ns = nd_harness_now_ns(harness) + SETUP_S_MAX * ND_SEC;
    while (!harness->result.is_failed && !(all_ready(harness) && harness->is_set_up)) {
        run_a_little(harness);
        if (nd_harness_now_ns(harness) > until_ns) nd_harness_fail(harness, "not set up within %d s (%s)", SETUP_S_MAX, all_ready(harness) ? "data" : "nodes");
    }
}

static bool has_seen_enough(const struct nd_harness *harness)
{
    const struct nd_harness_result *result = &harness->result;
    const struct nd_harness_floor *floor = &harness->options.floor;
    bool has_faults = harness->options.is_calm || (result->crashes >= floor->crashes && result->partitions >= floor->partitions);
    bool has_merges = !harness->options.workload->merges || result->merges >= ND_HARNESS_MERGES_MIN;
    bool is_long = nd_harness_now_ns(harness) >= floor->simulated_s * ND_SEC;
    return has_faults && has_merges && is_long && result->commits >= floor->commits;
}

static void run_safety(struct nd_harness *harness)
{
    uint64_t until_ns = nd_harness_now_ns(harness) + SAFETY_S_MAX * ND_SEC;
    enter(harness, ND_PHASE_SAFETY);
    uint64_t calmer_ns = nd_harness_now_ns(harness) + CALMER_S * ND_SEC;
    while (!harness->result.is_failed && !has_seen_enough(harness)) {
        if (nd_harness_now_ns(harness) > calmer_ns) { /* so much goes wrong that nothing gets done; or nothing but faults is missing */
            calmer_ns += CALMER_S * ND_SEC;
            harness->fault_rate *= harness->result.commits < harness->options.floor.commits ? 0.5 : 2;
        }
        if (!harness->options.is_calm) nd__faults_step(harness);
        run_a_little(harness);
        if (nd_harness_now_ns(harness) > until_ns)
            nd_harness_fail(harness, "too little happened within %d s: %llu commits, %llu crashes, %llu partitions, %llu merges", SAFETY_S_MAX,
                            (unsigned long long)harness->result.commits, (unsigned long long)harness->result.crashes,
                            (unsigned long long)harness->result.partitions, (unsigned long long)harness->result.merges);
    }
}

static bool wait_until(struct nd_harness *harness, const char *what, bool (*is_done)(struct nd_harness *harness))
{
    uint64_t until_ns = nd_harness_now_ns(harness) + CONVERGE_S_MAX * ND_SEC;
    while (!harness->result.is_failed && !is_done(harness)) {
        run_a_little(harness);
        if (nd_harness_now_ns(harness) > until_ns) nd_harness_fail(harness, "%s: not within %d s after everything healed", what, CONVERGE_S_MAX);
    }
    return !harness->result.is_failed;
}

static bool everybody_works(struct nd_harness *harness)
{
    for (unsigned i = 0; i < harness->worker_count; i++)
        if (harness->workers[i].steps == 0) return false;
    return true;
}

static bool nobody_steps(struct nd_harness *harness)
{
    for (unsigned i = 0; i < harness->worker_count; i++)
        if (harness->workers[i].is_in_step) return false;
    for (unsigned i = 1; i <= harness->nodes; i++)
        if (harness->hosts[i].node == NULL || nd_txn_system_background(nd_node_txn_system(harness->hosts[i].node)) > 0) return false;
    return true;
}

static bool nothing_stuck(struct nd_harness *harness)
{
    if (harness->sweepers > 0 || harness->stuck_count > 0) return false;
    if (!nobody_steps(harness)) return false;
    nd__invariants_find_stuck(harness);
    return harness->stuck_count == 0;
}

static bool is_verified(struct nd_harness *harness) { return harness->is_verified; }

static void run_liveness(struct nd_harness *harness)
{
    nd__faults_end(harness);
    for (unsigned i = 0; i < harness->worker_count; i++) harness->workers[i].steps = 0;
    enter(harness, ND_PHASE_LIVENESS);
    if (!wait_until(harness, "every node ready", (bool (*)(struct nd_harness *))all_ready)) return;
    if (!wait_until(harness, "every client served", everybody_works)) return;
    uint64_t until_ns = nd_harness_now_ns(harness) + LIVENESS_S * ND_SEC;
    while (!harness->result.is_failed && nd_harness_now_ns(harness) < until_ns) {
        if (harness->options.workload->has_zones) nd__faults_stay(harness); /* it looks at where shards are */
        run_a_little(harness);
    }
    enter(harness, ND_PHASE_SWEEP);
    if (!wait_until(harness, "clients come to an end", nobody_steps)) return;
    if (!wait_until(harness, "provisional records of dead transactions are gone", nothing_stuck)) return;
    if (!wait_until(harness, "replicas equal", nd__invariants_converged)) return;
    enter(harness, ND_PHASE_VERIFY);
    if (!wait_until(harness, "the last look", is_verified)) return;
    enter(harness, ND_PHASE_DONE);
    if (harness->options.workload->check != NULL) harness->options.workload->check(harness);
}

/* ---- a run -------------------------------------------------------------------------------------------------------- */

static struct nd_sim_options world_options(struct nd_harness *harness)
{
    struct nd_prng *prng = &harness->prng;
    struct nd_sim_options options = {.seed = harness->options.seed, .breakages = harness->options.breakages};
    options.net.delay_ns_min = 20 * ND_US;
    options.net.delay_ns_mean = nd_prng_between(prng, 100, 2000) * ND_US;
    options.net.delay_ns_max = options.net.delay_ns_mean * 10;
    options.disk.op_ns_min = 20 * ND_US;
    options.disk.op_ns_mean = nd_prng_between(prng, 50, 2000) * ND_US;
    options.disk.op_ns_max = options.disk.op_ns_mean * 20;
    if (nd_prng_chance(prng, 0.5)) {
        options.buggify_sites = nd_prng_chance(prng, 0.3) ? 1 : 0.25;
        options.buggify_fire = nd_prng_chance(prng, 0.3) ? 0.2 : 0.05;
    }
    if (harness->options.is_harsh) {
        options.buggify_sites = 1;
        options.buggify_fire = 0.2;
    }
    if (harness->options.is_verbose) options.logger = &harness->logger;
    harness->calm_net = options.net;
    harness->calm_disk = options.disk;
    return options;
}

static void make_workers(struct nd_harness *harness)
{
    unsigned per_node = (unsigned)nd_prng_between(&harness->prng, 1, 4);
    for (unsigned node = 1; node <= harness->nodes; node++)
        for (unsigned i = 0; i < per_node; i++) harness->workers[harness->worker_count++].node = node;
    if (harness->options.workload->has_sql) {
        harness->sql_worker_count = (unsigned)nd_prng_between(&harness->prng, 2, 6);
        for (unsigned i = 0; i < harness->sql_worker_count; i++) harness->workers[harness->worker_count++].node = ND_HARNESS_CLIENT_NODE + 1 + i % 2;
    }
    for (unsigned i = 0; i < harness->worker_count; i++) {
        harness->workers[i].harness = harness;
        harness->workers[i].index = i;
        nd_prng_init(&harness->workers[i].prng, nd_prng_next(&harness->prng));
        nd_prng_init(&harness->workers[i].disturb_prng, harness->options.seed ^ 0x64697374ULL ^ (uint64_t)i << 40);
    }
}

static void start_all(struct nd_harness *harness)
{
    harness->program = (struct nd_sim_program){.boot = boot, .on_crash = on_crash, .arg = harness};
    harness->client_program = (struct nd_sim_program){.boot = boot_client, .arg = harness};
    for (unsigned i = 1; i <= harness->nodes; i++) nd_sim_start(harness->sim, i, &harness->program);
    for (unsigned i = 0; i < harness->worker_count; i++)
        if (harness->workers[i].node > ND_HARNESS_CLIENT_NODE && !nd_sim_is_up(harness->sim, harness->workers[i].node))
            nd_sim_start(harness->sim, harness->workers[i].node, &harness->client_program);
}

/* From numbers of its own, so that the other choices of a seed stay what they were. */
/* Few enough shards for a node that was away to get snapshots of, one by one. */
static void choose_splits(struct nd_harness *harness)
{
    struct nd_prng prng;
    nd_prng_init(&prng, harness->options.seed ^ 0x73706c6974ULL);
    if (!harness->options.workload->splits_itself && !nd_prng_chance(&prng, 0.25)) return;
    harness->split_bytes = (harness->options.workload->splits_itself ? 512u : 32768u) << nd_prng_below(&prng, 5);
    if (nd_prng_chance(&prng, 0.5)) harness->split_requests = nd_prng_between(&prng, 100, 600);
}

/* How transactions over several ranges are committed: mostly in one round, now and then all or the larger ones in two. */
static uint64_t choose_async_keys(const struct nd_harness *harness)
{
    static const uint64_t keys[] = {256, 256, 256, 0, 3};
    struct nd_prng prng;
    nd_prng_init(&prng, harness->options.seed ^ 0x6173796e63ULL);
    return keys[nd_prng_below(&prng, ND_ARRAY_LEN(keys))];
}

/* Clients that lose patience: in half of the seeds. */
static void choose_disturbance(struct nd_harness *harness)
{
    static const double rates[] = {0, 0, 0.03, 0.15};
    struct nd_prng prng;
    nd_prng_init(&prng, harness->options.seed ^ 0x70617469ULL);
    harness->disturbance = rates[nd_prng_below(&prng, ND_ARRAY_LEN(rates))];
    if (harness->options.is_harsh && harness->disturbance == 0) harness->disturbance = 0.03;
    if (harness->options.is_calm) harness->disturbance = 0;
}

static void choose_merges(struct nd_harness *harness)
{
    struct nd_prng prng;
    nd_prng_init(&prng, harness->options.seed ^ 0x6d65726765ULL);
    if (!harness->options.workload->merges && !nd_prng_chance(&prng, harness->options.workload->splits_itself ? 0.5 : 0.2)) return;
    harness->merge_percent = nd_prng_between(&prng, 10, 50);
    harness->merge_after_s = nd_prng_between(&prng, 1, 6);
}

/* The usual one, or one that outlasts what liveness needs to call a node down: then only promises keep others from being elected. */
static uint64_t choose_lease(struct nd_harness *harness)
{
    static const uint64_t leases_ms[] = {200, 200, 50, 3000};
    return leases_ms[nd_prng_below(&harness->prng, ND_ARRAY_LEN(leases_ms))] * ND_MS;
}

/* As far apart as leases bear. */
/* None: only then disks fill to the last byte. */
static void choose_reserve(struct nd_harness *harness)
{
    static const uint64_t reserves[] = {0, 0, 256 << 10, 1 << 20, 256 << 20};
    struct nd_prng prng;
    nd_prng_init(&prng, harness->options.seed ^ 0x726f6f6dULL);
    harness->disk_reserve_bytes = reserves[nd_prng_below(&prng, ND_ARRAY_LEN(reserves))];
}

static void set_clocks(struct nd_harness *harness)
{
    if (nd_prng_chance(&harness->prng, 0.5)) return;
    for (unsigned i = 1; i <= harness->nodes; i++)
        nd_sim_set_clock_rate(harness->sim, i, (int)nd_prng_below(&harness->prng, 2 * CLOCK_PPM_MAX + 1) - CLOCK_PPM_MAX);
}

void nd_harness_run(const struct nd_harness_options *options, struct nd_harness_result *result_out)
{
    struct nd_heap outer;
    nd_heap_init(&outer, false);
    struct nd_harness *harness = nd_heap_new(&outer, struct nd_harness);
    nd_heap_init(&harness->heap, true); /* freed whole at the end */
    harness->options = *options;
    harness->logger = (struct nd_logger){.level_min = ND_LOG_DEBUG, .sink = print_line};
    nd_prng_init(&harness->prng, options->seed ^ 0x6e646f746fULL);
    harness->voters = nd_prng_chance(&harness->prng, 0.2) ? 5 : 3;
    harness->nodes = harness->voters == 3 && nd_prng_chance(&harness->prng, 0.5) ? 4 + (unsigned)nd_prng_below(&harness->prng, 2) : harness->voters;
    if (options->workload->has_zones) harness->nodes = harness->voters + (harness->voters == 3 ? 1 : 0) + (unsigned)(options->seed % 2);
    harness->result.nodes = harness->nodes;
    harness->gc_window_ms = nd_prng_between(&harness->prng, 10, 60) * 1000; /* collected one to two windows later */
    harness->down_after_ns = 500 * ND_MS;
    harness->lease_ns = choose_lease(harness);
    choose_splits(harness);
    harness->async_commit_keys = choose_async_keys(harness);
    choose_reserve(harness);
    choose_merges(harness);
    choose_disturbance(harness);
    struct nd_sim_options world = world_options(harness);
    harness->sim = nd_sim_new(&world);
    set_clocks(harness);
    for (unsigned i = 1; i <= harness->nodes; i++) configure(harness, i);
    make_workers(harness);
    nd__invariants_init(harness);
    nd__faults_init(harness);
    options->workload->init(harness);
    start_all(harness);
    set_up(harness);
    if (!harness->result.is_failed) run_safety(harness);
    if (!harness->result.is_failed) run_liveness(harness);
    if (harness->result.is_failed && options->is_verbose) nd__invariants_dump(harness);
    harness->result.trace_hash = nd_sim_trace_hash(harness->sim);
    harness->result.simulated_ns = nd_harness_now_ns(harness);
    harness->result.events = nd_sim_event_count(harness->sim);
    memcpy(harness->result.probes, nd_sim_probes(harness->sim), sizeof harness->result.probes);
    nd_sim_free(harness->sim);
    *result_out = harness->result;
    nd_heap_deinit(&harness->heap);
    nd_heap_free(&outer, harness);
    nd_heap_deinit(&outer);
}
