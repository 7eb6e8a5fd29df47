/* SPDX-License-Identifier: Apache-2.0 */
/* A merge is decided a step at a time: whatever is lost, doubled, late or forgotten on the way, it happens once or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/prng.h"
#include "meta/merge.h"

static struct nd_slice key(const char *s) { return nd_slice_of((const uint8_t *)s, strlen(s)); }

static struct nd_range_desc desc_of(uint64_t id, const char *first, const char *end, const uint64_t *nodes, size_t count)
{
    struct nd_range_desc desc = {.id = {id}, .first = key(first), .end = key(end), .epoch = {id, 1}};
    for (size_t i = 0; i < count; i++) desc.conf.members[desc.conf.count++] = (struct nd_raft_member){.replica = {i + 1}, .node = {nodes[i]}};
    return desc;
}

/* ---- which, and where ---- */

static void test_what_is_worth_it(void **state)
{
    const uint64_t nodes[] = {1, 2, 3};
    struct nd_range_desc a = desc_of(2, "b", "m", nodes, 3), b = desc_of(3, "m", "t", nodes, 3), c = desc_of(4, "t", "", nodes, 3);
    struct nd_merge_wish wish = {.split_bytes = 1000, .split_requests = 400, .percent = 25, .requests = 50, .cool_ns = 10};
    struct nd_merge_side left = {.desc = &a, .is_known = true, .bytes = 100, .requests = 20, .quiet_ns = 10};
    struct nd_merge_side right = {.desc = &b, .is_known = true, .bytes = 150, .requests = 30, .quiet_ns = 10};
    assert_true(nd_merge_is_wanted(&wish, &left, &right));
    struct nd_merge_side changed = right;
    changed.desc = &c;
    assert_false(nd_merge_is_wanted(&wish, &left, &changed)); /* no neighbour */
    changed = right, changed.bytes = 151;
    assert_false(nd_merge_is_wanted(&wish, &left, &changed));
    changed = right, changed.requests = 31;
    assert_false(nd_merge_is_wanted(&wish, &left, &changed));
    changed = right, changed.quiet_ns = 9;
    assert_false(nd_merge_is_wanted(&wish, &left, &changed));
    changed = right, changed.is_known = false;
    assert_false(nd_merge_is_wanted(&wish, &left, &changed));
    b.is_kept = true;
    assert_false(nd_merge_is_wanted(&wish, &left, &right)); /* a user's border */
    b.is_kept = false;
    b.conf.members[1].is_learner = true;
    assert_false(nd_merge_is_wanted(&wish, &left, &right));
    b.conf.members[1].is_learner = false;
    wish.percent = 0;
    assert_false(nd_merge_is_wanted(&wish, &left, &right));
    wish.percent = 25, wish.split_requests = 200;
    assert_false(nd_merge_is_wanted(&wish, &left, &right)); /* else it would soon be split again */
}

static void test_replicas_come_together(void **state)
{
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct nd_prng prng;
        uint64_t nodes[] = {1, 2, 3, 4, 5, 6, 7};
        nd_prng_init(&prng, seed);
        size_t count = 1 + 2 * nd_prng_below(&prng, 3), steps = 0;
        for (size_t i = 7; i > 1; i--) {
            size_t j = nd_prng_below(&prng, i);
            uint64_t node = nodes[i - 1];
            nodes[i - 1] = nodes[j], nodes[j] = node;
        }
        struct nd_range_desc left = desc_of(2, "b", "m", nodes, count), right = desc_of(3, "m", "t", nodes + nd_prng_below(&prng, 7 - count + 1), count);
        if (nd_prng_chance(&prng, 0.3)) { /* a move of it was under way */
            for (uint64_t node = 1; node <= 7; node++) {
                if (nd_range_desc_member_of(&right, (struct nd_node_id){node}) != NULL) continue;
                right.conf.members[right.conf.count++] = (struct nd_raft_member){.replica = {99}, .node = {node}, .is_learner = true};
                break;
            }
        }
        while (!nd_merge_is_aligned(&left, &right)) {
            bool is_hopeless;
            struct nd_placement_step step = nd_merge_align(&left, &right, &is_hopeless);
            struct nd_place_request request = {.op = step.op, .range = right.id, .epoch = right.epoch, .node = step.node, .other = step.other};
            struct nd_range_desc after;
            assert_false(is_hopeless);
            assert_true(step.is_needed);
            assert_int_equal(nd_place_apply(&right, &request, &after), ND_STATUS_OK);
            if (after.conf.is_joint) nd_place_leave(&after, &right);
            else right = after;
            assert_true(++steps <= 3 * count + 2);
        }
        bool is_hopeless;
        assert_false(nd_merge_align(&left, &right, &is_hopeless).is_needed);
        assert_false(is_hopeless);
    }
}

