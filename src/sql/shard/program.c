/* SPDX-License-Identifier: Apache-2.0 */
/* program.c - programs as bytes, and back. */
#include "sql/shard/program.h"

#include "sql/shard/run_int.h"
#include "sql/shard/vec_wire.h"
#include "sql/types/key_codec.h"

enum { PROGRAM_VERSION = 1 };

/* ---- encoding ------------------------------------------------------------------------------------------------- */

static void encode_decoder(const struct nd_decoder *decoder, struct nd_buf *out)
{
    nd_buf_put_varint(out, decoder->prefix_bytes);
    nd_buf_put_varint(out, decoder->entry_parts);
    nd_buf_put_varint(out, decoder->column_count);
    for (size_t i = 0; i < decoder->column_count; i++) nd_shard_type_encode(decoder->types[i], out);
    nd_buf_put_varint(out, decoder->value_count);
    for (size_t i = 0; i < decoder->value_count; i++) {
        const struct nd_datum *missing = &decoder->missing[i];
        nd_buf_put_varint(out, decoder->value_slots[i]);
        nd_buf_put_varint(out, decoder->value_columns[i].id);
        nd_buf_put_u8(out, !missing->is_null);
        if (!missing->is_null) nd_shard_datum_encode(decoder->value_columns[i].type.id, missing, out);
    }
    nd_buf_put_varint(out, decoder->part_count);
    for (size_t i = 0; i < decoder->part_count; i++) {
        nd_shard_type_encode(decoder->parts[i].type, out);
        nd_buf_put_varint(out, decoder->parts[i].flags);
        nd_buf_put_varint(out, (uint64_t)(decoder->parts[i].slot + 1));
    }
}

static void encode_optional(const struct nd_expr *expr, struct nd_buf *out)
{
    nd_buf_put_u8(out, expr != NULL);
    if (expr != NULL) nd_shard_expr_encode(expr, out);
}

static void encode_bloom(const struct nd_bloom *bloom, struct nd_buf *out)
{
    nd_buf_put_varint(out, bloom->key_count);
    for (size_t i = 0; i < bloom->key_count; i++) nd_shard_expr_encode(bloom->keys[i], out);
    nd_buf_put_bytes(out, bloom->bits);
}

static void encode_agg(const struct nd_program_agg *use, struct nd_buf *out)
{
    nd_buf_put_bytes(out, nd_slice_str(use->agg->name));
    nd_buf_put_varint(out, use->agg->arg_count);
    if (use->agg->arg_count > 0) {
        nd_buf_put_varint(out, use->agg->args[0]);
        nd_shard_expr_encode(use->arg, out);
    }
    encode_optional(use->filter, out);
}

void nd_program_encode(const struct nd_program *program, struct nd_buf *out)
{
    nd_buf_put_u8(out, PROGRAM_VERSION);
    nd_buf_put_u8(out, (uint8_t)program->kind);
    encode_decoder(&program->decoder, out);
    encode_optional(program->filter, out);
    nd_buf_put_varint(out, program->bloom_count);
    for (size_t i = 0; i < program->bloom_count; i++) encode_bloom(&program->blooms[i], out);
    if (program->kind == ND_PROGRAM_ROWS) {
        nd_buf_put_varint(out, program->row_limit);
        nd_buf_put_varint(out, program->output_count);
        for (size_t i = 0; i < program->output_count; i++) nd_buf_put_varint(out, program->outputs[i]);
        return;
    }
    nd_buf_put_varint(out, program->group_count);
    for (size_t i = 0; i < program->group_count; i++) nd_shard_expr_encode(program->groups[i], out);
    nd_buf_put_varint(out, program->agg_count);
    for (size_t i = 0; i < program->agg_count; i++) encode_agg(&program->aggs[i], out);
}

/* ---- decoding ------------------------------------------------------------------------------------------------- */

struct reading {
    struct nd_dec dec;
    struct nd_arena *arena;
    struct nd_program *program;
    size_t nodes;
};

