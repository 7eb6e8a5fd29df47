/* SPDX-License-Identifier: Apache-2.0 */
/* Random faults against a network of cores: safety after each step, convergence and rest after the
 * faults end. ND_RAFT_SEEDS=n runs n seeds, ND_RAFT_SEED=s only that one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/raft_sim.h"

#define ACTIVE_NS (1500 * SIM_MS)
#define HEAL_NS (60000 * SIM_MS)

struct totals {
    size_t elections, committed, reads, steps, losses;
};

/* ---- actions --------------------------------------------------------------------------------------- */

static void propose(struct sim *sim, size_t at)
{
    struct nd_raft_payload *payloads[6];
    size_t count = 1 + nd_prng_below(&sim->prng, ND_ARRAY_LEN(payloads));
    for (size_t i = 0; i < count; i++) {
        uint64_t words[4] = {++sim->payload_id, sim->seed, 0, 0};
        payloads[i] = nd_raft_payload_new(&sim->heap, nd_slice_of(words, 8 + nd_prng_below(&sim->prng, 24)));
    }
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PROPOSE};
    event.propose.payloads = payloads;
    event.propose.count = count;
    sim_step(sim, at, event);
    for (size_t i = 0; i < count; i++)
        nd_raft_payload_unref(payloads[i]);
}

static void read_index(struct sim *sim, size_t at)
{
    if (sim->nodes[at].raft == NULL || sim->read_id == SIM_READS_MAX) return;
    struct sim_read *read = &sim->reads[sim->read_id];
    *read = (struct sim_read){.node = at, .floor = sim->commit_max, .incarnation = sim->nodes[at].incarnation};
    sim_step(sim, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_READ_INDEX, .read_id = sim->read_id++});
}

static void heal_links(struct sim *sim) { memset(sim->is_cut, 0, sizeof sim->is_cut); }

static void cut_links(struct sim *sim, size_t at)
{
    size_t other = nd_prng_below(&sim->prng, sim->n);
    switch (nd_prng_below(&sim->prng, 3)) {
    case 0: /* one way */
        if (other != at) sim->is_cut[at][other] = true;
        return;
    case 1: /* off the network */
        for (size_t i = 0; i < sim->n; i++)
            if (i != at) sim->is_cut[at][i] = sim->is_cut[i][at] = true;
        return;
    default: /* two halves */
        for (size_t i = 0; i < sim->n; i++)
            for (size_t j = 0; j < sim->n; j++)
                sim->is_cut[i][j] = (i <= at) != (j <= at);
    }
}

static void compact(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    if (node->raft == NULL) return;
    uint64_t to = UINT64_MAX; /* every replica has it for good */
    for (size_t i = 0; i < sim->n; i++)
        if (sim->nodes[i].engine_applied < to) to = sim->nodes[i].engine_applied;
    if (to <= node->disk.prev_index || to >= sim_disk_last(&node->disk) || to > nd_raft_applied_index(node->raft)) return;
    sim_disk_compact(&node->disk, to + 1);
    sim_step(sim, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_COMPACTED, .index = to + 1});
}

static size_t leader_of(const struct sim *sim)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < sim->n; i++) {
        const struct nd_raft *raft = sim->nodes[i].raft;
        if (raft == NULL || nd_raft_role(raft) != ND_RAFT_LEADER) continue;
        if (best == SIZE_MAX || nd_raft_term(raft) > nd_raft_term(sim->nodes[best].raft)) best = i;
    }
    return best;
}

static void step_replica(struct sim *sim, size_t at, enum nd_raft_event_type type)
{
    size_t other = nd_prng_below(&sim->prng, sim->n);
    struct nd_raft_event event = {.type = type};
    event.replica = sim->conf.members[other].replica;
    sim_step(sim, at, event);
}

