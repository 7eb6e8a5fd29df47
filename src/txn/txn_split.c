/* SPDX-License-Identifier: Apache-2.0 */
/* Where shards shall begin: at a key, or at many at once; and which of them stay apart. */
#include <stdlib.h>

#include "txn/txn_int.h"

enum { SIDE_BY_SIDE = 256 };

/* Whoever holds the key of the request. */
static ND_YIELDS enum nd_status ask(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_kv_request *request, uint64_t until_ns)
{
    struct nd_arena arena;
    nd_arena_init(&arena, system->heap);
    struct nd_kv_call call = {.request = *request, .route_key = request->keys[0], .arena = &arena};
    struct nd_kv_call *calls[] = {&call};
    do {
        call.deadline_ns = until_ns;
        nd_kv_run(system->options.kv, fiber, calls, 1);
    } while (call.status == ND_STATUS_WRONG_RANGE && nd_env_now_ns(system->options.env) < until_ns);
    nd_arena_deinit(&arena);
    return call.status;
}

/* AMBIGUOUS: the child may have been made, and more may have happened since; EXISTS: it has been, and is no more. child {0}: makes none;
 * OK if a shard begins there, else EXISTS. */
static ND_YIELDS enum nd_status ask_split(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, struct nd_range_id child, struct nd_node_id preferred_leader, uint64_t until_ns)
{
    struct nd_kv_request request = {.kind = ND_KV_SPLIT, .keys = &key, .key_count = 1, .new_range = child, .preferred_leader = preferred_leader};
    return ask(system, fiber, &request, until_ns);
}

/* With a number of its own. */
static ND_YIELDS enum nd_status split_once(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, struct nd_node_id preferred_leader, uint64_t until_ns)
{
    uint64_t id;
    ND_TRY(nd_txn_system_allocate_ids(system, fiber, nd_slice_str("range"), 1, &id));
    return ask_split(system, fiber, key, (struct nd_range_id){id + ND_RANGE_META.v}, preferred_leader, until_ns);
}

/* The shard itself is asked: what is known here may be of before a split, or a merge. */
static ND_YIELDS bool begins_at(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, uint64_t until_ns)
{
    return ask_split(system, fiber, key, (struct nd_range_id){0}, (struct nd_node_id){0}, until_ns) == ND_STATUS_OK;
}

enum nd_status nd_txn_system_split(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, struct nd_node_id preferred_leader)
{
    if (key.n == 0 || key.n > ND_KEY_BYTES_MAX) return ND_STATUS_INVALID;
    uint64_t until_ns = nd_env_now_ns(system->options.env) + ND__TXN_CALL_MS * ND_MS;
    for (;;) {
        if (begins_at(system, fiber, key, until_ns)) return ND_STATUS_OK;
        enum nd_status status = split_once(system, fiber, key, preferred_leader, until_ns);
        if (status != ND_STATUS_AMBIGUOUS && status != ND_STATUS_EXISTS) return status;
        if (nd_env_now_ns(system->options.env) >= until_ns) return ND_STATUS_TIMEOUT;
    }
}

enum nd_status nd_txn_system_keep(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, bool is_kept)
{
    struct nd_kv_request request = {.kind = ND_KV_KEEP, .keys = &key, .key_count = 1, .is_reverse = !is_kept};
    return ask(system, fiber, &request, nd_env_now_ns(system->options.env) + ND__TXN_CALL_MS * ND_MS);
}

enum nd_status nd_txn_system_release(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice first, struct nd_slice end)
{
    struct nd_arena arena;
    struct nd_range_desc desc;
    enum nd_status status = ND_STATUS_OK;
    struct nd_slice key = first;
    nd_arena_init(&arena, system->heap);
    for (;;) {
        uint64_t until_ns = nd_env_now_ns(system->options.env) + ND__TXN_CALL_MS * ND_MS;
        ND_TRY_OR(nd_kv_lookup(system->options.kv, fiber, key, false, until_ns, &arena, &desc), out);
        bool begins_here = nd_slice_cmp(desc.first, first) >= 0 && nd_slice_cmp(desc.first, end) < 0;
        if (begins_here) { /* no entry where nothing changes; and the shard says where it ends by now */
            ND_TRY_OR(nd_txn_system_keep(system, fiber, desc.first, false), out);
            ND_TRY_OR(nd_kv_lookup(system->options.kv, fiber, key, false, until_ns, &arena, &desc), out);
        }
        if (desc.end.n == 0 || nd_slice_cmp(desc.end, end) >= 0) break;
        key = desc.end;
    }
out:
    nd_arena_deinit(&arena);
    return status;
}

