/* SPDX-License-Identifier: Apache-2.0 */
/* The other nodes: who of them is up, and the messages that go to them in batches. */
#include "multiraft/multiraft_int.h"

/* ---- batches ---------------------------------------------------------------------------------- */

struct nd_buf *nd__mr_record_begin(struct nd_buf *out, enum nd__mr_record kind, struct nd_range_id range,
                                   size_t *at_out)
{
    *at_out = out->n;
    nd_buf_put_u8(out, (uint8_t)kind);
    nd_buf_put_u32(out, 0);
    nd_buf_put_u64(out, range.v);
    return out;
}

void nd__mr_record_end(struct nd_buf *out, size_t at)
{
    nd_store_u32(out->p + at + 1, (uint32_t)(out->n - at - ND__MR_RECORD_HEADER_BYTES));
}

static void send_batch(struct nd__mr_peer *peer, bool is_urgent)
{
    struct nd__mr_metrics *metrics = &peer->multiraft->metrics;
    struct nd_buf *batch = &peer->batches[is_urgent];
    if (batch->n == 0) return;
    bool is_sent = nd_rpc_send(peer->rpc, is_urgent ? ND_RPC_RAFT_URGENT : ND_RPC_RAFT, batch);
    nd_counter_add(is_sent ? &metrics->batches_out : &metrics->batches_dropped, 1);
    nd_buf_init(batch, peer->multiraft->heap);
    peer->batch_msgs[is_urgent] = 0;
}

void nd__mr_batch_touched(struct nd__mr_peer *peer, bool is_urgent)
{
    nd_counter_add(&peer->multiraft->metrics.msgs_out, 1);
    if (peer->batches[is_urgent].n >= ND__MR_BATCH_BYTES || ++peer->batch_msgs[is_urgent] >= ND__MR_BATCH_MSGS)
        send_batch(peer, is_urgent);
    else
        nd_reactor_defer(peer->multiraft->reactor, &peer->multiraft->flush_task);
}

void nd__mr_flush(struct nd_task *task)
{
    struct nd_multiraft *multiraft = ND_CONTAINER_OF(task, struct nd_multiraft, flush_task);
    ND_LIST_FOREACH (it, &multiraft->peers) {
        struct nd__mr_peer *peer = ND_CONTAINER_OF(it, struct nd__mr_peer, link);
        send_batch(peer, true);
        send_batch(peer, false);
    }
}

void nd__mr_on_batch(void *arg, struct nd_rpc_request *request)
{
    struct nd_multiraft *multiraft = arg;
    struct nd_dec dec = nd_dec_of(request->payload);
    if (request->from.v == 0) dec.is_bad = true; /* a client has no business here */
    while (nd_dec_left(&dec) > 0) {
        uint8_t kind = nd_dec_u8(&dec);
        uint32_t body_bytes = nd_dec_u32(&dec);
        struct nd_range_id range = {nd_dec_u64(&dec)};
        struct nd_slice body = nd_dec_raw(&dec, body_bytes);
        if (!nd_dec_is_ok(&dec)) break;
        nd_counter_add(&multiraft->metrics.msgs_in, 1);
        if (kind == ND__MR_MSG)
            nd__mr_on_msg(multiraft, request->from, range, body);
        else if (kind == ND__MR_BOUND)
            nd__mr_on_bound(multiraft, request->from, range, body);
        else if (kind == ND__MR_ABSENT)
            nd__mr_on_absent(multiraft, request->from, range, body);
        else
            nd_counter_add(&multiraft->metrics.dropped_malformed, 1);
    }
    if (!nd_dec_is_ok(&dec)) nd_counter_add(&multiraft->metrics.dropped_malformed, 1);
    nd_rpc_request_drop(request);
}

/* ---- life ------------------------------------------------------------------------------------- */

