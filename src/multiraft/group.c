/* SPDX-License-Identifier: Apache-2.0 */
/* One group: events go in, updates are carried out in their order (X1). */
#include "multiraft/multiraft_int.h"

struct nd__mr_member *nd__mr_member_of(struct nd_group *group, struct nd_replica_id replica)
{
    for (size_t i = 0; i < group->member_count; i++)
        if (group->members[i].member.replica.v == replica.v) return &group->members[i];
    for (size_t i = 0; i < group->guest_count; i++)
        if (group->guests[i].member.replica.v == replica.v) return &group->guests[i];
    return NULL;
}

/* ---- updates out ------------------------------------------------------------------------------ */

static bool is_urgent(enum nd_raft_msg_type type)
{
    return type != ND_RAFT_MSG_APPEND && type != ND_RAFT_MSG_APPEND_REPLY;
}

static void put_msg(struct nd_group *group, const struct nd_raft_msg *msg, struct nd_buf *out)
{
    size_t at;
    nd__mr_record_begin(out, ND__MR_MSG, group->range, &at);
    nd_raft_msg_encode(msg, out);
    nd__mr_record_end(out, at);
}

static void release_msgs(struct nd__mr_append *append)
{
    struct nd_group *group = append->group;
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&append->msgs));
    while (nd_dec_left(&dec) > 0) {
        struct nd__mr_peer *peer = nd__mr_peer_get(group->multiraft, (struct nd_node_id){nd_dec_u64(&dec)});
        bool urgent = nd_dec_u8(&dec) != 0;
        const uint8_t *record = dec.p;
        nd_dec_raw(&dec, 1);
        uint32_t body_bytes = nd_dec_u32(&dec);
        nd_dec_raw(&dec, 8 + body_bytes);
        ND_ASSERT(nd_dec_is_ok(&dec));
        nd_buf_put(&peer->batches[urgent], record, ND__MR_RECORD_HEADER_BYTES + body_bytes);
        nd__mr_batch_touched(peer, urgent);
    }
    nd_buf_clear(&append->msgs);
}

static struct nd__mr_append *append_take(struct nd_multiraft *multiraft, struct nd_group *group)
{
    struct nd__mr_append *append;
    if (nd_list_is_empty(&multiraft->append_pool)) {
        append = nd_heap_new(multiraft->heap, struct nd__mr_append);
        nd_buf_init(&append->msgs, multiraft->heap);
    } else {
        append = ND_CONTAINER_OF(multiraft->append_pool.next, struct nd__mr_append, link);
        nd_list_remove(&append->link);
        multiraft->append_pool_count--;
    }
    append->group = group;
    append->is_reset = false;
    nd_list_init(&append->log.link);
    nd_list_push_back(&group->appends, &append->link);
    group->pins++;
    return append;
}

static void append_give(struct nd_multiraft *multiraft, struct nd__mr_append *append)
{
    nd_list_remove(&append->link);
    nd_buf_clear(&append->msgs);
    if (multiraft->append_pool_count < ND__MR_POOL_MAX && append->msgs.cap <= 4096) {
        nd_list_push_front(&multiraft->append_pool, &append->link);
        multiraft->append_pool_count++;
        return;
    }
    nd_buf_deinit(&append->msgs);
    nd_heap_free(multiraft->heap, append);
}

/* The log begins behind the snapshot, durably. */
static void on_reset(struct nd_group *group)
{
    nd_counter_add(&group->multiraft->metrics.installs, 1);
    if (group->is_installing) {
        struct nd_raft_event event = {.type = ND_RAFT_EVENT_SNAP_PERSISTED, .snapshot = {group->install_index, group->install_term}};
        group->is_installing = false;
        group->log_generation++;
        group->commit_known = group->delivered = group->applied = group->engine_durable = group->install_index;
        group->window_head = group->window_count = group->window_bytes = 0;
        enum nd_status status = nd__mr_step(group, &event);
        ND_ASSERT(status == ND_STATUS_OK);
    }
    group->handler->on_installed(group->owner);
}

static void on_appended(struct nd_log_append *log_append)
{
    struct nd__mr_append *append = ND_CONTAINER_OF(log_append, struct nd__mr_append, log);
    struct nd_group *group = append->group;
    struct nd_multiraft *multiraft = group->multiraft;
    uint64_t seq = log_append->append_seq, term_issued = log_append->term_issued;
    bool is_reset = append->is_reset;
    if (!group->is_closed) release_msgs(append);
    append_give(multiraft, append);
    if (!group->is_closed && is_reset) on_reset(group);
    if (!group->is_closed && seq != 0) {
        ND_ASSERT(seq > group->durable_seq);
        group->durable_seq = seq;
        struct nd_raft_event event = {.type = ND_RAFT_EVENT_PERSISTED, .persisted = {seq, term_issued}};
        enum nd_status status = nd__mr_step(group, &event);
        ND_ASSERT(status == ND_STATUS_OK);
    }
    nd__mr_group_unpin(group);
}

