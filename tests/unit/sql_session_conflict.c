/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions at the same time: conflicts, locks, statements run again, DDL against writers, cancel and timeouts. */
#include "support/sql_run.h"

struct client {
    struct sql_world *world;
    struct nd_fiber *waiter;     /* woken at the end */
    struct nd_sql_session *session;
    struct sql_result result;
    void (*run)(struct client *client);
    int number, rounds, done, failed;
    bool is_over;
};

static void client_main(struct nd_fiber *fiber, void *arg)
{
    struct client *client = arg;
    client->session = nd_sql_session_new(client->world->system, fiber, "postgres", "postgres");
    sql_result_init(&client->result, &client->world->heap, client->session);
    client->run(client);
    sql_result_deinit(&client->result);
    nd_sql_session_free(client->session);
    client->is_over = true;
    nd_fiber_wake(client->waiter);
}

static void start(struct client *client, struct sql_world *world, struct nd_fiber *fiber, int number, int rounds, void (*run)(struct client *client))
{
    *client = (struct client){.world = world, .waiter = fiber, .run = run, .number = number, .rounds = rounds};
    nd_fiber_start(nd_fiber_reactor(fiber), client_main, client, 0);
}

static void wait_all(struct client *clients, size_t count, struct nd_fiber *fiber)
{
    for (size_t i = 0; i < count; i++)
        while (!clients[i].is_over) nd_fiber_park(fiber);
}

/* ---- counters ---------------------------------------------------------------------------------------------- */

static void add_one(struct client *client)
{
    for (int i = 0; i < client->rounds; i++) SQL_OK(&client->result, "UPDATE t SET v = v + 1 WHERE id = 1");
}

static void add_in_block(struct client *client)
{
    for (int i = 0; i < client->rounds; i++) {
        SQL_OK(&client->result, "BEGIN");
        SQL_OK(&client->result, "UPDATE t SET v = v + 1 WHERE id = 1");
        SQL_OK(&client->result, "INSERT INTO log VALUES (1)");
        SQL_OK(&client->result, "COMMIT");
    }
}

static void add_for_update(struct client *client)
{
    for (int i = 0; i < client->rounds; i++) {
        char text[128];
        SQL_OK(&client->result, "BEGIN");
        SQL_OK(&client->result, "SELECT v FROM t WHERE id = 1 FOR UPDATE");
        snprintf(text, sizeof text, "UPDATE t SET v = %d WHERE id = 1", atoi(sql_text(&client->result.rows)) + 1);
        SQL_OK(&client->result, text);
        SQL_OK(&client->result, "COMMIT");
    }
}

static void add_repeatable(struct client *client)
{
    while (client->done < client->rounds) {
        SQL_OK(&client->result, "BEGIN ISOLATION LEVEL REPEATABLE READ");
        enum nd_status status = sql_query(&client->result, "UPDATE t SET v = v + 1 WHERE id = 1");
        if (status == ND_STATUS_OK) status = sql_query(&client->result, "COMMIT");
        if (status == ND_STATUS_OK) {
            client->done++;
        } else {
            ND_ASSERT(strcmp(client->result.err.sqlstate, "40001") == 0);
            client->failed++;
            if (nd_sql_session_state(client->session) != 'I') SQL_OK(&client->result, "ROLLBACK");
        }
    }
}

static void count_with(struct sql_world *world, struct nd_fiber *fiber, void (*run)(struct client *client), int rounds)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    struct client clients[8];
    char expected[32];
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "DROP TABLE IF EXISTS t, log");
    SQL_OK(&r, "CREATE TABLE t (id int PRIMARY KEY, v int)");
    SQL_OK(&r, "CREATE TABLE log (a int)");
    SQL_OK(&r, "INSERT INTO t VALUES (1, 0)");
    for (size_t i = 0; i < ND_ARRAY_LEN(clients); i++) start(&clients[i], world, fiber, (int)i, rounds, run);
    wait_all(clients, ND_ARRAY_LEN(clients), fiber);
    snprintf(expected, sizeof expected, "%d\n", (int)ND_ARRAY_LEN(clients) * rounds);
    SQL_GIVES(&r, "SELECT v FROM t", expected);
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

static void test_counters(struct sql_world *world, struct nd_fiber *fiber)
{
    count_with(world, fiber, add_one, 50);
    count_with(world, fiber, add_in_block, 20);
    count_with(world, fiber, add_for_update, 20);
    count_with(world, fiber, add_repeatable, 10);
    ND_ASSERT(nd_counter_get(&nd_sql_system_metrics(world->system)->retries) > 0);
}

/* ---- unique keys --------------------------------------------------------------------------------------------- */

