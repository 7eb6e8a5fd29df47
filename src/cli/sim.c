/* SPDX-License-Identifier: Apache-2.0 */
/* `ndoto sim`: runs workloads under seeds, each in a process of its own, so that a failed assertion ends
 * that seed alone. Prints one line per seed, and at the end what all of them did together. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/checksum.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "sim/harness.h"

enum { JOBS_MAX = 64, TWICE_EVERY = 10, FIRST_SEED = 1, PROBES_SEEDS_MIN = 20 /* fewer miss too many for these to be named */ };

/* What a run's process tells by the pipe, in one piece. */
struct report {
    struct nd_harness_result result;
    double took_s;
};
ND_STATIC_ASSERT(sizeof(struct report) <= PIPE_BUF, "written at once, or others come in between");

/* Of all runs. */
struct totals {
    uint64_t runs, commits, simulated_ns;
    double cpu_s;
    uint64_t probe_seeds[ND_PROBE_COUNT], probe_times[ND_PROBE_COUNT];
};

struct settings {
    const char *workload, *breakage, *list;
    uint64_t seeds, seed, jobs;
    bool has_seed, is_verbose, is_calm, must_twice, is_quick, is_harsh, shows_probes;
    struct nd_harness_floor floor;
    struct totals *totals;
    int reports[2]; /* a pipe: its ends to read and to write */
};

struct job {
    pid_t pid;
    const struct nd_workload *workload;
    uint64_t seed;
};

struct tally {
    uint64_t passed, failed;
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool find_breakage(const char *name, uint64_t *breakages_out)
{
    for (int i = 0; i < ND_BREAK_COUNT; i++) {
        if (strcmp(nd_breakage_name((enum nd_breakage)i), name) != 0) continue;
        *breakages_out = 1ULL << i;
        return true;
    }
    return false;
}

/* Of the processes that have ended: those that were killed told nothing. */
static void take_reports(const struct settings *settings)
{
    struct totals *totals = settings->totals;
    struct report report;
    while (read(settings->reports[0], &report, sizeof report) == (ssize_t)sizeof report) {
        totals->runs++;
        totals->commits += report.result.commits;
        totals->simulated_ns += report.result.simulated_ns;
        totals->cpu_s += report.took_s;
        for (size_t i = 0; i < ND_PROBE_COUNT; i++) {
            totals->probe_seeds[i] += report.result.probes[i] > 0;
            totals->probe_times[i] += report.result.probes[i];
        }
    }
}

/* One run is told by seed and breakage alone; the line says what it did. */
static int run_one(const struct settings *settings, const struct nd_workload *workload, uint64_t seed, uint64_t breakages)
{
    struct nd_harness_options options = {.workload = workload, .seed = seed, .breakages = breakages, .is_calm = settings->is_calm, .is_harsh = settings->is_harsh, .is_verbose = settings->is_verbose,
                                         .floor = settings->floor};
    struct nd_harness_result result, again;
    double begun_s = cpu_s();
    nd_harness_run(&options, &result);
    double took_s = cpu_s() - begun_s;
    if (took_s < 0.001) took_s = 0.001;
    const char *twice = "";
    bool must_twice = settings->must_twice || (seed % TWICE_EVERY == 0 && breakages == 0);
    if (!result.is_failed && must_twice) {
        nd_harness_run(&options, &again);
        twice = ", twice the same";
        if (again.trace_hash != result.trace_hash) {
            result.is_failed = true;
            snprintf(result.failure, sizeof result.failure, "not deterministic: the same seed left the trace %016llx, then %016llx", (unsigned long long)result.trace_hash,
                     (unsigned long long)again.trace_hash);
        }
    }
    printf("%s %-8s seed %-6llu %u nodes: %llu committed, %llu aborted, %llu unknown, %llu crashes, %llu partitions, %llu pauses, %llu splits, %llu merges, %llu snapshots, %llu rots, %llu exits, "
           "%.0f simulated s, per CPU s %.0f committed and %.1f simulated s, trace %016llx%s\n",
           result.is_failed ? "FAILED" : "ok    ", workload->name, (unsigned long long)seed, result.nodes, (unsigned long long)result.commits, (unsigned long long)result.aborts,
           (unsigned long long)result.unknowns, (unsigned long long)result.crashes, (unsigned long long)result.partitions, (unsigned long long)result.pauses,
           (unsigned long long)result.splits, (unsigned long long)result.merges, (unsigned long long)result.snapshots, (unsigned long long)result.rots, (unsigned long long)result.exits,
           (double)result.simulated_ns / 1e9, (double)result.commits / took_s, (double)result.simulated_ns / 1e9 / took_s, (unsigned long long)result.trace_hash, twice);
    if (result.is_failed) printf("       %s\n", result.failure);
    fflush(stdout);
    struct report report = {result, took_s};
    if (write(settings->reports[1], &report, sizeof report) != (ssize_t)sizeof report) return ND_EXIT_FAILED;
    return result.is_failed ? ND_EXIT_FAILED : ND_EXIT_OK;
}

static void start_job(const struct settings *settings, struct job *job, uint64_t breakages)
{
    fflush(stdout);
    job->pid = fork();
    if (job->pid != 0) return;
    _exit(run_one(settings, job->workload, job->seed, breakages));
}

static void finish_job(const struct settings *settings, struct job *job, int status, struct tally *tally)
{
    job->pid = 0;
    take_reports(settings);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        tally->passed++;
        return;
    }
    tally->failed++;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != ND_EXIT_FAILED)
        printf("FAILED %-8s seed %-6llu the process ended with %s %d\n", job->workload->name, (unsigned long long)job->seed, WIFSIGNALED(status) ? "signal" : "status",
               WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    printf("       replay: make sim T=%s SEED=%llu%s%s%s%s\n", job->workload->name, (unsigned long long)job->seed, settings->is_quick ? " QUICK=1" : "",
           settings->is_harsh ? " HARSH=1" : "", settings->breakage != NULL ? "   # --break " : "", settings->breakage != NULL ? settings->breakage : "");
    fflush(stdout);
}

