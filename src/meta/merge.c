/* SPDX-License-Identifier: Apache-2.0 */
#include "meta/merge.h"

/* ---- is it worth it? ------------------------------------------------------------------------------------------ */

static size_t voters_of(const struct nd_range_desc *desc)
{
    size_t voters = 0;
    for (size_t i = 0; i < desc->conf.count; i++) voters += !desc->conf.members[i].is_learner;
    return voters;
}

static bool is_at_rest(const struct nd_range_desc *desc) { return !desc->conf.is_joint && desc->conf.count > 0 && voters_of(desc) == desc->conf.count && desc->frozen_by == 0; }

bool nd_merge_is_wanted(const struct nd_merge_wish *wish, const struct nd_merge_side *left, const struct nd_merge_side *right)
{
    uint64_t bytes = left->bytes + right->bytes, requests = left->requests + right->requests;
    if (wish->percent == 0 || !left->is_known || !right->is_known || right->desc->is_kept) return false;
    if (left->desc->end.n == 0 || !nd_slice_eq(left->desc->end, right->desc->first)) return false;
    if (!is_at_rest(left->desc) || !is_at_rest(right->desc) || left->desc->conf.count != right->desc->conf.count) return false;
    if (left->quiet_ns < wish->cool_ns || right->quiet_ns < wish->cool_ns) return false;
    bool is_cold = requests <= wish->requests && (wish->split_requests == 0 || requests < wish->split_requests / 4);
    return is_cold && bytes <= wish->split_bytes / 100 * wish->percent;
}

/* ---- the same nodes --------------------------------------------------------------------------------------------- */

static const struct nd_raft_member *voter_on(const struct nd_range_desc *desc, struct nd_node_id node)
{
    const struct nd_raft_member *member = nd_range_desc_member_of(desc, node);
    return member == NULL || member->is_learner ? NULL : member;
}

bool nd_merge_is_aligned(const struct nd_range_desc *left, const struct nd_range_desc *right)
{
    if (!is_at_rest(left) || !is_at_rest(right) || left->conf.count != right->conf.count) return false;
    for (size_t i = 0; i < left->conf.count; i++)
        if (voter_on(right, left->conf.members[i].node) == NULL) return false;
    return true;
}

static struct nd_placement_step step_of(enum nd_place_op op, struct nd_node_id node, struct nd_node_id other) { return (struct nd_placement_step){true, op, node, other}; }

struct nd_placement_step nd_merge_align(const struct nd_range_desc *left, const struct nd_range_desc *right, bool *is_hopeless)
{
    const struct nd_node_id nobody = {0};
    *is_hopeless = !is_at_rest(left) || right->frozen_by != 0 || voters_of(right) > left->conf.count;
    if (*is_hopeless || right->conf.is_joint) return (struct nd_placement_step){0};
    const struct nd_raft_member *extra = NULL;
    for (size_t i = 0; i < right->conf.count; i++) {
        const struct nd_raft_member *member = &right->conf.members[i];
        if (!member->is_learner && voter_on(left, member->node) == NULL) extra = member;
    }
    for (size_t i = 0; i < right->conf.count; i++) {
        const struct nd_raft_member *member = &right->conf.members[i];
        if (!member->is_learner) continue;
        if (voter_on(left, member->node) == NULL) return step_of(ND_PLACE_REMOVE, member->node, nobody);
        return step_of(ND_PLACE_SWAP, member->node, extra == NULL ? nobody : extra->node);
    }
    for (size_t i = 0; i < left->conf.count; i++) {
        struct nd_node_id node = left->conf.members[i].node;
        if (nd_range_desc_member_of(right, node) != NULL) continue;
        *is_hopeless = right->conf.count == ND_REPLICAS_MAX;
        return *is_hopeless ? (struct nd_placement_step){0} : step_of(ND_PLACE_ADD, node, nobody);
    }
    return (struct nd_placement_step){0};
}

