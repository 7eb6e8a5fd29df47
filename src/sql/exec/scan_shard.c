/* SPDX-License-Identifier: Apache-2.0 */
/* scan_shard.c - what shards do for a scan: the programs that its requests carry, and what comes back.
 *
 * A scan has a program when it is estimated to be long, or turns out to be. Rows that come without (the transaction has written
 * among them, an expression failed at the shard) are worked on here as ever, so both kinds may come in one scan. */
#include "sql/exec/scan_int.h"

/* The shards' part of the filter with parameters and the like filled in. false: it cannot travel. */
static bool prepare_filter(struct scan_op *scan_op, const struct nd_expr **filter_out)
{
    *filter_out = NULL;
    if (scan_op->scan->shard_filter == NULL) return true;
    *filter_out = nd_shard_expr_prepare(&scan_op->op.eval, &scan_op->keep, scan_op->scan->shard_filter);
    return *filter_out != NULL;
}

static void choose_outputs(struct scan_op *scan_op)
{
    const struct nd_plan *plan = scan_op->op.plan;
    scan_op->output_count = 0;
    scan_op->outputs = nd_arena_array(&scan_op->keep, uint32_t, plan->width + 1);
    for (size_t i = 0; i < plan->width; i++)
        if (scan_op->scan->is_needed[scan_op->scan->columns[i]]) scan_op->outputs[scan_op->output_count++] = (uint32_t)i;
}

/* What is left to ask for here takes rows away, so the shard cannot count them. */
static uint64_t row_limit(const struct scan_op *scan_op) { return scan_op->limit == UINT64_MAX || scan_op->scan->rest != NULL ? 0 : scan_op->limit; }

static bool add_groups(struct scan_op *scan_op, struct nd_program *program)
{
    const struct nd_plan *agg = scan_op->agg;
    struct nd_arena *keep = &scan_op->keep;
    program->kind = ND_PROGRAM_GROUPS;
    program->group_count = agg->agg.group_count;
    program->agg_count = agg->agg.agg_count;
    program->groups = nd_arena_array(keep, struct nd_expr *, program->group_count + 1);
    program->aggs = nd_arena_array(keep, struct nd_program_agg, program->agg_count + 1);
    for (size_t i = 0; i < program->group_count; i++) {
        program->groups[i] = nd_shard_expr_prepare(&scan_op->op.eval, keep, agg->agg.groups[i].expr);
        if (program->groups[i] == NULL) return false;
    }
    for (size_t i = 0; i < program->agg_count; i++) {
        const struct nd_agg_use *use = &agg->agg.aggs[i];
        struct nd_program_agg *to = &program->aggs[i];
        to->agg = use->agg;
        if (use->arg_count > 0 && (to->arg = nd_shard_expr_prepare(&scan_op->op.eval, keep, use->args[0])) == NULL) return false;
        if (use->filter != NULL && (to->filter = nd_shard_expr_prepare(&scan_op->op.eval, keep, use->filter)) == NULL) return false;
    }
    return true;
}

/* Keys of joins above, as many as there is room for. */
static void add_blooms(struct scan_op *scan_op, struct nd_program *program)
{
    size_t bytes = 0;
    for (size_t i = 0; i < scan_op->bloom_count; i++) {
        struct nd_bloom bloom = scan_op->blooms[i];
        struct nd_expr **keys = nd_arena_array(&scan_op->keep, struct nd_expr *, bloom.key_count + 1);
        bool is_fine = true;
        for (size_t k = 0; k < bloom.key_count && is_fine; k++) is_fine = (keys[k] = nd_shard_expr_prepare(&scan_op->op.eval, &scan_op->keep, bloom.keys[k])) != NULL;
        if (!is_fine || bytes + bloom.bits.n > ND_SCAN_PROGRAM_BYTES_MAX * 3 / 4) continue;
        bytes += bloom.bits.n;
        bloom.keys = keys;
        program->blooms[program->bloom_count++] = bloom;
    }
}

/* Cursors that are open send it from their next request on. */
static void carry_program(struct scan_op *scan_op)
{
    for (size_t i = scan_op->span_at > 0 ? scan_op->span_at - 1 : 0; i < scan_op->opened; i++) scan_op->cursors[i].program = scan_op->program;
}

static void set_program(struct scan_op *scan_op, const struct nd_program *program)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, scan_op->keep.heap);
    nd_program_encode(program, &bytes);
    scan_op->program = bytes.n <= ND_SCAN_PROGRAM_BYTES_MAX ? nd_arena_copy(&scan_op->keep, nd_buf_slice(&bytes)) : ND_SLICE_EMPTY;
    nd_buf_deinit(&bytes);
    carry_program(scan_op);
}

