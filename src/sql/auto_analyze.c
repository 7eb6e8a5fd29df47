/* SPDX-License-Identifier: Apache-2.0 */
/* auto_analyze.c - statistics taken in the background.
 *
 *   count (a session commits) -> due? -> fiber: lock the statistics' row, sample, write -> count from zero
 *
 * The fiber lives while tables are waiting for their turn. */
#include "sql/session_int.h"
#include "sql/stats/stats.h"

#define CHANGES_MIN 50
#define CHANGES_SHARE 0.1
#define TABLES_MAX 4096            /* counted at once; others wait until some have had their turn */
#define FIRST_DELAY_NS (1000 * ND_MS)  /* a load goes on for a while: one sample at its end serves better than many */
#define AGAIN_DELAY_NS (30000 * ND_MS)
#define PAUSE_TIMES 3
#define WORK_SHARE (20 / (1 + PAUSE_TIMES)) /* between two turns of a table at least this many times what the last one took, its rests included */
#define TIMEOUT_NS ((1 + PAUSE_TIMES) * 600000 * ND_MS)

struct watched {
    struct nd_catalog *catalog; /* of its database */
    struct nd_table_id table;
    uint64_t changes;
    uint64_t due_ns;   /* not before this */
    bool is_waiting;   /* enough has changed */
};

void nd__auto_analyze_init(struct nd_sql_system *system, bool is_on)
{
    system->auto_analyze = (struct nd__auto_analyze){.is_on = is_on};
    nd_hmap_init(&system->auto_analyze.tables, system->heap);
}

void nd__auto_analyze_deinit(struct nd_sql_system *system)
{
    ND_HMAP_FOREACH(slot, &system->auto_analyze.tables) nd_heap_free(system->heap, slot->value);
    nd_hmap_deinit(&system->auto_analyze.tables);
}

bool nd__auto_analyze_stop(struct nd_sql_system *system)
{
    system->auto_analyze.is_stopping = true;
    if (system->auto_analyze.fiber != NULL) nd_fiber_wake(system->auto_analyze.fiber);
    return system->auto_analyze.fiber == NULL;
}

/* ---- one table ---------------------------------------------------------------------------------------------------- */

static enum nd_status write_stats(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_table_stats *stats)
{
    ND_TRY(nd_txn_begin_statement(txn));
    /* an ANALYZE that began its change may wait for the statistics' row, which is locked here */
    enum nd_status begun = nd_catalog_try_begin_change(catalog, txn);
    if (begun != ND_STATUS_OK) return begun == ND_STATUS_LOCKED ? ND_STATUS_WRITE_CONFLICT : begun; /* comes again */
    struct nd_catalog_view *view;
    const struct nd_table *now;
    ND_TRY(nd_catalog_view_open(catalog, txn, true, &view));
    enum nd_status status = nd_catalog_find_table_by_id(view, txn, table->id, &now);
    if (status == ND_STATUS_OK && now != NULL) status = nd_catalog_write_stats(catalog, txn, table, stats);
    nd_catalog_view_unref(view);
    ND_TRY(status);
    return nd_txn_commit(txn);
}

/* LOCKED: another node is at it. */
static enum nd_status take_stats(struct nd_sql_system *system, struct nd_fiber *fiber, struct nd_txn *txn, struct nd_catalog *catalog, struct nd_catalog_view *view, struct nd_table_id id,
                                 struct nd_arena *arena)
{
    const struct nd_table *table;
    ND_TRY(nd_catalog_find_table_by_id(view, txn, id, &table));
    if (table == NULL) return ND_STATUS_OK;
    ND_TRY(nd_catalog_lock_stats(catalog, txn, table));
    uint32_t *columns = nd_arena_array(arena, uint32_t, table->column_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].is_hidden) columns[count++] = (uint32_t)i;
    struct nd_exec_env env = {
        .heap = system->heap, .reactor = system->reactor, .fiber = fiber, .txn = txn, .txns = system->txns, .catalog = catalog,
        .is_canceled = &system->auto_analyze.is_stopping, .memory_bytes_max = SIZE_MAX,
    };
    struct nd_table_stats *stats;
    ND_TRY(nd__analyze_sample(system, &env, table, columns, count, ND_STATS_TARGET_DEFAULT, PAUSE_TIMES, arena, &stats));
    return write_stats(catalog, txn, table, stats);
}

