/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - reading a table: whole, by a range of an index, by keys.
 *
 * The leading columns' values are multiplied out into spans of keys, ascending and without doubles; each is
 * scanned, or, where a span is one key of a unique index, got together with others. An entry of a secondary
 * index leads to the primary key, whose rows are got a batch at a time. */
#include "sql/exec/scan_int.h"

enum { SPANS_AHEAD = 16 }; /* buckets that requests are under way for */

/* ---- spans ---------------------------------------------------------------------------------------------- */

static bool fits(enum nd_type_id type, int64_t v)
{
    if (type == ND_TYPE_INT2) return v >= INT16_MIN && v <= INT16_MAX;
    if (type == ND_TYPE_INT4) return v >= INT32_MIN && v <= INT32_MAX;
    return true;
}

static bool is_narrow(enum nd_type_id type) { return type == ND_TYPE_INT2 || type == ND_TYPE_INT4; }

static const struct nd_column *index_column(const struct nd_scan *scan, size_t at) { return &scan->table->columns[scan->index->columns[at].column]; }

struct bounds {
    bool has_lower, has_upper, is_empty;
    bool lower_is_strict, upper_is_strict;
    struct nd_datum lower, upper;
};

/* A bound that the column's type cannot hold either excludes every row or none. */
static enum nd_status eval_bounds(struct scan_op *scan_op, struct bounds *out)
{
    const struct nd_scan *scan = scan_op->scan;
    *out = (struct bounds){.lower_is_strict = scan->lower_is_strict, .upper_is_strict = scan->upper_is_strict};
    if (scan->lower == NULL && scan->upper == NULL) return ND_STATUS_OK;
    enum nd_type_id type = index_column(scan, scan->eq_count)->type.id;
    if (scan->lower != NULL) {
        ND_TRY(nd_expr_eval_datum(&scan_op->op.eval, scan->lower, &out->lower));
        out->has_lower = true;
        if (out->lower.is_null) out->is_empty = true;
        else if (is_narrow(type) && !fits(type, out->lower.i)) {
            if (out->lower.i > 0) out->is_empty = true;
            out->has_lower = false;
        }
    }
    if (scan->upper != NULL) {
        ND_TRY(nd_expr_eval_datum(&scan_op->op.eval, scan->upper, &out->upper));
        out->has_upper = true;
        if (out->upper.is_null) out->is_empty = true;
        else if (is_narrow(type) && !fits(type, out->upper.i)) {
            if (out->upper.i < 0) out->is_empty = true;
            out->has_upper = false;
        }
    }
    return ND_STATUS_OK;
}

static void next_prefix(struct nd_buf *buf)
{
    bool is_fine = nd_key_next_prefix(buf);
    ND_ASSERT(is_fine); /* keys of tables begin with 0x20 */
}

/* Behind all that begins with a whole column: no encoding begins with it (K2). The next prefix would be, of a column that ends in bytes 0xff, one in the middle of
 * a value, and where a scan begins a shard may be split (range/size.c), which has its gate there (range/gate.h). */
enum { AFTER_COLUMN = 0xff };

static void put_end(struct nd_buf *end, struct nd_slice prefix, enum nd_type_id type, unsigned flags, const struct nd_datum *bound, bool includes)
{
    nd_buf_clear(end);
    nd_buf_put_slice(end, prefix);
    nd_key_put_datum(end, type, flags, bound);
    if (includes) nd_buf_put_u8(end, AFTER_COLUMN);
}

/* Markers of key_codec.h: 1 NULL first, 2 a value, 3 NULL last. A range of values leaves NULLs out. The first is a whole column. */
enum { MARKER_NULL_FIRST = 1, MARKER_NULL_LAST = 3 };

static void put_marker(struct nd_buf *buf, struct nd_slice prefix, uint8_t marker)
{
    nd_buf_clear(buf);
    nd_buf_put_slice(buf, prefix);
    nd_buf_put_u8(buf, marker);
}

