/* SPDX-License-Identifier: Apache-2.0 */
/* log_write.c - group commit: frames are filled, given to the writer, reported durable. */
#include <lz4.h>

#include "log/log_int.h"

enum { UNSYNCED_FRAMES = 16 }; /* skip_sync */

struct nd__log_frame *nd__log_filling(struct nd_log *log) { return &log->frames[log->filling]; }

/* ---- on the writer ---------------------------------------------------------------------------------- */

/* Leaves header space and the compressed payload in frame->packed; false: not worth it. */
static bool try_compress(struct nd__log_frame *frame)
{
    if (frame->raw_bytes < ND__LOG_COMPRESS_BYTES_MIN) return false;
    int bound = (int)(frame->raw_bytes - frame->raw_bytes / 11); /* ratio 1.1, or leave it */
    nd_buf_clear(&frame->packed);
    nd_buf_reserve(&frame->packed, ND__LOG_FRAME_HEADER_BYTES + (size_t)bound);
    const char *raw = (const char *)frame->image.p + ND__LOG_FRAME_HEADER_BYTES;
    int n = LZ4_compress_default(raw, (char *)frame->packed.p + ND__LOG_FRAME_HEADER_BYTES, (int)frame->raw_bytes, bound);
    if (n <= 0) return false;
    frame->packed.n = ND__LOG_FRAME_HEADER_BYTES + (size_t)n;
    return true;
}

/* The frame's bytes, header and padding included. */
static struct nd_slice finish_image(struct nd__log_frame *frame)
{
    frame->raw_bytes = (uint32_t)(frame->image.n - ND__LOG_FRAME_HEADER_BYTES);
    bool is_packed = try_compress(frame);
    struct nd_buf *image = is_packed ? &frame->packed : &frame->image;
    frame->stored_bytes = (uint32_t)(image->n - ND__LOG_FRAME_HEADER_BYTES);
    frame->hash = nd__log_payload_hash(frame->frame_seq, nd_slice_of(image->p + ND__LOG_FRAME_HEADER_BYTES, frame->stored_bytes));
    struct nd__log_frame_header header = {
        .flags = is_packed ? ND__LOG_FLAG_LZ4 : 0,
        .segment_seq = frame->segment->seq,
        .frame_seq = frame->frame_seq,
        .durable_seq = frame->durable_seq,
        .hash = frame->hash,
        .block = (uint32_t)frame->segment->next_block,
        .item_count = frame->item_count,
        .raw_bytes = frame->raw_bytes,
        .stored_bytes = frame->stored_bytes,
    };
    nd__log_frame_header_encode(&header, frame->log->uuid, image->p);
    size_t pad = nd__log_frame_blocks(frame->stored_bytes) * ND__LOG_BLOCK_BYTES - image->n;
    memset(nd_buf_extend(image, pad), 0, pad);
    return nd_buf_slice(image);
}

static enum nd_status write_frame(struct nd__log_frame *frame)
{
    frame->doing = "raise the terms"; /* before the frame names one of them */
    ND_TRY(nd__log_terms_raise(frame->log, frame->term_max));
    if (frame->opens_segment) {
        frame->doing = "make a segment";
        ND_TRY(nd__log_segment_create(frame->log, frame->segment, frame->takes_spare ? frame->spare : NULL));
    }
    frame->doing = "write a frame";
    struct nd_slice image = finish_image(frame);
    ND_TRY(nd_file_write(frame->segment->file, frame->segment->next_block * ND__LOG_BLOCK_BYTES, image));
    frame->doing = "sync a frame";
    if (frame->skips_sync) return ND_STATUS_OK;
    uint64_t since_ns = nd_env_now_ns(frame->log->env);
    enum nd_status status = nd_file_sync(frame->segment->file);
    frame->sync_ns = nd_env_now_ns(frame->log->env) - since_ns;
    if (status != ND_STATUS_OK || !frame->sets_doubt) return status;
    frame->doing = "write the terms"; /* after what has taken the place of doubt */
    frame->log->terms.doubt = frame->doubt;
    return nd__log_terms_store(frame->log);
}

static void run_frame(struct nd_job *job)
{
    struct nd__log_frame *frame = ND_CONTAINER_OF(job, struct nd__log_frame, job);
    frame->status = write_frame(frame);
}

/* ---- on the reactor ------------------------------------------------------------------------------------ */

