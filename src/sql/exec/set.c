/* SPDX-License-Identifier: Apache-2.0 */
/* set.c - calls that give rows: generate_series by steps, functions that make arrays of their rows, single values. For
 * each row of the child the calls go in step until all have ended; the shorter ones give NULLs. */
#include "sql/exec/exec_int.h"
#include "sql/types/array.h"
#include "sql/types/datetime.h"
#include "sql/types/numeric.h"

/* One call for the row at hand. Values borrow from `keep`. */
struct cursor {
    bool is_over;
    struct nd_datum value, last, step; /* SERIES: the next value */
    int direction;
    struct nd_dec items; /* ARRAY: elements to come */
    size_t left;
    size_t slice_count;  /* elements a row, where rows are arrays themselves; 0: rows are elements */
    struct nd_array slice;
};

struct set_op {
    struct nd_op op;
    struct nd_batch in;
    size_t row;
    bool is_open; /* cursors are at a row of `in` */
    struct cursor *cursors;
    int64_t ordinal;
    struct nd_arena keep; /* of the row at hand */
};

/* ---- series ------------------------------------------------------------------------------------------------- */

static bool is_int(enum nd_type_id type) { return type == ND_TYPE_INT4 || type == ND_TYPE_INT8; }

static int sign_of_step(enum nd_type_id type, const struct nd_datum *step)
{
    if (type == ND_TYPE_NUMERIC) return nd_numeric_sign(step->s);
    if (type != ND_TYPE_INTERVAL) return step->i > 0 ? 1 : step->i < 0 ? -1
                                                                       : 0;
    return nd_interval_cmp(nd_interval_of(step->s), (struct nd_interval){0});
}

static enum nd_status add_step(struct set_op *set, const struct nd_set_use *use, struct cursor *cursor)
{
    if (is_int(use->type.id)) {
        bool is_past = __builtin_add_overflow(cursor->value.i, cursor->step.i, &cursor->value.i);
        if (use->type.id == ND_TYPE_INT4) is_past = is_past || cursor->value.i > INT32_MAX || cursor->value.i < INT32_MIN;
        cursor->is_over = cursor->is_over || is_past;
        return ND_STATUS_OK;
    }
    enum nd_type_id types[2] = {use->type.id, use->args[2]->type.id};
    const struct nd_func *plus = nd_func_find("+", types, 2, true);
    ND_ASSERT(plus != NULL);
    struct nd_vec args[2], sum = nd_vec_new(&set->keep, use->type, 1);
    struct nd_sel one = {NULL, 1};
    for (size_t i = 0; i < 2; i++) {
        args[i] = nd_vec_new(&set->keep, (struct nd_type){types[i], -1}, 1);
        nd_vec_set(&args[i], 0, i == 0 ? cursor->value : cursor->step);
    }
    struct nd_func_ctx ctx = {.types = set->op.exec->env.types, .services = set->op.exec->env.services, .arena = &set->keep, .heap = set->op.exec->env.heap};
    ND_TRY(nd_func_eval(plus, &ctx, args, 2, &one, &sum, set->op.exec->err));
    cursor->value = nd_vec_get(&sum, 0);
    return ND_STATUS_OK;
}

/* NUMERIC alone: what no series can begin, end or go by. */
static enum nd_status check_numeric(struct set_op *set, const struct nd_datum *value, const char *what)
{
    if (!nd_numeric_is_nan(value->s) && !nd_numeric_is_inf(value->s)) return ND_STATUS_OK;
    return nd_err_set(set->op.exec->err, "22023", "%s cannot be %s", what, nd_numeric_is_nan(value->s) ? "NaN" : "infinity");
}

