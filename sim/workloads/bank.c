/* SPDX-License-Identifier: Apache-2.0 */
/* bank: money moves between accounts in shards that different nodes lead. Each transfer also writes a
 * line into a journal. Every snapshot, at either isolation level, during and after, holds all the money;
 * at the end the balances follow from the journal, and the journal has each acknowledged transfer, and
 * none that was refused. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/workloads/kv_ops.h"
#include "sim/workloads/workloads.h"

enum { ACCOUNTS = 16, INITIAL = 100, TRANSFERS_MAX = 1 << 16 };

enum fate { FATE_UNKNOWN, FATE_REFUSED, FATE_DONE };

struct bank {
    uint64_t next_transfer;
    uint8_t fates[TRANSFERS_MAX];
    bool is_loaded;
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct bank); }

static struct nd_slice account_key(struct nd_arena *arena, uint64_t account) { return nd_kv_key(arena, "acct/%02llu", (unsigned long long)account); }
static struct nd_slice journal_key(struct nd_arena *arena, uint64_t transfer) { return nd_kv_key(arena, "jrnl/%08llx", (unsigned long long)transfer); }

static bool load(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct nd_txn *txn = nd_kv_begin(worker, fiber, ND_REPEATABLE_READ);
    if (txn == NULL) return false;
    enum nd_status status = ND_STATUS_OK;
    for (uint64_t i = 0; i < ACCOUNTS && status == ND_STATUS_OK; i++) status = nd_txn_put(txn, account_key(arena, i), nd_kv_number(arena, INITIAL));
    if (status == ND_STATUS_OK) status = nd_txn_commit(txn);
    nd_kv_end(worker, txn);
    return status == ND_STATUS_OK;
}

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct bank *bank = worker->harness->state;
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    if (!bank->is_loaded) bank->is_loaded = load(worker, fiber, &arena);
    struct nd_slice keys[] = {account_key(&arena, 4), account_key(&arena, 8), account_key(&arena, 12), journal_key(&arena, 0)};
    bool is_done = bank->is_loaded && nd_kv_split_at(worker, fiber, keys, ND_ARRAY_LEN(keys));
    nd_arena_deinit(&arena);
    return is_done;
}

/* ---- looking ------------------------------------------------------------------------------------------------ */

static ND_YIELDS enum nd_status scan_total(struct nd_txn *txn, struct nd_arena *arena, bool is_reverse, uint64_t *count_out, uint64_t *total_out)
{
    struct nd_txn_scan scan = {.txn = txn, .first = nd_kv_key(arena, "acct/"), .end = nd_kv_key(arena, "acct0"), .is_reverse = is_reverse};
    struct nd_kv_pair *pairs;
    size_t count;
    *count_out = *total_out = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    do {
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, arena, &pairs, &count);
        for (size_t i = 0; status == ND_STATUS_OK && i < count; i++) {
            *total_out += nd_load_u64(pairs[i].value.p);
            ++*count_out;
        }
    } while (status == ND_STATUS_OK && count > 0);
    nd_txn_scan_close(&scan);
    return status;
}

static ND_YIELDS enum nd_status get_total(struct nd_txn *txn, struct nd_arena *arena, uint64_t *count_out, uint64_t *total_out)
{
    struct nd_txn_get_item *items = nd_arena_array(arena, struct nd_txn_get_item, ACCOUNTS);
    for (uint64_t i = 0; i < ACCOUNTS; i++) items[i].key = account_key(arena, ACCOUNTS - 1 - i);
    *count_out = *total_out = 0;
    enum nd_status status = nd_txn_get_many(txn, items, ACCOUNTS, arena);
    for (uint64_t i = 0; status == ND_STATUS_OK && i < ACCOUNTS; i++) {
        *count_out += items[i].is_found;
        if (items[i].is_found) *total_out += nd_load_u64(items[i].value.p);
    }
    return status;
}

static void look(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct nd_txn *txn = nd_kv_begin(worker, fiber, nd_kv_any_isolation(worker));
    unsigned looks = (unsigned)nd_prng_between(&worker->prng, 1, 3);
    for (unsigned i = 0; txn != NULL && i < looks; i++) {
        uint64_t count, total;
        enum nd_status status = i == 0 ? ND_STATUS_OK : nd_txn_begin_statement(txn);
        unsigned way = (unsigned)nd_prng_below(&worker->prng, 3);
        if (status == ND_STATUS_OK) status = way == 0 ? get_total(txn, arena, &count, &total) : scan_total(txn, arena, way == 1, &count, &total);
        if (status != ND_STATUS_OK) break;
        if (count != ACCOUNTS || total != ACCOUNTS * INITIAL)
            nd_harness_fail(worker->harness, "bank: %llu accounts with %llu in all, at %s, way %u, timestamp %llx", (unsigned long long)count, (unsigned long long)total,
                            nd_txn_isolation(txn) == ND_READ_COMMITTED ? "READ COMMITTED" : "REPEATABLE READ", way, (unsigned long long)nd_txn_read_ts(txn).v);
    }
    if (txn == NULL) return;
    nd_txn_rollback(txn);
    nd_kv_end(worker, txn);
}

