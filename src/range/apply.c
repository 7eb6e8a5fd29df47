/* SPDX-License-Identifier: Apache-2.0 */
#include "range/apply.h"

#include "range/apply_overlay.h"
#include "range/gate.h"
#include "range/mvcc.h"
#include "range/span_walk.h"

enum { STATE_FORMAT = 1, APPLY_BATCH_BYTES_MAX = 4 << 20 };

/* ---- a range's own records ---------------------------------------------------------------------------- */

static void state_key(struct nd_buf *out, struct nd_range_id range, char what)
{
    nd_buf_clear(out);
    nd_mvcc_key_range(out, range);
    nd_buf_put_u8(out, (uint8_t)what);
}

/* 'a': u8 format · u64 index · u64 term */
void nd_range_state_put_applied(struct nd_engine_batch *batch, struct nd_range_id range, uint64_t index, uint64_t term, struct nd_heap *heap)
{
    struct nd_buf key;
    nd_buf_init(&key, heap);
    state_key(&key, range, 'a');
    uint8_t value[17] = {STATE_FORMAT};
    nd_store_u64(value + 1, index);
    nd_store_u64(value + 9, term);
    nd_engine_batch_put(batch, nd_buf_slice(&key), nd_slice_of(value, sizeof value));
    nd_buf_deinit(&key);
}

void nd_range_state_put_desc(struct nd_engine_batch *batch, const struct nd_range_desc *desc, struct nd_heap *heap)
{
    struct nd_buf key, value;
    nd_buf_init(&key, heap);
    nd_buf_init(&value, heap);
    state_key(&key, desc->id, 'd');
    nd_range_desc_encode(desc, &value);
    nd_engine_batch_put(batch, nd_buf_slice(&key), nd_buf_slice(&value));
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
}

void nd_range_state_drop_applied(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_heap *heap)
{
    struct nd_buf key;
    nd_buf_init(&key, heap);
    state_key(&key, range, 'a');
    nd_engine_batch_delete(batch, nd_buf_slice(&key));
    nd_buf_deinit(&key);
}

static enum nd_status load_applied(struct nd_engine *engine, unsigned flags, struct nd_range_id range, struct nd_heap *heap,
                                   uint64_t *index_out, uint64_t *term_out)
{
    struct nd_buf key, value;
    nd_buf_init(&key, heap);
    nd_buf_init(&value, heap);
    state_key(&key, range, 'a');
    *index_out = *term_out = 0;
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&key), flags, &value);
    if (status == ND_STATUS_OK && (value.n != 17 || value.p[0] != STATE_FORMAT)) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK) {
        *index_out = nd_load_u64(value.p + 1);
        *term_out = nd_load_u64(value.p + 9);
    }
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

enum nd_status nd_range_state_durable(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, uint64_t *index_out)
{
    uint64_t term;
    return load_applied(engine, ND_READ_DURABLE, range, heap, index_out, &term);
}

void nd_range_state_put_safepoint(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_ts safepoint, struct nd_heap *heap)
{
    struct nd_buf key;
    nd_buf_init(&key, heap);
    state_key(&key, range, 'g');
    uint8_t value[9] = {STATE_FORMAT};
    nd_store_u64(value + 1, safepoint.v);
    nd_engine_batch_put(batch, nd_buf_slice(&key), nd_slice_of(value, sizeof value));
    nd_buf_deinit(&key);
}

enum nd_status nd_range_state_safepoint(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, struct nd_ts *ts_out)
{
    struct nd_buf key, value;
    nd_buf_init(&key, heap);
    nd_buf_init(&value, heap);
    state_key(&key, range, 'g');
    ts_out->v = 0;
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&key), 0, &value);
    if (status == ND_STATUS_OK && (value.n != 9 || value.p[0] != STATE_FORMAT)) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK) ts_out->v = nd_load_u64(value.p + 1);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

