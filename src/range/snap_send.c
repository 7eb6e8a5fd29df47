/* SPDX-License-Identifier: Apache-2.0 */
/* The leader's side: iterators of one moment, read and sent a chunk at a time. Writes go on meanwhile. */
#include "range/snap_int.h"

static void begin_waiting(struct nd_store *store);
static void offer(struct nd__snap_send *send);
static void fill(struct nd__snap_send *send);
static void send_chunk(struct nd__snap_send *send);
static void finish(struct nd__snap_send *send);
static void end(struct nd__snap_send *send, bool is_installed);
static void go_on(struct nd__snap_send *send);

static void free_send(struct nd__snap_send *send)
{
    for (size_t i = 0; i < send->iter_count; i++) nd_engine_iter_free(send->iters[i]);
    nd_timer_stop(&send->timer);
    nd_range_desc_deinit(&send->head.desc, send->store->heap);
    nd_buf_deinit(&send->chunk);
    nd_buf_deinit(&send->ahead);
    nd_list_remove(&send->link);
    nd_heap_free(send->store->heap, send);
}

/* The oldest snapshot under way decides what the log must keep. */
static void settle_hold(struct nd_range *range)
{
    uint64_t hold = 0;
    ND_LIST_FOREACH (link, &range->store->snap_sends) {
        const struct nd__snap_send *send = ND_CONTAINER_OF(link, struct nd__snap_send, link);
        if (send->range == range && send->head.index != 0 && (hold == 0 || send->head.index < hold))
            hold = send->head.index;
    }
    nd_group_hold(range->group, hold);
}

static bool is_pointless(const struct nd__snap_send *send)
{
    if (send->range == NULL || send->range->is_closing) return true;
    struct nd_group_role role = nd_group_role(send->range->group);
    return role.role != ND_RAFT_LEADER || role.term != send->leader_term;
}

static void on_timer(struct nd_timer *timer)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(timer, struct nd__snap_send, timer);
    send->again(send);
}

static uint64_t now_ns(const struct nd__snap_send *send) { return nd_env_now_ns(send->store->options.env); }

/* The call came to nothing, or the receiver is not ready: again after a pause, unless that has lasted too long. */
static void later(struct nd__snap_send *send, void (*again)(struct nd__snap_send *send))
{
    if (send->is_failed || is_pointless(send) || now_ns(send) - send->progress_ns > ND__SNAP_STUCK_MS * ND_MS) {
        send->is_failed = true;
        go_on(send);
        return;
    }
    send->again = again;
    nd_timer_start_in(&send->timer, ND__SNAP_RETRY_MS * ND_MS);
}

static void call(struct nd__snap_send *send, const struct nd__snap_request *request,
                 void (*done)(struct nd_rpc_call *call))
{
    struct nd_buf payload;
    nd_buf_init(&payload, send->store->heap);
    nd__snap_request_encode(request, &payload);
    send->is_calling = true;
    send->call.done = done;
    nd_rpc_call(nd_rpc_node(send->store->options.rpc, send->to.node), &send->call, ND_RPC_SNAPSHOT, &payload,
                ND__SNAP_CALL_MS * ND_MS);
    nd_buf_deinit(&payload);
}

/* UNREACHABLE and the like: no answer. */
static enum nd_status answer_of(struct nd__snap_send *send, struct nd__snap_reply *reply)
{
    send->is_calling = false;
    memset(reply, 0, sizeof *reply);
    if (send->call.status != ND_STATUS_OK) return ND_STATUS_UNREACHABLE;
    return nd__snap_reply_decode(send->call.reply, reply) == ND_STATUS_OK ? reply->status : ND_STATUS_MALFORMED;
}

/* ---- the moment ------------------------------------------------------------------------------------------ */

