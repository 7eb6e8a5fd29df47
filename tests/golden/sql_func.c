/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions, one a line, and what PostgreSQL 15 answers (tests/golden/sql_func_expect.py asks it).
 *
 *   expr    := operand [operator operand] ...      all of one precedence, from the left: parenthesise
 *   operand := ('-' | '+' | '~' | '@' | '|/' | '||/') operand | primary {'::' type}
 *   primary := '(' expr ')' | 'text' | E'text' | number | NULL | true | false | name(expr, ...)
 *   set timezone to 'X'                             for the lines that follow in the case
 *   agg name(type [, type]): value | value ...      an aggregate over rows; NULL is NULL; '*' for count(*)
 *
 * Every expression runs over a vector with gaps; every aggregate also in two halves that are saved, loaded and merged.
 */
#include <errno.h>
#include <stdio.h>

#include "sql/func/func.h"
#include "sql/types/tz.h"
#include "support/golden.h"

#define ROWS 3
static const uint32_t rows[] = {0, 2};
static const struct nd_sel sel = {rows, 2};

struct run {
    struct nd_heap *heap;
    struct nd_arena *arena;
    struct nd_type_ctx types;
    struct nd_func_services services;
    struct nd_func_ctx ctx;
    struct nd_err err;
    const char *p;
    bool is_malformed;
};

static enum nd_status load_zone(void *arg, const char *name, struct nd_buf *file)
{
    char path[128];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    FILE *f = fopen(path, "rb");
    if (f == NULL) return ND_STATUS_NOT_FOUND;
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;) nd_buf_put(file, piece, n);
    fclose(f);
    return ND_STATUS_OK;
}

static void skip_spaces(struct run *run)
{
    while (*run->p == ' ') run->p++;
}

