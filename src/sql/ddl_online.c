/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_online.c - the steps of a schema change that runs beside the writers of its table. */
#include "sql/ddl_online.h"

#include <stdio.h>

enum { PART_ROWS_MAX = 2048, PART_ROWS_MIN = 16, POLL_MS_MAX = 200, ELDERS_FAILURES_MAX = 10, GIVE_UP_MS = 10000 };

/* ---- one step: a transaction ------------------------------------------------------------------------------------- */

static bool is_conflict(enum nd_status status)
{
    return status == ND_STATUS_WRITE_CONFLICT || status == ND_STATUS_READ_CHANGED || status == ND_STATUS_VERSION_CHANGED || status == ND_STATUS_TXN_ABORTED ||
           status == ND_STATUS_SNAPSHOT_TOO_OLD;
}

static void wait_a_little(struct nd_sql_session *session, unsigned attempt)
{
    uint64_t most_us = attempt < 8 ? 200u << attempt : 50000;
    nd__session_pause(session, nd_env_random_u64(session->system->env) % most_us * ND_US + 1);
}

/* CANCELED, TIMEOUT */
static enum nd_status check(const struct nd__online *online)
{
    const struct nd_sql_session *session = online->session;
    if (session->is_canceled) return ND_STATUS_CANCELED;
    return online->deadline_ns != 0 && nd_env_now_ns(session->system->env) >= online->deadline_ns ? ND_STATUS_TIMEOUT : ND_STATUS_OK;
}

/* Statement and transaction are begun, the time that is left is the statement's as a whole. */
static enum nd_status begin(struct nd__online *online)
{
    struct nd_sql_session *session = online->session;
    ND_TRY(check(online));
    if (session->state == ND__IDLE) ND_TRY(nd__session_begin(session, ND__IMPLICIT));
    session->isolation = ND_READ_COMMITTED;
    ND_TRY(nd__session_begin_statement(session));
    session->deadline_ns = online->deadline_ns;
    nd_txn_set_deadline(session->txn, online->deadline_ns);
    return nd_catalog_load_schemas(session->view, session->txn);
}

typedef enum nd_status step_fn(struct nd__ddl *ddl, struct nd__online *online);
static step_fn declare_copy;

static enum nd_status try_step(struct nd__online *online, step_fn *change)
{
    struct nd_sql_session *session = online->session;
    struct nd_arena arena;
    ND_TRY(begin(online));
    nd_arena_init(&arena, session->heap);
    struct nd__ddl ddl = {.session = session, .stmt = online->stmt, .bind = nd__session_bind_env(session, online->text), .arena = &arena, .err = online->err, .tag = online->tag};
    enum nd_status status = nd_bind_prefetch(session->view, session->txn, ddl.bind.path, online->stmt, ddl.bind.reactor, session->heap);
    if (status == ND_STATUS_OK) status = change(&ddl, online);
    if (status == ND_STATUS_OK) status = nd__session_commit(session, online->err);
    nd_arena_deinit(&arena);
    return status;
}

/* What was changed is known to everybody whose statement begins above online->floor. Steps but for those that declare an index may be
 * made again where it is not known whether they were. */
static enum nd_status step(struct nd__online *online, step_fn *change)
{
    struct nd_sql_session *session = online->session;
    bool is_repeatable = change != nd__ddl_declare_index && change != declare_copy;
    for (unsigned attempt = 0;; attempt++) {
        nd_err_clear(online->err);
        enum nd_status status = try_step(online, change);
        if (status == ND_STATUS_OK) break;
        if (session->state != ND__IDLE) nd__session_rollback(session);
        bool comes_again = is_conflict(status) || (status == ND_STATUS_AMBIGUOUS && is_repeatable);
        if (!comes_again || attempt == ND_SQL_ATTEMPTS_MAX) return status;
        nd_counter_add(&session->system->metrics.retries, 1);
        wait_a_little(session, attempt);
    }
    session->has_sent = true; /* from here on the statement cannot begin anew */
    return nd_txn_system_now(session->system->txns, session->fiber, online->deadline_ns, &online->floor);
}

/* ---- waiting for writers that do not know of the step ----------------------------------------------------------- */