static enum nd_status load_ranges(struct nd_engine *engine, struct nd_heap *heap, bool are_whole, void *arg, void (*on_range)(void *arg, struct nd_range_state *state))
{
    uint8_t lower = ND_MVCC_TAG_RANGE, upper = ND_MVCC_TAG_RANGE + 1;
    struct nd_iter_options options = {.lower = nd_slice_of(&lower, 1), .upper = nd_slice_of(&upper, 1)};
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, &options);
    enum nd_status status = ND_STATUS_OK;
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice key = nd_engine_iter_key(iter);
        if (are_whole && key.n == 10 && key.p[9] == 's') { /* half of a snapshot, and its file is gone */
            status = ND_STATUS_CORRUPT;
            break;
        }
        if (key.n != 10 || key.p[9] != 'd') continue;
        struct nd_range_state state = {0};
        struct nd_range_desc desc;
        struct nd_dec dec = nd_dec_of(nd_engine_iter_value(iter));
        if (!nd_range_desc_decode(&dec, &desc) || desc.id.v != nd_load_u64_be(key.p + 1)) {
            status = ND_STATUS_CORRUPT;
            break;
        }
        ND_TRY_OR(load_applied(engine, 0, desc.id, heap, &state.applied_index, &state.applied_term), out);
        ND_TRY_OR(nd_range_state_safepoint(engine, desc.id, heap, &state.gc_safepoint), out);
        state.desc = nd_range_desc_copy(&desc, heap);
        on_range(arg, &state);
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
out:
    nd_engine_iter_free(iter);
    return status;
}

enum nd_status nd_range_state_load_all(struct nd_engine *engine, struct nd_heap *heap, void *arg, void (*on_range)(void *arg, struct nd_range_state *state))
{
    return load_ranges(engine, heap, true, arg, on_range);
}

enum nd_status nd_range_state_load_descs(struct nd_engine *engine, struct nd_heap *heap, void *arg, void (*on_range)(void *arg, struct nd_range_state *state))
{
    return load_ranges(engine, heap, false, arg, on_range);
}

enum nd_status nd_range_state_load(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, struct nd_range_state *state)
{
    memset(state, 0, sizeof *state);
    struct nd_buf key, value;
    nd_buf_init(&key, heap);
    nd_buf_init(&value, heap);
    state_key(&key, range, 'd');
    struct nd_range_desc desc;
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&key), 0, &value);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&value));
    if (status == ND_STATUS_OK && (!nd_range_desc_decode(&dec, &desc) || desc.id.v != range.v)) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK) status = load_applied(engine, 0, range, heap, &state->applied_index, &state->applied_term);
    if (status == ND_STATUS_OK) status = nd_range_state_safepoint(engine, range, heap, &state->gc_safepoint);
    if (status == ND_STATUS_OK) state->desc = nd_range_desc_copy(&desc, heap);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return status;
}

/* 'x': u8 format · u64 lowest replica id that may come here
 * 'e': u8 format · b first · b end */
static void put_buried(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_replica_id next, struct nd_heap *heap)
{
    static const char records[] = {'a', 'd', 'g'};
    struct nd_buf key;
    nd_buf_init(&key, heap);
    for (size_t i = 0; i < sizeof records; i++) {
        state_key(&key, range, records[i]);
        nd_engine_batch_delete(batch, nd_buf_slice(&key));
    }
    state_key(&key, range, 'x');
    uint8_t value[9] = {STATE_FORMAT};
    nd_store_u64(value + 1, next.v);
    nd_engine_batch_put(batch, nd_buf_slice(&key), nd_slice_of(value, sizeof value));
    nd_buf_deinit(&key);
}

void nd_range_state_bury(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_replica_id next, struct nd_slice first, struct nd_slice end,
                         struct nd_heap *heap)
{
    struct nd_buf key, span;
    nd_buf_init(&key, heap);
    nd_buf_init(&span, heap);
    put_buried(batch, range, next, heap);
    state_key(&key, range, 'e');
    nd_buf_put_u8(&span, STATE_FORMAT);
    nd_buf_put_bytes(&span, first);
    nd_buf_put_bytes(&span, end);
    nd_engine_batch_put(batch, nd_buf_slice(&key), nd_buf_slice(&span));
    nd_buf_deinit(&key);
    nd_buf_deinit(&span);
}

void nd_range_state_subsume(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_heap *heap) { put_buried(batch, range, ND_REPLICA_NEVER, heap); }

enum nd_status nd_range_state_buried(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap, struct nd_replica_id *next_out)
{
    struct nd_buf key, value;
    nd_buf_init(&key, heap);
    nd_buf_init(&value, heap);
    state_key(&key, range, 'x');
    next_out->v = 0;
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&key), 0, &value);
    if (status == ND_STATUS_OK && value.n != 9) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK) next_out->v = nd_load_u64(value.p + 1);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