static enum nd_status start_series(struct set_op *set, const struct nd_set_use *use, const struct nd_vec *args, struct cursor *cursor)
{
    struct nd_datum *values[3] = {&cursor->value, &cursor->last, &cursor->step};
    static const char *const names[3] = {"start value", "stop value", "step size"};
    for (size_t i = 0; i < 3; i++) {
        *values[i] = nd_vec_get(&args[i], set->row);
        if (values[i]->is_null) cursor->is_over = true;
    }
    if (cursor->is_over) return ND_STATUS_OK;
    for (size_t i = 0; i < 3 && use->type.id == ND_TYPE_NUMERIC; i++) ND_TRY(check_numeric(set, values[i], names[i]));
    cursor->direction = sign_of_step(use->args[2]->type.id, &cursor->step);
    if (cursor->direction == 0) return nd_err_set(set->op.exec->err, "22023", "step size cannot equal zero");
    return ND_STATUS_OK;
}

static enum nd_status take_series(struct set_op *set, const struct nd_set_use *use, struct cursor *cursor, struct nd_datum *out)
{
    int order = nd_datum_cmp(use->type.id, &cursor->value, &cursor->last);
    if (cursor->direction > 0 ? order > 0 : order < 0) {
        cursor->is_over = true;
        return ND_STATUS_OK;
    }
    *out = cursor->value;
    return add_step(set, use, cursor);
}

/* ---- cursors ------------------------------------------------------------------------------------------------- */

/* An expression for the row at hand; the value lives as long as the row. */
static enum nd_status eval_arg(struct set_op *set, const struct nd_expr *expr, struct nd_vec *out)
{
    struct nd_eval eval = set->op.eval;
    uint32_t row = (uint32_t)set->row;
    struct nd_sel one = {&row, 1};
    eval.arena = &set->keep;
    return nd_expr_eval(&eval, expr, &set->in, &one, out);
}

/* Rows are arrays: the first dimension counts them, the rest is their shape. */
static void start_slices(struct cursor *cursor, const struct nd_array *array)
{
    cursor->slice = *array;
    cursor->left = (size_t)array->lens[0];
    cursor->slice_count = array->count / cursor->left;
    cursor->slice.dims--;
    cursor->slice.count = cursor->slice_count;
    memmove(cursor->slice.lens, array->lens + 1, sizeof array->lens - sizeof array->lens[0]);
    memmove(cursor->slice.lowers, array->lowers + 1, sizeof array->lowers - sizeof array->lowers[0]);
}

static struct nd_datum take_slice(struct set_op *set, const struct nd_set_use *use, struct cursor *cursor)
{
    enum nd_type_id element = nd_type_element(use->type.id);
    struct nd_datum *items = nd_arena_array(&set->keep, struct nd_datum, cursor->slice_count);
    for (size_t i = 0; i < cursor->slice_count; i++) nd_array_take(&cursor->items, element, &items[i]);
    return nd_datum_bytes(nd_array_make(&cursor->slice, element, items, &set->keep));
}

static enum nd_status open_cursor(struct set_op *set, const struct nd_set_use *use, struct cursor *cursor)
{
    struct nd_vec args[3];
    *cursor = (struct cursor){0};
    for (size_t i = 0; i < use->arg_count; i++) ND_TRY(eval_arg(set, use->args[i], &args[i]));
    if (use->kind == ND_SET_SERIES) return start_series(set, use, args, cursor);
    struct nd_datum value = nd_vec_get(&args[0], set->row);
    cursor->left = 1;
    cursor->value = value;
    if (use->kind == ND_SET_VALUE) return ND_STATUS_OK;
    struct nd_array array = {0};
    if (!value.is_null && !nd_array_open(value.s, &array)) return ND_STATUS_CORRUPT;
    cursor->left = value.is_null ? 0 : array.count;
    cursor->items = nd_dec_of(array.items);
    if (use->type.id == args[0].type.id && array.dims > 1) start_slices(cursor, &array);
    cursor->is_over = cursor->left == 0;
    return ND_STATUS_OK;
}

