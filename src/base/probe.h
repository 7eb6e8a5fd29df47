/* SPDX-License-Identifier: Apache-2.0 */
/* probe.h - branches that matter and are seldom taken: a simulation counts which of them it has been to.
 *
 * Role.       What no run has reached is not tested, whatever the number of runs: `ndoto sim` prints at its
 *             end in how many seeds each was hit, and names those that none was in. (FoundationDB's
 *             CODE_PROBE, Antithesis' "sometimes" assertions.)
 * Method.     ND_PROBE(env, NAME) where an env is at hand (env/env.h); nothing in a server. raft, which is
 *             pure, collects those it was in as bits of a mask: they come first, and there are no more than
 *             64 of them. */
#ifndef ND_BASE_PROBE_H
#define ND_BASE_PROBE_H

#include "base/assert.h"

/* Name, and what has happened where it stands. */
#define ND_RAFT_PROBES(X)                                                                                              \
    X(RAFT_PREVOTE_LOST, "a majority said no to a pre-vote")                                                           \
    X(RAFT_VOTE_LOST, "a candidate lost its election")                                                                 \
    X(RAFT_VOTE_REFUSED_LOG, "a vote was refused to a log that lacks something")                                       \
    X(RAFT_VOTE_REFUSED_SPENT, "a vote was refused since this term's was given to another")                            \
    X(RAFT_VOTE_UNDER_PROMISE, "a candidate got no answer since a promise to a leader lasts")                          \
    X(RAFT_CAMPAIGN_UNDER_PROMISE, "a campaign waited since a promise to a leader lasts")                              \
    X(RAFT_VOTE_LIVE_LEADER, "a candidate was turned away since the leader lives")                                     \
    X(RAFT_RECOVERING_ABSTAINS, "a RECOVERING replica did not vote")                                                   \
    X(RAFT_CHECK_QUORUM, "a leader stepped down without a quorum")                                                     \
    X(RAFT_PERSISTED_OLD_TERM, "the report of a write came after its term was over")                                   \
    X(RAFT_TRUNCATE, "a follower cut entries of an older term off its log")                                            \
    X(RAFT_APPEND_REJECTED, "a follower lacked the entry that an append follows on")                                   \
    X(RAFT_APPEND_OVERTAKEN, "entries of an append were there already")                                                \
    X(RAFT_COMMIT_WITHOUT_OWN_DISK, "an entry was committed before the leader's own disk had it")                      \
    X(RAFT_COMMIT_OLD_TERM_HELD, "a quorum had an entry of an earlier term, which alone does not commit it")            \
    X(RAFT_LEASE_READ, "a read was answered by a lease")                                                               \
    X(RAFT_LEASE_BARRED, "a lease was not used since members change or leadership is handed over")                     \
    X(RAFT_ROUND_ANSWER_OLD, "an answer to an earlier round of reads came late")                                       \
    X(RAFT_READS_FAILED, "reads that waited for a round ended with the leadership")                                    \
    X(RAFT_TRANSFER_ORDERED, "a leader ordered its successor to campaign")                                             \
    X(RAFT_TRANSFER_GIVEN_UP, "a transfer of leadership was given up")                                                 \
    X(RAFT_TRANSFER_OVERTAKEN, "the order to campaign overtook the entries before it")                                 \
    X(RAFT_LEADER_OF_PAST, "a leader of an earlier term was told so")                                                  \
    X(RAFT_CONF_UNAPPLIED, "an election waited for a change of members to be applied")                                 \
    X(RAFT_COMMIT_BY_VOTE, "a candidate that was refused learned what is committed")                                   \
    X(RAFT_NEEDS_SNAPSHOT, "a member needs what the log no longer has")                                                \
    X(RAFT_SNAPSHOT_NOT_NEEDED, "a snapshot came when the log had caught up")                                          \
    X(RAFT_LOG_BEATS_SNAPSHOT, "a member caught up by the log while a snapshot was on its way")                        \
    X(RAFT_LOAD, "payloads that were dropped from memory were read for a follower")                                    \
    X(RAFT_WINDOW_FULL, "the window of a follower was full")

