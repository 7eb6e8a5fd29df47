/* SPDX-License-Identifier: Apache-2.0 */
/* Both halves of the codec against each other. What malformed input answers: tests/golden/pgwire. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "pgwire/client_codec.h"

struct fixture {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_buf out;
    struct nd_err err;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    nd_heap_init(&fixture->heap, false);
    nd_arena_init(&fixture->arena, &fixture->heap);
    nd_buf_init(&fixture->out, &fixture->heap);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    nd_buf_deinit(&fixture->out);
    nd_arena_deinit(&fixture->arena);
    assert_int_equal(atomic_load(&fixture->heap.bytes), 0);
    free(fixture);
    return 0;
}

/* The one message in out. */
static struct nd_slice body_of(struct fixture *fixture, char type)
{
    assert_int_equal((char)fixture->out.p[0], type);
    return nd_slice_of(fixture->out.p + 5, fixture->out.n - 5);
}

static void test_startup(void **state)
{
    struct fixture *fixture = *state;
    const struct nd_pgwire_option options[] = {{"application_name", "unit"}, {"options", "-c a=b"}, {"_pq_.x", "1"}};
    nd_pgwire_client_put_startup(&fixture->out, "me", "here", options, 3);
    nd_pgwire_client_put_ssl_request(&fixture->out);
    nd_pgwire_client_put_cancel(&fixture->out, 7, 0xFFFFFFFF);
    struct nd_pgwire_dec dec;
    nd_pgwire_dec_init(&dec, &fixture->heap, ND_PGWIRE_FROM_CLIENT);
    nd_pgwire_dec_feed(&dec, nd_buf_slice(&fixture->out));

    struct nd_pgwire_msg msg;
    struct nd_pgwire_startup startup;
    assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MESSAGE);
    assert_int_equal(msg.type, 0);
    assert_int_equal(nd_pgwire_decode_startup(msg.body, &fixture->arena, &startup, &fixture->err), ND_STATUS_OK);
    assert_int_equal(startup.kind, ND_PGWIRE_STARTUP);
    assert_int_equal(startup.minor, 0);
    assert_string_equal(startup.user, "me");
    assert_string_equal(startup.database, "here");
    assert_string_equal(startup.options, "-c a=b");
    assert_null(startup.replication);
    assert_int_equal(startup.setting_count, 1);
    assert_string_equal(startup.settings[0].name, "application_name");
    assert_string_equal(startup.settings[0].value, "unit");
    assert_int_equal(startup.unknown_count, 1);
    assert_string_equal(startup.unknown[0], "_pq_.x");

    assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MESSAGE);
    assert_int_equal(nd_pgwire_decode_startup(msg.body, &fixture->arena, &startup, &fixture->err), ND_STATUS_OK);
    assert_int_equal(startup.kind, ND_PGWIRE_STARTUP_SSL);
    assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MESSAGE);
    assert_int_equal(nd_pgwire_decode_startup(msg.body, &fixture->arena, &startup, &fixture->err), ND_STATUS_OK);
    assert_int_equal(startup.kind, ND_PGWIRE_STARTUP_CANCEL);
    assert_int_equal(startup.process_id, 7);
    assert_int_equal(startup.secret, 0xFFFFFFFF);
    assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MORE);
    nd_pgwire_dec_deinit(&dec);
}

static void test_options(void **state)
{
    struct fixture *fixture = *state;
    struct nd_pgwire_option *settings;
    size_t count;
    assert_int_equal(nd_pgwire_decode_options("  -c a=1 -cb=2\t--statement-timeout=5s -c c=x\\ y\\\\z ", &fixture->arena, &settings, &count, &fixture->err),
                     ND_STATUS_OK);
    static const struct nd_pgwire_option expected[] = {{"a", "1"}, {"b", "2"}, {"statement_timeout", "5s"}, {"c", "x y\\z"}};
    assert_int_equal(count, ND_ARRAY_LEN(expected));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(settings[i].name, expected[i].name);
        assert_string_equal(settings[i].value, expected[i].value);
    }
    assert_int_equal(nd_pgwire_decode_options("", &fixture->arena, &settings, &count, &fixture->err), ND_STATUS_OK);
    assert_int_equal(count, 0);
    static const char *const wrong[] = {"-c", "-c a", "-c =1", "--", "x", "-d 5"};
    for (size_t i = 0; i < ND_ARRAY_LEN(wrong); i++) {
        assert_int_equal(nd_pgwire_decode_options(wrong[i], &fixture->arena, &settings, &count, &fixture->err), ND_STATUS_SQL);
        assert_string_equal(fixture->err.sqlstate, "22023");
    }
}

