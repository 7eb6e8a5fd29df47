/* SPDX-License-Identifier: Apache-2.0 */
/* session_list.c - sessions as others see them, on all nodes, and signals to them (method ND_RPC_SQL).
 *
 *   request   u8 1 · u8 operation · v pid · u32 secret      secret: of CANCEL_KEY, which is one-way; pid: not of LIST
 *   reply     LIST: v count · sessions (put_session)        CANCEL, TERMINATE: u8 1: there is such a session, it was told */
#include <stdio.h>
#include <stdlib.h>

#include "kv/keys.h"
#include "rpc/rpc.h"
#include "sql/session_int.h"
#include "sql/types/key_codec.h"

#define POSTGRES_EPOCH_US INT64_C(946684800000000)
#define ROLE_SIGNAL_BACKEND 4200

enum { FORMAT = 1, LOCKS_MAX = 64, CALL_MS = 2000, POLL_MS = 50, SESSION_BYTES_MIN = 24 };
enum operation { LIST = 1, CANCEL, TERMINATE, CANCEL_KEY };

uint32_t nd_sql_system_pid(const struct nd_sql_system *system, uint32_t number) { return ((uint32_t)system->node.v & 0x7ff) << 20 | number; }

int64_t nd__session_now_us(const struct nd_sql_session *session) { return (int64_t)nd_env_wall_us(session->system->env) - POSTGRES_EPOCH_US; }

/* ---- what a session does ------------------------------------------------------------------------------------- */

void nd__activity_begin(struct nd_sql_session *session, struct nd_slice query)
{
    struct nd__activity *activity = &session->activity;
    size_t n = query.n < sizeof activity->query - 1 ? query.n : sizeof activity->query - 1;
    while (n > 0 && n < query.n && (query.p[n] & 0xc0) == 0x80) n--; /* whole characters */
    memcpy(activity->query, query.p, n);
    activity->query[n] = '\0';
    activity->query_us = activity->changed_us = nd__session_now_us(session);
    activity->is_active = true;
}

void nd__activity_end(struct nd_sql_session *session)
{
    session->activity.changed_us = nd__session_now_us(session);
    session->activity.is_active = false;
}

static enum nd_sys_state state_of(const struct nd_sql_session *session)
{
    if (session->activity.is_active) return ND_SYS_ACTIVE;
    return session->state == ND__BLOCK ? ND_SYS_IDLE_IN_TXN : session->state == ND__FAILED ? ND_SYS_IDLE_IN_FAILED_TXN : ND_SYS_IDLE;
}

/* ---- told to other nodes --------------------------------------------------------------------------------------- */

static void put_text(struct nd_buf *out, const char *text) { nd_buf_put_bytes(out, text == NULL ? ND_SLICE_EMPTY : nd_slice_str(text)); }

static void put_held(struct nd_buf *out, const struct nd_sql_session *session)
{
    size_t count = session->txn != NULL;
    for (size_t i = 0; i < session->advisory_count; i++) count += session->advisories[i].txn != NULL;
    nd_buf_put_varint(out, count);
    if (session->txn != NULL) nd_buf_put_u64(out, nd_txn_start_ts(session->txn).v);
    for (size_t i = 0; i < session->advisory_count; i++)
        if (session->advisories[i].txn != NULL) nd_buf_put_u64(out, nd_txn_start_ts(session->advisories[i].txn).v);
}

/* Tables whose rows it has written, from the prefixes that their keys have. */
static size_t written_tables(const struct nd_sql_session *session, struct nd_sys_lock *out, size_t room)
{
    struct nd_slice prefix;
    size_t count = 0;
    for (size_t i = 0; session->txn != NULL && count < room && nd_txn_guarded(session->txn, i, &prefix); i++) {
        struct nd_dec dec = nd_dec_of(prefix);
        bool is_known = false;
        uint8_t space = nd_dec_u8(&dec);
        (void)nd_key_take_varint(&dec);
        int64_t oid = (int64_t)nd_key_take_varint(&dec);
        for (size_t k = 0; k < count; k++) is_known = is_known || out[k].key == oid;
        if (nd_dec_is_ok(&dec) && space == ND_KEYSPACE_SQL && !is_known) out[count++] = (struct nd_sys_lock){.kind = ND_SYS_LOCK_ROWS, .key = oid, .is_granted = true};
    }
    return count;
}

