/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes: encodings, digests, single bytes and bits. */
#include <openssl/evp.h>

#include "sql/func/func_int.h"

static const char hex_digits[] = "0123456789abcdef";

static struct nd_slice to_hex(struct nd_slice bytes, struct nd_arena *arena)
{
    uint8_t *out = nd_arena_alloc(arena, bytes.n * 2 + 1);
    for (size_t i = 0; i < bytes.n; i++)
        out[2 * i] = (uint8_t)hex_digits[bytes.p[i] >> 4], out[2 * i + 1] = (uint8_t)hex_digits[bytes.p[i] & 15];
    return nd_slice_of(out, bytes.n * 2);
}

/* param 0: md5 as text, else sha-224, 256, 384, 512 as bytes */
static enum nd_status digest(struct nd_func_call *call)
{
    const EVP_MD *md = call->func->param == 0     ? EVP_md5()
                       : call->func->param == 224 ? EVP_sha224()
                       : call->func->param == 256 ? EVP_sha256()
                       : call->func->param == 384 ? EVP_sha384()
                                                  : EVP_sha512();
    ND__ROWS (row) {
        struct nd_slice in = call->args[0].s[row];
        uint8_t *out = nd_arena_alloc(call->ctx->arena, EVP_MAX_MD_SIZE);
        unsigned n = 0;
        if (EVP_Digest(in.n == 0 ? (const void *)"" : in.p, in.n, out, &n, md, NULL) != 1)
            return nd_err_set(call->err, "XX000", "could not compute the digest");
        struct nd_slice bytes = nd_slice_of(out, n);
        call->out->s[row] = call->func->param == 0 ? to_hex(bytes, call->ctx->arena) : bytes;
    }
    return ND_STATUS_OK;
}

/* ---- encode, decode ------------------------------------------------------------------------------ */

enum encoding { ENCODING_HEX, ENCODING_BASE64, ENCODING_ESCAPE };

static enum nd_status encoding_of(struct nd_func_call *call, struct nd_slice name, enum encoding *out)
{
    static const char *const names[] = {"hex", "base64", "escape"};
    char lower[8];
    if (name.n < sizeof lower) {
        for (size_t i = 0; i < name.n; i++) lower[i] = (char)nd__unicode_lower(name.p[i] < 0x80 ? name.p[i] : '?');
        for (size_t i = 0; i < ND_ARRAY_LEN(names); i++)
            if (nd_slice_eq(nd_slice_of(lower, name.n), nd_slice_str(names[i]))) {
                *out = (enum encoding)i;
                return ND_STATUS_OK;
            }
    }
    return nd_err_set(call->err, "22023", "unrecognized encoding: \"%.*s\"", name.n > 100 ? 100 : (int)name.n,
                      (const char *)name.p);
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Lines of 76 characters, as MIME has them. */
static struct nd_slice to_base64(struct nd_slice bytes, struct nd_arena *arena)
{
    uint8_t *out = nd_arena_alloc(arena, (bytes.n + 2) / 3 * 4 + bytes.n / 57 + 2), *p = out;
    size_t line = 0;
    for (size_t i = 0; i < bytes.n; i += 3) {
        uint32_t v = (uint32_t)bytes.p[i] << 16;
        if (i + 1 < bytes.n) v |= (uint32_t)bytes.p[i + 1] << 8;
        if (i + 2 < bytes.n) v |= bytes.p[i + 2];
        *p++ = (uint8_t)base64_digits[v >> 18];
        *p++ = (uint8_t)base64_digits[v >> 12 & 63];
        *p++ = i + 1 < bytes.n ? (uint8_t)base64_digits[v >> 6 & 63] : '=';
        *p++ = i + 2 < bytes.n ? (uint8_t)base64_digits[v & 63] : '=';
        line += 4;
        if (line == 76 && i + 3 <= bytes.n) *p++ = '\n', line = 0;
    }
    return nd_slice_of(out, (size_t)(p - out));
}

static int base64_value(uint8_t c)
{
    const char *at = c == 0 ? NULL : strchr(base64_digits, c);
    return at == NULL ? -1 : (int)(at - base64_digits);
}

static enum nd_status bad_base64(struct nd_func_call *call)
{
    return nd_err_set(call->err, "22023", "invalid base64 end sequence");
}

static enum nd_status from_base64(struct nd_func_call *call, struct nd_slice text, struct nd_slice *bytes_out)
{
    uint8_t *out = nd_arena_alloc(call->ctx->arena, text.n / 4 * 3 + 4);
    size_t n = 0, have = 0, bytes_per_group = 3; /* fewer once a = was met, whatever follows it */
    uint32_t v = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
        int value = 0;
        if (c == '=') {
            if (bytes_per_group == 3) {
                if (have < 2) return nd_err_set(call->err, "22023", "unexpected \"=\" while decoding base64 sequence");
                bytes_per_group = have - 1;
            }
        } else if ((value = base64_value(c)) < 0) {
            return nd_err_set(call->err, "22023", "invalid symbol \"%.*s\" found while decoding base64 sequence",
                              (int)nd_text_prefix_bytes(nd_slice_drop(text, i), 1), (const char *)text.p + i);
        }
        v = v << 6 | (uint32_t)value;
        if (++have < 4) continue;
        out[n++] = (uint8_t)(v >> 16);
        if (bytes_per_group > 1) out[n++] = (uint8_t)(v >> 8);
        if (bytes_per_group > 2) out[n++] = (uint8_t)v;
        have = 0, v = 0;
    }
    if (have != 0) {
        (void)bad_base64(call);
        return nd_err_hint(call->err, "Input data is missing padding, is truncated, or is otherwise corrupted.");
    }
    *bytes_out = nd_slice_of(out, n);
    return ND_STATUS_OK;
}

