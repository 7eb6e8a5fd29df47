/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at all shards again and again and asks their leaders for the next step of what placement.h wants: what is missing
 * first, the most urgent of it before the rest; if nothing is, the move and the leadership that even out most, a few at a time. */
#include "meta/meta_int.h"

enum { PLACE_TICK_MS = 300,
       PLACE_REST_US = 500, /* for each shard: until all are looked at again although nothing has changed */
       PLACE_SHARE = 20,    /* looks take no more than a part of so many of the time */
       PLACE_SOON_MS = 50, /* after a step that was taken: the next may be due */
       PLACE_CALLS_MAX = 16,
       PLACE_TIMEOUT_S = 10,
       PLACE_SETTLE_S = 5,
       REPAIRS_MAX = 12, /* learners on their way, of shards that lack a voter */
       MOVES_MAX = 4,    /* of shards that move */
       LEADS_MAX = 4,
       LEADS_MANY_SHARDS = 256, /* for each so many shards one more leadership moves at a time: they carry less */
       LEADS_MANY_MAX = 64,
       LOOK_FAR = 8, /* in how many looks, although nodes are even, all shards are looked at for where they stand */
       LEAD_AGAIN_S = 5,         /* to even out numbers */
       LEAD_LOAD_AGAIN_S = 60 }; /* to even out requests: they change, and each move costs a little */

/* ---- asking ------------------------------------------------------------------------------------------------- */

static struct nd__meta_place *place_of(struct nd_meta *meta, struct nd_range_id range)
{
    ND_LIST_FOREACH (link, &meta->places) {
        struct nd__meta_place *place = ND_CONTAINER_OF(link, struct nd__meta_place, link);
        if (place->range.v == range.v) return place;
    }
    return NULL;
}

bool nd__meta_is_placing(struct nd_meta *meta, struct nd_range_id range) { return place_of(meta, range) != NULL; }

/* Nothing else is to be asked of it at the moment. */
static bool is_taken(struct nd_meta *meta, struct nd_range_id range) { return place_of(meta, range) != NULL || nd__meta_is_merging(meta, range); }

static void forget_place(struct nd__meta_place *place)
{
    nd_list_remove(&place->link);
    place->meta->place_count--;
    nd_heap_free(place->meta->heap, place);
}

void nd__meta_note_leader(struct nd_meta *meta, struct nd_range_id range, struct nd_node_id leader)
{
    nd__meta_stat(meta, range)->stat.leader = leader;
    meta->changes++;
}

static void placed(struct nd_rpc_call *call)
{
    struct nd__meta_place *place = ND_CONTAINER_OF(call, struct nd__meta_place, call);
    struct nd_meta *meta = place->meta;
    struct nd_place_reply reply;
    enum nd_status status = call->status == ND_STATUS_OK ? nd_place_reply_decode(call->reply, &reply) : call->status;
    if (status == ND_STATUS_OK && meta->range != NULL) {
        bool has_led = place->step.op == ND_PLACE_LEAD && reply.status == ND_STATUS_OK;
        nd__meta_note_leader(meta, place->range, reply.status == ND_STATUS_NOT_FOUND ? (struct nd_node_id){0} : has_led ? place->step.node
                                                                                                               : reply.leader);
        if (reply.has_desc) nd__meta_take_desc(meta, &reply.desc);
        if (reply.status == ND_STATUS_OK) nd_counter_add(has_led ? &meta->leads_done : &meta->places_done, 1);
        if (reply.status == ND_STATUS_OK && !meta->is_place_soon) {
            meta->is_place_soon = true;
            nd_timer_start_in(&meta->place_timer, PLACE_SOON_MS * ND_MS);
        }
    } else if (meta->range != NULL) {
        nd__meta_note_leader(meta, place->range, (struct nd_node_id){0});
    }
    forget_place(place);
}

/* Who leads it, as far as known; else one member after the other. */
struct nd_node_id nd__meta_leader_of(struct nd_meta *meta, const struct nd_range_desc *desc)
{
    const struct nd__meta_stat *stat = nd_hmap_find(&meta->stats, desc->id.v);
    if (stat != NULL && stat->stat.leader.v != 0) return stat->stat.leader;
    return desc->conf.members[meta->place_turn++ % desc->conf.count].node;
}

