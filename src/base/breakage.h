/* SPDX-License-Identifier: Apache-2.0 */
/* breakage.h - safety rules that a simulation can switch off, to see its checkers catch it.
 *
 * Role.       Named here so that pure cores, which do not know env, can be told about them: as a
 *             bit mask of (1ULL << enum nd_breakage). Never set in a server. */
#ifndef ND_BASE_BREAKAGE_H
#define ND_BASE_BREAKAGE_H

#include "base/assert.h"

enum nd_breakage {
    ND_BREAK_ACK_BEFORE_FSYNC,          /* log reports frames durable that are written but, most of them, not synced */
    ND_BREAK_VOTE_NOT_PERSISTED,        /* raft's vote is not written to the log, and a follower forgets its own at once */
    ND_BREAK_NO_TERM_NOOP,              /* reads are served before an entry of the term commits */
    ND_BREAK_FENCE_DROPPED,             /* rollback leaves no fence */
    ND_BREAK_ACK_BEYOND_DURABLE,        /* a follower acknowledges what it has not synced */
    ND_BREAK_READ_UNCONFIRMED,          /* a leader answers reads without asking a quorum whether it still leads, and leads on without one */
    ND_BREAK_VOTE_ANY_LOG,              /* votes go to candidates that lack committed entries, too */
    ND_BREAK_STALE_EPOCH_APPLIED,       /* entries proposed before a split have effect after it */
    ND_BREAK_SNAP_MARKER_AHEAD,         /* a snapshot says that it includes one entry more than it does */
    ND_BREAK_FREEZE_UNSETTLED,          /* a replica that is about to be merged says that its end is durable before it is */
    ND_BREAK_LEASE_PROMISE_IGNORED,     /* followers vote and campaign although they promised their leader not to, and it leads on without a quorum */
    ND_BREAK_READS_NOT_VALIDATED,       /* SERIALIZABLE commits without asking whether what was read still holds */
    ND_BREAK_ASYNC_BOUND_EARLY,         /* an async commit's timestamp is bound by the transaction's start, not by what is drawn under the latches */
    ND_BREAK_ASYNC_UNFENCED,            /* a missing secondary of an async commit is taken for absent for ever without a fence, and its gateway does not ask the primary again */
    ND_BREAK_ASYNC_UNCONFIRMED,         /* the gateway of an async commit that repeated a prewrite does not ask the primary what it was committed at */
    ND_BREAK_ASYNC_STALE_PREPARED,      /* who misses a record of an async commit does not ask the primary again before it reads past */
    ND_BREAK_RECOVERING_VOTES,          /* a replica that has lost part of its log votes and campaigns all the same */
    ND_BREAK_DAMAGE_CUT_OFF,            /* damage in the log is taken for a torn tail, wherever it is */
    ND_BREAK_MERGE_NOT_WAITING_FOR_ALL, /* a range takes in its right neighbour although not all replicas of that have applied its freeze */
    ND_BREAK_MERGE_WITHOUT_VIGIL,       /* a replica whose right neighbour was lost before their merge waits for it, and asks nobody */
    ND_BREAK_READ_FLOOR_NOT_CARRIED,    /* the leader of a merged range takes what it knew of its own part for all that is known of both */
    ND_BREAK_FROZEN_SERVES_READS,       /* a range that waits to be merged answers reads */
    ND_BREAK_INDEX_UNFENCED,            /* an index built online is filled while writers that do not know of it may still commit */
    ND_BREAK_CLOSED_EARLY,              /* a timestamp is closed while commits that drew lower ones are under way */
    ND_BREAK_CLOSED_UNCONFIRMED,        /* a timestamp is closed by one that led once, without asking a quorum, by what its clock says of the oracle's; and it leads on without one */
    ND_BREAK_CLOSED_NOT_APPLIED,        /* a replica answers below a closed timestamp before it has applied what belongs to it */
    ND_BREAK_CLOSED_IGNORES_RECORDS,    /* ... and goes past provisional records */
    ND_BREAK_GATE_UNSEEN,               /* a write is placed without a look at its table's gate */
    ND_BREAK_GATE_NOT_SPLIT,            /* the right half of a split has no gate of its own */
    ND_BREAK_UNDO_HALF_DONE,            /* a transaction whose way back to a savepoint failed half way goes back again, and on */
    ND_BREAK_UNDO_LEAVES_SENT,          /* going back leaves what was under way when the statement was canceled */
    ND_BREAK_UNDO_OVER_FORGOTTEN,       /* ... and takes a record away that lies over a write of before, which is forgotten */
    ND_BREAK_COMMIT_UNASKED,            /* a commit that is canceled under way is told as rolled back, without asking */
    ND_BREAK_LOCKS_UNCHECKED,           /* keys that a transaction only locked are no part of its commit */
    ND_BREAK_LOST_LOCK_UNSEEN,          /* ... or are, and nobody looks whether the lock is still held */
    ND_BREAK_HOLDER_UNSEEN,             /* a transaction commits although an advisory lock of its session has gone */
    ND_BREAK_OWN_UNCHECKED,             /* a transaction that was taken for dead reads on as if what it had sent ahead had never been */
    ND_BREAK_SPILLED_UNREAD,            /* where a record of a large transaction was in the way and has gone, nobody looks for its version */
    ND_BREAK_COUNT
};
ND_STATIC_ASSERT(ND_BREAK_COUNT <= 64, "bits of a mask");

#endif
