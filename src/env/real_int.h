/* SPDX-License-Identifier: Apache-2.0 */
/* real_int.h - shared by real_env.c, real_stream.c and real_file.c. */
#ifndef ND_ENV_REAL_INT_H
#define ND_ENV_REAL_INT_H

#include <pthread.h>
#include <stdatomic.h>
#include <uv.h>

#include "env/env_int.h"
#include "env/real.h"

#define ND_REAL_READ_BYTES (128 << 10)
#define ND_REAL_SIGNALS_MAX 8

struct nd__real_reactor {
    struct nd_reactor base;
    uv_loop_t uv;
    uv_async_t wake;
    uv_poll_t timer_poll;
    int timer_fd;           /* a timerfd: libuv's own timers know milliseconds only */
    uint64_t timer_armed_ns; /* UINT64_MAX: it is not set */
    pthread_t thread;
    _Atomic bool has_thread; /* its CPU clock can be read */
    _Atomic uint64_t cpu_ns; /* once the thread has ended */
    struct nd__stack_pool stacks;
    uint8_t *read_buf; /* one for all streams: the slice of on_data lasts for the call */
    struct nd_list streams, listeners, unflushed;

    pthread_mutex_t lock; /* guards what follows */
    struct nd_list posted;
    bool is_asleep; /* a post must wake it */
    bool has_ended; /* the loop: completions of jobs are dropped */
};

struct nd__real_signal {
    uv_signal_t uv;
    void *arg;
    void (*on_signal)(void *arg, int signal_number);
};

struct nd__real_env {
    struct nd_env base;
    struct nd__real_reactor *reactors;
    _Atomic bool is_stopping;
    struct nd_list workers; /* open ones; reactor 0's thread */
    struct nd__real_signal *signals[ND_REAL_SIGNALS_MAX];
    size_t signal_count;
};

static inline struct nd__real_reactor *nd__real_reactor_of(struct nd_reactor *reactor)
{
    return ND_CONTAINER_OF(reactor, struct nd__real_reactor, base);
}

/* real_file.c */
enum nd_status nd__real_status(int error); /* of errno */
enum nd_status nd__real_file_open(struct nd_env *env, const char *path, unsigned flags, struct nd_file **file_out);
void nd__real_file_close(struct nd_file *file);
enum nd_status nd__real_file_read(struct nd_file *file, uint64_t offset, void *p, size_t n, size_t *n_out);
enum nd_status nd__real_file_write(struct nd_file *file, uint64_t offset, struct nd_slice bytes);
enum nd_status nd__real_file_sync(struct nd_file *file);
enum nd_status nd__real_file_allocate(struct nd_file *file, uint64_t bytes);
enum nd_status nd__real_file_truncate(struct nd_file *file, uint64_t bytes);
enum nd_status nd__real_file_size(struct nd_file *file, uint64_t *bytes_out);
enum nd_status nd__real_file_rename(struct nd_env *env, const char *from, const char *to);
enum nd_status nd__real_file_remove(struct nd_env *env, const char *path);
enum nd_status nd__real_dir_make(struct nd_env *env, const char *path);
enum nd_status nd__real_dir_space(struct nd_env *env, const char *path, uint64_t *free_out);
enum nd_status nd__real_dir_sync(struct nd_env *env, const char *path);
enum nd_status nd__real_dir_list(struct nd_env *env, const char *path, void *arg,
                                 void (*on_name)(void *arg, const char *name));

/* real_worker.c */
struct nd_worker *nd__real_worker_open(struct nd_env *env, const char *name, size_t threads, bool is_background);
void nd__real_worker_close(struct nd_worker *worker);
void nd__real_worker_submit(struct nd_worker *worker, struct nd_job *job);
uint64_t nd__real_worker_cpu_ns(struct nd_worker *worker);
uint64_t nd__real_thread_cpu_ns(pthread_t thread);
void nd__real_close_workers(struct nd__real_env *real);

/* real_stream.c */
struct nd_stream *nd__real_stream_connect(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                          const struct nd_stream_handler *handler, void *owner);
void nd__real_stream_write(struct nd_stream *stream, struct nd_buf *bytes);
void nd__real_stream_pause(struct nd_stream *stream);
void nd__real_stream_resume(struct nd_stream *stream);
void nd__real_stream_close(struct nd_stream *stream);
void nd__real_stream_abort(struct nd_stream *stream);
enum nd_status nd__real_listener_open(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                      const struct nd_listener_handler *handler, void *owner,
                                      struct nd_listener **listener_out, char **bound_out);
void nd__real_listener_close(struct nd_listener *listener);
void nd__real_flush(struct nd_reactor *reactor);
/* Aborts all streams, closes all listeners; their callbacks come from the loop. */
void nd__real_close_streams(struct nd__real_reactor *reactor);

#endif
