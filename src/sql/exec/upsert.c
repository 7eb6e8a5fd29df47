/* SPDX-License-Identifier: Apache-2.0 */
/* upsert.c - INSERT ... ON CONFLICT DO UPDATE.
 *
 * Rows whose arbiter key is free are inserted, for the others the row that has it is changed. Alone in its transaction
 * the statement looks without locks: a row that another has put in or changed meanwhile is a conflict at the commit, and the
 * statement runs again, then locking the keys before it looks. */
#include "sql/exec/dml_int.h"

struct upsert {
    struct nd__dml_op *dml;
    const struct nd_insert *insert;
    const struct nd_batch *rows;
    struct nd_slice *keys;         /* arbiter keys, one a row; empty: a NULL in it, which conflicts with nothing */
    struct nd_txn_get_item *items; /* the arbiter's entries */
    uint32_t *fresh, *taken;       /* rows */
    size_t fresh_count, taken_count;
};

static enum nd_status make_keys(struct upsert *upsert)
{
    struct nd_writer *writer = &upsert->dml->writer;
    struct nd_arena *arena = &upsert->dml->op.arena;
    const struct nd_index *arbiter = upsert->insert->arbiter;
    for (size_t row = 0; row < upsert->rows->rows; row++) {
        bool is_unique = true;
        nd_buf_clear(&writer->key);
        nd_buf_clear(&writer->value);
        if (arbiter->is_primary) nd__put_primary_key(&writer->key, writer->table, upsert->rows->vecs, row);
        else if (!nd__index_has(arbiter, upsert->rows->vecs, row)) is_unique = false;
        else nd__put_index_entry(&writer->key, &writer->value, writer->table, arbiter, upsert->rows->vecs, row, &is_unique);
        upsert->keys[row] = is_unique ? nd_arena_copy(arena, nd_buf_slice(&writer->key)) : ND_SLICE_EMPTY;
    }
    return ND_STATUS_OK;
}

static enum nd_status affected_twice(struct upsert *upsert)
{
    struct nd_err *err = upsert->dml->writer.err;
    (void)nd_err_set(err, "21000", "ON CONFLICT DO UPDATE command cannot affect row a second time");
    return nd_err_hint(err, "Ensure that no rows proposed for insertion within the same command have duplicate constrained values.");
}

static enum nd_status note_fresh(struct upsert *upsert)
{
    for (size_t i = 0; i < upsert->fresh_count; i++) {
        struct nd_slice key = upsert->keys[upsert->fresh[i]];
        if (key.n > 0 && !nd__dml_first_time(upsert->dml, key)) return affected_twice(upsert);
    }
    return ND_STATUS_OK;
}

/* A row that WHERE leaves alone may be met again, but not one that is changed. */
static enum nd_status note_taken(struct upsert *upsert, const uint32_t *picked, size_t picked_count)
{
    size_t at = 0;
    for (size_t i = 0; i < upsert->taken_count; i++) {
        bool is_picked = at < picked_count && picked[at] == i;
        struct nd_slice key = upsert->keys[upsert->taken[i]];
        if (nd__dml_is_done(upsert->dml, key)) return affected_twice(upsert);
        if (!is_picked) continue;
        (void)nd__dml_first_time(upsert->dml, key);
        at++;
    }
    return ND_STATUS_OK;
}

/* Which rows conflict, and the entries that they conflict with. */
static enum nd_status probe(struct upsert *upsert)
{
    const struct nd_exec_env *env = upsert->dml->writer.env;
    struct nd_arena *arena = &upsert->dml->op.arena;
    size_t rows = upsert->rows->rows, count = 0;
    struct nd_slice *locked = nd_arena_array(arena, struct nd_slice, rows + 1);
    uint32_t *owners = nd_arena_array(arena, uint32_t, rows + 1);
    struct nd_txn_get_item *items = nd_arena_array(arena, struct nd_txn_get_item, rows + 1);
    for (size_t row = 0; row < rows; row++) {
        if (upsert->keys[row].n == 0) continue;
        locked[count] = items[count].key = upsert->keys[row];
        owners[count++] = (uint32_t)row;
    }
    if (count > 0 && env->takes_locks) ND_TRY(nd_txn_lock(env->txn, locked, count, false));
    if (count > 0) ND_TRY(nd_txn_get_many(env->txn, items, count, arena));
    for (size_t i = 0; i < count; i++) upsert->items[owners[i]] = items[i];
    for (size_t row = 0; row < rows; row++) {
        if (upsert->keys[row].n > 0 && upsert->items[row].is_found) upsert->taken[upsert->taken_count++] = (uint32_t)row;
        else upsert->fresh[upsert->fresh_count++] = (uint32_t)row;
    }
    return ND_STATUS_OK;
}

