/* SPDX-License-Identifier: Apache-2.0 */
/* A leader's side of replication. A peer is in one of three states:
 *
 *   PROBE ──── accepted up to next - 1 (on_accept) ────> REPLICATE
 *   ^ ^ └─ rejected: next by the hint, new session (on_reject) ─┘ │
 *   │ └── rejected, unreachable, node down or up again ───────────┘
 *   │
 *   └─ SNAP_STATUS, or it has what is here after all ── SNAPSHOT <── needs what is compacted away, or is absent
 *
 * Every entry into PROBE begins a new session. Replies echo the session of the message they answer
 * (or the latest known), so what an older one says of the log's end is ignored; a durable match is
 * true for the whole term, whatever the session. */
#include "raft/raft_int.h"

/* ---- messages in flight ---------------------------------------------------------------------------- */

static void reset_inflight(struct nd__raft_peer *peer)
{
    peer->inflight_head = peer->inflight_count = peer->inflight_bytes = 0;
}

static bool is_inflight_full(const struct nd__raft_peer *peer)
{
    return peer->inflight_count >= ND_RAFT_INFLIGHT_MSGS_MAX || peer->inflight_bytes >= ND_RAFT_INFLIGHT_BYTES_MAX;
}

static void push_inflight(struct nd_raft *raft, struct nd__raft_peer *peer, uint64_t last, size_t bytes)
{
    if (peer->inflight_count == peer->inflight_cap) {
        size_t cap_before = peer->inflight_cap;
        peer->inflight = nd__raft_grow(raft->heap, peer->inflight, &peer->inflight_cap, sizeof *peer->inflight);
        if (peer->inflight_head != 0) memcpy(peer->inflight + cap_before, peer->inflight, peer->inflight_head * sizeof *peer->inflight);
    }
    size_t at = (peer->inflight_head + peer->inflight_count++) % peer->inflight_cap;
    peer->inflight[at] = (struct nd__raft_inflight){last, bytes};
    peer->inflight_bytes += bytes;
}

static void ack_inflight(struct nd__raft_peer *peer, uint64_t match)
{
    while (peer->inflight_count > 0 && peer->inflight[peer->inflight_head].last <= match) {
        peer->inflight_bytes -= peer->inflight[peer->inflight_head].bytes;
        peer->inflight_head = (peer->inflight_head + 1) % peer->inflight_cap;
        peer->inflight_count--;
    }
}

/* ---- sending ----------------------------------------------------------------------------------------- */

/* How many entries from peer->next on go into one message: at least one if any is at hand. */
static size_t fit(const struct nd_raft *raft, const struct nd__raft_peer *peer, size_t bytes_max, size_t *bytes_out)
{
    size_t count = 0, bytes = 0;
    for (const struct nd_raft_entry *entry; (entry = nd__raft_log_at(&raft->log, peer->next + count)) != NULL; count++) {
        if (entry->type != ND_RAFT_NOOP && entry->payload == NULL) break; /* only the log has it */
        size_t entry_bytes = ND__RAFT_ENTRY_OVERHEAD + (entry->payload == NULL ? 0 : entry->payload->n);
        if (count != 0 && bytes + entry_bytes > bytes_max) break;
        bytes += entry_bytes;
    }
    *bytes_out = bytes;
    return count;
}

static void send_append(struct nd_raft *raft, struct nd__raft_peer *peer, size_t count)
{
    uint64_t prev = peer->next - 1, prev_term;
    bool is_known = nd__raft_log_term(&raft->log, prev, &prev_term);
    ND_ASSERT(is_known);
    struct nd_raft_msg *msg = nd__raft_send(raft, ND_RAFT_MSG_APPEND, peer->member.replica);
    msg->prev_index = prev;
    msg->prev_term = prev_term;
    msg->entry_count = count; /* the entries are found when the step ends */
    msg->commit = nd__raft_min(raft->commit, prev + count);
    msg->round = peer->session;
    peer->commit_sent = nd__raft_max(peer->commit_sent, msg->commit);
}

