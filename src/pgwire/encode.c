/* SPDX-License-Identifier: Apache-2.0 */
#include "pgwire/codec.h"
#include "pgwire/wire_int.h"

#define PROTOCOL_LATEST (3u << 16)

void nd_pgwire_put_bare(struct nd_buf *out, char type) { nd__pgwire_end(out, nd__pgwire_begin(out, type)); }

void nd_pgwire_put_auth_ok(struct nd_buf *out)
{
    size_t at = nd__pgwire_begin(out, 'R');
    nd__pgwire_put_u32(out, 0);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_negotiate(struct nd_buf *out, const char *const *unknown, size_t unknown_count)
{
    size_t at = nd__pgwire_begin(out, 'v');
    nd__pgwire_put_u32(out, PROTOCOL_LATEST);
    nd__pgwire_put_u32(out, (uint32_t)unknown_count);
    for (size_t i = 0; i < unknown_count; i++) nd__pgwire_put_str(out, unknown[i]);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_parameter(struct nd_buf *out, const char *name, const char *value)
{
    size_t at = nd__pgwire_begin(out, 'S');
    nd__pgwire_put_str(out, name);
    nd__pgwire_put_str(out, value);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_key_data(struct nd_buf *out, uint32_t process_id, uint32_t secret)
{
    size_t at = nd__pgwire_begin(out, 'K');
    nd__pgwire_put_u32(out, process_id);
    nd__pgwire_put_u32(out, secret);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_ready(struct nd_buf *out, char state)
{
    size_t at = nd__pgwire_begin(out, 'Z');
    nd_buf_put_u8(out, (uint8_t)state);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_tag(struct nd_buf *out, const char *tag)
{
    size_t at = nd__pgwire_begin(out, 'C');
    nd__pgwire_put_str(out, tag);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_param_description(struct nd_buf *out, const uint32_t *oids, size_t count)
{
    ND_ASSERT(count <= UINT16_MAX);
    size_t at = nd__pgwire_begin(out, 't');
    nd__pgwire_put_u16(out, (uint16_t)count);
    for (size_t i = 0; i < count; i++) nd__pgwire_put_u32(out, oids[i]);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_row_description(struct nd_buf *out, const struct nd_sql_column *columns, size_t count,
                                   const struct nd_pgwire_formats *formats)
{
    ND_ASSERT(count <= UINT16_MAX);
    size_t at = nd__pgwire_begin(out, 'T');
    nd__pgwire_put_u16(out, (uint16_t)count);
    for (size_t i = 0; i < count; i++) {
        nd__pgwire_put_str(out, columns[i].name);
        nd__pgwire_put_u32(out, columns[i].table_oid);
        nd__pgwire_put_u16(out, columns[i].attnum);
        nd__pgwire_put_u32(out, (uint32_t)columns[i].type.id);
        nd__pgwire_put_u16(out, (uint16_t)nd_type_len(columns[i].type.id));
        nd__pgwire_put_u32(out, (uint32_t)columns[i].type.mod);
        nd__pgwire_put_u16(out, nd_pgwire_formats_is_binary(formats, i) ? 1 : 0);
    }
    nd__pgwire_end(out, at);
}

static void put_copy_start(struct nd_buf *out, char type, size_t column_count, bool is_binary)
{
    ND_ASSERT(column_count <= UINT16_MAX);
    size_t at = nd__pgwire_begin(out, type);
    nd_buf_put_u8(out, is_binary);
    nd__pgwire_put_u16(out, (uint16_t)column_count);
    for (size_t i = 0; i < column_count; i++) nd__pgwire_put_u16(out, is_binary);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_copy_in(struct nd_buf *out, size_t column_count, bool is_binary) { put_copy_start(out, 'G', column_count, is_binary); }
void nd_pgwire_put_copy_out(struct nd_buf *out, size_t column_count, bool is_binary) { put_copy_start(out, 'H', column_count, is_binary); }

void nd_pgwire_put_copy_data(struct nd_buf *out, struct nd_slice bytes)
{
    size_t at = nd__pgwire_begin(out, 'd');
    nd_buf_put_slice(out, bytes);
    nd__pgwire_end(out, at);
}

/* Length of the well-formed character at p (RFC 3629: no overlong forms, no surrogates, up to
 * U+10FFFF), 0: none. */
static size_t utf8_char(const uint8_t *p, size_t left)
{
    uint8_t c = p[0];
    if (c < 0x80) return c == 0 ? 0 : 1;
    size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || left < n) return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    if (c == 0xE0 && p[1] < 0xA0) return 0;
    if (c == 0xED && p[1] > 0x9F) return 0;
    if (c == 0xF0 && p[1] < 0x90) return 0;
    if (c == 0xF4 && p[1] > 0x8F) return 0;
    return n;
}

/* A client that cannot decode the message of an error loses the error. */
static void put_field(struct nd_buf *out, char field, const char *text)
{
    nd_buf_put_u8(out, (uint8_t)field);
    for (struct nd_slice left = nd_slice_str(text); left.n > 0;) {
        size_t n = utf8_char(left.p, left.n);
        if (n > 0) nd_buf_put(out, left.p, n);
        else nd_buf_put_u8(out, '?');
        if (n == 0) n = 1;
        left = nd_slice_of(left.p + n, left.n - n);
    }
    nd_buf_put_u8(out, 0);
}

static void put_report(struct nd_buf *out, char type, const char *severity, const struct nd_err *err)
{
    const struct {
        char field;
        const char *text;
    } optional[] = {
        {'D', err->detail},
        {'H', err->hint},
        {'W', err->where},
        {'s', err->schema},
        {'t', err->table},
        {'c', err->column},
        {'d', err->type},
        {'n', err->constraint},
    };
    size_t at = nd__pgwire_begin(out, type);
    put_field(out, 'S', severity); /* may be translated ... */
    put_field(out, 'V', severity); /* ... never is */
    put_field(out, 'C', nd_err_is_set(err) ? err->sqlstate : "XX000");
    put_field(out, 'M', err->message);
    for (size_t i = 0; i < ND_ARRAY_LEN(optional); i++)
        if (optional[i].text[0] != '\0') put_field(out, optional[i].field, optional[i].text);
    if (err->position > 0) {
        nd_buf_put_u8(out, 'P');
        nd_buf_printf(out, "%d", err->position);
        nd_buf_put_u8(out, 0);
    }
    nd_buf_put_u8(out, 0);
    nd__pgwire_end(out, at);
}

void nd_pgwire_put_error(struct nd_buf *out, const char *severity, const struct nd_err *err) { put_report(out, 'E', severity, err); }
void nd_pgwire_put_notice(struct nd_buf *out, const char *severity, const struct nd_err *notice) { put_report(out, 'N', severity, notice); }
