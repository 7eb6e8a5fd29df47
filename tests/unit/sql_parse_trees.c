/* SPDX-License-Identifier: Apache-2.0 */
/* The parser: trees, positions, and bad input of every kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "env/real.h"
#include "sql/parse/parse.h"

struct fixture {
    struct nd_heap heap;
    struct nd_env *env;
    struct nd_arena arena;
    struct nd_ast ast;
    struct nd_err err;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    nd_heap_init(&f->heap, false);
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &f->heap, .reactors = 1}, &f->env), ND_STATUS_OK);
    nd_arena_init(&f->arena, &f->heap);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    nd_arena_deinit(&f->arena);
    nd_env_real_close(f->env);
    assert_int_equal(atomic_load(&f->heap.bytes), 0);
    free(f);
    return 0;
}

static enum nd_status parse(struct fixture *f, const char *text)
{
    nd_arena_reset(&f->arena);
    nd_err_clear(&f->err);
    return nd_parse(nd_env_reactor(f->env, 0), nd_slice_str(text), &f->arena, &f->ast, &f->err);
}

static void statements(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(parse(f, "SELECT 1; INSERT INTO t VALUES (1); ;"), ND_STATUS_OK);
    assert_int_equal(f->ast.count, 2);
    assert_int_equal(f->ast.stmts[0]->kind, ND_STMT_SELECT);
    assert_int_equal(f->ast.stmts[1]->kind, ND_STMT_INSERT);
    assert_int_equal(parse(f, ""), ND_STATUS_OK);
    assert_int_equal(f->ast.count, 0);
    assert_int_equal(parse(f, "-- nothing\n"), ND_STATUS_OK);
    assert_int_equal(f->ast.count, 0);
    assert_int_equal(parse(f, "SELECT $3, $1"), ND_STATUS_OK);
    assert_int_equal(f->ast.stmts[0]->param_max, 3);
}

static void positions(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(parse(f, "SELECT 'é', FROM t"), ND_STATUS_SQL);
    assert_string_equal(f->err.sqlstate, "42601");
    assert_string_equal(f->err.message, "syntax error at or near \"FROM\"");
    assert_int_equal(f->err.position, 13); /* characters, not bytes */
    assert_int_equal(parse(f, "SELECT"), ND_STATUS_OK); /* PostgreSQL takes it */
    assert_int_equal(parse(f, "SELECT * FRO t"), ND_STATUS_SQL);
    assert_int_equal(parse(f, "SELECT 'open"), ND_STATUS_SQL);
    assert_string_equal(f->err.sqlstate, "42601");
}

static void trees(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(parse(f, "SELECT a.b, count(*) AS n FROM s.t AS a LEFT JOIN u USING (x) WHERE a.b BETWEEN 1 AND $1 GROUP BY 1 ORDER BY n DESC NULLS LAST LIMIT 5"), ND_STATUS_OK);
    const struct nd_ast_select *select = f->ast.stmts[0]->select;
    assert_int_equal(select->target_count, 2);
    assert_string_equal(select->targets[1].name, "n");
    assert_true(select->targets[1].expr->func->is_star);
    assert_int_equal(select->from[0]->kind, ND_AST_FROM_JOIN);
    assert_string_equal(select->from[0]->left->table.schema, "s");
    assert_string_equal(select->from[0]->left->alias, "a");
    assert_int_equal(select->where->kind, ND_AST_BETWEEN);
    assert_true(select->order[0].is_desc);
    assert_true(select->order[0].has_nulls && !select->order[0].nulls_first);
    assert_int_equal(parse(f, "CREATE TABLE t (a int DEFAULT 1 + 2 PRIMARY KEY, b varchar(10) NOT NULL, UNIQUE (a, b))"), ND_STATUS_OK);
    const struct nd_ast_create_table *create = f->ast.stmts[0]->create_table;
    assert_int_equal(create->column_count, 2);
    assert_string_equal(create->columns[0].default_text, "1 + 2");
    assert_int_equal(create->columns[1].type->mods[0], 10);
    assert_int_equal(create->constraint_count, 2);
    assert_int_equal(parse(f, "alter table public.\"T x\" split at values (1, 'a'), (2, 'b')"), ND_STATUS_OK);
    assert_int_equal(f->ast.stmts[0]->kind, ND_STMT_SPLIT);
    assert_string_equal(f->ast.stmts[0]->split->table.name, "T x");
    assert_int_equal(f->ast.stmts[0]->split->values->row_count, 2);
    assert_false(f->ast.stmts[0]->split->is_undone);
    assert_int_equal(parse(f, "ALTER TABLE t UNSPLIT AT VALUES (1)"), ND_STATUS_OK);
    assert_true(f->ast.stmts[0]->split->is_undone);
    assert_int_equal(f->ast.stmts[0]->split->values->row_count, 1);
    assert_int_equal(parse(f, "alter table t unsplit all;"), ND_STATUS_OK);
    assert_null(f->ast.stmts[0]->split->values);
}

