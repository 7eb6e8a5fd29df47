/* SPDX-License-Identifier: Apache-2.0 */
/* sim.c - the simulator's host: event queue, nodes' lives, entering and leaving their code. */
#include <math.h>
#include <stdio.h>
#include <sys/mman.h>

#include "env/sim_int.h"

enum { PPM = 1000000 };


/* ---- events ---------------------------------------------------------------------------------------- */

static bool is_before(const struct nd__sim_event *a, const struct nd__sim_event *b)
{
    return a->at_ns != b->at_ns ? a->at_ns < b->at_ns : a->seq < b->seq;
}

static void push_event(struct nd_sim *sim, struct nd__sim_event event)
{
    if (sim->event_total + 2 > sim->event_cap) {
        sim->event_cap = sim->event_cap == 0 ? 1024 : sim->event_cap * 2;
        sim->events = nd_heap_realloc(&sim->heap, sim->events, sim->event_cap * sizeof *sim->events);
    }
    event.seq = ++sim->seq;
    size_t pos = ++sim->event_total;
    for (; pos > 1 && is_before(&event, &sim->events[pos / 2]); pos /= 2) sim->events[pos] = sim->events[pos / 2];
    sim->events[pos] = event;
}

static struct nd__sim_event pop_event(struct nd_sim *sim)
{
    struct nd__sim_event first = sim->events[1], last = sim->events[sim->event_total--];
    size_t pos = 1;
    for (;;) {
        size_t child = pos * 2;
        if (child > sim->event_total) break;
        if (child < sim->event_total && is_before(&sim->events[child + 1], &sim->events[child])) child++;
        if (!is_before(&sim->events[child], &last)) break;
        sim->events[pos] = sim->events[child];
        pos = child;
    }
    sim->events[pos] = last;
    return first;
}

void nd__sim_schedule(struct nd_sim *sim, uint64_t at_ns, enum nd__sim_kind kind, struct nd__sim_node *node, uint64_t arg, void *p)
{
    push_event(sim, (struct nd__sim_event){.at_ns = at_ns < sim->now_ns ? sim->now_ns : at_ns, .kind = kind, .arg = arg, .p = p,
                                           .node = node->number, .incarnation = node->incarnation});
}

void nd__sim_mix(struct nd_sim *sim, uint64_t v)
{
    uint64_t h = (sim->hash ^ v) * 0x9e3779b97f4a7c15ULL;
    sim->hash = h ^ (h >> 29);
}

uint64_t nd__sim_exponential(struct nd_prng *prng, uint64_t min, uint64_t mean, uint64_t max)
{
    double u = nd_prng_unit(prng);
    if (mean <= min || max <= min) return min;
    double v = (double)min - log1p(-u) * (double)(mean - min);
    return v >= (double)max ? max : (uint64_t)v;
}

/* ---- a node's code ------------------------------------------------------------------------------------ */

static void run_scratch(void *arg)
{
    struct nd_sim *sim = arg;
    for (;;) {
        sim->call(sim->call_arg);
        sim->has_returned = true;
        nd__ctx_switch(&sim->scratch, &sim->host);
    }
}

static void make_scratch(struct nd_sim *sim)
{
    size_t bytes = (size_t)((uint8_t *)sim->scratch_stack - sim->scratch_stack->lo) & ~(size_t)63;
    nd__ctx_make(&sim->scratch, sim->scratch_stack->lo, bytes, run_scratch, sim);
}

/* False: nd_env_fatal left it. */
static bool call_node(struct nd__sim_node *node, void (*fn)(void *arg), void *arg)
{
    struct nd_sim *sim = node->sim;
    ND_ASSERT(sim->current == NULL);
    sim->current = node;
    sim->call = fn;
    sim->call_arg = arg;
    sim->has_returned = false;
    nd__ctx_switch(&sim->host, &sim->scratch);
    sim->current = NULL;
    if (sim->has_returned) return true;
    nd__ctx_drop(&sim->scratch);
    nd__stack_wipe(sim->scratch_stack);
    make_scratch(sim);
    return false;
}

void nd__sim_want_turn(struct nd__sim_node *node, uint64_t delay_ns)
{
    if (node->has_turn || !node->is_up) return;
    node->has_turn = true;
    nd__sim_schedule(node->sim, node->sim->now_ns + delay_ns, ND_SIM_TURN, node, 0, NULL);
}

