/* SPDX-License-Identifier: Apache-2.0 */
/* Terms, votes and what liveness says.
 *
 *                 leader heard of / term seen
 *        ┌────────────────────────────────────────────────┐
 *        v                                                │
 *   FOLLOWER ── campaign ──> PRECANDIDATE ── stand ──> CANDIDATE ── nd__raft_become_leader ──> LEADER
 *      ^  └────────────────── nd__raft_on_timeout_now ────^                                      │
 *      └── refused by a majority, majority of nodes down (nd__raft_on_liveness), higher term ────┘ */
#include "raft/raft_int.h"

/* ---- timers ----------------------------------------------------------------------------------------- */

void nd__raft_arm_election(struct nd_raft *raft, enum nd__raft_wait wait)
{
    raft->election_at_ns = 0;
    if (!nd__raft_is_voter(raft, nd__raft_self(raft)) || nd__raft_abstains(raft)) return;
    /* Liveness has waited its timeout already: then only the jitter that parts rivals is left. */
    uint64_t wait_ns = wait == ND__RAFT_WAIT_SOON ? nd_prng_below(&raft->prng, raft->election_ns / 4)
                                                  : raft->election_ns + nd_prng_below(&raft->prng, raft->election_ns);
    /* The others' promises end a little earlier or later than our own. */
    uint64_t from_ns = nd__raft_is_promised(raft) ? raft->promise_until_ns + raft->lease_ns / 16 : raft->now_ns;
    raft->election_at_ns = (wait == ND__RAFT_WAIT_SOON ? from_ns : raft->now_ns) + wait_ns + 1;
}

static struct nd__raft_peer *live_leader(struct nd_raft *raft)
{
    struct nd__raft_peer *leader = raft->leader.v == 0 ? NULL : nd__raft_find_peer(raft, raft->leader);
    return leader != NULL && leader->is_up ? leader : NULL;
}

bool nd__raft_has_live_leader(struct nd_raft *raft) { return live_leader(raft) != NULL; }

/* I1, after anything that may have changed who leads. */
void nd__raft_settle(struct nd_raft *raft)
{
    if (nd__raft_has_live_leader(raft)) raft->election_at_ns = 0;
    else if (raft->election_at_ns == 0) nd__raft_arm_election(raft, ND__RAFT_WAIT_FULL);
}

static bool is_up(const struct nd_raft *raft, const struct nd__raft_peer *peer) { return peer->is_up || nd__raft_is_self(raft, peer); }
bool nd__raft_is_quorum_up(struct nd_raft *raft) { return nd__raft_has_quorum(raft, is_up); }

/* ---- roles -------------------------------------------------------------------------------------------- */

static void leave_role(struct nd_raft *raft, bool is_transfer_done)
{
    if (raft->role == ND_RAFT_LEADER) {
        nd__raft_leave_leadership(raft, is_transfer_done);
        raft->leader = (struct nd_replica_id){0};
        raft->is_leader_gone = true;
    }
    raft->role = ND_RAFT_FOLLOWER;
}

static void enter_term(struct nd_raft *raft, uint64_t term, struct nd_replica_id voted_for)
{
    ND_ASSERT(term > raft->term);
    raft->term = term;
    raft->voted_for = voted_for;
    raft->leader = raft->term_leader = (struct nd_replica_id){0};
    raft->is_leader_gone = raft->is_transfer = false;
    raft->matched = raft->acked = raft->session = 0;
}

static void follow_term(struct nd_raft *raft, uint64_t term, bool is_transfer)
{
    leave_role(raft, is_transfer);
    /* R4: within a term the vote stays. */
    if (term > raft->term) enter_term(raft, term, (struct nd_replica_id){0});
    nd__raft_settle(raft);
}

void nd__raft_become_follower(struct nd_raft *raft, uint64_t term) { follow_term(raft, term, false); }

void nd__raft_step_down(struct nd_raft *raft)
{
    leave_role(raft, false);
    nd__raft_settle(raft);
}

enum nd_status nd__raft_accept_leader(struct nd_raft *raft, struct nd_replica_id from)
{
    if (raft->term_leader.v != 0 && raft->term_leader.v != from.v) return ND_STATUS_CORRUPT;
    ND_ASSERT(raft->role != ND_RAFT_LEADER);
    raft->role = ND_RAFT_FOLLOWER;
    raft->term_leader = from;
    if (!raft->is_leader_gone) {
        raft->leader = from;
        raft->election_at_ns = 0; /* where its node is down the wait begins anew */
    }
    nd__raft_settle(raft);
    return ND_STATUS_OK;
}

static void forget_leader(struct nd_raft *raft)
{
    raft->leader = (struct nd_replica_id){0};
    nd__raft_arm_election(raft, ND__RAFT_WAIT_SOON);
}

