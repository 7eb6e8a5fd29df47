/* SPDX-License-Identifier: Apache-2.0 */
/* scan_merge.c - the buckets of an index that is sharded by hash, as one: in the order of the keys without their buckets.
 *
 * Each bucket is scanned by a cursor of its own; their first requests are under way side by side, and each has one more ahead. A heap of
 * those that have a row says whose is next. */
#include "sql/exec/scan_int.h"

enum { ROWS_AT_HAND = 16384, PIECE_ROWS_MIN = 64 }; /* of all buckets together, more or less; of one */

struct bucket {
    struct nd_txn_scan cursor;
    struct nd_arena arena; /* pairs */
    struct nd_kv_pair *pairs;
    size_t count, at;
};

struct nd__merge {
    struct bucket *buckets; /* one a span */
    size_t count;
    struct bucket **heap;   /* those with a row, the one whose turn it is first */
    size_t heap_count;
    size_t columns_at;      /* in all keys */
};

static struct nd_slice key_of(const struct nd__merge *merge, const struct bucket *bucket)
{
    struct nd_slice key = bucket->pairs[bucket->at].key;
    return nd_slice_of(key.p + merge->columns_at, key.n - merge->columns_at);
}

static bool is_before(const struct nd__merge *merge, const struct bucket *a, const struct bucket *b)
{
    int c = nd_slice_cmp(key_of(merge, a), key_of(merge, b));
    return a->cursor.is_reverse ? c > 0 : c < 0;
}

/* The first of the heap has another row, or is another. */
static void sift_down(struct nd__merge *merge, size_t at)
{
    for (;;) {
        size_t least = at, left = 2 * at + 1, right = left + 1;
        if (left < merge->heap_count && is_before(merge, merge->heap[left], merge->heap[least])) least = left;
        if (right < merge->heap_count && is_before(merge, merge->heap[right], merge->heap[least])) least = right;
        if (least == at) return;
        struct bucket *swap = merge->heap[at];
        merge->heap[at] = merge->heap[least];
        merge->heap[least] = swap;
        at = least;
    }
}

/* count 0: it has no more. */
static enum nd_status refill(struct bucket *bucket)
{
    nd_arena_reset(&bucket->arena);
    bucket->at = bucket->count = 0;
    return nd_txn_scan_next(&bucket->cursor, &bucket->arena, &bucket->pairs, &bucket->count);
}

static enum nd_status check_keys(const struct nd__merge *merge, const struct bucket *bucket)
{
    for (size_t i = 0; i < bucket->count; i++)
        if (bucket->pairs[i].key.n < merge->columns_at) return ND_STATUS_CORRUPT;
    return ND_STATUS_OK;
}

static size_t columns_at(const struct scan_op *scan_op)
{
    struct nd_buf key;
    nd_buf_init(&key, scan_op->keep.heap);
    size_t at = nd_index_begin_key(&key, scan_op->scan->table, scan_op->scan->index);
    nd_buf_deinit(&key);
    return at;
}

static enum nd_status start(struct scan_op *scan_op)
{
    struct nd__merge *merge = scan_op->merge = nd_arena_new(&scan_op->keep, struct nd__merge);
    size_t count = scan_op->span_count, piece = ROWS_AT_HAND / (count + 1);
    merge->buckets = nd_arena_array(&scan_op->keep, struct bucket, count + 1);
    merge->heap = nd_arena_array(&scan_op->keep, struct bucket *, count + 1);
    merge->columns_at = columns_at(scan_op);
    for (; merge->count < count; merge->count++) {
        struct bucket *bucket = &merge->buckets[merge->count];
        nd_arena_init(&bucket->arena, scan_op->keep.heap);
        bucket->cursor = nd__scan_cursor_of(scan_op, &scan_op->spans[merge->count]);
        bucket->cursor.is_lazy = true;
        bucket->cursor.is_long = false;
        bucket->cursor.piece_rows = piece < PIECE_ROWS_MIN ? PIECE_ROWS_MIN : (uint32_t)piece;
        ND_TRY(nd_txn_scan_open(&bucket->cursor));
        nd_txn_scan_begin(&bucket->cursor);
    }
    for (size_t i = 0; i < count; i++) {
        struct bucket *bucket = &merge->buckets[i];
        ND_TRY(refill(bucket));
        /* what could not go ahead of the statement's timestamp goes now */
        for (size_t k = 1; i == 0 && k < count; k++) nd_txn_scan_begin(&merge->buckets[k].cursor);
        ND_TRY(check_keys(merge, bucket));
        if (bucket->count > 0) merge->heap[merge->heap_count++] = bucket;
    }
    for (size_t i = merge->heap_count; i > 0; i--) sift_down(merge, i - 1);
    return ND_STATUS_OK;
}

enum nd_status nd__scan_merge_next(struct scan_op *scan_op, struct nd_kv_pair *pairs, size_t room, size_t *count_out)
{
    *count_out = 0;
    if (scan_op->merge == NULL) ND_TRY(start(scan_op));
    struct nd__merge *merge = scan_op->merge;
    while (*count_out < room && merge->heap_count > 0) {
        struct bucket *bucket = merge->heap[0];
        const struct nd_kv_pair *pair = &bucket->pairs[bucket->at++];
        pairs[(*count_out)++] = (struct nd_kv_pair){nd_arena_copy(&scan_op->pairs, pair->key), nd_arena_copy(&scan_op->pairs, pair->value)};
        if (bucket->at == bucket->count) {
            ND_TRY(refill(bucket));
            ND_TRY(check_keys(merge, bucket));
            if (bucket->count == 0) merge->heap[0] = merge->heap[--merge->heap_count];
        }
        sift_down(merge, 0);
    }
    return ND_STATUS_OK;
}

void nd__scan_merge_close(struct scan_op *scan_op)
{
    struct nd__merge *merge = scan_op->merge;
    for (size_t i = 0; merge != NULL && i < merge->count; i++) {
        nd_txn_scan_close(&merge->buckets[i].cursor);
        nd_arena_deinit(&merge->buckets[i].arena);
    }
}
