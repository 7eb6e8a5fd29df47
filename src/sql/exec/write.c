/* SPDX-License-Identifier: Apache-2.0 */
/* write.c - rows and their index entries into the transaction, a batch at a time. */
#include "sql/exec/deferred.h"
#include "sql/exec/exec_int.h"

void nd__writer_init(struct nd_writer *writer, const struct nd_exec_env *env, const struct nd_table *table)
{
    *writer = (struct nd_writer){.env = env, .table = table, .checks_now = env->duplicates == ND_DUPLICATES_AT_ONCE};
    nd_buf_init(&writer->key, env->heap);
    nd_buf_init(&writer->value, env->heap);
    nd_arena_init(&writer->scratch, env->heap);
    nd_arena_init(&writer->old, env->heap);
}

void nd__writer_deinit(struct nd_writer *writer)
{
    nd_buf_deinit(&writer->key);
    nd_buf_deinit(&writer->value);
    nd_arena_deinit(&writer->scratch);
    nd_arena_deinit(&writer->old);
}

/* ---- errors ------------------------------------------------------------------------------------------------ */

static void put_value(struct nd_buf *text, const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum)
{
    if (datum->is_null) nd_buf_put(text, "null", 4);
    else nd_type_out(types, type, datum, text);
}

static void failing_row(struct nd_writer *writer, const struct nd_vec *vecs, size_t row)
{
    struct nd_buf text;
    nd_buf_init(&text, writer->env->heap);
    bool is_first = true;
    for (size_t i = 0; i < writer->table->column_count; i++) {
        if (writer->table->columns[i].is_hidden) continue;
        struct nd_datum datum = nd_vec_get(&vecs[i], row);
        if (!is_first) nd_buf_put(&text, ", ", 2);
        is_first = false;
        put_value(&text, writer->env->types, writer->table->columns[i].type, &datum);
    }
    (void)nd_err_detail(writer->err, "Failing row contains (%.*s).", (int)text.n, (const char *)text.p);
    nd_buf_deinit(&text);
}

static enum nd_status check_not_null(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows)
{
    for (size_t i = 0; i < writer->table->column_count; i++) {
        const struct nd_column *column = &writer->table->columns[i];
        if (!column->is_not_null) continue;
        for (size_t row = 0; row < rows; row++) {
            if (!vecs[i].nulls[row]) continue;
            (void)nd_err_set(writer->err, "23502", "null value in column \"%s\" of relation \"%s\" violates not-null constraint", column->name, writer->table->name);
            (void)nd_err_object(writer->err, writer->table->schema_name, writer->table->name, column->name, NULL);
            failing_row(writer, vecs, row);
            return ND_STATUS_SQL;
        }
    }
    return ND_STATUS_OK;
}

/* NULL is no violation. */
static enum nd_status check_checks(struct nd_writer *writer, const struct nd_eval *eval, const struct nd_batch *batch)
{
    for (size_t i = 0; i < writer->rules->check_count; i++) {
        const struct nd_check *check = &writer->table->checks[i];
        struct nd_vec result;
        ND_TRY(nd_expr_eval(eval, writer->rules->checks[i], batch, NULL, &result));
        for (size_t row = 0; row < batch->rows; row++) {
            if (result.nulls[row] || result.b[row]) continue;
            (void)nd_err_set(writer->err, "23514", "new row for relation \"%s\" violates check constraint \"%s\"", writer->table->name, check->name);
            (void)nd_err_object(writer->err, writer->table->schema_name, writer->table->name, NULL, check->name);
            failing_row(writer, batch->vecs, row);
            return ND_STATUS_SQL;
        }
    }
    return ND_STATUS_OK;
}

/* Rows that are written through a view must be among its own: NULL is a violation. */
static enum nd_status check_views(struct nd_writer *writer, const struct nd_eval *eval, const struct nd_batch *batch)
{
    for (size_t i = 0; i < writer->rules->view_check_count; i++) {
        const struct nd_view_check *check = &writer->rules->view_checks[i];
        struct nd_vec result;
        ND_TRY(nd_expr_eval(eval, check->cond, batch, NULL, &result));
        for (size_t row = 0; row < batch->rows; row++) {
            if (!result.nulls[row] && result.b[row]) continue;
            (void)nd_err_set(writer->err, "44000", "new row violates check option for view \"%s\"", check->view);
            failing_row(writer, batch->vecs, row);
            return ND_STATUS_SQL;
        }
    }
    return ND_STATUS_OK;
}

