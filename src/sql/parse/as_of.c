/* SPDX-License-Identifier: Apache-2.0 */
/* as_of.c - AS OF SYSTEM TIME, which the grammar does not know.
 *
 *   SELECT ... FROM t AS OF SYSTEM TIME '-10s' WHERE ...      the clause is blanked before the text goes to the grammar, its
 *   BEGIN AS OF SYSTEM TIME '-10s'                            expression is parsed apart and hung on the statement it stood in
 *   SET TRANSACTION AS OF SYSTEM TIME '-10s'
 *
 * In the latter two READ ONLY takes the clause's place. Nothing moves, so positions in errors are those of the client's text. */
#include <ctype.h>
#include <strings.h>

#include "sql/parse/parse_int.h"

struct reader {
    const uint8_t *begin, *p, *end; /* p: the token at hand */
    size_t n;                       /* its bytes; 0: the end */
};

static void next(struct reader *reader)
{
    const uint8_t *p = reader->p + reader->n;
    for (;;) {
        const uint8_t *after = nd__skip_blank(p, reader->end);
        if (after == p) break;
        p = after;
    }
    reader->p = p;
    reader->n = p < reader->end ? (size_t)(nd__skip_token(p, reader->end) - p) : 0;
}

static bool is_word(const struct reader *reader, const char *word) { return strlen(word) == reader->n && strncasecmp((const char *)reader->p, word, reader->n) == 0; }
static bool is_char(const struct reader *reader, char c) { return reader->n == 1 && *reader->p == (uint8_t)c; }
static bool is_any_word(const struct reader *reader) { return reader->n > 0 && (isalpha(*reader->p) || *reader->p == '_'); }

static bool is_clause_at(struct reader reader)
{
    static const char *const words[] = {"as", "of", "system", "time"};
    for (size_t i = 0; i < ND_ARRAY_LEN(words); i++, next(&reader))
        if (!is_word(&reader, words[i])) return false;
    return true;
}

static bool skip_brackets(struct reader *reader)
{
    size_t depth = 0;
    do {
        if (reader->n == 0) return false;
        if (is_char(reader, '(')) depth++;
        if (is_char(reader, ')')) depth--;
        next(reader);
    } while (depth > 0);
    return true;
}

/* The reader stands behind TIME; afterwards behind the expression. false: there is none. */
static bool skip_expression(struct reader *reader)
{
    if (is_char(reader, '-') || is_char(reader, '+')) next(reader);
    if (is_char(reader, '(')) {
        if (!skip_brackets(reader)) return false;
    } else {
        bool is_literal = false;
        for (unsigned words = 0; is_any_word(reader) && !is_literal && words < 4; words++) { /* timestamp with time zone '...' */
            is_literal = reader->p[reader->n - 1] == '\''; /* E'...' */
            next(reader);
        }
        if (is_char(reader, '(')) {
            if (!skip_brackets(reader)) return false;
        } else if (!is_literal) {
            if (reader->n == 0 || (*reader->p != '\'' && *reader->p != '$' && *reader->p != '.' && !isdigit(*reader->p))) return false;
            next(reader);
        }
    }
    if (!is_char(reader, ':')) return true;
    next(reader);
    if (!is_char(reader, ':')) return false;
    next(reader);
    if (!is_any_word(reader)) return false;
    next(reader);
    return true;
}

static bool is_clause_word(const struct reader *reader)
{
    static const char *const words[] = {"select", "from", "where", "group", "having", "order", "limit", "offset", "fetch", "window", "union", "intersect", "except", "for", "values", "returning"};
    for (size_t i = 0; i < ND_ARRAY_LEN(words); i++)
        if (is_word(reader, words[i])) return true;
    return false;
}

/* Where the clause stands: in brackets, in what begins with which word, behind which. */
struct place {
    size_t depth;
    bool is_transaction, is_from;
};

static void walk(struct place *place, const struct reader *reader, bool *is_first)
{
    if (is_char(reader, '(') || is_char(reader, '[')) place->depth++;
    if ((is_char(reader, ')') || is_char(reader, ']')) && place->depth > 0) place->depth--;
    if (is_char(reader, ';')) {
        *place = (struct place){0};
        *is_first = true;
        return;
    }
    if (*is_first) place->is_transaction = is_word(reader, "begin") || is_word(reader, "start") || is_word(reader, "set");
    if (place->depth == 0 && is_clause_word(reader)) place->is_from = is_word(reader, "from");
    *is_first = false;
}

static enum nd_status fail(struct nd_slice text, const uint8_t *at, struct nd_err *err, const char *message)
{
    (void)nd_err_set(err, "42601", "%s", message);
    err->position = nd_parse_position(text, (int)(at - text.p));
    return ND_STATUS_SQL;
}

/* Over what the grammar shall not see. */
static void blank(char *copy, const struct reader *reader, const uint8_t *from, const uint8_t *to, bool is_transaction)
{
    static const char read_only[] = "READ ONLY";
    char *p = copy + (from - reader->begin);
    memset(p, ' ', (size_t)(to - from));
    if (is_transaction) memcpy(p, read_only, sizeof read_only - 1); /* shorter than AS OF SYSTEM TIME */
}

static enum nd_status add(struct nd__as_of *as_of, struct nd_slice text, const uint8_t *at, struct nd_slice expr, struct nd_err *err)
{
    if (as_of->count == ND__AS_OF_MAX) return fail(text, at, err, "AS OF SYSTEM TIME too many times");
    as_of->at[as_of->count] = (size_t)(at - text.p);
    as_of->exprs[as_of->count++] = expr;
    return ND_STATUS_OK;
}

static bool may_have_clause(struct nd_slice text)
{
    for (const uint8_t *p = text.p, *end = text.p + text.n; p + 6 <= end; p++)
        if ((*p | 0x20) == 's' && strncasecmp((const char *)p, "system", 6) == 0) return true;
    return false;
}

enum nd_status nd__find_as_of(struct nd_slice text, struct nd_arena *arena, struct nd__as_of *as_of, struct nd_err *err)
{
    as_of->count = 0;
    as_of->text = text;
    if (!may_have_clause(text)) return ND_STATUS_OK;
    struct reader reader = {.begin = text.p, .p = text.p, .end = text.p + text.n};
    struct place place = {0};
    bool is_first = true;
    char *copy = NULL;
    for (next(&reader); reader.n > 0;) {
        if (!is_clause_at(reader)) {
            walk(&place, &reader, &is_first);
            next(&reader);
            continue;
        }
        const uint8_t *at = reader.p;
        if (place.depth > 0) return fail(text, at, err, "AS OF SYSTEM TIME must be provided on a top-level statement");
        if (!place.is_transaction && !place.is_from) return fail(text, at, err, "AS OF SYSTEM TIME belongs behind what FROM names, or to BEGIN or SET TRANSACTION");
        for (unsigned i = 0; i < 4; i++) next(&reader);
        const uint8_t *first = reader.p, *last;
        struct reader behind = reader;
        if (!skip_expression(&behind)) return fail(text, reader.p, err, "AS OF SYSTEM TIME expects a timestamp, an interval below zero, or follower_read_timestamp()");
        for (last = behind.p; last > first && isspace(last[-1]); last--) {}
        reader = behind;
        if (copy == NULL) copy = nd_arena_strndup(arena, (const char *)text.p, text.n);
        ND_TRY(add(as_of, text, at, nd_slice_of(first, (size_t)(last - first)), err));
        blank(copy, &reader, at, last, place.is_transaction);
    }
    if (copy != NULL) as_of->text = nd_slice_of(copy, text.n);
    return ND_STATUS_OK;
}
