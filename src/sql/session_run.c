/* SPDX-License-Identifier: Apache-2.0 */
/* session_run.c - one statement: plan, execute, deliver, run again after conflicts.
 *
 *   begin statement -> plan -> produce -> [commit, where the transaction is the statement's own] -> deliver
 *
 * A plain SELECT is delivered while it is produced. Everything else produces its rows first, so that it can
 * be run again as long as nothing has gone to the client. */
#include <stdio.h>

#include "sql/session_int.h"

struct nd_bind_env nd__session_bind_env(struct nd_sql_session *session, struct nd_slice text)
{
    return (struct nd_bind_env){
        .reactor = session->system->reactor,
        .view = session->view,
        .path = &session->settings.path,
        .types = &session->settings.types,
        .services = &session->services,
        .text = text,
        .role = session->is_superuser ? 0 : session->role,
    };
}

struct nd_exec_env nd__session_exec_env(struct nd_sql_session *session)
{
    /* alone in its transaction, a statement can be run again after a conflict at the commit: it goes without locks at first */
    bool is_optimistic = session->state == ND__IMPLICIT && session->is_alone && !session->is_forced_locks;
    return (struct nd_exec_env){
        .heap = session->heap,
        .reactor = session->system->reactor,
        .fiber = session->fiber,
        .txn = session->txn,
        .txns = session->system->txns,
        .catalog = session->catalog,
        .view = session->view,
        .path = &session->settings.path,
        .row_ids = session->system->row_ids,
        .sys = nd__session_sys_env(session),
        .types = &session->settings.types,
        .services = &session->services,
        .memory_bytes_max = session->settings.work_mem_bytes,
        .spill = session->system->spill,
        .is_canceled = &session->is_canceled,
        .deadline_ns = session->deadline_ns,
        .duplicates = is_optimistic ? ND_DUPLICATES_AT_COMMIT : ND_DUPLICATES_AT_ONCE,
        .takes_locks = !is_optimistic,
        .is_read_only = session->is_read_only,
        .changes = &session->changes,
        .fills = session->isolation == ND_READ_COMMITTED ? &session->fills : NULL,
        .deferred = &session->deferred,
    };
}

/* ---- planning ---------------------------------------------------------------------------------------------- */

bool nd__has_plan(const struct nd_ast_stmt *stmt)
{
    if (nd__split_call(stmt) != NULL || nd__is_sleep(stmt)) return false;
    return stmt->kind == ND_STMT_SELECT || stmt->kind == ND_STMT_INSERT || stmt->kind == ND_STMT_UPDATE || stmt->kind == ND_STMT_DELETE || stmt->kind == ND_STMT_COPY;
}

void nd__planned_unref(struct nd_heap *heap, struct nd__planned *planned)
{
    if (planned == NULL || --planned->refs > 0) return;
    nd_catalog_view_unref(planned->view);
    nd_arena_deinit(&planned->arena);
    nd_heap_free(heap, planned);
}

void nd__planned_free(struct nd_sql_session *session, struct nd__planned *planned) { nd__planned_unref(session->heap, planned); }

static void describe(struct nd__planned *planned)
{
    const struct nd_bound *bound = planned->bound;
    planned->column_count = bound->column_count;
    planned->columns = nd_arena_array(&planned->arena, struct nd_sql_column, bound->column_count + 1);
    for (size_t i = 0; i < bound->column_count; i++) {
        const struct nd_target *target = &bound->columns[i];
        planned->columns[i] = (struct nd_sql_column){.name = target->name, .type = bound->vars[target->var].type, .table_oid = target->table_oid, .attnum = target->attnum};
        if (planned->columns[i].type.id == ND_TYPE_RECORD) planned->columns[i].type.mod = -1; /* the binder's */
    }
}

static bool goes_by_keys(const struct nd_plan *plan)
{
    switch (plan->kind) {
    case ND_PLAN_SCAN: return plan->scan.is_point && plan->scan.table->sys == NULL;
    case ND_PLAN_RESULT:
    case ND_PLAN_VALUES: return true;
    case ND_PLAN_FILTER:
    case ND_PLAN_PROJECT:
    case ND_PLAN_LOCK:
    case ND_PLAN_INSERT:
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE: return plan->left == NULL || goes_by_keys(plan->left);
    default: return false;
    }
}

/* 2: too many, or something else that reads. */
static unsigned count_scans(const struct nd_plan *plan)
{
    switch (plan->kind) {
    case ND_PLAN_SCAN: return plan->scan.table->sys == NULL ? 1 : 2;
    case ND_PLAN_FILTER:
    case ND_PLAN_PROJECT:
    case ND_PLAN_AGG:
    case ND_PLAN_DISTINCT:
    case ND_PLAN_SORT:
    case ND_PLAN_LIMIT:
    case ND_PLAN_LOCK:
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE: return plan->left == NULL ? 2 : count_scans(plan->left);
    default: return 2;
    }
}

