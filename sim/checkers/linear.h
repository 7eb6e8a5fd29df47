/* SPDX-License-Identifier: Apache-2.0 */
/* linear.h - is the history of a single register linearizable?
 *
 * Method.     Wing and Gong's search over orders, with Lowe's memory of configurations seen (as Porcupine
 *             does). Values are written at most once, so an operation of unknown outcome that nobody saw
 *             counts as not done, and one that somebody saw was done before that reader returned.
 * Testing.    tests/unit/sim_linear.c */
#ifndef ND_SIM_CHECKERS_LINEAR_H
#define ND_SIM_CHECKERS_LINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

enum nd_linear_kind {
    ND_LINEAR_READ,  /* saw `value` */
    ND_LINEAR_WRITE, /* wrote `value` */
    ND_LINEAR_CAS,   /* saw `expected`, wrote `value`, nothing in between */
};

#define ND_LINEAR_PENDING UINT64_MAX

struct nd_linear_op {
    enum nd_linear_kind kind;
    uint64_t call_ns, return_ns; /* return_ns ND_LINEAR_PENDING: nobody knows (writes and CAS alone) */
    uint64_t expected, value;    /* 0: the register's first value, never written */
};

/* Sorts ops. */
bool nd_linear_check(struct nd_linear_op *ops, size_t count, struct nd_heap *heap);

#endif
