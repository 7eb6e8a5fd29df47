/* SPDX-License-Identifier: Apache-2.0 */
/* exec.c - a running plan: operators, subqueries, limits. */
#include "sql/exec/fk.h"

/* The reactor also serves shards: no statement may keep it from them for long. */
#define CALLS_PER_TURN 16
#define TURN_NS (2 * ND_MS)

enum nd_status nd_exec_check(const struct nd_exec_env *env, struct nd_exec_pace *pace)
{
    uint64_t now = nd_env_now_ns(nd_reactor_env(env->reactor));
    if (env->is_canceled != NULL && *env->is_canceled) return ND_STATUS_CANCELED;
    if (env->deadline_ns != 0 && now >= env->deadline_ns) return ND_STATUS_TIMEOUT;
    if (pace->turned_ns == 0) pace->turned_ns = now;
    if (++pace->calls % CALLS_PER_TURN != 0 && now - pace->turned_ns < TURN_NS) return ND_STATUS_OK;
    nd_fiber_yield(env->fiber);
    pace->turned_ns = nd_env_now_ns(nd_reactor_env(env->reactor));
    return env->is_canceled != NULL && *env->is_canceled ? ND_STATUS_CANCELED : ND_STATUS_OK;
}

enum nd_status nd__exec_charge(struct nd_exec *exec, size_t bytes)
{
    exec->memory_bytes += bytes;
    if (exec->memory_bytes <= nd_exec_kept_bytes_max(&exec->env)) return ND_STATUS_OK;
    (void)nd_err_set(exec->err, "53200", "out of memory");
    (void)nd_err_detail(exec->err,
                        "The statement needs more than work_mem allows (%zu MB) for sorting, grouping or joining.",
                        exec->env.memory_bytes_max >> 20);
    return nd_err_hint(exec->err, "Raise work_mem, or read fewer rows.");
}

void nd__exec_release(struct nd_exec *exec, size_t bytes)
{
    ND_ASSERT(exec->memory_bytes >= bytes);
    exec->memory_bytes -= bytes;
}

struct nd_type nd__var_type(const struct nd_exec *exec, uint32_t var) { return exec->tree->bound->vars[var].type; }

/* ---- operators -------------------------------------------------------------------------------------------- */

struct nd_op *nd__op_new(struct nd_exec *exec, const struct nd_plan *plan, size_t bytes)
{
    ND_ASSERT(bytes >= sizeof(struct nd_op));
    struct nd_op *op = nd_arena_zalloc(exec->ops, bytes);
    op->exec = exec;
    op->plan = plan;
    nd_arena_init(&op->arena, exec->env.heap);
    op->eval = (struct nd_eval){
        .reactor = exec->env.reactor,
        .types = exec->env.types,
        .services = exec->env.services,
        .arena = &op->arena,
        .heap = exec->env.heap,
        .params = exec->env.params,
        .param_count = exec->env.param_count,
        .cursor_key = exec->env.cursor_key,
        .subqueries = exec->subqueries,
        .outer = exec->outer,
    };
    if (plan->left != NULL) op->left = nd__op_build(exec, plan->left);
    /* a lateral join builds its right anew for each row, one that looks rows up needs none */
    bool is_own = plan->kind == ND_PLAN_JOIN && (plan->join.lateral_count > 0 || plan->join.method == ND_JOIN_LOOKUP);
    if (plan->right != NULL && !is_own) op->right = nd__op_build(exec, plan->right);
    return op;
}

enum nd_status nd__op_begin(struct nd_op *op)
{
    nd_arena_reset(&op->arena);
    op->eval.err = op->exec->err;
    return nd_exec_check(&op->exec->env, &op->exec->pace);
}

static enum nd_status measured_next(struct nd_op *op, struct nd_batch *out)
{
    struct nd_env *env = nd_reactor_env(op->exec->env.reactor);
    struct nd_node_stats *stats = &op->exec->stats[op->plan->id];
    uint64_t start = nd_env_now_ns(env);
    enum nd_status status = op->next(op, out);
    stats->total_ns += nd_env_now_ns(env) - start;
    if (stats->loops == 0) {
        stats->loops = 1;
        stats->start_ns = stats->total_ns;
    }
    stats->rows += out->rows;
    stats->batches++;
    return status;
}

static enum nd_status next_of(struct nd_op *op, struct nd_batch *out) { return op->exec->stats == NULL ? op->next(op, out) : measured_next(op, out); }

