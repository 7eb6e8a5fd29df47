/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions, by PCRE2. PostgreSQL's own dialect is close to PCRE's: the escapes that differ are rewritten here. What
 * stays different: an alternation takes its first branch that matches, not the longest. Matching has a budget. */
#include "sql/func/regex_int.h"

#define MATCH_STEPS_MAX 10000000
#define MATCH_HEAP_KIB_MAX 16384
#define NEST_MAX 100

static void *heap_alloc(size_t bytes, void *arg) { return nd_heap_alloc(arg, bytes); }
static void heap_free(void *p, void *arg) { nd_heap_free(arg, p); }

void nd__regex_init(struct nd__regex *regex, struct nd_func_call *call)
{
    *regex = (struct nd__regex){.call = call};
    regex->general = pcre2_general_context_create(heap_alloc, heap_free, call->ctx->heap);
    regex->compile = pcre2_compile_context_create(regex->general);
    regex->match = pcre2_match_context_create(regex->general);
    pcre2_set_parens_nest_limit(regex->compile, NEST_MAX);
    pcre2_set_match_limit(regex->match, MATCH_STEPS_MAX);
    pcre2_set_heap_limit(regex->match, MATCH_HEAP_KIB_MAX);
}

static void regex_drop(struct nd__regex *regex)
{
    pcre2_match_data_free(regex->data);
    pcre2_code_free(regex->code);
    regex->data = NULL;
    regex->code = NULL;
}

void nd__regex_deinit(struct nd__regex *regex)
{
    regex_drop(regex);
    pcre2_match_context_free(regex->match);
    pcre2_compile_context_free(regex->compile);
    pcre2_general_context_free(regex->general);
}

/* The escapes \m \M \y \Y \Z \b \B and the bracket expressions of PostgreSQL's dialect -> PCRE's. */
static void rewrite(struct nd_slice pattern, struct nd_buf *out)
{
    bool in_class = false;
    for (size_t i = 0; i < pattern.n; i++) {
        uint8_t c = pattern.p[i];
        if (c == '\\' && i + 1 < pattern.n) {
            uint8_t next = pattern.p[++i];
            const char *as = NULL;
            if (!in_class)
                as = next == 'm'   ? "\\b(?=\\w)"
                     : next == 'M' ? "\\b(?<=\\w)"
                     : next == 'y' ? "\\b"
                     : next == 'Y' ? "\\B"
                     : next == 'Z' ? "\\z"
                                   : NULL;
            if (next == 'b') as = "\\x08";
            if (next == 'B') as = "\\\\";
            if (as != NULL)
                nd_buf_put(out, as, strlen(as));
            else
                nd_buf_put_u8(out, c), nd_buf_put_u8(out, next);
            continue;
        }
        if (!in_class && c == '[') {
            in_class = true;
            nd_buf_put_u8(out, c);
            /* a leading ] is itself */
            if (i + 1 < pattern.n && pattern.p[i + 1] == '^') nd_buf_put_u8(out, pattern.p[++i]);
            if (i + 1 < pattern.n && pattern.p[i + 1] == ']') nd_buf_put(out, "\\]", 2), i++;
            continue;
        }
        if (in_class && c == '[' && i + 1 < pattern.n &&
            (pattern.p[i + 1] == ':' || pattern.p[i + 1] == '=' || pattern.p[i + 1] == '.')) {
            const char end[] = {(char)pattern.p[i + 1], ']', '\0'};
            const uint8_t *at = memmem(pattern.p + i + 2, pattern.n - i - 2, end, 2);
            if (at != NULL) { /* [:alpha:] as it is; [=x=] and [.x.] are x here */
                size_t n = (size_t)(at - pattern.p) - i - 2;
                if (pattern.p[i + 1] == ':')
                    nd_buf_put(out, pattern.p + i, n + 4);
                else
                    nd_buf_put(out, pattern.p + i + 2, n);
                i += n + 3;
                continue;
            }
        }
        if (in_class && c == '[') nd_buf_put_u8(out, '\\');
        if (in_class && c == ']') in_class = false;
        nd_buf_put_u8(out, c);
    }
}

