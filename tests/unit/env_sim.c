/* SPDX-License-Identifier: Apache-2.0 */
/* What only the simulator has: determinism, network faults, crashes of nodes. Disks: env_sim_disk.c. */
#include <stdio.h>

#include "unit/env_both.h"

static struct nd_sim_options calm(uint64_t seed)
{
    return (struct nd_sim_options){
        .seed = seed,
        .net = {.delay_ns_min = 100 * ND_US, .delay_ns_mean = ND_MS, .delay_ns_max = 20 * ND_MS},
        .disk = {.op_ns_min = 50 * ND_US, .op_ns_mean = 300 * ND_US, .op_ns_max = 10 * ND_MS},
    };
}

/* ---- chatter: a node that sends numbered writes to a peer, and keeps what comes in ------------------- */

struct chatter {
    struct nd_env *env;
    unsigned node, peer; /* 0: listens only */
    unsigned flags;
    uint64_t period_ns;
    uint32_t count_max;
    struct nd_timer timer;
    struct nd_stream *out;
    struct nd_listener *listener;
    uint32_t sent, connects, closes;
    bool is_open;
    enum nd_status status;
};

/* Lives outside of the nodes. */
struct record {
    uint32_t *seen; /* numbers as they came in */
    size_t seen_count, bytes;
    uint8_t partial[4];
    unsigned accepts, closes, opens, crashes, client_closes;
    enum nd_status status, client_status;
    uint64_t closed_at_ns;
};

struct world {
    struct nd_sim *sim;
    struct nd_heap heap;
    struct record records[8];
    unsigned peer[8], flags;
    uint64_t period_ns;
    uint32_t count_max;
};

static struct world *world_of(void *arg) { return arg; }

struct chat_root {
    struct chatter chatter;
    struct world *world;
    struct record *record;
};

static void take_bytes(struct chat_root *root, struct nd_slice bytes)
{
    struct record *record = root->record;
    for (size_t i = 0; i < bytes.n; i++) {
        record->partial[record->bytes++ % 4] = bytes.p[i];
        if (record->bytes % 4 != 0) continue;
        record->seen = nd_heap_realloc(&root->world->heap, record->seen, (record->seen_count + 1) * sizeof(uint32_t));
        record->seen[record->seen_count++] = nd_load_u32(record->partial);
    }
}

static void in_data(struct nd_stream *stream, void *owner, struct nd_slice bytes) { take_bytes(owner, bytes); }
static void in_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    struct chat_root *root = owner;
    root->record->closes++;
    root->record->status = status;
    root->record->bytes = 0;
}
static const struct nd_stream_handler in_handler = {.on_data = in_data, .on_close = in_close};

static bool chat_accept(struct nd_listener *listener, void *owner, struct nd_stream *stream, const struct nd_stream_handler **handler_out, void **owner_out)
{
    struct chat_root *root = owner;
    root->record->accepts++;
    *handler_out = &in_handler;
    *owner_out = owner;
    return true;
}
static const struct nd_listener_handler chat_accept_handler = {.on_accept = chat_accept};

static void out_open(struct nd_stream *stream, void *owner)
{
    struct chat_root *root = owner;
    root->chatter.is_open = true;
    root->record->opens++;
}
static void out_data(struct nd_stream *stream, void *owner, struct nd_slice bytes) {}
static void out_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    struct chat_root *root = owner;
    root->chatter.out = NULL;
    root->chatter.is_open = false;
    root->record->client_closes++;
    root->record->client_status = status;
    root->record->closed_at_ns = nd_env_now_ns(root->chatter.env);
}
static const struct nd_stream_handler out_handler = {.on_open = out_open, .on_data = out_data, .on_close = out_close};

