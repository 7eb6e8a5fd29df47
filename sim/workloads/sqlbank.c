/* SPDX-License-Identifier: Apache-2.0 */
/* sqlbank: SQL clients, over the network, move money between rows in shards that different nodes lead, and
 * count up rows that everybody wants. Each transfer writes a line into a journal. Every statement's snapshot holds all the
 * money; at the end the balances follow from the journal, which has each acknowledged transfer and none that was
 * refused; no two counts returned the same number, and as many were made as were acknowledged (or may have been). */
#include <stdio.h>
#include <string.h>

#include "sim/sql_client.h"
#include "sim/workloads/workloads.h"

enum { ACCOUNTS = 16, INITIAL = 100, TRANSFERS_MAX = 1 << 15, COUNTERS = 6, COUNTS_MAX = 1 << 14 };

enum fate { FATE_UNKNOWN, FATE_REFUSED, FATE_DONE };

struct sqlbank {
    uint64_t next_transfer;
    uint8_t fates[TRANSFERS_MAX];
    uint64_t counted[COUNTERS], maybe_counted[COUNTERS];
    uint8_t returned[COUNTERS][COUNTS_MAX]; /* numbers that an UPDATE ... RETURNING gave */
    size_t set_up;                          /* statements of the setup that are through */
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct sqlbank); }

static const char *const setup_texts[] = {
    "CREATE TABLE IF NOT EXISTS acct (id int PRIMARY KEY, balance int NOT NULL)",
    "CREATE TABLE IF NOT EXISTS jrnl (id int PRIMARY KEY, src int, dst int, amount int)",
    "CREATE TABLE IF NOT EXISTS hits (id int PRIMARY KEY, n int NOT NULL)",
    "INSERT INTO acct SELECT i, 100 FROM generate_series(0, 15) AS g(i) ON CONFLICT DO NOTHING",
    "INSERT INTO hits SELECT i, 0 FROM generate_series(0, 5) AS g(i) ON CONFLICT DO NOTHING",
    "ALTER TABLE acct SPLIT AT VALUES (4), (8), (12)",
    "ALTER TABLE jrnl SPLIT AT VALUES (300)",
    "ALTER TABLE hits SPLIT AT VALUES (3)",
};

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct sqlbank *bank = worker->harness->state;
    for (; bank->set_up < ND_ARRAY_LEN(setup_texts); bank->set_up++) {
        struct nd_sql_answer answer;
        nd_sql_client_run(worker->sql, fiber, &answer, "%s", setup_texts[bank->set_up]);
        if (answer.kind == ND_SQL_ANSWER_ERROR && strcmp(answer.sqlstate, "0A000") == 0) nd_harness_fail(worker->harness, "sqlbank: %s", answer.message);
        if (answer.kind != ND_SQL_ANSWER_OK) return false;
    }
    return true;
}

/* ---- outcomes ------------------------------------------------------------------------------------------------- */

/* Of what would have committed. */
static enum nd_outcome outcome_of(const struct nd_sql_answer *answer)
{
    switch (answer->kind) {
    case ND_SQL_ANSWER_OK: return answer->is_rollback ? ND_OUTCOME_ABORTED : ND_OUTCOME_COMMITTED;
    case ND_SQL_ANSWER_NOT_SENT: return ND_OUTCOME_ABORTED;
    case ND_SQL_ANSWER_LOST: return ND_OUTCOME_UNKNOWN;
    case ND_SQL_ANSWER_ERROR: break;
    }
    bool is_open = strcmp(answer->sqlstate, "40003") == 0 || strncmp(answer->sqlstate, "08", 2) == 0 || strncmp(answer->sqlstate, "57P", 3) == 0;
    return is_open ? ND_OUTCOME_UNKNOWN : ND_OUTCOME_ABORTED;
}

static void check_sane(struct nd_worker_client *worker, const struct nd_sql_answer *answer)
{
    if (answer->kind == ND_SQL_ANSWER_ERROR && (strncmp(answer->sqlstate, "XX", 2) == 0 || strncmp(answer->sqlstate, "42", 2) == 0))
        nd_harness_fail(worker->harness, "sqlbank: %s %s", answer->sqlstate, answer->message);
}

