/* SPDX-License-Identifier: Apache-2.0 */
/* Golden tests of the codec. The first line of a case says which half:
 *
 *   startup | messages    what a client sends. Lines: a type and fields, or `raw` and fields; `startup` packets are
 *                         `packet` and fields. Fields: "text" with \0 and \xNN, u16 N, u32 N. Output: what is decoded.
 *   server                what a server sends. Lines: the message and its parts. Output: its bytes. */
#include <ctype.h>

#include "pgwire/codec.h"
#include "pgwire/wire_int.h"
#include "support/golden.h"

/* ---- fields -------------------------------------------------------------------------------------- */

static void put_quoted(struct nd_buf *out, const char **at)
{
    const char *p = *at + 1;
    for (; *p != '"' && *p != '\0'; p++) {
        unsigned byte = (unsigned char)*p;
        if (*p == '\\') {
            p++;
            if (*p == '0') byte = 0;
            else if (*p == 'n') byte = '\n';
            else if (*p == 'x' && sscanf(p + 1, "%2x", &byte) == 1) p += 2;
            else byte = (unsigned char)*p;
        }
        nd_buf_put_u8(out, (uint8_t)byte);
    }
    *at = *p == '"' ? p + 1 : p;
}

static void put_fields(struct nd_buf *out, const char *text)
{
    while (*text != '\0') {
        long n;
        int used = 0;
        if (isspace((unsigned char)*text)) text++;
        else if (*text == '"') put_quoted(out, &text);
        else if (sscanf(text, "u16 %li%n", &n, &used) == 1) nd__pgwire_put_u16(out, (uint16_t)n);
        else if (sscanf(text, "u32 %li%n", &n, &used) == 1) nd__pgwire_put_u32(out, (uint32_t)n);
        else nd_fatal(ND_EXIT_USAGE, "no field: %s", text);
        text += used;
    }
}

static void put_escaped(struct nd_buf *out, struct nd_slice bytes)
{
    nd_buf_put_u8(out, '"');
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t c = bytes.p[i];
        if (c == '"' || c == '\\') nd_buf_printf(out, "\\%c", c);
        else if (c >= 0x20 && c < 0x7F) nd_buf_put_u8(out, c);
        else nd_buf_printf(out, "\\x%02x", c);
    }
    nd_buf_put_u8(out, '"');
}

static void put_text(struct nd_buf *out, const char *name, const char *text)
{
    if (text == NULL) return;
    nd_buf_printf(out, " %s=", name);
    put_escaped(out, nd_slice_str(text));
}

/* ---- what clients send ---------------------------------------------------------------------------- */

static enum nd_status show_startup(struct nd_buf *out, struct nd_slice body, struct nd_arena *arena, struct nd_err *err)
{
    static const char *const kinds[] = {"startup", "ssl", "gssenc", "cancel"};
    struct nd_pgwire_startup startup;
    ND_TRY(nd_pgwire_decode_startup(body, arena, &startup, err));
    nd_buf_printf(out, "%s", kinds[startup.kind]);
    if (startup.kind == ND_PGWIRE_STARTUP) nd_buf_printf(out, " 3.%u", startup.minor);
    if (startup.kind == ND_PGWIRE_STARTUP_CANCEL) nd_buf_printf(out, " %u %u", startup.process_id, startup.secret);
    put_text(out, "user", startup.user);
    put_text(out, "database", startup.database);
    put_text(out, "options", startup.options);
    put_text(out, "replication", startup.replication);
    for (size_t i = 0; i < startup.setting_count; i++) put_text(out, startup.settings[i].name, startup.settings[i].value);
    for (size_t i = 0; i < startup.unknown_count; i++) nd_buf_printf(out, " unknown=%s", startup.unknown[i]);
    return ND_STATUS_OK;
}

