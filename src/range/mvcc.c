/* SPDX-License-Identifier: Apache-2.0 */
#include "range/mvcc.h"

enum { LOCK_IS_LARGE = 1, LOCK_IS_ASYNC = 2 };

void nd_mvcc_version_header(uint8_t header_out[ND_MVCC_RECORD_HEADER_BYTES], bool is_delete, struct nd_ts start_ts)
{
    header_out[0] = is_delete ? ND_MUT_DELETE : ND_MUT_PUT;
    nd_store_u64(header_out + 1, start_ts.v);
}

static bool version_decode(struct nd_slice record, struct nd_mvcc_version *version, struct nd_slice *payload_out)
{
    if (record.n < ND_MVCC_RECORD_HEADER_BYTES || (record.p[0] != ND_MUT_PUT && record.p[0] != ND_MUT_DELETE)) return false;
    version->is_delete = record.p[0] == ND_MUT_DELETE;
    version->start_ts.v = nd_load_u64(record.p + 1);
    *payload_out = nd_slice_of(record.p + ND_MVCC_RECORD_HEADER_BYTES, record.n - ND_MVCC_RECORD_HEADER_BYTES);
    return true;
}

void nd_mvcc_lock_encode(const struct nd_mvcc_lock *lock, struct nd_buf *out)
{
    nd_buf_put_u8(out, (uint8_t)lock->op);
    nd_buf_put_u8(out, (uint8_t)((lock->is_large ? LOCK_IS_LARGE : 0) | (lock->is_async ? LOCK_IS_ASYNC : 0)));
    nd_buf_put_u64(out, lock->start_ts.v);
    nd_buf_put_varint(out, lock->ttl_ms);
    nd_buf_put_bytes(out, lock->primary);
    if (lock->is_async) {
        nd_buf_put_u64(out, lock->min_commit_ts.v);
        nd_buf_put_bytes(out, lock->secondaries);
    }
    nd_buf_put_slice(out, lock->value);
}

bool nd_mvcc_lock_decode(struct nd_slice record, struct nd_mvcc_lock *lock)
{
    struct nd_dec dec = nd_dec_of(record);
    unsigned op = nd_dec_u8(&dec);
    lock->op = op;
    unsigned flags = nd_dec_u8(&dec);
    lock->is_large = (flags & LOCK_IS_LARGE) != 0;
    lock->is_async = (flags & LOCK_IS_ASYNC) != 0;
    lock->start_ts.v = nd_dec_u64(&dec);
    lock->ttl_ms = nd_dec_varint(&dec);
    lock->primary = nd_dec_bytes(&dec);
    lock->min_commit_ts.v = lock->is_async ? nd_dec_u64(&dec) : 0;
    lock->secondaries = lock->is_async ? nd_dec_bytes(&dec) : ND_SLICE_EMPTY;
    lock->value = nd_dec_raw(&dec, nd_dec_left(&dec));
    bool is_known = (op >= ND_MUT_PUT && op <= ND_MUT_GUARD) || op == ND_MUT_GATE;
    return nd_dec_is_ok(&dec) && is_known && flags <= (LOCK_IS_LARGE | LOCK_IS_ASYNC);
}

bool nd_mvcc_is_ignored(const struct nd_ts *ignore, size_t count, struct nd_ts start_ts)
{
    for (size_t i = 0; i < count; i++)
        if (ignore[i].v == start_ts.v) return true;
    return false;
}

/* ---- single keys --------------------------------------------------------------------------------- */

