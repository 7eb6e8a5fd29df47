/* SPDX-License-Identifier: Apache-2.0 */
/* exec_int.h - operators and what they share. */
#ifndef ND_SQL_EXEC_INT_H
#define ND_SQL_EXEC_INT_H

#include "base/limits.h"
#include "sql/exec/exec.h"
#include "sql/shard/decoder.h"
#include "sql/types/compare.h"
#include "sql/types/key_codec.h"
#include "sql/types/row_codec.h"

struct nd_op {
    struct nd_exec *exec;
    const struct nd_plan *plan;
    struct nd_op *left, *right;
    /* out->rows 0: the end. The batch is valid until the next call. */
    enum nd_status (*next)(struct nd_op *op, struct nd_batch *out);
    void (*close)(struct nd_op *op); /* may be NULL */
    struct nd_arena arena;           /* of the batch at hand */
    struct nd_eval eval;             /* over `arena` */
};

struct nd__fk;

struct nd_exec {
    struct nd_exec_env env;
    const struct nd_plan_tree *tree;
    struct nd_op *root;
    struct nd_err *err;    /* of the call that runs */
    struct nd_arena arena; /* what lives as long as the statement */
    struct nd_arena *ops;  /* of the operators that are being built */
    struct nd_subquery_runner *subqueries;
    struct nd__cte_state *ctes; /* by id */
    struct nd__fk *fk;          /* foreign keys of what it writes; NULL: it has written nothing */
    struct nd_datum *outer; /* by variable: what OUTER stands for at the moment */
    struct nd_node_stats *stats;
    struct nd_batch batch;
    size_t memory_bytes;
    uint64_t affected;
    struct nd_exec_pace pace;
    bool is_done;
    bool reads_past; /* tables are read as they were before the statement wrote to them */
};

struct nd_op *nd__op_new(struct nd_exec *exec, const struct nd_plan *plan, size_t bytes);
/* Resets the batch's arena; checks X1. */
ND_RESULT nd__op_begin(struct nd_op *op);
ND_RESULT nd__op_next(struct nd_op *op, struct nd_batch *out); /* with statistics */
struct nd_op *nd__op_build(struct nd_exec *exec, const struct nd_plan *plan);
struct nd__fk *nd__exec_fk(struct nd_exec *exec);
void nd__op_free(struct nd_op *op);
/* Builds with operators on `arena`, which the caller resets after nd__op_free. */
struct nd_op *nd__op_build_on(struct nd_exec *exec, const struct nd_plan *plan, struct nd_arena *arena);
ND_RESULT nd__exec_charge(struct nd_exec *exec, size_t bytes); /* 53200 */
void nd__exec_release(struct nd_exec *exec, size_t bytes);

