/* SPDX-License-Identifier: Apache-2.0 */
/* Committed entries, in order: to the apply worker in batches; what changes the descriptor is a barrier of its own. */
#include "range/range_int.h"
#include "range/snap_int.h"

static bool entry_is_reshape(const struct nd__pending_entry *entry)
{
    return entry->payload != NULL && !entry->is_conf && nd_command_is_reshape(nd_raft_payload_slice(entry->payload));
}

/* A barrier: nothing else is applied with it. */
static bool entry_is_alone(const struct nd__pending_entry *entry) { return entry->is_conf || entry_is_reshape(entry); }

void nd__range_on_commit(void *owner, const struct nd_raft_entry *entries, size_t count)
{
    struct nd_range *range = owner;
    nd__range_stir(range);
    if (range->queue_count + count > range->queue_cap) {
        size_t cap = range->queue_cap == 0 ? 64 : range->queue_cap;
        while (cap < range->queue_count + count) cap *= 2;
        struct nd__pending_entry *queue = nd_heap_alloc(range->heap, cap * sizeof *queue);
        for (size_t i = 0; i < range->queue_count; i++) queue[i] = range->queue[(range->queue_head + i) & (range->queue_cap - 1)];
        nd_heap_free(range->heap, range->queue);
        range->queue = queue;
        range->queue_cap = cap;
        range->queue_head = 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct nd__pending_entry *slot = &range->queue[(range->queue_head + range->queue_count) & (range->queue_cap - 1)];
        bool has_bytes = entries[i].type != ND_RAFT_NOOP;
        *slot = (struct nd__pending_entry){entries[i].index, entries[i].term, has_bytes ? nd_raft_payload_ref(entries[i].payload) : NULL, entries[i].type == ND_RAFT_CONF};
        range->queue_count++;
        if (has_bytes) range->queue_bytes += entries[i].payload->n;
        range->queue_is_urgent |= entry_is_alone(slot);
    }
    nd__range_start_apply(range);
}

static void run_apply(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__applying, job)->range;
    switch (range->barrier) {
    case ND__BARRIER_NONE: range->applying->status = nd_apply_entries(&range->applying->input); return;
    case ND__BARRIER_SPLIT: range->applying->status = nd_apply_split(&range->applying->input, &range->next->after, &range->next->split_child); return;
    case ND__BARRIER_MERGE: range->applying->status = nd_apply_merge(&range->applying->input, &range->next->after, range->merge_right, range->desc.end); return;
    case ND__BARRIER_CHANGE:
    case ND__BARRIER_MARK: range->applying->status = nd_apply_change(&range->applying->input, &range->next->after); return;
    }
}

/* On the leader the in-memory locks of the child's keys go: provisional records are loaded again by
 * the child's leader, the rest are hints that prewrite checks. */
static void drop_locks_from(struct nd_range *range, struct nd_slice key)
{
    struct nd_lock *lock = nd_lock_find_ge(&range->locks, key);
    while (lock != NULL) {
        struct nd_lock *next = nd_lock_next(lock);
        nd_lock_clear_prew(&range->locks, lock);
        nd_lock_drop_all_pess(&range->locks, lock);
        ND_LIST_FOREACH_SAFE(link, &lock->guards)
            nd_lock_remove_guard(&range->locks, lock, ND_CONTAINER_OF(link, struct nd_guard_hold, link)->start_ts);
        nd_lock_release(&range->locks, lock);
        lock = next;
    }
}

/* Operations on keys that are the child's now find so when they go on; those that wait go on now. */
void nd__range_wake_all(struct nd_range *range)
{
    ND_LIST_FOREACH_SAFE(link, &range->ops)
    {
        struct nd_range_op *op = ND_CONTAINER_OF(link, struct nd_range_op, all_link);
        if (op->stage == ND_STAGE_LOCKS && op->waiting_on != NULL) nd__op_finish(op, ND_STATUS_WRONG_RANGE);
    }
}

/* ---- births ------------------------------------------------------------------------------------------------
 * A child takes part in its group only when its birth is durable here. Else, after a crash, the parent could
 * stand before the split again and leap over it by a snapshot: what the child promised - votes,
 * acknowledged entries - would then belong to a state that is nowhere. Until then nothing else comes to its span, whoever it is (ADR 0025). */

