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

static bool ends_with(struct nd_slice bytes, struct nd_slice end) { return bytes.n >= end.n && memcmp((const uint8_t *)bytes.p + bytes.n - end.n, end.p, end.n) == 0; }

/* A scan begins behind whole columns: a shard that began in the middle of a value would have its gate where a row may be (range/gate.h). */
static void test_bounds(struct sql_world *world, struct nd_fiber *fiber)
{
    static const struct {
        const char *where, *rows, *first;
        size_t bytes;
    } cases[] = {
        {"k > 65535", "65536\n", "\x02\x80\x00\xff\xff\xff", 6}, /* the next prefix is 02 80 01 */
        {"k >= 65536", "65536\n", "\x02\x80\x01\x00\x00", 5},
        {"k < 255", "1\n", "\x01\xff", 2},
        {"k > 1 AND k <= 255", "255\n", "\x02\x80\x00\x00\x01\xff", 6},
        {"d < 65536", "255\n1\n65535\n", "\x02\x7f\xfe\xff\xff\xff", 6}, /* descending */
        {"d > 65535", "65536\n", "\x01\xff", 2},
    };
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "CREATE TABLE t (k int PRIMARY KEY, d int)");
    SQL_OK(&r, "INSERT INTO t VALUES (1, 2), (255, 3), (65535, 1), (65536, 65536), (65537, NULL)");
    SQL_OK(&r, "CREATE INDEX t_d ON t (d DESC)");
    SQL_OK(&r, "DELETE FROM t WHERE k = 65537");
    SQL_OK(&r, "SET enable_seqscan = off");
    for (size_t i = 0; i < ND_ARRAY_LEN(cases); i++) {
        char text[128];
        bool is_desc = cases[i].where[0] == 'd';
        snprintf(text, sizeof text, "SELECT k FROM t WHERE %s ORDER BY %s", cases[i].where, is_desc ? "d DESC" : "k");
        SQL_GIVES(&r, text, cases[i].rows);
        ND_ASSERT(ends_with(nd_txn_mem_scanned(world->txns), nd_slice_of((const uint8_t *)cases[i].first, cases[i].bytes)));
    }
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

static void rows(void **state) { ND_UNUSED(state), sql_world_run(test_rows); }
static void blocks(void **state) { ND_UNUSED(state), sql_world_run(test_blocks); }
static void bounds(void **state) { ND_UNUSED(state), sql_world_run(test_bounds); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows), cmocka_unit_test(blocks), cmocka_unit_test(bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
