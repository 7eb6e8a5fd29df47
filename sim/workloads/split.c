/* SPDX-License-Identifier: Apache-2.0 */
/* split: tokens move between places while shards split under them. Each scan, whole or in parts, forwards
 * or backwards, finds every token once, in order.
 * balance: the same, and shards split by themselves, at sizes of a few KiB and by load, and move.
 * merge: the same as split, without end, since what was split becomes one again after a few seconds. */
#include "sim/workloads/kv_ops.h"
#include "sim/workloads/workloads.h"

enum { TOKENS = 48, PLACES = 1000, SPLITS_MAX = 40 };

struct split {
    bool is_loaded;
    unsigned splits;
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct split); }

static struct nd_slice place_key(struct nd_arena *arena, uint64_t place) { return nd_kv_key(arena, "tok/%04llu", (unsigned long long)place); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct split *split = worker->harness->state;
    struct nd_arena arena;
    if (split->is_loaded) return true;
    struct nd_txn *txn = nd_kv_begin(worker, fiber, ND_REPEATABLE_READ);
    if (txn == NULL) return false;
    nd_arena_init(&arena, &worker->harness->heap);
    enum nd_status status = ND_STATUS_OK;
    for (uint64_t i = 0; i < TOKENS && status == ND_STATUS_OK; i++) status = nd_txn_put(txn, place_key(&arena, i * PLACES / TOKENS), nd_kv_number(&arena, i));
    if (status == ND_STATUS_OK) status = nd_txn_commit(txn);
    nd_kv_end(worker, txn);
    nd_arena_deinit(&arena);
    split->is_loaded = status == ND_STATUS_OK;
    return split->is_loaded;
}

struct found {
    uint64_t count, last;  /* place */
    uint64_t seen;         /* bit per token */
    bool is_wrong, is_reverse;
    unsigned way; /* whole, in spans, by pages */
};

static uint64_t place_of(struct nd_slice key)
{
    uint64_t place = 0;
    for (size_t i = 5; i < key.n; i++) place = place * 10 + (uint64_t)(key.p[i] - '0');
    return place;
}

static void take(struct found *found, const struct nd_kv_pair *pair, bool is_reverse)
{
    uint64_t place = place_of(pair->key), token = pair->value.n == 8 ? nd_load_u64(pair->value.p) : TOKENS;
    bool is_ordered = found->count == 0 || (is_reverse ? place < found->last : place > found->last);
    if (!is_ordered || token >= TOKENS || (found->seen >> token & 1) != 0) found->is_wrong = true;
    else found->seen |= 1ULL << token;
    found->last = place;
    found->count++;
}

/* The span [first, end) of places, in one scan. */
static ND_YIELDS enum nd_status scan_part(struct nd_txn *txn, struct nd_arena *arena, uint64_t first, uint64_t end, bool is_reverse, uint64_t row_limit, struct found *found)
{
    struct nd_txn_scan scan = {.txn = txn, .first = place_key(arena, first), .end = place_key(arena, end), .is_reverse = is_reverse, .row_limit = row_limit};
    struct nd_kv_pair *pairs;
    size_t count = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    do {
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, arena, &pairs, &count);
        for (size_t i = 0; status == ND_STATUS_OK && i < count; i++) take(found, &pairs[i], is_reverse);
    } while (status == ND_STATUS_OK && count > 0);
    nd_txn_scan_close(&scan);
    return status;
}

