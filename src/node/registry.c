/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps this node and its shards known to the meta shard, and the other nodes known here. */
#include <stdio.h>

#include "node/node_int.h"

enum { REGISTRY_PERIOD_S = 10, REGISTRY_RETRY_MS = 500, REPORT_TIMEOUT_S = 30 };

static struct nd_slice copy(struct nd_node *node, struct nd_slice bytes)
{
    uint8_t *p = nd_heap_zalloc(node->heap, bytes.n + 1); /* ends with NUL: addresses are also used as C strings */
    if (bytes.n > 0) memcpy(p, bytes.p, bytes.n);
    return nd_slice_of(p, bytes.n);
}

static void free_nodes(struct nd_node *node)
{
    for (size_t i = 0; i < node->node_count; i++) {
        nd_heap_free(node->heap, (void *)(uintptr_t)node->nodes[i].rpc_addr.p);
        nd_heap_free(node->heap, (void *)(uintptr_t)node->nodes[i].sql_addr.p);
        nd_heap_free(node->heap, (void *)(uintptr_t)node->nodes[i].http_addr.p);
    }
    nd_heap_free(node->heap, node->nodes);
    node->nodes = NULL;
    node->node_count = 0;
}

static void take_nodes(struct nd_node *node, const struct nd_meta_reply *reply)
{
    free_nodes(node);
    node->nodes = nd_heap_zalloc(node->heap, (reply->node_count + 1) * sizeof *node->nodes);
    for (size_t i = 0; i < reply->node_count; i++) {
        const struct nd_meta_node *from = &reply->nodes[i];
        struct nd_meta_node *to = &node->nodes[node->node_count++];
        *to = *from;
        to->rpc_addr = copy(node, from->rpc_addr);
        to->sql_addr = copy(node, from->sql_addr);
        to->http_addr = copy(node, from->http_addr);
        if (to->id.v == node->identity.id.v || to->rpc_addr.n == 0) continue;
        char addr[512];
        snprintf(addr, sizeof addr, "%.*s", (int)to->rpc_addr.n, (const char *)to->rpc_addr.p);
        nd_rpc_set_node_addr(node->rpc, to->id, addr);
    }
}

static void registered(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nd_node *node = ND_CONTAINER_OF(call, struct nd_node, registry_call);
    node->is_registering = false;
    if (node->is_stopping || status == ND_STATUS_SHUTDOWN) return;
    if (status == ND_STATUS_EXISTS)
        nd_env_fatal(node->env, ND_EXIT_CORRUPTION, "another node is registered as node %llu: two nodes run on copies of one folder",
                     (unsigned long long)node->identity.id.v);
    if (status == ND_STATUS_OK) {
        take_nodes(node, reply);
        node->is_registered = true;
    }
    nd_timer_start_in(&node->registry_timer, status == ND_STATUS_OK && node->node_count >= node->identity.voter_count ? REGISTRY_PERIOD_S * ND_SEC : REGISTRY_RETRY_MS * ND_MS);
}

/* The first time it registers; then it asks who is there. */
static void on_timer(struct nd_timer *timer)
{
    struct nd_node *node = ND_CONTAINER_OF(timer, struct nd_node, registry_timer);
    struct nd_meta_request request = {.kind = node->is_registered ? ND_META_NODES : ND_META_REGISTER};
    request.node = (struct nd_meta_node){.id = node->identity.id,
                                         .uuid = {node->identity.uuid[0], node->identity.uuid[1]},
                                         .rpc_addr = nd_slice_str(node->config->rpc_advertise),
                                         .sql_addr = nd_slice_str(node->config->sql_advertise),
                                         .http_addr = nd_slice_str(node->config->http_advertise)};
    node->is_registering = true;
    node->registry_call.done = registered;
    nd_meta_call_start(node->meta_client, &node->registry_call, &request, REGISTRY_PERIOD_S * ND_SEC);
}

/* ---- shards -------------------------------------------------------------------------------------------- */

struct report {
    struct nd_meta_call call;
    struct nd_list link;
    struct nd_node *node;
};

static void reported(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct report *report = ND_CONTAINER_OF(call, struct report, call);
    ND_UNUSED(status); /* a report that is lost: lookups go by the neighbour, whose leader knows better */
    ND_UNUSED(reply);
    nd_list_remove(&report->link);
    nd_heap_free(report->node->heap, report);
}

static void send_report(struct nd_node *node, const struct nd_range_desc *desc)
{
    struct report *report = nd_heap_new(node->heap, struct report);
    report->node = node;
    nd_list_push_back(&node->reports, &report->link);
    struct nd_meta_request request = {.kind = ND_META_REPORT, .desc = *desc};
    report->call.done = reported;
    nd_meta_call_start(node->meta_client, &report->call, &request, REPORT_TIMEOUT_S * ND_SEC);
}

void nd__registry_on_range_change(void *owner, struct nd_range *range)
{
    struct nd_node *node = owner;
    if (node->is_stopping || !nd_range_is_serving(range)) return;
    const struct nd_range_desc *desc = nd_range_descriptor(range);
    /* After a split the child first: then no lookup finds a gap. */
    struct nd_range *next = desc->end.n == 0 ? NULL : nd_store_find_key(node->store, desc->end);
    if (next != NULL && nd_range_descriptor(next)->epoch.version == desc->epoch.version) send_report(node, nd_range_descriptor(next));
    send_report(node, desc);
}

const char *nd__registry_addr_of(void *node_arg, struct nd_node_id id)
{
    struct nd_node *node = node_arg;
    if (id.v == node->identity.id.v) return node->config->rpc_advertise;
    for (size_t i = 0; i < node->node_count; i++)
        if (node->nodes[i].id.v == id.v) return (const char *)node->nodes[i].rpc_addr.p;
    return "";
}

void nd__registry_start(struct nd_node *node)
{
    nd_timer_init(&node->registry_timer, node->reactor, on_timer);
    nd_timer_start_in(&node->registry_timer, 1);
}

void nd__registry_stop(struct nd_node *node)
{
    nd_timer_stop(&node->registry_timer);
    free_nodes(node);
}
