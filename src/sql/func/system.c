/* SPDX-License-Identifier: Apache-2.0 */
/* What a session says about itself; settings; uuids. */
#include "sql/func/func_int.h"

enum { TEXT_VERSION, TEXT_DATABASE, TEXT_USER, TEXT_SESSION_USER, TEXT_SCHEMA };

static enum nd_status session_text(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    const char *text = NULL;
    if (services != NULL) {
        switch (call->func->param) {
        case TEXT_VERSION: text = services->version; break;
        case TEXT_DATABASE: text = services->database; break;
        case TEXT_USER: text = services->user; break;
        case TEXT_SESSION_USER: text = services->session_user; break;
        default: text = services->schema; break;
        }
    }
    ND__ROWS (row) {
        if (text == NULL)
            call->out->nulls[row] = 1;
        else
            call->out->s[row] = nd_arena_copy(call->ctx->arena, nd_slice_str(text));
    }
    return ND_STATUS_OK;
}

static enum nd_status backend_pid(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->i[row] = call->ctx->services == NULL ? 0 : call->ctx->services->backend_pid;
    return ND_STATUS_OK;
}

static enum nd_status txid(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->txid == NULL) return nd__no_service(call, "txid_current() here");
    ND__ROWS (row) call->out->i[row] = (int64_t)(services->txid(services->arg) & INT64_MAX);
    return ND_STATUS_OK;
}

/* ---- settings -------------------------------------------------------------------------------------- */

static enum nd_status current_setting(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->get_setting == NULL) return nd__no_service(call, "current_setting() here");
    ND__ROWS (row) {
        struct nd_slice name = call->args[0].s[row];
        const char *text =
            services->get_setting(services->arg, nd_arena_strndup(call->ctx->arena, (const char *)name.p, name.n));
        bool missing_ok = call->arg_count == 2 && call->args[1].b[row];
        if (text != NULL)
            call->out->s[row] = nd_arena_copy(call->ctx->arena, nd_slice_str(text));
        else if (missing_ok)
            call->out->nulls[row] = 1;
        else
            return nd_err_set(call->err, "42704", "unrecognized configuration parameter \"%.*s\"",
                              name.n > 100 ? 100 : (int)name.n, (const char *)name.p);
    }
    return ND_STATUS_OK;
}

/* set_config(name, value, is_local): a NULL value stands for the default, which is empty here */
static enum nd_status set_config(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->set_setting == NULL) return nd__no_service(call, "set_config() here");
    struct nd_arena *arena = call->ctx->arena;
    ND__ROWS (row) {
        if (call->args[0].nulls[row]) return nd_err_set(call->err, "22004", "SET requires parameter name");
        struct nd_slice name = call->args[0].s[row],
                        value = call->args[1].nulls[row] ? ND_SLICE_EMPTY : call->args[1].s[row];
        const char *key = nd_arena_strndup(arena, (const char *)name.p, name.n),
                   *text = nd_arena_strndup(arena, (const char *)value.p, value.n);
        bool is_local = !call->args[2].nulls[row] && call->args[2].b[row];
        ND_TRY(services->set_setting(services->arg, key, text, is_local, call->err));
        const char *now = services->get_setting == NULL ? NULL : services->get_setting(services->arg, key);
        call->out->s[row] = now == NULL ? nd_slice_str(text) : nd_arena_copy(arena, nd_slice_str(now));
    }
    return ND_STATUS_OK;
}

/* ---- types ----------------------------------------------------------------------------------------- */

static enum nd_status pg_typeof(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->i[row] = (int64_t)call->args[0].type.id;
    return ND_STATUS_OK;
}

static enum nd_status format_type(struct nd_func_call *call)
{
    ND__ROWS (row) {
        if (call->args[0].nulls[row]) {
            call->out->nulls[row] = 1;
            continue;
        }
        uint32_t oid = (uint32_t)call->args[0].i[row];
        int32_t mod = call->args[1].nulls[row] ? -1 : (int32_t)call->args[1].i[row];
        bool is_known = nd_type_is_known(oid);
        struct nd_type type = {is_known ? (enum nd_type_id)oid : ND_TYPE_INVALID, mod};
        call->out->s[row] = nd_slice_str(is_known ? type.id == BPCHAR && call->args[1].nulls[row]
                                                        ? "character"
                                                        : nd_type_format(type, call->ctx->arena)
                                                  : "???");
    }
    return ND_STATUS_OK;
}

/* Bytes that a value takes: of its form in a row here, not PostgreSQL's. */
static enum nd_status column_size(struct nd_func_call *call)
{
    int fixed = nd_type_len(call->args[0].type.id);
    ND__ROWS (row) call->out->i[row] = fixed > 0 ? fixed : (int64_t)call->args[0].s[row].n;
    return ND_STATUS_OK;
}

/* ---- uuid ------------------------------------------------------------------------------------------ */

static enum nd_status gen_random_uuid(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->random_bytes == NULL) return nd__no_service(call, "gen_random_uuid() here");
    ND__ROWS (row) {
        uint8_t *p = nd_arena_alloc(call->ctx->arena, 16);
        services->random_bytes(services->arg, p, 16);
        p[6] = (uint8_t)((p[6] & 0x0f) | 0x40); /* version 4, variant 1 (RFC 4122) */
        p[8] = (uint8_t)((p[8] & 0x3f) | 0x80);
        call->out->s[row] = nd_slice_of(p, 16);
    }
    return ND_STATUS_OK;
}

/* ---- nulls ----------------------------------------------------------------------------------------- */

/* num_nulls (param 1), num_nonnulls (0) */
static enum nd_status num_nulls(struct nd_func_call *call)
{
    ND__ROWS (row) {
        int64_t count = 0;
        for (size_t i = 0; i < call->arg_count; i++) count += call->args[i].nulls[row] == call->func->param;
        call->out->i[row] = count;
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    F0("version", TEXT, session_text, TEXT_VERSION, ND_STABLE),
    F0("current_database", NAME, session_text, TEXT_DATABASE, ND_STABLE),
    F0("current_catalog", NAME, session_text, TEXT_DATABASE, ND_STABLE),
    F0("current_user", NAME, session_text, TEXT_USER, ND_STABLE),
    F0("session_user", NAME, session_text, TEXT_SESSION_USER, ND_STABLE),
    F0("current_schema", NAME, session_text, TEXT_SCHEMA, ND_STABLE),
    F0("pg_backend_pid", INT4, backend_pid, 0, ND_STABLE),
    F0("txid_current", INT8, txid, 0, ND_STABLE),
    F_STABLE("current_setting", TEXT, current_setting, 0, TEXT),
    F_STABLE("current_setting", TEXT, current_setting, 0, TEXT, BOOL),
    F_LAX("set_config", TEXT, set_config, 0, ND_VOLATILE, false, TEXT, TEXT, BOOL),
    F_LAX("pg_typeof", REGTYPE, pg_typeof, 0, ND_STABLE, false, ANY),
    F_LAX("format_type", TEXT, format_type, 0, ND_STABLE, false, OID, INT4),
    F_STABLE("pg_column_size", INT4, column_size, 0, ANY),
    F0("gen_random_uuid", UUID, gen_random_uuid, 0, ND_VOLATILE),
    F_LAX("num_nulls", INT4, num_nulls, 1, ND_IMMUTABLE, true, ANY),
    F_LAX("num_nonnulls", INT4, num_nulls, 0, ND_IMMUTABLE, true, ANY),
};
const struct nd__func_table nd__funcs_system = ND__TABLE(funcs);
