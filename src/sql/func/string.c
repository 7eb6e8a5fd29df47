/* SPDX-License-Identifier: Apache-2.0 */
/* Strings: padding, trimming, repeating, quoting, format. */
#include "sql/func/func_int.h"

/* ---- trimming ------------------------------------------------------------------------------------ */

enum { TRIM_BOTH, TRIM_LEFT, TRIM_RIGHT };

static bool has_char(struct nd_slice set, uint32_t c)
{
    for (const uint8_t *p = set.p, *end = nd_slice_end(set); p < end;)
        if (nd__utf8_take(&p, end) == c) return true;
    return false;
}

static size_t last_char_at(struct nd_slice text)
{
    size_t at = text.n - 1;
    while (at > 0 && (text.p[at] & 0xc0) == 0x80) at--;
    return at;
}

static enum nd_status trim(struct nd_func_call *call)
{
    int side = call->func->param;
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row],
                        set = call->arg_count == 2 ? call->args[1].s[row] : nd_slice_str(" ");
        while (side != TRIM_RIGHT && text.n > 0) {
            const uint8_t *p = text.p;
            if (!has_char(set, nd__utf8_take(&p, nd_slice_end(text)))) break;
            text = nd_slice_of(p, text.n - (size_t)(p - text.p));
        }
        while (side != TRIM_LEFT && text.n > 0) {
            size_t at = last_char_at(text);
            const uint8_t *p = text.p + at;
            if (!has_char(set, nd__utf8_take(&p, nd_slice_end(text)))) break;
            text.n = at;
        }
        call->out->s[row] = text;
    }
    return ND_STATUS_OK;
}

static bool has_byte(struct nd_slice set, uint8_t c) { return set.n > 0 && memchr(set.p, c, set.n) != NULL; }

static enum nd_status trim_bytes(struct nd_func_call *call)
{
    int side = call->func->param;
    ND__ROWS (row) {
        struct nd_slice bytes = call->args[0].s[row], set = call->args[1].s[row];
        while (side != TRIM_RIGHT && bytes.n > 0 && has_byte(set, bytes.p[0])) bytes.p++, bytes.n--;
        while (side != TRIM_LEFT && bytes.n > 0 && has_byte(set, bytes.p[bytes.n - 1])) bytes.n--;
        call->out->s[row] = bytes;
    }
    return ND_STATUS_OK;
}

/* ---- padding, repeating -------------------------------------------------------------------------- */

/* lpad (param 0), rpad (1) */
static enum nd_status pad(struct nd_func_call *call)
{
    bool is_left = call->func->param == 0;
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row],
                        fill = call->arg_count == 3 ? call->args[2].s[row] : nd_slice_str(" ");
        int64_t want = call->args[1].i[row];
        size_t chars = nd_text_chars(text), need = want < 0 ? 0 : (size_t)want;
        if (need <= chars || fill.n == 0) {
            call->out->s[row] = nd_slice_of(text.p, nd_text_prefix_bytes(text, need));
            continue;
        }
        size_t more = need - chars, fill_chars = nd_text_chars(fill);
        ND_TRY(nd__check_bytes(call, text.n + more / fill_chars * fill.n + fill.n));
        size_t tail = nd_text_prefix_bytes(fill, more % fill_chars), pad_bytes = more / fill_chars * fill.n + tail;
        uint8_t *out = nd_arena_alloc(call->ctx->arena, text.n + pad_bytes), *p = is_left ? out : out + text.n;
        for (size_t i = 0; i < more / fill_chars; i++, p += fill.n) memcpy(p, fill.p, fill.n);
        if (tail > 0) memcpy(p, fill.p, tail);
        if (text.n > 0) memcpy(is_left ? out + pad_bytes : out, text.p, text.n);
        call->out->s[row] = nd_slice_of(out, text.n + pad_bytes);
    }
    return ND_STATUS_OK;
}

