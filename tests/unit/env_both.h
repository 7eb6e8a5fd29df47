/* SPDX-License-Identifier: Apache-2.0 */
/* env_both.h - runs a test body, a fiber on reactor 0, over either backend. */
#ifndef ND_TESTS_ENV_BOTH_H
#define ND_TESTS_ENV_BOTH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "env/env.h"
#include "env/fiber.h"
#include "env/real.h"
#include "env/sim.h"

/* Bodies check with ND_ASSERT: cmocka's assertions jump off the fiber's stack. */
struct body {
    void (*run)(struct nd_fiber *fiber, struct nd_env *env);
    struct nd_env *env;
    bool is_real, is_done;
};

static inline void body_main(struct nd_fiber *fiber, void *arg)
{
    struct body *body = arg;
    body->run(fiber, body->env);
    body->is_done = true;
    if (body->is_real) nd_env_real_stop(body->env);
}

static inline void run_real(void (*run)(struct nd_fiber *fiber, struct nd_env *env), size_t reactors)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct body body = {.run = run, .is_real = true};
    assert_int_equal(nd_env_real_open(&(struct nd_env_real_options){.heap = &heap, .reactors = reactors}, &body.env), ND_STATUS_OK);
    nd_fiber_start(nd_env_reactor(body.env, 0), body_main, &body, 0);
    nd_env_real_run(body.env);
    assert_true(body.is_done);
    nd_env_real_close(body.env);
    assert_int_equal(atomic_load(&heap.bytes), 0);
}

static inline void *body_boot(struct nd_env *env, unsigned node, void *arg)
{
    struct body *body = arg;
    body->env = env;
    nd_fiber_start(nd_env_reactor(env, 0), body_main, body, 0);
    return NULL;
}

static inline bool body_is_done(void *arg) { return ((struct body *)arg)->is_done; }

static inline void run_sim(void (*run)(struct nd_fiber *fiber, struct nd_env *env), uint64_t seed)
{
    struct nd_sim *sim = nd_sim_new(&(struct nd_sim_options){
        .seed = seed,
        .net = {.delay_ns_min = 50 * ND_US, .delay_ns_mean = 500 * ND_US, .delay_ns_max = 10 * ND_MS},
        .disk = {.op_ns_min = 20 * ND_US, .op_ns_mean = 200 * ND_US, .op_ns_max = 20 * ND_MS},
    });
    struct body body = {.run = run};
    nd_sim_start(sim, 1, &(struct nd_sim_program){.boot = body_boot, .arg = &body});
    nd_sim_run(sim, 600 * ND_SEC, body_is_done, &body);
    assert_true(body.is_done);
    nd_sim_free(sim);
}

static inline void run_both(void (*run)(struct nd_fiber *fiber, struct nd_env *env))
{
    run_real(run, 1);
    for (uint64_t seed = 1; seed <= 5; seed++) run_sim(run, seed);
}

#endif