static void set_phase(struct nd__online *online, const char *phase) { online->build.phase = phase; }

static enum nd_status wait_for_elders(struct nd__online *online, const char *phase)
{
    struct nd_sql_session *session = online->session;
    uint64_t timeout_ns = session->settings.lock_timeout_ns, until_ns = nd_env_now_ns(session->system->env) + timeout_ns;
    set_phase(online, phase);
    if (online->is_over) return ND_STATUS_OK;
    unsigned failures = 0;
    for (uint64_t poll_ms = 10;; poll_ms = poll_ms * 2 < POLL_MS_MAX ? poll_ms * 2 : POLL_MS_MAX) {
        bool has;
        nd__session_pause(session, poll_ms * ND_MS); /* also lets statements that have just begun say what they write */
        ND_TRY(check(online));
        enum nd_status status = nd_catalog_has_elders(session->catalog, session->fiber, online->table, online->floor, &has);
        if (status == ND_STATUS_OK && !has) return ND_STATUS_OK;
        /* nobody can be asked: the fence refuses them */
        if (status != ND_STATUS_OK && ++failures == ELDERS_FAILURES_MAX) return ND_STATUS_OK;
        if (timeout_ns != 0 && nd_env_now_ns(session->system->env) >= until_ns) return nd_err_set(online->err, "55P03", "canceling statement due to lock timeout");
    }
}

/* ---- the index at work ------------------------------------------------------------------------------------------- */

/* By oid; the table may have been changed, renamed or rewritten since the last step. */
static enum nd_status find(struct nd__ddl *ddl, const struct nd__online *online, uint32_t oid, const struct nd_table **table_out, size_t *at_out)
{
    const struct nd_table *table;
    ND_TRY(nd_catalog_find_table_by_id(ddl->session->view, ddl->session->txn, online->table, &table));
    *table_out = table;
    for (*at_out = 0; table != NULL && *at_out < table->index_count; (*at_out)++)
        if (table->indexes[*at_out].oid == oid) return ND_STATUS_OK;
    if (table == NULL) return nd_err_set(ddl->err, "42P01", "the table was dropped while one of its indexes was at work");
    return nd_err_set(ddl->err, "42704", "the index was dropped while it was at work");
}

/* After the second step: write-only still, or made whole by somebody else (TRUNCATE, a rewrite of the table): *online is over. One that is
 * being dropped meanwhile has missed entries. */
static enum nd_status find_written(struct nd__ddl *ddl, struct nd__online *online, const struct nd_table **table_out, size_t *at_out)
{
    ND_TRY(find(ddl, online, online->oid, table_out, at_out));
    enum nd_index_state state = (*table_out)->indexes[*at_out].state;
    online->is_over = state == ND_INDEX_PUBLIC;
    return state == ND_INDEX_DELETE_ONLY ? nd_err_set(ddl->err, "42704", "the index was dropped while it was at work") : ND_STATUS_OK;
}

static enum nd_status write_state(struct nd__ddl *ddl, struct nd__online *online, const struct nd_table *table, size_t at, enum nd_index_state state)
{
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.indexes[at].state = state;
    ND_TRY(nd__ddl_write(ddl, &draft));
    return nd_catalog_read_gate(ddl->session->catalog, ddl->session->txn, table, &online->gate);
}

static bool is_unfenced(const struct nd__online *online) { return nd_env_is_broken(online->session->system->env, ND_BREAK_INDEX_UNFENCED); }

/* Nobody who does not know of the step before commits any more. */
static enum nd_status fence(struct nd__ddl *ddl, struct nd__online *online, const struct nd_table *table)
{
    if (is_unfenced(online)) return ND_STATUS_OK;
    return nd_catalog_fence_rows(ddl->session->catalog, ddl->session->txn, table, &online->gate, online->floor);
}

