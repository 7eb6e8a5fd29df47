/* SPDX-License-Identifier: Apache-2.0 */
/* What a session says about itself; settings; uuids. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ids.h"
#include "sql/func/func_int.h"
#include "sql/types/ascii.h"
#include "sql/types/numeric.h"

enum { TEXT_VERSION, TEXT_DATABASE, TEXT_USER, TEXT_SESSION_USER, TEXT_SCHEMA };

static enum nd_status session_text(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    const char *text = NULL;
    uint32_t role = 0;
    if (services != NULL) {
        switch (call->func->param) {
        case TEXT_VERSION: text = services->version; break;
        case TEXT_DATABASE: text = services->database; break;
        case TEXT_USER: text = services->user, role = services->user_oid; break;
        case TEXT_SESSION_USER: text = services->session_user, role = services->session_user_oid; break;
        default: text = services->schema; break;
        }
    }
    if (text == NULL && role != 0) return nd_err_set(call->err, "42704", "invalid role OID: %u", role);
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

/* Nanoseconds of Unix time, and ten digits of the oracle's counter: AS OF SYSTEM TIME takes it back. */
static enum nd_status logical_timestamp(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    uint64_t ts = services == NULL || services->read_ts == NULL ? 0 : services->read_ts(services->arg);
    if (ts == 0) return nd__no_service(call, "cluster_logical_timestamp() here");
    char text[64];
    int n = snprintf(text, sizeof text, "%llu000000.%010llu", (unsigned long long)nd_ts_physical_ms((struct nd_ts){ts}), (unsigned long long)(ts & ((UINT64_C(1) << ND_TS_LOGICAL_BITS) - 1)));
    ND__ROWS (row) ND_TRY(nd_numeric_of_text(nd_slice_of(text, (size_t)n), -1, call->ctx->arena, &call->out->s[row], call->err));
    return ND_STATUS_OK;
}

/* What SET TRANSACTION SNAPSHOT takes: the timestamp in two halves. It needs nobody to keep it: versions are kept for a while anyway. */
static enum nd_status export_snapshot(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    uint64_t ts = services == NULL || services->read_ts == NULL ? 0 : services->read_ts(services->arg);
    if (ts == 0) return nd__no_service(call, "pg_export_snapshot() here");
    char text[32];
    int n = snprintf(text, sizeof text, "%08X-%08X-1", (unsigned)(ts >> 32), (unsigned)ts);
    ND__ROWS (row) call->out->s[row] = nd_arena_copy(call->ctx->arena, nd_slice_of(text, (size_t)n));
    return ND_STATUS_OK;
}

/* ---- random, sleep, sizes ------------------------------------------------------------------------------ */

static enum nd_status set_seed(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->set_seed == NULL) return nd__no_service(call, "setseed() here");
    ND__ROWS (row) {
        double seed = call->args[0].f[row];
        if (!(seed >= -1 && seed <= 1)) return nd_err_set(call->err, "22023", "setseed parameter %g is out of allowed range [-1,1]", seed);
        services->set_seed(services->arg, seed);
        call->out->s[row] = ND_SLICE_EMPTY;
    }
    return ND_STATUS_OK;
}

static enum nd_status sleep_for(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->sleep == NULL) return nd__no_service(call, "pg_sleep() here");
    ND__ROWS (row) {
        double seconds = call->args[0].f[row];
        if (seconds > 0) ND_TRY(services->sleep(services->arg, seconds > 1e9 ? 1e9 : seconds, call->err));
        call->out->s[row] = ND_SLICE_EMPTY;
    }
    return ND_STATUS_OK;
}

static enum nd_status bad_size(struct nd_func_call *call, struct nd_slice text) { return nd_err_set(call->err, "22023", "invalid size: \"%.*s\"", nd_text_shown(text), (const char *)text.p); }

