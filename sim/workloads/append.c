/* SPDX-License-Identifier: Apache-2.0 */
/* append: transactions append values that nobody else has to lists, and read lists, alone and by scans; one isolation level a seed.
 * From the lists follows who wrote before whom (ww), who saw whom (wr), who missed whom (rw); Adya's anomalies are circles of these
 * (the method of Elle: Kingsbury, Alvaro 2020). READ COMMITTED: none of ww and wr, no aborted, no intermediate reads. REPEATABLE READ:
 * none with a single rw, nor with several no two of which follow each other (long forks). SERIALIZABLE: none at all. At every level a circle with at most one rw goes
 * by real time, too: who began after another had been told of its commit comes after it (monotonic, sequential). */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/checkers/circles.h"
#include "sim/workloads/kv_ops.h"
#include "sim/workloads/workloads.h"

enum {
    KEYS_AT_A_TIME = 8,
    APPENDS_PER_KEY = 20, /* more or less; then other keys come */
    KEYS_MAX = 4096,
    VALUES_MAX = 1 << 16,
    TXNS_MAX = 1 << 15,
    OPS_MAX = 4,
    SCAN_KEYS = 4,
    LIST_MAX = 512,
};

enum fate { FATE_UNKNOWN, FATE_ABORTED, FATE_COMMITTED };

struct read {
    uint32_t txn, key, count;
    const uint32_t *values; /* on the harness's heap */
    struct read *next;
};

struct append_state {
    enum nd_isolation isolation;
    bool is_split;
    uint32_t txn_count, value_count, append_count;
    uint8_t fates[TXNS_MAX];
    uint64_t begun_ns[TXNS_MAX], ended_ns[TXNS_MAX]; /* ended: told that it is committed; 0: never */
    uint32_t writer_of[VALUES_MAX], key_of[VALUES_MAX], later_of[VALUES_MAX]; /* later: what its writer appended there after it */
    struct read *reads;
    struct nd_arena arena;
    uint32_t verified; /* keys */
};

static void init(struct nd_harness *harness)
{
    struct append_state *state = harness->state = nd_heap_new(&harness->heap, struct append_state);
    state->isolation = (enum nd_isolation)(harness->options.seed % 3);
    nd_arena_init(&state->arena, &harness->heap);
}

static struct nd_slice list_key(struct nd_arena *arena, uint32_t key) { return nd_kv_key(arena, "list/%05u", key); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    struct nd_slice keys[] = {list_key(&arena, 5), list_key(&arena, 20), list_key(&arena, 42), list_key(&arena, 90)};
    bool is_done = nd_kv_split_at(worker, fiber, keys, ND_ARRAY_LEN(keys));
    nd_arena_deinit(&arena);
    return is_done;
}

/* ---- one transaction ---------------------------------------------------------------------------------- */

struct step {
    struct nd_worker_client *worker;
    struct nd_txn *txn;
    struct append_state *state;
    struct nd_arena *arena;
    uint32_t id;
};

/* Kept only if the transaction commits, or may have: until then its fate says so. */
static void note(struct step *step, uint32_t key, struct nd_slice list)
{
    struct append_state *state = step->state;
    struct read *read = nd_arena_new(&state->arena, struct read);
    uint32_t *values = nd_arena_array(&state->arena, uint32_t, list.n / 4 + 1);
    for (size_t i = 0; i < list.n / 4; i++) values[i] = nd_load_u32(list.p + 4 * i);
    *read = (struct read){.txn = step->id, .key = key, .count = (uint32_t)(list.n / 4), .values = values, .next = state->reads};
    state->reads = read;
}

