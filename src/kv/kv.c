/* SPDX-License-Identifier: Apache-2.0 */
#include "kv/kv.h"

#include "base/omap.h"

enum {
    KV_ATTEMPT_MS = 2000,  /* of one attempt, besides what the request itself may wait for locks */
    KV_PAUSE_MS_MIN = 2,
    KV_PAUSE_MS_MAX = 100,
    LATE_ATTEMPTS = 8, /* as if there had been up to so many: the pause grows with them */
    NO_SPACE_ATTEMPTS = 8,
    BUSY_ATTEMPTS = 6,
};

struct cached_range {
    struct nd_omap_node node; /* by first key */
    struct nd_range_desc desc;
    struct nd_node_id leader; /* {0}: unknown */
    struct nd_node_id carrier; /* said who leads; reaches it, where this node does not */
    uint32_t next_replica;    /* tried in turn while the leader is unknown */
};

struct nd_kv_client {
    struct nd_kv_client_options options;
    struct nd_heap *heap;
    struct nd_omap ranges;
    struct nd_counter calls, retries, lookups;
};

/* ---- cache of descriptors ----------------------------------------------------------------------------------- */

static struct cached_range *range_of(struct nd_omap_node *node) { return node == NULL ? NULL : ND_CONTAINER_OF(node, struct cached_range, node); }

static struct cached_range *find_range(struct nd_kv_client *client, struct nd_slice key, bool is_before)
{
    struct nd_omap_node *node;
    if (is_before && key.n == 0) {
        node = nd_omap_last(&client->ranges); /* before the end of the keyspace */
    } else {
        node = is_before ? NULL : nd_omap_find(&client->ranges, key);
        if (node == NULL) node = nd_omap_find_lt(&client->ranges, key);
    }
    struct cached_range *range = range_of(node);
    if (range == NULL) return NULL;
    struct nd_slice end = range->desc.end;
    if (end.n == 0) return range;
    if (is_before) return key.n != 0 && nd_slice_cmp(key, end) <= 0 ? range : NULL;
    return nd_slice_cmp(key, end) < 0 ? range : NULL;
}

static void drop_range(struct nd_kv_client *client, struct cached_range *range)
{
    nd_omap_remove(&client->ranges, &range->node);
    nd_range_desc_deinit(&range->desc, client->heap);
    nd_heap_free(client->heap, range);
}

/* The version of the range that holds a key only grows, so of two overlapping descriptors the one of the higher
 * version is the newer (Q3). */
static void learn(struct nd_kv_client *client, const struct nd_range_desc *desc)
{
    struct nd_omap_node *node = nd_omap_find_lt(&client->ranges, desc->first);
    if (node == NULL) node = nd_omap_first(&client->ranges);
    struct nd_node_id leader = {0};
    for (struct nd_omap_node *at = node; at != NULL; at = nd_omap_next(at))
        if (nd_range_desc_overlaps(&range_of(at)->desc, desc) && range_of(at)->desc.epoch.version > desc->epoch.version) return;
    while (node != NULL) {
        struct cached_range *range = range_of(node);
        struct nd_omap_node *next = nd_omap_next(node);
        if (nd_range_desc_overlaps(&range->desc, desc)) {
            if (range->desc.id.v == desc->id.v) leader = range->leader;
            drop_range(client, range);
        } else if (desc->end.n != 0 && nd_slice_cmp(range->desc.first, desc->end) >= 0) {
            break;
        }
        node = next;
    }
    struct cached_range *range = nd_heap_new_lasting(client->heap, struct cached_range);
    range->desc = nd_range_desc_copy(desc, client->heap);
    if (leader.v == 0) leader = desc->preferred_leader;
    if (nd_range_desc_member_of(desc, leader) != NULL) range->leader = leader; /* it may have left since */
    nd_omap_insert(&client->ranges, &range->node, range->desc.first);
}

bool nd_kv_find_cached(struct nd_kv_client *client, struct nd_slice key, bool is_before, struct nd_range_desc *desc_out)
{
    struct cached_range *range = find_range(client, key, is_before);
    if (range == NULL) return false;
    *desc_out = range->desc;
    return true;
}

