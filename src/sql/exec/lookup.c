/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.c - joins by looking rows up: a batch of left rows gives the keys of an index of the right table.
 *
 * The left rows' keys are put in order, doubles once, and looked up together: gets where the keys are whole, small
 * ranges otherwise. What is found for one batch is kept until its last left row has met its partners. */
#include "sql/exec/exec_int.h"

#define FOUND_ROWS_WANTED 4096 /* of one look-up: fewer left rows at a time where each finds many */

struct keyed {
    struct nd_slice key;
    uint32_t row; /* of the left batch */
};

struct lookup_op {
    struct nd_op op;
    const struct nd_scan *scan;
    struct nd_decoder decoder;
    struct nd_rowset kept;  /* left rows of several small batches */
    size_t kept_at, wanted; /* of kept, those not in `left` yet; how many make a look-up worth its while */
    struct nd_type *left_types;
    struct nd_batch left;
    size_t row, end;        /* of the left batch: those whose partners are at hand */
    size_t partner;         /* of `row`, the next to be met */
    struct nd_arena found;  /* what was looked up for them */
    size_t charged;
    uint32_t *first, *count; /* by left row: its partners in rows */
    bool *matched;           /* by left row */
    struct nd_batch rows;
    struct nd_arena left_arena;
    bool is_done;
};

static bool fits(enum nd_type_id type, int64_t v)
{
    if (type == ND_TYPE_INT2) return v >= INT16_MIN && v <= INT16_MAX;
    if (type == ND_TYPE_INT4) return v >= INT32_MIN && v <= INT32_MAX;
    return true;
}

/* ---- keys ------------------------------------------------------------------------------------------------------- */

/* false: the row's values equal no key. */
static bool put_key(const struct lookup_op *lookup, const struct nd_vec *values, size_t row, struct nd_buf *key)
{
    const struct nd_scan *scan = lookup->scan;
    nd_buf_clear(key);
    size_t columns_at = nd_index_begin_key(key, scan->table, scan->index);
    for (size_t i = 0; i < scan->eq_count; i++) {
        const struct nd_index_column *column = &scan->index->columns[i];
        enum nd_type_id type = scan->table->columns[column->column].type.id;
        struct nd_datum datum = nd_vec_get(&values[i], row);
        bool is_int = type == ND_TYPE_INT2 || type == ND_TYPE_INT4;
        if (datum.is_null || (is_int && !fits(type, datum.i))) return false;
        nd_key_put_datum(key, type, column->flags, &datum);
    }
    nd_index_end_columns(key, scan->index, columns_at); /* all of them: access.c */
    return true;
}

static void sort_keys(struct keyed *keys, struct keyed *room, size_t count)
{
    if (count < 2) return;
    size_t half = count / 2, a = 0, b = half, n = 0;
    sort_keys(keys, room, half);
    sort_keys(keys + half, room, count - half);
    while (a < half && b < count) room[n++] = nd_slice_cmp(keys[a].key, keys[b].key) <= 0 ? keys[a++] : keys[b++];
    while (a < half) room[n++] = keys[a++];
    while (b < count) room[n++] = keys[b++];
    memcpy(keys, room, sizeof *keys * count);
}