static ND_YIELDS bool begin(struct nd_worker_client *worker, struct nd_fiber *fiber, bool is_repeatable)
{
    struct nd_sql_answer answer;
    nd_sql_client_run(worker->sql, fiber, &answer, "BEGIN ISOLATION LEVEL %s", is_repeatable ? "REPEATABLE READ" : "READ COMMITTED");
    nd_sql_client_set_in_block(worker->sql, answer.kind == ND_SQL_ANSWER_OK);
    return answer.kind == ND_SQL_ANSWER_OK;
}

static ND_YIELDS void give_up(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    nd_sql_client_set_in_block(worker->sql, false);
    if (nd_prng_chance(&worker->prng, 0.3)) nd_sql_client_drop(worker->sql); /* the server must notice */
    else nd_sql_client_roll_back(worker->sql, fiber);
}

/* ---- looking -------------------------------------------------------------------------------------------------- */

static void check_total(struct nd_worker_client *worker, const struct nd_sql_answer *answer, const char *how)
{
    uint64_t count = nd_sql_answer_number(answer, 0, 0);
    int64_t total = nd_sql_answer_signed(answer, 0, 1);
    if (count != ACCOUNTS || total != ACCOUNTS * INITIAL)
        nd_harness_fail(worker->harness, "sqlbank: %llu accounts with %lld in all, %s", (unsigned long long)count, (long long)total, how);
}

static void look(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const texts[] = {
        "SELECT count(*), sum(balance) FROM acct",
        "SELECT count(*), sum(a.balance) FROM acct a JOIN acct b ON b.id = a.id",
        "SELECT count(*), sum(balance) FROM acct WHERE id IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)",
        "SELECT count(*), sum(balance) FROM (SELECT * FROM acct ORDER BY id DESC) AS t",
    };
    struct nd_sql_answer answer;
    const char *text = texts[nd_prng_below(&worker->prng, ND_ARRAY_LEN(texts))];
    if (nd_prng_chance(&worker->prng, 0.3)) { /* rows added up by the shards, or here */
        nd_sql_client_run(worker->sql, fiber, &answer, "SET ndoto.shard_scan_rows = %d", nd_prng_chance(&worker->prng, 0.7) ? 0 : 1000);
        check_sane(worker, &answer);
    }
    if (nd_prng_chance(&worker->prng, 0.6)) {
        nd_sql_client_run(worker->sql, fiber, &answer, "%s", text);
        check_sane(worker, &answer);
        if (answer.kind == ND_SQL_ANSWER_OK) check_total(worker, &answer, "in a statement alone");
        return;
    }
    bool is_repeatable = nd_prng_chance(&worker->prng, 0.5);
    bool is_open = begin(worker, fiber, is_repeatable);
    for (unsigned i = 0; i < 3 && is_open; i++) {
        nd_sql_client_run(worker->sql, fiber, &answer, "%s", text);
        check_sane(worker, &answer);
        is_open = answer.kind == ND_SQL_ANSWER_OK;
        if (is_open) check_total(worker, &answer, is_repeatable ? "at REPEATABLE READ" : "at READ COMMITTED");
    }
    give_up(worker, fiber);
}

/* ---- transfers -------------------------------------------------------------------------------------------------- */

struct transfer {
    uint64_t id;
    unsigned from, to, amount;
};

/* A line of the journal, and money out of nowhere, behind a savepoint that is gone back to, whatever became of the statements: nothing of it may be there
 * in the end. */
