/* SPDX-License-Identifier: Apache-2.0 */
#include "base/checksum.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Bit by bit: four table lookups would be faster, but every machine we run on has the instruction. */
static uint32_t crc32c_plain(uint32_t crc, const uint8_t *p, size_t n)
{
    while (n-- > 0) {
        crc ^= *p++;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82f63b78u & (0u - (crc & 1)));
    }
    return crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(uint32_t crc, const uint8_t *p, size_t n)
{
    uint64_t c = crc;
    for (; n >= 8; n -= 8, p += 8) c = _mm_crc32_u64(c, nd_load_u64(p));
    for (; n > 0; n--, p++) c = _mm_crc32_u8((uint32_t)c, *p);
    return (uint32_t)c;
}

bool nd_crc32c_is_fast(void) { return __builtin_cpu_supports("sse4.2"); }

static uint32_t crc32c_best(uint32_t crc, const uint8_t *p, size_t n)
{
    return nd_crc32c_is_fast() ? crc32c_sse42(crc, p, n) : crc32c_plain(crc, p, n);
}
#else
bool nd_crc32c_is_fast(void)
{
    return false;
}
static uint32_t crc32c_best(uint32_t crc, const uint8_t *p, size_t n) { return crc32c_plain(crc, p, n); }
#endif

uint32_t nd_crc32c(uint32_t seed, struct nd_slice bytes) { return ~crc32c_best(~seed, bytes.p, bytes.n); }
uint64_t nd_hash64(struct nd_slice bytes) { return XXH3_64bits(bytes.p, bytes.n); }
uint64_t nd_hash64_seeded(uint64_t seed, struct nd_slice bytes) { return XXH3_64bits_withSeed(bytes.p, bytes.n, seed); }
