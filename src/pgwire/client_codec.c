/* SPDX-License-Identifier: Apache-2.0 */
#include "pgwire/client_codec.h"

#include <stdio.h>
#include <stdlib.h>

#include "pgwire/wire_int.h"

/* ---- what clients send ----------------------------------------------------------------------- */

/* Startup packets have no type byte. */
static size_t begin_startup(struct nd_buf *out, uint32_t code)
{
    size_t at = out->n;
    nd_buf_put_u32(out, 0);
    nd__pgwire_put_u32(out, code);
    return at;
}

void nd_pgwire_client_put_startup(struct nd_buf *out, const char *user, const char *database,
                                  const struct nd_pgwire_option *settings, size_t count)
{
    size_t at = begin_startup(out, 3u << 16);
    nd__pgwire_put_str(out, "user");
    nd__pgwire_put_str(out, user);
    nd__pgwire_put_str(out, "database");
    nd__pgwire_put_str(out, database);
    for (size_t i = 0; i < count; i++) {
        nd__pgwire_put_str(out, settings[i].name);
        nd__pgwire_put_str(out, settings[i].value);
    }
    nd_buf_put_u8(out, 0);
    nd__pgwire_end(out, at);
}

void nd_pgwire_client_put_ssl_request(struct nd_buf *out) { nd__pgwire_end(out, begin_startup(out, (1234u << 16) | 5679u)); }

void nd_pgwire_client_put_cancel(struct nd_buf *out, uint32_t process_id, uint32_t secret)
{
    size_t at = begin_startup(out, (1234u << 16) | 5678u);
    nd__pgwire_put_u32(out, process_id);
    nd__pgwire_put_u32(out, secret);
    nd__pgwire_end(out, at);
}

static void put_text(struct nd_buf *out, struct nd_slice text)
{
    nd_buf_put_slice(out, text);
    nd_buf_put_u8(out, 0);
}

void nd_pgwire_client_put_query(struct nd_buf *out, struct nd_slice text)
{
    size_t at = nd__pgwire_begin(out, 'Q');
    put_text(out, text);
    nd__pgwire_end(out, at);
}

void nd_pgwire_client_put_parse(struct nd_buf *out, const char *name, struct nd_slice text, const uint32_t *param_oids, size_t count)
{
    ND_ASSERT(count <= UINT16_MAX);
    size_t at = nd__pgwire_begin(out, 'P');
    nd__pgwire_put_str(out, name);
    put_text(out, text);
    nd__pgwire_put_u16(out, (uint16_t)count);
    for (size_t i = 0; i < count; i++) nd__pgwire_put_u32(out, param_oids[i]);
    nd__pgwire_end(out, at);
}

void nd_pgwire_client_put_bind(struct nd_buf *out, const char *portal, const char *statement,
                               const struct nd_sql_param *params, size_t count, bool is_binary_result)
{
    ND_ASSERT(count <= UINT16_MAX);
    size_t at = nd__pgwire_begin(out, 'B');
    nd__pgwire_put_str(out, portal);
    nd__pgwire_put_str(out, statement);
    nd__pgwire_put_u16(out, (uint16_t)count);
    for (size_t i = 0; i < count; i++) nd__pgwire_put_u16(out, params[i].is_binary ? 1 : 0);
    nd__pgwire_put_u16(out, (uint16_t)count);
    for (size_t i = 0; i < count; i++) {
        nd__pgwire_put_u32(out, params[i].is_null ? UINT32_MAX : (uint32_t)params[i].bytes.n);
        if (!params[i].is_null) nd_buf_put_slice(out, params[i].bytes);
    }
    nd__pgwire_put_u16(out, 1);
    nd__pgwire_put_u16(out, is_binary_result ? 1 : 0);
    nd__pgwire_end(out, at);
}

static void put_target(struct nd_buf *out, char type, bool is_portal, const char *name)
{
    size_t at = nd__pgwire_begin(out, type);
    nd_buf_put_u8(out, is_portal ? 'P' : 'S');
    nd__pgwire_put_str(out, name);
    nd__pgwire_end(out, at);
}