static void on_beat(struct nd_timer *timer)
{
    struct chat_root *root = ND_CONTAINER_OF(timer, struct chat_root, chatter.timer);
    struct chatter *chatter = &root->chatter;
    nd_timer_start_in(timer, chatter->period_ns);
    if (chatter->out == NULL) {
        char addr[32];
        snprintf(addr, sizeof addr, "n%u:7000", chatter->peer);
        chatter->out = nd_stream_connect(timer->reactor, addr, chatter->flags, &out_handler, root);
    }
    if (!chatter->is_open || chatter->sent == chatter->count_max) return;
    struct nd_buf bytes;
    nd_buf_init(&bytes, nd_env_heap(chatter->env));
    nd_buf_put_u32(&bytes, chatter->sent++);
    nd_stream_write(chatter->out, &bytes);
}

static void *chat_boot(struct nd_env *env, unsigned node, void *arg)
{
    struct world *world = world_of(arg);
    struct chat_root *root = nd_heap_new(nd_env_heap(env), struct chat_root);
    root->world = world;
    root->record = &world->records[node];
    root->chatter = (struct chatter){.env = env, .node = node, .peer = world->peer[node], .flags = world->flags, .period_ns = world->period_ns, .count_max = world->count_max};
    ND_ASSERT(nd_listener_open(nd_env_reactor(env, 0), "0.0.0.0:7000", world->flags, &chat_accept_handler, root, &root->chatter.listener, NULL) == ND_STATUS_OK);
    nd_timer_init(&root->chatter.timer, nd_env_reactor(env, 0), on_beat);
    if (root->chatter.peer != 0) nd_timer_start_in(&root->chatter.timer, world->period_ns);
    return root;
}

static void chat_on_crash(void *root, unsigned node, void *arg)
{
    struct record *record = &world_of(arg)->records[node];
    record->crashes++;
    record->bytes = 0;
}

static void world_open(struct world *world, const struct nd_sim_options *options, unsigned nodes)
{
    nd_heap_init(&world->heap, false);
    world->sim = nd_sim_new(options);
    for (unsigned i = 1; i <= nodes; i++)
        nd_sim_start(world->sim, i, &(struct nd_sim_program){.boot = chat_boot, .on_crash = chat_on_crash, .arg = world});
}

static void world_restart(struct world *world, unsigned node)
{
    nd_sim_start(world->sim, node, &(struct nd_sim_program){.boot = chat_boot, .on_crash = chat_on_crash, .arg = world});
}

static void world_close(struct world *world)
{
    nd_sim_free(world->sim);
    for (size_t i = 0; i < ND_ARRAY_LEN(world->records); i++) nd_heap_free(&world->heap, world->records[i].seen);
    assert_int_equal(atomic_load(&world->heap.bytes), 0);
}

/* ---- determinism --------------------------------------------------------------------------------------- */

static uint64_t storm(uint64_t seed)
{
    struct nd_sim_options options = calm(seed);
    options.net.loss = 0.05;
    options.net.duplicate = 0.05;
    options.net.reorder = 0.1;
    options.net.reset = 0.005;
    struct world world = {.peer = {0, 2, 3, 1}, .flags = ND_STREAM_FRAMED, .period_ns = 3 * ND_MS, .count_max = UINT32_MAX};
    world_open(&world, &options, 3);
    struct nd_prng *prng = nd_sim_prng(world.sim);
    for (int round = 0; round < 40; round++) {
        unsigned node = (unsigned)nd_prng_between(prng, 1, 3), other = (unsigned)nd_prng_between(prng, 1, 3);
        switch (nd_prng_below(prng, 4)) {
        case 0: nd_sim_crash(world.sim, node); break;
        case 1: nd_sim_pause(world.sim, node, nd_prng_below(prng, 2 * ND_SEC)); break;
        case 2: nd_sim_cut(world.sim, node, other, true); break;
        default: nd_sim_heal(world.sim); break;
        }
        nd_sim_run(world.sim, nd_sim_now_ns(world.sim) + 300 * ND_MS, NULL, NULL);
        for (unsigned i = 1; i <= 3; i++)
            if (!nd_sim_is_up(world.sim, i)) world_restart(&world, i);
    }
    nd_sim_trace(world.sim, "end", world.records[1].seen_count);
    uint64_t hash = nd_sim_trace_hash(world.sim);
    assert_true(nd_sim_event_count(world.sim) > 3000);
    assert_true(world.records[1].seen_count + world.records[2].seen_count + world.records[3].seen_count > 500);
    world_close(&world);
    return hash;
}