static void persist(struct nd_group *group, const struct nd_raft_update *update)
{
    if (update->append_seq == 0) return;
    struct nd__mr_append *append = append_take(group->multiraft, group);
    append->log.done = on_appended;
    append->log.range = group->range;
    append->log.append_seq = update->append_seq;
    append->log.term_issued = nd_raft_term(group->raft);
    nd_log_append(group->multiraft->log, &append->log, group->range, group->self, update);
}

static void recovered(struct nd_group *group)
{
    nd_gauge_add(&group->multiraft->metrics.recovering, -1);
    nd_log_set_recovered(group->multiraft->log, group->range);
    ND_INFO(nd_env_logger(group->multiraft->env), "multiraft", "range %llu: replica %llu has caught up and is RECOVERING no more: committed %llu, term %llu",
            (unsigned long long)group->range.v, (unsigned long long)group->self.v, (unsigned long long)nd_raft_commit_index(group->raft),
            (unsigned long long)nd_raft_term(group->raft));
}

static struct nd__mr_append *find_append(struct nd_group *group, uint64_t seq)
{
    for (struct nd_list *it = group->appends.prev; it != &group->appends; it = it->prev) {
        struct nd__mr_append *append = ND_CONTAINER_OF(it, struct nd__mr_append, link);
        if (append->log.append_seq == seq) return append;
    }
    return NULL;
}

static void send(struct nd_group *group, const struct nd_raft_msg *msg)
{
    struct nd__mr_member *member = nd__mr_member_of(group, msg->to);
    if (member == NULL || member->peer == NULL) return; /* a stranger that was forgotten */
    bool urgent = is_urgent(msg->type);
    if (msg->after_append > group->durable_seq) { /* R2 */
        struct nd__mr_append *append = find_append(group, msg->after_append);
        ND_ASSERT(append != NULL);
        nd_buf_put_u64(&append->msgs, member->member.node.v);
        nd_buf_put_u8(&append->msgs, urgent);
        put_msg(group, msg, &append->msgs);
        return;
    }
    put_msg(group, msg, &member->peer->batches[urgent]);
    nd__mr_batch_touched(member->peer, urgent);
}

static void queue_read(struct nd_group *group, const struct nd_raft_read *read)
{
    if (group->read_count == group->read_cap) {
        group->read_cap = group->read_cap == 0 ? 16 : group->read_cap * 2;
        group->reads = nd_heap_realloc(group->multiraft->heap, group->reads, group->read_cap * sizeof *group->reads);
    }
    group->reads[group->read_count++] = *read;
}

static void want_snapshots(struct nd_group *group, const struct nd_raft_update *update)
{
    for (size_t i = 0; i < update->snap_count; i++) {
        const struct nd__mr_member *member = nd__mr_member_of(group, update->snaps[i]);
        bool is_known = member == NULL;
        for (size_t j = 0; j < group->wanted_count; j++) is_known |= group->wanted[j].replica.v == update->snaps[i].v;
        if (is_known) continue;
        nd_counter_add(&group->multiraft->metrics.snapshots_wanted, 1);
        if (group->wanted == NULL) group->wanted = nd_heap_alloc(group->multiraft->heap, ND_REPLICAS_MAX * sizeof *group->wanted);
        group->wanted[group->wanted_count++] = member->member;
    }
    nd__mr_notice(group);
}

static void carry_out(struct nd_group *group, const struct nd_raft_update *update)
{
    persist(group, update);
    for (size_t i = 0; i < update->msg_count; i++) send(group, &update->msgs[i]);
    if (update->commit_last != 0) {
        ND_ASSERT(update->commit_first == group->commit_known + 1);
        group->commit_known = update->commit_last;
        nd__mr_needs_keeping(group);
    }
    if (nd_raft_leader(group->raft).v != 0) group->wants_to_lead = false; /* too late to be preferred */
    for (size_t i = 0; i < update->read_count; i++) queue_read(group, &update->reads[i]);
    for (size_t i = 0; i < update->load_count; i++)
        nd__mr_load(group, update->loads[i].replica, update->loads[i].first, update->loads[i].last);
    if (update->install_index != 0) {
        group->is_installing = true;
        group->install_index = update->install_index;
        group->install_term = update->install_term;
    }
    if (update->snap_count > 0) want_snapshots(group, update);
    if (update->is_recovered) recovered(group);
    if (update->commit_last != 0 || update->read_count > 0 || nd__mr_role_differs(group)) nd__mr_notice(group);
}

