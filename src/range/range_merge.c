/* SPDX-License-Identifier: Apache-2.0 */
/* A range's part in a merge: asked by the meta shard step by step (members.h, meta/merge.h); what MARK and MERGE do when they are
 * applied; and how the right range ends.
 *
 * The right range is frozen by an entry of its own. Once every replica has that durably, nothing it is asked for has effect, and its
 * records are the same everywhere. The merge itself is one entry of the left range. A replica of that waits, as long as it takes,
 * until the right replica beside it has come to the freeze, too, and has no operation under way; then one write puts both spans
 * under one descriptor, and the right replica's number under a tombstone that lets nobody come back. */
#include "range/range_int.h"

enum { READY_TICK_MS = 5 };

/* ---- proposing ------------------------------------------------------------------------------------------------ */

static enum nd_status propose_mark(struct nd_range *range, enum nd_range_mark mark, uint64_t merge, struct nd_range_op *op, struct nd_range_raw_op *raw)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, range->heap);
    nd_command_batch_begin(&bytes, range->desc.epoch, true);
    nd_command_put_mark(&bytes, mark, merge);
    enum nd_status status = nd__range_propose_reshape(range, nd_buf_slice(&bytes), op, raw);
    nd_buf_deinit(&bytes);
    return status;
}

static enum nd_status propose_merge(struct nd_range *range, const struct nd_place_request *request, struct nd_range_raw_op *raw)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, range->heap);
    nd_command_batch_begin(&bytes, range->desc.epoch, true);
    nd_command_put_merge(&bytes, request->merge, &request->right);
    enum nd_status status = nd__range_propose_reshape(range, nd_buf_slice(&bytes), NULL, raw);
    nd_buf_deinit(&bytes);
    return status;
}

void nd__range_propose_keep(struct nd_range *range, struct nd_range_op *op)
{
    bool is_kept = !op->request->is_reverse;
    enum nd_status status = ND_STATUS_OK;
    bool is_due = nd_slice_eq(op->request->keys[0], range->desc.first) && range->desc.is_kept != is_kept;
    if (is_due) status = propose_mark(range, is_kept ? ND_MARK_KEEP : ND_MARK_RELEASE, 0, op, NULL);
    if (!is_due || status != ND_STATUS_OK) nd__op_finish(op, status);
}

/* ---- requests --------------------------------------------------------------------------------------------------- */

static bool leads(const struct nd_range *range) { return range->role.role == ND_RAFT_LEADER && range->state == ND__RANGE_SERVING; }

/* OK: to be proposed. EXISTS: has happened. */
static enum nd_status check_freeze(struct nd_range *range, const struct nd_place_request *request)
{
    if (range->desc.frozen_by == request->merge) return ND_STATUS_EXISTS;
    if (nd_range_desc_is_past(&range->desc, request->epoch)) return ND_STATUS_WRONG_RANGE;
    if (!leads(range) || !nd_range_epoch_eq(range->desc.epoch, request->epoch)) return ND_STATUS_NOT_LEADER;
    if (range->is_freezing || !range->size.is_known || range->op_count > 0) return ND_STATUS_BUSY;
    /* They would vanish with the leader's memory. */
    return nd__range_keeps_for_locks(range, ND_SLICE_EMPTY, 0, &range->unfrozen_since_ns, UINT64_MAX) ? ND_STATUS_BUSY : ND_STATUS_OK;
}

static enum nd_status check_merge(const struct nd_range *range, const struct nd_place_request *request)
{
    if (range->desc.merged_by == request->merge) return ND_STATUS_EXISTS;
    if (nd_range_desc_is_past(&range->desc, request->epoch)) return ND_STATUS_WRONG_RANGE;
    if (!leads(range) || !nd_range_epoch_eq(range->desc.epoch, request->epoch)) return ND_STATUS_NOT_LEADER;
    return range->is_freezing ? ND_STATUS_BUSY : ND_STATUS_OK;
}

