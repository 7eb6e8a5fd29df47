/* SPDX-License-Identifier: Apache-2.0 */
/* Lifecycle of a replica. */
#include "range/range_int.h"
#include "range/snap_int.h"

enum { ORPHAN_S = 15 };

static void open_group(struct nd_range *range, const struct nd_range_state *state, bool campaign_now, const struct nd_store_base *base)
{
    struct nd_group_options options = {.range = range->desc.id,
                                       .self = range->self,
                                       .conf = range->desc.conf,
                                       .applied = state->applied_index,
                                       .applied_term = state->applied_term,
                                       .is_newborn = state->is_newborn,
                                       .handler = &nd__range_group_handler,
                                       .owner = range,
                                       .campaign_now = campaign_now,
                                       .base_index = base == NULL ? 0 : base->index,
                                       .base_term = base == NULL ? 0 : base->term};
    enum nd_status status = nd_multiraft_open_group(range->store->options.multiraft, &options, &range->group);
    if (status != ND_STATUS_OK)
        nd_env_fatal(range->store->options.env, ND_EXIT_CORRUPTION,
                     "range %llu: log and state contradict each other (applied %llu): restore this node from a backup, or remove its folder and let it join anew",
                     (unsigned long long)range->desc.id.v, (unsigned long long)state->applied_index);
    bool is_alone = range->desc.conf.count == 1;
    if (is_alone && nd_raft_is_recovering(nd_group_raft(range->group)))
        nd_env_fatal(range->store->options.env, ND_EXIT_CORRUPTION,
                     "range %llu: its only replica has lost a part of its log, and nobody else has it: restore this node from a backup (what was damaged is kept as *.log.damaged)",
                     (unsigned long long)range->desc.id.v);
}

struct nd_range *nd__range_new(struct nd_store *store, const struct nd_range_state *state, bool campaign_now, const struct nd_store_base *base)
{
    struct nd_range *range = nd_heap_new_lasting(store->heap, struct nd_range);
    struct nd_reactor *reactor = store->options.reactor;
    range->store = store;
    range->heap = store->heap;
    range->desc = state->desc;
    range->applied = state->applied_index;
    range->gc_safepoint = range->gc_collected = state->gc_safepoint;
    range->state = ND__RANGE_FOLLOWING;
    nd_lock_table_init(&range->locks, range->heap);
    nd_hmap_init(&range->txns, range->heap);
    nd_hmap_init(&range->proposals, range->heap);
    nd_buf_init(&range->batch, range->heap);
    nd_buf_init(&range->raw_batch, range->heap);
    struct nd_list *lists[] = {&range->ops,    &range->unready, &range->confirm,   &range->catch_up,     &range->raw_confirm,
                               &range->rounds, &range->woken,   &range->batch_ops, &range->batch_raw_ops};
    for (size_t i = 0; i < ND_ARRAY_LEN(lists); i++) nd_list_init(lists[i]);
    nd_list_init(&range->closing.link);
    nd_list_init(&range->gc_link);
    nd__gc_need_init(range);
    nd__range_rest_init(range);
    nd_task_init(&range->flush_task, nd__range_flush);
    nd_task_init(&range->wake_task, nd__range_run_woken);
    nd_timer_init(&range->retry_timer, reactor, NULL);
    nd_timer_init(&range->batch_timer, reactor, nd__range_on_batch_timer);
    nd_timer_init(&range->lazy_timer, reactor, nd__range_on_lazy_timer);
    nd_timer_init(&range->gone_timer, reactor, NULL);
    nd_timer_init(&range->merge_timer, reactor, nd__range_on_merge_timer);
    const struct nd_raft_member *member = nd_range_desc_member_of(&range->desc, store->options.self);
    ND_ASSERT(member != NULL);
    range->self = member->replica;
    nd_hmap_put(&store->ranges, range->desc.id.v, range);
    struct nd_omap_node *twin = nd_omap_insert(&store->by_first, &range->by_key, range->desc.first);
    ND_ASSERT(twin == NULL); /* descriptors of a store tile (D1) */
    open_group(range, state, campaign_now, base);
    return range;
}

struct nd__range_next *nd__range_next(struct nd_range *range)
{
    if (range->next == NULL) range->next = nd_heap_new(range->heap, struct nd__range_next);
    return range->next;
}

static void trim_map(struct nd_hmap *map)
{
    if (map->count == 0) nd_hmap_deinit(map);
}

static void trim_buf(struct nd_range *range, struct nd_buf *buf)
{
    if (buf->n > 0) return;
    nd_buf_deinit(buf);
    nd_buf_init(buf, range->heap);
}

