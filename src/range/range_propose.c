/* SPDX-License-Identifier: Apache-2.0 */
/* Batches the commands of a turn into one entry and finds the operations again when it is applied. */
#include "range/range_int.h"

void nd__range_schedule_flush(struct nd_range *range) { nd_reactor_defer(range->store->options.reactor, &range->flush_task); }

void nd__range_begin_batch(struct nd_range *range)
{
    if (range->batch.n == 0) nd_command_batch_begin(&range->batch, range->desc.epoch, false);
}

static void propose_batch(struct nd_range *range);

void nd__range_propose(struct nd_range *range, struct nd_range_op *op)
{
    op->stage = ND_STAGE_PROPOSE;
    nd_list_remove(&op->link);
    nd_list_push_back(&range->batch_ops, &op->link);
    if (range->batch.n >= ND__RANGE_BATCH_BYTES) propose_batch(range);
    else nd__range_schedule_flush(range);
}

static void fail_list(struct nd_list *ops, struct nd_list *raw_ops, enum nd_status status)
{
    ND_LIST_FOREACH_SAFE(link, ops) nd__op_applied(nd__op_of(link), status);
    ND_LIST_FOREACH_SAFE(link, raw_ops)
    {
        struct nd_range_raw_op *raw = ND_CONTAINER_OF(link, struct nd_range_raw_op, link);
        nd_list_remove(link);
        raw->done(raw, status);
    }
}

static void move_list(struct nd_list *to, struct nd_list *from)
{
    nd_list_init(to);
    while (!nd_list_is_empty(from)) {
        struct nd_list *link = from->next;
        nd_list_remove(link);
        nd_list_push_back(to, link);
    }
}

void nd__range_drop_batch(struct nd_range *range, enum nd_status status)
{
    struct nd_list ops, raw_ops;
    move_list(&ops, &range->batch_ops);
    move_list(&raw_ops, &range->batch_raw_ops);
    nd_buf_clear(&range->batch);
    nd_buf_clear(&range->raw_batch);
    fail_list(&ops, &raw_ops, status);
}

static enum nd_status propose_bytes(struct nd_range *range, struct nd_slice bytes, struct nd__proposal *proposal)
{
    struct nd_raft_payload *payload = nd_raft_payload_new(range->heap, bytes);
    enum nd_status status = nd_group_propose(range->group, &payload, 1, &proposal->index, &proposal->term);
    nd_raft_payload_unref(payload);
    if (status != ND_STATUS_OK) return status;
    proposal->proposed_ns = nd_env_now_ns(range->store->options.env);
    nd_counter_add(&range->store->proposals, 1);
    return ND_STATUS_OK;
}

/* An older proposal at this index, of an earlier leadership of this node, has lost its place in the log:
 * a leader's log holds everything that was ever committed. */
void nd__range_keep_proposal(struct nd_range *range, struct nd__proposal *proposal)
{
    nd__range_resolve_proposal(range, proposal->index, proposal->term, false);
    nd_hmap_put(&range->proposals, proposal->index, proposal);
    if (range->flight_term != proposal->term) range->in_flight = 0;
    range->flight_term = proposal->term;
    range->proposed_ns = proposal->proposed_ns;
    range->in_flight++;
}

static bool has_batch(const struct nd_range *range) { return range->batch.n > 0 || range->raw_batch.n > 0; }

static void forget_proposal(struct nd_range *range, struct nd__proposal *proposal)
{
    if (proposal->term == range->flight_term) range->in_flight--;
    if (has_batch(range) && !range->is_closing) nd__range_schedule_flush(range);
    nd_heap_free(range->heap, proposal);
}

/* Each entry costs messages, an fsync on every replica and wakeups, whatever it holds: while one is in
 * flight the next batch waits for it and grows, but for no longer than a slow link should cost. */
static bool may_propose(struct nd_range *range)
{
    if (!has_batch(range)) return false;
    if (range->flight_term != range->role.term || range->in_flight == 0 || range->batch.n >= ND__RANGE_BATCH_BYTES) return true;
    uint64_t now_ns = nd_env_now_ns(range->store->options.env), due_ns = range->proposed_ns + ND__RANGE_BATCH_WAIT_MS * ND_MS;
    if (range->in_flight >= ND__RANGE_IN_FLIGHT_MAX) return false;
    if (now_ns >= due_ns) return true;
    if (!nd_timer_is_running(&range->batch_timer)) nd_timer_start_in(&range->batch_timer, due_ns - now_ns);
    return false;
}