struct entering {
    struct nd__sim_node *node;
    void (*fn)(void *arg);
    void *arg;
};

uint64_t nd__sim_clock_of(const struct nd__sim_node *node)
{
    int64_t drift_ns = (int64_t)(node->sim->now_ns / PPM) * node->rate_ppm + (int64_t)(node->sim->now_ns % PPM) * node->rate_ppm / PPM;
    return node->sim->now_ns + (uint64_t)drift_ns;
}

/* When the node's clock will show clock_ns, at the earliest. */
static uint64_t world_time(const struct nd__sim_node *node, uint64_t clock_ns)
{
    if (node->rate_ppm == 0 || clock_ns == UINT64_MAX) return clock_ns;
    uint64_t shows_ns = nd__sim_clock_of(node);
    if (clock_ns <= shows_ns) return node->sim->now_ns;
    uint64_t left_ns = clock_ns - shows_ns, rate = (uint64_t)(PPM + node->rate_ppm);
    return node->sim->now_ns + left_ns / rate * PPM + left_ns % rate * PPM / rate + 2;
}

void nd_sim_set_clock_rate(struct nd_sim *sim, unsigned number, int ppm)
{
    ND_ASSERT(ppm > -PPM / 2 && ppm < PPM);
    nd__sim_find_or_make(sim, number)->rate_ppm = ppm;
}

static void run_turn(void *arg)
{
    struct entering *entering = arg;
    struct nd__sim_node *node = entering->node;
    struct nd_reactor *reactor = &node->reactor;
    nd__reactor_enter(reactor);
    if (entering->fn != NULL) entering->fn(entering->arg);
    node->is_booting = false;
    nd__list_splice(&reactor->deferred, &node->posted);
    bool is_busy = nd__reactor_turn(reactor);
    /* A turn costs time: what spins waits for the clock, not the clock for it. */
    if (is_busy || !nd_list_is_empty(&node->unflushed) || !nd_list_is_empty(&node->posted)) nd__sim_want_turn(node, ND_US);
    uint64_t deadline_ns = world_time(node, nd__reactor_deadline(reactor));
    if (deadline_ns <= node->sim->now_ns) deadline_ns = node->sim->now_ns + ND_US; /* started by its own on_fire */
    if (deadline_ns < node->timer_at_ns) {
        node->timer_at_ns = deadline_ns;
        nd__sim_schedule(node->sim, deadline_ns, ND_SIM_TIMER, node, 0, NULL);
    }
}

static void crash(struct nd__sim_node *node);

bool nd__sim_enter(struct nd__sim_node *node, void (*fn)(void *arg), void *arg)
{
    struct entering entering = {node, fn, arg};
    bool has_returned = call_node(node, run_turn, &entering);
    if (!has_returned) crash(node);
    return has_returned;
}

void nd__sim_run_dying(struct nd__sim_node *node, void (*fn)(void *arg), void *arg)
{
    unsigned exit_code = node->exit_code;
    if (!call_node(node, fn, arg)) node->exit_code = exit_code; /* the power was off before it could say so */
}

/* ---- nodes --------------------------------------------------------------------------------------------- */

struct nd__sim_node *nd__sim_find(const struct nd_sim *sim, unsigned number)
{
    ND_ASSERT(number >= 1);
    ND_ASSERT(number <= ND_SIM_NODES_MAX);
    return sim->nodes[number];
}

struct nd__sim_node *nd__sim_find_or_make(struct nd_sim *sim, unsigned number)
{
    struct nd__sim_node *node = nd__sim_find(sim, number);
    if (node != NULL) return node;
    node = nd_heap_new(&sim->heap, struct nd__sim_node);
    node->sim = sim;
    node->number = number;
    nd_list_init(&node->listeners);
    nd_list_init(&node->streams);
    nd__sim_disk_init(&node->disk, sim);
    sim->nodes[number] = node;
    return node;
}

static void on_line(void *sink_arg, enum nd_log_level level, const char *module, const char *line)
{
    struct nd__sim_node *node = sink_arg;
    const struct nd_logger *logger = node->sim->options.logger;
    char text[1024];
    uint64_t now_us = node->sim->now_ns / 1000;
    snprintf(text, sizeof text, "%4llu.%06llu n%u %s", (unsigned long long)(now_us / 1000000), (unsigned long long)(now_us % 1000000), node->number, line);
    logger->sink(logger->sink_arg, level, module, text);
}


