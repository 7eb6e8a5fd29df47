/* SPDX-License-Identifier: Apache-2.0 */
/* session_as_of.c - AS OF SYSTEM TIME: which timestamp that is, and transactions that read as of it (docs/adr/0020).
 *
 * A timestamp is of the past only if the oracle has handed out one as high: below it nothing can commit any more. As long as this node has
 * heard of such a one, nobody is asked, so that replicas here can answer whoever else is down. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "sql/session_int.h"
#include "sql/types/datetime.h"

#define POSTGRES_EPOCH_MS INT64_C(946684800000)
#define IN_FUTURE "AS OF SYSTEM TIME: cannot specify timestamp in the future"

struct moment {
    bool is_relative;
    bool is_bound; /* or any later one that replicas here answer for */
    struct nd_interval back; /* below zero */
    struct nd_ts ts;
};

/* ---- the expression ------------------------------------------------------------------------------------------ */

static enum nd_status of_timestamp(int64_t us, struct moment *moment, struct nd_err *err)
{
    if (!nd_timestamp_is_finite(us)) return nd_err_set(err, "22023", "AS OF SYSTEM TIME: the timestamp is not finite");
    int64_t ms = us / 1000 + POSTGRES_EPOCH_MS;
    if (us < -POSTGRES_EPOCH_MS * 1000 || ms <= 0) return nd_err_set(err, "22023", "AS OF SYSTEM TIME: the timestamp is before 1970");
    if ((uint64_t)ms > UINT64_MAX >> ND_TS_LOGICAL_BITS) return nd_err_set(err, "22023", IN_FUTURE);
    moment->ts = nd_ts_of_ms((uint64_t)ms);
    if (us % 1000 != 0) moment->ts.v |= (UINT64_C(1) << ND_TS_LOGICAL_BITS) - 1; /* the oracle counts milliseconds: all of this one */
    return ND_STATUS_OK;
}

static enum nd_status of_interval(struct nd_interval interval, struct moment *moment, struct nd_err *err)
{
    if (nd_interval_total_us(interval) >= 0) return nd_err_set(err, "22023", "AS OF SYSTEM TIME: an interval must be below zero, such as '-10s'");
    moment->is_relative = true;
    moment->back = interval;
    return ND_STATUS_OK;
}

/* Nanoseconds of Unix time, and ten digits of a counter behind the point: what cluster_logical_timestamp() says. */
static bool take_decimal(const char *text, struct moment *moment)
{
    uint64_t ns = 0, counter = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (ns > (UINT64_MAX - 9) / 10) return false;
        ns = ns * 10 + (uint64_t)(*p - '0');
    }
    if (p == text) return false;
    if (*p == '.') {
        unsigned digits = 0;
        for (p++; *p >= '0' && *p <= '9' && digits < 10; p++, digits++) counter = counter * 10 + (uint64_t)(*p - '0');
        for (; digits < 10; digits++) counter *= 10;
    }
    if (*p != '\0' || counter >= UINT64_C(1) << ND_TS_LOGICAL_BITS || ns / 1000000 == 0) return false;
    moment->ts = nd_ts_of_ms(ns / 1000000);
    moment->ts.v |= counter;
    return true;
}

static enum nd_status of_string(struct nd_sql_session *session, const char *text, struct moment *moment, struct nd_err *err)
{
    int64_t us;
    struct nd_interval interval;
    struct nd_err ignored = {0};
    while (*text == ' ') text++;
    if (take_decimal(text, moment)) return ND_STATUS_OK;
    if (nd_interval_in(nd_slice_str(text), -1, &interval, &ignored) == ND_STATUS_OK) return of_interval(interval, moment, err);
    if (nd_timestamp_in(&session->settings.types, nd_slice_str(text), -1, true, &us, &ignored) == ND_STATUS_OK) return of_timestamp(us, moment, err);
    return nd_err_set(err, "22023", "AS OF SYSTEM TIME: \"%.64s\" is no timestamp, decimal or interval", text);
}

static enum nd_status of_cast(struct nd_sql_session *session, const struct nd_ast_expr *expr, struct moment *moment, struct nd_err *err)
{
    const char *type = expr->type->name, *text = expr->left->text;
    if (strcmp(type, "interval") == 0) {
        struct nd_interval interval;
        ND_TRY(nd_interval_in(nd_slice_str(text), -1, &interval, err));
        return of_interval(interval, moment, err);
    }
    int64_t us;
    ND_TRY(nd_timestamp_in(&session->settings.types, nd_slice_str(text), -1, true, &us, err));
    return of_timestamp(us, moment, err);
}