enum nd_status nd__mr_step(struct nd_group *group, struct nd_raft_event *event)
{
    struct nd_raft_update update;
    ND_ASSERT(!group->is_closed);
    event->now_ns = nd_env_now_ns(group->multiraft->env);
    enum nd_status status = nd_raft_step(group->raft, event, &update);
    if (update.probes != 0) nd_env_probe_all(group->multiraft->env, update.probes);
    if (status == ND_STATUS_OK) carry_out(group, &update);
    nd__mr_set_deadline(group, update.deadline_ns);
    nd__mr_count_cache(group);
    return status;
}

/* ---- messages in ------------------------------------------------------------------------------ */

/* From a member, at its node, to this replica; else NULL: stale or misaddressed. */
/* Somebody who writes to this very replica and is no member as far as it has heard: a newer one, perhaps
 * the leader, or an older one that does not know that it is none any more. Raft decides; here it gets
 * a place for the answer to go to. */
static struct nd__mr_member *welcome(struct nd_group *group, struct nd_replica_id from, struct nd_node_id node)
{
    if (node.v == group->multiraft->self.v) return NULL;
    ND_PROBE(group->multiraft->env, MULTIRAFT_STRANGER);
    if (group->guests == NULL) group->guests = nd_heap_zalloc(group->multiraft->heap, ND__MR_GUESTS * sizeof *group->guests);
    if (group->guest_count == ND__MR_GUESTS) memmove(group->guests, group->guests + 1, --group->guest_count * sizeof *group->guests);
    struct nd__mr_member *guest = &group->guests[group->guest_count++];
    *guest = (struct nd__mr_member){.group = group, .member = {.replica = from, .node = node}, .peer = nd__mr_peer_get(group->multiraft, node)};
    nd_list_init(&guest->link);
    return guest;
}

static struct nd_group *addressee(struct nd_multiraft *multiraft, struct nd_node_id from_node, struct nd_range_id range,
                                  struct nd_replica_id from, struct nd_replica_id to)
{
    struct nd_group *group = range.v == 0 ? NULL : nd_hmap_find(&multiraft->groups_by_range, range.v);
    struct nd__mr_member *member = group == NULL ? NULL : nd__mr_member_of(group, from);
    if (group != NULL && member == NULL && to.v == group->self.v && from.v != 0) member = welcome(group, from, from_node);
    bool is_ours =
        member != NULL && member->peer != NULL && member->member.node.v == from_node.v && to.v == group->self.v;
    if (!is_ours) nd_counter_add(&multiraft->metrics.dropped_foreign, 1);
    return is_ours ? group : NULL;
}

/* An append to a replica that is not here, nor about to come by a split it seems: tells the leader. */
static void answer_absent(struct nd_multiraft *multiraft, struct nd_node_id from, struct nd_range_id range, struct nd_slice body)
{
    struct nd_dec dec = nd_dec_of(body);
    nd_dec_u8(&dec);
    uint8_t type = nd_dec_u8(&dec);
    nd_dec_u8(&dec);
    uint64_t sender = nd_dec_varint(&dec), receiver = nd_dec_varint(&dec), now_ns = nd_env_now_ns(multiraft->env);
    if (!nd_dec_is_ok(&dec) || type != ND_RAFT_MSG_APPEND || range.v == 0 || sender == 0 || receiver == 0) return;
    uint64_t since_ns = (uint64_t)(uintptr_t)nd_hmap_find(&multiraft->absent, range.v);
    if (since_ns == 0) {
        if (multiraft->absent.count < ND__MR_ABSENT_MAX) nd_hmap_put(&multiraft->absent, range.v, (void *)(uintptr_t)(now_ns | 1));
        return;
    }
    if (now_ns - since_ns < ND__MR_ABSENT_NS) return;
    struct nd__mr_peer *peer = nd__mr_peer_get(multiraft, from);
    size_t at;
    struct nd_buf *out = nd__mr_record_begin(&peer->batches[0], ND__MR_ABSENT, range, &at);
    nd_buf_put_u64(out, receiver);
    nd_buf_put_u64(out, sender);
    nd__mr_record_end(out, at);
    nd__mr_batch_touched(peer, false);
}

void nd__mr_on_absent(struct nd_multiraft *multiraft, struct nd_node_id from, struct nd_range_id range, struct nd_slice body)
{
    if (body.n != ND__MR_ABSENT_BYTES) {
        nd_counter_add(&multiraft->metrics.dropped_malformed, 1);
        return;
    }
    struct nd_replica_id absent = {nd_load_u64(body.p)}, asker = {nd_load_u64(body.p + 8)};
    struct nd_group *group = addressee(multiraft, from, range, absent, asker);
    if (group == NULL) return;
    ND_PROBE(multiraft->env, MULTIRAFT_ABSENT);
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_ABSENT, .replica = absent};
    enum nd_status status = nd__mr_step(group, &event);
    ND_ASSERT(status == ND_STATUS_OK);
}

