/* SPDX-License-Identifier: Apache-2.0 */
/* Directed cases: elections, failover, one-way cuts, catching up from the disk, compaction, idleness. */
#include "unit/multiraft_world.h"

static struct world *settled(uint64_t seed, unsigned nodes, unsigned ranges)
{
    struct nd_sim_options options = calm_options(seed);
    struct world *world = world_new(&options, nodes, ranges);
    world_start(world);
    uint64_t took_ns = until_leader(world, 0, 0, 10 * ND_SEC);
    if (took_ns > 1500 * ND_MS)
        print_message("seed %llu: first leaders after %llu ms\n", (unsigned long long)seed,
                      (unsigned long long)(took_ns / ND_MS));
    CHECK(took_ns < 1500 * ND_MS);
    world->is_loading = true;
    run_for(world, 300 * ND_MS);
    return world;
}

static void finish(struct world *world)
{
    CHECK(until_converged(world, 30 * ND_SEC));
    for (unsigned range = 1; range <= world->ranges; range++) {
        CHECK(world->histories[range].acks > 0);
        CHECK(world->histories[range].reads > 0);
    }
    world_free(world);
}

static void test_elections(void **state)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        finish(settled(seed, 3, 4));
        finish(settled(seed, 5, 2));
        finish(settled(seed, 1, 2));
    }
    ND_UNUSED(state);
}

static void test_failover(void **state)
{
    uint64_t sum_ns = 0, max_ns = 0, count = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct world *world = settled(seed, seed % 2 == 0 ? 3 : 5, 3);
        unsigned leader = leader_of(world, 1);
        CHECK(leader != 0);
        nd_sim_crash(world->sim, leader);
        uint64_t took_ns = until_leader(world, 0, leader, 5 * ND_SEC);
        CHECK(took_ns < ND_SEC);
        sum_ns += took_ns;
        count++;
        if (took_ns > max_ns) max_ns = took_ns;
        nd_sim_start(world->sim, leader, &world->program);
        finish(world);
    }
    print_message("failover after a crash: mean %llu ms, max %llu ms\n", (unsigned long long)(sum_ns / count / ND_MS),
                  (unsigned long long)(max_ns / ND_MS));
    ND_UNUSED(state);
}

/* Nothing gets through to (or from) the leader in one direction only. */
static void one_way(uint64_t seed, bool is_outgoing, unsigned nodes)
{
    struct world *world = settled(seed, nodes, 2);
    unsigned leader = leader_of(world, 1);
    for (unsigned i = 1; i <= nodes; i++)
        if (i != leader) nd_sim_cut(world->sim, is_outgoing ? leader : i, is_outgoing ? i : leader, true);
    uint64_t took_ns = until_leader(world, 1, leader, 5 * ND_SEC);
    CHECK(took_ns < 1500 * ND_MS);
    run_for(world, 2 * ND_SEC);
    const struct node *old = node_at(world, leader);
    CHECK(old->replicas[1].role.role != ND_RAFT_LEADER); /* check-quorum */
    uint64_t acked = world->histories[1].acked;
    run_for(world, ND_SEC);
    CHECK(world->histories[1].acked > acked);
    nd_sim_heal(world->sim);
    run_for(world, 2 * ND_SEC);
    finish(world);
}

static void test_one_way_cuts(void **state)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        one_way(seed, true, 3);
        one_way(seed, false, 3);
        one_way(seed, true, 5);
        one_way(seed, false, 5);
    }
    ND_UNUSED(state);
}

/* The leader loses one follower in one direction: it goes on with the other. */
static void test_one_link_cut(void **state)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world *world = settled(seed, 3, 1);
        unsigned leader = leader_of(world, 1), other = leader % 3 + 1;
        nd_sim_cut(world->sim, seed % 2 == 0 ? leader : other, seed % 2 == 0 ? other : leader, true);
        run_for(world, 5 * ND_SEC); /* whoever leads now, progress is made */
        uint64_t acked = world->histories[1].acked;
        run_for(world, 2 * ND_SEC);
        CHECK(world->histories[1].acked > acked + 100);
        nd_sim_heal(world->sim);
        finish(world);
    }
    ND_UNUSED(state);
}

/* Nothing of what the followers miss is in anybody's memory any more. */
static void test_catch_up_from_the_log(void **state)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world *world = settled(seed, 3, 1);
        unsigned leader = leader_of(world, 1), slow = leader % 3 + 1;
        world->is_saving = false;
        nd_sim_crash(world->sim, slow);
        world->payload_bytes = 40000;
        run_for(world, 5 * ND_SEC);
        uint64_t behind = world->histories[1].last;
        CHECK(behind > 500);
        for (unsigned i = 1; i <= 3; i++)
            if (i != slow) nd_sim_crash(world->sim, i);
        world->payload_bytes = 100;
        world_start(world);
        CHECK(until_leader(world, 1, 0, 5 * ND_SEC) != UINT64_MAX);
        finish(world);
    }
    ND_UNUSED(state);
}