static enum nd_status make_plan(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_slice text, const enum nd_type_id *params, size_t param_count,
                                struct nd__planned *planned, struct nd_err *err)
{
    struct nd_bind_env env = nd__session_bind_env(session, text);
    env.param_types = params;
    env.param_count = param_count;
    ND_TRY(nd_bind_prefetch(session->view, session->txn, env.path, stmt, env.reactor, session->heap));
    for (size_t i = 0; i < env.param_count; i++)
        if (nd_type_user_kind(env.param_types[i]) != ND_USER_NONE) ND_TRY(nd_catalog_load_types(session->view, session->txn));
    ND_TRY(nd_bind(&env, stmt, &planned->arena, &planned->bound, err));
    describe(planned);
    ND_TRY(nd_plan_build(planned->bound, &planned->arena, &planned->tree, err));
    struct nd_eval eval = {.reactor = env.reactor, .types = env.types, .services = env.services, .heap = session->heap};
    ND_TRY(nd_opt_run(planned->tree, &eval, &session->settings.opt, &planned->arena, err));
    if (nd_access_needs_check(planned->bound->accesses, session->is_superuser)) {
        struct nd_err denied;
        nd_err_clear(&denied);
        ND_TRY(nd_catalog_load_roles(session->view, session->txn));
        if (nd_access_check(session->view, planned->bound->accesses, session->role, &denied) != ND_STATUS_OK) {
            planned->denied = nd_arena_new(&planned->arena, struct nd_err);
            *planned->denied = denied;
        }
    }
    planned->given = nd_arena_array(&planned->arena, enum nd_type_id, param_count + 1);
    planned->given_count = param_count;
    if (param_count > 0) memcpy(planned->given, params, sizeof *params * param_count);
    bool is_plain = planned->tree->root != NULL && planned->tree->subquery_count == 0;
    for (const struct nd_cte *cte = planned->bound->ctes; cte != NULL; cte = cte->next) is_plain = is_plain && cte->dml == NULL;
    planned->is_keyed = is_plain && goes_by_keys(planned->tree->root);
    planned->is_lone_scan = is_plain && planned->denied == NULL && count_scans(planned->tree->root) == 1;
    return ND_STATUS_OK;
}

enum nd_status nd__session_plan(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_slice text, const enum nd_type_id *params, size_t param_count,
                                struct nd__planned **planned_out, struct nd_err *err)
{
    struct nd__planned *planned = nd_heap_new(session->heap, struct nd__planned);
    nd_counter_add(&session->system->metrics.plans, 1);
    planned->refs = 1;
    nd_arena_init(&planned->arena, session->heap);
    planned->view = session->view;
    nd_catalog_view_ref(planned->view);
    planned->generation = session->settings.generation;
    planned->is_private = session->has_ddl;
    enum nd_status status = make_plan(session, stmt, text, params, param_count, planned, err);
    *planned_out = planned;
    if (status == ND_STATUS_OK) return status;
    nd__planned_free(session, planned);
    *planned_out = NULL;
    return status;
}

struct nd__planned *nd__text_planned(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd__text *text,
                                     const enum nd_type_id *params, size_t param_count)
{
    struct nd__planned *planned = text->planned;
    if (planned == NULL || session->has_ddl || text->ast.count != 1 || text->ast.stmts[0] != stmt) return NULL;
    if (planned->generation != session->settings.generation || planned->given_count != param_count) return NULL;
    for (size_t i = 0; i < param_count; i++)
        if (planned->given[i] != params[i]) return NULL;
    planned->refs++;
    return planned;
}

enum nd_status nd__session_plan_text(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd__text *text,
                                     const enum nd_type_id *params, size_t param_count, struct nd__planned **planned_out,
                                     struct nd_err *err)
{
    *planned_out = nd__text_planned(session, stmt, text, params, param_count);
    if (*planned_out != NULL && (*planned_out)->view == session->view) {
        nd_counter_add(&session->system->metrics.plan_hits, 1);
        return ND_STATUS_OK;
    }
    nd__planned_free(session, *planned_out);
    ND_TRY(nd__session_plan(session, stmt, text->text, params, param_count, planned_out, err));
    if ((*planned_out)->is_private || text->ast.count != 1 || text->ast.stmts[0] != stmt) return ND_STATUS_OK;
    nd__planned_free(session, text->planned);
    text->planned = *planned_out;
    text->planned->refs++;
    return ND_STATUS_OK;
}

enum nd_status nd__planned_check(const struct nd__planned *planned, struct nd_err *err)
{
    if (planned->denied == NULL) return ND_STATUS_OK;
    *err = *planned->denied;
    return ND_STATUS_SQL;
}