/* What writes sees everything, what reads tables nothing of what the statement wrote; the others leave it to those below. */
static enum nd_status next_past(struct nd_op *op, struct nd_batch *out)
{
    const struct nd_plan *plan = op->plan;
    struct nd_txn *txn = op->exec->env.txn;
    bool writes = plan->kind == ND_PLAN_INSERT || plan->kind == ND_PLAN_UPDATE || plan->kind == ND_PLAN_DELETE;
    bool reads = plan->kind == ND_PLAN_SCAN || (plan->kind == ND_PLAN_JOIN && plan->join.method == ND_JOIN_LOOKUP);
    if (!writes && !reads) return next_of(op, out);
    bool was_past = nd_txn_read_past(txn, reads);
    enum nd_status status = next_of(op, out);
    (void)nd_txn_read_past(txn, was_past);
    return status;
}

enum nd_status nd__op_next(struct nd_op *op, struct nd_batch *out)
{
    *out = (struct nd_batch){0};
    return op->exec->reads_past ? next_past(op, out) : next_of(op, out);
}

struct nd_op *nd__op_build(struct nd_exec *exec, const struct nd_plan *plan)
{
    switch (plan->kind) {
    case ND_PLAN_RESULT:
    case ND_PLAN_VALUES:
    case ND_PLAN_FILTER:
    case ND_PLAN_PROJECT:
    case ND_PLAN_LIMIT: return nd__op_simple(exec, plan);
    case ND_PLAN_SCAN: return plan->scan.table->sys != NULL ? nd__op_sys_scan(exec, plan) : nd__op_scan(exec, plan);
    case ND_PLAN_LOCK: return nd__op_lock(exec, plan);
    case ND_PLAN_CTE: return nd__op_cte(exec, plan);
    case ND_PLAN_SET: return nd__op_set(exec, plan);
    case ND_PLAN_WINDOW: return nd__op_window(exec, plan);
    case ND_PLAN_AGG: return nd__op_agg(exec, plan);
    case ND_PLAN_DISTINCT:
    case ND_PLAN_SETOP: return nd__op_distinct(exec, plan);
    case ND_PLAN_SORT: return nd__op_sort(exec, plan);
    case ND_PLAN_JOIN:
        if (plan->join.lateral_count > 0) return nd__op_lateral(exec, plan);
        if (plan->join.method == ND_JOIN_MERGE) return nd__op_merge(exec, plan);
        return plan->join.method == ND_JOIN_LOOKUP ? nd__op_lookup(exec, plan) : nd__op_join(exec, plan);
    case ND_PLAN_INSERT: return nd__op_insert(exec, plan);
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE: return nd__op_update(exec, plan);
    }
    ND_UNREACHABLE();
}

struct nd_op *nd__op_build_on(struct nd_exec *exec, const struct nd_plan *plan, struct nd_arena *arena)
{
    struct nd_arena *ops = exec->ops;
    exec->ops = arena;
    struct nd_op *op = nd__op_build(exec, plan);
    exec->ops = ops;
    return op;
}

void nd__op_free(struct nd_op *op)
{
    if (op == NULL) return;
    if (op->close != NULL) op->close(op);
    nd__op_free(op->left);
    nd__op_free(op->right);
    nd_arena_deinit(&op->arena);
}

/* ---- life ------------------------------------------------------------------------------------------------------ */

struct nd_exec *nd_exec_new(const struct nd_exec_env *env, const struct nd_plan_tree *tree)
{
    struct nd_exec *exec = nd_heap_new(env->heap, struct nd_exec);
    exec->env = *env;
    exec->tree = tree;
    nd_arena_init(&exec->arena, env->heap);
    exec->ops = &exec->arena;
    exec->outer = nd_arena_array(&exec->arena, struct nd_datum, tree->bound->var_count + 1);
    exec->subqueries = nd__subqueries_new(exec);
    exec->ctes = nd__ctes_new(exec);
    if (env->wants_stats) exec->stats = nd_arena_array(&exec->arena, struct nd_node_stats, tree->node_count + 1);
    return exec;
}

void nd_exec_free(struct nd_exec *exec)
{
    nd__op_free(exec->root);
    nd__ctes_free(exec);
    nd__subqueries_free(exec->subqueries);
    if (exec->fk != NULL) nd__fk_deinit(exec->fk);
    nd_arena_deinit(&exec->arena);
    nd_heap_free(exec->env.heap, exec);
}

struct nd__fk *nd__exec_fk(struct nd_exec *exec)
{
    if (exec->fk != NULL) return exec->fk;
    exec->fk = nd_arena_new(&exec->arena, struct nd__fk);
    nd__fk_init(exec->fk, &exec->env);
    return exec->fk;
}

/* Foreign keys are looked at when all parts of the statement have written: one may insert what another refers to. */
static enum nd_status finish(struct nd_exec *exec)
{
    ND_TRY(nd__ctes_finish(exec));
    if (exec->fk == NULL) return ND_STATUS_OK;
    exec->fk->err = exec->err;
    return nd__fk_finish(exec->fk);
}