static bool is_cast(const struct nd_ast_expr *expr)
{
    if (expr->kind != ND_AST_CAST || expr->left->kind != ND_AST_CONST || expr->left->const_kind != ND_AST_STRING) return false;
    const char *type = expr->type->name;
    return strcmp(type, "interval") == 0 || strcmp(type, "timestamptz") == 0 || strcmp(type, "timestamp") == 0;
}

/* Where the values of parameters are: of a portal, or the arguments of EXECUTE. Both NULL: of none. */
struct args {
    const struct nd__portal *portal;
    const struct nd_ast_execute *execute;
};

static enum nd_status read_expression(struct nd_sql_session *session, const struct nd_ast_expr *expr, const struct args *args, struct moment *moment, struct nd_err *err);

/* The value of a parameter of a portal, as text, with a zero behind it. */
static enum nd_status param_text(struct nd_sql_session *session, const struct nd_ast_expr *param, const struct args *args, struct nd_buf *text, struct nd_err *err)
{
    const struct nd__portal *portal = args->portal;
    size_t at = (size_t)param->int_value - 1;
    if (portal == NULL || args->execute != NULL || at >= portal->param_count || portal->params == NULL) return nd_err_set(err, "42P02", "there is no parameter $%zu", at + 1);
    if (portal->params[at].is_null) return nd_err_set(err, "22004", "AS OF SYSTEM TIME: the parameter is null");
    nd_type_out(&session->settings.types, (struct nd_type){.id = portal->param_types[at], .mod = -1}, &portal->params[at], text);
    nd_buf_put_u8(text, 0);
    return ND_STATUS_OK;
}

/* A parameter of EXECUTE is the expression that it was given. */
static const struct nd_ast_expr *argument(const struct nd_ast_expr *expr, const struct args *args)
{
    bool is_given = expr->kind == ND_AST_PARAM && args->execute != NULL && (size_t)expr->int_value <= args->execute->arg_count;
    return is_given ? args->execute->args[expr->int_value - 1] : expr;
}

static enum nd_status of_param(struct nd_sql_session *session, const struct nd_ast_expr *param, const struct args *args, struct moment *moment, struct nd_err *err)
{
    struct nd_buf text;
    nd_buf_init(&text, session->heap);
    enum nd_status status = param_text(session, param, args, &text, err);
    if (status == ND_STATUS_OK) status = of_string(session, (const char *)text.p, moment, err);
    nd_buf_deinit(&text);
    return status;
}

static bool is_call(const struct nd_ast_expr *expr, const char *name, size_t arg_count)
{
    return expr->kind == ND_AST_FUNC && strcmp(expr->func->name, name) == 0 && expr->func->arg_count == arg_count;
}

/* with_min_timestamp(at), with_max_staleness('10s') */
static bool is_bound(const struct nd_ast_expr *expr) { return is_call(expr, "with_min_timestamp", 1) || is_call(expr, "with_max_staleness", 1); }

static enum nd_status of_staleness(const char *text, struct moment *moment, struct nd_err *err)
{
    struct nd_interval interval;
    struct nd_err ignored = {0};
    bool is_good = text != NULL && nd_interval_in(nd_slice_str(text), -1, &interval, &ignored) == ND_STATUS_OK && nd_interval_total_us(interval) > 0;
    if (!is_good) return nd_err_set(err, "22023", "AS OF SYSTEM TIME: with_max_staleness() wants an interval above zero, such as '10s'");
    moment->is_relative = true;
    moment->back = (struct nd_interval){.months = -interval.months, .days = -interval.days, .us = -interval.us};
    return ND_STATUS_OK;
}

static enum nd_status read_staleness(struct nd_sql_session *session, const struct nd_ast_expr *arg, const struct args *args, struct moment *moment, struct nd_err *err)
{
    if (arg->kind == ND_AST_CONST && arg->const_kind == ND_AST_STRING) return of_staleness(arg->text, moment, err);
    if (arg->kind != ND_AST_PARAM) return of_staleness(is_cast(arg) ? arg->left->text : NULL, moment, err);
    struct nd_buf text;
    nd_buf_init(&text, session->heap);
    enum nd_status status = param_text(session, arg, args, &text, err);
    if (status == ND_STATUS_OK) status = of_staleness((const char *)text.p, moment, err);
    nd_buf_deinit(&text);
    return status;
}

static enum nd_status read_bound(struct nd_sql_session *session, const struct nd_ast_expr *expr, const struct args *args, struct moment *moment, struct nd_err *err)
{
    const struct nd_ast_expr *arg = argument(expr->func->args[0], args);
    if (is_call(expr, "with_max_staleness", 1)) {
        ND_TRY(read_staleness(session, arg, args, moment, err));
    } else {
        ND_TRY(read_expression(session, arg, args, moment, err));
        if (moment->is_relative) return nd_err_set(err, "22023", "AS OF SYSTEM TIME: with_min_timestamp() wants a timestamp");
    }
    moment->is_bound = true;
    return ND_STATUS_OK;
}