/* `unit` n times between head and tail. */
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

static void refused_deep(struct fixture *f, char *text)
{
    assert_int_equal(parse(f, text), ND_STATUS_SQL);
    if (strcmp(f->err.sqlstate, "54001") != 0) fprintf(stderr, "%.60s: %s %s\n", text, f->err.sqlstate, f->err.message);
    assert_string_equal(f->err.sqlstate, "54001");
    free(text);
}

static void deep(void **state)
{
    struct fixture *f = *state;
    static const size_t sizes[] = {600, 10000, 300000};
    for (size_t i = 0; i < ND_ARRAY_LEN(sizes); i++) {
        size_t n = sizes[i];
        refused_deep(f, repeat("SELECT ", "(", n, "1", ")", ""));
        refused_deep(f, repeat("SELECT ", "(SELECT ", n, "1", ")", ""));
        refused_deep(f, repeat("SELECT 1", "+1", n * 2, "", "", ""));
        refused_deep(f, repeat("SELECT ", "- ", n * 2, "1", "", ""));
        refused_deep(f, repeat("SELECT ", "NOT ", n * 2, "true", "", ""));
        refused_deep(f, repeat("SELECT 1", "::int", n * 2, "", "", ""));
        refused_deep(f, repeat("SELECT 1", " UNION SELECT 1, 2", n * 2, "", "", ""));
        refused_deep(f, repeat("SELECT * FROM t", " JOIN t ON true", n * 2, "", "", ""));
        refused_deep(f, repeat("SELECT ", "CASE WHEN true THEN ", n, "1", " END", ""));
        refused_deep(f, repeat("SELECT ", "abs(1+", n, "1", ")", ""));
        refused_deep(f, repeat("SELECT ", "[", n, "1", "]", ""));
    }
    /* unbalanced */
    char *text = repeat("SELECT ", "(", 10000, "", "", "");
    refused_deep(f, text);
}

static void wide(void **state)
{
    struct fixture *f = *state;
    /* long lists are not deep */
    char *text = repeat("SELECT a FROM t WHERE a IN (1", ",1", 50000, "", "", ")");
    assert_int_equal(parse(f, text), ND_STATUS_OK);
    free(text);
    text = repeat("SELECT a FROM t WHERE a = 1", " OR a = 2", 5000, "", "", "");
    assert_int_equal(parse(f, text), ND_STATUS_OK);
    free(text);
    text = repeat("INSERT INTO t VALUES (1, 'x')", ", (2 + 3, 'it''s (not) deep')", 5000, "", "", "");
    assert_int_equal(parse(f, text), ND_STATUS_OK);
    free(text);
    text = repeat("SELECT CASE", " WHEN a = 1 THEN 2", 2000, "", "", " END");
    assert_int_equal(parse(f, text), ND_STATUS_OK);
    free(text);
    text = repeat("SELECT '", "(", 20000, "'", "", ", $$((((((((((((((($$, \"(((((((\" /* ((( /* ((( */ */ -- (((((((");
    assert_int_equal(parse(f, text), ND_STATUS_OK);
    free(text);
}