static void run_births(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, birth_job);
    store->birth_status = nd_engine_flush(store->options.engine);
}

static void be_born(struct nd__birth *birth)
{
    struct nd_store *store = birth->store;
    struct nd_range_id parent = birth->parent;
    nd_list_remove(&birth->link);
    if (birth->is_stillborn) {
        nd_range_desc_deinit(&birth->child.desc, store->heap);
        nd_heap_free(store->heap, birth);
        return;
    }
    struct nd_range *child = nd__range_new(store, &birth->child, birth->campaigns, NULL);
    child->size = birth->size;
    child->gc_need = birth->gc_need;
    nd_heap_free(store->heap, birth);
    struct nd_range *range = nd_hmap_find(&store->ranges, parent.v);
    if (range != NULL && store->options.on_range_change != NULL) store->options.on_range_change(store->options.observer, range);
}

static void births_flushed(struct nd_job *job);

/* One flush for all that wait. */
static void flush_births(struct nd_store *store)
{
    if (store->births_flushing > 0 || store->birth_count == 0) return;
    store->births_flushing = store->birth_count;
    store->birth_flush_no = ++store->flush_no;
    store->birth_job = (struct nd_job){.run = run_births, .done = births_flushed};
    nd_worker_submit(store->options.flusher, store->options.reactor, &store->birth_job);
}

static void births_flushed(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, birth_job);
    if (store->birth_status != ND_STATUS_OK)
        nd_env_fatal(store->options.env, ND_EXIT_ENGINE, "the state engine cannot flush a split: %s", nd_status_text(store->birth_status));
    if (store->flushed_no < store->birth_flush_no) store->flushed_no = store->birth_flush_no;
    for (; store->births_flushing > 0; store->births_flushing--) {
        store->birth_count--;
        be_born(ND_CONTAINER_OF(store->births.next, struct nd__birth, link));
    }
    flush_births(store);
}

static void give_birth(struct nd_range *range, const struct nd_range_state *child, bool campaigns, bool is_stillborn)
{
    struct nd_store *store = range->store;
    struct nd__birth *birth = nd_heap_new(store->heap, struct nd__birth);
    birth->store = store;
    birth->child = *child;
    birth->parent = range->desc.id;
    birth->campaigns = campaigns;
    birth->is_stillborn = is_stillborn;
    birth->size = nd__size_halve(range);
    birth->gc_need = nd__gc_need_halve(&range->gc_need);
    nd_list_push_back(&store->births, &birth->link);
    store->birth_count++;
    flush_births(store);
}

/* The workers are closed. */
void nd__range_drop_births(struct nd_store *store)
{
    while (!nd_list_is_empty(&store->births)) {
        struct nd__birth *birth = ND_CONTAINER_OF(store->births.next, struct nd__birth, link);
        nd_list_remove(&birth->link);
        nd_range_desc_deinit(&birth->child.desc, store->heap);
        nd_heap_free(store->heap, birth);
    }
}

static void finish_split(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd_range_state child = {.desc = range->next->split_child, .gc_safepoint = range->gc_collected, .is_newborn = true};
    nd_range_desc_deinit(&range->desc, range->heap);
    range->desc = range->next->after;
    range->by_key.key = range->desc.first; /* the same bytes, elsewhere */
    nd__range_wake_all(range);
    drop_locks_from(range, child.desc.first);
    bool is_leader = range->role.role == ND_RAFT_LEADER;
    if (range->op_count > 1) ND_PROBE(store->options.env, RANGE_SPLIT_UNDER_LOAD); /* more than the split itself */
    bool campaigns = child.desc.preferred_leader.v == store->options.self.v || (child.desc.preferred_leader.v == 0 && is_leader);
    const struct nd_raft_member *member = nd_range_desc_member_of(&child.desc, store->options.self);
    bool is_buried = member == NULL || nd_store_is_buried(store, child.desc.id, member->replica);
    ND_INFO(nd_env_logger(store->options.env), "range", "range %llu split: child %llu", (unsigned long long)range->desc.id.v,
            (unsigned long long)child.desc.id.v);
    if (nd_hmap_find(&store->ranges, child.desc.id.v) == NULL) give_birth(range, &child, campaigns, is_buried);
    else nd_range_desc_deinit(&child.desc, range->heap);
}