static enum nd_status repeat(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row];
        uint64_t times = call->args[1].i[row] < 0 ? 0 : (uint64_t)call->args[1].i[row];
        if (text.n == 0) times = 0;
        if (times > 0 && text.n > ND_FUNC_RESULT_BYTES_MAX / times) return nd__check_bytes(call, SIZE_MAX);
        ND_TRY(nd__check_bytes(call, text.n * times));
        uint8_t *out = nd_arena_alloc(call->ctx->arena, text.n * times);
        for (uint64_t i = 0; i < times; i++) memcpy(out + i * text.n, text.p, text.n);
        call->out->s[row] = nd_slice_of(out, text.n * times);
    }
    return ND_STATUS_OK;
}

static enum nd_status reverse(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row];
        uint8_t *out = nd_arena_alloc(call->ctx->arena, text.n + 1), *to = out + text.n;
        for (const uint8_t *p = text.p, *end = nd_slice_end(text); p < end;) {
            const uint8_t *start = p;
            (void)nd__utf8_take(&p, end);
            to -= p - start;
            memcpy(to, start, (size_t)(p - start));
        }
        call->out->s[row] = nd_slice_of(out, text.n);
    }
    return ND_STATUS_OK;
}

/* ---- characters and numbers ---------------------------------------------------------------------- */

static enum nd_status ascii(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct nd_slice text = call->args[0].s[row];
        const uint8_t *p = text.p;
        call->out->i[row] = text.n == 0 ? 0 : nd__utf8_take(&p, nd_slice_end(text));
    }
    return ND_STATUS_OK;
}

static enum nd_status chr(struct nd_func_call *call)
{
    ND__ROWS (row) {
        int64_t c = call->args[0].i[row];
        if (c < 0) return nd_err_set(call->err, "22023", "character number must be positive");
        if (c == 0) return nd_err_set(call->err, "54000", "null character not permitted");
        if (c > 0x10ffff)
            return nd_err_set(call->err, "54000", "requested character too large for encoding: %lld", (long long)c);
        if (c >= 0xd800 && c <= 0xdfff)
            return nd_err_set(call->err, "54000", "requested character not valid for encoding: %lld", (long long)c);
        uint8_t *out = nd_arena_alloc(call->ctx->arena, 4);
        call->out->s[row] = nd_slice_of(out, nd__utf8_put(out, (uint32_t)c));
    }
    return ND_STATUS_OK;
}

static enum nd_status to_hex(struct nd_func_call *call)
{
    bool is_int4 = call->args[0].type.id == INT4;
    ND__ROWS (row) {
        uint64_t v = (uint64_t)call->args[0].i[row];
        call->out->s[row] =
            nd_slice_str(nd_arena_printf(call->ctx->arena, "%llx", (unsigned long long)(is_int4 ? (uint32_t)v : v)));
    }
    return ND_STATUS_OK;
}

/* ---- quoting ------------------------------------------------------------------------------------- */

static void put_literal(struct nd_buf *buf, struct nd_slice text)
{
    if (memchr(text.n == 0 ? (const uint8_t *)"" : text.p, '\\', text.n) != NULL) nd_buf_put_u8(buf, 'E');
    nd_buf_put_u8(buf, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'' || text.p[i] == '\\') nd_buf_put_u8(buf, text.p[i]);
        nd_buf_put_u8(buf, text.p[i]);
    }
    nd_buf_put_u8(buf, '\'');
}

/* The words that PostgreSQL 15 does not take as bare column names (all but the unreserved). Sorted. */
/* clang-format off */
static const char *const keywords[] = {
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "bigint", "binary", "bit", "boolean", "both",
    "case", "cast", "char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint", "create", "cross",
    "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal", "default",
    "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from",
    "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval",
    "into", "is", "isnull", "join", "lateral", "leading", "least", "left", "like", "limit", "localtime", "localtimestamp", "national", "natural", "nchar",
    "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay",
    "placing", "position", "precision", "primary", "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar",
    "smallint", "some", "substring", "symmetric", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union",
    "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement",
    "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
};
/* clang-format on */

