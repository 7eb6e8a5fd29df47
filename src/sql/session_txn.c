/* SPDX-License-Identifier: Apache-2.0 */
/* session_txn.c - transactions of a session: blocks, implicit ones, their end, errors from below. */
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include "kv/keys.h"
#include "sql/session_int.h"

#define POSTGRES_EPOCH_US INT64_C(946684800000000) /* 2000-01-01 in Unix time */

void nd__session_notice(struct nd_sql_session *session, const char *severity, const char *sqlstate, const char *fmt,
                        ...)
{
    int level = strcmp(severity, "WARNING") == 0 ? 4 : strcmp(severity, "NOTICE") == 0 ? 3 : 2;
    if (session->sink == NULL || session->sink->on_notice == NULL || level < session->settings.notice_min) return;
    struct nd_err notice;
    char message[sizeof notice.message];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    (void)nd_err_set(&notice, sqlstate, "%s", message);
    session->sink->on_notice(session->sink->arg, severity, &notice);
}

static void report(void *arg, const char *name, const char *value)
{
    struct nd_sql_session *session = arg;
    if (session->sink != NULL && session->sink->on_parameter != NULL)
        session->sink->on_parameter(session->sink->arg, name, value);
}

struct nd_settings_sink nd__session_settings_sink(struct nd_sql_session *session)
{
    return (struct nd_settings_sink){session, report};
}

/* ---- begin and end ---------------------------------------------------------------------------------------- */

static void show_transaction(struct nd_sql_session *session)
{
    struct nd_err err;
    const char *isolation = session->isolation == ND_SERIALIZABLE ? "serializable" : session->isolation == ND_REPEATABLE_READ ? "repeatable read" : "read committed";
    enum nd_status status =
        nd_settings_set(&session->settings, "transaction_isolation", isolation, true, false, NULL, &err);
    if (status == ND_STATUS_OK)
        status = nd_settings_set(&session->settings, "transaction_read_only", session->is_read_only ? "on" : "off",
                                 true, false, NULL, &err);
    ND_ASSERT(status == ND_STATUS_OK);
}

enum nd_status nd__session_begin(struct nd_sql_session *session, enum nd__txn_state state)
{
    ND_ASSERT(session->state == ND__IDLE);
    session->state = state;
    session->isolation = session->settings.default_isolation;
    session->is_read_only = session->settings.default_read_only;
    session->as_of.v = 0;
    session->has_ddl = session->has_snapshot = false;
    session->statements = 0;
    session->activity.transactions++;
    session->settings.types.txn_us = (int64_t)nd_env_wall_us(session->system->env) - POSTGRES_EPOCH_US;
    session->settings.types.statement_us = session->settings.types.txn_us;
    if (session->isolation != ND_READ_COMMITTED || session->is_read_only) show_transaction(session);
    return ND_STATUS_OK;
}

static void drop_view(struct nd_sql_session *session)
{
    if (session->view != NULL) nd_catalog_view_unref(session->view);
    session->view = NULL;
}

/* The state between transactions. */
static void finish(struct nd_sql_session *session, bool is_commit)
{
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    drop_view(session);
    if (session->txn != NULL) nd_txn_free(session->txn);
    for (size_t i = 0; i < session->changes.count && is_commit; i++)
        nd__auto_analyze_count(session->system, session->catalog, session->changes.tables[i].table, session->changes.tables[i].rows, session->changes.tables[i].known_rows);
    session->changes.count = 0;
    session->txn = NULL;
    nd__advisory_end_txn(session);
    session->state = ND__IDLE;
    session->has_ddl = session->has_snapshot = false;
    nd_settings_end(&session->settings, is_commit, &sink);
    nd_catalog_fills_end(session->catalog, session->fiber, &session->fills);
    nd_list_init(&session->discards);
    nd_list_init(&session->created);
    nd_list_init(&session->fresh);
    nd_list_init(&session->parted);
    nd__savepoints_clear(session);
    nd_deferred_clear(&session->deferred);
    nd_arena_reset(&session->txn_arena);
}

void nd__session_add_fresh(struct nd_sql_session *session, struct nd_table_id table, uint64_t index)
{
    struct nd__fresh *fresh = nd_arena_new(&session->txn_arena, struct nd__fresh);
    fresh->table = table;
    fresh->index = index;
    nd_list_push_back(&session->fresh, &fresh->link);
}

