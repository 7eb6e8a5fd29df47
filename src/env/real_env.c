/* SPDX-License-Identifier: Apache-2.0 */
/* real_env.c - the backend of servers: a libuv loop per reactor, turned by hand.
 *
 *     ┌▶ take posts ─▶ nd__reactor_turn ─▶ sleep in epoll ─▶ I/O callbacks ┐
 *     └────────────────────────────────────────────────────────────────────┘
 *
 * A post wakes a reactor only if it sleeps, so that under load completions cost no system call,
 * and an idle node makes none. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "env/real_int.h"

static struct nd__real_env *real_of(struct nd_env *env) { return ND_CONTAINER_OF(env, struct nd__real_env, base); }

/* ---- clock, randomness, end ----------------------------------------------------------------------- */

static uint64_t now_ns(struct nd_env *env)
{
    struct timespec ts;
    clock_gettime(CLOCK_BOOTTIME, &ts);
    return (uint64_t)ts.tv_sec * ND_SEC + (uint64_t)ts.tv_nsec;
}

static uint64_t wall_us(struct nd_env *env)
{
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static void entropy(struct nd_env *env, void *p, size_t n)
{
    uint8_t *to = p;
    while (n > 0) {
        ssize_t got = getrandom(to, n, 0);
        if (got < 0 && errno != EINTR) nd_fatal(ND_EXIT_BUG, "getrandom: error %d", errno);
        if (got <= 0) continue;
        to += got;
        n -= (size_t)got;
    }
}

static bool is_broken(struct nd_env *env, enum nd_breakage breakage) { return false; }
static bool buggify(struct nd_env *env, const char *site) { return false; }

static void fatal(struct nd_env *env, int exit_code, const char *text)
{
    ND_ERROR(env->logger, "env", "%s", text);
    nd_fatal(exit_code, "%s", text);
}

/* ---- reactors --------------------------------------------------------------------------------------- */

static void post(struct nd_reactor *base, struct nd_task *task)
{
    struct nd__real_reactor *reactor = nd__real_reactor_of(base);
    pthread_mutex_lock(&reactor->lock);
    ND_ASSERT(!task->is_queued);
    task->is_queued = !reactor->has_ended || !nd__is_completion(task);
    if (task->is_queued) nd_list_push_back(&reactor->posted, &task->link);
    bool must_wake = reactor->is_asleep;
    reactor->is_asleep = false;
    pthread_mutex_unlock(&reactor->lock);
    if (must_wake) uv_async_send(&reactor->wake);
}

/* Off its turn a reactor is not asleep on its own thread: the next turn sees what was queued. */
static void kick(struct nd_reactor *base) { ND_UNUSED(base); }

static uint64_t cpu_ns(struct nd_env *env)
{
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (uint64_t)ts.tv_sec * ND_SEC + (uint64_t)ts.tv_nsec;
}

static uint64_t reactor_cpu_ns(struct nd_reactor *base)
{
    struct nd__real_reactor *reactor = nd__real_reactor_of(base);
    return atomic_load(&reactor->has_thread) ? nd__real_thread_cpu_ns(reactor->thread) : atomic_load(&reactor->cpu_ns);
}

static void on_wake(uv_async_t *async) { ND_UNUSED(async); }

static void on_timer_fd(uv_poll_t *poll, int status, int events)
{
    struct nd__real_reactor *reactor = poll->data;
    uint64_t expirations;
    ssize_t n = read(reactor->timer_fd, &expirations, sizeof expirations);
    ND_UNUSED(n); /* EAGAIN: it was set anew in between */
    reactor->timer_armed_ns = UINT64_MAX;
}

/* Sets the timerfd for the first timer unless it fires by then anyway. */
static void arm_timer(struct nd__real_reactor *reactor, uint64_t deadline_ns)
{
    if (deadline_ns >= reactor->timer_armed_ns) return;
    struct itimerspec spec = {.it_value = {.tv_sec = (time_t)(deadline_ns / ND_SEC), .tv_nsec = (long)(deadline_ns % ND_SEC)}};
    if (timerfd_settime(reactor->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL) != 0) nd_fatal(ND_EXIT_BUG, "timerfd_settime: error %d", errno);
    reactor->timer_armed_ns = deadline_ns;
}

/* Moves posted tasks among the deferred ones. False: there were none, and posts now wake the reactor
 * if `may_sleep`. */
static bool take_posted(struct nd__real_reactor *reactor, bool may_sleep)
{
    pthread_mutex_lock(&reactor->lock);
    bool has_some = !nd_list_is_empty(&reactor->posted);
    nd__list_splice(&reactor->base.deferred, &reactor->posted);
    reactor->is_asleep = may_sleep && !has_some;
    pthread_mutex_unlock(&reactor->lock);
    return has_some;
}

/* What owners of jobs free now must not stay on a list that others are put on. */
static void end_completions(struct nd__real_reactor *reactor)
{
    pthread_mutex_lock(&reactor->lock);
    reactor->has_ended = true;
    nd__drop_completions(&reactor->posted);
    nd__drop_completions(&reactor->base.deferred);
    pthread_mutex_unlock(&reactor->lock);
}

static void run_loop(struct nd__real_reactor *reactor)
{
    struct nd__real_env *real = real_of(reactor->base.env);
    pthread_mutex_lock(&reactor->lock);
    reactor->has_ended = false;
    pthread_mutex_unlock(&reactor->lock);
    while (!atomic_load(&real->is_stopping)) {
        nd__reactor_enter(&reactor->base);
        take_posted(reactor, false);
        bool is_busy = nd__reactor_turn(&reactor->base);
        uint64_t deadline_ns = nd__reactor_deadline(&reactor->base);
        is_busy = is_busy || !nd_list_is_empty(&reactor->unflushed) || (deadline_ns != UINT64_MAX && deadline_ns <= now_ns(NULL));
        is_busy = is_busy || take_posted(reactor, true);
        nd__reactor_enter(&reactor->base);
        if (!is_busy && deadline_ns != UINT64_MAX) arm_timer(reactor, deadline_ns);
        uv_run(&reactor->uv, is_busy ? UV_RUN_NOWAIT : UV_RUN_ONCE);
    }
    reactor->base.is_turning = false;
    end_completions(reactor);
}

static void *run_reactor_thread(void *arg)
{
    struct nd__real_reactor *reactor = arg;
    char name[16];
    snprintf(name, sizeof name, "reactor%zu", reactor->base.index);
    pthread_setname_np(pthread_self(), name);
    run_loop(reactor);
    return NULL;
}

static void open_reactor(struct nd__real_env *real, size_t index)
{
    struct nd__real_reactor *reactor = &real->reactors[index];
    nd__stack_pool_init(&reactor->stacks);
    nd__reactor_init(&reactor->base, &real->base, index, &reactor->stacks);
    real->base.reactors[index] = &reactor->base;
    nd_list_init(&reactor->streams);
    nd_list_init(&reactor->listeners);
    nd_list_init(&reactor->unflushed);
    nd_list_init(&reactor->posted);
    pthread_mutex_init(&reactor->lock, NULL);
    reactor->read_buf = nd_heap_alloc(real->base.heap, ND_REAL_READ_BYTES);
    reactor->timer_armed_ns = UINT64_MAX;
    reactor->timer_fd = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    int error = reactor->timer_fd < 0 ? UV_EMFILE : uv_loop_init(&reactor->uv);
    if (error == 0) error = uv_async_init(&reactor->uv, &reactor->wake, on_wake);
    if (error == 0) error = uv_poll_init(&reactor->uv, &reactor->timer_poll, reactor->timer_fd);
    if (error == 0) error = uv_poll_start(&reactor->timer_poll, UV_READABLE, on_timer_fd);
    if (error != 0) nd_fatal(ND_EXIT_MEMORY, "cannot make an event loop: %s", uv_strerror(error));
    reactor->timer_poll.data = reactor;
}

static void close_reactor(struct nd__real_reactor *reactor)
{
    uv_close((uv_handle_t *)&reactor->wake, NULL);
    uv_close((uv_handle_t *)&reactor->timer_poll, NULL);
    do nd__real_close_streams(reactor); /* again: an on_close may have opened another */
    while (uv_run(&reactor->uv, UV_RUN_ONCE) != 0);
    int error = uv_loop_close(&reactor->uv);
    ND_ASSERT(error == 0);
    close(reactor->timer_fd);
    nd__reactor_deinit(&reactor->base);
    nd__stack_pool_deinit(&reactor->stacks);
    pthread_mutex_destroy(&reactor->lock);
    nd_heap_free(reactor->base.env->heap, reactor->read_buf);
}

/* ---- environment --------------------------------------------------------------------------------------- */

static const struct nd_env_ops real_ops = {
    .now_ns = now_ns,
    .wall_us = wall_us,
    .entropy = entropy,
    .is_broken = is_broken,
    .buggify = buggify,
    .fatal = fatal,
    .post = post,
    .kick = kick,
    .flush = nd__real_flush,
    .cpu_ns = cpu_ns,
    .reactor_cpu_ns = reactor_cpu_ns,
    .worker_open = nd__real_worker_open,
    .worker_close = nd__real_worker_close,
    .worker_submit = nd__real_worker_submit,
    .worker_cpu_ns = nd__real_worker_cpu_ns,
    .file_open = nd__real_file_open,
    .file_close = nd__real_file_close,
    .file_read = nd__real_file_read,
    .file_write = nd__real_file_write,
    .file_sync = nd__real_file_sync,
    .file_allocate = nd__real_file_allocate,
    .file_truncate = nd__real_file_truncate,
    .file_size = nd__real_file_size,
    .file_rename = nd__real_file_rename,
    .file_remove = nd__real_file_remove,
    .dir_make = nd__real_dir_make,
    .dir_sync = nd__real_dir_sync,
    .dir_space = nd__real_dir_space,
    .dir_list = nd__real_dir_list,
    .stream_connect = nd__real_stream_connect,
    .stream_write = nd__real_stream_write,
    .stream_pause = nd__real_stream_pause,
    .stream_resume = nd__real_stream_resume,
    .stream_close = nd__real_stream_close,
    .stream_abort = nd__real_stream_abort,
    .listener_open = nd__real_listener_open,
    .listener_close = nd__real_listener_close,
};

enum nd_status nd_env_real_open(const struct nd_env_real_options *options, struct nd_env **env_out)
{
    *env_out = NULL;
    if (options->reactors == 0) return ND_STATUS_INVALID;
    signal(SIGPIPE, SIG_IGN); /* a broken stream reports EPIPE */
    struct nd__real_env *real = nd_heap_new(options->heap, struct nd__real_env);
    real->base = (struct nd_env){.ops = &real_ops, .heap = options->heap, .logger = options->logger, .metrics = options->metrics, .reactor_count = options->reactors};
    real->base.reactors = nd_heap_zalloc(options->heap, options->reactors * sizeof(struct nd_reactor *));
    real->reactors = nd_heap_zalloc(options->heap, options->reactors * sizeof(struct nd__real_reactor));
    nd_list_init(&real->workers);
    for (size_t i = 0; i < options->reactors; i++) open_reactor(real, i);
    *env_out = &real->base;
    return ND_STATUS_OK;
}

void nd_env_real_run(struct nd_env *env)
{
    struct nd__real_env *real = real_of(env);
    atomic_store(&real->is_stopping, false);
    real->reactors[0].thread = pthread_self();
    atomic_store(&real->reactors[0].has_thread, true);
    for (size_t i = 1; i < env->reactor_count; i++) {
        struct nd__real_reactor *reactor = &real->reactors[i];
        int error = pthread_create(&reactor->thread, NULL, run_reactor_thread, reactor);
        if (error != 0) nd_fatal(ND_EXIT_MEMORY, "cannot start a reactor's thread: error %d", error);
        atomic_store(&reactor->has_thread, true);
    }
    run_loop(&real->reactors[0]);
    for (size_t i = 0; i < env->reactor_count; i++) {
        struct nd__real_reactor *reactor = &real->reactors[i];
        atomic_store(&reactor->cpu_ns, nd__real_thread_cpu_ns(reactor->thread));
        atomic_store(&reactor->has_thread, false);
        if (i > 0) pthread_join(reactor->thread, NULL);
    }
}

void nd_env_real_stop(struct nd_env *env)
{
    struct nd__real_env *real = real_of(env);
    atomic_store(&real->is_stopping, true);
    for (size_t i = 0; i < env->reactor_count; i++) uv_async_send(&real->reactors[i].wake);
}

static void on_signal_closed(uv_handle_t *handle)
{
    struct nd__real_env *real = handle->loop->data;
    nd_heap_free(real->base.heap, handle->data);
}

void nd_env_real_close(struct nd_env *env)
{
    struct nd__real_env *real = real_of(env);
    struct nd_heap *heap = env->heap;
    nd__real_close_workers(real);
    real->reactors[0].uv.data = real;
    for (size_t i = 0; i < real->signal_count; i++) uv_close((uv_handle_t *)&real->signals[i]->uv, on_signal_closed);
    for (size_t i = 0; i < env->reactor_count; i++) close_reactor(&real->reactors[i]);
    nd_heap_free(heap, real->reactors);
    nd_heap_free(heap, env->reactors);
    nd_heap_free(heap, real);
}

static void on_uv_signal(uv_signal_t *uv, int signal_number)
{
    struct nd__real_signal *watch = uv->data;
    watch->on_signal(watch->arg, signal_number);
}

void nd_env_real_on_signal(struct nd_env *env, int signal_number, void *arg, void (*on_signal)(void *arg, int signal_number))
{
    struct nd__real_env *real = real_of(env);
    ND_ASSERT(real->signal_count < ND_REAL_SIGNALS_MAX);
    struct nd__real_signal *watch = nd_heap_new(env->heap, struct nd__real_signal);
    watch->arg = arg;
    watch->on_signal = on_signal;
    int error = uv_signal_init(&real->reactors[0].uv, &watch->uv);
    watch->uv.data = watch;
    if (error == 0) error = uv_signal_start(&watch->uv, on_uv_signal, signal_number);
    if (error != 0) nd_fatal(ND_EXIT_BUG, "cannot watch signal %d: %s", signal_number, uv_strerror(error));
    real->signals[real->signal_count++] = watch;
}