static void test_determinism(void **state)
{
    uint64_t hashes[10];
    for (uint64_t seed = 0; seed < 10; seed++) {
        hashes[seed] = storm(seed);
        assert_true(storm(seed) == hashes[seed]);
        for (uint64_t other = 0; other < seed; other++) assert_true(hashes[other] != hashes[seed]);
    }
}

/* ---- network faults -------------------------------------------------------------------------------------- */

struct tally {
    size_t lost, twice, late;
};

static struct tally tally_of(const struct record *record, uint32_t sent)
{
    struct tally tally = {0};
    uint8_t counts[4096] = {0};
    uint32_t last = 0;
    for (size_t i = 0; i < record->seen_count; i++) {
        assert_true(record->seen[i] < sent);
        if (counts[record->seen[i]]++ > 0) tally.twice++;
        if (record->seen[i] < last) tally.late++;
        last = record->seen[i];
    }
    for (uint32_t i = 0; i < sent; i++) tally.lost += counts[i] == 0;
    return tally;
}

static struct tally run_faults(unsigned flags, const struct nd_sim_net_options *net)
{
    struct nd_sim_options options = calm(11);
    options.net = *net;
    struct world world = {.peer = {0, 2}, .flags = flags, .period_ns = ND_MS, .count_max = 2000};
    world_open(&world, &options, 2);
    nd_sim_run(world.sim, 10 * ND_SEC, NULL, NULL);
    struct tally tally = tally_of(&world.records[2], 2000);
    world_close(&world);
    return tally;
}

static void test_framed_faults(void **state)
{
    const struct nd_sim_net_options base = calm(1).net;
    struct nd_sim_net_options net = base;
    net.loss = net.duplicate = net.reorder = 0.1;
    struct tally tally = run_faults(0, &net);
    assert_true(tally.lost + tally.twice + tally.late == 0);
    tally = run_faults(ND_STREAM_FRAMED, &base);
    assert_true(tally.lost + tally.twice + tally.late == 0);

    net = base;
    net.loss = 0.1;
    tally = run_faults(ND_STREAM_FRAMED, &net);
    assert_true(tally.lost > 100);
    assert_true(tally.lost < 400);
    assert_true(tally.twice + tally.late == 0);
    net = base;
    net.duplicate = 0.1;
    tally = run_faults(ND_STREAM_FRAMED, &net);
    assert_true(tally.twice > 100);
    assert_true(tally.lost == 0);
    net = base;
    net.reorder = 0.1;
    tally = run_faults(ND_STREAM_FRAMED, &net);
    assert_true(tally.late > 50);
    assert_true(tally.lost + tally.twice == 0);
}

static void test_resets(void **state)
{
    struct nd_sim_options options = calm(3);
    options.net.reset = 0.01;
    struct world world = {.peer = {0, 2}, .period_ns = ND_MS, .count_max = 2000};
    world_open(&world, &options, 2);
    nd_sim_run(world.sim, 20 * ND_SEC, NULL, NULL);
    assert_true(world.records[1].client_closes > 3);
    assert_true(world.records[2].closes > 3);
    assert_int_equal(world.records[1].client_status, ND_STATUS_UNREACHABLE);
    assert_int_equal(world.records[2].status, ND_STATUS_UNREACHABLE);
    assert_true(world.records[2].seen_count > 1500);
    world_close(&world);
}