static bool read_value_columns(struct reading *reading)
{
    struct nd_dec *dec = &reading->dec;
    struct nd_decoder *decoder = &reading->program->decoder;
    decoder->value_count = nd_dec_count(dec, 3);
    if (decoder->value_count > decoder->column_count) return false;
    decoder->value_columns = nd_arena_array(reading->arena, struct nd_row_column, decoder->value_count + 1);
    decoder->missing = nd_arena_array(reading->arena, struct nd_datum, decoder->value_count + 1);
    decoder->value_slots = nd_arena_array(reading->arena, uint32_t, decoder->value_count + 1);
    uint64_t last = 0;
    for (size_t i = 0; i < decoder->value_count; i++) {
        uint64_t slot = nd_dec_varint(dec), id = nd_dec_varint(dec);
        uint8_t has_missing = nd_dec_u8(dec);
        if (slot >= decoder->column_count || id <= last || id > UINT32_MAX) return false;
        decoder->value_slots[i] = (uint32_t)slot;
        decoder->value_columns[i] = (struct nd_row_column){(uint32_t)id, decoder->types[slot]};
        decoder->missing[i] = ND_DATUM_NULL;
        if (has_missing != 0 && !nd_shard_datum_decode(dec, decoder->types[slot].id, &decoder->missing[i])) return false;
        last = id;
    }
    return nd_dec_is_ok(dec);
}

static bool read_parts(struct reading *reading)
{
    struct nd_dec *dec = &reading->dec;
    struct nd_decoder *decoder = &reading->program->decoder;
    decoder->part_count = nd_dec_count(dec, 4);
    if (decoder->part_count > 2 * ND_INDEX_COLUMNS_MAX) return false;
    decoder->parts = nd_arena_array(reading->arena, struct nd_key_part, decoder->part_count + 1);
    for (size_t i = 0; i < decoder->part_count; i++) {
        struct nd_key_part *part = &decoder->parts[i];
        if (!nd_shard_type_decode(dec, &part->type) || !nd_key_is_supported(part->type.id)) return false;
        uint64_t flags = nd_dec_varint(dec), slot = nd_dec_varint(dec);
        if (flags > (ND_KEY_DESC | ND_KEY_NULLS_FIRST) || slot > decoder->column_count) return false;
        part->flags = (unsigned)flags;
        part->slot = (int32_t)slot - 1;
        if (slot > 0 && decoder->types[slot - 1].id != part->type.id) return false;
    }
    return nd_dec_is_ok(dec);
}

/* Every slot has one source: a vector that nothing fills would be read as it lies. */
static bool is_filled(const struct nd_decoder *decoder, struct nd_arena *arena)
{
    uint8_t *seen = nd_arena_array(arena, uint8_t, decoder->column_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < decoder->value_count; i++) count += seen[decoder->value_slots[i]]++ == 0;
    for (size_t i = 0; i < decoder->part_count; i++)
        if (decoder->parts[i].slot >= 0) count += seen[decoder->parts[i].slot]++ == 0;
    return count == decoder->column_count;
}

static bool read_decoder(struct reading *reading)
{
    struct nd_dec *dec = &reading->dec;
    struct nd_decoder *decoder = &reading->program->decoder;
    uint64_t prefix_bytes = nd_dec_varint(dec), entry_parts = nd_dec_varint(dec);
    if (prefix_bytes > ND_KEY_BYTES_MAX || entry_parts > ND_INDEX_COLUMNS_MAX) return false;
    decoder->prefix_bytes = (size_t)prefix_bytes;
    decoder->entry_parts = (size_t)entry_parts;
    decoder->column_count = nd_dec_count(dec, 2);
    if (decoder->column_count > ND_SQL_COLUMNS_MAX) return false;
    decoder->types = nd_arena_array(reading->arena, struct nd_type, decoder->column_count + 1);
    for (size_t i = 0; i < decoder->column_count; i++)
        if (!nd_shard_type_decode(dec, &decoder->types[i])) return false;
    return read_value_columns(reading) && read_parts(reading) && is_filled(decoder, reading->arena);
}

