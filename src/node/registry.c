/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps this node and its shards known to the meta shard, and the other nodes known here. */
#include <stdio.h>

#include "node/node_int.h"

enum { REGISTRY_PERIOD_S = 2, REGISTRY_TIMEOUT_S = 10, CHECK_PERIOD_MS = 2000, CHECK_SOON_MS = 100, CHECK_TIMEOUT_S = 5, REGISTRY_RETRY_MS = 500, REPORT_TIMEOUT_S = 30,
       REPORTS_MAX = 64, /* under way */
       PART_MAX = 2048 /* ranges that one look reaches over */ };

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
        nd_heap_free(node->heap, (void *)(uintptr_t)node->nodes[i].locality.p);
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
        to->locality = copy(node, from->locality);
        if (to->id.v == node->identity.id.v || to->rpc_addr.n == 0) continue;
        char addr[512];
        snprintf(addr, sizeof addr, "%.*s", (int)to->rpc_addr.n, (const char *)to->rpc_addr.p);
        nd_rpc_set_node_addr(node->rpc, to->id, addr);
    }
    nd__state_judge_others(node);
    /* The meta shard may move to any of them. */
    struct nd_node_id candidates[ND_NODES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < node->node_count && count < ND_NODES_MAX; i++)
        if (node->nodes[i].state != ND_META_NODE_REMOVED) candidates[count++] = node->nodes[i].id;
    if (count > 0) nd_meta_client_set_candidates(node->meta_client, candidates, count);
}

static void run_store_contacts(struct nd_job *job)
{
    struct nd_node *node = ND_CONTAINER_OF(job, struct nd_node, contacts_job);
    node->contacts_status = nd__identity_write(node, nd_buf_slice(&node->contacts_record));
}

static void contacts_stored(struct nd_job *job)
{
    struct nd_node *node = ND_CONTAINER_OF(job, struct nd_node, contacts_job);
    node->is_storing_contacts = false;
    if (node->contacts_status != ND_STATUS_OK)
        nd_env_fatal(node->env, ND_EXIT_ENGINE, "the node's identity cannot be written: %s", nd_status_text(node->contacts_status));
}

/* Keeps on the disk whom to ask after a restart; written only when that has changed. */
static void keep_contacts(struct nd_node *node)
{
    struct nd__identity *identity = &node->identity;
    struct nd_meta_node contacts[ND__CONTACTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < node->node_count && count < ND__CONTACTS_MAX; i++)
        if (node->nodes[i].state != ND_META_NODE_REMOVED && node->nodes[i].id.v != identity->id.v) contacts[count++] = node->nodes[i];
    bool is_same = count == identity->contact_count;
    for (size_t i = 0; i < count && is_same; i++)
        is_same = contacts[i].id.v == identity->contacts[i].id.v && nd_slice_eq(contacts[i].rpc_addr, identity->contacts[i].rpc_addr) &&
                  nd_slice_eq(contacts[i].http_addr, identity->contacts[i].http_addr);
    if (is_same || node->is_storing_contacts) return;
    for (size_t i = 0; i < count; i++) {
        identity->contacts[i] = (struct nd_meta_node){.id = contacts[i].id, .uuid = {contacts[i].uuid[0], contacts[i].uuid[1]}};
        identity->contacts[i].rpc_addr = nd_arena_copy(&node->arena, contacts[i].rpc_addr);
        identity->contacts[i].sql_addr = nd_arena_copy(&node->arena, contacts[i].sql_addr);
        identity->contacts[i].http_addr = nd_arena_copy(&node->arena, contacts[i].http_addr);
    }
    identity->contact_count = count;
    nd_buf_clear(&node->contacts_record);
    nd__identity_encode(identity, &node->contacts_record);
    node->is_storing_contacts = true;
    node->contacts_job = (struct nd_job){.run = run_store_contacts, .done = contacts_stored};
    nd_worker_submit(node->apply, node->reactor, &node->contacts_job); /* the only one that writes to the engine */
}

