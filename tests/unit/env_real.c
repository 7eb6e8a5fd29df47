/* SPDX-License-Identifier: Apache-2.0 */
/* What only the real backend has: threads, signals, an idle loop that sleeps. */
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "unit/env_both.h"

/* A task that hops from reactor to reactor; all touch it, one after the other. */
struct hop {
    struct nd_task task;
    struct nd_env *env;
    size_t at, left;
    struct nd_fiber *fiber;
    bool is_done;
};

static void on_hop(struct nd_task *task)
{
    struct hop *hop = ND_CONTAINER_OF(task, struct hop, task);
    if (hop->left == 0 && hop->at == 0) {
        hop->is_done = true;
        nd_fiber_wake(hop->fiber);
        return;
    }
    if (hop->left > 0) hop->left--;
    hop->at = (hop->at + 1) % nd_env_reactor_count(hop->env);
    nd_reactor_post(nd_env_reactor(hop->env, hop->at), task);
}

static void hop_body(struct nd_fiber *fiber, struct nd_env *env)
{
    enum { COUNT = 8 };
    struct hop hops[COUNT];
    for (int i = 0; i < COUNT; i++) {
        hops[i] = (struct hop){.env = env, .left = 3000, .fiber = fiber};
        nd_task_init(&hops[i].task, on_hop);
        nd_reactor_post(nd_env_reactor(env, 0), &hops[i].task);
    }
    for (int i = 0; i < COUNT; i++)
        while (!hops[i].is_done) nd_fiber_park(fiber);
}

/* Fibers of each reactor run jobs on one pool. */
struct crowd {
    struct nd_env *env;
    struct nd_worker *worker;
    struct nd_fiber *fiber;
    struct nd_task start[4], report[4];
    _Atomic unsigned runs;
    unsigned fibers_left[4], reactors_left;
};

struct counting {
    struct nd_job job;
    struct crowd *crowd;
};

static void run_counting(struct nd_job *job) { atomic_fetch_add(&ND_CONTAINER_OF(job, struct counting, job)->crowd->runs, 1); }

static void crowd_fiber(struct nd_fiber *fiber, void *arg)
{
    struct crowd *crowd = arg;
    size_t i = nd_reactor_index(nd_fiber_reactor(fiber));
    for (int k = 0; k < 200; k++) {
        struct counting counting = {.job = {.run = run_counting}, .crowd = crowd};
        nd_fiber_run_job(fiber, crowd->worker, &counting.job);
        ND_ASSERT(nd_fiber_self(nd_fiber_reactor(fiber)) == fiber);
    }
    if (--crowd->fibers_left[i] == 0) nd_reactor_post(nd_env_reactor(crowd->env, 0), &crowd->report[i]);
}

#define CROWD_START(i)                                                                                          \
    static void crowd_start##i(struct nd_task *task)                                                           \
    {                                                                                                           \
        struct crowd *crowd = ND_CONTAINER_OF(task, struct crowd, start[i]);                                   \
        for (int k = 0; k < 20; k++) nd_fiber_start(nd_env_reactor(crowd->env, i), crowd_fiber, crowd, 0);     \
    }                                                                                                           \
    static void crowd_report##i(struct nd_task *task)                                                          \
    {                                                                                                           \
        struct crowd *crowd = ND_CONTAINER_OF(task, struct crowd, report[i]);                                  \
        crowd->reactors_left--;                                                                                 \
        nd_fiber_wake(crowd->fiber);                                                                            \
    }
CROWD_START(0)
CROWD_START(1)
CROWD_START(2)
CROWD_START(3)

