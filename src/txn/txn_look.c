/* SPDX-License-Identifier: Apache-2.0 */
/* The cluster as the meta shard's leader knows it, for system views. */
#include "txn/txn_int.h"

enum { LOOK_SHARDS_MAX = 1 << 20 };

struct page {
    struct nd_meta_call call;
    struct nd_fiber *fiber;
    struct nd_arena *arena;
    struct nd_meta_reply reply; /* on the arena */
    enum nd_status status;
    bool is_done;
};

static void *copy_array(struct nd_arena *arena, const void *from, size_t count, size_t each)
{
    void *to = nd_arena_alloc(arena, count * each + 1);
    if (count > 0) memcpy(to, from, count * each);
    return to;
}

static struct nd_range_desc *copy_descs(struct nd_arena *arena, const struct nd_meta_reply *reply)
{
    struct nd_range_desc *descs = copy_array(arena, reply->descs, reply->desc_count, sizeof *descs);
    for (size_t i = 0; i < reply->desc_count; i++) {
        descs[i].first = nd_arena_copy(arena, descs[i].first);
        descs[i].end = nd_arena_copy(arena, descs[i].end);
    }
    return descs;
}

static struct nd_meta_node *copy_nodes(struct nd_arena *arena, const struct nd_meta_reply *reply)
{
    struct nd_meta_node *nodes = copy_array(arena, reply->nodes, reply->node_count, sizeof *nodes);
    for (size_t i = 0; i < reply->node_count; i++) {
        nodes[i].rpc_addr = nd_arena_copy(arena, nodes[i].rpc_addr);
        nodes[i].sql_addr = nd_arena_copy(arena, nodes[i].sql_addr);
        nodes[i].http_addr = nd_arena_copy(arena, nodes[i].http_addr);
        nodes[i].locality = nd_arena_copy(arena, nodes[i].locality);
    }
    return nodes;
}

static void page_done(struct nd_meta_call *call, enum nd_status status, const struct nd_meta_reply *reply)
{
    struct page *page = ND_CONTAINER_OF(call, struct page, call);
    page->status = status;
    if (status == ND_STATUS_OK) {
        page->reply = *reply;
        page->reply.descs = copy_descs(page->arena, reply);
        page->reply.stats = copy_array(page->arena, reply->stats, reply->stat_count, sizeof *reply->stats);
        page->reply.nodes = copy_nodes(page->arena, reply);
        page->reply.loads = copy_array(page->arena, reply->loads, reply->load_count, sizeof *reply->loads);
        page->reply.moves = copy_array(page->arena, reply->moves, reply->move_count, sizeof *reply->moves);
    }
    page->is_done = true;
    nd_fiber_wake(page->fiber);
}

static enum nd_status get_page(struct nd_txn_system *system, struct page *page, struct nd_slice key)
{
    struct nd_meta_request request = {.kind = ND_META_SHARDS, .key = key};
    page->is_done = false;
    page->call = (struct nd_meta_call){.done = page_done};
    nd_meta_call_start(system->options.meta, &page->call, &request, ND__TXN_CALL_MS * ND_MS);
    while (!page->is_done) nd_fiber_park(page->fiber);
    return page->status;
}

/* What the page brings beyond what is known: a shard that has split meanwhile is in both. */
static void append(struct nd_arena *arena, struct nd_meta_reply *all, const struct nd_meta_reply *page, size_t *cap)
{
    size_t count = all->desc_count + page->desc_count;
    if (count > *cap) {
        size_t wider = *cap == 0 ? 256 : *cap * 2;
        while (wider < count) wider *= 2;
        struct nd_range_desc *descs = nd_arena_array(arena, struct nd_range_desc, wider);
        struct nd_meta_stat *stats = nd_arena_array(arena, struct nd_meta_stat, wider);
        if (all->desc_count > 0) {
            memcpy(descs, all->descs, all->desc_count * sizeof *descs);
            memcpy(stats, all->stats, all->desc_count * sizeof *stats);
        }
        all->descs = descs;
        all->stats = stats;
        *cap = wider;
    }
    struct nd_range_desc *descs = (struct nd_range_desc *)(uintptr_t)all->descs;
    struct nd_meta_stat *stats = (struct nd_meta_stat *)(uintptr_t)all->stats;
    for (size_t i = 0; i < page->desc_count; i++) {
        bool is_known = all->desc_count > 0 && nd_slice_cmp(page->descs[i].first, descs[all->desc_count - 1].first) <= 0;
        if (is_known) continue;
        descs[all->desc_count] = page->descs[i];
        stats[all->desc_count++] = i < page->stat_count ? page->stats[i] : (struct nd_meta_stat){.range = page->descs[i].id};
    }
    all->stat_count = all->desc_count;
}

enum nd_status nd_txn_system_look(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_arena *arena, struct nd_meta_reply *all)
{
    struct page page = {.fiber = fiber, .arena = arena};
    struct nd_slice key = ND_SLICE_EMPTY;
    size_t cap = 0;
    memset(all, 0, sizeof *all);
    do {
        ND_TRY(get_page(system, &page, key));
        size_t before = all->desc_count;
        append(arena, all, &page.reply, &cap);
        if (all->desc_count == before) break;
        key = all->descs[all->desc_count - 1].end;
    } while (key.n > 0 && all->desc_count < LOOK_SHARDS_MAX);
    all->nodes = page.reply.nodes;
    all->node_count = page.reply.node_count;
    all->loads = page.reply.loads;
    all->load_count = page.reply.load_count;
    all->moves = page.reply.moves;
    all->move_count = page.reply.move_count;
    return ND_STATUS_OK;
}
