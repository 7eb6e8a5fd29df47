/* SPDX-License-Identifier: Apache-2.0 */
/* index: indexes are built, built anew and dropped beside their writers, step by step, while clients change rows, by statements alone and
 * in blocks that take their time, so that some of them know only of the step before. Whenever one is complete, and at the end, it has an
 * entry for each row and no other, a unique one has no two rows with a key, and each row is there, or is not, as it was acknowledged. In
 * some runs the table, in some some of the indexes are sharded by hash. */
#include <stdio.h>

#include "sim/workloads/sql_ops.h"
#include "sim/workloads/workloads.h"

enum { VALUES = 8, KEYS = 100000, FIRST_ROWS = 200, ROWS_MAX = 1 << 16 };
enum state { ROW_NONE, ROW_THERE, ROW_GONE, ROW_UNKNOWN };

struct index_state {
    bool is_decided, is_sharded; /* the table, by hash: no border at a key can be made */
    uint32_t next_id;
    uint8_t rows[ROWS_MAX];
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct index_state); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct index_state *state = worker->harness->state;
    const char *statements[] = {
        "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL, u int, w int NOT NULL)",
        "INSERT INTO t SELECT -g, g % 8, -g, g FROM generate_series(1, 200) g",
        "ALTER TABLE t SPLIT AT VALUES (-100), (50)",
    };
    if (!state->is_decided) state->is_sharded = nd_prng_chance(&worker->prng, 0.4);
    state->is_decided = true; /* setup may be called again */
    if (state->is_sharded) statements[0] = "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL, u int, w int NOT NULL) WITH (shards = 4)";
    return nd_sql_run_all(worker, fiber, statements, ND_ARRAY_LEN(statements) - state->is_sharded);
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* In a block that takes a while, or alone. */
static enum nd_outcome change(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *statement)
{
    struct nd_sql_answer answer = {0};
    if (nd_prng_chance(&worker->prng, 0.6)) {
        nd_sql_client_run(worker->sql, fiber, &answer, "%s", statement);
        return nd_sql_count(worker, &answer);
    }
    nd_sql_client_run(worker->sql, fiber, &answer, "BEGIN; %s", statement);
    if (answer.kind != ND_SQL_ANSWER_OK) {
        enum nd_outcome outcome = answer.kind == ND_SQL_ANSWER_LOST ? ND_OUTCOME_ABORTED : nd_sql_count(worker, &answer); /* a block that was lost is rolled back */
        if (answer.kind != ND_SQL_ANSWER_LOST && answer.transaction_state != 'I') nd_sql_client_roll_back(worker->sql, fiber);
        return outcome;
    }
    nd_sql_client_set_in_block(worker->sql, true);
    nd_fiber_sleep(fiber, nd_prng_below(&worker->prng, (nd_prng_chance(&worker->prng, 0.3) ? 1000 : 100) * ND_MS));
    nd_sql_client_run(worker->sql, fiber, &answer, "COMMIT");
    nd_sql_client_set_in_block(worker->sql, false);
    enum nd_outcome outcome = nd_sql_count(worker, &answer);
    if (answer.kind == ND_SQL_ANSWER_ERROR && answer.transaction_state != 'I') nd_sql_client_roll_back(worker->sql, fiber); /* canceled before it began */
    return outcome;
}

static void delete_row(struct nd_worker_client *worker, struct nd_fiber *fiber, uint32_t id)
{
    struct index_state *state = worker->harness->state;
    char statement[80];
    if (id == 0 || state->rows[id] != ROW_THERE) return;
    state->rows[id] = ROW_UNKNOWN; /* nobody else touches it from here on */
    snprintf(statement, sizeof statement, "DELETE FROM t WHERE id = %u", id);
    enum nd_outcome outcome = change(worker, fiber, statement);
    if (outcome != ND_OUTCOME_UNKNOWN) state->rows[id] = outcome == ND_OUTCOME_COMMITTED ? ROW_GONE : ROW_THERE;
}

static void insert_row(struct nd_worker_client *worker, struct nd_fiber *fiber, unsigned v, unsigned u)
{
    struct index_state *state = worker->harness->state;
    char statement[120];
    if (state->next_id + 1 >= ROWS_MAX) return;
    uint32_t id = ++state->next_id;
    snprintf(statement, sizeof statement, "INSERT INTO t (id, v, u, w) VALUES (%u, %u, %u, %u)", id, v, u, id);
    enum nd_outcome outcome = change(worker, fiber, statement);
    state->rows[id] = outcome == ND_OUTCOME_COMMITTED ? ROW_THERE : outcome == ND_OUTCOME_ABORTED ? ROW_GONE : ROW_UNKNOWN;
}

