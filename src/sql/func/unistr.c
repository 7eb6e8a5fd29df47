/* SPDX-License-Identifier: Apache-2.0 */
/* unistr: \XXXX, \+XXXXXX, \uXXXX, \UXXXXXXXX and \\ in a text. */
#include "sql/func/func_int.h"

static bool take_hex(struct nd_slice text, size_t at, size_t digits, uint32_t *out)
{
    *out = 0;
    if (text.n < digits || at > text.n - digits) return false;
    for (size_t i = 0; i < digits; i++) {
        uint8_t c = text.p[at + i], lower = c | 0x20;
        if (c >= '0' && c <= '9') *out = *out << 4 | (uint32_t)(c - '0');
        else if (lower >= 'a' && lower <= 'f') *out = *out << 4 | (uint32_t)(lower - 'a' + 10);
        else return false;
    }
    return true;
}

/* The escape at `at`, a backslash: its code and length; 0: there is none. */
static size_t take_escape(struct nd_slice text, size_t at, uint32_t *code)
{
    uint8_t next = at + 1 < text.n ? text.p[at + 1] : 0;
    if (next == 'u') return take_hex(text, at + 2, 4, code) ? 6 : 0;
    if (next == 'U') return take_hex(text, at + 2, 8, code) ? 10 : 0;
    if (next == '+') return take_hex(text, at + 2, 6, code) ? 8 : 0;
    return take_hex(text, at + 1, 4, code) ? 5 : 0;
}

static enum nd_status decode(struct nd_func_call *call, struct nd_slice text, struct nd_slice *out)
{
    uint8_t *bytes = nd_arena_alloc(call->ctx->arena, text.n + 1);
    uint32_t first = 0; /* of a surrogate pair */
    size_t n = 0, at = 0;
    while (at < text.n) {
        uint32_t code = text.p[at];
        bool is_escape = code == '\\' && !(at + 1 < text.n && text.p[at + 1] == '\\');
        size_t taken = is_escape ? take_escape(text, at, &code) : code == '\\' ? 2 : 1;
        if (taken == 0) {
            (void)nd_err_set(call->err, "42601", "invalid Unicode escape");
            return nd_err_hint(call->err, "Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX.");
        }
        if (is_escape && (code == 0 || code > 0x10ffff)) return nd_err_set(call->err, "22023", "invalid Unicode code point: %04X", code);
        bool is_second = is_escape && code >= 0xdc00 && code <= 0xdfff;
        if (is_second != (first != 0)) return nd_err_set(call->err, "42601", "invalid Unicode surrogate pair");
        at += taken;
        if (is_escape && code >= 0xd800 && code <= 0xdbff) {
            first = code;
            continue;
        }
        if (is_second) code = 0x10000 + ((first & 0x3ff) << 10) + (code & 0x3ff);
        first = 0;
        if (is_escape) n += nd__utf8_put(bytes + n, code);
        else bytes[n++] = (uint8_t)code;
    }
    if (first != 0) return nd_err_set(call->err, "42601", "invalid Unicode surrogate pair");
    *out = nd_slice_of(bytes, n);
    return ND_STATUS_OK;
}

static enum nd_status unistr(struct nd_func_call *call)
{
    ND__ROWS (row) ND_TRY(decode(call, call->args[0].s[row], &call->out->s[row]));
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    F("unistr", TEXT, unistr, 0, TEXT),
};
const struct nd__func_table nd__funcs_unistr = ND__TABLE(funcs);