static void reset_frame(struct nd__log_frame *frame)
{
    if (frame->image.cap > ND__LOG_KEEP_BYTES) nd_buf_deinit(&frame->image);
    if (frame->packed.cap > ND__LOG_KEEP_BYTES) nd_buf_deinit(&frame->packed);
    nd_buf_clear(&frame->image);
    memset(nd_buf_extend(&frame->image, ND__LOG_FRAME_HEADER_BYTES), 0, ND__LOG_FRAME_HEADER_BYTES);
    frame->item_count = 0;
    frame->must_sync = frame->needs_marker = frame->sets_doubt = false;
    frame->term_max = 0;
    frame->spare = NULL;
}

static void report(struct nd__log_frame *frame)
{
    while (!nd_list_is_empty(&frame->appends)) {
        struct nd_log_append *append = ND_CONTAINER_OF(frame->appends.next, struct nd_log_append, link);
        nd_list_remove(&append->link);
        append->done(append);
    }
}

static void count_frame(struct nd_log *log, const struct nd__log_frame *frame)
{
    uint64_t bytes = nd__log_frame_blocks(frame->stored_bytes) * ND__LOG_BLOCK_BYTES;
    nd_counter_add(&log->stats.frames, 1);
    nd_counter_add(&log->stats.fsyncs, 1);
    nd_counter_add(&log->stats.bytes, bytes);
    nd_counter_add(&log->stats.items, frame->item_count);
    nd_counter_add(&log->stats.padding_bytes, bytes - frame->stored_bytes - ND__LOG_FRAME_HEADER_BYTES);
    nd_histogram_add(&log->stats.fsync_ns, frame->sync_ns);
    nd_histogram_add(&log->stats.frame_bytes, bytes);
    nd_histogram_add(&log->stats.frame_items, frame->item_count);
}

static void on_frame_done(struct nd_job *job)
{
    struct nd__log_frame *frame = ND_CONTAINER_OF(job, struct nd__log_frame, job);
    struct nd_log *log = frame->log;
    struct nd__log_segment *segment = frame->segment;
    if (frame->status != ND_STATUS_OK) /* L4 */
        nd_env_fatal(log->env, ND_EXIT_LOG_IO, "log: cannot %s (segment %016llx, frame %llu): %s", frame->doing,
                     (unsigned long long)segment->seq, (unsigned long long)frame->frame_seq, nd_status_text(frame->status));
    log->is_flying = false;
    log->stats.outstanding_since_ns = 0;
    ND_ASSERT(frame->frame_seq == log->durable_seq + 1); /* L1 */
    log->durable_seq = frame->frame_seq;
    log->last_hash = frame->hash;
    segment->next_block += nd__log_frame_blocks(frame->stored_bytes);
    if (segment->next_block > segment->block_count) segment->block_count = segment->next_block;
    count_frame(log, frame);
    bool needs_marker = frame->needs_marker;
    report(frame);
    reset_frame(frame);

    const struct nd__log_frame *next = nd__log_filling(log);
    if (next->must_sync) nd__log_request_flush(log);
    else if (needs_marker) nd_timer_start_in(&log->idle_timer, ND__LOG_MARKER_NS);
    else if (next->item_count > 0 && !nd_timer_is_running(&log->idle_timer)) nd_timer_start_in(&log->idle_timer, ND__LOG_LAZY_NS);
    if (segment->next_block > segment->block_count / 2) nd__log_make_spare(log);
    nd__log_purge(log);
    nd__log_retry_reads(log);
}

static void splice(struct nd_list *to, struct nd_list *from)
{
    while (!nd_list_is_empty(from)) {
        struct nd_list *link = from->next;
        nd_list_remove(link);
        nd_list_push_back(to, link);
    }
}

static void put_row(struct nd_log *log, uint64_t frame_seq, uint64_t range, uint64_t first, uint64_t last)
{
    struct nd__log_directory_row row = {.frame_seq = frame_seq, .range = range, .first = first, .last = last};
    nd__log_encode_directory_row(&log->directory, &row);
    log->directory_count++;
}

