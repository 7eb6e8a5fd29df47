/* SPDX-License-Identifier: Apache-2.0 */
/* Prepared statements and portals: parse, bind, describe, execute, sync. */
#include "support/sql_run.h"

struct ext {
    struct nd_sql_session *session;
    struct sql_result r;
};

static void ext_init(struct ext *e, struct sql_world *world, struct nd_fiber *fiber)
{
    e->session = nd_sql_session_new(world->system, fiber, "postgres", "postgres");
    sql_result_init(&e->r, &world->heap, e->session);
}

static void ext_deinit(struct ext *e)
{
    sql_result_deinit(&e->r);
    nd_sql_session_free(e->session);
}

static enum nd_status parse(struct ext *e, const char *name, const char *text) { return nd_sql_session_parse(e->session, name, nd_slice_str(text), NULL, 0, &e->r.err); }

/* Parameters as text; NULL pointers are NULLs. */
static enum nd_status bind(struct ext *e, const char *portal, const char *name, const char *const *values, size_t count)
{
    struct nd_sql_param params[8] = {0};
    for (size_t i = 0; i < count; i++) {
        params[i].is_null = values[i] == NULL;
        if (values[i] != NULL) params[i].bytes = nd_slice_str(values[i]);
    }
    return nd_sql_session_bind(e->session, portal, name, params, count, &e->r.err);
}

static enum nd_status execute(struct ext *e, const char *portal, uint64_t limit, bool *suspended)
{
    struct nd_sql_sink sink = sql_sink(&e->r);
    sql_result_clear(&e->r);
    return nd_sql_session_execute(e->session, portal, limit, &sink, suspended, &e->r.err);
}

static enum nd_status sync(struct ext *e)
{
    struct nd_sql_sink sink = sql_sink(&e->r);
    return nd_sql_session_sync(e->session, &sink, &e->r.err);
}

