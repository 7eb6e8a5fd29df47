/* SPDX-License-Identifier: Apache-2.0 */
/* A range's members change: proposed by its leader, applied by all, and replicas that are none any more go. */
#include "range/members.h"
#include "range/range_int.h"
#include "range/snap_int.h"

enum { CAUGHT_UP_ENTRIES = 1000,
       GONE_TICK_MS = 20,
       LASTING_LOCK_MS = 200,
       LOCKS_LOOKED_AT = 1000,
       KEEP_FOR_LOCKS_S = 3,
       KEEP_FOR_LASTING_S = 60 };

struct nd__change { /* a request under way */
    struct nd_range_raw_op raw;
    struct nd_store *store;
    struct nd_rpc_request *request;
    struct nd_range_id range;
};

/* ---- proposing ------------------------------------------------------------------------------------------- */

static enum nd_status propose(struct nd_range *range, const struct nd_range_desc *after, struct nd_range_raw_op *raw)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, range->heap);
    nd_command_batch_begin(&bytes, range->desc.epoch, false);
    nd_command_put_change(&bytes, after);
    struct nd_raft_payload *payload = nd_raft_payload_new(range->heap, nd_buf_slice(&bytes));
    nd_buf_deinit(&bytes);
    struct nd__proposal *proposal = nd_heap_new(range->heap, struct nd__proposal);
    nd_list_init(&proposal->ops);
    nd_list_init(&proposal->raw_ops);
    enum nd_status status = nd_group_propose_conf(range->group, payload, &proposal->index, &proposal->term);
    nd_raft_payload_unref(payload);
    if (status != ND_STATUS_OK) {
        nd_heap_free(range->heap, proposal);
        return status;
    }
    proposal->proposed_ns = nd_env_now_ns(range->store->options.env);
    if (raw != NULL) nd_list_push_back(&proposal->raw_ops, &raw->link);
    nd__range_keep_proposal(range, proposal);
    return ND_STATUS_OK;
}

/* Somebody else who votes from now on, and is up, shall lead. */
void nd__range_hand_over(struct nd_range *range, struct nd_node_id but)
{
    const struct nd_raft_conf *conf = &range->desc.conf;
    const struct nd_raft_member *best = NULL;
    uint64_t best_match = 0;
    for (size_t i = 0; i < conf->count; i++) {
        const struct nd_raft_member *member = &conf->members[i];
        if (member->is_learner || member->replica.v == range->self.v || member->node.v == but.v) continue;
        uint64_t match = nd_raft_match(nd_group_raft(range->group), member->replica);
        if (!nd_multiraft_is_up(range->store->options.multiraft, member->node) || match <= best_match) continue;
        best = member;
        best_match = match;
    }
    if (best != NULL) (void)!nd_group_transfer(range->group, best->replica);
}

/* A joint configuration is left by whoever leads, as soon as it is in force. */
static void leave_joint(struct nd_range *range)
{
    if (range->state != ND__RANGE_SERVING || !range->desc.conf.is_joint || range->desc.frozen_by != 0 || range->is_closing || range->is_gone) return;
    const struct nd_raft_member *self = nd_range_desc_member_of(&range->desc, range->store->options.self);
    if (self == NULL || self->is_learner) { /* B2 */
        nd__range_hand_over(range, (struct nd_node_id){0});
        return;
    }
    struct nd_range_desc after;
    nd_place_leave(&range->desc, &after);
    if (range->joint_term != range->role.term) ND_PROBE(range->store->options.env, RANGE_JOINT_LEFT_BY_ANOTHER);
    (void)!propose(range, &after, NULL); /* BUSY: the next tick */
}

void nd__range_members_tick(struct nd_range *range) { leave_joint(range); }

static bool is_held(const struct nd_range *range, struct nd_ts start_ts, uint64_t min_ms, uint64_t now_ns)
{
    const struct nd__txn_seen *seen = start_ts.v == 0 ? NULL : nd__txn_find(range, start_ts);
    return seen != NULL && now_ns - seen->since_ns >= min_ms * ND_MS && now_ns - seen->seen_ns < ND__PESS_LEASE_MS * ND_MS;
}

/* Of the first locks alone: where there are many, transactions come and go. */
static bool has_locks(const struct nd_range *range, struct nd_slice from, uint64_t min_ms, uint64_t now_ns)
{
    unsigned looked = 0;
    for (struct nd_lock *lock = nd_lock_find_ge(&range->locks, from); lock != NULL && looked++ < LOCKS_LOOKED_AT; lock = nd_lock_next(lock)) {
        if (is_held(range, lock->pess, min_ms, now_ns)) return true;
        ND_LIST_FOREACH(link, &lock->shares)
            if (is_held(range, ND_CONTAINER_OF(link, struct nd_share_hold, link)->start_ts, min_ms, now_ns)) return true;
    }
    return false;
}

