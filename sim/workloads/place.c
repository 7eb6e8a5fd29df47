/* SPDX-License-Identifier: Apache-2.0 */
/* place: nodes stand in zones, and tables say anew every few seconds how many replicas they want, where, and who shall lead, while rows are
 * counted up. When all is well again each shard is where its table's last word wants it, as far apart as may be, led by whom it prefers;
 * and no counted row is lost on all these ways. */
#include <stdio.h>
#include <string.h>

#include "sim/workloads/sql_ops.h"
#include "sim/workloads/workloads.h"

enum { TABLES = 2, ROWS = 24, ZONES = 3 };

struct wish {
    unsigned replicas;            /* 0: as the cluster has them */
    char zone, leaders;           /* 0: any */
    bool is_not;                  /* anywhere but in the zone */
};
struct table {
    struct wish wish;
    bool is_changing, is_unknown; /* whether the table has heard it */
    uint64_t counted, unknown;
};
struct place {
    struct table tables[TABLES];
};

static const char *const names[TABLES] = {"a", "b"};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct place); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const statements[] = {
        "CREATE TABLE a (id int PRIMARY KEY, v int NOT NULL)", "INSERT INTO a SELECT g, 0 FROM generate_series(1, 24) g", "ALTER TABLE a SPLIT AT VALUES (8), (16)",
        "CREATE TABLE b (id int PRIMARY KEY, v int NOT NULL)", "INSERT INTO b SELECT g, 0 FROM generate_series(1, 24) g",
    };
    return nd_sql_run_all(worker, fiber, statements, ND_ARRAY_LEN(statements));
}

/* ---- wishes ---------------------------------------------------------------------------------------------------- */

static char zone_of(const struct nd_harness *harness, unsigned node)
{
    const char *locality = harness->hosts[node].config.locality;
    return locality[strlen(locality) - 1];
}

static bool may_be_in(const struct wish *wish, char zone) { return wish->zone == 0 || (wish->zone == zone) != wish->is_not; }

/* Of nodes, or of zones. */
static unsigned count_fit(const struct nd_harness *harness, const struct wish *wish, bool of_zones)
{
    unsigned nodes = 0, seen = 0, zones = 0;
    for (unsigned i = 1; i <= harness->nodes; i++) {
        char zone = zone_of(harness, i);
        if (!may_be_in(wish, zone)) continue;
        nodes++;
        zones += (seen >> (zone - 'a') & 1) == 0;
        seen |= 1u << (zone - 'a');
    }
    return of_zones ? zones : nodes;
}

static unsigned wanted(const struct nd_harness *harness, const struct wish *wish) { return wish->replicas != 0 ? wish->replicas : harness->voters; }

/* One that the nodes can fulfil. */
static struct wish new_wish(struct nd_worker_client *worker)
{
    static const unsigned replicas[] = {0, 0, 1, 3, 5};
    struct nd_prng *prng = &worker->prng;
    for (;;) {
        struct wish wish = {.replicas = replicas[nd_prng_below(prng, ND_ARRAY_LEN(replicas))]};
        if (nd_prng_chance(prng, 0.6)) wish.zone = (char)('a' + nd_prng_below(prng, ZONES));
        wish.is_not = nd_prng_chance(prng, 0.6);
        if (nd_prng_chance(prng, 0.5)) wish.leaders = (char)('a' + nd_prng_below(prng, ZONES));
        if (count_fit(worker->harness, &wish, false) >= wanted(worker->harness, &wish)) return wish;
    }
}

static bool say(struct nd_worker_client *worker, struct nd_fiber *fiber, size_t at)
{
    struct table *table = &((struct place *)worker->harness->state)->tables[at];
    const struct wish *wish = &table->wish;
    struct nd_sql_answer answer = {0};
    char replicas[32] = "", where[32] = "", leaders[32] = "", text[160];
    if (wish->replicas != 0) snprintf(replicas, sizeof replicas, ", SET (replicas = %u)", wish->replicas);
    if (wish->zone != 0) snprintf(where, sizeof where, ", SET (placement = '%szone=%c')", wish->is_not ? "-" : "", wish->zone);
    if (wish->leaders != 0) snprintf(leaders, sizeof leaders, ", SET (leaders = 'zone=%c')", wish->leaders);
    snprintf(text, sizeof text, "ALTER TABLE %s RESET (replicas, placement, leaders)%s%s%s", names[at], replicas, where, leaders);
    nd_sql_client_run(worker->sql, fiber, &answer, "%s", text);
    return nd_sql_count(worker, &answer) == ND_OUTCOME_COMMITTED;
}

static void change_wish(struct nd_worker_client *worker, struct nd_fiber *fiber, size_t at)
{
    struct table *table = &((struct place *)worker->harness->state)->tables[at];
    if (table->is_changing) return;
    table->is_changing = true;
    table->wish = new_wish(worker);
    table->is_unknown = !say(worker, fiber, at);
    table->is_changing = false;
}

