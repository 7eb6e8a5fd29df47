/* SPDX-License-Identifier: Apache-2.0 */
/* What a group tells its owner, at the end of a turn: entries first, then its role, then reads. */
#include "multiraft/multiraft_int.h"

void nd__mr_notice(struct nd_group *group)
{
    if (nd_list_is_empty(&group->notice_link)) nd_list_push_back(&group->multiraft->notices, &group->notice_link);
    nd_reactor_defer(group->multiraft->reactor, &group->multiraft->notice_task);
}

bool nd__mr_role_differs(const struct nd_group *group)
{
    const struct nd_group_role *told = &group->role_told;
    return told->role != nd_raft_role(group->raft) || told->term != nd_raft_term(group->raft) ||
           told->leader.v != nd_raft_leader(group->raft).v || told->is_ready != nd_raft_is_ready_leader(group->raft);
}

/* ---- reading the log back --------------------------------------------------------------------- */

static bool has_room(const struct nd_group *group)
{
    return group->window_count < ND__MR_WINDOW_PARTS && group->window_bytes < ND__MR_WINDOW_BYTES &&
           group->delivered - group->applied < ND__MR_WINDOW_ENTRIES;
}

static void hand_over(struct nd_group *group, const struct nd_raft_entry *entries, size_t count)
{
    size_t bytes = 0, at = (group->window_head + group->window_count) % ND__MR_WINDOW_PARTS;
    ND_ASSERT(count > 0);
    ND_ASSERT(entries[0].index == group->delivered + 1); /* X2 */
    for (size_t i = 0; i < count; i++) bytes += nd_raft_payload_slice(entries[i].payload).n;
    ND_ASSERT(group->window_count < ND__MR_WINDOW_PARTS);
    if (group->window == NULL) group->window = nd_heap_alloc(group->multiraft->heap, ND__MR_WINDOW_PARTS * sizeof *group->window);
    group->delivered = entries[count - 1].index;
    group->window[at].last = group->delivered;
    group->window[at].bytes = bytes;
    group->window_count++;
    group->window_bytes += bytes;
    nd_counter_add(&group->multiraft->metrics.commits, count);
    group->handler->on_commit(group->owner, entries, count);
}

static void owner_load_done(struct nd_group *group, const struct nd_log_read *read)
{
    size_t count = 0;
    for (; count < read->entry_count && read->entries[count].index <= group->commit_known; count++) {
        const struct nd_raft_entry *entry = &read->entries[count];
        if (entry->index != group->delivered + 1 + count || entry->term != nd_raft_term_at(group->raft, entry->index))
            nd_env_fatal(group->multiraft->env, ND_EXIT_CORRUPTION,
                         "multiraft: range %llu: the log returned entry %llu of term %llu, not %llu of term %llu",
                         (unsigned long long)group->range.v, (unsigned long long)entry->index,
                         (unsigned long long)entry->term, (unsigned long long)(group->delivered + 1 + count),
                         (unsigned long long)nd_raft_term_at(group->raft, entry->index));
    }
    if (count > 0) hand_over(group, read->entries, count);
    if (!group->is_closed && group->delivered < group->commit_known) nd__mr_notice(group);
}

static void peer_load_done(struct nd_group *group, const struct nd__mr_load *load)
{
    struct nd_raft_event event = {
        .type = ND_RAFT_EVENT_LOADED,
        .loaded = {.replica = load->replica, .entries = load->read.entries, .count = load->read.entry_count}};
    enum nd_status status = nd__mr_step(group, &event);
    ND_ASSERT(status == ND_STATUS_OK);
}

static void on_loaded(struct nd_log_read *read)
{
    struct nd__mr_load *load = ND_CONTAINER_OF(read, struct nd__mr_load, read);
    struct nd_group *group = load->group;
    struct nd_multiraft *multiraft = group->multiraft;
    nd_list_remove(&load->link);
    group->load_count--;
    if (!group->is_closed) {
        bool is_owners = load->replica.v == 0, is_stale = load->generation != group->log_generation || group->is_installing;
        if (is_owners) group->is_loading = false;
        /* A member may ask for what was compacted away meanwhile; the owner never needs such. */
        bool is_missing = read->status == ND_STATUS_NOT_FOUND && !is_owners;
        if (read->status != ND_STATUS_OK && !is_missing && !is_stale)
            nd_env_fatal(multiraft->env, read->status == ND_STATUS_CORRUPT ? ND_EXIT_REPAIR : ND_EXIT_CORRUPTION,
                         "multiraft: range %llu: cannot read entries %llu to %llu of the log: %s",
                         (unsigned long long)group->range.v, (unsigned long long)read->first,
                         (unsigned long long)read->last, nd_status_text(read->status));
        for (size_t i = 0; i < read->entry_count; i++)
            nd_counter_add(&multiraft->metrics.loaded_bytes, nd_raft_payload_slice(read->entries[i].payload).n);
        if (is_stale)
            nd__mr_notice(group);
        else if (is_owners)
            owner_load_done(group, read);
        else if (!is_missing)
            peer_load_done(group, load);
    }
    nd_log_read_release(read);
    nd_heap_free(multiraft->heap, load);
    nd__mr_group_unpin(group);
}