static bool is_valid(struct nd_sql_session *session, const struct nd__planned *planned)
{
    return planned != NULL && !planned->is_private && planned->view == session->view && planned->generation == session->settings.generation;
}

/* "cached plan must not change result type": clients were told the columns. */
static enum nd_status check_columns(const struct nd__portal *portal, const struct nd__planned *planned, struct nd_err *err)
{
    bool is_same = portal->column_count == planned->column_count;
    for (size_t i = 0; is_same && i < planned->column_count; i++) {
        const struct nd_sql_column *told = &portal->columns[i], *now = &planned->columns[i];
        is_same = nd_type_said(told->type) == nd_type_said(now->type) && told->type.mod == now->type.mod && strcmp(told->name, now->name) == 0;
    }
    return is_same ? ND_STATUS_OK : nd_err_set(err, "0A000", "cached plan must not change result type");
}

static enum nd_status plan_portal(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    if (is_valid(session, portal->planned)) {
        nd_counter_add(&session->system->metrics.plan_hits, 1);
        return ND_STATUS_OK;
    }
    struct nd__planned *planned;
    ND_TRY(nd__session_plan_text(session, portal->stmt, portal->text, portal->param_types, portal->param_count, &planned, err));
    enum nd_status status = portal->is_described ? check_columns(portal, planned, err) : ND_STATUS_OK;
    if (status != ND_STATUS_OK) {
        nd__planned_free(session, planned);
        return status;
    }
    nd__planned_free(session, portal->planned);
    portal->planned = planned;
    if (!portal->is_described) {
        portal->columns = planned->columns;
        portal->column_count = planned->column_count;
    }
    if (portal->prepared != NULL && !planned->is_private) { /* others of this statement use it too */
        nd__planned_free(session, portal->prepared->planned);
        portal->prepared->planned = planned;
        planned->refs++;
    }
    return ND_STATUS_OK;
}

/* ---- producing ------------------------------------------------------------------------------------------------- */

static void drop_exec(struct nd__portal *portal)
{
    if (portal->exec != NULL) nd_exec_free(portal->exec);
    portal->exec = NULL;
    portal->rest = (struct nd_batch){0};
    portal->rest_at = 0;
}

static void forget_rows(struct nd__portal *portal)
{
    if (portal->rows != NULL) nd__rows_free(portal->rows);
    portal->rows = NULL;
    portal->row_at = 0;
}

static void open_exec(struct nd_sql_session *session, struct nd__portal *portal)
{
    struct nd_exec_env env = nd__session_exec_env(session);
    env.params = portal->params;
    env.param_count = portal->param_count;
    env.cursor_key = portal->cursor_key;
    portal->exec = nd_exec_new(&env, portal->planned->tree);
}

size_t nd__session_kept_bytes_max(const struct nd_sql_session *session)
{
    size_t work_mem = session->settings.work_mem_bytes;
    return session->system->spill != NULL && work_mem < ND_SQL_MEMORY_BYTES_DEFAULT ? ND_SQL_MEMORY_BYTES_DEFAULT : work_mem;
}

/* All rows into memory. */
static enum nd_status keep_rows(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_batch *batch;
    if (portal->rows == NULL) portal->rows = nd__rows_new(session->heap);
    for (;;) {
        ND_TRY(nd_exec_next(portal->exec, &batch, err));
        if (batch->rows == 0) return ND_STATUS_OK;
        nd__rows_add(portal->rows, batch);
        if (portal->rows->arena.bytes > nd__session_kept_bytes_max(session)) {
            (void)nd_err_set(err, "53200", "out of memory");
            return nd_err_detail(err, "The rows of RETURNING, FOR UPDATE or a suspended portal need more than work_mem.");
        }
    }
}

static enum nd_status produce_write(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    open_exec(session, portal);
    ND_TRY(keep_rows(session, portal, err));
    unsigned long long count = nd_exec_affected(portal->exec);
    switch (portal->planned->bound->kind) {
    case ND_BOUND_INSERT: snprintf(portal->tag, sizeof portal->tag, "INSERT 0 %llu", count); break;
    case ND_BOUND_UPDATE: snprintf(portal->tag, sizeof portal->tag, "UPDATE %llu", count); break;
    default: snprintf(portal->tag, sizeof portal->tag, "DELETE %llu", count);
    }
    drop_exec(portal);
    return ND_STATUS_OK;
}

/* A long INSERT ... VALUES runs in slices, so that binding it neither keeps the reactor nor needs memory for all rows. */
#define SLICE_ROWS 1000

