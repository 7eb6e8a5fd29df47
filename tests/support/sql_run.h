/* SPDX-License-Identifier: Apache-2.0 */
/* sql_run.h - sessions over txn_mem, their answers as text: for unit tests of SQL. Include in one source of a program. */
#ifndef ND_TESTS_SQL_RUN_H
#define ND_TESTS_SQL_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "env/fiber.h"
#include "env/real.h"
#include "sql/session.h"
#include "sql/system.h"
#include "sql/types/io.h"
#include "support/txn_mem.c"

struct sql_world {
    struct nd_heap heap;
    struct nd_env *env;
    struct nd_txn_system *txns;
    struct nd_sql_system *system;
    void (*run)(struct sql_world *world, struct nd_fiber *fiber);
    bool is_done;
};

/* What came back from one statement or several. */
struct sql_result {
    struct nd_buf rows;     /* a line a row, values parted by one blank; NULL, (empty) */
    struct nd_buf notices, tags, columns, parameters;
    size_t row_count, column_count, row_calls;
    struct nd_sql_session *session;
    struct nd_slice copy;   /* what COPY reads, in pieces of copy_piece bytes */
    size_t copy_piece;
    bool copy_fails;
    void (*on_copy)(struct sql_result *result); /* before the first piece */
    struct nd_err err;
};

static inline void sql_result_init(struct sql_result *result, struct nd_heap *heap, struct nd_sql_session *session)
{
    *result = (struct sql_result){.session = session, .copy_piece = 7};
    nd_buf_init(&result->rows, heap);
    nd_buf_init(&result->notices, heap);
    nd_buf_init(&result->tags, heap);
    nd_buf_init(&result->columns, heap);
    nd_buf_init(&result->parameters, heap);
}

static inline void sql_result_clear(struct sql_result *result)
{
    nd_buf_clear(&result->rows);
    nd_buf_clear(&result->notices);
    nd_buf_clear(&result->tags);
    nd_buf_clear(&result->columns);
    nd_buf_clear(&result->parameters);
    result->row_count = result->column_count = 0;
}

static inline void sql_result_deinit(struct sql_result *result)
{
    nd_buf_deinit(&result->rows);
    nd_buf_deinit(&result->notices);
    nd_buf_deinit(&result->tags);
    nd_buf_deinit(&result->columns);
    nd_buf_deinit(&result->parameters);
}

static enum nd_status sql_on_columns(void *arg, const struct nd_sql_column *columns, size_t count)
{
    struct sql_result *result = arg;
    result->column_count = count;
    for (size_t i = 0; i < count; i++) nd_buf_printf(&result->columns, "%s%s:%s", i > 0 ? " " : "", columns[i].name, nd_type_typname(columns[i].type.id));
    return ND_STATUS_OK;
}

static enum nd_status sql_on_batch(void *arg, const struct nd_batch *batch)
{
    struct sql_result *result = arg;
    const struct nd_type_ctx *types = nd_sql_session_types(result->session);
    for (size_t r = 0; r < batch->rows; r++) {
        for (size_t c = 0; c < batch->columns; c++) {
            struct nd_datum datum = nd_vec_get(&batch->vecs[c], r);
            if (c > 0) nd_buf_put_u8(&result->rows, ' ');
            size_t before = result->rows.n;
            if (datum.is_null) nd_buf_put(&result->rows, "NULL", 4);
            else nd_type_out(types, batch->vecs[c].type, &datum, &result->rows);
            if (result->rows.n == before) nd_buf_put(&result->rows, "(empty)", 7);
        }
        nd_buf_put_u8(&result->rows, '\n');
    }
    result->row_count += batch->rows;
    result->row_calls++;
    return ND_STATUS_OK;
}

static enum nd_status sql_on_tag(void *arg, const char *tag)
{
    struct sql_result *result = arg;
    nd_buf_printf(&result->tags, "%s%s", result->tags.n > 0 ? ";" : "", tag == NULL ? "(none)" : tag);
    return ND_STATUS_OK;
}

static void sql_on_notice(void *arg, const char *severity, const struct nd_err *notice)
{
    struct sql_result *result = arg;
    nd_buf_printf(&result->notices, "%s %s: %s\n", severity, notice->sqlstate, notice->message);
}

static void sql_on_parameter(void *arg, const char *name, const char *value)
{
    struct sql_result *result = arg;
    nd_buf_printf(&result->parameters, "%s=%s\n", name, value);
}