void nd__mr_load(struct nd_group *group, struct nd_replica_id replica, uint64_t first, uint64_t last)
{
    /* raft asks again after a while for what it does not get. */
    if (replica.v != 0 && group->load_count >= ND__MR_LOADS_MAX) return;
    struct nd__mr_load *load = nd_heap_new(group->multiraft->heap, struct nd__mr_load);
    load->group = group;
    load->replica = replica;
    load->generation = group->log_generation;
    load->read.done = on_loaded;
    load->read.range = group->range;
    load->read.first = first;
    load->read.last = last;
    load->read.bytes_max = ND__MR_LOAD_BYTES;
    nd_list_push_back(&group->loads, &load->link);
    group->load_count++;
    group->pins++;
    nd_counter_add(&group->multiraft->metrics.loads, 1);
    nd_log_read(group->multiraft->log, &load->read);
}

/* ---- the owner hears --------------------------------------------------------------------------- */

/* A run of entries that are in memory, with a reference on each payload. */
static size_t collect(struct nd_group *group, struct nd_raft_entry *entries)
{
    size_t count = 0, bytes = 0;
    for (uint64_t index = group->delivered + 1; index <= group->commit_known; index++) {
        const struct nd_raft_entry *entry = nd_raft_entry_at(group->raft, index);
        ND_ASSERT(entry != NULL);
        if (entry->type != ND_RAFT_NOOP && entry->payload == NULL) break; /* evicted */
        entries[count] = *entry;
        nd_raft_payload_ref(entry->payload);
        bytes += nd_raft_payload_slice(entry->payload).n;
        if (++count == ND__MR_DELIVER_ENTRIES || bytes >= ND__MR_DELIVER_BYTES) break;
    }
    return count;
}

static void deliver_commits(struct nd_group *group)
{
    struct nd_raft_entry entries[ND__MR_DELIVER_ENTRIES];
    while (!group->is_closed && !group->is_loading && !group->is_installing && group->delivered < group->commit_known && has_room(group)) {
        size_t count = collect(group, entries);
        if (count == 0) {
            uint64_t last = group->delivered + ND__MR_DELIVER_ENTRIES;
            group->is_loading = true;
            nd__mr_load(group, (struct nd_replica_id){0}, group->delivered + 1,
                        last < group->commit_known ? last : group->commit_known);
            break;
        }
        hand_over(group, entries, count);
        for (size_t i = 0; i < count; i++) nd_raft_payload_unref(entries[i].payload);
    }
}

static void deliver_role(struct nd_group *group)
{
    if (group->is_closed || !nd__mr_role_differs(group)) return;
    struct nd_multiraft *multiraft = group->multiraft;
    struct nd_group_role role = nd_group_role(group);
    int64_t leads = role.role == ND_RAFT_LEADER, led = group->role_told.role == ND_RAFT_LEADER;
    nd_gauge_add(&multiraft->metrics.leaders, leads - led);
    nd_counter_add(&multiraft->metrics.role_changes, 1);
    group->role_told = role;
    group->handler->on_role(group->owner, &role);
}

static void deliver_reads(struct nd_group *group)
{
    if (group->is_closed || group->read_count == 0) return;
    struct nd_raft_read *reads = group->reads;
    size_t count = group->read_count;
    group->reads = NULL; /* on_read may ask again */
    group->read_count = group->read_cap = 0;
    for (size_t i = 0; i < count && !group->is_closed; i++)
        group->handler->on_read(group->owner, reads[i].read_id, reads[i].status, reads[i].index);
    if (!group->is_closed && group->reads == NULL) { /* the common case: keep the memory */
        group->reads = reads;
        group->read_cap = count;
        return;
    }
    nd_heap_free(group->multiraft->heap, reads);
}

static void deliver_wants(struct nd_group *group)
{
    struct nd_raft_member wanted[ND_REPLICAS_MAX];
    size_t count = group->wanted_count;
    if (count > 0) memcpy(wanted, group->wanted, count * sizeof *wanted);
    group->wanted_count = 0;
    for (size_t i = 0; i < count && !group->is_closed; i++) {
        if (group->handler->on_snapshot_wanted != NULL) group->handler->on_snapshot_wanted(group->owner, &wanted[i]);
        else nd_group_snapshot_sent(group, wanted[i].replica, 0);
    }
}

void nd__mr_run_notices(struct nd_task *task)
{
    struct nd_multiraft *multiraft = ND_CONTAINER_OF(task, struct nd_multiraft, notice_task);
    struct nd_list round; /* what they cause waits for the next */
    nd_list_init(&round);
    nd__mr_list_move(&round, &multiraft->notices);
    while (!nd_list_is_empty(&round)) {
        struct nd_group *group = ND_CONTAINER_OF(round.next, struct nd_group, notice_link);
        nd_list_remove(&group->notice_link);
        group->pins++;
        deliver_commits(group);
        deliver_role(group);
        deliver_reads(group);
        deliver_wants(group);
        nd__mr_group_unpin(group);
    }
}
