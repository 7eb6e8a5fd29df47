/* SPDX-License-Identifier: Apache-2.0 */
/* session_cursor.c - DECLARE, FETCH, MOVE, CLOSE: a cursor is a named portal that statements take rows from.
 *
 * Its snapshot is that of DECLARE: before any other statement begins, the rows that are left are read into memory, as those of every
 * suspended portal. */
#include <stdio.h>

#include "sql/session_int.h"

static struct nd__portal *find_cursor(struct nd_sql_session *session, const char *name)
{
    ND_LIST_FOREACH (it, &session->portals) {
        struct nd__portal *portal = ND_CONTAINER_OF(it, struct nd__portal, link);
        if (strcmp(portal->name, name) == 0) return portal;
    }
    return NULL;
}

bool nd__is_of_cursor(const struct nd_ast_stmt *stmt) { return stmt->kind == ND_STMT_FETCH || stmt->kind == ND_STMT_CLOSE; }

/* ---- DECLARE --------------------------------------------------------------------------------------------------- */

/* The query, prepared for this portal alone. */
static enum nd_status bind_query(struct nd_sql_session *session, struct nd__portal *portal, struct nd__portal *cursor, struct nd_err *err)
{
    ND_TRY(nd__session_prepare(session, "", portal->text, portal->stmt->cursor->query, NULL, 0, err));
    struct nd__prepared *prepared = ND_CONTAINER_OF(session->prepared.prev, struct nd__prepared, link);
    enum nd_status status = nd__portal_bind(session, cursor, prepared, NULL, 0, err);
    nd__prepared_close(session, prepared);
    return status;
}

enum nd_status nd__session_declare(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_cursor *ast = portal->stmt->cursor;
    snprintf(portal->tag, sizeof portal->tag, "DECLARE CURSOR");
    if (ast->unsupported != NULL) return nd_err_unsupported(err, ast->unsupported);
    if (session->state != ND__BLOCK) return nd_err_set(err, "25P01", "DECLARE CURSOR can only be used in transaction blocks");
    if (find_cursor(session, ast->name) != NULL) return nd_err_set(err, "42P03", "cursor \"%s\" already exists", ast->name);
    if (session->portal_count >= ND_SQL_PORTALS_MAX) return nd_err_set(err, "54000", "a session keeps at most %d portals", ND_SQL_PORTALS_MAX);
    struct nd__portal *cursor = nd__portal_new(session, ast->name);
    enum nd_status status = bind_query(session, portal, cursor, err);
    if (status == ND_STATUS_OK) status = nd__session_produce(session, cursor, err);
    if (status != ND_STATUS_OK) {
        nd__portal_free(session, cursor);
        return status;
    }
    cursor->is_started = cursor->is_started_before = true;
    nd_list_push_back(&session->portals, &cursor->link);
    session->portal_count++;
    return ND_STATUS_OK;
}

/* ---- FETCH, MOVE, CLOSE ----------------------------------------------------------------------------------------------- */

static enum nd_status missing(const char *name, struct nd_err *err) { return nd_err_set(err, "34000", "cursor \"%s\" does not exist", name); }

/* Some rows of the cursor, at most `most`, borrowed until the next call; rows 0: there are no more. */
static enum nd_status next_rows(struct nd__portal *cursor, uint64_t most, struct nd_arena *arena, struct nd_batch *out, struct nd_err *err)
{
    const struct nd_batch *batch = NULL;
    *out = (struct nd_batch){0};
    if (cursor->exec != NULL) {
        if (cursor->rest_at == cursor->rest.rows) {
            ND_TRY(nd_exec_next(cursor->exec, &batch, err));
            cursor->rest = *batch;
            cursor->rest_at = 0;
        }
        batch = &cursor->rest;
    } else if (cursor->rows != NULL && cursor->row_at < cursor->rows->count) {
        batch = cursor->rows->batches[cursor->row_at];
    }
    if (batch == NULL || batch->rows == 0) return ND_STATUS_OK;
    size_t count = batch->rows - cursor->rest_at;
    if (count > most) count = (size_t)most;
    *out = nd__batch_part(batch, cursor->rest_at, count, nd_arena_array(arena, struct nd_vec, batch->columns + 1));
    cursor->rest_at += count;
    cursor->sent += count;
    if (cursor->exec == NULL && cursor->rest_at == batch->rows) {
        cursor->row_at++;
        cursor->rest_at = 0;
    }
    return ND_STATUS_OK;
}