void nd__range_trim(struct nd_range *range)
{
    if (range->queue_count == 0) {
        nd_heap_free(range->heap, range->queue);
        range->queue = NULL;
        range->queue_cap = range->queue_head = 0;
    }
    if (!range->is_applying) {
        nd_heap_free(range->heap, range->applying);
        range->applying = NULL;
    }
    if (range->barrier == ND__BARRIER_NONE) {
        nd_heap_free(range->heap, range->next);
        range->next = NULL;
    }
    trim_map(&range->txns);
    trim_map(&range->proposals);
    trim_buf(range, &range->batch);
    trim_buf(range, &range->raw_batch);
    nd_group_trim(range->group);
}

static void drop_operations(struct nd_range *range)
{
    range->is_closing = true;
    if (range->extension_leads) {
        range->extension_leads = false;
        range->extension->on_stop(range->extension->owner, range);
    }
    nd__range_fail_waiting(range, ND_STATUS_SHUTDOWN);
    while (!nd_list_is_empty(&range->woken)) nd__op_finish(nd__op_of(range->woken.next), ND_STATUS_SHUTDOWN);
    nd__range_drop_batch(range, ND_STATUS_SHUTDOWN);
    nd__range_expire_proposals(range, UINT64_MAX);
}

/* The workers are idle by now: the node closes them before its ranges. */
void nd__range_free(struct nd_range *range)
{
    struct nd_store *store = range->store;
    drop_operations(range);
    nd__snap_forget_range(range);
    nd__range_gc_stop(range);
    nd__range_drop_spill_check(range);
    nd__size_forget(range);
    nd__range_rest_deinit(range);
    nd_list_remove(&range->closing.link);
    nd_timer_stop(&range->retry_timer);
    nd_timer_stop(&range->lazy_timer);
    nd_timer_stop(&range->batch_timer);
    nd_task_cancel(&range->flush_task);
    nd_task_cancel(&range->wake_task);
    nd_timer_stop(&range->gone_timer);
    nd_timer_stop(&range->merge_timer);
    nd__vigil_end(range);
    nd_group_close(range->group);
    while (!nd_list_is_empty(&range->rounds)) {
        struct nd__read_round *round = ND_CONTAINER_OF(range->rounds.next, struct nd__read_round, link);
        nd_list_remove(&round->link);
        nd_heap_free(range->heap, round);
    }
    for (size_t i = 0; i < range->queue_count; i++) nd_raft_payload_unref(range->queue[(range->queue_head + i) & (range->queue_cap - 1)].payload);
    nd_heap_free(range->heap, range->queue);
    const struct nd_apply_input *input = range->applying == NULL ? NULL : &range->applying->input;
    for (size_t i = 0; input != NULL && input->entries != NULL && i < input->count; i++) nd_raft_payload_unref(input->entries[i].payload);
    if (input != NULL) nd_heap_free(range->heap, input->entries);
    nd_heap_free(range->heap, range->applying);
    nd_lock_table_clear(&range->locks);
    ND_HMAP_FOREACH(slot, &range->txns) nd_heap_free(range->heap, slot->value);
    nd_hmap_deinit(&range->txns);
    nd_hmap_deinit(&range->proposals);
    nd_buf_deinit(&range->batch);
    nd_buf_deinit(&range->raw_batch);
    if (range->going != NULL) nd_span_walk_deinit(&range->going->walk);
    nd_heap_free(range->heap, range->going);
    nd_heap_free(range->heap, range->next);
    nd_omap_remove(&store->by_first, &range->by_key);
    nd_hmap_remove(&store->ranges, range->desc.id.v);
    nd_range_desc_deinit(&range->desc, range->heap);
    nd_heap_free(range->heap, range);
}

/* Transactions not heard of for long are forgotten; a forgotten fence lives on in the engine, so the
 * floor rises to where the engine is asked. */
static void forget_transactions(struct nd_range *range, uint64_t now_ns)
{
    struct nd_hmap kept;
    nd_hmap_init(&kept, range->heap);
    ND_HMAP_FOREACH(slot, &range->txns)
    {
        struct nd__txn_seen *seen = slot->value;
        bool is_pushed = seen->min_commit != 0 && seen->min_commit >= range->gc_safepoint.v; /* commits below the safepoint are refused anyway */
        if (now_ns - seen->seen_ns < 60 * ND_SEC || is_pushed) {
            nd_hmap_put(&kept, slot->id, seen);
            continue;
        }
        if (seen->is_fenced && range->floor_ts.v < seen->start_ts) range->floor_ts.v = seen->start_ts;
        nd_heap_free(range->heap, seen);
    }
    nd_hmap_deinit(&range->txns);
    range->txns = kept;
}