static void add_span(struct scan_op *scan_op, struct nd_slice prefix, const struct bounds *bounds)
{
    const struct nd_scan *scan = scan_op->scan;
    struct span *span = &scan_op->spans[scan_op->span_count];
    if (scan->is_point) {
        span->first = nd_arena_copy(&scan_op->keep, prefix);
        scan_op->span_count++;
        return;
    }
    struct nd_buf first, end;
    nd_buf_init(&first, scan_op->keep.heap);
    nd_buf_init(&end, scan_op->keep.heap);
    if (bounds->has_lower || bounds->has_upper || scan->lower != NULL || scan->upper != NULL) {
        enum nd_type_id type = index_column(scan, scan->eq_count)->type.id;
        unsigned flags = scan->index->columns[scan->eq_count].flags;
        bool is_desc = (flags & ND_KEY_DESC) != 0;
        bool has_first = is_desc ? bounds->has_upper : bounds->has_lower, has_end = is_desc ? bounds->has_lower : bounds->has_upper;
        const struct nd_datum *low = is_desc ? &bounds->upper : &bounds->lower, *high = is_desc ? &bounds->lower : &bounds->upper;
        bool low_strict = is_desc ? bounds->upper_is_strict : bounds->lower_is_strict, high_strict = is_desc ? bounds->lower_is_strict : bounds->upper_is_strict;
        if (has_first) put_end(&first, prefix, type, flags, low, low_strict);
        else {
            put_marker(&first, prefix, MARKER_NULL_FIRST);
            nd_buf_put_u8(&first, AFTER_COLUMN);
        }
        if (has_end) put_end(&end, prefix, type, flags, high, !high_strict);
        else put_marker(&end, prefix, MARKER_NULL_LAST);
    } else {
        nd_buf_put_slice(&first, prefix);
        nd_buf_put_slice(&end, prefix);
        next_prefix(&end);
    }
    if (nd_slice_cmp(nd_buf_slice(&first), nd_buf_slice(&end)) < 0) {
        span->first = nd_arena_copy(&scan_op->keep, nd_buf_slice(&first));
        span->end = nd_arena_copy(&scan_op->keep, nd_buf_slice(&end));
        scan_op->span_count++;
    }
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
}

/* All columns given: the bucket that they hash to. Else each bucket; side by side as they lie where nothing is given. */
static void add_spans(struct scan_op *scan_op, struct nd_buf *key, size_t columns_at, const struct bounds *bounds)
{
    const struct nd_scan *scan = scan_op->scan;
    const struct nd_index *index = scan->index;
    bool is_whole = scan->eq_count == 0 && scan->lower == NULL && scan->upper == NULL;
    if (index->shards == 0 || scan->eq_count == index->column_count) {
        nd_index_end_columns(key, index, columns_at);
        add_span(scan_op, nd_buf_slice(key), bounds);
    } else if (is_whole && !scan->is_merged) {
        add_span(scan_op, nd_slice_of(key->p, columns_at - 1), bounds);
    } else {
        for (unsigned bucket = 0; bucket < index->shards; bucket++) {
            key->p[columns_at - 1] = (uint8_t)bucket;
            add_span(scan_op, nd_buf_slice(key), bounds);
        }
    }
}

static void multiply_out(struct scan_op *scan_op, struct nd_datum *const *values, const size_t *counts, size_t at, struct nd_buf *key, size_t columns_at, const struct bounds *bounds)
{
    const struct nd_scan *scan = scan_op->scan;
    if (at == scan->eq_count) {
        add_spans(scan_op, key, columns_at, bounds);
        return;
    }
    size_t n = key->n;
    for (size_t i = 0; i < counts[at]; i++) {
        nd_key_put_datum(key, index_column(scan, at)->type.id, scan->index->columns[at].flags, &values[at][i]);
        multiply_out(scan_op, values, counts, at + 1, key, columns_at, bounds);
        key->n = n;
    }
}

static int span_cmp(const struct span *a, const struct span *b) { return nd_slice_cmp(a->first, b->first); }

static void merge_sort(struct span *spans, struct span *room, size_t count)
{
    if (count < 2) return;
    size_t half = count / 2, a = 0, b = half, n = 0;
    merge_sort(spans, room, half);
    merge_sort(spans + half, room, count - half);
    while (a < half && b < count) room[n++] = span_cmp(&spans[a], &spans[b]) <= 0 ? spans[a++] : spans[b++];
    while (a < half) room[n++] = spans[a++];
    while (b < count) room[n++] = spans[b++];
    memcpy(spans, room, sizeof *spans * count);
}

static void sort_spans(struct scan_op *scan_op)
{
    size_t count = scan_op->span_count, kept = 0;
    struct span *spans = scan_op->spans;
    merge_sort(spans, nd_arena_array(&scan_op->keep, struct span, count + 1), count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || span_cmp(&spans[kept - 1], &spans[i]) != 0) spans[kept++] = spans[i];
    scan_op->span_count = kept;
    for (size_t i = 0; scan_op->scan->is_reverse && i < kept / 2; i++) {
        struct span swap = spans[i];
        spans[i] = spans[kept - 1 - i];
        spans[kept - 1 - i] = swap;
    }
}

