/* SPDX-License-Identifier: Apache-2.0 */
/* merge.c - joins of two sides that come sorted by the join's keys.
 *
 * Both sides are walked in step. The right rows of one key are a group: a piece of the right batch or, where they may go on in
 * the next one, rows that are kept, in a temporary file if they are many. The left rows of that key, as many as the left batch
 * has, meet the group block by block:
 *
 *     WALK ──equal keys──▶ KEEP ──its end is seen──▶ PAIR ──next left row has another key──▶ SETTLE ──▶ WALK
 *
 * What is to be handed on is noted as entries, as long as they are of one left batch and one block of right rows. A row without
 * a partner is known as such only after its pairs have been tested, so it is noted as well, and dropped if it has found one. */
#include "sql/exec/exec_int.h"
#include "sql/exec/spill.h"

#define NONE UINT32_MAX

enum phase { WALK, KEEP, PAIR, SETTLE };
enum want { WANT_FLUSH, WANT_LEFT, WANT_RIGHT, WANT_END };

struct side {
    struct nd_op *child;
    struct nd_expr *const *exprs;
    struct nd_batch batch;
    struct nd_vec *keys;
    bool *matched; /* by row of the batch */
    size_t row;
    struct nd_arena arena; /* keys and marks of the batch */
    bool is_done;
};

/* The right rows of one key. */
struct group {
    bool is_kept;      /* else rows [first, end) of the right batch */
    size_t first, end; /* of the block at hand */
    size_t block, block_base, block_count;
    struct nd_vec *key; /* one row */
    struct nd_arena key_arena;
    struct nd_rowset rows;
    struct nd_batch block_batch;
    struct nd_arena block_arena;
    struct nd__spill *spill;
    struct nd__spill_stream stream;
    bool is_spilled;
    size_t kept;
    bool *matched; /* RIGHT, FULL: by kept row */
    size_t matched_cap;
};

struct merge_op {
    struct nd_op op;
    enum phase phase;
    struct side left, right;
    struct group group;
    struct nd_type *right_types;
    size_t run_end, at_left, at_right; /* the left rows of the group's key, and which pair is next */
    /* entries: a pair, or one row alone */
    uint32_t left_rows[ND_SQL_BATCH_ROWS], right_rows[ND_SQL_BATCH_ROWS];
    size_t count;
    const struct nd_vec *source; /* of the right rows */
    bool *source_matched;        /* NULL: nobody asks */
};

static bool keeps_left(const struct nd_plan *plan) { return plan->join.kind == ND_JOIN_LEFT || plan->join.kind == ND_JOIN_FULL; }
static bool keeps_right(const struct nd_plan *plan) { return plan->join.kind == ND_JOIN_RIGHT || plan->join.kind == ND_JOIN_FULL; }
static bool keeps_left_only(const struct nd_plan *plan) { return plan->join.kind == ND_JOIN_SEMI || plan->join.kind == ND_JOIN_ANTI; }

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static int compare_keys(const struct nd_plan *plan, const struct nd_vec *a, size_t row_a, const struct nd_vec *b, size_t row_b)
{
    for (size_t i = 0; i < plan->join.key_count; i++) {
        int c = nd_vec_cmp(&a[i], row_a, &b[i], row_b, plan->join.key_flags[i]);
        if (c != 0) return c;
    }
    return 0;
}

static bool has_null_key(const struct nd_plan *plan, const struct side *side)
{
    for (size_t i = 0; i < plan->join.key_count; i++)
        if (side->keys[i].nulls[side->row]) return true;
    return false;
}