static bool is_fresh(struct nd_sql_session *session, struct nd_table_id table, uint64_t index)
{
    struct nd_list *last = session->savepoint_count == 0 ? &session->fresh : session->savepoints[session->savepoint_count - 1].fresh;
    for (struct nd_list *it = last->next; it != &session->fresh; it = it->next) {
        const struct nd__fresh *fresh = ND_CONTAINER_OF(it, struct nd__fresh, link);
        if (fresh->table.v == table.v && fresh->index == index) return true;
    }
    return false;
}

bool nd__session_may_fill(struct nd_sql_session *session, const struct nd_table *table)
{
    if (session->isolation != ND_READ_COMMITTED || table->foreign_key_count > 0) return false;
    for (size_t i = 0; i < table->index_count; i++) {
        if (!is_fresh(session, table->id, table->indexes[i].id)) return false;
        if (i > 0 ? table->indexes[i].is_unique : nd_table_primary_key(table) != NULL) return false;
    }
    return true;
}

void nd__session_add_discard(struct nd_sql_session *session, struct nd_slice first, struct nd_slice end)
{
    struct nd__span *span = nd_arena_new(&session->txn_arena, struct nd__span);
    span->first = nd_arena_copy(&session->txn_arena, first);
    span->end = nd_arena_copy(&session->txn_arena, end);
    nd_list_push_back(&session->discards, &span->link);
}

void nd__session_add_parted(struct nd_sql_session *session, const struct nd_table *table, const struct nd_index *index)
{
    struct nd__parted *parted = nd_arena_new(&session->txn_arena, struct nd__parted);
    struct nd_table *its = nd_arena_new(&session->txn_arena, struct nd_table);
    struct nd_index *own = nd_arena_new(&session->txn_arena, struct nd_index);
    its->id = table->id;
    *own = (struct nd_index){.id = index->id, .shards = index->shards};
    parted->table = its;
    parted->index = own;
    nd_list_push_back(&session->parted, &parted->link);
}

/* What fails is done by whoever leads the meta shard (placement_rules.c). */
static void part_indexes(struct nd_sql_session *session)
{
    ND_LIST_FOREACH (it, &session->parted) {
        const struct nd__parted *parted = ND_CONTAINER_OF(it, struct nd__parted, link);
        if (nd__part_index(session->system, session->fiber, parted->table, parted->index, false) != ND_STATUS_OK) return;
    }
}

/* The data of dropped tables. A failure leaves data that nothing refers to; the client's commit stands. */
static void discard_spans(struct nd_sql_session *session)
{
    ND_LIST_FOREACH (it, &session->discards) {
        struct nd__span *span = ND_CONTAINER_OF(it, struct nd__span, link);
        enum nd_status status =
            nd_txn_system_discard_span(session->system->txns, session->fiber, span->first, span->end);
        if (status != ND_STATUS_OK)
            ND_WARN(nd_env_logger(session->system->env), "sql", "dropped data stays until it is discarded by hand: %s",
                    nd_status_text(status));
    }
}

/* The key that failed says the table, whose descriptor the statement's view has. NULL: not known. */
static const struct nd_table *failed_table(const struct nd_sql_session *session)
{
    if (session->txn == NULL || session->view == NULL) return NULL;
    struct nd_dec dec = nd_dec_of(nd_txn_failed_key(session->txn));
    struct nd_table_id id;
    uint64_t index_id;
    return nd_index_take_prefix(&dec, &id, &index_id) ? nd_catalog_peek_table_by_id(session->view, id) : NULL;
}

/* What the statement ends with: not to be tried again where the lock is lost for good. */
static enum nd_status commit_error(struct nd_sql_session *session, enum nd_status status, struct nd_err *err)
{
    struct nd_slice failed_key = nd_txn_failed_key(session->txn);
    if (status == ND_STATUS_READ_CHANGED && failed_key.n > 0 && ((const uint8_t *)failed_key.p)[0] == ND_KEYSPACE_ADVISORY) {
        (void)nd_err_set(err, "40001", "could not commit under an advisory lock that this session has lost");
        (void)nd_err_hint(err, "Its node was not heard of for too long, and others may have had the lock. Give it back, take it again and retry the transaction.");
        return ND_STATUS_SQL;
    }
    if (status != ND_STATUS_DUPLICATE_KEY) {
        (void)nd__session_error(session, status, err);
        return status;
    }
    nd_exec_duplicate_error(failed_table(session), failed_key, &session->settings.types, session->heap, err);
    return status;
}

