/* SPDX-License-Identifier: Apache-2.0 */
#include "meta/meta.h"

#include "meta/meta_int.h"

enum { COLLECT_PERIOD_MS_MIN = 1000,
       COLLECT_PERIOD_MS_MAX = 60000,
       COLLECT_SHARDS = 1000, /* from so many on, walks take no more than a part of COLLECT_SHARE of the time */
       COLLECT_SHARE = 40 };

/* ---- answering -------------------------------------------------------------------------------------------- */

static void send_reply(struct nd_meta *meta, struct nd_rpc_request *rpc_request, struct nd_meta_reply *reply)
{
    struct nd_buf bytes;
    if (reply->status == ND_STATUS_NOT_LEADER) {
        struct nd_range *range = nd_store_find(meta->options.store, ND_RANGE_META);
        struct nd_range_info info;
        if (range != NULL) {
            nd_range_get_info(range, &info);
            reply->leader = info.role.leader_node;
        }
    }
    nd_buf_init(&bytes, meta->heap);
    nd_meta_reply_encode(reply, &bytes);
    nd_rpc_reply(rpc_request, &bytes);
    nd_buf_deinit(&bytes);
}

void nd__meta_finish(struct nd__meta_pending *pending, enum nd_status status)
{
    struct nd_meta *meta = pending->meta;
    pending->reply.status = status == ND_STATUS_DROPPED || status == ND_STATUS_AMBIGUOUS ? ND_STATUS_NOT_LEADER : status;
    pending->reply.cluster_uuid[0] = meta->options.cluster_uuid[0];
    pending->reply.cluster_uuid[1] = meta->options.cluster_uuid[1];
    if (pending->request.kind == ND_META_REGISTER && status == ND_STATUS_OK) {
        pending->reply.nodes = meta->nodes;
        pending->reply.node_count = meta->node_count;
    }
    send_reply(meta, pending->rpc_request, &pending->reply);
    meta->pending_count--;
    nd_heap_free(meta->heap, pending);
}

static void records_done(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct nd__meta_pending *pending = ND_CONTAINER_OF(raw, struct nd__meta_pending, raw);
    nd__meta_finish(pending, status);
}

static void replicate(struct nd__meta_pending *pending, char what, struct nd_slice rest, struct nd_slice value)
{
    struct nd_meta *meta = pending->meta;
    struct nd_buf key;
    nd_buf_init(&key, meta->heap);
    nd__meta_record_key(&key, what, rest);
    struct nd_command_raw record = {nd_buf_slice(&key), value};
    pending->raw.done = records_done;
    nd_range_replicate_raw(meta->range, &pending->raw, &record, 1);
    nd_buf_deinit(&key);
}

/* ---- requests ------------------------------------------------------------------------------------------------ */

static void lookup(struct nd__meta_pending *pending)
{
    struct nd_meta *meta = pending->meta;
    struct nd_range_desc descs[ND__META_LOOKUP_DESCS];
    struct nd__meta_shard *shard = nd__meta_shard_for(meta, pending->request.key);
    ND_ASSERT(shard != NULL); /* range 1 begins the keyspace */
    struct nd_omap_node *node = &shard->node;
    for (; node != NULL && pending->reply.desc_count < ND__META_LOOKUP_DESCS; node = nd_omap_next(node))
        descs[pending->reply.desc_count++] = ND_CONTAINER_OF(node, struct nd__meta_shard, node)->desc;
    pending->reply.descs = descs;
    nd__meta_finish(pending, ND_STATUS_OK);
}

static void report(struct nd__meta_pending *pending)
{
    struct nd_meta *meta = pending->meta;
    const struct nd_range_desc *desc = &pending->request.desc;
    struct nd__meta_gone gone = {.count = 0};
    pending->raw.done = records_done;
    if (nd__meta_put_shard(meta, desc, &gone)) {
        nd__meta_replicate_shard(meta, &pending->raw, desc, &gone);
        return;
    }
    /* It is known already, to this memory: who hears that it was taken never says it again. */
    const struct nd__meta_shard *known = meta->unsettled == 0 ? NULL : nd__meta_shard_for(meta, desc->first);
    if (known == NULL) nd__meta_finish(pending, ND_STATUS_OK);
    else nd__meta_replicate_shard(meta, &pending->raw, &known->desc, &gone);
}

