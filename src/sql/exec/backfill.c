/* SPDX-License-Identifier: Apache-2.0 */
/* backfill.c - a table's rows written anew for DDL: index entries, another primary key; checks of all rows. */
#include "sql/exec/deferred.h"
#include "sql/exec/fk.h"

/* Calls `visit` with all columns of the table's rows, a batch at a time. */
struct walk {
    const struct nd_exec_env *env;
    const struct nd_table *table;
    struct nd_err *err;
    void *arg;
    enum nd_status (*visit)(void *arg, const struct nd_batch *rows);
};

/* What one read brings may be many rows: in parts, so that nobody waits for long. */
static enum nd_status walk_pairs(const struct walk *walk, const struct nd_kv_pair *pairs, size_t count, const struct nd_decoder *decoder, struct nd_arena *arena, struct nd_exec_pace *pace)
{
    for (size_t at = 0, n; at < count; at += n) {
        n = count - at < ND_SQL_BATCH_ROWS ? count - at : ND_SQL_BATCH_ROWS;
        ND_TRY(nd_exec_check(walk->env, pace));
        struct nd_batch rows = nd_decoder_batch(decoder, arena, n);
        for (size_t i = 0; i < n; i++) ND_TRY(nd_decoder_row(decoder, pairs[at + i].key, pairs[at + i].value, arena, &rows, i));
        ND_TRY(walk->visit(walk->arg, &rows));
    }
    return ND_STATUS_OK;
}

static enum nd_status walk_batches(const struct walk *walk, struct nd_txn_scan *scan, const struct nd_decoder *decoder, struct nd_arena *arena)
{
    struct nd_exec_pace pace = {0};
    for (;;) {
        struct nd_kv_pair *pairs;
        size_t count;
        nd_arena_reset(arena);
        ND_TRY(nd_exec_check(walk->env, &pace));
        ND_TRY(nd_txn_scan_next(scan, arena, &pairs, &count));
        if (count == 0) return ND_STATUS_OK;
        ND_TRY(walk_pairs(walk, pairs, count, decoder, arena, &pace));
    }
}

static enum nd_status walk_table(const struct walk *walk)
{
    struct nd_arena keep, arena;
    struct nd_buf first, end;
    nd_arena_init(&keep, walk->env->heap);
    nd_arena_init(&arena, walk->env->heap);
    nd_buf_init(&first, walk->env->heap);
    nd_buf_init(&end, walk->env->heap);
    nd_index_put_prefix(&first, walk->table->id, walk->table->indexes[0].id);
    nd_buf_put_slice(&end, nd_buf_slice(&first));
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    uint32_t *columns = nd_arena_array(&keep, uint32_t, walk->table->column_count + 1);
    for (size_t i = 0; i < walk->table->column_count; i++) columns[i] = (uint32_t)i;
    struct nd_decoder decoder;
    nd_decoder_init(&decoder, walk->table, NULL, columns, walk->table->column_count, &keep);
    struct nd_txn_scan scan = {.txn = walk->env->txn, .first = nd_buf_slice(&first), .end = nd_buf_slice(&end)};
    enum nd_status status = nd_txn_scan_open(&scan);
    if (status == ND_STATUS_OK) {
        status = walk_batches(walk, &scan, &decoder, &arena);
        nd_txn_scan_close(&scan);
    }
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
    nd_arena_deinit(&arena);
    nd_arena_deinit(&keep);
    return status;
}

/* ---- an index --------------------------------------------------------------------------------------------- */

struct fill {
    const struct nd_exec_env *env;
    const struct nd_table *table;
    const struct nd_index *index;
    struct nd_expr *const *virtuals; /* NULL: the index computes nothing */
    struct nd_err *err;
    struct nd_buf key, value;
    struct nd_arena arena;
    struct nd__fill aside;
};