enum nd_status nd__online_declare(struct nd__ddl *ddl, struct nd__online *online, const struct nd__draft *draft, struct nd_index *index)
{
    index->state = ND_INDEX_DELETE_ONLY;
    online->table = draft->table->id;
    online->oid = index->oid;
    online->is_unique = nd_index_keeps_one(index);
    online->build.table_oid = nd_table_oid(draft->table);
    online->build.index_oid = index->oid;
    online->build.rows_total = draft->before->stats == NULL ? 0 : (uint64_t)draft->before->stats->rows;
    ND_TRY(nd__ddl_write(ddl, draft));
    return nd_catalog_read_gate(ddl->session->catalog, ddl->session->txn, draft->before, &online->gate);
}

static enum nd_status begin_writing(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(find(ddl, online, online->oid, &table, &at));
    online->is_over = nd_index_is_public(&table->indexes[at]); /* TRUNCATE, or a rewrite of the table, made it whole */
    if (online->is_over) return ND_STATUS_OK;
    ND_TRY(fence(ddl, online, table));
    return write_state(ddl, online, table, at, ND_INDEX_WRITE_ONLY);
}

static enum nd_status only_fence(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(find_written(ddl, online, &table, &at));
    return online->is_over ? ND_STATUS_OK : fence(ddl, online, table);
}

static enum nd_status publish(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(find_written(ddl, online, &table, &at));
    return online->is_over ? ND_STATUS_OK : write_state(ddl, online, table, at, ND_INDEX_PUBLIC);
}

/* ---- filling --------------------------------------------------------------------------------------------------------- */

static enum nd_status find_here(struct nd__online *online, const struct nd_table **table_out, const struct nd_index **index_out)
{
    struct nd_sql_session *session = online->session;
    struct nd__ddl ddl = {.session = session, .err = online->err};
    size_t at;
    ND_TRY(find_written(&ddl, online, table_out, &at));
    *index_out = &(*table_out)->indexes[at];
    return ND_STATUS_OK;
}

static enum nd_status try_part(struct nd__online *online, struct nd_index_part *part)
{
    struct nd_sql_session *session = online->session;
    const struct nd_table *table;
    const struct nd_index *index;
    ND_TRY(begin(online));
    ND_TRY(find_here(online, &table, &index));
    if (online->is_over) return nd__session_commit(session, online->err);
    struct nd_exec_env env = nd__session_exec_env(session);
    if (part->locks != NULL) nd_txn_set_deadline(part->locks, online->deadline_ns);
    struct nd_bind_env bind = nd__session_bind_env(session, ND_SLICE_EMPTY);
    struct nd_expr *const *virtuals;
    ND_TRY(nd_bind_virtuals(&bind, table, NULL, &virtuals, online->err));
    ND_TRY(nd_exec_index_part(&env, table, index, virtuals, part, online->err));
    return nd__session_commit(session, online->err);
}

/* Locks of rows are another transaction's, which gives them back whatever becomes of the part. */
static enum nd_status run_part(struct nd__online *online, struct nd_index_part *part)
{
    struct nd_sql_session *session = online->session;
    nd_err_clear(online->err);
    if (online->is_unique) {
        struct nd_txn_options options = {.isolation = ND_READ_COMMITTED};
        part->locks = nd_txn_begin(session->system->txns, session->fiber, &options);
        session->side_txn = part->locks;
    }
    enum nd_status status = try_part(online, part);
    session->side_txn = NULL;
    if (status != ND_STATUS_OK && session->state != ND__IDLE) nd__session_rollback(session);
    if (part->locks != NULL) nd_txn_free(part->locks);
    part->locks = NULL;
    return status;
}

