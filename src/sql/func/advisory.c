/* SPDX-License-Identifier: Apache-2.0 */
/* pg_advisory_lock and its kin: the session does them. */
#include "sql/func/func_int.h"

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
    F0("pg_advisory_unlock_all", VOID, advisory, ND_ADVISORY_UNLOCK_ALL, ND_VOLATILE),
};
const struct nd__func_table nd__funcs_advisory = ND__TABLE(funcs);