static void put_locks(struct nd_buf *out, const struct nd_sql_session *session)
{
    struct nd_sys_lock locks[LOCKS_MAX];
    size_t count = written_tables(session, locks, LOCKS_MAX);
    count += nd__advisory_describe(session, locks + count, LOCKS_MAX - count);
    nd_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) {
        nd_buf_put_u8(out, (uint8_t)locks[i].kind);
        nd_buf_put_u8(out, (uint8_t)locks[i].space);
        nd_buf_put_u64(out, (uint64_t)locks[i].key);
        nd_buf_put_u8(out, (uint8_t)(locks[i].is_shared | locks[i].is_granted << 1));
    }
}

static void put_wait(struct nd_buf *out, const struct nd_sql_session *session)
{
    struct nd_ts awaited[2 * ND_TXN_AWAITED_MAX];
    uint64_t since_ns = 0, now_ns = nd_env_now_ns(session->system->env);
    size_t count = session->activity.is_active && session->side_txn != NULL ? nd_txn_awaited(session->side_txn, awaited, &since_ns) : 0;
    enum nd_sys_wait wait = count > 0 ? ND_SYS_WAIT_ADVISORY : ND_SYS_WAIT_TRANSACTION;
    if (count == 0 && session->activity.is_active && session->txn != NULL) count = nd_txn_awaited(session->txn, awaited, &since_ns);
    if (count == 0) wait = !session->activity.is_active ? ND_SYS_WAIT_CLIENT : session->activity.is_sleeping ? ND_SYS_WAIT_SLEEP : ND_SYS_WAIT_NONE;
    nd_buf_put_u8(out, (uint8_t)wait);
    nd_buf_put_u64(out, count == 0 || since_ns > now_ns ? 0 : (uint64_t)(nd__session_now_us(session) - (int64_t)((now_ns - since_ns) / ND_US)));
    nd_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) nd_buf_put_u64(out, awaited[i].v);
}

static void put_session(struct nd_buf *out, const struct nd_sql_session *session)
{
    const struct nd__activity *activity = &session->activity;
    bool has_started = session->txn != NULL && nd_txn_start_ts(session->txn).v != 0;
    nd_buf_put_varint(out, session->system->node.v);
    nd_buf_put_varint(out, (uint32_t)session->backend_pid);
    nd_buf_put_varint(out, session->login_role == ND__ROLE_GONE ? 0 : session->login_role);
    nd_buf_put_varint(out, session->database_oid);
    put_text(out, session->user);
    put_text(out, session->database);
    put_text(out, nd_settings_get(&session->settings, "application_name"));
    put_text(out, activity->address);
    put_text(out, activity->query);
    nd_buf_put_u64(out, (uint64_t)activity->began_us);
    nd_buf_put_u64(out, session->state == ND__IDLE ? 0 : (uint64_t)session->settings.types.txn_us);
    nd_buf_put_u64(out, (uint64_t)activity->query_us);
    nd_buf_put_u64(out, (uint64_t)activity->changed_us);
    nd_buf_put_u8(out, (uint8_t)state_of(session));
    nd_buf_put_varint(out, has_started ? nd_txn_id_of(session->txn).lo & INT64_MAX : 0);
    nd_buf_put_varint(out, activity->transactions);
    nd_buf_put_varint(out, session->txn == NULL || nd_txn_is_late(session->txn) ? 0 : nd_txn_read_ts(session->txn).v);
    put_wait(out, session);
    put_held(out, session);
    put_locks(out, session);
}

