/* SPDX-License-Identifier: Apache-2.0 */
/* cte.c - names of WITH that are used more than once, or recursive: rows are computed as far as a reader asks, and
 * kept for the others.
 *
 * Recursive: first the rows of the first part; then rounds of the other part, each over the rows that the round
 * before added, until a round adds none. UNION without ALL drops rows that are there already. */
#include "sql/exec/exec_int.h"

struct nd__cte_state {
    const struct nd_cte *cte;
    struct nd_op *op; /* the part that runs; NULL: none */
    struct nd_arena ops;
    struct nd_rowset rows;
    struct nd_rowhash seen; /* UNION */
    bool is_begun, is_done, is_open;
    size_t round_first, round_end; /* rows of the round before */
};

struct nd__cte_state *nd__ctes_new(struct nd_exec *exec)
{
    const struct nd_bound *bound = exec->tree->bound;
    struct nd__cte_state *states = nd_arena_array(&exec->arena, struct nd__cte_state, bound->cte_count + 1);
    for (const struct nd_cte *cte = bound->ctes; cte != NULL; cte = cte->next) {
        struct nd__cte_state *state = &states[cte->id];
        state->cte = cte;
        nd_arena_init(&state->ops, exec->env.heap);
        nd__rowset_init(&state->rows, exec->env.heap, cte->types, cte->width);
        nd__rowhash_init(&state->seen, exec);
    }
    return states;
}

static void end_part(struct nd__cte_state *state)
{
    nd__op_free(state->op);
    state->op = NULL;
    nd_arena_reset(&state->ops);
}

static void drop_rows(struct nd_exec *exec, struct nd__cte_state *state)
{
    nd__op_free(state->op);
    state->op = NULL;
    nd__rowset_deinit(&state->rows, exec);
    nd__rowhash_deinit(&state->seen);
}

void nd__ctes_free(struct nd_exec *exec)
{
    for (size_t i = 0; i < exec->tree->bound->cte_count; i++) {
        drop_rows(exec, &exec->ctes[i]);
        nd_arena_deinit(&exec->ctes[i].ops);
    }
}

static bool reads_any(const struct nd_cte *cte, const uint32_t *vars, size_t count)
{
    for (size_t i = 0; i < cte->outer_count; i++)
        for (size_t k = 0; k < count; k++)
            if (cte->outer_vars[i] == vars[k]) return true;
    return false;
}

static void forget(struct nd_exec *exec, struct nd__cte_state *state)
{
    drop_rows(exec, state);
    nd_arena_reset(&state->ops);
    nd__rowset_init(&state->rows, exec->env.heap, state->cte->types, state->cte->width);
    nd__rowhash_init(&state->seen, exec);
    state->is_begun = state->is_done = false;
    state->round_first = state->round_end = 0;
}

void nd__ctes_forget(struct nd_exec *exec, const uint32_t *vars, size_t count)
{
    for (size_t i = 0; i < exec->tree->bound->cte_count; i++)
        if (exec->ctes[i].is_begun && reads_any(exec->ctes[i].cte, vars, count)) forget(exec, &exec->ctes[i]);
}

/* ---- computing ------------------------------------------------------------------------------------------------ */

static bool is_seen(const struct nd__cte_state *state, const struct nd_batch *batch, size_t row, uint64_t hash)
{
    size_t at = SIZE_MAX;
    uint32_t number;
    while ((number = nd__rowhash_next(&state->seen, hash, &at)) != UINT32_MAX) {
        bool is_same = true;
        for (size_t c = 0; c < batch->columns && is_same; c++)
            is_same = nd_vec_is_same(&batch->vecs[c], row, nd__rowset_vec(&state->rows, number, c), number % ND_SQL_BATCH_ROWS);
        if (is_same) return true;
    }
    return false;
}

static enum nd_status add_new(struct nd_exec *exec, struct nd__cte_state *state, const struct nd_batch *batch)
{
    struct nd_sel all = {NULL, batch->rows};
    uint64_t *hashes = nd_heap_zalloc(exec->env.heap, sizeof *hashes * (batch->rows + 1));
    enum nd_status status = ND_STATUS_OK;
    for (size_t c = 0; c < batch->columns; c++) nd_vec_hash(&batch->vecs[c], &all, hashes);
    for (size_t row = 0; row < batch->rows; row++) {
        if (is_seen(state, batch, row, hashes[row])) continue;
        uint32_t one = (uint32_t)row;
        struct nd_sel sel = {&one, 1};
        ND_TRY_OR(nd__rowset_add(&state->rows, exec, batch, &sel), out);
        ND_TRY_OR(nd__rowhash_put(&state->seen, hashes[row], (uint32_t)state->rows.rows - 1), out);
    }
out:
    nd_heap_free(exec->env.heap, hashes);
    return status;
}

