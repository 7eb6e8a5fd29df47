/* SPDX-License-Identifier: Apache-2.0 */
/* Garbage collection: the leader walks its span now and then and replicates the deletion of versions
 * that no reader above the safepoint can see, of old fences and of old transaction records.
 *
 * The fate of a transaction is read from its primary's version. That may go only when no provisional
 * record of the transaction is left in any range: so the meta shard's leader walks the whole keyspace
 * with a safepoint (SAFEPOINT: provisional records from before are resolved, new ones refused), and with
 * the next walk tells all ranges that they may collect below it.
 *
 * The newest version at or below the safepoint stays, unless it is a deletion: then it goes together
 * with all older ones. The safepoint is replicated with the deletions; reads below it are refused. */
#include "range/range_int.h"

enum {
    GC_STEP_RECORDS = 20000, /* looked at in one job */
    GC_STEP_DELETES = 2000,
    GC_ROUNDS_MAX = 256, /* of the ranges of a node, side by side */
};

struct nd__gc {
    struct nd_job job;
    struct nd_arena arena;
    struct nd_range *range; /* NULL: the range has stopped leading */
    struct nd_store *store;
    struct nd_engine *engine;
    struct nd_slice first, end;
    struct nd_range_epoch epoch; /* of the span */
    struct nd_ts safepoint;
    struct nd_buf cursor;   /* record key to go on at; empty: from the beginning */
    uint8_t tag;            /* of the records walked now */
    uint64_t applied;       /* when the round began */
    bool is_clean;          /* nothing was seen that a later safepoint could free */
    bool is_over;           /* all was walked */
    size_t records;         /* looked at in this job */
    struct nd_slice *deletes; /* NULL: none yet */
    size_t delete_count;
    struct nd_slice marker; /* a deletion to go once all older versions of its key are in `deletes`; empty: none */
    bool is_busy;
    enum nd_status status;
};

static const uint8_t gc_tags[] = {ND_MVCC_TAG_VERSION, ND_MVCC_TAG_FENCE, ND_MVCC_TAG_TXN};

static void put_delete(struct nd__gc *gc, struct nd_slice copied_key)
{
    if (gc->deletes == NULL) gc->deletes = nd_arena_array(&gc->arena, struct nd_slice, GC_STEP_DELETES + 1);
    gc->deletes[gc->delete_count++] = copied_key;
    gc->is_clean = false;
}

static void add_delete(struct nd__gc *gc, struct nd_slice record_key) { put_delete(gc, nd_arena_copy(&gc->arena, record_key)); }

/* All versions of a key were seen. A deletion that went before them would uncover them. */
static void end_key(struct nd__gc *gc)
{
    if (gc->marker.n > 0) put_delete(gc, gc->marker);
    gc->marker = ND_SLICE_EMPTY;
}

/* One record; prefix and has_kept say what was seen of its key so far (versions come newest first). */
static void look_at(struct nd__gc *gc, struct nd_slice key, struct nd_slice value, struct nd_buf *prefix, bool *has_kept)
{
    if (gc->tag == ND_MVCC_TAG_TXN) { /* it protects reads below what it says (commits below the safepoint are refused) */
        if (value.n == 9 && nd_load_u64(value.p + 1) < gc->safepoint.v) add_delete(gc, key);
        gc->is_clean = false;
        return;
    }
    if (gc->tag != ND_MVCC_TAG_VERSION) {
        if (key.n >= 8 && nd_load_u64_be(key.p + key.n - 8) < gc->safepoint.v) add_delete(gc, key);
        gc->is_clean = false;
        return;
    }
    struct nd_slice key_prefix = nd_mvcc_key_without_ts(key);
    if (!nd_slice_eq(key_prefix, nd_buf_slice(prefix))) {
        end_key(gc);
        nd_buf_clear(prefix);
        nd_buf_put_slice(prefix, key_prefix);
        *has_kept = false;
    }
    if (nd_mvcc_version_ts(key).v > gc->safepoint.v) {
        gc->is_clean = false;
        return;
    }
    if (*has_kept) {
        add_delete(gc, key);
        return;
    }
    *has_kept = true;
    if (value.n > 0 && value.p[0] == ND_MUT_DELETE) gc->marker = nd_arena_copy(&gc->arena, key);
}

