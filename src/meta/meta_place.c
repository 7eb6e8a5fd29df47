/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at all shards again and again and asks their leaders for the next step of what placement.h wants. */
#include "meta/meta_int.h"
#include "meta/placement.h"

enum { PLACE_TICK_MS = 300,
       PLACE_CALLS_MAX = 8,
       PLACE_TIMEOUT_S = 10,
       PLACE_SETTLE_S = 5,
       LIVE_S = 8,
       MOVES_MAX = 2 };

struct nd__meta_place {
    struct nd_list link; /* meta->places */
    struct nd_meta *meta;
    struct nd_range_id range;
    struct nd_rpc_call call;
};

struct nd__meta_seen {
    uint64_t heard_ns;
    size_t replicas;
};

void nd__meta_saw(struct nd_meta *meta, struct nd_node_id node)
{
    if (node.v == 0 || meta->range == NULL) return;
    struct nd__meta_seen *seen = nd_hmap_find(&meta->seen, node.v);
    if (seen == NULL) {
        seen = nd_heap_new(meta->heap, struct nd__meta_seen);
        nd_hmap_put(&meta->seen, node.v, seen);
    }
    seen->heard_ns = nd_env_now_ns(meta->options.env);
}

/* ---- what the nodes are like ------------------------------------------------------------------------------ */

static void count_replicas(struct nd_meta *meta)
{
    ND_HMAP_FOREACH (slot, &meta->seen) ((struct nd__meta_seen *)slot->value)->replicas = 0;
    for (struct nd_omap_node *node = nd_omap_first(&meta->shards); node != NULL; node = nd_omap_next(node)) {
        const struct nd_raft_conf *conf = &ND_CONTAINER_OF(node, struct nd__meta_shard, node)->desc.conf;
        for (size_t i = 0; i < conf->count; i++) {
            struct nd__meta_seen *seen = nd_hmap_find(&meta->seen, conf->members[i].node.v);
            if (seen != NULL) seen->replicas++;
        }
    }
}

static size_t look_at_nodes(struct nd_meta *meta, struct nd_placement_node *nodes)
{
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    size_t count = 0;
    count_replicas(meta);
    for (size_t i = 0; i < meta->node_count; i++) {
        const struct nd_meta_node *node = &meta->nodes[i];
        const struct nd__meta_seen *seen = nd_hmap_find(&meta->seen, node->id.v);
        uint64_t heard_ns = seen == NULL || seen->heard_ns < meta->led_since_ns ? meta->led_since_ns : seen->heard_ns;
        bool was_heard = seen != NULL && seen->heard_ns >= meta->led_since_ns;
        nodes[count++] = (struct nd_placement_node){.id = node->id,
                                                    .leaves = node->state != ND_META_NODE_ACTIVE,
                                                    .is_live = was_heard && now_ns - heard_ns<LIVE_S * ND_SEC,
                                                                                              .is_dead = now_ns - heard_ns>
                                                                                         meta->options.replace_after_ns,
                                                    .replicas = seen == NULL ? 0 : seen->replicas};
    }
    return count;
}

size_t nd__meta_replicas_on(struct nd_meta *meta, struct nd_node_id node)
{
    size_t count = 0;
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL; at = nd_omap_next(at))
        count += nd_range_desc_member_of(&ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc, node) != NULL;
    return count;
}

/* ---- asking ------------------------------------------------------------------------------------------------- */

static struct nd__meta_place *place_of(struct nd_meta *meta, struct nd_range_id range)
{
    ND_LIST_FOREACH (link, &meta->places) {
        struct nd__meta_place *place = ND_CONTAINER_OF(link, struct nd__meta_place, link);
        if (place->range.v == range.v) return place;
    }
    return NULL;
}

static void forget_place(struct nd__meta_place *place)
{
    nd_list_remove(&place->link);
    place->meta->place_count--;
    nd_heap_free(place->meta->heap, place);
}

static void note_leader(struct nd_meta *meta, struct nd_range_id range, struct nd_node_id leader)
{
    if (leader.v == 0) (void)nd_hmap_remove(&meta->leaders, range.v);
    else nd_hmap_put(&meta->leaders, range.v, (void *)(uintptr_t)leader.v);
}

