/* SPDX-License-Identifier: Apache-2.0 */
/* Indexes filled aside: what comes of them when their transaction commits, fails, goes back to a savepoint, or is gone. */
#include "catalog/catalog.h"
#include "sql/types/key_codec.h"
#include "support/sql_run.h"

enum { ROWS = 30000 }; /* more than one piece of rows, and of entries */

/* Of indexes being filled, src/catalog/README.md. */
static struct nd_slice fill_rows(void) { return nd_slice_of((const uint8_t *)"\x01" "cw", 3); }

static void make_table(struct sql_result *r)
{
    char text[128];
    snprintf(text, sizeof text, "INSERT INTO t SELECT g, g %% 100, 'x' FROM generate_series(1, %d) g", ROWS);
    SQL_OK(r, "CREATE TABLE t (a int, b int, c text)");
    SQL_OK(r, text);
}

static void check_rows(struct sql_result *r)
{
    SQL_OK(r, "SET enable_seqscan = off");
    SQL_GIVES(r, "SELECT count(*), sum(a) FROM t WHERE b = 7", "300 4487100\n");
    SQL_GIVES(r, "SELECT a, b FROM t WHERE a = 29999", "29999 99\n");
    SQL_OK(r, "SET enable_seqscan = on");
    SQL_GIVES(r, "SELECT count(*), sum(a), count(DISTINCT a) FROM t", "30000 450015000 30000\n");
}

static void begin(struct sql_world *world, struct nd_fiber *fiber, struct sql_result *r)
{
    sql_result_init(r, &world->heap, nd_sql_session_new(world->system, fiber, "postgres", "postgres"));
}

static void end(struct sql_result *r)
{
    struct nd_sql_session *session = r->session;
    sql_result_deinit(r);
    nd_sql_session_free(session);
}

static void test_commits(struct sql_world *world, struct nd_fiber *fiber)
{
    struct sql_result r;
    begin(world, fiber, &r);
    make_table(&r);
    SQL_OK(&r, "CREATE INDEX t_b ON t (b)");
    SQL_OK(&r, "ALTER TABLE t ADD PRIMARY KEY (a)");
    check_rows(&r);
    size_t discards = nd_txn_mem_discards(world->txns); /* of the row ids, and their index */
    SQL_OK(&r, "BEGIN");
    SQL_OK(&r, "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (b, a)");
    SQL_GIVES(&r, "SELECT count(*) FROM t", "30000\n"); /* sees what it has filled itself */
    SQL_OK(&r, "UPDATE t SET b = 0 WHERE b = 1");
    SQL_OK(&r, "COMMIT");
    ND_ASSERT(nd_txn_mem_discards(world->txns) > discards);
    SQL_GIVES(&r, "SELECT count(*) FROM t WHERE b = 0", "600\n");
    ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 0);
    end(&r);
}

static void test_fails(struct sql_world *world, struct nd_fiber *fiber)
{
    struct sql_result r;
    begin(world, fiber, &r);
    make_table(&r);
    SQL_OK(&r, "INSERT INTO t VALUES (1, 1, 'y')"); /* as far from the first one as can be */
    SQL_FAILS(&r, "ALTER TABLE t ADD PRIMARY KEY (a)", "23505");
    ND_ASSERT(strcmp(r.err.message, "could not create unique index \"t_pkey\"") == 0);
    ND_ASSERT(strcmp(r.err.detail, "Key (a)=(1) is duplicated.") == 0);
    SQL_FAILS(&r, "CREATE UNIQUE INDEX t_u ON t (a)", "23505");
    ND_ASSERT(strcmp(r.err.message, "could not create unique index \"t_u\"") == 0);
    ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 0);
    SQL_OK(&r, "DELETE FROM t WHERE c = 'y'");
    size_t discards = nd_txn_mem_discards(world->txns);
    SQL_OK(&r, "BEGIN");
    SQL_OK(&r, "CREATE INDEX t_b ON t (b)");
    SQL_OK(&r, "ROLLBACK");
    ND_ASSERT(nd_txn_mem_discards(world->txns) == discards + 1);
    ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 0);
    SQL_OK(&r, "CREATE INDEX t_b ON t (b)"); /* under another id than what was discarded */
    SQL_OK(&r, "ALTER TABLE t ADD PRIMARY KEY (a)");
    check_rows(&r);
    end(&r);
}

static void test_goes_back(struct sql_world *world, struct nd_fiber *fiber)
{
    struct sql_result r;
    begin(world, fiber, &r);
    make_table(&r);
    SQL_OK(&r, "BEGIN");
    SQL_OK(&r, "SAVEPOINT a");
    SQL_OK(&r, "CREATE INDEX t_b ON t (b DESC)");
    SQL_OK(&r, "ROLLBACK TO a");
    SQL_OK(&r, "CREATE INDEX t_b ON t (b)");
    size_t discards = nd_txn_mem_discards(world->txns);
    SQL_OK(&r, "COMMIT");
    ND_ASSERT(nd_txn_mem_discards(world->txns) == discards + 1); /* the first of the two */
    ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 0);
    check_rows(&r);
    end(&r);
}

