/* SPDX-License-Identifier: Apache-2.0 */
/* dml.c - INSERT, UPDATE, DELETE as operators: rows in, RETURNING out. */
#include "base/checksum.h"
#include "sql/exec/dml_int.h"

static enum nd_status start_writing(struct nd__dml_op *dml)
{
    struct nd_exec *exec = dml->op.exec;
    dml->is_started = true;
    if (exec->env.is_read_only) {
        const char *name = dml->op.plan->kind == ND_PLAN_INSERT   ? "INSERT"
                           : dml->op.plan->kind == ND_PLAN_UPDATE ? "UPDATE"
                                                                  : "DELETE";
        return nd_err_set(exec->err, "25006", "cannot execute %s in a read-only transaction", name);
    }
    nd__writer_init(&dml->writer, &exec->env, dml->table);
    dml->writer.rules = dml->op.plan->kind == ND_PLAN_INSERT ? dml->op.plan->insert.insert->rules : dml->op.plan->update.update->rules;
    dml->writer.subqueries = exec->subqueries;
    dml->writer.outer = exec->outer;
    dml->fk = nd__exec_fk(exec);
    return nd_catalog_guard_rows(exec->env.catalog, exec->env.txn, dml->table);
}

static enum nd_status return_rows(struct nd__dml_op *dml, const struct nd_target *targets, size_t count,
                                  const struct nd_batch *rows, struct nd_batch *out)
{
    out->rows = rows->rows;
    out->columns = count;
    out->vecs = nd_arena_alloc(&dml->op.arena, sizeof *out->vecs * (count + 1));
    for (size_t i = 0; i < count; i++) ND_TRY(nd_expr_eval(&dml->op.eval, targets[i].expr, rows, NULL, &out->vecs[i]));
    return ND_STATUS_OK;
}

/* The tag counts what the statement itself writes, not what names of WITH do. */
static void count_rows(struct nd__dml_op *dml, size_t rows)
{
    if (dml->op.plan == dml->op.exec->tree->root) dml->op.exec->affected += rows;
}

bool nd__dml_is_done(const struct nd__dml_op *dml, struct nd_slice key)
{
    const struct nd_slice *known = nd_hmap_find(&dml->done, nd_hash64(key) | 1);
    return known != NULL && nd_slice_eq(*known, key);
}

bool nd__dml_first_time(struct nd__dml_op *dml, struct nd_slice key)
{
    if (nd__dml_is_done(dml, key)) return false;
    struct nd_slice *copy = nd_arena_new(&dml->done_arena, struct nd_slice);
    *copy = nd_arena_copy(&dml->done_arena, key);
    nd_hmap_put(&dml->done, nd_hash64(key) | 1, copy);
    return true;
}

static bool reads_table(const struct nd_plan *plan, const struct nd_table *table)
{
    if (plan == NULL) return false;
    if (plan->kind == ND_PLAN_SCAN && plan->scan.table->id.v == table->id.v) return true;
    return reads_table(plan->left, table) || reads_table(plan->right, table);
}

/* A subquery or name of WITH, which may run while rows are written, reads the table. */
static bool subquery_reads_table(const struct nd_exec *exec, const struct nd_table *table)
{
    for (size_t i = 0; i < exec->tree->subquery_count; i++)
        if (reads_table(exec->tree->subqueries[i], table)) return true;
    for (const struct nd_cte *cte = exec->tree->bound->ctes; cte != NULL; cte = cte->next)
        if (reads_table(cte->plan, table) || reads_table(cte->step_plan, table)) return true;
    return false;
}

/* Rows that another part of the statement has changed meanwhile stay as that one left them. */
static void find_changed(struct nd__dml_op *dml)
{
    if (!dml->op.exec->reads_past || dml->op.plan->kind == ND_PLAN_INSERT) return;
    dml->unchanged = nd_arena_array(&dml->done_arena, uint32_t, dml->rows.rows + 1);
    for (size_t at = 0, count; at < dml->rows.rows; at += count) {
        nd_arena_reset(&dml->op.arena);
        count = dml->rows.rows - at < ND_SQL_BATCH_ROWS ? dml->rows.rows - at : ND_SQL_BATCH_ROWS;
        struct nd_batch batch = nd__rowset_batch(&dml->rows, &dml->op.arena, NULL, at, count);
        for (size_t row = 0; row < count; row++)
            if (!nd__writer_has_written(&dml->writer, batch.vecs, row)) dml->unchanged[dml->unchanged_count++] = (uint32_t)(at + row);
    }
}

