/* SPDX-License-Identifier: Apache-2.0 */
/* activity.c - sessions of the cluster: what they do and wait for (pg_stat_activity, pg_locks, nd_internal.sessions); cursors and prepared
 * statements of one's own. */
#include <string.h>

#include "sql/sys/sys_int.h"

#define ROLE_READ_ALL_STATS 3375

/* The current user's own sessions, and those of roles whose privileges it has. */
static bool may_see(const struct nd__rows *rows, const struct nd_sys_session *session)
{
    const struct nd_catalog_view *view = rows->sys->all->view;
    uint32_t role = nd__user_oid(rows->env);
    return nd_role_has_privileges_of(view, role, session->role) || nd_role_has_privileges_of(view, role, ROLE_READ_ALL_STATS);
}

static const char *user_of(const struct nd__rows *rows, const struct nd_sys_session *session)
{
    const char *name = session->role == 0 ? NULL : nd__role_name(rows->env, session->role);
    return name != NULL ? name : session->role == 0 ? session->user : NULL;
}

static const char *state_text(const struct nd_sys_session *session)
{
    static const char *const names[] = {"active", "idle", "idle in transaction", "idle in transaction (aborted)"};
    return names[session->state];
}

static const char *wait_type(const struct nd_sys_session *session)
{
    static const char *const names[] = {NULL, "Client", "Lock", "Lock", "Timeout"};
    return names[session->wait];
}

static const char *wait_text(const struct nd_sys_session *session)
{
    static const char *const names[] = {NULL, "ClientRead", "transactionid", "advisory", "PgSleep"};
    return names[session->wait];
}

static void set_time(struct nd__rows *rows, size_t at, int64_t us)
{
    if (us != 0) nd__set_i(rows, at, us);
}

static bool is_held_by(const struct nd_sys_session *session, struct nd_ts ts)
{
    for (size_t i = 0; i < session->held_count; i++)
        if (session->held[i].v == ts.v) return true;
    return false;
}

size_t nd_sys_blockers(const struct nd_sys_session *sessions, size_t count, const struct nd_sys_session *waiter, struct nd_arena *arena, int64_t **pids_out)
{
    int64_t *pids = nd_arena_alloc(arena, (count + 1) * sizeof *pids);
    size_t n = 0;
    for (size_t s = 0; s < count; s++) {
        bool is_one = false;
        for (size_t i = 0; i < waiter->awaited_count && sessions[s].pid != waiter->pid; i++) is_one = is_one || is_held_by(&sessions[s], waiter->awaited[i]);
        if (is_one) pids[n++] = sessions[s].pid;
    }
    *pids_out = pids;
    return n;
}

/* ---- pg_stat_activity, nd_internal.sessions -------------------------------------------------------------------- */

static void set_seen(struct nd__rows *rows, const struct nd_sys_session *session)
{
    if (session->address != NULL) nd__set_s(rows, pg_stat_activity__client_addr, session->address);
    if (session->address != NULL) nd__set_i(rows, pg_stat_activity__client_port, session->port);
    set_time(rows, pg_stat_activity__backend_start, session->began_us);
    set_time(rows, pg_stat_activity__xact_start, session->xact_us);
    set_time(rows, pg_stat_activity__query_start, session->query_us);
    set_time(rows, pg_stat_activity__state_change, session->changed_us);
    nd__set_s(rows, pg_stat_activity__wait_event_type, wait_type(session));
    nd__set_s(rows, pg_stat_activity__wait_event, wait_text(session));
    nd__set_s(rows, pg_stat_activity__state, state_text(session));
    nd__set_s(rows, pg_stat_activity__query, session->query);
    nd__set_s(rows, pg_stat_activity__backend_type, "client backend");
}

static void emit_activity(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    for (size_t i = 0; i < rows->scan->session_count; i++) {
        const struct nd_sys_session *session = &rows->scan->sessions[i];
        nd__rows_begin(rows);
        nd__set_i(rows, pg_stat_activity__datid, session->database_oid);
        nd__set_s(rows, pg_stat_activity__datname, session->database);
        nd__set_i(rows, pg_stat_activity__pid, session->pid);
        if (session->role != 0) nd__set_i(rows, pg_stat_activity__usesysid, session->role);
        nd__set_s(rows, pg_stat_activity__usename, user_of(rows, session));
        nd__set_s(rows, pg_stat_activity__application_name, session->application);
        if (session->xid != 0) nd__set_i(rows, pg_stat_activity__backend_xid, (int64_t)(uint32_t)session->xid);
        if (session->snapshot != 0) nd__set_i(rows, pg_stat_activity__backend_xmin, (int64_t)(uint32_t)session->snapshot);
        if (may_see(rows, session)) set_seen(rows, session);
        else nd__set_s(rows, pg_stat_activity__query, "<insufficient privilege>");
        nd__rows_put(rows);
    }
}