static enum nd_status read_flags(struct nd__regex *regex, struct nd_slice flags, uint32_t *options, bool allow_global)
{
    regex->is_global = false;
    for (size_t i = 0; i < flags.n; i++) {
        switch (flags.p[i]) {
        case 'g':
            if (!allow_global) return nd_err_set(regex->call->err, "22023", "invalid regular expression option: \"g\"");
            regex->is_global = true;
            break;
        case 'i': *options |= PCRE2_CASELESS; break;
        case 'c': *options &= ~(uint32_t)PCRE2_CASELESS; break;
        case 'x': *options |= PCRE2_EXTENDED; break;
        case 't': *options &= ~(uint32_t)PCRE2_EXTENDED; break;
        case 's': *options |= PCRE2_DOTALL, *options &= ~(uint32_t)PCRE2_MULTILINE; break;
        case 'm':
        case 'n': *options &= ~(uint32_t)PCRE2_DOTALL, *options |= PCRE2_MULTILINE; break;
        case 'p': *options &= ~(uint32_t)PCRE2_DOTALL; break;
        case 'w': *options |= PCRE2_MULTILINE; break;
        case 'q': *options |= PCRE2_LITERAL; break;
        default:
            return nd_err_set(regex->call->err, "22023", "invalid regular expression option: \"%.*s\"",
                              (int)nd_text_prefix_bytes(nd_slice_drop(flags, i), 1), (const char *)flags.p + i);
        }
    }
    return ND_STATUS_OK;
}

/* In PostgreSQL's words where they are known. */
static enum nd_status bad_pattern(struct nd__regex *regex, int code)
{
    char message[200];
    const char *text = message;
    switch (code) {
    case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS:
    case PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS: text = "parentheses () not balanced"; break;
    case PCRE2_ERROR_MISSING_SQUARE_BRACKET: text = "brackets [] not balanced"; break;
    case PCRE2_ERROR_QUANTIFIER_INVALID: text = "quantifier operand invalid"; break;
    case PCRE2_ERROR_CLASS_RANGE_ORDER: text = "invalid character range"; break;
    case PCRE2_ERROR_END_BACKSLASH: text = "invalid escape \\ sequence"; break;
    case PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER:
    case PCRE2_ERROR_QUANTIFIER_TOO_BIG: text = "invalid repetition count(s)"; break;
    case PCRE2_ERROR_UNKNOWN_POSIX_CLASS: text = "invalid character class"; break;
    case PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE: text = "invalid backreference number"; break;
    default:
        if (pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message) < 0) text = "syntax error";
    }
    return nd_err_set(regex->call->err, "2201B", "invalid regular expression: %s", text);
}

/* Compiles unless it is the pattern of before. */
enum nd_status nd__regex_prepare(struct nd__regex *regex, struct nd_slice pattern, struct nd_slice flags,
                                 bool is_caseless, bool allow_global)
{
    bool is_same = regex->code != NULL && pattern.n == regex->pattern.n &&
                   (pattern.p == regex->pattern.p || nd_slice_eq(pattern, regex->pattern)) &&
                   nd_slice_eq(flags, regex->flags);
    if (is_same) return ND_STATUS_OK;
    regex_drop(regex);
    uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_UCP | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_CIRCUMFLEX |
                       (is_caseless ? PCRE2_CASELESS : 0);
    ND_TRY(read_flags(regex, flags, &options, allow_global));
    struct nd_buf text;
    nd_buf_init(&text, regex->call->ctx->heap);
    struct nd_slice rest = pattern;
    if (nd_slice_has_prefix(rest, nd_slice_str("***=")))
        options |= PCRE2_LITERAL, rest.p += 4, rest.n -= 4;
    else if (nd_slice_has_prefix(rest, nd_slice_str("***:")))
        rest.p += 4, rest.n -= 4;
    if ((options & PCRE2_LITERAL) != 0) {
        options &= PCRE2_LITERAL | PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_CASELESS;
        nd_buf_put_slice(&text, rest);
    } else {
        rewrite(rest, &text);
    }
    int code;
    PCRE2_SIZE at;
    regex->code = pcre2_compile(text.n == 0 ? (PCRE2_SPTR) "" : text.p, text.n, options, &code, &at, regex->compile);
    nd_buf_deinit(&text);
    if (regex->code == NULL) {
        return bad_pattern(regex, code);
    }
    regex->data = pcre2_match_data_create_from_pattern(regex->code, regex->general);
    regex->pattern = pattern;
    regex->flags = flags;
    return ND_STATUS_OK;
}

