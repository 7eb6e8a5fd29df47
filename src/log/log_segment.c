/* SPDX-License-Identifier: Apache-2.0 */
/* log_segment.c - files of the log: made, found by frame, recycled. */
#include "log/log_int.h"

#define SPARE_NAME "spare.log"
#define NEW_NAME "new.log"
#define FILL_BYTES (256u << 10)
#define FILL_CHUNKS_PER_SYNC 16 /* small portions, so that a log at work is not held up */

char *nd__log_path(const struct nd_log *log, const char *name)
{
    struct nd_buf path;
    nd_buf_init(&path, log->heap);
    nd_buf_printf(&path, "%s/%s", log->path, name);
    nd_buf_put_u8(&path, 0);
    return (char *)path.p;
}

char *nd__log_segment_path(const struct nd_log *log, uint64_t segment_seq)
{
    struct nd_buf path;
    nd_buf_init(&path, log->heap);
    nd_buf_printf(&path, "%s/%016llx.log", log->path, (unsigned long long)segment_seq);
    nd_buf_put_u8(&path, 0);
    return (char *)path.p;
}

/* ---- in memory ------------------------------------------------------------------------------------ */

struct nd__log_segment *nd__log_segment_add(struct nd_log *log, uint64_t segment_seq, uint64_t first_frame_seq)
{
    struct nd__log_segment *segment = nd_heap_new(log->heap, struct nd__log_segment);
    segment->seq = segment_seq;
    segment->first_frame_seq = first_frame_seq;
    segment->next_block = ND__LOG_HEADER_BLOCKS;
    segment->block_count = log->segment_bytes / ND__LOG_BLOCK_BYTES;
    nd_list_init(&segment->entry_groups);
    nd_list_init(&segment->root_groups);
    if (log->segment_count == log->segment_cap) {
        log->segment_cap = log->segment_cap == 0 ? 8 : log->segment_cap * 2;
        log->segments = nd_heap_realloc(log->heap, log->segments, log->segment_cap * sizeof *log->segments);
    }
    log->segments[log->segment_count++] = segment;
    return segment;
}

void nd__log_segment_free(struct nd_log *log, struct nd__log_segment *segment)
{
    ND_ASSERT(nd_list_is_empty(&segment->entry_groups));
    ND_ASSERT(nd_list_is_empty(&segment->root_groups));
    if (segment->file != NULL) nd_file_close(segment->file);
    nd_heap_free(log->heap, segment->frame_blocks);
    nd_heap_free(log->heap, segment);
}

void nd__log_segment_add_frame(struct nd_log *log, struct nd__log_segment *segment, uint64_t block)
{
    if (segment->frame_count == segment->frame_cap) {
        segment->frame_cap = segment->frame_cap == 0 ? 64 : segment->frame_cap * 2;
        segment->frame_blocks = nd_heap_realloc(log->heap, segment->frame_blocks, segment->frame_cap * sizeof *segment->frame_blocks);
    }
    ND_ASSERT(block <= UINT32_MAX);
    segment->frame_blocks[segment->frame_count++] = (uint32_t)block;
}

struct nd__log_segment *nd__log_segment_of(const struct nd_log *log, uint64_t frame_seq)
{
    size_t low = 0, high = log->segment_count; /* segments before low begin at or below frame_seq */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (log->segments[middle]->first_frame_seq <= frame_seq) low = middle + 1;
        else high = middle;
    }
    if (low == 0) return NULL;
    struct nd__log_segment *segment = log->segments[low - 1];
    return frame_seq < segment->first_frame_seq + segment->frame_count ? segment : NULL;
}

void nd__log_update_gauges(struct nd_log *log)
{
    uint64_t blocks = 0;
    for (size_t i = 0; i < log->segment_count; i++) blocks += log->segments[i]->block_count;
    uint64_t spare_bytes = log->spare_state == ND__LOG_SPARE_READY ? log->segment_bytes : 0;
    nd_gauge_set(&log->stats.segments, (int64_t)log->segment_count);
    nd_gauge_set(&log->stats.disk_bytes, (int64_t)(blocks * ND__LOG_BLOCK_BYTES + spare_bytes));
}

/* ---- making one (blocks) ------------------------------------------------------------------------------ */

