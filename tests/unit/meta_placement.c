/* SPDX-License-Identifier: Apache-2.0 */
/* Placement decides a step at a time; followed to the end it reaches what is wanted, and rests there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/prng.h"
#include "meta/placement.h"

static struct nd_range_desc desc_of(const uint64_t *nodes, size_t count)
{
    struct nd_range_desc desc = {.id = {7}, .epoch = {1, 1}};
    for (size_t i = 0; i < count; i++) desc.conf.members[desc.conf.count++] = (struct nd_raft_member){.replica = {i + 1}, .node = {nodes[i]}};
    return desc;
}

/* As the shard's leader would: the step, and out of the joint configuration. */
static void take(struct nd_range_desc *desc, const struct nd_placement_step *step)
{
    struct nd_place_request request = {.op = step->op, .range = desc->id, .epoch = desc->epoch, .node = step->node, .other = step->other};
    struct nd_range_desc after;
    assert_int_equal(nd_place_apply(desc, &request, &after), ND_STATUS_OK);
    if (after.conf.is_joint) nd_place_leave(&after, desc);
    else *desc = after;
}

static void count(struct nd_placement_node *nodes, size_t n, const struct nd_range_desc *descs, size_t desc_count)
{
    for (size_t i = 0; i < n; i++) {
        nodes[i].replicas = 0;
        for (size_t j = 0; j < desc_count; j++) nodes[i].replicas += nd_range_desc_member_of(&descs[j], nodes[i].id) != NULL;
    }
}

static void test_a_dead_node_is_replaced(void **state)
{
    struct nd_placement_node nodes[] = {{{1}, false, true, false, 1}, {{2}, false, false, true, 1}, {{3}, false, true, false, 1}, {{4}, false, true, false, 0}};
    struct nd_range_desc desc = desc_of((const uint64_t[]){1, 2, 3}, 3);
    static const enum nd_place_op expected[] = {ND_PLACE_ADD, ND_PLACE_SWAP, ND_PLACE_REMOVE};
    for (size_t i = 0; i < ND_ARRAY_LEN(expected); i++) {
        struct nd_placement_step step = nd_placement_next(&desc, nodes, 4, 3, true);
        assert_true(step.is_needed);
        assert_int_equal(step.op, expected[i]);
        take(&desc, &step);
    }
    assert_false(nd_placement_next(&desc, nodes, 4, 3, true).is_needed);
    assert_null(nd_range_desc_member_of(&desc, (struct nd_node_id){2}));
    assert_int_equal(nd_range_desc_member_of(&desc, (struct nd_node_id){4})->replica.v, 4);
}

static void test_nowhere_to_go(void **state)
{
    struct nd_placement_node nodes[] = {{{1}, false, true, false, 1}, {{2}, true, true, false, 1}, {{3}, false, true, false, 1}, {{4}, false, false, false, 0}};
    struct nd_range_desc desc = desc_of((const uint64_t[]){1, 2, 3}, 3);
    assert_false(nd_placement_next(&desc, nodes, 4, 3, true).is_needed); /* 4 is not heard of */
}

static void test_steps_are_checked(void **state)
{
    struct nd_range_desc desc = desc_of((const uint64_t[]){1, 2, 3}, 3), after;
    struct nd_place_request requests[] = {
        {.op = ND_PLACE_ADD, .node = {3}},               /* has one */
        {.op = ND_PLACE_REMOVE, .node = {3}},            /* votes */
        {.op = ND_PLACE_REMOVE, .node = {9}},            /* nobody */
        {.op = ND_PLACE_SWAP, .node = {3}, .other = {2}}, /* votes already */
        {.op = ND_PLACE_SWAP},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(requests); i++) assert_int_equal(nd_place_apply(&desc, &requests[i], &after), ND_STATUS_INVALID);
    desc.conf.is_joint = true;
    assert_int_equal(nd_place_apply(&desc, &(struct nd_place_request){.op = ND_PLACE_ADD, .node = {4}}, &after), ND_STATUS_BUSY);
}

static void test_replica_ids_are_not_reused(void **state)
{
    struct nd_range_desc desc = desc_of((const uint64_t[]){1, 2, 3}, 3), after;
    uint64_t last = 3;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(nd_place_apply(&desc, &(struct nd_place_request){.op = ND_PLACE_ADD, .node = {4}}, &after), ND_STATUS_OK);
        uint64_t id = nd_range_desc_member_of(&after, (struct nd_node_id){4})->replica.v;
        assert_true(id > last);
        last = id;
        assert_int_equal(nd_place_apply(&after, &(struct nd_place_request){.op = ND_PLACE_REMOVE, .node = {4}}, &desc), ND_STATUS_OK);
    }
}

enum { SHARDS = 12, NODES = 6 };

/* Nodes leave, die, come back at random; then all is quiet, and placement must come to rest at what is wanted. */
static void settle_from(uint64_t seed)
{
    struct nd_prng prng;
    nd_prng_init(&prng, seed);
    struct nd_range_desc descs[SHARDS];
    struct nd_placement_node nodes[NODES];
    for (size_t i = 0; i < SHARDS; i++) {
        descs[i] = desc_of((const uint64_t[]){1, 2, 3}, 3);
        descs[i].id.v = i + 2;
    }
    for (size_t i = 0; i < NODES; i++) nodes[i] = (struct nd_placement_node){.id = {i + 1}, .is_live = i < 3 || nd_prng_chance(&prng, 0.8)};
    for (size_t turn = 0; turn < 3000; turn++) {
        size_t at = nd_prng_below(&prng, NODES);
        if (turn < 1000 && nd_prng_chance(&prng, 0.1)) {
            nodes[at].leaves = nd_prng_chance(&prng, 0.3);
            nodes[at].is_live = nd_prng_chance(&prng, 0.8);
            nodes[at].is_dead = !nodes[at].is_live && nd_prng_chance(&prng, 0.5);
        }
        if (turn == 1000)
            for (size_t i = 0; i < NODES; i++) nodes[i].leaves = i == 1, nodes[i].is_live = i != 2, nodes[i].is_dead = i == 2;
        count(nodes, NODES, descs, SHARDS);
        struct nd_range_desc *desc = &descs[nd_prng_below(&prng, SHARDS)];
        struct nd_placement_step step = nd_placement_next(desc, nodes, NODES, 3, true);
        if (step.is_needed) take(desc, &step);
    }
    count(nodes, NODES, descs, SHARDS);
    size_t least = SIZE_MAX, most = 0;
    for (size_t i = 0; i < SHARDS; i++) {
        assert_false(nd_placement_next(&descs[i], nodes, NODES, 3, true).is_needed);
        assert_int_equal(descs[i].conf.count, 3);
        for (size_t j = 0; j < 3; j++) assert_false(descs[i].conf.members[j].is_learner);
    }
    for (size_t i = 0; i < NODES; i++) {
        if (i == 1 || i == 2) {
            assert_int_equal(nodes[i].replicas, 0);
            continue;
        }
        if (nodes[i].replicas < least) least = nodes[i].replicas;
        if (nodes[i].replicas > most) most = nodes[i].replicas;
    }
    assert_true(most <= least + 2);
}

static void test_it_comes_to_rest(void **state)
{
    for (uint64_t seed = 1; seed <= 200; seed++) settle_from(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_dead_node_is_replaced), cmocka_unit_test(test_nowhere_to_go), cmocka_unit_test(test_steps_are_checked),
        cmocka_unit_test(test_replica_ids_are_not_reused), cmocka_unit_test(test_it_comes_to_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
