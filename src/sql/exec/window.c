/* SPDX-License-Identifier: Apache-2.0 */
/* window.c - calls with OVER: all rows are kept and sorted by partition and order; then each call is computed row by row
 * over its frame. An aggregate whose frame only grows goes on from the row before; any other frame is taken in anew. */
#include <math.h>

#include "sql/exec/exec_int.h"
#include "sql/parse/ast.h"
#include "sql/types/datetime.h"
#include "sql/types/numeric.h"

/* Columns of a kept row: the child's, partition, order, range key and ends, arguments and filter of each call. */
struct layout {
    size_t partition, order, range, uses, width;
};

struct span {
    size_t first, end;
};

struct window_op {
    struct nd_op op;
    const struct nd_window *window;
    struct layout layout;
    struct nd_type *types;
    struct nd_rowset rows;
    uint32_t *order;        /* row numbers, sorted */
    size_t *peers;          /* one a sorted row: where its peers begin */
    struct nd_vec *results; /* one a call, by sorted row */
    struct nd_arena keep;
    struct nd_datum start, end; /* offsets of ROWS and GROUPS */
    size_t at;
    bool is_done;
};

/* ---- rows ------------------------------------------------------------------------------------------------------- */

static enum nd_status eval_columns(struct window_op *op, const struct nd_batch *in, struct nd_batch *wide)
{
    const struct nd_window *window = op->window;
    const struct nd_eval *eval = &op->op.eval;
    struct nd_vec *vec;
    *wide = (struct nd_batch){.rows = in->rows, .columns = op->layout.width};
    wide->vecs = nd_arena_alloc(&op->op.arena, sizeof *wide->vecs * (wide->columns + 1));
    if (in->columns > 0) memcpy(wide->vecs, in->vecs, sizeof *in->vecs * in->columns);
    vec = wide->vecs + op->layout.partition;
    for (size_t i = 0; i < window->partition_count; i++) ND_TRY(nd_expr_eval(eval, window->partition[i], in, NULL, vec++));
    for (size_t i = 0; i < window->order_count; i++) ND_TRY(nd_expr_eval(eval, window->order[i], in, NULL, vec++));
    struct nd_expr *const ranges[3] = {window->range_key, window->range_start, window->range_end};
    for (size_t i = 0; i < 3; i++)
        if (ranges[i] != NULL) ND_TRY(nd_expr_eval(eval, ranges[i], in, NULL, vec++));
    for (size_t i = 0; i < window->use_count; i++) {
        const struct nd_window_use *use = &window->uses[i];
        for (size_t k = 0; k < use->arg_count; k++) ND_TRY(nd_expr_eval(eval, use->args[k], in, NULL, vec++));
        if (use->filter != NULL) ND_TRY(nd_expr_eval(eval, use->filter, in, NULL, vec++));
    }
    return ND_STATUS_OK;
}

static enum nd_status keep_all(struct window_op *op)
{
    struct nd_batch in, wide;
    for (;;) {
        ND_TRY(nd__op_begin(&op->op));
        ND_TRY(nd__op_next(op->op.left, &in));
        if (in.rows == 0) return ND_STATUS_OK;
        ND_TRY(eval_columns(op, &in, &wide));
        if (op->rows.rows + in.rows >= UINT32_MAX) return nd_err_set(op->op.exec->err, "54000", "a window keeps more than %u rows", UINT32_MAX);
        ND_TRY(nd__rowset_add(&op->rows, op->op.exec, &wide, NULL));
    }
}

static int compare_columns(const struct window_op *op, uint32_t a, uint32_t b, size_t first, size_t count, const unsigned *flags)
{
    for (size_t i = 0; i < count; i++) {
        int c = nd_vec_cmp(nd__rowset_vec(&op->rows, a, first + i), a % ND_SQL_BATCH_ROWS, nd__rowset_vec(&op->rows, b, first + i), b % ND_SQL_BATCH_ROWS,
                           flags == NULL ? 0 : flags[i]);
        if (c != 0) return c;
    }
    return 0;
}

