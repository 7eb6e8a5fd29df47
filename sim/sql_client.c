/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sql_client.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/prng.h"
#include "pgwire/client_codec.h"

enum { ANSWER_S_MAX = 10, CONNECT_S_MAX = 3 };

enum act { ACT_NONE, ACT_CANCEL, ACT_GO_AWAY };

struct nd_sql_client {
    bool is_in_block;
    struct nd_prng disturb_prng;
    double disturbance;
    bool has_timeouts; /* this connection, of its own choice */
    uint32_t process_id, secret; /* to cancel with */
    char addr[32];
    enum act act; /* what the client does when the answer is not there by act_at_ns */
    uint64_t act_at_ns;
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_heap *heap;
    struct nd_fiber *fiber; /* waits now */
    struct nd_prng prng;
    unsigned nodes;
    struct nd_stream *stream; /* NULL: none */
    bool is_connected;        /* the handshake is over */
    struct nd_pgwire_dec dec;
    struct nd_buf out;
    struct nd_arena arena; /* of the answer at hand */
};

static void wake(struct nd_sql_client *client)
{
    if (client->fiber != NULL) nd_fiber_wake(client->fiber);
}

static void on_open(struct nd_stream *stream, void *owner)
{
    ND_UNUSED(stream);
    wake(owner);
}

static void on_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    struct nd_sql_client *client = owner;
    if (client->stream != stream) return;
    nd_pgwire_dec_feed(&client->dec, bytes); /* the fiber does not wait while it holds a message */
    wake(client);
}

static void on_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    struct nd_sql_client *client = owner;
    ND_UNUSED(status);
    if (client->stream != stream) return; /* dropped before */
    client->stream = NULL;
    client->is_connected = false;
    wake(client);
}

static const struct nd_stream_handler handler = {.on_open = on_open, .on_data = on_data, .on_close = on_close};

struct nd_sql_client *nd_sql_client_new(struct nd_env *env, unsigned nodes, uint64_t seed)
{
    struct nd_heap *heap = nd_env_heap(env);
    struct nd_sql_client *client = nd_heap_new(heap, struct nd_sql_client);
    client->env = env;
    client->reactor = nd_env_reactor(env, 0);
    client->heap = heap;
    client->nodes = nodes;
    nd_prng_init(&client->prng, seed);
    nd_prng_init(&client->disturb_prng, seed ^ 0x64697374ULL);
    nd_pgwire_dec_init(&client->dec, heap, ND_PGWIRE_FROM_SERVER);
    nd_buf_init(&client->out, heap);
    nd_arena_init(&client->arena, heap);
    return client;
}

void nd_sql_client_drop(struct nd_sql_client *client)
{
    struct nd_stream *stream = client->stream;
    client->stream = NULL;
    client->is_connected = false;
    if (stream != NULL) nd_stream_abort(stream);
}

/* ---- clients that lose patience ------------------------------------------------------------------------- */

static uint64_t patience_ms(struct nd_sql_client *client)
{
    static const uint64_t scales_ms[] = {10, 100, 100, 1000};
    return nd_prng_between(&client->disturb_prng, 1, scales_ms[nd_prng_below(&client->disturb_prng, ND_ARRAY_LEN(scales_ms))]);
}

void nd_sql_client_disturb(struct nd_sql_client *client, double rate)
{
    client->disturbance = rate;
    if (rate == 0 && client->has_timeouts) nd_sql_client_drop(client);
}

static void ignore_open(struct nd_stream *stream, void *owner)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
}

static void ignore_data(struct nd_stream *stream, void *owner, struct nd_slice bytes)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
    ND_UNUSED(bytes);
}

static void ignore_close(struct nd_stream *stream, void *owner, enum nd_status status)
{
    ND_UNUSED(stream);
    ND_UNUSED(owner);
    ND_UNUSED(status);
}

/* On a connection of its own, as libpq does. It may come late, and then ends the client's next statement, which may be COMMIT. */
static void send_cancel(struct nd_sql_client *client)
{
    static const struct nd_stream_handler one_way = {.on_open = ignore_open, .on_data = ignore_data, .on_close = ignore_close};
    struct nd_stream *stream = nd_stream_connect(client->reactor, client->addr, 0, &one_way, NULL);
    struct nd_buf bytes;
    nd_buf_init(&bytes, client->heap);
    nd_pgwire_client_put_cancel(&bytes, client->process_id, client->secret);
    nd_stream_write(stream, &bytes);
    nd_buf_deinit(&bytes);
}

