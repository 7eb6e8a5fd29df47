/* SPDX-License-Identifier: Apache-2.0 */
/* placement.h - which replica comes or goes next.
 *
 * Role.       A pure function of one shard's descriptor and the nodes: the next step towards the wanted number of
 *             voters on nodes that are there to stay, and towards about as many replicas on each. Asked again
 *             after each step, with what has become of it; it keeps nothing.
 * Threading.  Pure.
 * Rules.      In this order; joint configurations are left by the shard's leader itself.
 *             1 A voter on a node that leaves or is dead: swap it with a learner elsewhere; without one, add one.
 *             2 A learner on such a node: remove it.
 *             3 Too few voters: promote a learner; without one, add one. Too many: demote one.
 *             4 A learner that is left: swap it for a voter on a node with more replicas, or remove it.
 *             5 A node with at least two replicas less than a voter's: add a learner there.
 * Testing.    tests/unit/meta_placement.c */
#ifndef ND_META_PLACEMENT_H
#define ND_META_PLACEMENT_H

#include "range/members.h"

struct nd_placement_node {
    struct nd_node_id id;
    bool leaves;     /* decommissioned: gets nothing, gives all */
    bool is_live;    /* heard of lately: may get replicas */
    bool is_dead;    /* silent for so long that its replicas are made anew elsewhere */
    size_t replicas; /* of all shards */
};

struct nd_placement_step {
    bool is_needed;
    enum nd_place_op op;
    struct nd_node_id node, other;
};
/* may_move: rule 5, too. */
struct nd_placement_step nd_placement_next(const struct nd_range_desc *desc, const struct nd_placement_node *nodes, size_t count,
                                           size_t voters_wanted, bool may_move);

#endif
