/* SPDX-License-Identifier: Apache-2.0 */
/* session_cursor.c - DECLARE, FETCH, MOVE, CLOSE: a cursor is a named portal that statements take rows from.
 *
 * Its snapshot is that of DECLARE: before any other statement begins, the rows that are left are read into memory, as those of every
 * suspended portal. One that is to go back, or WITH HOLD, has all its rows in memory from the start. Rows of a table bring its primary key along, behind
 * the columns that are shown, for WHERE CURRENT OF. */
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

bool nd__session_reads(const struct nd_sql_session *session, struct nd_table_id table)
{
    ND_LIST_FOREACH (it, &session->portals) {
        const struct nd__portal *portal = ND_CONTAINER_OF(it, struct nd__portal, link);
        if (portal == session->running || portal->is_done || portal->hold == ND__HOLD_HELD || portal->planned == NULL || portal->planned->bound->kind != ND_BOUND_QUERY) continue;
        for (const struct nd_access *access = portal->planned->bound->accesses; access != NULL; access = access->next)
            if (access->table != NULL && access->table->id.v == table.v) return true;
    }
    return false;
}

bool nd__is_of_cursor(const struct nd_ast_stmt *stmt) { return stmt->kind == ND_STMT_FETCH || stmt->kind == ND_STMT_CLOSE; }

static bool goes_back(const struct nd_plan *plan)
{
    switch (plan->kind) {
    case ND_PLAN_SCAN:
    case ND_PLAN_VALUES:
    case ND_PLAN_CTE:
    case ND_PLAN_SORT: return true;
    case ND_PLAN_SET: return plan->left == NULL || plan->left->kind == ND_PLAN_RESULT;
    case ND_PLAN_FILTER:
    case ND_PLAN_PROJECT:
    case ND_PLAN_LIMIT: return plan->left != NULL && goes_back(plan->left);
    default: return false;
    }
}

bool nd__plan_goes_back(const struct nd__planned *planned) { return planned->bound->kind == ND_BOUND_QUERY && planned->tree != NULL && goes_back(planned->tree->root); }

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

static enum nd_status check_locking(const struct nd_ast_cursor *ast, struct nd_err *err)
{
    const struct nd_ast_select *select = ast->query->kind == ND_STMT_SELECT ? ast->query->select : NULL;
    if (select == NULL || !select->has_locking || (!ast->is_hold && !ast->is_scroll)) return ND_STATUS_OK;
    const char *how = select->lock_count > 0 ? nd_ast_lock_name(select->locks[0].mode) : "FOR UPDATE";
    (void)nd_err_set(err, "0A000", ast->is_hold ? "DECLARE CURSOR WITH HOLD ... %s is not supported" : "DECLARE SCROLL CURSOR ... %s is not supported", how);
    return nd_err_detail(err, ast->is_hold ? "Holdable cursors must be READ ONLY." : "Scrollable cursors must be READ ONLY.");
}

/* So that the cursor can go anywhere, and outlive its transaction. */
static enum nd_status keep_all(struct nd_sql_session *session, struct nd__portal *cursor, struct nd_err *err)
{
    if (cursor->exec != NULL) ND_TRY(nd__portal_keep(session, cursor, err));
    cursor->is_kept = true;
    return ND_STATUS_OK;
}