/* ---- transfers ------------------------------------------------------------------------------------------------ */

struct transfer {
    uint64_t id, from, to, amount;
    struct nd_slice keys[2]; /* from, to */
};

static ND_YIELDS enum nd_status put_balance(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_arena *arena, struct nd_slice key, uint64_t balance)
{
    if (nd_prng_chance(&worker->prng, 0.1)) ND_TRY(nd_txn_put(txn, key, nd_kv_number(arena, 99999))); /* only the last write counts */
    return nd_txn_put(txn, key, nd_kv_number(arena, balance));
}

static ND_YIELDS enum nd_status read_under_locks(struct nd_txn *txn, struct nd_arena *arena, const struct transfer *transfer, uint64_t balances[2])
{
    bool is_swapped = nd_slice_cmp(transfer->keys[0], transfer->keys[1]) > 0; /* in one order, as statements do */
    for (size_t i = 0; i < 2; i++) {
        size_t at = is_swapped ? 1 - i : i;
        struct nd_txn_get_item item = {.key = transfer->keys[at]};
        ND_TRY(nd_txn_lock_get(txn, &item, 1, ND_LOCK_UPDATE, false, arena));
        balances[at] = item.is_found ? nd_load_u64(item.value.p) : 0;
    }
    return ND_STATUS_OK;
}

/* What is written after a savepoint and taken back, whatever became of the statement that wrote it, is nowhere in the end. */
static ND_YIELDS enum nd_status write_and_undo(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_arena *arena, const struct transfer *transfer)
{
    struct bank *bank = worker->harness->state;
    if (bank->next_transfer + 1 >= TRANSFERS_MAX) return ND_STATUS_OK;
    uint64_t savepoint = nd_txn_savepoint(txn), id = ++bank->next_transfer;
    bank->fates[id] = FATE_REFUSED;
    enum nd_status status = nd_txn_begin_statement(txn);
    for (size_t i = 0; i < 2 && status == ND_STATUS_OK; i++) status = nd_txn_put(txn, transfer->keys[i], nd_kv_number(arena, 55555));
    if (status == ND_STATUS_OK) status = nd_txn_put(txn, journal_key(arena, id), nd_kv_number(arena, transfer->from << 32 | transfer->to << 16 | 1));
    if (status == ND_STATUS_OK && nd_prng_chance(&worker->prng, 0.5)) status = nd_txn_flush(txn);
    nd_kv_cancel_soon(worker);
    status = nd_txn_rollback_to(txn, savepoint);
    if (status != ND_STATUS_OK && nd_prng_chance(&worker->prng, 0.5)) status = nd_txn_rollback_to(txn, savepoint); /* it cannot help */
    ND_TRY(status);
    return nd_txn_begin_statement(txn);
}

static ND_YIELDS enum nd_status move_money(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_arena *arena, struct transfer *transfer)
{
    bool must_lock = nd_txn_isolation(txn) == ND_READ_COMMITTED || nd_prng_chance(&worker->prng, 0.3);
    struct nd_slice value, journal = nd_kv_number(arena, transfer->from << 32 | transfer->to << 16 | transfer->amount);
    uint64_t balances[2];
    if (nd_txn_isolation(txn) == ND_READ_COMMITTED && nd_prng_chance(&worker->prng, 0.5)) {
        ND_TRY(read_under_locks(txn, arena, transfer, balances));
    } else {
        if (must_lock) ND_TRY(nd_kv_lock(txn, transfer->keys, 2));
        for (size_t i = 0; i < 2; i++) {
            ND_TRY(nd_txn_get(txn, transfer->keys[i], arena, &value));
            balances[i] = nd_load_u64(value.p);
        }
    }
    if (balances[0] < transfer->amount) return ND_STATUS_INVALID;
    if (must_lock && nd_prng_chance(&worker->prng, 0.3)) ND_TRY(nd_txn_begin_statement(txn));
    if (nd_prng_chance(&worker->prng, 0.15)) ND_TRY(write_and_undo(worker, txn, arena, transfer));
    ND_TRY(put_balance(worker, txn, arena, transfer->keys[0], balances[0] - transfer->amount));
    ND_TRY(put_balance(worker, txn, arena, transfer->keys[1], balances[1] + transfer->amount));
    if (nd_prng_chance(&worker->prng, 0.2)) { /* a transaction reads its own writes */
        ND_TRY(nd_txn_get(txn, transfer->keys[1], arena, &value));
        if (nd_load_u64(value.p) != balances[1] + transfer->amount) nd_harness_fail(worker->harness, "bank: an own write was not read back");
    }
    ND_TRY(nd_txn_insert(txn, journal_key(arena, transfer->id), journal, nd_prng_chance(&worker->prng, 0.2)));
    return nd_prng_chance(&worker->prng, 0.2) ? nd_txn_flush(txn) : ND_STATUS_OK; /* as a large transaction */
}