/* Of either side. What a replica knows of the past is true even if it does not lead. */
static enum nd_status check_fence(const struct nd_range *range, const struct nd_place_request *request, bool *is_over_out)
{
    bool is_frozen = range->desc.frozen_by == request->merge;
    *is_over_out = !is_frozen && nd_range_desc_is_past(&range->desc, request->epoch);
    if (range->desc.merged_by == request->merge) return ND_STATUS_EXISTS;
    if (*is_over_out) return ND_STATUS_OK;
    return leads(range) ? ND_STATUS_OK : ND_STATUS_NOT_LEADER;
}

struct nd__asked { /* a request whose outcome is not known yet */
    struct nd_range_raw_op raw;
    struct nd_store *store;
    struct nd_rpc_request *request;
    struct nd_range_id range;
    bool is_freeze;
};

static void asked_done(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct nd__asked *asked = ND_CONTAINER_OF(raw, struct nd__asked, raw);
    struct nd_range *range = nd_hmap_find(&asked->store->ranges, asked->range.v);
    if (range != NULL && asked->is_freeze) range->is_freezing = false; /* frozen, or not to be */
    nd__members_answer(asked->store, asked->request, asked->range, status == ND_STATUS_DROPPED || status == ND_STATUS_AMBIGUOUS ? ND_STATUS_NOT_LEADER : status);
    nd_heap_free(asked->store->heap, asked);
}

static enum nd_status propose(struct nd_range *range, const struct nd_place_request *request, struct nd_rpc_request *rpc_request)
{
    struct nd__asked *asked = nd_heap_new(range->heap, struct nd__asked);
    enum nd_status status;
    *asked = (struct nd__asked){.raw.done = asked_done, .store = range->store, .request = rpc_request, .range = range->desc.id, .is_freeze = request->op == ND_PLACE_FREEZE};
    nd_list_init(&asked->raw.link);
    range->is_freezing = asked->is_freeze; /* before the entry is on its way */
    if (request->op == ND_PLACE_MERGE) status = propose_merge(range, request, &asked->raw);
    else status = propose_mark(range, asked->is_freeze ? ND_MARK_FREEZE : ND_MARK_FENCE, request->merge, NULL, &asked->raw);
    if (status == ND_STATUS_OK) return ND_STATUS_OK;
    range->is_freezing = false;
    nd_heap_free(range->heap, asked);
    return status;
}

/* ---- SETTLE: a freeze that a crash does not undo ------------------------------------------------------------------ */

struct nd__settle {
    struct nd_list link; /* store->settles */
    struct nd_store *store;
    struct nd_rpc_request *request;
    struct nd_range_id range;
    struct nd_job job;
    enum nd_status status;
};

static void run_settle(struct nd_job *job)
{
    struct nd__settle *settle = ND_CONTAINER_OF(job, struct nd__settle, job);
    settle->status = nd_engine_flush(settle->store->options.engine);
}

static void settled(struct nd_job *job)
{
    struct nd__settle *settle = ND_CONTAINER_OF(job, struct nd__settle, job);
    struct nd_store *store = settle->store;
    if (settle->status != ND_STATUS_OK)
        nd_env_fatal(store->options.env, ND_EXIT_ENGINE, "the state engine cannot flush a freeze: %s", nd_status_text(settle->status));
    nd__members_answer(store, settle->request, settle->range, ND_STATUS_OK);
    nd_list_remove(&settle->link);
    nd_heap_free(store->heap, settle);
}

static void settle(struct nd_store *store, struct nd_rpc_request *rpc_request, struct nd_range_id range)
{
    struct nd__settle *settle = nd_heap_new(store->heap, struct nd__settle);
    *settle = (struct nd__settle){.store = store, .request = rpc_request, .range = range, .job = {.run = run_settle, .done = settled}};
    nd_list_push_back(&store->settles, &settle->link);
    if (nd_env_is_broken(store->options.env, ND_BREAK_FREEZE_UNSETTLED)) settled(&settle->job);
    else nd_worker_submit(store->options.flusher, store->options.reactor, &settle->job);
}

static bool was_merged_away(const struct nd_store *store, struct nd_range_id range)
{
    return nd_store_is_buried(store, range, (struct nd_replica_id){ND_REPLICA_NEVER.v - 1});
}

