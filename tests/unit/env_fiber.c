/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/env_both.h"

#include "base/limits.h"

struct shared {
    struct nd_fiber *fiber;
    unsigned count, woken;
    bool is_timeout;
};

static void count_and_park(struct nd_fiber *fiber, void *arg)
{
    struct shared *shared = arg;
    shared->fiber = fiber;
    shared->count++;
    nd_fiber_park(fiber);
    shared->woken++;
    nd_fiber_park(fiber);
    shared->woken++;
    shared->fiber = NULL;
}

static void park_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    struct shared shared = {0};
    ND_ASSERT(nd_fiber_self(reactor) == fiber);
    ND_ASSERT(nd_fiber_reactor(fiber) == reactor);
    nd_fiber_wake(fiber); /* F2: the permit is kept */
    nd_fiber_park(fiber);

    nd_fiber_start(reactor, count_and_park, &shared, 0);
    ND_ASSERT(shared.count == 0); /* not inside the call */
    nd_fiber_yield(fiber);
    ND_ASSERT(shared.count == 1);
    nd_fiber_wake(shared.fiber);
    nd_fiber_wake(shared.fiber); /* one permit, not two */
    nd_fiber_yield(fiber);
    ND_ASSERT(shared.woken == 1);
    nd_fiber_yield(fiber);
    ND_ASSERT(shared.woken == 1);
    nd_fiber_wake(shared.fiber);
    nd_fiber_yield(fiber);
    ND_ASSERT(shared.woken == 2);
    ND_ASSERT(shared.fiber == NULL);
}

static void wake_later(struct nd_fiber *fiber, void *arg)
{
    struct shared *shared = arg;
    nd_fiber_sleep(fiber, 5 * ND_MS);
    nd_fiber_wake(shared->fiber);
    shared->count++;
}

static void timeout_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    uint64_t start_ns = nd_env_now_ns(env);
    nd_fiber_sleep(fiber, 3 * ND_MS);
    ND_ASSERT(nd_env_now_ns(env) - start_ns >= 3 * ND_MS);

    ND_ASSERT(!nd_fiber_park_until(fiber, nd_env_now_ns(env) + 2 * ND_MS));
    ND_ASSERT(!nd_fiber_park_until(fiber, 1)); /* long past */
    nd_fiber_wake(fiber);
    ND_ASSERT(nd_fiber_park_until(fiber, 1));

    struct shared shared = {.fiber = fiber};
    nd_fiber_start(reactor, wake_later, &shared, 0);
    ND_ASSERT(nd_fiber_park_until(fiber, nd_env_now_ns(env) + 10 * ND_SEC));
    ND_ASSERT(nd_fiber_stack_left(reactor) < 2 * ND_FIBER_STACK_BYTES);

    /* A wake during a sleep does not cut it short, and its permit is kept. */
    nd_fiber_yield(fiber);
    nd_fiber_start(reactor, wake_later, &shared, 0);
    start_ns = nd_env_now_ns(env);
    nd_fiber_sleep(fiber, 20 * ND_MS);
    ND_ASSERT(nd_env_now_ns(env) - start_ns >= 20 * ND_MS);
    ND_ASSERT(nd_fiber_park_until(fiber, 1));
    ND_ASSERT(shared.count == 2);
}

static void sleep_random(struct nd_fiber *fiber, void *arg)
{
    struct shared *shared = arg;
    nd_fiber_sleep(fiber, (shared->count++ * 7919) % 100 * 100 * ND_US);
    nd_fiber_yield(fiber);
    shared->woken++;
}

static void many_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct shared shared = {0};
    for (int i = 0; i < 4000; i++) nd_fiber_start(nd_env_reactor(env, 0), sleep_random, &shared, 0);
    while (shared.woken < 4000) nd_fiber_sleep(fiber, ND_MS);
    for (int i = 0; i < 1000; i++) { /* out of the pool */
        nd_fiber_start(nd_env_reactor(env, 0), sleep_random, &shared, 0);
        if (i % 10 == 0) nd_fiber_yield(fiber);
    }
    while (shared.woken < 5000) nd_fiber_sleep(fiber, ND_MS);
}

struct deep {
    struct nd_reactor *reactor;
    size_t left_min;
    unsigned depth;
    bool is_nested;
};

