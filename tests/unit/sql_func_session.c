/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that ask the session: the clock, settings, randomness, names; and what the planner asks of operators. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "sql/func/func.h"

struct fixture {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_type_ctx types;
    struct nd_func_services services;
    struct nd_func_ctx ctx;
    struct nd_err err;
    char setting[64];
    int calls;
};

static double give_random(void *arg) { return 0.25 * ++((struct fixture *)arg)->calls; }
static void give_bytes(void *arg, void *bytes, size_t n) { memset(bytes, 0xff, n); }
static int64_t give_clock(void *arg) { return INT64_C(1000000) * ++((struct fixture *)arg)->calls; }
static const char *get_setting(void *arg, const char *name)
{
    return strcmp(name, "search_path") == 0 ? ((struct fixture *)arg)->setting : NULL;
}
static uint64_t give_txid(void *arg) { return 77; }

static enum nd_status set_setting(void *arg, const char *name, const char *value, bool is_local, struct nd_err *err)
{
    if (strcmp(name, "search_path") != 0)
        return nd_err_set(err, "42704", "unrecognized configuration parameter \"%s\"", name);
    snprintf(((struct fixture *)arg)->setting, 64, "%s%s", value, is_local ? " (local)" : "");
    return ND_STATUS_OK;
}

static void setup(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    nd_heap_init(&f->heap, false);
    nd_arena_init(&f->arena, &f->heap);
    f->types = (struct nd_type_ctx){.txn_us = 5000000, .statement_us = 6000000};
    f->services = (struct nd_func_services){.arg = f,
                                            .random = give_random,
                                            .random_bytes = give_bytes,
                                            .clock_us = give_clock,
                                            .get_setting = get_setting,
                                            .set_setting = set_setting,
                                            .txid = give_txid,
                                            .version = "Ndoto 1",
                                            .user = "ann",
                                            .session_user = "bob",
                                            .database = "shop",
                                            .schema = "public",
                                            .backend_pid = 42};
    f->ctx = (struct nd_func_ctx){.types = &f->types, .services = &f->services, .arena = &f->arena, .heap = &f->heap};
    snprintf(f->setting, sizeof f->setting, "public");
}

static void teardown(struct fixture *f)
{
    nd_arena_deinit(&f->arena);
    assert_int_equal(f->heap.bytes, 0);
}

#define ROWS 2

/* Calls name(texts...) and gives the text of the rows, joined by blanks; or "ERROR code". */
static const char *call(struct fixture *f, const char *name, size_t count, const struct nd_type *types,
                        const char *const *texts)
{
    struct nd_vec args[4];
    enum nd_type_id ids[4];
    struct nd_func_match match;
    struct nd_sel sel = {NULL, ROWS};
    for (size_t i = 0; i < count; i++) {
        struct nd_datum datum = ND_DATUM_NULL;
        ids[i] = types[i].id;
        args[i] = nd_vec_new(&f->arena, types[i], ROWS);
        if (texts[i] != NULL)
            assert_int_equal(nd_type_in(&f->types, types[i], nd_slice_str(texts[i]), &f->arena, &datum, &f->err),
                             ND_STATUS_OK);
        for (size_t row = 0; row < ROWS; row++) nd_vec_set(&args[i], row, datum);
    }
    assert_int_equal(nd_func_resolve(name, ids, count, &match, &f->err), ND_STATUS_OK);
    struct nd_vec out = nd_vec_new(&f->arena, ND_TYPE(match.result), ROWS);
    if (nd_func_eval(match.func, &f->ctx, args, count, &sel, &out, &f->err) != ND_STATUS_OK)
        return nd_arena_printf(&f->arena, "ERROR %s", f->err.sqlstate);
    const char *text = "";
    for (size_t row = 0; row < ROWS; row++) {
        struct nd_datum datum = nd_vec_get(&out, row);
        struct nd_slice s = datum.is_null ? nd_slice_str("NULL")
                                          : nd_type_out_slice(&f->types, ND_TYPE(match.result), &datum, &f->arena);
        text = nd_arena_printf(&f->arena, "%s%s%.*s", text, row == 0 ? "" : " ", (int)s.n, (const char *)s.p);
    }
    return text;
}

