/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/parse/parse.h"

#include <ctype.h>
#include <pg_query.h>
#include <stdlib.h>
#include <strings.h>

#include "sql/parse/parse_int.h"
#include "sql/types/io.h"

struct parse_call {
    struct nd_conv conv;
    struct nd_arena scratch; /* libpg_query's tree, unpacked */
    struct nd_ast *ast;
};

static void *scratch_alloc(void *allocator_data, size_t size) { return nd_arena_alloc(allocator_data, size); }
static void scratch_free(void *allocator_data, void *pointer) { ND_UNUSED(allocator_data), ND_UNUSED(pointer); }

int nd_parse_position(struct nd_slice text, int offset)
{
    if (offset < 0) return 0;
    int position = 1;
    for (size_t i = 0; i < text.n && i < (size_t)offset; i++)
        if ((text.p[i] & 0xc0) != 0x80) position++;
    return position;
}

static void on_syntax_error(struct nd_conv *conv, const PgQueryError *error)
{
    /* Bison gives up on nesting with "memory exhausted". */
    bool is_deep = strstr(error->message, "memory exhausted") != NULL || strstr(error->message, "stack depth") != NULL;
    const char *sqlstate = is_deep ? "54001" : "42601";
    if (strstr(error->message, "Unicode escape") != NULL || strstr(error->message, "Unicode surrogate") != NULL) sqlstate = "42601";
    if (strstr(error->message, "not yet implemented") != NULL || strstr(error->message, "not implemented") != NULL) sqlstate = "0A000";
    if (strstr(error->message, "transaction") != NULL && strstr(error->message, "isolation") != NULL) sqlstate = "42601";
    if (strncmp(error->message, "frame start", 11) == 0 || strncmp(error->message, "frame end", 9) == 0) sqlstate = "42P20";
    if (strstr(error->message, "only supported for ON DELETE actions") != NULL) sqlstate = "0A000";
    nd__conv_fail(conv, sqlstate, -1, "%s", is_deep ? "stack depth limit exceeded" : error->message);
    if (error->cursorpos > 0) conv->err->position = error->cursorpos; /* in characters already */
}

static void parse_on_big_stack(void *arg)
{
    struct parse_call *call = arg;
    struct nd_conv *conv = &call->conv;
    PgQueryProtobufParseResult result = pg_query_parse_protobuf(conv->text);
    if (result.error != NULL) {
        on_syntax_error(conv, result.error);
        pg_query_free_protobuf_parse_result(result);
        return;
    }
    ProtobufCAllocator allocator = {scratch_alloc, scratch_free, &call->scratch};
    PgQuery__ParseResult *tree = pg_query__parse_result__unpack(&allocator, result.parse_tree.len, (const uint8_t *)result.parse_tree.data);
    pg_query_free_protobuf_parse_result(result);
    if (tree == NULL) {
        nd__conv_fail(conv, "XX000", -1, "the parser's tree could not be read");
        return;
    }
    struct nd_ast *ast = call->ast;
    ast->stmts = nd_arena_array(conv->arena, struct nd_ast_stmt *, tree->n_stmts + 1);
    for (size_t i = 0; i < tree->n_stmts && !conv->failed; i++) {
        const PgQuery__RawStmt *raw = tree->stmts[i];
        struct nd_ast_stmt *stmt = nd_arena_new(conv->arena, struct nd_ast_stmt);
        stmt->position = raw->stmt_location;
        stmt->length = raw->stmt_len;
        conv->param_max = 0;
        nd__conv_stmt(conv, raw->stmt, stmt);
        stmt->param_max = conv->param_max;
        ast->stmts[ast->count++] = stmt;
    }
}

static enum nd_status parse_grammar(struct nd_reactor *reactor, struct nd_slice text, int offset_shift, struct nd_arena *arena,
                                    struct nd_ast *ast_out, struct nd_err *err)
{
    struct parse_call call = {.ast = ast_out};
    call.conv = (struct nd_conv){
        .arena = arena,
        .text = nd_arena_strndup(arena, (const char *)text.p, text.n),
        .text_len = text.n,
        .offset_shift = offset_shift,
        .err = err,
    };
    nd_arena_init(&call.scratch, arena->heap);
    if (reactor == NULL) parse_on_big_stack(&call);
    else nd_reactor_call_on_big_stack(reactor, parse_on_big_stack, &call);
    nd_arena_deinit(&call.scratch);
    return call.conv.failed ? ND_STATUS_SQL : ND_STATUS_OK;
}

/* ---- ALTER TABLE t [UN]SPLIT AT VALUES (...) --------------------------------------------------- */

static size_t skip_space(const char *p, size_t at, size_t n)
{
    while (at < n && isspace((unsigned char)p[at])) at++;
    return at;
}