static void put_everything(struct nd_buf *out)
{
    const struct nd_sql_param params[] = {
        {.bytes = nd_slice_str("text")}, {.is_null = true}, {.is_binary = true, .bytes = nd_slice_of("\0\1", 2)}, {.bytes = ND_SLICE_EMPTY}};
    nd_pgwire_client_put_query(out, nd_slice_str("select 1"));
    nd_pgwire_client_put_parse(out, "s", nd_slice_str("select $1"), (const uint32_t[]){23, 0xFFFFFFFF}, 2);
    nd_pgwire_client_put_bind(out, "p", "s", params, ND_ARRAY_LEN(params), true);
    nd_pgwire_client_put_describe(out, true, "p");
    nd_pgwire_client_put_execute(out, "p", 10);
    nd_pgwire_client_put_close(out, false, "s");
    nd_pgwire_client_put_flush(out);
    nd_pgwire_client_put_sync(out);
    nd_pgwire_client_put_copy_data(out, nd_slice_of("a\0b", 3));
    nd_pgwire_client_put_copy_done(out);
    nd_pgwire_client_put_copy_fail(out, "why not");
    nd_pgwire_client_put_terminate(out);
}

static void check_everything(struct fixture *fixture, struct nd_pgwire_dec *dec, size_t piece)
{
    struct nd_slice in = nd_buf_slice(&fixture->out);
    struct nd_pgwire_msg msg;
    char types[32] = "";
    struct nd_slice text;
    struct nd_pgwire_parse parse;
    struct nd_pgwire_bind bind;
    struct nd_pgwire_target target;
    struct nd_pgwire_execute execute;
    while (in.n > 0) {
        size_t n = in.n < piece ? in.n : piece;
        nd_pgwire_dec_feed(dec, nd_slice_of(in.p, n));
        in = nd_slice_of(in.p + n, in.n - n);
        enum nd_pgwire_next next;
        while ((next = nd_pgwire_dec_next(dec, &msg, &fixture->err)) == ND_PGWIRE_MESSAGE) {
            types[strlen(types)] = msg.type;
            switch (msg.type) {
            case 'Q':
                assert_int_equal(nd_pgwire_decode_string(msg.body, &text, &fixture->err), ND_STATUS_OK);
                assert_true(nd_slice_eq(text, nd_slice_str("select 1")));
                break;
            case 'P':
                assert_int_equal(nd_pgwire_decode_parse(msg.body, &fixture->arena, &parse, &fixture->err), ND_STATUS_OK);
                assert_string_equal(parse.name, "s");
                assert_true(nd_slice_eq(parse.text, nd_slice_str("select $1")));
                assert_int_equal(parse.param_count, 2);
                assert_int_equal(parse.param_oids[0], 23);
                assert_int_equal(parse.param_oids[1], 0xFFFFFFFF);
                break;
            case 'B':
                assert_int_equal(nd_pgwire_decode_bind(msg.body, &fixture->arena, &bind, &fixture->err), ND_STATUS_OK);
                assert_string_equal(bind.portal, "p");
                assert_string_equal(bind.statement, "s");
                assert_int_equal(bind.param_count, 4);
                assert_true(nd_slice_eq(bind.params[0].bytes, nd_slice_str("text")));
                assert_false(bind.params[0].is_binary);
                assert_true(bind.params[1].is_null);
                assert_true(bind.params[2].is_binary);
                assert_true(nd_slice_eq(bind.params[2].bytes, nd_slice_of("\0\1", 2)));
                assert_false(bind.params[3].is_null);
                assert_int_equal(bind.params[3].bytes.n, 0);
                assert_true(nd_pgwire_formats_is_binary(&bind.results, 0));
                assert_true(nd_pgwire_formats_is_binary(&bind.results, 99));
                break;
            case 'D':
                assert_int_equal(nd_pgwire_decode_target(msg.body, &target, &fixture->err), ND_STATUS_OK);
                assert_true(target.is_portal);
                assert_string_equal(target.name, "p");
                break;
            case 'E':
                assert_int_equal(nd_pgwire_decode_execute(msg.body, &execute, &fixture->err), ND_STATUS_OK);
                assert_string_equal(execute.portal, "p");
                assert_int_equal(execute.row_limit, 10);
                break;
            case 'd': assert_true(nd_slice_eq(msg.body, nd_slice_of("a\0b", 3))); break;
            default: break;
            }
        }
        assert_int_equal(next, ND_PGWIRE_MORE);
    }
    assert_string_equal(types, "QPBDECHSdcfX");
    assert_int_equal(nd_pgwire_dec_left(dec), 0);
}

