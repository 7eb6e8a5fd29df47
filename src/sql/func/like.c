/* SPDX-License-Identifier: Apache-2.0 */
/* LIKE and ILIKE. A pattern is matched greedily: only the last % is ever gone back to, so the time is bounded by the product
 * of both lengths. */
#include "sql/func/func_int.h"

/* of a character; by_bytes: of bytea */
static size_t step(const uint8_t *p, const uint8_t *end, bool by_bytes)
{
    if (by_bytes) return 1;
    const uint8_t *s = p;
    (void)nd__utf8_take(&s, end);
    return (size_t)(s - p);
}

enum nd_status nd__like(struct nd_slice text, struct nd_slice pattern, bool by_bytes, bool *is_match_out,
                        struct nd_err *err)
{
    const uint8_t *t = text.p, *t_end = nd_slice_end(text), *p = pattern.p, *p_end = nd_slice_end(pattern);
    const uint8_t *retry_p = NULL, *retry_t = NULL; /* after the last %, and the text it is tried at */
    *is_match_out = false;
    for (;;) {
        bool is_ok = false;
        if (p == p_end) {
            if (t == t_end) {
                *is_match_out = true;
                return ND_STATUS_OK;
            }
        } else if (*p == '%') {
            while (p < p_end && *p == '%') p++;
            if (p == p_end) {
                *is_match_out = true;
                return ND_STATUS_OK;
            }
            retry_p = p, retry_t = t;
            is_ok = true;
        } else if (*p == '_') {
            if (t < t_end) t += step(t, t_end, by_bytes), p++, is_ok = true;
        } else {
            const uint8_t *literal = p;
            if (t < t_end && *p == '\\' && ++literal == p_end)
                return nd_err_set(err, "22025", "LIKE pattern must not end with escape character");
            if (t < t_end && *t == *literal) t++, p = literal + 1, is_ok = true;
        }
        if (is_ok) continue;
        if (retry_p == NULL || retry_t == t_end) return ND_STATUS_OK;
        retry_t += step(retry_t, t_end, by_bytes);
        if (*retry_p != '%' && *retry_p != '_' && *retry_p != '\\') { /* on to where the literal can begin */
            retry_t = memchr(retry_t, *retry_p, (size_t)(t_end - retry_t));
            if (retry_t == NULL) return ND_STATUS_OK;
        }
        t = retry_t, p = retry_p;
    }
}

/* %literal%: the commonest pattern is a search */
static bool is_contains(struct nd_slice pattern, struct nd_slice *literal_out)
{
    if (pattern.n < 2 || pattern.p[0] != '%' || pattern.p[pattern.n - 1] != '%') return false;
    *literal_out = nd_slice_of(pattern.p + 1, pattern.n - 2);
    for (size_t i = 0; i < literal_out->n; i++)
        if (literal_out->p[i] == '%' || literal_out->p[i] == '_' || literal_out->p[i] == '\\') return false;
    return true;
}

enum { NEGATED = 1, FOLDED = 2 };

static enum nd_status like(struct nd_func_call *call)
{
    bool is_negated = (call->func->param & NEGATED) != 0, is_folded = (call->func->param & FOLDED) != 0;
    struct nd_slice last = ND_SLICE_EMPTY, folded = ND_SLICE_EMPTY, literal = ND_SLICE_EMPTY;
    bool contains = false, has_last = false;
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row], pattern = call->args[1].s[row];
        if (!has_last || pattern.p != last.p || pattern.n != last.n) {
            last = pattern, has_last = true;
            folded = is_folded ? nd__lower_text(pattern, call->ctx->arena) : pattern;
            contains = is_contains(folded, &literal);
        }
        if (is_folded) text = nd__lower_text(text, call->ctx->arena);
        bool is_match;
        if (contains)
            is_match = literal.n == 0 || (text.n >= literal.n && memmem(text.p, text.n, literal.p, literal.n) != NULL);
        else
            ND_TRY(nd__like(text, folded, call->func->args[0] == BYTEA, &is_match, call->err));
        call->out->b[row] = is_match != is_negated;
    }
    return ND_STATUS_OK;
}

/* like_escape(pattern, escape): the pattern with \ as its escape */
static enum nd_status like_escape(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice pattern = call->args[0].s[row], escape = call->args[1].s[row];
        if (nd_text_chars(escape) > 1) {
            (void)nd_err_set(call->err, "22025", "invalid escape string");
            return nd_err_hint(call->err, "Escape string must be empty or one character.");
        }
        uint8_t *out = nd_arena_alloc(call->ctx->arena, pattern.n * 2 + 1), *p = out;
        bool is_after_escape = false;
        for (size_t i = 0; i < pattern.n;) {
            struct nd_slice rest = nd_slice_drop(pattern, i);
            if (escape.n > 0 && nd_slice_has_prefix(rest, escape) && !is_after_escape) {
                *p++ = '\\';
                i += escape.n;
                is_after_escape = true;
                continue;
            }
            if (pattern.p[i] == '\\' && !is_after_escape) *p++ = '\\';
            size_t n = step(rest.p, nd_slice_end(rest), false);
            memcpy(p, rest.p, n);
            p += n, i += n;
            is_after_escape = false;
        }
        call->out->s[row] = nd_slice_of(out, (size_t)(p - out));
    }
    return ND_STATUS_OK;
}

struct nd_slice nd_like_prefix(struct nd_slice pattern, struct nd_arena *arena, bool *is_exact_out)
{
    uint8_t *out = nd_arena_alloc(arena, pattern.n + 1);
    size_t n = 0, i = 0;
    for (; i < pattern.n && pattern.p[i] != '%' && pattern.p[i] != '_'; i++) {
        if (pattern.p[i] == '\\' && ++i == pattern.n) break;
        out[n++] = pattern.p[i];
    }
    *is_exact_out = i == pattern.n;
    return nd_slice_of(out, n);
}

#define LIKE(symbol, par)                                                                                              \
    OP(symbol, BOOL, like, par, TEXT, TEXT), OP(symbol, BOOL, like, par, BPCHAR, TEXT),                                \
        OP(symbol, BOOL, like, par, NAME, TEXT)

static const struct nd_func funcs[] = {
    OP("~~", BOOL, like, 0, BYTEA, BYTEA),
    OP("!~~", BOOL, like, NEGATED, BYTEA, BYTEA),
    LIKE("~~", 0),
    LIKE("!~~", NEGATED),
    LIKE("~~*", FOLDED),
    LIKE("!~~*", FOLDED | NEGATED),
    F("like", BOOL, like, 0, TEXT, TEXT),
    F("notlike", BOOL, like, NEGATED, TEXT, TEXT),
    F("like_escape", TEXT, like_escape, 0, TEXT, TEXT),
};
const struct nd__func_table nd__funcs_like = ND__TABLE(funcs);