static ND_YIELDS bool write_and_undo(struct nd_worker_client *worker, struct nd_fiber *fiber, const struct transfer *t, struct nd_sql_answer *answer)
{
    struct sqlbank *bank = worker->harness->state;
    if (bank->next_transfer + 1 >= TRANSFERS_MAX) return true;
    uint64_t id = ++bank->next_transfer;
    bank->fates[id] = FATE_REFUSED;
    nd_sql_client_run(worker->sql, fiber, answer, "SAVEPOINT s");
    if (answer->kind != ND_SQL_ANSWER_OK) return false;
    nd_sql_client_run(worker->sql, fiber, answer, "INSERT INTO jrnl VALUES (%llu, %u, %u, 1)", (unsigned long long)id, t->from, t->to);
    if (nd_prng_chance(&worker->prng, 0.5)) nd_sql_client_run(worker->sql, fiber, answer, "UPDATE acct SET balance = balance + 1000 WHERE id %% 4 = %u", t->from % 4);
    check_sane(worker, answer);
    for (unsigned i = 0; i < 2; i++) {
        nd_sql_client_run(worker->sql, fiber, answer, "ROLLBACK TO s");
        check_sane(worker, answer);
        if (answer->kind != ND_SQL_ANSWER_ERROR || nd_prng_chance(&worker->prng, 0.5)) break;
    }
    return answer->kind == ND_SQL_ANSWER_OK;
}

/* One of the ways to write it, in a block. False: something failed. */
static ND_YIELDS bool move_money(struct nd_worker_client *worker, struct nd_fiber *fiber, const struct transfer *t, struct nd_sql_answer *answer)
{
    if (nd_prng_chance(&worker->prng, 0.3)) { /* read, lock, write what was computed from it */
        int64_t balances[2];
        unsigned ids[2] = {t->from, t->to};
        for (unsigned i = 0; i < 2; i++) {
            nd_sql_client_run(worker->sql, fiber, answer, "SELECT balance FROM acct WHERE id = %u FOR UPDATE", ids[i]);
            if (answer->kind != ND_SQL_ANSWER_OK || answer->row_count != 1) return false;
            balances[i] = nd_sql_answer_signed(answer, 0, 0);
        }
        nd_sql_client_run(worker->sql, fiber, answer, "UPDATE acct SET balance = %lld WHERE id = %u", (long long)balances[0] - t->amount, t->from);
        if (answer->kind != ND_SQL_ANSWER_OK || answer->affected != 1) return false;
        nd_sql_client_run(worker->sql, fiber, answer, "UPDATE acct SET balance = %lld WHERE id = %u", (long long)balances[1] + t->amount, t->to);
        if (answer->kind != ND_SQL_ANSWER_OK || answer->affected != 1) return false;
    } else if (nd_prng_chance(&worker->prng, 0.5)) {
        nd_sql_client_run(worker->sql, fiber, answer, "UPDATE acct SET balance = balance + CASE id WHEN %u THEN -%u ELSE %u END WHERE id IN (%u, %u)", t->from, t->amount, t->amount,
                          t->from, t->to);
        if (answer->kind != ND_SQL_ANSWER_OK || answer->affected != 2) return false;
    } else {
        nd_sql_client_run(worker->sql, fiber, answer, "UPDATE acct SET balance = balance - %u WHERE id = %u", t->amount, t->from);
        if (answer->kind != ND_SQL_ANSWER_OK || answer->affected != 1) return false;
        nd_sql_client_run(worker->sql, fiber, answer, "UPDATE acct SET balance = balance + %u WHERE id = %u", t->amount, t->to);
        if (answer->kind != ND_SQL_ANSWER_OK || answer->affected != 1) return false;
    }
    if (nd_prng_chance(&worker->prng, 0.2) && !write_and_undo(worker, fiber, t, answer)) return false;
    nd_sql_client_run(worker->sql, fiber, answer, "INSERT INTO jrnl VALUES (%llu, %u, %u, %u)", (unsigned long long)t->id, t->from, t->to, t->amount);
    return answer->kind == ND_SQL_ANSWER_OK;
}