bool nd__range_keeps_for_locks(struct nd_range *range, struct nd_slice from, uint64_t min_ms, uint64_t *since_ns, uint64_t most_ns)
{
    uint64_t now_ns = nd_env_now_ns(range->store->options.env);
    if (!has_locks(range, from, min_ms, now_ns)) {
        *since_ns = 0;
        return false;
    }
    if (*since_ns == 0) *since_ns = now_ns;
    return now_ns - *since_ns < most_ns;
}

/* Moving leadership loses them. Under load there are always some: a short while for those, longer for the ones that last. */
static bool waits_for_locks(struct nd_range *range)
{
    bool has_lasting = nd__range_keeps_for_locks(range, ND_SLICE_EMPTY, LASTING_LOCK_MS, &range->kept_long_since_ns, KEEP_FOR_LASTING_S * ND_SEC);
    bool has_any = nd__range_keeps_for_locks(range, ND_SLICE_EMPTY, 0, &range->kept_since_ns, KEEP_FOR_LOCKS_S * ND_SEC);
    return has_lasting || has_any;
}

/* Of those that vote now, or will: else the joint configuration could not be left. */
static bool most_are_up(const struct nd_range *range, const struct nd_raft_conf *conf, bool of_before)
{
    size_t voters = 0, up = 0;
    for (size_t i = 0; i < conf->count; i++) {
        const struct nd_raft_member *member = &conf->members[i];
        if (of_before ? !member->was_voter : member->is_learner) continue;
        voters++;
        up += nd_multiraft_is_up(range->store->options.multiraft, member->node);
    }
    return up > voters / 2;
}

static enum nd_status check_step(struct nd_range *range, const struct nd_place_request *request, struct nd_range_desc *after)
{
    if (range->role.role != ND_RAFT_LEADER || range->state != ND__RANGE_SERVING) return ND_STATUS_NOT_LEADER;
    if (!nd_range_epoch_eq(request->epoch, range->desc.epoch)) return ND_STATUS_WRONG_RANGE; /* B1 */
    if (range->desc.frozen_by != 0 || range->is_freezing) return ND_STATUS_BUSY;
    ND_TRY(nd_place_apply(&range->desc, request, after));
    if (request->op != ND_PLACE_SWAP) return ND_STATUS_OK;
    const struct nd_raft *raft = nd_group_raft(range->group);
    const struct nd_raft_member *comes = request->node.v == 0 ? NULL : nd_range_desc_member_of(&range->desc, request->node);
    uint64_t match = comes == NULL ? UINT64_MAX : nd_raft_match(raft, comes->replica);
    bool is_behind = comes != NULL && (match == 0 || match + CAUGHT_UP_ENTRIES < nd_raft_commit_index(raft));
    if (is_behind || (comes != NULL && !nd_multiraft_is_up(range->store->options.multiraft, request->node))) return ND_STATUS_BUSY;
    if (!most_are_up(range, &after->conf, true) || !most_are_up(range, &after->conf, false)) return ND_STATUS_BUSY;
    if (request->other.v == range->store->options.self.v) { /* B2 */
        if (!waits_for_locks(range)) nd__range_hand_over(range, request->other);
        return ND_STATUS_BUSY;
    }
    return ND_STATUS_OK;
}

/* To a voter that is up and has nearly all of the log; the outcome is seen by who leads then. */
static enum nd_status hand_to(struct nd_range *range, const struct nd_place_request *request)
{
    if (range->role.role != ND_RAFT_LEADER || range->state != ND__RANGE_SERVING) return ND_STATUS_NOT_LEADER;
    if (!nd_range_epoch_eq(request->epoch, range->desc.epoch)) return ND_STATUS_WRONG_RANGE;
    const struct nd_raft_member *to = nd_range_desc_member_of(&range->desc, request->node);
    if (to == NULL || to->is_learner || range->desc.conf.is_joint) return ND_STATUS_INVALID;
    if (to->replica.v == range->self.v) return ND_STATUS_OK;
    const struct nd_raft *raft = nd_group_raft(range->group);
    bool is_near = nd_raft_match(raft, to->replica) + CAUGHT_UP_ENTRIES >= nd_raft_commit_index(raft);
    if (!is_near || !nd_multiraft_is_up(range->store->options.multiraft, to->node) || waits_for_locks(range)) return ND_STATUS_BUSY;
    return nd_group_transfer(range->group, to->replica);
}

/* ---- requests ----------------------------------------------------------------------------------------------- */

