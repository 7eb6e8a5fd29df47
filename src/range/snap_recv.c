/* SPDX-License-Identifier: Apache-2.0 */
/* The receiver's side: states in snap_int.h. */
#include "range/snap_int.h"

enum { QUIET_TICK_MS = 5, LATE_MS_MAX = 3000 };

static void go_on(struct nd__snap_recv *recv);

static void reply(struct nd_store *store, struct nd_rpc_request *request, enum nd_status status, uint64_t next_seq)
{
    struct nd__snap_reply answer = {status, next_seq};
    struct nd_buf bytes;
    nd_buf_init(&bytes, store->heap);
    nd__snap_reply_encode(&answer, &bytes);
    nd_rpc_reply(request, &bytes);
    nd_buf_deinit(&bytes);
}

static void answer(struct nd__snap_recv *recv, enum nd_status status)
{
    if (recv->request != NULL) reply(recv->store, recv->request, status, recv->next_seq);
    recv->request = NULL;
}

static void free_recv(struct nd__snap_recv *recv)
{
    struct nd_store *store = recv->store;
    answer(recv, ND_STATUS_SHUTDOWN);
    nd_timer_stop(&recv->timer);
    if (recv->file != NULL) nd_file_close(recv->file);
    if (recv->install != NULL) {
        nd__snap_install_deinit(recv->install);
        nd_heap_free(store->heap, recv->install);
    }
    nd_range_desc_deinit(&recv->head.desc, store->heap);
    nd_list_remove(&recv->link);
    nd_heap_free(store->heap, recv);
}

static struct nd__snap_recv *recv_at(struct nd_list *link) { return ND_CONTAINER_OF(link, struct nd__snap_recv, link); }

/* The transfer of the range that is in this state; NULL. There is one at most behind SYNCING (S6). */
static struct nd__snap_recv *find_in(const struct nd_store *store, struct nd_range_id range, enum nd__snap_state state)
{
    ND_LIST_FOREACH (link, &store->snap_recvs)
        if (recv_at(link)->state == state && recv_at(link)->head.desc.id.v == range.v) return recv_at(link);
    return NULL;
}

static bool is_over(const struct nd__snap_recv *recv) { return recv->state == ND__SNAP_DONE || recv->state == ND__SNAP_FAILED; }
static bool is_accepted(const struct nd__snap_recv *recv) { return recv->state >= ND__SNAP_WAITING && !is_over(recv); }

/* It erases more than it brings where it takes in a range that reached further. */
static bool is_in_its_way(const struct nd__snap_recv *recv, const struct nd_range_desc *desc)
{
    if (nd_range_desc_overlaps(&recv->head.desc, desc)) return true;
    return recv->has_begun && nd_range_desc_overlaps(&recv->install->before, desc);
}

/* S6 */
static bool overlaps_accepted(const struct nd_store *store, const struct nd__snap_recv *recv)
{
    ND_LIST_FOREACH (link, &store->snap_recvs)
        if (recv_at(link) != recv && is_accepted(recv_at(link)) && is_in_its_way(recv_at(link), &recv->head.desc)) return true;
    return false;
}

static void submit(struct nd__snap_recv *recv, struct nd_worker *worker, void (*run)(struct nd_job *job),
                   void (*done)(struct nd_job *job))
{
    ND_ASSERT(!recv->is_job_running);
    recv->is_job_running = true;
    recv->job = (struct nd_job){.run = run, .done = done};
    nd_worker_submit(worker, recv->store->options.reactor, &recv->job);
}

static struct nd__snap_recv *recv_of(struct nd_job *job) { return ND_CONTAINER_OF(job, struct nd__snap_recv, job); }

static struct nd__snap_recv *back(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    recv->is_job_running = false;
    recv->heard_ns = nd_env_now_ns(recv->store->options.env);
    return recv;
}

