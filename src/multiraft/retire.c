/* SPDX-License-Identifier: Apache-2.0 */
/* Leadership given away: by a node whose disk hangs or is nearly full, and by one that is about to stop. */
#include "multiraft/multiraft_int.h"

/* Up, no learner, its disk answers and has room, and it does not want to get rid of leadership itself; of these the
 * one that has most of the log. {0}: nobody. */
static struct nd_replica_id best_heir(const struct nd_group *group)
{
    struct nd_replica_id best = {0};
    uint64_t best_match = 0;
    for (size_t i = 0; i < group->member_count; i++) {
        const struct nd__mr_member *member = &group->members[i];
        if (member->peer == NULL || member->member.is_learner) continue;
        const struct nd_liveness *liveness = &member->peer->liveness;
        if (!liveness->is_up || !liveness->disk_ok || liveness->is_draining) continue;
        uint64_t match = nd_raft_match(group->raft, member->member.replica);
        /* One that waits for a snapshot could not lead for long, nor one that has lost its log, which holds nothing of this term yet. */
        if (match == 0 || match + ND__MR_LAG_ENTRIES < nd_raft_commit_index(group->raft)) continue;
        if (best.v != 0 && match <= best_match) continue;
        best = member->member.replica;
        best_match = match;
    }
    return best;
}

static size_t give_all(struct nd_multiraft *multiraft)
{
    size_t count = 0;
    ND_LIST_FOREACH (it, &multiraft->groups) {
        struct nd_group *group = ND_CONTAINER_OF(it, struct nd_group, link);
        if (nd_raft_role(group->raft) != ND_RAFT_LEADER) continue;
        struct nd_replica_id heir = best_heir(group);
        if (heir.v != 0 && nd_group_transfer(group, heir) == ND_STATUS_OK) count++;
    }
    return count;
}

/* A leader whose disk hangs asks members that are better off to lead, now and then: each asking holds
 * proposals up for a moment. A draining node asks at each beat. */
static void retire(struct nd_multiraft *multiraft, uint64_t now_ns)
{
    if (multiraft->is_draining) {
        give_all(multiraft);
        return;
    }
    if (multiraft->disk_ok || (multiraft->retired_ns != 0 && now_ns - multiraft->retired_ns < ND__MR_RETIRE_NS)) return;
    multiraft->retired_ns = now_ns;
    size_t count = give_all(multiraft);
    if (count == 0) return;
    if (!multiraft->is_space_low) ND_PROBE(multiraft->env, MULTIRAFT_DISK_HANGS);
    nd_counter_add(&multiraft->metrics.stalls, 1);
    ND_WARN(nd_env_logger(multiraft->env), "multiraft",
            "%s: gives leadership of %zu ranges away", multiraft->is_space_low ? "the disk is nearly full" : "the log's disk does not answer", count);
}

void nd__mr_look_at_disk(struct nd_multiraft *multiraft, uint64_t now_ns)
{
    uint64_t since_ns = nd_log_stats(multiraft->log)->outstanding_since_ns;
    bool answers = since_ns == 0 || now_ns < since_ns || now_ns - since_ns < multiraft->down_after_ns;
    multiraft->disk_ok = answers && !multiraft->is_space_low;
    retire(multiraft, now_ns);
}

void nd_multiraft_set_draining(struct nd_multiraft *multiraft, bool is_draining)
{
    if (multiraft->is_draining == is_draining) return;
    multiraft->is_draining = is_draining;
    ND_LIST_FOREACH (it, &multiraft->peers) {
        struct nd__mr_peer *peer = ND_CONTAINER_OF(it, struct nd__mr_peer, link);
        if (peer->shared > 0) nd__mr_send_beat(peer); /* nobody shall choose this node as an heir from now on */
    }
    if (is_draining) give_all(multiraft);
}

void nd_multiraft_set_space_low(struct nd_multiraft *multiraft, bool is_space_low) { multiraft->is_space_low = is_space_low; }

void nd_multiraft_set_space_out(struct nd_multiraft *multiraft, bool is_space_out) { multiraft->is_space_out = is_space_out; }

bool nd_multiraft_is_draining(const struct nd_multiraft *multiraft) { return multiraft->is_draining; }

size_t nd_multiraft_led_count(const struct nd_multiraft *multiraft, bool only_with_heir)
{
    size_t count = 0;
    ND_LIST_FOREACH (it, &multiraft->groups) {
        const struct nd_group *group = ND_CONTAINER_OF(it, struct nd_group, link);
        if (nd_raft_role(group->raft) != ND_RAFT_LEADER) continue;
        count += !only_with_heir || best_heir(group).v != 0;
    }
    return count;
}
