/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/exec/deferred.h"

#include <stdlib.h>

#include "sql/exec/fk.h"
#include "sql/types/key_codec.h"

/* ---- what is put off ------------------------------------------------------------------------------------------- */

void nd_deferred_init(struct nd_deferred *deferred, struct nd_heap *heap) { *deferred = (struct nd_deferred){.heap = heap}; }

static void cut(struct nd_deferred *deferred, size_t count)
{
    while (deferred->count > count) {
        struct nd_deferred_check *check = deferred->checks[--deferred->count];
        deferred->bytes -= check->bytes;
        nd_heap_free(deferred->heap, check);
    }
}

void nd_deferred_clear(struct nd_deferred *deferred)
{
    struct nd_heap *heap = deferred->heap;
    cut(deferred, 0);
    nd_heap_free(heap, deferred->checks);
    nd_heap_free(heap, deferred->modes);
    nd_deferred_init(deferred, heap);
}

void nd_deferred_set_mode(struct nd_deferred *deferred, uint32_t oid, bool is_deferred)
{
    if (deferred->mode_count == deferred->mode_cap) {
        deferred->mode_cap = deferred->mode_cap == 0 ? 8 : deferred->mode_cap * 2;
        deferred->modes = nd_heap_realloc(deferred->heap, deferred->modes, sizeof *deferred->modes * deferred->mode_cap);
    }
    deferred->modes[deferred->mode_count++] = (struct nd_deferred_mode){oid, is_deferred};
}

bool nd_deferred_is_put_off(const struct nd_deferred *deferred, uint32_t oid, bool is_deferrable, bool is_initially)
{
    if (deferred == NULL || !is_deferrable || deferred->is_alone) return false;
    for (size_t i = deferred->mode_count; i > 0; i--)
        if (deferred->modes[i - 1].oid == 0 || deferred->modes[i - 1].oid == oid) return deferred->modes[i - 1].is_deferred;
    return is_initially;
}

static bool is_same(const struct nd_deferred_check *a, const struct nd_deferred_check *b)
{
    return a->kind == b->kind && a->table.v == b->table.v && a->oid == b->oid && a->is_update == b->is_update && !a->is_done && nd_slice_eq(a->values, b->values);
}

enum nd_status nd_deferred_add(const struct nd_exec_env *env, const struct nd_deferred_check *check, struct nd_err *err)
{
    struct nd_deferred *deferred = env->deferred;
    size_t bytes = sizeof *check + check->values.n;
    if (deferred->count > deferred->statement_count && is_same(deferred->checks[deferred->count - 1], check)) return ND_STATUS_OK;
    if (deferred->bytes + bytes > nd_exec_kept_bytes_max(env)) {
        (void)nd_err_set(err, "53200", "out of memory");
        (void)nd_err_detail(err, "The checks of deferred constraints that wait for the end of the transaction need more than work_mem.");
        return nd_err_hint(err, "Raise work_mem, or use SET CONSTRAINTS ... IMMEDIATE more often.");
    }
    if (deferred->count == deferred->cap) {
        deferred->cap = deferred->cap == 0 ? 16 : deferred->cap * 2;
        deferred->checks = nd_heap_realloc(deferred->heap, deferred->checks, sizeof(struct nd_deferred_check *) * deferred->cap);
    }
    struct nd_deferred_check *copy = nd_heap_alloc(deferred->heap, bytes);
    uint8_t *values = (uint8_t *)(copy + 1);
    *copy = *check;
    if (check->values.n > 0) memcpy(values, check->values.p, check->values.n);
    copy->values = nd_slice_of(values, check->values.n);
    copy->bytes = bytes;
    deferred->bytes += bytes;
    deferred->checks[deferred->count++] = copy;
    return ND_STATUS_OK;
}

void nd_deferred_go_back(struct nd_deferred *deferred, size_t count, size_t mode_count, uint64_t level)
{
    cut(deferred, count);
    deferred->mode_count = mode_count;
    for (size_t i = 0; i < deferred->count; i++)
        if (deferred->checks[i]->done_level >= level) deferred->checks[i]->is_done = false;
}

bool nd_deferred_has_open(const struct nd_deferred *deferred, size_t from)
{
    for (size_t i = from; i < deferred->count; i++)
        if (!deferred->checks[i]->is_done) return true;
    return false;
}

bool nd_deferred_has_table(const struct nd_deferred *deferred, struct nd_table_id table)
{
    for (size_t i = 0; i < deferred->count; i++)
        if (!deferred->checks[i]->is_done && deferred->checks[i]->table.v == table.v) return true;
    return false;
}

