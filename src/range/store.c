/* SPDX-License-Identifier: Apache-2.0 */
#include "range/store.h"

#include "range/range_int.h"
#include "range/snap_int.h"

enum { REST_FLUSH_RANGES = 1024, REST_FLUSH_S = 30 };

/* ---- requests from the network ---------------------------------------------------------------------------- */

struct remote_op {
    struct nd_range_op op;
    struct nd_kv_request request;
    struct nd_arena arena;
    struct nd_rpc_request *rpc_request;
    struct nd_store *store;
    uint64_t started_ns;
};

static void reply_to(struct nd_store *store, struct nd_rpc_request *rpc_request, const struct nd_kv_reply *reply)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, store->heap);
    nd_kv_reply_encode(reply, &bytes);
    nd_rpc_reply(rpc_request, &bytes);
    nd_buf_deinit(&bytes);
}

static bool is_read_kind(enum nd_kv_kind kind) { return kind == ND_KV_GET || kind == ND_KV_SCAN; }

static void remote_done(struct nd_range_op *op, const struct nd_kv_reply *reply)
{
    struct remote_op *remote = ND_CONTAINER_OF(op, struct remote_op, op);
    struct nd_store *store = remote->store;
    reply_to(store, remote->rpc_request, reply);
    uint64_t took_ns = nd_env_now_ns(store->options.env) - remote->started_ns;
    nd_histogram_add(is_read_kind(remote->request.kind) ? &store->read_ns : &store->write_ns, took_ns);
    nd_arena_deinit(&remote->arena);
    nd_heap_free(store->heap, remote);
}

static void on_rpc(void *arg, struct nd_rpc_request *rpc_request)
{
    struct nd_store *store = arg;
    if (rpc_request->is_oneway) {
        nd_rpc_request_drop(rpc_request);
        return;
    }
    struct remote_op *remote = nd_heap_alloc(store->heap, sizeof *remote);
    memset(&remote->request, 0, sizeof remote->request);
    remote->store = store;
    remote->rpc_request = rpc_request;
    remote->started_ns = nd_env_now_ns(store->options.env);
    nd_arena_init(&remote->arena, store->heap);
    remote->op = (struct nd_range_op){.request = &remote->request, .arena = &remote->arena, .done = remote_done};
    enum nd_status status = nd_kv_request_decode(rpc_request->payload, &remote->arena, &remote->request);
    /* A one-phase commit without identity cannot be told from its double: only for callers in this process. */
    if (status == ND_STATUS_OK && remote->request.kind == ND_KV_COMMIT_ONE && remote->request.start_ts.v == 0 &&
        rpc_request->from.v != store->options.self.v)
        status = ND_STATUS_MALFORMED;
    if (status != ND_STATUS_OK) {
        struct nd_kv_reply reply = {.status = status};
        remote_done(&remote->op, &reply);
        return;
    }
    nd_store_execute(store, &remote->op);
}

void nd_store_execute(struct nd_store *store, struct nd_range_op *op)
{
    struct nd_range *range = nd_hmap_find(&store->ranges, op->request->range.v);
    if (range != NULL) {
        nd_range_execute(range, op);
        return;
    }
    struct nd_kv_reply reply = {.status = ND_STATUS_WRONG_RANGE};
    /* It may have become part of another one here: the caller need not ask the shard map. */
    const struct nd_kv_request *rq = op->request;
    struct nd_range *heir = nd_store_find_key(store, rq->key_count > 0 ? rq->keys[0] : rq->mut_count > 0 ? rq->muts[0].key : rq->primary.n > 0 ? rq->primary : rq->first);
    struct nd_range_desc *desc = nd_arena_array(op->arena, struct nd_range_desc, 1);
    if (heir != NULL && nd_store_is_buried(store, rq->range, (struct nd_replica_id){UINT64_MAX - 1})) {
        *desc = heir->desc;
        desc->first = nd_arena_copy(op->arena, desc->first);
        desc->end = nd_arena_copy(op->arena, desc->end);
        reply.descs = desc;
        reply.desc_count = 1;
    }
    op->done(op, &reply);
}

/* ---- flushing the engine, so that the log can be given back ---------------------------------------------------- */

static void run_flush(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, flush_job);
    store->flush_status = nd_engine_flush(store->options.engine);
    if (store->gives_back) nd_heap_give_back();
}