void nd__range_on_batch_timer(struct nd_timer *timer)
{
    struct nd_range *range = ND_CONTAINER_OF(timer, struct nd_range, batch_timer);
    if (may_propose(range)) propose_batch(range);
}

static void propose_one(struct nd_range *range, struct nd_buf *batch, struct nd_list *ops, struct nd_list *raw_ops)
{
    struct nd__proposal *proposal = nd_heap_new(range->heap, struct nd__proposal);
    move_list(&proposal->ops, ops);
    move_list(&proposal->raw_ops, raw_ops);
    ND_LIST_FOREACH(link, &proposal->ops) nd__op_of(link)->stage = ND_STAGE_REPLICATE;
    enum nd_status status = propose_bytes(range, nd_buf_slice(batch), proposal);
    nd_buf_clear(batch);
    if (status != ND_STATUS_OK) { /* never entered the log */
        fail_list(&proposal->ops, &proposal->raw_ops, status == ND_STATUS_BUSY ? status : ND_STATUS_NOT_LEADER);
        nd_heap_free(range->heap, proposal);
        return;
    }
    nd__range_keep_proposal(range, proposal);
}

/* Operations on keys in one entry; the meta shard's records, which no change of the span concerns, in another. */
static void propose_batch(struct nd_range *range)
{
    struct nd_list none;
    nd_list_init(&none);
    if (range->batch.n > 0) {
        size_t count = 0;
        ND_LIST_FOREACH(link, &range->batch_ops) count += link != NULL;
        nd_histogram_add(&range->store->batch_ops, count);
        propose_one(range, &range->batch, &range->batch_ops, &none);
    }
    if (range->raw_batch.n > 0) propose_one(range, &range->raw_batch, &none, &range->batch_raw_ops);
}

enum nd_status nd__range_propose_reshape(struct nd_range *range, struct nd_slice bytes, struct nd_range_op *op, struct nd_range_raw_op *raw)
{
    propose_batch(range);
    struct nd__proposal *proposal = nd_heap_new(range->heap, struct nd__proposal);
    nd_list_init(&proposal->ops);
    nd_list_init(&proposal->raw_ops);
    enum nd_status status = propose_bytes(range, bytes, proposal);
    if (status != ND_STATUS_OK) {
        nd_heap_free(range->heap, proposal);
        return status == ND_STATUS_BUSY ? status : ND_STATUS_NOT_LEADER;
    }
    if (op != NULL) {
        op->stage = ND_STAGE_REPLICATE;
        nd_list_remove(&op->link);
        nd_list_push_back(&proposal->ops, &op->link);
    }
    if (raw != NULL) nd_list_push_back(&proposal->raw_ops, &raw->link);
    nd__range_keep_proposal(range, proposal);
    return ND_STATUS_OK;
}

enum nd_status nd__range_propose_split(struct nd_range *range, struct nd_range_op *op)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, range->heap);
    nd_command_batch_begin(&bytes, range->desc.epoch, true);
    nd_command_put_split(&bytes, op->request->keys[0], op->request->new_range, op->request->preferred_leader);
    enum nd_status status = nd__range_propose_reshape(range, nd_buf_slice(&bytes), op, NULL);
    nd_buf_deinit(&bytes);
    return status;
}

void nd__range_propose_discard(struct nd_range *range, struct nd_range_op *op)
{
    propose_batch(range);
    nd__range_begin_batch(range);
    nd_command_put_discard(&range->batch, op->span_first, op->span_end);
    struct nd_ts safepoint = op->request->read_ts;
    if (safepoint.v != 0) { /* wherever the span is gone, that is said to whoever reads below */
        if (range->gc_safepoint.v < safepoint.v) range->gc_safepoint = safepoint;
        if (range->gc_collect.v < safepoint.v) range->gc_collect = safepoint;
        if (range->gc_collected.v < safepoint.v) range->gc_collected = safepoint;
        nd_command_put_gc(&range->batch, range->gc_collected, NULL, 0);
    }
    op->stage = ND_STAGE_PROPOSE;
    nd_list_remove(&op->link);
    nd_list_push_back(&range->batch_ops, &op->link);
    propose_batch(range);
}

