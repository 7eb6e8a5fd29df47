/* SPDX-License-Identifier: Apache-2.0 */
/* copy.c - COPY FROM STDIN: lines of text or csv, or PostgreSQL's binary format, into rows, a batch at a time. */
#include "sql/exec/fk.h"

#define LINE_BYTES_MAX (64 << 20)

struct field {
    struct nd_slice text; /* unescaped; on the batch's arena or in the line */
    bool is_null;
};

struct copy {
    const struct nd_exec_env *env;
    const struct nd_copy *spec;
    const struct nd_copy_source *source;
    struct nd_err *err;
    struct nd_writer writer;
    struct nd__fill fill;
    struct nd__fk fk;
    struct nd_arena arena;      /* of the batch being gathered */
    struct nd_eval eval;
    struct nd_batch in;         /* the fields, typed */
    struct field *fields;
    struct nd_buf pending;      /* bytes of a line that has not ended yet */
    struct nd_slice piece;      /* what is left of the last piece read */
    bool is_end, is_last;       /* the source ended; "\." was met */
    bool skip_header;
    uint64_t line, rows;
    struct nd_exec_pace pace;
};

/* ---- lines ---------------------------------------------------------------------------------------------- */

static enum nd_status refill(struct copy *copy)
{
    while (copy->piece.n == 0 && !copy->is_end) {
        ND_TRY(copy->source->read(copy->source->arg, &copy->piece, &copy->is_end, copy->err));
        if (copy->is_end) copy->piece = ND_SLICE_EMPTY;
    }
    return ND_STATUS_OK;
}

/* Text: an end behind an odd number of backslashes is none; whether that is so far carries over. */
static size_t find_text_end(struct nd_slice bytes, bool *escaped)
{
    for (size_t from = 0;;) {
        const uint8_t *found = from == bytes.n ? NULL : memchr(bytes.p + from, '\n', bytes.n - from);
        size_t end = found == NULL ? bytes.n : (size_t)(found - bytes.p), backslashes = 0;
        while (backslashes < end && bytes.p[end - 1 - backslashes] == '\\') backslashes++;
        bool is_escaped = (backslashes % 2 == 1) != (backslashes == end && *escaped);
        if (found == NULL) {
            *escaped = is_escaped;
            return SIZE_MAX;
        }
        if (!is_escaped) return end;
        from = end + 1;
    }
}

/* Where the line ends in `bytes`, or SIZE_MAX. csv: an end within quotes is none; *quoted carries over. */
static size_t find_end(const struct copy *copy, struct nd_slice bytes, bool *quoted, bool *escaped)
{
    if (copy->spec->format == ND_COPY_TEXT) return find_text_end(bytes, escaped);
    uint8_t quote = (uint8_t)copy->spec->quote, escape = (uint8_t)copy->spec->escape;
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t c = bytes.p[i];
        if (*escaped) {
            *escaped = false;
            continue;
        }
        if (*quoted && c == escape && escape != quote) *escaped = true;
        else if (c == quote) *quoted = !*quoted;
        else if (c == '\n' && !*quoted) return i;
    }
    return SIZE_MAX;
}

/* The next line without its end. *has_line false: no more. Borrowed until the next call. */
static enum nd_status next_line(struct copy *copy, struct nd_slice *line_out, bool *has_line)
{
    bool quoted = false, escaped = false;
    nd_buf_clear(&copy->pending);
    *has_line = false;
    for (;;) {
        ND_TRY(refill(copy));
        if (copy->piece.n == 0) {
            if (copy->pending.n == 0) return ND_STATUS_OK;
            if (quoted) return nd_err_set(copy->err, "22P04", "unterminated CSV quoted field");
            *line_out = nd_buf_slice(&copy->pending);
            break;
        }
        size_t end = find_end(copy, copy->piece, &quoted, &escaped);
        if (end != SIZE_MAX) {
            *line_out = nd_slice_of(copy->piece.p, end);
            copy->piece = nd_slice_of(copy->piece.p + end + 1, copy->piece.n - end - 1);
            if (copy->pending.n > 0) {
                nd_buf_put_slice(&copy->pending, *line_out);
                *line_out = nd_buf_slice(&copy->pending);
            }
            break;
        }
        if (copy->pending.n + copy->piece.n > LINE_BYTES_MAX) return nd_err_set(copy->err, "54000", "a line of COPY is longer than %d bytes", LINE_BYTES_MAX);
        nd_buf_put_slice(&copy->pending, copy->piece);
        copy->piece = ND_SLICE_EMPTY;
    }
    if (line_out->n > 0 && line_out->p[line_out->n - 1] == '\r') line_out->n--;
    copy->line++;
    *has_line = true;
    return ND_STATUS_OK;
}

