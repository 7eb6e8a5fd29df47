/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sql_table.h"

#include <wchar.h>

/* One character of UTF-8 at p, malformed bytes as one each; returns its length. */
static size_t next_char(const char *p, uint32_t *c_out)
{
    const uint8_t *b = (const uint8_t *)p;
    size_t n = b[0] < 0x80 ? 1 : b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : b[0] >= 0xc2 ? 2 : 1;
    uint32_t c = n == 1 ? b[0] : b[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((b[i] & 0xc0) != 0x80) { /* the terminating zero too */
            *c_out = b[0];
            return 1;
        }
        c = c << 6 | (b[i] & 0x3f);
    }
    *c_out = c;
    return n;
}

/* Control characters would garble the table or the terminal: shown as escapes. */
static size_t char_width(uint32_t c)
{
    if (c == '\n' || c == '\r' || c == '\t') return 2;
    if (c < 0x20 || c == 0x7f) return 4;
    if (c < 0x7f) return 1;
    int width = wcwidth((wchar_t)c);
    return width < 0 ? 1 : (size_t)width;
}

size_t nd_cli_text_width(const char *text)
{
    size_t width = 0;
    while (*text != '\0') {
        uint32_t c;
        text += next_char(text, &c);
        width += char_width(c);
    }
    return width;
}

static void put_text(struct nd_buf *out, const char *text)
{
    while (*text != '\0') {
        uint32_t c;
        size_t n = next_char(text, &c);
        if (c == '\n') nd_buf_printf(out, "\\n");
        else if (c == '\r') nd_buf_printf(out, "\\r");
        else if (c == '\t') nd_buf_printf(out, "\\t");
        else if (c < 0x20 || c == 0x7f) nd_buf_printf(out, "\\x%02x", c);
        else nd_buf_put(out, text, n);
        text += n;
    }
}

static void put_blanks(struct nd_buf *out, size_t n)
{
    if (n > 0) memset(nd_buf_extend(out, n), ' ', n);
}

enum align { LEFT, CENTER, RIGHT };

static void put_cell(struct nd_buf *out, const char *text, size_t width, enum align align, bool is_last)
{
    size_t pad = width - nd_cli_text_width(text);
    size_t before = align == RIGHT ? pad : align == CENTER ? pad / 2 : 0;
    put_blanks(out, 1 + before);
    put_text(out, text);
    if (!is_last || align == CENTER) put_blanks(out, pad - before + 1); /* no blanks at the end of rows, as psql */
    if (!is_last) nd_buf_put_u8(out, '|');
}

void nd_cli_table_render(const struct nd_cli_table *table, bool has_footer, struct nd_buf *out)
{
    size_t *widths = nd_heap_alloc(out->heap, (table->columns + 1) * sizeof *widths);
    for (size_t j = 0; j < table->columns; j++) {
        widths[j] = nd_cli_text_width(table->header(table->arg, j));
        for (size_t i = 0; i < table->rows; i++) {
            const char *cell = table->cell(table->arg, i, j);
            size_t width = cell == NULL ? 0 : nd_cli_text_width(cell);
            if (width > widths[j]) widths[j] = width;
        }
    }
    for (size_t j = 0; j < table->columns; j++) put_cell(out, table->header(table->arg, j), widths[j], CENTER, j + 1 == table->columns);
    nd_buf_put_u8(out, '\n');
    for (size_t j = 0; j < table->columns; j++) {
        memset(nd_buf_extend(out, widths[j] + 2), '-', widths[j] + 2);
        if (j + 1 < table->columns) nd_buf_put_u8(out, '+');
    }
    nd_buf_put_u8(out, '\n');
    for (size_t i = 0; i < table->rows; i++) {
        for (size_t j = 0; j < table->columns; j++) {
            const char *cell = table->cell(table->arg, i, j);
            bool is_right = table->is_right != NULL && table->is_right(table->arg, j);
            put_cell(out, cell == NULL ? "" : cell, widths[j], is_right ? RIGHT : LEFT, j + 1 == table->columns);
        }
        nd_buf_put_u8(out, '\n');
    }
    if (has_footer) nd_buf_printf(out, "(%zu row%s)\n\n", table->rows, table->rows == 1 ? "" : "s");
    nd_heap_free(out->heap, widths);
}

static void put_csv(struct nd_buf *out, const char *text)
{
    if (text[0] != '\0' && strpbrk(text, ",\"\r\n") == NULL) {
        nd_buf_put(out, text, strlen(text));
        return;
    }
    nd_buf_put_u8(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"') nd_buf_put_u8(out, '"');
        nd_buf_put_u8(out, (uint8_t)*text);
    }
    nd_buf_put_u8(out, '"');
}

void nd_cli_table_render_csv(const struct nd_cli_table *table, struct nd_buf *out)
{
    for (size_t j = 0; j < table->columns; j++) {
        if (j > 0) nd_buf_put_u8(out, ',');
        put_csv(out, table->header(table->arg, j));
    }
    nd_buf_put_u8(out, '\n');
    for (size_t i = 0; i < table->rows; i++) {
        for (size_t j = 0; j < table->columns; j++) {
            const char *cell = table->cell(table->arg, i, j);
            if (j > 0) nd_buf_put_u8(out, ',');
            if (cell != NULL) put_csv(out, cell);
        }
        nd_buf_put_u8(out, '\n');
    }
}