/* Walks the versions of one key from `from` (newest first) until on_version says stop. */
static enum nd_status walk_versions(struct nd_engine_iter *iter, struct nd_slice key, struct nd_ts from, struct nd_heap *heap, void *arg,
                                    bool (*on_version)(void *arg, const struct nd_mvcc_version *version, struct nd_slice payload))
{
    struct nd_buf seek_key;
    nd_buf_init(&seek_key, heap);
    nd_mvcc_key_version(&seek_key, key, from);
    struct nd_slice prefix = nd_mvcc_key_without_ts(nd_buf_slice(&seek_key));
    enum nd_status status = ND_STATUS_OK;
    for (nd_engine_iter_seek(iter, nd_buf_slice(&seek_key)); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice record_key = nd_engine_iter_key(iter);
        if (!nd_slice_eq(nd_mvcc_key_without_ts(record_key), prefix)) break;
        struct nd_mvcc_version version = {.commit_ts = nd_mvcc_version_ts(record_key)};
        struct nd_slice payload;
        if (!version_decode(nd_engine_iter_value(iter), &version, &payload)) {
            status = ND_STATUS_CORRUPT;
            break;
        }
        if (on_version(arg, &version, payload)) break;
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_buf_deinit(&seek_key);
    return status;
}

struct nd_engine_iter *nd_mvcc_point_iter(struct nd_engine *engine, unsigned read_flags)
{
    struct nd_iter_options options = {.flags = read_flags, .is_point = true};
    return nd_engine_iter_new(engine, &options);
}

struct first_version {
    struct nd_mvcc_version version;
    struct nd_buf *value_out;
    bool is_found, takes_any; /* takes_any: a deletion's payload, too */
};

static bool take_first(void *arg, const struct nd_mvcc_version *version, struct nd_slice payload)
{
    struct first_version *first = arg;
    first->version = *version;
    first->is_found = true;
    if (first->value_out != NULL && (!version->is_delete || first->takes_any)) nd_buf_put_slice(first->value_out, payload);
    return true;
}

enum nd_status nd_mvcc_get_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_ts read_ts, struct nd_heap *heap,
                              struct nd_buf *value_out, struct nd_mvcc_version *version_out)
{
    struct first_version first = {.value_out = value_out};
    *version_out = (struct nd_mvcc_version){0};
    ND_TRY(walk_versions(iter, key, read_ts, heap, &first, take_first));
    *version_out = first.version;
    return first.is_found && !first.version.is_delete ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
}

enum nd_status nd_mvcc_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts read_ts,
                           struct nd_heap *heap, struct nd_buf *value_out, struct nd_mvcc_version *version_out)
{
    struct nd_engine_iter *iter = nd_mvcc_point_iter(engine, read_flags);
    enum nd_status status = nd_mvcc_get_at(iter, key, read_ts, heap, value_out, version_out);
    nd_engine_iter_free(iter);
    return status;
}

enum nd_status nd_mvcc_newest_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_heap *heap, struct nd_mvcc_version *version_out)
{
    struct first_version first = {0};
    *version_out = (struct nd_mvcc_version){0};
    ND_TRY(walk_versions(iter, key, ND_TS_MAX, heap, &first, take_first));
    *version_out = first.version;
    return first.is_found ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
}

enum nd_status nd_mvcc_payload_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_heap *heap, struct nd_buf *payload_out, struct nd_mvcc_version *version_out)
{
    struct first_version first = {.value_out = payload_out, .takes_any = true};
    *version_out = (struct nd_mvcc_version){0};
    ND_TRY(walk_versions(iter, key, ND_TS_MAX, heap, &first, take_first));
    *version_out = first.version;
    return first.is_found ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
}

enum nd_status nd_mvcc_newest(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_heap *heap,
                              struct nd_mvcc_version *version_out)
{
    struct nd_engine_iter *iter = nd_mvcc_point_iter(engine, read_flags);
    enum nd_status status = nd_mvcc_newest_at(iter, key, heap, version_out);
    nd_engine_iter_free(iter);
    return status;
}

enum { GAP_MISSES_MAX = 8 };

void nd_mvcc_gap_init(struct nd_mvcc_gap *gap, struct nd_engine *engine, struct nd_heap *heap)
{
    struct nd_iter_options options = {0};
    *gap = (struct nd_mvcc_gap){.iter = nd_engine_iter_new(engine, &options)};
    nd_buf_init(&gap->from, heap);
}

void nd_mvcc_gap_deinit(struct nd_mvcc_gap *gap)
{
    nd_engine_iter_free(gap->iter);
    nd_buf_deinit(&gap->from);
}