static void act(struct sim *sim)
{
    size_t at = nd_prng_below(&sim->prng, sim->n), leader = leader_of(sim);
    size_t favoured = leader != SIZE_MAX && nd_prng_chance(&sim->prng, 0.7) ? leader : at;
    uint64_t dice = nd_prng_below(&sim->prng, 100);
    if (dice < 40) propose(sim, favoured);
    else if (dice < 62) read_index(sim, favoured);
    else if (dice < 66) sim_crash(sim, favoured);
    else if (dice < 70) sim_crash(sim, at), sim_start(sim, at); /* back before anyone noticed */
    else if (dice < 78) sim_start(sim, at);
    else if (dice < 81) cut_links(sim, at);
    else if (dice < 86) heal_links(sim);
    else if (dice < 88) step_replica(sim, favoured, ND_RAFT_EVENT_TRANSFER);
    else if (dice < 90) step_replica(sim, favoured, ND_RAFT_EVENT_UNREACHABLE);
    else if (dice < 91) sim_step(sim, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_CAMPAIGN});
    else if (dice < 96 && sim->nodes[at].raft != NULL) nd_raft_evict_payloads(sim->nodes[at].raft, nd_prng_below(&sim->prng, 1000));
    else if (dice >= 96) compact(sim, at);
}

/* ---- a run ---------------------------------------------------------------------------------------------- */

static void run_event(struct sim *sim, struct sim_event *event)
{
    struct sim_node *node = &sim->nodes[event->to];
    bool is_stale = event->incarnation != node->incarnation;
    sim->now_ns = event->at_ns;
    switch (event->kind) {
    case SIM_DELIVER: sim_on_deliver(sim, event); return;
    case SIM_ACTION:
        if (sim->is_quiet) return;
        act(sim);
        if (sim->loses && nd_prng_chance(&sim->prng, 0.02)) sim_lose(sim, nd_prng_below(&sim->prng, sim->n));
        sim_schedule(sim, sim->now_ns + 1 + nd_prng_below(&sim->prng, 8 * SIM_MS), SIM_ACTION, 0);
        return;
    case SIM_LIVENESS:
        for (size_t i = 0; i < sim->n; i++)
            sim_poll_liveness(sim, i);
        sim_schedule(sim, sim->now_ns + 20 * SIM_MS, SIM_LIVENESS, 0);
        return;
    case SIM_DISK:
        if (!is_stale) sim_on_disk(sim, event->to);
        return;
    case SIM_APPLY:
        if (!is_stale) sim_on_apply(sim, event->to);
        return;
    case SIM_LOAD:
        if (!is_stale) sim_on_load(sim, event);
        return;
    case SIM_TICK:
        if (is_stale || node->raft == NULL || node->deadline_ns == 0 || node->deadline_ns > sim->now_ns) return;
        node->deadline_ns = 0;
        sim_step(sim, event->to, (struct nd_raft_event){.type = ND_RAFT_EVENT_TICK});
        if (node->deadline_ns != 0 && node->deadline_ns <= sim->now_ns) SIM_VIOLATION(sim, "timer of %zu spins", event->to + 1);
        return;
    }
}

static bool run_until(struct sim *sim, uint64_t until_ns, bool (*is_done)(struct sim *sim))
{
    struct sim_event event;
    while (sim->violation[0] == 0 && sim->now_ns < until_ns && (is_done == NULL || !is_done(sim)) && sim_pop(sim, &event))
        run_event(sim, &event);
    return is_done != NULL && is_done(sim);
}

/* One leader, everybody equal and informed, no timer runs, nothing is under way. */
static bool is_at_rest(struct sim *sim)
{
    size_t leader = leader_of(sim);
    if (leader == SIZE_MAX || !nd_raft_is_ready_leader(sim->nodes[leader].raft)) return false;
    uint64_t last = nd_raft_last_index(sim->nodes[leader].raft);
    for (size_t i = 0; i < sim->n; i++) {
        const struct nd_raft *raft = sim->nodes[i].raft;
        if (nd_raft_is_recovering(raft)) return false;
        if (nd_raft_leader(raft).v != leader + 1 || nd_raft_deadline(raft) != 0 || sim->nodes[i].append_count != 0) return false;
        for (size_t j = 0; j < sim->n; j++)
            if (!sim->nodes[i].sees_up[j] || sim->nodes[i].sees_incarnation[j] != sim->nodes[j].incarnation) return false;
        if (nd_raft_last_index(raft) != last || nd_raft_commit_index(raft) != last || nd_raft_applied_index(raft) != last) return false;
    }
    for (size_t i = 0; i < sim->event_count; i++) /* timers that were overtaken do not count */
        if (sim->events[i].kind == SIM_DELIVER || sim->events[i].kind == SIM_LOAD) return false;
    return true;
}

