/* SPDX-License-Identifier: Apache-2.0 */
#include "node/node.h"

#include "catalog/catalog.h"
#include "kv/keys.h"
#include "node/node_int.h"
#include "sql/shard/program.h"

enum {
    READER_THREADS = 4,
    BACKGROUND_THREADS = 4,
    DOWN_AFTER_MS = 500,
    HEARTBEAT_MS = 100,
    LEASE_MS = 200, /* the same at all nodes, or a lease outlives the promises it rests on */
    STOP_TICK_MS = 50,
    STOP_TICKS_MAX = 200, /* ten seconds */
    DRAIN_TICK_MS = 10,
    DRAIN_TICKS_MAX = 300, /* three seconds */
};

/* ---- opening ------------------------------------------------------------------------------------------ */

static const char *path_of(struct nd_node *node, const char *name) { return nd_arena_printf(&node->arena, "%s/%s", node->config->data_dir, name); }

static enum nd_status open_disk(struct nd_node *node)
{
    const struct nd_node_config *config = node->config;
    ND_TRY(nd_dir_make(node->env, config->data_dir));
    bool is_state_lost;
    ND_TRY(nd__state_open(node, &is_state_lost));
    ND_TRY(nd_store_recover(node->env, node->engine, path_of(node, "snap"), &node->bases, &node->base_count));
    struct nd_log_options log = {.env = node->env,
                                 .reactor = node->reactor,
                                 .writer = node->log_writer,
                                 .reader = node->log_reader,
                                 .path = path_of(node, "log"),
                                 .segment_bytes = config->log_segment_bytes,
                                 .node_uuid = {node->identity.uuid[0], node->identity.uuid[1]},
                                 .was_there = node->identity.id.v != 0,
                                 .is_state_lost = is_state_lost};
    ND_TRY(nd_log_open(&log, &node->log));
    return is_state_lost ? nd__state_rebuilt(node) : ND_STATUS_OK;
}

static void tell_addr(struct nd_node *node, const struct nd_meta_node *other)
{
    if (other->id.v == node->identity.id.v || other->rpc_addr.n == 0) return;
    nd_rpc_set_node_addr(node->rpc, other->id, nd_arena_strndup(&node->arena, (const char *)other->rpc_addr.p, other->rpc_addr.n));
}

/* Where to ask for the meta shard: at the nodes of before the restart, and at those that founded the cluster. */
static void tell_voters(struct nd_node *node)
{
    const struct nd__identity *identity = &node->identity;
    struct nd_node_id candidates[ND_REPLICAS_MAX + ND__CONTACTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < identity->voter_count; i++) {
        candidates[count++] = identity->voters[i].id;
        tell_addr(node, &identity->voters[i]);
    }
    for (size_t i = 0; i < identity->contact_count; i++) {
        candidates[count++] = identity->contacts[i].id;
        tell_addr(node, &identity->contacts[i]);
    }
    nd_meta_client_set_candidates(node->meta_client, candidates, count);
}

static void on_meta_range(void *observer, struct nd_range *range)
{
    struct nd_node *node = observer;
    if (node->meta != NULL) nd_meta_attach(node->meta, range);
}

static void split_range(void *observer, struct nd_slice key, void *arg, void (*done)(void *arg, enum nd_status status))
{
    struct nd_node *node = observer;
    nd_txn_system_split_soon(node->txn_system, key, arg, done);
}

/* The catalog and tables' gates are small, and DROP and TRUNCATE need them. */
static bool is_users_data(struct nd_slice key)
{
    struct nd_dec dec = nd_dec_of(key);
    struct nd_table_id table;
    uint64_t index;
    if (key.n == 0 || key.p[0] < ND_KEYSPACE_KV) return false;
    return !(nd_index_take_prefix(&dec, &table, &index) && index == 0);
}