void nd_pgwire_client_put_describe(struct nd_buf *out, bool is_portal, const char *name) { put_target(out, 'D', is_portal, name); }
void nd_pgwire_client_put_close(struct nd_buf *out, bool is_portal, const char *name) { put_target(out, 'C', is_portal, name); }

void nd_pgwire_client_put_execute(struct nd_buf *out, const char *portal, uint32_t row_limit)
{
    size_t at = nd__pgwire_begin(out, 'E');
    nd__pgwire_put_str(out, portal);
    nd__pgwire_put_u32(out, row_limit);
    nd__pgwire_end(out, at);
}

void nd_pgwire_client_put_sync(struct nd_buf *out) { nd_pgwire_put_bare(out, 'S'); }
void nd_pgwire_client_put_flush(struct nd_buf *out) { nd_pgwire_put_bare(out, 'H'); }
void nd_pgwire_client_put_copy_done(struct nd_buf *out) { nd_pgwire_put_bare(out, 'c'); }
void nd_pgwire_client_put_terminate(struct nd_buf *out) { nd_pgwire_put_bare(out, 'X'); }

void nd_pgwire_client_put_copy_data(struct nd_buf *out, struct nd_slice bytes)
{
    size_t at = nd__pgwire_begin(out, 'd');
    nd_buf_put_slice(out, bytes);
    nd__pgwire_end(out, at);
}

void nd_pgwire_client_put_copy_fail(struct nd_buf *out, const char *reason)
{
    size_t at = nd__pgwire_begin(out, 'f');
    nd__pgwire_put_str(out, reason);
    nd__pgwire_end(out, at);
}

/* ---- what servers send ----------------------------------------------------------------------- */