/* Matches from byte `from`. *count_out: 0 no match, else 1 + groups that may be set. */
enum nd_status nd__regex_match(struct nd__regex *regex, struct nd_slice text, size_t from, int *count_out)
{
    int rc = pcre2_match(regex->code, text.n == 0 ? (PCRE2_SPTR) "" : text.p, text.n, from, PCRE2_NO_UTF_CHECK,
                         regex->data, regex->match);
    *count_out = rc < 0 ? 0 : rc;
    if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH) return ND_STATUS_OK;
    return nd_err_set(regex->call->err, "2201B", "regular expression failed: the match takes too many steps");
}

/* The part of group n of the last match. false: the group took no part. */
bool nd__regex_group(const struct nd__regex *regex, struct nd_slice text, unsigned n, struct nd_slice *part_out)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(regex->data);
    if (n >= pcre2_get_ovector_count(regex->data) || at[2 * n] == PCRE2_UNSET || at[2 * n + 1] < at[2 * n])
        return false;
    *part_out = nd_slice_drop(text, at[2 * n]);
    part_out->n = at[2 * n + 1] - at[2 * n];
    return true;
}

/* Where the search goes on behind the last match: an empty one moves by a character. false: at the end. */
bool nd__regex_advance(const struct nd__regex *regex, struct nd_slice text, size_t *from)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(regex->data);
    *from = at[1];
    if (at[1] > at[0]) return at[1] <= text.n;
    if (at[1] >= text.n) return false;
    *from += nd_text_prefix_bytes(nd_slice_drop(text, at[1]), 1);
    return true;
}

unsigned nd__regex_group_count(const struct nd__regex *regex)
{
    uint32_t n = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &n);
    return n;
}

/* ---- operators ----------------------------------------------------------------------------------- */

enum { NEGATED = 1, FOLDED = 2 };

static enum nd_status match(struct nd_func_call *call)
{
    struct nd__regex regex;
    nd__regex_init(&regex, call);
    bool is_negated = (call->func->param & NEGATED) != 0, is_folded = (call->func->param & FOLDED) != 0;
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        int count;
        struct nd_slice flags = call->arg_count == 3 ? call->args[2].s[row] : ND_SLICE_EMPTY;
        ND_TRY_OR(nd__regex_prepare(&regex, call->args[1].s[row], flags, is_folded, false), out);
        ND_TRY_OR(nd__regex_match(&regex, call->args[0].s[row], 0, &count), out);
        call->out->b[row] = (count > 0) != is_negated;
    }
out:
    nd__regex_deinit(&regex);
    return status;
}

/* ---- replacing ----------------------------------------------------------------------------------- */

/* The arguments after text, pattern [, replacement]: start, n, flags in PostgreSQL's order. */
struct options {
    int64_t start, n; /* start: character, 1-based; n: which match, 0 all */
    struct nd_slice flags;
    int64_t end_option, group;
};