static enum nd_status read_all(struct nd__dml_op *dml)
{
    struct nd_batch in;
    dml->has_read = true;
    do {
        ND_TRY(nd__op_begin(&dml->op));
        ND_TRY(nd__op_next(dml->op.left, &in));
        ND_TRY(nd__rowset_add(&dml->rows, dml->op.exec, &in, NULL));
    } while (in.rows > 0);
    find_changed(dml);
    return ND_STATUS_OK;
}

/* The next rows of the child: from what was kept, or as they come. */
static enum nd_status next_rows(struct nd__dml_op *dml, struct nd_batch *in)
{
    *in = (struct nd_batch){0};
    if (!dml->keeps_all) return nd__op_next(dml->op.left, in);
    if (!dml->has_read) ND_TRY(read_all(dml));
    size_t count = (dml->unchanged == NULL ? dml->rows.rows : dml->unchanged_count) - dml->at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    if (count > 0) *in = nd__rowset_batch(&dml->rows, &dml->op.arena, dml->unchanged == NULL ? NULL : dml->unchanged, dml->at, count);
    dml->at += count;
    return ND_STATUS_OK;
}

static void close_dml(struct nd_op *op)
{
    struct nd__dml_op *dml = (struct nd__dml_op *)op;
    nd__rowset_deinit(&dml->rows, op->exec);
    nd_hmap_deinit(&dml->done);
    nd_arena_deinit(&dml->done_arena);
    if (dml->writer.env == NULL) return;
    nd__writer_deinit(&dml->writer);
}

static struct nd__dml_op *new_dml(struct nd_exec *exec, const struct nd_plan *plan, const struct nd_table *table)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct nd__dml_op));
    struct nd__dml_op *dml = (struct nd__dml_op *)op;
    dml->table = table;
    dml->types = nd_arena_array(exec->ops, struct nd_type, plan->left->width + 1);
    for (size_t i = 0; i < plan->left->width; i++) dml->types[i] = nd__var_type(exec, plan->left->vars[i]);
    nd_hmap_init(&dml->done, exec->env.heap);
    nd_arena_init(&dml->done_arena, exec->env.heap);
    nd__rowset_init(&dml->rows, exec->env.heap, dml->types, plan->left->width);
    op->close = close_dml;
    return dml;
}

/* ---- INSERT ------------------------------------------------------------------------------------------------- */

enum nd_status nd__eval_insert(const struct nd_eval *eval, const struct nd_exec_env *env,
                               const struct nd_insert *insert, const struct nd_batch *in, struct nd_batch *out)
{
    const struct nd_table *table = insert->table;
    out->rows = in->rows;
    out->columns = table->column_count;
    out->vecs = nd_arena_alloc(eval->arena, sizeof *out->vecs * (out->columns + 1));
    for (size_t i = 0; i < table->column_count; i++) {
        if (insert->values[i] != NULL) {
            ND_TRY(nd_expr_eval(eval, insert->values[i], in, NULL, &out->vecs[i]));
            continue;
        }
        uint64_t first;
        ND_TRY(nd_row_ids_take(env->row_ids, env->fiber, table->id, in->rows, &first));
        out->vecs[i] = nd_vec_new(eval->arena, table->columns[i].type, in->rows);
        for (size_t row = 0; row < in->rows; row++)
            nd_vec_set(&out->vecs[i], row, (struct nd_datum){.i = (int64_t)(first + row)});
    }
    return ND_STATUS_OK;
}

/* Rows of one batch into the table; *rows becomes what RETURNING speaks of. */
static enum nd_status insert_rows(struct nd__dml_op *dml, const struct nd_insert *insert, struct nd_batch *rows)
{
    struct nd_arena *arena = &dml->op.arena;
    ND_TRY(nd__writer_complete(&dml->writer, rows->vecs, rows->rows, arena));
    if (insert->updates_duplicates) return nd__dml_upsert(dml, insert, rows);
    uint32_t *kept = nd_arena_alloc(arena, sizeof *kept * (rows->rows + 1));
    size_t kept_count;
    ND_TRY(nd__writer_insert(&dml->writer, rows->vecs, rows->rows, insert->ignore_duplicates, insert->arbiter, kept,
                             &kept_count));
    if (kept_count < rows->rows) *rows = nd__batch_gather(arena, rows, kept, kept_count);
    return nd__fk_rows_written(dml->fk, dml->table, NULL, rows->vecs, rows->rows);
}

