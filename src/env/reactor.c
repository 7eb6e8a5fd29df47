/* SPDX-License-Identifier: Apache-2.0 */
/* reactor.c - the part of a reactor that does not depend on the backend: timers, tasks, turns. */
#include "env/env_int.h"

void nd__reactor_init(struct nd_reactor *reactor, struct nd_env *env, size_t index, struct nd__stack_pool *stacks)
{
    *reactor = (struct nd_reactor){.env = env, .index = index, .stacks = stacks};
    nd_list_init(&reactor->deferred);
    nd_list_init(&reactor->next_turn);
    nd_list_init(&reactor->fibers);
}

/* ---- timers ----------------------------------------------------------------------------------- */

static bool is_before(const struct nd_timer *a, const struct nd_timer *b)
{
    return a->deadline_ns != b->deadline_ns ? a->deadline_ns < b->deadline_ns : a->seq < b->seq;
}

static void place(struct nd_reactor *reactor, struct nd_timer *timer, size_t pos)
{
    reactor->timers[pos] = timer;
    timer->heap_pos = pos;
}

static void sift_up(struct nd_reactor *reactor, struct nd_timer *timer, size_t pos)
{
    for (; pos > 1 && is_before(timer, reactor->timers[pos / 2]); pos /= 2)
        place(reactor, reactor->timers[pos / 2], pos);
    place(reactor, timer, pos);
}

static void sift_down(struct nd_reactor *reactor, struct nd_timer *timer, size_t pos)
{
    for (;;) {
        size_t child = pos * 2;
        if (child > reactor->timer_count) break;
        if (child < reactor->timer_count && is_before(reactor->timers[child + 1], reactor->timers[child])) child++;
        if (!is_before(reactor->timers[child], timer)) break;
        place(reactor, reactor->timers[child], pos);
        pos = child;
    }
    place(reactor, timer, pos);
}

void nd_timer_init(struct nd_timer *timer, struct nd_reactor *reactor, void (*on_fire)(struct nd_timer *timer))
{
    *timer = (struct nd_timer){.on_fire = on_fire, .reactor = reactor};
}

void nd_timer_start_at(struct nd_timer *timer, uint64_t deadline_ns)
{
    struct nd_reactor *reactor = timer->reactor;
    nd_timer_stop(timer);
    if (reactor->timer_count + 2 > reactor->timer_cap) {
        reactor->timer_cap = reactor->timer_cap == 0 ? 64 : reactor->timer_cap * 2;
        reactor->timers = nd_heap_realloc(reactor->env->heap, reactor->timers, reactor->timer_cap * sizeof(struct nd_timer *));
    }
    timer->deadline_ns = deadline_ns;
    timer->seq = ++reactor->timer_seq;
    sift_up(reactor, timer, ++reactor->timer_count);
    if (!reactor->is_turning) reactor->env->ops->kick(reactor);
}

void nd_timer_start_in(struct nd_timer *timer, uint64_t delay_ns)
{
    uint64_t now_ns = nd_env_now_ns(timer->reactor->env);
    nd_timer_start_at(timer, delay_ns > UINT64_MAX - now_ns ? UINT64_MAX : now_ns + delay_ns);
}

void nd_timer_stop(struct nd_timer *timer)
{
    if (timer->heap_pos == 0) return;
    struct nd_reactor *reactor = timer->reactor;
    size_t pos = timer->heap_pos;
    ND_ASSERT(reactor->timers[pos] == timer);
    timer->heap_pos = 0;
    struct nd_timer *last = reactor->timers[reactor->timer_count--];
    if (last == timer) return;
    if (pos > 1 && is_before(last, reactor->timers[pos / 2])) sift_up(reactor, last, pos);
    else sift_down(reactor, last, pos);
}

uint64_t nd__reactor_deadline(const struct nd_reactor *reactor)
{
    return reactor->timer_count == 0 ? UINT64_MAX : reactor->timers[1]->deadline_ns;
}

static void fire_timers(struct nd_reactor *reactor)
{
    if (reactor->timer_count == 0) return;
    uint64_t now_ns = nd_env_now_ns(reactor->env);
    uint64_t seq_last = reactor->timer_seq; /* one restarted in its own on_fire waits for the next turn */
    while (reactor->timer_count > 0) {
        struct nd_timer *timer = reactor->timers[1];
        if (timer->deadline_ns > now_ns || timer->seq > seq_last) break;
        nd_timer_stop(timer);
        timer->on_fire(timer);
    }
}

/* ---- tasks -------------------------------------------------------------------------------------- */

void nd_reactor_post(struct nd_reactor *reactor, struct nd_task *task) { reactor->env->ops->post(reactor, task); }

void nd_reactor_defer(struct nd_reactor *reactor, struct nd_task *task)
{
    if (task->is_queued) return;
    task->is_queued = true;
    nd_list_push_back(&reactor->deferred, &task->link);
    if (!reactor->is_turning) reactor->env->ops->kick(reactor);
}

