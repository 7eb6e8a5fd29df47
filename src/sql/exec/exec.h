/* SPDX-License-Identifier: Apache-2.0 */
/* exec.h - carries out a plan, batch by batch.
 *
 * Role.       Operators pull batches from their children; writes go to the transaction. State lives in
 *             struct nd_exec, the plan stays read-only.
 * Owner.      A session, one nd_exec per running portal.
 * Threading.  The session's fiber.
 * Memory.     Streaming operators reset an arena with each batch: a batch is valid until the next call. What
 *             sorts, groups and joins keep counts against memory_bytes_max: 53200 beyond.
 * Invariants. X1 between batches the executor looks for cancellation and the deadline, and lets the loop turn.
 *             X2 an UPDATE whose own writes its scan could meet again reads all rows before it writes one.
 * Testing.    tests/unit/sql_exec_*.c, tests/sql. */
#ifndef ND_SQL_EXEC_EXEC_H
#define ND_SQL_EXEC_EXEC_H

#include "sql/opt/opt.h"
#include "sql/sys/sys.h"
#include "txn/txn.h"

#define ND_SQL_MEMORY_BYTES_DEFAULT (256u << 20) /* of one statement's sorts, groups and joins */

/* Row ids of tables without a primary key, drawn in blocks: one per reactor. */
struct nd_row_ids;
struct nd_row_ids *nd_row_ids_new(struct nd_heap *heap, struct nd_txn_system *txns);
void nd_row_ids_free(struct nd_row_ids *ids);
/* [*first_out, + count), never given twice for this table. */
ND_YIELDS ND_RESULT nd_row_ids_take(struct nd_row_ids *ids, struct nd_fiber *fiber, struct nd_table_id table, uint64_t count, uint64_t *first_out);

enum nd_duplicates {
    ND_DUPLICATES_AT_COMMIT, /* found by the shard together with the commit: one round trip less */
    ND_DUPLICATES_AT_ONCE,   /* found before the statement ends */
};

/* How many rows of which tables a transaction has changed; tables beyond the room are not counted. */
#define ND_TABLE_CHANGES_MAX 16
struct nd_table_changes {
    struct nd_table_change {
        struct nd_table_id table;
        uint64_t rows;
        double known_rows; /* of the table, as its statistics say; 0: none */
    } tables[ND_TABLE_CHANGES_MAX];
    size_t count;
};
void nd_table_changes_add(struct nd_table_changes *changes, const struct nd_table *table, uint64_t rows);

struct nd_spill_space;

struct nd_deferred;

struct nd_exec_env {
    struct nd_heap *heap;
    struct nd_reactor *reactor;
    struct nd_fiber *fiber;
    struct nd_txn *txn;
    struct nd_txn_system *txns;
    struct nd_catalog *catalog;
    struct nd_catalog_view *view;      /* of the statement: tables that foreign keys lead to */
    const struct nd_search_path *path; /* of the session: for defaults of those tables */
    struct nd_row_ids *row_ids;
    const struct nd_sys_env *sys;   /* for scans of the system catalogs; NULL: none */
    const struct nd_type_ctx *types;
    const struct nd_func_services *services;
    const struct nd_datum *params;
    size_t param_count;
    const struct nd_datum *cursor_key; /* WHERE CURRENT OF; NULL: none */
    size_t memory_bytes_max;
    struct nd_spill_space *spill; /* where rows beyond it go; NULL: nowhere, the statement fails */
    const bool *is_canceled;
    uint64_t deadline_ns;           /* 0: none */
    enum nd_duplicates duplicates;
    bool takes_locks;               /* UPDATE and DELETE lock rows before they write */
    bool is_read_only;              /* 25006 for anything that writes */
    bool wants_stats;
    struct nd_table_changes *changes; /* NULL: not counted */
    struct nd_catalog_fills *fills;   /* of the transaction; NULL: it fills nothing aside (fill.c) */
    struct nd_deferred *deferred;     /* checks that wait; NULL: none does, what a deferrable index must have is looked at otherwise */
};

/* What is kept in memory in any case may be this large: where other things go to disk from memory_bytes_max on, that is no bound
 * for it. */
static inline size_t nd_exec_kept_bytes_max(const struct nd_exec_env *env)
{
    bool is_small = env->spill != NULL && env->memory_bytes_max < ND_SQL_MEMORY_BYTES_DEFAULT;
    return is_small ? ND_SQL_MEMORY_BYTES_DEFAULT : env->memory_bytes_max;
}

struct nd_exec;

/* Nothing is read yet. */
struct nd_exec *nd_exec_new(const struct nd_exec_env *env, const struct nd_plan_tree *tree);
void nd_exec_set_deadline(struct nd_exec *exec, uint64_t deadline_ns); /* of the calls to come */
void nd_exec_free(struct nd_exec *exec);
/* The next rows; (*batch_out)->rows == 0: the end. Valid until the next call. err is filled for SQL; other statuses
 * come from below. */
ND_YIELDS ND_RESULT nd_exec_next(struct nd_exec *exec, const struct nd_batch **batch_out, struct nd_err *err);
uint64_t nd_exec_affected(const struct nd_exec *exec);                 /* rows written */
const struct nd_node_stats *nd_exec_stats(const struct nd_exec *exec); /* by node id */