static bool is_sliced(const struct nd__portal *portal)
{
    const struct nd_ast_stmt *stmt = portal->stmt;
    if (stmt->kind != ND_STMT_INSERT || portal->prepared != NULL || stmt->insert->source == NULL) return false;
    const struct nd_ast_select *source = stmt->insert->source;
    bool is_plain = source->op == ND_AST_SETOP_NONE && source->order_count == 0 && source->limit == NULL && source->offset == NULL && source->with.count == 0;
    return is_plain && source->row_count > SLICE_ROWS;
}

static enum nd_status produce_slice(struct nd_sql_session *session, struct nd__portal *portal, size_t first, unsigned long long *written, struct nd_err *err)
{
    struct nd_ast_stmt stmt = *portal->stmt;
    struct nd_ast_insert insert = *stmt.insert;
    struct nd_ast_select source = *insert.source;
    struct nd__planned *planned;
    source.rows += first;
    source.row_count = source.row_count - first < SLICE_ROWS ? source.row_count - first : SLICE_ROWS;
    insert.source = &source;
    stmt.insert = &insert;
    ND_TRY(nd__session_plan(session, &stmt, portal->text->text, NULL, 0, &planned, err));
    nd__planned_free(session, portal->planned);
    portal->planned = planned;
    portal->columns = planned->columns;
    portal->column_count = planned->column_count;
    ND_TRY(nd__planned_check(planned, err));
    open_exec(session, portal);
    ND_TRY(keep_rows(session, portal, err));
    *written += nd_exec_affected(portal->exec);
    drop_exec(portal);
    return ND_STATUS_OK;
}

static enum nd_status produce_slices(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    struct nd_exec_pace pace = {0};
    unsigned long long written = 0;
    for (size_t first = 0; first < portal->stmt->insert->source->row_count; first += SLICE_ROWS) {
        ND_TRY(produce_slice(session, portal, first, &written, err));
        struct nd_exec_env env = nd__session_exec_env(session);
        ND_TRY(nd_exec_check(&env, &pace));
    }
    snprintf(portal->tag, sizeof portal->tag, "INSERT 0 %llu", written);
    return ND_STATUS_OK;
}

static enum nd_status read_copy(void *arg, struct nd_slice *piece_out, bool *end_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    return session->sink->read_copy(session->sink->arg, piece_out, end_out, err);
}

static enum nd_status produce_copy(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_copy *copy = portal->planned->bound->copy;
    if (session->is_read_only) return nd_err_set(err, "25006", "cannot execute COPY FROM in a read-only transaction");
    if (session->sink == NULL || session->sink->on_copy_in == NULL) return nd_err_set(err, "0A000", "COPY FROM STDIN is not possible here");
    session->has_sent = true; /* the client's rows come once */
    ND_TRY(session->sink->on_copy_in(session->sink->arg, copy->column_count, copy->format == ND_COPY_BINARY));
    struct nd_copy_source source = {session, read_copy};
    struct nd_exec_env env = nd__session_exec_env(session);
    if (!nd__session_may_fill(session, copy->insert->table)) env.fills = NULL;
    env.takes_locks = false; /* as many as rows; a row that another has put in meanwhile is found at the commit */
    uint64_t rows;
    ND_TRY(nd_exec_copy_from(&env, copy, &source, &rows, err));
    snprintf(portal->tag, sizeof portal->tag, "COPY %llu", (unsigned long long)rows);
    return ND_STATUS_OK;
}

static enum nd_status send_lines(struct nd_sql_session *session, const struct nd_copy *copy, const struct nd_batch *batch, struct nd_buf *line)
{
    struct nd_arena arena;
    enum nd_status status = ND_STATUS_OK;
    nd_arena_init(&arena, session->heap);
    for (size_t row = 0; row < batch->rows && status == ND_STATUS_OK; row++) {
        nd_arena_reset(&arena);
        nd_exec_copy_row(copy, &session->settings.types, batch, row, &arena, line);
        status = session->sink->on_copy_line(session->sink->arg, nd_buf_slice(line));
        nd_buf_clear(line);
    }
    nd_arena_deinit(&arena);
    return status;
}

static enum nd_status send_copy(struct nd_sql_session *session, struct nd__portal *portal, struct nd_buf *line, uint64_t *rows_out, struct nd_err *err)
{
    const struct nd_copy *copy = portal->planned->bound->copy;
    const struct nd_batch *batch;
    ND_TRY(nd_exec_next(portal->exec, &batch, err)); /* the plan holds, and the query has begun well */
    session->has_sent = true;
    ND_TRY(session->sink->on_copy_out(session->sink->arg, copy->column_count, copy->format == ND_COPY_BINARY));
    nd_exec_copy_header(copy, line);
    if (line->n > 0 && copy->format != ND_COPY_BINARY) { /* clients want the binary one in one message with what comes next */
        ND_TRY(session->sink->on_copy_line(session->sink->arg, nd_buf_slice(line)));
        nd_buf_clear(line);
    }
    while (batch->rows > 0) {
        ND_TRY(send_lines(session, copy, batch, line));
        *rows_out += batch->rows;
        ND_TRY(nd_exec_next(portal->exec, &batch, err));
    }
    nd_exec_copy_trailer(copy, line);
    if (line->n > 0) ND_TRY(session->sink->on_copy_line(session->sink->arg, nd_buf_slice(line)));
    return session->sink->on_copy_end(session->sink->arg);
}

