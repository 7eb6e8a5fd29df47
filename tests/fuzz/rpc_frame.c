/* SPDX-License-Identifier: Apache-2.0 */
/* Frames, HELLO and what a carrier answers over arbitrary bytes. The first byte says in what pieces they arrive (low bits) and
 * whether checksums and lengths are made right first (high bit), so that what lies behind them is reached. */
#include "base/checksum.h"
#include "rpc/rpc_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void make_right(uint8_t *p, size_t n)
{
    while (n >= ND__RPC_HEADER_BYTES) {
        size_t payload_bytes = nd_load_u32(p) % 512;
        if (payload_bytes > n - ND__RPC_HEADER_BYTES) payload_bytes = n - ND__RPC_HEADER_BYTES;
        nd_store_u32(p, (uint32_t)payload_bytes);
        memset(p + 11, 0, 5);
        nd_store_u32(p + 4, nd_crc32c(0, nd_slice_of(p + 8, ND__RPC_HEADER_BYTES - 8 + payload_bytes)));
        p += ND__RPC_HEADER_BYTES + payload_bytes;
        n -= ND__RPC_HEADER_BYTES + payload_bytes;
    }
}

static void decode(struct nd_heap *heap, struct nd_slice all, size_t piece_bytes)
{
    struct nd__rpc_decoder decoder;
    size_t frames = 0;
    nd__rpc_decoder_init(&decoder, heap);
    decoder.frame_bytes_max = 1 << 20;
    for (size_t at = 0; at < all.n; at += piece_bytes) {
        struct nd_slice bytes = nd_slice_of(all.p + at, all.n - at < piece_bytes ? all.n - at : piece_bytes);
        for (;;) {
            struct nd__rpc_frame frame;
            struct nd__rpc_hello hello;
            enum nd_status status = nd__rpc_decoder_next(&decoder, &bytes, &frame);
            if (status == ND_STATUS_WOULD_BLOCK) break;
            if (status != ND_STATUS_OK) goto out;
            ND_ASSERT(frame.kind > 0);
            ND_ASSERT(frame.kind < ND__RPC_KIND_END);
            ND_ASSERT(frame.payload.n + ND__RPC_HEADER_BYTES <= decoder.frame_bytes_max);
            uint64_t sum = 0; /* touches every byte: the sanitizer sees one too many */
            for (size_t i = 0; i < frame.payload.n; i++) sum += frame.payload.p[i];
            if (nd__rpc_hello_decode(frame.payload, &hello) == ND_STATUS_OK) ND_ASSERT(hello.incarnation != 0);
            enum nd_status carried = ND_STATUS_OK;
            struct nd_slice reply = frame.payload;
            nd__rpc_relay_unwrap(&carried, &reply);
            ND_ASSERT(carried < ND_STATUS_COUNT);
            ND_ASSERT(reply.n < frame.payload.n || reply.n == 0);
            if (frame.is_buffered && sum % 2 == 0) {
                struct nd_buf owned;
                nd__rpc_decoder_take(&decoder, &frame, &owned);
                nd_buf_deinit(&owned);
            }
            frames++;
        }
        ND_ASSERT(bytes.n == 0);
        ND_ASSERT(decoder.in.n <= all.n);
        ND_ASSERT(decoder.in.cap <= 2 * all.n + 64); /* Q1 */
    }
out:
    ND_ASSERT(frames <= all.n / ND__RPC_HEADER_BYTES);
    nd__rpc_decoder_deinit(&decoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    struct nd_heap heap;
    struct nd_buf bytes;
    nd_heap_init(&heap, true);
    nd_buf_init(&bytes, &heap);
    nd_buf_put(&bytes, data + 1, size - 1);
    if ((data[0] & 0x80) != 0) make_right(bytes.p, bytes.n);
    decode(&heap, nd_buf_slice(&bytes), (size_t)(data[0] & 0x7f) + 1);
    nd_buf_deinit(&bytes);
    ND_ASSERT(heap.bytes == 0);
    return 0;
}