/* ---- campaigns ------------------------------------------------------------------------------------------ */

static void ask_for_votes(struct nd_raft *raft)
{
    bool is_pre = raft->role == ND_RAFT_PRECANDIDATE;
    uint64_t last = nd__raft_log_last(&raft->log);
    raft->vote_retry_at_ns = raft->now_ns + raft->vote_wait_ns;
    raft->vote_wait_ns = nd__raft_min(2 * raft->vote_wait_ns, raft->retry_ns);
    ND__RAFT_FOREACH_PEER(peer, raft) {
        if (nd__raft_is_self(raft, peer) || !nd__raft_is_voter(raft, peer)) continue;
        if (!peer->is_up || peer->vote != ND__RAFT_VOTE_NONE) continue;
        struct nd_raft_msg *msg = nd__raft_send(raft, is_pre ? ND_RAFT_MSG_PREVOTE : ND_RAFT_MSG_VOTE, peer->member.replica);
        msg->term = is_pre ? raft->term + 1 : raft->term;
        msg->prev_index = last;
        msg->prev_term = nd_raft_term_at(raft, last);
        msg->is_transfer = raft->is_transfer;
    }
}

/* Asks again soon at first: members of a group that is being born come up one after the other. */
static void clear_votes(struct nd_raft *raft)
{
    raft->vote_wait_ns = raft->retry_ns / 16 + 1;
    ND__RAFT_FOREACH_PEER(peer, raft)
        peer->vote = ND__RAFT_VOTE_NONE;
}

static void stand(struct nd_raft *raft, bool is_transfer)
{
    ND_ASSERT(nd__raft_is_quorum_up(raft));
    enter_term(raft, raft->term + 1, raft->self);
    raft->role = ND_RAFT_CANDIDATE;
    raft->is_transfer = is_transfer;
    clear_votes(raft); /* the own vote counts once it is durable: nd__raft_on_vote_durable */
    nd__raft_arm_election(raft, ND__RAFT_WAIT_FULL);
    ask_for_votes(raft);
    if (nd__raft_is_broken(raft, ND_BREAK_VOTE_NOT_PERSISTED)) nd__raft_on_vote_durable(raft);
}

static bool has_granted(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    ND_UNUSED(raft);
    return peer->vote == ND__RAFT_VOTE_YES;
}

static bool may_grant(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    ND_UNUSED(raft);
    return peer->vote != ND__RAFT_VOTE_NO;
}

static void tally(struct nd_raft *raft)
{
    if (nd__raft_has_quorum(raft, has_granted)) {
        if (raft->role == ND_RAFT_PRECANDIDATE) stand(raft, false);
        else nd__raft_become_leader(raft);
    } else if (!nd__raft_has_quorum(raft, may_grant)) {
        nd__raft_probe(raft, raft->role == ND_RAFT_PRECANDIDATE ? ND_PROBE_RAFT_PREVOTE_LOST : ND_PROBE_RAFT_VOTE_LOST);
        raft->role = ND_RAFT_FOLLOWER;
        nd__raft_settle(raft);
    }
}

void nd__raft_campaign(struct nd_raft *raft)
{
    /* Nobody could win, or this disk could not keep a vote: wait rather than disturb (I2). */
    bool is_promised = nd__raft_is_promised(raft);
    if (!nd__raft_is_quorum_up(raft) || raft->hs_seq > raft->durable_seq || raft->install_index != 0 || nd__raft_has_unapplied_conf(raft) || is_promised || nd__raft_abstains(raft)) {
        if (is_promised) ND__RAFT_PROBE(raft, CAMPAIGN_UNDER_PROMISE);
        if (nd__raft_has_unapplied_conf(raft)) ND__RAFT_PROBE(raft, CONF_UNAPPLIED);
        raft->role = ND_RAFT_FOLLOWER;
        nd__raft_settle(raft);
        if (raft->election_at_ns != 0) nd__raft_arm_election(raft, is_promised ? ND__RAFT_WAIT_SOON : ND__RAFT_WAIT_FULL);
        return;
    }
    raft->role = ND_RAFT_PRECANDIDATE;
    raft->is_transfer = false;
    clear_votes(raft);
    nd__raft_self(raft)->vote = ND__RAFT_VOTE_YES;
    nd__raft_arm_election(raft, ND__RAFT_WAIT_FULL);
    ask_for_votes(raft);
    tally(raft);
}

void nd__raft_on_vote_durable(struct nd_raft *raft)
{
    if (raft->role != ND_RAFT_CANDIDATE || nd__raft_self(raft)->vote != ND__RAFT_VOTE_NONE) return;
    if (raft->hs_seq > raft->durable_seq) return;
    nd__raft_self(raft)->vote = ND__RAFT_VOTE_YES;
    tally(raft);
}