static enum nd_status write_header(struct nd_log *log, const struct nd__log_segment *segment, struct nd_file *file)
{
    struct nd__log_segment_header header = {
        .uuid = log->uuid,
        .segment_seq = segment->seq,
        .segment_bytes = segment->block_count * ND__LOG_BLOCK_BYTES,
        .prev_frame_seq = segment->first_frame_seq - 1,
        .prev_hash = segment->prev_hash,
    };
    uint8_t blocks[ND__LOG_HEADER_BLOCKS * ND__LOG_BLOCK_BYTES];
    for (size_t i = 0; i < ND__LOG_HEADER_BLOCKS; i++) nd__log_segment_header_encode(&header, blocks + i * ND__LOG_BLOCK_BYTES);
    ND_TRY(nd_file_allocate(file, header.segment_bytes));
    ND_TRY(nd_file_write(file, 0, nd_slice_of(blocks, sizeof blocks)));
    return nd_file_sync(file);
}

/* The header is durable before the file has its name, and the name before the first frame. */
enum nd_status nd__log_segment_create(struct nd_log *log, struct nd__log_segment *segment, struct nd_file *spare)
{
    char *from = nd__log_path(log, spare != NULL ? SPARE_NAME : NEW_NAME), *to = nd__log_segment_path(log, segment->seq);
    enum nd_status status;
    if (spare == NULL) {
        status = nd_file_remove(log->env, from); /* left over from a crash */
        if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) goto out;
        ND_TRY_OR(nd_file_open(log->env, from, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &spare), out);
    }
    segment->file = spare;
    ND_TRY_OR(write_header(log, segment, spare), out);
    ND_TRY_OR(nd_file_rename(log->env, from, to), out);
    ND_TRY_OR(nd_dir_sync(log->env, log->path), out);
out:
    nd_heap_free(log->heap, from);
    nd_heap_free(log->heap, to);
    return status;
}

/* ---- the spare ------------------------------------------------------------------------------------------ */

/* Blocks that were written before are synced about twice as fast as those only allocated, whose first
 * write is a change of metadata, too. Paid once: later the file is recycled. */
static enum nd_status fill_with_zeros(struct nd_log *log, struct nd_file *file)
{
    uint8_t *zeros = nd_heap_zalloc(log->heap, FILL_BYTES);
    enum nd_status status = ND_STATUS_OK;
    for (uint64_t at = 0; at < log->segment_bytes; at += FILL_BYTES) {
        uint64_t left = log->segment_bytes - at;
        ND_TRY_OR(nd_file_write(file, at, nd_slice_of(zeros, left < FILL_BYTES ? (size_t)left : FILL_BYTES)), out);
        if ((at / FILL_BYTES) % FILL_CHUNKS_PER_SYNC == FILL_CHUNKS_PER_SYNC - 1) ND_TRY_OR(nd_file_sync(file), out);
    }
    status = nd_file_sync(file);
out:
    nd_heap_free(log->heap, zeros);
    return status;
}

enum nd_status nd__log_spare_create(struct nd_log *log, struct nd_file **spare_out)
{
    char *path = nd__log_path(log, SPARE_NAME);
    enum nd_status status;
    *spare_out = NULL;
    ND_TRY_OR(nd_file_open(log->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, spare_out), out);
    ND_TRY_OR(nd_file_allocate(*spare_out, log->segment_bytes), out);
    ND_TRY_OR(fill_with_zeros(log, *spare_out), out);
    ND_TRY_OR(nd_dir_sync(log->env, log->path), out);
out:
    if (status != ND_STATUS_OK && *spare_out != NULL) {
        nd_file_close(*spare_out);
        *spare_out = NULL;
        (void)!nd_file_remove(log->env, path); /* gives the space back; what fails here is reported already */
    }
    nd_heap_free(log->heap, path);
    return status;
}

static void run_make_spare(struct nd_job *job)
{
    struct nd__log_file_job *spare_job = ND_CONTAINER_OF(job, struct nd__log_file_job, job);
    spare_job->status = nd__log_spare_create(spare_job->log, &spare_job->spare);
}

static void on_spare_made(struct nd_job *job)
{
    struct nd__log_file_job *spare_job = ND_CONTAINER_OF(job, struct nd__log_file_job, job);
    struct nd_log *log = spare_job->log;
    spare_job->is_running = false;
    log->spare = spare_job->spare;
    spare_job->spare = NULL;
    log->spare_state = log->spare != NULL ? ND__LOG_SPARE_READY : ND__LOG_SPARE_NONE;
    if (spare_job->status != ND_STATUS_OK) {
        log->spare_failed_at = nd__log_active(log)->seq;
        ND_WARN(nd_env_logger(log->env), "log", "cannot reserve a spare segment: %s", nd_status_text(spare_job->status));
    }
    nd__log_update_gauges(log);
}

