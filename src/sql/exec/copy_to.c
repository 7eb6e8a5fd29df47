/* SPDX-License-Identifier: Apache-2.0 */
/* copy_to.c - COPY TO: rows as lines of text or csv, or in PostgreSQL's binary format (copy.c). */
#include "sql/exec/exec_int.h"

static void put_text(const struct nd_copy *copy, struct nd_slice text, struct nd_buf *out)
{
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        char escape = c == '\b' ? 'b' : c == '\f' ? 'f' : c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c == '\v' ? 'v' : '\0';
        if (escape != '\0') {
            nd_buf_put_u8(out, '\\');
            nd_buf_put_u8(out, (uint8_t)escape);
            continue;
        }
        if (c == '\\' || (char)c == copy->delimiter) nd_buf_put_u8(out, '\\');
        nd_buf_put_u8(out, c);
    }
}

/* A field is quoted where it would be read as something else without. */
static void put_csv(const struct nd_copy *copy, struct nd_slice text, bool is_forced, bool is_single, struct nd_buf *out)
{
    bool is_quoted = is_forced || nd_slice_eq(text, nd_slice_str(copy->null_text));
    if (is_single && nd_slice_eq(text, nd_slice_str("\\."))) is_quoted = true; /* it would end the data */
    for (size_t i = 0; i < text.n && !is_quoted; i++) {
        char c = (char)text.p[i];
        is_quoted = c == copy->delimiter || c == copy->quote || c == '\n' || c == '\r';
    }
    if (!is_quoted) {
        nd_buf_put_slice(out, text);
        return;
    }
    nd_buf_put_u8(out, (uint8_t)copy->quote);
    for (size_t i = 0; i < text.n; i++) {
        if ((char)text.p[i] == copy->quote || (char)text.p[i] == copy->escape) nd_buf_put_u8(out, (uint8_t)copy->escape);
        nd_buf_put_u8(out, text.p[i]);
    }
    nd_buf_put_u8(out, (uint8_t)copy->quote);
}

static void put_field(const struct nd_copy *copy, struct nd_slice text, size_t column, bool is_forced, struct nd_buf *out)
{
    if (column > 0) nd_buf_put_u8(out, (uint8_t)copy->delimiter);
    if (copy->format == ND_COPY_CSV) put_csv(copy, text, is_forced, copy->column_count == 1, out);
    else put_text(copy, text, out);
}

static void put_be(struct nd_buf *out, size_t bytes, uint32_t value)
{
    uint8_t *p = nd_buf_extend(out, bytes);
    for (size_t i = 0; i < bytes; i++) p[i] = (uint8_t)(value >> 8 * (bytes - 1 - i));
}

static void put_binary(const struct nd_copy *copy, const struct nd_type_ctx *types, const struct nd_batch *batch, size_t row, struct nd_buf *out)
{
    put_be(out, 2, (uint32_t)copy->column_count);
    for (size_t i = 0; i < copy->column_count; i++) {
        const struct nd_vec *vec = &batch->vecs[i];
        size_t at = out->n;
        put_be(out, 4, UINT32_MAX);
        if (vec->nulls[row]) continue;
        struct nd_datum datum = nd_vec_get(vec, row);
        nd_type_send(types, vec->type, &datum, out);
        uint32_t n = (uint32_t)(out->n - at - 4);
        for (size_t k = 0; k < 4; k++) out->p[at + k] = (uint8_t)(n >> 8 * (3 - k));
    }
}

void nd_exec_copy_trailer(const struct nd_copy *copy, struct nd_buf *out)
{
    if (copy->format == ND_COPY_BINARY) put_be(out, 2, UINT16_MAX);
}

void nd_exec_copy_header(const struct nd_copy *copy, struct nd_buf *out)
{
    if (copy->format == ND_COPY_BINARY) {
        nd_buf_put(out, "PGCOPY\n\377\r\n", 11); /* with its NUL */
        put_be(out, 4, 0);
        put_be(out, 4, 0);
        return;
    }
    if (!copy->has_header) return;
    for (size_t i = 0; i < copy->column_count; i++) put_field(copy, nd_slice_str(copy->names[i]), i, false, out);
    nd_buf_put_u8(out, '\n');
}

void nd_exec_copy_row(const struct nd_copy *copy, const struct nd_type_ctx *types, const struct nd_batch *batch, size_t row, struct nd_arena *arena, struct nd_buf *out)
{
    if (copy->format == ND_COPY_BINARY) {
        put_binary(copy, types, batch, row, out);
        return;
    }
    for (size_t i = 0; i < copy->column_count; i++) {
        const struct nd_vec *vec = &batch->vecs[i];
        if (vec->nulls[row]) {
            if (i > 0) nd_buf_put_u8(out, (uint8_t)copy->delimiter);
            nd_buf_put_slice(out, nd_slice_str(copy->null_text));
            continue;
        }
        struct nd_datum datum = nd_vec_get(vec, row);
        bool is_forced = copy->force_quote_all || (copy->force_quote != NULL && copy->force_quote[i]);
        put_field(copy, nd_type_out_slice(types, vec->type, &datum, arena), i, is_forced, out);
    }
    nd_buf_put_u8(out, '\n');
}