static void plan_act(struct nd_sql_client *client)
{
    client->act = ACT_NONE;
    if (!nd_prng_chance(&client->disturb_prng, client->disturbance)) return;
    client->act = nd_prng_chance(&client->disturb_prng, 0.6) ? ACT_CANCEL : ACT_GO_AWAY;
    client->act_at_ns = nd_env_now_ns(client->env) + patience_ms(client) * ND_MS;
    if (nd_prng_chance(&client->disturb_prng, 0.2)) client->act_at_ns = 0; /* at once: the cancel may even come before */
}

static void do_act(struct nd_sql_client *client)
{
    enum act act = client->act;
    client->act = ACT_NONE;
    if (act == ACT_CANCEL) send_cancel(client);
    else nd_sql_client_drop(client);
}

/* Some connections give their statements, locks, or silences in blocks little time. */
static size_t choose_settings(struct nd_sql_client *client, struct nd_pgwire_option settings[1], char value[16])
{
    static const char *const names[] = {"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"};
    client->has_timeouts = client->disturbance > 0 && nd_prng_chance(&client->disturb_prng, 0.3);
    if (!client->has_timeouts) return 0;
    snprintf(value, 16, "%ums", (unsigned)nd_prng_between(&client->disturb_prng, 3, 300));
    settings[0] = (struct nd_pgwire_option){.name = names[nd_prng_below(&client->disturb_prng, ND_ARRAY_LEN(names))], .value = value};
    return 1;
}

/* ---- messages ------------------------------------------------------------------------------------------- */

/* The next message; false: lost, or silent until the deadline. */
static ND_YIELDS bool next(struct nd_sql_client *client, struct nd_fiber *fiber, uint64_t deadline_ns, struct nd_pgwire_msg *msg)
{
    for (;;) {
        struct nd_err err = {0};
        enum nd_pgwire_next next = nd_pgwire_dec_next(&client->dec, msg, &err);
        ND_ASSERT(next != ND_PGWIRE_BAD); /* the server's bytes always make sense */
        if (next == ND_PGWIRE_MESSAGE) return true;
        if (client->stream == NULL) return false;
        bool acts_first = client->act != ACT_NONE && client->act_at_ns < deadline_ns;
        if (nd_fiber_park_until(fiber, acts_first ? client->act_at_ns : deadline_ns)) continue;
        if (!acts_first) return false;
        do_act(client);
    }
}

static void flush(struct nd_sql_client *client)
{
    if (client->stream != NULL) nd_stream_write(client->stream, &client->out);
    nd_buf_clear(&client->out);
}

struct rows {
    const char **values;
    size_t count, cap; /* of values */
};

static void take_row(struct nd_sql_client *client, struct nd_slice body, struct rows *rows, struct nd_sql_answer *answer)
{
    struct nd_pgwire_value *values;
    size_t count;
    ND_ASSERT(nd_pgwire_client_decode_row(body, &client->arena, &values, &count) == ND_STATUS_OK);
    if (rows->count + count > rows->cap) {
        size_t cap = rows->cap == 0 ? 64 : rows->cap * 2;
        while (cap < rows->count + count) cap *= 2;
        const char **more = nd_arena_array(&client->arena, const char *, cap);
        if (rows->count > 0) memcpy(more, rows->values, rows->count * sizeof *more);
        rows->values = more;
        rows->cap = cap;
    }
    for (size_t i = 0; i < count; i++)
        rows->values[rows->count++] = values[i].is_null ? NULL : nd_arena_strndup(&client->arena, (const char *)values[i].bytes.p, values[i].bytes.n);
    answer->row_count++;
    answer->column_count = count;
}