static enum nd_status make_spans(struct scan_op *scan_op)
{
    const struct nd_scan *scan = scan_op->scan;
    struct nd_datum *values[ND_INDEX_COLUMNS_MAX];
    size_t counts[ND_INDEX_COLUMNS_MAX], total = 1;
    for (size_t i = 0; i < scan->eq_count; i++) {
        enum nd_type_id type = index_column(scan, i)->type.id;
        values[i] = nd_arena_array(&scan_op->keep, struct nd_datum, scan->eq[i].count);
        counts[i] = 0;
        for (size_t k = 0; k < scan->eq[i].count; k++) {
            struct nd_datum datum;
            ND_TRY(nd_expr_eval_datum(&scan_op->op.eval, scan->eq[i].values[k], &datum));
            if (datum.is_null || (is_narrow(type) && !fits(type, datum.i))) continue; /* equals nothing */
            if (nd_type_phys(type) == ND_PHYS_BYTES) datum.s = nd_arena_copy(&scan_op->keep, datum.s);
            values[i][counts[i]++] = datum;
        }
        total *= counts[i];
    }
    struct bounds bounds;
    ND_TRY(eval_bounds(scan_op, &bounds));
    if (scan->index->shards > 0 && scan->eq_count < scan->index->column_count) total *= scan->index->shards;
    scan_op->spans = nd_arena_array(&scan_op->keep, struct span, total + 1);
    if (total == 0 || bounds.is_empty) return ND_STATUS_OK;
    struct nd_buf key;
    nd_buf_init(&key, scan_op->keep.heap);
    size_t columns_at = nd_index_begin_key(&key, scan->table, scan->index);
    multiply_out(scan_op, values, counts, 0, &key, columns_at, &bounds);
    nd_buf_deinit(&key);
    sort_spans(scan_op);
    if (!scan->is_point) scan_op->cursors = nd_arena_array(&scan_op->keep, struct nd_txn_scan, scan_op->span_count + 1);
    return ND_STATUS_OK;
}

static enum nd_status eval_limit(struct scan_op *scan_op)
{
    const struct nd_scan *scan = scan_op->scan;
    struct nd_datum limit, offset = {.i = 0};
    scan_op->limit = UINT64_MAX;
    if (scan->limit == NULL) return ND_STATUS_OK;
    ND_TRY(nd_expr_eval_datum(&scan_op->op.eval, scan->limit, &limit));
    if (scan->offset != NULL) ND_TRY(nd_expr_eval_datum(&scan_op->op.eval, scan->offset, &offset));
    if (limit.is_null || limit.i < 0 || (!offset.is_null && offset.i < 0)) return ND_STATUS_OK; /* the LIMIT above has its say */
    scan_op->limit = (uint64_t)limit.i + (offset.is_null ? 0 : (uint64_t)offset.i);
    return ND_STATUS_OK;
}

void nd__scan_lock_first(struct nd_op *op, enum nd_lock_mode mode, bool is_nowait)
{
    struct scan_op *scan_op = (struct scan_op *)op;
    const struct nd_scan *scan = scan_op->scan;
    if (op->plan->kind != ND_PLAN_SCAN || nd_txn_isolation(op->exec->env.txn) != ND_READ_COMMITTED) return;
    scan_op->lock_mode = mode;
    scan_op->is_nowait = is_nowait;
    scan_op->locks_first = scan->is_point && scan->index->is_primary && scan->filter == NULL;
}

static enum nd_status start_scan(struct scan_op *scan_op)
{
    scan_op->is_started = true;
    const struct nd_index *entries = scan_op->scan->is_index_only ? scan_op->scan->index : NULL;
    nd_decoder_init(&scan_op->decoder, scan_op->scan->table, entries, scan_op->scan->columns, scan_op->op.plan->width, &scan_op->keep);
    ND_TRY(make_spans(scan_op));
    return eval_limit(scan_op);
}

/* ---- fetching --------------------------------------------------------------------------------------------- */

struct fetched {
    struct nd_slice *keys, *values; /* of the primary index */
    size_t count;
};

static void fetched_init(struct scan_op *scan_op, struct fetched *fetched, size_t room)
{
    fetched->keys = nd_arena_alloc(&scan_op->pairs, sizeof(struct nd_slice) * (room + 1));
    fetched->values = nd_arena_alloc(&scan_op->pairs, sizeof(struct nd_slice) * (room + 1));
    fetched->count = 0;
}

