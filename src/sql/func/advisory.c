/* SPDX-License-Identifier: Apache-2.0 */
/* pg_advisory_lock and its kin, signals to other sessions and whom they wait for: the session does them. */
#include "sql/func/func_int.h"
#include "sql/types/array.h"

static enum nd_status advisory(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->advisory == NULL) return nd__no_service(call, "advisory locks here");
    ND__ROWS (row) {
        bool result = false;
        int64_t key = call->arg_count == 0 ? 0 : call->args[0].i[row];
        if (call->arg_count == 2) key = (int64_t)((uint64_t)(uint32_t)key << 32 | (uint32_t)call->args[1].i[row]);
        ND_TRY(services->advisory(services->arg, (unsigned)call->func->param, call->arg_count == 2 ? 2 : 1, key, &result, call->err));
        if (call->func->result == BOOL) call->out->b[row] = result;
        else call->out->s[row] = ND_SLICE_EMPTY;
    }
    return ND_STATUS_OK;
}

/* ---- other sessions ------------------------------------------------------------------------------------ */

/* param: pg_terminate_backend */
static enum nd_status signal_backend(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->signal == NULL) return nd__no_service(call, "signals to sessions here");
    ND__ROWS (row) {
        bool result = false;
        int64_t timeout_ms = call->arg_count == 2 ? call->args[1].i[row] : 0;
        ND_TRY(services->signal(services->arg, call->func->param != 0, (int32_t)call->args[0].i[row], timeout_ms, &result, call->err));
        call->out->b[row] = result;
    }
    return ND_STATUS_OK;
}

static enum nd_status blocking_pids(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->blockers == NULL) return nd__no_service(call, "pg_blocking_pids() here");
    ND__ROWS (row) {
        int64_t *pids;
        size_t count;
        ND_TRY(services->blockers(services->arg, (int32_t)call->args[0].i[row], call->ctx->arena, &pids, &count, call->err));
        struct nd_datum *items = nd_arena_alloc(call->ctx->arena, (count + 1) * sizeof *items);
        for (size_t i = 0; i < count; i++) items[i] = nd_datum_i64(pids[i]);
        call->out->s[row] = nd_array_of_items(INT4, items, count, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

/* clang-format off */
#define A(fn_name, res, op) \
    {.name = (fn_name), .result = (res), .kernel = advisory, .param = (op), .arg_count = 1, .args = {INT8}, .volatility = ND_VOLATILE}, \
    {.name = (fn_name), .result = (res), .kernel = advisory, .param = (op), .arg_count = 2, .args = {INT4, INT4}, .volatility = ND_VOLATILE}
/* clang-format on */
static const struct nd_func funcs[] = {
    A("pg_advisory_lock", VOID, 0),
    A("pg_advisory_lock_shared", VOID, ND_ADVISORY_SHARED),
    A("pg_advisory_xact_lock", VOID, ND_ADVISORY_XACT),
    A("pg_advisory_xact_lock_shared", VOID, ND_ADVISORY_XACT | ND_ADVISORY_SHARED),
    A("pg_try_advisory_lock", BOOL, ND_ADVISORY_TRY),
    A("pg_try_advisory_lock_shared", BOOL, ND_ADVISORY_TRY | ND_ADVISORY_SHARED),
    A("pg_try_advisory_xact_lock", BOOL, ND_ADVISORY_TRY | ND_ADVISORY_XACT),
    A("pg_try_advisory_xact_lock_shared", BOOL, ND_ADVISORY_TRY | ND_ADVISORY_XACT | ND_ADVISORY_SHARED),
    A("pg_advisory_unlock", BOOL, ND_ADVISORY_UNLOCK),
    A("pg_advisory_unlock_shared", BOOL, ND_ADVISORY_UNLOCK | ND_ADVISORY_SHARED),
    {.name = "pg_cancel_backend", .result = BOOL, .kernel = signal_backend, .arg_count = 1, .args = {INT4}, .volatility = ND_VOLATILE, .needs_catalog = true},
    {.name = "pg_terminate_backend", .result = BOOL, .kernel = signal_backend, .param = 1, .arg_count = 1, .args = {INT4}, .volatility = ND_VOLATILE, .needs_catalog = true},
    {.name = "pg_terminate_backend", .result = BOOL, .kernel = signal_backend, .param = 1, .arg_count = 2, .args = {INT4, INT8}, .volatility = ND_VOLATILE, .needs_catalog = true},
    {.name = "pg_blocking_pids", .result = INT4_ARRAY, .kernel = blocking_pids, .arg_count = 1, .args = {INT4}, .volatility = ND_VOLATILE},
    F0("pg_advisory_unlock_all", VOID, advisory, ND_ADVISORY_UNLOCK_ALL, ND_VOLATILE),
};
const struct nd__func_table nd__funcs_advisory = ND__TABLE(funcs);