static void test_cut_one_way(void **state)
{
    for (unsigned flags = 0; flags <= ND_STREAM_FRAMED; flags++) {
        struct nd_sim_options options = calm(5);
        struct world world = {.peer = {0, 2, 1}, .flags = flags, .period_ns = 10 * ND_MS, .count_max = 4000};
        world_open(&world, &options, 2);
        nd_sim_run(world.sim, ND_SEC, NULL, NULL);
        struct record *one = &world.records[1], *two = &world.records[2];
        assert_true(two->seen_count > 80);
        nd_sim_cut(world.sim, 1, 2, true);
        size_t before_one = one->seen_count, before_two = two->seen_count;
        nd_sim_run(world.sim, 2 * ND_SEC, NULL, NULL);
        assert_int_equal(two->seen_count, before_two);       /* 1 -> 2 is cut */
        assert_true(one->seen_count > before_one + 80);      /* 2 -> 1 is not */
        nd_sim_heal(world.sim);
        nd_sim_run(world.sim, 6 * ND_SEC, NULL, NULL);
        assert_int_equal(one->client_closes + two->client_closes, 0); /* too short to be noticed */
        struct tally tally = tally_of(two, ((struct chat_root *)nd_sim_node_root(world.sim, 1))->chatter.sent);
        assert_true(tally.twice + tally.late == 0);
        if (flags == 0) assert_true(tally.lost < 5); /* on the way */
        else assert_true(tally.lost > 80);

        nd_sim_cut(world.sim, 1, 2, true); /* long: the connection over the cut breaks at both ends */
        nd_sim_run(world.sim, 20 * ND_SEC, NULL, NULL);
        assert_true(one->client_closes > 0);
        assert_true(two->closes > 0);
        assert_int_equal(one->client_status, ND_STATUS_UNREACHABLE);
        nd_sim_heal(world.sim);
        before_two = two->seen_count;
        nd_sim_run(world.sim, 30 * ND_SEC, NULL, NULL);
        assert_true(two->seen_count > before_two + 100); /* and is made anew after the heal */
        world_close(&world);
    }
}

static void test_half_open(void **state)
{
    unsigned quick = 0, slow = 0;
    for (uint64_t seed = 0; seed < 30; seed++) {
        struct nd_sim_options options = calm(seed);
        struct world world = {.peer = {0, 2}, .period_ns = 10 * ND_MS, .count_max = 50};
        world_open(&world, &options, 2);
        nd_sim_run(world.sim, ND_SEC, NULL, NULL);
        assert_int_equal(world.records[1].opens, 1);
        nd_sim_crash(world.sim, 2);
        nd_sim_crash(world.sim, 2); /* harmless */
        assert_false(nd_sim_is_up(world.sim, 2));
        assert_null(nd_sim_node_root(world.sim, 2));
        nd_sim_run(world.sim, 15 * ND_SEC, NULL, NULL);
        assert_true(world.records[1].client_closes > 0);
        assert_int_equal(world.records[1].client_status, ND_STATUS_UNREACHABLE);
        world_close(&world);
        struct world again = {.peer = {0, 2}, .period_ns = 10 * ND_MS, .count_max = 50};
        world_open(&again, &options, 2);
        nd_sim_run(again.sim, ND_SEC, NULL, NULL);
        nd_sim_crash(again.sim, 2);
        nd_sim_run(again.sim, ND_SEC + 100 * ND_MS, NULL, NULL);
        if (again.records[1].client_closes > 0) quick++;
        else slow++;
        world_close(&again);
    }
    assert_true(quick > 5);
    assert_true(slow > 5);
}

