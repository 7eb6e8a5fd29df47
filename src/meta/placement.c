/* SPDX-License-Identifier: Apache-2.0 */
#include "meta/placement.h"

struct view {
    const struct nd_range_desc *desc;
    const struct nd_placement_node *nodes;
    size_t count;
};

static const struct nd_placement_node *node_of(const struct view *view, struct nd_node_id id)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->nodes[i].id.v == id.v) return &view->nodes[i];
    return NULL;
}

/* A node that nobody knows was removed. */
static bool is_bad(const struct view *view, struct nd_node_id id)
{
    const struct nd_placement_node *node = node_of(view, id);
    return node == NULL || node->leaves || node->is_dead;
}

static size_t load_of(const struct view *view, struct nd_node_id id)
{
    const struct nd_placement_node *node = node_of(view, id);
    return node == NULL ? SIZE_MAX : node->replicas;
}

/* The voter whose node can best do without it: bad ones alone, or the fullest. NULL: none. */
static const struct nd_raft_member *pick_voter(const struct view *view, bool only_bad)
{
    const struct nd_raft_member *best = NULL;
    for (size_t i = 0; i < view->desc->conf.count; i++) {
        const struct nd_raft_member *member = &view->desc->conf.members[i];
        if (member->is_learner || (only_bad && !is_bad(view, member->node))) continue;
        if (best == NULL || load_of(view, member->node) > load_of(view, best->node)) best = member;
    }
    return best;
}

static const struct nd_raft_member *pick_learner(const struct view *view, bool is_on_bad)
{
    for (size_t i = 0; i < view->desc->conf.count; i++) {
        const struct nd_raft_member *member = &view->desc->conf.members[i];
        if (!member->is_learner || is_bad(view, member->node) != is_on_bad) continue;
        const struct nd_placement_node *node = node_of(view, member->node);
        if (is_on_bad || (node != NULL && node->is_live)) return member;
    }
    return NULL;
}

/* The emptiest node that may get a replica. NULL: none. */
static const struct nd_placement_node *pick_target(const struct view *view)
{
    const struct nd_placement_node *best = NULL;
    for (size_t i = 0; i < view->count; i++) {
        const struct nd_placement_node *node = &view->nodes[i];
        if (node->leaves || node->is_dead || !node->is_live || nd_range_desc_member_of(view->desc, node->id) != NULL) continue;
        if (best == NULL || node->replicas < best->replicas) best = node;
    }
    return best;
}

static struct nd_placement_step step_of(enum nd_place_op op, struct nd_node_id node, struct nd_node_id other)
{
    return (struct nd_placement_step){true, op, node, other};
}

static struct nd_placement_step add_somewhere(const struct view *view)
{
    const struct nd_placement_node *target = pick_target(view);
    if (target == NULL || view->desc->conf.count == ND_REPLICAS_MAX) return (struct nd_placement_step){0};
    return step_of(ND_PLACE_ADD, target->id, (struct nd_node_id){0});
}

struct nd_placement_step nd_placement_next(const struct nd_range_desc *desc, const struct nd_placement_node *nodes, size_t count,
                                           size_t voters_wanted, bool may_move)
{
    const struct view view = {desc, nodes, count};
    const struct nd_node_id nobody = {0};
    if (desc->conf.is_joint || desc->conf.count == 0) return (struct nd_placement_step){0};
    size_t voters = 0;
    for (size_t i = 0; i < desc->conf.count; i++) voters += !desc->conf.members[i].is_learner;
    const struct nd_raft_member *bad = pick_voter(&view, true), *learner = pick_learner(&view, false), *lost = pick_learner(&view, true);
    if (bad != NULL && voters > voters_wanted) return step_of(ND_PLACE_SWAP, nobody, bad->node);
    if (bad != NULL && learner != NULL) return step_of(ND_PLACE_SWAP, learner->node, bad->node);
    if (lost != NULL) return step_of(ND_PLACE_REMOVE, lost->node, nobody);
    if (bad != NULL) return add_somewhere(&view);
    if (voters < voters_wanted) return learner != NULL ? step_of(ND_PLACE_SWAP, learner->node, nobody) : add_somewhere(&view);
    if (voters > voters_wanted) return step_of(ND_PLACE_SWAP, nobody, pick_voter(&view, false)->node);
    const struct nd_raft_member *fullest = pick_voter(&view, false);
    if (learner != NULL) {
        bool is_better = load_of(&view, fullest->node) > load_of(&view, learner->node);
        return is_better ? step_of(ND_PLACE_SWAP, learner->node, fullest->node) : step_of(ND_PLACE_REMOVE, learner->node, nobody);
    }
    const struct nd_placement_node *target = may_move ? pick_target(&view) : NULL;
    if (target == NULL || load_of(&view, fullest->node) < target->replicas + 2) return (struct nd_placement_step){0};
    return step_of(ND_PLACE_ADD, target->id, nobody);
}
