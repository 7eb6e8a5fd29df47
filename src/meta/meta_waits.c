/* SPDX-License-Identifier: Apache-2.0 */
/* Who waits for whom, over all shards: gateways tell again and again while a transaction waits for locks, and whoever closes a
 * circle hears of it (DEADLOCK).
 *
 * What was told may be over when it arrives. Holders keep their locks to their end, so an edge that is told twice was there all the time
 * in between; and a gateway tells again only after it heard the answer. So a circle is one if each of its edges was told twice
 * after the newest of them was told first. Nothing is replicated: a new leader is told everything within moments. */
#include "meta/meta_int.h"

enum { WAITS_MAX = 65536, WAIT_LIVES_MS = 2000, CIRCLE_MAX = 64 };

struct edge {
    uint64_t holder;
    uint64_t first_ns, before_ns, last_ns; /* told first, last but one, last */
};

struct nd__meta_wait {
    struct nd_list link; /* told longest ago first */
    uint64_t ids[ND_META_WAITERS_MAX];
    size_t id_count;
    struct edge edges[ND_META_HOLDERS_MAX];
    size_t edge_count;
    uint64_t seq, told_ns;
    bool is_on_path;
};

static void drop(struct nd_meta *meta, struct nd__meta_wait *wait)
{
    for (size_t i = 0; i < wait->id_count; i++)
        if (nd_hmap_find(&meta->waits_by_id, wait->ids[i]) == wait) (void)nd_hmap_remove(&meta->waits_by_id, wait->ids[i]);
    nd_list_remove(&wait->link);
    meta->wait_count--;
    nd_heap_free(meta->heap, wait);
}

static void drop_old(struct nd_meta *meta, uint64_t now_ns)
{
    while (!nd_list_is_empty(&meta->waits)) {
        struct nd__meta_wait *oldest = ND_CONTAINER_OF(meta->waits.next, struct nd__meta_wait, link);
        if (now_ns - oldest->told_ns < WAIT_LIVES_MS * ND_MS && meta->wait_count < WAITS_MAX) return;
        drop(meta, oldest);
    }
}

static struct nd__meta_wait *find(struct nd_meta *meta, const struct nd_meta_request *request)
{
    struct nd__meta_wait *wait = nd_hmap_find(&meta->waits_by_id, request->waiters[0].v);
    return wait != NULL && wait->ids[0] == request->waiters[0].v ? wait : NULL;
}

static void take_edges(struct nd__meta_wait *wait, const struct nd_meta_request *request, uint64_t now_ns)
{
    struct edge edges[ND_META_HOLDERS_MAX];
    for (size_t i = 0; i < request->holder_count; i++) {
        edges[i] = (struct edge){.holder = request->holders[i].v, .first_ns = now_ns, .last_ns = now_ns};
        for (size_t k = 0; k < wait->edge_count; k++) {
            if (wait->edges[k].holder != edges[i].holder) continue;
            edges[i].first_ns = wait->edges[k].first_ns;
            edges[i].before_ns = wait->edges[k].last_ns;
        }
    }
    memcpy(wait->edges, edges, sizeof *edges * request->holder_count);
    wait->edge_count = request->holder_count;
}

/* NULL: a double of what was told before. */
static struct nd__meta_wait *take(struct nd_meta *meta, const struct nd_meta_request *request, uint64_t now_ns)
{
    struct nd__meta_wait *wait = find(meta, request);
    if (wait != NULL && request->count <= wait->seq) return NULL;
    if (wait == NULL) {
        wait = nd_heap_new(meta->heap, struct nd__meta_wait);
        nd_list_init(&wait->link);
        meta->wait_count++;
    }
    for (size_t i = 0; i < wait->id_count; i++)
        if (nd_hmap_find(&meta->waits_by_id, wait->ids[i]) == wait) (void)nd_hmap_remove(&meta->waits_by_id, wait->ids[i]);
    wait->id_count = request->waiter_count;
    for (size_t i = 0; i < wait->id_count; i++) {
        wait->ids[i] = request->waiters[i].v;
        nd_hmap_put(&meta->waits_by_id, wait->ids[i], wait);
    }
    take_edges(wait, request, now_ns);
    wait->seq = request->count;
    wait->told_ns = now_ns;
    nd_list_remove(&wait->link);
    nd_list_push_back(&meta->waits, &wait->link);
    return wait;
}

struct search {
    struct nd_meta *meta;
    const struct nd__meta_wait *start;
    unsigned steps;
};

/* Is there a path from `wait` to the start, all of whose edges were told twice since first_ns, the newest edge so far? */
static bool leads_back(struct search *search, struct nd__meta_wait *wait, uint64_t first_ns, uint64_t before_ns, unsigned depth)
{
    bool is_found = false;
    if (depth == CIRCLE_MAX || search->steps++ > WAITS_MAX || wait->is_on_path) return false;
    wait->is_on_path = true;
    for (size_t i = 0; i < wait->edge_count && !is_found; i++) {
        const struct edge *edge = &wait->edges[i];
        struct nd__meta_wait *next = nd_hmap_find(&search->meta->waits_by_id, edge->holder);
        uint64_t first = edge->first_ns > first_ns ? edge->first_ns : first_ns, before = edge->before_ns < before_ns ? edge->before_ns : before_ns;
        if (next == NULL) continue;
        is_found = next == search->start ? before >= first : leads_back(search, next, first, before, depth + 1);
    }
    wait->is_on_path = false;
    return is_found;
}

enum nd_status nd__meta_take_wait(struct nd_meta *meta, const struct nd_meta_request *request)
{
    uint64_t now_ns = nd_env_now_ns(meta->options.env);
    drop_old(meta, now_ns);
    struct nd__meta_wait *wait = take(meta, request, now_ns);
    if (wait == NULL) return ND_STATUS_OK;
    struct search search = {.meta = meta, .start = wait};
    if (!leads_back(&search, wait, 0, UINT64_MAX, 0)) return ND_STATUS_OK;
    ND_PROBE(meta->options.env, TXN_DEADLOCK);
    nd_counter_add(&meta->deadlocks, 1);
    drop(meta, wait); /* it gives up: the others of the circle have no other victim */
    return ND_STATUS_DEADLOCK;
}

void nd__meta_forget_waits(struct nd_meta *meta)
{
    while (!nd_list_is_empty(&meta->waits)) drop(meta, ND_CONTAINER_OF(meta->waits.next, struct nd__meta_wait, link));
}
