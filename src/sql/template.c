/* SPDX-License-Identifier: Apache-2.0 */
/* template.c - texts that differ in whole numbers only share a plan.
 *
 *   UPDATE t SET v = v + 3 WHERE id = 17   ->   key   UPDATE t SET v = v + ?4 WHERE id = ?4
 *                                               text  UPDATE t SET v = v + $1 WHERE id = $2   (both integer)
 *
 * The scan is shy: whatever could make a number mean more than a value of its type (ORDER BY 1, LIMIT, types with
 * modifiers, divisions that fail while they are folded) leaves the text as it is. A key is worth a template when it
 * comes the second time, and stays one only if its plan goes by keys, for which no number makes another plan better. */
#include <stdio.h>
#include <strings.h>

#include "base/checksum.h"
#include "sql/session_int.h"

#define TEMPLATES_MAX 1024

struct template
{
    struct nd_list link; /* most recently used first */
    uint64_t hash;
    struct nd_slice key;
    struct nd__text *text; /* NULL: not made */
    bool is_refused;
    uint8_t key_bytes[];
};

/* ---- scanning ---------------------------------------------------------------------------------------------- */

static bool is_word_byte(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80; }
static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool is_space(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* Words after which numbers are not plain values, and functions that look at their constants. */
static bool is_refused_word(const uint8_t *word, size_t n)
{
    static const char *const words[] = {"order", "group", "distinct", "over", "union", "intersect", "except", "interval",
                                        "limit", "fetch", "offset", "having", "window", "with", "into", "tablesample",
                                        "values", "array", "timestamp", "time", "for"};
    if ((n > 3 && strncasecmp((const char *)word, "pg_", 3) == 0) || (n > 6 && strncasecmp((const char *)word, "ndoto_", 6) == 0)) return true;
    for (size_t i = 0; i < ND_ARRAY_LEN(words); i++)
        if (strlen(words[i]) == n && strncasecmp((const char *)word, words[i], n) == 0) return true;
    return false;
}

struct scanner {
    const uint8_t *p, *end;
    struct nd__template_scan *scan;
    bool is_insert;
    int characters; /* before p */
};

static bool put(struct scanner *scanner, const uint8_t *p, size_t n)
{
    struct nd__template_scan *scan = scanner->scan;
    if (scan->key_bytes + n > sizeof scan->key) return false;
    memcpy(scan->key + scan->key_bytes, p, n);
    scan->key_bytes += n;
    return true;
}

/* The next n bytes as they are. */
static bool copy(struct scanner *scanner, size_t n)
{
    for (size_t i = 0; i < n; i++) scanner->characters += (scanner->p[i] & 0xc0) != 0x80;
    if (!put(scanner, scanner->p, n)) return false;
    scanner->p += n;
    return true;
}

static bool scan_word(struct scanner *scanner, bool is_first)
{
    const uint8_t *p = scanner->p;
    size_t n = 0;
    while (p + n < scanner->end && (is_word_byte(p[n]) || is_digit(p[n]))) n++;
    if (p + n < scanner->end && p[n] == '\'') return false; /* E'', B'', U&'' and their kin */
    if (is_first) {
        scanner->is_insert = n == 6 && strncasecmp((const char *)p, "insert", 6) == 0;
        bool is_known = n == 6 && (strncasecmp((const char *)p, "select", 6) == 0 || strncasecmp((const char *)p, "update", 6) == 0 ||
                                   strncasecmp((const char *)p, "delete", 6) == 0);
        if (!is_known && !scanner->is_insert) return false;
    }
    bool is_plain = scanner->is_insert && (strncasecmp((const char *)p, "into", n) == 0 || strncasecmp((const char *)p, "values", n) == 0);
    if (!is_plain && is_refused_word(p, n)) return false;
    return copy(scanner, n);
}

static bool scan_quoted(struct scanner *scanner, uint8_t quote)
{
    const uint8_t *p = scanner->p + 1;
    while (p < scanner->end) {
        if (*p++ != quote) continue;
        if (p == scanner->end || *p != quote) return copy(scanner, (size_t)(p - scanner->p));
        p++;
    }
    return false;
}

static bool scan_number(struct scanner *scanner)
{
    struct nd__template_scan *scan = scanner->scan;
    const uint8_t *p = scanner->p;
    size_t n = 0;
    uint64_t value = 0;
    while (p + n < scanner->end && is_digit(p[n]) && n < 19) value = value * 10 + (uint64_t)(p[n++] - '0');
    if (n == 19) return false;
    if (p + n < scanner->end && (is_word_byte(p[n]) || p[n] == '$')) return false;
    if (p + n < scanner->end && p[n] == '.') { /* 1.5 stays in the key */
        n++;
        while (p + n < scanner->end && is_digit(p[n])) n++;
        if (p + n < scanner->end && is_word_byte(p[n])) return false;
        return copy(scanner, n);
    }
    /* -2147483648 is an integer, its digits alone are not */
    if (scan->count == ND__TEMPLATE_PARAMS_MAX || value == (uint64_t)INT32_MAX + 1) return false;
    scan->values[scan->count] = (int64_t)value;
    scan->types[scan->count] = value <= INT32_MAX ? ND_TYPE_INT4 : ND_TYPE_INT8;
    scan->at[scan->count] = scanner->characters;
    scan->digits[scan->count] = (int)n;
    uint8_t mark[2] = {'?', value <= INT32_MAX ? '4' : '8'};
    scan->count++;
    scanner->characters += (int)n;
    scanner->p += n;
    return put(scanner, mark, 2);
}

static bool scan_rest(struct scanner *scanner)
{
    while (scanner->p < scanner->end) {
        uint8_t c = *scanner->p;
        bool fine;
        if (is_word_byte(c)) fine = scan_word(scanner, false);
        else if (is_digit(c)) fine = scan_number(scanner);
        else if (c == '\'' || c == '"') fine = scan_quoted(scanner, c);
        else if (c == ';') {
            while (scanner->p < scanner->end && (is_space(*scanner->p) || *scanner->p == ';')) scanner->p++;
            return scanner->p == scanner->end;
        } else if (c == '$' || c == '?' || c == '/' || c == '%' || c == '[' || c == 0) fine = false; /* parameters, comments, divisions, subscripts */
        else if (c == '-' && scanner->p + 1 < scanner->end && scanner->p[1] == '-') fine = false;
        else if (c == '.' && scanner->p + 1 < scanner->end && is_digit(scanner->p[1])) fine = false;
        else fine = copy(scanner, 1);
        if (!fine) return false;
    }
    return true;
}

bool nd__template_scan(struct nd_slice text, struct nd__template_scan *scan)
{
    struct scanner scanner = {.p = text.p, .end = text.p + text.n, .scan = scan};
    scan->key_bytes = scan->count = 0;
    if (text.n > sizeof scan->key) return false;
    while (scanner.p < scanner.end && is_space(*scanner.p)) {
        scanner.p++;
        scanner.characters++;
    }
    if (scanner.p == scanner.end || !is_word_byte(*scanner.p) || !scan_word(&scanner, true)) return false;
    scan->first = scanner.characters - 6;
    return scan_rest(&scanner) && scan->count > 0;
}

/* ---- templates ----------------------------------------------------------------------------------------------- */

static void forget(struct nd_sql_system *system, struct template *template)
{
    nd_list_remove(&template->link);
    (void)nd_hmap_remove(&system->template_map, template->hash);
    nd__text_unref(system, template->text);
    nd_heap_free(system->heap, template);
}

void nd__templates_clear(struct nd_sql_system *system)
{
    while (!nd_list_is_empty(&system->templates)) forget(system, ND_CONTAINER_OF(system->templates.next, struct template, link));
    nd_hmap_deinit(&system->template_map);
}

static uint64_t hash_of(const struct nd__template_scan *scan)
{
    uint64_t hash = nd_hash64(nd_slice_of(scan->key, scan->key_bytes));
    return hash == 0 ? 1 : hash;
}

static struct template *find(struct nd_sql_system *system, const struct nd__template_scan *scan)
{
    struct template *template = nd_hmap_find(&system->template_map, hash_of(scan));
    if (template == NULL || !nd_slice_eq(template->key, nd_slice_of(scan->key, scan->key_bytes))) return NULL;
    nd_list_remove(&template->link);
    nd_list_push_front(&system->templates, &template->link);
    return template;
}

static void add(struct nd_sql_system *system, const struct nd__template_scan *scan)
{
    struct template *other = nd_hmap_find(&system->template_map, hash_of(scan));
    if (other != NULL) forget(system, other);
    if (system->template_map.count >= TEMPLATES_MAX) forget(system, ND_CONTAINER_OF(system->templates.prev, struct template, link));
    struct template *template = nd_heap_zalloc(system->heap, sizeof *template + scan->key_bytes);
    memcpy(template->key_bytes, scan->key, scan->key_bytes);
    template->key = nd_slice_of(template->key_bytes, scan->key_bytes);
    template->hash = hash_of(scan);
    nd_list_push_front(&system->templates, &template->link);
    nd_hmap_put(&system->template_map, template->hash, template);
}

/* The key with $n for the marks. */
static void write_text(const struct nd__template_scan *scan, struct nd_buf *out)
{
    size_t n = 0;
    char name[16];
    for (size_t i = 0; i < scan->key_bytes; i++) {
        if (scan->key[i] != '?') {
            nd_buf_put_u8(out, scan->key[i]);
            continue;
        }
        int bytes = snprintf(name, sizeof name, "$%zu", ++n);
        nd_buf_put(out, name, (size_t)bytes);
        i++; /* the type */
    }
}

/* ON CONFLICT (a + 1) WHERE b > 2: compared with what the index was made with, so their numbers are no values. */
static bool infers_by_expressions(const struct nd_ast_stmt *stmt)
{
    if (stmt->kind != ND_STMT_INSERT || !stmt->insert->has_conflict) return false;
    for (size_t i = 0; i < stmt->insert->conflict_column_count; i++)
        if (stmt->insert->conflict_exprs[i] != NULL) return true;
    return stmt->insert->conflict_index_where != NULL;
}

enum nd_status nd__template_get(struct nd_sql_system *system, struct nd_fiber *fiber, uint32_t database, const struct nd__template_scan *scan, struct nd__text **text_out)
{
    *text_out = NULL;
    struct template *template = find(system, scan);
    if (template == NULL) {
        add(system, scan);
        return ND_STATUS_OK;
    }
    if (template->is_refused) return ND_STATUS_OK;
    if (template->text == NULL) {
        struct nd__text *text;
        struct nd_err err;
        struct nd_buf bytes;
        nd_buf_init(&bytes, system->heap);
        write_text(scan, &bytes);
        enum nd_status status = nd__text_get(system, fiber, database, nd_buf_slice(&bytes), &text, &err);
        nd_buf_deinit(&bytes);
        template = find(system, scan); /* others ran meanwhile */
        bool is_good = status == ND_STATUS_OK && text->ast.count == 1 && text->ast.stmts[0]->param_max == (int)scan->count && nd__has_plan(text->ast.stmts[0]) &&
                       !infers_by_expressions(text->ast.stmts[0]);
        if (template == NULL || template->text != NULL || !is_good) {
            if (template != NULL && !is_good) template->is_refused = true;
            if (status == ND_STATUS_OK) nd__text_unref(system, text);
            return ND_STATUS_OK;
        }
        template->text = text;
    }
    template->text->refs++;
    *text_out = template->text;
    return ND_STATUS_OK;
}

void nd__template_refuse(struct nd_sql_system *system, const struct nd__template_scan *scan)
{
    struct template *template = find(system, scan);
    if (template == NULL) return;
    template->is_refused = true;
    nd__text_unref(system, template->text);
    template->text = NULL;
}

int nd__template_position(const struct nd__template_scan *scan, int position)
{
    if (position <= 0) return position;
    int shift = scan->first; /* of the original against the template, so far */
    char name[16];
    for (size_t i = 0; i < scan->count; i++) {
        if (position - 1 + shift <= scan->at[i]) break;
        shift += scan->digits[i] - snprintf(name, sizeof name, "$%zu", i + 1);
    }
    return position + shift;
}