static void test_pause(void **state)
{
    struct nd_sim_options options = calm(8);
    struct world world = {.peer = {0, 2, 1}, .period_ns = 10 * ND_MS, .count_max = 4000};
    world_open(&world, &options, 2);
    nd_sim_run(world.sim, ND_SEC, NULL, NULL);
    struct chatter *one = &((struct chat_root *)nd_sim_node_root(world.sim, 1))->chatter;
    uint32_t sent = one->sent;
    size_t seen = world.records[1].seen_count;
    nd_sim_pause(world.sim, 1, ND_SEC);
    nd_sim_run(world.sim, 2 * ND_SEC - ND_MS, NULL, NULL);
    assert_int_equal(one->sent, sent);
    assert_int_equal(world.records[1].seen_count, seen);
    nd_sim_run(world.sim, 2 * ND_SEC + 50 * ND_MS, NULL, NULL);
    assert_true(one->sent > sent);
    assert_true(world.records[1].seen_count > seen + 50); /* what came in meanwhile */
    nd_sim_pause(world.sim, 1, 1000 * ND_SEC);
    nd_sim_run(world.sim, 3 * ND_SEC, NULL, NULL);
    nd_sim_heal(world.sim);
    sent = one->sent;
    nd_sim_run(world.sim, 4 * ND_SEC, NULL, NULL);
    assert_true(one->sent > sent + 50);
    nd_sim_pause(world.sim, 2, 5 * ND_SEC);
    nd_sim_run(world.sim, 5 * ND_SEC, NULL, NULL);
    nd_sim_crash(world.sim, 2); /* a paused one may die */
    nd_sim_run(world.sim, 6 * ND_SEC, NULL, NULL);
    world_restart(&world, 2);
    nd_sim_run(world.sim, 20 * ND_SEC, NULL, NULL);
    assert_true(world.records[2].seen_count > 100);
    world_close(&world);
}

/* ---- the end of a node ----------------------------------------------------------------------------------- */

enum doom { DOOM_BOOT, DOOM_TASK, DOOM_FIBER, DOOM_BIG_STACK, DOOM_JOB, DOOM_FIBER_JOB, DOOM_COUNT };

struct doomed {
    enum doom how;
    unsigned crashes;
    void *root;
    uint64_t beats;
};

struct victim {
    struct nd_env *env;
    struct doomed *doomed;
    struct nd_task task;
    struct nd_timer timer;
    struct nd_job job;
    struct nd_worker *worker;
};

static void die(struct victim *victim) { nd_env_fatal(victim->env, 40 + (int)victim->doomed->how, "doom %d", (int)victim->doomed->how); }
static void die_as_task(struct nd_task *task) { die(ND_CONTAINER_OF(task, struct victim, task)); }
static void die_on_stack(void *arg) { die(arg); }
static void die_in_job(struct nd_job *job) { die(ND_CONTAINER_OF(job, struct victim, job)); }
static void never_done(struct nd_job *job) { ND_UNREACHABLE(); }

static void sleeping_fiber(struct nd_fiber *fiber, void *arg)
{
    char *held = nd_heap_alloc(nd_env_heap(((struct victim *)arg)->env), 100); /* freed with the heap */
    for (;;) {
        held[0] = 'x';
        nd_fiber_sleep(fiber, 100 * ND_MS);
    }
}

static void dying_fiber(struct nd_fiber *fiber, void *arg)
{
    struct victim *victim = arg;
    nd_fiber_sleep(fiber, 5 * ND_MS);
    switch (victim->doomed->how) {
    case DOOM_FIBER: die(victim); break;
    case DOOM_BIG_STACK: nd_reactor_call_on_big_stack(nd_fiber_reactor(fiber), die_on_stack, victim); break;
    case DOOM_FIBER_JOB:
        victim->job.run = die_in_job;
        nd_fiber_run_job(fiber, victim->worker, &victim->job);
        break;
    default: break;
    }
    nd_fiber_park(fiber);
}

static void on_victim_timer(struct nd_timer *timer)
{
    struct victim *victim = ND_CONTAINER_OF(timer, struct victim, timer);
    victim->doomed->beats++;
    nd_timer_start_in(timer, ND_MS);
}

