/* SPDX-License-Identifier: Apache-2.0 */
/* A merge whose right replica is not here, and will not come.
 *
 * Before MERGE is proposed every node has the right range's freeze durably. One that loses its state engine then (damage) gets both
 * ranges anew; but if the left one's snapshot is from before the merge, and the others apply that before they have shipped the right
 * one, nobody is left who could. The left replica here has the whole log and stands before an entry that it can never apply.
 *
 *     waits ──VIGIL_MS without a right replica──▶ asks its leader to SHIP ──▶ a snapshot from behind the entry (snap_recv.c) ──▶ goes on
 *        └──it leads itself──▶ hands leadership over, then asks
 *
 * The snapshot takes the place of committed entries that this log has: the log stays as it is, and what of it the snapshot includes
 * is skipped (nd__range_skip). So nothing that was acknowledged is thrown away. */
#include "range/range_int.h"
#include "range/snap_int.h"

enum { VIGIL_MS = 1000, ASK_AGAIN_MS = 2000, ASK_TIMEOUT_S = 3, ASKS_A_LINE = 30 };

struct nd__vigil {
    struct nd_rpc_call call;
    struct nd_range_id right;
    uint64_t merge, index; /* its number; the entry that waits */
    uint64_t since_ns, asked_ns;
    unsigned asks;
    bool is_asking;
};

void nd__vigil_end(struct nd_range *range)
{
    if (range->vigil == NULL) return;
    if (range->vigil->is_asking) nd_rpc_call_cancel(&range->vigil->call);
    nd_heap_free(range->heap, range->vigil);
    range->vigil = NULL;
}

static void answered(struct nd_rpc_call *call) { ND_CONTAINER_OF(call, struct nd__vigil, call)->is_asking = false; }

static void ask_to_ship(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd__vigil *vigil = range->vigil;
    struct nd_place_request request = {.op = ND_PLACE_SHIP, .range = range->desc.id, .epoch = range->desc.epoch, .node = store->options.self, .merge = vigil->merge};
    struct nd_buf payload;
    nd_buf_init(&payload, store->heap);
    nd_place_request_encode(&request, &payload);
    vigil->is_asking = true;
    vigil->call.done = answered;
    nd_rpc_call(nd_rpc_node(store->options.rpc, range->role.leader_node), &vigil->call, ND_RPC_PLACE, &payload, ASK_TIMEOUT_S * ND_SEC);
    nd_buf_deinit(&payload);
}

void nd__vigil_keep(struct nd_range *range, struct nd_range_id right, uint64_t merge, uint64_t index)
{
    uint64_t now_ns = nd_env_now_ns(range->store->options.env);
    struct nd__vigil *vigil = range->vigil;
    if (nd_env_is_broken(range->store->options.env, ND_BREAK_MERGE_WITHOUT_VIGIL)) return;
    if (vigil == NULL) {
        range->vigil = vigil = nd_heap_new(range->heap, struct nd__vigil);
        *vigil = (struct nd__vigil){.right = right, .merge = merge, .index = index, .since_ns = now_ns};
    }
    if (now_ns - vigil->since_ns < VIGIL_MS * ND_MS || now_ns - vigil->asked_ns < ASK_AGAIN_MS * ND_MS || vigil->is_asking || range->is_installing) return;
    vigil->asked_ns = now_ns;
    if (++vigil->asks % ASKS_A_LINE == 0)
        ND_WARN(nd_env_logger(range->store->options.env), "range", "range %llu waits since %llu s for a snapshot from behind its merge %llu: range %llu was lost here",
                (unsigned long long)range->desc.id.v, (unsigned long long)((now_ns - vigil->since_ns) / ND_SEC), (unsigned long long)merge, (unsigned long long)right.v);
    if (range->role.role == ND_RAFT_LEADER) nd__range_hand_over(range, (struct nd_node_id){0});
    else if (range->role.leader_node.v != 0) ask_to_ship(range);
}

enum nd_status nd__vigil_ship(struct nd_range *range, const struct nd_place_request *request)
{
    if (range->role.role != ND_RAFT_LEADER) return ND_STATUS_NOT_LEADER;
    const struct nd_raft_member *member = nd_range_desc_member_of(&range->desc, request->node);
    if (member == NULL || member->replica.v == range->self.v) return ND_STATUS_INVALID;
    if (range->desc.epoch.version <= request->epoch.version || range->is_applying) return ND_STATUS_BUSY; /* the merge has to be applied here */
    ND_PROBE(range->store->options.env, MERGE_RIGHT_LOST);
    nd__snap_send_start(range, member);
    return ND_STATUS_OK;
}

/* ---- the snapshot ----------------------------------------------------------------------------------------------- */

bool nd__vigil_may_skip(const struct nd_range *range, uint64_t index, uint64_t term)
{
    if (range->vigil == NULL || range->is_applying || range->is_installing || range->state != ND__RANGE_FOLLOWING) return false;
    const struct nd_raft *raft = nd_group_raft(range->group);
    /* Committed and on this disk: else a crash would leave a state that is ahead of the log. */
    bool is_known = index <= nd_raft_commit_index(raft) && index <= nd_raft_durable_index(raft) && nd_raft_term_at(raft, index) == term;
    return index >= range->vigil->index && is_known;
}

void nd__range_skip(struct nd_range *range, uint64_t to)
{
    uint64_t last = 0;
    while (range->queue_count > 0) {
        struct nd__pending_entry *head = &range->queue[range->queue_head];
        if (head->index > to) break;
        last = head->index;
        if (head->payload != NULL) range->queue_bytes -= head->payload->n;
        nd_raft_payload_unref(head->payload);
        range->queue_head = (range->queue_head + 1) & (range->queue_cap - 1);
        range->queue_count--;
    }
    if (last != 0) nd_group_applied(range->group, last);
}

void nd__vigil_over(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd_range_id right = range->vigil->right;
    nd_timer_stop(&range->merge_timer);
    range->is_skipping = false;
    ND_INFO(nd_env_logger(store->options.env), "range", "range %llu: its merge %llu came by a snapshot: range %llu was lost here before", (unsigned long long)range->desc.id.v,
            (unsigned long long)range->vigil->merge, (unsigned long long)right.v);
    nd__vigil_end(range);
    nd__store_bury(store, right, ND_REPLICA_NEVER); /* whatever the log knows of it is of the past */
    nd_multiraft_forget(store->options.multiraft, right, ND_REPLICA_NEVER);
}