static enum nd_status size_bytes(struct nd_func_call *call)
{
    static const char *const units[] = {"bytes", "kb", "mb", "gb", "tb", "pb"};
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row], trimmed = nd_ascii_trim(text), unit = trimmed;
        size_t n = 0;
        while (n < trimmed.n && (nd_ascii_is_digit(trimmed.p[n]) || memchr("+-.", trimmed.p[n], 3) != NULL)) n++;
        bool has_exponent = n > 0 && n + 1 < trimmed.n && nd_ascii_lower(trimmed.p[n]) == 'e' && (nd_ascii_is_digit(trimmed.p[n + 1]) || trimmed.p[n + 1] == '-' || trimmed.p[n + 1] == '+');
        for (n += has_exponent ? 2 : 0; has_exponent && n < trimmed.n && nd_ascii_is_digit(trimmed.p[n]);) n++;
        char *end, *number = nd_arena_strndup(call->ctx->arena, (const char *)trimmed.p, n);
        long double value = strtold(number, &end);
        if (n == 0 || *end != '\0') return bad_size(call, text);
        unit = nd_ascii_trim(nd_slice_drop(trimmed, n));
        size_t power = 0;
        while (unit.n > 0 && power < ND_ARRAY_LEN(units) && !nd_ascii_eq_nocase(unit, units[power])) power++;
        if (power == ND_ARRAY_LEN(units)) {
            (void)bad_size(call, text);
            (void)nd_err_detail(call->err, "Invalid size unit: \"%.*s\".", nd_text_shown(unit), (const char *)unit.p);
            return nd_err_hint(call->err, "Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
        }
        value = roundl(ldexpl(value, (int)power * 10));
        if (!(value > -0x1p63L && value < 0x1p63L)) return nd_err_set(call->err, "22003", "bigint out of range");
        call->out->i[row] = (int64_t)value;
    }
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
    const struct nd_type_names *before = nd_type_use_names(call->ctx->types->names);
    ND__ROWS (row) {
        if (call->args[0].nulls[row]) {
            call->out->nulls[row] = 1;
            continue;
        }
        uint32_t oid = (uint32_t)call->args[0].i[row];
        int32_t mod = call->args[1].nulls[row] ? -1 : (int32_t)call->args[1].i[row];
        bool is_known = nd_type_is_known(oid) || nd_type_user_kind((enum nd_type_id)oid) != ND_USER_NONE;
        struct nd_type type = {is_known ? (enum nd_type_id)oid : ND_TYPE_INVALID, mod};
        call->out->s[row] = nd_slice_str(is_known ? type.id == BPCHAR && call->args[1].nulls[row]
                                                        ? "character"
                                                        : nd_type_format(type, call->ctx->arena)
                                                  : "???");
    }
    (void)nd_type_use_names(before);
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
    F0("cluster_logical_timestamp", NUMERIC, logical_timestamp, 0, ND_VOLATILE),
    F0("pg_export_snapshot", TEXT, export_snapshot, 0, ND_VOLATILE),
    F_STABLE("current_setting", TEXT, current_setting, 0, TEXT),
    F_STABLE("current_setting", TEXT, current_setting, 0, TEXT, BOOL),
    F_LAX("set_config", TEXT, set_config, 0, ND_VOLATILE, false, TEXT, TEXT, BOOL),
    F_LAX("pg_typeof", REGTYPE, pg_typeof, 0, ND_STABLE, false, ANY),
    F_LAX("format_type", TEXT, format_type, 0, ND_STABLE, false, OID, INT4),
    F_STABLE("pg_column_size", INT4, column_size, 0, ANY),
    {.name = "setseed", .result = VOID, .kernel = set_seed, .arg_count = 1, .args = {FLOAT8}, .volatility = ND_VOLATILE},
    {.name = "pg_sleep", .result = VOID, .kernel = sleep_for, .arg_count = 1, .args = {FLOAT8}, .volatility = ND_VOLATILE},
    F("pg_size_bytes", INT8, size_bytes, 0, TEXT),
    F0("gen_random_uuid", UUID, gen_random_uuid, 0, ND_VOLATILE),
    F_LAX("num_nulls", INT4, num_nulls, 1, ND_IMMUTABLE, true, ANY),
    F_LAX("num_nonnulls", INT4, num_nulls, 0, ND_IMMUTABLE, true, ANY),
};
const struct nd__func_table nd__funcs_system = ND__TABLE(funcs);