static void send_probe(struct nd_raft *raft, struct nd__raft_peer *peer, bool with_entries)
{
    size_t bytes, count = with_entries ? fit(raft, peer, ND__RAFT_PROBE_BYTES_MAX, &bytes) : 0;
    send_append(raft, peer, count);
    peer->retry_at_ns = raft->now_ns + raft->retry_ns;
}

static uint64_t commit_for(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    return nd__raft_min(raft->commit, peer->next - 1);
}

static bool is_outstanding(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    if (peer->state == ND__RAFT_SNAPSHOT) return false;
    return peer->state == ND__RAFT_PROBE || peer->match < peer->next - 1 || peer->commit_known < commit_for(raft, peer);
}

/* I3. is_fresh: the peer has just shown that it is there and nothing is lost. */
static void settle_retry(struct nd_raft *raft, struct nd__raft_peer *peer, bool is_fresh)
{
    if (!peer->is_up || !is_outstanding(raft, peer)) peer->retry_at_ns = 0;
    else if (peer->retry_at_ns == 0 || is_fresh) peer->retry_at_ns = raft->now_ns + raft->retry_ns;
}

static void ask_for_payloads(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    if (peer->load_at_ns != 0) return;
    ND__RAFT_PROBE(raft, LOAD);
    uint64_t last = peer->next;
    for (const struct nd_raft_entry *entry; last - peer->next < ND__RAFT_LOAD_ENTRIES_MAX - 1; last++) {
        entry = nd__raft_log_at(&raft->log, last + 1);
        if (entry == NULL || entry->payload != NULL) break;
    }
    peer->load_at_ns = raft->now_ns + 8 * raft->retry_ns; /* a disk may be slow */
    nd__raft_ask_load(raft, peer->member.replica, peer->next, last);
}

/* Sends what may be sent now. */
static void pump(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    if (!peer->is_up || nd__raft_is_self(raft, peer) || peer->state == ND__RAFT_SNAPSHOT) return;
    if (peer->state == ND__RAFT_PROBE) {
        if (peer->retry_at_ns == 0) send_probe(raft, peer, true);
        return;
    }
    if (peer->next <= nd__raft_log_last(&raft->log) && is_inflight_full(peer)) ND__RAFT_PROBE(raft, WINDOW_FULL);
    while (peer->next <= nd__raft_log_last(&raft->log) && !is_inflight_full(peer)) {
        size_t bytes, count = fit(raft, peer, ND_RAFT_MSG_BYTES_MAX, &bytes);
        if (count == 0) {
            ask_for_payloads(raft, peer);
            break;
        }
        send_append(raft, peer, count);
        peer->next += count;
        push_inflight(raft, peer, peer->next - 1, bytes);
    }
    if (peer->commit_sent < commit_for(raft, peer) && raft->notice_at_ns == 0)
        raft->notice_at_ns = raft->now_ns + nd__raft_min(raft->retry_ns / 4, ND__RAFT_NOTICE_NS);
    settle_retry(raft, peer, false);
}

void nd__raft_pump_all(struct nd_raft *raft)
{
    ND__RAFT_FOREACH_PEER(peer, raft)
        pump(raft, peer);
}

static void begin_probe(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    peer->state = ND__RAFT_PROBE;
    peer->session++;
    peer->commit_known = peer->commit_sent = 0;
    peer->retry_at_ns = peer->load_at_ns = 0;
    reset_inflight(peer);
    /* What was sent and not acknowledged may be lost. Of a peer that has told nothing yet in this
     * term the guess stays. */
    if (peer->match != 0) peer->next = peer->match + 1;
    peer->next = nd__raft_max(peer->next, raft->log.prev_index + 1);
}

static void need_snapshot(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    ND__RAFT_PROBE(raft, NEEDS_SNAPSHOT);
    begin_probe(raft, peer);
    peer->state = ND__RAFT_SNAPSHOT;
    for (size_t i = 0; i < raft->snap_count; i++)
        if (raft->snaps[i].v == peer->member.replica.v) return;
    raft->snaps[raft->snap_count++] = peer->member.replica;
}

