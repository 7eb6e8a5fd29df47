/* SPDX-License-Identifier: Apache-2.0 */
/* env.c - the calls of env.h that go straight to the backend. */
#include <stdarg.h>
#include <stdio.h>

#include "env/env_int.h"

const char *nd_breakage_name(enum nd_breakage breakage)
{
    switch (breakage) {
    case ND_BREAK_ACK_BEFORE_FSYNC: return "ack_before_fsync";
    case ND_BREAK_VOTE_NOT_PERSISTED: return "vote_not_persisted";
    case ND_BREAK_NO_TERM_NOOP: return "no_term_noop";
    case ND_BREAK_FENCE_DROPPED: return "fence_dropped";
    case ND_BREAK_ACK_BEYOND_DURABLE: return "ack_beyond_durable";
    case ND_BREAK_READ_UNCONFIRMED: return "read_unconfirmed";
    case ND_BREAK_VOTE_ANY_LOG: return "vote_any_log";
    case ND_BREAK_STALE_EPOCH_APPLIED: return "stale_epoch_applied";
    case ND_BREAK_SNAP_MARKER_AHEAD: return "snap_marker_ahead";
    case ND_BREAK_FREEZE_UNSETTLED: return "freeze_unsettled";
    case ND_BREAK_LEASE_PROMISE_IGNORED: return "lease_promise_ignored";
    case ND_BREAK_READS_NOT_VALIDATED: return "reads_not_validated";
    case ND_BREAK_ASYNC_BOUND_EARLY: return "async_bound_early";
    case ND_BREAK_ASYNC_UNFENCED: return "async_unfenced";
    case ND_BREAK_ASYNC_UNCONFIRMED: return "async_unconfirmed";
    case ND_BREAK_ASYNC_STALE_PREPARED: return "async_stale_prepared";
    case ND_BREAK_RECOVERING_VOTES: return "recovering_votes";
    case ND_BREAK_DAMAGE_CUT_OFF: return "truncates_damage_silently";
    case ND_BREAK_MERGE_NOT_WAITING_FOR_ALL: return "merge_not_waiting_for_all";
    case ND_BREAK_MERGE_WITHOUT_VIGIL: return "merge_without_vigil";
    case ND_BREAK_READ_FLOOR_NOT_CARRIED: return "read_floor_not_carried";
    case ND_BREAK_FROZEN_SERVES_READS: return "frozen_serves_reads";
    case ND_BREAK_INDEX_UNFENCED: return "index_unfenced";
    case ND_BREAK_CLOSED_EARLY: return "closed_early";
    case ND_BREAK_CLOSED_UNCONFIRMED: return "closed_unconfirmed";
    case ND_BREAK_CLOSED_NOT_APPLIED: return "closed_not_applied";
    case ND_BREAK_CLOSED_IGNORES_RECORDS: return "closed_ignores_records";
    case ND_BREAK_GATE_UNSEEN: return "gate_unseen";
    case ND_BREAK_GATE_NOT_SPLIT: return "gate_not_split";
    case ND_BREAK_UNDO_HALF_DONE: return "undo_half_done";
    case ND_BREAK_UNDO_LEAVES_SENT: return "undo_leaves_sent";
    case ND_BREAK_UNDO_OVER_FORGOTTEN: return "undo_over_forgotten";
    case ND_BREAK_COMMIT_UNASKED: return "commit_unasked";
    case ND_BREAK_LOCKS_UNCHECKED: return "locks_unchecked";
    case ND_BREAK_OWN_UNCHECKED: return "own_unchecked";
    case ND_BREAK_SPILLED_UNREAD: return "spilled_unread";
    case ND_BREAK_HOLDER_UNSEEN: return "holder_unseen";
    case ND_BREAK_LOST_LOCK_UNSEEN: return "lost_lock_unseen";
    case ND_BREAK_COUNT: break;
    }
    ND_UNREACHABLE();
}

#define PROBE_NAME(name, text) [ND_PROBE_##name] = #name,
#define PROBE_TEXT(name, text) [ND_PROBE_##name] = text,
static const char *const probe_names[] = {ND_RAFT_PROBES(PROBE_NAME) ND_OTHER_PROBES(PROBE_NAME)};
static const char *const probe_texts[] = {ND_RAFT_PROBES(PROBE_TEXT) ND_OTHER_PROBES(PROBE_TEXT)};
const char *nd_probe_name(enum nd_probe probe) { return probe_names[probe]; }
const char *nd_probe_text(enum nd_probe probe) { return probe_texts[probe]; }

uint64_t nd_env_now_ns(struct nd_env *env) { return env->ops->now_ns(env); }
uint64_t nd_env_wall_us(struct nd_env *env) { return env->ops->wall_us(env); }
void nd_env_entropy(struct nd_env *env, void *p, size_t n) { env->ops->entropy(env, p, n); }
uint64_t nd_env_random_u64(struct nd_env *env)
{
    uint64_t v;
    env->ops->entropy(env, &v, sizeof v);
    return v;
}
struct nd_heap *nd_env_heap(struct nd_env *env) { return env->heap; }
const struct nd_logger *nd_env_logger(struct nd_env *env) { return env->logger; }
struct nd_metrics *nd_env_metrics(struct nd_env *env) { return env->metrics; }
bool nd_env_is_broken(struct nd_env *env, enum nd_breakage breakage) { return env->ops->is_broken(env, breakage); }
bool nd_env_buggify(struct nd_env *env, const char *site) { return env->ops->buggify(env, site); }
void nd_env_probe(struct nd_env *env, enum nd_probe probe)
{
    if (env->ops->probe != NULL) env->ops->probe(env, probe);
}
void nd_env_probe_all(struct nd_env *env, uint64_t probes)
{
    if (env->ops->probe == NULL) return;
    for (unsigned i = 0; probes != 0; i++, probes >>= 1)
        if (probes & 1) env->ops->probe(env, (enum nd_probe)i);
}

