/* SPDX-License-Identifier: Apache-2.0 */
/* run.c - runs programs over the rows of a scan, batch by batch. */
#include "sql/shard/run_int.h"
#include "sql/shard/vec_wire.h"
#include "sql/types/compare.h"

enum { BATCH_BYTES_MAX = 256 << 10 }; /* of rows collected before they are worked on */

struct run {
    struct nd_scan_sink sink;
    struct nd_program program;
    struct nd_arena *arena;
    struct nd_arena rows_arena; /* of the batch at hand */
    struct nd_type_ctx types;   /* immutable expressions ask it nothing */
    struct nd_err err;
    struct nd_eval eval;
    struct nd_batch rows;
    size_t count, bytes;
    bool borrows_values; /* rows keep slices of what was handed over */
    uint64_t byte_limit, scanned, passed;
    struct nd_buf out;
    struct nd__groups groups;
};

static struct run *run_of(struct nd_scan_sink *sink) { return ND_CONTAINER_OF(sink, struct run, sink); }

static void put_rows(struct run *run, struct nd_sel sel)
{
    const struct nd_program *program = &run->program;
    uint64_t before = run->passed;
    if (program->row_limit != 0 && before + sel.count >= program->row_limit) {
        sel.count = (size_t)(program->row_limit - before);
        run->sink.is_full = true;
    }
    run->passed += sel.count;
    if (sel.count == 0) return;
    nd_buf_put_varint(&run->out, sel.count);
    for (size_t i = 0; i < program->output_count; i++) nd_shard_vec_encode(&run->rows.vecs[program->outputs[i]], sel.rows, sel.count, &run->out);
    if (run->out.n >= run->byte_limit) run->sink.is_full = true;
}

static enum nd_status put_groups(struct run *run, const struct nd_sel *sel)
{
    run->passed += sel->count;
    ND_TRY(nd__groups_take(&run->groups, &run->eval, &run->rows, sel));
    if (nd__groups_are_full(&run->groups)) run->sink.is_full = true;
    return ND_STATUS_OK;
}

/* Leaves those rows whose keys may be among the bloom's. `rows` has room for them. */
static enum nd_status ask_bloom(struct run *run, const struct nd_bloom *bloom, struct nd_sel *sel, uint32_t *rows)
{
    uint64_t *hashes = nd_arena_array(&run->rows_arena, uint64_t, run->rows.rows + 1);
    for (size_t i = 0; i < bloom->key_count; i++) {
        struct nd_vec key;
        ND_TRY(nd_expr_eval(&run->eval, bloom->keys[i], &run->rows, sel, &key));
        nd_vec_hash(&key, sel, hashes);
    }
    size_t count = 0;
    ND_SEL_FOREACH (row, sel)
        if (nd_bloom_may_have(bloom->bits, hashes[row])) rows[count++] = (uint32_t)row;
    *sel = (struct nd_sel){rows, count};
    return ND_STATUS_OK;
}

/* Works on the rows collected. */
static enum nd_status flush(struct run *run)
{
    struct nd_sel sel = {NULL, run->count};
    if (run->count == 0) return ND_STATUS_OK;
    run->rows.rows = run->count;
    run->scanned += run->count;
    run->count = 0;
    run->bytes = 0;
    if (run->program.filter != NULL) {
        uint32_t *rows = nd_arena_alloc(&run->rows_arena, sizeof *rows * (run->rows.rows + 1));
        ND_TRY(nd_expr_filter(&run->eval, run->program.filter, &run->rows, NULL, rows, &sel.count));
        sel.rows = rows;
    }
    for (size_t i = 0; i < run->program.bloom_count && sel.count > 0; i++) {
        uint32_t *rows = nd_arena_alloc(&run->rows_arena, sizeof *rows * (run->rows.rows + 1));
        ND_TRY(ask_bloom(run, &run->program.blooms[i], &sel, rows));
    }
    if (run->program.kind == ND_PROGRAM_ROWS) put_rows(run, sel);
    else ND_TRY(put_groups(run, &sel));
    if (run->scanned >= run->sink.rows_max) run->sink.is_full = true;
    return ND_STATUS_OK;
}

