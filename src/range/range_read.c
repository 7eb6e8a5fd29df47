/* SPDX-License-Identifier: Apache-2.0 */
/* GET and SCAN: after the quorum round, behind locks that matter, from the engine. */
#include "range/range_int.h"

enum { READ_INLINE_SCAN_BYTES = 64 << 10 }; /* scans up to this are tried on the reactor first */

/* Does this hold keep a reader at read_ts from knowing what it sees? */
static bool latch_blocks(const struct nd_lock *lock, struct nd_ts read_ts)
{
    if (lock->latch == NULL || lock->latch_is_silent) return false;
    if (read_ts.v == 0) return false; /* latest: what is not acknowledged may be left unseen */
    return lock->latch_commit_ts.v == 0 || lock->latch_commit_ts.v <= read_ts.v;
}

static bool prew_blocks(const struct nd_lock *lock, const struct nd_kv_request *rq, struct nd_ts read_ts)
{
    if (lock->prew.v == 0 || lock->prew_op >= ND_MUT_LOCK || lock->prew.v == rq->start_ts.v) return false;
    if (read_ts.v != 0 && lock->prew.v > read_ts.v) return false; /* commits above its start */
    if (read_ts.v != 0 && lock->prew_min_commit.v > read_ts.v) return false;
    return !nd_mvcc_is_ignored(rq->ignore, rq->ignore_count, lock->prew);
}

static void reply_locked(struct nd_range_op *op, const struct nd_lock *lock)
{
    op->reply.lock = (struct nd_kv_lock_info){.key = nd_arena_copy(op->arena, nd_lock_key(lock)),
                                              .primary = nd_arena_copy(op->arena, lock->prew_primary),
                                              .start_ts = lock->prew,
                                              .ttl_ms = lock->prew_ttl_ms};
    nd__op_finish(op, ND_STATUS_LOCKED);
}

/* Waits, or answers LOCKED, and says true; false: this lock is no obstacle. */
static bool stop_at(struct nd_range_op *op, struct nd_lock *lock)
{
    const struct nd_kv_request *rq = op->request;
    bool by_latch = latch_blocks(lock, op->read_ts), by_prew = prew_blocks(lock, rq, op->read_ts);
    if (!by_latch && !by_prew) return false;
    uint64_t now_ns = nd_env_now_ns(op->store->options.env);
    if (now_ns >= op->deadline_ns) {
        if (by_prew) reply_locked(op, lock);
        else nd__op_finish(op, ND_STATUS_BUSY);
        return true;
    }
    /* Behind a provisional record: a short while, then the caller looks into its transaction. */
    if (by_prew && op->deadline_ns > now_ns + ND__PREW_WAIT_MS * ND_MS) op->deadline_ns = now_ns + ND__PREW_WAIT_MS * ND_MS;
    nd__op_wait(op, lock, by_prew ? ND__PREW_WAIT_MS : op->request->wait_ms);
    return true;
}

/* A record of another that was met in the engine. Whoever locks is kept out by all, as in check_locked_keys; whoever reads by writes below. */
static bool blocks(const struct nd_range_op *op, const struct nd_mvcc_lock *lock, struct nd_ts read_ts)
{
    const struct nd_kv_request *rq = op->request;
    if (rq->kind == ND_KV_LOCK) return true;
    bool is_looked_at = lock->is_large || op->is_closed_read;
    return is_looked_at && lock->op < ND_MUT_LOCK && lock->start_ts.v <= read_ts.v && !nd_mvcc_is_ignored(rq->ignore, rq->ignore_count, lock->start_ts);
}