static void register_node(struct nd__meta_pending *pending)
{
    struct nd_meta *meta = pending->meta;
    struct nd_meta_node node = pending->request.node;
    /* A repeated request of a joining node gets the id of the first. */
    for (size_t i = 0; i < meta->node_count && node.id.v == 0; i++)
        if (meta->nodes[i].uuid[0] == node.uuid[0] && meta->nodes[i].uuid[1] == node.uuid[1]) node.id = meta->nodes[i].id;
    struct nd_meta_node *known = node.id.v == 0 ? NULL : nd__meta_find_node(meta, node.id);
    if (known != NULL && (known->uuid[0] != node.uuid[0] || known->uuid[1] != node.uuid[1])) {
        nd__meta_finish(pending, ND_STATUS_EXISTS);
        return;
    }
    if (known != NULL && known->state == ND_META_NODE_REMOVED) {
        nd__meta_finish(pending, ND_STATUS_INVALID);
        return;
    }
    node.state = known == NULL ? ND_META_NODE_ACTIVE : known->state; /* not for the node itself to say */
    if (node.id.v == 0) {
        if (meta->node_count >= ND_NODES_MAX) {
            nd__meta_finish(pending, ND_STATUS_TOO_LARGE);
            return;
        }
        for (size_t i = 0; i < meta->node_count; i++)
            if (meta->nodes[i].id.v >= node.id.v) node.id.v = meta->nodes[i].id.v;
        struct nd_range_info info;
        nd_range_get_info(meta->range, &info);
        for (size_t i = 0; i < info.desc.conf.count; i++)
            if (info.desc.conf.members[i].node.v > node.id.v) node.id = info.desc.conf.members[i].node;
        node.id.v++;
    }
    nd__meta_put_node(meta, &node);
    pending->reply.node = node.id;
    struct nd_buf value;
    nd_buf_init(&value, meta->heap);
    nd_meta_node_encode(&node, &value);
    uint8_t id[8];
    nd_store_u64_be(id, node.id.v);
    replicate(pending, 'n', nd_slice_of(id, 8), nd_buf_slice(&value));
    nd_buf_deinit(&value);
}

static void set_state(struct nd__meta_pending *pending)
{
    struct nd_meta *meta = pending->meta;
    enum nd_meta_node_state state = pending->request.node.state;
    struct nd_meta_node *known = nd__meta_find_node(meta, pending->request.node.id);
    enum nd_status status = known == NULL                                                                            ? ND_STATUS_NOT_FOUND
                            : known->state == ND_META_NODE_REMOVED && state != ND_META_NODE_REMOVED                  ? ND_STATUS_INVALID
                            : state == ND_META_NODE_REMOVED && nd__meta_replicas_on(meta, known->id) > 0             ? ND_STATUS_EXISTS
                                                                                                                     : ND_STATUS_OK;
    if (status != ND_STATUS_OK) {
        nd__meta_finish(pending, status);
        return;
    }
    known->state = state;
    struct nd_buf value;
    nd_buf_init(&value, meta->heap);
    nd_meta_node_encode(known, &value);
    uint8_t id[8];
    nd_store_u64_be(id, known->id.v);
    replicate(pending, 'n', nd_slice_of(id, 8), nd_buf_slice(&value));
    nd_buf_deinit(&value);
}

static void allocate(struct nd__meta_pending *pending)
{
    uint64_t *next = nd__meta_counter(pending->meta, pending->request.name);
    pending->reply.first_id = *next;
    *next += pending->request.count;
    uint8_t value[9] = {1};
    nd_store_u64(value + 1, *next);
    replicate(pending, 'i', pending->request.name, nd_slice_of(value, sizeof value));
}

static void discard(struct nd__meta_pending *pending)
{
    struct nd_meta *meta = pending->meta;
    uint64_t seq = meta->next_discard++, since_ms = nd__meta_now_ms(meta);
    struct nd_buf value;
    nd_buf_init(&value, meta->heap);
    nd_buf_put_u8(&value, 1);
    nd_buf_put_u64(&value, since_ms);
    nd_buf_put_bytes(&value, pending->request.key);
    nd_buf_put_bytes(&value, pending->request.end);
    nd__meta_add_discard(meta, seq, since_ms, pending->request.key, pending->request.end);
    uint8_t id[8];
    nd_store_u64_be(id, seq);
    replicate(pending, 'g', nd_slice_of(id, 8), nd_buf_slice(&value));
    nd_buf_deinit(&value);
}

