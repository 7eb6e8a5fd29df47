/* SPDX-License-Identifier: Apache-2.0 */
#include "multiraft/multiraft_int.h"

/* ---- timers of groups: a binary heap in [1, heap_count], and one timer for its top ------------- */

static bool is_before(const struct nd_group *a, const struct nd_group *b)
{
    return a->deadline_ns < b->deadline_ns || (a->deadline_ns == b->deadline_ns && a->range.v < b->range.v);
}

static void heap_set(struct nd_multiraft *multiraft, size_t pos, struct nd_group *group)
{
    multiraft->heap_slots[pos] = group;
    group->heap_pos = pos;
}

static void heap_up(struct nd_multiraft *multiraft, struct nd_group *group)
{
    size_t pos = group->heap_pos;
    for (; pos > 1 && is_before(group, multiraft->heap_slots[pos / 2]); pos /= 2)
        heap_set(multiraft, pos, multiraft->heap_slots[pos / 2]);
    heap_set(multiraft, pos, group);
}

static void heap_down(struct nd_multiraft *multiraft, struct nd_group *group)
{
    size_t pos = group->heap_pos;
    for (size_t child = 2 * pos; child <= multiraft->heap_count; child = 2 * pos) {
        if (child < multiraft->heap_count && is_before(multiraft->heap_slots[child + 1], multiraft->heap_slots[child]))
            child++;
        if (!is_before(multiraft->heap_slots[child], group)) break;
        heap_set(multiraft, pos, multiraft->heap_slots[child]);
        pos = child;
    }
    heap_set(multiraft, pos, group);
}

static void heap_remove(struct nd_multiraft *multiraft, struct nd_group *group)
{
    struct nd_group *last = multiraft->heap_slots[multiraft->heap_count--];
    size_t pos = group->heap_pos;
    group->heap_pos = 0;
    if (last == group) return;
    heap_set(multiraft, pos, last);
    heap_up(multiraft, last);
    heap_down(multiraft, last);
}

static void heap_insert(struct nd_multiraft *multiraft, struct nd_group *group)
{
    if (multiraft->heap_count + 1 >= multiraft->heap_cap) {
        multiraft->heap_cap = multiraft->heap_cap == 0 ? 64 : multiraft->heap_cap * 2;
        multiraft->heap_slots = nd_heap_realloc(multiraft->heap, multiraft->heap_slots,
                                                multiraft->heap_cap * sizeof *multiraft->heap_slots);
    }
    heap_set(multiraft, ++multiraft->heap_count, group);
    heap_up(multiraft, group);
}

void nd__mr_set_deadline(struct nd_group *group, uint64_t deadline_ns)
{
    struct nd_multiraft *multiraft = group->multiraft;
    if (deadline_ns == group->deadline_ns && (group->heap_pos != 0) == (deadline_ns != 0)) return;
    group->deadline_ns = deadline_ns;
    if (deadline_ns == 0) {
        if (group->heap_pos != 0) heap_remove(multiraft, group);
    } else if (group->heap_pos == 0) {
        heap_insert(multiraft, group);
    } else {
        heap_up(multiraft, group);
        heap_down(multiraft, group);
    }
    if (multiraft->heap_count == 0) return;
    /* A timer that fires too early looks again; so only an earlier deadline moves it. */
    uint64_t first_ns = multiraft->heap_slots[1]->deadline_ns;
    if (!nd_timer_is_running(&multiraft->group_timer) || first_ns < multiraft->group_timer.deadline_ns)
        nd_timer_start_at(&multiraft->group_timer, first_ns);
}