void nd__meta_ask_step(struct nd_meta *meta, const struct nd_range_desc *desc, const struct nd_placement_step *step)
{
    struct nd__meta_place *place = nd_heap_new(meta->heap, struct nd__meta_place);
    struct nd_place_request request = {.op = step->op, .range = desc->id, .epoch = desc->epoch, .node = step->node, .other = step->other};
    struct nd_buf payload;
    nd_buf_init(&payload, meta->heap);
    nd_place_request_encode(&request, &payload);
    place->meta = meta;
    place->range = desc->id;
    place->step = *step;
    place->since_ns = nd_env_now_ns(meta->options.env);
    place->call.done = placed;
    nd_list_push_back(&meta->places, &place->link);
    meta->place_count++;
    nd_rpc_call(nd_rpc_node(meta->options.rpc, nd__meta_leader_of(meta, desc)), &place->call, ND_RPC_PLACE, &payload, PLACE_TIMEOUT_S * ND_SEC);
    nd_buf_deinit(&payload);
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static void copy_constraint(struct nd_arena *arena, struct nd_constraint *constraint)
{
    for (size_t i = 0; i < constraint->count; i++) {
        constraint->terms[i].key = nd_arena_copy(arena, constraint->terms[i].key);
        constraint->terms[i].value = nd_arena_copy(arena, constraint->terms[i].value);
    }
}

void nd_meta_set_rules(struct nd_meta *meta, const struct nd_placement_rule *rules, size_t count)
{
    if (count > 0 || meta->rule_count > 0 || !meta->is_told) meta->changes++;
    nd_arena_reset(&meta->rule_arena);
    meta->rules = nd_arena_array(&meta->rule_arena, struct nd_placement_rule, count + 1);
    meta->rule_count = count;
    meta->is_told = true;
    for (size_t i = 0; i < count; i++) {
        struct nd_placement_rule *rule = &meta->rules[i];
        *rule = rules[i];
        ND_ASSERT(i == 0 || nd_slice_cmp(rules[i - 1].end, rules[i].first) <= 0);
        rule->first = nd_arena_copy(&meta->rule_arena, rule->first);
        rule->end = nd_arena_copy(&meta->rule_arena, rule->end);
        copy_constraint(&meta->rule_arena, &rule->where);
        copy_constraint(&meta->rule_arena, &rule->leaders);
    }
}

const struct nd_placement_rule *nd__meta_rule_of(const struct nd_meta *meta, const struct nd_range_desc *desc)
{
    size_t low = 0, high = meta->rule_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (nd_slice_cmp(meta->rules[middle].first, desc->first) <= 0) low = middle + 1;
        else high = middle;
    }
    const struct nd_placement_rule *rule = low == 0 ? NULL : &meta->rules[low - 1];
    return rule != NULL && nd_slice_cmp(desc->first, rule->end) < 0 ? rule : NULL;
}

/* ---- a look at all shards --------------------------------------------------------------------------------------- */

struct look {
    struct nd_meta *meta;
    struct nd_placement_node nodes[ND_NODES_MAX];
    size_t count;
    size_t learners; /* on their way */
    unsigned margins; /* bit for each that a shard has */
    bool has_repairs;
};

static struct nd_placement_shard shard_at(const struct look *look, struct nd_omap_node *at)
{
    const struct nd_range_desc *desc = &ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc;
    const struct nd__meta_stat *stat = nd_hmap_find(&look->meta->stats, desc->id.v);
    return (struct nd_placement_shard){.desc = desc,
                                       .leader = stat == NULL ? (struct nd_node_id){0} : stat->stat.leader,
                                       .bytes = stat == NULL ? 0 : stat->stat.bytes,
                                       .requests = stat == NULL ? 0 : stat->requests,
                                       .rule = nd__meta_rule_of(look->meta, desc)};
}

static struct nd_placement_node *node_at(struct look *look, struct nd_node_id id)
{
    for (size_t i = 0; i < look->count; i++)
        if (look->nodes[i].id.v == id.v) return &look->nodes[i];
    return NULL;
}

static size_t leads_many(const struct nd_meta *meta)
{
    size_t many = meta->shards.count / LEADS_MANY_SHARDS;
    return many < LEADS_MANY_MAX ? many : LEADS_MANY_MAX;
}

static bool is_full(const struct look *look) { return look->meta->place_count >= PLACE_CALLS_MAX + leads_many(look->meta); }

static void add_learner(struct look *look, const struct nd_placement_shard *shard, struct nd_node_id to)
{
    struct nd_placement_step step = {true, ND_PLACE_ADD, to, {0}};
    struct nd_placement_node *node = node_at(look, to);
    look->learners++;
    node->replicas++;
    node->bytes += shard->bytes;
    nd__meta_ask_step(look->meta, shard->desc, &step);
}