/* The keys of left rows [row, end), in order. */
static enum nd_status make_keys(struct lookup_op *lookup, struct keyed **keys_out, size_t *count_out)
{
    const struct nd_scan *scan = lookup->scan;
    struct nd_eval eval = lookup->op.eval;
    struct nd_vec values[ND_INDEX_COLUMNS_MAX];
    size_t rows = lookup->end - lookup->row, count = 0;
    uint32_t *numbers = nd_arena_alloc(&lookup->found, sizeof *numbers * (rows + 1));
    eval.arena = &lookup->found;
    for (size_t i = 0; i < rows; i++) numbers[i] = (uint32_t)(lookup->row + i);
    struct nd_sel sel = {numbers, rows};
    for (size_t i = 0; i < scan->eq_count; i++) ND_TRY(nd_expr_eval(&eval, scan->eq[i].values[0], &lookup->left, &sel, &values[i]));
    struct keyed *keys = nd_arena_alloc(&lookup->found, sizeof *keys * (rows + 1));
    struct nd_buf key;
    nd_buf_init(&key, lookup->found.heap);
    for (size_t i = 0; i < rows; i++)
        if (put_key(lookup, values, numbers[i], &key)) keys[count++] = (struct keyed){nd_arena_copy(&lookup->found, nd_buf_slice(&key)), numbers[i]};
    nd_buf_deinit(&key);
    sort_keys(keys, nd_arena_alloc(&lookup->found, sizeof *keys * (count + 1)), count);
    *keys_out = keys;
    *count_out = count;
    return ND_STATUS_OK;
}

/* ---- what they find ------------------------------------------------------------------------------------------------ */

struct found {
    struct nd_slice *keys, *values;
    size_t count;
};

static void found_init(struct lookup_op *lookup, struct found *found, size_t room)
{
    found->keys = nd_arena_alloc(&lookup->found, sizeof(struct nd_slice) * (room + 1));
    found->values = nd_arena_alloc(&lookup->found, sizeof(struct nd_slice) * (room + 1));
    found->count = 0;
}

/* counts[i]: how many were found for distinct[i]. */
static enum nd_status get_points(struct lookup_op *lookup, const struct nd_slice *distinct, size_t count, uint32_t *counts, struct found *out)
{
    struct nd_txn_get_item *items = nd_arena_array(&lookup->found, struct nd_txn_get_item, count + 1);
    for (size_t i = 0; i < count; i++) items[i].key = distinct[i];
    ND_TRY(nd_txn_get_many(lookup->op.exec->env.txn, items, count, &lookup->found));
    found_init(lookup, out, count);
    for (size_t i = 0; i < count; i++) {
        counts[i] = items[i].is_found;
        if (!items[i].is_found) continue;
        out->keys[out->count] = items[i].key;
        out->values[out->count++] = items[i].value;
    }
    return ND_STATUS_OK;
}

static enum nd_status scan_ranges(struct lookup_op *lookup, const struct nd_slice *distinct, size_t count, uint32_t *counts, struct found *out)
{
    const struct nd_scan *scan = lookup->scan;
    struct nd_txn_span *spans = nd_arena_array(&lookup->found, struct nd_txn_span, count + 1);
    for (size_t i = 0; i < count; i++) spans[i].prefix = distinct[i];
    bool keys_only = scan->index->is_primary ? lookup->decoder.value_count == 0 : !nd_index_keeps_one(scan->index);
    ND_TRY(nd_txn_scan_prefixes(lookup->op.exec->env.txn, spans, count, keys_only, &lookup->found));
    size_t total = 0;
    for (size_t i = 0; i < count; i++) total += spans[i].count;
    found_init(lookup, out, total);
    for (size_t i = 0; i < count; i++) {
        counts[i] = (uint32_t)spans[i].count;
        for (size_t k = 0; k < spans[i].count; k++) {
            out->keys[out->count] = spans[i].pairs[k].key;
            out->values[out->count++] = spans[i].pairs[k].value;
        }
    }
    return ND_STATUS_OK;
}

/* Entries of a secondary index -> rows, one for one. */
static enum nd_status follow(struct lookup_op *lookup, struct found *found)
{
    const struct nd_scan *scan = lookup->scan;
    struct nd_txn_get_item *items = nd_arena_array(&lookup->found, struct nd_txn_get_item, found->count + 1);
    struct nd_buf primary;
    nd_buf_init(&primary, lookup->found.heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < found->count && status == ND_STATUS_OK; i++) {
        nd_buf_clear(&primary);
        status = nd__entry_primary_key(scan->table, scan->index, found->keys[i], found->values[i], &primary);
        items[i].key = nd_arena_copy(&lookup->found, nd_buf_slice(&primary));
    }
    nd_buf_deinit(&primary);
    ND_TRY(status);
    ND_TRY(nd_txn_get_many(lookup->op.exec->env.txn, items, found->count, &lookup->found));
    for (size_t i = 0; i < found->count; i++) {
        if (!items[i].is_found) return ND_STATUS_CORRUPT; /* an entry without its row */
        found->keys[i] = items[i].key;
        found->values[i] = items[i].value;
    }
    return ND_STATUS_OK;
}