static enum nd_status fill_parts(struct nd__online *online, struct nd_index_part *part)
{
    struct nd_sql_session *session = online->session;
    unsigned conflicts = 0;
    while (!online->is_over) {
        uint64_t begun_ns = nd_env_now_ns(session->system->env), statements = nd_counter_get(&session->system->metrics.statements);
        enum nd_status status = run_part(online, part);
        bool is_locked = status == ND_STATUS_LOCKED || status == ND_STATUS_LOCK_TIMEOUT || status == ND_STATUS_DEADLOCK;
        /* where the outcome is not known the same part, done twice, does no harm */
        if (is_conflict(status) || is_locked || status == ND_STATUS_AMBIGUOUS) {
            ND_TRY(check(online));
            nd_err_clear(online->err);
            if (part->rows_max > PART_ROWS_MIN && !part->waits) part->rows_max /= 2;
            wait_a_little(session, conflicts++);
            continue;
        }
        ND_TRY(status);
        if (online->is_over || part->is_last) return ND_STATUS_OK;
        conflicts = 0;
        online->build.rows_done += part->rows;
        nd_buf_clear(&part->next);
        nd_buf_put_slice(&part->next, nd_buf_slice(&part->after));
        if (part->rows_max < PART_ROWS_MAX) part->rows_max *= 2;
        /* others that are at work here get as much time as the part took */
        bool has_others = nd_counter_get(&session->system->metrics.statements) != statements;
        if (has_others) nd__session_pause(session, nd_env_now_ns(session->system->env) - begun_ns);
    }
    return ND_STATUS_OK;
}

static enum nd_status fill(struct nd__online *online)
{
    struct nd_heap *heap = online->session->heap;
    struct nd_index_part part = {.rows_max = PART_ROWS_MAX / 4};
    set_phase(online, "building index: scanning table");
    nd_buf_init(&part.next, heap);
    nd_buf_init(&part.after, heap);
    enum nd_status status = fill_parts(online, &part);
    nd_buf_deinit(&part.next);
    nd_buf_deinit(&part.after);
    return status;
}

/* Writers add no entries from here on, so they keep nothing unique that is not. */
static enum nd_status stop_writing(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(find(ddl, online, online->oid, &table, &at));
    return table->indexes[at].state == ND_INDEX_WRITE_ONLY ? write_state(ddl, online, table, at, ND_INDEX_DELETE_ONLY) : ND_STATUS_OK;
}

/* What the build failed for is what is said, whatever becomes of this: one that was canceled or took too long gets time for it. */
static enum nd_status give_up(struct nd__online *online, enum nd_status why)
{
    struct nd_sql_session *session = online->session;
    struct nd_err err = *online->err;
    uint64_t deadline_ns = online->deadline_ns;
    bool was_canceled = session->is_canceled;
    session->is_canceled = false;
    online->deadline_ns = nd_env_now_ns(session->system->env) + GIVE_UP_MS * ND_MS;
    enum nd_status ignored = step(online, stop_writing);
    ND_UNUSED(ignored);
    online->deadline_ns = deadline_ns;
    if (was_canceled) session->is_canceled = true;
    *online->err = err;
    return why;
}

static enum nd_status build_steps(struct nd__online *online)
{
    if (!is_unfenced(online)) ND_TRY(wait_for_elders(online, "waiting for writers before build"));
    ND_TRY(step(online, begin_writing));
    if (!is_unfenced(online)) ND_TRY(wait_for_elders(online, "waiting for writers before validation"));
    if (!online->is_over) ND_TRY(step(online, only_fence));
    return online->is_over ? ND_STATUS_OK : fill(online);
}

/* An index that was declared, up to where it has an entry of each row. */
static enum nd_status build(struct nd__online *online)
{
    enum nd_status status = build_steps(online);
    return status == ND_STATUS_OK ? ND_STATUS_OK : give_up(online, status);
}

/* The step that lets queries have what was built. */
static enum nd_status finish(struct nd__online *online, step_fn *change)
{
    enum nd_status status = step(online, change);
    return status == ND_STATUS_OK ? ND_STATUS_OK : give_up(online, status);
}

/* ---- CREATE INDEX CONCURRENTLY ---------------------------------------------------------------------------------- */

static enum nd_status create(struct nd__online *online)
{
    online->build.command = "CREATE INDEX CONCURRENTLY";
    ND_TRY(step(online, nd__ddl_declare_index));
    if (online->oid == 0) return ND_STATUS_OK; /* IF NOT EXISTS */
    ND_TRY(build(online));
    return online->is_over ? ND_STATUS_OK : finish(online, publish);
}

/* ---- DROP INDEX CONCURRENTLY ------------------------------------------------------------------------------------- */

