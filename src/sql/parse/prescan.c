/* SPDX-License-Identifier: Apache-2.0 */
/* prescan.c - bounds the depth of a parse tree before the grammar builds it.
 *
 * libpg_query's serialiser recurses over the tree it made and knows no limit; a tree a few thousand
 * nodes deep overflows the parser's stack. Trees grow deep by nesting (brackets, CASE) and by
 * left-recursive rules (operators, casts, set operations, joins). A light lexer counts both. */
#include <ctype.h>
#include <strings.h>

#include "sql/parse/parse_int.h"

#define CHAIN_MAX 1000 /* operators on the way from the root to any leaf, at most */

struct level {
    uint32_t ops;  /* operators since the last separator */
    uint32_t sets; /* set operations and joins: separators do not end their chain */
};

struct scan {
    const uint8_t *p, *end;
    struct level levels[ND_SQL_DEPTH_MAX + 1];
    size_t depth;
    uint32_t total;
};

static const uint8_t *skip_quoted(const uint8_t *p, const uint8_t *end, uint8_t quote, bool has_escapes)
{
    for (; p < end; p++) {
        if (has_escapes && *p == '\\' && p + 1 < end) {
            p++;
        } else if (*p == quote) {
            if (p + 1 < end && p[1] == quote) p++;
            else return p + 1;
        }
    }
    return end;
}

static const uint8_t *skip_comment(const uint8_t *p, const uint8_t *end)
{
    size_t depth = 1;
    for (p += 2; p + 1 < end && depth > 0; p++) {
        if (p[0] == '/' && p[1] == '*') {
            depth++;
            p++;
        } else if (p[0] == '*' && p[1] == '/') {
            depth--;
            p++;
        }
    }
    return depth == 0 ? p : end;
}

/* p stands on '$'. Returns the end of a dollar-quoted string, or NULL where it is none. */
static const uint8_t *skip_dollar(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *tag = p++;
    while (p < end && (isalnum(*p) || *p == '_' || *p >= 0x80)) p++;
    if (p >= end || *p != '$' || isdigit(tag[1])) return NULL;
    size_t n = (size_t)(p + 1 - tag);
    for (p++; p + n <= end; p++)
        if (*p == '$' && memcmp(p, tag, n) == 0) return p + n;
    return end;
}

const uint8_t *nd__skip_blank(const uint8_t *p, const uint8_t *end)
{
    while (p < end && isspace(*p)) p++;
    if (p + 1 < end && p[0] == '-' && p[1] == '-')
        while (p < end && *p != '\n') p++;
    else if (p + 1 < end && p[0] == '/' && p[1] == '*') p = skip_comment(p, end);
    return p;
}

const uint8_t *nd__skip_token(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *first = p;
    if (*p == '\'' || *p == '"') return skip_quoted(p + 1, end, *p, false);
    if (*p == '$') {
        const uint8_t *after = skip_dollar(p, end);
        if (after != NULL) return after;
        for (p++; p < end && isdigit(*p); p++) {}
        return p;
    }
    if (isdigit(*p) || (*p == '.' && p + 1 < end && isdigit(p[1]))) {
        while (p < end && (isalnum(*p) || *p == '.')) p++;
        return p;
    }
    if (!isalpha(*p) && *p != '_' && *p < 0x80) return p + 1;
    while (p < end && (isalnum(*p) || *p == '_' || *p == '$' || *p >= 0x80)) p++;
    bool is_escape = p - first == 1 && (*first == 'e' || *first == 'E');
    return is_escape && p < end && *p == '\'' ? skip_quoted(p + 1, end, '\'', true) : p;
}

static void count_op(struct scan *scan) { scan->levels[scan->depth].ops++, scan->total++; }

static void reset_ops(struct scan *scan)
{
    scan->total -= scan->levels[scan->depth].ops;
    scan->levels[scan->depth].ops = 0;
}