static void run_drop_part(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    struct nd__snap_dir dir = nd__snap_dir(recv->store);
    if (recv->file != NULL) nd_file_close(recv->file);
    recv->file = NULL;
    recv->status = nd__snap_part_remove(&dir, recv->id); /* what is left goes at the next start */
}

static void part_dropped(struct nd_job *job) { back(job); }

static void fail(struct nd__snap_recv *recv, enum nd_status status)
{
    ND_WARN(nd_env_logger(recv->store->options.env), "range", "range %llu: a snapshot is not taken: %s",
            (unsigned long long)recv->head.desc.id.v, nd_status_text(status));
    recv->state = ND__SNAP_FAILED;
    answer(recv, status);
    submit(recv, recv->store->options.background, run_drop_part, part_dropped);
}

/* ---- may it come? ------------------------------------------------------------------------------------------ */

/* A replica that a split here is about to make, or whose predecessor still has to go, waits. */
static enum nd_status check_place(struct nd_store *store, const struct nd__snap_head *head)
{
    const struct nd_raft_member *self = nd_range_desc_member_of(&head->desc, store->options.self);
    if (self == NULL || self->replica.v != head->to.v) return ND_STATUS_INVALID;
    if (nd_store_is_buried(store, head->desc.id, head->to)) return ND_STATUS_EXISTS;
    struct nd_range *range = nd_hmap_find(&store->ranges, head->desc.id.v);
    if (range != NULL && range->self.v != head->to.v)
        return range->self.v > head->to.v ? ND_STATUS_EXISTS : ND_STATUS_BUSY;
    if (range != NULL && (range->is_installing || range->is_closing || range->is_gone)) return ND_STATUS_BUSY;
    ND_LIST_FOREACH(link, &store->births)
    {
        if (nd_range_desc_overlaps(&ND_CONTAINER_OF(link, struct nd__birth, link)->child.desc, &head->desc)) return ND_STATUS_BUSY;
    }
    return nd__merge_may_subsume(store, range, &head->desc) ? ND_STATUS_OK : ND_STATUS_BUSY; /* S5 */
}

/* ---- installation --------------------------------------------------------------------------------------------- */

static void run_remove(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    struct nd__snap_dir dir = nd__snap_dir(recv->store);
    if (recv->file != NULL) nd_file_close(recv->file);
    recv->file = NULL;
    recv->status = nd__snap_file_remove(&dir, &recv->head);
}

static void removed(struct nd_job *job)
{
    struct nd__snap_recv *recv = back(job);
    recv->state = ND__SNAP_DONE; /* a file that is left is looked at, at the next start, and not needed */
    answer(recv, ND_STATUS_OK);
}

static void flushed(struct nd__snap_recv *recv)
{
    struct nd_store *store = recv->store;
    recv->state = ND__SNAP_RESETTING;
    struct nd_range *range = nd_hmap_find(&store->ranges, recv->head.desc.id.v);
    if (range != NULL && range->is_skipping) { /* the log stays */
        nd__snap_on_installed(range);
        return;
    }
    if (range != NULL) {
        nd_group_finish_install(range->group);
        return;
    }
    struct nd_range_state state = {.desc = nd_range_desc_copy(&recv->head.desc, store->heap),
                                   .applied_index = recv->head.index,
                                   .applied_term = recv->head.term,
                                   .gc_safepoint = recv->head.gc_safepoint};
    struct nd_store_base base = {recv->head.desc.id, recv->head.index, recv->head.term};
    nd__range_new(store, &state, false, &base);
    if (recv->head.desc.id.v == ND_RANGE_META.v && store->options.on_meta_range != NULL)
        store->options.on_meta_range(store->options.observer, nd_hmap_find(&store->ranges, recv->head.desc.id.v));
}

static void run_install(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    recv->status = nd__snap_install_step(recv->install);
}

