/* SPDX-License-Identifier: Apache-2.0 */
/* queue: SQL clients make jobs, numbered by sequences, and take them, FOR UPDATE SKIP LOCKED; and count up, by what they read before, rows that nothing
 * keeps others from but a lock of something else: a row FOR UPDATE, an advisory lock of the transaction. No number is drawn twice, whatever crashes; no job is
 * done twice, or lost; no two who committed have counted to the same number: whoever lost its lock with a leader does not commit. */
#include <stdio.h>
#include <string.h>

#include "sim/workloads/sql_ops.h"
#include "sim/workloads/workloads.h"

enum { JOBS_MAX = 1 << 15, TOKENS_MAX = 1 << 15, SEQUENCES = 2, COUNTERS = 8, COUNTS_MAX = 1 << 14 };

enum fate { FATE_UNKNOWN, FATE_REFUSED, FATE_DONE };

struct queue {
    uint8_t drawn[SEQUENCES][JOBS_MAX];
    uint8_t made[JOBS_MAX]; /* fate of the job's making */
    uint64_t next_token;
    uint8_t tokens[TOKENS_MAX]; /* fate of a taking */
    uint64_t counted[COUNTERS], maybe_counted[COUNTERS];
    uint8_t reached[COUNTERS][COUNTS_MAX];
};

static void init(struct nd_harness *harness)
{
    struct queue *queue = harness->state = nd_heap_new(&harness->heap, struct queue);
    memset(queue->made, FATE_REFUSED, sizeof queue->made);
}

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const statements[] = {
        "CREATE SEQUENCE s0",
        "CREATE SEQUENCE s1 CACHE 5",
        "CREATE TABLE jobs (id int PRIMARY KEY, made_by int)",
        "CREATE TABLE done (token int PRIMARY KEY, job int NOT NULL)",
        "CREATE TABLE locks (id int PRIMARY KEY)",
        "CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL)",
        "INSERT INTO locks SELECT g FROM generate_series(0, 7) g ON CONFLICT DO NOTHING",
        "INSERT INTO counters SELECT g, 0 FROM generate_series(0, 7) g ON CONFLICT DO NOTHING",
        "ALTER TABLE jobs SPLIT AT VALUES (200), (900)",
        "ALTER TABLE done SPLIT AT VALUES (500)",
        "ALTER TABLE locks SPLIT AT VALUES (4)",
        "ALTER TABLE counters SPLIT AT VALUES (2), (6)",
    };
    return nd_sql_run_all(worker, fiber, statements, ND_ARRAY_LEN(statements));
}

/* ---- transactions ------------------------------------------------------------------------------------------ */

static ND_YIELDS bool begin(struct nd_worker_client *worker, struct nd_fiber *fiber, struct nd_sql_answer *answer)
{
    nd_sql_client_run(worker->sql, fiber, answer, "BEGIN");
    nd_sql_client_set_in_block(worker->sql, answer->kind == ND_SQL_ANSWER_OK);
    return answer->kind == ND_SQL_ANSWER_OK;
}

static ND_YIELDS enum nd_outcome finish(struct nd_worker_client *worker, struct nd_fiber *fiber, bool commits, struct nd_sql_answer *answer)
{
    if (!commits) {
        nd_sql_client_set_in_block(worker->sql, false);
        if (nd_prng_chance(&worker->prng, 0.3)) nd_sql_client_drop(worker->sql); /* the server must notice */
        else nd_sql_client_roll_back(worker->sql, fiber);
        nd_harness_count(worker->harness, ND_OUTCOME_ABORTED);
        return ND_OUTCOME_ABORTED;
    }
    nd_sql_client_run(worker->sql, fiber, answer, "COMMIT");
    nd_sql_client_set_in_block(worker->sql, false);
    enum nd_outcome outcome = nd_sql_count(worker, answer);
    if (answer->kind == ND_SQL_ANSWER_ERROR && answer->transaction_state != 'I') nd_sql_client_roll_back(worker->sql, fiber);
    return outcome;
}

static uint8_t fate_of(enum nd_outcome outcome) { return outcome == ND_OUTCOME_COMMITTED ? FATE_DONE : outcome == ND_OUTCOME_ABORTED ? FATE_REFUSED : FATE_UNKNOWN; }

/* ---- sequences and jobs --------------------------------------------------------------------------------------- */

/* 0: none now. Whoever is told a number is the only one, even if what it was drawn for fails. */
static ND_YIELDS uint64_t draw(struct nd_worker_client *worker, struct nd_fiber *fiber, unsigned sequence)
{
    struct queue *queue = worker->harness->state;
    struct nd_sql_answer answer;
    nd_sql_client_run(worker->sql, fiber, &answer, "SELECT nextval('s%u')", sequence);
    if (answer.kind == ND_SQL_ANSWER_ERROR && strncmp(answer.sqlstate, "XX", 2) == 0) nd_harness_fail(worker->harness, "queue: nextval: %s %s", answer.sqlstate, answer.message);
    if (answer.kind != ND_SQL_ANSWER_OK || answer.row_count != 1) return 0;
    uint64_t number = nd_sql_answer_number(&answer, 0, 0);
    nd_harness_trace(worker->harness, "drawn", number);
    if (number == 0) nd_harness_fail(worker->harness, "queue: sequence s%u gave 0", sequence);
    else if (number < JOBS_MAX && queue->drawn[sequence][number]++ > 0) nd_harness_fail(worker->harness, "queue: sequence s%u gave %llu twice", sequence, (unsigned long long)number);
    return number < JOBS_MAX ? number : 0;
}

