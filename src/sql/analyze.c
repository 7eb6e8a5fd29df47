/* SPDX-License-Identifier: Apache-2.0 */
/* analyze.c - ANALYZE and VACUUM as statements. */
#include "sql/analyze.h"

#include <stdio.h>
#include <stdlib.h>

#include "sql/session_int.h"
#include "sql/stats/stats.h"

#define WRITE_ATTEMPTS_MAX 16

/* ---- one table ------------------------------------------------------------------------------------------------ */

struct estimate_job {
    struct nd_job job;
    const struct nd_batch *rows;
    double table_rows;
    size_t target, column_count;
    struct nd_arena *arena;
    struct nd_column_stats *columns;
};

static void estimate_on_worker(struct nd_job *job)
{
    struct estimate_job *estimate = ND_CONTAINER_OF(job, struct estimate_job, job);
    for (size_t i = 0; i < estimate->column_count; i++)
        nd_stats_estimate(&estimate->rows->vecs[i], estimate->rows->rows, estimate->table_rows, estimate->target, estimate->arena, &estimate->columns[i]);
}

static struct nd_worker *worker_of(struct nd_sql_system *system)
{
    if (system->estimator == NULL) system->estimator = nd_worker_open(system->env, "sql-analyze", 1);
    return system->estimator;
}

enum nd_status nd__analyze_sample(struct nd_sql_system *system, const struct nd_exec_env *env, const struct nd_table *table, const uint32_t *columns, size_t column_count,
                                  size_t target, unsigned pause_times, struct nd_arena *arena, struct nd_table_stats **stats_out)
{
    struct nd_table_sample sample;
    struct nd_ts taken_ts = nd_txn_read_ts(env->txn);
    ND_TRY(nd_exec_sample_table(env, table, columns, column_count, target * ND_STATS_ROWS_PER_TARGET, pause_times, arena, &sample));
    struct nd_column_stats *found = nd_arena_array(arena, struct nd_column_stats, column_count + 1);
    for (size_t i = 0; i < column_count; i++) found[i].column_id = table->columns[columns[i]].id;
    struct estimate_job estimate = {
        .job = {.run = estimate_on_worker}, .rows = &sample.rows, .table_rows = sample.table_rows, .target = target, .column_count = column_count, .arena = arena, .columns = found};
    nd_fiber_run_job(env->fiber, worker_of(system), &estimate.job);
    *stats_out = nd_arena_new(arena, struct nd_table_stats);
    **stats_out = (struct nd_table_stats){.rows = sample.table_rows, .bytes = sample.table_bytes, .taken_ts = taken_ts.v, .columns = found, .column_count = column_count};
    return ND_STATUS_OK;
}

/* ---- the statement --------------------------------------------------------------------------------------------- */

struct target_table {
    const struct nd_table *table;
    uint32_t *columns;
    size_t column_count;
    struct nd_table_stats *stats;
};

struct analyze {
    struct nd_sql_session *session;
    const struct nd_ast_stmt *stmt;
    const struct nd_ast_analyze *ast;
    struct nd_bind_env bind;
    struct nd_arena *arena;
    struct nd_err *err;
    struct target_table *tables;
    size_t table_count;
};

static void all_columns(struct analyze *analyze, struct target_table *target)
{
    target->columns = nd_arena_array(analyze->arena, uint32_t, target->table->column_count + 1);
    for (size_t i = 0; i < target->table->column_count; i++)
        if (!target->table->columns[i].is_hidden) target->columns[target->column_count++] = (uint32_t)i;
}

static enum nd_status some_columns(struct analyze *analyze, const struct nd_ast_analyzed *named, struct target_table *target)
{
    const struct nd_table *table = target->table;
    bool *is_named = nd_arena_array(analyze->arena, bool, table->column_count + 1);
    for (size_t i = 0; i < named->column_count; i++) {
        size_t at = nd_table_find_column(table, named->columns[i]);
        if (at == SIZE_MAX) return nd_err_set(analyze->err, "42703", "column \"%s\" of relation \"%s\" does not exist", named->columns[i], table->name);
        if (is_named[at]) return nd_err_set(analyze->err, "42701", "column \"%s\" of relation \"%s\" appears more than once", named->columns[i], table->name);
        is_named[at] = true;
    }
    target->columns = nd_arena_array(analyze->arena, uint32_t, table->column_count + 1);
    for (size_t i = 0; i < table->column_count; i++)
        if (is_named[i]) target->columns[target->column_count++] = (uint32_t)i;
    return ND_STATUS_OK;
}