/* However the stream is cut, the same messages come out. */
static void test_messages(void **state)
{
    struct fixture *fixture = *state;
    put_everything(&fixture->out);
    for (size_t piece = 1; piece <= fixture->out.n; piece++) {
        struct nd_pgwire_dec dec;
        nd_pgwire_dec_init(&dec, &fixture->heap, ND_PGWIRE_FROM_CLIENT);
        nd_pgwire_dec_set_started(&dec);
        check_everything(fixture, &dec, piece);
        nd_pgwire_dec_deinit(&dec);
    }
}

/* Truncated anywhere and declared as whole, a body is refused or decodes to something; it never reads on. */
static void test_truncated_bodies(void **state)
{
    struct fixture *fixture = *state;
    put_everything(&fixture->out);
    struct nd_pgwire_dec dec;
    nd_pgwire_dec_init(&dec, &fixture->heap, ND_PGWIRE_FROM_CLIENT);
    nd_pgwire_dec_set_started(&dec);
    nd_pgwire_dec_feed(&dec, nd_buf_slice(&fixture->out));
    struct nd_pgwire_msg msg;
    while (nd_pgwire_dec_next(&dec, &msg, &fixture->err) == ND_PGWIRE_MESSAGE) {
        for (size_t n = 0; n < msg.body.n; n++) {
            uint8_t *exact = malloc(n == 0 ? 1 : n); /* so that AddressSanitizer sees one byte too far */
            memcpy(exact, msg.body.p, n);
            struct nd_slice body = nd_slice_of(exact, n), text;
            struct nd_pgwire_parse parse;
            struct nd_pgwire_bind bind;
            struct nd_pgwire_target target;
            struct nd_pgwire_execute execute;
            nd_err_clear(&fixture->err);
            enum nd_status status = ND_STATUS_MALFORMED;
            switch (msg.type) {
            case 'Q':
            case 'f': status = nd_pgwire_decode_string(body, &text, &fixture->err); break;
            case 'P': status = nd_pgwire_decode_parse(body, &fixture->arena, &parse, &fixture->err); break;
            case 'B': status = nd_pgwire_decode_bind(body, &fixture->arena, &bind, &fixture->err); break;
            case 'D':
            case 'C': status = nd_pgwire_decode_target(body, &target, &fixture->err); break;
            case 'E': status = nd_pgwire_decode_execute(body, &execute, &fixture->err); break;
            case 'd': (void)nd_err_set(&fixture->err, "08P01", "no structure to damage"); break;
            default: fail();
            }
            assert_int_equal(status, ND_STATUS_MALFORMED);
            assert_string_equal(fixture->err.sqlstate, "08P01");
            free(exact);
        }
    }
    nd_pgwire_dec_deinit(&dec);
}

/* take() hands a buffer over, or appends where bytes of a message wait already. */
static void test_take(void **state)
{
    struct fixture *fixture = *state;
    struct nd_pgwire_dec dec;
    nd_pgwire_dec_init(&dec, &fixture->heap, ND_PGWIRE_FROM_CLIENT);
    nd_pgwire_dec_set_started(&dec);
    struct nd_pgwire_msg msg;
    for (int round = 0; round < 3; round++) {
        nd_pgwire_client_put_query(&fixture->out, nd_slice_str("one"));
        nd_buf_put(&fixture->out, "Q\0\0\0\x08t", 6);
        nd_pgwire_dec_take(&dec, &fixture->out);
        assert_int_equal(fixture->out.n, 0);
        assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MESSAGE);
        assert_true(nd_slice_eq(msg.body, nd_slice_of("one", 4)));
        assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MORE);
        assert_int_equal(nd_pgwire_dec_left(&dec), 6);
        nd_buf_put(&fixture->out, "wo", 3);
        nd_pgwire_dec_take(&dec, &fixture->out);
        assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MESSAGE);
        assert_true(nd_slice_eq(msg.body, nd_slice_of("two", 4)));
        assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MORE);
    }
    nd_pgwire_dec_deinit(&dec);
}

