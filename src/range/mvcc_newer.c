/* SPDX-License-Identifier: Apache-2.0 */
/* Has anything come into a span of keys meanwhile? */
#include "range/mvcc.h"

enum { STEPS_BEFORE_SEEK = 8 };

static struct nd_engine_iter *open_iter(struct nd_engine *engine, unsigned flags, uint8_t tag, const struct nd_mvcc_span *span, struct nd_buf *lower, struct nd_buf *upper)
{
    nd_mvcc_key_bound(lower, tag, span->first, false);
    nd_mvcc_key_bound(upper, tag, span->end, true);
    struct nd_iter_options options = {.flags = flags, .lower = nd_buf_slice(lower), .upper = nd_buf_slice(upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, &options);
    nd_engine_iter_seek(iter, options.lower);
    return iter;
}

/* Versions of a key come newest first: once one is old enough, so are the rest. */
static enum nd_status look_at_versions(struct nd_engine_iter *iter, const struct nd_mvcc_span *span, struct nd_buf *key)
{
    unsigned steps = 0;
    while (nd_engine_iter_is_valid(iter)) {
        struct nd_slice at = nd_engine_iter_key(iter), record = nd_engine_iter_value(iter);
        if (at.n < 8 + 3 || record.n < ND_MVCC_RECORD_HEADER_BYTES) return ND_STATUS_CORRUPT;
        struct nd_ts commit_ts = nd_mvcc_version_ts(at), start_ts = {nd_load_u64(record.p + 1)};
        bool is_old = commit_ts.v <= span->since.v;
        if (!is_old && commit_ts.v <= span->until.v && start_ts.v != span->own_start_ts.v) return ND_STATUS_READ_CHANGED;
        bool is_same = nd_slice_eq(nd_mvcc_key_without_ts(at), nd_buf_slice(key));
        if (!is_same) {
            nd_buf_clear(key);
            nd_buf_put_slice(key, nd_mvcc_key_without_ts(at));
            steps = 0;
        }
        if (is_old && ++steps > STEPS_BEFORE_SEEK) { /* behind all its versions */
            nd_store_u64_be(nd_buf_extend(key, 8), UINT64_MAX);
            nd_engine_iter_seek(iter, nd_buf_slice(key));
            key->n -= 8;
            steps = 0;
            bool is_last = nd_engine_iter_is_valid(iter) && nd_slice_eq(nd_mvcc_key_without_ts(nd_engine_iter_key(iter)), nd_buf_slice(key));
            if (!is_last) continue;
        }
        nd_engine_iter_next(iter);
    }
    return nd_engine_iter_status(iter);
}

static enum nd_status look_at_records(struct nd_engine_iter *iter, const struct nd_mvcc_span *span, struct nd_buf *key, struct nd_arena *arena, struct nd_kv_lock_info *lock_out)
{
    for (; nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_mvcc_lock lock;
        struct nd_slice rest;
        nd_buf_clear(key);
        if (!nd_mvcc_key_decode(nd_engine_iter_key(iter), key, &rest) || !nd_mvcc_lock_decode(nd_engine_iter_value(iter), &lock)) return ND_STATUS_CORRUPT;
        bool matters = lock.op < ND_MUT_LOCK && lock.start_ts.v != span->own_start_ts.v && lock.start_ts.v <= span->until.v;
        if (!matters || nd_mvcc_is_ignored(span->ignore, span->ignore_count, lock.start_ts)) continue;
        *lock_out = (struct nd_kv_lock_info){.key = nd_arena_copy(arena, nd_buf_slice(key)), .primary = nd_arena_copy(arena, lock.primary), .start_ts = lock.start_ts,
                                             .ttl_ms = lock.ttl_ms, .is_large = lock.is_large};
        return ND_STATUS_LOCKED;
    }
    return nd_engine_iter_status(iter);
}

enum nd_status nd_mvcc_look_for_newer(struct nd_engine *engine, unsigned read_flags, const struct nd_mvcc_span *span, struct nd_arena *arena, struct nd_kv_lock_info *lock_out)
{
    struct nd_buf bounds[4], key;
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < ND_ARRAY_LEN(bounds); i++) nd_buf_init(&bounds[i], arena->heap);
    nd_buf_init(&key, arena->heap);
    /* records first: one that becomes a version in between is seen as either */
    struct nd_engine_iter *records = span->has_locks ? open_iter(engine, read_flags, ND_MVCC_TAG_LOCK, span, &bounds[2], &bounds[3]) : NULL;
    struct nd_engine_iter *versions = open_iter(engine, read_flags, ND_MVCC_TAG_VERSION, span, &bounds[0], &bounds[1]);
    status = look_at_versions(versions, span, &key);
    nd_buf_clear(&key);
    if (status == ND_STATUS_OK && records != NULL) status = look_at_records(records, span, &key, arena, lock_out);
    nd_engine_iter_free(versions);
    if (records != NULL) nd_engine_iter_free(records);
    nd_buf_deinit(&key);
    for (size_t i = 0; i < ND_ARRAY_LEN(bounds); i++) nd_buf_deinit(&bounds[i]);
    return status;
}