/* The part at hand has ended: the next round, if there is one. */
static void next_round(struct nd_exec *exec, struct nd__cte_state *state)
{
    end_part(state);
    for (uint32_t i = state->cte->inner_first; i < state->cte->inner_end; i++)
        if (exec->ctes[i].is_begun) forget(exec, &exec->ctes[i]);
    state->round_first = state->round_end;
    state->round_end = state->rows.rows;
    state->is_done = state->cte->step_plan == NULL || state->round_first == state->round_end;
}

/* One batch more, or the end of a part. */
static enum nd_status compute(struct nd_exec *exec, struct nd__cte_state *state)
{
    struct nd_batch batch;
    if (state->op == NULL) {
        ND_TRY(nd__exec_check_stack(exec));
        const struct nd_plan *plan = state->is_begun ? state->cte->step_plan : state->cte->plan;
        state->is_begun = true;
        state->op = nd__op_build_on(exec, plan, &state->ops);
    }
    ND_TRY(nd_exec_check(&exec->env, &exec->pace));
    ND_TRY(nd__op_next(state->op, &batch));
    if (batch.rows == 0) {
        next_round(exec, state);
        return ND_STATUS_OK;
    }
    if (state->rows.rows + batch.rows >= UINT32_MAX) return nd_err_set(exec->err, "54000", "WITH query \"%s\" has more than %u rows", state->cte->name, UINT32_MAX);
    return state->cte->is_distinct ? add_new(exec, state, &batch) : nd__rowset_add(&state->rows, exec, &batch, NULL);
}

/* ---- those that write --------------------------------------------------------------------------------------------- */

enum nd_status nd__ctes_finish(struct nd_exec *exec)
{
    for (const struct nd_cte *cte = exec->tree->bound->ctes; cte != NULL; cte = cte->next) {
        struct nd__cte_state *state = &exec->ctes[cte->id];
        while (cte->dml != NULL && !state->is_done) ND_TRY(compute(exec, state));
    }
    return ND_STATUS_OK;
}

static struct nd_table_id written_table(const struct nd_bound *bound)
{
    switch (bound->kind) {
    case ND_BOUND_INSERT: return bound->insert->table->id;
    case ND_BOUND_UPDATE:
    case ND_BOUND_DELETE: return bound->update->table->id;
    default: return (struct nd_table_id){0};
    }
}

/* Reads the table, or writes to it; a statement's own reads of what it writes are its own business. */
static bool touches(const struct nd_plan *plan, struct nd_table_id table)
{
    if (plan == NULL) return false;
    if (plan->kind == ND_PLAN_SCAN && plan->scan.table->id.v == table.v) return true;
    if (plan->kind == ND_PLAN_INSERT && plan->insert.insert->table->id.v == table.v) return true;
    bool is_update = plan->kind == ND_PLAN_UPDATE || plan->kind == ND_PLAN_DELETE;
    if (is_update && plan->update.update->table->id.v == table.v) return true;
    return touches(plan->left, table) || touches(plan->right, table);
}

bool nd__ctes_overlap(const struct nd_exec *exec)
{
    const struct nd_plan_tree *tree = exec->tree;
    for (const struct nd_cte *cte = tree->bound->ctes; cte != NULL; cte = cte->next) {
        if (cte->dml == NULL) continue;
        struct nd_table_id table = written_table(cte->dml);
        if (touches(tree->root, table)) return true;
        for (size_t i = 0; i < tree->subquery_count; i++)
            if (touches(tree->subqueries[i], table)) return true;
        for (const struct nd_cte *other = tree->bound->ctes; other != NULL; other = other->next)
            if (other != cte && (touches(other->plan, table) || touches(other->step_plan, table))) return true;
    }
    return false;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

struct cte_op {
    struct nd_op op;
    size_t at, end; /* end: of the round before, for a reader within the recursive part */
    bool is_begun;
};

static enum nd_status next_cte(struct nd_op *op, struct nd_batch *out)
{
    struct cte_op *cte = (struct cte_op *)op;
    const struct nd_plan *plan = op->plan;
    struct nd__cte_state *state = &op->exec->ctes[plan->cte.cte->id];
    ND_TRY(nd__op_begin(op));
    if (!cte->is_begun && plan->cte.is_work) {
        cte->at = state->round_first;
        cte->end = state->round_end;
    }
    cte->is_begun = true;
    while (!plan->cte.is_work && cte->at >= state->rows.rows && !state->is_done) ND_TRY(compute(op->exec, state));
    size_t end = plan->cte.is_work ? cte->end : state->rows.rows, count = end - cte->at;
    if (count == 0) return ND_STATUS_OK;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    struct nd_batch all = nd__rowset_batch(&state->rows, &op->arena, NULL, cte->at, count);
    *out = (struct nd_batch){.rows = count, .columns = plan->width};
    out->vecs = nd_arena_alloc(&op->arena, sizeof *out->vecs * (plan->width + 1));
    for (size_t i = 0; i < plan->width; i++) out->vecs[i] = all.vecs[plan->cte.columns[i]];
    cte->at += count;
    return ND_STATUS_OK;
}

struct nd_op *nd__op_cte(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct cte_op));
    op->next = next_cte;
    return op;
}