/* A claim of 64 MiB costs what arrived of it, and the memory of a large message is given back. */
static void test_memory(void **state)
{
    struct fixture *fixture = *state;
    struct nd_pgwire_dec dec;
    nd_pgwire_dec_init(&dec, &fixture->heap, ND_PGWIRE_FROM_CLIENT);
    nd_pgwire_dec_set_started(&dec);
    struct nd_pgwire_msg msg;
    nd_pgwire_dec_feed(&dec, nd_slice_of("Q\4\0\0\0", 5));
    assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MORE);
    assert_true(atomic_load(&fixture->heap.bytes) < 1024);
    nd_pgwire_dec_deinit(&dec);

    nd_pgwire_dec_init(&dec, &fixture->heap, ND_PGWIRE_FROM_CLIENT);
    nd_pgwire_dec_set_started(&dec);
    uint8_t *large = nd_heap_zalloc(&fixture->heap, 8 << 20);
    nd_pgwire_client_put_copy_data(&fixture->out, nd_slice_of(large, 8 << 20));
    nd_heap_free(&fixture->heap, large);
    nd_pgwire_dec_take(&dec, &fixture->out);
    assert_int_equal(nd_pgwire_dec_next(&dec, &msg, &fixture->err), ND_PGWIRE_MESSAGE);
    assert_int_equal(msg.body.n, 8 << 20);
    nd_pgwire_dec_feed(&dec, nd_slice_of("S", 1));
    assert_true(atomic_load(&fixture->heap.bytes) < 64 * 1024);
    nd_pgwire_dec_deinit(&dec);
}