static enum nd_status bad_argument(struct nd_func_call *call, const char *name, int64_t value)
{
    return nd_err_set(call->err, "22023", "invalid value for parameter \"%s\": %lld", name, (long long)value);
}

/* Replacement with \1..\9, \& and \\. */
static void put_replacement(const struct nd__regex *regex, struct nd_slice text, struct nd_slice with, struct nd_buf *buf)
{
    for (size_t i = 0; i < with.n; i++) {
        uint8_t c = with.p[i];
        if (c != '\\' || i + 1 == with.n) {
            nd_buf_put_u8(buf, c);
            continue;
        }
        c = with.p[++i];
        struct nd_slice part;
        if (c >= '1' && c <= '9') {
            if (nd__regex_group(regex, text, (unsigned)(c - '0'), &part)) nd_buf_put_slice(buf, part);
        } else if (c == '&') {
            if (nd__regex_group(regex, text, 0, &part)) nd_buf_put_slice(buf, part);
        } else if (c == '\\') {
            nd_buf_put_u8(buf, '\\');
        } else {
            nd_buf_put_u8(buf, '\\');
            nd_buf_put_u8(buf, c);
        }
    }
}

static enum nd_status replace_row(struct nd_func_call *call, struct nd__regex *regex, size_t row, struct nd_buf *buf)
{
    struct nd_slice text = call->args[0].s[row], with = call->args[2].s[row];
    struct options options = {.start = 1, .n = 1};
    bool has_n = false;
    if (call->func->param == 1) { /* (text, pattern, replacement, flags) */
        options.flags = call->args[3].s[row];
        if (options.flags.n > 0 && options.flags.p[0] >= '0' && options.flags.p[0] <= '9') {
            (void)nd_err_set(call->err, "22023", "invalid regular expression option: \"%c\"", options.flags.p[0]);
            return nd_err_hint(call->err, "If you meant to use regexp_replace() with a start parameter, cast the "
                                          "fourth argument to integer explicitly.");
        }
    } else {
        if (call->arg_count > 3) options.start = call->args[3].i[row];
        if (call->arg_count > 4) options.n = call->args[4].i[row], has_n = true;
        if (call->arg_count > 5) options.flags = call->args[5].s[row];
    }
    if (options.start <= 0) return bad_argument(call, "start", options.start);
    if (options.n < 0) return bad_argument(call, "n", options.n);
    ND_TRY(nd__regex_prepare(regex, call->args[1].s[row], options.flags, false, true));
    if (regex->is_global && !has_n) options.n = 0;
    size_t from = nd_text_prefix_bytes(text, (size_t)options.start - 1), copied = 0;
    bool is_changed = false, is_within = nd_text_chars(text) >= (size_t)options.start - 1;
    for (int64_t i = 1; is_within; i++) {
        int count;
        ND_TRY(nd__regex_match(regex, text, from, &count));
        if (count == 0) break;
        const PCRE2_SIZE *at = pcre2_get_ovector_pointer(regex->data);
        if (options.n == 0 || i == options.n) {
            struct nd_slice between = nd_slice_drop(text, copied);
            between.n = at[0] - copied;
            nd_buf_put_slice(buf, between);
            put_replacement(regex, text, with, buf);
            copied = at[1];
            is_changed = true;
            ND_TRY(nd__check_bytes(call, buf->n));
        }
        if (i == options.n || !nd__regex_advance(regex, text, &from)) break;
    }
    if (!is_changed) {
        call->out->s[row] = text;
        return ND_STATUS_OK;
    }
    nd_buf_put_slice(buf, nd_slice_drop(text, copied));
    call->out->s[row] = nd__take_text(call, buf);
    return ND_STATUS_OK;
}

static enum nd_status regexp_replace(struct nd_func_call *call)
{
    struct nd__regex regex;
    struct nd_buf buf;
    nd__regex_init(&regex, call);
    nd_buf_init(&buf, call->ctx->heap);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        nd_buf_clear(&buf);
        ND_TRY_OR(replace_row(call, &regex, row, &buf), out);
    }