static void set_seen_internal(struct nd__rows *rows, const struct nd_sys_session *session)
{
    if (session->address != NULL) nd__set_s(rows, nd_sessions__client_address, session->address);
    if (session->address != NULL) nd__set_i(rows, nd_sessions__client_port, session->port);
    set_time(rows, nd_sessions__backend_start, session->began_us);
    set_time(rows, nd_sessions__xact_start, session->xact_us);
    set_time(rows, nd_sessions__query_start, session->query_us);
    set_time(rows, nd_sessions__state_change, session->changed_us);
    nd__set_s(rows, nd_sessions__wait_event_type, wait_type(session));
    nd__set_s(rows, nd_sessions__wait_event, wait_text(session));
    nd__set_s(rows, nd_sessions__state, state_text(session));
    nd__set_s(rows, nd_sessions__query, session->query);
}

static void emit_sessions(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    for (size_t i = 0; i < rows->scan->session_count; i++) {
        const struct nd_sys_session *session = &rows->scan->sessions[i];
        int64_t *pids;
        size_t count = nd_sys_blockers(rows->scan->sessions, rows->scan->session_count, session, rows->arena, &pids);
        nd__rows_begin(rows);
        nd__set_i(rows, nd_sessions__node_id, session->node);
        nd__set_i(rows, nd_sessions__pid, session->pid);
        nd__set_s(rows, nd_sessions__user_name, user_of(rows, session));
        nd__set_s(rows, nd_sessions__database_name, session->database);
        nd__set_s(rows, nd_sessions__application_name, session->application);
        nd__set_ints(rows, nd_sessions__waits_for, ND_TYPE_INT4, pids, count, false);
        if (may_see(rows, session)) set_seen_internal(rows, session);
        else nd__set_s(rows, nd_sessions__query, "<insufficient privilege>");
        nd__rows_put(rows);
    }
}

/* ---- pg_locks ----------------------------------------------------------------------------------------------------- */

static void begin_lock(struct nd__rows *rows, const struct nd_sys_session *session, const char *type, const char *mode, bool is_granted)
{
    nd__rows_begin(rows);
    nd__set_s(rows, pg_locks__locktype, type);
    nd__set_s(rows, pg_locks__virtualtransaction, nd_arena_printf(rows->arena, "%lld/%llu", (long long)session->pid, (unsigned long long)session->transactions));
    nd__set_i(rows, pg_locks__pid, session->pid);
    nd__set_s(rows, pg_locks__mode, mode);
    nd__set_b(rows, pg_locks__granted, is_granted);
    nd__set_b(rows, pg_locks__fastpath, false);
    if (!is_granted && session->wait_us != 0) nd__set_i(rows, pg_locks__waitstart, session->wait_us);
}

/* As txid_current() answers there, cut to its 32 bits; of a session that is gone: what is known. */
static int64_t xid_of(const struct nd__rows *rows, struct nd_ts ts)
{
    for (size_t i = 0; i < rows->scan->session_count; i++)
        if (is_held_by(&rows->scan->sessions[i], ts)) return (int64_t)(uint32_t)rows->scan->sessions[i].xid;
    return (int64_t)(uint32_t)ts.v;
}

static void emit_lock(struct nd__rows *rows, const struct nd_sys_session *session, const struct nd_sys_lock *lock)
{
    if (lock->kind == ND_SYS_LOCK_ROWS) {
        begin_lock(rows, session, "relation", "RowExclusiveLock", true);
        nd__set_i(rows, pg_locks__database, session->database_oid);
        nd__set_i(rows, pg_locks__relation, lock->key);
    } else {
        begin_lock(rows, session, "advisory", lock->is_shared ? "ShareLock" : "ExclusiveLock", lock->is_granted);
        nd__set_i(rows, pg_locks__database, session->database_oid);
        nd__set_i(rows, pg_locks__classid, (int64_t)((uint64_t)lock->key >> 32));
        nd__set_i(rows, pg_locks__objid, (int64_t)((uint64_t)lock->key & UINT32_MAX));
        nd__set_i(rows, pg_locks__objsubid, lock->space);
    }
    nd__rows_put(rows);
}

