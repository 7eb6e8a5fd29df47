/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/rpc_frame.h"

#include "base/checksum.h"

/* A connection that once carried a large frame does not keep its memory for ever. */
#define IN_BYTES_KEPT_MAX (64u << 10)

static void header_fill(uint8_t *p, enum nd__rpc_kind kind, uint8_t method, enum nd__rpc_reason reason, uint64_t id,
                        size_t payload_bytes)
{
    ND_ASSERT(payload_bytes <= ND__RPC_PAYLOAD_BYTES_MAX);
    nd_store_u32(p, (uint32_t)payload_bytes);
    p[8] = (uint8_t)kind;
    p[9] = method;
    p[10] = (uint8_t)reason;
    memset(p + 11, 0, 5);
    nd_store_u64(p + 16, id);
    nd_store_u32(p + 4, nd_crc32c(0, nd_slice_of(p + 8, ND__RPC_HEADER_BYTES - 8 + payload_bytes)));
}

void nd__rpc_frame_encode(struct nd_buf *out, enum nd__rpc_kind kind, uint8_t method, enum nd__rpc_reason reason,
                          uint64_t id, struct nd_slice payload)
{
    uint8_t *p = nd_buf_extend(out, ND__RPC_HEADER_BYTES + payload.n);
    if (payload.n > 0) memcpy(p + ND__RPC_HEADER_BYTES, payload.p, payload.n);
    header_fill(p, kind, method, reason, id, payload.n);
}

void nd__rpc_frame_wrap(struct nd_buf *buf, enum nd__rpc_kind kind, uint8_t method, uint64_t id, struct nd_buf *payload)
{
    ND_ASSERT(buf->n == 0);
    ND_ASSERT(buf->heap == payload->heap);
    size_t n = payload->n;
    nd_buf_extend(payload, ND__RPC_HEADER_BYTES);
    memmove(payload->p + ND__RPC_HEADER_BYTES, payload->p, n);
    header_fill(payload->p, kind, method, ND__RPC_REASON_NONE, id, n);
    nd_buf_deinit(buf);
    *buf = *payload;
    nd_buf_init(payload, buf->heap);
}

void nd__rpc_hello_encode(const struct nd__rpc_hello *hello, struct nd_buf *out)
{
    uint8_t p[ND__RPC_HELLO_BYTES] = {0};
    nd_store_u64(p, ND__RPC_MAGIC);
    nd_store_u16(p + 8, hello->version);
    nd_store_u16(p + 10, hello->version_min);
    p[12] = (uint8_t)hello->lane;
    nd_store_u64(p + 16, hello->cluster_uuid[0]);
    nd_store_u64(p + 24, hello->cluster_uuid[1]);
    nd_store_u64(p + 32, hello->node.v);
    nd_store_u64(p + 40, hello->incarnation);
    nd_store_u64(p + 48, hello->to.v);
    nd__rpc_frame_encode(out, ND__RPC_HELLO, 0, ND__RPC_REASON_NONE, 0, nd_slice_of(p, sizeof p));
}

enum nd_status nd__rpc_hello_decode(struct nd_slice payload, struct nd__rpc_hello *hello_out)
{
    memset(hello_out, 0, sizeof *hello_out);
    if (payload.n < ND__RPC_HELLO_BYTES) return ND_STATUS_MALFORMED;
    const uint8_t *p = payload.p;
    if (nd_load_u64(p) != ND__RPC_MAGIC || p[12] >= ND__RPC_LANES) return ND_STATUS_MALFORMED;
    hello_out->version = nd_load_u16(p + 8);
    hello_out->version_min = nd_load_u16(p + 10);
    hello_out->lane = (enum nd__rpc_lane)p[12];
    hello_out->cluster_uuid[0] = nd_load_u64(p + 16);
    hello_out->cluster_uuid[1] = nd_load_u64(p + 24);
    hello_out->node.v = nd_load_u64(p + 32);
    hello_out->incarnation = nd_load_u64(p + 40);
    hello_out->to.v = nd_load_u64(p + 48);
    return hello_out->incarnation == 0 ? ND_STATUS_MALFORMED : ND_STATUS_OK;
}