/* A replica that waits for a leader to catch up with, and in vain: others may be as it is. */
static void look_for_leader(struct nd_range *range, uint64_t now_ns)
{
    bool is_orphan = nd_raft_is_recovering(nd_group_raft(range->group)) && range->role.leader.v == 0;
    if (!is_orphan) range->orphan_since_ns = 0;
    else if (range->orphan_since_ns == 0) range->orphan_since_ns = now_ns;
    else if (now_ns - range->orphan_since_ns > ORPHAN_S * ND_SEC) {
        range->orphan_since_ns = now_ns;
        ND_ERROR(nd_env_logger(range->store->options.env), "range",
                 "range %llu: this replica has lost a part of its log and finds no leader to catch up with: where a majority has, nobody may vote, and the shard stays closed. "
                 "Nothing was thrown away: see docs/OPERATION.md, \"Damaged storage\"",
                 (unsigned long long)range->desc.id.v);
    }
}

void nd__range_tick(struct nd_range *range)
{
    uint64_t now_ns = nd_env_now_ns(range->store->options.env);
    look_for_leader(range, now_ns);
    nd__range_expire_proposals(range, now_ns);
    nd__size_tick(range);
    if (range->state != ND__RANGE_SERVING) return;
    nd__range_members_tick(range);
    if (range->txns.count > 0) forget_transactions(range, now_ns);
    nd__range_check_spilled(range);
    nd__range_gc_tick(range);
}

/* ---- looking at it ------------------------------------------------------------------------------------ */

void nd_range_get_info(const struct nd_range *range, struct nd_range_info *info)
{
    const struct nd_raft *raft = nd_group_raft(range->group);
    *info = (struct nd_range_info){.desc = range->desc,
                                   .role = range->role,
                                   .is_serving = range->state == ND__RANGE_SERVING,
                                   .is_in_flux = range->is_installing || (range->is_gone && !range->is_subsumed),
                                   .applied = range->applied,
                                   .committed = nd_raft_commit_index(raft),
                                   .last = nd_raft_last_index(raft),
                                   .is_recovering = nd_raft_is_recovering(raft),
                                   .voted_for = nd_raft_hard_state(raft).voted_for,
                                   .lock_count = range->locks.locks.count,
                                   .op_count = range->op_count,
                                   .bytes = nd__size_bytes(range),
                                   .keys = nd__size_keys(range),
                                   .closed_ts = range->closed.ts,
                                   .requests_per_s = range->size.rate};
}

uint64_t nd_range_match(const struct nd_range *range, struct nd_node_id node)
{
    const struct nd_raft_member *member = nd_range_desc_member_of(&range->desc, node);
    return member == NULL ? 0 : nd_raft_match(nd_group_raft(range->group), member->replica);
}

uint64_t nd_range_log_term(const struct nd_range *range, uint64_t index) { return nd_raft_term_at(nd_group_raft(range->group), index); }
struct nd_range_id nd_range_id_of(const struct nd_range *range) { return range->desc.id; }
const struct nd_range_desc *nd_range_descriptor(const struct nd_range *range) { return &range->desc; }
bool nd_range_is_serving(const struct nd_range *range) { return range->state == ND__RANGE_SERVING; }
struct nd_replica_id nd_range_replica(const struct nd_range *range) { return range->self; }
void nd_range_campaign(struct nd_range *range) { nd_group_campaign(range->group); }

enum nd_status nd_range_transfer_leader(struct nd_range *range, struct nd_node_id to)
{
    const struct nd_raft_member *member = nd_range_desc_member_of(&range->desc, to);
    return member == NULL ? ND_STATUS_NOT_FOUND : nd_group_transfer(range->group, member->replica);
}

static bool may_have_record(const struct nd_range *range, struct nd_slice key)
{
    struct nd_buf record;
    nd_buf_init(&record, range->heap);
    enum nd_status status = nd_mvcc_lock_get(range->store->options.engine, ND_READ_CACHED_ONLY, key, range->heap, &record);
    nd_buf_deinit(&record);
    return status != ND_STATUS_NOT_FOUND;
}

bool nd_range_is_unchanged(const struct nd_range *range, struct nd_slice key, struct nd_ts since)
{
    if (range->state != ND__RANGE_SERVING || !nd_range_desc_has_key(&range->desc, key)) return false;
    if (range->has_spilled && may_have_record(range, key)) return false;
    const struct nd_lock *lock = nd_lock_find(&range->locks, key);
    if (lock != NULL && (lock->latch != NULL || lock->prew.v != 0)) return false;
    return !nd__maybe_newer(range, key, since);
}

void nd_range_set_extension(struct nd_range *range, const struct nd_range_extension *extension) { range->extension = extension; }