void nd__merge_on_rpc(struct nd_store *store, struct nd_rpc_request *rpc_request, const struct nd_place_request *request)
{
    struct nd_range *range = nd_hmap_find(&store->ranges, request->range.v);
    enum nd_status status = ND_STATUS_INVALID;
    bool is_over = false;
    if (range == NULL || range->is_closing || range->is_gone) {
        nd__members_answer(store, rpc_request, request->range, was_merged_away(store, request->range) ? ND_STATUS_EXISTS : ND_STATUS_NOT_FOUND);
        return;
    }
    switch (request->op) {
    case ND_PLACE_PRESENT:
        status = ND_STATUS_OK;
        is_over = true;
        break;
    case ND_PLACE_SETTLE:
        if (range->desc.frozen_by == request->merge) {
            settle(store, rpc_request, request->range);
            return;
        }
        status = ND_STATUS_BUSY;
        break;
    case ND_PLACE_FREEZE:
        status = check_freeze(range, request);
        is_over = status == ND_STATUS_EXISTS; /* frozen before */
        if (is_over) status = ND_STATUS_OK;
        break;
    case ND_PLACE_MERGE:
        status = check_merge(range, request);
        is_over = status == ND_STATUS_EXISTS;
        if (is_over) ND_PROBE(store->options.env, MERGE_ALREADY_DONE);
        if (is_over) status = ND_STATUS_OK;
        break;
    case ND_PLACE_FENCE: status = check_fence(range, request, &is_over); break;
    case ND_PLACE_SHIP:
        status = nd__vigil_ship(range, request);
        is_over = true;
        break;
    default: break;
    }
    if (status == ND_STATUS_OK && !is_over) {
        status = propose(range, request, rpc_request);
        if (status == ND_STATUS_OK) return;
    }
    nd__members_answer(store, rpc_request, request->range, status);
}

/* ---- applying ----------------------------------------------------------------------------------------------------- */

bool nd__range_plan_mark(struct nd_range *range, const struct nd_command *command)
{
    struct nd_range_desc after = range->desc;
    if (after.frozen_by != 0 && command->mark != ND_MARK_FENCE) return false;
    after.epoch.version++;
    switch (command->mark) {
    case ND_MARK_FREEZE: after.frozen_by = command->merge; break;
    case ND_MARK_FENCE: after.frozen_by = 0; break;
    case ND_MARK_KEEP: after.is_kept = true; break;
    case ND_MARK_RELEASE: after.is_kept = false; break;
    case ND_MARK_COUNT: return false;
    }
    nd__range_next(range)->after = nd_range_desc_copy(&after, range->heap);
    return true;
}

void nd__range_finish_mark(struct nd_range *range)
{
    struct nd_store *store = range->store;
    bool was_frozen = range->desc.frozen_by != 0;
    nd_range_desc_deinit(&range->desc, range->heap);
    range->desc = range->next->after;
    range->by_key.key = range->desc.first; /* the same bytes, elsewhere */
    nd__range_wake_all(range);
    if (range->desc.frozen_by != 0 || was_frozen)
        ND_INFO(nd_env_logger(store->options.env), "range", "range %llu: %s", (unsigned long long)range->desc.id.v,
                range->desc.frozen_by != 0 ? "frozen, to be merged into its left neighbour" : "not frozen any more");
    /* Heartbeats were not heard meanwhile: transactions get the time that a new leader gives them. */
    if (was_frozen && range->desc.frozen_by == 0) ND_PROBE(store->options.env, MERGE_UNFROZEN);
    if (was_frozen && range->desc.frozen_by == 0) nd__range_reload(range, range->desc.first, range->desc.first);
    else if (store->options.on_range_change != NULL) store->options.on_range_change(store->options.observer, range);
}

/* Nothing is under way there any more. It will never lead again: its group is at its end. */
static bool quiesce(struct nd_range *right)
{
    if (right->is_installing || (right->is_gone && !right->is_subsumed)) return false; /* the former ends by itself, as long as it may apply */
    right->is_gone = right->is_subsumed = true;
    if (right->state != ND__RANGE_FOLLOWING) nd__range_stop_leading(right);
    nd__range_fail_waiting(right, ND_STATUS_WRONG_RANGE);
    nd__range_end_proposals(right, ND_STATUS_WRONG_RANGE); /* behind the freeze: without effect */
    return !right->is_applying && !right->is_loading && right->load == NULL && right->spill_check == NULL && right->op_count == 0;
}

