/* SPDX-License-Identifier: Apache-2.0 */
/* A follower's side of replication. Acknowledgements are of two kinds: a message that adds nothing is
 * answered at once, one that adds entries is answered when they are durable; several of those share
 * one answer. Either says min(match, durable), so no answer can ever promise too much (R3). */
#include "raft/raft_int.h"

static enum nd_status check_entries(const struct nd_raft_msg *msg)
{
    uint64_t term = msg->prev_term;
    for (size_t i = 0; i < msg->entry_count; i++) {
        const struct nd_raft_entry *entry = &msg->entries[i];
        if (entry->index != msg->prev_index + 1 + i || entry->term < term || entry->term > msg->term) return ND_STATUS_MALFORMED;
        bool is_noop = entry->type == ND_RAFT_NOOP;
        if (!is_noop && entry->type != ND_RAFT_COMMAND && entry->type != ND_RAFT_CONF) return ND_STATUS_MALFORMED;
        if (is_noop != (entry->payload == NULL)) return ND_STATUS_MALFORMED;
        if (!is_noop && entry->payload->n > ND_RAFT_ENTRY_BYTES_MAX) return ND_STATUS_MALFORMED;
        term = entry->term;
    }
    return ND_STATUS_OK;
}

/* CORRUPT: what a leader of our term or a later one says contradicts what is committed here, or
 * there are two versions of one entry of its term. Correct peers cannot do that. */
static enum nd_status check_against_log(const struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    uint64_t term;
    bool is_known = nd__raft_log_term(&raft->log, msg->prev_index, &term);
    if (msg->prev_index <= raft->commit) {
        if (is_known && term != msg->prev_term) return ND_STATUS_CORRUPT;
    } else if (!is_known || term != msg->prev_term) {
        return ND_STATUS_OK; /* to be rejected */
    }
    for (size_t i = 0; i < msg->entry_count; i++) {
        const struct nd_raft_entry *entry = &msg->entries[i], *here = nd__raft_log_at(&raft->log, entry->index);
        if (here == NULL) continue;
        if (here->term == entry->term) {
            bool is_comparable = here->payload != NULL && entry->payload != NULL;
            if (here->type != entry->type) return ND_STATUS_CORRUPT;
            if (is_comparable && here->payload->crc != entry->payload->crc) return ND_STATUS_CORRUPT;
            continue;
        }
        bool is_settled = entry->index <= raft->commit || (msg->term == raft->term && entry->index <= raft->matched);
        return is_settled || here->term == msg->term ? ND_STATUS_CORRUPT : ND_STATUS_OK;
    }
    return ND_STATUS_OK;
}

enum nd_status nd__raft_check_append(const struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (msg->prev_term > msg->term) return ND_STATUS_MALFORMED;
    if (msg->prev_index > UINT64_MAX / 2) return ND_STATUS_MALFORMED;
    ND_TRY(check_entries(msg));
    return msg->term < raft->term ? ND_STATUS_OK : check_against_log(raft, msg);
}

/* What is committed here is in the leader's log too (leader completeness). */
static uint64_t matched(const struct nd_raft *raft) { return nd__raft_max(raft->matched, raft->commit); }

static struct nd_raft_msg *answer(struct nd_raft *raft, uint64_t session)
{
    struct nd_raft_msg *reply = nd__raft_send(raft, ND_RAFT_MSG_APPEND_REPLY, raft->term_leader);
    reply->match = nd__raft_min(matched(raft), raft->durable);
    if (nd__raft_is_broken(raft, ND_BREAK_ACK_BEYOND_DURABLE)) reply->match = matched(raft);
    reply->commit = raft->commit;
    reply->round = session;
    reply->hint_index = matched(raft);
    raft->acked = nd__raft_max(raft->acked, reply->match);
    return reply;
}

static void reject(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    struct nd_raft_msg *reply = answer(raft, msg->round);
    ND__RAFT_PROBE(raft, APPEND_REJECTED);
    reply->is_reject = true;
    reply->prev_index = msg->prev_index;
    reply->context = msg->context;
    /* Entries of terms above prev_term cannot be the leader's at or before prev_index: skip them all. */
    reply->hint_index = nd__raft_log_find_term_le(&raft->log, msg->prev_index, msg->prev_term, &reply->hint_term);
}

