/* SPDX-License-Identifier: Apache-2.0 */
/* wire_int.h - big-endian fields, C strings and message frames, shared by both ends of the protocol. */
#ifndef ND_PGWIRE_WIRE_INT_H
#define ND_PGWIRE_WIRE_INT_H

#include "base/slice.h"

static inline void nd__pgwire_store_u16(void *p, uint16_t v) { nd_store_u16(p, __builtin_bswap16(v)); }
static inline void nd__pgwire_store_u32(void *p, uint32_t v) { nd_store_u32(p, __builtin_bswap32(v)); }
static inline uint32_t nd__pgwire_load_u32(const void *p) { return __builtin_bswap32(nd_load_u32(p)); }

static inline void nd__pgwire_put_u16(struct nd_buf *out, uint16_t v) { nd_buf_put_u16(out, __builtin_bswap16(v)); }
static inline void nd__pgwire_put_u32(struct nd_buf *out, uint32_t v) { nd_buf_put_u32(out, __builtin_bswap32(v)); }
static inline void nd__pgwire_put_str(struct nd_buf *out, const char *text) { nd_buf_put(out, text, strlen(text) + 1); }

/* A message is a type byte, a length that counts itself and the body, and the body. `begin` returns
 * what `end` needs to fill in the length. */
static inline size_t nd__pgwire_begin(struct nd_buf *out, char type)
{
    nd_buf_put_u8(out, (uint8_t)type);
    size_t at = out->n;
    nd_buf_put_u32(out, 0);
    return at;
}
static inline void nd__pgwire_end(struct nd_buf *out, size_t at)
{
    ND_ASSERT(out->n - at <= INT32_MAX);
    nd__pgwire_store_u32(out->p + at, (uint32_t)(out->n - at));
}

/* Sticky, as all of nd_dec. */
static inline uint16_t nd__pgwire_dec_u16(struct nd_dec *dec) { return __builtin_bswap16(nd_dec_u16(dec)); }
static inline uint32_t nd__pgwire_dec_u32(struct nd_dec *dec) { return __builtin_bswap32(nd_dec_u32(dec)); }
/* Up to and without the NUL that must follow; "" when malformed. Borrowed. */
static inline const char *nd__pgwire_dec_str(struct nd_dec *dec)
{
    size_t left = nd_dec_left(dec);
    const uint8_t *nul = left == 0 ? NULL : memchr(dec->p, 0, left);
    if (nul == NULL) {
        dec->is_bad = true;
        return "";
    }
    const char *text = (const char *)dec->p;
    dec->p = nul + 1;
    return text;
}

#endif