static void change_rows(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct index_state *state = worker->harness->state;
    unsigned v = (unsigned)nd_prng_below(&worker->prng, VALUES), u = (unsigned)nd_prng_below(&worker->prng, KEYS);
    uint32_t id = state->next_id == 0 ? 0 : (uint32_t)nd_prng_below(&worker->prng, state->next_id) + 1;
    int old = -(int)nd_prng_between(&worker->prng, 1, FIRST_ROWS);
    char statement[160];
    switch (nd_prng_below(&worker->prng, 6)) {
    case 0: delete_row(worker, fiber, id); return;
    case 1: snprintf(statement, sizeof statement, "UPDATE t SET v = %u, w = w + 1 WHERE id %% 32 = %u", v, id % 32); break;
    case 2: snprintf(statement, sizeof statement, "UPDATE t SET u = %u WHERE id = %d", u, id % 2 == 0 ? (int)id : old); break;
    case 3: snprintf(statement, sizeof statement, "UPDATE t SET v = %u, u = %u WHERE id = %d", v, u, old); break;
    case 4: snprintf(statement, sizeof statement, "UPDATE t SET id = id - 1000 * sign(id + 500)::int, u = u WHERE id = %d", old); break;
    default: insert_row(worker, fiber, v, u); return;
    }
    (void)change(worker, fiber, statement);
}

/* ---- indexes --------------------------------------------------------------------------------------------------- */

/* Where an index has all that is asked for, it is read whole instead of the table: w is in none. */
#define BY_INDEX "SET enable_seqscan = off; "

static bool check_values(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *when)
{
    for (unsigned v = 0; v < VALUES; v++) {
        char query[240];
        uint64_t counts[4];
        snprintf(query, sizeof query, BY_INDEX "SELECT a.n, a.s, b.n, b.s FROM (SELECT count(*) n, coalesce(sum(id + 9000), 0) s FROM t WHERE v = %u) a, "
                                      "(SELECT count(*) n, coalesce(sum(id + 9000), 0) s FROM t WHERE v + 0 = %u AND w > 0) b", v, v);
        if (!nd_sql_read_numbers(worker, fiber, query, counts, 4)) return false;
        if (counts[0] == counts[2] && counts[1] == counts[3]) continue;
        nd_harness_fail(worker->harness, "index: %s: for %u the index has %llu rows, the table %llu", when, v, (unsigned long long)counts[0], (unsigned long long)counts[2]);
    }
    return true;
}

static bool check_keys(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *when)
{
    uint64_t counts[6];
    const char *query = BY_INDEX "SELECT a.n, a.s, b.n, b.s, b.d, (SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = 't_u' AND i.indisvalid) FROM "
                                 "(SELECT count(*) n, coalesce(sum(u + 1000 + id % 7), 0) s FROM t WHERE u BETWEEN -1000 AND 1000000) a, "
                                 "(SELECT count(u) n, coalesce(sum(u + 1000 + id % 7), 0) s, count(DISTINCT u) d FROM t WHERE u + 0 BETWEEN -1000 AND 1000000 AND w > 0) b";
    if (!nd_sql_read_numbers(worker, fiber, query, counts, 6)) return false;
    if (counts[0] != counts[2] || counts[1] != counts[3])
        nd_harness_fail(worker->harness, "index: %s: by keys the index has %llu rows, the table %llu", when, (unsigned long long)counts[0], (unsigned long long)counts[2]);
    if (counts[5] == 1 && counts[4] != counts[2])
        nd_harness_fail(worker->harness, "index: %s: %llu rows have %llu keys", when, (unsigned long long)counts[2], (unsigned long long)counts[4]);
    return true;
}

static bool run_some(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *statement, bool stays_open)
{
    struct nd_sql_answer answer = {0};
    nd_sql_client_run(worker->sql, fiber, &answer, "%s", statement);
    nd_sql_count(worker, &answer);
    bool is_done = answer.kind == ND_SQL_ANSWER_OK, is_lost = answer.kind == ND_SQL_ANSWER_LOST || answer.kind == ND_SQL_ANSWER_NOT_SENT;
    if (!is_lost && !(is_done && stays_open) && answer.transaction_state != 'I') nd_sql_client_roll_back(worker->sql, fiber);
    return is_done;
}

static bool run(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *statement) { return run_some(worker, fiber, statement, false); }

static void check_now(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    (void)check_values(worker, fiber, "beside its writers");
    (void)check_keys(worker, fiber, "beside its writers");
}

/* A build as often as may be: the one that is there makes room. */
static void build(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const drops[] = {"DROP INDEX CONCURRENTLY IF EXISTS t_v", "DROP INDEX IF EXISTS t_v", "DROP INDEX CONCURRENTLY IF EXISTS t_u", "DROP INDEX IF EXISTS t_u"};
    static const char *const creates[] = {"CREATE INDEX CONCURRENTLY t_v ON t (v)", "CREATE UNIQUE INDEX CONCURRENTLY t_u ON t (u)"};
    char create[100];
    size_t which = nd_prng_below(&worker->prng, ND_ARRAY_LEN(drops));
    if (!run(worker, fiber, drops[which])) return;
    nd_fiber_sleep(fiber, nd_prng_below(&worker->prng, 100 * ND_MS));
    snprintf(create, sizeof create, "%s%s", creates[which / 2], nd_prng_chance(&worker->prng, 0.3) ? " WITH (shards = 3)" : "");
    if (run(worker, fiber, create)) check_now(worker, fiber);
}