static void put_sessions(struct nd_buf *out, const struct nd_sql_system *system)
{
    uint64_t count = 0;
    ND_LIST_FOREACH (link, &system->sessions) count++;
    nd_buf_put_varint(out, count);
    ND_LIST_FOREACH (link, &system->sessions) put_session(out, ND_CONTAINER_OF(link, struct nd_sql_session, activity.link));
}

/* ---- heard from them ----------------------------------------------------------------------------------------------- */

static const char *take_text(struct nd_dec *dec, struct nd_arena *arena)
{
    struct nd_slice text = nd_dec_bytes(dec);
    return nd_arena_strndup(arena, (const char *)text.p, text.n);
}

static const struct nd_ts *take_stamps(struct nd_dec *dec, struct nd_arena *arena, size_t *count_out)
{
    *count_out = nd_dec_count(dec, 8);
    struct nd_ts *stamps = nd_arena_array(arena, struct nd_ts, *count_out + 1);
    size_t count = 0;
    for (size_t i = 0; i < *count_out; i++) {
        struct nd_ts ts = {nd_dec_u64(dec)};
        if (ts.v != 0) stamps[count++] = ts; /* not drawn yet: it holds nothing */
    }
    *count_out = count;
    return stamps;
}

static void take_address(struct nd_sys_session *session, struct nd_dec *dec, struct nd_arena *arena)
{
    struct nd_slice text = nd_dec_bytes(dec);
    char *address = nd_arena_strndup(arena, (const char *)text.p, text.n), *colon = strrchr(address, ':');
    session->port = -1;
    if (text.n == 0) return;
    if (colon != NULL) {
        session->port = strtol(colon + 1, NULL, 10);
        *colon = '\0';
    }
    size_t n = strlen(address);
    bool has_brackets = n > 2 && address[0] == '[' && address[n - 1] == ']'; /* IPv6 */
    if (has_brackets) address[n - 1] = '\0';
    session->address = address + has_brackets;
}

static void take_locks(struct nd_sys_session *session, struct nd_dec *dec, struct nd_arena *arena)
{
    session->lock_count = nd_dec_count(dec, 11);
    struct nd_sys_lock *locks = nd_arena_array(arena, struct nd_sys_lock, session->lock_count + 1);
    for (size_t i = 0; i < session->lock_count; i++) {
        locks[i].kind = nd_dec_u8(dec) == ND_SYS_LOCK_ROWS ? ND_SYS_LOCK_ROWS : ND_SYS_LOCK_ADVISORY;
        locks[i].space = nd_dec_u8(dec);
        locks[i].key = (int64_t)nd_dec_u64(dec);
        uint8_t flags = nd_dec_u8(dec);
        locks[i].is_shared = (flags & 1) != 0;
        locks[i].is_granted = (flags & 2) != 0;
    }
    session->locks = locks;
}

static void take_session(struct nd_sys_session *session, struct nd_dec *dec, struct nd_arena *arena)
{
    *session = (struct nd_sys_session){0};
    session->node = (int64_t)nd_dec_varint(dec);
    session->pid = (int64_t)nd_dec_varint(dec);
    session->role = (uint32_t)nd_dec_varint(dec);
    session->database_oid = (uint32_t)nd_dec_varint(dec);
    session->user = take_text(dec, arena);
    session->database = take_text(dec, arena);
    session->application = take_text(dec, arena);
    take_address(session, dec, arena);
    session->query = take_text(dec, arena);
    session->began_us = (int64_t)nd_dec_u64(dec);
    session->xact_us = (int64_t)nd_dec_u64(dec);
    session->query_us = (int64_t)nd_dec_u64(dec);
    session->changed_us = (int64_t)nd_dec_u64(dec);
    uint8_t state = nd_dec_u8(dec);
    session->state = state <= ND_SYS_IDLE_IN_FAILED_TXN ? (enum nd_sys_state)state : ND_SYS_IDLE;
    session->xid = nd_dec_varint(dec);
    session->transactions = nd_dec_varint(dec);
    session->snapshot = nd_dec_varint(dec);
    uint8_t wait = nd_dec_u8(dec);
    session->wait = wait <= ND_SYS_WAIT_SLEEP ? (enum nd_sys_wait)wait : ND_SYS_WAIT_NONE;
    session->wait_us = (int64_t)nd_dec_u64(dec);
    session->awaited = take_stamps(dec, arena, &session->awaited_count);
    session->held = take_stamps(dec, arena, &session->held_count);
    take_locks(session, dec, arena);
}

