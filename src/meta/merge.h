/* SPDX-License-Identifier: Apache-2.0 */
/* merge.h - how a small cold range becomes part of its left neighbour, step by step.
 *
 * Role.       Pure functions of what is known of the two: is it worth it, how their replicas come to lie on the same nodes, and once
 *             the merge is agreed on, what to ask of whom next. meta_merge.c asks, and keeps what must outlive it.
 * Threading.  Pure.
 * Protocol.   docs/adr/0017. Before it is agreed on nothing is kept, and nothing has to be undone:
 *
 *                 align: ADD, SWAP, REMOVE of the right range, until it has voters where the left one has them, and no others
 *
 *             Then the meta shard keeps a record of it (its number, both descriptors), and whoever leads the meta shard drives it on:
 *
 *                 PRESENT on every node ▶ FREEZE the right ▶ SETTLE on every node ▶ MERGE into the left ▶ the shard map, and the record goes
 *                        └─────────────────────┴──────────────┴───── too long, or refused: the record says so, durably ▶ FENCE the left ▶ FENCE the right ▶ the record goes
 *
 * Invariants. G1 the left range's log decides: either MERGE is applied at the epoch agreed on, or that epoch is left behind (FENCE, a
 *                split, a change of members), and it never is.
 *             G2 MERGE is asked for only after every replica of the right range has applied its freeze, durably: none can lag
 *                behind, and none need be waited for; and only where the left range has a replica on every node, too: one that came
 *                later by a snapshot of before would need a right replica that may have been taken for left over, and removed.
 *             G3 the right range is unfrozen only after the record says that the merge is off, and the left epoch is past.
 *             G4 each step may be repeated by anybody at any time: it names the merge and the epoch that it was decided for.
 *             G5 a range takes part in one merge at a time; their numbers grow.
 * Testing.    tests/unit/meta_merge.c, make sim T=merge, tests/e2e/test_merge.py */
#ifndef ND_META_MERGE_H
#define ND_META_MERGE_H

#include "meta/placement.h"

/* What is wanted; percent 0: no merges. */
struct nd_merge_wish {
    uint64_t split_bytes, split_requests;
    unsigned percent;      /* of split_bytes: both together have no more */
    uint64_t requests;     /* a second: likewise */
    uint64_t cool_ns;      /* without a change of either, but for merges */
};
struct nd_merge_side {
    const struct nd_range_desc *desc;
    bool is_known;         /* bytes and requests have been told */
    uint64_t bytes, requests;
    uint64_t quiet_ns;     /* since its descriptor changed */
};
/* Side by side, small, cold, kept apart by nobody, of as many voters and without learners. */
bool nd_merge_is_wanted(const struct nd_merge_wish *wish, const struct nd_merge_side *left, const struct nd_merge_side *right);
/* The right range has voters exactly where the left one has, and neither has anything else. */
bool nd_merge_is_aligned(const struct nd_range_desc *left, const struct nd_range_desc *right);
/* The right range's next step to that. is_needed false: aligned, or (joint) the step before is not over. *is_hopeless_out: it cannot be. */
struct nd_placement_step nd_merge_align(const struct nd_range_desc *left, const struct nd_range_desc *right, bool *is_hopeless_out);
/* All nodes that hold a replica of either are heard of and stay. */
bool nd_merge_has_all(const struct nd_range_desc *desc, const struct nd_placement_node *nodes, size_t count);

/* ---- once agreed on ---- */

struct nd_merge {
    uint64_t id;
    struct nd_range_desc left, right; /* as agreed on; slices are the owner's */
    bool is_off;                      /* durably: it shall not happen */
    /* what the asking has shown; none of it needs to be kept */
    bool is_frozen, is_merged, is_left_past, is_right_free;
    unsigned present, settled;        /* bit per member of the left range, of the right one */
    bool is_refused;                  /* cannot happen any more: to be called off */
};
enum nd_merge_action {
    ND_MERGE_ASK,      /* op of a member's node (PRESENT, SETTLE) or of the leader of the range */
    ND_MERGE_CALL_OFF, /* make is_off durable */
    ND_MERGE_CONCLUDE, /* it has happened: the shard map, and the record goes, in one write */
    ND_MERGE_FORGET,   /* it has not, and never will: the record goes */
};
struct nd_merge_next {
    enum nd_merge_action action;
    enum nd_place_op op;
    bool is_of_left;
    unsigned member; /* PRESENT: of the left range; SETTLE: of the right one */
};
/* skips_settling: a rule broken on purpose (simulation). */
struct nd_merge_next nd_merge_next(const struct nd_merge *merge, bool skips_settling);
/* An answer came. */
void nd_merge_take(struct nd_merge *merge, const struct nd_merge_next *asked, enum nd_status status);
/* Descriptors on the way; slices borrow from the merge. */
struct nd_range_desc nd_merge_frozen(const struct nd_merge *merge); /* right */
struct nd_range_desc nd_merge_after(const struct nd_merge *merge);  /* left, right included */

#endif