static enum nd_status read_expression(struct nd_sql_session *session, const struct nd_ast_expr *expr, const struct args *args, struct moment *moment, struct nd_err *err)
{
    *moment = (struct moment){0};
    expr = argument(expr, args);
    if (expr->kind == ND_AST_PARAM) return of_param(session, expr, args, moment, err);
    if (is_bound(expr)) return read_bound(session, expr, args, moment, err);
    bool is_const = expr->kind == ND_AST_CONST;
    if (is_const && expr->const_kind == ND_AST_STRING) return of_string(session, expr->text, moment, err);
    if (is_const && expr->const_kind == ND_AST_FLOAT && take_decimal(expr->text, moment)) return ND_STATUS_OK;
    if (is_const && expr->const_kind == ND_AST_INT && expr->int_value > 0) {
        char text[32];
        snprintf(text, sizeof text, "%lld", (long long)expr->int_value);
        if (take_decimal(text, moment)) return ND_STATUS_OK;
    }
    if (is_cast(expr)) return of_cast(session, expr, moment, err);
    if (expr->kind == ND_AST_FUNC && strcmp(expr->func->name, "follower_read_timestamp") == 0 && expr->func->arg_count == 0)
        return of_interval((struct nd_interval){.us = -(int64_t)ND_FOLLOWER_READ_MS * 1000}, moment, err);
    return nd_err_set(err, "22023", "AS OF SYSTEM TIME: only constants and follower_read_timestamp() are allowed, or with_max_staleness() or with_min_timestamp() of them");
}

/* ---- the timestamp ------------------------------------------------------------------------------------------- */

static enum nd_status before(struct nd_ts now, struct nd_interval back, struct nd_ts *ts_out, struct nd_err *err)
{
    int64_t us = ((int64_t)nd_ts_physical_ms(now) - POSTGRES_EPOCH_MS) * 1000;
    struct moment moment = {0};
    ND_TRY(nd_timestamp_add(us, back, NULL, &us, err));
    ND_TRY(of_timestamp(us, &moment, err));
    *ts_out = moment.ts;
    return ND_STATUS_OK;
}

/* As new as replicas here answer for by themselves; if none does, as what follower_read_timestamp() says, for the leaders. */
static enum nd_status within_bound(struct nd_txn_system *txns, struct nd_ts now, struct nd_ts *ts, struct nd_err *err)
{
    struct nd_ts closed = nd_txn_system_closed(txns, *ts), usual = {0};
    if (closed.v == ts->v && now.v != 0) ND_TRY(before(now, (struct nd_interval){.us = -(int64_t)ND_FOLLOWER_READ_MS * 1000}, &usual, err));
    *ts = usual.v > closed.v ? usual : closed;
    return ND_STATUS_OK;
}

static enum nd_status evaluate(struct nd_sql_session *session, const struct nd_ast_expr *expr, const struct args *args, struct nd_ts *ts_out, struct nd_err *err)
{
    struct nd_txn_system *txns = session->system->txns;
    struct moment moment;
    ND_TRY(read_expression(session, expr, args, &moment, err));
    struct nd_ts now = nd_txn_system_guess(txns), seen = nd_txn_system_seen(txns);
    if (moment.is_relative && now.v != 0) ND_TRY(before(now, moment.back, &moment.ts, err));
    if (seen.v == 0 || moment.ts.v > seen.v) {
        uint64_t timeout_ns = session->settings.statement_timeout_ns, now_ns = nd_env_now_ns(session->system->env);
        ND_TRY(nd_txn_system_now(txns, session->fiber, now_ns + (timeout_ns == 0 ? 30 * ND_SEC : timeout_ns), &now));
        if (moment.is_relative) ND_TRY(before(now, moment.back, &moment.ts, err));
        if (moment.ts.v > now.v) return nd_err_set(err, "22023", IN_FUTURE);
    }
    *ts_out = moment.ts;
    return moment.is_bound ? within_bound(txns, now, ts_out, err) : ND_STATUS_OK;
}

/* ---- transactions -------------------------------------------------------------------------------------------- */

/* One that has read, and that alone, makes room. */
static enum nd_status drop_txn(struct nd_sql_session *session, struct nd_err *err)
{
    if (session->txn == NULL) return ND_STATUS_OK;
    if (nd_txn_has_writes(session->txn) || session->has_ddl) return nd_err_set(err, "25001", "AS OF SYSTEM TIME cannot be used in a transaction that has written");
    nd_txn_rollback(session->txn);
    nd_txn_free(session->txn);
    session->txn = NULL;
    session->has_snapshot = false;
    return ND_STATUS_OK;
}