static void on_rpc(void *arg, struct nd_rpc_request *rpc_request)
{
    struct nd_meta *meta = arg;
    struct nd_meta_reply reply = {0};
    struct nd_meta_request request;
    if (rpc_request->is_oneway) {
        nd_rpc_request_drop(rpc_request);
        return;
    }
    reply.status = nd_meta_request_decode(rpc_request->payload, &request);
    if (reply.status == ND_STATUS_OK) nd__meta_saw(meta, rpc_request->from);
    if (reply.status == ND_STATUS_OK && meta->range == NULL) reply.status = ND_STATUS_NOT_LEADER;
    if (reply.status == ND_STATUS_OK && meta->pending_count >= ND__META_PENDING_MAX) reply.status = ND_STATUS_BUSY;
    if (reply.status != ND_STATUS_OK) {
        send_reply(meta, rpc_request, &reply);
        return;
    }
    struct nd__meta_pending *pending = nd_heap_new(meta->heap, struct nd__meta_pending);
    pending->meta = meta;
    pending->rpc_request = rpc_request;
    pending->request = request; /* borrows from the rpc request, which lives as long */
    nd_list_init(&pending->link);
    meta->pending_count++;
    switch (request.kind) {
    case ND_META_TIMESTAMPS: nd__meta_ts_ask(meta, pending); return;
    case ND_META_LOOKUP: lookup(pending); return;
    case ND_META_REPORT: report(pending); return;
    case ND_META_REGISTER: register_node(pending); return;
    case ND_META_NODES:
        pending->reply.nodes = meta->nodes;
        pending->reply.node_count = meta->node_count;
        nd__meta_finish(pending, ND_STATUS_OK);
        return;
    case ND_META_STATS:
        nd__meta_take_stats(meta, rpc_request->from, &pending->request);
        pending->reply.nodes = meta->nodes;
        pending->reply.node_count = meta->node_count;
        nd__meta_finish(pending, ND_STATUS_OK);
        return;
    case ND_META_SHARDS: nd__meta_answer_shards(pending); return;
    case ND_META_SET_STATE: set_state(pending); return;
    case ND_META_ALLOCATE: allocate(pending); return;
    case ND_META_DISCARD: discard(pending); return;
    case ND_META_WAIT: nd__meta_finish(pending, nd__meta_take_wait(meta, &pending->request)); return;
    case ND_META_KIND_COUNT: break;
    }
    ND_UNREACHABLE();
}

/* ---- spans to discard, one after the other ------------------------------------------------------------------- */

struct forget_op {
    struct nd_range_raw_op raw;
    struct nd_meta *meta;
};

static void forget_done(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct forget_op *op = ND_CONTAINER_OF(raw, struct forget_op, raw);
    ND_UNUSED(status); /* not replicated: the span is emptied once more, by the next leader */
    nd_heap_free(op->meta->heap, op);
}

void nd__meta_take_desc(struct nd_meta *meta, const struct nd_range_desc *desc)
{
    struct nd__meta_gone gone = {.count = 0};
    if (meta->range == NULL || !nd__meta_put_shard(meta, desc, &gone)) return;
    struct forget_op *op = nd_heap_new(meta->heap, struct forget_op);
    op->meta = meta;
    op->raw.done = forget_done; /* lost on the way to the log: its leader tells it, too */
    nd__meta_replicate_shard(meta, &op->raw, desc, &gone);
}

static void discard_done(void *arg, enum nd_status status)
{
    struct nd_meta *meta = arg;
    meta->is_discarding = false;
    if (meta->range == NULL || status != ND_STATUS_OK) return;
    ND_LIST_FOREACH_SAFE(link, &meta->discards)
    {
        struct nd__meta_discard *item = ND_CONTAINER_OF(link, struct nd__meta_discard, link);
        if (item->seq != meta->discarding_seq) continue;
        struct forget_op *op = nd_heap_new(meta->heap, struct forget_op);
        op->meta = meta;
        op->raw.done = forget_done;
        struct nd_buf key;
        nd_buf_init(&key, meta->heap);
        uint8_t id[8];
        nd_store_u64_be(id, item->seq);
        nd__meta_record_key(&key, 'g', nd_slice_of(id, 8));
        struct nd_command_raw record = {nd_buf_slice(&key), ND_SLICE_EMPTY};
        nd_range_replicate_raw(meta->range, &op->raw, &record, 1);
        nd_buf_deinit(&key);
        nd_list_remove(link);
        nd_heap_free(meta->heap, item);
    }
}