/* ---- unique keys ------------------------------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b) { return nd_slice_cmp(*(const struct nd_slice *)a, *(const struct nd_slice *)b); }

/* A prefix that nd_txn_scan_prefixes does not take. */
static enum nd_status count_alone(const struct nd_exec_env *env, struct nd_slice prefix, struct nd_arena *arena, size_t *count_out)
{
    struct nd_buf end;
    struct nd_kv_pair *pairs;
    nd_buf_init(&end, env->heap);
    nd_buf_put_slice(&end, prefix);
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    struct nd_txn_scan scan = {.txn = env->txn, .first = prefix, .end = nd_buf_slice(&end), .row_limit = 2};
    enum nd_status status = nd_txn_scan_open(&scan);
    *count_out = 0;
    for (size_t count = 1; status == ND_STATUS_OK && count > 0 && *count_out < 2; *count_out += count) {
        count = 0;
        status = nd_txn_scan_next(&scan, arena, &pairs, &count);
    }
    nd_txn_scan_close(&scan);
    nd_buf_deinit(&end);
    return status;
}

static enum nd_status count_entries(const struct nd_exec_env *env, const struct nd_slice *keys, size_t count, struct nd_arena *arena, struct nd_slice *double_out)
{
    struct nd_txn_span *spans = nd_arena_array(arena, struct nd_txn_span, count + 1);
    size_t span_count = 0;
    *double_out = ND_SLICE_EMPTY;
    for (size_t i = 0; i < count; i++) {
        size_t found;
        if (keys[i].p[keys[i].n - 1] != 0xff) {
            spans[span_count++].prefix = keys[i];
            continue;
        }
        ND_TRY(count_alone(env, keys[i], arena, &found));
        if (found > 1 && double_out->n == 0) *double_out = keys[i];
    }
    if (span_count > 0) ND_TRY(nd_txn_scan_prefixes(env->txn, spans, span_count, true, arena));
    for (size_t i = 0; i < span_count; i++)
        if (spans[i].count > 1 && double_out->n == 0) *double_out = spans[i].prefix;
    return ND_STATUS_OK;
}

/* Where keys were written since, they may be taken: which, the key says. */
static enum nd_status flush(const struct nd_exec_env *env, struct nd_err *err)
{
    enum nd_status status = nd_txn_flush(env->txn);
    if (status != ND_STATUS_DUPLICATE_KEY) return status;
    struct nd_dec dec = nd_dec_of(nd_txn_failed_key(env->txn));
    struct nd_table_id id = {0};
    uint64_t index_id;
    const struct nd_table *table = nd_index_take_prefix(&dec, &id, &index_id) ? nd_catalog_peek_table_by_id(env->view, id) : NULL;
    nd_exec_duplicate_error(table, nd_txn_failed_key(env->txn), env->types, env->heap, err);
    return ND_STATUS_SQL;
}

/* D1. keys: ascending. */
static enum nd_status check_unique(const struct nd_exec_env *env, const struct nd_slice *keys, size_t count, struct nd_arena *arena, struct nd_err *err)
{
    struct nd_exec_pace pace = {0};
    struct nd_ts before;
    struct nd_slice twice = ND_SLICE_EMPTY;
    if (count == 0) return ND_STATUS_OK;
    if (env->takes_locks) ND_TRY(nd_txn_lock(env->txn, keys, count, false));
    for (size_t i = 0; i < count; i++) ND_TRY(nd_txn_delete(env->txn, keys[i]));
    ND_TRY(flush(env, err));
    ND_TRY(nd_txn_read_latest(env->txn, &before));
    enum nd_status status = ND_STATUS_OK;
    for (size_t at = 0, n; at < count && twice.n == 0 && status == ND_STATUS_OK; at += n) {
        n = count - at < ND_SQL_BATCH_ROWS ? count - at : ND_SQL_BATCH_ROWS;
        struct nd_arena scratch;
        nd_arena_init(&scratch, env->heap);
        status = nd_exec_check(env, &pace);
        if (status == ND_STATUS_OK) status = count_entries(env, keys + at, n, &scratch, &twice);
        if (twice.n > 0) twice = nd_arena_copy(arena, twice);
        nd_arena_deinit(&scratch);
    }
    nd_txn_read_as_before(env->txn, before);
    ND_TRY(status);
    if (twice.n == 0) return ND_STATUS_OK;
    struct nd_dec dec = nd_dec_of(twice);
    struct nd_table_id id = {0};
    uint64_t index_id;
    const struct nd_table *table = nd_index_take_prefix(&dec, &id, &index_id) ? nd_catalog_peek_table_by_id(env->view, id) : NULL;
    nd_exec_duplicate_error(table, twice, env->types, env->heap, err);
    return ND_STATUS_SQL;
}