static ND_YIELDS enum nd_status scan_all(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_arena *arena, struct found *found)
{
    bool is_reverse = found->is_reverse = nd_prng_chance(&worker->prng, 0.5);
    if (nd_prng_chance(&worker->prng, 0.5)) return scan_part(txn, arena, 0, PLACES, is_reverse, 0, found);
    found->way = (unsigned)nd_prng_between(&worker->prng, 1, 2);
    if (found->way == 1) { /* in three spans */
        uint64_t a = nd_prng_below(&worker->prng, PLACES), b = nd_prng_between(&worker->prng, a, PLACES);
        uint64_t edges[4] = {0, a, b, PLACES};
        for (size_t i = 0; i < 3; i++) {
            size_t at = is_reverse ? 2 - i : i;
            ND_TRY(scan_part(txn, arena, edges[at], edges[at + 1], is_reverse, 0, found));
        }
        return ND_STATUS_OK;
    }
    for (uint64_t first = 0, end = PLACES;;) { /* by pages */
        uint64_t before = found->count, page = nd_prng_between(&worker->prng, 1, 20);
        ND_TRY(scan_part(txn, arena, first, end, is_reverse, page, found));
        if (found->count - before < page) return ND_STATUS_OK;
        if (is_reverse) end = found->last;
        else first = found->last + 1;
    }
}

static const char *const ways[] = {"whole", "in spans", "by pages"};

static void look(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct nd_txn *txn = nd_kv_begin(worker, fiber, nd_kv_any_isolation(worker));
    struct found found = {0};
    if (txn == NULL) return;
    if (scan_all(worker, txn, arena, &found) == ND_STATUS_OK && (found.count != TOKENS || found.is_wrong))
        nd_harness_fail(worker->harness, "split: a scan at %llx (%s, %s) found %llu of %d tokens%s, not %llx", (unsigned long long)nd_txn_read_ts(txn).v, ways[found.way],
                        found.is_reverse ? "backwards" : "forwards", (unsigned long long)found.count, TOKENS, found.is_wrong ? ", doubled or out of order" : "",
                        (unsigned long long)(((1ULL << TOKENS) - 1) & ~found.seen));
    nd_txn_rollback(txn);
    nd_kv_end(worker, txn);
}

/* Takes the first token at or behind a place to an empty place. */
static ND_YIELDS enum nd_status move_token(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_arena *arena, bool check_now)
{
    uint64_t from = nd_prng_below(&worker->prng, PLACES), to = nd_prng_below(&worker->prng, PLACES);
    struct nd_txn_scan scan = {.txn = txn, .first = place_key(arena, from), .end = place_key(arena, PLACES), .row_limit = 1};
    struct nd_kv_pair *pairs;
    size_t count = 0;
    ND_TRY(nd_txn_scan_open(&scan));
    enum nd_status status = nd_txn_scan_next(&scan, arena, &pairs, &count);
    nd_txn_scan_close(&scan);
    ND_TRY(status);
    if (count == 0) return ND_STATUS_NOT_FOUND;
    struct nd_slice value = nd_arena_copy(arena, pairs[0].value);
    if (nd_txn_isolation(txn) == ND_READ_COMMITTED) {
        ND_TRY(nd_txn_lock(txn, &pairs[0].key, 1, false)); /* a conflict: gone meanwhile */
    }
    ND_TRY(nd_txn_delete(txn, pairs[0].key));
    return nd_txn_insert(txn, place_key(arena, to), value, check_now);
}

static void move(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct nd_txn *txn = nd_kv_begin(worker, fiber, nd_kv_any_isolation(worker));
    if (txn == NULL) return;
    unsigned moves = (unsigned)nd_prng_between(&worker->prng, 1, 3);
    bool check_now = nd_prng_chance(&worker->prng, 0.5);
    enum nd_status status = ND_STATUS_OK;
    for (unsigned i = 0; i < moves && status == ND_STATUS_OK; i++) {
        if (i > 0) status = nd_txn_begin_statement(txn);
        if (status == ND_STATUS_OK) status = move_token(worker, txn, arena, check_now);
    }
    if (status == ND_STATUS_OK && nd_prng_chance(&worker->prng, 0.3)) { /* its own view is whole, too */
        struct found found = {0};
        status = scan_all(worker, txn, arena, &found);
        bool is_whole = check_now && nd_txn_isolation(txn) == ND_REPEATABLE_READ; /* else a place may hold two, until the commit finds out */
        if (status == ND_STATUS_OK && is_whole && (found.count != TOKENS || found.is_wrong))
            nd_harness_fail(worker->harness, "split: a transaction that moved tokens sees %llu of %d", (unsigned long long)found.count, TOKENS);
    }
    if (status == ND_STATUS_OK) (void)nd_kv_commit(worker, txn);
    else nd_kv_give_up(worker, txn);
}

