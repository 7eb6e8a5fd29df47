/* SPDX-License-Identifier: Apache-2.0 */
/* slice.h - bytes: nd_slice borrows, nd_buf owns; little-endian and varint encoding over both.
 *
 * Encoding.   Fixed integers are little-endian. Varints are LEB128 (as Protobuf's). Byte strings
 *             are a varint length and the bytes. Order-preserving key encodings live in
 *             range/mvcc_key.h and sql/types, not here.
 * Decoding.   nd_dec is sticky: after the first malformed field every read yields zero and
 *             nd_dec_is_ok says false. Check once at the end; lengths are bounded by the input. */
#ifndef ND_BASE_SLICE_H
#define ND_BASE_SLICE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/assert.h"
#include "base/heap.h"

struct nd_slice {
    const uint8_t *p;
    size_t n;
};

#define ND_SLICE_EMPTY ((struct nd_slice){NULL, 0})

static inline struct nd_slice nd_slice_of(const void *p, size_t n) { return (struct nd_slice){p, n}; }
static inline struct nd_slice nd_slice_str(const char *text) { return (struct nd_slice){(const uint8_t *)text, strlen(text)}; }
static inline int nd_slice_cmp(struct nd_slice a, struct nd_slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (c != 0) return c;
    return a.n < b.n ? -1 : a.n > b.n ? 1 : 0;
}
static inline bool nd_slice_eq(struct nd_slice a, struct nd_slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
/* The byte behind the last; what is left after `n` bytes (n <= s.n). Both also of an empty slice without a pointer. */
static inline const uint8_t *nd_slice_end(struct nd_slice s) { return s.n == 0 ? s.p : s.p + s.n; }
static inline struct nd_slice nd_slice_drop(struct nd_slice s, size_t n) { return n == 0 ? s : (struct nd_slice){s.p + n, s.n - n}; }
static inline bool nd_slice_has_prefix(struct nd_slice s, struct nd_slice prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

/* A growable byte string. */
struct nd_buf {
    struct nd_heap *heap;
    uint8_t *p;
    size_t n, cap;
};

void nd_buf_init(struct nd_buf *buf, struct nd_heap *heap); /* takes no memory yet */
void nd_buf_deinit(struct nd_buf *buf);
static inline void nd_buf_clear(struct nd_buf *buf) { buf->n = 0; }
static inline struct nd_slice nd_buf_slice(const struct nd_buf *buf) { return (struct nd_slice){buf->p, buf->n}; }
void nd_buf_reserve(struct nd_buf *buf, size_t more);
uint8_t *nd_buf_extend(struct nd_buf *buf, size_t more); /* the new, uninitialised bytes */

void nd_buf_put(struct nd_buf *buf, const void *p, size_t n);
void nd_buf_put_slice(struct nd_buf *buf, struct nd_slice bytes); /* without a length */
void nd_buf_put_u8(struct nd_buf *buf, uint8_t v);
void nd_buf_put_u16(struct nd_buf *buf, uint16_t v);
void nd_buf_put_u32(struct nd_buf *buf, uint32_t v);
void nd_buf_put_u64(struct nd_buf *buf, uint64_t v);
void nd_buf_put_varint(struct nd_buf *buf, uint64_t v);
void nd_buf_put_bytes(struct nd_buf *buf, struct nd_slice bytes); /* varint length, bytes */
void nd_buf_printf(struct nd_buf *buf, const char *fmt, ...) ND_PRINTF(2, 3); /* no trailing NUL kept */

static inline uint16_t nd_load_u16(const void *p) { uint16_t v; memcpy(&v, p, 2); return v; }
static inline uint32_t nd_load_u32(const void *p) { uint32_t v; memcpy(&v, p, 4); return v; }
static inline uint64_t nd_load_u64(const void *p) { uint64_t v; memcpy(&v, p, 8); return v; }
static inline void nd_store_u16(void *p, uint16_t v) { memcpy(p, &v, 2); }
static inline void nd_store_u32(void *p, uint32_t v) { memcpy(p, &v, 4); }
static inline void nd_store_u64(void *p, uint64_t v) { memcpy(p, &v, 8); }
ND_STATIC_ASSERT(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "little-endian machines only");
static inline void nd_store_u64_be(void *p, uint64_t v) { v = __builtin_bswap64(v); memcpy(p, &v, 8); }
static inline uint64_t nd_load_u64_be(const void *p) { uint64_t v; memcpy(&v, p, 8); return __builtin_bswap64(v); }

/* Reads a borrowed byte string front to back. */
struct nd_dec {
    const uint8_t *p, *end;
    bool is_bad;
};

static inline struct nd_dec nd_dec_of(struct nd_slice s) { return (struct nd_dec){s.p, s.p == NULL ? NULL : s.p + s.n, false}; }
static inline size_t nd_dec_left(const struct nd_dec *dec) { return dec->is_bad ? 0 : (size_t)(dec->end - dec->p); }
/* Every field so far was well-formed. */
static inline bool nd_dec_is_ok(const struct nd_dec *dec) { return !dec->is_bad; }
/* ... and nothing is left over. */
static inline bool nd_dec_is_done(const struct nd_dec *dec) { return !dec->is_bad && dec->p == dec->end; }
uint8_t nd_dec_u8(struct nd_dec *dec);
uint16_t nd_dec_u16(struct nd_dec *dec);
uint32_t nd_dec_u32(struct nd_dec *dec);
uint64_t nd_dec_u64(struct nd_dec *dec);
uint64_t nd_dec_varint(struct nd_dec *dec);
struct nd_slice nd_dec_bytes(struct nd_dec *dec);          /* varint length, bytes; borrowed */
struct nd_slice nd_dec_raw(struct nd_dec *dec, size_t n);  /* exactly n bytes; borrowed */
/* A count of items that each take at least `item_bytes_min` encoded bytes: refused when the input
 * cannot hold that many, so that it is safe to allocate by it. */
size_t nd_dec_count(struct nd_dec *dec, size_t item_bytes_min);

#endif