static void registered(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nd_node *node = ND_CONTAINER_OF(call, struct nd_node, registry_call);
    node->is_registering = false;
    if (node->is_stopping || status == ND_STATUS_SHUTDOWN) return;
    if (status == ND_STATUS_EXISTS)
        nd_env_fatal(node->env, ND_EXIT_CORRUPTION, "another node is registered as node %llu: two nodes run on copies of one folder",
                     (unsigned long long)node->identity.id.v);
    if (status == ND_STATUS_INVALID)
        nd_env_fatal(node->env, ND_EXIT_USAGE, "node %llu was removed from the cluster: start with an empty folder to join as a new node",
                     (unsigned long long)node->identity.id.v);
    if (status == ND_STATUS_OK) {
        take_nodes(node, reply);
        keep_contacts(node);
        node->is_registered = true;
    }
    nd_timer_start_in(&node->registry_timer, status == ND_STATUS_OK && node->node_count >= node->identity.voter_count ? REGISTRY_PERIOD_S * ND_SEC : REGISTRY_RETRY_MS * ND_MS);
}

/* ---- telling what its shards carry ------------------------------------------------------------------------ */

/* A part of this node's ranges, in order of key: the next part begins where one ended, and the first again behind the last. */
struct part {
    struct nd_buf *at;
    size_t seen, most;
    bool is_cut;
};

/* true: it is within the part. */
static bool take_next(struct part *part, const struct nd_range *range)
{
    if (part->seen++ < part->most) return true;
    nd_buf_clear(part->at);
    nd_buf_put_slice(part->at, nd_range_descriptor(range)->first);
    part->is_cut = true;
    return false;
}

static void walk_part(struct nd_node *node, struct part *part, void *arg, bool (*on_range)(void *arg, struct nd_range *range))
{
    nd_store_walk(node->store, nd_buf_slice(part->at), arg, on_range);
    if (!part->is_cut) nd_buf_clear(part->at);
}

struct telling {
    struct part part;
    struct nd_buf *out;
    size_t count;
};

static bool tell(void *arg, struct nd_range *range)
{
    struct telling *telling = arg;
    struct nd_range_info info;
    if (telling->count == ND_META_STATS_MAX) telling->part.most = 0;
    if (!take_next(&telling->part, range)) return false;
    if (!nd_range_is_serving(range)) return true;
    nd_range_get_info(range, &info);
    struct nd_meta_stat stat = {.range = info.desc.id, .bytes = info.bytes, .keys = info.keys, .requests_per_s = info.requests_per_s};
    nd_meta_stat_encode(&stat, telling->out);
    telling->count++;
    return true;
}

/* Some of those that it leads; the others the next times. */
static void tell_stats(struct nd_node *node, struct nd_meta_request *request, struct nd_buf *stats)
{
    struct telling telling = {.part = {.at = &node->stats_at, .most = PART_MAX}, .out = stats};
    walk_part(node, &telling.part, &telling, tell);
    request->is_draining = node->multiraft != NULL && nd_multiraft_is_draining(node->multiraft);
    request->stats = nd_buf_slice(stats);
    request->stat_count = telling.count;
}

/* The first time it registers; then it asks who is there, and tells what it carries. */
static void on_timer(struct nd_timer *timer)
{
    struct nd_node *node = ND_CONTAINER_OF(timer, struct nd_node, registry_timer);
    struct nd_meta_request request = {.kind = node->is_registered ? ND_META_STATS : ND_META_REGISTER};
    struct nd_buf stats;
    nd_buf_init(&stats, node->heap);
    if (node->is_registered) tell_stats(node, &request, &stats);
    request.node = (struct nd_meta_node){.id = node->identity.id,
                                         .uuid = {node->identity.uuid[0], node->identity.uuid[1]},
                                         .rpc_addr = nd_slice_str(node->config->rpc_advertise),
                                         .sql_addr = nd_slice_str(node->config->sql_advertise),
                                         .http_addr = nd_slice_str(node->config->http_advertise),
                                         .locality = nd_slice_str(node->config->locality)};
    node->is_registering = true;
    node->registry_call.done = registered;
    nd_meta_call_start(node->meta_client, &node->registry_call, &request, REGISTRY_TIMEOUT_S * ND_SEC);
    nd_buf_deinit(&stats);
}

/* ---- shards -------------------------------------------------------------------------------------------- */

struct report {
    struct nd_meta_call call;
    struct nd_list link; /* node->reports_due, node->reports */
    struct nd_node *node;
    struct nd_range_id range;
};

static void send_reports(struct nd_node *node);

static void reported(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct report *report = ND_CONTAINER_OF(call, struct report, call);
    struct nd_node *node = report->node;
    ND_UNUSED(reply);
    nd_list_remove(&report->link);
    nd_heap_free(node->heap, report); /* lost or not: lookups go by the neighbour, whose leader knows better */
    node->reports_open--;
    if (!node->is_stopping && status != ND_STATUS_SHUTDOWN) send_reports(node);
}