void nd__raft_on_election_tick(struct nd_raft *raft)
{
    if (raft->election_at_ns != 0 && raft->now_ns >= raft->election_at_ns) {
        bool is_vote_pending = raft->role == ND_RAFT_CANDIDATE && raft->hs_seq > raft->durable_seq;
        if (is_vote_pending) nd__raft_arm_election(raft, ND__RAFT_WAIT_FULL);
        else nd__raft_campaign(raft);
        return;
    }
    bool is_candidate = raft->role == ND_RAFT_PRECANDIDATE || raft->role == ND_RAFT_CANDIDATE;
    if (is_candidate && raft->now_ns >= raft->vote_retry_at_ns) ask_for_votes(raft);
}

/* ---- votes -------------------------------------------------------------------------------------------------- */

static void answer_vote(struct nd_raft *raft, const struct nd_raft_msg *msg, bool is_granted)
{
    bool is_pre = msg->type == ND_RAFT_MSG_PREVOTE;
    struct nd_raft_msg *reply = nd__raft_send(raft, is_pre ? ND_RAFT_MSG_PREVOTE_REPLY : ND_RAFT_MSG_VOTE_REPLY, msg->from);
    if (is_pre && is_granted) reply->term = msg->term;
    reply->is_reject = !is_granted;
    reply->context = msg->context;
    if (is_granted) return;
    reply->hint_term = nd_raft_term_at(raft, raft->commit); /* 0: not in the log any more */
    if (reply->hint_term != 0) reply->commit = raft->commit;
}

static bool is_up_to_date(const struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    uint64_t last = nd__raft_log_last(&raft->log), last_term = nd_raft_term_at(raft, last);
    if (nd__raft_is_broken(raft, ND_BREAK_VOTE_ANY_LOG)) return true;
    return msg->prev_term > last_term || (msg->prev_term == last_term && msg->prev_index >= last);
}

void nd__raft_on_vote_request(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg)
{
    bool is_pre = msg->type == ND_RAFT_MSG_PREVOTE;
    if (msg->term < raft->term || (is_pre && msg->term == raft->term)) {
        answer_vote(raft, msg, false);
        return;
    }
    /* Who led this term and asks for a later one leads no more. */
    if (msg->term > raft->term && raft->term_leader.v == msg->from.v) {
        raft->promise_until_ns = 0;
        raft->is_leader_gone = true;
        raft->leader = (struct nd_replica_id){0};
        nd__raft_settle(raft);
    }
    /* Check-quorum's other half: while a leader lives its followers elect nobody else. */
    bool is_transfer = !is_pre && msg->is_transfer;
    if ((raft->role == ND_RAFT_LEADER || nd__raft_has_live_leader(raft)) && !is_transfer) {
        ND__RAFT_PROBE(raft, VOTE_LIVE_LEADER);
        if (is_pre || msg->term == raft->term) answer_vote(raft, msg, false);
        if (raft->role == ND_RAFT_LEADER && from != NULL) nd__raft_remind(raft, from);
        return;
    }
    /* Says nothing: the candidate asks again, and soon the promise is over. */
    if (nd__raft_is_promised(raft) && !is_transfer) {
        ND__RAFT_PROBE(raft, VOTE_UNDER_PROMISE);
        return;
    }
    /* R10. It does not follow the candidate into its term either: with no timer of its own it might stay there alone. */
    if (nd__raft_abstains(raft)) {
        ND__RAFT_PROBE(raft, RECOVERING_ABSTAINS);
        return;
    }
    /* Whether the candidate may stand is for its own configuration to say: ours may be older. */
    bool is_eligible = is_up_to_date(raft, msg);
    if (!is_eligible) ND__RAFT_PROBE(raft, VOTE_REFUSED_LOG);
    if (is_pre) {
        answer_vote(raft, msg, is_eligible);
        return;
    }
    if (msg->term > raft->term) follow_term(raft, msg->term, is_transfer);
    bool is_free = raft->voted_for.v == msg->from.v || (raft->voted_for.v == 0 && raft->term_leader.v == 0);
    bool is_granted = is_eligible && is_free;
    if (!is_free) ND__RAFT_PROBE(raft, VOTE_REFUSED_SPENT);
    if (is_granted) {
        raft->voted_for = msg->from;
        nd__raft_arm_election(raft, ND__RAFT_WAIT_FULL);
    }
    answer_vote(raft, msg, is_granted);
}

/* Who refuses says what is committed. Of two voters that become one, the one that stays may not know yet that it needs the other no more: after
 * a crash, which forgets how far the commit index was, the other, whose log is longer and who votes no more, would refuse it for ever (etcd's
 * maybeCommitByVote). */