static void crowd_body(struct nd_fiber *fiber, struct nd_env *env)
{
    static void (*const starts[])(struct nd_task *) = {crowd_start0, crowd_start1, crowd_start2, crowd_start3};
    static void (*const reports[])(struct nd_task *) = {crowd_report0, crowd_report1, crowd_report2, crowd_report3};
    struct crowd crowd = {.env = env, .fiber = fiber, .worker = nd_worker_open(env, "crowd", 3), .reactors_left = 4};
    for (size_t i = 0; i < 4; i++) {
        crowd.fibers_left[i] = 20;
        nd_task_init(&crowd.start[i], starts[i]);
        nd_task_init(&crowd.report[i], reports[i]);
        nd_reactor_post(nd_env_reactor(env, i), &crowd.start[i]);
    }
    while (crowd.reactors_left > 0) nd_fiber_park(fiber);
    ND_ASSERT(atomic_load(&crowd.runs) == 4 * 20 * 200);
    ND_ASSERT(nd_worker_cpu_ns(crowd.worker) > 0);
    nd_worker_close(crowd.worker);
}

/* A node with nothing to do but a beat every 100 ms sleeps. */
static void idle_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct nd_worker *worker = nd_worker_open(env, "idle", 2);
    uint64_t before_ns = nd_reactor_cpu_ns(nd_env_reactor(env, 0));
    for (int i = 0; i < 10; i++) nd_fiber_sleep(fiber, 100 * ND_MS);
    uint64_t used_ns = nd_reactor_cpu_ns(nd_env_reactor(env, 0)) - before_ns;
    ND_ASSERT(used_ns < 10 * ND_MS); /* 1 % of a core */
    ND_ASSERT(nd_worker_cpu_ns(worker) < 10 * ND_MS);
    nd_worker_close(worker);
}

struct signals {
    struct nd_fiber *fiber;
    int hups, terms;
};

static void on_hup(void *arg, int signal_number)
{
    struct signals *signals = arg;
    ND_ASSERT(signal_number == SIGHUP);
    signals->hups++;
    nd_fiber_wake(signals->fiber);
}

static void on_term(void *arg, int signal_number)
{
    struct signals *signals = arg;
    ND_ASSERT(signal_number == SIGTERM);
    signals->terms++;
    nd_fiber_wake(signals->fiber);
}

static void signal_body(struct nd_fiber *fiber, struct nd_env *env)
{
    struct signals signals = {.fiber = fiber};
    nd_env_real_on_signal(env, SIGHUP, &signals, on_hup);
    nd_env_real_on_signal(env, SIGTERM, &signals, on_term);
    kill(getpid(), SIGHUP);
    while (signals.hups == 0) nd_fiber_park(fiber);
    kill(getpid(), SIGTERM);
    while (signals.terms == 0) nd_fiber_park(fiber);
    ND_ASSERT(signals.hups == 1);
}

/* What is open when the loops end is closed by nd_env_real_close: streams get on_close. */
struct leftovers {
    unsigned opened, closed;
    struct nd_listener *listener;
};

static void left_open(struct nd_stream *stream, void *owner) { ((struct leftovers *)owner)->opened++; }
static void left_data(struct nd_stream *stream, void *owner, struct nd_slice bytes) {}
static void left_close(struct nd_stream *stream, void *owner, enum nd_status status) { ((struct leftovers *)owner)->closed++; }
static const struct nd_stream_handler left_handler = {.on_open = left_open, .on_data = left_data, .on_close = left_close};

static bool left_accept(struct nd_listener *listener, void *owner, struct nd_stream *stream, const struct nd_stream_handler **handler_out, void **owner_out)
{
    *handler_out = &left_handler;
    *owner_out = owner;
    ((struct leftovers *)owner)->opened++;
    return true;
}
static const struct nd_listener_handler left_accept_handler = {.on_accept = left_accept};

static void park_for_ever(struct nd_fiber *fiber, void *arg)
{
    for (;;) nd_fiber_park(fiber);
}

struct left_arg {
    struct nd_env *env;
    struct leftovers *left;
};

