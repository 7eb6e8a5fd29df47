/* SPDX-License-Identifier: Apache-2.0 */
/* sql_client.h - a simulated SQL client: one connection to some node of the cluster, made again when lost.
 *
 * Owner.      A worker of the harness, on a node of its own that never fails.
 * Threading.  Its fiber.
 * Protocol.   Simple queries (pgwire/client_codec.h). */
#ifndef ND_SIM_SQL_CLIENT_H
#define ND_SIM_SQL_CLIENT_H

#include <stdarg.h>

#include "base/arena.h"
#include "env/fiber.h"

struct nd_sql_client;

enum nd_sql_answer_kind {
    ND_SQL_ANSWER_OK,
    ND_SQL_ANSWER_ERROR,    /* the server said so: sqlstate */
    ND_SQL_ANSWER_LOST,     /* sent, and then the connection was lost or silent: anything may have happened */
    ND_SQL_ANSWER_NOT_SENT, /* no connection */
};

struct nd_sql_answer { /* valid until the next run */
    enum nd_sql_answer_kind kind;
    char sqlstate[6];
    char message[160];
    char transaction_state; /* of the last 'Z' */
    size_t row_count, column_count;
    const char *const *values; /* row_count * column_count texts; NULL: SQL NULL */
    uint64_t affected;         /* of the last tag */
    bool is_rollback;          /* ... which was ROLLBACK: a COMMIT of a block that had failed */
};

struct nd_sql_client *nd_sql_client_new(struct nd_env *env, unsigned nodes, uint64_t seed);
/* Runs the text; connects first where there is no connection (a transaction is then gone: the caller
 * knows by the answer LOST before). printf-like. Gives up after ten seconds. */
ND_YIELDS void nd_sql_client_run(struct nd_sql_client *client, struct nd_fiber *fiber, struct nd_sql_answer *answer_out, const char *fmt, ...) ND_PRINTF(4, 5);
/* Ends a block, by ROLLBACK, or by dropping the connection where that does not work. */
ND_YIELDS void nd_sql_client_roll_back(struct nd_sql_client *client, struct nd_fiber *fiber);
/* Within a block: as long as it is set, nothing is sent on a new connection: NOT_SENT where the old one is gone, and the
 * block with it. */
void nd_sql_client_set_in_block(struct nd_sql_client *client, bool is_in_block);
/* The client loses patience with so many of its statements: cancels them at a random moment, or goes away without a word (the answer is then LOST);
 * and gives some connections statement_timeout, lock_timeout or idle_in_transaction_session_timeout. 0, as at the beginning: never, from a
 * connection without such on. */
void nd_sql_client_disturb(struct nd_sql_client *client, double rate);
/* Drops the connection: to be somewhere else next time. */
void nd_sql_client_drop(struct nd_sql_client *client);
uint64_t nd_sql_answer_number(const struct nd_sql_answer *answer, size_t row, size_t column); /* 0 for NULL; unsigned decimal */
int64_t nd_sql_answer_signed(const struct nd_sql_answer *answer, size_t row, size_t column);

#endif