/* The owners of tables and of the database may. The roles are loaded, for it is a statement of one that is no superuser. */
static bool may_analyze(const struct analyze *analyze, const struct nd_table *table)
{
    const struct nd_sql_session *session = analyze->session;
    if (session->is_superuser || nd_role_has_privileges_of(session->view, session->role, table->owner)) return true;
    if (nd_role_has_privileges_of(session->view, session->role, nd_catalog_database(session->view)->owner)) return true;
    nd__session_notice(analyze->session, "WARNING", "01000", "skipping \"%s\" --- only table or database owner can %s it", table->name, analyze->ast->is_vacuum ? "vacuum" : "analyze");
    return false;
}

static enum nd_status named_tables(struct analyze *analyze)
{
    const struct nd_ast_analyze *ast = analyze->ast;
    analyze->tables = nd_arena_array(analyze->arena, struct target_table, ast->table_count + 1);
    for (size_t i = 0; i < ast->table_count; i++) {
        struct target_table *target = &analyze->tables[analyze->table_count++];
        ND_TRY(nd_bind_table(&analyze->bind, &ast->tables[i].name, false, &target->table, analyze->err));
        if (target->table->view != NULL) {
            nd__session_notice(analyze->session, "WARNING", "01000", "skipping \"%s\" --- cannot analyze non-tables or special system tables", target->table->name);
            analyze->table_count--;
            continue;
        }
        if (!may_analyze(analyze, target->table)) {
            analyze->table_count--;
            continue;
        }
        if (ast->tables[i].column_count == 0) all_columns(analyze, target);
        else ND_TRY(some_columns(analyze, &ast->tables[i], target));
    }
    return ND_STATUS_OK;
}

static enum nd_status every_table_in(struct analyze *analyze, uint32_t schema_id)
{
    struct nd_sql_session *session = analyze->session;
    const struct nd_table **tables;
    size_t count;
    ND_TRY(nd_catalog_list_tables(session->view, session->txn, schema_id, analyze->arena, &tables, &count));
    struct target_table *targets = nd_arena_array(analyze->arena, struct target_table, analyze->table_count + count + 1);
    if (analyze->table_count > 0) memcpy(targets, analyze->tables, sizeof *targets * analyze->table_count);
    analyze->tables = targets;
    for (size_t i = 0; i < count; i++) {
        if (tables[i]->view != NULL || !may_analyze(analyze, tables[i])) continue;
        analyze->tables[analyze->table_count].table = tables[i];
        all_columns(analyze, &analyze->tables[analyze->table_count++]);
    }
    return ND_STATUS_OK;
}

/* Temporary ones of other sessions are theirs. */
static enum nd_status every_table(struct analyze *analyze)
{
    struct nd_sql_session *session = analyze->session;
    const struct nd_schema *schema;
    ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
    for (size_t i = 0; (schema = nd_catalog_schema_at(session->view, i)) != NULL; i++) {
        bool is_system = schema->id == ND_OID_PG_CATALOG || schema->id == ND_OID_INFORMATION_SCHEMA;
        bool is_others = strncmp(schema->name, "pg_temp_", 8) == 0 && schema->id != session->settings.path.temp;
        if (!is_system && !is_others) ND_TRY(every_table_in(analyze, schema->id));
    }
    return ND_STATUS_OK;
}

/* Columns that were not asked for keep what was known of them. */
static void keep_others(struct analyze *analyze, struct target_table *target)
{
    const struct nd_table_stats *before = target->table->stats;
    if (before == NULL) return;
    struct nd_table_stats *stats = target->stats;
    struct nd_column_stats *columns = nd_arena_array(analyze->arena, struct nd_column_stats, stats->column_count + before->column_count + 1);
    size_t count = stats->column_count;
    memcpy(columns, stats->columns, sizeof *columns * count);
    for (size_t i = 0; i < before->column_count; i++) {
        bool is_new = false;
        for (size_t k = 0; k < stats->column_count; k++) is_new = is_new || columns[k].column_id == before->columns[i].column_id;
        if (!is_new) columns[count++] = before->columns[i];
    }
    stats->columns = columns;
    stats->column_count = count;
}