static bool take_word(const char *p, size_t n, size_t *at, const char *word)
{
    size_t i = skip_space(p, *at, n), len = strlen(word);
    if (i + len > n || strncasecmp(p + i, word, len) != 0) return false;
    if (i + len < n && (isalnum((unsigned char)p[i + len]) || p[i + len] == '_')) return false;
    *at = i + len;
    return true;
}

/* name [. name], each possibly quoted; leaves *at behind it. */
static bool take_name(const char *p, size_t n, size_t *at)
{
    for (;;) {
        size_t i = skip_space(p, *at, n), first = i;
        if (i < n && p[i] == '"') {
            for (i++; i < n && p[i] != '"'; i++) {}
            if (i < n) i++;
        } else {
            while (i < n && (isalnum((unsigned char)p[i]) || p[i] == '_' || (unsigned char)p[i] >= 0x80)) i++;
        }
        if (i == first) return false;
        *at = i;
        if (i >= n || p[i] != '.') return true;
        *at = i + 1;
    }
}

enum nd_status nd_parse_name(struct nd_slice text, struct nd_arena *arena, struct nd_ast_name *name_out, struct nd_err *err)
{
    const char *parts[3];
    size_t count = 0, at = skip_space((const char *)text.p, 0, text.n), n = text.n;
    const char *p = (const char *)text.p;
    *name_out = (struct nd_ast_name){.position = -1};
    for (bool more = true; more; at = skip_space(p, at, n)) {
        char *part = nd_arena_alloc(arena, n + 1);
        size_t len = 0, first = at;
        if (at < n && p[at] == '"') {
            for (at++; at < n && (p[at] != '"' || (at + 1 < n && p[at + 1] == '"')); at++) {
                if (p[at] == '"') at++;
                part[len++] = p[at];
            }
            if (at < n) at++;
        } else {
            while (at < n && p[at] != '.' && !isspace((unsigned char)p[at])) part[len++] = (char)tolower((unsigned char)p[at++]);
        }
        if (at == first || len == 0) return nd_err_set(err, "42602", "invalid name syntax");
        part[len] = '\0';
        if (count == ND_ARRAY_LEN(parts)) return nd_err_set(err, "42601", "improper relation name (too many dotted names): %.*s", (int)text.n, p);
        parts[count++] = part;
        at = skip_space(p, at, n);
        more = at < n && p[at] == '.';
        if (more) at++;
    }
    if (at < n) return nd_err_set(err, "42602", "invalid name syntax");
    name_out->name = parts[count - 1];
    if (count > 1) name_out->schema = parts[count - 2];
    if (count > 2) name_out->database = parts[count - 3];
    return ND_STATUS_OK;
}

/* The grammar does not know SPLIT AT and its kin: their parts are parsed as `SELECT FROM <table>` and `VALUES ...`. */
static enum nd_status parse_split(struct nd_reactor *reactor, struct nd_slice text, struct nd_arena *arena, bool *is_split_out,
                                  struct nd_ast *ast_out, struct nd_err *err)
{
    const char *p = (const char *)text.p;
    size_t at = 0, n = text.n, name_at;
    *is_split_out = false;
    if (!take_word(p, n, &at, "alter") || !take_word(p, n, &at, "table")) return ND_STATUS_OK;
    name_at = at;
    if (!take_name(p, n, &at)) return ND_STATUS_OK;
    size_t name_end = at;
    bool is_undone = take_word(p, n, &at, "unsplit"), is_of_all = is_undone && take_word(p, n, &at, "all");
    if (!is_undone && !take_word(p, n, &at, "split")) return ND_STATUS_OK;
    if (!is_of_all && !take_word(p, n, &at, "at")) return ND_STATUS_OK;
    *is_split_out = true;
    struct nd_ast table_ast = {0}, values_ast = {0};
    char *table_text = nd_arena_printf(arena, "SELECT FROM %.*s", (int)(name_end - name_at), p + name_at);
    ND_TRY(parse_grammar(reactor, nd_slice_str(table_text), (int)name_at - (int)strlen("SELECT FROM "), arena, &table_ast, err));
    ND_TRY(parse_grammar(reactor, nd_slice_of(p + at, n - at), (int)at, arena, &values_ast, err));
    bool has_values = values_ast.count == 1 && values_ast.stmts[0]->kind == ND_STMT_SELECT && values_ast.stmts[0]->select->row_count > 0;
    bool is_fine = table_ast.count == 1 && table_ast.stmts[0]->kind == ND_STMT_SELECT && table_ast.stmts[0]->select->from_count == 1 &&
                   (is_of_all ? values_ast.count == 0 : has_values);
    if (!is_fine && is_of_all) return nd_err_set(err, "42601", "ALTER TABLE ... UNSPLIT ALL stands alone");
    if (!is_fine) return nd_err_set(err, "42601", "ALTER TABLE ... %sSPLIT AT expects VALUES (...), and stands alone", is_undone ? "UN" : "");
    struct nd_ast_stmt *stmt = nd_arena_new(arena, struct nd_ast_stmt);
    stmt->kind = ND_STMT_SPLIT;
    if (has_values) stmt->param_max = values_ast.stmts[0]->param_max;
    stmt->split = nd_arena_new(arena, struct nd_ast_split);
    stmt->split->table = table_ast.stmts[0]->select->from[0]->table;
    stmt->split->values = is_of_all ? NULL : values_ast.stmts[0]->select;
    stmt->split->is_undone = is_undone;
    ast_out->stmts = nd_arena_array(arena, struct nd_ast_stmt *, 1);
    ast_out->stmts[0] = stmt;
    ast_out->count = 1;
    return ND_STATUS_OK;
}

