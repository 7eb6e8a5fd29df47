/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_load.h"

#include <math.h>
#include "rpc/client_wire.h"
#include "rpc/rpc.h"

enum {
    KEY_BYTES = 16,
    VALUE_POOL_BYTES = 1 << 20,
    CALL_TIMEOUT_S = 10,
    ROUTE_S_MAX = 10,        /* to find the leader */
    PAUSE_MS = 50,           /* after a connection failed */
    PACE_MS = 1,
};

/* ---- histogram ------------------------------------------------------------------------------------------------- */

static unsigned bucket_of(uint64_t v)
{
    if (v < 64) return (unsigned)v;
    unsigned log2 = 63 - (unsigned)__builtin_clzll(v);
    unsigned bucket = (log2 - 5) * 64 + (unsigned)((v >> (log2 - 6)) & 63);
    return bucket < ND_CLI_BENCH_BUCKETS ? bucket : ND_CLI_BENCH_BUCKETS - 1;
}

static uint64_t bucket_upper(unsigned bucket)
{
    if (bucket < 64) return bucket;
    unsigned log2 = bucket / 64 + 5;
    return ((uint64_t)(64 + bucket % 64 + 1) << (log2 - 6)) - 1;
}

void nd_cli_bench_histogram_add(struct nd_cli_bench_histogram *histogram, uint64_t v)
{
    histogram->buckets[bucket_of(v)]++;
    histogram->count++;
    histogram->sum += v;
    if (v > histogram->max) histogram->max = v;
}

uint64_t nd_cli_bench_histogram_quantile(const struct nd_cli_bench_histogram *histogram, double q)
{
    if (histogram->count == 0) return 0;
    uint64_t rank = (uint64_t)(q * (double)histogram->count), seen = 0;
    if (rank >= histogram->count) rank = histogram->count - 1;
    for (unsigned i = 0; i < ND_CLI_BENCH_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen > rank) return bucket_upper(i) < histogram->max ? bucket_upper(i) : histogram->max;
    }
    return histogram->max;
}

/* ---- distribution ------------------------------------------------------------------------------------------------ */

void nd_cli_bench_dist_init(struct nd_cli_bench_dist *dist, uint64_t n, bool is_zipfian, double theta)
{
    *dist = (struct nd_cli_bench_dist){.n = n, .is_zipfian = is_zipfian, .theta = theta};
    if (!is_zipfian) return;
    for (uint64_t i = 1; i <= n; i++) dist->zeta_n += 1.0 / pow((double)i, theta);
    double zeta_2 = 1.0 + pow(0.5, theta);
    dist->alpha = 1.0 / (1.0 - theta);
    dist->eta = (1.0 - pow(2.0 / (double)n, 1.0 - theta)) / (1.0 - zeta_2 / dist->zeta_n);
}

static uint64_t mix(uint64_t v)
{
    v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9ULL;
    v = (v ^ (v >> 27)) * 0x94d049bb133111ebULL;
    return v ^ (v >> 31);
}

uint64_t nd_cli_bench_dist_next(const struct nd_cli_bench_dist *dist, struct nd_prng *prng)
{
    if (!dist->is_zipfian) return nd_prng_below(prng, dist->n);
    double u = nd_prng_unit(prng), uz = u * dist->zeta_n;
    uint64_t rank;
    if (uz < 1.0) rank = 0;
    else if (uz < 1.0 + pow(0.5, dist->theta)) rank = 1;
    else rank = (uint64_t)((double)dist->n * pow(dist->eta * u - dist->eta + 1.0, dist->alpha));
    return mix(rank + 1) % dist->n;
}

/* ---- load --------------------------------------------------------------------------------------------------------- */

enum phase { ROUTE, FILL, WARM_UP, MEASURE, DRAIN };

struct slot {
    struct nd_rpc_call call;
    struct conn *conn;
    struct nd_list link; /* load->due: waits for its turn where there is a rate */
    uint64_t begun_ns, key;
    enum nd_cli_bench_op op;
    bool is_filling;
};

/* An nd_rpc holds one connection per address, so each connection is one. */
struct conn {
    struct nd_cli_bench_load *load;
    struct nd_rpc *rpc;
    struct nd_rpc_peer *peer;
    struct slot *slots;
    struct slot **paused; /* end of the pause: they go on */
    size_t paused_count;
    struct nd_timer pause;
};