static void *victim_boot(struct nd_env *env, unsigned node, void *arg)
{
    struct victim *victim = nd_heap_new(nd_env_heap(env), struct victim);
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    victim->env = env;
    victim->doomed = arg;
    victim->worker = nd_worker_open(env, "doom", 1);
    nd_timer_init(&victim->timer, reactor, on_victim_timer);
    nd_timer_start_in(&victim->timer, ND_MS);
    for (int i = 0; i < 20; i++) nd_fiber_start(reactor, sleeping_fiber, victim, 0);
    nd_task_init(&victim->task, die_as_task);
    victim->job.run = die_in_job;
    victim->job.done = never_done;
    switch (victim->doomed->how) {
    case DOOM_BOOT: die(victim); break;
    case DOOM_TASK: nd_reactor_post(reactor, &victim->task); break;
    case DOOM_JOB: nd_worker_submit(victim->worker, reactor, &victim->job); break;
    case DOOM_COUNT: break;
    default: nd_fiber_start(reactor, dying_fiber, victim, 0); break;
    }
    return victim;
}

static void victim_on_crash(void *root, unsigned node, void *arg)
{
    struct doomed *doomed = arg;
    doomed->crashes++;
    doomed->root = root;
}

static void test_fatal(void **state)
{
    struct nd_sim_options options = calm(1);
    struct nd_sim *sim = nd_sim_new(&options);
    struct doomed survivor = {.how = DOOM_COUNT}, doomed = {0};
    nd_sim_start(sim, 1, &(struct nd_sim_program){.boot = victim_boot, .on_crash = victim_on_crash, .arg = &survivor});
    for (int round = 0; round < 3; round++) {
        for (int how = 0; how < DOOM_COUNT; how++) {
            doomed = (struct doomed){.how = (enum doom)how};
            uint64_t beats = survivor.beats;
            nd_sim_start(sim, 2, &(struct nd_sim_program){.boot = victim_boot, .on_crash = victim_on_crash, .arg = &doomed});
            nd_sim_run(sim, nd_sim_now_ns(sim) + 100 * ND_MS, NULL, NULL);
            assert_false(nd_sim_is_up(sim, 2));
            assert_int_equal(nd_sim_exit_code(sim, 2), 40 + how);
            assert_int_equal(doomed.crashes, 1);
            assert_true((doomed.root == NULL) == (how == DOOM_BOOT));
            assert_true(nd_sim_is_up(sim, 1));
            assert_true(survivor.beats >= beats + 99);
        }
    }
    assert_int_equal(survivor.crashes, 0);
    nd_sim_free(sim);
    assert_int_equal(survivor.crashes, 1);
}

static void call_die(void *arg) { die(arg); }
static void call_beat(void *arg) { ((struct victim *)arg)->doomed->beats += 1000; }

struct reaper {
    struct nd_sim *sim;
    const struct nd_sim_program *program;
    unsigned node;
};

/* A node's code may end and start nodes, itself too: after the event at hand. */
static void call_reap(void *arg)
{
    struct reaper *reaper = arg;
    nd_sim_crash(reaper->sim, 1);
    nd_sim_crash(reaper->sim, 2);
    nd_sim_start(reaper->sim, 2, reaper->program);
    ND_ASSERT(nd_sim_is_up(reaper->sim, 1));
}