static void unfit(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(nd_parse(nd_env_reactor(f->env, 0), nd_slice_of("SELECT '\xff'", 10), &f->arena, &f->ast, &f->err), ND_STATUS_SQL);
    assert_string_equal(f->err.sqlstate, "22021");
    assert_int_equal(nd_parse(nd_env_reactor(f->env, 0), nd_slice_of("SELECT\0 1", 9), &f->arena, &f->ast, &f->err), ND_STATUS_SQL);
    assert_string_equal(f->err.sqlstate, "22021");
    assert_int_equal(parse(f, "SELECT row_number() OVER w FROM t"), ND_STATUS_OK);
    assert_int_equal(parse(f, "UPDATE t SET (a, b) = (SELECT 1, 2)"), ND_STATUS_OK);
    assert_int_equal(parse(f, "ALTER TABLE t ALTER a TYPE text COLLATE \"C\""), ND_STATUS_SQL);
    assert_string_equal(f->err.sqlstate, "0A000");
    assert_int_equal(parse(f, "SELECT $0"), ND_STATUS_SQL);
    assert_int_equal(parse(f, "SELECT $99999999"), ND_STATUS_SQL);
    assert_int_equal(parse(f, "ALTER TABLE t SPLIT AT SELECT 1"), ND_STATUS_SQL);
    assert_int_equal(parse(f, "ALTER TABLE t SPLIT AT VALUES"), ND_STATUS_SQL);
}

/* Texts cut and changed at random: an answer, never a crash. */
static void garbled(void **state)
{
    struct fixture *f = *state;
    static const char *const seeds[] = {
        "SELECT a, b + 1 AS c FROM t JOIN u ON t.x = u.y WHERE a IN (1, 2) AND b LIKE 'x%' GROUP BY a HAVING count(*) > 1 ORDER BY c LIMIT 3",
        "INSERT INTO t (a, b) VALUES (1, DEFAULT), (2, 'x''y') ON CONFLICT DO NOTHING RETURNING *",
        "CREATE TABLE IF NOT EXISTS s.t (a int PRIMARY KEY DEFAULT 1, b numeric(10, 2) NOT NULL, CONSTRAINT k UNIQUE (a, b))",
        "COPY t (a, b) FROM STDIN WITH (FORMAT csv, DELIMITER ';', NULL '\\N', FORCE_NULL (a))",
        "ALTER TABLE t SPLIT AT VALUES (1, 'x'), ($1, E'\\n')",
        "WITH q AS (SELECT CASE a WHEN 1 THEN $tag$x$tag$ ELSE U&'\\0041' END FROM t) SELECT * FROM q UNION ALL VALUES (1)",
    };
    unsigned random = 1;
    for (int round = 0; round < 3000; round++) {
        char text[256];
        size_t n = (size_t)snprintf(text, sizeof text, "%s", seeds[(unsigned)round % ND_ARRAY_LEN(seeds)]);
        for (int change = 0; change < 4; change++) {
            random = random * 1103515245u + 12345u;
            size_t at = (random >> 8) % n;
            if (random % 3 == 0) n = at + 1;
            else text[at] = "()'\"$,;. 1ax*-/\\"[(random >> 4) % 16];
        }
        nd_arena_reset(&f->arena);
        enum nd_status status = nd_parse(nd_env_reactor(f->env, 0), nd_slice_of(text, n), &f->arena, &f->ast, &f->err);
        assert_true(status == ND_STATUS_OK || status == ND_STATUS_SQL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(statements, setup, teardown), cmocka_unit_test_setup_teardown(positions, setup, teardown),
        cmocka_unit_test_setup_teardown(trees, setup, teardown),      cmocka_unit_test_setup_teardown(deep, setup, teardown),
        cmocka_unit_test_setup_teardown(wide, setup, teardown),       cmocka_unit_test_setup_teardown(unfit, setup, teardown),
        cmocka_unit_test_setup_teardown(garbled, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
