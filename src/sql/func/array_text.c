/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays changed, searched, joined to text and split from it. */
#include "sql/func/array_int.h"

#include "sql/types/compare.h"

/* ---- append, prepend, concatenate ---------------------------------------------------------------------- */

/* array_append (param 0), array_prepend (1): (array, element), (element, array); a NULL array counts as empty. */
static enum nd_status add_item(struct nd_func_call *call)
{
    int is_front = call->func->param;
    const struct nd_vec *arrays = &call->args[is_front], *values = &call->args[1 - is_front];
    enum nd_type_id element = nd_type_element(arrays->type.id);
    ND__ROWS (row) {
        struct nd_array array = {0};
        if (!arrays->nulls[row]) array = nd__array_at(arrays, row);
        if (array.dims > 1) return nd_err_set(call->err, "22000", "argument must be empty or one-dimensional array");
        struct nd_datum *items = nd_arena_alloc(call->ctx->arena, (array.count + 1) * sizeof *items), *old = nd_array_items(&array, element, call->ctx->arena);
        memcpy(items + is_front, old, array.count * sizeof *items);
        items[is_front ? 0 : array.count] = nd_vec_get(values, row);
        if (array.dims == 0) array = (struct nd_array){.dims = 1, .lowers = {1}};
        array.lens[0]++;
        ND_TRY(nd_array_check_size(&array, &array.count, call->err));
        call->out->s[row] = nd_array_make(&array, element, items, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

static enum nd_status incompatible(struct nd_func_call *call, const char *detail)
{
    (void)nd_err_set(call->err, "2202E", "cannot concatenate incompatible arrays");
    return nd_err_detail(call->err, "%s", detail);
}

/* Arrays of the same number of dimensions, or one more on a side; the inner ones are the same. */
static enum nd_status join_shapes(struct nd_func_call *call, const struct nd_array *a, const struct nd_array *b, struct nd_array *out)
{
    *out = a->dims >= b->dims ? *a : *b;
    if (a->dims + 1 < b->dims || b->dims + 1 < a->dims)
        return incompatible(call, nd_arena_printf(call->ctx->arena, "Arrays of %u and %u dimensions are not compatible for concatenation.", a->dims, b->dims));
    unsigned skip_a = a->dims >= b->dims, skip_b = b->dims >= a->dims, inner = out->dims - 1;
    for (unsigned d = 0; d < inner; d++)
        if (a->lens[d + skip_a] != b->lens[d + skip_b] || a->lowers[d + skip_a] != b->lowers[d + skip_b])
            return incompatible(call, a->dims == b->dims ? "Arrays with differing element dimensions are not compatible for concatenation."
                                                         : "Arrays with differing dimensions are not compatible for concatenation.");
    if (a->dims == b->dims) out->lens[0] = a->lens[0] + b->lens[0];
    else out->lens[0]++;
    return nd_array_check_size(out, &out->count, call->err);
}

static enum nd_status join_arrays(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->args[0].type.id);
    struct nd_arena *arena = call->ctx->arena;
    ND__ROWS (row) {
        bool no_a = call->args[0].nulls[row] != 0, no_b = call->args[1].nulls[row] != 0;
        call->out->nulls[row] = no_a && no_b;
        if (no_a && no_b) continue;
        struct nd_array a = {0}, b = {0}, both;
        if (!no_a) a = nd__array_at(&call->args[0], row);
        if (!no_b) b = nd__array_at(&call->args[1], row);
        if (no_a || no_b || a.dims == 0 || b.dims == 0) {
            call->out->s[row] = call->args[no_a || (a.dims == 0 && !no_b) ? 1 : 0].s[row];
            continue;
        }
        ND_TRY(join_shapes(call, &a, &b, &both));
        struct nd_datum *items = nd_arena_alloc(arena, (a.count + b.count) * sizeof *items);
        memcpy(items, nd_array_items(&a, element, arena), a.count * sizeof *items);
        memcpy(items + a.count, nd_array_items(&b, element, arena), b.count * sizeof *items);
        call->out->s[row] = nd_array_make(&both, element, items, arena);
    }
    return ND_STATUS_OK;
}

/* ---- search --------------------------------------------------------------------------------------------- */

static bool is_same(enum nd_type_id element, const struct nd_datum *a, const struct nd_datum *b)
{
    if (a->is_null || b->is_null) return a->is_null && b->is_null;
    return nd_datum_eq(element, a, b);
}

enum { REMOVE,
       REPLACE,
       POSITION,
       POSITIONS };

static enum nd_status too_many_dims(struct nd_func_call *call)
{
    bool is_remove = call->func->param == REMOVE;
    return nd_err_set(call->err, "0A000", "%s multidimensional arrays is not supported",
                      is_remove ? "removing elements from" : "searching for elements in");
}

static enum nd_status remove_row(struct nd_func_call *call, enum nd_type_id element, size_t row)
{
    struct nd_array array = nd__array_at(&call->args[0], row);
    struct nd_datum *items = nd_array_items(&array, element, call->ctx->arena), wanted = nd_vec_get(&call->args[1], row);
    if (call->func->param == REPLACE) {
        struct nd_datum with = nd_vec_get(&call->args[2], row);
        for (size_t i = 0; i < array.count; i++)
            if (is_same(element, &items[i], &wanted)) items[i] = with;
    } else {
        size_t kept = 0;
        for (size_t i = 0; i < array.count; i++)
            if (!is_same(element, &items[i], &wanted)) items[kept++] = items[i];
        array.count = kept;
        array.lens[0] = (int32_t)kept;
    }
    call->out->s[row] = nd_array_make(&array, element, items, call->ctx->arena);
    return ND_STATUS_OK;
}

static enum nd_status find_row(struct nd_func_call *call, enum nd_type_id element, size_t row)
{
    struct nd_array array = nd__array_at(&call->args[0], row);
    struct nd_datum *items = nd_array_items(&array, element, call->ctx->arena), wanted = nd_vec_get(&call->args[1], row);
    struct nd_datum *found = nd_arena_alloc(call->ctx->arena, (array.count + 1) * sizeof *found);
    int64_t from = array.lowers[0];
    size_t count = 0;
    if (call->arg_count == 3 && call->args[2].nulls[row]) return nd_err_set(call->err, "22004", "initial position must not be null");
    if (call->arg_count == 3) from = call->args[2].i[row];
    for (size_t i = 0; i < array.count; i++)
        if ((int64_t)i + array.lowers[0] >= from && is_same(element, &items[i], &wanted)) found[count++] = nd_datum_i64((int64_t)i + array.lowers[0]);
    if (call->func->param == POSITIONS) {
        call->out->s[row] = nd_array_of_items(INT4, found, count, call->ctx->arena);
    } else {
        call->out->nulls[row] = count == 0;
        if (count > 0) call->out->i[row] = found[0].i;
    }
    return ND_STATUS_OK;
}

static enum nd_status search(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->args[0].type.id);
    bool is_change = call->func->param == REMOVE || call->func->param == REPLACE;
    ND__ROWS (row) {
        if (call->args[0].nulls[row]) {
            call->out->nulls[row] = 1;
            continue;
        }
        if (call->func->param != REPLACE && nd__array_at(&call->args[0], row).dims > 1) return too_many_dims(call);
        ND_TRY(is_change ? remove_row(call, element, row) : find_row(call, element, row));
    }
    return ND_STATUS_OK;
}

/* ---- text --------------------------------------------------------------------------------------------------- */

/* array_to_string(array, delimiter [, text of NULLs]) */
static enum nd_status to_string(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->args[0].type.id);
    struct nd_buf buf;
    nd_buf_init(&buf, call->ctx->heap);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        if (call->args[0].nulls[row] || call->args[1].nulls[row]) {
            call->out->nulls[row] = 1;
            continue;
        }
        struct nd_array array = nd__array_at(&call->args[0], row);
        struct nd_dec dec = nd_dec_of(array.items);
        bool shows_null = call->arg_count == 3 && !call->args[2].nulls[row], is_first = true;
        nd_buf_clear(&buf);
        for (size_t i = 0; i < array.count; i++) {
            struct nd_datum item;
            nd_array_take(&dec, element, &item);
            if (item.is_null && !shows_null) continue;
            if (!is_first) nd_buf_put_slice(&buf, call->args[1].s[row]);
            is_first = false;
            if (item.is_null) nd_buf_put_slice(&buf, call->args[2].s[row]);
            else nd_type_out(call->ctx->types, ND_TYPE(element), &item, &buf);
        }
        ND_TRY_OR(nd__check_bytes(call, buf.n), out);
        call->out->s[row] = nd__take_text(call, &buf);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

struct parts {
    struct nd_arena *arena;
    struct nd_datum *items;
    size_t count, cap;
};

static void add_part(struct parts *parts, struct nd_slice text, const struct nd_slice *null_text)
{
    if (parts->count == parts->cap) {
        size_t cap = parts->cap == 0 ? 16 : parts->cap * 2;
        struct nd_datum *items = nd_arena_alloc(parts->arena, cap * sizeof *items);
        if (parts->count > 0) memcpy(items, parts->items, parts->count * sizeof *items);
        parts->items = items;
        parts->cap = cap;
    }
    bool is_null = null_text != NULL && nd_slice_eq(*null_text, text);
    parts->items[parts->count++] = is_null ? ND_DATUM_NULL : nd_datum_bytes(text);
}

/* string_to_array(text, delimiter [, text of NULLs]): without a delimiter, characters; an empty one: the text whole */
static enum nd_status from_string(struct nd_func_call *call)
{
    ND__ROWS (row) {
        if (call->args[0].nulls[row]) {
            call->out->nulls[row] = 1;
            continue;
        }
        struct nd_slice text = call->args[0].s[row], by = call->args[1].nulls[row] ? ND_SLICE_EMPTY : call->args[1].s[row];
        const struct nd_slice *null_text = call->arg_count == 3 && !call->args[2].nulls[row] ? &call->args[2].s[row] : NULL;
        struct parts parts = {.arena = call->ctx->arena};
        if (call->args[1].nulls[row]) {
            for (size_t n; text.n > 0; text = nd_slice_drop(text, n)) {
                n = nd_text_prefix_bytes(text, 1);
                add_part(&parts, nd_slice_of(text.p, n), null_text);
            }
        } else if (text.n > 0) {
            for (const uint8_t *at; by.n > 0 && (at = memmem(text.p, text.n, by.p, by.n)) != NULL;) {
                size_t n = (size_t)(at - text.p);
                add_part(&parts, nd_slice_of(text.p, n), null_text);
                text = nd_slice_of(at + by.n, text.n - n - by.n);
            }
            add_part(&parts, text, null_text);
        }
        call->out->s[row] = nd_array_of_items(TEXT, parts.items, parts.count, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

/* clang-format off */
#define SET_LAX(fn_name, res, fn, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .is_lax = true, .is_set = true}
#define OP_LAX(fn_name, res, fn, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .is_lax = true, .is_operator = true}
static const struct nd_func funcs[] = {
    F_LAX("array_append", ANYCOMPATIBLEARRAY, add_item, 0, ND_IMMUTABLE, false, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE),
    F_LAX("array_prepend", ANYCOMPATIBLEARRAY, add_item, 1, ND_IMMUTABLE, false, ANYCOMPATIBLE, ANYCOMPATIBLEARRAY),
    F_LAX("array_cat", ANYCOMPATIBLEARRAY, join_arrays, 0, ND_IMMUTABLE, false, ANYCOMPATIBLEARRAY, ANYCOMPATIBLEARRAY),
    OP_LAX("||", ANYCOMPATIBLEARRAY, add_item, 0, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE),
    OP_LAX("||", ANYCOMPATIBLEARRAY, add_item, 1, ANYCOMPATIBLE, ANYCOMPATIBLEARRAY),
    OP_LAX("||", ANYCOMPATIBLEARRAY, join_arrays, 0, ANYCOMPATIBLEARRAY, ANYCOMPATIBLEARRAY),
    F_LAX("array_remove", ANYCOMPATIBLEARRAY, search, REMOVE, ND_IMMUTABLE, false, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE),
    F_LAX("array_replace", ANYCOMPATIBLEARRAY, search, REPLACE, ND_IMMUTABLE, false, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE, ANYCOMPATIBLE),
    F_LAX("array_position", INT4, search, POSITION, ND_IMMUTABLE, false, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE),
    F_LAX("array_position", INT4, search, POSITION, ND_IMMUTABLE, false, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE, INT4),
    F_LAX("array_positions", INT4_ARRAY, search, POSITIONS, ND_IMMUTABLE, false, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE),
    F_LAX("array_to_string", TEXT, to_string, 0, ND_STABLE, false, ANYARRAY, TEXT),
    F_LAX("array_to_string", TEXT, to_string, 0, ND_STABLE, false, ANYARRAY, TEXT, TEXT),
    F_LAX("string_to_array", TEXT_ARRAY, from_string, 0, ND_IMMUTABLE, false, TEXT, TEXT),
    F_LAX("string_to_array", TEXT_ARRAY, from_string, 0, ND_IMMUTABLE, false, TEXT, TEXT, TEXT),
    SET_LAX("string_to_table", TEXT, from_string, 0, TEXT, TEXT),
    SET_LAX("string_to_table", TEXT, from_string, 0, TEXT, TEXT, TEXT),
};
/* clang-format on */
const struct nd__func_table nd__funcs_array_text = ND__TABLE(funcs);
