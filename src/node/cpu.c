/* SPDX-License-Identifier: Apache-2.0 */
#include "node/node_int.h"

void nd__cpu_register(struct nd_node *node)
{
    struct nd__cpu *cpu = &node->cpu;
    const struct { const char *labels; struct nd_gauge *gauge; } roles[] = {
        {"role=\"reactor\"", &cpu->reactor}, {"role=\"log\"", &cpu->log}, {"role=\"log_read\"", &cpu->log_read}, {"role=\"apply\"", &cpu->apply},
        {"role=\"read\"", &cpu->read}, {"role=\"flush\"", &cpu->flush}, {"role=\"other\"", &cpu->other},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(roles); i++)
        nd_metrics_add_gauge(node->metrics, "ndoto_cpu_microseconds", roles[i].labels, "CPU time used, by the threads' role.", roles[i].gauge);
}

static uint64_t set(struct nd_gauge *gauge, uint64_t ns)
{
    nd_gauge_set(gauge, (int64_t)(ns / ND_US));
    return ns;
}

void nd__cpu_refresh(struct nd_node *node)
{
    struct nd__cpu *cpu = &node->cpu;
    uint64_t known_ns = 0;
    for (size_t i = 0; i < nd_env_reactor_count(node->env); i++) known_ns += nd_reactor_cpu_ns(nd_env_reactor(node->env, i));
    set(&cpu->reactor, known_ns);
    known_ns += set(&cpu->log, nd_worker_cpu_ns(node->log_writer));
    known_ns += set(&cpu->log_read, nd_worker_cpu_ns(node->log_reader));
    known_ns += set(&cpu->apply, nd_worker_cpu_ns(node->apply));
    known_ns += set(&cpu->read, nd_worker_cpu_ns(node->readers) + nd_worker_cpu_ns(node->background));
    known_ns += set(&cpu->flush, nd_worker_cpu_ns(node->flusher));
    uint64_t all_ns = nd_env_cpu_ns(node->env);
    set(&cpu->other, all_ns > known_ns ? all_ns - known_ns : 0);
}