static enum nd_status show_bind(struct nd_buf *out, struct nd_slice body, struct nd_arena *arena, struct nd_err *err)
{
    struct nd_pgwire_bind bind;
    ND_TRY(nd_pgwire_decode_bind(body, arena, &bind, err));
    nd_buf_printf(out, "bind");
    put_text(out, "portal", bind.portal);
    put_text(out, "statement", bind.statement);
    for (size_t i = 0; i < bind.param_count; i++) {
        nd_buf_printf(out, " $%zu=%s", i + 1, bind.params[i].is_null ? "null" : bind.params[i].is_binary ? "binary:" : "");
        if (!bind.params[i].is_null) put_escaped(out, bind.params[i].bytes);
    }
    nd_buf_printf(out, " results=");
    for (size_t i = 0; i < bind.results.count; i++) nd_buf_put_u8(out, bind.results.is_binary[i] ? 'b' : 't');
    return ND_STATUS_OK;
}

static enum nd_status show_message(struct nd_buf *out, const struct nd_pgwire_msg *msg, struct nd_arena *arena, struct nd_err *err)
{
    struct nd_slice text;
    struct nd_pgwire_parse parse;
    struct nd_pgwire_target target;
    struct nd_pgwire_execute execute;
    switch (msg->type) {
    case 0: return show_startup(out, msg->body, arena, err);
    case 'B': return show_bind(out, msg->body, arena, err);
    case 'Q':
    case 'f':
    case 'p':
        ND_TRY(nd_pgwire_decode_string(msg->body, &text, err));
        nd_buf_printf(out, "%s ", msg->type == 'Q' ? "query" : msg->type == 'f' ? "copy-fail" : "password");
        put_escaped(out, text);
        return ND_STATUS_OK;
    case 'P':
        ND_TRY(nd_pgwire_decode_parse(msg->body, arena, &parse, err));
        nd_buf_printf(out, "parse");
        put_text(out, "name", parse.name);
        nd_buf_put_u8(out, ' ');
        put_escaped(out, parse.text);
        for (size_t i = 0; i < parse.param_count; i++) nd_buf_printf(out, " %u", parse.param_oids[i]);
        return ND_STATUS_OK;
    case 'D':
    case 'C':
        ND_TRY(nd_pgwire_decode_target(msg->body, &target, err));
        nd_buf_printf(out, "%s", msg->type == 'D' ? "describe" : "close");
        put_text(out, target.is_portal ? "portal" : "statement", target.name);
        return ND_STATUS_OK;
    case 'E':
        ND_TRY(nd_pgwire_decode_execute(msg->body, &execute, err));
        nd_buf_printf(out, "execute");
        put_text(out, "portal", execute.portal);
        nd_buf_printf(out, " limit=%llu", (unsigned long long)execute.row_limit);
        return ND_STATUS_OK;
    case 'S':
    case 'H':
    case 'c':
    case 'X': ND_TRY(nd_pgwire_decode_empty(msg->body, err)); break;
    default: break;
    }
    nd_buf_printf(out, "%c ", msg->type);
    put_escaped(out, msg->body);
    return ND_STATUS_OK;
}

static void show_stream(struct nd_heap *heap, struct nd_slice bytes, bool is_started, struct nd_buf *out)
{
    struct nd_pgwire_dec dec;
    struct nd_arena arena;
    struct nd_pgwire_msg msg;
    struct nd_err err = {0};
    nd_arena_init(&arena, heap);
    nd_pgwire_dec_init(&dec, heap, ND_PGWIRE_FROM_CLIENT);
    if (is_started) nd_pgwire_dec_set_started(&dec);
    nd_pgwire_dec_feed(&dec, bytes);
    enum nd_pgwire_next next;
    while ((next = nd_pgwire_dec_next(&dec, &msg, &err)) == ND_PGWIRE_MESSAGE) {
        enum nd_status status = show_message(out, &msg, &arena, &err);
        if (status != ND_STATUS_OK) nd_buf_printf(out, "%s %s %s", nd_status_name(status), err.sqlstate, err.message);
        nd_buf_printf(out, "\n");
        nd_err_clear(&err);
    }
    if (next == ND_PGWIRE_BAD) nd_buf_printf(out, "BAD %s %s\n", err.sqlstate, err.message);
    else if (nd_pgwire_dec_left(&dec) > 0) nd_buf_printf(out, "... %zu bytes wait for more\n", nd_pgwire_dec_left(&dec));
    nd_pgwire_dec_deinit(&dec);
    nd_arena_deinit(&arena);
}