static bool is_keyword(struct nd_slice word)
{
    size_t low = 0, high = ND_ARRAY_LEN(keywords);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = nd_slice_cmp(word, nd_slice_str(keywords[middle]));
        if (c == 0) return true;
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

void nd_quote_identifier(struct nd_slice name, struct nd_buf *buf)
{
    bool is_bare = name.n > 0 && ((name.p[0] >= 'a' && name.p[0] <= 'z') || name.p[0] == '_');
    for (size_t i = 0; i < name.n && is_bare; i++) {
        uint8_t c = name.p[i];
        is_bare = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    if (is_bare && !is_keyword(name)) {
        nd_buf_put_slice(buf, name);
        return;
    }
    nd_buf_put_u8(buf, '"');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '"') nd_buf_put_u8(buf, '"');
        nd_buf_put_u8(buf, name.p[i]);
    }
    nd_buf_put_u8(buf, '"');
}

/* Behind the bracket that closes the one at p; NULL: none does. */
static const char *past_bracket(const char *p)
{
    int depth = 0;
    for (; *p != '\0'; p++) {
        if (*p == '\'' || *p == '"') {
            const char quote = *p++;
            while (*p != '\0' && *p != quote) p++;
            if (*p == '\0') return NULL;
        } else if (*p == '(') depth++;
        else if (*p == ')' && --depth == 0) return p + 1;
    }
    return NULL;
}

bool nd_is_grouped_text(const char *text)
{
    const char *end = text[0] == '(' ? past_bracket(text) : NULL;
    return end != NULL && *end == '\0';
}

bool nd_is_call_text(const char *text)
{
    const char *p = text;
    while ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '_' || *p == '"' || *p == '.') p++;
    return p > text && nd_is_grouped_text(p);
}

/* quote_literal (param 0), quote_ident (1), quote_nullable (2) */
static enum nd_status quote(struct nd_func_call *call)
{
    struct nd_buf buf, text;
    nd_buf_init(&buf, call->ctx->heap);
    nd_buf_init(&text, call->ctx->heap);
    ND__ROWS (row) {
        nd_buf_clear(&buf);
        nd_buf_clear(&text);
        struct nd_datum datum = nd_vec_get(&call->args[0], row);
        if (datum.is_null) {
            nd_buf_put(&buf, "NULL", 4);
        } else {
            nd_type_out(call->ctx->types, call->args[0].type, &datum, &text);
            if (call->func->param == 1)
                nd_quote_identifier(nd_buf_slice(&text), &buf);
            else
                put_literal(&buf, nd_buf_slice(&text));
        }
        call->out->s[row] = nd__take_text(call, &buf);
    }
    nd_buf_deinit(&buf);
    nd_buf_deinit(&text);
    return ND_STATUS_OK;
}

/* ---- format -------------------------------------------------------------------------------------- */

/* %[position$][-][width|*|*n$]type */
struct format_spec {
    int64_t position; /* 0: the next argument */
    int64_t width, width_position;
    bool is_left, has_width_arg;
    char type;
};

static enum nd_status bad_format(struct nd_func_call *call)
{
    (void)nd_err_set(call->err, "22023", "unterminated format() type specifier");
    return nd_err_hint(call->err, "For a single \"%%\" use \"%%%%\".");
}

static bool take_number(const uint8_t **p, const uint8_t *end, int64_t *out)
{
    const uint8_t *s = *p;
    int64_t v = 0;
    while (s < end && *s >= '0' && *s <= '9') {
        v = v * 10 + (*s++ - '0');
        if (v > INT32_MAX) v = INT32_MAX;
    }
    *out = v;
    bool has_digits = s > *p;
    *p = s;
    return has_digits;
}