static struct nd_slice to_escape(struct nd_slice bytes, struct nd_arena *arena)
{
    uint8_t *out = nd_arena_alloc(arena, bytes.n * 4 + 1), *p = out;
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t c = bytes.p[i];
        if (c == 0 || c >= 0x80) {
            *p++ = '\\', *p++ = (uint8_t)('0' + (c >> 6)), *p++ = (uint8_t)('0' + (c >> 3 & 7)),
            *p++ = (uint8_t)('0' + (c & 7));
        } else {
            if (c == '\\') *p++ = c;
            *p++ = c;
        }
    }
    return nd_slice_of(out, (size_t)(p - out));
}

static enum nd_status encode(struct nd_func_call *call)
{
    ND__ROWS (row) {
        enum encoding encoding;
        struct nd_slice bytes = call->args[0].s[row];
        ND_TRY(encoding_of(call, call->args[1].s[row], &encoding));
        ND_TRY(nd__check_bytes(call, bytes.n * (encoding == ENCODING_ESCAPE ? 4 : 2)));
        call->out->s[row] = encoding == ENCODING_HEX      ? to_hex(bytes, call->ctx->arena)
                            : encoding == ENCODING_BASE64 ? to_base64(bytes, call->ctx->arena)
                                                          : to_escape(bytes, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

static enum nd_status decode(struct nd_func_call *call)
{
    ND__ROWS (row) {
        enum encoding encoding;
        struct nd_slice text = call->args[0].s[row];
        ND_TRY(encoding_of(call, call->args[1].s[row], &encoding));
        if (encoding == ENCODING_BASE64) {
            ND_TRY(from_base64(call, text, &call->out->s[row]));
            continue;
        }
        if (encoding == ENCODING_HEX) { /* the input function reads it behind \x */
            uint8_t *with = nd_arena_alloc(call->ctx->arena, text.n + 2);
            memcpy(with, "\\x", 2);
            if (text.n > 0) memcpy(with + 2, text.p, text.n);
            text = nd_slice_of(with, text.n + 2);
        }
        struct nd_datum datum;
        if (encoding == ENCODING_ESCAPE && nd_slice_has_prefix(text, nd_slice_str("\\x")))
            return nd_err_set(call->err, "22P02", "invalid input syntax for type bytea");
        ND_TRY(nd_type_in(call->ctx->types, ND_TYPE(BYTEA), text, call->ctx->arena, &datum, call->err));
        call->out->s[row] = datum.s;
    }
    return ND_STATUS_OK;
}

/* ---- single bytes and bits ----------------------------------------------------------------------- */

static enum nd_status check_index(struct nd_func_call *call, int64_t index, int64_t end)
{
    if (index >= 0 && index < end) return ND_STATUS_OK;
    return nd_err_set(call->err, "2202E", "index %lld out of valid range, 0..%lld", (long long)index,
                      (long long)end - 1);
}

/* param 1: bytes, 8: bits */
static enum nd_status get_part(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice bytes = call->args[0].s[row];
        int64_t index = call->args[1].i[row], unit = call->func->param;
        ND_TRY(check_index(call, index, (int64_t)bytes.n * unit));
        call->out->i[row] = unit == 1 ? bytes.p[index] : bytes.p[index / 8] >> (index % 8) & 1;
    }
    return ND_STATUS_OK;
}

static enum nd_status set_part(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice bytes = call->args[0].s[row];
        int64_t index = call->args[1].i[row], value = call->args[2].i[row], unit = call->func->param;
        ND_TRY(check_index(call, index, (int64_t)bytes.n * unit));
        uint8_t *out = nd_arena_alloc(call->ctx->arena, bytes.n);
        memcpy(out, bytes.p, bytes.n); /* not empty: the index lies within */
        if (unit == 1) {
            out[index] = (uint8_t)value;
        } else {
            if (value != 0 && value != 1) return nd_err_set(call->err, "22023", "new bit must be 0 or 1");
            out[index / 8] = (uint8_t)((out[index / 8] & ~(1u << (index % 8))) | (unsigned)value << (index % 8));
        }
        call->out->s[row] = nd_slice_of(out, bytes.n);
    }
    return ND_STATUS_OK;
}

static enum nd_status bit_count(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice bytes = call->args[0].s[row];
        int64_t count = 0;
        for (size_t i = 0; i < bytes.n; i++) count += __builtin_popcount(bytes.p[i]);
        call->out->i[row] = count;
    }
    return ND_STATUS_OK;
}