static enum nd_status produce_copy_to(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    struct nd_buf line;
    uint64_t rows = 0;
    if (session->sink == NULL || session->sink->on_copy_out == NULL) return nd_err_set(err, "0A000", "COPY TO STDOUT is not possible here");
    open_exec(session, portal);
    nd_buf_init(&line, session->heap);
    enum nd_status status = send_copy(session, portal, &line, &rows, err);
    nd_buf_deinit(&line);
    drop_exec(portal);
    snprintf(portal->tag, sizeof portal->tag, "COPY %llu", (unsigned long long)rows);
    return status;
}

/* Of a late statement: before anything goes to the client it must be known that the plan holds. */
static enum nd_status read_first(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_batch *batch;
    ND_TRY(nd_exec_next(portal->exec, &batch, err));
    portal->rest = *batch;
    portal->rest_at = 0;
    return nd__session_settle(session);
}

static bool is_streamed(const struct nd__portal *portal)
{
    return portal->stmt->kind == ND_STMT_SELECT && nd__has_plan(portal->stmt) && !portal->stmt->select->has_locking && !portal->stmt->select->with.writes;
}

enum nd_status nd__session_produce(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_stmt *stmt = portal->stmt;
    if (stmt->kind == ND_STMT_TRANSACTION) return nd__session_transaction(session, stmt->transaction, stmt->as_of, portal->tag, err);
    if (nd__is_ddl(stmt)) {
        if (session->is_read_only) return nd_err_set(err, "25006", "cannot execute %s in a read-only transaction", nd__ddl_name(stmt));
        if (nd__is_online(stmt)) return nd__session_online(session, portal, err);
        ND_TRY(nd__session_begin_statement(session));
        return nd__session_ddl(session, stmt, portal->text->text, portal->tag, err);
    }
    if (!nd__has_plan(stmt)) return nd__session_utility(session, portal, err);
    if (portal->planned == NULL && portal->prepared == NULL) {
        portal->planned = nd__text_planned(session, stmt, portal->text, portal->param_types, portal->param_count);
        portal->columns = portal->planned == NULL ? NULL : portal->planned->columns;
        portal->column_count = portal->planned == NULL ? 0 : portal->planned->column_count;
    }
    bool is_late = nd__session_begin_late(session, portal->planned);
    if (is_late) {
        nd_counter_add(&session->system->metrics.plan_hits, 1);
    } else {
        ND_TRY(nd__session_begin_statement(session));
        if (is_sliced(portal)) return produce_slices(session, portal, err);
        ND_TRY(plan_portal(session, portal, err));
        ND_TRY(nd__planned_check(portal->planned, err));
    }
    if (portal->planned->bound->current_of != NULL) ND_TRY(nd__cursor_key(session, portal->planned->bound, &portal->arena, &portal->cursor_key, err));
    switch (portal->planned->bound->kind) {
    case ND_BOUND_COPY_FROM: return produce_copy(session, portal, err);
    case ND_BOUND_COPY_TO: return produce_copy_to(session, portal, err);
    case ND_BOUND_QUERY:
        open_exec(session, portal);
        if (is_streamed(portal)) return is_late ? read_first(session, portal, err) : ND_STATUS_OK;
        ND_TRY(keep_rows(session, portal, err));
        if (is_late) ND_TRY(nd__session_settle(session));
        drop_exec(portal);
        snprintf(portal->tag, sizeof portal->tag, "SELECT %zu", portal->rows->rows);
        return ND_STATUS_OK;
    default:
        ND_TRY(produce_write(session, portal, err));
        return is_late ? nd__session_settle(session) : ND_STATUS_OK;
    }
}

/* ---- delivering -------------------------------------------------------------------------------------------------- */

struct nd_batch nd__batch_part(const struct nd_batch *batch, size_t first, size_t count, struct nd_vec *room)
{
    for (size_t i = 0; i < batch->columns; i++) {
        room[i] = batch->vecs[i];
        room[i].nulls += first;
        switch (nd_type_phys(room[i].type.id)) {
        case ND_PHYS_BOOL: room[i].b += first; break;
        case ND_PHYS_I64: room[i].i += first; break;
        case ND_PHYS_F64: room[i].f += first; break;
        case ND_PHYS_BYTES: room[i].s += first; break;
        }
    }
    return (struct nd_batch){.rows = count, .columns = batch->columns, .vecs = room};
}

