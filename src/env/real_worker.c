/* SPDX-License-Identifier: Apache-2.0 */
/* real_worker.c - workers: threads that run blocking jobs. */
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "env/real_int.h"

enum { BACKGROUND_NICE = 10 };

struct real_worker {
    struct nd_worker base;
    struct nd_list link; /* real->workers */
    char name[16];
    pthread_t *threads;
    size_t thread_count;
    bool is_alone; /* the worker has one thread */
    bool is_background;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t has_work;
    struct nd_list queue;
    size_t idle_count;
    bool is_closing;
};

static struct real_worker *worker_of(struct nd_worker *worker) { return ND_CONTAINER_OF(worker, struct real_worker, base); }

/* Waits for work. A thread alone takes all there is under one lock, one of a pool a job at a time.
 * False: there is none and none will come. */
static bool take_jobs(struct real_worker *worker, struct nd_list *batch)
{
    pthread_mutex_lock(&worker->lock);
    while (nd_list_is_empty(&worker->queue) && !worker->is_closing) {
        worker->idle_count++;
        pthread_cond_wait(&worker->has_work, &worker->lock);
        worker->idle_count--;
    }
    if (worker->is_alone) {
        nd__list_splice(batch, &worker->queue);
    } else if (!nd_list_is_empty(&worker->queue)) {
        struct nd_list *first = worker->queue.next;
        nd_list_remove(first);
        nd_list_push_back(batch, first);
    }
    pthread_mutex_unlock(&worker->lock);
    return !nd_list_is_empty(batch);
}

static void *run_worker(void *arg)
{
    struct real_worker *worker = arg;
    struct nd_list batch;
    nd_list_init(&batch);
    pthread_setname_np(pthread_self(), worker->name);
    if (worker->is_background) (void)setpriority(PRIO_PROCESS, (id_t)gettid(), BACKGROUND_NICE); /* of the thread alone; without it, it is only less polite */
    while (take_jobs(worker, &batch)) {
        while (!nd_list_is_empty(&batch)) {
            struct nd_job *job = ND_CONTAINER_OF(batch.next, struct nd_job, link);
            nd_list_remove(&job->link);
            job->run(job);
            nd_reactor_post(job->reactor, &job->done_task);
        }
    }
    return NULL;
}

struct nd_worker *nd__real_worker_open(struct nd_env *env, const char *name, size_t threads, bool is_background)
{
    struct nd__real_env *real = ND_CONTAINER_OF(env, struct nd__real_env, base);
    struct real_worker *worker = nd_heap_new(env->heap, struct real_worker);
    worker->base.env = env;
    worker->is_alone = threads == 1;
    worker->is_background = is_background;
    snprintf(worker->name, sizeof worker->name, "%s", name);
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->has_work, NULL);
    nd_list_init(&worker->queue);
    worker->threads = nd_heap_zalloc(env->heap, threads * sizeof(pthread_t));
    nd_list_push_back(&real->workers, &worker->link);

    /* Signals are for the loops' threads. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_t attr; /* the default size hangs on the shell's limit; jobs may recurse like the parser */
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, ND_PARSER_STACK_BYTES);
    for (size_t i = 0; i < threads; i++) {
        int error = pthread_create(&worker->threads[i], &attr, run_worker, worker);
        if (error != 0) nd_fatal(ND_EXIT_MEMORY, "cannot start a thread of %s: %s", name, uv_strerror(uv_translate_sys_error(error)));
        worker->thread_count++;
    }
    pthread_attr_destroy(&attr);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return &worker->base;
}

void nd__real_worker_close(struct nd_worker *base)
{
    struct real_worker *worker = worker_of(base);
    struct nd_heap *heap = base->env->heap;
    pthread_mutex_lock(&worker->lock);
    worker->is_closing = true;
    pthread_cond_broadcast(&worker->has_work);
    pthread_mutex_unlock(&worker->lock);
    for (size_t i = 0; i < worker->thread_count; i++) pthread_join(worker->threads[i], NULL);
    pthread_cond_destroy(&worker->has_work);
    pthread_mutex_destroy(&worker->lock);
    nd_list_remove(&worker->link);
    nd_heap_free(heap, worker->threads);
    nd_heap_free(heap, worker);
}

void nd__real_close_workers(struct nd__real_env *real)
{
    while (!nd_list_is_empty(&real->workers))
        nd__real_worker_close(&ND_CONTAINER_OF(real->workers.next, struct real_worker, link)->base);
}

void nd__real_worker_submit(struct nd_worker *base, struct nd_job *job)
{
    struct real_worker *worker = worker_of(base);
    pthread_mutex_lock(&worker->lock);
    ND_ASSERT(!worker->is_closing);
    nd_list_push_back(&worker->queue, &job->link);
    if (worker->idle_count > 0) pthread_cond_signal(&worker->has_work);
    pthread_mutex_unlock(&worker->lock);
}

uint64_t nd__real_thread_cpu_ns(pthread_t thread)
{
    clockid_t clock;
    struct timespec ts;
    if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &ts) != 0) return 0;
    return (uint64_t)ts.tv_sec * ND_SEC + (uint64_t)ts.tv_nsec;
}

uint64_t nd__real_worker_cpu_ns(struct nd_worker *base)
{
    struct real_worker *worker = worker_of(base);
    uint64_t sum = 0;
    for (size_t i = 0; i < worker->thread_count; i++) sum += nd__real_thread_cpu_ns(worker->threads[i]);
    return sum;
}