void nd__reactor_next_turn(struct nd_reactor *reactor, struct nd_task *task)
{
    if (task->is_queued) return;
    task->is_queued = true;
    nd_list_push_back(&reactor->next_turn, &task->link);
    if (!reactor->is_turning) reactor->env->ops->kick(reactor);
}

void nd_task_cancel(struct nd_task *task)
{
    if (!task->is_queued) return;
    task->is_queued = false;
    nd_list_remove(&task->link);
}

bool nd__reactor_turn(struct nd_reactor *reactor)
{
    reactor->is_turning = true;
    fire_timers(reactor);
    nd__list_splice(&reactor->deferred, &reactor->next_turn);
    struct nd_list batch;
    nd_list_init(&batch);
    for (int round = 0; round < ND_TURN_ROUNDS_MAX && !nd_list_is_empty(&reactor->deferred); round++) {
        nd__list_splice(&batch, &reactor->deferred);
        while (!nd_list_is_empty(&batch)) {
            struct nd_task *task = ND_CONTAINER_OF(batch.next, struct nd_task, link);
            nd_list_remove(&task->link);
            task->is_queued = false;
            task->run(task);
        }
    }
    reactor->env->ops->flush(reactor);
    reactor->is_turning = false;
    return !nd_list_is_empty(&reactor->deferred) || !nd_list_is_empty(&reactor->next_turn);
}

static void run_job_done(struct nd_task *task)
{
    struct nd_job *job = ND_CONTAINER_OF(task, struct nd_job, done_task);
    job->done(job);
}

bool nd__is_completion(const struct nd_task *task) { return task->run == run_job_done; }

void nd__drop_completions(struct nd_list *tasks)
{
    ND_LIST_FOREACH_SAFE(link, tasks) {
        struct nd_task *task = ND_CONTAINER_OF(link, struct nd_task, link);
        if (nd__is_completion(task)) nd_task_cancel(task);
    }
}

void nd__job_prepare(struct nd_job *job, struct nd_reactor *reactor)
{
    nd_list_init(&job->link);
    job->reactor = reactor;
    nd_task_init(&job->done_task, run_job_done);
}

/* ---- streams --------------------------------------------------------------------------------------- */

void nd__stream_sent(struct nd_stream *stream, size_t n)
{
    ND_ASSERT(n <= stream->queued_bytes);
    if (n == 0) return;
    stream->queued_bytes -= n;
    bool is_half = stream->drain_peak >= ND_STREAM_DRAIN_BYTES_MIN && stream->queued_bytes < stream->drain_peak / 2;
    if (stream->queued_bytes > 0 && !is_half) return;
    stream->drain_peak = stream->queued_bytes;
    if (stream->handler->on_drain != NULL) stream->handler->on_drain(stream, stream->owner);
}

void nd__outq_push(struct nd__outq *outq, struct nd_heap *heap, struct nd_buf *bytes)
{
    if (outq->last == outq->cap) {
        size_t count = nd__outq_count(outq);
        if (outq->first > 0 && count <= outq->cap / 2) {
            memmove(outq->bufs, outq->bufs + outq->first, count * sizeof *outq->bufs);
            outq->first = 0;
            outq->last = count;
        } else {
            outq->cap = outq->cap == 0 ? 8 : outq->cap * 2;
            outq->bufs = nd_heap_realloc(heap, outq->bufs, outq->cap * sizeof *outq->bufs);
        }
    }
    outq->bufs[outq->last++] = *bytes;
    nd_buf_init(bytes, bytes->heap);
}

void nd__outq_pop(struct nd__outq *outq)
{
    ND_ASSERT(outq->first < outq->last);
    nd_buf_deinit(&outq->bufs[outq->first++]);
    if (outq->first == outq->last) outq->first = outq->last = 0;
}

void nd__outq_deinit(struct nd__outq *outq, struct nd_heap *heap)
{
    while (nd__outq_count(outq) > 0) nd__outq_pop(outq);
    nd_heap_free(heap, outq->bufs);
    *outq = (struct nd__outq){0};
}

bool nd__addr_split(const char *addr, char *host, size_t host_bytes, unsigned *port_out)
{
    const char *colon = strrchr(addr, ':');
    if (colon == NULL || colon[1] == '\0') return false;
    unsigned long port = 0;
    for (const char *p = colon + 1; *p != '\0'; p++) {
        if (*p < '0' || *p > '9') return false;
        port = port * 10 + (unsigned long)(*p - '0');
        if (port > 65535) return false;
    }
    const char *from = addr, *to = colon;
    if (*from == '[') {
        if (to == from + 1 || to[-1] != ']') return false;
        from++;
        to--;
    } else if (memchr(from, ':', (size_t)(to - from)) != NULL) {
        return false; /* an IPv6 address without brackets */
    }
    if (from == to) {
        from = "127.0.0.1";
        to = from + strlen(from);
    }
    if ((size_t)(to - from) >= host_bytes) return false;
    memcpy(host, from, (size_t)(to - from));
    host[to - from] = '\0';
    *port_out = (unsigned)port;
    return true;
}
