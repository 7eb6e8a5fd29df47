/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/json.h"

#include <stddef.h>
#include <stdlib.h>

#include "sql/types/ascii.h"
#include "sql/types/io.h"
#include "sql/types/numeric.h"

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

enum token { TOKEN_END, TOKEN_STRING, TOKEN_NUMBER, TOKEN_TRUE, TOKEN_FALSE, TOKEN_NULL, TOKEN_SIGN /* one of { } [ ] , : */ };

struct lexer {
    struct nd_slice input;
    const uint8_t *p, *end, *line; /* line: where the current one starts */
    int line_number;
    bool is_unescaping;
    struct nd_arena *arena;
    struct nd_err *err;
    enum token token;
    const uint8_t *start, *stop; /* of the token */
    struct nd_slice text;        /* of a string, unescaped */
    int depth;
};

/* Where in the data: at most 50 bytes of the line before the token's end. */
static void add_where(struct lexer *lexer)
{
    const uint8_t *start = lexer->line, *stop = lexer->stop;
    while (stop - start >= 50) {
        start++;
        while (start < stop && (*start & 0xc0) == 0x80) start++;
    }
    if (start - lexer->line <= 3) start = lexer->line;
    bool goes_on = lexer->token != TOKEN_END && stop < lexer->end && *stop != '\n' && *stop != '\r';
    (void)nd_err_where(lexer->err, "JSON data, line %d: %s%.*s%s", lexer->line_number, start > lexer->line ? "..." : "", (int)(stop - start), (const char *)start, goes_on ? "..." : "");
}

#define FAIL(lexer, ...)                                                                     \
    do {                                                                                     \
        (void)nd_err_set((lexer)->err, "22P02", "invalid input syntax for type %s", "json"); \
        (void)nd_err_detail((lexer)->err, __VA_ARGS__);                                      \
        add_where(lexer);                                                                    \
        return ND_STATUS_SQL;                                                                \
    } while (0)

static enum nd_status bad_token(struct lexer *lexer, const uint8_t *stop)
{
    lexer->token = TOKEN_SIGN;
    lexer->stop = stop;
    struct nd_slice token = nd_slice_of(lexer->start, (size_t)(stop - lexer->start));
    FAIL(lexer, "Token \"%.*s\" is invalid.", nd_text_shown(token), (const char *)token.p);
}

/* "expected", or that the end came too early */
static enum nd_status expected(struct lexer *lexer, const char *what)
{
    if (lexer->token == TOKEN_END) FAIL(lexer, "The input string ended unexpectedly.");
    struct nd_slice token = nd_slice_of(lexer->start, (size_t)(lexer->stop - lexer->start));
    FAIL(lexer, "Expected %s, but found \"%.*s\".", what, nd_text_shown(token), (const char *)token.p);
}

static int hex_value(uint8_t c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

static size_t put_utf8(uint8_t *to, uint32_t c)
{
    if (c < 0x80) return to[0] = (uint8_t)c, 1;
    if (c < 0x800) return to[0] = (uint8_t)(0xc0 | c >> 6), to[1] = (uint8_t)(0x80 | (c & 0x3f)), 2;
    if (c < 0x10000) return to[0] = (uint8_t)(0xe0 | c >> 12), to[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f)), to[2] = (uint8_t)(0x80 | (c & 0x3f)), 3;
    to[0] = (uint8_t)(0xf0 | c >> 18), to[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f)), to[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f)), to[3] = (uint8_t)(0x80 | (c & 0x3f));
    return 4;
}