static bool same_partition(const struct window_op *op, uint32_t a, uint32_t b)
{
    return compare_columns(op, a, b, op->layout.partition, op->window->partition_count, NULL) == 0;
}

static bool are_peers(const struct window_op *op, uint32_t a, uint32_t b)
{
    return compare_columns(op, a, b, op->layout.order, op->window->order_count, op->window->order_flags) == 0;
}

static int compare_rows(const struct window_op *op, uint32_t a, uint32_t b)
{
    int c = compare_columns(op, a, b, op->layout.partition, op->window->partition_count, NULL);
    return c != 0 ? c : compare_columns(op, a, b, op->layout.order, op->window->order_count, op->window->order_flags);
}

#define ROWS_PER_CHECK 4096
#define WORK_PER_CHECK 65536

static enum nd_status merge_sort(struct window_op *op, uint32_t *list, uint32_t *room, size_t count)
{
    if (count < 2) return ND_STATUS_OK;
    size_t half = count / 2, a = 0, b = half, n = 0;
    ND_TRY(merge_sort(op, list, room, half));
    ND_TRY(merge_sort(op, list + half, room, count - half));
    if (compare_rows(op, list[half - 1], list[half]) <= 0) /* in order as it is */
        return count < ROWS_PER_CHECK ? ND_STATUS_OK : nd_exec_check(&op->op.exec->env, &op->op.exec->pace);
    while (a < half && b < count) {
        room[n++] = compare_rows(op, list[a], list[b]) <= 0 ? list[a++] : list[b++];
        if (n % ROWS_PER_CHECK == 0) ND_TRY(nd_exec_check(&op->op.exec->env, &op->op.exec->pace));
    }
    while (a < half) room[n++] = list[a++];
    while (b < count) room[n++] = list[b++];
    memcpy(list, room, sizeof *list * count);
    return ND_STATUS_OK;
}

static enum nd_status sort_all(struct window_op *op)
{
    size_t count = op->rows.rows;
    size_t bytes = (sizeof *op->order * 2 + sizeof *op->peers) * (count + 1);
    ND_TRY(nd__exec_charge(op->op.exec, bytes));
    op->rows.charged += bytes;
    op->rows.arena.bytes += bytes; /* given back together */
    op->order = nd_arena_alloc(&op->keep, sizeof *op->order * (count + 1));
    uint32_t *room = nd_arena_alloc(&op->keep, sizeof *room * (count + 1));
    op->peers = nd_arena_alloc(&op->keep, sizeof *op->peers * (count + 1));
    for (size_t i = 0; i < count; i++) op->order[i] = (uint32_t)i;
    return merge_sort(op, op->order, room, count);
}

/* ---- frames -------------------------------------------------------------------------------------------------------- */

static struct nd_datum column(const struct window_op *op, size_t sorted, size_t at) { return nd__rowset_get(&op->rows, op->order[sorted], at); }

static size_t peers_end(const struct window_op *op, size_t row, struct span part)
{
    size_t end = row + 1;
    while (end < part.end && op->peers[end] == op->peers[row]) end++;
    return end;
}

/* `groups` groups of peers before or after that of the row: where it begins. */
static size_t group_start(const struct window_op *op, size_t row, struct span part, int64_t groups)
{
    size_t at = op->peers[row];
    for (; groups < 0; groups++) {
        if (at == part.first) return groups < 0 ? SIZE_MAX : at;
        at = op->peers[at - 1];
    }
    for (; groups > 0; groups--) {
        at = peers_end(op, at, part);
        if (at == part.end) return at;
    }
    return at;
}

static bool is_nan(enum nd_type_id type, const struct nd_datum *datum)
{
    if (type == ND_TYPE_NUMERIC) return nd_numeric_is_nan(datum->s);
    return (type == ND_TYPE_FLOAT4 || type == ND_TYPE_FLOAT8) && isnan(datum->f);
}