static void run_boot(void *arg)
{
    struct nd__sim_node *node = arg;
    node->is_booting = true;
    node->root = node->program.boot(&node->env, node->number, node->program.arg);
}

static void start(struct nd__sim_node *node, const struct nd_sim_program *program)
{
    struct nd_sim *sim = node->sim;
    ND_ASSERT(!node->is_up);
    node->incarnation++;
    node->is_up = true;
    node->is_dying = node->has_turn = node->is_booting = false;
    node->exit_code = 0;
    node->root = NULL;
    node->program = *program;
    node->timer_at_ns = UINT64_MAX;
    node->run_seq = 0;
    node->job_now = NULL;
    node->port_next = 40000;
    nd_heap_init(&node->heap, true);
    nd_metrics_init(&node->metrics, &node->heap);
    nd_prng_init(&node->prng, nd_prng_next(&sim->prng_env));
    nd_list_init(&node->posted);
    nd_list_init(&node->runs);
    nd_list_init(&node->listeners);
    nd_list_init(&node->streams);
    nd_list_init(&node->unflushed);
    node->env = (struct nd_env){.ops = &nd__sim_ops, .heap = &node->heap, .metrics = &node->metrics, .reactors = node->reactors, .reactor_count = 1};
    if (sim->options.logger != NULL) {
        node->logger = (struct nd_logger){.level_min = sim->options.logger->level_min, .sink_arg = node, .sink = on_line};
        node->env.logger = &node->logger;
    }
    nd__reactor_init(&node->reactor, &node->env, 0, &sim->stacks);
    node->reactors[0] = &node->reactor;
    nd__sim_mix(sim, sim->now_ns ^ ((uint64_t)ND_SIM_START << 56) ^ node->number);
    nd__sim_enter(node, run_boot, node);
}

static void crash(struct nd__sim_node *node)
{
    struct nd_sim *sim = node->sim;
    if (!node->is_up) return;
    ND_ASSERT(sim->current == NULL);
    nd__sim_mix(sim, sim->now_ns ^ ((uint64_t)ND_SIM_CRASH << 56) ^ node->number);
    nd__sim_crash_jobs(node);
    if (node->program.on_crash != NULL) node->program.on_crash(node->root, node->number, node->program.arg);
    nd__sim_disk_crash(&node->disk);
    nd__sim_crash_net(node);
    nd__reactor_deinit(&node->reactor);
    nd_heap_deinit(&node->heap);
    for (size_t i = 0; i < node->held_count; i++) nd__sim_drop_net(sim, &node->held[i]);
    node->held_count = 0;
    node->paused_until_ns = 0;
    node->root = NULL;
    node->is_up = false;
    node->incarnation++;
}

/* Events at hand end first: a node's code may ask for the crash or start of another, or itself. */
void nd_sim_start(struct nd_sim *sim, unsigned number, const struct nd_sim_program *program)
{
    struct nd__sim_node *node = nd__sim_find_or_make(sim, number);
    if (sim->current == NULL) {
        start(node, program);
        return;
    }
    struct nd_sim_program *copy = nd_heap_new(&sim->heap, struct nd_sim_program);
    *copy = *program;
    nd__sim_schedule(sim, sim->now_ns, ND_SIM_START, node, 0, copy);
}

void nd_sim_crash(struct nd_sim *sim, unsigned number)
{
    struct nd__sim_node *node = nd__sim_find(sim, number);
    if (node == NULL) return;
    if (sim->current == NULL) crash(node);
    else nd__sim_schedule(sim, sim->now_ns, ND_SIM_CRASH, node, 0, NULL);
}

bool nd_sim_call(struct nd_sim *sim, unsigned number, void (*fn)(void *arg), void *arg)
{
    struct nd__sim_node *node = nd__sim_find(sim, number);
    if (node == NULL || !node->is_up) return false;
    return nd__sim_enter(node, fn, arg);
}

static void release_held(struct nd__sim_node *node)
{
    node->paused_until_ns = 0;
    for (size_t i = 0; i < node->held_count; i++) {
        node->held[i].at_ns = node->sim->now_ns;
        push_event(node->sim, node->held[i]);
    }
    node->held_count = 0;
}