enum nd_status nd__op_read_keys(struct nd_range_op *op, unsigned flags)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_ts read_ts = op->read_ts.v == 0 ? ND_TS_MAX : op->read_ts;
    struct nd_kv_value *values = nd_arena_array(op->arena, struct nd_kv_value, rq->key_count);
    struct nd_buf value;
    nd_buf_init(&value, op->arena->heap);
    enum nd_status status = ND_STATUS_OK;
    /* one view of the versions serves all keys, but where locks are read: a lock must be looked for before the version that it becomes */
    struct nd_engine_iter *iter = op->sees_locks || rq->key_count == 1 ? NULL : nd_mvcc_point_iter(op->store->options.engine, flags);
    for (size_t i = 0; i < rq->key_count; i++) {
        struct nd_mvcc_version version = {0};
        nd_buf_clear(&value);
        bool is_own_delete = false, is_own = false;
        if (op->sees_locks) {
            struct nd_mvcc_lock lock;
            status = nd_mvcc_lock_get(op->store->options.engine, flags, rq->keys[i], op->arena->heap, &value);
            if (status == ND_STATUS_OK && !nd_mvcc_lock_decode(nd_buf_slice(&value), &lock)) status = ND_STATUS_CORRUPT;
            bool is_seen = status == ND_STATUS_OK && (lock.start_ts.v == rq->start_ts.v || nd_mvcc_is_ignored(rq->settled, rq->settled_count, lock.start_ts));
            if (is_seen && lock.op < ND_MUT_LOCK) {
                is_own = true;
                is_own_delete = lock.op == ND_MUT_DELETE;
                values[i].value = nd_arena_copy(op->arena, lock.value);
            } else if (status == ND_STATUS_OK && !is_seen && blocks(op, &lock, read_ts)) {
                op->reply.lock = (struct nd_kv_lock_info){.key = rq->keys[i], .primary = nd_arena_copy(op->arena, lock.primary),
                                                          .start_ts = lock.start_ts, .ttl_ms = lock.ttl_ms, .is_large = lock.is_large};
                status = ND_STATUS_LOCKED;
            }
            if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) break;
            nd_buf_clear(&value);
        }
        if (is_own) {
            values[i].is_found = !is_own_delete;
            status = ND_STATUS_OK;
            continue;
        }
        status = iter == NULL ? nd_mvcc_get(op->store->options.engine, flags, rq->keys[i], read_ts, op->arena->heap, &value, &version)
                              : nd_mvcc_get_at(iter, rq->keys[i], read_ts, op->arena->heap, &value, &version);
        if (status == ND_STATUS_OK) {
            values[i] = (struct nd_kv_value){true, nd_arena_copy(op->arena, nd_buf_slice(&value)), version.commit_ts};
        } else if (status == ND_STATUS_NOT_FOUND) {
            status = ND_STATUS_OK;
        } else {
            break;
        }
    }
    nd_buf_deinit(&value);
    if (iter != NULL) nd_engine_iter_free(iter);
    op->reply.values = values;
    op->reply.value_count = rq->key_count;
    return status;
}

/* The part of the span inside the range, copied: a split may move the range's edges while another
 * thread reads. */
void nd__op_clip_span(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    const struct nd_range_desc *desc = &op->range->desc;
    op->span_first = rq->first;
    op->span_end = rq->end;
    op->span_edge = ND_SLICE_EMPTY;
    bool ends_outside = desc->end.n != 0 && (rq->end.n == 0 || nd_slice_cmp(rq->end, desc->end) > 0);
    if (ends_outside) op->span_end = nd_arena_copy(op->arena, desc->end);
    bool begins_outside = nd_slice_cmp(rq->first, desc->first) < 0;
    if (begins_outside) op->span_first = nd_arena_copy(op->arena, desc->first);
    if (rq->is_reverse && begins_outside) op->span_edge = op->span_first;
    if (!rq->is_reverse && ends_outside) op->span_edge = op->span_end;
}

