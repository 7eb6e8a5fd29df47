/* SPDX-License-Identifier: Apache-2.0 */
/* Drives merges (merge.h): picks neighbours that are worth it, brings the right one's replicas to the left one's nodes, writes down
 * what is agreed on, and asks for one step after the other until it has happened or is called off. */
#include "meta/meta_int.h"

enum { MERGES_MAX = 4,      /* at a time */
       ALIGNING_MAX = 2,    /* of these, such that move replicas first */
       ALIGN_PATIENCE_S = 60,
       MERGE_PATIENCE_S = 5, /* the right range may be frozen for so long */
       LONG_PATIENCE_S = 30, /* in simulation, now and then */
       REST_S = 30,          /* of two that could not be merged */
       RETRY_MS = 50,
       CALL_TIMEOUT_S = 3,
       RECORD_FORMAT = 1 };

static void drive(struct nd__meta_merge *at);

/* ---- what is under way ------------------------------------------------------------------------------------------ */

static struct nd__meta_merge *merge_of(struct nd_list *link) { return ND_CONTAINER_OF(link, struct nd__meta_merge, link); }

static struct nd__meta_merge *find(struct nd_meta *meta, uint64_t id)
{
    ND_LIST_FOREACH (link, &meta->merges)
        if (merge_of(link)->merge.id == id) return merge_of(link);
    return NULL;
}

bool nd__meta_is_merging(struct nd_meta *meta, struct nd_range_id range)
{
    ND_LIST_FOREACH (link, &meta->merges)
        if (merge_of(link)->merge.left.id.v == range.v || merge_of(link)->merge.right.id.v == range.v) return true;
    return false;
}

static struct nd__meta_merge *add(struct nd_meta *meta, uint64_t id, const struct nd_range_desc *left, const struct nd_range_desc *right)
{
    struct nd__meta_merge *at = nd_heap_new(meta->heap, struct nd__meta_merge);
    at->meta = meta;
    at->merge.id = id;
    at->merge.left = nd_range_desc_copy(left, meta->heap);
    at->merge.right = nd_range_desc_copy(right, meta->heap);
    at->since_ns = nd_env_now_ns(meta->options.env);
    at->patience_s = ND_BUGGIFY(meta->options.env, "meta_merge_patient") ? LONG_PATIENCE_S : MERGE_PATIENCE_S;
    nd_list_push_back(&meta->merges, &at->link);
    meta->merge_count++;
    return at;
}

static void drop(struct nd__meta_merge *at)
{
    struct nd_meta *meta = at->meta;
    if (at->is_asking) nd_rpc_call_cancel(&at->call);
    nd_list_remove(&at->link);
    meta->merge_count--;
    nd_range_desc_deinit(&at->merge.left, meta->heap);
    nd_range_desc_deinit(&at->merge.right, meta->heap);
    nd_heap_free(meta->heap, at);
}

static struct nd__meta_shard *shard_at(struct nd_meta *meta, const struct nd_range_desc *desc)
{
    struct nd__meta_shard *shard = nd__meta_shard_for(meta, desc->first);
    return shard != NULL && shard->desc.id.v == desc->id.v && nd_slice_eq(shard->desc.first, desc->first) ? shard : NULL;
}

/* Something else first. */
static void let_rest(struct nd__meta_merge *at)
{
    struct nd_meta *meta = at->meta;
    struct nd__meta_shard *shard = shard_at(meta, &at->merge.right);
    if (shard != NULL) shard->rest_until_ns = nd_env_now_ns(meta->options.env) + REST_S * ND_SEC;
}

/* ---- the record ------------------------------------------------------------------------------------------------------ */

static void encode(const struct nd_merge *merge, struct nd_buf *out)
{
    nd_buf_put_u8(out, RECORD_FORMAT);
    nd_buf_put_u8(out, merge->is_off);
    nd_range_desc_encode(&merge->left, out);
    nd_range_desc_encode(&merge->right, out);
}