/* Exclusive, in a block that splits the table before it ends: blocks of before are open still, and must be refused on both sides. */
static bool change_and_split(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *statement)
{
    char begin[120], split[80];
    const struct index_state *state = worker->harness->state;
    int border = nd_prng_chance(&worker->prng, 0.3) ? -(int)nd_prng_between(&worker->prng, 1, FIRST_ROWS) : (int)(state->next_id / 2 + nd_prng_below(&worker->prng, state->next_id / 2 + 1));
    snprintf(begin, sizeof begin, "BEGIN; %s", statement);
    snprintf(split, sizeof split, nd_prng_chance(&worker->prng, 0.9) && !state->is_sharded ? "ALTER TABLE t SPLIT AT VALUES (%d)" : "ALTER TABLE t UNSPLIT ALL", border);
    if (!run_some(worker, fiber, begin, true)) return false;
    nd_sql_client_set_in_block(worker->sql, true);
    bool is_done = run_some(worker, fiber, split, true);
    if (is_done) nd_fiber_sleep(fiber, nd_prng_below(&worker->prng, 300 * ND_MS));
    is_done = is_done && run(worker, fiber, "COMMIT");
    nd_sql_client_set_in_block(worker->sql, false);
    return is_done;
}

static void change_indexes(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const changes[] = {
        "REINDEX INDEX CONCURRENTLY t_v", "REINDEX INDEX CONCURRENTLY t_u", "REINDEX TABLE CONCURRENTLY t", "REINDEX INDEX t_u", "REINDEX TABLE t",
        "DROP INDEX IF EXISTS t_v_ccnew, t_v_ccold, t_u_ccnew, t_u_ccold", "CREATE INDEX IF NOT EXISTS t_v ON t (v)",
        "ALTER TABLE t ALTER COLUMN w TYPE bigint", "ALTER TABLE t ALTER COLUMN w TYPE int", "ALTER INDEX t_v SET (shards = 2)", "ALTER INDEX t_u RESET (shards)",
    };
    if (nd_prng_chance(&worker->prng, 0.6)) {
        build(worker, fiber);
        return;
    }
    size_t which = nd_prng_below(&worker->prng, ND_ARRAY_LEN(changes));
    bool is_concurrent = strstr(changes[which], "CONCURRENTLY") != NULL, splits = !is_concurrent && nd_prng_chance(&worker->prng, 0.7);
    if (splits ? change_and_split(worker, fiber, changes[which]) : run(worker, fiber, changes[which])) check_now(worker, fiber);
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    if (worker->sql == NULL) { /* clients in nodes have nothing to do here */
        nd_fiber_sleep(fiber, 500 * ND_MS);
        return;
    }
    if (nd_prng_chance(&worker->prng, 0.02)) nd_sql_client_drop(worker->sql);
    if (nd_prng_chance(&worker->prng, 0.03)) change_indexes(worker, fiber);
    else change_rows(worker, fiber);
}

/* The rows that are known to be there, and those that may not be. */
static bool check_rows(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct index_state *state = worker->harness->state;
    for (uint32_t id = 1; id <= state->next_id; id++) {
        char query[80];
        uint64_t count;
        if (state->rows[id] != ROW_THERE && state->rows[id] != ROW_GONE) continue;
        snprintf(query, sizeof query, "SELECT count(*) FROM t WHERE id = %u", id);
        if (!nd_sql_read_numbers(worker, fiber, query, &count, 1)) return false;
        if (count != (state->rows[id] == ROW_THERE))
            nd_harness_fail(worker->harness, "index: row %u is there %llu times, %s", id, (unsigned long long)count, state->rows[id] == ROW_THERE ? "and was acknowledged" : "and was deleted");
    }
    return true;
}

/* A walk in the order of the keys, from both ends, has each row once. */
static bool check_order(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    uint64_t counts[4];
    const char *query = "SELECT a.n, a.wrong, b.n, b.wrong FROM "
                        "(SELECT count(*) n, count(*) FILTER (WHERE id <= before) wrong FROM (SELECT id, lag(id) OVER () before FROM (SELECT id FROM t ORDER BY id LIMIT 100000) x) y) a, "
                        "(SELECT count(*) n, count(*) FILTER (WHERE id >= before) wrong FROM (SELECT id, lag(id) OVER () before FROM (SELECT id FROM t WHERE id < 100000 ORDER BY id DESC) x) y) b";
    if (!nd_sql_read_numbers(worker, fiber, query, counts, 4)) return false;
    if (counts[0] != counts[2] || counts[1] + counts[3] > 0)
        nd_harness_fail(worker->harness, "index: in order there are %llu rows, the other way round %llu; out of place %llu and %llu", (unsigned long long)counts[0],
                        (unsigned long long)counts[2], (unsigned long long)counts[1], (unsigned long long)counts[3]);
    return true;
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    return check_values(worker, fiber, "at the end") && check_keys(worker, fiber, "at the end") && check_rows(worker, fiber) && check_order(worker, fiber);
}

const struct nd_workload nd_workload_index = {
    .name = "index",
    .about = "indexes are built, built anew and dropped step by step beside writers: each has an entry for each row and no other",
    .has_sql = true,
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};