bool nd_merge_has_all(const struct nd_range_desc *desc, const struct nd_placement_node *nodes, size_t count)
{
    for (size_t i = 0; i < desc->conf.count; i++) {
        bool is_well = false;
        for (size_t j = 0; j < count; j++)
            if (nodes[j].id.v == desc->conf.members[i].node.v) is_well = nodes[j].is_live && !nodes[j].leaves && !nodes[j].is_dead;
        if (!is_well) return false;
    }
    return true;
}

/* ---- once agreed on ----------------------------------------------------------------------------------------------- */

static struct nd_merge_next ask(enum nd_place_op op, bool is_of_left, unsigned member)
{
    return (struct nd_merge_next){.action = ND_MERGE_ASK, .op = op, .is_of_left = is_of_left, .member = member};
}

struct nd_merge_next nd_merge_next(const struct nd_merge *merge, bool skips_settling)
{
    if (merge->is_merged) return (struct nd_merge_next){.action = ND_MERGE_CONCLUDE};
    if (merge->is_off) {
        if (!merge->is_left_past) return ask(ND_PLACE_FENCE, true, 0);
        if (!merge->is_right_free) return ask(ND_PLACE_FENCE, false, 0); /* G3 */
        return (struct nd_merge_next){.action = ND_MERGE_FORGET};
    }
    if (merge->is_refused) return (struct nd_merge_next){.action = ND_MERGE_CALL_OFF};
    for (unsigned i = 0; i < merge->left.conf.count; i++) /* G2 */
        if ((merge->present & 1u << i) == 0) return ask(ND_PLACE_PRESENT, true, i);
    if (!merge->is_frozen) return ask(ND_PLACE_FREEZE, false, 0);
    for (unsigned i = 0; i < merge->right.conf.count && !skips_settling; i++) /* G2 */
        if ((merge->settled & 1u << i) == 0) return ask(ND_PLACE_SETTLE, false, i);
    return ask(ND_PLACE_MERGE, true, 0);
}

static void take_of_left(struct nd_merge *merge, enum nd_place_op op, enum nd_status status)
{
    if (op == ND_PLACE_MERGE && status == ND_STATUS_OK) merge->is_merged = true;
    if (op == ND_PLACE_MERGE && status == ND_STATUS_WRONG_RANGE) merge->is_refused = true; /* G1 */
    if (op == ND_PLACE_FENCE && status == ND_STATUS_EXISTS) merge->is_merged = true; /* called off too late */
    if (op == ND_PLACE_FENCE && status == ND_STATUS_OK) merge->is_left_past = true;
}

void nd_merge_take(struct nd_merge *merge, const struct nd_merge_next *asked, enum nd_status status)
{
    if (asked->is_of_left) {
        if (asked->op == ND_PLACE_PRESENT && status == ND_STATUS_OK) merge->present |= 1u << asked->member;
        take_of_left(merge, asked->op, status);
        return;
    }
    if (asked->op == ND_PLACE_FENCE) {
        merge->is_right_free |= status == ND_STATUS_OK;
        return;
    }
    if (asked->op == ND_PLACE_SETTLE && status == ND_STATUS_OK) merge->settled |= 1u << asked->member;
    if (asked->op == ND_PLACE_FREEZE && status == ND_STATUS_OK) merge->is_frozen = true;
    if (asked->op == ND_PLACE_FREEZE && (status == ND_STATUS_WRONG_RANGE || status == ND_STATUS_INVALID)) merge->is_refused = true;
    if (status != ND_STATUS_EXISTS) return; /* gone into its left neighbour: the rest can only be found out from that */
    merge->is_frozen = true;
    merge->settled = ~0u;
}

struct nd_range_desc nd_merge_frozen(const struct nd_merge *merge)
{
    struct nd_range_desc desc = merge->right;
    desc.epoch.version++;
    desc.frozen_by = merge->id;
    return desc;
}

struct nd_range_desc nd_merge_after(const struct nd_merge *merge)
{
    struct nd_range_desc desc = merge->left, frozen = nd_merge_frozen(merge);
    desc.end = frozen.end;
    desc.epoch.version = (desc.epoch.version > frozen.epoch.version ? desc.epoch.version : frozen.epoch.version) + 1;
    desc.merged_by = merge->id;
    return desc;
}
