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

/* Walking over a range reads all of it, large values too. So a round waits until a share of what the last one saw has been written over or deleted, and
 * is old enough; or for some windows where there is less. One range of a node at a time, piece by piece, with pauses: reads wait behind a piece. */
enum {
    GC_STEP_RECORDS = 2000, /* looked at in one job */
    GC_STEP_BYTES = 1 << 20,
    GC_STEP_DELETES = 2000,
    GC_PAUSE_TIMES = 3, /* as long as the job took */
    GC_PAUSE_MS_MAX = 1000,
    GC_SHARE = 8, /* an eighth */
    GC_PATIENCE_MAX = 8,
    GC_WINDOWS = 6,
};

struct nd__gc {
    struct nd_job job;
    struct nd_timer timer; /* to the next piece */
    struct nd_arena arena;
    struct nd_range *range; /* NULL: the range has stopped leading */
    struct nd_store *store;
    struct nd_engine *engine;
    struct nd_slice first, end;
    struct nd_range_epoch epoch; /* of the span */
    struct nd_ts safepoint;
    struct nd_buf cursor;   /* record key to go on at; empty: from the beginning */
    uint8_t tag;            /* of the records walked now */
    uint64_t ripe;          /* when the round began */
    uint64_t all_records, all_deletes; /* of the round */
    uint64_t begun_ns;                 /* the job */
    bool is_over;           /* all was walked */
    size_t records, bytes;  /* looked at in this job */
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
        return;
    }
    if (gc->tag != ND_MVCC_TAG_VERSION) {
        if (key.n >= 8 && nd_load_u64_be(key.p + key.n - 8) < gc->safepoint.v) add_delete(gc, key);
        return;
    }
    struct nd_slice key_prefix = nd_mvcc_key_without_ts(key);
    if (!nd_slice_eq(key_prefix, nd_buf_slice(prefix))) {
        end_key(gc);
        nd_buf_clear(prefix);
        nd_buf_put_slice(prefix, key_prefix);
        *has_kept = false;
    }
    if (nd_mvcc_version_ts(key).v > gc->safepoint.v) return;
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
        bool has_looked = gc->records >= GC_STEP_RECORDS || gc->bytes >= GC_STEP_BYTES;
        if ((has_looked && is_new_key) || gc->delete_count >= GC_STEP_DELETES) {
            if (is_new_key) end_key(gc);
            /* Goes on at the first version of a key: what is kept is known from there. */
            nd_buf_clear(&gc->cursor);
            nd_buf_put_slice(&gc->cursor, is_new_key || prefix.n == 0 ? key : nd_buf_slice(&prefix));
            is_full = true;
            break;
        }
        struct nd_slice value = nd_engine_iter_value(iter);
        gc->bytes += value.n;
        look_at(gc, key, value, &prefix, &has_kept);
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
    gc->delete_count = gc->records = gc->bytes = 0;
    while (!gc->is_over && walk_tag(gc) && gc->status == ND_STATUS_OK) {
        size_t at = 0;
        while (gc_tags[at] != gc->tag) at++;
        gc->is_over = at + 1 == ND_ARRAY_LEN(gc_tags);
        if (!gc->is_over) gc->tag = gc_tags[at + 1];
    }
}

/* ---- what there may be to collect ------------------------------------------------------------------------------ */

void nd__gc_need_init(struct nd_range *range) { range->gc_need = (struct nd__gc_need){.made = 1, .since_ns = nd_env_now_ns(range->store->options.env), .patience = 1}; }

/* What the last round proposed last may be without effect: there is something left to look for. */
static void doubt(struct nd__gc_need *need)
{
    if (need->walked > 0) need->walked--;
}

struct nd__gc_need nd__gc_need_halve(struct nd__gc_need *need)
{
    doubt(need);
    return (struct nd__gc_need){.made = need->made - need->walked, .records = need->records, .since_ns = need->since_ns, .patience = need->patience};
}

void nd__gc_need_join(struct nd__gc_need *need, const struct nd__gc_need *right)
{
    doubt(need);
    need->made += right->made - right->walked;
    need->records += right->records;
    if (need->since_ns > right->since_ns) need->since_ns = right->since_ns;
}

/* What was made up to the last mark is ripe once the safepoint has passed that. */
static void ripen(struct nd_range *range)
{
    struct nd__gc_need *need = &range->gc_need;
    if (need->mark_ts.v > range->gc_collect.v) return;
    if (need->mark_ts.v != 0) need->ripe = need->mark_made;
    need->mark_ts = range->newest_commit.v > range->floor_ts.v ? range->newest_commit : range->floor_ts;
    need->mark_made = need->made;
    if (need->mark_ts.v <= range->gc_collect.v) need->ripe = need->made;
}

static bool is_worth_it(const struct nd_range *range)
{
    const struct nd__gc_need *need = &range->gc_need;
    const struct nd_store *store = range->store;
    if (range->gc_collect.v <= range->gc_walked.v || need->ripe <= need->walked) return false;
    bool is_late = nd_env_now_ns(store->options.env) - need->since_ns >= GC_WINDOWS * store->options.gc_window_ms * ND_MS;
    return is_late || (need->ripe - need->walked) * GC_SHARE >= need->records * need->patience;
}

static void note_round(struct nd_range *range, const struct nd__gc *gc)
{
    struct nd__gc_need *need = &range->gc_need;
    bool was_little = gc->all_deletes * 2 < gc->ripe - need->walked;
    need->patience = !was_little ? 1 : need->patience * 2 < GC_PATIENCE_MAX ? need->patience * 2
                                                                            : GC_PATIENCE_MAX;
    need->walked = gc->ripe;
    need->records = gc->all_records - gc->all_deletes;
    need->since_ns = nd_env_now_ns(range->store->options.env);
    range->gc_walked = gc->safepoint;
}