static void install_stepped(struct nd_job *job)
{
    struct nd__snap_recv *recv = back(job);
    if (recv->status != ND_STATUS_OK)
        nd_env_fatal(recv->store->options.env, ND_EXIT_ENGINE, "range %llu: a snapshot cannot be installed: %s",
                     (unsigned long long)recv->head.desc.id.v, nd_status_text(recv->status));
    recv->has_begun = true; /* what it erases is known, and from now on nothing else here stands for that */
    nd__merge_drop_subsumed(recv->store, nd_hmap_find(&recv->store->ranges, recv->head.desc.id.v), &recv->head.desc);
    go_on(recv);
}

static void run_name(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    struct nd__snap_dir dir = nd__snap_dir(recv->store);
    recv->status = nd__snap_part_name(&dir, recv->id, &recv->head);
}

static void named(struct nd_job *job)
{
    struct nd__snap_recv *recv = back(job);
    struct nd_store *store = recv->store;
    if (recv->status != ND_STATUS_OK)
        nd_env_fatal(store->options.env, ND_EXIT_ENGINE, "a snapshot cannot be named: %s",
                     nd_status_text(recv->status));
    recv->state = ND__SNAP_INSTALLING;
    const struct nd_range *range = nd_hmap_find(&store->ranges, recv->head.desc.id.v);
    recv->install = nd_heap_new(store->heap, struct nd__snap_install);
    recv->install->engine = store->options.engine;
    recv->install->env = store->options.env;
    recv->install->heap = store->heap;
    recv->install->file = recv->file;
    recv->install->head = &recv->head;
    recv->install->before = nd_range_desc_copy(range != NULL ? &range->desc : &recv->head.desc, store->heap);
    recv->install->owns_before = true;
    if (ND_BUGGIFY(store->options.env, "snap_install_late")) nd_timer_start_in(&recv->timer, nd_env_random_u64(store->options.env) % (LATE_MS_MAX * ND_MS));
    else go_on(recv);
}

/* ---- flushes of the engine: one serves all that wait when it begins ---- */

static void begin_flush(struct nd_store *store);

static void run_flush(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, snap_flush_job);
    store->snap_flush_status = nd_engine_flush(store->options.engine);
}

static void flush_done(struct nd_job *job)
{
    struct nd_store *store = ND_CONTAINER_OF(job, struct nd_store, snap_flush_job);
    if (store->snap_flush_status != ND_STATUS_OK)
        nd_env_fatal(store->options.env, ND_EXIT_ENGINE, "the state engine cannot flush for a snapshot: %s", nd_status_text(store->snap_flush_status));
    if (store->flushed_no < store->snap_flush_no) store->flushed_no = store->snap_flush_no;
    store->is_snap_flushing = false;
    ND_LIST_FOREACH_SAFE (link, &store->snap_recvs) {
        struct nd__snap_recv *recv = recv_at(link);
        if (recv->flush != ND__SNAP_FLUSH_BEGUN) continue;
        recv->flush = ND__SNAP_NO_FLUSH;
        recv->heard_ns = nd_env_now_ns(store->options.env);
        flushed(recv);
    }
    begin_flush(store);
}

static void begin_flush(struct nd_store *store)
{
    bool is_wanted = false;
    if (store->is_snap_flushing) return;
    ND_LIST_FOREACH (link, &store->snap_recvs) {
        if (recv_at(link)->flush != ND__SNAP_FLUSH_WANTED) continue;
        recv_at(link)->flush = ND__SNAP_FLUSH_BEGUN;
        is_wanted = true;
    }
    if (!is_wanted) return;
    store->is_snap_flushing = true;
    store->snap_flush_no = ++store->flush_no;
    store->snap_flush_job = (struct nd_job){.run = run_flush, .done = flush_done};
    nd_worker_submit(store->options.flusher, store->options.reactor, &store->snap_flush_job);
}

static void want_flush(struct nd__snap_recv *recv)
{
    recv->state = ND__SNAP_FLUSHING;
    recv->flush = ND__SNAP_FLUSH_WANTED;
    begin_flush(recv->store);
}

