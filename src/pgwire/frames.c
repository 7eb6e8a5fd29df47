/* SPDX-License-Identifier: Apache-2.0 */
#include "pgwire/codec.h"
#include "pgwire/wire_int.h"

/* An idle connection does not keep the memory of its largest message. */
#define KEEP_BYTES (256u << 10)

void nd_pgwire_dec_init(struct nd_pgwire_dec *dec, struct nd_heap *heap, enum nd_pgwire_side side)
{
    *dec = (struct nd_pgwire_dec){.side = side, .is_started = side == ND_PGWIRE_FROM_SERVER};
    nd_buf_init(&dec->in, heap);
}

void nd_pgwire_dec_deinit(struct nd_pgwire_dec *dec) { nd_buf_deinit(&dec->in); }

/* Drops what is decoded. */
static void compact(struct nd_pgwire_dec *dec)
{
    size_t left = nd_pgwire_dec_left(dec);
    if (left == 0 && dec->in.cap > KEEP_BYTES) nd_buf_deinit(&dec->in);
    if (left > 0 && dec->at > 0) memmove(dec->in.p, dec->in.p + dec->at, left);
    dec->in.n = left;
    dec->at = 0;
}

void nd_pgwire_dec_feed(struct nd_pgwire_dec *dec, struct nd_slice bytes)
{
    compact(dec);
    nd_buf_put_slice(&dec->in, bytes);
}

void nd_pgwire_dec_take(struct nd_pgwire_dec *dec, struct nd_buf *bytes)
{
    ND_ASSERT(dec->in.heap == bytes->heap);
    if (nd_pgwire_dec_left(dec) == 0) {
        compact(dec);
        struct nd_buf empty = dec->in;
        dec->in = *bytes;
        *bytes = empty;
        return;
    }
    nd_pgwire_dec_feed(dec, nd_buf_slice(bytes));
    nd_buf_clear(bytes);
}

/* The longest body a client's message of this type may have; 0: no such type. */
static size_t body_bytes_max(char type)
{
    switch (type) {
    case 'Q': case 'P': case 'B': case 'F': case 'd': case 'f': case 'p': return ND_PGWIRE_MSG_BYTES_MAX;
    case 'C': case 'D': case 'E': case 'H': case 'S': case 'X': case 'c': return ND_PGWIRE_SMALL_MSG_BYTES_MAX;
    default: return 0;
    }
}

static enum nd_pgwire_next bad(struct nd_pgwire_dec *dec, struct nd_err *err)
{
    ND_ASSERT(nd_err_is_set(err));
    dec->is_bad = true;
    return ND_PGWIRE_BAD;
}

static enum nd_pgwire_next next_startup(struct nd_pgwire_dec *dec, struct nd_pgwire_msg *msg, struct nd_err *err)
{
    size_t left = nd_pgwire_dec_left(dec);
    if (left < 4) return ND_PGWIRE_MORE;
    uint32_t bytes = nd__pgwire_load_u32(dec->in.p + dec->at);
    if (bytes < 8 || bytes > ND_PGWIRE_STARTUP_BYTES_MAX) {
        (void)nd_err_set(err, "08P01", "invalid length of startup packet");
        return bad(dec, err);
    }
    if (left < bytes) return ND_PGWIRE_MORE;
    *msg = (struct nd_pgwire_msg){0, nd_slice_of(dec->in.p + dec->at + 4, bytes - 4)};
    dec->at += bytes;
    return ND_PGWIRE_MESSAGE;
}

enum nd_pgwire_next nd_pgwire_dec_next(struct nd_pgwire_dec *dec, struct nd_pgwire_msg *msg_out, struct nd_err *err)
{
    *msg_out = (struct nd_pgwire_msg){0};
    if (dec->is_bad) {
        (void)nd_err_set(err, "08P01", "lost synchronization with the other end");
        return ND_PGWIRE_BAD;
    }
    if (!dec->is_started) return next_startup(dec, msg_out, err);

    size_t left = nd_pgwire_dec_left(dec);
    if (left == 0) return ND_PGWIRE_MORE;
    const uint8_t *p = dec->in.p + dec->at;
    char type = (char)p[0];
    size_t body_max = dec->side == ND_PGWIRE_FROM_CLIENT ? body_bytes_max(type) : INT32_MAX - 4;
    if (body_max == 0) {
        (void)nd_err_set(err, "08P01", "invalid frontend message type %d", p[0]);
        return bad(dec, err);
    }
    if (left < 5) return ND_PGWIRE_MORE;
    uint32_t bytes = nd__pgwire_load_u32(p + 1); /* the length itself and the body */
    if (bytes < 4 || bytes - 4 > body_max) {
        (void)nd_err_set(err, "08P01", "invalid message length");
        return bad(dec, err);
    }
    if (left - 1 < bytes) return ND_PGWIRE_MORE;
    *msg_out = (struct nd_pgwire_msg){type, nd_slice_of(p + 5, bytes - 4)};
    dec->at += 1 + (size_t)bytes;
    return ND_PGWIRE_MESSAGE;
}