struct splitting {
    struct nd_txn_system *system;
    struct nd_buf key;
    void *arg;
    void (*done)(void *arg, enum nd_status status);
};

static void run_splitting(struct nd_fiber *fiber, void *arg)
{
    struct splitting *splitting = arg;
    struct nd_txn_system *system = splitting->system;
    enum nd_status status = nd_txn_system_split(system, fiber, nd_buf_slice(&splitting->key), (struct nd_node_id){0});
    system->background--;
    splitting->done(splitting->arg, status);
    nd_buf_deinit(&splitting->key);
    nd_heap_free(system->heap, splitting);
}

void nd_txn_system_split_soon(struct nd_txn_system *system, struct nd_slice key, void *arg, void (*done)(void *arg, enum nd_status status))
{
    struct splitting *splitting = nd_heap_new(system->heap, struct splitting);
    splitting->system = system;
    splitting->arg = arg;
    splitting->done = done;
    nd_buf_init(&splitting->key, system->heap);
    nd_buf_put_slice(&splitting->key, key);
    system->background++;
    nd_fiber_start(system->options.reactor, run_splitting, splitting, 0);
}

/* ---- many at once -------------------------------------------------------------------------------------------------- */

struct many {
    struct nd_txn_system *system;
    struct nd_fiber *fiber;
    struct nd_arena arena;
    struct nd_kv_call *calls[SIDE_BY_SIDE];
    size_t count;
};

static void add_call(struct many *many, enum nd_kv_kind kind, const struct nd_slice *key, struct nd_range_id child)
{
    struct nd_kv_call *call = nd_arena_array(&many->arena, struct nd_kv_call, 1);
    *call = (struct nd_kv_call){.request = {.kind = kind, .keys = key, .key_count = 1, .new_range = child}, .route_key = *key, .arena = &many->arena};
    call->deadline_ns = nd_env_now_ns(many->system->options.env) + ND__TXN_CALL_MS * ND_MS;
    many->calls[many->count++] = call;
}

/* Whatever did not come out well side by side is done again by itself, with all patience. */
static ND_YIELDS enum nd_status run_calls(struct many *many)
{
    struct nd_txn_system *system = many->system;
    enum nd_status status = ND_STATUS_OK;
    nd_kv_run(system->options.kv, many->fiber, many->calls, many->count);
    for (size_t i = 0; i < many->count && status == ND_STATUS_OK; i++) {
        const struct nd_kv_call *call = many->calls[i];
        if (call->status == ND_STATUS_OK) continue;
        status = call->request.kind == ND_KV_SPLIT ? nd_txn_system_split(system, many->fiber, call->route_key, (struct nd_node_id){0})
                                                   : nd_txn_system_keep(system, many->fiber, call->route_key, true);
    }
    many->count = 0;
    nd_arena_reset(&many->arena);
    return status;
}

/* Those that no shard begins at, to the front; how many. */
static ND_YIELDS size_t find_missing(struct many *many, struct nd_slice *keys, size_t count)
{
    size_t missing = 0;
    for (size_t from = 0; from < count; from += SIDE_BY_SIDE) {
        size_t part = count - from < SIDE_BY_SIDE ? count - from : SIDE_BY_SIDE;
        for (size_t i = 0; i < part; i++) add_call(many, ND_KV_SPLIT, &keys[from + i], (struct nd_range_id){0});
        nd_kv_run(many->system->options.kv, many->fiber, many->calls, part);
        for (size_t i = 0; i < part; i++)
            if (many->calls[i]->status != ND_STATUS_OK) keys[missing++] = many->calls[i]->route_key;
        many->count = 0;
        nd_arena_reset(&many->arena);
    }
    return missing;
}