static void emit_locks(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    for (size_t i = 0; i < rows->scan->session_count; i++) {
        const struct nd_sys_session *session = &rows->scan->sessions[i];
        if (session->xact_us != 0) {
            begin_lock(rows, session, "virtualxid", "ExclusiveLock", true);
            nd__set_s(rows, pg_locks__virtualxid, nd_arena_printf(rows->arena, "%lld/%llu", (long long)session->pid, (unsigned long long)session->transactions));
            nd__rows_put(rows);
        }
        if (session->xid != 0) {
            begin_lock(rows, session, "transactionid", "ExclusiveLock", true);
            nd__set_i(rows, pg_locks__transactionid, (int64_t)(uint32_t)session->xid);
            nd__rows_put(rows);
        }
        for (size_t k = 0; k < session->awaited_count && session->wait == ND_SYS_WAIT_TRANSACTION; k++) {
            begin_lock(rows, session, "transactionid", "ShareLock", false);
            nd__set_i(rows, pg_locks__transactionid, xid_of(rows, session->awaited[k]));
            nd__rows_put(rows);
        }
        for (size_t k = 0; k < session->lock_count; k++) emit_lock(rows, session, &session->locks[k]);
    }
}

/* ---- pg_cursors, pg_prepared_statements ------------------------------------------------------------------------------ */

static void emit_cursors(struct nd__rows *rows, const void *item)
{
    struct nd_sys_cursor_info cursor;
    ND_UNUSED(item);
    for (size_t i = 0; rows->env->cursor_at != NULL && rows->env->cursor_at(rows->env->arg, i, &cursor); i++) {
        nd__rows_begin(rows);
        nd__set_s(rows, pg_cursors__name, cursor.name);
        rows->row[pg_cursors__statement] = nd_datum_bytes(cursor.statement);
        nd__set_b(rows, pg_cursors__is_holdable, cursor.is_holdable);
        nd__set_b(rows, pg_cursors__is_binary, cursor.is_binary);
        nd__set_b(rows, pg_cursors__is_scrollable, cursor.is_scrollable);
        nd__set_i(rows, pg_cursors__creation_time, cursor.made_us);
        nd__rows_put(rows);
    }
}

static void emit_prepared(struct nd__rows *rows, const void *item)
{
    struct nd_sys_prepared prepared;
    ND_UNUSED(item);
    for (size_t i = 0; rows->env->prepared_at != NULL && rows->env->prepared_at(rows->env->arg, i, &prepared); i++) {
        int64_t *types = nd_arena_alloc(rows->arena, (prepared.param_count + 1) * sizeof *types);
        for (size_t k = 0; k < prepared.param_count; k++) types[k] = prepared.param_oids[k];
        nd__rows_begin(rows);
        nd__set_s(rows, pg_prepared_statements__name, prepared.name);
        rows->row[pg_prepared_statements__statement] = nd_datum_bytes(prepared.statement);
        nd__set_i(rows, pg_prepared_statements__prepare_time, prepared.made_us);
        nd__set_ints(rows, pg_prepared_statements__parameter_types, ND_TYPE_REGTYPE, types, prepared.param_count, false);
        nd__set_b(rows, pg_prepared_statements__from_sql, prepared.is_from_sql);
        nd__set_i(rows, pg_prepared_statements__generic_plans, prepared.generic_plans);
        nd__set_i(rows, pg_prepared_statements__custom_plans, prepared.custom_plans);
        nd__rows_put(rows);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_activity[] = {
    {"pg_stat_activity", ND__FROM_ONCE, emit_activity, {{0}}},
    {"pg_locks", ND__FROM_ONCE, emit_locks, {{0}}},
    {"nd_sessions", ND__FROM_ONCE, emit_sessions, {{0}}},
};
const size_t nd__makers_activity_count = ND_ARRAY_LEN(nd__makers_activity);
const struct nd__maker nd__makers_own[] = {
    {"pg_cursors", ND__FROM_ONCE, emit_cursors, {{0}}, 5},
    {"pg_prepared_statements", ND__FROM_ONCE, emit_prepared, {{0}}, 5},
};
/* clang-format on */
const size_t nd__makers_own_count = ND_ARRAY_LEN(nd__makers_own);