void nd__session_set_deadline(struct nd_sql_session *session)
{
    uint64_t timeout_ns = session->settings.statement_timeout_ns;
    session->deadline_ns = timeout_ns == 0 ? 0 : nd_env_now_ns(session->system->env) + timeout_ns;
    nd_txn_set_deadline(session->txn, session->deadline_ns);
}

enum nd_status nd__session_commit(struct nd_sql_session *session, struct nd_err *err)
{
    nd__portals_close(session, ND__HOLD_WANTED);
    enum nd_status status = nd__session_temp_before_commit(session, err);
    if (status == ND_STATUS_OK) status = nd__deferred_before_commit(session, err);
    if (status != ND_STATUS_OK) {
        (void)nd__session_error(session, status, err);
        nd_txn_rollback(session->txn);
        nd_counter_add(&session->system->metrics.rollbacks, 1);
    } else if (session->txn != NULL && nd_txn_has_writes(session->txn)) {
        /* a statement's own commit is part of it; any other is a statement itself, whose time begins now */
        if (!session->is_alone) nd__session_set_deadline(session);
        status = nd__advisory_before_commit(session);
        if (status == ND_STATUS_OK) status = nd_txn_commit(session->txn);
        else nd_txn_rollback(session->txn);
        if (status == ND_STATUS_OK) {
            part_indexes(session);
            discard_spans(session);
        } else {
            status = commit_error(session, status, err);
        }
        nd_counter_add(status == ND_STATUS_OK ? &session->system->metrics.commits : &session->system->metrics.rollbacks,
                       1);
    } else if (session->txn != NULL) {
        nd_txn_rollback(session->txn); /* it only read, or holds locks */
        nd_counter_add(&session->system->metrics.commits, 1);
    }
    if (status == ND_STATUS_OK) nd__portals_hold(session);
    else nd__portals_close(session, ND__HOLD_HELD);
    finish(session, status == ND_STATUS_OK);
    return status;
}

void nd__session_rollback(struct nd_sql_session *session)
{
    nd__portals_close(session, ND__HOLD_HELD);
    if (session->txn != NULL) {
        nd_txn_rollback(session->txn);
        nd_counter_add(&session->system->metrics.rollbacks, 1);
    }
    finish(session, false);
}

void nd__session_on_error(struct nd_sql_session *session)
{
    if (session->state == ND__IMPLICIT) {
        nd__session_rollback(session);
        return;
    }
    if (session->state != ND__BLOCK) return;
    if (nd__savepoint_on_error(session)) {
        session->state = ND__FAILED;
        return;
    }
    nd__portals_close(session, ND__HOLD_HELD);
    drop_view(session);
    if (session->txn != NULL) {
        nd_txn_rollback(session->txn); /* locks go now, not when the client says ROLLBACK */
        nd_txn_free(session->txn);
        nd_counter_add(&session->system->metrics.rollbacks, 1);
    }
    session->changes.count = 0;
    session->txn = NULL;
    nd__advisory_end_txn(session);
    session->state = ND__FAILED;
}

/* ---- statements ------------------------------------------------------------------------------------------------ */

static void open_txn(struct nd_sql_session *session)
{
    struct nd_settings *settings = &session->settings;
    settings->types.statement_us = (int64_t)nd_env_wall_us(session->system->env) - POSTGRES_EPOCH_US;
    if (session->txn == NULL) {
        struct nd_txn_options options = {.isolation = session->isolation,
                                         .is_read_only = session->is_read_only,
                                         .as_of = session->as_of,
                                         .lock_timeout_ns = settings->lock_timeout_ns};
        session->txn = nd_txn_begin(session->system->txns, session->fiber, &options);
        if (session->savepoint_count > 0) (void)nd_txn_savepoint(session->txn);
        if (session->advisory_count > 0) nd__advisory_tell_kin(session);
    }
    nd_txn_set_lock_timeout(session->txn, settings->lock_timeout_ns);
    nd__session_set_deadline(session);
    if (session->is_canceled) nd_txn_cancel(session->txn);
}

