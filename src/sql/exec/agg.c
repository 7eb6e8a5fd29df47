/* SPDX-License-Identifier: Apache-2.0 */
/* agg.c - GROUP BY and aggregates: a hash table of groups, one state a group and aggregate. */
#include "sql/exec/exec_int.h"
#include "sql/exec/spill.h"
#include "sql/shard/program.h"

struct agg_op {
    struct nd_op op;
    struct nd_arena keep;    /* states and what they point to */
    struct nd_rowset groups; /* grouping values */
    struct nd_rowhash hash;
    struct nd_type *group_types;
    size_t *offsets; /* of each aggregate's state in a group's block */
    size_t block_bytes;
    uint8_t **blocks; /* states, one block a group */
    size_t block_cap;
    struct nd_func_ctx ctx;
    struct nd_rowset *seen; /* DISTINCT aggregates: (group, arguments) met; one an aggregate */
    struct nd_rowhash *seen_hash;
    struct nd__agg_order *ordered; /* aggregates with ORDER BY: rows kept until the end; one an aggregate */
    bool is_done;
    bool is_partial;                       /* shards may send groups */
    uint64_t partial_groups, partial_rows; /* how many they sent, and of how many rows */
    size_t at; /* groups handed on */
    size_t charged;
    struct nd__partitions parts; /* rows of groups that did not fit */
};

static enum nd_status charge(struct agg_op *agg)
{
    size_t more = agg->keep.bytes - agg->charged;
    agg->charged = agg->keep.bytes;
    return nd__exec_charge(agg->op.exec, more);
}

static void new_block(struct agg_op *agg)
{
    size_t number = agg->groups.rows - 1;
    if (number >= agg->block_cap) {
        size_t cap = agg->block_cap == 0 ? 16 : agg->block_cap * 2;
        uint8_t **blocks = nd_arena_array(&agg->keep, uint8_t *, cap);
        if (agg->block_cap > 0) memcpy(blocks, agg->blocks, sizeof *blocks * agg->block_cap);
        agg->blocks = blocks;
        agg->block_cap = cap;
    }
    agg->blocks[number] = nd_arena_zalloc(&agg->keep, agg->block_bytes == 0 ? 16 : agg->block_bytes);
}

static bool same_row(const struct nd_rowset *rowset, uint32_t number, const struct nd_batch *batch, size_t row)
{
    for (size_t c = 0; c < rowset->columns; c++)
        if (!nd_vec_is_same(nd__rowset_vec(rowset, number, c), number % ND_SQL_BATCH_ROWS, &batch->vecs[c], row))
            return false;
    return true;
}

static uint32_t find_row(const struct nd_rowset *rowset, const struct nd_rowhash *hash, uint64_t h,
                         const struct nd_batch *batch, size_t row)
{
    size_t at = SIZE_MAX;
    uint32_t number;
    while ((number = nd__rowhash_next(hash, h, &at)) != UINT32_MAX)
        if (same_row(rowset, number, batch, row)) return number;
    return UINT32_MAX;
}

static uint64_t *hash_rows(struct nd_arena *arena, const struct nd_batch *batch)
{
    uint64_t *hashes = nd_arena_array(arena, uint64_t, batch->rows + 1);
    struct nd_sel all = {NULL, batch->rows};
    for (size_t c = 0; c < batch->columns; c++) nd_vec_hash(&batch->vecs[c], &all, hashes);
    return hashes;
}

/* The number of each row's group. Rows of new groups that find no room go to disk; the others stay in `in`. */
static enum nd_status find_groups(struct agg_op *agg, struct nd_batch *in, uint32_t *numbers)
{
    const struct nd_plan *plan = agg->op.plan;
    struct nd_batch keys = {.rows = in->rows, .columns = plan->agg.group_count};
    keys.vecs = nd_arena_alloc(&agg->op.arena, sizeof *keys.vecs * (keys.columns + 1));
    for (size_t i = 0; i < keys.columns; i++)
        ND_TRY(nd_expr_eval(&agg->op.eval, plan->agg.groups[i].expr, in, NULL, &keys.vecs[i]));
    uint64_t *hashes = hash_rows(&agg->op.arena, &keys);
    uint32_t *rows = nd_arena_array(&agg->op.arena, uint32_t, in->rows + 1);
    uint32_t *away = nd_arena_array(&agg->op.arena, uint32_t, in->rows + 1);
    size_t kept = 0, away_count = 0;
    bool is_full = !agg->is_partial && !plan->agg.has_order && plan->agg.always_count == 0 && nd__partitions_can_add(&agg->parts, &agg->op, agg->charged + agg->groups.charged);
    for (size_t row = 0; row < in->rows; row++) {
        uint32_t number = find_row(&agg->groups, &agg->hash, hashes[row], &keys, row);
        if (number == UINT32_MAX && is_full) {
            away[away_count++] = (uint32_t)row;
            continue;
        }
        if (number == UINT32_MAX) {
            uint32_t one = (uint32_t)row;
            struct nd_sel sel = {&one, 1};
            number = (uint32_t)agg->groups.rows;
            ND_TRY(nd__rowset_add(&agg->groups, agg->op.exec, &keys, &sel));
            ND_TRY(nd__rowhash_put(&agg->hash, hashes[row], number));
            new_block(agg);
        }
        numbers[kept] = number;
        rows[kept++] = (uint32_t)row;
    }
    if (away_count > 0) ND_TRY(nd__partitions_add(&agg->parts, &agg->op, in, away, away_count, hashes));
    if (kept < in->rows) *in = nd__batch_gather(&agg->op.arena, in, rows, kept);
    return ND_STATUS_OK;
}