void nd__raft_abort_transfer(struct nd_raft *raft)
{
    raft->transfer_to = ND_REPLICAS_MAX;
    raft->transfer_end_ns = raft->transfer_retry_at_ns = 0;
}

void nd__raft_reprobe(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    begin_probe(raft, peer);
    pump(raft, peer);
}

void nd__raft_suspect(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    if (peer->state == ND__RAFT_SNAPSHOT) return;
    begin_probe(raft, peer);
    settle_retry(raft, peer, true);
}

void nd__raft_on_leaders_log_compacted(struct nd_raft *raft)
{
    ND__RAFT_FOREACH_PEER(peer, raft) {
        if (nd__raft_is_self(raft, peer) || peer->next > raft->log.prev_index) continue;
        if (peer->state == ND__RAFT_SNAPSHOT) { /* it is still told who leads, by what the log has */
            peer->next = raft->log.prev_index + 1;
            continue;
        }
        begin_probe(raft, peer);
        settle_retry(raft, peer, true);
    }
}

void nd__raft_pause(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    begin_probe(raft, peer);
    if (raft->transfer_to != ND_REPLICAS_MAX && peer == &raft->peers[raft->transfer_to]) nd__raft_abort_transfer(raft);
}

void nd__raft_remind(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    if (!peer->is_up) return;
    send_append(raft, peer, 0);
    settle_retry(raft, peer, false);
}

/* ---- the role ------------------------------------------------------------------------------------------ */

void nd__raft_become_leader(struct nd_raft *raft)
{
    ND_ASSERT(raft->role == ND_RAFT_CANDIDATE);
    ND_ASSERT(raft->voted_for.v == raft->self.v);
    raft->role = ND_RAFT_LEADER;
    raft->leader = raft->term_leader = raft->self;
    raft->election_at_ns = raft->vote_retry_at_ns = raft->notice_at_ns = 0;
    raft->unapplied_bytes = 0;
    raft->round = raft->round_index = raft->round_retry_at_ns = 0;
    nd__raft_drop_lease(raft);
    raft->is_lease_barred = false;
    raft->term_start = nd__raft_log_last(&raft->log) + 1;
    nd__raft_abort_transfer(raft);
    ND__RAFT_FOREACH_PEER(peer, raft) {
        peer->match = peer->session = peer->round_acked = 0;
        peer->is_there = false;
        peer->next = raft->term_start;
        begin_probe(raft, peer);
    }
    raft->conf_index = raft->term_start; /* whatever changes there are before */
    nd__raft_push_entry(raft, raft->term, raft->term_start, ND_RAFT_NOOP, NULL);
    nd__raft_pump_all(raft);
}

void nd__raft_leave_leadership(struct nd_raft *raft, bool is_transfer_done)
{
    nd__raft_fail_reads(raft);
    nd__raft_abort_transfer(raft);
    raft->notice_at_ns = 0;
    ND__RAFT_FOREACH_PEER(peer, raft) {
        /* A successor that we chose is campaigning already and must not get rivals. */
        if (!nd__raft_is_self(raft, peer) && peer->is_up && !is_transfer_done)
            nd__raft_send(raft, ND_RAFT_MSG_FORGET_LEADER, peer->member.replica);
        nd_heap_free(raft->heap, peer->inflight);
        peer->inflight = NULL;
        peer->inflight_cap = 0;
        begin_probe(raft, peer);
    }
}

