/* SPDX-License-Identifier: Apache-2.0 */
/* a[i] = x and a[i:j] = x of UPDATE and INSERT: the array with the element or the slice put in. */
#include "sql/func/array_int.h"

static enum nd_status bad(struct nd_func_call *call, const char *text) { return nd_err_set(call->err, "2202E", "%s", text); }

/* The box of subscripts that is assigned to, one pair a dimension. */
struct box {
    int64_t lower[ND_ARRAY_DIMS_MAX], upper[ND_ARRAY_DIMS_MAX];
    bool has_lower[ND_ARRAY_DIMS_MAX], has_upper[ND_ARRAY_DIMS_MAX];
    unsigned dims;
};

static enum nd_status take_box(struct nd_func_call *call, size_t row, bool is_slice, struct box *box)
{
    size_t step = is_slice ? 2 : 1;
    box->dims = (unsigned)((call->arg_count - 2) / step);
    for (unsigned d = 0; d < box->dims; d++) {
        const struct nd_vec *lower = &call->args[2 + d * step], *upper = &call->args[2 + d * step + step - 1];
        if (lower->nulls[row] || upper->nulls[row]) return nd_err_set(call->err, "22004", "array subscript in assignment must not be null");
        box->lower[d] = lower->i[row];
        box->upper[d] = upper->i[row];
        box->has_lower[d] = !is_slice || box->lower[d] != INT32_MIN;
        box->has_upper[d] = !is_slice || box->upper[d] != INT32_MAX;
    }
    return ND_STATUS_OK;
}

/* Of an array that has no elements yet. */
static enum nd_status new_shape(struct nd_func_call *call, const struct box *box, struct nd_array *shape)
{
    *shape = (struct nd_array){.dims = box->dims};
    for (unsigned d = 0; d < box->dims; d++) {
        if (!box->has_lower[d] || !box->has_upper[d]) {
            (void)bad(call, "array slice subscript must provide both boundaries");
            return nd_err_detail(call->err, "When assigning to a slice of an empty array value, slice boundaries must be fully specified.");
        }
        if (box->lower[d] > box->upper[d]) return bad(call, "upper bound cannot be less than lower bound");
        int64_t len = box->upper[d] - box->lower[d] + 1;
        if (len > ND_ARRAY_ITEMS_MAX) return nd_err_set(call->err, "54000", "array size exceeds the maximum allowed (%d)", ND_ARRAY_ITEMS_MAX);
        shape->lens[d] = (int32_t)len;
        shape->lowers[d] = (int32_t)box->lower[d];
    }
    return nd_array_check_size(shape, &shape->count, call->err);
}

/* An array of one dimension grows in both directions; of more, the box must lie within. The box gets all its bounds. */
static enum nd_status fit(struct nd_func_call *call, const struct nd_array *old, struct box *box, struct nd_array *shape)
{
    *shape = *old;
    bool is_slice = call->func->param != 0;
    if (is_slice ? old->dims < box->dims : old->dims != box->dims) return bad(call, "wrong number of array subscripts");
    for (unsigned d = 0; d < old->dims; d++) {
        int64_t first = old->lowers[d], last = first + old->lens[d] - 1;
        bool is_given = d < box->dims;
        if (!is_given || !box->has_lower[d]) box->lower[d] = first;
        if (!is_given || !box->has_upper[d]) box->upper[d] = last;
        if (box->lower[d] > box->upper[d]) return bad(call, "upper bound cannot be less than lower bound");
        bool is_outside = box->lower[d] < first || box->upper[d] > last;
        if (is_outside && old->dims > 1) return bad(call, "array subscript out of range");
        if (!is_outside) continue;
        int64_t low = box->lower[d] < first ? box->lower[d] : first, high = box->upper[d] > last ? box->upper[d] : last;
        if (high - low + 1 > ND_ARRAY_ITEMS_MAX) return nd_err_set(call->err, "54000", "array size exceeds the maximum allowed (%d)", ND_ARRAY_ITEMS_MAX);
        shape->lowers[d] = (int32_t)low;
        shape->lens[d] = (int32_t)(high - low + 1);
    }
    box->dims = old->dims;
    return nd_array_check_size(shape, &shape->count, call->err);
}

/* Where the element stands whose place within the box is `n`. */
static size_t place(const struct nd_array *shape, const struct box *box, size_t n)
{
    size_t at = 0, stride = 1;
    for (unsigned d = shape->dims; d-- > 0;) {
        size_t len = (size_t)(box->upper[d] - box->lower[d] + 1);
        at += (n % len + (size_t)(box->lower[d] - shape->lowers[d])) * stride;
        n /= len;
        stride *= (size_t)shape->lens[d];
    }
    return at;
}

static enum nd_status assign_row(struct nd_func_call *call, size_t row)
{
    enum nd_type_id element = nd_type_element(call->out->type.id);
    struct nd_arena *arena = call->ctx->arena;
    bool is_slice = call->func->param != 0;
    struct nd_array old = {0}, shape, given = {0};
    struct box box;
    ND_TRY(take_box(call, row, is_slice, &box));
    if (!call->args[0].nulls[row]) old = nd__array_at(&call->args[0], row);
    if (is_slice && call->args[1].nulls[row]) { /* nothing to put in */
        call->out->s[row] = call->args[0].nulls[row] ? nd_array_of_items(element, NULL, 0, arena) : call->args[0].s[row];
        return ND_STATUS_OK;
    }
    if (old.dims == 0) ND_TRY(new_shape(call, &box, &shape));
    else ND_TRY(fit(call, &old, &box, &shape));
    struct nd_datum value = nd_vec_get(&call->args[1], row), *from = &value;
    size_t count = 1;
    for (unsigned d = 0; d < box.dims; d++) count *= (size_t)(box.upper[d] - box.lower[d] + 1);
    if (is_slice) {
        given = nd__array_at(&call->args[1], row);
        if (given.count < count) return bad(call, "source array too small");
        from = nd_array_items(&given, element, arena);
    }
    ND_TRY(nd__check_bytes(call, shape.count * sizeof(struct nd_datum))); /* a[1000000000] = 1 makes as many NULLs */
    struct nd_datum *items = nd_arena_alloc(arena, (shape.count + 1) * sizeof *items);
    struct nd_datum *before = old.dims == 0 ? NULL : nd_array_items(&old, element, arena);
    size_t shift = old.dims == 1 ? (size_t)(old.lowers[0] - shape.lowers[0]) : 0;
    for (size_t i = 0; i < shape.count; i++) items[i] = i >= shift && i - shift < old.count ? before[i - shift] : ND_DATUM_NULL;
    for (size_t i = 0; i < count; i++) items[place(&shape, &box, i)] = from[i];
    call->out->s[row] = nd_array_make(&shape, element, items, arena);
    return ND_STATUS_OK;
}

static enum nd_status assign(struct nd_func_call *call)
{
    ND__ROWS (row) ND_TRY(assign_row(call, row));
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_assign(bool is_slice)
{
    static const struct nd_func item = {.name = "array assignment", .arg_count = 3, .is_variadic = true, .is_lax = true, .result = ANYARRAY, .args = {ANYARRAY, ANYELEMENT, INT4}, .kernel = assign};
    static const struct nd_func slice = {
        .name = "array slice assignment", .arg_count = 3, .is_variadic = true, .is_lax = true, .result = ANYARRAY, .args = {ANYARRAY, ANYARRAY, INT4}, .kernel = assign, .param = 1};
    return is_slice ? &slice : &item;
}