/* COPY into a table that the transaction made or emptied. */
static void test_copies(struct sql_world *world, struct nd_fiber *fiber)
{
    struct sql_result r;
    struct nd_buf lines;
    nd_buf_init(&lines, &world->heap);
    for (int i = 1; i <= ROWS; i++) nd_buf_printf(&lines, "%d\t%d\tx\n", i, i % 100);
    begin(world, fiber, &r);
    r.copy_piece = 8192;
    SQL_OK(&r, "CREATE TABLE t (a int, b int, c text)");
    SQL_OK(&r, "INSERT INTO t VALUES (-1, 7, 'old')");
    SQL_OK(&r, "CREATE INDEX t_b ON t (b)");
    for (int commits = 0; commits < 2; commits++) {
        SQL_OK(&r, "BEGIN");
        SQL_OK(&r, "TRUNCATE t");
        r.copy = nd_buf_slice(&lines);
        size_t filled = nd_txn_mem_count(world->txns, fill_rows());
        SQL_OK(&r, "COPY t FROM STDIN");
        ND_ASSERT(filled == 0);
        ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 2);
        SQL_GIVES(&r, "SELECT count(*) FROM t", "30000\n");
        SQL_OK(&r, "SAVEPOINT a"); /* from here on, rows can be undone while the table stays empty */
        r.copy = nd_slice_str("40000\t1\tz\n");
        SQL_OK(&r, "COPY t FROM STDIN");
        SQL_OK(&r, "ROLLBACK TO a");
        SQL_OK(&r, commits ? "COMMIT" : "ROLLBACK");
        ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 0);
        if (!commits) SQL_GIVES(&r, "SELECT * FROM t", "-1 7 old\n");
    }
    check_rows(&r);
    SQL_OK(&r, "BEGIN");
    SQL_OK(&r, "TRUNCATE t");
    nd_buf_printf(&lines, "x\n");
    r.copy = nd_buf_slice(&lines);
    SQL_FAILS(&r, "COPY t FROM STDIN", "22P04");
    SQL_OK(&r, "ROLLBACK");
    ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 0);
    check_rows(&r);
    end(&r);
    nd_buf_deinit(&lines);
}

/* What a node left behind when it died: the next one that fills finds it. */
static void test_finds_what_was_left(struct sql_world *world, struct nd_fiber *fiber)
{
    struct sql_result r;
    struct nd_buf key, entry;
    begin(world, fiber, &r);
    make_table(&r);
    nd_buf_init(&key, &world->heap);
    nd_buf_init(&entry, &world->heap);
    nd_buf_put_slice(&key, fill_rows());
    nd_key_put_varint(&key, 99990);
    nd_key_put_varint(&key, 99991);
    nd_index_put_prefix(&entry, (struct nd_table_id){99990}, 99991);
    nd_buf_put(&entry, "row", 3);
    struct nd_txn *txn = nd_txn_begin(world->txns, fiber, &(struct nd_txn_options){.isolation = ND_READ_COMMITTED});
    ND_ASSERT(nd_txn_begin_statement(txn) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, nd_buf_slice(&key), nd_slice_str("1")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_put(txn, nd_buf_slice(&entry), nd_slice_str("1")) == ND_STATUS_OK);
    ND_ASSERT(nd_txn_commit(txn) == ND_STATUS_OK);
    nd_txn_free(txn);
    SQL_OK(&r, "CREATE INDEX t_b ON t (b)");
    ND_ASSERT(nd_txn_mem_count(world->txns, fill_rows()) == 0);
    ND_ASSERT(nd_txn_mem_count(world->txns, nd_buf_slice(&entry)) == 0);
    SQL_OK(&r, "ALTER TABLE t ADD PRIMARY KEY (a)");
    check_rows(&r);
    nd_buf_deinit(&key);
    nd_buf_deinit(&entry);
    end(&r);
}

static void commits(void **state) { ND_UNUSED(state), sql_world_run(test_commits); }
static void fails(void **state) { ND_UNUSED(state), sql_world_run(test_fails); }
static void goes_back(void **state) { ND_UNUSED(state), sql_world_run(test_goes_back); }
static void copies(void **state) { ND_UNUSED(state), sql_world_run(test_copies); }
static void finds_what_was_left(void **state) { ND_UNUSED(state), sql_world_run(test_finds_what_was_left); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(commits), cmocka_unit_test(fails), cmocka_unit_test(goes_back), cmocka_unit_test(copies), cmocka_unit_test(finds_what_was_left)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
