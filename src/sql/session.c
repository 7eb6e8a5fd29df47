/* SPDX-License-Identifier: Apache-2.0 */
/* session.c - life of a session, the simple protocol, what functions ask of it. */
#include "sql/session.h"

#include <stdio.h>
#include <strings.h>

#include "sql/session_int.h"

#define POSTGRES_EPOCH_US INT64_C(946684800000000)

/* ---- services of functions -------------------------------------------------------------------------------- */

/* After setseed(): PostgreSQL's generator (xoroshiro128**, Blackman and Vigna), so that the same numbers come. */
static uint64_t rotate_left(uint64_t v, int n) { return v << n | v >> (64 - n); }

static uint64_t next_seeded(struct nd_sql_session *session)
{
    uint64_t *seed = session->seed, a = seed[0], b = seed[1] ^ a, value = rotate_left(a * 5, 7) * 9;
    seed[0] = rotate_left(a, 24) ^ b ^ b << 16;
    seed[1] = rotate_left(b, 37);
    return value;
}

static uint64_t split_mix(uint64_t *state)
{
    uint64_t v = *state += UINT64_C(0x9e3779b97f4a7c15);
    v = (v ^ v >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    v = (v ^ v >> 27) * UINT64_C(0x94d049bb133111eb);
    return v ^ v >> 31;
}

static void service_set_seed(void *arg, double seed)
{
    struct nd_sql_session *session = arg;
    uint64_t state = (uint64_t)(int64_t)((double)((UINT64_C(1) << 52) - 1) * seed);
    session->seed[0] = split_mix(&state);
    session->seed[1] = split_mix(&state);
    session->has_seed = true;
}

static double service_random(void *arg)
{
    struct nd_sql_session *session = arg;
    if (session->has_seed) return (double)(next_seeded(session) >> 12) * 0x1p-52;
    return (double)(nd_env_random_u64(session->system->env) >> 11) * 0x1p-53;
}

static void service_random_bytes(void *arg, void *bytes, size_t n)
{
    struct nd_sql_session *session = arg;
    nd_env_entropy(session->system->env, bytes, n);
}

static int64_t service_clock(void *arg)
{
    struct nd_sql_session *session = arg;
    return (int64_t)nd_env_wall_us(session->system->env) - POSTGRES_EPOCH_US;
}

static const char *service_get_setting(void *arg, const char *name)
{
    struct nd_sql_session *session = arg;
    return nd_settings_get(&session->settings, name);
}

static enum nd_status service_set_setting(void *arg, const char *name, const char *value, bool is_local,
                                          struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    if (nd__session_is_role_setting(name)) return nd__session_set_role(session, name, value, is_local, err);
    return nd_settings_set(&session->settings, name, value, is_local, false, &sink, err);
}

static uint64_t service_txid(void *arg)
{
    struct nd_sql_session *session = arg;
    return session->txn == NULL ? 0 : nd_txn_id_of(session->txn).lo;
}

static uint64_t service_read_ts(void *arg)
{
    struct nd_sql_session *session = arg;
    return session->txn == NULL || nd_txn_is_late(session->txn) ? 0 : nd_txn_read_ts(session->txn).v;
}

/* The first schema of the path that exists: what current_schema says, where CREATE puts things. */
enum nd_status nd__session_resolve_path(struct nd_sql_session *session)
{
    struct nd_search_path *path = &session->settings.path;
    path->temp = session->settings.temp_schema;
    const char *user = session->services.user != NULL ? session->services.user : session->settings.user;
    ND_TRY(nd_search_path_resolve(path, user, session->view, session->txn));
    if (!session->is_superuser) nd_search_path_restrict(path, session->view, session->role);
    session->services.schema = NULL;
    for (size_t i = 0; i < path->name_count && session->services.schema == NULL; i++) {
        const struct nd_schema *schema = nd_catalog_peek_schema(
            session->view, strcmp(path->names[i], "$user") == 0 ? user : path->names[i]);
        if (schema == NULL) continue;
        snprintf(session->schema, sizeof session->schema, "%s", schema->name);
        session->services.schema = session->schema;
    }
    return ND_STATUS_OK;
}

/* ---- life -------------------------------------------------------------------------------------------------- */

struct nd_sql_session *nd_sql_session_new(struct nd_sql_system *system, struct nd_fiber *fiber, const char *user,
                                          const char *database)
{
    struct nd_sql_session *session = nd_heap_new(system->heap, struct nd_sql_session);
    session->system = system;
    session->catalog = system->catalog;
    session->database_oid = ND_OID_DATABASE;
    session->heap = system->heap;
    session->fiber = fiber;
    session->user = nd_heap_strdup(system->heap, user);
    session->database = nd_heap_strdup(system->heap, database);
    session->role = strcmp(user, "postgres") == 0 ? ND_ROLE_POSTGRES : ND__ROLE_GONE;
    session->login_role = session->role == ND_ROLE_POSTGRES ? ND_ROLE_POSTGRES : 0;
    session->is_superuser = session->role == ND_ROLE_POSTGRES;
    session->backend_pid = (int32_t)nd_sql_system_pid(system, (uint32_t)(++system->session_count & ND_SQL_PID_NUMBER_MAX));
    nd_arena_init(&session->tz_arena, system->heap);
    nd_arena_init(&session->txn_arena, system->heap);
    nd_deferred_init(&session->deferred, system->heap);
    nd_list_init(&session->discards);
    nd_list_init(&session->created);
    nd_list_init(&session->fresh);
    nd_list_init(&session->fills.list);
    session->fills.arena = &session->txn_arena;
    nd_list_init(&session->parted);
    nd_list_init(&session->drawn);
    nd_list_init(&session->prepared);
    nd_list_init(&session->portals);
    nd_settings_init(&session->settings, system->heap, &system->tz_store, &session->tz_arena, user);
    if (!session->is_superuser) nd_settings_show_superuser(&session->settings, false, NULL);
    session->services = (struct nd_func_services){
        .arg = session,
        .random = service_random,
        .set_seed = service_set_seed,
        .sleep = nd__session_sleep,
        .random_bytes = service_random_bytes,
        .clock_us = service_clock,
        .get_setting = service_get_setting,
        .set_setting = service_set_setting,
        .txid = service_txid,
        .read_ts = service_read_ts,
        .sequence_next = nd__session_sequence_next,
        .sequence_set = nd__session_sequence_set,
        .sequence_current = nd__session_sequence_current,
        .sequence_last = nd__session_sequence_last,
        .sequence_state = nd__session_sequence_state,
        .advisory = nd__session_advisory,
        .signal = nd__session_signal,
        .blockers = nd__session_blockers,
        .version = system->version_text,
        .user = session->user,
        .session_user = session->user,
        .database = session->database,
        .backend_pid = session->backend_pid,
    };
    nd__session_init_sys(session);
    session->settings.types.txn_us = session->settings.types.statement_us = service_clock(session);
    session->activity.began_us = session->activity.changed_us = session->settings.types.txn_us;
    nd_list_push_back(&system->sessions, &session->activity.link);
    nd_gauge_add(&system->metrics.sessions, 1);
    return session;
}

void nd_sql_session_free(struct nd_sql_session *session)
{
    struct nd_sql_system *system = session->system;
    nd_list_remove(&session->activity.link);
    session->sink = NULL;
    session->running = NULL;
    if (session->state != ND__IDLE) nd__session_rollback(session);
    nd__portals_close(session, ND__HOLD_HELD + 1);
    nd__session_end_temp(session);
    while (!nd_list_is_empty(&session->prepared))
        nd__prepared_close(session, ND_CONTAINER_OF(session->prepared.next, struct nd__prepared, link));
    nd__session_forget_sequences(session);
    nd__advisory_end_session(session);
    nd_settings_deinit(&session->settings);
    nd_arena_deinit(&session->tz_arena);
    nd_arena_deinit(&session->txn_arena);
    nd_deferred_clear(&session->deferred);
    nd_heap_free(session->heap, session->activity.address);
    nd_heap_free(session->heap, session->user);
    nd_heap_free(session->heap, session->database);
    nd_gauge_add(&system->metrics.sessions, -1);
    nd_heap_free(system->heap, session);
}

void nd_sql_session_set_owner(struct nd_sql_session *session, const struct nd_sql_owner *client)
{
    struct nd__activity *activity = &session->activity;
    activity->client = *client;
    activity->client.address = NULL;
    if (client->address != NULL) activity->address = nd_heap_strdup(session->heap, client->address);
    session->backend_pid = session->services.backend_pid = (int32_t)client->pid;
}

uint64_t nd_sql_session_deadline_ns(const struct nd_sql_session *session)
{
    return session->is_busy ? session->deadline_ns : 0;
}

const char *nd_sql_session_show(struct nd_sql_session *session, const char *name)
{
    return nd_settings_get(&session->settings, name);
}
const struct nd_type_ctx *nd_sql_session_types(const struct nd_sql_session *session)
{
    return &session->settings.types;
}

uint64_t nd_sql_session_idle_timeout_ns(const struct nd_sql_session *session)
{
    bool is_in_txn = session->state == ND__BLOCK || session->state == ND__FAILED;
    return is_in_txn ? session->settings.idle_in_txn_timeout_ns : 0;
}

char nd_sql_session_state(const struct nd_sql_session *session)
{
    return session->state == ND__BLOCK ? 'T' : session->state == ND__FAILED ? 'E' : 'I';
}

void nd_sql_session_cancel(struct nd_sql_session *session)
{
    if (!session->is_busy) return; /* nothing runs: the request came too late */
    session->is_canceled = true;
    if (session->txn != NULL) nd_txn_cancel(session->txn);
    if (session->side_txn != NULL) nd_txn_cancel(session->side_txn);
    nd_fiber_wake(session->fiber); /* it may wait for nothing but time */
}

void nd__session_pause(struct nd_sql_session *session, uint64_t ns)
{
    uint64_t until_ns = nd_env_now_ns(session->system->env) + ns;
    while (!session->is_canceled && nd_env_now_ns(session->system->env) < until_ns) (void)nd_fiber_park_until(session->fiber, until_ns);
}

/* ---- the simple protocol ---------------------------------------------------------------------------------------- */

/* scan: of what the client sent, where `text` is its template. */
static void give_params(struct nd__portal *portal, const struct nd__template_scan *scan)
{
    portal->param_count = scan->count;
    portal->param_types = nd_arena_array(&portal->arena, enum nd_type_id, scan->count);
    portal->params = nd_arena_array(&portal->arena, struct nd_datum, scan->count);
    for (size_t i = 0; i < scan->count; i++) {
        portal->param_types[i] = scan->types[i];
        portal->params[i] = (struct nd_datum){.i = scan->values[i]};
    }
}

static enum nd_status run_simple(struct nd_sql_session *session, struct nd__text *text, size_t at, bool is_alone,
                                 const struct nd__template_scan *scan, struct nd_err *err)
{
    struct nd__portal *portal = nd__portal_new(session, "");
    if (scan != NULL) give_params(portal, scan);
    portal->text = text;
    text->refs++;
    portal->stmt = text->ast.stmts[at];
    struct nd__run run = {.portal = portal, .is_alone = is_alone, .wants_columns = true};
    session->running = portal;
    enum nd_status status;
    if (scan == NULL && portal->stmt->param_max > 0 && portal->stmt->kind != ND_STMT_PREPARE)
        status = nd_err_set(err, "42P02", "there is no parameter $%d", portal->stmt->param_max);
    else
        status = nd__session_run(session, &run, err);
    if (status == ND_STATUS_OK) status = session->sink->on_tag(session->sink->arg, portal->tag);
    session->running = NULL;
    nd__portal_free(session, portal);
    return status;
}

/* An error anywhere undoes all statements of an implicit transaction. */
static enum nd_status run_all(struct nd_sql_session *session, struct nd__text *text, const struct nd__template_scan *scan,
                              struct nd_err *err)
{
    size_t count = text->ast.count;
    if (count == 0) return session->sink->on_tag(session->sink->arg, NULL);
    for (size_t i = 0; i < count; i++) {
        enum nd_status status = run_simple(session, text, i, count == 1, scan, err);
        if (status != ND_STATUS_OK) return status;
    }
    return session->state == ND__IMPLICIT ? nd__session_commit(session, err) : ND_STATUS_OK;
}

enum nd_status nd_sql_session_query(struct nd_sql_session *session, struct nd_slice text,
                                    const struct nd_sql_sink *sink, struct nd_err *err)
{
    struct nd__text *parsed = NULL;
    struct nd__template_scan scan;
    enum nd_status status = ND_STATUS_OK;
    nd_err_clear(err);
    session->sink = sink;
    session->is_busy = true;
    session->is_canceled = false;
    nd__activity_begin(session, text);
    nd__session_drop_unnamed(session);
    if (nd__template_scan(text, &scan)) status = nd__template_get(session->system, session->fiber, session->database_oid, &scan, &parsed);
    bool is_template = parsed != NULL;
    if (status == ND_STATUS_OK && !is_template) status = nd__text_get(session->system, session->fiber, session->database_oid, text, &parsed, err);
    if (status == ND_STATUS_OK) status = run_all(session, parsed, is_template ? &scan : NULL, err);
    if (is_template) {
        err->position = nd__template_position(&scan, err->position);
        if (parsed->planned == NULL || !parsed->planned->is_keyed) nd__template_refuse(session->system, &scan);
    }
    if (status != ND_STATUS_OK) {
        (void)nd__session_error(session, status, err);
        nd__session_on_error(session);
    }
    nd__text_unref(session->system, parsed);
    session->is_busy = false;
    session->deadline_ns = 0;
    session->sink = NULL;
    nd__activity_end(session);
    return status;
}
