/* SPDX-License-Identifier: Apache-2.0 */
/* fkey: SQL clients add rows that refer to others, and delete and change those others, alone and in blocks, at both isolation
 * levels. At the end no row refers to one that is not there, and no unique value is there twice. */
#include <stdio.h>

#include "sim/workloads/sql_ops.h"
#include "sim/workloads/workloads.h"

enum { PARENTS = 12 };

struct fkey {
    uint64_t next_id;
};

static void init(struct nd_harness *harness) { harness->state = nd_heap_new(&harness->heap, struct fkey); }

static bool setup(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const char *const statements[] = {
        "CREATE TABLE parent (id int PRIMARY KEY, u int UNIQUE, n int DEFAULT 0)",
        "CREATE TABLE plain (id int PRIMARY KEY, pid int REFERENCES parent)",
        "CREATE TABLE chain (id int PRIMARY KEY, pid int REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE)",
        "CREATE TABLE loose (id int PRIMARY KEY, pu int REFERENCES parent (u) ON DELETE SET NULL ON UPDATE SET NULL)",
        "CREATE INDEX chain_pid ON chain (pid)",
        "CREATE TABLE late (id int PRIMARY KEY, pid int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
        "CREATE INDEX late_some ON late ((pid % 4)) WHERE pid < 6",
        "CREATE TABLE once (id int PRIMARY KEY, k int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
        "INSERT INTO parent SELECT g, g FROM generate_series(0, 11) g ON CONFLICT DO NOTHING",
        "ALTER TABLE parent SPLIT AT VALUES (6)",
        "ALTER TABLE chain SPLIT AT VALUES (100)",
    };
    return nd_sql_run_all(worker, fiber, statements, ND_ARRAY_LEN(statements));
}

static void write_one(struct nd_worker_client *worker, char *out, size_t room)
{
    static const char *const children[] = {"plain", "chain", "loose", "late"};
    struct fkey *fkey = worker->harness->state;
    unsigned parent = (unsigned)nd_prng_below(&worker->prng, PARENTS), other = (unsigned)nd_prng_below(&worker->prng, PARENTS);
    unsigned child = (unsigned)nd_prng_below(&worker->prng, ND_ARRAY_LEN(children));
    switch (nd_prng_below(&worker->prng, 11)) {
    case 0: snprintf(out, room, "DELETE FROM parent WHERE id = %u", parent); break;
    case 1: snprintf(out, room, "INSERT INTO parent VALUES (%u, %u)", parent, other); break;
    case 2: snprintf(out, room, "INSERT INTO parent VALUES (%u, %u) ON CONFLICT (id) DO UPDATE SET u = excluded.u", parent, other); break;
    case 3: snprintf(out, room, "UPDATE parent SET id = %u WHERE id = %u", other, parent); break;
    case 4: snprintf(out, room, "UPDATE parent SET n = n + 1 WHERE id = %u", parent); break;
    case 5: snprintf(out, room, "DELETE FROM %s WHERE id %% 4 = %u", children[child], parent % 4); break;
    case 6: snprintf(out, room, "UPDATE %s SET %s = %u WHERE id %% 8 = %u", children[child], child == 2 ? "pu" : "pid", parent, other % 8); break;
    case 7: snprintf(out, room, "INSERT INTO once VALUES (%u, %u)", (unsigned)++fkey->next_id, parent); break;
    case 8: snprintf(out, room, "UPDATE once SET k = %u WHERE k = %u", other, parent); break;
    default: snprintf(out, room, "INSERT INTO %s VALUES (%u, %u)", children[child], (unsigned)++fkey->next_id, parent);
    }
}

static void step(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    char text[160];
    struct nd_sql_answer answer = {0};
    if (worker->sql == NULL) { /* clients in nodes have nothing to do here */
        nd_fiber_sleep(fiber, 500 * ND_MS);
        return;
    }
    if (nd_prng_chance(&worker->prng, 0.02)) nd_sql_client_drop(worker->sql);
    if (nd_prng_chance(&worker->prng, 0.6)) {
        write_one(worker, text, sizeof text);
        nd_sql_client_run(worker->sql, fiber, &answer, "%s", text);
        nd_sql_count(worker, &answer);
        return;
    }
    /* One text: a block whose client is gone in the middle would hold what it has written until somebody closes its connection. */
    char block[600];
    size_t n = (size_t)snprintf(block, sizeof block, "BEGIN%s; ", nd_prng_chance(&worker->prng, 0.4) ? " ISOLATION LEVEL REPEATABLE READ" : "");
    for (uint64_t left = nd_prng_between(&worker->prng, 1, 3); left > 0; left--) {
        write_one(worker, text, sizeof text);
        n += (size_t)snprintf(block + n, sizeof block - n, "%s; ", text);
    }
    nd_sql_client_run(worker->sql, fiber, &answer, "%sCOMMIT", block);
    nd_sql_count(worker, &answer);
    if (answer.kind == ND_SQL_ANSWER_ERROR && answer.transaction_state != 'I') nd_sql_client_roll_back(worker->sql, fiber);
}

static bool verify(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    static const struct {
        const char *query, *what;
    } checks[] = {
        {"SELECT count(*) FROM plain c WHERE pid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parent p WHERE p.id = c.pid)", "rows of plain without their parent"},
        {"SELECT count(*) FROM chain c WHERE pid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parent p WHERE p.id = c.pid)", "rows of chain without their parent"},
        {"SELECT count(*) FROM loose c WHERE pu IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parent p WHERE p.u = c.pu)", "rows of loose without their parent"},
        {"SELECT count(*) FROM late c WHERE pid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parent p WHERE p.id = c.pid)", "rows of late without their parent"},
        {"SELECT count(*) - count(DISTINCT u) FROM parent", "values of u that are there twice"},
        {"SELECT count(*) - count(DISTINCT k) FROM once", "values of k that are there twice"},
        {"SELECT count(*) - (SELECT count(*) FROM late WHERE pid % 4 = ANY (ARRAY[0, 1, 2, 3]) AND pid < 6) FROM late WHERE pid + 0 < 6", "entries that a partial index of late lacks"},
        {"SELECT count(*) - (SELECT count(*) FROM chain WHERE pid = ANY (ARRAY[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])) FROM chain WHERE pid + 0 >= 0", "entries that an index of chain lacks"},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(checks); i++) {
        uint64_t count;
        if (!nd_sql_read_numbers(worker, fiber, checks[i].query, &count, 1)) return false;
        if (count != 0) nd_harness_fail(worker->harness, "fkey: %llu %s", (unsigned long long)count, checks[i].what);
    }
    return true;
}

const struct nd_workload nd_workload_fkey = {
    .name = "fkey",
    .about = "SQL clients on both sides of foreign keys: nobody refers to what is not there",
    .has_sql = true,
    .init = init,
    .setup = setup,
    .step = step,
    .verify = verify,
};
