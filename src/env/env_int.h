/* SPDX-License-Identifier: Apache-2.0 */
/* env_int.h - what the two backends share: the vtable, a reactor's queues, switching of stacks.
 *
 * Turn.       A backend delivers I/O callbacks, then calls nd__reactor_turn: due timers, tasks
 *             kept for the next turn, deferred tasks (those they defer too, for a bounded number of
 *             rounds), last the backend's flush of stream output. */
#ifndef ND_ENV_INT_H
#define ND_ENV_INT_H

#include "env/env.h"
#include "env/fiber.h"

/* Moves all of `from` behind what `to` holds. */
static inline void nd__list_splice(struct nd_list *to, struct nd_list *from)
{
    if (nd_list_is_empty(from)) return;
    from->next->prev = to->prev;
    to->prev->next = from->next;
    from->prev->next = to;
    to->prev = from->prev;
    nd_list_init(from);
}

/* ---- stacks and contexts (ctx.c) ------------------------------------------------------------ */

/* A place to run: a stack of its own, or the thread's. Zeroed: the context of the caller's thread. */
struct nd__ctx {
    void *fctx; /* where it goes on when switched to */
    struct nd__ctx *from; /* what was left for it last */
    void (*main)(void *arg);
    void *arg;
    const void *stack_lo; /* learned at the first switch for a thread's own stack */
    size_t stack_bytes;
    void *fake_stack; /* AddressSanitizer's */
    void *tsan_fiber; /* ThreadSanitizer's */
};
/* `main` starts at the first switch to ctx, and never returns. */
void nd__ctx_make(struct nd__ctx *ctx, void *stack_lo, size_t stack_bytes, void (*main)(void *arg), void *arg);
void nd__ctx_drop(struct nd__ctx *ctx); /* it will not be switched to again */
/* Suspends `from`, which runs now, and goes on at `to`. */
void nd__ctx_switch(struct nd__ctx *from, struct nd__ctx *to);
/* As switch, but `from` never runs again. */
ND_NORETURN void nd__ctx_leave(struct nd__ctx *from, struct nd__ctx *to);

/* Lies at the upper end of its own mapping; the guard page is at the lower end. */
struct nd__stack {
    struct nd_list link;
    uint8_t *map;
    size_t map_bytes;
    uint8_t *lo; /* usable: [lo, this) */
};
/* Stacks of one thread. The simulator shares one pool among its nodes. */
struct nd__stack_pool {
    struct nd_list free; /* of the default size */
    size_t free_count;
    struct nd__stack *big; /* made on first use */
};
void nd__stack_pool_init(struct nd__stack_pool *pool);
void nd__stack_pool_deinit(struct nd__stack_pool *pool);
struct nd__stack *nd__stack_take(struct nd__stack_pool *pool, size_t bytes);
void nd__stack_give(struct nd__stack_pool *pool, struct nd__stack *stack);
struct nd__stack *nd__stack_big(struct nd__stack_pool *pool);
/* Forgets the frames of a stack that is left without returning. */
void nd__stack_wipe(struct nd__stack *stack);

/* ---- reactor (reactor.c, fiber.c) ------------------------------------------------------------ */

struct nd_reactor {
    struct nd_env *env;
    size_t index;
    struct nd_timer **timers; /* binary heap in [1, timer_count] */
    size_t timer_count, timer_cap;
    uint64_t timer_seq;
    struct nd_list deferred;  /* run in this turn */
    struct nd_list next_turn; /* run after the loop looked for I/O once more */
    struct nd_list fibers;    /* all that live */
    struct nd_fiber *fiber;   /* runs now */
    const uint8_t *stack_lo;  /* of what runs now; NULL: the loop itself */
    struct nd__stack_pool *stacks;
    struct nd__ctx loop;
    bool is_on_big_stack, is_turning;
};

void nd__reactor_init(struct nd_reactor *reactor, struct nd_env *env, size_t index, struct nd__stack_pool *stacks);
/* Gives back stacks of fibers that still live, frees the timer heap. Runs no task. */
void nd__reactor_deinit(struct nd_reactor *reactor);
/* Marks that callbacks run, until nd__reactor_turn ends: the backend need not be kicked. */
static inline void nd__reactor_enter(struct nd_reactor *reactor) { reactor->is_turning = true; }
/* Ends a turn. True: work is left for a next turn that must not wait. */
bool nd__reactor_turn(struct nd_reactor *reactor);
uint64_t nd__reactor_deadline(const struct nd_reactor *reactor); /* of the first timer; UINT64_MAX: none */
void nd__reactor_next_turn(struct nd_reactor *reactor, struct nd_task *task);
/* Completion of a job on its reactor, posted by workers. */
void nd__job_prepare(struct nd_job *job, struct nd_reactor *reactor);
bool nd__is_completion(const struct nd_task *task);
/* Takes completions off a list of tasks: their jobs are back with their owners, who may free them. */
void nd__drop_completions(struct nd_list *tasks);
/* Splits "host:port", "[ip6]:port", ":port" (host "127.0.0.1"). False: not of this form. */
bool nd__addr_split(const char *addr, char *host, size_t host_bytes, unsigned *port_out);

/* ---- environment ------------------------------------------------------------------------------ */