/* The apply worker is the only one that writes: iterators made here, one after the other, see the same state. */
static void run_take(struct nd_job *job)
{
    static const uint8_t tags[ND__SNAP_TAGS] = {ND_MVCC_TAG_VERSION, ND_MVCC_TAG_LOCK, ND_MVCC_TAG_FENCE,
                                                ND_MVCC_TAG_TXN, ND_MVCC_TAG_META};
    struct nd__snap_send *send = ND_CONTAINER_OF(job, struct nd__snap_send, job);
    struct nd_store *store = send->store;
    struct nd_range_state state;
    send->status = nd_range_state_load(store->options.engine, send->head.desc.id, store->heap, &state);
    if (send->status != ND_STATUS_OK) return;
    nd_range_desc_deinit(&send->head.desc, store->heap);
    send->head.desc = state.desc;
    send->head.index = state.applied_index;
    send->head.term = state.applied_term;
    if (nd_env_is_broken(store->options.env, ND_BREAK_SNAP_MARKER_AHEAD)) send->head.index++;
    send->head.gc_safepoint = state.gc_safepoint;
    size_t tag_count = state.desc.id.v == ND_RANGE_META.v ? ND__SNAP_TAGS : ND__SNAP_TAGS - 1;
    for (size_t i = 0; i < tag_count; i++) {
        struct nd_buf lower, upper;
        nd_buf_init(&lower, store->heap);
        nd_buf_init(&upper, store->heap);
        bool is_meta = tags[i] == ND_MVCC_TAG_META;
        nd_mvcc_key_bound(&lower, tags[i], is_meta ? ND_SLICE_EMPTY : state.desc.first, false);
        nd_mvcc_key_bound(&upper, tags[i], is_meta ? ND_SLICE_EMPTY : state.desc.end, true);
        struct nd_iter_options options = {
            .flags = ND_READ_NO_FILL, .lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
        send->iters[send->iter_count++] = nd_engine_iter_new(store->options.engine, &options);
        nd_engine_iter_seek(send->iters[i], options.lower);
        nd_buf_deinit(&lower);
        nd_buf_deinit(&upper);
    }
}

static void taken(struct nd_job *job)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(job, struct nd__snap_send, job);
    send->is_job_running = false;
    bool is_empty = send->status == ND_STATUS_OK && send->head.index == 0; /* nothing was applied yet */
    if (send->status != ND_STATUS_OK || is_empty || is_pointless(send)) {
        end(send, false);
        return;
    }
    settle_hold(send->range);
    fill(send);
}

static void take(struct nd__snap_send *send)
{
    send->is_job_running = true;
    send->job = (struct nd_job){.run = run_take, .done = taken};
    nd_worker_submit(send->store->options.apply, send->store->options.reactor, &send->job);
}

static void offered(struct nd_rpc_call *rpc_call)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(rpc_call, struct nd__snap_send, call);
    struct nd__snap_reply reply;
    enum nd_status status = answer_of(send, &reply);
    send->is_taken |= status == ND_STATUS_OK;
    if (status == ND_STATUS_OK && !is_pointless(send))
        take(send);
    else if (status == ND_STATUS_WOULD_BLOCK)
        later(send, offer);
    else
        end(send, false); /* raft asks again after a while */
}

static void offer(struct nd__snap_send *send)
{
    if (is_pointless(send)) {
        end(send, false);
        return;
    }
    struct nd__snap_request request = {.kind = ND__SNAP_OFFER, .id = send->id, .from = send->range->self, .leader_term = send->leader_term, .size = send->size, .head = send->head};
    call(send, &request, offered);
}

/* ---- whose turn it is ---------------------------------------------------------------------------------------- */

static bool has_place(const struct nd_store *store, const struct nd__snap_send *send)
{
    size_t count = 0;
    uint64_t bytes = send->size;
    ND_LIST_FOREACH (link, &store->snap_sends) {
        const struct nd__snap_send *other = ND_CONTAINER_OF(link, struct nd__snap_send, link);
        if (other->to.node.v != send->to.node.v) continue;
        count++;
        bytes += other->size;
    }
    return count == 0 || (count < ND__SNAP_SENDS_MAX && bytes <= ND__SNAP_SEND_BYTES);
}

/* In order of asking, for each node: a large one is not overtaken for ever. */
static void begin_waiting(struct nd_store *store)
{
    uint64_t full[ND_REPLICAS_MAX];
    size_t full_count = 0;
    ND_LIST_FOREACH_SAFE (link, &store->snap_waits) {
        struct nd__snap_send *send = ND_CONTAINER_OF(link, struct nd__snap_send, link);
        bool is_full = full_count == ND_ARRAY_LEN(full);
        for (size_t i = 0; i < full_count; i++) is_full |= full[i] == send->to.node.v;
        if (is_full) continue;
        if (!has_place(store, send)) {
            full[full_count++] = send->to.node.v;
            continue;
        }
        nd_list_remove(&send->link);
        nd_list_push_back(&store->snap_sends, &send->link);
        store->snap_wait_count--;
        send->begun_ns = send->progress_ns = now_ns(send);
        offer(send);
    }
}

