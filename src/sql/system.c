/* SPDX-License-Identifier: Apache-2.0 */
/* system.c - what sessions of a reactor share: catalog, row ids, zones, parsed texts, metrics. */
#include <stdio.h>

#include "base/checksum.h"
#include "sql/exec/spill.h"
#include "sql/session_int.h"

struct nd_sql_system *nd_sql_system_open(const struct nd_sql_system_options *options)
{
    struct nd_env *env = nd_reactor_env(options->reactor);
    struct nd_heap *heap = nd_env_heap(env);
    struct nd_sql_system *system = nd_heap_new(heap, struct nd_sql_system);
    system->heap = heap;
    system->env = env;
    system->reactor = options->reactor;
    system->txns = options->txns;
    system->catalog = nd_catalog_new(heap, options->txns);
    system->row_ids = nd_row_ids_new(heap, options->txns);
    if (options->temp_folder != NULL) {
        enum nd_status status = nd_spill_space_open(env, options->temp_folder, &system->spill);
        if (status != ND_STATUS_OK)
            ND_WARN(nd_env_logger(env), "sql", "no temporary files in %s: %s", options->temp_folder, nd_status_text(status));
    }
    system->version = options->version;
    system->start_us = (int64_t)nd_env_wall_us(env) - INT64_C(946684800000000);
    char text[128];
    /* drivers read the number after the first word */
    snprintf(text, sizeof text, "PostgreSQL 15.4 (Ndoto %s)", options->version);
    system->version_text = nd_heap_strdup(heap, text);
    nd_tz_store_init(&system->tz_store, heap, options->tz_loader);
    nd_list_init(&system->texts);
    nd_list_init(&system->builds);
    system->rpc = options->rpc;
    system->node = options->node;
    nd__sessions_open(system);
    nd_hmap_init(&system->text_map, heap);
    nd_list_init(&system->templates);
    nd_hmap_init(&system->template_map, heap);
    nd__auto_analyze_init(system, options->auto_analyze);
    nd__placement_open(system, &options->placement);
    return system;
}

static void text_free(struct nd__text *text)
{
    struct nd_heap *heap = text->heap;
    nd__planned_unref(heap, text->planned);
    nd_arena_deinit(&text->arena);
    nd_heap_free(heap, text);
}

static void evict(struct nd_sql_system *system, struct nd__text *text)
{
    nd_list_remove(&text->link);
    (void)nd_hmap_remove(&system->text_map, text->hash);
    nd__planned_unref(text->heap, text->planned);
    text->planned = NULL;
    system->text_count--;
    system->text_bytes -= text->bytes;
    if (--text->refs == 0) text_free(text);
}

void nd_sql_system_close(struct nd_sql_system *system)
{
    ND_ASSERT(nd_gauge_get(&system->metrics.sessions) == 0);
    if (system->parser != NULL) nd_worker_close(system->parser);
    if (system->estimator != NULL) nd_worker_close(system->estimator);
    nd__sessions_close(system);
    nd__auto_analyze_deinit(system);
    nd__templates_clear(system);
    while (!nd_list_is_empty(&system->texts)) evict(system, ND_CONTAINER_OF(system->texts.next, struct nd__text, link));
    nd_hmap_deinit(&system->text_map);
    nd_tz_store_deinit(&system->tz_store);
    nd_spill_space_close(system->spill);
    nd_row_ids_free(system->row_ids);
    nd_catalog_free(system->catalog);
    nd_heap_free(system->heap, system->version_text);
    nd_heap_free(system->heap, system);
}

bool nd_sql_system_stop(struct nd_sql_system *system)
{
    bool has_ended = nd__placement_stop(system);
    return nd__auto_analyze_stop(system) && has_ended;
}

struct nd_sql_metrics *nd_sql_system_metrics(struct nd_sql_system *system) { return &system->metrics; }

void nd_sql_system_register_metrics(struct nd_sql_system *system, struct nd_metrics *metrics)
{
    struct nd_sql_metrics *m = &system->metrics;
    nd_metrics_add_counter(metrics, "ndoto_sql_statements_total", NULL, "SQL statements begun", &m->statements);
    nd_metrics_add_counter(metrics, "ndoto_sql_errors_total", NULL, "SQL statements that ended with an error", &m->errors);
    nd_metrics_add_counter(metrics, "ndoto_sql_retries_total", NULL, "SQL statements run again after a write conflict", &m->retries);
    nd_metrics_add_counter(metrics, "ndoto_sql_commits_total", NULL, "transactions committed by sessions", &m->commits);
    nd_metrics_add_counter(metrics, "ndoto_sql_rollbacks_total", NULL, "transactions rolled back by sessions", &m->rollbacks);
    nd_metrics_add_counter(metrics, "ndoto_sql_parses_total", NULL, "texts parsed", &m->parses);
    nd_metrics_add_counter(metrics, "ndoto_sql_parse_hits_total", NULL, "texts found parsed", &m->parse_hits);
    nd_metrics_add_counter(metrics, "ndoto_sql_plans_total", NULL, "statements planned", &m->plans);
    nd_metrics_add_counter(metrics, "ndoto_sql_plan_hits_total", NULL, "prepared plans used again", &m->plan_hits);
    if (system->spill != NULL) nd_spill_space_register_metrics(system->spill, metrics);
    nd_metrics_add_gauge(metrics, "ndoto_sql_sessions", NULL, "sessions open", &m->sessions);
    nd_metrics_add_histogram(metrics, "ndoto_sql_statement_seconds", NULL, "time of SQL statements", &m->statement_ns, 1e9);
}