/* Evaluating again at the gateway tells what was wrong, and whether it matters. */
static enum nd_status without_sql(enum nd_status status) { return status == ND_STATUS_SQL ? ND_STATUS_UNSUPPORTED : status; }

static enum nd_status take(struct nd_scan_sink *sink, struct nd_slice key, struct nd_slice value)
{
    struct run *run = run_of(sink);
    if (run->count == 0) {
        nd_arena_reset(&run->rows_arena);
        run->rows = nd_decoder_batch(&run->program.decoder, &run->rows_arena, ND_SQL_BATCH_ROWS);
    }
    if (run->borrows_values) value = nd_arena_copy(&run->rows_arena, value);
    ND_TRY(nd_decoder_row(&run->program.decoder, key, value, &run->rows_arena, &run->rows, run->count));
    run->count++;
    run->bytes += value.n;
    bool is_batch = run->count == ND_SQL_BATCH_ROWS || run->bytes >= BATCH_BYTES_MAX;
    return is_batch ? without_sql(flush(run)) : ND_STATUS_OK;
}

static enum nd_status finish(struct nd_scan_sink *sink, struct nd_slice *payload_out)
{
    struct run *run = run_of(sink);
    ND_TRY(without_sql(flush(run)));
    struct nd_buf head;
    nd_buf_init(&head, run->arena->heap);
    nd_buf_put_u8(&head, (uint8_t)run->program.kind);
    nd_buf_put_u64(&head, run->scanned);
    nd_buf_put_u64(&head, run->passed);
    if (run->program.kind == ND_PROGRAM_GROUPS) nd__groups_put(&run->groups, &run->out);
    uint8_t *p = nd_arena_alloc(run->arena, head.n + run->out.n);
    memcpy(p, head.p, head.n);
    if (run->out.n > 0) memcpy(p + head.n, run->out.p, run->out.n);
    *payload_out = nd_slice_of(p, head.n + run->out.n);
    nd_buf_deinit(&head);
    return ND_STATUS_OK;
}

static void run_close(struct nd_scan_sink *sink)
{
    struct run *run = run_of(sink);
    nd_arena_deinit(&run->rows_arena);
    nd_buf_deinit(&run->out);
    nd__groups_deinit(&run->groups);
}

static bool has_strings(const struct nd_decoder *decoder)
{
    for (size_t i = 0; i < decoder->value_count; i++)
        if (nd_type_phys(decoder->value_columns[i].type.id) == ND_PHYS_BYTES) return true;
    return false;
}

static enum nd_status run_open(struct nd_slice program, uint64_t byte_limit, struct nd_arena *arena, struct nd_scan_sink **sink_out)
{
    struct run *run = nd_arena_new(arena, struct run);
    *sink_out = NULL;
    ND_TRY(nd_program_decode(program, arena, &run->program));
    const struct nd_decoder *decoder = &run->program.decoder;
    run->sink = (struct nd_scan_sink){.take = take, .finish = finish, .close = run_close};
    run->sink.rows_max = ND_PROGRAM_SCANNED_MAX;
    run->sink.wants_keys = decoder->part_count > 0;
    run->sink.wants_values = decoder->value_count > 0 || (decoder->entry_parts > 0 && decoder->part_count > decoder->entry_parts);
    run->borrows_values = has_strings(decoder);
    run->arena = arena;
    run->byte_limit = byte_limit;
    nd_arena_init(&run->rows_arena, arena->heap);
    nd_buf_init(&run->out, arena->heap);
    run->eval = (struct nd_eval){.types = &run->types, .arena = &run->rows_arena, .heap = arena->heap, .err = &run->err};
    nd__groups_init(&run->groups, &run->program, &run->types, arena);
    *sink_out = &run->sink;
    return ND_STATUS_OK;
}

const struct nd_scan_runner nd_program_runner = {.open = run_open};