static void learn_commit(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (!msg->is_reject || raft->role == ND_RAFT_LEADER || raft->is_recovering || raft->install_index != 0 || msg->commit <= raft->commit) return;
    if (msg->hint_term == 0 || !nd__raft_log_has(&raft->log, msg->commit, msg->hint_term)) return;
    ND__RAFT_PROBE(raft, COMMIT_BY_VOTE);
    raft->commit = msg->commit;
    if (!nd__raft_has_unapplied_conf(raft) || raft->role == ND_RAFT_FOLLOWER) return;
    raft->role = ND_RAFT_FOLLOWER; /* R9 */
    nd__raft_settle(raft);
}

void nd__raft_on_vote_reply(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg)
{
    bool is_pre = msg->type == ND_RAFT_MSG_PREVOTE_REPLY;
    learn_commit(raft, msg);
    if (raft->role != (is_pre ? ND_RAFT_PRECANDIDATE : ND_RAFT_CANDIDATE)) return;
    if (is_pre && !msg->is_reject && msg->term != raft->term + 1) return; /* of an older campaign */
    if (from->vote != ND__RAFT_VOTE_NONE) return;
    from->vote = msg->is_reject ? ND__RAFT_VOTE_NO : ND__RAFT_VOTE_YES;
    tally(raft);
}

void nd__raft_on_timeout_now(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (!nd__raft_is_voter(raft, nd__raft_self(raft)) || !nd__raft_is_quorum_up(raft) || raft->install_index != 0) return;
    if (nd__raft_has_unapplied_conf(raft) || nd__raft_abstains(raft)) return; /* R9, R10 */
    /* An overtaken append: the leader repeats the order when it is here. */
    if (!nd__raft_log_has(&raft->log, msg->prev_index, msg->prev_term)) {
        ND__RAFT_PROBE(raft, TRANSFER_OVERTAKEN);
        return;
    }
    stand(raft, true);
}

void nd__raft_on_forget_leader(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (raft->term_leader.v != 0 && raft->term_leader.v != msg->from.v) return;
    raft->term_leader = msg->from;
    raft->is_leader_gone = true;
    raft->promise_until_ns = 0;
    if (raft->role == ND_RAFT_FOLLOWER) forget_leader(raft);
}

/* ---- liveness -------------------------------------------------------------------------------------------------- */

static void on_leaders_peer(struct nd_raft *raft, struct nd__raft_peer *peer, bool was_up, bool has_restarted)
{
    if (!was_up || has_restarted) peer->is_there = false;
    if (!peer->is_up) nd__raft_pause(raft, peer);
    else if (!was_up || has_restarted) nd__raft_reprobe(raft, peer);
}

static void on_followers_peer(struct nd_raft *raft, struct nd__raft_peer *peer, bool was_up, bool has_restarted)
{
    /* Who does not campaign could do nothing about it, and would not be told again who leads at rest. */
    bool is_gone = !peer->is_up || has_restarted, campaigns = nd__raft_is_voter(raft, nd__raft_self(raft)) && !nd__raft_abstains(raft);
    if (is_gone && peer->member.replica.v == raft->leader.v && campaigns) {
        forget_leader(raft);
        return;
    }
    if (raft->role != ND_RAFT_FOLLOWER) return;
    /* Whoever waits for a quorum of nodes need not wait longer once it is there. */
    uint64_t before = raft->election_at_ns;
    if (before != 0 && peer->is_up && !was_up && nd__raft_is_quorum_up(raft)) {
        nd__raft_arm_election(raft, ND__RAFT_WAIT_SOON);
        raft->election_at_ns = nd__raft_min(raft->election_at_ns, before);
    }
    nd__raft_settle(raft);
}

void nd__raft_on_liveness(struct nd_raft *raft, struct nd_node_id node, bool is_up, bool has_restarted)
{
    ND__RAFT_FOREACH_PEER(peer, raft) {
        if (peer->member.node.v != node.v || nd__raft_is_self(raft, peer)) continue;
        bool was_up = peer->is_up;
        peer->is_up = is_up;
        if (raft->role == ND_RAFT_LEADER) on_leaders_peer(raft, peer, was_up, has_restarted);
        else on_followers_peer(raft, peer, was_up, has_restarted);
    }
    if (raft->role == ND_RAFT_FOLLOWER || nd__raft_is_quorum_up(raft)) return;
    bool leads_on = nd__raft_is_broken(raft, ND_BREAK_READ_UNCONFIRMED) || nd__raft_is_broken(raft, ND_BREAK_LEASE_PROMISE_IGNORED) ||
                    nd__raft_is_broken(raft, ND_BREAK_CLOSED_UNCONFIRMED);
    if (raft->role == ND_RAFT_LEADER && leads_on) return; /* or it hardly ever is one too many */
    if (raft->role == ND_RAFT_LEADER) ND__RAFT_PROBE(raft, CHECK_QUORUM);
    leave_role(raft, false); /* check-quorum */
    nd__raft_settle(raft);
}