static enum nd_status parse_spec(struct nd_func_call *call, const uint8_t **p, const uint8_t *end,
                                 struct format_spec *spec)
{
    *spec = (struct format_spec){0};
    int64_t n;
    if (take_number(p, end, &n)) {
        if (*p < end && **p == '$') {
            if (n == 0)
                return nd_err_set(call->err, "22023", "format specifies argument 0, but arguments are numbered from 1");
            spec->position = n;
            (*p)++;
        } else {
            spec->width = n; /* the number was the width, the type follows */
            if (*p == end) return bad_format(call);
            spec->type = (char)*(*p)++;
            return ND_STATUS_OK;
        }
    }
    while (*p < end && **p == '-') spec->is_left = true, (*p)++;
    if (*p < end && **p == '*') {
        (*p)++;
        spec->has_width_arg = true;
        if (take_number(p, end, &n)) {
            if (*p == end || **p != '$')
                return nd_err_set(call->err, "22023", "width argument position must be ended by \"$\"");
            if (n == 0)
                return nd_err_set(call->err, "22023", "format specifies argument 0, but arguments are numbered from 1");
            spec->width_position = n;
            (*p)++;
        }
    } else {
        (void)take_number(p, end, &spec->width);
    }
    if (*p == end) return bad_format(call);
    spec->type = (char)*(*p)++;
    return ND_STATUS_OK;
}

static enum nd_status format_width(struct nd_func_call *call, size_t row, int64_t position, struct format_spec *spec)
{
    if (position >= (int64_t)call->arg_count) return nd_err_set(call->err, "22023", "too few arguments for format()");
    struct nd_datum datum = nd_vec_get(&call->args[position], row), width;
    ND_TRY(nd_cast_datum(call->ctx->types, call->args[position].type, &datum, ND_TYPE(INT4), ND_CAST_EXPLICIT,
                         call->ctx->arena, &width, call->err));
    spec->width = width.is_null ? 0 : width.i;
    if (spec->width < 0) spec->is_left = true, spec->width = -spec->width;
    return ND_STATUS_OK;
}

static void put_blanks(struct nd_buf *buf, size_t n)
{
    if (n > 0) memset(nd_buf_extend(buf, n), ' ', n);
}

static enum nd_status format_arg(struct nd_func_call *call, size_t row, int64_t position,
                                 const struct format_spec *spec, struct nd_buf *text, struct nd_buf *buf)
{
    struct nd_datum datum = nd_vec_get(&call->args[position], row);
    nd_buf_clear(text);
    if (!datum.is_null) nd_type_out(call->ctx->types, call->args[position].type, &datum, text);
    struct nd_buf shown;
    nd_buf_init(&shown, call->ctx->heap);
    if (spec->type == 'I' && datum.is_null) {
        nd_buf_deinit(&shown);
        return nd_err_set(call->err, "22004", "null values cannot be formatted as an SQL identifier");
    }
    if (spec->type == 'I')
        nd_quote_identifier(nd_buf_slice(text), &shown);
    else if (spec->type == 'L' && datum.is_null)
        nd_buf_put(&shown, "NULL", 4);
    else if (spec->type == 'L')
        put_literal(&shown, nd_buf_slice(text));
    else
        nd_buf_put_slice(&shown, nd_buf_slice(text));
    int64_t fill = spec->width - (int64_t)nd_text_chars(nd_buf_slice(&shown));
    if (fill < 0) fill = 0;
    enum nd_status status = nd__check_bytes(call, buf->n + shown.n + (size_t)fill);
    if (status == ND_STATUS_OK) {
        if (!spec->is_left) put_blanks(buf, (size_t)fill);
        nd_buf_put_slice(buf, nd_buf_slice(&shown));
        if (spec->is_left) put_blanks(buf, (size_t)fill);
    }
    nd_buf_deinit(&shown);
    return status;
}

