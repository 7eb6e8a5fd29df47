/* SPDX-License-Identifier: Apache-2.0 */
/* Random faults over many seeds: crashes with loss of what was not synced, cuts of either direction,
 * pauses, lost, doubled and reordered messages, slow disks. Then everything heals and must converge.
 *
 *   unit_multiraft_faults           the seeds of every day
 *   ND_TEST_SEEDS=500 ND_TEST_SEED_FIRST=1000 ND_TEST_VERBOSE=1 unit_multiraft_faults */
#include "unit/multiraft_world.h"

#include <sys/wait.h>
#include <unistd.h>

static uint64_t option(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

struct tally {
    uint64_t crashes, cuts, pauses, acks, reads, proposals;
};

static struct nd_sim_options rough_options(uint64_t seed, struct nd_prng *prng)
{
    struct nd_sim_options options = calm_options(seed);
    options.net.delay_ns_mean = nd_prng_between(prng, 100, 5000) * ND_US;
    options.net.delay_ns_max = options.net.delay_ns_mean * 10;
    options.net.loss = nd_prng_chance(prng, 0.5) ? 0.1 * nd_prng_unit(prng) : 0;
    options.net.duplicate = nd_prng_chance(prng, 0.5) ? 0.1 * nd_prng_unit(prng) : 0;
    options.net.reorder = nd_prng_chance(prng, 0.5) ? 0.2 * nd_prng_unit(prng) : 0;
    options.net.reset = nd_prng_chance(prng, 0.3) ? 0.001 : 0;
    options.disk.op_ns_mean = nd_prng_between(prng, 50, 5000) * ND_US;
    options.disk.op_ns_max = options.disk.op_ns_mean * 20;
    options.disk.stall = nd_prng_chance(prng, 0.3) ? 0.002 : 0;
    options.disk.stall_ns = nd_prng_between(prng, 100, 3000) * ND_MS;
    return options;
}

static unsigned any_node(struct world *world) { return (unsigned)nd_prng_between(&world->prng, 1, world->nodes); }

static void fault(struct world *world, struct tally *tally)
{
    unsigned a = any_node(world), b = any_node(world);
    switch (nd_prng_below(&world->prng, 12)) {
    case 0:
    case 1:
    case 2: /* leaders are the interesting ones */
        if (leader_of(world, 1) != 0 && nd_prng_chance(&world->prng, 0.5)) a = leader_of(world, 1);
        if (!nd_sim_is_up(world->sim, a)) break;
        nd_sim_crash(world->sim, a);
        tally->crashes++;
        break;
    case 3:
    case 4:
    case 5:
        for (unsigned i = 1; i <= world->nodes; i++)
            if (!nd_sim_is_up(world->sim, i)) nd_sim_start(world->sim, i, &world->program);
        break;
    case 6:
    case 7:
        nd_sim_cut(world->sim, a, b, true);
        if (nd_prng_chance(&world->prng, 0.3)) nd_sim_cut(world->sim, b, a, true);
        tally->cuts++;
        break;
    case 8: /* one node alone, one way or both */
        for (unsigned i = 1; i <= world->nodes; i++) {
            if (i == a) continue;
            nd_sim_cut(world->sim, a, i, true);
            if (b > a) nd_sim_cut(world->sim, i, a, true);
        }
        tally->cuts++;
        break;
    case 9: nd_sim_heal(world->sim); break;
    case 10:
        nd_sim_pause(world->sim, a, nd_prng_between(&world->prng, 10, 2000) * ND_MS);
        tally->pauses++;
        break;
    case 11: /* all at once */
        if (!nd_prng_chance(&world->prng, 0.2)) break;
        for (unsigned i = 1; i <= world->nodes; i++)
            if (nd_sim_is_up(world->sim, i)) nd_sim_crash(world->sim, i);
        tally->crashes++;
        break;
    }
}

static void heal(struct world *world)
{
    struct nd_sim_options *options = nd_sim_options(world->sim);
    nd_sim_heal(world->sim);
    options->net.loss = options->net.duplicate = options->net.reorder = options->net.reset = 0;
    options->disk.stall = 0;
    for (unsigned i = 1; i <= world->nodes; i++)
        if (!nd_sim_is_up(world->sim, i)) nd_sim_start(world->sim, i, &world->program);
}

static uint64_t run_seed(uint64_t seed, unsigned breakages, struct tally *tally)
{
    struct nd_prng prng;
    nd_prng_init(&prng, seed);
    struct nd_sim_options options = rough_options(seed, &prng);
    options.breakages = breakages;
    struct world *world =
        world_new(&options, nd_prng_chance(&prng, 0.6) ? 3 : 5, (unsigned)nd_prng_between(&prng, 1, 4));
    world->period_ns = nd_prng_between(&prng, 1, 50) * ND_MS;
    world->payload_bytes = nd_prng_chance(&prng, 0.2) ? 20000 : 300;
    world->segment_bytes = nd_prng_chance(&prng, 0.5) ? 128 << 10 : 1 << 20;
    world->is_loading = true;
    world_start(world);
    run_for(world, 2 * ND_SEC);
    for (unsigned i = 0; i < 40; i++) {
        fault(world, tally);
        run_for(world, nd_prng_between(&world->prng, 10, 1500) * ND_MS);
    }
    heal(world);
    run_for(world, 3 * ND_SEC); /* still under load */
    CHECK(until_converged(world, 60 * ND_SEC));
    for (unsigned range = 1; range <= world->ranges; range++) {
        const struct history *history = &world->histories[range];
        CHECK(history->acked <= history->last);
        CHECK(history->acks > 0);
        tally->acks += history->acks;
        tally->reads += history->reads;
        tally->proposals += history->proposals;
    }
    return world_free(world);
}

/* Two candidates of one term, 1 and 2, that do not hear each other. 3 and 4 vote for 1; 5 hears only 2.
 * 3 crashes, and hears only 2 then: if it has forgotten its vote, 2 wins the same term. */
static const struct nd_raft *raft_of(struct world *world, unsigned number)
{
    return nd_group_raft(node_at(world, number)->replicas[1].group);
}

static void cut_both(struct world *world, unsigned a, unsigned b, bool is_cut)
{
    nd_sim_cut(world->sim, a, b, is_cut);
    nd_sim_cut(world->sim, b, a, is_cut);
}

static bool nobody_knows_a_leader(void *arg)
{
    for (unsigned i = 1; i <= 4; i++)
        if (nd_raft_leader(raft_of(arg, i)).v != 0) return false;
    return true;
}

static bool second_stands(void *arg) { return nd_raft_role(raft_of(arg, 2)) == ND_RAFT_CANDIDATE; }
static bool first_leads(void *arg) { return nd_raft_role(raft_of(arg, 1)) == ND_RAFT_LEADER; }
static void stand(void *arg) { nd_group_campaign(((struct node *)arg)->replicas[1].group); }
static void hand_to_5(void *arg)
{
    struct replica *replica = &((struct node *)arg)->replicas[1];
    if (nd_group_transfer(replica->group, (struct nd_replica_id){105}) != ND_STATUS_OK)
        nd_group_campaign(replica->group);
}

static void restart(struct world *world, unsigned number)
{
    nd_sim_crash(world->sim, number);
    nd_sim_start(world->sim, number, &world->program);
}

static uint64_t run_rivals(uint64_t seed, unsigned breakages, struct tally *tally)
{
    struct nd_sim_options options = calm_options(seed);
    options.breakages = breakages;
    struct world *world = world_new(&options, 5, 1);
    world_start(world);
    CHECK(until_leader(world, 1, 0, 10 * ND_SEC) != UINT64_MAX);
    for (unsigned i = 0; i < 20 && leader_of(world, 1) != 5; i++) {
        unsigned leader = leader_of(world, 1);
        if (leader != 0) CHECK(nd_sim_call(world->sim, leader, hand_to_5, node_at(world, leader)));
        run_for(world, 300 * ND_MS);
    }
    CHECK(leader_of(world, 1) == 5);
    cut_both(world, 1, 2, true);
    restart(world, 5);
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + ND_SEC, nobody_knows_a_leader, world);
    cut_both(world, 1, 5, true);
    for (unsigned rival = 1; rival <= 2; rival++) CHECK(nd_sim_call(world->sim, rival, stand, node_at(world, rival)));
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + 100 * ND_MS, second_stands, world);
    cut_both(world, 2, 3, true); /* its request for votes waits for the disk: 3 does not get it */
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + 30 * ND_MS, first_leads, world);
    cut_both(world, 2, 3, false); /* and 3 has nothing of the new term yet */
    for (unsigned i = 1; i <= 5; i++)
        if (i != 2 && i != 3) cut_both(world, i, 3, true);
    restart(world, 3);
    run_for(world, ND_SEC);
    tally->crashes += 2;
    heal(world);
    world->is_loading = true;
    run_for(world, 3 * ND_SEC);
    CHECK(until_converged(world, 60 * ND_SEC));
    CHECK(world->histories[1].acks > 0);
    return world_free(world);
}

