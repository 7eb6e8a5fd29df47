/* SPDX-License-Identifier: Apache-2.0 */
/* client_wire.h - the key-value API of client programs (method ND_RPC_CLIENT).
 *
 * Role.       Codec shared by src/api (server) and clients/c.
 * Format.     client_wire.c holds the byte tables; both begin with a format version.
 * Invariants. CW1 a request outside of a transaction that ended AMBIGUOUS is not repeated by anybody.
 *             CW2 a transaction lives at the node that began it; its handle means nothing elsewhere. */
#ifndef ND_RPC_CLIENT_WIRE_H
#define ND_RPC_CLIENT_WIRE_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"

enum nd_client_kind {
    ND_CLIENT_GET = 1,
    ND_CLIENT_PUT = 2,
    ND_CLIENT_DELETE = 3,
    ND_CLIENT_SCAN = 4,     /* [key, end), limit rows (0: as many as fit), is_reverse */
    ND_CLIENT_BEGIN = 5,    /* reply: txn */
    ND_CLIENT_COMMIT = 6,
    ND_CLIENT_ABORT = 7,
    ND_CLIENT_ROUTE = 8,    /* reply: value = RPC address of the node that leads the shard of key */
    ND_CLIENT_SPLIT = 9,    /* the shard that holds key is split at it; limit: node id of the child's leader, or 0 */
    ND_CLIENT_KIND_COUNT
};

struct nd_client_request {
    enum nd_client_kind kind;
    uint64_t txn;           /* 0: a transaction of its own (GET, PUT, DELETE, SCAN) */
    struct nd_slice key, end, value;
    uint64_t limit;
    bool is_reverse;
    bool is_read_committed; /* BEGIN; else REPEATABLE READ */
};

struct nd_client_row {
    struct nd_slice key, value;
};

struct nd_client_reply {
    enum nd_status status;  /* NOT_FOUND: GET of an absent key */
    uint64_t txn;
    struct nd_slice value;
    const struct nd_client_row *rows; /* SCAN */
    size_t row_count;
    struct nd_slice resume; /* SCAN: not empty: more rows from here on (or, reversed, below) */
};

void nd_client_request_encode(const struct nd_client_request *request, struct nd_buf *out);
ND_RESULT nd_client_request_decode(struct nd_slice bytes, struct nd_client_request *request_out); /* borrows */
void nd_client_reply_encode(const struct nd_client_reply *reply, struct nd_buf *out);
ND_RESULT nd_client_reply_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_client_reply *reply_out);

#endif