static struct nd_expr *read_expr(struct reading *reading)
{
    return nd_shard_expr_decode(&reading->dec, reading->program->decoder.types, reading->program->decoder.column_count, &reading->nodes, reading->arena);
}

/* A condition that may be absent. */
static bool read_cond(struct reading *reading, const struct nd_expr **cond)
{
    uint8_t is_there = nd_dec_u8(&reading->dec);
    *cond = NULL;
    if (!nd_dec_is_ok(&reading->dec) || is_there > 1) return false;
    if (is_there == 0) return true;
    *cond = read_expr(reading);
    return *cond != NULL && (*cond)->type.id == ND_TYPE_BOOL;
}

static bool read_bloom(struct reading *reading, struct nd_bloom *bloom)
{
    bloom->key_count = nd_dec_count(&reading->dec, 5);
    if (bloom->key_count == 0 || bloom->key_count > ND_PROGRAM_AGGS_MAX) return false;
    bloom->keys = nd_arena_array(reading->arena, struct nd_expr *, bloom->key_count);
    for (size_t i = 0; i < bloom->key_count; i++)
        if ((bloom->keys[i] = read_expr(reading)) == NULL) return false;
    bloom->bits = nd_dec_bytes(&reading->dec);
    return nd_dec_is_ok(&reading->dec) && bloom->bits.n >= 8 && (bloom->bits.n & (bloom->bits.n - 1)) == 0;
}

static bool read_blooms(struct reading *reading)
{
    struct nd_program *program = reading->program;
    program->bloom_count = nd_dec_count(&reading->dec, 3);
    if (program->bloom_count > ND_PROGRAM_BLOOMS_MAX) return false;
    for (size_t i = 0; i < program->bloom_count; i++)
        if (!read_bloom(reading, &program->blooms[i])) return false;
    return true;
}

static bool read_outputs(struct reading *reading)
{
    struct nd_program *program = reading->program;
    program->row_limit = nd_dec_varint(&reading->dec);
    program->output_count = nd_dec_count(&reading->dec, 1);
    if (program->output_count > program->decoder.column_count) return false;
    program->outputs = nd_arena_array(reading->arena, uint32_t, program->output_count + 1);
    for (size_t i = 0; i < program->output_count; i++) {
        uint64_t slot = nd_dec_varint(&reading->dec);
        if (slot >= program->decoder.column_count) return false;
        program->outputs[i] = (uint32_t)slot;
    }
    return nd_dec_is_ok(&reading->dec);
}

#define AGG_NAME_BYTES_MAX 64

static bool read_agg(struct reading *reading, struct nd_program_agg *use)
{
    char name[AGG_NAME_BYTES_MAX];
    struct nd_dec *dec = &reading->dec;
    struct nd_slice text = nd_dec_bytes(dec);
    uint64_t arg_count = nd_dec_varint(dec);
    if (!nd_dec_is_ok(dec) || text.n >= sizeof name || arg_count > 1) return false;
    if (text.n > 0) memcpy(name, text.p, text.n);
    name[text.n] = '\0';
    enum nd_type_id type = ND_TYPE_INVALID;
    if (arg_count == 1) {
        type = (enum nd_type_id)(nd_dec_varint(dec) & INT32_MAX);
        use->arg = read_expr(reading);
        if (use->arg == NULL) return false;
    }
    use->agg = nd_agg_find(name, &type, (size_t)arg_count);
    if (use->agg == NULL || use->agg->arg_count != arg_count || !nd_shard_agg_is_fine(use->agg)) return false;
    if (arg_count == 1 && !nd_shard_fits_type(use->arg->type.id, type)) return false;
    return read_cond(reading, &use->filter);
}