enum nd__readiness nd__range_plan_merge(struct nd_range *range, const struct nd_command *command)
{
    struct nd_store *store = range->store;
    struct nd_range *right = nd_hmap_find(&store->ranges, command->right.id.v);
    if (range->desc.frozen_by != 0 || !nd_slice_eq(range->desc.end, command->right.first) || range->desc.end.n == 0) return ND__MERGE_VOID;
    /* It was frozen here, durably, before the entry was proposed. If it is not here, it was lost, or came back after a loss and was taken for a left-over (node/registry.c) while this
     * one, its left neighbour, was still to come. */
    bool is_frozen = right != NULL && right->desc.frozen_by == command->merge;
    if (right == NULL) nd__vigil_keep(range, command->right.id, command->merge, range->queue[range->queue_head].index);
    else nd__vigil_end(range);
    if (!is_frozen || !quiesce(right)) {
        ND_PROBE(store->options.env, MERGE_WAITED);
        if (!nd_timer_is_running(&range->merge_timer)) nd_timer_start_in(&range->merge_timer, READY_TICK_MS * ND_MS);
        return ND__MERGE_WAITS;
    }
    struct nd_range_desc after = range->desc;
    after.end = command->right.end;
    after.epoch.version = (after.epoch.version > command->right.epoch.version ? after.epoch.version : command->right.epoch.version) + 1; /* D3 */
    after.merged_by = command->merge;
    range->merge_right = command->right.id;
    nd__range_next(range)->after = nd_range_desc_copy(&after, range->heap);
    return ND__MERGE_READY;
}

void nd__range_on_merge_timer(struct nd_timer *timer)
{
    struct nd_range *range = ND_CONTAINER_OF(timer, struct nd_range, merge_timer);
    nd__range_start_apply(range);
}

/* ---- the end of the right range --------------------------------------------------------------------------------------
 * Its log goes once the engine has durably forgotten it: until then a crash brings both back. */

struct nd__farewell {
    struct nd_list link; /* store->farewells */
    struct nd_store *store;
    struct nd_range_id range;
    struct nd_job job;
    enum nd_status status;
};

static void run_farewell(struct nd_job *job)
{
    struct nd__farewell *farewell = ND_CONTAINER_OF(job, struct nd__farewell, job);
    farewell->status = nd_engine_flush(farewell->store->options.engine);
}

static void parted(struct nd_job *job)
{
    struct nd__farewell *farewell = ND_CONTAINER_OF(job, struct nd__farewell, job);
    struct nd_store *store = farewell->store;
    if (farewell->status != ND_STATUS_OK)
        nd_env_fatal(store->options.env, ND_EXIT_ENGINE, "the state engine cannot flush a merge: %s", nd_status_text(farewell->status));
    nd_log_destroy_group(store->options.log, farewell->range);
    nd_list_remove(&farewell->link);
    nd_heap_free(store->heap, farewell);
}

static void let_go(struct nd_range *right)
{
    struct nd_store *store = right->store;
    struct nd__farewell *farewell = nd_heap_new(store->heap, struct nd__farewell);
    *farewell = (struct nd__farewell){.store = store, .range = right->desc.id, .job = {.run = run_farewell, .done = parted}};
    nd__store_bury(store, right->desc.id, ND_REPLICA_NEVER);
    nd__range_free(right);
    nd_list_push_back(&store->farewells, &farewell->link);
    nd_worker_submit(store->options.flusher, store->options.reactor, &farewell->job);
}