bool nd_mvcc_gap_holds(struct nd_mvcc_gap *gap, struct nd_slice key)
{
    struct nd_buf bound;
    nd_buf_init(&bound, gap->from.heap);
    nd_mvcc_key_version(&bound, key, ND_TS_MAX);
    struct nd_slice at = nd_buf_slice(&bound);
    bool is_inside = gap->from.n > 0 && nd_slice_cmp(nd_buf_slice(&gap->from), at) <= 0 &&
                     (!nd_engine_iter_is_valid(gap->iter) || nd_slice_cmp(at, nd_engine_iter_key(gap->iter)) <= 0);
    if (is_inside) {
        gap->misses = 0;
    } else if (++gap->misses <= GAP_MISSES_MAX) {
        nd_engine_iter_seek(gap->iter, at);
        nd_buf_clear(&gap->from);
        nd_buf_put_slice(&gap->from, at);
        is_inside = true;
    }
    bool holds = is_inside && nd_engine_iter_status(gap->iter) == ND_STATUS_OK;
    if (holds && nd_engine_iter_is_valid(gap->iter))
        holds = !nd_slice_eq(nd_mvcc_key_without_ts(nd_engine_iter_key(gap->iter)), nd_mvcc_key_without_ts(at));
    nd_buf_deinit(&bound);
    return holds;
}

struct txn_version {
    struct nd_ts start_ts;
    struct nd_mvcc_version version;
    bool is_found;
};

static bool match_txn(void *arg, const struct nd_mvcc_version *version, struct nd_slice payload)
{
    struct txn_version *wanted = arg;
    ND_UNUSED(payload);
    if (version->commit_ts.v < wanted->start_ts.v) return true; /* commit_ts >= start_ts, always */
    if (version->start_ts.v != wanted->start_ts.v) return false;
    wanted->version = *version;
    wanted->is_found = true;
    return true;
}

enum nd_status nd_mvcc_of_txn_at(struct nd_engine_iter *iter, struct nd_slice key, struct nd_ts start_ts, struct nd_heap *heap,
                                 struct nd_mvcc_version *version_out)
{
    struct txn_version wanted = {.start_ts = start_ts};
    ND_TRY(walk_versions(iter, key, ND_TS_MAX, heap, &wanted, match_txn));
    *version_out = wanted.version;
    return wanted.is_found ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
}

enum nd_status nd_mvcc_of_txn(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts start_ts,
                              struct nd_heap *heap, struct nd_mvcc_version *version_out)
{
    struct nd_engine_iter *iter = nd_mvcc_point_iter(engine, read_flags);
    enum nd_status status = nd_mvcc_of_txn_at(iter, key, start_ts, heap, version_out);
    nd_engine_iter_free(iter);
    return status;
}

enum nd_status nd_mvcc_lock_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_heap *heap, struct nd_buf *record_out)
{
    struct nd_buf record_key;
    nd_buf_init(&record_key, heap);
    nd_mvcc_key_lock(&record_key, key);
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&record_key), read_flags, record_out);
    nd_buf_deinit(&record_key);
    return status;
}

enum nd_status nd_mvcc_fence_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts start_ts, struct nd_heap *heap)
{
    struct nd_buf record_key, record;
    nd_buf_init(&record_key, heap);
    nd_buf_init(&record, heap);
    nd_mvcc_key_fence(&record_key, key, start_ts);
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&record_key), read_flags, &record);
    nd_buf_deinit(&record_key);
    nd_buf_deinit(&record);
    return status;
}

enum nd_status nd_mvcc_txn_get(struct nd_engine *engine, unsigned read_flags, struct nd_slice key, struct nd_ts start_ts,
                               struct nd_heap *heap, struct nd_ts *min_commit_ts_out)
{
    struct nd_buf record_key, record;
    nd_buf_init(&record_key, heap);
    nd_buf_init(&record, heap);
    nd_mvcc_key_txn(&record_key, key, start_ts);
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&record_key), read_flags, &record);
    min_commit_ts_out->v = 0;
    if (status == ND_STATUS_OK) {
        if (record.n == 9) min_commit_ts_out->v = nd_load_u64(record.p + 1);
        else status = ND_STATUS_CORRUPT;
    } else if (status == ND_STATUS_NOT_FOUND) {
        status = ND_STATUS_OK;
    }
    nd_buf_deinit(&record_key);
    nd_buf_deinit(&record);
    return status;
}