void nd__mr_on_msg(struct nd_multiraft *multiraft, struct nd_node_id from, struct nd_range_id range,
                   struct nd_slice body)
{
    if (range.v == 0 || nd_hmap_find(&multiraft->groups_by_range, range.v) == NULL) { /* X3; spares decoding */
        answer_absent(multiraft, from, range, body);
        nd_counter_add(&multiraft->metrics.dropped_foreign, 1);
        return;
    }
    struct nd_raft_msg msg;
    if (nd_raft_msg_decode(body, &multiraft->arena, multiraft->heap, &msg) != ND_STATUS_OK) {
        nd_counter_add(&multiraft->metrics.dropped_malformed, 1);
        nd_arena_reset(&multiraft->arena);
        return;
    }
    struct nd_group *group = addressee(multiraft, from, range, msg.from, msg.to);
    bool has_no_room = multiraft->is_space_out && msg.type == ND_RAFT_MSG_APPEND;
    if (group != NULL && has_no_room) {
        ND_PROBE(multiraft->env, MULTIRAFT_NO_ROOM);
        nd_counter_add(&multiraft->metrics.dropped_full, 1);
    }
    if (group != NULL && !has_no_room) {
        struct nd_raft_event event = {.type = ND_RAFT_EVENT_RECV, .msg = &msg};
        enum nd_status status = nd__mr_step(group, &event);
        if (status == ND_STATUS_INVALID) { /* a late answer of one that is no member any more, most likely */
            nd_counter_add(&multiraft->metrics.dropped_foreign, 1);
        } else if (status != ND_STATUS_OK) {
            nd_counter_add(&multiraft->metrics.dropped_malformed, 1);
            ND_ERROR(nd_env_logger(multiraft->env), "multiraft", "range %llu: message %d from node %llu refused: %s",
                     (unsigned long long)range.v, (int)msg.type, (unsigned long long)from.v, nd_status_text(status));
        }
        if (nd_raft_role(group->raft) == ND_RAFT_LEADER) nd__mr_needs_keeping(group);
    }
    nd_raft_msg_release(&msg);
    nd_arena_reset(&multiraft->arena);
}

void nd__mr_on_bound(struct nd_multiraft *multiraft, struct nd_node_id from, struct nd_range_id range,
                     struct nd_slice body)
{
    if (body.n != ND__MR_BOUND_BYTES) {
        nd_counter_add(&multiraft->metrics.dropped_malformed, 1);
        return;
    }
    struct nd_replica_id sender = {nd_load_u64(body.p)}, receiver = {nd_load_u64(body.p + 8)};
    struct nd_group *group = addressee(multiraft, from, range, sender, receiver);
    uint64_t bound = nd_load_u64(body.p + 16);
    if (group == NULL || bound <= group->bound) return;
    group->bound = bound; /* true for ever, whoever leads: every member that the log is kept for has that much of the committed log on disk */
    nd__mr_needs_keeping(group);
}

void nd__mr_feed_liveness(struct nd_group *group, struct nd_node_id node, bool is_up, bool has_restarted)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_LIVENESS, .liveness = {node, is_up, has_restarted}};
    enum nd_status status = nd__mr_step(group, &event);
    ND_ASSERT(status == ND_STATUS_OK);
    if (is_up && group->wants_to_lead && !group->multiraft->is_draining) nd_group_campaign(group); /* nobody could win before */
}

/* ---- life ------------------------------------------------------------------------------------- */

/* The log as it is to be behind the snapshot. The hard state stays; of a replica that is new here it begins
 * with the snapshot's term, in which it cannot have voted. */
static void begin_anew(struct nd__mr_recovered *recovered, const struct nd_group_options *options)
{
    if (recovered->replica.v != options->self.v) {
        recovered->hard_state = (struct nd_raft_hard_state){0};
        recovered->is_recovering = false;
    }
    if (recovered->hard_state.term < options->base_term) recovered->hard_state = (struct nd_raft_hard_state){.term = options->base_term};
    recovered->hard_state.commit = options->base_index;
    recovered->replica = options->self;
    recovered->prev_index = options->base_index;
    recovered->prev_term = options->base_term;
    recovered->entry_count = 0;
}

