/* SPDX-License-Identifier: Apache-2.0 */
/* placement_rules.c - tells placement which shards shall be where, as tables say (ddl_parameter.c).
 *
 * On the node that leads the meta shard a fiber looks at the catalog once a second. Has it changed since, or does the node lead anew, the
 * rules of all tables are made anew and take the place of what was said before; tables that have one get shards of their own, and so do
 * the buckets of indexes that are sharded by hash, where the session that made them did not come to it. The catalog is the only record:
 * nothing is left behind by a statement that was rolled back or by a node that died. */
#include "sql/session_int.h"

#include <stdlib.h>

enum { LOOK_MS = 1000, SPLIT_TIMEOUT_S = 10 };

static bool make_rule(const struct nd_table *table, struct nd_arena *arena, struct nd_placement_rule *rule)
{
    const char *replicas = nd_table_option(table, "replicas"), *where = nd_table_option(table, "placement"), *leaders = nd_table_option(table, "leaders");
    if (table->view != NULL || (replicas == NULL && where == NULL && leaders == NULL)) return false;
    struct nd_buf key;
    *rule = (struct nd_placement_rule){.replicas = replicas == NULL ? 0 : (unsigned)strtoul(replicas, NULL, 10)};
    if (where != NULL && !nd_constraint_parse(nd_slice_str(where), &rule->where)) rule->where.count = 0;
    if (leaders != NULL && !nd_constraint_parse(nd_slice_str(leaders), &rule->leaders)) rule->leaders.count = 0;
    nd_buf_init(&key, arena->heap);
    nd_table_put_prefix(&key, table->id);
    rule->first = nd_arena_copy(arena, nd_buf_slice(&key));
    nd_buf_clear(&key);
    nd_table_put_prefix(&key, (struct nd_table_id){table->id.v + 1});
    rule->end = nd_arena_copy(arena, nd_buf_slice(&key));
    nd_buf_deinit(&key);
    return true;
}

struct rule_list {
    struct nd_placement_rule *rules;
    size_t count, cap;
};

static void add_rules(struct rule_list *list, const struct nd_catalog_all *all, struct nd_arena *arena)
{
    if (list->count + all->table_count > list->cap) {
        size_t cap = list->cap * 2 + all->table_count;
        struct nd_placement_rule *rules = nd_arena_array(arena, struct nd_placement_rule, cap);
        if (list->count > 0) memcpy(rules, list->rules, sizeof *rules * list->count);
        list->rules = rules;
        list->cap = cap;
    }
    for (size_t i = 0; i < all->table_count; i++)
        if (make_rule(all->tables[i], arena, &list->rules[list->count])) list->count++;
}

static int by_first_key(const void *a, const void *b)
{
    const struct nd_placement_rule *left = a, *right = b;
    return nd_slice_cmp(left->first, right->first);
}

/* One that cannot be split keeps no other from it; the next look asks for all again. */
static ND_YIELDS enum nd_status part_shards(struct nd_sql_system *system, struct nd_fiber *fiber, const struct nd_placement_rule *rules, size_t count)
{
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < 2 * count && !system->placement.is_stopping; i++) {
        struct nd_slice border = i % 2 == 0 ? rules[i / 2].first : rules[i / 2].end;
        enum nd_status parted = nd_txn_system_split(system->txns, fiber, border, (struct nd_node_id){0});
        if (parted != ND_STATUS_OK) status = parted;
    }
    return system->placement.is_stopping ? ND_STATUS_SHUTDOWN : status;
}

