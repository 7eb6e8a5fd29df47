/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sql_scan.h"

#include <ctype.h>
#include <string.h>

void nd_sql_scan_init(struct nd_sql_scan *scan) { memset(scan, 0, sizeof *scan); }

static bool is_name_byte(char c) { return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80; }

/* Length of the dollar quote's opening at p; 0: none. A parameter ($1) is none. */
static size_t dollar_tag(const char *p, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (p[i] == '$') return i + 1;
        if (!is_name_byte(p[i]) || (i == 1 && isdigit((unsigned char)p[i]))) return 0;
    }
    return 0;
}

/* Skips to behind the end of what is open; n: not in this text. */
static size_t skip_open(struct nd_sql_scan *scan, const char *text, size_t at, size_t n)
{
    size_t tag_n = strlen(scan->tag);
    for (; at < n; at++) {
        char c = text[at];
        switch (scan->state) {
        case ND_SQL_SCAN_LITERAL:
        case ND_SQL_SCAN_ESCAPE_LITERAL:
            if (c == '\\' && scan->state == ND_SQL_SCAN_ESCAPE_LITERAL && at + 1 < n) at++;
            else if (c == '\'') goto closed; /* a doubled quote opens a literal again at once: but E'' must stay one */
            break;
        case ND_SQL_SCAN_NAME:
            if (c == '"') goto closed;
            break;
        case ND_SQL_SCAN_DOLLAR:
            if (n - at >= tag_n && memcmp(text + at, scan->tag, tag_n) == 0) {
                at += tag_n - 1;
                goto closed;
            }
            break;
        case ND_SQL_SCAN_COMMENT:
            if (at + 1 >= n) break;
            if (c == '/' && text[at + 1] == '*') scan->comment_depth++, at++;
            else if (c == '*' && text[at + 1] == '/' && (at++, --scan->comment_depth == 0)) goto closed;
            break;
        case ND_SQL_SCAN_PLAIN: return at;
        }
        continue;
    closed:
        if (scan->state == ND_SQL_SCAN_ESCAPE_LITERAL && at + 1 < n && text[at + 1] == '\'') {
            at++;
            continue;
        }
        scan->state = ND_SQL_SCAN_PLAIN;
        return at + 1;
    }
    return n;
}

static enum nd_sql_scan_state open_quote(const char *text, size_t at)
{
    bool is_escape = at > 0 && (text[at - 1] == 'e' || text[at - 1] == 'E') && (at == 1 || !is_name_byte(text[at - 2]));
    return is_escape ? ND_SQL_SCAN_ESCAPE_LITERAL : ND_SQL_SCAN_LITERAL;
}

size_t nd_sql_scan_feed(struct nd_sql_scan *scan, const char *text, size_t n, bool *is_complete_out)
{
    *is_complete_out = false;
    size_t at = 0, tag_n;
    while (at < n) {
        if (scan->state != ND_SQL_SCAN_PLAIN) {
            at = skip_open(scan, text, at, n);
            continue;
        }
        char c = text[at];
        if (c == '-' && at + 1 < n && text[at + 1] == '-') {
            const char *end = memchr(text + at, '\n', n - at);
            at = end == NULL ? n : (size_t)(end - text);
            continue;
        }
        if (c == '/' && at + 1 < n && text[at + 1] == '*') {
            scan->state = ND_SQL_SCAN_COMMENT;
            scan->comment_depth = 1;
            at += 2;
            continue;
        }
        if (!isspace((unsigned char)c)) scan->has_content = true;
        if (c == '\'') {
            scan->state = open_quote(text, at);
        } else if (c == '"') {
            scan->state = ND_SQL_SCAN_NAME;
        } else if (c == '$' && (at == 0 || !is_name_byte(text[at - 1])) && (tag_n = dollar_tag(text + at, n - at)) > 0 && tag_n < sizeof scan->tag) {
            memcpy(scan->tag, text + at, tag_n);
            scan->tag[tag_n] = '\0';
            scan->state = ND_SQL_SCAN_DOLLAR;
            at += tag_n;
            continue;
        } else if (c == '(') {
            scan->depth++;
        } else if (c == ')' && scan->depth > 0) {
            scan->depth--;
        } else if (c == ';' && scan->depth == 0) {
            *is_complete_out = true;
            return at + 1;
        }
        at++;
    }
    return n;
}

bool nd_sql_scan_is_idle(const struct nd_sql_scan *scan) { return scan->state == ND_SQL_SCAN_PLAIN && !scan->has_content; }

char nd_sql_scan_prompt(const struct nd_sql_scan *scan)
{
    switch (scan->state) {
    case ND_SQL_SCAN_LITERAL:
    case ND_SQL_SCAN_ESCAPE_LITERAL: return '\'';
    case ND_SQL_SCAN_NAME: return '"';
    case ND_SQL_SCAN_DOLLAR: return '$';
    case ND_SQL_SCAN_COMMENT: return '*';
    case ND_SQL_SCAN_PLAIN: break;
    }
    return scan->depth > 0 ? '(' : '-';
}
