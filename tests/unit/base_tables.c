/* SPDX-License-Identifier: Apache-2.0 */
/* The status table, error fields, log lines, metrics and their Prometheus text, the nearest word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/err.h"
#include "base/logger.h"
#include "base/metrics.h"
#include "base/nearest.h"

static struct nd_heap heap;

/* ---- status and errors ---------------------------------------------------------------------------------------------- */

static void every_status_is_whole(void **state)
{
    ND_UNUSED(state);
    for (unsigned i = 0; i < ND_STATUS_COUNT; i++) {
        const char *sqlstate = nd_status_sqlstate(i), *text = nd_status_text(i);
        assert_int_equal(strlen(sqlstate), 5);
        for (unsigned c = 0; c < 5; c++) assert_true(isdigit((unsigned char)sqlstate[c]) || isupper((unsigned char)sqlstate[c]));
        assert_true(strlen(text) > 1);
        assert_false(isupper((unsigned char)text[0]));
        for (unsigned j = 0; j < i; j++) assert_string_not_equal(nd_status_name(i), nd_status_name(j));
    }
    assert_string_equal(nd_status_name(ND_STATUS_WRITE_CONFLICT), "WRITE_CONFLICT");
    /* What may have happened is said so, to callers and to clients (S1). */
    assert_int_equal(nd_status_retry(ND_STATUS_AMBIGUOUS), ND_RETRY_AMBIGUOUS);
    assert_string_equal(nd_status_sqlstate(ND_STATUS_AMBIGUOUS), "40003");
    assert_int_equal(nd_status_retry(ND_STATUS_NOT_LEADER), ND_RETRY_ROUTE);
}

static void errors_keep_the_first_cause(void **state)
{
    ND_UNUSED(state);
    struct nd_err err = {0};
    assert_false(nd_err_is_set(&err));
    assert_int_equal(nd_err_set(&err, "42P01", "relation \"%s\" does not exist", "t"), ND_STATUS_SQL);
    assert_int_equal(nd_err_detail(&err, "%d tables are there", 3), ND_STATUS_SQL);
    assert_int_equal(nd_err_hint(&err, "create it"), ND_STATUS_SQL);
    assert_string_equal(err.sqlstate, "42P01");
    assert_string_equal(err.message, "relation \"t\" does not exist");
    assert_string_equal(err.detail, "3 tables are there");
    assert_string_equal(err.hint, "create it");
    assert_int_equal(nd_err_from_status(&err, ND_STATUS_IO), ND_STATUS_IO);
    assert_string_equal(err.sqlstate, "42P01");
    nd_err_clear(&err);
    assert_int_equal(nd_err_from_status(&err, ND_STATUS_IO), ND_STATUS_IO);
    assert_string_equal(err.sqlstate, "58030");
    nd_err_clear(&err);
    (void)nd_err_unsupported(&err, "MERGE");
    assert_string_equal(err.sqlstate, "0A000");
    assert_non_null(strstr(err.message, "MERGE"));
    char endless[2000];
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    (void)nd_err_set(&err, "XX000", "%s", endless); /* cut, not overrun */
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
}

/* ---- log lines ------------------------------------------------------------------------------------------------------- */

struct lines {
    unsigned count;
    enum nd_log_level level;
    char module[16], line[2048];
};

static void sink(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    struct lines *lines = arg;
    lines->count++;
    lines->level = level;
    (void)snprintf(lines->module, sizeof lines->module, "%s", module);
    (void)snprintf(lines->line, sizeof lines->line, "%s", line);
}

static void log_lines_are_filtered_and_cut(void **state)
{
    ND_UNUSED(state);
    struct lines lines = {0};
    struct nd_logger logger = {.level_min = ND_LOG_INFO, .sink_arg = &lines, .sink = sink};
    const struct nd_logger *none = NULL;
    ND_DEBUG(&logger, "raft", "not wanted");
    ND_ERROR(none, "raft", "nobody listens");
    assert_int_equal(lines.count, 0);
    ND_WARN(&logger, "raft", "term %d", 7);
    assert_int_equal(lines.count, 1);
    assert_int_equal(lines.level, ND_LOG_WARN);
    assert_string_equal(lines.module, "raft");
    assert_string_equal(lines.line, "term 7");
    ND_INFO(&logger, "sql", "%5000d", 1);
    assert_int_equal(lines.count, 2);
    assert_true(strlen(lines.line) < 2000);
    assert_string_equal(nd_log_level_name(ND_LOG_DEBUG), "DEBUG");
    assert_string_equal(nd_log_level_name(ND_LOG_ERROR), "ERROR");
}

/* ---- metrics ----------------------------------------------------------------------------------------------------------- */