enum nd_status nd__part_index(struct nd_sql_system *system, struct nd_fiber *fiber, const struct nd_table *table, const struct nd_index *index, bool believes_cache)
{
    struct nd_arena arena;
    struct nd_buf key;
    if (index->shards == 0) return ND_STATUS_OK;
    nd_arena_init(&arena, system->heap);
    nd_buf_init(&key, system->heap);
    struct nd_slice *keys = nd_arena_array(&arena, struct nd_slice, index->shards);
    for (unsigned bucket = 1; bucket < index->shards; bucket++) {
        nd_buf_clear(&key);
        nd_index_put_bucket(&key, table, index, bucket);
        keys[bucket - 1] = nd_arena_copy(&arena, nd_buf_slice(&key));
    }
    enum nd_status status = nd_txn_system_part(system->txns, fiber, keys, index->shards - 1, believes_cache);
    nd_buf_deinit(&key);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd__part_table(struct nd_sql_system *system, struct nd_fiber *fiber, const struct nd_table *table, bool believes_cache)
{
    for (size_t i = 0; i < table->index_count; i++) ND_TRY(nd__part_index(system, fiber, table, &table->indexes[i], believes_cache));
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status part_buckets(struct nd_sql_system *system, struct nd_fiber *fiber, const struct nd_catalog_all *all)
{
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < all->table_count && !system->placement.is_stopping; i++) {
        enum nd_status parted = nd__part_table(system, fiber, all->tables[i], true);
        if (parted != ND_STATUS_OK) status = parted;
    }
    return system->placement.is_stopping ? ND_STATUS_SHUTDOWN : status;
}

struct look {
    struct nd_sql_system *system;
    struct nd_fiber *fiber;
    struct nd_txn *txn;
    struct nd_catalog_view *view; /* of the first database */
    struct nd_arena arena;
    struct nd_catalog_view **views; /* of all */
    size_t count;
};

static ND_YIELDS enum nd_status open_views(struct look *look)
{
    ND_TRY(nd_catalog_load_databases(look->view, look->txn));
    while (nd_catalog_database_at(look->view, look->count) != NULL) look->count++;
    look->views = nd_arena_array(&look->arena, struct nd_catalog_view *, look->count);
    for (size_t i = 0; i < look->count; i++) {
        struct nd_catalog *catalog = nd_catalog_of(look->system->catalog, nd_catalog_database_at(look->view, i)->oid);
        ND_TRY(nd_catalog_view_open(catalog, look->txn, false, &look->views[i]));
        ND_TRY(nd_catalog_load_all(look->views[i], look->txn));
    }
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status tell(struct look *look)
{
    struct nd__placement *state = &look->system->placement;
    struct rule_list list = {0};
    ND_TRY(open_views(look));
    for (size_t i = 0; i < look->count; i++) add_rules(&list, nd_catalog_all(look->views[i]), &look->arena);
    if (list.count > 0) qsort(list.rules, list.count, sizeof *list.rules, by_first_key);
    uint64_t leadership = state->options.leadership(state->options.arg);
    if (leadership != 0) state->options.tell(state->options.arg, list.rules, list.count);
    enum nd_status status = part_shards(look->system, look->fiber, list.rules, list.count);
    for (size_t i = 0; i < look->count; i++) {
        enum nd_status parted = part_buckets(look->system, look->fiber, nd_catalog_all(look->views[i]));
        if (status == ND_STATUS_OK) status = parted;
    }
    if (status != ND_STATUS_OK) return status;
    state->told_version = nd_catalog_view_version(look->view);
    state->told_leadership = leadership;
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status look_once(struct nd_sql_system *system, struct nd_fiber *fiber)
{
    struct nd__placement *state = &system->placement;
    struct nd_txn_options options = {.isolation = ND_READ_COMMITTED, .is_read_only = true};
    struct look look = {.system = system, .fiber = fiber, .txn = nd_txn_begin(system->txns, fiber, &options)};
    nd_arena_init(&look.arena, system->heap);
    state->txn = look.txn;
    nd_txn_set_deadline(look.txn, nd_env_now_ns(system->env) + SPLIT_TIMEOUT_S * ND_SEC);
    enum nd_status status = nd_txn_begin_statement(look.txn);
    if (status == ND_STATUS_OK) status = nd_catalog_view_open(system->catalog, look.txn, false, &look.view);
    bool is_told = status == ND_STATUS_OK && state->told_version == nd_catalog_view_version(look.view) && state->told_leadership == state->options.leadership(state->options.arg);
    if (status == ND_STATUS_OK && !is_told) status = tell(&look);
    for (size_t i = 0; i < look.count; i++)
        if (look.views[i] != NULL) nd_catalog_view_unref(look.views[i]);
    if (look.view != NULL) nd_catalog_view_unref(look.view);
    state->txn = NULL;
    nd_txn_rollback(look.txn);
    nd_txn_free(look.txn);
    nd_arena_deinit(&look.arena);
    return status;
}

static void run(struct nd_fiber *fiber, void *arg)
{
    struct nd_sql_system *system = arg;
    struct nd__placement *state = &system->placement;
    while (!state->is_stopping) {
        if (state->options.leadership(state->options.arg) != 0) {
            enum nd_status status = look_once(system, fiber);
            if (status != ND_STATUS_OK && !state->is_stopping) ND_INFO(nd_env_logger(system->env), "sql", "where shards shall be: %s", nd_status_text(status));
        }
        if (!state->is_stopping) (void)nd_fiber_park_until(fiber, nd_env_now_ns(system->env) + LOOK_MS * ND_MS);
    }
    state->fiber = NULL;
}

void nd__placement_open(struct nd_sql_system *system, const struct nd_sql_placement *options)
{
    system->placement = (struct nd__placement){.options = *options};
    if (options->leadership != NULL) system->placement.fiber = nd_fiber_start(system->reactor, run, system, 0);
}

bool nd__placement_stop(struct nd_sql_system *system)
{
    struct nd__placement *state = &system->placement;
    state->is_stopping = true;
    if (state->txn != NULL) nd_txn_cancel(state->txn);
    if (state->fiber != NULL) nd_fiber_wake(state->fiber);
    return state->fiber == NULL;
}
