/* SPDX-License-Identifier: Apache-2.0 */
#include "raft/raft_int.h"

/* ---- helpers of the other files ------------------------------------------------------------------ */

void *nd__raft_grow(struct nd_heap *heap, void *p, size_t *cap, size_t item_bytes)
{
    *cap = *cap == 0 ? 4 : *cap * 2;
    return nd_heap_realloc(heap, p, *cap * item_bytes);
}

struct nd__raft_peer *nd__raft_find_peer(struct nd_raft *raft, struct nd_replica_id replica)
{
    ND__RAFT_FOREACH_PEER(peer, raft)
        if (peer->member.replica.v == replica.v) return peer;
    return NULL;
}

struct nd_raft_msg *nd__raft_send(struct nd_raft *raft, enum nd_raft_msg_type type, struct nd_replica_id to)
{
    if (raft->msg_count == raft->msg_cap)
        raft->msgs = nd__raft_grow(raft->heap, raft->msgs, &raft->msg_cap, sizeof *raft->msgs);
    struct nd_raft_msg *msg = &raft->msgs[raft->msg_count++];
    *msg = (struct nd_raft_msg){.type = type, .from = raft->self, .to = to, .term = raft->term};
    return msg;
}

void nd__raft_answer_read(struct nd_raft *raft, uint64_t read_id, enum nd_status status, uint64_t index)
{
    if (raft->read_count == raft->read_cap)
        raft->reads = nd__raft_grow(raft->heap, raft->reads, &raft->read_cap, sizeof *raft->reads);
    raft->reads[raft->read_count++] = (struct nd_raft_read){read_id, status, index};
}

void nd__raft_ask_load(struct nd_raft *raft, struct nd_replica_id replica, uint64_t first, uint64_t last)
{
    if (raft->load_count == raft->load_cap)
        raft->loads = nd__raft_grow(raft->heap, raft->loads, &raft->load_cap, sizeof *raft->loads);
    raft->loads[raft->load_count++] = (struct nd_raft_load){replica, first, last};
}

void nd__raft_push_entry(struct nd_raft *raft, uint64_t term, uint64_t index, enum nd_raft_entry_type type,
                         struct nd_raft_payload *payload)
{
    nd__raft_log_push(&raft->log, term, index, type, payload);
    if (raft->step_first_new == 0) raft->step_first_new = index;
}

void nd__raft_truncate(struct nd_raft *raft, uint64_t from)
{
    ND_ASSERT(from > raft->commit);
    ND_ASSERT(from > raft->apply_issued);
    ND_ASSERT(raft->step_first_new == 0);
    nd__raft_log_truncate(&raft->log, from);
    raft->step_truncate_from = from;
    raft->durable = nd__raft_min(raft->durable, from - 1);
    for (size_t i = 0; i < raft->pending_count; i++) {
        struct nd__raft_pending *pending = &raft->pending[(raft->pending_head + i) % raft->pending_cap];
        pending->last = nd__raft_min(pending->last, from - 1);
    }
}

/* ---- persistence ------------------------------------------------------------------------------------ */

static void push_pending(struct nd_raft *raft, uint64_t seq)
{
    if (raft->pending_count == raft->pending_cap) {
        size_t cap_before = raft->pending_cap;
        raft->pending = nd__raft_grow(raft->heap, raft->pending, &raft->pending_cap, sizeof *raft->pending);
        /* Unwrap the ring: the part before head moves behind the old end. */
        if (raft->pending_head != 0) memcpy(raft->pending + cap_before, raft->pending, raft->pending_head * sizeof *raft->pending);
    }
    size_t at = (raft->pending_head + raft->pending_count++) % raft->pending_cap;
    raft->pending[at] = (struct nd__raft_pending){seq, nd__raft_log_last(&raft->log)};
}

static void on_persisted(struct nd_raft *raft, uint64_t seq, uint64_t term_issued)
{
    ND_ASSERT(seq <= raft->append_seq);
    /* Issued in an older term: the change of term made an append of its own, whose report covers this one. */
    if (term_issued != raft->term) {
        ND__RAFT_PROBE(raft, PERSISTED_OLD_TERM);
        return;
    }
    if (seq > raft->durable_seq) raft->durable_seq = seq;
    while (raft->pending_count > 0 && raft->pending[raft->pending_head].seq <= seq) {
        uint64_t last = raft->pending[raft->pending_head].last;
        ND_ASSERT(last >= raft->durable);
        raft->durable = last;
        raft->pending_head = (raft->pending_head + 1) % raft->pending_cap;
        raft->pending_count--;
    }
    ND_ASSERT(raft->durable <= nd__raft_log_last(&raft->log));
    nd__raft_on_vote_durable(raft);
    if (raft->role == ND_RAFT_LEADER) nd__raft_maybe_commit(raft);
    else nd__raft_ack_durable(raft);
}

