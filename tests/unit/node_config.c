/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "node/config.h"

struct fixture {
    struct nd_heap heap;
    struct nd_node_config config;
    struct nd_node_config_error error;
};

static void start(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    nd_heap_init(&f->heap, false);
    nd_node_config_init(&f->config, &f->heap);
}

static void stop(struct fixture *f)
{
    nd_node_config_deinit(&f->config);
    assert_int_equal(f->heap.bytes, 0);
}

static enum nd_status load(struct fixture *f, const char *text)
{
    ND_TRY(nd_node_config_load(&f->config, "ndoto.conf", "/base", nd_slice_str(text), &f->error));
    return nd_node_config_finish(&f->config, &f->error);
}

static void expect_error(const char *text, const char *part)
{
    struct fixture f;
    start(&f);
    assert_int_equal(load(&f, text), ND_STATUS_INVALID);
    if (strstr(f.error.text, part) == NULL) fail_msg("'%s' is not in '%s'", part, f.error.text);
    stop(&f);
}

static void test_defaults(void **state)
{
    ND_UNUSED(state);
    struct fixture f;
    start(&f);
    assert_int_equal(load(&f, ""), ND_STATUS_OK);
    assert_string_equal(f.config.sql_listen, "127.0.0.1:7432");
    assert_string_equal(f.config.sql_advertise, "127.0.0.1:7432");
    assert_string_equal(f.config.cluster_name, "ndoto");
    assert_int_equal(f.config.cache_bytes, 128 << 20);
    assert_int_equal(f.config.initial_voters, 1);
    assert_int_equal(f.config.log_level, ND_LOG_INFO);
    assert_false(f.config.is_insecure);
    stop(&f);
}

static void test_file(void **state)
{
    ND_UNUSED(state);
    struct fixture f;
    start(&f);
    assert_int_equal(load(&f, "# a comment\r\n"
                              "data_dir = store   # below the file\n"
                              "  sql_listen=:5555\n"
                              "http_listen = [::1]:80\n"
                              "join = 10.0.0.1:7400, n2.example.net:7400,127.0.0.1:7400\n"
                              "initial_voters = 3\n"
                              "cache_size = 1GiB\nlog_level = debug\nlog_stderr = on\n"),
                     ND_STATUS_OK);
    assert_string_equal(f.config.data_dir, "/base/store");
    assert_string_equal(f.config.sql_listen, "127.0.0.1:5555");
    assert_string_equal(f.config.http_advertise, "[::1]:80");
    assert_int_equal(f.config.join_count, 3);
    assert_string_equal(f.config.join[1], "n2.example.net:7400");
    assert_int_equal(f.config.cache_bytes, 1 << 30);
    assert_int_equal(f.config.log_level, ND_LOG_DEBUG);
    assert_true(f.config.is_log_on_stderr);
    stop(&f);
}

static void test_errors_say_where_what_and_what_is_allowed(void **state)
{
    ND_UNUSED(state);
    expect_error("\n\nsql_lissen = :1\n", "ndoto.conf:3: there is no setting 'sql_lissen'; did you mean sql_listen?");
    expect_error("zzzzzzzzzzzz = 1\n", "there is no setting 'zzzzzzzzzzzz'; `ndoto start --help` lists them");
    expect_error("insecure\n", "ndoto.conf:1: 'insecure': expected key = value");
    expect_error("insecure = maybe\n", "ndoto.conf:1: insecure = 'maybe': expected on or off");
    expect_error("log_files = 0\n", "expected a whole number of 1 to 100");
    expect_error("log_files = 99999999999999999999\n", "expected a whole number of 1 to 100");
    expect_error("log_files = -1\n", "expected a whole number");
    expect_error("cache_size = 64MB\n", "expected a size of 1MiB to 1TiB, such as 64MiB");
    expect_error("cache_size = 999999999TiB\n", "expected a size");
    expect_error("log_level = loud\n", "expected debug, info, warn or error");
    expect_error("cluster_name = My Cluster\n", "expected 1 to 63 of a-z");
    expect_error("data_dir =\n", "expected a path");
    expect_error("log_files = 1\nlog_files = 2\n", "ndoto.conf:2: log_files = '2': the file sets this key a second time");
    expect_error("sql_listen = localhost\n", "expected host:port");
    expect_error("sql_listen = ::1:99\n", "expected host:port");
    expect_error("sql_listen = [::1]99\n", "expected host:port");
    expect_error("sql_listen = a b:99\n", "expected host:port");
    expect_error("sql_listen = 127.0.0.1:65536\n", "expected host:port");
    expect_error("join = a:1, b\n", "join = 'b': expected a list");
    expect_error("join = a:0\n", "each with a port of 1 to 65535");
}

