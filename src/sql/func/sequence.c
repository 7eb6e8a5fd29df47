/* SPDX-License-Identifier: Apache-2.0 */
/* nextval, currval, lastval, setval: the session does them. */
#include "sql/func/func_int.h"

static void sequence_of(const struct nd_func_call *call, size_t row, struct nd_slice *name, uint32_t *oid)
{
    bool is_text = call->args[0].type.id == ND_TYPE_TEXT;
    *name = is_text ? call->args[0].s[row] : ND_SLICE_EMPTY;
    *oid = is_text ? 0 : (uint32_t)call->args[0].i[row];
}

/* Rows that all name one sequence draw their values at once. */
static bool is_one_sequence(const struct nd_func_call *call, size_t *rows_out)
{
    struct nd_slice first_name = ND_SLICE_EMPTY;
    uint32_t first_oid = 0;
    bool is_one = true;
    *rows_out = 0;
    ND__ROWS (row) {
        struct nd_slice name;
        uint32_t oid;
        sequence_of(call, row, &name, &oid);
        if ((*rows_out)++ == 0) {
            first_name = name;
            first_oid = oid;
        }
        is_one = is_one && oid == first_oid && nd_slice_eq(name, first_name);
    }
    return is_one;
}

static enum nd_status nextval(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    uint64_t left = 0;
    int64_t value = 0, step = 0;
    size_t rows;
    if (services == NULL || services->sequence_next == NULL) return nd__no_service(call, "nextval() here");
    bool is_one = is_one_sequence(call, &rows);
    ND__ROWS (row) {
        struct nd_slice name;
        uint32_t oid;
        sequence_of(call, row, &name, &oid);
        if (left == 0) ND_TRY(services->sequence_next(services->arg, name, oid, is_one ? rows : 1, &value, &left, &step, call->err));
        call->out->i[row] = value;
        rows--;
        if (--left > 0) value = (int64_t)((uint64_t)value + (uint64_t)step);
    }
    return ND_STATUS_OK;
}

static enum nd_status currval(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->sequence_current == NULL) return nd__no_service(call, "currval() here");
    ND__ROWS (row) {
        struct nd_slice name;
        uint32_t oid;
        sequence_of(call, row, &name, &oid);
        ND_TRY(services->sequence_current(services->arg, name, oid, &call->out->i[row], call->err));
    }
    return ND_STATUS_OK;
}

static enum nd_status lastval(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->sequence_last == NULL) return nd__no_service(call, "lastval() here");
    ND__ROWS (row) ND_TRY(services->sequence_last(services->arg, &call->out->i[row], call->err));
    return ND_STATUS_OK;
}

static enum nd_status setval(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->sequence_set == NULL) return nd__no_service(call, "setval() here");
    ND__ROWS (row) {
        struct nd_slice name;
        uint32_t oid;
        bool is_called = call->arg_count < 3 || call->args[2].b[row];
        sequence_of(call, row, &name, &oid);
        ND_TRY(services->sequence_set(services->arg, name, oid, call->args[1].i[row], is_called, call->err));
        call->out->i[row] = call->args[1].i[row];
    }
    return ND_STATUS_OK;
}

enum { LAST_VALUE,
       LOG_COUNT,
       IS_CALLED,
       LAST_IF_CALLED };

/* How far the sequence has come, whoever drew from it. */
static enum nd_status state(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->sequence_state == NULL) return nd__no_service(call, "a sequence here");
    ND__ROWS (row) {
        int64_t value;
        bool is_called;
        bool is_relation = call->func->param != LAST_IF_CALLED;
        ND_TRY(services->sequence_state(services->arg, (uint32_t)call->args[0].i[row], is_relation, &value, &is_called, call->err));
        switch (call->func->param) {
        case LAST_VALUE: call->out->i[row] = value; break;
        case LOG_COUNT: call->out->i[row] = 0; break;
        case IS_CALLED: call->out->b[row] = is_called; break;
        default:
            call->out->i[row] = value;
            if (!is_called) call->out->nulls[row] = 1;
        }
    }
    return ND_STATUS_OK;
}

/* clang-format off */
#define F_VOLATILE(fn_name, res, fn, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .volatility = ND_VOLATILE}
/* clang-format on */
static const struct nd_func funcs[] = {
    F_VOLATILE("nextval", INT8, nextval, 0, TEXT),
    F_VOLATILE("nextval", INT8, nextval, 0, REGCLASS),
    F_VOLATILE("currval", INT8, currval, 0, TEXT),
    F_VOLATILE("currval", INT8, currval, 0, REGCLASS),
    F0("lastval", INT8, lastval, 0, ND_VOLATILE),
    {.name = "pg_sequence_last_value", .result = INT8, .kernel = state, .param = LAST_IF_CALLED, .arg_count = 1, .args = {REGCLASS}, .volatility = ND_VOLATILE, .needs_catalog = true},
    F_VOLATILE("setval", INT8, setval, 0, TEXT, INT8),
    F_VOLATILE("setval", INT8, setval, 0, REGCLASS, INT8),
    F_VOLATILE("setval", INT8, setval, 0, TEXT, INT8, BOOL),
    F_VOLATILE("setval", INT8, setval, 0, REGCLASS, INT8, BOOL),
};
const struct nd__func_table nd__funcs_sequence = ND__TABLE(funcs);

const struct nd_func *nd_func_sequence_column(size_t at, const char **name_out)
{
    static const struct nd_func columns[ND_SEQUENCE_COLUMNS] = {
        F_VOLATILE("last_value", INT8, state, LAST_VALUE, REGCLASS),
        F_VOLATILE("log_cnt", INT8, state, LOG_COUNT, REGCLASS),
        F_VOLATILE("is_called", BOOL, state, IS_CALLED, REGCLASS),
    };
    ND_ASSERT(at < ND_SEQUENCE_COLUMNS);
    *name_out = columns[at].name;
    return &columns[at];
}
