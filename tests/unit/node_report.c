/* SPDX-License-Identifier: Apache-2.0 */
/* What a shard's leader tells the meta shard, on one simulated node. Simulation seed `split 4`: a report that came while the same was on its way to
 * the log, told by another, was answered from memory; the meta leader lost its leadership and the record, and nobody told it again. */
#include "node_world.h"
#include "meta/meta.h"

struct told {
    struct nd_meta_call call;
    struct nd_fiber *fiber;
    unsigned *order;
    unsigned place; /* 0: not answered yet */
    enum nd_status status;
};

static void on_told(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct told *told = ND_CONTAINER_OF(call, struct told, call);
    ND_UNUSED(reply);
    told->status = status;
    told->place = ++*told->order;
    nd_fiber_wake(told->fiber);
}

/* The second asks for nothing that the first has not: it is answered no sooner. */
static ND_YIELDS void tell_twice(struct world *world, struct nd_fiber *fiber)
{
    struct nd_range_desc desc = *nd_range_descriptor(nd_store_find_key(nd_node_store(world->node), key_of('b')));
    unsigned order = 0;
    struct told tolds[2] = {{.fiber = fiber, .order = &order}, {.fiber = fiber, .order = &order}};
    desc.epoch.conf_version++; /* news */
    struct nd_meta_request request = {.kind = ND_META_REPORT, .desc = desc};
    for (size_t i = 0; i < ND_ARRAY_LEN(tolds); i++) {
        tolds[i].call.done = on_told;
        nd_meta_call_start(nd_node_txn_system(world->node)->options.meta, &tolds[i].call, &request, 10 * ND_SEC);
    }
    while (tolds[0].place == 0 || tolds[1].place == 0) nd_fiber_park(fiber);
    ND_ASSERT(tolds[0].status == ND_STATUS_OK && tolds[1].status == ND_STATUS_OK);
    ND_ASSERT(tolds[0].place == 1 && tolds[1].place == 2);
}

static void a_report_is_not_answered_before_it_is_kept(void **state)
{
    struct world *world = *state;
    run(world, split_at_b); /* range 1 is the meta shard's own */
    run(world, tell_twice);
}

static int set_up(void **state) { return set_up_with(state, 600000); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_report_is_not_answered_before_it_is_kept, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
