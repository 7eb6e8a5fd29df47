/* SPDX-License-Identifier: Apache-2.0 */
/* stale: transactions put values that nobody else has; others read as of timestamps a little ago, from whatever replica is near. What such a
 * read saw must be what was there at its timestamp: the newest value whose transaction had committed at or below it, by the commit
 * timestamps that the writers were told. Shards split, merge and move meanwhile, as the seed has it. */
#include <stdlib.h>

#include "node/node.h"
#include "sim/workloads/kv_ops.h"
#include "sim/workloads/workloads.h"

enum {
    KEYS = 24,
    WRITES_MAX = 1 << 16,
    READS_MAX = 1 << 17,
    READS_UNDER_WAY_MAX = 1 << 12, /* keys, of all clients */
    KEYS_A_TXN = 4,
    AGE_MS_MAX = 6000, /* of what is read; timestamps are closed about every second */
};

enum fate { FATE_UNKNOWN, FATE_ABORTED, FATE_COMMITTED };

struct put {
    uint32_t key;
    enum fate fate;
    struct nd_ts commit_ts;
};

struct look {
    uint32_t key, value; /* 0: none was there */
    struct nd_ts ts;
};

struct stale_state {
    uint32_t put_count, look_count;
    struct put puts[WRITES_MAX]; /* by value */
    struct look looks[READS_MAX];
    uint64_t closed_reads;
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct stale_state); }