static enum nd_status next_insert(struct nd_op *op, struct nd_batch *out)
{
    struct nd__dml_op *dml = (struct nd__dml_op *)op;
    const struct nd_insert *insert = op->plan->insert.insert;
    struct nd_batch in, rows;
    if (!dml->is_started) ND_TRY(start_writing(dml));
    dml->writer.err = dml->fk->err = op->exec->err;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(next_rows(dml, &in));
        if (in.rows == 0) return ND_STATUS_OK;
        ND_TRY(nd__eval_insert(&op->eval, &op->exec->env, insert, &in, &rows));
        ND_TRY(insert_rows(dml, insert, &rows));
        count_rows(dml, rows.rows);
        if (insert->returning_count > 0 && rows.rows > 0)
            return return_rows(dml, insert->returning, insert->returning_count, &rows, out);
    }
}

struct nd_op *nd__op_insert(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd__dml_op *dml = new_dml(exec, plan, plan->insert.insert->table);
    dml->keeps_all = exec->reads_past || reads_table(plan->left, dml->table) || subquery_reads_table(exec, dml->table);
    dml->op.next = next_insert;
    return &dml->op;
}

/* ---- UPDATE, DELETE -------------------------------------------------------------------------------------------- */

static bool sets_column_of(const struct nd_update *update, const struct nd_index *index)
{
    for (size_t i = 0; update->sets != NULL && i < index->column_count; i++)
        if (update->sets[index->columns[i].column] != NULL) return true;
    return false;
}

/* ... or its predicate, its expressions, what it includes: entries of the index may move. */
static bool moves_entries_of(const struct nd_update *update, const struct nd_index *index)
{
    bool may_move = update->sets != NULL && (index->is_partial || sets_column_of(update, index));
    for (size_t i = 0; update->sets != NULL && i < index->column_count; i++) may_move = may_move || update->table->columns[index->columns[i].column].virtual_text != NULL;
    for (size_t i = 0; update->sets != NULL && i < index->included_count; i++) may_move = may_move || update->sets[index->included[i]] != NULL;
    return may_move;
}

static const struct nd_scan *scan_of(const struct nd_plan *plan)
{
    while (plan->kind == ND_PLAN_FILTER) plan = plan->left;
    return plan->kind == ND_PLAN_SCAN ? &plan->scan : NULL;
}

/* A row whose key stays can be referred to meanwhile. */
static enum nd_lock_mode lock_mode(const struct nd_update *update, bool is_delete)
{
    for (size_t i = 0; i < update->table->index_count && !is_delete; i++)
        if (update->table->indexes[i].is_unique && sets_column_of(update, &update->table->indexes[i])) return ND_LOCK_UPDATE;
    return is_delete ? ND_LOCK_UPDATE : ND_LOCK_NO_KEY_UPDATE;
}

static enum nd_status lock_rows(struct nd__dml_op *dml, const struct nd_batch *rows)
{
    enum nd_lock_mode mode = lock_mode(dml->op.plan->update.update, dml->op.plan->kind == ND_PLAN_DELETE);
    return dml->op.exec->env.takes_locks ? nd__writer_lock(&dml->writer, rows->vecs, rows->rows, mode) : ND_STATUS_OK;
}

static enum nd_status next_delete(struct nd_op *op, struct nd_batch *out)
{
    struct nd__dml_op *dml = (struct nd__dml_op *)op;
    const struct nd_update *update = op->plan->update.update;
    struct nd_batch rows;
    if (!dml->is_started) ND_TRY(start_writing(dml));
    dml->writer.err = dml->fk->err = op->exec->err;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(next_rows(dml, &rows));
        if (rows.rows == 0) return ND_STATUS_OK;
        ND_TRY(lock_rows(dml, &rows));
        ND_TRY(nd__writer_delete(&dml->writer, rows.vecs, rows.rows));
        ND_TRY(nd__fk_rows_gone(dml->fk, dml->table, rows.vecs, NULL, rows.rows));
        count_rows(dml, rows.rows);
        if (update->returning_count > 0)
            return return_rows(dml, update->returning, update->returning_count, &rows, out);
    }
}