bool nd__meta_merge_load(struct nd_meta *meta, uint64_t id, struct nd_slice value)
{
    struct nd_range_desc left, right;
    struct nd_dec dec = nd_dec_of(value);
    if (nd_dec_u8(&dec) != RECORD_FORMAT) return false;
    bool is_off = nd_dec_u8(&dec) != 0;
    if (!nd_range_desc_decode(&dec, &left) || !nd_range_desc_decode(&dec, &right) || !nd_dec_is_done(&dec) || id == 0) return false;
    struct nd__meta_merge *at = add(meta, id, &left, &right);
    at->merge.is_off = is_off;
    at->is_stored = true;
    return true;
}

struct store_op {
    struct nd_range_raw_op raw;
    struct nd_meta *meta;
    uint64_t id;
    uint64_t term; /* counts leaderships: the merge in memory is another one's after that */
    bool calls_off, concludes;
};

static void stored(struct nd_range_raw_op *raw, enum nd_status status)
{
    struct store_op *op = ND_CONTAINER_OF(raw, struct store_op, raw);
    struct nd_meta *meta = op->meta;
    struct nd__meta_merge *at = op->term == meta->led_since_ns ? find(meta, op->id) : NULL;
    bool calls_off = op->calls_off, concludes = op->concludes, is_good = status == ND_STATUS_OK && meta->range != NULL;
    nd_heap_free(meta->heap, op);
    if (at == NULL) return;
    at->is_storing = false; /* if it came to nothing: at the next tick */
    if (!is_good) return;
    if (concludes) {
        drop(at);
        return;
    }
    at->is_stored = true;
    if (calls_off) ND_PROBE(meta->options.env, MERGE_CALLED_OFF);
    if (calls_off) at->merge.is_off = true;
    drive(at);
}

static void record_key(struct nd_meta *meta, struct nd_buf *key, uint64_t id)
{
    uint8_t bytes[8];
    nd_buf_init(key, meta->heap);
    nd_store_u64_be(bytes, id);
    nd__meta_record_key(key, 'm', nd_slice_of(bytes, 8));
}

static struct store_op *new_op(struct nd_meta *meta, uint64_t id)
{
    struct store_op *op = nd_heap_new(meta->heap, struct store_op);
    *op = (struct store_op){.raw.done = stored, .meta = meta, .id = id, .term = meta->led_since_ns};
    return op;
}

static void store(struct nd__meta_merge *at, bool is_off)
{
    struct nd_meta *meta = at->meta;
    struct store_op *op = new_op(meta, at->merge.id);
    struct nd_merge merge = at->merge;
    struct nd_buf key, value, counter_key;
    uint8_t counter[9] = {RECORD_FORMAT};
    op->calls_off = merge.is_off = is_off;
    nd_store_u64(counter + 1, *nd__meta_counter(meta, nd_slice_str("merge")));
    nd_buf_init(&value, meta->heap);
    nd_buf_init(&counter_key, meta->heap);
    record_key(meta, &key, merge.id);
    encode(&merge, &value);
    nd__meta_record_key(&counter_key, 'i', nd_slice_str("merge")); /* G5 */
    struct nd_command_raw records[] = {{nd_buf_slice(&key), nd_buf_slice(&value)}, {nd_buf_slice(&counter_key), nd_slice_of(counter, sizeof counter)}};
    at->is_storing = true;
    nd_range_replicate_raw(meta->range, &op->raw, records, ND_ARRAY_LEN(records));
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    nd_buf_deinit(&counter_key);
}