static const char *call0(struct fixture *f, const char *name) { return call(f, name, 0, NULL, NULL); }

static void test_names(void **state)
{
    struct fixture f;
    setup(&f);
    assert_string_equal(call0(&f, "version"), "Ndoto 1 Ndoto 1");
    assert_string_equal(call0(&f, "current_user"), "ann ann");
    assert_string_equal(call0(&f, "session_user"), "bob bob");
    assert_string_equal(call0(&f, "current_database"), "shop shop");
    assert_string_equal(call0(&f, "current_schema"), "public public");
    assert_string_equal(call0(&f, "pg_backend_pid"), "42 42");
    assert_string_equal(call0(&f, "txid_current"), "77 77");
    f.services.schema = NULL;
    assert_string_equal(call0(&f, "current_schema"), "NULL NULL");
    teardown(&f);
}

static void test_clock(void **state)
{
    struct fixture f;
    setup(&f);
    assert_string_equal(call0(&f, "now"), "2000-01-01 00:00:05+00 2000-01-01 00:00:05+00");
    assert_string_equal(call0(&f, "statement_timestamp"), "2000-01-01 00:00:06+00 2000-01-01 00:00:06+00");
    assert_string_equal(call0(&f, "clock_timestamp"), "2000-01-01 00:00:01+00 2000-01-01 00:00:02+00");
    assert_string_equal(call0(&f, "timeofday"),
                        "Sat Jan 01 00:00:03.000000 2000 UTC Sat Jan 01 00:00:04.000000 2000 UTC");
    static const struct nd_type timestamp = {ND_TYPE_TIMESTAMP, -1};
    const char *birthday = "1999-12-25";
    assert_string_equal(call(&f, "age", 1, &timestamp, &birthday), "7 days 7 days");
    teardown(&f);
}

static void test_random(void **state)
{
    struct fixture f;
    setup(&f);
    assert_string_equal(call0(&f, "random"), "0.25 0.5");
    assert_string_equal(call0(&f, "gen_random_uuid"),
                        "ffffffff-ffff-4fff-bfff-ffffffffffff ffffffff-ffff-4fff-bfff-ffffffffffff");
    teardown(&f);
}

static void test_settings(void **state)
{
    struct fixture f;
    setup(&f);
    static const struct nd_type types[] = {{ND_TYPE_TEXT, -1}, {ND_TYPE_TEXT, -1}, {ND_TYPE_BOOL, -1}},
                                lookup[] = {{ND_TYPE_TEXT, -1}, {ND_TYPE_BOOL, -1}};
    const char *path = "search_path", *unknown[] = {"nope", "true"};
    assert_string_equal(call(&f, "current_setting", 1, types, &path), "public public");
    assert_string_equal(call(&f, "current_setting", 1, types, unknown), "ERROR 42704");
    assert_string_equal(call(&f, "current_setting", 2, lookup, unknown), "NULL NULL");
    assert_string_equal(call(&f, "set_config", 3, types, (const char *[]){"search_path", "", "false"}), " ");
    assert_string_equal(call(&f, "set_config", 3, types, (const char *[]){"search_path", "app", "true"}),
                        "app (local) app (local)");
    assert_string_equal(call(&f, "set_config", 3, types, (const char *[]){"nope", "x", "true"}), "ERROR 42704");
    assert_string_equal(call(&f, "set_config", 3, types, (const char *[]){NULL, "x", "true"}), "ERROR 22004");
    teardown(&f);
}

/* Without services what needs them says so. */
static void test_no_services(void **state)
{
    struct fixture f;
    setup(&f);
    f.ctx.services = NULL;
    static const char *const needing[] = {"random", "clock_timestamp", "timeofday", "gen_random_uuid", "txid_current"};
    for (size_t i = 0; i < ND_ARRAY_LEN(needing); i++) assert_string_equal(call0(&f, needing[i]), "ERROR 0A000");
    assert_string_equal(call0(&f, "version"), "NULL NULL");
    teardown(&f);
}