void nd__rpc_decoder_init(struct nd__rpc_decoder *decoder, struct nd_heap *heap)
{
    nd_buf_init(&decoder->in, heap);
    decoder->frame_bytes_max = ND__RPC_HELLO_FRAME_BYTES_MAX;
    decoder->is_consumed = false;
}

void nd__rpc_decoder_deinit(struct nd__rpc_decoder *decoder) { nd_buf_deinit(&decoder->in); }

static enum nd_status header_check(const struct nd__rpc_decoder *decoder, const uint8_t *p)
{
    static const uint8_t zero[5];
    if (p[8] == 0 || p[8] >= ND__RPC_KIND_END || p[10] >= ND__RPC_REASON_END) return ND_STATUS_MALFORMED;
    if (memcmp(p + 11, zero, sizeof zero) != 0) return ND_STATUS_MALFORMED;
    if (nd_load_u32(p) > decoder->frame_bytes_max - ND__RPC_HEADER_BYTES) return ND_STATUS_TOO_LARGE;
    return ND_STATUS_OK;
}

/* p: a whole frame whose header has been checked. */
static enum nd_status frame_of(const uint8_t *p, struct nd__rpc_frame *frame_out)
{
    size_t n = nd_load_u32(p);
    if (nd_load_u32(p + 4) != nd_crc32c(0, nd_slice_of(p + 8, ND__RPC_HEADER_BYTES - 8 + n)))
        return ND_STATUS_MALFORMED;
    *frame_out = (struct nd__rpc_frame){
        .kind = (enum nd__rpc_kind)p[8],
        .method = p[9],
        .reason = (enum nd__rpc_reason)p[10],
        .id = nd_load_u64(p + 16),
        .payload = nd_slice_of(p + ND__RPC_HEADER_BYTES, n),
    };
    return ND_STATUS_OK;
}

static void take_bytes(struct nd__rpc_decoder *decoder, struct nd_slice *bytes, size_t upto)
{
    size_t n = upto - decoder->in.n;
    if (n > bytes->n) n = bytes->n;
    nd_buf_put(&decoder->in, bytes->p, n);
    bytes->p += n;
    bytes->n -= n;
}

enum nd_status nd__rpc_decoder_next(struct nd__rpc_decoder *decoder, struct nd_slice *bytes,
                                    struct nd__rpc_frame *frame_out)
{
    memset(frame_out, 0, sizeof *frame_out);
    struct nd_buf *in = &decoder->in;
    if (decoder->is_consumed) {
        decoder->is_consumed = false;
        if (in->cap > IN_BYTES_KEPT_MAX) nd_buf_deinit(in);
        nd_buf_clear(in);
    }
    if (bytes->n == 0) return ND_STATUS_WOULD_BLOCK;
    if (in->n == 0 && bytes->n >= ND__RPC_HEADER_BYTES) { /* the common case: nothing is copied */
        ND_TRY(header_check(decoder, bytes->p));
        size_t frame_bytes = ND__RPC_HEADER_BYTES + (size_t)nd_load_u32(bytes->p);
        if (bytes->n >= frame_bytes) {
            const uint8_t *p = bytes->p;
            bytes->p += frame_bytes;
            bytes->n -= frame_bytes;
            return frame_of(p, frame_out);
        }
    }
    if (in->n < ND__RPC_HEADER_BYTES) {
        take_bytes(decoder, bytes, ND__RPC_HEADER_BYTES);
        if (in->n < ND__RPC_HEADER_BYTES) return ND_STATUS_WOULD_BLOCK;
        ND_TRY(header_check(decoder, in->p));
    }
    size_t frame_bytes = ND__RPC_HEADER_BYTES + (size_t)nd_load_u32(in->p);
    take_bytes(decoder, bytes, frame_bytes);
    if (in->n < frame_bytes) return ND_STATUS_WOULD_BLOCK;
    decoder->is_consumed = true;
    ND_TRY(frame_of(in->p, frame_out));
    frame_out->is_buffered = true;
    return ND_STATUS_OK;
}

void nd__rpc_decoder_take(struct nd__rpc_decoder *decoder, const struct nd__rpc_frame *frame, struct nd_buf *owned_out)
{
    ND_ASSERT(frame->is_buffered);
    ND_ASSERT(decoder->is_consumed);
    *owned_out = decoder->in;
    nd_buf_init(&decoder->in, owned_out->heap);
    decoder->is_consumed = false;
}
