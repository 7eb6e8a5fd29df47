/* SPDX-License-Identifier: Apache-2.0 */
/* sort.c - ORDER BY: a stable merge sort of row numbers; under a limit only the first rows are kept. */
#include "sql/exec/exec_int.h"
#include "sql/exec/spill.h"

#define RUNS_MAX 64

/* A sorted part of the rows in a temporary file, as it is merged. */
struct run {
    struct nd__spill_stream stream;
    struct nd_arena arena;
    struct nd_batch batch;
    size_t at;
};

struct sort_op {
    struct nd_op op;
    struct nd_rowset rows;
    struct nd_type *types;
    uint32_t *order;
    size_t at, end;
    uint64_t top; /* rows that can still be wanted; UINT64_MAX: all */
    bool is_done;
    struct nd__spill *spill;
    struct run *runs; /* in order of their rows' arrival; NULL: all rows are in memory */
    size_t run_count;
    uint32_t heap[RUNS_MAX]; /* runs that have rows left, least row first */
    size_t heap_count;
    uint64_t sent;
};

static int compare(const struct sort_op *sort, const struct nd_rowset *rows, uint32_t a, uint32_t b)
{
    const struct nd_plan *plan = sort->op.plan;
    for (size_t i = 0; i < plan->sort.key_count; i++) {
        size_t slot = plan->sort.keys[i].slot;
        int c = nd_vec_cmp(nd__rowset_vec(rows, a, slot), a % ND_SQL_BATCH_ROWS, nd__rowset_vec(rows, b, slot),
                           b % ND_SQL_BATCH_ROWS, plan->sort.keys[i].flags);
        if (c != 0) return c;
    }
    return 0;
}

#define ROWS_PER_CHECK 4096

static enum nd_status merge_sort(const struct sort_op *sort, uint32_t *list, uint32_t *room, size_t count)
{
    if (count < 2) return ND_STATUS_OK;
    size_t half = count / 2, a = 0, b = half, n = 0;
    ND_TRY(merge_sort(sort, list, room, half));
    ND_TRY(merge_sort(sort, list + half, room, count - half));
    if (compare(sort, &sort->rows, list[half - 1], list[half]) <= 0) /* in order as it is */
        return count < ROWS_PER_CHECK ? ND_STATUS_OK : nd_exec_check(&sort->op.exec->env, &sort->op.exec->pace);
    while (a < half && b < count) {
        room[n++] = compare(sort, &sort->rows, list[a], list[b]) <= 0 ? list[a++] : list[b++];
        if (n % ROWS_PER_CHECK == 0) ND_TRY(nd_exec_check(&sort->op.exec->env, &sort->op.exec->pace));
    }
    while (a < half) room[n++] = list[a++];
    while (b < count) room[n++] = list[b++];
    memcpy(list, room, sizeof *list * count);
    return ND_STATUS_OK;
}

static enum nd_status sorted_order(struct sort_op *sort, struct nd_arena *arena, uint32_t **order_out)
{
    size_t count = sort->rows.rows;
    uint32_t *order = nd_arena_alloc(arena, sizeof *order * (count + 1));
    uint32_t *room = nd_arena_alloc(arena, sizeof *room * (count + 1));
    for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
    *order_out = order;
    return merge_sort(sort, order, room, count);
}

/* Keeps the first `top` rows of those gathered so far. */
static enum nd_status shrink(struct sort_op *sort)
{
    struct nd_exec *exec = sort->op.exec;
    struct nd_rowset kept;
    struct nd_arena scratch;
    nd_arena_init(&scratch, exec->env.heap);
    nd__rowset_init(&kept, exec->env.heap, sort->types, sort->op.plan->width);
    uint32_t *order;
    enum nd_status status = sorted_order(sort, &scratch, &order);
    for (size_t first = 0; first < sort->top && status == ND_STATUS_OK; first += ND_SQL_BATCH_ROWS) {
        size_t count = (size_t)sort->top - first < ND_SQL_BATCH_ROWS ? (size_t)sort->top - first : ND_SQL_BATCH_ROWS;
        struct nd_batch batch = nd__rowset_batch(&sort->rows, &scratch, order, first, count);
        status = nd__rowset_add(&kept, exec, &batch, NULL);
    }
    nd_arena_deinit(&scratch);
    nd__rowset_deinit(&sort->rows, exec);
    sort->rows = kept;
    return status;
}

/* ---- runs on disk ---------------------------------------------------------------------------------------------- */

static bool run_is_before(const struct sort_op *sort, uint32_t a, uint32_t b)
{
    const struct nd_plan *plan = sort->op.plan;
    const struct run *x = &sort->runs[a], *y = &sort->runs[b];
    for (size_t i = 0; i < plan->sort.key_count; i++) {
        size_t slot = plan->sort.keys[i].slot;
        int c = nd_vec_cmp(&x->batch.vecs[slot], x->at, &y->batch.vecs[slot], y->at, plan->sort.keys[i].flags);
        if (c != 0) return c < 0;
    }
    return a < b; /* equal rows stay in order */
}