enum nd_status nd__raft_propose(struct nd_raft *raft, struct nd_raft_payload *const *payloads, size_t count)
{
    if (raft->role != ND_RAFT_LEADER) return ND_STATUS_NOT_LEADER;
    if (count == 0) return ND_STATUS_INVALID;
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        if (payloads[i]->n > ND_RAFT_ENTRY_BYTES_MAX) return ND_STATUS_TOO_LARGE;
        bytes += payloads[i]->n + ND__RAFT_ENTRY_OVERHEAD;
    }
    /* The successor has been told that it has everything: more would cost it the election. */
    if (raft->transfer_retry_at_ns != 0) return ND_STATUS_BUSY;
    if (raft->unapplied_bytes != 0 && raft->unapplied_bytes + bytes > ND_RAFT_UNCOMMITTED_BYTES_MAX) return ND_STATUS_BUSY;
    raft->unapplied_bytes += bytes;
    for (size_t i = 0; i < count; i++)
        nd__raft_push_entry(raft, raft->term, nd__raft_log_last(&raft->log) + 1, ND_RAFT_COMMAND, payloads[i]);
    nd__raft_pump_all(raft);
    return ND_STATUS_OK;
}

enum nd_status nd__raft_propose_conf(struct nd_raft *raft, struct nd_raft_payload *const *payloads, size_t count)
{
    if (raft->role != ND_RAFT_LEADER) return ND_STATUS_NOT_LEADER;
    if (count != 1 || payloads[0]->n > ND_RAFT_ENTRY_BYTES_MAX) return ND_STATUS_INVALID;
    if (raft->conf_index > raft->applied || !nd__raft_is_ready(raft) || raft->transfer_to != ND_REPLICAS_MAX) return ND_STATUS_BUSY; /* R9 */
    raft->unapplied_bytes += payloads[0]->n + ND__RAFT_ENTRY_OVERHEAD;
    raft->conf_index = nd__raft_log_last(&raft->log) + 1;
    nd__raft_push_entry(raft, raft->term, raft->conf_index, ND_RAFT_CONF, payloads[0]);
    nd__raft_pump_all(raft);
    return ND_STATUS_OK;
}

void nd__raft_join_peer(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    peer->next = nd__raft_log_last(&raft->log) + 1;
    begin_probe(raft, peer);
}

/* ---- leadership transfer ---------------------------------------------------------------------------------- */

static void order_transfer(struct nd_raft *raft)
{
    uint64_t last = nd__raft_log_last(&raft->log);
    ND__RAFT_PROBE(raft, TRANSFER_ORDERED);
    raft->is_lease_barred = true;
    struct nd_raft_msg *msg = nd__raft_send(raft, ND_RAFT_MSG_TIMEOUT_NOW, raft->peers[raft->transfer_to].member.replica);
    msg->prev_index = last;
    msg->prev_term = nd_raft_term_at(raft, last);
    raft->transfer_retry_at_ns = raft->now_ns + raft->retry_ns;
}

/* The order follows the last entries on their way: under load "all acknowledged" might never come. */
static void pump_transfer(struct nd_raft *raft)
{
    if (raft->transfer_to == ND_REPLICAS_MAX || raft->transfer_retry_at_ns != 0) return;
    const struct nd__raft_peer *peer = &raft->peers[raft->transfer_to];
    bool has_all = peer->state == ND__RAFT_REPLICATE && peer->next == nd__raft_log_last(&raft->log) + 1;
    if (has_all && peer->match >= raft->commit && nd__raft_is_ready(raft)) order_transfer(raft);
}

/* Our own disk works in parallel with the followers': it counts for what is durable. */
static uint64_t durable_at(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    return nd__raft_is_self(raft, peer) ? raft->durable : peer->match;
}

void nd__raft_maybe_commit(struct nd_raft *raft)
{
    uint64_t index = nd__raft_quorum_value(raft, durable_at);
    if (index <= raft->commit) return;
    if (!nd__raft_log_has(&raft->log, index, raft->term)) { /* R5 */
        ND__RAFT_PROBE(raft, COMMIT_OLD_TERM_HELD);
        return;
    }
    if (index > raft->durable) ND__RAFT_PROBE(raft, COMMIT_WITHOUT_OWN_DISK);
    raft->commit = index;
    nd__raft_pump_all(raft);
    nd__raft_pump_reads(raft);
    pump_transfer(raft);
}