/* ---- parsed texts -------------------------------------------------------------------------------------------- */

static struct nd__text *find_text(struct nd_sql_system *system, uint32_t database, struct nd_slice text, uint64_t hash)
{
    struct nd__text *entry = nd_hmap_find(&system->text_map, hash);
    if (entry == NULL || entry->database != database || !nd_slice_eq(entry->text, text)) return NULL;
    nd_list_remove(&entry->link);
    nd_list_push_front(&system->texts, &entry->link);
    return entry;
}

static void keep_text(struct nd_sql_system *system, struct nd__text *text)
{
    struct nd__text *other = nd_hmap_find(&system->text_map, text->hash); /* made meanwhile, or of the same hash */
    if (other != NULL) evict(system, other);
    text->refs++;
    nd_hmap_put(&system->text_map, text->hash, text);
    nd_list_push_front(&system->texts, &text->link);
    system->text_count++;
    system->text_bytes += text->bytes;
    while (system->text_count > ND_SQL_CACHED_TEXTS_MAX || system->text_bytes > ND_SQL_CACHED_BYTES_MAX) evict(system, ND_CONTAINER_OF(system->texts.prev, struct nd__text, link));
}

/* A long text would keep the reactor for longer than shards can wait: about a second a MiB. */
#define WORKER_TEXT_BYTES_MIN (32u << 10)

struct parse_job {
    struct nd_job job;
    struct nd__text *text;
    struct nd_err *err;
    enum nd_status status;
};

static void parse_on_worker(struct nd_job *job)
{
    struct parse_job *parse = ND_CONTAINER_OF(job, struct parse_job, job);
    parse->status = nd_parse(NULL, parse->text->text, &parse->text->arena, &parse->text->ast, parse->err);
}

static enum nd_status parse_text(struct nd_sql_system *system, struct nd_fiber *fiber, struct nd__text *text, struct nd_err *err)
{
    if (text->text.n < WORKER_TEXT_BYTES_MIN) return nd_parse(system->reactor, text->text, &text->arena, &text->ast, err);
    if (system->parser == NULL) system->parser = nd_worker_open(system->env, "sql-parse", 1);
    struct parse_job parse = {.job = {.run = parse_on_worker}, .text = text, .err = err};
    nd_fiber_run_job(fiber, system->parser, &parse.job);
    return parse.status;
}

enum nd_status nd__text_get(struct nd_sql_system *system, struct nd_fiber *fiber, uint32_t database, struct nd_slice text, struct nd__text **text_out, struct nd_err *err)
{
    bool is_cached = text.n <= ND_SQL_CACHED_TEXT_BYTES_MAX;
    uint64_t hash = is_cached ? (nd_hash64(text) + (database - ND_OID_DATABASE)) | 1 : 0; /* the plan kept with it is of one database */
    *text_out = is_cached ? find_text(system, database, text, hash) : NULL;
    if (*text_out != NULL) {
        nd_counter_add(&system->metrics.parse_hits, 1);
        (*text_out)->refs++;
        return ND_STATUS_OK;
    }
    nd_counter_add(&system->metrics.parses, 1);
    struct nd__text *entry = nd_heap_new(system->heap, struct nd__text);
    entry->heap = system->heap;
    nd_list_init(&entry->link);
    nd_arena_init(&entry->arena, system->heap);
    entry->text = nd_arena_copy(&entry->arena, text);
    entry->hash = hash;
    entry->database = database;
    entry->refs = 1;
    enum nd_status status = parse_text(system, fiber, entry, err);
    if (status != ND_STATUS_OK) {
        text_free(entry);
        return status;
    }
    entry->bytes = entry->arena.bytes;
    if (is_cached) keep_text(system, entry);
    *text_out = entry;
    return ND_STATUS_OK;
}

void nd__text_unref(struct nd_sql_system *system, struct nd__text *text)
{
    ND_UNUSED(system);
    if (text != NULL && --text->refs == 0) text_free(text);
}