static void flush_done(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, flush_job);
    if (store->flush_status != ND_STATUS_OK)
        nd_env_fatal(store->options.env, ND_EXIT_ENGINE, "the state engine cannot flush: %s", nd_status_text(store->flush_status));
    if (store->flushed_no < store->flush_job_no) store->flushed_no = store->flush_job_no;
    for (size_t i = 0; i < store->flush_count; i++) {
        struct nd_range *range = nd_hmap_find(&store->ranges, store->flush_applied[2 * i]);
        if (range != NULL) nd_group_durable(range->group, store->flush_applied[2 * i + 1]);
    }
    nd_heap_free(store->heap, store->flush_applied);
    store->flush_applied = NULL;
    store->is_flushing = false;
}

static void start_flush(struct nd_store *store)
{
    store->is_flushing = true;
    store->flush_job_no = ++store->flush_no;
    store->flush_began_ns = nd_env_now_ns(store->options.env);
    store->unflushed_at_rest = 0;
    store->flush_count = 0;
    store->flush_applied = nd_heap_alloc(store->heap, (store->ranges.count + 1) * 2 * sizeof(uint64_t));
    ND_HMAP_FOREACH(slot, &store->ranges)
    {
        const struct nd_range *range = slot->value;
        store->flush_applied[2 * store->flush_count] = slot->id;
        store->flush_applied[2 * store->flush_count + 1] = range->applied;
        store->flush_count++;
    }
    store->flush_job = (struct nd_job){.run = run_flush, .done = flush_done};
    nd_worker_submit(store->options.flusher, store->options.reactor, &store->flush_job);
}

/* ---- room on the disk ------------------------------------------------------------------------------------------ */

static void run_space(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, space_job);
    if (nd_dir_space(store->options.env, store->options.snap_dir, &store->free_bytes) != ND_STATUS_OK) store->free_bytes = UINT64_MAX;
}

static bool is_below(const struct nd_store *store, uint64_t reserve, bool was_below)
{
    return store->free_bytes < (was_below ? reserve + reserve / 2 : reserve);
}

/* Others may go on writing: what they send is not taken any more, before the log meets the end of the disk and ends the process. */
static void look_at_the_last(struct nd_store *store)
{
    bool is_out = is_below(store, store->options.disk_reserve_bytes / 4, store->is_space_out);
    if (is_out == store->is_space_out) return;
    store->is_space_out = is_out;
    nd_multiraft_set_space_out(store->options.multiraft, is_out);
    ND_WARN(nd_env_logger(store->options.env), "range",
            is_out ? "the disk is all but full, %llu MiB are left: nothing is taken from leaders any more" : "there is room for what leaders send again, %llu MiB",
            (unsigned long long)(store->free_bytes >> 20));
}

/* Low below the reserve, and again enough above half as much more. */
static void space_known(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, space_job);
    bool is_low = is_below(store, store->options.disk_reserve_bytes, store->is_space_low);
    store->is_asking_space = false;
    nd_gauge_set(&store->free_gauge, store->free_bytes > INT64_MAX ? INT64_MAX : (int64_t)store->free_bytes);
    look_at_the_last(store);
    if (is_low == store->is_space_low) return;
    store->is_space_low = is_low;
    nd_multiraft_set_space_low(store->options.multiraft, is_low);
    ND_WARN(nd_env_logger(store->options.env), "range", is_low ? "the disk is nearly full, %llu MiB are left: only what deletes is accepted" : "the disk has room again, %llu MiB",
            (unsigned long long)(store->free_bytes >> 20));
}

static void ask_space(struct nd_store *store)
{
    if (store->is_asking_space || store->options.disk_reserve_bytes == 0) return;
    store->is_asking_space = true;
    store->space_job = (struct nd_job){.run = run_space, .done = space_known};
    nd_worker_submit(store->options.flusher, store->options.reactor, &store->space_job);
}

bool nd__store_has_room(const struct nd_store *store, const struct nd_kv_request *rq)
{
    if (!store->is_space_low) return true;
    for (size_t i = 0; i < rq->mut_count; i++) {
        const struct nd_kv_mut *mut = &rq->muts[i];
        if (mut->op != ND_MUT_PUT && mut->op != ND_MUT_INSERT) continue;
        if (store->options.is_users_data == NULL || store->options.is_users_data(mut->key)) return false;
    }
    return true;
}