static bool is_under_way(const struct nd_list *sends, const struct nd_range *range, const struct nd_raft_member *to)
{
    ND_LIST_FOREACH (link, sends) {
        const struct nd__snap_send *other = ND_CONTAINER_OF(link, struct nd__snap_send, link);
        if (other->range == range && other->to.replica.v == to->replica.v && other->leader_term == range->role.term) return true;
    }
    return false;
}

void nd__snap_send_start(struct nd_range *range, const struct nd_raft_member *to)
{
    struct nd_store *store = range->store;
    if (is_under_way(&store->snap_sends, range, to) || is_under_way(&store->snap_waits, range, to)) return; /* goes on */
    if (store->snap_wait_count >= ND__SNAP_WAITS_MAX || ND_BUGGIFY(store->options.env, "snap_send_later")) {
        nd_group_snapshot_sent(range->group, to->replica, 0);
        return;
    }
    struct nd__snap_send *send = nd_heap_new(store->heap, struct nd__snap_send);
    send->store = store;
    send->range = range;
    send->to = *to;
    send->leader_term = nd_group_role(range->group).term;
    send->id = nd_env_random_u64(store->options.env) | 1;
    send->size = nd__size_bytes(range);
    send->head.desc = nd_range_desc_copy(&range->desc, store->heap);
    send->head.to = to->replica;
    send->head.hash = send->id;
    nd_buf_init(&send->chunk, store->heap);
    nd_buf_init(&send->ahead, store->heap);
    nd_timer_init(&send->timer, store->options.reactor, on_timer);
    nd_list_push_back(&store->snap_waits, &send->link);
    store->snap_wait_count++;
    begin_waiting(store);
}

/* ---- chunks ------------------------------------------------------------------------------------------------ */

static void run_fill(struct nd_job *job)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(job, struct nd__snap_send, job);
    while (send->iter_at < send->iter_count && send->ahead.n < ND__SNAP_CHUNK_BYTES) {
        struct nd_engine_iter *iter = send->iters[send->iter_at];
        if (!nd_engine_iter_is_valid(iter)) {
            send->status = nd_engine_iter_status(iter);
            if (send->status != ND_STATUS_OK) return;
            send->iter_at++;
            continue;
        }
        nd_buf_put_bytes(&send->ahead, nd_engine_iter_key(iter));
        nd_buf_put_bytes(&send->ahead, nd_engine_iter_value(iter));
        nd_engine_iter_next(iter);
    }
}

static void filled(struct nd_job *job)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(job, struct nd__snap_send, job);
    send->is_job_running = false;
    send->is_failed |= send->status != ND_STATUS_OK;
    go_on(send);
}

static void fill(struct nd__snap_send *send)
{
    send->status = ND_STATUS_OK;
    send->is_job_running = true;
    send->job = (struct nd_job){.run = run_fill, .done = filled};
    nd_worker_submit(send->store->options.background, send->store->options.reactor, &send->job);
}

/* The chunk that was under way has been taken, and the next one is there: it is sent, and the one after it read meanwhile. */
static void go_on(struct nd__snap_send *send)
{
    if (send->is_calling || send->is_job_running || nd_timer_is_running(&send->timer)) return;
    if (send->is_failed || is_pointless(send)) {
        end(send, false);
        return;
    }
    struct nd_buf taken = send->chunk;
    send->chunk = send->ahead;
    send->ahead = taken;
    nd_buf_clear(&send->ahead);
    if (send->chunk.n == 0) {
        finish(send);
        return;
    }
    send_chunk(send);
    if (send->iter_at < send->iter_count) fill(send);
}

static void chunk_done(struct nd_rpc_call *rpc_call)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(rpc_call, struct nd__snap_send, call);
    struct nd__snap_reply reply;
    enum nd_status status = answer_of(send, &reply);
    bool is_taken = status == ND_STATUS_OK && reply.next_seq == send->seq + 1;
    if (is_taken) {
        send->head.hash = nd__snap_hash(send->head.hash, nd_crc32c(0, nd_buf_slice(&send->chunk)));
        send->bytes += send->chunk.n;
        send->seq++;
        send->progress_ns = now_ns(send);
        nd_counter_add(&send->store->snap_sent_bytes, send->chunk.n);
        go_on(send);
    } else if (status == ND_STATUS_UNREACHABLE || status == ND_STATUS_BUSY || status == ND_STATUS_OK) {
        later(send, send_chunk);
    } else {
        send->is_failed = true;
        go_on(send);
    }
}