static void on_group_timer(struct nd_timer *timer)
{
    struct nd_multiraft *multiraft = ND_CONTAINER_OF(timer, struct nd_multiraft, group_timer);
    uint64_t now_ns = nd_env_now_ns(multiraft->env);
    for (size_t left = ND__MR_TICKS_MAX; left > 0 && multiraft->heap_count > 0; left--) {
        struct nd_group *group = multiraft->heap_slots[1];
        if (group->deadline_ns > now_ns) break;
        struct nd_raft_event event = {.type = ND_RAFT_EVENT_TICK};
        enum nd_status status = nd__mr_step(group, &event);
        ND_ASSERT(status == ND_STATUS_OK);
    }
    if (multiraft->heap_count > 0 && !nd_timer_is_running(timer))
        nd_timer_start_at(timer, multiraft->heap_slots[1]->deadline_ns);
}

/* ---- housekeeping: what every member has, what can be forgotten ---------------------------------- */

void nd__mr_needs_keeping(struct nd_group *group)
{
    struct nd_multiraft *multiraft = group->multiraft;
    if (!nd_list_is_empty(&group->keep_link)) return;
    nd_list_push_back(&multiraft->keep, &group->keep_link);
    if (!nd_timer_is_running(&multiraft->keep_timer)) nd_timer_start_in(&multiraft->keep_timer, ND__MR_HOUSEKEEPING_NS);
}

static void send_bound(struct nd_group *group)
{
    for (size_t i = 0; i < group->member_count; i++) {
        const struct nd__mr_member *member = &group->members[i];
        if (member->peer == NULL || !member->peer->liveness.is_up) continue;
        size_t at;
        struct nd_buf *out = nd__mr_record_begin(&member->peer->batches[0], ND__MR_BOUND, group->range, &at);
        nd_buf_put_u64(out, group->self.v);
        nd_buf_put_u64(out, member->member.replica.v);
        nd_buf_put_u64(out, group->bound);
        nd__mr_record_end(out, at);
        nd__mr_batch_touched(member->peer, false);
    }
}

/* A member that is down holds the log up to log_keep_bytes, one that is up but far behind to twice that. One that needs a snapshot in any case, as of a shard that was split
 * off while it was away, holds nothing; from when the snapshot is taken on, what follows it is held (nd_group_hold). */
static bool is_waited_for(const struct nd_group *group, const struct nd__mr_member *member, uint64_t match)
{
    const struct nd_multiraft *multiraft = group->multiraft;
    uint64_t lag = nd_raft_commit_index(group->raft) - match;
    if (nd_raft_needs_snapshot(group->raft, member->member.replica)) return false;
    if (multiraft->log_keep_bytes == 0 || member->peer == NULL) return true;
    uint64_t log_bytes = (uint64_t)nd_gauge_get(&nd_log_stats(multiraft->log)->disk_bytes);
    if (log_bytes <= multiraft->log_keep_bytes) return true;
    if (!member->peer->liveness.is_up) return false;
    return log_bytes <= 2 * multiraft->log_keep_bytes || lag <= ND__MR_LAG_ENTRIES;
}

/* Leader: the committed log that every member has on its disk. Said when it has grown, and once more
 * a round later, since messages get lost. */
static void find_bound(struct nd_group *group)
{
    if (nd_raft_role(group->raft) != ND_RAFT_LEADER) return;
    uint64_t commit = nd_raft_commit_index(group->raft), bound = commit;
    for (size_t i = 0; i < group->member_count; i++) {
        uint64_t match = nd_raft_match(group->raft, group->members[i].member.replica);
        if (match < bound && is_waited_for(group, &group->members[i], match)) bound = match;
    }
    if (group->hold != 0 && group->hold < bound) bound = group->hold; /* the receiver of a snapshot goes on from there, whoever leads then */
    if (bound > group->bound) group->bound = bound;
    bool has_grown = group->bound > group->bound_sent;
    if (has_grown || group->must_repeat_bound) send_bound(group);
    group->must_repeat_bound = has_grown;
    group->bound_sent = group->bound;
}