/* Leaves those rows in sel whose arguments are new to their group. */
static enum nd_status keep_distinct(struct agg_op *agg, size_t which, const struct nd_vec *args, size_t arg_count,
                                    const uint32_t *groups, const struct nd_batch *in, uint32_t *rows,
                                    struct nd_sel *sel)
{
    struct nd_batch keys = {.rows = in->rows, .columns = arg_count + 1};
    keys.vecs = nd_arena_alloc(&agg->op.arena, sizeof *keys.vecs * keys.columns);
    for (size_t i = 0; i < arg_count; i++) keys.vecs[i] = args[i];
    keys.vecs[arg_count] = nd_vec_new(&agg->op.arena, (struct nd_type){ND_TYPE_INT8, -1}, in->rows);
    for (size_t i = 0; i < in->rows; i++) nd_vec_set(&keys.vecs[arg_count], i, (struct nd_datum){.i = groups[i]});
    uint64_t *hashes = nd_arena_array(&agg->op.arena, uint64_t, in->rows);
    for (size_t c = 0; c < keys.columns; c++) nd_vec_hash(&keys.vecs[c], sel, hashes);
    size_t kept = 0;
    for (size_t i = 0; i < sel->count; i++) {
        uint32_t row = sel->rows == NULL ? (uint32_t)i : sel->rows[i];
        if (find_row(&agg->seen[which], &agg->seen_hash[which], hashes[row], &keys, row) != UINT32_MAX) continue;
        struct nd_sel one = {&row, 1};
        uint32_t number = (uint32_t)agg->seen[which].rows;
        ND_TRY(nd__rowset_add(&agg->seen[which], agg->op.exec, &keys, &one));
        ND_TRY(nd__rowhash_put(&agg->seen_hash[which], hashes[row], number));
        rows[kept++] = row;
    }
    *sel = (struct nd_sel){rows, kept};
    return ND_STATUS_OK;
}

static enum nd_status update(struct agg_op *agg, size_t which, const struct nd_batch *in, const uint32_t *groups)
{
    struct nd_op *op = &agg->op;
    const struct nd_agg_use *use = &op->plan->agg.aggs[which];
    struct nd_sel sel = {NULL, in->rows};
    uint32_t *rows = nd_arena_alloc(&op->arena, sizeof *rows * (in->rows + 1)),
             *distinct_rows = nd_arena_alloc(&op->arena, sizeof *rows * (in->rows + 1));
    if (use->filter != NULL) {
        ND_TRY(nd_expr_filter(&op->eval, use->filter, in, NULL, rows, &sel.count));
        sel.rows = rows;
    }
    struct nd_vec args[2];
    for (size_t i = 0; i < use->arg_count; i++) ND_TRY(nd_expr_eval(&op->eval, use->args[i], in, &sel, &args[i]));
    if (use->is_distinct) ND_TRY(keep_distinct(agg, which, args, use->arg_count, groups, in, distinct_rows, &sel));
    if (use->order_count > 0) return nd__agg_order_keep(op, &agg->ordered[which], use, args, in, &sel, groups);
    void **states = nd_arena_alloc(&op->arena, sizeof *states * (in->rows + 1));
    for (size_t i = 0; i < in->rows; i++) states[i] = agg->blocks[groups[i]] + agg->offsets[which];
    struct nd_agg_call call = {use->agg, &agg->ctx, op->exec->err};
    return use->agg->update(&call, args, &sel, states);
}

/* ---- partial groups of shards -------------------------------------------------------------------------------- */