/* is_old: rows that are there already. New ones get no entry in an index that is delete-only: nothing is computed for it. */
static enum nd_status compute_virtuals(struct nd_writer *writer, const struct nd_eval *eval, struct nd_vec *vecs, size_t rows, bool is_old)
{
    for (size_t i = 1; writer->rules->virtuals != NULL && i < writer->table->index_count; i++) {
        const struct nd_index *index = &writer->table->indexes[i];
        if (is_old && !nd_index_is_public(index)) ND_TRY(nd__index_compute_old(eval, writer->table, index, writer->rules->virtuals, vecs, rows));
        else if (index->state != ND_INDEX_DELETE_ONLY) ND_TRY(nd__index_compute(eval, writer->table, index, writer->rules->virtuals, vecs, rows));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__writer_complete(struct nd_writer *writer, struct nd_vec *vecs, size_t rows, struct nd_arena *arena)
{
    const struct nd_exec_env *env = writer->env;
    struct nd_eval eval = {.reactor = env->reactor, .types = env->types, .services = env->services, .arena = arena, .heap = env->heap, .err = writer->err};
    eval.subqueries = writer->subqueries;
    eval.outer = writer->outer;
    struct nd_batch batch = {.rows = rows, .columns = writer->table->column_count, .vecs = vecs};
    if (rows == 0) return ND_STATUS_OK;
    for (size_t i = 0; writer->rules != NULL && writer->rules->generated != NULL && i < batch.columns; i++) {
        struct nd_vec value;
        if (writer->rules->generated[i] == NULL) continue;
        ND_TRY(nd_expr_eval(&eval, writer->rules->generated[i], &batch, NULL, &value)); /* it reads no generated column */
        vecs[i] = value;
    }
    ND_TRY(check_not_null(writer, vecs, rows));
    if (writer->rules == NULL) return ND_STATUS_OK;
    ND_TRY(check_checks(writer, &eval, &batch));
    ND_TRY(check_views(writer, &eval, &batch));
    return compute_virtuals(writer, &eval, vecs, rows, false);
}

/* Rows as they are stored, with what their indexes compute of them. */
static enum nd_status with_virtuals(struct nd_writer *writer, const struct nd_vec **vecs, size_t rows)
{
    const struct nd_exec_env *env = writer->env;
    if (writer->rules == NULL || writer->rules->virtuals == NULL || rows == 0) return ND_STATUS_OK;
    struct nd_eval eval = {.reactor = env->reactor, .types = env->types, .services = env->services, .arena = &writer->old, .heap = env->heap, .err = writer->err};
    nd_arena_reset(&writer->old);
    struct nd_vec *copy = nd_arena_alloc(&writer->old, sizeof *copy * (writer->table->column_count + 1));
    memcpy(copy, *vecs, sizeof *copy * writer->table->column_count);
    *vecs = copy;
    return compute_virtuals(writer, &eval, copy, rows, true);
}

static const struct nd_index *index_by_id(const struct nd_table *table, uint64_t id)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].id == id) return &table->indexes[i];
    return NULL;
}

static void put_key_name(struct nd_buf *names, const struct nd_column *column)
{
    const char *text = column->virtual_text;
    bool is_bare = text == NULL || nd_is_call_text(text) || nd_is_grouped_text(text);
    const char *cast = text == NULL || text[0] != '(' ? NULL : strstr(text, ")::");
    if (!is_bare && cast != NULL && strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_") == (size_t)(cast - text - 1)) { /* (a)::text: a needs none */
        nd_buf_printf(names, "(%.*s%s)", (int)(cast - text - 1), text + 1, cast + 1);
        return;
    }
    nd_buf_printf(names, is_bare ? "%s" : "(%s)", text == NULL ? column->name : text);
}

