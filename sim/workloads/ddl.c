/* SPDX-License-Identifier: Apache-2.0 */
/* ddl: indexes come and go, columns too, while rows change. At the end each index has an entry for each row and no other, each row
 * whose insertion was acknowledged is there unless it was deleted, and none that was deleted is. */
#include <stdio.h>

#include "sim/workloads/sql_ops.h"
#include "sim/workloads/workloads.h"

enum { VALUES = 8, ROWS_MAX = 1 << 16 };
enum state { ROW_NONE, ROW_THERE, ROW_GONE, ROW_UNKNOWN };

struct ddl {
    uint32_t next_id;
    uint8_t rows[ROWS_MAX];
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct ddl); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const statements[] = {
        "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL, w int)",
        "INSERT INTO t SELECT -g, g % 8, g FROM generate_series(1, 200) g",
        "ALTER TABLE t SPLIT AT VALUES (-100), (50)",
    };
    return nd_sql_run_all(worker, fiber, statements, ND_ARRAY_LEN(statements));
}

static void change_rows(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct ddl *ddl = worker->harness->state;
    struct nd_sql_answer answer = {0};
    unsigned v = (unsigned)nd_prng_below(&worker->prng, VALUES);
    uint32_t id = ddl->next_id == 0 ? 0 : (uint32_t)nd_prng_below(&worker->prng, ddl->next_id) + 1;
    switch (nd_prng_below(&worker->prng, 4)) {
    case 0:
        if (id == 0 || ddl->rows[id] != ROW_THERE) return;
        ddl->rows[id] = ROW_UNKNOWN; /* nobody else touches it from here on */
        nd_sql_client_run(worker->sql, fiber, &answer, "DELETE FROM t WHERE id = %u", id);
        enum nd_outcome outcome = nd_sql_count(worker, &answer);
        if (outcome != ND_OUTCOME_UNKNOWN) ddl->rows[id] = outcome == ND_OUTCOME_COMMITTED ? ROW_GONE : ROW_THERE;
        return;
    case 1:
        nd_sql_client_run(worker->sql, fiber, &answer, "UPDATE t SET v = %u, w = w + 1 WHERE id %% 32 = %u", v, id % 32);
        nd_sql_count(worker, &answer);
        return;
    default:
        if (ddl->next_id + 1 >= ROWS_MAX) return;
        id = ++ddl->next_id;
        nd_sql_client_run(worker->sql, fiber, &answer, "INSERT INTO t (id, v, w) VALUES (%u, %u, %u)", id, v, id);
        outcome = nd_sql_count(worker, &answer);
        ddl->rows[id] = outcome == ND_OUTCOME_COMMITTED ? ROW_THERE : outcome == ND_OUTCOME_ABORTED ? ROW_GONE : ROW_UNKNOWN;
    }
}

static void change_table(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const changes[] = {
        "CREATE INDEX IF NOT EXISTS t_v ON t (v)", "CREATE INDEX IF NOT EXISTS t_v ON t (v)", "DROP INDEX IF EXISTS t_v",
        "CREATE UNIQUE INDEX IF NOT EXISTS t_id ON t (id, v)", "DROP INDEX IF EXISTS t_id",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS extra int DEFAULT 5", "ALTER TABLE t DROP COLUMN IF EXISTS extra",
        "ALTER TABLE t ALTER COLUMN w TYPE bigint", "ALTER TABLE t ALTER COLUMN w TYPE int",
        "BEGIN; CREATE INDEX t_w ON t (w); ROLLBACK",
    };
    struct nd_sql_answer answer = {0};
    nd_sql_client_run(worker->sql, fiber, &answer, "%s", changes[nd_prng_below(&worker->prng, ND_ARRAY_LEN(changes))]);
    nd_sql_count(worker, &answer);
    if (answer.transaction_state != 'I') nd_sql_client_roll_back(worker->sql, fiber);
    nd_fiber_sleep(fiber, nd_prng_below(&worker->prng, 300 * ND_MS));
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    if (worker->sql == NULL) { /* clients in nodes have nothing to do here */
        nd_fiber_sleep(fiber, 500 * ND_MS);
        return;
    }
    if (nd_prng_chance(&worker->prng, 0.02)) nd_sql_client_drop(worker->sql);
    if (nd_prng_chance(&worker->prng, 0.03)) change_table(worker, fiber);
    else change_rows(worker, fiber);
}

/* The rows that are known to be there, and those that may not be. */
static bool check_rows(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct ddl *ddl = worker->harness->state;
    for (uint32_t id = 1; id <= ddl->next_id; id++) {
        char query[80];
        uint64_t count;
        if (ddl->rows[id] != ROW_THERE && ddl->rows[id] != ROW_GONE) continue;
        snprintf(query, sizeof query, "SELECT count(*) FROM t WHERE id = %u", id);
        if (!nd_sql_read_numbers(worker, fiber, query, &count, 1)) return false;
        if (count != (ddl->rows[id] == ROW_THERE))
            nd_harness_fail(worker->harness, "ddl: row %u is there %llu times, %s", id, (unsigned long long)count, ddl->rows[id] == ROW_THERE ? "and was acknowledged" : "and was deleted");
    }
    return true;
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    for (unsigned v = 0; v < VALUES; v++) {
        char query[200];
        uint64_t counts[4];
        snprintf(query, sizeof query, "SELECT a.n, a.s, b.n, b.s FROM (SELECT count(*) n, coalesce(sum(id + 1000), 0) s FROM t WHERE v = %u) a, "
                                      "(SELECT count(*) n, coalesce(sum(id + 1000), 0) s FROM t WHERE v + 0 = %u) b", v, v);
        if (!nd_sql_read_numbers(worker, fiber, query, counts, 4)) return false;
        if (counts[0] != counts[2] || counts[1] != counts[3])
            nd_harness_fail(worker->harness, "ddl: for %u the index has %llu rows, the table %llu", v, (unsigned long long)counts[0], (unsigned long long)counts[2]);
    }
    return check_rows(worker, fiber);
}

const struct nd_workload nd_workload_ddl = {
    .name = "ddl",
    .about = "indexes and columns come and go while rows change: nothing is lost, nothing is there twice",
    .has_sql = true,
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};