void nd_env_fatal(struct nd_env *env, int exit_code, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    env->ops->fatal(env, exit_code, text);
    ND_UNREACHABLE();
}

size_t nd_env_reactor_count(struct nd_env *env) { return env->reactor_count; }
struct nd_reactor *nd_env_reactor(struct nd_env *env, size_t i)
{
    ND_ASSERT(i < env->reactor_count);
    return env->reactors[i];
}
struct nd_env *nd_reactor_env(struct nd_reactor *reactor) { return reactor->env; }
size_t nd_reactor_index(struct nd_reactor *reactor) { return reactor->index; }
uint64_t nd_env_cpu_ns(struct nd_env *env) { return env->ops->cpu_ns(env); }
uint64_t nd_reactor_cpu_ns(struct nd_reactor *reactor) { return reactor->env->ops->reactor_cpu_ns(reactor); }

struct nd_worker *nd_worker_open(struct nd_env *env, const char *name, size_t threads)
{
    ND_ASSERT(threads > 0);
    return env->ops->worker_open(env, name, threads, false);
}
struct nd_worker *nd_worker_open_background(struct nd_env *env, const char *name, size_t threads)
{
    ND_ASSERT(threads > 0);
    return env->ops->worker_open(env, name, threads, true);
}
void nd_worker_close(struct nd_worker *worker) { worker->env->ops->worker_close(worker); }
void nd_worker_submit(struct nd_worker *worker, struct nd_reactor *reactor, struct nd_job *job)
{
    nd__job_prepare(job, reactor);
    worker->env->ops->worker_submit(worker, job);
}
uint64_t nd_worker_cpu_ns(struct nd_worker *worker) { return worker->env->ops->worker_cpu_ns(worker); }

enum nd_status nd_file_open(struct nd_env *env, const char *path, unsigned flags, struct nd_file **file_out)
{
    *file_out = NULL;
    return env->ops->file_open(env, path, flags, file_out);
}
void nd_file_close(struct nd_file *file) { file->env->ops->file_close(file); }
enum nd_status nd_file_read(struct nd_file *file, uint64_t offset, void *p, size_t n, size_t *n_out)
{
    *n_out = 0;
    return file->env->ops->file_read(file, offset, p, n, n_out);
}
enum nd_status nd_file_write(struct nd_file *file, uint64_t offset, struct nd_slice bytes)
{
    return file->env->ops->file_write(file, offset, bytes);
}
enum nd_status nd_file_sync(struct nd_file *file) { return file->env->ops->file_sync(file); }
enum nd_status nd_file_allocate(struct nd_file *file, uint64_t bytes) { return file->env->ops->file_allocate(file, bytes); }
enum nd_status nd_file_truncate(struct nd_file *file, uint64_t bytes) { return file->env->ops->file_truncate(file, bytes); }
enum nd_status nd_file_size(struct nd_file *file, uint64_t *bytes_out)
{
    *bytes_out = 0;
    return file->env->ops->file_size(file, bytes_out);
}
enum nd_status nd_file_rename(struct nd_env *env, const char *from, const char *to) { return env->ops->file_rename(env, from, to); }
enum nd_status nd_file_remove(struct nd_env *env, const char *path) { return env->ops->file_remove(env, path); }
enum nd_status nd_dir_make(struct nd_env *env, const char *path) { return env->ops->dir_make(env, path); }
enum nd_status nd_dir_space(struct nd_env *env, const char *path, uint64_t *free_out) { return env->ops->dir_space(env, path, free_out); }
enum nd_status nd_dir_sync(struct nd_env *env, const char *path) { return env->ops->dir_sync(env, path); }
enum nd_status nd_dir_list(struct nd_env *env, const char *path, void *arg, void (*on_name)(void *arg, const char *name))
{
    return env->ops->dir_list(env, path, arg, on_name);
}

struct nd_stream *nd_stream_connect(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                    const struct nd_stream_handler *handler, void *owner)
{
    return reactor->env->ops->stream_connect(reactor, addr, flags, handler, owner);
}
void nd_stream_write(struct nd_stream *stream, struct nd_buf *bytes) { stream->reactor->env->ops->stream_write(stream, bytes); }
size_t nd_stream_queued_bytes(const struct nd_stream *stream) { return stream->queued_bytes; }
void nd_stream_pause(struct nd_stream *stream) { stream->reactor->env->ops->stream_pause(stream); }
void nd_stream_resume(struct nd_stream *stream) { stream->reactor->env->ops->stream_resume(stream); }
void nd_stream_close(struct nd_stream *stream) { stream->reactor->env->ops->stream_close(stream); }
void nd_stream_abort(struct nd_stream *stream) { stream->reactor->env->ops->stream_abort(stream); }
const char *nd_stream_peer(const struct nd_stream *stream) { return stream->peer; }
void nd_stream_set_owner(struct nd_stream *stream, void *owner) { stream->owner = owner; }

enum nd_status nd_listener_open(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                const struct nd_listener_handler *handler, void *owner,
                                struct nd_listener **listener_out, char **bound_out)
{
    *listener_out = NULL;
    if (bound_out != NULL) *bound_out = NULL;
    return reactor->env->ops->listener_open(reactor, addr, flags, handler, owner, listener_out, bound_out);
}
void nd_listener_close(struct nd_listener *listener) { listener->reactor->env->ops->listener_close(listener); }
