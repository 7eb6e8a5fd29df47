/* SPDX-License-Identifier: Apache-2.0 */
#include "obs/log_sink.h"

#include <stdio.h>

/* One queued line, its text behind the struct. wall_us 0: logged before there was a clock. */
struct nd_obs_log_sink_line {
    struct nd_obs_log_sink_line *next;
    uint64_t wall_us;
    enum nd_log_level level;
    char module[16];
    char text[];
};

/* Days since 1970-01-01 to a date (H. Hinnant, "chrono-compatible low-level date algorithms"). */
static void format_time(uint64_t wall_us, char out[32])
{
    uint64_t seconds = wall_us / 1000000, days = seconds / 86400, z = days + 719468;
    uint64_t era = z / 146097, day_of_era = z - era * 146097;
    uint64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    uint64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    uint64_t month_from_march = (5 * day_of_year + 2) / 153;
    uint64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    uint64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    uint64_t year = year_of_era + era * 400 + (month <= 2);
    snprintf(out, 32, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", (unsigned)(year % 10000), (unsigned)month, (unsigned)day,
             (unsigned)(seconds / 3600 % 24), (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60), (unsigned)(wall_us / 1000 % 1000));
}

static void format_line(struct nd_buf *out, uint64_t wall_us, enum nd_log_level level, const char *module, const char *text)
{
    char stamp[32];
    format_time(wall_us, stamp);
    nd_buf_printf(out, "%s %s %s: %s\n", stamp, nd_log_level_name(level), module, text);
}

/* A line must stay one line: what a client sent may hold newlines or terminal escapes. */
static void copy_printable(char *to, const char *from, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] = (unsigned char)from[i] < 0x20 || from[i] == 0x7f ? '?' : from[i];
    to[n] = '\0';
}

static void write_stderr(struct nd_obs_log_sink *sink, const struct nd_obs_log_sink_line *line)
{
    struct nd_buf out;
    nd_buf_init(&out, sink->heap);
    if (line->wall_us != 0) format_line(&out, line->wall_us, line->level, line->module, line->text);
    else nd_buf_printf(&out, "%s %s: %s\n", nd_log_level_name(line->level), line->module, line->text);
    fwrite(out.p, 1, out.n, stderr); /* one call: lines of several threads do not mix */
    nd_buf_deinit(&out);
}

static void sink_write(void *sink_arg, enum nd_log_level level, const char *module, const char *text)
{
    struct nd_obs_log_sink *sink = sink_arg;
    bool is_attached = atomic_load(&sink->is_attached);
    size_t n = strlen(text), module_n = strlen(module);
    struct nd_obs_log_sink_line *line = nd_heap_alloc(sink->heap, sizeof *line + n + 1);
    line->wall_us = is_attached ? nd_env_wall_us(sink->env) : 0;
    line->level = level;
    copy_printable(line->module, module, module_n < sizeof line->module ? module_n : sizeof line->module - 1);
    copy_printable(line->text, text, n);
    if (sink->is_all_on_stderr || level >= ND_LOG_WARN) write_stderr(sink, line);

    if (atomic_fetch_add(&sink->queued, 1) >= ND_OBS_LOG_QUEUE_MAX) {
        atomic_fetch_sub(&sink->queued, 1);
        atomic_fetch_add(&sink->dropped, 1);
        nd_heap_free(sink->heap, line);
        return;
    }
    line->next = atomic_load(&sink->lines);
    while (!atomic_compare_exchange_weak(&sink->lines, &line->next, line)) {}
    if (is_attached && !atomic_exchange(&sink->is_posted, true)) nd_reactor_post(sink->reactor, &sink->task);
}