void nd_exec_double_error(const struct nd_table *table, const struct nd_index *index, struct nd_err *err)
{
    char detail[sizeof err->detail];
    memcpy(detail, err->detail, sizeof detail);
    char *tail = strstr(detail, " already exists.");
    if (tail != NULL) *tail = '\0';
    (void)nd_err_set(err, "23505", "could not create unique index \"%s\"", index->name);
    (void)nd_err_object(err, table->schema_name, table->name, NULL, index->name);
    (void)nd_err_detail(err, "%s is duplicated.", detail);
}

enum nd_status nd__backfill_duplicate_error(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index, struct nd_slice key, struct nd_err *err)
{
    nd_exec_duplicate_error(table, key, env->types, env->heap, err);
    nd_exec_double_error(table, index, err);
    return ND_STATUS_SQL;
}

/* The columns of the new table, in which those of the index stand behind the others. */
static enum nd_status fill_computed(struct fill *fill, const struct nd_batch *rows, const struct nd_vec **vecs_out)
{
    const struct nd_exec_env *env = fill->env;
    nd_arena_reset(&fill->arena);
    struct nd_eval eval = {.reactor = env->reactor, .types = env->types, .services = env->services, .arena = &fill->arena, .heap = env->heap, .err = fill->err};
    struct nd_vec *vecs = nd_arena_array(&fill->arena, struct nd_vec, fill->table->column_count + 1);
    memcpy(vecs, rows->vecs, sizeof *vecs * rows->columns);
    *vecs_out = vecs;
    return nd__index_compute(&eval, fill->table, fill->index, fill->virtuals, vecs, rows->rows);
}

static enum nd_status filled(struct fill *fill, enum nd_status status)
{
    if (status != ND_STATUS_DUPLICATE_KEY) return status;
    return nd__backfill_duplicate_error(fill->env, fill->table, fill->index, fill->aside.failed_key, fill->err);
}

static enum nd_status fill_rows(void *arg, const struct nd_batch *rows)
{
    struct fill *fill = arg;
    const struct nd_vec *vecs = rows->vecs;
    if (fill->virtuals != NULL) ND_TRY(fill_computed(fill, rows, &vecs));
    for (size_t row = 0; row < rows->rows; row++) {
        bool is_unique;
        if (!nd__index_has(fill->index, vecs, row)) continue;
        nd_buf_clear(&fill->key);
        nd_buf_clear(&fill->value);
        nd__put_index_entry(&fill->key, &fill->value, fill->table, fill->index, vecs, row, &is_unique);
        if (fill->key.n > ND_KEY_BYTES_MAX) return nd_err_set(fill->err, "54000", "index row size %zu exceeds maximum %d for index \"%s\"", fill->key.n, ND_KEY_BYTES_MAX, fill->index->name);
        struct nd_slice key = nd_buf_slice(&fill->key), value = nd_buf_slice(&fill->value);
        struct nd_txn *txn = fill->aside.aside.txn;
        enum nd_status status = is_unique ? nd_txn_insert(txn, key, value, false) : nd_txn_put(txn, key, value);
        if (status == ND_STATUS_DUPLICATE_KEY) return nd__backfill_duplicate_error(fill->env, fill->table, fill->index, key, fill->err);
        ND_TRY(status);
    }
    return filled(fill, nd__fill_turn(&fill->aside));
}

enum nd_status nd_exec_backfill_index(const struct nd_exec_env *env, const struct nd_table *source, const struct nd_table *table, const struct nd_index *index, struct nd_expr *const *virtuals,
                                      struct nd_err *err)
{
    struct fill fill = {.env = env, .table = table, .index = index, .virtuals = virtuals, .err = err};
    nd_arena_init(&fill.arena, env->heap);
    nd_buf_init(&fill.key, env->heap);
    nd_buf_init(&fill.value, env->heap);
    struct walk walk = {env, source, err, &fill, fill_rows};
    enum nd_status status = nd__fill_begin(&fill.aside, env, table, index);
    if (status == ND_STATUS_OK) status = walk_table(&walk);
    if (status == ND_STATUS_OK) status = filled(&fill, nd__fill_finish(&fill.aside));
    nd__fill_end(&fill.aside);
    if (status == ND_STATUS_OK && index->is_deferrable) status = nd_deferred_check_index(env, table, index, err);
    nd_arena_deinit(&fill.arena);
    nd_buf_deinit(&fill.key);
    nd_buf_deinit(&fill.value);
    return status;
}