/* ---- calls ------------------------------------------------------------------------------------------------------ */

static void route(struct nd_kv_call *call);

static bool has_identity(const struct nd_kv_request *request)
{
    switch (request->kind) {
    case ND_KV_COMMIT_ONE: return request->start_ts.v != 0;
    case ND_KV_SPLIT:
    case ND_KV_DISCARD_SPAN:
    case ND_KV_GET:
    case ND_KV_SCAN: return true;
    default: return true; /* all others are known by start_ts */
    }
}

static bool is_write(enum nd_kv_kind kind) { return kind == ND_KV_COMMIT_ONE || kind == ND_KV_PREWRITE || kind == ND_KV_COMMIT; }

static void run_done(struct nd_task *task)
{
    struct nd_kv_call *call = ND_CONTAINER_OF(task, struct nd_kv_call, task);
    call->is_open = false;
    if (call->done != NULL) call->done(call);
    else nd_fiber_wake(call->waiter);
}

/* done never comes inside the start: it is deferred. */
static void finish(struct nd_kv_call *call, enum nd_status status)
{
    bool is_unknown = status == ND_STATUS_TIMEOUT || status == ND_STATUS_CANCELED || status == ND_STATUS_SHUTDOWN;
    /* A later attempt's refusal says nothing of an earlier one whose answer was lost: that one may have
     * committed, and others may have come since. Of a transaction that is fenced, though, nothing is. */
    if (call->request.kind == ND_KV_COMMIT_ONE && status != ND_STATUS_OK && status != ND_STATUS_TXN_ABORTED) is_unknown = true;
    nd_timer_stop(&call->timer);
    call->status = is_unknown && call->may_have_happened && is_write(call->request.kind) ? ND_STATUS_AMBIGUOUS : status;
    nd_reactor_defer(call->client->options.reactor, &call->task);
}

static void again_later(struct nd_kv_call *call)
{
    struct nd_kv_client *client = call->client;
    uint64_t now_ns = nd_env_now_ns(client->options.env);
    nd_counter_add(&client->retries, 1);
    if (call->is_canceled) {
        finish(call, ND_STATUS_CANCELED);
        return;
    }
    if (now_ns >= call->deadline_ns || call->attempts >= ND_KV_ATTEMPTS_MAX * 4) {
        finish(call, ND_STATUS_TIMEOUT);
        return;
    }
    uint64_t pause_ms = KV_PAUSE_MS_MIN;
    for (uint32_t i = 1; i < call->attempts && pause_ms < KV_PAUSE_MS_MAX; i++) pause_ms *= 2;
    uint64_t until_ns = now_ns + pause_ms * ND_MS / 2 + nd_env_random_u64(client->options.env) % (pause_ms * ND_MS);
    nd_timer_start_at(&call->timer, until_ns < call->deadline_ns ? until_ns : call->deadline_ns);
}

/* Do all keys of the request lie in the range? Scans and the like go on where the range ends. */
static bool fits(const struct nd_kv_call *call, const struct nd_range_desc *desc)
{
    const struct nd_kv_request *request = &call->request;
    for (size_t i = 0; i < request->key_count; i++)
        if (!nd_range_desc_has_key(desc, request->keys[i])) return false;
    for (size_t i = 0; i < request->mut_count; i++)
        if (!nd_range_desc_has_key(desc, request->muts[i].key)) return false;
    return true;
}

static void forget_leader(struct cached_range *range) { range->leader = range->carrier = (struct nd_node_id){0}; }