static void compact(struct nd_group *group) /* X5 */
{
    struct nd_multiraft *multiraft = group->multiraft;
    uint64_t to = group->bound;
    if (group->is_installing) return;
    if (group->hold != 0 && group->hold < to) to = group->hold;
    if (group->engine_durable < to) to = group->engine_durable;
    if (nd_raft_applied_index(group->raft) < to) to = nd_raft_applied_index(group->raft);
    if (nd_raft_durable_index(group->raft) < to) to = nd_raft_durable_index(group->raft);
    if (to < nd_raft_first_index(group->raft)) return;
    nd_log_compact(multiraft->log, group->range, to + 1, nd_raft_term_at(group->raft, to));
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_COMPACTED, .index = to + 1};
    enum nd_status status = nd__mr_step(group, &event);
    ND_ASSERT(status == ND_STATUS_OK);
    nd_counter_add(&multiraft->metrics.compactions, 1);
}

static void on_keep_timer(struct nd_timer *timer)
{
    struct nd_multiraft *multiraft = ND_CONTAINER_OF(timer, struct nd_multiraft, keep_timer);
    struct nd_list round;
    nd_list_init(&round);
    nd__mr_list_move(&round, &multiraft->keep);
    while (!nd_list_is_empty(&round)) {
        struct nd_group *group = ND_CONTAINER_OF(round.next, struct nd_group, keep_link);
        nd_list_remove(&group->keep_link);
        find_bound(group);
        compact(group);
        bool is_behind = nd_raft_role(group->raft) == ND_RAFT_LEADER && group->bound < nd_raft_commit_index(group->raft);
        if (group->must_repeat_bound || (is_behind && multiraft->log_keep_bytes != 0)) nd__mr_needs_keeping(group);
    }
}

/* ---- payloads in memory ----------------------------------------------------------------------- */

static void recount(struct nd_group *group)
{
    size_t bytes = nd_raft_payload_bytes(group->raft);
    group->multiraft->cache_bytes += bytes - group->payload_bytes;
    group->payload_bytes = bytes;
}

/* Up to where nobody who is up will ask soon; is_hard: whatever the log can give back. */
static uint64_t evictable(struct nd_group *group, bool is_hard)
{
    uint64_t to = nd_raft_applied_index(group->raft);
    if (is_hard || nd_raft_role(group->raft) != ND_RAFT_LEADER) return to;
    for (size_t i = 0; i < group->member_count; i++) {
        const struct nd__mr_member *member = &group->members[i];
        if (member->peer == NULL || !member->peer->liveness.is_up) continue;
        uint64_t match = nd_raft_match(group->raft, member->member.replica);
        if (match < to) to = match;
    }
    return to;
}

static void evict(struct nd_multiraft *multiraft, bool is_hard)
{
    for (size_t left = nd_gauge_get(&multiraft->metrics.groups) > 0 ? (size_t)nd_gauge_get(&multiraft->metrics.groups)
                                                                    : 0;
         left > 0 && multiraft->cache_bytes > ND_RAFT_ENTRY_CACHE_BYTES / 4 * 3; left--) {
        struct nd_group *group = ND_CONTAINER_OF(multiraft->groups.next, struct nd_group, link);
        nd_list_remove(&group->link);
        nd_list_push_back(&multiraft->groups, &group->link);
        if (group->payload_bytes == 0) continue;
        nd_raft_evict_payloads(group->raft, evictable(group, is_hard));
        recount(group);
        nd_counter_add(&multiraft->metrics.evictions, 1);
    }
}

void nd__mr_count_cache(struct nd_group *group)
{
    struct nd_multiraft *multiraft = group->multiraft;
    recount(group);
    if (multiraft->cache_bytes < multiraft->cache_bytes_looked_at)
        multiraft->cache_bytes_looked_at = multiraft->cache_bytes;
    if (multiraft->cache_bytes <= ND_RAFT_ENTRY_CACHE_BYTES) return;
    if (multiraft->cache_bytes - multiraft->cache_bytes_looked_at < ND__MR_EVICT_STEP) return;
    evict(multiraft, false);
    if (multiraft->cache_bytes > ND_RAFT_ENTRY_CACHE_BYTES) evict(multiraft, true);
    multiraft->cache_bytes_looked_at = multiraft->cache_bytes;
    nd_gauge_set(&multiraft->metrics.cache_bytes, (int64_t)multiraft->cache_bytes);
}