/* ---- the protocol against a world ---- */

enum { MEMBERS = 3, LATE_MAX = 32 };

/* The two ranges as their logs have it, what the replicas of the right one have applied durably, the meta shard's record. */
struct world {
    struct nd_prng prng;
    struct nd_range_desc left, right;
    bool is_right_gone, was_frozen, is_off, has_ended;
    uint64_t frozen_at[MEMBERS]; /* the merge that the replica is frozen by; 0: none */
    bool is_present[MEMBERS];    /* a replica of the left range */
    struct message {
        struct nd_merge_next what;
        struct nd_range_epoch epoch;
    } late[LATE_MAX];
    size_t late_count;
};

static const uint64_t merge_id = 7;

static bool is_epoch(const struct nd_range_desc *desc, struct nd_range_epoch epoch) { return nd_range_epoch_eq(desc->epoch, epoch); }

static enum nd_status answer_merge(struct world *world, struct nd_range_epoch epoch)
{
    if (world->left.merged_by == merge_id) return ND_STATUS_OK;
    if (nd_range_desc_is_past(&world->left, epoch)) return ND_STATUS_WRONG_RANGE;
    for (size_t i = 0; i < MEMBERS; i++) assert_true(world->is_present[i] && world->frozen_at[i] == merge_id); /* G2 */
    assert_int_equal(world->right.frozen_by, merge_id);
    world->left.epoch.version = world->right.epoch.version + 1;
    world->left.merged_by = merge_id;
    world->is_right_gone = true;
    return ND_STATUS_OK;
}

static enum nd_status answer_fence(struct nd_range_desc *desc, struct nd_range_epoch epoch)
{
    bool is_frozen = desc->frozen_by == merge_id;
    if (desc->merged_by == merge_id) return ND_STATUS_EXISTS;
    if (!is_frozen && nd_range_desc_is_past(desc, epoch)) return ND_STATUS_OK;
    desc->epoch.version++;
    desc->frozen_by = 0;
    return ND_STATUS_OK;
}

/* As range_merge.c does. */
static enum nd_status answer(struct world *world, const struct message *message)
{
    struct nd_range_desc *right = &world->right;
    if (message->what.op == ND_PLACE_PRESENT) return world->is_present[message->what.member] ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
    if (message->what.is_of_left) return message->what.op == ND_PLACE_MERGE ? answer_merge(world, message->epoch) : answer_fence(&world->left, message->epoch);
    if (world->is_right_gone) return ND_STATUS_EXISTS;
    switch (message->what.op) {
    case ND_PLACE_FREEZE:
        if (right->frozen_by == merge_id) return ND_STATUS_OK;
        if (nd_range_desc_is_past(right, message->epoch)) return ND_STATUS_WRONG_RANGE;
        if (nd_prng_chance(&world->prng, 0.3)) return ND_STATUS_BUSY;
        assert_true(is_epoch(right, message->epoch));
        right->epoch.version++;
        right->frozen_by = merge_id;
        world->was_frozen = true;
        return ND_STATUS_OK;
    case ND_PLACE_SETTLE:
        if (right->frozen_by != merge_id || nd_prng_chance(&world->prng, 0.3)) return ND_STATUS_BUSY;
        world->frozen_at[message->what.member] = merge_id;
        return ND_STATUS_OK;
    case ND_PLACE_FENCE: {
        enum nd_status status = answer_fence(right, message->epoch);
        if (right->frozen_by == 0) memset(world->frozen_at, 0, sizeof world->frozen_at);
        return status;
    }
    default: fail();
    }
    return ND_STATUS_INVALID;
}

/* Once frozen, the right range lives on only if the merge never will be. */
static void look(struct world *world, const struct nd_merge *merge)
{
    bool can_happen = world->left.merged_by == merge_id || !nd_range_desc_is_past(&world->left, merge->left.epoch);
    bool is_free = !world->is_right_gone && world->right.frozen_by == 0 && nd_range_desc_is_past(&world->right, merge->right.epoch);
    if (world->left.merged_by == merge_id) assert_false(is_free);
    if (is_free && world->was_frozen) assert_false(can_happen); /* G3 */
}