static enum nd_status open_layers(struct nd_node *node)
{
    const struct nd_node_options *options = &node->options;
    nd_rpc_set_identity(node->rpc, node->identity.id, node->identity.cluster_uuid);
    tell_voters(node);
    struct nd_multiraft_options multiraft = {.env = node->env, .reactor = node->reactor, .rpc = node->rpc, .log = node->log, .self = node->identity.id,
                                             .lease_ns = options->lease_ns != 0 ? options->lease_ns : LEASE_MS * ND_MS, .reads_by_lease = node->config->reads_by_lease,
                                             .heartbeat_ns = HEARTBEAT_MS * ND_MS, .log_keep_bytes = node->config->log_keep_bytes,
                                             .down_after_ns = options->down_after_ns != 0 ? options->down_after_ns : DOWN_AFTER_MS * ND_MS};
    node->multiraft = nd_multiraft_new(&multiraft);
    uint64_t gc_window_ms = options->gc_window_ms != 0 ? options->gc_window_ms : node->config->gc_window_minutes * 60000;
    static const uint8_t first_key[] = {ND_KEYSPACE_KV}; /* what is below stays in range 1, whose leader is the oracle */
    struct nd_store_options store = {.env = node->env, .reactor = node->reactor, .rpc = node->rpc, .multiraft = node->multiraft, .engine = node->engine, .log = node->log};
    store.apply = node->apply;
    store.readers = node->readers;
    store.background = node->background;
    store.flusher = node->flusher;
    store.self = node->identity.id;
    store.ts_source = nd_meta_client_ts_source(node->meta_client);
    store.gc_window_ms = gc_window_ms;
    store.flush_bytes = node->config->log_segment_bytes * 4;
    store.observer = node;
    store.on_range_change = nd__registry_on_range_change;
    store.on_meta_range = on_meta_range;
    store.scan_runner = &nd_program_runner;
    store.snap_dir = path_of(node, "snap");
    store.bases = node->bases;
    store.base_count = node->base_count;
    store.disk_reserve_bytes = node->config->disk_reserve_bytes;
    store.is_users_data = is_users_data;
    store.split = split_range;
    store.split_bytes = node->config->split_bytes;
    store.split_requests = node->config->split_requests;
    store.split_from = nd_slice_of(first_key, 1);
    node->bases = NULL;
    enum nd_status status = nd_store_open(&store, &node->store);
    if (status != ND_STATUS_OK) return status;
    struct nd_kv_client_options kv = {.env = node->env, .reactor = node->reactor, .rpc = node->rpc, .store = node->store, .self = node->identity.id, .meta = node->meta_client};
    node->kv = nd_kv_client_new(&kv);
    struct nd_txn_system_options txn = {.env = node->env, .reactor = node->reactor, .kv = node->kv, .meta = node->meta_client,
                                        .rpc = node->rpc, .async_keys_max = node->config->async_commit_keys};
    node->txn_system = nd_txn_system_open(&txn);
    struct nd_meta_options meta = {.env = node->env, .reactor = node->reactor, .rpc = node->rpc, .store = node->store, .engine = node->engine,
                                   .self = node->identity.id, .cluster_uuid = {node->identity.cluster_uuid[0], node->identity.cluster_uuid[1]},
                                   .gc_window_ms = gc_window_ms, .replace_after_ns = node->config->replace_after_seconds * ND_SEC,
                                   .voters = node->config->replicas != 0 ? node->config->replicas : node->identity.voter_count,
                                   .has_rules = !node->options.without_sql,
                                   .merge = {.split_bytes = node->config->split_bytes, .split_requests = node->config->split_requests, .percent = (unsigned)node->config->merge_percent,
                                             .requests = node->config->merge_requests, .cool_ns = node->config->merge_after_seconds * ND_SEC},
                                   .discard_owner = node->txn_system, .discard = nd_txn_system_empty_span, .collect = nd_txn_system_collect};
    node->meta = nd_meta_open(&meta);
    if (node->metrics != NULL) {
        nd_log_register_metrics(node->log, node->metrics);
        nd_engine_register_metrics(node->engine, node->metrics);
        nd_multiraft_register_metrics(node->multiraft, node->metrics);
        nd_store_register_metrics(node->store, node->metrics);
        nd_meta_register_metrics(node->meta, node->metrics);
        nd_kv_register_metrics(node->kv, node->metrics);
        nd_txn_system_register_metrics(node->txn_system, node->metrics);
    }
    struct nd_api_options api = {.env = node->env, .reactor = node->reactor, .rpc = node->rpc, .store = node->store, .kv = node->kv,
                                 .txn_system = node->txn_system, .ts_source = nd_meta_client_ts_source(node->meta_client), .self = node->identity.id,
                                 .addr_arg = node, .addr_of_node = nd__registry_addr_of};
    node->api = nd_api_open(&api);
    if (node->metrics != NULL) nd_api_register_metrics(node->api, node->metrics);
    nd__registry_start(node);
    return options->without_sql ? ND_STATUS_OK : nd__node_sql_open(node);
}