static void sift_down(struct sort_op *sort, size_t at)
{
    for (;;) {
        size_t least = at, left = 2 * at + 1;
        for (size_t child = left; child < left + 2 && child < sort->heap_count; child++)
            if (run_is_before(sort, sort->heap[child], sort->heap[least])) least = child;
        if (least == at) return;
        uint32_t swap = sort->heap[at];
        sort->heap[at] = sort->heap[least];
        sort->heap[least] = swap;
        at = least;
    }
}

static enum nd_status load_run(struct run *run)
{
    nd_arena_reset(&run->arena);
    run->at = 0;
    return nd__spill_read(&run->stream, &run->arena, &run->batch);
}

static enum nd_status start_merge(struct sort_op *sort)
{
    sort->heap_count = 0;
    for (size_t i = 0; i < sort->run_count; i++) {
        ND_TRY(nd__spill_rewind(&sort->runs[i].stream));
        ND_TRY(load_run(&sort->runs[i]));
        if (sort->runs[i].batch.rows > 0) sort->heap[sort->heap_count++] = (uint32_t)i;
    }
    for (size_t i = sort->heap_count; i-- > 0;) sift_down(sort, i);
    return ND_STATUS_OK;
}

/* The next rows of all runs together, copied to `arena`. */
static enum nd_status next_merged(struct sort_op *sort, struct nd_arena *arena, size_t most, struct nd_batch *out)
{
    size_t width = sort->op.plan->width;
    *out = (struct nd_batch){.columns = width, .vecs = nd_arena_alloc(arena, sizeof *out->vecs * (width + 1))};
    for (size_t c = 0; c < width; c++) out->vecs[c] = nd_vec_new(arena, sort->types[c], most + 1);
    while (out->rows < most && sort->heap_count > 0) {
        struct run *run = &sort->runs[sort->heap[0]];
        for (size_t c = 0; c < width; c++) {
            struct nd_datum datum = nd_vec_get(&run->batch.vecs[c], run->at);
            if (!datum.is_null && nd_type_phys(sort->types[c].id) == ND_PHYS_BYTES) datum.s = nd_arena_copy(arena, datum.s);
            nd_vec_set(&out->vecs[c], out->rows, datum);
        }
        out->rows++;
        if (++run->at == run->batch.rows) ND_TRY(load_run(run));
        if (run->batch.rows == 0) sort->heap[0] = sort->heap[--sort->heap_count];
        sift_down(sort, 0);
    }
    return ND_STATUS_OK;
}

static struct run *add_run(struct sort_op *sort)
{
    struct run *run = &sort->runs[sort->run_count++];
    *run = (struct run){0};
    nd__spill_stream_init(&run->stream, sort->spill, sort->types, sort->op.plan->width);
    nd_arena_init(&run->arena, sort->op.exec->env.heap);
    return run;
}

static void free_runs(struct sort_op *sort, size_t first)
{
    for (size_t i = first; i < sort->run_count; i++) {
        nd__spill_stream_deinit(&sort->runs[i].stream);
        nd_arena_deinit(&sort->runs[i].arena);
    }
    sort->run_count = first;
}

/* All runs into one, which takes the first place. */
static enum nd_status merge_runs(struct sort_op *sort)
{
    struct nd__spill_stream merged;
    struct nd_arena arena;
    nd_arena_init(&arena, sort->op.exec->env.heap);
    nd__spill_stream_init(&merged, sort->spill, sort->types, sort->op.plan->width);
    struct nd_batch batch;
    enum nd_status status = start_merge(sort);
    do {
        nd_arena_reset(&arena);
        if (status == ND_STATUS_OK) status = nd_exec_check(&sort->op.exec->env, &sort->op.exec->pace);
        if (status == ND_STATUS_OK) status = next_merged(sort, &arena, ND_SQL_BATCH_ROWS, &batch);
        if (status == ND_STATUS_OK) status = nd__spill_write(&merged, &batch, NULL);
    } while (status == ND_STATUS_OK && batch.rows > 0);
    nd_arena_deinit(&arena);
    if (status != ND_STATUS_OK) {
        nd__spill_stream_deinit(&merged);
        return status;
    }
    free_runs(sort, 0);
    struct run *run = add_run(sort);
    nd__spill_stream_deinit(&run->stream);
    run->stream = merged;
    return ND_STATUS_OK;
}