static enum nd_status load(struct merge_op *merge, struct side *side)
{
    size_t count = merge->op.plan->join.key_count;
    struct nd_eval eval = merge->op.eval;
    nd_arena_reset(&side->arena);
    ND_TRY(nd__op_next(side->child, &side->batch));
    side->row = 0;
    side->is_done = side->batch.rows == 0;
    if (side->is_done) return ND_STATUS_OK;
    eval.arena = &side->arena;
    side->keys = nd_arena_alloc(&side->arena, sizeof *side->keys * (count + 1));
    for (size_t i = 0; i < count; i++) ND_TRY(nd_expr_eval(&eval, side->exprs[i], &side->batch, NULL, &side->keys[i]));
    side->matched = nd_arena_array(&side->arena, bool, side->batch.rows);
    return ND_STATUS_OK;
}

static bool has_row(const struct side *side) { return side->row < side->batch.rows; }
static bool wants_batch(const struct side *side) { return !side->is_done && !has_row(side); }

/* ---- entries ------------------------------------------------------------------------------------------------------- */

/* Right rows of the entries to come are of `vecs`. false: there are entries whose right rows are not. */
static bool use_source(struct merge_op *merge, const struct nd_vec *vecs, bool *matched)
{
    if (merge->count > 0) return merge->source == vecs;
    merge->source = vecs;
    merge->source_matched = matched;
    return true;
}

static void note(struct merge_op *merge, size_t left, size_t right)
{
    merge->left_rows[merge->count] = (uint32_t)left;
    merge->right_rows[merge->count++] = (uint32_t)right;
}

static struct nd_batch gather(struct merge_op *merge, size_t width)
{
    const struct nd_plan *plan = merge->op.plan;
    struct nd_arena *arena = &merge->op.arena;
    size_t left_width = plan->left->width;
    struct nd_batch out = {.rows = merge->count, .columns = width};
    out.vecs = nd_arena_alloc(arena, sizeof *out.vecs * (width + 1));
    for (size_t c = 0; c < width; c++) {
        bool is_left = c < left_width;
        uint32_t var = is_left ? plan->left->vars[c] : plan->right->vars[c - left_width];
        out.vecs[c] = nd_vec_new(arena, nd__var_type(merge->op.exec, var), merge->count + 1);
        const struct nd_vec *from = is_left ? merge->left.batch.vecs : merge->source; /* NULL: there is no row of that side */
        if (from != NULL) from += is_left ? c : c - left_width;
        nd__vec_gather(&out.vecs[c], from, is_left ? merge->left_rows : merge->right_rows, merge->count);
    }
    return out;
}

/* passes[i]: the rest of the condition is true of entry i, a pair. */
static enum nd_status test_pairs(struct merge_op *merge, bool *passes)
{
    struct nd_op *op = &merge->op;
    struct nd_batch pairs = gather(merge, op->plan->left->width + op->plan->right->width);
    uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * (merge->count + 1));
    size_t count = 0, tested;
    for (size_t i = 0; i < merge->count; i++)
        if (merge->left_rows[i] != NONE && merge->right_rows[i] != NONE) rows[count++] = (uint32_t)i;
    struct nd_sel sel = {rows, count};
    tested = count;
    uint32_t *kept = nd_arena_alloc(&op->arena, sizeof *kept * (count + 1));
    if (count > 0) ND_TRY(nd_expr_filter(&op->eval, op->plan->join.rest, &pairs, &sel, kept, &count));
    for (size_t i = 0; i < count; i++) passes[kept[i]] = true;
    if (op->exec->stats != NULL) op->exec->stats[op->plan->id].filtered += tested - count;
    return ND_STATUS_OK;
}

/* Is the entry handed on? Pairs mark their rows. */
static bool decide(struct merge_op *merge, size_t i, const bool *passes)
{
    const struct nd_plan *plan = merge->op.plan;
    uint32_t left = merge->left_rows[i], right = merge->right_rows[i];
    if (left == NONE) return !merge->source_matched[right];
    if (right == NONE) return merge->left.matched[left] == (plan->join.kind == ND_JOIN_SEMI);
    if (passes != NULL && !passes[i]) return false;
    merge->left.matched[left] = true;
    if (merge->source_matched != NULL) merge->source_matched[right] = true;
    return !keeps_left_only(plan);
}