static void identity_known(struct nd_node *node)
{
    enum nd_status status = open_layers(node);
    bool is_address = status == ND_STATUS_BUSY || status == ND_STATUS_INVALID; /* in use, or no address of this machine */
    int exit_code = is_address ? ND_EXIT_USAGE : status == ND_STATUS_CORRUPT ? ND_EXIT_CORRUPTION : ND_EXIT_ENGINE;
    if (status != ND_STATUS_OK) nd_env_fatal(node->env, exit_code, "cannot start: %s", is_address ? "the SQL address" : nd_status_text(status));
    ND_INFO(node->logger, "node", "node %llu: rpc %s", (unsigned long long)node->identity.id.v, node->rpc_bound);
}

static bool is_ready(void *arg, struct nd_buf *reason_out)
{
    struct nd_node *node = arg;
    if (nd_node_is_ready(node)) return true;
    nd_buf_printf(reason_out, node->identity.id.v == 0 ? "waits for the other nodes of the cluster" : "waits for the meta shard's leader");
    return false;
}

static void render_status(void *arg, struct nd_buf *json_out)
{
    struct nd_node *node = arg;
    struct nd_arena arena;
    struct nd_obs_status status;
    nd_arena_init(&arena, node->heap);
    nd_node_get_status(node, &arena, &status);
    nd_obs_status_render(&status, json_out);
    nd_arena_deinit(&arena);
}

static void refresh_metrics(void *arg)
{
    struct nd_node *node = arg;
    nd_engine_refresh_metrics(node->engine);
    nd__cpu_refresh(node);
}

static enum nd_status open_http(struct nd_node *node)
{
    struct nd_obs_http_options http = {.reactor = node->reactor, .listen = node->config->http_listen, .metrics = node->metrics, .arg = node,
                                       .is_ready = is_ready, .render_status = render_status, .refresh_metrics = refresh_metrics};
    return nd_obs_http_open(&http, &node->http, &node->http_bound);
}

static enum nd_status refuse(struct nd_node *node, const char *what, enum nd_status status)
{
    ND_ERROR(node->logger, "node", "%s: %s", what, status == ND_STATUS_BUSY ? "in use by another process" : nd_status_text(status));
    return status;
}