struct nd__mr_peer *nd__mr_peer_get(struct nd_multiraft *multiraft, struct nd_node_id node)
{
    struct nd__mr_peer *peer = nd_hmap_find(&multiraft->peers_by_node, node.v);
    if (peer != NULL) return peer;
    peer = nd_heap_new(multiraft->heap, struct nd__mr_peer);
    peer->multiraft = multiraft;
    peer->node = node;
    peer->rpc = nd_rpc_node(multiraft->rpc, node);
    nd_liveness_init(&peer->liveness, nd_rpc_incarnation(multiraft->rpc), multiraft->down_after_ns);
    nd_list_init(&peer->members);
    for (size_t i = 0; i < ND_ARRAY_LEN(peer->batches); i++) nd_buf_init(&peer->batches[i], multiraft->heap);
    nd_list_push_back(&multiraft->peers, &peer->link);
    nd_hmap_put(&multiraft->peers_by_node, node.v, peer);
    return peer;
}

void nd__mr_peer_free(struct nd__mr_peer *peer)
{
    nd_list_remove(&peer->link);
    for (size_t i = 0; i < ND_ARRAY_LEN(peer->batches); i++) nd_buf_deinit(&peer->batches[i]);
    nd_heap_free(peer->multiraft->heap, peer);
}

/* ---- liveness --------------------------------------------------------------------------------- */

void nd__mr_send_beat(struct nd__mr_peer *peer)
{
    struct nd_multiraft *multiraft = peer->multiraft;
    uint64_t now_ns = nd_env_now_ns(multiraft->env);
    struct nd_liveness_beat beat = nd_liveness_next(&peer->liveness, now_ns, multiraft->disk_ok);
    beat.is_draining = multiraft->is_draining;
    struct nd_buf payload;
    nd_buf_init(&payload, multiraft->heap);
    nd_liveness_beat_encode(&beat, &payload);
    peer->beat_sent_ns = now_ns;
    if (nd_rpc_send(peer->rpc, ND_RPC_LIVENESS, &payload)) nd_counter_add(&multiraft->metrics.beats_out, 1);
}

static void tell_groups(struct nd__mr_peer *peer, struct nd_liveness_change change)
{
    if (!change.is_change) return;
    struct nd_multiraft *multiraft = peer->multiraft;
    nd_counter_add(&multiraft->metrics.liveness_changes, 1);
    ND_INFO(nd_env_logger(multiraft->env), "multiraft", "node %llu is %s%s", (unsigned long long)peer->node.v,
            change.is_up ? "up" : "down", change.has_restarted ? ", restarted" : "");
    ND_LIST_FOREACH (it, &peer->members) {
        struct nd__mr_member *member = ND_CONTAINER_OF(it, struct nd__mr_member, link);
        nd__mr_feed_liveness(member->group, peer->node, change.is_up, change.has_restarted);
    }
    nd_rpc_set_away(multiraft->rpc, peer->node, !change.is_up && peer->shared > 0);
    int64_t up = 0;
    ND_LIST_FOREACH (it, &multiraft->peers) up += ND_CONTAINER_OF(it, struct nd__mr_peer, link)->liveness.is_up;
    nd_gauge_set(&multiraft->metrics.peers_up, up);
}

void nd__mr_watch(struct nd__mr_member *member)
{
    struct nd__mr_peer *peer = member->peer;
    struct nd_multiraft *multiraft = peer->multiraft;
    nd_list_push_back(&peer->members, &member->link);
    if (peer->shared++ > 0) return;
    (void)nd_liveness_check(&peer->liveness, nd_env_now_ns(multiraft->env)); /* unwatched, its time did not pass */
    nd__mr_send_beat(peer);
    if (!nd_timer_is_running(&multiraft->beat_timer)) {
        multiraft->beat_at_ns = multiraft->beat_due_ns = nd_env_now_ns(multiraft->env) + multiraft->heartbeat_ns;
        nd_timer_start_at(&multiraft->beat_timer, multiraft->beat_at_ns);
    }
}

void nd__mr_unwatch(struct nd__mr_member *member)
{
    struct nd__mr_peer *peer = member->peer;
    nd_list_remove(&member->link);
    ND_ASSERT(peer->shared > 0);
    if (--peer->shared > 0) return;
    struct nd_liveness_change change = nd_liveness_gone(&peer->liveness); /* unwatched, it says nothing */
    tell_groups(peer, change);
    nd_rpc_set_away(peer->multiraft->rpc, peer->node, false);
}