/* Leaves out found rows that the scan's own conditions refuse. */
static enum nd_status filter_found(struct lookup_op *lookup, uint32_t *counts, size_t count)
{
    const struct nd_scan *scan = lookup->scan;
    struct nd_eval eval = lookup->op.eval;
    struct nd_exec *exec = lookup->op.exec;
    if (scan->filter == NULL || lookup->rows.rows == 0) return ND_STATUS_OK;
    uint32_t *kept = nd_arena_alloc(&lookup->found, sizeof *kept * (lookup->rows.rows + 1));
    size_t kept_count, at = 0, first = 0;
    eval.arena = &lookup->found;
    ND_TRY(nd_expr_filter(&eval, scan->filter, &lookup->rows, NULL, kept, &kept_count));
    if (exec->stats != NULL) exec->stats[lookup->op.plan->right->id].filtered += lookup->rows.rows - kept_count;
    if (kept_count == lookup->rows.rows) return ND_STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        size_t end = first + counts[i], left = 0;
        for (; at < kept_count && kept[at] < end; at++) left++;
        counts[i] = (uint32_t)left;
        first = end;
    }
    lookup->rows = nd__batch_gather(&lookup->found, &lookup->rows, kept, kept_count);
    return ND_STATUS_OK;
}

/* Of a system relation; first_rows: a left row that has the key, for each distinct key. */
static enum nd_status look_up_sys(struct lookup_op *lookup, const uint32_t *first_rows, size_t count, uint32_t *counts)
{
    const struct nd_scan *scan = lookup->scan;
    struct nd_exec *exec = lookup->op.exec;
    struct nd_eval eval = lookup->op.eval;
    struct nd_vec values;
    struct nd_datum *wanted = nd_arena_alloc(&lookup->found, sizeof *wanted * (count + 1));
    struct nd_sel sel = {first_rows, count};
    eval.arena = &lookup->found;
    ND_TRY(nd_expr_eval(&eval, scan->eq[0].values[0], &lookup->left, &sel, &values));
    for (size_t i = 0; i < count; i++) wanted[i] = nd_vec_get(&values, first_rows[i]);
    struct nd_sys_scan sys_scan = {.env = exec->env.sys, .rel = scan->table->sys, .columns = scan->columns, .column_count = lookup->op.plan->right->width,
                                   .key = (int)(scan->index - scan->table->indexes) - 1, .values = wanted, .value_count = count};
    ND_TRY(nd_sys_look_up(&sys_scan, &lookup->found, &lookup->rows, counts, exec->err));
    return ND_STATUS_OK;
}

static enum nd_status find_stored(struct lookup_op *lookup, const struct nd_slice *distinct, size_t count, uint32_t *counts)
{
    const struct nd_scan *scan = lookup->scan;
    struct found found;
    if (scan->is_point) ND_TRY(get_points(lookup, distinct, count, counts, &found));
    else ND_TRY(scan_ranges(lookup, distinct, count, counts, &found));
    if (!scan->index->is_primary && !scan->is_index_only) ND_TRY(follow(lookup, &found));
    lookup->rows = nd_decoder_batch(&lookup->decoder, &lookup->found, found.count);
    for (size_t i = 0; i < found.count; i++)
        ND_TRY(nd_decoder_row(&lookup->decoder, found.keys[i], found.values[i], &lookup->found, &lookup->rows, i));
    return ND_STATUS_OK;
}

