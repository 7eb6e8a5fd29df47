/* SPDX-License-Identifier: Apache-2.0 */
/* prng.h - xoshiro256** seeded by splitmix64 (Blackman, Vigna). Not for secrets. */
#ifndef ND_BASE_PRNG_H
#define ND_BASE_PRNG_H

#include <stdbool.h>
#include <stdint.h>

struct nd_prng {
    uint64_t s[4];
};

void nd_prng_init(struct nd_prng *prng, uint64_t seed);
uint64_t nd_prng_next(struct nd_prng *prng);
uint64_t nd_prng_below(struct nd_prng *prng, uint64_t bound);               /* [0, bound), bound > 0 */
uint64_t nd_prng_between(struct nd_prng *prng, uint64_t low, uint64_t high); /* [low, high] */
double nd_prng_unit(struct nd_prng *prng);                                   /* [0, 1) */
bool nd_prng_chance(struct nd_prng *prng, double probability);

#endif