static void look_at_members(struct look *look)
{
    for (struct nd_omap_node *at = nd_omap_first(&look->meta->shards); at != NULL; at = nd_omap_next(at)) {
        const struct nd_range_desc *desc = &ND_CONTAINER_OF(at, struct nd__meta_shard, node)->desc;
        const struct nd_raft_conf *conf = &desc->conf;
        look->margins |= 1u << nd_placement_margin(desc, look->nodes, look->count);
        for (size_t i = 0; i < conf->count; i++) {
            const struct nd_placement_node *node = conf->members[i].is_learner ? node_at(look, conf->members[i].node) : NULL;
            look->learners += node != NULL && node->is_live && !node->leaves; /* the others are on their way out */
        }
    }
}

/* What begins a repair, and all steps of what has begun, of the shards that can spare so many voters. */
static void take_steps(struct look *look, unsigned margin)
{
    struct nd_meta *meta = look->meta;
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL && !is_full(look); at = nd_omap_next(at)) {
        struct nd_placement_shard shard = shard_at(look, at);
        if (is_taken(meta, shard.desc->id) || nd_placement_margin(shard.desc, look->nodes, look->count) != margin) continue;
        size_t voters = shard.rule != NULL && shard.rule->replicas > 0 ? shard.rule->replicas : meta->options.voters;
        struct nd_placement_step step = nd_placement_next(&shard, look->nodes, look->count, meta->is_told ? voters : ND_PLACEMENT_VOTERS_UNKNOWN);
        if (!step.is_needed) continue;
        look->has_repairs |= step.op == ND_PLACE_ADD;
        if (step.op != ND_PLACE_ADD) nd__meta_ask_step(meta, shard.desc, &step);
        else if (look->learners < REPAIRS_MAX) add_learner(look, &shard, step.node);
    }
}

/* The move that evens out most; false: none. The meta shard stays where it is, unless its replicas stand too near to each other. */
static bool move_one(struct look *look)
{
    struct nd_meta *meta = look->meta;
    struct nd_placement_shard best = {0};
    struct nd_node_id best_to = {0};
    double best_gain = 0;
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL; at = nd_omap_next(at)) {
        struct nd_placement_shard shard = shard_at(look, at);
        struct nd_node_id to;
        if (is_taken(meta, shard.desc->id)) continue;
        double gain = nd_placement_move(&shard, look->nodes, look->count, &to);
        if (gain <= best_gain || (shard.desc->id.v == ND_RANGE_META.v && gain < ND_PLACEMENT_FAR)) continue;
        best_gain = gain;
        best = shard;
        best_to = to;
    }
    if (best_gain > 0) add_learner(look, &best, best_to);
    return best_gain > 0;
}

struct pick {
    struct nd_placement_shard shard;
    double gain;
};

/* 0: nothing, or not now. */
static double gain_of_lead(struct look *look, const struct nd_placement_shard *shard, struct nd_node_id *to)
{
    struct nd_meta *meta = look->meta;
    const struct nd__meta_stat *stat = nd_hmap_find(&meta->stats, shard->desc->id.v);
    uint64_t since_ns = stat == NULL || stat->led_ns == 0 ? UINT64_MAX : nd_env_now_ns(meta->options.env) - stat->led_ns;
    if (stat == NULL || since_ns < LEAD_AGAIN_S * ND_SEC || shard->desc->id.v == ND_RANGE_META.v || is_taken(meta, shard->desc->id)) return 0;
    double gain = nd_placement_lead(shard, look->nodes, look->count, to);
    return gain <= 1 && since_ns < LEAD_LOAD_AGAIN_S * ND_SEC ? 0 : gain;
}

static void lead(struct look *look, const struct nd_placement_shard *shard, struct nd_node_id to_id)
{
    struct nd_meta *meta = look->meta;
    struct nd_placement_step step = {true, ND_PLACE_LEAD, to_id, {0}};
    struct nd_placement_node *from = node_at(look, shard->leader), *to = node_at(look, to_id);
    from->leaders--;
    from->requests -= from->requests < shard->requests ? from->requests : shard->requests;
    to->leaders++;
    to->requests += shard->requests;
    nd__meta_stat(meta, shard->desc->id)->led_ns = nd_env_now_ns(meta->options.env);
    nd__meta_ask_step(meta, shard->desc, &step);
}