static enum nd_status send_rows(struct nd_sql_session *session, const struct nd_batch *batch)
{
    if (batch->rows == 0) return ND_STATUS_OK;
    session->has_sent = true;
    return session->sink->on_batch(session->sink->arg, batch);
}

/* Sends what the limit allows of `batch` from *at on. *full_out: the limit is reached. */
static enum nd_status send_part(struct nd_sql_session *session, struct nd__run *run, const struct nd_batch *batch, size_t *at, uint64_t *left, bool *full_out)
{
    struct nd_vec small[16], *room = small;
    size_t count = batch->rows - *at;
    if (*left != 0 && count > *left) count = (size_t)*left;
    if (batch->columns > ND_ARRAY_LEN(small)) room = nd_heap_alloc(session->heap, sizeof *room * batch->columns);
    struct nd_batch part = nd__batch_part(batch, *at, count, room);
    const struct nd_bound *bound = run->portal->planned == NULL ? NULL : run->portal->planned->bound;
    if (bound != NULL && bound->query != NULL && bound->query->key_count > 0) { /* a cursor's: not its keys */
        nd__cursor_note_row(run->portal, &part);
        part.columns = run->portal->column_count;
    }
    enum nd_status status = send_rows(session, &part);
    if (room != small) nd_heap_free(session->heap, room);
    *at += count;
    run->portal->sent += count;
    if (*left != 0) *left -= count;
    *full_out = run->row_limit != 0 && *left == 0;
    return status;
}

static enum nd_status deliver_kept(struct nd_sql_session *session, struct nd__run *run, uint64_t *left, bool *full)
{
    struct nd__portal *portal = run->portal;
    while (portal->rows != NULL && portal->row_at < portal->rows->count && !*full) {
        const struct nd_batch *batch = portal->rows->batches[portal->row_at];
        ND_TRY(send_part(session, run, batch, &portal->rest_at, left, full));
        if (portal->rest_at == batch->rows) {
            portal->row_at++;
            portal->rest_at = 0;
        }
    }
    return ND_STATUS_OK;
}

static enum nd_status deliver_exec(struct nd_sql_session *session, struct nd__run *run, uint64_t *left, bool *full, struct nd_err *err)
{
    struct nd__portal *portal = run->portal;
    while (!*full) {
        if (portal->rest_at == portal->rest.rows) {
            const struct nd_batch *batch;
            ND_TRY(nd_exec_next(portal->exec, &batch, err));
            portal->rest = *batch;
            portal->rest_at = 0;
            if (batch->rows == 0) {
                drop_exec(portal);
                snprintf(portal->tag, sizeof portal->tag, "SELECT %llu", (unsigned long long)portal->sent);
                return ND_STATUS_OK;
            }
        }
        ND_TRY(send_part(session, run, &portal->rest, &portal->rest_at, left, full));
    }
    return ND_STATUS_OK;
}

static enum nd_status send_columns(struct nd_sql_session *session, struct nd__run *run)
{
    const struct nd__portal *portal = run->portal;
    bool has_rows = portal->column_count > 0 || portal->exec != NULL || (portal->stmt->kind == ND_STMT_SELECT && nd__has_plan(portal->stmt));
    if (!run->wants_columns || !has_rows) return ND_STATUS_OK;
    run->wants_columns = false;
    return session->sink->on_columns(session->sink->arg, portal->columns, portal->column_count);
}

static enum nd_status deliver(struct nd_sql_session *session, struct nd__run *run, struct nd_err *err)
{
    uint64_t left = run->row_limit;
    bool full = false;
    run->is_suspended = false;
    ND_TRY(send_columns(session, run));
    ND_TRY(deliver_kept(session, run, &left, &full));
    if (run->portal->exec != NULL && !full) ND_TRY(deliver_exec(session, run, &left, &full, err));
    /* the limit was reached: whether there are more rows is not known, as in PostgreSQL */
    run->is_suspended = full;
    run->portal->is_done = !full;
    if (!full) run->portal->row = NULL;
    return ND_STATUS_OK;
}

/* Values become text as they are sent: labels of enums and names of objects are those of the plan's catalog, also after the commit. */
static enum nd_status deliver_named(struct nd_sql_session *session, struct nd__run *run, struct nd_err *err)
{
    if (session->view != NULL || run->portal->planned == NULL) return deliver(session, run, err);
    struct nd_catalog_view *view = run->portal->planned->view;
    nd_catalog_view_ref(view);
    session->view = view;
    enum nd_status status = deliver(session, run, err);
    session->view = NULL;
    nd_catalog_view_unref(view);
    return status;
}

/* ---- the statement ------------------------------------------------------------------------------------------------ */

static bool is_conflict(enum nd_status status, bool is_alone)
{
    return status == ND_STATUS_WRITE_CONFLICT || status == ND_STATUS_READ_CHANGED || status == ND_STATUS_VERSION_CHANGED || (is_alone && status == ND_STATUS_TXN_ABORTED);
}