static unsigned recurse(struct deep *deep, unsigned depth)
{
    volatile uint8_t frame[512];
    frame[depth % sizeof frame] = (uint8_t)depth;
    size_t left = nd_fiber_stack_left(deep->reactor);
    if (left < deep->left_min) return depth;
    unsigned reached = recurse(deep, depth + 1);
    ND_ASSERT(frame[depth % sizeof frame] == (uint8_t)depth);
    return reached;
}

static void go_deep(void *arg)
{
    struct deep *deep = arg;
    deep->depth = recurse(deep, 0);
    if (!deep->is_nested) {
        deep->is_nested = true;
        nd_reactor_call_on_big_stack(deep->reactor, go_deep, deep);
    }
}

struct loop_call {
    struct nd_task task;
    struct deep deep;
    bool is_done;
};

static void deep_from_loop(struct nd_task *task)
{
    struct loop_call *call = ND_CONTAINER_OF(task, struct loop_call, task);
    ND_ASSERT(nd_fiber_self(call->deep.reactor) == NULL);
    ND_ASSERT(nd_fiber_stack_left(call->deep.reactor) == SIZE_MAX);
    nd_reactor_call_on_big_stack(call->deep.reactor, go_deep, &call->deep);
    ND_ASSERT(nd_fiber_stack_left(call->deep.reactor) == SIZE_MAX);
    call->is_done = true;
}

static void big_stack_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    struct deep deep = {.reactor = reactor, .left_min = 64 << 10};
    for (int i = 0; i < 3; i++) {
        deep.is_nested = false;
        nd_reactor_call_on_big_stack(reactor, go_deep, &deep);
        ND_ASSERT(deep.is_nested);
        ND_ASSERT(deep.depth > 3000); /* several MiB of frames; a fiber's own stack holds a few hundred */
        ND_ASSERT(nd_fiber_stack_left(reactor) < 2 * ND_FIBER_STACK_BYTES);
        nd_fiber_yield(fiber);
    }
    struct loop_call call = {.deep = {.reactor = reactor, .left_min = 64 << 10}};
    nd_task_init(&call.task, deep_from_loop);
    nd_reactor_defer(reactor, &call.task);
    while (!call.is_done) nd_fiber_yield(fiber);
    ND_ASSERT(call.deep.depth > 3000);
}

static void recurse_on_own(struct nd_fiber *fiber, void *arg)
{
    struct deep *deep = arg;
    deep->depth = recurse(deep, 0);
    nd_fiber_yield(fiber);
    deep->is_nested = true;
}

static void sizes_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    struct deep small = {.reactor = reactor, .left_min = 32 << 10}, large = small;
    nd_fiber_start(reactor, recurse_on_own, &small, 64 << 10);
    nd_fiber_start(reactor, recurse_on_own, &large, 2 << 20);
    while (!small.is_nested || !large.is_nested) nd_fiber_yield(fiber);
    ND_ASSERT(large.depth > 20 * small.depth);
}

struct adder {
    struct nd_job job;
    int a, b, sum;
};

static void add(struct nd_job *job)
{
    struct adder *adder = ND_CONTAINER_OF(job, struct adder, job);
    adder->sum = adder->a + adder->b;
}

static void job_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_worker *worker = nd_worker_open(env, "adder", 2);
    for (int i = 0; i < 100; i++) {
        struct adder adder = {.job = {.run = add}, .a = i, .b = 1};
        nd_fiber_wake(fiber); /* does not end the wait, is kept */
        nd_fiber_run_job(fiber, worker, &adder.job);
        ND_ASSERT(adder.sum == i + 1);
        nd_fiber_park(fiber);
    }
    nd_worker_close(worker);
}

static void test_park(void **state) { run_both(park_body); }
static void test_timeout(void **state) { run_both(timeout_body); }
static void test_many(void **state) { run_both(many_body); }
static void test_big_stack(void **state) { run_both(big_stack_body); }
static void test_sizes(void **state) { run_both(sizes_body); }
static void test_job(void **state) { run_both(job_body); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_park), cmocka_unit_test(test_timeout), cmocka_unit_test(test_many),
        cmocka_unit_test(test_big_stack), cmocka_unit_test(test_sizes), cmocka_unit_test(test_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
