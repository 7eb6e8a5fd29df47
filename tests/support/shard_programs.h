/* SPDX-License-Identifier: Apache-2.0 */
/* shard_programs.h - a small table and programs over it, as the gateway would write them. */
#ifndef ND_TESTS_SHARD_PROGRAMS_H
#define ND_TESTS_SHARD_PROGRAMS_H

#include "sql/shard/program.h"
#include "sql/types/compare.h"
#include "sql/types/key_codec.h"
#include "sql/types/numeric.h"

#include <stdio.h>

enum { SAMPLE_ROWS = 40,
       SAMPLE_PREFIX = 3 };

/* id int4 (in the key), a int8, s text, n numeric(10,2), b bool, d date */
static const struct nd_type sample_types[] = {{ND_TYPE_INT4, -1}, {ND_TYPE_INT8, -1}, {ND_TYPE_TEXT, -1}, {ND_TYPE_NUMERIC, (10 << 16 | 2) + 4}, {ND_TYPE_BOOL, -1}, {ND_TYPE_DATE, -1}};
enum { SAMPLE_COLUMNS = ND_ARRAY_LEN(sample_types) };

static inline struct nd_decoder sample_decoder(struct nd_arena *arena)
{
    struct nd_decoder decoder = {.column_count = SAMPLE_COLUMNS, .value_count = SAMPLE_COLUMNS - 1, .part_count = 1, .prefix_bytes = SAMPLE_PREFIX};
    decoder.types = nd_arena_array(arena, struct nd_type, SAMPLE_COLUMNS);
    memcpy(decoder.types, sample_types, sizeof sample_types);
    decoder.value_columns = nd_arena_array(arena, struct nd_row_column, SAMPLE_COLUMNS);
    decoder.missing = nd_arena_array(arena, struct nd_datum, SAMPLE_COLUMNS);
    decoder.value_slots = nd_arena_array(arena, uint32_t, SAMPLE_COLUMNS);
    for (uint32_t i = 1; i < SAMPLE_COLUMNS; i++) {
        decoder.value_columns[i - 1] = (struct nd_row_column){i + 1, sample_types[i]};
        decoder.missing[i - 1] = i == 5 ? nd_datum_i64(7000) : ND_DATUM_NULL; /* rows that are older than the last column */
        decoder.value_slots[i - 1] = i;
    }
    decoder.parts = nd_arena_array(arena, struct nd_key_part, 1);
    decoder.parts[0] = (struct nd_key_part){sample_types[0], ND_KEY_ASC, 0};
    return decoder;
}

static inline void sample_row(int row, struct nd_buf *key, struct nd_buf *value, struct nd_arena *arena)
{
    char text[32];
    snprintf(text, sizeof text, "row %d", row % 7);
    struct nd_datum id = nd_datum_i64(row);
    nd_buf_clear(key);
    nd_buf_clear(value);
    nd_buf_put(key, "tab", SAMPLE_PREFIX);
    nd_key_put_datum(key, ND_TYPE_INT4, ND_KEY_ASC, &id);
    struct nd_decoder decoder = sample_decoder(arena);
    struct nd_datum datums[SAMPLE_COLUMNS] = {nd_datum_i64((int64_t)row * row - 100), nd_datum_bytes(nd_arena_copy(arena, nd_slice_str(text))),
                                              nd_datum_bytes(nd_numeric_of_scaled(row * 25, 2, arena)), nd_datum_bool(row % 2 == 0), nd_datum_i64(row)};
    if (row % 5 == 0) datums[0] = ND_DATUM_NULL;
    bool is_old = row < 10;
    nd_row_encode_datums(value, is_old ? SAMPLE_COLUMNS - 1 : SAMPLE_COLUMNS, decoder.value_columns, datums, is_old ? SAMPLE_COLUMNS - 2 : SAMPLE_COLUMNS - 1);
}

static inline struct nd_expr *sample_var(struct nd_arena *arena, uint32_t slot)
{
    struct nd_expr *expr = nd_expr_var(arena, slot, sample_types[slot]);
    expr->slot = slot;
    return expr;
}

static inline struct nd_expr *sample_call(struct nd_arena *arena, const char *name, enum nd_type_id result, struct nd_expr *a, struct nd_expr *b)
{
    enum nd_type_id types[] = {a->type.id, b->type.id};
    const struct nd_func *func = nd_func_find(name, types, 2, true);
    struct nd_expr *args[] = {a, b};
    ND_ASSERT(func != NULL);
    return nd_expr_func(arena, func, ND_TYPE(result), args, 2);
}