static enum nd_status flush(struct merge_op *merge, struct nd_batch *out)
{
    const struct nd_plan *plan = merge->op.plan;
    bool *passes = NULL;
    if (plan->join.rest != NULL) {
        passes = nd_arena_array(&merge->op.arena, bool, merge->count);
        ND_TRY(test_pairs(merge, passes));
    }
    size_t kept = 0;
    for (size_t i = 0; i < merge->count; i++) {
        if (!decide(merge, i, passes)) continue;
        merge->left_rows[kept] = merge->left_rows[i];
        merge->right_rows[kept++] = merge->right_rows[i];
    }
    merge->count = kept;
    if (kept > 0) *out = gather(merge, plan->width);
    merge->count = 0;
    return ND_STATUS_OK;
}

/* ---- groups ---------------------------------------------------------------------------------------------------------- */

static void note_key(struct merge_op *merge)
{
    struct group *group = &merge->group;
    size_t count = merge->op.plan->join.key_count;
    nd_arena_reset(&group->key_arena);
    group->key = nd_arena_alloc(&group->key_arena, sizeof *group->key * (count + 1));
    for (size_t i = 0; i < count; i++) {
        struct nd_datum datum = nd_vec_get(&merge->right.keys[i], merge->right.row);
        group->key[i] = nd_vec_new(&group->key_arena, merge->right.keys[i].type, 1);
        if (nd_type_phys(merge->right.keys[i].type.id) == ND_PHYS_BYTES) datum.s = nd_arena_copy(&group->key_arena, datum.s);
        nd_vec_set(&group->key[i], 0, datum);
    }
}

static bool is_in_group(const struct merge_op *merge, const struct side *side, size_t row) { return compare_keys(merge->op.plan, side->keys, row, merge->group.key, 0) == 0; }

static enum nd_status put_away(struct merge_op *merge)
{
    struct group *group = &merge->group;
    struct nd_exec *exec = merge->op.exec;
    if (group->spill == NULL) ND_TRY(nd__spill_open(exec, &group->spill));
    nd__spill_restart(group->spill); /* no earlier group is needed any more */
    nd__spill_stream_init(&group->stream, group->spill, merge->right_types, merge->op.plan->right->width);
    group->is_spilled = true;
    for (size_t i = 0; i < group->rows.chunk_count; i++) ND_TRY(nd__spill_write(&group->stream, group->rows.chunks[i], NULL));
    nd__rowset_deinit(&group->rows, exec);
    nd__rowset_init(&group->rows, exec->env.heap, merge->right_types, merge->op.plan->right->width);
    return ND_STATUS_OK;
}

static enum nd_status mark_room(struct merge_op *merge)
{
    struct group *group = &merge->group;
    struct nd_heap *heap = merge->op.exec->env.heap;
    if (!keeps_right(merge->op.plan) || group->kept <= group->matched_cap) return ND_STATUS_OK;
    size_t cap = group->matched_cap == 0 ? ND_SQL_BATCH_ROWS : group->matched_cap;
    while (cap < group->kept) cap *= 2;
    group->matched = nd_heap_realloc(heap, group->matched, cap);
    size_t more = cap - group->matched_cap;
    group->matched_cap = cap;
    return nd__exec_charge(merge->op.exec, more);
}

/* Right rows from the one at hand up to `end` are kept. */
static enum nd_status keep_rows(struct merge_op *merge, size_t end)
{
    struct group *group = &merge->group;
    struct side *right = &merge->right;
    size_t count = end - right->row;
    if (count == 0) return ND_STATUS_OK;
    uint32_t *rows = nd_arena_alloc(&merge->op.arena, sizeof *rows * count);
    for (size_t i = 0; i < count; i++) rows[i] = (uint32_t)(right->row + i);
    struct nd_sel sel = {rows, count};
    size_t before = group->kept;
    group->kept += count;
    right->row = end;
    ND_TRY(mark_room(merge));
    if (group->matched != NULL) memset(group->matched + before, 0, count);
    if (group->is_spilled) return nd__spill_write(&group->stream, &right->batch, &sel);
    ND_TRY(nd__rowset_add(&group->rows, merge->op.exec, &right->batch, &sel));
    return nd__exec_wants_spill(merge->op.exec, group->rows.charged) ? put_away(merge) : ND_STATUS_OK;
}