static void histograms_are_near(void **state)
{
    ND_UNUSED(state);
    static struct nd_histogram histogram, other;
    assert_int_equal(nd_histogram_quantile(&histogram, 0.5), 0);
    for (uint64_t v = 1; v < 1ULL << 40; v = v * 9 / 8 + 1) { /* each bucket holds its value, 13 % off at most */
        memset(&other, 0, sizeof other);
        nd_histogram_add(&other, v);
        uint64_t found = nd_histogram_quantile(&other, 0.5);
        assert_true(found >= v);
        assert_true((double)(found - v) <= (double)v * 0.13);
    }
    for (uint64_t v = 1; v <= 1000; v++) nd_histogram_add(&histogram, v);
    assert_in_range(nd_histogram_quantile(&histogram, 0.5), 500, 565);
    assert_in_range(nd_histogram_quantile(&histogram, 0.99), 990, 1120);
    assert_in_range(nd_histogram_quantile(&histogram, 1), 1000, 1130);
    assert_int_equal(histogram.sum, 500500);
    memset(&other, 0, sizeof other);
    nd_histogram_add(&other, UINT64_MAX); /* beyond the last bucket */
    nd_histogram_add(&other, 0);
    nd_histogram_merge(&histogram, &other);
    assert_int_equal(histogram.count, 1002);
    assert_int_equal(nd_histogram_quantile(&histogram, 0), 0);
}

static void metrics_render_as_prometheus_text(void **state)
{
    ND_UNUSED(state);
    static struct nd_histogram seconds;
    struct nd_counter reads = {0}, writes = {0};
    struct nd_gauge sessions = {0};
    struct nd_metrics metrics;
    struct nd_buf text;
    nd_metrics_init(&metrics, &heap);
    nd_buf_init(&text, &heap);
    nd_metrics_add_counter(&metrics, "x_ops_total", "kind=\"read\"", "Operations.", &reads);
    nd_metrics_add_counter(&metrics, "x_ops_total", "kind=\"write\"", "Operations.", &writes);
    nd_metrics_add_gauge(&metrics, "x_sessions", NULL, "Open sessions.", &sessions);
    nd_metrics_add_histogram(&metrics, "x_seconds", NULL, "Time.", &seconds, 1e9);
    nd_counter_add(&reads, 3);
    nd_gauge_add(&sessions, 5);
    nd_gauge_add(&sessions, -7);
    nd_histogram_add(&seconds, 2000000000);
    nd_metrics_render(&metrics, &text);
    nd_buf_put_u8(&text, '\0');
    const char *expected = "# HELP x_ops_total Operations.\n# TYPE x_ops_total counter\nx_ops_total{kind=\"read\"} 3\nx_ops_total{kind=\"write\"} 0\n"
                           "# HELP x_sessions Open sessions.\n# TYPE x_sessions gauge\nx_sessions -2\n"
                           "# HELP x_seconds Time.\n# TYPE x_seconds summary\n";
    assert_memory_equal(text.p, expected, strlen(expected));
    assert_non_null(strstr((char *)text.p, "\nx_seconds{quantile=\"0.5\"} 2.01"));
    assert_non_null(strstr((char *)text.p, "\nx_seconds_sum 2\nx_seconds_count 1\n"));
    for (unsigned i = 0; i < 100; i++) nd_metrics_add_gauge(&metrics, "x_sessions", "i=\"1\"", "Open sessions.", &sessions);
    assert_int_equal(metrics.count, 104);
    nd_buf_deinit(&text);
    nd_metrics_deinit(&metrics);
    assert_int_equal(heap.bytes, 0);
}

/* ---- the nearest word --------------------------------------------------------------------------------------------------- */

static const char *word_at(const void *arg, size_t i)
{
    static const char *const words[] = {"start", "status", "sql", "sql_listen", "sim"};
    ND_UNUSED(arg);
    return i < ND_ARRAY_LEN(words) ? words[i] : NULL;
}

static void the_nearest_word_is_near(void **state)
{
    ND_UNUSED(state);
    assert_string_equal(nd_nearest_word("strat", NULL, word_at), "start");
    assert_string_equal(nd_nearest_word("statsu", NULL, word_at), "status");
    assert_string_equal(nd_nearest_word("sql_lissen", NULL, word_at), "sql_listen");
    assert_null(nd_nearest_word("benchmark", NULL, word_at));
    assert_null(nd_nearest_word("a word that is far too long for any that is known here", NULL, word_at));
}

int main(void)
{
    nd_heap_init(&heap, false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_is_whole),
        cmocka_unit_test(errors_keep_the_first_cause),
        cmocka_unit_test(log_lines_are_filtered_and_cut),
        cmocka_unit_test(histograms_are_near),
        cmocka_unit_test(metrics_render_as_prometheus_text),
        cmocka_unit_test(the_nearest_word_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