void nd_sim_pause(struct nd_sim *sim, unsigned number, uint64_t duration_ns)
{
    struct nd__sim_node *node = nd__sim_find(sim, number);
    if (node == NULL || !node->is_up) return;
    uint64_t until_ns = sim->now_ns + duration_ns;
    if (until_ns <= node->paused_until_ns) return;
    node->paused_until_ns = until_ns;
    nd__sim_schedule(sim, until_ns, ND_SIM_UNPAUSE, node, 0, NULL);
}

void nd_sim_cut(struct nd_sim *sim, unsigned from, unsigned to, bool is_cut)
{
    ND_ASSERT(to >= 1);
    ND_ASSERT(to <= ND_SIM_NODES_MAX);
    nd__sim_find_or_make(sim, from)->cut_to[to] = is_cut;
}

void nd_sim_heal(struct nd_sim *sim)
{
    for (unsigned i = 1; i <= ND_SIM_NODES_MAX; i++) {
        struct nd__sim_node *node = sim->nodes[i];
        if (node == NULL) continue;
        memset(node->cut_to, 0, sizeof node->cut_to);
        if (node->paused_until_ns != 0) release_held(node);
    }
}

bool nd_sim_is_up(const struct nd_sim *sim, unsigned number)
{
    struct nd__sim_node *node = nd__sim_find(sim, number);
    return node != NULL && node->is_up;
}

void *nd_sim_node_root(struct nd_sim *sim, unsigned number) { return nd_sim_is_up(sim, number) ? sim->nodes[number]->root : NULL; }
struct nd_env *nd_sim_node_env(struct nd_sim *sim, unsigned number) { return nd_sim_is_up(sim, number) ? &sim->nodes[number]->env : NULL; }
void nd_sim_set_wall_offset(struct nd_sim *sim, unsigned number, int64_t offset_us) { nd__sim_find_or_make(sim, number)->wall_offset_us = offset_us; }
unsigned nd_sim_exit_code(const struct nd_sim *sim, unsigned number)
{
    struct nd__sim_node *node = nd__sim_find(sim, number);
    return node == NULL ? 0 : node->exit_code;
}

uint64_t nd_sim_disk_bytes(struct nd_sim *sim, unsigned number) { return nd__sim_find_or_make(sim, number)->disk.bytes; }

void nd_sim_list(struct nd_sim *sim, unsigned number, const char *path, void *arg, void (*on_name)(void *arg, const char *name))
{
    nd__sim_disk_list(&nd__sim_find_or_make(sim, number)->disk, path, arg, on_name);
}

enum nd_status nd_sim_read(struct nd_sim *sim, unsigned number, const char *path, uint64_t offset, void *p, size_t n, size_t *n_out)
{
    return nd__sim_disk_read(&nd__sim_find_or_make(sim, number)->disk, path, offset, p, n, n_out);
}

enum nd_status nd_sim_corrupt(struct nd_sim *sim, unsigned number, const char *path, uint64_t offset, uint8_t xor_mask)
{
    return nd__sim_disk_corrupt(&nd__sim_find_or_make(sim, number)->disk, path, offset, xor_mask);
}

/* ---- the simulation -------------------------------------------------------------------------------------- */

/* Its memory comes from the system: the heap it would come from lies inside. */
struct nd_sim *nd_sim_new(const struct nd_sim_options *options)
{
    struct nd_sim *sim = mmap(NULL, sizeof *sim, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sim == MAP_FAILED) nd_fatal(ND_EXIT_MEMORY, "no memory for a simulation");
    sim->options = *options;
    nd_heap_init(&sim->heap, true);
    struct nd_prng seeder;
    nd_prng_init(&seeder, options->seed);
    nd_prng_init(&sim->prng_user, nd_prng_next(&seeder));
    nd_prng_init(&sim->prng_env, nd_prng_next(&seeder));
    nd_prng_init(&sim->prng_net, nd_prng_next(&seeder));
    nd_prng_init(&sim->prng_disk, nd_prng_next(&seeder));
    nd_hmap_init(&sim->conns, &sim->heap);
    nd_list_init(&sim->conn_list);
    nd__stack_pool_init(&sim->stacks);
    sim->scratch_stack = nd__stack_take(&sim->stacks, ND_PARSER_STACK_BYTES);
    make_scratch(sim);
    sim->hash = options->seed;
    return sim;
}

