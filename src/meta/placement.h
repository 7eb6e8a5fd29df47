/* SPDX-License-Identifier: Apache-2.0 */
/* placement.h - which replica comes or goes next, and who should lead.
 *
 * Role.       Pure functions of one shard and the nodes: the next step towards the wanted number of voters on nodes that
 *             are there to stay; and what is gained if a replica or the leadership moved, so that the caller takes the best
 *             of all shards. Asked again after each step, with what has become of it; they keep nothing.
 * Threading.  Pure.
 * Rules.      In this order; joint configurations are left by the shard's leader itself.
 *             1 A voter on a node that leaves or is dead, or where the shard's rule does not want it: swap it with a learner elsewhere;
 *               without one, add one. If no node can have it, it stays.
 *             2 A learner on such a node: remove it.
 *             3 Too few voters: promote a learner; without one, add one. Too many: demote one, in the order of
 *               dead, silent, not wanted there, any: after each step a majority of those that vote is live, if it was before.
 *               One voter alone is not swapped, as it would have nobody to hand leadership to: the learner is promoted, and then it goes.
 *             4 A learner that is left: swap it for a voter whose node it is worth to relieve, or remove it.
 *             Of the nodes that may get a replica, the one that is bound to fail together with the others least (nd_locality_nearness), then
 *             the emptiest. A move that lessens that sum is worth it before any other, unless it is to a node that has not said where it
 *             stands; one that raises it never is.
 *             Else a move from one node to another is worth it if their numbers of replicas differ by more than a tenth of the mean
 *             (at least 1), or else if their bytes differ by more than a fifth of the mean and the numbers stay within that
 *             tenth. Leaderships likewise, by their number and by requests; but first they go
 *             to nodes that the shard's rule prefers, and stay on such. What is within these bounds rests: no move undoes another.
 * Testing.    tests/unit/meta_placement.c */
#ifndef ND_META_PLACEMENT_H
#define ND_META_PLACEMENT_H

#include "meta/locality.h"
#include "range/members.h"

struct nd_placement_node {
    struct nd_node_id id;
    bool leaves;     /* decommissioned: gets nothing, gives all */
    bool is_live;    /* heard of lately: may get replicas */
    bool is_dead;    /* silent for so long that its replicas are made anew elsewhere */
    size_t replicas; /* of all shards, learners too */
    bool drains;     /* leads nothing */
    size_t leaders;  /* shards led */
    uint64_t bytes, requests; /* of its replicas; a second, of the shards it leads */
    struct nd_locality locality;
};

struct nd_placement_shard {
    const struct nd_range_desc *desc;
    struct nd_node_id leader; /* {0}: not known */
    uint64_t bytes, requests;
    const struct nd_placement_rule *rule; /* NULL: none */
};

struct nd_placement_step {
    bool is_needed;
    enum nd_place_op op;
    struct nd_node_id node, other;
};
/* How many voters the shard shall have is not known: only what replaces voters on nodes that leave or are dead. */
#define ND_PLACEMENT_VOTERS_UNKNOWN 0
struct nd_placement_step nd_placement_next(const struct nd_placement_shard *shard, const struct nd_placement_node *nodes, size_t count, size_t voters_wanted);
/* How much is gained by a learner at *to_out, for a voter elsewhere; 0: nothing; above ND_PLACEMENT_FAR: because they stand too near to
 * each other. For shards whose members are at rest. */
#define ND_PLACEMENT_FAR 1000.0
double nd_placement_move(const struct nd_placement_shard *shard, const struct nd_placement_node *nodes, size_t count, struct nd_node_id *to_out);
/* How much is gained if *to_out led; 0: nothing; above 1: by number; above ND_PLACEMENT_FAR: because the rule prefers it. */
double nd_placement_lead(const struct nd_placement_shard *shard, const struct nd_placement_node *nodes, size_t count, struct nd_node_id *to_out);
/* Could any shard be worth moving, or being led elsewhere? false: the nodes are even. */
bool nd_placement_may_move(const struct nd_placement_node *nodes, size_t count);
bool nd_placement_may_lead(const struct nd_placement_node *nodes, size_t count);
/* How badly the shard needs its next step: voters on nodes that are heard of beyond a majority; at most 3. 0: one more lost
 * and it stands still. */
unsigned nd_placement_margin(const struct nd_range_desc *desc, const struct nd_placement_node *nodes, size_t count);

#endif