/* A reply that makes no sense adds nothing. */
void nd__sessions_take(struct nd__session_list *list, struct nd_slice reply, struct nd_arena *arena)
{
    struct nd_dec dec = nd_dec_of(reply);
    size_t count = nd_dec_count(&dec, SESSION_BYTES_MIN);
    struct nd_sys_session *sessions = nd_arena_array(arena, struct nd_sys_session, list->count + count + 1);
    if (list->count > 0) memcpy(sessions, list->sessions, list->count * sizeof *sessions);
    for (size_t i = 0; i < count; i++) take_session(&sessions[list->count + i], &dec, arena);
    if (!nd_dec_is_done(&dec)) return;
    list->sessions = sessions;
    list->count += count;
}

static struct nd_txn_question question_of(struct nd_buf *payload, enum operation operation, uint32_t pid, uint32_t secret)
{
    nd_buf_put_u8(payload, FORMAT);
    nd_buf_put_u8(payload, (uint8_t)operation);
    nd_buf_put_varint(payload, pid);
    nd_buf_put_u32(payload, secret);
    return (struct nd_txn_question){.method = ND_RPC_SQL, .payload = nd_buf_slice(payload), .nodes_timeout_ns = CALL_MS * ND_MS, .timeout_ns = CALL_MS * ND_MS};
}

bool nd__sessions_look(struct nd_sql_session *session, struct nd_arena *arena, const struct nd_sys_session **sessions_out, size_t *count_out)
{
    struct nd_sql_system *system = session->system;
    struct nd__session_list list = {0};
    struct nd_buf payload;
    struct nd_txn_answer *answers = NULL;
    size_t count = 0;
    nd_buf_init(&payload, system->heap);
    struct nd_txn_question question = question_of(&payload, LIST, 0, 0);
    enum nd_status status = nd_txn_system_ask_nodes(system->txns, session->fiber, arena, &question, &answers, &count);
    bool is_whole = status == ND_STATUS_OK;
    for (size_t i = 0; status == ND_STATUS_OK && i < count; i++) {
        is_whole = is_whole && answers[i].status == ND_STATUS_OK;
        if (answers[i].status == ND_STATUS_OK) nd__sessions_take(&list, answers[i].reply, arena);
    }
    if (list.count == 0) { /* this process is all there is, or which nodes there are is not to be heard */
        nd_buf_clear(&payload);
        put_sessions(&payload, system);
        nd__sessions_take(&list, nd_buf_slice(&payload), arena);
    }
    nd_buf_deinit(&payload);
    *sessions_out = list.sessions;
    *count_out = list.count;
    return is_whole;
}

/* ---- signals ------------------------------------------------------------------------------------------------------ */

static struct nd_sql_session *find(struct nd_sql_system *system, uint32_t pid)
{
    ND_LIST_FOREACH (link, &system->sessions) {
        struct nd_sql_session *session = ND_CONTAINER_OF(link, struct nd_sql_session, activity.link);
        if ((uint32_t)session->backend_pid == pid) return session;
    }
    return NULL;
}

static bool signal_here(struct nd_sql_system *system, bool is_terminate, uint32_t pid)
{
    struct nd_sql_session *session = find(system, pid);
    if (session == NULL) return false;
    const struct nd_sql_owner *client = &session->activity.client;
    if (is_terminate && client->terminate != NULL) client->terminate(client->arg);
    else if (client->cancel != NULL) client->cancel(client->arg);
    else nd_sql_session_cancel(session);
    return true;
}