static void on_applied(struct nd_raft *raft, uint64_t index)
{
    ND_ASSERT(index <= raft->apply_issued);
    while (raft->applied < index) {
        raft->applied++;
        if (raft->role != ND_RAFT_LEADER || raft->applied < raft->term_start) continue;
        const struct nd_raft_entry *entry = nd__raft_log_at(&raft->log, raft->applied);
        ND_ASSERT(entry != NULL);
        if (entry->type == ND_RAFT_NOOP) continue;
        raft->unapplied_bytes -= entry->payload->n + ND__RAFT_ENTRY_OVERHEAD;
    }
}

static enum nd_status on_compacted(struct nd_raft *raft, uint64_t first)
{
    if (first > nd__raft_min(raft->applied, raft->durable) + 1) return ND_STATUS_INVALID;
    nd__raft_log_compact(&raft->log, first);
    if (raft->role == ND_RAFT_LEADER) nd__raft_on_leaders_log_compacted(raft);
    return ND_STATUS_OK;
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static bool is_from_leader(enum nd_raft_msg_type type)
{
    return type == ND_RAFT_MSG_APPEND || type == ND_RAFT_MSG_READ_INDEX || type == ND_RAFT_MSG_TIMEOUT_NOW ||
           type == ND_RAFT_MSG_FORGET_LEADER || type == ND_RAFT_MSG_SNAPSHOT;
}

static enum nd_status recv_from_leader(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (msg->term < raft->term) {
        /* A leader of the past: our term makes it step down. */
        ND__RAFT_PROBE(raft, LEADER_OF_PAST);
        if (msg->type != ND_RAFT_MSG_APPEND && msg->type != ND_RAFT_MSG_READ_INDEX) return ND_STATUS_OK;
        /* It says nothing of logs: the receiver may be another incarnation, and lead the new term. */
        nd__raft_send(raft, ND_RAFT_MSG_APPEND_REPLY, msg->from)->is_reject = true;
        return ND_STATUS_OK;
    }
    if (msg->term > raft->term) nd__raft_become_follower(raft, msg->term);
    if (msg->type == ND_RAFT_MSG_FORGET_LEADER) {
        nd__raft_on_forget_leader(raft, msg);
        return ND_STATUS_OK;
    }
    ND_TRY(nd__raft_accept_leader(raft, msg->from));
    if (msg->type == ND_RAFT_MSG_APPEND) nd__raft_on_append(raft, msg);
    else if (msg->type == ND_RAFT_MSG_READ_INDEX) nd__raft_on_read_index(raft, msg);
    else if (msg->type == ND_RAFT_MSG_SNAPSHOT) nd__raft_on_snapshot(raft, msg);
    else nd__raft_on_timeout_now(raft, msg);
    return ND_STATUS_OK;
}

static void recv_reply(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg)
{
    bool is_prevote = msg->type == ND_RAFT_MSG_PREVOTE_REPLY;
    /* A granted PreVote names the term to come, which nobody is in yet. */
    bool names_next_term = is_prevote && !msg->is_reject;
    if (msg->term > raft->term && !names_next_term) {
        nd__raft_become_follower(raft, msg->term);
        return;
    }
    if (msg->term < raft->term) return;
    if (is_prevote || msg->type == ND_RAFT_MSG_VOTE_REPLY) nd__raft_on_vote_reply(raft, from, msg);
    else if (raft->role != ND_RAFT_LEADER) return;
    else if (msg->type == ND_RAFT_MSG_APPEND_REPLY) nd__raft_on_append_reply(raft, from, msg);
    else nd__raft_on_read_index_reply(raft, from, msg);
}

static enum nd_status on_recv(struct nd_raft *raft, const struct nd_raft_msg *msg)
{
    if (msg->type < ND_RAFT_MSG_PREVOTE || msg->type > ND_RAFT_MSG_SNAPSHOT) return ND_STATUS_MALFORMED;
    if (msg->term == 0 || msg->term > UINT64_MAX / 2) return ND_STATUS_MALFORMED; /* no room for later terms */
    struct nd__raft_peer *from = nd__raft_find_peer(raft, msg->from);
    if (msg->to.v != raft->self.v || msg->from.v == raft->self.v || msg->from.v == 0) return ND_STATUS_INVALID;
    /* Members come and go, and this replica may not have heard: a stranger may lead, or ask for votes. */
    bool is_reply = !is_from_leader(msg->type) && msg->type != ND_RAFT_MSG_PREVOTE && msg->type != ND_RAFT_MSG_VOTE;
    if (from == NULL && is_reply) return msg->term > raft->term ? ND_STATUS_OK : ND_STATUS_INVALID;
    if (msg->type == ND_RAFT_MSG_APPEND) ND_TRY(nd__raft_check_append(raft, msg));
    if (msg->type == ND_RAFT_MSG_SNAPSHOT && (msg->prev_index == 0 || msg->prev_term == 0 || msg->prev_term > msg->term)) return ND_STATUS_MALFORMED;
    if (msg->type == ND_RAFT_MSG_APPEND_REPLY) ND_TRY(nd__raft_check_append_reply(raft, msg));
    if (is_from_leader(msg->type)) return recv_from_leader(raft, msg);
    if (msg->type == ND_RAFT_MSG_PREVOTE || msg->type == ND_RAFT_MSG_VOTE) nd__raft_on_vote_request(raft, from, msg);
    else recv_reply(raft, from, msg);
    return ND_STATUS_OK;
}

/* ---- the step ------------------------------------------------------------------------------------------- */

static void on_tick(struct nd_raft *raft)
{
    if (raft->role == ND_RAFT_LEADER) {
        nd__raft_on_leader_tick(raft);
        nd__raft_on_read_tick(raft);
    } else {
        nd__raft_on_election_tick(raft);
    }
}

static enum nd_status dispatch(struct nd_raft *raft, const struct nd_raft_event *event)
{
    struct nd__raft_peer *peer;
    switch (event->type) {
    case ND_RAFT_EVENT_TICK: on_tick(raft); return ND_STATUS_OK;
    case ND_RAFT_EVENT_RECV: return on_recv(raft, event->msg);
    case ND_RAFT_EVENT_PROPOSE: return nd__raft_propose(raft, event->propose.payloads, event->propose.count);
    case ND_RAFT_EVENT_READ_INDEX: return nd__raft_read_index(raft, event->read_id);
    case ND_RAFT_EVENT_PERSISTED:
        on_persisted(raft, event->persisted.append_seq, event->persisted.term_issued);
        return ND_STATUS_OK;
    case ND_RAFT_EVENT_APPLIED: on_applied(raft, event->index); return ND_STATUS_OK;
    case ND_RAFT_EVENT_LIVENESS:
        nd__raft_on_liveness(raft, event->liveness.node, event->liveness.is_up, event->liveness.has_restarted);
        return ND_STATUS_OK;
    case ND_RAFT_EVENT_CAMPAIGN:
        if (!nd__raft_is_voter(raft, nd__raft_self(raft)) || nd__raft_abstains(raft)) return ND_STATUS_INVALID;
        if (raft->role == ND_RAFT_FOLLOWER) nd__raft_campaign(raft);
        return ND_STATUS_OK;
    case ND_RAFT_EVENT_TRANSFER: return nd__raft_transfer(raft, event->replica);
    case ND_RAFT_EVENT_UNREACHABLE:
        peer = nd__raft_find_peer(raft, event->replica);
        if (peer == NULL) return ND_STATUS_INVALID;
        if (raft->role == ND_RAFT_LEADER && !nd__raft_is_self(raft, peer)) nd__raft_suspect(raft, peer);
        return ND_STATUS_OK;
    case ND_RAFT_EVENT_LOADED:
        nd__raft_on_loaded(raft, event->loaded.replica, event->loaded.entries, event->loaded.count);
        return ND_STATUS_OK;
    case ND_RAFT_EVENT_COMPACTED: return on_compacted(raft, event->index);
    case ND_RAFT_EVENT_SNAP_PERSISTED: return nd__raft_on_snap_persisted(raft, event->snapshot.index, event->snapshot.term);
    case ND_RAFT_EVENT_SNAP_STATUS:
        peer = nd__raft_find_peer(raft, event->snap_status.replica);
        if (peer != NULL) nd__raft_on_snap_status(raft, peer, event->snap_status.index);
        return ND_STATUS_OK;
    case ND_RAFT_EVENT_ABSENT:
        peer = nd__raft_find_peer(raft, event->replica);
        if (peer != NULL && !nd__raft_is_self(raft, peer)) nd__raft_on_absent(raft, peer);
        return ND_STATUS_OK;
    case ND_RAFT_EVENT_PROPOSE_CONF: return nd__raft_propose_conf(raft, event->propose.payloads, event->propose.count);
    case ND_RAFT_EVENT_CONF: return nd__raft_set_conf(raft, event->conf);
    }
    return ND_STATUS_INVALID;
}

/* The rule broken. Few crashes come between two votes of one term, so a follower forgets at once. */
static void lose_vote(struct nd_raft *raft, struct nd_raft_update *update)
{
    update->hard_state.voted_for = (struct nd_replica_id){0};
    if (raft->role == ND_RAFT_FOLLOWER) raft->voted_for = raft->issued.voted_for = update->hard_state.voted_for;
}

static void put_append(struct nd_raft *raft, struct nd_raft_update *update)
{
    bool is_vote_new = raft->term != raft->issued.term || raft->voted_for.v != raft->issued.voted_for.v;
    if (!is_vote_new && raft->step_first_new == 0 && raft->step_truncate_from == 0) return;
    update->append_seq = ++raft->append_seq;
    update->must_sync = true;
    /* The commit index is a hint and rides along with what must be written anyway. */
    update->has_hard_state = is_vote_new || raft->commit != raft->issued.commit;
    raft->issued = (struct nd_raft_hard_state){raft->term, raft->voted_for, raft->commit};
    update->hard_state = raft->issued;
    if (nd__raft_is_broken(raft, ND_BREAK_VOTE_NOT_PERSISTED)) lose_vote(raft, update);
    else if (is_vote_new) raft->hs_seq = update->append_seq;
    update->truncate_from = raft->step_truncate_from;
    if (raft->step_first_new != 0) {
        update->entries = nd__raft_log_at(&raft->log, raft->step_first_new);
        update->entry_count = (size_t)(nd__raft_log_last(&raft->log) - raft->step_first_new + 1);
    }
    push_pending(raft, update->append_seq);
}

static void put_msgs(struct nd_raft *raft, struct nd_raft_update *update)
{
    /* R2: whatever is said in a term waits until term and vote are durable. What a follower says of
     * its entries is durable when it is said (R3). */
    uint64_t after = raft->hs_seq > raft->durable_seq ? raft->hs_seq : 0;
    for (size_t i = 0; i < raft->msg_count; i++) {
        struct nd_raft_msg *msg = &raft->msgs[i];
        msg->after_append = after;
        if (msg->entry_count != 0) msg->entries = nd__raft_log_at(&raft->log, msg->prev_index + 1);
    }
    update->msgs = raft->msgs;
    update->msg_count = raft->msg_count;
}

static void put_committed(struct nd_raft *raft, struct nd_raft_update *update)
{
    /* Never ahead of this disk, so that after a crash the state machine is no further than the log. */
    uint64_t to = nd__raft_min(raft->commit, raft->durable);
    if (to <= raft->apply_issued || raft->install_index != 0) return;
    update->commit_first = raft->apply_issued + 1;
    update->commit_last = to;
    raft->apply_issued = to;
}

/* Is R10 over? An entry of the term is committed, so its leader's log held all that is committed of earlier terms, and here is
 * all of that log up to it. */
static bool has_caught_up(const struct nd_raft *raft)
{
    if (raft->role != ND_RAFT_FOLLOWER || raft->install_index != 0 || raft->durable < raft->commit) return false;
    return raft->commit != 0 && nd_raft_term_at(raft, raft->commit) == raft->term;
}

enum nd_status nd_raft_step(struct nd_raft *raft, const struct nd_raft_event *event, struct nd_raft_update *update)
{
    memset(update, 0, sizeof *update);
    raft->step_first_new = raft->step_truncate_from = 0;
    raft->msg_count = raft->read_count = raft->load_count = raft->snap_count = 0;
    raft->step_installs = false;
    raft->step_probes = 0;
    if (event->now_ns > raft->now_ns) raft->now_ns = event->now_ns;
    enum nd_raft_role role = raft->role;
    uint64_t term = raft->term, leader = raft->leader.v, commit = raft->commit, voted_for = raft->voted_for.v;

