/* SPDX-License-Identifier: Apache-2.0 */
/* backfill.c - a table's rows written anew for DDL: index entries, another primary key; checks of all rows. */
#include "sql/exec/exec_int.h"

/* Calls `visit` with all columns of the table's rows, a batch at a time. */
struct walk {
    const struct nd_exec_env *env;
    const struct nd_table *table;
    struct nd_err *err;
    void *arg;
    enum nd_status (*visit)(void *arg, const struct nd_batch *rows);
};

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
        struct nd_batch rows = nd__decoder_batch(decoder, arena, count);
        for (size_t i = 0; i < count; i++) ND_TRY(nd__decoder_row(decoder, pairs[i].key, pairs[i].value, arena, &rows, i));
        ND_TRY(walk->visit(walk->arg, &rows));
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
    nd__decoder_init(&decoder, walk->table, NULL, columns, walk->table->column_count, &keep);
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
    struct nd_err *err;
    struct nd_buf key, value;
};

/* Finds doubles among rows that are there already: the error of CREATE UNIQUE INDEX. */
static enum nd_status double_error(const struct fill *fill, struct nd_slice key)
{
    nd_exec_duplicate_error(fill->table, key, fill->env->types, fill->env->heap, fill->err);
    char detail[sizeof fill->err->detail];
    memcpy(detail, fill->err->detail, sizeof detail);
    char *tail = strstr(detail, " already exists.");
    if (tail != NULL) *tail = '\0';
    (void)nd_err_set(fill->err, "23505", "could not create unique index \"%s\"", fill->index->name);
    return nd_err_detail(fill->err, "%s is duplicated.", detail);
}

static enum nd_status fill_rows(void *arg, const struct nd_batch *rows)
{
    struct fill *fill = arg;
    for (size_t row = 0; row < rows->rows; row++) {
        bool is_unique;
        nd_buf_clear(&fill->key);
        nd_buf_clear(&fill->value);
        nd__put_index_entry(&fill->key, &fill->value, fill->table, fill->index, rows->vecs, row, &is_unique);
        if (fill->key.n > ND_KEY_BYTES_MAX) return nd_err_set(fill->err, "54000", "index row size %zu exceeds maximum %d for index \"%s\"", fill->key.n, ND_KEY_BYTES_MAX, fill->index->name);
        struct nd_slice key = nd_buf_slice(&fill->key), value = nd_buf_slice(&fill->value);
        enum nd_status status = is_unique ? nd_txn_insert(fill->env->txn, key, value, false) : nd_txn_put(fill->env->txn, key, value);
        if (status == ND_STATUS_DUPLICATE_KEY) return double_error(fill, key);
        ND_TRY(status);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_exec_backfill_index(const struct nd_exec_env *env, const struct nd_table *source, const struct nd_table *table, const struct nd_index *index, struct nd_err *err)
{
    struct fill fill = {.env = env, .table = table, .index = index, .err = err};
    nd_buf_init(&fill.key, env->heap);
    nd_buf_init(&fill.value, env->heap);
    struct walk walk = {env, source, err, &fill, fill_rows};
    enum nd_status status = walk_table(&walk);
    nd_buf_deinit(&fill.key);
    nd_buf_deinit(&fill.value);
    return status;
}

/* ---- another primary key -------------------------------------------------------------------------------------- */

struct rebuild {
    const struct nd_exec_env *env;
    const struct nd_table *source, *table;
    struct nd_writer writer;
    struct nd_err *err;
    struct nd_arena arena;
};

static enum nd_status rebuild_rows(void *arg, const struct nd_batch *rows)
{
    struct rebuild *rebuild = arg;
    const struct nd_table *table = rebuild->table;
    nd_arena_reset(&rebuild->arena);
    struct nd_vec *vecs = nd_arena_alloc(&rebuild->arena, sizeof *vecs * (table->column_count + 1));
    for (size_t i = 0; i < table->column_count; i++) {
        size_t at = 0;
        while (at < rebuild->source->column_count && rebuild->source->columns[at].id != table->columns[i].id) at++;
        if (at < rebuild->source->column_count) {
            vecs[i] = rows->vecs[at];
            continue;
        }
        /* the hidden row id of a table that loses its key */
        uint64_t first;
        ND_TRY(nd_row_ids_take(rebuild->env->row_ids, rebuild->env->fiber, table->id, rows->rows, &first));
        vecs[i] = nd_vec_new(&rebuild->arena, table->columns[i].type, rows->rows + 1);
        for (size_t row = 0; row < rows->rows; row++) nd_vec_set(&vecs[i], row, (struct nd_datum){.i = (int64_t)(first + row)});
    }
    for (size_t i = 0; i < table->indexes[0].column_count; i++) {
        const struct nd_column *column = &table->columns[table->indexes[0].columns[i].column];
        for (size_t row = 0; row < rows->rows; row++)
            if (vecs[table->indexes[0].columns[i].column].nulls[row]) return nd_err_set(rebuild->err, "23502", "column \"%s\" of relation \"%s\" contains null values", column->name, table->name);
    }
    enum nd_status status = nd__writer_insert(&rebuild->writer, vecs, rows->rows, false, NULL, NULL, NULL);
    if (status != ND_STATUS_SQL || strcmp(rebuild->err->sqlstate, "23505") != 0) return status;
    char detail[sizeof rebuild->err->detail], constraint[sizeof rebuild->err->constraint];
    memcpy(detail, rebuild->err->detail, sizeof detail);
    memcpy(constraint, rebuild->err->constraint, sizeof constraint);
    char *tail = strstr(detail, " already exists.");
    if (tail != NULL) *tail = '\0';
    (void)nd_err_set(rebuild->err, "23505", "could not create unique index \"%s\"", constraint);
    return nd_err_detail(rebuild->err, "%s is duplicated.", detail);
}

enum nd_status nd_exec_rebuild_table(const struct nd_exec_env *env, const struct nd_table *source, const struct nd_table *table, struct nd_err *err)
{
    struct rebuild rebuild = {.env = env, .source = source, .table = table, .err = err};
    struct nd_exec_env late = *env;
    late.duplicates = ND_DUPLICATES_AT_COMMIT; /* the new index is empty but for these rows */
    nd_arena_init(&rebuild.arena, env->heap);
    nd__writer_init(&rebuild.writer, &late, table);
    rebuild.writer.err = err;
    struct walk walk = {env, source, err, &rebuild, rebuild_rows};
    enum nd_status status = walk_table(&walk);
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

static enum nd_status check_rows(void *arg, const struct nd_batch *rows)
{
    const struct null_check *check = arg;
    for (size_t row = 0; row < rows->rows; row++)
        if (rows->vecs[check->column].nulls[row])
            return nd_err_set(check->err, "23502", "column \"%s\" of relation \"%s\" contains null values", check->table->columns[check->column].name, check->table->name);
    return ND_STATUS_OK;
}

enum nd_status nd_exec_check_not_null(const struct nd_exec_env *env, const struct nd_table *table, size_t column, struct nd_err *err)
{
    struct null_check check = {table, column, err};
    struct walk walk = {env, table, err, &check, check_rows};
    return walk_table(&walk);
}

void nd_exec_split_key(const struct nd_table *table, const struct nd_datum *values, size_t count, struct nd_buf *key)
{
    nd_index_put_prefix(key, table->id, table->indexes[0].id);
    for (size_t i = 0; i < count; i++) {
        const struct nd_index_column *part = &table->indexes[0].columns[i];
        nd_key_put_datum(key, table->columns[part->column].type.id, part->flags, &values[i]);
    }
}