static void run(struct ext *e, const char *text, const char *const *values, size_t count, const char *rows)
{
    bool suspended;
    ND_ASSERT(parse(e, "", text) == ND_STATUS_OK);
    ND_ASSERT(bind(e, "", "", values, count) == ND_STATUS_OK);
    ND_ASSERT(execute(e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(!suspended);
    if (rows != NULL && strcmp(sql_text(&e->r.rows), rows) != 0) fprintf(stderr, "%s:\n%s", text, sql_text(&e->r.rows));
    ND_ASSERT(rows == NULL || strcmp(sql_text(&e->r.rows), rows) == 0);
    ND_ASSERT(sync(e) == ND_STATUS_OK);
}

static void fails(struct ext *e, enum nd_status status, const char *sqlstate)
{
    ND_ASSERT(status != ND_STATUS_OK);
    if (strcmp(e->r.err.sqlstate, sqlstate) != 0) fprintf(stderr, "%s %s\n", e->r.err.sqlstate, e->r.err.message);
    ND_ASSERT(strcmp(e->r.err.sqlstate, sqlstate) == 0);
    nd_sql_session_fail(e->session);
    ND_ASSERT(sync(e) == ND_STATUS_OK);
}

static void test_params(struct sql_world *world, struct nd_fiber *fiber)
{
    struct ext e;
    ext_init(&e, world, fiber);
    SQL_OK(&e.r, "CREATE TABLE t (id int PRIMARY KEY, a text, n numeric(6,2), d date)");
    run(&e, "INSERT INTO t VALUES ($1, $2, $3, $4)", (const char *const[]){"1", "one", "1.5", "2024-01-01"}, 4, "");
    ND_ASSERT(strcmp(sql_text(&e.r.tags), "INSERT 0 1") == 0);
    run(&e, "INSERT INTO t (id, a) VALUES ($1, $2), ($1 + 1, $2)", (const char *const[]){"2", NULL}, 2, "");
    run(&e, "SELECT * FROM t WHERE id = $1", (const char *const[]){"1"}, 1, "1 one 1.50 2024-01-01\n");
    run(&e, "SELECT id FROM t WHERE id > $1 AND id <= $2 ORDER BY id DESC", (const char *const[]){"1", "3"}, 2, "3\n2\n");
    run(&e, "SELECT id FROM t WHERE id IN ($1, $2) ORDER BY 1 LIMIT $3", (const char *const[]){"3", "1", "1"}, 3, "1\n");
    run(&e, "SELECT id FROM t WHERE id = $1", (const char *const[]){NULL}, 1, "");
    run(&e, "SELECT $1::int + 1, $2 || 'x', coalesce($3, 7)", (const char *const[]){"4", "y", NULL}, 3, "5 yx 7\n");
    run(&e, "UPDATE t SET a = $2 WHERE id = $1 RETURNING a", (const char *const[]){"3", "three"}, 2, "three\n");
    run(&e, "SELECT $1", (const char *const[]){"text"}, 1, "text\n");
    run(&e, "DELETE FROM t WHERE d < $1", (const char *const[]){"2024-06-01"}, 1, "");
    ND_ASSERT(strcmp(sql_text(&e.r.tags), "DELETE 1") == 0);
    run(&e, "", NULL, 0, "");
    ND_ASSERT(strcmp(sql_text(&e.r.tags), "(none)") == 0);
    run(&e, "SHOW search_path", NULL, 0, "\"$user\", public\n");
    run(&e, "SET application_name = 'x'", NULL, 0, "");
    run(&e, "EXPLAIN (COSTS OFF) SELECT 1", NULL, 0, "Result\n");
    /* binary */
    uint8_t four[4] = {0, 0, 0, 9};
    struct nd_sql_param param = {.is_binary = true, .bytes = nd_slice_of(four, 4)};
    bool suspended;
    ND_ASSERT(parse(&e, "", "SELECT $1::int4 * 2") == ND_STATUS_OK);
    ND_ASSERT(nd_sql_session_bind(e.session, "", "", &param, 1, &e.r.err) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(strcmp(sql_text(&e.r.rows), "18\n") == 0);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    param.bytes.n = 3;
    ND_ASSERT(parse(&e, "", "SELECT $1::int4 * 2") == ND_STATUS_OK);
    fails(&e, nd_sql_session_bind(e.session, "", "", &param, 1, &e.r.err), "08P01");
    ext_deinit(&e);
}

static void test_describe(struct sql_world *world, struct nd_fiber *fiber)
{
    struct ext e;
    const uint32_t *oids;
    const struct nd_sql_column *columns;
    size_t oid_count, column_count;
    ext_init(&e, world, fiber);
    SQL_OK(&e.r, "CREATE TABLE t (id int PRIMARY KEY, a varchar(7), n numeric)");
    ND_ASSERT(parse(&e, "q", "SELECT id, a AS name, n + $2 FROM t WHERE id = $1 AND a LIKE $3") == ND_STATUS_OK);
    ND_ASSERT(nd_sql_session_describe_statement(e.session, "q", &oids, &oid_count, &columns, &column_count, &e.r.err) == ND_STATUS_OK);
    ND_ASSERT(oid_count == 3);
    ND_ASSERT(oids[0] == ND_TYPE_INT4 && oids[1] == ND_TYPE_NUMERIC && oids[2] == ND_TYPE_TEXT);
    ND_ASSERT(column_count == 3);
    ND_ASSERT(strcmp(columns[1].name, "name") == 0 && columns[1].type.id == ND_TYPE_VARCHAR && columns[1].type.mod == 11);
    ND_ASSERT(columns[0].table_oid >= 16384 && columns[0].attnum == 1 && columns[1].attnum == 2 && columns[2].table_oid == 0);
    uint32_t given[2] = {ND_TYPE_INT8, 0};
    ND_ASSERT(nd_sql_session_parse(e.session, "g", nd_slice_str("SELECT $1 + 1, $2::date"), given, 2, &e.r.err) == ND_STATUS_OK);
    ND_ASSERT(nd_sql_session_describe_statement(e.session, "g", &oids, &oid_count, &columns, &column_count, &e.r.err) == ND_STATUS_OK);
    ND_ASSERT(oids[0] == ND_TYPE_INT8 && oids[1] == ND_TYPE_DATE && columns[0].type.id == ND_TYPE_INT8);
    ND_ASSERT(parse(&e, "i", "INSERT INTO t (id, a) VALUES ($1, $2)") == ND_STATUS_OK);
    ND_ASSERT(nd_sql_session_describe_statement(e.session, "i", &oids, &oid_count, &columns, &column_count, &e.r.err) == ND_STATUS_OK);
    ND_ASSERT(column_count == 0 && oids[1] == ND_TYPE_VARCHAR);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    fails(&e, parse(&e, "q", "SELECT 1"), "42P05");
    fails(&e, parse(&e, "x", "SELECT 1; SELECT 2"), "42601");
    fails(&e, parse(&e, "x", "SELECT nope"), "42703");
    fails(&e, parse(&e, "x", "SELECT $1 + $2"), "42725");
    fails(&e, bind(&e, "", "none", NULL, 0), "26000");
    fails(&e, bind(&e, "", "q", NULL, 0), "08P01");
    fails(&e, bind(&e, "", "q", (const char *const[]){"x", "1", "a"}, 3), "22P02");
    bool suspended;
    fails(&e, execute(&e, "none", 0, &suspended), "34000");
    fails(&e, nd_sql_session_describe_statement(e.session, "none", &oids, &oid_count, &columns, &column_count, &e.r.err), "26000");
    fails(&e, nd_sql_session_describe_portal(e.session, "none", &columns, &column_count, &e.r.err), "34000");
    nd_sql_session_close_statement(e.session, "q");
    nd_sql_session_close_statement(e.session, "q");
    ND_ASSERT(parse(&e, "q", "SELECT 1") == ND_STATUS_OK);
    ext_deinit(&e);
}

static void test_domains(struct sql_world *world, struct nd_fiber *fiber)
{
    struct ext e;
    const uint32_t *oids;
    const struct nd_sql_column *columns;
    size_t oid_count, column_count;
    bool suspended;
    ext_init(&e, world, fiber);
    SQL_OK(&e.r, "CREATE DOMAIN short AS varchar(3) NOT NULL CHECK (VALUE <> 'x')");
    SQL_OK(&e.r, "SELECT 'short'::regtype::oid");
    uint32_t given = (uint32_t)strtoul(sql_text(&e.r.rows), NULL, 10);
    ND_ASSERT(nd_sql_session_parse(e.session, "d", nd_slice_str("SELECT $1"), &given, 1, &e.r.err) == ND_STATUS_OK);
    ND_ASSERT(nd_sql_session_describe_statement(e.session, "d", &oids, &oid_count, &columns, &column_count, &e.r.err) == ND_STATUS_OK);
    ND_ASSERT(oid_count == 1 && oids[0] == given && columns[0].type.id == ND_TYPE_VARCHAR);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "", "d", (const char *const[]){"abc"}, 1) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(strcmp(sql_text(&e.r.rows), "abc\n") == 0);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    fails(&e, bind(&e, "", "d", (const char *const[]){"x"}, 1), "23514");
    fails(&e, bind(&e, "", "d", (const char *const[]){"abcd"}, 1), "22001");
    fails(&e, bind(&e, "", "d", (const char *const[]){NULL}, 1), "23502");
    ext_deinit(&e);
}

/* A transaction of its own, which has no snapshot: the labels are those of the cursor's. */
static void test_held(struct sql_world *world, struct nd_fiber *fiber)
{
    struct ext e;
    ext_init(&e, world, fiber);
    SQL_OK(&e.r, "CREATE TYPE mood AS ENUM ('sad', 'glad')");
    SQL_OK(&e.r, "DECLARE c CURSOR WITH HOLD FOR SELECT 'glad'::mood UNION ALL SELECT 'sad'");
    run(&e, "FETCH 1 FROM c", NULL, 0, "glad\n");
    SQL_GIVES(&e.r, "FETCH 1 FROM c", "sad\n");
    ext_deinit(&e);
}

static void test_portals(struct sql_world *world, struct nd_fiber *fiber)
{
    struct ext e;
    bool suspended;
    ext_init(&e, world, fiber);
    SQL_OK(&e.r, "CREATE TABLE t (id int PRIMARY KEY)");
    SQL_OK(&e.r, "INSERT INTO t SELECT i FROM generate_series(1, 2500) i");
    /* pieces of an odd size */
    ND_ASSERT(parse(&e, "", "SELECT id FROM t ORDER BY id") == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "p", "", NULL, 0) == ND_STATUS_OK);
    size_t total = 0, calls = 0;
    do {
        ND_ASSERT(execute(&e, "p", 333, &suspended) == ND_STATUS_OK);
        ND_ASSERT(e.r.row_count == (suspended ? 333 : 2500 % 333));
        total += e.r.row_count;
        calls++;
    } while (suspended);
    ND_ASSERT(total == 2500 && calls == 8);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    fails(&e, execute(&e, "p", 0, &suspended), "34000"); /* gone with its transaction */
    /* two at once, and a statement in between */
    SQL_OK(&e.r, "BEGIN");
    ND_ASSERT(parse(&e, "up", "SELECT id FROM t WHERE id > $1 ORDER BY id") == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "a", "up", (const char *const[]){"0"}, 1) == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "b", "up", (const char *const[]){"100"}, 1) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "a", 2, &suspended) == ND_STATUS_OK && suspended);
    ND_ASSERT(execute(&e, "b", 1, &suspended) == ND_STATUS_OK && suspended);
    ND_ASSERT(strcmp(sql_text(&e.r.rows), "101\n") == 0);
    ND_ASSERT(parse(&e, "", "DELETE FROM t WHERE id < 2000") == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "", "", NULL, 0) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "a", 2, &suspended) == ND_STATUS_OK && suspended);
    ND_ASSERT(strcmp(sql_text(&e.r.rows), "3\n4\n") == 0); /* rows of its own snapshot */
    ND_ASSERT(execute(&e, "b", 0, &suspended) == ND_STATUS_OK && !suspended);
    ND_ASSERT(e.r.row_count == 2500 - 101);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    ND_ASSERT(nd_sql_session_state(e.session) == 'T');
    SQL_OK(&e.r, "ROLLBACK");
    SQL_GIVES(&e.r, "SELECT count(*) FROM t", "2500\n");
    /* RETURNING runs to its end and is read in pieces */
    ND_ASSERT(parse(&e, "", "DELETE FROM t WHERE id <= 5 RETURNING id") == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "", "", NULL, 0) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 3, &suspended) == ND_STATUS_OK && suspended && e.r.row_count == 3);
    ND_ASSERT(execute(&e, "", 3, &suspended) == ND_STATUS_OK && !suspended && e.r.row_count == 2);
    ND_ASSERT(strcmp(sql_text(&e.r.tags), "DELETE 5") == 0);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    SQL_GIVES(&e.r, "SELECT count(*) FROM t", "2495\n");
    ext_deinit(&e);
}