static enum nd_status sample_tables(struct analyze *analyze)
{
    struct nd_sql_session *session = analyze->session;
    struct nd_exec_env env = nd__session_exec_env(session);
    size_t wanted = (size_t)strtoul(nd_settings_get(&session->settings, "default_statistics_target"), NULL, 10);
    for (size_t i = 0; i < analyze->table_count; i++) {
        struct target_table *target = &analyze->tables[i];
        ND_TRY(nd__analyze_sample(session->system, &env, target->table, target->columns, target->column_count, wanted, 0, analyze->arena, &target->stats));
        keep_others(analyze, target);
    }
    return ND_STATUS_OK;
}

/* Another change of the catalog may have been under way: the sample is still as good. */
static enum nd_status begin_change(struct nd_sql_session *session)
{
    struct nd_sql_system *system = session->system;
    enum nd_status status = ND_STATUS_OK;
    for (unsigned attempt = 0; attempt < WRITE_ATTEMPTS_MAX; attempt++) {
        ND_TRY(nd_txn_begin_statement(session->txn));
        status = nd_catalog_begin_change(system->catalog, session->txn);
        if (status != ND_STATUS_WRITE_CONFLICT || session->isolation != ND_READ_COMMITTED) return status;
        ND_TRY(nd_txn_rollback_statement(session->txn));
    }
    return status;
}

/* Tables that were dropped meanwhile are left out. */
static enum nd_status write_stats(struct analyze *analyze)
{
    struct nd_sql_session *session = analyze->session;
    struct nd_catalog *catalog = session->catalog;
    struct nd_catalog_view *view;
    ND_TRY(begin_change(session));
    session->has_ddl = true;
    ND_TRY(nd_catalog_view_open(catalog, session->txn, true, &view));
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < analyze->table_count && status == ND_STATUS_OK; i++) {
        const struct target_table *target = &analyze->tables[i];
        const struct nd_table *now;
        status = nd_catalog_find_table_by_id(view, session->txn, target->table->id, &now);
        if (status == ND_STATUS_OK && now != NULL) status = nd_catalog_write_stats(catalog, session->txn, target->table, target->stats);
    }
    nd_catalog_view_unref(view);
    return status;
}

static enum nd_status run(struct analyze *analyze)
{
    struct nd_sql_session *session = analyze->session;
    ND_TRY(nd_bind_prefetch(session->view, session->txn, analyze->bind.path, analyze->stmt, analyze->bind.reactor, session->heap));
    ND_TRY(analyze->ast->table_count > 0 ? named_tables(analyze) : every_table(analyze));
    /* versions that nobody can see are collected without being asked: VACUUM alone has nothing to do */
    if (!analyze->ast->takes_stats || analyze->table_count == 0) return ND_STATUS_OK;
    ND_TRY(sample_tables(analyze));
    return write_stats(analyze);
}

enum nd_status nd__session_analyze(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_slice text, char *tag, struct nd_err *err)
{
    const struct nd_ast_analyze *ast = stmt->analyze;
    snprintf(tag, 64, "%s", ast->is_vacuum ? "VACUUM" : "ANALYZE");
    if (ast->is_vacuum && session->state == ND__BLOCK) return nd_err_set(err, "25001", "VACUUM cannot run inside a transaction block");
    for (size_t i = 0; i < ast->table_count && !ast->takes_stats; i++)
        if (ast->tables[i].column_count > 0) return nd_err_set(err, "0A000", "ANALYZE option must be specified when a column list is provided");
    if (session->is_read_only) return nd_err_set(err, "25006", "cannot execute %s in a read-only transaction", tag);
    ND_TRY(nd__session_begin_statement(session));
    struct nd_arena arena;
    nd_arena_init(&arena, session->heap);
    struct analyze analyze = {.session = session, .stmt = stmt, .ast = ast, .bind = nd__session_bind_env(session, text), .arena = &arena, .err = err};
    enum nd_status status = run(&analyze);
    nd_arena_deinit(&arena);
    return status;
}