/* The rows that are there, one for each in `taken`. */
static enum nd_status read_existing(struct upsert *upsert, struct nd_batch *existing)
{
    struct nd_writer *writer = &upsert->dml->writer;
    struct nd_arena *arena = &upsert->dml->op.arena;
    const struct nd_table *table = writer->table;
    struct nd_txn_get_item *items = nd_arena_array(arena, struct nd_txn_get_item, upsert->taken_count + 1);
    for (size_t i = 0; i < upsert->taken_count; i++) {
        const struct nd_txn_get_item *entry = &upsert->items[upsert->taken[i]];
        nd_buf_clear(&writer->key);
        if (upsert->insert->arbiter->is_primary) nd_buf_put_slice(&writer->key, entry->key);
        else ND_TRY(nd__entry_primary_key(table, upsert->insert->arbiter, entry->key, entry->value, &writer->key));
        items[i].key = nd_arena_copy(arena, nd_buf_slice(&writer->key));
    }
    ND_TRY(nd_txn_get_many(writer->env->txn, items, upsert->taken_count, arena));
    uint32_t *columns = nd_arena_array(arena, uint32_t, table->column_count + 1);
    for (size_t i = 0; i < table->column_count; i++) columns[i] = (uint32_t)i;
    struct nd_decoder decoder;
    nd_decoder_init(&decoder, table, NULL, columns, table->column_count, arena);
    *existing = nd_decoder_batch(&decoder, arena, upsert->taken_count);
    for (size_t i = 0; i < upsert->taken_count; i++) {
        if (!items[i].is_found) return ND_STATUS_CORRUPT; /* an entry without its row */
        ND_TRY(nd_decoder_row(&decoder, items[i].key, items[i].value, arena, existing, i));
    }
    return writer->env->takes_locks ? nd__writer_lock(writer, existing->vecs, existing->rows, ND_LOCK_NO_KEY_UPDATE) : ND_STATUS_OK;
}

/* The rows that are there and, behind them, those that were to be inserted. */
static struct nd_batch side_by_side(struct nd_arena *arena, const struct nd_batch *existing, const struct nd_batch *proposed)
{
    struct nd_batch both = {.rows = existing->rows, .columns = existing->columns + proposed->columns};
    both.vecs = nd_arena_alloc(arena, sizeof *both.vecs * (both.columns + 1));
    memcpy(both.vecs, existing->vecs, sizeof *both.vecs * existing->columns);
    memcpy(both.vecs + existing->columns, proposed->vecs, sizeof *both.vecs * proposed->columns);
    return both;
}