static void init(struct sim *sim, uint64_t seed)
{
    memset(sim, 0, sizeof *sim);
    nd_heap_init(&sim->heap, true);
    nd_arena_init(&sim->arena, &sim->heap);
    nd_prng_init(&sim->prng, seed);
    sim->seed = seed;
    const size_t sizes[] = {1, 2, 3, 3, 3, 3, 4, 5, 5};
    sim->n = sizes[nd_prng_below(&sim->prng, ND_ARRAY_LEN(sizes))];
    sim->conf.count = sim->n;
    for (size_t i = 0; i < sim->n; i++)
        sim->conf.members[i] = (struct nd_raft_member){.replica = {i + 1}, .node = {100 + i}};
    if (sim->n > 3) sim->conf.members[sim->n - 1].is_learner = nd_prng_chance(&sim->prng, 0.5);
    sim->loss = nd_prng_chance(&sim->prng, 0.5) ? 0 : nd_prng_unit(&sim->prng) * 0.25;
    sim->doubling = nd_prng_chance(&sim->prng, 0.5) ? 0 : nd_prng_unit(&sim->prng) * 0.2;
    sim->tail = nd_prng_chance(&sim->prng, 0.5) ? 0 : nd_prng_unit(&sim->prng) * 0.1;
    sim->delay_ns = (1 + nd_prng_below(&sim->prng, 10)) * SIM_MS;
    sim->disk_ns = (1 + nd_prng_below(&sim->prng, 20)) * SIM_MS;
    sim->now_ns = 1;
    /* Logs may begin anywhere: a split's child begins at an agreed index. */
    uint64_t prev = nd_prng_chance(&sim->prng, 0.3) ? 10 : 0;
    for (size_t i = 0; i < sim->n; i++) {
        sim->nodes[i].disk.prev_index = sim->nodes[i].disk.hs.commit = sim->nodes[i].engine_applied = prev;
        sim->nodes[i].disk.prev_term = sim->nodes[i].disk.hs.term = prev == 0 ? 0 : 5;
    }
    sim->commit_max = prev;
}

static void start(struct sim *sim)
{
    for (size_t i = 0; i < sim->n; i++)
        sim_start(sim, i);
    sim_schedule(sim, sim->now_ns + 1, SIM_ACTION, 0);
    sim_schedule(sim, sim->now_ns + 1, SIM_LIVENESS, 0);
}

static void dump(struct sim *sim)
{
    for (size_t i = 0; i < sim->n; i++) {
        struct nd_buf text;
        nd_buf_init(&text, &sim->heap);
        nd_raft_describe(sim->nodes[i].raft, &text);
        print_message("%zu: %.*s\n", i + 1, (int)text.n, (const char *)text.p);
    }
}

static void heal_and_converge(struct sim *sim)
{
    sim->is_quiet = true;
    heal_links(sim);
    for (size_t i = 0; i < sim->n; i++)
        sim_start(sim, i);
    bool is_done = run_until(sim, sim->now_ns + HEAL_NS, is_at_rest);
    if (!is_done) SIM_VIOLATION(sim, "does not come to rest after healing");
    if (!is_done) dump(sim);
    if (sim->violation[0] != 0) return;
    uint64_t last = sim->commit_max, reads = sim->done_reads;
    size_t leader = leader_of(sim);
    propose(sim, leader);
    read_index(sim, leader);
    is_done = run_until(sim, sim->now_ns + HEAL_NS, is_at_rest);
    if (!is_done || sim->commit_max == last || sim->done_reads == reads) SIM_VIOLATION(sim, "does not serve after healing");
    /* A group at rest costs nothing: a minute later nothing has been sent. */
    size_t steps = sim->steps;
    run_until(sim, sim->now_ns + HEAL_NS, NULL);
    if (sim->steps != steps) SIM_VIOLATION(sim, "a group at rest stirs");
}

/* Everything allocated goes with the heap. */
static void deinit(struct sim *sim)
{
    for (size_t i = 0; i < sim->n; i++)
        if (sim->nodes[i].raft != NULL) nd_raft_free(sim->nodes[i].raft);
    nd_heap_deinit(&sim->heap);
}

