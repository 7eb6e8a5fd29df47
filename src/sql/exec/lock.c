/* SPDX-License-Identifier: Apache-2.0 */
/* lock.c - FOR UPDATE and its kin: locks the rows of tables that the child's rows come from.
 *
 * Above sorting and below LIMIT, so that only rows that are handed on are locked. A row that has changed since the statement's
 * snapshot is a conflict, after which the statement runs again under the locks that it has. */
#include "sql/exec/exec_int.h"

struct lock_op {
    struct nd_op op;
    struct nd_batch in; /* of the child; rows at.. are not dealt with yet */
    size_t at;
    uint64_t left; /* rows still worth locking */
    bool is_started, skips;
};

static enum nd_status start(struct lock_op *lock_op)
{
    const struct nd_plan *plan = lock_op->op.plan;
    struct nd_datum limit, offset = {.i = 0};
    lock_op->is_started = true;
    lock_op->left = UINT64_MAX;
    if (lock_op->op.exec->env.is_read_only)
        return nd_err_set(lock_op->op.exec->err, "25006", "cannot execute SELECT %s in a read-only transaction",
                          nd_ast_lock_name((enum nd_ast_lock_mode)plan->lock.items[0].mode));
    if (plan->lock.limit == NULL) return ND_STATUS_OK;
    ND_TRY(nd_expr_eval_datum(&lock_op->op.eval, plan->lock.limit, &limit));
    if (plan->lock.offset != NULL) ND_TRY(nd_expr_eval_datum(&lock_op->op.eval, plan->lock.offset, &offset));
    if (limit.is_null || limit.i < 0 || (!offset.is_null && offset.i < 0)) return ND_STATUS_OK; /* the LIMIT above has its say */
    lock_op->left = (uint64_t)limit.i + (offset.is_null ? 0 : (uint64_t)offset.i);
    return ND_STATUS_OK;
}

/* Locks the rows that `kept` names in one table; leaves those that could not be, where others are skipped. */
static enum nd_status lock_table(struct lock_op *lock_op, size_t item, uint32_t *kept, size_t *count)
{
    struct nd_op *op = &lock_op->op;
    const struct nd_query_lock *lock = &op->plan->lock.items[item];
    const struct nd_index *primary = &lock->table->indexes[0];
    struct nd_slice *keys = nd_arena_array(&op->arena, struct nd_slice, *count + 1);
    struct nd_txn_lock_how how = {.mode = lock->mode, .is_nowait = lock->is_nowait, .skips_locked = lock->is_skip && !lock->is_nowait};
    how.is_locked = nd_arena_array(&op->arena, bool, *count + 1);
    struct nd_buf key;
    nd_buf_init(&key, op->exec->env.heap);
    for (size_t i = 0; i < *count; i++) {
        nd_buf_clear(&key);
        size_t columns_at = nd_index_begin_key(&key, lock->table, primary);
        for (size_t k = 0; k < primary->column_count; k++)
            nd_key_put_row(&key, &lock_op->in.vecs[op->plan->lock.slots[item][k]], primary->columns[k].flags, kept[i]);
        nd_index_end_columns(&key, primary, columns_at);
        keys[i] = nd_arena_copy(&op->arena, nd_buf_slice(&key));
    }
    nd_buf_deinit(&key);
    enum nd_status status = nd_txn_lock_as(op->exec->env.txn, keys, *count, &how);
    ND_TRY(status);
    if (!how.skips_locked) return ND_STATUS_OK;
    size_t left = 0;
    for (size_t i = 0; i < *count; i++)
        if (how.is_locked[i]) kept[left++] = kept[i];
    *count = left;
    return ND_STATUS_OK;
}

static enum nd_status next_lock(struct nd_op *op, struct nd_batch *out)
{
    struct lock_op *lock_op = (struct lock_op *)op;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        if (!lock_op->is_started) ND_TRY(start(lock_op));
        if (lock_op->left == 0) return ND_STATUS_OK;
        if (lock_op->at == lock_op->in.rows) {
            ND_TRY(nd__op_next(op->left, &lock_op->in));
            lock_op->at = 0;
            if (lock_op->in.rows == 0) return ND_STATUS_OK;
        }
        size_t count = lock_op->in.rows - lock_op->at;
        if (count > lock_op->left) count = (size_t)lock_op->left;
        uint32_t *kept = nd_arena_alloc(&op->arena, sizeof *kept * (count + 1));
        for (size_t i = 0; i < count; i++) kept[i] = (uint32_t)(lock_op->at + i);
        lock_op->at += count;
        for (size_t i = 0; i < op->plan->lock.count && count > 0; i++) ND_TRY(lock_table(lock_op, i, kept, &count));
        if (count == 0) continue;
        if (lock_op->left != UINT64_MAX) lock_op->left -= count;
        *out = nd__batch_gather(&op->arena, &lock_op->in, kept, count);
        return ND_STATUS_OK;
    }
}

/* Is the scan all that the statement reads? */
static bool is_all(const struct nd_plan *root, const struct nd_plan *scan)
{
    while (root->kind == ND_PLAN_LIMIT || root->kind == ND_PLAN_PROJECT || root->kind == ND_PLAN_LOCK) root = root->left;
    return root == scan;
}

struct nd_op *nd__op_lock(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct lock_op)), *scan = op->left;
    const struct nd_query_lock *lock = &plan->lock.items[0];
    op->next = next_lock;
    while (scan != NULL && scan->plan->kind == ND_PLAN_PROJECT) scan = scan->left;
    bool is_lone = scan != NULL && scan->plan->kind == ND_PLAN_SCAN && exec->tree->subquery_count == 0 && is_all(exec->tree->root, scan->plan);
    if (is_lone && (!lock->is_skip || lock->is_nowait)) nd__scan_lock_first(scan, lock->mode, lock->is_nowait);
    return op;
}
