/* SPDX-License-Identifier: Apache-2.0 */
/* env.h - the only seam to the world: clock, timers, network, files, threads, randomness.
 *
 * Role.       Everything a node does to the outside goes through struct nd_env. Two backends stand
 *             behind its vtable: env_real (libuv, threads, files; src/env/real_*.c) and env_sim
 *             (virtual clock, network and disks from one seed; src/env/sim_*.c). Node code cannot
 *             tell which it runs on.
 * Owner.      One nd_env per node. Its heap holds everything the node allocates, so that the
 *             simulator can free a crashed node whole.
 * Threading.  A node has N reactors, each a thread in the real backend. What is reachable from one
 *             reactor is touched by that reactor only; nd_reactor_post carries a task to another.
 *             Blocking work runs as jobs on workers, and its completion on the submitting reactor.
 * Invariants. E1 completions and callbacks never run inside the call that asked for them.
 *             E2 in the simulator one seed decides everything; nothing orders by address.
 *             E3 file functions block: they are called from a job's run (or before the reactors
 *             turn, at start), never on a reactor.
 * Testing.    tests/unit/env_*.c run one suite over both backends. */
#ifndef ND_ENV_ENV_H
#define ND_ENV_ENV_H

#include "base/breakage.h"
#include "base/probe.h"
#include "base/heap.h"
#include "base/ids.h"
#include "base/list.h"
#include "base/logger.h"
#include "base/metrics.h"
#include "base/slice.h"
#include "base/status.h"

struct nd_env;
struct nd_reactor;
struct nd_worker;
struct nd_file;
struct nd_stream;
struct nd_listener;

/* breakage.h. Never set in a server: only the simulator's backend can report one as broken. */
const char *nd_breakage_name(enum nd_breakage breakage); /* "ack_before_fsync" */

/* ---- environment ------------------------------------------------------------------------- */

/* Nanoseconds of CLOCK_BOOTTIME: never steps, goes on during suspend. Base of all timeouts. */
uint64_t nd_env_now_ns(struct nd_env *env);
/* Microseconds since 1970-01-01 UTC. May jump: for people and SQL's now(), never for safety. */
uint64_t nd_env_wall_us(struct nd_env *env);
/* Fills with random bytes (getrandom(2); in the simulator from the seed). */
void nd_env_entropy(struct nd_env *env, void *p, size_t n);
uint64_t nd_env_random_u64(struct nd_env *env);
struct nd_heap *nd_env_heap(struct nd_env *env);
const struct nd_logger *nd_env_logger(struct nd_env *env);
struct nd_metrics *nd_env_metrics(struct nd_env *env);
bool nd_env_is_broken(struct nd_env *env, enum nd_breakage breakage); /* false in servers */
/* True now and then in simulation, at sites chosen by the seed; false in servers. Use through
 * ND_BUGGIFY to make rare branches common. `site` is a static string. */
bool nd_env_buggify(struct nd_env *env, const char *site);
#define ND_BUGGIFY(env, site) nd_env_buggify((env), (site))
/* Counted in simulation, nothing in servers (base/probe.h). Through ND_PROBE, by the name without its prefix. */
void nd_env_probe(struct nd_env *env, enum nd_probe probe);
#define ND_PROBE(env, name) nd_env_probe((env), ND_PROBE_##name)
/* Those of a mask, 1 << enum nd_probe, that a pure core has collected. */
void nd_env_probe_all(struct nd_env *env, uint64_t probes);
const char *nd_probe_name(enum nd_probe probe); /* "RAFT_PREVOTE_LOST" */
const char *nd_probe_text(enum nd_probe probe);
/* The node cannot go on (exit codes: enum nd_exit). Real: message, exit of the process. Simulated:
 * crash of this node; the call never returns there either. */
ND_NORETURN void nd_env_fatal(struct nd_env *env, int exit_code, const char *fmt, ...) ND_PRINTF(3, 4);

size_t nd_env_reactor_count(struct nd_env *env);
struct nd_reactor *nd_env_reactor(struct nd_env *env, size_t i);
struct nd_env *nd_reactor_env(struct nd_reactor *reactor);
size_t nd_reactor_index(struct nd_reactor *reactor);

/* ---- tasks and timers ---------------------------------------------------------------------- */