static void insert_same(struct client *client)
{
    for (int i = 0; i < client->rounds; i++) {
        char text[128];
        bool in_block = (client->number & 1) != 0;
        snprintf(text, sizeof text, "INSERT INTO t VALUES (%d, %d)", i, client->number);
        if (in_block) SQL_OK(&client->result, "BEGIN");
        enum nd_status status = sql_query(&client->result, text);
        if (status == ND_STATUS_OK && in_block) status = sql_query(&client->result, "COMMIT");
        bool is_double = strcmp(client->result.err.sqlstate, "23505") == 0;
        if (status != ND_STATUS_OK && !is_double) fprintf(stderr, "%s: %s %s\n", text, client->result.err.sqlstate, client->result.err.message);
        ND_ASSERT(status == ND_STATUS_OK || is_double);
        if (status == ND_STATUS_OK) client->done++;
        if (nd_sql_session_state(client->session) != 'I') SQL_OK(&client->result, "ROLLBACK");
    }
}

static void test_unique(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    struct client clients[6];
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "CREATE TABLE t (id int PRIMARY KEY, v int)");
    int done = 0;
    for (size_t i = 0; i < ND_ARRAY_LEN(clients); i++) start(&clients[i], world, fiber, (int)i, 40, insert_same);
    wait_all(clients, ND_ARRAY_LEN(clients), fiber);
    for (size_t i = 0; i < ND_ARRAY_LEN(clients); i++) done += clients[i].done;
    ND_ASSERT(done == 40);
    SQL_GIVES(&r, "SELECT count(*) FROM t", "40\n");
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

/* ---- DDL against writers ---------------------------------------------------------------------------------------- */

static bool ddl_is_over; /* written by one fiber, read by others of the same thread; set anew by each test */

/* Inserts until the DDL is over; what was acknowledged must be there. */
static void insert_on(struct client *client)
{
    for (int i = 0; !ddl_is_over || i < 5; i++) {
        char text[160];
        int id = client->number * 100000 + i;
        snprintf(text, sizeof text, (client->number & 1) != 0 ? "INSERT INTO t VALUES (%d, %d)" : "BEGIN; INSERT INTO t VALUES (%d, %d); COMMIT", id, id % 7);
        enum nd_status status = sql_query(&client->result, text);
        if (status == ND_STATUS_OK) {
            client->done++;
        } else {
            ND_ASSERT(strcmp(client->result.err.sqlstate, "40001") == 0 || strcmp(client->result.err.sqlstate, "40P01") == 0);
            client->failed++;
            if (nd_sql_session_state(client->session) != 'I') SQL_OK(&client->result, "ROLLBACK");
        }
        nd_fiber_yield(nd_fiber_self(nd_env_reactor(client->world->env, 0)));
    }
}

static void alter_under_load(struct sql_world *world, struct nd_fiber *fiber, const char *ddl, const char *check)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    struct client clients[4];
    int done = 0;
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "DROP TABLE IF EXISTS t");
    SQL_OK(&r, "CREATE TABLE t (a int, b int)");
    SQL_OK(&r, "INSERT INTO t SELECT -i, i % 7 FROM generate_series(1, 500) i");
    ddl_is_over = false;
    for (size_t i = 0; i < ND_ARRAY_LEN(clients); i++) start(&clients[i], world, fiber, (int)i + 1, 0, insert_on);
    for (int i = 0; i < 20; i++) nd_fiber_yield(fiber);
    SQL_OK(&r, ddl);
    ddl_is_over = true;
    wait_all(clients, ND_ARRAY_LEN(clients), fiber);
    char expected[64];
    for (size_t i = 0; i < ND_ARRAY_LEN(clients); i++) done += clients[i].done;
    snprintf(expected, sizeof expected, "%d\n", done + 500);
    SQL_GIVES(&r, "SELECT count(*) FROM t", expected);
    SQL_GIVES(&r, check, expected);
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

static void test_ddl(struct sql_world *world, struct nd_fiber *fiber)
{
    alter_under_load(world, fiber, "ALTER TABLE t ADD PRIMARY KEY (a)", "SELECT count(*) FROM t WHERE a > -1000000");
    alter_under_load(world, fiber, "CREATE INDEX ON t (b)", "SELECT count(a) FROM t WHERE b >= 0");
    alter_under_load(world, fiber, "CREATE UNIQUE INDEX ON t (a)", "SELECT count(b) FROM t WHERE a > -1000000");
    alter_under_load(world, fiber, "ALTER TABLE t ADD COLUMN c int DEFAULT 3 NOT NULL", "SELECT count(c) FROM t WHERE c = 3");
}