enum nd_status nd_node_open(const struct nd_node_options *options, struct nd_node **node_out)
{
    struct nd_env *env = options->env;
    struct nd_heap *heap = nd_env_heap(env);
    struct nd_node *node = nd_heap_new(heap, struct nd_node);
    *node_out = node;
    node->options = *options;
    node->config = options->config;
    node->env = env;
    node->heap = heap;
    node->reactor = nd_env_reactor(env, 0);
    node->logger = nd_env_logger(env);
    node->metrics = nd_env_metrics(env);
    node->started_ns = nd_env_now_ns(env);
    nd_arena_init(&node->arena, heap);
    nd_list_init(&node->reports);
    nd_list_init(&node->reports_due);
    nd_hmap_init(&node->ranges_due, node->heap);
    nd_list_init(&node->op_waits);
    nd_buf_init(&node->contacts_record, heap);
    nd_timer_init(&node->stop_timer, node->reactor, NULL);
    nd_timer_init(&node->registry_timer, node->reactor, NULL);
    nd_timer_init(&node->check_timer, node->reactor, NULL);
    node->log_writer = nd_worker_open(env, "log", 1);
    node->log_reader = nd_worker_open(env, "log-read", 1);
    node->apply = nd_worker_open(env, "apply", 1);
    node->readers = nd_worker_open(env, "read", READER_THREADS);
    node->background = nd_worker_open_background(env, "background", BACKGROUND_THREADS);
    node->flusher = nd_worker_open(env, "flush", 1);
    enum nd_status status = open_disk(node);
    if (status != ND_STATUS_OK) return refuse(node, node->config->data_dir, status);
    if (node->identity.id.v != 0 && !nd__bootstrap_is_of_cluster(node)) {
        ND_ERROR(node->logger, "node", "%s holds a node of another cluster than '%s': check data_dir and cluster_name", node->config->data_dir, node->config->cluster_name);
        return ND_STATUS_INVALID;
    }
    struct nd_rpc_options rpc = {.env = env, .reactor = node->reactor};
    node->rpc = nd_rpc_new(&rpc);
    struct nd_meta_client_options meta_client = {.env = env, .reactor = node->reactor, .rpc = node->rpc};
    node->meta_client = nd_meta_client_new(&meta_client);
    if (node->metrics != NULL) {
        nd_rpc_register_metrics(node->rpc, node->metrics);
        nd__cpu_register(node);
    }
    nd__bootstrap_serve(node);
    nd__ops_serve(node);
    status = nd_rpc_listen(node->rpc, node->config->rpc_listen, &node->rpc_bound);
    if (status != ND_STATUS_OK) return refuse(node, node->config->rpc_listen, status);
    if (!options->without_http) {
        status = open_http(node);
        if (status != ND_STATUS_OK) return refuse(node, node->config->http_listen, status);
    }
    if (node->identity.id.v != 0) {
        status = open_layers(node);
        if (status != ND_STATUS_OK) return refuse(node, "opening", status);
        ND_INFO(node->logger, "node", "node %llu: rpc %s", (unsigned long long)node->identity.id.v, node->rpc_bound);
    } else {
        nd__bootstrap_start(node, identity_known);
    }
    return ND_STATUS_OK;
}

/* ---- stopping ------------------------------------------------------------------------------------------- */

/* Leadership goes first, while everything here still works: then no request meets a dead leader. */
static bool is_drained(struct nd_node *node)
{
    if (node->multiraft == NULL || node->is_drained) return true;
    size_t to_give = nd_multiraft_led_count(node->multiraft, true);
    if (to_give > 0 && ++node->stop_ticks < DRAIN_TICKS_MAX) return false;
    if (to_give > 0) ND_WARN(node->logger, "node", "stops although it leads %zu shards: the others do not take them", to_give);
    node->is_drained = true;
    node->stop_ticks = 0;
    return true;
}

static void on_stop_tick(struct nd_timer *timer)
{
    struct nd_node *node = ND_CONTAINER_OF(timer, struct nd_node, stop_timer);
    if (!is_drained(node)) {
        nd_timer_start_in(timer, DRAIN_TICK_MS * ND_MS);
        return;
    }
    bool is_quiet = node->options.without_sql || nd__node_sql_stop(node);
    if (node->api != NULL) is_quiet = nd_api_stop(node->api) && is_quiet;
    if (is_quiet && node->txn_system != NULL) is_quiet = nd_txn_system_background(node->txn_system) == 0;
    if (!is_quiet && ++node->stop_ticks < STOP_TICKS_MAX) {
        nd_timer_start_in(timer, STOP_TICK_MS * ND_MS);
        return;
    }
    node->is_cut_short = !is_quiet;
    node->on_stopped(node->stop_arg);
}