void nd_range_state_put_erased(struct nd_engine_batch *batch, struct nd_range_id range, struct nd_heap *heap)
{
    struct nd_buf key;
    nd_buf_init(&key, heap);
    state_key(&key, range, 'e');
    nd_engine_batch_delete(batch, nd_buf_slice(&key));
    nd_buf_deinit(&key);
}

static enum nd_status erase_left(struct nd_engine *engine, struct nd_heap *heap, struct nd_range_id range, struct nd_slice record)
{
    struct nd_dec dec = nd_dec_of(record);
    unsigned format = nd_dec_u8(&dec);
    struct nd_slice first = nd_dec_bytes(&dec), end = nd_dec_bytes(&dec);
    if (!nd_dec_is_done(&dec) || format != STATE_FORMAT) return ND_STATUS_CORRUPT;
    struct nd_span_walk walk;
    nd_span_walk_init(&walk, range, first, end, heap);
    enum nd_status status = ND_STATUS_OK;
    while (!walk.is_done && status == ND_STATUS_OK) status = nd_span_erase_step(&walk, engine);
    nd_span_walk_deinit(&walk);
    if (status != ND_STATUS_OK) return status;
    struct nd_engine_batch *batch = nd_engine_batch_new(engine);
    nd_range_state_put_erased(batch, range, heap);
    status = nd_engine_write(engine, batch);
    nd_engine_batch_free(batch);
    return status;
}

enum nd_status nd_range_state_erase_buried(struct nd_engine *engine, struct nd_heap *heap)
{
    uint8_t lower = ND_MVCC_TAG_RANGE, upper = ND_MVCC_TAG_RANGE + 1;
    struct nd_iter_options options = {.lower = nd_slice_of(&lower, 1), .upper = nd_slice_of(&upper, 1)};
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, &options);
    enum nd_status status = ND_STATUS_OK;
    for (nd_engine_iter_seek(iter, options.lower); status == ND_STATUS_OK && nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice key = nd_engine_iter_key(iter);
        if (key.n == 10 && key.p[9] == 'e') status = erase_left(engine, heap, (struct nd_range_id){nd_load_u64_be(key.p + 1)}, nd_engine_iter_value(iter));
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    return status;
}

struct removed {
    struct nd_node_id self;
    struct nd_heap *heap;
    struct nd_engine_batch *batch;
};

static void bury_removed(void *arg, struct nd_range_state *state)
{
    struct removed *removed = arg;
    /* Which replica it was, the descriptor does not say any more: one that had a number by then. */
    struct nd_replica_id next = {nd_range_desc_next_replica(&state->desc)};
    if (nd_range_desc_member_of(&state->desc, removed->self) == NULL)
        nd_range_state_bury(removed->batch, state->desc.id, next, state->desc.first, state->desc.end, removed->heap);
    nd_range_desc_deinit(&state->desc, removed->heap);
}

enum nd_status nd_range_state_bury_removed(struct nd_engine *engine, struct nd_node_id self, struct nd_heap *heap)
{
    struct removed removed = {.self = self, .heap = heap, .batch = nd_engine_batch_new(engine)};
    enum nd_status status = nd_range_state_load_descs(engine, heap, &removed, bury_removed);
    if (status == ND_STATUS_OK && nd_engine_batch_count(removed.batch) > 0) status = nd_engine_write(engine, removed.batch);
    nd_engine_batch_free(removed.batch);
    return status;
}

enum nd_status nd_range_state_load_buried(struct nd_engine *engine, void *arg, void (*on_buried)(void *arg, struct nd_range_id range, struct nd_replica_id next))
{
    uint8_t lower = ND_MVCC_TAG_RANGE, upper = ND_MVCC_TAG_RANGE + 1;
    struct nd_iter_options options = {.lower = nd_slice_of(&lower, 1), .upper = nd_slice_of(&upper, 1)};
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, &options);
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice key = nd_engine_iter_key(iter), value = nd_engine_iter_value(iter);
        if (key.n == 10 && key.p[9] == 'x' && value.n == 9)
            on_buried(arg, (struct nd_range_id){nd_load_u64_be(key.p + 1)}, (struct nd_replica_id){nd_load_u64(value.p + 1)});
    }
    enum nd_status status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    return status;
}