/* Groups that are nearly as many as rows do not pay; ones for which there is no room would have to be put away as rows. */
enum { PARTIAL_ROWS_MIN = 20000,
       PARTIAL_ROWS_PER_GROUP = 4 };

static enum nd_status take_key(struct agg_op *agg, struct nd_dec *dec, struct nd_vec *vec, size_t which)
{
    struct nd_datum value = ND_DATUM_NULL;
    if (nd_dec_u8(dec) == 0 && !nd_shard_datum_decode(dec, agg->group_types[which].id, &value)) return ND_STATUS_MALFORMED;
    nd_vec_set(vec, 0, value);
    return ND_STATUS_OK;
}

/* The block of the group whose key is next. */
static enum nd_status find_partial(struct agg_op *agg, struct nd_dec *dec, struct nd_batch *key, uint8_t **block_out)
{
    *block_out = key->columns == 0 ? agg->blocks[0] : NULL;
    if (key->columns == 0) return ND_STATUS_OK;
    for (size_t i = 0; i < key->columns; i++) ND_TRY(take_key(agg, dec, &key->vecs[i], i));
    uint64_t hash = 0;
    struct nd_sel one = {NULL, 1};
    for (size_t i = 0; i < key->columns; i++) nd_vec_hash(&key->vecs[i], &one, &hash);
    uint32_t number = find_row(&agg->groups, &agg->hash, hash, key, 0);
    if (number == UINT32_MAX) {
        number = (uint32_t)agg->groups.rows;
        ND_TRY(nd__rowset_add(&agg->groups, agg->op.exec, key, NULL));
        ND_TRY(nd__rowhash_put(&agg->hash, hash, number));
        new_block(agg);
    }
    *block_out = agg->blocks[number];
    return ND_STATUS_OK;
}

static enum nd_status merge_states(struct agg_op *agg, struct nd_dec *dec, uint8_t *block, uint8_t *scratch)
{
    const struct nd_plan *plan = agg->op.plan;
    memset(scratch, 0, agg->block_bytes);
    for (size_t i = 0; i < plan->agg.agg_count; i++) {
        struct nd_agg_call call = {plan->agg.aggs[i].agg, &agg->ctx, agg->op.exec->err};
        ND_TRY(call.agg->load(&call, dec, scratch + agg->offsets[i]));
        ND_TRY(call.agg->merge(&call, block + agg->offsets[i], scratch + agg->offsets[i]));
    }
    return ND_STATUS_OK;
}

static enum nd_status merge_groups(struct agg_op *agg, struct nd_payload *payload)
{
    struct nd_op *op = &agg->op;
    struct nd_batch key = {.rows = 1, .columns = op->plan->agg.group_count};
    uint8_t *scratch = nd_arena_alloc(&op->arena, agg->block_bytes + 16);
    key.vecs = nd_arena_array(&op->arena, struct nd_vec, key.columns + 1);
    for (size_t i = 0; i < key.columns; i++) key.vecs[i] = nd_vec_new(&op->arena, agg->group_types[i], 1);
    agg->partial_rows += payload->passed;
    for (; !nd_payload_is_empty(payload); agg->partial_groups++) {
        uint8_t *block;
        ND_TRY(find_partial(agg, &payload->rest, &key, &block));
        ND_TRY(merge_states(agg, &payload->rest, block, scratch));
        if (!nd_dec_is_ok(&payload->rest)) return ND_STATUS_MALFORMED;
    }
    ND_TRY(charge(agg));
    bool is_vain = agg->partial_rows >= PARTIAL_ROWS_MIN && agg->partial_groups * PARTIAL_ROWS_PER_GROUP > agg->partial_rows;
    if (is_vain || nd__partitions_can_add(&agg->parts, op, agg->charged + agg->groups.charged)) {
        agg->is_partial = false;
        nd__scan_want_rows(op->left);
    }
    return ND_STATUS_OK;
}

static enum nd_status next_input(struct agg_op *agg, struct nd_batch *in)
{
    struct nd_op *op = &agg->op;
    while (agg->is_partial) {
        struct nd_payload *groups;
        ND_TRY(nd__scan_next_groups(op->left, in, &groups));
        if (groups == NULL) return ND_STATUS_OK;
        ND_TRY(merge_groups(agg, groups));
        ND_TRY(nd__op_begin(op));
    }
    return nd__partitions_next(&agg->parts, op, in);
}