static void forget_group(struct merge_op *merge)
{
    struct group *group = &merge->group;
    struct nd_exec *exec = merge->op.exec;
    if (group->is_kept) {
        nd__rowset_deinit(&group->rows, exec);
        nd__rowset_init(&group->rows, exec->env.heap, merge->right_types, merge->op.plan->right->width);
    }
    if (group->is_spilled) nd__spill_stream_deinit(&group->stream);
    group->is_kept = group->is_spilled = false;
    group->kept = 0;
}

static enum nd_status read_block(struct merge_op *merge, bool *has_block_out)
{
    struct group *group = &merge->group;
    *has_block_out = true;
    group->block_base += group->block_count;
    if (group->is_spilled) {
        nd_arena_reset(&group->block_arena);
        ND_TRY(nd__spill_read(&group->stream, &group->block_arena, &group->block_batch));
        *has_block_out = group->block_batch.rows > 0;
    } else if (group->block < group->rows.chunk_count) {
        group->block_batch = *group->rows.chunks[group->block];
    } else {
        *has_block_out = false;
    }
    group->block++;
    group->first = 0;
    group->end = group->block_count = *has_block_out ? group->block_batch.rows : 0;
    return ND_STATUS_OK;
}

/* On to the first block, or the next. No entries are waiting where rows are kept. */
static enum nd_status next_block(struct merge_op *merge, bool is_first, bool *has_block_out)
{
    struct group *group = &merge->group;
    *has_block_out = is_first;
    if (!group->is_kept) return ND_STATUS_OK;
    ND_ASSERT(merge->count == 0);
    if (is_first) {
        group->block = group->block_base = group->block_count = 0;
        if (group->is_spilled) ND_TRY(nd__spill_rewind(&group->stream));
    }
    ND_TRY(read_block(merge, has_block_out));
    if (!*has_block_out) return ND_STATUS_OK;
    merge->source = group->block_batch.vecs;
    merge->source_matched = group->matched == NULL ? NULL : group->matched + group->block_base;
    return ND_STATUS_OK;
}

/* ---- phases -------------------------------------------------------------------------------------------------------------- */

static enum nd_status begin_group(struct merge_op *merge)
{
    struct group *group = &merge->group;
    struct side *right = &merge->right;
    size_t end = right->row + 1;
    note_key(merge);
    while (end < right->batch.rows && is_in_group(merge, right, end)) end++;
    group->is_kept = end == right->batch.rows;
    group->first = right->row;
    group->end = end;
    merge->phase = KEEP;
    if (group->is_kept) return keep_rows(merge, end);
    right->row = end;
    return ND_STATUS_OK;
}

/* The left rows of the group's key, in the batch at hand. */
static enum nd_status begin_run(struct merge_op *merge)
{
    bool has_block;
    merge->run_end = merge->left.row;
    while (merge->run_end < merge->left.batch.rows && is_in_group(merge, &merge->left, merge->run_end)) merge->run_end++;
    ND_TRY(next_block(merge, true, &has_block));
    merge->at_left = merge->left.row;
    merge->at_right = merge->group.first;
    merge->phase = PAIR;
    return ND_STATUS_OK;
}