static void apply_done(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__applying, job)->range;
    struct nd_apply_input *input = &range->applying->input;
    struct nd_env *env = range->store->options.env;
    if (range->applying->status != ND_STATUS_OK)
        nd_env_fatal(env, range->applying->status == ND_STATUS_CORRUPT ? ND_EXIT_CORRUPTION : ND_EXIT_ENGINE,
                     "range %llu: cannot apply entries %llu..%llu: %s", (unsigned long long)range->desc.id.v,
                     (unsigned long long)input->entries[0].index, (unsigned long long)input->entries[input->count - 1].index,
                     nd_status_text(range->applying->status));
    uint64_t last = input->entries[input->count - 1].index;
    ND_ASSERT(last > range->applied);
    range->applied = last;
    range->applied_flush_no = range->store->flush_no;
    range->is_applying = false;
    enum nd__barrier barrier = range->barrier;
    range->barrier = ND__BARRIER_NONE;
    if (barrier == ND__BARRIER_SPLIT) finish_split(range);
    if (barrier == ND__BARRIER_MERGE) nd__range_finish_merge(range);
    if (barrier == ND__BARRIER_MARK) nd__range_finish_mark(range);
    uint64_t bytes = 0, collected = 0, superseding = 0;
    for (size_t i = 0; i < input->count; i++) {
        if (input->entries[i].payload != NULL) bytes += input->entries[i].payload->n;
        collected += input->entries[i].collected;
        superseding += input->entries[i].superseding;
        nd__range_resolve_proposal(range, input->entries[i].index, input->entries[i].term, input->entries[i].is_stale);
        nd_raft_payload_unref(input->entries[i].payload);
    }
    nd_heap_free(range->heap, input->entries);
    input->entries = NULL;
    nd_group_applied(range->group, last);
    nd__size_applied(range, bytes, collected);
    range->gc_need.made += superseding;
    if (barrier == ND__BARRIER_CHANGE) nd__range_finish_change(range);
    if (range->is_closing) return;
    ND_LIST_FOREACH_SAFE(link, &range->catch_up)
    {
        struct nd_range_op *op = nd__op_of(link);
        if (op->read_index > last) continue;
        nd_list_remove(link);
        nd__op_advance(op);
    }
    nd__range_check_load(range);
    nd__range_start_apply(range);
    nd__snap_on_applied(range);
}

/* Both descriptors after the split entry; false: it makes no sense. */
static bool plan_split(struct nd_range *range, const struct nd_command *command)
{
    if (!nd_range_desc_has_key(&range->desc, command->primary) || nd_slice_eq(command->primary, range->desc.first)) return false;
    struct nd_range_desc parent = range->desc, child = range->desc;
    parent.end = child.first = command->primary;
    parent.epoch.version++;
    child.epoch.version = parent.epoch.version;
    child.id = command->child;
    child.preferred_leader = command->preferred_leader;
    child.is_kept = false; /* merged_by stays: by it a frozen replica to its right that was left behind is known to be of the past */
    nd__range_next(range)->after = nd_range_desc_copy(&parent, range->heap);
    range->next->split_child = nd_range_desc_copy(&child, range->heap);
    return true;
}

/* What the entry does to the descriptor; NONE: it has no effect (stale epoch, or it makes no sense). false: not to be applied yet. */
static bool plan_reshape(struct nd_range *range, const struct nd__pending_entry *entry, enum nd__barrier *barrier_out)
{
    struct nd_command_batch batch;
    struct nd_command command;
    *barrier_out = ND__BARRIER_NONE;
    if (!nd_command_batch_read(nd_raft_payload_slice(entry->payload), &batch) || !nd_command_next(&batch, &command)) return true;
    bool is_current = command.kind == ND_COMMAND_SPLIT ? nd_range_epoch_same_span(batch.epoch, range->desc.epoch) && range->desc.frozen_by == 0
                                                       : nd_range_epoch_eq(batch.epoch, range->desc.epoch);
    if (!is_current) return true;
    if (command.kind == ND_COMMAND_SPLIT && plan_split(range, &command)) *barrier_out = ND__BARRIER_SPLIT;
    if (command.kind == ND_COMMAND_MARK && nd__range_plan_mark(range, &command)) *barrier_out = ND__BARRIER_MARK;
    if (command.kind != ND_COMMAND_MERGE) return true;
    enum nd__readiness readiness = nd__range_plan_merge(range, &command);
    if (readiness == ND__MERGE_READY) *barrier_out = ND__BARRIER_MERGE;
    return readiness != ND__MERGE_WAITS;
}

