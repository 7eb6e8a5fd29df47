/* SPDX-License-Identifier: Apache-2.0 */
/* workloads.h - all workloads; the table is in workloads.c. */
#ifndef ND_SIM_WORKLOADS_H
#define ND_SIM_WORKLOADS_H

#include "sim/harness.h"

extern const struct nd_workload nd_workload_register, nd_workload_bank, nd_workload_split, nd_workload_balance, nd_workload_merge, nd_workload_tso, nd_workload_fkey, nd_workload_ddl,
    nd_workload_index, nd_workload_sqlbank, nd_workload_append, nd_workload_stale, nd_workload_place, nd_workload_queue;

#endif