out:
    nd_buf_deinit(&buf);
    nd__regex_deinit(&regex);
    return status;
}

/* ---- counting and finding ------------------------------------------------------------------------ */

enum { COUNT, SUBSTR, INSTR };

/* regexp_count(text, pattern, start, flags), regexp_substr(text, pattern, start, n, flags, group),
 * regexp_instr(text, pattern, start, n, end, flags, group) */
static enum nd_status read_options(struct nd_func_call *call, size_t row, struct options *options)
{
    *options = (struct options){.start = 1, .n = 1};
    int kind = call->func->param;
    size_t i = 2;
    if (call->arg_count > i) options->start = call->args[i++].i[row];
    if (kind != COUNT && call->arg_count > i) options->n = call->args[i++].i[row];
    if (kind == INSTR && call->arg_count > i) options->end_option = call->args[i++].i[row];
    if (call->arg_count > i) options->flags = call->args[i++].s[row];
    if (call->arg_count > i) options->group = call->args[i++].i[row];
    if (options->start <= 0) return bad_argument(call, "start", options->start);
    if (options->n <= 0) return bad_argument(call, "n", options->n);
    if (options->end_option != 0 && options->end_option != 1)
        return bad_argument(call, "endoption", options->end_option);
    if (options->group < 0) return bad_argument(call, "subexpr", options->group);
    return ND_STATUS_OK;
}

static enum nd_status find_row(struct nd_func_call *call, struct nd__regex *regex, size_t row)
{
    struct nd_slice text = call->args[0].s[row], part;
    struct options options;
    ND_TRY(read_options(call, row, &options));
    ND_TRY(nd__regex_prepare(regex, call->args[1].s[row], options.flags, false, false));
    size_t from = nd_text_prefix_bytes(text, (size_t)options.start - 1);
    bool is_within = nd_text_chars(text) >= (size_t)options.start - 1;
    int64_t matches = 0;
    int count = 0;
    while (is_within) {
        ND_TRY(nd__regex_match(regex, text, from, &count));
        if (count == 0) break;
        matches++;
        if (call->func->param != COUNT && matches == options.n) break;
        if (!nd__regex_advance(regex, text, &from)) {
            count = 0;
            break;
        }
    }
    bool is_found = call->func->param != COUNT && count > 0 && matches == options.n &&
                    options.group <= (int64_t)nd__regex_group_count(regex) &&
                    nd__regex_group(regex, text, (unsigned)options.group, &part);
    switch (call->func->param) {
    case COUNT: call->out->i[row] = matches; break;
    case SUBSTR:
        if (is_found)
            call->out->s[row] = part;
        else
            call->out->nulls[row] = 1;
        break;
    default: {
        size_t bytes = is_found ? (size_t)(part.p - text.p) + (options.end_option == 1 ? part.n : 0) : 0;
        call->out->i[row] = is_found ? 1 + (int64_t)nd_text_chars(nd_slice_of(text.p, bytes)) : 0;
    }
    }
    return ND_STATUS_OK;
}

static enum nd_status regexp_find(struct nd_func_call *call)
{
    struct nd__regex regex;
    nd__regex_init(&regex, call);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) ND_TRY_OR(find_row(call, &regex, row), out);
out:
    nd__regex_deinit(&regex);
    return status;
}

/* substring(text from pattern): the first group if there is one, else the match */
static enum nd_status substring_regex(struct nd_func_call *call)
{
    struct nd__regex regex;
    nd__regex_init(&regex, call);
    enum nd_status status = ND_STATUS_OK;
    ND__ROWS (row) {
        int count;
        struct nd_slice text = call->args[0].s[row], part;
        ND_TRY_OR(nd__regex_prepare(&regex, call->args[1].s[row], ND_SLICE_EMPTY, false, false), out);
        ND_TRY_OR(nd__regex_match(&regex, text, 0, &count), out);
        if (count > 0 && nd__regex_group(&regex, text, nd__regex_group_count(&regex) > 0 ? 1 : 0, &part))
            call->out->s[row] = part;
        else
            call->out->nulls[row] = 1;
    }
out:
    nd__regex_deinit(&regex);
    return status;
}

