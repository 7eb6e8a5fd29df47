/* SPDX-License-Identifier: Apache-2.0 */
/* Frames: what is encoded comes out again, in whatever pieces it arrives; damage is noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/prng.h"
#include "rpc/rpc_frame.h"

struct fixture {
    struct nd_heap heap;
    struct nd_buf wire;
    struct nd__rpc_decoder decoder;
};

static int setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);
    nd_heap_init(&f->heap, true);
    nd_buf_init(&f->wire, &f->heap);
    nd__rpc_decoder_init(&f->decoder, &f->heap);
    f->decoder.frame_bytes_max = ND_RPC_FRAME_BYTES_MAX;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    nd__rpc_decoder_deinit(&f->decoder);
    nd_buf_deinit(&f->wire);
    assert_int_equal(f->heap.bytes, 0);
    test_free(f);
    return 0;
}

static void fill(struct nd_buf *buf, struct nd_prng *prng, size_t n)
{
    for (size_t i = 0; i < n; i++) nd_buf_put_u8(buf, (uint8_t)nd_prng_next(prng));
}

static void test_pieces(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 200 };
    struct nd_prng prng;
    uint64_t sums[COUNT];
    nd_prng_init(&prng, 1);
    for (size_t i = 0; i < COUNT; i++) {
        struct nd_buf payload;
        nd_buf_init(&payload, &f->heap);
        fill(&payload, &prng, (size_t)nd_prng_below(&prng, i % 20 == 0 ? 50000 : 100));
        sums[i] = payload.n * 31 + (payload.n > 0 ? payload.p[payload.n - 1] : 0);
        nd__rpc_frame_encode(&f->wire, ND__RPC_CALL, (uint8_t)(i % 64), ND__RPC_REASON_NONE, i + 1,
                             nd_buf_slice(&payload));
        nd_buf_deinit(&payload);
    }
    size_t count = 0;
    for (size_t at = 0; at < f->wire.n;) {
        size_t n = (size_t)nd_prng_between(&prng, 1, count % 3 == 0 ? 7 : 5000);
        if (n > f->wire.n - at) n = f->wire.n - at;
        struct nd_slice bytes = nd_slice_of(f->wire.p + at, n);
        at += n;
        for (;;) {
            struct nd__rpc_frame frame;
            enum nd_status status = nd__rpc_decoder_next(&f->decoder, &bytes, &frame);
            if (status == ND_STATUS_WOULD_BLOCK) break;
            assert_int_equal(status, ND_STATUS_OK);
            assert_int_equal(frame.kind, ND__RPC_CALL);
            assert_int_equal(frame.id, count + 1);
            assert_int_equal(frame.method, count % 64);
            assert_int_equal(sums[count],
                             frame.payload.n * 31 + (frame.payload.n > 0 ? frame.payload.p[frame.payload.n - 1] : 0));
            count++;
            if (frame.is_buffered && count % 2 == 0) {
                struct nd_buf owned;
                nd__rpc_decoder_take(&f->decoder, &frame, &owned);
                nd_buf_deinit(&owned);
            }
        }
        assert_int_equal(bytes.n, 0);
    }
    assert_int_equal(count, COUNT);
}

static enum nd_status decode_all(struct fixture *f, struct nd_slice bytes)
{
    for (;;) {
        struct nd__rpc_frame frame;
        enum nd_status status = nd__rpc_decoder_next(&f->decoder, &bytes, &frame);
        if (status != ND_STATUS_OK) return status;
    }
}

static void test_every_flipped_bit_is_noticed(void **state)
{
    struct fixture *f = *state;
    nd__rpc_frame_encode(&f->wire, ND__RPC_ONEWAY, 3, ND__RPC_REASON_NONE, 9, nd_slice_str("some payload"));
    for (size_t bit = 0; bit < f->wire.n * 8; bit++) {
        f->wire.p[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        nd__rpc_decoder_deinit(&f->decoder);
        nd__rpc_decoder_init(&f->decoder, &f->heap);
        f->decoder.frame_bytes_max = ND_RPC_FRAME_BYTES_MAX;
        struct nd_slice bytes = nd_buf_slice(&f->wire);
        struct nd__rpc_frame frame;
        assert_int_not_equal(nd__rpc_decoder_next(&f->decoder, &bytes, &frame), ND_STATUS_OK);
        f->wire.p[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
}

static void test_limits(void **state)
{
    struct fixture *f = *state;
    struct nd_buf payload;
    nd_buf_init(&payload, &f->heap);
    memset(nd_buf_extend(&payload, 300), 7, 300);
    nd__rpc_frame_encode(&f->wire, ND__RPC_HELLO, 0, ND__RPC_REASON_NONE, 0, nd_buf_slice(&payload));
    f->decoder.frame_bytes_max = ND__RPC_HELLO_FRAME_BYTES_MAX;
    assert_int_equal(decode_all(f, nd_buf_slice(&f->wire)), ND_STATUS_TOO_LARGE);

    uint8_t header[ND__RPC_HEADER_BYTES] = {0};
    header[8] = ND__RPC_CALL;
    nd_store_u32(header, ND_RPC_FRAME_BYTES_MAX);
    f->decoder.frame_bytes_max = ND_RPC_FRAME_BYTES_MAX;
    assert_int_equal(decode_all(f, nd_slice_of(header, sizeof header)), ND_STATUS_TOO_LARGE);
    nd_store_u32(header, ND_RPC_FRAME_BYTES_MAX - ND__RPC_HEADER_BYTES);
    assert_int_equal(decode_all(f, nd_slice_of(header, sizeof header)), ND_STATUS_WOULD_BLOCK);
    assert_true(f->heap.bytes < 4096); /* Q1: a length is no reason to take memory */
    nd_buf_deinit(&payload);
}

static void test_wrap_and_hello(void **state)
{
    struct fixture *f = *state;
    struct nd_buf payload;
    nd_buf_init(&payload, &f->heap);
    nd_buf_put(&payload, "0123456789", 10);
    nd__rpc_frame_wrap(&f->wire, ND__RPC_REPLY, 0, 77, &payload);
    assert_int_equal(payload.n, 0);
    struct nd__rpc_hello hello = {.version = 1,
                                  .version_min = 1,
                                  .lane = ND__RPC_BULK,
                                  .cluster_uuid = {5, 6},
                                  .node = {3},
                                  .incarnation = 99,
                                  .to = {4}};
    nd__rpc_hello_encode(&hello, &f->wire);
    struct nd_slice bytes = nd_buf_slice(&f->wire);
    struct nd__rpc_frame frame;
    assert_int_equal(nd__rpc_decoder_next(&f->decoder, &bytes, &frame), ND_STATUS_OK);
    assert_int_equal(frame.id, 77);
    assert_true(nd_slice_eq(frame.payload, nd_slice_str("0123456789")));
    assert_int_equal(nd__rpc_decoder_next(&f->decoder, &bytes, &frame), ND_STATUS_OK);
    struct nd__rpc_hello back;
    assert_int_equal(nd__rpc_hello_decode(frame.payload, &back), ND_STATUS_OK);
    assert_memory_equal(&back, &hello, sizeof hello);
    frame.payload.n--;
    assert_int_equal(nd__rpc_hello_decode(frame.payload, &back), ND_STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pieces, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_flipped_bit_is_noticed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wrap_and_hello, setup, teardown),
    };
    return cmocka_run_group_tests_name("rpc_frame", tests, NULL, NULL);
}
