/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays: made, taken apart, asked about their shape. */
#include "sql/func/array_int.h"

#include "sql/types/compare.h"

struct nd_array nd__array_at(const struct nd_vec *vec, size_t row)
{
    struct nd_array array;
    bool is_ok = nd_array_open(vec->s[row], &array);
    ND_ASSERT(is_ok);
    return array;
}

/* ---- ARRAY[...] ------------------------------------------------------------------------------------- */

static enum nd_status differing(struct nd_err *err)
{
    return nd_err_set(err, "2202E", "multidimensional arrays must have array expressions with matching dimensions");
}

/* Of arrays: one dimension more; NULLs and empty arrays are left out, unless all are. */
static enum nd_status make_nested(struct nd_func_call *call, enum nd_type_id element, size_t row)
{
    struct nd_arena *arena = call->ctx->arena;
    struct nd_array shape = {0}, part;
    struct nd_datum *items = NULL;
    size_t parts = 0, room = 0;
    bool has_empty = false;
    for (size_t i = 0; i < call->arg_count; i++) {
        if (!call->args[i].nulls[row]) part = nd__array_at(&call->args[i], row);
        if (call->args[i].nulls[row] || part.count == 0) {
            has_empty = true;
            continue;
        }
        if (parts == 0) {
            shape = part;
            room = part.count * call->arg_count;
            items = nd_arena_alloc(arena, room * sizeof *items);
        }
        bool is_same = part.dims == shape.dims && memcmp(part.lens, shape.lens, sizeof part.lens) == 0 &&
                       memcmp(part.lowers, shape.lowers, sizeof part.lowers) == 0;
        if (!is_same || part.dims == ND_ARRAY_DIMS_MAX) return differing(call->err);
        memcpy(items + parts * part.count, nd_array_items(&part, element, arena), part.count * sizeof *items);
        parts++;
    }
    if (has_empty && parts > 0) return differing(call->err);
    if (parts > 0) {
        memmove(shape.lens + 1, shape.lens, (ND_ARRAY_DIMS_MAX - 1) * sizeof shape.lens[0]);
        memmove(shape.lowers + 1, shape.lowers, (ND_ARRAY_DIMS_MAX - 1) * sizeof shape.lowers[0]);
        shape.dims++;
        shape.lens[0] = (int32_t)parts;
        shape.lowers[0] = 1;
        ND_TRY(nd_array_check_size(&shape, &shape.count, call->err));
    }
    call->out->s[row] = nd_array_make(&shape, element, items, arena);
    return ND_STATUS_OK;
}

static enum nd_status make_array(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->out->type.id);
    bool is_nested = call->arg_count > 0 && nd_type_is_array(call->args[0].type.id) && call->args[0].type.id != element;
    struct nd_datum *items = nd_arena_alloc(call->ctx->arena, (call->arg_count + 1) * sizeof *items);
    ND__ROWS (row) {
        if (is_nested) {
            ND_TRY(make_nested(call, element, row));
            continue;
        }
        for (size_t i = 0; i < call->arg_count; i++) items[i] = nd_vec_get(&call->args[i], row);
        call->out->s[row] = nd_array_of_items(element, items, call->arg_count, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_array(void)
{
    static const struct nd_func func = {.name = "ARRAY", .arg_count = 0, .is_variadic = true, .is_lax = true, .result = ANYARRAY, .kernel = make_array};
    return &func;
}

/* ---- subscripts --------------------------------------------------------------------------------------- */

static enum nd_status get_item(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->args[0].type.id);
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row);
        size_t at = 0;
        bool is_inside = array.dims == call->arg_count - 1;
        for (unsigned d = 0; is_inside && d < array.dims; d++) {
            int64_t i = call->args[d + 1].i[row] - array.lowers[d];
            is_inside = i >= 0 && i < array.lens[d];
            at = at * (size_t)array.lens[d] + (size_t)i;
        }
        if (!is_inside) {
            call->out->nulls[row] = 1;
            continue;
        }
        struct nd_dec dec = nd_dec_of(array.items);
        struct nd_datum item;
        for (size_t i = 0; i <= at; i++) nd_array_take(&dec, element, &item);
        nd_vec_set(call->out, row, item);
    }
    return ND_STATUS_OK;
}

