/* SPDX-License-Identifier: Apache-2.0 */
/* session_savepoint.c - SAVEPOINT, RELEASE, ROLLBACK TO.
 *
 * Savepoints lie on a stack. An error undoes what came after the innermost at once, as PostgreSQL does, so that its locks are
 * free again; ROLLBACK TO then makes the block usable. Undone are rows, catalog changes, settings, portals; not sequences. */
#include <stdio.h>
#include <string.h>

#include "sql/session_int.h"

#define SAVEPOINTS_MAX 65536

static void drop_above(struct nd_sql_session *session, size_t count)
{
    while (session->savepoint_count > count) nd_heap_free(session->heap, session->savepoints[--session->savepoint_count].name);
}

void nd__savepoints_clear(struct nd_sql_session *session)
{
    drop_above(session, 0);
    nd_heap_free(session->heap, session->savepoints);
    session->savepoints = NULL;
    session->savepoint_cap = 0;
    session->savepoint_level = 0;
    session->savepoints_lost = false;
}

static enum nd_status set_savepoint(struct nd_sql_session *session, const char *name, struct nd_err *err)
{
    if (session->savepoint_count == SAVEPOINTS_MAX)
        return nd_err_set(err, "54000", "a transaction keeps at most %d savepoints", SAVEPOINTS_MAX);
    if (session->savepoint_count == session->savepoint_cap) {
        session->savepoint_cap = session->savepoint_cap == 0 ? 4 : session->savepoint_cap * 2;
        session->savepoints = nd_heap_realloc(session->heap, session->savepoints, session->savepoint_cap * sizeof *session->savepoints);
    }
    session->savepoints[session->savepoint_count++] = (struct nd__savepoint){
        .name = nd_heap_strdup(session->heap, name),
        .txn = session->txn == NULL ? 0 : nd_txn_savepoint(session->txn),
        .level = ++session->savepoint_level,
        .settings = nd_settings_savepoint(&session->settings),
        .discards = session->discards.prev,
        .created = session->created.prev,
        .parted = session->parted.prev,
        .fresh = session->fresh.prev,
        .has_ddl = session->has_ddl,
        .is_read_only = session->is_read_only,
        .deferred_count = session->deferred.count,
        .deferred_modes = session->deferred.mode_count,
    };
    return ND_STATUS_OK;
}

/* SIZE_MAX: none. */
static size_t find_savepoint(const struct nd_sql_session *session, const char *name)
{
    for (size_t i = session->savepoint_count; i > 0; i--)
        if (strcmp(session->savepoints[i - 1].name, name) == 0) return i - 1;
    return SIZE_MAX;
}

static void cut(struct nd_list *list, const struct nd_list *last)
{
    while (list->prev != last) nd_list_remove(list->prev);
}

/* READ ONLY, said since, ends with the savepoint, whichever way that ends. */
static void restore_access(struct nd_sql_session *session, bool is_read_only)
{
    struct nd_err err;
    if (session->is_read_only == is_read_only) return;
    session->is_read_only = is_read_only;
    enum nd_status status = nd_settings_set(&session->settings, "transaction_read_only", is_read_only ? "on" : "off", true, false, NULL, &err);
    ND_ASSERT(status == ND_STATUS_OK);
}

static enum nd_status go_back(struct nd_sql_session *session, const struct nd__savepoint *savepoint)
{
    struct nd_settings_sink sink = nd__session_settings_sink(session);
    nd__portals_close_since(session, savepoint->level);
    if (session->view != NULL) nd_catalog_view_unref(session->view);
    session->view = NULL;
    cut(&session->discards, savepoint->discards);
    cut(&session->created, savepoint->created);
    cut(&session->parted, savepoint->parted);
    cut(&session->fresh, savepoint->fresh);
    session->has_ddl = savepoint->has_ddl;
    session->is_read_only = savepoint->is_read_only;
    nd_deferred_go_back(&session->deferred, savepoint->deferred_count, savepoint->deferred_modes, savepoint->level);
    nd_settings_rollback_to(&session->settings, savepoint->settings, &sink);
    if (session->txn == NULL) return ND_STATUS_OK;
    uint64_t timeout_ns = session->settings.statement_timeout_ns; /* the statement's own time may be over */
    nd_txn_set_deadline(session->txn, timeout_ns == 0 ? 0 : nd_env_now_ns(session->system->env) + timeout_ns);
    return nd_txn_rollback_to(session->txn, savepoint->txn);
}

bool nd__savepoint_on_error(struct nd_sql_session *session)
{
    if (session->savepoint_count == 0) return false;
    session->savepoints_lost = go_back(session, &session->savepoints[session->savepoint_count - 1]) != ND_STATUS_OK;
    return !session->savepoints_lost;
}

static enum nd_status roll_back_to(struct nd_sql_session *session, size_t at, struct nd_err *err)
{
    enum nd_status status = session->savepoints_lost ? ND_STATUS_UNSUPPORTED : go_back(session, &session->savepoints[at]);
    if (status == ND_STATUS_UNSUPPORTED)
        return nd_err_unsupported(err, "ROLLBACK TO SAVEPOINT over more rows than are kept for it");
    ND_TRY(status);
    drop_above(session, at + 1);
    session->state = ND__BLOCK;
    return ND_STATUS_OK;
}

enum nd_status nd__session_savepoint(struct nd_sql_session *session, const struct nd_ast_transaction *stmt, char tag[64],
                                     struct nd_err *err)
{
    bool is_set = stmt->kind == ND_AST_SAVEPOINT, is_release = stmt->kind == ND_AST_RELEASE;
    if (session->state != ND__BLOCK && session->state != ND__FAILED)
        return nd_err_set(err, "25P01", "%s can only be used in transaction blocks",
                          is_set ? "SAVEPOINT" : is_release ? "RELEASE SAVEPOINT" : "ROLLBACK TO SAVEPOINT");
    snprintf(tag, 64, "%s", is_set ? "SAVEPOINT" : is_release ? "RELEASE" : "ROLLBACK");
    if (is_set) return set_savepoint(session, stmt->savepoint, err);
    size_t at = find_savepoint(session, stmt->savepoint);
    if (at == SIZE_MAX) return nd_err_set(err, "3B001", "savepoint \"%s\" does not exist", stmt->savepoint);
    if (!is_release) return roll_back_to(session, at, err);
    restore_access(session, session->savepoints[at].is_read_only);
    drop_above(session, at);
    return ND_STATUS_OK;
}
