/* SPDX-License-Identifier: Apache-2.0 */
/* What nodes and shards carry, as their leaders tell every few seconds: for placement, and to be looked at. In memory alone;
 * a new leader of the meta shard knows it after one round. */
#include "meta/meta_int.h"

enum { LIVE_S = 8,
       SMOOTH = 16, /* reports that the mean of requests reaches over, more or less */
       IDLE_REQUESTS = 16, /* a second: fewer change nothing for placement */
       SHARDS_IN_REPLY = 64,
       MOVES_IN_REPLY = 64 };

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

struct nd__meta_stat *nd__meta_stat(struct nd_meta *meta, struct nd_range_id range)
{
    struct nd__meta_stat *stat = nd_hmap_find(&meta->stats, range.v);
    if (stat == NULL) {
        stat = nd_heap_new_lasting(meta->heap, struct nd__meta_stat);
        stat->stat.range = range;
        nd_hmap_put(&meta->stats, range.v, stat);
    }
    return stat;
}

void nd__meta_join_stats(struct nd_meta *meta, struct nd_range_id left, struct nd_range_id right)
{
    struct nd__meta_stat *theirs = nd_hmap_remove(&meta->stats, right.v);
    if (theirs == NULL) return;
    struct nd__meta_stat *stat = nd__meta_stat(meta, left);
    stat->stat.bytes += theirs->stat.bytes;
    stat->stat.keys += theirs->stat.keys;
    stat->requests += theirs->requests;
    nd_heap_free(meta->heap, theirs);
}

void nd__meta_take_stats(struct nd_meta *meta, struct nd_node_id from, const struct nd_meta_request *request)
{
    struct nd__meta_seen *seen = nd_hmap_find(&meta->seen, from.v);
    if (seen == NULL) return;
    seen->is_draining = request->is_draining;
    struct nd_dec dec = nd_dec_of(request->stats);
    for (size_t i = 0; i < request->stat_count; i++) {
        struct nd_meta_stat told;
        nd_meta_stat_decode(&dec, &told);
        struct nd__meta_stat *stat = nd__meta_stat(meta, told.range);
        bool is_idle = told.requests_per_s < IDLE_REQUESTS && stat->requests < IDLE_REQUESTS;
        if (!is_idle || stat->stat.leader.v != from.v || stat->stat.bytes != told.bytes) meta->changes++;
        stat->requests = (stat->requests * (SMOOTH - 1) + told.requests_per_s) / SMOOTH;
        stat->stat = told;
        stat->stat.leader = from;
    }
}

/* ---- nodes -------------------------------------------------------------------------------------------------- */

static struct nd_placement_node *find(struct nd_placement_node *nodes, size_t count, struct nd_node_id id)
{
    for (size_t i = 0; i < count; i++)
        if (nodes[i].id.v == id.v) return &nodes[i];
    return NULL;
}

static void add_shard(const struct nd_meta *meta, const struct nd_range_desc *desc, struct nd_placement_node *nodes, size_t count)
{
    const struct nd__meta_stat *stat = nd_hmap_find(&meta->stats, desc->id.v);
    for (size_t i = 0; i < desc->conf.count; i++) {
        struct nd_placement_node *node = find(nodes, count, desc->conf.members[i].node);
        if (node == NULL) continue;
        node->replicas++;
        if (stat == NULL) continue;
        node->bytes += stat->stat.bytes;
        if (stat->stat.leader.v != node->id.v) continue;
        node->leaders++;
        node->requests += stat->requests;
    }
}

size_t nd__meta_look_at_nodes(struct nd_meta *meta, struct nd_placement_node nodes[ND_NODES_MAX])
{
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    for (size_t i = 0; i < meta->node_count; i++) {
        const struct nd_meta_node *node = &meta->nodes[i];
        const struct nd__meta_seen *seen = nd_hmap_find(&meta->seen, node->id.v);
        bool was_heard = seen != NULL && seen->heard_ns >= meta->led_since_ns;
        uint64_t silent_ns = now_ns - (was_heard ? seen->heard_ns : meta->led_since_ns);
        nodes[i] = (struct nd_placement_node){.id = node->id, .leaves = node->state != ND_META_NODE_ACTIVE, .drains = was_heard && seen->is_draining};
        nodes[i].is_live = was_heard && silent_ns < LIVE_S * ND_SEC;
        nodes[i].is_dead = silent_ns > meta->options.replace_after_ns;
        if (!nd_locality_parse(node->locality, &nodes[i].locality)) nodes[i].locality.count = 0;
    }
    return meta->node_count;
}