static void ask(struct world *world, struct nd_merge *merge, const struct nd_merge_next *next)
{
    struct message message = {*next, next->is_of_left ? merge->left.epoch : merge->right.epoch};
    if (nd_prng_chance(&world->prng, 0.2) && world->late_count < LATE_MAX) world->late[world->late_count++] = message; /* comes (again) at any time */
    if (nd_prng_chance(&world->prng, 0.2)) return;                                                                    /* lost */
    enum nd_status status = answer(world, &message);
    look(world, merge);
    if (nd_prng_chance(&world->prng, 0.8)) nd_merge_take(merge, next, status); /* or the answer is */
}

static void interfere(struct world *world, struct nd_merge *merge)
{
    if (world->late_count > 0 && nd_prng_chance(&world->prng, 0.3)) {
        size_t at = nd_prng_below(&world->prng, world->late_count);
        struct message message = world->late[at];
        world->late[at] = world->late[--world->late_count];
        (void)answer(world, &message);
        look(world, merge);
    }
    world->is_present[nd_prng_below(&world->prng, MEMBERS)] = true; /* its snapshot has come */
    if (nd_prng_chance(&world->prng, 0.02)) world->left.epoch.version++; /* split */
    if (nd_prng_chance(&world->prng, 0.02) && world->right.frozen_by == 0 && !world->is_right_gone) world->right.epoch.version++;
    if (nd_prng_chance(&world->prng, 0.1)) { /* another one leads the meta shard: it knows what was written down */
        struct nd_merge fresh = {.id = merge->id, .left = merge->left, .right = merge->right, .is_off = world->is_off};
        *merge = fresh;
    }
    if (nd_prng_chance(&world->prng, 0.05)) merge->is_refused = true; /* it takes too long */
}

static void run(uint64_t seed, unsigned *happened)
{
    const uint64_t nodes[] = {1, 2, 3};
    struct world world = {0};
    nd_prng_init(&world.prng, seed);
    world.left = desc_of(2, "b", "m", nodes, 3);
    world.right = desc_of(3, "m", "t", nodes, 3);
    struct nd_merge merge = {.id = merge_id, .left = world.left, .right = world.right};
    for (unsigned steps = 0; !world.has_ended; steps++) {
        assert_true(steps < 2000);
        interfere(&world, &merge);
        struct nd_merge_next next = nd_merge_next(&merge, false);
        switch (next.action) {
        case ND_MERGE_ASK: ask(&world, &merge, &next); break;
        case ND_MERGE_CALL_OFF: merge.is_off = world.is_off = true; break;
        case ND_MERGE_CONCLUDE:
            assert_int_equal(world.left.merged_by, merge_id);
            (*happened)++;
            world.has_ended = true;
            break;
        case ND_MERGE_FORGET:
            assert_int_not_equal(world.left.merged_by, merge_id);
            assert_int_equal(world.right.frozen_by, 0);
            world.has_ended = true;
            break;
        }
    }
    bool was_merged = world.left.merged_by == merge_id;
    while (world.late_count > 0) { /* what comes after all is over changes nothing */
        struct message message = world.late[--world.late_count];
        (void)answer(&world, &message);
        assert_int_equal(world.left.merged_by == merge_id, was_merged);
        assert_true(world.is_right_gone || world.right.frozen_by == 0);
    }
}

static void test_it_happens_once_or_not_at_all(void **state)
{
    unsigned happened = 0;
    for (uint64_t seed = 1; seed <= 4000; seed++) run(seed, &happened);
    assert_true(happened > 400);
    assert_true(happened < 3900);
}

static void test_descriptors_on_the_way(void **state)
{
    const uint64_t nodes[] = {1, 2, 3};
    struct nd_merge merge = {.id = 9, .left = desc_of(2, "b", "m", nodes, 3), .right = desc_of(30, "m", "t", nodes, 3)};
    struct nd_range_desc frozen = nd_merge_frozen(&merge), after = nd_merge_after(&merge);
    assert_int_equal(frozen.epoch.version, 31);
    assert_int_equal(frozen.frozen_by, 9);
    assert_int_equal(after.id.v, 2);
    assert_int_equal(after.epoch.version, 32);
    assert_true(nd_slice_eq(after.end, key("t")));
    assert_int_equal(after.merged_by, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_worth_it), cmocka_unit_test(test_replicas_come_together),
                                       cmocka_unit_test(test_it_happens_once_or_not_at_all), cmocka_unit_test(test_descriptors_on_the_way)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