static void split_somewhere(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct split *split = worker->harness->state;
    if (split->splits >= SPLITS_MAX) return;
    struct nd_slice key = place_key(arena, nd_prng_below(&worker->prng, PLACES + 200));
    struct nd_node_id leader = {nd_prng_between(&worker->prng, 0, worker->harness->voters)};
    enum nd_status status = nd_txn_system_split(nd_worker_txn_system(worker), fiber, key, leader);
    nd_harness_trace(worker->harness, "split", status);
    if (status != ND_STATUS_OK) return;
    split->splits++;
    worker->harness->result.splits++;
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    unsigned kind = (unsigned)nd_prng_below(&worker->prng, 100);
    if (kind < 3) split_somewhere(worker, fiber, &arena);
    else if (kind < 35) look(worker, fiber, &arena);
    else move(worker, fiber, &arena);
    nd_arena_deinit(&arena);
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    struct found found = {0};
    struct nd_txn *txn = nd_kv_begin(worker, fiber, ND_REPEATABLE_READ);
    if (txn == NULL) return false;
    nd_arena_init(&arena, &worker->harness->heap);
    bool is_read = scan_part(txn, &arena, 0, PLACES, false, 0, &found) == ND_STATUS_OK;
    if (is_read && (found.count != TOKENS || found.is_wrong)) nd_harness_fail(worker->harness, "split: in the end there are %llu of %d tokens", (unsigned long long)found.count, TOKENS);
    nd_txn_rollback(txn);
    nd_kv_end(worker, txn);
    nd_arena_deinit(&arena);
    return is_read;
}

const struct nd_workload nd_workload_split = {
    .name = "split",
    .about = "tokens move while shards split: every scan finds each once",
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};

/* Nobody splits by hand. */
static void balance_step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    if (nd_prng_chance(&worker->prng, 0.3)) look(worker, fiber, &arena);
    else move(worker, fiber, &arena);
    nd_arena_deinit(&arena);
}

/* Some borders are there to stay, for a while. */
static void keep_somewhere(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct nd_slice key = place_key(arena, nd_prng_below(&worker->prng, PLACES));
    enum nd_status status = nd_prng_chance(&worker->prng, 0.5) ? nd_txn_system_keep(nd_worker_txn_system(worker), fiber, key, true)
                                                               : nd_txn_system_release(nd_worker_txn_system(worker), fiber, key, place_key(arena, PLACES));
    nd_harness_trace(worker->harness, "keep", status);
}

static void merge_step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct split *split = worker->harness->state;
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    unsigned kind = (unsigned)nd_prng_below(&worker->prng, 100);
    if (kind < 4) {
        split->splits = 0; /* however many there were */
        split_somewhere(worker, fiber, &arena);
    } else if (kind < 5) {
        keep_somewhere(worker, fiber, &arena);
    } else if (kind < 35) {
        look(worker, fiber, &arena);
    } else {
        move(worker, fiber, &arena);
    }
    nd_arena_deinit(&arena);
}

const struct nd_workload nd_workload_merge = {
    .name = "merge",
    .about = "tokens move while shards split and merge: every scan finds each once",
    .merges = true,
    .init = init,
    .setup = setup,
    .step = merge_step,
    .verify = verify,
};

const struct nd_workload nd_workload_balance = {
    .name = "balance",
    .about = "tokens move while shards split by size and load, and move: every scan finds each once",
    .splits_itself = true,
    .init = init,
    .setup = setup,
    .step = balance_step,
    .verify = verify,
};