/* Asks for one ReadIndex round for all operations that arrived since the last. */
static void start_round(struct nd_range *range)
{
    if (nd_list_is_empty(&range->confirm) && nd_list_is_empty(&range->raw_confirm)) return;
    struct nd__read_round *round = nd_heap_new(range->heap, struct nd__read_round);
    round->read_id = ++range->next_read_id;
    move_list(&round->ops, &range->confirm);
    move_list(&round->raw_ops, &range->raw_confirm);
    nd_list_push_back(&range->rounds, &round->link);
    if (nd_group_read_index(range->group, round->read_id) == ND_STATUS_OK) return;
    nd_list_remove(&round->link);
    struct nd_list ops, raw_ops;
    move_list(&ops, &round->ops);
    move_list(&raw_ops, &round->raw_ops);
    nd_heap_free(range->heap, round);
    ND_LIST_FOREACH_SAFE(link, &ops) nd__op_finish(nd__op_of(link), ND_STATUS_NOT_LEADER);
    struct nd_list none;
    nd_list_init(&none);
    fail_list(&none, &raw_ops, ND_STATUS_NOT_LEADER);
}

void nd__range_flush(struct nd_task *task)
{
    struct nd_range *range = ND_CONTAINER_OF(task, struct nd_range, flush_task);
    if (may_propose(range)) propose_batch(range);
    start_round(range);
}

void nd__range_resolve_proposal(struct nd_range *range, uint64_t index, uint64_t term, bool is_stale)
{
    struct nd__proposal *proposal = nd_hmap_remove(&range->proposals, index);
    if (proposal == NULL) return;
    enum nd_status status = proposal->term != term ? ND_STATUS_DROPPED : is_stale ? ND_STATUS_WRONG_RANGE : ND_STATUS_OK;
    if (status == ND_STATUS_DROPPED) ND_PROBE(range->store->options.env, RANGE_PROPOSAL_DROPPED);
    if (status == ND_STATUS_WRONG_RANGE) ND_PROBE(range->store->options.env, RANGE_STALE_EPOCH);
    fail_list(&proposal->ops, &proposal->raw_ops, status);
    forget_proposal(range, proposal);
}

/* The oldest that may be taken out now; NULL: none. */
static struct nd__proposal *oldest_due(struct nd_range *range, uint64_t now_ns)
{
    bool leads = range->role.role == ND_RAFT_LEADER;
    struct nd__proposal *oldest = NULL;
    ND_HMAP_FOREACH(slot, &range->proposals)
    {
        struct nd__proposal *proposal = slot->value;
        bool is_old = !(leads && proposal->term == range->role.term) && now_ns - proposal->proposed_ns > ND__PROPOSAL_WAIT_MS * ND_MS;
        bool is_due = now_ns == UINT64_MAX || is_old;
        if (is_due && (oldest == NULL || proposal->index < oldest->index)) oldest = proposal;
    }
    return oldest;
}

static void end_proposals(struct nd_range *range, uint64_t now_ns, enum nd_status status)
{
    struct nd__proposal *oldest;
    while ((oldest = oldest_due(range, now_ns)) != NULL) {
        nd_hmap_remove(&range->proposals, oldest->index);
        fail_list(&oldest->ops, &oldest->raw_ops, status);
        forget_proposal(range, oldest);
    }
}

void nd__range_end_proposals(struct nd_range *range, enum nd_status status) { end_proposals(range, UINT64_MAX, status); }

/* A proposal of the leadership at hand does not expire, however slow the disks: its latches keep readers
 * from timestamps that it may yet commit below. */
void nd__range_expire_proposals(struct nd_range *range, uint64_t now_ns) { end_proposals(range, now_ns, ND_STATUS_AMBIGUOUS); }

void nd_range_replicate_raw(struct nd_range *range, struct nd_range_raw_op *op, const struct nd_command_raw *records, size_t count)
{
    nd__range_stir(range);
    nd_list_init(&op->link);
    if (range->raw_batch.n == 0) nd_command_batch_begin_records(&range->raw_batch);
    nd_command_put_raw(&range->raw_batch, records, count);
    nd_list_push_back(&range->batch_raw_ops, &op->link);
    nd__range_schedule_flush(range);
}

void nd_range_confirm(struct nd_range *range, struct nd_range_raw_op *op)
{
    nd_list_init(&op->link);
    nd_list_push_back(&range->raw_confirm, &op->link);
    nd__range_schedule_flush(range);
}