static void on_tick(struct nd_timer *timer)
{
    struct nd_store *store = ND_CONTAINER_OF(timer, struct nd_store, tick_timer);
    uint64_t log_bytes = nd_counter_get(&nd_log_stats(store->options.log)->bytes);
    bool is_much = log_bytes - store->flushed_log_bytes >= store->options.flush_bytes;
    bool are_many = store->unflushed_at_rest >= REST_FLUSH_RANGES && nd_env_now_ns(store->options.env) - store->flush_began_ns >= REST_FLUSH_S * ND_SEC;
    if (!store->is_flushing && (is_much || are_many)) {
        store->gives_back = are_many; /* what made them has gone */
        store->flushed_log_bytes = log_bytes;
        start_flush(store);
    }
    ask_space(store);
    nd__store_tick_ranges(store);
    nd_timer_start_in(timer, ND_SEC);
}

/* ---- opening -------------------------------------------------------------------------------------------------------- */

enum nd_status nd_store_bootstrap(struct nd_engine *engine, struct nd_heap *heap, const struct nd_raft_conf *conf)
{
    struct nd_range_desc desc = {.id = ND_RANGE_META, .epoch = {1, 1}, .conf = *conf};
    if (conf->count > 0) desc.preferred_leader = conf->members[0].node;
    struct nd_engine_batch *batch = nd_engine_batch_new(engine);
    nd_range_state_put_desc(batch, &desc, heap);
    enum nd_status status = nd_engine_write(engine, batch);
    nd_engine_batch_free(batch);
    return status == ND_STATUS_OK ? nd_engine_flush(engine) : status;
}

struct load_arg {
    struct nd_range_state *states;
    size_t count, cap;
    struct nd_heap *heap;
};

static void collect_state(void *arg, struct nd_range_state *state)
{
    struct load_arg *load = arg;
    if (load->count == load->cap) {
        load->cap = load->cap == 0 ? 16 : load->cap * 2;
        load->states = nd_heap_realloc(load->heap, load->states, load->cap * sizeof *load->states);
    }
    load->states[load->count++] = *state;
}

enum nd_status nd_store_is_fresh(struct nd_engine *engine, struct nd_heap *heap, bool *is_fresh_out)
{
    struct load_arg load = {.heap = heap};
    enum nd_status status = nd_range_state_load_all(engine, heap, &load, collect_state);
    *is_fresh_out = load.count == 0;
    for (size_t i = 0; i < load.count; i++) nd_range_desc_deinit(&load.states[i].desc, heap);
    nd_heap_free(heap, load.states);
    return status;
}

void nd__store_bury(struct nd_store *store, struct nd_range_id range, struct nd_replica_id next)
{
    nd_hmap_put(&store->buried, range.v, (void *)(uintptr_t)next.v);
}

bool nd_store_is_buried(const struct nd_store *store, struct nd_range_id range, struct nd_replica_id replica)
{
    return replica.v < (uint64_t)(uintptr_t)nd_hmap_find(&store->buried, range.v);
}

static void on_buried(void *arg, struct nd_range_id range, struct nd_replica_id next)
{
    struct nd_store *store = arg;
    nd__store_bury(store, range, next);
    nd_multiraft_forget(store->options.multiraft, range, next);
}

static const struct nd_store_base *base_of(const struct nd_store *store, struct nd_range_id range)
{
    for (size_t i = 0; i < store->options.base_count; i++)
        if (store->options.bases[i].range.v == range.v) return &store->options.bases[i];
    return NULL;
}

