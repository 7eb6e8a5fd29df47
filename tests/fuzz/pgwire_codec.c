/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes, cut anywhere, into the decoders of both sides: an error or a message, never a fault. The first
 * byte chooses the side and the size of the pieces. */
#include "pgwire/client_codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void decode_from_client(const struct nd_pgwire_msg *msg, struct nd_arena *arena, struct nd_err *err, bool *is_started)
{
    struct nd_slice text;
    struct nd_pgwire_startup startup;
    struct nd_pgwire_parse parse;
    struct nd_pgwire_bind bind;
    struct nd_pgwire_target target;
    struct nd_pgwire_execute execute;
    struct nd_pgwire_option *settings;
    size_t count;
    enum nd_status status = ND_STATUS_OK;
    switch (msg->type) {
    case 0:
        status = nd_pgwire_decode_startup(msg->body, arena, &startup, err);
        if (status != ND_STATUS_OK) break;
        *is_started = startup.kind == ND_PGWIRE_STARTUP;
        if (startup.options != NULL) status = nd_pgwire_decode_options(startup.options, arena, &settings, &count, err);
        break;
    case 'Q':
    case 'f':
    case 'p': status = nd_pgwire_decode_string(msg->body, &text, err); break;
    case 'P': status = nd_pgwire_decode_parse(msg->body, arena, &parse, err); break;
    case 'B':
        status = nd_pgwire_decode_bind(msg->body, arena, &bind, err);
        for (size_t i = 0; status == ND_STATUS_OK && i < bind.param_count; i++)
            if (!bind.params[i].is_null) (void)nd_arena_copy(arena, bind.params[i].bytes);
        break;
    case 'C':
    case 'D': status = nd_pgwire_decode_target(msg->body, &target, err); break;
    case 'E': status = nd_pgwire_decode_execute(msg->body, &execute, err); break;
    case 'S':
    case 'H':
    case 'X':
    case 'c': status = nd_pgwire_decode_empty(msg->body, err); break;
    default: break;
    }
    ND_ASSERT((status == ND_STATUS_OK) != nd_err_is_set(err));
}

static void decode_from_server(const struct nd_pgwire_msg *msg, struct nd_arena *arena, struct nd_err *err)
{
    const char *a, *b;
    uint32_t u, v, *oids;
    char state;
    size_t count;
    struct nd_pgwire_column *columns;
    struct nd_pgwire_value *values;
    enum nd_status status = ND_STATUS_OK;
    switch (msg->type) {
    case 'R': status = nd_pgwire_client_decode_auth(msg->body, &u); break;
    case 'S': status = nd_pgwire_client_decode_parameter(msg->body, &a, &b); break;
    case 'K': status = nd_pgwire_client_decode_key_data(msg->body, &u, &v); break;
    case 'Z': status = nd_pgwire_client_decode_ready(msg->body, &state); break;
    case 'C':
        status = nd_pgwire_client_decode_tag(msg->body, &a);
        if (status == ND_STATUS_OK) (void)nd_pgwire_client_tag_rows(a);
        break;
    case 'T': status = nd_pgwire_client_decode_columns(msg->body, arena, &columns, &count); break;
    case 'D': status = nd_pgwire_client_decode_row(msg->body, arena, &values, &count); break;
    case 't': status = nd_pgwire_client_decode_param_oids(msg->body, arena, &oids, &count); break;
    case 'E':
    case 'N': status = nd_pgwire_client_decode_error(msg->body, &a, err); break;
    default: break;
    }
    ND_ASSERT(status == ND_STATUS_OK || status == ND_STATUS_MALFORMED);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (n == 0) return 0;
    bool is_server = (p[0] & 1) != 0, is_started = false;
    size_t piece = 1 + (size_t)(p[0] >> 1) * 7;
    struct nd_slice in = nd_slice_of(p + 1, n - 1);

    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct nd_arena arena;
    nd_arena_init(&arena, &heap);
    struct nd_pgwire_dec dec;
    nd_pgwire_dec_init(&dec, &heap, is_server ? ND_PGWIRE_FROM_SERVER : ND_PGWIRE_FROM_CLIENT);
    enum nd_pgwire_next next = ND_PGWIRE_MORE;
    while (in.n > 0 && next != ND_PGWIRE_BAD) {
        size_t bytes = in.n < piece ? in.n : piece;
        nd_pgwire_dec_feed(&dec, nd_slice_of(in.p, bytes));
        in = nd_slice_of(in.p + bytes, in.n - bytes);
        struct nd_pgwire_msg msg;
        struct nd_err err = {0};
        while ((next = nd_pgwire_dec_next(&dec, &msg, &err)) == ND_PGWIRE_MESSAGE) {
            if (is_server) decode_from_server(&msg, &arena, &err);
            else decode_from_client(&msg, &arena, &err, &is_started);
            if (is_started) nd_pgwire_dec_set_started(&dec);
            nd_err_clear(&err);
            nd_arena_reset(&arena);
        }
        ND_ASSERT((next == ND_PGWIRE_BAD) == nd_err_is_set(&err));
    }
    nd_pgwire_dec_deinit(&dec);
    nd_arena_deinit(&arena);
    ND_ASSERT(atomic_load(&heap.bytes) == 0);
    return 0;
}