static void test_answers(void **state)
{
    struct fixture *fixture = *state;
    struct nd_buf *out = &fixture->out;
    struct nd_slice body;
    uint32_t a, b;
    char ready;
    const char *name, *value;

    nd_pgwire_put_auth_ok(out);
    assert_int_equal(nd_pgwire_client_decode_auth(body_of(fixture, 'R'), &a), ND_STATUS_OK);
    assert_int_equal(a, 0);
    nd_buf_clear(out);
    nd_pgwire_put_key_data(out, 5, 0xDEADBEEF);
    assert_int_equal(nd_pgwire_client_decode_key_data(body_of(fixture, 'K'), &a, &b), ND_STATUS_OK);
    assert_int_equal(a, 5);
    assert_int_equal(b, 0xDEADBEEF);
    nd_buf_clear(out);
    nd_pgwire_put_parameter(out, "TimeZone", "UTC");
    assert_int_equal(nd_pgwire_client_decode_parameter(body_of(fixture, 'S'), &name, &value), ND_STATUS_OK);
    assert_string_equal(name, "TimeZone");
    assert_string_equal(value, "UTC");
    nd_buf_clear(out);
    nd_pgwire_put_ready(out, 'T');
    assert_int_equal(nd_pgwire_client_decode_ready(body_of(fixture, 'Z'), &ready), ND_STATUS_OK);
    assert_int_equal(ready, 'T');
    nd_buf_clear(out);
    nd_pgwire_put_tag(out, "INSERT 0 12");
    assert_int_equal(nd_pgwire_client_decode_tag(body_of(fixture, 'C'), &name), ND_STATUS_OK);
    assert_int_equal(nd_pgwire_client_tag_rows(name), 12);
    assert_int_equal(nd_pgwire_client_tag_rows("BEGIN"), 0);
    nd_buf_clear(out);

    uint32_t *oids;
    size_t count;
    nd_pgwire_put_param_description(out, (const uint32_t[]){23, 25}, 2);
    assert_int_equal(nd_pgwire_client_decode_param_oids(body_of(fixture, 't'), &fixture->arena, &oids, &count), ND_STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(oids[1], 25);
    nd_buf_clear(out);

    const struct nd_sql_column columns[] = {{"id", {ND_TYPE_INT4, -1}, 99, 1}, {"v", {ND_TYPE_VARCHAR, 14}, 0, 0}};
    const struct nd_pgwire_formats formats = {(const uint8_t[]){1, 0}, 2};
    struct nd_pgwire_column *decoded;
    nd_pgwire_put_row_description(out, columns, 2, &formats);
    body = body_of(fixture, 'T');
    assert_int_equal(nd_pgwire_client_decode_columns(body, &fixture->arena, &decoded, &count), ND_STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(decoded[0].name, "id");
    assert_int_equal(decoded[0].table_oid, 99);
    assert_int_equal(decoded[0].attnum, 1);
    assert_int_equal(decoded[0].type_oid, 23);
    assert_int_equal(decoded[0].type_len, 4);
    assert_true(decoded[0].is_binary);
    assert_int_equal(decoded[1].type_len, -1);
    assert_int_equal(decoded[1].type_mod, 14);
    assert_false(decoded[1].is_binary);
    for (size_t n = 0; n < body.n; n++)
        assert_int_equal(nd_pgwire_client_decode_columns(nd_slice_of(body.p, n), &fixture->arena, &decoded, &count), ND_STATUS_MALFORMED);

    struct nd_pgwire_value *values;
    static const uint8_t row[] = {0, 3, 0, 0, 0, 2, 'h', 'i', 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0};
    body = nd_slice_of(row, sizeof row);
    assert_int_equal(nd_pgwire_client_decode_row(body, &fixture->arena, &values, &count), ND_STATUS_OK);
    assert_int_equal(count, 3);
    assert_true(nd_slice_eq(values[0].bytes, nd_slice_str("hi")));
    assert_true(values[1].is_null);
    assert_false(values[2].is_null);
    for (size_t n = 0; n < body.n; n++)
        assert_int_equal(nd_pgwire_client_decode_row(nd_slice_of(body.p, n), &fixture->arena, &values, &count), ND_STATUS_MALFORMED);
}

static void test_errors(void **state)
{
    struct fixture *fixture = *state;
    struct nd_err err = {0}, decoded;
    (void)nd_err_set(&err, "23505", "duplicate \xc3\xa9 key \xff\xc3");
    (void)nd_err_detail(&err, "detail");
    (void)nd_err_hint(&err, "hint");
    memcpy(err.table, "t", 2);
    memcpy(err.column, "c", 2);
    memcpy(err.constraint, "n", 2);
    memcpy(err.type, "d", 2);
    err.position = 42;
    nd_pgwire_put_error(&fixture->out, "ERROR", &err);
    const char *severity;
    struct nd_slice body = body_of(fixture, 'E');
    assert_int_equal(nd_pgwire_client_decode_error(body, &severity, &decoded), ND_STATUS_OK);
    assert_string_equal(severity, "ERROR");
    assert_string_equal(decoded.message, "duplicate \xc3\xa9 key ??"); /* what is not UTF-8 is mended */
    memcpy(decoded.message, err.message, sizeof err.message);
    assert_memory_equal(&decoded, &err, sizeof err);
    for (size_t n = 0; n < body.n; n++)
        assert_int_equal(nd_pgwire_client_decode_error(nd_slice_of(body.p, n), &severity, &decoded), ND_STATUS_MALFORMED);

    /* An error that nobody gave a code is an internal one. */
    nd_buf_clear(&fixture->out);
    nd_err_clear(&err);
    nd_pgwire_put_error(&fixture->out, "ERROR", &err);
    assert_int_equal(nd_pgwire_client_decode_error(body_of(fixture, 'E'), &severity, &decoded), ND_STATUS_OK);
    assert_string_equal(decoded.sqlstate, "XX000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_startup, setup, teardown),
        cmocka_unit_test_setup_teardown(test_options, setup, teardown),
        cmocka_unit_test_setup_teardown(test_messages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_truncated_bodies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_take, setup, teardown),
        cmocka_unit_test_setup_teardown(test_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(test_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
    };
    return cmocka_run_group_tests_name("pgwire_codec", tests, NULL, NULL);
}