static ND_YIELDS enum nd_status read_list(struct step *step, uint32_t key, struct nd_slice *list)
{
    enum nd_status status = nd_txn_get(step->txn, list_key(step->arena, key), step->arena, list);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

static ND_YIELDS enum nd_status scan_lists(struct step *step, uint32_t key)
{
    struct nd_txn_scan scan = {.txn = step->txn, .first = list_key(step->arena, key), .end = list_key(step->arena, key + SCAN_KEYS), .is_reverse = nd_prng_chance(&step->worker->prng, 0.3)};
    struct nd_slice lists[SCAN_KEYS] = {{0}};
    struct nd_kv_pair *pairs;
    size_t count = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    do {
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, step->arena, &pairs, &count);
        for (size_t i = 0; status == ND_STATUS_OK && i < count; i++)
            for (uint32_t k = 0; k < SCAN_KEYS; k++)
                if (nd_slice_eq(pairs[i].key, list_key(step->arena, key + k))) lists[k] = pairs[i].value;
    } while (status == ND_STATUS_OK && count > 0);
    nd_txn_scan_close(&scan);
    for (uint32_t k = 0; status == ND_STATUS_OK && k < SCAN_KEYS; k++) note(step, key + k, lists[k]);
    return status;
}

static ND_YIELDS enum nd_status append(struct step *step, uint32_t key)
{
    struct append_state *state = step->state;
    struct nd_slice name = list_key(step->arena, key), list;
    if (state->isolation == ND_READ_COMMITTED) ND_TRY(nd_kv_lock(step->txn, &name, 1));
    ND_TRY(read_list(step, key, &list));
    if (state->value_count + 1 == VALUES_MAX || list.n >= LIST_MAX * 4) return ND_STATUS_OK;
    uint32_t value = ++state->value_count;
    uint8_t *longer = nd_arena_alloc(step->arena, list.n + 4);
    if (list.n > 0) memcpy(longer, list.p, list.n);
    nd_store_u32(longer + list.n, value);
    state->writer_of[value] = step->id;
    state->key_of[value] = key;
    uint32_t before = list.n == 0 ? 0 : nd_load_u32(list.p + list.n - 4);
    if (before != 0 && state->writer_of[before] == step->id) state->later_of[before] = value;
    state->append_count++;
    return nd_txn_put(step->txn, name, nd_slice_of(longer, list.n + 4));
}

static ND_YIELDS enum nd_status run_op(struct step *step, bool is_first)
{
    struct nd_prng *prng = &step->worker->prng;
    uint32_t base = step->state->append_count / APPENDS_PER_KEY, key = base + (uint32_t)nd_prng_below(prng, KEYS_AT_A_TIME);
    if (!is_first) ND_TRY(nd_txn_begin_statement(step->txn));
    unsigned kind = (unsigned)nd_prng_below(prng, 10);
    if (kind < 5) return append(step, key);
    if (kind < 7) return scan_lists(step, key);
    struct nd_slice list;
    ND_TRY(read_list(step, key, &list));
    note(step, key, list);
    return ND_STATUS_OK;
}

static void step_client(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct append_state *state = worker->harness->state;
    struct nd_arena arena;
    if (state->txn_count + 1 >= TXNS_MAX || state->append_count / APPENDS_PER_KEY + KEYS_AT_A_TIME + SCAN_KEYS >= KEYS_MAX) {
        nd_fiber_sleep(fiber, 100 * ND_MS);
        return;
    }
    nd_arena_init(&arena, &worker->harness->heap);
    uint32_t id = ++state->txn_count;
    state->begun_ns[id] = nd_harness_now_ns(worker->harness);
    struct nd_txn *txn = nd_kv_begin(worker, fiber, state->isolation);
    struct step step = {.worker = worker, .txn = txn, .state = state, .arena = &arena, .id = id};
    unsigned ops = (unsigned)nd_prng_between(&worker->prng, 1, OPS_MAX);
    enum nd_status status = txn == NULL ? ND_STATUS_TIMEOUT : ND_STATUS_OK;
    for (unsigned i = 0; i < ops && status == ND_STATUS_OK; i++) status = run_op(&step, i == 0);
    if (status == ND_STATUS_OK) {
        enum nd_outcome outcome = nd_kv_commit(worker, txn);
        state->fates[step.id] = outcome == ND_OUTCOME_COMMITTED ? FATE_COMMITTED : outcome == ND_OUTCOME_ABORTED ? FATE_ABORTED : FATE_UNKNOWN;
        if (outcome == ND_OUTCOME_COMMITTED) state->ended_ns[step.id] = nd_harness_now_ns(worker->harness);
    } else {
        state->fates[step.id] = FATE_ABORTED;
        if (txn != NULL) nd_kv_give_up(worker, txn);
    }
    nd_arena_deinit(&arena);
}

