/* SPDX-License-Identifier: Apache-2.0 */
/* The first steps of a session: tables, rows, queries, transactions. */
#include "support/sql_run.h"

static void test_rows(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    sql_result_init(&r, &world->heap, session);
    SQL_GIVES(&r, "SELECT 1 + 2 AS three, 'x'", "3 x\n");
    ND_ASSERT(strcmp(sql_text(&r.columns), "three:int4 ?column?:text") == 0);
    ND_ASSERT(strcmp(sql_text(&r.tags), "SELECT 1") == 0);
    SQL_OK(&r, "CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL DEFAULT 'none', v numeric(6,2))");
    SQL_OK(&r, "INSERT INTO t VALUES (1, 'one', 1.5), (2, DEFAULT, NULL), (3, 'three', 3)");
    ND_ASSERT(strcmp(sql_text(&r.tags), "INSERT 0 3") == 0);
    SQL_GIVES(&r, "SELECT * FROM t WHERE id >= 2 ORDER BY id DESC", "3 three 3.00\n2 none NULL\n");
    SQL_GIVES(&r, "SELECT count(*), sum(v), min(name) FROM t", "3 4.50 none\n");
    SQL_FAILS(&r, "INSERT INTO t VALUES (1, 'again', 0)", "23505");
    ND_ASSERT(strcmp(r.err.detail, "Key (id)=(1) already exists.") == 0);
    ND_ASSERT(strcmp(r.err.constraint, "t_pkey") == 0);
    SQL_FAILS(&r, "INSERT INTO t VALUES (4, NULL, 0)", "23502");
    SQL_OK(&r, "UPDATE t SET v = v * 2 WHERE id = 1");
    SQL_GIVES(&r, "SELECT v FROM t WHERE id = 1", "3.00\n");
    SQL_OK(&r, "DELETE FROM t WHERE id IN (1, 3)");
    ND_ASSERT(strcmp(sql_text(&r.tags), "DELETE 2") == 0);
    SQL_GIVES(&r, "SELECT id FROM t", "2\n");
    SQL_FAILS(&r, "SELECT * FROM nowhere", "42P01");
    ND_ASSERT(r.err.position == 15);
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

static void test_blocks(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "BEGIN");
    ND_ASSERT(nd_sql_session_state(session) == 'T');
    SQL_OK(&r, "CREATE TABLE t (a int)");
    SQL_OK(&r, "INSERT INTO t VALUES (1)");
    SQL_GIVES(&r, "SELECT * FROM t", "1\n");
    SQL_OK(&r, "ROLLBACK");
    SQL_FAILS(&r, "SELECT * FROM t", "42P01");
    SQL_OK(&r, "BEGIN; CREATE TABLE t (a int); COMMIT");
    ND_ASSERT(strcmp(sql_text(&r.tags), "BEGIN;CREATE TABLE;COMMIT") == 0);
    SQL_OK(&r, "BEGIN");
    SQL_FAILS(&r, "SELECT nonsense", "42703");
    ND_ASSERT(nd_sql_session_state(session) == 'E');
    SQL_FAILS(&r, "SELECT 1", "25P02");
    SQL_OK(&r, "COMMIT");
    ND_ASSERT(strcmp(sql_text(&r.tags), "ROLLBACK") == 0);
    SQL_FAILS(&r, "INSERT INTO t VALUES (1); SELECT nonsense", "42703");
    SQL_GIVES(&r, "SELECT count(*) FROM t", "0\n");
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

static void rows(void **state) { ND_UNUSED(state), sql_world_run(test_rows); }
static void blocks(void **state) { ND_UNUSED(state), sql_world_run(test_blocks); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows), cmocka_unit_test(blocks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
