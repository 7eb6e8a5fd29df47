/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/nearest.h"
#include "cli/args.h"
#include "cli/commands.h"

struct values {
    const char *name;
    uint64_t port, seed;
    bool is_loud, has_port;
    int positional, exit_code;
};

static bool parse(struct values *values, int argc, char **argv)
{
    const struct nd_cli_flag flags[] = {
        {"name", 'n', ND_CLI_TEXT, "NAME", "a name", &values->name, 0, 0, NULL},
        {"port", 'p', ND_CLI_NUMBER, "PORT", "a port", &values->port, 1, 65535, &values->has_port},
        {"seed", 0, ND_CLI_NUMBER, "SEED", "any number", &values->seed, 0, UINT64_MAX, NULL},
        {"loud", 0, ND_CLI_SWITCH, NULL, "a switch", &values->is_loud, 0, 0, NULL},
    };
    const struct nd_cli_usage usage = {"ndoto test", "[FLAGS]", "About.", flags, 4, 1, NULL};
    *values = (struct values){.exit_code = -1};
    return nd_cli_args_parse(&usage, argc, argv, &values->positional, &values->exit_code);
}

static bool parse_text(struct values *values, const char *text, char *buffer, char **argv)
{
    int argc = 0;
    strcpy(buffer, text);
    for (char *word = strtok(buffer, " "); word != NULL; word = strtok(NULL, " ")) argv[argc++] = word;
    argv[argc] = NULL;
    return parse(values, argc, argv);
}

static void test_forms(void **state)
{
    ND_UNUSED(state);
    struct values v;
    char buffer[256], *argv[16];
    assert_true(parse_text(&v, "test --name a -p 12 --loud file", buffer, argv));
    assert_string_equal(v.name, "a");
    assert_int_equal(v.port, 12);
    assert_true(v.is_loud);
    assert_true(v.has_port);
    assert_int_equal(v.positional, 1);
    assert_string_equal(argv[1], "file");
    assert_true(parse_text(&v, "test --name=b=c -p65535 -- --file", buffer, argv));
    assert_string_equal(v.name, "b=c");
    assert_int_equal(v.port, 65535);
    assert_string_equal(argv[1], "--file");
    assert_true(parse_text(&v, "test --seed 18446744073709551615", buffer, argv));
    assert_true(v.seed == UINT64_MAX);
    assert_true(parse_text(&v, "test", buffer, argv));
    assert_false(v.has_port);
}

static void test_refusals(void **state)
{
    ND_UNUSED(state);
    static const char *const lines[] = {"test --nme a",   "test -x",          "test --port",   "test --port 0", "test --port 65536",
                                        "test --port 1x", "test --loud=yes", "test one two", "test --port=", "test -p -1",
                                        "test --seed x", "test --seed 18446744073709551616"};
    struct values v;
    char buffer[256], *argv[16];
    for (size_t i = 0; i < ND_ARRAY_LEN(lines); i++) {
        assert_false(parse_text(&v, lines[i], buffer, argv));
        assert_int_equal(v.exit_code, ND_EXIT_USAGE);
    }
    assert_false(parse_text(&v, "test --help", buffer, argv));
    assert_int_equal(v.exit_code, ND_EXIT_OK);
}

static const char *word(const void *arg, size_t i)
{
    static const char *const words[] = {"start", "status", "demo", "version", NULL};
    ND_UNUSED(arg);
    return words[i];
}

static void test_nearest(void **state)
{
    ND_UNUSED(state);
    assert_string_equal(nd_nearest_word("stats", NULL, word), "status");
    assert_string_equal(nd_nearest_word("statsu", NULL, word), "status");
    assert_string_equal(nd_nearest_word("dmeo", NULL, word), "demo");
    assert_string_equal(nd_nearest_word("versoin", NULL, word), "version");
    assert_null(nd_nearest_word("elephant", NULL, word));
    assert_null(nd_nearest_word("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL, word));
}

static void test_commands(void **state)
{
    ND_UNUSED(state);
    char program[] = "ndoto", help[] = "help", wrong[] = "dmeo", version[] = "--version", demo[] = "demo", flag[] = "--nodes=0";
    char *overview[] = {program, help, NULL}, *unknown[] = {program, wrong, NULL}, *versions[] = {program, version, NULL};
    char *nothing[] = {program, NULL}, *zero[] = {program, demo, flag, NULL}, *help_demo[] = {program, help, demo, NULL};
    char *help_wrong[] = {program, help, wrong, NULL};
    assert_int_equal(nd_cli_main(2, overview), ND_EXIT_OK);
    assert_int_equal(nd_cli_main(2, versions), ND_EXIT_OK);
    assert_int_equal(nd_cli_main(3, help_demo), ND_EXIT_OK);
    assert_int_equal(nd_cli_main(2, unknown), ND_EXIT_USAGE);
    assert_int_equal(nd_cli_main(1, nothing), ND_EXIT_USAGE);
    assert_int_equal(nd_cli_main(3, zero), ND_EXIT_USAGE);
    assert_int_equal(nd_cli_main(3, help_wrong), ND_EXIT_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms), cmocka_unit_test(test_refusals), cmocka_unit_test(test_nearest),
                                       cmocka_unit_test(test_commands)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