static struct nd_datum infinity(enum nd_type_id type, bool is_minus)
{
    if (type == ND_TYPE_NUMERIC) return nd_datum_bytes(is_minus ? nd_numeric_minus_inf : nd_numeric_inf);
    return nd_datum_f64(is_minus ? -INFINITY : INFINITY);
}

/* RANGE with an offset: the first row, in order, that is not before the bound; or is after it. */
static size_t range_bound(const struct window_op *op, size_t row, struct span part, size_t bound_column, bool is_end)
{
    size_t key_column = op->layout.range;
    struct nd_datum key = column(op, row, key_column), bound = column(op, row, bound_column);
    if (key.is_null) return is_end ? peers_end(op, row, part) : op->peers[row];
    bool is_desc = (op->window->order_flags[0] & ND_KEY_DESC) != 0, nulls_first = (op->window->order_flags[0] & ND_KEY_NULLS_FIRST) != 0;
    enum nd_type_id type = op->types[key_column].id;
    if (is_nan(type, &bound) && !is_nan(type, &key)) bound = infinity(type, is_end == is_desc); /* as far from an infinity as can be: all that is a number */
    size_t at = part.first;
    for (; at < part.end; at++) {
        struct nd_datum other = column(op, at, key_column);
        if (other.is_null) {
            if (nulls_first) continue;
            break;
        }
        int c = nd_datum_cmp(type, &other, &bound);
        if (is_desc) c = -c;
        if (is_end ? c > 0 : c >= 0) break;
    }
    return at;
}

static size_t clamp(struct span part, size_t row, int64_t shift)
{
    if (shift < 0) return (uint64_t) - (shift + 1) >= row - part.first ? part.first : row - (size_t)-shift;
    return (uint64_t)shift >= part.end - row ? part.end : row + (size_t)shift;
}

static size_t frame_first(const struct window_op *op, size_t row, struct span part)
{
    unsigned frame = op->window->frame;
    if (frame & ND_FRAME_FROM_FIRST) return part.first;
    if (frame & ND_FRAME_FROM_CURRENT) return frame & ND_FRAME_ROWS ? row : op->peers[row];
    int64_t sign = frame & ND_FRAME_FROM_PRECEDING ? -1 : 1;
    if (frame & ND_FRAME_ROWS) return clamp(part, row, sign * op->start.i);
    if (frame & ND_FRAME_RANGE) return range_bound(op, row, part, op->layout.range + 1, false);
    size_t at = group_start(op, row, part, sign * op->start.i);
    return at == SIZE_MAX ? part.first : at;
}

static size_t frame_end(const struct window_op *op, size_t row, struct span part)
{
    unsigned frame = op->window->frame;
    if (frame & ND_FRAME_TO_LAST) return part.end;
    if (frame & ND_FRAME_TO_CURRENT) return frame & ND_FRAME_ROWS ? row + 1 : peers_end(op, row, part);
    int64_t sign = frame & ND_FRAME_TO_PRECEDING ? -1 : 1;
    if (frame & ND_FRAME_ROWS) {
        int64_t shift = sign * op->end.i;
        if (shift < 0 && (uint64_t)-shift > row - part.first) return part.first;
        return clamp(part, row, shift < INT64_MAX ? shift + 1 : shift);
    }
    if (frame & ND_FRAME_RANGE) return range_bound(op, row, part, op->layout.range + 1 + (op->window->range_start != NULL), true);
    size_t at = group_start(op, row, part, sign * op->end.i);
    if (at == SIZE_MAX) return part.first;
    return at == part.end ? at : peers_end(op, at, part);
}

static bool is_excluded(const struct window_op *op, size_t row, size_t other)
{
    unsigned frame = op->window->frame;
    if (frame & ND_FRAME_NOT_CURRENT) return other == row;
    if (frame & ND_FRAME_NOT_GROUP) return op->peers[other] == op->peers[row];
    if (frame & ND_FRAME_NOT_TIES) return other != row && op->peers[other] == op->peers[row];
    return false;
}