static enum nd_status take_unicode(struct lexer *lexer, const uint8_t **p, uint32_t *high, uint8_t **to)
{
    uint32_t c = 0;
    for (int i = 0; i < 4; i++, (*p)++) {
        if (*p >= lexer->end) return bad_token(lexer, *p);
        int digit = hex_value(**p);
        lexer->stop = *p + 1;
        if (digit < 0) FAIL(lexer, "\"\\u\" must be followed by four hexadecimal digits.");
        c = c << 4 | (uint32_t)digit;
    }
    if (!lexer->is_unescaping) return ND_STATUS_OK;
    bool is_high = c >= 0xd800 && c <= 0xdbff, is_low = c >= 0xdc00 && c <= 0xdfff;
    if (is_high && *high != 0) FAIL(lexer, "Unicode high surrogate must not follow a high surrogate.");
    if (is_low != (*high != 0)) FAIL(lexer, "Unicode low surrogate must follow a high surrogate.");
    if (c == 0) {
        (void)nd_err_set(lexer->err, "22P05", "unsupported Unicode escape sequence");
        (void)nd_err_detail(lexer->err, "\\u0000 cannot be converted to text.");
        add_where(lexer);
        return ND_STATUS_SQL;
    }
    if (is_low) c = 0x10000 + ((*high & 0x3ff) << 10) + (c & 0x3ff);
    *high = is_high ? c : 0;
    if (!is_high) *to += put_utf8(*to, c);
    return ND_STATUS_OK;
}

static enum nd_status take_escape(struct lexer *lexer, const uint8_t **p, uint32_t *high, uint8_t **to)
{
    if (*p >= lexer->end) return bad_token(lexer, *p);
    uint8_t c = *(*p)++;
    if (c == 'u') return take_unicode(lexer, p, high, to);
    if (*high != 0) {
        lexer->stop = *p;
        FAIL(lexer, "Unicode low surrogate must follow a high surrogate.");
    }
    switch (c) {
    case '"':
    case '\\':
    case '/': break;
    case 'b': c = '\b'; break;
    case 'f': c = '\f'; break;
    case 'n': c = '\n'; break;
    case 'r': c = '\r'; break;
    case 't': c = '\t'; break;
    default:
        lexer->start = *p - 1;
        while (*p < lexer->end && (**p & 0xc0) == 0x80) (*p)++;
        lexer->stop = *p;
        FAIL(lexer, "Escape sequence \"\\%.*s\" is invalid.", (int)(*p - lexer->start), (const char *)lexer->start);
    }
    *(*to)++ = c;
    return ND_STATUS_OK;
}

static enum nd_status take_string(struct lexer *lexer)
{
    const uint8_t *p = lexer->start + 1, *close = p;
    bool has_escape = false;
    while (close < lexer->end && *close != '"' && *close >= 0x20) {
        has_escape = has_escape || *close == '\\';
        close += *close == '\\' && close + 1 < lexer->end ? 2 : 1;
    }
    lexer->token = TOKEN_STRING;
    if (!has_escape && close < lexer->end && *close == '"') {
        lexer->text = nd_slice_of(p, (size_t)(close - p));
        lexer->p = lexer->stop = close + 1;
        return ND_STATUS_OK;
    }
    uint8_t *text = nd_arena_alloc(lexer->arena, (size_t)(close - p) + 4), *to = text;
    uint32_t high = 0;
    for (;;) {
        if (p >= lexer->end) return bad_token(lexer, p);
        uint8_t c = *p++;
        if (c == '\\') {
            ND_TRY(take_escape(lexer, &p, &high, &to));
            continue;
        }
        lexer->stop = p;
        if (high != 0) FAIL(lexer, "Unicode low surrogate must follow a high surrogate.");
        if (c == '"') break;
        lexer->stop = p - 1;
        if (c < 0x20) FAIL(lexer, "Character with value 0x%02x must be escaped.", c);
        *to++ = c;
    }
    lexer->text = nd_slice_of(text, (size_t)(to - text));
    lexer->p = lexer->stop = p;
    return ND_STATUS_OK;
}

static bool is_word(uint8_t c) { return nd_ascii_is_alpha(c) || nd_ascii_is_digit(c) || c == '_' || c >= 0x80; }

static bool take_digits(const uint8_t **p, const uint8_t *end)
{
    const uint8_t *start = *p;
    while (*p < end && nd_ascii_is_digit(**p)) (*p)++;
    return *p > start;
}

static enum nd_status take_number(struct lexer *lexer)
{
    const uint8_t *p = lexer->start, *end = lexer->end;
    bool is_ok = true;
    if (*p == '-') p++;
    if (p < end && *p == '0') p++;
    else is_ok = take_digits(&p, end);
    if (is_ok && p < end && *p == '.') {
        p++;
        is_ok = take_digits(&p, end);
    }
    if (is_ok && p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-')) p++;
        is_ok = take_digits(&p, end);
    }
    const uint8_t *word = p;
    while (word < end && is_word(*word)) word++;
    if (!is_ok || word > p) return bad_token(lexer, word);
    lexer->token = TOKEN_NUMBER;
    lexer->p = lexer->stop = p;
    return ND_STATUS_OK;
}

