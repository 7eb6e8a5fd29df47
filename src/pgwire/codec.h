/* SPDX-License-Identifier: Apache-2.0 */
/* codec.h - PostgreSQL's frontend/backend protocol 3.0 as bytes: what a server reads and writes.
 *
 * Role.       Cuts a byte stream into messages, checks and unpacks what clients send, packs what
 *             servers send. No I/O, no state beyond the undecoded bytes. The client's half:
 *             client_codec.h.
 * Protocol.   PostgreSQL 15 documentation, chapter 55 "Frontend/Backend Protocol".
 * Threading.  One thread at a time.
 * Invariants. C1 no length, count or string is believed before it is checked against the bytes at
 *                hand: any input ends in messages or in an error, never in a fault.
 *             C2 memory follows the bytes that arrived, not the length a message claims.
 * Testing.    tests/unit/pgwire_codec.c, tests/golden/pgwire, tests/fuzz/pgwire.c */
#ifndef ND_PGWIRE_CODEC_H
#define ND_PGWIRE_CODEC_H

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "sql/session.h"

#define ND_PGWIRE_STARTUP_BYTES_MAX 10000   /* PostgreSQL's MAX_STARTUP_PACKET_LENGTH */
#define ND_PGWIRE_SMALL_MSG_BYTES_MAX 10000 /* of messages that carry names only; PQ_SMALL_MESSAGE_LIMIT */

/* ---- frames ---------------------------------------------------------------------------------- */

enum nd_pgwire_side {
    ND_PGWIRE_FROM_CLIENT, /* begins with untyped startup packets */
    ND_PGWIRE_FROM_SERVER,
};

enum nd_pgwire_next {
    ND_PGWIRE_MORE,    /* no whole message at hand */
    ND_PGWIRE_MESSAGE, /* one message */
    ND_PGWIRE_BAD,     /* the stream makes no sense from here on: close it */
};

struct nd_pgwire_dec {
    struct nd_buf in;
    size_t at; /* undecoded bytes are in.p[at .. in.n) */
    enum nd_pgwire_side side;
    bool is_started; /* FROM_CLIENT: the next message has a type byte */
    bool is_bad;
};

struct nd_pgwire_msg {
    char type; /* 0: startup packet (nd_pgwire_decode_startup) */
    struct nd_slice body;
};

void nd_pgwire_dec_init(struct nd_pgwire_dec *dec, struct nd_heap *heap, enum nd_pgwire_side side);
void nd_pgwire_dec_deinit(struct nd_pgwire_dec *dec);
/* Appends bytes; messages given out before are no longer valid. */
void nd_pgwire_dec_feed(struct nd_pgwire_dec *dec, struct nd_slice bytes);
/* As feed, but takes the buffer's memory where that saves a copy; *bytes is empty after. Both
 * buffers must come from one heap. */
void nd_pgwire_dec_take(struct nd_pgwire_dec *dec, struct nd_buf *bytes);
/* BAD sets err (08P01). The body is borrowed until the next call on dec. */
enum nd_pgwire_next nd_pgwire_dec_next(struct nd_pgwire_dec *dec, struct nd_pgwire_msg *msg_out, struct nd_err *err);
/* After the startup packet: typed messages follow. */
static inline void nd_pgwire_dec_set_started(struct nd_pgwire_dec *dec) { dec->is_started = true; }
static inline size_t nd_pgwire_dec_left(const struct nd_pgwire_dec *dec) { return dec->in.n - dec->at; }

/* ---- what clients send ----------------------------------------------------------------------- */
/* Strings and slices are borrowed from the body, arrays live on the arena. Errors set err:
 * MALFORMED (08P01) where the bytes make no sense; SQL where they do but ask for what cannot be. */

enum nd_pgwire_startup_kind {
    ND_PGWIRE_STARTUP,
    ND_PGWIRE_STARTUP_SSL,
    ND_PGWIRE_STARTUP_GSSENC,
    ND_PGWIRE_STARTUP_CANCEL,
};

struct nd_pgwire_option {
    const char *name, *value;
};

struct nd_pgwire_startup {
    enum nd_pgwire_startup_kind kind;
    uint16_t minor;                    /* STARTUP: 3.minor was asked for */
    uint32_t process_id, secret;       /* CANCEL */
    const char *user, *database;       /* STARTUP; NULL: not given */
    const char *options, *replication; /* STARTUP; NULL: not given */
    struct nd_pgwire_option *settings; /* the rest, in the order of arrival */
    size_t setting_count;
    const char **unknown; /* "_pq_." options, which this version has none of */
    size_t unknown_count;
};
/* Another major version: 0A000. */
ND_RESULT nd_pgwire_decode_startup(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_startup *startup_out,
                                   struct nd_err *err);