static ND_YIELDS enum nd_outcome transfer(struct nd_worker_client *worker, struct nd_fiber *fiber, const struct transfer *t)
{
    struct nd_sql_answer answer;
    if (nd_prng_chance(&worker->prng, 0.3)) { /* several statements in one message are one transaction */
        nd_sql_client_run(worker->sql, fiber, &answer,
                          "UPDATE acct SET balance = balance - %u WHERE id = %u; UPDATE acct SET balance = balance + %u WHERE id = %u; INSERT INTO jrnl VALUES (%llu, %u, %u, %u)",
                          t->amount, t->from, t->amount, t->to, (unsigned long long)t->id, t->from, t->to, t->amount);
        check_sane(worker, &answer);
        return outcome_of(&answer);
    }
    if (!begin(worker, fiber, nd_prng_chance(&worker->prng, 0.3))) return ND_OUTCOME_ABORTED;
    bool is_done = move_money(worker, fiber, t, &answer);
    check_sane(worker, &answer);
    bool has_failed = answer.kind == ND_SQL_ANSWER_ERROR && answer.transaction_state == 'E';
    bool commits_all_the_same = has_failed && nd_prng_chance(&worker->prng, 0.3); /* as a careless client does: it is a ROLLBACK */
    if ((!is_done && !commits_all_the_same) || nd_prng_chance(&worker->prng, 0.05)) {
        give_up(worker, fiber);
        return ND_OUTCOME_ABORTED;
    }
    nd_sql_client_run(worker->sql, fiber, &answer, "COMMIT");
    nd_sql_client_set_in_block(worker->sql, false);
    check_sane(worker, &answer);
    if (has_failed && answer.kind == ND_SQL_ANSWER_OK && !answer.is_rollback) nd_harness_fail(worker->harness, "sqlbank: a block that had failed was committed");
    enum nd_outcome outcome = outcome_of(&answer);
    if (answer.kind == ND_SQL_ANSWER_ERROR && answer.transaction_state != 'I') nd_sql_client_roll_back(worker->sql, fiber); /* canceled before it began */
    return outcome;
}

static void transfer_step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct sqlbank *bank = worker->harness->state;
    if (bank->next_transfer + 1 >= TRANSFERS_MAX) return;
    struct transfer t = {.id = ++bank->next_transfer, .from = (unsigned)nd_prng_below(&worker->prng, ACCOUNTS), .to = (unsigned)nd_prng_below(&worker->prng, ACCOUNTS - 1),
                         .amount = (unsigned)nd_prng_between(&worker->prng, 1, 20)};
    if (t.to >= t.from) t.to++;
    enum nd_outcome outcome = transfer(worker, fiber, &t);
    bank->fates[t.id] = outcome == ND_OUTCOME_COMMITTED ? FATE_DONE : outcome == ND_OUTCOME_ABORTED ? FATE_REFUSED : FATE_UNKNOWN;
    nd_harness_count(worker->harness, outcome);
    nd_harness_trace(worker->harness, "transfer", outcome);
}

/* ---- counting ----------------------------------------------------------------------------------------------------- */

static void count_step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct sqlbank *bank = worker->harness->state;
    struct nd_sql_answer answer;
    unsigned id = (unsigned)nd_prng_below(&worker->prng, COUNTERS);
    nd_sql_client_run(worker->sql, fiber, &answer, "UPDATE hits SET n = n + 1 WHERE id = %u RETURNING n", id);
    check_sane(worker, &answer);
    enum nd_outcome outcome = outcome_of(&answer);
    nd_harness_count(worker->harness, outcome);
    nd_harness_trace(worker->harness, "count", outcome);
    if (outcome == ND_OUTCOME_UNKNOWN) bank->maybe_counted[id]++;
    if (outcome != ND_OUTCOME_COMMITTED) return;
    bank->counted[id]++;
    uint64_t n = answer.row_count == 1 ? nd_sql_answer_number(&answer, 0, 0) : 0;
    if (n == 0 || n >= COUNTS_MAX) nd_harness_fail(worker->harness, "sqlbank: counter %u returned %zu rows, %llu", id, answer.row_count, (unsigned long long)n);
    else if (bank->returned[id][n]++ > 0) nd_harness_fail(worker->harness, "sqlbank: counter %u returned %llu twice", id, (unsigned long long)n);
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    if (worker->sql == NULL) {
        nd_fiber_sleep(fiber, 100 * ND_MS);
        return;
    }
    if (nd_prng_chance(&worker->prng, 0.02)) nd_sql_client_drop(worker->sql);
    unsigned kind = (unsigned)nd_prng_below(&worker->prng, 10);
    if (kind < 3) look(worker, fiber);
    else if (kind < 6) count_step(worker, fiber);
    else transfer_step(worker, fiber);
}