static void on_quiet_timer(struct nd_timer *timer) { go_on(ND_CONTAINER_OF(timer, struct nd__snap_recv, timer)); }

static void go_on(struct nd__snap_recv *recv)
{
    struct nd_store *store = recv->store;
    if (recv->state == ND__SNAP_WAITING && !nd__merge_quiesce_subsumed(store, nd_hmap_find(&store->ranges, recv->head.desc.id.v), &recv->head.desc)) {
        nd_timer_start_in(&recv->timer, QUIET_TICK_MS * ND_MS);
        return;
    }
    if (recv->state == ND__SNAP_WAITING) {
        recv->state = ND__SNAP_NAMING;
        submit(recv, store->options.background, run_name, named);
    } else if (!recv->install->is_done) {
        submit(recv, store->options.apply, run_install,
               install_stepped); /* a batch at a time: others apply in between */
    } else {
        want_flush(recv);
    }
}

void nd__snap_on_applied(struct nd_range *range)
{
    struct nd__snap_recv *recv = range->is_installing ? find_in(range->store, range->desc.id, ND__SNAP_WAITING) : NULL;
    if (recv == NULL) return;
    if (range->is_applying || range->queue_count > 0 || nd_timer_is_running(&recv->timer)) return;
    go_on(recv);
}

static void adopt(struct nd_range *range, struct nd__snap_recv *recv)
{
    struct nd_store *store = range->store;
    nd_range_desc_deinit(&range->desc, range->heap);
    range->desc = nd_range_desc_copy(&recv->head.desc, range->heap);
    nd_omap_remove(&store->by_first, &range->by_key);
    struct nd_omap_node *twin = nd_omap_insert(&store->by_first, &range->by_key, range->desc.first);
    ND_ASSERT(twin == NULL);
    range->applied = recv->head.index;
    range->gc_safepoint = range->gc_collected = recv->head.gc_safepoint;
    nd__gc_need_init(range);
    range->is_installing = false;
    range->installs++;
    nd__range_skip(range, range->applied);
    if (range->vigil != NULL) nd__vigil_over(range);
    nd__range_take_members(range);
}

void nd__snap_on_installed(struct nd_range *range)
{
    struct nd_store *store = range->store;
    struct nd__snap_recv *recv = find_in(store, range->desc.id, ND__SNAP_RESETTING);
    if (recv != NULL) {
        if (range->is_installing) adopt(range, recv);
        nd__size_set(range, recv->offset);
        recv->state = ND__SNAP_REMOVING;
        nd_counter_add(&store->snaps_installed, 1);
        ND_INFO(nd_env_logger(store->options.env), "range",
                "range %llu: snapshot at %llu installed, %llu bytes in %llu ms", (unsigned long long)range->desc.id.v,
                (unsigned long long)recv->head.index, (unsigned long long)recv->offset,
                (unsigned long long)((nd_env_now_ns(store->options.env) - recv->begun_ns) / ND_MS));
        submit(recv, store->options.background, run_remove, removed);
        nd__range_start_apply(range);
        if (store->options.on_range_change != NULL) store->options.on_range_change(store->options.observer, range);
        return;
    }
    for (size_t i = 0; i < store->options.base_count; i++) { /* of before a crash */
        struct nd__snap_head head = {.index = store->options.bases[i].index, .desc = {.id = range->desc.id}};
        if (store->options.bases[i].range.v != range->desc.id.v) continue;
        struct nd__snap_clean *clean = nd_heap_new(store->heap, struct nd__snap_clean);
        clean->store = store;
        clean->head = head;
        nd__snap_clean_start(clean);
    }
}