static void test_seeds(void **state)
{
    uint64_t first = option("ND_TEST_SEED_FIRST", 1), count = option("ND_TEST_SEEDS", 6);
    struct tally tally = {0};
    for (uint64_t seed = first; seed < first + count; seed++) {
        if (getenv("ND_TEST_SEEDS") != NULL) print_message("seed %llu\n", (unsigned long long)seed);
        run_seed(seed, 0, &tally);
        run_rivals(seed, 0, &tally);
    }
    print_message("%llu seeds: %llu crashes, %llu cuts, %llu pauses; %llu of %llu proposals acknowledged, %llu reads\n",
                  (unsigned long long)count, (unsigned long long)tally.crashes, (unsigned long long)tally.cuts,
                  (unsigned long long)tally.pauses, (unsigned long long)tally.acks, (unsigned long long)tally.proposals,
                  (unsigned long long)tally.reads);
    assert_true(tally.crashes >= 3 * count);
    assert_true(tally.acks > 100 * count);
    ND_UNUSED(state);
}

static void test_same_seed_same_trace(void **state)
{
    struct tally tally = {0};
    for (uint64_t seed = 101; seed <= 102; seed++) {
        uint64_t once = run_seed(seed, 0, &tally);
        assert_true(once == run_seed(seed, 0, &tally));
    }
    ND_UNUSED(state);
}

/* A rule switched off must be noticed: the watcher's checks end the process. */
static bool is_caught(enum nd_breakage breakage, uint64_t seeds,
                      uint64_t (*run)(uint64_t seed, unsigned breakages, struct tally *tally))
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct tally tally = {0};
        if (freopen("/dev/null", "w", stderr) == NULL) _exit(1);
        for (uint64_t seed = 1; seed <= seeds; seed++) run(seed, 1u << breakage, &tally);
        _exit(0);
    }
    int status;
    assert_true(waitpid(child, &status, 0) == child);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void test_breakages_are_caught(void **state)
{
    assert_true(is_caught(ND_BREAK_ACK_BEFORE_FSYNC, 50, run_seed));
    assert_true(is_caught(ND_BREAK_VOTE_NOT_PERSISTED, 50, run_rivals));
    assert_true(is_caught(ND_BREAK_NO_TERM_NOOP, 50, run_seed));
    assert_true(is_caught(ND_BREAK_ACK_BEYOND_DURABLE, 50, run_seed));
    ND_UNUSED(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_same_seed_same_trace),
        cmocka_unit_test(test_breakages_are_caught),
    };
    return cmocka_run_group_tests_name("multiraft_faults", tests, NULL, NULL);
}