enum nd_status nd_store_open(const struct nd_store_options *options, struct nd_store **store_out)
{
    struct nd_heap *heap = nd_env_heap(options->env);
    struct nd_store *store = nd_heap_new(heap, struct nd_store);
    struct load_arg load = {.heap = heap};
    store->options = *options;
    store->heap = heap;
    store->is_shy_of_frozen = ND_BUGGIFY(options->env, "store_shy_of_frozen");
    nd_hmap_init(&store->ranges, heap);
    nd_omap_init(&store->by_first);
    nd_hmap_init(&store->buried, heap);
    nd_list_init(&store->births);
    nd_list_init(&store->awake);
    nd_list_init(&store->resting);
    nd_list_init(&store->close_due);
    nd_list_init(&store->close_unsaid);
    nd_list_init(&store->settles);
    nd_list_init(&store->farewells);
    nd_list_init(&store->snap_sends);
    nd_list_init(&store->snap_waits);
    nd_list_init(&store->snap_recvs);
    nd_list_init(&store->gc_queue);
    nd_list_init(&store->snap_cleans);
    nd__size_open(store);
    enum nd_status status = nd_range_state_bury_removed(options->engine, options->self, heap);
    if (status == ND_STATUS_OK) status = nd_range_state_erase_buried(options->engine, heap);
    if (status == ND_STATUS_OK) status = nd_range_state_load_all(options->engine, heap, &load, collect_state);
    for (size_t i = 0; i < load.count; i++) {
        bool is_mine = nd_range_desc_member_of(&load.states[i].desc, options->self) != NULL;
        if (status == ND_STATUS_OK && !is_mine) status = ND_STATUS_CORRUPT;
        if (status != ND_STATUS_OK) {
            nd_range_desc_deinit(&load.states[i].desc, heap);
            continue;
        }
        struct nd_range *range = nd__range_new(store, &load.states[i], false, base_of(store, load.states[i].desc.id));
        if (range->applied > 0) nd_group_durable(range->group, range->applied); /* what was read is what was flushed */
    }
    nd_heap_free(heap, load.states);
    if (status == ND_STATUS_OK) status = nd_range_state_load_buried(options->engine, store, on_buried);
    if (status == ND_STATUS_OK) nd_multiraft_opened(options->multiraft);
    nd_rpc_serve(options->rpc, ND_RPC_PLACE, store, nd__members_on_rpc);
    nd_rpc_serve(options->rpc, ND_RPC_KV, store, on_rpc);
    nd_rpc_serve(options->rpc, ND_RPC_SNAPSHOT, store, nd__snap_on_rpc);
    nd__closed_open(store);
    nd_timer_init(&store->tick_timer, options->reactor, on_tick);
    nd_timer_start_in(&store->tick_timer, ND_SEC);
    *store_out = store;
    return status;
}

void nd_store_close(struct nd_store *store)
{
    nd_timer_stop(&store->tick_timer);
    nd__closed_close(store);
    nd_rpc_serve(store->options.rpc, ND_RPC_KV, NULL, NULL);
    nd_rpc_serve(store->options.rpc, ND_RPC_SNAPSHOT, NULL, NULL);
    nd_rpc_serve(store->options.rpc, ND_RPC_PLACE, NULL, NULL);
    nd__snap_sends_close(store);
    nd__range_drop_births(store);
    nd__merge_close(store);
    nd__snap_recvs_close(store);
    nd__size_close(store);
    nd__gc_close(store);
    struct nd_omap_node *node;
    while ((node = nd_omap_first(&store->by_first)) != NULL) nd__range_free(ND_CONTAINER_OF(node, struct nd_range, by_key));
    nd_hmap_deinit(&store->ranges);
    nd_hmap_deinit(&store->buried);
    nd_heap_free(store->heap, store->flush_applied);
    nd_heap_free(store->heap, store);
}

/* ---- finding ---------------------------------------------------------------------------------------------------------- */

struct nd_range *nd_store_find(const struct nd_store *store, struct nd_range_id id) { return nd_hmap_find(&store->ranges, id.v); }

struct nd_range *nd_store_find_key(const struct nd_store *store, struct nd_slice key)
{
    struct nd_omap_node *node = nd_omap_find(&store->by_first, key);
    if (node == NULL) node = nd_omap_find_lt(&store->by_first, key);
    if (node == NULL) return NULL;
    struct nd_range *range = ND_CONTAINER_OF(node, struct nd_range, by_key);
    return nd_range_desc_has_key(&range->desc, key) ? range : NULL;
}

struct nd_engine *nd_store_engine(const struct nd_store *store) { return store->options.engine; }

#define CLOSED_KEPT_NS (100 * ND_MS) /* a look at all replicas serves for so long: one that has come up since is asked at its leader */

struct nd_ts nd_store_closed_ts(struct nd_store *store, struct nd_ts min)
{
    struct nd_ts least = min;
    uint64_t now_ns = nd_env_now_ns(store->options.env);
    if (store->closed_least.v > min.v && now_ns < store->closed_looked_ns + CLOSED_KEPT_NS) return store->closed_least;
    for (struct nd_omap_node *node = nd_omap_first(&store->by_first); node != NULL; node = nd_omap_next(node)) {
        struct nd_ts closed = nd__range_closed_ts(ND_CONTAINER_OF(node, struct nd_range, by_key));
        if (closed.v > min.v && (least.v == min.v || closed.v < least.v)) least = closed;
    }
    if (least.v > min.v) { /* `min` itself is nothing that was found: another may ask for less */
        store->closed_least = least;
        store->closed_looked_ns = now_ns;
    }
    return least;
}

