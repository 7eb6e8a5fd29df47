/* SPDX-License-Identifier: Apache-2.0 */
/* register: single keys are read, written and exchanged; each must behave as one register (linearizable). */
#include "sim/checkers/linear.h"
#include "sim/workloads/kv_ops.h"
#include "sim/workloads/workloads.h"

enum {
    SLOTS = 8,       /* registers in use at a time, each in a shard of its own */
    OPS_MAX = 250,   /* of one register; then another key takes its slot */
    REGISTERS_MAX = 8192,
    OPS_BEYOND = 80, /* operations under way when a register is full */
};

struct reg {
    unsigned number;
    size_t count;
    struct nd_linear_op ops[OPS_MAX + OPS_BEYOND];
};

struct registers {
    struct reg *all[REGISTERS_MAX];
    size_t count;
    struct reg *slots[SLOTS];
    uint64_t next_value;
};

/* What a worker is doing, should its node die. */
struct doing {
    struct reg *reg;
    struct nd_linear_op op;
    bool is_writing;
};

static struct reg *new_reg(struct nd_harness *harness, struct registers *registers)
{
    ND_ASSERT(registers->count < REGISTERS_MAX);
    struct reg *reg = nd_heap_new(&harness->heap, struct reg);
    reg->number = (unsigned)registers->count;
    registers->all[registers->count++] = reg;
    return reg;
}

static void init(struct nd_harness *harness)
{
    struct registers *registers = nd_heap_new(&harness->heap, struct registers);
    harness->state = registers;
    for (unsigned i = 0; i < SLOTS; i++) registers->slots[i] = new_reg(harness, registers);
    for (unsigned i = 0; i < harness->worker_count; i++) harness->workers[i].state = nd_heap_new(&harness->heap, struct doing);
}

static struct nd_slice key_of(struct nd_arena *arena, const struct reg *reg, unsigned slot) { return nd_kv_key(arena, "reg/%u/%u", slot, reg->number); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_arena arena;
    struct nd_slice keys[SLOTS];
    nd_arena_init(&arena, &worker->harness->heap);
    for (unsigned i = 0; i < SLOTS; i++) keys[i] = nd_kv_key(&arena, "reg/%u/", i);
    bool is_done = nd_kv_split_at(worker, fiber, keys, SLOTS);
    nd_arena_deinit(&arena);
    return is_done;
}

static void record(struct reg *reg, const struct nd_linear_op *op)
{
    if (reg->count < ND_ARRAY_LEN(reg->ops)) reg->ops[reg->count++] = *op;
}

/* The value, 0 where there is none; recorded as a read. False: not to be had. */
static ND_YIELDS bool read_value(struct nd_worker_client *worker, struct nd_txn *txn, struct reg *reg, struct nd_slice key, uint64_t call_ns, uint64_t *value_out)
{
    struct nd_arena arena;
    struct nd_slice value = ND_SLICE_EMPTY;
    nd_arena_init(&arena, &worker->harness->heap);
    enum nd_status status;
    if (nd_prng_chance(&worker->prng, 0.3)) {
        uint8_t end[64];
        memcpy(end, key.p, key.n);
        end[key.n] = 0;
        struct nd_txn_scan scan = {.txn = txn, .first = key, .end = nd_slice_of(end, key.n + 1), .is_reverse = nd_prng_chance(&worker->prng, 0.5)};
        struct nd_kv_pair *pairs;
        size_t count;
        status = nd_txn_scan_open(&scan);
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, &arena, &pairs, &count);
        if (status == ND_STATUS_OK && count == 1) value = pairs[0].value;
        nd_txn_scan_close(&scan);
    } else {
        status = nd_txn_get(txn, key, &arena, &value);
        if (status == ND_STATUS_NOT_FOUND) status = ND_STATUS_OK;
    }
    *value_out = value.n == 8 ? nd_load_u64(value.p) : 0;
    nd_arena_deinit(&arena);
    if (status != ND_STATUS_OK) return false;
    struct nd_linear_op read = {.kind = ND_LINEAR_READ, .call_ns = call_ns, .return_ns = nd_harness_now_ns(worker->harness), .value = *value_out};
    record(reg, &read);
    return true;
}