bool nd__session_begin_late(struct nd_sql_session *session, const struct nd__planned *planned)
{
    struct nd_ts known_at;
    struct nd_catalog_view *view = nd_catalog_shared(session->catalog, &known_at);
    if (planned == NULL || view == NULL || !planned->is_lone_scan || planned->is_private || planned->view != view) return false;
    if (planned->generation != session->settings.generation || session->has_ddl) return false;
    if (session->role_generation != session->settings.generation) return false; /* who acts is still to be looked up */
    if (session->is_forced_locks || session->isolation != ND_READ_COMMITTED || session->as_of.v != 0) return false;
    open_txn(session);
    if (nd_txn_begin_statement_late(session->txn, known_at) != ND_STATUS_OK) return false;
    session->has_snapshot = true;
    drop_view(session);
    nd_catalog_view_ref(view);
    session->view = view;
    return true;
}

enum nd_status nd__session_settle(struct nd_sql_session *session)
{
    ND_TRY(nd_txn_settle(session->txn));
    bool is_current = nd_catalog_confirm(session->catalog, session->view, session->txn);
    return is_current ? ND_STATUS_OK : ND_STATUS_VERSION_CHANGED;
}

enum nd_status nd__session_begin_statement(struct nd_sql_session *session)
{
    open_txn(session);
    ND_TRY(nd_txn_begin_statement(session->txn));
    session->has_snapshot = true;
    drop_view(session);
    enum nd_status status = nd_catalog_view_open(session->catalog, session->txn, session->has_ddl, &session->view);
    session->is_database_gone = status == ND_STATUS_NOT_FOUND;
    ND_TRY(status);
    ND_TRY(nd__session_take_role(session));
    return nd__session_resolve_path(session);
}

enum nd_status nd__session_error(struct nd_sql_session *session, enum nd_status status, struct nd_err *err)
{
    if (status == ND_STATUS_OK || nd_err_is_set(err)) return status;
    switch (status) {
    case ND_STATUS_CANCELED: (void)nd_err_set(err, "57014", "canceling statement due to user request"); break;
    case ND_STATUS_TIMEOUT: (void)nd_err_set(err, "57014", "canceling statement due to statement timeout"); break;
    case ND_STATUS_LOCKED: {
        const struct nd_table *table = failed_table(session);
        if (table != NULL) (void)nd_err_set(err, "55P03", "could not obtain lock on row in relation \"%s\"", table->name);
        else (void)nd_err_set(err, "55P03", "could not obtain lock on row");
        break;
    }
    case ND_STATUS_SNAPSHOT_TOO_OLD:
        (void)nd_err_from_status(err, status);
        if (session->as_of.v != 0) (void)nd_err_hint(err, "AS OF SYSTEM TIME reaches back as far as old versions are kept: gc_window_minutes.");
        break;
    case ND_STATUS_NOT_FOUND:
        if (session->is_database_gone) (void)nd_err_set(err, "3D000", "database \"%s\" does not exist", session->database);
        else (void)nd_err_from_status(err, status);
        break;
    default: (void)nd_err_from_status(err, status);
    }
    return status;
}

/* ---- BEGIN, COMMIT, ROLLBACK, SET TRANSACTION ----------------------------------------------------------------------- */

static bool option_is_true(const struct nd_ast_option *option)
{
    return option->value != NULL && (strcmp(option->value, "true") == 0 || strcmp(option->value, "1") == 0 ||
                                     strcasecmp(option->value, "on") == 0);
}

enum nd_status nd__session_set_transaction(struct nd_sql_session *session, const struct nd_ast_option *options,
                                           size_t count, bool is_session, struct nd_err *err)
{
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    for (size_t i = 0; i < count; i++) {
        const struct nd_ast_option *option = &options[i];
        char name[64];
        snprintf(name, sizeof name, "default_%.50s", option->name);
        const char *value = option->value == NULL ? "" : option->value;
        if (strcmp(option->name, "transaction_isolation") != 0) value = option_is_true(option) ? "on" : "off";
        if (is_session) {
            ND_TRY(nd_settings_set(&session->settings, name, value, false, false, &sink, err));
            continue;
        }
        if (strcmp(option->name, "transaction_read_only") == 0 && !option_is_true(option) && session->as_of.v != 0)
            return nd_err_set(err, "25006", "AS OF SYSTEM TIME: the transaction is read-only");
        bool is_isolation = strcmp(option->name, "transaction_isolation") == 0,
             is_read_only = strcmp(option->name, "transaction_read_only") == 0;
        bool is_nested = session->savepoint_count > 0;
        if (is_read_only && is_nested && session->is_read_only && !option_is_true(option)) return nd_err_set(err, "25001", "cannot set transaction read-write mode inside a read-only transaction");
        if (!is_isolation && !is_read_only && (is_nested || session->has_snapshot))
            return nd_err_set(err, "25001", "SET TRANSACTION [NOT] DEFERRABLE %s", is_nested ? "cannot be called within a subtransaction" : "must be called before any query");
        bool is_other = is_isolation && nd_isolation_of(value) != session->isolation;
        if (is_other && is_nested && !session->has_snapshot) return nd_err_set(err, "25001", "SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction");
        if (is_other && session->has_snapshot)
            return nd_err_set(err, "25001", "SET TRANSACTION ISOLATION LEVEL must be called before any query");
        if (is_read_only && !option_is_true(option) && session->is_read_only && session->has_snapshot)
            return nd_err_set(err, "25001", "transaction read-write mode must be set before any query");
        ND_TRY(nd_settings_set(&session->settings, option->name, value, true, false, NULL, err));
        if (is_isolation)
            session->isolation = nd_isolation_of(value);
        if (is_read_only) session->is_read_only = option_is_true(option);
    }
    return ND_STATUS_OK;
}