static bool excludes(const struct window_op *op) { return (op->window->frame & (ND_FRAME_NOT_CURRENT | ND_FRAME_NOT_GROUP | ND_FRAME_NOT_TIES)) != 0; }

/* ---- calls ------------------------------------------------------------------------------------------------------------ */

struct call {
    struct window_op *op;
    const struct nd_window_use *use;
    struct nd_vec *out;
    size_t columns; /* where its arguments are */
    struct span part;
};

/* Takes sorted rows [first, end) into the state. */
static enum nd_status take_rows(const struct call *call, void *state, struct nd_func_ctx *ctx, size_t row, size_t first, size_t end)
{
    struct window_op *op = call->op;
    const struct nd_window_use *use = call->use;
    struct nd_arena scratch;
    enum nd_status status = ND_STATUS_OK;
    nd_arena_init(&scratch, op->op.exec->env.heap);
    while (first < end && status == ND_STATUS_OK) {
        size_t count = end - first < ND_SQL_BATCH_ROWS ? end - first : ND_SQL_BATCH_ROWS;
        uint32_t *rows = nd_arena_alloc(&scratch, sizeof *rows * count);
        void **states = nd_arena_alloc(&scratch, sizeof *states * count);
        struct nd_vec args[2];
        for (size_t k = 0; k < use->arg_count; k++) {
            args[k] = nd_vec_new(&scratch, use->args[k]->type, count);
            for (size_t i = 0; i < count; i++) nd_vec_set(&args[k], i, column(op, first + i, call->columns + k));
        }
        struct nd_sel sel = {rows, 0};
        for (size_t i = 0; i < count; i++) {
            states[i] = state;
            if (is_excluded(op, row, first + i)) continue;
            if (use->filter != NULL) {
                struct nd_datum holds = column(op, first + i, call->columns + use->arg_count);
                if (holds.is_null || !holds.b) continue;
            }
            rows[sel.count++] = (uint32_t)i;
        }
        struct nd_agg_call agg_call = {use->agg, ctx, op->op.exec->err};
        status = use->agg->update(&agg_call, args, &sel, states);
        first += count;
        nd_arena_reset(&scratch);
    }
    nd_arena_deinit(&scratch);
    return status;
}

/* The bytes of a result may be the state's own. */
static void keep_result(struct window_op *op, struct nd_vec *out, size_t row)
{
    if (nd_type_phys(out->type.id) == ND_PHYS_BYTES && !out->nulls[row]) out->s[row] = nd_arena_copy(&op->keep, out->s[row]);
}

static enum nd_status run_aggregate(const struct call *call)
{
    struct window_op *op = call->op;
    struct nd_arena states;
    nd_arena_init(&states, op->op.exec->env.heap);
    struct nd_func_ctx ctx = {.types = op->op.exec->env.types, .services = op->op.exec->env.services, .arena = &states, .heap = op->op.exec->env.heap};
    struct nd_func_ctx out_ctx = ctx;
    out_ctx.arena = &op->keep;
    struct nd_agg_call agg_call = {call->use->agg, &out_ctx, op->op.exec->err};
    struct span taken = {SIZE_MAX, SIZE_MAX};
    void *state = NULL;
    size_t work = 0; /* rows taken into states since the last check */
    enum nd_status status = ND_STATUS_OK;
    for (size_t row = call->part.first; row < call->part.end; row++) {
        struct span frame = {frame_first(op, row, call->part), frame_end(op, row, call->part)};
        if (frame.end < frame.first) frame.end = frame.first;
        bool goes_on = state != NULL && !excludes(op) && frame.first == taken.first && frame.end >= taken.end;
        if (!goes_on) {
            nd_arena_reset(&states);
            state = nd_arena_zalloc(&states, call->use->agg->state_bytes);
            taken = (struct span){frame.first, frame.first};
        }
        work += frame.end > taken.end ? frame.end - taken.end : 0;
        ND_TRY_OR(take_rows(call, state, &ctx, row, taken.end, frame.end), out);
        taken.end = frame.end;
        ND_TRY_OR(call->use->agg->finish(&agg_call, state, call->out, row), out);
        keep_result(op, call->out, row);
        if (row % 64 != 0 && work < WORK_PER_CHECK) continue;
        work = 0;
        ND_TRY_OR(nd_exec_check(&op->op.exec->env, &op->op.exec->pace), out);
    }
out:
    nd_arena_deinit(&states);
    return status;
}

