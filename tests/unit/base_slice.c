/* SPDX-License-Identifier: Apache-2.0 */
/* Borrowed and owned bytes; what is encoded decodes again, what is cut off or made up does not. Checksums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/checksum.h"
#include "base/prng.h"
#include "base/slice.h"

static struct nd_heap heap;

static void slices_compare_by_bytes(void **state)
{
    ND_UNUSED(state);
    struct nd_slice a = nd_slice_str("a"), ab = nd_slice_str("ab"), high = nd_slice_of("\xff", 1), nul = nd_slice_of("a\0", 2);
    assert_true(nd_slice_cmp(a, ab) < 0);
    assert_true(nd_slice_cmp(ab, a) > 0);
    assert_true(nd_slice_cmp(a, high) < 0); /* bytes have no sign */
    assert_true(nd_slice_cmp(a, nul) < 0);
    assert_int_equal(nd_slice_cmp(ND_SLICE_EMPTY, nd_slice_str("")), 0);
    assert_true(nd_slice_cmp(ND_SLICE_EMPTY, nul) < 0);
    assert_true(nd_slice_eq(ND_SLICE_EMPTY, nd_slice_str("")));
    assert_false(nd_slice_eq(a, nul));
    assert_true(nd_slice_has_prefix(ab, a));
    assert_true(nd_slice_has_prefix(ab, ND_SLICE_EMPTY));
    assert_false(nd_slice_has_prefix(a, ab));
    assert_true(nd_slice_eq(nd_slice_drop(ab, 1), nd_slice_str("b")));
    assert_int_equal(nd_slice_drop(ab, 2).n, 0);
    assert_null(nd_slice_end(ND_SLICE_EMPTY));
    assert_ptr_equal(nd_slice_end(ab), ab.p + 2);
}

static void buffers_grow(void **state)
{
    ND_UNUSED(state);
    struct nd_buf buf;
    nd_buf_init(&buf, &heap);
    assert_int_equal(heap.bytes, 0);
    for (unsigned i = 0; i < 5000; i++) nd_buf_put_u8(&buf, (uint8_t)i);
    for (unsigned i = 0; i < 5000; i++) assert_int_equal(buf.p[i], (uint8_t)i);
    nd_buf_clear(&buf);
    nd_buf_put(&buf, NULL, 0);
    nd_buf_put_slice(&buf, ND_SLICE_EMPTY);
    assert_int_equal(buf.n, 0);
    nd_buf_printf(&buf, "%s %d", "node", 7);
    nd_buf_printf(&buf, "%*d", 3000, 1);
    assert_int_equal(buf.n, 6 + 3000);
    assert_memory_equal(buf.p, "node 7", 6);
    nd_buf_deinit(&buf);
    assert_int_equal(heap.bytes, 0);
    nd_buf_put_u8(&buf, 1); /* usable again */
    nd_buf_deinit(&buf);
}

static void integers_are_little_endian(void **state)
{
    ND_UNUSED(state);
    static const uint8_t expected[] = {0x12, 0x34, 0x12, 0x78, 0x56, 0x34, 0x12, 8, 7, 6, 5, 4, 3, 2, 1};
    struct nd_buf buf;
    uint8_t bytes[8];
    nd_buf_init(&buf, &heap);
    nd_buf_put_u8(&buf, 0x12);
    nd_buf_put_u16(&buf, 0x1234);
    nd_buf_put_u32(&buf, 0x12345678);
    nd_buf_put_u64(&buf, 0x0102030405060708);
    assert_int_equal(buf.n, sizeof expected);
    assert_memory_equal(buf.p, expected, sizeof expected);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&buf));
    assert_int_equal(nd_dec_u8(&dec), 0x12);
    assert_int_equal(nd_dec_u16(&dec), 0x1234);
    assert_int_equal(nd_dec_u32(&dec), 0x12345678);
    assert_int_equal(nd_dec_u64(&dec), 0x0102030405060708);
    assert_true(nd_dec_is_done(&dec));
    nd_store_u64_be(bytes, 0x0102030405060708);
    for (unsigned i = 0; i < 8; i++) assert_int_equal(bytes[i], i + 1);
    assert_int_equal(nd_load_u64_be(bytes), 0x0102030405060708);
    nd_buf_deinit(&buf);
}

static void varints_come_back(void **state)
{
    ND_UNUSED(state);
    struct nd_buf buf;
    nd_buf_init(&buf, &heap);
    for (unsigned bit = 0; bit <= 64; bit++) {
        for (int off = -1; off <= 1; off++) {
            uint64_t v = (bit == 64 ? 0 : 1ULL << bit) + (uint64_t)(int64_t)off;
            nd_buf_clear(&buf);
            nd_buf_put_varint(&buf, v);
            assert_true(buf.n >= 1 && buf.n <= 10);
            struct nd_dec dec = nd_dec_of(nd_buf_slice(&buf));
            assert_int_equal(nd_dec_varint(&dec), v);
            assert_true(nd_dec_is_done(&dec));
            for (size_t cut = 0; cut < buf.n; cut++) {
                dec = nd_dec_of(nd_slice_of(buf.p, cut));
                assert_int_equal(nd_dec_varint(&dec), 0);
                assert_false(nd_dec_is_ok(&dec));
            }
        }
    }
    static const uint8_t long_ones[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01};
    static const uint8_t over[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}; /* bit 64 */
    struct nd_dec dec = nd_dec_of(nd_slice_of(long_ones, sizeof long_ones));
    assert_int_equal(nd_dec_varint(&dec), 0);
    assert_false(nd_dec_is_ok(&dec));
    dec = nd_dec_of(nd_slice_of(over, sizeof over));
    assert_int_equal(nd_dec_varint(&dec), 0);
    assert_false(nd_dec_is_ok(&dec));
    nd_buf_deinit(&buf);
}