/* ---- life ------------------------------------------------------------------------------------- */

static void on_recovered(void *arg, const struct nd_log_group_state *state)
{
    struct nd_multiraft *multiraft = arg;
    struct nd__mr_recovered *recovered = nd_heap_new(multiraft->heap, struct nd__mr_recovered);
    *recovered = (struct nd__mr_recovered){
        .replica = state->replica,
        .hard_state = state->hard_state,
        .prev_index = state->prev_index,
        .prev_term = state->prev_term,
        .entry_count = state->entry_count,
        .is_recovering = state->is_recovering,
    };
    if (state->entry_count > 0) {
        recovered->entries = nd_heap_alloc(multiraft->heap, state->entry_count * sizeof *recovered->entries);
        memcpy(recovered->entries, state->entries, state->entry_count * sizeof *recovered->entries);
    }
    nd_hmap_put(&multiraft->recovered, state->range.v, recovered);
}

struct nd_multiraft *nd_multiraft_new(const struct nd_multiraft_options *options)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_multiraft *multiraft = nd_heap_new(heap, struct nd_multiraft);
    ND_ASSERT(options->heartbeat_ns > 0);
    ND_ASSERT(options->down_after_ns >= 2 * options->heartbeat_ns);
    multiraft->env = options->env;
    multiraft->heap = heap;
    multiraft->reactor = options->reactor;
    multiraft->rpc = options->rpc;
    multiraft->log = options->log;
    multiraft->self = options->self;
    multiraft->heartbeat_ns = options->heartbeat_ns;
    multiraft->down_after_ns = options->down_after_ns;
    multiraft->lease_ns = options->lease_ns;
    multiraft->reads_by_lease = options->reads_by_lease;
    if (options->lease_ns > 0) multiraft->promise_until_ns = nd_env_now_ns(options->env) + options->lease_ns;
    multiraft->log_keep_bytes = options->log_keep_bytes;
    multiraft->disk_ok = true;
    for (unsigned i = 0; i < ND_BREAK_COUNT; i++)
        if (nd_env_is_broken(options->env, (enum nd_breakage)i)) multiraft->breakages |= 1ULL << i;
    nd_hmap_init(&multiraft->groups_by_range, heap);
    nd_hmap_init(&multiraft->recovered, heap);
    nd_hmap_init(&multiraft->used, heap);
    nd_hmap_init(&multiraft->absent, heap);
    nd_hmap_init(&multiraft->peers_by_node, heap);
    nd_list_init(&multiraft->groups);
    nd_list_init(&multiraft->closing);
    nd_list_init(&multiraft->peers);
    nd_list_init(&multiraft->notices);
    nd_list_init(&multiraft->keep);
    nd_list_init(&multiraft->append_pool);
    nd_arena_init(&multiraft->arena, heap);
    nd_task_init(&multiraft->notice_task, nd__mr_run_notices);
    nd_task_init(&multiraft->flush_task, nd__mr_flush);
    nd_timer_init(&multiraft->group_timer, options->reactor, on_group_timer);
    nd_timer_init(&multiraft->beat_timer, options->reactor, nd__mr_beat_timer);
    nd_timer_init(&multiraft->keep_timer, options->reactor, on_keep_timer);
    nd_log_recover(options->log, multiraft, on_recovered);
    nd_rpc_serve(options->rpc, ND_RPC_LIVENESS, multiraft, nd__mr_on_beat);
    nd_rpc_serve(options->rpc, ND_RPC_RAFT, multiraft, nd__mr_on_batch);
    nd_rpc_serve(options->rpc, ND_RPC_RAFT_URGENT, multiraft, nd__mr_on_batch);
    nd_rpc_on_peer_change(options->rpc, multiraft, nd__mr_on_peer_change);
    return multiraft;
}

