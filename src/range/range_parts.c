/* SPDX-License-Identifier: Apache-2.0 */
/* Keys that cut what is left of a scan into parts of about equal size, so that its caller can read them side by side. Only hints: from
 * the sizes of table files, without looking at rows. */
#include "range/range_int.h"

enum {
    PART_BYTES_MIN = 1 << 20,
    PROBES_MAX = 40,  /* for one key */
    TOLERANCE = 32,   /* of the total: near enough */
    WINDOW_BYTES = 8, /* behind what first and last key share: what is searched */
};

struct parts {
    struct nd_engine *engine;
    struct nd_slice lower; /* of the engine's keys */
    struct nd_buf bound, key;
    struct nd_slice first, last; /* user's keys */
    size_t shared;               /* leading bytes that both have */
    uint64_t total;
};

/* Bytes from the first key to the one in parts->key. */
static uint64_t bytes_before(struct parts *parts)
{
    nd_buf_clear(&parts->bound);
    nd_mvcc_key_bound(&parts->bound, ND_MVCC_TAG_VERSION, nd_buf_slice(&parts->key), false);
    return nd_slice_cmp(parts->lower, nd_buf_slice(&parts->bound)) < 0 ? nd_engine_approximate_bytes(parts->engine, parts->lower, nd_buf_slice(&parts->bound)) : 0;
}

static uint64_t window(struct nd_slice key, size_t at, uint8_t fill)
{
    uint64_t v = 0;
    for (size_t i = 0; i < WINDOW_BYTES; i++) v = v << 8 | (at + i < key.n ? key.p[at + i] : fill);
    return v;
}

static void set_key(struct parts *parts, uint64_t v)
{
    nd_buf_clear(&parts->key);
    nd_buf_put(&parts->key, parts->first.p, parts->shared);
    nd_store_u64_be(nd_buf_extend(&parts->key, WINDOW_BYTES), v);
    while (parts->key.n > parts->shared + 1 && parts->key.p[parts->key.n - 1] == 0) parts->key.n--;
}

/* Leaves in parts->key a key with about `wanted` bytes before it. */
static void search(struct parts *parts, uint64_t wanted)
{
    uint64_t low = window(parts->first, parts->shared, 0), high = window(parts->last, parts->shared, 0xff);
    for (unsigned probe = 0; probe < PROBES_MAX && low < high; probe++) {
        uint64_t middle = low + (high - low) / 2;
        set_key(parts, middle);
        uint64_t bytes = bytes_before(parts), off = bytes > wanted ? bytes - wanted : wanted - bytes;
        if (off <= parts->total / TOLERANCE) return;
        if (bytes < wanted) low = middle + 1;
        else high = middle;
    }
}

/* The last key of the span that the engine has. */
static bool find_last(struct nd_range_op *op, struct parts *parts, struct nd_slice upper, struct nd_buf *last)
{
    struct nd_slice rest;
    struct nd_iter_options options = {.lower = parts->lower, .upper = upper};
    struct nd_engine_iter *iter = nd_engine_iter_new(op->store->options.engine, &options);
    nd_engine_iter_seek_for_prev(iter, upper);
    bool is_found = nd_engine_iter_is_valid(iter) && nd_mvcc_key_decode(nd_engine_iter_key(iter), last, &rest);
    nd_engine_iter_free(iter);
    return is_found;
}

static void cut(struct nd_range_op *op, struct parts *parts, uint64_t count)
{
    struct nd_kv_row *rows = nd_arena_array(op->arena, struct nd_kv_row, count);
    struct nd_slice before = parts->first;
    while (parts->shared < parts->first.n && parts->shared < parts->last.n && parts->first.p[parts->shared] == parts->last.p[parts->shared]) parts->shared++;
    op->reply.row_count = 0;
    for (uint64_t i = 1; i < count; i++) {
        search(parts, parts->total / count * i);
        struct nd_slice key = nd_buf_slice(&parts->key);
        if (nd_slice_cmp(key, before) <= 0 || nd_slice_cmp(key, parts->last) >= 0) continue;
        before = rows[op->reply.row_count++].key = nd_arena_copy(op->arena, key);
    }
    op->reply.rows = rows;
}

void nd__op_find_parts(struct nd_range_op *op)
{
    struct nd_heap *heap = op->arena->heap;
    struct parts parts = {.engine = op->store->options.engine, .first = op->reply.resume};
    struct nd_buf lower, upper, last;
    nd_buf_init(&lower, heap);
    nd_buf_init(&upper, heap);
    nd_buf_init(&last, heap);
    nd_buf_init(&parts.bound, heap);
    nd_buf_init(&parts.key, heap);
    nd_mvcc_key_bound(&lower, ND_MVCC_TAG_VERSION, parts.first, false);
    nd_mvcc_key_bound(&upper, ND_MVCC_TAG_VERSION, op->span_end, true);
    parts.lower = nd_buf_slice(&lower);
    if (nd_slice_cmp(parts.lower, nd_buf_slice(&upper)) < 0) parts.total = nd_engine_approximate_bytes(parts.engine, parts.lower, nd_buf_slice(&upper));
    uint64_t count = parts.total / PART_BYTES_MIN < op->request->parts ? parts.total / PART_BYTES_MIN : op->request->parts;
    if (count > 1 && find_last(op, &parts, nd_buf_slice(&upper), &last)) {
        parts.last = nd_buf_slice(&last);
        cut(op, &parts, count);
    }
    struct nd_buf *bufs[] = {&lower, &upper, &last, &parts.bound, &parts.key};
    for (size_t i = 0; i < ND_ARRAY_LEN(bufs); i++) nd_buf_deinit(bufs[i]);
}