/* Every so often, and where nothing else is to be said, a frame says what the ones before it held. */
static void put_directory(struct nd_log *log, struct nd__log_frame *frame)
{
    uint64_t frame_seq = log->sealed_seq + 1;
    bool is_due = frame->item_count == 0 || frame_seq % ND__LOG_DIRECTORY_FRAMES == 0 || log->directory.n > ND__LOG_DIRECTORY_BYTES_MAX;
    if (log->directory_count > 0 && is_due) {
        nd__log_encode_directory(&frame->image, log->directory_count, nd_buf_slice(&log->directory));
        nd__log_encode_cover(&frame->image, log->directory_from);
        frame->item_count += 2;
        nd_buf_clear(&log->directory);
        log->directory_count = 0;
        log->directory_from = frame_seq;
    }
    while (!nd_list_is_empty(&frame->touched)) {
        struct nd__log_group *group = ND_CONTAINER_OF(frame->touched.next, struct nd__log_group, touched_link);
        nd_list_remove(&group->touched_link);
        put_row(log, frame_seq, group->range.v, group->touched_first, group->touched_first == 0 ? 0 : group->last_index);
        group->touched_first = 0;
    }
    for (size_t i = 0; i < log->destroyed.n; i += 8) put_row(log, frame_seq, nd_load_u64(log->destroyed.p + i), 0, 0);
    nd_buf_clear(&log->destroyed);
}

/* Chooses where the frame goes; opens the next segment if it might not fit into this one. */
static void place_frame(struct nd_log *log, struct nd__log_frame *frame)
{
    struct nd__log_segment *segment = nd__log_active(log);
    uint64_t blocks = nd__log_frame_blocks((uint32_t)(frame->image.n - ND__LOG_FRAME_HEADER_BYTES));
    frame->opens_segment = segment->next_block + blocks > segment->block_count;
    frame->takes_spare = frame->opens_segment && log->spare_state == ND__LOG_SPARE_READY;
    if (frame->opens_segment) {
        segment = nd__log_segment_add(log, segment->seq + 1, frame->frame_seq);
        segment->prev_hash = log->last_hash;
        if (segment->block_count < ND__LOG_HEADER_BLOCKS + blocks) segment->block_count = ND__LOG_HEADER_BLOCKS + blocks;
        log->is_purge_wanted = true;
    }
    if (frame->takes_spare) {
        frame->spare = log->spare;
        log->spare = NULL;
        log->spare_state = ND__LOG_SPARE_NONE;
    }
    frame->segment = segment;
    nd__log_segment_add_frame(log, segment, segment->next_block);
    splice(&segment->entry_groups, &log->pending_entry_groups);
    splice(&segment->root_groups, &log->pending_root_groups);
    if (frame->opens_segment) nd__log_update_gauges(log);
}

/* The rule broken: a frame is reported when it is written. Now and then one is synced, and those before it
 * with it; what is left of a segment when the next begins is synced too, or recovery would see the hole. */
static void skip_sync(struct nd__log_frame *frame)
{
    const struct nd__log_segment *segment = frame->segment;
    frame->skips_sync = frame->frame_seq % UNSYNCED_FRAMES != 0 && segment->next_block < segment->block_count / 2;
    frame->durable_seq -= frame->durable_seq % UNSYNCED_FRAMES;
}

/* Gives the frame at hand to the writer, if that is free and somebody waits. */
static void on_flush(struct nd_task *task)
{
    struct nd_log *log = ND_CONTAINER_OF(task, struct nd_log, flush_task);
    nd__log_purge(log);
    struct nd__log_frame *frame = nd__log_filling(log);
    if (log->is_flying || !frame->must_sync) return;
    put_directory(log, frame);
    ND_ASSERT(frame->image.n - ND__LOG_FRAME_HEADER_BYTES <= ND__LOG_PAYLOAD_BYTES_MAX);
    frame->frame_seq = log->sealed_seq + 1;
    frame->durable_seq = log->durable_seq;
    frame->skips_sync = false;
    place_frame(log, frame);
    if (nd_env_is_broken(log->env, ND_BREAK_ACK_BEFORE_FSYNC)) skip_sync(frame);
    log->sealed_seq = frame->frame_seq;
    if (frame->image.n > ND__LOG_FRAME_BYTES_SOFT) nd_counter_add(&log->stats.frames_large, 1);
    log->is_flying = true;
    log->filling ^= 1;
    nd_timer_stop(&log->idle_timer);
    log->stats.outstanding_since_ns = nd_env_now_ns(log->env);
    nd_worker_submit(log->writer, log->reactor, &frame->job);
}