static enum nd_status scan_span(struct nd_range_op *op, unsigned flags, struct nd_scan_sink *sink)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_mvcc_scan scan = {.sink = sink, .first = op->span_first, .end = op->span_end, .read_ts = op->read_ts};
    scan.is_reverse = rq->is_reverse;
    scan.keys_only = rq->keys_only;
    scan.row_limit = rq->row_limit;
    scan.byte_limit = rq->byte_limit;
    scan.has_locks = op->sees_locks;
    scan.own_start_ts = rq->start_ts;
    scan.ignore = rq->ignore;
    scan.ignore_count = rq->ignore_count;
    scan.settled = rq->settled;
    scan.settled_count = rq->settled_count;
    if (scan.byte_limit == 0 || scan.byte_limit > ND_KV_SCAN_BYTES_MAX) scan.byte_limit = ND_KV_SCAN_BYTES_MAX;
    if (sink != NULL) scan.keys_only = !sink->wants_values;
    struct nd_mvcc_rows rows;
    ND_TRY(nd_mvcc_scan(op->store->options.engine, flags, &scan, op->arena, &rows));
    op->reply.rows = rows.rows;
    op->reply.row_count = rows.count;
    op->reply.resume = rows.resume;
    if (rows.is_blocked && rows.count == 0) {
        op->reply.lock = rows.blocker;
        return ND_STATUS_LOCKED;
    }
    bool hit_row_limit = rq->row_limit != 0 && rows.count >= rq->row_limit;
    if (rows.resume.n == 0 && !hit_row_limit) op->reply.resume = op->span_edge;
    return ND_STATUS_OK;
}

static enum nd_status run_program(struct nd_range_op *op, unsigned flags)
{
    const struct nd_scan_runner *runner = op->store->options.scan_runner;
    struct nd_scan_sink *sink;
    if (runner == NULL) return ND_STATUS_UNSUPPORTED;
    ND_TRY(runner->open(op->request->program, ND_KV_SCAN_BYTES_MAX, op->arena, &sink));
    if (op->request->parts > 1 && sink->rows_max > ND_SCAN_PROGRAM_FIRST_ROWS) sink->rows_max = ND_SCAN_PROGRAM_FIRST_ROWS;
    enum nd_status status = scan_span(op, flags, sink);
    if (status == ND_STATUS_OK) status = sink->finish(sink, &op->reply.payload);
    sink->close(sink);
    op->reply.rows = NULL;
    op->reply.row_count = 0;
    bool has_rest = status == ND_STATUS_OK && op->reply.resume.n > 0 && !nd_slice_eq(op->reply.resume, op->span_edge);
    if (has_rest && op->request->parts > 1 && !op->request->is_reverse) nd__op_find_parts(op);
    return status;
}

static enum nd_status read_span(struct nd_range_op *op, unsigned flags)
{
    return op->request->program.n > 0 ? run_program(op, flags) : scan_span(op, flags, NULL);
}

/* ---- rows by prefixes ------------------------------------------------------------------------------------- */

struct prefix_rows {
    struct nd_kv_row *rows;
    size_t count, cap;
    uint64_t bytes;
};

static void append_rows(struct nd_range_op *op, struct prefix_rows *all, const struct nd_mvcc_rows *rows)
{
    if (all->count + rows->count > all->cap) {
        all->cap = (all->count + rows->count) * 2;
        struct nd_kv_row *more = nd_arena_array(op->arena, struct nd_kv_row, all->cap);
        if (all->count > 0) memcpy(more, all->rows, sizeof *more * all->count);
        all->rows = more;
    }
    for (size_t i = 0; i < rows->count; i++) {
        all->rows[all->count++] = rows->rows[i];
        all->bytes += rows->rows[i].key.n + rows->rows[i].value.n;
    }
}

static bool next_prefix(struct nd_slice prefix, struct nd_buf *end)
{
    nd_buf_clear(end);
    nd_buf_put_slice(end, prefix);
    while (end->n > 0 && end->p[end->n - 1] == 0xff) end->n--;
    if (end->n > 0) end->p[end->n - 1]++;
    return end->n > 0;
}