static void leave_open(struct nd_fiber *fiber, void *arg)
{
    struct left_arg *left_arg = arg;
    struct nd_env *env = left_arg->env;
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    char *bound;
    ND_ASSERT(nd_listener_open(reactor, "localhost:0", 0, &left_accept_handler, left_arg->left, &left_arg->left->listener, &bound) == ND_STATUS_OK);
    nd_stream_connect(reactor, bound, 0, &left_handler, left_arg->left);
    nd_heap_free(nd_env_heap(env), bound);
    while (left_arg->left->opened < 2) nd_fiber_sleep(fiber, ND_MS);
    nd_stream_connect(reactor, "localhost.localdomain.invalid:1", 0, &left_handler, left_arg->left);
    nd_fiber_start(reactor, park_for_ever, NULL, 0);
    nd_worker_open(env, "left", 2);
    nd_fiber_yield(fiber);
    nd_env_real_stop(env);
    nd_fiber_park(fiber);
}

/* A job whose loop ends before its completion is delivered is its owner's again, who frees it: nothing of it stays on the list that others' completions go to. */
struct late {
    struct nd_env *env;
    struct nd_worker *worker;
    struct nd_job early, after; /* over before the loop ends, and after */
    unsigned done;
};

static void run_early(struct nd_job *job) { ND_UNUSED(job); }
static void run_after(struct nd_job *job)
{
    ND_UNUSED(job);
    usleep(100000);
}
static void count_early(struct nd_job *job) { ND_CONTAINER_OF(job, struct late, early)->done++; }
static void count_after(struct nd_job *job) { ND_CONTAINER_OF(job, struct late, after)->done++; }

static void end_amid_jobs(struct nd_fiber *fiber, void *arg)
{
    struct late *late = arg;
    struct nd_reactor *reactor = nd_env_reactor(late->env, 0);
    late->early = (struct nd_job){.run = run_early, .done = count_early};
    late->after = (struct nd_job){.run = run_after, .done = count_after};
    nd_worker_submit(late->worker, reactor, &late->early);
    usleep(20000);
    nd_worker_submit(late->worker, reactor, &late->after);
    nd_env_real_stop(late->env);
    nd_fiber_park(fiber);
}

static void test_jobs_at_the_end(void **state)
{
    struct nd_heap heap;
    struct late late = {0};
    ND_UNUSED(state);
    nd_heap_init(&heap, false);
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &heap, .reactors = 1}, &late.env), ND_STATUS_OK);
    late.worker = nd_worker_open(late.env, "late", 1);
    nd_fiber_start(nd_env_reactor(late.env, 0), end_amid_jobs, &late, 0);
    nd_env_real_run(late.env);
    assert_false(late.early.done_task.is_queued);
    nd_worker_close(late.worker);
    assert_false(late.after.done_task.is_queued);
    assert_int_equal(late.done, 0);
    nd_env_real_close(late.env);
    assert_int_equal(atomic_load(&heap.bytes), 0);
}

static void test_close_open(void **state)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct leftovers left = {0};
    struct left_arg left_arg = {.left = &left};
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &heap, .reactors = 2}, &left_arg.env), ND_STATUS_OK);
    nd_fiber_start(nd_env_reactor(left_arg.env, 0), leave_open, &left_arg, 0);
    nd_env_real_run(left_arg.env);
    assert_true(nd_reactor_cpu_ns(nd_env_reactor(left_arg.env, 0)) > 0);
    nd_env_real_close(left_arg.env);
    assert_int_equal(left.opened, 2);
    assert_int_equal(left.closed, 3);
    assert_int_equal(atomic_load(&heap.bytes), 0);
}

static void test_hops(void **state) { run_real(hop_body, 4); }
static void test_crowd(void **state) { run_real(crowd_body, 4); }
static void test_idle(void **state) { run_real(idle_body, 2); }
static void test_signals(void **state) { run_real(signal_body, 2); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hops), cmocka_unit_test(test_crowd), cmocka_unit_test(test_idle),
        cmocka_unit_test(test_signals), cmocka_unit_test(test_jobs_at_the_end), cmocka_unit_test(test_close_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