static enum nd_status begin_dropping(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    online->is_over = true;
    ND_TRY(nd__ddl_find_dropped_index(ddl, &online->stmt->drop->names[0], online->stmt->drop->if_exists, &table, &at));
    if (table == NULL) return ND_STATUS_OK;
    online->is_over = false;
    online->table = table->id;
    online->oid = table->indexes[at].oid;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_release_index(ddl, &online->stmt->drop->names[0], false, &table, at));
    return write_state(ddl, online, table, at, ND_INDEX_DELETE_ONLY);
}

static enum nd_status end_dropping(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_begin(ddl));
    enum nd_status status = find(ddl, online, online->oid, &table, &at);
    if (status == ND_STATUS_SQL) { /* gone already, by whomever */
        nd_err_clear(ddl->err);
        return ND_STATUS_OK;
    }
    ND_TRY(status);
    /* somebody may have begun to add entries again: REINDEX, TRUNCATE, or a build that was not over */
    if (table->indexes[at].state == ND_INDEX_DELETE_ONLY) ND_TRY(fence(ddl, online, table));
    else ND_TRY(nd__ddl_lock(ddl, table));
    return nd__ddl_remove_index(ddl, table, at);
}

static enum nd_status drop(struct nd__online *online)
{
    ND_TRY(step(online, begin_dropping));
    if (online->is_over) return ND_STATUS_OK;
    ND_TRY(wait_for_elders(online, "waiting for old snapshots"));
    return step(online, end_dropping);
}

/* ---- REINDEX CONCURRENTLY ------------------------------------------------------------------------------------------ */

/* Which indexes, by oid: all, or the one at `at`. The primary one holds the rows themselves: it is as it must be. */
static void list_of(struct nd__ddl *ddl, struct nd__online *online, const struct nd_table *table, size_t at)
{
    online->table = table->id;
    online->todo = nd_arena_array(&online->arena, uint32_t, table->index_count + 1);
    online->todo_count = 0;
    for (size_t i = 1; i < table->index_count; i++) {
        if (at != SIZE_MAX && i != at) continue;
        if (at != SIZE_MAX || nd_index_is_public(&table->indexes[i])) online->todo[online->todo_count++] = table->indexes[i].oid;
        else nd__session_notice(ddl->session, "WARNING", "0A000", "cannot reindex invalid index \"%s.%s\" concurrently, skipping", table->schema_name, table->indexes[i].name);
    }
}

static enum nd_status list_indexes(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_find_reindexed(ddl, &table, &at));
    list_of(ddl, online, table, at);
    if (at == SIZE_MAX && table->index_count == 1 && nd_table_has_row_id(table))
        nd__session_notice(ddl->session, "NOTICE", "00000", "table \"%s\" has no indexes that can be reindexed concurrently", table->name);
    return ND_STATUS_OK;
}

static enum nd_status declare_copy(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(find(ddl, online, online->replaced_oid, &table, &at));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 1);
    struct nd_index *copy = &draft.indexes[draft.table->index_count++];
    *copy = draft.indexes[at];
    copy->is_constraint = false;
    copy->constraint_oid = 0;
    copy->comment = copy->constraint_comment = NULL;
    ND_TRY(nd__ddl_new_index_id(ddl, &draft, &copy->id));
    online->copy_id = copy->id;
    ND_TRY(nd__ddl_new_oid(ddl, &copy->oid));
    ND_TRY(nd__ddl_choose_name(ddl, table->schema_id, table->indexes[at].name, NULL, 0, "ccnew", &copy->name));
    return nd__online_declare(ddl, online, &draft, copy);
}

/* The new entries take the place of the old ones, which are the copy's now, on its way out. Whoever refers to the table's rows by the old
 * entries must not meet one who does it by the new ones (src/sql/exec/fk.h). */