/* *changed: the rows as they became. picked: which of `taken`. */
static enum nd_status change_existing(struct upsert *upsert, struct nd_batch *changed, uint32_t *picked)
{
    struct nd__dml_op *dml = upsert->dml;
    struct nd_arena *arena = &dml->op.arena;
    const struct nd_insert *insert = upsert->insert;
    struct nd_batch existing, proposed = nd__batch_gather(arena, upsert->rows, upsert->taken, upsert->taken_count);
    ND_TRY(read_existing(upsert, &existing));
    size_t count = existing.rows, columns = existing.columns;
    for (size_t i = 0; i < count; i++) picked[i] = (uint32_t)i;
    struct nd_batch both = side_by_side(arena, &existing, &proposed);
    if (insert->conflict_where != NULL) ND_TRY(nd_expr_filter(&dml->op.eval, insert->conflict_where, &both, NULL, picked, &count));
    ND_TRY(note_taken(upsert, picked, count));
    both = nd__batch_gather(arena, &both, picked, count);
    existing = (struct nd_batch){.rows = count, .columns = columns, .vecs = both.vecs};
    *changed = (struct nd_batch){.rows = count, .columns = columns};
    changed->vecs = nd_arena_alloc(arena, sizeof *changed->vecs * (columns + 1));
    if (count == 0) return ND_STATUS_OK;
    for (size_t i = 0; i < columns; i++) {
        changed->vecs[i] = existing.vecs[i];
        if (insert->conflict_sets[i] != NULL) ND_TRY(nd_expr_eval(&dml->op.eval, insert->conflict_sets[i], &both, NULL, &changed->vecs[i]));
    }
    ND_TRY(nd__writer_complete(&dml->writer, changed->vecs, count, arena));
    ND_TRY(nd__writer_replace(&dml->writer, existing.vecs, changed->vecs, count));
    ND_TRY(nd__fk_rows_written(dml->fk, dml->table, existing.vecs, changed->vecs, count));
    return nd__fk_rows_gone(dml->fk, dml->table, existing.vecs, changed->vecs, count);
}

/* RETURNING has the rows in the order in which they were given. */
static struct nd_batch in_order(struct upsert *upsert, const struct nd_batch *fresh, const struct nd_batch *changed, const uint32_t *picked)
{
    struct nd_arena *arena = &upsert->dml->op.arena;
    const struct nd_table *table = upsert->dml->table;
    size_t total = fresh->rows + changed->rows, f = 0, c = 0;
    struct nd_batch out = {.rows = total, .columns = table->column_count};
    out.vecs = nd_arena_alloc(arena, sizeof *out.vecs * (out.columns + 1));
    for (size_t i = 0; i < out.columns; i++) out.vecs[i] = nd_vec_new(arena, table->columns[i].type, total + 1);
    for (size_t at = 0; at < total; at++) {
        bool is_fresh = c == changed->rows || (f < fresh->rows && upsert->fresh[f] < upsert->taken[picked[c]]);
        for (size_t i = 0; i < out.columns; i++) nd_vec_set(&out.vecs[i], at, is_fresh ? nd_vec_get(&fresh->vecs[i], f) : nd_vec_get(&changed->vecs[i], c));
        if (is_fresh) f++;
        else c++;
    }
    return out;
}

enum nd_status nd__dml_upsert(struct nd__dml_op *dml, const struct nd_insert *insert, struct nd_batch *rows)
{
    struct nd_arena *arena = &dml->op.arena;
    struct upsert upsert = {.dml = dml, .insert = insert, .rows = rows};
    upsert.keys = nd_arena_array(arena, struct nd_slice, rows->rows + 1);
    upsert.items = nd_arena_array(arena, struct nd_txn_get_item, rows->rows + 1);
    upsert.fresh = nd_arena_array(arena, uint32_t, rows->rows + 1);
    upsert.taken = nd_arena_array(arena, uint32_t, rows->rows + 1);
    ND_TRY(make_keys(&upsert));
    ND_TRY(probe(&upsert));
    ND_TRY(note_fresh(&upsert));
    struct nd_batch fresh = nd__batch_gather(arena, rows, upsert.fresh, upsert.fresh_count), changed = {.columns = rows->columns};
    uint32_t *picked = nd_arena_array(arena, uint32_t, upsert.taken_count + 1);
    if (upsert.fresh_count > 0) ND_TRY(nd__writer_insert(&dml->writer, fresh.vecs, fresh.rows, false, NULL, NULL, NULL));
    ND_TRY(nd__fk_rows_written(dml->fk, dml->table, NULL, fresh.vecs, fresh.rows));
    if (upsert.taken_count > 0) ND_TRY(change_existing(&upsert, &changed, picked));
    *rows = changed.rows == 0 ? fresh : in_order(&upsert, &fresh, &changed, picked);
    return ND_STATUS_OK;
}