static enum nd_status walk(struct merge_op *merge, enum want *want)
{
    const struct nd_plan *plan = merge->op.plan;
    struct side *left = &merge->left, *right = &merge->right;
    bool notes_left = keeps_left(plan) || plan->join.kind == ND_JOIN_ANTI, notes_right = keeps_right(plan);
    bool only_marks = keeps_left_only(plan) && plan->join.rest == NULL;
    for (;;) {
        *want = WANT_FLUSH;
        if (merge->count == ND_SQL_BATCH_ROWS || !use_source(merge, right->batch.vecs, notes_right ? right->matched : NULL)) return ND_STATUS_OK;
        *want = wants_batch(left) ? WANT_LEFT : wants_batch(right) ? WANT_RIGHT : WANT_END;
        if (*want != WANT_END) return ND_STATUS_OK;
        bool is_left_over = !has_row(right) || (has_row(left) && has_null_key(plan, left));
        bool is_right_over = !has_row(left) || (has_row(right) && has_null_key(plan, right));
        if (!has_row(left) && (!has_row(right) || !notes_right)) return ND_STATUS_OK;
        if (!has_row(right) && !notes_left) return ND_STATUS_OK;
        int order = is_left_over && has_row(left) ? -1 : is_right_over ? 1 : compare_keys(plan, left->keys, left->row, right->keys, right->row);
        if (order < 0) {
            if (notes_left) note(merge, left->row, NONE);
            left->row++;
        } else if (order > 0) {
            if (notes_right) note(merge, NONE, right->row);
            right->row++;
        } else if (only_marks) {
            left->matched[left->row] = true;
            if (plan->join.kind == ND_JOIN_SEMI) note(merge, left->row, NONE);
            left->row++;
        } else {
            *want = WANT_FLUSH;
            return begin_group(merge);
        }
    }
}

static enum nd_status keep(struct merge_op *merge, enum want *want)
{
    struct side *right = &merge->right;
    *want = WANT_FLUSH;
    if (merge->group.is_kept) {
        if (wants_batch(right)) {
            *want = WANT_RIGHT;
            return ND_STATUS_OK;
        }
        size_t end = right->row;
        while (end < right->batch.rows && is_in_group(merge, right, end)) end++;
        ND_TRY(keep_rows(merge, end));
        if (wants_batch(right) || merge->count > 0) return ND_STATUS_OK;
    }
    return begin_run(merge);
}

/* Each row of the run with each of the block. */
static bool note_pairs(struct merge_op *merge)
{
    const struct group *group = &merge->group;
    bool one_is_enough = keeps_left_only(merge->op.plan);
    for (; merge->at_left < merge->run_end; merge->at_left++) {
        bool is_settled = one_is_enough && merge->left.matched[merge->at_left];
        for (; merge->at_right < group->end && !is_settled; merge->at_right++) {
            if (merge->count == ND_SQL_BATCH_ROWS) return false;
            note(merge, merge->at_left, merge->at_right);
        }
        merge->at_right = group->first;
    }
    return true;
}

static enum nd_status pair(struct merge_op *merge, enum want *want)
{
    const struct nd_plan *plan = merge->op.plan;
    struct side *left = &merge->left;
    *want = WANT_FLUSH;
    if (merge->run_end > left->row) {
        bool has_block;
        if (!note_pairs(merge) || (merge->group.is_kept && merge->count > 0)) return ND_STATUS_OK;
        ND_TRY(next_block(merge, false, &has_block));
        if (has_block) {
            merge->at_left = left->row;
            merge->at_right = merge->group.first;
            return ND_STATUS_OK;
        }
        bool notes_left = keeps_left(plan) || keeps_left_only(plan);
        for (; left->row < merge->run_end; left->row++) {
            if (merge->count == ND_SQL_BATCH_ROWS) return ND_STATUS_OK; /* no block comes any more: here again */
            if (notes_left) note(merge, left->row, NONE);
        }
    }
    if (wants_batch(left)) {
        *want = WANT_LEFT;
        merge->run_end = 0; /* of the next batch nothing is known */
        return ND_STATUS_OK;
    }
    if (has_row(left) && left->row == 0 && is_in_group(merge, left, 0)) {
        if (merge->group.is_kept && merge->count > 0) return ND_STATUS_OK;
        return begin_run(merge);
    }
    bool has_block;
    if (merge->group.is_kept && merge->count > 0) return ND_STATUS_OK;
    if (keeps_right(plan)) ND_TRY(next_block(merge, true, &has_block));
    merge->at_right = merge->group.first;
    merge->phase = SETTLE;
    return ND_STATUS_OK;
}