static void put_client_line(struct nd_buf *bytes, const char *line)
{
    if (strncmp(line, "raw ", 4) == 0) {
        put_fields(bytes, line + 4);
        return;
    }
    bool is_packet = strncmp(line, "packet ", 7) == 0;
    if (!is_packet) nd_buf_put_u8(bytes, (uint8_t)line[0]);
    size_t at = bytes->n;
    nd_buf_put_u32(bytes, 0);
    put_fields(bytes, line + (is_packet ? 7 : 1));
    nd__pgwire_end(bytes, at);
}

/* ---- what servers send ---------------------------------------------------------------------------- */

static void put_server_line(struct nd_buf *bytes, const char *line)
{
    static const char *const unknown[] = {"_pq_.a", "_pq_.b"};
    static const struct nd_sql_column columns[] = {{"id", {ND_TYPE_INT4, -1}, 16384, 1}, {"name", {ND_TYPE_VARCHAR, 24}, 0, 0}};
    const struct nd_pgwire_formats formats = {(const uint8_t[]){0, 1}, 2};
    static const uint32_t oids[] = {23, 1043};
    struct nd_err err = {0};
    char word[16], more[128] = "";
    int used = 0;
    if (sscanf(line, "%15s %n", word, &used) != 1) return;
    (void)snprintf(more, sizeof more, "%s", line + used);
    if (strcmp(word, "bare") == 0) nd_pgwire_put_bare(bytes, more[0]);
    else if (strcmp(word, "auth_ok") == 0) nd_pgwire_put_auth_ok(bytes);
    else if (strcmp(word, "negotiate") == 0) nd_pgwire_put_negotiate(bytes, unknown, strtoul(more, NULL, 10));
    else if (strcmp(word, "parameter") == 0) nd_pgwire_put_parameter(bytes, "TimeZone", more);
    else if (strcmp(word, "key_data") == 0) nd_pgwire_put_key_data(bytes, 258, 0xFFFEFDFC);
    else if (strcmp(word, "ready") == 0) nd_pgwire_put_ready(bytes, more[0]);
    else if (strcmp(word, "tag") == 0) nd_pgwire_put_tag(bytes, more);
    else if (strcmp(word, "params") == 0) nd_pgwire_put_param_description(bytes, oids, strtoul(more, NULL, 10));
    else if (strcmp(word, "columns") == 0) nd_pgwire_put_row_description(bytes, columns, strtoul(more, NULL, 10), &formats);
    else if (strcmp(word, "copy_in") == 0) nd_pgwire_put_copy_in(bytes, strtoul(more, NULL, 10), false);
    else if (strcmp(word, "error") == 0) {
        (void)nd_err_set(&err, "42P01", "%s", more);
        err.position = 15;
        nd_pgwire_put_error(bytes, "ERROR", &err);
    } else if (strcmp(word, "notice") == 0) {
        (void)nd_err_set(&err, "00000", "%s", more);
        (void)nd_err_hint(&err, "so it is");
        nd_pgwire_put_notice(bytes, "NOTICE", &err);
    } else nd_fatal(ND_EXIT_USAGE, "no message: %s", line);
}

static void run(const char *input, struct nd_buf *output)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct nd_buf bytes;
    nd_buf_init(&bytes, &heap);
    bool is_server = strncmp(input, "server\n", 7) == 0;
    for (const char *line = strchr(input, '\n') + 1; *line != '\0'; line = strchr(line, '\n') + 1) {
        char copy[512];
        (void)snprintf(copy, sizeof copy, "%.*s", (int)(strchr(line, '\n') - line), line);
        if (!is_server) {
            put_client_line(&bytes, copy);
            continue;
        }
        put_server_line(&bytes, copy);
        put_escaped(output, nd_buf_slice(&bytes));
        nd_buf_printf(output, "\n");
        nd_buf_clear(&bytes);
    }
    if (!is_server) show_stream(&heap, nd_buf_slice(&bytes), strncmp(input, "messages\n", 9) == 0, output);
    nd_buf_deinit(&bytes);
}

int main(int argc, char **argv) { return golden_main(argc, argv, run); }
