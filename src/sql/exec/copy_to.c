/* SPDX-License-Identifier: Apache-2.0 */
/* copy_to.c - COPY TO: rows as lines of text or csv. */
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

void nd_exec_copy_header(const struct nd_copy *copy, struct nd_buf *out)
{
    for (size_t i = 0; i < copy->column_count; i++) put_field(copy, nd_slice_str(copy->names[i]), i, false, out);
    nd_buf_put_u8(out, '\n');
}

void nd_exec_copy_row(const struct nd_copy *copy, const struct nd_type_ctx *types, const struct nd_batch *batch, size_t row, struct nd_arena *arena, struct nd_buf *out)
{
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
