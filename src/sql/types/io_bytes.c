/* SPDX-License-Identifier: Apache-2.0 */
/* Strings, bytea and uuid as text. */
#include "sql/types/io_int.h"
#include "sql/types/ascii.h"

#define NAME_BYTES_MAX 63

/* ---- UTF-8 --------------------------------------------------------------------------------------- */

/* Bytes of the character that `c` begins, by its high bits alone. */
static size_t lead_bytes(uint8_t c) { return c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1; }

/* Bytes of the well-formed character at p, 0: malformed. */
static size_t char_bytes(const uint8_t *p, size_t n)
{
    uint8_t c = p[0];
    if (c < 0x80) return c == 0 ? 0 : 1;
    if (c < 0xc2 || c > 0xf4) return 0;
    size_t bytes = lead_bytes(c);
    if (n < bytes) return 0;
    for (size_t i = 1; i < bytes; i++)
        if ((p[i] & 0xc0) != 0x80) return 0;
    if ((c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f) || (c == 0xf0 && p[1] < 0x90) ||
        (c == 0xf4 && p[1] > 0x8f))
        return 0;
    return bytes;
}

static bool word_is_ascii(const uint8_t *p)
{
    uint64_t w = nd_load_u64(p);
    const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
    return ((w | (w - ones)) & high) == 0; /* no high bit, and no byte that borrows: zero */
}

enum nd_status nd_text_check(struct nd_slice text, struct nd_err *err)
{
    const uint8_t *p = text.p, *end = nd_slice_end(text);
    while (p < end) {
        if (end - p >= 8 && word_is_ascii(p)) {
            p += 8;
            continue;
        }
        size_t n = char_bytes(p, (size_t)(end - p));
        if (n == 0) {
            char shown[32] = "";
            size_t count = lead_bytes(*p);
            if (count > (size_t)(end - p)) count = (size_t)(end - p);
            static const char hex[] = "0123456789abcdef";
            for (size_t i = 0; i < count; i++) {
                char byte[] = {' ', '0', 'x', hex[p[i] >> 4], hex[p[i] & 15], '\0'};
                memcpy(shown + i * 5, byte, sizeof byte);
            }
            return nd_err_set(err, "22021", "invalid byte sequence for encoding \"UTF8\":%s", shown);
        }
        p += n;
    }
    return ND_STATUS_OK;
}

size_t nd_text_chars(struct nd_slice text)
{
    size_t chars = 0;
    for (size_t i = 0; i < text.n; i++) chars += (text.p[i] & 0xc0) != 0x80;
    return chars;
}

size_t nd_text_prefix_bytes(struct nd_slice text, size_t chars)
{
    size_t at = 0;
    for (; chars > 0 && at < text.n; chars--) {
        at++;
        while (at < text.n && (text.p[at] & 0xc0) == 0x80) at++;
    }
    return at;
}

/* ---- modifiers ----------------------------------------------------------------------------------- */

struct nd_slice nd__bpchar_trim(struct nd_slice text)
{
    while (text.n > 0 && text.p[text.n - 1] == ' ') text.n--;
    return text;
}

enum nd_status nd__string_coerce(struct nd_slice text, struct nd_type type, bool is_explicit, struct nd_arena *arena,
                                 struct nd_slice *text_out, struct nd_err *err)
{
    *text_out = text;
    if (type.id == ND_TYPE_NAME) {
        if (text.n <= NAME_BYTES_MAX) return ND_STATUS_OK;
        size_t n = NAME_BYTES_MAX;
        while (n > 0 && (text.p[n] & 0xc0) == 0x80) n--;
        text_out->n = n;
        return ND_STATUS_OK;
    }
    if (type.mod < 4 || (type.id != ND_TYPE_VARCHAR && type.id != ND_TYPE_BPCHAR)) return ND_STATUS_OK;
    size_t limit = (size_t)type.mod - 4;
    bool is_padded = type.id == ND_TYPE_BPCHAR;
    if (text.n <= limit && !is_padded) return ND_STATUS_OK;
    size_t fit = nd_text_prefix_bytes(text, limit);
    if (fit < text.n) {
        for (size_t i = fit; i < text.n && !is_explicit; i++)
            if (text.p[i] != ' ')
                return nd_err_set(err, "22001", "value too long for type %s(%zu)", nd_type_name(type.id), limit);
        text_out->n = fit;
        return ND_STATUS_OK;
    }
    size_t chars = nd_text_chars(text);
    if (!is_padded || chars == limit) return ND_STATUS_OK;
    uint8_t *p = nd_arena_alloc(arena, text.n + limit - chars);
    if (text.n > 0) memcpy(p, text.p, text.n);
    memset(p + text.n, ' ', limit - chars);
    *text_out = nd_slice_of(p, text.n + limit - chars);
    return ND_STATUS_OK;
}