/* ---- SIMILAR TO ---------------------------------------------------------------------------------- */

enum { PARTS_MAX = 3 };

/* SQL's pattern -> a regular expression: % and _ are wildcards, | * + ? { } ( ) [ ] as there, all else literal. With escape-double-quotes in it
 * (`has_parts`), what is before the first is as short as it can be, and what is between them is a group. */
static enum nd_status translate(struct nd_func_call *call, struct nd_slice pattern, struct nd_slice escape, bool has_parts, struct nd_buf *out)
{
    if (nd_text_chars(escape) > 1) {
        (void)nd_err_set(call->err, "22025", "invalid escape string");
        return nd_err_hint(call->err, "Escape string must be empty or one character.");
    }
    bool in_class = false, is_lazy = has_parts;
    int part = 1;
    nd_buf_clear(out);
    nd_buf_put(out, "^(?:", 4);
    for (size_t i = 0; i < pattern.n; i++) {
        uint8_t c = pattern.p[i];
        bool is_quantifier = !in_class && (c == '*' || c == '+' || c == '?' || c == '}' || c == '%');
        if (escape.n > 0 && nd_slice_has_prefix(nd_slice_drop(pattern, i), escape) && i + escape.n < pattern.n) {
            i += escape.n;
            if (has_parts && pattern.p[i] == '"') {
                if (part++ == PARTS_MAX) return nd_err_set(call->err, "2200C", "SQL regular expression may not contain more than two escape-double-quote separators");
                is_lazy = false;
                nd_buf_put(out, part == 2 ? ")(" : ")(?:", part == 2 ? 2 : 4);
                continue;
            }
            nd_buf_put_u8(out, '\\');
            nd_buf_put_u8(out, pattern.p[i]);
        } else if (in_class) {
            if (c == '\\') nd_buf_put_u8(out, '\\');
            if (c == ']') in_class = false;
            nd_buf_put_u8(out, c);
        } else if (c == '%') {
            nd_buf_put(out, ".*", 2);
        } else if (c == '_') {
            nd_buf_put_u8(out, '.');
        } else if (c == '(') {
            nd_buf_put(out, "(?:", 3);
        } else {
            if (c == '\\' || c == '.' || c == '^' || c == '$') nd_buf_put_u8(out, '\\');
            in_class = c == '[';
            nd_buf_put_u8(out, c);
        }
        if (is_quantifier && is_lazy) nd_buf_put_u8(out, '?');
    }
    nd_buf_put(out, ")$", 2);
    return ND_STATUS_OK;
}

static enum nd_status similar_to_escape(struct nd_func_call *call)
{
    struct nd_buf buf;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, call->ctx->heap);
    ND__ROWS (row) {
        ND_TRY_OR(translate(call, call->args[0].s[row], call->arg_count == 2 ? call->args[1].s[row] : nd_slice_str("\\"), false, &buf), out);
        call->out->s[row] = nd__take_text(call, &buf);
    }
out:
    nd_buf_deinit(&buf);
    return status;
}