static void handle(struct nd_kv_call *call, enum nd_status status)
{
    struct nd_kv_client *client = call->client;
    struct cached_range *range = find_range(client, call->route_key, call->is_before);
    bool is_same = range != NULL && range->desc.id.v == call->served_by.v;
    if (call->is_near && status == ND_STATUS_NOT_LEADER) {
        if (is_same && range->leader.v == 0) range->leader = call->reply.leader;
        route(call);
        return;
    }
    switch (status) {
    case ND_STATUS_NOT_LEADER:
        if (is_same) {
            bool has_hint = call->reply.leader.v != 0 && call->reply.leader.v != call->target.v;
            range->leader = has_hint ? call->reply.leader : (struct nd_node_id){0};
            range->carrier = call->carrier.v != 0 ? call->carrier : call->target;
            if (has_hint && call->attempts % 4 != 0 && !call->is_canceled) {
                route(call);
                return;
            }
        }
        again_later(call);
        return;
    case ND_STATUS_WRONG_RANGE:
        for (size_t i = 0; i < call->reply.desc_count; i++) learn(client, &call->reply.descs[i]);
        range = find_range(client, call->route_key, call->is_before); /* the one from before may be gone */
        is_same = range != NULL && range->desc.id.v == call->served_by.v && nd_range_epoch_eq(range->desc.epoch, call->request.epoch);
        /* No such replica there, or what it told did not help: ask the shard map. */
        if (is_same && (call->reply.desc_count == 0 || call->attempts > 3)) drop_range(client, range);
        again_later(call);
        return;
    case ND_STATUS_UNREACHABLE:
    case ND_STATUS_SHUTDOWN:
    case ND_STATUS_NO_LEADER:
    case ND_STATUS_BUSY:
        if (is_same && status != ND_STATUS_BUSY && range->leader.v == call->target.v) forget_leader(range);
        /* A replica that was frozen for a merge and has not heard that it happened says so for as long: the shard map knows. */
        if (is_same && status == ND_STATUS_BUSY && call->attempts % BUSY_ATTEMPTS == 0) drop_range(client, range);
        again_later(call);
        return;
    case ND_STATUS_NO_SPACE: /* its leader may be about to make room for one that has some */
        if (call->attempts <= NO_SPACE_ATTEMPTS) again_later(call);
        else finish(call, status);
        return;
    case ND_STATUS_TIMEOUT:
    case ND_STATUS_AMBIGUOUS:
        call->may_have_happened = true;
        if (is_same && range->leader.v == call->target.v) forget_leader(range);
        if (has_identity(&call->request)) again_later(call);
        else finish(call, ND_STATUS_AMBIGUOUS);
        return;
    default:
        if (is_same && !call->request.is_stale) range->leader = call->target; /* a stale read says nothing of who leads */
        finish(call, status);
    }
}

/* In simulation: answers get lost, also where no network is between, and what is asked again comes some time after. */
static void take_answer(struct nd_kv_call *call, enum nd_status status)
{
    struct nd_env *env = call->client->options.env;
    bool is_lost = ND_BUGGIFY(env, "kv_answer_lost");
    if (is_lost) call->attempts += (uint32_t)(nd_env_random_u64(env) % LATE_ATTEMPTS);
    handle(call, is_lost ? ND_STATUS_TIMEOUT : status);
}

static void on_local_done(struct nd_range_op *op, const struct nd_kv_reply *reply)
{
    struct nd_kv_call *call = ND_CONTAINER_OF(op, struct nd_kv_call, op);
    call->reply = *reply;
    take_answer(call, reply->status);
}

static void on_rpc_done(struct nd_rpc_call *rpc_call)
{
    struct nd_kv_call *call = ND_CONTAINER_OF(rpc_call, struct nd_kv_call, rpc_call);
    enum nd_status status = rpc_call->status;
    memset(&call->reply, 0, sizeof call->reply);
    call->is_asking = false;
    if (status == ND_STATUS_OK) status = nd_kv_reply_decode(nd_arena_copy(call->arena, rpc_call->reply), call->arena, &call->reply);
    take_answer(call, status == ND_STATUS_OK ? call->reply.status : status);
}

static bool is_away(const struct nd_kv_client *client, struct nd_node_id node)
{
    return node.v != client->options.self.v && nd_rpc_is_backing_off(nd_rpc_node(client->options.rpc, node), ND_RPC_KV);
}

/* A leader that is out of reach, of whom another replica says that it leads: that one reaches it, or did so a moment ago. */
static bool may_carry(const struct nd_kv_client *client, const struct cached_range *range)
{
    struct nd_node_id carrier = range->carrier;
    return carrier.v != 0 && carrier.v != client->options.self.v && carrier.v != range->leader.v && !is_away(client, carrier);
}

