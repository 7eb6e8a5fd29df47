/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as values: made, taken apart, IS NULL. They have no names in pg_proc: the binder calls them. */
#include "sql/func/func_int.h"
#include "sql/types/record.h"

static const struct nd_slice *split_names(const struct nd_vec *names, size_t row, size_t count, struct nd_arena *arena)
{
    if (names->nulls[row]) return NULL;
    struct nd_slice *list = nd_arena_alloc(arena, (count + 1) * sizeof *list);
    const uint8_t *p = names->s[row].p, *end = p + names->s[row].n;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *stop = memchr(p, '\0', (size_t)(end - p));
        ND_ASSERT(stop != NULL);
        list[i] = nd_slice_of(p, (size_t)(stop - p));
        p = stop + 1;
    }
    return list;
}

static enum nd_status make_row(struct nd_func_call *call)
{
    enum nd_row_kind kind = (enum nd_row_kind)call->func->param;
    size_t first = kind == ND_ROW_KEYED ? 2 : 1, count = call->arg_count - first;
    struct nd_datum *fields = nd_arena_alloc(call->ctx->arena, (count + 1) * sizeof *fields);
    enum nd_type_id *types = nd_arena_alloc(call->ctx->arena, (count + 1) * sizeof *types);
    const struct nd_slice *names = NULL;
    bool has_names = false;
    for (size_t i = 0; i < count; i++) types[i] = call->args[first + i].type.id;
    ND__ROWS (row) {
        bool is_missing = kind == ND_ROW_KEYED ? call->args[1].nulls[row] != 0 : kind == ND_ROW_NOT_EMPTY;
        size_t bytes = 0;
        for (size_t i = 0; i < count; i++) {
            fields[i] = nd_vec_get(&call->args[first + i], row);
            if (!fields[i].is_null && nd_type_phys(types[i]) == ND_PHYS_BYTES) bytes += fields[i].s.n;
            if (kind == ND_ROW_NOT_EMPTY && !fields[i].is_null) is_missing = false;
        }
        call->out->nulls[row] = is_missing;
        if (is_missing) continue;
        ND_TRY(nd__check_bytes(call, bytes));
        if (!has_names) names = split_names(&call->args[0], row, count, call->ctx->arena); /* a constant */
        has_names = true;
        ND_TRY(nd_record_make(types, fields, names, count, call->ctx->arena, &call->out->s[row], call->err));
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_row(enum nd_row_kind kind)
{
    static const struct nd_func plain = F_LAX("row", RECORD, make_row, ND_ROW_PLAIN, ND_IMMUTABLE, true, TEXT);
    static const struct nd_func keyed = F_LAX("row", RECORD, make_row, ND_ROW_KEYED, ND_IMMUTABLE, true, TEXT, ANY);
    static const struct nd_func not_empty = F_LAX("row", RECORD, make_row, ND_ROW_NOT_EMPTY, ND_IMMUTABLE, true, TEXT);
    return kind == ND_ROW_PLAIN ? &plain : kind == ND_ROW_KEYED ? &keyed : &not_empty;
}

static enum nd_status get_field(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_record record = nd_record_open(call->args[0].s[row]);
        size_t at = (size_t)call->args[1].i[row];
        enum nd_type_id type;
        struct nd_datum datum;
        if (at >= record.count) return nd_err_set(call->err, "42804", "record has %zu fields, not %zu", record.count, at + 1);
        for (size_t i = 0; i < at; i++) nd_record_skip(&record);
        nd_record_take(&record, &type, &datum);
        if (type != call->out->type.id)
            return nd_err_set(call->err, "42804", "field %zu of a record has type %s, not %s", at + 1, nd_type_name(type), nd_type_name(call->out->type.id));
        nd_vec_set(call->out, row, datum);
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_field(void)
{
    static const struct nd_func func = F("field", ANY, get_field, 0, RECORD, INT4);
    return &func;
}

static enum nd_status is_null(struct nd_func_call *call)
{
    bool is_not = call->func->param != 0;
    ND__ROWS (row) {
        bool holds = true;
        if (call->args[0].nulls[row]) {
            call->out->b[row] = !is_not;
            continue;
        }
        struct nd_record record = nd_record_open(call->args[0].s[row]);
        for (size_t i = 0; i < record.count && holds; i++) {
            enum nd_type_id type;
            struct nd_datum datum;
            nd_record_take(&record, &type, &datum);
            holds = datum.is_null != is_not;
        }
        call->out->b[row] = holds;
    }
    return ND_STATUS_OK;
}

const struct nd_func *nd_func_row_is_null(bool is_not)
{
    static const struct nd_func null = F_LAX("row is null", BOOL, is_null, 0, ND_IMMUTABLE, false, RECORD);
    static const struct nd_func not_null = F_LAX("row is not null", BOOL, is_null, 1, ND_IMMUTABLE, false, RECORD);
    return is_not ? &not_null : &null;
}