static enum nd_status convert_utf8(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice name = call->args[1].s[row];
        if (!nd_slice_eq(name, nd_slice_str("UTF8")) && !nd_slice_eq(name, nd_slice_str("utf8")) &&
            !nd_slice_eq(name, nd_slice_str("utf-8")) && !nd_slice_eq(name, nd_slice_str("UTF-8")))
            return nd_err_unsupported(call->err, "an encoding other than UTF8");
        if (call->func->param == 0) ND_TRY(nd_text_check(call->args[0].s[row], call->err));
        call->out->s[row] = call->args[0].s[row];
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    F("md5", TEXT, digest, 0, TEXT),
    F("md5", TEXT, digest, 0, BYTEA),
    F("sha224", BYTEA, digest, 224, BYTEA),
    F("sha256", BYTEA, digest, 256, BYTEA),
    F("sha384", BYTEA, digest, 384, BYTEA),
    F("sha512", BYTEA, digest, 512, BYTEA),
    F("encode", TEXT, encode, 0, BYTEA, TEXT),
    F("decode", BYTEA, decode, 0, TEXT, TEXT),
    F("get_byte", INT4, get_part, 1, BYTEA, INT4),
    F("get_bit", INT4, get_part, 8, BYTEA, INT8),
    F("set_byte", BYTEA, set_part, 1, BYTEA, INT4, INT4),
    F("set_bit", BYTEA, set_part, 8, BYTEA, INT8, INT4),
    F("bit_count", INT8, bit_count, 0, BYTEA),
    F("convert_from", TEXT, convert_utf8, 0, BYTEA, NAME),
    F("convert_to", BYTEA, convert_utf8, 1, TEXT, NAME),
};
const struct nd__func_table nd__funcs_bytes = ND__TABLE(funcs);