/* Whom to ask while no leader is known: first the replica here, if there is one, which mostly knows who
 * leads; then the others in turn, those that cannot be reached only if nobody else is left. */
static struct nd_node_id some_replica(const struct nd_kv_call *call, struct cached_range *range)
{
    const struct nd_kv_client *client = call->client;
    const struct nd_raft_conf *conf = &range->desc.conf;
    if (call->attempts == 1 && client->options.store != NULL)
        for (size_t i = 0; i < conf->count; i++)
            if (conf->members[i].node.v == client->options.self.v) return client->options.self;
    struct nd_node_id node = {0};
    for (size_t i = 0; i < conf->count; i++) {
        node = conf->members[range->next_replica++ % conf->count].node;
        if (!is_away(client, node)) break;
    }
    return node;
}

/* A stale read goes to the replica here first, if there is one. What that cannot answer goes the way of all others. */
static bool wants_near(const struct nd_kv_call *call, const struct cached_range *range)
{
    const struct nd_kv_client *client = call->client;
    if (!call->request.is_stale || call->was_near || client->options.store == NULL) return false;
    return nd_range_desc_member_of(&range->desc, client->options.self) != NULL;
}

static void send(struct nd_kv_call *call, struct cached_range *range)
{
    struct nd_kv_client *client = call->client;
    uint64_t now_ns = nd_env_now_ns(client->options.env);
    if (now_ns >= call->deadline_ns) {
        finish(call, ND_STATUS_TIMEOUT);
        return;
    }
    /* A split that may have happened has no effect under the epoch it was asked for; under a later one it might be made again, from
     * what was merged since, with a number that is buried. */
    bool is_same_span = call->request.range.v == range->desc.id.v && nd_range_epoch_same_span(call->request.epoch, range->desc.epoch);
    if (call->request.kind == ND_KV_SPLIT && call->may_have_happened && !is_same_span) {
        finish(call, ND_STATUS_AMBIGUOUS);
        return;
    }
    call->attempts++;
    call->request.range = range->desc.id;
    call->request.epoch = range->desc.epoch;
    call->served_by = range->desc.id;
    call->carrier = (struct nd_node_id){0};
    if (range->leader.v != 0 && is_away(client, range->leader)) {
        if (may_carry(client, range)) call->carrier = range->carrier;
        else forget_leader(range);
    }
    call->is_near = wants_near(call, range);
    call->was_near |= call->is_near;
    call->target = call->is_near ? client->options.self : range->leader;
    if (call->target.v == 0) call->target = some_replica(call, range);
    uint64_t left_ms = (call->deadline_ns - now_ns) / ND_MS + 1;
    if (call->request.wait_ms > left_ms) call->request.wait_ms = (uint32_t)left_ms;
    if (call->target.v != range->leader.v) call->carrier = (struct nd_node_id){0};
    call->is_local = client->options.store != NULL && call->target.v == client->options.self.v;
    if (call->is_local) {
        call->op = (struct nd_range_op){.request = &call->request, .arena = call->arena, .done = on_local_done};
        nd_store_execute(client->options.store, &call->op);
        return;
    }
    /* Without identity it must not travel: draw one first. */
    if (!has_identity(&call->request)) {
        finish(call, ND_STATUS_NOT_LEADER);
        return;
    }
    struct nd_buf payload;
    nd_buf_init(&payload, client->heap);
    nd_kv_request_encode(&call->request, &payload);
    uint64_t timeout_ns = (KV_ATTEMPT_MS + (uint64_t)call->request.wait_ms) * ND_MS;
    if (timeout_ns > call->deadline_ns - now_ns) timeout_ns = call->deadline_ns - now_ns;
    call->rpc_call.done = on_rpc_done;
    call->is_asking = true;
    if (call->carrier.v != 0) nd_rpc_call_through(nd_rpc_node(client->options.rpc, call->carrier), &call->rpc_call, call->target, ND_RPC_KV, &payload, timeout_ns);
    else nd_rpc_call(nd_rpc_node(client->options.rpc, call->target), &call->rpc_call, ND_RPC_KV, &payload, timeout_ns);
    nd_buf_deinit(&payload);
}