/* substring(text similar pattern escape character) */
static enum nd_status substring_similar(struct nd_func_call *call)
{
    struct nd__regex regex;
    struct nd_buf buf;
    enum nd_status status = ND_STATUS_OK;
    nd__regex_init(&regex, call);
    nd_buf_init(&buf, call->ctx->heap);
    ND__ROWS (row) {
        int count;
        struct nd_slice text = call->args[0].s[row], part;
        ND_TRY_OR(translate(call, call->args[1].s[row], call->args[2].s[row], true, &buf), out);
        ND_TRY_OR(nd__regex_prepare(&regex, nd_arena_copy(call->ctx->arena, nd_buf_slice(&buf)), ND_SLICE_EMPTY, false, false), out);
        ND_TRY_OR(nd__regex_match(&regex, text, 0, &count), out);
        if (count > 0 && nd__regex_group(&regex, text, nd__regex_group_count(&regex) > 0 ? 1 : 0, &part)) call->out->s[row] = part;
        else call->out->nulls[row] = 1;
    }
out:
    nd_buf_deinit(&buf);
    nd__regex_deinit(&regex);
    return status;
}

#define MATCH(symbol, par)                                                                                             \
    OP(symbol, BOOL, match, par, TEXT, TEXT), OP(symbol, BOOL, match, par, BPCHAR, TEXT),                              \
        OP(symbol, BOOL, match, par, NAME, TEXT)

static const struct nd_func funcs[] = {
    MATCH("~", 0),
    MATCH("!~", NEGATED),
    MATCH("~*", FOLDED),
    MATCH("!~*", FOLDED | NEGATED),
    F("regexp_like", BOOL, match, 0, TEXT, TEXT),
    F("regexp_like", BOOL, match, 0, TEXT, TEXT, TEXT),
    F("regexp_replace", TEXT, regexp_replace, 0, TEXT, TEXT, TEXT),
    F("regexp_replace", TEXT, regexp_replace, 1, TEXT, TEXT, TEXT, TEXT),
    F("regexp_replace", TEXT, regexp_replace, 0, TEXT, TEXT, TEXT, INT4),
    F("regexp_replace", TEXT, regexp_replace, 0, TEXT, TEXT, TEXT, INT4, INT4),
    F("regexp_replace", TEXT, regexp_replace, 0, TEXT, TEXT, TEXT, INT4, INT4, TEXT),
    F("regexp_count", INT4, regexp_find, COUNT, TEXT, TEXT),
    F("regexp_count", INT4, regexp_find, COUNT, TEXT, TEXT, INT4),
    F("regexp_count", INT4, regexp_find, COUNT, TEXT, TEXT, INT4, TEXT),
    F("regexp_substr", TEXT, regexp_find, SUBSTR, TEXT, TEXT),
    F("regexp_substr", TEXT, regexp_find, SUBSTR, TEXT, TEXT, INT4),
    F("regexp_substr", TEXT, regexp_find, SUBSTR, TEXT, TEXT, INT4, INT4),
    F("regexp_substr", TEXT, regexp_find, SUBSTR, TEXT, TEXT, INT4, INT4, TEXT),
    F("regexp_substr", TEXT, regexp_find, SUBSTR, TEXT, TEXT, INT4, INT4, TEXT, INT4),
    F("regexp_instr", INT4, regexp_find, INSTR, TEXT, TEXT),
    F("regexp_instr", INT4, regexp_find, INSTR, TEXT, TEXT, INT4),
    F("regexp_instr", INT4, regexp_find, INSTR, TEXT, TEXT, INT4, INT4),
    F("regexp_instr", INT4, regexp_find, INSTR, TEXT, TEXT, INT4, INT4, INT4),
    F("regexp_instr", INT4, regexp_find, INSTR, TEXT, TEXT, INT4, INT4, INT4, TEXT),
    F("regexp_instr", INT4, regexp_find, INSTR, TEXT, TEXT, INT4, INT4, INT4, TEXT, INT4),
    F("substring", TEXT, substring_regex, 0, TEXT, TEXT),
    F("substring", TEXT, substring_similar, 0, TEXT, TEXT, TEXT),
    F("similar_to_escape", TEXT, similar_to_escape, 0, TEXT),
    F("similar_to_escape", TEXT, similar_to_escape, 0, TEXT, TEXT),
};
const struct nd__func_table nd__funcs_regex = ND__TABLE(funcs);