static void make_job(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct queue *queue = worker->harness->state;
    struct nd_sql_answer answer;
    if (nd_prng_chance(&worker->prng, 0.2)) (void)draw(worker, fiber, 1);
    uint64_t id = draw(worker, fiber, 0);
    if (id == 0) return;
    queue->made[id] = FATE_UNKNOWN; /* somebody may take it before this client is told */
    nd_sql_client_run(worker->sql, fiber, &answer, "INSERT INTO jobs VALUES (%llu, %u)", (unsigned long long)id, worker->index);
    queue->made[id] = fate_of(nd_sql_count(worker, &answer));
}

static void take_job(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct queue *queue = worker->harness->state;
    struct nd_sql_answer answer;
    if (queue->next_token + 1 >= TOKENS_MAX) return;
    unsigned token = (unsigned)++queue->next_token;
    queue->tokens[token] = FATE_REFUSED;
    if (nd_prng_chance(&worker->prng, 0.3)) { /* in one statement */
        nd_sql_client_run(worker->sql, fiber, &answer,
                          "WITH taken AS (DELETE FROM jobs WHERE id = (SELECT id FROM jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id) INSERT INTO done SELECT %u, id FROM taken", token);
        enum nd_outcome outcome = nd_sql_count(worker, &answer);
        queue->tokens[token] = outcome == ND_OUTCOME_COMMITTED && answer.affected == 0 ? FATE_REFUSED : fate_of(outcome);
        return;
    }
    if (!begin(worker, fiber, &answer)) return;
    nd_sql_client_run(worker->sql, fiber, &answer, "SELECT id FROM jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED");
    bool goes_on = answer.kind == ND_SQL_ANSWER_OK && answer.row_count == 1;
    uint64_t job = goes_on ? nd_sql_answer_number(&answer, 0, 0) : 0;
    if (goes_on && nd_prng_chance(&worker->prng, 0.3)) nd_fiber_sleep(fiber, nd_prng_below(&worker->prng, 200 * ND_MS)); /* at work */
    if (goes_on) nd_sql_client_run(worker->sql, fiber, &answer, "INSERT INTO done VALUES (%u, %llu)", token, (unsigned long long)job);
    goes_on = goes_on && answer.kind == ND_SQL_ANSWER_OK;
    if (goes_on) nd_sql_client_run(worker->sql, fiber, &answer, "DELETE FROM jobs WHERE id = %llu", (unsigned long long)job);
    /* If the lock was lost with its leader, the job may be gone: the commit is to find that out. */
    goes_on = goes_on && answer.kind == ND_SQL_ANSWER_OK && !nd_prng_chance(&worker->prng, 0.05);
    queue->tokens[token] = fate_of(finish(worker, fiber, goes_on, &answer));
}

/* ---- counters ------------------------------------------------------------------------------------------------- */

/* The first half is under rows' locks, the second under advisory ones. The write itself would not notice another: it goes by what was read, and over whatever is
 * there. */
static void count_up(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct queue *queue = worker->harness->state;
    struct nd_sql_answer answer;
    unsigned id = (unsigned)nd_prng_below(&worker->prng, COUNTERS);
    if (!begin(worker, fiber, &answer)) return;
    if (id < COUNTERS / 2) nd_sql_client_run(worker->sql, fiber, &answer, "SELECT id FROM locks WHERE id = %u FOR %s", id, nd_prng_chance(&worker->prng, 0.5) ? "UPDATE" : "NO KEY UPDATE");
    else nd_sql_client_run(worker->sql, fiber, &answer, "SELECT pg_advisory_xact_lock(%u)", id);
    bool goes_on = answer.kind == ND_SQL_ANSWER_OK;
    if (goes_on) nd_sql_client_run(worker->sql, fiber, &answer, "SELECT n FROM counters WHERE id = %u", id);
    goes_on = goes_on && answer.kind == ND_SQL_ANSWER_OK && answer.row_count == 1;
    uint64_t n = goes_on ? nd_sql_answer_number(&answer, 0, 0) + 1 : 0;
    if (goes_on && nd_prng_chance(&worker->prng, 0.3)) nd_fiber_sleep(fiber, nd_prng_below(&worker->prng, (nd_prng_chance(&worker->prng, 0.1) ? 3000 : 300) * ND_MS));
    if (goes_on) nd_sql_client_run(worker->sql, fiber, &answer, "UPDATE counters SET n = %llu WHERE id = %u", (unsigned long long)n, id);
    goes_on = goes_on && answer.kind == ND_SQL_ANSWER_OK;
    enum nd_outcome outcome = finish(worker, fiber, goes_on, &answer);
    nd_harness_trace(worker->harness, "counted", n);
    if (outcome == ND_OUTCOME_UNKNOWN) queue->maybe_counted[id]++;
    if (outcome != ND_OUTCOME_COMMITTED) return;
    queue->counted[id]++;
    if (n < COUNTS_MAX && queue->reached[id][n]++ > 0)
        nd_harness_fail(worker->harness, "queue: two have counted counter %u, under %s, to %llu", id, id < COUNTERS / 2 ? "a row's lock" : "an advisory lock", (unsigned long long)n);
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    if (worker->sql == NULL) { /* clients in nodes have nothing to do here */
        nd_fiber_sleep(fiber, 500 * ND_MS);
        return;
    }
    if (nd_prng_chance(&worker->prng, 0.02)) nd_sql_client_drop(worker->sql);
    unsigned kind = (unsigned)nd_prng_below(&worker->prng, 10);
    if (kind < 4) make_job(worker, fiber);
    else if (kind < 7) take_job(worker, fiber);
    else count_up(worker, fiber);
}