static bool read_groups(struct reading *reading)
{
    struct nd_program *program = reading->program;
    program->group_count = nd_dec_count(&reading->dec, 5);
    if (program->group_count > ND_PROGRAM_AGGS_MAX) return false;
    program->groups = nd_arena_array(reading->arena, struct nd_expr *, program->group_count + 1);
    for (size_t i = 0; i < program->group_count; i++)
        if ((program->groups[i] = read_expr(reading)) == NULL) return false;
    program->agg_count = nd_dec_count(&reading->dec, 3);
    if (program->agg_count > ND_PROGRAM_AGGS_MAX) return false;
    program->aggs = nd_arena_array(reading->arena, struct nd_program_agg, program->agg_count + 1);
    for (size_t i = 0; i < program->agg_count; i++)
        if (!read_agg(reading, &program->aggs[i])) return false;
    return true;
}

enum nd_status nd_program_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_program *program)
{
    struct reading reading = {.dec = nd_dec_of(bytes), .arena = arena, .program = program};
    *program = (struct nd_program){0};
    if (bytes.n > ND_SCAN_PROGRAM_BYTES_MAX) return ND_STATUS_MALFORMED;
    if (nd_dec_u8(&reading.dec) != PROGRAM_VERSION) return ND_STATUS_UNSUPPORTED;
    unsigned kind = nd_dec_u8(&reading.dec);
    program->kind = (enum nd_program_kind)kind;
    if (!read_decoder(&reading) || !read_cond(&reading, &program->filter) || !read_blooms(&reading)) return ND_STATUS_MALFORMED;
    bool is_fine = kind == ND_PROGRAM_ROWS ? read_outputs(&reading) : kind == ND_PROGRAM_GROUPS && read_groups(&reading);
    return is_fine && nd_dec_is_done(&reading.dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

/* ---- blooms --------------------------------------------------------------------------------------------------- */

/* Three bits of one word each: one cache line a key. */
static uint64_t bloom_mask(uint64_t hash) { return UINT64_C(1) << (hash & 63) | UINT64_C(1) << (hash >> 6 & 63) | UINT64_C(1) << (hash >> 12 & 63); }

size_t nd_bloom_bytes(size_t keys)
{
    size_t bytes = 64;
    while (bytes < keys + keys / 4) bytes *= 2;
    return bytes;
}

void nd_bloom_add(uint8_t *bits, size_t bytes, uint64_t hash)
{
    uint8_t *word = bits + (hash >> 18 & (bytes / 8 - 1)) * 8;
    nd_store_u64(word, nd_load_u64(word) | bloom_mask(hash));
}

bool nd_bloom_may_have(struct nd_slice bits, uint64_t hash)
{
    uint64_t mask = bloom_mask(hash);
    return (nd_load_u64(bits.p + (hash >> 18 & (bits.n / 8 - 1)) * 8) & mask) == mask;
}

/* ---- payloads ------------------------------------------------------------------------------------------------- */

enum nd_status nd_payload_open(struct nd_slice bytes, struct nd_payload *payload)
{
    struct nd_dec dec = nd_dec_of(bytes);
    unsigned kind = nd_dec_u8(&dec);
    payload->kind = (enum nd_program_kind)kind;
    payload->scanned = nd_dec_u64(&dec);
    payload->passed = nd_dec_u64(&dec);
    payload->rest = dec;
    bool is_fine = nd_dec_is_ok(&dec) && (kind == ND_PROGRAM_ROWS || kind == ND_PROGRAM_GROUPS) && payload->passed <= payload->scanned;
    return is_fine ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

enum nd_status nd_payload_rows(struct nd_payload *payload, const struct nd_decoder *decoder, const uint32_t *outputs, size_t count, struct nd_arena *arena, struct nd_batch *out)
{
    uint64_t rows = nd_dec_varint(&payload->rest);
    if (!nd_dec_is_ok(&payload->rest) || rows == 0 || rows > ND_SQL_BATCH_ROWS) return ND_STATUS_MALFORMED;
    out->rows = (size_t)rows;
    for (size_t i = 0; i < count; i++)
        if (!nd_shard_vec_decode(&payload->rest, decoder->types[outputs[i]], out->rows, arena, &out->vecs[outputs[i]])) return ND_STATUS_MALFORMED;
    return ND_STATUS_OK;
}
