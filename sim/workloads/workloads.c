/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/workloads/workloads.h"

#include <string.h>

static const struct nd_workload *const workloads[] = {&nd_workload_register, &nd_workload_bank, &nd_workload_split, &nd_workload_balance, &nd_workload_merge,
                                                      &nd_workload_tso, &nd_workload_fkey, &nd_workload_ddl, &nd_workload_index, &nd_workload_sqlbank, &nd_workload_append,
                                                      &nd_workload_stale, &nd_workload_place, &nd_workload_queue};

const struct nd_workload *nd_workload_at(size_t i) { return i < ND_ARRAY_LEN(workloads) ? workloads[i] : NULL; }

const struct nd_workload *nd_workload_find(const char *name)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(workloads); i++)
        if (strcmp(workloads[i]->name, name) == 0) return workloads[i];
    return NULL;
}