/* The middle first, then the middles of both halves, and so on: what is split side by side was parted by the round before. */
static ND_YIELDS enum nd_status split_missing(struct many *many, const struct nd_slice *keys, size_t count)
{
    uint64_t id;
    size_t step = 1;
    if (count == 0) return ND_STATUS_OK;
    ND_TRY(nd_txn_system_allocate_ids(many->system, many->fiber, nd_slice_str("range"), count, &id));
    while (step * 2 <= count) step *= 2;
    for (; step > 0; step /= 2) {
        for (size_t at = step; at <= count; at += 2 * step) { /* counted from one */
            add_call(many, ND_KV_SPLIT, &keys[at - 1], (struct nd_range_id){id++ + ND_RANGE_META.v});
            if (many->count == SIDE_BY_SIDE) ND_TRY(run_calls(many));
        }
        ND_TRY(run_calls(many));
    }
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status keep_all(struct many *many, const struct nd_slice *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_call(many, ND_KV_KEEP, &keys[i], (struct nd_range_id){0});
        if (many->count == SIDE_BY_SIDE) ND_TRY(run_calls(many));
    }
    return run_calls(many);
}

static ND_YIELDS enum nd_status is_parted(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, bool *is_so)
{
    struct nd_arena arena;
    struct nd_range_desc desc;
    nd_arena_init(&arena, system->heap);
    uint64_t until_ns = nd_env_now_ns(system->options.env) + ND__TXN_CALL_MS * ND_MS;
    enum nd_status status = nd_kv_lookup(system->options.kv, fiber, key, false, until_ns, &arena, &desc);
    *is_so = status == ND_STATUS_OK && nd_slice_eq(desc.first, key) && desc.is_kept;
    nd_arena_deinit(&arena);
    return status;
}

static int compare(const void *a, const void *b) { return nd_slice_cmp(*(const struct nd_slice *)a, *(const struct nd_slice *)b); }

/* Sorted, each once, perhaps without those that are known to be there and kept. */
static ND_YIELDS enum nd_status find_wanted(struct many *many, const struct nd_slice *keys, size_t count, bool believes_cache, struct nd_slice *wanted, size_t *wanted_count)
{
    memcpy(wanted, keys, count * sizeof *wanted);
    qsort(wanted, count, sizeof *wanted, compare);
    for (size_t i = 0; i < count; i++) {
        bool is_so = *wanted_count > 0 && nd_slice_eq(wanted[*wanted_count - 1], wanted[i]);
        if (wanted[i].n == 0 || wanted[i].n > ND_KEY_BYTES_MAX) return ND_STATUS_INVALID;
        if (!is_so && believes_cache) ND_TRY(is_parted(many->system, many->fiber, wanted[i], &is_so));
        if (!is_so) wanted[(*wanted_count)++] = wanted[i];
    }
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_part(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_slice *keys, size_t count, bool believes_cache)
{
    if (count == 0) return ND_STATUS_OK;
    struct many *many = nd_heap_new(system->heap, struct many);
    struct nd_slice *wanted = nd_heap_alloc(system->heap, 2 * count * sizeof *wanted), *missing = wanted + count;
    size_t wanted_count = 0;
    many->system = system;
    many->fiber = fiber;
    nd_arena_init(&many->arena, system->heap);
    enum nd_status status = find_wanted(many, keys, count, believes_cache, wanted, &wanted_count);
    if (status == ND_STATUS_OK) {
        memcpy(missing, wanted, wanted_count * sizeof *missing);
        status = split_missing(many, missing, find_missing(many, missing, wanted_count));
    }
    if (status == ND_STATUS_OK) status = keep_all(many, wanted, wanted_count);
    nd_arena_deinit(&many->arena);
    nd_heap_free(system->heap, wanted);
    nd_heap_free(system->heap, many);
    return status;
}