    enum nd_status status = dispatch(raft, event);
    if (status == ND_STATUS_OK) {
        ND_ASSERT(raft->term > term || (raft->term == term && (voted_for == 0 || raft->voted_for.v == voted_for)));
        ND_ASSERT(raft->commit >= commit);
        ND_ASSERT(raft->applied <= raft->apply_issued);
        ND_ASSERT(raft->commit <= nd__raft_log_last(&raft->log));
        put_append(raft, update);
        put_msgs(raft, update);
        put_committed(raft, update);
        update->reads = raft->reads;
        update->read_count = raft->read_count;
        update->loads = raft->loads;
        update->load_count = raft->load_count;
        update->snaps = raft->snaps;
        update->snap_count = raft->snap_count;
        if (raft->step_installs) {
            update->install_index = raft->install_index;
            update->install_term = raft->install_term;
        }
        if (raft->is_recovering && has_caught_up(raft)) {
            raft->is_recovering = false;
            update->is_recovered = true;
            nd__raft_settle(raft);
        }
        update->role_changed = role != raft->role || term != raft->term || leader != raft->leader.v;
    }
    update->deadline_ns = nd_raft_deadline(raft);
    update->probes = raft->step_probes;
    return status;
}

/* ---- birth and death -------------------------------------------------------------------------------------- */

static enum nd_status check_options(const struct nd_raft_options *options)
{
    ND_TRY(nd__raft_check_conf(&options->conf, options->self));
    if (options->election_ns < 8 || options->retry_ns < 8) return ND_STATUS_INVALID;

