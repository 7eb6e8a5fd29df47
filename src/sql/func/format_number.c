/* SPDX-License-Identifier: Apache-2.0 */
/* to_char and to_number with number templates: 9 0 . D , G S MI PL SG PR L V EEEE RN TH FM and literals.
 *
 * A template is parsed once for equal rows; then its items are walked from left to right beside the digits of the number. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "sql/func/format_int.h"
#include "sql/func/func_int.h"
#include "sql/types/numeric.h"

enum item_kind {
    ITEM_NINE,
    ITEM_ZERO,
    ITEM_POINT,
    ITEM_GROUP,
    ITEM_SIGN,
    ITEM_MINUS,
    ITEM_PLUS,
    ITEM_BOTH,
    ITEM_CURRENCY,
    ITEM_ROMAN,
    ITEM_TH,
    ITEM_TEXT,
    ITEM_NONE
};

struct item {
    enum item_kind kind;
    bool is_upper; /* TH, RN */
    struct nd_slice text;
};

#define ITEMS_MAX 256

struct number_format {
    size_t count;
    struct item items[ITEMS_MAX];
    int pre, post, multi;     /* digits before and after the point, of V */
    int zero_start, zero_end; /* first and last position of a 0 */
    int sign_at;              /* digits before S */
    bool is_fill, has_zero, has_point, has_sign, sign_is_last, is_bracket, has_minus, has_plus, is_roman, is_multi,
        is_scientific;
};

static enum nd_status bad_template(struct nd_func_call *call, const char *message)
{
    return nd_err_set(call->err, "42601", "%s", message);
}

static enum nd_status too_long(struct nd_func_call *call) { return nd_err_set(call->err, "54000", "number format is too long"); }

static struct item *add_item(struct number_format *f, enum item_kind kind, struct nd_slice text)
{
    struct item *item = &f->items[f->count++];
    *item = (struct item){.kind = kind, .text = text};
    return item;
}

static enum nd_status add_digit(struct nd_func_call *call, struct number_format *f, bool is_zero)
{
    if (f->is_bracket)
        return bad_template(call, is_zero ? "\"0\" must be ahead of \"PR\"" : "\"9\" must be ahead of \"PR\"");
    if (f->is_multi && !is_zero) {
        f->multi++;
    } else if (f->has_point) {
        f->post++;
    } else {
        if (is_zero && !f->has_zero) f->has_zero = true, f->zero_start = f->pre + 1;
        f->pre++;
    }
    if (is_zero) f->zero_end = f->pre + f->post;
    (void)add_item(f, is_zero ? ITEM_ZERO : ITEM_NINE, ND_SLICE_EMPTY);
    return ND_STATUS_OK;
}

static enum nd_status add_sign(struct nd_func_call *call, struct number_format *f)
{
    if (f->has_sign) return bad_template(call, "cannot use \"S\" twice");
    if (f->has_plus || f->has_minus || f->is_bracket)
        return bad_template(call, "cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
    f->has_sign = true;
    f->sign_is_last = f->has_point;
    f->sign_at = f->pre;
    (void)add_item(f, ITEM_SIGN, ND_SLICE_EMPTY);
    return ND_STATUS_OK;
}

static bool starts(struct nd_slice text, const char *upper, size_t *n_out)
{
    size_t n = strlen(upper);
    if (text.n < n) return false;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = text.p[i] >= 'a' && text.p[i] <= 'z' ? (uint8_t)(text.p[i] - 32) : text.p[i];
        if (c != (uint8_t)upper[i]) return false;
    }
    *n_out = n;
    return true;
}