/* The record goes; has_happened: with the shard map as it is now. Both are free for others only once that is durable (G5). */
static void conclude(struct nd__meta_merge *at, bool has_happened)
{
    struct nd_meta *meta = at->meta;
    struct store_op *op = new_op(meta, at->merge.id);
    struct nd_range_desc after = nd_merge_after(&at->merge);
    struct nd__meta_gone gone = {.count = 0};
    struct nd_command_raw record = {.value = ND_SLICE_EMPTY};
    struct nd_buf key;
    if (!at->is_concluding) {
        ND_INFO(nd_env_logger(meta->options.env), "meta", "merge %llu of range %llu into %llu %s", (unsigned long long)at->merge.id,
                (unsigned long long)at->merge.right.id.v, (unsigned long long)at->merge.left.id.v, has_happened ? "is done" : "was called off");
        if (has_happened) nd__meta_join_stats(meta, at->merge.left.id, at->merge.right.id);
        else let_rest(at);
        nd_counter_add(has_happened ? &meta->merges_done : &meta->merges_off, 1);
    }
    at->is_concluding = at->is_storing = op->concludes = true;
    record_key(meta, &key, at->merge.id);
    record.key = nd_buf_slice(&key);
    if (has_happened && nd__meta_put_shard(meta, &after, &gone)) { /* in the same entry: a turn's records share one */
        struct store_op *map_op = new_op(meta, UINT64_MAX); /* nobody waits for it */
        nd__meta_replicate_shard(meta, &map_op->raw, &after, &gone);
    }
    nd_range_replicate_raw(meta->range, &op->raw, &record, 1);
    nd_buf_deinit(&key);
}

/* ---- asking ------------------------------------------------------------------------------------------------------------ */

static bool is_of_member(enum nd_place_op op) { return op == ND_PLACE_SETTLE || op == ND_PLACE_PRESENT; }

static void answered(struct nd_rpc_call *call)
{
    struct nd__meta_merge *at = ND_CONTAINER_OF(call, struct nd__meta_merge, call);
    struct nd_meta *meta = at->meta;
    struct nd_place_reply reply;
    at->is_asking = false;
    enum nd_status status = call->status == ND_STATUS_OK ? nd_place_reply_decode(call->reply, &reply) : call->status;
    if (status == ND_STATUS_OK) status = reply.status;
    else reply.leader.v = 0;
    const struct nd_range_desc *of = at->asked.is_of_left ? &at->merge.left : &at->merge.right;
    if (!is_of_member(at->asked.op) && status != ND_STATUS_OK) nd__meta_note_leader(meta, of->id, reply.leader);
    if (call->status == ND_STATUS_OK) nd_merge_take(&at->merge, &at->asked, status);
    if (status == ND_STATUS_OK) drive(at); /* else at the next tick */
}

static void ask(struct nd__meta_merge *at, const struct nd_merge_next *next)
{
    struct nd_meta *meta = at->meta;
    const struct nd_range_desc *of = next->is_of_left ? &at->merge.left : &at->merge.right;
    struct nd_place_request request = {.op = next->op, .range = of->id, .epoch = of->epoch, .merge = at->merge.id, .right = nd_merge_frozen(&at->merge)};
    struct nd_node_id whom = is_of_member(next->op) ? of->conf.members[next->member].node : nd__meta_leader_of(meta, of);
    struct nd_buf payload;
    nd_buf_init(&payload, meta->heap);
    nd_place_request_encode(&request, &payload);
    at->asked = *next;
    at->is_asking = true;
    at->call.done = answered;
    nd_rpc_call(nd_rpc_node(meta->options.rpc, whom), &at->call, ND_RPC_PLACE, &payload, CALL_TIMEOUT_S * ND_SEC);
    nd_buf_deinit(&payload);
}

/* In simulation: much may happen between the last SETTLE and MERGE. */
static bool is_late(struct nd__meta_merge *at)
{
    struct nd_env *env = at->meta->options.env;
    if (at->ripe_ns == 0) {
        at->ripe_ns = nd_env_now_ns(env);
        if (ND_BUGGIFY(env, "meta_merge_late")) at->ripe_ns += (1 + nd_env_random_u64(env) % (at->patience_s == MERGE_PATIENCE_S ? 4 : 8)) * ND_SEC;
    }
    return nd_env_now_ns(env) < at->ripe_ns;
}