/* ---- commands ---------------------------------------------------------------------------------------- */

struct applier {
    const struct nd_apply_input *input;
    struct nd_engine_batch *batch;
    struct nd_overlay locks; /* provisional records as the batch leaves them */
    struct nd_buf key, record;
    uint64_t collected, superseding; /* of the entry */
};

static enum nd_status write_out(struct applier *applier)
{
    if (nd_engine_batch_count(applier->batch) == 0) return ND_STATUS_OK;
    ND_TRY(nd_engine_write(applier->input->engine, applier->batch));
    nd_engine_batch_clear(applier->batch);
    nd_overlay_reset(&applier->locks);
    return ND_STATUS_OK;
}

/* ---- provisional records: batch and overlay go together */

static void put_lock(struct applier *applier, struct nd_slice key, struct nd_slice value)
{
    nd_engine_batch_put(applier->batch, key, value);
    nd_overlay_put(&applier->locks, key, value);
}

static void remove_lock(struct applier *applier, struct nd_slice key)
{
    nd_engine_batch_delete(applier->batch, key);
    nd_overlay_remove(&applier->locks, key);
}

static void put_version(struct applier *applier, struct nd_slice key, struct nd_ts commit_ts, struct nd_ts start_ts, enum nd_mut_op op, struct nd_slice payload)
{
    bool is_delete = op == ND_MUT_DELETE || op == ND_MUT_GATE;
    uint8_t header[ND_MVCC_RECORD_HEADER_BYTES];
    nd_mvcc_version_header(header, is_delete, start_ts);
    applier->superseding += op != ND_MUT_INSERT; /* what that is put over, if anything, was deleted, and counted then */
    nd_buf_clear(&applier->key);
    nd_mvcc_key_version(&applier->key, key, commit_ts);
    struct nd_slice parts[2] = {nd_slice_of(header, sizeof header), payload};
    nd_engine_batch_put_parts(applier->batch, nd_buf_slice(&applier->key), parts, payload.n > 0 ? 2 : 1);
}

static void apply_commit_one(struct applier *applier, struct nd_command_batch *batch, const struct nd_command *command)
{
    for (size_t i = 0; i < command->count && nd_dec_is_ok(&batch->dec); i++) {
        struct nd_kv_mut mut = nd_command_next_mut(batch);
        if (!nd_dec_is_ok(&batch->dec) || mut.op >= ND_MUT_LOCK) continue;
        put_version(applier, mut.key, command->commit_ts, command->start_ts, mut.op, mut.value);
    }
}

/* The encoded record, valid until the next call; NOT_FOUND. */
static enum nd_status find_lock(struct applier *applier, struct nd_slice key, struct nd_slice *value_out)
{
    nd_buf_clear(&applier->key);
    nd_mvcc_key_lock(&applier->key, key);
    const struct nd_overlay_record *record = nd_overlay_find(&applier->locks, nd_buf_slice(&applier->key));
    if (record != NULL) {
        *value_out = record->value;
        return record->is_removed ? ND_STATUS_NOT_FOUND : ND_STATUS_OK;
    }
    nd_buf_clear(&applier->record);
    ND_TRY(nd_mvcc_lock_get(applier->input->engine, 0, key, applier->input->heap, &applier->record));
    *value_out = nd_buf_slice(&applier->record);
    return ND_STATUS_OK;
}

static enum nd_status lock_of(struct applier *applier, struct nd_slice key, struct nd_ts start_ts, struct nd_mvcc_lock *lock_out, bool *is_there_out)
{
    *is_there_out = false;
    struct nd_slice value;
    enum nd_status status = find_lock(applier, key, &value);
    if (status == ND_STATUS_NOT_FOUND) return ND_STATUS_OK;
    ND_TRY(status);
    if (!nd_mvcc_lock_decode(value, lock_out)) return ND_STATUS_CORRUPT;
    *is_there_out = lock_out->start_ts.v == start_ts.v;
    return ND_STATUS_OK;
}

/* A large transaction locks again what it has written and sent ahead: the lock must not take the write's place. */
static enum nd_status is_written(struct applier *applier, struct nd_slice key, struct nd_ts start_ts, bool *is_written_out)
{
    struct nd_mvcc_lock lock;
    bool is_there;
    ND_TRY(lock_of(applier, key, start_ts, &lock, &is_there));
    *is_written_out = is_there && nd_mut_leaves_version(lock.op);
    return ND_STATUS_OK;
}