/* Splits startup's `options` ("-c name=value --name=value", backslash quotes) into settings. 22023. */
ND_RESULT nd_pgwire_decode_options(const char *options, struct nd_arena *arena, struct nd_pgwire_option **settings_out,
                                   size_t *count_out, struct nd_err *err);

/* Format codes of parameters or of result columns: none (all text), one for all, or one each. */
struct nd_pgwire_formats {
    const uint8_t *is_binary; /* 0 or 1 each */
    size_t count;
};
static inline bool nd_pgwire_formats_is_binary(const struct nd_pgwire_formats *formats, size_t i)
{
    if (formats->count == 0) return false;
    return formats->is_binary[formats->count == 1 ? 0 : i] != 0;
}

struct nd_pgwire_parse {
    const char *name;
    struct nd_slice text;
    const uint32_t *param_oids;
    size_t param_count;
};
struct nd_pgwire_bind {
    const char *portal, *statement;
    const struct nd_sql_param *params;
    size_t param_count;
    struct nd_pgwire_formats results;
};
struct nd_pgwire_target { /* of Describe and Close */
    bool is_portal;       /* else a statement */
    const char *name;
};
struct nd_pgwire_execute {
    const char *portal;
    uint64_t row_limit; /* 0: all */
};

/* Query, CopyFail, PasswordMessage: one string. */
ND_RESULT nd_pgwire_decode_string(struct nd_slice body, struct nd_slice *text_out, struct nd_err *err);
ND_RESULT nd_pgwire_decode_parse(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_parse *parse_out, struct nd_err *err);
ND_RESULT nd_pgwire_decode_bind(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_bind *bind_out, struct nd_err *err);
ND_RESULT nd_pgwire_decode_target(struct nd_slice body, struct nd_pgwire_target *target_out, struct nd_err *err);
ND_RESULT nd_pgwire_decode_execute(struct nd_slice body, struct nd_pgwire_execute *execute_out, struct nd_err *err);
/* Sync, Flush, CopyDone, Terminate: no body. */
ND_RESULT nd_pgwire_decode_empty(struct nd_slice body, struct nd_err *err);

/* ---- what servers send ----------------------------------------------------------------------- */
/* Each appends one message. */

/* Messages without a body. */
#define ND_PGWIRE_PARSE_COMPLETE '1'
#define ND_PGWIRE_BIND_COMPLETE '2'
#define ND_PGWIRE_CLOSE_COMPLETE '3'
#define ND_PGWIRE_NO_DATA 'n'
#define ND_PGWIRE_PORTAL_SUSPENDED 's'
#define ND_PGWIRE_EMPTY_QUERY 'I'
#define ND_PGWIRE_COPY_DONE 'c'
void nd_pgwire_put_bare(struct nd_buf *out, char type);

void nd_pgwire_put_auth_ok(struct nd_buf *out);
void nd_pgwire_put_negotiate(struct nd_buf *out, const char *const *unknown, size_t unknown_count);
void nd_pgwire_put_parameter(struct nd_buf *out, const char *name, const char *value);
void nd_pgwire_put_key_data(struct nd_buf *out, uint32_t process_id, uint32_t secret);
void nd_pgwire_put_ready(struct nd_buf *out, char state); /* 'I', 'T', 'E' */
void nd_pgwire_put_tag(struct nd_buf *out, const char *tag);
void nd_pgwire_put_param_description(struct nd_buf *out, const uint32_t *oids, size_t count);
void nd_pgwire_put_row_description(struct nd_buf *out, const struct nd_sql_column *columns, size_t count,
                                   const struct nd_pgwire_formats *formats);
void nd_pgwire_put_copy_in(struct nd_buf *out, size_t column_count, bool is_binary);
void nd_pgwire_put_copy_out(struct nd_buf *out, size_t column_count, bool is_binary);
void nd_pgwire_put_copy_data(struct nd_buf *out, struct nd_slice bytes);
/* severity: "ERROR", "FATAL"; of notices "WARNING", "NOTICE", ... Text that is not UTF-8 (cut in the
 * middle of a character, say) is mended with '?'. */
void nd_pgwire_put_error(struct nd_buf *out, const char *severity, const struct nd_err *err);
void nd_pgwire_put_notice(struct nd_buf *out, const char *severity, const struct nd_err *notice);

#endif