static enum nd_status take_word(struct lexer *lexer)
{
    static const struct {
        const char *word;
        enum token token;
    } words[] = {{"true", TOKEN_TRUE}, {"false", TOKEN_FALSE}, {"null", TOKEN_NULL}};
    const uint8_t *p = lexer->start;
    while (p < lexer->end && is_word(*p)) p++;
    struct nd_slice found = nd_slice_of(lexer->start, (size_t)(p - lexer->start));
    for (size_t i = 0; i < ND_ARRAY_LEN(words); i++) {
        if (!nd_slice_eq(found, nd_slice_str(words[i].word))) continue;
        lexer->token = words[i].token;
        lexer->p = lexer->stop = p;
        return ND_STATUS_OK;
    }
    return bad_token(lexer, found.n == 0 ? p + 1 : p);
}

static enum nd_status next_token(struct lexer *lexer)
{
    for (; lexer->p < lexer->end && (*lexer->p == ' ' || *lexer->p == '\t' || *lexer->p == '\n' || *lexer->p == '\r'); lexer->p++) {
        if (*lexer->p != '\n') continue;
        lexer->line_number++;
        lexer->line = lexer->p + 1;
    }
    lexer->start = lexer->stop = lexer->p;
    if (lexer->p >= lexer->end) {
        lexer->token = TOKEN_END;
        return ND_STATUS_OK;
    }
    switch (*lexer->p) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ':':
        lexer->token = TOKEN_SIGN;
        lexer->stop = ++lexer->p;
        return ND_STATUS_OK;
    case '"': return take_string(lexer);
    default: return *lexer->p == '-' || nd_ascii_is_digit(*lexer->p) ? take_number(lexer) : take_word(lexer);
    }
}

static bool is_sign(const struct lexer *lexer, char sign) { return lexer->token == TOKEN_SIGN && lexer->start[0] == (uint8_t)sign; }

/* ---- values ----------------------------------------------------------------------------------------------------------- */

static enum nd_status take_value(struct lexer *lexer, struct nd_json *json);

static enum nd_status take_member(struct lexer *lexer, struct nd_json *item)
{
    item->key = lexer->text;
    ND_TRY(next_token(lexer));
    if (!is_sign(lexer, ':')) return expected(lexer, "\":\"");
    return next_token(lexer);
}

/* From behind the opening sign to the closing one, which stays the current token. */
static enum nd_status take_items(struct lexer *lexer, struct nd_json *json)
{
    bool is_object = json->kind == ND_JSON_OBJECT;
    char close = is_object ? '}' : ']';
    struct nd_json **tail = &json->items;
    if (++lexer->depth > ND_JSON_DEPTH_MAX) return nd_err_set(lexer->err, "54001", "JSON is nested too deeply");
    ND_TRY(next_token(lexer));
    for (bool is_first = true; !is_sign(lexer, close); is_first = false) {
        if (!is_first) {
            if (!is_sign(lexer, ',')) return expected(lexer, is_object ? "\",\" or \"}\"" : "\",\" or \"]\"");
            ND_TRY(next_token(lexer));
        }
        struct nd_json *item = nd_arena_new(lexer->arena, struct nd_json);
        if (is_object) {
            if (lexer->token != TOKEN_STRING) return expected(lexer, is_first ? "string or \"}\"" : "string");
            ND_TRY(take_member(lexer, item));
        }
        ND_TRY(take_value(lexer, item));
        ND_TRY(next_token(lexer));
        *tail = item;
        tail = &item->next;
        json->count++;
    }
    lexer->depth--;
    return ND_STATUS_OK;
}