/* A lock is put by a plain Put, and a large transaction may prewrite a key again with a newer value, so
 * it goes by a plain delete: SingleDelete demands exactly one Put. */
static void delete_lock(struct applier *applier, struct nd_slice key)
{
    nd_buf_clear(&applier->key);
    nd_mvcc_key_lock(&applier->key, key);
    remove_lock(applier, nd_buf_slice(&applier->key));
}

/* A transaction that goes back to a savepoint. */
static enum nd_status undo_record(struct applier *applier, struct nd_slice key, struct nd_ts start_ts)
{
    struct nd_mvcc_lock lock;
    bool is_there;
    ND_TRY(lock_of(applier, key, start_ts, &lock, &is_there));
    if (is_there) delete_lock(applier, key);
    return ND_STATUS_OK;
}

static enum nd_status apply_prewrite(struct applier *applier, struct nd_command_batch *batch, const struct nd_command *command)
{
    struct nd_buf value;
    nd_buf_init(&value, applier->input->heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < command->count && nd_dec_is_ok(&batch->dec); i++) {
        struct nd_kv_mut mut = nd_command_next_mut(batch);
        if (!nd_dec_is_ok(&batch->dec)) break;
        if (mut.op == ND_MUT_UNDO) {
            ND_TRY_OR(undo_record(applier, mut.key, command->start_ts), out);
            continue;
        }
        bool is_own_write = false;
        if (command->is_large && mut.op == ND_MUT_LOCK) ND_TRY_OR(is_written(applier, mut.key, command->start_ts, &is_own_write), out);
        if (is_own_write) continue;
        struct nd_mvcc_lock lock = {.op = mut.op == ND_MUT_FORGET ? ND_MUT_LOCK : mut.op, .is_large = command->is_large, .start_ts = command->start_ts,
                                    .ttl_ms = command->ttl_ms, .primary = command->primary, .value = mut.value};
        if (command->kind == ND_COMMAND_PREWRITE_ASYNC) {
            lock.is_async = true;
            lock.min_commit_ts = command->commit_ts;
            if (nd_slice_eq(mut.key, command->primary)) lock.secondaries = command->secondaries;
        }
        nd_buf_clear(&value);
        nd_mvcc_lock_encode(&lock, &value);
        nd_buf_clear(&applier->key);
        if (mut.op == ND_MUT_GUARD) nd_mvcc_key_guard(&applier->key, mut.key, command->start_ts);
        else nd_mvcc_key_lock(&applier->key, mut.key);
        put_lock(applier, nd_buf_slice(&applier->key), nd_buf_slice(&value));
    }
out:
    nd_buf_deinit(&value);
    return status;
}

/* A transaction has one record on a key: exclusive or guard. Deleting a guard that is not there is harmless. */
static void delete_guard(struct applier *applier, struct nd_slice key, struct nd_ts start_ts)
{
    nd_buf_clear(&applier->key);
    nd_mvcc_key_guard(&applier->key, key, start_ts);
    remove_lock(applier, nd_buf_slice(&applier->key));
}

static enum nd_status apply_commit(struct applier *applier, struct nd_command_batch *batch, const struct nd_command *command)
{
    for (size_t i = 0; i < command->count && nd_dec_is_ok(&batch->dec); i++) {
        struct nd_slice key = nd_command_next_key(batch);
        struct nd_mvcc_lock lock;
        bool is_there;
        ND_TRY(lock_of(applier, key, command->start_ts, &lock, &is_there));
        if (!is_there) { /* a guard, or committed before by the same request */
            delete_guard(applier, key, command->start_ts);
            continue;
        }
        if (lock.op != ND_MUT_LOCK)
            put_version(applier, key, command->commit_ts, command->start_ts, lock.op, lock.value);
        delete_lock(applier, key);
    }
    return ND_STATUS_OK;
}

struct commit_span {
    struct applier *applier;
    const struct nd_command *command;
    struct nd_slice lower, upper; /* engine keys of the span's locks and guards */
    struct nd_buf key;
};