/* One keyword at the start of `rest`. *n_out: its bytes, 0: none. */
static enum nd_status take_keyword(struct nd_func_call *call, struct number_format *f, struct nd_slice rest,
                                   size_t *n_out)
{
    *n_out = 0;
    if (f->is_scientific && strchr("90.,DGSLVEFMPR", rest.p[0]) != NULL)
        return bad_template(call, "\"EEEE\" must be the last pattern used");
    if (starts(rest, "EEEE", n_out)) {
        f->is_scientific = true;
    } else if (starts(rest, "FM", n_out)) {
        f->is_fill = true;
    } else if (starts(rest, "MI", n_out)) {
        if (f->has_sign) return bad_template(call, "cannot use \"S\" and \"MI\" together");
        f->has_minus = true;
        (void)add_item(f, ITEM_MINUS, ND_SLICE_EMPTY);
    } else if (starts(rest, "PL", n_out)) {
        if (f->has_sign) return bad_template(call, "cannot use \"S\" and \"PL\" together");
        f->has_plus = true;
        (void)add_item(f, ITEM_PLUS, ND_SLICE_EMPTY);
    } else if (starts(rest, "SG", n_out)) {
        if (f->has_sign) return bad_template(call, "cannot use \"S\" and \"SG\" together");
        f->has_plus = f->has_minus = true;
        (void)add_item(f, ITEM_BOTH, ND_SLICE_EMPTY);
    } else if (starts(rest, "PR", n_out)) {
        if (f->has_sign || f->has_plus || f->has_minus)
            return bad_template(call, "cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
        f->is_bracket = true;
    } else if (starts(rest, "RN", n_out)) {
        f->is_roman = true;
        add_item(f, ITEM_ROMAN, ND_SLICE_EMPTY)->is_upper = rest.p[0] == 'R';
    } else if (starts(rest, "TH", n_out)) {
        add_item(f, ITEM_TH, ND_SLICE_EMPTY)->is_upper = rest.p[0] == 'T';
    } else if (starts(rest, "9", n_out)) {
        return add_digit(call, f, false);
    } else if (starts(rest, "0", n_out)) {
        return add_digit(call, f, true);
    } else if (starts(rest, ".", n_out) || starts(rest, "D", n_out)) {
        if (f->has_point) return bad_template(call, "multiple decimal points");
        if (f->is_multi) return bad_template(call, "cannot use \"V\" and decimal point together");
        f->has_point = true;
        (void)add_item(f, ITEM_POINT, ND_SLICE_EMPTY);
    } else if (starts(rest, ",", n_out) || starts(rest, "G", n_out)) {
        (void)add_item(f, ITEM_GROUP, ND_SLICE_EMPTY);
    } else if (starts(rest, "S", n_out)) {
        return add_sign(call, f);
    } else if (starts(rest, "L", n_out)) {
        (void)add_item(f, ITEM_CURRENCY, ND_SLICE_EMPTY);
    } else if (starts(rest, "V", n_out)) {
        if (f->has_point) return bad_template(call, "cannot use \"V\" and decimal point together");
        f->is_multi = true;
    }
    return ND_STATUS_OK;
}

/* "..." from *at on; a backslash makes the byte after it what it is. */
static enum nd_status add_quoted(struct nd_func_call *call, struct number_format *f, struct nd_slice text, size_t *at)
{
    size_t i = *at + 1;
    while (i < text.n && text.p[i] != '"') {
        if (f->count >= ITEMS_MAX) return too_long(call);
        if (text.p[i] == '\\' && i + 1 < text.n) i++;
        size_t first = i++;
        while (i < text.n && text.p[i] != '"' && text.p[i] != '\\') i++;
        (void)add_item(f, ITEM_TEXT, nd_slice_of(text.p + first, i - first));
    }
    *at = i < text.n ? i + 1 : i;
    return ND_STATUS_OK;
}

static enum nd_status parse_format(struct nd_func_call *call, struct nd_slice text, struct number_format *f)
{
    memset(f, 0, sizeof *f);
    for (size_t i = 0; i < text.n;) {
        if (f->count >= ITEMS_MAX) return too_long(call);
        size_t n;
        if (text.p[i] == '"') {
            ND_TRY(add_quoted(call, f, text, &i));
            continue;
        }
        ND_TRY(take_keyword(call, f, nd_slice_drop(text, i), &n));
        if (n == 0) {
            if (text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == '"') i++;
            n = nd_text_prefix_bytes(nd_slice_drop(text, i), 1);
            (void)add_item(f, ITEM_TEXT, nd_slice_of(text.p + i, n));
        }
        i += n;
    }
    if (f->is_scientific &&
        (f->is_fill || f->has_sign || f->is_bracket || f->has_minus || f->has_plus || f->is_roman || f->is_multi)) {
        (void)bad_template(call, "\"EEEE\" is incompatible with other formats");
        return nd_err_detail(call->err, "\"EEEE\" may only be used together with digit and decimal point patterns.");
    }
    if (f->has_sign && f->sign_at == f->pre) f->sign_is_last = true; /* 999S */
    if (f->has_sign && f->pre == 0) f->sign_is_last = false;
    return ND_STATUS_OK;
}

/* ---- writing --------------------------------------------------------------------------------------- */

/* The walk over the items: `digits` is "123.45", '#' where the number does not fit. */
struct writer {
    const struct number_format *f;
    struct nd_buf *out;
    const char *digits, *at;
    const char *last_relevant;   /* FM: digits after it are left out; NULL: none are */
    int blanks, position, count; /* digits that the number is short of; of the template */
    bool is_negative, sign_done, in_number, is_bracket;
};

static void put_lsign(struct writer *w) { nd_buf_put_u8(w->out, w->is_negative ? '-' : '+'); }

static bool is_space_before_point(const struct writer *w)
{
    return !w->f->has_zero && w->at == w->digits && *w->digits == '0' && w->f->post != 0;
}

static void put_leading_sign(struct writer *w)
{
    const struct number_format *f = w->f;
    bool starts_here = w->position >= w->blanks || (f->has_zero && f->zero_start == w->position + 1);
    if (w->sign_done || !starts_here) return;
    if (is_space_before_point(w) && !(w->last_relevant != NULL && *w->last_relevant == '.')) return;
    if (f->has_sign) {
        if (!f->sign_is_last) {
            put_lsign(w);
            w->sign_done = true;
        }
    } else if (w->is_bracket) {
        nd_buf_put_u8(w->out, w->is_negative ? '<' : ' ');
        w->sign_done = true;
    } else if (!w->is_negative) {
        if (!f->is_fill) nd_buf_put_u8(w->out, ' ');
        w->sign_done = true;
    } else {
        nd_buf_put_u8(w->out, '-');
        w->sign_done = true;
    }
}

static void put_digit(struct writer *w, bool is_zero_item)
{
    const struct number_format *f = w->f;
    bool zero_from_here = f->has_zero && f->zero_start <= w->position + 1;
    w->in_number = false;
    if (w->position < w->blanks && !zero_from_here) {
        if (!f->is_fill) nd_buf_put_u8(w->out, ' ');
        return;
    }
    if (w->position < w->blanks) {
        nd_buf_put_u8(w->out, '0');
        w->in_number = true;
        return;
    }
    if (*w->at == '.') {
        if (w->last_relevant == NULL || *w->last_relevant != '.')
            nd_buf_put_u8(w->out, '.');
        else if (f->is_fill)
            nd_buf_put_u8(w->out, '.');
    } else if (w->last_relevant != NULL && w->at > w->last_relevant && !is_zero_item) {
        /* a trailing zero that FM leaves out */
    } else if (is_space_before_point(w)) {
        if (!f->is_fill)
            nd_buf_put_u8(w->out, ' ');
        else if (w->last_relevant != NULL && *w->last_relevant == '.')
            nd_buf_put_u8(w->out, '0');
    } else if (*w->at != '\0') {
        nd_buf_put_u8(w->out, (uint8_t)*w->at);
        w->in_number = true;
    }
    if (*w->at != '\0') w->at++;
}

static void put_closing_sign(struct writer *w)
{
    int end = w->count + (w->blanks > 0 ? 1 : 0) + (w->f->has_point ? 1 : 0);
    if (w->last_relevant != NULL && w->last_relevant == w->at) end = w->position;
    if (w->position + 1 != end) return;
    if (w->sign_done && w->is_bracket)
        nd_buf_put_u8(w->out, w->is_negative ? '>' : ' ');
    else if (w->f->has_sign && w->f->sign_is_last)
        put_lsign(w);
}

static const char *ordinal(const char *digits, bool is_upper)
{
    size_t n = strcspn(digits, ".");
    int last = n > 0 ? digits[n - 1] - '0' : 0;
    bool is_teen = n > 1 && digits[n - 2] == '1';
    int i = is_teen || last > 3 || last < 1 ? 0 : last;
    static const char *const lower[] = {"th", "st", "nd", "rd"}, *const upper[] = {"TH", "ST", "ND", "RD"};
    return is_upper ? upper[i] : lower[i];
}

static void put_text(struct nd_buf *out, const char *s) { nd_buf_put(out, s, strlen(s)); }

static void write_items(struct writer *w)
{
    const struct number_format *f = w->f;
    for (size_t i = 0; i < f->count; i++) {
        const struct item *item = &f->items[i];
        switch (item->kind) {
        case ITEM_NINE:
        case ITEM_ZERO:
        case ITEM_POINT:
            put_leading_sign(w);
            put_digit(w, item->kind == ITEM_ZERO);
            put_closing_sign(w);
            w->position++;
            break;
        case ITEM_GROUP:
            if (w->in_number)
                nd_buf_put_u8(w->out, ',');
            else if (!f->is_fill)
                nd_buf_put_u8(w->out, ' ');
            break;
        case ITEM_MINUS:
            if (w->is_negative)
                nd_buf_put_u8(w->out, '-');
            else if (!f->is_fill)
                nd_buf_put_u8(w->out, ' ');
            break;
        case ITEM_PLUS:
            if (!w->is_negative)
                nd_buf_put_u8(w->out, '+');
            else if (!f->is_fill)
                nd_buf_put_u8(w->out, ' ');
            break;
        case ITEM_BOTH: nd_buf_put_u8(w->out, w->is_negative ? '-' : '+'); break;
        case ITEM_CURRENCY: nd_buf_put_u8(w->out, ' '); break;
        case ITEM_TH:
            if (w->is_negative || f->has_point || w->digits[0] == '#') break;
            put_text(w->out, ordinal(w->digits, item->is_upper));
            break;
        case ITEM_TEXT: nd_buf_put_slice(w->out, item->text); break;
        case ITEM_SIGN:
        case ITEM_ROMAN:
        case ITEM_NONE: break;
        }
    }
}

/* `number`: sign and digits, the point only where post > 0; already rounded to `post`. */
static void write_number(const struct number_format *f, const char *number, int post, struct nd_arena *arena, struct nd_buf *out)
{
    struct writer w = {.f = f, .out = out, .is_negative = *number == '-', .is_bracket = f->is_bracket};
    const char *digits = number + w.is_negative;
    int pre = f->pre + f->multi, whole = (int)strcspn(digits, ".");
    if (whole > pre) { /* does not fit */
        char *fill = nd_arena_alloc(arena, (size_t)(pre + post + 3));
        memset(fill, '#', (size_t)(pre + post + 1));
        fill[pre] = '.';
        fill[pre + post + 1] = '\0';
        digits = fill;
    } else {
        w.blanks = pre - whole;
    }
    w.digits = w.at = digits;
    if (f->has_plus || f->has_minus) {
        w.sign_done = !(f->has_plus && !f->has_minus);
    } else {
        if (!w.is_negative && f->is_fill) w.is_bracket = false;
        w.sign_done = !w.is_negative && f->is_fill && !f->has_sign;
    }
    w.count = f->post + pre - 1;
    if (f->is_fill && f->has_point) {
        const char *point = strchr(digits, '.');
        if (point != NULL) {
            w.last_relevant = point;
            for (const char *p = point + 1; *p != '\0'; p++)
                if (*p != '0') w.last_relevant = p;
            /* digits that a 0 stands for stay */
            if (f->zero_end > w.blanks) {
                long last = (long)strlen(digits) - 1, zero = f->zero_end - w.blanks;
                if (zero < last) last = zero;
                if (w.last_relevant < digits + last) w.last_relevant = digits + last;
            }
        }
    }
    if (!w.sign_done && w.blanks == 0) w.count++;
    write_items(&w);
}

static void write_roman(const struct number_format *f, int64_t v, struct nd_buf *out)
{
    char text[24] = "";
    if (v <= 0 || v > 3999)
        memset(text, '#', 15), text[15] = '\0';
    else
        nd__roman(v, text);
    bool is_upper = true;
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].kind == ITEM_ROMAN) is_upper = f->items[i].is_upper;
    if (!is_upper)
        for (char *p = text; *p != '\0'; p++)
            if (*p != '#') *p = (char)(*p + 32);
    if (f->is_fill)
        put_text(out, text);
    else
        nd_buf_printf(out, "%15s", text);
}

