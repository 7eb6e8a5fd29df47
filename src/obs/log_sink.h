/* SPDX-License-Identifier: Apache-2.0 */
/* log_sink.h - where a server's log lines go: a rotated file, and stderr.
 *
 * Role.       The sink of the node's nd_logger. Lines are stamped and queued by whoever logs, and
 *             written by a worker, so that no reactor waits for a disk.
 * Owner.      The command that starts a node; it outlives the env (env's own lines come here too).
 * Threading.  nd_obs_log_sink_write (through the logger): any thread. The rest: reactor 0's thread.
 * Protocol.   init -> attach (once the env exists: earlier lines wait) -> detach -> deinit.
 * Invariants. O1 lines of one thread stay in order.
 *             O2 at most ND_OBS_LOG_QUEUE_MAX lines wait; further ones are counted and the count is logged.
 *             O3 warnings and errors are on stderr before the logging call returns: what a crash
 *                takes from the file is there.
 * Testing.    tests/unit/obs_log_sink.c */
#ifndef ND_OBS_LOG_SINK_H
#define ND_OBS_LOG_SINK_H

#include "env/env.h"

#define ND_OBS_LOG_QUEUE_MAX 8192

struct nd_obs_log_sink_line;

struct nd_obs_log_sink_options {
    const char *dir;      /* made if absent; the files are ndoto.log, ndoto.1.log (older), ... */
    uint64_t file_bytes;  /* the file is rotated beyond it */
    uint64_t files;       /* kept, the current one included */
};

struct nd_obs_log_sink {
    struct nd_heap *heap;
    bool is_all_on_stderr;
    struct nd_env *env; /* NULL unless attached */
    struct nd_reactor *reactor;
    struct nd_worker *worker;
    struct nd_obs_log_sink_options options;
    struct nd_file *file;
    uint64_t file_size;
    struct nd_buf batch; /* being written */
    struct nd_task task;
    struct nd_job job;
    bool is_writing, is_broken;
    _Atomic(struct nd_obs_log_sink_line *) lines; /* newest first */
    _Atomic uint64_t queued, dropped;
    _Atomic bool is_posted, is_attached;
};

/* Fills *logger_out with itself as sink. Everything goes to stderr if is_all_on_stderr, else only
 * warnings and errors. */
void nd_obs_log_sink_init(struct nd_obs_log_sink *sink, struct nd_heap *heap, enum nd_log_level level_min, bool is_all_on_stderr,
                          struct nd_logger *logger_out);
/* Opens the file (blocks; before the reactors turn) and writes what waited. Errors: those of files. */
ND_RESULT nd_obs_log_sink_attach(struct nd_obs_log_sink *sink, struct nd_env *env, const struct nd_obs_log_sink_options *options);
/* After the reactors' loops ended, before the env is closed: writes the rest, closes the file. Later
 * lines go to stderr alone. */
void nd_obs_log_sink_detach(struct nd_obs_log_sink *sink);
void nd_obs_log_sink_deinit(struct nd_obs_log_sink *sink);

#endif