/* No branch depends on the secret's bits. */
static bool secrets_equal(uint32_t a, uint32_t b)
{
    volatile uint32_t difference = a ^ b;
    return difference == 0;
}

static void on_request(void *arg, struct nd_rpc_request *request)
{
    struct nd_sql_system *system = arg;
    struct nd_dec dec = nd_dec_of(request->payload);
    uint8_t format = nd_dec_u8(&dec), operation = nd_dec_u8(&dec);
    uint32_t pid = (uint32_t)nd_dec_varint(&dec), secret = nd_dec_u32(&dec);
    bool is_known = nd_dec_is_done(&dec) && format == FORMAT && operation >= LIST && operation <= CANCEL_KEY && request->is_oneway == (operation == CANCEL_KEY) &&
                    request->from.v != 0; /* a client has no business here */
    if (!is_known || operation == CANCEL_KEY) {
        const struct nd_sql_session *session = is_known ? find(system, pid) : NULL;
        bool is_right = session != NULL && session->activity.client.cancel != NULL && secrets_equal(session->activity.client.secret, secret);
        if (is_right) session->activity.client.cancel(session->activity.client.arg);
        nd_rpc_request_drop(request);
        return;
    }
    struct nd_buf reply;
    nd_buf_init(&reply, system->heap);
    if (operation == LIST) put_sessions(&reply, system);
    else nd_buf_put_u8(&reply, signal_here(system, operation == TERMINATE, pid));
    nd_rpc_reply(request, &reply);
}

void nd__sessions_open(struct nd_sql_system *system)
{
    nd_list_init(&system->sessions);
    if (system->rpc != NULL) nd_rpc_serve(system->rpc, ND_RPC_SQL, system, on_request);
}

void nd__sessions_close(struct nd_sql_system *system)
{
    ND_ASSERT(nd_list_is_empty(&system->sessions));
    if (system->rpc != NULL) nd_rpc_serve(system->rpc, ND_RPC_SQL, NULL, NULL);
}

void nd_sql_system_cancel(struct nd_sql_system *system, uint32_t pid, uint32_t secret)
{
    struct nd_node_id node = {pid >> 20};
    struct nd_buf payload;
    if (system->rpc == NULL || node.v == 0 || node.v == system->node.v || node.v > 0x7ff) return;
    nd_buf_init(&payload, system->heap);
    (void)question_of(&payload, CANCEL_KEY, pid, secret);
    (void)nd_rpc_send(nd_rpc_node(system->rpc, node), ND_RPC_SQL, &payload);
}

/* ---- pg_cancel_backend, pg_terminate_backend, pg_blocking_pids ---------------------------------------------------- */

static const struct nd_sys_session *find_in(const struct nd_sys_session *sessions, size_t count, int32_t pid)
{
    for (size_t i = 0; i < count; i++)
        if (sessions[i].pid == pid) return &sessions[i];
    return NULL;
}

static enum nd_status check_signal(struct nd_sql_session *session, const struct nd_sys_session *target, bool is_terminate, struct nd_err *err)
{
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    if (target->role == 0 || nd_role_is_superuser(session->view, target->role))
        return nd_err_set(err, "42501", is_terminate ? "must be a superuser to terminate superuser process" : "must be a superuser to cancel superuser query");
    if (nd_role_has_privileges_of(session->view, session->role, target->role) || nd_role_has_privileges_of(session->view, session->role, ROLE_SIGNAL_BACKEND)) return ND_STATUS_OK;
    return nd_err_set(err, "42501", is_terminate ? "must be a member of the role whose process is being terminated or member of pg_signal_backend"
                                                 : "must be a member of the role whose query is being canceled or member of pg_signal_backend");
}