void nd__members_answer(struct nd_store *store, struct nd_rpc_request *request, struct nd_range_id id, enum nd_status status)
{
    struct nd_range *range = nd_hmap_find(&store->ranges, id.v);
    struct nd_place_reply reply = {.status = status};
    if (range != NULL) {
        reply.leader = range->role.leader_node;
        reply.has_desc = range->role.role == ND_RAFT_LEADER;
        reply.desc = range->desc;
    }
    struct nd_buf bytes;
    nd_buf_init(&bytes, store->heap);
    nd_place_reply_encode(&reply, &bytes);
    nd_rpc_reply(request, &bytes);
    nd_buf_deinit(&bytes);
}

static void change_done(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct nd__change *change = ND_CONTAINER_OF(raw, struct nd__change, raw);
    nd__members_answer(change->store, change->request, change->range, status == ND_STATUS_DROPPED ? ND_STATUS_NOT_LEADER : status);
    nd_heap_free(change->store->heap, change);
}

void nd__members_on_rpc(void *arg, struct nd_rpc_request *rpc_request)
{
    struct nd_store *store = arg;
    struct nd_place_request request;
    if (rpc_request->is_oneway) {
        nd_rpc_request_drop(rpc_request);
        return;
    }
    enum nd_status status = nd_place_request_decode(rpc_request->payload, &request);
    if (status == ND_STATUS_OK && nd_place_is_merging(request.op)) {
        nd__merge_on_rpc(store, rpc_request, &request);
        return;
    }
    struct nd_range *range = status == ND_STATUS_OK ? nd_hmap_find(&store->ranges, request.range.v) : NULL;
    struct nd_range_desc after;
    if (status == ND_STATUS_OK && (range == NULL || range->is_closing || range->is_gone)) status = ND_STATUS_NOT_FOUND;
    if (status == ND_STATUS_OK) status = request.op == ND_PLACE_LEAD ? hand_to(range, &request) : check_step(range, &request, &after);
    struct nd__change *change = NULL;
    if (status == ND_STATUS_OK && request.op != ND_PLACE_LEAD) {
        change = nd_heap_new(store->heap, struct nd__change);
        change->store = store;
        change->request = rpc_request;
        change->range = request.range;
        change->raw.done = change_done;
        nd_list_init(&change->raw.link);
        status = propose(range, &after, &change->raw);
    }
    if (status == ND_STATUS_OK && change != NULL) return;
    nd_heap_free(store->heap, change);
    nd__members_answer(store, rpc_request, request.range, status);
}

/* ---- applying ------------------------------------------------------------------------------------------------ */

bool nd__range_plan_change(struct nd_range *range, const struct nd__pending_entry *entry)
{
    struct nd_command_batch batch;
    struct nd_command command;
    if (!nd_command_batch_read(nd_raft_payload_slice(entry->payload), &batch) || !nd_command_next(&batch, &command)) return false;
    if (!nd_range_epoch_eq(batch.epoch, range->desc.epoch) || command.kind != ND_COMMAND_CHANGE || range->desc.frozen_by != 0) return false; /* B1 */
    struct nd_range_desc after = range->desc;
    after.conf = command.conf;
    after.next_replica = command.next_replica;
    after.preferred_leader = command.preferred_leader;
    after.epoch.conf_version++;
    nd__range_next(range)->after = nd_range_desc_copy(&after, range->heap);
    return true;
}

void nd__range_take_members(struct nd_range *range)
{
    struct nd_store *store = range->store;
    const struct nd_raft_member *self = nd_range_desc_member_of(&range->desc, store->options.self);
    if (self == NULL || self->replica.v != range->self.v) {
        nd_range_destroy(range);
        return;
    }
    enum nd_status status = nd_group_set_conf(range->group, &range->desc.conf);
    ND_ASSERT(status == ND_STATUS_OK);
}

void nd__range_finish_change(struct nd_range *range)
{
    struct nd_store *store = range->store;
    nd_range_desc_deinit(&range->desc, range->heap);
    if (range->desc.conf.is_joint && !range->next->after.conf.is_joint) ND_PROBE(store->options.env, RANGE_JOINT_LEFT);
    range->desc = range->next->after;
    range->joint_term = range->desc.conf.is_joint ? range->role.term : 0;
    range->by_key.key = range->desc.first; /* the same bytes, elsewhere */
    nd__range_take_members(range);
    ND_INFO(nd_env_logger(store->options.env), "range", "range %llu: %zu members%s, epoch %llu", (unsigned long long)range->desc.id.v, range->desc.conf.count,
            range->desc.conf.is_joint ? " (joint)" : "", (unsigned long long)range->desc.epoch.conf_version);
    if (range->is_gone) return;
    if (store->options.on_range_change != NULL) store->options.on_range_change(store->options.observer, range);
}