static enum nd_status raft_open(struct nd_group *group, const struct nd_group_options *options,
                                struct nd__mr_recovered *recovered)
{
    struct nd_multiraft *multiraft = group->multiraft;
    struct nd_raft_options raft_options = {
        .heap = multiraft->heap,
        .self = options->self,
        .conf = options->conf,
        .seed = nd_env_random_u64(multiraft->env),
        .election_ns = multiraft->down_after_ns,
        .retry_ns = 2 * multiraft->heartbeat_ns,
        .lease_ns = multiraft->lease_ns,
        .reads_by_lease = multiraft->reads_by_lease,
        .promise_until_ns = multiraft->promise_until_ns,
        .breakages = multiraft->breakages,
        .applied = options->applied,
        .now_ns = nd_env_now_ns(multiraft->env),
    };
    if (recovered != NULL) {
        raft_options.hard_state = recovered->hard_state;
        raft_options.log_prev_index = recovered->prev_index;
        raft_options.log_prev_term = recovered->prev_term;
        raft_options.entries = recovered->entries;
        raft_options.entry_count = recovered->entry_count;
        raft_options.is_recovering = recovered->is_recovering;
    }
    return nd_raft_new(&raft_options, &group->raft);
}

/* The new ones are watched before the old ones are not any more: of those that stay nothing changes. */
static void join_peers(struct nd_group *group, const struct nd_raft_conf *conf)
{
    struct nd__mr_member *before = group->members;
    size_t count_before = group->member_count;
    group->members = nd_heap_alloc_lasting(group->multiraft->heap, conf->count * sizeof *group->members);
    group->member_count = conf->count;
    group->guest_count = 0;
    for (size_t i = 0; i < conf->count; i++) {
        struct nd__mr_member *member = &group->members[i];
        member->group = group;
        member->member = conf->members[i];
        nd_list_init(&member->link);
        if (member->member.replica.v == group->self.v) continue;
        member->peer = nd__mr_peer_get(group->multiraft, member->member.node);
        nd__mr_watch(member);
    }
    for (size_t i = 0; i < count_before; i++)
        if (before[i].peer != NULL) nd__mr_unwatch(&before[i]);
    nd_heap_free(group->multiraft->heap, before);
}

static void tell_liveness(struct nd_group *group)
{
    for (size_t i = 0; i < group->member_count; i++) {
        const struct nd__mr_member *member = &group->members[i];
        if (member->peer != NULL) nd__mr_feed_liveness(group, member->member.node, member->peer->liveness.is_up, false);
    }
}

/* What is known of the members' nodes; also brings out what is committed already. */
static void first_events(struct nd_group *group, bool campaign_now)
{
    group->wants_to_lead = campaign_now;
    for (size_t i = 0; i < group->member_count; i++) {
        const struct nd__mr_member *member = &group->members[i];
        nd__mr_feed_liveness(group, member->member.node, member->peer == NULL || member->peer->liveness.is_up, false);
    }
    if (campaign_now) nd_group_campaign(group);
}

static struct nd_group *group_new(struct nd_multiraft *multiraft, const struct nd_group_options *options)
{
    struct nd_group *group = nd_heap_new_lasting(multiraft->heap, struct nd_group);
    group->multiraft = multiraft;
    group->range = options->range;
    group->self = options->self;
    group->handler = options->handler;
    group->owner = options->owner;
    group->commit_known = group->delivered = group->applied = options->applied;
    nd_list_init(&group->link);
    nd_list_init(&group->appends);
    nd_list_init(&group->loads);
    nd_list_init(&group->notice_link);
    nd_list_init(&group->keep_link);
    return group;
}

static void log_reset(struct nd_group *group, uint64_t index, uint64_t term)
{
    struct nd__mr_append *append = append_take(group->multiraft, group);
    struct nd_raft_hard_state hard_state = nd_raft_hard_state(group->raft);
    append->log.done = on_appended;
    append->log.range = group->range;
    append->log.append_seq = append->log.term_issued = 0;
    append->is_reset = true;
    hard_state.commit = index;
    nd_log_reset_group(group->multiraft->log, &append->log, group->range, group->self, index, term, &hard_state, nd_raft_is_recovering(group->raft));
}

/* Of a group that the log has it only says when that is durable. */
static void log_creation(struct nd_group *group, bool is_reset)
{
    struct nd__mr_append *append = append_take(group->multiraft, group);
    append->is_reset = is_reset;
    append->log.done = on_appended;
    append->log.range = group->range;
    append->log.append_seq = append->log.term_issued = 0;
    nd_log_create_group(group->multiraft->log, &append->log, group->range, group->self, 0, 0);
}