static void wait_for_one(const struct settings *settings, struct job *jobs, struct tally *tally)
{
    int status;
    pid_t pid = wait(&status);
    for (size_t i = 0; i < JOBS_MAX; i++)
        if (pid > 0 && jobs[i].pid == pid) finish_job(settings, &jobs[i], status, tally);
}

static size_t running(const struct job *jobs)
{
    size_t count = 0;
    for (size_t i = 0; i < JOBS_MAX; i++) count += jobs[i].pid != 0;
    return count;
}

static void submit(const struct settings *settings, struct job *jobs, const struct nd_workload *workload, uint64_t seed, uint64_t breakages, struct tally *tally)
{
    while (running(jobs) >= settings->jobs) wait_for_one(settings, jobs, tally);
    size_t i = 0;
    while (jobs[i].pid != 0) i++;
    jobs[i].workload = workload;
    jobs[i].seed = seed;
    start_job(settings, &jobs[i], breakages);
}

static void print_totals(const struct settings *settings, uint64_t seeds)
{
    const struct totals *totals = settings->totals;
    double cpu = totals->cpu_s, simulated = (double)totals->simulated_ns / 1e9;
    size_t hit = 0;
    if (totals->runs == 0) return;
    for (size_t i = 0; i < ND_PROBE_COUNT; i++) hit += totals->probe_seeds[i] > 0;
    printf("each at least %llu committed, %llu crashes, %llu partitions, %llu simulated s; together %llu committed in %.0f simulated s and %.0f CPU s: per CPU s %.0f committed and %.1f simulated s\n",
           (unsigned long long)settings->floor.commits, (unsigned long long)settings->floor.crashes, (unsigned long long)settings->floor.partitions,
           (unsigned long long)settings->floor.simulated_s, (unsigned long long)totals->commits, simulated, cpu, (double)totals->commits / cpu, simulated / cpu);
    printf("probes: %zu of %d hit\n", hit, (int)ND_PROBE_COUNT);
    for (size_t i = 0; i < ND_PROBE_COUNT; i++) {
        bool is_missed = totals->probe_seeds[i] == 0;
        if (is_missed && (settings->shows_probes || seeds >= PROBES_SEEDS_MIN)) printf("  never  %-30s %s\n", nd_probe_name((enum nd_probe)i), nd_probe_text((enum nd_probe)i));
        if (!is_missed && settings->shows_probes)
            printf("  %4llu seeds, %8llu times  %-30s %s\n", (unsigned long long)totals->probe_seeds[i], (unsigned long long)totals->probe_times[i], nd_probe_name((enum nd_probe)i),
                   nd_probe_text((enum nd_probe)i));
    }
}

/* Seeds go round over the workloads, unless one is named. */
static int run_all(const struct settings *settings, uint64_t breakages)
{
    struct job jobs[JOBS_MAX] = {0};
    struct tally tally = {0};
    double begun_s = now_s();
    const struct nd_workload *only = settings->workload == NULL ? NULL : nd_workload_find(settings->workload);
    size_t workload_count = 0;
    while (nd_workload_at(workload_count) != NULL) workload_count++;
    uint64_t first = settings->has_seed ? settings->seed : FIRST_SEED, count = settings->has_seed && settings->seeds == 0 ? 1 : settings->seeds == 0 ? 20 : settings->seeds;
    for (uint64_t i = 0; i < count; i++) submit(settings, jobs, only != NULL ? only : nd_workload_at((first + i) % workload_count), first + i, breakages, &tally);
    while (running(jobs) > 0) wait_for_one(settings, jobs, &tally);
    print_totals(settings, count);
    printf("%llu passed, %llu failed, 0 skipped (%.0f s)\n", (unsigned long long)tally.passed, (unsigned long long)tally.failed, now_s() - begun_s);
    return tally.failed > 0 ? ND_EXIT_FAILED : ND_EXIT_OK;
}