/* A few at a time: where a node is gone, thousands of shards have new leaders at once. */
static void send_reports(struct nd_node *node)
{
    while (node->reports_open < REPORTS_MAX && !nd_list_is_empty(&node->reports_due)) {
        struct report *report = ND_CONTAINER_OF(node->reports_due.next, struct report, link);
        struct nd_range *range = nd_store_find(node->store, report->range);
        nd_list_remove(&report->link);
        nd_hmap_remove(&node->ranges_due, report->range.v);
        if (range == NULL) {
            nd_heap_free(node->heap, report);
            continue;
        }
        struct nd_meta_request request = {.kind = ND_META_REPORT, .desc = *nd_range_descriptor(range)};
        nd_list_push_back(&node->reports, &report->link);
        node->reports_open++;
        report->call.done = reported;
        nd_meta_call_start(node->meta_client, &report->call, &request, REPORT_TIMEOUT_S * ND_SEC);
    }
}

static void add_report(struct nd_node *node, const struct nd_range *range)
{
    struct nd_range_id id = nd_range_id_of(range);
    if (nd_hmap_find(&node->ranges_due, id.v) != NULL) return; /* and then as it is by then */
    struct report *report = nd_heap_new(node->heap, struct report);
    report->node = node;
    report->range = id;
    nd_list_push_back(&node->reports_due, &report->link);
    nd_hmap_put(&node->ranges_due, id.v, report);
}

void nd__registry_on_range_change(void *owner, struct nd_range *range)
{
    struct nd_node *node = owner;
    if (node->is_stopping || !nd_range_is_serving(range)) return;
    const struct nd_range_desc *desc = nd_range_descriptor(range);
    /* After a split the child first: then no lookup finds a gap. */
    struct nd_range *next = desc->end.n == 0 ? NULL : nd_store_find_key(node->store, desc->end);
    if (next != NULL && nd_range_descriptor(next)->epoch.version == desc->epoch.version) add_report(node, next);
    add_report(node, range);
    send_reports(node);
}

/* ---- replicas that may be none any more --------------------------------------------------------------------- */

struct suspicion {
    struct part part;
    const struct nd_node *node;
    struct nd_range *found[ND__CHECKS_MAX];
    size_t count;
    bool takes_followers;
};

/* Ids in the order in which they are asked about: those behind the last one first. */
static bool comes_before(const struct suspicion *suspicion, const struct nd_range *a, const struct nd_range *b)
{
    uint64_t after = suspicion->node->checked[suspicion->takes_followers].v, x = nd_range_id_of(a).v, y = nd_range_id_of(b).v;
    return (x > after) == (y > after) ? x < y : x > after;
}

/* One that leads is none of these. One that follows a leader as a voter hardly ever: only if it was left out while it was
 * behind, and the leader is on a node that lives; every other look takes those, in turn. */
static void suspect(struct suspicion *suspicion, struct nd_range *range)
{
    struct nd_range_info info;
    nd_range_get_info(range, &info);
    const struct nd_raft_member *self = NULL;
    for (size_t i = 0; i < info.desc.conf.count; i++)
        if (info.desc.conf.members[i].replica.v == nd_range_replica(range).v) self = &info.desc.conf.members[i];
    bool follows = self != NULL && !self->is_learner && info.role.leader.v != 0;
    bool may_be_left_over = info.desc.frozen_by != 0; /* whatever it thinks of itself: the others may be gone */
    if (info.is_in_flux || (follows && !may_be_left_over && (!suspicion->takes_followers || info.role.role == ND_RAFT_LEADER))) return;
    size_t at = suspicion->count;
    while (at > 0 && comes_before(suspicion, range, suspicion->found[at - 1])) at--;
    if (at == ND__CHECKS_MAX) return;
    if (suspicion->count < ND__CHECKS_MAX) suspicion->count++;
    memmove(&suspicion->found[at + 1], &suspicion->found[at], (suspicion->count - 1 - at) * sizeof *suspicion->found);
    suspicion->found[at] = range;
}

static bool look_at(void *arg, struct nd_range *range)
{
    struct suspicion *suspicion = arg;
    if (!take_next(&suspicion->part, range)) return false;
    suspect(suspicion, range);
    return true;
}

struct leftness {
    struct nd_slice edge;
    struct nd_range *found;
};

static void look_left(void *arg, struct nd_range *range)
{
    struct leftness *leftness = arg;
    struct nd_slice end = nd_range_descriptor(range)->end;
    if (end.n > 0 && nd_slice_eq(end, leftness->edge)) leftness->found = range;
}