static enum nd_status done(const struct nd_dec *dec) { return nd_dec_is_done(dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED; }

ND_RESULT nd_pgwire_client_decode_auth(struct nd_slice body, uint32_t *method_out)
{
    struct nd_dec dec = nd_dec_of(body);
    *method_out = nd__pgwire_dec_u32(&dec);
    return nd_dec_is_ok(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED; /* salts and mechanisms may follow */
}

ND_RESULT nd_pgwire_client_decode_parameter(struct nd_slice body, const char **name_out, const char **value_out)
{
    struct nd_dec dec = nd_dec_of(body);
    *name_out = nd__pgwire_dec_str(&dec);
    *value_out = nd__pgwire_dec_str(&dec);
    return done(&dec);
}

ND_RESULT nd_pgwire_client_decode_key_data(struct nd_slice body, uint32_t *process_id_out, uint32_t *secret_out)
{
    struct nd_dec dec = nd_dec_of(body);
    *process_id_out = nd__pgwire_dec_u32(&dec);
    *secret_out = nd__pgwire_dec_u32(&dec);
    return done(&dec);
}

ND_RESULT nd_pgwire_client_decode_ready(struct nd_slice body, char *state_out)
{
    struct nd_dec dec = nd_dec_of(body);
    *state_out = (char)nd_dec_u8(&dec);
    return done(&dec);
}

ND_RESULT nd_pgwire_client_decode_tag(struct nd_slice body, const char **tag_out)
{
    struct nd_dec dec = nd_dec_of(body);
    *tag_out = nd__pgwire_dec_str(&dec);
    return done(&dec);
}

uint64_t nd_pgwire_client_tag_rows(const char *tag)
{
    const char *space = strrchr(tag, ' ');
    return space == NULL ? 0 : strtoull(space + 1, NULL, 10);
}

ND_RESULT nd_pgwire_client_decode_columns(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_column **columns_out,
                                          size_t *count_out)
{
    *columns_out = NULL;
    *count_out = 0;
    struct nd_dec dec = nd_dec_of(body);
    size_t count = nd__pgwire_dec_u16(&dec);
    if (nd_dec_left(&dec) < count * 19) return ND_STATUS_MALFORMED;
    struct nd_pgwire_column *columns = nd_arena_array(arena, struct nd_pgwire_column, count);
    for (size_t i = 0; i < count; i++) {
        columns[i].name = nd__pgwire_dec_str(&dec);
        columns[i].table_oid = nd__pgwire_dec_u32(&dec);
        columns[i].attnum = nd__pgwire_dec_u16(&dec);
        columns[i].type_oid = nd__pgwire_dec_u32(&dec);
        columns[i].type_len = (int16_t)nd__pgwire_dec_u16(&dec);
        columns[i].type_mod = (int32_t)nd__pgwire_dec_u32(&dec);
        columns[i].is_binary = nd__pgwire_dec_u16(&dec) == 1;
    }
    ND_TRY(done(&dec));
    *columns_out = columns;
    *count_out = count;
    return ND_STATUS_OK;
}

ND_RESULT nd_pgwire_client_decode_row(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_value **values_out,
                                      size_t *count_out)
{
    *values_out = NULL;
    *count_out = 0;
    struct nd_dec dec = nd_dec_of(body);
    size_t count = nd__pgwire_dec_u16(&dec);
    if (nd_dec_left(&dec) < count * 4) return ND_STATUS_MALFORMED;
    struct nd_pgwire_value *values = nd_arena_array(arena, struct nd_pgwire_value, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t bytes = nd__pgwire_dec_u32(&dec);
        values[i].is_null = bytes == UINT32_MAX;
        if (!values[i].is_null) values[i].bytes = nd_dec_raw(&dec, bytes);
    }
    ND_TRY(done(&dec));
    *values_out = values;
    *count_out = count;
    return ND_STATUS_OK;
}

ND_RESULT nd_pgwire_client_decode_param_oids(struct nd_slice body, struct nd_arena *arena, uint32_t **oids_out, size_t *count_out)
{
    *oids_out = NULL;
    *count_out = 0;
    struct nd_dec dec = nd_dec_of(body);
    size_t count = nd__pgwire_dec_u16(&dec);
    if (nd_dec_left(&dec) != count * 4) return ND_STATUS_MALFORMED;
    uint32_t *oids = nd_arena_array(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) oids[i] = nd__pgwire_dec_u32(&dec);
    ND_TRY(done(&dec));
    *oids_out = oids;
    *count_out = count;
    return ND_STATUS_OK;
}

static void take_field(char *into, size_t bytes, const char *text) { (void)snprintf(into, bytes, "%s", text); }

ND_RESULT nd_pgwire_client_decode_error(struct nd_slice body, const char **severity_out, struct nd_err *error_out)
{
    nd_err_clear(error_out);
    *severity_out = "";
    struct nd_dec dec = nd_dec_of(body);
    for (char field; (field = (char)nd_dec_u8(&dec)) != 0;) {
        const char *text = nd__pgwire_dec_str(&dec);
        switch (field) {
        case 'S': *severity_out = text; break;
        case 'C': take_field(error_out->sqlstate, sizeof error_out->sqlstate, text); break;
        case 'M': take_field(error_out->message, sizeof error_out->message, text); break;
        case 'D': take_field(error_out->detail, sizeof error_out->detail, text); break;
        case 'H': take_field(error_out->hint, sizeof error_out->hint, text); break;
        case 'W': take_field(error_out->where, sizeof error_out->where, text); break;
        case 's': take_field(error_out->schema, sizeof error_out->schema, text); break;
        case 't': take_field(error_out->table, sizeof error_out->table, text); break;
        case 'c': take_field(error_out->column, sizeof error_out->column, text); break;
        case 'd': take_field(error_out->type, sizeof error_out->type, text); break;
        case 'n': take_field(error_out->constraint, sizeof error_out->constraint, text); break;
        case 'P': error_out->position = (int)strtol(text, NULL, 10); break;
        default: break; /* V repeats S; fields of later versions are to be ignored */
        }
    }
    return done(&dec);
}