/* *resume: where to go on; empty while there is more to read here. */
static enum nd_status read_prefix(struct nd_range_op *op, unsigned flags, struct nd_slice prefix, struct nd_buf *end, struct prefix_rows *all, struct nd_slice *resume)
{
    const struct nd_kv_request *rq = op->request;
    bool has_end = next_prefix(prefix, end), ends_outside = op->span_edge.n > 0 && (!has_end || nd_slice_cmp(nd_buf_slice(end), op->span_end) > 0);
    uint64_t most = rq->byte_limit == 0 || rq->byte_limit > ND_KV_SCAN_BYTES_MAX ? ND_KV_SCAN_BYTES_MAX : rq->byte_limit;
    if (all->bytes >= most) {
        *resume = prefix;
        return ND_STATUS_OK;
    }
    struct nd_mvcc_scan scan = {.first = prefix, .end = ends_outside ? op->span_end : nd_buf_slice(end), .read_ts = op->read_ts, .keys_only = rq->keys_only,
                                .byte_limit = most - all->bytes, .has_locks = op->sees_locks, .own_start_ts = rq->start_ts, .ignore = rq->ignore,
                                .ignore_count = rq->ignore_count};
    struct nd_mvcc_rows rows;
    ND_TRY(nd_mvcc_scan(op->store->options.engine, flags, &scan, op->arena, &rows));
    if (rows.is_blocked && rows.count == 0) {
        *resume = prefix;
        op->reply.lock = rows.blocker;
        return all->count == 0 ? ND_STATUS_LOCKED : ND_STATUS_OK;
    }
    append_rows(op, all, &rows);
    *resume = rows.resume.n > 0 ? rows.resume : ends_outside ? op->span_edge : ND_SLICE_EMPTY;
    return ND_STATUS_OK;
}

static enum nd_status read_prefixes(struct nd_range_op *op, unsigned flags)
{
    const struct nd_kv_request *rq = op->request;
    struct prefix_rows all = {0};
    struct nd_buf end;
    struct nd_slice resume = ND_SLICE_EMPTY;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&end, op->arena->heap);
    for (size_t i = 0; i < rq->key_count && status == ND_STATUS_OK && resume.n == 0; i++) status = read_prefix(op, flags, rq->keys[i], &end, &all, &resume);
    nd_buf_deinit(&end);
    op->reply.rows = all.rows;
    op->reply.row_count = all.count;
    op->reply.resume = resume;
    return status;
}

static enum nd_status read_rows(struct nd_range_op *op, unsigned flags)
{
    if (op->request->kind == ND_KV_GET) return nd__op_read_keys(op, flags);
    if (op->request->kind == ND_KV_VALIDATE) return nd__op_validate(op, flags);
    return op->request->key_count > 0 ? read_prefixes(op, flags) : read_span(op, flags);
}

static bool begins_with(struct nd_slice key, struct nd_slice prefix) { return key.n >= prefix.n && memcmp(key.p, prefix.p, prefix.n) == 0; }

/* Waits, or answers LOCKED, and says true. */
static bool stop_at_prefixes(struct nd_range_op *op)
{
    for (size_t i = 0; i < op->request->key_count; i++) {
        struct nd_lock *lock = nd_lock_find_ge(&op->range->locks, op->request->keys[i]);
        for (; lock != NULL && begins_with(nd_lock_key(lock), op->request->keys[i]); lock = nd_lock_next(lock))
            if (stop_at(op, lock)) return true;
    }
    return false;
}

static void run_read(struct nd_job *job)
{
    struct nd_range_op *op = ND_CONTAINER_OF(job, struct nd_range_op, job);
    op->job_status = read_rows(op, 0);
    if (op->is_closed_read) op->job_status = nd__op_check_closed(op, op->job_status);
}

void nd__op_read_done(struct nd_range_op *op)
{
    /* A split that happened while the engine was read took part of the span along, unchanged and
     * readable here at this timestamp; but a garbage collection may have passed the timestamp. */
    const struct nd_kv_request *rq = op->request;
    if (op->is_closed_read) {
        nd__op_closed_done(op);
        return;
    }
    for (size_t i = 0; rq->kind == ND_KV_VALIDATE && i < rq->mut_count && op->job_status == ND_STATUS_OK; i++)
        if (rq->muts[i].for_update_ts.v < op->range->gc_safepoint.v) op->job_status = ND_STATUS_SNAPSHOT_TOO_OLD; /* a deletion may be gone without a trace */
    if (op->read_ts.v != 0 && op->read_ts.v < op->range->gc_safepoint.v) {
        ND_PROBE(op->store->options.env, RANGE_READ_TOO_OLD);
        op->job_status = ND_STATUS_SNAPSHOT_TOO_OLD;
    }
    nd__op_finish(op, op->job_status);
}