static enum nd_status set_options(struct nd_sql_session *session, const struct nd_ast_transaction *stmt, const struct nd_ast_expr *as_of, struct nd_err *err)
{
    ND_TRY(nd__session_set_transaction(session, stmt->options, stmt->option_count, false, err));
    return as_of == NULL ? ND_STATUS_OK : nd__session_set_as_of(session, as_of, err);
}

static enum nd_status begin_block(struct nd_sql_session *session, const struct nd_ast_transaction *stmt,
                                  const struct nd_ast_expr *as_of, struct nd_err *err)
{
    bool was_block = session->state == ND__BLOCK;
    if (was_block) nd__session_notice(session, "WARNING", "25001", "there is already a transaction in progress");
    if (session->state == ND__IDLE && as_of == NULL) ND_TRY(nd__session_take_settings(session));
    if (session->state == ND__IDLE) ND_TRY(nd__session_begin(session, ND__BLOCK));
    if (session->state == ND__IMPLICIT && session->has_snapshot) session->statements++; /* the next is not the transaction's first */
    session->state = ND__BLOCK; /* an implicit one becomes a block */
    enum nd_status status = set_options(session, stmt, as_of, err);
    if (status != ND_STATUS_OK && !was_block) session->state = ND__IMPLICIT; /* no block has begun: the error ends it */
    return status;
}

enum nd_status nd__session_transaction(struct nd_sql_session *session, const struct nd_ast_transaction *stmt,
                                       const struct nd_ast_expr *as_of, char tag[64], struct nd_err *err)
{
    enum nd_isolation isolation = session->isolation;
    bool is_read_only = session->is_read_only, was_failed = session->state == ND__FAILED,
         was_block = session->state == ND__BLOCK || was_failed;
    switch (stmt->kind) {
    case ND_AST_BEGIN:
        snprintf(tag, 64, "%s", stmt->is_start ? "START TRANSACTION" : "BEGIN");
        return begin_block(session, stmt, as_of, err);
    case ND_AST_COMMIT:
    case ND_AST_ROLLBACK:
        if (!was_block && stmt->is_chain)
            return nd_err_set(err, "25P01", "%s can only be used in transaction blocks",
                              stmt->kind == ND_AST_COMMIT ? "COMMIT AND CHAIN" : "ROLLBACK AND CHAIN");
        if (!was_block) nd__session_notice(session, "WARNING", "25P01", "there is no transaction in progress");
        if (stmt->kind == ND_AST_ROLLBACK || was_failed) {
            snprintf(tag, 64, "ROLLBACK");
            if (session->state != ND__IDLE) nd__session_rollback(session);
        } else {
            snprintf(tag, 64, "COMMIT");
            if (session->state != ND__IDLE) ND_TRY(nd__session_commit(session, err));
        }
        if (!stmt->is_chain) return ND_STATUS_OK;
        ND_TRY(nd__session_begin(session, ND__BLOCK));
        session->isolation = isolation;
        session->is_read_only = is_read_only;
        show_transaction(session);
        return ND_STATUS_OK;
    case ND_AST_SAVEPOINT:
    case ND_AST_RELEASE:
    case ND_AST_ROLLBACK_TO: return nd__session_savepoint(session, stmt, tag, err);
    case ND_AST_TXN_OTHER: return nd_err_unsupported(err, stmt->what);
    }
    ND_UNREACHABLE();
}