static void send_chunk(struct nd__snap_send *send)
{
    struct nd_slice bytes = nd_buf_slice(&send->chunk);
    struct nd__snap_request request = {
        .kind = ND__SNAP_CHUNK, .id = send->id, .seq = send->seq, .crc = nd_crc32c(0, bytes), .bytes = bytes};
    call(send, &request, chunk_done);
}

/* ---- the end ------------------------------------------------------------------------------------------------ */

static void finish_done(struct nd_rpc_call *rpc_call)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(rpc_call, struct nd__snap_send, call);
    struct nd__snap_reply reply;
    enum nd_status status = answer_of(send, &reply);
    if (status == ND_STATUS_BUSY) send->progress_ns = now_ns(send); /* it installs */
    if (status == ND_STATUS_OK)
        end(send, true);
    else if (status == ND_STATUS_UNREACHABLE || status == ND_STATUS_BUSY)
        later(send, finish);
    else
        end(send, false);
}

static void finish(struct nd__snap_send *send)
{
    send->head.chunk_count = send->seq;
    struct nd__snap_request request = {.kind = ND__SNAP_FINISH, .id = send->id, .head = send->head};
    call(send, &request, finish_done);
}

static void run_release(struct nd_job *job)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(job, struct nd__snap_send, job);
    for (size_t i = 0; i < send->iter_count; i++) nd_engine_iter_free(send->iters[i]); /* may remove files */
    send->iter_count = 0;
}

static void released(struct nd_job *job)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(job, struct nd__snap_send, job);
    struct nd_store *store = send->store;
    free_send(send);
    begin_waiting(store);
}

static void release(struct nd__snap_send *send)
{
    send->job = (struct nd_job){.run = run_release, .done = released};
    send->is_job_running = true;
    nd_worker_submit(send->store->options.background, send->store->options.reactor, &send->job);
}

static void abandoned(struct nd_rpc_call *rpc_call)
{
    struct nd__snap_send *send = ND_CONTAINER_OF(rpc_call, struct nd__snap_send, call);
    send->is_calling = false;
    release(send);
}

static void end(struct nd__snap_send *send, bool is_installed)
{
    struct nd_range *range = send->range;
    struct nd_store *store = send->store;
    uint64_t ms = (now_ns(send) - send->begun_ns) / ND_MS;
    if (is_installed) nd_counter_add(&store->snaps_sent, 1);
    else if (send->seq > 0) ND_PROBE(store->options.env, SNAP_INTERRUPTED);
    if (send->seq > 0)
        ND_INFO(nd_env_logger(store->options.env), "range",
                "range %llu: snapshot at %llu for node %llu %s: %llu bytes in %llu ms",
                (unsigned long long)send->head.desc.id.v, (unsigned long long)send->head.index,
                (unsigned long long)send->to.node.v, is_installed ? "installed" : "given up",
                (unsigned long long)send->bytes, (unsigned long long)ms);
    if (range != NULL && !range->is_closing) {
        bool is_of_now = nd_group_role(range->group).term == send->leader_term; /* else nothing held the log for it */
        nd_group_snapshot_sent(range->group, send->to.replica, is_installed && is_of_now ? send->head.index : 0);
        send->range = NULL;
        settle_hold(range);
    }
    send->range = NULL;
    struct nd__snap_request request = {.kind = ND__SNAP_ABANDON, .id = send->id};
    if (send->is_taken && !is_installed) call(send, &request, abandoned);
    else release(send);
}

static void forget(struct nd_list *sends, const struct nd_range *range)
{
    ND_LIST_FOREACH (link, sends) {
        struct nd__snap_send *send = ND_CONTAINER_OF(link, struct nd__snap_send, link);
        if (send->range == range) send->range = NULL;
    }
}

void nd__snap_forget_range(struct nd_range *range)
{
    forget(&range->store->snap_sends, range);
    forget(&range->store->snap_waits, range);
}

/* The workers are closed: jobs do not come back. */
void nd__snap_sends_close(struct nd_store *store)
{
    while (!nd_list_is_empty(&store->snap_waits)) free_send(ND_CONTAINER_OF(store->snap_waits.next, struct nd__snap_send, link));
    while (!nd_list_is_empty(&store->snap_sends)) {
        struct nd__snap_send *send = ND_CONTAINER_OF(store->snap_sends.next, struct nd__snap_send, link);
        if (send->is_calling) nd_rpc_call_cancel(&send->call);
        free_send(send);
    }
}