/* (id > 3 AND s IN ('row 1', ... 'row 3')) OR n * 2 > 15 OR CASE WHEN b THEN a IS NULL ELSE false END */
static inline struct nd_expr *sample_filter(struct nd_arena *arena)
{
    struct nd_expr *three = nd_expr_const(arena, ND_TYPE(ND_TYPE_INT4), nd_datum_i64(3));
    struct nd_expr *in = nd_expr_new(arena, ND_EXPR_IN, ND_TYPE(ND_TYPE_BOOL), 4);
    in->args[0] = sample_var(arena, 2);
    for (size_t i = 1; i < 4; i++) in->args[i] = nd_expr_const(arena, ND_TYPE(ND_TYPE_TEXT), nd_datum_bytes(nd_slice_str(nd_arena_printf(arena, "row %zu", i))));
    in->func = nd_func_find("=", (enum nd_type_id[]){ND_TYPE_TEXT, ND_TYPE_TEXT}, 2, true);
    nd_expr_fix_depth(in);
    struct nd_expr *two = nd_expr_cast(arena, nd_expr_const(arena, ND_TYPE(ND_TYPE_INT4), nd_datum_i64(2)), ND_TYPE(ND_TYPE_NUMERIC), ND_CAST_IMPLICIT);
    struct nd_expr *limit = nd_expr_const(arena, ND_TYPE(ND_TYPE_NUMERIC), nd_datum_bytes(nd_numeric_of_i64(15, arena)));
    struct nd_expr *product = sample_call(arena, "*", ND_TYPE_NUMERIC, sample_var(arena, 3), two);
    struct nd_expr *chosen = nd_expr_new(arena, ND_EXPR_CASE, ND_TYPE(ND_TYPE_BOOL), 3);
    chosen->args[0] = sample_var(arena, 4);
    chosen->args[1] = nd_expr_new(arena, ND_EXPR_IS_NULL, ND_TYPE(ND_TYPE_BOOL), 1);
    chosen->args[1]->args[0] = sample_var(arena, 1);
    chosen->args[2] = nd_expr_const(arena, ND_TYPE(ND_TYPE_BOOL), nd_datum_bool(false));
    nd_expr_fix_depth(chosen->args[1]);
    nd_expr_fix_depth(chosen);
    struct nd_expr *either = nd_expr_new(arena, ND_EXPR_OR, ND_TYPE(ND_TYPE_BOOL), 3);
    either->args[0] = nd_expr_and(arena, sample_call(arena, ">", ND_TYPE_BOOL, sample_var(arena, 0), three), in);
    either->args[1] = sample_call(arena, ">", ND_TYPE_BOOL, product, limit);
    either->args[2] = chosen;
    nd_expr_fix_depth(either);
    return either;
}

static inline struct nd_program sample_rows(struct nd_arena *arena)
{
    struct nd_program program = {.kind = ND_PROGRAM_ROWS, .decoder = sample_decoder(arena), .filter = sample_filter(arena), .output_count = SAMPLE_COLUMNS};
    program.outputs = nd_arena_array(arena, uint32_t, SAMPLE_COLUMNS);
    for (uint32_t i = 0; i < SAMPLE_COLUMNS; i++) program.outputs[i] = i;
    return program;
}

static inline struct nd_program_agg sample_agg(struct nd_arena *arena, const char *name, int slot)
{
    struct nd_program_agg use = {.arg = slot < 0 ? NULL : sample_var(arena, (uint32_t)slot)};
    enum nd_type_id type = slot < 0 ? ND_TYPE_INVALID : sample_types[slot].id;
    use.agg = nd_agg_find(name, &type, slot >= 0);
    ND_ASSERT(use.agg != NULL);
    return use;
}

static inline struct nd_program sample_groups(struct nd_arena *arena)
{
    struct nd_program program = {.kind = ND_PROGRAM_GROUPS, .decoder = sample_decoder(arena), .group_count = 1, .agg_count = 6};
    program.groups = nd_arena_array(arena, struct nd_expr *, 1);
    program.groups[0] = sample_var(arena, 2);
    program.aggs = nd_arena_array(arena, struct nd_program_agg, 6);
    program.aggs[0] = sample_agg(arena, "count", -1);
    program.aggs[1] = sample_agg(arena, "sum", 1);
    program.aggs[2] = sample_agg(arena, "avg", 3);
    program.aggs[3] = sample_agg(arena, "min", 2);
    program.aggs[4] = sample_agg(arena, "max", 5);
    program.aggs[5] = sample_agg(arena, "bool_or", 4);
    program.aggs[1].filter = sample_var(arena, 4);
    return program;
}

/* Rows whose id is that of a partner: every fourth has one. */
static inline struct nd_program sample_bloom(struct nd_arena *arena)
{
    struct nd_program program = sample_rows(arena);
    program.filter = NULL;
    program.bloom_count = 1;
    program.blooms[0].key_count = 1;
    program.blooms[0].keys = nd_arena_array(arena, struct nd_expr *, 1);
    program.blooms[0].keys[0] = sample_var(arena, 0);
    uint8_t *bits = nd_arena_zalloc(arena, 64);
    for (int64_t id = 0; id < SAMPLE_ROWS; id += 4) {
        struct nd_datum datum = nd_datum_i64(id);
        nd_bloom_add(bits, 64, nd_datum_hash(ND_TYPE_INT4, &datum, 0));
    }
    program.blooms[0].bits = nd_slice_of(bits, 64);
    return program;
}

/* Runs a program over the sample. */
static inline enum nd_status run_sample(struct nd_slice program, struct nd_arena *arena, struct nd_slice *payload)
{
    struct nd_scan_sink *sink;
    struct nd_buf key, value;
    *payload = ND_SLICE_EMPTY;
    ND_TRY(nd_program_runner.open(program, 1 << 20, arena, &sink));
    nd_buf_init(&key, arena->heap);
    nd_buf_init(&value, arena->heap);
    enum nd_status status = ND_STATUS_OK;
    for (int row = 0; row < SAMPLE_ROWS && status == ND_STATUS_OK && !sink->is_full; row++) {
        sample_row(row, &key, &value, arena);
        status = sink->take(sink, nd_buf_slice(&key), nd_buf_slice(&value));
    }
    if (status == ND_STATUS_OK) status = sink->finish(sink, payload);
    sink->close(sink);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return status;
}

#endif
