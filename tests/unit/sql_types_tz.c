/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones: where they come from, what is refused, what they answer without files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "sql/types/tz.h"

struct fixture {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_tz_store store;
    struct nd_buf file; /* what the loader gives for "Test/Zone" */
    int loads;
    char asked[256]; /* all names asked for */
};

static enum nd_status load(void *arg, const char *name, struct nd_buf *file)
{
    struct fixture *f = arg;
    f->loads++;
    size_t n = strlen(f->asked);
    snprintf(f->asked + n, sizeof f->asked - n, "%s;", name);
    if (strcmp(name, "Test/Zone") != 0) return ND_STATUS_NOT_FOUND;
    nd_buf_put_slice(file, nd_buf_slice(&f->file));
    return ND_STATUS_OK;
}

static void setup(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    nd_heap_init(&f->heap, false);
    nd_arena_init(&f->arena, &f->heap);
    nd_buf_init(&f->file, &f->heap);
    nd_tz_store_init(&f->store, &f->heap, (struct nd_tz_loader){f, load});
}

static void teardown(struct fixture *f)
{
    nd_tz_store_deinit(&f->store);
    nd_buf_deinit(&f->file);
    nd_arena_deinit(&f->arena);
    assert_int_equal(f->heap.bytes, 0);
}

static void put_be(struct nd_buf *buf, uint64_t v, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--) nd_buf_put_u8(buf, (uint8_t)(v >> (8 * i)));
}

static void put_header(struct nd_buf *file, uint32_t times, uint32_t types, uint32_t chars)
{
    nd_buf_put(file, "TZif2", 5);
    nd_buf_put(file, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15);
    put_be(file, 0, 4), put_be(file, 0, 4), put_be(file, 0, 4);
    put_be(file, times, 4), put_be(file, types, 4), put_be(file, chars, 4);
}

/* An hour east, from 1970-01-02 two hours; then by `footer`. */
static void make_file(struct fixture *f, const char *footer)
{
    struct nd_buf *file = &f->file;
    nd_buf_clear(file);
    put_header(file, 0, 1, 1);
    nd_buf_put(file, "\0\0\0\0\0\0\0", 7);
    put_header(file, 1, 2, 8);
    put_be(file, 86400, 8);
    nd_buf_put_u8(file, 1);
    put_be(file, 3600, 4), nd_buf_put(file, "\0\0", 2);
    put_be(file, 7200, 4), nd_buf_put(file, "\0\4", 2);
    nd_buf_put(file, "ONE\0TWO\0", 8);
    nd_buf_printf(file, "\n%s\n", footer);
}

static const struct nd_tz *must_find(struct fixture *f, const char *name)
{
    const struct nd_tz *tz;
    if (!nd_tz_find(&f->store, nd_slice_str(name), &f->arena, &tz)) fail_msg("%s is unknown", name);
    return tz;
}

static void test_file(void **state)
{
    struct fixture f;
    setup(&f);
    make_file(&f, "TWO-2");
    const struct nd_tz *tz = must_find(&f, "Test/Zone");
    const char *abbrev;
    assert_int_equal(nd_tz_offset_at(tz, 0, &abbrev), 3600);
    assert_string_equal(abbrev, "ONE");
    assert_int_equal(nd_tz_offset_at(tz, 86400, &abbrev), 7200);
    assert_string_equal(abbrev, "TWO");
    assert_int_equal(nd_tz_offset_at(tz, INT64_C(4000000000), NULL), 7200);
    assert_string_equal(nd_tz_name(tz), "Test/Zone");
    /* the second time, in any case, it is there already */
    int loads = f.loads;
    assert_ptr_equal(must_find(&f, "Test/Zone"), tz);
    assert_ptr_equal(must_find(&f, "TEST/ZONE"), tz);
    assert_int_equal(f.loads, loads);
    assert_ptr_equal(nd_tz_keep(tz, &f.arena), tz);
    /* a gap of an hour: local 01:00 to 02:00 of that day did not exist */
    assert_int_equal(nd_tz_offset_of_local(tz, 86400 + 3600 + 1800), 3600);
    assert_int_equal(nd_tz_offset_of_local(tz, 86400 + 7200), 7200);
    teardown(&f);
}

