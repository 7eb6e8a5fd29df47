/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/workloads/sql_ops.h"

#include <string.h>

/* A client made on a node's fiber goes with the node. */
struct made {
    struct nd_sql_client *client;
    uint64_t boots;
};

static struct nd_sql_client *client_of(struct nd_worker_client *worker, struct nd_fiber *fiber)
{
    struct made *made = worker->state;
    if (worker->sql != NULL) return worker->sql;
    uint64_t boots = worker->harness->hosts[worker->node].boots;
    if (made == NULL) made = worker->state = nd_heap_new(&worker->harness->heap, struct made);
    if (made->client == NULL || made->boots != boots)
        *made = (struct made){nd_sql_client_new(nd_reactor_env(nd_fiber_reactor(fiber)), worker->harness->nodes, worker->index + 1), boots};
    return made->client;
}

bool nd_sql_run_all(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *const *statements, size_t count)
{
    struct nd_sql_client *client = client_of(worker, fiber);
    for (size_t i = 0; i < count; i++) {
        struct nd_sql_answer answer = {0};
        for (unsigned attempt = 0; attempt < 50; attempt++) {
            nd_sql_client_run(client, fiber, &answer, "%s", statements[i]);
            bool is_there = answer.kind == ND_SQL_ANSWER_ERROR && (strcmp(answer.sqlstate, "42P07") == 0 || strcmp(answer.sqlstate, "23505") == 0);
            if (is_there) answer.kind = ND_SQL_ANSWER_OK; /* an attempt before had done it */
            if (answer.kind == ND_SQL_ANSWER_OK) break;
            nd_fiber_sleep(fiber, 200 * ND_MS);
        }
        if (answer.kind != ND_SQL_ANSWER_OK) return false;
    }
    return true;
}

bool nd_sql_read_numbers(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *query, uint64_t *numbers, size_t count)
{
    struct nd_sql_answer answer = {0};
    nd_sql_client_run(client_of(worker, fiber), fiber, &answer, "%s", query);
    if (answer.kind == ND_SQL_ANSWER_ERROR && strncmp(answer.sqlstate, "XX", 2) == 0)
        nd_harness_fail(worker->harness, "%s: %s %s", query, answer.sqlstate, answer.message);
    if (answer.kind != ND_SQL_ANSWER_OK || answer.row_count != 1 || answer.column_count != count) return false;
    for (size_t i = 0; i < count; i++) numbers[i] = nd_sql_answer_number(&answer, 0, i);
    return true;
}

enum nd_outcome nd_sql_count(struct nd_worker_client *worker, const struct nd_sql_answer *answer)
{
    enum nd_outcome outcome = answer->kind == ND_SQL_ANSWER_OK     ? (answer->is_rollback ? ND_OUTCOME_ABORTED : ND_OUTCOME_COMMITTED)
                              : answer->kind == ND_SQL_ANSWER_LOST ? ND_OUTCOME_UNKNOWN
                                                                   : ND_OUTCOME_ABORTED;
    if (answer->kind == ND_SQL_ANSWER_ERROR) {
        /* the outcome is unknown to the server, too */
        if (strcmp(answer->sqlstate, "40003") == 0 || strcmp(answer->sqlstate, "08007") == 0) outcome = ND_OUTCOME_UNKNOWN;
        if (strncmp(answer->sqlstate, "XX", 2) == 0) nd_harness_fail(worker->harness, "sql: %s %s", answer->sqlstate, answer->message);
    }
    nd_harness_count(worker->harness, outcome);
    return outcome;
}