void nd__meta_add_loads(const struct nd_meta *meta, struct nd_placement_node *nodes, size_t count)
{
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL; at = nd_omap_next(at))
        add_shard(meta, &ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc, nodes, count);
}

size_t nd__meta_replicas_on(struct nd_meta *meta, struct nd_node_id node)
{
    size_t count = 0;
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL; at = nd_omap_next(at))
        count += nd_range_desc_member_of(&ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc, node) != NULL;
    return count;
}

/* ---- to be looked at ------------------------------------------------------------------------------------------ */

static struct nd_meta_load load_of(const struct nd_placement_node *node)
{
    struct nd_meta_load load = {.replicas = node->replicas, .leaders = node->leaders, .bytes = node->bytes, .requests_per_s = node->requests};
    load.is_live = node->is_live;
    load.is_draining = node->drains;
    return load;
}

void nd__meta_answer_shards(struct nd__meta_pending *pending)
{
    struct nd_meta *meta = pending->meta;
    struct nd_range_desc descs[SHARDS_IN_REPLY];
    struct nd_meta_stat stats[SHARDS_IN_REPLY];
    struct nd_placement_node nodes[ND_NODES_MAX];
    struct nd_meta_load loads[ND_NODES_MAX];
    struct nd_meta_move moves[MOVES_IN_REPLY];
    struct nd_meta_reply *reply = &pending->reply;
    struct nd__meta_shard *shard = nd__meta_shard_for(meta, pending->request.key);
    ND_ASSERT(shard != NULL); /* range 1 begins the keyspace */
    struct nd_omap_node *at = &shard->node;
    for (; at != NULL && reply->desc_count < SHARDS_IN_REPLY; at = nd_omap_next(at)) {
        const struct nd_range_desc *desc = &ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc;
        const struct nd__meta_stat *stat = nd_hmap_find(&meta->stats, desc->id.v);
        stats[reply->desc_count] = stat == NULL ? (struct nd_meta_stat){.range = desc->id} : stat->stat;
        descs[reply->desc_count++] = *desc;
    }
    reply->load_count = nd__meta_look_at_nodes(meta, nodes);
    if (at == NULL) nd__meta_add_loads(meta, nodes, reply->load_count); /* of all shards: with the last page, which is the one that is taken */
    for (size_t i = 0; i < reply->load_count; i++) loads[i] = load_of(&nodes[i]);
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    ND_LIST_FOREACH (link, &meta->places) {
        const struct nd__meta_place *place = ND_CONTAINER_OF(link, struct nd__meta_place, link);
        if (reply->move_count == MOVES_IN_REPLY) break;
        moves[reply->move_count++] = (struct nd_meta_move){place->range, place->step.op, place->step.node, place->step.other, (now_ns - place->since_ns) / ND_MS};
    }
    reply->move_count += nd__meta_tell_merges(meta, moves + reply->move_count, MOVES_IN_REPLY - reply->move_count);
    reply->descs = descs;
    reply->stats = stats;
    reply->stat_count = reply->desc_count;
    reply->nodes = meta->nodes;
    reply->node_count = meta->node_count;
    reply->loads = loads;
    reply->moves = moves;
    nd__meta_finish(pending, ND_STATUS_OK);
}

void nd__meta_stats_open(struct nd_meta *meta)
{
    nd_hmap_init(&meta->seen, meta->heap);
    nd_hmap_init(&meta->stats, meta->heap);
}

void nd__meta_stats_close(struct nd_meta *meta)
{
    ND_HMAP_FOREACH (slot, &meta->seen) nd_heap_free(meta->heap, slot->value);
    ND_HMAP_FOREACH (slot, &meta->stats) nd_heap_free(meta->heap, slot->value);
    nd_hmap_deinit(&meta->seen);
    nd_hmap_deinit(&meta->stats);
}