static void run_ranks(const struct call *call)
{
    const struct window_op *op = call->op;
    size_t first = call->part.first, count = call->part.end - first;
    int64_t dense = 0;
    for (size_t row = first; row < call->part.end; row++) {
        size_t before = op->peers[row] - first;
        dense += op->peers[row] == row;
        struct nd_datum value = {0};
        switch (call->use->func) {
        case ND_WINDOW_ROW_NUMBER: value.i = (int64_t)(row - first) + 1; break;
        case ND_WINDOW_RANK: value.i = (int64_t)before + 1; break;
        case ND_WINDOW_DENSE_RANK: value.i = dense; break;
        case ND_WINDOW_PERCENT_RANK: value.f = count > 1 ? (double)before / (double)(count - 1) : 0; break;
        default: value.f = (double)(peers_end(op, row, call->part) - first) / (double)count; break; /* CUME_DIST */
        }
        nd_vec_set(call->out, row, value);
    }
}

static enum nd_status run_ntile(const struct call *call)
{
    size_t first = call->part.first, count = call->part.end - first;
    struct nd_datum buckets = column(call->op, first, call->columns);
    for (size_t row = first; row < call->part.end; row++) {
        struct nd_datum value = {.is_null = buckets.is_null};
        if (!buckets.is_null) {
            if (buckets.i <= 0) return nd_err_set(call->op->op.exec->err, "22014", "argument of ntile must be greater than zero");
            size_t n = (size_t)buckets.i, small = count / n, more = count % n, at = row - first;
            value.i = (int64_t)(at < more * (small + 1) ? at / (small + 1) : more + (small == 0 ? 0 : (at - more * (small + 1)) / small)) + 1;
        }
        nd_vec_set(call->out, row, value);
    }
    return ND_STATUS_OK;
}

static void run_shift(const struct call *call)
{
    const struct nd_window_use *use = call->use;
    for (size_t row = call->part.first; row < call->part.end; row++) {
        struct nd_datum by = {.i = 1}, value = {.is_null = true};
        if (use->arg_count > 1) by = column(call->op, row, call->columns + 1);
        int64_t shift = use->func == ND_WINDOW_LAG ? -by.i : by.i;
        bool is_there = shift < 0 ? (uint64_t)-shift <= row - call->part.first : (uint64_t)shift < call->part.end - row;
        if (!by.is_null && is_there) value = column(call->op, (size_t)((int64_t)row + shift), call->columns);
        else if (!by.is_null && use->arg_count > 2) value = column(call->op, row, call->columns + 2);
        nd_vec_set(call->out, row, value);
    }
}

static enum nd_status run_values(const struct call *call)
{
    const struct window_op *op = call->op;
    for (size_t row = call->part.first; row < call->part.end; row++) {
        struct span frame = {frame_first(op, row, call->part), frame_end(op, row, call->part)};
        struct nd_datum value = {.is_null = true}, wanted = {.i = 1};
        if (call->use->func == ND_WINDOW_NTH_VALUE) wanted = column(op, row, call->columns + 1);
        if (!wanted.is_null && wanted.i <= 0) return nd_err_set(op->op.exec->err, "22016", "argument of nth_value must be greater than zero");
        bool is_last = call->use->func == ND_WINDOW_LAST_VALUE;
        int64_t left = wanted.i;
        for (size_t i = 0; !wanted.is_null && frame.first + i < frame.end; i++) {
            size_t at = is_last ? frame.end - 1 - i : frame.first + i;
            if (is_excluded(op, row, at) || --left > 0) continue;
            value = column(op, at, call->columns);
            break;
        }
        nd_vec_set(call->out, row, value);
    }
    return ND_STATUS_OK;
}