static enum nd_status take_rows(struct nd_sql_session *session, struct nd__portal *cursor, uint64_t most, struct nd__portal *portal, uint64_t *count_out, struct nd_err *err)
{
    struct nd_arena arena;
    struct nd_batch rows = {.rows = 1};
    enum nd_status status = ND_STATUS_OK;
    *count_out = 0;
    nd_arena_init(&arena, session->heap);
    while (status == ND_STATUS_OK && *count_out < most && rows.rows > 0) {
        nd_arena_reset(&arena);
        status = next_rows(cursor, most - *count_out, &arena, &rows, err);
        if (status != ND_STATUS_OK) break;
        *count_out += rows.rows;
        if (portal->rows != NULL) nd__rows_add(portal->rows, &rows);
        if (portal->rows != NULL && portal->rows->arena.bytes > nd__session_kept_bytes_max(session)) {
            (void)nd_err_set(err, "53200", "out of memory");
            status = nd_err_detail(err, "The rows of one FETCH need more than work_mem.");
        }
    }
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd__session_fetch(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_cursor *ast = portal->stmt->cursor;
    struct nd__portal *cursor = find_cursor(session, ast->name);
    uint64_t count;
    if (cursor == NULL) return missing(ast->name, err);
    if (!ast->is_forward) {
        (void)nd_err_set(err, "55000", "cursor can only scan forward");
        return nd_err_hint(err, "Declare it with SCROLL option to enable backward scan.");
    }
    if (!ast->is_move) {
        portal->rows = nd__rows_new(session->heap);
        portal->columns = cursor->columns;
        portal->column_count = cursor->column_count;
    }
    nd__session_set_deadline(session);
    if (cursor->exec != NULL) nd_exec_set_deadline(cursor->exec, session->deadline_ns);
    ND_TRY(take_rows(session, cursor, ast->count, portal, &count, err));
    snprintf(portal->tag, sizeof portal->tag, "%s %llu", ast->is_move ? "MOVE" : "FETCH", (unsigned long long)count);
    return ND_STATUS_OK;
}

enum nd_status nd__cursor_columns(struct nd_sql_session *session, const struct nd_ast_cursor *ast, struct nd_arena *arena, struct nd_sql_column **columns_out, size_t *count_out,
                                  struct nd_err *err)
{
    const struct nd__portal *cursor = find_cursor(session, ast->name);
    if (cursor == NULL) return missing(ast->name, err);
    if (ast->is_move) return ND_STATUS_OK;
    *columns_out = nd_arena_array(arena, struct nd_sql_column, cursor->column_count + 1);
    *count_out = cursor->column_count;
    for (size_t i = 0; i < cursor->column_count; i++) {
        (*columns_out)[i] = cursor->columns[i];
        (*columns_out)[i].name = nd_arena_strdup(arena, cursor->columns[i].name);
    }
    return ND_STATUS_OK;
}

enum nd_status nd__session_close_cursor(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_cursor *ast = portal->stmt->cursor;
    snprintf(portal->tag, sizeof portal->tag, ast->name == NULL ? "CLOSE CURSOR ALL" : "CLOSE CURSOR");
    if (ast->name == NULL) {
        ND_LIST_FOREACH_SAFE (it, &session->portals) {
            struct nd__portal *cursor = ND_CONTAINER_OF(it, struct nd__portal, link);
            if (cursor != portal && cursor != session->running) nd__portal_free(session, cursor);
        }
        return ND_STATUS_OK;
    }
    struct nd__portal *cursor = find_cursor(session, ast->name);
    if (cursor == NULL || cursor == portal) return missing(ast->name, err);
    nd__portal_free(session, cursor);
    return ND_STATUS_OK;
}