#define ND_OTHER_PROBES(X)                                                                                             \
    X(LOG_TORN_TAIL, "a torn tail was cut off the log")                                                                \
    X(LOG_DAMAGE_REPAIRED, "a log with damage was written anew")                                                       \
    X(LOG_DAMAGE_NAMED, "directories told whom a damaged frame had hit")                                               \
    X(LOG_REPAIR_RESUMED, "a repair that a crash had cut short was finished")                                          \
    X(LOG_HEADER_GUESSED, "both copies of a segment's header were gone")                                               \
    X(LOG_SEGMENT_RECYCLED, "a segment was used again")                                                                \
    X(MULTIRAFT_ABSENT, "a leader was told that a replica is not there")                                               \
    X(MULTIRAFT_STRANGER, "a replica heard from one that is no member as far as it knows")                             \
    X(MULTIRAFT_NO_ROOM, "an append was dropped since the disk is all but full")                                       \
    X(MULTIRAFT_DISK_HANGS, "leadership was given away since the disk hangs")                                          \
    X(ENGINE_SET_ASIDE, "a damaged state engine was set aside")                                                        \
    X(RANGE_LOAD_OVERTAKEN, "a leadership was over before its locks were loaded")                                      \
    X(RANGE_PROPOSAL_DROPPED, "an entry that was proposed lost its place to another leader's")                         \
    X(RANGE_STALE_EPOCH, "an entry had no effect since its range changed before it")                                   \
    X(RANGE_WRONG_RANGE, "a request came with an epoch of the past")                                                   \
    X(RANGE_FROZEN_BUSY, "a request met a range that waits to be merged")                                              \
    X(RANGE_READ_WAITS_APPLY, "a read waited until what was committed before it is applied")                           \
    X(RANGE_READ_TOO_OLD, "a read below the safepoint was refused")                                                    \
    X(RANGE_PREWRITE_REPEATED, "a prewrite found its own record")                                                      \
    X(RANGE_PREWRITE_FENCED, "a prewrite met its fence")                                                               \
    X(RANGE_COMMIT_REPEATED, "a commit found its own version")                                                         \
    X(RANGE_COMMIT_PUSHED, "a commit was refused since a reader went past its record")                                 \
    X(RANGE_COMMIT_FORGOTTEN, "a commit came so late that nobody knows what became of it")                             \
    X(RANGE_ROLLBACK_FORGOTTEN, "a rollback came so late that nobody knows what became of it")                         \
    X(RANGE_ROLLBACK_COMMITTED, "a rollback found the transaction committed")                                          \
    X(RANGE_TXN_EXPIRED, "a transaction whose coordinator fell silent was rolled back")                                \
    X(RANGE_TXN_PUSHED, "a reader pushed a transaction above its timestamp")                                           \
    X(RANGE_ASYNC_SECONDARY_FENCED, "a missing secondary of an async commit was fenced")                               \
    X(RANGE_ASYNC_PLACED_AGAIN, "an async prewrite was repeated after its records were there")                         \
    X(RANGE_SPILLED_LOCKS, "records of a large transaction were looked for in the engine")                             \
    X(RANGE_SPLIT_WAITED, "a split waited for locks")                                                                  \
    X(RANGE_SPLIT_UNDER_LOAD, "a range was split while operations were under way")                                     \
    X(RANGE_SPLIT_BY_LOAD, "a range was split since it is busy")                                                       \
    X(RANGE_JOINT_LEFT, "a joint configuration was left")                                                              \
    X(RANGE_JOINT_LEFT_BY_ANOTHER, "a joint configuration was left by another leader than began it")                   \
    X(RANGE_REMOVED, "a replica that is no member any more was removed")                                               \
    X(RANGE_GC_OVERTAKEN, "a range was split or merged while its old versions were looked for")                        \
    X(SNAP_INTERRUPTED, "a snapshot was given up half-way")                                                            \
    X(SNAP_CHUNK_REPEATED, "a chunk of a snapshot came twice")                                                         \
    X(SNAP_RESUMED, "the installation of a snapshot was done again after a crash")                                     \
    X(SNAP_SUBSUMES, "a snapshot of a merged range took the place of a frozen one")                                    \
    X(MERGE_WAITED, "a merge waited for the right replica beside it")                                                  \
    X(MERGE_CALLED_OFF, "a merge was called off")                                                                      \
    X(MERGE_UNFROZEN, "a range that was frozen serves again")                                                          \
    X(MERGE_ALREADY_DONE, "a merge was asked for that has happened")                                                   \
    X(MERGE_RESUMED, "a merge was driven on by another leader of the meta shard")                                      \
    X(MERGE_RIGHT_LOST, "the right replica was lost before the merge was applied, and came anew")                      \
    X(TS_LEASE_LOST, "the oracle lost its leadership with requests for timestamps waiting")                            \
    X(TXN_RESOLVED_COMMITTED, "a reader cleared a record of a committed transaction")                                  \
    X(TXN_RESOLVED_ROLLED_BACK, "a reader cleared a record of a transaction that was rolled back")                     \
    X(TXN_ASYNC_FINISHED_BY_OTHER, "an async commit was finished by another than its gateway")                         \
    X(TXN_ASYNC_CONFIRMED, "a gateway asked the primary whether its async commit still holds")                         \
    X(TXN_ASYNC_SETTLED_COMMITTED, "an async commit that seemed to fail had been finished by another")                 \
    X(TXN_OUTCOME_COMMITTED, "a commit without answer turned out to have happened")                                    \
    X(TXN_OUTCOME_ROLLED_BACK, "a commit without answer was fenced")                                                   \
    X(TXN_READS_INVALID, "a SERIALIZABLE transaction's reads did not hold at its commit")                              \
    X(TXN_DEADLOCK, "a deadlock was broken")

enum nd_probe {
#define ND_PROBE_ENUM(name, text) ND_PROBE_##name,
    ND_RAFT_PROBES(ND_PROBE_ENUM)
#undef ND_PROBE_ENUM
        ND_RAFT_PROBE_COUNT,
    ND_PROBE_BEFORE_OTHERS = ND_RAFT_PROBE_COUNT - 1,
#define ND_PROBE_ENUM(name, text) ND_PROBE_##name,
    ND_OTHER_PROBES(ND_PROBE_ENUM)
#undef ND_PROBE_ENUM
        ND_PROBE_COUNT
};
ND_STATIC_ASSERT(ND_RAFT_PROBE_COUNT <= 64, "raft's probes are bits of a mask");

#endif
