/* SPDX-License-Identifier: Apache-2.0 */
/* ndoto.h - the C client of Ndoto's key-value API.
 *
 * Threading.  A client and its transactions belong to one thread at a time; calls block.
 * Memory.     What a call returns belongs to the client and stays valid until its next call.
 * Errors.     Functions return 0 or one of enum ndoto_code; ndoto_error_text says more.
 *             NDOTO_AMBIGUOUS: the write may or may not have happened, the library does not repeat it.
 * Example.
 *     ndoto_client *client;
 *     if (ndoto_connect("127.0.0.1:7400,127.0.0.1:7401", &client) != 0) ...
 *     ndoto_put(client, "key", 3, "value", 5);
 *     ndoto_close(client); */
#ifndef NDOTO_NDOTO_H
#define NDOTO_NDOTO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ndoto_client ndoto_client;
typedef struct ndoto_txn ndoto_txn;

enum ndoto_code {
    NDOTO_OK = 0,
    NDOTO_NOT_FOUND = 1,   /* get: no such key */
    NDOTO_CONFLICT = 2,    /* commit: another transaction wrote first: run the transaction again */
    NDOTO_ABORTED = 3,     /* the transaction was rolled back (deadlock, too old): nothing was written */
    NDOTO_AMBIGUOUS = 4,   /* the outcome of a write is unknown */
    NDOTO_UNAVAILABLE = 5, /* no node answers, or the shard has no majority */
    NDOTO_TIMEOUT = 6,
    NDOTO_INVALID = 7, /* a key or value too large, a wrong address */
    NDOTO_INTERNAL = 8
};

typedef struct ndoto_row {
    const void *key;
    size_t key_bytes;
    const void *value;
    size_t value_bytes;
} ndoto_row;

/* addrs: RPC addresses of some nodes, separated by commas; the first that answers serves. Even on an
 * error *client_out is set (to be closed), unless memory is out. */
int ndoto_connect(const char *addrs, ndoto_client **client_out);
/* All transactions have been ended. NULL is allowed. */
void ndoto_close(ndoto_client *client);
const char *ndoto_error_text(const ndoto_client *client); /* of the last call */
void ndoto_set_timeout_ms(ndoto_client *client, uint32_t timeout_ms); /* of each call; 10,000 at first */

int ndoto_get(ndoto_client *client, const void *key, size_t key_bytes, const void **value_out, size_t *value_bytes_out);
int ndoto_put(ndoto_client *client, const void *key, size_t key_bytes, const void *value, size_t value_bytes);
int ndoto_delete(ndoto_client *client, const void *key, size_t key_bytes);
/* Keys in [first, end) in order; end_bytes 0: to the last key. At most `limit` (0: as many as one reply
 * holds). *resume_out (may be NULL) is where to go on, with *resume_bytes_out 0 at the end. */
int ndoto_scan(ndoto_client *client, const void *first, size_t first_bytes, const void *end, size_t end_bytes, size_t limit, int is_reverse,
               const ndoto_row **rows_out, size_t *row_count_out, const void **resume_out, size_t *resume_bytes_out);

/* Transactions: snapshot isolation (REPEATABLE READ), or READ COMMITTED. */
int ndoto_begin(ndoto_client *client, int is_read_committed, ndoto_txn **txn_out);
int ndoto_txn_get(ndoto_txn *txn, const void *key, size_t key_bytes, const void **value_out, size_t *value_bytes_out);
int ndoto_txn_put(ndoto_txn *txn, const void *key, size_t key_bytes, const void *value, size_t value_bytes);
int ndoto_txn_delete(ndoto_txn *txn, const void *key, size_t key_bytes);
int ndoto_txn_scan(ndoto_txn *txn, const void *first, size_t first_bytes, const void *end, size_t end_bytes, size_t limit, int is_reverse,
                   const ndoto_row **rows_out, size_t *row_count_out, const void **resume_out, size_t *resume_bytes_out);
/* Both end and free the transaction, whatever they return. */
int ndoto_commit(ndoto_txn *txn);
int ndoto_abort(ndoto_txn *txn);

/* Parts the shard that holds `key` at it; leader_node 0: any node leads the new shard. */
int ndoto_split(ndoto_client *client, const void *key, size_t key_bytes, uint64_t leader_node);

#ifdef __cplusplus
}
#endif
#endif
