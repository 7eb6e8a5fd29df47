/* SPDX-License-Identifier: Apache-2.0 */
#include "base/prng.h"

#include "base/assert.h"

static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

void nd_prng_init(struct nd_prng *prng, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15ULL;
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        prng->s[i] = z ^ (z >> 31);
    }
}

uint64_t nd_prng_next(struct nd_prng *prng)
{
    uint64_t *s = prng->s;
    uint64_t result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

uint64_t nd_prng_below(struct nd_prng *prng, uint64_t bound)
{
    ND_ASSERT(bound > 0);
    uint64_t skip = (0 - bound) % bound; /* values below it would bias the remainder */
    for (;;) {
        uint64_t x = nd_prng_next(prng);
        if (x >= skip) return x % bound;
    }
}

uint64_t nd_prng_between(struct nd_prng *prng, uint64_t low, uint64_t high)
{
    ND_ASSERT(low <= high);
    if (high - low == UINT64_MAX) return nd_prng_next(prng);
    return low + nd_prng_below(prng, high - low + 1);
}

double nd_prng_unit(struct nd_prng *prng) { return (double)(nd_prng_next(prng) >> 11) * 0x1.0p-53; }
bool nd_prng_chance(struct nd_prng *prng, double probability) { return nd_prng_unit(prng) < probability; }