/* The group's rows without a partner. */
static enum nd_status settle(struct merge_op *merge, enum want *want)
{
    struct group *group = &merge->group;
    bool has_block = keeps_right(merge->op.plan);
    *want = WANT_FLUSH;
    while (has_block) {
        for (; merge->at_right < group->end; merge->at_right++) {
            if (merge->count == ND_SQL_BATCH_ROWS) return ND_STATUS_OK;
            note(merge, NONE, merge->at_right);
        }
        if (group->is_kept && merge->count > 0) return ND_STATUS_OK;
        ND_TRY(next_block(merge, false, &has_block));
        merge->at_right = group->first;
    }
    forget_group(merge);
    merge->phase = WALK;
    return ND_STATUS_OK;
}

static enum nd_status advance(struct merge_op *merge, enum want *want)
{
    switch (merge->phase) {
    case WALK: return walk(merge, want);
    case KEEP: return keep(merge, want);
    case PAIR: return pair(merge, want);
    case SETTLE: return settle(merge, want);
    }
    ND_UNREACHABLE();
}

static enum nd_status next_merge(struct nd_op *op, struct nd_batch *out)
{
    struct merge_op *merge = (struct merge_op *)op;
    for (;;) {
        enum want want = WANT_FLUSH;
        enum phase phase = merge->phase;
        ND_TRY(nd__op_begin(op));
        do {
            phase = merge->phase;
            ND_TRY(advance(merge, &want));
        } while (want == WANT_FLUSH && merge->count < ND_SQL_BATCH_ROWS && merge->phase != phase);
        if (merge->count > 0) {
            ND_TRY(flush(merge, out));
            if (out->rows > 0) return ND_STATUS_OK;
            continue;
        }
        if (want == WANT_END) return ND_STATUS_OK;
        if (want == WANT_LEFT) ND_TRY(load(merge, &merge->left));
        if (want == WANT_RIGHT) ND_TRY(load(merge, &merge->right));
    }
}

static void close_merge(struct nd_op *op)
{
    struct merge_op *merge = (struct merge_op *)op;
    struct group *group = &merge->group;
    if (group->is_spilled) nd__spill_stream_deinit(&group->stream);
    nd__rowset_deinit(&group->rows, op->exec);
    nd__exec_release(op->exec, group->matched_cap);
    nd_heap_free(op->exec->env.heap, group->matched);
    nd_arena_deinit(&group->key_arena);
    nd_arena_deinit(&group->block_arena);
    nd_arena_deinit(&merge->left.arena);
    nd_arena_deinit(&merge->right.arena);
    nd__spill_close(group->spill);
}

struct nd_op *nd__op_merge(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct merge_op));
    struct merge_op *merge = (struct merge_op *)op;
    struct nd_heap *heap = exec->env.heap;
    ND_ASSERT(plan->join.key_count > 0);
    merge->right_types = nd_arena_array(exec->ops, struct nd_type, plan->right->width + 1);
    for (size_t i = 0; i < plan->right->width; i++) merge->right_types[i] = nd__var_type(exec, plan->right->vars[i]);
    merge->left.child = op->left;
    merge->left.exprs = plan->join.left_keys;
    merge->right.child = op->right;
    merge->right.exprs = plan->join.right_keys;
    nd_arena_init(&merge->left.arena, heap);
    nd_arena_init(&merge->right.arena, heap);
    nd_arena_init(&merge->group.key_arena, heap);
    nd_arena_init(&merge->group.block_arena, heap);
    nd__rowset_init(&merge->group.rows, heap, merge->right_types, plan->right->width);
    op->next = next_merge;
    op->close = close_merge;
    return op;
}
