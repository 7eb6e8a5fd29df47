/* SPDX-License-Identifier: Apache-2.0 */
/* enum_first, enum_last, enum_range: what labels the type of an argument has. Its value counts for enum_range of two alone. */
#include "sql/func/func_int.h"
#include "sql/types/array.h"

enum { FIRST, LAST, RANGE, BETWEEN };

static enum nd_status labels_of(struct nd_func_call *call, int64_t **values_out, size_t *count_out)
{
    const struct nd_type_names *names = call->ctx->types->names;
    if (names != NULL && names->labels != NULL && names->labels(names->arg, call->args[0].type.id, call->ctx->arena, values_out, count_out)) return ND_STATUS_OK;
    return nd__no_service(call, call->func->name);
}

static enum nd_status end_of_enum(struct nd_func_call *call)
{
    int64_t *values;
    size_t count;
    ND_TRY(labels_of(call, &values, &count));
    if (count == 0) return nd_err_set(call->err, "55000", "enum %s contains no values", nd_type_name(call->args[0].type.id));
    ND__ROWS (row) call->out->i[row] = values[call->func->param == FIRST ? 0 : count - 1];
    return ND_STATUS_OK;
}

static enum nd_status range_of_enum(struct nd_func_call *call)
{
    int64_t *values;
    size_t count;
    bool has_bounds = call->func->param == BETWEEN;
    ND_TRY(labels_of(call, &values, &count));
    ND__ROWS (row) {
        struct nd_datum *items = nd_arena_alloc(call->ctx->arena, (count + 1) * sizeof *items);
        size_t taken = 0;
        for (size_t i = 0; i < count; i++) {
            if (has_bounds && !call->args[0].nulls[row] && values[i] < call->args[0].i[row]) continue;
            if (has_bounds && !call->args[1].nulls[row] && values[i] > call->args[1].i[row]) continue;
            items[taken++] = nd_datum_i64(values[i]);
        }
        call->out->s[row] = nd_array_of_items(call->args[0].type.id, items, taken, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    F_LAX("enum_first", ANYENUM, end_of_enum, FIRST, ND_STABLE, false, ANYENUM),
    F_LAX("enum_last", ANYENUM, end_of_enum, LAST, ND_STABLE, false, ANYENUM),
    F_LAX("enum_range", ANYARRAY, range_of_enum, RANGE, ND_STABLE, false, ANYENUM),
    F_LAX("enum_range", ANYARRAY, range_of_enum, BETWEEN, ND_STABLE, false, ANYENUM, ANYENUM),
};
const struct nd__func_table nd__funcs_enum = ND__TABLE(funcs);