void nd_sim_free(struct nd_sim *sim)
{
    ND_ASSERT(sim->current == NULL);
    for (unsigned i = 1; i <= ND_SIM_NODES_MAX; i++)
        if (sim->nodes[i] != NULL) crash(sim->nodes[i]);
    nd__ctx_drop(&sim->scratch);
    nd__stack_give(&sim->stacks, sim->scratch_stack);
    nd__stack_pool_deinit(&sim->stacks);
    nd_heap_deinit(&sim->heap);
    munmap(sim, sizeof *sim);
}

struct nd_sim_options *nd_sim_options(struct nd_sim *sim) { return &sim->options; }
struct nd_prng *nd_sim_prng(struct nd_sim *sim) { return &sim->prng_user; }
uint64_t nd_sim_now_ns(const struct nd_sim *sim) { return sim->now_ns; }
uint64_t nd_sim_trace_hash(const struct nd_sim *sim) { return sim->hash; }
uint64_t nd_sim_event_count(const struct nd_sim *sim) { return sim->event_count; }
const uint64_t *nd_sim_probes(const struct nd_sim *sim) { return sim->probes; }

void nd_sim_trace(struct nd_sim *sim, const char *what, uint64_t v)
{
    nd__sim_mix(sim, sim->now_ns ^ ((uint64_t)ND_SIM_USER << 56));
    nd__sim_mix(sim, nd_hash64(nd_slice_str(what)));
    nd__sim_mix(sim, v);
}

static void hold(struct nd__sim_node *node, const struct nd__sim_event *event)
{
    if (node->held_count == node->held_cap) {
        node->held_cap = node->held_cap == 0 ? 64 : node->held_cap * 2;
        node->held = nd_heap_realloc(&node->sim->heap, node->held, node->held_cap * sizeof *node->held);
    }
    node->held[node->held_count++] = *event;
}

static void dispatch(struct nd_sim *sim, const struct nd__sim_event *event)
{
    struct nd__sim_node *node = sim->nodes[event->node];
    bool is_same = node->is_up && node->incarnation == event->incarnation;
    switch (event->kind) {
    case ND_SIM_START: {
        struct nd_sim_program *program = event->p;
        if (!node->is_up) start(node, program);
        nd_heap_free(&sim->heap, program);
        return;
    }
    case ND_SIM_CRASH:
        if (is_same) crash(node);
        return;
    case ND_SIM_UNPAUSE:
        if (is_same && node->paused_until_ns != 0 && node->paused_until_ns <= sim->now_ns) release_held(node);
        return;
    default: break;
    }
    if (node->is_up && node->paused_until_ns != 0) {
        hold(node, event);
        return;
    }
    switch (event->kind) {
    case ND_SIM_TURN:
        if (!is_same) return;
        node->has_turn = false;
        nd__sim_enter(node, NULL, NULL);
        return;
    case ND_SIM_TIMER:
        if (!is_same) return;
        if (node->timer_at_ns <= sim->now_ns) node->timer_at_ns = UINT64_MAX;
        nd__sim_enter(node, NULL, NULL);
        return;
    case ND_SIM_JOB:
        if (is_same) nd__sim_on_job(node, event->arg);
        return;
    default: nd__sim_on_net(sim, event); return;
    }
}

void nd_sim_run(struct nd_sim *sim, uint64_t until_ns, bool (*is_done)(void *arg), void *arg)
{
    ND_ASSERT(sim->current == NULL);
    if (is_done != NULL && is_done(arg)) return;
    while (sim->event_total > 0 && sim->events[1].at_ns <= until_ns) {
        struct nd__sim_event event = pop_event(sim);
        if (event.at_ns > sim->now_ns) sim->now_ns = event.at_ns;
        sim->event_count++;
        nd__sim_mix(sim, sim->now_ns);
        nd__sim_mix(sim, ((uint64_t)event.kind << 56) ^ ((uint64_t)event.node << 40) ^ event.arg);
        dispatch(sim, &event);
        if (is_done != NULL && is_done(arg)) return;
    }
    if (sim->now_ns < until_ns) sim->now_ns = until_ns;
}
