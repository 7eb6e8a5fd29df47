/* SPDX-License-Identifier: Apache-2.0 */
/* Strings: joining, lengths, cutting, finding. Positions count characters from 1. */
#include "sql/func/func_int.h"

/* ---- joining ------------------------------------------------------------------------------------- */

static enum nd_status join_slices(struct nd_func_call *call, struct nd_slice a, struct nd_slice b, struct nd_slice *out)
{
    ND_TRY(nd__check_bytes(call, a.n + b.n));
    uint8_t *p = nd_arena_alloc(call->ctx->arena, a.n + b.n);
    if (a.n > 0) memcpy(p, a.p, a.n);
    if (b.n > 0) memcpy(p + a.n, b.p, b.n);
    *out = nd_slice_of(p, a.n + b.n);
    return ND_STATUS_OK;
}

/* text || text, bytea || bytea */
static enum nd_status join(struct nd_func_call *call)
{
    ND__ROWS (row) ND_TRY(join_slices(call, call->args[0].s[row], call->args[1].s[row], &call->out->s[row]));
    return ND_STATUS_OK;
}

/* anything || text: as if cast to text */
static enum nd_status join_any(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice part[2];
        for (int i = 0; i < 2; i++) {
            struct nd_datum in = nd_vec_get(&call->args[i], row), text;
            ND_TRY(nd_cast_datum(call->ctx->types, call->args[i].type, &in, ND_TYPE(TEXT), ND_CAST_EXPLICIT,
                                 call->ctx->arena, &text, call->err));
            part[i] = text.s;
        }
        ND_TRY(join_slices(call, part[0], part[1], &call->out->s[row]));
    }
    return ND_STATUS_OK;
}

/* concat(...), concat_ws(separator, ...): NULLs are passed over */
static enum nd_status concat(struct nd_func_call *call)
{
    struct nd_buf text;
    nd_buf_init(&text, call->ctx->heap);
    bool has_separator = call->func->param == 1;
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        if (has_separator && call->args[0].nulls[row]) {
            call->out->nulls[row] = 1;
            continue;
        }
        nd_buf_clear(&text);
        bool is_first = true;
        for (size_t i = has_separator; i < call->arg_count; i++) {
            struct nd_datum datum = nd_vec_get(&call->args[i], row);
            if (datum.is_null) continue;
            if (has_separator && !is_first) nd_buf_put_slice(&text, call->args[0].s[row]);
            nd_type_out(call->ctx->types, call->args[i].type, &datum, &text);
            is_first = false;
            ND_TRY_OR(nd__check_bytes(call, text.n), out);
        }
        call->out->s[row] = nd__take_text(call, &text);
    }
out:
    nd_buf_deinit(&text);
    return status;
}

/* ---- lengths ------------------------------------------------------------------------------------- */

/* param 0: characters, 1: bytes, 2: bits, 3: characters without trailing blanks */
static enum nd_status length(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row];
        switch (call->func->param) {
        case 0: call->out->i[row] = (int64_t)nd_text_chars(text); break;
        case 1: call->out->i[row] = (int64_t)text.n; break;
        case 2: call->out->i[row] = (int64_t)text.n * 8; break;
        default:
            while (text.n > 0 && text.p[text.n - 1] == ' ') text.n--;
            call->out->i[row] = (int64_t)nd_text_chars(text);
        }
    }
    return ND_STATUS_OK;
}

/* ---- cases --------------------------------------------------------------------------------------- */

static enum nd_status change_case(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row];
        call->out->s[row] =
            call->func->param == 0 ? nd__lower_text(text, call->ctx->arena) : nd__upper_text(text, call->ctx->arena);
    }
    return ND_STATUS_OK;
}

static enum nd_status initcap(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row];
        uint8_t *out = nd_arena_alloc(call->ctx->arena, text.n * 2 + 4);
        size_t n = 0;
        bool in_word = false;
        for (const uint8_t *p = text.p, *end = nd_slice_end(text); p < end;) {
            uint32_t c = nd__utf8_take(&p, end);
            n += nd__utf8_put(out + n, in_word ? nd__unicode_lower(c) : nd__unicode_upper(c));
            in_word = nd__unicode_is_alnum(c);
        }
        call->out->s[row] = nd_slice_of(out, n);
    }
    return ND_STATUS_OK;
}

/* ---- cutting ------------------------------------------------------------------------------------- */

static bool is_bytes(const struct nd_func_call *call) { return call->args[0].type.id == BYTEA; }

/* The part from character `start` (1-based, may be less) of `length` characters (-1: to the end). */
static struct nd_slice cut(struct nd_slice text, int64_t start, int64_t chars, bool by_bytes)
{
    int64_t end = chars < 0 ? INT64_MAX : start + chars; /* both within int32, so the sum is */
    if (start < 1) start = 1;
    if (end <= start) return nd_slice_of(text.p, 0);
    size_t skip = by_bytes ? (size_t)(start - 1) : nd_text_prefix_bytes(text, (size_t)(start - 1));
    if (skip > text.n) skip = text.n;
    struct nd_slice rest = nd_slice_drop(text, skip);
    if (end == INT64_MAX) return rest;
    size_t take = by_bytes ? (size_t)(end - start) : nd_text_prefix_bytes(rest, (size_t)(end - start));
    if (take < rest.n) rest.n = take;
    return rest;
}