static struct nd_slice key_of(struct nd_arena *arena, uint32_t key) { return nd_kv_key(arena, "stale/%02u", key); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    struct nd_slice keys[] = {key_of(&arena, 6), key_of(&arena, 12), key_of(&arena, 18)};
    bool is_done = nd_kv_split_at(worker, fiber, keys, ND_ARRAY_LEN(keys));
    nd_arena_deinit(&arena);
    return is_done;
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static ND_YIELDS void write(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct stale_state *state = worker->harness->state;
    unsigned count = (unsigned)nd_prng_between(&worker->prng, 1, KEYS_A_TXN);
    struct nd_txn *txn = nd_kv_begin(worker, fiber, nd_kv_any_isolation(worker));
    if (txn == NULL) return;
    if (state->put_count + count + 1 >= WRITES_MAX) {
        nd_kv_give_up(worker, txn);
        nd_fiber_sleep(fiber, 100 * ND_MS);
        return;
    }
    uint32_t first = state->put_count + 1, key = (uint32_t)nd_prng_below(&worker->prng, KEYS);
    state->put_count += count;
    enum nd_status status = ND_STATUS_OK;
    for (unsigned i = 0; i < count; i++) { /* near each other, or in several shards */
        state->puts[first + i] = (struct put){.key = key};
        if (status == ND_STATUS_OK) status = nd_txn_put(txn, key_of(arena, key), nd_kv_number(arena, first + i));
        key = (key + (nd_prng_chance(&worker->prng, 0.5) ? 1 : 7)) % KEYS;
    }
    struct nd_ts commit_ts = {0};
    enum fate fate = FATE_ABORTED;
    if (status == ND_STATUS_OK) {
        status = nd_txn_commit(txn);
        commit_ts = nd_txn_commit_ts(txn);
        enum nd_outcome outcome = nd_outcome_of(status);
        nd_harness_count(worker->harness, outcome);
        fate = outcome == ND_OUTCOME_COMMITTED ? FATE_COMMITTED : outcome == ND_OUTCOME_ABORTED ? FATE_ABORTED : FATE_UNKNOWN;
        nd_kv_end(worker, txn);
    } else {
        nd_kv_give_up(worker, txn);
    }
    for (unsigned i = 0; i < count; i++) {
        state->puts[first + i].fate = fate;
        state->puts[first + i].commit_ts = commit_ts;
    }
}

/* ---- reading the past ----------------------------------------------------------------------------------------- */

static void note(struct stale_state *state, uint32_t key, struct nd_slice value, struct nd_ts ts)
{
    ND_ASSERT(state->look_count < READS_MAX);
    state->looks[state->look_count++] = (struct look){.key = key, .value = value.n == 8 ? (uint32_t)nd_load_u64(value.p) : 0, .ts = ts};
}

static ND_YIELDS enum nd_status get_some(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_arena *arena)
{
    struct nd_txn_get_item items[KEYS_A_TXN] = {{{0}}};
    uint32_t keys[KEYS_A_TXN];
    size_t count = (size_t)nd_prng_between(&worker->prng, 1, KEYS_A_TXN);
    uint32_t key = (uint32_t)nd_prng_below(&worker->prng, KEYS);
    for (size_t i = 0; i < count; i++, key = (key + 5) % KEYS) {
        keys[i] = key;
        items[i].key = key_of(arena, key);
    }
    ND_TRY(nd_txn_get_many(txn, items, count, arena));
    for (size_t i = 0; i < count; i++) note(worker->harness->state, keys[i], items[i].is_found ? items[i].value : ND_SLICE_EMPTY, nd_txn_read_ts(txn));
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status scan_some(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_arena *arena)
{
    uint32_t first = (uint32_t)nd_prng_below(&worker->prng, KEYS), end = first + 1 + (uint32_t)nd_prng_below(&worker->prng, KEYS - first);
    struct nd_slice values[KEYS] = {{0}};
    struct nd_txn_scan scan = {.txn = txn, .first = key_of(arena, first), .end = key_of(arena, end), .is_reverse = nd_prng_chance(&worker->prng, 0.3)};
    struct nd_kv_pair *pairs;
    size_t count = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    do {
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, arena, &pairs, &count);
        for (size_t i = 0; status == ND_STATUS_OK && i < count; i++)
            for (uint32_t key = first; key < end; key++)
                if (nd_slice_eq(pairs[i].key, key_of(arena, key))) values[key] = pairs[i].value;
    } while (status == ND_STATUS_OK && count > 0);
    nd_txn_scan_close(&scan);
    for (uint32_t key = first; status == ND_STATUS_OK && key < end; key++) note(worker->harness->state, key, values[key], nd_txn_read_ts(txn));
    return status;
}

/* The newest timestamp that the replica here knows to be closed: where mistakes show first. {0}: none. */
static struct nd_ts newest_closed(struct nd_worker_client *worker, struct nd_arena *arena)
{
    struct nd_node *node = worker->harness->hosts[worker->node].node;
    struct nd_store *store = node == NULL ? NULL : nd_node_store(node);
    struct nd_range *range = store == NULL ? NULL : nd_store_find_key(store, key_of(arena, (uint32_t)nd_prng_below(&worker->prng, KEYS)));
    struct nd_range_info info = {0};
    if (range != NULL) nd_range_get_info(range, &info);
    return info.closed_ts;
}

static uint64_t closed_reads(struct nd_worker_client *worker)
{
    struct nd_node *node = worker->harness->hosts[worker->node].node;
    struct nd_store *store = node == NULL ? NULL : nd_node_store(node);
    return store == NULL ? 0 : nd_store_closed_reads(store);
}

static ND_YIELDS void read(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct stale_state *state = worker->harness->state;
    struct nd_txn_system *system = nd_worker_txn_system(worker);
    struct nd_ts seen = nd_txn_system_seen(system), guess = nd_txn_system_guess(system);
    if (seen.v == 0) return;
    if (state->look_count + READS_UNDER_WAY_MAX > READS_MAX) { /* all that was seen is judged: no more is read */
        nd_fiber_sleep(fiber, 100 * ND_MS);
        return;
    }
    struct nd_ts ts = {guess.v - nd_ts_of_ms(nd_prng_below(&worker->prng, AGE_MS_MAX)).v - nd_prng_below(&worker->prng, 1000)};
    struct nd_ts closed = nd_prng_chance(&worker->prng, 0.7) ? newest_closed(worker, arena) : (struct nd_ts){0};
    if (closed.v != 0) ts = closed;
    if (ts.v > seen.v) ts = seen;
    struct nd_txn_options options = {.isolation = ND_REPEATABLE_READ, .is_read_only = true, .as_of = ts};
    struct nd_txn *txn = nd_txn_begin(system, fiber, &options);
    nd_txn_set_deadline(txn, nd_worker_deadline_ns(worker, ND_KV_TXN_S));
    uint64_t before = closed_reads(worker);
    enum nd_status status = nd_txn_begin_statement(txn);
    if (status == ND_STATUS_OK) status = nd_prng_chance(&worker->prng, 0.6) ? get_some(worker, txn, arena) : scan_some(worker, txn, arena);
    uint64_t after = closed_reads(worker);
    if (after > before) state->closed_reads += after - before;
    nd_txn_rollback(txn);
    nd_txn_free(txn);
    nd_harness_trace(worker->harness, "stale", (uint64_t)status);
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    if (nd_prng_chance(&worker->prng, 0.5)) write(worker, fiber, &arena);
    else read(worker, fiber, &arena);
    nd_arena_deinit(&arena);
}

/* ---- the history ------------------------------------------------------------------------------------------------ */

struct history {
    uint32_t *values[KEYS]; /* committed, by commit timestamp */
    size_t counts[KEYS];
};

static struct history *make_history(struct nd_harness *harness, struct nd_arena *arena)
{
    struct stale_state *state = harness->state;
    struct history *history = nd_arena_new(arena, struct history);
    for (uint32_t key = 0; key < KEYS; key++) history->values[key] = nd_arena_array(arena, uint32_t, state->put_count + 1);
    for (uint32_t value = 1; value <= state->put_count; value++) {
        const struct put *put = &state->puts[value];
        if (put->fate != FATE_COMMITTED) continue;
        uint32_t *values = history->values[put->key];
        size_t at = history->counts[put->key]++; /* nearly in order */
        for (; at > 0 && state->puts[values[at - 1]].commit_ts.v > put->commit_ts.v; at--) values[at] = values[at - 1];
        values[at] = value;
    }
    return history;
}

static uint32_t newest_at(const struct stale_state *state, const struct history *history, uint32_t key, struct nd_ts ts)
{
    size_t low = 0, high = history->counts[key];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (state->puts[history->values[key][middle]].commit_ts.v <= ts.v) low = middle + 1;
        else high = middle;
    }
    return low == 0 ? 0 : history->values[key][low - 1];
}