/* The records of gc->tag; false: there are more, and the cursor says where to go on. */
static bool walk_tag(struct nd__gc *gc)
{
    struct nd_buf lower, upper, prefix;
    struct nd_heap *heap = gc->arena.heap;
    nd_buf_init(&lower, heap);
    nd_buf_init(&upper, heap);
    nd_buf_init(&prefix, heap);
    nd_mvcc_key_bound(&lower, gc->tag, gc->first, false);
    nd_mvcc_key_bound(&upper, gc->tag, gc->end, true);
    struct nd_iter_options options = {.flags = ND_READ_NO_FILL, .lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(gc->engine, &options);
    gc->marker = ND_SLICE_EMPTY;
    bool has_kept = false, is_full = false;
    nd_engine_iter_seek(iter, gc->cursor.n > 0 ? nd_buf_slice(&gc->cursor) : nd_buf_slice(&lower));
    for (; nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter), gc->records++) {
        struct nd_slice key = nd_engine_iter_key(iter);
        bool is_new_key = gc->tag != ND_MVCC_TAG_VERSION || !nd_slice_eq(nd_mvcc_key_without_ts(key), nd_buf_slice(&prefix));
        if ((gc->records >= GC_STEP_RECORDS && is_new_key) || gc->delete_count >= GC_STEP_DELETES) {
            if (is_new_key) end_key(gc);
            /* Goes on at the first version of a key: what is kept is known from there. */
            nd_buf_clear(&gc->cursor);
            nd_buf_put_slice(&gc->cursor, is_new_key || prefix.n == 0 ? key : nd_buf_slice(&prefix));
            is_full = true;
            break;
        }
        look_at(gc, key, nd_engine_iter_value(iter), &prefix, &has_kept);
    }
    if (!is_full) {
        end_key(gc);
        nd_buf_clear(&gc->cursor);
    }
    gc->status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    nd_buf_deinit(&prefix);
    return !is_full;
}

static void run_gc(struct nd_job *job)
{
    struct nd__gc *gc = ND_CONTAINER_OF(job, struct nd__gc, job);
    gc->deletes = NULL;
    gc->delete_count = gc->records = 0;
    while (!gc->is_over && walk_tag(gc) && gc->status == ND_STATUS_OK) {
        size_t at = 0;
        while (gc_tags[at] != gc->tag) at++;
        gc->is_over = at + 1 == ND_ARRAY_LEN(gc_tags);
        if (!gc->is_over) gc->tag = gc_tags[at + 1];
    }
}

static void free_gc(struct nd__gc *gc)
{
    nd_buf_deinit(&gc->cursor);
    nd_arena_deinit(&gc->arena);
    nd_heap_free(gc->store->heap, gc);
}

static void end_round(struct nd_range *range)
{
    struct nd__gc *gc = range->gc;
    range->gc = NULL;
    range->store->gc_round_count--;
    free_gc(gc);
}

static void gc_done(struct nd_job *job)
{
    struct nd__gc *gc = ND_CONTAINER_OF(job, struct nd__gc, job);
    struct nd_range *range = gc->range;
    gc->is_busy = false;
    if (range == NULL) {
        free_gc(gc);
        return;
    }
    if (!nd_range_epoch_same_span(gc->epoch, range->desc.epoch) || gc->status != ND_STATUS_OK) { /* split or merged meanwhile: some of the keys may be another's */
        ND_PROBE(range->store->options.env, RANGE_GC_OVERTAKEN);
        end_round(range); /* a new one begins with the next tick */
        return;
    }
    if (range->state == ND__RANGE_SERVING && gc->delete_count > 0) {
        if (range->gc_collected.v < gc->safepoint.v) range->gc_collected = gc->safepoint;
        nd__range_begin_batch(range);
        nd_command_put_gc(&range->batch, range->gc_collected, gc->deletes, gc->delete_count);
        nd__range_schedule_flush(range);
        nd_counter_add(&range->store->gc_versions, gc->delete_count);
    }
    nd_arena_reset(&gc->arena);
    if (!gc->is_over) return; /* goes on at the next tick */
    range->gc_walked = gc->safepoint;
    range->gc_clean_at = gc->is_clean ? gc->applied : 0;
    end_round(range);
}