enum nd_status nd__session_set_as_of(struct nd_sql_session *session, const struct nd_ast_expr *expr, struct nd_err *err)
{
    struct nd_ts ts;
    if (session->has_snapshot) return nd_err_set(err, "25001", "SET TRANSACTION AS OF SYSTEM TIME must be called before any query");
    ND_TRY(evaluate(session, expr, &(struct args){0}, &ts, err));
    ND_TRY(drop_txn(session, err));
    session->as_of = ts;
    return ND_STATUS_OK;
}

/* "00000193-6AB2C000-1": the timestamp in two halves, as pg_export_snapshot() writes it. */
static bool take_snapshot_id(const char *id, struct nd_ts *ts_out)
{
    uint64_t ts = 0;
    if (strlen(id) != 19 || id[8] != '-' || strcmp(id + 17, "-1") != 0) return false;
    for (size_t i = 0; i < 17; i++) {
        if (i == 8) continue;
        const char *digits = "0123456789ABCDEF", *at = strchr(digits, id[i]);
        if (at == NULL) return false;
        ts = ts << 4 | (uint64_t)(at - digits);
    }
    ts_out->v = ts;
    return true;
}

enum nd_status nd__session_import_snapshot(struct nd_sql_session *session, const char *id, struct nd_err *err)
{
    struct nd_ts ts, now;
    if (session->has_snapshot) return nd_err_set(err, "25001", "SET TRANSACTION SNAPSHOT must be called before any query");
    if (session->isolation == ND_READ_COMMITTED) return nd_err_set(err, "0A000", "a snapshot-importing transaction must have isolation level SERIALIZABLE or REPEATABLE READ");
    if (session->state != ND__BLOCK) return nd_err_set(err, "25P01", "SET TRANSACTION SNAPSHOT can only be used in transaction blocks");
    if (!take_snapshot_id(id, &ts)) return nd_err_set(err, "22023", "invalid snapshot identifier: \"%s\"", id);
    if (!session->is_read_only) {
        (void)nd_err_set(err, "0A000", "a snapshot can be imported by a read-only transaction alone");
        return nd_err_hint(err, "SET TRANSACTION READ ONLY before.");
    }
    ND_TRY(nd_txn_system_now(session->system->txns, session->fiber, nd_env_now_ns(session->system->env) + 30 * ND_SEC, &now));
    if (ts.v == 0 || ts.v > now.v) return nd_err_set(err, "22023", "invalid snapshot identifier: \"%s\"", id);
    ND_TRY(drop_txn(session, err));
    session->as_of = ts;
    return ND_STATUS_OK;
}

static const struct nd_ast_expr *expression_of(struct nd_sql_session *session, const struct nd_ast_stmt *stmt)
{
    if (stmt->kind == ND_STMT_SET) return NULL;     /* it says so itself */
    if (stmt->kind == ND_STMT_PREPARE) return NULL; /* what is prepared does, each time */
    if (stmt->kind != ND_STMT_EXECUTE) return stmt->as_of;
    const struct nd__prepared *prepared = nd__prepared_find(session, stmt->execute->name);
    return prepared == NULL || prepared->stmt == NULL ? NULL : prepared->stmt->as_of;
}

int nd__as_of_param(const struct nd_ast_stmt *stmt)
{
    const struct nd_ast_expr *expr = stmt->as_of;
    if (expr != NULL && is_bound(expr)) expr = expr->func->args[0];
    return expr != NULL && expr->kind == ND_AST_PARAM ? (int)expr->int_value : 0;
}

enum nd_status nd__session_as_of(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, const struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_expr *expr = expression_of(session, stmt);
    struct args args = {.portal = portal, .execute = stmt->kind == ND_STMT_EXECUTE ? stmt->execute : NULL};
    if (portal == NULL && args.execute == NULL && nd__as_of_param(stmt) > 0) expr = NULL; /* it is being prepared */
    struct nd_ts ts = {0};
    if (expr == NULL && (session->as_of.v == 0 || session->state == ND__BLOCK)) return ND_STATUS_OK;
    if (expr != NULL) ND_TRY(evaluate(session, expr, &args, &ts, err));
    if (session->state == ND__BLOCK) {
        if (ts.v == session->as_of.v) return ND_STATUS_OK;
        if (session->as_of.v != 0) return nd_err_set(err, "0A000", "inconsistent AS OF SYSTEM TIME timestamp");
        (void)nd_err_set(err, "0A000", "AS OF SYSTEM TIME in a transaction block is of the whole transaction");
        return nd_err_hint(err, "Use BEGIN AS OF SYSTEM TIME, or SET TRANSACTION AS OF SYSTEM TIME.");
    }
    ND_TRY(drop_txn(session, err));
    session->as_of = ts;
    session->is_read_only = ts.v != 0 || session->settings.default_read_only;
    return ND_STATUS_OK;
}