bool nd_node_is_cut_short(const struct nd_node *node) { return node->is_cut_short; }

void nd_node_stop(struct nd_node *node, void *arg, void (*on_stopped)(void *arg))
{
    if (node->is_stopping) return;
    node->is_stopping = true;
    node->stop_arg = arg;
    node->on_stopped = on_stopped;
    nd__ops_stop(node);
    if (node->multiraft != NULL) nd_multiraft_set_draining(node->multiraft, true);
    nd_timer_init(&node->stop_timer, node->reactor, on_stop_tick);
    nd_timer_start_in(&node->stop_timer, 1);
}

void nd_node_close(struct nd_node *node)
{
    nd_timer_stop(&node->stop_timer);
    nd__bootstrap_stop(node);
    nd__ops_stop(node);
    if (node->http != NULL) nd_obs_http_close(node->http);
    nd__node_sql_close(node);
    struct nd_worker *workers[] = {node->log_writer, node->log_reader, node->apply, node->readers, node->background, node->flusher};
    for (size_t i = 0; i < ND_ARRAY_LEN(workers); i++) nd_worker_close(workers[i]);
    if (node->meta_client != NULL) nd_meta_client_free(node->meta_client);
    nd__registry_stop(node);
    if (node->store != NULL) nd_store_close(node->store);
    if (node->meta != NULL) nd_meta_close(node->meta);
    if (node->api != NULL) nd_api_close(node->api);
    if (node->txn_system != NULL) nd_txn_system_close(node->txn_system);
    if (node->kv != NULL) nd_kv_client_free(node->kv);
    if (node->multiraft != NULL) nd_multiraft_free(node->multiraft);
    if (node->rpc != NULL) nd_rpc_free(node->rpc);
    if (node->log != NULL) nd_log_close(node->log);
    if (node->engine != NULL) nd_engine_close(node->engine);
    nd_heap_free(node->heap, node->bases);
    nd_buf_deinit(&node->contacts_record);
    nd_heap_free(node->heap, node->rpc_bound);
    nd_heap_free(node->heap, node->http_bound);
    nd_arena_deinit(&node->arena);
    nd_heap_free(node->heap, node);
}

/* ---- looking at it ---------------------------------------------------------------------------------------- */

void nd_node_set_draining(struct nd_node *node, bool is_draining)
{
    if (node->multiraft != NULL && !node->is_stopping) nd_multiraft_set_draining(node->multiraft, is_draining);
}

static void leaving_set(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nd_node *node = ND_CONTAINER_OF(call, struct nd_node, leaving_call);
    ND_UNUSED(status);
    ND_UNUSED(reply);
    node->is_leaving_asked = false;
}

void nd_node_set_leaving(struct nd_node *node, struct nd_node_id id, bool leaves)
{
    if (node->meta == NULL || node->is_stopping || node->is_leaving_asked) return;
    struct nd_meta_request request = {.kind = ND_META_SET_STATE, .node = {.id = id, .state = leaves ? ND_META_NODE_LEAVES : ND_META_NODE_ACTIVE}};
    node->is_leaving_asked = true;
    node->leaving_call.done = leaving_set;
    nd_meta_call_start(node->meta_client, &node->leaving_call, &request, 20 * ND_SEC);
}

size_t nd_node_recovering_count(const struct nd_node *node) { return node->multiraft == NULL ? 0 : nd_multiraft_recovering_count(node->multiraft); }
struct nd_node_id nd_node_self(const struct nd_node *node) { return node->identity.id; }
struct nd_store *nd_node_store(struct nd_node *node) { return node->store; }
struct nd_txn_system *nd_node_txn_system(struct nd_node *node) { return node->txn_system; }

struct status_fill {
    struct nd_arena *arena;
    struct nd_obs_shard *shards;
    size_t count;
};