enum nd_status nd__raft_transfer(struct nd_raft *raft, struct nd_replica_id to)
{
    if (raft->role != ND_RAFT_LEADER) return ND_STATUS_NOT_LEADER;
    struct nd__raft_peer *peer = nd__raft_find_peer(raft, to);
    if (peer == NULL || !nd__raft_is_voter(raft, peer)) return ND_STATUS_INVALID;
    if (nd__raft_is_self(raft, peer)) return ND_STATUS_OK;
    if (!peer->is_up) return ND_STATUS_UNREACHABLE;
    if (raft->transfer_retry_at_ns != 0) return ND_STATUS_BUSY;
    raft->transfer_to = (size_t)(peer - raft->peers);
    raft->transfer_end_ns = raft->now_ns + raft->election_ns;
    pump_transfer(raft);
    return ND_STATUS_OK;
}

static void on_transfer_tick(struct nd_raft *raft)
{
    if (raft->transfer_to == ND_REPLICAS_MAX) return;
    if (raft->now_ns >= raft->transfer_end_ns) {
        ND__RAFT_PROBE(raft, TRANSFER_GIVEN_UP);
        nd__raft_abort_transfer(raft);
        return;
    }
    if (raft->transfer_retry_at_ns != 0 && raft->now_ns >= raft->transfer_retry_at_ns) order_transfer(raft);
}

/* ---- replies ------------------------------------------------------------------------------------------------ */

enum nd_status nd__raft_check_append_reply(const struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (raft->role != ND_RAFT_LEADER || msg->term != raft->term) return ND_STATUS_OK;
    uint64_t last = nd__raft_log_last(&raft->log);
    bool is_beyond = msg->match > last || msg->prev_index > last || msg->hint_index > last || msg->commit > last;
    return is_beyond ? ND_STATUS_MALFORMED : ND_STATUS_OK;
}

static void on_accept(struct nd_raft *raft, struct nd__raft_peer *peer, const struct nd_raft_msg *msg)
{
    if (peer->state == ND__RAFT_PROBE) {
        if (msg->hint_index < peer->next - 1) return; /* says nothing of the probe */
        peer->state = ND__RAFT_REPLICATE;
    }
    peer->next = nd__raft_max(peer->next, msg->hint_index + 1);
    settle_retry(raft, peer, true);
}

static void on_reject(struct nd_raft *raft, struct nd__raft_peer *peer, const struct nd_raft_msg *msg)
{
    if (msg->prev_index <= peer->match || msg->prev_index >= peer->next) return;
    if (peer->state == ND__RAFT_PROBE && msg->prev_index != peer->next - 1) return;
    begin_probe(raft, peer);
    if (msg->prev_index <= raft->log.prev_index) {
        need_snapshot(raft, peer);
        return;
    }
    uint64_t term, index = nd__raft_log_find_term_le(&raft->log, msg->hint_index, msg->hint_term, &term);
    index = nd__raft_min(index, msg->prev_index - 1);
    peer->next = nd__raft_max(index, peer->match) + 1;
    /* Entries go along where they will be accepted for sure: behind what is durable there. */
    send_probe(raft, peer, peer->match != 0 && peer->next == peer->match + 1);
}

void nd__raft_on_append_reply(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg)
{
    bool is_current = msg->round == from->session;
    from->is_there |= is_current;
    if (msg->match > from->match) {
        from->match = msg->match;
        from->next = nd__raft_max(from->next, from->match + 1);
        ack_inflight(from, from->match);
        settle_retry(raft, from, from->state == ND__RAFT_REPLICATE);
    }
    if (from->state == ND__RAFT_SNAPSHOT) { /* the log will do, whatever becomes of the snapshot */
        if (from->match >= raft->log.prev_index && from->match != 0) {
            ND__RAFT_PROBE(raft, LOG_BEATS_SNAPSHOT);
            begin_probe(raft, from);
        }
    } else if (is_current) {
        from->commit_known = nd__raft_max(from->commit_known, msg->commit);
        if (msg->is_reject) on_reject(raft, from, msg);
        else on_accept(raft, from, msg);
    }
    pump(raft, from);
    nd__raft_maybe_commit(raft);
    pump_transfer(raft);
}

