/* SPDX-License-Identifier: Apache-2.0 */
/* Linearizable reads without the log (dissertation 6.4). A round asks a quorum "am I still your
 * leader?"; it answers every read that waited when it began with the commit index of that moment.
 * Rounds are numbered within the term and never asked about twice for different reads, so a delayed
 * or doubled answer can only confirm the round it was given to.
 *
 * Leases. Whoever answers a round promises to vote for nobody and not to campaign for lease_ns from then
 * on, but by its leader's own order. The leader counts from when the round began: until then, less a 16th for
 * clocks that differ in rate, no quorum can elect another, and a read that arrives is answered at once with the
 * commit index, whose linearization point is the moment the clock was looked at. Promises are of the group and
 * the term, and kept in memory: a process votes only lease_ns after its start. No lease is used while members
 * change, nor after a TIMEOUT_NOW in this term, which may be delayed for as long as it likes. */
#include "raft/raft_int.h"

/* R6: until an entry of this term is committed the commit index may be older than what
 * predecessors acknowledged. Hosts wait for it as well, so the broken rule is broken here. */
bool nd__raft_is_ready(const struct nd_raft *raft)
{
    if (raft->role != ND_RAFT_LEADER) return false;
    return raft->commit >= raft->term_start || nd__raft_is_broken(raft, ND_BREAK_NO_TERM_NOOP);
}

static void ask_round(struct nd_raft *raft)
{
    ND__RAFT_FOREACH_PEER(peer, raft) {
        if (nd__raft_is_self(raft, peer) || !nd__raft_is_voter(raft, peer) || !peer->is_up || peer->round_acked >= raft->round) continue;
        struct nd_raft_msg *msg = nd__raft_send(raft, ND_RAFT_MSG_READ_INDEX, peer->member.replica);
        msg->round = raft->round;
        msg->commit = nd__raft_min(raft->commit, peer->match);
    }
    raft->round_retry_at_ns = raft->now_ns + raft->retry_ns;
}

static void answer_all(struct nd_raft *raft, struct nd__raft_ids *ids, enum nd_status status, uint64_t index)
{
    for (size_t i = 0; i < ids->count; i++)
        nd__raft_answer_read(raft, ids->ids[i], status, index);
    ids->count = 0;
}

static bool has_confirmed(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    return nd__raft_is_self(raft, peer) || peer->round_acked >= raft->round;
}
static bool is_round_won(struct nd_raft *raft) { return nd__raft_has_quorum(raft, has_confirmed); }

/* ---- leases ---- */

/* May a lease be had, or used, now? An unapplied change of members may be in force elsewhere. */
static bool may_lease(const struct nd_raft *raft)
{
    return raft->reads_by_lease && !raft->is_lease_barred && !raft->conf.is_joint && raft->conf_index <= raft->applied;
}

static bool has_lease(const struct nd_raft *raft) { return raft->now_ns < raft->lease_until_ns && may_lease(raft); }

void nd__raft_drop_lease(struct nd_raft *raft) { raft->lease_until_ns = raft->round_began_ns = 0; }

void nd__raft_promise(struct nd_raft *raft)
{
    if (raft->lease_ns != 0) raft->promise_until_ns = nd__raft_max(raft->promise_until_ns, raft->now_ns + raft->lease_ns);
}

bool nd__raft_is_promised(const struct nd_raft *raft)
{
    return raft->now_ns < raft->promise_until_ns && !nd__raft_is_broken(raft, ND_BREAK_LEASE_PROMISE_IGNORED);
}

/* ---- rounds ---- */

static void finish_round(struct nd_raft *raft)
{
    raft->round_retry_at_ns = 0;
    if (raft->round_began_ns != 0 && may_lease(raft)) raft->lease_until_ns = raft->round_began_ns + raft->lease_ns - raft->lease_ns / 16;
    answer_all(raft, &raft->reads_round, ND_STATUS_OK, raft->round_index);
}

static void begin_round(struct nd_raft *raft)
{
    struct nd__raft_ids begun = raft->reads_waiting;
    raft->reads_waiting = raft->reads_round;
    raft->reads_round = begun;
    ND_ASSERT(raft->reads_waiting.count == 0);
    raft->round++;
    raft->round_index = raft->commit;
    raft->round_began_ns = raft->now_ns;
    if (is_round_won(raft) || nd__raft_is_broken(raft, ND_BREAK_READ_UNCONFIRMED)) finish_round(raft);
    else ask_round(raft);
}

void nd__raft_pump_reads(struct nd_raft *raft)
{
    if (raft->reads_waiting.count == 0 || !nd__raft_is_ready(raft)) return;
    if (has_lease(raft)) {
        ND__RAFT_PROBE(raft, LEASE_READ);
        answer_all(raft, &raft->reads_waiting, ND_STATUS_OK, raft->commit);
        bool is_due = raft->lease_until_ns - raft->now_ns < raft->lease_ns / 2;
        if (is_due && raft->round_retry_at_ns == 0) begin_round(raft);
    } else if (raft->round_retry_at_ns == 0) {
        if (raft->now_ns < raft->lease_until_ns) ND__RAFT_PROBE(raft, LEASE_BARRED);
        begin_round(raft);
    }
}

enum nd_status nd__raft_read_index(struct nd_raft *raft, uint64_t read_id)
{
    if (raft->role != ND_RAFT_LEADER) return ND_STATUS_NOT_LEADER;
    struct nd__raft_ids *waiting = &raft->reads_waiting;
    if (waiting->count + raft->reads_round.count >= ND_RAFT_READS_MAX) return ND_STATUS_BUSY;
    if (waiting->count == waiting->cap) waiting->ids = nd__raft_grow(raft->heap, waiting->ids, &waiting->cap, sizeof *waiting->ids);
    waiting->ids[waiting->count++] = read_id;
    nd__raft_pump_reads(raft);
    return ND_STATUS_OK;
}

void nd__raft_on_read_index_reply(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg)
{
    if (msg->is_reject || msg->round > raft->round || msg->round <= from->round_acked) return;
    if (msg->round < raft->round) ND__RAFT_PROBE(raft, ROUND_ANSWER_OLD);
    from->round_acked = msg->round;
    if (raft->round_retry_at_ns == 0 || !is_round_won(raft)) return;
    finish_round(raft);
    nd__raft_pump_reads(raft);
}

void nd__raft_on_read_tick(struct nd_raft *raft)
{
    if (raft->round_retry_at_ns != 0 && raft->now_ns >= raft->round_retry_at_ns) ask_round(raft);
}

void nd__raft_fail_reads(struct nd_raft *raft)
{
    nd__raft_drop_lease(raft);
    raft->round_retry_at_ns = 0;
    if (raft->reads_round.count + raft->reads_waiting.count > 0) ND__RAFT_PROBE(raft, READS_FAILED);
    answer_all(raft, &raft->reads_round, ND_STATUS_NOT_LEADER, 0);
    answer_all(raft, &raft->reads_waiting, ND_STATUS_NOT_LEADER, 0);
}