struct nd_cli_bench_load {
    struct nd_cli_bench_load_options options;
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_reactor *reactor;
    struct nd_arena arena;
    struct nd_prng prng;
    struct nd_cli_bench_dist dist;
    struct nd_cli_bench_counts counts;
    struct conn *conns;
    uint8_t *values;
    const char *target;
    enum phase phase;
    bool is_counting;
    size_t outstanding;
    uint64_t fill_next, filled, fill_failures, cpu_begun_ns;
    struct nd_timer timer;
    /* a rate */
    struct nd_list due;
    uint64_t next_due_ns;
    struct nd_timer pace;
    /* finding the leader */
    struct nd_rpc *route_rpc;
    struct nd_rpc_call route_call;
    size_t route_attempts;
    uint64_t route_begun_ns;
};

static void start_op(struct slot *slot);

static void end_load(struct nd_cli_bench_load *load, const char *error)
{
    load->phase = DRAIN;
    load->options.on_end(load->options.arg, error);
}

static void put_key(uint8_t key[KEY_BYTES], uint64_t i)
{
    for (int at = KEY_BYTES - 1; at >= 5; at--) {
        key[at] = (uint8_t)('0' + i % 10);
        i /= 10;
    }
    memcpy(key, "bench", 5);
}

/* ---- operations ---- */

static void begin_warm_up(struct nd_cli_bench_load *load)
{
    load->phase = WARM_UP;
    nd_timer_start_in(&load->timer, load->options.warm_up_ns > 0 ? load->options.warm_up_ns : 1);
}

static void pause_slot(struct slot *slot)
{
    struct conn *conn = slot->conn;
    conn->paused[conn->paused_count++] = slot;
    if (!nd_timer_is_running(&conn->pause)) nd_timer_start_in(&conn->pause, PAUSE_MS * ND_MS);
}

static void pause_over(struct nd_timer *timer)
{
    struct conn *conn = ND_CONTAINER_OF(timer, struct conn, pause);
    size_t count = conn->paused_count;
    conn->paused_count = 0;
    for (size_t i = 0; i < count; i++) start_op(conn->paused[i]);
}

static enum nd_status status_of(const struct nd_rpc_call *call)
{
    if (call->status != ND_STATUS_OK) return call->status;
    /* Only the status is looked at: the second byte of a reply (rpc/client_wire.h). */
    return call->reply.n < 2 || call->reply.p[1] >= ND_STATUS_COUNT ? ND_STATUS_MALFORMED : (enum nd_status)call->reply.p[1];
}

static void filled_one(struct nd_cli_bench_load *load, struct slot *slot, enum nd_status status)
{
    if (status == ND_STATUS_OK) {
        if (++load->filled == load->options.key_count) begin_warm_up(load);
        return;
    }
    slot->is_filling = true; /* the same key again */
    if (++load->fill_failures > 1000) end_load(load, nd_status_text(status));
}

static void op_done(struct nd_rpc_call *call)
{
    struct slot *slot = ND_CONTAINER_OF(call, struct slot, call);
    struct nd_cli_bench_load *load = slot->conn->load;
    enum nd_status status = status_of(call);
    bool was_filling = slot->is_filling;
    slot->is_filling = false;
    load->outstanding--;
    if (load->phase == DRAIN) return;
    if (was_filling && load->phase == FILL) filled_one(load, slot, status);
    if (load->is_counting) {
        bool is_absent = status == ND_STATUS_NOT_FOUND && slot->op == ND_CLI_BENCH_READ;
        load->counts.not_found += is_absent;
        uint64_t now_ns = nd_env_now_ns(load->env);
        if (status == ND_STATUS_OK || is_absent) nd_cli_bench_histogram_add(&load->counts.latency_ns[slot->op], now_ns - slot->begun_ns);
        else load->counts.errors[status]++;
        if (load->options.on_op != NULL) load->options.on_op(load->options.arg, now_ns, now_ns - slot->begun_ns, is_absent ? ND_STATUS_OK : status);
    }
    if (call->status == ND_STATUS_OK || load->phase == DRAIN) start_op(slot);
    else pause_slot(slot);
}

/* False: every key is written or being written. */
static bool choose_op(struct nd_cli_bench_load *load, struct slot *slot)
{
    if (load->phase == FILL) {
        slot->op = ND_CLI_BENCH_WRITE;
        if (slot->is_filling) return true; /* once more */
        if (load->fill_next == load->options.key_count) return false;
        slot->key = load->fill_next++;
        slot->is_filling = true;
        return true;
    }
    double share = load->options.read_share;
    slot->op = share > 0 && (share >= 1 || nd_prng_unit(&load->prng) < share) ? ND_CLI_BENCH_READ : ND_CLI_BENCH_WRITE;
    slot->key = nd_cli_bench_dist_next(&load->dist, &load->prng);
    return true;
}