/* Everything is on the disk: from here on the transfer needs nobody else. */
static void synced(struct nd_job *job)
{
    struct nd__snap_recv *recv = back(job);
    struct nd_store *store = recv->store;
    enum nd_status status = recv->status == ND_STATUS_OK ? check_place(store, &recv->head) : recv->status;
    if (status == ND_STATUS_OK && overlaps_accepted(store, recv)) status = ND_STATUS_BUSY;
    struct nd_range *range = nd_hmap_find(&store->ranges, recv->head.desc.id.v);
    bool is_skipping = range != NULL && nd__vigil_may_skip(range, recv->head.index, recv->head.term);
    if (status == ND_STATUS_OK && range != NULL && !is_skipping)
        status = nd_group_begin_install(range->group, recv->from, recv->leader_term, recv->head.index, recv->head.term);
    if (status != ND_STATUS_OK) {
        fail(recv, status);
        return;
    }
    recv->state = ND__SNAP_WAITING;
    answer(recv, ND_STATUS_BUSY); /* asked again until it is done */
    if (range == NULL) {
        go_on(recv);
        return;
    }
    range->is_installing = true;
    range->is_skipping = is_skipping;
    if (range->vigil != NULL && !is_skipping) nd__range_skip(range, recv->head.index); /* it would wait for ever */
    if (is_skipping) go_on(recv);
    else nd__snap_on_applied(range);
}

static void run_sync(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    struct nd_buf head;
    nd_buf_init(&head, recv->store->heap);
    nd__snap_head_encode(&recv->head, &head);
    recv->status =
        nd__snap_frame_write(recv->file, &recv->offset, nd_buf_slice(&head), nd_crc32c(0, nd_buf_slice(&head)), true);
    if (recv->status == ND_STATUS_OK) recv->status = nd_file_sync(recv->file);
    nd_buf_deinit(&head);
}

/* ---- requests --------------------------------------------------------------------------------------------------- */

static void run_open(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    struct nd__snap_dir dir = nd__snap_dir(recv->store);
    recv->status = nd__snap_part_create(&dir, recv->id, &recv->file, &recv->offset);
}

static void opened(struct nd_job *job)
{
    struct nd__snap_recv *recv = back(job);
    if (recv->status != ND_STATUS_OK) {
        fail(recv, recv->status);
        return;
    }
    recv->state = ND__SNAP_RECEIVING;
    answer(recv, ND_STATUS_OK);
}

static void run_write(struct nd_job *job)
{
    struct nd__snap_recv *recv = recv_of(job);
    recv->status = nd__snap_frame_write(recv->file, &recv->offset, recv->bytes, recv->crc, false);
}

static void written(struct nd_job *job)
{
    struct nd__snap_recv *recv = back(job);
    if (recv->status != ND_STATUS_OK) {
        fail(recv, recv->status);
        return;
    }
    recv->hash = nd__snap_hash(recv->hash, recv->crc);
    recv->next_seq++;
    nd_counter_add(&recv->store->snap_received_bytes, recv->bytes.n);
    answer(recv, ND_STATUS_OK);
}

/* Nobody goes on with it. */
static bool is_stale(const struct nd__snap_recv *recv, const struct nd__snap_request *offer)
{
    if (recv->is_job_running || recv->state != ND__SNAP_RECEIVING) return false;
    uint64_t quiet_ns = nd_env_now_ns(recv->store->options.env) - recv->heard_ns;
    bool is_superseded = recv->head.desc.id.v == offer->head.desc.id.v && recv->leader_term <= offer->leader_term; /* one that was deposed may not know yet */
    return quiet_ns > ND__SNAP_STALE_MS * ND_MS || is_superseded;
}