static enum nd_status analyze_table(struct nd_sql_system *system, struct nd_fiber *fiber, struct nd_catalog *catalog, struct nd_table_id id)
{
    struct nd_txn_options options = {.isolation = ND_READ_COMMITTED};
    struct nd_txn *txn = nd_txn_begin(system->txns, fiber, &options);
    struct nd_arena arena;
    struct nd_catalog_view *view = NULL;
    nd_arena_init(&arena, system->heap);
    nd_txn_set_deadline(txn, nd_env_now_ns(system->env) + TIMEOUT_NS);
    enum nd_status status = nd_txn_begin_statement(txn);
    if (status == ND_STATUS_OK) status = nd_catalog_view_open(catalog, txn, false, &view);
    if (status == ND_STATUS_OK) status = take_stats(system, fiber, txn, catalog, view, id, &arena);
    if (view != NULL) nd_catalog_view_unref(view);
    if (status != ND_STATUS_OK) nd_txn_rollback(txn);
    nd_txn_free(txn);
    nd_arena_deinit(&arena);
    return status;
}

/* ---- the fiber ------------------------------------------------------------------------------------------------------ */

/* The table that waits for its turn and is due first; NULL: none waits. */
static struct watched *next_table(struct nd_sql_system *system)
{
    struct watched *first = NULL;
    ND_HMAP_FOREACH(slot, &system->auto_analyze.tables) {
        struct watched *watched = slot->value;
        if (watched->is_waiting && (first == NULL || watched->due_ns < first->due_ns)) first = watched;
    }
    return first;
}

static void run_table(struct nd_sql_system *system, struct nd_fiber *fiber, struct watched *watched)
{
    uint64_t start_ns = nd_env_now_ns(system->env);
    watched->is_waiting = false;
    watched->changes = 0;
    enum nd_status status = analyze_table(system, fiber, watched->catalog, watched->table);
    uint64_t end_ns = nd_env_now_ns(system->env), again_ns = (end_ns - start_ns) * WORK_SHARE;
    watched->due_ns = end_ns + (again_ns > AGAIN_DELAY_NS ? again_ns : AGAIN_DELAY_NS);
    bool is_harmless = status == ND_STATUS_OK || status == ND_STATUS_LOCKED || status == ND_STATUS_WRITE_CONFLICT || status == ND_STATUS_CANCELED;
    if (status == ND_STATUS_WRITE_CONFLICT) watched->is_waiting = true; /* the catalog changed meanwhile */
    if (status == ND_STATUS_NOT_FOUND) return; /* its database was dropped */
    if (!is_harmless) ND_WARN(nd_env_logger(system->env), "sql", "statistics of table %llu: %s", (unsigned long long)watched->table.v, nd_status_text(status));
}

static void run(struct nd_fiber *fiber, void *arg)
{
    struct nd_sql_system *system = arg;
    struct nd__auto_analyze *state = &system->auto_analyze;
    struct watched *watched;
    while (!state->is_stopping && (watched = next_table(system)) != NULL) {
        if (watched->due_ns > nd_env_now_ns(system->env)) (void)nd_fiber_park_until(fiber, watched->due_ns);
        else run_table(system, fiber, watched);
    }
    state->fiber = NULL;
}

void nd__auto_analyze_count(struct nd_sql_system *system, struct nd_catalog *catalog, struct nd_table_id table, uint64_t count, double known_rows)
{
    struct nd__auto_analyze *state = &system->auto_analyze;
    if (!state->is_on || state->is_stopping || count == 0) return;
    struct watched *watched = nd_hmap_find(&state->tables, table.v);
    if (watched == NULL && state->tables.count >= TABLES_MAX) return;
    if (watched == NULL) {
        watched = nd_heap_new(system->heap, struct watched);
        watched->table = table;
        watched->catalog = catalog;
        nd_hmap_put(&state->tables, table.v, watched);
    }
    watched->changes += count;
    if (watched->is_waiting || (double)watched->changes < CHANGES_MIN + known_rows * CHANGES_SHARE) return;
    uint64_t soon_ns = nd_env_now_ns(system->env) + FIRST_DELAY_NS;
    if (watched->due_ns < soon_ns) watched->due_ns = soon_ns;
    watched->is_waiting = true;
    if (state->fiber == NULL) state->fiber = nd_fiber_start(system->reactor, run, system, 0);
    else nd_fiber_wake(state->fiber);
}