static void count_up(struct nd_worker_client *worker, struct nd_fiber *fiber, size_t at)
{
    struct table *table = &((struct place *)worker->harness->state)->tables[at];
    struct nd_sql_answer answer = {0};
    nd_sql_client_run(worker->sql, fiber, &answer, "UPDATE %s SET v = v + 1 WHERE id = %u", names[at], (unsigned)nd_prng_between(&worker->prng, 1, ROWS));
    enum nd_outcome outcome = nd_sql_count(worker, &answer);
    table->counted += outcome == ND_OUTCOME_COMMITTED;
    table->unknown += outcome == ND_OUTCOME_UNKNOWN;
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    size_t at = (size_t)nd_prng_below(&worker->prng, TABLES);
    if (worker->sql == NULL) { /* clients in nodes have nothing to do here */
        nd_fiber_sleep(fiber, 500 * ND_MS);
        return;
    }
    if (nd_prng_chance(&worker->prng, 0.02)) nd_sql_client_drop(worker->sql);
    if (nd_prng_chance(&worker->prng, 0.01)) change_wish(worker, fiber, at);
    else count_up(worker, fiber, at);
}

/* ---- the last look ----------------------------------------------------------------------------------------------- */

#define THOSE "SELECT 1 FROM nd_internal.nodes n WHERE n.node_id = ANY (s.replicas)"

/* Shards of the table, and those that are not where it wants them. */
static bool read_misplaced(struct nd_worker_client *worker, struct nd_fiber *fiber, size_t at, uint64_t numbers[2])
{
    const struct nd_harness *harness = worker->harness;
    const struct wish *wish = &((struct place *)harness->state)->tables[at].wish;
    unsigned count = wanted(harness, wish), zones = count_fit(harness, wish, true);
    char where[160] = "", leaders[256] = "", query[1024];
    if (wish->zone != 0) snprintf(where, sizeof where, " OR EXISTS (" THOSE " AND n.locality %sLIKE '%%zone=%c')", wish->is_not ? "" : "NOT ", wish->zone);
    if (wish->leaders != 0)
        snprintf(leaders, sizeof leaders, " OR EXISTS (" THOSE " AND n.locality LIKE '%%zone=%c') AND NOT EXISTS (SELECT 1 "
                 " FROM nd_internal.nodes n WHERE n.node_id = s.leader AND n.locality LIKE '%%zone=%c')",
                 wish->leaders, wish->leaders);
    snprintf(query, sizeof query,
             "SELECT count(*), count(*) FILTER (WHERE cardinality(replicas) <> %u OR (SELECT count(DISTINCT n.locality) FROM nd_internal.nodes n WHERE n.node_id = ANY (s.replicas)) < %u%s%s) "
             "FROM nd_internal.shards s WHERE table_name = '%s'",
             count, count < zones ? count : zones, where, leaders, names[at]);
    return nd_sql_read_numbers(worker, fiber, query, numbers, 2);
}

static bool verify_table(struct nd_worker_client *worker, struct nd_fiber *fiber, size_t at)
{
    struct table *table = &((struct place *)worker->harness->state)->tables[at];
    const struct wish *wish = &table->wish;
    uint64_t shards[2], sum;
    char query[64];
    if (table->is_unknown) table->is_unknown = !say(worker, fiber, at);
    if (table->is_unknown || !read_misplaced(worker, fiber, at, shards)) return false;
    bool has_rule = wish->replicas != 0 || wish->zone != 0 || wish->leaders != 0;
    nd_harness_trace(worker->harness, "misplaced", shards[1]);
    if (shards[1] > 0 || (has_rule && shards[0] == 0)) {
        if (worker->harness->options.is_verbose)
            fprintf(stderr, "==== %.3f s: %llu of %llu shards of %s are not where it wants them: %u replicas, %s'%c', leaders '%c'\n", (double)nd_harness_now_ns(worker->harness) / 1e9,
                    (unsigned long long)shards[1], (unsigned long long)shards[0], names[at], wish->replicas, wish->is_not ? "not " : "", wish->zone == 0 ? '*' : wish->zone,
                    wish->leaders == 0 ? '*' : wish->leaders);
        nd_fiber_sleep(fiber, ND_SEC);
        return false;
    }
    snprintf(query, sizeof query, "SELECT sum(v) FROM %s", names[at]);
    if (!nd_sql_read_numbers(worker, fiber, query, &sum, 1)) return false;
    if (sum < table->counted || sum > table->counted + table->unknown)
        nd_harness_fail(worker->harness, "place: the rows of %s have been counted up %llu times, %llu were acknowledged and %llu may have been", names[at], (unsigned long long)sum,
                        (unsigned long long)table->counted, (unsigned long long)table->unknown);
    return true;
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    bool is_good = true;
    for (size_t at = 0; at < TABLES && is_good; at++) is_good = verify_table(worker, fiber, at);
    return is_good;
}

const struct nd_workload nd_workload_place = {
    .name = "place",
    .about = "nodes in zones, tables that change where they want to be: every shard gets there, led by whom it prefers",
    .has_sql = true,
    .has_zones = true,
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};