/* Makes room: of what is over, so many are remembered as may be asked for again. OK; BUSY: its keys are being brought; WOULD_BLOCK: others are. */
static enum nd_status make_place(struct nd_store *store, const struct nd__snap_request *offer)
{
    size_t count = 0, over_count = 0;
    uint64_t bytes = offer->size;
    bool overlaps = false;
    ND_LIST_FOREACH_SAFE (link, &store->snap_recvs) {
        struct nd__snap_recv *recv = recv_at(link);
        if (is_stale(recv, offer)) fail(recv, ND_STATUS_TIMEOUT);
        over_count += is_over(recv);
        if (is_over(recv)) continue;
        count++;
        bytes += recv->size;
        overlaps |= is_in_its_way(recv, &offer->head.desc);
    }
    ND_LIST_FOREACH_SAFE (link, &store->snap_recvs) {
        if (over_count <= ND__SNAP_RECVS_MAX) break;
        if (!is_over(recv_at(link)) || recv_at(link)->is_job_running) continue;
        free_recv(recv_at(link));
        over_count--;
    }
    if (overlaps) return ND_STATUS_BUSY;
    return count == 0 || (count < ND__SNAP_RECVS_MAX && bytes <= ND__SNAP_RECV_BYTES) ? ND_STATUS_OK : ND_STATUS_WOULD_BLOCK;
}

static struct nd__snap_recv *find_recv(const struct nd_store *store, uint64_t id)
{
    ND_LIST_FOREACH (link, &store->snap_recvs)
        if (recv_at(link)->id == id) return recv_at(link);
    return NULL;
}

static void on_offer(struct nd_store *store, struct nd_rpc_request *request, const struct nd__snap_request *offer)
{
    struct nd__snap_recv *recv = find_recv(store, offer->id);
    if (recv != NULL) {
        reply(store, request, recv->state == ND__SNAP_OPENING ? ND_STATUS_BUSY : ND_STATUS_OK, recv->next_seq);
        return;
    }
    enum nd_status status = store->is_shy_of_frozen && offer->head.desc.frozen_by != 0 ? ND_STATUS_BUSY : check_place(store, &offer->head);
    if (status == ND_STATUS_OK) status = make_place(store, offer);
    if (status != ND_STATUS_OK) {
        reply(store, request, status, 0);
        return;
    }
    recv = nd_heap_new(store->heap, struct nd__snap_recv);
    nd_list_push_back(&store->snap_recvs, &recv->link);
    recv->store = store;
    recv->size = offer->size;
    recv->id = recv->hash = offer->id;
    recv->leader_term = offer->leader_term;
    recv->from = offer->from;
    recv->head = offer->head;
    recv->head.desc = nd_range_desc_copy(&offer->head.desc, store->heap);
    recv->request = request;
    recv->begun_ns = recv->heard_ns = nd_env_now_ns(store->options.env);
    nd_timer_init(&recv->timer, store->options.reactor, on_quiet_timer);
    submit(recv, store->options.background, run_open, opened);
}

static void on_chunk(struct nd__snap_recv *recv, struct nd_rpc_request *request, const struct nd__snap_request *chunk)
{
    recv->heard_ns = nd_env_now_ns(recv->store->options.env);
    enum nd_status status = recv->state == ND__SNAP_FAILED                              ? ND_STATUS_NOT_FOUND
                            : recv->is_job_running || recv->state != ND__SNAP_RECEIVING ? ND_STATUS_BUSY
                                                                                        : ND_STATUS_OK;
    bool is_next = chunk->seq == recv->next_seq;
    if (status == ND_STATUS_OK && is_next && nd_crc32c(0, chunk->bytes) != chunk->crc)
        status = ND_STATUS_BUSY; /* damaged on its way */
    if (status == ND_STATUS_OK && chunk->seq < recv->next_seq) ND_PROBE(recv->store->options.env, SNAP_CHUNK_REPEATED);
    if (status != ND_STATUS_OK || !is_next) {
        reply(recv->store, request, status, recv->next_seq); /* its answer was lost */
        return;
    }
    recv->request = request;
    recv->bytes = chunk->bytes;
    recv->crc = chunk->crc;
    submit(recv, recv->store->options.background, run_write, written);
}