void nd__log_request_flush(struct nd_log *log)
{
    if (!log->is_flying && !log->is_closing) nd_reactor_defer(log->reactor, &log->flush_task);
}

/* Nothing happened for a while: the last frame gets a successor that says it was durable, and what
 * nobody waits for goes out with it. */
static void on_idle(struct nd_timer *timer)
{
    struct nd_log *log = ND_CONTAINER_OF(timer, struct nd_log, idle_timer);
    if (log->is_flying) return;
    nd__log_filling(log)->must_sync = true;
    nd__log_request_flush(log);
}

/* An item was added to the frame being filled. */
static void item_added(struct nd_log *log, bool must_sync)
{
    struct nd__log_frame *frame = nd__log_filling(log);
    frame->item_count++;
    if (must_sync) {
        frame->must_sync = frame->needs_marker = true;
        nd__log_request_flush(log);
    } else if (!log->is_flying && !nd_timer_is_running(&log->idle_timer)) {
        nd_timer_start_in(&log->idle_timer, ND__LOG_LAZY_NS);
    }
}

static void touch(struct nd_log *log, struct nd__log_group *group)
{
    if (nd_list_is_empty(&group->touched_link)) nd_list_push_back(&nd__log_filling(log)->touched, &group->touched_link);
}

static void put_hard_state(struct nd_log *log, struct nd__log_group *group, const struct nd_raft_hard_state *hard_state)
{
    struct nd__log_frame *frame = nd__log_filling(log);
    group->hard_state = *hard_state;
    if (hard_state->term > frame->term_max) frame->term_max = hard_state->term;
}

static struct nd__log_group *group_of(const struct nd_log *log, struct nd_range_id range, struct nd_replica_id replica)
{
    struct nd__log_group *group = nd__log_group_find(log, range);
    ND_ASSERT(group != NULL);
    ND_ASSERT(group->replica.v == replica.v);
    return group;
}

void nd_log_append(struct nd_log *log, struct nd_log_append *append, struct nd_range_id range, struct nd_replica_id replica,
                   const struct nd_raft_update *update)
{
    ND_ASSERT(update->append_seq != 0);
    struct nd__log_group *group = group_of(log, range, replica);
    struct nd__log_frame *frame = nd__log_filling(log);
    nd__log_encode_append(&frame->image, range, replica, update);
    if (update->has_hard_state) put_hard_state(log, group, &update->hard_state);
    if (update->truncate_from != 0) nd__log_group_truncate(log, group, update->truncate_from);
    for (size_t i = 0; i < update->entry_count; i++)
        nd__log_group_push(log, group, update->entries[i].index, update->entries[i].term, log->sealed_seq + 1);
    if (update->entry_count > 0 && group->touched_first == 0) group->touched_first = update->entries[0].index;
    touch(log, group);
    nd_list_push_back(&frame->appends, &append->link);
    item_added(log, update->must_sync);
}

void nd_log_create_group(struct nd_log *log, struct nd_log_append *append, struct nd_range_id range, struct nd_replica_id replica,
                         uint64_t prev_index, uint64_t prev_term)
{
    struct nd__log_group *group = nd__log_group_find(log, range);
    nd_list_push_back(&nd__log_filling(log)->appends, &append->link);
    if (group != NULL && group->replica.v == replica.v) { /* the split entry is applied again after a crash */
        nd__log_filling(log)->must_sync = true;
        nd__log_request_flush(log);
        return;
    }
    if (group != NULL) nd__log_group_remove(log, group);
    group = nd__log_group_add(log, range, replica);
    nd__log_encode_create(&nd__log_filling(log)->image, range, replica, prev_index, prev_term);
    nd__log_group_reset(log, group, prev_index, prev_term);
    nd__log_group_root(log, group, NULL);
    touch(log, group);
    item_added(log, true);
}

static void put_recovering(struct nd_log *log, struct nd__log_group *group, bool is_recovering, bool must_sync)
{
    group->is_recovering = is_recovering;
    nd__log_encode_recovering(&nd__log_filling(log)->image, group->range, group->replica, is_recovering);
    touch(log, group);
    item_added(log, must_sync);
}