uint64_t nd_store_closed_reads(const struct nd_store *store) { return nd_counter_get(&store->closed_reads); }
uint64_t nd_store_merges(const struct nd_store *store) { return nd_counter_get(&store->merges); }
uint64_t nd_store_snapshots_installed(const struct nd_store *store) { return nd_counter_get(&store->snaps_installed); }
size_t nd_store_range_count(const struct nd_store *store) { return store->ranges.count; }
size_t nd_store_resting_count(const struct nd_store *store) { return store->resting_count; }

void nd_store_each(const struct nd_store *store, void *arg, void (*on_range)(void *arg, struct nd_range *range))
{
    for (struct nd_omap_node *node = nd_omap_first(&store->by_first); node != NULL; node = nd_omap_next(node))
        on_range(arg, ND_CONTAINER_OF(node, struct nd_range, by_key));
}

void nd_store_walk(const struct nd_store *store, struct nd_slice key, void *arg, bool (*on_range)(void *arg, struct nd_range *range))
{
    for (struct nd_omap_node *node = nd_omap_find_ge(&store->by_first, key); node != NULL; node = nd_omap_next(node))
        if (!on_range(arg, ND_CONTAINER_OF(node, struct nd_range, by_key))) return;
}

void nd_store_register_metrics(struct nd_store *store, struct nd_metrics *metrics)
{
    nd_metrics_add_gauge(metrics, "ndoto_disk_free_bytes", NULL, "room on the disk of the data folder", &store->free_gauge);
    nd_metrics_add_counter(metrics, "ndoto_range_requests_total", NULL, "requests to replicas of this node", &store->requests);
    nd_metrics_add_counter(metrics, "ndoto_range_closed_reads_total", NULL, "reads answered here below a closed timestamp, without asking whether this node leads", &store->closed_reads);
    nd_metrics_add_counter(metrics, "ndoto_range_proposals_total", NULL, "entries proposed", &store->proposals);
    nd_metrics_add_counter(metrics, "ndoto_range_applied_bytes_total", NULL, "bytes of commands applied", &store->applied_bytes);
    nd_metrics_add_counter(metrics, "ndoto_range_write_conflicts_total", NULL, "requests that met a newer version", &store->conflicts);
    nd_metrics_add_counter(metrics, "ndoto_range_lock_waits_total", NULL, "waits behind locks", &store->lock_waits);
    nd_metrics_add_counter(metrics, "ndoto_range_splits_total", NULL, "splits that ranges led here asked for by size or load", &store->splits);
    nd_metrics_add_counter(metrics, "ndoto_range_merges_total", NULL, "ranges that took in their right neighbours, as applied here", &store->merges);
    nd_metrics_add_counter(metrics, "ndoto_range_gc_versions_total", NULL, "versions collected", &store->gc_versions);
    nd_metrics_add_counter(metrics, "ndoto_range_gc_looked_at_total", NULL, "records looked at for what may be collected", &store->gc_looked_at);
    nd_metrics_add_counter(metrics, "ndoto_snapshots_sent_total", NULL, "snapshots sent and installed there", &store->snaps_sent);
    nd_metrics_add_counter(metrics, "ndoto_snapshots_installed_total", NULL, "snapshots installed here", &store->snaps_installed);
    nd_metrics_add_counter(metrics, "ndoto_snapshot_bytes_total", "direction=\"out\"", "bytes of snapshots", &store->snap_sent_bytes);
    nd_metrics_add_counter(metrics, "ndoto_snapshot_bytes_total", "direction=\"in\"", "bytes of snapshots", &store->snap_received_bytes);
    nd_metrics_add_histogram(metrics, "ndoto_range_write_seconds", NULL, "time of a write at its leader", &store->write_ns, 1e9);
    nd_metrics_add_histogram(metrics, "ndoto_range_read_seconds", NULL, "time of a read at its leader", &store->read_ns, 1e9);
    nd_metrics_add_histogram(metrics, "ndoto_range_batch_operations", NULL, "operations in one log entry", &store->batch_ops, 1);
}