static void on_finish(struct nd__snap_recv *recv, struct nd_rpc_request *request, const struct nd__snap_request *finish)
{
    struct nd_store *store = recv->store;
    recv->heard_ns = nd_env_now_ns(store->options.env);
    if (is_over(recv)) {
        reply(store, request, recv->state == ND__SNAP_DONE ? ND_STATUS_OK : ND_STATUS_EXISTS, recv->next_seq);
        return;
    }
    if (recv->state != ND__SNAP_RECEIVING || recv->is_job_running) {
        reply(store, request, ND_STATUS_BUSY, recv->next_seq);
        return;
    }
    const struct nd__snap_head *head = &finish->head;
    bool is_whole = head->chunk_count == recv->next_seq && head->hash == recv->hash &&
                    head->desc.id.v == recv->head.desc.id.v && head->to.v == recv->head.to.v;
    recv->request = request;
    if (!is_whole || head->index == 0) {
        fail(recv, ND_STATUS_CORRUPT);
        return;
    }
    nd_range_desc_deinit(&recv->head.desc, store->heap);
    recv->head = *head;
    recv->head.desc = nd_range_desc_copy(&head->desc, store->heap);
    recv->state = ND__SNAP_SYNCING;
    submit(recv, store->options.background, run_sync, synced);
}

/* What is accepted goes on: it needs nobody. */
static void on_abandon(struct nd__snap_recv *recv, struct nd_rpc_request *request)
{
    if (recv->state == ND__SNAP_RECEIVING && !recv->is_job_running) fail(recv, ND_STATUS_CANCELED);
    reply(recv->store, request, ND_STATUS_OK, recv->next_seq);
}

void nd__snap_on_rpc(void *arg, struct nd_rpc_request *rpc_request)
{
    struct nd_store *store = arg;
    struct nd__snap_request request;
    if (rpc_request->is_oneway || rpc_request->from.v == 0) {
        nd_rpc_request_drop(rpc_request);
        return;
    }
    enum nd_status status = nd__snap_request_decode(rpc_request->payload, &request);
    if (status == ND_STATUS_OK && request.kind == ND__SNAP_OFFER) {
        on_offer(store, rpc_request, &request);
        return;
    }
    struct nd__snap_recv *recv = status == ND_STATUS_OK ? find_recv(store, request.id) : NULL;
    if (status == ND_STATUS_OK && recv == NULL) status = ND_STATUS_NOT_FOUND;
    if (status != ND_STATUS_OK)
        reply(store, rpc_request, status, 0);
    else if (request.kind == ND__SNAP_CHUNK)
        on_chunk(recv, rpc_request, &request);
    else if (request.kind == ND__SNAP_ABANDON)
        on_abandon(recv, rpc_request);
    else
        on_finish(recv, rpc_request, &request);
}

void nd__snap_recvs_close(struct nd_store *store)
{
    while (!nd_list_is_empty(&store->snap_recvs)) free_recv(recv_at(store->snap_recvs.next));
    while (!nd_list_is_empty(&store->snap_cleans)) {
        struct nd__snap_clean *clean = ND_CONTAINER_OF(store->snap_cleans.next, struct nd__snap_clean, link);
        nd_list_remove(&clean->link);
        nd_heap_free(store->heap, clean);
    }
    nd_heap_free(store->heap, store->options.bases);
}

/* ---- a file that a crash left behind --------------------------------------------------------------------------- */

static void run_clean(struct nd_job *job)
{
    struct nd__snap_clean *clean = ND_CONTAINER_OF(job, struct nd__snap_clean, job);
    struct nd__snap_dir dir = nd__snap_dir(clean->store);
    clean->status = nd__snap_file_remove(&dir, &clean->head);
}

static void cleaned(struct nd_job *job)
{
    struct nd__snap_clean *clean = ND_CONTAINER_OF(job, struct nd__snap_clean, job);
    nd_list_remove(&clean->link);
    nd_heap_free(clean->store->heap, clean);
}

void nd__snap_clean_start(struct nd__snap_clean *clean)
{
    nd_list_push_back(&clean->store->snap_cleans, &clean->link);
    clean->job = (struct nd_job){.run = run_clean, .done = cleaned};
    nd_worker_submit(clean->store->options.background, clean->store->options.reactor, &clean->job);
}