static void test_contradictions(void **state)
{
    ND_UNUSED(state);
    expect_error("sql_listen = 10.1.2.3:7432\n", "need --insecure");
    expect_error("sql_listen = 127.evil.example:7432\n", "need --insecure");
    expect_error("insecure = on\nrpc_listen = 0.0.0.0:7400\n", "set rpc_advertise");
    expect_error("insecure = on\nrpc_listen = 0.0.0.0:7400\nrpc_advertise = [::]:7400\n", "expected one host");
    expect_error("sql_listen = :7400\n", "the same port as rpc_listen");
    expect_error("insecure = on\nhttp_listen = 0.0.0.0:7432\nhttp_advertise = a:1\n", "the same port as sql_listen");
    expect_error("initial_voters = 2\njoin = a:1,b:1\n", "expected 1, 3, 5 or 7");
    expect_error("initial_voters = 3\njoin = 127.0.0.1:7400, b:1\n", "join names 1 other nodes, 2 are needed");
    expect_error("initial_voters = 3\n", "join names 0 other nodes, 2 are needed");
    expect_error("join = a:1, a:1\n", "the list names this address twice");
    expect_error("log_segment_size = 1048577B\n", "expected a multiple of 4KiB");
}

static void test_not_a_text_file(void **state)
{
    ND_UNUSED(state);
    struct fixture f;
    start(&f);
    assert_int_equal(nd_node_config_load(&f.config, "x", "/", nd_slice_of("a\0b", 3), &f.error), ND_STATUS_INVALID);
    assert_non_null(strstr(f.error.text, "not a text file"));
    stop(&f);
}

static void test_flags_override(void **state)
{
    ND_UNUSED(state);
    struct fixture f;
    start(&f);
    assert_int_equal(nd_node_config_load(&f.config, "c", "/base", nd_slice_str("sql_listen = :1\nlog_files = 2\n"), &f.error), ND_STATUS_OK);
    const char *const flags[] = {"--sql-listen", "0.0.0.0:2", "--insecure", "--sql-advertise=db1:2"};
    assert_int_equal(nd_node_config_take_flags(&f.config, 4, flags, &f.error), ND_STATUS_OK);
    assert_int_equal(nd_node_config_finish(&f.config, &f.error), ND_STATUS_OK);
    assert_string_equal(f.config.sql_listen, "0.0.0.0:2");
    assert_string_equal(f.config.sql_advertise, "db1:2");
    assert_int_equal(f.config.log_files, 2);
    assert_true(f.config.is_insecure);

    const char *const no_value[] = {"--log-files"};
    assert_int_equal(nd_node_config_take_flags(&f.config, 1, no_value, &f.error), ND_STATUS_INVALID);
    assert_non_null(strstr(f.error.text, "--log-files: expected a value after it"));
    const char *const unknown[] = {"--sql-prot", "1"};
    assert_int_equal(nd_node_config_take_flags(&f.config, 2, unknown, &f.error), ND_STATUS_INVALID);
    assert_non_null(strstr(f.error.text, "--sql-prot: there is no setting"));
    const char *const stray[] = {"hello"};
    assert_int_equal(nd_node_config_take_flags(&f.config, 1, stray, &f.error), ND_STATUS_INVALID);
    stop(&f);
}

static void test_rendered_file_loads_again(void **state)
{
    ND_UNUSED(state);
    struct fixture f, g;
    start(&f);
    assert_int_equal(load(&f, "join = a:1, b:1, c:1\nrpc_listen = :9\nlog_segment_size = 4MiB\ninsecure = on\n"), ND_STATUS_OK);
    struct nd_buf out;
    nd_buf_init(&out, &f.heap);
    nd_node_config_render(&f.config, &out);
    start(&g);
    assert_int_equal(nd_node_config_load(&g.config, "again", NULL, nd_buf_slice(&out), &g.error), ND_STATUS_OK);
    assert_int_equal(nd_node_config_finish(&g.config, &g.error), ND_STATUS_OK);
    assert_int_equal(g.config.join_count, 3);
    assert_string_equal(g.config.rpc_listen, "127.0.0.1:9");
    assert_int_equal(g.config.log_segment_bytes, 4 << 20);
    assert_true(g.config.is_insecure);
    assert_int_equal(g.config.cache_bytes, f.config.cache_bytes);
    stop(&g);
    nd_buf_deinit(&out);
    stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_errors_say_where_what_and_what_is_allowed),
        cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_not_a_text_file),
        cmocka_unit_test(test_flags_override),
        cmocka_unit_test(test_rendered_file_loads_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