void nd__mr_on_beat(void *arg, struct nd_rpc_request *request)
{
    struct nd_multiraft *multiraft = arg;
    /* Also of one that shares no group yet: it may be about to send the first replica here. */
    struct nd__mr_peer *peer = request->from.v == 0 || request->from.v == multiraft->self.v ? NULL : nd__mr_peer_get(multiraft, request->from);
    struct nd_liveness_beat beat;
    if (nd_liveness_beat_decode(request->payload, &beat) != ND_STATUS_OK) {
        nd_counter_add(&multiraft->metrics.dropped_malformed, 1);
    } else if (peer != NULL) {
        bool wants_answer;
        uint64_t now_ns = nd_env_now_ns(multiraft->env);
        nd_counter_add(&multiraft->metrics.beats_in, 1);
        struct nd_liveness_change change = nd_liveness_heard(&peer->liveness, now_ns, &beat, &wants_answer);
        tell_groups(peer, change);
        if ((wants_answer || peer->shared == 0) && now_ns - peer->beat_sent_ns >= multiraft->heartbeat_ns / 4) nd__mr_send_beat(peer);
    }
    nd_rpc_request_drop(request);
}

void nd__mr_on_peer_change(void *arg, struct nd_node_id node, bool is_connected)
{
    struct nd_multiraft *multiraft = arg;
    struct nd__mr_peer *peer = nd_hmap_find(&multiraft->peers_by_node, node.v);
    if (peer == NULL || peer->shared == 0) return;
    if (!is_connected && nd_rpc_is_refused(multiraft->rpc, node)) {
        tell_groups(peer, nd_liveness_gone(&peer->liveness));
        return;
    }
    /* Knock: the beat goes through, or the answer to connecting tells. */
    if (nd_env_now_ns(multiraft->env) - peer->beat_sent_ns >= multiraft->heartbeat_ns / 10) nd__mr_send_beat(peer);
}

void nd__mr_beat_timer(struct nd_timer *timer)
{
    struct nd_multiraft *multiraft = ND_CONTAINER_OF(timer, struct nd_multiraft, beat_timer);
    uint64_t now_ns = nd_env_now_ns(multiraft->env), next_ns = UINT64_MAX;
    /* After a pause of this process what the others said waits in sockets: read before judging. */
    bool was_away = now_ns - multiraft->beat_due_ns > multiraft->heartbeat_ns;
    bool is_beat = now_ns >= multiraft->beat_at_ns, is_watching = false;
    if (is_beat) {
        nd__mr_look_at_disk(multiraft, now_ns);
        multiraft->beat_at_ns = now_ns + multiraft->heartbeat_ns;
    }
    ND_LIST_FOREACH (it, &multiraft->peers) {
        struct nd__mr_peer *peer = ND_CONTAINER_OF(it, struct nd__mr_peer, link);
        if (peer->shared == 0) continue;
        is_watching = true;
        if (!was_away) tell_groups(peer, nd_liveness_check(&peer->liveness, now_ns));
        if (is_beat) nd__mr_send_beat(peer);
        uint64_t expiry_ns = nd_liveness_expiry(&peer->liveness);
        if (expiry_ns < next_ns) next_ns = expiry_ns;
    }
    if (!is_watching) return;
    if (was_away && next_ns < now_ns + multiraft->heartbeat_ns / 4) next_ns = now_ns + multiraft->heartbeat_ns / 4;
    if (next_ns > multiraft->beat_at_ns) next_ns = multiraft->beat_at_ns;
    multiraft->beat_due_ns = next_ns;
    nd_timer_start_at(timer, next_ns);
}

bool nd_multiraft_is_up(const struct nd_multiraft *multiraft, struct nd_node_id node)
{
    if (node.v == multiraft->self.v) return true;
    const struct nd__mr_peer *peer = nd_hmap_find(&multiraft->peers_by_node, node.v);
    return peer != NULL && peer->liveness.is_up;
}