/* ---- to_char --------------------------------------------------------------------------------------- */

/* A float has so many digits after the point, of `post`; what is before it is `whole` characters long. */
static int float_post(enum nd_type_id type, int whole, int post)
{
    int precision = type == FLOAT8 ? 15 : 6;
    return whole >= precision ? 0 : whole + post > precision ? precision - whole : post;
}

/* The number as text with f->post digits after the point; how many of them the type has. */
static enum nd_status number_text(struct nd_func_call *call, const struct number_format *f, size_t row,
                                  struct nd_buf *text, int *post_out)
{
    *post_out = f->post;
    enum nd_type_id type = call->func->args[0];
    struct nd_arena *arena = call->ctx->arena;
    if (type == FLOAT8 || type == FLOAT4) {
        double v = call->args[0].f[row];
        if (f->is_multi) v *= pow(10, f->multi);
        if (isnan(v) || isinf(v)) {
            const char *name = isnan(v) ? "NaN" : "Infinity";
            nd_buf_printf(text, "%s%s", v < 0 ? "-" : "", name);
            *post_out = float_post(type, (int)strlen(name), f->post);
        } else {
            *post_out = float_post(type, snprintf(NULL, 0, "%.0f", fabs(v)), f->post);
            nd_buf_printf(text, "%.*f", *post_out, v);
        }
    } else {
        struct nd_slice v = type == NUMERIC ? call->args[0].s[row] : nd_numeric_of_i64(call->args[0].i[row], arena),
                        power;
        if (f->is_multi) {
            ND_TRY(nd_numeric_binary(ND_NUMERIC_POWER, nd_numeric_of_i64(10, arena), nd_numeric_of_i64(f->multi, arena),
                                     arena, &power, call->err));
            ND_TRY(nd_numeric_binary(ND_NUMERIC_MUL, v, power, arena, &v, call->err));
            int64_t whole; /* of a bigint it is one as well */
            if (type == INT8) ND_TRY(nd_numeric_to_i64(v, "bigint", &whole, call->err));
        }
        ND_TRY(nd_numeric_round(v, f->post, false, arena, &v, call->err));
        nd_numeric_to_text(v, text);
    }
    nd_buf_put_u8(text, '\0');
    return ND_STATUS_OK;
}