/* The last token of the value stays the current one. */
static enum nd_status take_value(struct lexer *lexer, struct nd_json *json)
{
    const uint8_t *start = lexer->start;
    switch (lexer->token) {
    case TOKEN_STRING:
        json->kind = ND_JSON_STRING;
        json->text = lexer->text;
        break;
    case TOKEN_NUMBER: json->kind = ND_JSON_NUMBER; break;
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        json->kind = ND_JSON_BOOL;
        json->is_true = lexer->token == TOKEN_TRUE;
        break;
    case TOKEN_NULL: json->kind = ND_JSON_NULL; break;
    case TOKEN_SIGN:
    case TOKEN_END:
        if (!is_sign(lexer, '{') && !is_sign(lexer, '[')) return expected(lexer, "JSON value");
        json->kind = is_sign(lexer, '{') ? ND_JSON_OBJECT : ND_JSON_ARRAY;
        ND_TRY(take_items(lexer, json));
        break;
    }
    json->raw = nd_slice_of(start, (size_t)(lexer->stop - start));
    return ND_STATUS_OK;
}

static enum nd_status parse(struct nd_slice text, bool is_unescaping, struct nd_arena *arena, struct nd_json **json_out, struct nd_err *err)
{
    const uint8_t *p = text.n == 0 ? (const uint8_t *)"" : text.p;
    struct lexer lexer = {.input = text, .p = p, .end = p + text.n, .line = p, .line_number = 1, .is_unescaping = is_unescaping, .arena = arena, .err = err};
    *json_out = nd_arena_new(arena, struct nd_json);
    ND_TRY(next_token(&lexer));
    ND_TRY(take_value(&lexer, *json_out));
    ND_TRY(next_token(&lexer));
    return lexer.token == TOKEN_END ? ND_STATUS_OK : expected(&lexer, "end of input");
}

enum nd_status nd_json_check(struct nd_slice text, struct nd_arena *arena, struct nd_err *err)
{
    struct nd_json *json;
    ND_TRY(nd_text_check(text, err));
    return parse(text, false, arena, &json, err);
}

enum nd_status nd_json_parse(struct nd_slice text, struct nd_arena *arena, struct nd_json **json_out, struct nd_err *err)
{
    return parse(text, true, arena, json_out, err);
}

const struct nd_json *nd_json_member(const struct nd_json *json, struct nd_slice key)
{
    const struct nd_json *found = NULL;
    if (json->kind != ND_JSON_OBJECT) return NULL;
    for (const struct nd_json *item = json->items; item != NULL; item = item->next)
        if (nd_slice_eq(item->key, key)) found = item;
    return found;
}

const struct nd_json *nd_json_item(const struct nd_json *json, int64_t at)
{
    if (json->kind != ND_JSON_ARRAY) return NULL;
    if (at < 0) at += (int64_t)json->count;
    if (at < 0 || at >= (int64_t)json->count) return NULL;
    const struct nd_json *item = json->items;
    while (at-- > 0) item = item->next;
    return item;
}

/* ---- as jsonb ------------------------------------------------------------------------------------------------------------ */

static int cmp_keys(struct nd_slice a, struct nd_slice b) { return a.n != b.n ? (a.n < b.n ? -1 : 1) : nd_slice_cmp(a, b); }

static int cmp_members(const void *a, const void *b)
{
    const struct nd_json *x = *(const struct nd_json *const *)a, *y = *(const struct nd_json *const *)b;
    int c = cmp_keys(x->key, y->key);
    /* members of one parse lie in the text in their order */
    return c != 0 ? c : x->raw.p < y->raw.p ? -1 : x->raw.p > y->raw.p;
}

void nd_json_normalize(struct nd_json *json, struct nd_arena *arena)
{
    for (struct nd_json *item = json->items; item != NULL; item = item->next) nd_json_normalize(item, arena);
    if (json->kind != ND_JSON_OBJECT || json->count < 2) return;
    struct nd_json **members = nd_arena_array(arena, struct nd_json *, json->count);
    size_t n = 0, kept = 0;
    for (struct nd_json *item = json->items; item != NULL; item = item->next) members[n++] = item;
    qsort(members, n, sizeof(struct nd_json *), cmp_members);
    for (size_t i = 0; i < n; i++)
        if (i + 1 == n || !nd_slice_eq(members[i]->key, members[i + 1]->key)) members[kept++] = members[i];
    for (size_t i = 0; i < kept; i++) members[i]->next = i + 1 < kept ? members[i + 1] : NULL;
    json->items = members[0];
    json->count = kept;
}