/* ---- AS OF SYSTEM TIME ----------------------------------------------------------------------------- */

static bool may_be_of_the_past(const struct nd_ast_stmt *stmt)
{
    switch (stmt->kind) {
    case ND_STMT_SELECT: return true;
    case ND_STMT_EXPLAIN: return stmt->explain->stmt->kind == ND_STMT_SELECT;
    case ND_STMT_PREPARE: return stmt->execute->stmt->kind == ND_STMT_SELECT;
    case ND_STMT_TRANSACTION: return stmt->transaction->kind == ND_AST_BEGIN;
    case ND_STMT_SET: return stmt->set->kind == ND_AST_SET_TRANSACTION;
    default: return false;
    }
}

static enum nd_status hang_as_of(struct nd_reactor *reactor, struct nd_slice text, const struct nd__as_of *as_of, size_t at, struct nd_arena *arena, struct nd_ast *ast, struct nd_err *err)
{
    struct nd_ast_stmt *stmt = NULL;
    for (size_t i = 0; i < ast->count; i++)
        if ((size_t)ast->stmts[i]->position <= as_of->at[at]) stmt = ast->stmts[i];
    const char *what = NULL;
    if (stmt == NULL || !may_be_of_the_past(stmt)) what = "AS OF SYSTEM TIME is for SELECT, EXPLAIN SELECT, BEGIN and SET TRANSACTION";
    else if (stmt->as_of != NULL) what = "AS OF SYSTEM TIME twice in one statement";
    if (what != NULL) {
        (void)nd_err_set(err, "42601", "%s", what);
        err->position = nd_parse_position(text, (int)as_of->at[at]);
        return ND_STATUS_SQL;
    }
    ND_TRY(nd_parse_expr(reactor, as_of->exprs[at], arena, &stmt->as_of, err));
    if (stmt->kind == ND_STMT_PREPARE) stmt->execute->stmt->as_of = stmt->as_of;
    return ND_STATUS_OK;
}

enum nd_status nd_parse(struct nd_reactor *reactor, struct nd_slice text, struct nd_arena *arena, struct nd_ast *ast_out, struct nd_err *err)
{
    *ast_out = (struct nd_ast){0};
    if (text.n > ND_SQL_STATEMENT_BYTES_MAX) return nd_err_set(err, "54000", "the statement is longer than %d bytes", ND_SQL_STATEMENT_BYTES_MAX);
    ND_TRY(nd_text_check(text, err));
    ND_TRY(nd__prescan(text, err));
    bool is_split;
    ND_TRY(parse_split(reactor, text, arena, &is_split, ast_out, err));
    if (is_split) return ND_STATUS_OK;
    struct nd__as_of as_of;
    ND_TRY(nd__find_as_of(text, arena, &as_of, err));
    ND_TRY(parse_grammar(reactor, as_of.text, 0, arena, ast_out, err));
    for (size_t i = 0; i < as_of.count; i++) ND_TRY(hang_as_of(reactor, text, &as_of, i, arena, ast_out, err));
    return ND_STATUS_OK;
}

enum nd_status nd_parse_expr(struct nd_reactor *reactor, struct nd_slice text, struct nd_arena *arena, struct nd_ast_expr **expr_out, struct nd_err *err)
{
    *expr_out = NULL;
    struct nd_ast ast;
    char *query = nd_arena_printf(arena, "SELECT %.*s", (int)text.n, (const char *)text.p);
    ND_TRY(nd_parse(reactor, nd_slice_str(query), arena, &ast, err));
    bool is_fine = ast.count == 1 && ast.stmts[0]->kind == ND_STMT_SELECT && ast.stmts[0]->select->target_count == 1;
    if (!is_fine) return nd_err_set(err, "42601", "a stored expression is not one expression");
    *expr_out = ast.stmts[0]->select->targets[0].expr;
    return ND_STATUS_OK;
}