/* The last look: all lists, each as a transaction of its own. */
static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct append_state *state = worker->harness->state;
    struct nd_arena arena;
    enum nd_status status = ND_STATUS_OK;
    nd_arena_init(&arena, &worker->harness->heap);
    for (; state->verified < KEYS_MAX && status == ND_STATUS_OK; state->verified += status == ND_STATUS_OK) {
        if (state->verified > state->append_count / APPENDS_PER_KEY + KEYS_AT_A_TIME + SCAN_KEYS) break;
        struct nd_slice list;
        struct step step = {.worker = worker, .state = state, .arena = &arena, .txn = nd_kv_begin(worker, fiber, ND_REPEATABLE_READ), .id = 0};
        status = step.txn == NULL ? ND_STATUS_TIMEOUT : read_list(&step, state->verified, &list);
        if (status == ND_STATUS_OK) note(&step, state->verified, list);
        if (step.txn != NULL) {
            nd_txn_rollback(step.txn);
            nd_kv_end(worker, step.txn);
        }
    }
    nd_arena_deinit(&arena);
    return status == ND_STATUS_OK;
}

/* ---- the history ------------------------------------------------------------------------------------------ */

static const struct read **longest_reads(struct nd_harness *harness)
{
    struct append_state *state = harness->state;
    const struct read **longest = nd_arena_array(&state->arena, const struct read *, KEYS_MAX);
    for (const struct read *read = state->reads; read != NULL; read = read->next)
        if (read->txn == 0) longest[read->key] = read; /* the last look */
    return longest;
}

/* What a read saw that it must not have seen. */
static bool check_read(struct nd_harness *harness, const struct read *read, const struct read *whole)
{
    const struct append_state *state = harness->state;
    for (uint32_t i = 0; i < read->count; i++) {
        uint32_t value = read->values[i], writer = value < VALUES_MAX ? state->writer_of[value] : 0;
        bool is_own = writer == read->txn;
        if (writer == 0 || state->key_of[value] != read->key) nd_harness_fail(harness, "append: list %u has %u, which nobody appended there", read->key, value);
        else if (!is_own && state->fates[writer] == FATE_ABORTED) nd_harness_fail(harness, "append: transaction %u saw %u of the aborted %u", read->txn, value, writer);
        else if (!is_own && (whole == NULL || i >= whole->count || whole->values[i] != value))
            nd_harness_fail(harness, "append: transaction %u saw list %u with %u at %u, which it is not in the end", read->txn, read->key, value, i);
        else if (!is_own && i + 1 == read->count && state->later_of[value] != 0)
            nd_harness_fail(harness, "append: transaction %u saw %u of %u, which appended more to list %u", read->txn, value, writer, read->key);
        if (harness->result.is_failed) return false;
    }
    return true;
}

/* An own value that is not in the list in the end is that of a transaction that failed: it says nothing. */
static void add_read(struct nd_circles *circles, const struct append_state *state, const struct read *read, const struct read *whole)
{
    uint32_t seen = 0;
    while (seen < read->count && state->writer_of[read->values[seen]] != read->txn) seen++;
    if (seen > 0) nd_circles_add(circles, state->writer_of[read->values[seen - 1]], read->txn, ND_EDGE_WR);
    if (whole != NULL && seen < whole->count) nd_circles_add(circles, read->txn, state->writer_of[whole->values[seen]], ND_EDGE_RW);
}

struct moment {
    uint64_t ns;
    uint32_t txn;
    bool is_end;
};