/* ---- rounds -------------------------------------------------------------------------------------------------- */

static void begin_next(struct nd_store *store);

static void free_gc(struct nd__gc *gc)
{
    nd_timer_stop(&gc->timer);
    nd_buf_deinit(&gc->cursor);
    nd_arena_deinit(&gc->arena);
    nd_heap_free(gc->store->heap, gc);
}

/* The job is not under way. */
static void end_round(struct nd__gc *gc)
{
    struct nd_store *store = gc->store;
    if (gc->range != NULL) gc->range->gc = NULL;
    store->gc = NULL;
    free_gc(gc);
    begin_next(store);
}

static void gc_done(struct nd_job *job)
{
    struct nd__gc *gc = ND_CONTAINER_OF(job, struct nd__gc, job);
    struct nd_range *range = gc->range;
    gc->is_busy = false;
    if (range == NULL) {
        end_round(gc);
        return;
    }
    struct nd_store *store = gc->store;
    if (!nd_range_epoch_same_span(gc->epoch, range->desc.epoch) || range->state != ND__RANGE_SERVING || gc->status != ND_STATUS_OK) { /* split or merged meanwhile: some of the keys may be another's */
        ND_PROBE(store->options.env, RANGE_GC_OVERTAKEN);
        end_round(gc); /* a new one begins with the next tick */
        return;
    }
    if (gc->delete_count > 0) {
        if (range->gc_collected.v < gc->safepoint.v) range->gc_collected = gc->safepoint;
        nd__range_begin_batch(range);
        nd_command_put_gc(&range->batch, range->gc_collected, gc->deletes, gc->delete_count);
        nd__range_schedule_flush(range);
        nd_counter_add(&store->gc_versions, gc->delete_count);
    }
    nd_counter_add(&store->gc_looked_at, gc->records);
    gc->all_records += gc->records;
    gc->all_deletes += gc->delete_count;
    nd_arena_reset(&gc->arena);
    if (gc->is_over) {
        note_round(range, gc);
        end_round(gc);
        return;
    }
    uint64_t pause_ns = GC_PAUSE_TIMES * (nd_env_now_ns(store->options.env) - gc->begun_ns) + ND_MS;
    nd_timer_start_in(&gc->timer, pause_ns < GC_PAUSE_MS_MAX * ND_MS ? pause_ns : GC_PAUSE_MS_MAX * ND_MS);
}

static void walk_on(struct nd__gc *gc)
{
    const struct nd_range *range = gc->range;
    struct nd_store *store = gc->store;
    nd_arena_reset(&gc->arena);
    gc->first = nd_arena_copy(&gc->arena, range->desc.first);
    gc->end = nd_arena_copy(&gc->arena, range->desc.end);
    gc->is_busy = true;
    gc->begun_ns = nd_env_now_ns(store->options.env);
    gc->job = (struct nd_job){.run = run_gc, .done = gc_done};
    nd_worker_submit(store->options.readers, store->options.reactor, &gc->job);
}

static void on_gc_timer(struct nd_timer *timer)
{
    struct nd__gc *gc = ND_CONTAINER_OF(timer, struct nd__gc, timer);
    const struct nd_range *range = gc->range;
    bool is_same = range->state == ND__RANGE_SERVING && range->desc.frozen_by == 0 && nd_range_epoch_same_span(gc->epoch, range->desc.epoch);
    if (is_same) walk_on(gc);
    else end_round(gc); /* what it proposed last may be without effect */
}

static void begin_next(struct nd_store *store)
{
    struct nd_range *range = NULL;
    while (range == NULL && store->gc == NULL && !nd_list_is_empty(&store->gc_queue)) {
        range = ND_CONTAINER_OF(store->gc_queue.next, struct nd_range, gc_link);
        nd_list_remove(&range->gc_link);
        if (range->is_closing || range->state != ND__RANGE_SERVING || range->desc.frozen_by != 0) range = NULL;
    }
    if (range == NULL) return;
    struct nd__gc *gc = nd_heap_new(store->heap, struct nd__gc);
    store->gc = range->gc = gc;
    gc->range = range;
    gc->store = store;
    gc->engine = store->options.engine;
    gc->safepoint = range->gc_collect;
    gc->ripe = range->gc_need.ripe;
    gc->tag = gc_tags[0];
    gc->epoch = range->desc.epoch;
    nd_timer_init(&gc->timer, store->options.reactor, on_gc_timer);
    nd_arena_init(&gc->arena, store->heap);
    nd_buf_init(&gc->cursor, store->heap);
    walk_on(gc);
}

void nd__range_gc_tick(struct nd_range *range)
{
    ripen(range);
    if (range->gc != NULL || !nd_list_is_empty(&range->gc_link) || range->desc.frozen_by != 0 || !is_worth_it(range)) return;
    nd_list_push_back(&range->store->gc_queue, &range->gc_link);
    begin_next(range->store);
}

void nd__range_gc_stop(struct nd_range *range)
{
    struct nd__gc *gc = range->gc;
    range->gc_walked = (struct nd_ts){0};
    doubt(&range->gc_need);
    nd_list_remove(&range->gc_link);
    if (gc == NULL) return;
    range->gc = NULL;
    gc->range = NULL;
    if (!gc->is_busy) end_round(gc);
}

/* The workers are closed: a job does not come back. */
void nd__gc_close(struct nd_store *store)
{
    while (!nd_list_is_empty(&store->gc_queue)) nd_list_remove(store->gc_queue.next);
    if (store->gc == NULL) return;
    if (store->gc->range != NULL) store->gc->range->gc = NULL;
    free_gc(store->gc);
    store->gc = NULL;
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