/* ---- another primary key -------------------------------------------------------------------------------------- */

struct rebuild {
    const struct nd_exec_env *env;
    const struct nd_table *source, *table;
    struct nd_expr *const *exprs;
    struct nd_writer writer;
    struct nd__fill fill;
    struct nd_err *err;
    struct nd_arena arena;
};

/* A column of the new row. */
static enum nd_status rebuild_column(struct rebuild *rebuild, const struct nd_batch *rows, size_t i, struct nd_vec *out)
{
    const struct nd_exec_env *env = rebuild->env;
    const struct nd_column *column = &rebuild->table->columns[i];
    if (rebuild->exprs != NULL && rebuild->exprs[i] != NULL) {
        struct nd_eval eval = {.reactor = env->reactor, .types = env->types, .services = env->services, .arena = &rebuild->arena, .heap = env->heap, .err = rebuild->err};
        return nd_expr_eval(&eval, rebuild->exprs[i], rows, NULL, out);
    }
    if (column->virtual_text != NULL) { /* computed with the entries */
        *out = nd_vec_new(&rebuild->arena, column->type, rows->rows + 1);
        return ND_STATUS_OK;
    }
    size_t at = nd_table_find_column_id(rebuild->source, column->id);
    if (at != SIZE_MAX) {
        *out = rows->vecs[at];
        return ND_STATUS_OK;
    }
    uint64_t first; /* the hidden row id of a table that loses its key */
    ND_TRY(nd_row_ids_take(env->row_ids, env->fiber, rebuild->table->id, rows->rows, &first));
    *out = nd_vec_new(&rebuild->arena, column->type, rows->rows + 1);
    for (size_t row = 0; row < rows->rows; row++) nd_vec_set(out, row, (struct nd_datum){.i = (int64_t)(first + row)});
    return ND_STATUS_OK;
}

/* Doubles are said as by CREATE UNIQUE INDEX. */
static enum nd_status rebuilt(struct rebuild *rebuild, enum nd_status status)
{
    const struct nd_table *table = rebuild->table;
    const struct nd_exec_env *env = rebuild->env;
    if (status == ND_STATUS_DUPLICATE_KEY) {
        nd_exec_duplicate_error(table, rebuild->fill.failed_key, env->types, env->heap, rebuild->err);
        status = ND_STATUS_SQL;
    }
    if (status != ND_STATUS_SQL || strcmp(rebuild->err->sqlstate, "23505") != 0) return status;
    char detail[sizeof rebuild->err->detail], constraint[sizeof rebuild->err->constraint];
    memcpy(detail, rebuild->err->detail, sizeof detail);
    memcpy(constraint, rebuild->err->constraint, sizeof constraint);
    char *tail = strstr(detail, " already exists.");
    if (tail != NULL) *tail = '\0';
    (void)nd_err_set(rebuild->err, "23505", "could not create unique index \"%s\"", constraint);
    (void)nd_err_object(rebuild->err, table->schema_name, table->name, NULL, constraint);
    return nd_err_detail(rebuild->err, "%s is duplicated.", detail);
}

static enum nd_status rebuild_rows(void *arg, const struct nd_batch *rows)
{
    struct rebuild *rebuild = arg;
    const struct nd_table *table = rebuild->table;
    nd_arena_reset(&rebuild->arena);
    struct nd_vec *vecs = nd_arena_alloc(&rebuild->arena, sizeof *vecs * (table->column_count + 1));
    for (size_t i = 0; i < table->column_count; i++) ND_TRY(rebuild_column(rebuild, rows, i, &vecs[i]));
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t row = 0; table->columns[i].is_not_null && row < rows->rows; row++)
            if (vecs[i].nulls[row]) {
                (void)nd_err_set(rebuild->err, "23502", "column \"%s\" of relation \"%s\" contains null values", table->columns[i].name, table->name);
                return nd_err_object(rebuild->err, table->schema_name, table->name, table->columns[i].name, NULL);
            }
    enum nd_status status = nd__writer_complete(&rebuild->writer, vecs, rows->rows, &rebuild->arena);
    if (status == ND_STATUS_OK) status = nd__writer_insert(&rebuild->writer, vecs, rows->rows, false, NULL, NULL, NULL);
    if (status == ND_STATUS_OK) status = nd__fill_turn(&rebuild->fill);
    return rebuilt(rebuild, status);
}

