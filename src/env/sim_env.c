/* SPDX-License-Identifier: Apache-2.0 */
/* sim_env.c - what a simulated node sees of its world: clock, randomness, tasks, jobs. */
#include "env/sim_int.h"

#define WALL_START_US (1767225600ULL * 1000000) /* 2026-01-01 */

static uint64_t now_ns(struct nd_env *env) { return nd__sim_clock_of(nd__sim_node_of(env)); }

static uint64_t wall_us(struct nd_env *env)
{
    struct nd__sim_node *node = nd__sim_node_of(env);
    return WALL_START_US + node->sim->now_ns / 1000 + (uint64_t)node->wall_offset_us;
}

static void entropy(struct nd_env *env, void *p, size_t n)
{
    struct nd__sim_node *node = nd__sim_node_of(env);
    uint8_t *to = p;
    while (n > 0) {
        uint64_t v = nd_prng_next(&node->prng);
        size_t part = n < sizeof v ? n : sizeof v;
        memcpy(to, &v, part);
        to += part;
        n -= part;
    }
}

static bool is_broken(struct nd_env *env, enum nd_breakage breakage)
{
    return (nd__sim_node_of(env)->sim->options.breakages >> breakage & 1U) != 0;
}

/* A site is active or not for the whole run, by the hash of its name. */
static bool buggify(struct nd_env *env, const char *site)
{
    struct nd__sim_node *node = nd__sim_node_of(env);
    const struct nd_sim_options *options = &node->sim->options;
    if (options->buggify_sites <= 0) return false;
    double u = (double)(nd_hash64_seeded(options->seed, nd_slice_str(site)) >> 11) * 0x1.0p-53;
    return u < options->buggify_sites && nd_prng_chance(&node->prng, options->buggify_fire);
}

static void probe(struct nd_env *env, enum nd_probe probe) { nd__sim_node_of(env)->sim->probes[probe]++; }

static void fatal(struct nd_env *env, int exit_code, const char *text)
{
    struct nd__sim_node *node = nd__sim_node_of(env);
    struct nd_sim *sim = node->sim;
    /* Elsewhere there is nowhere to go to: workloads enter a node through nd_sim_call. */
    if (sim->current != node) nd_fatal(exit_code, "n%u, called from outside of its events: %s", node->number, text);
    ND_ERROR(env->logger, "env", "fatal, exit code %d: %s", exit_code, text);
    node->is_dying = true;
    node->exit_code = (unsigned)exit_code;
    sim->lost = (struct nd__ctx){0};
    nd__ctx_leave(&sim->lost, &sim->host);
}

/* ---- tasks -------------------------------------------------------------------------------------------- */

static void post(struct nd_reactor *reactor, struct nd_task *task)
{
    struct nd__sim_node *node = nd__sim_node_of(reactor->env);
    ND_ASSERT(!task->is_queued);
    task->is_queued = true;
    nd_list_push_back(&node->posted, &task->link);
    nd__sim_want_turn(node, ND_US);
}

static void kick(struct nd_reactor *reactor) { nd__sim_want_turn(nd__sim_node_of(reactor->env), 0); }

/* No thread has a clock of its own here. */
static uint64_t cpu_ns(struct nd_env *env) { return 0; }
static uint64_t reactor_cpu_ns(struct nd_reactor *reactor) { return 0; }
static uint64_t worker_cpu_ns(struct nd_worker *worker) { return 0; }

/* ---- jobs --------------------------------------------------------------------------------------------- */

struct sim_worker {
    struct nd_worker base;
    size_t threads, running;
    struct nd_list queue;
};

/* A job under way: its run is called when its time is over. */
struct run {
    struct nd_list link; /* node->runs */
    uint64_t seq;
    struct sim_worker *worker;
    struct nd_job *job;
};

static struct nd_worker *worker_open(struct nd_env *env, const char *name, size_t threads, bool is_background)
{
    ND_UNUSED(is_background);
    struct sim_worker *worker = nd_heap_new(env->heap, struct sim_worker);
    worker->base.env = env;
    worker->threads = threads;
    nd_list_init(&worker->queue);
    return &worker->base;
}

static void start_jobs(struct sim_worker *worker)
{
    struct nd__sim_node *node = nd__sim_node_of(worker->base.env);
    struct nd_sim *sim = node->sim;
    const struct nd_sim_disk_options *disk = &sim->options.disk;
    while (worker->running < worker->threads && !nd_list_is_empty(&worker->queue)) {
        struct nd_list *link = worker->queue.next;
        nd_list_remove(link);
        struct run *run = nd_heap_new(&node->heap, struct run);
        run->seq = ++node->run_seq;
        run->worker = worker;
        run->job = ND_CONTAINER_OF(link, struct nd_job, link);
        nd_list_push_back(&node->runs, &run->link);
        worker->running++;
        uint64_t cost_ns = nd__sim_exponential(&sim->prng_disk, disk->op_ns_min, disk->op_ns_mean, disk->op_ns_max);
        if (disk->stall > 0 && nd_prng_chance(&sim->prng_disk, disk->stall)) cost_ns = disk->stall_ns;
        nd__sim_schedule(sim, sim->now_ns + cost_ns, ND_SIM_JOB, node, run->seq, NULL);
    }
}