/* Those that gain most, in one pass over all shards, and each only if it still does after those before it. */
static void lead_some(struct look *look)
{
    struct pick picks[LEADS_MAX + LEADS_MANY_MAX];
    size_t count = 0, most = LEADS_MAX + leads_many(look->meta);
    struct nd_node_id to;
    for (struct nd_omap_node *node = nd_omap_first(&look->meta->shards); node != NULL; node = nd_omap_next(node)) {
        struct pick pick = {.shard = shard_at(look, node)};
        pick.gain = gain_of_lead(look, &pick.shard, &to);
        if (pick.gain <= 0 || (count == most && pick.gain <= picks[count - 1].gain)) continue;
        size_t at = count < most ? count++ : count - 1;
        for (; at > 0 && picks[at - 1].gain < pick.gain; at--) picks[at] = picks[at - 1];
        picks[at] = pick;
    }
    for (size_t i = 0; i < count && !is_full(look); i++)
        if (gain_of_lead(look, &picks[i].shard, &to) > 0) lead(look, &picks[i].shard, to);
}

static bool has_localities(const struct look *look)
{
    for (size_t i = 0; i < look->count; i++)
        if (look->nodes[i].locality.count > 0) return true;
    return false;
}

static uint64_t fold_nodes(const struct look *look)
{
    uint64_t folded = look->count;
    for (size_t i = 0; i < look->count; i++) {
        const struct nd_placement_node *node = &look->nodes[i];
        unsigned state = (unsigned)node->is_live | (unsigned)node->is_dead << 1 | (unsigned)node->leaves << 2 | (unsigned)node->drains << 3;
        folded = (folded ^ (node->id.v << 4 | state)) * 0x100000001b3ULL;
    }
    return folded;
}

/* Many shards, of which nothing new is known: what comes with time alone can wait. */
static bool may_rest(const struct look *look, uint64_t now_ns)
{
    struct nd_meta *meta = look->meta;
    uint64_t folded = fold_nodes(look), since_ns = now_ns - meta->looked_ns;
    bool is_same = meta->changes == meta->changes_seen && folded == meta->nodes_seen && meta->place_count == 0 && meta->merge_count == 0;
    if (since_ns < PLACE_SHARE * meta->look_cost_ns || (is_same && since_ns < meta->shards.count * PLACE_REST_US * 1000ULL)) return true;
    meta->changes_seen = meta->changes;
    meta->nodes_seen = folded;
    return false;
}

static void look_around(struct look *look)
{
    struct nd_meta *meta = look->meta;
    nd__meta_add_loads(meta, look->nodes, look->count);
    nd__meta_merge_look(meta, look->nodes, look->count, false);
    look_at_members(look);
    for (unsigned margin = 0; margin <= 3 && !is_full(look); margin++)
        if ((look->margins & 1u << margin) != 0) take_steps(look, margin);
    if (look->has_repairs || !meta->is_told) return;
    nd__meta_merge_look(meta, look->nodes, look->count, true);
    bool looks_far = meta->looks++ % LOOK_FAR == 0 && (meta->rule_count > 0 || has_localities(look));
    if (looks_far || nd_placement_may_move(look->nodes, look->count))
        while (look->learners < MOVES_MAX && !is_full(look) && move_one(look)) continue;
    if (looks_far || nd_placement_may_lead(look->nodes, look->count))
        lead_some(look);
}

static void on_place_timer(struct nd_timer *timer)
{
    struct nd_meta *meta = ND_CONTAINER_OF(timer, struct nd_meta, place_timer);
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    nd_timer_start_in(timer, PLACE_TICK_MS * ND_MS);
    meta->is_place_soon = false;
    if (meta->range == NULL || now_ns - meta->led_since_ns < PLACE_SETTLE_S * ND_SEC) return;
    struct look look = {.meta = meta};
    look.count = nd__meta_look_at_nodes(meta, look.nodes);
    if (may_rest(&look, now_ns)) return;
    look_around(&look);
    meta->looked_ns = now_ns;
    meta->look_cost_ns = nd_env_now_ns(meta->options.env) - now_ns;
}

void nd__meta_place_open(struct nd_meta *meta)
{
    nd_list_init(&meta->places);
    nd_arena_init(&meta->rule_arena, meta->heap);
    nd_timer_init(&meta->place_timer, meta->options.reactor, on_place_timer);
    nd_timer_start_in(&meta->place_timer, PLACE_TICK_MS * ND_MS);
}

void nd__meta_place_close(struct nd_meta *meta)
{
    nd_timer_stop(&meta->place_timer);
    nd_arena_deinit(&meta->rule_arena);
    while (!nd_list_is_empty(&meta->places)) {
        struct nd__meta_place *place = ND_CONTAINER_OF(meta->places.next, struct nd__meta_place, link);
        nd_rpc_call_cancel(&place->call);
        forget_place(place);
    }
}