static enum nd_status write_scientific(struct nd_func_call *call, const struct number_format *f, size_t row,
                                       struct nd_buf *out)
{
    enum nd_type_id type = call->func->args[0];
    double v;
    if (type == FLOAT8 || type == FLOAT4)
        v = call->args[0].f[row];
    else if (type == NUMERIC)
        ND_TRY(nd_numeric_to_f64(call->args[0].s[row], &v, call->err));
    else
        v = (double)call->args[0].i[row];
    if (isnan(v) || isinf(v)) {
        for (int i = 0; i < f->pre + f->post + 6; i++) nd_buf_put_u8(out, i == 0 ? ' ' : i == f->pre + 1 ? '.' : '#');
        return ND_STATUS_OK;
    }
    nd_buf_printf(out, "%s%.*e", signbit(v) ? "" : " ", f->post, v);
    return ND_STATUS_OK;
}

static enum nd_status to_char_number(struct nd_func_call *call)
{
    struct number_format *f = nd_heap_alloc(call->ctx->heap, sizeof *f);
    struct nd_buf text, out;
    nd_buf_init(&text, call->ctx->heap);
    nd_buf_init(&out, call->ctx->heap);
    struct nd_slice last = ND_SLICE_EMPTY;
    bool has_last = false;
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        struct nd_slice template = call->args[1].s[row];
        if (!has_last || template.p != last.p || template.n != last.n) {
            ND_TRY_OR(parse_format(call, template, f), out);
            last = template, has_last = true;
        }
        nd_buf_clear(&text);
        nd_buf_clear(&out);
        if (f->is_scientific) {
            ND_TRY_OR(write_scientific(call, f, row, &out), out);
        } else {
            int post;
            ND_TRY_OR(number_text(call, f, row, &text, &post), out);
            const char *number = (const char *)text.p;
            if (f->is_roman) {
                int64_t v = number[0] == 'N' || number[0] == 'I' ? 0 : strtoll(number, NULL, 10);
                if (v > INT32_MAX || v < INT32_MIN) {
                    status = nd_err_set(call->err, "22003", "integer out of range");
                    goto out;
                }
                write_roman(f, v, &out);
            } else
                write_number(f, number, post, call->ctx->arena, &out);
        }
        call->out->s[row] = nd__take_text(call, &out);
    }
