/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <locale.h>

#include "cli/sql_table.h"

static const char *header(void *arg, size_t column) { return ((const char *const *)arg)[column]; }
static const char *cell(void *arg, size_t row, size_t column) { return ((const char *const *)arg)[2 + row * 2 + column]; }
static bool is_right(void *arg, size_t column)
{
    ND_UNUSED(arg);
    return column == 0;
}

static void expect_text(bool is_csv, const char *const *texts, size_t rows, const char *expected)
{
    struct nd_heap heap;
    struct nd_buf out;
    nd_heap_init(&heap, false);
    nd_buf_init(&out, &heap);
    const char *copy[32];
    memcpy(copy, texts, (2 + rows * 2) * sizeof *texts);
    const struct nd_cli_table table = {2, rows, copy, header, cell, is_right};
    if (is_csv) nd_cli_table_render_csv(&table, &out);
    else nd_cli_table_render(&table, true, &out);
    nd_buf_put_u8(&out, 0);
    assert_string_equal((const char *)out.p, expected);
    nd_buf_deinit(&out);
}

/* The expected layouts are psql's. */
static void test_aligned(void **state)
{
    ND_UNUSED(state);
    static const char *const texts[] = {"n", "name", "1", "ok", "1000", NULL, NULL, "Zo\xc3\xab" "\n2"};
    expect_text(false, texts, 3, "  n   |  name  \n------+--------\n    1 | ok\n 1000 | \n      | Zo\xc3\xab" "\\n2\n(3 rows)\n\n");
    expect_text(false, texts, 0, " n | name \n---+------\n(0 rows)\n\n");
}

static void test_hostile_text(void **state)
{
    ND_UNUSED(state);
    static const char *const texts[] = {"a", "b", "\x1b[2J", "\xff\xc3"};
    expect_text(false, texts, 1, "    a    | b  \n---------+----\n \\x1b[2J | \xff\xc3\n(1 row)\n\n");
}

static void test_csv(void **state)
{
    ND_UNUSED(state);
    static const char *const texts[] = {"a,b", "c", "say \"hi\"", "", "1", NULL};
    expect_text(true, texts, 2, "\"a,b\",c\n\"say \"\"hi\"\"\",\"\"\n1,\n");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_aligned), cmocka_unit_test(test_hostile_text), cmocka_unit_test(test_csv)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