static void placed(struct nd_rpc_call *call)
{
    struct nd__meta_place *place = ND_CONTAINER_OF(call, struct nd__meta_place, call);
    struct nd_meta *meta = place->meta;
    struct nd_place_reply reply;
    enum nd_status status = call->status == ND_STATUS_OK ? nd_place_reply_decode(call->reply, &reply) : call->status;
    if (status == ND_STATUS_OK && meta->range != NULL) {
        note_leader(meta, place->range, reply.status == ND_STATUS_NOT_FOUND ? (struct nd_node_id){0} : reply.leader);
        if (reply.has_desc) nd__meta_take_desc(meta, &reply.desc);
        if (reply.status == ND_STATUS_OK) nd_counter_add(&meta->places_done, 1);
    } else if (meta->range != NULL) {
        note_leader(meta, place->range, (struct nd_node_id){0});
    }
    forget_place(place);
}

/* Who leads it, as far as known; else one member after the other. */
static struct nd_node_id leader_of(struct nd_meta *meta, const struct nd_range_desc *desc)
{
    uint64_t known = (uint64_t)(uintptr_t)nd_hmap_find(&meta->leaders, desc->id.v);
    if (known != 0) return (struct nd_node_id){known};
    return desc->conf.members[meta->place_turn++ % desc->conf.count].node;
}

static void ask(struct nd_meta *meta, const struct nd_range_desc *desc, const struct nd_placement_step *step)
{
    struct nd__meta_place *place = nd_heap_new(meta->heap, struct nd__meta_place);
    struct nd_place_request request = {.op = step->op, .range = desc->id, .epoch = desc->epoch, .node = step->node, .other = step->other};
    struct nd_buf payload;
    nd_buf_init(&payload, meta->heap);
    nd_place_request_encode(&request, &payload);
    place->meta = meta;
    place->range = desc->id;
    place->call.done = placed;
    nd_list_push_back(&meta->places, &place->link);
    meta->place_count++;
    nd_rpc_call(nd_rpc_node(meta->options.rpc, leader_of(meta, desc)), &place->call, ND_RPC_PLACE, &payload, PLACE_TIMEOUT_S * ND_SEC);
    nd_buf_deinit(&payload);
}

/* Mere balancing goes a few shards at a time, and leaves the meta shard where it is. */
static bool may_move(const struct nd_meta *meta, const struct nd_range_desc *desc, size_t moving) { return desc->id.v != ND_RANGE_META.v && moving < MOVES_MAX && meta->place_count < MOVES_MAX; }

static void on_place_timer(struct nd_timer *timer)
{
    struct nd_meta *meta = ND_CONTAINER_OF(timer, struct nd_meta, place_timer);
    nd_timer_start_in(timer, PLACE_TICK_MS * ND_MS);
    if (meta->range == NULL || nd_env_now_ns(meta->options.env) - meta->led_since_ns < PLACE_SETTLE_S * ND_SEC) return;
    struct nd_placement_node nodes[ND_NODES_MAX];
    size_t count = look_at_nodes(meta, nodes), moving = 0;
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL; at = nd_omap_next(at)) {
        const struct nd_raft_conf *conf = &ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc.conf;
        for (size_t i = 0; i < conf->count; i++) moving += conf->members[i].is_learner;
    }
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL && meta->place_count < PLACE_CALLS_MAX; at = nd_omap_next(at)) {
        const struct nd_range_desc *desc = &ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc;
        if (place_of(meta, desc->id) != NULL) continue;
        struct nd_placement_step step = nd_placement_next(desc, nodes, count, meta->options.voters, may_move(meta, desc, moving));
        if (!step.is_needed) continue;
        if (step.op == ND_PLACE_ADD) {
            moving++;
            for (size_t i = 0; i < count; i++) nodes[i].replicas += nodes[i].id.v == step.node.v;
        }
        ask(meta, desc, &step);
    }
}

void nd__meta_place_open(struct nd_meta *meta)
{
    nd_hmap_init(&meta->seen, meta->heap);
    nd_hmap_init(&meta->leaders, meta->heap);
    nd_list_init(&meta->places);
    nd_timer_init(&meta->place_timer, meta->options.reactor, on_place_timer);
    nd_timer_start_in(&meta->place_timer, PLACE_TICK_MS * ND_MS);
}

void nd__meta_place_close(struct nd_meta *meta)
{
    nd_timer_stop(&meta->place_timer);
    while (!nd_list_is_empty(&meta->places)) {
        struct nd__meta_place *place = ND_CONTAINER_OF(meta->places.next, struct nd__meta_place, link);
        nd_rpc_call_cancel(&place->call);
        forget_place(place);
    }
    ND_HMAP_FOREACH (slot, &meta->seen) nd_heap_free(meta->heap, slot->value);
    nd_hmap_deinit(&meta->seen);
    nd_hmap_deinit(&meta->leaders);
}
