/* SPDX-License-Identifier: Apache-2.0 */
/* members.h - which replicas a range has: one step of a change at a time, asked of its leader.
 *
 * Role.       The meta shard decides what should be (meta/placement.h) and asks the range's leader for the next
 *             step (method ND_RPC_PLACE); the leader checks it, proposes it, and answers once it is applied. What
 *             a step needs to be finished whatever happens - leaving a joint configuration - each leader does by
 *             itself. Replicas that are members no more are removed from their node.
 * Steps.      ADD a learner (its state comes by snapshot) · SWAP: a learner that has caught up becomes a voter,
 *             a voter becomes a learner, or one of the two, by way of a joint configuration · REMOVE a learner · LEAD: the
 *             leadership goes to another voter.
 *             Of a merge (meta/merge.h): PRESENT: is there a replica of the left range? · FREEZE the right range · SETTLE: have its replica there applied that, durably?
 *             (asked of every node that has one) · MERGE: the left range takes it in · FENCE: neither of this happens any more · SHIP, asked of the
 *             left range's leader by a replica that has lost its right neighbour between SETTLE and MERGE: the state behind the merge.
 * Invariants. B1 a change names the epoch it was decided for, exactly, and is checked at the proposal and at apply.
 *             B2 a voter is demoted before it is removed; a leader demotes nobody but others.
 *             B3 replica ids are never used twice; a destroyed replica leaves its number behind (a tombstone).
 * Testing.    make sim (nodes come and go), tests/e2e/test_nodes.py, tests/golden/raft/members.txt. */
#ifndef ND_RANGE_MEMBERS_H
#define ND_RANGE_MEMBERS_H

#include "range/descriptor.h"

enum nd_place_op {
    ND_PLACE_ADD = 1,    /* node: gets a learner */
    ND_PLACE_SWAP = 2,   /* node: its learner becomes a voter; other: its voter becomes a learner; {0}: nobody */
    ND_PLACE_REMOVE = 3, /* node: its learner goes */
    ND_PLACE_LEAD = 4,   /* node: its voter leads, if it can; no change of members */
    ND_PLACE_FREEZE = 5,
    ND_PLACE_SETTLE = 6,
    ND_PLACE_MERGE = 7, /* right */
    ND_PLACE_FENCE = 8,
    ND_PLACE_PRESENT = 9,
    ND_PLACE_SHIP = 10, /* node: its replica gets the state as a snapshot */
    ND_PLACE_OP_COUNT
};
static inline bool nd_place_is_merging(enum nd_place_op op) { return op >= ND_PLACE_FREEZE; }
struct nd_place_request {
    enum nd_place_op op;
    struct nd_range_id range;
    struct nd_range_epoch epoch;
    struct nd_node_id node, other;
    uint64_t merge;             /* FREEZE to SHIP: its number; epoch: as agreed on before the freeze */
    struct nd_range_desc right; /* MERGE: as it is frozen; borrows */
};
struct nd_place_reply {
    /* OK: applied. NOT_LEADER: leader is a hint. WRONG_RANGE: another epoch: see desc. BUSY: not now (not caught up,
     * another change, leadership has to move first). INVALID: makes no sense. NOT_FOUND: no such replica there. EXISTS: the merge has
     * happened: the range is part of its left neighbour; FENCE: of the range itself with its right one. */
    enum nd_status status;
    struct nd_node_id leader;
    bool has_desc;
    struct nd_range_desc desc;
};
void nd_place_request_encode(const struct nd_place_request *request, struct nd_buf *out);
ND_RESULT nd_place_request_decode(struct nd_slice bytes, struct nd_place_request *request_out);
void nd_place_reply_encode(const struct nd_place_reply *reply, struct nd_buf *out);
ND_RESULT nd_place_reply_decode(struct nd_slice bytes, struct nd_place_reply *reply_out); /* borrows */

/* The members after the step. INVALID: makes no sense for these. Pure. */
ND_RESULT nd_place_apply(const struct nd_range_desc *desc, const struct nd_place_request *request, struct nd_range_desc *after_out);
/* Out of the joint configuration. */
void nd_place_leave(const struct nd_range_desc *desc, struct nd_range_desc *after_out);

#endif
