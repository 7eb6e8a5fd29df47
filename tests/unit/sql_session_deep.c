/* SPDX-License-Identifier: Apache-2.0 */
/* Deep and wide statements through the whole path: an answer or an error, never a crash. */
#include "support/sql_run.h"

static char *repeat(const char *head, const char *unit, size_t n, const char *middle, const char *unit2, const char *tail)
{
    char *text = calloc(1, strlen(head) + n * (strlen(unit) + strlen(unit2)) + strlen(middle) + strlen(tail) + 1), *p = text;
    p = stpcpy(p, head);
    for (size_t i = 0; i < n; i++) p = stpcpy(p, unit);
    p = stpcpy(p, middle);
    for (size_t i = 0; i < n; i++) p = stpcpy(p, unit2);
    stpcpy(p, tail);
    return text;
}

static void expect(struct sql_result *r, char *text, const char *rows)
{
    enum nd_status status = sql_query(r, text);
    bool is_deep = status == ND_STATUS_SQL && strcmp(r->err.sqlstate, "54001") == 0;
    bool is_right = status == ND_STATUS_OK && (rows == NULL || strcmp(sql_text(&r->rows), rows) == 0);
    if (!is_deep && !is_right) fprintf(stderr, "%.80s...: %s %s %s\n", text, nd_status_name(status), r->err.message, sql_text(&r->rows));
    ND_ASSERT(is_deep || is_right);
    free(text);
}

static void test_deep(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "CREATE TABLE t (a int PRIMARY KEY)");
    SQL_OK(&r, "INSERT INTO t VALUES (1)");
    static const size_t sizes[] = {1, 20, 55, 70, 200, 400, 505, 520, 10000};
    for (size_t i = 0; i < ND_ARRAY_LEN(sizes); i++) {
        size_t n = sizes[i];
        expect(&r, repeat("SELECT ", "(", n, "1", ")", ""), "1\n");
        expect(&r, repeat("SELECT ", "(SELECT ", n, "1", ")", ""), "1\n");
        expect(&r, repeat("SELECT a", "+0", n, "", "", " FROM t"), "1\n");
        expect(&r, repeat("SELECT ", "abs(", n, "a", ")", " FROM t"), "1\n");
        expect(&r, repeat("SELECT ", "CASE WHEN a = 1 THEN ", n, "a", " END", " FROM t"), "1\n");
        expect(&r, repeat("SELECT a FROM t WHERE ", "NOT (", n, "a <> 1", ")", ""), n % 2 == 1 ? "1\n" : "");
        expect(&r, repeat("SELECT a FROM ", "(SELECT a FROM ", n, "t", ") s", ""), "1\n");
        expect(&r, repeat("SELECT 1", " UNION SELECT 1", n, "", "", ""), "1\n");
        expect(&r, repeat("SELECT count(*) FROM t", " CROSS JOIN (VALUES (1)) v", 1, "", "", ""), "1\n");
        expect(&r, repeat("SELECT a FROM t WHERE a IN ", "(SELECT a FROM t WHERE a IN ", n, "(1)", ")", ""), "1\n");
        expect(&r, repeat("SELECT a FROM t WHERE a = 1", " OR a = 2 AND a = 3", n, "", "", ""), "1\n");
        expect(&r, repeat("SELECT 'x'", " || 'y'", n, "", "", ""), NULL);
        expect(&r, repeat("EXPLAIN SELECT a", "+a", n, "", "", " FROM t"), NULL);
        expect(&r, repeat("INSERT INTO t SELECT a", "+1", n, "", "", " FROM t WHERE a < 0"), NULL);
        expect(&r, repeat("WITH q AS (SELECT 1) SELECT ", "(SELECT * FROM q) + ", n, "0", "", ""), NULL);
    }
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

static void test_wide(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_sql_session *session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    struct sql_result r;
    sql_result_init(&r, &world->heap, session);
    SQL_OK(&r, "CREATE TABLE t (a int PRIMARY KEY, b int)");
    char *text = repeat("INSERT INTO t SELECT i, i % 10 FROM generate_series(1, 5000) i WHERE i IN (0", ",1,2,3", 3000, "", "", ")");
    SQL_OK(&r, text);
    free(text);
    SQL_GIVES(&r, "SELECT count(*) FROM t", "3\n");
    SQL_OK(&r, "INSERT INTO t SELECT i, i % 10 FROM generate_series(4, 5000) i");
    text = repeat("SELECT count(*) FROM t WHERE a IN (17", ",5,6,7,8", 5000, "", "", ")"); /* more keys than a scan is taken apart into */
    SQL_GIVES(&r, text, "5\n");
    free(text);
    text = repeat("SELECT count(*) FROM t WHERE a IN (17", ",5,6,7,8", 2000, "", "", ")");
    SQL_GIVES(&r, text, "5\n");
    free(text);
    text = repeat("SELECT ", "a,", 1700, "a", "", " FROM t");
    SQL_FAILS(&r, text, "54011");
    free(text);
    text = repeat("SELECT a FROM t ORDER BY ", "a,", 1000, "a", "", " LIMIT 1");
    SQL_GIVES(&r, text, "1\n");
    free(text);
    /* rows enough for several slices, text enough for the worker; nesting there, too */
    char *rows = calloc(1, 200000), *p = stpcpy(rows, "INSERT INTO t VALUES (10000, DEFAULT)");
    for (int i = 10001; i < 14500; i++) p += sprintf(p, ", (%d, %d + 1)", i, i % 3);
    stpcpy(p, " RETURNING a");
    SQL_OK(&r, rows);
    ND_ASSERT(r.row_count == 4500 && strcmp(sql_text(&r.tags), "INSERT 0 4500") == 0);
    SQL_FAILS(&r, rows, "23505");
    stpcpy(strstr(rows, "(14499"), "(14499, 'x')");
    SQL_FAILS(&r, rows, "22P02");
    free(rows);
    SQL_OK(&r, "DELETE FROM t WHERE a >= 10000");
    text = repeat("SELECT /*", "x", 40000, "*/ ", "", "1");
    SQL_GIVES(&r, text, "1\n");
    free(text);
    text = repeat("SELECT /*", "x", 40000, "*/ ((", "", "1");
    SQL_FAILS(&r, text, "42601");
    free(text);
    SQL_OK(&r, "SET work_mem = '64kB'");
    SQL_OK(&r, "SELECT a FROM t ORDER BY b, a + 1"); /* goes to disk */
    SQL_GIVES(&r, "SELECT a FROM t ORDER BY b, a LIMIT 1", "10\n");
    SQL_OK(&r, "SELECT a, count(*) FROM t GROUP BY a");
    SQL_OK(&r, "SELECT DISTINCT a FROM t");
    SQL_OK(&r, "SELECT count(*) FROM t x JOIN t y ON x.a = y.a");
    SQL_GIVES(&r, "SELECT b, count(*) FROM t GROUP BY b ORDER BY b LIMIT 1", "0 500\n");
    sql_result_deinit(&r);
    nd_sql_session_free(session);
}

static void deep(void **state) { ND_UNUSED(state), sql_world_run(test_deep); }
static void wide(void **state) { ND_UNUSED(state), sql_world_run(test_wide); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(deep), cmocka_unit_test(wide)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