static enum nd_status sql_on_copy_in(void *arg, size_t column_count, bool is_binary)
{
    struct sql_result *result = arg;
    result->column_count = column_count;
    if (result->on_copy != NULL) result->on_copy(result);
    return ND_STATUS_OK;
}

static enum nd_status sql_read_copy(void *arg, struct nd_slice *piece_out, bool *end_out, struct nd_err *err)
{
    struct sql_result *result = arg;
    size_t n = result->copy.n < result->copy_piece ? result->copy.n : result->copy_piece;
    *piece_out = nd_slice_of(result->copy.p, n);
    *end_out = n == 0;
    result->copy = nd_slice_of(result->copy.p + n, result->copy.n - n);
    if (n == 0 && result->copy_fails) return nd_err_set(err, "57014", "COPY from stdin failed: the client gave up");
    return ND_STATUS_OK;
}

static inline struct nd_sql_sink sql_sink(struct sql_result *result)
{
    return (struct nd_sql_sink){result, sql_on_columns, sql_on_batch, sql_on_tag, sql_on_notice, sql_on_parameter, sql_on_copy_in, sql_read_copy};
}

static inline enum nd_status sql_query(struct sql_result *result, const char *text)
{
    struct nd_sql_sink sink = sql_sink(result);
    sql_result_clear(result);
    return nd_sql_session_query(result->session, nd_slice_str(text), &sink, &result->err);
}

/* Text of a buffer, terminated. */
static inline const char *sql_text(struct nd_buf *buf)
{
    nd_buf_put_u8(buf, '\0');
    buf->n--;
    return (const char *)buf->p;
}

#define SQL_OK(result, text)                                                                                                                              \
    do {                                                                                                                                                  \
        enum nd_status sql_status_ = sql_query((result), (text));                                                                                         \
        if (sql_status_ != ND_STATUS_OK) fprintf(stderr, "%s:%d: %s: %s %s [%s]\n", __FILE__, __LINE__, (text), (result)->err.sqlstate, (result)->err.message, nd_status_name(sql_status_)); \
        ND_ASSERT(sql_status_ == ND_STATUS_OK);                                                                                                           \
    } while (0)
#define SQL_FAILS(result, text, state)                                                                                                                    \
    do {                                                                                                                                                  \
        ND_ASSERT(sql_query((result), (text)) != ND_STATUS_OK);                                                                                           \
        if (strcmp((result)->err.sqlstate, (state)) != 0) fprintf(stderr, "%s:%d: %s: %s %s\n", __FILE__, __LINE__, (text), (result)->err.sqlstate, (result)->err.message); \
        ND_ASSERT(strcmp((result)->err.sqlstate, (state)) == 0);                                                                                          \
    } while (0)
#define SQL_GIVES(result, text, expected)                                                                                                                 \
    do {                                                                                                                                                  \
        SQL_OK((result), (text));                                                                                                                         \
        if (strcmp(sql_text(&(result)->rows), (expected)) != 0) fprintf(stderr, "%s:%d: %s:\n%s", __FILE__, __LINE__, (text), sql_text(&(result)->rows)); \
        ND_ASSERT(strcmp(sql_text(&(result)->rows), (expected)) == 0);                                                                                    \
    } while (0)

static void sql_world_main(struct nd_fiber *fiber, void *arg)
{
    struct sql_world *world = arg;
    struct nd_reactor *reactor = nd_fiber_reactor(fiber);
    char folder[] = "/tmp/nd-sql-XXXXXX";
    world->txns = nd_txn_mem_open(&world->heap, reactor);
    world->system = nd_sql_system_open(&(struct nd_sql_system_options){.reactor = reactor, .txns = world->txns, .version = "test", .temp_folder = mkdtemp(folder)});
    world->run(world, fiber);
    nd_sql_system_close(world->system);
    nd_fiber_sleep(fiber, 2 * ND_MS); /* removals of temporary files end on the loop */
    (void)!remove(folder);
    nd_txn_mem_close(world->txns);
    world->is_done = true;
    nd_env_real_stop(world->env);
}

/* Runs `run` on a fiber; fails where it leaks. */
static inline void sql_world_run(void (*run)(struct sql_world *world, struct nd_fiber *fiber))
{
    struct sql_world world = {.run = run};
    nd_heap_init(&world.heap, false);
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &world.heap, .reactors = 1}, &world.env), ND_STATUS_OK);
    nd_fiber_start(nd_env_reactor(world.env, 0), sql_world_main, &world, 0);
    nd_env_real_run(world.env);
    assert_true(world.is_done);
    nd_env_real_close(world.env);
    assert_int_equal(atomic_load(&world.heap.bytes), 0);
}

#endif