/* An own record becomes a version, as far as it is a write. */
static enum nd_status commit_lock(struct commit_span *span, struct nd_slice key, struct nd_slice value)
{
    struct nd_mvcc_lock lock;
    struct nd_slice rest;
    nd_buf_clear(&span->key);
    if (!nd_mvcc_key_decode(key, &span->key, &rest) || !nd_mvcc_lock_decode(value, &lock)) return ND_STATUS_CORRUPT;
    if (lock.start_ts.v != span->command->start_ts.v) return ND_STATUS_OK;
    if (nd_mut_leaves_version(lock.op))
        put_version(span->applier, nd_buf_slice(&span->key), span->command->commit_ts, span->command->start_ts, lock.op, lock.value);
    remove_lock(span->applier, key);
    return ND_STATUS_OK;
}

/* All records of the span: the overlay's, then the engine's as far as the overlay does not know better. */
static enum nd_status commit_locks(struct commit_span *span)
{
    struct nd_overlay *locks = &span->applier->locks;
    enum nd_status status = ND_STATUS_OK;
    const struct nd_overlay_record *record = nd_overlay_find_ge(locks, span->lower);
    for (; status == ND_STATUS_OK && record != NULL && nd_slice_cmp(record->by_key.key, span->upper) < 0; record = nd_overlay_next(record))
        if (!record->is_removed) status = commit_lock(span, record->by_key.key, record->value);
    struct nd_iter_options options = {.lower = span->lower, .upper = span->upper};
    struct nd_engine_iter *iter = nd_engine_iter_new(span->applier->input->engine, &options);
    for (nd_engine_iter_seek(iter, span->lower); status == ND_STATUS_OK && nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice key = nd_engine_iter_key(iter);
        if (nd_overlay_find(locks, key) == NULL) status = commit_lock(span, key, nd_engine_iter_value(iter));
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    return status;
}

/* The records lie side by side: one iterator instead of a look-up each. */
static enum nd_status apply_commit_span(struct applier *applier, const struct nd_command *command)
{
    struct nd_buf lower, upper;
    struct nd_heap *heap = applier->input->heap;
    nd_buf_init(&lower, heap);
    nd_buf_init(&upper, heap);
    nd_mvcc_key_prefix(&lower, ND_MVCC_TAG_LOCK, command->first);
    nd_mvcc_key_guard(&upper, command->end, ND_TS_MAX); /* behind the last key's guards */
    struct commit_span span = {.applier = applier, .command = command, .lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    nd_buf_init(&span.key, heap);
    enum nd_status status = commit_locks(&span);
    nd_buf_deinit(&span.key);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    return status;
}

static enum nd_status apply_rollback(struct applier *applier, struct nd_command_batch *batch, const struct nd_command *command)
{
    static const uint8_t fence_record[1] = {1};
    for (size_t i = 0; i < command->count && nd_dec_is_ok(&batch->dec); i++) {
        struct nd_slice key = nd_command_next_key(batch);
        struct nd_mvcc_lock lock;
        bool is_there;
        ND_TRY(lock_of(applier, key, command->start_ts, &lock, &is_there));
        if (is_there) delete_lock(applier, key);
        else delete_guard(applier, key, command->start_ts);
        nd_buf_clear(&applier->key);
        nd_mvcc_key_fence(&applier->key, key, command->start_ts);
        applier->superseding++;
        nd_engine_batch_put(applier->batch, nd_buf_slice(&applier->key), nd_slice_of(fence_record, 1));
    }
    return ND_STATUS_OK;
}

static void apply_push(struct applier *applier, const struct nd_command *command)
{
    uint8_t value[9] = {1};
    nd_store_u64(value + 1, command->commit_ts.v);
    applier->superseding++;
    nd_buf_clear(&applier->key);
    nd_mvcc_key_txn(&applier->key, command->primary, command->start_ts);
    nd_engine_batch_put(applier->batch, nd_buf_slice(&applier->key), nd_slice_of(value, sizeof value));
}

static void apply_raw(struct applier *applier, struct nd_command_batch *batch, const struct nd_command *command)
{
    for (size_t i = 0; i < command->count && nd_dec_is_ok(&batch->dec); i++) {
        struct nd_command_raw raw = nd_command_next_raw(batch);
        if (!nd_dec_is_ok(&batch->dec)) break;
        if (raw.value.n > 0) nd_engine_batch_put(applier->batch, raw.key, raw.value);
        else nd_engine_batch_delete(applier->batch, raw.key);
    }
}

static void apply_gc(struct applier *applier, struct nd_command_batch *batch, const struct nd_command *command)
{
    nd_range_state_put_safepoint(applier->batch, applier->input->range, command->commit_ts, applier->input->heap);
    for (size_t i = 0; i < command->count && nd_dec_is_ok(&batch->dec); i++) {
        struct nd_slice key = nd_command_next_key(batch);
        if (!nd_dec_is_ok(&batch->dec)) break;
        nd_engine_batch_delete(applier->batch, key);
        applier->collected += key.n > 0 && key.p[0] == ND_MVCC_TAG_VERSION;
    }
}

static void discard_record(void *arg, struct nd_slice key)
{
    struct applier *applier = arg;
    applier->collected++;
    if (key.p[0] == ND_MVCC_TAG_LOCK) remove_lock(applier, key);
    else nd_engine_batch_delete(applier->batch, key);
}

/* What entries before left in the batch is in the engine by now (nd_apply_entries), what this entry did is not: it is alone in its entry. */
static enum nd_status apply_discard(struct applier *applier, const struct nd_command *command)
{
    struct nd_span_walk walk;
    nd_span_walk_init(&walk, (struct nd_range_id){0}, command->first, command->end, applier->input->heap);
    enum nd_status status = nd_span_walk_on(&walk, applier->input->engine, SIZE_MAX, applier, discard_record);
    nd_span_walk_deinit(&walk);
    return status;
}

static enum nd_status apply_command(struct applier *applier, struct nd_command_batch *batch, const struct nd_command *command)
{
    switch (command->kind) {
    case ND_COMMAND_COMMIT_ONE: apply_commit_one(applier, batch, command); return ND_STATUS_OK;
    case ND_COMMAND_PREWRITE:
    case ND_COMMAND_PREWRITE_ASYNC: return apply_prewrite(applier, batch, command);
    case ND_COMMAND_COMMIT: return apply_commit(applier, batch, command);
    case ND_COMMAND_COMMIT_SPAN: return apply_commit_span(applier, command);
    case ND_COMMAND_ROLLBACK: return apply_rollback(applier, batch, command);
    case ND_COMMAND_PUSH: apply_push(applier, command); return ND_STATUS_OK;
    case ND_COMMAND_RAW: apply_raw(applier, batch, command); return ND_STATUS_OK;
    case ND_COMMAND_GC: apply_gc(applier, batch, command); return ND_STATUS_OK;
    case ND_COMMAND_DISCARD: return apply_discard(applier, command);
    case ND_COMMAND_CHANGE:
    case ND_COMMAND_MARK:
    case ND_COMMAND_MERGE:
    case ND_COMMAND_SPLIT: break; /* each alone, through a function of its own */
    }
    return ND_STATUS_CORRUPT;
}

static enum nd_status apply_entry(struct applier *applier, struct nd_apply_entry *entry)
{
    if (entry->payload == NULL) return ND_STATUS_OK;
    struct nd_command_batch batch;
    if (!nd_command_batch_read(nd_raft_payload_slice(entry->payload), &batch)) return ND_STATUS_CORRUPT;
    entry->is_stale = !batch.is_of_no_keys && !nd_range_epoch_same_span(batch.epoch, applier->input->epoch) && !applier->input->ignores_epoch;
    if (entry->is_stale) return ND_STATUS_OK;
    if (applier->input->bytes != NULL) nd_counter_add(applier->input->bytes, entry->payload->n);
    struct nd_command command;
    applier->collected = applier->superseding = 0;
    while (nd_command_next(&batch, &command)) ND_TRY(apply_command(applier, &batch, &command));
    entry->collected = applier->collected;
    entry->superseding = applier->superseding;
    return nd_dec_is_done(&batch.dec) ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

static void applier_init(struct applier *applier, const struct nd_apply_input *input)
{
    *applier = (struct applier){.input = input, .batch = nd_engine_batch_new(input->engine)};
    nd_overlay_init(&applier->locks, input->heap);
    nd_buf_init(&applier->key, input->heap);
    nd_buf_init(&applier->record, input->heap);
}

static void applier_deinit(struct applier *applier)
{
    nd_engine_batch_free(applier->batch);
    nd_overlay_deinit(&applier->locks);
    nd_buf_deinit(&applier->key);
    nd_buf_deinit(&applier->record);
}

/* It looks for what it deletes in the engine. */
static bool is_discard(const struct nd_apply_entry *entry)
{
    struct nd_command_batch batch;
    struct nd_command command;
    return entry->payload != NULL && nd_command_batch_read(nd_raft_payload_slice(entry->payload), &batch) && nd_command_next(&batch, &command) &&
           command.kind == ND_COMMAND_DISCARD;
}

enum nd_status nd_apply_entries(const struct nd_apply_input *input)
{
    struct applier applier;
    enum nd_status status = ND_STATUS_OK;
    applier_init(&applier, input);
    for (size_t i = 0; i < input->count; i++) {
        ND_TRY_OR(apply_entry(&applier, &input->entries[i]), out);
        bool is_last = i + 1 == input->count;
        if (!is_last && nd_engine_batch_bytes(applier.batch) < APPLY_BATCH_BYTES_MAX && !is_discard(&input->entries[i + 1])) continue;
        nd_range_state_put_applied(applier.batch, input->range, input->entries[i].index, input->entries[i].term, input->heap);
        ND_TRY_OR(write_out(&applier), out);
    }
out:
    applier_deinit(&applier);
    return status;
}

enum nd_status nd_apply_change(const struct nd_apply_input *input, const struct nd_range_desc *after)
{
    ND_ASSERT(input->count == 1);
    struct nd_engine_batch *batch = nd_engine_batch_new(input->engine);
    nd_range_state_put_desc(batch, after, input->heap);
    nd_range_state_put_applied(batch, input->range, input->entries[0].index, input->entries[0].term, input->heap);
    enum nd_status status = nd_engine_write(input->engine, batch);
    nd_engine_batch_free(batch);
    return status;
}

/* What holds for the versions of one of two spans that become one holds for all. */
static enum nd_status put_higher_safepoint(const struct nd_apply_input *input, struct nd_range_id right, struct nd_engine_batch *batch)
{
    struct nd_ts mine, theirs;
    ND_TRY(nd_range_state_safepoint(input->engine, input->range, input->heap, &mine));
    ND_TRY(nd_range_state_safepoint(input->engine, right, input->heap, &theirs));
    if (theirs.v > mine.v) nd_range_state_put_safepoint(batch, input->range, theirs, input->heap);
    return ND_STATUS_OK;
}

enum nd_status nd_apply_merge(const struct nd_apply_input *input, const struct nd_range_desc *after, struct nd_range_id right, struct nd_slice right_first)
{
    ND_ASSERT(input->count == 1);
    struct nd_engine_batch *batch = nd_engine_batch_new(input->engine);
    enum nd_status status = put_higher_safepoint(input, right, batch);
    nd_range_state_put_desc(batch, after, input->heap);
    nd_range_state_subsume(batch, right, input->heap);
    nd_range_state_put_applied(batch, input->range, input->entries[0].index, input->entries[0].term, input->heap);
    if (status == ND_STATUS_OK) status = nd_gate_merge(input->engine, batch, after->first, right_first, input->heap);
    if (status == ND_STATUS_OK) status = nd_engine_write(input->engine, batch);
    nd_engine_batch_free(batch);
    return status;
}

enum nd_status nd_apply_split(const struct nd_apply_input *input, const struct nd_range_desc *parent_after, const struct nd_range_desc *child)
{
    ND_ASSERT(input->count == 1);
    struct nd_engine_batch *batch = nd_engine_batch_new(input->engine);
    nd_range_state_put_desc(batch, parent_after, input->heap);
    nd_range_state_put_desc(batch, child, input->heap);
    nd_range_state_put_applied(batch, input->range, input->entries[0].index, input->entries[0].term, input->heap);
    struct nd_ts safepoint; /* holds for the child's versions as well */
    enum nd_status status = nd_range_state_safepoint(input->engine, input->range, input->heap, &safepoint);
    if (status == ND_STATUS_OK && safepoint.v != 0) nd_range_state_put_safepoint(batch, child->id, safepoint, input->heap);
    if (status == ND_STATUS_OK && !input->forgets_gates) status = nd_gate_split(input->engine, batch, parent_after->first, child->first, input->heap);
    if (status == ND_STATUS_OK) status = nd_engine_write(input->engine, batch);
    nd_engine_batch_free(batch);
    return status;
}
