/* SPDX-License-Identifier: Apache-2.0 */
/* fiber.c - fibers: a stack, a task that resumes it, a permit and a timer.
 *
 *              nd_fiber_start            switch_out (park, sleep, yield, run_job)
 *     (stack) ───────────────▶ queued ◀──────────────▶ running ──main returns──▶ gone
 *                                 ▲                       │
 *                                 └── wake, timer, job ── suspended
 */
#include "env/env_int.h"
#include "base/limits.h"

/* Lies at the upper end of its own stack: a start allocates nothing where the pool has a stack. */
struct nd_fiber {
    struct nd_list link; /* reactor->fibers */
    struct nd_reactor *reactor;
    struct nd__stack *stack;
    struct nd__ctx ctx;
    struct nd_task task; /* resumes */
    struct nd_timer timer;
    void (*main)(struct nd_fiber *fiber, void *arg);
    void *arg;
    bool has_permit;
    bool is_parked; /* suspended in a park: a wake resumes */
    bool is_timed_out, is_job_done, is_over;
};

static void run_fiber(void *arg)
{
    struct nd_fiber *fiber = arg;
    fiber->main(fiber, fiber->arg);
    nd_timer_stop(&fiber->timer);
    fiber->is_over = true;
    nd__ctx_leave(&fiber->ctx, &fiber->reactor->loop);
}

static void release(struct nd_fiber *fiber)
{
    struct nd__stack_pool *stacks = fiber->reactor->stacks;
    struct nd__stack *stack = fiber->stack;
    nd_list_remove(&fiber->link);
    nd__ctx_drop(&fiber->ctx);
    nd__stack_give(stacks, stack);
}

static void resume(struct nd_task *task)
{
    struct nd_fiber *fiber = ND_CONTAINER_OF(task, struct nd_fiber, task);
    struct nd_reactor *reactor = fiber->reactor;
    ND_ASSERT(reactor->fiber == NULL);
    reactor->fiber = fiber;
    reactor->stack_lo = fiber->stack->lo;
    nd__ctx_switch(&reactor->loop, &fiber->ctx);
    reactor->fiber = NULL;
    reactor->stack_lo = NULL;
    if (fiber->is_over) release(fiber);
}

static void switch_out(struct nd_fiber *fiber)
{
    struct nd_reactor *reactor = fiber->reactor;
    ND_ASSERT(reactor->fiber == fiber);
    ND_ASSERT(!reactor->is_on_big_stack);
    nd__ctx_switch(&fiber->ctx, &reactor->loop);
}

static void on_timer(struct nd_timer *timer)
{
    struct nd_fiber *fiber = ND_CONTAINER_OF(timer, struct nd_fiber, timer);
    fiber->is_timed_out = true;
    nd_reactor_defer(fiber->reactor, &fiber->task);
}

struct nd_fiber *nd_fiber_start(struct nd_reactor *reactor, void (*main)(struct nd_fiber *fiber, void *arg), void *arg, size_t stack_bytes)
{
    struct nd__stack *stack = nd__stack_take(reactor->stacks, stack_bytes == 0 ? ND_FIBER_STACK_BYTES : stack_bytes);
    uintptr_t at = ((uintptr_t)stack - sizeof(struct nd_fiber)) & ~(uintptr_t)63;
    struct nd_fiber *fiber = (struct nd_fiber *)(void *)(stack->lo + (at - (uintptr_t)stack->lo));
    *fiber = (struct nd_fiber){.reactor = reactor, .stack = stack, .main = main, .arg = arg};
    nd__ctx_make(&fiber->ctx, stack->lo, (size_t)((uint8_t *)fiber - stack->lo), run_fiber, fiber);
    nd_task_init(&fiber->task, resume);
    nd_timer_init(&fiber->timer, reactor, on_timer);
    nd_list_push_back(&reactor->fibers, &fiber->link);
    nd_reactor_defer(reactor, &fiber->task);
    return fiber;
}

struct nd_reactor *nd_fiber_reactor(struct nd_fiber *fiber) { return fiber->reactor; }
struct nd_fiber *nd_fiber_self(struct nd_reactor *reactor) { return reactor->fiber; }

void nd_fiber_park(struct nd_fiber *fiber)
{
    while (!fiber->has_permit) {
        fiber->is_parked = true;
        switch_out(fiber);
        fiber->is_parked = false;
    }
    fiber->has_permit = false;
}