void nd_log_reset_group(struct nd_log *log, struct nd_log_append *append, struct nd_range_id range, struct nd_replica_id replica,
                        uint64_t prev_index, uint64_t prev_term, const struct nd_raft_hard_state *hard_state, bool is_recovering)
{
    struct nd__log_group *group = nd__log_group_find(log, range);
    struct nd_buf *image = &nd__log_filling(log)->image;
    if (group != NULL) nd__log_group_remove(log, group);
    group = nd__log_group_add(log, range, replica);
    nd__log_encode_create(image, range, replica, prev_index, prev_term);
    nd__log_group_reset(log, group, prev_index, prev_term);
    nd__log_group_root(log, group, NULL);
    item_added(log, true);
    struct nd_raft_update update = {.has_hard_state = true, .hard_state = *hard_state};
    nd__log_encode_append(image, range, replica, &update); /* the same frame: both or neither */
    put_hard_state(log, group, hard_state);
    touch(log, group);
    if (is_recovering) put_recovering(log, group, true, true);
    nd_list_push_back(&nd__log_filling(log)->appends, &append->link);
    item_added(log, true);
    log->is_purge_wanted = true;
}

void nd__log_put_checkpoint(struct nd_log *log, struct nd__log_group *group)
{
    nd__log_encode_checkpoint(&nd__log_filling(log)->image, group->range, group->replica, group->prev_index, group->prev_term, &group->hard_state);
    nd__log_group_root(log, group, NULL);
    touch(log, group);
    item_added(log, false);
    if (group->is_recovering) put_recovering(log, group, true, false);
}

void nd_log_set_recovered(struct nd_log *log, struct nd_range_id range)
{
    struct nd__log_group *group = nd__log_group_find(log, range);
    ND_ASSERT(group != NULL);
    put_recovering(log, group, false, false);
}

enum nd_log_doubt nd_log_doubt(const struct nd_log *log, uint64_t *doubt_term_out)
{
    *doubt_term_out = log->doubt_term;
    return log->doubt;
}

void nd_log_set_doubt(struct nd_log *log, enum nd_log_doubt doubt)
{
    struct nd__log_frame *frame = nd__log_filling(log);
    log->doubt = frame->doubt = doubt;
    frame->sets_doubt = true;
    frame->must_sync = true;
    nd__log_request_flush(log);
}

void nd_log_compact(struct nd_log *log, struct nd_range_id range, uint64_t index_first, uint64_t prev_term)
{
    struct nd__log_group *group = nd__log_group_find(log, range);
    ND_ASSERT(group != NULL);
    if (index_first <= group->prev_index + 1) return;
    nd__log_group_drop_below(log, group, index_first, prev_term);
    nd__log_put_checkpoint(log, group);
    log->is_purge_wanted = true;
    if (log->segment_count > 1) nd__log_request_flush(log);
}

void nd_log_destroy_group(struct nd_log *log, struct nd_range_id range)
{
    struct nd__log_group *group = nd__log_group_find(log, range);
    if (group == NULL) return;
    nd__log_encode_destroy(&nd__log_filling(log)->image, range);
    nd_buf_put_u64(&log->destroyed, range.v);
    nd__log_group_remove(log, group);
    item_added(log, false);
    log->is_purge_wanted = true;
    if (log->segment_count > 1) nd__log_request_flush(log);
}

void nd__log_write_init(struct nd_log *log)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(log->frames); i++) {
        struct nd__log_frame *frame = &log->frames[i];
        frame->log = log;
        frame->job.run = run_frame;
        frame->job.done = on_frame_done;
        nd_buf_init(&frame->image, log->heap);
        nd_buf_init(&frame->packed, log->heap);
        nd_list_init(&frame->appends);
        nd_list_init(&frame->touched);
        reset_frame(frame);
    }
    nd_buf_init(&log->directory, log->heap);
    nd_buf_init(&log->destroyed, log->heap);
    nd_task_init(&log->flush_task, on_flush);
    nd_timer_init(&log->idle_timer, log->reactor, on_idle);
}

void nd__log_write_deinit(struct nd_log *log)
{
    nd_task_cancel(&log->flush_task);
    nd_timer_stop(&log->idle_timer);
    for (size_t i = 0; i < ND_ARRAY_LEN(log->frames); i++) {
        nd_buf_deinit(&log->frames[i].image);
        nd_buf_deinit(&log->frames[i].packed);
    }
    nd_buf_deinit(&log->directory);
    nd_buf_deinit(&log->destroyed);
}