static enum nd_status get_rows(struct scan_op *scan_op, struct nd_txn_get_item *items, size_t count, struct fetched *out)
{
    struct nd_txn *txn = scan_op->op.exec->env.txn;
    if (scan_op->locks_first) ND_TRY(nd_txn_lock_get(txn, items, count, scan_op->lock_mode, scan_op->is_nowait, &scan_op->pairs));
    else ND_TRY(nd_txn_get_many(txn, items, count, &scan_op->pairs));
    fetched_init(scan_op, out, count);
    for (size_t i = 0; i < count; i++) {
        if (!items[i].is_found) continue;
        out->keys[out->count] = items[i].key;
        out->values[out->count++] = items[i].value;
    }
    return ND_STATUS_OK;
}

/* Entries of a secondary index -> rows. An entry without its row is damage. */
static enum nd_status follow_entries(struct scan_op *scan_op, const struct nd_slice *keys, const struct nd_slice *values, size_t count, struct fetched *out)
{
    const struct nd_scan *scan = scan_op->scan;
    struct nd_txn_get_item *items = nd_arena_array(&scan_op->pairs, struct nd_txn_get_item, count + 1);
    struct nd_buf primary;
    nd_buf_init(&primary, scan_op->pairs.heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        nd_buf_clear(&primary);
        status = nd__entry_primary_key(scan->table, scan->index, keys[i], values[i], &primary);
        items[i].key = nd_arena_copy(&scan_op->pairs, nd_buf_slice(&primary));
    }
    nd_buf_deinit(&primary);
    ND_TRY(status);
    ND_TRY(get_rows(scan_op, items, count, out));
    return out->count == count ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

static enum nd_status fetch_points(struct scan_op *scan_op, struct fetched *out)
{
    size_t count = scan_op->span_count - scan_op->span_at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    struct nd_txn_get_item *items = nd_arena_array(&scan_op->pairs, struct nd_txn_get_item, count + 1);
    for (size_t i = 0; i < count; i++) items[i].key = scan_op->spans[scan_op->span_at + i].first;
    scan_op->span_at += count;
    struct fetched found;
    if (count == 1 && !scan_op->locks_first) { /* the common case without the array */
        struct nd_slice value;
        enum nd_status status = nd_txn_get(scan_op->op.exec->env.txn, items[0].key, &scan_op->pairs, &value);
        if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
        fetched_init(scan_op, &found, 1);
        found.keys[0] = items[0].key;
        found.values[0] = value;
        found.count = status == ND_STATUS_OK;
    } else {
        ND_TRY(get_rows(scan_op, items, count, &found));
    }
    *out = found;
    if (scan_op->scan->index->is_primary || scan_op->scan->is_index_only || found.count == 0) return ND_STATUS_OK;
    return follow_entries(scan_op, found.keys, found.values, found.count, out);
}

static void close_cursor(struct scan_op *scan_op)
{
    if (!scan_op->is_open) return;
    nd_txn_scan_close(nd__scan_cursor(scan_op));
    scan_op->is_open = false;
}

struct nd_txn_scan nd__scan_cursor_of(struct scan_op *scan_op, const struct span *span)
{
    const struct nd_scan *scan = scan_op->scan;
    bool reads_all = scan->filter == NULL && scan_op->limit != UINT64_MAX;
    return (struct nd_txn_scan){
        .txn = scan_op->op.exec->env.txn,
        .first = span->first,
        .end = span->end,
        .is_reverse = scan->is_reverse,
        .row_limit = reads_all ? scan_op->limit : 0,
        .keys_only = scan->index->is_primary ? scan_op->decoder.value_count == 0 : !nd_index_keeps_one(scan->index),
        .is_long = scan->is_large,
        .is_lazy = scan_op->limit != UINT64_MAX,
    };
}

/* The next cursor, and those of buckets behind it: they lie in shards of their own. */
static enum nd_status open_cursor(struct scan_op *scan_op)
{
    const struct nd_scan *scan = scan_op->scan;
    size_t wanted = scan_op->span_at + (scan->index->shards > 0 ? SPANS_AHEAD : 1);
    bool reads_all = scan->filter == NULL && scan_op->limit != UINT64_MAX;
    if (scan->is_large && !reads_all) nd__scan_make_program(scan_op);
    for (; scan_op->opened < scan_op->span_count && scan_op->opened < wanted; scan_op->opened++) {
        struct nd_txn_scan *cursor = &scan_op->cursors[scan_op->opened];
        *cursor = nd__scan_cursor_of(scan_op, &scan_op->spans[scan_op->opened]);
        cursor->program = scan_op->program;
        ND_TRY(nd_txn_scan_open(cursor));
        if (scan->index->shards > 0) nd_txn_scan_begin(cursor);
    }
    scan_op->span_at++;
    scan_op->is_open = true;
    return ND_STATUS_OK;
}

/* More rows, or a payload; neither: the end. */
static enum nd_status next_piece(struct scan_op *scan_op)
{
    for (;;) {
        struct nd_txn_piece piece;
        if (!scan_op->is_open) {
            if (scan_op->span_at == scan_op->span_count) return ND_STATUS_OK;
            ND_TRY(open_cursor(scan_op));
        }
        ND_TRY(nd_txn_scan_next_piece(nd__scan_cursor(scan_op), &scan_op->pairs, &piece));
        /* what could not go ahead of the statement's timestamp goes now */
        for (size_t i = scan_op->span_at; i < scan_op->opened; i++) nd_txn_scan_begin(&scan_op->cursors[i]);
        if (piece.payload.n > 0) return nd__scan_open_payload(scan_op, piece.payload);
        if (piece.count > 0) {
            scan_op->pending = piece.pairs;
            scan_op->pending_count = piece.count;
            if (nd__scan_cursor(scan_op)->row_limit == 0) nd__scan_make_program(scan_op); /* there is probably more to come */
            return ND_STATUS_OK;
        }
        close_cursor(scan_op);
    }
}

/* A batch of the rows that came last. */
static enum nd_status take_pending(struct scan_op *scan_op, struct fetched *out)
{
    const struct nd_kv_pair *pairs = scan_op->pending;
    size_t count = scan_op->pending_count < ND_SQL_BATCH_ROWS ? scan_op->pending_count : ND_SQL_BATCH_ROWS;
    scan_op->pending += count;
    scan_op->pending_count -= count;
    fetched_init(scan_op, out, count);
    for (size_t i = 0; i < count; i++) {
        out->keys[i] = pairs[i].key;
        out->values[i] = pairs[i].value;
    }
    out->count = count;
    bool has_rows = scan_op->scan->index->is_primary || scan_op->scan->is_index_only;
    return has_rows || count == 0 ? ND_STATUS_OK : follow_entries(scan_op, out->keys, out->values, count, out);
}

/* ---- batches ------------------------------------------------------------------------------------------------ */

static enum nd_status decode(struct scan_op *scan_op, const struct fetched *fetched, struct nd_batch *out)
{
    *out = nd_decoder_batch(&scan_op->decoder, &scan_op->op.arena, fetched->count);
    for (size_t i = 0; i < fetched->count; i++) ND_TRY(nd_decoder_row(&scan_op->decoder, fetched->keys[i], fetched->values[i], &scan_op->op.arena, out, i));
    return ND_STATUS_OK;
}

/* The rows of `in` for which the condition holds; keys go with them where there are any. */
static enum nd_status filter(struct scan_op *scan_op, const struct nd_expr *cond, const struct nd_batch *in, struct nd_batch *out, struct fetched *fetched)
{
    struct nd_op *op = &scan_op->op;
    *out = *in;
    if (cond == NULL) return ND_STATUS_OK;
    uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * (in->rows + 1));
    size_t count;
    ND_TRY(nd_expr_filter(&op->eval, cond, in, NULL, rows, &count));
    if (op->exec->stats != NULL) op->exec->stats[op->plan->id].filtered += in->rows - count;
    if (count == in->rows) return ND_STATUS_OK;
    *out = nd__batch_gather(&op->arena, in, rows, count);
    for (size_t i = 0; fetched != NULL && i < count; i++) fetched->keys[i] = fetched->keys[rows[i]]; /* rows ascend */
    return ND_STATUS_OK;
}