static void test_format_type(void **state)
{
    struct fixture f;
    setup(&f);
    static const struct nd_type types[] = {{ND_TYPE_OID, -1}, {ND_TYPE_INT4, -1}};
    static const struct {
        const char *oid, *mod, *text;
    } cases[] = {
        {"23", NULL, "integer"},
        {"1700", "655366", "numeric(10,2)"},
        {"1043", "14", "character varying(10)"},
        {"1042", "14", "character(10)"},
        {"1042", "-1", "bpchar"},
        {"1042", NULL, "character"},
        {"1184", "3", "timestamp(3) with time zone"},
        {"1083", NULL, "time without time zone"},
        {"1186", "2147418115", "interval(3)"},
        {"999999", NULL, "???"},
        {"1700", "657410", "numeric(10,-2)"},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(cases); i++) {
        const char *texts[] = {cases[i].oid, cases[i].mod};
        assert_string_equal(call(&f, "format_type", 2, types, texts),
                            nd_arena_printf(&f.arena, "%s %s", cases[i].text, cases[i].text));
    }
    teardown(&f);
}

/* ---- for the planner ----------------------------------------------------------------------------- */

static void test_compare_operators(void **state)
{
    static const char *const symbols[] = {"", "=", "<>", "<", "<=", ">", ">="};
    struct nd_func_match match;
    struct nd_err err;
    for (int i = ND_COMPARE_EQ; i <= ND_COMPARE_GE; i++) {
        enum nd_compare compare = (enum nd_compare)i;
        assert_int_equal(nd_oper_resolve(symbols[i], ND_TYPE_INT4, ND_TYPE_INT8, &match, &err), ND_STATUS_OK);
        assert_int_equal(nd_func_compare(match.func), compare);
        assert_int_equal(nd_compare_commuted(nd_compare_commuted(compare)), compare);
        assert_int_equal(nd_compare_negated(nd_compare_negated(compare)), compare);
        /* plans name functions; the name finds the same entry */
        assert_ptr_equal(nd_func_find(match.func->name, match.func->args, 2, true), match.func);
    }
    assert_int_equal(nd_compare_commuted(ND_COMPARE_LT), ND_COMPARE_GT);
    assert_int_equal(nd_compare_negated(ND_COMPARE_LT), ND_COMPARE_GE);
    assert_int_equal(nd_oper_resolve("+", ND_TYPE_INT4, ND_TYPE_INT4, &match, &err), ND_STATUS_OK);
    assert_int_equal(nd_func_compare(match.func), ND_COMPARE_NONE);
    static const enum nd_type_id any[] = {ND_TYPE_ANY, ND_TYPE_ANY};
    assert_ptr_equal(nd_func_find("greatest", any, 1, false), nd_func_extreme(false));
    assert_ptr_equal(nd_func_find("is not distinct from", any, 2, false), nd_func_distinct(true));
    assert_null(nd_func_find("no such function", any, 1, false));
}

static void test_like_prefix(void **state)
{
    struct fixture f;
    setup(&f);
    static const struct {
        const char *pattern, *prefix;
        bool is_exact;
    } cases[] = {{"abc%", "abc", false},   {"abc", "abc", true}, {"a_c", "a", false}, {"%x", "", false},
                 {"a\\%b%", "a%b", false}, {"a\\", "a", true},   {"", "", true}};
    for (size_t i = 0; i < ND_ARRAY_LEN(cases); i++) {
        bool is_exact;
        struct nd_slice prefix = nd_like_prefix(nd_slice_str(cases[i].pattern), &f.arena, &is_exact);
        assert_true(nd_slice_eq(prefix, nd_slice_str(cases[i].prefix)));
        assert_int_equal(is_exact, cases[i].is_exact);
    }
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_no_services),
        cmocka_unit_test(test_format_type),
        cmocka_unit_test(test_compare_operators),
        cmocka_unit_test(test_like_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
