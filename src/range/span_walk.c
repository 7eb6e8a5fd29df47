/* SPDX-License-Identifier: Apache-2.0 */
#include "range/span_walk.h"

#include "range/mvcc_key.h"

enum { ERASE_RECORDS = 16384 };

static const uint8_t tags[] = {ND_MVCC_TAG_VERSION, ND_MVCC_TAG_LOCK, ND_MVCC_TAG_FENCE, ND_MVCC_TAG_TXN, ND_MVCC_TAG_META};
enum { KEY_TAGS = 4 };

void nd_span_walk_init(struct nd_span_walk *walk, struct nd_range_id range, struct nd_slice first, struct nd_slice end, struct nd_heap *heap)
{
    *walk = (struct nd_span_walk){.range = range};
    nd_buf_init(&walk->first, heap);
    nd_buf_init(&walk->end, heap);
    nd_buf_init(&walk->cursor, heap);
    nd_buf_put_slice(&walk->first, first);
    nd_buf_put_slice(&walk->end, end);
}

void nd_span_walk_deinit(struct nd_span_walk *walk)
{
    nd_buf_deinit(&walk->first);
    nd_buf_deinit(&walk->end);
    nd_buf_deinit(&walk->cursor);
}

static void put_bounds(struct nd_buf *lower, struct nd_buf *upper, uint8_t tag, struct nd_slice first, struct nd_slice end)
{
    bool is_of_keys = tag != ND_MVCC_TAG_META;
    nd_mvcc_key_bound(lower, tag, is_of_keys ? first : ND_SLICE_EMPTY, false);
    nd_mvcc_key_bound(upper, tag, is_of_keys ? end : ND_SLICE_EMPTY, true);
}

/* Records of the kind at hand. *left counts down; the cursor stands where it reached 0, or is empty at the end. */
static enum nd_status walk_tag(struct nd_span_walk *walk, struct nd_engine *engine, size_t *left, void *arg, void (*on_record)(void *arg, struct nd_slice key))
{
    struct nd_buf lower, upper;
    nd_buf_init(&lower, walk->first.heap);
    nd_buf_init(&upper, walk->first.heap);
    put_bounds(&lower, &upper, tags[walk->tag_at], nd_buf_slice(&walk->first), nd_buf_slice(&walk->end));
    struct nd_iter_options options = {.flags = ND_READ_NO_FILL, .lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, &options);
    nd_engine_iter_seek(iter, walk->cursor.n > 0 ? nd_buf_slice(&walk->cursor) : options.lower);
    nd_buf_clear(&walk->cursor);
    for (; nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        if (*left == 0) {
            nd_buf_put_slice(&walk->cursor, nd_engine_iter_key(iter));
            break;
        }
        (*left)--;
        on_record(arg, nd_engine_iter_key(iter));
    }
    enum nd_status status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    return status;
}

enum nd_status nd_span_walk_on(struct nd_span_walk *walk, struct nd_engine *engine, size_t limit, void *arg, void (*on_record)(void *arg, struct nd_slice key))
{
    size_t tag_count = walk->range.v == ND_RANGE_META.v ? ND_ARRAY_LEN(tags) : KEY_TAGS;
    while (!walk->is_done && limit > 0) {
        ND_TRY(walk_tag(walk, engine, &limit, arg, on_record));
        if (walk->cursor.n > 0) break;
        walk->is_done = ++walk->tag_at == tag_count;
    }
    return ND_STATUS_OK;
}

static void delete_record(void *batch, struct nd_slice key) { nd_engine_batch_delete(batch, key); }

enum nd_status nd_span_erase_step(struct nd_span_walk *walk, struct nd_engine *engine)
{
    struct nd_engine_batch *batch = nd_engine_batch_new(engine);
    enum nd_status status = nd_span_walk_on(walk, engine, ERASE_RECORDS, batch, delete_record);
    if (status == ND_STATUS_OK && nd_engine_batch_count(batch) > 0) status = nd_engine_write(engine, batch);
    nd_engine_batch_free(batch);
    return status;
}

/* ---- pieces -------------------------------------------------------------------------------------------------- */

/* The key of the record after the first `records`, if it is above `first` (a key's records stay together). */
static enum nd_status cut_tag(struct nd_engine *engine, const struct nd_iter_options *options, struct nd_slice first, size_t records, struct nd_buf *key)
{
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, options);
    enum nd_status status = ND_STATUS_OK;
    size_t count = 0;
    for (nd_engine_iter_seek(iter, options->lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        struct nd_slice rest;
        if (count++ < records) continue;
        nd_buf_clear(key);
        if (!nd_mvcc_key_decode(nd_engine_iter_key(iter), key, &rest)) {
            status = ND_STATUS_CORRUPT;
            break;
        }
        if (nd_slice_cmp(nd_buf_slice(key), first) > 0) break;
        nd_buf_clear(key);
    }
    if (status == ND_STATUS_OK) status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    return status;
}

enum nd_status nd_span_cut(struct nd_engine *engine, struct nd_heap *heap, struct nd_slice first, struct nd_slice end, size_t records, struct nd_buf *cut_out)
{
    struct nd_buf lower, upper, key;
    nd_buf_init(&lower, heap);
    nd_buf_init(&upper, heap);
    nd_buf_init(&key, heap);
    nd_buf_clear(cut_out);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < KEY_TAGS && status == ND_STATUS_OK; i++) {
        nd_buf_clear(&lower);
        nd_buf_clear(&upper);
        nd_buf_clear(&key);
        put_bounds(&lower, &upper, tags[i], first, end);
        struct nd_iter_options options = {.flags = ND_READ_NO_FILL, .lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
        status = cut_tag(engine, &options, first, records, &key);
        if (key.n > 0 && (cut_out->n == 0 || nd_slice_cmp(nd_buf_slice(&key), nd_buf_slice(cut_out)) < 0)) {
            nd_buf_clear(cut_out);
            nd_buf_put_slice(cut_out, nd_buf_slice(&key));
        }
    }
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    nd_buf_deinit(&key);
    return status;
}