static enum nd_status swap(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    size_t at, replaced;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(find(ddl, online, online->replaced_oid, &table, &replaced));
    if (table->indexes[replaced].id == online->copy_id) return ND_STATUS_OK; /* done already */
    ND_TRY(find_written(ddl, online, &table, &at));
    if (table->indexes[at].shards != table->indexes[replaced].shards) /* its entries are no entries of that one any more */
        return nd_err_set(ddl->err, "55000", "index \"%s\" was given another number of shards while it was rebuilt", table->indexes[replaced].name);
    if (table->reference_count > 0 && table->indexes[at].is_unique) ND_TRY(nd__ddl_lock(ddl, table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.indexes[replaced].id = table->indexes[at].id;
    draft.indexes[replaced].state = ND_INDEX_PUBLIC;
    draft.indexes[at].id = table->indexes[replaced].id;
    draft.indexes[at].state = ND_INDEX_DELETE_ONLY;
    ND_TRY(nd__ddl_choose_name(ddl, table->schema_id, table->indexes[replaced].name, NULL, 0, "ccold", &draft.indexes[at].name));
    ND_TRY(nd__ddl_write(ddl, &draft));
    return nd_catalog_read_gate(ddl->session->catalog, ddl->session->txn, table, &online->gate);
}

static enum nd_status reindex_listed(struct nd__online *online)
{
    for (size_t i = 0; i < online->todo_count; i++) {
        online->replaced_oid = online->todo[i];
        online->is_over = false;
        online->build.rows_done = 0;
        ND_TRY(step(online, declare_copy));
        ND_TRY(build(online));
        online->is_over = false;
        ND_TRY(finish(online, swap));
        ND_TRY(wait_for_elders(online, "waiting for readers before dropping"));
        ND_TRY(step(online, end_dropping));
    }
    return ND_STATUS_OK;
}

/* ---- REINDEX SCHEMA, DATABASE: table by table, each in a transaction of its own, or step by step ------------------------ */

static enum nd_status add_table(struct nd__ddl *ddl, void *arg, const struct nd_table *table)
{
    struct nd__online *online = arg;
    ND_UNUSED(ddl);
    if (table->view != NULL || (online->schema_id != 0 && table->schema_id != online->schema_id)) return ND_STATUS_OK;
    if (online->list_count == online->list_cap) {
        size_t cap = online->list_cap == 0 ? 16 : online->list_cap * 2;
        struct nd_table_id *list = nd_arena_array(&online->arena, struct nd_table_id, cap);
        if (online->list_count > 0) memcpy(list, online->list, sizeof *list * online->list_count);
        online->list = list;
        online->list_cap = cap;
    }
    online->list[online->list_count++] = table->id;
    return ND_STATUS_OK;
}

static enum nd_status list_tables(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_ast_reindex *reindex = online->stmt->reindex;
    const struct nd_schema *schema = NULL;
    online->list_count = 0;
    if (reindex->kind == ND_AST_REINDEX_SCHEMA) {
        ND_TRY(nd_catalog_find_schema(ddl->session->view, ddl->session->txn, reindex->name.name, &schema));
        if (schema == NULL) return nd_err_set(ddl->err, "3F000", "schema \"%s\" does not exist", reindex->name.name);
        ND_TRY(nd__ddl_must_own(ddl, "schema", schema->name, schema->owner));
    } else if (strcmp(reindex->name.name, ddl->session->database) != 0) {
        return nd_err_set(ddl->err, "0A000", "can only reindex the currently open database");
    } else {
        struct nd_database database;
        ND_TRY(nd__ddl_database(ddl, &database));
        ND_TRY(nd__ddl_must_own(ddl, "database", reindex->name.name, database.owner));
    }
    online->schema_id = schema == NULL ? 0 : schema->id;
    return reindex->kind == ND_AST_REINDEX_SYSTEM ? ND_STATUS_OK : nd__ddl_each_table(ddl, online, add_table); /* the catalog has no indexes to fill */
}

static enum nd_status find_listed(struct nd__ddl *ddl, struct nd__online *online, const struct nd_table **table_out)
{
    return nd_catalog_find_table_by_id(ddl->session->view, ddl->session->txn, online->table, table_out);
}

static enum nd_status reindex_table(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    ND_TRY(find_listed(ddl, online, &table));
    return table == NULL || table->index_count == 1 ? ND_STATUS_OK : nd__ddl_reindex_table(ddl, table, SIZE_MAX);
}

static enum nd_status list_its_indexes(struct nd__ddl *ddl, struct nd__online *online)
{
    const struct nd_table *table;
    online->todo_count = 0;
    ND_TRY(find_listed(ddl, online, &table));
    if (table != NULL) list_of(ddl, online, table, SIZE_MAX);
    return ND_STATUS_OK;
}

static enum nd_status reindex(struct nd__online *online)
{
    const struct nd_ast_reindex *reindex = online->stmt->reindex;
    if (reindex->unsupported != NULL) return nd_err_unsupported(online->err, reindex->unsupported);
    online->build.command = reindex->is_concurrent ? "REINDEX CONCURRENTLY" : "REINDEX";
    if (reindex->kind <= ND_AST_REINDEX_TABLE) {
        ND_TRY(step(online, list_indexes));
        return reindex_listed(online);
    }
    ND_TRY(step(online, list_tables));
    for (size_t i = 0; i < online->list_count; i++) {
        online->table = online->list[i];
        ND_TRY(step(online, reindex->is_concurrent ? list_its_indexes : reindex_table));
        if (reindex->is_concurrent) ND_TRY(reindex_listed(online));
    }
    return ND_STATUS_OK;
}

/* ---- the statement ---------------------------------------------------------------------------------------------------- */

bool nd__is_online(const struct nd_ast_stmt *stmt)
{
    switch (stmt->kind) {
    case ND_STMT_CREATE_INDEX: return stmt->create_index->is_concurrent;
    case ND_STMT_DROP: return stmt->drop->object == ND_AST_OBJ_INDEX && stmt->drop->is_concurrent;
    case ND_STMT_REINDEX: return stmt->reindex->is_concurrent || stmt->reindex->kind > ND_AST_REINDEX_TABLE;
    default: return false;
    }
}

static const char *name_of(const struct nd_ast_stmt *stmt)
{
    static const char *const names[] = {"REINDEX CONCURRENTLY", "REINDEX CONCURRENTLY", "REINDEX SCHEMA", "REINDEX DATABASE", "REINDEX SYSTEM"};
    switch (stmt->kind) {
    case ND_STMT_CREATE_INDEX: return "CREATE INDEX CONCURRENTLY";
    case ND_STMT_DROP: return "DROP INDEX CONCURRENTLY";
    default: return names[stmt->reindex->kind];
    }
}

static enum nd_status run(struct nd__online *online)
{
    const struct nd_ast_stmt *stmt = online->stmt;
    switch (stmt->kind) {
    case ND_STMT_CREATE_INDEX:
        snprintf(online->tag, 64, "CREATE INDEX");
        return create(online);
    case ND_STMT_DROP:
        snprintf(online->tag, 64, "DROP INDEX");
        if (stmt->drop->name_count > 1) return nd_err_set(online->err, "0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
        if (stmt->drop->is_cascade) return nd_err_set(online->err, "0A000", "DROP INDEX CONCURRENTLY does not support CASCADE");
        return drop(online);
    default: snprintf(online->tag, 64, "REINDEX"); return reindex(online);
    }
}

enum nd_status nd__session_online(struct nd_sql_session *session, struct nd__portal *portal, struct nd_err *err)
{
    const struct nd_ast_stmt *stmt = portal->stmt;
    /* alone in a simple query; or the first after a Sync */
    bool is_alone = session->is_alone || (portal->prepared != NULL && !session->has_snapshot);
    if (session->state != ND__IMPLICIT || !is_alone) return nd_err_set(err, "25001", "%s cannot run inside a transaction block", name_of(stmt));
    uint64_t timeout_ns = session->settings.statement_timeout_ns;
    struct nd__online online = {.session = session, .stmt = stmt, .text = portal->text->text, .err = err, .tag = portal->tag};
    online.deadline_ns = timeout_ns == 0 ? 0 : nd_env_now_ns(session->system->env) + timeout_ns;
    online.build.pid = session->backend_pid;
    online.build.phase = "initializing";
    nd_arena_init(&online.arena, session->heap);
    online.build.database_oid = session->database_oid;
    nd_list_push_back(&session->system->builds, &online.build.link);
    bool was_alone = session->is_alone;
    session->is_alone = true;
    enum nd_status status = run(&online);
    session->is_alone = was_alone;
    nd_list_remove(&online.build.link);
    nd_arena_deinit(&online.arena);
    return status;
}