void nd_exec_duplicate_error(const struct nd_table *table, struct nd_slice key, const struct nd_type_ctx *types, struct nd_heap *heap, struct nd_err *err)
{
    struct nd_dec dec = nd_dec_of(key);
    struct nd_table_id id;
    uint64_t index_id;
    bool is_ours = nd_index_take_prefix(&dec, &id, &index_id) && table != NULL && id.v == table->id.v;
    const struct nd_index *index = is_ours ? index_by_id(table, index_id) : NULL;
    if (index == NULL || !nd_index_take_bucket(&dec, index)) {
        (void)nd_err_set(err, "23505", "duplicate key value violates unique constraint");
        return;
    }
    (void)nd_err_set(err, "23505", "duplicate key value violates unique constraint \"%s\"", index->name);
    (void)nd_err_object(err, table->schema_name, table->name, NULL, index->name);
    struct nd_buf names, values;
    struct nd_arena arena;
    nd_buf_init(&names, heap);
    nd_buf_init(&values, heap);
    nd_arena_init(&arena, heap);
    bool is_fine = true;
    for (size_t i = 0; i < index->column_count && is_fine; i++) {
        const struct nd_column *column = &table->columns[index->columns[i].column];
        struct nd_datum datum;
        is_fine = nd_key_take_datum(&dec, column->type, index->columns[i].flags, &arena, &datum) == ND_STATUS_OK;
        if (!is_fine) break;
        if (i > 0) nd_buf_put(&names, ", ", 2);
        put_key_name(&names, column);
        if (i > 0) nd_buf_put(&values, ", ", 2);
        put_value(&values, types, column->type, &datum);
    }
    if (is_fine) (void)nd_err_detail(err, "Key (%.*s)=(%.*s) already exists.", (int)names.n, (const char *)names.p, (int)values.n, (const char *)values.p);
    nd_buf_deinit(&names);
    nd_buf_deinit(&values);
    nd_arena_deinit(&arena);
}

static enum nd_status duplicate(struct nd_writer *writer, struct nd_slice key)
{
    nd_exec_duplicate_error(writer->table, key, writer->env->types, writer->env->heap, writer->err);
    return ND_STATUS_SQL;
}

static enum nd_status check_key(struct nd_writer *writer)
{
    if (writer->key.n > ND_KEY_BYTES_MAX) return nd_err_set(writer->err, "54000", "index row size %zu exceeds maximum %d for table \"%s\"", writer->key.n, ND_KEY_BYTES_MAX, writer->table->name);
    if (writer->value.n > ND_VALUE_BYTES_MAX) return nd_err_set(writer->err, "54000", "row is too big: size %zu, maximum size %d", writer->value.n, ND_VALUE_BYTES_MAX);
    return ND_STATUS_OK;
}

/* ---- counting ---------------------------------------------------------------------------------------------------- */

void nd_table_changes_add(struct nd_table_changes *changes, const struct nd_table *table, uint64_t rows)
{
    if (changes == NULL || rows == 0) return;
    size_t at = 0;
    while (at < changes->count && changes->tables[at].table.v != table->id.v) at++;
    if (at == ND_TABLE_CHANGES_MAX) return;
    if (at == changes->count) changes->tables[changes->count++] = (struct nd_table_change){.table = table->id, .known_rows = table->stats == NULL ? 0 : table->stats->rows};
    changes->tables[at].rows += rows;
}

/* ---- insert ---------------------------------------------------------------------------------------------------- */

static void make_primary_key(struct nd_writer *writer, const struct nd_vec *vecs, size_t row)
{
    nd_buf_clear(&writer->key);
    nd__put_primary_key(&writer->key, writer->table, vecs, row);
}

static void make_entry(struct nd_writer *writer, const struct nd_index *index, const struct nd_vec *vecs, size_t row, bool *is_unique)
{
    nd_buf_clear(&writer->key);
    nd_buf_clear(&writer->value);
    nd__put_index_entry(&writer->key, &writer->value, writer->table, index, vecs, row, is_unique);
}

static enum nd_status insert_key(struct nd_writer *writer, const struct nd_index *index, bool is_unique)
{
    struct nd_txn *txn = writer->env->txn;
    struct nd_slice key = nd_buf_slice(&writer->key), value = nd_buf_slice(&writer->value);
    ND_TRY(check_key(writer));
    if (!is_unique) return nd_index_is_public(index) ? nd_txn_put(txn, key, value) : nd_txn_put_blind(txn, key, value);
    enum nd_status status = nd_txn_insert(txn, key, value, false);
    return status == ND_STATUS_DUPLICATE_KEY ? duplicate(writer, key) : status;
}

