/* SPDX-License-Identifier: Apache-2.0 */
/* status.h - the one table of operating errors.
 *
 * Role.       Every fallible function returns enum nd_status. The table carries for each code how
 *             a caller may retry, the SQLSTATE a SQL client sees, and a text.
 * Invariants. S1 an ambiguous status (the effect may or may not have happened) is never turned
 *             into a definite one without asking the owner of the data. */
#ifndef ND_BASE_STATUS_H
#define ND_BASE_STATUS_H

#include "base/assert.h"

/* How the caller may go on. */
enum nd_retry {
    ND_RETRY_NEVER,     /* definite failure */
    ND_RETRY_NOW,       /* try again at once */
    ND_RETRY_BACKOFF,   /* try again after a pause */
    ND_RETRY_TIMESTAMP, /* try again at a newer timestamp */
    ND_RETRY_ROUTE,     /* refresh the shard map or leader hint, then try again */
    ND_RETRY_AMBIGUOUS, /* may have happened: ask for the outcome, never repeat blindly */
};

/* X(code, retry class, SQLSTATE, text) */
#define ND_STATUS_TABLE(X)                                                                         \
    X(OK, NEVER, "00000", "ok")                                                                    \
    X(NOT_FOUND, NEVER, "02000", "not found")                                                      \
    X(EXISTS, NEVER, "23505", "already exists")                                                    \
    X(INVALID, NEVER, "22023", "invalid argument")                                                 \
    X(MALFORMED, NEVER, "08P01", "malformed message")                                              \
    X(TOO_LARGE, NEVER, "54000", "a limit was exceeded")                                           \
    X(UNSUPPORTED, NEVER, "0A000", "not supported")                                                \
    X(CORRUPT, NEVER, "XX001", "stored data is damaged")                                           \
    X(IO, NEVER, "58030", "input/output error")                                                    \
    X(NO_SPACE, BACKOFF, "53100", "disk full")                                                     \
    X(WOULD_BLOCK, NOW, "55000", "needs a blocking read")                                          \
    X(BUSY, BACKOFF, "53000", "overloaded: a queue is full")                                       \
    X(CANCELED, NEVER, "57014", "canceled")                                                        \
    X(TIMEOUT, NEVER, "57014", "timed out")                                                        \
    X(SHUTDOWN, ROUTE, "57P01", "the node is shutting down")                                       \
    X(UNREACHABLE, ROUTE, "08006", "the node is unreachable")                                      \
    X(NOT_LEADER, ROUTE, "08006", "not the leader of this shard")                                  \
    X(WRONG_RANGE, ROUTE, "08006", "the key is not in this shard")                                 \
    X(NO_LEADER, BACKOFF, "08006", "the shard has no leader")                                      \
    X(DROPPED, ROUTE, "08006", "the proposal was dropped before it was logged")                    \
    X(AMBIGUOUS, AMBIGUOUS, "40003", "the outcome of the commit is unknown")                       \
    X(WRITE_CONFLICT, TIMESTAMP, "40001", "could not serialize access due to concurrent update")   \
    X(LOCKED, BACKOFF, "55P03", "the key is locked by another transaction")                        \
    X(DEADLOCK, NEVER, "40P01", "deadlock detected")                                               \
    X(TXN_ABORTED, NEVER, "40001", "the transaction was rolled back by another")                   \
    X(TXN_COMMITTED, NEVER, "40003", "the transaction is committed already")                       \
    X(COMMIT_TS_EXPIRED, TIMESTAMP, "40001", "a reader pushed the transaction: draw a newer commit timestamp") \
    X(SNAPSHOT_TOO_OLD, NEVER, "72000", "snapshot too old")                                        \
    X(DUPLICATE_KEY, NEVER, "23505", "duplicate key value violates unique constraint")             \
    X(VERSION_CHANGED, TIMESTAMP, "40001", "the schema changed under the statement")               \
    X(SQL, NEVER, "XX000", "see the error fields")                                                 \
    X(LOCK_TIMEOUT, NEVER, "55P03", "canceling statement due to lock timeout")                     \
    X(READ_CHANGED, TIMESTAMP, "40001", "could not serialize access due to read/write dependencies among transactions")

enum nd_status {
#define ND_X(code, retry, sqlstate, text) ND_STATUS_##code,
    ND_STATUS_TABLE(ND_X)
#undef ND_X
        ND_STATUS_COUNT
};

/* Every function that returns enum nd_status is declared with this. */
#define ND_RESULT ND_MUST_CHECK enum nd_status

const char *nd_status_name(enum nd_status status);     /* "WRITE_CONFLICT" */
const char *nd_status_text(enum nd_status status);     /* for people */
const char *nd_status_sqlstate(enum nd_status status); /* five characters */
enum nd_retry nd_status_retry(enum nd_status status);

#define ND_TRY(x)                                                                                  \
    do {                                                                                           \
        enum nd_status nd_try_ = (x);                                                              \
        if (nd_try_ != ND_STATUS_OK) return nd_try_;                                               \
    } while (0)
/* Requires `enum nd_status status` in scope. */
#define ND_TRY_OR(x, label)                                                                        \
    do {                                                                                           \
        status = (x);                                                                              \
        if (status != ND_STATUS_OK) goto label;                                                    \
    } while (0)

#endif