enum nd_status nd__session_declare(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_cursor *ast = portal->stmt->cursor;
    snprintf(portal->tag, sizeof portal->tag, "DECLARE CURSOR");
    if (ast->unsupported != NULL) return nd_err_unsupported(err, ast->unsupported);
    if (session->state != ND__BLOCK && !ast->is_hold) return nd_err_set(err, "25P01", "DECLARE CURSOR can only be used in transaction blocks");
    ND_TRY(check_locking(ast, err));
    if (find_cursor(session, ast->name) != NULL) return nd_err_set(err, "42P03", "cursor \"%s\" already exists", ast->name);
    if (session->portal_count >= ND_SQL_PORTALS_MAX) return nd_err_set(err, "54000", "a session keeps at most %d portals", ND_SQL_PORTALS_MAX);
    struct nd__portal *cursor = nd__portal_new(session, ast->name);
    enum nd_status status = bind_query(session, portal, cursor, err);
    if (status == ND_STATUS_OK) status = nd__session_produce(session, cursor, err);
    if (status == ND_STATUS_OK && (ast->is_hold || ast->is_scroll)) status = keep_all(session, cursor, err);
    if (status != ND_STATUS_OK) {
        nd__portal_free(session, cursor);
        return status;
    }
    cursor->is_started = cursor->is_started_before = true;
    cursor->is_no_scroll = ast->is_no_scroll;
    cursor->is_scrollable = (cursor->is_scrollable && !ast->is_no_scroll) || ast->is_scroll;
    cursor->is_binary = ast->is_binary;
    cursor->hold = ast->is_hold ? ND__HOLD_WANTED : ND__HOLD_NOT;
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

void nd__cursor_note_row(struct nd__portal *cursor, const struct nd_batch *rows)
{
    if (rows->rows == 0) return;
    nd_arena_reset(&cursor->row_arena);
    cursor->row = nd_arena_array(&cursor->row_arena, struct nd_datum, rows->columns + 1);
    for (size_t i = cursor->column_count; i < rows->columns; i++) {
        struct nd_datum value = nd_vec_get(&rows->vecs[i], rows->rows - 1);
        if (!value.is_null && nd_type_phys(rows->vecs[i].type.id) == ND_PHYS_BYTES) value.s = nd_arena_copy(&cursor->row_arena, value.s);
        cursor->row[i] = value;
    }
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
        nd__cursor_note_row(cursor, &rows);
        rows.columns = cursor->column_count;
        if (portal->rows != NULL) nd__rows_add(portal->rows, &rows);
        if (portal->rows != NULL && portal->rows->arena.bytes > nd__session_kept_bytes_max(session)) {
            (void)nd_err_set(err, "53200", "out of memory");
            status = nd_err_detail(err, "The rows of one FETCH need more than work_mem.");
        }
    }
    if (*count_out < most) cursor->row = NULL; /* behind the last one */
    nd_arena_deinit(&arena);
    return status;
}

/* ---- cursors whose rows are all in memory --------------------------------------------------------------------------------- */

/* Rows number, number + 1, ... as far as one batch has them, at most `most`: how many. */
static uint64_t add_rows(struct nd__portal *cursor, uint64_t number, uint64_t most, struct nd__portal *portal, struct nd_vec *room)
{
    size_t at = 0;
    uint64_t first = 1;
    while (number - first >= cursor->rows->batches[at]->rows) first += cursor->rows->batches[at++]->rows;
    uint64_t left = cursor->rows->batches[at]->rows - (number - first), count = most < left ? most : left;
    struct nd_batch part = nd__batch_part(cursor->rows->batches[at], (size_t)(number - first), (size_t)count, room);
    part.columns = cursor->column_count;
    nd__rows_add(portal->rows, &part);
    return count;
}

/* Where FETCH goes: `count` rows, one after another from `first` on in steps of `step`; `*end_out`: where the cursor is then. */
static void find_rows(const struct nd_ast_cursor *ast, uint64_t total, uint64_t position, uint64_t *first, int *step, uint64_t *count, uint64_t *end_out)
{
    int64_t n = ast->count, at;
    enum nd_ast_fetch fetch = ast->fetch;
    *count = 0;
    *step = 1;
    if ((fetch == ND_AST_FETCH_FORWARD || fetch == ND_AST_FETCH_BACKWARD) && n == 0) fetch = ND_AST_FETCH_RELATIVE;
    if (fetch == ND_AST_FETCH_ABSOLUTE || fetch == ND_AST_FETCH_RELATIVE) {
        int64_t base = fetch == ND_AST_FETCH_RELATIVE ? (int64_t)position : n < 0 ? (int64_t)total + 1 : 0;
        at = n > 0 && base > INT64_MAX - n ? INT64_MAX : base + n;
        *first = *end_out = at < 1 ? 0 : at > (int64_t)total ? total + 1 : (uint64_t)at;
        *count = *first >= 1 && *first <= total;
        return;
    }
    bool is_back = fetch == ND_AST_FETCH_BACKWARD;
    if (n < 0) is_back = !is_back;
    uint64_t wanted = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n, left = is_back ? (position == 0 ? 0 : position - 1) : position > total ? 0 : total - position;
    *count = wanted < left ? wanted : left;
    *step = is_back ? -1 : 1;
    *first = is_back ? position - 1 : position + 1;
    if (is_back) *end_out = wanted > left ? 0 : position - wanted;
    else *end_out = wanted > left ? total + 1 : position + wanted;
}