struct doubles {
    struct nd_buf last; /* prefix and columns of the entry before */
};

/* The bytes of the entry's own columns. 0: a NULL among them, which equals nothing. */
static enum nd_status own_bytes(const struct nd_table *table, const struct nd_index *index, struct nd_slice key, struct nd_arena *arena, size_t *bytes_out)
{
    struct nd_dec dec = nd_dec_of(key);
    struct nd_table_id id;
    uint64_t index_id;
    bool has_null = false;
    *bytes_out = 0;
    if (!nd_index_take_prefix(&dec, &id, &index_id) || !nd_index_take_bucket(&dec, index)) return ND_STATUS_CORRUPT;
    for (size_t i = 0; i < index->column_count; i++) {
        struct nd_datum datum;
        ND_TRY(nd_key_take_datum(&dec, table->columns[index->columns[i].column].type, index->columns[i].flags, arena, &datum));
        has_null = has_null || datum.is_null;
    }
    if (!has_null || index->is_null_equal) *bytes_out = key.n - nd_dec_left(&dec);
    return ND_STATUS_OK;
}

static enum nd_status compare_entries(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index, const struct nd_kv_pair *pairs, size_t count,
                                      struct doubles *doubles, struct nd_arena *arena, struct nd_err *err)
{
    for (size_t i = 0; i < count; i++) {
        size_t bytes;
        ND_TRY(own_bytes(table, index, pairs[i].key, arena, &bytes));
        struct nd_slice own = nd_slice_of(pairs[i].key.p, bytes);
        if (bytes > 0 && nd_slice_eq(own, nd_buf_slice(&doubles->last))) {
            nd_exec_duplicate_error(table, own, env->types, env->heap, err);
            nd_exec_double_error(table, index, err);
            return ND_STATUS_SQL;
        }
        nd_buf_clear(&doubles->last);
        nd_buf_put_slice(&doubles->last, own);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_deferred_check_index(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index, struct nd_err *err)
{
    struct nd_buf first, end;
    struct nd_arena arena;
    struct doubles doubles;
    struct nd_exec_pace pace = {0};
    nd_arena_init(&arena, env->heap);
    nd_buf_init(&first, env->heap);
    nd_buf_init(&end, env->heap);
    nd_buf_init(&doubles.last, env->heap);
    nd_index_put_prefix(&first, table->id, index->id);
    nd_buf_put_slice(&end, nd_buf_slice(&first));
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    struct nd_txn_scan scan = {.txn = env->txn, .first = nd_buf_slice(&first), .end = nd_buf_slice(&end)};
    enum nd_status status = nd_txn_scan_open(&scan);
    while (status == ND_STATUS_OK) {
        struct nd_kv_pair *pairs;
        size_t count;
        nd_arena_reset(&arena);
        status = nd_exec_check(env, &pace);
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, &arena, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        status = compare_entries(env, table, index, pairs, count, &doubles, &arena, err);
    }
    nd_txn_scan_close(&scan);
    nd_buf_deinit(&doubles.last);
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
    nd_arena_deinit(&arena);
    return status;
}

/* ---- all ----------------------------------------------------------------------------------------------------------- */

struct run {
    struct nd_exec_env env; /* which puts nothing off */
    struct nd__fk fk;
    struct nd_slice *keys;
    size_t key_count;
    struct nd_arena arena;
};

static enum nd_status take_values(struct run *run, const struct nd_table *table, const struct nd_foreign_key *key, bool is_ref, struct nd_slice bytes, struct nd_datum *values)
{
    struct nd_dec dec = nd_dec_of(bytes);
    for (size_t i = 0; i < key->column_count; i++) {
        size_t at = is_ref ? nd_table_find_column_id(table, key->ref_column_ids[i]) : key->columns[i];
        if (at == SIZE_MAX) return ND_STATUS_CORRUPT;
        ND_TRY(nd_key_take_datum(&dec, table->columns[at].type, 0, &run->arena, &values[i]));
    }
    return ND_STATUS_OK;
}

/* Tables and constraints that are gone by now ask for nothing. *is_due_out: it is to be done now. */
static enum nd_status prepare(struct run *run, const struct nd_exec_env *env, const struct nd_deferred_check *check, bool is_all, bool *is_due_out)
{
    const struct nd_table *table, *child = NULL;
    const struct nd_foreign_key *key = NULL;
    *is_due_out = true;
    ND_TRY(nd_catalog_find_table_by_id(env->view, env->txn, check->table, &table));
    if (table == NULL) return ND_STATUS_OK;
    if (check->kind == ND_DEFERRED_UNIQUE) {
        const struct nd_index *index = nd_table_find_index_oid(table, check->oid);
        struct nd_dec dec = nd_dec_of(check->values);
        struct nd_table_id id;
        uint64_t index_id;
        if (index == NULL || !nd_index_take_prefix(&dec, &id, &index_id) || index_id != index->id) return ND_STATUS_OK; /* written anew: looked at then */
        *is_due_out = is_all || !nd_deferred_is_put_off(env->deferred, index->constraint_oid, index->is_deferrable, index->is_deferred);
        if (*is_due_out) run->keys[run->key_count++] = check->values;
        return ND_STATUS_OK;
    }
    for (size_t i = 0; check->kind == ND_DEFERRED_GONE && i < table->reference_count; i++)
        if (table->references[i].foreign_key_oid == check->oid) ND_TRY(nd__fk_table(env, table->references[i].table, &child));
    if (check->kind == ND_DEFERRED_REFERENCE) child = table;
    if (child != NULL) key = nd_table_find_foreign_key(child, check->oid);
    if (key == NULL) return ND_STATUS_OK;
    *is_due_out = is_all || !nd_deferred_is_put_off(env->deferred, key->oid, key->is_deferrable, key->is_deferred);
    if (!*is_due_out) return ND_STATUS_OK;
    struct nd_datum values[ND_INDEX_COLUMNS_MAX];
    ND_TRY(take_values(run, table, key, check->kind == ND_DEFERRED_GONE, check->values, values));
    if (check->kind == ND_DEFERRED_GONE) return nd__fk_add_gone(&run->fk, table, child, key, values, check->is_update);
    return nd__fk_add_missing(&run->fk, child, key, values);
}

static enum nd_status run_checks(struct run *run, const struct nd_exec_env *env, size_t from, bool is_all, bool *are_due, struct nd_err *err)
{
    struct nd_deferred *deferred = env->deferred;
    struct nd_exec_pace pace = {0};
    for (size_t i = from; i < deferred->count; i++) {
        if (deferred->checks[i]->is_done) continue;
        ND_TRY(nd_exec_check(env, &pace));
        ND_TRY(prepare(run, env, deferred->checks[i], is_all, &are_due[i - from]));
    }
    ND_TRY(nd__fk_finish(&run->fk));
    qsort(run->keys, run->key_count, sizeof *run->keys, compare_keys);
    size_t kept = 0;
    for (size_t i = 0; i < run->key_count; i++)
        if (kept == 0 || !nd_slice_eq(run->keys[kept - 1], run->keys[i])) run->keys[kept++] = run->keys[i];
    return check_unique(&run->env, run->keys, kept, &run->arena, err);
}

/* What the statement at hand put off and did itself is nothing that a savepoint could bring back. */
static void drop_done(struct nd_deferred *deferred)
{
    size_t kept = deferred->statement_count;
    for (size_t i = kept; i < deferred->count; i++) {
        struct nd_deferred_check *check = deferred->checks[i];
        if (!check->is_done) {
            deferred->checks[kept++] = check;
            continue;
        }
        deferred->bytes -= check->bytes;
        nd_heap_free(deferred->heap, check);
    }
    deferred->count = kept;
}

enum nd_status nd_deferred_run(const struct nd_exec_env *env, size_t from, bool is_all, uint64_t level, struct nd_err *err)
{
    struct nd_deferred *deferred = env->deferred;
    struct run run = {.env = *env};
    if (!nd_deferred_has_open(deferred, from)) return ND_STATUS_OK;
    run.env.deferred = NULL;
    nd_arena_init(&run.arena, env->heap);
    nd__fk_init(&run.fk, &run.env);
    run.fk.err = err;
    run.keys = nd_arena_array(&run.arena, struct nd_slice, deferred->count - from + 1);
    bool *are_due = nd_arena_array(&run.arena, bool, deferred->count - from + 1);
    enum nd_status status = run_checks(&run, env, from, is_all, are_due, err);
    for (size_t i = from; i < deferred->count && status == ND_STATUS_OK; i++) {
        if (!are_due[i - from]) continue;
        deferred->checks[i]->is_done = true;
        deferred->checks[i]->done_level = level;
    }
    if (status == ND_STATUS_OK) drop_done(deferred);
    nd__fk_deinit(&run.fk);
    nd_arena_deinit(&run.arena);
    return status;
}