static enum nd_status find_rows(struct lookup_op *lookup, struct keyed *keys, size_t key_count)
{
    struct nd_slice *distinct = nd_arena_alloc(&lookup->found, sizeof *distinct * (key_count + 1));
    uint32_t *first_rows = nd_arena_alloc(&lookup->found, sizeof *first_rows * (key_count + 1));
    size_t count = 0;
    for (size_t i = 0; i < key_count; i++)
        if (count == 0 || !nd_slice_eq(distinct[count - 1], keys[i].key)) {
            first_rows[count] = keys[i].row;
            distinct[count++] = keys[i].key;
        }
    uint32_t *counts = nd_arena_array(&lookup->found, uint32_t, count + 1);
    if (count == 0) return ND_STATUS_OK;
    if (lookup->scan->table->sys != NULL) ND_TRY(look_up_sys(lookup, first_rows, count, counts));
    else ND_TRY(find_stored(lookup, distinct, count, counts));
    ND_TRY(filter_found(lookup, counts, count));
    uint32_t at = 0;
    for (size_t i = 0, k = 0; k < count; at += counts[k++])
        for (; i < key_count && nd_slice_eq(keys[i].key, distinct[k]); i++) {
            lookup->first[keys[i].row] = at;
            lookup->count[keys[i].row] = counts[k];
        }
    return ND_STATUS_OK;
}

/* The next left rows and their partners. */
static enum nd_status look_up(struct lookup_op *lookup)
{
    struct nd_op *op = &lookup->op;
    struct nd_exec *exec = op->exec;
    struct nd_node_stats *stats = exec->stats == NULL ? NULL : &exec->stats[op->plan->right->id];
    uint64_t start_ns = stats == NULL ? 0 : nd_env_now_ns(nd_reactor_env(exec->env.reactor));
    double per_row = op->plan->right->rows < 1 ? 1 : op->plan->right->rows;
    size_t most = per_row >= FOUND_ROWS_WANTED / 16 ? 16 : (size_t)(FOUND_ROWS_WANTED / per_row);
    nd__exec_release(exec, lookup->charged);
    lookup->charged = 0;
    nd_arena_reset(&lookup->found);
    lookup->rows = (struct nd_batch){0};
    lookup->end = lookup->row + most < lookup->left.rows ? lookup->row + most : lookup->left.rows;
    lookup->partner = 0;
    struct keyed *keys;
    size_t count;
    ND_TRY(make_keys(lookup, &keys, &count));
    ND_TRY(find_rows(lookup, keys, count));
    lookup->charged = lookup->found.bytes;
    if (stats != NULL) {
        stats->loops += lookup->end - lookup->row;
        stats->rows += lookup->rows.rows;
        stats->total_ns += nd_env_now_ns(nd_reactor_env(exec->env.reactor)) - start_ns;
        if (stats->start_ns == 0) stats->start_ns = stats->total_ns;
    }
    return nd__exec_charge(exec, lookup->charged);
}

static void slice_kept(struct lookup_op *lookup)
{
    size_t count = lookup->kept.rows - lookup->kept_at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    lookup->left = nd__rowset_batch(&lookup->kept, &lookup->left_arena, NULL, lookup->kept_at, count);
    lookup->kept_at += count;
}

/* A filter may leave few rows of each batch: they are gathered, since each look-up is a round trip. The first one goes
 * at once, for whoever wants few rows; each later one waits for twice as many. */