static void on_lookup(struct nd_meta_call *meta_call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nd_kv_call *call = ND_CONTAINER_OF(meta_call, struct nd_kv_call, meta_call);
    struct nd_kv_client *client = call->client;
    if (status == ND_STATUS_OK)
        for (size_t i = 0; i < reply->desc_count; i++) learn(client, &reply->descs[i]);
    if (call->is_canceled) finish(call, ND_STATUS_CANCELED);
    else if (status == ND_STATUS_SHUTDOWN || status == ND_STATUS_TIMEOUT) finish(call, status);
    else if (find_range(client, call->route_key, call->is_before) != NULL) route(call);
    else again_later(call);
}

/* What meta shall be asked for: is_before wants the range that ends at or holds the key's left side. */
static struct nd_slice lookup_key(struct nd_slice key, bool is_before, struct nd_arena *arena)
{
    if (!is_before) return key;
    if (key.n == 0) { /* the last range */
        uint8_t *p = nd_arena_alloc(arena, 64);
        memset(p, 0xff, 64);
        return nd_slice_of(p, 64);
    }
    if (key.p[key.n - 1] == 0) return nd_slice_of(key.p, key.n - 1);
    /* Some key just below: the last byte less one, then many 0xff. */
    uint8_t *p = nd_arena_alloc(arena, key.n + 32);
    memcpy(p, key.p, key.n);
    p[key.n - 1]--;
    memset(p + key.n, 0xff, 32);
    return nd_slice_of(p, key.n + 32);
}

static void route(struct nd_kv_call *call)
{
    struct nd_kv_client *client = call->client;
    struct cached_range *range = find_range(client, call->route_key, call->is_before);
    if (range == NULL || range->desc.conf.count == 0) {
        uint64_t now_ns = nd_env_now_ns(client->options.env);
        if (now_ns >= call->deadline_ns) {
            finish(call, ND_STATUS_TIMEOUT);
            return;
        }
        call->attempts++;
        nd_counter_add(&client->lookups, 1);
        struct nd_meta_request request = {.kind = ND_META_LOOKUP, .key = lookup_key(call->route_key, call->is_before, call->arena)};
        call->meta_call.done = on_lookup;
        nd_meta_call_start(client->options.meta, &call->meta_call, &request, call->deadline_ns - now_ns);
        return;
    }
    if (!fits(call, &range->desc)) {
        /* Some keys may already have been written under the old grouping: those are idempotent. */
        finish(call, ND_STATUS_WRONG_RANGE);
        return;
    }
    send(call, range);
}

static void on_pause_over(struct nd_timer *timer)
{
    struct nd_kv_call *call = ND_CONTAINER_OF(timer, struct nd_kv_call, timer);
    if (call->is_canceled) finish(call, ND_STATUS_CANCELED);
    else route(call);
}

void nd_kv_call_start(struct nd_kv_client *client, struct nd_kv_call *call)
{
    call->client = client;
    call->attempts = 0;
    call->may_have_happened = call->is_canceled = call->is_asking = call->is_near = call->was_near = false;
    call->is_open = true;
    memset(&call->reply, 0, sizeof call->reply);
    nd_timer_init(&call->timer, client->options.reactor, on_pause_over);
    nd_task_init(&call->task, run_done);
    nd_counter_add(&client->calls, 1);
    route(call);
}

/* Asked in vain, it leaves nothing that anybody relies upon. */
static bool is_question(enum nd_kv_kind kind)
{
    return kind == ND_KV_GET || kind == ND_KV_SCAN || kind == ND_KV_CHECK_TXN || kind == ND_KV_RESOLVE_SPAN || kind == ND_KV_DRAIN || kind == ND_KV_BLOCKERS;
}