/* Embedded in the struct it works on. One nd_task is queued at most once at a time. */
struct nd_task {
    struct nd_list link;
    void (*run)(struct nd_task *task);
    bool is_queued;
};
static inline void nd_task_init(struct nd_task *task, void (*run)(struct nd_task *task))
{
    nd_list_init(&task->link);
    task->run = run;
    task->is_queued = false;
}
/* Runs the task on `reactor` soon. From any thread. The task must not be queued anywhere. */
void nd_reactor_post(struct nd_reactor *reactor, struct nd_task *task);
/* Runs the task at the end of this turn of `reactor` (after the I/O callbacks at hand), on whose
 * thread the caller is: where batches are flushed. Does nothing if the task is queued already. */
void nd_reactor_defer(struct nd_reactor *reactor, struct nd_task *task);
/* Takes a deferred task out again (not one posted from another thread). */
void nd_task_cancel(struct nd_task *task);

struct nd_timer {
    void (*on_fire)(struct nd_timer *timer);
    struct nd_reactor *reactor;
    uint64_t deadline_ns, seq; /* seq breaks ties, in order of start */
    size_t heap_pos;           /* 0: not running */
};
void nd_timer_init(struct nd_timer *timer, struct nd_reactor *reactor, void (*on_fire)(struct nd_timer *timer));
/* (Re)starts: fires once, at or after deadline_ns of nd_env_now_ns. On the timer's reactor. */
void nd_timer_start_at(struct nd_timer *timer, uint64_t deadline_ns);
void nd_timer_start_in(struct nd_timer *timer, uint64_t delay_ns);
void nd_timer_stop(struct nd_timer *timer); /* harmless when not running */
static inline bool nd_timer_is_running(const struct nd_timer *timer) { return timer->heap_pos != 0; }

#define ND_MS 1000000ULL
#define ND_US 1000ULL
#define ND_SEC 1000000000ULL

/* ---- blocking jobs --------------------------------------------------------------------------- */

/* Embedded in the struct it works on. run: on a thread of the worker, may block. done: on the
 * submitting reactor, after run. Memory is handed over by the submit and handed back by done. */
struct nd_job {
    struct nd_list link;
    void (*run)(struct nd_job *job);
    void (*done)(struct nd_job *job);
    struct nd_reactor *reactor;
    struct nd_task done_task;
    struct nd_fiber *fiber; /* waits for it, in nd_fiber_run_job */
};
/* One thread: jobs run in the order of submission (the log, apply). More: a pool without order.
 * On reactor 0's thread. */
struct nd_worker *nd_worker_open(struct nd_env *env, const char *name, size_t threads);
/* Likewise, for work that nobody waits for: where processors are short, its threads get a tenth of what others get. */
struct nd_worker *nd_worker_open_background(struct nd_env *env, const char *name, size_t threads);
/* Waits for running jobs; queued ones run first. Before the env is closed, on reactor 0's thread
 * after its loop ended or at stop. Where the loop of a job's reactor has ended, its `done` does not
 * come any more: the job is then back with its owner. */
void nd_worker_close(struct nd_worker *worker);
void nd_worker_submit(struct nd_worker *worker, struct nd_reactor *reactor, struct nd_job *job);
/* CPU time used by the worker's threads so far, for `ndoto bench` and metrics. */
uint64_t nd_worker_cpu_ns(struct nd_worker *worker);
uint64_t nd_reactor_cpu_ns(struct nd_reactor *reactor);
uint64_t nd_env_cpu_ns(struct nd_env *env); /* of the whole process, with threads of libraries; 0 in simulation */

/* ---- files (blocking: E3) ---------------------------------------------------------------------- */

enum nd_file_flags {
    ND_FILE_READ = 1,
    ND_FILE_WRITE = 2,
    ND_FILE_CREATE = 4,    /* with WRITE: make it if absent */
    ND_FILE_EXCLUSIVE = 8, /* with CREATE: ND_STATUS_EXISTS if present */
    ND_FILE_LOCK = 16,     /* advisory lock of the process: ND_STATUS_BUSY if another holds it */
};
/* Errors: NOT_FOUND, EXISTS, BUSY, NO_SPACE, IO. After an error of nd_file_write or nd_file_sync
 * what is on disk is unknown: the log's owner ends the process. */