/* The range that ends where this one begins, here; NULL: none. */
static struct nd_range *left_of(const struct nd_node *node, const struct nd_range_desc *desc)
{
    struct leftness leftness = {.edge = desc->first};
    nd_store_each(node->store, &leftness, look_left);
    return leftness.found;
}

/* What meta knows grows with the epoch and never goes back: who is not in a newer one is no member any more. And where a newer
 * version of its first key is another range's, that one's past has taken it in - but the left neighbour here may still have to do so:
 * not one that has merged as much since, nor where the replica was no member when its range was frozen. */
static bool is_over(const struct nd_node *node, const struct nd_range *range, const struct nd_range_desc *known)
{
    const struct nd_range_desc *desc = nd_range_descriptor(range);
    if (known->id.v != desc->id.v) {
        if (!nd_range_desc_has_key(known, desc->first) || known->epoch.version <= desc->epoch.version) return false;
        const struct nd_range *left = desc->frozen_by == 0 ? NULL : left_of(node, desc);
        return left == NULL || nd_range_descriptor(left)->merged_by >= desc->frozen_by;
    }
    if (known->epoch.conf_version <= desc->epoch.conf_version) return false;
    for (size_t i = 0; i < known->conf.count; i++)
        if (known->conf.members[i].replica.v == nd_range_replica(range).v) return false;
    return true;
}

static void checked(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct nd__check *check = ND_CONTAINER_OF(call, struct nd__check, call);
    struct nd_node *node = check->node;
    if (node->is_stopping || status == ND_STATUS_SHUTDOWN) return;
    struct nd_range *range = nd_store_find(node->store, check->range);
    for (size_t i = 0; status == ND_STATUS_OK && range != NULL && i < reply->desc_count; i++) {
        if (!is_over(node, range, &reply->descs[i])) continue;
        nd_range_destroy(range);
        node->has_destroyed = true;
        break;
    }
    if (--node->checks_open > 0) return;
    nd_timer_start_in(&node->check_timer, (node->has_destroyed ? CHECK_SOON_MS : CHECK_PERIOD_MS) * ND_MS);
}

/* A few at a time; where some of them went, there may be more. */
static void on_check_timer(struct nd_timer *timer)
{
    struct nd_node *node = ND_CONTAINER_OF(timer, struct nd_node, check_timer);
    struct suspicion suspicion = {.part = {.at = &node->looks_at, .most = PART_MAX}, .node = node, .takes_followers = node->takes_followers};
    walk_part(node, &suspicion.part, &suspicion, look_at);
    if (!suspicion.part.is_cut) node->takes_followers = !node->takes_followers; /* all were looked at */
    node->has_destroyed = false;
    node->checks_open = suspicion.count;
    if (suspicion.count == 0) nd_timer_start_in(timer, CHECK_PERIOD_MS * ND_MS);
    else node->checked[suspicion.takes_followers] = nd_range_id_of(suspicion.found[suspicion.count - 1]);
    for (size_t i = 0; i < suspicion.count; i++) {
        struct nd__check *check = &node->checks[i];
        struct nd_meta_request request = {.kind = ND_META_LOOKUP, .key = nd_range_descriptor(suspicion.found[i])->first};
        check->node = node;
        check->range = nd_range_id_of(suspicion.found[i]);
        check->call.done = checked;
        nd_meta_call_start(node->meta_client, &check->call, &request, CHECK_TIMEOUT_S * ND_SEC);
    }
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
    nd_buf_init(&node->stats_at, node->heap);
    nd_buf_init(&node->looks_at, node->heap);
    nd_timer_init(&node->registry_timer, node->reactor, on_timer);
    nd_timer_start_in(&node->registry_timer, 1);
    nd_timer_init(&node->check_timer, node->reactor, on_check_timer);
    nd_timer_start_in(&node->check_timer, CHECK_PERIOD_MS * ND_MS);
}

void nd__registry_stop(struct nd_node *node)
{
    nd_timer_stop(&node->registry_timer);
    nd_timer_stop(&node->check_timer);
    nd_buf_deinit(&node->stats_at);
    nd_buf_deinit(&node->looks_at);
    while (!nd_list_is_empty(&node->reports_due)) {
        struct report *report = ND_CONTAINER_OF(node->reports_due.next, struct report, link);
        nd_list_remove(&report->link);
        nd_heap_free(node->heap, report);
    }
    nd_hmap_deinit(&node->ranges_due);
    free_nodes(node);
}