/* Memory of the batch before goes, but for what is still to be handed on. */
static enum nd_status begin(struct scan_op *scan_op)
{
    ND_TRY(nd__op_begin(&scan_op->op));
    if (scan_op->pending_count == 0 && nd_payload_is_empty(&scan_op->payload)) nd_arena_reset(&scan_op->pairs);
    return ND_STATUS_OK;
}

static enum nd_status next_points(struct scan_op *scan_op, struct nd_batch *out, struct fetched *fetched)
{
    struct nd_batch all;
    while (out->rows == 0 && scan_op->span_at < scan_op->span_count) {
        ND_TRY(fetch_points(scan_op, fetched));
        if (fetched->count == 0) continue;
        ND_TRY(decode(scan_op, fetched, &all));
        ND_TRY(filter(scan_op, scan_op->scan->filter, &all, out, fetched));
        if (out->rows == 0) ND_TRY(begin(scan_op));
    }
    return ND_STATUS_OK;
}

/* Of several buckets, in order. */
static enum nd_status next_merged(struct scan_op *scan_op, struct nd_batch *out, struct fetched *fetched)
{
    const struct nd_scan *scan = scan_op->scan;
    size_t room = scan_op->limit < ND_SQL_BATCH_ROWS ? (size_t)scan_op->limit : ND_SQL_BATCH_ROWS;
    struct nd_batch all;
    while (out->rows == 0) {
        struct nd_kv_pair *pairs = nd_arena_alloc(&scan_op->pairs, sizeof *pairs * (room + 1));
        ND_TRY(nd__scan_merge_next(scan_op, pairs, room, &scan_op->pending_count));
        if (scan_op->pending_count == 0) return ND_STATUS_OK;
        scan_op->pending = pairs;
        ND_TRY(take_pending(scan_op, fetched));
        ND_TRY(decode(scan_op, fetched, &all));
        ND_TRY(filter(scan_op, scan->filter, &all, out, fetched));
        if (out->rows == 0) ND_TRY(begin(scan_op));
    }
    return ND_STATUS_OK;
}