static void check_look(struct nd_harness *harness, const struct history *history, const struct look *look)
{
    const struct stale_state *state = harness->state;
    uint32_t expected = newest_at(state, history, look->key, look->ts);
    if (look->value == expected) return;
    const struct put *put = look->value == 0 || look->value > state->put_count ? NULL : &state->puts[look->value];
    if (put != NULL && put->fate == FATE_UNKNOWN && put->key == look->key) return; /* it did commit; when, nobody was told */
    nd_harness_fail(harness, "stale: at %llu key %u had %u, a read saw %u (%s)", (unsigned long long)look->ts.v, look->key, expected, look->value,
                    put == NULL ? "nothing" : put->fate == FATE_ABORTED ? "aborted" : "of another time");
}

static void check(struct nd_harness *harness)
{
    struct stale_state *state = harness->state;
    struct nd_arena arena;
    nd_arena_init(&arena, &harness->heap);
    struct history *history = make_history(harness, &arena);
    for (uint32_t i = 0; i < state->look_count && !harness->result.is_failed; i++) check_look(harness, history, &state->looks[i]);
    if (!harness->result.is_failed && state->closed_reads < 100)
        nd_harness_fail(harness, "stale: too little happened: %llu reads below closed timestamps", (unsigned long long)state->closed_reads);
    nd_arena_deinit(&arena);
}

const struct nd_workload nd_workload_stale = {
    .name = "stale",
    .about = "reads as of a little ago, by any replica, against what was committed by then",
    .init = init,
    .setup = setup,
    .step = step,
    .check = check,
};
