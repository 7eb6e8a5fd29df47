/* SPDX-License-Identifier: Apache-2.0 */
/* Which replicas are looked at every second: those in which something goes on, or has of late. The others rest; of them a few are looked at in
 * turn, so that each is once in half a minute, whatever was overlooked: a node has many, and most have nothing to do. */
#include "range/range_int.h"

enum { QUIET_TICKS = 10, TURN_S = 32 };

void nd__range_stir(struct nd_range *range)
{
    struct nd_store *store = range->store;
    range->quiet_ticks = 0;
    if (range->is_awake) return;
    range->is_awake = true;
    store->resting_count--;
    nd_list_remove(&range->rest_link);
    nd_list_push_back(&store->awake, &range->rest_link);
}

void nd__range_rest_init(struct nd_range *range)
{
    range->is_awake = true;
    nd_list_push_back(&range->store->awake, &range->rest_link);
}

void nd__range_rest_deinit(struct nd_range *range)
{
    if (!range->is_awake) range->store->resting_count--;
    range->is_awake = true; /* nothing moves it any more */
    nd_list_remove(&range->rest_link);
}

static bool is_under_way(const struct nd_range *range)
{
    return range->op_count > 0 || range->proposals.count > 0 || range->txns.count > 0 || range->has_spilled || range->is_applying || range->queue_count > 0 ||
           range->gc != NULL || !nd_list_is_empty(&range->gc_link) ||
           range->closing.stage != ND__CLOSING_NONE || range->spill_check != NULL || range->vigil != NULL || range->is_installing || range->is_gone || range->is_subsumed;
}

static bool may_rest(const struct nd_range *range, uint64_t now_ns)
{
    if (now_ns < range->closing.active_until_ns) return false; /* its timestamps are closed every second */
    bool is_settled = range->role.leader.v != 0 && range->state != ND__RANGE_LOADING && !range->desc.conf.is_joint && range->desc.frozen_by == 0 && !range->is_freezing;
    return is_settled && !is_under_way(range) && nd__size_is_at_rest(range) && !nd_raft_is_recovering(nd_group_raft(range->group));
}

/* What has been flushed since need not be kept in the log; what has not is, for as long as nobody writes much: many that wait for that are
 * worth a flush of their own. */
static void lie_down(struct nd_range *range)
{
    struct nd_store *store = range->store;
    if (store->flushed_no > range->applied_flush_no) nd_group_durable(range->group, range->applied);
    else if (range->is_awake) store->unflushed_at_rest++;
    nd__range_trim(range);
}

static void look_at_awake(struct nd_store *store)
{
    struct nd_list round;
    uint64_t now_ns = nd_env_now_ns(store->options.env);
    nd_list_init(&round);
    if (!nd_list_is_empty(&store->awake)) { /* who is stirred meanwhile is looked at the next time */
        nd_list_push_front(&store->awake, &round);
        nd_list_remove(&store->awake);
    }
    while (!nd_list_is_empty(&round)) {
        struct nd_range *range = ND_CONTAINER_OF(round.next, struct nd_range, rest_link);
        nd_list_remove(&range->rest_link);
        nd_list_push_back(&store->awake, &range->rest_link);
        nd__range_tick(range);
        if (++range->quiet_ticks < QUIET_TICKS || !may_rest(range, now_ns)) continue;
        lie_down(range);
        range->is_awake = false;
        store->resting_count++;
        nd_list_remove(&range->rest_link);
        nd_list_push_back(&store->resting, &range->rest_link);
    }
}

static void look_at_some_at_rest(struct nd_store *store)
{
    uint64_t now_ns = nd_env_now_ns(store->options.env);
    for (size_t left = (store->resting_count + TURN_S - 1) / TURN_S; left > 0 && !nd_list_is_empty(&store->resting); left--) {
        struct nd_range *range = ND_CONTAINER_OF(store->resting.next, struct nd_range, rest_link);
        nd_list_remove(&range->rest_link);
        nd_list_push_back(&store->resting, &range->rest_link);
        nd__range_tick(range);
        nd__closed_look_at(range);
        if (may_rest(range, now_ns)) lie_down(range);
        else nd__range_stir(range);
    }
}

void nd__store_tick_ranges(struct nd_store *store)
{
    look_at_awake(store);
    look_at_some_at_rest(store);
}