ND_RESULT nd_file_open(struct nd_env *env, const char *path, unsigned flags, struct nd_file **file_out);
void nd_file_close(struct nd_file *file);
/* *n_out < n only at the end of the file. */
ND_RESULT nd_file_read(struct nd_file *file, uint64_t offset, void *p, size_t n, size_t *n_out);
ND_RESULT nd_file_write(struct nd_file *file, uint64_t offset, struct nd_slice bytes); /* all of it */
ND_RESULT nd_file_sync(struct nd_file *file);                                  /* fdatasync */
ND_RESULT nd_file_allocate(struct nd_file *file, uint64_t bytes);              /* grows, zero-filled blocks */
ND_RESULT nd_file_truncate(struct nd_file *file, uint64_t bytes);
ND_RESULT nd_file_size(struct nd_file *file, uint64_t *bytes_out);
ND_RESULT nd_file_rename(struct nd_env *env, const char *from, const char *to);
ND_RESULT nd_file_remove(struct nd_env *env, const char *path);
ND_RESULT nd_dir_make(struct nd_env *env, const char *path);                   /* with parents, durable at return; fine if there */
ND_RESULT nd_dir_sync(struct nd_env *env, const char *path);                   /* makes names durable */
/* Of the file system that holds the folder: what this process may still write. UINT64_MAX: no bound. */
ND_RESULT nd_dir_space(struct nd_env *env, const char *path, uint64_t *free_out);
/* Calls on_name for each entry but . and .., in byte order. */
ND_RESULT nd_dir_list(struct nd_env *env, const char *path, void *arg, void (*on_name)(void *arg, const char *name));

/* ---- streams ----------------------------------------------------------------------------------- */

enum nd_stream_flags {
    /* Each nd_stream_write is a whole number of messages of a protocol that bears their loss,
     * duplication and reordering. The simulator then does just that; TCP takes no notice. */
    ND_STREAM_FRAMED = 1,
};

/* The owner's half of a connection. on_close comes exactly once, last, for every stream that a
 * connect or accept made (whether by nd_stream_close, the peer or an error: see status); the
 * stream is gone when it returns. status: OK after nd_stream_close, nd_stream_abort or the peer's
 * orderly end (what was queued by then is flushed first); UNREACHABLE when it could not be
 * connected within 5 s, or broke. */
struct nd_stream_handler {
    void (*on_open)(struct nd_stream *stream, void *owner);                        /* connects only */
    void (*on_data)(struct nd_stream *stream, void *owner, struct nd_slice bytes); /* borrowed for the call */
    void (*on_drain)(struct nd_stream *stream, void *owner); /* output fell below half of what it was at its last peak >= 64 KiB, or to 0; may be NULL */
    void (*on_close)(struct nd_stream *stream, void *owner, enum nd_status status);
};

/* addr: "host:port", host a name, an IPv4 or "[IPv6]"; ":port" means loopback.
 * Never fails at once: on_open or on_close follows. */
struct nd_stream *nd_stream_connect(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                    const struct nd_stream_handler *handler, void *owner);
/* Queues bytes; takes the buffer's memory (the buffer is empty after). Nothing is said of delivery.
 * Fine, and ignored, after nd_stream_close. Flushed by the end of the turn. */
void nd_stream_write(struct nd_stream *stream, struct nd_buf *bytes);
size_t nd_stream_queued_bytes(const struct nd_stream *stream);
void nd_stream_pause(struct nd_stream *stream);  /* no on_data until resumed: back-pressure */
void nd_stream_resume(struct nd_stream *stream);
/* Flushes what is queued (bounded: 5 s), then closes. on_close follows. */
void nd_stream_close(struct nd_stream *stream);
void nd_stream_abort(struct nd_stream *stream); /* without the flush */
const char *nd_stream_peer(const struct nd_stream *stream); /* "127.0.0.1:1234" */
void nd_stream_set_owner(struct nd_stream *stream, void *owner);

struct nd_listener_handler {
    /* Sets *handler_out and *owner_out to keep the connection, returns false to refuse it. */
    bool (*on_accept)(struct nd_listener *listener, void *owner, struct nd_stream *stream,
                      const struct nd_stream_handler **handler_out, void **owner_out);
};
/* Errors: INVALID (address), BUSY (in use), IO. `bound_out`, if not NULL, gets "ip:port" (port 0
 * asks for any free one): the caller's, to free through the env's heap. */
ND_RESULT nd_listener_open(struct nd_reactor *reactor, const char *addr, unsigned flags,
                           const struct nd_listener_handler *handler, void *owner,
                           struct nd_listener **listener_out, char **bound_out);
void nd_listener_close(struct nd_listener *listener);

#endif