static bool plan(struct nd_range *range, const struct nd__pending_entry *entry, enum nd__barrier *barrier_out)
{
    *barrier_out = ND__BARRIER_NONE;
    if (entry_is_reshape(entry)) return plan_reshape(range, entry, barrier_out);
    if (entry->is_conf && nd__range_plan_change(range, entry)) *barrier_out = ND__BARRIER_CHANGE;
    return true;
}

/* Nobody waits for a follower's state, and larger batches cost less for each entry. Barriers are waited for. */
static bool may_wait(struct nd_range *range)
{
    if (range->role.role == ND_RAFT_LEADER || range->queue_is_urgent || range->queue_bytes >= ND__APPLY_LAZY_BYTES) return false;
    if (!nd_timer_is_running(&range->lazy_timer)) nd_timer_start_in(&range->lazy_timer, ND__APPLY_LAZY_MS * ND_MS);
    return true;
}

void nd__range_on_lazy_timer(struct nd_timer *timer)
{
    struct nd_range *range = ND_CONTAINER_OF(timer, struct nd_range, lazy_timer);
    range->queue_is_urgent = true;
    nd__range_start_apply(range);
}

void nd__range_start_apply(struct nd_range *range)
{
    if (range->is_applying || range->is_closing || range->is_gone || range->is_skipping) return;
    nd__range_skip(range, range->applied);
    if (range->queue_count == 0 || may_wait(range)) return;
    size_t mask = range->queue_cap - 1, count = 0;
    const struct nd__pending_entry *head = &range->queue[range->queue_head];
    bool is_alone = entry_is_alone(head);
    if (!plan(range, head, &range->barrier)) return;
    if (is_alone) {
        count = 1;
    } else {
        while (count < range->queue_count && count < ND__APPLY_ENTRIES_MAX && !entry_is_alone(&range->queue[(range->queue_head + count) & mask]))
            count++;
    }
    struct nd_apply_entry *entries = nd_heap_zalloc(range->heap, count * sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        struct nd__pending_entry *pending = &range->queue[(range->queue_head + i) & mask];
        entries[i] = (struct nd_apply_entry){.index = pending->index, .term = pending->term, .payload = pending->payload};
        if (pending->payload != NULL) range->queue_bytes -= pending->payload->n;
    }
    range->queue_head = (range->queue_head + count) & mask;
    range->queue_count -= count;
    if (range->queue_count == 0) range->queue_is_urgent = false;
    struct nd_range_epoch epoch = range->desc.epoch;
    /* One that has no effect passes as a batch of another epoch; so does whatever comes to a frozen range. */
    if ((is_alone && range->barrier == ND__BARRIER_NONE) || range->desc.frozen_by != 0) epoch = (struct nd_range_epoch){0, 0};
    if (range->applying == NULL) range->applying = nd_heap_new(range->heap, struct nd__applying);
    range->applying->range = range;
    range->applying->input = (struct nd_apply_input){.engine = range->store->options.engine, .heap = range->heap, .range = range->desc.id,
                                                 .epoch = epoch, .entries = entries, .count = count, .bytes = &range->store->applied_bytes};
    range->applying->input.ignores_epoch = !is_alone && nd_env_is_broken(range->store->options.env, ND_BREAK_STALE_EPOCH_APPLIED);
    range->applying->input.forgets_gates = nd_env_is_broken(range->store->options.env, ND_BREAK_GATE_NOT_SPLIT);
    range->is_applying = true;
    range->applying->job = (struct nd_job){.run = run_apply, .done = apply_done};
    nd_worker_submit(range->store->options.apply, range->store->options.reactor, &range->applying->job);
}
