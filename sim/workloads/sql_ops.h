/* SPDX-License-Identifier: Apache-2.0 */
/* sql_ops.h - what SQL workloads share: setup and verify run on a node's fiber, with a client made for them. */
#ifndef ND_SIM_SQL_OPS_H
#define ND_SIM_SQL_OPS_H

#include "sim/harness.h"
#include "sim/sql_client.h"

/* Runs all statements in turn, each again until it succeeds or `attempts` is over. false: not all did. */
ND_YIELDS bool nd_sql_run_all(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *const *statements, size_t count);
/* One row of numbers; false: no answer now. */
ND_YIELDS bool nd_sql_read_numbers(struct nd_worker_client *worker, struct nd_fiber *fiber, const char *query, uint64_t *numbers, size_t count);
/* Counts what the answer says about a transaction; an error that no client should ever see fails the run. */
enum nd_outcome nd_sql_count(struct nd_worker_client *worker, const struct nd_sql_answer *answer);

#endif