static void test_any_case(void **state)
{
    struct fixture f;
    setup(&f);
    make_file(&f, "TWO-2");
    assert_non_null(must_find(&f, "test/zone"));
    assert_string_equal(f.asked, "test/zone;Test/Zone;");
    teardown(&f);
}

static void test_bad_names(void **state)
{
    struct fixture f;
    setup(&f);
    static const char *const names[] = {"",    "/etc/passwd", "../x",        "Test/../Zone",
                                        "a.b", "Test Zone",   "Test/Zone\n", "\xff"};
    const struct nd_tz *tz;
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++)
        assert_false(nd_tz_find(&f.store, nd_slice_str(names[i]), &f.arena, &tz));
    assert_int_equal(f.loads, 0);
    char longest[200];
    memset(longest, 'a', sizeof longest);
    assert_false(nd_tz_find(&f.store, nd_slice_of(longest, sizeof longest), &f.arena, &tz));
    assert_int_equal(f.loads, 0);
    teardown(&f);
}

/* Every prefix and every changed byte of a file is refused or answers something: nothing reads beyond. */
static void test_damaged_files(void **state)
{
    struct fixture f;
    setup(&f);
    make_file(&f, "ONE-1TWO,M3.5.0,M10.5.0/3");
    struct nd_slice whole = nd_arena_copy(&f.arena, nd_buf_slice(&f.file));
    for (size_t i = 0; i < whole.n * 2; i++) {
        nd_buf_clear(&f.file);
        nd_buf_put(&f.file, whole.p, i < whole.n ? i : whole.n);
        if (i >= whole.n) f.file.p[i - whole.n] ^= 0xff;
        struct nd_tz_store store;
        nd_tz_store_init(&store, &f.heap, (struct nd_tz_loader){&f, load});
        f.asked[0] = '\0';
        const struct nd_tz *tz;
        if (nd_tz_find(&store, nd_slice_str("Test/Zone"), &f.arena, &tz)) {
            (void)nd_tz_offset_at(tz, INT64_C(1700000000), NULL);
            (void)nd_tz_offset_of_local(tz, INT64_C(1700000000));
        }
        nd_tz_store_deinit(&store);
    }
    teardown(&f);
}

static void test_rules(void **state)
{
    struct fixture f;
    setup(&f);
    const struct nd_tz *tz = must_find(&f, "EST5EDT,M3.2.0,M11.1.0");
    assert_int_equal(nd_tz_offset_at(tz, 1577836800, NULL), -5 * 3600); /* 2020-01-01 */
    assert_int_equal(nd_tz_offset_at(tz, 1593561600, NULL), -4 * 3600); /* 2020-07-01 */
    assert_int_equal(nd_tz_offset_at(tz, 1583650799, NULL), -5 * 3600); /* 2020-03-08 01:59:59 */
    assert_int_equal(nd_tz_offset_at(tz, 1583650800, NULL), -4 * 3600);
    assert_false(nd_tz_is_fixed(tz));
    /* the southern summer spans the new year */
    tz = must_find(&f, "AEST-10AEDT,M10.1.0,M4.1.0/3");
    assert_int_equal(nd_tz_offset_at(tz, 1577836800, NULL), 11 * 3600);
    assert_int_equal(nd_tz_offset_at(tz, 1593561600, NULL), 10 * 3600);
    tz = must_find(&f, "<+0545>-5:45");
    assert_int_equal(nd_tz_offset_at(tz, 0, NULL), 5 * 3600 + 45 * 60);
    assert_true(nd_tz_is_fixed(tz));
    /* day 60 of the Julian form is 1 March, leap year or not */
    tz = must_find(&f, "AAA0BBB,J60/0,J300/0");
    assert_int_equal(nd_tz_offset_at(tz, 1583020799, NULL), 0); /* 2020-02-29 23:59:59 */
    assert_int_equal(nd_tz_offset_at(tz, 1583020800, NULL), 3600);
    tz = must_find(&f, "5"); /* an offset alone, as PostgreSQL has it */
    assert_int_equal(nd_tz_offset_at(tz, 0, NULL), -5 * 3600);
    static const char *const bad[] = {"EST",
                                      "EST5EDT,",
                                      "EST5EDT,M13.1.0,M11.1.0",
                                      "EST5EDT,M3.6.0,M11.1.0",
                                      "EST5EDT,J0,J300",
                                      "EST200",
                                      "<EST5",
                                      "EST5EDT,M3.2.0,M11.1.0x"};
    for (size_t i = 0; i < ND_ARRAY_LEN(bad); i++)
        if (nd_tz_find(&f.store, nd_slice_str(bad[i]), &f.arena, &tz)) fail_msg("%s is taken for a rule", bad[i]);
    teardown(&f);
}