static enum nd_status take_all(struct agg_op *agg)
{
    struct nd_op *op = &agg->op;
    struct nd_batch in;
    for (;;) {
        ND_TRY(nd__op_begin(op));
        ND_TRY(next_input(agg, &in));
        if (in.rows == 0) break;
        uint32_t *groups = nd_arena_array(&op->arena, uint32_t, in.rows);
        if (op->plan->agg.group_count > 0) ND_TRY(find_groups(agg, &in, groups));
        if (in.rows == 0) continue;
        for (size_t i = 0; i < op->plan->agg.agg_count; i++) ND_TRY(update(agg, i, &in, groups));
        ND_TRY(charge(agg));
    }
    return ND_STATUS_OK;
}

/* For the groups of the next partition. */
static void forget_groups(struct agg_op *agg)
{
    struct nd_exec *exec = agg->op.exec;
    for (size_t i = 0; i < agg->op.plan->agg.agg_count; i++) {
        struct nd_rowset *seen = &agg->seen[i];
        const struct nd_type *types = seen->types;
        size_t columns = seen->columns;
        nd__rowset_deinit(seen, exec);
        nd__rowhash_deinit(&agg->seen_hash[i]);
        nd__rowset_init(seen, exec->env.heap, types, columns);
        nd__rowhash_init(&agg->seen_hash[i], exec);
        nd__agg_order_forget(&agg->ordered[i], exec);
    }
    nd__rowset_deinit(&agg->groups, exec);
    nd__rowhash_deinit(&agg->hash);
    nd__rowset_init(&agg->groups, exec->env.heap, agg->group_types, agg->op.plan->agg.group_count);
    nd__rowhash_init(&agg->hash, exec);
    nd__exec_release(exec, agg->charged);
    nd_arena_deinit(&agg->keep);
    nd_arena_init(&agg->keep, exec->env.heap);
    agg->charged = agg->at = agg->block_cap = 0;
    agg->blocks = NULL;
}

/* Sets without expressions have a row even of no input: NULLs and the number of the set. */
static enum nd_status add_always(struct agg_op *agg)
{
    const struct nd_plan *plan = agg->op.plan;
    ND_TRY(nd__op_begin(&agg->op));
    for (size_t i = 0; i < plan->agg.always_count; i++) {
        struct nd_batch keys = {.rows = 1, .columns = plan->agg.group_count};
        keys.vecs = nd_arena_alloc(&agg->op.arena, sizeof *keys.vecs * (keys.columns + 1));
        for (size_t c = 0; c < keys.columns; c++) {
            keys.vecs[c] = nd_vec_new(&agg->op.arena, agg->group_types[c], 1);
            bool is_number = c + 1 == keys.columns;
            nd_vec_set(&keys.vecs[c], 0, is_number ? (struct nd_datum){.i = (int64_t)plan->agg.always[i]} : (struct nd_datum){.is_null = true});
        }
        uint64_t *hashes = hash_rows(&agg->op.arena, &keys);
        if (find_row(&agg->groups, &agg->hash, hashes[0], &keys, 0) != UINT32_MAX) continue;
        uint32_t number = (uint32_t)agg->groups.rows;
        ND_TRY(nd__rowset_add(&agg->groups, agg->op.exec, &keys, NULL));
        ND_TRY(nd__rowhash_put(&agg->hash, hashes[0], number));
        new_block(agg);
    }
    return ND_STATUS_OK;
}

static enum nd_status take_ordered(struct agg_op *agg)
{
    for (size_t i = 0; i < agg->op.plan->agg.agg_count; i++) {
        const struct nd_agg_use *use = &agg->op.plan->agg.aggs[i];
        if (use->order_count > 0) ND_TRY(nd__agg_order_take(&agg->op, &agg->ordered[i], use, &agg->ctx, agg->blocks, agg->offsets[i]));
    }
    return charge(agg);
}