/* May this replica, which the log does not know, have been one whose log damage took away? */
static bool is_doubtful(struct nd_multiraft *multiraft, const struct nd_group_options *options, uint64_t *term_out)
{
    enum nd_log_doubt doubt = nd_log_doubt(multiraft->log, term_out);
    bool is_voter = false;
    for (size_t i = 0; i < options->conf.count; i++) {
        const struct nd_raft_member *member = &options->conf.members[i];
        if (member->replica.v == options->self.v) is_voter = !member->is_learner || member->was_voter;
    }
    if (options->is_newborn) return false;
    return doubt == ND_LOG_DOUBT || (doubt == ND_LOG_DOUBT_SNAPSHOTS && is_voter);
}

/* Nothing is known of its votes and entries, but that they were of terms below this one (R10). */
static void begin_doubtful(struct nd__mr_recovered *recovered, const struct nd_group_options *options, uint64_t term)
{
    begin_anew(recovered, options);
    if (recovered->hard_state.term <= term) recovered->hard_state = (struct nd_raft_hard_state){term, options->self, options->base_index};
    recovered->is_recovering = true;
}

/* A snapshot took the place of entries that the log has (range/range_vigil.c): it goes on behind them. */
static bool has_base(const struct nd__mr_recovered *recovered, const struct nd_group_options *options)
{
    if (options->base_index <= recovered->prev_index || options->base_index > recovered->prev_index + recovered->entry_count) return false;
    return recovered->entries[options->base_index - recovered->prev_index - 1].term == options->base_term;
}

/* What damage left of its log does not reach as far as the engine: it begins behind what that has. */
static bool begins_behind_engine(const struct nd__mr_recovered *recovered, const struct nd_group_options *options, bool is_recovering)
{
    bool has_log = recovered != NULL && recovered->replica.v == options->self.v;
    return is_recovering && options->base_index == 0 && options->applied > (has_log ? recovered->prev_index + recovered->entry_count : 0);
}

enum nd_status nd_multiraft_open_group(struct nd_multiraft *multiraft, const struct nd_group_options *given, struct nd_group **group_out)
{
    struct nd_group_options with_base = *given;
    const struct nd_group_options *options = &with_base;
    uint64_t doubt_term;
    *group_out = NULL;
    if (options->range.v == 0 || options->self.v == 0) return ND_STATUS_INVALID;
    if (nd_hmap_find(&multiraft->groups_by_range, options->range.v) != NULL) return ND_STATUS_EXISTS;
    struct nd__mr_recovered *recovered = nd_hmap_find(&multiraft->recovered, options->range.v);
    uint64_t used = (uint64_t)(uintptr_t)nd_hmap_find(&multiraft->used, options->range.v);
    if (used > options->self.v || (recovered != NULL && recovered->replica.v > options->self.v)) return ND_STATUS_CORRUPT; /* it was replaced already */
    if (used == options->self.v) return ND_STATUS_EXISTS;
    bool is_fresh = recovered == NULL || recovered->replica.v < options->self.v;
    bool is_in_doubt = is_fresh && is_doubtful(multiraft, options, &doubt_term);
    if (begins_behind_engine(recovered, options, is_in_doubt || (!is_fresh && recovered->is_recovering))) {
        with_base.base_index = options->applied;
        with_base.base_term = options->applied_term;
    }
    if (is_fresh && options->applied != 0 && options->base_index == 0) return ND_STATUS_CORRUPT;
    if (recovered == NULL) {
        recovered = nd_heap_new(multiraft->heap, struct nd__mr_recovered);
        nd_hmap_put(&multiraft->recovered, options->range.v, recovered);
    }
    bool is_behind = options->base_index != 0 && recovered->prev_index < options->base_index && !(recovered->replica.v == options->self.v && has_base(recovered, options));
    bool is_reset = is_in_doubt || (options->base_index != 0 && is_fresh) || is_behind;
    if (is_in_doubt) begin_doubtful(recovered, options, doubt_term);
    else if (is_reset) begin_anew(recovered, options);

    struct nd_group *group = group_new(multiraft, options);
    enum nd_status status = raft_open(group, options, is_fresh && !is_reset ? NULL : recovered);
    if (status != ND_STATUS_OK) {
        nd_heap_free(multiraft->heap, group);
        return status;
    }
    nd_hmap_remove(&multiraft->recovered, options->range.v);
    nd_heap_free(multiraft->heap, recovered->entries);
    nd_heap_free(multiraft->heap, recovered);
    nd_hmap_put(&multiraft->used, options->range.v, (void *)(uintptr_t)options->self.v);
    (void)nd_hmap_remove(&multiraft->absent, options->range.v);
    nd_list_push_back(&multiraft->groups, &group->link);
    nd_hmap_put(&multiraft->groups_by_range, options->range.v, group);
    nd_gauge_add(&multiraft->metrics.groups, 1);
    if (nd_raft_is_recovering(group->raft)) nd_gauge_add(&multiraft->metrics.recovering, 1);
    if (is_reset) log_reset(group, options->base_index, options->base_term);
    else if (is_fresh || options->base_index != 0) log_creation(group, options->base_index != 0);
    nd__mr_set_deadline(group, nd_raft_deadline(group->raft));
    join_peers(group, &options->conf);
    first_events(group, options->campaign_now);
    *group_out = group;
    return ND_STATUS_OK;
}

