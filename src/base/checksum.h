/* SPDX-License-Identifier: Apache-2.0 */
/* checksum.h - CRC32C (Castagnoli, RFC 3720) for headers and messages, XXH3-64 for large payloads and hashing. */
#ifndef ND_BASE_CHECKSUM_H
#define ND_BASE_CHECKSUM_H

#include "base/slice.h"

/* Continues from `seed` (0 to start). Uses SSE4.2 where the machine has it. */
uint32_t nd_crc32c(uint32_t seed, struct nd_slice bytes);
bool nd_crc32c_is_fast(void);                             /* ... which it has here */
uint64_t nd_hash64(struct nd_slice bytes);                /* XXH3-64 */
uint64_t nd_hash64_seeded(uint64_t seed, struct nd_slice bytes);

#endif