bool nd_fiber_park_until(struct nd_fiber *fiber, uint64_t deadline_ns)
{
    if (deadline_ns == UINT64_MAX) {
        nd_fiber_park(fiber);
        return true;
    }
    if (!fiber->has_permit && nd_env_now_ns(fiber->reactor->env) < deadline_ns) {
        fiber->is_timed_out = false;
        nd_timer_start_at(&fiber->timer, deadline_ns);
        while (!fiber->has_permit && !fiber->is_timed_out) {
            fiber->is_parked = true;
            switch_out(fiber);
            fiber->is_parked = false;
        }
        nd_timer_stop(&fiber->timer);
    }
    bool is_woken = fiber->has_permit;
    fiber->has_permit = false;
    return is_woken;
}

/* Wakes leave their permit for the next park; they do not shorten the sleep. */
void nd_fiber_sleep(struct nd_fiber *fiber, uint64_t delay_ns)
{
    fiber->is_timed_out = false;
    nd_timer_start_in(&fiber->timer, delay_ns);
    while (!fiber->is_timed_out) switch_out(fiber);
}

void nd_fiber_yield(struct nd_fiber *fiber)
{
    nd__reactor_next_turn(fiber->reactor, &fiber->task);
    switch_out(fiber);
}

void nd_fiber_wake(struct nd_fiber *fiber)
{
    ND_ASSERT(!fiber->is_over);
    fiber->has_permit = true;
    if (fiber->is_parked) nd_reactor_defer(fiber->reactor, &fiber->task);
}

static void on_job_done(struct nd_job *job)
{
    struct nd_fiber *fiber = job->fiber;
    fiber->is_job_done = true;
    nd_reactor_defer(fiber->reactor, &fiber->task);
}

void nd_fiber_run_job(struct nd_fiber *fiber, struct nd_worker *worker, struct nd_job *job)
{
    job->fiber = fiber;
    job->done = on_job_done;
    fiber->is_job_done = false;
    nd_worker_submit(worker, fiber->reactor, job);
    while (!fiber->is_job_done) switch_out(fiber);
}

struct big_call {
    void (*fn)(void *arg);
    void *arg;
    struct nd__ctx ctx, *caller;
};

static void run_big_call(void *arg)
{
    struct big_call *call = arg;
    call->fn(call->arg);
    nd__ctx_leave(&call->ctx, call->caller);
}

void nd_reactor_call_on_big_stack(struct nd_reactor *reactor, void (*fn)(void *arg), void *arg)
{
    if (reactor->is_on_big_stack) { /* a nested call has the stack already */
        fn(arg);
        return;
    }
    struct nd__stack *stack = nd__stack_big(reactor->stacks);
    struct nd__ctx in_loop = {0};
    struct big_call call = {.fn = fn, .arg = arg, .caller = reactor->fiber != NULL ? &reactor->fiber->ctx : &in_loop};
    nd__ctx_make(&call.ctx, stack->lo, (size_t)((uint8_t *)stack - stack->lo) & ~(size_t)63, run_big_call, &call);
    const uint8_t *stack_lo = reactor->stack_lo;
    reactor->stack_lo = stack->lo;
    reactor->is_on_big_stack = true;
    nd__ctx_switch(call.caller, &call.ctx);
    reactor->is_on_big_stack = false;
    reactor->stack_lo = stack_lo;
    nd__ctx_drop(&call.ctx);
}

bool nd_reactor_is_on_big_stack(const struct nd_reactor *reactor) { return reactor->is_on_big_stack; }

size_t nd_fiber_stack_left(struct nd_reactor *reactor)
{
    if (reactor->stack_lo == NULL) return SIZE_MAX;
    const uint8_t *at = __builtin_frame_address(0);
    return at > reactor->stack_lo ? (size_t)(at - reactor->stack_lo) : 0;
}

void nd__reactor_deinit(struct nd_reactor *reactor)
{
    while (!nd_list_is_empty(&reactor->fibers))
        release(ND_CONTAINER_OF(reactor->fibers.next, struct nd_fiber, link));
    if (reactor->stacks->big != NULL) nd__stack_wipe(reactor->stacks->big);
    nd_heap_free(reactor->env->heap, reactor->timers);
    reactor->timers = NULL;
    reactor->timer_count = reactor->timer_cap = 0;
}
