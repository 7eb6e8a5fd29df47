/* SPDX-License-Identifier: Apache-2.0 */
/* sys_scan.c - reading a relation of the system catalogs: its rows are made on the way (sql/sys). */
#include "meta/meta_wire.h"
#include "sql/exec/exec_int.h"

struct sys_scan_op {
    struct nd_op op;
    struct nd_sys_scan scan;
    struct nd_sys_cursor cursor;
    struct nd_arena keep; /* the keys; the cluster */
    struct nd_meta_reply cluster;
    struct nd_batch ready;  /* made and not handed on yet, from `ready_at` */
    size_t ready_at;
    bool is_started;
};

static bool has_value(const struct nd_sys_scan *scan, enum nd_type_id type, const struct nd_datum *value)
{
    for (size_t i = 0; i < scan->value_count; i++)
        if (nd_datum_eq(type, &scan->values[i], value)) return true;
    return false;
}

/* The values of the one key column, without NULLs and doubles. */
static enum nd_status eval_keys(struct sys_scan_op *sys_op)
{
    const struct nd_scan *plan = &sys_op->op.plan->scan;
    const struct nd_scan_eq *eq = &plan->eq[0];
    enum nd_type_id type = plan->table->columns[plan->index->columns[0].column].type.id;
    struct nd_datum *values = nd_arena_array(&sys_op->keep, struct nd_datum, eq->count);
    sys_op->scan.key = (int)(plan->index - plan->table->indexes) - 1;
    sys_op->scan.values = values;
    for (size_t i = 0; i < eq->count; i++) {
        struct nd_datum value;
        ND_TRY(nd_expr_eval_datum(&sys_op->op.eval, eq->values[i], &value));
        if (value.is_null || has_value(&sys_op->scan, type, &value)) continue;
        if (nd_type_phys(type) == ND_PHYS_BYTES) value.s = nd_arena_copy(&sys_op->keep, value.s);
        values[sys_op->scan.value_count++] = value;
    }
    return ND_STATUS_OK;
}

static enum nd_status start(struct sys_scan_op *sys_op)
{
    const struct nd_plan *plan = sys_op->op.plan;
    sys_op->is_started = true;
    sys_op->scan = (struct nd_sys_scan){.env = sys_op->op.exec->env.sys, .rel = plan->scan.table->sys, .columns = plan->scan.columns, .column_count = plan->width, .key = -1};
    if (nd_sys_needs_cluster(sys_op->scan.rel)) {
        const struct nd_exec_env *env = &sys_op->op.exec->env;
        ND_TRY(nd_txn_system_look(env->txns, env->fiber, &sys_op->keep, &sys_op->cluster));
        sys_op->scan.cluster = &sys_op->cluster;
    }
    if (nd_sys_needs_sessions(sys_op->scan.rel) && sys_op->scan.env->look_sessions != NULL)
        sys_op->scan.env->look_sessions(sys_op->scan.env->arg, &sys_op->keep, &sys_op->scan.sessions, &sys_op->scan.session_count);
    return plan->scan.eq_count == 0 ? ND_STATUS_OK : eval_keys(sys_op);
}

/* Rows [at, at + count) of a batch, borrowing. */
static struct nd_batch part_of(struct nd_arena *arena, const struct nd_batch *batch, size_t at, size_t count)
{
    struct nd_batch part = {.rows = count, .columns = batch->columns, .vecs = nd_arena_array(arena, struct nd_vec, batch->columns + 1)};
    for (size_t i = 0; i < batch->columns; i++) {
        part.vecs[i] = batch->vecs[i];
        part.vecs[i].nulls += at;
        switch (nd_type_phys(part.vecs[i].type.id)) {
        case ND_PHYS_BOOL: part.vecs[i].b += at; break;
        case ND_PHYS_I64: part.vecs[i].i += at; break;
        case ND_PHYS_F64: part.vecs[i].f += at; break;
        case ND_PHYS_BYTES: part.vecs[i].s += at; break;
        }
    }
    return part;
}

static enum nd_status next_sys_scan(struct nd_op *op, struct nd_batch *out)
{
    struct sys_scan_op *sys_op = (struct sys_scan_op *)op;
    struct nd_batch part = {0};
    for (;;) {
        if (sys_op->ready_at == sys_op->ready.rows) {
            ND_TRY(nd__op_begin(op));
            if (!sys_op->is_started) ND_TRY(start(sys_op));
            ND_TRY(nd_sys_scan_next(&sys_op->scan, &sys_op->cursor, ND_SQL_BATCH_ROWS, &op->arena, &sys_op->ready, op->exec->err));
            sys_op->ready_at = 0;
            if (sys_op->ready.rows == 0) return ND_STATUS_OK;
        }
        size_t count = sys_op->ready.rows - sys_op->ready_at;
        if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
        part = part_of(&op->arena, &sys_op->ready, sys_op->ready_at, count);
        sys_op->ready_at += count;
        if (op->plan->scan.filter == NULL) break;
        uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * count);
        size_t kept;
        ND_TRY(nd_expr_filter(&op->eval, op->plan->scan.filter, &part, NULL, rows, &kept));
        if (op->exec->stats != NULL) op->exec->stats[op->plan->id].filtered += count - kept;
        if (kept == 0) continue;
        if (kept < count) part = nd__batch_gather(&op->arena, &part, rows, kept);
        break;
    }
    *out = part;
    return ND_STATUS_OK;
}

static void close_sys_scan(struct nd_op *op) { nd_arena_deinit(&((struct sys_scan_op *)op)->keep); }

struct nd_op *nd__op_sys_scan(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct sys_scan_op));
    nd_arena_init(&((struct sys_scan_op *)op)->keep, exec->env.heap);
    op->next = next_sys_scan;
    op->close = close_sys_scan;
    return op;
}