/* Reads up to ReadyForQuery. False: lost. */
static ND_YIELDS bool read_answer(struct nd_sql_client *client, struct nd_fiber *fiber, uint64_t deadline_ns, struct nd_sql_answer *answer)
{
    struct nd_pgwire_msg msg;
    struct rows rows = {0};
    while (next(client, fiber, deadline_ns, &msg)) {
        const char *text;
        struct nd_err err = {0};
        switch (msg.type) {
        case 'D': take_row(client, msg.body, &rows, answer); break;
        case 'C':
            ND_ASSERT(nd_pgwire_client_decode_tag(msg.body, &text) == ND_STATUS_OK);
            answer->affected = nd_pgwire_client_tag_rows(text);
            answer->is_rollback = strcmp(text, "ROLLBACK") == 0;
            break;
        case 'E':
            ND_ASSERT(nd_pgwire_client_decode_error(msg.body, &text, &err) == ND_STATUS_OK);
            answer->kind = ND_SQL_ANSWER_ERROR;
            snprintf(answer->sqlstate, sizeof answer->sqlstate, "%s", err.sqlstate);
            snprintf(answer->message, sizeof answer->message, "%s", err.message);
            break;
        case 'K': ND_ASSERT(nd_pgwire_client_decode_key_data(msg.body, &client->process_id, &client->secret) == ND_STATUS_OK); break;
        case 'Z':
            ND_ASSERT(nd_pgwire_client_decode_ready(msg.body, &answer->transaction_state) == ND_STATUS_OK);
            answer->values = rows.values;
            return true;
        default: break;
        }
    }
    return false;
}

static ND_YIELDS bool ensure_connected(struct nd_sql_client *client, struct nd_fiber *fiber)
{
    if (client->stream != NULL && client->is_connected) return true;
    if (client->is_in_block) return false;
    nd_sql_client_drop(client);
    nd_pgwire_dec_deinit(&client->dec);
    nd_pgwire_dec_init(&client->dec, client->heap, ND_PGWIRE_FROM_SERVER);
    nd_buf_clear(&client->out);
    struct nd_pgwire_option settings[1];
    char value[16];
    size_t setting_count = choose_settings(client, settings, value);
    snprintf(client->addr, sizeof client->addr, "n%u:5432", (unsigned)nd_prng_between(&client->prng, 1, client->nodes));
    client->act = ACT_NONE;
    client->stream = nd_stream_connect(client->reactor, client->addr, 0, &handler, client);
    nd_pgwire_client_put_startup(&client->out, "postgres", "postgres", settings, setting_count);
    flush(client);
    struct nd_sql_answer answer = {0};
    bool is_ok = read_answer(client, fiber, nd_env_now_ns(client->env) + CONNECT_S_MAX * ND_SEC, &answer) && answer.kind == ND_SQL_ANSWER_OK;
    client->is_connected = is_ok;
    if (!is_ok) nd_sql_client_drop(client);
    return is_ok;
}

void nd_sql_client_run(struct nd_sql_client *client, struct nd_fiber *fiber, struct nd_sql_answer *answer, const char *fmt, ...)
{
    va_list args;
    memset(answer, 0, sizeof *answer);
    nd_arena_reset(&client->arena);
    client->fiber = fiber;
    if (!ensure_connected(client, fiber)) {
        answer->kind = ND_SQL_ANSWER_NOT_SENT;
        client->fiber = NULL;
        return;
    }
    va_start(args, fmt);
    const char *text = nd_arena_vprintf(&client->arena, fmt, args);
    va_end(args);
    if (client->has_timeouts && client->is_in_block && nd_prng_chance(&client->disturb_prng, 0.2)) nd_fiber_sleep(fiber, patience_ms(client) * ND_MS);
    plan_act(client);
    nd_pgwire_client_put_query(&client->out, nd_slice_str(text));
    flush(client);
    if (!read_answer(client, fiber, nd_env_now_ns(client->env) + ANSWER_S_MAX * ND_SEC, answer)) {
        answer->kind = ND_SQL_ANSWER_LOST;
        nd_sql_client_drop(client);
    }
    client->fiber = NULL;
}

void nd_sql_client_roll_back(struct nd_sql_client *client, struct nd_fiber *fiber)
{
    struct nd_sql_answer answer;
    client->is_in_block = false;
    if (client->stream == NULL) return; /* gone, with its block */
    nd_sql_client_run(client, fiber, &answer, "ROLLBACK");
    if (answer.kind != ND_SQL_ANSWER_OK) nd_sql_client_drop(client);
}

void nd_sql_client_set_in_block(struct nd_sql_client *client, bool is_in_block) { client->is_in_block = is_in_block; }

uint64_t nd_sql_answer_number(const struct nd_sql_answer *answer, size_t row, size_t column)
{
    const char *text = answer->values[row * answer->column_count + column];
    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

int64_t nd_sql_answer_signed(const struct nd_sql_answer *answer, size_t row, size_t column)
{
    const char *text = answer->values[row * answer->column_count + column];
    return text == NULL ? 0 : strtoll(text, NULL, 10);
}