/* Moves what waits into the batch, oldest first. */
static void fill_batch(struct nd_obs_log_sink *sink)
{
    struct nd_obs_log_sink_line *newest = atomic_exchange(&sink->lines, NULL), *oldest = NULL;
    while (newest != NULL) {
        struct nd_obs_log_sink_line *next = newest->next;
        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    uint64_t now_us = nd_env_wall_us(sink->env);
    while (oldest != NULL) {
        struct nd_obs_log_sink_line *next = oldest->next;
        format_line(&sink->batch, oldest->wall_us != 0 ? oldest->wall_us : now_us, oldest->level, oldest->module, oldest->text);
        nd_heap_free(sink->heap, oldest);
        atomic_fetch_sub(&sink->queued, 1);
        oldest = next;
    }
    uint64_t dropped = atomic_exchange(&sink->dropped, 0);
    if (dropped > 0) {
        char text[64];
        snprintf(text, sizeof text, "%llu lines dropped: the queue was full", (unsigned long long)dropped);
        format_line(&sink->batch, now_us, ND_LOG_WARN, "obs", text);
    }
}

static void file_path(const struct nd_obs_log_sink *sink, uint64_t age, char *out, size_t out_bytes)
{
    if (age == 0) snprintf(out, out_bytes, "%s/ndoto.log", sink->options.dir);
    else snprintf(out, out_bytes, "%s/ndoto.%llu.log", sink->options.dir, (unsigned long long)age);
}

static enum nd_status open_file(struct nd_obs_log_sink *sink)
{
    char path[4096];
    file_path(sink, 0, path, sizeof path);
    ND_TRY(nd_file_open(sink->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &sink->file));
    return nd_file_size(sink->file, &sink->file_size);
}

/* ndoto.log -> ndoto.1.log -> ... ; the oldest is overwritten. */
static enum nd_status rotate(struct nd_obs_log_sink *sink)
{
    char from[4096], to[4096];
    nd_file_close(sink->file);
    sink->file = NULL;
    for (uint64_t age = sink->options.files - 1; age > 0; age--) {
        file_path(sink, age - 1, from, sizeof from);
        file_path(sink, age, to, sizeof to);
        enum nd_status status = nd_file_rename(sink->env, from, to);
        if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
    }
    ND_TRY(open_file(sink));
    if (sink->options.files == 1) {
        sink->file_size = 0;
        return nd_file_truncate(sink->file, 0);
    }
    return ND_STATUS_OK;
}

static enum nd_status write_batch(struct nd_obs_log_sink *sink)
{
    if (sink->file_size > 0 && sink->file_size + sink->batch.n > sink->options.file_bytes) ND_TRY(rotate(sink));
    ND_TRY(nd_file_write(sink->file, sink->file_size, nd_buf_slice(&sink->batch)));
    sink->file_size += sink->batch.n;
    return ND_STATUS_OK;
}

/* Losing log lines must not stop a database: the first failure is told on stderr, later lines go there. */
static void write_batch_or_stderr(struct nd_obs_log_sink *sink)
{
    enum nd_status status = sink->is_broken ? ND_STATUS_IO : write_batch(sink);
    if (status != ND_STATUS_OK) {
        if (!sink->is_broken) fprintf(stderr, "ndoto: cannot write the log file in %s (%s): log lines go here\n", sink->options.dir, nd_status_text(status));
        sink->is_broken = true;
        if (!sink->is_all_on_stderr) fwrite(sink->batch.p, 1, sink->batch.n, stderr);
    }
    nd_buf_clear(&sink->batch);
}

static void run_job(struct nd_job *job)
{
    struct nd_obs_log_sink *sink = (struct nd_obs_log_sink *)((char *)job - offsetof(struct nd_obs_log_sink, job));
    write_batch_or_stderr(sink);
}

static void submit_batch(struct nd_obs_log_sink *sink)
{
    fill_batch(sink);
    if (sink->batch.n == 0) return;
    sink->is_writing = true;
    nd_worker_submit(sink->worker, sink->reactor, &sink->job);
}

static void job_done(struct nd_job *job)
{
    struct nd_obs_log_sink *sink = (struct nd_obs_log_sink *)((char *)job - offsetof(struct nd_obs_log_sink, job));
    sink->is_writing = false;
    if (atomic_load(&sink->is_attached)) submit_batch(sink); /* what came meanwhile */
}

static void run_task(struct nd_task *task)
{
    struct nd_obs_log_sink *sink = (struct nd_obs_log_sink *)((char *)task - offsetof(struct nd_obs_log_sink, task));
    atomic_store(&sink->is_posted, false); /* before the lines are taken: a later line posts again */
    if (!sink->is_writing && atomic_load(&sink->is_attached)) submit_batch(sink);
}

void nd_obs_log_sink_init(struct nd_obs_log_sink *sink, struct nd_heap *heap, enum nd_log_level level_min, bool is_all_on_stderr,
                          struct nd_logger *logger_out)
{
    memset(sink, 0, sizeof *sink);
    sink->heap = heap;
    sink->is_all_on_stderr = is_all_on_stderr;
    nd_buf_init(&sink->batch, heap);
    nd_task_init(&sink->task, run_task);
    sink->job.run = run_job;
    sink->job.done = job_done;
    *logger_out = (struct nd_logger){.level_min = level_min, .sink_arg = sink, .sink = sink_write};
}

enum nd_status nd_obs_log_sink_attach(struct nd_obs_log_sink *sink, struct nd_env *env, const struct nd_obs_log_sink_options *options)
{
    ND_ASSERT(sink->env == NULL);
    ND_ASSERT(options->files >= 1);
    sink->env = env;
    sink->reactor = nd_env_reactor(env, 0);
    sink->options = *options;
    sink->options.dir = nd_heap_strdup(sink->heap, options->dir);
    enum nd_status status = nd_dir_make(env, options->dir);
    if (status == ND_STATUS_OK) status = open_file(sink);
    if (status != ND_STATUS_OK) {
        if (sink->file != NULL) nd_file_close(sink->file);
        sink->file = NULL;
        nd_heap_free(sink->heap, (void *)(uintptr_t)sink->options.dir);
        sink->env = NULL;
        return status;
    }
    sink->worker = nd_worker_open(env, "logfile", 1);
    fill_batch(sink);
    if (sink->batch.n > 0) write_batch_or_stderr(sink);
    atomic_store(&sink->is_attached, true);
    return ND_STATUS_OK;
}

void nd_obs_log_sink_detach(struct nd_obs_log_sink *sink)
{
    if (sink->env == NULL) return;
    atomic_store(&sink->is_attached, false);
    nd_worker_close(sink->worker); /* a batch at hand is written first; its completion no longer matters */
    nd_buf_clear(&sink->batch);
    fill_batch(sink);
    if (sink->batch.n > 0) write_batch_or_stderr(sink);
    if (sink->file != NULL) nd_file_close(sink->file);
    sink->file = NULL;
    nd_heap_free(sink->heap, (void *)(uintptr_t)sink->options.dir);
    sink->env = NULL;
}

void nd_obs_log_sink_deinit(struct nd_obs_log_sink *sink)
{
    ND_ASSERT(sink->env == NULL);
    struct nd_obs_log_sink_line *line = atomic_exchange(&sink->lines, NULL);
    while (line != NULL) {
        struct nd_obs_log_sink_line *next = line->next;
        nd_heap_free(sink->heap, line);
        line = next;
    }
    nd_buf_deinit(&sink->batch);
}