static enum nd_status gather_left(struct lookup_op *lookup)
{
    struct nd_op *op = &lookup->op;
    struct nd_batch in;
    nd__rowset_deinit(&lookup->kept, op->exec);
    nd__rowset_init(&lookup->kept, op->exec->env.heap, lookup->left_types, op->plan->left->width);
    lookup->kept_at = 0;
    for (;;) {
        ND_TRY(nd__op_next(op->left, &in));
        if (in.rows == 0) break;
        if (lookup->kept.rows == 0 && in.rows >= lookup->wanted) {
            lookup->left = in;
            break;
        }
        ND_TRY(nd__rowset_add(&lookup->kept, op->exec, &in, NULL));
        if (lookup->kept.rows >= lookup->wanted) break;
        ND_TRY(nd_exec_check(&op->exec->env, &op->exec->pace));
    }
    if (lookup->wanted < ND_SQL_BATCH_ROWS) lookup->wanted *= 2;
    return ND_STATUS_OK;
}

static enum nd_status next_left(struct lookup_op *lookup)
{
    nd_arena_reset(&lookup->left_arena);
    lookup->left = (struct nd_batch){0};
    if (lookup->kept_at == lookup->kept.rows) ND_TRY(gather_left(lookup));
    if (lookup->kept_at < lookup->kept.rows) slice_kept(lookup);
    lookup->row = lookup->end = 0;
    lookup->is_done = lookup->left.rows == 0;
    lookup->first = nd_arena_array(&lookup->left_arena, uint32_t, lookup->left.rows + 1);
    lookup->count = nd_arena_array(&lookup->left_arena, uint32_t, lookup->left.rows + 1);
    lookup->matched = nd_arena_array(&lookup->left_arena, bool, lookup->left.rows + 1);
    return ND_STATUS_OK;
}

/* ---- pairs ---------------------------------------------------------------------------------------------------------- */

struct pairs {
    uint32_t left[ND_SQL_BATCH_ROWS], right[ND_SQL_BATCH_ROWS]; /* right UINT32_MAX: NULLs */
    size_t count;
};

static void make_batch(struct lookup_op *lookup, const struct pairs *pairs, struct nd_batch *out)
{
    const struct nd_plan *plan = lookup->op.plan;
    struct nd_arena *arena = &lookup->op.arena;
    size_t left_width = plan->left->width, width = left_width + plan->right->width;
    *out = (struct nd_batch){.rows = pairs->count, .columns = width};
    out->vecs = nd_arena_alloc(arena, sizeof *out->vecs * (width + 1));
    for (size_t c = 0; c < width; c++) {
        uint32_t var = c < left_width ? plan->left->vars[c] : plan->right->vars[c - left_width];
        out->vecs[c] = nd_vec_new(arena, nd__var_type(lookup->op.exec, var), pairs->count + 1);
        for (size_t i = 0; i < pairs->count; i++) {
            struct nd_datum datum = {.is_null = true};
            if (c < left_width) datum = nd_vec_get(&lookup->left.vecs[c], pairs->left[i]);
            else if (pairs->right[i] != UINT32_MAX) datum = nd_vec_get(&lookup->rows.vecs[c - left_width], pairs->right[i]);
            nd_vec_set(&out->vecs[c], i, datum);
        }
    }
}

static bool wants_left_only(const struct nd_plan *plan) { return plan->join.kind == ND_JOIN_SEMI || plan->join.kind == ND_JOIN_ANTI; }

static void collect(struct lookup_op *lookup, struct pairs *pairs)
{
    while (lookup->row < lookup->end && pairs->count < ND_SQL_BATCH_ROWS) {
        bool is_settled = wants_left_only(lookup->op.plan) && lookup->matched[lookup->row];
        if (is_settled || lookup->partner == lookup->count[lookup->row]) {
            lookup->row++;
            lookup->partner = 0;
            continue;
        }
        pairs->left[pairs->count] = (uint32_t)lookup->row;
        pairs->right[pairs->count++] = lookup->first[lookup->row] + (uint32_t)lookup->partner++;
    }
}