void nd__range_finish_merge(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd_range *right = nd_hmap_find(&store->ranges, range->merge_right.v);
    ND_ASSERT(right != NULL);
    ND_ASSERT(right->op_count == 0);
    struct nd_range_desc theirs = nd_range_desc_copy(&right->desc, range->heap);
    nd__size_join(range, right);
    nd__gc_need_join(&range->gc_need, &right->gc_need);
    if (range->gc_collected.v < right->gc_collected.v) range->gc_collected = right->gc_collected;
    if (range->gc_safepoint.v < right->gc_safepoint.v) range->gc_safepoint = right->gc_safepoint;
    let_go(right);
    nd_range_desc_deinit(&range->desc, range->heap);
    range->desc = range->next->after;
    range->by_key.key = range->desc.first; /* the same bytes, elsewhere */
    nd__range_wake_all(range);
    nd_counter_add(&store->merges, 1);
    ND_INFO(nd_env_logger(store->options.env), "range", "range %llu: took in range %llu", (unsigned long long)range->desc.id.v, (unsigned long long)theirs.id.v);
    nd__range_reload(range, theirs.first, theirs.end);
    nd_range_desc_deinit(&theirs, range->heap);
}

void nd__merge_close(struct nd_store *store)
{
    while (!nd_list_is_empty(&store->settles)) {
        struct nd__settle *settle = ND_CONTAINER_OF(store->settles.next, struct nd__settle, link);
        nd__members_answer(store, settle->request, settle->range, ND_STATUS_SHUTDOWN);
        nd_list_remove(&settle->link);
        nd_heap_free(store->heap, settle);
    }
    while (!nd_list_is_empty(&store->farewells)) {
        struct nd__farewell *farewell = ND_CONTAINER_OF(store->farewells.next, struct nd__farewell, link);
        nd_list_remove(&farewell->link);
        nd_heap_free(store->heap, farewell);
    }
}

/* ---- snapshots of the merged range, for a replica that has not applied the merge ------------------------------------------ */

static struct nd_range *next_of(struct nd_omap_node *node)
{
    node = nd_omap_next(node);
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd_range, by_key);
}

/* A chain from the replica's right edge on, each frozen and of an older version of these keys (D3): their merges lie
 * between what this replica has applied and the snapshot, so nothing here waits for them once it is accepted. (A split since
 * may have left the snapshot a part of the last one only; that one is gone all the same.) Where
 * any other is in the way, it has to go first: a replica that may yet take it in by its own log would miss it. */
bool nd__merge_may_subsume(struct nd_store *store, const struct nd_range *range, const struct nd_range_desc *desc)
{
    struct nd_slice edge = range == NULL ? ND_SLICE_EMPTY : range->desc.end;
    for (struct nd_omap_node *node = nd_omap_first(&store->by_first); node != NULL; node = nd_omap_next(node)) {
        const struct nd_range *other = ND_CONTAINER_OF(node, struct nd_range, by_key);
        if (other == range || !nd_range_desc_overlaps(&other->desc, desc)) continue;
        bool is_in_chain = range != NULL && edge.n > 0 && nd_slice_eq(other->desc.first, edge) && other->desc.frozen_by != 0;
        bool is_older = other->desc.epoch.version < desc->epoch.version;
        if (!is_in_chain || !is_older) return false;
        edge = other->desc.end;
    }
    return true;
}

bool nd__merge_quiesce_subsumed(struct nd_store *store, const struct nd_range *range, const struct nd_range_desc *desc)
{
    bool is_quiet = true;
    for (struct nd_omap_node *node = nd_omap_first(&store->by_first); node != NULL; node = nd_omap_next(node)) {
        struct nd_range *other = ND_CONTAINER_OF(node, struct nd_range, by_key);
        if (other != range && nd_range_desc_overlaps(&other->desc, desc)) is_quiet &= quiesce(other);
    }
    return is_quiet;
}

void nd__merge_drop_subsumed(struct nd_store *store, const struct nd_range *range, const struct nd_range_desc *desc)
{
    struct nd_omap_node *node = nd_omap_first(&store->by_first);
    struct nd_range *other = node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd_range, by_key);
    while (other != NULL) {
        struct nd_range *next = next_of(&other->by_key);
        if (other != range && other->is_subsumed && nd_range_desc_overlaps(&other->desc, desc)) {
            ND_PROBE(store->options.env, SNAP_SUBSUMES);
            let_go(other);
        }
        other = next;
    }
}