static void test_call(void **state)
{
    struct nd_sim_options options = calm(1);
    struct nd_sim *sim = nd_sim_new(&options);
    struct doomed doomed = {.how = DOOM_COUNT}, other = {.how = DOOM_COUNT};
    struct nd_sim_program program = {.boot = victim_boot, .on_crash = victim_on_crash, .arg = &doomed};
    struct nd_sim_program second = {.boot = victim_boot, .on_crash = victim_on_crash, .arg = &other};
    assert_false(nd_sim_call(sim, 1, call_beat, NULL));
    nd_sim_start(sim, 1, &program);
    nd_sim_start(sim, 2, &second);
    assert_true(nd_sim_call(sim, 1, call_beat, nd_sim_node_root(sim, 1)));
    assert_int_equal(doomed.beats, 1000);
    struct reaper reaper = {.sim = sim, .program = &second};
    assert_true(nd_sim_call(sim, 1, call_reap, &reaper));
    nd_sim_run(sim, 10 * ND_MS, NULL, NULL);
    assert_false(nd_sim_is_up(sim, 1));
    assert_true(nd_sim_is_up(sim, 2));
    assert_int_equal(doomed.crashes, 1);
    assert_int_equal(other.crashes, 1);
    assert_int_equal(nd_sim_exit_code(sim, 1), 0);
    assert_false(nd_sim_call(sim, 2, call_die, nd_sim_node_root(sim, 2)));
    assert_int_equal(other.crashes, 2);
    nd_sim_free(sim);
}

/* ---- the rest ---------------------------------------------------------------------------------------------- */

struct lines {
    unsigned count;
    char last[128];
};

static void on_line(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    struct lines *lines = arg;
    lines->count++;
    snprintf(lines->last, sizeof lines->last, "%s", line);
}

static void *plain_boot(struct nd_env *env, unsigned node, void *arg)
{
    ND_INFO(nd_env_logger(env), "test", "hello");
    ND_DEBUG(nd_env_logger(env), "test", "too quiet");
    return env;
}

static void test_knobs(void **state)
{
    struct lines lines = {0};
    struct nd_logger logger = {.level_min = ND_LOG_INFO, .sink_arg = &lines, .sink = on_line};
    struct nd_sim_options options = calm(4);
    options.logger = &logger;
    options.buggify_sites = 0.5;
    options.buggify_fire = 0.5;
    options.breakages = 1U << ND_BREAK_VOTE_NOT_PERSISTED;
    struct nd_sim *sim = nd_sim_new(&options);
    nd_sim_start(sim, 3, &(struct nd_sim_program){.boot = plain_boot});
    assert_int_equal(lines.count, 1);
    assert_non_null(strstr(lines.last, "n3 "));
    assert_non_null(strstr(lines.last, "hello"));
    struct nd_env *env = nd_sim_node_env(sim, 3);
    assert_ptr_equal(env, nd_sim_node_root(sim, 3));
    assert_true(nd_env_is_broken(env, ND_BREAK_VOTE_NOT_PERSISTED));
    assert_false(nd_env_is_broken(env, ND_BREAK_FENCE_DROPPED));
    uint64_t wall_us = nd_env_wall_us(env);
    nd_sim_set_wall_offset(sim, 3, -5000000);
    assert_true(nd_env_wall_us(env) == wall_us - 5000000);
    nd_sim_run(sim, 7 * ND_SEC, NULL, NULL);
    assert_true(nd_env_now_ns(env) == 7 * ND_SEC);
    assert_true(nd_env_wall_us(env) == wall_us + 2000000);

    unsigned active = 0;
    for (int site = 0; site < 200; site++) {
        char name[16];
        snprintf(name, sizeof name, "site%d", site);
        unsigned fires = 0;
        for (int i = 0; i < 40; i++) fires += ND_BUGGIFY(env, name);
        assert_true(fires == 0 || fires > 5);
        active += fires > 0;
    }
    assert_true(active > 60);
    assert_true(active < 140);
    nd_sim_options(sim)->buggify_sites = 0;
    for (int i = 0; i < 100; i++) assert_false(ND_BUGGIFY(env, "site1"));
    nd_sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_determinism), cmocka_unit_test(test_framed_faults), cmocka_unit_test(test_resets),
        cmocka_unit_test(test_cut_one_way), cmocka_unit_test(test_half_open), cmocka_unit_test(test_pause),
        cmocka_unit_test(test_fatal), cmocka_unit_test(test_call), cmocka_unit_test(test_knobs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