static enum nd_status format_row(struct nd_func_call *call, size_t row, struct nd_buf *text, struct nd_buf *buf)
{
    struct nd_slice format = call->args[0].s[row];
    int64_t next = 1;
    for (const uint8_t *p = format.p, *end = nd_slice_end(format); p < end;) {
        if (*p != '%') {
            nd_buf_put_u8(buf, *p++);
            continue;
        }
        if (++p == end) return bad_format(call);
        if (*p == '%') {
            nd_buf_put_u8(buf, *p++);
            continue;
        }
        struct format_spec spec;
        ND_TRY(parse_spec(call, &p, end, &spec));
        if (spec.type != 's' && spec.type != 'I' && spec.type != 'L') {
            (void)nd_err_set(call->err, "22023", "unrecognized format() type specifier \"%c\"", spec.type);
            return nd_err_hint(call->err, "For a single \"%%\" use \"%%%%\".");
        }
        if (spec.has_width_arg)
            ND_TRY(format_width(call, row, spec.width_position > 0 ? spec.width_position : next, &spec));
        if (spec.has_width_arg) next = (spec.width_position > 0 ? spec.width_position : next) + 1;
        int64_t position = spec.position > 0 ? spec.position : next;
        if (position >= (int64_t)call->arg_count)
            return nd_err_set(call->err, "22023", "too few arguments for format()");
        next = position + 1;
        ND_TRY(format_arg(call, row, position, &spec, text, buf));
    }
    return ND_STATUS_OK;
}

static enum nd_status format(struct nd_func_call *call)
{
    struct nd_buf text, buf;
    nd_buf_init(&text, call->ctx->heap);
    nd_buf_init(&buf, call->ctx->heap);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        if (call->args[0].nulls[row]) {
            call->out->nulls[row] = 1;
            continue;
        }
        nd_buf_clear(&buf);
        ND_TRY_OR(format_row(call, row, &text, &buf), out);
        call->out->s[row] = nd__take_text(call, &buf);
    }
out:
    nd_buf_deinit(&text);
    nd_buf_deinit(&buf);
    return status;
}

static const struct nd_func funcs[] = {
    F("btrim", TEXT, trim, TRIM_BOTH, TEXT),
    F("btrim", TEXT, trim, TRIM_BOTH, TEXT, TEXT),
    F("ltrim", TEXT, trim, TRIM_LEFT, TEXT),
    F("ltrim", TEXT, trim, TRIM_LEFT, TEXT, TEXT),
    F("rtrim", TEXT, trim, TRIM_RIGHT, TEXT),
    F("rtrim", TEXT, trim, TRIM_RIGHT, TEXT, TEXT),
    F("btrim", BYTEA, trim_bytes, TRIM_BOTH, BYTEA, BYTEA),
    F("ltrim", BYTEA, trim_bytes, TRIM_LEFT, BYTEA, BYTEA),
    F("rtrim", BYTEA, trim_bytes, TRIM_RIGHT, BYTEA, BYTEA),
    F("lpad", TEXT, pad, 0, TEXT, INT4),
    F("lpad", TEXT, pad, 0, TEXT, INT4, TEXT),
    F("rpad", TEXT, pad, 1, TEXT, INT4),
    F("rpad", TEXT, pad, 1, TEXT, INT4, TEXT),
    F("repeat", TEXT, repeat, 0, TEXT, INT4),
    F("reverse", TEXT, reverse, 0, TEXT),
    F("ascii", INT4, ascii, 0, TEXT),
    F("chr", TEXT, chr, 0, INT4),
    F("to_hex", TEXT, to_hex, 0, INT4),
    F("to_hex", TEXT, to_hex, 0, INT8),
    F("quote_literal", TEXT, quote, 0, TEXT),
    F_STABLE("quote_literal", TEXT, quote, 0, ANY),
    F("quote_ident", TEXT, quote, 1, TEXT),
    F_LAX("quote_nullable", TEXT, quote, 2, ND_IMMUTABLE, false, TEXT),
    F_LAX("quote_nullable", TEXT, quote, 2, ND_STABLE, false, ANY),
    F_LAX("format", TEXT, format, 0, ND_STABLE, false, TEXT),
    F_LAX("format", TEXT, format, 0, ND_STABLE, true, TEXT, ANY),
};
const struct nd__func_table nd__funcs_string = ND__TABLE(funcs);