out:
    nd_buf_deinit(&text);
    nd_buf_deinit(&out);
    nd_heap_free(call->ctx->heap, f);
    return status;
}

/* ---- to_number ------------------------------------------------------------------------------------- */

/* Takes the digits, point and sign of the text that the template has places for; what else the template has, skips a character. */
static enum nd_status number_of_text(struct nd_func_call *call, const struct number_format *f, struct nd_slice text,
                                     struct nd_slice *out)
{
    char *digits = nd_arena_alloc(call->ctx->arena, text.n + 8);
    size_t n = 1, count = 0;
    int post = 0;
    bool has_point = false;
    digits[0] = '+';
    const uint8_t *p = text.p, *end = nd_slice_end(text);
    if (p < end && (*p == '-' || *p == '+' || (*p == '<' && f->is_bracket))) digits[0] = *p++ == '+' ? '+' : '-';
    for (size_t i = 0; i < f->count && p < end; i++) {
        switch (f->items[i].kind) {
        case ITEM_NINE:
        case ITEM_ZERO:
        case ITEM_POINT: /* a place each for a digit or the point, wherever it comes; what is neither takes the place, too */
            if (*p == ' ') p++;
            if (p < end && *p == '-' && count == 0 && f->items[i].kind != ITEM_POINT) digits[0] = '-', p++;
            if (p >= end || *p == ' ') break;
            if ((*p == '-' || *p == '+') && count > 0 && (f->has_sign || f->has_minus)) { /* before its place */
                digits[0] = (char)*p++;
                break;
            }
            if (*p >= '0' && *p <= '9' && !(has_point && post == f->post)) digits[n++] = (char)*p, count++, post += has_point;
            else if (*p == '.' && f->has_point && !has_point) digits[n++] = '.', has_point = true;
            p += nd_text_prefix_bytes(nd_slice_of(p, (size_t)(end - p)), 1);
            break;
        case ITEM_GROUP:
            if (*p == ',') p++;
            break;
        case ITEM_SIGN:
        case ITEM_MINUS:
        case ITEM_PLUS:
        case ITEM_BOTH:
            if (*p == '-' || *p == '+') digits[0] = (char)*p++;
            break;
        case ITEM_TEXT:
        case ITEM_CURRENCY:
        case ITEM_TH:
            if (!((*p >= '0' && *p <= '9') || *p == '.' || *p == '-' || *p == '+'))
                p += nd_text_prefix_bytes(nd_slice_of(p, (size_t)(end - p)), 1);
            break;
        default: break;
        }
    }
    if (count == 0) return nd_err_set(call->err, "22P02", "invalid input syntax for type numeric: \" \"");
    struct nd_arena *arena = call->ctx->arena;
    ND_TRY(nd_numeric_of_text(nd_slice_of(digits, n), -1, arena, out, call->err));
    if (f->is_multi && f->multi > 0) {
        struct nd_slice power;
        ND_TRY(nd_numeric_binary(ND_NUMERIC_POWER, nd_numeric_of_i64(10, arena), nd_numeric_of_i64(-f->multi, arena),
                                 arena, &power, call->err));
        return nd_numeric_binary(ND_NUMERIC_MUL, *out, power, arena, out, call->err);
    }
    if ((int)count - post > f->pre) { /* no more digits than the template has */
        struct nd_slice limit;
        ND_TRY(nd_numeric_binary(ND_NUMERIC_POWER, nd_numeric_of_i64(10, arena), nd_numeric_of_i64(f->pre, arena), arena, &limit, call->err));
        struct nd_slice size = *out;
        if (digits[0] == '-') ND_TRY(nd_numeric_binary(ND_NUMERIC_MUL, *out, nd_numeric_of_i64(-1, arena), arena, &size, call->err));
        if (nd_numeric_cmp(size, limit) >= 0) return nd_err_set(call->err, "22003", "numeric field overflow");
    }
    return nd_numeric_round(*out, post, false, arena, out, call->err);
}