void nd_json_put_string(struct nd_buf *out, struct nd_slice text)
{
    nd_buf_put_u8(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        switch (c) {
        case '"': nd_buf_put(out, "\\\"", 2); break;
        case '\\': nd_buf_put(out, "\\\\", 2); break;
        case '\b': nd_buf_put(out, "\\b", 2); break;
        case '\f': nd_buf_put(out, "\\f", 2); break;
        case '\n': nd_buf_put(out, "\\n", 2); break;
        case '\r': nd_buf_put(out, "\\r", 2); break;
        case '\t': nd_buf_put(out, "\\t", 2); break;
        default:
            if (c < ' ') nd_buf_printf(out, "\\u%04x", c);
            else nd_buf_put_u8(out, c);
        }
    }
    nd_buf_put_u8(out, '"');
}

static enum nd_status put_number(struct nd_slice raw, struct nd_arena *arena, struct nd_buf *out, struct nd_err *err)
{
    struct nd_slice numeric;
    ND_TRY(nd_numeric_of_text(raw, -1, arena, &numeric, err));
    nd_numeric_to_text(numeric, out);
    /* a few bytes, 1e131000, may stand for many */
    return out->n <= ND_JSONB_BYTES_MAX ? ND_STATUS_OK : nd_err_set(err, "54000", "total size of jsonb elements exceeds the maximum of %d bytes", ND_JSONB_BYTES_MAX);
}

enum nd_status nd_json_put(const struct nd_json *json, struct nd_arena *arena, struct nd_buf *out, struct nd_err *err)
{
    switch (json->kind) {
    case ND_JSON_STRING: nd_json_put_string(out, json->text); return ND_STATUS_OK;
    case ND_JSON_NUMBER: return put_number(json->raw, arena, out, err);
    case ND_JSON_NULL:
    case ND_JSON_BOOL: nd_buf_put_slice(out, nd_slice_str(json->kind == ND_JSON_NULL ? "null" : json->is_true ? "true" : "false")); return ND_STATUS_OK;
    case ND_JSON_ARRAY:
    case ND_JSON_OBJECT: break;
    }
    bool is_object = json->kind == ND_JSON_OBJECT;
    nd_buf_put_u8(out, is_object ? '{' : '[');
    for (const struct nd_json *item = json->items; item != NULL; item = item->next) {
        if (item != json->items) nd_buf_put(out, ", ", 2);
        if (is_object) {
            nd_json_put_string(out, item->key);
            nd_buf_put(out, ": ", 2);
        }
        ND_TRY(nd_json_put(item, arena, out, err));
    }
    nd_buf_put_u8(out, is_object ? '}' : ']');
    return ND_STATUS_OK;
}

enum nd_status nd_jsonb_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    struct nd_json *json;
    struct nd_buf buf;
    ND_TRY(nd_text_check(text, err));
    ND_TRY(nd_json_parse(text, arena, &json, err));
    nd_json_normalize(json, arena);
    nd_buf_init(&buf, arena->heap);
    enum nd_status status = nd_json_put(json, arena, &buf, err);
    if (status == ND_STATUS_OK) *out = nd_arena_copy(arena, nd_buf_slice(&buf));
    nd_buf_deinit(&buf);
    return status;
}

/* ---- order ------------------------------------------------------------------------------------------------------------------ */

/* Walks over the text of two jsonb values at once; no memory. The form is nd_json_put's. */

static enum nd_json_kind kind_of(uint8_t c)
{
    switch (c) {
    case '{': return ND_JSON_OBJECT;
    case '[': return ND_JSON_ARRAY;
    case '"': return ND_JSON_STRING;
    case 't':
    case 'f': return ND_JSON_BOOL;
    case 'n': return ND_JSON_NULL;
    default: return ND_JSON_NUMBER;
    }
}

/* Behind the value that starts at p. */
static const uint8_t *skip_value(const uint8_t *p, const uint8_t *end)
{
    size_t depth = 0;
    for (bool is_text = false; p < end; p++) {
        if (is_text) {
            if (*p == '\\' && end - p >= 2) p++;
            else if (*p == '"') is_text = false;
        } else if (*p == '"') {
            is_text = true;
        } else if (*p == '{' || *p == '[') {
            depth++;
        } else if (*p == '}' || *p == ']') {
            if (depth == 0) return p;
            depth--;
        } else if ((*p == ',' || *p == ':') && depth == 0) {
            return p;
        }
    }
    return end;
}

