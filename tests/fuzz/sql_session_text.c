/* SPDX-License-Identifier: Apache-2.0 */
/* Arbitrary SQL through a whole session over transactions in memory: rows or an error, and nothing leaks. The first
 * line of the input is what COPY reads. */
#include "env/real.h"
#include "sql/system.h"
#include "support/txn_mem.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct world {
    struct nd_heap heap;
    struct nd_env *env;
    struct nd_slice text, copy;
};

static enum nd_status on_columns(void *arg, const struct nd_sql_column *columns, size_t count)
{
    ND_UNUSED(arg), ND_UNUSED(columns), ND_UNUSED(count);
    return ND_STATUS_OK;
}

static enum nd_status on_batch(void *arg, const struct nd_batch *batch)
{
    struct world *world = arg;
    struct nd_buf text;
    nd_buf_init(&text, &world->heap);
    for (size_t c = 0; c < batch->columns; c++)
        for (size_t r = 0; r < batch->rows; r++) {
            struct nd_datum datum = nd_vec_get(&batch->vecs[c], r);
            static const struct nd_type_ctx utc = {0};
            if (!datum.is_null) nd_type_out(&utc, batch->vecs[c].type, &datum, &text);
        }
    nd_buf_deinit(&text);
    return ND_STATUS_OK;
}

static enum nd_status on_tag(void *arg, const char *tag)
{
    ND_UNUSED(arg), ND_UNUSED(tag);
    return ND_STATUS_OK;
}

static enum nd_status on_copy_in(void *arg, size_t column_count, bool is_binary)
{
    ND_UNUSED(arg), ND_UNUSED(column_count);
    return ND_STATUS_OK;
}

static enum nd_status read_copy(void *arg, struct nd_slice *piece_out, bool *end_out, struct nd_err *err)
{
    struct world *world = arg;
    ND_UNUSED(err);
    *piece_out = world->copy;
    *end_out = world->copy.n == 0;
    world->copy.n = 0;
    return ND_STATUS_OK;
}

static void query(struct nd_sql_session *session, struct world *world, struct nd_slice text)
{
    struct nd_sql_sink sink = {.arg = world, .on_columns = on_columns, .on_batch = on_batch, .on_tag = on_tag, .on_copy_in = on_copy_in, .read_copy = read_copy};
    struct nd_err err;
    enum nd_status status = nd_sql_session_query(session, text, &sink, &err);
    ND_ASSERT(status == ND_STATUS_OK || nd_err_is_set(&err));
    ND_ASSERT(strcmp(err.sqlstate, "XX000") != 0);
}

static void run(struct nd_fiber *fiber, void *arg)
{
    struct world *world = arg;
    struct nd_reactor *reactor = nd_fiber_reactor(fiber);
    struct nd_txn_system *txns = nd_txn_mem_open(&world->heap, reactor);
    struct nd_sql_system *system = nd_sql_system_open(&(struct nd_sql_system_options){.reactor = reactor, .txns = txns, .version = "fuzz"});
    struct nd_sql_session *session = nd_sql_session_new(system, fiber, "postgres", "postgres");
    query(session, world, nd_slice_str("SET statement_timeout = 500; SET work_mem = '1MB'"));
    query(session, world, nd_slice_str("CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(6,2) DEFAULT 1, d date); CREATE TABLE u (a int, b text); CREATE INDEX ON t (b)"));
    query(session, world, nd_slice_str("INSERT INTO t SELECT i, 'b' || i % 3, i / 2.0, '2024-01-01' FROM generate_series(1, 9) i; INSERT INTO u SELECT i % 4, NULL FROM generate_series(1, 9) i"));
    query(session, world, world->text);
    nd_sql_session_free(session);
    nd_sql_system_close(system);
    nd_txn_mem_close(txns);
    nd_env_real_stop(world->env);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world = {.text = nd_slice_of(data, size)};
    const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
    if (end != NULL) {
        world.copy = nd_slice_of(data, (size_t)(end + 1 - data));
        world.text = nd_slice_of(end + 1, size - world.copy.n);
    }
    nd_heap_init(&world.heap, false);
    ND_ASSERT(nd_env_real_open(&(struct nd_env_real_options){.heap = &world.heap, .reactors = 1}, &world.env) == ND_STATUS_OK);
    nd_fiber_start(nd_env_reactor(world.env, 0), run, &world, 0);
    nd_env_real_run(world.env);
    nd_env_real_close(world.env);
    ND_ASSERT(atomic_load(&world.heap.bytes) == 0);
    return 0;
}