size_t nd_multiraft_recovering_count(const struct nd_multiraft *multiraft)
{
    size_t count = (size_t)nd_gauge_get(&multiraft->metrics.recovering);
    ND_HMAP_FOREACH (slot, &multiraft->recovered) {
        const struct nd__mr_recovered *recovered = slot->value;
        count += recovered->is_recovering;
    }
    return count;
}

void nd_multiraft_opened(struct nd_multiraft *multiraft)
{
    uint64_t term;
    if (nd_log_doubt(multiraft->log, &term) == ND_LOG_DOUBT) nd_log_set_doubt(multiraft->log, ND_LOG_CERTAIN);
}

void nd__mr_group_unpin(struct nd_group *group)
{
    ND_ASSERT(group->pins > 0);
    if (--group->pins > 0 || !group->is_closed) return;
    nd_list_remove(&group->link);
    nd_heap_free(group->multiraft->heap, group);
}

void nd_group_close(struct nd_group *group)
{
    if (group == NULL) return;
    struct nd_multiraft *multiraft = group->multiraft;
    ND_ASSERT(!group->is_closed);
    for (size_t i = 0; i < group->member_count; i++)
        if (group->members[i].peer != NULL) nd__mr_unwatch(&group->members[i]);
    nd_heap_free(multiraft->heap, group->members);
    group->members = NULL;
    group->member_count = group->guest_count = 0;
    nd__mr_set_deadline(group, 0);
    nd_list_remove(&group->link);
    nd_list_push_back(&multiraft->closing, &group->link);
    nd_list_remove(&group->notice_link);
    nd_list_remove(&group->keep_link);
    nd_hmap_remove(&multiraft->groups_by_range, group->range.v);
    nd_gauge_add(&multiraft->metrics.groups, -1);
    if (group->role_told.role == ND_RAFT_LEADER) nd_gauge_add(&multiraft->metrics.leaders, -1);
    if (nd_raft_is_recovering(group->raft)) nd_gauge_add(&multiraft->metrics.recovering, -1);
    multiraft->cache_bytes -= group->payload_bytes;
    nd_raft_free(group->raft);
    group->raft = NULL;
    nd_heap_free(multiraft->heap, group->reads);
    nd_heap_free(multiraft->heap, group->guests);
    nd_heap_free(multiraft->heap, group->window);
    nd_heap_free(multiraft->heap, group->wanted);
    group->wanted = NULL;
    group->wanted_count = 0;
    group->guests = NULL;
    group->window = NULL;
    group->reads = NULL;
    group->read_count = group->read_cap = group->window_count = 0;
    group->is_closed = true;
    group->pins++;
    nd__mr_group_unpin(group);
}

void nd_group_destroy(struct nd_group *group)
{
    struct nd_multiraft *multiraft = group->multiraft;
    struct nd_range_id range = group->range;
    nd_group_close(group);
    nd_log_destroy_group(multiraft->log, range);
}

void nd_multiraft_forget(struct nd_multiraft *multiraft, struct nd_range_id range, struct nd_replica_id replica)
{
    struct nd__mr_recovered *recovered = nd_hmap_find(&multiraft->recovered, range.v);
    if (recovered == NULL || recovered->replica.v >= replica.v) return;
    nd_log_destroy_group(multiraft->log, range);
    nd_hmap_remove(&multiraft->recovered, range.v);
    nd_heap_free(multiraft->heap, recovered->entries);
    nd_heap_free(multiraft->heap, recovered);
}

/* ---- the owner's calls ------------------------------------------------------------------------ */

enum nd_status nd_group_propose(struct nd_group *group, struct nd_raft_payload *const *payloads, size_t count,
                                uint64_t *first_index_out, uint64_t *term_out)
{
    *first_index_out = *term_out = 0;
    uint64_t last = nd_raft_last_index(group->raft);
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PROPOSE, .propose = {payloads, count}};
    ND_TRY(nd__mr_step(group, &event));
    nd_counter_add(&group->multiraft->metrics.proposals, count);
    *first_index_out = last + 1;
    *term_out = nd_raft_term_at(group->raft, last + 1);
    return ND_STATUS_OK;
}