static void skip(const uint8_t **p, const uint8_t *end, ptrdiff_t n) { *p += n < end - *p ? n : end - *p; }

static size_t count_items(const uint8_t *p, const uint8_t *end)
{
    bool is_object = *p == '{';
    size_t count = 0;
    for (p++; p < end && *p != '}' && *p != ']';) {
        p = skip_value(p, end);
        if (is_object && end - p >= 2) p = skip_value(p + 2, end);
        count++;
        if (p < end && *p == ',') skip(&p, end, 2);
        else break;
    }
    return count;
}

/* Bounded all the same: what comes from disk or from another node may be anything. */
static uint8_t take_char(const uint8_t **p, const uint8_t *end)
{
    uint8_t c = *(*p)++;
    if (c != '\\' || *p >= end) return c;
    c = *(*p)++;
    if (c == 'u' && end - *p < 4) return c;
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u':
        *p += 4;
        return (uint8_t)((unsigned)hex_value((*p)[-2]) << 4 | (unsigned)hex_value((*p)[-1]));
    default: return c;
    }
}

/* Both stand on the opening quote, and behind the closing one afterwards if they are equal. */
static int cmp_strings(const uint8_t **a, const uint8_t *end_a, const uint8_t **b, const uint8_t *end_b)
{
    (*a)++, (*b)++;
    for (;;) {
        bool ends_a = *a >= end_a || **a == '"', ends_b = *b >= end_b || **b == '"';
        if (ends_a || ends_b) {
            *a += *a < end_a, *b += *b < end_b;
            return (int)ends_b - (int)ends_a;
        }
        uint8_t x = take_char(a, end_a), y = take_char(b, end_b);
        if (x != y) return x < y ? -1 : 1;
    }
}

/* A number without the zeros at the end of its fraction. */
static struct nd_slice trim_number(const uint8_t *p, const uint8_t *end)
{
    struct nd_slice text = nd_slice_of(p, (size_t)(skip_value(p, end) - p));
    if (text.n == 0 || memchr(text.p, '.', text.n) == NULL) return text;
    while (text.n > 1 && text.p[text.n - 1] == '0') text.n--;
    if (text.n > 1 && text.p[text.n - 1] == '.') text.n--;
    return text;
}

static int cmp_numbers(struct nd_slice a, struct nd_slice b)
{
    if (a.n == 0 || b.n == 0) return (int)(b.n == 0) - (int)(a.n == 0);
    bool is_minus = a.p[0] == '-';
    if (is_minus != (b.p[0] == '-')) return is_minus ? -1 : 1;
    const uint8_t *dot_a = memchr(a.p, '.', a.n), *dot_b = memchr(b.p, '.', b.n);
    size_t whole_a = dot_a == NULL ? a.n : (size_t)(dot_a - a.p), whole_b = dot_b == NULL ? b.n : (size_t)(dot_b - b.p);
    int c = whole_a != whole_b ? (whole_a < whole_b ? -1 : 1) : nd_slice_cmp(a, b);
    return is_minus ? -c : c;
}

static int cmp_values(const uint8_t **a, const uint8_t *end_a, const uint8_t **b, const uint8_t *end_b);

static int cmp_containers(const uint8_t **a, const uint8_t *end_a, const uint8_t **b, const uint8_t *end_b)
{
    size_t count = count_items(*a, end_a), count_b = count_items(*b, end_b);
    bool is_object = **a == '{';
    if (count != count_b) return count < count_b ? -1 : 1;
    skip(a, end_a, 1), skip(b, end_b, 1);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) skip(a, end_a, 2), skip(b, end_b, 2);
        if (*a >= end_a || *b >= end_b) break;
        if (is_object) {
            int c = cmp_strings(a, end_a, b, end_b);
            if (c != 0) return c;
            skip(a, end_a, 2), skip(b, end_b, 2);
        }
        int c = cmp_values(a, end_a, b, end_b);
        if (c != 0) return c;
    }
    skip(a, end_a, 1), skip(b, end_b, 1);
    return 0;
}

