/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/assert.h"
#include "cli/sql_scan.h"

/* Feeds `text` line by line; returns how many bytes the first statement has, 0: it did not end. */
static size_t first_statement(const char *text, struct nd_sql_scan *scan)
{
    size_t at = 0, n = strlen(text);
    nd_sql_scan_init(scan);
    while (at < n) {
        const char *end = strchr(text + at, '\n');
        size_t line = end == NULL ? n - at : (size_t)(end - text) + 1 - at;
        bool is_complete;
        size_t used = nd_sql_scan_feed(scan, text + at, line, &is_complete);
        at += used;
        if (is_complete) return at;
        assert_int_equal(used, line);
    }
    return 0;
}

static void test_statements_that_end(void **state)
{
    ND_UNUSED(state);
    static const char *const statements[] = {
        "select 1;", "select\n1\n;", "select ';';", "select 'it''s;';", "select \";\" from t;", "select \"a\"\";\";", "select E'\\';';",
        "select E'a\\\\';", "select e'''';", "select 'a\\';", "select $$;$$;", "select $a$ $$;$b$ $a$;", "select -- ;\n1;", "select /* ; /* ; */ ; */ 1;",
        "create rule r as on insert to t do (select 1; select 2);", "select $1;", "select a$b$c from t;", "select 1 /* '\n\" */;", ";",
        "select name'x;';", "select )1;", "select 'a\nb;\nc';", "select U&'\\0041;';"};
    for (size_t i = 0; i < ND_ARRAY_LEN(statements); i++) {
        struct nd_sql_scan scan;
        char text[256];
        size_t n = strlen(statements[i]);
        memcpy(text, statements[i], n);
        memcpy(text + n, " select 2;", 11);
        if (first_statement(text, &scan) != n) fail_msg("%s", statements[i]);
    }
}

static void test_statements_that_do_not(void **state)
{
    ND_UNUSED(state);
    static const struct { const char *text; char prompt; } cases[] = {
        {"select 1\n", '-'}, {"select 'a;\n", '\''}, {"select E'\\';\n", '\''}, {"select \"a;\n", '"'}, {"select $x$ $$ ;\n", '$'},
        {"select /* /* */ ;\n", '*'}, {"select (1;\n", '('}};
    for (size_t i = 0; i < ND_ARRAY_LEN(cases); i++) {
        struct nd_sql_scan scan;
        assert_int_equal(first_statement(cases[i].text, &scan), 0);
        assert_int_equal(nd_sql_scan_prompt(&scan), cases[i].prompt);
        assert_false(nd_sql_scan_is_idle(&scan));
    }
}

static void test_nothing_yet(void **state)
{
    ND_UNUSED(state);
    struct nd_sql_scan scan;
    assert_int_equal(first_statement("  \n-- only a comment\n/* and another */\n", &scan), 0);
    assert_true(nd_sql_scan_is_idle(&scan));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_statements_that_end), cmocka_unit_test(test_statements_that_do_not),
                                       cmocka_unit_test(test_nothing_yet)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