/* Every node is told; the one that has it says so. */
static bool tell_all(struct nd_sql_session *session, bool is_terminate, uint32_t pid, struct nd_arena *arena)
{
    struct nd_sql_system *system = session->system;
    struct nd_buf payload;
    struct nd_txn_answer *answers;
    size_t count;
    if (signal_here(system, is_terminate, pid)) return true;
    nd_buf_init(&payload, system->heap);
    struct nd_txn_question question = question_of(&payload, is_terminate ? TERMINATE : CANCEL, pid, 0);
    bool is_told = false, is_asked = nd_txn_system_ask_nodes(system->txns, session->fiber, arena, &question, &answers, &count) == ND_STATUS_OK;
    for (size_t i = 0; is_asked && i < count; i++) is_told = is_told || (answers[i].status == ND_STATUS_OK && answers[i].reply.n == 1 && answers[i].reply.p[0] == 1);
    nd_buf_deinit(&payload);
    return is_told;
}

/* pg_terminate_backend with a timeout. */
static bool wait_until_gone(struct nd_sql_session *session, int32_t pid, int64_t timeout_ms)
{
    uint64_t now_ns = nd_env_now_ns(session->system->env), until_ns = (uint64_t)timeout_ms > (UINT64_MAX - now_ns) / ND_MS ? UINT64_MAX : now_ns + (uint64_t)timeout_ms * ND_MS;
    while (!session->is_canceled) {
        struct nd_arena arena;
        const struct nd_sys_session *sessions;
        size_t count;
        nd_arena_init(&arena, session->heap);
        nd__sessions_look(session, &arena, &sessions, &count);
        bool is_there = find_in(sessions, count, pid) != NULL;
        nd_arena_deinit(&arena);
        if (!is_there) return true;
        if (nd_env_now_ns(session->system->env) >= until_ns) break;
        nd__session_pause(session, POLL_MS * ND_MS);
    }
    return false;
}

static enum nd_status check_stack(const struct nd_sql_session *session, struct nd_err *err)
{
    if (!nd_reactor_is_on_big_stack(session->system->reactor)) return ND_STATUS_OK;
    return nd_err_set(err, "0A000", "functions about other sessions in an expression this deep are not supported");
}

enum nd_status nd__session_signal(void *arg, bool is_terminate, int32_t pid, int64_t timeout_ms, bool *result_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    struct nd_arena arena;
    const struct nd_sys_session *sessions;
    size_t count;
    *result_out = false;
    if (timeout_ms < 0) return nd_err_set(err, "22003", "\"timeout\" must not be negative");
    ND_TRY(check_stack(session, err));
    nd_arena_init(&arena, session->heap);
    nd__sessions_look(session, &arena, &sessions, &count);
    const struct nd_sys_session *target = find_in(sessions, count, pid);
    enum nd_status status = target == NULL ? ND_STATUS_OK : check_signal(session, target, is_terminate, err);
    if (status == ND_STATUS_OK && target != NULL) *result_out = tell_all(session, is_terminate, (uint32_t)pid, &arena);
    nd_arena_deinit(&arena);
    ND_TRY(status);
    if (!*result_out) nd__session_notice(session, "WARNING", "01000", "PID %d is not a PostgreSQL backend process", (int)pid);
    if (*result_out && timeout_ms > 0 && !wait_until_gone(session, pid, timeout_ms)) {
        *result_out = false;
        if (!session->is_canceled) nd__session_notice(session, "WARNING", "01000", "backend with PID %d did not terminate within %lld milliseconds", (int)pid, (long long)timeout_ms);
    }
    return session->is_canceled ? ND_STATUS_CANCELED : ND_STATUS_OK;
}

enum nd_status nd__session_blockers(void *arg, int32_t pid, struct nd_arena *arena, int64_t **pids_out, size_t *count_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    const struct nd_sys_session *sessions;
    size_t count;
    *pids_out = NULL;
    *count_out = 0;
    ND_TRY(check_stack(session, err));
    nd__sessions_look(session, arena, &sessions, &count);
    const struct nd_sys_session *target = find_in(sessions, count, pid);
    if (target != NULL) *count_out = nd_sys_blockers(sessions, count, target, arena, pids_out);
    return ND_STATUS_OK;
}