static enum nd_status run_call(const struct call *call)
{
    switch (call->use->func) {
    case ND_WINDOW_AGG: return run_aggregate(call);
    case ND_WINDOW_ROW_NUMBER:
    case ND_WINDOW_RANK:
    case ND_WINDOW_DENSE_RANK:
    case ND_WINDOW_PERCENT_RANK:
    case ND_WINDOW_CUME_DIST: run_ranks(call); return ND_STATUS_OK;
    case ND_WINDOW_NTILE: return run_ntile(call);
    case ND_WINDOW_LAG:
    case ND_WINDOW_LEAD: run_shift(call); return ND_STATUS_OK;
    case ND_WINDOW_FIRST_VALUE:
    case ND_WINDOW_LAST_VALUE:
    case ND_WINDOW_NTH_VALUE: return run_values(call);
    }
    ND_UNREACHABLE();
}

static enum nd_status run_partition(struct window_op *op, struct span part)
{
    for (size_t row = part.first; row < part.end; row++)
        op->peers[row] = row > part.first && are_peers(op, op->order[row - 1], op->order[row]) ? op->peers[row - 1] : row;
    struct call call = {.op = op, .part = part, .columns = op->layout.uses};
    for (size_t i = 0; i < op->window->use_count; i++) {
        call.use = &op->window->uses[i];
        call.out = &op->results[i];
        ND_TRY(run_call(&call));
        call.columns += call.use->arg_count + (call.use->filter != NULL);
    }
    return nd_exec_check(&op->op.exec->env, &op->op.exec->pace);
}

static enum nd_status eval_offset(struct window_op *op, const struct nd_expr *expr, const char *which, struct nd_datum *out)
{
    if (expr == NULL || op->window->frame & ND_FRAME_RANGE) return ND_STATUS_OK;
    ND_TRY(nd_expr_eval_datum(&op->op.eval, expr, out));
    if (out->is_null) return nd_err_set(op->op.exec->err, "22004", "frame %s offset must not be null", which);
    if (out->i < 0) return nd_err_set(op->op.exec->err, "22013", "frame %s offset must not be negative", which);
    return ND_STATUS_OK;
}

/* RANGE: a negative offset turns a frame around. */
static enum nd_status check_range_offset(struct window_op *op, const struct nd_expr *expr)
{
    struct nd_datum offset;
    if (expr == NULL || !(op->window->frame & ND_FRAME_RANGE)) return ND_STATUS_OK;
    ND_TRY(nd_expr_eval_datum(&op->op.eval, expr, &offset));
    if (offset.is_null) return nd_err_set(op->op.exec->err, "22004", "frame starting offset must not be null");
    bool is_negative = expr->type.id == ND_TYPE_NUMERIC                                     ? nd_numeric_sign(offset.s) < 0
                       : expr->type.id == ND_TYPE_INTERVAL                                  ? nd_interval_cmp(nd_interval_of(offset.s), (struct nd_interval){0}) < 0
                       : nd_type_phys(expr->type.id) == ND_PHYS_BYTES                       ? false
                       : expr->type.id == ND_TYPE_FLOAT4 || expr->type.id == ND_TYPE_FLOAT8 ? offset.f < 0
                                                                                            : offset.i < 0;
    if (is_negative || is_nan(expr->type.id, &offset)) return nd_err_set(op->op.exec->err, "22013", "invalid preceding or following size in window function");
    return ND_STATUS_OK;
}