static void test_implicit(struct sql_world *world, struct nd_fiber *fiber)
{
    struct ext e;
    bool suspended;
    ext_init(&e, world, fiber);
    SQL_OK(&e.r, "CREATE TABLE t (id int PRIMARY KEY)");
    /* statements up to Sync are one transaction */
    ND_ASSERT(parse(&e, "ins", "INSERT INTO t VALUES ($1)") == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "", "ins", (const char *const[]){"1"}, 1) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "", "ins", (const char *const[]){"1"}, 1) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) != ND_STATUS_OK);
    ND_ASSERT(strcmp(e.r.err.sqlstate, "23505") == 0);
    nd_sql_session_fail(e.session);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    SQL_GIVES(&e.r, "SELECT count(*) FROM t", "0\n");
    run(&e, "BEGIN", NULL, 0, "");
    ND_ASSERT(nd_sql_session_state(e.session) == 'T');
    ND_ASSERT(bind(&e, "", "ins", (const char *const[]){"1"}, 1) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    fails(&e, parse(&e, "", "SELECT nope"), "42703");
    ND_ASSERT(nd_sql_session_state(e.session) == 'E');
    fails(&e, parse(&e, "", "SELECT 1"), "25P02");
    fails(&e, bind(&e, "", "ins", (const char *const[]){"1"}, 1), "25P02");
    run(&e, "ROLLBACK", NULL, 0, "");
    ND_ASSERT(nd_sql_session_state(e.session) == 'I');
    /* a prepared plan follows the schema */
    ND_ASSERT(parse(&e, "all", "SELECT id FROM t") == ND_STATUS_OK);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    SQL_OK(&e.r, "INSERT INTO t VALUES (7)");
    SQL_OK(&e.r, "ALTER TABLE t ADD COLUMN b int");
    ND_ASSERT(bind(&e, "", "all", NULL, 0) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(strcmp(sql_text(&e.r.rows), "7\n") == 0);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    uint64_t hits = nd_counter_get(&nd_sql_system_metrics(world->system)->plan_hits);
    ND_ASSERT(bind(&e, "", "all", NULL, 0) == ND_STATUS_OK);
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    ND_ASSERT(nd_counter_get(&nd_sql_system_metrics(world->system)->plan_hits) == hits + 1);
    ND_ASSERT(parse(&e, "star", "SELECT * FROM t") == ND_STATUS_OK);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    SQL_OK(&e.r, "ALTER TABLE t DROP COLUMN b");
    ND_ASSERT(bind(&e, "", "star", NULL, 0) == ND_STATUS_OK);
    fails(&e, execute(&e, "", 0, &suspended), "0A000");
    SQL_OK(&e.r, "DROP TABLE t");
    ND_ASSERT(bind(&e, "", "all", NULL, 0) == ND_STATUS_OK);
    fails(&e, execute(&e, "", 0, &suspended), "42P01");
    ext_deinit(&e);
}

static void on_copy_ends(struct sql_result *result) { ND_ASSERT(result->column_count == 1); }

static void test_copy(struct sql_world *world, struct nd_fiber *fiber)
{
    struct ext e;
    bool suspended;
    ext_init(&e, world, fiber);
    e.r.on_copy = on_copy_ends;
    SQL_OK(&e.r, "CREATE TABLE t (id int PRIMARY KEY)");
    ND_ASSERT(parse(&e, "", "COPY t FROM STDIN") == ND_STATUS_OK);
    ND_ASSERT(bind(&e, "", "", NULL, 0) == ND_STATUS_OK);
    e.r.copy = nd_slice_str("1\n2\n3");
    ND_ASSERT(execute(&e, "", 0, &suspended) == ND_STATUS_OK);
    ND_ASSERT(strcmp(sql_text(&e.r.tags), "COPY 3") == 0);
    ND_ASSERT(sync(&e) == ND_STATUS_OK);
    for (size_t piece = 1; piece < 6; piece++) {
        e.r.copy_piece = piece;
        e.r.copy = nd_slice_str("10\n11\r\n12\n");
        SQL_OK(&e.r, "DELETE FROM t WHERE id >= 10");
        SQL_OK(&e.r, "COPY t FROM STDIN");
        ND_ASSERT(strcmp(sql_text(&e.r.tags), "COPY 3") == 0);
    }
    e.r.copy = nd_slice_str("20\n21\n");
    e.r.copy_fails = true;
    SQL_FAILS(&e.r, "COPY t FROM STDIN", "57014");
    SQL_GIVES(&e.r, "SELECT count(*) FROM t", "6\n");
    ext_deinit(&e);
}

static void params(void **state) { ND_UNUSED(state), sql_world_run(test_params); }
static void describe(void **state) { ND_UNUSED(state), sql_world_run(test_describe); }
static void domains(void **state) { ND_UNUSED(state), sql_world_run(test_domains); }
static void held(void **state) { ND_UNUSED(state), sql_world_run(test_held); }
static void portals(void **state) { ND_UNUSED(state), sql_world_run(test_portals); }
static void implicit(void **state) { ND_UNUSED(state), sql_world_run(test_implicit); }
static void copy(void **state) { ND_UNUSED(state), sql_world_run(test_copy); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(params),  cmocka_unit_test(describe), cmocka_unit_test(domains), cmocka_unit_test(held),
                                       cmocka_unit_test(portals), cmocka_unit_test(implicit), cmocka_unit_test(copy)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