/* ---- the end -------------------------------------------------------------------------------------------------- */

static void judge_jobs(struct nd_harness *harness, uint8_t *seen, const struct nd_sql_answer *done)
{
    const struct queue *queue = harness->state;
    uint8_t *found = nd_heap_zalloc(&harness->heap, TOKENS_MAX);
    for (size_t i = 0; i < done->row_count; i++) {
        uint64_t token = nd_sql_answer_number(done, i, 0), job = nd_sql_answer_number(done, i, 1);
        if (token >= TOKENS_MAX || job >= JOBS_MAX) nd_harness_fail(harness, "queue: token %llu did job %llu: nobody's", (unsigned long long)token, (unsigned long long)job);
        else if (queue->tokens[token] == FATE_REFUSED) nd_harness_fail(harness, "queue: token %llu was refused, and did job %llu", (unsigned long long)token, (unsigned long long)job);
        else if (seen[job]++ > 0) nd_harness_fail(harness, "queue: job %llu was done twice, or done and is there still", (unsigned long long)job);
        if (harness->result.is_failed) break;
        found[token] = 1;
    }
    for (uint64_t token = 1; token <= queue->next_token; token++)
        if (queue->tokens[token] == FATE_DONE && !found[token]) nd_harness_fail(harness, "queue: token %llu was acknowledged, and is lost", (unsigned long long)token);
    for (uint64_t id = 1; id < JOBS_MAX; id++) {
        if (queue->made[id] == FATE_DONE && !seen[id]) nd_harness_fail(harness, "queue: job %llu is lost", (unsigned long long)id);
        if (queue->made[id] == FATE_REFUSED && seen[id]) nd_harness_fail(harness, "queue: job %llu was refused, and is there", (unsigned long long)id);
    }
    nd_heap_free(&harness->heap, found);
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_harness *harness = worker->harness;
    const struct queue *queue = harness->state;
    struct nd_sql_answer answer;
    nd_sql_client_run(worker->sql, fiber, &answer, "SELECT id, n FROM counters ORDER BY id");
    if (answer.kind != ND_SQL_ANSWER_OK) return false;
    for (size_t i = 0; i < COUNTERS; i++) {
        uint64_t n = i < answer.row_count ? nd_sql_answer_number(&answer, i, 1) : 0;
        if (n < queue->counted[i] || n > queue->counted[i] + queue->maybe_counted[i])
            nd_harness_fail(harness, "queue: counter %zu is %llu after %llu counts, and %llu that may have been", i, (unsigned long long)n, (unsigned long long)queue->counted[i],
                            (unsigned long long)queue->maybe_counted[i]);
    }
    uint8_t *seen = nd_heap_zalloc(&harness->heap, JOBS_MAX);
    nd_sql_client_run(worker->sql, fiber, &answer, "SELECT id FROM jobs");
    for (size_t i = 0; answer.kind == ND_SQL_ANSWER_OK && i < answer.row_count; i++) {
        uint64_t id = nd_sql_answer_number(&answer, i, 0);
        if (id >= JOBS_MAX) nd_harness_fail(harness, "queue: job %llu is nobody's", (unsigned long long)id);
        else seen[id]++;
    }
    if (answer.kind == ND_SQL_ANSWER_OK) nd_sql_client_run(worker->sql, fiber, &answer, "SELECT token, job FROM done");
    bool is_read = answer.kind == ND_SQL_ANSWER_OK;
    if (is_read) judge_jobs(harness, seen, &answer);
    nd_heap_free(&harness->heap, seen);
    return is_read;
}

const struct nd_workload nd_workload_queue = {
    .name = "queue",
    .about = "SQL clients: sequences, jobs taken FOR UPDATE SKIP LOCKED, counters under locks of something else: nothing twice, nothing lost",
    .has_sql = true,
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};