static bool eat(struct run *run, const char *token)
{
    skip_spaces(run);
    size_t n = strlen(token);
    if (strncmp(run->p, token, n) != 0) return false;
    run->p += n;
    return true;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void take_name(struct run *run, char name[64])
{
    size_t n = 0;
    skip_spaces(run);
    while (is_name_char(*run->p) && n < 63) name[n++] = *run->p++;
    name[n] = '\0';
    if (n == 0) run->is_malformed = true;
}

static struct nd_vec constant(struct run *run, struct nd_type type, struct nd_datum datum)
{
    struct nd_vec vec = nd_vec_new(run->arena, type, ROWS);
    for (size_t row = 0; row < ROWS; row++) nd_vec_set(&vec, row, datum);
    return vec;
}

static enum nd_status cast(struct run *run, struct nd_vec *vec, struct nd_type to, enum nd_cast_context context)
{
    if (vec->type.id == to.id && to.mod == -1) return ND_STATUS_OK;
    if (to.id == ND_TYPE_ANY) return ND_STATUS_OK;
    if (!nd_cast_is_allowed(vec->type.id, to.id, context))
        return nd_err_set(&run->err, "42846", "cannot cast type %s to %s", nd_type_name(vec->type.id),
                          nd_type_name(to.id));
    struct nd_vec out = nd_vec_new(run->arena, to, ROWS);
    enum nd_status status = nd_cast_vec(&run->types, vec, &sel, to, context, run->arena, &out, &run->err);
    *vec = out;
    return status;
}

static enum nd_status take_type(struct run *run, struct nd_type *type)
{
    char name[64];
    int32_t mods[4];
    size_t count = 0;
    take_name(run, name);
    const char *typname = strcmp(name, "char") == 0     ? "bpchar"
                          : strcmp(name, "int") == 0    ? "int4"
                          : strcmp(name, "bigint") == 0 ? "int8"
                                                        : name;
    type->id = nd_type_find(typname);
    type->mod = -1;
    if (type->id == ND_TYPE_INVALID) return nd_err_set(&run->err, "42704", "type \"%s\" does not exist", name);
    if (*run->p == '(') {
        do {
            run->p++;
            if (count < 4) mods[count++] = (int32_t)strtol(run->p, (char **)(uintptr_t)&run->p, 10);
        } while (*run->p == ',');
        if (!eat(run, ")")) run->is_malformed = true;
        if (type->id == ND_TYPE_INTERVAL) mods[1] = mods[0], mods[0] = 0x7fff, count = 2;
    }
    return nd_type_mod_in(type->id, mods, count, &type->mod, &run->err);
}

static enum nd_status expr(struct run *run, struct nd_vec *out);

static enum nd_status call(struct run *run, struct nd_func_match *match, struct nd_vec *args, size_t count,
                           struct nd_vec *out)
{
    if (match->func == NULL) {
        *out = args[0];
        return cast(run, out, ND_TYPE(match->result), ND_CAST_EXPLICIT);
    }
    for (size_t i = 0; i < count; i++) ND_TRY(cast(run, &args[i], ND_TYPE(match->args[i]), ND_CAST_IMPLICIT));
    *out = nd_vec_new(run->arena, ND_TYPE(match->result), ROWS);
    return nd_func_eval(match->func, &run->ctx, args, count, &sel, out, &run->err);
}

static enum nd_status function(struct run *run, const char *name, struct nd_vec *out)
{
    struct nd_vec args[20];
    enum nd_type_id types[20];
    size_t count = 0;
    if (!eat(run, ")")) {
        do {
            if (count == 20) return nd_err_set(&run->err, "54023", "too many");
            ND_TRY(expr(run, &args[count]));
            types[count] = args[count].type.id;
            count++;
        } while (eat(run, ","));
        if (!eat(run, ")")) run->is_malformed = true;
    }
    if (strcmp(name, "greatest") == 0 || strcmp(name, "least") == 0) {
        enum nd_type_id common;
        ND_TRY(nd_type_common(types, count, strcmp(name, "least") == 0 ? "LEAST" : "GREATEST", &common, &run->err));
        for (size_t i = 0; i < count; i++) ND_TRY(cast(run, &args[i], ND_TYPE(common), ND_CAST_IMPLICIT));
        *out = nd_vec_new(run->arena, ND_TYPE(common), ROWS);
        return nd_func_eval(nd_func_extreme(strcmp(name, "least") == 0), &run->ctx, args, count, &sel, out, &run->err);
    }
    struct nd_func_match match;
    ND_TRY(nd_func_resolve(name, types, count, &match, &run->err));
    return call(run, &match, args, count, out);
}

static enum nd_status literal(struct run *run, bool has_escapes, struct nd_vec *out)
{
    char *text = nd_arena_alloc(run->arena, strlen(run->p) + 1);
    size_t n = 0;
    for (;; run->p++) {
        if (*run->p == '\0') {
            run->is_malformed = true;
            break;
        }
        if (*run->p == '\'') {
            run->p++;
            if (*run->p != '\'') break;
        } else if (*run->p == '\\' && has_escapes) {
            run->p++;
            if (*run->p == 'x') {
                text[n++] = (char)strtol((char[]){run->p[1], run->p[2], '\0'}, NULL, 16);
                run->p += 2;
            } else {
                text[n++] = *run->p == 'n' ? '\n' : *run->p == 't' ? '\t' : *run->p;
            }
            continue;
        }
        text[n++] = *run->p;
    }
    struct nd_slice value = nd_slice_of(text, n);
    ND_TRY(nd_text_check(value, &run->err));
    *out = constant(run, ND_TYPE(ND_TYPE_UNKNOWN), nd_datum_bytes(value));
    return ND_STATUS_OK;
}

static enum nd_status number(struct run *run, struct nd_vec *out)
{
    const char *start = run->p;
    bool is_decimal = false;
    for (; (*run->p >= '0' && *run->p <= '9') || *run->p == '.' || *run->p == 'e' ||
           (*run->p == '-' && run->p[-1] == 'e');
         run->p++)
        is_decimal |= *run->p == '.' || *run->p == 'e';
    struct nd_slice text = nd_slice_of(start, (size_t)(run->p - start));
    errno = 0;
    long long integer = strtoll(start, NULL, 10);
    enum nd_type_id type = is_decimal || errno != 0 ? ND_TYPE_NUMERIC
                           : integer > INT32_MAX    ? ND_TYPE_INT8
                                                    : ND_TYPE_INT4;
    struct nd_datum datum;
    ND_TRY(nd_type_in(&run->types, ND_TYPE(type), text, run->arena, &datum, &run->err));
    *out = constant(run, ND_TYPE(type), datum);
    return ND_STATUS_OK;
}

static enum nd_status primary(struct run *run, struct nd_vec *out)
{
    skip_spaces(run);
    if (eat(run, "(")) {
        ND_TRY(expr(run, out));
        if (!eat(run, ")")) run->is_malformed = true;
    } else if (*run->p == '\'' || (run->p[0] == 'E' && run->p[1] == '\'')) {
        bool has_escapes = *run->p == 'E';
        run->p += has_escapes + 1;
        ND_TRY(literal(run, has_escapes, out));
    } else if ((*run->p >= '0' && *run->p <= '9') || *run->p == '.') {
        ND_TRY(number(run, out));
    } else {
        char name[64];
        take_name(run, name);
        if (run->is_malformed) return ND_STATUS_SQL;
        if (strcmp(name, "NULL") == 0)
            *out = constant(run, ND_TYPE(ND_TYPE_UNKNOWN), ND_DATUM_NULL);
        else if (strcmp(name, "true") == 0 || strcmp(name, "false") == 0)
            *out = constant(run, ND_TYPE(ND_TYPE_BOOL), nd_datum_bool(name[0] == 't'));
        else if (eat(run, "("))
            ND_TRY(function(run, name, out));
        else
            run->is_malformed = true;
    }
    while (!run->is_malformed && eat(run, "::")) {
        struct nd_type type;
        ND_TRY(take_type(run, &type));
        ND_TRY(cast(run, out, type, ND_CAST_EXPLICIT));
    }
    return run->is_malformed ? ND_STATUS_SQL : ND_STATUS_OK;
}

static void take_symbol(struct run *run, char symbol[8])
{
    size_t n = 0;
    skip_spaces(run);
    while (*run->p != '\0' && strchr("+-*/<>=~!@#%^&|", *run->p) != NULL && n < 7) symbol[n++] = *run->p++;
    symbol[n] = '\0';
}

static enum nd_status operand(struct run *run, struct nd_vec *out)
{
    char symbol[8];
    take_symbol(run, symbol);
    if (symbol[0] == '\0') return primary(run, out);
    struct nd_vec arg;
    struct nd_func_match match;
    ND_TRY(operand(run, &arg));
    ND_TRY(nd_oper_resolve(symbol, ND_TYPE_INVALID, arg.type.id, &match, &run->err));
    return call(run, &match, &arg, 1, out);
}

static enum nd_status expr(struct run *run, struct nd_vec *out)
{
    ND_TRY(operand(run, out));
    for (;;) {
        char symbol[8];
        take_symbol(run, symbol);
        if (symbol[0] == '\0') return ND_STATUS_OK;
        struct nd_vec args[2] = {*out};
        struct nd_func_match match;
        ND_TRY(operand(run, &args[1]));
        ND_TRY(nd_oper_resolve(symbol, args[0].type.id, args[1].type.id, &match, &run->err));
        ND_TRY(call(run, &match, args, 2, out));
    }
}

static void put_error(const struct run *run, struct nd_buf *output)
{
    nd_buf_printf(output, "ERROR %s: %s", run->err.sqlstate, run->err.message);
    if (run->err.detail[0] != '\0') nd_buf_printf(output, " DETAIL: %s", run->err.detail);
    if (run->err.hint[0] != '\0') nd_buf_printf(output, " HINT: %s", run->err.hint);
    nd_buf_put_u8(output, '\n');
}

static void put_value(struct run *run, const struct nd_vec *vec, size_t row, struct nd_buf *output)
{
    struct nd_datum datum = nd_vec_get(vec, row);
    if (datum.is_null)
        nd_buf_put(output, "NULL", 4);
    else
        nd_type_out(&run->types, vec->type, &datum, output);
}

static void run_expr(struct run *run, struct nd_buf *output)
{
    struct nd_vec result;
    enum nd_status status = expr(run, &result);
    skip_spaces(run);
    if (run->is_malformed || (status == ND_STATUS_OK && *run->p != '\0')) {
        nd_buf_printf(output, "cannot read this at: %s\n", run->p);
        return;
    }
    if (status != ND_STATUS_OK) {
        put_error(run, output);
        return;
    }
    nd_buf_put(output, "= ", 2);
    size_t start = output->n;
    put_value(run, &result, 0, output);
    size_t n = output->n - start;
    put_value(run, &result, 2, output);
    if (output->n - start != 2 * n || memcmp(output->p + start, output->p + start + n, n) != 0)
        nd_buf_printf(output, "the rows differ");
    else
        output->n = start + n;
    nd_buf_put_u8(output, '\n');
}

/* ---- aggregates ------------------------------------------------------------------------------------ */

#define AGG_ROWS_MAX 64

struct agg_run {
    struct nd_agg_match match;
    struct nd_agg_call call;
    struct nd_vec args[2];
    size_t rows;
};

static enum nd_status read_agg(struct run *run, struct agg_run *agg)
{
    char name[64];
    enum nd_type_id types[2];
    struct nd_type columns[2];
    size_t count = 0;
    take_name(run, name);
    if (!eat(run, "(")) run->is_malformed = true;
    bool is_star = eat(run, "*");
    while (!is_star && count < 2 && !run->is_malformed) {
        ND_TRY(take_type(run, &columns[count]));
        types[count] = columns[count].id;
        count++;
        if (!eat(run, ",")) break;
    }
    if (!eat(run, ")") || !eat(run, ":")) run->is_malformed = true;
    if (run->is_malformed) return ND_STATUS_SQL;
    ND_TRY(nd_agg_resolve(name, types, count, &agg->match, &run->err));
    struct nd_vec in[2];
    for (size_t i = 0; i < 2; i++) in[i] = nd_vec_new(run->arena, columns[i < count ? i : 0], AGG_ROWS_MAX);
    agg->rows = 0;
    while (*run->p != '\0' && agg->rows < AGG_ROWS_MAX) {
        for (size_t i = 0; i < (is_star ? 1 : count); i++) {
            size_t n = strcspn(run->p, "|,");
            struct nd_slice text = nd_slice_of(run->p, n);
            while (text.n > 0 && *text.p == ' ') text.p++, text.n--;
            while (text.n > 0 && text.p[text.n - 1] == ' ') text.n--;
            run->p += n + (run->p[n] != '\0');
            struct nd_datum datum = ND_DATUM_NULL;
            if (!is_star && !nd_slice_eq(text, nd_slice_str("NULL")))
                ND_TRY(nd_type_in(&run->types, columns[i], text, run->arena, &datum, &run->err));
            if (!is_star) nd_vec_set(&in[i], agg->rows, datum);
        }
        agg->rows++;
    }
    struct nd_sel all = {NULL, agg->rows};
    for (size_t i = 0; i < count; i++) {
        agg->args[i] = in[i];
        if (agg->match.args[i] == in[i].type.id) continue;
        agg->args[i] = nd_vec_new(run->arena, ND_TYPE(agg->match.args[i]), AGG_ROWS_MAX);
        ND_TRY(nd_cast_vec(&run->types, &in[i], &all, ND_TYPE(agg->match.args[i]), ND_CAST_IMPLICIT, run->arena,
                           &agg->args[i], &run->err));
    }
    agg->call = (struct nd_agg_call){agg->match.agg, &run->ctx, &run->err};
    return ND_STATUS_OK;
}

/* Rows [from, to) into a fresh state. */
static enum nd_status fill_state(struct run *run, struct agg_run *agg, size_t from, size_t to, void **state_out)
{
    void *state = nd_arena_zalloc(run->arena, agg->match.agg->state_bytes), *states[AGG_ROWS_MAX];
    uint32_t picked[AGG_ROWS_MAX];
    for (size_t i = from; i < to; i++) picked[i - from] = (uint32_t)i, states[i] = state;
    struct nd_sel part = {picked, to - from};
    *state_out = state;
    return agg->match.agg->update(&agg->call, agg->args, &part, states);
}

static enum nd_status run_halves(struct run *run, struct agg_run *agg, struct nd_vec *out)
{
    void *merged = nd_arena_zalloc(run->arena, agg->match.agg->state_bytes);
    for (int half = 0; half < 2; half++) {
        void *state;
        struct nd_buf saved;
        nd_buf_init(&saved, run->heap);
        ND_TRY(fill_state(run, agg, half == 0 ? 0 : agg->rows / 2, half == 0 ? agg->rows / 2 : agg->rows, &state));
        agg->match.agg->save(&agg->call, state, &saved);
        struct nd_slice bytes = nd_arena_copy(run->arena, nd_buf_slice(&saved));
        nd_buf_deinit(&saved);
        void *loaded = nd_arena_zalloc(run->arena, agg->match.agg->state_bytes);
        struct nd_dec dec = nd_dec_of(bytes);
        ND_TRY(agg->match.agg->load(&agg->call, &dec, loaded));
        if (!nd_dec_is_done(&dec)) return nd_err_set(&run->err, "XX000", "a saved state has bytes left over");
        ND_TRY(agg->match.agg->merge(&agg->call, merged, loaded));
    }
    return agg->match.agg->finish(&agg->call, merged, out, 1);
}

static void run_agg(struct run *run, struct nd_buf *output)
{
    struct agg_run agg;
    void *state;
    enum nd_status status = read_agg(run, &agg);
    if (run->is_malformed) {
        nd_buf_printf(output, "cannot read this at: %s\n", run->p);
        return;
    }
    struct nd_vec out = {0};
    if (status == ND_STATUS_OK) {
        out = nd_vec_new(run->arena, ND_TYPE(agg.match.result), 2);
        status = fill_state(run, &agg, 0, agg.rows, &state);
    }
    if (status == ND_STATUS_OK) status = agg.match.agg->finish(&agg.call, state, &out, 0);
    if (status == ND_STATUS_OK) status = run_halves(run, &agg, &out);
    if (status != ND_STATUS_OK) {
        put_error(run, output);
        return;
    }
    nd_buf_put(output, "= ", 2);
    size_t start = output->n;
    put_value(run, &out, 0, output);
    size_t n = output->n - start;
    put_value(run, &out, 1, output);
    if (output->n - start != 2 * n || memcmp(output->p + start, output->p + start + n, n) != 0)
        nd_buf_printf(output, " the halves give another result");
    else
        output->n = start + n;
    nd_buf_put_u8(output, '\n');
}

/* ---- cases ----------------------------------------------------------------------------------------- */

static void run_line(struct run *run, struct nd_tz_store *store, const char *line, struct nd_buf *output)
{
    run->p = line;
    run->is_malformed = false;
    nd_err_clear(&run->err);
    if (strncmp(line, "set timezone to '", 17) == 0) {
        struct nd_slice name = nd_slice_of(line + 17, strcspn(line + 17, "'"));
        if (nd_tz_of_setting(store, name, run->arena, &run->types.tz, &run->err) != ND_STATUS_OK)
            put_error(run, output);
        else
            nd_buf_put(output, "SET\n", 4);
    } else if (eat(run, "agg ")) {
        run_agg(run, output);
    } else {
        run_expr(run, output);
    }
}

static void run_case(const char *input, struct nd_buf *output)
{
    struct nd_arena arena;
    struct nd_tz_store store;
    nd_arena_init(&arena, output->heap);
    nd_tz_store_init(&store, output->heap, (struct nd_tz_loader){NULL, load_zone});
    struct run run = {.heap = output->heap, .arena = &arena};
    run.types = (struct nd_type_ctx){
        .tz_store = &store, .txn_us = INT64_C(700000000123456), .statement_us = INT64_C(700000000123456)};
    run.services = (struct nd_func_services){
        .version = "test", .user = "postgres", .session_user = "postgres", .database = "postgres", .schema = "public"};
    run.ctx =
        (struct nd_func_ctx){.types = &run.types, .services = &run.services, .arena = &arena, .heap = output->heap};
    while (*input != '\0') {
        size_t n = strcspn(input, "\n");
        run_line(&run, &store, nd_arena_strndup(&arena, input, n), output);
        input += n + (input[n] == '\n');
    }
    nd_tz_store_deinit(&store);
    nd_arena_deinit(&arena);
}

int main(int argc, char **argv) { return golden_main(argc, argv, run_case); }
