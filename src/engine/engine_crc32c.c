/* SPDX-License-Identifier: Apache-2.0 */
/* CRC32C for RocksDB by the processor's instruction. Distributions build it for the oldest processors, where it goes byte by byte through tables: more
 * than half of the time that a large value took to read, and a quarter of what its compaction took. Same polynomial, same results.
 *
 * The linker sends RocksDB's calls here (--wrap; cmake/modules.cmake), where its archive is linked. */
#include "engine/engine_int.h"

#if defined(ND_WRAPS_ROCKSDB_CRC32C)
#include "base/checksum.h"

/* rocksdb::crc32c::Extend(uint32_t, const char *, size_t) */
#define EXTEND(prefix) prefix##_ZN7rocksdb6crc32c6ExtendEjPKcm
uint32_t EXTEND(__real_)(uint32_t crc, const char *bytes, size_t n);
uint32_t EXTEND(__wrap_)(uint32_t crc, const char *bytes, size_t n);

uint32_t EXTEND(__wrap_)(uint32_t crc, const char *bytes, size_t n)
{
    return nd_crc32c_is_fast() ? nd_crc32c(crc, nd_slice_of(bytes, n)) : EXTEND(__real_)(crc, bytes, n);
}

bool nd__engine_crc32c_agrees(void)
{
    static const char bytes[] = "The quick brown fox jumps over the lazy dog.";
    bool agrees = true;
    for (size_t n = 0; n < sizeof bytes; n++) agrees &= EXTEND(__wrap_)((uint32_t)n, bytes, n) == EXTEND(__real_)((uint32_t)n, bytes, n);
    return agrees;
}
#else
bool nd__engine_crc32c_agrees(void) { return true; }
#endif