    uint64_t index = options->log_prev_index, term = options->log_prev_term;
    for (size_t i = 0; i < options->entry_count; i++) {
        const struct nd_raft_entry *entry = &options->entries[i];
        if (entry->index != index + 1 || entry->term < term) return ND_STATUS_CORRUPT;
        index = entry->index;
        term = entry->term;
    }
    if (term > options->hard_state.term || options->hard_state.commit > index) return ND_STATUS_CORRUPT;
    if (options->applied > index || options->applied < options->log_prev_index) return ND_STATUS_CORRUPT;
    return ND_STATUS_OK;
}

static void init_members(struct nd_raft *raft)
{
    for (size_t i = 0; i < raft->conf.count; i++) {
        raft->peers[i].member = raft->conf.members[i];
        raft->peers[i].is_up = true;
        if (raft->conf.members[i].replica.v == raft->self.v) raft->self_at = i;
    }
    raft->transfer_to = ND_REPLICAS_MAX;
}

/* Are there changes of members that the state machine has not seen? */
static bool has_conf_behind(const struct nd_raft *raft)
{
    for (uint64_t index = raft->applied + 1; index <= nd__raft_log_last(&raft->log); index++)
        if (nd__raft_log_at(&raft->log, index)->type == ND_RAFT_CONF) return true;
    return false;
}

enum nd_status nd_raft_new(const struct nd_raft_options *options, struct nd_raft **raft_out)
{
    *raft_out = NULL;
    ND_TRY(check_options(options));
    struct nd_raft *raft = nd_heap_new_lasting(options->heap, struct nd_raft);
    raft->peers = nd_heap_alloc_lasting(options->heap, options->conf.count * sizeof *raft->peers);
    raft->heap = raft->log.heap = options->heap;
    raft->self = options->self;
    raft->conf = options->conf;
    raft->election_ns = options->election_ns;
    raft->retry_ns = options->retry_ns;
    raft->lease_ns = options->lease_ns;
    raft->reads_by_lease = options->reads_by_lease && options->lease_ns != 0;
    raft->promise_until_ns = options->promise_until_ns;
    raft->is_recovering = options->is_recovering;
    raft->breakages = options->breakages;
    raft->now_ns = options->now_ns;
    nd_prng_init(&raft->prng, options->seed ^ (options->self.v * 0x9e3779b97f4a7c15ULL));
    init_members(raft);

