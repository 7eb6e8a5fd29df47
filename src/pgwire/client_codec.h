/* SPDX-License-Identifier: Apache-2.0 */
/* client_codec.h - the client's half of the protocol: packs what clients send, unpacks what servers send.
 *
 * Role.       For simulated clients, benchmarks and tests, which bring their own streams. Frames are
 *             cut by struct nd_pgwire_dec (codec.h) with side ND_PGWIRE_FROM_SERVER.
 * Use.        put_startup, feed until 'Z'; put_query, or put_parse, put_bind, put_describe,
 *             put_execute, put_sync; feed until 'Z' again.
 * Invariants. As codec.h: a hostile server can cause an error, no fault.
 * Testing.    tests/unit/pgwire_codec.c, tests/unit/pgwire_sim.c */
#ifndef ND_PGWIRE_CLIENT_CODEC_H
#define ND_PGWIRE_CLIENT_CODEC_H

#include "pgwire/codec.h"

/* ---- what clients send ----------------------------------------------------------------------- */

/* settings may be NULL when count is 0. */
void nd_pgwire_client_put_startup(struct nd_buf *out, const char *user, const char *database,
                                  const struct nd_pgwire_option *settings, size_t count);
void nd_pgwire_client_put_ssl_request(struct nd_buf *out); /* answered by one byte, 'N' or 'S', without a frame */
void nd_pgwire_client_put_cancel(struct nd_buf *out, uint32_t process_id, uint32_t secret);
void nd_pgwire_client_put_query(struct nd_buf *out, struct nd_slice text);
void nd_pgwire_client_put_parse(struct nd_buf *out, const char *name, struct nd_slice text, const uint32_t *param_oids, size_t count);
/* is_binary_result: of all result columns. */
void nd_pgwire_client_put_bind(struct nd_buf *out, const char *portal, const char *statement,
                               const struct nd_sql_param *params, size_t count, bool is_binary_result);
void nd_pgwire_client_put_describe(struct nd_buf *out, bool is_portal, const char *name);
void nd_pgwire_client_put_close(struct nd_buf *out, bool is_portal, const char *name);
void nd_pgwire_client_put_execute(struct nd_buf *out, const char *portal, uint32_t row_limit); /* 0: all rows */
void nd_pgwire_client_put_sync(struct nd_buf *out);
void nd_pgwire_client_put_flush(struct nd_buf *out);
void nd_pgwire_client_put_copy_data(struct nd_buf *out, struct nd_slice bytes);
void nd_pgwire_client_put_copy_done(struct nd_buf *out);
void nd_pgwire_client_put_copy_fail(struct nd_buf *out, const char *reason);
void nd_pgwire_client_put_terminate(struct nd_buf *out);

/* ---- what servers send ----------------------------------------------------------------------- */
/* Bodies of the message types named. Strings and slices are borrowed from the body, arrays live on
 * the arena. Errors: MALFORMED. */

struct nd_pgwire_column {
    const char *name;
    uint32_t table_oid;
    uint16_t attnum;
    uint32_t type_oid;
    int16_t type_len;
    int32_t type_mod;
    bool is_binary;
};
struct nd_pgwire_value {
    bool is_null;
    struct nd_slice bytes;
};

ND_RESULT nd_pgwire_client_decode_auth(struct nd_slice body, uint32_t *method_out); /* 'R'; 0: accepted */
ND_RESULT nd_pgwire_client_decode_parameter(struct nd_slice body, const char **name_out, const char **value_out); /* 'S' */
ND_RESULT nd_pgwire_client_decode_key_data(struct nd_slice body, uint32_t *process_id_out, uint32_t *secret_out); /* 'K' */
ND_RESULT nd_pgwire_client_decode_ready(struct nd_slice body, char *state_out);                                   /* 'Z' */
ND_RESULT nd_pgwire_client_decode_tag(struct nd_slice body, const char **tag_out);                                /* 'C' */
/* The last number of a tag: "INSERT 0 3" -> 3; 0 where there is none. */
uint64_t nd_pgwire_client_tag_rows(const char *tag);
ND_RESULT nd_pgwire_client_decode_columns(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_column **columns_out,
                                          size_t *count_out); /* 'T' */
ND_RESULT nd_pgwire_client_decode_row(struct nd_slice body, struct nd_arena *arena, struct nd_pgwire_value **values_out,
                                      size_t *count_out); /* 'D' */
ND_RESULT nd_pgwire_client_decode_param_oids(struct nd_slice body, struct nd_arena *arena, uint32_t **oids_out, size_t *count_out); /* 't' */
/* 'E' and 'N'. severity_out: "ERROR", "FATAL", "NOTICE", ... Fields longer than nd_err's are cut. */
ND_RESULT nd_pgwire_client_decode_error(struct nd_slice body, const char **severity_out, struct nd_err *error_out);

#endif