/* At the same moment beginnings come first: who ends then is not before them. */
static int by_time(const void *a, const void *b)
{
    const struct moment *x = a, *y = b;
    if (x->ns != y->ns) return x->ns < y->ns ? -1 : 1;
    return (int)x->is_end - (int)y->is_end;
}

/* Edges of real time, through a chain of nodes behind the transactions': each end leads into the chain, which leads to each later beginning. */
static void add_real_time(struct nd_harness *harness, struct nd_circles *circles)
{
    struct append_state *state = harness->state;
    struct moment *moments = nd_arena_array(&state->arena, struct moment, 2 * (size_t)state->txn_count + 1);
    size_t count = 0;
    for (uint32_t txn = 1; txn <= state->txn_count; txn++) {
        if (state->fates[txn] != FATE_COMMITTED) continue;
        moments[count++] = (struct moment){state->begun_ns[txn], txn, false};
        moments[count++] = (struct moment){state->ended_ns[txn], txn, true};
    }
    qsort(moments, count, sizeof *moments, by_time);
    uint32_t last = 0, next = state->txn_count + 1;
    for (size_t i = 0; i < count; i++) {
        if (!moments[i].is_end) {
            if (last != 0) nd_circles_add(circles, last, moments[i].txn, ND_EDGE_WW);
            continue;
        }
        if (last != 0) nd_circles_add(circles, last, next, ND_EDGE_WW);
        nd_circles_add(circles, moments[i].txn, next, ND_EDGE_WW);
        last = next++;
    }
}

static void check(struct nd_harness *harness)
{
    static const char *const levels[] = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"};
    struct append_state *state = harness->state;
    const struct read **whole = longest_reads(harness);
    struct nd_circles *circles = nd_circles_new(&harness->heap, 2 * state->txn_count + 2);
    for (uint32_t key = 0; key < KEYS_MAX; key++)
        for (uint32_t i = 0; whole[key] != NULL && i + 1 < whole[key]->count; i++)
            nd_circles_add(circles, state->writer_of[whole[key]->values[i]], state->writer_of[whole[key]->values[i + 1]], ND_EDGE_WW);
    for (const struct read *read = state->reads; read != NULL; read = read->next) {
        if (read->txn != 0 && state->fates[read->txn] != FATE_COMMITTED) continue;
        if (!check_read(harness, read, whole[read->key])) break;
        if (read->txn != 0) add_read(circles, state, read, whole[read->key]);
    }
    add_real_time(harness, circles);
    for (uint32_t value = 1; value <= state->value_count && !harness->result.is_failed; value++) {
        const struct read *list = whole[state->key_of[value]];
        bool is_there = false;
        for (uint32_t i = 0; list != NULL && i < list->count; i++) is_there |= list->values[i] == value;
        if (!is_there && state->fates[state->writer_of[value]] == FATE_COMMITTED)
            nd_harness_fail(harness, "append: %u of the committed transaction %u is not in list %u", value, state->writer_of[value], state->key_of[value]);
    }
    char text[256];
    unsigned allowed = state->isolation == ND_READ_COMMITTED ? UINT_MAX : state->isolation == ND_REPEATABLE_READ ? 2 : 0;
    if (!harness->result.is_failed && nd_circles_find(circles, allowed, text, sizeof text)) nd_harness_fail(harness, "append at %s: %s", levels[state->isolation], text);
    bool is_snapshot = state->isolation == ND_REPEATABLE_READ; /* SERIALIZABLE has no circles at all */
    if (!harness->result.is_failed && is_snapshot && nd_circles_find_apart(circles, text, sizeof text)) nd_harness_fail(harness, "append at REPEATABLE READ: %s", text);
    nd_circles_free(circles);
    nd_arena_deinit(&state->arena);
}

const struct nd_workload nd_workload_append = {
    .name = "append",
    .about = "lists of values that nobody else has; no circles of transactions that the isolation level forbids",
    .init = init,
    .setup = setup,
    .step = step_client,
    .verify = verify,
    .check = check,
};