/* Returns whether anything was new. */
static bool store(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    size_t i = 0;
    while (i < msg->entry_count) {
        const struct nd_raft_entry *entry = &msg->entries[i];
        bool is_here = entry->index <= raft->log.prev_index || nd__raft_log_has(&raft->log, entry->index, entry->term);
        if (!is_here) break;
        i++;
    }
    if (i > 0) ND__RAFT_PROBE(raft, APPEND_OVERTAKEN);
    if (i == msg->entry_count) return false;
    uint64_t first = msg->entries[i].index;
    if (first <= nd__raft_log_last(&raft->log)) {
        ND_ASSERT(first > raft->matched);
        ND__RAFT_PROBE(raft, TRUNCATE);
        nd__raft_truncate(raft, first);
    }
    for (; i < msg->entry_count; i++) {
        const struct nd_raft_entry *entry = &msg->entries[i];
        nd__raft_push_entry(raft, entry->term, entry->index, entry->type, entry->payload);
    }
    return true;
}

void nd__raft_on_append(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (raft->install_index != 0) return; /* R8 */
    raft->session = nd__raft_max(raft->session, msg->round);
    bool is_match = msg->prev_index <= raft->commit || nd__raft_log_has(&raft->log, msg->prev_index, msg->prev_term);
    if (!is_match) {
        reject(raft, msg);
        return;
    }
    bool has_new = store(raft, msg);
    raft->matched = nd__raft_max(raft->matched, msg->prev_index + msg->entry_count);
    raft->commit = nd__raft_max(raft->commit, nd__raft_min(msg->commit, raft->matched));
    if (has_new && !nd__raft_is_broken(raft, ND_BREAK_ACK_BEYOND_DURABLE)) return; /* nd__raft_ack_durable answers */
    struct nd_raft_msg *reply = answer(raft, msg->round);
    reply->prev_index = msg->prev_index;
    reply->context = msg->context;
}

void nd__raft_ack_durable(struct nd_raft *raft)
{
    if (raft->term_leader.v == 0 || raft->term_leader.v == raft->self.v) return;
    if (nd__raft_min(matched(raft), raft->durable) <= raft->acked) return;
    answer(raft, raft->session);
}

void nd__raft_on_read_index(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (raft->install_index == 0) raft->commit = nd__raft_max(raft->commit, nd__raft_min(msg->commit, raft->matched));
    if (nd__raft_abstains(raft)) return; /* R10 */
    nd__raft_promise(raft);
    struct nd_raft_msg *reply = nd__raft_send(raft, ND_RAFT_MSG_READ_INDEX_REPLY, msg->from);
    reply->round = msg->round;
    reply->context = msg->context;
}

/* ---- snapshots ------------------------------------------------------------------------------------------ */

void nd__raft_on_snapshot(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (raft->install_index != 0) return; /* one at a time */
    /* What a snapshot includes is committed; the log may have it by now, or may have had it before. */
    bool is_here = msg->prev_index <= raft->commit || nd__raft_log_has(&raft->log, msg->prev_index, msg->prev_term);
    if (!is_here) {
        raft->install_index = msg->prev_index;
        raft->install_term = msg->prev_term;
        raft->step_installs = true;
        return;
    }
    ND__RAFT_PROBE(raft, SNAPSHOT_NOT_NEEDED);
    if (msg->prev_index > raft->commit) {
        raft->matched = nd__raft_max(raft->matched, msg->prev_index);
        raft->commit = msg->prev_index;
    }
    answer(raft, raft->session);
}

enum nd_status nd__raft_on_snap_persisted(struct nd_raft *raft, uint64_t index, uint64_t term)
{
    if (raft->install_index == 0 || raft->install_index != index || raft->install_term != term) return ND_STATUS_INVALID;
    raft->install_index = raft->install_term = 0;
    nd__raft_log_reset(&raft->log, index, term);
    raft->commit = raft->applied = raft->apply_issued = raft->durable = index;
    /* Appends still on their way were of the log that is gone. */
    for (size_t i = 0; i < raft->pending_count; i++) raft->pending[(raft->pending_head + i) % raft->pending_cap].last = index;
    raft->matched = raft->acked = 0;
    nd__raft_ack_durable(raft);
    return ND_STATUS_OK;
}