static enum nd_status to_number(struct nd_func_call *call)
{
    struct number_format *f = nd_heap_alloc(call->ctx->heap, sizeof *f);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        ND_TRY_OR(parse_format(call, call->args[1].s[row], f), out);
        if (f->is_roman || f->is_scientific) {
            status = nd_err_unsupported(call->err, f->is_roman ? "\"RN\" for input" : "\"EEEE\" for input");
            goto out;
        }
        ND_TRY_OR(number_of_text(call, f, call->args[0].s[row], &call->out->s[row]), out);
    }
out:
    nd_heap_free(call->ctx->heap, f);
    return status;
}

static const struct nd_func funcs[] = {
    F_STABLE("to_char", TEXT, to_char_number, 0, INT4, TEXT),
    F_STABLE("to_char", TEXT, to_char_number, 0, INT8, TEXT),
    F_STABLE("to_char", TEXT, to_char_number, 0, FLOAT4, TEXT),
    F_STABLE("to_char", TEXT, to_char_number, 0, FLOAT8, TEXT),
    F_STABLE("to_char", TEXT, to_char_number, 0, NUMERIC, TEXT),
    F_STABLE("to_number", NUMERIC, to_number, 0, TEXT, TEXT),
};
const struct nd__func_table nd__funcs_format_number = ND__TABLE(funcs);