/* Returns false and prints the violation if one was found. */
static bool run_seed(struct sim *sim, uint64_t seed, unsigned breakages, bool loses, struct totals *totals)
{
    init(sim, seed);
    sim->loses = loses;
    sim->breakages = breakages;
    sim->is_lenient = breakages != 0;
    start(sim);
    run_until(sim, ACTIVE_NS, NULL);
    if (breakages == 0 && sim->violation[0] == 0) heal_and_converge(sim);
    totals->elections += sim->elections;
    totals->committed += sim->commit_max;
    totals->reads += sim->done_reads;
    totals->steps += sim->steps;
    totals->losses += sim->losses;
    bool is_fine = sim->violation[0] == 0;
    if (!is_fine) print_message("seed %llu at %llu us: %s\n", SIM_LL(seed), SIM_LL(sim->now_ns / 1000), sim->violation);
    deinit(sim);
    return is_fine;
}

static uint64_t number_from_env(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

/* Disks that lose their logs, of a minority at a time: what was acknowledged stays, and all come back. */
static void test_losses(void **state)
{
    struct sim *sim = malloc(sizeof *sim);
    struct totals totals = {0};
    uint64_t seeds = number_from_env("ND_RAFT_SEEDS", 300), only = number_from_env("ND_RAFT_SEED", 0);
    for (uint64_t seed = only == 0 ? 1 : only; seed <= (only == 0 ? seeds : only); seed++)
        assert_true(run_seed(sim, seed, 0, true, &totals));
    print_message("losses %zu, elections %zu, committed %zu\n", totals.losses, totals.elections, totals.committed);
    if (only == 0) assert_true(totals.losses > seeds);
    if (only == 0) assert_true(totals.committed > 10 * seeds);
    free(sim);
}

static void test_safety_and_convergence(void **state)
{
    struct sim *sim = malloc(sizeof *sim);
    struct totals totals = {0};
    uint64_t seeds = number_from_env("ND_RAFT_SEEDS", 300), only = number_from_env("ND_RAFT_SEED", 0);
    for (uint64_t seed = only == 0 ? 1 : only; seed <= (only == 0 ? seeds : only); seed++)
        assert_true(run_seed(sim, seed, 0, false, &totals));
    print_message("elections %zu, committed %zu, reads %zu, steps %zu\n", totals.elections, totals.committed, totals.reads, totals.steps);
    if (only == 0) {
        /* A run in which nothing happens proves nothing. */
        assert_true(totals.elections > 3 * seeds);
        assert_true(totals.committed > 30 * seeds);
        assert_true(totals.reads > 5 * seeds);
    }
    free(sim);
}

static void assert_caught(enum nd_breakage breakage, uint64_t seeds_max)
{
    struct sim *sim = malloc(sizeof *sim);
    struct totals totals = {0};
    uint64_t seed = 1;
    while (seed <= seeds_max && run_seed(sim, seed, 1u << breakage, breakage == ND_BREAK_RECOVERING_VOTES, &totals))
        seed++;
    free(sim);
    print_message("breakage %d: caught by seed %llu\n", (int)breakage, SIM_LL(seed));
    assert_true(seed <= seeds_max);
}

static void test_catches_vote_not_persisted(void **state) { assert_caught(ND_BREAK_VOTE_NOT_PERSISTED, 500); }
static void test_catches_no_term_noop(void **state) { assert_caught(ND_BREAK_NO_TERM_NOOP, 500); }
static void test_catches_ack_beyond_durable(void **state) { assert_caught(ND_BREAK_ACK_BEYOND_DURABLE, 500); }

static void test_catches_recovering_votes(void **state) { assert_caught(ND_BREAK_RECOVERING_VOTES, 2000); }

/* The same seed gives the same run. */
static void test_is_deterministic(void **state)
{
    struct sim *sim = malloc(sizeof *sim);
    struct totals first = {0}, second = {0};
    for (uint64_t seed = 1; seed <= 5; seed++) {
        assert_true(run_seed(sim, seed, 0, seed % 2 == 0, &first));
        assert_true(run_seed(sim, seed, 0, seed % 2 == 0, &second));
    }
    free(sim);
    assert_memory_equal(&first, &second, sizeof first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_safety_and_convergence),
        cmocka_unit_test(test_is_deterministic),
        cmocka_unit_test(test_losses),
        cmocka_unit_test(test_catches_recovering_votes),
        cmocka_unit_test(test_catches_vote_not_persisted),
        cmocka_unit_test(test_catches_no_term_noop),
        cmocka_unit_test(test_catches_ack_beyond_durable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