static int cmp_values(const uint8_t **a, const uint8_t *end_a, const uint8_t **b, const uint8_t *end_b)
{
    if (*a >= end_a || *b >= end_b) return (int)(*b >= end_b) - (int)(*a >= end_a);
    enum nd_json_kind kind = kind_of(**a), other = kind_of(**b);
    if (kind != other) return kind < other ? -1 : 1;
    int c = 0;
    switch (kind) {
    case ND_JSON_ARRAY:
    case ND_JSON_OBJECT: return cmp_containers(a, end_a, b, end_b);
    case ND_JSON_STRING: return cmp_strings(a, end_a, b, end_b);
    case ND_JSON_NULL: break;
    case ND_JSON_BOOL: c = (int)(**a == 't') - (int)(**b == 't'); break;
    case ND_JSON_NUMBER: c = cmp_numbers(trim_number(*a, end_a), trim_number(*b, end_b)); break;
    }
    *a = skip_value(*a, end_a);
    *b = skip_value(*b, end_b);
    return c;
}

int nd_jsonb_cmp(struct nd_slice a, struct nd_slice b)
{
    const uint8_t *p = a.p, *q = b.p;
    if (a.n == 0 || b.n == 0) return (int)(b.n == 0) - (int)(a.n == 0);
    /* PostgreSQL keeps a scalar as an array of one: an empty array comes before all scalars */
    bool is_empty_a = nd_slice_eq(a, nd_slice_str("[]")), is_empty_b = nd_slice_eq(b, nd_slice_str("[]"));
    if (is_empty_a && !is_empty_b && *q != '{') return -1;
    if (is_empty_b && !is_empty_a && *p != '{') return 1;
    return cmp_values(&p, nd_slice_end(a), &q, nd_slice_end(b));
}

/* FNV-1a over the text, zeros at the end of fractions left out. */
uint64_t nd_jsonb_hash(struct nd_slice jsonb)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    const uint8_t *end = nd_slice_end(jsonb);
    bool is_text = false;
    for (const uint8_t *p = jsonb.p; p < end;) {
        struct nd_slice part = nd_slice_of(p, 1);
        const uint8_t *next = p + 1;
        if (is_text) {
            if (*p == '\\' && end - p >= 2) part.n = 2;
            else is_text = *p != '"';
            next = p + part.n;
        } else if (*p == '"') {
            is_text = true;
        } else if (nd_ascii_is_digit(*p)) {
            part = trim_number(p, end);
            next = skip_value(p, end);
        }
        for (size_t i = 0; i < part.n; i++) hash = (hash ^ part.p[i]) * UINT64_C(0x100000001b3);
        p = next;
    }
    return hash;
}

/* ---- containment --------------------------------------------------------------------------------------------------------------- */

static bool is_container(const struct nd_json *json) { return json->kind >= ND_JSON_ARRAY; }

static bool contains(const struct nd_json *whole, const struct nd_json *part);

static bool has_item(const struct nd_json *array, const struct nd_json *part)
{
    for (const struct nd_json *item = array->items; item != NULL; item = item->next) {
        if (item->kind != part->kind) continue;
        if (is_container(part) ? contains(item, part) : nd_jsonb_cmp(item->raw, part->raw) == 0) return true;
    }
    return false;
}

static bool contains(const struct nd_json *whole, const struct nd_json *part)
{
    if (whole->kind != part->kind) return false;
    if (!is_container(part)) return nd_jsonb_cmp(whole->raw, part->raw) == 0;
    for (const struct nd_json *item = part->items; item != NULL; item = item->next) {
        const struct nd_json *other = part->kind == ND_JSON_OBJECT ? nd_json_member(whole, item->key) : NULL;
        bool is_in = part->kind == ND_JSON_OBJECT ? other != NULL && contains(other, item) : has_item(whole, item);
        if (!is_in) return false;
    }
    return true;
}

bool nd_json_contains(const struct nd_json *whole, const struct nd_json *part)
{
    /* an array contains a scalar that is one of its items */
    if (whole->kind == ND_JSON_ARRAY && !is_container(part)) return has_item(whole, part);
    return contains(whole, part);
}