/* A round, or the rest of one. */
static bool wants(const struct nd_range *range)
{
    return range->gc != NULL || (range->gc_collect.v > range->gc_walked.v && range->gc_clean_at != range->applied);
}

static void begin_round(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd__gc *gc = nd_heap_new(store->heap, struct nd__gc);
    range->gc = gc;
    gc->range = range;
    gc->store = store;
    gc->engine = store->options.engine;
    gc->safepoint = range->gc_collect;
    gc->tag = gc_tags[0];
    gc->applied = range->applied;
    gc->is_clean = true;
    nd_arena_init(&gc->arena, store->heap);
    nd_buf_init(&gc->cursor, store->heap);
    store->gc_round_count++;
}

void nd__range_gc_tick(struct nd_range *range)
{
    struct nd_store *store = range->store;
    if (!wants(range) || range->desc.frozen_by != 0) return;
    if (range->gc == NULL && store->gc_round_count >= GC_ROUNDS_MAX) return;
    if (range->gc == NULL) begin_round(range);
    struct nd__gc *gc = range->gc;
    if (gc->is_busy) return;
    nd_arena_reset(&gc->arena);
    gc->first = nd_arena_copy(&gc->arena, range->desc.first);
    gc->end = nd_arena_copy(&gc->arena, range->desc.end);
    gc->epoch = range->desc.epoch;
    gc->is_busy = true;
    gc->job = (struct nd_job){.run = run_gc, .done = gc_done};
    nd_worker_submit(store->options.readers, store->options.reactor, &gc->job);
}

void nd__range_gc_stop(struct nd_range *range)
{
    struct nd__gc *gc = range->gc;
    range->gc_walked = (struct nd_ts){0};
    if (gc == NULL) return;
    range->gc = NULL;
    range->store->gc_round_count--;
    gc->range = NULL;
    if (!gc->is_busy) free_gc(gc);
}

/* ---- SAFEPOINT ----------------------------------------------------------------------------------------------- */

static bool has_prewrite_below(const struct nd_range *range, struct nd_ts safepoint)
{
    ND_LIST_FOREACH(link, &range->ops)
    {
        const struct nd_range_op *op = ND_CONTAINER_OF(link, struct nd_range_op, all_link);
        if (op->has_latches && op->request->kind == ND_KV_PREWRITE && op->request->start_ts.v < safepoint.v) return true;
    }
    return false;
}

/* Under a confirmed leadership: a leader elected later begins with a safepoint at least as high. */
void nd__op_safepoint(struct nd_range_op *op)
{
    struct nd_range *range = op->range;
    const struct nd_kv_request *rq = op->request;
    if (range->gc_safepoint.v < rq->read_ts.v) range->gc_safepoint = rq->read_ts;
    if (range->gc_collect.v < rq->commit_ts.v) range->gc_collect = rq->commit_ts;
    op->stage = ND_STAGE_CHECK;
    op->span_first = nd_arena_copy(op->arena, range->desc.first);
    op->span_end = nd_arena_copy(op->arena, range->desc.end);
    op->job_status = has_prewrite_below(range, rq->read_ts) ? ND_STATUS_BUSY : nd__op_find_in_memory(op);
    if (op->job_status == ND_STATUS_OK && range->has_spilled) nd__op_offload(op, nd__run_find_in_engine);
    else nd__op_safepoint_checked(op);
}

void nd__op_safepoint_checked(struct nd_range_op *op)
{
    bool has_split = op->range->state != ND__RANGE_SERVING || !nd_range_epoch_same_span(op->request->epoch, op->range->desc.epoch);
    if (op->job_status == ND_STATUS_OK && has_split) op->job_status = ND_STATUS_WRONG_RANGE;
    op->reply.resume = op->span_end;
    if (op->job_status == ND_STATUS_OK) nd__closed_ride(op->range);
    nd__op_finish(op, op->job_status);
}