/* An attempt under way that changes something goes on to its end: what it does must be known. */
void nd_kv_call_cancel(struct nd_kv_call *call)
{
    if (!call->is_open) return;
    call->is_canceled = true;
    if (call->is_asking && is_question(call->request.kind)) {
        call->is_asking = false;
        nd_rpc_call_cancel(&call->rpc_call);
        finish(call, ND_STATUS_CANCELED);
    }
    if (nd_timer_is_running(&call->timer)) {
        nd_timer_stop(&call->timer);
        finish(call, ND_STATUS_CANCELED);
    }
}

/* ---- on fibers ------------------------------------------------------------------------------------------------------ */

void nd_kv_run(struct nd_kv_client *client, struct nd_fiber *fiber, struct nd_kv_call *const *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        calls[i]->waiter = fiber;
        calls[i]->done = NULL;
        nd_kv_call_start(client, calls[i]);
    }
    for (size_t i = 0; i < count; i++)
        while (calls[i]->is_open) nd_fiber_park(fiber);
}

struct lookup {
    struct nd_meta_call call;
    struct nd_kv_client *client;
    struct nd_fiber *fiber;
    enum nd_status status;
    bool is_done;
};

static void lookup_done(struct nd_meta_call *meta_call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct lookup *lookup = ND_CONTAINER_OF(meta_call, struct lookup, call);
    for (size_t i = 0; status == ND_STATUS_OK && i < reply->desc_count; i++) learn(lookup->client, &reply->descs[i]);
    lookup->status = status;
    lookup->is_done = true;
    nd_fiber_wake(lookup->fiber);
}

enum nd_status nd_kv_lookup(struct nd_kv_client *client, struct nd_fiber *fiber, struct nd_slice key, bool is_before, uint64_t deadline_ns,
                            struct nd_arena *arena, struct nd_range_desc *desc_out)
{
    for (;;) {
        struct cached_range *range = find_range(client, key, is_before);
        if (range != NULL) {
            *desc_out = range->desc;
            desc_out->first = nd_arena_copy(arena, range->desc.first);
            desc_out->end = nd_arena_copy(arena, range->desc.end);
            return ND_STATUS_OK;
        }
        uint64_t now_ns = nd_env_now_ns(client->options.env);
        if (now_ns >= deadline_ns) return ND_STATUS_TIMEOUT;
        struct nd_meta_request request = {.kind = ND_META_LOOKUP, .key = lookup_key(key, is_before, arena)};
        struct lookup lookup = {.client = client, .fiber = fiber, .call.done = lookup_done};
        nd_counter_add(&client->lookups, 1);
        nd_meta_call_start(client->options.meta, &lookup.call, &request, deadline_ns - now_ns);
        while (!lookup.is_done) nd_fiber_park(fiber);
        ND_TRY(lookup.status);
        /* A split that meta has not heard of in full yet: the neighbour's report is on its way. */
        if (find_range(client, key, is_before) == NULL) nd_fiber_sleep(fiber, 5 * ND_MS);
    }
}

struct nd_kv_client *nd_kv_client_new(const struct nd_kv_client_options *options)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_kv_client *client = nd_heap_new(heap, struct nd_kv_client);
    client->options = *options;
    client->heap = heap;
    nd_omap_init(&client->ranges);
    return client;
}

void nd_kv_client_free(struct nd_kv_client *client)
{
    struct nd_omap_node *node;
    while ((node = nd_omap_first(&client->ranges)) != NULL) drop_range(client, range_of(node));
    nd_heap_free(client->heap, client);
}

struct nd_ts nd_kv_closed_ts(const struct nd_kv_client *client, struct nd_ts min) { return client->options.store == NULL ? min : nd_store_closed_ts(client->options.store, min); }

void nd_kv_register_metrics(struct nd_kv_client *client, struct nd_metrics *metrics)
{
    nd_metrics_add_counter(metrics, "ndoto_kv_calls_total", NULL, "requests routed", &client->calls);
    nd_metrics_add_counter(metrics, "ndoto_kv_retries_total", NULL, "attempts that were repeated", &client->retries);
    nd_metrics_add_counter(metrics, "ndoto_kv_lookups_total", NULL, "questions to the shard map", &client->lookups);
}