static void write_value(struct nd_worker_client *worker, struct nd_txn *txn, struct nd_slice key)
{
    struct doing *doing = worker->state;
    uint8_t bytes[8];
    nd_store_u64(bytes, doing->op.value);
    if (nd_txn_put(txn, key, nd_slice_of(bytes, 8)) != ND_STATUS_OK) {
        nd_kv_give_up(worker, txn);
        return;
    }
    doing->is_writing = true;
    enum nd_outcome outcome = nd_kv_commit(worker, txn);
    doing->is_writing = false;
    if (outcome == ND_OUTCOME_ABORTED) return; /* whoever sees the value now proves us wrong */
    doing->op.return_ns = outcome == ND_OUTCOME_UNKNOWN ? ND_LINEAR_PENDING : nd_harness_now_ns(worker->harness);
    record(doing->reg, &doing->op);
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_harness *harness = worker->harness;
    struct registers *registers = harness->state;
    struct doing *doing = worker->state;
    unsigned slot = (unsigned)nd_prng_below(&worker->prng, SLOTS);
    if (registers->slots[slot]->count >= OPS_MAX && registers->count < REGISTERS_MAX) registers->slots[slot] = new_reg(harness, registers);
    struct reg *reg = registers->slots[slot];
    if (reg->count >= OPS_MAX) { /* no more registers: a history that is cut short proves nothing */
        nd_fiber_sleep(fiber, ND_MS);
        return;
    }
    struct nd_arena arena;
    nd_arena_init(&arena, &harness->heap);
    struct nd_slice key = key_of(&arena, reg, slot);
    uint64_t call_ns = nd_harness_now_ns(harness), seen;
    unsigned kind = (unsigned)nd_prng_below(&worker->prng, 4);
    struct nd_txn *txn = nd_kv_begin(worker, fiber, nd_kv_any_isolation(worker));
    *doing = (struct doing){.reg = reg, .op = {.kind = ND_LINEAR_WRITE, .call_ns = call_ns, .value = ++registers->next_value}};
    if (txn == NULL) {
        nd_arena_deinit(&arena);
        return;
    }
    switch (kind) {
    case 0:
    case 1:
        (void)read_value(worker, txn, reg, key, call_ns, &seen);
        nd_txn_rollback(txn);
        nd_kv_end(worker, txn);
        break;
    case 2: write_value(worker, txn, key); break;
    default: {
        bool must_lock = nd_txn_isolation(txn) == ND_READ_COMMITTED || nd_prng_chance(&worker->prng, 0.3);
        bool is_ok = !must_lock || nd_kv_lock(txn, &key, 1) == ND_STATUS_OK;
        is_ok = is_ok && read_value(worker, txn, reg, key, call_ns, &doing->op.expected);
        doing->op.kind = ND_LINEAR_CAS;
        if (is_ok) write_value(worker, txn, key);
        else nd_kv_give_up(worker, txn);
    }
    }
    nd_arena_deinit(&arena);
}

static void lost(struct nd_worker_client *worker)
{
    struct doing *doing = worker->state;
    if (!doing->is_writing) return;
    doing->is_writing = false;
    doing->op.return_ns = ND_LINEAR_PENDING;
    record(doing->reg, &doing->op);
    nd_harness_count(worker->harness, ND_OUTCOME_UNKNOWN);
}

static void check(struct nd_harness *harness)
{
    struct registers *registers = harness->state;
    for (size_t i = 0; i < registers->count; i++)
        if (!nd_linear_check(registers->all[i]->ops, registers->all[i]->count, &harness->heap))
            nd_harness_fail(harness, "register %zu: its history is not linearizable", i);
}

const struct nd_workload nd_workload_register = {
    .name = "register",
    .about = "single keys read, written, exchanged: histories are linearizable",
    .init = init,
    .setup = setup,
    .step = step,
    .lost = lost,
    .check = check,
};