void nd__raft_on_absent(struct nd_raft *raft, struct nd__raft_peer *peer)
{
    /* What answers is there: this is from before it was made. What answered only before a restart may have lost its state since. */
    if (raft->role != ND_RAFT_LEADER || peer->state == ND__RAFT_SNAPSHOT || peer->is_there) return;
    need_snapshot(raft, peer);
}

void nd__raft_on_snap_status(struct nd_raft *raft, struct nd__raft_peer *peer, uint64_t index)
{
    if (raft->role != ND_RAFT_LEADER || peer->state != ND__RAFT_SNAPSHOT) return;
    begin_probe(raft, peer);
    /* One of an earlier leadership may end below where the log begins by now: no use, it is found wanting again. */
    if (index != 0 && index >= raft->log.prev_index && index <= nd__raft_log_last(&raft->log)) {
        peer->next = nd__raft_max(peer->next, index + 1);
        pump(raft, peer);
        return;
    }
    if (peer->is_up) peer->retry_at_ns = raft->now_ns + 8 * raft->retry_ns; /* then it is found wanting again */
}

void nd__raft_on_loaded(struct nd_raft *raft, struct nd_replica_id replica, const struct nd_raft_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        nd__raft_log_restore(&raft->log, &entries[i]);
    struct nd__raft_peer *peer = nd__raft_find_peer(raft, replica);
    if (raft->role != ND_RAFT_LEADER || peer == NULL || nd__raft_is_self(raft, peer)) return;
    if (peer->load_at_ns != 0) {
        const struct nd_raft_entry *entry = nd__raft_log_at(&raft->log, peer->next);
        bool is_here = entry != NULL && (entry->type == ND_RAFT_NOOP || entry->payload != NULL);
        peer->load_at_ns = is_here ? 0 : raft->now_ns + raft->retry_ns; /* no busy loop on a failing read */
    }
    pump(raft, peer);
}

/* ---- time ------------------------------------------------------------------------------------------------------ */

void nd__raft_on_leader_tick(struct nd_raft *raft)
{
    on_transfer_tick(raft);
    bool is_notice_due = raft->notice_at_ns != 0 && raft->now_ns >= raft->notice_at_ns;
    if (is_notice_due) raft->notice_at_ns = 0;
    ND__RAFT_FOREACH_PEER(peer, raft) {
        if (nd__raft_is_self(raft, peer) || !peer->is_up) continue;
        bool is_retry_due = peer->retry_at_ns != 0 && raft->now_ns >= peer->retry_at_ns;
        bool needs_notice = is_notice_due && peer->state == ND__RAFT_REPLICATE && peer->commit_sent < commit_for(raft, peer);
        /* Empty, and about the end of what was sent: the answer tells a loss from a slow disk. */
        if (is_retry_due) send_probe(raft, peer, false);
        else if (needs_notice) send_append(raft, peer, 0);
        if (peer->load_at_ns != 0 && raft->now_ns >= peer->load_at_ns) peer->load_at_ns = 0;
        pump(raft, peer);
    }
}

static uint64_t earlier(uint64_t a, uint64_t b) { return a == 0 ? b : b == 0 ? a : nd__raft_min(a, b); }

uint64_t nd__raft_leader_deadline(const struct nd_raft *raft)
{
    uint64_t at = earlier(raft->notice_at_ns, raft->round_retry_at_ns);
    at = earlier(at, earlier(raft->transfer_end_ns, raft->transfer_retry_at_ns));
    for (size_t i = 0; i < raft->conf.count; i++)
        at = earlier(at, earlier(raft->peers[i].retry_at_ns, raft->peers[i].load_at_ns));
    return at;
}