static void decoding_is_sticky_and_bounded(void **state)
{
    ND_UNUSED(state);
    struct nd_buf buf;
    nd_buf_init(&buf, &heap);
    nd_buf_put_bytes(&buf, nd_slice_str("hello"));
    nd_buf_put_u16(&buf, 9);
    for (size_t cut = 0; cut <= buf.n; cut++) {
        struct nd_dec dec = nd_dec_of(nd_slice_of(buf.p, cut));
        struct nd_slice text = nd_dec_bytes(&dec);
        uint16_t last = nd_dec_u16(&dec);
        assert_int_equal(nd_dec_is_done(&dec), cut == buf.n);
        assert_int_equal(text.n, cut >= 6 ? 5 : 0);
        assert_int_equal(last, cut == buf.n ? 9 : 0);
        if (nd_dec_is_ok(&dec)) continue;
        assert_int_equal(nd_dec_left(&dec), 0);
        assert_int_equal(nd_dec_u8(&dec), 0); /* nothing after a fault */
    }
    /* A length or a count that the input cannot hold. */
    nd_buf_clear(&buf);
    nd_buf_put_varint(&buf, UINT64_MAX);
    nd_buf_put_u64(&buf, 0);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&buf));
    assert_int_equal(nd_dec_bytes(&dec).n, 0);
    assert_false(nd_dec_is_ok(&dec));
    dec = nd_dec_of(nd_buf_slice(&buf));
    assert_int_equal(nd_dec_count(&dec, 1), 0);
    assert_false(nd_dec_is_ok(&dec));
    nd_buf_clear(&buf);
    nd_buf_put_varint(&buf, 4);
    nd_buf_put_u64(&buf, 0);
    dec = nd_dec_of(nd_buf_slice(&buf));
    assert_int_equal(nd_dec_count(&dec, 2), 4);
    dec = nd_dec_of(nd_buf_slice(&buf));
    assert_int_equal(nd_dec_count(&dec, 3), 0);
    assert_false(nd_dec_is_ok(&dec));
    nd_buf_deinit(&buf);
    dec = nd_dec_of(ND_SLICE_EMPTY);
    assert_true(nd_dec_is_done(&dec));
}

static void checksums_are_the_published_ones(void **state)
{
    ND_UNUSED(state);
    uint8_t zeros[32] = {0}, ones[32], rising[32], all[4096];
    memset(ones, 0xff, sizeof ones);
    for (unsigned i = 0; i < 32; i++) rising[i] = (uint8_t)i;
    assert_int_equal(nd_crc32c(0, nd_slice_of(zeros, 32)), 0x8a9136aa); /* RFC 3720, B.4 */
    assert_int_equal(nd_crc32c(0, nd_slice_of(ones, 32)), 0x62a8ab43);
    assert_int_equal(nd_crc32c(0, nd_slice_of(rising, 32)), 0x46dd794e);
    assert_int_equal(nd_crc32c(0, nd_slice_str("123456789")), 0xe3069283);
    assert_int_equal(nd_crc32c(0, ND_SLICE_EMPTY), 0);
    assert_int_equal(nd_hash64(ND_SLICE_EMPTY), 0x2d06800538d394c2); /* XXH3's of nothing */
    struct nd_prng prng;
    nd_prng_init(&prng, 1);
    for (size_t i = 0; i < sizeof all; i++) all[i] = (uint8_t)nd_prng_next(&prng);
    uint32_t whole = nd_crc32c(0, nd_slice_of(all, sizeof all));
    for (size_t cut = 0; cut <= sizeof all; cut += 61) /* in two parts, at any alignment */
        assert_int_equal(nd_crc32c(nd_crc32c(0, nd_slice_of(all, cut)), nd_slice_of(all + cut, sizeof all - cut)), whole);
    uint64_t hash = nd_hash64_seeded(7, nd_slice_of(all, sizeof all));
    assert_int_not_equal(hash, nd_hash64(nd_slice_of(all, sizeof all)));
    for (size_t i = 0; i < sizeof all; i += 97) {
        all[i] ^= 0x10;
        assert_int_not_equal(nd_crc32c(0, nd_slice_of(all, sizeof all)), whole);
        assert_int_not_equal(nd_hash64_seeded(7, nd_slice_of(all, sizeof all)), hash);
        all[i] ^= 0x10;
    }
}

int main(void)
{
    nd_heap_init(&heap, false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare_by_bytes),
        cmocka_unit_test(buffers_grow),
        cmocka_unit_test(integers_are_little_endian),
        cmocka_unit_test(varints_come_back),
        cmocka_unit_test(decoding_is_sticky_and_bounded),
        cmocka_unit_test(checksums_are_the_published_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