static void print_workloads(void)
{
    for (size_t i = 0; nd_workload_at(i) != NULL; i++) printf("  %-10s %s\n", nd_workload_at(i)->name, nd_workload_at(i)->about);
}

int nd_cli_sim(int argc, char **argv)
{
    struct settings settings = {.jobs = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN)};
    bool must_list = false;
    int positional, exit_code;
    if (settings.jobs < 1) settings.jobs = 1;
    if (settings.jobs > JOBS_MAX) settings.jobs = JOBS_MAX;
    const struct nd_cli_flag flags[] = {
        {"seeds", 'n', ND_CLI_NUMBER, "N", "how many seeds (20; 1 with --seed)", &settings.seeds, 1, 1000000, NULL},
        {"seed", 's', ND_CLI_NUMBER, "SEED", "the first seed (1)", &settings.seed, 0, UINT64_MAX, &settings.has_seed},
        {"workload", 'w', ND_CLI_TEXT, "NAME", "one workload instead of all in turn", &settings.workload, 0, 0, NULL},
        {"break", 'b', ND_CLI_TEXT, "RULE", "switch a safety rule off: the run should fail", &settings.breakage, 0, 0, NULL},
        {"jobs", 'j', ND_CLI_NUMBER, "N", "seeds side by side (one per processor)", &settings.jobs, 1, JOBS_MAX, NULL},
        {"quick", 0, ND_CLI_SWITCH, NULL, "shorter runs: 1,000 committed, 3 crashes, 3 partitions (else 5,000, 5, 5 and 60 simulated s)", &settings.is_quick, 0, 0, NULL},
        {"harsh", 0, ND_CLI_SWITCH, NULL, "rare things happen often in every seed, and every seed damages disks (else in some)", &settings.is_harsh, 0, 0, NULL},
        {"probes", 0, ND_CLI_SWITCH, NULL, "in how many seeds each probe of the code was hit (else those never hit in 20 seeds and more)", &settings.shows_probes, 0, 0, NULL},
        {"calm", 0, ND_CLI_SWITCH, NULL, "without faults", &settings.is_calm, 0, 0, NULL},
        {"twice", 0, ND_CLI_SWITCH, NULL, "each seed twice: the traces must be equal (else every tenth)", &settings.must_twice, 0, 0, NULL},
        {"verbose", 'v', ND_CLI_SWITCH, NULL, "the nodes' log lines, and the faults, on stderr", &settings.is_verbose, 0, 0, NULL},
        {"list", 0, ND_CLI_SWITCH, NULL, "the workloads", &must_list, 0, 0, NULL},
    };
    const struct nd_cli_usage usage = {"ndoto sim", "[FLAGS]",
                                       "Runs whole clusters in a simulated world: virtual time, network and disks, faults, all from one seed.\n"
                                       "Prints a line per seed; the same seed does the same again.",
                                       flags, ND_ARRAY_LEN(flags), 0, "  ndoto sim --seeds 200\n  ndoto sim --workload bank --seed 42 --verbose\n"};
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    if (must_list) {
        print_workloads();
        return ND_EXIT_OK;
    }
    uint64_t breakages = 0;
    if (settings.workload != NULL && nd_workload_find(settings.workload) == NULL) {
        fprintf(stderr, "ndoto sim: there is no workload '%s'; 'ndoto sim --list' names them\n", settings.workload);
        return ND_EXIT_USAGE;
    }
    if (settings.breakage != NULL && !find_breakage(settings.breakage, &breakages)) {
        fprintf(stderr, "ndoto sim: there is no rule '%s'; they are:", settings.breakage);
        for (int i = 0; i < ND_BREAK_COUNT; i++) fprintf(stderr, " %s", nd_breakage_name((enum nd_breakage)i));
        fprintf(stderr, "\n");
        return ND_EXIT_USAGE;
    }
    settings.floor = settings.is_quick ? ND_HARNESS_FLOOR_QUICK : ND_HARNESS_FLOOR;
    struct totals totals = {0};
    settings.totals = &totals;
    /* who reports waits for room; who reads waits for processes, not for reports */
    if (pipe2(settings.reports, O_CLOEXEC) != 0 || fcntl(settings.reports[0], F_SETFL, O_NONBLOCK) != 0) {
        perror("ndoto sim: pipe");
        return ND_EXIT_FAILED;
    }
    return run_all(&settings, breakages);
}