enum nd_status nd_group_propose_conf(struct nd_group *group, struct nd_raft_payload *payload, uint64_t *index_out, uint64_t *term_out)
{
    *index_out = *term_out = 0;
    uint64_t last = nd_raft_last_index(group->raft);
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PROPOSE_CONF, .propose = {&payload, 1}};
    ND_TRY(nd__mr_step(group, &event));
    *index_out = last + 1;
    *term_out = nd_raft_term_at(group->raft, last + 1);
    return ND_STATUS_OK;
}

enum nd_status nd_group_set_conf(struct nd_group *group, const struct nd_raft_conf *conf)
{
    struct nd_raft_conf copy = *conf;
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_CONF, .conf = &copy};
    ND_TRY(nd__mr_step(group, &event));
    join_peers(group, &copy);
    tell_liveness(group);
    return ND_STATUS_OK;
}

enum nd_status nd_group_read_index(struct nd_group *group, uint64_t read_id)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_READ_INDEX, .read_id = read_id};
    return nd__mr_step(group, &event);
}

void nd_group_applied(struct nd_group *group, uint64_t index)
{
    ND_ASSERT(index <= group->delivered);
    if (index <= group->applied) return;
    group->applied = index;
    while (group->window_count > 0 && group->window[group->window_head].last <= index) {
        group->window_bytes -= group->window[group->window_head].bytes;
        group->window_head = (group->window_head + 1) % ND__MR_WINDOW_PARTS;
        group->window_count--;
    }
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_APPLIED, .index = index};
    enum nd_status status = nd__mr_step(group, &event);
    ND_ASSERT(status == ND_STATUS_OK);
    if (group->delivered < group->commit_known) nd__mr_notice(group);
}

void nd_group_trim(struct nd_group *group)
{
    struct nd_heap *heap = group->multiraft->heap;
    if (group->window_count == 0) {
        nd_heap_free(heap, group->window);
        group->window = NULL;
        group->window_head = 0;
    }
    if (group->read_count == 0) {
        nd_heap_free(heap, group->reads);
        group->reads = NULL;
        group->read_cap = 0;
    }
    if (group->wanted_count == 0) {
        nd_heap_free(heap, group->wanted);
        group->wanted = NULL;
    }
    nd_raft_trim(group->raft);
}

void nd_group_durable(struct nd_group *group, uint64_t index)
{
    if (index <= group->engine_durable) return;
    group->engine_durable = index;
    nd__mr_needs_keeping(group);
}

void nd_group_campaign(struct nd_group *group)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_CAMPAIGN};
    enum nd_status status = nd__mr_step(group, &event);
    ND_UNUSED(status); /* INVALID: a learner */
}

enum nd_status nd_group_transfer(struct nd_group *group, struct nd_replica_id to)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_TRANSFER, .replica = to};
    return nd__mr_step(group, &event);
}

/* ---- snapshots ---------------------------------------------------------------------------------- */

void nd_group_snapshot_sent(struct nd_group *group, struct nd_replica_id to, uint64_t index)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_SNAP_STATUS, .snap_status = {to, index}};
    enum nd_status status = nd__mr_step(group, &event);
    ND_ASSERT(status == ND_STATUS_OK);
}

void nd_group_hold(struct nd_group *group, uint64_t index)
{
    group->hold = index;
    if (index == 0) nd__mr_needs_keeping(group);
}

enum nd_status nd_group_begin_install(struct nd_group *group, struct nd_replica_id leader, uint64_t term, uint64_t index, uint64_t index_term)
{
    if (group->is_installing) return ND_STATUS_BUSY;
    struct nd_raft_msg msg = {.type = ND_RAFT_MSG_SNAPSHOT, .from = leader, .to = group->self, .term = term, .prev_index = index, .prev_term = index_term};
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_RECV, .msg = &msg};
    ND_TRY(nd__mr_step(group, &event));
    return group->is_installing ? ND_STATUS_OK : ND_STATUS_EXISTS;
}

void nd_group_finish_install(struct nd_group *group)
{
    ND_ASSERT(group->is_installing);
    ND_ASSERT(group->applied == group->delivered);
    log_reset(group, group->install_index, group->install_term);
}

struct nd_group_role nd_group_role(const struct nd_group *group)
{
    struct nd_group_role role = {
        .role = nd_raft_role(group->raft),
        .term = nd_raft_term(group->raft),
        .leader = nd_raft_leader(group->raft),
        .is_ready = nd_raft_is_ready_leader(group->raft),
    };
    for (size_t i = 0; i < group->member_count + group->guest_count && role.leader.v != 0; i++) {
        const struct nd__mr_member *member = i < group->member_count ? &group->members[i] : &group->guests[i - group->member_count];
        if (member->member.replica.v == role.leader.v) role.leader_node = member->member.node;
    }
    return role;
}

const struct nd_raft *nd_group_raft(const struct nd_group *group) { return group->raft; }