/* ---- going ------------------------------------------------------------------------------------------------------ */

static void run_bury(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__going, job)->range;
    struct nd_store *store = range->store;
    struct nd_engine_batch *batch = nd_engine_batch_new(store->options.engine);
    nd_range_state_bury(batch, range->desc.id, (struct nd_replica_id){range->self.v + 1}, range->desc.first, range->desc.end, store->heap);
    range->going->status = nd_engine_write(store->options.engine, batch);
    nd_engine_batch_free(batch);
}

static void run_erase(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__going, job)->range;
    range->going->status = nd_span_erase_step(&range->going->walk, range->store->options.engine);
}

static void run_erased(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__going, job)->range;
    struct nd_store *store = range->store;
    struct nd_engine_batch *batch = nd_engine_batch_new(store->options.engine);
    nd_range_state_put_erased(batch, range->desc.id, store->heap);
    range->going->status = nd_engine_write(store->options.engine, batch);
    nd_engine_batch_free(batch);
}

static void run_flush(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__going, job)->range;
    range->going->status = nd_engine_flush(range->store->options.engine);
}

static void check_gone(struct nd_range *range, const char *what)
{
    if (range->going->status != ND_STATUS_OK)
        nd_env_fatal(range->store->options.env, ND_EXIT_ENGINE, "range %llu cannot be %s: %s", (unsigned long long)range->desc.id.v, what,
                     nd_status_text(range->going->status));
}

/* The engine has forgotten it durably; now the log may. */
static void gone_flushed(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__going, job)->range;
    struct nd_store *store = range->store;
    check_gone(range, "removed");
    ND_PROBE(store->options.env, RANGE_REMOVED);
    ND_INFO(nd_env_logger(store->options.env), "range", "range %llu: replica %llu is no member any more and is removed", (unsigned long long)range->desc.id.v,
            (unsigned long long)range->self.v);
    nd__store_bury(store, range->desc.id, (struct nd_replica_id){range->self.v + 1});
    nd_group_destroy(range->group);
    range->group = NULL;
    nd__range_free(range);
}

static void gone_erased(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__going, job)->range;
    check_gone(range, "removed");
    range->going->job = (struct nd_job){.run = run_flush, .done = gone_flushed};
    nd_worker_submit(range->store->options.flusher, range->store->options.reactor, &range->going->job);
}

/* A piece at a time: others apply in between. */
static void gone_stepped(struct nd_job *job)
{
    struct nd_range *range = ND_CONTAINER_OF(job, struct nd__going, job)->range;
    check_gone(range, "removed");
    range->going->job = (struct nd_job){.run = run_erase, .done = gone_stepped};
    if (range->going->walk.is_done) range->going->job = (struct nd_job){.run = run_erased, .done = gone_erased};
    nd_worker_submit(range->store->options.apply, range->store->options.reactor, &range->going->job);
}

static bool is_quiet(const struct nd_range *range)
{
    return !range->is_applying && !range->is_loading && !range->is_installing && range->op_count == 0 && range->spill_check == NULL && range->gc == NULL &&
           range->load == NULL && nd_list_is_empty(&range->rounds);
}

static void on_gone_tick(struct nd_timer *timer)
{
    struct nd_range *range = ND_CONTAINER_OF(timer, struct nd_range, gone_timer);
    nd__range_fail_waiting(range, ND_STATUS_NOT_LEADER);
    nd__range_expire_proposals(range, UINT64_MAX);
    if (!is_quiet(range)) {
        nd_timer_start_in(timer, GONE_TICK_MS * ND_MS);
        return;
    }
    range->is_closing = true; /* nothing comes any more */
    range->going = nd_heap_new(range->heap, struct nd__going);
    range->going->range = range;
    nd_span_walk_init(&range->going->walk, range->desc.id, range->desc.first, range->desc.end, range->heap);
    range->going->job = (struct nd_job){.run = run_bury, .done = gone_stepped};
    nd_worker_submit(range->store->options.apply, range->store->options.reactor, &range->going->job);
}

void nd_range_destroy(struct nd_range *range)
{
    if ((range->is_gone && !range->is_subsumed) || range->is_closing) return;
    range->is_gone = true;
    range->is_subsumed = false; /* its left neighbour is gone from here, too */
    /* A right replica that was left over may lead still, of members that are gone: what it does as a leader would never end. */
    if (range->state != ND__RANGE_FOLLOWING) nd__range_stop_leading(range);
    nd_timer_init(&range->gone_timer, range->store->options.reactor, on_gone_tick);
    nd_timer_start_in(&range->gone_timer, 1);
}
