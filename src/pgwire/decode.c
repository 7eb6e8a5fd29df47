/* SPDX-License-Identifier: Apache-2.0 */
#include "pgwire/codec.h"
#include "pgwire/wire_int.h"

#define PROTOCOL_MAJOR 3u
#define CODE_CANCEL ((1234u << 16) | 5678u)
#define CODE_SSL ((1234u << 16) | 5679u)
#define CODE_GSSENC ((1234u << 16) | 5680u)

static enum nd_status malformed(struct nd_err *err)
{
    (void)nd_err_set(err, "08P01", "invalid message format");
    return ND_STATUS_MALFORMED;
}

/* ---- startup --------------------------------------------------------------------------------- */

static enum nd_status malformed_startup(struct nd_err *err, const char *text)
{
    (void)nd_err_set(err, "08P01", "%s", text);
    return ND_STATUS_MALFORMED;
}

static enum nd_status decode_settings(struct nd_dec *dec, struct nd_arena *arena, struct nd_pgwire_startup *startup,
                                      struct nd_err *err)
{
    /* Each takes three bytes at the least. */
    size_t count_max = nd_dec_left(dec) / 3 + 1;
    startup->settings = nd_arena_array(arena, struct nd_pgwire_option, count_max);
    startup->unknown = nd_arena_array(arena, const char *, count_max);
    while (nd_dec_is_ok(dec)) {
        const char *name = nd__pgwire_dec_str(dec);
        if (name[0] == '\0') break; /* the terminator, or malformed */
        const char *value = nd__pgwire_dec_str(dec);
        if (strcmp(name, "user") == 0) startup->user = value;
        else if (strcmp(name, "database") == 0) startup->database = value;
        else if (strcmp(name, "options") == 0) startup->options = value;
        else if (strcmp(name, "replication") == 0) startup->replication = value;
        else if (strncmp(name, "_pq_.", 5) == 0) startup->unknown[startup->unknown_count++] = name;
        else startup->settings[startup->setting_count++] = (struct nd_pgwire_option){name, value};
    }
    if (!nd_dec_is_done(dec))
        return malformed_startup(err, "invalid startup packet layout: expected terminator as last byte");
    return ND_STATUS_OK;
}

ND_RESULT nd_pgwire_decode_startup(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_startup *startup_out,
                                   struct nd_err *err)
{
    *startup_out = (struct nd_pgwire_startup){0};
    struct nd_dec dec = nd_dec_of(body);
    uint32_t code = nd__pgwire_dec_u32(&dec);
    switch (code) {
    case CODE_SSL: startup_out->kind = ND_PGWIRE_STARTUP_SSL; break;
    case CODE_GSSENC: startup_out->kind = ND_PGWIRE_STARTUP_GSSENC; break;
    case CODE_CANCEL:
        startup_out->kind = ND_PGWIRE_STARTUP_CANCEL;
        startup_out->process_id = nd__pgwire_dec_u32(&dec);
        startup_out->secret = nd__pgwire_dec_u32(&dec);
        break;
    default:
        startup_out->kind = ND_PGWIRE_STARTUP;
        startup_out->minor = (uint16_t)code;
        if (code >> 16 != PROTOCOL_MAJOR)
            return nd_err_set(err, "0A000", "unsupported frontend protocol %u.%u: server supports 3.0 to 3.0",
                              code >> 16, code & 0xFFFF);
        return decode_settings(&dec, arena, startup_out, err);
    }
    if (!nd_dec_is_done(&dec)) return malformed_startup(err, "invalid length of startup packet");
    return ND_STATUS_OK;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

/* The next word of `options`, backslashes taken off; NULL at the end. */
static char *next_word(const char **text, struct nd_arena *arena)
{
    const char *p = *text;
    while (is_blank(*p)) p++;
    if (*p == '\0') return NULL;
    char *word = nd_arena_alloc(arena, strlen(p) + 1);
    size_t n = 0;
    for (; *p != '\0' && !is_blank(*p); p++) {
        if (*p == '\\' && p[1] != '\0') p++;
        word[n++] = *p;
    }
    word[n] = '\0';
    *text = p;
    return word;
}

ND_RESULT nd_pgwire_decode_options(const char *options, struct nd_arena *arena, struct nd_pgwire_option **settings_out,
                                   size_t *count_out, struct nd_err *err)
{
    *count_out = 0;
    *settings_out = nd_arena_array(arena, struct nd_pgwire_option, strlen(options) / 2 + 1);
    for (char *word; (word = next_word(&options, arena)) != NULL;) {
        char *name;
        if (strcmp(word, "-c") == 0) {
            name = next_word(&options, arena);
            if (name == NULL) return nd_err_set(err, "22023", "-c requires a value");
        } else if (strncmp(word, "-c", 2) == 0 || strncmp(word, "--", 2) == 0) {
            name = word + 2;
        } else {
            return nd_err_set(err, "22023", "invalid command-line argument for server process: %s", word);
        }
        char *value = strchr(name, '=');
        if (value == NULL || value == name) return nd_err_set(err, "22023", "%s requires a value", word);
        *value++ = '\0';
        for (char *c = name; *c != '\0'; c++)
            if (*c == '-') *c = '_'; /* as PostgreSQL: --statement-timeout=5s */
        (*settings_out)[(*count_out)++] = (struct nd_pgwire_option){name, value};
    }
    return ND_STATUS_OK;
}

/* ---- typed messages -------------------------------------------------------------------------- */

ND_RESULT nd_pgwire_decode_string(struct nd_slice body, struct nd_slice *text_out, struct nd_err *err)
{
    *text_out = ND_SLICE_EMPTY;
    struct nd_dec dec = nd_dec_of(body);
    const char *text = nd__pgwire_dec_str(&dec);
    if (!nd_dec_is_done(&dec)) return malformed(err);
    *text_out = nd_slice_str(text);
    return ND_STATUS_OK;
}

ND_RESULT nd_pgwire_decode_empty(struct nd_slice body, struct nd_err *err)
{
    return body.n == 0 ? ND_STATUS_OK : malformed(err);
}

ND_RESULT nd_pgwire_decode_parse(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_parse *parse_out,
                                 struct nd_err *err)
{
    *parse_out = (struct nd_pgwire_parse){.name = ""};
    struct nd_dec dec = nd_dec_of(body);
    parse_out->name = nd__pgwire_dec_str(&dec);
    parse_out->text = nd_slice_str(nd__pgwire_dec_str(&dec));
    size_t count = nd__pgwire_dec_u16(&dec);
    if (!nd_dec_is_ok(&dec) || nd_dec_left(&dec) != count * 4) return malformed(err);
    uint32_t *oids = nd_arena_array(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) oids[i] = nd__pgwire_dec_u32(&dec);
    parse_out->param_oids = oids;
    parse_out->param_count = count;
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : malformed(err);
}

static enum nd_status decode_formats(struct nd_dec *dec, struct nd_arena *arena, struct nd_pgwire_formats *formats,
                                     struct nd_err *err)
{
    size_t count = nd__pgwire_dec_u16(dec);
    if (!nd_dec_is_ok(dec) || nd_dec_left(dec) < count * 2) return malformed(err);
    uint8_t *codes = nd_arena_alloc(arena, count);
    for (size_t i = 0; i < count; i++) {
        uint16_t code = nd__pgwire_dec_u16(dec);
        if (code > 1) return nd_err_set(err, "22023", "unsupported format code: %d", (int16_t)code);
        codes[i] = (uint8_t)code;
    }
    *formats = (struct nd_pgwire_formats){codes, count};
    return ND_STATUS_OK;
}

ND_RESULT nd_pgwire_decode_bind(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_bind *bind_out,
                                struct nd_err *err)
{
    *bind_out = (struct nd_pgwire_bind){.portal = "", .statement = ""};
    struct nd_dec dec = nd_dec_of(body);
    bind_out->portal = nd__pgwire_dec_str(&dec);
    bind_out->statement = nd__pgwire_dec_str(&dec);
    struct nd_pgwire_formats formats;
    ND_TRY(decode_formats(&dec, arena, &formats, err));