static void on_discard_timer(struct nd_timer *timer)
{
    struct nd_meta *meta = ND_CONTAINER_OF(timer, struct nd_meta, discard_timer);
    nd_timer_start_in(timer, 5 * ND_SEC);
    if (meta->range == NULL || meta->is_discarding || nd_list_is_empty(&meta->discards)) return;
    struct nd__meta_discard *item = ND_CONTAINER_OF(meta->discards.next, struct nd__meta_discard, link);
    uint64_t now_ms = nd__meta_now_ms(meta);
    if (now_ms < item->since_ms + meta->options.gc_window_ms) return;
    if (meta->safepoint.v < nd_ts_of_ms(item->since_ms).v) return; /* until no shard reads any more below what it was dropped at */
    meta->is_discarding = true;
    meta->discarding_seq = item->seq;
    meta->options.discard(meta->options.discard_owner, item->first, item->end, meta->safepoint, meta, discard_done);
}

/* ---- garbage collection: a safepoint goes through all shards, again and again (range/gc.c) -------------- */

static uint64_t collect_period_ns(const struct nd_meta *meta)
{
    uint64_t period_ms = meta->options.gc_window_ms / 10;
    return (period_ms > COLLECT_PERIOD_MS_MAX ? COLLECT_PERIOD_MS_MAX : period_ms < COLLECT_PERIOD_MS_MIN ? COLLECT_PERIOD_MS_MIN : period_ms) * ND_MS;
}

/* Many shards take long to walk through: then not so often, but at least once in what is kept. */
static void collect_later(struct nd_meta *meta)
{
    uint64_t took_ns = nd_env_now_ns(meta->options.env) - meta->collect_began_ns, rest_ns = COLLECT_SHARE * took_ns, most_ns = meta->options.gc_window_ms * ND_MS;
    if (meta->shards.count < COLLECT_SHARDS) return;
    if (rest_ns > most_ns) rest_ns = most_ns;
    if (rest_ns > collect_period_ns(meta)) nd_timer_start_in(&meta->collect_timer, rest_ns);
}

static void collect_done(void *arg, enum nd_status status)
{
    struct nd_meta *meta = arg;
    meta->is_collecting = false;
    if (status == ND_STATUS_OK) {
        collect_later(meta);
        meta->safepoint = meta->safepoint_asked;
    } else ND_INFO(nd_env_logger(meta->options.env), "meta", "the safepoint of garbage collection could not be raised: %s", nd_status_text(status));
}

static void on_collect_timer(struct nd_timer *timer)
{
    struct nd_meta *meta = ND_CONTAINER_OF(timer, struct nd_meta, collect_timer);
    nd_timer_start_in(timer, collect_period_ns(meta));
    if (meta->range == NULL || meta->is_collecting) return;
    uint64_t now_ms = nd__meta_now_ms(meta);
    if (now_ms <= meta->options.gc_window_ms) return;
    meta->is_collecting = true;
    meta->collect_began_ns = nd_env_now_ns(meta->options.env);
    meta->safepoint_asked = nd_ts_of_ms(now_ms - meta->options.gc_window_ms);
    if (meta->safepoint_asked.v < meta->safepoint.v) meta->safepoint_asked = meta->safepoint;
    meta->options.collect(meta->options.discard_owner, meta->safepoint_asked, meta->safepoint, meta, collect_done);
}

/* ---- leading ----------------------------------------------------------------------------------------------------- */

static void on_lead(void *owner, struct nd_range *range)
{
    struct nd_meta *meta = owner;
    enum nd_status status = nd__meta_load(meta);
    if (status != ND_STATUS_OK) nd_env_fatal(meta->options.env, ND_EXIT_CORRUPTION, "the meta shard's records cannot be read: %s", nd_status_text(status));
    meta->range = range;
    meta->leadership++;
    meta->unsettled = 0;
    nd_meta_set_rules(meta, NULL, 0); /* whoever knows them says so again */
    meta->is_told = !meta->options.has_rules;
    meta->led_since_ns = nd_env_now_ns(meta->options.env);
    nd__meta_put_shard(meta, nd_range_descriptor(range), NULL);
    nd__meta_ts_lead(meta);
    nd__meta_merge_lead(meta);
}