void nd__log_make_spare(struct nd_log *log)
{
    if (log->spare_state != ND__LOG_SPARE_NONE || log->spare_failed_at == nd__log_active(log)->seq) return;
    log->spare_state = ND__LOG_SPARE_MAKING;
    log->spare_job.is_running = true;
    log->spare_job.job.run = run_make_spare;
    log->spare_job.job.done = on_spare_made;
    nd_worker_submit(log->reader, log->reactor, &log->spare_job.job);
}

/* ---- giving space back -------------------------------------------------------------------------------------- */

/* Names go one at a time, oldest first, each durably: segments never have a gap. */
static enum nd_status recycle(struct nd_log *log, struct nd__log_file_job *recycle_job, const char *path)
{
    nd_file_close(recycle_job->segment->file);
    recycle_job->segment->file = NULL;
    if (!recycle_job->to_spare) {
        ND_TRY(nd_file_remove(log->env, path));
        return nd_dir_sync(log->env, log->path);
    }
    char *spare_path = nd__log_path(log, SPARE_NAME);
    enum nd_status status;
    ND_TRY_OR(nd_file_rename(log->env, path, spare_path), out);
    ND_TRY_OR(nd_dir_sync(log->env, log->path), out);
    ND_TRY_OR(nd_file_open(log->env, spare_path, ND_FILE_READ | ND_FILE_WRITE, &recycle_job->spare), out);
out:
    nd_heap_free(log->heap, spare_path);
    return status;
}

static void run_recycle(struct nd_job *job)
{
    struct nd__log_file_job *recycle_job = ND_CONTAINER_OF(job, struct nd__log_file_job, job);
    char *path = nd__log_segment_path(recycle_job->log, recycle_job->segment->seq);
    recycle_job->status = recycle(recycle_job->log, recycle_job, path);
    nd_heap_free(recycle_job->log->heap, path);
}

static void on_recycled(struct nd_job *job)
{
    struct nd__log_file_job *recycle_job = ND_CONTAINER_OF(job, struct nd__log_file_job, job);
    struct nd_log *log = recycle_job->log;
    recycle_job->is_running = false;
    if (recycle_job->status != ND_STATUS_OK)
        nd_env_fatal(log->env, ND_EXIT_LOG_IO, "log: segment %016llx cannot be recycled: %s",
                     (unsigned long long)recycle_job->segment->seq, nd_status_text(recycle_job->status));
    if (recycle_job->to_spare) {
        ND_PROBE(log->env, LOG_SEGMENT_RECYCLED);
        log->spare = recycle_job->spare;
        recycle_job->spare = NULL;
        log->spare_state = ND__LOG_SPARE_READY;
    }
    nd__log_segment_free(log, recycle_job->segment);
    recycle_job->segment = NULL;
    log->is_purge_wanted = true;
    nd__log_purge(log);
    nd__log_update_gauges(log);
}

static void start_recycle(struct nd_log *log)
{
    struct nd__log_segment *oldest = log->segments[0];
    log->segment_count--;
    memmove(log->segments, log->segments + 1, log->segment_count * sizeof *log->segments);
    log->is_purging = false;
    log->recycle_job.segment = oldest;
    log->recycle_job.is_running = true;
    log->recycle_job.to_spare = log->spare_state == ND__LOG_SPARE_NONE;
    if (log->recycle_job.to_spare) log->spare_state = ND__LOG_SPARE_MAKING;
    log->recycle_job.job.run = run_recycle;
    log->recycle_job.job.done = on_recycled;
    nd_worker_submit(log->writer, log->reactor, &log->recycle_job.job);
}

/* Begins to give the oldest segment back, or goes on with that:
 *
 *     wanted ──no entry needed: new roots for its groups──▶ purging ──durable, no readers──▶ recycling
 */
void nd__log_purge(struct nd_log *log)
{
    if (log->recycle_job.is_running || log->segment_count < 2) return;
    struct nd__log_segment *oldest = log->segments[0];
    if (!log->is_purging) {
        if (!log->is_purge_wanted) return;
        log->is_purge_wanted = false;
        if (!nd_list_is_empty(&oldest->entry_groups)) return;
        while (!nd_list_is_empty(&oldest->root_groups))
            nd__log_put_checkpoint(log, ND_CONTAINER_OF(oldest->root_groups.next, struct nd__log_group, root_link));
        /* Whatever freed it (checkpoints of compactions, DESTROY items) must be durable first (L5). */
        bool is_filling = nd__log_filling(log)->item_count > 0;
        log->is_purging = true;
        log->purge_after_seq = log->sealed_seq + (is_filling ? 1 : 0);
        if (is_filling) {
            nd__log_filling(log)->must_sync = true;
            nd__log_request_flush(log);
        }
    }
    if (log->durable_seq >= log->purge_after_seq && oldest->readers == 0) start_recycle(log);
}
