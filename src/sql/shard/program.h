/* SPDX-License-Identifier: Apache-2.0 */
/* program.h - what a scan asks the leader of a shard to make of its rows: a filter, the columns wanted, partial aggregates.
 *
 * Role.       The gateway writes a program per scan; the leader reads and runs it over the rows of the engine (run.c) with the
 *             evaluation code of the gateway; the gateway reads the payload. Rows come out in the order of the scan; groups in
 *             the order in which they were met.
 * Format.     u8 version (1) · u8 kind · decoder · u8 has filter · expression, if so · v blooms · {v keys · expressions · b bits} ·
 *             by kind                                                                               (v: varint, b: bytes)
 *               decoder    v prefix bytes · v entry parts · v columns · types · v value columns · {v slot · v id · u8 has missing
 *                          · datum, if so} · v key parts · {type · v flags · v slot + 1}
 *               ROWS       v row limit · v count · v slot of each column that travels
 *               GROUPS     v count · expressions · v count · {b name · v arguments · v declared type, expression · u8 has filter ·
 *                          expression}
 *             Payload: u8 kind · u64 rows read · u64 rows that passed the filter ·
 *               ROWS       batches to the end: v rows · vectors (vec_wire.h)
 *               GROUPS     groups to the end: {u8 is_null · datum of each expression} · states as their aggregates save them
 * Invariants. N1 a program is a function of the rows alone: no session, no clock, no catalog.
 *             N2 bytes from the network are validated here; running what came out asserts nothing about them.
 * Testing.    tests/fuzz/sql_shard_program.c, tests/unit/sql_shard_program.c, tests/sql/push. */
#ifndef ND_SQL_SHARD_PROGRAM_H
#define ND_SQL_SHARD_PROGRAM_H

#include "range/scan_program.h"
#include "sql/shard/decoder.h"
#include "sql/shard/expr_wire.h"

#define ND_PROGRAM_AGGS_MAX 64
#define ND_PROGRAM_SCANNED_MAX 32768 /* rows read for one reply */
#define ND_PROGRAM_GROUPS_MAX 4096   /* of one reply, more or less */

enum nd_program_kind { ND_PROGRAM_ROWS = 1,
                       ND_PROGRAM_GROUPS = 2 };

struct nd_program_agg {
    const struct nd_agg *agg;
    const struct nd_expr *arg;    /* NULL: count(*) */
    const struct nd_expr *filter; /* NULL: none */
};

/* Keys of which one side of a join is made: rows of the other with a key that is surely none of them stay where they are. */
struct nd_bloom {
    struct nd_expr **keys; /* hashed together by nd_vec_hash */
    size_t key_count;
    struct nd_slice bits; /* a power of two of bytes, 8 at least */
};
#define ND_BLOOM_KEYS_MAX 24576 /* one key a byte, rounded up: 32 KiB */
size_t nd_bloom_bytes(size_t keys);
void nd_bloom_add(uint8_t *bits, size_t bytes, uint64_t hash);
bool nd_bloom_may_have(struct nd_slice bits, uint64_t hash);

#define ND_PROGRAM_BLOOMS_MAX 3

struct nd_program {
    enum nd_program_kind kind;
    struct nd_decoder decoder;
    struct nd_bloom blooms[ND_PROGRAM_BLOOMS_MAX];
    size_t bloom_count;
    const struct nd_expr *filter; /* over the decoder's slots; NULL: none */
    uint64_t row_limit;           /* ROWS; 0: none */
    uint32_t *outputs;            /* ROWS: slots that travel */
    size_t output_count;
    struct nd_expr **groups;
    size_t group_count;
    struct nd_program_agg *aggs;
    size_t agg_count;
};

void nd_program_encode(const struct nd_program *program, struct nd_buf *out);
/* Borrows from `bytes`. MALFORMED; UNSUPPORTED: of another version. */
ND_RESULT nd_program_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_program *program_out);

/* Runs programs at a store. */
extern const struct nd_scan_runner nd_program_runner;

/* ---- payloads, at the gateway --------------------------------------------------------------------------------- */

struct nd_payload {
    enum nd_program_kind kind;
    uint64_t scanned, passed;
    struct nd_dec rest;
};
ND_RESULT nd_payload_open(struct nd_slice bytes, struct nd_payload *payload_out); /* MALFORMED */
static inline bool nd_payload_is_empty(const struct nd_payload *payload) { return nd_dec_left(&payload->rest) == 0; }
/* The next batch: out->vecs[outputs[i]] are set, one a column that travelled; the other vectors are the caller's. MALFORMED. */
ND_RESULT nd_payload_rows(struct nd_payload *payload, const struct nd_decoder *decoder, const uint32_t *outputs, size_t count, struct nd_arena *arena, struct nd_batch *out);

#endif