static enum nd_status put_off_unique(struct nd_writer *writer, const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    if (!index->is_null_equal && nd__index_has_null(index, vecs, row)) return ND_STATUS_OK;
    nd_buf_clear(&writer->key);
    nd__put_index_key(&writer->key, writer->table, index, vecs, row);
    struct nd_deferred_check check = {.kind = ND_DEFERRED_UNIQUE, .table = writer->table->id, .oid = index->oid, .values = nd_buf_slice(&writer->key)};
    return nd_deferred_add(writer->env, &check, writer->err);
}

static enum nd_status put_entry(struct nd_writer *writer, const struct nd_index *index, const struct nd_vec *vecs, size_t row)
{
    bool is_unique;
    if (index->state == ND_INDEX_DELETE_ONLY || !nd__index_has(index, vecs, row)) return ND_STATUS_OK;
    make_entry(writer, index, vecs, row, &is_unique);
    ND_TRY(insert_key(writer, index, is_unique));
    return index->is_deferrable && writer->env->deferred != NULL ? put_off_unique(writer, index, vecs, row) : ND_STATUS_OK;
}

static enum nd_status put_row(struct nd_writer *writer, const struct nd_vec *vecs, size_t row)
{
    nd_arena_reset(&writer->scratch);
    make_primary_key(writer, vecs, row);
    nd_buf_clear(&writer->value);
    nd__put_row_value(&writer->value, writer->table, vecs, row, &writer->scratch);
    /* a hidden row id is nobody else's */
    ND_TRY(insert_key(writer, &writer->table->indexes[0], !nd_table_has_row_id(writer->table)));
    for (size_t i = 1; i < writer->table->index_count; i++) ND_TRY(put_entry(writer, &writer->table->indexes[i], vecs, row));
    return ND_STATUS_OK;
}

/* The keys that rows must have for themselves; owners[i]: the row of keys[i]. */
struct unique_keys {
    struct nd_arena arena;
    struct nd_txn_get_item *items;
    struct nd_slice *keys;
    uint32_t *owners;
    size_t count;
};

static void add_unique(struct nd_writer *writer, struct unique_keys *unique, uint32_t row)
{
    unique->keys[unique->count] = nd_arena_copy(&unique->arena, nd_buf_slice(&writer->key));
    unique->items[unique->count].key = unique->keys[unique->count];
    unique->owners[unique->count++] = row;
}

/* Which keys are looked at: all, those of one index, or of all the others. */
struct looked_at {
    const struct nd_index *index; /* NULL: all */
    bool is_others;
    const bool *skipped; /* rows; NULL: none */
};

static bool concerns(const struct nd_index *index, const struct looked_at *at)
{
    return index->is_unique && index->state != ND_INDEX_DELETE_ONLY && (at->index == NULL || (at->index == index) != at->is_others);
}

static void collect_unique(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows, const struct looked_at *at, struct unique_keys *unique)
{
    const struct nd_table *table = writer->table;
    size_t room = rows * table->index_count + 1;
    nd_arena_init(&unique->arena, writer->env->heap);
    unique->items = nd_arena_array(&unique->arena, struct nd_txn_get_item, room);
    unique->keys = nd_arena_array(&unique->arena, struct nd_slice, room);
    unique->owners = nd_arena_array(&unique->arena, uint32_t, room);
    unique->count = 0;
    for (size_t row = 0; row < rows; row++) {
        if (at->skipped != NULL && at->skipped[row]) continue;
        if (!nd_table_has_row_id(table) && concerns(&table->indexes[0], at)) {
            make_primary_key(writer, vecs, row);
            add_unique(writer, unique, (uint32_t)row);
        }
        for (size_t i = 1; i < table->index_count; i++) {
            bool is_unique;
            if (!concerns(&table->indexes[i], at) || !nd__index_has(&table->indexes[i], vecs, row)) continue;
            make_entry(writer, &table->indexes[i], vecs, row, &is_unique);
            if (is_unique) add_unique(writer, unique, (uint32_t)row);
        }
    }
}