enum nd_status nd_exec_next(struct nd_exec *exec, const struct nd_batch **batch_out, struct nd_err *err)
{
    exec->err = err;
    exec->batch = (struct nd_batch){0};
    *batch_out = &exec->batch;
    if (exec->is_done) return ND_STATUS_OK;
    if (exec->root == NULL) {
        exec->reads_past = nd__ctes_overlap(exec);
        if (exec->reads_past) nd_txn_keep_whole(exec->env.txn);
        exec->root = nd__op_build(exec, exec->tree->root);
    }
    ND_TRY(nd__op_next(exec->root, &exec->batch));
    exec->is_done = exec->batch.rows == 0;
    return exec->is_done ? finish(exec) : ND_STATUS_OK;
}

void nd_exec_set_deadline(struct nd_exec *exec, uint64_t deadline_ns) { exec->env.deadline_ns = deadline_ns; }
uint64_t nd_exec_affected(const struct nd_exec *exec) { return exec->affected; }
const struct nd_node_stats *nd_exec_stats(const struct nd_exec *exec) { return exec->stats; }

/* ---- row ids ------------------------------------------------------------------------------------------------------ */

#define ROW_ID_BLOCK_MIN 256
#define ROW_ID_BLOCK_MAX 65536

struct block {
    struct nd_list link;
    struct nd_table_id table;
    uint64_t next, end, size;
};

struct nd_row_ids {
    struct nd_heap *heap;
    struct nd_txn_system *txns;
    struct nd_list blocks; /* most recently used first */
    size_t count;
};

#define ROW_ID_TABLES_MAX 4096

struct nd_row_ids *nd_row_ids_new(struct nd_heap *heap, struct nd_txn_system *txns)
{
    struct nd_row_ids *ids = nd_heap_new(heap, struct nd_row_ids);
    ids->heap = heap;
    ids->txns = txns;
    nd_list_init(&ids->blocks);
    return ids;
}

static void drop_block(struct nd_row_ids *ids, struct block *block)
{
    nd_list_remove(&block->link);
    nd_heap_free(ids->heap, block);
    ids->count--;
}

void nd_row_ids_free(struct nd_row_ids *ids)
{
    while (!nd_list_is_empty(&ids->blocks)) drop_block(ids, ND_CONTAINER_OF(ids->blocks.next, struct block, link));
    nd_heap_free(ids->heap, ids);
}

static struct block *find_block(struct nd_row_ids *ids, struct nd_table_id table)
{
    ND_LIST_FOREACH (it, &ids->blocks) {
        struct block *block = ND_CONTAINER_OF(it, struct block, link);
        if (block->table.v != table.v) continue;
        nd_list_remove(&block->link);
        nd_list_push_front(&ids->blocks, &block->link);
        return block;
    }
    return NULL;
}

static enum nd_status draw(struct nd_row_ids *ids, struct nd_fiber *fiber, struct nd_table_id table, uint64_t count,
                           uint64_t *first_out)
{
    char name[32] = "row/";
    size_t n = 4;
    for (uint64_t v = table.v; v != 0; v /= 10) name[n++] = (char)('0' + v % 10);
    return nd_txn_system_allocate_ids(ids->txns, fiber, nd_slice_of(name, n), count, first_out);
}

enum nd_status nd_row_ids_take(struct nd_row_ids *ids, struct nd_fiber *fiber, struct nd_table_id table, uint64_t count,
                               uint64_t *first_out)
{
    struct block *block = find_block(ids, table);
    uint64_t size = block == NULL ? ROW_ID_BLOCK_MIN : block->size;
    if (block != NULL && block->end - block->next >= count) {
        *first_out = block->next;
        block->next += count;
        return ND_STATUS_OK;
    }
    /* bulk loads ask for more each time; what is left of the old block is given up */
    size = size * 4 < ROW_ID_BLOCK_MAX ? size * 4 : ROW_ID_BLOCK_MAX;
    if (block == NULL) size = ROW_ID_BLOCK_MIN;
    uint64_t amount = size > count ? size : count;
    ND_TRY(draw(ids, fiber, table, amount, first_out));
    block = find_block(ids, table); /* another fiber may have been here */
    if (block == NULL) {
        if (ids->count >= ROW_ID_TABLES_MAX) drop_block(ids, ND_CONTAINER_OF(ids->blocks.prev, struct block, link));
        block = nd_heap_new(ids->heap, struct block);
        block->table = table;
        nd_list_push_front(&ids->blocks, &block->link);
        ids->count++;
    }
    block->next = *first_out + count;
    block->end = *first_out + amount;
    block->size = size;
    return ND_STATUS_OK;
}
