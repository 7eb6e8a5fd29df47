/* SPDX-License-Identifier: Apache-2.0 */
/* fiber.h - stackful coroutines of a reactor, so that a session reads like straight code.
 *
 * Role.       Sessions and transaction coordinators run on fibers; whatever may switch carries
 *             ND_YIELDS in its prototype. Switching is Boost.Context's (make_fcontext,
 *             jump_fcontext), annotated for ASan and TSan.
 * Threading.  A fiber never leaves its reactor.
 * Invariants. F1 nothing of a foreign library is held across a yield.
 *             F2 a wake before the park is kept: park then returns at once (one permit).
 * Testing.    tests/unit/env_fiber.c */
#ifndef ND_ENV_FIBER_H
#define ND_ENV_FIBER_H

#include "env/env.h"

/* Starts running at the end of this turn. The stack (guard page below, mmap'd or pooled) is taken
 * from and returned to the reactor's pool. stack_bytes 0: ND_FIBER_STACK_BYTES. */
struct nd_fiber *nd_fiber_start(struct nd_reactor *reactor, void (*main)(struct nd_fiber *fiber, void *arg), void *arg, size_t stack_bytes);
struct nd_reactor *nd_fiber_reactor(struct nd_fiber *fiber);
/* The fiber that runs now on this reactor; NULL in callbacks of the loop itself. */
struct nd_fiber *nd_fiber_self(struct nd_reactor *reactor);
/* Waits for a wake (F2). Callers loop on their condition: wakes may be spurious. */
ND_YIELDS void nd_fiber_park(struct nd_fiber *fiber);
/* As park, but not beyond deadline_ns; false: the deadline passed first. */
ND_YIELDS bool nd_fiber_park_until(struct nd_fiber *fiber, uint64_t deadline_ns);
ND_YIELDS void nd_fiber_sleep(struct nd_fiber *fiber, uint64_t delay_ns);
ND_YIELDS void nd_fiber_yield(struct nd_fiber *fiber); /* lets the loop turn once */
/* From the fiber's reactor; the fiber runs at the end of this turn. */
void nd_fiber_wake(struct nd_fiber *fiber);
/* Runs job->run on the worker while this fiber waits (job->done is set by this call). */
ND_YIELDS void nd_fiber_run_job(struct nd_fiber *fiber, struct nd_worker *worker, struct nd_job *job);
/* Calls fn(arg) on the reactor's one big stack (ND_PARSER_STACK_BYTES), for recursive foreign code
 * such as the SQL parser. fn must not yield. Works from a fiber and from the loop. */
void nd_reactor_call_on_big_stack(struct nd_reactor *reactor, void (*fn)(void *arg), void *arg);
bool nd_reactor_is_on_big_stack(const struct nd_reactor *reactor); /* what runs now must not yield */
/* Bytes left on the stack of what runs now; SIZE_MAX in the loop itself. For recursion guards. */
size_t nd_fiber_stack_left(struct nd_reactor *reactor);

#endif