static void status_of_range(void *arg, struct nd_range *range)
{
    struct status_fill *fill = arg;
    struct nd_range_info info;
    nd_range_get_info(range, &info);
    struct nd_obs_shard *shard = &fill->shards[fill->count++];
    *shard = (struct nd_obs_shard){.id = info.desc.id,
                                   .start_key = nd_arena_copy(fill->arena, info.desc.first),
                                   .end_key = nd_arena_copy(fill->arena, info.desc.end),
                                   .leader = info.role.leader_node,
                                   .term = info.role.term,
                                   .commit = info.committed,
                                   .applied = info.applied,
                                   .last = info.last,
                                   .is_recovering = info.is_recovering,
                                   .bytes = info.bytes,
                                   .keys = info.keys,
                                   .requests_per_s = info.requests_per_s};
    struct nd_obs_replica *replicas = nd_arena_array(fill->arena, struct nd_obs_replica, info.desc.conf.count);
    for (size_t i = 0; i < info.desc.conf.count; i++) replicas[i].node = info.desc.conf.members[i].node;
    for (size_t i = 0; i < info.desc.conf.count; i++) replicas[i].match = nd_range_match(range, info.desc.conf.members[i].node);
    shard->replicas = replicas;
    shard->replica_count = info.desc.conf.count;
}

/* While the meta shard has not been heard of since the start: this node, and those that it knew when it stopped. */
static size_t nodes_of_before(const struct nd_node *node, struct nd_meta_node known[ND__CONTACTS_MAX + 1])
{
    const struct nd__identity *identity = &node->identity;
    if (identity->id.v == 0) return 0;
    known[0] = (struct nd_meta_node){.id = identity->id,
                                     .rpc_addr = nd_slice_str(node->config->rpc_advertise),
                                     .sql_addr = nd_slice_str(node->config->sql_advertise),
                                     .http_addr = nd_slice_str(node->config->http_advertise),
                                     .locality = nd_slice_str(node->config->locality)};
    for (size_t i = 0; i < identity->contact_count; i++) known[i + 1] = identity->contacts[i];
    return identity->contact_count + 1;
}

void nd_node_get_status(struct nd_node *node, struct nd_arena *arena, struct nd_obs_status *status)
{
    *status = (struct nd_obs_status){.self = node->identity.id,
                                     .cluster_name = node->config->cluster_name,
                                     .version = ND_VERSION,
                                     .is_ready = nd_node_is_ready(node),
                                     .recovering = nd_node_recovering_count(node),
                                     .uptime_ms = (nd_env_now_ns(node->env) - node->started_ns) / ND_MS};
    struct nd_meta_node known[ND__CONTACTS_MAX + 1];
    size_t count = node->node_count;
    const struct nd_meta_node *all = count > 0 ? node->nodes : known;
    if (count == 0) count = nodes_of_before(node, known);
    struct nd_obs_node *nodes = nd_arena_array(arena, struct nd_obs_node, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct nd_meta_node *from = &all[i];
        static const char *const states[] = {"active", "leaving", "removed"};
        nodes[i] = (struct nd_obs_node){.id = from->id,
                                        .state = states[from->state],
                                        .rpc = nd_arena_strndup(arena, (const char *)from->rpc_addr.p, from->rpc_addr.n),
                                        .sql = nd_arena_strndup(arena, (const char *)from->sql_addr.p, from->sql_addr.n),
                                        .http = nd_arena_strndup(arena, (const char *)from->http_addr.p, from->http_addr.n),
                                        .locality = nd_arena_strndup(arena, (const char *)from->locality.p, from->locality.n),
                                        .is_live = node->multiraft != NULL && nd_multiraft_is_up(node->multiraft, from->id)};
    }
    status->nodes = nodes;
    status->node_count = count;
    if (node->store == NULL) return;
    struct status_fill fill = {arena, nd_arena_array(arena, struct nd_obs_shard, nd_store_range_count(node->store)), 0};
    nd_store_each(node->store, &fill, status_of_range);
    status->shards = fill.shards;
    status->shard_count = fill.count;
}