static bool push(struct scan *scan)
{
    if (scan->depth == ND_SQL_DEPTH_MAX) return false;
    scan->levels[++scan->depth] = (struct level){0, 0};
    return true;
}

static void pop(struct scan *scan)
{
    if (scan->depth == 0) return; /* unbalanced: the grammar will say so */
    scan->total -= scan->levels[scan->depth].ops + scan->levels[scan->depth].sets;
    scan->depth--;
}

static bool is_word(const uint8_t *p, size_t n, const char *word) { return strlen(word) == n && strncasecmp((const char *)p, word, n) == 0; }

static bool on_word(struct scan *scan, const uint8_t *p, size_t n)
{
    static const char *const ops[] = {"is", "isnull", "notnull", "collate", "at", "not", "like", "ilike", "similar", "in", "between", "operator"};
    static const char *const sets[] = {"union", "intersect", "except", "join"};
    static const char *const separators[] = {"and", "or", "when", "then", "else"};
    if (is_word(p, n, "case")) return push(scan);
    if (is_word(p, n, "end")) pop(scan);
    for (size_t i = 0; i < ND_ARRAY_LEN(ops); i++)
        if (is_word(p, n, ops[i])) count_op(scan);
    for (size_t i = 0; i < ND_ARRAY_LEN(sets); i++)
        if (is_word(p, n, sets[i])) scan->levels[scan->depth].sets++, scan->total++;
    for (size_t i = 0; i < ND_ARRAY_LEN(separators); i++)
        if (is_word(p, n, separators[i])) reset_ops(scan);
    return true;
}

static bool on_char(struct scan *scan)
{
    switch (*scan->p) {
    case '(':
    case '[': return push(scan);
    case ')':
    case ']': pop(scan); return true;
    case ',': reset_ops(scan); return true;
    case ';':
        reset_ops(scan);
        scan->total -= scan->levels[scan->depth].sets;
        scan->levels[scan->depth].sets = 0;
        return true;
    default:
        if (strchr("+-*/<>=~!@#%^&|`?:", *scan->p) != NULL) count_op(scan);
        return true;
    }
}

static bool scan_token(struct scan *scan)
{
    const uint8_t *p = scan->p, *end = scan->end;
    if (*p == '\'' || *p == '"') {
        scan->p = skip_quoted(p + 1, end, *p, false);
        return true;
    }
    if (*p == '-' && p + 1 < end && p[1] == '-') {
        while (p < end && *p != '\n') p++;
        scan->p = p;
        return true;
    }
    if (*p == '/' && p + 1 < end && p[1] == '*') {
        scan->p = skip_comment(p, end);
        return true;
    }
    if (*p == '$') {
        const uint8_t *after = skip_dollar(p, end);
        scan->p = after == NULL ? p + 1 : after;
        return true;
    }
    if (isalpha(*p) || *p == '_' || *p >= 0x80) {
        while (p < end && (isalnum(*p) || *p == '_' || *p == '$' || *p >= 0x80)) p++;
        const uint8_t *word = scan->p;
        scan->p = p;
        if (p - word == 1 && (*word == 'e' || *word == 'E') && p < end && *p == '\'') {
            scan->p = skip_quoted(p + 1, end, '\'', true);
            return true;
        }
        return on_word(scan, word, (size_t)(p - word));
    }
    bool is_fine = on_char(scan);
    scan->p++;
    return is_fine;
}

enum nd_status nd__prescan(struct nd_slice text, struct nd_err *err)
{
    if (text.n == 0) return ND_STATUS_OK;
    struct scan scan = {.p = text.p, .end = text.p + text.n};
    while (scan.p < scan.end) {
        if (!scan_token(&scan) || scan.total > CHAIN_MAX) {
            (void)nd_err_set(err, "54001", "stack depth limit exceeded");
            err->position = nd_parse_position(text, (int)(scan.p - text.p));
            return nd_err_hint(err, "Statements may nest %d levels deep.", ND_SQL_DEPTH_MAX);
        }
    }
    return ND_STATUS_OK;
}