static enum nd_status fetch_kept(struct nd_sql_session *session, struct nd__portal *cursor, const struct nd_ast_cursor *ast, struct nd__portal *portal, uint64_t *count_out, struct nd_err *err)
{
    uint64_t total = cursor->rows == NULL ? 0 : cursor->rows->rows, number, end;
    int step;
    find_rows(ast, total, cursor->position, &number, &step, count_out, &end);
    struct nd_arena arena;
    enum nd_status status = ND_STATUS_OK;
    nd_arena_init(&arena, session->heap);
    struct nd_vec *room = *count_out == 0 ? NULL : nd_arena_array(&arena, struct nd_vec, cursor->rows->batches[0]->columns + 1);
    for (uint64_t i = 0; i < *count_out && portal->rows != NULL && status == ND_STATUS_OK;) {
        uint64_t added = add_rows(cursor, number, step > 0 ? *count_out - i : 1, portal, room);
        i += added;
        number += (uint64_t)step * added;
        if (portal->rows->arena.bytes <= nd__session_kept_bytes_max(session)) continue;
        (void)nd_err_set(err, "53200", "out of memory");
        status = nd_err_detail(err, "The rows of one FETCH need more than work_mem.");
    }
    nd_arena_deinit(&arena);
    if (status == ND_STATUS_OK) cursor->position = end;
    return status;
}

/* ---- WHERE CURRENT OF ------------------------------------------------------------------------------------------------------ */

/* A plan whose rows are those of its one scan, in the order in which they are met. */
static bool is_simple_scan(const struct nd_plan *plan)
{
    while (plan != NULL && (plan->kind == ND_PLAN_FILTER || plan->kind == ND_PLAN_PROJECT || plan->kind == ND_PLAN_LIMIT)) plan = plan->left;
    return plan != NULL && plan->kind == ND_PLAN_SCAN;
}

/* Another transaction may have changed the table since the cursor's rows were read: no row is found by what was another key. */
static bool is_same_key(const struct nd_table *read, const struct nd_table *written)
{
    const struct nd_index *a = &read->indexes[0], *b = &written->indexes[0];
    bool is_same = a->column_count == b->column_count;
    for (size_t i = 0; i < a->column_count && is_same; i++) {
        const struct nd_column *old = &read->columns[a->columns[i].column], *now = &written->columns[b->columns[i].column];
        is_same = old->id == now->id && old->type.id == now->type.id;
    }
    return is_same;
}

static enum nd_status find_key(const struct nd__portal *cursor, const struct nd_table *table, const struct nd_query_key **key_out, struct nd_err *err)
{
    const struct nd_query *query = cursor->planned->bound->query;
    *key_out = NULL;
    for (size_t i = 0; i < query->key_count; i++) {
        if (query->keys[i].table->id.v != table->id.v) continue;
        if (*key_out != NULL) return nd_err_set(err, "24000", "cursor \"%s\" has multiple FOR UPDATE/SHARE references to table \"%s\"", cursor->name, table->name);
        *key_out = &query->keys[i];
    }
    if (*key_out != NULL && !is_same_key((*key_out)->table, table))
        return nd_err_set(err, "24000", "the key of table \"%s\" was changed after the rows of cursor \"%s\" were read", table->name, cursor->name);
    if (*key_out != NULL && ((*key_out)->is_locked || is_simple_scan(cursor->planned->tree->root))) return ND_STATUS_OK;
    if (query->lock_count > 0) return nd_err_set(err, "24000", "cursor \"%s\" does not have a FOR UPDATE/SHARE reference to table \"%s\"", cursor->name, table->name);
    return nd_err_set(err, "24000", "cursor \"%s\" is not a simply updatable scan of table \"%s\"", cursor->name, table->name);
}