/* ---- bytea --------------------------------------------------------------------------------------- */

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = nd_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum nd_status hex_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *bytes_out,
                             struct nd_err *err)
{
    uint8_t *out = nd_arena_alloc(arena, text.n / 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') continue;
        for (size_t j = i; j < i + 2; j++) {
            if (j >= text.n) return nd_err_set(err, "22023", "invalid hexadecimal data: odd number of digits");
            if (hex_value(text.p[j]) < 0) {
                size_t shown = nd_text_prefix_bytes(nd_slice_drop(text, j), 1);
                return nd_err_set(err, "22023", "invalid hexadecimal digit: \"%.*s\"", (int)shown,
                                  (const char *)text.p + j);
            }
        }
        out[n++] = (uint8_t)(hex_value(c) << 4 | hex_value(text.p[i + 1]));
        i++;
    }
    *bytes_out = nd_slice_of(out, n);
    return ND_STATUS_OK;
}

static bool is_octal(uint8_t c, uint8_t max) { return c >= '0' && c <= max; }

enum nd_status nd__bytea_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *bytes_out,
                            struct nd_err *err)
{
    *bytes_out = ND_SLICE_EMPTY;
    if (text.n >= 2 && text.p[0] == '\\' && text.p[1] == 'x')
        return hex_in(nd_slice_drop(text, 2), arena, bytes_out, err);
    uint8_t *out = nd_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        const uint8_t *p = text.p + i;
        size_t left = text.n - i;
        if (*p != '\\') {
            out[n++] = *p;
            i++;
        } else if (left >= 4 && is_octal(p[1], '3') && is_octal(p[2], '7') && is_octal(p[3], '7')) {
            out[n++] = (uint8_t)((p[1] - '0') << 6 | (p[2] - '0') << 3 | (p[3] - '0'));
            i += 4;
        } else if (left >= 2 && p[1] == '\\') {
            out[n++] = '\\';
            i += 2;
        } else {
            return nd_err_set(err, "22P02", "invalid input syntax for type bytea");
        }
    }
    *bytes_out = nd_slice_of(out, n);
    return ND_STATUS_OK;
}

static const char hex_digits[] = "0123456789abcdef";

void nd__bytea_out(struct nd_slice bytes, struct nd_buf *text)
{
    uint8_t *p = nd_buf_extend(text, 2 + 2 * bytes.n);
    *p++ = '\\';
    *p++ = 'x';
    for (size_t i = 0; i < bytes.n; i++) {
        *p++ = (uint8_t)hex_digits[bytes.p[i] >> 4];
        *p++ = (uint8_t)hex_digits[bytes.p[i] & 15];
    }
}

void nd__bytea_out_escaped(struct nd_slice bytes, struct nd_buf *text)
{
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t c = bytes.p[i];
        if (c == '\\') nd_buf_put(text, "\\\\", 2);
        else if (c < 0x20 || c > 0x7e) nd_buf_printf(text, "\\%03o", c);
        else nd_buf_put_u8(text, c);
    }
}

/* ---- uuid ---------------------------------------------------------------------------------------- */

enum nd_status nd__uuid_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *bytes_out, struct nd_err *err)
{
    uint8_t *out = nd_arena_zalloc(arena, 16);
    size_t at = 0;
    bool has_brace = text.n > 0 && text.p[0] == '{', is_ok = true;
    if (has_brace) at = 1;
    for (size_t i = 0; i < 16 && is_ok; i++) {
        is_ok = at + 1 < text.n && hex_value(text.p[at]) >= 0 && hex_value(text.p[at + 1]) >= 0;
        if (!is_ok) break;
        out[i] = (uint8_t)(hex_value(text.p[at]) << 4 | hex_value(text.p[at + 1]));
        at += 2;
        if (i % 2 == 1 && i < 15 && at < text.n && text.p[at] == '-') at++;
    }
    if (is_ok && has_brace) is_ok = at < text.n && text.p[at++] == '}';
    *bytes_out = nd_slice_of(out, 16);
    if (is_ok && at == text.n) return ND_STATUS_OK;
    return nd_err_set(err, "22P02", "invalid input syntax for type uuid: \"%.*s\"", nd_text_shown(text),
                      (const char *)text.p);
}

void nd__uuid_out(struct nd_slice bytes, struct nd_buf *text)
{
    uint8_t *p = nd_buf_extend(text, 36);
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *p++ = '-';
        *p++ = (uint8_t)hex_digits[bytes.p[i] >> 4];
        *p++ = (uint8_t)hex_digits[bytes.p[i] & 15];
    }
}
