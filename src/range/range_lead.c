/* SPDX-License-Identifier: Apache-2.0 */
/* Becoming a leader that serves: everything of earlier terms applied, locks and pushes loaded, a
 * timestamp drawn as the floor of what this leadership knows; and ceasing to be one. */
#include "range/range_int.h"
#include "range/snap_int.h"

struct nd__load {
    struct nd_job job;
    struct nd_range *owner;
    struct nd_arena arena;
    struct nd_engine *engine;
    struct nd_slice first, end;
    uint64_t term;
    struct loaded_lock {
        struct nd_slice key, primary;
        struct nd_mvcc_lock lock;
        struct nd_ts floor; /* of a fence */
    } *locks;
    size_t lock_count;
    struct loaded_push {
        struct nd_ts start_ts, min_commit_ts;
    } *pushes;
    size_t push_count;
    bool has_more;
    bool is_reload; /* of a part, in the middle of a leadership */
    struct nd_range_id range;
    struct nd_ts gc_safepoint;
    enum nd_status status;
};

static enum nd_status load_locks(struct nd__load *load)
{
    struct nd_buf lower, upper, key;
    nd_buf_init(&lower, load->arena.heap);
    nd_buf_init(&upper, load->arena.heap);
    nd_buf_init(&key, load->arena.heap);
    nd_mvcc_key_bound(&lower, ND_MVCC_TAG_LOCK, load->first, false);
    nd_mvcc_key_bound(&upper, ND_MVCC_TAG_LOCK, load->end, true);
    struct nd_iter_options options = {.lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(load->engine, &options);
    enum nd_status status = ND_STATUS_OK;
    size_t cap = 0;
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct loaded_lock loaded;
        struct nd_slice rest;
        nd_buf_clear(&key);
        if (!nd_mvcc_key_decode(nd_engine_iter_key(iter), &key, &rest) || !nd_mvcc_lock_decode(nd_engine_iter_value(iter), &loaded.lock)) {
            status = ND_STATUS_CORRUPT;
            break;
        }
        /* Guards, fences and records of async commits are found in memory only, so all of them come along. */
        bool stays_away = loaded.lock.op != ND_MUT_GUARD && loaded.lock.op != ND_MUT_GATE && !loaded.lock.is_async && (loaded.lock.is_large || load->lock_count >= ND__LOCKS_LOADED_MAX);
        load->has_more |= stays_away;
        if (stays_away) continue;
        if (load->lock_count == cap) {
            cap = cap == 0 ? 64 : cap * 2;
            struct loaded_lock *locks = nd_arena_alloc(&load->arena, cap * sizeof *locks);
            if (load->lock_count > 0) memcpy(locks, load->locks, load->lock_count * sizeof *locks);
            load->locks = locks;
        }
        loaded.key = nd_arena_copy(&load->arena, nd_buf_slice(&key));
        loaded.primary = nd_arena_copy(&load->arena, loaded.lock.primary);
        loaded.floor = loaded.lock.op == ND_MUT_GATE ? nd_kv_floor_of(loaded.lock.value) : (struct nd_ts){0};
        load->locks[load->lock_count++] = loaded;
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    nd_buf_deinit(&key);
    return status;
}

static enum nd_status load_pushes(struct nd__load *load)
{
    struct nd_buf lower, upper;
    nd_buf_init(&lower, load->arena.heap);
    nd_buf_init(&upper, load->arena.heap);
    nd_mvcc_key_bound(&lower, ND_MVCC_TAG_TXN, load->first, false);
    nd_mvcc_key_bound(&upper, ND_MVCC_TAG_TXN, load->end, true);
    struct nd_iter_options options = {.lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(load->engine, &options);
    size_t cap = 0;
    enum nd_status status = ND_STATUS_OK;
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice key = nd_engine_iter_key(iter), value = nd_engine_iter_value(iter);
        if (key.n < 8 || value.n != 9) {
            status = ND_STATUS_CORRUPT;
            break;
        }
        if (load->push_count == cap) {
            cap = cap == 0 ? 16 : cap * 2;
            struct loaded_push *pushes = nd_arena_alloc(&load->arena, cap * sizeof *pushes);
            if (load->push_count > 0) memcpy(pushes, load->pushes, load->push_count * sizeof *pushes);
            load->pushes = pushes;
        }
        load->pushes[load->push_count++] = (struct loaded_push){{nd_load_u64_be(key.p + key.n - 8)}, {nd_load_u64(value.p + 1)}};
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    return status;
}

static void run_load(struct nd_job *job)
{
    struct nd__load *load = ND_CONTAINER_OF(job, struct nd__load, job);
    load->status = load_locks(load);
    if (load->status == ND_STATUS_OK) load->status = load_pushes(load);
    if (load->status == ND_STATUS_OK) load->status = nd_range_state_safepoint(load->engine, load->range, load->arena.heap, &load->gc_safepoint);
}

static void serve(struct nd_range *range)
{
    range->state = ND__RANGE_SERVING;
    ND_INFO(nd_env_logger(range->store->options.env), "range", "range %llu: leads in term %llu, %zu provisional records",
            (unsigned long long)range->desc.id.v, (unsigned long long)range->role.term, range->locks.locks.count);
    if (range->store->options.on_range_change != NULL) range->store->options.on_range_change(range->store->options.observer, range);
    ND_LIST_FOREACH_SAFE(link, &range->unready)
    {
        struct nd_range_op *op = nd__op_of(link);
        nd_list_remove(link);
        op->stage = ND_STAGE_START;
        nd__op_advance(op);
    }
}

static void drop_load(struct nd_range *range)
{
    nd_arena_deinit(&range->load->arena);
    nd_heap_free(range->heap, range->load);
    range->load = NULL;
}

static void floor_drawn(struct nd_ts_draw *draw)
{
    struct nd_range *range = ND_CONTAINER_OF(draw, struct nd_range, floor_draw);
    range->is_loading = false;
    if (range->is_closing) return;
    if (range->state != ND__RANGE_LOADING || range->load->term != range->role.term) { /* of a leadership that is over */
        ND_PROBE(range->store->options.env, RANGE_LOAD_OVERTAKEN);
        drop_load(range);
        nd__range_check_load(range);
        return;
    }
    if (draw->status != ND_STATUS_OK) {
        nd_timer_start_in(&range->retry_timer, 10 * ND_MS);
        return;
    }
    bool keeps_floor = range->load->is_reload && nd_env_is_broken(range->store->options.env, ND_BREAK_READ_FLOOR_NOT_CARRIED);
    if (!keeps_floor) range->floor_ts = draw->first;
    /* Earlier leaders may have promised a safepoint, but none above now less the window. */
    uint64_t window_ms = range->store->options.gc_window_ms, now_ms = nd_ts_physical_ms(draw->first);
    if (now_ms > window_ms && range->gc_safepoint.v < nd_ts_of_ms(now_ms - window_ms).v) range->gc_safepoint = nd_ts_of_ms(now_ms - window_ms);
    drop_load(range);
    serve(range);
}

static void draw_floor(struct nd_range *range)
{
    range->is_loading = true;
    range->floor_draw = (struct nd_ts_draw){.done = floor_drawn, .count = 1};
    nd_ts_draw_start(range->store->options.ts_source, &range->floor_draw);
}

static void load_done(struct nd_job *job)
{
    struct nd__load *load = ND_CONTAINER_OF(job, struct nd__load, job);
    struct nd_range *range = load->owner;
    range->is_loading = false;
    if (load->status != ND_STATUS_OK)
        nd_env_fatal(range->store->options.env, ND_EXIT_CORRUPTION, "range %llu: provisional records cannot be read: %s",
                     (unsigned long long)range->desc.id.v, nd_status_text(load->status));
    if (range->is_closing || range->state != ND__RANGE_LOADING || load->term != range->role.term) {
        drop_load(range);
        ND_PROBE(range->store->options.env, RANGE_LOAD_OVERTAKEN);
        if (!range->is_closing) nd__range_check_load(range);
        return;
    }
    for (size_t i = 0; i < load->lock_count; i++) {
        struct loaded_lock *loaded = &load->locks[i];
        struct nd_lock *lock = nd_lock_get(&range->locks, loaded->key);
        if (loaded->lock.op == ND_MUT_GUARD) nd_lock_add_guard(&range->locks, lock, loaded->lock.start_ts, loaded->lock.min_commit_ts, loaded->lock.ttl_ms, loaded->primary);
        else nd_lock_set_prew(&range->locks, lock, loaded->lock.start_ts, loaded->lock.op, loaded->lock.min_commit_ts, loaded->lock.ttl_ms, loaded->primary);
        lock->prew_floor = loaded->floor;
    }
    for (size_t i = 0; i < load->push_count; i++) {
        struct nd__txn_seen *seen = nd__txn_seen(range, load->pushes[i].start_ts);
        if (seen->min_commit < load->pushes[i].min_commit_ts.v) seen->min_commit = load->pushes[i].min_commit_ts.v;
    }
    range->has_spilled |= load->has_more;
    if (range->gc_collected.v < load->gc_safepoint.v) range->gc_collected = load->gc_safepoint;
    if (range->gc_safepoint.v < load->gc_safepoint.v) range->gc_safepoint = load->gc_safepoint;
    range->gc_collect = range->gc_collected;
    if (range->extension != NULL && !range->extension_leads) {
        range->extension_leads = true;
        range->extension->on_lead(range->extension->owner, range);
    }
    draw_floor(range);
}

static void start_load(struct nd_range *range, struct nd_slice first, struct nd_slice end, bool is_reload)
{
    struct nd__load *load = nd_heap_new(range->heap, struct nd__load);
    nd_arena_init(&load->arena, range->heap);
    load->engine = range->store->options.engine;
    load->term = range->role.term;
    load->range = range->desc.id;
    load->is_reload = is_reload;
    load->first = nd_arena_copy(&load->arena, first);
    load->end = nd_arena_copy(&load->arena, end);
    range->load = load;
    range->is_loading = true;
    load->owner = range;
    load->job = (struct nd_job){.run = run_load, .done = load_done};
    nd_worker_submit(range->store->options.readers, range->store->options.reactor, &load->job);
}

void nd__range_check_load(struct nd_range *range)
{
    if (range->state != ND__RANGE_LOADING || range->is_loading || range->load != NULL || range->is_closing || range->is_gone) return;
    if (!range->role.is_ready || range->applied < range->load_index) return;
    start_load(range, range->desc.first, range->desc.end, false);
}

void nd__range_reload(struct nd_range *range, struct nd_slice first, struct nd_slice end)
{
    if (range->state != ND__RANGE_SERVING) return; /* whoever leads next learns it all */
    ND_ASSERT(range->load == NULL);
    range->state = ND__RANGE_LOADING;
    range->load_index = range->applied;
    range->large_seq++; /* a look for spilled records that is under way did not see these */
    start_load(range, first, end, true);
}

/* ---- are there still provisional records that are in the engine alone? -------------------------------- */

struct nd__spill_check {
    struct nd_job job;
    struct nd_range *range; /* NULL: the range went */
    struct nd_store *store;
    struct nd_buf lower, upper;
    uint64_t lock_generation, large_seq;
    bool has_any;
};

static void free_spill_check(struct nd__spill_check *check)
{
    nd_buf_deinit(&check->lower);
    nd_buf_deinit(&check->upper);
    nd_heap_free(check->store->heap, check);
}

static void run_spill_check(struct nd_job *job)
{
    struct nd__spill_check *check = ND_CONTAINER_OF(job, struct nd__spill_check, job);
    struct nd_iter_options options = {.lower = nd_buf_slice(&check->lower), .upper = nd_buf_slice(&check->upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(check->store->options.engine, &options);
    nd_engine_iter_seek(iter, options.lower);
    check->has_any = nd_engine_iter_is_valid(iter) || nd_engine_iter_status(iter) != ND_STATUS_OK;
    nd_engine_iter_free(iter);
}

static void spill_checked(struct nd_job *job)
{
    struct nd__spill_check *check = ND_CONTAINER_OF(job, struct nd__spill_check, job);
    struct nd_range *range = check->range;
    if (range != NULL) {
        range->spill_check = NULL;
        bool is_current = check->lock_generation == range->lock_generation && check->large_seq == range->large_seq;
        if (is_current && !check->has_any && range->large_in_flight == 0) range->has_spilled = false;
    }
    free_spill_check(check);
}

void nd__range_check_spilled(struct nd_range *range)
{
    if (!range->has_spilled || range->spill_check != NULL || range->large_in_flight > 0) return;
    struct nd__spill_check *check = nd_heap_new(range->heap, struct nd__spill_check);
    check->range = range;
    check->store = range->store;
    check->lock_generation = range->lock_generation;
    check->large_seq = range->large_seq;
    nd_buf_init(&check->lower, range->heap);
    nd_buf_init(&check->upper, range->heap);
    nd_mvcc_key_bound(&check->lower, ND_MVCC_TAG_LOCK, range->desc.first, false);
    nd_mvcc_key_bound(&check->upper, ND_MVCC_TAG_LOCK, range->desc.end, true);
    check->job = (struct nd_job){.run = run_spill_check, .done = spill_checked};
    range->spill_check = check;
    nd_worker_submit(range->store->options.readers, range->store->options.reactor, &check->job);
}

/* The workers have stopped: done will not come. */
void nd__range_drop_spill_check(struct nd_range *range)
{
    if (range->spill_check != NULL) free_spill_check(range->spill_check);
    range->spill_check = NULL;
}

static void on_retry(struct nd_timer *timer)
{
    struct nd_range *range = ND_CONTAINER_OF(timer, struct nd_range, retry_timer);
    if (range->state == ND__RANGE_LOADING && range->load != NULL && !range->is_loading && range->load->term == range->role.term) draw_floor(range);
}

/* What waits without having proposed anything fails for sure; proposals wait for their outcome. */
void nd__range_fail_waiting(struct nd_range *range, enum nd_status status)
{
    ND_LIST_FOREACH_SAFE(link, &range->ops)
    {
        struct nd_range_op *op = ND_CONTAINER_OF(link, struct nd_range_op, all_link);
        bool is_waiting = op->stage == ND_STAGE_UNREADY || op->stage == ND_STAGE_CONFIRM || op->stage == ND_STAGE_CATCH_UP ||
                          (op->stage == ND_STAGE_LOCKS && op->waiting_on != NULL);
        if (is_waiting) nd__op_finish(op, status);
    }
}

void nd__range_stop_leading(struct nd_range *range)
{
    range->state = ND__RANGE_FOLLOWING;
    range->is_freezing = false;
    range->lock_generation++;
    nd_timer_stop(&range->retry_timer);
    nd__range_gc_stop(range);
    if (range->extension_leads) {
        range->extension_leads = false;
        range->extension->on_stop(range->extension->owner, range);
    }
    nd__range_fail_waiting(range, ND_STATUS_NOT_LEADER);
    nd__range_drop_batch(range, ND_STATUS_NOT_LEADER); /* checked under a leadership that is over */
    nd_lock_table_clear(&range->locks);
    ND_HMAP_FOREACH(slot, &range->txns) nd_heap_free(range->heap, slot->value);
    nd_hmap_deinit(&range->txns);
    range->has_spilled = false;
    range->large_in_flight = 0;
    if (range->load != NULL && !range->is_loading) drop_load(range);
}

static void on_role(void *owner, const struct nd_group_role *role)
{
    struct nd_range *range = owner;
    bool was_leading = range->state != ND__RANGE_FOLLOWING;
    bool same_term = role->term == range->role.term;
    range->role = *role;
    nd__range_stir(range);
    if (was_leading && (role->role != ND_RAFT_LEADER || !same_term)) nd__range_stop_leading(range);
    if (role->role == ND_RAFT_LEADER && range->state == ND__RANGE_FOLLOWING && !range->is_gone) { /* it goes, or its left neighbour is about to take it in: nothing may wait here */
        range->retry_timer.on_fire = on_retry;
        range->state = ND__RANGE_LOADING;
        range->load_index = UINT64_MAX;
        nd__range_start_apply(range);
    }
    if (range->state == ND__RANGE_LOADING && role->is_ready && range->load_index == UINT64_MAX) {
        range->load_index = nd_raft_commit_index(nd_group_raft(range->group));
        nd__range_check_load(range);
    }
    if (range->store->options.on_range_change != NULL) range->store->options.on_range_change(range->store->options.observer, range);
}

static void on_read(void *owner, uint64_t read_id, enum nd_status status, uint64_t index)
{
    struct nd_range *range = owner;
    struct nd__read_round *round = NULL;
    ND_LIST_FOREACH(link, &range->rounds)
    {
        struct nd__read_round *candidate = ND_CONTAINER_OF(link, struct nd__read_round, link);
        if (candidate->read_id == read_id) round = candidate;
    }
    if (round == NULL) return;
    nd_list_remove(&round->link);
    while (!nd_list_is_empty(&round->raw_ops)) {
        struct nd_range_raw_op *raw = ND_CONTAINER_OF(round->raw_ops.next, struct nd_range_raw_op, link);
        nd_list_remove(&raw->link);
        /* Everything of earlier terms is applied before the extension leads; later entries are its own. */
        raw->done(raw, status);
    }
    while (!nd_list_is_empty(&round->ops)) {
        struct nd_range_op *op = nd__op_of(round->ops.next);
        nd_list_remove(&op->link);
        if (status != ND_STATUS_OK) {
            nd__op_finish(op, ND_STATUS_NOT_LEADER);
            continue;
        }
        op->read_index = index;
        op->stage = ND_STAGE_CATCH_UP;
        if (index <= range->applied) nd__op_advance(op);
        else {
            ND_PROBE(range->store->options.env, RANGE_READ_WAITS_APPLY);
            nd_list_push_back(&range->catch_up, &op->link);
        }
    }
    nd_heap_free(range->heap, round);
}

static void on_snapshot_wanted(void *owner, const struct nd_raft_member *to)
{
    nd__range_stir(owner);
    nd__snap_send_start(owner, to);
}

static void on_installed(void *owner)
{
    nd__range_stir(owner);
    nd__snap_on_installed(owner);
}

const struct nd_group_handler nd__range_group_handler = {
    .on_commit = nd__range_on_commit, .on_role = on_role, .on_read = on_read, .on_snapshot_wanted = on_snapshot_wanted, .on_installed = on_installed};