/* The log's workers are closed: what they still had of the group never comes back. */
static void free_closed(struct nd_multiraft *multiraft, struct nd_group *group)
{
    nd_list_remove(&group->link);
    while (!nd_list_is_empty(&group->appends)) {
        struct nd__mr_append *append = ND_CONTAINER_OF(group->appends.next, struct nd__mr_append, link);
        nd_list_remove(&append->link);
        nd_buf_deinit(&append->msgs);
        nd_heap_free(multiraft->heap, append);
    }
    while (!nd_list_is_empty(&group->loads)) {
        struct nd__mr_load *load = ND_CONTAINER_OF(group->loads.next, struct nd__mr_load, link);
        nd_list_remove(&load->link);
        nd_log_read_release(&load->read);
        nd_heap_free(multiraft->heap, load);
    }
    nd_heap_free(multiraft->heap, group);
}

void nd_multiraft_free(struct nd_multiraft *multiraft)
{
    if (multiraft == NULL) return;
    struct nd_heap *heap = multiraft->heap;
    while (!nd_list_is_empty(&multiraft->groups))
        nd_group_close(ND_CONTAINER_OF(multiraft->groups.next, struct nd_group, link));
    while (!nd_list_is_empty(&multiraft->closing))
        free_closed(multiraft, ND_CONTAINER_OF(multiraft->closing.next, struct nd_group, link));
    while (!nd_list_is_empty(&multiraft->peers))
        nd__mr_peer_free(ND_CONTAINER_OF(multiraft->peers.next, struct nd__mr_peer, link));
    while (!nd_list_is_empty(&multiraft->append_pool)) {
        struct nd__mr_append *append = ND_CONTAINER_OF(multiraft->append_pool.next, struct nd__mr_append, link);
        nd_list_remove(&append->link);
        nd_buf_deinit(&append->msgs);
        nd_heap_free(heap, append);
    }
    ND_HMAP_FOREACH (slot, &multiraft->recovered) {
        struct nd__mr_recovered *recovered = slot->value;
        nd_heap_free(heap, recovered->entries);
        nd_heap_free(heap, recovered);
    }
    nd_rpc_serve(multiraft->rpc, ND_RPC_LIVENESS, NULL, NULL);
    nd_rpc_serve(multiraft->rpc, ND_RPC_RAFT, NULL, NULL);
    nd_rpc_serve(multiraft->rpc, ND_RPC_RAFT_URGENT, NULL, NULL);
    nd_rpc_on_peer_change(multiraft->rpc, multiraft, NULL);
    nd_task_cancel(&multiraft->notice_task);
    nd_task_cancel(&multiraft->flush_task);
    nd_timer_stop(&multiraft->group_timer);
    nd_timer_stop(&multiraft->beat_timer);
    nd_timer_stop(&multiraft->keep_timer);
    nd_arena_deinit(&multiraft->arena);
    nd_hmap_deinit(&multiraft->groups_by_range);
    nd_hmap_deinit(&multiraft->recovered);
    nd_hmap_deinit(&multiraft->used);
    nd_hmap_deinit(&multiraft->absent);
    nd_hmap_deinit(&multiraft->peers_by_node);
    nd_heap_free(heap, multiraft->heap_slots);
    nd_heap_free(heap, multiraft);
}