static enum nd_status check_pairs(struct lookup_op *lookup, struct pairs *pairs, struct nd_batch *out)
{
    struct nd_op *op = &lookup->op;
    size_t count = pairs->count;
    uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * (count + 1));
    make_batch(lookup, pairs, out);
    for (size_t i = 0; i < count; i++) rows[i] = (uint32_t)i;
    if (op->plan->join.rest != NULL) ND_TRY(nd_expr_filter(&op->eval, op->plan->join.rest, out, NULL, rows, &count));
    for (size_t i = 0; i < count; i++) lookup->matched[pairs->left[rows[i]]] = true;
    if (op->exec->stats != NULL) op->exec->stats[op->plan->id].filtered += pairs->count - count;
    if (count < pairs->count) *out = nd__batch_gather(&op->arena, out, rows, count);
    return ND_STATUS_OK;
}

/* Once all rows of a left batch have met their partners: those that LEFT, SEMI and ANTI hand on. */
static void hand_on_left(struct lookup_op *lookup, struct pairs *pairs, struct nd_batch *out)
{
    const struct nd_plan *plan = lookup->op.plan;
    bool wanted = plan->join.kind == ND_JOIN_SEMI;
    for (size_t i = 0; i < lookup->left.rows; i++) {
        if (lookup->matched[i] != wanted) continue;
        pairs->left[pairs->count] = (uint32_t)i;
        pairs->right[pairs->count++] = UINT32_MAX;
    }
    if (pairs->count == 0) return;
    if (wants_left_only(plan)) *out = nd__batch_gather(&lookup->op.arena, &lookup->left, pairs->left, pairs->count);
    else make_batch(lookup, pairs, out);
}

static enum nd_status next_lookup(struct nd_op *op, struct nd_batch *out)
{
    struct lookup_op *lookup = (struct lookup_op *)op;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        struct pairs *pairs = nd_arena_alloc(&op->arena, sizeof *pairs);
        pairs->count = 0;
        if (lookup->is_done) return ND_STATUS_OK;
        if (lookup->row < lookup->end) {
            collect(lookup, pairs);
            if (pairs->count == 0) continue;
            ND_TRY(check_pairs(lookup, pairs, out));
            if (out->rows > 0 && !wants_left_only(op->plan)) return ND_STATUS_OK;
            *out = (struct nd_batch){0};
            continue;
        }
        if (lookup->row < lookup->left.rows) {
            ND_TRY(look_up(lookup));
            continue;
        }
        if (lookup->left.rows > 0 && op->plan->join.kind != ND_JOIN_INNER) {
            hand_on_left(lookup, pairs, out);
            lookup->row = lookup->end = lookup->left.rows = 0;
            if (out->rows > 0) return ND_STATUS_OK;
            continue;
        }
        ND_TRY(next_left(lookup));
    }
}

static void close_lookup(struct nd_op *op)
{
    struct lookup_op *lookup = (struct lookup_op *)op;
    nd__exec_release(op->exec, lookup->charged);
    nd__rowset_deinit(&lookup->kept, op->exec);
    nd_arena_deinit(&lookup->found);
    nd_arena_deinit(&lookup->left_arena);
}

struct nd_op *nd__op_lookup(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct lookup_op));
    struct lookup_op *lookup = (struct lookup_op *)op;
    lookup->scan = &plan->right->scan;
    lookup->wanted = 1;
    lookup->left_types = nd_arena_array(exec->ops, struct nd_type, plan->left->width + 1);
    for (size_t i = 0; i < plan->left->width; i++) lookup->left_types[i] = nd__var_type(exec, plan->left->vars[i]);
    nd__rowset_init(&lookup->kept, exec->env.heap, lookup->left_types, plan->left->width);
    nd_arena_init(&lookup->found, exec->env.heap);
    nd_arena_init(&lookup->left_arena, exec->env.heap);
    const struct nd_index *index = lookup->scan->is_index_only ? lookup->scan->index : NULL;
    if (lookup->scan->table->sys == NULL) nd_decoder_init(&lookup->decoder, lookup->scan->table, index, lookup->scan->columns, plan->right->width, exec->ops);
    op->next = next_lookup;
    op->close = close_lookup;
    return op;
}