static enum nd_status compute(struct window_op *op)
{
    ND_TRY(nd__op_begin(&op->op));
    ND_TRY(eval_offset(op, op->window->start, "starting", &op->start));
    ND_TRY(eval_offset(op, op->window->end, "ending", &op->end));
    ND_TRY(check_range_offset(op, op->window->start));
    ND_TRY(check_range_offset(op, op->window->end));
    ND_TRY(keep_all(op));
    ND_TRY(sort_all(op));
    size_t count = op->rows.rows;
    op->results = nd_arena_array(&op->keep, struct nd_vec, op->window->use_count + 1);
    for (size_t i = 0; i < op->window->use_count; i++) op->results[i] = nd_vec_new(&op->keep, op->window->uses[i].type, count + 1);
    for (struct span part = {0, 0}; part.first < count; part.first = part.end) {
        part.end = part.first + 1;
        while (part.end < count && same_partition(op, op->order[part.first], op->order[part.end])) part.end++;
        ND_TRY(run_partition(op, part));
    }
    op->is_done = true;
    return ND_STATUS_OK;
}

static enum nd_status next_window(struct nd_op *base, struct nd_batch *out)
{
    struct window_op *op = (struct window_op *)base;
    const struct nd_plan *plan = base->plan;
    size_t child_width = plan->left->width;
    if (!op->is_done) ND_TRY(compute(op));
    ND_TRY(nd__op_begin(base));
    size_t count = op->rows.rows - op->at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    if (count == 0) return ND_STATUS_OK;
    *out = (struct nd_batch){.rows = count, .columns = plan->width};
    out->vecs = nd_arena_alloc(&base->arena, sizeof *out->vecs * (plan->width + 1));
    for (size_t c = 0; c < plan->width; c++) {
        out->vecs[c] = nd_vec_new(&base->arena, nd__var_type(base->exec, plan->vars[c]), count);
        for (size_t i = 0; i < count; i++)
            nd_vec_set(&out->vecs[c], i, c < child_width ? column(op, op->at + i, c) : nd_vec_get(&op->results[c - child_width], op->at + i));
    }
    op->at += count;
    return ND_STATUS_OK;
}

static void close_window(struct nd_op *base)
{
    struct window_op *op = (struct window_op *)base;
    nd__rowset_deinit(&op->rows, base->exec);
    nd_arena_deinit(&op->keep);
}

static void set_layout(struct window_op *op, struct nd_arena *arena)
{
    const struct nd_window *window = op->window;
    struct layout *layout = &op->layout;
    struct nd_expr *const ranges[3] = {window->range_key, window->range_start, window->range_end};
    layout->partition = op->op.plan->left->width;
    layout->order = layout->partition + window->partition_count;
    layout->range = layout->order + window->order_count;
    layout->uses = layout->range;
    for (size_t i = 0; i < 3; i++) layout->uses += ranges[i] != NULL;
    layout->width = layout->uses;
    for (size_t i = 0; i < window->use_count; i++) layout->width += window->uses[i].arg_count + (window->uses[i].filter != NULL);
    struct nd_type *type = op->types = nd_arena_array(arena, struct nd_type, layout->width + 1);
    for (size_t i = 0; i < layout->partition; i++) *type++ = nd__var_type(op->op.exec, op->op.plan->left->vars[i]);
    for (size_t i = 0; i < window->partition_count; i++) *type++ = window->partition[i]->type;
    for (size_t i = 0; i < window->order_count; i++) *type++ = window->order[i]->type;
    for (size_t i = 0; i < 3; i++)
        if (ranges[i] != NULL) *type++ = ranges[i]->type;
    for (size_t i = 0; i < window->use_count; i++) {
        for (size_t k = 0; k < window->uses[i].arg_count; k++) *type++ = window->uses[i].args[k]->type;
        if (window->uses[i].filter != NULL) *type++ = window->uses[i].filter->type;
    }
}

struct nd_op *nd__op_window(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *base = nd__op_new(exec, plan, sizeof(struct window_op));
    struct window_op *op = (struct window_op *)base;
    op->window = plan->window.window;
    set_layout(op, exec->ops);
    nd__rowset_init(&op->rows, exec->env.heap, op->types, op->layout.width);
    nd_arena_init(&op->keep, exec->env.heap);
    base->next = next_window;
    base->close = close_window;
    return base;
}