struct nd_env_ops {
    uint64_t (*now_ns)(struct nd_env *env);
    uint64_t (*wall_us)(struct nd_env *env);
    void (*entropy)(struct nd_env *env, void *p, size_t n);
    bool (*is_broken)(struct nd_env *env, enum nd_breakage breakage);
    bool (*buggify)(struct nd_env *env, const char *site);
    void (*probe)(struct nd_env *env, enum nd_probe probe); /* NULL: nobody counts */
    void (*fatal)(struct nd_env *env, int exit_code, const char *text); /* does not return */

    void (*post)(struct nd_reactor *reactor, struct nd_task *task);
    void (*kick)(struct nd_reactor *reactor);  /* work was queued outside of a turn */
    void (*flush)(struct nd_reactor *reactor); /* sends what streams have queued in this turn */
    uint64_t (*cpu_ns)(struct nd_env *env);
    uint64_t (*reactor_cpu_ns)(struct nd_reactor *reactor);

    struct nd_worker *(*worker_open)(struct nd_env *env, const char *name, size_t threads, bool is_background);
    void (*worker_close)(struct nd_worker *worker);
    void (*worker_submit)(struct nd_worker *worker, struct nd_job *job);
    uint64_t (*worker_cpu_ns)(struct nd_worker *worker);

    enum nd_status (*file_open)(struct nd_env *env, const char *path, unsigned flags, struct nd_file **file_out);
    void (*file_close)(struct nd_file *file);
    enum nd_status (*file_read)(struct nd_file *file, uint64_t offset, void *p, size_t n, size_t *n_out);
    enum nd_status (*file_write)(struct nd_file *file, uint64_t offset, struct nd_slice bytes);
    enum nd_status (*file_sync)(struct nd_file *file);
    enum nd_status (*file_allocate)(struct nd_file *file, uint64_t bytes);
    enum nd_status (*file_truncate)(struct nd_file *file, uint64_t bytes);
    enum nd_status (*file_size)(struct nd_file *file, uint64_t *bytes_out);
    enum nd_status (*file_rename)(struct nd_env *env, const char *from, const char *to);
    enum nd_status (*file_remove)(struct nd_env *env, const char *path);
    enum nd_status (*dir_make)(struct nd_env *env, const char *path);
    enum nd_status (*dir_sync)(struct nd_env *env, const char *path);
    enum nd_status (*dir_space)(struct nd_env *env, const char *path, uint64_t *free_out);
    enum nd_status (*dir_list)(struct nd_env *env, const char *path, void *arg,
                               void (*on_name)(void *arg, const char *name));

    struct nd_stream *(*stream_connect)(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                        const struct nd_stream_handler *handler, void *owner);
    void (*stream_write)(struct nd_stream *stream, struct nd_buf *bytes);
    void (*stream_pause)(struct nd_stream *stream);
    void (*stream_resume)(struct nd_stream *stream);
    void (*stream_close)(struct nd_stream *stream);
    void (*stream_abort)(struct nd_stream *stream);
    enum nd_status (*listener_open)(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                    const struct nd_listener_handler *handler, void *owner,
                                    struct nd_listener **listener_out, char **bound_out);
    void (*listener_close)(struct nd_listener *listener);
};

/* The common heads of what the backends make; each comes first in the backend's struct. */
struct nd_env {
    const struct nd_env_ops *ops;
    struct nd_heap *heap;
    const struct nd_logger *logger;
    struct nd_metrics *metrics;
    struct nd_reactor **reactors;
    size_t reactor_count;
};
struct nd_worker {
    struct nd_env *env;
};
struct nd_file {
    struct nd_env *env;
};
struct nd_listener {
    struct nd_reactor *reactor;
    const struct nd_listener_handler *handler;
    void *owner;
    unsigned flags;
};
struct nd_stream {
    struct nd_reactor *reactor;
    const struct nd_stream_handler *handler;
    void *owner;
    unsigned flags;
    size_t queued_bytes; /* written by the owner, not yet taken by the transport */
    size_t drain_peak;   /* of queued_bytes since the last on_drain */
    char peer[80];
};

#define ND_STREAM_DRAIN_BYTES_MIN (64 << 10) /* a queue below is reported drained at 0 only */
#define ND_STREAM_FLUSH_NS_MAX (5 * ND_SEC)  /* of nd_stream_close */
#define ND_STREAM_CONNECT_NS_MAX (5 * ND_SEC)
#define ND_TURN_ROUNDS_MAX 16 /* of deferred tasks that defer others, before I/O gets its turn */

/* Bookkeeping of queued_bytes; `sent` calls on_drain where the header says so. */
static inline void nd__stream_queued(struct nd_stream *stream, size_t n)
{
    stream->queued_bytes += n;
    if (stream->queued_bytes > stream->drain_peak) stream->drain_peak = stream->queued_bytes;
}
void nd__stream_sent(struct nd_stream *stream, size_t n);

/* Buffers written and not yet taken by the transport, in order. */
struct nd__outq {
    struct nd_buf *bufs; /* [first, last) */
    size_t first, last, cap;
};
static inline size_t nd__outq_count(const struct nd__outq *outq) { return outq->last - outq->first; }
void nd__outq_push(struct nd__outq *outq, struct nd_heap *heap, struct nd_buf *bytes); /* takes its memory */
void nd__outq_pop(struct nd__outq *outq);                                             /* frees the first */
void nd__outq_deinit(struct nd__outq *outq, struct nd_heap *heap);

#endif