static void test_settings(void **state)
{
    struct fixture f;
    struct nd_err err;
    const struct nd_tz *tz;
    setup(&f);
    static const struct {
        const char *value, *name;
        int32_t offset;
    } good[] = {{"UTC", "UTC", 0},
                {"utc", "UTC", 0},
                {"GMT", "GMT", 0},
                {"-7", "<-07>+07", -7 * 3600},
                {"5.5", "<+05:30>-05:30", 19800},
                {" 3 ", "<+03>-03", 10800}};
    for (size_t i = 0; i < ND_ARRAY_LEN(good); i++) {
        assert_int_equal(nd_tz_of_setting(&f.store, nd_slice_str(good[i].value), &f.arena, &tz, &err), ND_STATUS_OK);
        assert_string_equal(nd_tz_name(tz), good[i].name);
        assert_int_equal(nd_tz_offset_at(tz, 0, NULL), good[i].offset);
    }
    static const char *const bad[] = {"Nowhere/Else", "", "200", "PST", "1e9", "168"};
    for (size_t i = 0; i < ND_ARRAY_LEN(bad); i++) {
        assert_int_equal(nd_tz_of_setting(&f.store, nd_slice_str(bad[i]), &f.arena, &tz, &err), ND_STATUS_SQL);
        assert_string_equal(err.sqlstate, "22023");
    }
    /* without a store offsets and rules are known all the same */
    assert_int_equal(nd_tz_of_setting(NULL, nd_slice_str("EST5"), &f.arena, &tz, &err), ND_STATUS_OK);
    assert_int_equal(nd_tz_of_setting(NULL, nd_slice_str("Test/Zone"), &f.arena, &tz, &err), ND_STATUS_SQL);
    /* a kept copy outlives the arena that it was made on */
    struct nd_arena session;
    nd_arena_init(&session, &f.heap);
    assert_int_equal(nd_tz_of_setting(&f.store, nd_slice_str("-3"), &f.arena, &tz, &err), ND_STATUS_OK);
    const struct nd_tz *kept = nd_tz_keep(tz, &session);
    nd_arena_reset(&f.arena);
    assert_int_equal(nd_tz_offset_at(kept, 0, NULL), -3 * 3600);
    nd_arena_deinit(&session);
    teardown(&f);
}

static void test_abbreviations(void **state)
{
    int32_t offset;
    assert_true(nd_tz_abbrev(nd_slice_str("EST"), &offset));
    assert_int_equal(offset, -5 * 3600);
    assert_true(nd_tz_abbrev(nd_slice_str("zulu"), &offset));
    assert_int_equal(offset, 0);
    assert_true(nd_tz_abbrev(nd_slice_str("Acdt"), &offset));
    assert_int_equal(offset, 37800);
    assert_false(nd_tz_abbrev(nd_slice_str("nope"), &offset));
    assert_false(nd_tz_abbrev(nd_slice_str(""), &offset));
    assert_false(nd_tz_abbrev(nd_slice_str("muchtoolong"), &offset));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file),          cmocka_unit_test(test_any_case), cmocka_unit_test(test_bad_names),
        cmocka_unit_test(test_damaged_files), cmocka_unit_test(test_rules),    cmocka_unit_test(test_settings),
        cmocka_unit_test(test_abbreviations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