    size_t count = nd__pgwire_dec_u16(&dec);
    if (!nd_dec_is_ok(&dec) || nd_dec_left(&dec) < count * 4) return malformed(err);
    if (formats.count > 1 && formats.count != count)
        return nd_err_set(err, "08P01", "bind message has %zu parameter formats but %zu parameters", formats.count, count);
    struct nd_sql_param *params = nd_arena_array(arena, struct nd_sql_param, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t bytes = nd__pgwire_dec_u32(&dec);
        params[i].is_binary = nd_pgwire_formats_is_binary(&formats, i);
        params[i].is_null = bytes == UINT32_MAX;
        if (!params[i].is_null) params[i].bytes = nd_dec_raw(&dec, bytes);
    }
    bind_out->params = params;
    bind_out->param_count = count;
    if (!nd_dec_is_ok(&dec)) return malformed(err);
    ND_TRY(decode_formats(&dec, arena, &bind_out->results, err));
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : malformed(err);
}

ND_RESULT nd_pgwire_decode_target(struct nd_slice body, struct nd_pgwire_target *target_out, struct nd_err *err)
{
    *target_out = (struct nd_pgwire_target){.name = ""};
    struct nd_dec dec = nd_dec_of(body);
    uint8_t kind = nd_dec_u8(&dec);
    target_out->name = nd__pgwire_dec_str(&dec);
    if (!nd_dec_is_done(&dec)) return malformed(err);
    if (kind != 'S' && kind != 'P') {
        (void)nd_err_set(err, "08P01", "invalid message subtype %d", kind);
        return ND_STATUS_MALFORMED;
    }
    target_out->is_portal = kind == 'P';
    return ND_STATUS_OK;
}

ND_RESULT nd_pgwire_decode_execute(struct nd_slice body, struct nd_pgwire_execute *execute_out, struct nd_err *err)
{
    *execute_out = (struct nd_pgwire_execute){.portal = ""};
    struct nd_dec dec = nd_dec_of(body);
    execute_out->portal = nd__pgwire_dec_str(&dec);
    int32_t limit = (int32_t)nd__pgwire_dec_u32(&dec);
    execute_out->row_limit = limit > 0 ? (uint64_t)limit : 0; /* PostgreSQL: zero or less is no limit */
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : malformed(err);
}