static enum nd_status next_agg(struct nd_op *op, struct nd_batch *out)
{
    struct agg_op *agg = (struct agg_op *)op;
    if (!agg->is_done) {
        if (op->plan->agg.group_count == 0) { /* one group, even of no rows */
            agg->groups.rows = 1;
            new_block(agg);
        }
        ND_TRY(take_all(agg));
        ND_TRY(take_ordered(agg));
        ND_TRY(add_always(agg));
        agg->is_done = true;
    }
    ND_TRY(nd__op_begin(op));
    while (agg->at == agg->groups.rows) {
        bool has_more;
        ND_TRY(nd__partitions_advance(&agg->parts, &has_more));
        if (!has_more) return ND_STATUS_OK;
        forget_groups(agg);
        ND_TRY(take_all(agg));
        ND_TRY(take_ordered(agg));
        ND_TRY(nd__op_begin(op));
    }
    size_t count = agg->groups.rows - agg->at;
    if (count > ND_SQL_BATCH_ROWS) count = ND_SQL_BATCH_ROWS;
    const struct nd_plan *plan = op->plan;
    struct nd_batch keys = {0};
    if (plan->agg.group_count > 0) keys = nd__rowset_batch(&agg->groups, &op->arena, NULL, agg->at, count);
    out->columns = plan->width;
    out->vecs = nd_arena_alloc(&op->arena, sizeof *out->vecs * (plan->width + 1));
    for (size_t i = 0; i < plan->agg.group_count; i++) out->vecs[i] = keys.vecs[i];
    struct nd_func_ctx ctx = agg->ctx;
    ctx.arena = &op->arena;
    for (size_t i = 0; i < plan->agg.agg_count; i++) {
        const struct nd_agg_use *use = &plan->agg.aggs[i];
        struct nd_agg_call call = {use->agg, &ctx, op->exec->err};
        struct nd_vec *vec = &out->vecs[plan->agg.group_count + i];
        *vec = nd_vec_new(&op->arena, use->type, count);
        for (size_t r = 0; r < count; r++)
            ND_TRY(use->agg->finish(&call, agg->blocks[agg->at + r] + agg->offsets[i], vec, r));
    }
    agg->at += count;
    out->rows = count;
    return ND_STATUS_OK;
}

static void close_agg(struct nd_op *op)
{
    struct agg_op *agg = (struct agg_op *)op;
    for (size_t i = 0; i < op->plan->agg.agg_count; i++) {
        nd__rowset_deinit(&agg->seen[i], op->exec);
        nd__rowhash_deinit(&agg->seen_hash[i]);
        nd__agg_order_deinit(&agg->ordered[i], op->exec);
    }
    nd__rowset_deinit(&agg->groups, op->exec);
    nd__rowhash_deinit(&agg->hash);
    nd__exec_release(op->exec, agg->charged);
    nd_arena_deinit(&agg->keep);
    nd__partitions_deinit(&agg->parts);
}

static void init_distinct(struct agg_op *agg, size_t which)
{
    const struct nd_agg_use *use = &agg->op.plan->agg.aggs[which];
    struct nd_type *types = nd_arena_array(agg->op.exec->ops, struct nd_type, use->arg_count + 1);
    for (size_t i = 0; i < use->arg_count; i++) types[i] = use->args[i]->type;
    types[use->arg_count] = (struct nd_type){ND_TYPE_INT8, -1};
    nd__rowset_init(&agg->seen[which], agg->op.exec->env.heap, types, use->is_distinct ? use->arg_count + 1 : 0);
    nd__rowhash_init(&agg->seen_hash[which], agg->op.exec);
}

struct nd_op *nd__op_agg(struct nd_exec *exec, const struct nd_plan *plan)
{
    struct nd_op *op = nd__op_new(exec, plan, sizeof(struct agg_op));
    struct agg_op *agg = (struct agg_op *)op;
    nd_arena_init(&agg->keep, exec->env.heap);
    agg->group_types = nd_arena_array(exec->ops, struct nd_type, plan->agg.group_count + 1);
    for (size_t i = 0; i < plan->agg.group_count; i++) agg->group_types[i] = plan->agg.groups[i].expr->type;
    nd__rowset_init(&agg->groups, exec->env.heap, agg->group_types, plan->agg.group_count);
    nd__rowhash_init(&agg->hash, exec);
    agg->offsets = nd_arena_array(exec->ops, size_t, plan->agg.agg_count + 1);
    agg->seen = nd_arena_array(exec->ops, struct nd_rowset, plan->agg.agg_count + 1);
    agg->seen_hash = nd_arena_array(exec->ops, struct nd_rowhash, plan->agg.agg_count + 1);
    agg->ordered = nd_arena_array(exec->ops, struct nd__agg_order, plan->agg.agg_count + 1);
    for (size_t i = 0; i < plan->agg.agg_count; i++) {
        agg->offsets[i] = agg->block_bytes;
        agg->block_bytes += plan->agg.aggs[i].agg->state_bytes;
        init_distinct(agg, i);
        nd__agg_order_init(&agg->ordered[i], exec, &plan->agg.aggs[i]);
    }
    agg->ctx = (struct nd_func_ctx){
        .types = exec->env.types, .services = exec->env.services, .arena = &agg->keep, .heap = exec->env.heap};
    op->next = next_agg;
    op->close = close_agg;
    agg->is_partial = plan->agg.is_partial;
    if (agg->is_partial) nd__scan_want_groups(op->left, plan);
    return op;
}