/* Copies the elements within [from, from + lens) of each dimension. */
static struct nd_datum *cut(const struct nd_array *array, const int32_t *from, const struct nd_array *slice, const struct nd_datum *items,
                            struct nd_arena *arena)
{
    struct nd_datum *out = nd_arena_alloc(arena, (slice->count + 1) * sizeof *out);
    for (size_t i = 0; i < slice->count; i++) {
        size_t rest = i, at = 0, scale = 1;
        for (unsigned d = slice->dims; d-- > 0;) {
            at += (rest % (size_t)slice->lens[d] + (size_t)from[d]) * scale;
            rest /= (size_t)slice->lens[d];
            scale *= (size_t)array->lens[d];
        }
        out[i] = items[at];
    }
    return out;
}

static enum nd_status get_slice(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->args[0].type.id);
    size_t given = (call->arg_count - 1) / 2;
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row), slice = {.dims = array.dims};
        int32_t from[ND_ARRAY_DIMS_MAX];
        bool is_empty = array.dims == 0 || given > array.dims;
        for (unsigned d = 0; !is_empty && d < array.dims; d++) {
            int64_t first = array.lowers[d], last = first + array.lens[d] - 1;
            int64_t lower = d < given ? call->args[1 + 2 * d].i[row] : first, upper = d < given ? call->args[2 + 2 * d].i[row] : last;
            if (lower < first) lower = first;
            if (upper > last) upper = last;
            is_empty = lower > upper;
            from[d] = (int32_t)(lower - first);
            slice.lens[d] = (int32_t)(upper - lower + 1);
            slice.lowers[d] = 1;
        }
        if (is_empty) slice = (struct nd_array){0};
        ND_TRY(nd_array_check_size(&slice, &slice.count, call->err));
        struct nd_datum *items = is_empty ? NULL : cut(&array, from, &slice, nd_array_items(&array, element, call->ctx->arena), call->ctx->arena);
        call->out->s[row] = nd_array_make(&slice, element, items, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_subscript(bool is_slice)
{
    static const struct nd_func item = {.name = "array_item", .arg_count = 2, .is_variadic = true, .result = ANYELEMENT, .args = {ANYARRAY, INT4}, .kernel = get_item};
    static const struct nd_func slice = {.name = "array_slice", .arg_count = 2, .is_variadic = true, .result = ANYARRAY, .args = {ANYARRAY, INT4}, .kernel = get_slice};
    return is_slice ? &slice : &item;
}

/* ---- shape ---------------------------------------------------------------------------------------------- */

enum { SHAPE_LENGTH,
       SHAPE_LOWER,
       SHAPE_UPPER,
       SHAPE_NDIMS,
       SHAPE_CARDINALITY };

static enum nd_status shape_of(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row);
        int64_t d = call->arg_count == 2 ? call->args[1].i[row] - 1 : 0, value = 0;
        bool is_null = array.dims == 0 || d < 0 || d >= array.dims;
        switch (call->func->param) {
        case SHAPE_LENGTH: value = is_null ? 0 : array.lens[d]; break;
        case SHAPE_LOWER: value = is_null ? 0 : array.lowers[d]; break;
        case SHAPE_UPPER: value = is_null ? 0 : (int64_t)array.lowers[d] + array.lens[d] - 1; break;
        case SHAPE_NDIMS: value = array.dims; break;
        default:
            value = (int64_t)array.count;
            is_null = false;
        }
        call->out->nulls[row] = is_null;
        call->out->i[row] = value;
    }
    return ND_STATUS_OK;
}

static enum nd_status array_dims(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row);
        char text[ND_ARRAY_DIMS_MAX * 28 + 1] = "", *p = text;
        for (unsigned d = 0; d < array.dims; d++)
            p += snprintf(p, 28, "[%d:%d]", array.lowers[d], array.lowers[d] + array.lens[d] - 1);
        call->out->nulls[row] = array.dims == 0;
        call->out->s[row] = nd_slice_str(nd_arena_strdup(call->ctx->arena, text));
    }
    return ND_STATUS_OK;
}