/* The next value; is_over is set where there is none. */
static enum nd_status take(struct set_op *set, const struct nd_set_use *use, struct cursor *cursor, struct nd_datum *out)
{
    *out = (struct nd_datum){.is_null = true};
    if (cursor->is_over) return ND_STATUS_OK;
    if (use->kind == ND_SET_SERIES) return take_series(set, use, cursor, out);
    if (cursor->left == 0) {
        cursor->is_over = true;
        return ND_STATUS_OK;
    }
    cursor->left--;
    if (use->kind == ND_SET_VALUE) *out = cursor->value;
    else if (cursor->slice_count > 0) *out = take_slice(set, use, cursor);
    else nd_array_take(&cursor->items, use->type.id, out);
    return ND_STATUS_OK;
}

/* ---- the operator ---------------------------------------------------------------------------------------------- */

static enum nd_status open_row(struct set_op *set)
{
    nd_arena_reset(&set->keep);
    set->is_open = true;
    set->ordinal = 0;
    for (size_t i = 0; i < set->op.plan->set.count; i++) ND_TRY(open_cursor(set, &set->op.plan->set.uses[i], &set->cursors[i]));
    return ND_STATUS_OK;
}

static void put(struct nd_vec *vec, size_t row, struct nd_datum value, struct nd_arena *arena)
{
    if (!value.is_null && nd_type_phys(vec->type.id) == ND_PHYS_BYTES) value.s = nd_arena_copy(arena, value.s);
    nd_vec_set(vec, row, value);
}

/* One row more, or the end of the child's row. */
static enum nd_status step(struct set_op *set, struct nd_batch *out, size_t child_width)
{
    const struct nd_plan *plan = set->op.plan;
    struct nd_datum values[ND_SET_USES_MAX];
    bool all_over = true;
    for (size_t i = 0; i < plan->set.count; i++) {
        ND_TRY(take(set, &plan->set.uses[i], &set->cursors[i], &values[i]));
        if (set->cursors[i].is_over && plan->set.uses[i].kind == ND_SET_SERIES && !values[i].is_null) all_over = false; /* its last */
        all_over = all_over && set->cursors[i].is_over;
    }
    if (all_over) {
        set->is_open = false;
        set->row++;
        return ND_STATUS_OK;
    }
    size_t at = out->rows++;
    for (size_t c = 0; c < child_width; c++) nd_vec_set(&out->vecs[c], at, nd_vec_get(&set->in.vecs[c], set->row));
    for (size_t i = 0; i < plan->set.count; i++) put(&out->vecs[child_width + i], at, values[i], &set->op.arena);
    if (plan->set.has_ordinal) nd_vec_set(&out->vecs[child_width + plan->set.count], at, (struct nd_datum){.i = ++set->ordinal});
    return ND_STATUS_OK;
}

static enum nd_status next_set(struct nd_op *op, struct nd_batch *out)
{
    struct set_op *set = (struct set_op *)op;
    const struct nd_plan *plan = op->plan;
    size_t child_width = plan->left->width;
    ND_TRY(nd__op_begin(op));
    *out = (struct nd_batch){.columns = plan->width};
    out->vecs = nd_arena_alloc(&op->arena, sizeof *out->vecs * (plan->width + 1));
    for (size_t c = 0; c < plan->width; c++) out->vecs[c] = nd_vec_new(&op->arena, nd__var_type(op->exec, plan->vars[c]), ND_SQL_BATCH_ROWS);
    while (out->rows < ND_SQL_BATCH_ROWS) {
        if (set->row >= set->in.rows) {
            if (out->rows > 0) return ND_STATUS_OK; /* values of the child's batch are borrowed */
            set->row = 0;
            ND_TRY(nd__op_next(op->left, &set->in));
            if (set->in.rows == 0) return ND_STATUS_OK;
        }
        if (!set->is_open) ND_TRY(open_row(set));
        ND_TRY(step(set, out, child_width));
    }
    return ND_STATUS_OK;
}

static void close_set(struct nd_op *op) { nd_arena_deinit(&((struct set_op *)op)->keep); }

struct nd_op *nd__op_set(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct set_op));
    struct set_op *set = (struct set_op *)op;
    set->cursors = nd_arena_array(exec->ops, struct cursor, plan->set.count + 1);
    nd_arena_init(&set->keep, exec->env.heap);
    op->next = next_set;
    op->close = close_set;
    return op;
}