/* out empty: the end, or partial groups are next. */
static enum nd_status next_range(struct scan_op *scan_op, struct nd_batch *out, struct fetched *fetched)
{
    const struct nd_scan *scan = scan_op->scan;
    struct nd_batch all;
    while (out->rows == 0) {
        if (scan_op->pending_count == 0 && nd_payload_is_empty(&scan_op->payload)) {
            ND_TRY(next_piece(scan_op));
            bool is_end = scan_op->pending_count == 0 && !scan_op->is_open;
            if (is_end) return ND_STATUS_OK;
        }
        if (scan_op->pending_count > 0) {
            ND_TRY(take_pending(scan_op, fetched));
            ND_TRY(decode(scan_op, fetched, &all));
            ND_TRY(filter(scan_op, scan->filter, &all, out, fetched));
        } else if (!nd_payload_is_empty(&scan_op->payload)) {
            if (scan_op->payload.kind == ND_PROGRAM_GROUPS) return ND_STATUS_OK;
            ND_TRY(nd__scan_payload_rows(scan_op, &all));
            ND_TRY(filter(scan_op, scan->rest, &all, out, NULL));
        }
        if (out->rows == 0) ND_TRY(begin(scan_op));
    }
    return ND_STATUS_OK;
}

static enum nd_status next_scan(struct nd_op *op, struct nd_batch *out)
{
    struct scan_op *scan_op = (struct scan_op *)op;
    struct fetched fetched = {0};
    ND_TRY(begin(scan_op));
    if (!scan_op->is_started) ND_TRY(start_scan(scan_op));
    if (scan_op->limit == 0) return ND_STATUS_OK;
    ND_TRY(scan_op->scan->is_point    ? next_points(scan_op, out, &fetched)
           : scan_op->scan->is_merged ? next_merged(scan_op, out, &fetched)
                                      : next_range(scan_op, out, &fetched));
    if (out->rows > scan_op->limit) out->rows = (size_t)scan_op->limit;
    if (scan_op->limit != UINT64_MAX) scan_op->limit -= out->rows;
    return ND_STATUS_OK;
}

static void close_scan(struct nd_op *op)
{
    struct scan_op *scan_op = (struct scan_op *)op;
    for (size_t i = 0; i < scan_op->opened; i++) nd_txn_scan_close(&scan_op->cursors[i]);
    nd__scan_merge_close(scan_op);
    nd_arena_deinit(&scan_op->keep);
    nd_arena_deinit(&scan_op->pairs);
}

struct nd_op *nd__op_scan(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct scan_op));
    struct scan_op *scan_op = (struct scan_op *)op;
    scan_op->scan = &plan->scan;
    nd_arena_init(&scan_op->keep, exec->env.heap);
    nd_arena_init(&scan_op->pairs, exec->env.heap);
    op->next = next_scan;
    op->close = close_scan;
    return op;
}