static void send_op(struct slot *slot, uint64_t begun_ns)
{
    struct nd_cli_bench_load *load = slot->conn->load;
    if (!choose_op(load, slot)) {
        pause_slot(slot); /* until warm-up */
        return;
    }
    uint8_t key[KEY_BYTES];
    put_key(key, slot->key);
    struct nd_client_request request = {.kind = ND_CLIENT_GET, .key = nd_slice_of(key, KEY_BYTES)};
    if (slot->op == ND_CLI_BENCH_WRITE) {
        request.kind = ND_CLIENT_PUT;
        request.value = nd_slice_of(load->values + nd_prng_next(&load->prng) % VALUE_POOL_BYTES, load->options.value_bytes);
    }
    struct nd_buf payload;
    nd_buf_init(&payload, load->heap);
    nd_client_request_encode(&request, &payload);
    slot->call.done = op_done;
    slot->begun_ns = begun_ns;
    load->outstanding++;
    nd_rpc_call(slot->conn->peer, &slot->call, ND_RPC_CLIENT, &payload, CALL_TIMEOUT_S * ND_SEC);
}

/* What could not begin in time, because all slots were out, counts from when it was due. */
static void begin_due(struct nd_cli_bench_load *load)
{
    uint64_t now_ns = nd_env_now_ns(load->env), interval_ns = ND_SEC / load->options.rate;
    while (load->next_due_ns <= now_ns && !nd_list_is_empty(&load->due) && load->phase != DRAIN) {
        struct slot *slot = ND_CONTAINER_OF(load->due.next, struct slot, link);
        nd_list_remove(&slot->link);
        send_op(slot, load->next_due_ns);
        load->next_due_ns += interval_ns;
    }
}

static void on_pace(struct nd_timer *timer)
{
    struct nd_cli_bench_load *load = ND_CONTAINER_OF(timer, struct nd_cli_bench_load, pace);
    begin_due(load);
    nd_timer_start_in(&load->pace, PACE_MS * ND_MS);
}

static void start_op(struct slot *slot)
{
    struct nd_cli_bench_load *load = slot->conn->load;
    if (load->phase == DRAIN) return;
    if (load->options.rate == 0 || load->phase == FILL) {
        send_op(slot, nd_env_now_ns(load->env));
        return;
    }
    nd_list_push_back(&load->due, &slot->link);
    if (!nd_timer_is_running(&load->pace)) {
        load->next_due_ns = nd_env_now_ns(load->env);
        nd_timer_start_in(&load->pace, PACE_MS * ND_MS);
    }
}

/* ---- phases ---- */

static void on_timer(struct nd_timer *timer)
{
    struct nd_cli_bench_load *load = ND_CONTAINER_OF(timer, struct nd_cli_bench_load, timer);
    if (load->phase == WARM_UP) load->options.on_measure(load->options.arg);
    else if (load->phase == MEASURE) load->options.on_measured(load->options.arg);
}

void nd_cli_bench_load_go_on(struct nd_cli_bench_load *load)
{
    uint64_t now_ns = nd_env_now_ns(load->env);
    uint64_t cpu_ns = nd_reactor_cpu_ns(load->reactor);
    if (load->phase == WARM_UP) {
        load->phase = MEASURE;
        load->is_counting = true;
        load->counts.begun_ns = now_ns;
        load->cpu_begun_ns = cpu_ns;
        nd_timer_start_in(&load->timer, load->options.duration_ns);
    } else if (load->phase == MEASURE) {
        load->is_counting = false;
        load->counts.ended_ns = now_ns;
        load->counts.cpu_ns = cpu_ns - load->cpu_begun_ns;
        end_load(load, NULL);
    }
}

static void open_conns(struct nd_cli_bench_load *load)
{
    const struct nd_cli_bench_load_options *options = &load->options;
    load->conns = nd_arena_array(&load->arena, struct conn, options->connections);
    for (uint64_t i = 0; i < options->connections; i++) {
        struct conn *conn = &load->conns[i];
        struct nd_rpc_options rpc = {.env = load->env, .reactor = load->reactor};
        conn->load = load;
        conn->rpc = nd_rpc_new(&rpc);
        conn->peer = nd_rpc_addr(conn->rpc, options->any_node ? options->addrs[i % options->addr_count] : load->target);
        conn->slots = nd_arena_array(&load->arena, struct slot, options->depth);
        conn->paused = nd_arena_array(&load->arena, struct slot *, options->depth);
        nd_timer_init(&conn->pause, load->reactor, pause_over);
    }
    if (options->read_share > 0) load->phase = FILL;
    else begin_warm_up(load);
    for (uint64_t i = 0; i < options->connections; i++) {
        for (uint64_t j = 0; j < options->depth; j++) {
            load->conns[i].slots[j].conn = &load->conns[i];
            start_op(&load->conns[i].slots[j]);
        }
    }
}