static enum nd_status substring(struct nd_func_call *call)
{
    ND__ROWS (row) {
        int64_t chars = -1;
        if (call->arg_count == 3) {
            chars = call->args[2].i[row];
            if (chars < 0) return nd_err_set(call->err, "22011", "negative substring length not allowed");
        }
        call->out->s[row] = cut(call->args[0].s[row], call->args[1].i[row], chars, is_bytes(call));
    }
    return ND_STATUS_OK;
}

/* left (param 0), right (1): a negative count leaves out that many at the other end */
static enum nd_status left_right(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row];
        int64_t n = call->args[1].i[row], chars = (int64_t)nd_text_chars(text);
        bool is_left = call->func->param == 0;
        int64_t keep = n >= 0 ? n : chars + n;
        if (keep < 0) keep = 0;
        if (keep > chars) keep = chars;
        call->out->s[row] = is_left ? cut(text, 1, keep, false) : cut(text, chars - keep + 1, keep, false);
    }
    return ND_STATUS_OK;
}

static enum nd_status overlay(struct nd_func_call *call)
{
    bool by_bytes = is_bytes(call);
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row], with = call->args[1].s[row];
        int64_t start = call->args[2].i[row];
        int64_t chars =
            call->arg_count == 4 ? call->args[3].i[row] : (int64_t)(by_bytes ? with.n : nd_text_chars(with));
        if (start <= 0) return nd_err_set(call->err, "22011", "negative substring length not allowed");
        if (start + chars > INT32_MAX) return nd_err_set(call->err, "22003", "integer out of range");
        struct nd_slice head = cut(text, 1, start - 1, by_bytes), tail = cut(text, start + chars, -1, by_bytes), part;
        ND_TRY(join_slices(call, head, with, &part));
        ND_TRY(join_slices(call, part, tail, &call->out->s[row]));
    }
    return ND_STATUS_OK;
}

/* ---- finding ------------------------------------------------------------------------------------- */

static const uint8_t *find_in(struct nd_slice text, struct nd_slice what)
{
    return what.n == 0 ? text.p : memmem(text.p, text.n, what.p, what.n);
}

static enum nd_status position(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row], what = call->args[1].s[row];
        const uint8_t *at = what.n > text.n ? NULL : find_in(text, what);
        if (what.n == 0)
            call->out->i[row] = 1;
        else if (at == NULL)
            call->out->i[row] = 0;
        else
            call->out->i[row] =
                1 + (int64_t)(is_bytes(call) ? (size_t)(at - text.p)
                                             : nd_text_chars(nd_slice_of(text.p, (size_t)(at - text.p))));
    }
    return ND_STATUS_OK;
}

static enum nd_status starts_with(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->b[row] = nd_slice_has_prefix(call->args[0].s[row], call->args[1].s[row]);
    return ND_STATUS_OK;
}

static enum nd_status replace(struct nd_func_call *call)
{
    struct nd_buf buf;
    nd_buf_init(&buf, call->ctx->heap);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row], from = call->args[1].s[row], to = call->args[2].s[row];
        const uint8_t *at;
        if (from.n == 0 || from.n > text.n || (at = memmem(text.p, text.n, from.p, from.n)) == NULL) {
            call->out->s[row] = text;
            continue;
        }
        nd_buf_clear(&buf);
        for (; at != NULL; at = memmem(text.p, text.n, from.p, from.n)) {
            size_t head = (size_t)(at - text.p);
            nd_buf_put(&buf, text.p, head);
            nd_buf_put_slice(&buf, to);
            text.p += head + from.n, text.n -= head + from.n;
            ND_TRY_OR(nd__check_bytes(call, buf.n), out);
        }
        nd_buf_put_slice(&buf, text);
        ND_TRY_OR(nd__check_bytes(call, buf.n), out);
        call->out->s[row] = nd__take_text(call, &buf);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

static enum nd_status translate(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row], from = call->args[1].s[row], to = call->args[2].s[row];
        uint8_t *out = nd_arena_alloc(call->ctx->arena, text.n * 4 + 4);
        size_t n = 0;
        for (const uint8_t *p = text.p, *end = nd_slice_end(text); p < end;) {
            uint32_t c = nd__utf8_take(&p, end);
            const uint8_t *f = from.p, *f_end = nd_slice_end(from), *t = to.p, *t_end = nd_slice_end(to);
            bool found = false, has_to = false;
            uint32_t mapped = c;
            while (f < f_end && !found) {
                found = nd__utf8_take(&f, f_end) == c;
                has_to = t < t_end;
                if (has_to) mapped = nd__utf8_take(&t, t_end);
            }
            if (!found)
                n += nd__utf8_put(out + n, c);
            else if (has_to)
                n += nd__utf8_put(out + n, mapped);
        }
        call->out->s[row] = nd_slice_of(out, n);
    }
    return ND_STATUS_OK;
}