enum nd_status nd_exec_rebuild_table(const struct nd_exec_env *env, const struct nd_table *source, const struct nd_table *table, struct nd_expr *const *exprs,
                                     const struct nd_rules *rules, struct nd_err *err)
{
    struct rebuild rebuild = {.env = env, .source = source, .table = table, .exprs = exprs, .err = err};
    struct nd_exec_env late = *env;
    late.duplicates = ND_DUPLICATES_AT_COMMIT; /* the new index is empty but for these rows */
    late.deferred = NULL;
    nd_arena_init(&rebuild.arena, env->heap);
    enum nd_status status = nd__fill_begin(&rebuild.fill, &late, table, NULL);
    nd__writer_init(&rebuild.writer, &rebuild.fill.aside, table);
    rebuild.writer.err = err;
    rebuild.writer.rules = rules;
    struct walk walk = {env, source, err, &rebuild, rebuild_rows};
    if (status == ND_STATUS_OK) status = walk_table(&walk);
    if (status == ND_STATUS_OK) status = rebuilt(&rebuild, nd__fill_finish(&rebuild.fill));
    nd__fill_end(&rebuild.fill);
    for (size_t i = 1; i < table->index_count && status == ND_STATUS_OK; i++)
        if (table->indexes[i].is_deferrable) status = nd_deferred_check_index(env, table, &table->indexes[i], err);
    nd__writer_deinit(&rebuild.writer);
    nd_arena_deinit(&rebuild.arena);
    return status;
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

struct null_check {
    const struct nd_table *table;
    size_t column;
    struct nd_err *err;
};

static enum nd_status not_null_error(const struct null_check *check)
{
    const struct nd_table *table = check->table;
    (void)nd_err_set(check->err, "23502", "column \"%s\" of relation \"%s\" contains null values", table->columns[check->column].name, table->name);
    return nd_err_object(check->err, table->schema_name, table->name, table->columns[check->column].name, NULL);
}

static enum nd_status check_rows(void *arg, const struct nd_batch *rows)
{
    const struct null_check *check = arg;
    for (size_t row = 0; row < rows->rows; row++)
        if (rows->vecs[check->column].nulls[row])
            return not_null_error(check);
    return ND_STATUS_OK;
}

enum nd_status nd_exec_check_not_null(const struct nd_exec_env *env, const struct nd_table *table, size_t column, struct nd_err *err)
{
    struct null_check check = {table, column, err};
    struct walk walk = {env, table, err, &check, check_rows};
    return walk_table(&walk);
}

struct row_check {
    const struct nd_exec_env *env;
    const struct nd_table *table;
    const struct nd_expr *check;
    const char *name;
    struct nd_err *err;
    struct nd_arena arena;
};

static enum nd_status check_batch(void *arg, const struct nd_batch *rows)
{
    struct row_check *check = arg;
    const struct nd_exec_env *env = check->env;
    struct nd_eval eval = {.reactor = env->reactor, .types = env->types, .services = env->services, .arena = &check->arena, .heap = env->heap, .err = check->err};
    struct nd_vec result;
    nd_arena_reset(&check->arena);
    ND_TRY(nd_expr_eval(&eval, check->check, rows, NULL, &result));
    for (size_t row = 0; row < rows->rows; row++) {
        if (result.nulls[row] || result.b[row]) continue;
        (void)nd_err_set(check->err, "23514", "check constraint \"%s\" of relation \"%s\" is violated by some row", check->name, check->table->name);
        return nd_err_object(check->err, check->table->schema_name, check->table->name, NULL, check->name);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_exec_check_rows(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_expr *expr, const char *name, struct nd_err *err)
{
    struct row_check check = {.env = env, .table = table, .check = expr, .name = name, .err = err};
    nd_arena_init(&check.arena, env->heap);
    struct walk walk = {env, table, err, &check, check_batch};
    enum nd_status status = walk_table(&walk);
    nd_arena_deinit(&check.arena);
    return status;
}

struct key_check {
    const struct nd_exec_env *env;
    const struct nd_table *table, *parent;
    const struct nd_foreign_key *key;
    struct nd_err *err;
    struct nd_arena arena;
};

/* The values of a row's reference. *has_out: none of them is NULL. */
static enum nd_status reference_of(struct key_check *check, const struct nd_batch *rows, size_t row, struct nd_datum *values, struct nd_type *types, bool *has_out)
{
    const struct nd_foreign_key *key = check->key;
    size_t nulls = 0;
    for (size_t i = 0; i < key->column_count; i++) {
        values[i] = nd_vec_get(&rows->vecs[key->columns[i]], row);
        types[i] = check->table->columns[key->columns[i]].type;
        nulls += values[i].is_null;
    }
    *has_out = nulls == 0;
    return nulls > 0 && nulls < key->column_count && key->is_match_full ? nd__fk_child_error(check->err, check->table, key, NULL, NULL) : ND_STATUS_OK;
}

static enum nd_status check_keys(void *arg, const struct nd_batch *rows)
{
    struct key_check *check = arg;
    const struct nd_foreign_key *key = check->key;
    struct nd_datum values[ND_INDEX_COLUMNS_MAX];
    struct nd_type types[ND_INDEX_COLUMNS_MAX];
    bool has;
    nd_arena_reset(&check->arena);
    struct nd_txn_get_item *items = nd_arena_array(&check->arena, struct nd_txn_get_item, rows->rows + 1);
    uint32_t *owners = nd_arena_array(&check->arena, uint32_t, rows->rows + 1);
    size_t count = 0;
    for (size_t row = 0; row < rows->rows; row++) {
        ND_TRY(reference_of(check, rows, row, values, types, &has));
        if (!has) continue;
        owners[count] = (uint32_t)row;
        struct nd_err misfit = {0};
        enum nd_status status = nd__fk_parent_key(check->env->types, check->parent, key, values, types, &check->arena, &items[count].key, &misfit);
        if (status == ND_STATUS_SQL) /* a value that the key cannot have */
            return nd__fk_child_error(check->err, check->table, key, nd__fk_key_text(check->env->types, check->table, key->columns, values, key->column_count, &check->arena), check->parent->name);
        ND_TRY(status);
        count++;
    }
    if (count > 0) ND_TRY(nd_txn_get_many(check->env->txn, items, count, &check->arena));
    for (size_t i = 0; i < count; i++) {
        if (items[i].is_found) continue;
        ND_TRY(reference_of(check, rows, owners[i], values, types, &has));
        return nd__fk_child_error(check->err, check->table, key, nd__fk_key_text(check->env->types, check->table, key->columns, values, key->column_count, &check->arena), check->parent->name);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_exec_check_foreign_key(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_foreign_key *key, const struct nd_table *parent,
                                         struct nd_err *err)
{
    struct key_check check = {.env = env, .table = table, .parent = parent, .key = key, .err = err};
    nd_arena_init(&check.arena, env->heap);
    struct walk walk = {env, table, err, &check, check_keys};
    enum nd_status status = walk_table(&walk);
    nd_arena_deinit(&check.arena);
    return status;
}

void nd_exec_split_key(const struct nd_table *table, const struct nd_datum *values, size_t count, struct nd_buf *key)
{
    nd_index_put_prefix(key, table->id, table->indexes[0].id);
    for (size_t i = 0; i < count; i++) {
        const struct nd_index_column *part = &table->indexes[0].columns[i];
        nd_key_put_datum(key, table->columns[part->column].type.id, part->flags, &values[i]);
    }
}