/* The rows in memory become a run. */
static enum nd_status write_run(struct sort_op *sort)
{
    struct nd_exec *exec = sort->op.exec;
    if (sort->spill == NULL) ND_TRY(nd__spill_open(exec, &sort->spill));
    if (sort->runs == NULL) sort->runs = nd_heap_zalloc(exec->env.heap, sizeof *sort->runs * RUNS_MAX);
    if (sort->run_count == RUNS_MAX) ND_TRY(merge_runs(sort));
    struct run *run = add_run(sort);
    struct nd_arena scratch;
    uint32_t *order;
    nd_arena_init(&scratch, exec->env.heap);
    enum nd_status status = sorted_order(sort, &scratch, &order);
    for (size_t first = 0; status == ND_STATUS_OK && first < sort->rows.rows; first += ND_SQL_BATCH_ROWS) {
        size_t count = sort->rows.rows - first < ND_SQL_BATCH_ROWS ? sort->rows.rows - first : ND_SQL_BATCH_ROWS;
        struct nd_arena chunk;
        nd_arena_init(&chunk, exec->env.heap);
        struct nd_batch batch = nd__rowset_batch(&sort->rows, &chunk, order, first, count);
        status = nd__spill_write(&run->stream, &batch, NULL);
        nd_arena_deinit(&chunk);
    }
    nd_arena_deinit(&scratch);
    nd__rowset_deinit(&sort->rows, exec);
    nd__rowset_init(&sort->rows, exec->env.heap, sort->types, sort->op.plan->width);
    return status;
}

static enum nd_status eval_top(struct sort_op *sort)
{
    struct nd_op *op = &sort->op;
    struct nd_datum limit, offset = {.i = 0};
    sort->top = UINT64_MAX;
    if (op->plan->sort.limit == NULL) return ND_STATUS_OK;
    ND_TRY(nd_expr_eval_datum(&op->eval, op->plan->sort.limit, &limit));
    if (op->plan->sort.offset != NULL) ND_TRY(nd_expr_eval_datum(&op->eval, op->plan->sort.offset, &offset));
    if (limit.is_null || limit.i < 0 || offset.is_null || offset.i < 0) return ND_STATUS_OK;
    sort->top = (uint64_t)limit.i + (uint64_t)offset.i;
    return ND_STATUS_OK;
}

static enum nd_status take_all(struct sort_op *sort)
{
    struct nd_op *op = &sort->op;
    struct nd_batch in;
    ND_TRY(nd__op_begin(op));
    ND_TRY(eval_top(sort));
    do {
        ND_TRY(nd__op_begin(op));
        ND_TRY(nd__op_next(op->left, &in));
        ND_TRY(nd__rowset_add(&sort->rows, op->exec, &in, NULL));
        if (sort->top < UINT64_MAX / 4 && sort->rows.rows > sort->top * 2 + ND_SQL_BATCH_ROWS) ND_TRY(shrink(sort));
        if (in.rows > 0 && nd__exec_wants_spill(op->exec, sort->rows.charged)) ND_TRY(write_run(sort));
    } while (in.rows > 0);
    if (op->exec->stats != NULL) op->exec->stats[op->plan->id].peak_bytes = sort->rows.arena.bytes;
    if (sort->run_count > 0) {
        ND_TRY(write_run(sort));
        return start_merge(sort);
    }
    ND_TRY(sorted_order(sort, &sort->rows.arena, &sort->order));
    size_t more = sort->rows.arena.bytes - sort->rows.charged;
    sort->rows.charged += more;
    ND_TRY(nd__exec_charge(op->exec, more));
    sort->end = sort->rows.rows < sort->top ? sort->rows.rows : (size_t)sort->top;
    return ND_STATUS_OK;
}

static enum nd_status next_sort(struct nd_op *op, struct nd_batch *out)
{
    struct sort_op *sort = (struct sort_op *)op;
    if (!sort->is_done) {
        ND_TRY(take_all(sort));
        sort->is_done = true;
    }
    ND_TRY(nd__op_begin(op));
    if (sort->run_count > 0) {
        uint64_t left = sort->top - sort->sent;
        if (left > 0) ND_TRY(next_merged(sort, &op->arena, left < ND_SQL_BATCH_ROWS ? (size_t)left : ND_SQL_BATCH_ROWS, out));
        sort->sent += out->rows;
        return ND_STATUS_OK;
    }
    size_t count = sort->end - sort->at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    if (count == 0) return ND_STATUS_OK;
    *out = nd__rowset_batch(&sort->rows, &op->arena, sort->order, sort->at, count);
    sort->at += count;
    return ND_STATUS_OK;
}

static void close_sort(struct nd_op *op)
{
    struct sort_op *sort = (struct sort_op *)op;
    nd__rowset_deinit(&sort->rows, op->exec);
    free_runs(sort, 0);
    nd_heap_free(op->exec->env.heap, sort->runs);
    nd__spill_close(sort->spill);
}

struct nd_op *nd__op_sort(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct sort_op));
    struct sort_op *sort = (struct sort_op *)op;
    sort->types = nd_arena_array(exec->ops, struct nd_type, plan->width + 1);
    for (size_t i = 0; i < plan->width; i++) sort->types[i] = nd__var_type(exec, plan->vars[i]);
    nd__rowset_init(&sort->rows, exec->env.heap, sort->types, plan->width);
    op->next = next_sort;
    op->close = close_sort;
    return op;
}