static void transfer_step(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_arena *arena)
{
    struct bank *bank = worker->harness->state;
    if (bank->next_transfer + 1 >= TRANSFERS_MAX) return;
    struct transfer transfer = {.id = ++bank->next_transfer,
                                .from = nd_prng_below(&worker->prng, ACCOUNTS),
                                .to = nd_prng_below(&worker->prng, ACCOUNTS - 1),
                                .amount = nd_prng_between(&worker->prng, 1, 20)};
    if (transfer.to >= transfer.from) transfer.to++;
    transfer.keys[0] = account_key(arena, transfer.from);
    transfer.keys[1] = account_key(arena, transfer.to);
    struct nd_txn *txn = nd_kv_begin(worker, fiber, nd_kv_any_isolation(worker));
    if (txn == NULL) {
        bank->fates[transfer.id] = FATE_REFUSED;
        return;
    }
    if (move_money(worker, txn, arena, &transfer) != ND_STATUS_OK || nd_prng_chance(&worker->prng, 0.05)) {
        nd_kv_give_up(worker, txn);
        bank->fates[transfer.id] = FATE_REFUSED;
        return;
    }
    enum nd_outcome outcome = nd_kv_commit(worker, txn);
    bank->fates[transfer.id] = outcome == ND_OUTCOME_COMMITTED ? FATE_DONE : outcome == ND_OUTCOME_ABORTED ? FATE_REFUSED : FATE_UNKNOWN;
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    nd_arena_init(&arena, &worker->harness->heap);
    if (nd_prng_chance(&worker->prng, 0.3)) look(worker, fiber, &arena);
    else transfer_step(worker, fiber, &arena);
    nd_arena_deinit(&arena);
}

/* ---- the end --------------------------------------------------------------------------------------------------- */

struct audit {
    int64_t balances[ACCOUNTS]; /* as the journal says */
    uint64_t found[ACCOUNTS];   /* as the accounts say */
    uint8_t *has;               /* per transfer */
};

static ND_YIELDS enum nd_status read_books(struct nd_txn *txn, struct nd_arena *arena, struct audit *audit)
{
    struct nd_txn_scan scan = {.txn = txn, .first = nd_kv_key(arena, "jrnl/"), .end = nd_kv_key(arena, "jrnl0")};
    struct nd_kv_pair *pairs;
    size_t count;
    enum nd_status status = nd_txn_scan_open(&scan);
    do {
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, arena, &pairs, &count);
        for (size_t i = 0; status == ND_STATUS_OK && i < count; i++) {
            char text[16] = {0};
            memcpy(text, pairs[i].key.p + 6, pairs[i].key.n - 6);
            uint64_t id = strtoull(text, NULL, 16), line = nd_load_u64(pairs[i].value.p);
            audit->has[id] = 1;
            audit->balances[line >> 32] -= (int64_t)(line & 0xffff);
            audit->balances[line >> 16 & 0xffff] += (int64_t)(line & 0xffff);
        }
    } while (status == ND_STATUS_OK && count > 0);
    nd_txn_scan_close(&scan);
    for (uint64_t i = 0; i < ACCOUNTS && status == ND_STATUS_OK; i++) {
        struct nd_slice value;
        status = nd_txn_get(txn, account_key(arena, i), arena, &value);
        if (status == ND_STATUS_OK) audit->found[i] = nd_load_u64(value.p);
    }
    return status;
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_harness *harness = worker->harness;
    struct bank *bank = harness->state;
    struct nd_arena arena;
    nd_arena_init(&arena, &harness->heap);
    struct audit audit = {.has = nd_arena_zalloc(&arena, TRANSFERS_MAX)};
    struct nd_txn *txn = nd_kv_begin(worker, fiber, ND_REPEATABLE_READ);
    bool is_read = txn != NULL && read_books(txn, &arena, &audit) == ND_STATUS_OK;
    if (txn != NULL) {
        nd_txn_rollback(txn);
        nd_kv_end(worker, txn);
    }
    for (uint64_t i = 1; is_read && i <= bank->next_transfer; i++) {
        if (audit.has[i] && bank->fates[i] == FATE_REFUSED) nd_harness_fail(harness, "bank: transfer %llx was refused, and done", (unsigned long long)i);
        if (!audit.has[i] && bank->fates[i] == FATE_DONE) nd_harness_fail(harness, "bank: transfer %llx was acknowledged, and is lost", (unsigned long long)i);
    }
    for (uint64_t i = 0; is_read && i < ACCOUNTS; i++)
        if (audit.balances[i] + INITIAL != (int64_t)audit.found[i])
            nd_harness_fail(harness, "bank: account %llu has %llu, its journal says %lld", (unsigned long long)i, (unsigned long long)audit.found[i],
                            (long long)audit.balances[i] + INITIAL);
    nd_arena_deinit(&arena);
    return is_read;
}

const struct nd_workload nd_workload_bank = {
    .name = "bank",
    .about = "transfers across shards and nodes: every snapshot holds all the money, the journal explains it",
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};
