/* SPDX-License-Identifier: Apache-2.0 */
/* fill.c - rows and entries of indexes that nobody else can see yet, in transactions of their own (catalog/README.md, "Filled aside").
 *
 * The writer is given `aside` for its env; what it writes waits in the buffer of a transaction, the piece, which commits when it is large
 * enough, on a fiber of its own while the next one is gathered. What comes to less than one piece goes the way of all other writes. */
#include "sql/exec/exec_int.h"

#define PIECE_BYTES (2u << 20) /* of a transaction's buffer: some thousand rows */
#define STACK_BYTES (64u << 10)

static enum nd_status begin_piece(struct nd__fill *fill)
{
    const struct nd_exec_env *env = fill->env;
    fill->piece = nd_txn_begin(env->txns, env->fiber, &(struct nd_txn_options){.isolation = ND_READ_COMMITTED});
    nd_txn_set_deadline(fill->piece, env->deadline_ns);
    fill->aside.txn = fill->piece;
    return nd_txn_begin_statement(fill->piece);
}

static void end_piece(struct nd__fill *fill)
{
    if (fill->piece != NULL) nd_txn_free(fill->piece);
    fill->piece = NULL;
    fill->aside.txn = NULL;
}

/* ---- commits of pieces ---------------------------------------------------------------------------------------- */

static void send_main(struct nd_fiber *fiber, void *arg)
{
    struct nd__fill *fill = arg;
    nd_txn_hand_over(fill->sent, fiber);
    fill->sent_status = nd_txn_commit(fill->sent);
    if (fill->sent_status == ND_STATUS_DUPLICATE_KEY) fill->failed_key = nd_arena_copy(&fill->arena, nd_txn_failed_key(fill->sent));
    nd_txn_free(fill->sent);
    fill->sent = NULL;
    nd_fiber_wake(fill->env->fiber);
}

static ND_YIELDS enum nd_status await_sent(struct nd__fill *fill)
{
    while (fill->sent != NULL) nd_fiber_park(fill->env->fiber);
    enum nd_status status = fill->sent_status;
    fill->sent_status = ND_STATUS_OK;
    /* what may have been written is nobody's: to the statement it is a failure like any other */
    return status == ND_STATUS_AMBIGUOUS ? ND_STATUS_TXN_ABORTED : status;
}

enum nd_status nd__fill_begin(struct nd__fill *fill, const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index)
{
    *fill = (struct nd__fill){.env = env, .table = table, .index = index, .aside = *env};
    nd_arena_init(&fill->arena, env->heap);
    if (env->fills == NULL) return ND_STATUS_OK;
    fill->aside.duplicates = ND_DUPLICATES_AT_COMMIT; /* of a piece: there is nothing else to look at */
    return begin_piece(fill);
}

void nd__fill_end(struct nd__fill *fill)
{
    if (fill->sent != NULL) nd_txn_cancel(fill->sent); /* the statement has failed */
    if (await_sent(fill) != ND_STATUS_OK) ND_ASSERT(fill->sent == NULL);
    end_piece(fill);
    nd_arena_deinit(&fill->arena);
}

static enum nd_status begin_aside(struct nd__fill *fill)
{
    const struct nd_exec_env *env = fill->env;
    uint64_t *ids = nd_arena_array(&fill->arena, uint64_t, fill->table->index_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < fill->table->index_count; i++)
        if (fill->index == NULL || fill->index == &fill->table->indexes[i]) ids[count++] = fill->table->indexes[i].id;
    ND_TRY(nd_catalog_fill_begin(env->catalog, env->txn, env->fiber, fill->table->id, ids, count, env->fills));
    fill->has_begun = true;
    return ND_STATUS_OK;
}

static enum nd_status send_piece(struct nd__fill *fill)
{
    if (!fill->has_begun) ND_TRY(begin_aside(fill));
    ND_TRY(await_sent(fill));
    if (nd_txn_has_writes(fill->piece)) {
        fill->sent = fill->piece;
        fill->piece = NULL;
        nd_fiber_start(fill->env->reactor, send_main, fill, STACK_BYTES);
    }
    end_piece(fill);
    return ND_STATUS_OK;
}

/* One batch of wide rows may be more than a transaction buffers. */
static bool is_full(const struct nd__fill *fill)
{
    bool is_large = nd_txn_is_flushed(fill->piece) || nd_txn_buffered_bytes(fill->piece) >= PIECE_BYTES;
    return is_large || ND_BUGGIFY(nd_reactor_env(fill->env->reactor), "fill_small_pieces");
}

enum nd_status nd__fill_turn(struct nd__fill *fill)
{
    if (fill->piece == NULL || !is_full(fill)) return ND_STATUS_OK;
    ND_TRY(send_piece(fill));
    return begin_piece(fill);
}

enum nd_status nd__fill_finish(struct nd__fill *fill)
{
    struct nd_ts before;
    if (fill->piece == NULL) return ND_STATUS_OK;
    if (!fill->has_begun && !nd_txn_is_flushed(fill->piece)) {
        enum nd_status status = nd_txn_adopt(fill->env->txn, fill->piece);
        if (status == ND_STATUS_DUPLICATE_KEY) fill->failed_key = nd_arena_copy(&fill->arena, nd_txn_failed_key(fill->env->txn));
        return status;
    }
    ND_TRY(send_piece(fill));
    ND_TRY(await_sent(fill));
    return nd_txn_read_latest(fill->env->txn, &before); /* for the rest of the statement, which may read what was filled in */
}