void nd_multiraft_register_metrics(struct nd_multiraft *multiraft, struct nd_metrics *metrics)
{
    struct nd__mr_metrics *m = &multiraft->metrics;
    nd_metrics_add_gauge(metrics, "ndoto_raft_groups", NULL, "Replicas on this node.", &m->groups);
    nd_metrics_add_gauge(metrics, "ndoto_raft_leaders", NULL, "Replicas on this node that lead.", &m->leaders);
    nd_metrics_add_gauge(metrics, "ndoto_raft_recovering", NULL, "Replicas on this node that lost a part of their log and have not caught up since.", &m->recovering);
    nd_metrics_add_gauge(metrics, "ndoto_raft_peers_up", NULL, "Other nodes that are up.", &m->peers_up);
    nd_metrics_add_gauge(metrics, "ndoto_raft_cache_bytes", NULL, "Payloads of entries in memory when last trimmed.",
                         &m->cache_bytes);
    nd_metrics_add_counter(metrics, "ndoto_raft_messages_total", "direction=\"in\"", "Messages of groups.",
                           &m->msgs_in);
    nd_metrics_add_counter(metrics, "ndoto_raft_messages_total", "direction=\"out\"", "Messages of groups.",
                           &m->msgs_out);
    nd_metrics_add_counter(metrics, "ndoto_raft_batches_total", NULL, "Batches of messages sent.", &m->batches_out);
    nd_metrics_add_counter(metrics, "ndoto_raft_batches_dropped_total", NULL,
                           "Batches dropped: the other node is not connected.", &m->batches_dropped);
    nd_metrics_add_counter(metrics, "ndoto_raft_messages_dropped_total", "reason=\"foreign\"",
                           "Messages dropped on arrival.", &m->dropped_foreign);
    nd_metrics_add_counter(metrics, "ndoto_raft_messages_dropped_total", "reason=\"malformed\"",
                           "Messages dropped on arrival.", &m->dropped_malformed);
    nd_metrics_add_counter(metrics, "ndoto_raft_messages_dropped_total", "reason=\"disk full\"",
                           "Messages dropped on arrival.", &m->dropped_full);
    nd_metrics_add_counter(metrics, "ndoto_raft_proposals_total", NULL, "Entries proposed here.", &m->proposals);
    nd_metrics_add_counter(metrics, "ndoto_raft_commits_total", NULL, "Entries handed to state machines.", &m->commits);
    nd_metrics_add_counter(metrics, "ndoto_raft_loads_total", NULL, "Reads of entries from the log.", &m->loads);
    nd_metrics_add_counter(metrics, "ndoto_raft_loaded_bytes_total", NULL, "Payload bytes read from the log.",
                           &m->loaded_bytes);
    nd_metrics_add_counter(metrics, "ndoto_raft_evictions_total", NULL,
                           "Groups whose payloads were dropped from memory.", &m->evictions);
    nd_metrics_add_counter(metrics, "ndoto_raft_role_changes_total", NULL, "Changes of role, term or leader.",
                           &m->role_changes);
    nd_metrics_add_counter(metrics, "ndoto_raft_compactions_total", NULL, "Compactions of a group's log.",
                           &m->compactions);
    nd_metrics_add_counter(metrics, "ndoto_raft_snapshots_wanted_total", NULL, "Members found to need a snapshot.", &m->snapshots_wanted);
    nd_metrics_add_counter(metrics, "ndoto_raft_installs_total", NULL, "Logs begun anew behind a snapshot.", &m->installs);
    nd_metrics_add_counter(metrics, "ndoto_liveness_beats_total", "direction=\"in\"", "Beats between nodes.",
                           &m->beats_in);
    nd_metrics_add_counter(metrics, "ndoto_liveness_beats_total", "direction=\"out\"", "Beats between nodes.",
                           &m->beats_out);
    nd_metrics_add_counter(metrics, "ndoto_liveness_changes_total", NULL, "Nodes seen to go up or down.",
                           &m->liveness_changes);
    nd_metrics_add_counter(metrics, "ndoto_liveness_disk_stalls_total", NULL,
                           "Times that this node gave leadership away for its disk.", &m->stalls);
}