/* X1: called between batches and now and then in long loops. Lets the loop turn every few milliseconds, or calls.
 * CANCELED, TIMEOUT. Starts as zeros. */
struct nd_exec_pace {
    uint32_t calls;
    uint64_t turned_ns; /* when the loop turned last */
};
ND_YIELDS ND_RESULT nd_exec_check(const struct nd_exec_env *env, struct nd_exec_pace *pace);

/* Fills err for DUPLICATE_KEY of `key`: 23505 with constraint and values. The index is looked for in the tables of the view. */
void nd_exec_duplicate_error(const struct nd_table *table, struct nd_slice key, const struct nd_type_ctx *types, struct nd_heap *heap, struct nd_err *err);

/* ---- COPY FROM STDIN ---------------------------------------------------------------------------- */

struct nd_copy_source {
    void *arg;
    ND_YIELDS ND_RESULT (*read)(void *arg, struct nd_slice *piece_out, bool *end_out, struct nd_err *err);
};
ND_YIELDS ND_RESULT nd_exec_copy_from(const struct nd_exec_env *env, const struct nd_copy *copy, const struct nd_copy_source *source, uint64_t *rows_out, struct nd_err *err);

/* ---- COPY TO STDOUT ------------------------------------------------------------------------------ */

/* What comes before the rows and behind them, appended; nothing where the format has none. */
void nd_exec_copy_header(const struct nd_copy *copy, struct nd_buf *out);
void nd_exec_copy_trailer(const struct nd_copy *copy, struct nd_buf *out);
void nd_exec_copy_row(const struct nd_copy *copy, const struct nd_type_ctx *types, const struct nd_batch *batch, size_t row, struct nd_arena *arena, struct nd_buf *out);

/* ---- a table's rows outside of plans: backfills ------------------------------------------------------- */

/* Fills the entries of `index` (of `table`, as it will be) from the rows that `source`, the table as it is, has. 23505.
 * virtuals: what its virtual columns stand for, by position in `table`, behind the columns of `source`; NULL: it has none. */
ND_YIELDS ND_RESULT nd_exec_backfill_index(const struct nd_exec_env *env, const struct nd_table *source, const struct nd_table *table, const struct nd_index *index,
                                             struct nd_expr *const *virtuals, struct nd_err *err);
/* One part of filling an index that is write-only, and of which no writer is left that does not know. To be committed by the caller; comes
 * again with the same `next` after WRITE_CONFLICT and its kin, and after LOCKED. 23505. */
struct nd_index_part {
    struct nd_buf next;    /* in: the first key to look at; empty: from the beginning */
    size_t rows_max;       /* in: more than 0 */
    struct nd_txn *locks;  /* in, of a unique index: a fresh transaction, to be rolled back after the commit */
    struct nd_buf after;   /* out: the next part's `next` */
    uint64_t rows;         /* out: looked at */
    bool is_last;          /* out: there were none any more */
    bool waits;            /* in, out: at first false */
};
ND_YIELDS ND_RESULT nd_exec_index_part(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index, struct nd_expr *const *virtuals,
                                       struct nd_index_part *part, struct nd_err *err);
/* Writes every row of `source` under the primary index of `table`, all secondary indexes too. A column of `table` is exprs[i] over the
 * row of `source` where that is given (exprs may be NULL), else the column of `source` with the same id, else a fresh row id.
 * checks: those of `table`, each over its rows (NULL: not looked at). 23502, 23505, 23514. */
ND_YIELDS ND_RESULT nd_exec_rebuild_table(const struct nd_exec_env *env, const struct nd_table *source, const struct nd_table *table, struct nd_expr *const *exprs,
                                          const struct nd_rules *rules, struct nd_err *err);
/* SET NOT NULL: 23502 if a row has NULL there. */
ND_YIELDS ND_RESULT nd_exec_check_not_null(const struct nd_exec_env *env, const struct nd_table *table, size_t column, struct nd_err *err);
/* Rows chosen at random, each with the same chance: up to `want`, in the order of the primary key. */
struct nd_table_sample {
    struct nd_batch rows; /* on the caller's arena; more rows than a batch of a plan has */
    double table_rows, table_bytes;
};
/* columns: positions in table->columns, ascending. pause_times: as long as each piece of the work took it rests, so that what goes on in the
 * background leaves room. */
ND_YIELDS ND_RESULT nd_exec_sample_table(const struct nd_exec_env *env, const struct nd_table *table, const uint32_t *columns, size_t column_count, size_t want, unsigned pause_times,
                                         struct nd_arena *arena, struct nd_table_sample *out);
/* Rows must not make `check` false: 23514. */
ND_YIELDS ND_RESULT nd_exec_check_rows(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_expr *check, const char *name, struct nd_err *err);
/* Each row's reference must be there: 23503. */
ND_YIELDS ND_RESULT nd_exec_check_foreign_key(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_foreign_key *key, const struct nd_table *parent,
                                              struct nd_err *err);
/* The key of SPLIT AT. */
void nd_exec_split_key(const struct nd_table *table, const struct nd_datum *values, size_t count, struct nd_buf *key);

#endif
