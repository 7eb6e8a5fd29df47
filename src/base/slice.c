/* SPDX-License-Identifier: Apache-2.0 */
#include "base/slice.h"

#include <stdarg.h>
#include <stdio.h>

void nd_buf_init(struct nd_buf *buf, struct nd_heap *heap) { *buf = (struct nd_buf){.heap = heap}; }

void nd_buf_deinit(struct nd_buf *buf)
{
    nd_heap_free(buf->heap, buf->p);
    *buf = (struct nd_buf){.heap = buf->heap};
}

void nd_buf_reserve(struct nd_buf *buf, size_t more)
{
    ND_ASSERT(more <= SIZE_MAX / 4);
    if (buf->cap - buf->n >= more) return;
    size_t cap = buf->cap == 0 ? 64 : buf->cap * 2;
    while (cap < buf->n + more) cap *= 2;
    buf->p = nd_heap_realloc(buf->heap, buf->p, cap);
    buf->cap = cap;
}

uint8_t *nd_buf_extend(struct nd_buf *buf, size_t more)
{
    nd_buf_reserve(buf, more);
    uint8_t *p = buf->p + buf->n;
    buf->n += more;
    return p;
}

void nd_buf_put(struct nd_buf *buf, const void *p, size_t n)
{
    if (n > 0) memcpy(nd_buf_extend(buf, n), p, n);
}
void nd_buf_put_slice(struct nd_buf *buf, struct nd_slice bytes) { nd_buf_put(buf, bytes.p, bytes.n); }
void nd_buf_put_u8(struct nd_buf *buf, uint8_t v) { *nd_buf_extend(buf, 1) = v; }
void nd_buf_put_u16(struct nd_buf *buf, uint16_t v) { nd_store_u16(nd_buf_extend(buf, 2), v); }
void nd_buf_put_u32(struct nd_buf *buf, uint32_t v) { nd_store_u32(nd_buf_extend(buf, 4), v); }
void nd_buf_put_u64(struct nd_buf *buf, uint64_t v) { nd_store_u64(nd_buf_extend(buf, 8), v); }

void nd_buf_put_varint(struct nd_buf *buf, uint64_t v)
{
    uint8_t bytes[10];
    size_t n = 0;
    while (v >= 0x80) {
        bytes[n++] = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    bytes[n++] = (uint8_t)v;
    nd_buf_put(buf, bytes, n);
}

void nd_buf_put_bytes(struct nd_buf *buf, struct nd_slice bytes)
{
    nd_buf_put_varint(buf, bytes.n);
    nd_buf_put_slice(buf, bytes);
}

void nd_buf_printf(struct nd_buf *buf, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    ND_ASSERT(n >= 0);
    nd_buf_reserve(buf, (size_t)n + 1);
    vsnprintf((char *)buf->p + buf->n, (size_t)n + 1, fmt, again);
    buf->n += (size_t)n;
    va_end(again);
    va_end(args);
}

static const uint8_t *take(struct nd_dec *dec, size_t n)
{
    if (dec->is_bad || (size_t)(dec->end - dec->p) < n) {
        dec->is_bad = true;
        return NULL;
    }
    const uint8_t *p = dec->p;
    dec->p += n;
    return p;
}

uint8_t nd_dec_u8(struct nd_dec *dec) { const uint8_t *p = take(dec, 1); return p == NULL ? 0 : *p; }
uint16_t nd_dec_u16(struct nd_dec *dec) { const uint8_t *p = take(dec, 2); return p == NULL ? 0 : nd_load_u16(p); }
uint32_t nd_dec_u32(struct nd_dec *dec) { const uint8_t *p = take(dec, 4); return p == NULL ? 0 : nd_load_u32(p); }
uint64_t nd_dec_u64(struct nd_dec *dec) { const uint8_t *p = take(dec, 8); return p == NULL ? 0 : nd_load_u64(p); }

uint64_t nd_dec_varint(struct nd_dec *dec)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const uint8_t *p = take(dec, 1);
        if (p == NULL) return 0;
        if (shift == 63 && *p > 1) break; /* over 64 bits */
        v |= (uint64_t)(*p & 0x7f) << shift;
        if ((*p & 0x80) == 0) return v;
    }
    dec->is_bad = true;
    return 0;
}

struct nd_slice nd_dec_raw(struct nd_dec *dec, size_t n)
{
    const uint8_t *p = take(dec, n);
    return p == NULL ? ND_SLICE_EMPTY : nd_slice_of(p, n);
}

struct nd_slice nd_dec_bytes(struct nd_dec *dec)
{
    uint64_t n = nd_dec_varint(dec);
    return nd_dec_raw(dec, n > SIZE_MAX ? SIZE_MAX : (size_t)n);
}

size_t nd_dec_count(struct nd_dec *dec, size_t item_bytes_min)
{
    ND_ASSERT(item_bytes_min > 0);
    uint64_t count = nd_dec_varint(dec);
    if (dec->is_bad || count > nd_dec_left(dec) / item_bytes_min) {
        dec->is_bad = true;
        return 0;
    }
    return (size_t)count;
}