void nd__scan_make_program(struct scan_op *scan_op)
{
    struct nd_program program = {.kind = ND_PROGRAM_ROWS, .decoder = scan_op->decoder};
    if (scan_op->is_program_made || !scan_op->scan->at_shard) return;
    scan_op->is_program_made = true;
    if (!prepare_filter(scan_op, &program.filter)) return;
    choose_outputs(scan_op);
    if (scan_op->agg != NULL && !add_groups(scan_op, &program)) program = (struct nd_program){.kind = ND_PROGRAM_ROWS, .decoder = scan_op->decoder, .filter = program.filter};
    program.outputs = scan_op->outputs;
    program.output_count = scan_op->output_count;
    program.row_limit = row_limit(scan_op);
    add_blooms(scan_op, &program);
    set_program(scan_op, &program);
}

enum nd_status nd__scan_open_payload(struct scan_op *scan_op, struct nd_slice bytes)
{
    struct nd_op *op = &scan_op->op;
    ND_TRY(nd_payload_open(bytes, &scan_op->payload));
    if (op->exec->stats == NULL) return ND_STATUS_OK;
    struct nd_node_stats *stats = &op->exec->stats[op->plan->id];
    stats->filtered += scan_op->payload.scanned - scan_op->payload.passed;
    if (scan_op->payload.kind == ND_PROGRAM_GROUPS) stats->rows += scan_op->payload.passed; /* no batch will tell */
    return ND_STATUS_OK;
}

enum nd_status nd__scan_payload_rows(struct scan_op *scan_op, struct nd_batch *out)
{
    struct nd_op *op = &scan_op->op;
    *out = (struct nd_batch){.columns = op->plan->width};
    out->vecs = nd_arena_array(&op->arena, struct nd_vec, out->columns + 1);
    ND_TRY(nd_payload_rows(&scan_op->payload, &scan_op->decoder, scan_op->outputs, scan_op->output_count, &op->arena, out));
    for (size_t i = 0; i < out->columns; i++) { /* read by the filter alone, which has been asked */
        if (out->vecs[i].nulls != NULL) continue;
        out->vecs[i] = nd_vec_new(&op->arena, scan_op->decoder.types[i], out->rows + 1);
        memset(out->vecs[i].nulls, 1, out->rows);
    }
    return ND_STATUS_OK;
}

void nd__scan_want_bloom(struct nd_op *op, const struct nd_plan *join, const uint64_t *hashes, size_t count)
{
    while (op->plan->kind == ND_PLAN_JOIN) op = op->left;
    struct scan_op *scan_op = (struct scan_op *)op;
    if (scan_op->is_program_made || count > ND_BLOOM_KEYS_MAX || scan_op->bloom_count == ND_SCAN_BLOOMS_MAX) return;
    size_t bytes = nd_bloom_bytes(count);
    uint8_t *bits = nd_arena_zalloc(&scan_op->keep, bytes);
    for (size_t i = 0; i < count; i++) nd_bloom_add(bits, bytes, hashes[i]);
    scan_op->blooms[scan_op->bloom_count++] = (struct nd_bloom){join->join.left_keys, join->join.key_count, nd_slice_of(bits, bytes)};
}

/* ---- partial groups -------------------------------------------------------------------------------------------- */

void nd__scan_want_groups(struct nd_op *op, const struct nd_plan *agg) { ((struct scan_op *)op)->agg = agg; }

void nd__scan_want_rows(struct nd_op *op)
{
    struct scan_op *scan_op = (struct scan_op *)op;
    ND_ASSERT(nd_payload_is_empty(&scan_op->payload));
    scan_op->agg = NULL;
    scan_op->is_program_made = false;
    scan_op->program = ND_SLICE_EMPTY;
    carry_program(scan_op);
    for (size_t i = scan_op->is_open ? scan_op->span_at - 1 : scan_op->span_at; i < scan_op->opened; i++) nd_txn_scan_forget_ahead(&scan_op->cursors[i]);
    nd__scan_make_program(scan_op);
}

enum nd_status nd__scan_next_groups(struct nd_op *op, struct nd_batch *out, struct nd_payload **groups_out)
{
    struct scan_op *scan_op = (struct scan_op *)op;
    *groups_out = NULL;
    ND_TRY(nd__op_next(op, out));
    if (out->rows == 0 && scan_op->payload.kind == ND_PROGRAM_GROUPS && !nd_payload_is_empty(&scan_op->payload)) *groups_out = &scan_op->payload;
    return ND_STATUS_OK;
}
