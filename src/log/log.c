/* SPDX-License-Identifier: Apache-2.0 */
/* log.c - opening, closing, looking at it. */
#include "log/log_int.h"

static enum nd_status lock_folder(struct nd_log *log)
{
    if (!log->is_only_looked_at) ND_TRY(nd_dir_make(log->env, log->path));
    char *path = nd__log_path(log, "LOCK");
    unsigned create = log->is_only_looked_at ? 0 : ND_FILE_CREATE;
    enum nd_status status = nd_file_open(log->env, path, ND_FILE_READ | ND_FILE_WRITE | create | ND_FILE_LOCK, &log->lock);
    nd_heap_free(log->heap, path);
    return status;
}

static struct nd_log *new_log(const struct nd_log_options *options)
{
    struct nd_log *log = nd_heap_new(nd_env_heap(options->env), struct nd_log);
    log->env = options->env;
    log->heap = nd_env_heap(options->env);
    log->reactor = options->reactor;
    log->writer = options->writer;
    log->reader = options->reader;
    log->path = nd_heap_strdup(log->heap, options->path);
    log->segment_bytes = options->segment_bytes / ND__LOG_BLOCK_BYTES * ND__LOG_BLOCK_BYTES;
    log->uuid = (struct nd__log_uuid){{options->node_uuid[0], options->node_uuid[1]}};
    log->is_state_lost = options->is_state_lost;
    log->was_there = options->was_there;
    log->spare_job.log = log->recycle_job.log = log;
    nd_hmap_init(&log->groups, log->heap);
    nd_list_init(&log->pending_entry_groups);
    nd_list_init(&log->pending_root_groups);
    nd_list_init(&log->waiting_reads);
    nd__log_write_init(log);
    return log;
}

enum nd_status nd_log_open(const struct nd_log_options *options, struct nd_log **log_out)
{
    *log_out = NULL;
    ND_ASSERT(options->segment_bytes >= (ND__LOG_HEADER_BLOCKS + 1) * ND__LOG_BLOCK_BYTES);
    struct nd_log *log = new_log(options);
    enum nd_status status;
    ND_TRY_OR(lock_folder(log), failed);
    ND_TRY_OR(nd__log_terms_load(log), failed);
    ND_TRY_OR(nd__log_recover_folder(log), failed);
    log->directory_from = log->sealed_seq + 1;
    log->doubt = log->terms.doubt;
    log->doubt_term = log->terms.doubt_term;
    nd__log_update_gauges(log);
    *log_out = log;
    return ND_STATUS_OK;
failed:
    nd_log_close(log);
    return status;
}

enum nd_status nd_log_inspect(struct nd_env *env, const char *path, const struct nd_log_inspection *inspection)
{
    struct nd_log_options options = {.env = env, .reactor = nd_env_reactor(env, 0), .path = path};
    struct nd_log *log = new_log(&options);
    log->is_only_looked_at = true;
    enum nd_status status = lock_folder(log);
    if (status == ND_STATUS_OK) status = nd__log_recover_folder(log);
    for (size_t i = 0; i < log->segment_count; i++) {
        const struct nd__log_segment *segment = log->segments[i];
        struct nd_log_segment_info info = {segment->seq, segment->first_frame_seq, segment->frame_count, segment->next_block * ND__LOG_BLOCK_BYTES,
                                           segment->block_count * ND__LOG_BLOCK_BYTES};
        inspection->on_segment(inspection->arg, &info);
    }
    nd_log_recover(log, inspection->arg, inspection->on_group);
    nd_log_close(log);
    return status;
}

void nd_log_close(struct nd_log *log)
{
    if (log == NULL) return;
    log->is_closing = true;
    nd__log_write_deinit(log);
    ND_HMAP_FOREACH(slot, &log->groups) nd__log_group_free(log, slot->value);
    nd_hmap_deinit(&log->groups);
    for (size_t i = 0; i < log->segment_count; i++) nd__log_segment_free(log, log->segments[i]);
    if (log->recycle_job.segment != NULL) nd__log_segment_free(log, log->recycle_job.segment);
    nd_heap_free(log->heap, log->segments);
    struct nd_file *const files[] = {log->spare, log->spare_job.spare, log->recycle_job.spare, log->terms.file, log->lock};
    for (size_t i = 0; i < ND_ARRAY_LEN(files); i++)
        if (files[i] != NULL) nd_file_close(files[i]);
    nd_heap_free(log->heap, log->path);
    nd_heap_free(log->heap, log);
}

const struct nd_log_stats *nd_log_stats(const struct nd_log *log) { return &log->stats; }

void nd_log_register_metrics(struct nd_log *log, struct nd_metrics *metrics)
{
    struct nd_log_stats *stats = &log->stats;
    nd_metrics_add_counter(metrics, "ndoto_log_frames_total", NULL, "Frames (group commits) made durable", &stats->frames);
    nd_metrics_add_counter(metrics, "ndoto_log_fsyncs_total", NULL, "fdatasync calls of the log", &stats->fsyncs);
    nd_metrics_add_counter(metrics, "ndoto_log_bytes_total", NULL, "Bytes written to the log, padding included", &stats->bytes);
    nd_metrics_add_counter(metrics, "ndoto_log_padding_bytes_total", NULL, "Bytes of padding to whole blocks", &stats->padding_bytes);
    nd_metrics_add_counter(metrics, "ndoto_log_items_total", NULL, "Appends and other records in frames", &stats->items);
    nd_metrics_add_counter(metrics, "ndoto_log_frames_large_total", NULL, "Frames that grew over 4 MiB while the writer was busy", &stats->frames_large);
    nd_metrics_add_counter(metrics, "ndoto_log_repairs_total", NULL, "Times that damage was found and repaired when the log was opened", &stats->repairs);
    nd_metrics_add_histogram(metrics, "ndoto_log_fsync_seconds", NULL, "Duration of fdatasync", &stats->fsync_ns, 1e9);
    nd_metrics_add_histogram(metrics, "ndoto_log_frame_bytes", NULL, "Size of frames on disk", &stats->frame_bytes, 1);
    nd_metrics_add_histogram(metrics, "ndoto_log_frame_items", NULL, "Records per frame", &stats->frame_items, 1);
    nd_metrics_add_gauge(metrics, "ndoto_log_segments", NULL, "Segments in use", &stats->segments);
    nd_metrics_add_gauge(metrics, "ndoto_log_disk_bytes", NULL, "Disk space of the log", &stats->disk_bytes);
}
