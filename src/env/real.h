/* SPDX-License-Identifier: Apache-2.0 */
/* real.h - the backend of servers and tools: libuv loops, threads, files, TCP. */
#ifndef ND_ENV_REAL_H
#define ND_ENV_REAL_H

#include "env/env.h"

struct nd_env_real_options {
    struct nd_heap *heap;           /* a pass-through heap */
    const struct nd_logger *logger; /* may be NULL */
    struct nd_metrics *metrics;     /* may be NULL */
    size_t reactors;                /* >= 1 */
};

ND_RESULT nd_env_real_open(const struct nd_env_real_options *options, struct nd_env **env_out);
/* Turns reactor 0 on the calling thread (others have threads of their own) until nd_env_real_stop. May
 * be called again: a client program turns its loop for one call at a time. */
void nd_env_real_run(struct nd_env *env);
/* From any thread or a signal task of reactor 0. Loops end after the turn at hand. */
void nd_env_real_stop(struct nd_env *env);
/* After nd_env_real_run returned. Closes what is still open (streams get on_close). */
void nd_env_real_close(struct nd_env *env);
/* on_signal runs on reactor 0. Signals: SIGINT, SIGTERM, SIGHUP, SIGCHLD. */
void nd_env_real_on_signal(struct nd_env *env, int signal_number, void *arg, void (*on_signal)(void *arg, int signal_number));

#endif