/* Locks the keys that the rows will take and looks whether they are free. */
static enum nd_status probe_unique(struct nd_writer *writer, struct unique_keys *unique, bool *is_taken)
{
    if (unique->count == 0) return ND_STATUS_OK;
    if (writer->env->takes_locks) ND_TRY(nd_txn_lock(writer->env->txn, unique->keys, unique->count, false));
    ND_TRY(nd_txn_get_many(writer->env->txn, unique->items, unique->count, &unique->arena));
    for (size_t i = 0; i < unique->count; i++) {
        if (!unique->items[i].is_found) continue;
        if (is_taken == NULL) return duplicate(writer, unique->keys[i]);
        is_taken[unique->owners[i]] = true;
    }
    return ND_STATUS_OK;
}

/* ON CONFLICT DO NOTHING: rows of one batch also meet each other. */
static void drop_own_doubles(const struct unique_keys *unique, bool *is_taken)
{
    for (size_t i = 0; i < unique->count; i++) {
        if (is_taken[unique->owners[i]]) continue;
        for (size_t k = 0; k < i; k++)
            if (!is_taken[unique->owners[k]] && unique->owners[k] != unique->owners[i] && nd_slice_eq(unique->keys[k], unique->keys[i])) is_taken[unique->owners[i]] = true;
    }
}

/* ON CONFLICT (columns) DO NOTHING: what the rows that stay have in common with others elsewhere is an error. */
static enum nd_status probe_others(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows, const struct nd_index *arbiter, const bool *is_taken)
{
    struct unique_keys unique;
    collect_unique(writer, vecs, rows, &(struct looked_at){.index = arbiter, .is_others = true, .skipped = is_taken}, &unique);
    enum nd_status status = probe_unique(writer, &unique, NULL);
    nd_arena_deinit(&unique.arena);
    return status;
}

enum nd_status nd__writer_insert(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows, bool ignore, const struct nd_index *arbiter, uint32_t *kept, size_t *kept_count)
{
    enum nd_status status = ND_STATUS_OK;
    struct unique_keys unique = {0};
    bool *is_taken = NULL;
    if (writer->checks_now || ignore) {
        collect_unique(writer, vecs, rows, &(struct looked_at){.index = ignore ? arbiter : NULL}, &unique);
        if (ignore) is_taken = nd_arena_array(&unique.arena, bool, rows + 1);
        status = probe_unique(writer, &unique, is_taken);
        if (status == ND_STATUS_OK && ignore) drop_own_doubles(&unique, is_taken);
        if (status == ND_STATUS_OK && ignore && arbiter != NULL && writer->checks_now) status = probe_others(writer, vecs, rows, arbiter, is_taken);
    }
    size_t count = 0;
    for (size_t row = 0; row < rows && status == ND_STATUS_OK; row++) {
        if (is_taken != NULL && is_taken[row]) continue;
        status = put_row(writer, vecs, row);
        if (kept != NULL) kept[count] = (uint32_t)row;
        count++;
    }
    if (kept_count != NULL) *kept_count = count;
    nd_table_changes_add(writer->env->changes, writer->table, count);
    if (unique.arena.heap != NULL) nd_arena_deinit(&unique.arena);
    return status;
}

/* ---- lock, delete, update ---------------------------------------------------------------------------------------- */

enum nd_status nd__writer_lock(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows, enum nd_lock_mode mode)
{
    nd_arena_reset(&writer->scratch);
    struct nd_slice *keys = nd_arena_array(&writer->scratch, struct nd_slice, rows + 1);
    for (size_t row = 0; row < rows; row++) {
        make_primary_key(writer, vecs, row);
        keys[row] = nd_arena_copy(&writer->scratch, nd_buf_slice(&writer->key));
    }
    return nd_txn_lock_as(writer->env->txn, keys, rows, &(struct nd_txn_lock_how){.mode = mode});
}

bool nd__writer_has_written(struct nd_writer *writer, const struct nd_vec *vecs, size_t row)
{
    make_primary_key(writer, vecs, row);
    return nd_txn_has_written(writer->env->txn, nd_buf_slice(&writer->key));
}