/* What unnest hands on is its argument: the operator takes it apart. */
static enum nd_status same(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->s[row] = call->args[0].s[row];
    return ND_STATUS_OK;
}

/* generate_subscripts(array, dimension [, reverse]): as an array */
static enum nd_status subscripts(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row);
        int64_t d = call->args[1].i[row] - 1;
        bool is_reverse = call->arg_count == 3 && call->args[2].b[row] != 0;
        size_t count = d < 0 || d >= array.dims ? 0 : (size_t)array.lens[d];
        struct nd_datum *items = nd_arena_alloc(call->ctx->arena, (count + 1) * sizeof *items);
        for (size_t i = 0; i < count; i++) items[i] = nd_datum_i64(array.lowers[d] + (int64_t)(is_reverse ? count - 1 - i : i));
        call->out->s[row] = nd_array_of_items(INT4, items, count, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

/* array_fill(value, lengths [, lower bounds]) */
static enum nd_status fill(struct nd_func_call *call)
{
    struct nd_arena *arena = call->ctx->arena;
    enum nd_type_id element = nd_type_element(call->out->type.id);
    ND__ROWS (row) {
        struct nd_array shape = {0}, bounds[2] = {{0}};
        struct nd_datum *given[2] = {NULL, NULL};
        for (size_t i = 1; i < call->arg_count; i++) {
            if (call->args[i].nulls[row]) return nd_err_set(call->err, "22004", "dimension array or low bound array cannot be null");
            bounds[i - 1] = nd__array_at(&call->args[i], row);
            if (bounds[i - 1].dims > 1) {
                (void)nd_err_set(call->err, "2202E", "wrong number of array subscripts");
                return nd_err_detail(call->err, "Dimension array must be one dimensional.");
            }
            given[i - 1] = nd_array_items(&bounds[i - 1], INT4, arena);
            for (size_t k = 0; k < bounds[i - 1].count; k++)
                if (given[i - 1][k].is_null) return nd_err_set(call->err, "22004", "dimension values cannot be null");
        }
        if (bounds[0].count > ND_ARRAY_DIMS_MAX)
            return nd_err_set(call->err, "54000", "number of array dimensions (%zu) exceeds the maximum allowed (%d)", bounds[0].count, ND_ARRAY_DIMS_MAX);
        if (call->arg_count == 3 && bounds[1].count != bounds[0].count) {
            (void)nd_err_set(call->err, "2202E", "wrong number of array subscripts");
            return nd_err_detail(call->err, "Low bound array has different size than dimensions array.");
        }
        bool is_empty = bounds[0].count == 0;
        shape.dims = (unsigned)bounds[0].count;
        for (unsigned d = 0; d < shape.dims; d++) {
            if (given[0][d].i < 0) return nd_err_set(call->err, "54000", "array size exceeds the maximum allowed (%d)", ND_ARRAY_ITEMS_MAX);
            is_empty = is_empty || given[0][d].i == 0;
            shape.lens[d] = (int32_t)given[0][d].i;
            shape.lowers[d] = call->arg_count == 3 ? (int32_t)given[1][d].i : 1;
        }
        if (is_empty) shape = (struct nd_array){0};
        ND_TRY(nd_array_check_size(&shape, &shape.count, call->err));
        struct nd_datum value = nd_vec_get(&call->args[0], row), *items = nd_arena_alloc(arena, (shape.count + 1) * sizeof *items);
        if (!value.is_null && nd_type_phys(element) == ND_PHYS_BYTES) ND_TRY(nd__check_bytes(call, value.s.n == 0 ? 0 : value.s.n > SIZE_MAX / (shape.count + 1) ? SIZE_MAX : value.s.n * shape.count));
        for (size_t i = 0; i < shape.count; i++) items[i] = value;
        call->out->s[row] = nd_array_make(&shape, element, items, arena);
    }
    return ND_STATUS_OK;
}

static enum nd_status trim_array(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->out->type.id);
    ND__ROWS (row) {
        struct nd_array array = nd__array_at(&call->args[0], row);
        int64_t length = array.dims == 0 ? 0 : array.lens[0], gone = call->args[1].i[row];
        if (gone < 0 || gone > length) return nd_err_set(call->err, "2202E", "number of elements to trim must be between 0 and %lld", (long long)length);
        struct nd_datum *items = nd_array_items(&array, element, call->ctx->arena);
        size_t each = length == 0 ? 0 : array.count / (size_t)length;
        struct nd_array rest = array;
        for (unsigned d = 0; d < rest.dims; d++) rest.lowers[d] = 1;
        if (length > 0) rest.lens[0] = (int32_t)(length - gone);
        rest.count = each * (size_t)(length - gone);
        if (rest.count == 0) rest = (struct nd_array){0};
        call->out->s[row] = nd_array_make(&rest, element, items, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

/* ---- containment ------------------------------------------------------------------------------------------ */

static bool has_item(const struct nd_datum *items, size_t count, enum nd_type_id element, const struct nd_datum *item)
{
    for (size_t i = 0; i < count; i++)
        if (!items[i].is_null && nd_datum_eq(element, &items[i], item)) return true;
    return false;
}

enum { CONTAINS,
       IS_CONTAINED,
       OVERLAPS };

static enum nd_status contain(struct nd_func_call *call)
{
    enum nd_type_id element = nd_type_element(call->args[0].type.id);
    size_t whole_at = call->func->param == IS_CONTAINED ? 1 : 0;
    ND__ROWS (row) {
        struct nd_array whole = nd__array_at(&call->args[whole_at], row), part = nd__array_at(&call->args[1 - whole_at], row);
        struct nd_datum *items = nd_array_items(&whole, element, call->ctx->arena), *wanted = nd_array_items(&part, element, call->ctx->arena);
        bool any = false, all = true;
        for (size_t i = 0; i < part.count; i++) {
            bool is_in = !wanted[i].is_null && has_item(items, whole.count, element, &wanted[i]);
            any = any || is_in;
            all = all && is_in;
        }
        call->out->b[row] = call->func->param == OVERLAPS ? any : all;
    }
    return ND_STATUS_OK;
}

/* clang-format off */
static const struct nd_func funcs[] = {
    F("array_length", INT4, shape_of, SHAPE_LENGTH, ANYARRAY, INT4),
    F("array_lower", INT4, shape_of, SHAPE_LOWER, ANYARRAY, INT4),
    F("array_upper", INT4, shape_of, SHAPE_UPPER, ANYARRAY, INT4),
    F("array_ndims", INT4, shape_of, SHAPE_NDIMS, ANYARRAY),
    F("cardinality", INT4, shape_of, SHAPE_CARDINALITY, ANYARRAY),
    F("array_dims", TEXT, array_dims, 0, ANYARRAY),
    F_LAX("array_fill", ANYARRAY, fill, 0, ND_IMMUTABLE, false, ANYELEMENT, INT4_ARRAY),
    F_LAX("array_fill", ANYARRAY, fill, 0, ND_IMMUTABLE, false, ANYELEMENT, INT4_ARRAY, INT4_ARRAY),
    F("trim_array", ANYARRAY, trim_array, 0, ANYARRAY, INT4),
    OP("@>", BOOL, contain, CONTAINS, ANYARRAY, ANYARRAY),
    OP("<@", BOOL, contain, IS_CONTAINED, ANYARRAY, ANYARRAY),
    OP("&&", BOOL, contain, OVERLAPS, ANYARRAY, ANYARRAY),
    {.name = "unnest", .result = ANYELEMENT, .kernel = same, .arg_count = 1, .args = {ANYARRAY}, .is_set = true},
    {.name = "generate_subscripts", .result = INT4, .kernel = subscripts, .arg_count = 2, .args = {ANYARRAY, INT4}, .is_set = true},
    {.name = "generate_subscripts", .result = INT4, .kernel = subscripts, .arg_count = 3, .args = {ANYARRAY, INT4, BOOL}, .is_set = true},
};
/* clang-format on */
const struct nd__func_table nd__funcs_array = ND__TABLE(funcs);