/* ON CONFLICT, alone: another has put the key in since the statement looked. Under locks, it will look again. */
static bool is_late_duplicate(const struct nd__run *run, enum nd_status status)
{
    const struct nd_ast_stmt *stmt = run->portal->stmt;
    return status == ND_STATUS_DUPLICATE_KEY && stmt->kind == ND_STMT_INSERT && stmt->insert->has_conflict;
}

/* Back to where the statement began. false: it cannot be run again. A COMMIT that failed never is: the transaction it spoke of
 * is gone, and a second one would find nothing to commit and call that a success. */
static bool go_back(struct nd_sql_session *session, struct nd__run *run, enum nd_status status)
{
    if (run->portal->stmt->kind == ND_STMT_TRANSACTION) return false;
    bool owns_txn = run->is_alone && (session->state == ND__IMPLICIT || session->state == ND__IDLE);
    /* an error before the first read may be that of an outdated plan */
    bool is_unsettled = status == ND_STATUS_SQL && session->txn != NULL && nd_txn_is_late(session->txn);
    if (session->has_unlocked) return false;
    if (session->has_sent || (!is_unsettled && !is_conflict(status, owns_txn) && !(owns_txn && is_late_duplicate(run, status)))) return false;
    drop_exec(run->portal);
    forget_rows(run->portal);
    nd__advisory_undo_statement(session);
    nd__deferred_undo_statement(session);
    if (owns_txn) {
        if (session->txn != NULL) nd_txn_give_way(session->txn);
        if (session->state != ND__IDLE) nd__session_rollback(session);
        return true;
    }
    if (session->txn == NULL) return false;
    if (session->isolation == ND_READ_COMMITTED) return nd_txn_rollback_statement(session->txn) == ND_STATUS_OK;
    /* the first statement of a block: nothing of its snapshot is known to the client, it can have a newer one */
    if (session->statements != 1 || session->savepoint_count > 0 || session->has_ddl) return false;
    nd_txn_rollback(session->txn);
    nd_txn_free(session->txn);
    session->txn = NULL;
    session->has_snapshot = false;
    return true;
}

static enum nd_status run_once(struct nd_sql_session *session, struct nd__run *run, struct nd_err *err)
{
    struct nd__portal *portal = run->portal;
    bool is_control = portal->stmt->kind == ND_STMT_TRANSACTION;
    if (session->state == ND__IDLE && !is_control) ND_TRY(nd__session_begin(session, ND__IMPLICIT));
    session->is_alone = run->is_alone;
    session->deferred.is_alone = run->is_alone && session->state == ND__IMPLICIT;
    if (!portal->is_started) {
        if (!nd__is_of_cursor(portal->stmt)) ND_TRY(nd__portals_settle(session, portal, err));
        if (!is_control) ND_TRY(nd__session_as_of(session, portal->stmt, portal, err));
        ND_TRY(nd__session_produce(session, portal, err));
        ND_TRY(nd__deferred_end_statement(session, err));
        portal->is_started = true;
    }
    bool commits_first = run->is_alone && portal->exec == NULL && session->state == ND__IMPLICIT;
    if (commits_first) ND_TRY(nd__session_commit(session, err));
    ND_TRY(deliver_named(session, run, err));
    if (run->is_alone && !run->is_suspended && session->state == ND__IMPLICIT) ND_TRY(nd__session_commit(session, err));
    return ND_STATUS_OK;
}

static void wait_a_little(struct nd_sql_session *session, unsigned attempt)
{
    uint64_t most_us = attempt < 8 ? 200u << attempt : 50000;
    nd__session_pause(session, nd_env_random_u64(session->system->env) % most_us * ND_US);
}

static enum nd_status check_failed(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_err *err)
{
    enum nd_ast_txn_kind kind = stmt->kind == ND_STMT_TRANSACTION ? stmt->transaction->kind : ND_AST_TXN_OTHER;
    bool ends_it = kind == ND_AST_COMMIT || kind == ND_AST_ROLLBACK || kind == ND_AST_ROLLBACK_TO;
    if (session->state != ND__FAILED || ends_it) return ND_STATUS_OK;
    return nd_err_set(err, "25P02", "current transaction is aborted, commands ignored until end of transaction block");
}