/* The row of a cursor whose rows are all in memory. */
static void note_kept_row(struct nd__portal *cursor, struct nd_arena *arena)
{
    size_t at = 0;
    uint64_t first = 1;
    cursor->row = NULL;
    if (cursor->rows == NULL || cursor->position == 0 || cursor->position > cursor->rows->rows) return;
    while (cursor->position - first >= cursor->rows->batches[at]->rows) first += cursor->rows->batches[at++]->rows;
    const struct nd_batch *batch = cursor->rows->batches[at];
    struct nd_batch part = nd__batch_part(batch, (size_t)(cursor->position - first), 1, nd_arena_array(arena, struct nd_vec, batch->columns + 1));
    nd__cursor_note_row(cursor, &part);
}

enum nd_status nd__cursor_key(struct nd_sql_session *session, const struct nd_bound *bound, struct nd_arena *arena, const struct nd_datum **key_out, struct nd_err *err)
{
    struct nd__portal *cursor = find_cursor(session, bound->current_of);
    const struct nd_query_key *key;
    if (cursor == NULL) return missing(bound->current_of, err);
    if (cursor->planned == NULL || cursor->planned->bound->kind != ND_BOUND_QUERY) return nd_err_set(err, "24000", "cursor \"%s\" is not a SELECT query", cursor->name);
    if (cursor->hold == ND__HOLD_HELD) return nd_err_set(err, "24000", "cursor \"%s\" is held from a previous transaction", cursor->name);
    ND_TRY(find_key(cursor, bound->current_of_table, &key, err));
    if (cursor->is_kept) note_kept_row(cursor, arena);
    if (cursor->row == NULL) return nd_err_set(err, "24000", "cursor \"%s\" is not positioned on a row", cursor->name);
    struct nd_datum *values = nd_arena_array(arena, struct nd_datum, key->count);
    for (size_t i = 0; i < key->count; i++) values[i] = cursor->row[key->first + i]; /* NULL: of an outer join's missing side; nothing equals it */
    *key_out = values;
    return ND_STATUS_OK;
}

enum nd_status nd__session_fetch(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_cursor *ast = portal->stmt->cursor;
    struct nd__portal *cursor = find_cursor(session, ast->name);
    uint64_t count;
    if (cursor == NULL) return missing(ast->name, err);
    bool is_forward = ast->fetch == ND_AST_FETCH_FORWARD && ast->count > 0;
    if (!is_forward && !cursor->is_no_scroll && !cursor->is_kept && cursor->sent == 0) ND_TRY(keep_all(session, cursor, err));
    if (!is_forward && (cursor->is_no_scroll || !cursor->is_kept)) {
        (void)nd_err_set(err, "55000", "cursor can only scan forward");
        return nd_err_hint(err, "Declare it with SCROLL option to enable backward scan.");
    }
    if (!ast->is_move) {
        portal->rows = nd__rows_new(session->heap);
        portal->columns = cursor->columns;
        portal->column_count = cursor->column_count;
        nd__planned_free(session, portal->planned);
        portal->planned = cursor->planned; /* whose catalog the rows are shown by */
        if (portal->planned != NULL) portal->planned->refs++;
    }
    if (session->txn != NULL) nd__session_set_deadline(session);
    if (cursor->exec != NULL) nd_exec_set_deadline(cursor->exec, session->deadline_ns);
    if (cursor->is_kept) ND_TRY(fetch_kept(session, cursor, ast, portal, &count, err));
    else ND_TRY(take_rows(session, cursor, ast->count == INT64_MAX ? UINT64_MAX : (uint64_t)ast->count, portal, &count, err));
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