static bool on_draw(void *owner, struct nd_ts *ts_out) { return nd__meta_ts_draw(owner, ts_out); }

static void on_stop(void *owner, struct nd_range *range)
{
    struct nd_meta *meta = owner;
    ND_UNUSED(range);
    meta->range = NULL;
    nd__meta_forget_waits(meta);
    nd__meta_merge_stop(meta);
    nd__meta_ts_stop(meta);
    nd__meta_unload(meta);
}

struct nd_meta *nd_meta_open(const struct nd_meta_options *options)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_meta *meta = nd_heap_new(heap, struct nd_meta);
    meta->options = *options;
    meta->heap = heap;
    meta->next_discard = 1;
    nd_omap_init(&meta->shards);
    nd_omap_init(&meta->counters);
    nd_list_init(&meta->discards);
    nd_list_init(&meta->waits);
    nd_hmap_init(&meta->waits_by_id, heap);
    nd_list_init(&meta->ts_arrived);
    nd_list_init(&meta->ts_confirmed);
    nd_task_init(&meta->ts_task, nd__meta_ts_flush);
    nd_timer_init(&meta->discard_timer, options->reactor, on_discard_timer);
    nd_timer_start_in(&meta->discard_timer, 5 * ND_SEC);
    nd_timer_init(&meta->collect_timer, options->reactor, on_collect_timer);
    nd_timer_start_in(&meta->collect_timer, collect_period_ns(meta));
    nd__meta_stats_open(meta);
    nd__meta_place_open(meta);
    nd__meta_merge_open(meta);
    meta->extension = (struct nd_range_extension){.owner = meta, .on_lead = on_lead, .on_stop = on_stop, .draw = on_draw};
    nd_rpc_serve(options->rpc, ND_RPC_META, meta, on_rpc);
    struct nd_range *range = nd_store_find(options->store, ND_RANGE_META);
    if (range != NULL) nd_meta_attach(meta, range);
    return meta;
}

void nd_meta_attach(struct nd_meta *meta, struct nd_range *range) { nd_range_set_extension(range, &meta->extension); }

void nd_meta_close(struct nd_meta *meta)
{
    ND_ASSERT(meta->range == NULL);
    nd_rpc_serve(meta->options.rpc, ND_RPC_META, NULL, NULL);
    nd_timer_stop(&meta->discard_timer);
    nd_timer_stop(&meta->collect_timer);
    nd__meta_place_close(meta);
    nd__meta_merge_close(meta);
    nd__meta_stats_close(meta);
    nd_hmap_deinit(&meta->waits_by_id);
    nd_heap_free(meta->heap, meta);
}

uint64_t nd_meta_leadership(const struct nd_meta *meta) { return meta->range == NULL ? 0 : meta->leadership; }
bool nd_meta_is_leader(const struct nd_meta *meta) { return meta->range != NULL; }

void nd_meta_register_metrics(struct nd_meta *meta, struct nd_metrics *metrics)
{
    nd_metrics_add_counter(metrics, "ndoto_tso_timestamps_total", NULL, "timestamps handed out", &meta->ts_served);
    nd_metrics_add_counter(metrics, "ndoto_placement_steps_total", NULL, "changes of members that shards' leaders made when asked", &meta->places_done);
    nd_metrics_add_counter(metrics, "ndoto_placement_leaders_total", NULL, "leaderships that shards' leaders gave away when asked", &meta->leads_done);
    nd_metrics_add_counter(metrics, "ndoto_merges_total", NULL, "shards that became part of their left neighbours", &meta->merges_done);
    nd_metrics_add_counter(metrics, "ndoto_merges_called_off_total", NULL, "merges that were agreed on and came to nothing", &meta->merges_off);
    nd_metrics_add_counter(metrics, "ndoto_deadlocks_total", NULL, "circles of waiting transactions over several shards that were broken", &meta->deadlocks);
    nd_metrics_add_counter(metrics, "ndoto_tso_rounds_total", NULL, "quorum rounds for them", &meta->ts_rounds);
}