    raft->issued = options->hard_state;
    raft->term = options->hard_state.term;
    raft->voted_for = options->hard_state.voted_for;
    raft->log.prev_index = raft->log.evicted_to = options->log_prev_index;
    raft->log.prev_term = options->log_prev_term;
    for (size_t i = 0; i < options->entry_count; i++) {
        const struct nd_raft_entry *entry = &options->entries[i];
        nd__raft_log_push(&raft->log, entry->term, entry->index, entry->type, entry->payload);
    }
    raft->durable = nd__raft_log_last(&raft->log);
    raft->applied = raft->apply_issued = options->applied;
    raft->commit = nd__raft_max(options->hard_state.commit, options->applied);

    if (nd__raft_is_alone(raft) && !has_conf_behind(raft)) raft->promise_until_ns = 0; /* to whom? */
    nd__raft_arm_election(raft, ND__RAFT_WAIT_FULL);
    if (nd__raft_is_alone(raft) && raft->election_at_ns != 0) raft->election_at_ns = nd__raft_max(raft->now_ns, 1);
    *raft_out = raft;
    return ND_STATUS_OK;
}

static void drop_array(struct nd_raft *raft, void *array, size_t *count, size_t *cap)
{
    nd_heap_free(raft->heap, array);
    *count = *cap = 0;
}

static void trim_ids(struct nd_raft *raft, struct nd__raft_ids *ids)
{
    if (ids->count > 0 || ids->cap == 0) return;
    drop_array(raft, ids->ids, &ids->count, &ids->cap);
    ids->ids = NULL;
}

void nd_raft_trim(struct nd_raft *raft)
{
    drop_array(raft, raft->msgs, &raft->msg_count, &raft->msg_cap);
    drop_array(raft, raft->reads, &raft->read_count, &raft->read_cap);
    drop_array(raft, raft->loads, &raft->load_count, &raft->load_cap);
    raft->msgs = NULL;
    raft->reads = NULL;
    raft->loads = NULL;
    trim_ids(raft, &raft->reads_waiting);
    trim_ids(raft, &raft->reads_round);
    if (raft->pending_count == 0) {
        drop_array(raft, raft->pending, &raft->pending_head, &raft->pending_cap);
        raft->pending = NULL;
    }
    ND__RAFT_FOREACH_PEER(peer, raft)
    {
        if (peer->inflight_count > 0) continue;
        drop_array(raft, peer->inflight, &peer->inflight_head, &peer->inflight_cap);
        peer->inflight = NULL;
    }
    nd__raft_log_trim(&raft->log);
}

void nd_raft_free(struct nd_raft *raft)
{
    if (raft == NULL) return;
    struct nd_heap *heap = raft->heap;
    nd__raft_log_deinit(&raft->log);
    ND__RAFT_FOREACH_PEER(peer, raft)
        nd_heap_free(heap, peer->inflight);
    nd_heap_free(heap, raft->peers);
    nd_heap_free(heap, raft->pending);
    nd_heap_free(heap, raft->reads_waiting.ids);
    nd_heap_free(heap, raft->reads_round.ids);
    nd_heap_free(heap, raft->msgs);
    nd_heap_free(heap, raft->reads);
    nd_heap_free(heap, raft->loads);
    nd_heap_free(heap, raft);
}

/* ---- views ---------------------------------------------------------------------------------------------------- */

enum nd_raft_role nd_raft_role(const struct nd_raft *raft) { return raft->role; }
uint64_t nd_raft_term(const struct nd_raft *raft) { return raft->term; }
struct nd_raft_hard_state nd_raft_hard_state(const struct nd_raft *raft)
{
    return (struct nd_raft_hard_state){raft->term, raft->voted_for, raft->commit};
}
struct nd_replica_id nd_raft_leader(const struct nd_raft *raft) { return raft->leader; }
bool nd_raft_is_recovering(const struct nd_raft *raft) { return raft->is_recovering; }
bool nd_raft_is_ready_leader(const struct nd_raft *raft) { return nd__raft_is_ready(raft); }
uint64_t nd_raft_last_index(const struct nd_raft *raft) { return nd__raft_log_last(&raft->log); }
uint64_t nd_raft_first_index(const struct nd_raft *raft) { return raft->log.prev_index + 1; }
uint64_t nd_raft_commit_index(const struct nd_raft *raft) { return raft->commit; }
uint64_t nd_raft_applied_index(const struct nd_raft *raft) { return raft->applied; }
uint64_t nd_raft_durable_index(const struct nd_raft *raft) { return raft->durable; }
const struct nd_raft_conf *nd_raft_conf(const struct nd_raft *raft) { return &raft->conf; }
size_t nd_raft_payload_bytes(const struct nd_raft *raft) { return raft->log.payload_bytes; }

uint64_t nd_raft_deadline(const struct nd_raft *raft)
{
    if (raft->role == ND_RAFT_LEADER) return nd__raft_leader_deadline(raft);
    if (raft->role == ND_RAFT_FOLLOWER) return raft->election_at_ns;
    return nd__raft_min(raft->election_at_ns, raft->vote_retry_at_ns);
}

uint64_t nd_raft_match(const struct nd_raft *raft, struct nd_replica_id replica)
{
    if (raft->role != ND_RAFT_LEADER) return 0;
    if (replica.v == raft->self.v) return raft->durable;
    for (size_t i = 0; i < raft->conf.count; i++)
        if (raft->peers[i].member.replica.v == replica.v) return raft->peers[i].match;
    return 0;
}

bool nd_raft_needs_snapshot(const struct nd_raft *raft, struct nd_replica_id replica)
{
    for (size_t i = 0; i < raft->conf.count && raft->role == ND_RAFT_LEADER; i++)
        if (raft->peers[i].member.replica.v == replica.v) return raft->peers[i].state == ND__RAFT_SNAPSHOT;
    return false;
}

const struct nd_raft_entry *nd_raft_entry_at(const struct nd_raft *raft, uint64_t index)
{
    return nd__raft_log_at(&raft->log, index);
}

uint64_t nd_raft_term_at(const struct nd_raft *raft, uint64_t index)
{
    uint64_t term;
    return nd__raft_log_term(&raft->log, index, &term) ? term : 0;
}

void nd_raft_evict_payloads(struct nd_raft *raft, uint64_t index)
{
    nd__raft_log_evict(&raft->log, nd__raft_min(index, nd__raft_min(raft->durable, raft->applied)));
}

static void describe_peer(const struct nd_raft *raft, const struct nd__raft_peer *peer, struct nd_buf *out)
{
    static const char *const states[] = {"probe", "snapshot", "replicate"};
    nd_buf_printf(out, " [%llu %s%s match=%llu next=%llu commit=%llu", (unsigned long long)peer->member.replica.v,
                  states[peer->state], peer->is_up ? "" : " down",
                  (unsigned long long)peer->match, (unsigned long long)peer->next, (unsigned long long)peer->commit_known);
    if (peer->inflight_count != 0) nd_buf_printf(out, " inflight=%zu", peer->inflight_count);
    if (peer->load_at_ns != 0) nd_buf_printf(out, " loading");
    if (peer->member.is_learner) nd_buf_printf(out, peer->member.was_voter ? " leaves" : " learner");
    else if (raft->conf.is_joint && !peer->member.was_voter) nd_buf_printf(out, " comes");
    nd_buf_printf(out, "]");
}

void nd_raft_describe(const struct nd_raft *raft, struct nd_buf *out)
{
    static const char *const roles[] = {"follower", "precandidate", "candidate", "leader"};
    uint64_t last = nd__raft_log_last(&raft->log);
    nd_buf_printf(out, "%s term=%llu vote=%llu leader=%llu commit=%llu applied=%llu durable=%llu last=%llu/%llu",
                  roles[raft->role], (unsigned long long)raft->term, (unsigned long long)raft->voted_for.v,
                  (unsigned long long)raft->leader.v, (unsigned long long)raft->commit, (unsigned long long)raft->applied,
                  (unsigned long long)raft->durable, (unsigned long long)last, (unsigned long long)nd_raft_term_at(raft, last));
    if (raft->log.prev_index != 0) nd_buf_printf(out, " first=%llu", (unsigned long long)raft->log.prev_index + 1);
    if (raft->install_index != 0) nd_buf_printf(out, " installs=%llu/%llu", (unsigned long long)raft->install_index, (unsigned long long)raft->install_term);
    if (raft->conf.is_joint) nd_buf_printf(out, " joint");
    if (raft->is_recovering) nd_buf_printf(out, " recovering");
    if (raft->role != ND_RAFT_LEADER) return;
    if (raft->transfer_to != ND_REPLICAS_MAX)
        nd_buf_printf(out, " transfer=%llu", (unsigned long long)raft->peers[raft->transfer_to].member.replica.v);
    for (size_t i = 0; i < raft->conf.count; i++)
        if (i != raft->self_at) describe_peer(raft, &raft->peers[i], out);
}