static void test_compaction(void **state)
{
    struct world *world = settled(3, 3, 4);
    world->payload_bytes = 2000;
    run_for(world, 20 * ND_SEC);
    CHECK(until_converged(world, 10 * ND_SEC));
    run_for(world, 5 * ND_SEC); /* saves and bounds come to rest */
    for (unsigned i = 1; i <= 3; i++) {
        struct node *node = node_at(world, i);
        for (unsigned range = 1; range <= world->ranges; range++) {
            const struct nd_raft *raft = nd_group_raft(node->replicas[range].group);
            CHECK(nd_raft_last_index(raft) > 1000);
            CHECK(nd_raft_first_index(raft) == node->replicas[range].saved_at + 1 ||
                  nd_raft_first_index(raft) > nd_raft_last_index(raft));
        }
        CHECK(nd_gauge_get(&nd_log_stats(node->log)->segments) <= 6);
    }
    /* With a member down nothing more is forgotten (X5). */
    unsigned down = leader_of(world, 1) % 3 + 1;
    nd_sim_crash(world->sim, down);
    run_for(world, ND_SEC);
    uint64_t last = world->histories[1].last;
    world->is_loading = true;
    run_for(world, 10 * ND_SEC);
    for (unsigned i = 1; i <= 3; i++)
        if (i != down) CHECK(nd_raft_first_index(nd_group_raft(node_at(world, i)->replicas[1].group)) <= last + 1);
    nd_sim_start(world->sim, down, &world->program);
    finish(world);
    ND_UNUSED(state);
}

static void test_idle_groups_are_silent(void **state)
{
    struct world *world = settled(5, 3, RANGES_MAX);
    CHECK(until_converged(world, 10 * ND_SEC));
    world->is_saving = false;
    run_for(world, 5 * ND_SEC);
    uint64_t sent[4] = {0};
    for (unsigned pass = 0; pass < 2; pass++) {
        for (unsigned i = 1; i <= 3; i++) {
            struct nd_metrics metrics;
            struct nd_buf text;
            struct node *node = node_at(world, i);
            nd_metrics_init(&metrics, nd_env_heap(node->env));
            nd_buf_init(&text, nd_env_heap(node->env));
            nd_multiraft_register_metrics(node->multiraft, &metrics);
            nd_metrics_render(&metrics, &text);
            nd_buf_put_u8(&text, 0);
            const char *at = strstr((const char *)text.p, "ndoto_raft_messages_total{direction=\"out\"} ");
            CHECK(at != NULL);
            uint64_t now = strtoull(strchr(at, '}') + 1, NULL, 10);
            if (pass == 1) CHECK(now == sent[i]); /* X4 */
            sent[i] = now;
            nd_buf_deinit(&text);
            nd_metrics_deinit(&metrics);
        }
        run_for(world, 20 * ND_SEC);
    }
    world->is_loading = true;
    run_for(world, ND_SEC);
    finish(world);
    ND_UNUSED(state);
}

struct hang {
    struct nd_job job;
    struct node *node;
};
static void hang_run(struct nd_job *job) { ND_UNUSED(job); }
static void hang_done(struct nd_job *job)
{
    nd_heap_free(nd_env_heap(ND_CONTAINER_OF(job, struct hang, job)->node->env),
                 ND_CONTAINER_OF(job, struct hang, job));
}
static void hang_disk(void *arg) /* what the log writes next waits behind this */
{
    struct node *node = arg;
    struct hang *hang = nd_heap_new(nd_env_heap(node->env), struct hang);
    *hang = (struct hang){.job = {.run = hang_run, .done = hang_done}, .node = node};
    nd_worker_submit(node->writer, nd_env_reactor(node->env, 0), &hang->job);
}

static bool writes_nothing(void *arg) { return nd_log_stats(((struct node *)arg)->log)->outstanding_since_ns == 0; }

static void test_stuck_disk_gives_leadership_away(void **state)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world *world = settled(seed, 3, 2);
        unsigned leader = leader_of(world, 1);
        struct nd_sim_options *options = nd_sim_options(world->sim);
        nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + ND_SEC, writes_nothing, node_at(world, leader));
        options->disk.stall = 1;
        options->disk.stall_ns = 20 * ND_SEC;
        CHECK(nd_sim_call(world->sim, leader, hang_disk, node_at(world, leader)));
        options->disk.stall = 0;
        CHECK(until_leader(world, 1, leader, 5 * ND_SEC) < 2 * ND_SEC);
        uint64_t acked = world->histories[1].acked;
        run_for(world, 2 * ND_SEC);
        CHECK(world->histories[1].acked > acked + 100);
        run_for(world, 20 * ND_SEC);
        finish(world);
    }
    ND_UNUSED(state);
}

static void test_slow_disks(void **state)
{
    struct world *world = settled(7, 3, 2);
    struct nd_sim_options *options = nd_sim_options(world->sim);
    options->disk.stall = 0.02;
    options->disk.stall_ns = 2 * ND_SEC;
    run_for(world, 30 * ND_SEC);
    options->disk.stall = 0;
    CHECK(world->histories[1].acks > 200);
    finish(world);
    ND_UNUSED(state);
}

static void test_pauses(void **state)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world *world = settled(seed, 3, 2);
        for (unsigned i = 0; i < 10; i++) { /* the leader sleeps, wakes, and must not serve stale reads */
            unsigned leader = leader_of(world, 1);
            if (leader != 0) nd_sim_pause(world->sim, leader, nd_prng_between(&world->prng, 100, 3000) * ND_MS);
            run_for(world, nd_prng_between(&world->prng, 500, 5000) * ND_MS);
        }
        finish(world);
    }
    ND_UNUSED(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elections),
        cmocka_unit_test(test_failover),
        cmocka_unit_test(test_one_way_cuts),
        cmocka_unit_test(test_one_link_cut),
        cmocka_unit_test(test_catch_up_from_the_log),
        cmocka_unit_test(test_compaction),
        cmocka_unit_test(test_idle_groups_are_silent),
        cmocka_unit_test(test_stuck_disk_gives_leadership_away),
        cmocka_unit_test(test_slow_disks),
        cmocka_unit_test(test_pauses),
    };
    return cmocka_run_group_tests_name("multiraft_cases", tests, NULL, NULL);
}