bool nd__range_draw(struct nd_range *range, struct nd_ts *ts_out)
{
    return range->extension_leads && range->extension->draw != NULL && range->extension->draw(range->extension->owner, ts_out);
}

static bool draw_read_ts(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    if (!nd__range_draw(op->range, &op->read_ts)) return false;
    op->reply.read_ts = op->read_ts;
    op->reply.is_unchanged = rq->watch.n != 0 && nd_range_is_unchanged(op->range, rq->watch, rq->watch_ts);
    return true;
}

/* From the engine: on the reactor, as long as that needs no disk, or on the read pool. */
static void read_engine(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    if (rq->kind == ND_KV_SCAN) nd__op_clip_span(op);
    bool is_small_scan = rq->kind == ND_KV_SCAN && rq->byte_limit != 0 && rq->byte_limit <= READ_INLINE_SCAN_BYTES;
    bool is_small_check = rq->kind == ND_KV_VALIDATE && (rq->mut_count <= ND__INLINE_KEYS_MAX || (op->is_quiet && !op->sees_locks));
    bool try_inline = is_small_check || (rq->key_count > 0 && rq->key_count <= ND__INLINE_KEYS_MAX) || (rq->key_count == 0 && is_small_scan);
    if (try_inline && !op->is_closed_read) {
        op->job_status = read_rows(op, ND_READ_CACHED_ONLY);
        if (op->job_status != ND_STATUS_WOULD_BLOCK) {
            nd__op_read_done(op);
            return;
        }
    }
    nd__op_offload(op, run_read);
}

/* Which leads is nobody's question here: what is in the engine is all there is at the timestamp, or a provisional record says that it may not be. */
void nd__op_read_closed(struct nd_range_op *op)
{
    op->stage = ND_STAGE_CHECK;
    op->is_closed_read = true;
    op->installs = op->range->installs;
    op->sees_locks = !nd_env_is_broken(op->store->options.env, ND_BREAK_CLOSED_IGNORES_RECORDS);
    read_engine(op);
}

void nd__op_read_locks(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_lock_table *locks = &op->range->locks;
    if (rq->draws_ts && op->read_ts.v == 0 && !draw_read_ts(op)) {
        nd__op_finish(op, ND_STATUS_UNSUPPORTED);
        return;
    }
    if (op->read_ts.v != 0 && op->read_ts.v < op->range->gc_safepoint.v) {
        nd__op_finish(op, ND_STATUS_SNAPSHOT_TOO_OLD);
        return;
    }
    if (rq->kind == ND_KV_VALIDATE) {
        if (nd__op_validate_locks(op, stop_at)) return;
    } else if (rq->kind == ND_KV_GET) {
        for (size_t i = 0; i < rq->key_count; i++) {
            struct nd_lock *lock = nd_lock_find(locks, rq->keys[i]);
            if (lock != NULL && stop_at(op, lock)) return;
        }
    } else if (rq->key_count > 0) {
        if (stop_at_prefixes(op)) return;
    } else {
        struct nd_lock *lock = nd_lock_find_ge(locks, rq->first);
        for (; lock != NULL && (rq->end.n == 0 || nd_slice_cmp(nd_lock_key(lock), rq->end) < 0); lock = nd_lock_next(lock))
            if (stop_at(op, lock)) return;
    }
    op->stage = ND_STAGE_CHECK;
    op->sees_locks = op->range->has_spilled || (rq->start_ts.v != 0 && rq->kind != ND_KV_VALIDATE);
    read_engine(op);
}