static void drive(struct nd__meta_merge *at)
{
    struct nd_meta *meta = at->meta;
    if (at->is_storing || at->is_asking || at->merge.id == 0) return;
    if (!at->is_stored) {
        store(at, false);
        return;
    }
    if (nd_env_now_ns(meta->options.env) - at->since_ns > at->patience_s * ND_SEC) at->merge.is_refused = true;
    struct nd_merge_next next = nd_merge_next(&at->merge, nd_env_is_broken(meta->options.env, ND_BREAK_MERGE_NOT_WAITING_FOR_ALL));
    if (next.action == ND_MERGE_ASK && next.op == ND_PLACE_MERGE && is_late(at)) return;
    switch (next.action) {
    case ND_MERGE_ASK: ask(at, &next); return;
    case ND_MERGE_CALL_OFF: store(at, true); return;
    case ND_MERGE_CONCLUDE: conclude(at, true); return;
    case ND_MERGE_FORGET: conclude(at, false); return;
    }
}

static void on_merge_timer(struct nd_timer *timer)
{
    struct nd_meta *meta = ND_CONTAINER_OF(timer, struct nd_meta, merge_timer);
    if (meta->range == NULL) return;
    ND_LIST_FOREACH_SAFE (link, &meta->merges) drive(merge_of(link));
    if (meta->merge_count > 0) nd_timer_start_in(timer, RETRY_MS * ND_MS);
}

static void agree(struct nd__meta_merge *at)
{
    struct nd_meta *meta = at->meta;
    at->merge.id = (*nd__meta_counter(meta, nd_slice_str("merge")))++;
    at->since_ns = nd_env_now_ns(meta->options.env);
    ND_INFO(nd_env_logger(meta->options.env), "meta", "merge %llu: range %llu shall become part of range %llu", (unsigned long long)at->merge.id,
            (unsigned long long)at->merge.right.id.v, (unsigned long long)at->merge.left.id.v);
    store(at, false);
    if (!nd_timer_is_running(&meta->merge_timer)) nd_timer_start_in(&meta->merge_timer, RETRY_MS * ND_MS);
}

/* ---- coming together ------------------------------------------------------------------------------------------------------ */

static void take_desc(struct nd_meta *meta, struct nd_range_desc *to, const struct nd_range_desc *from)
{
    nd_range_desc_deinit(to, meta->heap);
    *to = nd_range_desc_copy(from, meta->heap);
}

/* false: given up. */
static bool come_together(struct nd__meta_merge *at, const struct nd_placement_node *nodes, size_t count)
{
    struct nd_meta *meta = at->meta;
    struct nd__meta_shard *left = shard_at(meta, &at->merge.left), *right = shard_at(meta, &at->merge.right);
    bool is_late = nd_env_now_ns(meta->options.env) - at->since_ns > ALIGN_PATIENCE_S * ND_SEC;
    if (left == NULL || right == NULL || is_late || !nd_slice_eq(left->desc.end, right->desc.first) || right->desc.is_kept) return false;
    if (!nd_merge_has_all(&left->desc, nodes, count) || !nd_merge_has_all(&right->desc, nodes, count)) return false;
    if (nd__meta_is_placing(meta, left->desc.id) || nd__meta_is_placing(meta, right->desc.id)) return true;
    take_desc(meta, &at->merge.left, &left->desc);
    take_desc(meta, &at->merge.right, &right->desc);
    if (nd_merge_is_aligned(&left->desc, &right->desc)) {
        agree(at);
        return true;
    }
    bool is_hopeless;
    struct nd_placement_step step = nd_merge_align(&left->desc, &right->desc, &is_hopeless);
    if (step.is_needed) nd__meta_ask_step(meta, &right->desc, &step);
    return !is_hopeless;
}

static struct nd_merge_side side_of(struct nd_meta *meta, const struct nd__meta_shard *shard)
{
    const struct nd__meta_stat *stat = nd_hmap_find(&meta->stats, shard->desc.id.v);
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    struct nd_merge_side side = {.desc = &shard->desc, .is_known = stat != NULL && stat->stat.leader.v != 0, .quiet_ns = now_ns - shard->changed_ns};
    if (stat != NULL) side.bytes = stat->stat.bytes;
    if (stat != NULL) side.requests = stat->requests > stat->stat.requests_per_s ? stat->requests : stat->stat.requests_per_s;
    return side;
}