/* ---- fields ---------------------------------------------------------------------------------------------- */

static enum nd_status too_many(struct copy *copy) { return nd_err_set(copy->err, "22P04", "extra data after last expected column"); }

static int hex_value(uint8_t c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

static size_t unescape(const uint8_t *p, const uint8_t *end, uint8_t *out)
{
    const uint8_t *start = p;
    switch (*p) {
    case 'b': *out = '\b'; return 1;
    case 'f': *out = '\f'; return 1;
    case 'n': *out = '\n'; return 1;
    case 'r': *out = '\r'; return 1;
    case 't': *out = '\t'; return 1;
    case 'v': *out = '\v'; return 1;
    default: break;
    }
    if (*p >= '0' && *p <= '7') {
        unsigned v = 0;
        for (int i = 0; i < 3 && p < end && *p >= '0' && *p <= '7'; i++) v = v * 8 + (unsigned)(*p++ - '0');
        *out = (uint8_t)v;
        return (size_t)(p - start);
    }
    if (*p == 'x' && p + 1 < end && hex_value(p[1]) >= 0) {
        int v = hex_value(p[1]);
        p += 2;
        if (p < end && hex_value(*p) >= 0) v = v * 16 + hex_value(*p++);
        *out = (uint8_t)v;
        return (size_t)(p - start);
    }
    *out = *p;
    return 1;
}

static bool is_null_text(const struct copy *copy, struct nd_slice raw) { return nd_slice_eq(raw, nd_slice_str(copy->spec->null_text)); }

static enum nd_status split_text(struct copy *copy, struct nd_slice line, size_t *count_out)
{
    const uint8_t *p = line.p, *end = line.p + line.n;
    uint8_t delimiter = (uint8_t)copy->spec->delimiter;
    uint8_t *out = nd_arena_alloc(&copy->arena, line.n + 1);
    size_t count = 0;
    for (;;) {
        const uint8_t *raw = p;
        uint8_t *first = out;
        if (count == copy->spec->column_count) return too_many(copy);
        while (p < end && *p != delimiter) {
            if (*p == '\\' && p + 1 < end) {
                p++;
                p += unescape(p, end, out++);
            } else {
                *out++ = *p++;
            }
        }
        struct field *field = &copy->fields[count++];
        field->is_null = is_null_text(copy, nd_slice_of(raw, (size_t)(p - raw)));
        field->text = nd_slice_of(first, (size_t)(out - first));
        if (p == end) break;
        p++;
    }
    *count_out = count;
    return ND_STATUS_OK;
}

static enum nd_status split_csv(struct copy *copy, struct nd_slice line, size_t *count_out)
{
    const uint8_t *p = line.p, *end = line.p + line.n;
    uint8_t delimiter = (uint8_t)copy->spec->delimiter, quote = (uint8_t)copy->spec->quote, escape = (uint8_t)copy->spec->escape;
    uint8_t *out = nd_arena_alloc(&copy->arena, line.n + 1);
    size_t count = 0;
    for (;;) {
        uint8_t *first = out;
        bool was_quoted = false, quoted = false;
        if (count == copy->spec->column_count) return too_many(copy);
        while (p < end && (quoted || *p != delimiter)) {
            if (!quoted) {
                if (*p == quote) quoted = was_quoted = true;
                else *out++ = *p;
                p++;
            } else if (*p == escape && p + 1 < end && (p[1] == escape || p[1] == quote)) {
                *out++ = p[1];
                p += 2;
            } else if (*p == quote) {
                quoted = false;
                p++;
            } else {
                *out++ = *p++;
            }
        }
        if (quoted) return nd_err_set(copy->err, "22P04", "unterminated CSV quoted field");
        struct field *field = &copy->fields[count];
        field->text = nd_slice_of(first, (size_t)(out - first));
        bool force_null = copy->spec->force_null != NULL && copy->spec->force_null[count], force_not_null = copy->spec->force_not_null != NULL && copy->spec->force_not_null[count];
        field->is_null = (was_quoted ? force_null : !force_not_null) && is_null_text(copy, field->text);
        count++;
        if (p == end) break;
        p++;
    }
    *count_out = count;
    return ND_STATUS_OK;
}

/* ---- errors ---------------------------------------------------------------------------------------------------- */

/* Says where in the data the error is, and what stands there, cut after 100 bytes. `name` NULL: the whole line. */
static void add_place(struct copy *copy, const char *name, struct nd_slice text)
{
    enum { SHOWN_BYTES_MAX = 100 };
    if (copy->err->where[0] != '\0' || copy->err->sqlstate[0] == '\0') return;
    const char *table = copy->spec->insert->table->name, *dots = text.n > SHOWN_BYTES_MAX ? "..." : "";
    int n = text.n > SHOWN_BYTES_MAX ? SHOWN_BYTES_MAX : (int)text.n;
    while (dots[0] != '\0' && n > 0 && (text.p[n] & 0xc0) == 0x80) n--; /* not through a character */
    (void)nd_err_where(copy->err, "COPY %s, line %llu%s%s: \"%.*s%s\"", table, (unsigned long long)copy->line, name != NULL ? ", column " : "",
                       name != NULL ? name : "", n, (const char *)text.p, dots);
}

static enum nd_status read_fields(struct copy *copy, struct nd_slice line)
{
    const struct nd_copy *spec = copy->spec;
    const struct nd_table *table = spec->insert->table;
    size_t count, row = copy->in.rows;
    if (spec->column_count == 0 && line.n == 0) {
        copy->in.rows++;
        return ND_STATUS_OK;
    }
    ND_TRY(spec->format == ND_COPY_CSV ? split_csv(copy, line, &count) : split_text(copy, line, &count));
    if (count < spec->column_count) return nd_err_set(copy->err, "22P04", "missing data for column \"%s\"", table->columns[spec->columns[count]].name);
    for (size_t i = 0; i < count; i++) {
        const struct nd_column *column = &table->columns[spec->columns[i]];
        struct nd_datum datum = {.is_null = true};
        if (!copy->fields[i].is_null) {
            enum nd_status status = nd_text_check(copy->fields[i].text, copy->err);
            if (status == ND_STATUS_OK) status = nd_type_in(copy->env->types, column->type, copy->fields[i].text, &copy->arena, &datum, copy->err);
            if (status != ND_STATUS_OK) {
                add_place(copy, column->name, copy->fields[i].text);
                return status;
            }
        }
        nd_vec_set(&copy->in.vecs[i], row, datum);
    }
    copy->in.rows++;
    return ND_STATUS_OK;
}

/* ---- batches --------------------------------------------------------------------------------------------------- */

static void begin_batch(struct copy *copy)
{
    const struct nd_table *table = copy->spec->insert->table;
    size_t count = copy->spec->column_count;
    nd_arena_reset(&copy->arena);
    copy->fields = nd_arena_array(&copy->arena, struct field, count + 1);
    copy->in = (struct nd_batch){.columns = count};
    copy->in.vecs = nd_arena_alloc(&copy->arena, sizeof *copy->in.vecs * (count + 1));
    for (size_t i = 0; i < count; i++) copy->in.vecs[i] = nd_vec_new(&copy->arena, table->columns[copy->spec->columns[i]].type, ND_SQL_BATCH_ROWS);
}

static enum nd_status write_batch(struct copy *copy)
{
    struct nd_batch rows;
    if (copy->in.rows == 0) return ND_STATUS_OK;
    ND_TRY(nd__eval_insert(&copy->eval, copy->env, copy->spec->insert, &copy->in, &rows));
    if (copy->spec->where != NULL) {
        uint32_t *kept = nd_arena_alloc(&copy->arena, sizeof *kept * (rows.rows + 1));
        size_t count;
        ND_TRY(nd_expr_filter(&copy->eval, copy->spec->where, &rows, NULL, kept, &count));
        if (count < rows.rows) rows = nd__batch_gather(&copy->arena, &rows, kept, count);
    }
    ND_TRY(nd__writer_complete(&copy->writer, rows.vecs, rows.rows, &copy->arena));
    ND_TRY(nd__writer_insert(&copy->writer, rows.vecs, rows.rows, false, NULL, NULL, NULL));
    ND_TRY(nd__fill_turn(&copy->fill));
    ND_TRY(nd__fk_rows_written(&copy->fk, copy->spec->insert->table, NULL, rows.vecs, rows.rows));
    copy->rows += rows.rows;
    begin_batch(copy);
    return nd_exec_check(copy->env, &copy->pace);
}

static enum nd_status check_header(struct copy *copy, struct nd_slice line)
{
    const struct nd_copy *spec = copy->spec;
    size_t count;
    ND_TRY(spec->format == ND_COPY_CSV ? split_csv(copy, line, &count) : split_text(copy, line, &count));
    if (count != spec->column_count) return nd_err_set(copy->err, "22P04", "wrong number of fields in header line: field count is %zu, expected %zu", count, spec->column_count);
    for (size_t i = 0; i < count; i++) {
        const char *expected = spec->insert->table->columns[spec->columns[i]].name;
        struct nd_slice got = copy->fields[i].text;
        if (copy->fields[i].is_null) return nd_err_set(copy->err, "22P04", "column name mismatch in header line field %zu: got null value (\"%s\"), expected \"%s\"", i + 1, spec->null_text, expected);
        if (!nd_slice_eq(got, nd_slice_str(expected)))
            return nd_err_set(copy->err, "22P04", "column name mismatch in header line field %zu: got \"%.*s\", expected \"%s\"", i + 1, (int)(got.n < 64 ? got.n : 64), (const char *)got.p, expected);
    }
    return ND_STATUS_OK;
}

/* Alone on its line it ends the data, in CSV too. */
static bool is_end_marker(struct nd_slice line) { return line.n == 2 && memcmp(line.p, "\\.", 2) == 0; }

static enum nd_status copy_lines(struct copy *copy)
{
    for (;;) {
        struct nd_slice line;
        bool has_line;
        enum nd_status status = next_line(copy, &line, &has_line);
        if (status == ND_STATUS_SQL) (void)nd_err_where(copy->err, "COPY %s, line %llu", copy->spec->insert->table->name, (unsigned long long)copy->line + 1);
        ND_TRY(status);
        if (!has_line) break;
        if (copy->is_last) continue; /* drain what follows "\." */
        if (copy->skip_header) {
            copy->skip_header = false;
            if (copy->spec->must_match_header) status = check_header(copy, line);
            if (status == ND_STATUS_SQL) add_place(copy, NULL, line);
            ND_TRY(status);
            continue;
        }
        if (is_end_marker(line)) {
            copy->is_last = true;
            continue;
        }
        status = read_fields(copy, line);
        if (status == ND_STATUS_SQL) add_place(copy, NULL, line);
        ND_TRY(status);
        /* values of many bytes make a batch of fewer rows */
        if (copy->in.rows == ND_SQL_BATCH_ROWS || copy->arena.bytes > (4u << 20)) ND_TRY(write_batch(copy));
    }
    return write_batch(copy);
}

/* ---- binary ------------------------------------------------------------------------------------------------------- */

/*   signature 11 bytes, flags int32, length of an extension int32, the extension
 *   a row:    number of fields int16, then for each its length int32 (-1: NULL) and as many bytes
 *   end:      -1 as int16 */
static const char signature[11] = "PGCOPY\n\377\r\n"; /* with the NUL behind it */
#define FLAGS_CRITICAL UINT32_C(0xffff0000)

static enum nd_status bad_file(struct copy *copy, const char *text) { return nd_err_set(copy->err, "22P04", "%s", text); }

/* The next n bytes, borrowed until the next call; fewer where the data end. */
static enum nd_status take(struct copy *copy, size_t n, struct nd_slice *out)
{
    nd_buf_clear(&copy->pending);
    while (copy->pending.n < n) {
        ND_TRY(refill(copy));
        if (copy->piece.n == 0) break;
        size_t some = n - copy->pending.n < copy->piece.n ? n - copy->pending.n : copy->piece.n;
        nd_buf_put(&copy->pending, copy->piece.p, some);
        copy->piece = nd_slice_of(copy->piece.p + some, copy->piece.n - some);
    }
    *out = nd_buf_slice(&copy->pending);
    return ND_STATUS_OK;
}

static enum nd_status take_int(struct copy *copy, size_t bytes, uint32_t *value_out)
{
    struct nd_slice raw;
    *value_out = 0;
    ND_TRY(take(copy, bytes, &raw));
    if (raw.n < bytes) return bad_file(copy, "unexpected EOF in COPY data");
    for (size_t i = 0; i < bytes; i++) *value_out = *value_out << 8 | raw.p[i];
    return ND_STATUS_OK;
}

static enum nd_status take_file_header(struct copy *copy)
{
    struct nd_slice raw;
    uint32_t flags, extension;
    ND_TRY(take(copy, sizeof signature, &raw));
    if (raw.n != sizeof signature || memcmp(raw.p, signature, sizeof signature) != 0) return bad_file(copy, "COPY file signature not recognized");
    ND_TRY(take_int(copy, 4, &flags));
    if (flags & FLAGS_CRITICAL) return bad_file(copy, "unrecognized critical flags in COPY file header");
    ND_TRY(take_int(copy, 4, &extension));
    if (extension > LINE_BYTES_MAX) return bad_file(copy, "invalid COPY file header (wrong length)");
    ND_TRY(take(copy, extension, &raw));
    return raw.n == extension ? ND_STATUS_OK : bad_file(copy, "invalid COPY file header (wrong length)");
}

static enum nd_status take_field(struct copy *copy, size_t at)
{
    const struct nd_column *column = &copy->spec->insert->table->columns[copy->spec->columns[at]];
    struct nd_datum datum = ND_DATUM_NULL;
    struct nd_slice raw;
    uint32_t n;
    ND_TRY(take_int(copy, 4, &n));
    if (n != UINT32_MAX) {
        if (n > LINE_BYTES_MAX) return bad_file(copy, "invalid field size");
        ND_TRY(take(copy, n, &raw));
        if (raw.n < n) return bad_file(copy, "unexpected EOF in COPY data");
        ND_TRY(nd_type_recv(copy->env->types, column->type, nd_arena_copy(&copy->arena, raw), &copy->arena, &datum, copy->err));
    }
    nd_vec_set(&copy->in.vecs[at], copy->in.rows, datum);
    return ND_STATUS_OK;
}

/* Who writes where an error is: the field's column, if it came to one. */
static enum nd_status take_row(struct copy *copy, bool *has_row)
{
    const struct nd_table *table = copy->spec->insert->table;
    struct nd_slice raw;
    ND_TRY(take(copy, 2, &raw));
    *has_row = raw.n > 0;
    if (raw.n == 0) return ND_STATUS_OK;
    copy->line++;
    if (raw.n < 2) return bad_file(copy, "unexpected EOF in COPY data");
    int16_t count = (int16_t)(raw.p[0] << 8 | raw.p[1]);
    if (count == -1) {
        *has_row = false;
        ND_TRY(take(copy, 1, &raw));
        return raw.n == 0 ? ND_STATUS_OK : bad_file(copy, "received copy data after EOF marker");
    }
    if (count < 0 || (size_t)count != copy->spec->column_count)
        return nd_err_set(copy->err, "22P04", "row field count is %d, expected %zu", count, copy->spec->column_count);
    for (size_t i = 0; i < copy->spec->column_count; i++) {
        enum nd_status status = take_field(copy, i);
        if (status == ND_STATUS_SQL && copy->err->where[0] == '\0')
            (void)nd_err_where(copy->err, "COPY %s, line %llu, column %s", table->name, (unsigned long long)copy->line, table->columns[copy->spec->columns[i]].name);
        ND_TRY(status);
    }
    copy->in.rows++;
    return ND_STATUS_OK;
}

static enum nd_status copy_binary(struct copy *copy)
{
    bool has_row = true;
    ND_TRY(take_file_header(copy));
    while (has_row) {
        enum nd_status status = take_row(copy, &has_row);
        if (status == ND_STATUS_SQL && copy->err->where[0] == '\0') (void)nd_err_where(copy->err, "COPY %s, line %llu", copy->spec->insert->table->name, (unsigned long long)copy->line);
        ND_TRY(status);
        if (copy->in.rows == ND_SQL_BATCH_ROWS || copy->arena.bytes > (4u << 20)) ND_TRY(write_batch(copy));
    }
    return write_batch(copy);
}

enum nd_status nd_exec_copy_from(const struct nd_exec_env *env, const struct nd_copy *spec, const struct nd_copy_source *source, uint64_t *rows_out, struct nd_err *err)
{
    struct copy copy = {.env = env, .spec = spec, .source = source, .err = err, .skip_header = spec->has_header};
    *rows_out = 0;
    nd_arena_init(&copy.arena, env->heap);
    nd_buf_init(&copy.pending, env->heap);
    enum nd_status status = nd__fill_begin(&copy.fill, env, spec->insert->table, NULL);
    nd__writer_init(&copy.writer, &copy.fill.aside, spec->insert->table);
    copy.writer.err = err;
    copy.writer.rules = spec->insert->rules;
    nd__fk_init(&copy.fk, env);
    copy.fk.err = err;
    copy.eval = (struct nd_eval){.reactor = env->reactor, .types = env->types, .services = env->services, .arena = &copy.arena, .heap = env->heap, .err = err};
    begin_batch(&copy);
    if (status == ND_STATUS_OK) status = nd_catalog_guard_rows(env->catalog, env->txn, spec->insert->table);
    if (status == ND_STATUS_OK) status = spec->format == ND_COPY_BINARY ? copy_binary(&copy) : copy_lines(&copy);
    if (status == ND_STATUS_OK) status = nd__fill_finish(&copy.fill);
    nd__fill_end(&copy.fill);
    if (status == ND_STATUS_OK) status = nd__fk_finish(&copy.fk);
    nd__fk_deinit(&copy.fk);
    *rows_out = copy.rows;
    nd__writer_deinit(&copy.writer);
    nd_buf_deinit(&copy.pending);
    nd_arena_deinit(&copy.arena);
    return status;
}