static void worker_submit(struct nd_worker *base, struct nd_job *job)
{
    struct sim_worker *worker = ND_CONTAINER_OF(base, struct sim_worker, base);
    nd_list_push_back(&worker->queue, &job->link);
    start_jobs(worker);
}

static void run_job(struct nd__sim_node *node, struct nd_job *job)
{
    struct nd_job *outer = node->job_now;
    node->job_now = job;
    job->run(job);
    node->job_now = outer;
}

static void finish_run(struct run *run)
{
    nd_list_remove(&run->link);
    run->worker->running--;
    nd_heap_free(run->worker->base.env->heap, run);
}

static void on_job_event(void *arg)
{
    struct run *run = arg;
    struct sim_worker *worker = run->worker;
    struct nd_job *job = run->job;
    run_job(nd__sim_node_of(worker->base.env), job);
    finish_run(run);
    start_jobs(worker);
    job->done(job);
}

void nd__sim_on_job(struct nd__sim_node *node, uint64_t run_seq)
{
    ND_LIST_FOREACH(link, &node->runs) {
        struct run *run = ND_CONTAINER_OF(link, struct run, link);
        if (run->seq != run_seq) continue;
        nd__sim_enter(node, on_job_event, run);
        return;
    }
    /* The worker was closed meanwhile. */
}

static void worker_close(struct nd_worker *base)
{
    struct sim_worker *worker = ND_CONTAINER_OF(base, struct sim_worker, base);
    struct nd__sim_node *node = nd__sim_node_of(base->env);
    ND_LIST_FOREACH_SAFE(link, &node->runs) {
        struct run *run = ND_CONTAINER_OF(link, struct run, link);
        if (run->worker != worker) continue;
        struct nd_job *job = run->job;
        run_job(node, job);
        finish_run(run);
        post(job->reactor, &job->done_task);
    }
    while (!nd_list_is_empty(&worker->queue)) {
        struct nd_job *job = ND_CONTAINER_OF(worker->queue.next, struct nd_job, link);
        nd_list_remove(&job->link);
        run_job(node, job);
        post(job->reactor, &job->done_task);
    }
    nd_heap_free(base->env->heap, worker);
}

static void run_at_crash(void *arg)
{
    struct run *run = arg;
    run_job(nd__sim_node_of(run->worker->base.env), run->job);
}

/* The job itself cannot be stopped half-way, but its changes to the disk can: after a number of
 * them nothing takes effect any more, a sync included. */
void nd__sim_crash_jobs(struct nd__sim_node *node)
{
    struct nd_sim *sim = node->sim;
    struct nd_job *culprit = node->job_now; /* the job that called nd_env_fatal */
    while (!nd_list_is_empty(&node->runs)) {
        struct run *run = ND_CONTAINER_OF(node->runs.next, struct run, link);
        nd_list_remove(&run->link);
        if (run->job == culprit) continue;
        switch (nd_prng_below(&sim->prng_disk, 4)) {
        case 0: continue;
        case 1: node->disk.ops_left = UINT64_MAX; break;
        default: node->disk.ops_left = nd_prng_below(&sim->prng_disk, 8); break;
        }
        nd__sim_run_dying(node, run_at_crash, run);
    }
    node->disk.ops_left = UINT64_MAX;
}

const struct nd_env_ops nd__sim_ops = {
    .now_ns = now_ns,
    .wall_us = wall_us,
    .entropy = entropy,
    .is_broken = is_broken,
    .buggify = buggify,
    .probe = probe,
    .fatal = fatal,
    .post = post,
    .kick = kick,
    .flush = nd__sim_flush,
    .cpu_ns = cpu_ns,
    .reactor_cpu_ns = reactor_cpu_ns,
    .worker_open = worker_open,
    .worker_close = worker_close,
    .worker_submit = worker_submit,
    .worker_cpu_ns = worker_cpu_ns,
    .file_open = nd__sim_file_open,
    .file_close = nd__sim_file_close,
    .file_read = nd__sim_file_read,
    .file_write = nd__sim_file_write,
    .file_sync = nd__sim_file_sync,
    .file_allocate = nd__sim_file_allocate,
    .file_truncate = nd__sim_file_truncate,
    .file_size = nd__sim_file_size,
    .file_rename = nd__sim_file_rename,
    .file_remove = nd__sim_file_remove,
    .dir_make = nd__sim_dir_make,
    .dir_sync = nd__sim_dir_sync,
    .dir_space = nd__sim_dir_space,
    .dir_list = nd__sim_dir_list,
    .stream_connect = nd__sim_stream_connect,
    .stream_write = nd__sim_stream_write,
    .stream_pause = nd__sim_stream_pause,
    .stream_resume = nd__sim_stream_resume,
    .stream_close = nd__sim_stream_close,
    .stream_abort = nd__sim_stream_abort,
    .listener_open = nd__sim_listener_open,
    .listener_close = nd__sim_listener_close,
};