/* ---- the end ------------------------------------------------------------------------------------------------------ */

static void judge_transfers(struct nd_harness *harness, const struct nd_sql_answer *journal, int64_t *balances)
{
    struct sqlbank *bank = harness->state;
    uint8_t *has = nd_heap_zalloc(&harness->heap, TRANSFERS_MAX);
    for (size_t i = 0; i < journal->row_count; i++) {
        uint64_t id = nd_sql_answer_number(journal, i, 0), from = nd_sql_answer_number(journal, i, 1), to = nd_sql_answer_number(journal, i, 2);
        if (id == 0 || id > bank->next_transfer || from >= ACCOUNTS || to >= ACCOUNTS || has[id]++ > 0) {
            nd_harness_fail(harness, "sqlbank: the journal has a line %llu that nobody wrote, or two", (unsigned long long)id);
            break;
        }
        balances[from] -= nd_sql_answer_signed(journal, i, 3);
        balances[to] += nd_sql_answer_signed(journal, i, 3);
    }
    for (uint64_t i = 1; i <= bank->next_transfer; i++) {
        if (has[i] && bank->fates[i] == FATE_REFUSED) nd_harness_fail(harness, "sqlbank: transfer %llu was refused, and done", (unsigned long long)i);
        if (!has[i] && bank->fates[i] == FATE_DONE) nd_harness_fail(harness, "sqlbank: transfer %llu was acknowledged, and is lost", (unsigned long long)i);
    }
    nd_heap_free(&harness->heap, has);
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct nd_harness *harness = worker->harness;
    struct sqlbank *bank = harness->state;
    struct nd_sql_answer answer;
    int64_t balances[ACCOUNTS];
    nd_sql_client_run(worker->sql, fiber, &answer, "SELECT id, n FROM hits ORDER BY id");
    if (answer.kind != ND_SQL_ANSWER_OK) return false;
    for (size_t i = 0; i < COUNTERS; i++) {
        uint64_t n = i < answer.row_count ? nd_sql_answer_number(&answer, i, 1) : 0;
        if (n < bank->counted[i] || n > bank->counted[i] + bank->maybe_counted[i])
            nd_harness_fail(harness, "sqlbank: counter %zu is %llu after %llu counts, and %llu that may have been", i, (unsigned long long)n,
                            (unsigned long long)bank->counted[i], (unsigned long long)bank->maybe_counted[i]);
    }
    nd_sql_client_run(worker->sql, fiber, &answer, "SELECT id, src, dst, amount FROM jrnl");
    if (answer.kind != ND_SQL_ANSWER_OK) return false;
    for (size_t i = 0; i < ACCOUNTS; i++) balances[i] = INITIAL;
    judge_transfers(harness, &answer, balances);
    nd_sql_client_run(worker->sql, fiber, &answer, "SELECT balance FROM acct ORDER BY id");
    if (answer.kind != ND_SQL_ANSWER_OK) return false;
    for (size_t i = 0; i < ACCOUNTS; i++)
        if (i >= answer.row_count || nd_sql_answer_signed(&answer, i, 0) != balances[i])
            nd_harness_fail(harness, "sqlbank: account %zu does not hold what its journal says, %lld", i, (long long)balances[i]);
    return true;
}

const struct nd_workload nd_workload_sqlbank = {
    .name = "sqlbank",
    .about = "SQL clients: transfers and counters over split tables; snapshots hold all the money, no count is lost",
    .has_sql = true,
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};