static void drop_and_make(struct client *client)
{
    for (int i = 0; i < client->rounds; i++) {
        static const char *const texts[] = {"DROP TABLE IF EXISTS t", "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v int)",
                                           "INSERT INTO t VALUES (1, 1)", "TRUNCATE t", "SELECT count(*) FROM t"};
        for (size_t k = 0; k < ND_ARRAY_LEN(texts); k++) {
            if (sql_query(&client->result, texts[k]) == ND_STATUS_OK) continue;
            const char *state = client->result.err.sqlstate;
            bool is_fine = strcmp(state, "42P01") == 0 || strcmp(state, "42P07") == 0 || strcmp(state, "23505") == 0 || strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0;
            if (!is_fine) fprintf(stderr, "%s: %s %s\n", texts[k], state, client->result.err.message);
            ND_ASSERT(is_fine);
        }
    }
}

static void test_catalog_races(struct sql_world *world, struct nd_fiber *fiber)
{
    struct client clients[5];
    for (size_t i = 0; i < ND_ARRAY_LEN(clients); i++) start(&clients[i], world, fiber, (int)i, 20, drop_and_make);
    wait_all(clients, ND_ARRAY_LEN(clients), fiber);
}

/* ---- waiting ------------------------------------------------------------------------------------------------------ */

static void update_row(struct client *client)
{
    if (client->number == 1) SQL_OK(&client->result, "SET statement_timeout = 50");
    if (client->number == 2) SQL_OK(&client->result, "SET lock_timeout = 50");
    enum nd_status status = sql_query(&client->result, "UPDATE t SET v = 9 WHERE id = 1");
    client->failed = status == ND_STATUS_OK ? 0 : 1;
}

static void test_waits(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    struct client clients[3];
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "CREATE TABLE t (id int PRIMARY KEY, v int)");
    SQL_OK(&r, "INSERT INTO t VALUES (1, 0)");
    SQL_OK(&r, "BEGIN");
    SQL_OK(&r, "UPDATE t SET v = 1 WHERE id = 1");
    for (int i = 0; i < 3; i++) start(&clients[i], world, fiber, i, 0, update_row);
    while (!clients[1].is_over || !clients[2].is_over) nd_fiber_sleep(fiber, 10 * ND_MS);
    ND_ASSERT(clients[1].failed == 1 && clients[2].failed == 1);
    ND_ASSERT(strcmp(clients[1].result.err.sqlstate, "57014") == 0);
    ND_ASSERT(strcmp(clients[1].result.err.message, "canceling statement due to statement timeout") == 0);
    ND_ASSERT(strcmp(clients[2].result.err.sqlstate, "55P03") == 0);
    ND_ASSERT(!clients[0].is_over);
    nd_sql_session_cancel(clients[0].session);
    wait_all(clients, 3, fiber);
    ND_ASSERT(strcmp(clients[0].result.err.message, "canceling statement due to user request") == 0);
    SQL_OK(&r, "COMMIT");
    SQL_GIVES(&r, "SELECT v FROM t", "1\n");
    SQL_OK(&r, "SET statement_timeout = 30");
    SQL_FAILS(&r, "SELECT count(*) FROM generate_series(1, 100000000) a", "57014");
    SQL_OK(&r, "RESET statement_timeout");
    nd_sql_session_cancel(session); /* nothing runs: no effect on what comes */
    SQL_GIVES(&r, "SELECT 1", "1\n");
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

/* The commit finds that the table's layout has changed under the block: an error, and no second try that would find nothing
 * to commit and call that a success. */
static void test_commit_fails_once(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct nd_sql_session *other = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r, r2;
    sql_result_init(&r, &world->heap, session);
    sql_result_init(&r2, &world->heap, other);
    SQL_OK(&r, "CREATE TABLE t (id int PRIMARY KEY, v int)");
    SQL_OK(&r, "BEGIN");
    SQL_OK(&r, "INSERT INTO t VALUES (1, 0)");
    SQL_OK(&r2, "CREATE INDEX ON t (v)");
    SQL_FAILS(&r, "COMMIT", "40001");
    SQL_GIVES(&r, "SELECT count(*) FROM t", "0\n");
    sql_result_deinit(&r);
    sql_result_deinit(&r2);
    nd_sql_session_free(session);
    nd_sql_session_free(other);
}

static void counters(void **state) { ND_UNUSED(state), sql_world_run(test_counters); }
static void unique(void **state) { ND_UNUSED(state), sql_world_run(test_unique); }
static void ddl(void **state) { ND_UNUSED(state), sql_world_run(test_ddl); }
static void catalog_races(void **state) { ND_UNUSED(state), sql_world_run(test_catalog_races); }
static void waits(void **state) { ND_UNUSED(state), sql_world_run(test_waits); }

static void commit_fails_once(void **state) { ND_UNUSED(state), sql_world_run(test_commit_fails_once); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(counters), cmocka_unit_test(unique), cmocka_unit_test(ddl), cmocka_unit_test(catalog_races), cmocka_unit_test(waits),
                                       cmocka_unit_test(commit_fails_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