/* Makers, one an operator; children are built already. */
struct nd_op *nd__op_scan(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_sys_scan(struct nd_exec *exec, const struct nd_plan *plan);
/* A scan of single keys of the primary index without a filter: locks them as it reads them. */
void nd__scan_lock_first(struct nd_op *op, enum nd_lock_mode mode, bool is_nowait);
struct nd_op *nd__op_lock(struct nd_exec *exec, const struct nd_plan *plan);
/* The scan is to give partial groups of `agg` where shards can make them (before it is run); and to stop doing so. */
void nd__scan_want_groups(struct nd_op *op, const struct nd_plan *agg);
void nd__scan_want_rows(struct nd_op *op);
/* Rows, or a payload of groups, to be read to its end before the next call; neither: the end. */
/* The scan at the left end of `op` leaves out rows whose keys for the join are surely not among those hashed. Before it is run. */
void nd__scan_want_bloom(struct nd_op *op, const struct nd_plan *join, const uint64_t *hashes, size_t count);
struct nd_payload;
ND_YIELDS ND_RESULT nd__scan_next_groups(struct nd_op *op, struct nd_batch *out, struct nd_payload **groups_out);
struct nd_op *nd__op_simple(struct nd_exec *exec,
                            const struct nd_plan *plan); /* result, values, filter, project, limit */
struct nd_op *nd__op_agg(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_sort(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_distinct(struct nd_exec *exec, const struct nd_plan *plan); /* and set operations */
struct nd_op *nd__op_join(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_merge(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_window(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_set(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_cte(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_lookup(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_lateral(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_insert(struct nd_exec *exec, const struct nd_plan *plan);
struct nd_op *nd__op_update(struct nd_exec *exec, const struct nd_plan *plan); /* and DELETE */

/* Names of WITH: one state each. */
struct nd__cte_state *nd__ctes_new(struct nd_exec *exec);
void nd__ctes_free(struct nd_exec *exec);
/* Those that write run to their end, whether somebody reads their rows or not. */
ND_YIELDS ND_RESULT nd__ctes_finish(struct nd_exec *exec);
/* Some name of WITH writes to a table that something else of the statement reads or writes. */
bool nd__ctes_overlap(const struct nd_exec *exec);
/* Forgets the rows of those that read one of the outer variables, which have new values. */
void nd__ctes_forget(struct nd_exec *exec, const uint32_t *vars, size_t count);

/* Subqueries: one state each. */
struct nd_subquery_runner *nd__subqueries_new(struct nd_exec *exec);
void nd__subqueries_free(struct nd_subquery_runner *runner);
/* 54001: the stack of the fiber, where plans run within plans, is nearly used up. */
ND_RESULT nd__exec_check_stack(struct nd_exec *exec);
/* Sets OUTER variables to values[0..count); the values before go to saved. And back. */
static inline void nd__outer_swap(struct nd_exec *exec, const uint32_t *vars, struct nd_datum *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct nd_datum before = exec->outer[vars[i]];
        exec->outer[vars[i]] = values[i];
        values[i] = before;
    }
}

/* The table's columns from the source's: values, defaults, row ids. */
ND_RESULT nd__eval_insert(const struct nd_eval *eval, const struct nd_exec_env *env, const struct nd_insert *insert,
                          const struct nd_batch *in, struct nd_batch *out);

/* ---- batches ---------------------------------------------------------------------------------------- */

/* The rows of `in` named by rows[0..count), in that order; bytes are borrowed. */
struct nd_batch nd__batch_gather(struct nd_arena *arena, const struct nd_batch *in, const uint32_t *rows, size_t count);
/* The same of one column; UINT32_MAX: NULL. `from` may be NULL if there are no others. */
void nd__vec_gather(struct nd_vec *to, const struct nd_vec *from, const uint32_t *rows, size_t count);
struct nd_type nd__var_type(const struct nd_exec *exec, uint32_t var);

/* Rows kept: chunks of ND_SQL_BATCH_ROWS. A row is named by its number. */
struct nd_rowset {
    struct nd_arena arena;
    const struct nd_type *types;
    size_t columns;
    struct nd_batch **chunks;
    size_t chunk_count, chunk_cap;
    size_t rows;
    size_t charged;
};
void nd__rowset_init(struct nd_rowset *rowset, struct nd_heap *heap, const struct nd_type *types, size_t columns);
void nd__rowset_deinit(struct nd_rowset *rowset, struct nd_exec *exec);
/* Copies rows of a batch (sel NULL: all). */
ND_RESULT nd__rowset_add(struct nd_rowset *rowset, struct nd_exec *exec, const struct nd_batch *batch,
                         const struct nd_sel *sel);
static inline const struct nd_vec *nd__rowset_vec(const struct nd_rowset *rowset, size_t row, size_t column)
{
    return &rowset->chunks[row / ND_SQL_BATCH_ROWS]->vecs[column];
}
static inline struct nd_datum nd__rowset_get(const struct nd_rowset *rowset, size_t row, size_t column)
{
    return nd_vec_get(nd__rowset_vec(rowset, row, column), row % ND_SQL_BATCH_ROWS);
}
/* The column's values of numbered rows (UINT32_MAX: NULL) into the first rows of `out`; bytes are borrowed. */
void nd__rowset_copy(const struct nd_rowset *rowset, size_t column, const uint32_t *numbers, size_t count,
                     struct nd_vec *out);
/* Rows first.. of numbers[] (NULL: first..) as a batch on `arena`; bytes are borrowed. */
struct nd_batch nd__rowset_batch(const struct nd_rowset *rowset, struct nd_arena *arena, const uint32_t *numbers,
                                 size_t first, size_t count);

/* Rows of an aggregate with ORDER BY: arguments, keys, number of the group. */
struct nd__agg_order {
    struct nd_rowset rows;
    struct nd_type *types;
};
void nd__agg_order_init(struct nd__agg_order *order, struct nd_exec *exec, const struct nd_agg_use *use);
void nd__agg_order_deinit(struct nd__agg_order *order, struct nd_exec *exec);
void nd__agg_order_forget(struct nd__agg_order *order, struct nd_exec *exec);
ND_RESULT nd__agg_order_keep(struct nd_op *op, struct nd__agg_order *order, const struct nd_agg_use *use, const struct nd_vec *args, const struct nd_batch *in,
                             const struct nd_sel *sel, const uint32_t *groups);
/* Hands them to the states (blocks[group] + offset), sorted. */
ND_RESULT nd__agg_order_take(struct nd_op *op, struct nd__agg_order *order, const struct nd_agg_use *use, const struct nd_func_ctx *ctx, uint8_t *const *blocks,
                             size_t offset);

/* Hash table from keys of a rowset's rows to row numbers. */
struct nd_rowhash {
    struct nd_exec *exec;
    uint64_t *hashes;
    uint32_t *numbers; /* row + 1; 0: free */
    size_t count, cap;
};
void nd__rowhash_init(struct nd_rowhash *hash, struct nd_exec *exec);
void nd__rowhash_deinit(struct nd_rowhash *hash);
ND_RESULT nd__rowhash_put(struct nd_rowhash *hash, uint64_t h, uint32_t number);
/* Walks entries of one hash: start with *at = SIZE_MAX; UINT32_MAX: no more. */
uint32_t nd__rowhash_next(const struct nd_rowhash *hash, uint64_t h, size_t *at);

/* ---- rows and keys of tables ---------------------------------------------------------------------------- */

void nd__put_key_columns(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index,
                         const struct nd_vec *vecs, size_t row);
/* vecs: one a column of the table, in order. */
/* Prefix, bucket, columns. */
void nd__put_index_key(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index, const struct nd_vec *vecs, size_t row);
void nd__put_primary_key(struct nd_buf *key, const struct nd_table *table, const struct nd_vec *vecs, size_t row);
/* *is_unique_out: a key that no other row may have (unique, and no NULL in it). value: of the entry, appended. */
void nd__put_index_entry(struct nd_buf *key, struct nd_buf *value, const struct nd_table *table,
                         const struct nd_index *index, const struct nd_vec *vecs, size_t row, bool *is_unique_out);
void nd__put_row_value(struct nd_buf *value, const struct nd_table *table, const struct nd_vec *vecs, size_t row,
                       struct nd_arena *scratch);

/* Of a partial index: the row's predicate is true. vecs: with virtual columns computed. */
bool nd__index_has(const struct nd_index *index, const struct nd_vec *vecs, size_t row);
bool nd__index_has_null(const struct nd_index *index, const struct nd_vec *vecs, size_t row); /* among its columns */
/* 23505 of nd_exec_duplicate_error becomes that of CREATE UNIQUE INDEX. */
void nd_exec_double_error(const struct nd_table *table, const struct nd_index *index, struct nd_err *err);
/* Computes the virtual columns of one index into vecs: first the predicate, then the expressions, for the rows that it is true for. */
ND_RESULT nd__index_compute(const struct nd_eval *eval, const struct nd_table *table, const struct nd_index *index, struct nd_expr *const *virtuals, struct nd_vec *vecs, size_t rows);
/* The same for rows that are there already and an index that is not complete: where it fails the row has no entry, and NULLs. */
ND_RESULT nd__index_compute_old(const struct nd_eval *eval, const struct nd_table *table, const struct nd_index *index, struct nd_expr *const *virtuals, struct nd_vec *vecs, size_t rows);

/* The primary key that an entry of a secondary index points to. CORRUPT. */
ND_RESULT nd__entry_primary_key(const struct nd_table *table, const struct nd_index *index, struct nd_slice key,
                                struct nd_slice value, struct nd_buf *primary_out);

/* ---- writing ------------------------------------------------------------------------------------------------ */

struct nd_writer {
    const struct nd_exec_env *env;
    const struct nd_table *table;
    struct nd_err *err;
    struct nd_buf key, value;
    struct nd_arena scratch, old; /* old: virtual columns of rows as they were */
    const struct nd_rules *rules; /* NULL: not looked at */
    struct nd_subquery_runner *subqueries; /* those of views' conditions; NULL: there are none */
    const struct nd_datum *outer;
    bool checks_now;
};
void nd__writer_init(struct nd_writer *writer, const struct nd_exec_env *env, const struct nd_table *table);
void nd__writer_deinit(struct nd_writer *writer);
/* All calls: vecs hold every column of the table, in order. */
/* Generated columns are computed into vecs; then NOT NULL and checks: 23502, 23514; then virtual columns. */
ND_RESULT nd__writer_complete(struct nd_writer *writer, struct nd_vec *vecs, size_t rows, struct nd_arena *arena);
/* 23505. ignore: rows in conflict (with arbiter; NULL: with any unique index) are left out; kept[0..*kept_count) are the
 * rows written. Both may be NULL. */
ND_RESULT nd__writer_insert(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows, bool ignore,
                            const struct nd_index *arbiter, uint32_t *kept, size_t *kept_count);
bool nd__writer_has_written(struct nd_writer *writer, const struct nd_vec *vecs, size_t row); /* this statement, to the row */
ND_RESULT nd__writer_lock(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows, enum nd_lock_mode mode);
ND_RESULT nd__writer_delete(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows);
/* In place: neither primary key changes. */
ND_RESULT nd__writer_update(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows);
/* In place or, where a primary key changes, anew. */
ND_RESULT nd__writer_replace(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows);
/* Doubles among rows that are there already: the error of CREATE UNIQUE INDEX. */
enum nd_status nd__backfill_duplicate_error(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index, struct nd_slice key, struct nd_err *err);
/* Entries of the rows in indexes that are not public go; new_vecs: only where the key differs from these rows'; NULL: all. */
ND_YIELDS ND_RESULT nd__writer_retire(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows);
bool nd__key_differs(const struct nd_table *table, const struct nd_index *index, const struct nd_vec *a, const struct nd_vec *b, size_t row);

/* ---- indexes that nobody else can see yet (fill.c) -------------------------------------------------------------- */

struct nd__fill {
    const struct nd_exec_env *env;
    struct nd_exec_env aside; /* what is written goes here */
    const struct nd_table *table;
    const struct nd_index *index; /* of the table; NULL: all of them */
    struct nd_txn *piece;         /* NULL: nothing is written aside */
    struct nd_txn *sent;          /* a piece that is being committed; NULL: none */
    enum nd_status sent_status;   /* of the one before */
    bool has_begun;               /* some piece is or has been sent */
    struct nd_slice failed_key;   /* after DUPLICATE_KEY */
    struct nd_arena arena;
};
/* The indexes are new in this transaction, since its last savepoint. Writes nothing aside where env has no fills. end: after errors, too. */
ND_YIELDS ND_RESULT nd__fill_begin(struct nd__fill *fill, const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index);
ND_YIELDS ND_RESULT nd__fill_turn(struct nd__fill *fill);   /* between batches. DUPLICATE_KEY */
ND_YIELDS ND_RESULT nd__fill_finish(struct nd__fill *fill); /* all is written: the transaction can read it. DUPLICATE_KEY */
ND_YIELDS void nd__fill_end(struct nd__fill *fill);

#endif