enum nd_status nd__session_run(struct nd_sql_session *session, struct nd__run *run, struct nd_err *err)
{
    struct nd_sql_metrics *metrics = &session->system->metrics;
    uint64_t start = nd_env_now_ns(session->system->env);
    ND_TRY(check_failed(session, run->portal->stmt, err));
    nd_counter_add(&metrics->statements, 1);
    session->has_sent = false;
    nd__advisory_begin_statement(session);
    nd__deferred_begin_statement(session);
    if (session->state == ND__BLOCK && run->portal->stmt->kind != ND_STMT_TRANSACTION && !run->portal->is_started_before) session->statements++;
    session->is_forced_locks = false;
    enum nd_status status;
    for (unsigned attempt = 0;; attempt++) {
        nd_err_clear(err);
        status = session->is_canceled ? ND_STATUS_CANCELED : run_once(session, run, err);
        if (status == ND_STATUS_OK || attempt == ND_SQL_ATTEMPTS_MAX || run->portal->is_started_before || !go_back(session, run, status)) break;
        run->portal->is_started = false;
        nd_counter_add(&metrics->retries, 1);
        session->is_forced_locks = true;
        if (attempt > 0) wait_a_little(session, attempt);
    }
    run->portal->is_started_before = true;
    session->is_forced_locks = session->is_alone = false;
    if (status != ND_STATUS_OK) {
        drop_exec(run->portal);
        run->portal->is_done = true;
        (void)nd__session_error(session, status, err);
        nd_counter_add(&metrics->errors, 1);
    }
    nd_histogram_add(&metrics->statement_ns, nd_env_now_ns(session->system->env) - start);
    return status;
}

/* ---- portals ---------------------------------------------------------------------------------------------------------- */

struct nd__portal *nd__portal_new(struct nd_sql_session *session, const char *name)
{
    struct nd__portal *portal = nd_heap_new(session->heap, struct nd__portal);
    nd_list_init(&portal->link);
    portal->name = nd_heap_strdup(session->heap, name);
    portal->level = session->savepoint_level;
    nd_arena_init(&portal->arena, session->heap);
    nd_arena_init(&portal->row_arena, session->heap);
    return portal;
}

void nd__portal_free(struct nd_sql_session *session, struct nd__portal *portal)
{
    if (!nd_list_is_empty(&portal->link)) {
        nd_list_remove(&portal->link);
        session->portal_count--;
    }
    drop_exec(portal);
    forget_rows(portal);
    nd__planned_free(session, portal->planned);
    if (portal->prepared != NULL) nd__prepared_unref(session, portal->prepared);
    nd__text_unref(session->system, portal->text);
    nd_arena_deinit(&portal->arena);
    nd_arena_deinit(&portal->row_arena);
    nd_heap_free(session->heap, portal->name);
    nd_heap_free(session->heap, portal);
}

/* One that is running its last statement (COMMIT itself) is freed by its owner. */
void nd__portals_close(struct nd_sql_session *session, enum nd__hold kept)
{
    ND_LIST_FOREACH_SAFE(it, &session->portals) {
        struct nd__portal *portal = ND_CONTAINER_OF(it, struct nd__portal, link);
        if (portal == session->running || portal->hold >= kept) continue;
        nd__portal_free(session, portal);
    }
}

void nd__portals_hold(struct nd_sql_session *session)
{
    ND_LIST_FOREACH (it, &session->portals) {
        struct nd__portal *portal = ND_CONTAINER_OF(it, struct nd__portal, link);
        if (portal->hold == ND__HOLD_WANTED) portal->hold = ND__HOLD_HELD;
    }
}

void nd__portals_close_since(struct nd_sql_session *session, uint64_t level)
{
    ND_LIST_FOREACH_SAFE(it, &session->portals) {
        struct nd__portal *portal = ND_CONTAINER_OF(it, struct nd__portal, link);
        if (portal != session->running && portal->hold != ND__HOLD_HELD && portal->level >= level) nd__portal_free(session, portal);
    }
}

/* What it has read and not handed on, and the rest. */
enum nd_status nd__portal_keep(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    portal->rows = nd__rows_new(session->heap);
    if (portal->rest_at < portal->rest.rows) {
        struct nd_vec *room = nd_arena_alloc(&portal->arena, sizeof *room * (portal->rest.columns + 1));
        struct nd_batch rest = nd__batch_part(&portal->rest, portal->rest_at, portal->rest.rows - portal->rest_at, room);
        nd__rows_add(portal->rows, &rest);
    }
    ND_TRY(keep_rows(session, portal, err));
    drop_exec(portal);
    return ND_STATUS_OK;
}

enum nd_status nd__portals_settle(struct nd_sql_session *session, const struct nd__portal *but, struct nd_err *err)
{
    ND_LIST_FOREACH(it, &session->portals) {
        struct nd__portal *portal = ND_CONTAINER_OF(it, struct nd__portal, link);
        if (portal == but || portal->exec == NULL) continue;
        ND_TRY(nd__portal_keep(session, portal, err));
        uint64_t total = portal->sent + portal->rows->rows;
        snprintf(portal->tag, sizeof portal->tag, "SELECT %llu", (unsigned long long)total);
    }
    return ND_STATUS_OK;
}