static bool may_begin_with(struct nd_meta *meta, const struct nd__meta_shard *shard) { return !nd__meta_is_merging(meta, shard->desc.id) && !nd__meta_is_placing(meta, shard->desc.id); }

static size_t count_aligning(const struct nd_meta *meta)
{
    size_t count = 0;
    ND_LIST_FOREACH (link, &meta->merges) count += merge_of(link)->merge.id == 0;
    return count;
}

static void begin(struct nd_meta *meta, const struct nd_placement_node *nodes, size_t count, bool are_aligned)
{
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    for (struct nd_omap_node *at = nd_omap_first(&meta->shards); at != NULL && meta->merge_count < MERGES_MAX; at = nd_omap_next(at)) {
        struct nd_omap_node *next = nd_omap_next(at);
        if (next == NULL || (!are_aligned && count_aligning(meta) >= ALIGNING_MAX)) return;
        const struct nd__meta_shard *left = ND_CONTAINER_OF(at, struct nd__meta_shard, node), *right = ND_CONTAINER_OF(next, struct nd__meta_shard, node);
        struct nd_merge_side sides[2] = {side_of(meta, left), side_of(meta, right)};
        if (nd__meta_rule_of(meta, &left->desc) != nd__meta_rule_of(meta, &right->desc)) continue; /* what lies in one shard lies in one place */
        if (right->rest_until_ns > now_ns || !nd_merge_is_wanted(&meta->options.merge, &sides[0], &sides[1])) continue;
        if (nd_merge_is_aligned(&left->desc, &right->desc) != are_aligned || !may_begin_with(meta, left) || !may_begin_with(meta, right)) continue;
        if (!nd_merge_has_all(&left->desc, nodes, count) || !nd_merge_has_all(&right->desc, nodes, count)) continue;
        struct nd__meta_merge *merge = add(meta, 0, &left->desc, &right->desc);
        if (!come_together(merge, nodes, count)) drop(merge);
    }
}

void nd__meta_merge_look(struct nd_meta *meta, const struct nd_placement_node *nodes, size_t count, bool may_begin)
{
    if (may_begin) {
        begin(meta, nodes, count, true);
        begin(meta, nodes, count, false);
        return;
    }
    ND_LIST_FOREACH_SAFE (link, &meta->merges) {
        struct nd__meta_merge *at = merge_of(link);
        if (at->merge.id != 0 || come_together(at, nodes, count)) continue;
        let_rest(at);
        drop(at);
    }
}

size_t nd__meta_tell_merges(struct nd_meta *meta, struct nd_meta_move *moves, size_t count_max)
{
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    size_t count = 0;
    ND_LIST_FOREACH (link, &meta->merges) {
        const struct nd__meta_merge *at = merge_of(link);
        if (count == count_max || at->merge.id == 0) continue;
        enum nd_place_op op = at->asked.op == 0 ? ND_PLACE_FREEZE : at->asked.op;
        moves[count++] = (struct nd_meta_move){.range = at->merge.right.id, .op = op, .since_ms = (now_ns - at->since_ns) / ND_MS};
    }
    return count;
}

/* ---- leading ----------------------------------------------------------------------------------------------------------------- */

void nd__meta_merge_lead(struct nd_meta *meta)
{
    if (meta->merge_count == 0) return;
    ND_PROBE(meta->options.env, MERGE_RESUMED);
    nd_timer_start_in(&meta->merge_timer, 1);
}

void nd__meta_merge_stop(struct nd_meta *meta)
{
    nd_timer_stop(&meta->merge_timer);
    ND_LIST_FOREACH_SAFE (link, &meta->merges) drop(merge_of(link));
}

void nd__meta_merge_open(struct nd_meta *meta)
{
    nd_list_init(&meta->merges);
    nd_timer_init(&meta->merge_timer, meta->options.reactor, on_merge_timer);
}

void nd__meta_merge_close(struct nd_meta *meta) { nd__meta_merge_stop(meta); }
