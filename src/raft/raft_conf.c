/* SPDX-License-Identifier: Apache-2.0 */
/* Members: quorums of one set or of two, and the change from one configuration to the next. */
#include "raft/raft_int.h"

enum nd_status nd__raft_check_conf(const struct nd_raft_conf *conf, struct nd_replica_id self)
{
    if (conf->count == 0 || conf->count > ND_REPLICAS_MAX) return ND_STATUS_INVALID;
    bool has_self = false;
    size_t now = 0, before = 0;
    for (size_t i = 0; i < conf->count; i++) {
        const struct nd_raft_member *member = &conf->members[i];
        has_self |= member->replica.v == self.v;
        now += !member->is_learner;
        before += member->was_voter;
        if (member->replica.v == 0 || (member->was_voter && !conf->is_joint)) return ND_STATUS_INVALID;
        for (size_t j = 0; j < i; j++)
            if (conf->members[j].replica.v == member->replica.v) return ND_STATUS_INVALID;
    }
    return has_self && now > 0 && (before > 0 || !conf->is_joint) ? ND_STATUS_OK : ND_STATUS_INVALID;
}

bool nd__raft_has_quorum(struct nd_raft *raft, bool (*counts)(const struct nd_raft *raft, const struct nd__raft_peer *peer))
{
    size_t now = 0, now_yes = 0, before = 0, before_yes = 0;
    ND__RAFT_FOREACH_PEER(peer, raft)
    {
        bool is_yes = counts(raft, peer);
        if (nd__raft_votes_now(&peer->member)) now++, now_yes += is_yes;
        if (nd__raft_votes_before(raft, &peer->member)) before++, before_yes += is_yes;
    }
    return now_yes > now / 2 && before_yes > before / 2;
}

static uint64_t set_value(struct nd_raft *raft, bool is_before, uint64_t (*value)(const struct nd_raft *raft, const struct nd__raft_peer *peer))
{
    uint64_t values[ND_REPLICAS_MAX];
    size_t n = 0;
    ND__RAFT_FOREACH_PEER(peer, raft)
    {
        if (!(is_before ? nd__raft_votes_before(raft, &peer->member) : nd__raft_votes_now(&peer->member))) continue;
        uint64_t v = value(raft, peer);
        size_t at = n++;
        for (; at > 0 && values[at - 1] < v; at--)
            values[at] = values[at - 1];
        values[at] = v;
    }
    ND_ASSERT(n > 0);
    return values[n / 2];
}

uint64_t nd__raft_quorum_value(struct nd_raft *raft, uint64_t (*value)(const struct nd_raft *raft, const struct nd__raft_peer *peer))
{
    uint64_t now = set_value(raft, false, value);
    return raft->conf.is_joint ? nd__raft_min(now, set_value(raft, true, value)) : now;
}

bool nd__raft_has_unapplied_conf(const struct nd_raft *raft)
{
    for (uint64_t index = raft->applied + 1; index <= raft->commit; index++) {
        const struct nd_raft_entry *entry = nd__raft_log_at(&raft->log, index);
        if (entry != NULL && entry->type == ND_RAFT_CONF) return true;
    }
    return false;
}

bool nd__raft_is_alone(struct nd_raft *raft)
{
    ND__RAFT_FOREACH_PEER(peer, raft)
    if (nd__raft_is_voter(raft, peer) != nd__raft_is_self(raft, peer)) return false;
    return true;
}

/* Progress of those that stay; a blank of those that come. */
static void take_members(struct nd_raft *raft, const struct nd_raft_conf *conf)
{
    struct nd__raft_peer *peers = nd_heap_zalloc(raft->heap, conf->count * sizeof *peers);
    for (size_t i = 0; i < conf->count; i++) {
        struct nd__raft_peer *known = nd__raft_find_peer(raft, conf->members[i].replica);
        if (known != NULL) {
            peers[i] = *known;
            known->inflight = NULL;
        }
        peers[i].member = conf->members[i];
        if (conf->members[i].replica.v == raft->self.v) raft->self_at = i;
    }
    ND__RAFT_FOREACH_PEER(peer, raft)
    nd_heap_free(raft->heap, peer->inflight);
    nd_heap_free(raft->heap, raft->peers);
    raft->peers = peers;
    raft->conf = *conf;
}

enum nd_status nd__raft_set_conf(struct nd_raft *raft, const struct nd_raft_conf *conf)
{
    ND_TRY(nd__raft_check_conf(conf, raft->self));
    uint64_t heir = raft->transfer_to == ND_REPLICAS_MAX ? 0 : raft->peers[raft->transfer_to].member.replica.v;
    bool is_known[ND_REPLICAS_MAX];
    for (size_t i = 0; i < conf->count; i++) is_known[i] = nd__raft_find_peer(raft, conf->members[i].replica) != NULL;
    take_members(raft, conf);
    nd__raft_drop_lease(raft);
    raft->transfer_to = ND_REPLICAS_MAX;
    for (size_t i = 0; i < conf->count; i++)
        if (heir != 0 && raft->peers[i].member.replica.v == heir && nd__raft_is_voter(raft, &raft->peers[i])) raft->transfer_to = i;
    if (raft->transfer_to == ND_REPLICAS_MAX) nd__raft_abort_transfer(raft);
    for (size_t i = 0; i < conf->count && raft->role == ND_RAFT_LEADER; i++)
        if (!is_known[i]) nd__raft_join_peer(raft, &raft->peers[i]);
    if (!nd__raft_is_voter(raft, nd__raft_self(raft))) raft->election_at_ns = 0;
    if (raft->role == ND_RAFT_FOLLOWER) {
        nd__raft_settle(raft);
        return ND_STATUS_OK;
    }
    /* A leader that votes no more, a campaign under members of before: others, or another attempt. */
    bool is_over = raft->role != ND_RAFT_LEADER || !nd__raft_is_voter(raft, nd__raft_self(raft)) || !nd__raft_is_quorum_up(raft);
    if (is_over) {
        nd__raft_step_down(raft);
        return ND_STATUS_OK;
    }
    nd__raft_maybe_commit(raft); /* fewer may have to agree now */
    nd__raft_pump_all(raft);
    return ND_STATUS_OK;
}