/* The n-th part, negative n from the end. */
static enum nd_status split_part(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row], by = call->args[1].s[row];
        int64_t n = call->args[2].i[row];
        if (n == 0) return nd_err_set(call->err, "22023", "field position must not be zero");
        struct nd_slice part = ND_SLICE_EMPTY;
        if (text.n == 0) {
            call->out->s[row] = part;
            continue;
        }
        if (by.n == 0) {
            call->out->s[row] = n == 1 || n == -1 ? text : part;
            continue;
        }
        if (n < 0) {
            int64_t parts = 1;
            struct nd_slice rest = text;
            for (const uint8_t *at; rest.n >= by.n && (at = memmem(rest.p, rest.n, by.p, by.n)) != NULL; parts++)
                rest = nd_slice_of(at + by.n, rest.n - (size_t)(at - rest.p) - by.n);
            n = parts + n + 1;
        }
        for (int64_t i = 1; n > 0; i++) {
            const uint8_t *at = text.n < by.n ? NULL : memmem(text.p, text.n, by.p, by.n);
            size_t head = at == NULL ? text.n : (size_t)(at - text.p);
            if (i == n) part = nd_slice_of(text.p, head);
            if (i == n || at == NULL) break;
            text = nd_slice_of(at + by.n, text.n - head - by.n);
        }
        call->out->s[row] = part;
    }
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    OP("||", TEXT, join, 0, TEXT, TEXT),
    OP("||", BYTEA, join, 0, BYTEA, BYTEA),
    OP_STABLE("||", TEXT, join_any, 0, ANYNONARRAY, TEXT),
    OP_STABLE("||", TEXT, join_any, 0, TEXT, ANYNONARRAY),
    F_LAX("concat", TEXT, concat, 0, ND_STABLE, true, ANY),
    F_LAX("concat_ws", TEXT, concat, 1, ND_STABLE, true, TEXT, ANY),
    F("textcat", TEXT, join, 0, TEXT, TEXT),
    F("length", INT4, length, 0, TEXT),
    F("length", INT4, length, 3, BPCHAR),
    F("length", INT4, length, 1, BYTEA),
    F("char_length", INT4, length, 0, TEXT),
    F("char_length", INT4, length, 3, BPCHAR),
    F("character_length", INT4, length, 0, TEXT),
    F("character_length", INT4, length, 3, BPCHAR),
    F("octet_length", INT4, length, 1, TEXT),
    F("octet_length", INT4, length, 1, BPCHAR),
    F("octet_length", INT4, length, 1, BYTEA),
    F("bit_length", INT4, length, 2, TEXT),
    F("bit_length", INT4, length, 2, BYTEA),
    F("lower", TEXT, change_case, 0, TEXT),
    F("upper", TEXT, change_case, 1, TEXT),
    F("initcap", TEXT, initcap, 0, TEXT),
    F("substring", TEXT, substring, 0, TEXT, INT4),
    F("substring", TEXT, substring, 0, TEXT, INT4, INT4),
    F("substring", BYTEA, substring, 0, BYTEA, INT4),
    F("substring", BYTEA, substring, 0, BYTEA, INT4, INT4),
    F("substr", TEXT, substring, 0, TEXT, INT4),
    F("substr", TEXT, substring, 0, TEXT, INT4, INT4),
    F("substr", BYTEA, substring, 0, BYTEA, INT4),
    F("substr", BYTEA, substring, 0, BYTEA, INT4, INT4),
    F("left", TEXT, left_right, 0, TEXT, INT4),
    F("right", TEXT, left_right, 1, TEXT, INT4),
    F("overlay", TEXT, overlay, 0, TEXT, TEXT, INT4),
    F("overlay", TEXT, overlay, 0, TEXT, TEXT, INT4, INT4),
    F("overlay", BYTEA, overlay, 0, BYTEA, BYTEA, INT4),
    F("overlay", BYTEA, overlay, 0, BYTEA, BYTEA, INT4, INT4),
    F("position", INT4, position, 0, TEXT, TEXT),
    F("position", INT4, position, 0, BYTEA, BYTEA),
    F("strpos", INT4, position, 0, TEXT, TEXT),
    F("starts_with", BOOL, starts_with, 0, TEXT, TEXT),
    OP("^@", BOOL, starts_with, 0, TEXT, TEXT),
    F("replace", TEXT, replace, 0, TEXT, TEXT, TEXT),
    F("translate", TEXT, translate, 0, TEXT, TEXT, TEXT),
    F("split_part", TEXT, split_part, 0, TEXT, TEXT, INT4),
};
const struct nd__func_table nd__funcs_text = ND__TABLE(funcs);