static void ask_route(struct nd_cli_bench_load *load);

static void ask_again(struct nd_timer *timer) { ask_route(ND_CONTAINER_OF(timer, struct nd_cli_bench_load, timer)); }

static void route_known(struct nd_rpc_call *call)
{
    struct nd_cli_bench_load *load = ND_CONTAINER_OF(call, struct nd_cli_bench_load, route_call);
    struct nd_client_reply reply = {.status = call->status};
    if (call->status == ND_STATUS_OK) reply.status = nd_client_reply_decode(call->reply, &load->arena, &reply);
    if (reply.status == ND_STATUS_OK && reply.value.n > 0) {
        load->target = nd_arena_strndup(&load->arena, (const char *)reply.value.p, reply.value.n);
        nd_timer_init(&load->timer, load->reactor, on_timer);
        open_conns(load);
        return;
    }
    if (nd_env_now_ns(load->env) - load->route_begun_ns >= ROUTE_S_MAX * ND_SEC) {
        end_load(load, reply.status == ND_STATUS_OK ? "no leader's address is known" : nd_status_text(reply.status));
        return;
    }
    nd_timer_start_in(&load->timer, PAUSE_MS * ND_MS);
}

static void ask_route(struct nd_cli_bench_load *load)
{
    uint8_t key[KEY_BYTES];
    put_key(key, 0);
    struct nd_client_request request = {.kind = ND_CLIENT_ROUTE, .key = nd_slice_of(key, KEY_BYTES)};
    struct nd_buf payload;
    nd_buf_init(&payload, load->heap);
    nd_client_request_encode(&request, &payload);
    load->route_call.done = route_known;
    const char *addr = load->options.addrs[load->route_attempts++ % load->options.addr_count];
    nd_rpc_call(nd_rpc_addr(load->route_rpc, addr), &load->route_call, ND_RPC_CLIENT, &payload, CALL_TIMEOUT_S * ND_SEC);
}

struct nd_cli_bench_load *nd_cli_bench_load_start(struct nd_env *env, const struct nd_cli_bench_load_options *options)
{
    struct nd_heap *heap = nd_env_heap(env);
    struct nd_cli_bench_load *load = nd_heap_new(heap, struct nd_cli_bench_load);
    load->options = *options;
    load->env = env;
    load->heap = heap;
    load->reactor = nd_env_reactor(env, 0);
    load->target = "";
    nd_arena_init(&load->arena, heap);
    nd_prng_init(&load->prng, options->seed);
    nd_cli_bench_dist_init(&load->dist, options->key_count, options->is_zipfian, options->theta);
    load->values = nd_arena_alloc(&load->arena, VALUE_POOL_BYTES + options->value_bytes);
    for (size_t i = 0; i < VALUE_POOL_BYTES + options->value_bytes; i++) load->values[i] = (uint8_t)nd_prng_next(&load->prng);
    nd_timer_init(&load->timer, load->reactor, ask_again);
    nd_timer_init(&load->pace, load->reactor, on_pace);
    nd_list_init(&load->due);
    load->route_begun_ns = nd_env_now_ns(env);
    struct nd_rpc_options rpc = {.env = env, .reactor = load->reactor};
    load->route_rpc = nd_rpc_new(&rpc);
    ask_route(load);
    return load;
}

const struct nd_cli_bench_counts *nd_cli_bench_load_counts(const struct nd_cli_bench_load *load) { return &load->counts; }
const char *nd_cli_bench_load_target(const struct nd_cli_bench_load *load) { return load->target; }

void nd_cli_bench_load_free(struct nd_cli_bench_load *load)
{
    load->phase = DRAIN;
    nd_timer_stop(&load->timer);
    nd_timer_stop(&load->pace);
    nd_rpc_free(load->route_rpc);
    for (uint64_t i = 0; load->conns != NULL && i < load->options.connections; i++) {
        nd_timer_stop(&load->conns[i].pause);
        nd_rpc_free(load->conns[i].rpc);
    }
    nd_arena_deinit(&load->arena);
    nd_heap_free(load->heap, load);
}
