/* SPDX-License-Identifier: Apache-2.0 */
#include "meta/placement.h"

#include <limits.h>

#define BYTES_MATTER (1 << 20)
#define REQUESTS_MATTER 200

struct view {
    const struct nd_placement_shard *shard;
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

static bool is_allowed(const struct view *view, const struct nd_placement_node *node)
{
    const struct nd_placement_rule *rule = view->shard == NULL ? NULL : view->shard->rule;
    return rule == NULL || nd_constraint_holds(&rule->where, &node->locality);
}

/* A node that nobody knows was removed. */
static bool is_bad(const struct view *view, struct nd_node_id id)
{
    const struct nd_placement_node *node = node_of(view, id);
    return node == NULL || node->leaves || node->is_dead || !is_allowed(view, node);
}

static bool may_get(const struct view *view, const struct nd_placement_node *node)
{
    return !node->leaves && !node->is_dead && node->is_live && is_allowed(view, node) && nd_range_desc_member_of(view->desc, node->id) == NULL;
}

/* How near a replica at `at` stands to the others, but for that of `without`, and those that have to go anyway. */
static unsigned nearness_of(const struct view *view, const struct nd_placement_node *at, struct nd_node_id without)
{
    unsigned near = 0;
    for (size_t i = 0; i < view->desc->conf.count; i++) {
        struct nd_node_id id = view->desc->conf.members[i].node;
        const struct nd_placement_node *node = node_of(view, id);
        if (id.v == at->id.v || id.v == without.v || node == NULL || is_bad(view, id)) continue;
        near += nd_locality_nearness(&at->locality, &node->locality);
    }
    return near;
}

static size_t load_of(const struct view *view, struct nd_node_id id)
{
    const struct nd_placement_node *node = node_of(view, id);
    return node == NULL ? SIZE_MAX : node->replicas;
}

/* What counts for no majority goes first, then what is not wanted where it is. */
static unsigned badness_of(const struct view *view, struct nd_node_id id)
{
    const struct nd_placement_node *node = node_of(view, id);
    if (node == NULL || node->is_dead) return 3;
    return !node->is_live ? 2 : is_bad(view, id) ? 1 : 0;
}

/* Worse off; else nearer to the others, or on a fuller node. */
static bool is_better_to_go(const struct view *view, struct nd_node_id a, struct nd_node_id b)
{
    unsigned bad_a = badness_of(view, a), bad_b = badness_of(view, b);
    if (bad_a != bad_b) return bad_a > bad_b;
    const struct nd_placement_node *x = node_of(view, a), *y = node_of(view, b);
    unsigned near_x = x == NULL ? UINT_MAX : nearness_of(view, x, a), near_y = y == NULL ? UINT_MAX : nearness_of(view, y, b);
    return near_x != near_y ? near_x > near_y : load_of(view, a) > load_of(view, b);
}

/* The voter whose node can best do without it: bad ones alone, or any. NULL: none. */
static const struct nd_raft_member *pick_voter(const struct view *view, bool only_bad)
{
    const struct nd_raft_member *best = NULL;
    for (size_t i = 0; i < view->desc->conf.count; i++) {
        const struct nd_raft_member *member = &view->desc->conf.members[i];
        if (member->is_learner || (only_bad && !is_bad(view, member->node))) continue;
        if (best == NULL || is_better_to_go(view, member->node, best->node)) best = member;
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

/* A learner that will not catch up. */
static const struct nd_raft_member *pick_silent(const struct view *view)
{
    for (size_t i = 0; i < view->desc->conf.count; i++) {
        const struct nd_raft_member *member = &view->desc->conf.members[i];
        const struct nd_placement_node *node = node_of(view, member->node);
        if (member->is_learner && (node == NULL || !node->is_live)) return member;
    }
    return NULL;
}

/* The node that may get a replica and stands farthest from the others, the emptiest of those. NULL: none. */
static const struct nd_placement_node *pick_target(const struct view *view)
{
    const struct nd_placement_node *best = NULL;
    unsigned best_near = 0;
    for (size_t i = 0; i < view->count; i++) {
        const struct nd_placement_node *node = &view->nodes[i];
        if (!may_get(view, node)) continue;
        unsigned near = nearness_of(view, node, (struct nd_node_id){0});
        if (best != NULL && (near > best_near || (near == best_near && node->replicas >= best->replicas))) continue;
        best = node;
        best_near = near;
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

/* ---- is it worth it? ------------------------------------------------------------------------------------- */

/* One kind of load of all nodes that count. */
struct means {
    double number, weight;
};

/* What two nodes carry, without what would move. */
struct pair {
    double number_from, number_to, weight_from, weight_to;
};

static double slack_of(double mean) { return mean / 10 < 1 ? 1 : mean / 10; }

static double clipped(double x) { return x > 1 ? 1 : x < -1 ? -1
                                                            : x; }

/* By number first; by weight where that leaves the numbers even. */
static double gain_of(const struct pair *pair, const struct means *means, double weight, double weight_matters)
{
    double slack = slack_of(means->number), gap = pair->number_from - pair->number_to, weight_gap = pair->weight_from - pair->weight_to;
    double least = means->weight / 5 > weight ? means->weight / 5 : weight;
    if (least < weight_matters) least = weight_matters;
    double gap_after = weight_gap - 2 * weight, before = weight_gap < 0 ? -weight_gap : weight_gap, after = gap_after < 0 ? -gap_after : gap_after;
    double relief = means->weight > 0 ? clipped((before - after) / means->weight) : 0;
    if (gap >= slack + 1) return 10 * gap / (means->number + 1) + 2 + relief;
    /* Stays so even that nothing has to move by number because of it. */
    bool is_even = pair->number_to + 1 <= means->number + slack / 2 && pair->number_from - 1 >= means->number - slack / 2;
    if ((gap >= 1 || is_even) && weight_gap >= weight + least) return relief > 0.001 ? relief : 0.001;
    return 0;
}

/* As they were before the learner came, if it is there: else it could undo the reason why it came. */
static struct means replica_means(const struct view *view, bool is_there)
{
    struct means means = {is_there ? -1 : 0, is_there ? -(double)view->shard->bytes : 0};
    size_t nodes = 0;
    for (size_t i = 0; i < view->count; i++) {
        const struct nd_placement_node *node = &view->nodes[i];
        means.number += (double)node->replicas;
        means.weight += (double)node->bytes;
        nodes += !node->leaves && !node->is_dead;
    }
    if (means.weight < 0) means.weight = 0;
    return nodes == 0 ? means : (struct means){means.number / (double)nodes, means.weight / (double)nodes};
}

/* Of a replica from one node to the other; is_there: the other has one already, a learner. */
static double move_gain(const struct view *view, const struct nd_placement_node *from, const struct nd_placement_node *to, bool is_there)
{
    double bytes = (double)view->shard->bytes;
    unsigned near_from = nearness_of(view, from, to->id), near_to = nearness_of(view, to, from->id);
    if (near_to > near_from) return 0;
    /* What a node without locality is near to, nobody knows: no reason to go there. */
    if (near_to < near_from && to->locality.count > 0) return ND_PLACEMENT_FAR + (near_from - near_to) - (from->id.v == view->shard->leader.v ? 0.5 : 0);
    struct means means = replica_means(view, is_there);
    struct pair pair = {(double)from->replicas, (double)to->replicas - is_there, (double)from->bytes, (double)to->bytes - (is_there ? bytes : 0)};
    double gain = gain_of(&pair, &means, bytes, BYTES_MATTER);
    if (gain > 0.001 && from->id.v == view->shard->leader.v) gain *= 0.9; /* it would have to give the leadership away first */
    return gain;
}

/* The voter that it is best to take away for a replica at `to`. NULL: none. */
static const struct nd_raft_member *best_to_go(const struct view *view, const struct nd_placement_node *to, bool is_there, double *gain_out)
{
    const struct nd_raft_member *best = NULL;
    *gain_out = 0;
    for (size_t i = 0; i < view->desc->conf.count; i++) {
        const struct nd_raft_member *member = &view->desc->conf.members[i];
        const struct nd_placement_node *from = node_of(view, member->node);
        double gain = member->is_learner || from == NULL ? 0 : move_gain(view, from, to, is_there);
        if (gain <= *gain_out) continue;
        *gain_out = gain;
        best = member;
    }
    return best;
}

/* One voter too many. Of two that shall be one, not the one that a move would bring back at once: a replica alone that moves has two for a moment. */
static const struct nd_raft_member *pick_spare(const struct view *view, size_t voters, size_t voters_wanted)
{
    const struct nd_raft_member *goes = pick_voter(view, false), *stays = NULL;
    for (size_t i = 0; i < view->desc->conf.count; i++)
        if (!view->desc->conf.members[i].is_learner && &view->desc->conf.members[i] != goes) stays = &view->desc->conf.members[i];
    if (voters != 2 || voters_wanted != 1 || stays == NULL) return goes;
    const struct nd_placement_node *from = node_of(view, stays->node), *to = node_of(view, goes->node);
    bool are_live = from != NULL && to != NULL && from->is_live && to->is_live;
    return are_live && move_gain(view, from, to, true) > 0 ? stays : goes;
}

/* ---- steps ------------------------------------------------------------------------------------------------- */

struct nd_placement_step nd_placement_next(const struct nd_placement_shard *shard, const struct nd_placement_node *nodes, size_t count, size_t voters_wanted)
{
    const struct nd_range_desc *desc = shard->desc;
    const struct view view = {shard, desc, nodes, count};
    const struct nd_node_id nobody = {0};
    if (desc->conf.is_joint || desc->conf.count == 0) return (struct nd_placement_step){0};
    size_t voters = 0;
    for (size_t i = 0; i < desc->conf.count; i++) voters += !desc->conf.members[i].is_learner;
    bool is_known = voters_wanted != ND_PLACEMENT_VOTERS_UNKNOWN;
    if (!is_known) voters_wanted = voters;
    const struct nd_raft_member *bad = pick_voter(&view, true), *learner = pick_learner(&view, false), *lost = pick_learner(&view, true);
    if (bad != NULL && voters > voters_wanted) return step_of(ND_PLACE_SWAP, nobody, pick_voter(&view, false)->node);
    bool is_alone = voters == 1 && is_known; /* and leads: nobody could take over from it before there is another voter */
    if (bad != NULL && learner != NULL) return step_of(ND_PLACE_SWAP, learner->node, is_alone ? nobody : bad->node);
    if (lost != NULL) return step_of(ND_PLACE_REMOVE, lost->node, nobody);
    if (bad != NULL) return add_somewhere(&view);
    if (!is_known) return (struct nd_placement_step){0};
    if (voters < voters_wanted) return learner != NULL ? step_of(ND_PLACE_SWAP, learner->node, nobody) : add_somewhere(&view);
    if (voters > voters_wanted) return step_of(ND_PLACE_SWAP, nobody, pick_spare(&view, voters, voters_wanted)->node);
    const struct nd_raft_member *silent = pick_silent(&view);
    if (learner == NULL && silent != NULL) return step_of(ND_PLACE_REMOVE, silent->node, nobody);
    if (learner == NULL) return (struct nd_placement_step){0};
    double gain;
    const struct nd_raft_member *goes = best_to_go(&view, node_of(&view, learner->node), true, &gain);
    return goes != NULL ? step_of(ND_PLACE_SWAP, learner->node, is_alone ? nobody : goes->node) : step_of(ND_PLACE_REMOVE, learner->node, nobody);
}

unsigned nd_placement_margin(const struct nd_range_desc *desc, const struct nd_placement_node *nodes, size_t count)
{
    const struct view view = {NULL, desc, nodes, count};
    size_t voters = 0, live = 0;
    for (size_t i = 0; i < desc->conf.count; i++) {
        const struct nd_raft_member *member = &desc->conf.members[i];
        const struct nd_placement_node *node = node_of(&view, member->node);
        if (member->is_learner) continue;
        voters++;
        live += node != NULL && node->is_live;
    }
    size_t majority = voters / 2 + 1;
    return live <= majority ? 0 : live - majority > 3 ? 3
                                                      : (unsigned)(live - majority);
}

double nd_placement_move(const struct nd_placement_shard *shard, const struct nd_placement_node *nodes, size_t count, struct nd_node_id *to_out)
{
    const struct nd_range_desc *desc = shard->desc;
    const struct view view = {shard, desc, nodes, count};
    double best = 0;
    *to_out = (struct nd_node_id){0};
    if (desc->conf.is_joint || desc->conf.count == ND_REPLICAS_MAX) return 0;
    for (size_t i = 0; i < desc->conf.count; i++)
        if (desc->conf.members[i].is_learner) return 0;
    for (size_t i = 0; i < count; i++) {
        const struct nd_placement_node *to = &nodes[i];
        double gain;
        if (!may_get(&view, to)) continue;
        (void)best_to_go(&view, to, false, &gain);
        if (gain <= best) continue;
        best = gain;
        *to_out = to->id;
    }
    return best;
}

/* ---- leaders --------------------------------------------------------------------------------------------------- */

static bool is_preferred(const struct nd_placement_shard *shard, const struct nd_placement_node *node)
{
    return shard->rule != NULL && shard->rule->leaders.count > 0 && nd_constraint_holds(&shard->rule->leaders, &node->locality);
}

static bool may_lead(const struct nd_placement_node *node) { return node->is_live && !node->is_dead && !node->leaves && !node->drains; }

double nd_placement_lead(const struct nd_placement_shard *shard, const struct nd_placement_node *nodes, size_t count, struct nd_node_id *to_out)
{
    const struct nd_range_desc *desc = shard->desc;
    const struct view view = {shard, desc, nodes, count};
    const struct nd_placement_node *from = node_of(&view, shard->leader);
    struct means means = {0, 0};
    size_t able = 0;
    double best = 0, requests = (double)shard->requests;
    *to_out = (struct nd_node_id){0};
    if (from == NULL || desc->conf.is_joint) return 0;
    for (size_t i = 0; i < count; i++) {
        able += may_lead(&nodes[i]);
        means.number += (double)nodes[i].leaders;
        means.weight += (double)nodes[i].requests;
    }
    if (able == 0) return 0;
    means = (struct means){means.number / (double)able, means.weight / (double)able};
    for (size_t i = 0; i < desc->conf.count; i++) {
        const struct nd_raft_member *member = &desc->conf.members[i];
        const struct nd_placement_node *to = node_of(&view, member->node);
        if (member->is_learner || to == NULL || to == from || !may_lead(to)) continue;
        struct pair pair = {(double)from->leaders, (double)to->leaders, (double)from->requests, (double)to->requests};
        double gain = gain_of(&pair, &means, requests, REQUESTS_MATTER);
        int preference = is_preferred(shard, to) - is_preferred(shard, from);
        if (preference < 0) continue;
        if (preference > 0) gain = ND_PLACEMENT_FAR + 1 / (1 + (double)to->leaders);
        if (gain <= best) continue;
        best = gain;
        *to_out = to->id;
    }
    return best;
}

/* ---- even? ------------------------------------------------------------------------------------------------------ */

struct span {
    double least, most, sum;
};

static void widen(struct span *span, double x)
{
    if (span->sum < 0) *span = (struct span){x, x, 0};
    if (x < span->least) span->least = x;
    if (x > span->most) span->most = x;
    span->sum += x;
}

static bool is_even(const struct span *numbers, const struct span *weights, size_t able, double weight_matters)
{
    double mean = numbers->sum / (double)able, weight = weights->sum / (double)able;
    double least = weight / 5 > weight_matters ? weight / 5 : weight_matters;
    return numbers->most - numbers->least < slack_of(mean) + 1 && weights->most - weights->least < least;
}

bool nd_placement_may_move(const struct nd_placement_node *nodes, size_t count)
{
    struct span numbers = {.sum = -1}, weights = {.sum = -1};
    size_t able = 0;
    for (size_t i = 0; i < count; i++) {
        if (nodes[i].leaves || nodes[i].is_dead) continue;
        able++;
        widen(&numbers, (double)nodes[i].replicas);
        widen(&weights, (double)nodes[i].bytes);
    }
    return able > 1 && !is_even(&numbers, &weights, able, BYTES_MATTER);
}

bool nd_placement_may_lead(const struct nd_placement_node *nodes, size_t count)
{
    struct span numbers = {.sum = -1}, weights = {.sum = -1};
    size_t able = 0;
    for (size_t i = 0; i < count; i++) {
        if (!may_lead(&nodes[i])) continue;
        able++;
        widen(&numbers, (double)nodes[i].leaders);
        widen(&weights, (double)nodes[i].requests);
    }
    return able > 1 && !is_even(&numbers, &weights, able, REQUESTS_MATTER);
}