enum nd_status nd__writer_delete(struct nd_writer *writer, const struct nd_vec *vecs, size_t rows)
{
    struct nd_txn *txn = writer->env->txn;
    nd_table_changes_add(writer->env->changes, writer->table, rows);
    ND_TRY(with_virtuals(writer, &vecs, rows));
    for (size_t row = 0; row < rows; row++) {
        make_primary_key(writer, vecs, row);
        ND_TRY(nd_txn_delete(txn, nd_buf_slice(&writer->key)));
        for (size_t i = 1; i < writer->table->index_count; i++) {
            bool is_unique;
            if (!nd_index_is_public(&writer->table->indexes[i]) || !nd__index_has(&writer->table->indexes[i], vecs, row)) continue;
            make_entry(writer, &writer->table->indexes[i], vecs, row, &is_unique);
            ND_TRY(nd_txn_delete(txn, nd_buf_slice(&writer->key)));
        }
    }
    return nd__writer_retire(writer, vecs, NULL, rows);
}

/* In an explicit transaction a unique key that is taken already is an error of this statement. */
static enum nd_status probe_changed(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows)
{
    struct unique_keys unique = {0};
    const struct nd_table *table = writer->table;
    nd_arena_init(&unique.arena, writer->env->heap);
    size_t room = rows * table->index_count + 1;
    unique.items = nd_arena_array(&unique.arena, struct nd_txn_get_item, room);
    unique.keys = nd_arena_array(&unique.arena, struct nd_slice, room);
    unique.owners = nd_arena_array(&unique.arena, uint32_t, room);
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 1; i < table->index_count; i++) {
            bool is_unique;
            if (!concerns(&table->indexes[i], &(struct looked_at){0}) || !nd__key_differs(table, &table->indexes[i], old_vecs, new_vecs, row)) continue;
            if (!nd__index_has(&table->indexes[i], new_vecs, row)) continue;
            make_entry(writer, &table->indexes[i], new_vecs, row, &is_unique);
            if (is_unique) add_unique(writer, &unique, (uint32_t)row);
        }
    enum nd_status status = probe_unique(writer, &unique, NULL);
    nd_arena_deinit(&unique.arena);
    return status;
}

/* Entries are deleted for all rows of the batch before any is put: rows may hand a unique value on. */
static enum nd_status delete_changed_entries(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows)
{
    const struct nd_table *table = writer->table;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 1; i < table->index_count; i++) {
            bool is_unique;
            if (!nd_index_is_public(&table->indexes[i]) || !nd__key_differs(table, &table->indexes[i], old_vecs, new_vecs, row) || !nd__index_has(&table->indexes[i], old_vecs, row)) continue;
            make_entry(writer, &table->indexes[i], old_vecs, row, &is_unique);
            ND_TRY(nd_txn_delete(writer->env->txn, nd_buf_slice(&writer->key)));
        }
    return nd__writer_retire(writer, old_vecs, new_vecs, rows);
}

enum nd_status nd__writer_update(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows)
{
    const struct nd_table *table = writer->table;
    nd_table_changes_add(writer->env->changes, table, rows);
    ND_TRY(with_virtuals(writer, &old_vecs, rows));
    ND_TRY(delete_changed_entries(writer, old_vecs, new_vecs, rows));
    if (writer->checks_now && table->index_count > 1) ND_TRY(probe_changed(writer, old_vecs, new_vecs, rows));
    for (size_t row = 0; row < rows; row++) {
        nd_arena_reset(&writer->scratch);
        make_primary_key(writer, new_vecs, row);
        nd_buf_clear(&writer->value);
        nd__put_row_value(&writer->value, table, new_vecs, row, &writer->scratch);
        ND_TRY(insert_key(writer, &table->indexes[0], false));
        for (size_t i = 1; i < table->index_count; i++)
            if (nd__key_differs(table, &table->indexes[i], old_vecs, new_vecs, row)) ND_TRY(put_entry(writer, &table->indexes[i], new_vecs, row));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__writer_replace(struct nd_writer *writer, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows)
{
    bool is_moving = false;
    for (size_t row = 0; row < rows && !is_moving; row++) is_moving = nd__key_differs(writer->table, &writer->table->indexes[0], old_vecs, new_vecs, row);
    if (!is_moving) return nd__writer_update(writer, old_vecs, new_vecs, rows);
    ND_TRY(nd__writer_delete(writer, old_vecs, rows));
    return nd__writer_insert(writer, new_vecs, rows, false, NULL, NULL, NULL);
}