static enum nd_status eval_sets(struct nd__dml_op *dml, const struct nd_batch *rows, struct nd_batch *changed)
{
    const struct nd_update *update = dml->op.plan->update.update;
    *changed = *rows;
    changed->vecs = nd_arena_alloc(&dml->op.arena, sizeof *changed->vecs * (changed->columns + 1));
    for (size_t i = 0; i < changed->columns; i++) {
        changed->vecs[i] = rows->vecs[i];
        if (i < dml->table->column_count && update->sets[i] != NULL)
            ND_TRY(nd_expr_eval(&dml->op.eval, update->sets[i], rows, NULL, &changed->vecs[i]));
    }
    return nd__writer_complete(&dml->writer, changed->vecs, changed->rows, &dml->op.arena);
}

/* Where keys change, all old rows go before the first new one comes: rows may change places. */
static enum nd_status delete_moving(struct nd__dml_op *dml)
{
    struct nd_batch rows;
    if (!dml->has_read) ND_TRY(read_all(dml));
    do {
        ND_TRY(nd__op_begin(&dml->op));
        ND_TRY(next_rows(dml, &rows));
        if (rows.rows == 0) break;
        ND_TRY(lock_rows(dml, &rows));
        ND_TRY(nd__writer_delete(&dml->writer, rows.vecs, rows.rows));
    } while (rows.rows > 0);
    dml->at = 0;
    return ND_STATUS_OK;
}

static enum nd_status write_changed(struct nd__dml_op *dml, const struct nd_batch *rows, const struct nd_batch *changed)
{
    if (dml->is_moving) {
        ND_TRY(nd__writer_insert(&dml->writer, changed->vecs, changed->rows, false, NULL, NULL, NULL));
    } else {
        ND_TRY(lock_rows(dml, rows));
        ND_TRY(nd__writer_update(&dml->writer, rows->vecs, changed->vecs, rows->rows));
    }
    ND_TRY(nd__fk_rows_written(dml->fk, dml->table, rows->vecs, changed->vecs, rows->rows));
    return nd__fk_rows_gone(dml->fk, dml->table, rows->vecs, changed->vecs, rows->rows);
}

static enum nd_status next_update(struct nd_op *op, struct nd_batch *out)
{
    struct nd__dml_op *dml = (struct nd__dml_op *)op;
    const struct nd_update *update = op->plan->update.update;
    struct nd_batch rows, changed;
    bool is_first = !dml->is_started;
    if (is_first) ND_TRY(start_writing(dml));
    dml->writer.err = dml->fk->err = op->exec->err;
    if (is_first && dml->is_moving) ND_TRY(delete_moving(dml));
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(next_rows(dml, &rows));
        if (rows.rows == 0) return ND_STATUS_OK;
        ND_TRY(eval_sets(dml, &rows, &changed));
        ND_TRY(write_changed(dml, &rows, &changed));
        count_rows(dml, rows.rows);
        if (update->returning_count > 0)
            return return_rows(dml, update->returning, update->returning_count, &changed, out);
    }
}

struct nd_op *nd__op_update(struct nd_exec *exec, const struct nd_plan *plan)
{
    const struct nd_update *update = plan->update.update;
    struct nd__dml_op *dml = new_dml(exec, plan, update->table);
    const struct nd_scan *scan = scan_of(plan->left);
    if (exec->env.takes_locks && exec->tree->subquery_count == 0) nd__scan_lock_first(dml->op.left, lock_mode(update, plan->kind == ND_PLAN_DELETE), false);
    if (plan->kind == ND_PLAN_DELETE) {
        dml->keeps_all = exec->reads_past || scan == NULL || subquery_reads_table(exec, update->table);
        dml->op.next = next_delete;
        return &dml->op;
    }
    dml->is_moving = sets_column_of(update, &update->table->indexes[0]);
    dml->keeps_all = exec->reads_past || dml->is_moving || scan == NULL || moves_entries_of(update, scan->index) ||
                     subquery_reads_table(exec, update->table);
    dml->op.next = next_update;
    return &dml->op;
}
